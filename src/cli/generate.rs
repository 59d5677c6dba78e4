//! `generate`: a synthetic epidemic with known truth, in the formats of the real sources.

use std::path::PathBuf;
use std::time::Instant;

use clap::ArgMatches;
use serde::Serialize;

use super::check::table;
use super::console::Console;
use super::failure::Failure;
use crate::i18n::{Message, Texts};
use crate::report::{Outputs, ParquetScans, peak_memory_mb};
use crate::synth::{CsvScans, Plan, Sink, Summary, Tables, generate};

const NAMES: [&str; 7] = [
    "dan_cu.csv",
    "dia_diem.csv",
    "to_khai_di_chuyen.csv",
    "ca_benh.csv",
    "cach_ly.csv",
    "quet_qr.csv",
    "quet_qr.parquet",
];

pub(super) fn run(matches: &ArgMatches, console: &Console) -> Result<(), Failure> {
    let start = Instant::now();
    let plan = plan(matches);
    plan.validate()?;
    let Some(folder) = matches.get_one::<PathBuf>("out") else {
        return Err(Failure::Value {
            option: "--out".into(),
            value: String::new(),
        });
    };
    let parquet = matches
        .get_one::<String>("format")
        .is_some_and(|f| f == "parquet");
    // What is replaced is what an earlier call made, never somebody's own file.
    if !folder.join("su_that.csv").exists()
        && let Some(path) = NAMES
            .map(|n| folder.join(n))
            .into_iter()
            .find(|p| p.exists())
    {
        return Err(Failure::NotGenerated(path));
    }
    let summary = console.work(|progress, cancel| {
        let mut outputs = Outputs::new(folder)?;
        let mut register = outputs.file("dan_cu.csv")?;
        let mut places = outputs.file("dia_diem.csv")?;
        let mut declarations = outputs.file("to_khai_di_chuyen.csv")?;
        let mut cases = outputs.file("ca_benh.csv")?;
        let mut quarantines = outputs.file("cach_ly.csv")?;
        let mut truth = outputs.file("su_that.csv")?;
        let scans = outputs.file(if parquet {
            "quet_qr.parquet"
        } else {
            "quet_qr.csv"
        })?;
        let mut tables = Tables {
            register: &mut register,
            places: &mut places,
            declarations: &mut declarations,
            cases: &mut cases,
            quarantines: &mut quarantines,
            truth: &mut truth,
        };
        let mut make = |sink: &mut dyn Sink| generate(&plan, sink, &mut tables, progress, cancel);
        let summary = if parquet {
            let mut sink = ParquetScans::new(scans)?;
            let summary = make(&mut sink)?;
            sink.finish()?;
            summary
        } else {
            make(&mut CsvScans::new(scans)?)?
        };
        for file in [
            &mut register,
            &mut places,
            &mut declarations,
            &mut cases,
            &mut quarantines,
            &mut truth,
        ] {
            std::io::Write::flush(file).map_err(|e| file.failed(e))?;
        }
        outputs.commit(&["quet_qr.parquet", "quet_qr.csv"])?;
        Ok::<_, Failure>(summary)
    })?;
    let seconds = start.elapsed().as_secs_f64();
    if console.json {
        let told = Told::new(&summary, seconds);
        let json = serde_json::to_string_pretty(&told).unwrap_or_default();
        return Ok(console.out(&format!("{json}\n"))?);
    }
    Ok(console.out(&words(&summary, seconds, folder, &console.texts))?)
}

fn plan(matches: &ArgMatches) -> Plan {
    let mut plan = Plan::default();
    let number = |name: &str| matches.get_one::<u32>(name).copied();
    let share = |name: &str| matches.get_one::<f64>(name).copied();
    plan.people = number("people").unwrap_or(plan.people);
    plan.days = number("days").unwrap_or(plan.days);
    plan.seed = matches.get_one::<u64>("seed").copied().unwrap_or(plan.seed);
    plan.visits = matches.get_one::<u64>("visits").copied();
    plan.cases = number("cases");
    plan.zipf = share("zipf").unwrap_or(plan.zipf);
    plan.hot_share = share("hot-share").unwrap_or(plan.hot_share);
    plan.missing_out = share("missing-out").unwrap_or(plan.missing_out);
    plan
}

/// What `--json` says.
#[derive(Serialize)]
struct Told {
    people: u64,
    households: u64,
    places: u64,
    visits: u64,
    scan_rows: u64,
    declarations: u64,
    infections: u64,
    imported: u64,
    confirmed: u64,
    quarantines: u64,
    by_category: std::collections::BTreeMap<&'static str, u64>,
    seconds: f64,
    peak_memory_mb: u64,
}

impl Told {
    fn new(summary: &Summary, seconds: f64) -> Self {
        Self {
            people: summary.people,
            households: summary.households,
            places: summary.places,
            visits: summary.visits,
            scan_rows: summary.scan_rows,
            declarations: summary.declarations,
            infections: summary.infections,
            imported: summary.imported,
            confirmed: summary.confirmed,
            quarantines: summary.quarantines,
            by_category: summary.by_category.iter().copied().collect(),
            seconds: (seconds * 1_000.0).round() / 1_000.0,
            peak_memory_mb: peak_memory_mb(),
        }
    }
}

fn words(summary: &Summary, seconds: f64, folder: &std::path::Path, texts: &Texts) -> String {
    let rows: Vec<Vec<String>> = [
        ("people", summary.people),
        ("households", summary.households),
        ("places", summary.places),
        ("visits", summary.visits),
        ("scan-rows", summary.scan_rows),
        ("declarations", summary.declarations),
        ("infections", summary.infections),
        ("imported", summary.imported),
        ("confirmed", summary.confirmed),
        ("quarantines", summary.quarantines),
    ]
    .into_iter()
    .map(|(name, count)| vec![texts.get(&format!("generated-{name}")), texts.count(count)])
    .collect();
    let by_category: Vec<String> = summary
        .by_category
        .iter()
        .map(|(category, count)| {
            format!(
                "{} {}",
                texts.get(&format!("category-{category}")),
                texts.count(*count)
            )
        })
        .collect();
    let time = Message::new("summary-time")
        .with("seconds", texts.decimal(seconds, 2))
        .with("memory", peak_memory_mb());
    let done = Message::new("generated-done").with("path", folder.display().to_string());
    format!(
        "{}\n{}\n{}\n{}\n",
        table(&rows, 1),
        texts.say(&Message::new("generated-where").with("list", by_category.join(", "))),
        texts.say(&done),
        texts.say(&time)
    )
}
