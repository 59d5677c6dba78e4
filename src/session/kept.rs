//! Decisions as texts, to be kept in the investigation file.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::history::{History, Step};
use super::query::{Column, Filter};
use super::{Workspace, first_workspace};
use crate::ingest::redact::Rows;
use crate::ingest::{Correction, Corrections};
use crate::model::time::{Seconds, Span};
use crate::model::{Detail, Params, Preset, Rules};
use crate::store::{Journal, Place};

/// A state of the workspace without what was put right. Rows and people by their numbers are left out: they are
/// numbered anew at each reading.
#[derive(Debug, Serialize, Deserialize)]
struct KeptWorkspace {
    preset: Preset,
    params: Params,
    /// Minutes of dwell by category.
    dwell: Vec<(String, u32)>,
    brief: bool,
    window: Option<(Seconds, Seconds)>,
    tiers: [bool; 6],
    text: String,
    districts: Vec<String>,
    hide_dated: bool,
    /// Keys of columns, and whether the greatest comes first.
    order: Vec<(String, bool)>,
    columns: Option<Vec<String>>,
}

/// File, line, column, what stood there, what is meant.
type KeptFix = (String, u64, String, String, String);

impl KeptWorkspace {
    fn of(workspace: &Workspace) -> Self {
        let Workspace {
            rules,
            window,
            filter,
            order,
            columns,
            corrections: _,
        } = workspace;
        let key = |c: &Column| c.key().to_owned();
        Self {
            preset: rules.preset.clone(),
            params: rules.params,
            dwell: rules
                .categories
                .rows()
                .iter()
                .map(|c| (c.key.clone(), c.dwell))
                .collect(),
            brief: rules.detail == Detail::Brief,
            window: window.map(|w| (w.start, w.end)),
            tiers: filter.tiers,
            text: filter.text.clone(),
            districts: filter.districts.clone(),
            hide_dated: filter.hide_dated,
            order: order.iter().map(|(c, falls)| (key(c), *falls)).collect(),
            columns: columns.as_ref().map(|all| all.iter().map(key).collect()),
        }
    }

    /// `None` where it says something that this program does not know.
    fn workspace(self, corrections: Arc<Corrections>) -> Option<Workspace> {
        let column = |key: &String| Column::ALL.into_iter().find(|c| c.key() == key);
        let mut rules = Rules::preset(None).ok()?;
        rules.preset = self.preset;
        rules.params = self.params;
        rules.detail = if self.brief {
            Detail::Brief
        } else {
            Detail::Full
        };
        for (key, minutes) in &self.dwell {
            rules.categories.set_dwell(key, *minutes);
        }
        let order = self
            .order
            .iter()
            .map(|(key, falls)| Some((column(key)?, *falls)));
        let columns = match &self.columns {
            Some(keys) => Some(keys.iter().map(column).collect::<Option<_>>()?),
            None => None,
        };
        Some(Workspace {
            rules,
            window: self.window.map(|(start, end)| Span::new(start, end)),
            filter: Filter {
                tiers: self.tiers,
                text: self.text,
                districts: self.districts,
                hide_dated: self.hide_dated,
                ..Filter::default()
            },
            order: order.collect::<Option<_>>()?,
            columns,
            corrections,
        })
    }
}

/// Decisions on their way to the file: states by number, and the new ones among them.
#[derive(Debug, Clone)]
pub(super) struct Decisions {
    states: Vec<(u64, Option<Step>, Option<Workspace>)>,
    cursor: usize,
}

impl Decisions {
    /// What a history comes to; `known`: the states below this number were kept before.
    pub fn of(history: &History<Workspace>, known: u64) -> Self {
        let (states, cursor) = history.states();
        let state = |s: super::history::Kept<'_, Workspace>| {
            let new = (s.number >= known).then(|| s.value.clone());
            (s.number, s.step, new)
        };
        Self {
            states: states.into_iter().map(state).collect(),
            cursor,
        }
    }

    /// As the file takes them. A state has two texts, its own and what is put right in it, which many states share.
    pub fn journal(&self, shelf: &mut FixNumbers) -> Option<Journal> {
        let mut journal = Journal {
            cursor: self.cursor,
            ..Journal::default()
        };
        for (number, step, workspace) in &self.states {
            if let Some(workspace) = workspace {
                let text = serde_json::to_string(&KeptWorkspace::of(workspace)).ok()?;
                journal.texts.push((number * 2, text));
                let (fixes, text) = shelf.number(*number, &workspace.corrections)?;
                journal.texts.extend(text.map(|text| (fixes, text)));
            }
            journal.places.push(Place {
                state: number * 2,
                fixes: shelf.of(*number)?,
                step: step.map(|s| s.key().to_owned()),
            });
        }
        shelf.live = journal.places.iter().map(|p| p.fixes).collect();
        Some(journal)
    }
}

