//! Instants, the local zone, and sets of instants.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike};

/// Whole seconds since 1970-01-01T00:00:00Z.
pub type Seconds = i64;

/// Seconds in an hour.
pub const HOUR: Seconds = 3_600;
/// Seconds in a day.
pub const DAY: Seconds = 86_400;
/// Later than every instant that data may hold.
pub const FOREVER: Seconds = i64::MAX / 4;
/// Earliest instant that data may hold: 1970-01-02T00:00:00Z.
pub const EARLIEST: Seconds = DAY;
/// First instant that data may not hold any more: 2100-01-01T00:00:00Z.
pub const LATEST: Seconds = 4_102_444_800;

/// A zone with one offset for all of time, in seconds east of Greenwich.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(pub i32);

/// `Asia/Ho_Chi_Minh`: UTC+7, no daylight saving time.
pub const VIETNAM: Zone = Zone(7 * 3_600);

impl Zone {
    /// The instant of a local clock reading.
    #[must_use]
    pub fn at(self, local: NaiveDateTime) -> Seconds {
        local.and_utc().timestamp() - Seconds::from(self.0)
    }

    /// 00:00 local of a date.
    #[must_use]
    pub fn midnight(self, date: NaiveDate) -> Seconds {
        self.at(date.and_time(chrono::NaiveTime::MIN))
    }

    /// The latest local midnight that is not after `at`.
    #[must_use]
    pub const fn midnight_before(self, at: Seconds) -> Seconds {
        at - (at + self.0 as Seconds).rem_euclid(DAY)
    }

    /// The first local midnight strictly after `at`.
    #[must_use]
    pub const fn next_midnight(self, at: Seconds) -> Seconds {
        self.midnight_before(at) + DAY
    }

    /// The local clock reading of an instant.
    #[must_use]
    pub fn local(self, at: Seconds) -> NaiveDateTime {
        let shifted = at
            .saturating_add(Seconds::from(self.0))
            .clamp(-LATEST, LATEST * 2);
        DateTime::from_timestamp(shifted, 0)
            .unwrap_or(DateTime::UNIX_EPOCH)
            .naive_utc()
    }

    /// ISO 8601 with the zone's offset, as in `2021-08-16T08:02:00+07:00`.
    #[must_use]
    pub fn iso(self, at: Seconds) -> String {
        let mut text = String::with_capacity(25);
        self.write_iso(at, &mut text);
        text
    }

    /// Appends [`Zone::iso`] to `out`.
    pub fn write_iso(self, at: Seconds, out: &mut String) {
        let l = self.local(at);
        let (sign, off) = if self.0 < 0 {
            ('-', -self.0 as u32)
        } else {
            ('+', self.0 as u32)
        };
        let mut two = |lead: Option<char>, number: u32| {
            out.extend(lead);
            let digit = |n: u32| char::from(b'0' + (n % 10) as u8);
            out.extend([digit(number / 10), digit(number)]);
        };
        let year = l.year() as u32;
        two(None, year / 100);
        two(None, year % 100);
        two(Some('-'), l.month());
        two(Some('-'), l.day());
        two(Some('T'), l.hour());
        two(Some(':'), l.minute());
        two(Some(':'), l.second());
        two(Some(sign), off / 3_600);
        two(Some(':'), off / 60 % 60);
    }
}

/// What a date or time cell says: an instant, and whether only a date stood there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The instant; of a bare date, 00:00 local.
    pub at: Seconds,
    /// Only a date was given.
    pub bare: bool,
}

impl Moment {
    /// The instant where a bare date means 00:00 (onset, sample, check-in).
    #[must_use]
    pub const fn opening(self) -> Seconds {
        self.at
    }

    /// The instant where a bare date means 24:00 (isolation, check-out, a quarantine's start and end).
    #[must_use]
    pub const fn closing(self) -> Seconds {
        if self.bare { self.at + DAY } else { self.at }
    }
}

/// A calendar date and a time of day as an instant of `zone`; `24:00` is 00:00 of the next day. `None` where
/// there is no such date or time.
#[must_use]
pub fn civil(zone: Zone, ymd: (i32, u32, u32), hms: (u32, u32, u32)) -> Option<Seconds> {
    let date = NaiveDate::from_ymd_opt(ymd.0, ymd.1, ymd.2)?;
    if hms == (24, 0, 0) {
        return Some(zone.midnight(date) + DAY);
    }
    let time = chrono::NaiveTime::from_hms_opt(hms.0, hms.1, hms.2)?;
    Some(zone.at(date.and_time(time)))
}

