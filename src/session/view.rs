//! A run seen through a time window: who was exposed in it, and where.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Desk;
use super::line_list::Row;
use crate::contact::{NO_SPOT, Piece, Spot, spots};
use crate::graph::Evidence;
use crate::job::{Cancel, Cancelled, Progress, Stage};
use crate::model::time::{Seconds, Span};
use crate::model::{PersonIx, PlaceIx};

/// People whom one task looks at.
const BATCH: usize = 256;

/// Where people were exposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Venue {
    /// The place.
    pub place: PlaceIx,
    /// Distinct people exposed here in the window, by tier; F0s are those whom another F0 exposed.
    pub exposed: [u32; 6],
}

impl Venue {
    /// Distinct people exposed here, F0s included.
    #[must_use]
    pub fn people(&self) -> u32 {
        self.exposed.iter().sum()
    }
}

/// What a window lets through.
#[derive(Debug, Clone, Default)]
pub struct WindowView {
    /// The window; `None`: all of time.
    pub window: Option<Span>,
    /// By row of the line list: whether the person has an exposure in the window (an F0: is infectious in it, or
    /// has no known time).
    pub inside: Vec<bool>,
    /// By tier: how many rows are inside.
    pub totals: Vec<u64>,
    /// Places with exposures in the window, the most people first, then by index.
    pub venues: Vec<Venue>,
    venue_of: FxHashMap<PlaceIx, u32>,
    /// Distinct people exposed in households and in encounters without a place.
    pub elsewhere: (u64, u64),
}

impl WindowView {
    /// The exposures at a place.
    #[must_use]
    pub fn venue(&self, place: PlaceIx) -> Option<&Venue> {
        let at = *self.venue_of.get(&place)?;
        self.venues.get(at as usize)
    }

    /// Looks at a run through a window.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn new(
        desk: &Desk,
        window: Option<Span>,
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<Self, Cancelled> {
        let (run, rows) = (&desk.run, &desk.list.rows);
        progress.begin(Stage::View, rows.len() as u64);
        let places = run.presence.place_count();
        let parts: Vec<Part> = rows
            .par_chunks(BATCH)
            .map(|batch| {
                cancel.check()?;
                let mut part = Part::default();
                for of_tier in batch.chunk_by(|a, b| a.tier == b.tier) {
                    part.rows(desk, of_tier, window, places);
                }
                progress.advance(batch.len() as u64);
                Ok(part)
            })
            .collect::<Result<_, Cancelled>>()?;
        let mut view = Self {
            window,
            totals: vec![0; desk.list.totals.len()],
            ..Self::default()
        };
        let mut venues: FxHashMap<PlaceIx, [u32; 6]> = FxHashMap::default();
        for part in parts {
            view.inside.extend(part.inside);
            view.elsewhere.0 += part.homes;
            view.elsewhere.1 += part.meetings;
            for (place, tier) in part.at {
                venues.entry(place).or_default()[usize::from(tier.min(5))] += 1;
            }
        }
        for (row, inside) in rows.iter().zip(&view.inside) {
            view.totals[usize::from(row.tier)] += u64::from(*inside);
        }
        #[allow(clippy::iter_over_hash_type)] // sorted next
        for (place, exposed) in venues {
            view.venues.push(Venue { place, exposed });
        }
        view.venues
            .sort_unstable_by_key(|v| (std::cmp::Reverse(v.people()), v.place));
        view.venue_of = view.venues.iter().map(|v| v.place).zip(0..).collect();
        Ok(view)
    }
}

#[derive(Default)]
struct Part {
    inside: Vec<bool>,
    at: Vec<(PlaceIx, u8)>,
    homes: u64,
    meetings: u64,
}

impl Part {
    /// Takes rows of one tier.
    fn rows(&mut self, desk: &Desk, rows: &[Row], window: Option<Span>, places: usize) {
        let run = &desk.run;
        let tier = rows.first().map_or(0, |r| r.tier);
        let people: Vec<PersonIx> = rows.iter().map(|r| r.person).collect();
        let mut next = rows.iter();
        let inside = |p: &&Piece| window.is_none_or(|w| !p.span().and(w).is_empty());
        let found = |seen: &mut Seen, pieces: &[Piece]| {
            let mut here = pieces.iter().filter(inside).map(|p| p.spot).peekable();
            if here.peek().is_some() {
                seen.any = true;
                let before = seen.at.len();
                seen.at.extend(here.filter(|&s| s != NO_SPOT));
                seen.met |= seen.at.len() == before;
            }
        };
        let done = |seen: &mut Seen, _| {
            if let Some(row) = next.next() {
                self.row(desk, row, window, std::mem::take(seen), places);
            }
        };
        let (setting, mut seen) = (run.setting(), Seen::default());
        run.trace
            .examine_people(setting, tier, &people, &mut seen, found, done);
    }

