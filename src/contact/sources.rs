//! Who may have passed it on at one level, and where they were while they could: the small index that contacts are
//! held against.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::copresence::{Piece, within};
use super::index::Presence;
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

/// The sources of a level with their stays by place, class and start.
///
/// Bytes a stay of a source: start 4, end 4, source 4, grade 1: 13. A place takes 4 more, a person 4.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    people: Vec<Source>,
    /// By person: its number among the sources.
    of: Vec<u32>,
    /// By place: its first segment; one more at the end.
    of_place: Vec<u32>,
    segments: Vec<Segment>,
    start: Vec<u32>,
    end: Vec<u32>,
    source: Vec<u32>,
    grade: Vec<Grade>,
    lag: Seconds,
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
                from: self.start.len() as u32,
                reach: u32::try_from(reach).unwrap_or(u32::MAX),
            });
            self.of_place[place as usize + 1] += 1;
            self.start.extend(segment.iter().map(|s| s.start));
            self.end.extend(segment.iter().map(|s| s.end));
            self.source.extend(segment.iter().map(|s| s.source));
            self.grade.extend(segment.iter().map(|s| s.grade));
        }
        self.segments.push(Segment {
            from: self.start.len() as u32,
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
            stays.map(|i| Span::new(self.start[i].into(), Seconds::from(self.end[i]) + linger)),
        );
        crate::model::time::unite(out);
    }

    /// Appends the overlaps of `person` with all sources: `O(u, v | A)` of tracing.md section 3 for all u at once, piece
    /// by piece. `other` of a piece is the source's number here; `mine` is not told for visits. Cost follows the
    /// person's visits and the sources that were there.
    pub fn meet(&self, presence: &Presence, person: PersonIx, out: &mut Vec<Piece>) {
        let own = self.of[person as usize];
        let journey = presence.journey(person);
        for (i, &place) in journey.place.iter().enumerate() {
            let segments = self.of_place[place as usize] as usize..self.of_place[place as usize + 1] as usize;
            if segments.is_empty() {
                continue;
            }
            let (start, end) = (journey.start[i], journey.end[i]);
            let linger = u32::try_from(presence.linger(place, self.lag)).unwrap_or(u32::MAX);
            for s in segments {
                let (from, to) = (self.segments[s].from as usize, self.segments[s + 1].from as usize);
                let gone = start.saturating_sub(self.segments[s].reach);
                let mut j = from + self.start[from..to].partition_point(|&s| s <= gone);
                while j < to && self.start[j] < end {
                    let left = self.end[j].saturating_add(linger);
                    if left > start && end > start && self.source[j] != own {
                        let from = self.start[j].max(start);
                        out.push(Piece {
                            other: self.source[j],
                            start: from,
                            end: left.min(end),
                            spot: place,
                            grade: self.grade[j].max(journey.grade[i]),
                            direct: from < self.end[j],
                            mine: u32::MAX,
                            theirs: journey.first + i as u32,
                        });
                    }
                    j += 1;
                }
            }
        }
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
