//! What is counted once for each run, on another thread: rows by file and reason, people, cases, places.

use std::collections::BTreeMap;
use std::sync::{Arc, Weak};

use egui::Context;

use crate::ingest::{Counts, HeldRow, Ledger, Reason};
use crate::model::mask;
use crate::session::{Coverage, Desk, Poll, Slot, Waker};

/// Which run something was made of, without keeping it.
pub(super) struct Of(Weak<Desk>);

impl Of {
    pub fn new(desk: &Arc<Desk>) -> Self {
        Self(Arc::downgrade(desk))
    }
}

impl PartialEq for Of {
    fn eq(&self, other: &Self) -> bool {
        Weak::ptr_eq(&self.0, &other.0)
    }
}

/// Something made on another thread whenever its key changes.
pub(super) struct Later<K, T> {
    slot: Slot<T>,
    wanted: Option<K>,
    made: Option<T>,
}

impl<K: PartialEq, T: Send + 'static> Later<K, T> {
    /// Nothing yet; its threads carry `name`.
    pub const fn new(name: &'static str) -> Self {
        Self {
            slot: Slot::new(name),
            wanted: None,
            made: None,
        }
    }

    /// What `make` made for the key; `None` while it does.
    pub fn get(
        &mut self,
        ctx: &Context,
        key: K,
        make: impl FnOnce() -> T + Send + 'static,
    ) -> Option<&T> {
        if self.wanted.as_ref() != Some(&key) {
            let repaint = ctx.clone();
            let wake: Waker = Arc::new(move || repaint.request_repaint());
            self.made = None;
            let started = self.slot.start(&wake, move |_, _| make());
            // Where the system gives no thread, the next frame asks again.
            self.wanted = started.is_ok().then_some(key);
        }
        if let Poll::Ready(made) = self.slot.poll() {
            self.made = Some(made);
        }
        self.made.as_ref()
    }
}

/// What there is to say of a run's data.
pub(super) struct Digest {
    /// By file.
    pub files: Vec<FileDigest>,
    /// People in a register, and those whom only other sources name.
    pub people: (u64, u64),
    /// Whether a register of people was read.
    pub register: bool,
    /// F0s from whom contacts can be derived, and the others.
    pub cases: (u64, u64),
    /// Places with coordinates and without.
    pub places: (u64, u64),
}

/// What there is to say of a file.
pub(super) struct FileDigest {
    /// Its rows by what became of them.
    pub counts: Counts,
    /// Days inside its range of which it tells nothing.
    pub gaps: Vec<usize>,
    /// Its first and last day.
    pub range: Option<(usize, usize)>,
    /// Rows held by reason, the most first.
    pub held: Vec<(Reason, u64)>,
    /// Warnings by reason, the most first; a row may have several.
    pub warned: Vec<(Reason, u64)>,
}

impl Digest {
    pub fn new(desk: &Desk) -> Self {
        let records = &desk.run.records;
        let ledger = &records.ledger;
        let mut held: Vec<BTreeMap<Reason, u64>> = vec![BTreeMap::new(); ledger.files().len()];
        for row in ledger.held() {
            *held[ledger.file_index(row.row)]
                .entry(row.reason)
                .or_default() += 1;
        }
        let files = held.into_iter().enumerate();
        let known = records.known.iter().filter(|k| **k).count() as u64;
        let cases = &desk.run.trace.index_cases;
        let traced = cases.iter().filter(|c| c.traceable()).count();
        let places = records.places.rows();
        let placed = |p: &&crate::model::PlaceRow| p.lat.is_some() && p.lon.is_some();
        let placed = places.iter().filter(placed).count();
        Self {
            files: files
                .map(|(n, held)| FileDigest::new(desk, n, held))
                .collect(),
            people: (known, (records.people.len() as u64).saturating_sub(known)),
            register: ledger.files().iter().any(|f| f.role == "people"),
            cases: (traced as u64, (cases.len() - traced) as u64),
            places: (placed as u64, (places.len() - placed) as u64),
        }
    }
}

impl FileDigest {
    fn new(desk: &Desk, n: usize, held: BTreeMap<Reason, u64>) -> Self {
        let ledger = &desk.run.records.ledger;
        let days = desk.coverage.files.get(n).map_or(&[][..], Vec::as_slice);
        let first = days.iter().position(|&c| c > 0);
        let last = days.iter().rposition(|&c| c > 0);
        // A reason counts rows held for it and warnings alike.
        let warned = ledger.reasons(n).map(|(reason, all)| {
            let held = held.get(&reason).copied().unwrap_or(0);
            (reason, all.saturating_sub(held))
        });
        Self {
            counts: ledger.counts(n),
            gaps: Coverage::gaps(days),
            range: first.zip(last),
            warned: most_first(warned.filter(|(_, count)| *count > 0).collect()),
            held: most_first(held.into_iter().collect()),
        }
    }
}

