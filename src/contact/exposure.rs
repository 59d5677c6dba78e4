//! What the overlaps of one pair come to: the threshold, first and last exposure, minutes, and the record's worth.

use super::copresence::{NO_SPOT, Piece, Spot};
use super::index::Presence;
use crate::model::time::{DAY, Seconds, Span, VIETNAM, measure, unite};
use crate::model::{Closeness, Grade, RiskWeights};

/// What the overlaps of a source and a contact come to, where they qualify: tracing.md section 3.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exposure {
    /// First exposure.
    pub first: Seconds,
    /// Last exposure: the overlap's end.
    pub last: Seconds,
    /// Seconds of overlap; what overlaps at once counts once.
    pub seconds: Seconds,
    /// Largest overlap in seconds within a rolling 24 hours.
    pub max_24h: Seconds,
    /// Best grade of a piece.
    pub best: Grade,
    /// Worst grade of a piece.
    pub worst: Grade,
    /// Best closeness.
    pub closeness: Closeness,
    /// The two were never there at one time.
    pub indirect: bool,
    /// A declared encounter of the two stands in the overlap.
    pub declared_meeting: bool,
    /// Risk but for the source's part: overlap, place and record.
    pub risk: f64,
}

/// The overlap's part of the risk by whole seconds up to a day: what the weights say, worked out once.
#[derive(Debug)]
pub struct Worth(Vec<f64>);

impl Worth {
    /// Works it out.
    #[must_use]
    pub fn new(weights: &RiskWeights) -> Self {
        let minutes = (0..=DAY).map(|seconds| seconds as f64 / 60.0);
        Self(minutes.map(|m| weights.overlap(m)).collect())
    }

    fn of(&self, seconds: Seconds) -> Option<f64> {
        self.0.get(usize::try_from(seconds).ok()?).copied()
    }
}

/// What the pieces of one pair are, time left aside.
struct Facets {
    best: Grade,
    worst: Grade,
    closeness: Closeness,
    indirect: bool,
    declared_meeting: bool,
    /// Some piece is only known by date.
    dated: bool,
    /// The place's part of the risk: of several pieces the strongest counts.
    place: f64,
    /// The record's part, likewise. Keys are exact, so the link is certain.
    record: f64,
}

impl Facets {
    fn of(pieces: &[Piece], weights: &RiskWeights) -> Self {
        let mut out = Self {
            best: Grade::Day,
            worst: Grade::Observed,
            closeness: Closeness::Possible,
            indirect: !pieces.iter().any(|p| p.direct),
            declared_meeting: false,
            dated: false,
            place: 0.0,
            record: 0.0,
        };
        let mut last = None;
        for piece in pieces {
            let (near, open) = (piece.closeness, piece.open_air);
            // Most pieces of a pair are of one kind.
            if last == Some((piece.grade, near, open)) {
                out.declared_meeting |= declared_meeting(piece);
                continue;
            }
            last = Some((piece.grade, near, open));
            out.best = out.best.min(piece.grade);
            out.worst = out.worst.max(piece.grade);
            out.closeness = out.closeness.min(near);
            out.declared_meeting |= declared_meeting(piece);
            out.dated |= piece.grade == Grade::Day;
            out.place = out.place.max(weights.place(near, open, out.indirect));
            out.record = out.record.max(weights.record(piece.grade, 1.0));
        }
        out
    }
}

/// Distinct places and households of some pieces, sorted; encounters have none.
#[must_use]
pub fn spots(pieces: &[Piece]) -> Vec<Spot> {
    let spots = pieces.iter().map(|p| p.spot);
    let mut spots: Vec<Spot> = spots.filter(|&s| s != NO_SPOT).collect();
    spots.sort_unstable();
    spots.dedup();
    spots
}

/// Judges pairs: one per thread, it keeps its buffers.
#[derive(Debug)]
pub struct Judge<'p> {
    presence: &'p Presence,
    weights: &'p RiskWeights,
    worth: Option<&'p Worth>,
    threshold: Seconds,
    set: Vec<Span>,
}