/// Which text of corrections each state has.
#[derive(Debug, Default)]
pub(super) struct FixNumbers {
    of: BTreeMap<u64, u64>,
    /// The texts that the file has.
    live: BTreeSet<u64>,
    last: Option<(Arc<Corrections>, u64)>,
}

impl FixNumbers {
    fn of(&self, state: u64) -> Option<u64> {
        self.of.get(&state).copied()
    }

    /// The number of the text of a state's corrections, and the text where it is new.
    fn number(&mut self, state: u64, fixes: &Arc<Corrections>) -> Option<(u64, Option<String>)> {
        // A text that no state needed any more is gone.
        if let Some((last, number)) = &self.last
            && self.live.contains(number)
            && (Arc::ptr_eq(last, fixes) || last == fixes)
        {
            self.of.insert(state, *number);
            return Some((*number, None));
        }
        let number = state * 2 + 1;
        let all: Vec<KeptFix> = fixes
            .iter()
            .map(|c| (c.file, c.row, c.column, c.was, c.now))
            .collect();
        let text = serde_json::to_string(&all).ok()?;
        self.of.insert(state, number);
        self.live.insert(number);
        self.last = Some((Arc::clone(fixes), number));
        Some((number, Some(text)))
    }
}

/// The history that a file holds; `None` where it says something that this program does not know.
pub(super) fn history_of(journal: &Journal) -> Option<(History<Workspace>, FixNumbers)> {
    let text = |number: u64| {
        let at = journal.texts.binary_search_by_key(&number, |t| t.0).ok()?;
        Some(journal.texts[at].1.as_str())
    };
    let mut numbers = FixNumbers::default();
    let mut states = Vec::new();
    for place in &journal.places {
        let fixes = match &numbers.last {
            Some((fixes, number)) if *number == place.fixes => Arc::clone(fixes),
            _ => {
                let all: Vec<KeptFix> = serde_json::from_str(text(place.fixes)?).ok()?;
                let mut fixes = Corrections::default();
                for (file, row, column, was, now) in all {
                    fixes.put(Correction {
                        file,
                        row,
                        column,
                        was,
                        now,
                    });
                }
                Arc::new(fixes)
            }
        };
        let number = place.state / 2;
        numbers.of.insert(number, place.fixes);
        numbers.live.insert(place.fixes);
        numbers.last = Some((Arc::clone(&fixes), place.fixes));
        let kept: KeptWorkspace = serde_json::from_str(text(place.state)?).ok()?;
        let step = match &place.step {
            Some(key) => Some(Step::parse(key)?),
            None => None,
        };
        states.push((number, step, kept.workspace(fixes)?));
    }
    Some((History::restored(states, journal.cursor)?, numbers))
}

/// The rules and what is put right that a file was left with; `None` where nobody decided anything.
#[must_use]
pub fn in_force(journal: &Journal) -> Option<(Rules, Arc<Corrections>)> {
    let (history, _) = history_of(journal)?;
    let now = history.now();
    Some((now.rules.clone(), Arc::clone(&now.corrections)))
}

/// Corrections without those of rows that are gone.
pub(super) fn corrections_left(corrections: &Corrections, gone: &Rows) -> Corrections {
    let mut left = Corrections::default();
    let stays = |c: &Correction| {
        gone.get(&c.file)
            .is_none_or(|lines| !lines.contains(&c.row))
    };
    corrections
        .iter()
        .filter(stays)
        .for_each(|correction| left.put(correction));
    left
}

/// What is left of decisions after a purge: the state in force, without what quotes rows that are gone.
pub(super) fn after_purge(journal: &Journal, gone: &Rows) -> Option<Journal> {
    let (history, _) = history_of(journal)?;
    let mut now = history.now().clone();
    now.corrections = Arc::new(corrections_left(&now.corrections, gone));
    now.filter.text.clear();
    let history = History::from_number(now, history.next_number());
    Decisions::of(&history, 0).journal(&mut FixNumbers::default())
}

/// What a new investigation begins with, as it is kept: for a file that is made without a window.
#[must_use]
pub fn first_decisions(rules: Rules, corrections: Arc<Corrections>) -> Option<Journal> {
    let workspace = Workspace {
        corrections,
        ..first_workspace(rules)
    };
    Decisions::of(&History::new(workspace), 0).journal(&mut FixNumbers::default())
}