    fn row(&mut self, desk: &Desk, row: &Row, window: Option<Span>, mut seen: Seen, places: usize) {
        seen.at.sort_unstable();
        seen.at.dedup();
        let homes = seen.at.partition_point(|&s| (s as usize) < places);
        let venues = seen.at[..homes].iter();
        self.at.extend(venues.map(|&s| (s, row.tier)));
        self.homes += u64::from(homes < seen.at.len());
        self.meetings += u64::from(seen.met);
        let inside = match (window, row.tier) {
            (None, _) => true,
            (Some(window), 0) => {
                let case = desk.run.trace.index_case(row.person);
                case.is_none_or(|case| {
                    case.infectious.is_empty()
                        || case.infectious.iter().any(|s| !s.and(window).is_empty())
                })
            }
            (Some(_), _) => seen.any,
        };
        self.inside.push(inside);
    }
}

/// Where one person was exposed in the window.
#[derive(Default)]
struct Seen {
    /// Places and households, with repeats.
    at: Vec<Spot>,
    any: bool,
    /// A pair met in encounters alone.
    met: bool,
}

/// Calls `found` with each pair that exposed a person in the window (`None`: all of time), and where: no spot for
/// encounters alone.
pub fn exposures_in(
    desk: &Desk,
    person: PersonIx,
    window: Option<Span>,
    mut found: impl FnMut(&Evidence, &[Spot]),
) {
    let run = &desk.run;
    run.trace
        .exposures(run.setting(), person, |pieces, evidence| {
            let Some(window) = window else {
                found(&evidence, evidence.spots());
                return;
            };
            let inside = |p: &&Piece| !p.span().and(window).is_empty();
            let here: Vec<Piece> = pieces.iter().filter(inside).copied().collect();
            if !here.is_empty() {
                found(&evidence, &spots(&here));
            }
        });
}

/// Cases by day and exposures by six hours: what the shared clock draws.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Curve {
    /// 00:00 local of the first day.
    pub start: Seconds,
    /// By day: F0s by onset.
    pub onset: Vec<u32>,
    /// By day: F0s by positive sample (of those with a known onset too).
    pub sample: Vec<u32>,
    /// By six hours: F1s by first exposure.
    pub exposed: Vec<u32>,
    /// F0s without any date.
    pub undated: u32,
}

impl Curve {
    /// The curve of a run over `days` (whole local days).
    #[must_use]
    pub fn new(run: &crate::investigation::Run, days: Span) -> Self {
        use crate::model::Status;
        use crate::model::time::DAY;
        let count = ((days.end - days.start) / DAY).max(1) as usize;
        let mut curve = Self {
            start: days.start,
            onset: vec![0; count],
            sample: vec![0; count],
            exposed: vec![0; count * 4],
            undated: 0,
        };
        let add = |to: &mut [u32], at: Seconds, unit: Seconds| {
            let slot = usize::try_from((at - days.start).div_euclid(unit));
            if let Some(slot) = slot.ok().and_then(|s| to.get_mut(s)) {
                *slot += 1;
            }
        };
        let mut samples: FxHashMap<PersonIx, Seconds> = FxHashMap::default();
        for row in run.cases.iter().filter(|r| r.status != Status::Retracted) {
            if let Some(sample) = row.sample {
                let kept = samples.entry(row.person).or_insert(sample);
                *kept = (*kept).min(sample);
            }
        }
        for case in &run.trace.index_cases {
            let mut dated = false;
            for episode in case.episodes.iter().filter(|e| e.onset) {
                add(&mut curve.onset, episode.t0, DAY);
                dated = true;
            }
            if let Some(&sample) = samples.get(&case.person) {
                add(&mut curve.sample, sample, DAY);
                dated = true;
            }
            curve.undated += u32::from(!dated);
        }
        for contact in run.trace.contacts.iter().filter(|c| c.tier == 1) {
            add(&mut curve.exposed, contact.first, DAY / 4);
        }
        curve
    }
}
