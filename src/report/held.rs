//! `held.csv`: the rows held back, with reasons.

use std::path::Path;

use super::outputs::{Output, Outputs, ReportError};
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

/// Writes the rows held back to a file of any name, at once or not at all.
///
/// # Errors
/// [`ReportError`].
pub fn write_held_to(ledger: &Ledger, path: &Path) -> Result<(), ReportError> {
    let folder = path
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut outputs = Outputs::new(folder)?;
    write_held(ledger, outputs.file("held.csv")?)?;
    outputs.commit_as(path)
}
