//! A run whose cases have changed: what the changed cases touch is worked on anew, the rest stands.
//!
//! A change runs down the levels. At each the sources that have changed are known (at level 1 the changed cases, below
//! them whoever's exposure or risk has changed); whoever was near one of them then or is now, and whoever stands on
//! another nearer tier than before, is held against all sources of the level anew. Cost follows these people; beside
//! them columns of everybody are copied, and nothing is indexed but the changed sources.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::cases::{IndexCase, index_cases, suspected_cases};
use super::forward::{Setting, Trace};
use super::level::Level;
use crate::contact::{Source, Sources, Worth};
use crate::job::{Cancel, Cancelled, Progress, Stage};
use crate::model::time::{Span, unite};
use crate::model::{CaseRow, PersonIx};

/// What has changed so far on the way down the levels; people by index, each once.
#[derive(Default)]
struct Change {
    /// Whose case is another.
    cases: Vec<PersonIx>,
    /// Whose exposure at the level done last is another.
    exposed: Vec<PersonIx>,
    /// Whose own risk is another, as far as the levels are done: it is a part of what they pass on at every level.
    risk: Vec<PersonIx>,
    /// Who stands on another tier, as far as the levels are done.
    moved: Vec<PersonIx>,
}

impl Change {
    const fn is_empty(&self) -> bool {
        self.cases.is_empty()
            && self.exposed.is_empty()
            && self.risk.is_empty()
            && self.moved.is_empty()
    }
}

impl Trace {
    /// Derives again with other cases; presences and rules are the same.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn with_cases(
        &self,
        setting: Setting<'_>,
        cases: &[CaseRow],
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<Self, Cancelled> {
        let index_cases = index_cases(cases, setting.params);
        let mut next = Self {
            suspected: suspected_cases(cases, setting.params, &index_cases),
            index_cases,
            contacts: self.contacts.clone(),
            levels: Vec::with_capacity(self.levels.len()),
            quarantines: self.quarantines.clone(),
            case_of: self.case_of.clone(),
            sources: self.sources.clone(),
            risk: self.risk.clone(),
            exposed_cases: self.exposed_cases.clone(),
        };
        let mut change = Change {
            cases: changed_cases(&self.index_cases, &next.index_cases),
            ..Change::default()
        };
        for case in &self.index_cases {
            next.case_of[case.person as usize] = u32::MAX;
        }
        for (case, ix) in next.index_cases.iter().zip(0..) {
            next.case_of[case.person as usize] = ix;
        }
        let worth = Worth::new(setting.weights);
        for number in 1..=setting.params.max_tier {
            cancel.check()?;
            if change.is_empty() {
                let rest = usize::from(number) - 1;
                next.levels.extend_from_slice(&self.levels[rest..]);
                break;
            }
            next.level_again(
                self,
                setting,
                number,
                &mut change,
                (&worth, progress, cancel),
            )?;
        }
        Ok(next)
    }

    fn level_again(
        &mut self,
        before: &Self,
        setting: Setting<'_>,
        number: u8,
        change: &mut Change,
        (worth, progress, cancel): (&Worth, &Progress, &Cancel),
    ) -> Result<(), Cancelled> {
        let at = usize::from(number) - 1;
        let mut changed = change.cases.clone();
        changed.extend(change.exposed.iter().chain(&change.risk).copied());
        distinct(&mut changed);
        let mut dirty = change.cases.clone();
        dirty.extend(change.moved.iter().copied());
        let (mut now, mut either) = (Vec::new(), Vec::new());
        for &person in &changed {
            let mut spans: Vec<Span> = before.active(setting.params, person, number);
            let active = self.active(setting.params, person, number);
            spans.extend(active.iter().copied());
            unite(&mut spans);
            if !spans.is_empty() {
                let active = spans;
                either.push(Source { person, active });
            }
            if !active.is_empty() {
                now.push(Source { person, active });
            }
        }
        let either = Sources::new(setting.presence, either, setting.params.lag());
        dirty.extend(either.touched(setting.presence, cancel));
        cancel.check()?;
        distinct(&mut dirty);
        self.sources[at] = Arc::new(before.sources[at].with(setting.presence, &changed, now));
        let candidates: Vec<PersonIx> = dirty
            .iter()
            .copied()
            .filter(|&p| self.matters(setting, number, p))
            .collect();
        progress.begin(Stage::Derive, candidates.len() as u64);
        let parts = self.examine_all(setting, number, &candidates, worth, progress, cancel)?;
        let is_dirty = |person: PersonIx| dirty.binary_search(&person).is_ok();
        let mut level: Level = before.levels[at].clone();
        let mut risks: FxHashMap<PersonIx, f64> = FxHashMap::default();
        dirty.iter().for_each(|&p| level.clear(p));
        let mut rows = Vec::new();
        let mut cases = Vec::new();
        for part in parts {
            for exposed in &part.exposed {
                level.set(exposed);
                risks.insert(exposed.person, exposed.risk);
            }
            rows.extend(part.contacts);
            cases.extend(part.cases);
        }
        self.contacts
            .retain(|c| c.tier != number || !is_dirty(c.person));
        self.contacts.extend(rows);
        // Two sorted runs: a merge.
        self.contacts.sort_by_key(|c| (c.tier, c.person));
        if number == 1 {
            self.exposed_cases.retain(|c| !is_dirty(c.0));
            self.exposed_cases.extend(cases);
            self.exposed_cases.sort_unstable();
        }
        change.exposed.clear();
        for &person in &dirty {
            let (is, was) = (level.exposure(person), before.levels[at].exposure(person));
            if is != was {
                change.exposed.push(person);
            }
            // Who is exposed neither here now nor was before has its risk from another level.
            if self.least(person).is_none() && (is.is_some() || was.is_some()) {
                let risk = risks.get(&person).copied().unwrap_or(0.0);
                let old = std::mem::replace(&mut self.risk[person as usize], risk);
                if risk.to_bits() != old.to_bits() {
                    change.risk.push(person);
                }
            }
            if is.is_some() != was.is_some() {
                change.moved.push(person);
            }
        }
        distinct(&mut change.moved);
        distinct(&mut change.risk);
        self.levels.push(level);
        Ok(())
    }
}

/// Whose case is another, or is none any more, or is one now.
fn changed_cases(before: &[IndexCase], now: &[IndexCase]) -> Vec<PersonIx> {
    let differs = |case: &&IndexCase, others: &[IndexCase]| {
        let at = others.binary_search_by_key(&case.person, |c| c.person);
        at.map_or(true, |at| others[at] != **case)
    };
    let gone = before.iter().filter(|c| differs(c, now));
    let come = now.iter().filter(|c| differs(c, before));
    let mut changed: Vec<PersonIx> = gone.chain(come).map(|c| c.person).collect();
    distinct(&mut changed);
    changed
}

fn distinct(people: &mut Vec<PersonIx>) {
    people.sort_unstable();
    people.dedup();
}
