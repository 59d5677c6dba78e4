//! 34 to 42: what comes of it in tracing.

use serde_json::json;

use super::{VISITS, check, rows, trace, visits};
use crate::{Desk, PLAIN};

const CASES: &str = "person_id,onset\na,2021-08-03\n";

#[test]
fn case_34_duplicate_scan() {
    let text = visits(&[
        "a,x,2021-08-02T08:00,",
        "a,x,2021-08-02T08:00,",
        "a,x,2021-08-02T08:03,",
        "b,x,2021-08-02T08:00,2021-08-02T12:00",
        "b,x,2021-08-02T08:00,2021-08-02T12:00",
    ]);
    let places = "place_id,category\nx,restaurant\n";
    let files = [
        ("v.csv", text.as_str()),
        ("p.csv", places),
        ("c.csv", CASES),
    ];
    let got = check(&files, &[]);
    got.rows([5, 2, 0, 3, 0]).holds(&[]);
    assert_eq!(got.json["visits"], 2);
    // The dwell counts from the last of the scans that are one.
    let run = trace(&files, &[]);
    run.lists("b,1,2021-08-02T08:00:00+07:00,2021-08-02T09:33:00+07:00,1,1,93.00,imputed,");
    assert_eq!(run.tiers(), "b1");
}

#[test]
fn case_35_the_same_file_again() {
    let desk = Desk::new(PLAIN);
    let run = |inputs: &[&str], out: &str| {
        let mut arguments = vec!["trace", "in"];
        arguments.extend(inputs);
        arguments.extend(["--out", out, "--json"]);
        desk.run(&arguments).ok().json()
    };
    let once = run(&[], "once");
    // The very same bytes are known by their hash; the same rows in another file are merged one by one.
    let text = desk.read("in/visits.csv");
    desk.put("same.csv", text.as_bytes());
    desk.put("again.csv", format!("{text}\n").as_bytes());
    let twice = run(&["same.csv", "again.csv"], "twice");
    assert_eq!(
        twice["left_out"],
        json!([{"name": "same.csv", "reason": "same_file"}])
    );
    assert_eq!(rows(&twice, 3), [5, 0, 0, 5, 0]);
    // Also where a folder has it twice.
    desk.put("in/copy.csv", text.as_bytes());
    let folder = run(&[], "folder");
    assert_eq!(folder["inputs"].as_array().unwrap().len(), 3);
    assert_eq!(folder["left_out"][0]["reason"], "same_file");
    for other in [twice, folder] {
        assert_eq!(once["visits"], other["visits"]);
    }
    let list = desk.read("once/contacts.csv");
    assert_eq!(list.lines().count(), 3, "{list}");
    for out in ["twice", "folder"] {
        assert_eq!(list, desk.read(&format!("{out}/contacts.csv")));
    }
}

#[test]
fn case_36_impossible_travel() {
    let places = "place_id,category,lat,lon\n\
        hanoi,market,21.03,105.85\nsaigon,market,10.77,106.70\n";
    let files = |from: &str, to: &str| {
        let text = visits(&[
            "a,hanoi,2021-08-02T08:00,2021-08-02T08:30",
            "b,hanoi,2021-08-02T08:00,2021-08-02T08:30",
            &format!("a,saigon,2021-08-02T{from},2021-08-02T{to}"),
            &format!("c,saigon,2021-08-02T{from},2021-08-02T{to}"),
        ]);
        [
            ("v.csv", text),
            ("p.csv", places.to_owned()),
            ("c.csv", CASES.to_owned()),
        ]
    };
    // Three hours are enough for a flight.
    check(&files("11:30", "12:00"), &[]).rows([4, 4, 0, 0, 0]);
    // A quarter of an hour is not: whoever was met in either place stays a contact, and the rows are flagged.
    let run = trace(&files("08:45", "09:00"), &[]);
    run.lists("b,1,2021-08-02T08:00:00+07:00,2021-08-02T08:30:00+07:00,")
        .lists("c,1,2021-08-02T08:45:00+07:00,2021-08-02T09:00:00+07:00,");
    assert_eq!(run.json["visits"], 4);
    let [read, _, warned, merged, held] = rows(&run.json, 0);
    assert_eq!((read, merged, held), (4, 0, 0));
    assert!((1..=2).contains(&warned), "{}", run.json["inputs"][0]);
}

