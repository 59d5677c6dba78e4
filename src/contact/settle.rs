//! From stays to visits: duplicates, in and out rows, missing check-outs (tracing.md section 1).
//!
//! Stays are dealt out to shards of neighbouring people, some shards at a time, so that only some of the stays are there
//! twice; a shard's are sorted by person and settled one person at a time.

use std::ops::Range;

use rayon::prelude::*;

use super::journeys::{Journeys, Layout, Shard};
use crate::job::{Cancel, Cancelled, Progress};
use crate::model::time::{DAY, Seconds, Zone};
use crate::model::{
    Categories, Encounter, Grade, Marks, OPEN_END, PersonIx, PlaceIx, PlaceRegister, RowIx, Stay,
    StayChunk, StayMark, Stays, Visit,
};

/// Scans of one person at one place no more than this apart are one.
const REPEAT: Seconds = 5 * 60;

/// About so many stays are on their way to their people at a time.
const WAVE: usize = 25_000_000;
/// Up to so many visits of a person the next one elsewhere is looked for without sorting.
const FEW: usize = 256;

/// What settling came to.
#[derive(Debug, Default)]
pub struct Settled {
    /// Visits.
    pub journeys: Journeys,
    /// Encounters without duplicates, sorted.
    pub encounters: Vec<Encounter>,
    /// Rows that say what another row said.
    pub merged: Vec<RowIx>,
    /// Exit scans that close no entry.
    pub unmatched_out: Vec<RowIx>,
}

/// What visits are settled by.
#[derive(Debug, Clone)]
pub struct Customs {
    /// By place: dwell in seconds, and whether midnight does not end a stay.
    places: Vec<(u32, bool)>,
    zone: Zone,
}

impl Customs {
    /// The dwell table brought down to places; midnights are those of `zone`.
    #[must_use]
    pub fn new(places: &PlaceRegister, categories: &Categories, zone: Zone) -> Self {
        let customs = |p| {
            let dwell = places.dwell_minutes(p, categories).saturating_mul(60);
            (dwell, places.overnight(p, categories))
        };
        Self {
            places: (0..places.len() as PlaceIx).map(customs).collect(),
            zone,
        }
    }

    fn overnight(&self, place: PlaceIx) -> bool {
        self.places[place as usize].1
    }
}

/// A stay on its way to its person: 20 bytes.
#[derive(Clone, Copy, Default)]
struct Slip {
    place: u32,
    start: u32,
    end: u32,
    row: RowIx,
    /// Counted from the shard's first.
    person: u16,
    marks: Marks,
}

const _: () = assert!(
    std::mem::size_of::<Slip>() == 20,
    "there are as many as stays"
);

impl Slip {
    fn key(&self) -> (u64, u32, Marks, RowIx) {
        let place_and_start = u64::from(self.place) << 32 | u64::from(self.start);
        (place_and_start, self.end, self.marks, self.row)
    }

    fn same(&self, other: &Self) -> bool {
        (self.place, self.start, self.end, self.marks)
            == (other.place, other.start, other.end, other.marks)
    }

    fn stay(&self, person: PersonIx) -> Stay {
        Stay {
            person,
            place: self.place,
            start: self.start.into(),
            end: (self.end != OPEN_END).then(|| self.end.into()),
            day: self.marks.day(),
            declared: self.marks.declared(),
            mark: self.marks.mark(),
            row: self.row,
        }
    }
}

