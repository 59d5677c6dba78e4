//! `check`: reads and validates only.

use std::path::PathBuf;
use std::time::Instant;

use clap::ArgMatches;

use super::console::Console;
use super::failure::Failure;
use super::rules::{inputs, options};
use crate::i18n::{Message, Texts};
use crate::ingest::Ledger;
use crate::investigation::{index, open};
use crate::model::Rules;
use crate::registry::Records;
use crate::report::{FileSummary, Outputs, RunSummary, summarise_reading, write_held};

pub(super) fn run(matches: &ArgMatches, console: &Console) -> Result<(), Failure> {
    let start = Instant::now();
    let rules = Rules::preset(None)?;
    let options = options(matches, false)?;
    let (records, timings, visits) = console.work(|progress, cancel| {
        let (mut records, timings) = open(&inputs(matches), options, &rules, progress, cancel)?;
        // Which exit scans close nothing is known only once in and out rows are paired.
        let presence = index(&mut records, &rules, options);
        Ok::<_, Failure>((
            records,
            timings,
            (presence.len(), presence.encounter_count()),
        ))
    })?;
    notes(&records, console);
    if let Some(path) = matches.get_one::<PathBuf>("held") {
        write_held_to(&records.ledger, path)?;
    }
    let mut summary = summarise_reading(&records, &rules, timings, start.elapsed().as_secs_f64())?;
    (summary.visits, summary.encounters) = (visits.0 as u64, visits.1 as u64);
    if console.json {
        return Ok(console.out(&summary.json())?);
    }
    let mut text = files(&summary, &console.texts);
    text.push_str(&people_and_places(&summary, &console.texts));
    Ok(console.out(&text)?)
}

fn write_held_to(ledger: &Ledger, path: &std::path::Path) -> Result<(), Failure> {
    let folder = path
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(std::path::Path::new("."));
    let mut outputs = Outputs::new(folder)?;
    write_held(ledger, outputs.file("held.csv")?)?;
    Ok(outputs.commit_as(path)?)
}

/// What there is to say of the inputs as a whole, to stderr.
pub(super) fn notes(records: &Records, console: &Console) {
    records.notes.iter().for_each(|note| console.say(note));
    records
        .ledger
        .files()
        .iter()
        .flat_map(|f| &f.notes)
        .for_each(|note| console.say(note));
}

/// A table of the files, and below it the reasons of each.
pub(super) fn files(summary: &RunSummary, texts: &Texts) -> String {
    let heads = [
        "file", "profile", "read", "accepted", "warned", "merged", "held",
    ];
    let mut rows = vec![heads.map(|h| texts.get(&format!("column-{h}"))).to_vec()];
    rows.extend(summary.inputs.iter().map(|f| {
        let profile = texts.get(&format!("profile-{}", f.profile));
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
