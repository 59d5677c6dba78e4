//! Who may have passed it on at one level, and where they were while they could: the small index that contacts are
//! held against.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::copresence::{Piece, within};
use super::index::Presence;
use super::venues::{Arrival, by_place};
use crate::model::time::{Seconds, Span};
use crate::model::{Grade, PersonIx, PlaceIx};

/// No source.
const NONE: u32 = u32::MAX;
/// Sources and places that one task takes at a time.
const BATCH: usize = 256;
/// Up to so many visits a place is swept from end to end.
const SMALL: usize = 4_096;

/// One who may have passed it on, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Who.
    pub person: PersonIx,
    /// Active time: sorted, disjoint.
    pub active: Vec<Span>,
}

/// A stay of a source while it was active.
#[derive(Debug, Clone, Copy)]
struct Stay {
    place: PlaceIx,
    /// The power of two of hours that it lasts: stays of one class start within a known time of each other's end.
    class: u8,
    grade: Grade,
    start: u32,
    end: u32,
    source: u32,
}

/// Stays of one place and class: a search need not look further back than `reach`.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Segment {
    from: u32,
    /// The longest of them, with the air that lingers, in seconds.
    reach: u32,
}

/// A stay as it is searched: all of it in one place, as it is read at once.
#[derive(Debug, Clone, Copy)]
struct Stand {
    start: u32,
    end: u32,
    /// The source's number and the grade's.
    who: u32,
}

/// Bits of [`Stand::who`] and of [`Arrival::person`] in a [`Round`] that hold a grade.
const GRADE_BITS: u32 = 3;

fn with_grade(number: u32, grade: Grade) -> u32 {
    number << GRADE_BITS | grade as u32
}

fn grade_of(packed: u32) -> Grade {
    Grade::ALL[(packed & ((1 << GRADE_BITS) - 1)) as usize % Grade::ALL.len()]
}

/// The sources of a level with their stays by place, class and start.
///
/// Bytes a stay of a source: 12. A place takes 4 more and 8 for each class, a person 4.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    people: Vec<Source>,
    /// By person: its number among the sources.
    of: Vec<u32>,
    /// By place: its first segment; one more at the end.
    of_place: Vec<u32>,
    segments: Vec<Segment>,
    stands: Vec<Stand>,
    lag: Seconds,
}

/// Buffers of [`Sources::meet`].
#[derive(Debug, Default)]
pub struct Round {
    entries: Vec<Arrival>,
    scratch: Vec<Arrival>,
    found: Vec<Piece>,
    /// The pieces of everybody asked for, one after another.
    pub pieces: Vec<Piece>,
    /// By person: where its pieces end.
    pub ends: Vec<u32>,
}

impl Sources {
    /// Indexes the stays of some sources, which come by person; `lag` in seconds.
    #[must_use]
    pub fn new(presence: &Presence, people: Vec<Source>, lag: Seconds) -> Self {
        let mut of = vec![NONE; presence.people()];
        for (source, number) in people.iter().zip(0..) {
            of[source.person as usize] = number;
        }
        let mut stays: Vec<Stay> = people
            .par_chunks(BATCH)
            .enumerate()
            .flat_map_iter(|(batch, some)| {
                let mut out = Vec::new();
                for (source, number) in some.iter().zip((batch * BATCH) as u32..) {
                    stays_of(presence, source, number, &mut out);
                }
                out
            })
            .collect();
        stays.par_sort_unstable_by_key(|s| (s.place, s.class, s.start, s.source, s.end));
        let mut index = Self {
            people,
            of,
            lag,
            ..Self::default()
        };
        index.fill(presence, &stays);
        index
    }

    fn fill(&mut self, presence: &Presence, stays: &[Stay]) {
        let places = presence.place_count();
        self.of_place = vec![0; places + 1];
        for segment in stays.chunk_by(|a, b| (a.place, a.class) == (b.place, b.class)) {
            let place = segment[0].place;
            let longest = segment.iter().map(|s| s.end - s.start).max();
            let reach = Seconds::from(longest.unwrap_or(0)) + presence.linger(place, self.lag);
            self.segments.push(Segment {
                from: self.stands.len() as u32,
                reach: u32::try_from(reach).unwrap_or(u32::MAX),
            });
            self.of_place[place as usize + 1] += 1;
            self.stands.extend(segment.iter().map(|s| Stand {
                start: s.start,
                end: s.end,
                who: with_grade(s.source, s.grade),
            }));
        }
        self.segments.push(Segment {
            from: self.stands.len() as u32,
            reach: 0,
        });
        for i in 0..places {
            self.of_place[i + 1] += self.of_place[i];
        }
    }