#[test]
fn case_37_contact_with_oneself() {
    let encounters = "person_a,person_b,start,end\n\
        a,a,2021-08-02T08:00,2021-08-02T09:00\n\
        b,b,2021-08-02T08:00,2021-08-02T09:00\n\
        a,c,2021-08-02T08:00,2021-08-02T09:00\n";
    let files = [("e.csv", encounters), ("c.csv", CASES)];
    let got = check(&files, &[]);
    got.rows([3, 1, 0, 0, 2])
        .why(json!({"contact_with_oneself": 2}))
        .holds(&[
            "e.csv,2,person_b,a,contact_with_oneself",
            "e.csv,3,person_b,b,contact_with_oneself",
        ])
        .people(2);
    assert_eq!(got.json["encounters"], 1);
    let run = trace(&files, &[]);
    assert_eq!(
        (run.tiers().as_str(), &run.json["evidence"]),
        ("c1", &json!(1))
    );
}

#[test]
fn case_38_cycles() {
    // a meets b, b meets c, c meets b and a again, d and c each other day after day.
    let text = visits(&[
        "a,x,2021-08-02T08:00,2021-08-02T09:00",
        "b,x,2021-08-02T08:00,2021-08-02T09:00",
        "b,y,2021-08-03T08:00,2021-08-03T09:00",
        "c,y,2021-08-03T08:00,2021-08-03T09:00",
        "a,z,2021-08-04T08:00,2021-08-04T09:00",
        "b,z,2021-08-04T08:00,2021-08-04T09:00",
        "c,z,2021-08-04T08:00,2021-08-04T09:00",
        "c,z,2021-08-05T08:00,2021-08-05T09:00",
        "d,z,2021-08-05T08:00,2021-08-05T09:00",
        "c,z,2021-08-06T08:00,2021-08-06T09:00",
        "d,z,2021-08-06T08:00,2021-08-06T09:00",
    ]);
    let isolated = "person_id,onset,isolation\na,2021-08-03,2021-08-03\n";
    let files = |cases| [("v.csv", text.as_str()), ("c.csv", cases)];
    let run = trace(&files(isolated), &["--max-tier", "5"]);
    assert_eq!(run.tiers(), "b1 c2 d3");
    run.lists("c,2,2021-08-03T08:00:00+07:00,2021-08-04T09:00:00+07:00,1,");
    // Who is met by the F0 itself later on comes nearer, whatever way led there first.
    let run = trace(&files(CASES), &["--max-tier", "5"]);
    assert_eq!(run.tiers(), "b1 c1 d2");
    run.lists("c,1,2021-08-04T08:00:00+07:00,2021-08-04T09:00:00+07:00,1,");
}

