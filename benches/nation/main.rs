//! The engine at a nation's day: `cargo bench --bench nation -- --help`.
//!
//! One command generates the data, runs the built program cold, derives warm in this process, works on a hot place,
//! reads CSV, XLSX and QR scans, and prints one table of medians beside the floor (Polars reading the same columns)
//! and, where Python has them, DuckDB and Polars doing the same work. `--write` also keeps the table, dated, beside
//! this file.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::pedantic
)]

mod data;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use data::Wanted;
use polars::prelude::*;
use serde_json::Value;
use truyvet::ingest::{Input, Options};
use truyvet::investigation::{Run, derive, derive_again, open, with_cases};
use truyvet::job::{Cancel, Progress};
use truyvet::model::time::VIETNAM;
use truyvet::model::{CaseRow, Detail, Rules, Status};
use truyvet::session::{kept_inputs, locked, save_file, warm as read_back};
use truyvet::store::{Cost, NewFile, Opening, Store};

const HELP: &str = "\
cargo bench --bench nation -- [OPTIONS]
  --sizes N,N,…     visits (default 1000000,10000000; 100000000 needs 8 GiB)
  --cases N,N,…     index cases (default 100,1000)
  --zipf S          exponent of the venues' popularity (default 0.6)
  --hot SHARE       share of all visits at one venue in the hot case (default 0.069)
  --hot-size N      visits of the hot case (default 10000000; 0: no hot case)
  --csv-size N      rows of the CSV case (default 10000000; 0: no CSV case)
  --xlsx-size N     visits of the XLSX case, of which a sheet holds 1048575 (default 1000000; 0: no XLSX case)
  --scans-size N    QR scans as CSV, Parquet and XLSX, of which a sheet holds 1048575 (default 1000000; 0: none)
  --file-sizes N,N… visits of an investigation file, saved and opened (default 1000000,10000000; empty: none)
  --runs N          runs of which the median counts (default 3; above 30 million visits 1)
  --no-peers        without DuckDB and Polars in Python
  --evidence        also the full evidence of the largest case as Parquet
  --write           keep the table in benches/nation/results
";
const STAGES: [&str; 6] = ["read", "link", "index", "derive", "write", "total"];

struct Wish {
    sizes: Vec<u64>,
    cases: Vec<u64>,
    zipf: f64,
    hot: f64,
    hot_size: u64,
    csv_size: u64,
    xlsx_size: u64,
    scans_size: u64,
    file_sizes: Vec<u64>,
    runs: usize,
    peers: bool,
    evidence: bool,
    write: bool,
}

impl Wish {
    fn new() -> Self {
        let arguments: Vec<String> = std::env::args().collect();
        if arguments.iter().any(|a| a == "--help") {
            print!("{HELP}");
            std::process::exit(0);
        }
        let has = |name: &str| arguments.iter().any(|a| a == name);
        let text = |name: &str, default: &str| -> String {
            let at = arguments.iter().position(|a| a == name);
            at.and_then(|at| arguments.get(at + 1))
                .map_or(default, |v| v)
                .to_owned()
        };
        let list = |name, default| {
            text(name, default)
                .split(',')
                .map(|n| n.parse().unwrap())
                .collect()
        };
        Self {
            sizes: list("--sizes", "1000000,10000000"),
            cases: list("--cases", "100,1000"),
            zipf: text("--zipf", "0.6").parse().unwrap(),
            hot: text("--hot", "0.069").parse().unwrap(),
            hot_size: text("--hot-size", "10000000").parse().unwrap(),
            csv_size: text("--csv-size", "10000000").parse().unwrap(),
            xlsx_size: text("--xlsx-size", "1000000").parse().unwrap(),
            scans_size: text("--scans-size", "1000000").parse().unwrap(),
            file_sizes: text("--file-sizes", "1000000,10000000")
                .split(',')
                .filter_map(|n| n.parse().ok())
                .collect(),
            runs: text("--runs", "3").parse().unwrap(),
            peers: !has("--no-peers"),
            evidence: has("--evidence"),
            write: has("--write"),
        }
    }

