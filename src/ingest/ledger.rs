//! What became of every row: read = accepted + warned + merged + held, by construction.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Reason;
use crate::i18n::Message;
use crate::model::RowIx;

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Fate {
    /// No record starts on this line.
    None,
    /// Taken as it is.
    Accepted,
    /// Taken, with a warning.
    Warned,
    /// A duplicate of another row.
    Merged,
    /// Held back with a reason.
    Held,
}

/// A row that was held back. `Debug` leaves out what stood there.
#[derive(Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct HeldRow {
    /// The row.
    pub row: RowIx,
    /// The column's name as the file has it; empty where the whole row is at fault.
    pub field: String,
    /// What stood there.
    pub value: String,
    /// Why.
    pub reason: Reason,
    /// What might be meant, by column: offered, never taken by itself. Empty where nothing is.
    pub proposal: Proposal,
}

/// Columns, what stands in them, what might be meant.
pub type Proposal = Vec<(String, String, String)>;

impl std::fmt::Debug for HeldRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            row, field, reason, ..
        } = self;
        f.debug_struct("HeldRow")
            .field("row", row)
            .field("field", field)
            .field("reason", reason)
            .finish_non_exhaustive()
    }
}

/// One file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct FileReport {
    /// The file as the user named it (inside a folder: relative to the folder).
    pub name: String,
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// The profile that recognised it.
    pub profile: String,
    /// The role it was read in.
    pub role: String,
    /// What to say of the file as a whole.
    pub notes: Vec<Message>,
    base: RowIx,
    reasons: BTreeMap<Reason, u64>,
}

/// The rows of a file, counted by what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Rows read.
    pub read: u64,
    /// Taken as they are.
    pub accepted: u64,
    /// Taken, with a warning.
    pub warned: u64,
    /// Duplicates.
    pub merged: u64,
    /// Held back.
    pub held: u64,
}

/// The fates of all rows of an investigation.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
pub struct Ledger {
    files: Vec<FileReport>,
    /// In chunks of bytes of its own ([`Ledger::fates`]).
    #[serde(skip)]
    fates: Vec<Fate>,
    held: Vec<HeldRow>,
}

impl Ledger {
    /// Opens a file's page; its rows follow.
    pub(crate) fn open(&mut self, mut file: FileReport) {
        file.base = self.fates.len() as RowIx;
        self.files.push(file);
    }

    /// The number of the record that starts on physical line `line` (1-based) of the file opened last.
    pub(crate) fn row(&mut self, line: u64) -> RowIx {
        let base = self.files.last().map_or(0, |f| f.base);
        let row = base + line as RowIx;
        if self.fates.len() <= row as usize {
            self.fates.resize(row as usize + 1, Fate::None);
        }
        row
    }

    /// Sets what became of many rows that follow each other; the first starts on `line` of the file opened last. The
    /// number of the first.
    pub(crate) fn settle_run(&mut self, line: u64, count: usize, fate: Fate) -> RowIx {
        let base = self.files.last().map_or(0, |f| f.base);
        let first = base + line as RowIx;
        self.fates.resize(first as usize, Fate::None);
        self.fates.resize(first as usize + count, fate);
        first
    }

    /// Whether a record on `line` of the file opened last would have no number any more.
    pub(crate) fn full(&self, line: u64) -> bool {
        let base = self.files.last().map_or(0, |f| f.base);
        u64::from(base) + line >= u64::from(RowIx::MAX)
    }

    /// The hash of the file opened last.
    pub(crate) fn stamp(&mut self, sha256: String) {
        if let Some(file) = self.files.last_mut() {
            file.sha256 = sha256;
        }
    }

    /// Sets what became of a row just read.
    pub(crate) fn settle(&mut self, row: RowIx, fate: Fate) {
        self.fates[row as usize] = fate;
    }

    /// Something to say of the file opened last.
    pub(crate) fn note(&mut self, message: Message) {
        if let Some(file) = self.files.last_mut() {
            file.notes.push(message);
        }
    }

    /// Warns of a row that is otherwise taken.
    pub fn warn(&mut self, row: RowIx, reason: Reason) {
        if matches!(
            self.fates[row as usize],
            Fate::None | Fate::Accepted | Fate::Warned
        ) {
            self.fates[row as usize] = Fate::Warned;
            self.count(row, reason);
        }
    }

