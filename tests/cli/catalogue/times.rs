//! 23 to 33: dates, clocks, and what they say of a stay.

use serde_json::json;

use super::{check, trace, visits};
use crate::bytes::{row, workbook_with};

const CASES: &str = "person_id,onset\na,2021-08-03\n";

#[test]
fn case_23_spreadsheet_serial() {
    let text = visits(&["a,x,44317.5,", "b,x,44317,", "c,x,2021-08-02T08:00,"]);
    check(&[("v.csv", text)], &[])
        .rows([3, 1, 0, 0, 2])
        .holds(&["v.csv,2,check_in,44317.5,", "v.csv,3,check_in,44317,"])
        .latest("2021-08-02T08:00:00+07:00");
    // A sheet says which cells are dates and from when its days are counted.
    let sheet = [
        row(1, &["person_id", "place_id", "check_in", "check_out"]),
        row(2, &["a", "x", "<c s=\"1\"><v>44317.5</v></c>", ""]),
        row(3, &["b", "x", "<c><v>44317.5</v></c>", ""]),
    ];
    for (properties, noon) in [
        ("", "2021-05-01T12:00:00+07:00"),
        ("<workbookPr date1904=\"1\"/>", "2025-05-02T12:00:00+07:00"),
    ] {
        let bytes = workbook_with(properties, &sheet.concat());
        check(&[("v.xlsx", bytes)], &[])
            .rows([2, 1, 0, 0, 1])
            .holds(&["v.xlsx,3,check_in,44317.5,"])
            .latest(noon);
    }
}

#[test]
fn case_24_order_of_day_and_month() {
    // Nothing proves it: the profile's order, and a note that says so.
    let text = visits(&["a,x,02/08/2021 10:00,"]);
    let got = check(&[("v.csv", text)], &[]);
    got.rows([1, 1, 0, 0, 0])
        .latest("2021-08-02T10:00:00+07:00");
    let note = "v.csv, column “check_in”: nothing proves whether the day or the month comes first; read as day/month";
    assert!(got.err.contains(note), "{}", got.err);
    // One date proves it of the whole column: the first is the 8th of February.
    let text = visits(&["a,x,02/08/2021 10:00,", "b,x,12/25/2021 10:00,"]);
    let got = check(&[("v.csv", text)], &["--as-of", "2021-03-01"]);
    got.rows([2, 1, 0, 0, 1])
        .why(json!({"in_future": 1}))
        .holds(&["v.csv,3,check_in,12/25/2021 10:00,in_future"]);
    let note = "v.csv, column “check_in”: a date proves month/day; read so throughout";
    assert!(got.err.contains(note), "{}", got.err);
    // It contradicts itself: the more frequent order, what cannot be is held, and a note.
    let text = visits(&["a,x,25/08/2021,", "b,x,26/08/2021,", "c,x,08/27/2021,"]);
    let got = check(&[("v.csv", text)], &[]);
    got.rows([3, 2, 0, 0, 1])
        .holds(&["v.csv,4,check_in,08/27/2021,no_such_date"]);
    let note = "some dates can only be day/month and others only month/day; read as day/month";
    assert!(got.err.contains(note), "{}", got.err);
}

/// Two rows of three are held for a reason, and the third is read.
#[track_caller]
fn holds_both(first: &str, second: &str, reason: &str) {
    let text = visits(&[
        &format!("a,x,{first},"),
        &format!("b,x,{second},"),
        "c,x,2021-08-02T08:00,",
    ]);
    let held = [
        format!("v.csv,2,check_in,{first},{reason}"),
        format!("v.csv,3,check_in,{second},{reason}"),
    ];
    check(&[("v.csv", text)], &[])
        .rows([3, 1, 0, 0, 2])
        .holds(&[&held[0], &held[1]])
        .people(1)
        .latest("2021-08-02T08:00:00+07:00");
}

#[test]
fn case_25_two_digit_year() {
    holds_both("02/08/49 10:00", "49-08-02", "two_digit_year");
}

#[test]
fn case_26_buddhist_year() {
    holds_both("02/08/2564 10:00", "2564-08-02", "buddhist_year");
}

#[test]
fn case_27_no_such_date() {
    holds_both("31/04/2021", "2021-02-29T10:00", "no_such_date");
}

#[test]
fn case_28_hour_24() {
    let text = visits(&[
        "a,x,2021-08-02 22:00,2021-08-03 00:30",
        "b,x,2021-08-02 23:30,2021-08-02 24:00",
        "c,x,2021-08-02 24:00,2021-08-03 00:30",
        "d,x,2021-08-02 24:10,2021-08-03 00:30",
    ]);
    let files = [("v.csv", text.as_str()), ("c.csv", CASES)];
    check(&files, &[])
        .rows([4, 1, 2, 0, 1])
        .why(json!({"hour_24": 2, "time_unreadable": 1}))
        .holds(&["v.csv,5,check_in,2021-08-02 24:10,time_unreadable"]);
    let run = trace(&files, &[]);
    run.lists("b,1,2021-08-02T23:30:00+07:00,2021-08-03T00:00:00+07:00,1,1,30.00,observed,")
        .lists("c,1,2021-08-03T00:00:00+07:00,2021-08-03T00:30:00+07:00,1,1,30.00,observed,");
    assert_eq!(run.tiers(), "b1 c1");
}

