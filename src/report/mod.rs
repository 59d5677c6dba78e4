//! What a run gives away: the contact list, the evidence, links, cases, held rows and the run's own record.
//!
//! [`Outputs`] stages files beside their places and renames them all at once, so that a failed run leaves none
//! half written; each file's form is one module. Same run, same bytes (but for seconds and memory).

mod cases;
mod contacts;
mod evidence;
mod held;
mod links;
mod memory;
mod outputs;
mod scans;
mod sheet;
mod summary;
mod text;

pub use contacts::Extra;
pub use evidence::EvidenceForm;
pub use held::{write_held, write_held_to, write_proposals_to};
pub use memory::peak_memory_mb;
pub use outputs::{Outputs, ReportError};
pub use scans::ParquetScans;
pub use sheet::{Cell, Sheet, XLSX_ROWS};
pub use summary::{FileSummary, RunSummary, Seconds, Told};
pub use text::spot_id;

use crate::investigation::Run;
use crate::job::{Cancel, Progress, Stage};
use crate::model::Detail;

/// What of a run is wanted in files.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// How the evidence is written.
    pub evidence: EvidenceForm,
    /// Columns of the contact list beside the contract's.
    pub extra: Vec<Extra>,
}

/// Stages all files of a run but `run.json`.
///
/// # Errors
/// [`ReportError`].
pub fn write_run(
    run: &Run,
    wanted: &Wanted,
    outputs: &mut Outputs,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<(), ReportError> {
    let rows = run.trace.contacts.len() + run.links.len();
    let pairs = match wanted.evidence {
        EvidenceForm::None => 0,
        _ => run.trace.evidence(),
    };
    progress.begin(Stage::Write, rows as u64 + pairs);
    contacts::write(run, &wanted.extra, outputs.file("contacts.csv")?)?;
    progress.advance(run.trace.contacts.len() as u64);
    if run.rules.detail == Detail::Full {
        links::write(run, outputs.file("links.csv")?)?;
    }
    cases::write(run, outputs.file("cases.csv")?)?;
    write_held(&run.records.ledger, outputs.file("held.csv")?)?;
    cancel.check()?;
    match wanted.evidence {
        EvidenceForm::None => {}
        EvidenceForm::Csv => {
            evidence::write_csv(run, outputs.file("evidence.csv")?, progress, cancel)?;
        }
        EvidenceForm::Parquet => {
            evidence::write_parquet(run, outputs.file("evidence.parquet")?, progress, cancel)?;
        }
    }
    Ok(())
}
