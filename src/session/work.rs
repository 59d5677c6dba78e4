//! Opening and deriving: what both doors ask of an investigation.

use std::path::PathBuf;
use std::time::Instant;

use super::sample;
use crate::i18n::{Message, Speak};
use crate::ingest::{IngestError, Input, Options};
use crate::investigation::{Failure, Run, derive, derive_again, open, same_ground};
use crate::job::{Cancel, Cancelled, Progress};
use crate::model::Rules;
use crate::report::ReportError;
use crate::store::StoreError;

/// What an investigation is read from.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// The program's own sample.
    Sample,
    /// Files and folders.
    Files(Vec<Input>),
}

impl Source {
    /// What is read.
    #[must_use]
    pub fn inputs(&self) -> Vec<Input> {
        match self {
            Self::Sample => sample::inputs(),
            Self::Files(inputs) => inputs.clone(),
        }
    }

    /// The first path, by which it is called.
    #[must_use]
    pub fn path(&self) -> Option<&PathBuf> {
        match self {
            Self::Sample => None,
            Self::Files(inputs) => inputs.first().map(|i| &i.path),
        }
    }
}

/// Reads an investigation and derives it, on the caller's thread. Returns the run and the seconds that it took.
///
/// # Errors
/// [`Failure`].
pub fn open_and_derive(
    source: &Source,
    options: Options,
    rules: Rules,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<(Run, f64), WorkError> {
    let start = Instant::now();
    let inputs = source.inputs();
    let (records, timings) = open(&inputs, options, &rules, progress, cancel)?;
    let run = derive(records, rules, options, timings, progress, cancel)?;
    Ok((run, start.elapsed().as_secs_f64()))
}

/// Derives a run again under other rules: from what it holds where that is enough, else from its source.
///
/// # Errors
/// [`Failure`].
pub fn derive_under(
    run: &Run,
    source: &Source,
    options: Options,
    rules: Rules,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<(Run, f64), WorkError> {
    if !same_ground(run, &rules) {
        return open_and_derive(source, options, rules, progress, cancel);
    }
    let start = Instant::now();
    let run = derive_again(run, rules, options.zone, progress, cancel)?;
    Ok((run, start.elapsed().as_secs_f64()))
}

/// Why there is no new run.
#[derive(Debug, thiserror::Error)]
pub enum WorkError {
    /// Reading or deriving failed, or was stopped.
    #[error(transparent)]
    Failure(#[from] Failure),
    /// The investigation file did not do what was asked.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A list could not be written.
    #[error(transparent)]
    Report(#[from] ReportError),
}

impl WorkError {
    /// Whether the user stopped it.
    #[must_use]
    pub const fn is_cancelled(&self) -> bool {
        match self {
            Self::Failure(failure) => failure.is_cancelled(),
            Self::Store(error) => matches!(error, StoreError::Cancelled(_)),
            Self::Report(error) => matches!(error, ReportError::Cancelled(_)),
        }
    }
}

impl From<IngestError> for WorkError {
    fn from(error: IngestError) -> Self {
        Self::Failure(error.into())
    }
}

impl From<Cancelled> for WorkError {
    fn from(stopped: Cancelled) -> Self {
        Self::Failure(stopped.into())
    }
}

impl Speak for WorkError {
    fn speak(&self) -> Message {
        match self {
            Self::Failure(failure) => failure.speak(),
            Self::Store(error) => error.speak(),
            Self::Report(error) => error.speak(),
        }
    }
}
