//! Overlaps: who shared a place, an encounter or a household's night with a source while it was active.

use super::index::{Presence, SpotFacts};
use crate::model::time::{Seconds, Span};
use crate::model::{Closeness, Grade, PersonIx, PlaceIx};

/// Where an overlap happened: a place's index, after the places a household's, or [`NO_SPOT`].
pub type Spot = u32;
/// An encounter has no place.
pub const NO_SPOT: Spot = Spot::MAX;

/// One overlap of a source with another person, never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Piece {
    /// The other person.
    pub other: PersonIx,
    /// First instant, seconds since 1970.
    pub start: u32,
    /// First instant after.
    pub end: u32,
    /// Where.
    pub spot: Spot,
    /// The worse grade of the two records.
    pub grade: Grade,
    /// Both were there at one time; else the other came into air that the source had left.
    pub direct: bool,
    /// The source's visit, the encounter or, for a shared night, the household.
    pub mine: u32,
    /// The other's visit; `u32::MAX` where there is none.
    pub theirs: u32,
    /// How near people are taken to be there.
    pub closeness: Closeness,
    /// In the open: no air is shared after its source.
    pub open_air: bool,
}

const _: () = assert!(
    std::mem::size_of::<Piece>() == 28,
    "they come by the million"
);

impl Piece {
    /// `[start, end)`.
    #[must_use]
    pub fn span(&self) -> Span {
        Span::new(self.start.into(), self.end.into())
    }
}

impl Presence {
    /// Facts of a spot: whether its air is closed, how close people are there, its dwell in seconds. An encounter
    /// is close and has neither air nor dwell.
    pub(super) fn facts(&self, spot: Spot) -> SpotFacts {
        const MEETING: SpotFacts = SpotFacts {
            closed_air: true,
            closeness: Closeness::Close,
            dwell: Seconds::MAX,
        };
        self.spots.get(spot as usize).copied().unwrap_or(MEETING)
    }

    /// The number of places; spots from there on are households.
    #[must_use]
    pub fn place_count(&self) -> usize {
        self.spots.len() - self.nights.members.len()
    }

    /// Appends the overlaps of `source` with `other` while the source is active: `O(u, v | A)` of tracing.md section 3,
    /// piece by piece. `lag` in seconds extends the source's stays where air is closed. Cost follows the visits of the
    /// two.
    pub fn pieces_with(
        &self,
        source: PersonIx,
        other: PersonIx,
        active: &[Span],
        lag: Seconds,
        out: &mut Vec<Piece>,
    ) {
        if source == other {
            return;
        }
        let (mine, theirs) = (self.journey(source), self.journey(other));
        let mut at_place = (u32::MAX, 0..0);
        for (i, &place) in mine.place.iter().enumerate() {
            if at_place.0 != place {
                at_place = (place, theirs.at(place));
            }
            let linger = self.linger(place, lag);
            let facts = self.facts(place);
            let visit = Span::new(mine.start[i].into(), mine.end[i].into());
            for j in at_place.1.clone() {
                let there = Span::new(theirs.start[j].into(), theirs.end[j].into());
                for stay in within(visit, active) {
                    let shared = there.and(Span::new(stay.start, stay.end + linger));
                    if shared.is_empty() {
                        continue;
                    }
                    out.push(Piece {
                        other,
                        start: shared.start as u32,
                        end: shared.end as u32,
                        spot: place,
                        grade: theirs.grade[j].max(mine.grade[i]),
                        direct: !there.and(stay).is_empty(),
                        mine: mine.first + i as u32,
                        theirs: theirs.first + j as u32,
                        closeness: facts.closeness,
                        open_air: !facts.closed_air,
                    });
                }
            }
        }
        let met = self.encounters_of(source).iter().copied();
        for ix in met.filter(|&ix| self.partner(ix, source) == other) {
            self.meeting(ix, other, active, out);
        }
        let homes = self.nights.of(source).iter().copied();
        for home in homes.filter(|h| self.nights.of(other).contains(h)) {
            self.shared_nights(home, other, active, lag, out);
        }
    }

