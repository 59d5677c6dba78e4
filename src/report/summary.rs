//! `run.json` and the answer to `--json`: one shape, spec'd by the command line's contract.

use std::collections::BTreeMap;

use serde::Serialize;

use super::memory::peak_memory_mb;
use crate::contact::Presence;
use crate::ingest::Ledger;
use crate::investigation::{Run, Timings};
use crate::model::time::VIETNAM;
use crate::model::{AssetError, Changed, Detail, Rules};
use crate::registry::Records;
use crate::trace::IndexCase;

/// One input.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FileSummary {
    /// As the user named it.
    pub name: String,
    /// SHA-256, lower-case hex.
    pub sha256: String,
    /// Size.
    pub bytes: u64,
    /// The profile that recognised it.
    pub profile: String,
    /// The role it was read in.
    pub role: String,
    /// Rows read: the sum of the next four.
    pub read: u64,
    /// Rows taken as they are.
    pub accepted: u64,
    /// Rows taken with a warning.
    pub warned: u64,
    /// Duplicates.
    pub merged: u64,
    /// Rows held back.
    pub held: u64,
    /// How often each reason occurred.
    pub reasons: BTreeMap<&'static str, u64>,
}

/// A file that was found in a folder and not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Its path in the folder.
    pub name: String,
    /// Why: a stable key.
    pub reason: String,
}

/// F0s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct CaseSummary {
    /// Confirmed cases: F0s.
    pub confirmed: u64,
    /// F0s whose contacts could be derived.
    pub traced: u64,
    /// Those without onset and sample.
    pub no_date: u64,
    /// Those whose infectious window is empty.
    pub empty_window: u64,
    /// Suspected cases; F0s only where the run says so.
    pub suspected: u64,
}

impl CaseSummary {
    /// How many F0s there are.
    #[must_use]
    pub const fn f0(&self) -> u64 {
        self.traced + self.no_date + self.empty_window
    }
}

/// Seconds by stage.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Seconds {
    /// Reading and validating.
    pub read: f64,
    /// Joining.
    pub link: f64,
    /// Settling and indexing.
    pub index: f64,
    /// Deriving.
    pub derive: f64,
    /// Writing.
    pub write: f64,
    /// All of it.
    pub total: f64,
}

/// What a run was made of and what it came to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RunSummary {
    /// Program and version.
    pub program: String,
    /// The preset that was started from.
    pub preset: String,
    /// The document that it follows.
    pub preset_source: String,
    /// What differs from it.
    pub changed: BTreeMap<String, Changed>,
    /// How much was derived of each contact: `full` or `brief`.
    pub list: &'static str,
    /// Versions of the tables of presets, dwell times and risk weights.
    pub tables: BTreeMap<&'static str, String>,
    /// What is later is the future; ISO 8601.
    pub as_of: Option<String>,
    /// The inputs, in the order read.
    pub inputs: Vec<FileSummary>,
    /// Files found in folders that were not read.
    pub left_out: Vec<LeftOut>,
    /// How far the log of the investigation file went when this was written; `None` where there is no file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audit: Option<String>,
    /// People known.
    pub people: u64,
    /// Places known.
    pub places: u64,
    /// Visits after settling.
    pub visits: u64,
    /// Encounters that count.
    pub encounters: u64,
    /// F0s.
    pub cases: CaseSummary,
    /// Contacts by tier.
    pub tiers: BTreeMap<String, u64>,
    /// Qualifying pairs.
    pub evidence: u64,
    /// Probable links between F0s.
    pub links: u64,
    /// Seconds by stage.
    pub seconds: Seconds,
    /// Most memory resident, MiB.
    pub peak_memory_mb: u64,
}

/// What a summary tells of, as far as the work went.
#[derive(Debug, Clone, Copy)]
pub struct Told<'r> {
    /// What was read.
    pub records: &'r Records,
    /// Who was where.
    pub presence: &'r Presence,
    /// The rules in force.
    pub rules: &'r Rules,
    /// The F0s.
    pub index_cases: &'r [IndexCase],
    /// How many suspected cases are no F0s.
    pub suspected: usize,
    /// What is later is the future.
    pub as_of: Option<i64>,
    /// Seconds by stage.
    pub timings: Timings,
}