    fn runs(&self, visits: u64) -> usize {
        if visits > 30_000_000 { 1 } else { self.runs }
    }

    fn data(&self, visits: u64, cases: u64, hot: f64, csv: bool) -> PathBuf {
        let wanted = Wanted {
            visits,
            cases,
            zipf: self.zipf,
            hot,
            seed: 1,
            csv,
        };
        data::folder(Path::new(env!("CARGO_TARGET_TMPDIR")), &wanted)
    }
}

/// Prints and keeps what is printed.
struct Page(String);

impl Page {
    fn line(&mut self, text: impl AsRef<str>) {
        println!("{}", text.as_ref());
        writeln!(self.0, "{}", text.as_ref()).unwrap();
    }
}

fn main() {
    let wish = Wish::new();
    let mut page = Page(String::new());
    machine(&mut page);
    let peers = wish.peers && peers_there(&mut page);
    cold(&wish, peers, &mut page);
    warm(&wish, &mut page);
    if wish.hot_size > 0 {
        hot(&wish, &mut page);
    }
    if wish.csv_size > 0 {
        csv(&wish, peers, &mut page);
    }
    if wish.xlsx_size > 0 {
        xlsx(&wish, &mut page);
    }
    if wish.scans_size > 0 {
        scans(&wish, peers, &mut page);
    }
    if !wish.file_sizes.is_empty() {
        kept(&wish, &mut page);
    }
    if wish.write {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/nation/results");
        std::fs::create_dir_all(&folder).unwrap();
        let day = chrono::Local::now().format("%Y-%m-%d");
        std::fs::write(folder.join(format!("{day}.md")), &page.0).unwrap();
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed().as_secs_f64())
}

fn size(visits: u64) -> String {
    if visits.is_multiple_of(1_000_000) {
        format!("{}M", visits / 1_000_000)
    } else {
        visits.to_string()
    }
}

fn machine(page: &mut Page) {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let field = |text: &str, name: &str| {
        let line = text
            .lines()
            .find(|l| l.starts_with(name))
            .map(str::to_owned);
        line.and_then(|l| l.split(':').nth(1).map(|v| v.trim().to_owned()))
            .unwrap_or_else(|| "unknown".into())
    };
    let (cpu, memory) = (read("/proc/cpuinfo"), read("/proc/meminfo"));
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    // What fresh memory costs decides much of a cold run, and differs widely between machines.
    let (block, fresh) = timed(|| vec![1u8; 1 << 30]);
    let (sum, again) = timed(|| block.chunks(8).map(|c| u64::from(c[0])).sum::<u64>());
    assert_eq!(sum, 1 << 27);
    page.line(format!("# {}", chrono::Local::now().format("%Y-%m-%d")));
    page.line("");
    page.line(format!(
        "Machine: {}, {cores} cores, {} memory, {}. Writing a GiB of fresh memory {fresh:.2} s, reading it again {again:.2} s.",
        field(&cpu, "model name"),
        field(&memory, "MemTotal"),
        std::env::consts::OS,
    ));
    page.line(format!(
        "Program: truyvet {}. Seconds; memory in MiB. Medians; above 30 million visits one run.",
        env!("CARGO_PKG_VERSION")
    ));
}

fn python(arguments: &[&str]) -> Option<Value> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/nation/peers.py");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let output = Command::new("python3")
        .arg(script)
        .args(arguments)
        .current_dir(folder)
        .output()
        .ok()?;
    if !output.status.success() {
        return None;
    }
    serde_json::from_slice(&output.stdout).ok()
}

fn peers_there(page: &mut Page) -> bool {
    let versions = python(&["versions"]);
    match &versions {
        Some(versions) => page.line(format!("Peers: {versions}")),
        None => page.line("Peers: none (python3 with duckdb and polars is not there)"),
    }
    versions.is_some()
}

