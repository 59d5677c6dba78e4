//! Tiers: who was exposed by an F0, by whom they exposed, and so on (tracing.md section 3).
//!
//! Level by level. At level 1 the sources are the traceable F0s, active in their infectious windows; at level k
//! all who were exposed at level k - 1, active from their first exposure there and the latent time on. Each
//! source's overlaps with others are listed from the index and judged pair by pair; what comes of a pair does not
//! depend on any other, so sources are worked on in parallel and brought together by minimum and maximum.

use rayon::prelude::*;

use super::board::{Board, Level};
use super::cases::{IndexCase, index_cases, quarantines, suspected_cases};
use super::contact_list::{Contact, contacts};
use crate::contact::{Judge, Piece, Presence};
use crate::graph::{ContactGraph, Evidence};
use crate::job::{Cancel, Cancelled, Progress, Stage};
use crate::model::time::{FOREVER, Seconds, Span, without};
use crate::model::{CaseRow, Params, PersonIx, Quarantine, RiskWeights};

/// Sources that one task takes at a time.
const BATCH: usize = 64;

/// What a run derives.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// The F0s, by person.
    pub index_cases: Vec<IndexCase>,
    /// Suspected cases that are no F0s, by person.
    pub suspected: Vec<IndexCase>,
    /// The contact list, by tier and person.
    pub contacts: Vec<Contact>,
    /// Every qualifying pair at the contact's tier, and of F0s (tier 0), and what chains need beside it.
    pub graph: ContactGraph,
    /// Levels 1 to `max_tier`; at the last one only who stands on no nearer tier.
    pub levels: Vec<Level>,
    /// By person: the union of the person's quarantines.
    pub quarantines: Vec<Vec<Span>>,
    /// By person: the number of its index case, `u32::MAX` where it is none.
    case_of: Vec<u32>,
}

/// What a derivation needs.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'s> {
    /// Who was where.
    pub presence: &'s Presence,
    /// The parameters.
    pub params: &'s Params,
    /// The risk weights.
    pub weights: &'s RiskWeights,
}

/// One who may have passed it on at a level.
struct Source {
    person: PersonIx,
    active: Vec<Span>,
}

impl Trace {
    /// Derives the tiers.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn derive(
        setting: Setting<'_>,
        cases: &[CaseRow],
        rows: &[Quarantine],
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<Self, Cancelled> {
        let people = setting.presence.people();
        let mut trace = Self {
            index_cases: index_cases(cases, setting.params),
            quarantines: quarantines(people, rows),
            case_of: vec![u32::MAX; people],
            ..Self::default()
        };
        trace.suspected = suspected_cases(cases, setting.params, &trace.index_cases);
        for (ix, case) in trace.index_cases.iter().enumerate() {
            trace.case_of[case.person as usize] = ix as u32;
        }
        let mut board = Board::new(people);
        let mut evidence = Vec::new();
        for number in 1..=setting.params.max_tier {
            let sources = trace.sources(setting, number);
            progress.begin(Stage::Derive, sources.len() as u64);
            let parts = trace.level(setting, number, &sources, &board, progress, cancel)?;
            evidence.reserve_exact(parts.iter().map(Vec::len).sum());
            parts.into_iter().for_each(|part| evidence.extend(part));
            let level = board.close(number);
            trace.levels.push(level);
        }
        evidence.par_sort_unstable_by_key(|e| (e.contact, e.source, e.tier));
        trace.contacts = contacts(&evidence);
        let bridges = trace.bridge(setting, &board);
        trace.graph = ContactGraph::new(evidence, bridges);
        Ok(trace)
    }

    /// The index case of a person.
    #[must_use]
    pub fn index_case(&self, person: PersonIx) -> Option<&IndexCase> {
        self.index_cases.get(self.case_of[person as usize] as usize)
    }

