//! The whole run on the sample: golden numbers, and the same bytes whatever the threads.

use crate::{Desk, PLAIN, sample};

#[test]
fn golden_numbers() {
    let desk = Desk::new(&[]);
    let sample = sample();
    let json = desk
        .run(&["trace", sample.to_str().unwrap(), "--out", "out", "--json"])
        .ok()
        .json();
    assert_eq!(
        json["cases"],
        serde_json::json!({"confirmed": 63, "traced": 63, "no_date": 0, "empty_window": 0, "suspected": 4})
    );
    assert_eq!(json["tiers"], serde_json::json!({"1": 1245, "2": 680}));
    for (key, want) in [
        ("people", 2_000),
        ("visits", 47_669),
        ("evidence", 26_698),
        ("links", 291),
    ] {
        assert_eq!(json[key], want, "{key}");
    }
    let sum = |key: &str| {
        json["inputs"]
            .as_array()
            .unwrap()
            .iter()
            .map(|i| i[key].as_u64().unwrap())
            .sum::<u64>()
    };
    assert_eq!(sum("read"), 90_460);
    assert_eq!(
        sum("read"),
        sum("accepted") + sum("warned") + sum("merged") + sum("held")
    );
    assert_eq!(
        desk.list("out"),
        [
            "cases.csv",
            "contacts.csv",
            "evidence.parquet",
            "held.csv",
            "links.csv",
            "run.json"
        ]
    );
    // `run.json` and the answer to --json are one.
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&desk.read("out/run.json")).unwrap(),
        json
    );
}

#[test]
fn the_same_bytes_whatever_the_threads() {
    let desk = Desk::new(&[]);
    let sample = sample();
    for threads in ["1", "2", "7"] {
        desk.run(&[
            "trace",
            sample.to_str().unwrap(),
            "--out",
            threads,
            "--threads",
            threads,
        ])
        .ok();
    }
    for name in desk.list("1") {
        let bytes = |threads: &str| {
            let bytes = std::fs::read(desk.path(&format!("{threads}/{name}"))).unwrap();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            // Seconds and memory are of the run, not of the result.
            if name == "run.json" {
                let end = text.find("\"seconds\"").unwrap();
                text.as_bytes()[..end].to_vec()
            } else {
                bytes
            }
        };
        assert_eq!(bytes("1"), bytes("2"), "{name}");
        assert_eq!(bytes("1"), bytes("7"), "{name}");
    }
}

#[test]
fn columns_with_names_are_added_on_demand() {
    let desk = Desk::new(&[]);
    let sample = sample();
    desk.run(&[
        "trace",
        sample.to_str().unwrap(),
        "--out",
        "out",
        "--with",
        "phone,name",
    ])
    .ok();
    let contacts = desk.read("out/contacts.csv");
    assert!(
        contacts
            .lines()
            .next()
            .unwrap()
            .ends_with("quarantine_until,name,phone")
    );
    assert!(contacts.contains("Nguyễn"));
}

#[test]
fn the_score_finds_what_cases_passed_on() {
    let desk = Desk::new(&[]);
    let rows = desk
        .run(&["score", sample().to_str().unwrap(), "--json"])
        .ok()
        .json();
    assert_eq!(rows.as_array().unwrap().len(), 7);
    let row = &rows[0];
    let share = row["found_from_cases"].as_f64().unwrap() / row["from_cases"].as_f64().unwrap();
    assert!(share > 0.9, "{row}");
    assert_eq!(row["known"], 111);
}

#[test]
fn the_sample_is_what_its_readme_says_how_to_make() {
    let desk = Desk::new(&[]);
    let arguments = [
        "generate", "--people", "2000", "--days", "21", "--seed", "2021", "--format", "parquet",
        "--out", "made",
    ];
    desk.run(&arguments).ok();
    for name in desk.list("made") {
        let shipped = std::fs::read(sample().join(&name)).unwrap();
        assert!(
            std::fs::read(desk.path(&format!("made/{name}"))).unwrap() == shipped,
            "{name}"
        );
    }
    let readme = std::fs::read_to_string(sample().join("README.md")).unwrap();
    assert!(readme.contains("generate --people 2000 --days 21 --seed 2021 --format parquet"));
}

#[test]
fn the_printed_score_has_a_heading_for_each_figure() {
    let desk = Desk::new(&[]);
    let sample = sample();
    let out = desk
        .run(&[
            "score",
            sample.to_str().unwrap(),
            "--preset",
            "WHO",
            "--lang",
            "en",
        ])
        .ok()
        .out;
    let row = &desk
        .run(&[
            "score",
            sample.to_str().unwrap(),
            "--preset",
            "WHO",
            "--json",
        ])
        .ok()
        .json()[0];
    let line = out.lines().find(|l| l.starts_with("WHO")).unwrap();
    let printed: Vec<&str> = line
        .split_whitespace()
        .filter(|w| w.parse::<u64>().is_ok())
        .step_by(2)
        .collect();
    let keys = [
        "found",
        "shared_places",
        "found_from_cases",
        "linked",
        "first_link",
        "listed",
    ];
    let want = keys.map(|key| row[key].get("found").unwrap_or(&row[key]).to_string());
    assert_eq!(printed, want, "{out}");
    let heads = out.lines().next().unwrap();
    let order: Vec<usize> = [
        "preset",
        "found",
        "outside homes",
        "infector is an F0",
        "probable link",
        "likeliest",
        "on the list",
    ]
    .iter()
    .map(|head| heads.find(head).unwrap())
    .collect();
    assert!(order.is_sorted(), "{heads}");
}

/// A list in brief says what the full one says of tier and times, and claims nothing of what nobody looked for.
#[test]
fn a_list_in_brief() {
    let desk = Desk::new(PLAIN);
    desk.run(&["trace", "in", "--out", "full"]).ok();
    let brief = [
        "trace", "in", "--out", "brief", "--list", "brief", "--lang", "en",
    ];
    let ran = desk.run(&brief).ok();
    assert!(!ran.out.contains("Evidence:"), "{}", ran.out);
    let columns = |name: &str, wanted: &[usize]| -> Vec<Vec<String>> {
        let text = desk.read(name);
        let row = |line: &str| {
            let cells: Vec<&str> = line.split(',').collect();
            wanted.iter().map(|&c| cells[c].to_owned()).collect()
        };
        text.lines().map(row).collect()
    };
    let full = columns("full/contacts.csv", &[0, 1, 2, 3, 11]);
    assert!(full.len() > 1);
    assert_eq!(columns("brief/contacts.csv", &[0, 1, 2, 3, 4]), full);
    assert!(
        !desk
            .list("brief")
            .iter()
            .any(|f| f.contains("links") || f.contains("evidence"))
    );
}
