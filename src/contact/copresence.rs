//! Overlaps: who shared a place, an encounter or a household's night with a source while it was active.

use super::index::{Presence, SpotFacts};
use crate::model::time::{Seconds, Span};
use crate::model::{Closeness, Grade, PersonIx};

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
    /// The source's visit or the encounter; `u32::MAX` for a household's night.
    pub mine: u32,
    /// The other's visit; `u32::MAX` where there is none.
    pub theirs: u32,
}

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

    /// Appends all overlaps of `source` with others while it is active: `O(u, v | A)` of tracing.md section 3, for
    /// all v at once, piece by piece. `lag` in seconds extends the source's stays where air is closed.
    ///
    /// Cost follows the source's visits and who else was there, not the data.
    pub fn pieces(&self, source: PersonIx, active: &[Span], lag: Seconds, out: &mut Vec<Piece>) {
        for &mine in self.visits_of(source) {
            let place = self.place[mine as usize];
            let linger = if self.spots[place as usize].closed_air {
                lag
            } else {
                0
            };
            for stay in active
                .iter()
                .map(|a| a.and(self.span(mine)))
                .filter(|s| !s.is_empty())
            {
                self.at_place(place, Span::new(stay.start, stay.end + linger), |theirs| {
                    self.overlap(source, mine, stay, linger, theirs, out);
                });
            }
        }
        self.meetings(source, active, out);
        self.shared_nights(source, active, lag, out);
    }

    /// Pairs of a visit of `person` and another's at the same place that lie at most `within` seconds apart.
    #[must_use]
    pub fn near_in_time(&self, person: PersonIx, within: Seconds) -> Vec<(u32, u32)> {
        let mut out = Vec::new();
        for &mine in self.visits_of(person) {
            let span = self.span(mine);
            self.at_place(
                self.place[mine as usize],
                Span::new(span.start - within, span.end + within),
                |theirs| {
                    if self.person[theirs] != person {
                        out.push((mine, theirs as u32));
                    }
                },
            );
        }
        out
    }

    fn overlap(
        &self,
        source: PersonIx,
        mine: u32,
        stay: Span,
        linger: Seconds,
        theirs: usize,
        out: &mut Vec<Piece>,
    ) {
        let other = self.person[theirs];
        if other == source {
            return;
        }
        let there = self.span(theirs as u32);
        let shared = there.and(Span::new(stay.start, stay.end + linger));
        if !shared.is_empty() {
            out.push(Piece {
                other,
                start: shared.start as u32,
                end: shared.end as u32,
                spot: self.place[theirs],
                grade: self.grade[theirs].max(self.grade[mine as usize]),
                direct: !there.and(stay).is_empty(),
                mine,
                theirs: theirs as u32,
            });
        }
    }

    fn meetings(&self, source: PersonIx, active: &[Span], out: &mut Vec<Piece>) {
        for &ix in self.encounters_of(source) {
            let e = self.encounter(ix);
            let shared = active
                .iter()
                .map(|a| a.and(Span::new(e.start, e.end)))
                .filter(|s| !s.is_empty());
            out.extend(shared.map(|s| Piece {
                other: if e.a == source { e.b } else { e.a },
                start: s.start as u32,
                end: s.end as u32,
                spot: NO_SPOT,
                grade: e.grade(),
                direct: true,
                mine: ix,
                theirs: u32::MAX,
            }));
        }
    }

    fn shared_nights(&self, source: PersonIx, active: &[Span], lag: Seconds, out: &mut Vec<Piece>) {
        for &household in self.nights.of(source) {
            let spot = self.place_count() as Spot + household;
            let mates = || {
                self.nights.members[household as usize]
                    .iter()
                    .filter(|&&m| m != source)
            };
            for night in &self.nights.spans {
                for home in active
                    .iter()
                    .map(|a| a.and(*night))
                    .filter(|s| !s.is_empty())
                {
                    // With a lag beyond the day, a night's air reaches into the next.
                    let air = Span::new(home.start, home.end + lag);
                    for there in self
                        .nights
                        .spans
                        .iter()
                        .map(|n| n.and(air))
                        .filter(|s| !s.is_empty())
                    {
                        out.extend(mates().map(|&other| Piece {
                            other,
                            start: there.start as u32,
                            end: there.end as u32,
                            spot,
                            grade: Grade::Standing,
                            direct: !there.and(home).is_empty(),
                            mine: u32::MAX,
                            theirs: u32::MAX,
                        }));
                    }
                }
            }
        }
    }
}
