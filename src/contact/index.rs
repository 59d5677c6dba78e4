//! Who was where: visits in columns, by place and by person.

use rayon::prelude::*;

use super::households::Nights;
use crate::model::time::{Seconds, Span, Zone};
use crate::model::{
    Air, Categories, Closeness, Encounter, Grade, Household, PersonIx, PlaceIx, PlaceRegister,
    RowIx, Visit,
};

/// A visit's index in [`Presence`]: by place, then start.
pub type VisitIx = u32;

/// Visits of one place that share a bound on their ends, so that a search can pass over those that ended before.
const BLOCK: usize = 64;

/// The index over all visits, encounters and households of a run.
///
/// Columns of equal length, sorted by place, start, end, person; instants are seconds since 1970 in 32 bits.
#[derive(Debug, Clone)]
pub struct Presence {
    pub(super) person: Vec<PersonIx>,
    pub(super) place: Vec<PlaceIx>,
    pub(super) start: Vec<u32>,
    pub(super) end: Vec<u32>,
    pub(super) grade: Vec<Grade>,
    rows: Vec<(RowIx, RowIx)>,
    /// By place: its first visit; one more at the end.
    of_place: Vec<u32>,
    /// Latest end of each block of [`BLOCK`] visits, whatever their place.
    block_end: Vec<u32>,
    /// Latest end of a place's visits up to each one: where a search of the place may start.
    latest_end: Vec<u32>,
    /// By person: the first of its entries in `visits_of`.
    of_person: Vec<u32>,
    visits_of: Vec<VisitIx>,
    pub(super) encounters: Vec<Encounter>,
    encounters_of: Vec<u32>,
    meetings: Vec<u32>,
    /// The nights that households share.
    pub(super) nights: Nights,
    /// First start to last end of visits and encounters, weak ones included.
    range: Option<Span>,
    pub(super) spots: Vec<SpotFacts>,
}

/// What sharing a spot means in this run.
#[derive(Debug, Clone, Copy)]
pub(super) struct SpotFacts {
    pub closed_air: bool,
    pub closeness: Closeness,
    pub dwell: Seconds,
}

/// A household's night: a close, closed place (tracing.md section 1).
const NIGHT: SpotFacts = SpotFacts {
    closed_air: true,
    closeness: Closeness::Close,
    dwell: crate::model::time::DAY,
};

/// What visits stand on.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'g> {
    /// How many people there are.
    pub people: usize,
    /// The places.
    pub places: &'g PlaceRegister,
    /// The dwell table.
    pub categories: &'g Categories,
    /// Households whose nights are shared; none where the run does not want them.
    pub households: &'g [Household],
    /// Encounters below the sensor's threshold count too.
    pub include_weak: bool,
    /// The zone of the nights.
    pub zone: Zone,
}

impl Presence {
    /// Builds the index of settled visits and encounters.
    #[must_use]
    pub fn build(mut visits: Vec<Visit>, encounters: Vec<Encounter>, ground: Ground<'_>) -> Self {
        let Ground {
            people,
            places,
            categories,
            households,
            include_weak,
            zone,
        } = ground;
        let range = range(&visits, &encounters);
        let encounters: Vec<Encounter> = encounters
            .into_iter()
            .filter(|e| include_weak || !e.weak)
            .collect();
        visits.par_sort_unstable_by_key(|v| (v.place, v.start, v.end, v.person, v.grade, v.row));
        let of_place = offsets(places.len(), visits.iter().map(|v| v.place as usize));
        let (of_person, visits_of) = by_person(people, visits.iter().map(|v| v.person));
        let ends = encounters.iter().flat_map(|e| [e.a, e.b]);
        let (encounters_of, twice) = by_person(people, ends);
        let end: Vec<u32> = visits.iter().map(|v| v.end as u32).collect();
        let mut spots: Vec<SpotFacts> = (0..places.len() as PlaceIx)
            .map(|p| SpotFacts {
                closed_air: places.air(p, categories) == Air::Closed,
                closeness: places.closeness(p, categories),
                dwell: Seconds::from(places.dwell_minutes(p, categories)) * 60,
            })
            .collect();
        spots.extend(households.iter().map(|_| NIGHT));
        Self {
            person: visits.iter().map(|v| v.person).collect(),
            place: visits.iter().map(|v| v.place).collect(),
            start: visits.iter().map(|v| v.start as u32).collect(),
            latest_end: latest_ends(&of_place, &end),
            block_end: end
                .chunks(BLOCK)
                .map(|b| b.iter().copied().max().unwrap_or(0))
                .collect(),
            end,
            grade: visits.iter().map(|v| v.grade).collect(),
            rows: visits.iter().map(|v| (v.row, v.out_row)).collect(),
            of_place,
            of_person,
            visits_of,
            encounters,
            encounters_of,
            meetings: twice.into_iter().map(|half| half / 2).collect(),
            nights: Nights::new(people, households, range, zone),
            range,
            spots,
        }
    }