/// The date `days` after 1970-01-01.
#[must_use]
pub fn date_from_days(days: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(1970, 1, 1)?.checked_add_signed(TimeDelta::days(days.into()))
}

/// A half-open interval `[start, end)` of instants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First instant inside.
    pub start: Seconds,
    /// First instant after it.
    pub end: Seconds,
}

impl Span {
    /// `[start, end)`.
    #[must_use]
    pub const fn new(start: Seconds, end: Seconds) -> Self {
        Self { start, end }
    }

    /// Length in seconds, 0 where it is empty.
    #[must_use]
    pub const fn seconds(self) -> Seconds {
        if self.end > self.start {
            self.end - self.start
        } else {
            0
        }
    }

    /// Whether no instant is inside.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// The instants in both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::new(self.start.max(other.start), self.end.min(other.end))
    }
}

/// Makes a set: sorted, disjoint, not touching, none empty.
pub fn unite(spans: &mut Vec<Span>) {
    spans.retain(|s| !s.is_empty());
    spans.sort_unstable();
    let mut kept = 0;
    for i in 1..spans.len() {
        if spans[i].start <= spans[kept].end {
            spans[kept].end = spans[kept].end.max(spans[i].end);
        } else {
            kept += 1;
            spans[kept] = spans[i];
        }
    }
    spans.truncate(if spans.is_empty() { 0 } else { kept + 1 });
}

/// The instants of `set` outside `holes`; both are sets as [`unite`] makes them.
#[must_use]
pub fn without(set: &[Span], holes: &[Span]) -> Vec<Span> {
    let mut out = Vec::with_capacity(set.len());
    for &span in set {
        let mut from = span.start;
        for hole in holes
            .iter()
            .filter(|h| h.end > span.start && h.start < span.end)
        {
            if hole.start > from {
                out.push(Span::new(from, hole.start));
            }
            from = from.max(hole.end);
        }
        if from < span.end {
            out.push(Span::new(from, span.end));
        }
    }
    out
}

/// The instants in both sets.
#[must_use]
pub fn both(a: &[Span], b: &[Span]) -> Vec<Span> {
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        let common = a[i].and(b[j]);
        if !common.is_empty() {
            out.push(common);
        }
        if a[i].end < b[j].end { i += 1 } else { j += 1 }
    }
    out
}

/// Seconds in a set.
#[must_use]
pub fn measure(set: &[Span]) -> Seconds {
    set.iter().map(|s| s.seconds()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(pairs: &[(i64, i64)]) -> Vec<Span> {
        let mut spans: Vec<Span> = pairs.iter().map(|&(a, b)| Span::new(a, b)).collect();
        unite(&mut spans);
        spans
    }

    #[test]
    fn sets_of_instants() {
        assert_eq!(
            set(&[(5, 9), (0, 5), (3, 3), (12, 10)]),
            vec![Span::new(0, 9)]
        );
        assert_eq!(set(&[]), vec![]);
        let a = set(&[(0, 10), (20, 30)]);
        assert_eq!(
            without(&a, &set(&[(2, 4), (8, 22), (29, 99)])),
            set(&[(0, 2), (4, 8), (22, 29)])
        );
        assert_eq!(both(&a, &set(&[(5, 25)])), set(&[(5, 10), (20, 25)]));
        assert_eq!(measure(&a), 20);
    }

    #[test]
    fn before_1970() {
        let born = civil(VIETNAM, (1959, 6, 2), (0, 0, 0)).unwrap_or(-334_220_400);
        assert_eq!(VIETNAM.iso(born), "1959-06-02T00:00:00+07:00");
    }

    #[test]
    fn local_midnight() {
        let noon = civil(VIETNAM, (2021, 8, 2), (12, 0, 0)).unwrap();
        assert_eq!(VIETNAM.iso(noon), "2021-08-02T12:00:00+07:00");
        let midnight = VIETNAM.next_midnight(noon);
        assert_eq!(VIETNAM.iso(midnight), "2021-08-03T00:00:00+07:00");
        assert_eq!(VIETNAM.next_midnight(midnight), midnight + DAY);
        assert_eq!(civil(VIETNAM, (2021, 8, 2), (24, 0, 0)), Some(midnight));
        assert_eq!(civil(VIETNAM, (2021, 4, 31), (0, 0, 0)), None);
        assert_eq!(civil(VIETNAM, (2021, 8, 2), (24, 0, 1)), None);
    }
}
