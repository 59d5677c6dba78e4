//! Dates and times as sources write them.
//!
//! ISO 8601 with or without an offset, bare dates, epoch seconds or milliseconds (values over 1e10), and
//! `dd/mm/yyyy` or `mm/dd/yyyy` with or without a time, the order proven from the whole column. Fractions of a
//! second floor. What has no offset is local time of the zone.

use super::Reason;
use crate::model::time::{EARLIEST, LATEST, Moment, Zone, civil};

/// The order of day and month in a column of dates with the year last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateOrder {
    /// 31/12/2021.
    #[default]
    DayFirst,
    /// 12/31/2021.
    MonthFirst,
}

/// What the dates of a column prove about its order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OrderProof {
    day_first: u64,
    month_first: u64,
    open: u64,
}

impl OrderProof {
    /// Takes one value of the column into account.
    pub fn look(&mut self, text: &str) {
        let Some((a, b)) = year_last(text) else {
            return;
        };
        match (a > 12, b > 12) {
            (true, false) => self.day_first += 1,
            (false, true) => self.month_first += 1,
            _ => self.open += 1,
        }
    }

    /// The column's order, and whether it is proven; `assumed` where nothing proves it or as much speaks for one
    /// as for the other. Where the column contradicts itself the more frequent order stands, unproven.
    #[must_use]
    pub fn order(self, assumed: DateOrder) -> (DateOrder, bool) {
        let order = match self.day_first.cmp(&self.month_first) {
            std::cmp::Ordering::Equal => assumed,
            std::cmp::Ordering::Greater => DateOrder::DayFirst,
            std::cmp::Ordering::Less => DateOrder::MonthFirst,
        };
        let silent = self.day_first == 0 && self.month_first == 0;
        (order, !self.contradicts() && (!silent || self.open == 0))
    }

    /// Adds what other values of the column prove.
    pub const fn add(&mut self, other: Self) {
        self.day_first += other.day_first;
        self.month_first += other.month_first;
        self.open += other.open;
    }

    /// Whether there was a date whose order can be asked for.
    #[must_use]
    pub const fn any(&self) -> bool {
        self.day_first + self.month_first + self.open > 0
    }

    /// The one order that some dates prove and none contradicts.
    #[must_use]
    pub fn proven(&self) -> Option<DateOrder> {
        match (self.day_first, self.month_first) {
            (1.., 0) => Some(DateOrder::DayFirst),
            (0, 1..) => Some(DateOrder::MonthFirst),
            _ => None,
        }
    }

    /// Whether some dates can only be day first and others only month first.
    #[must_use]
    pub fn contradicts(self) -> bool {
        self.day_first > 0 && self.month_first > 0
    }
}

/// The first two numbers of a date with the year last, wherever it stands in the text.
pub(super) fn year_last(text: &str) -> Option<(u32, u32)> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | 'T' | 't'))
        .find_map(|part| {
            let mut numbers = part.split(['/', '-', '.']);
            let (a, b, c) = (numbers.next()?, numbers.next()?, numbers.next()?);
            let date = (1..=2).contains(&a.len()) && (1..=2).contains(&b.len()) && c.len() == 4;
            if !date || numbers.next().is_some() {
                return None;
            }
            let (a, b) = (a.parse().ok()?, b.parse().ok()?);
            // What can be no day proves nothing.
            ((1..=31).contains(&a) && (1..=31).contains(&b)).then_some((a, b))
        })
}

/// A reading, and whether it stood as 24:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// What it says.
    pub moment: Moment,
    /// It was written as 24:00 of the day before.
    pub hour_24: bool,
}

/// Reads a cell of text.
///
/// # Errors
/// The reason why it is not an instant of 1970 to 2099.
pub fn read_text(text: &str, zone: Zone, order: DateOrder) -> Result<Reading, Reason> {
    let text = text.trim();
    let plain = plain_iso(text.as_bytes(), zone);
    if let Some(at) = plain.or_else(|| plain_local(text.as_bytes(), zone, order)) {
        let moment = Moment { at, bare: false };
        return in_range(at).map(|_| Reading {
            moment,
            hour_24: false,
        });
    }
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let reading = match text.split_once('.') {
        // Eight digits are a date, twelve could be either.
        None if digits(text) && compact_clock(text) => return Err(Reason::TimeUnreadable),
        None if digits(text) && text.len() != 8 => {
            read_epoch(text.parse().map_err(|_| Reason::TimeUnreadable)?)
        }
        // An epoch with a fraction, which floors.
        Some((whole, fraction)) if whole.len() >= 9 && digits(whole) && digits(fraction) => {
            read_number(whole.parse().map_err(|_| Reason::TimeUnreadable)?)?
        }
        _ => read_civil(text, zone, order)?,
    };
    in_range(reading.moment.at).map(|_| reading)
}