    /// The same visits and encounters with the nights of other households.
    #[must_use]
    pub fn with_households(&self, households: &[Household], zone: Zone) -> Self {
        let mut other = self.clone();
        other.spots.truncate(self.place_count());
        other.spots.extend(households.iter().map(|_| NIGHT));
        other.nights = Nights::new(self.people(), households, self.range, zone);
        other
    }

    /// First start to last end of visits and encounters; `None` where there are none.
    #[must_use]
    pub const fn range(&self) -> Option<Span> {
        self.range
    }

    /// How many visits there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.person.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.person.is_empty()
    }

    /// Whether a person has a visit or an encounter.
    #[must_use]
    pub fn seen(&self, person: PersonIx) -> bool {
        !self.visits_of(person).is_empty() || !self.encounters_of(person).is_empty()
    }

    /// How many encounters count in this run.
    #[must_use]
    pub fn encounter_count(&self) -> usize {
        self.encounters.len()
    }

    /// How many people there are.
    #[must_use]
    pub fn people(&self) -> usize {
        self.of_person.len() - 1
    }

    /// A visit.
    #[must_use]
    pub fn visit(&self, ix: VisitIx) -> Visit {
        let i = ix as usize;
        Visit {
            person: self.person[i],
            place: self.place[i],
            start: self.start[i].into(),
            end: self.end[i].into(),
            grade: self.grade[i],
            row: self.rows[i].0,
            out_row: self.rows[i].1,
        }
    }

    /// `[start, end)` of a visit.
    #[must_use]
    pub fn span(&self, ix: VisitIx) -> Span {
        Span::new(self.start[ix as usize].into(), self.end[ix as usize].into())
    }

    /// A place's visits, by start.
    #[must_use]
    pub fn visits_at(&self, place: PlaceIx) -> std::ops::Range<VisitIx> {
        self.of_place[place as usize]..self.of_place[place as usize + 1]
    }

    /// A person's visits, by place and start.
    #[must_use]
    pub fn visits_of(&self, person: PersonIx) -> &[VisitIx] {
        &self.visits_of
            [self.of_person[person as usize] as usize..self.of_person[person as usize + 1] as usize]
    }

    /// A person's encounters, as indices.
    #[must_use]
    pub fn encounters_of(&self, person: PersonIx) -> &[u32] {
        let i = person as usize;
        &self.meetings[self.encounters_of[i] as usize..self.encounters_of[i + 1] as usize]
    }

    /// An encounter.
    #[must_use]
    pub fn encounter(&self, ix: u32) -> Encounter {
        self.encounters[ix as usize]
    }

    /// Calls `found` for each visit to `place` that shares an instant with `span`, in the order of their starts.
    pub(super) fn at_place(&self, place: PlaceIx, span: Span, mut found: impl FnMut(usize)) {
        let first = self.of_place[place as usize] as usize;
        let last = self.of_place[place as usize + 1] as usize;
        let starts = &self.start[first..last];
        let stop = first + starts.partition_point(|&s| Seconds::from(s) < span.end);
        let gone = |end: &u32| Seconds::from(*end) <= span.start;
        let mut i = first + self.latest_end[first..last].partition_point(gone);
        while i < stop {
            let block = i / BLOCK;
            let next = ((block + 1) * BLOCK).min(stop);
            if Seconds::from(self.block_end[block]) > span.start {
                (i..next)
                    .filter(|&v| Seconds::from(self.end[v]) > span.start)
                    .for_each(&mut found);
            }
            i = next;
        }
    }
}

/// First start to last end of visits and encounters.
fn range(visits: &[Visit], encounters: &[Encounter]) -> Option<Span> {
    let all = || {
        visits
            .iter()
            .map(Visit::span)
            .chain(encounters.iter().map(|e| Span::new(e.start, e.end)))
    };
    Some(Span::new(
        all().map(|s| s.start).min()?,
        all().map(|s| s.end).max()?,
    ))
}

/// For each visit the latest end of its place's visits up to it.
fn latest_ends(of_place: &[u32], end: &[u32]) -> Vec<u32> {
    let mut latest = end.to_vec();
    for bounds in of_place.windows(2) {
        let of_one = &mut latest[bounds[0] as usize..bounds[1] as usize];
        for i in 1..of_one.len() {
            of_one[i] = of_one[i].max(of_one[i - 1]);
        }
    }
    latest
}

/// Where each of `count` groups starts in a sorted column, and the column's end.
fn offsets(count: usize, sorted: impl Iterator<Item = usize>) -> Vec<u32> {
    let mut offsets = vec![0u32; count + 1];
    sorted.for_each(|group| offsets[group + 1] += 1);
    for i in 0..count {
        offsets[i + 1] += offsets[i];
    }
    offsets
}

/// The positions of each person in a column: offsets and positions, by counting.
fn by_person(
    people: usize,
    column: impl Iterator<Item = PersonIx> + Clone,
) -> (Vec<u32>, Vec<u32>) {
    let offsets = offsets(people, column.clone().map(|p| p as usize));
    let mut next = offsets.clone();
    let mut positions = vec![0u32; offsets[people] as usize];
    for (position, person) in column.enumerate() {
        let slot = &mut next[person as usize];
        positions[*slot as usize] = position as u32;
        *slot += 1;
    }
    (offsets, positions)
}
