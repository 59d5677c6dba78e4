//! Whole runs of the built program, timed from outside and by its own account: `cargo bench`.
//!
//! Data is generated once into the target folder. Each case runs several times; the table gives medians, the
//! figures of the last bench beside them, and two floors measured in the same run: decoding the scan file with
//! Polars and nothing else, and sorting as many (place, time) keys as there are visits.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::pedantic
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use polars::prelude::*;
use serde_json::{Value, json};

const RUNS: usize = 5;

struct Case {
    name: &'static str,
    people: u32,
    visits: u64,
    cases: u32,
    options: &'static [&'static str],
}

const CASES: [Case; 3] = [
    Case {
        name: "1M / 100 F0",
        people: 40_000,
        visits: 1_000_000,
        cases: 100,
        options: &[],
    },
    Case {
        name: "1M / 100 F0, list only",
        people: 40_000,
        visits: 1_000_000,
        cases: 100,
        options: &["--evidence", "none"],
    },
    Case {
        name: "1M / 100 F0, 15 min",
        people: 40_000,
        visits: 1_000_000,
        cases: 100,
        options: &["--min-minutes", "15"],
    },
];

const COLUMNS: [&str; 8] = [
    "read",
    "link",
    "index",
    "derive",
    "write",
    "total",
    "peak_memory_mb",
    "contacts",
];

fn main() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench");
    std::fs::create_dir_all(&folder).unwrap();
    let last_file = folder.join("last.json");
    let last: Value = std::fs::read(&last_file)
        .ok()
        .and_then(|b| serde_json::from_slice(&b).ok())
        .unwrap_or(Value::Null);
    let mut now = serde_json::Map::new();
    println!("medians of {RUNS} runs, seconds (memory in MiB); the last bench in brackets\n");
    print!("{:<26}", "");
    COLUMNS.iter().for_each(|c| print!("{c:>18}"));
    println!();
    for case in &CASES {
        let data = generate(case, &folder);
        let row = run(case, &data, &folder.join("out"));
        print!("{:<26}", case.name);
        for column in COLUMNS {
            let before = last[case.name][column]
                .as_f64()
                .map_or(String::new(), |b| format!(" ({b:.3})"));
            print!(
                "{:>18}",
                format!("{:.3}{before}", row[column].as_f64().unwrap())
            );
        }
        println!();
        now.insert(case.name.to_owned(), row);
    }
    println!();
    floors(&generate(&CASES[0], &folder));
    std::fs::write(
        last_file,
        serde_json::to_vec_pretty(&Value::Object(now)).unwrap(),
    )
    .unwrap();
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

fn generate(case: &Case, folder: &Path) -> PathBuf {
    let version = env!("CARGO_PKG_VERSION");
    let data = folder.join(format!(
        "{version}-{}-{}-{}",
        case.people, case.visits, case.cases
    ));
    if !data.join("quet_qr.parquet").exists() {
        let (people, visits, cases) = (
            case.people.to_string(),
            case.visits.to_string(),
            case.cases.to_string(),
        );
        let out = data.to_str().unwrap();
        truyvet(&[
            "generate", "--people", &people, "--visits", &visits, "--cases", &cases, "--format",
            "parquet", "--out", out,
        ]);
    }
    data
}

fn run(case: &Case, data: &Path, out: &Path) -> Value {
    let mut rows: Vec<Value> = (0..RUNS)
        .map(|_| {
            let mut arguments = vec![
                "trace",
                data.to_str().unwrap(),
                "--out",
                out.to_str().unwrap(),
            ];
            arguments.extend(case.options);
            truyvet(&arguments)
        })
        .collect();
    let mut median = |column: &dyn Fn(&Value) -> f64| {
        rows.sort_by(|a, b| column(a).total_cmp(&column(b)));
        column(&rows[RUNS / 2])
    };
    let mut row = serde_json::Map::new();
    for stage in &COLUMNS[..6] {
        row.insert(
            (*stage).to_owned(),
            json!(median(&|r| r["seconds"][stage].as_f64().unwrap())),
        );
    }
    row.insert(
        "peak_memory_mb".to_owned(),
        json!(median(&|r| r["peak_memory_mb"].as_f64().unwrap())),
    );
    let contacts = |r: &Value| {
        r["tiers"]
            .as_object()
            .unwrap()
            .values()
            .map(|n| n.as_f64().unwrap())
            .sum()
    };
    row.insert("contacts".to_owned(), json!(median(&contacts)));
    Value::Object(row)
}

fn floors(data: &Path) {
    let bytes = std::fs::read(data.join("quet_qr.parquet")).unwrap();
    let mut rows = 0;
    let decode = median_of(|| {
        rows = ParquetReader::new(std::io::Cursor::new(&bytes))
            .finish()
            .unwrap()
            .height();
    });
    println!("floor: {rows} scan rows decoded by Polars      {decode:.3} s");
    let keys: Vec<u64> = (0..1_000_000u64)
        .map(|i| i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20)
        .collect();
    let sort = median_of(|| {
        let mut keys = keys.clone();
        keys.sort_unstable();
        assert!(keys[0] <= keys[1]);
    });
    println!("floor: 1000000 keys of place and time sorted    {sort:.3} s");
}

fn median_of(mut work: impl FnMut()) -> f64 {
    let mut seconds: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64()
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    seconds[RUNS / 2]
}
