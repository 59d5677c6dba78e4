//! Everybody's visits in order: columns by person, in shards of neighbouring people.

use super::venues::Arrival;
use crate::model::time::Span;
use crate::model::{Grade, PersonIx, PlaceIx, RowIx, Visit};

/// A visit's index: by person, then place and start.
pub type VisitIx = u32;

/// How data is cut into pieces that one task works on and one cache holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// People of a shard, as a power of two.
    pub people: u32,
    /// Places of a shard, as a power of two.
    pub places: u32,
    /// Visits of one place that share a bound on their ends.
    pub block: usize,
}

impl Layout {
    /// At most 256 shards of either kind; of people more where a shard would have over 65,536.
    #[must_use]
    pub fn of(people: usize, places: usize) -> Self {
        let shift = |count: usize| count.div_ceil(256).next_power_of_two().trailing_zeros();
        Self {
            people: shift(people).min(u16::BITS),
            places: shift(places),
            block: 64,
        }
    }

    /// As many shards and blocks as can be, so that small data crosses every border.
    #[must_use]
    pub const fn small() -> Self {
        Self {
            people: 0,
            places: 0,
            block: 2,
        }
    }
}

/// The visits of some neighbouring people by person, place, start, end; instants are seconds since 1970.
#[derive(Debug, Clone, Default)]
pub(super) struct Shard {
    /// By person: its first visit; one more at the end.
    of_person: Vec<u32>,
    place: Vec<PlaceIx>,
    start: Vec<u32>,
    end: Vec<u32>,
    grade: Vec<Grade>,
    row: Vec<RowIx>,
    /// Where the end stands on a row of its own: which visit, which row.
    out_row: Vec<(u32, RowIx)>,
    /// First start to last end.
    pub range: Option<Span>,
}

impl Shard {
    pub fn with_capacity(people: usize, visits: usize) -> Self {
        let mut of_person = Vec::with_capacity(people + 1);
        of_person.push(0);
        Self {
            of_person,
            place: Vec::with_capacity(visits),
            start: Vec::with_capacity(visits),
            end: Vec::with_capacity(visits),
            grade: Vec::with_capacity(visits),
            row: Vec::with_capacity(visits),
            out_row: Vec::new(),
            range: None,
        }
    }

    /// Adds the next person's visits.
    pub fn push(&mut self, visits: &[Visit]) {
        for visit in visits {
            if visit.out_row != visit.row {
                self.out_row.push((self.place.len() as u32, visit.out_row));
            }
            self.place.push(visit.place);
            self.start.push(visit.start as u32);
            self.end.push(visit.end as u32);
            self.grade.push(visit.grade);
            self.row.push(visit.row);
            let range = self.range.get_or_insert(visit.span());
            range.start = range.start.min(visit.start);
            range.end = range.end.max(visit.end);
        }
        self.of_person.push(self.place.len() as u32);
    }

    fn out_row(&self, i: usize) -> RowIx {
        self.out_row
            .binary_search_by_key(&(i as u32), |o| o.0)
            .map_or(self.row[i], |at| self.out_row[at].1)
    }
}

/// The visits of everybody. Bytes a visit: place 4, start 4, end 4, grade 1, row 4: 17, and 8 more for an end that
/// stands on a row of its own.
#[derive(Debug, Clone, Default)]
pub struct Journeys {
    shift: u32,
    people: usize,
    shards: Vec<Shard>,
    /// By shard: the index of its first visit; one more at the end.
    base: Vec<VisitIx>,
}

/// One person's visits by place and start; columns of equal length.
#[derive(Debug, Clone, Copy)]
pub struct Journey<'j> {
    /// The index of the first visit.
    pub first: VisitIx,
    /// Where.
    pub place: &'j [PlaceIx],
    /// First instants.
    pub start: &'j [u32],
    /// First instants after.
    pub end: &'j [u32],
    /// How well that is known.
    pub grade: &'j [Grade],
}

impl Journey<'_> {
    /// The visits to a place, as a range of the columns.
    #[must_use]
    pub fn at(&self, place: PlaceIx) -> std::ops::Range<usize> {
        let from = self.place.partition_point(|&p| p < place);
        from..from + self.place[from..].partition_point(|&p| p == place)
    }
}