/// F0 0 is at a place from 8:00 to 8:10, as many come from 8:05 to 10:00, and as many from 9:00 to 10:00.
fn crowd(each: usize) -> [(&'static str, String); 3] {
    let mut text = format!("{VISITS}0,x,2021-08-02T08:00,2021-08-02T08:10\n");
    for person in 1..=each {
        text.push_str(&format!("{person},x,2021-08-02T08:05,2021-08-02T10:00\n"));
    }
    for person in each + 1..=2 * each {
        text.push_str(&format!("{person},x,2021-08-02T09:00,2021-08-02T10:00\n"));
    }
    [
        ("v.csv", text),
        ("p.csv", "place_id,category\nx,market\n".to_owned()),
        ("c.csv", "person_id,onset\n0,2021-08-03\n".to_owned()),
    ]
}

#[test]
fn case_39_a_place_with_very_many_visitors() {
    // Four million pairs are judged, and none is kept: they would take hundreds of megabytes.
    let run = trace(&crowd(2_000), &["--evidence", "none"]);
    assert_eq!(run.json["tiers"], json!({"1": 2_000, "2": 2_000}));
    assert_eq!(run.json["evidence"], 2_000 + 2_000 * 2_000);
    run.lists("2001,2,2021-08-02T09:00:00+07:00,2021-08-02T10:00:00+07:00,2000,1,120000.00,");
    let peak = run.json["peak_memory_mb"].as_u64().unwrap();
    assert!(peak < 120, "{peak} MB");
    // A list in brief looks at no pair, and says that it is one.
    let run = trace(&crowd(50_000), &["--list", "brief"]);
    assert_eq!(run.json["tiers"], json!({"1": 50_000, "2": 50_000}));
    assert_eq!(
        (&run.json["list"], &run.json["evidence"]),
        (&json!("brief"), &json!(0))
    );
    run.lists("50001,2,2021-08-02T09:00:00+07:00,2021-08-02T10:00:00+07:00,");
}

#[test]
fn case_40_absurd_positions() {
    let text = "place_id,name,lat,lon\n\
        x,X,10.776543,106.700987\n\
        y,Y,106.700987,10.776543\n\
        z,Z,10776543,106.7\n\
        w,W,10.7,-1067\n";
    check(&[("p.csv", text)], &[])
        .rows([4, 1, 0, 0, 3])
        .why(json!({"coordinates_impossible": 3}))
        .holds(&[
            "p.csv,3,lat,106.700987,",
            "p.csv,4,lat,10776543,",
            "p.csv,5,lon,",
        ])
        // The two swapped.
        .proposes("10.776543");
}

#[test]
fn case_41_unknown_place() {
    let text = visits(&[
        "a,x,2021-08-02T08:00,2021-08-02T09:00",
        "b,x,2021-08-02T08:30,",
    ]);
    let places = "place_id,name,category\ny,Quán Y,cafe\n";
    let files = [
        ("v.csv", text.as_str()),
        ("c.csv", CASES),
        ("p.csv", places),
    ];
    // Kept as a place of the category other, where one stays two hours; and reported.
    let run = trace(&files, &[]);
    assert_eq!(rows(&run.json, 0), [2, 0, 2, 0, 0]);
    assert_eq!(
        run.json["inputs"][0]["reasons"],
        json!({"unknown_place": 2})
    );
    run.lists(
        "b,1,2021-08-02T08:30:00+07:00,2021-08-02T09:00:00+07:00,1,1,30.00,imputed,possible,",
    );
    // Linked once a register has it: a pharmacy, where one stays a quarter of an hour.
    let more = "place_id,name,category\nx,Thuốc X,pharmacy\n";
    let files = [files[0], files[1], files[2], ("more.csv", more)];
    let run = trace(&files, &[]);
    assert_eq!(rows(&run.json, 0), [2, 2, 0, 0, 0]);
    run.lists(
        "b,1,2021-08-02T08:30:00+07:00,2021-08-02T08:45:00+07:00,1,1,15.00,imputed,probable,",
    );
}

#[test]
fn case_42_two_results_on_one_day() {
    let text = visits(&[
        "a,x,2021-08-02T08:00,2021-08-02T09:00",
        "b,x,2021-08-02T08:00,2021-08-02T09:00",
    ]);
    let alone = "person_id,case_id,sample,status\na,1,2021-08-03,dương tính\n";
    let run = trace(&[("c.csv", alone), ("v.csv", text.as_str())], &[]);
    assert_eq!(rows(&run.json, 0), [1, 1, 0, 0, 0]);
    let other = format!("{alone}a,2,2021-08-03,âm tính\n");
    let run = trace(&[("c.csv", other.as_str()), ("v.csv", text.as_str())], &[]);
    let [read, _, warned, merged, held] = rows(&run.json, 0);
    assert_eq!((read, merged, held), (2, 0, 0), "both are kept");
    assert!((1..=2).contains(&warned), "flagged: {}", run.json["inputs"]);
    // The positive one counts.
    assert_eq!(run.json["cases"]["traced"], 1);
    assert_eq!(run.tiers(), "b1");
}
