//! `held.csv`: the rows held back, with reasons.

use super::outputs::{Output, ReportError};
use super::text::safe;
use crate::ingest::Ledger;

/// Writes the rows held back, by file and line.
///
/// # Errors
/// [`ReportError`].
pub fn write_held(ledger: &Ledger, output: Output) -> Result<(), ReportError> {
    output.csv(["file", "row", "field", "value", "reason"], |csv| {
        ledger.held().into_iter().try_for_each(|held| {
            let (file, line) = ledger.place_of(held.row);
            let (file, line) = (safe(file), line.to_string());
            csv.write_record([
                &*file,
                &line,
                &safe(&held.field),
                &safe(&held.value),
                held.reason.key(),
            ])
        })
    })
}