/// Settles stays and encounters of `people` people. Declared rows may hold several records, so their rows are never
/// given as merged. Progress advances by the stays settled.
///
/// # Errors
/// [`Cancelled`].
pub fn settle(
    stays: Stays,
    mut encounters: Vec<Encounter>,
    people: usize,
    customs: &Customs,
    layout: Layout,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Settled, Cancelled> {
    let mut out = Settled::default();
    encounters.par_sort_unstable();
    let same_meeting =
        |a: &Encounter, b: &Encounter| Encounter { row: 0, ..*a } == Encounter { row: 0, ..*b };
    encounters.dedup_by(|later, first| {
        let twice = same_meeting(later, first);
        if twice && !later.declared {
            out.merged.push(later.row);
        }
        twice
    });
    out.encounters = encounters;
    let chunks = stays.into_chunks();
    let total: usize = chunks.iter().map(StayChunk::len).sum();
    let count = people.div_ceil(1 << layout.people);
    let wave = count.div_ceil(total.div_ceil(WAVE).max(1)).max(1);
    let mut shards = Vec::with_capacity(count);
    for first in (0..count).step_by(wave) {
        let wave = first..(first + wave).min(count);
        let dealt: Vec<Vec<Vec<Slip>>> = chunks
            .par_iter()
            .map(|chunk| {
                cancel.check()?;
                Ok(deal(chunk, wave.clone(), layout.people))
            })
            .collect::<Result<_, _>>()?;
        let mut by_shard: Vec<Vec<Vec<Slip>>> = wave.clone().map(|_| Vec::new()).collect();
        for parts in dealt {
            for (shard, part) in by_shard.iter_mut().zip(parts) {
                shard.push(part);
            }
        }
        let settled = by_shard
            .into_par_iter()
            .zip(wave)
            .with_max_len(1)
            .map(|(parts, number)| {
                let first = number << layout.people;
                let count = (people - first).min(1 << layout.people);
                cancel.check()?;
                let stays: usize = parts.iter().map(Vec::len).sum();
                let out = shard(parts, first as PersonIx, count, customs);
                progress.advance(stays as u64);
                Ok(out)
            })
            .collect::<Result<Vec<(Shard, Rows)>, _>>()?;
        for (shard, rows) in settled {
            shards.push(shard);
            out.merged.extend(rows.merged);
            out.unmatched_out.extend(rows.unmatched_out);
        }
    }
    out.journeys = Journeys::new(people, layout.people, shards);
    Ok(out)
}

/// A chunk's stays by shard, of some shards.
fn deal(chunk: &StayChunk, shards: Range<usize>, shift: u32) -> Vec<Vec<Slip>> {
    let mut counts = vec![0usize; shards.len()];
    let shard = |person: PersonIx| ((person >> shift) as usize).wrapping_sub(shards.start);
    for &person in &chunk.person {
        if let Some(count) = counts.get_mut(shard(person)) {
            *count += 1;
        }
    }
    let mut out: Vec<Vec<Slip>> = counts.into_iter().map(Vec::with_capacity).collect();
    for (i, &person) in chunk.person.iter().enumerate() {
        let Some(slips) = out.get_mut(shard(person)) else {
            continue;
        };
        slips.push(Slip {
            person: (person & ((1 << shift) - 1)) as u16,
            place: chunk.place[i],
            start: chunk.start[i],
            end: chunk.end[i],
            row: chunk.row(i),
            marks: chunk.marks[i],
        });
    }
    out
}

/// Rows with a fate beside being accepted.
#[derive(Default)]
struct Rows {
    merged: Vec<RowIx>,
    unmatched_out: Vec<RowIx>,
}

fn shard(
    parts: Vec<Vec<Slip>>,
    first: PersonIx,
    people: usize,
    customs: &Customs,
) -> (Shard, Rows) {
    let total = parts.iter().map(Vec::len).sum();
    let (offsets, mut slips) = by_person(parts, people, total);
    let mut out = (Shard::with_capacity(people, total), Rows::default());
    let mut clerk = Clerk {
        customs,
        visits: Vec::new(),
        open: Vec::new(),
        starts: Vec::new(),
    };
    let mut from = 0;
    for (&to, person) in offsets.iter().zip(first..) {
        let own = &mut slips[from as usize..to as usize];
        from = to;
        clerk.person(person, own, &mut out.1);
        out.0.push(&clerk.visits);
    }
    out
}

/// Brings a shard's slips into the order of people; where each person's end, and the slips.
fn by_person(parts: Vec<Vec<Slip>>, people: usize, total: usize) -> (Vec<u32>, Vec<Slip>) {
    let mut next = vec![0u32; people + 1];
    for slip in parts.iter().flatten() {
        next[usize::from(slip.person) + 1] += 1;
    }
    for i in 0..people {
        next[i + 1] += next[i];
    }
    let mut slips = vec![Slip::default(); total];
    for part in parts {
        for slip in part {
            let slot = &mut next[usize::from(slip.person)];
            slips[*slot as usize] = slip;
            *slot += 1;
        }
    }
    // Each start has moved to its end.
    next.truncate(people);
    (next, slips)
}

/// Settles people one after another, keeping its buffers.
struct Clerk<'c> {
    customs: &'c Customs,
    visits: Vec<Visit>,
    open: Vec<Open>,
    /// Starts and places of the visits that are not only dated.
    starts: Vec<(u32, PlaceIx)>,
}