impl RunSummary {
    /// The summary of what was read: inputs, people, places, visits, cases.
    ///
    /// # Errors
    /// [`AssetError`] where an embedded file is not what it should be.
    pub fn of_reading(told: Told<'_>, total: f64) -> Result<Self, AssetError> {
        let Told {
            records,
            presence,
            rules,
            index_cases,
            suspected,
            as_of,
            timings,
        } = told;
        let count = |keep: fn(&&IndexCase) -> bool| index_cases.iter().filter(keep).count() as u64;
        let tables = BTreeMap::from([
            ("presets", crate::model::Presets::builtin()?.version),
            ("categories", rules.categories.version().to_owned()),
            ("risk", rules.risk.version.clone()),
        ]);
        let left_out = records.left_out.iter().map(|(name, why)| LeftOut {
            name: name.clone(),
            reason: why
                .key
                .trim_start_matches("error-")
                .trim_start_matches("note-")
                .replace('-', "_"),
        });
        Ok(Self {
            program: format!("truyvet {}", env!("CARGO_PKG_VERSION")),
            preset: rules.preset.key.clone(),
            preset_source: rules.preset.source.clone(),
            list: match rules.detail {
                Detail::Full => "full",
                Detail::Brief => "brief",
            },
            changed: rules.changed()?.into_iter().collect(),
            tables,
            as_of: as_of.map(|at| VIETNAM.iso(at)),
            inputs: (0..records.ledger.files().len())
                .map(|i| file(&records.ledger, i))
                .collect(),
            left_out: left_out.collect(),
            audit: None,
            people: records.people.len() as u64,
            places: records.places.len() as u64,
            visits: presence.len() as u64,
            encounters: presence.encounter_count() as u64,
            cases: CaseSummary {
                confirmed: count(|c| !c.suspected),
                traced: count(|c| c.traceable()),
                no_date: count(|c| c.episodes.is_empty()),
                empty_window: count(|c| !c.episodes.is_empty() && !c.traceable()),
                suspected: count(|c| c.suspected) + suspected as u64,
            },
            tiers: BTreeMap::new(),
            evidence: 0,
            links: 0,
            seconds: Seconds {
                read: millis(timings.read),
                link: millis(timings.link),
                index: millis(timings.index),
                derive: millis(timings.derive),
                write: 0.0,
                total: millis(total),
            },
            peak_memory_mb: peak_memory_mb(),
        })
    }

    /// The summary of a run. `write` and `total` in seconds.
    ///
    /// # Errors
    /// [`AssetError`] where an embedded file is not what it should be.
    pub fn new(run: &Run, write: f64, total: f64) -> Result<Self, AssetError> {
        let told = Told {
            records: &run.records,
            presence: &run.presence,
            rules: &run.rules,
            index_cases: &run.trace.index_cases,
            suspected: run.trace.suspected.len(),
            as_of: run.as_of,
            timings: run.timings,
        };
        let mut summary = Self::of_reading(told, total)?;
        for tier in 1..=run.rules.params.max_tier {
            let contacts = run.trace.contacts.iter().filter(|c| c.tier == tier).count();
            summary.tiers.insert(tier.to_string(), contacts as u64);
        }
        summary.evidence = run.trace.evidence();
        summary.links = run.links.len() as u64;
        summary.seconds.write = millis(write);
        Ok(summary)
    }

    /// As JSON, two spaces to a level, a line end at the end.
    #[must_use]
    pub fn json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

fn file(ledger: &Ledger, index: usize) -> FileSummary {
    let report = &ledger.files()[index];
    let counts = ledger.counts(index);
    FileSummary {
        name: report.name.clone(),
        sha256: report.sha256.clone(),
        bytes: report.bytes,
        profile: report.profile.clone(),
        role: report.role.clone(),
        read: counts.read,
        accepted: counts.accepted,
        warned: counts.warned,
        merged: counts.merged,
        held: counts.held,
        reasons: ledger
            .reasons(index)
            .map(|(reason, count)| (reason.key(), count))
            .collect(),
    }
}

fn millis(seconds: f64) -> f64 {
    (seconds * 1_000.0).round() / 1_000.0
}