impl Journeys {
    pub(super) fn new(people: usize, shift: u32, shards: Vec<Shard>) -> Self {
        let mut base = vec![0];
        for shard in &shards {
            base.push(base[base.len() - 1] + shard.place.len() as VisitIx);
        }
        Self {
            shift,
            people,
            shards,
            base,
        }
    }

    /// How many visits there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.base.last().map_or(0, |&n| n as usize)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many people there are.
    #[must_use]
    pub const fn people(&self) -> usize {
        self.people
    }

    /// First start to last end.
    #[must_use]
    pub fn range(&self) -> Option<Span> {
        let all = || self.shards.iter().filter_map(|s| s.range);
        Some(Span::new(
            all().map(|s| s.start).min()?,
            all().map(|s| s.end).max()?,
        ))
    }

    fn shard(&self, person: PersonIx) -> (usize, usize) {
        let shard = (person >> self.shift) as usize;
        (shard, person as usize - (shard << self.shift))
    }

    /// A person's visits.
    #[must_use]
    pub fn of(&self, person: PersonIx) -> Journey<'_> {
        let (number, local) = self.shard(person);
        let shard = &self.shards[number];
        let range = shard.of_person[local] as usize..shard.of_person[local + 1] as usize;
        Journey {
            first: self.base[number] + range.start as VisitIx,
            place: &shard.place[range.clone()],
            start: &shard.start[range.clone()],
            end: &shard.end[range.clone()],
            grade: &shard.grade[range],
        }
    }

    /// A visit.
    #[must_use]
    pub fn visit(&self, ix: VisitIx) -> Visit {
        let number = self.base.partition_point(|&b| b <= ix) - 1;
        let shard = &self.shards[number];
        let i = ix - self.base[number];
        let local = shard.of_person.partition_point(|&f| f <= i) - 1;
        self.read(number, i as usize, local)
    }

    fn read(&self, number: usize, i: usize, local: usize) -> Visit {
        let shard = &self.shards[number];
        Visit {
            person: ((number << self.shift) + local) as PersonIx,
            place: shard.place[i],
            start: shard.start[i].into(),
            end: shard.end[i].into(),
            grade: shard.grade[i],
            row: shard.row[i],
            out_row: shard.out_row(i),
        }
    }

    /// How many shards there are.
    #[must_use]
    pub fn shard_count(&self) -> usize {
        self.shards.len()
    }

    /// The visits of one shard of people by shard of places, of some shards.
    pub(super) fn arrivals(
        &self,
        number: usize,
        places: std::ops::Range<usize>,
        shift: u32,
    ) -> Vec<Vec<Arrival>> {
        let shard = &self.shards[number];
        let slot = |place: PlaceIx| ((place >> shift) as usize).wrapping_sub(places.start);
        let mut counts = vec![0usize; places.len()];
        for &place in &shard.place {
            if let Some(count) = counts.get_mut(slot(place)) {
                *count += 1;
            }
        }
        let mut out: Vec<Vec<Arrival>> = counts.into_iter().map(Vec::with_capacity).collect();
        let first = (number << self.shift) as PersonIx;
        for (of, person) in shard.of_person.windows(2).zip(first..) {
            for i in of[0] as usize..of[1] as usize {
                if let Some(arrivals) = out.get_mut(slot(shard.place[i])) {
                    arrivals.push(Arrival {
                        place: shard.place[i],
                        start: shard.start[i],
                        end: shard.end[i],
                        person,
                    });
                }
            }
        }
        out
    }

    /// The visits of one shard, in order.
    pub fn shard_visits(&self, number: usize) -> impl Iterator<Item = Visit> + '_ {
        let shard = &self.shards[number];
        shard
            .of_person
            .windows(2)
            .enumerate()
            .flat_map(move |(local, of)| (of[0]..of[1]).map(move |i| (local, i as usize)))
            .map(move |(local, i)| self.read(number, i, local))
    }

    /// All visits, in order.
    pub fn iter(&self) -> impl Iterator<Item = Visit> + '_ {
        (0..self.shards.len()).flat_map(|number| self.shard_visits(number))
    }
}
