//! From stays to visits: duplicates, in and out rows, missing check-outs (tracing.md section 1).

use rayon::prelude::*;

use crate::model::time::{DAY, Seconds, Zone};
use crate::model::{
    Categories, Encounter, Grade, PersonIx, PlaceRegister, RowIx, Stay, StayMark, Visit,
};

/// Scans of one person at one place no more than this apart are one.
const REPEAT: Seconds = 5 * 60;

/// What settling came to.
#[derive(Debug, Clone, Default)]
pub struct Settled {
    /// Visits by person, place, start and end.
    pub visits: Vec<Visit>,
    /// Encounters without duplicates, sorted.
    pub encounters: Vec<Encounter>,
    /// Rows that say what another row said.
    pub merged: Vec<RowIx>,
    /// Exit scans that close no entry.
    pub unmatched_out: Vec<RowIx>,
}

/// Settles stays and encounters. Declared rows may hold several records, so their rows are never given as merged.
#[must_use]
pub fn settle(
    mut stays: Vec<Stay>,
    mut encounters: Vec<Encounter>,
    places: &PlaceRegister,
    categories: &Categories,
    zone: Zone,
) -> Settled {
    let mut out = Settled::default();
    stays.par_sort_unstable_by_key(|s| {
        (
            s.person, s.place, s.start, s.end, s.day, s.declared, s.mark, s.row,
        )
    });
    let same_stay = |a: &Stay, b: &Stay| Stay { row: 0, ..*a } == Stay { row: 0, ..*b };
    drop_duplicates(
        &mut stays,
        same_stay,
        |s| (!s.declared).then_some(s.row),
        &mut out.merged,
    );
    encounters.par_sort_unstable();
    let same_meeting =
        |a: &Encounter, b: &Encounter| Encounter { row: 0, ..*a } == Encounter { row: 0, ..*b };
    drop_duplicates(
        &mut encounters,
        same_meeting,
        |e| (!e.declared).then_some(e.row),
        &mut out.merged,
    );
    out.encounters = encounters;
    let bounds = person_bounds(&stays);
    let settled: Vec<Settled> = bounds
        .par_iter()
        .map(|&(from, to)| {
            let mut part = Settled::default();
            for of_person in stays[from..to].chunk_by(|a, b| a.person == b.person) {
                person(of_person, places, categories, zone, &mut part);
            }
            part
        })
        .collect();
    for part in settled {
        out.visits.extend(part.visits);
        out.merged.extend(part.merged);
        out.unmatched_out.extend(part.unmatched_out);
    }
    out
}

fn drop_duplicates<T: Copy>(
    sorted: &mut Vec<T>,
    same: impl Fn(&T, &T) -> bool,
    row: impl Fn(&T) -> Option<RowIx>,
    merged: &mut Vec<RowIx>,
) {
    sorted.dedup_by(|later, first| {
        let twice = same(later, first);
        if twice {
            merged.extend(row(later));
        }
        twice
    });
}

/// Cuts sorted stays into some hundred pieces that no person straddles.
fn person_bounds(stays: &[Stay]) -> Vec<(usize, usize)> {
    let step = (stays.len() / 256).max(1_024);
    let mut bounds = Vec::new();
    let mut from = 0;
    while from < stays.len() {
        let mut to = (from + step).min(stays.len());
        while to < stays.len() && stays[to].person == stays[to - 1].person {
            to += 1;
        }
        bounds.push((from, to));
        from = to;
    }
    bounds
}

/// A scan without a check-out.
#[derive(Clone, Copy)]
struct Scan {
    at: Seconds,
    declared: bool,
    row: RowIx,
}

/// Scans at one place that are one visit without a known end.
struct Open {
    place: u32,
    start: Seconds,
    last: Seconds,
    declared: bool,
    row: RowIx,
}

fn person(
    stays: &[Stay],
    places: &PlaceRegister,
    categories: &Categories,
    zone: Zone,
    out: &mut Settled,
) {
    let who = stays[0].person;
    let first = out.visits.len();
    let mut open: Vec<Open> = Vec::new();
    for at_place in stays.chunk_by(|a, b| a.place == b.place) {
        let overnight = places.overnight(at_place[0].place, categories);
        let mut scans = Vec::new();
        if at_place.iter().any(|s| s.mark != StayMark::Whole) {
            pair(at_place, overnight, &mut scans, out);
        }
        for stay in at_place.iter().filter(|s| s.mark == StayMark::Whole) {
            match stay.end {
                Some(end) => out.visits.push(complete(stay, end)),
                None => scans.push(Scan {
                    at: stay.start,
                    declared: stay.declared,
                    row: stay.row,
                }),
            }
        }
        group(at_place[0].place, scans, &mut open, out);
    }
    let mut starts: Vec<(Seconds, u32)> = out.visits[first..]
        .iter()
        .filter(|v| v.grade != Grade::Day)
        .map(|v| (v.start, v.place))
        .chain(open.iter().map(|o| (o.start, o.place)))
        .collect();
    starts.sort_unstable();
    out.visits.extend(
        open.iter()
            .map(|o| impute(who, o, &starts, places, categories, zone)),
    );
    out.visits[first..].sort_unstable_by_key(|v| (v.place, v.start, v.end, v.grade, v.row));
}

