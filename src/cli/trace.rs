//! `trace`: the whole run.

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Instant;

use clap::ArgMatches;
use clap::parser::ValueSource;

use super::check::{cases, notes, people_and_places};
use super::console::Console;
use super::failure::Failure;
use super::file::{close, file_among_inputs, need, opening, put_on_record, read_and_derive};
use super::rules::{inputs, options, refuse_overwriting, rules};
use crate::i18n::{Message, Texts};
use crate::ingest::{RESULTS, has_run};
use crate::investigation::Run;
use crate::model::Detail;
use crate::report::{EvidenceForm, Extra, Outputs, RunSummary, Wanted, write_run};
use crate::session::hash;
use crate::store::audit::Deed;
use crate::store::{Action, Power};

pub(super) fn run(matches: &ArgMatches, console: &Console) -> Result<(), Failure> {
    let start = Instant::now();
    let (mut rules, options) = (rules(matches)?, options(matches, false)?);
    if brief(matches) {
        rules.detail = Detail::Brief;
        let asked = matches.value_source("evidence") == Some(ValueSource::CommandLine);
        if asked
            && matches
                .get_one::<String>("evidence")
                .is_some_and(|e| e != "none")
        {
            return Err(Failure::BriefEvidence);
        }
    }
    let Some(folder) = matches.get_one::<PathBuf>("out") else {
        return Err(Failure::Value {
            option: "--out".into(),
            value: String::new(),
        });
    };
    let file = match file_among_inputs(matches)? {
        Some(path) => Some((path, opening(matches, console, false)?)),
        None => {
            let inputs = inputs(matches)?;
            refuse_overwriting(&inputs, &RESULTS.map(|name| folder.join(name)))?;
            None
        }
    };
    let (summary, notes) = console.work(|progress, cancel| {
        let (run, store) = read_and_derive(matches, file, rules, options, progress, cancel)?;
        need(store.as_ref(), Power::Export)?;
        let mut outputs = Outputs::new(folder)?;
        let writing = Instant::now();
        write_run(&run, &wanted(matches), &mut outputs, progress, cancel)?;
        let write = writing.elapsed().as_secs_f64();
        let mut summary = RunSummary::new(&run, write, start.elapsed().as_secs_f64())?;
        let extra = matches.get_many::<String>("with").into_iter().flatten();
        let extra: Vec<&str> = extra.map(String::as_str).collect();
        let rows: u64 = summary.tiers.values().sum();
        let deed = Deed::new(Action::Export)
            .on("contacts.csv")
            .because(purpose(matches))
            .saying(if extra.is_empty() {
                format!("rows {rows}")
            } else {
                format!("rows {rows}, with {}", extra.join(" "))
            });
        let tiers = summary.tiers.iter();
        let tiers: Vec<String> = tiers.map(|(t, n)| format!("F{t} {n}")).collect();
        let detail = format!("{}, {}", hash(&run.rules), tiers.join(", "));
        put_on_record(store.as_ref(), &Deed::new(Action::Run).saying(detail))?;
        summary.audit = put_on_record(store.as_ref(), &deed)?;
        record(&summary, &mut outputs)?;
        // What an earlier run left and this one does not write is stale; the user's own files are not.
        let stale: &[&str] = if has_run(folder) {
            &["evidence.parquet", "evidence.csv", "links.csv"]
        } else {
            &[]
        };
        outputs.commit(stale)?;
        let notes = notes(&run.records)
            .chain(doubts(&summary))
            .collect::<Vec<Message>>();
        close(store)?;
        leave_to_the_system(run);
        Ok::<_, Failure>((summary, notes))
    })?;
    notes.iter().for_each(|note| console.say(note));
    if console.json {
        return Ok(console.out(&summary.json())?);
    }
    Ok(console.out(&words(&summary, folder, &console.texts))?)
}

/// What a file was opened for.
fn purpose(matches: &ArgMatches) -> String {
    let purpose = matches.get_one::<String>("purpose");
    purpose.cloned().unwrap_or_default()
}

