//! Who was where: visits by person and by place, encounters, nights.

use std::sync::Arc;

use super::households::Nights;
use super::journeys::{Journey, Journeys, Layout, VisitIx};
use super::settle::Settled;
use super::venues::{Guests, Venues};
use crate::job::{Cancel, Cancelled, Progress};
use crate::model::time::{Seconds, Span, Zone};
use crate::model::{
    Air, Categories, Closeness, Encounter, Household, PersonIx, PlaceIx, PlaceRegister, Visit,
};

/// The index over all visits, encounters and households of a run.
///
/// Each visit stands in it twice: once in its person's journey (17 bytes), once among its place's guests (12.1
/// bytes); 29 bytes in all. A person takes 8 bytes more, a place 16.
#[derive(Debug, Clone)]
pub struct Presence {
    journeys: Arc<Journeys>,
    venues: Arc<Venues>,
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
    /// How places are put into shards.
    pub layout: Layout,
}

impl Presence {
    /// Builds the index of settled visits and encounters. Progress advances by visits.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn build(
        settled: Settled,
        ground: Ground<'_>,
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<Self, Cancelled> {
        let Ground {
            places,
            categories,
            households,
            include_weak,
            zone,
            layout,
        } = ground;
        let people = settled.journeys.people();
        let range = range(settled.journeys.range(), &settled.encounters);
        let mut encounters = settled.encounters;
        encounters.retain(|e| include_weak || !e.weak);
        let ends = encounters.iter().flat_map(|e| [e.a, e.b]);
        let (encounters_of, twice) = by_person(people, ends);
        let mut spots: Vec<SpotFacts> = (0..places.len() as PlaceIx)
            .map(|p| SpotFacts {
                closed_air: places.air(p, categories) == Air::Closed,
                closeness: places.closeness(p, categories),
                dwell: Seconds::from(places.dwell_minutes(p, categories)) * 60,
            })
            .collect();
        spots.extend(households.iter().map(|_| NIGHT));
        let venues = Venues::new(places.len(), layout, &settled.journeys, progress, cancel)?;
        Ok(Self {
            venues: Arc::new(venues),
            journeys: Arc::new(settled.journeys),
            encounters_of,
            meetings: twice.into_iter().map(|half| half / 2).collect(),
            encounters,
            nights: Nights::new(people, households, range, zone),
            range,
            spots,
        })
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
        self.journeys.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.journeys.is_empty()
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
        self.journeys.people()
    }

    /// All visits by person.
    #[must_use]
    pub fn journeys(&self) -> &Journeys {
        &self.journeys
    }

    /// A person's visits, by place and start.
    #[must_use]
    pub fn journey(&self, person: PersonIx) -> Journey<'_> {
        self.journeys.of(person)
    }

    /// A visit.
    #[must_use]
    pub fn visit(&self, ix: VisitIx) -> Visit {
        self.journeys.visit(ix)
    }

    /// `[start, end)` of a visit.
    #[must_use]
    pub fn span(&self, ix: VisitIx) -> Span {
        self.visit(ix).span()
    }

    /// How many visits a place had.
    #[must_use]
    pub fn visits_at(&self, place: PlaceIx) -> usize {
        self.guests(place).person.len()
    }

    /// The indices of a person's visits, by place and start.
    #[must_use]
    pub fn visits_of(&self, person: PersonIx) -> std::ops::Range<VisitIx> {
        let journey = self.journey(person);
        journey.first..journey.first + journey.place.len() as VisitIx
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

    /// Whose visits to a place share an instant with a span, with their starts and ends, in the order of starts.
    pub fn at_place(&self, place: PlaceIx, span: Span, found: impl FnMut(PersonIx, u32, u32)) {
        self.venues.during(place, span, found);
    }

    pub(super) fn guests(&self, place: PlaceIx) -> Guests<'_> {
        self.venues.at(place)
    }
}

/// First start to last end of visits and encounters.
fn range(visits: Option<Span>, encounters: &[Encounter]) -> Option<Span> {
    let all = || {
        let met = encounters.iter().map(|e| Span::new(e.start, e.end));
        visits.into_iter().chain(met)
    };
    Some(Span::new(
        all().map(|s| s.start).min()?,
        all().map(|s| s.end).max()?,
    ))
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