fn complete(stay: &Stay, end: Seconds) -> Visit {
    let grade = if stay.day {
        Grade::Day
    } else {
        Grade::Observed
    };
    Visit {
        person: stay.person,
        place: stay.place,
        start: stay.start,
        end,
        grade: declared(grade, stay.declared),
        row: stay.row,
        out_row: stay.row,
    }
}

/// The worse of a grade and "somebody said so".
fn declared(grade: Grade, declared: bool) -> Grade {
    if declared {
        grade.max(Grade::Declared)
    } else {
        grade
    }
}

/// Pairs one place's in and out rows in time order; the scans of entries that no exit closes go to `scans`.
fn pair(at_place: &[Stay], overnight: bool, scans: &mut Vec<Scan>, out: &mut Settled) {
    let mut rows: Vec<&Stay> = at_place
        .iter()
        .filter(|s| s.mark != StayMark::Whole)
        .collect();
    rows.sort_by_key(|s| (s.start, s.mark, s.declared, s.row));
    let mut entry: Vec<Scan> = Vec::new();
    for instant in rows.chunk_by(|a, b| a.start == b.start) {
        let (ins, outs) = instant.split_at(instant.partition_point(|s| s.mark == StayMark::In));
        // An exit in the second of an entry ends what was there before; where nothing was, the entry comes first.
        if entry.is_empty() {
            ins.iter().for_each(|s| enter(s, &mut entry, scans));
            outs.iter()
                .for_each(|s| leave(s, overnight, &mut entry, out));
        } else {
            outs.iter()
                .for_each(|s| leave(s, overnight, &mut entry, out));
            ins.iter().for_each(|s| enter(s, &mut entry, scans));
        }
    }
    scans.append(&mut entry);
}

fn enter(stay: &Stay, entry: &mut Vec<Scan>, scans: &mut Vec<Scan>) {
    if entry
        .last()
        .is_some_and(|last| stay.start - last.at > REPEAT)
    {
        scans.append(entry);
    }
    entry.push(Scan {
        at: stay.start,
        declared: stay.declared,
        row: stay.row,
    });
}

fn leave(stay: &Stay, overnight: bool, entry: &mut Vec<Scan>, out: &mut Settled) {
    let Some(first) = entry
        .first()
        .filter(|e| overnight || stay.start - e.at <= DAY)
    else {
        out.unmatched_out.push(stay.row);
        return;
    };
    let said = stay.declared || entry.iter().all(|e| e.declared);
    out.visits.push(Visit {
        person: stay.person,
        place: stay.place,
        start: first.at,
        end: stay.start,
        grade: declared(Grade::Observed, said),
        row: first.row,
        out_row: stay.row,
    });
    out.merged
        .extend(entry[1..].iter().filter(|e| !e.declared).map(|e| e.row));
    entry.clear();
}

/// Scans whose starts lie at most five minutes apart are one visit.
fn group(place: u32, mut scans: Vec<Scan>, open: &mut Vec<Open>, out: &mut Settled) {
    scans.sort_unstable_by_key(|s| (s.at, s.declared, s.row));
    for visit in scans.chunk_by(|a, b| b.at - a.at <= REPEAT) {
        let (first, rest) = (visit[0], &visit[1..]);
        open.push(Open {
            place,
            start: first.at,
            last: visit[visit.len() - 1].at,
            declared: visit.iter().all(|s| s.declared),
            row: first.row,
        });
        out.merged
            .extend(rest.iter().filter(|s| !s.declared).map(|s| s.row));
    }
}

/// The missing check-out rule. `starts`: the person's visits that are not dated only, by start.
///
/// The dwell and the midnight count from the last scan: the person was still there then.
fn impute(
    person: PersonIx,
    open: &Open,
    starts: &[(Seconds, u32)],
    places: &PlaceRegister,
    categories: &Categories,
    zone: Zone,
) -> Visit {
    let dwell = Seconds::from(places.dwell_minutes(open.place, categories)) * 60;
    let later = &starts[starts.partition_point(|s| s.0 <= open.start)..];
    let next = later
        .iter()
        .find(|s| s.1 != open.place)
        .map_or(Seconds::MAX, |s| s.0);
    let midnight = if places.overnight(open.place, categories) {
        Seconds::MAX
    } else {
        zone.next_midnight(open.last)
    };
    Visit {
        person,
        place: open.place,
        start: open.start,
        end: next.min(open.last + dwell).min(midnight),
        grade: declared(Grade::Imputed, open.declared),
        row: open.row,
        out_row: open.row,
    }
}