    /// The sources, by person.
    #[must_use]
    pub fn people(&self) -> &[Source] {
        &self.people
    }

    /// How many sources there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// The number of a person among the sources.
    #[must_use]
    pub fn number(&self, person: PersonIx) -> Option<u32> {
        Some(self.of[person as usize]).filter(|&n| n != NONE)
    }

    /// Everybody who may share an overlap with a source, by index: who was at a place while one was active there, met
    /// one or lives with one. Cost follows the visits to the sources' places, not the pairs.
    #[must_use]
    pub fn touched(&self, presence: &Presence) -> Vec<PersonIx> {
        let flags: Vec<AtomicBool> = (0..presence.people()).map(|_| AtomicBool::new(false)).collect();
        let flag = |person: PersonIx| {
            let flag = &flags[person as usize];
            if !flag.load(Ordering::Relaxed) {
                flag.store(true, Ordering::Relaxed);
            }
        };
        let places: Vec<PlaceIx> = (0..presence.place_count() as PlaceIx)
            .filter(|&p| self.of_place[p as usize] < self.of_place[p as usize + 1])
            .collect();
        places.par_chunks(BATCH).for_each(|some| {
            let mut when = Vec::new();
            for &place in some {
                self.when(presence, place, &mut when);
                sweep(presence, place, &when, &flag);
            }
        });
        self.people.par_chunks(BATCH).flatten_iter().for_each(|source| {
            let met = presence.encounters_of(source.person).iter();
            met.for_each(|&ix| flag(presence.partner(ix, source.person)));
            let homes = presence.nights.of(source.person).iter();
            homes
                .flat_map(|&h| &presence.nights.members[h as usize])
                .for_each(|&mate| flag(mate));
        });
        let flags = flags.into_iter().map(AtomicBool::into_inner).zip(0..);
        flags.filter(|f| f.0).map(|f| f.1).collect()
    }

    /// When any source was at a place, with the air that lingers: a set.
    fn when(&self, presence: &Presence, place: PlaceIx, out: &mut Vec<Span>) {
        let segments = self.of_place[place as usize] as usize..self.of_place[place as usize + 1] as usize;
        let stays = self.segments[segments.start].from as usize..self.segments[segments.end].from as usize;
        let linger = presence.linger(place, self.lag);
        out.clear();
        out.extend(
            self.stands[stays]
                .iter()
                .map(|s| Span::new(s.start.into(), Seconds::from(s.end) + linger)),
        );
        crate::model::time::unite(out);
    }

    /// Lists the overlaps of some people with all sources: `O(u, v | A)` of tracing.md section 3 for all u at once, piece
    /// by piece. `other` of a piece is the source's number here; the visits themselves are not told. Cost follows the
    /// people's visits and the sources that were there.
    ///
    /// The visits of all are taken place by place, so that a source's stays are read once for many.
    pub fn meet(&self, presence: &Presence, people: &[PersonIx], round: &mut Round) {
        round.entries.clear();
        round.found.clear();
        for (&person, number) in people.iter().zip(0..) {
            let journey = presence.journey(person);
            let visited = |place: PlaceIx| self.of_place[place as usize] < self.of_place[place as usize + 1];
            round.entries.extend((0..journey.place.len()).filter(|&i| visited(journey.place[i])).map(|i| Arrival {
                place: journey.place[i],
                start: journey.start[i],
                end: journey.end[i],
                person: with_grade(number, journey.grade[i]),
            }));
        }
        if people.len() > 1 {
            by_place(&mut round.entries, &mut round.scratch, presence.place_count());
        }
        for at_place in round.entries.chunk_by(|a, b| a.place == b.place) {
            self.meet_at(presence, people, at_place, &mut round.found);
        }
        for (&person, number) in people.iter().zip(0..) {
            let from = round.found.len();
            self.meet_elsewhere(presence, person, &mut round.found);
            round.found[from..].iter_mut().for_each(|p| p.mine = number);
        }
        collect(people.len(), round);
    }

