//! Instants, days and their spellings. Inside a simulation time is seconds since the plan's start.

use std::fmt::Write;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike, Weekday};

/// Seconds of local time before UTC.
pub(super) const OFFSET: i64 = 7 * 3600;
/// Seconds in a minute.
pub(super) const MINUTE: u32 = 60;
/// Seconds in an hour.
pub(super) const HOUR: u32 = 3600;
/// Seconds in a day.
pub(super) const DAY: u32 = 86_400;

/// Local clock of an instant in seconds UTC.
fn local(at: i64) -> NaiveDateTime {
    DateTime::from_timestamp(at + OFFSET, 0)
        .map(|time| time.naive_utc())
        .unwrap_or_default()
}

/// The date `days` after 1970-01-01.
pub(super) fn date(days: i32) -> NaiveDate {
    NaiveDate::from_epoch_days(days).unwrap_or_default()
}

/// The local date of an instant in seconds UTC, in days since 1970-01-01.
pub(super) fn local_day(at: i64) -> i32 {
    (at + OFFSET).div_euclid(i64::from(DAY)) as i32
}

/// The weekday of the `day`th day after `start`.
pub(super) fn weekday(start: i64, day: u32) -> Weekday {
    date(local_day(start) + day as i32).weekday()
}

/// Appends `dd/mm/yyyy`.
pub(super) fn push_date(out: &mut String, days: i32) {
    let date = date(days);
    let _ = write!(
        out,
        "{:02}/{:02}/{:04}",
        date.day(),
        date.month(),
        date.year()
    );
}

/// Appends `dd/mm/yyyy HH:MM:SS`, local.
pub(super) fn push_instant(out: &mut String, at: i64) {
    let time = local(at);
    push_date(out, local_day(at));
    let _ = write!(
        out,
        " {:02}:{:02}:{:02}",
        time.hour(),
        time.minute(),
        time.second()
    );
}

/// Appends ISO 8601 with the offset +07:00.
pub(super) fn push_iso(out: &mut String, at: i64) {
    let time = local(at);
    let _ = write!(out, "{}+07:00", time.format("%Y-%m-%dT%H:%M:%S"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spells_local_time() {
        let start = crate::synth::Plan::default().start;
        let mut text = String::new();
        push_instant(&mut text, start + 3 * i64::from(HOUR) + 61);
        text.push('|');
        push_iso(&mut text, start - 1);
        assert_eq!(text, "02/08/2021 03:01:01|2021-08-01T23:59:59+07:00");
        assert_eq!(weekday(start, 0), Weekday::Mon);
        assert_eq!(weekday(start, 6), Weekday::Sun);
    }
}
