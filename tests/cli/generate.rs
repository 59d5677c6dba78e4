//! `generate`: the same seed gives the same bytes, and what it writes is read without a murmur.

use crate::Desk;

fn generate(desk: &Desk, out: &str, more: &[&str]) {
    let arguments = ["generate", "--people", "600", "--days", "10", "--out", out];
    desk.run(&[&arguments, more].concat()).ok();
}

#[test]
fn seeds() {
    let desk = Desk::new(&[]);
    generate(&desk, "a", &[]);
    generate(&desk, "b", &[]);
    generate(&desk, "c", &["--seed", "7"]);
    generate(&desk, "d", &["--format", "parquet"]);
    generate(&desk, "e", &["--format", "parquet"]);
    assert_eq!(desk.list("a").len(), 7);
    let bytes = |path: String| std::fs::read(desk.path(&path)).unwrap();
    for name in desk.list("a") {
        assert_eq!(
            bytes(format!("a/{name}")),
            bytes(format!("b/{name}")),
            "{name}"
        );
    }
    assert_ne!(bytes("a/dan_cu.csv".into()), bytes("c/dan_cu.csv".into()));
    assert_eq!(
        bytes("d/quet_qr.parquet".into()),
        bytes("e/quet_qr.parquet".into())
    );
}

#[test]
fn both_forms_of_the_scans_say_the_same() {
    let desk = Desk::new(&[]);
    generate(&desk, "csv", &[]);
    generate(&desk, "parquet", &["--format", "parquet"]);
    let list = |folder: &str| {
        desk.run(&["trace", folder, "--out", &format!("{folder}-out")])
            .ok();
        desk.read(&format!("{folder}-out/contacts.csv"))
    };
    let contacts = list("csv");
    assert!(contacts.lines().count() > 20);
    assert_eq!(list("parquet"), contacts);
}

#[test]
fn it_is_read_without_a_held_row() {
    let desk = Desk::new(&[]);
    generate(
        &desk,
        "data",
        &["--visits", "20000", "--hot-share", "0.2", "--zipf", "1.3"],
    );
    let json = desk.run(&["check", "data", "--json"]).ok().json();
    for input in json["inputs"].as_array().unwrap() {
        assert_eq!(
            (input["held"].as_u64(), input["warned"].as_u64()),
            (Some(0), Some(0)),
            "{input}"
        );
    }
    let visits = json["visits"].as_u64().unwrap();
    assert!((18_000..23_000).contains(&visits), "{visits}");
}