fn truyvet(arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_truyvet"))
        .args(arguments)
        .arg("--json")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

fn trace(folder: &Path, more: &[&str]) -> Value {
    let inputs = data::inputs(folder);
    let out = folder.join("out");
    let mut arguments = vec!["trace"];
    arguments.extend(inputs.iter().map(|p| p.to_str().unwrap()));
    arguments.extend(["--out", out.to_str().unwrap(), "--min-minutes", "15"]);
    arguments.extend(more);
    truyvet(&arguments)
}

fn number(value: &Value, path: &[&str]) -> f64 {
    path.iter()
        .fold(value, |v, key| &v[key])
        .as_f64()
        .unwrap_or(f64::NAN)
}

fn cold(wish: &Wish, peers: bool, page: &mut Page) {
    page.line("\n## Cold: Parquet to a finished contact list\n");
    page.line("Tiers 1 and 2, threshold 15 minutes, `--evidence none`. Floor: Polars reads the same four columns in this process.\n");
    page.line("| visits / F0 | read | link | index | derive | write | total | MiB | bytes a visit | F1 | F2 | pairs | floor | Polars | DuckDB |");
    page.line("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    let mut growth: Vec<(u64, u64, Vec<f64>)> = Vec::new();
    for &visits in &wish.sizes {
        for &cases in &wish.cases {
            let folder = wish.data(visits, cases, 0.0, false);
            let runs: Vec<Value> = (0..wish.runs(visits))
                .map(|_| trace(&folder, &["--evidence", "none"]))
                .collect();
            let of = |path: &[&str]| median(runs.iter().map(|r| number(r, path)).collect());
            let stages: Vec<f64> = STAGES.iter().map(|s| of(&["seconds", s])).collect();
            let memory = of(&["peak_memory_mb"]);
            let floor = median(
                (0..wish.runs(visits))
                    .map(|_| floor(&folder.join("visits.parquet")))
                    .collect(),
            );
            let peer = |name: &str| peer(name, &folder, if peers { wish.runs(visits) } else { 0 });
            let cells: Vec<String> = stages.iter().map(|s| format!("{s:.3}")).collect();
            page.line(format!(
                "| {} / {cases} | {} | {memory:.0} | {:.0} | {} | {} | {} | {floor:.3} | {} | {} |",
                size(visits),
                cells.join(" | "),
                memory * 1_048_576.0 / visits as f64,
                of(&["tiers", "1"]),
                of(&["tiers", "2"]),
                of(&["evidence"]),
                peer("polars"),
                peer("duckdb"),
            ));
            let mut stages = stages;
            stages.push(memory);
            growth.push((visits, cases, stages));
        }
    }
    page.line("\n## Growth: exponent by stage (1: linear)\n");
    page.line("| from → to / F0 | read | link | index | derive | write | total | MiB |\n| --- | --- | --- | --- | --- | --- | --- | --- |");
    for &cases in &wish.cases {
        let rows: Vec<_> = growth.iter().filter(|g| g.1 == cases).collect();
        for pair in rows.windows(2) {
            let scale = (pair[1].0 as f64 / pair[0].0 as f64).ln();
            let exponents = pair[0]
                .2
                .iter()
                .zip(&pair[1].2)
                .map(|(a, b)| format!("{:.2}", (b / a).ln() / scale));
            let exponents: Vec<String> = exponents.collect();
            page.line(format!(
                "| {} → {} / {cases} | {} |",
                size(pair[0].0),
                size(pair[1].0),
                exponents.join(" | ")
            ));
        }
    }
    if wish.evidence {
        let (visits, cases) = (
            wish.sizes[wish.sizes.len() - 1],
            wish.cases[wish.cases.len() - 1],
        );
        let folder = wish.data(visits, cases, 0.0, false);
        let run = trace(&folder, &[]);
        let bytes = std::fs::metadata(folder.join("out/evidence.parquet")).map_or(0, |m| m.len());
        page.line(format!(
            "\nFull evidence as Parquet, {} / {cases}: {} pairs, {} bytes, write {:.1} s of {:.1} s, {} MiB.",
            size(visits),
            run["evidence"],
            bytes,
            number(&run, &["seconds", "write"]),
            number(&run, &["seconds", "total"]),
            run["peak_memory_mb"],
        ));
    }
}

fn floor(file: &Path) -> f64 {
    let file = std::fs::File::open(file).unwrap();
    let (frame, seconds) = timed(|| ParquetReader::new(file).finish().unwrap());
    assert!(frame.height() > 0);
    seconds
}

fn peer(name: &str, folder: &Path, runs: usize) -> String {
    let out = folder.join(format!("{name}.csv"));
    let answers: Vec<Option<Value>> = (0..runs)
        .map(|_| python(&[name, folder.to_str().unwrap(), out.to_str().unwrap()]))
        .collect();
    if answers.is_empty() {
        return "–".into();
    }
    let seconds: Vec<f64> = answers
        .iter()
        .flatten()
        .map(|a| number(a, &["seconds", "total"]))
        .filter(|s| !s.is_nan())
        .collect();
    if seconds.is_empty() {
        return "out of memory".into();
    }
    let memory = answers
        .iter()
        .flatten()
        .map(|a| number(a, &["peak_memory_mb"]))
        .fold(0.0, f64::max);
    format!("{:.2} s, {memory:.0} MiB", median(seconds))
}

fn opened(folder: &Path, minutes: u32) -> Run {
    let mut rules = Rules::preset(None).unwrap();
    rules.params.min_minutes = minutes;
    let (progress, cancel) = (Progress::new(), Cancel::new());
    let inputs = data::inputs(folder).map(Input::from);
    let options = Options::default();
    let (records, timings) = open(&inputs, options, &rules, &progress, &cancel).unwrap();
    derive(records, rules, options, timings, &progress, &cancel).unwrap()
}

fn again(run: &Run, change: impl Fn(&mut Rules)) -> (Run, f64) {
    let mut rules = run.rules.clone();
    change(&mut rules);
    timed(|| derive_again(run, rules, VIETNAM, &Progress::new(), &Cancel::new()).unwrap())
}

fn warm(wish: &Wish, page: &mut Page) {
    page.line("\n## Warm: the index is there\n");
    page.line("One day more before onset; one F0 retracted; one F0 added (a contact of tier 1 or 2). In this process, contact list only.\n");
    page.line(
        "| visits / F0 | all anew, other parameter | one F0 retracted | one F0 added | contacts |",
    );
    page.line("| --- | --- | --- | --- | --- |");
    for &visits in &wish.sizes {
        for &cases in &wish.cases {
            let run = opened(&wish.data(visits, cases, 0.0, false), 15);
            let runs = wish.runs.max(3);
            let parameter = median(
                (0..runs)
                    .map(|_| again(&run, |r| r.params.pre_onset_days += 1).1)
                    .collect(),
            );
            let changed = |change: &dyn Fn(usize, &mut Vec<CaseRow>)| {
                let each = (0..runs).map(|n| {
                    let mut rows = run.cases.to_vec();
                    change(n, &mut rows);
                    timed(|| with_cases(&run, rows, &Progress::new(), &Cancel::new()).unwrap()).1
                });
                median(each.collect())
            };
            let retracted = changed(&|n, rows| {
                let at = (n * 37 + 11) % rows.len();
                rows[at].status = Status::Retracted;
            });
            let added = changed(&|n, rows| {
                let contact = &run.trace.contacts[(n + 1) * run.trace.contacts.len() / (runs + 1)];
                rows.push(CaseRow {
                    person: contact.person,
                    case_id: String::new(),
                    status: Status::Confirmed,
                    ..rows[0].clone()
                });
            });
            page.line(format!(
                "| {} / {cases} | {parameter:.3} | {retracted:.3} | {added:.3} | {} |",
                size(visits),
                run.trace.contacts.len()
            ));
        }
    }
}

fn hot(wish: &Wish, page: &mut Page) {
    let folder = wish.data(wish.hot_size, 100, wish.hot, false);
    page.line(format!(
        "\n## Hot place: {} visits, {} of them at one venue, 100 F0\n",
        size(wish.hot_size),
        (wish.hot_size as f64 * wish.hot) as u64
    ));
    let run = opened(&folder, 15);
    page.line("The index is there; in this process.\n\n| what | seconds | contacts | pairs |\n| --- | --- | --- | --- |");
    for (name, minutes, detail) in [
        ("contact list, 15 minutes", 15, Detail::Full),
        ("contact list, no threshold", 0, Detail::Full),
        ("tier, first and last alone, no threshold", 0, Detail::Brief),
    ] {
        let each = (0..wish.runs).map(|_| {
            again(&run, |r| {
                r.params.min_minutes = minutes;
                r.detail = detail;
            })
        });
        let (runs, seconds): (Vec<Run>, Vec<f64>) = each.unzip();
        let last = &runs[runs.len() - 1].trace;
        page.line(format!(
            "| {name} | {:.2} | {} | {} |",
            median(seconds),
            last.contacts.len(),
            last.evidence()
        ));
    }
    let contacts = &run.trace.contacts;
    let people: Vec<u32> = contacts
        .iter()
        .step_by((contacts.len() / 200).max(1))
        .map(|c| c.person)
        .collect();
    let each: Vec<f64> = people
        .iter()
        .map(|&p| timed(|| run.trace.evidence_of(run.setting(), p)).1 * 1e3)
        .collect();
    let most = each.iter().copied().fold(0.0, f64::max);
    page.line(format!(
        "\nEvidence of a chosen person, {} people: median {:.2} ms, most {most:.2} ms.",
        people.len(),
        median(each)
    ));
    drop(run);
    let list = trace(&folder, &["--evidence", "none"]);
    page.line(format!(
        "The whole program, list only: {:.1} s, {} MiB.",
        number(&list, &["seconds", "total"]),
        list["peak_memory_mb"]
    ));
    let full = trace(&folder, &[]);
    page.line(format!(
        "With the full evidence streamed to Parquet: {} pairs, write {:.1} s of {:.1} s, {} MiB.",
        full["evidence"],
        number(&full, &["seconds", "write"]),
        number(&full, &["seconds", "total"]),
        full["peak_memory_mb"]
    ));
}

fn csv(wish: &Wish, peers: bool, page: &mut Page) {
    let cases = wish.cases[wish.cases.len() - 1];
    let folder = wish.data(wish.csv_size, cases, 0.0, true);
    let file = folder.join("csv/visits.csv");
    let path = file.to_str().unwrap();
    page.line(format!(
        "\n## CSV: {} plain rows, ids as whole numbers, ISO times\n",
        size(wish.csv_size)
    ));
    let read = median(
        (0..wish.runs)
            .map(|_| number(&truyvet(&["check", path]), &["seconds", "read"]))
            .collect(),
    );
    let of = |what: &str| -> String {
        let each = (0..if peers { wish.runs } else { 0 }).filter_map(|_| python(&[what, path]));
        let each: Vec<f64> = each.map(|a| number(&a, &["seconds"])).collect();
        if each.is_empty() {
            "–".into()
        } else {
            format!("{:.2}", median(each))
        }
    };
    page.line("| truyvet reads, validates, types, numbers the ids, hashes | DuckDB, typed | Polars, as text and converted |\n| --- | --- | --- |");
    page.line(format!(
        "| {read:.2} | {} | {} |",
        of("csv-duckdb"),
        of("csv-polars")
    ));
}

fn xlsx(wish: &Wish, page: &mut Page) {
    let cases = wish.cases[wish.cases.len() - 1];
    let file = data::workbook(&wish.data(wish.xlsx_size, cases, 0.0, false));
    let path = file.to_str().unwrap();
    let runs: Vec<Value> = (0..wish.runs).map(|_| truyvet(&["check", path])).collect();
    let of = |path: &[&str]| median(runs.iter().map(|r| number(r, path)).collect());
    let library = median((0..wish.runs).map(|_| cells(&file)).collect());
    let rows = runs[0]["inputs"][0]["read"].as_f64().unwrap();
    let read = of(&["seconds", "read"]);
    page.line("\n## XLSX: one sheet, ids as numbers, typed times\n");
    page.line("| rows | truyvet reads, validates, types, numbers the ids, hashes | rows a second | MiB | the library alone, cell by cell |\n| --- | --- | --- | --- | --- |");
    page.line(format!(
        "| {rows} | {read:.2} | {:.0} | {:.0} | {library:.2} |",
        rows / read,
        of(&["peak_memory_mb"])
    ));
}

/// Seconds in which the library alone goes over a sheet's cells.
fn cells(file: &Path) -> f64 {
    use calamine::{Reader as _, Xlsx, open_workbook};
    let walk = || {
        let mut book: Xlsx<_> = open_workbook(file).unwrap();
        let sheet = book.sheet_names()[0].clone();
        let mut reader = book.worksheet_cells_reader(&sheet).unwrap();
        let mut cells = 0;
        while reader.next_cell().unwrap().is_some() {
            cells += 1;
        }
        cells
    };
    timed(walk).1
}

/// The investigation file beside plain Parquet of the same columns.
fn kept(wish: &Wish, page: &mut Page) {
    page.line("\n## The investigation file: plain visits as Parquet, saved and opened\n");
    page.line(format!(
        "Key: Argon2id {} MiB, {} passes.\n",
        Cost::FULL.memory >> 10,
        Cost::FULL.passes
    ));
    page.line("| visits | key, s | save, s | and read back, s | open: all pages checked, s | records from columns, s | from the files in it, s | file, MiB | Parquet read, s | Parquet written, s | Parquet, MiB |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for &visits in &wish.file_sizes {
        let folder = wish.data(visits, wish.cases[0], 0.0, false);
        let runs = wish.runs(visits);
        let all: Vec<[f64; 10]> = (0..runs).map(|_| kept_once(&folder)).collect();
        let of = |n: usize| median(all.iter().map(|run| run[n]).collect());
        page.line(format!(
            "| {} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} | {:.0} | {:.2} | {:.2} | {:.0} |",
            size(visits),
            of(0),
            of(1),
            of(2),
            of(3),
            of(4),
            of(5),
            of(6),
            of(7),
            of(8),
            of(9)
        ));
    }
}

fn kept_once(folder: &Path) -> [f64; 10] {
    let (progress, cancel) = (Progress::new(), Cancel::new());
    let (options, rules) = (Options::default(), Rules::preset(None).unwrap());
    let inputs = data::inputs(folder).map(Input::from);
    let (records, _) = open(&inputs, options, &rules, &progress, &cancel).unwrap();
    let shared = |store| Arc::new(Mutex::new(store));
    let passphrase = "a passphrase for the bench";
    let new = |cost| NewFile {
        passphrase: passphrase.to_owned().into(),
        name: "bench".into(),
        title: "bench".into(),
        case_number: "1".into(),
        purpose: "bench".into(),
        cost,
        spare: None,
    };
    let opening = Opening {
        passphrase: passphrase.to_owned().into(),
        case_number: String::new(),
        purpose: "bench".into(),
        read_only: false,
        spare: None,
    };
    let there = tempfile::tempdir_in(folder).unwrap();
    let memory = shared(Store::in_memory().unwrap());
    let save = |name: &str, cost, inputs: &[Input]| {
        let path = there.path().join(name);
        let saved = save_file(
            &memory,
            &path,
            &new(cost),
            inputs,
            &records,
            &progress,
            &cancel,
        );
        saved.unwrap()
    };
    // The key alone: a file with next to nothing in it.
    let small = [Input::from(folder.join("cases.csv"))];
    let (_, dear) = timed(|| save("key", Cost::FULL, &small));
    let (_, cheap) = timed(|| save("cheap", Cost::LEAST, &small));
    let (store, saved) = timed(|| save("a", Cost::LEAST, &inputs));
    let store = shared(store);
    let fixes = Arc::default();
    let (_, warmed) =
        timed(|| read_back(&store, &fixes, options, &rules, &progress, &cancel).unwrap());
    locked(&store).leave().unwrap();
    let path = there.path().join("a");
    let bytes = std::fs::metadata(&path).unwrap().len();
    let (store, opened) = timed(|| Store::open(&path, &opening).unwrap());
    let store = shared(store);
    let (again, loaded) =
        timed(|| read_back(&store, &fixes, options, &rules, &progress, &cancel).unwrap());
    assert_eq!(again.stays.len(), records.stays.len());
    let kept = kept_inputs(&store, &fixes).unwrap();
    let (_, read) = timed(|| open(&kept, options, &rules, &progress, &cancel).unwrap());
    let file = folder.join("visits.parquet");
    let plain = std::fs::File::open(&file).unwrap();
    let (mut frame, floor) = timed(|| ParquetReader::new(plain).finish().unwrap());
    let out = std::fs::File::create(there.path().join("b")).unwrap();
    let (_, written) = timed(|| ParquetWriter::new(out).finish(&mut frame).unwrap());
    let mib = |bytes: u64| bytes as f64 / f64::from(1 << 20);
    let parquet = std::fs::metadata(there.path().join("b")).unwrap().len();
    [
        dear - cheap,
        saved,
        warmed,
        opened,
        loaded,
        read,
        mib(bytes),
        floor,
        written,
        mib(parquet),
    ]
}

fn scans(wish: &Wish, peers: bool, page: &mut Page) {
    let folder = data::scans(Path::new(env!("CARGO_TARGET_TMPDIR")), wish.scans_size);
    page.line(format!(
        "\n## QR scans: {} rows as VNEID exports them, every fourth code in full, the others masked\n",
        size(wish.scans_size)
    ));
    page.line("`truyvet check`, every row validated; seconds of the whole process, and by its own account of reading. Beside it the same file as text by Polars alone (CSV in Python, Parquet in this process), the workbook by calamine alone, cell by cell. Aims: at most 3 times as long as Polars, less than 300 bytes a row.\n");
    page.line("| file | rows | seconds | read | rows a second | MiB | bytes a row | over a file of one row | the library alone | times as long |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for form in ["csv", "parquet", "xlsx"] {
        let file = |name: &str| folder.join(name).with_extension(form);
        let check = |name: &str| timed(|| truyvet(&["check", file(name).to_str().unwrap()]));
        let (runs, seconds): (Vec<Value>, Vec<f64>) =
            (0..wish.runs).map(|_| check("scans")).unzip();
        let of = |path: &[&str]| median(runs.iter().map(|r| number(r, path)).collect());
        let input = &runs[0]["inputs"][0];
        assert_eq!(input["held"], 0, "{input}");
        let rows = number(input, &["read"]);
        let (seconds, memory) = (median(seconds), of(&["peak_memory_mb"]));
        let least = number(&check("one").0, &["peak_memory_mb"]);
        let bytes = |mebibytes: f64| mebibytes * 1_048_576.0 / rows;
        let library = (0..wish.runs).filter_map(|_| library(&file("scans"), peers));
        let library: Vec<f64> = library.collect();
        let (library, times) = if library.is_empty() {
            ("–".to_owned(), "–".to_owned())
        } else {
            let library = median(library);
            (format!("{library:.2}"), format!("{:.1}", seconds / library))
        };
        page.line(format!(
            "| {form} | {rows} | {seconds:.2} | {:.2} | {:.0} | {memory:.0} | {:.0} | {:.0} | {library} | {times} |",
            of(&["seconds", "read"]),
            rows / seconds,
            bytes(memory),
            bytes(memory - least),
        ));
    }
}

/// Seconds in which a library alone reads a file; `None` where it is not there.
fn library(file: &Path, peers: bool) -> Option<f64> {
    match file.extension()?.to_str()? {
        "csv" if peers => {
            let answer = python(&["text-polars", file.to_str()?])?;
            Some(number(&answer, &["seconds"]))
        }
        "csv" => None,
        "parquet" => Some(floor(file)),
        _ => Some(cells(file)),
    }
}
