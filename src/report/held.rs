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
    write_to(path, |output| write_held(ledger, output))
}

/// Writes what might be meant in held rows, a line a cell, as [`crate::ingest::Corrections::read`] takes it once somebody
/// has looked it over.
///
/// # Errors
/// [`ReportError`].
pub fn write_proposals_to(ledger: &Ledger, path: &Path) -> Result<(), ReportError> {
    let header = ["file", "row", "field", "value", "reason", "correction"];
    write_to(path, |output| {
        output.csv(header, |csv| {
            let held = ledger.held().into_iter();
            let mut cells = held.flat_map(|row| row.proposal.iter().map(move |cell| (row, cell)));
            cells.try_for_each(|(held, (column, was, now))| {
                let (file, line) = ledger.place_of(held.row);
                let (file, line) = (safe(file), line.to_string());
                csv.write_record([
                    &*file,
                    &line,
                    &safe(column),
                    &safe(was),
                    held.reason.key(),
                    &safe(now),
                ])
            })
        })
    })
}

fn write_to(
    path: &Path,
    write: impl FnOnce(Output) -> Result<(), ReportError>,
) -> Result<(), ReportError> {
    let folder = path
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut outputs = Outputs::new(folder)?;
    write(outputs.file("held.csv")?)?;
    outputs.commit_as(path)
}