/// `YYYY-MM-DDTHH:MM:SS` without an offset, as most files have it; all else is left to the general reader.
pub(super) fn plain_iso(text: &[u8], zone: Zone) -> Option<i64> {
    const DAYS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let text: &[u8; 19] = text.try_into().ok()?;
    let signs = [(4, b'-'), (7, b'-'), (13, b':'), (16, b':')];
    if signs.iter().any(|&(at, sign)| text[at] != sign) || !matches!(text[10], b'T' | b' ') {
        return None;
    }
    let mut all_digits = true;
    let mut two = |at: usize| {
        let (a, b) = (text[at].wrapping_sub(b'0'), text[at + 1].wrapping_sub(b'0'));
        all_digits &= a < 10 && b < 10;
        u32::from(a) * 10 + u32::from(b)
    };
    let (year, month, day) = (two(0) * 100 + two(2), two(5), two(8));
    let (hour, minute, second) = (two(11), two(14), two(17));
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let length = DAYS.get(month.wrapping_sub(1) as usize)? + u32::from(leap && month == 2);
    let real = all_digits
        && (1_970..2_400).contains(&year)
        && (1..=length).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    if !real {
        return None;
    }
    // Days from the civil calendar, years counted from March so that the leap day is the last.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day;
    let clock = hour * 3_600 + minute * 60 + second;
    Some((i64::from(days) - 719_469) * 86_400 + i64::from(clock) - i64::from(zone.0))
}

/// `DD/MM/YYYY HH:MM:SS`, or with the month first, as most exports have it; all else is left to the general reader.
fn plain_local(text: &[u8], zone: Zone, order: DateOrder) -> Option<i64> {
    let text: &[u8; 19] = text.try_into().ok()?;
    if text[2] != b'/' || text[5] != b'/' || text[10] != b' ' {
        return None;
    }
    let (day, month) = match order {
        DateOrder::DayFirst => (0, 3),
        DateOrder::MonthFirst => (3, 0),
    };
    let mut iso = *text;
    iso[..4].copy_from_slice(&text[6..10]);
    iso[4] = b'-';
    iso[5..7].copy_from_slice(&text[month..month + 2]);
    iso[7] = b'-';
    iso[8..10].copy_from_slice(&text[day..day + 2]);
    plain_iso(&iso, zone)
}

/// Whether digits read as a date and a clock without any sign between them, as in 202108020800: they would pass
/// for an epoch and mean another year.
fn compact_clock(text: &str) -> bool {
    let number =
        |range: std::ops::Range<usize>| text.get(range).and_then(|d| d.parse::<u32>().ok());
    matches!(text.len(), 12 | 14)
        && matches!(number(0..4), Some(1970..=2099))
        && matches!(number(4..6), Some(1..=12))
        && matches!(number(6..8), Some(1..=31))
        && matches!(number(8..10), Some(0..=23))
        && matches!(number(10..12), Some(0..=59))
}

/// Reads a whole number: epoch seconds, or milliseconds where it is over 1e10.
///
/// # Errors
/// [`Reason::TimeOutOfRange`].
pub fn read_number(number: i64) -> Result<Reading, Reason> {
    // Only twelve or fourteen digits can be a date and a clock.
    if number >= 100_000_000_000 && compact_clock(&number.to_string()) {
        return Err(Reason::TimeUnreadable);
    }
    let reading = read_epoch(number);
    in_range(reading.moment.at).map(|_| reading)
}

/// Checks an instant against 1970 to 2099.
///
/// # Errors
/// [`Reason::TimeOutOfRange`].
pub fn in_range(at: i64) -> Result<i64, Reason> {
    if (EARLIEST..LATEST).contains(&at) {
        Ok(at)
    } else {
        Err(Reason::TimeOutOfRange)
    }
}

fn read_epoch(number: i64) -> Reading {
    let at = if number > 10_000_000_000 {
        number.div_euclid(1_000)
    } else {
        number
    };
    Reading {
        moment: Moment { at, bare: false },
        hour_24: false,
    }
}