impl<'p> Judge<'p> {
    /// A judge with a threshold in seconds.
    #[must_use]
    pub const fn new(presence: &'p Presence, weights: &'p RiskWeights, threshold: Seconds) -> Self {
        Self {
            presence,
            weights,
            worth: None,
            threshold,
            set: Vec::new(),
        }
    }

    /// A judge of many pairs.
    #[must_use]
    pub const fn with_worth(mut self, worth: &'p Worth) -> Self {
        self.worth = Some(worth);
        self
    }

    /// What the pieces of one pair come to; `None` where they do not qualify.
    pub fn judge(&mut self, pieces: &[Piece]) -> Option<Exposure> {
        if let [piece] = pieces
            && piece.grade != Grade::Day
        {
            return self.single(piece);
        }
        self.set.clear();
        self.set.extend(pieces.iter().map(Piece::span));
        unite(&mut self.set);
        let (first_span, last_span) = (self.set.first()?, self.set.last()?);
        // An overlap that is long enough by itself is never cut by the day before its end.
        let first = if first_span.seconds() >= self.threshold {
            first_span.start
        } else {
            let reached = reached(&self.set, self.threshold)?;
            let since = reached - DAY;
            self.set.iter().find(|s| s.end > since)?.start.max(since)
        };
        let facets = Facets::of(pieces, self.weights);
        let seconds = measure(&self.set);
        let counted = if facets.dated {
            self.counted(pieces, seconds)
        } else {
            seconds
        };
        Some(Exposure {
            first,
            last: last_span.end,
            seconds,
            max_24h: largest_in_a_day(&self.set),
            best: facets.best,
            worst: facets.worst,
            closeness: facets.closeness,
            indirect: facets.indirect,
            declared_meeting: facets.declared_meeting,
            risk: self.overlap(counted) + facets.place + facets.record,
        })
    }

    /// As [`Judge::judge`] of a single piece with a clock.
    fn single(&self, piece: &Piece) -> Option<Exposure> {
        let span = piece.span();
        let seconds = span.seconds();
        if seconds < self.threshold || seconds == 0 {
            return None;
        }
        let indirect = !piece.direct;
        let (open, near) = (piece.open_air, piece.closeness);
        Some(Exposure {
            first: span.start,
            last: span.end,
            seconds,
            max_24h: seconds.min(DAY),
            best: piece.grade,
            worst: piece.grade,
            closeness: near,
            indirect,
            declared_meeting: declared_meeting(piece),
            risk: self.overlap(seconds)
                + self.weights.place(near, open, indirect)
                + self.weights.record(piece.grade, 1.0),
        })
    }

    fn overlap(&self, seconds: Seconds) -> f64 {
        let known = self.worth.and_then(|w| w.of(seconds));
        known.unwrap_or_else(|| self.weights.overlap(seconds as f64 / 60.0))
    }

    /// Overlap, place and record of the risk of one pair's pieces, which add up to it.
    #[must_use]
    pub fn parts(&self, pieces: &[Piece]) -> (f64, f64, f64) {
        let mut set: Vec<Span> = pieces.iter().map(Piece::span).collect();
        unite(&mut set);
        let facets = Facets::of(pieces, self.weights);
        let counted = self.counted(pieces, measure(&set));
        (self.overlap(counted), facets.place, facets.record)
    }

    /// Seconds of overlap with what is only known by date capped at the place's dwell, per place and local day.
    fn counted(&self, pieces: &[Piece], seconds: Seconds) -> Seconds {
        let mut dated: Vec<(Spot, Span)> = pieces
            .iter()
            .filter(|p| p.grade == Grade::Day)
            .map(|p| (p.spot, p.span()))
            .collect();
        if dated.is_empty() {
            return seconds;
        }
        let mut clocked: Vec<Span> = pieces
            .iter()
            .filter(|p| p.grade != Grade::Day)
            .map(Piece::span)
            .collect();
        unite(&mut clocked);
        dated.sort_unstable();
        let capped: Seconds = dated
            .chunk_by(|a, b| a.0 == b.0)
            .map(|at_spot| {
                let mut spans: Vec<Span> = at_spot.iter().map(|d| d.1).collect();
                unite(&mut spans);
                let dwell = self.presence.facts(at_spot[0].0).dwell;
                days(&spans).map(|day| day.min(dwell)).sum::<Seconds>()
            })
            .sum();
        seconds.min(measure(&clocked) + capped)
    }
}

