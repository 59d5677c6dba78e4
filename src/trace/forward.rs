//! Tiers: who was exposed by an F0, by whom they exposed, and so on (tracing.md section 3).
//!
//! Level by level. At level 1 the sources are the traceable F0s, active in their infectious windows; at level k
//! all who were exposed at level k - 1, active from their first exposure there and the latent time on. The sources'
//! stays make a small index ([`Sources`]); whoever was at their places in their time is held against it, one person
//! at a time: the person's overlaps with all sources are listed, judged pair by pair and added up to the person's row.
//! No two people share anything, so they are worked on in parallel, and no pair is kept: evidence is judged anew for
//! whom it is asked.

use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::cases::{IndexCase, index_cases, quarantines, suspected_cases};
use super::contact_list::{Contact, Sum};
use super::level::{Exposed, Level};
use crate::contact::{Exposure, Judge, Piece, Presence, Round, Source, Sources, Worth, spots};
use crate::graph::Evidence;
use crate::job::{Cancel, Cancelled, Progress, Stage};
use crate::model::time::{FOREVER, Seconds, Span, without};
use crate::model::{CaseRow, Params, PersonIx, Quarantine, RiskWeights};

/// People that one task takes at a time.
const BATCH: usize = 4_096;
/// About so many pieces are listed at a time.
const PIECES: usize = 1 << 17;

/// What a run derives.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// The F0s, by person.
    pub index_cases: Vec<IndexCase>,
    /// Suspected cases that are no F0s, by person.
    pub suspected: Vec<IndexCase>,
    /// The contact list, by tier and person.
    pub contacts: Vec<Contact>,
    /// Levels 1 to `max_tier`; at the last one only who stands on no nearer tier.
    pub levels: Vec<Level>,
    /// The F0s whom other F0s exposed, by person, and how many did.
    pub(super) exposed_cases: Vec<(PersonIx, u32)>,
    /// By person: the union of the person's quarantines.
    pub quarantines: Arc<Vec<Vec<Span>>>,
    /// By person: the number of its index case, `u32::MAX` where it is none.
    pub(super) case_of: Vec<u32>,
    /// By level, from 1: who may have passed it on.
    pub(super) sources: Vec<Arc<Sources>>,
    /// By person: the strongest evidence's risk at the person's least level; 0 where there is none.
    pub(super) risk: Vec<f64>,
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

impl<'s> Setting<'s> {
    /// A judge of pairs.
    #[must_use]
    pub fn judge(self) -> Judge<'s> {
        Judge::new(self.presence, self.weights, self.params.threshold())
    }
}

/// Lists and judges people's pairs; it keeps its buffers.
#[derive(Debug)]
struct Examiner<'s> {
    presence: &'s Presence,
    judge: Judge<'s>,
    round: Round,
    pairs: Pairs,
    /// Many people are to be examined, so that columns of all sources pay.
    many: bool,
    /// People whose pieces are listed at once: as many as their pieces fit into a cache.
    at_once: usize,
}

/// One person's pieces by source.
#[derive(Debug, Default)]
struct Pairs {
    ordered: Vec<Piece>,
    /// The sources met: number, and where its pieces end in `ordered`.
    met: Vec<(u32, u32)>,
    /// By source: its place in `met`, if it stands there.
    slot: Vec<u32>,
}

impl<'s> Examiner<'s> {
    fn new(setting: Setting<'s>, judge: Judge<'s>) -> Self {
        Self {
            many: false,
            presence: setting.presence,
            judge,
            round: Round::default(),
            pairs: Pairs::default(),
            at_once: 8,
        }
    }

    /// Calls `found` with the contact, the source's number, pieces and exposure of each qualifying pair of one of
    /// `people` and a source, and `done` after each person; both work on `state`.
    fn examine<T>(
        &mut self,
        sources: &Sources,
        people: &[PersonIx],
        state: &mut T,
        mut found: impl FnMut(&mut T, PersonIx, u32, &[Piece], &Exposure),
        mut done: impl FnMut(&mut T, PersonIx),
    ) {
        let mut rest = people;
        while !rest.is_empty() {
            let (some, more) = rest.split_at(self.at_once.min(rest.len()));
            rest = more;
            sources.meet(self.presence, some, &mut self.round);
            let each = self.round.pieces.len() / some.len() + 1;
            self.at_once = (PIECES / each).clamp(8, BATCH);
            let mut from = 0;
            for (&person, &to) in some.iter().zip(&self.round.ends) {
                let pieces = &self.round.pieces[from as usize..to as usize];
                from = to;
                self.pairs.sort(pieces, sources.len(), self.many);
                let mut from = 0;
                for &(source, to) in &self.pairs.met {
                    let pieces = &self.pairs.ordered[from..to as usize];
                    from = to as usize;
                    if let Some(exposure) = self.judge.judge(pieces) {
                        found(state, person, source, pieces, &exposure);
                    }
                }
                done(state, person);
            }
        }
    }
}

