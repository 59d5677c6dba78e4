//! Cells as the outputs write them.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::contact::Spot;
use crate::investigation::Run;
use crate::model::time::Seconds;

/// Minutes with two decimals of whole seconds, halves up: 90 → `1.50`.
pub(super) fn minutes(seconds: Seconds) -> String {
    let hundredths = (seconds * 100 + 30) / 60;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// A risk with four decimals.
pub(super) fn risk(risk: f64) -> String {
    format!("{risk:.4}")
}

/// A cell of text that a spreadsheet will not take for a formula: an apostrophe before a leading `=`, `+`, `-`,
/// `@`, tab or carriage return.
pub(super) fn safe(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The id of a place, or `household:` and the household's.
#[must_use]
pub fn spot_id(run: &Run, spot: Spot) -> Cow<'_, str> {
    let places = run.presence.place_count();
    match (spot as usize).checked_sub(places) {
        None => Cow::Borrowed(&run.records.places.row(spot).id),
        Some(household) => Cow::Owned(format!(
            "household:{}",
            run.records.households[household].id
        )),
    }
}

/// The ids of several, joined by semicolons.
pub(super) fn spot_ids(run: &Run, spots: &[Spot]) -> String {
    spots
        .iter()
        .enumerate()
        .fold(String::new(), |mut out, (i, &spot)| {
            let mark = if i > 0 { ";" } else { "" };
            let written = write!(out, "{mark}{}", spot_id(run, spot));
            debug_assert!(written.is_ok(), "a String takes what is written to it");
            out
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells() {
        assert_eq!(minutes(90), "1.50");
        assert_eq!(minutes(20), "0.33");
        assert_eq!(minutes(40), "0.67");
        assert_eq!(minutes(0), "0.00");
        assert_eq!(safe("=1+1"), "'=1+1");
        assert_eq!(safe("Nguyễn"), "Nguyễn");
        assert_eq!(risk(0.715_05), "0.7150");
    }
}
