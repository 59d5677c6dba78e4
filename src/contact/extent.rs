//! When people were first and last where any source was: all that a list without a threshold needs of pairs, without
//! looking at one.
//!
//! At each place the sources' stays make a line of time that says when one was there, and who, where it was one alone;
//! every visit is held against that line. Cost follows the visits and the sources' stays, however many met.

use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;

use super::copresence::Piece;
use super::index::Presence;
use super::sources::Sources;
use crate::job::{Cancel, Progress, Stage};
use crate::model::{PersonIx, PlaceIx};

/// Places that one task takes at a time.
const BATCH: usize = 64;
/// More than one source.
const SEVERAL: PersonIx = PersonIx::MAX;

/// A part of a place's time in which the same source was there alone, or several.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Stretch {
    start: u32,
    end: u32,
    who: PersonIx,
}

/// First and last exposures while they are gathered.
struct Board {
    first: Vec<AtomicU32>,
    last: Vec<AtomicU32>,
}

impl Board {
    fn expose(&self, person: PersonIx, first: u32, last: u32) {
        let i = person as usize;
        // Reading is cheap, and most exposures change nothing.
        if self.first[i].load(Ordering::Relaxed) > first {
            self.first[i].fetch_min(first, Ordering::Relaxed);
        }
        if self.last[i].load(Ordering::Relaxed) < last {
            self.last[i].fetch_max(last, Ordering::Relaxed);
        }
    }
}

impl Sources {
    /// For each person who is wanted and overlaps with a source at all: person, first and last instant of the union of
    /// its overlaps (seconds since 1970), by person; not all of them once it is cancelled.
    #[must_use]
    pub fn extents(
        &self,
        presence: &Presence,
        wanted: impl Fn(PersonIx) -> bool + Sync,
        (progress, cancel): (&Progress, &Cancel),
    ) -> Vec<(PersonIx, u32, u32)> {
        if self.is_empty() {
            return Vec::new();
        }
        let people = presence.people();
        let board = Board {
            first: (0..people).map(|_| AtomicU32::new(u32::MAX)).collect(),
            last: (0..people).map(|_| AtomicU32::new(0)).collect(),
        };
        let places: Vec<PlaceIx> = self.places(presence).collect();
        progress.begin(Stage::Derive, places.len() as u64);
        places.par_chunks(BATCH).for_each(|some| {
            let mut line = Vec::new();
            for &place in some.iter().filter(|_| !cancel.is_cancelled()) {
                self.line(presence, place, &mut line);
                visits(presence, place, &line, &wanted, &board);
            }
            progress.advance(some.len() as u64);
        });
        let elsewhere = self.met_elsewhere(presence);
        elsewhere.par_chunks(BATCH).for_each(|some| {
            let mut pieces: Vec<Piece> = Vec::new();
            for &person in some.iter().filter(|&&p| wanted(p)) {
                pieces.clear();
                self.meet_elsewhere(presence, person, &mut pieces);
                pieces
                    .iter()
                    .for_each(|p| board.expose(person, p.start, p.end));
            }
        });
        let exposures = board.first.into_iter().zip(board.last).zip(0..);
        exposures
            .map(|((first, last), person)| (person, first.into_inner(), last.into_inner()))
            .filter(|e| e.1 != u32::MAX)
            .collect()
    }

    /// When sources were at a place.
    fn line(&self, presence: &Presence, place: PlaceIx, out: &mut Vec<Stretch>) {
        let mut stays = self.stays_at(presence, place);
        stays.sort_unstable();
        // Each source's own stays do not overlap, so that who is there is a count.
        stays.dedup_by(|later, earlier| {
            let same = later.0 == earlier.0 && later.1 <= earlier.2;
            if same {
                earlier.2 = earlier.2.max(later.2);
            }
            same
        });
        let mut turns: Vec<(u32, i64, i64)> = stays
            .iter()
            .flat_map(|&(who, start, end)| [(start, 1, i64::from(who)), (end, -1, -i64::from(who))])
            .collect();
        turns.sort_unstable();
        out.clear();
        let (mut there, mut sum) = (0, 0);
        for pair in turns.windows(2) {
            there += pair[0].1;
            sum += pair[0].2;
            let (start, end) = (pair[0].0, pair[1].0);
            if there == 0 || start == end {
                continue;
            }
            let who = if there == 1 { sum as PersonIx } else { SEVERAL };
            match out.last_mut().filter(|l| l.end == start && l.who == who) {
                Some(last) => last.end = end,
                None => out.push(Stretch { start, end, who }),
            }
        }
    }
}

/// Holds a place's visits against its line.
fn visits(
    presence: &Presence,
    place: PlaceIx,
    line: &[Stretch],
    wanted: &impl Fn(PersonIx) -> bool,
    board: &Board,
) {
    let guests = presence.guests(place);
    let mut next = 0;
    for i in 0..guests.person.len() {
        let (person, start, end) = (guests.person[i], guests.start[i], guests.end[i]);
        while next < line.len() && line[next].end <= start {
            next += 1;
        }
        if next == line.len() {
            return;
        }
        if start == end || !wanted(person) {
            continue;
        }
        let others = |s: &&Stretch| s.who != person;
        let reach = &line[next..];
        let reach = &reach[..reach.partition_point(|s| s.start < end)];
        let (first, last) = (reach.iter().find(others), reach.iter().rev().find(others));
        if let (Some(first), Some(last)) = (first, last) {
            board.expose(person, first.start.max(start), last.end.min(end));
        }
    }
}