impl Pairs {
    /// Brings pieces of one source together, in the order in which sources are met.
    fn sort(&mut self, pieces: &[Piece], sources: usize, many: bool) {
        self.met.clear();
        self.ordered.clear();
        let Some(&filler) = pieces.first() else {
            return;
        };
        // For somebody alone, columns of all sources would cost more than sorting.
        if !many && self.slot.len() < sources && pieces.len() < sources / 8 {
            self.ordered.extend_from_slice(pieces);
            self.ordered.sort_unstable_by_key(|p| (p.other, p.start));
            for of_source in self.ordered.chunk_by(|a, b| a.other == b.other) {
                let from = self.met.last().map_or(0, |m| m.1);
                let to = from + of_source.len() as u32;
                self.met.push((of_source[0].other, to));
            }
            return;
        }
        if self.slot.len() < sources {
            self.slot.resize(sources, 0);
        }
        // A slot counts only if the pair that it points to points back, so slots need no clearing.
        for piece in pieces {
            let slot = self.slot[piece.other as usize] as usize;
            match self.met.get_mut(slot).filter(|p| p.0 == piece.other) {
                Some(pair) => pair.1 += 1,
                None => {
                    self.slot[piece.other as usize] = self.met.len() as u32;
                    self.met.push((piece.other, 1));
                }
            }
        }
        let mut sum = 0;
        for pair in &mut self.met {
            sum += std::mem::replace(&mut pair.1, sum);
        }
        self.ordered.resize(pieces.len(), filler);
        for piece in pieces {
            let pair = &mut self.met[self.slot[piece.other as usize] as usize];
            self.ordered[pair.1 as usize] = *piece;
            pair.1 += 1;
        }
    }
}