fn most_first(mut reasons: Vec<(Reason, u64)>) -> Vec<(Reason, u64)> {
    reasons.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    reasons
}

/// A row that was held, as it may be shown.
pub(super) struct HeldLine {
    /// Its line in the file.
    pub line: u64,
    /// The column's number among [`HeldLines::columns`].
    pub column: usize,
    /// What stood there, masked.
    pub value: String,
    /// What might be meant, masked.
    pub proposal: Option<String>,
    /// Why.
    pub reason: Reason,
    /// The row itself.
    pub row: HeldRow,
}

/// Rows of a file that were held, by line.
pub(super) struct HeldLines {
    pub lines: Vec<HeldLine>,
    /// How many of them have a proposal.
    pub proposals: usize,
    /// Names of columns; empty where the whole row is at fault.
    pub columns: Vec<String>,
}

impl HeldLines {
    /// Rows of a file, of one reason or of all.
    pub fn new(ledger: &Ledger, file: usize, reason: Option<Reason>) -> Self {
        let mut columns: Vec<String> = Vec::new();
        let wanted = |row: &&HeldRow| {
            ledger.file_index(row.row) == file && reason.is_none_or(|r| r == row.reason)
        };
        let held = ledger.held();
        let lines = held.into_iter().filter(wanted).map(|row| {
            let column = columns.iter().position(|c| *c == row.field);
            let column = column.unwrap_or_else(|| {
                columns.push(row.field.clone());
                columns.len() - 1
            });
            HeldLine {
                line: ledger.place_of(row.row).1,
                column,
                value: masked(row),
                proposal: masked_proposal(row),
                reason: row.reason,
                row: row.clone(),
            }
        });
        let lines: Vec<HeldLine> = lines.collect();
        Self {
            proposals: lines.iter().filter(|l| l.proposal.is_some()).count(),
            lines,
            columns,
        }
    }
}

/// Whether what is at fault in a row names a person.
pub(super) const fn names_person(row: &HeldRow) -> bool {
    matches!(
        row.reason,
        Reason::CccdLostZero
            | Reason::CccdScientific
            | Reason::CccdInvalid
            | Reason::CccdBirthYear
            | Reason::CccdSex
            | Reason::CccdProvince
            | Reason::CccdConflict
            | Reason::NoPersonKey
            | Reason::AmbiguousKey
            | Reason::QrUnreadable
            | Reason::SelfContact
            | Reason::UnknownPerson
            | Reason::ContactUnresolved
            | Reason::CmndUnreadable
            | Reason::InsuranceUnreadable
            | Reason::PhoneUnreadable
            | Reason::PhoneShared
    )
}

/// What stood in a row, on one line, as it may be shown: of what names a person less than of other cells.
pub(super) fn masked(row: &HeldRow) -> String {
    let text = if names_person(row) {
        mask::id(row.value.trim())
    } else {
        mask::cell(row.value.trim())
    };
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// What might be meant in a row, as it may be shown; `None` where nothing is.
pub(super) fn masked_proposal(row: &HeldRow) -> Option<String> {
    let texts = row.proposal.iter().map(|(_, _, now)| {
        if names_person(row) {
            mask::id(now)
        } else {
            now.clone()
        }
    });
    let texts: Vec<String> = texts.collect();
    (!texts.is_empty()).then(|| texts.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(value: &str, reason: Reason) -> String {
        masked(&HeldRow {
            row: 1,
            field: String::new(),
            value: value.to_owned(),
            reason,
            proposal: Vec::new(),
        })
    }

    #[test]
    fn no_key_of_a_person_comes_through() {
        assert_eq!(held("H2JJQ2QEAT", Reason::UnknownPerson), "H2J••••EAT");
        assert_eq!(held("79094012412", Reason::CccdLostZero), "790•••••412");
        assert_eq!(held("7h kém\n10 ", Reason::TimeUnreadable), "7h kém 10");
    }

    #[test]
    fn the_most_frequent_reason_first() {
        let sorted = most_first(vec![
            (Reason::Nul, 2),
            (Reason::ShortRow, 7),
            (Reason::InvalidUtf8, 2),
        ]);
        let keys: Vec<&str> = sorted.iter().map(|(r, _)| r.key()).collect();
        assert_eq!(keys, ["short_row", "invalid_utf8", "nul_in_field"]);
    }
}
