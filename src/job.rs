//! Progress and cancelling, shared by everything that may run longer than 0.3 s.
//!
//! Work takes `&Progress` and `&Cancel`; whoever started it reads the first and sets the second. Progress is
//! typed data: each door words it itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};

/// What a job is doing, in the order of the pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Stage {
    /// Nothing has begun.
    Idle,
    /// Files are read and validated; the unit is bytes.
    Read,
    /// Rows are joined to people.
    Link,
    /// Visits are settled and indexed.
    Index,
    /// Contacts are derived; the unit is people examined, in brief places.
    Derive,
    /// Results are written; the unit is rows.
    Write,
    /// A synthetic outbreak is simulated; the unit is days.
    Simulate,
    /// A run is looked at through a time window; the unit is people.
    View,
    /// Messages are handed over; the unit is messages.
    Send,
}

impl Stage {
    /// The stage's stable key, which the interface's texts are looked up by.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Idle => "stage-idle",
            Self::Read => "stage-read",
            Self::Link => "stage-link",
            Self::Index => "stage-index",
            Self::Derive => "stage-derive",
            Self::Write => "stage-write",
            Self::Simulate => "stage-simulate",
            Self::View => "stage-view",
            Self::Send => "stage-send",
        }
    }

    const fn from_u8(value: u8) -> Self {
        match value {
            1 => Self::Read,
            2 => Self::Link,
            3 => Self::Index,
            4 => Self::Derive,
            5 => Self::Write,
            6 => Self::Simulate,
            7 => Self::View,
            8 => Self::Send,
            _ => Self::Idle,
        }
    }
}

#[derive(Debug, Default)]
struct Counters {
    stage: AtomicU8,
    done: AtomicU64,
    total: AtomicU64,
}

/// How far a job is; clones share the same counters.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<Counters>);

impl Progress {
    /// A fresh, idle progress.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts a stage of `total` units (0: unknown).
    pub fn begin(&self, stage: Stage, total: u64) {
        self.0.done.store(0, Ordering::Relaxed);
        self.0.total.store(total, Ordering::Relaxed);
        self.0.stage.store(stage as u8, Ordering::Release);
    }

    /// Adds `units` to what is done in this stage.
    pub fn advance(&self, units: u64) {
        self.0.done.fetch_add(units, Ordering::Relaxed);
    }

    /// Stage, units done, units in all (0: unknown).
    #[must_use]
    pub fn snapshot(&self) -> (Stage, u64, u64) {
        let stage = Stage::from_u8(self.0.stage.load(Ordering::Acquire));
        (
            stage,
            self.0.done.load(Ordering::Relaxed),
            self.0.total.load(Ordering::Relaxed),
        )
    }
}

/// The job was cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

/// A request to stop; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Not cancelled yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks the job to stop at its next check.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether stopping was asked for.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// # Errors
    /// [`Cancelled`] once stopping was asked for.
    pub fn check(&self) -> Result<(), Cancelled> {
        if self.is_cancelled() {
            Err(Cancelled)
        } else {
            Ok(())
        }
    }
}