    /// The tier of a person: 0 for an F0, `None` for who is not on the list.
    #[must_use]
    pub fn tier(&self, person: PersonIx) -> Option<u8> {
        if self.index_case(person).is_some() {
            return Some(0);
        }
        self.levels
            .iter()
            .zip(1..)
            .find(|(level, _)| level.exposure(person).is_some())
            .map(|(_, tier)| tier)
    }

    /// The contact list's row of a person.
    #[must_use]
    pub fn contact(&self, person: PersonIx) -> Option<&Contact> {
        let tier = self.tier(person).filter(|&t| t > 0)?;
        let at = self
            .contacts
            .binary_search_by_key(&(tier, person), |c| (c.tier, c.person))
            .ok()?;
        self.contacts.get(at)
    }

    /// When a person is active as a source at a level, quarantines cut out; empty where it is none.
    #[must_use]
    pub fn active(&self, params: &Params, person: PersonIx, level: u8) -> Vec<Span> {
        without(
            &self.able(params, person, level),
            &self.quarantines[person as usize],
        )
    }

    /// As [`Trace::active`], quarantines not cut out.
    #[must_use]
    pub fn able(&self, params: &Params, person: PersonIx, level: u8) -> Vec<Span> {
        let traceable = self.index_case(person).filter(|c| c.traceable());
        if level == 1 {
            return traceable.map_or(Vec::new(), |c| c.infectious.clone());
        }
        let exposure = self
            .levels
            .get(usize::from(level) - 2)
            .and_then(|l| l.exposure(person));
        match exposure.filter(|_| traceable.is_none()) {
            Some((first, last)) => {
                let end = params.onward().map_or(FOREVER, |onward| last + onward);
                let able = Span::new(first + params.latent(), end);
                if able.is_empty() {
                    Vec::new()
                } else {
                    vec![able]
                }
            }
            None => Vec::new(),
        }
    }

    fn sources(&self, setting: Setting<'_>, level: u8) -> Vec<Source> {
        let source = |person| Source {
            person,
            active: self.active(setting.params, person, level),
        };
        let all: Vec<Source> = if level == 1 {
            self.index_cases.iter().map(|c| source(c.person)).collect()
        } else {
            let below = &self.levels[usize::from(level) - 2];
            (0..below.people())
                .filter(|&p| below.exposure(p).is_some())
                .map(source)
                .collect()
        };
        all.into_iter().filter(|s| !s.active.is_empty()).collect()
    }

