//! files → ingest → registry → contact → trace: the pipeline, once, in order.

use std::sync::Arc;
use std::time::Instant;

use crate::contact::{Customs, Ground, Layout, Presence, settle};
use crate::i18n::{Message, Speak};
use crate::ingest::{IngestError, Input, Options, Reason, read};
use crate::job::{Cancel, Cancelled, Progress, Stage};
use crate::model::time::{Seconds, Zone};
use crate::model::{CaseRow, Detail, Household, Rules};
use crate::registry::{Records, link, warn_of_strangers, warn_of_travel};
use crate::trace::forward::{Setting, Trace};
use crate::trace::links::{Link, probable_links};

/// Seconds spent in each stage.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Timings {
    /// Reading and validating files.
    pub read: f64,
    /// Joining people and places.
    pub link: f64,
    /// Settling and indexing visits.
    pub index: f64,
    /// Deriving contacts and links.
    pub derive: f64,
}

/// What was read and what is derived from it.
#[derive(Debug, Clone)]
pub struct Run {
    /// The rules in force.
    pub rules: Rules,
    /// What was read, joined; stays and encounters have gone into `presence`.
    pub records: Arc<Records>,
    /// The rows of cases in force: as read, or as they were decided since.
    pub cases: Arc<Vec<CaseRow>>,
    /// Who was where.
    pub presence: Arc<Presence>,
    /// Tiers and contact list; evidence is judged when it is asked for.
    pub trace: Trace,
    /// Probable links between F0s.
    pub links: Vec<Link>,
    /// What is later is the future: as told, else the latest instant in the data.
    pub as_of: Option<Seconds>,
    /// Seconds by stage.
    pub timings: Timings,
}

/// Why there is no run.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// An input could not be read.
    #[error(transparent)]
    Ingest(#[from] IngestError),
    /// Stopped.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl Speak for Failure {
    fn speak(&self) -> Message {
        match self {
            Self::Ingest(error) => error.speak(),
            Self::Cancelled(_) => Message::new("error-cancelled"),
        }
    }
}

impl Failure {
    /// Whether the user stopped it.
    #[must_use]
    pub const fn is_cancelled(&self) -> bool {
        matches!(
            self,
            Self::Cancelled(_) | Self::Ingest(IngestError::Cancelled(_))
        )
    }
}

impl Run {
    /// What the derivation stands on.
    #[must_use]
    pub fn setting(&self) -> Setting<'_> {
        Setting {
            presence: &self.presence,
            params: &self.rules.params,
            weights: &self.rules.risk,
        }
    }
}

