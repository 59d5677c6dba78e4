//! `check`: reads and validates only.

use std::path::PathBuf;
use std::time::Instant;

use clap::ArgMatches;

use super::console::Console;
use super::failure::Failure;
use super::rules::{inputs, options, refuse_overwriting};
use crate::i18n::{Message, Texts};
use crate::investigation::{index, latest, open};
use crate::model::Rules;
use crate::registry::Records;
use crate::report::{FileSummary, RunSummary, Told, write_held_to, write_proposals_to};
use crate::trace::cases::{index_cases, suspected_cases};

pub(super) fn run(matches: &ArgMatches, console: &Console) -> Result<(), Failure> {
    let start = Instant::now();
    let rules = Rules::preset(None)?;
    super::file::no_file(matches)?;
    let (inputs, options) = (inputs(matches)?, options(matches, false)?);
    let held = matches.get_one::<PathBuf>("held");
    let proposals = matches.get_one::<PathBuf>("proposals");
    let outputs: Vec<PathBuf> = held.into_iter().chain(proposals).cloned().collect();
    refuse_overwriting(&inputs, &outputs)?;
    let (records, presence, timings) = console.work(|progress, cancel| {
        let (mut records, mut timings) = open(&inputs, options, &rules, progress, cancel)?;
        // Which exit scans close nothing is known only once in and out rows are paired.
        let indexing = Instant::now();
        let presence = index(&mut records, &rules, options, progress, cancel)?;
        timings.index = indexing.elapsed().as_secs_f64();
        Ok::<_, Failure>((records, presence, timings))
    })?;
    notes(&records).for_each(|note| console.say(&note));
    if let Some(path) = held {
        write_held_to(&records.ledger, path)?;
    }
    if let Some(path) = proposals {
        write_proposals_to(&records.ledger, path)?;
    }
    let index_cases = index_cases(&records.cases, &rules.params);
    let told = Told {
        records: &records,
        presence: &presence,
        rules: &rules,
        index_cases: &index_cases,
        suspected: suspected_cases(&records.cases, &rules.params, &index_cases).len(),
        as_of: options.as_of.or_else(|| latest(&records)),
        timings,
    };
    let summary = RunSummary::of_reading(told, start.elapsed().as_secs_f64())?;
    if console.json {
        return Ok(console.out(&summary.json())?);
    }
    let mut text = files(&summary, &console.texts);
    text.push_str(&people_and_places(&summary, &console.texts));
    text.push_str(&cases(&summary, &console.texts));
    if let Some(path) = held {
        let written = Message::new("summary-held").with("path", path.display().to_string());
        text.push_str(&format!("{}\n", console.texts.say(&written)));
    }
    Ok(console.out(&text)?)
}

/// How many cases there are, and how many can be traced.
pub(super) fn cases(summary: &RunSummary, texts: &Texts) -> String {
    let cases = Message::new("summary-cases")
        .with("cases", summary.cases.f0())
        .with("traced", summary.cases.traced)
        .with("undated", summary.cases.no_date)
        .with("empty", summary.cases.empty_window)
        .with("suspected", summary.cases.suspected);
    format!("{}\n", texts.say(&cases))
}

/// What there is to say of the inputs as a whole.
pub(super) fn notes(records: &Records) -> impl Iterator<Item = Message> {
    let left_out = records.left_out.iter();
    left_out
        .map(|(_, why)| Message::new("note-left-out").with("why", why.clone()))
        .chain(records.notes.iter().cloned())
        .chain(
            records
                .ledger
                .files()
                .iter()
                .flat_map(|f| f.notes.iter().cloned()),
        )
}

/// A table of the files, and below it the reasons of each.
pub(super) fn files(summary: &RunSummary, texts: &Texts) -> String {
    let heads = [
        "file", "profile", "read", "accepted", "warned", "merged", "held",
    ];
    let mut rows = vec![heads.map(|h| texts.get(&format!("column-{h}"))).to_vec()];
    rows.extend(summary.inputs.iter().map(|f| {
        // A mapping of the user's goes by its own name.
        let key = format!("profile-{}", f.profile);
        let profile = if texts.has(&key) {
            texts.get(&key)
        } else {
            f.profile.clone()
        };
        let counts = [f.read, f.accepted, f.warned, f.merged, f.held].map(|n| texts.count(n));
        [f.name.clone(), profile]
            .into_iter()
            .chain(counts)
            .collect()
    }));
    let mut out = table(&rows, 2);
    for file in summary.inputs.iter().filter(|f| !f.reasons.is_empty()) {
        out.push_str(&reasons(file, texts));
    }
    out.push('\n');
    out
}

fn reasons(file: &FileSummary, texts: &Texts) -> String {
    let mut out = format!("\n{}\n", file.name);
    for (reason, &count) in &file.reasons {
        let words = texts.get(&format!("reason-{}", reason.replace('_', "-")));
        out.push_str(&format!("  {:>9}  {words}\n", texts.count(count)));
    }
    out
}

/// Columns aligned by the widest cell: the first `text` ones to the left, the others to the right.
pub(super) fn table(rows: &[Vec<String>], text: usize) -> String {
    debug_assert!(
        rows.windows(2).all(|w| w[0].len() == w[1].len()),
        "a heading for each cell"
    );
    let width = |column: usize| {
        rows.iter()
            .map(|r| r[column].chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..rows.first().map_or(0, Vec::len)).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let cells = row
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(column, (cell, &width))| {
                if column < text {
                    format!("{cell:<width$}")
                } else {
                    format!("{cell:>width$}")
                }
            });
        out.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        out.push('\n');
    }
    out
}

/// How many people, places, visits and encounters there are.
pub(super) fn people_and_places(summary: &RunSummary, texts: &Texts) -> String {
    let message = Message::new("summary-records")
        .with("people", summary.people)
        .with("places", summary.places)
        .with("visits", summary.visits)
        .with("encounters", summary.encounters);
    format!("{}\n", texts.say(&message))
}
