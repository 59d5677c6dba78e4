//! What might be meant by what cannot be read. Nothing of it is ever taken by itself: a person looks at it first.

use super::Reason;
use super::identifier::known_province;
use super::phone;
use super::role::Role;
use super::row::{Fault, Row};
use super::when::{DateOrder, read_text};
use crate::i18n::fold;
use crate::model::time::Zone;

/// A field, what stands there, what might be meant.
pub(super) type Meant = (usize, String, String);

/// What might be meant, by field of the role; empty where nothing is likely.
pub(super) fn propose(role: Role, row: &Row<'_>, fault: Fault) -> Vec<Meant> {
    let meant = meant(role, row, fault).into_iter();
    meant
        .map(|(field, now)| (field, row.shown(field), now))
        .collect()
}

fn meant(role: Role, row: &Row<'_>, fault: Fault) -> Vec<(usize, String)> {
    let shown = |field| row.shown(field);
    let one = |text: Option<String>| text.map(|t| vec![(fault.field, t)]).unwrap_or_default();
    match fault.reason {
        Reason::CccdLostZero => one(leading_zero(&shown(fault.field))),
        Reason::CccdInvalid => one(number_in(&shown(fault.field))),
        Reason::PhoneUnreadable => one(one_phone(&shown(fault.field))),
        Reason::TimeUnreadable => {
            let before = fault.field.checked_sub(1).map(shown);
            let order = row.orders[fault.field];
            one(time(
                &shown(fault.field),
                before.as_deref(),
                row.zone,
                order,
            ))
        }
        Reason::TwoDigitYear => one(year_of_four(&shown(fault.field))),
        Reason::BuddhistYear => one(christian_year(&shown(fault.field))),
        Reason::Coordinates if role == Role::Places => {
            let (lat, lon) = Role::POSITION;
            position(&shown(lat), &shown(lon))
                .map(|(y, x)| vec![(lat, y), (lon, x)])
                .unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// Eleven digits that a zero makes a citizen's number of a province that there is.
fn leading_zero(text: &str) -> Option<String> {
    let number = format!("0{}", text.trim());
    known_province(&number).then_some(number)
}

/// A citizen's number among blanks, dots, quotes or behind a fraction; two zeros of Hà Nội's and its neighbours' lost.
fn number_in(text: &str) -> Option<String> {
    let text = text.trim().strip_suffix(".0").unwrap_or(text.trim());
    let sign = |c: char| " .-'\"=\u{a0}".contains(c);
    if !text.chars().all(|c| c.is_ascii_digit() || sign(c)) {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let number = match digits.len() {
        12 => digits,
        11 => format!("0{digits}"),
        10 => format!("00{digits}"),
        _ => return None,
    };
    known_province(&number).then_some(number)
}

/// A number with letters for digits, or the first of several.
fn one_phone(text: &str) -> Option<String> {
    let digits: String = text
        .chars()
        .map(|c| match c {
            'O' | 'o' => '0',
            'l' | 'I' => '1',
            c => c,
        })
        .collect();
    digits
        .split(['/', ',', ';', '|'])
        .find_map(phone::mobile)
        .map(phone::written)
}

/// A clock in words, perhaps with a date; `before`: what stands in the field before, whose date may be meant.
fn time(text: &str, before: Option<&str>, zone: Zone, order: DateOrder) -> Option<String> {
    let (date, clock) = date_and_rest(text);
    let date = match date {
        Some(date) => date.to_owned(),
        None => date_and_rest(before?).0?.to_owned(),
    };
    let (hour, minute) = spoken_clock(&clock)?;
    // 24:10 is ten past midnight of the next day.
    let (days, hour) = (i64::from(hour / 24), hour % 24);
    let day = read_text(&date, zone, order).ok()?.moment.at + days * 86_400;
    let day = zone.iso(day);
    Some(format!("{} {hour:02}:{minute:02}", day.get(..10)?))
}

/// The date in a text, wherever it stands, and what is left.
fn date_and_rest(text: &str) -> (Option<&str>, String) {
    let is_date = |word: &&str| {
        let signs = word
            .bytes()
            .filter(|b| matches!(b, b'/' | b'-' | b'.'))
            .count();
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        signs == 2 && digits >= 6 && signs + digits == word.len()
    };
    let words = || text.split([' ', 'T', ',']).filter(|w| !w.is_empty());
    let date = words().find(is_date);
    let rest: Vec<&str> = words().filter(|w| date != Some(*w)).collect();
    (date, rest.join(" "))
}

/// Hours and minutes of a clock as people write it: 7h kém 10, 8g15, 7 giờ rưỡi, 3h chiều, 24:10.
fn spoken_clock(text: &str) -> Option<(u32, u32)> {
    let folded = fold(text);
    let mut words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).collect();
    let afternoon = words
        .iter()
        .any(|w| matches!(*w, "chieu" | "toi" | "pm" | "ch"));
    let morning = words.iter().any(|w| matches!(*w, "sang" | "am" | "sa"));
    words.retain(|w| {
        !matches!(
            *w,
            "chieu" | "toi" | "pm" | "ch" | "sang" | "am" | "sa" | "luc" | "khoang" | "phut" | "p"
        )
    });
    let joined = words.join(" ");
    let mut numbers = Vec::new();
    let (mut less, mut half, mut word) = (false, false, String::new());
    let mut end = |word: &mut String, numbers: &mut Vec<u32>| -> Option<()> {
        match word.as_str() {
            "" | "h" | "g" | "gio" => {}
            "kem" => less = true,
            "ruoi" => half = true,
            digits => numbers.push(digits.parse().ok()?),
        }
        word.clear();
        Some(())
    };
    for c in joined.chars() {
        let turn = word
            .chars()
            .next_back()
            .is_some_and(|w| w.is_ascii_digit() != c.is_ascii_digit());
        if c == ' ' || turn {
            end(&mut word, &mut numbers)?;
        }
        if c != ' ' {
            word.push(c);
        }
    }
    end(&mut word, &mut numbers)?;
    let (hour, minute) = match (numbers.as_slice(), less, half) {
        ([hour], false, true) => (*hour, 30),
        ([hour], false, false) => (*hour, 0),
        ([hour, minute], false, false) => (*hour, *minute),
        ([hour, minute], true, false) if (1..60).contains(minute) && *hour > 0 => {
            (hour - 1, 60 - minute)
        }
        _ => return None,
    };
    let hour = match hour {
        1..=11 if afternoon => hour + 12,
        12 if morning => 0,
        hour => hour,
    };
    (hour <= 24 && minute < 60).then_some((hour, minute))
}

/// A date whose year has two digits, in this century.
fn year_of_four(text: &str) -> Option<String> {
    let (date, rest) = date_and_rest_short(text)?;
    let at = date.rfind(['/', '-', '.'])? + 1;
    let year = date.get(at..)?;
    // A year far from ours would be a guess.
    let near = year.parse().is_ok_and(|y: u32| (15..=35).contains(&y));
    (year.len() == 2 && near).then(|| format!("{}20{year}{rest}", &date[..at]))
}

/// The first word and what follows it, blank included.
fn date_and_rest_short(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let end = text.find([' ', 'T', ',']).unwrap_or(text.len());
    Some((text.get(..end)?, text.get(end..)?))
}

/// A year of the Buddhist calendar is 543 ahead.
fn christian_year(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let at = (0..bytes.len()).find(|&at| {
        (0..4).all(|n| digit(at + n)) && !digit(at + 4) && (at == 0 || !digit(at - 1))
    })?;
    let year: u32 = text.get(at..at + 4)?.parse().ok()?;
    let year = year.checked_sub(543)?;
    Some(format!("{}{year}{}", &text[..at], &text[at + 4..]))
}

/// A position in Vietnam: the two swapped, or without their points.
fn position(lat: &str, lon: &str) -> Option<(String, String)> {
    let number = |text: &str| text.trim().replace(',', ".").parse::<f64>().ok();
    let (lat, lon) = (number(lat)?, number(lon)?);
    let scaled = |value: f64, low: f64, high: f64| {
        (0..9)
            .map(|n| value / 10f64.powi(n))
            .find(|v| (low..high).contains(v))
    };
    let (south, north, west, east) = (8.0, 23.5, 102.0, 110.0);
    let inside = |lat: f64, lon: f64| Some((scaled(lat, south, north)?, scaled(lon, west, east)?));
    let (y, x) = inside(lat, lon).or_else(|| inside(lon, lat))?;
    Some((y.to_string(), x.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::VIETNAM;

    fn when(text: &str, before: Option<&str>) -> Option<String> {
        time(text, before, VIETNAM, DateOrder::DayFirst)
    }

    #[test]
    fn clocks_in_words() {
        let day = Some("16/08/2021 06:00");
        for (text, clock) in [
            ("7h kém 10", "2021-08-16 06:50"),
            ("7 giờ kém 10 phút", "2021-08-16 06:50"),
            ("8g15", "2021-08-16 08:15"),
            ("7 giờ rưỡi", "2021-08-16 07:30"),
            ("3h chiều", "2021-08-16 15:00"),
            ("8:15 PM", "2021-08-16 20:15"),
            ("8:05 SA", "2021-08-16 08:05"),
            ("8:05 CH", "2021-08-16 20:05"),
            ("24:10", "2021-08-17 00:10"),
            ("khoảng 9h", "2021-08-16 09:00"),
        ] {
            assert_eq!(when(text, day).as_deref(), Some(clock), "{text}");
        }
        assert_eq!(
            when("16/08/2021 7h kém 10", None).as_deref(),
            Some("2021-08-16 06:50")
        );
        for text in ["sáng", "7h kém", "7h kém 10 20", "25:00", "8:75", "x", ""] {
            assert_eq!(when(text, day), None, "{text}");
        }
        assert_eq!(when("7h kém 10", None), None);
        assert_eq!(when("7h kém 10", Some("P1")), None);
    }

    #[test]
    fn years() {
        assert_eq!(
            year_of_four("16/08/21 08:00").as_deref(),
            Some("16/08/2021 08:00")
        );
        assert_eq!(year_of_four("16/08/2021"), None);
        assert_eq!(year_of_four("16/08/49"), None);
        assert_eq!(
            christian_year("16/08/2564 08:00").as_deref(),
            Some("16/08/2021 08:00")
        );
        assert_eq!(christian_year("2564-08-16").as_deref(), Some("2021-08-16"));
    }

    #[test]
    fn numbers_and_positions() {
        assert_eq!(leading_zero("79085912345").as_deref(), Some("079085912345"));
        assert_eq!(leading_zero("99085912345"), None);
        for text in [
            "001 083 100 006",
            "001.083.100.006",
            "'001083100006",
            "=\"001083100006\"",
            "1083100006",
            "1083100006.0",
        ] {
            assert_eq!(number_in(text).as_deref(), Some("001083100006"), "{text}");
        }
        assert_eq!(number_in("9083100006"), None);
        assert_eq!(number_in("001083100006x"), None);
        assert_eq!(one_phone("O912345678").as_deref(), Some("0912345678"));
        assert_eq!(
            one_phone("024 382 / 01202345678").as_deref(),
            Some("0702345678")
        );
        assert_eq!(one_phone("0912 45 90"), None);
        let hanoi = Some(("21.0285".to_owned(), "105.8542".to_owned()));
        assert_eq!(position("105.8542", "21.0285"), hanoi);
        assert_eq!(position("210285", "1058542"), hanoi);
        assert_eq!(position("95", "300"), None);
    }
}