type Date = (i32, u32, u32);
type Clock = (u32, u32, u32);

fn read_civil(text: &str, zone: Zone, order: DateOrder) -> Result<Reading, Reason> {
    let (date, rest) = match split_date(text, order) {
        Some(found) => found?,
        // Vietnamese forms also put the clock first: 08:02 16/08/2021.
        None => {
            let (clock, date) = text.rsplit_once([' ', ',']).ok_or(Reason::TimeUnreadable)?;
            let (date, rest) = split_date(date.trim(), order).ok_or(Reason::TimeUnreadable)??;
            if !rest.is_empty() {
                return Err(Reason::TimeUnreadable);
            }
            (date, clock.trim_end_matches(',').trim_end())
        }
    };
    check_year(date.0)?;
    if rest.is_empty() {
        let at = civil(zone, date, (0, 0, 0)).ok_or(Reason::NoSuchDate)?;
        return Ok(Reading {
            moment: Moment { at, bare: true },
            hour_24: false,
        });
    }
    let (clock, offset) = split_clock(rest).ok_or(Reason::TimeUnreadable)?;
    let zone = offset.map_or(zone, Zone);
    civil(zone, date, (0, 0, 0)).ok_or(Reason::NoSuchDate)?;
    let at = civil(zone, date, clock).ok_or(Reason::TimeUnreadable)?;
    Ok(Reading {
        moment: Moment { at, bare: false },
        hour_24: clock.0 == 24,
    })
}

fn check_year(year: i32) -> Result<(), Reason> {
    match year {
        0..=99 => Err(Reason::TwoDigitYear),
        2400..=2700 => Err(Reason::BuddhistYear),
        _ => Ok(()),
    }
}

/// A date at the start of the text, and what follows it. `None`: no date stands there.
fn split_date(text: &str, order: DateOrder) -> Option<Result<(Date, &str), Reason>> {
    let bytes = text.as_bytes();
    let mut numbers = [(0u32, 0usize); 3];
    let mut at = 0;
    let mut sign = 0;
    for (i, slot) in numbers.iter_mut().enumerate() {
        if i > 0 {
            let &b = bytes.get(at)?;
            if !matches!(b, b'/' | b'-' | b'.') || (i == 2 && b != sign) {
                return if i == 1 { compact(text) } else { None };
            }
            sign = b;
            at += 1;
        }
        let from = at;
        while let Some(b) = bytes.get(at).filter(|b| b.is_ascii_digit()) {
            slot.0 = slot
                .0
                .saturating_mul(10)
                .saturating_add(u32::from(b - b'0'));
            at += 1;
        }
        slot.1 = at - from;
        if slot.1 == 0 {
            return None;
        }
        if i == 0 && at == bytes.len() {
            return compact(text);
        }
    }
    let [(a, a_len), (b, _), (c, c_len)] = numbers;
    let year = |y: u32| i32::try_from(y).unwrap_or(i32::MAX);
    let date = if a_len == 4 {
        (year(a), b, c)
    } else if c_len == 4 || c_len == 2 {
        match order {
            DateOrder::DayFirst => (year(c), b, a),
            DateOrder::MonthFirst => (year(c), a, b),
        }
    } else {
        return Some(Err(Reason::TimeUnreadable));
    };
    let rest = &text[at..];
    let rest = rest
        .strip_prefix(['T', 't', ' ', ','])
        .map_or(rest, str::trim_start);
    Some(Ok((date, rest)))
}

/// ISO 8601's basic form: 20210802, perhaps followed by `T` and a clock.
fn compact(text: &str) -> Option<Result<(Date, &str), Reason>> {
    let digits = text
        .get(..8)
        .filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?;
    let rest = &text[8..];
    let rest = match rest.strip_prefix(['T', 't', ' ']) {
        Some(rest) => rest,
        None if rest.is_empty() => rest,
        None => return None,
    };
    let number = |range: std::ops::Range<usize>| digits[range].parse::<u32>().ok();
    let date = (
        i32::try_from(number(0..4)?).ok()?,
        number(4..6)?,
        number(6..8)?,
    );
    Some(Ok((date, rest)))
}

