//! Who may have passed it on at one level, and where they were while they could: the small index that contacts are
//! held against.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::copresence::{Piece, within};
use super::index::Presence;
use super::radix::digits;
use super::venues::{Arrival, by_place_and_start};
use crate::job::Cancel;
use crate::model::time::{Seconds, Span};
use crate::model::{Grade, PersonIx, PlaceIx};

/// No source.
const NONE: u32 = u32::MAX;
/// Sources and places that one task takes at a time.
const BATCH: usize = 256;
/// Below so many stays comparing is faster.
const FEW: usize = 1_024;
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
#[derive(Debug, Clone, Copy, Default)]
struct Stay {
    place: PlaceIx,
    start: u32,
    end: u32,
    who: u32,
    /// The power of two of hours that it lasts: stays of one class start within a known time of each other's end.
    class: u8,
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

/// Some sources with their stays by place, class and start.
///
/// Bytes a stay of a source: 12. A place takes 4 more and 8 for each class.
#[derive(Debug, Default)]
struct Stock {
    people: Vec<Source>,
    /// By place: its first segment; one more at the end.
    of_place: Vec<u32>,
    segments: Vec<Segment>,
    stands: Vec<Stand>,
}

/// The sources of a level: most of them, and those that have changed since these were indexed. A person takes 4 bytes.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    stock: Arc<Stock>,
    /// Numbered after those of the stock.
    changed: Option<Arc<Stock>>,
    /// By person: its number among the sources. What has changed has another number than in the stock.
    of: Vec<u32>,
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

impl Stock {
    fn new(presence: &Presence, people: Vec<Source>, lag: Seconds) -> Self {
        let places = presence.place_count();
        // Few enough shards of places to deal to at once, small enough to be sorted in a cache.
        let shift = places.div_ceil(64).next_power_of_two().trailing_zeros();
        let shards = places.div_ceil(1 << shift);
        let dealt: Vec<Vec<Vec<Stay>>> = people
            .par_chunks(BATCH)
            .enumerate()
            .map(|(batch, some)| {
                let mut out: Vec<Vec<Stay>> = vec![Vec::new(); shards];
                for (source, number) in some.iter().zip((batch * BATCH) as u32..) {
                    stays_of(presence, source, number, |stay| {
                        out[(stay.place >> shift) as usize].push(stay);
                    });
                }
                out
            })
            .collect();
        let sorted: Vec<Vec<Stay>> = (0..shards)
            .into_par_iter()
            .with_max_len(1)
            .map(|shard| {
                let mut stays: Vec<Stay> = dealt.iter().flat_map(|d| &d[shard]).copied().collect();
                sort(&mut stays);
                stays
            })
            .collect();
        drop(dealt);
        let mut stock = Self {
            people,
            of_place: vec![0; places + 1],
            ..Self::default()
        };
        stock.stands.reserve(sorted.iter().map(Vec::len).sum());
        let kind = |s: &Stay| (s.place, s.class);
        for segment in sorted
            .iter()
            .flat_map(|stays| stays.chunk_by(|a, b| kind(a) == kind(b)))
        {
            let place = segment[0].place;
            let longest = segment.iter().map(|s| s.end - s.start).max();
            let reach = Seconds::from(longest.unwrap_or(0)) + presence.linger(place, lag);
            stock.segments.push(Segment {
                from: stock.stands.len() as u32,
                reach: u32::try_from(reach).unwrap_or(u32::MAX),
            });
            stock.of_place[place as usize + 1] += 1;
            stock.stands.extend(segment.iter().map(|s| Stand {
                start: s.start,
                end: s.end,
                who: s.who,
            }));
        }
        stock.segments.push(Segment {
            from: stock.stands.len() as u32,
            reach: 0,
        });
        for i in 0..places {
            stock.of_place[i + 1] += stock.of_place[i];
        }
        stock
    }

    /// The numbers of a place's segments; that of the next place's first is one more.
    fn segments(&self, place: PlaceIx) -> Range<usize> {
        self.of_place[place as usize] as usize..self.of_place[place as usize + 1] as usize
    }