/// Reads the inputs and joins them.
///
/// # Errors
/// [`Failure`].
pub fn open(
    inputs: &[Input],
    options: Options,
    rules: &Rules,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<(Records, Timings), Failure> {
    let mut timings = Timings::default();
    let start = Instant::now();
    let intake = read(inputs, options, progress, cancel)?;
    timings.read = start.elapsed().as_secs_f64();
    progress.begin(Stage::Link, 0);
    let start = Instant::now();
    let records = link(intake, &rules.categories, cancel)?;
    timings.link = start.elapsed().as_secs_f64();
    Ok((records, timings))
}

/// Derives everything from joined records. `timings` are those of [`open`].
///
/// # Errors
/// [`Failure::Cancelled`].
pub fn derive(
    mut records: Records,
    rules: Rules,
    options: Options,
    mut timings: Timings,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Run, Failure> {
    let start = Instant::now();
    let presence = index(&mut records, &rules, options, progress, cancel)?;
    timings.index = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let cases = Arc::new(records.cases.clone());
    let (trace, links) = traced(&records, &cases, &presence, &rules, progress, cancel)?;
    timings.derive = start.elapsed().as_secs_f64();
    let as_of = options.as_of.or_else(|| latest(&records));
    Ok(Run {
        rules,
        records: Arc::new(records),
        cases,
        presence: Arc::new(presence),
        trace,
        links,
        as_of,
        timings,
    })
}

fn traced(
    records: &Records,
    cases: &[CaseRow],
    presence: &Presence,
    rules: &Rules,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<(Trace, Vec<Link>), Cancelled> {
    let setting = Setting {
        presence,
        params: &rules.params,
        weights: &rules.risk,
    };
    let derive = match rules.detail {
        Detail::Full => Trace::derive,
        Detail::Brief => Trace::derive_briefly,
    };
    let trace = derive(setting, cases, &records.quarantines, progress, cancel)?;
    // Links rest on the evidence between F0s.
    if rules.detail == Detail::Brief {
        return Ok((trace, Vec::new()));
    }
    let links = probable_links(&trace, setting, cancel)?;
    Ok((trace, links))
}

/// Whether a run can be derived again under other rules from what it holds: what the visits are is the same.
#[must_use]
pub fn same_ground(run: &Run, rules: &Rules) -> bool {
    let dwell =
        |rules: &Rules| -> Vec<u32> { rules.categories.rows().iter().map(|c| c.dwell).collect() };
    run.rules.params.include_weak == rules.params.include_weak && dwell(&run.rules) == dwell(rules)
}

/// Derives again under other rules ([`same_ground`]); nothing is read, and visits are not settled anew.
///
/// # Errors
/// [`Failure::Cancelled`].
pub fn derive_again(
    run: &Run,
    rules: Rules,
    zone: Zone,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Run, Failure> {
    let start = Instant::now();
    let presence = if run.rules.params.households == rules.params.households {
        run.presence.clone()
    } else {
        let households: &[Household] = if rules.params.households {
            &run.records.households
        } else {
            &[]
        };
        Arc::new(run.presence.with_households(households, zone))
    };
    let index = start.elapsed().as_secs_f64();
    cancel.check()?;
    let start = Instant::now();
    let records = run.records.clone();
    let cases = run.cases.clone();
    let (trace, links) = traced(&records, &cases, &presence, &rules, progress, cancel)?;
    Ok(Run {
        rules,
        records,
        cases,
        presence,
        trace,
        links,
        as_of: run.as_of,
        timings: Timings {
            index,
            derive: start.elapsed().as_secs_f64(),
            ..Timings::default()
        },
    })
}

/// Derives again with other rows of cases. Cost follows what the changed cases touch; only the probable links between
/// F0s are all judged anew.
///
/// # Errors
/// [`Failure::Cancelled`].
pub fn with_cases(
    run: &Run,
    cases: Vec<CaseRow>,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Run, Failure> {
    let start = Instant::now();
    let setting = run.setting();
    let (trace, links) = if run.rules.detail == Detail::Brief {
        let (records, presence) = (&run.records, &run.presence);
        traced(records, &cases, presence, &run.rules, progress, cancel)?
    } else {
        let trace = run.trace.with_cases(setting, &cases, progress, cancel)?;
        let links = probable_links(&trace, setting, cancel)?;
        (trace, links)
    };
    Ok(Run {
        rules: run.rules.clone(),
        records: run.records.clone(),
        cases: Arc::new(cases),
        presence: run.presence.clone(),
        trace,
        links,
        as_of: run.as_of,
        timings: Timings {
            derive: start.elapsed().as_secs_f64(),
            ..Timings::default()
        },
    })
}

/// Settles the visits, tells the ledger what became of their rows, and indexes them.
///
/// # Errors
/// [`Cancelled`].
pub fn index(
    records: &mut Records,
    rules: &Rules,
    options: Options,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Presence, Cancelled> {
    let stays = std::mem::take(&mut records.stays);
    // A stay is settled, and its visit brought to its place.
    progress.begin(Stage::Index, 2 * stays.len() as u64);
    let encounters = std::mem::take(&mut records.encounters);
    let customs = Customs::new(&records.places, &rules.categories, options.zone);
    let people = records.people.len();
    let layout = Layout::of(people, records.places.len());
    let settled = settle(
        stays, encounters, people, &customs, layout, progress, cancel,
    )?;
    settled
        .merged
        .iter()
        .for_each(|&row| records.ledger.merge(row));
    settled
        .unmatched_out
        .iter()
        .for_each(|&row| records.ledger.hold(row, "", "", Reason::UnmatchedOut));
    let journeys = &settled.journeys;
    warn_of_strangers(
        records,
        journeys.shard_count(),
        |shard| journeys.shard_visits(shard),
        &settled.encounters,
    );
    warn_of_travel(records, journeys.shard_count(), |shard| {
        journeys.shard_visits(shard)
    });
    let ground = Ground {
        places: &records.places,
        categories: &rules.categories,
        households: if rules.params.households {
            &records.households
        } else {
            &[]
        },
        include_weak: rules.params.include_weak,
        zone: options.zone,
        layout,
    };
    cancel.check()?;
    Presence::build(settled, ground, progress, cancel)
}

/// The latest instant in the data.
#[must_use]
pub fn latest(records: &Records) -> Option<Seconds> {
    let cases = records
        .cases
        .iter()
        .flat_map(|c| [c.onset, c.sample, c.isolation, c.reported]);
    records.latest.into_iter().chain(cases.flatten()).max()
}