    /// How long the air of a place stays infectious after its source, in seconds.
    pub(super) fn linger(&self, place: PlaceIx, lag: Seconds) -> Seconds {
        if self.spots[place as usize].closed_air {
            lag
        } else {
            0
        }
    }

    /// Everybody who was at one place with `person` in some spans, or came `lag` seconds later, met or lived with it:
    /// whoever may share an overlap. Sorted, without `person`.
    #[must_use]
    pub fn near(&self, person: PersonIx, spans: &[Span], lag: Seconds) -> Vec<PersonIx> {
        let mut out = Vec::new();
        let journey = self.journey(person);
        for (i, &place) in journey.place.iter().enumerate() {
            let visit = Span::new(journey.start[i].into(), journey.end[i].into());
            for stay in within(visit, spans) {
                let air = Span::new(stay.start, stay.end + self.linger(place, lag));
                self.at_place(place, air, |other, _, _| out.push(other));
            }
        }
        let met = self.encounters_of(person).iter();
        out.extend(met.map(|&ix| self.partner(ix, person)));
        let homes = self.nights.of(person).iter();
        out.extend(homes.flat_map(|&h| self.nights.members[h as usize].iter().copied()));
        out.sort_unstable();
        out.dedup();
        out.retain(|&other| other != person);
        out
    }

    /// A visit of `person`, and who else was at the place at most `within` seconds before or after, and when.
    #[must_use]
    pub fn near_in_time(&self, person: PersonIx, within: Seconds) -> Vec<(u32, PersonIx, Span)> {
        let mut out = Vec::new();
        let journey = self.journey(person);
        for (i, &place) in journey.place.iter().enumerate() {
            let (start, end) = (
                Seconds::from(journey.start[i]),
                Seconds::from(journey.end[i]),
            );
            let mine = journey.first + i as u32;
            let around = Span::new(start - within, end + within);
            self.at_place(place, around, |other, start, end| {
                if other != person {
                    out.push((mine, other, Span::new(start.into(), end.into())));
                }
            });
        }
        out
    }

    /// The other of an encounter.
    pub(super) fn partner(&self, ix: u32, person: PersonIx) -> PersonIx {
        let e = &self.encounters[ix as usize];
        if e.a == person { e.b } else { e.a }
    }

    /// The pieces of one encounter.
    pub(super) fn meeting(&self, ix: u32, other: u32, active: &[Span], out: &mut Vec<Piece>) {
        let e = &self.encounters[ix as usize];
        let shared = within(Span::new(e.start, e.end), active);
        out.extend(shared.map(|s| Piece {
            other,
            start: s.start as u32,
            end: s.end as u32,
            spot: NO_SPOT,
            grade: e.grade(),
            direct: true,
            mine: ix,
            theirs: u32::MAX,
            closeness: Closeness::Close,
            open_air: false,
        }));
    }

    /// The pieces of a household's nights with a member who is active.
    pub(super) fn shared_nights(
        &self,
        household: u32,
        other: u32,
        active: &[Span],
        lag: Seconds,
        out: &mut Vec<Piece>,
    ) {
        let spot = self.place_count() as Spot + household;
        for span in active {
            for home in self.nights.within(*span).map(|night| night.and(*span)) {
                // With a lag beyond the day, a night's air reaches into the next.
                let air = Span::new(home.start, home.end + lag);
                for there in self.nights.within(air).map(|night| night.and(air)) {
                    out.push(Piece {
                        other,
                        start: there.start as u32,
                        end: there.end as u32,
                        spot,
                        grade: Grade::Standing,
                        direct: !there.and(home).is_empty(),
                        mine: household,
                        theirs: u32::MAX,
                        closeness: Closeness::Close,
                        open_air: false,
                    });
                }
            }
        }
    }
}

/// A visit's parts within some spans.
pub(super) fn within(visit: Span, spans: &[Span]) -> impl Iterator<Item = Span> + '_ {
    spans
        .iter()
        .map(move |a| a.and(visit))
        .filter(|s| !s.is_empty())
}