/// Hours, minutes, seconds, and the offset in seconds where one stands: `HH:MM[:SS[.f]][Z|±HH[:MM]]` or `HHhMM`.
fn split_clock(text: &str) -> Option<(Clock, Option<i32>)> {
    let bytes = text.as_bytes();
    let two = |at: usize| -> Option<u32> {
        let pair = bytes.get(at..at + 2)?;
        (pair[0].is_ascii_digit() && pair[1].is_ascii_digit())
            .then(|| u32::from(pair[0] - b'0') * 10 + u32::from(pair[1] - b'0'))
    };
    // One digit of the hour is enough: 7:30.
    let (hour, mut at) = match two(0) {
        Some(hour) => (hour, 2),
        None => (
            u32::from(bytes.first().filter(|b| b.is_ascii_digit())? - b'0'),
            1,
        ),
    };
    let colon = *bytes.get(at)? == b':';
    // 17h35, 8g15 and 8h, as people write.
    let spoken = matches!(bytes[at], b'h' | b'H' | b'g' | b'G');
    at += usize::from(colon || spoken);
    let minute = if spoken && at == bytes.len() {
        0
    } else {
        let minute = two(at)?;
        at += 2;
        minute
    };
    let mut second = 0;
    let more = !spoken
        && bytes
            .get(at)
            .is_some_and(|&b| if colon { b == b':' } else { b.is_ascii_digit() });
    if more {
        at += usize::from(colon);
        second = two(at)?;
        at += 2;
        if matches!(bytes.get(at), Some(b'.' | b',')) {
            at += 1;
            let from = at;
            while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                at += 1;
            }
            if at == from {
                return None;
            }
        }
    }
    let rest = text[at..].trim_start();
    let offset = match rest.as_bytes() {
        [] => None,
        [b'Z' | b'z'] => Some(0),
        [sign @ (b'+' | b'-'), ..] => {
            let digits: String = rest[1..].chars().filter(|c| *c != ':').collect();
            let (hours, minutes) = match digits.len() {
                2 => (digits.parse::<i32>().ok()?, 0),
                4 => (
                    digits.get(..2)?.parse::<i32>().ok()?,
                    digits.get(2..)?.parse::<i32>().ok()?,
                ),
                _ => return None,
            };
            if hours > 18 || minutes > 59 || !digits.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            let seconds = hours * 3_600 + minutes * 60;
            Some(if *sign == b'-' { -seconds } else { seconds })
        }
        _ => return None,
    };
    Some(((hour, minute, second), offset))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::VIETNAM;

    fn iso(text: &str) -> Result<(String, bool), Reason> {
        read_text(text, VIETNAM, DateOrder::DayFirst)
            .map(|r| (VIETNAM.iso(r.moment.at), r.moment.bare))
    }

    fn clock(text: &str) -> String {
        let (at, bare) = iso(text).unwrap();
        assert!(!bare, "{text}");
        at
    }

    #[test]
    fn clocks_as_people_write_them() {
        assert_eq!(clock("16/08/2021 17h35"), clock("16/08/2021 17:35"));
        assert_eq!(clock("8g15 16/08/2021"), clock("16/08/2021 08:15"));
        assert_eq!(clock("16/08/2021 8h"), clock("16/08/2021 08:00"));
    }

    #[test]
    fn what_sources_write() {
        let t = "2021-08-16T08:02:03+07:00";
        for text in [
            "2021-08-16T08:02:03",
            "2021-08-16 08:02:03",
            "2021-08-16T08:02:03.999",
            "2021-08-16T01:02:03Z",
            "2021-08-16T01:02:03.5+00:00",
            "2021-08-15T20:02:03-0500",
            "20210816T080203",
            "16/08/2021 08:02:03",
            "16-08-2021 8:02:03",
            "08:02:03 16/08/2021",
            "1629075723",
            "1629075723.9",
            "1629075723999",
        ] {
            assert_eq!(clock(text), t, "{text}");
        }
        assert_eq!(clock("2021-08-16T08:02"), "2021-08-16T08:02:00+07:00");
        assert_eq!(clock("16/08/2021 24:00"), "2021-08-17T00:00:00+07:00");
        for text in ["2021-08-16", "16/8/2021", "20210816", "16.08.2021"] {
            assert_eq!(
                iso(text).unwrap(),
                ("2021-08-16T00:00:00+07:00".to_owned(), true),
                "{text}"
            );
        }
    }

    #[test]
    fn plain_local_is_read_as_the_general_reader_does() {
        for (text, iso) in [
            ("03/02/2021 08:05:07", "2021-02-03T08:05:07+07:00"),
            ("29/02/2020 23:59:59", "2020-02-29T23:59:59+07:00"),
        ] {
            assert_eq!(iso_of(text, DateOrder::DayFirst), iso);
            assert_eq!(
                plain_local(text.as_bytes(), VIETNAM, DateOrder::DayFirst),
                read_civil(text, VIETNAM, DateOrder::DayFirst)
                    .ok()
                    .map(|r| r.moment.at)
            );
        }
        assert_eq!(
            iso_of("03/02/2021 08:05:07", DateOrder::MonthFirst),
            "2021-03-02T08:05:07+07:00"
        );
        for text in [
            "31/04/2021 08:00:00",
            "01/13/2021 08:00:00",
            "01/02/2021 24:00:00",
        ] {
            let plain = plain_local(text.as_bytes(), VIETNAM, DateOrder::DayFirst);
            assert_eq!(plain, None, "{text}");
        }
    }

    fn iso_of(text: &str, order: DateOrder) -> String {
        VIETNAM.iso(read_text(text, VIETNAM, order).unwrap().moment.at)
    }

    #[test]
    fn plain_iso_is_read_as_the_general_reader_does() {
        let mut at = EARLIEST;
        let mut tried = 0;
        while at < LATEST {
            let text = &VIETNAM.iso(at)[..19];
            let read = plain_iso(text.as_bytes(), VIETNAM);
            assert_eq!(read, Some(at), "{text}");
            let general = read_civil(text, VIETNAM, DateOrder::DayFirst).unwrap();
            assert_eq!(Some(general.moment.at), read, "{text}");
            at += 86_400 * 3 / 2 + 12_347;
            tried += 1;
        }
        assert!(tried > 20_000);
        for text in [
            "2021-02-29T00:00:00",
            "2021-13-01T00:00:00",
            "2021-08-16T24:00:00",
            "2021-08-16T08:60:00",
            "2021-0a-16T08:00:00",
            "2021-08-16T08:00:0Z",
        ] {
            assert_eq!(plain_iso(text.as_bytes(), VIETNAM), None, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        assert_eq!(iso("31/04/2021"), Err(Reason::NoSuchDate));
        assert_eq!(iso("2021-02-30T10:00"), Err(Reason::NoSuchDate));
        assert_eq!(iso("16/08/21"), Err(Reason::TwoDigitYear));
        assert_eq!(iso("16/08/2564"), Err(Reason::BuddhistYear));
        assert_eq!(iso("1969-12-31"), Err(Reason::TimeOutOfRange));
        assert_eq!(iso("5"), Err(Reason::TimeOutOfRange));
        for text in [
            "hôm qua",
            "",
            "44317.5",
            "202108160802",
            "202108160802.0",
            "7h kém 10",
            "2021-08",
            "2021-08-16T25:00",
            "2021-08-16T08:02+99:00",
            "é",
            "16/08/2021 8h kém 10",
            "16/08/2021 8h3",
        ] {
            assert_eq!(iso(text), Err(Reason::TimeUnreadable), "{text}");
        }
    }

    #[test]
    fn order_is_proven_from_the_column() {
        let proof = |texts: &[&str]| {
            let mut proof = OrderProof::default();
            texts.iter().for_each(|t| proof.look(t));
            proof.order(DateOrder::DayFirst)
        };
        assert_eq!(
            proof(&["01/02/2021", "03/25/2021 10:00"]),
            (DateOrder::MonthFirst, true)
        );
        assert_eq!(
            proof(&["01/02/2021", "25/03/2021"]),
            (DateOrder::DayFirst, true)
        );
        assert_eq!(proof(&["01/02/2021"]), (DateOrder::DayFirst, false));
        assert_eq!(proof(&["2021-02-01"]), (DateOrder::DayFirst, true));
        for text in [
            "03/25/2021T10:00",
            "03/25/2021, 10:00",
            "10:00:00.5 03/25/2021",
        ] {
            assert_eq!(
                proof(&["01/02/2021", text]),
                (DateOrder::MonthFirst, true),
                "{text}"
            );
        }
        assert_eq!(
            proof(&["45/01/2021", "03/04/2021"]),
            (DateOrder::DayFirst, false)
        );
        let mixed = ["25/03/2021", "26/03/2021", "03/27/2021"];
        assert_eq!(proof(&mixed), (DateOrder::DayFirst, false));
    }
}