    /// All stays at a place.
    fn stands(&self, place: PlaceIx) -> &[Stand] {
        let segments = self.segments(place);
        &self.stands
            [self.segments[segments.start].from as usize..self.segments[segments.end].from as usize]
    }
}

impl Sources {
    /// Indexes the stays of some sources, which come by person; `lag` in seconds.
    #[must_use]
    pub fn new(presence: &Presence, people: Vec<Source>, lag: Seconds) -> Self {
        let mut of = vec![NONE; presence.people()];
        for (source, number) in people.iter().zip(0..) {
            of[source.person as usize] = number;
        }
        Self {
            stock: Arc::new(Stock::new(presence, people, lag)),
            changed: None,
            of,
            lag,
        }
    }

    /// The same sources but for some people: `now` has those of `people` that are sources still, by person.
    #[must_use]
    pub fn with(&self, presence: &Presence, people: &[PersonIx], now: Vec<Source>) -> Self {
        let mut changed = now;
        let among = |p: &PersonIx| people.binary_search(p).is_ok();
        let before = self.changed.iter().flat_map(|c| &c.people);
        changed.extend(before.filter(|s| !among(&s.person)).cloned());
        changed.sort_unstable_by_key(|s| s.person);
        if changed.len() * 4 > self.stock.people.len() {
            let same = self.people().filter(|s| !among(&s.person));
            let same =
                same.filter(|s| (self.of[s.person as usize] as usize) < self.stock.people.len());
            changed.extend(same.cloned());
            changed.sort_unstable_by_key(|s| s.person);
            return Self::new(presence, changed, self.lag);
        }
        let mut of = self.of.clone();
        people.iter().for_each(|&p| of[p as usize] = NONE);
        for (source, number) in changed.iter().zip(self.stock.people.len() as u32..) {
            of[source.person as usize] = number;
        }
        Self {
            stock: self.stock.clone(),
            changed: Some(Arc::new(Stock::new(presence, changed, self.lag))),
            of,
            lag: self.lag,
        }
    }

    /// The sources in the order of their numbers; those that have changed since are passed over.
    pub fn people(&self) -> impl Iterator<Item = &Source> {
        let all = self.stock.people.iter();
        let all = all
            .chain(self.changed.iter().flat_map(|c| &c.people))
            .zip(0..);
        all.filter(|(source, number)| self.of[source.person as usize] == *number)
            .map(|(source, _)| source)
    }

    /// A source by number.
    #[must_use]
    pub fn source(&self, number: u32) -> &Source {
        let (number, stock) = (number as usize, &self.stock.people);
        match &self.changed {
            Some(changed) if number >= stock.len() => &changed.people[number - stock.len()],
            _ => &stock[number],
        }
    }

    /// One more than the highest number.
    #[must_use]
    pub fn len(&self) -> usize {
        self.stock.people.len() + self.changed.as_ref().map_or(0, |c| c.people.len())
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of a person among the sources.
    #[must_use]
    pub fn number(&self, person: PersonIx) -> Option<u32> {
        Some(self.of[person as usize]).filter(|&n| n != NONE)
    }

    /// The stocks, with what is to be added to their numbers.
    fn stocks(&self) -> impl Iterator<Item = (&Stock, u32)> {
        let first = self.stock.people.len() as u32;
        let changed = self.changed.iter().map(move |c| (&**c, first));
        [(&*self.stock, 0)].into_iter().chain(changed)
    }

    /// Everybody who may share an overlap with a source, by index: who was at a place while one was active there, met
    /// one or lives with one; not all of them once it is cancelled. Cost follows the visits to the sources' places, not the pairs.
    #[must_use]
    pub fn touched(&self, presence: &Presence, cancel: &Cancel) -> Vec<PersonIx> {
        if self.is_empty() {
            return Vec::new();
        }
        let flags: Vec<AtomicBool> = (0..presence.people())
            .map(|_| AtomicBool::new(false))
            .collect();
        let flag = |person: PersonIx| {
            let flag = &flags[person as usize];
            if !flag.load(Ordering::Relaxed) {
                flag.store(true, Ordering::Relaxed);
            }
        };
        let places: Vec<PlaceIx> = self.places(presence).collect();
        places.par_chunks(BATCH).for_each(|some| {
            let mut when = Vec::new();
            for &place in some.iter().filter(|_| !cancel.is_cancelled()) {
                self.when(presence, place, &mut when);
                sweep(presence, place, &when, &flag);
            }
        });
        self.met_elsewhere(presence).into_iter().for_each(flag);
        let flags = flags.into_iter().map(AtomicBool::into_inner).zip(0..);
        flags.filter(|f| f.0).map(|f| f.1).collect()
    }

    /// Places where a source was.
    pub(super) fn places(&self, presence: &Presence) -> impl Iterator<Item = PlaceIx> + '_ {
        (0..presence.place_count() as PlaceIx).filter(|&p| {
            self.stocks()
                .any(|(stock, _)| !stock.segments(p).is_empty())
        })
    }

