//! Episodes of illness and their infectious windows: tracing.md section 3, "Cases".

use crate::model::time::{DAY, Seconds, Span, unite};
use crate::model::{CaseRow, Params, PersonIx, Quarantine, Status};

/// Rows of one person whose t0 lie at most this far apart, each from the one before, are one illness.
const ONE_ILLNESS: Seconds = 60 * DAY;

/// One illness of one F0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Episode {
    /// Earliest onset, else earliest positive sample.
    pub t0: Seconds,
    /// Whether t0 is an onset.
    pub onset: bool,
    /// `[t0 - pre, end)`: infectious.
    pub window: Span,
    /// No isolation is known: the end is t0 and `post_days`.
    pub end_assumed: bool,
}

/// An index case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexCase {
    /// Who.
    pub person: PersonIx,
    /// The illnesses in order of time; empty where no onset and no sample is known.
    pub episodes: Vec<Episode>,
    /// W: the union of the episodes' windows.
    pub infectious: Vec<Span>,
    /// Every row that made it an F0 is a suspected one.
    pub suspected: bool,
}

impl IndexCase {
    /// Whether contacts can be derived from it: it has a t0 and a window that is not empty.
    #[must_use]
    pub fn traceable(&self) -> bool {
        !self.infectious.is_empty()
    }
}

/// The F0s of a run, by person: confirmed cases, and suspected ones where the run says so.
#[must_use]
pub fn index_cases(rows: &[CaseRow], params: &Params) -> Vec<IndexCase> {
    by_person(rows, params, |status| match status {
        Status::Confirmed => true,
        Status::Suspected => params.include_suspected,
        Status::Retracted => false,
    })
}

/// The suspected cases that are no F0s of the run, by person: shown, and nobody's source.
#[must_use]
pub fn suspected_cases(
    rows: &[CaseRow],
    params: &Params,
    index_cases: &[IndexCase],
) -> Vec<IndexCase> {
    let mut suspected = by_person(rows, params, |status| status == Status::Suspected);
    suspected.retain(|case| {
        index_cases
            .binary_search_by_key(&case.person, |c| c.person)
            .is_err()
    });
    suspected
}

fn by_person(rows: &[CaseRow], params: &Params, counts: impl Fn(Status) -> bool) -> Vec<IndexCase> {
    let mut rows: Vec<&CaseRow> = rows.iter().filter(|r| counts(r.status)).collect();
    rows.sort();
    rows.chunk_by(|a, b| a.person == b.person)
        .map(|of_person| index_case(of_person, params))
        .collect()
}

fn index_case(rows: &[&CaseRow], params: &Params) -> IndexCase {
    let mut dated: Vec<(Seconds, &CaseRow)> = rows
        .iter()
        .filter_map(|r| Some((r.onset.or(r.sample)?, *r)))
        .collect();
    dated.sort();
    let groups: Vec<&[(Seconds, &CaseRow)]> =
        dated.chunk_by(|a, b| b.0 - a.0 <= ONE_ILLNESS).collect();
    let t0s: Vec<(Seconds, bool)> = groups.iter().map(|g| t0(g)).collect();
    let mut isolations: Vec<Option<Seconds>> = groups
        .iter()
        .map(|g| g.iter().filter_map(|(_, r)| r.isolation).max())
        .collect();
    // A row without t0 lends its isolation to the nearest episode.
    for isolation in rows
        .iter()
        .filter(|r| r.onset.or(r.sample).is_none())
        .filter_map(|r| r.isolation)
    {
        let nearest = (0..t0s.len()).min_by_key(|&i| (t0s[i].0 - isolation).abs());
        if let Some(nearest) = nearest {
            isolations[nearest] = isolations[nearest].max(Some(isolation));
        }
    }
    let episodes: Vec<Episode> = t0s
        .into_iter()
        .zip(isolations)
        .map(|((t0, onset), isolation)| episode(t0, onset, isolation, params))
        .collect();
    let mut infectious: Vec<Span> = episodes.iter().map(|e| e.window).collect();
    unite(&mut infectious);
    let suspected = rows.iter().all(|r| r.status == Status::Suspected);
    IndexCase {
        person: rows[0].person,
        episodes,
        infectious,
        suspected,
    }
}

/// Earliest onset, else earliest sample, of the rows of one illness; and whether it is an onset.
fn t0(group: &[(Seconds, &CaseRow)]) -> (Seconds, bool) {
    match group.iter().filter_map(|(_, r)| r.onset).min() {
        Some(onset) => (onset, true),
        None => (group[0].0, false),
    }
}

fn episode(t0: Seconds, onset: bool, isolation: Option<Seconds>, params: &Params) -> Episode {
    let pre = if onset {
        params.pre_onset_days
    } else {
        params.pre_sample_days
    };
    let end = isolation.unwrap_or(t0 + Seconds::from(params.post_days) * DAY);
    Episode {
        t0,
        onset,
        window: Span::new(t0 - Seconds::from(pre) * DAY, end),
        end_assumed: isolation.is_none(),
    }
}

/// By person: the union of the person's quarantines.
#[must_use]
pub fn quarantines(people: usize, rows: &[Quarantine]) -> Vec<Vec<Span>> {
    let mut out = vec![Vec::new(); people];
    for row in rows {
        let end = row.end.unwrap_or(crate::model::time::FOREVER);
        out[row.person as usize].push(Span::new(row.start, end));
    }
    out.iter_mut().for_each(unite);
    out
}
