//! `generate --dirty`: every planted fault ends where the catalogue says, and nothing else is touched.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::Desk;

/// Numbers of the catalogue that no file can carry: 39 is a place with a million visitors (`--visits` and `--hot-share`
/// make one), 49 a file that changes while it is read. Of 31, at a
/// gate, only that the rows are kept is looked at.
const NOT_IN_A_FILE: [u32; 2] = [39, 49];
/// The end of ten days from 2 August.
const AS_OF: &str = "2021-08-12";
const FATES: [&str; 4] = ["accepted", "warned", "merged", "held"];

/// A line of the list.
#[derive(Debug)]
struct Planted {
    case: u32,
    file: String,
    row: String,
    field: String,
    fate: String,
    reason: String,
}

fn generate(desk: &Desk, out: &str, more: &[&str]) -> Value {
    let arguments = ["generate", "--people", "300", "--days", "10", "--json"];
    let ran = desk.run(&[&arguments[..], &["--out", out], more].concat());
    ran.ok().json()
}

/// The rows of a CSV file by column.
fn table(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

fn list(desk: &Desk, folder: &str) -> Vec<Planted> {
    let text = desk.read(&format!("{folder}/da_cay_loi.csv"));
    assert!(text.starts_with("case,file,row,field,fate,reason\n"));
    let line = |mut row: BTreeMap<String, String>| {
        let mut cell = |name: &str| row.remove(name).unwrap();
        Planted {
            case: cell("case").parse().unwrap(),
            file: cell("file"),
            row: cell("row"),
            field: cell("field"),
            fate: cell("fate"),
            reason: cell("reason"),
        }
    };
    table(&text).into_iter().map(line).collect()
}

/// The inputs of a summary by name.
fn inputs(json: &Value) -> BTreeMap<&str, &Value> {
    let inputs = json["inputs"].as_array().unwrap();
    inputs
        .iter()
        .map(|input| (input["name"].as_str().unwrap(), input))
        .collect()
}

/// Why each file was left out.
fn left_out(json: &Value) -> BTreeMap<&str, &str> {
    let files = json["left_out"].as_array().unwrap();
    files
        .iter()
        .map(|f| (f["name"].as_str().unwrap(), f["reason"].as_str().unwrap()))
        .collect()
}

/// Whether some line is the sentence of that key about that file.
fn says(err: &str, reason: &str, file: &str) -> bool {
    let texts = include_str!("../../assets/i18n/en.ftl");
    let key = reason.replace('_', "-");
    let pattern = ["error", "note"]
        .iter()
        .find_map(|kind| {
            let start = format!("{kind}-{key} = ");
            texts.lines().find_map(|l| l.strip_prefix(start.as_str()))
        })
        .unwrap_or_else(|| panic!("no words for {reason}"));
    let words: Vec<&str> = pattern
        .split(['{', '}'])
        .step_by(2)
        .filter(|w| !w.trim().is_empty())
        .collect();
    assert!(!words.is_empty(), "{reason}");
    err.lines()
        .any(|line| line.contains(file) && words.iter().all(|w| line.contains(w)))
}

#[test]
fn every_fault_ends_as_planted() {
    let desk = Desk::new(&[]);
    let told = generate(&desk, "in", &["--dirty"]);
    let planted = list(&desk, "in");
    assert_eq!(told["planted"]["faults"], planted.len());
    assert_eq!(told["planted"]["files"], desk.list("in/loi").len() - 1);
    let cases: BTreeSet<u32> = planted.iter().map(|p| p.case).collect();
    let want = (1..=50).filter(|case| !NOT_IN_A_FILE.contains(case));
    assert_eq!(cases, want.collect::<BTreeSet<_>>());

    let check = ["check", "in", "--json", "--lang", "en"];
    let ran = desk
        .run(&[&check[..], &["--held", "held.csv", "--as-of", AS_OF]].concat())
        .ok();
    let json = ran.json();
    let (inputs, left_out) = (inputs(&json), left_out(&json));
    for (name, input) in &inputs {
        let sum: u64 = FATES.iter().map(|f| input[f].as_u64().unwrap()).sum();
        assert_eq!(input["read"], sum, "{name}");
    }
    for p in &planted {
        let read = inputs.contains_key(p.file.as_str());
        match p.fate.as_str() {
            "left_out" => {
                let why = left_out.get(p.file.as_str()).copied();
                assert_eq!(why, Some(p.reason.as_str()), "{p:?}");
                assert!(says(&ran.err, &p.reason, &p.file), "{p:?}: {}", ran.err);
            }
            "refused" => assert_eq!(left_out[p.file.as_str()], "not_a_table", "{p:?}"),
            "note" => assert!(read && says(&ran.err, &p.reason, &p.file), "{p:?}"),
            _ => assert!(read, "{p:?}"),
        }
    }
    // The rows held are those that were planted to be, for the reason and in the column that the list says.
    let held: BTreeSet<[String; 4]> = table(&desk.read("held.csv"))
        .into_iter()
        .map(|row| ["file", "row", "field", "reason"].map(|name| row[name].clone()))
        .collect();
    let of = |p: &Planted| [&p.file, &p.row, &p.field, &p.reason].map(String::clone);
    let to_be_held = planted.iter().filter(|p| p.fate == "held").map(of);
    assert_eq!(held, to_be_held.collect::<BTreeSet<_>>());
    assert!(held.len() > 25, "{}", held.len());
    // Of each file so many rows ended otherwise as were planted to.
    for (name, input) in &inputs {
        if !name.starts_with("loi/") {
            continue;
        }
        let of_file = |fate: &str| {
            let same = planted.iter().filter(|p| p.file == *name && p.fate == fate);
            same.map(|p| p.reason.as_str()).collect::<Vec<_>>()
        };
        for &fate in &FATES[1..] {
            assert_eq!(input[fate], of_file(fate).len(), "{name}, {fate}: {input}");
        }
        let warned = of_file("warned");
        for reason in &warned {
            let count = warned.iter().filter(|r| *r == reason).count();
            assert_eq!(input["reasons"][reason], count, "{name}: {input}");
        }
    }
    // A cell that a spreadsheet would take for a formula is written as text.
    assert!(desk.read("held.csv").contains(",'=NOW(),time_unreadable"));
    // Everybody is in the register, and one phone makes no one person of several.
    assert_eq!(json["people"], 300);

    // Without a day that is today nothing is in the future.
    let open = desk.run(&check).ok().json();
    let future = planted.iter().filter(|p| p.reason == "in_future").count();
    let held_now = |json: &Value| -> u64 {
        let inputs = json["inputs"].as_array().unwrap();
        inputs.iter().map(|i| i["held"].as_u64().unwrap()).sum()
    };
    assert_eq!(future, 1);
    assert_eq!(held_now(&open), held_now(&json) - 1);

    // The clean files end as they do alone.
    generate(&desk, "clean", &[]);
    let alone = desk
        .run(&["check", "clean", "--json", "--as-of", AS_OF])
        .ok()
        .json();
    let alone = self::inputs(&alone);
    assert_eq!(alone.len(), 6);
    for (name, input) in alone {
        for key in FATES.iter().chain(&["read", "reasons"]) {
            assert_eq!(inputs[name][key], input[key], "{name}, {key}");
        }
    }
    // The three who name each other in a ring keep no run from its end.
    desk.run(&["trace", "in", "--out", "out"]).ok();
}

#[test]
fn what_is_left_out_of_a_folder_is_refused_when_named() {
    let desk = Desk::new(&[]);
    generate(&desk, "in", &["--dirty"]);
    let mut named = 0;
    for p in list(&desk, "in") {
        let refused = matches!(p.fate.as_str(), "left_out" | "refused");
        // One that was read before is a file as good as any.
        if !refused || p.reason == "same_file" {
            continue;
        }
        let (path, inside) = match p.file.split_once(".zip/") {
            Some((archive, _)) => (format!("{archive}.zip"), true),
            None => (p.file.clone(), false),
        };
        let ran = desk.run(&["check", &format!("in/{path}"), "--lang", "en"]);
        assert_eq!(ran.code, 1, "{p:?}: {ran:?}");
        let file = p.file.trim_start_matches("loi/");
        assert!(says(&ran.err, &p.reason, file), "{p:?}: {ran:?}");
        // A part of an archive is told before the archive.
        let lines = ran.err.trim_end().lines().count();
        assert_eq!(lines, 1 + usize::from(inside), "{ran:?}");
        assert_eq!(ran.out, "", "{ran:?}");
        named += 1;
    }
    assert_eq!(named, 12);
    // Truncated or with a footer that lies: not a row of it is taken.
    let out = desk.run(&[
        "trace",
        "in/loi/quet_qr_sai_so_dong.parquet.bak",
        "--out",
        "out",
    ]);
    assert_eq!((out.code, desk.list("out").len()), (1, 0), "{out:?}");
}

#[test]
fn what_the_user_tells_opens_the_rest() {
    let desk = Desk::new(&[]);
    generate(&desk, "in", &["--dirty"]);
    let register = "in/dan_cu.csv";
    for (encoding, name) in [
        ("windows-1258", "windows1258"),
        ("tcvn3", "tcvn3"),
        ("vni", "vni"),
    ] {
        let file = format!("in/loi/dan_cu_{name}.csv");
        let arguments = ["check", register, &file, "--encoding", encoding, "--json"];
        let json = desk.run(&arguments).ok().json();
        let input = &json["inputs"][1];
        assert_eq!((&input["read"], &input["held"]), (&12.into(), &0.into()));
        // Letter by letter what the register says; TCVN3 has no capitals with a tone.
        if encoding != "tcvn3" {
            assert_eq!(input["merged"], 12, "{encoding}: {input}");
        }
        assert_eq!(json["people"], 300, "{encoding}");
    }
    let locked = [
        "check",
        "in/loi/quet_qr_mat_khau.zip",
        "--zip-password-file",
        "in/loi/mat_khau_zip",
        "--json",
    ];
    let json = desk.run(&locked).ok().json();
    assert_eq!(json["inputs"][0]["accepted"], 1, "{json}");
}

#[test]
fn the_same_bytes_whatever_else_is_asked() {
    let desk = Desk::new(&[]);
    generate(&desk, "clean", &[]);
    generate(&desk, "one", &["--dirty", "--threads", "1"]);
    generate(&desk, "two", &["--dirty", "--threads", "2"]);
    generate(&desk, "parquet", &["--dirty", "--format", "parquet"]);
    let bytes = |folder: &str, name: &str| std::fs::read(desk.path(folder).join(name)).unwrap();
    for name in desk.list("clean") {
        assert!(bytes("clean", &name) == bytes("one", &name), "{name}");
    }
    let faults = desk.list("one/loi");
    assert_eq!(faults.len(), 39);
    let faults = faults.into_iter().map(|name| format!("loi/{name}"));
    let faults: Vec<String> = faults.chain(["da_cay_loi.csv".to_owned()]).collect();
    let mut size = 0;
    for name in &faults {
        let one = bytes("one", name);
        assert!(one == bytes("two", name), "{name}");
        assert!(one == bytes("parquet", name), "{name}");
        size += one.len();
    }
    assert!(size < 5 << 20, "{size}");
}

#[test]
fn nobodys_own_file_is_replaced() {
    let desk = Desk::new(&[]);
    desk.put("out/loi/quet_qr_bom.csv", b"mine");
    let arguments = ["generate", "--people", "60", "--days", "1", "--out", "out"];
    let dirty = [&arguments[..], &["--dirty", "--lang", "en"]].concat();
    let ran = desk.run(&dirty);
    assert_eq!(
        (ran.code, ran.err.contains("was not generated")),
        (1, true),
        "{ran:?}"
    );
    assert_eq!(desk.list("out"), ["loi"]);
    // Without faults nothing of that is in the way, and it stays.
    desk.run(&arguments).ok();
    assert_eq!(desk.run(&dirty).code, 1);
    assert_eq!(desk.read("out/loi/quet_qr_bom.csv"), "mine");
    // A list that is somebody's own neither.
    std::fs::remove_dir_all(desk.path("out/loi")).unwrap();
    desk.put("out/da_cay_loi.csv", b"mine");
    assert_eq!(desk.run(&dirty).code, 1);
    std::fs::remove_file(desk.path("out/da_cay_loi.csv")).unwrap();
    // What was planted is replaced, and goes where it is not wanted any more.
    let first = desk.run(&dirty).ok();
    assert!(first.out.contains("Planted faults: "), "{}", first.out);
    desk.run(&dirty).ok();
    assert_eq!(desk.list("out/loi").len(), 39);
    desk.run(&arguments).ok();
    assert_eq!(desk.list("out").len(), 7);
}