    /// Everybody who met a source or lives with one; sorted, sources themselves included.
    pub(super) fn met_elsewhere(&self, presence: &Presence) -> Vec<PersonIx> {
        let mut out = Vec::new();
        for source in self.people() {
            let met = presence.encounters_of(source.person).iter();
            out.extend(met.map(|&ix| presence.partner(ix, source.person)));
            let homes = presence.nights.of(source.person).iter();
            out.extend(homes.flat_map(|&h| &presence.nights.members[h as usize]));
        }
        out.par_sort_unstable();
        out.dedup();
        out
    }

    /// Who was at a place from when to when, with the air that lingers.
    pub(super) fn stays_at(
        &self,
        presence: &Presence,
        place: PlaceIx,
    ) -> Vec<(PersonIx, u32, u32)> {
        let linger = u32::try_from(presence.linger(place, self.lag)).unwrap_or(u32::MAX);
        let mut out = Vec::new();
        for (stock, first) in self.stocks() {
            for stand in stock.stands(place) {
                let number = first + (stand.who >> GRADE_BITS);
                let person = self.source(number).person;
                if self.of[person as usize] == number {
                    out.push((person, stand.start, stand.end.saturating_add(linger)));
                }
            }
        }
        out
    }

    /// When any source was at a place, with the air that lingers: a set.
    fn when(&self, presence: &Presence, place: PlaceIx, out: &mut Vec<Span>) {
        let linger = presence.linger(place, self.lag);
        out.clear();
        for (stock, _) in self.stocks() {
            let stands = stock.stands(place).iter();
            let air = |s: &Stand| Span::new(s.start.into(), Seconds::from(s.end) + linger);
            out.extend(stands.map(air));
        }
        crate::model::time::unite(out);
    }

    /// Lists the overlaps of some people with all sources: `O(u, v | A)` of tracing.md section 3 for all u at once, piece
    /// by piece. `other` of a piece is the source's number here; the visits themselves are not told. Cost follows the
    /// people's visits and the sources that were there.
    ///
    /// The visits of all are taken place by place and in the order of their starts, so that the sources' stays are walked
    /// along once for many.
    pub fn meet(&self, presence: &Presence, people: &[PersonIx], round: &mut Round) {
        round.entries.clear();
        round.found.clear();
        for (&person, number) in people.iter().zip(0..) {
            let journey = presence.journey(person);
            let visited = |place| {
                self.stocks()
                    .any(|(stock, _)| !stock.segments(place).is_empty())
            };
            round.entries.extend(
                (0..journey.place.len())
                    .filter(|&i| visited(journey.place[i]))
                    .map(|i| Arrival {
                        place: journey.place[i],
                        start: journey.start[i],
                        end: journey.end[i],
                        person: with_grade(number, journey.grade[i]),
                    }),
            );
        }
        if people.len() > 1 {
            by_place_and_start(
                &mut round.entries,
                &mut round.scratch,
                presence.place_count(),
            );
        }
        for at_place in round.entries.chunk_by(|a, b| a.place == b.place) {
            for (stock, first) in self.stocks() {
                self.meet_at(presence, people, (stock, first), at_place, &mut round.found);
            }
        }
        for (&person, number) in people.iter().zip(0..) {
            let from = round.found.len();
            self.meet_elsewhere(presence, person, &mut round.found);
            round.found[from..].iter_mut().for_each(|p| p.mine = number);
        }
        collect(people.len(), round);
    }

