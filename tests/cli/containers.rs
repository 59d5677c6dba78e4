//! Archives, packed files, databases, JSON, workbooks of several sheets, saved mappings.

use rust_xlsxwriter::Workbook;

use super::Desk;
use crate::bytes::{deflated, gzipped, zipped};

const VISITS: &str = "person_id,place_id,check_in,check_out\n\
    A,1,2021-08-16 08:00:00,2021-08-16 09:00:00\n\
    B,1,2021-08-16 08:30:00,2021-08-16 10:00:00\n";
const CASES: &str = "person_id,onset,isolation\nA,2021-08-16,2021-08-17\n";

/// Traces some files and tells the list.
fn list(desk: &Desk, inputs: &[&str]) -> String {
    let mut arguments = vec!["trace"];
    arguments.extend(inputs);
    arguments.extend(["--out", "out"]);
    desk.run(&arguments).ok();
    desk.read("out/contacts.csv")
}

fn plain_list() -> String {
    let desk = Desk::new(&[("visits.csv", VISITS), ("cases.csv", CASES)]);
    let list = list(&desk, &["visits.csv", "cases.csv"]);
    assert_eq!(list.lines().count(), 2, "{list}");
    list
}

#[test]
fn every_container_leads_to_the_same_list() {
    let desk = Desk::new(&[("cases.csv", CASES)]);
    let packed = gzipped(VISITS.as_bytes());
    desk.put("visits.csv.gz", &packed);
    let both: [(&str, &[u8]); 3] = [
        ("tuan 34/visits.csv", VISITS.as_bytes()),
        ("cases.csv", CASES.as_bytes()),
        ("ghi chu.txt", "không phải bảng".as_bytes()),
    ];
    desk.put("both.zip", &zipped(&both, deflated()));
    let array = r#"{"meta":{"n":2},"rows":[
        {"person_id":"A","place_id":1,"check_in":"2021-08-16 08:00:00","check_out":"2021-08-16 09:00:00"},
        {"person_id":"B","place_id":1,"check_out":"2021-08-16 10:00:00","check_in":"2021-08-16 08:30:00"}]}"#;
    desk.put("visits.json", array.as_bytes());
    let lines = "{\"person_id\":\"A\",\"place_id\":\"1\",\"check_in\":1629075600,\"check_out\":1629079200}\n\
        {\"person_id\":\"B\",\"place_id\":\"1\",\"check_in\":1629077400000,\"check_out\":1629082800000}\n";
    desk.put("visits.ndjson", lines.as_bytes());
    let database = rusqlite::Connection::open(desk.path("both.sqlite")).unwrap();
    database
        .execute_batch(
            "CREATE TABLE visits (person_id TEXT, place_id INTEGER, check_in INTEGER, check_out TEXT);
             INSERT INTO visits VALUES ('A', 1, 1629075600, '2021-08-16 09:00:00'), ('B', 1, 1629077400, '2021-08-16 10:00:00');
             CREATE TABLE cases (person_id TEXT, onset TEXT, isolation TEXT);
             INSERT INTO cases VALUES ('A', '2021-08-16', '2021-08-17');
             CREATE VIEW trap AS SELECT * FROM visits;",
        )
        .unwrap();
    drop(database);
    let mut book = Workbook::new();
    for (name, text) in [("Lượt", VISITS), ("Ca", CASES)] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (row, line) in text.lines().enumerate() {
            for (column, cell) in line.split(',').enumerate() {
                sheet.write(row as u32, column as u16, cell).unwrap();
            }
        }
    }
    desk.put("both.xlsx", &book.save_to_buffer().unwrap());
    let want = plain_list();
    for inputs in [
        &["visits.csv.gz", "cases.csv"][..],
        &["both.zip"],
        &["visits.json", "cases.csv"],
        &["visits.ndjson", "cases.csv"],
        &["both.sqlite"],
        &["both.xlsx"],
    ] {
        assert_eq!(list(&desk, inputs), want, "{inputs:?}");
    }
    let json = desk.run(&["check", "both.zip", "--json"]).ok().json();
    let names: Vec<&str> = json["inputs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| i["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["both.zip/cases.csv", "both.zip/tuan 34/visits.csv"]);
    assert_eq!(json["left_out"][0]["name"], "both.zip/ghi chu.txt");
}

#[test]
fn a_saved_mapping_reads_what_no_profile_knows() {
    let desk = Desk::new(&[
        (
            "x.csv",
            "mã,khách,quầy,lúc\n1,A,1,2021-08-16 08:00\n2,B,1,2021-08-16 08:10\n",
        ),
        ("cases.csv", CASES),
        (
            "sổ.toml",
            "name = \"Sổ khách\"\nrole = \"visits\"\n[columns]\nperson_id = \"Khách\"\nplace_id = \"quầy\"\ncheck_in = \"Lúc\"\n",
        ),
        (
            "bad.toml",
            "name = \"x\"\nrole = \"visits\"\n[columns]\nperson_id = \"Khách\"\n",
        ),
    ]);
    let ran = desk.run(&["check", "x.csv", "--lang", "en"]);
    assert_eq!(ran.code, 1);
    let json = desk
        .run(&["check", "x.csv", "--mapping", "sổ.toml", "--json"])
        .ok()
        .json();
    assert_eq!(json["inputs"][0]["profile"], "Sổ khách");
    assert_eq!(json["inputs"][0]["accepted"], 2);
    let ran = desk.run(&["check", "x.csv", "--mapping", "bad.toml", "--lang", "en"]);
    assert!(
        ran.code == 1 && ran.err.contains("no column is named for place_id"),
        "{}",
        ran.err
    );
    assert_eq!(
        list(&desk, &["x.csv", "cases.csv", "--mapping", "sổ.toml"])
            .lines()
            .count(),
        2
    );
}

#[test]
fn a_column_without_proof_follows_its_neighbour() {
    let visits = "person_id,place_id,check_in,check_out\n\
        1,P,08/05/2021 08:00,08/05/2021 09:00\n\
        3,P,08/07/2021 08:00,08/07/2021 09:00\n\
        4,R,08/12/2021 23:00,08/13/2021 01:00\n";
    let desk = Desk::new(&[
        ("visits.csv", visits),
        (
            "cases.csv",
            "person_id,onset,sample\n1,2021-08-05,2021-08-06\n",
        ),
    ]);
    assert_eq!(list(&desk, &["visits.csv", "cases.csv"]).lines().count(), 1);
}

#[test]
fn placeholders_are_neither_people_nor_places() {
    let visits = "person_id,place_id,check_in\n#N/A,P,2021-08-16 08:00\nA,#N/A,2021-08-16 08:00\n\
        -,P,2021-08-16 08:00\nB,P,2021-08-16 08:00\n";
    let desk = Desk::new(&[("visits.csv", visits)]);
    let json = desk.run(&["check", "visits.csv", "--json"]).ok().json();
    assert_eq!(json["inputs"][0]["held"], 3);
    assert_eq!(json["inputs"][0]["accepted"], 1);
}