/// The process ends with the run: what it holds need not be taken apart first.
fn leave_to_the_system(run: Run) {
    std::mem::forget(run);
}

/// What makes a list doubtful although the run went through.
fn doubts(summary: &RunSummary) -> Vec<Message> {
    let mut doubts = Vec::new();
    if summary.cases.f0() == 0 {
        doubts.push(Message::new("note-no-cases"));
    }
    let presence = summary.visits + summary.encounters;
    if presence == 0 {
        doubts.push(Message::new("note-no-presence"));
    }
    for file in summary.inputs.iter().filter(|f| f.held * 10 > f.read) {
        doubts.push(
            Message::new("note-many-held")
                .with("held", file.held)
                .with("read", file.read)
                .with("file", file.name.as_str()),
        );
    }
    doubts
}

/// Whether only tier, first and last exposure are wanted.
fn brief(matches: &ArgMatches) -> bool {
    matches
        .get_one::<String>("list")
        .is_some_and(|l| l == "brief")
}

fn wanted(matches: &ArgMatches) -> Wanted {
    let evidence = match matches.get_one::<String>("evidence").map(String::as_str) {
        _ if brief(matches) => EvidenceForm::None,
        Some("none") => EvidenceForm::None,
        Some("csv") => EvidenceForm::Csv,
        _ => EvidenceForm::Parquet,
    };
    let asked: Vec<Extra> = matches
        .get_many::<String>("with")
        .into_iter()
        .flatten()
        .filter_map(|k| Extra::parse(k))
        .collect();
    Wanted {
        evidence,
        extra: Extra::ALL
            .into_iter()
            .filter(|e| asked.contains(e))
            .collect(),
    }
}

fn record(summary: &RunSummary, outputs: &mut Outputs) -> Result<(), Failure> {
    let mut file = outputs.file("run.json")?;
    let written = file
        .write_all(summary.json().as_bytes())
        .and_then(|()| file.flush());
    written.map_err(|e| file.failed(e).into())
}

fn words(summary: &RunSummary, folder: &std::path::Path, texts: &Texts) -> String {
    let sum = |count: fn(&crate::report::FileSummary) -> u64| {
        summary.inputs.iter().map(count).sum::<u64>()
    };
    let preset = if summary.changed.is_empty() {
        summary.preset.clone()
    } else {
        let changed: Vec<String> = summary
            .changed
            .iter()
            .map(|(name, value)| format!("{name} = {}", serde_json::json!(value)))
            .collect();
        format!("{} ({})", summary.preset, changed.join(", "))
    };
    let read = Message::new("summary-read")
        .with("files", summary.inputs.len())
        .with("read", sum(|f| f.read))
        .with("accepted", sum(|f| f.accepted + f.warned))
        .with("warned", sum(|f| f.warned))
        .with("merged", sum(|f| f.merged))
        .with("held", sum(|f| f.held));
    let tiers: Vec<String> = summary
        .tiers
        .iter()
        .map(|(tier, &count)| format!("F{tier}: {}", texts.count(count)))
        .collect();
    // In brief nobody looked for any.
    let links = (summary.list == "full").then(|| {
        let links = Message::new("summary-links")
            .with("links", summary.links)
            .with("evidence", summary.evidence);
        texts.say(&links) + "\n"
    });
    let time = Message::new("summary-time")
        .with("seconds", texts.decimal(summary.seconds.total, 2))
        .with("memory", summary.peak_memory_mb);
    let list = Message::new("summary-list")
        .with("path", folder.join("contacts.csv").display().to_string());
    format!(
        "{}\n{}\n{}{}{}\n{}{}\n{}\n",
        texts.say(&Message::new("summary-preset").with("preset", preset)),
        texts.say(&read),
        people_and_places(summary, texts),
        cases(summary, texts),
        tiers.join("   "),
        links.unwrap_or_default(),
        texts.say(&list),
        texts.say(&time),
    )
}