/// What a batch of people came to.
#[derive(Default)]
pub(super) struct Part {
    pub exposed: Vec<Exposed>,
    pub contacts: Vec<Contact>,
    /// F0s whom other F0s exposed, and how many did.
    pub cases: Vec<(PersonIx, u32)>,
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
        let mut trace = Self::begin(setting, cases, rows);
        let worth = Worth::new(setting.weights);
        for number in 1..=setting.params.max_tier {
            trace.index_sources(setting, number, progress, cancel)?;
            let sources = &trace.sources[usize::from(number) - 1];
            let touched = sources.touched(setting.presence, cancel);
            cancel.check()?;
            trace.level(setting, number, touched, &worth, progress, cancel)?;
        }
        Ok(trace)
    }

    /// Derives tiers, first and last exposures and nothing else of the contacts; with a threshold, all of them after
    /// all. Chains cannot be told of such a run, and it has no evidence.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn derive_briefly(
        setting: Setting<'_>,
        cases: &[CaseRow],
        rows: &[Quarantine],
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<Self, Cancelled> {
        if setting.params.threshold() > 0 {
            return Self::derive(setting, cases, rows, progress, cancel);
        }
        let mut trace = Self::begin(setting, cases, rows);
        for number in 1..=setting.params.max_tier {
            trace.index_sources(setting, number, progress, cancel)?;
            let sources = &trace.sources[usize::from(number) - 1];
            let wanted = |p| {
                trace.matters(setting, number, p)
                    && !trace.index_case(p).is_some_and(IndexCase::traceable)
            };
            let extents = sources.extents(setting.presence, wanted, (progress, cancel));
            cancel.check()?;
            let mut level = Level::new(trace.case_of.len());
            for (person, first, last) in extents {
                let (via, risk) = (PersonIx::MAX, 0.0);
                level.set(&Exposed {
                    person,
                    first,
                    last,
                    via,
                    risk,
                });
                if trace.index_case(person).is_none() && trace.least(person).is_none() {
                    let row = Contact::brief(person, number, first.into(), last.into());
                    trace.contacts.push(row);
                }
            }
            trace.levels.push(level);
        }
        Ok(trace)
    }

    /// The cases, and nobody exposed yet.
    fn begin(setting: Setting<'_>, cases: &[CaseRow], rows: &[Quarantine]) -> Self {
        let people = setting.presence.people();
        let mut trace = Self {
            index_cases: index_cases(cases, setting.params),
            quarantines: Arc::new(quarantines(people, rows)),
            case_of: vec![u32::MAX; people],
            risk: vec![0.0; people],
            ..Self::default()
        };
        trace.suspected = suspected_cases(cases, setting.params, &trace.index_cases);
        for (ix, case) in trace.index_cases.iter().enumerate() {
            trace.case_of[case.person as usize] = ix as u32;
        }
        trace
    }

    fn index_sources(
        &mut self,
        setting: Setting<'_>,
        number: u8,
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<(), Cancelled> {
        progress.begin(Stage::Derive, 0);
        let sources = self.sources_at(setting, number);
        let sources = Sources::new(setting.presence, sources, setting.params.lag());
        self.sources.push(Arc::new(sources));
        cancel.check()
    }

    /// How many qualifying pairs there are: at the contacts' tiers, and of F0s (tier 0).
    #[must_use]
    pub fn evidence(&self) -> u64 {
        let contacts = self.contacts.iter().map(|c| u64::from(c.sources));
        let cases = self.exposed_cases.iter().map(|c| u64::from(c.1));
        contacts.chain(cases).sum()
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
            Some(0)
        } else {
            self.least(person)
        }
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

    pub(super) fn sources_at(&self, setting: Setting<'_>, level: u8) -> Vec<Source> {
        let source = |person| Source {
            person,
            active: self.active(setting.params, person, level),
        };
        let all: Vec<Source> = if level == 1 {
            self.index_cases.iter().map(|c| source(c.person)).collect()
        } else {
            let below = &self.levels[usize::from(level) - 2];
            (0..self.case_of.len() as PersonIx)
                .into_par_iter()
                .filter(|&p| below.exposure(p).is_some())
                .map(source)
                .collect()
        };
        all.into_iter().filter(|s| !s.active.is_empty()).collect()
    }

    /// Works on a level whose sources are known: holds `touched` (sorted) against them.
    fn level(
        &mut self,
        setting: Setting<'_>,
        number: u8,
        touched: Vec<PersonIx>,
        worth: &Worth,
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<(), Cancelled> {
        let candidates: Vec<PersonIx> = touched
            .into_par_iter()
            .filter(|&p| self.matters(setting, number, p))
            .collect();
        progress.begin(Stage::Derive, candidates.len() as u64);
        let parts = self.examine_all(setting, number, &candidates, worth, progress, cancel)?;
        let mut level = Level::new(self.case_of.len());
        self.contacts
            .reserve_exact(parts.iter().map(|p| p.contacts.len()).sum());
        for part in parts {
            for exposed in &part.exposed {
                level.set(exposed);
                if self.least(exposed.person).is_none() {
                    self.risk[exposed.person as usize] = exposed.risk;
                }
            }
            self.contacts.extend(part.contacts);
            self.exposed_cases.extend(part.cases);
        }
        self.levels.push(level);
        Ok(())
    }

    pub(super) fn examine_all(
        &self,
        setting: Setting<'_>,
        number: u8,
        candidates: &[PersonIx],
        worth: &Worth,
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<Vec<Part>, Cancelled> {
        let sources = &*self.sources[usize::from(number) - 1];
        let parts = self.source_parts(setting, number, sources);
        let idle: Mutex<Vec<Examiner<'_>>> = Mutex::new(Vec::new());
        let take = || idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        candidates
            .par_chunks(BATCH)
            .map(|batch| {
                cancel.check()?;
                let mut examiner = take().unwrap_or_else(|| Examiner {
                    many: true,
                    ..Examiner::new(setting, setting.judge().with_worth(worth))
                });
                let out = self.examine(setting, number, batch, (sources, &parts), &mut examiner);
                idle.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(examiner);
                progress.advance(batch.len() as u64);
                Ok(out)
            })
            .collect()
    }

    /// Holds some people against the sources of a level.
    fn examine(
        &self,
        setting: Setting<'_>,
        number: u8,
        people: &[PersonIx],
        (sources, parts): (&Sources, &[(PersonIx, Option<f64>)]),
        examiner: &mut Examiner<'_>,
    ) -> Part {
        let mut sum = Sum::new(0, 0);
        let mut out = Part::default();
        let found = |sum: &mut Sum, person, source: u32, pieces: &[Piece], exposure: &Exposure| {
            let (who, part) = parts[source as usize];
            let part = part
                .unwrap_or_else(|| self.source_risk(setting.weights, number, who, exposure.first));
            sum.of(person, number);
            sum.add(who, pieces, exposure, exposure.risk + part);
        };
        let done = |sum: &mut Sum, person| {
            let Some((row, via)) = sum.take(person) else {
                return;
            };
            let case = self.index_case(person);
            if case.is_none_or(|c| !c.traceable()) {
                out.exposed.push(Exposed {
                    person,
                    first: row.first as u32,
                    last: row.last as u32,
                    via,
                    risk: row.risk,
                });
            }
            if case.is_none() {
                if self.least(person).is_none() {
                    out.contacts.push(row);
                }
            } else if number == 1 {
                out.cases.push((person, row.sources));
            }
        };
        examiner.examine(sources, people, &mut sum, found, done);
        out
    }

    /// The least level done so far at which a person was exposed.
    pub(super) fn least(&self, person: PersonIx) -> Option<u8> {
        self.levels
            .iter()
            .zip(1..)
            .find(|(level, _)| level.exposure(person).is_some())
            .map(|(_, number)| number)
    }

    /// Whether a person's exposure at a level can matter: a traceable F0 infects only by its window, so beyond
    /// level 1 it is no contact of anybody; and at the last level nothing comes of who stands on a nearer tier.
    pub(super) fn matters(&self, setting: Setting<'_>, number: u8, person: PersonIx) -> bool {
        let last = number == setting.params.max_tier;
        !(last && self.least(person).is_some())
            && (number == 1 || !self.index_case(person).is_some_and(IndexCase::traceable))
    }

    /// By source: who, and the part of a risk where it depends on the source alone (beyond level 1).
    fn source_parts(
        &self,
        setting: Setting<'_>,
        level: u8,
        sources: &Sources,
    ) -> Vec<(PersonIx, Option<f64>)> {
        let part = |source: &Source| {
            let part = self.source_risk(setting.weights, level, source.person, 0);
            (source.person, (level > 1).then_some(part))
        };
        let numbers = 0..sources.len() as u32;
        numbers
            .into_par_iter()
            .map(|n| part(sources.source(n)))
            .collect()
    }

    /// The source's part of a pair's risk.
    pub(super) fn source_risk(
        &self,
        weights: &RiskWeights,
        level: u8,
        source: PersonIx,
        first: Seconds,
    ) -> f64 {
        match self.index_case(source).filter(|_| level == 1) {
            Some(case) => case
                .episodes
                .iter()
                .map(|e| weights.index_case(first - e.t0))
                .fold(0.0, f64::max),
            None => weights.contact(self.risk[source as usize]),
        }
    }

    /// The level at which a person's evidence is judged: its tier; for an F0 the first.
    fn level_of(&self, person: PersonIx) -> Option<u8> {
        self.tier(person).map(|tier| tier.max(1))
    }

    /// Calls `found` with the pieces and the evidence of each qualifying pair at a person's tier (an F0's: with other
    /// F0s), by source.
    pub fn exposures(
        &self,
        setting: Setting<'_>,
        person: PersonIx,
        found: impl FnMut(&[Piece], Evidence),
    ) {
        let mut examiner = Examiner::new(setting, setting.judge());
        self.exposures_by(setting, person, &mut examiner, found);
    }

    /// As [`Trace::exposures`] for many people of one tier at once, without making evidence of it: calls `found` with the
    /// pieces of each qualifying pair, one person after another, and `done` after each person; both work on `state`.
    pub fn examine_people<T>(
        &self,
        setting: Setting<'_>,
        tier: u8,
        people: &[PersonIx],
        state: &mut T,
        mut found: impl FnMut(&mut T, &[Piece]),
        done: impl FnMut(&mut T, PersonIx),
    ) {
        if let Some(sources) = self.sources.get(usize::from(tier.max(1)) - 1) {
            let mut examiner = Examiner::new(setting, setting.judge());
            let found = |state: &mut T, _, _, pieces: &[Piece], _: &Exposure| found(state, pieces);
            examiner.examine(sources, people, state, found, done);
        }
    }

    fn exposures_by(
        &self,
        setting: Setting<'_>,
        person: PersonIx,
        examiner: &mut Examiner<'_>,
        mut found: impl FnMut(&[Piece], Evidence),
    ) {
        let (Some(level), Some(tier)) = (self.level_of(person), self.tier(person)) else {
            return;
        };
        let Some(sources) = self.sources.get(usize::from(level) - 1) else {
            return;
        };
        let mut pairs: Vec<(u32, Vec<Piece>, Exposure)> = Vec::new();
        let keep = |pairs: &mut Vec<_>, _, source, pieces: &[Piece], exposure: &Exposure| {
            pairs.push((source, pieces.to_vec(), *exposure));
        };
        examiner.examine(sources, &[person], &mut pairs, keep, |_, _| {});
        pairs.sort_unstable_by_key(|p| sources.source(p.0).person);
        for (source, pieces, exposure) in pairs {
            let who = sources.source(source).person;
            let part = self.source_risk(setting.weights, level, who, exposure.first);
            let evidence = Evidence::new(who, person, tier, &exposure, spots(&pieces), part);
            found(&pieces, evidence);
        }
    }

    /// The evidence that names a person as the contact, by source: at its tier; an F0's, with other F0s.
    #[must_use]
    pub fn evidence_of(&self, setting: Setting<'_>, person: PersonIx) -> Vec<Evidence> {
        let mut out = Vec::new();
        self.exposures(setting, person, |_, evidence| out.push(evidence));
        out
    }

    /// The evidence that names a person as the source, by contact.
    #[must_use]
    pub fn exposed_by(&self, setting: Setting<'_>, person: PersonIx) -> Vec<Evidence> {
        let mut out = Vec::new();
        for (sources, level) in self.sources.iter().zip(1u8..) {
            let Some(number) = sources.number(person) else {
                continue;
            };
            let active = &sources.source(number).active;
            let near = setting.presence.near(person, active, setting.params.lag());
            let listed = |other: &PersonIx| {
                let tier = self.tier(*other);
                tier == Some(level) || (level == 1 && tier == Some(0))
            };
            let pairs = near.into_par_iter().filter(listed);
            out.par_extend(pairs.filter_map(|other| self.pair(setting, person, other, level)));
        }
        out.sort_unstable_by_key(|e| (e.contact, e.tier));
        out
    }

    /// All people with evidence, contacts and F0s, and how many pairs each has; by index.
    #[must_use]
    pub fn people_with_evidence(&self) -> Vec<(PersonIx, u32)> {
        let contacts = self.contacts.iter().map(|c| (c.person, c.sources));
        let mut people: Vec<(PersonIx, u32)> =
            contacts.chain(self.exposed_cases.iter().copied()).collect();
        people.par_sort_unstable();
        people
    }

    /// The evidence of some people, by contact and source. Nothing beside it is held.
    #[must_use]
    pub fn evidence_of_all(
        &self,
        setting: Setting<'_>,
        people: &[(PersonIx, u32)],
    ) -> Vec<Evidence> {
        let parts: Vec<Vec<Evidence>> = people
            .par_chunks(64)
            .map(|some| {
                let mut examiner = Examiner::new(setting, setting.judge());
                let mut out = Vec::new();
                for &(person, _) in some {
                    self.exposures_by(setting, person, &mut examiner, |_, e| out.push(e));
                }
                out
            })
            .collect();
        parts.into_iter().flatten().collect()
    }

    /// The chain F0 → … → `person` that realises the first exposure at a level: at each step the earliest first
    /// exposure, of equals the lowest source. `None` where no such chain is.
    #[must_use]
    pub fn chain(&self, setting: Setting<'_>, person: PersonIx, tier: u8) -> Option<Vec<Evidence>> {
        let mut chain = Vec::with_capacity(tier.into());
        let mut at = person;
        for level in (1..=tier).rev() {
            let via = self.levels.get(usize::from(level) - 1)?.via(at);
            if via == PersonIx::MAX {
                return None;
            }
            let mut step = self.pair(setting, via, at, level)?;
            step.tier = level;
            chain.push(step);
            at = via;
        }
        chain.reverse();
        Some(chain)
    }

    /// Judges one pair at one level.
    #[must_use]
    pub fn pair(
        &self,
        setting: Setting<'_>,
        source: PersonIx,
        contact: PersonIx,
        level: u8,
    ) -> Option<Evidence> {
        let active = self.active(setting.params, source, level);
        let pieces = self.pieces_between(setting, source, contact, &active);
        let exposure = setting.judge().judge(&pieces)?;
        let part = self.source_risk(setting.weights, level, source, exposure.first);
        let tier = if self.index_case(contact).is_some() {
            0
        } else {
            level
        };
        Some(Evidence::new(
            source,
            contact,
            tier,
            &exposure,
            spots(&pieces),
            part,
        ))
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