    /// The overlaps at one place with entries by start; those of a single person are by start as well.
    fn meet_at(
        &self,
        presence: &Presence,
        people: &[PersonIx],
        (stock, first): (&Stock, u32),
        entries: &[Arrival],
        out: &mut Vec<Piece>,
    ) {
        let place = entries[0].place;
        let linger = u32::try_from(presence.linger(place, self.lag)).unwrap_or(u32::MAX);
        let segments = stock.segments(place);
        let facts = presence.facts(place);
        // Where some have changed, what stands in the stock of them counts no more.
        let outdated = |source: u32| {
            self.changed.is_some() && self.of[self.source(source).person as usize] != source
        };
        for pair in stock.segments[segments.start..=segments.end].windows(2) {
            let stands = &stock.stands[pair[0].from as usize..pair[1].from as usize];
            let mut from = 0;
            for entry in entries {
                let gone = entry.start.saturating_sub(pair[0].reach);
                from += leading(&stands[from..], |s| s.start <= gone);
                if from == stands.len() {
                    break;
                }
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
                    let source = first + (stand.who >> GRADE_BITS);
                    if source == own || outdated(source) {
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
                        closeness: facts.closeness,
                        open_air: !facts.closed_air,
                    });
                }
            }
        }
    }

    /// The overlaps in encounters and households' nights.
    pub(super) fn meet_elsewhere(
        &self,
        presence: &Presence,
        person: PersonIx,
        out: &mut Vec<Piece>,
    ) {
        for &ix in presence.encounters_of(person) {
            if let Some(number) = self.number(presence.partner(ix, person)) {
                presence.meeting(ix, number, &self.source(number).active, out);
            }
        }
        for &home in presence.nights.of(person) {
            for &mate in &presence.nights.members[home as usize] {
                if mate == person {
                    continue;
                }
                if let Some(number) = self.number(mate) {
                    let active = &self.source(number).active;
                    presence.shared_nights(home, number, active, self.lag, out);
                }
            }
        }
    }
}

/// How many at the head of a slice are so, where none behind them is: near ones are found in few steps.
fn leading<T>(sorted: &[T], so: impl Fn(&T) -> bool) -> usize {
    let mut reach = 1;
    while reach <= sorted.len() && so(&sorted[reach - 1]) {
        reach *= 2;
    }
    let (known, end) = (reach / 2, reach.min(sorted.len()));
    known + sorted[known..end].partition_point(so)
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

/// Calls `found` with each stay of a source.
fn stays_of(presence: &Presence, source: &Source, number: u32, mut found: impl FnMut(Stay)) {
    let journey = presence.journey(source.person);
    for (i, &place) in journey.place.iter().enumerate() {
        let visit = Span::new(journey.start[i].into(), journey.end[i].into());
        within(visit, &source.active).for_each(|stay| {
            found(Stay {
                place,
                class: (u32::BITS - (stay.seconds() as u32 / 3_600).leading_zeros()) as u8,
                start: stay.start as u32,
                end: stay.end as u32,
                who: with_grade(number, journey.grade[i]),
            });
        });
    }
}

/// By place, class and start; what is equal in these stays as it was.
fn sort(stays: &mut Vec<Stay>) {
    let kind = |s: &Stay| (s.place, s.class, s.start);
    if stays.len() < FEW {
        stays.sort_by_key(kind);
        return;
    }
    let starts = stays.iter().map(|s| s.start);
    let (low, high) = (starts.clone().min().unwrap_or(0), starts.max().unwrap_or(0));
    let first = stays.iter().map(|s| s.place).min().unwrap_or(0);
    let last = stays.iter().map(|s| s.place).max().unwrap_or(0);
    let mut scratch = Vec::new();
    digits(stays, &mut scratch, high - low, |s| s.start - low);
    // Eighteen classes are all that 32 bits of seconds have.
    digits(stays, &mut scratch, 31, |s| s.class.into());
    digits(stays, &mut scratch, last - first, |s| s.place - first);
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