/// A visit without a known end: its number among the person's, and its last scan.
struct Open {
    visit: usize,
    last: Seconds,
}

impl Clerk<'_> {
    fn person(&mut self, who: PersonIx, slips: &mut [Slip], rows: &mut Rows) {
        self.visits.clear();
        self.open.clear();
        slips.sort_unstable_by_key(Slip::key);
        let slips = distinct(slips, &mut rows.merged);
        for at_place in slips.chunk_by(|a, b| a.place == b.place) {
            if at_place.iter().any(|s| s.marks.mark() != StayMark::Whole) {
                self.with_directions(who, at_place, rows);
            } else {
                self.whole(who, at_place, rows);
            }
        }
        self.impute();
        let key = |v: &Visit| (v.place, v.start, v.end, v.grade, v.row);
        if !self.visits.is_sorted_by_key(key) {
            self.visits.sort_unstable_by_key(key);
        }
    }

    /// One place's whole records: those with an end are taken as they are, scans close to each other are one visit.
    fn whole(&mut self, who: PersonIx, at_place: &[Slip], rows: &mut Rows) {
        let mut last: Option<Open> = None;
        for slip in at_place {
            if slip.end != OPEN_END {
                self.visits.push(complete(&slip.stay(who)));
                continue;
            }
            let (at, declared) = (Seconds::from(slip.start), slip.marks.declared());
            if let Some(open) = last.as_mut().filter(|open| at - open.last <= REPEAT) {
                open.last = at;
                let visit = &mut self.visits[open.visit];
                if !declared {
                    visit.grade = Grade::Imputed;
                    rows.merged.push(slip.row);
                }
                continue;
            }
            self.open.extend(last.take());
            last = Some(Open {
                visit: self.visits.len(),
                last: at,
            });
            self.visits
                .push(unended(who, slip.place, at, declared, slip.row));
        }
        self.open.extend(last);
    }

    /// One place's records where entries and exits are among them.
    fn with_directions(&mut self, who: PersonIx, at_place: &[Slip], rows: &mut Rows) {
        let stays: Vec<Stay> = at_place.iter().map(|s| s.stay(who)).collect();
        let place = stays[0].place;
        let overnight = self.customs.overnight(place);
        let mut scans = Vec::new();
        pair(&stays, overnight, &mut scans, &mut self.visits, rows);
        for stay in stays.iter().filter(|s| s.mark == StayMark::Whole) {
            match stay.end {
                Some(_) => self.visits.push(complete(stay)),
                None => scans.push(Scan {
                    at: stay.start,
                    declared: stay.declared,
                    row: stay.row,
                }),
            }
        }
        scans.sort_unstable_by_key(|s| (s.at, s.declared, s.row));
        for visit in scans.chunk_by(|a, b| b.at - a.at <= REPEAT) {
            let (first, rest) = (visit[0], &visit[1..]);
            self.open.push(Open {
                visit: self.visits.len(),
                last: visit[visit.len() - 1].at,
            });
            let declared = visit.iter().all(|s| s.declared);
            self.visits
                .push(unended(who, place, first.at, declared, first.row));
            let merged = rest.iter().filter(|s| !s.declared).map(|s| s.row);
            rows.merged.extend(merged);
        }
    }

    /// The missing check-out rule: the next visit elsewhere that begins strictly later ends it, or the dwell, or the
    /// midnight. The last two count from the last scan: the person was still there then.
    fn impute(&mut self) {
        if self.open.is_empty() {
            return;
        }
        let dated = self.visits.iter().filter(|v| v.grade != Grade::Day);
        self.starts.clear();
        self.starts.extend(dated.map(|v| (v.start as u32, v.place)));
        let many = self.starts.len() > FEW;
        if many {
            self.starts.sort_unstable();
        }
        for open in &self.open {
            let (place, start) = (self.visits[open.visit].place, self.visits[open.visit].start);
            let next = if many {
                let later = self.starts.partition_point(|s| Seconds::from(s.0) <= start);
                let mut later = self.starts[later..].iter();
                later.find(|s| s.1 != place).map_or(u32::MAX, |s| s.0)
            } else {
                let later = |s: &(u32, u32)| {
                    if Seconds::from(s.0) > start && s.1 != place {
                        s.0
                    } else {
                        u32::MAX
                    }
                };
                self.starts.iter().map(later).min().unwrap_or(u32::MAX)
            };
            let (dwell, overnight) = self.customs.places[place as usize];
            let midnight = if overnight {
                Seconds::MAX
            } else {
                self.customs.zone.next_midnight(open.last)
            };
            self.visits[open.visit].end = Seconds::from(next)
                .min(open.last + Seconds::from(dwell))
                .min(midnight);
        }
    }
}