    fn level(
        &self,
        setting: Setting<'_>,
        number: u8,
        sources: &[Source],
        board: &Board,
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<Vec<Vec<Evidence>>, Cancelled> {
        sources
            .par_chunks(BATCH)
            .map(|batch| {
                cancel.check()?;
                let mut judge = Judge::new(
                    setting.presence,
                    setting.weights,
                    setting.params.threshold(),
                );
                let (mut pieces, mut out) = (Vec::new(), Vec::new());
                let wanted = |person| self.matters(setting, number, person, board);
                for source in batch {
                    pieces.clear();
                    setting.presence.pieces_of(
                        source.person,
                        &source.active,
                        setting.params.lag(),
                        wanted,
                        &mut pieces,
                    );
                    self.expose_all(
                        setting,
                        number,
                        source.person,
                        &mut pieces,
                        &mut judge,
                        board,
                        &mut out,
                    );
                }
                out.shrink_to_fit();
                progress.advance(batch.len() as u64);
                Ok(out)
            })
            .collect()
    }

    /// Whether a person's exposure at a level can matter: a traceable F0 infects only by its window, so beyond
    /// level 1 it is no contact of anybody; and at the last level nothing comes of who stands on a nearer tier.
    fn matters(&self, setting: Setting<'_>, number: u8, person: PersonIx, board: &Board) -> bool {
        let last = number == setting.params.max_tier;
        let nearer = (1..number).contains(&board.least(person));
        !(last && nearer)
            && (number == 1 || !self.index_case(person).is_some_and(IndexCase::traceable))
    }

    #[allow(clippy::too_many_arguments)]
    fn expose_all(
        &self,
        setting: Setting<'_>,
        number: u8,
        source: PersonIx,
        pieces: &mut [Piece],
        judge: &mut Judge<'_>,
        board: &Board,
        out: &mut Vec<Evidence>,
    ) {
        pieces.sort_unstable();
        for pair in pieces.chunk_by(|a, b| a.other == b.other) {
            let contact = pair[0].other;
            let case = self.index_case(contact);
            let traceable = case.is_some_and(IndexCase::traceable);
            let Some(exposure) = judge.judge(pair) else {
                continue;
            };
            if !traceable {
                board.expose(source, contact, exposure.first, exposure.last);
            }
            let least = board.least(contact);
            if least != 0 && least < number {
                continue;
            }
            let part = self.source_risk(setting.weights, number, source, exposure.first, &|p| {
                board.risk(p)
            });
            let tier = if case.is_some() { 0 } else { number };
            let evidence = Evidence::new(source, contact, tier, exposure, part);
            if !traceable {
                board.raise_risk(contact, evidence.risk);
            }
            if case.is_none() || number == 1 {
                out.push(evidence);
            }
        }
    }

    /// The source's part of a pair's risk; `own` gives a contact's own risk.
    pub(super) fn source_risk(
        &self,
        weights: &RiskWeights,
        level: u8,
        source: PersonIx,
        first: Seconds,
        own: &dyn Fn(PersonIx) -> f64,
    ) -> f64 {
        match self.index_case(source).filter(|_| level == 1) {
            Some(case) => case
                .episodes
                .iter()
                .map(|e| weights.index_case(first - e.t0))
                .fold(0.0, f64::max),
            None => weights.contact(own(source)),
        }
    }

    /// The evidence below tiers that the chains of the contacts pass through.
    fn bridge(&self, setting: Setting<'_>, board: &Board) -> Vec<Evidence> {
        let has_evidence = |person: PersonIx, level: u8| self.tier(person) == Some(level);
        let mut wanted: Vec<(u8, PersonIx)> = self
            .contacts
            .iter()
            .filter(|c| c.tier > 1)
            .map(|c| {
                (
                    c.tier - 1,
                    self.levels[usize::from(c.tier) - 1].via(c.person),
                )
            })
            .collect();
        let mut out = Vec::new();
        for level in (1..setting.params.max_tier).rev() {
            let mut here: Vec<PersonIx> = wanted
                .iter()
                .filter(|w| w.0 == level)
                .map(|w| w.1)
                .collect();
            here.sort_unstable();
            here.dedup();
            for person in here {
                let via = self.levels[usize::from(level) - 1].via(person);
                if level > 1 {
                    wanted.push((level - 1, via));
                }
                if !has_evidence(person, level) {
                    out.extend(self.pair(setting, via, person, level, &|p| board.risk(p)));
                }
            }
        }
        out
    }

    /// Judges one pair at one level.
    fn pair(
        &self,
        setting: Setting<'_>,
        source: PersonIx,
        contact: PersonIx,
        level: u8,
        own: &dyn Fn(PersonIx) -> f64,
    ) -> Option<Evidence> {
        let pieces = self.pieces_between(
            setting,
            source,
            contact,
            &self.active(setting.params, source, level),
        );
        let exposure = Judge::new(
            setting.presence,
            setting.weights,
            setting.params.threshold(),
        )
        .judge(&pieces)?;
        let part = self.source_risk(setting.weights, level, source, exposure.first, own);
        Some(Evidence::new(source, contact, level, exposure, part))
    }

    /// The overlaps of one pair while the source is active, by start.
    #[must_use]
    pub fn pieces_between(
        &self,
        setting: Setting<'_>,
        source: PersonIx,
        contact: PersonIx,
        active: &[Span],
    ) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let lag = setting.params.lag();
        setting
            .presence
            .pieces_with(source, contact, active, lag, &mut pieces);
        pieces.sort_unstable();
        pieces
    }
}