fn declared_meeting(piece: &Piece) -> bool {
    piece.spot == NO_SPOT && piece.grade == Grade::Declared
}

/// Seconds of a set in each local day that it touches.
fn days(set: &[Span]) -> impl Iterator<Item = Seconds> + '_ {
    let first = set.first().map_or(0, |s| VIETNAM.midnight_before(s.start));
    let last = set.last().map_or(0, |s| s.end);
    (0..)
        .map(move |n| first + n * DAY)
        .take_while(move |&day| day < last)
        .map(|day| {
            let day = Span::new(day, day + DAY);
            set.iter().map(|s| s.and(day).seconds()).sum()
        })
}

/// The earliest t with `|O ∩ (t - 24 h, t]|` at the threshold (over 0), or `None`. `set` is O as a set.
///
/// Within an interval the sum grows by a second a second while the instant 24 hours before lies outside O, and
/// stays while it lies inside; so it is followed from one change to the next.
fn reached(set: &[Span], threshold: Seconds) -> Option<Seconds> {
    let mut tail = 0;
    for span in set {
        // What has left the window by the time this interval starts.
        let mut at = span.start;
        while set[tail].end <= at - DAY {
            tail += 1;
        }
        let mut sum: Seconds = set[tail..]
            .iter()
            .take_while(|s| s.start < at)
            .map(|s| s.and(Span::new(at - DAY, at)).seconds())
            .sum();
        while at < span.end {
            while set[tail].end <= at - DAY {
                tail += 1;
            }
            let behind = at - DAY;
            let inside = set[tail].start <= behind;
            let change = if inside {
                set[tail].end
            } else {
                set[tail].start
            } + DAY;
            let step = change.min(span.end) - at;
            if !inside {
                if sum + step >= threshold {
                    return Some(at + (threshold - sum));
                }
                sum += step;
            }
            at += step;
        }
    }
    None
}

/// The largest `|O ∩ (t - 24 h, t]|` in seconds: it is reached at an interval's end.
fn largest_in_a_day(set: &[Span]) -> Seconds {
    let mut tail = 0;
    let mut sum = 0;
    let mut largest = 0;
    for span in set {
        sum += span.seconds();
        let since = span.end - DAY;
        while set[tail].end <= since {
            sum -= set[tail].seconds();
            tail += 1;
        }
        let cut = set[tail].and(Span::new(Seconds::MIN / 2, since)).seconds();
        largest = largest.max(sum - cut);
    }
    largest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(minutes: &[(i64, i64)]) -> Vec<Span> {
        minutes
            .iter()
            .map(|&(a, b)| Span::new(a * 60, b * 60))
            .collect()
    }

    #[test]
    fn rolling_sums() {
        let day = 24 * 60;
        // 10 + 5 minutes 23 h apart qualify at 15, 25 h apart do not.
        let near = spans(&[(0, 10), (23 * 60, 23 * 60 + 5)]);
        assert_eq!(reached(&near, 900), Some((23 * 60 + 5) * 60));
        assert_eq!(largest_in_a_day(&near), 900);
        let far = spans(&[(0, 10), (25 * 60, 25 * 60 + 5)]);
        assert_eq!(reached(&far, 900), None);
        assert_eq!(largest_in_a_day(&far), 600);
        // Partly out of the window: as one minute leaves another comes.
        let sliding = spans(&[(0, 10), (day + 5, day + 20)]);
        assert_eq!(largest_in_a_day(&sliding), 900);
        assert_eq!(reached(&sliding, 900), Some((day + 20) * 60));
        let long = spans(&[(0, 3 * day)]);
        assert_eq!(largest_in_a_day(&long), DAY);
        assert_eq!(reached(&long, DAY), Some(DAY));
    }
}