/// Moves what says the same twice to the end; the first row of each stands.
fn distinct<'s>(sorted: &'s mut [Slip], merged: &mut Vec<RowIx>) -> &'s [Slip] {
    let mut kept = 0;
    for i in 1..sorted.len() {
        if sorted[i].same(&sorted[kept]) {
            if !sorted[i].marks.declared() {
                merged.push(sorted[i].row);
            }
        } else {
            kept += 1;
            sorted[kept] = sorted[i];
        }
    }
    &sorted[..sorted.len().min(kept + 1)]
}

fn unended(person: PersonIx, place: u32, start: Seconds, said: bool, row: RowIx) -> Visit {
    Visit {
        person,
        place,
        start,
        end: start,
        grade: declared(Grade::Imputed, said),
        row,
        out_row: row,
    }
}

/// A scan without a check-out.
#[derive(Clone, Copy)]
struct Scan {
    at: Seconds,
    declared: bool,
    row: RowIx,
}

/// A record that carries both times.
fn complete(stay: &Stay) -> Visit {
    let grade = if stay.day {
        Grade::Day
    } else {
        Grade::Observed
    };
    Visit {
        person: stay.person,
        place: stay.place,
        start: stay.start,
        end: stay.end.unwrap_or(stay.start),
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
fn pair(
    at_place: &[Stay],
    overnight: bool,
    scans: &mut Vec<Scan>,
    visits: &mut Vec<Visit>,
    out: &mut Rows,
) {
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
                .for_each(|s| leave(s, overnight, &mut entry, visits, out));
        } else {
            outs.iter()
                .for_each(|s| leave(s, overnight, &mut entry, visits, out));
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

fn leave(
    stay: &Stay,
    overnight: bool,
    entry: &mut Vec<Scan>,
    visits: &mut Vec<Visit>,
    out: &mut Rows,
) {
    let Some(first) = entry
        .first()
        .filter(|e| overnight || stay.start - e.at <= DAY)
    else {
        out.unmatched_out.push(stay.row);
        return;
    };
    let said = stay.declared || entry.iter().all(|e| e.declared);
    visits.push(Visit {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(cancel: &Cancel) -> (Result<Settled, Cancelled>, u64) {
        let mut stays = Stays::default();
        for row in 0..200 {
            stays.push(Stay {
                person: row % 50,
                place: 0,
                start: 1_629_046_800 + Seconds::from(row) * 3_600,
                end: None,
                day: false,
                declared: false,
                mark: StayMark::Whole,
                row,
            });
        }
        let customs = Customs {
            places: vec![(3_600, false)],
            zone: crate::model::time::VIETNAM,
        };
        let (layout, progress) = (Layout::small(), Progress::new());
        let out = settle(stays, Vec::new(), 50, &customs, layout, &progress, cancel);
        (out, progress.snapshot().1)
    }

    #[test]
    fn progress_counts_the_stays_and_a_cancel_stops_them() {
        let cancel = Cancel::new();
        let (done, told) = settled(&cancel);
        assert_eq!((done.unwrap().journeys.len(), told), (200, 200));
        cancel.cancel();
        let (stopped, told) = settled(&cancel);
        assert_eq!((stopped.err(), told), (Some(Cancelled), 0));
    }
}
