//! Bluezone: sightings, the device's database, whose the ids are.

use super::Desk;

const A: &str = "a1a1a1a1a1a1a1a1a1a1a1a1";
const B: &str = "B2B2B2B2B2B2B2B2B2B2B2B2";
const B_LATER: &str = "b3b3b3b3b3b3b3b3b3b3b3b3";
const NOBODY: &str = "c4c4c4c4c4c4c4c4c4c4c4c4";
/// 2021-08-16 08:00 in Vietnam.
const EIGHT: i64 = 1_629_075_600;

fn ids() -> String {
    format!(
        "Mã Bluezone,Số CCCD,Hệ điều hành\n{A},079085000001,Android\n{B},079085000002,iOS\n{B_LATER},079085000002,iOS\n"
    )
}

const CASES: &str =
    "Mã ca,Số CCCD,Ngày khởi phát,Ngày cách ly\nBN1,079085000001,2021-08-16,2021-08-17\n";

/// A heard B from 08:00 to 08:40 in all, the id of B changing at 08:15; a gap of over ten minutes after 08:20.
fn trace() -> String {
    let line = |own: &str, seen: &str, rssi: i32, at: i64| format!("{own}\t{seen}\t{rssi}\t{at}\n");
    [
        line(A, B, -60, EIGHT),
        // The phone of B heard it too, and stamps milliseconds.
        line(B, A, -80, (EIGHT + 300) * 1_000),
        line(A, B, -65, EIGHT + 600),
        line(A, B_LATER, -69, EIGHT + 1_200),
        line(A, B_LATER, -69, EIGHT + 1_200),
        line(A, B_LATER, -69, EIGHT + 1_801 + 600),
        // Too faint for Android hearing iOS.
        line(A, B_LATER, -70, EIGHT + 36_000),
        line(A, NOBODY, -50, EIGHT),
        line(A, "xyz", -50, EIGHT),
        line(B, B_LATER, -50, EIGHT),
    ]
    .concat()
}

#[test]
fn sightings_become_encounters() {
    let desk = Desk::new(&[
        ("data_trace.txt", &trace()),
        ("ids.csv", &ids()),
        ("cases.csv", CASES),
    ]);
    let inputs = ["data_trace.txt", "ids.csv", "cases.csv"];
    let run = |more: &[&str]| {
        let mut arguments = vec!["trace"];
        arguments.extend(inputs);
        arguments.extend([
            "--out",
            "out",
            "--evidence",
            "csv",
            "--households",
            "off",
            "--json",
        ]);
        arguments.extend(more);
        let json = desk.run(&arguments).ok().json();
        let list = desk.read("out/contacts.csv");
        let row: Vec<String> = list
            .lines()
            .nth(1)
            .unwrap()
            .split(',')
            .map(str::to_owned)
            .collect();
        (json, row)
    };
    let (json, row) = run(&[]);
    let trace = &json["inputs"][0];
    assert_eq!(trace["profile"], "bluezone-sightings");
    assert_eq!(trace["reasons"]["device_of_nobody"], 1);
    assert_eq!(trace["reasons"]["device_id_unreadable"], 1);
    assert_eq!(trace["reasons"]["contact_with_oneself"], 1);
    assert_eq!(
        (&trace["read"], &trace["merged"], &trace["held"]),
        (&10.into(), &1.into(), &3.into())
    );
    // [08:00, 08:25) and [08:40:01, 08:45:01).
    assert_eq!(row[2], "2021-08-16T08:00:00+07:00");
    assert_eq!(row[3], "2021-08-16T08:45:01+07:00");
    assert!(row.contains(&"30.00".to_owned()), "{row:?}");
    let (_, row) = run(&["--include-weak"]);
    assert!(row.contains(&"35.00".to_owned()), "{row:?}");
}

#[test]
fn a_devices_database_is_read_as_its_upload_is() {
    let desk = Desk::new(&[
        ("ids.csv", &ids()),
        ("cases.csv", CASES),
        ("data_trace.txt", &trace()),
    ]);
    let database = rusqlite::Connection::open(desk.path("bluezone.db")).unwrap();
    database
        .execute_batch(
            "CREATE TABLE trace_info (_id INTEGER PRIMARY KEY, blid BLOB, blid_contact BLOB, macid TEXT, rssi INTEGER, tx_power INTEGER, state INTEGER, timestamp INTEGER);
             CREATE TABLE android_metadata (locale TEXT); INSERT INTO android_metadata VALUES ('vi_VN');",
        )
        .unwrap();
    for line in trace().lines().filter(|l| !l.contains("xyz")) {
        let cells: Vec<&str> = line.split('\t').collect();
        let values = format!(
            "x'{}', x'{}', '00:11', {}, 0, 0, {}",
            cells[0], cells[1], cells[2], cells[3]
        );
        let insert = format!(
            "INSERT INTO trace_info (blid, blid_contact, macid, rssi, tx_power, state, timestamp) VALUES ({values})"
        );
        database.execute_batch(&insert).unwrap();
    }
    drop(database);
    for (input, out) in [("data_trace.txt", "text"), ("bluezone.db", "database")] {
        desk.run(&["trace", input, "ids.csv", "cases.csv", "--out", out])
            .ok();
    }
    let list = desk.read("text/contacts.csv");
    assert_eq!(list.lines().count(), 2);
    assert_eq!(list, desk.read("database/contacts.csv"));
}