    /// Counts a row as a duplicate of another.
    pub fn merge(&mut self, row: RowIx) {
        if self.fates[row as usize] != Fate::Held {
            self.fates[row as usize] = Fate::Merged;
        }
    }

    /// Holds a row back; the first reason stands.
    pub fn hold(
        &mut self,
        row: RowIx,
        field: impl Into<String>,
        value: impl Into<String>,
        reason: Reason,
    ) {
        self.hold_with(row, (field.into(), value.into()), reason, Vec::new());
    }

    /// As [`Ledger::hold`], with what might be meant.
    pub(crate) fn hold_with(
        &mut self,
        row: RowIx,
        (field, value): (String, String),
        reason: Reason,
        proposal: Proposal,
    ) {
        if self.fates[row as usize] == Fate::Held {
            return;
        }
        self.fates[row as usize] = Fate::Held;
        self.count(row, reason);
        self.held.push(HeldRow {
            row,
            field,
            value,
            reason,
            proposal,
        });
    }

    fn count(&mut self, row: RowIx, reason: Reason) {
        let file = self.file_of(row);
        if let Some(file) = self.files.get_mut(file) {
            *file.reasons.entry(reason).or_default() += 1;
        }
    }

    /// The number of a row's file.
    #[must_use]
    pub fn file_index(&self, row: RowIx) -> usize {
        self.file_of(row)
    }

    fn file_of(&self, row: RowIx) -> usize {
        self.files
            .partition_point(|f| f.base <= row)
            .saturating_sub(1)
    }

    /// What became of a row.
    #[must_use]
    pub fn fate(&self, row: RowIx) -> Fate {
        self.fates.get(row as usize).copied().unwrap_or(Fate::None)
    }

    /// The file of a row and the physical line (1-based) on which its record starts.
    #[must_use]
    pub fn place_of(&self, row: RowIx) -> (&str, u64) {
        match self.files.get(self.file_of(row)) {
            Some(file) => (&file.name, u64::from(row - file.base)),
            None => ("", 0),
        }
    }

    /// What became of the rows, a byte each.
    #[must_use]
    pub fn fates(&self) -> Vec<u8> {
        self.fates.iter().map(|&fate| fate as u8).collect()
    }

    /// Puts back what [`Ledger::fates`] gave; whether that is what it can be.
    pub fn set_fates(&mut self, bytes: &[u8]) -> bool {
        const ALL: [Fate; 5] = [
            Fate::None,
            Fate::Accepted,
            Fate::Warned,
            Fate::Merged,
            Fate::Held,
        ];
        let fates = bytes.iter().map(|&b| ALL.get(usize::from(b)).copied());
        let fates: Option<Vec<Fate>> = fates.collect();
        self.fates = fates.unwrap_or_default();
        self.fates.len() == bytes.len()
    }

    /// The files, in the order read.
    #[must_use]
    pub fn files(&self) -> &[FileReport] {
        &self.files
    }

    /// The counts of one file.
    #[must_use]
    pub fn counts(&self, file: usize) -> Counts {
        let end = self
            .files
            .get(file + 1)
            .map_or(self.fates.len(), |next| next.base as usize);
        let mut counts = Counts::default();
        for fate in &self.fates[self.files[file].base as usize..end] {
            match fate {
                Fate::None => continue,
                Fate::Accepted => counts.accepted += 1,
                Fate::Warned => counts.warned += 1,
                Fate::Merged => counts.merged += 1,
                Fate::Held => counts.held += 1,
            }
            counts.read += 1;
        }
        counts
    }

    /// How often each reason occurred in one file, by key.
    pub fn reasons(&self, file: usize) -> impl Iterator<Item = (Reason, u64)> + '_ {
        self.files[file]
            .reasons
            .iter()
            .map(|(&reason, &count)| (reason, count))
    }

    /// The rows held back, by file and line.
    #[must_use]
    pub fn held(&self) -> Vec<&HeldRow> {
        let mut held: Vec<&HeldRow> = self.held.iter().collect();
        held.sort_by_key(|h| h.row);
        held
    }
}

impl FileReport {
    /// A file before its first row.
    #[must_use]
    pub fn new(name: String, sha256: String, bytes: u64, profile: String, role: String) -> Self {
        Self {
            name,
            sha256,
            bytes,
            profile,
            role,
            notes: Vec::new(),
            base: 0,
            reasons: BTreeMap::new(),
        }
    }
}