#[test]
fn case_29_no_zone() {
    let text = visits(&[
        "a,x,2021-08-02T08:00,2021-08-02T09:00",
        "b,x,2021-08-02T08:30,2021-08-02T09:30",
        "c,x,2021-08-02T01:30:00Z,2021-08-02T02:30:00Z",
        "d,x,2021-08-02T08:30:00Z,2021-08-02T09:30:00Z",
    ]);
    let run = trace(&[("v.csv", text.as_str()), ("c.csv", CASES)], &[]);
    run.lists("b,1,2021-08-02T08:30:00+07:00,2021-08-02T09:00:00+07:00,")
        .lists("c,1,2021-08-02T08:30:00+07:00,2021-08-02T09:00:00+07:00,");
    assert_eq!(run.tiers(), "b1 c1");
    // The run's record says in which zone it reckoned.
    let record = run.desk.read("out/run.json");
    assert!(
        record.contains("\"as_of\": \"2021-08-03T00:00:00+07:00\""),
        "{record}"
    );
}

#[test]
fn case_30_in_the_future() {
    let text = visits(&[
        "a,x,2021-08-03T12:00:00,",
        "b,x,2021-08-03T12:00:01,",
        "c,x,2021-08-01T08:00,2021-08-04T08:00",
    ]);
    check(&[("v.csv", &text)], &["--as-of", "2021-08-02T12:00"])
        .rows([3, 1, 0, 0, 2])
        .why(json!({"in_future": 2}))
        .holds(&[
            "v.csv,3,check_in,2021-08-03T12:00:01,in_future",
            "v.csv,4,check_out,2021-08-04T08:00,in_future",
        ]);
    // Without it nothing is: no wall clock is asked.
    let text = visits(&["a,x,2098-08-03T12:00:00,"]);
    check(&[("v.csv", text)], &[])
        .rows([1, 1, 0, 0, 0])
        .latest("2098-08-03T12:00:00+07:00");
}

#[test]
fn case_31_device_clock_skew() {
    // Three phones hear each other four times; the clock of the third is an hour fast.
    const EIGHT: i64 = 1_629_075_600;
    let ids = ["a1", "b2", "c3"].map(|id| id.repeat(12));
    let mut heard = String::new();
    for (own, clock) in ids.iter().zip([0, 0, 3_600]) {
        for seen in ids.iter().filter(|seen| *seen != own) {
            for scan in 0..4 {
                let at = EIGHT + clock + scan * 300;
                heard.push_str(&format!("{own}\t{seen}\t-60\t{at}\n"));
            }
        }
    }
    let mut table = "Mã Bluezone,Số CCCD,Hệ điều hành\n".to_owned();
    for (id, number) in ids.iter().zip(1..) {
        table.push_str(&format!("{id},07908500000{number},Android\n"));
    }
    let got = check(&[("data_trace.txt", heard), ("ids.csv", table)], &[]);
    // What the third one tells is flagged, and nothing else is; nothing is held.
    got.rows([24, 16, 8, 0, 0]);
    let reasons = got.json["inputs"][0]["reasons"].as_object().unwrap();
    assert_eq!(reasons.values().collect::<Vec<_>>(), [&json!(8)]);
}

#[test]
fn case_32_check_out_before_check_in() {
    // Swapped, the second would have met the first.
    let text = visits(&[
        "a,x,2021-08-02T08:00,2021-08-02T10:00",
        "b,x,2021-08-02T10:30,2021-08-02T09:00",
        "c,x,2021-08-03,2021-08-02",
        "d,x,2021-08-02T10:00,2021-08-02T10:00",
    ]);
    let files = [("v.csv", text.as_str()), ("c.csv", CASES)];
    let got = check(&files, &[]);
    got.rows([4, 2, 0, 0, 2])
        .why(json!({"check_out_before_check_in": 2}))
        .holds(&[
            "v.csv,3,check_out,2021-08-02T09:00,check_out_before_check_in",
            "v.csv,4,check_out,2021-08-02,check_out_before_check_in",
        ]);
    assert_eq!(got.json["visits"], 2);
    assert_eq!(trace(&files, &[]).tiers(), "");
}

#[test]
fn case_33_no_check_out() {
    let text = visits(&[
        "a,x,2021-08-02T08:00,",
        "b,x,2021-08-02T08:30,2021-08-02T12:00",
        "c,x,2021-08-02T09:30,2021-08-02T12:00",
    ]);
    let places = "place_id,category\nx,restaurant\n";
    let files = [
        ("v.csv", text.as_str()),
        ("p.csv", places),
        ("c.csv", CASES),
    ];
    check(&files, &[]).rows([3, 3, 0, 0, 0]);
    // Ninety minutes in a restaurant, and marked.
    let run = trace(&files, &["--max-tier", "1"]);
    run.lists("b,1,2021-08-02T08:30:00+07:00,2021-08-02T09:30:00+07:00,1,1,60.00,imputed,");
    assert_eq!(run.tiers(), "b1");
}