    /// The overlaps at one place.
    fn meet_at(
        &self,
        presence: &Presence,
        people: &[PersonIx],
        entries: &[Arrival],
        out: &mut Vec<Piece>,
    ) {
        let place = entries[0].place;
        let linger = u32::try_from(presence.linger(place, self.lag)).unwrap_or(u32::MAX);
        let first = self.of_place[place as usize] as usize;
        let last = self.of_place[place as usize + 1] as usize;
        for pair in self.segments[first..=last].windows(2) {
            let stands = &self.stands[pair[0].from as usize..pair[1].from as usize];
            for entry in entries {
                let gone = entry.start.saturating_sub(pair[0].reach);
                let from = stands.partition_point(|s| s.start <= gone);
                let number = entry.person >> GRADE_BITS;
                let mut own = NONE;
                for stand in &stands[from..] {
                    if stand.start >= entry.end {
                        break;
                    }
                    let left = stand.end.saturating_add(linger);
                    if left <= entry.start || entry.start == entry.end {
                        continue;
                    }
                    if own == NONE {
                        // Looked up only where somebody is met; nobody has this number.
                        own = self.of[people[number as usize] as usize].min(NONE - 1);
                    }
                    let source = stand.who >> GRADE_BITS;
                    if source == own {
                        continue;
                    }
                    let start = stand.start.max(entry.start);
                    out.push(Piece {
                        other: source,
                        start,
                        end: left.min(entry.end),
                        spot: place,
                        grade: grade_of(stand.who).max(grade_of(entry.person)),
                        direct: start < stand.end,
                        mine: number,
                        theirs: u32::MAX,
                    });
                }
            }
        }
    }

    /// The overlaps in encounters and households' nights.
    fn meet_elsewhere(&self, presence: &Presence, person: PersonIx, out: &mut Vec<Piece>) {
        for &ix in presence.encounters_of(person) {
            if let Some(number) = self.number(presence.partner(ix, person)) {
                presence.meeting(ix, number, &self.people[number as usize].active, out);
            }
        }
        for &home in presence.nights.of(person) {
            for &mate in &presence.nights.members[home as usize] {
                if mate == person {
                    continue;
                }
                if let Some(number) = self.number(mate) {
                    let active = &self.people[number as usize].active;
                    presence.shared_nights(home, number, active, self.lag, out);
                }
            }
        }
    }
}

/// Puts what was found place by place into the order of people.
fn collect(people: usize, round: &mut Round) {
    round.ends.clear();
    round.ends.resize(people + 1, 0);
    for piece in &round.found {
        round.ends[piece.mine as usize + 1] += 1;
    }
    for i in 0..people {
        round.ends[i + 1] += round.ends[i];
    }
    if people == 1 {
        std::mem::swap(&mut round.found, &mut round.pieces);
        round.ends.remove(0);
        return;
    }
    round.pieces.clear();
    if let Some(&filler) = round.found.first() {
        round.pieces.resize(round.found.len(), filler);
    }
    for piece in &round.found {
        let slot = &mut round.ends[piece.mine as usize];
        round.pieces[*slot as usize] = *piece;
        *slot += 1;
    }
    // Each start has moved to its end.
    round.ends.truncate(people);
}

fn stays_of(presence: &Presence, source: &Source, number: u32, out: &mut Vec<Stay>) {
    let journey = presence.journey(source.person);
    for (i, &place) in journey.place.iter().enumerate() {
        let visit = Span::new(journey.start[i].into(), journey.end[i].into());
        out.extend(within(visit, &source.active).map(|stay| Stay {
            place,
            class: (u32::BITS - (stay.seconds() as u32 / 3_600).leading_zeros()) as u8,
            grade: journey.grade[i],
            start: stay.start as u32,
            end: stay.end as u32,
            source: number,
        }));
    }
}

/// Flags whoever was at a place in some spans.
fn sweep(presence: &Presence, place: PlaceIx, when: &[Span], flag: &impl Fn(PersonIx)) {
    let guests = presence.guests(place);
    let count = guests.person.len();
    if count > SMALL && when.len() * (count / SMALL + 64) < count {
        for &span in when {
            presence.at_place(place, span, |person, _, _| flag(person));
        }
        return;
    }
    let mut next = 0;
    for i in 0..count {
        let (start, end) = (Seconds::from(guests.start[i]), Seconds::from(guests.end[i]));
        while next < when.len() && when[next].end <= start {
            next += 1;
        }
        let Some(span) = when.get(next) else {
            return;
        };
        if span.start < end {
            flag(guests.person[i]);
        }
    }
}
