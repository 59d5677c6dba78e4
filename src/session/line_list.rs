//! The line list: one row for every F0 and every contact of a run, with what it is shown, found and sorted by.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::contact::{NO_SPOT, Spot};
use crate::graph::Evidence;
use crate::i18n::fold;
use crate::investigation::Run;
use crate::model::time::Seconds;
use crate::model::{Grade, PersonIx};
use crate::trace::IndexCase;

/// No person.
pub const NOBODY: PersonIx = PersonIx::MAX;

/// A person on the line list.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Who.
    pub person: PersonIx,
    /// 0: an F0.
    pub tier: u8,
    /// Where the person stands in time: first exposure; of an F0 its t0, 0 where none is known.
    pub at: Seconds,
    /// First exposure; of an F0 that by its probable source, 0 where there is none.
    pub first: Seconds,
    /// Last exposure; of an F0 that by its probable source, 0 where there is none.
    pub last: Seconds,
    /// Seconds of overlap with `source`.
    pub own: Seconds,
    /// Seconds of overlap, summed over the sources.
    pub seconds: Seconds,
    /// Distinct sources.
    pub sources: u32,
    /// Distinct places and households.
    pub places: u32,
    /// Best grade of the evidence; `None` for an F0.
    pub grade: Option<Grade>,
    /// All evidence is indirect.
    pub indirect: bool,
    /// 0 to 1.
    pub risk: f64,
    /// The source of the strongest evidence; of an F0 the probable one; [`NOBODY`] where there is none.
    pub source: PersonIx,
    /// Where the strongest evidence lies.
    pub spot: Spot,
    /// Whether the person is in quarantine at the end of the data.
    pub confined: Confined,
}

/// Whether a person is kept away from others when the data ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confined {
    /// No quarantine is on record.
    Never,
    /// One is over, or has not begun.
    Other,
    /// One is in force.
    Now,
}

/// The line list of a run, F0s first, then by tier and person.
#[derive(Debug, Clone, Default)]
pub struct LineList {
    /// The rows.
    pub rows: Vec<Row>,
    /// By row: what a search looks at, folded ([`fold`]).
    pub keys: Vec<String>,
    row_of: FxHashMap<PersonIx, u32>,
    /// By tier: how many rows.
    pub totals: Vec<u64>,
}

impl LineList {
    /// Finds nobody by name any more.
    pub(super) fn hide_names(&mut self, run: &Run) {
        let rows = self.rows.par_iter();
        self.keys = rows.map(|row| key(run, row, false)).collect();
    }

    /// The line list of a run.
    #[must_use]
    pub fn new(run: &Run) -> Self {
        let as_of = run.as_of.unwrap_or(0);
        let confined = |person: PersonIx| {
            let spans = &run.trace.quarantines[person as usize];
            if spans.iter().any(|s| s.start <= as_of && as_of < s.end) {
                Confined::Now
            } else if spans.is_empty() {
                Confined::Never
            } else {
                Confined::Other
            }
        };
        let isolated = |case: &IndexCase| {
            let last = case.episodes.last();
            last.is_some_and(|e| !e.end_assumed && e.window.end <= as_of)
        };
        let mut rows: Vec<Row> = run
            .trace
            .index_cases
            .iter()
            .map(|case| {
                let t0 = case.episodes.first().map_or(0, |e| e.t0);
                let link = run.links.iter().find(|l| l.case == case.person);
                let shared =
                    link.and_then(|l| run.trace.pair(run.setting(), l.source, case.person, 1));
                Row {
                    person: case.person,
                    tier: 0,
                    at: t0,
                    first: link.map_or(0, |l| l.first),
                    last: link.map_or(0, |l| l.last),
                    own: link.map_or(0, |l| l.seconds),
                    seconds: link.map_or(0, |l| l.seconds),
                    sources: 0,
                    places: 0,
                    grade: None,
                    indirect: false,
                    risk: link.map_or(0.0, |l| l.risk),
                    source: link.map_or(NOBODY, |l| l.source),
                    spot: shared.as_ref().map_or(NO_SPOT, main_spot),
                    // A case that is isolated is kept away, whether a quarantine says so or not.
                    confined: if isolated(case) {
                        Confined::Now
                    } else {
                        confined(case.person)
                    },
                }
            })
            .collect();
        rows.par_extend(run.trace.contacts.par_iter().map(|contact| Row {
            person: contact.person,
            tier: contact.tier,
            at: contact.first,
            first: contact.first,
            last: contact.last,
            own: contact.own,
            seconds: contact.seconds,
            sources: contact.sources,
            places: contact.places,
            grade: Some(contact.grade),
            indirect: contact.indirect,
            risk: contact.risk,
            source: contact.source,
            spot: contact.spot,
            confined: confined(contact.person),
        }));
        let keys = rows.par_iter().map(|row| key(run, row, true)).collect();
        let mut totals = vec![0; usize::from(run.rules.params.max_tier) + 1];
        for row in &rows {
            totals[usize::from(row.tier)] += 1;
        }
        Self {
            row_of: rows.iter().map(|r| r.person).zip(0..).collect(),
            rows,
            keys,
            totals,
        }
    }

    /// The row of a person.
    #[must_use]
    pub fn row_of(&self, person: PersonIx) -> Option<&Row> {
        let at = *self.row_of.get(&person)?;
        self.rows.get(at as usize)
    }

    /// The number of a person's row.
    #[must_use]
    pub fn index_of(&self, person: PersonIx) -> Option<u32> {
        self.row_of.get(&person).copied()
    }
}

/// Of several pieces of evidence the strongest: the greatest risk, of equals the earliest, then the lowest source.
pub(super) fn strongest<'e>(evidence: impl Iterator<Item = &'e Evidence>) -> Option<&'e Evidence> {
    evidence.min_by(|a, b| {
        b.risk
            .total_cmp(&a.risk)
            .then(a.first().cmp(&b.first()))
            .then(a.source.cmp(&b.source))
    })
}

fn main_spot(evidence: &Evidence) -> Spot {
    evidence.spots().first().copied().unwrap_or(NO_SPOT)
}

/// Name, birth year, ward, district, place and source: what a tracer has on the telephone. Neither ids nor phones.
fn key(run: &Run, row: &Row, named: bool) -> String {
    let person = &run.records.people[row.person as usize];
    let place = if (row.spot as usize) < run.presence.place_count() {
        run.records.places.row(row.spot).name.as_str()
    } else {
        ""
    };
    let source = run
        .records
        .people
        .get(row.source as usize)
        .map_or("", |p| p.full_name.as_str());
    let (name, source) = if named {
        (person.full_name.as_str(), source)
    } else {
        ("", "")
    };
    let year = super::birth_year(person).unwrap_or_default();
    fold(&format!(
        "{name} {year} {} {} {place} {source}",
        person.ward, person.district
    ))
}
