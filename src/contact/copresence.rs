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
    /// The source's visit, the encounter or, for a shared night, the household.
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
        self.pieces_of(source, active, lag, |_| true, out);
    }

    /// As [`Presence::pieces`], of the others that are wanted.
    pub fn pieces_of(
        &self,
        source: PersonIx,
        active: &[Span],
        lag: Seconds,
        wanted: impl Fn(PersonIx) -> bool,
        out: &mut Vec<Piece>,
    ) {
        for &mine in self.visits_of(source) {
            let place = self.place[mine as usize];
            let linger = self.linger(mine, lag);
            for stay in self.stays(mine, active) {
                self.at_place(place, Span::new(stay.start, stay.end + linger), |theirs| {
                    if wanted(self.person[theirs]) {
                        self.overlap(source, mine, stay, linger, theirs, out);
                    }
                });
            }
        }
        let elsewhere = out.len();
        self.meetings(source, active, out);
        self.shared_nights(source, active, lag, out);
        retain_from(out, elsewhere, |p| wanted(p.other));
    }

    /// As [`Presence::pieces`] for one other person; cost follows the visits of the two.
    pub fn pieces_with(
        &self,
        source: PersonIx,
        other: PersonIx,
        active: &[Span],
        lag: Seconds,
        out: &mut Vec<Piece>,
    ) {
        let place = |&v: &u32| self.place[v as usize];
        let theirs = self.visits_of(other);
        for mine in self.visits_of(source).chunk_by(|a, b| place(a) == place(b)) {
            let from = theirs.partition_point(|v| place(v) < place(&mine[0]));
            let at_place = theirs[from..]
                .iter()
                .take_while(|v| place(v) == place(&mine[0]));
            for (&visit, &there) in mine
                .iter()
                .flat_map(|m| at_place.clone().map(move |t| (m, t)))
            {
                let linger = self.linger(visit, lag);
                for stay in self.stays(visit, active) {
                    self.overlap(source, visit, stay, linger, there as usize, out);
                }
            }
        }
        let elsewhere = out.len();
        self.meetings(source, active, out);
        if self
            .nights
            .of(source)
            .iter()
            .any(|h| self.nights.of(other).contains(h))
        {
            self.shared_nights(source, active, lag, out);
        }
        retain_from(out, elsewhere, |p| p.other == other);
    }

    /// How long the air of a visit's place stays infectious after it, in seconds.
    fn linger(&self, visit: u32, lag: Seconds) -> Seconds {
        if self.spots[self.place[visit as usize] as usize].closed_air {
            lag
        } else {
            0
        }
    }

    /// A visit's parts within some spans.
    fn stays<'a>(&self, visit: u32, active: &'a [Span]) -> impl Iterator<Item = Span> + use<'a> {
        let span = self.span(visit);
        active
            .iter()
            .map(move |a| a.and(span))
            .filter(|s| !s.is_empty())
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
        let nights = &self.nights;
        for &household in nights.of(source) {
            let spot = self.place_count() as Spot + household;
            let mates = || {
                nights.members[household as usize]
                    .iter()
                    .filter(|&&m| m != source)
            };
            for span in active {
                for home in nights.within(*span).map(|night| night.and(*span)) {
                    // With a lag beyond the day, a night's air reaches into the next.
                    let air = Span::new(home.start, home.end + lag);
                    for there in nights.within(air).map(|night| night.and(air)) {
                        out.extend(mates().map(|&other| Piece {
                            other,
                            start: there.start as u32,
                            end: there.end as u32,
                            spot,
                            grade: Grade::Standing,
                            direct: !there.and(home).is_empty(),
                            mine: household,
                            theirs: u32::MAX,
                        }));
                    }
                }
            }
        }
    }
}

/// Drops from a position on what is not to be kept.
fn retain_from(pieces: &mut Vec<Piece>, from: usize, keep: impl Fn(&Piece) -> bool) {
    let mut position = 0;
    pieces.retain(|piece| {
        position += 1;
        position <= from || keep(piece)
    });
}
