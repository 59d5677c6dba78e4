//! `generate`: a synthetic epidemic with known truth, in the formats of the real sources; with `--dirty` also files with
//! the faults of the bad-input catalogue.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::ArgMatches;
use serde::Serialize;

use super::check::table;
use super::console::Console;
use super::failure::Failure;
use crate::i18n::{Message, Texts};
use crate::report::{Outputs, ParquetScans, peak_memory_mb};
use crate::synth::{
    CsvScans, DIRTY_FILES, Dirty, FAULT_HEADER, FAULT_LIST, Plan, Sink, Summary, Tables, generate,
    plant,
};

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
    let is_dirty = matches.get_flag("dirty");
    refuse_foreign(folder, is_dirty)?;
    let (summary, dirty) = console.work(|progress, cancel| {
        let mut outputs = Outputs::new(folder)?;
        let dirty = is_dirty.then(|| plant(&plan)).transpose()?;
        if let Some(dirty) = &dirty {
            write_dirty(dirty, &mut outputs)?;
        }
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
            file.flush().map_err(|e| file.failed(e))?;
        }
        let mut stale = vec!["quet_qr.parquet", "quet_qr.csv"];
        if has_faults(folder) {
            stale.extend(all_dirty());
        }
        outputs.commit(&stale)?;
        Ok::<_, Failure>((summary, dirty))
    })?;
    let seconds = start.elapsed().as_secs_f64();
    if console.json {
        let told = Told::new(&summary, dirty.as_ref(), seconds);
        let json = serde_json::to_string_pretty(&told).unwrap_or_default();
        return Ok(console.out(&format!("{json}\n"))?);
    }
    let mut text = words(&summary, seconds, folder, &console.texts);
    if let Some(dirty) = &dirty {
        let planted = Message::new("generated-planted")
            .with("faults", dirty.fault_count())
            .with("files", dirty.faulty_files())
            .with("path", folder.join(FAULT_LIST).display().to_string());
        text.push_str(&format!("{}\n", console.texts.say(&planted)));
    }
    Ok(console.out(&text)?)
}

/// What is replaced is what an earlier call made, never somebody's own file.
fn refuse_foreign(folder: &Path, dirty: bool) -> Result<(), Failure> {
    let (generated, planted) = (folder.join("su_that.csv").exists(), has_faults(folder));
    let clean = NAMES.into_iter().filter(|_| !generated);
    let faulty = all_dirty().filter(|_| dirty && !planted);
    let mut paths = clean.chain(faulty).map(|name| folder.join(name));
    match paths.find(|path| path.exists()) {
        Some(path) => Err(Failure::NotGenerated(path)),
        None => Ok(()),
    }
}

/// The files of `--dirty`, the list of their faults first.
fn all_dirty() -> impl Iterator<Item = &'static str> {
    std::iter::once(FAULT_LIST).chain(DIRTY_FILES)
}

/// Whether an earlier call left its faults in a folder.
fn has_faults(folder: &Path) -> bool {
    let header = FAULT_HEADER.join(",");
    std::fs::read(folder.join(FAULT_LIST)).is_ok_and(|text| text.starts_with(header.as_bytes()))
}

fn write_dirty(dirty: &Dirty, outputs: &mut Outputs) -> Result<(), Failure> {
    for file in &dirty.files {
        let mut output = outputs.file(file.name)?;
        output
            .write_all(&file.bytes)
            .and_then(|()| output.flush())
            .map_err(|e| output.failed(e))?;
    }
    let mut list = outputs.file(FAULT_LIST)?;
    dirty.write_list(&mut list)?;
    list.flush().map_err(|e| list.failed(e))?;
    Ok(())
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
    #[serde(skip_serializing_if = "Option::is_none")]
    planted: Option<ToldFaults>,
    seconds: f64,
    peak_memory_mb: u64,
}

/// What `--json` says of planted faults.
#[derive(Serialize)]
struct ToldFaults {
    faults: u64,
    files: u64,
}

impl Told {
    fn new(summary: &Summary, dirty: Option<&Dirty>, seconds: f64) -> Self {
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
            planted: dirty.map(|dirty| ToldFaults {
                faults: dirty.fault_count(),
                files: dirty.faulty_files(),
            }),
            seconds: (seconds * 1_000.0).round() / 1_000.0,
            peak_memory_mb: peak_memory_mb(),
        }
    }
}

fn words(summary: &Summary, seconds: f64, folder: &Path, texts: &Texts) -> String {
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
