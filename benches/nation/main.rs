//! A nation's day: `cargo bench --bench nation -- --help`.
#![allow(missing_docs, dead_code, clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr, clippy::pedantic)]

mod data;

use std::path::Path;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let get = |name: &str, default: f64| {
        arguments.iter().position(|a| a == name).and_then(|at| arguments.get(at + 1)).map_or(default, |v| v.parse().unwrap())
    };
    let wanted = data::Wanted {
        visits: get("--visits", 1e6) as u64,
        cases: get("--cases", 100.0) as u64,
        zipf: get("--zipf", 0.6),
        hot: get("--hot", 0.0),
        seed: 1,
        csv: arguments.iter().any(|a| a == "--csv"),
    };
    println!("{}", data::folder(Path::new(env!("CARGO_TARGET_TMPDIR")), &wanted).display());
}
