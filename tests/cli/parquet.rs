//! Parquet in and out.

use polars::prelude::*;

use crate::{Desk, PLAIN};

fn write(desk: &Desk, name: &str, columns: Vec<Column>) {
    desk.put(name, &crate::bytes::parquet(columns));
}

fn datetimes(name: &str, local: &[Option<&str>], zone: Option<TimeZone>) -> Column {
    let millis = |text: &str| {
        chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M")
            .unwrap()
            .and_utc()
            .timestamp_millis()
    };
    let values: Vec<Option<i64>> = local.iter().map(|t| t.map(millis)).collect();
    Int64Chunked::new(name.into(), &values)
        .into_datetime(TimeUnit::Milliseconds, zone)
        .into_column()
}

/// Integer ids, timestamps without a zone (local), with one (UTC), and epochs mean what the text file means.
#[test]
fn typed_columns_mean_what_text_means() {
    let desk = Desk::new(&[
        (
            "text/visits.csv",
            "person_id,place_id,check_in,check_out\n7,1,2021-08-02T08:00,2021-08-02T09:00\n12,1,2021-08-02T08:30,\n",
        ),
        ("text/cases.csv", "person_id,onset\n7,2021-08-03\n"),
        ("typed/cases.csv", "person_id,onset\n7,2021-08-03\n"),
        ("zoned/cases.csv", "person_id,onset\n7,2021-08-03\n"),
        ("epoch/cases.csv", "person_id,onset\n7,2021-08-03\n"),
    ]);
    let ids = || {
        vec![
            Int64Chunked::from_slice("person_id".into(), &[7, 12]).into_column(),
            Int32Chunked::from_slice("place_id".into(), &[1, 1]).into_column(),
        ]
    };
    let (local_in, local_out) = (
        [Some("2021-08-02T08:00"), Some("2021-08-02T08:30")],
        [Some("2021-08-02T09:00"), None],
    );
    let (utc_in, utc_out) = (
        [Some("2021-08-02T01:00"), Some("2021-08-02T01:30")],
        [Some("2021-08-02T02:00"), None],
    );
    let local = [
        datetimes("check_in", &local_in, None),
        datetimes("check_out", &local_out, None),
    ];
    write(
        &desk,
        "typed/visits.parquet",
        [ids(), local.to_vec()].concat(),
    );
    let zoned = [
        datetimes("check_in", &utc_in, Some(TimeZone::UTC)),
        datetimes("check_out", &utc_out, Some(TimeZone::UTC)),
    ];
    write(
        &desk,
        "zoned/visits.parquet",
        [ids(), zoned.to_vec()].concat(),
    );
    let epoch = vec![
        Int64Chunked::from_slice("check_in".into(), &[1_627_866_000, 1_627_867_800]).into_column(),
        Int64Chunked::new("check_out".into(), &[Some(1_627_869_600), None]).into_column(),
    ];
    write(&desk, "epoch/visits.parquet", [ids(), epoch].concat());
    let list = |folder: &str| {
        desk.run(&["trace", folder, "--out", &format!("{folder}-out")])
            .ok();
        desk.read(&format!("{folder}-out/contacts.csv"))
    };
    let want = list("text");
    assert!(
        want.contains(
            "\n12,1,2021-08-02T08:30:00+07:00,2021-08-02T09:00:00+07:00,1,1,30.00,imputed,"
        ),
        "{want}"
    );
    for folder in ["typed", "zoned", "epoch"] {
        assert_eq!(list(folder), want, "{folder}");
    }
}

#[test]
fn dates_are_day_grade() {
    let desk = Desk::new(&[("cases.csv", "person_id,onset\na,2021-08-03\n")]);
    let days = Int32Chunked::from_slice("check_in".into(), &[18_841, 18_841])
        .into_date()
        .into_column();
    let people = StringChunked::from_slice("person_id".into(), &["a", "b"]).into_column();
    let places = StringChunked::from_slice("place_id".into(), &["x", "x"]).into_column();
    write(&desk, "visits.parquet", vec![people, places, days]);
    desk.run(&["trace", "visits.parquet", "cases.csv", "--out", "out"])
        .ok();
    assert!(
        desk.read("out/contacts.csv")
            .contains("\nb,1,2021-08-02T00:00:00+07:00,2021-08-03T00:00:00+07:00,1,1,1440.00,day,")
    );
}

#[test]
fn evidence_reads_back_the_same_in_both_forms() {
    let desk = Desk::new(PLAIN);
    desk.run(&["trace", "in", "--out", "out", "--evidence", "csv"])
        .ok();
    let rows = desk.read("out/evidence.csv");
    let csv: Vec<Vec<&str>> = rows
        .lines()
        .skip(1)
        .map(|l| l.split(',').collect())
        .collect();
    desk.run(&["trace", "in", "--out", "out"]).ok();
    assert!(
        !desk.path("out/evidence.csv").exists(),
        "the evidence of an earlier run is gone"
    );
    let frame = ParquetReader::new(std::fs::File::open(desk.path("out/evidence.parquet")).unwrap())
        .finish()
        .unwrap();
    assert_eq!(frame.height(), csv.len());
    let text = |column: &str, row: usize| {
        frame
            .column(column)
            .unwrap()
            .str()
            .unwrap()
            .get(row)
            .unwrap()
            .to_owned()
    };
    for (i, row) in csv.iter().enumerate() {
        assert_eq!(
            (text("source", i).as_str(), text("contact", i).as_str()),
            (row[0], row[1])
        );
        assert_eq!(text("places", i), row[7]);
        let minutes = frame
            .column("minutes")
            .unwrap()
            .f64()
            .unwrap()
            .get(i)
            .unwrap();
        assert_eq!(format!("{minutes:.2}"), row[5]);
    }
    desk.run(&["trace", "in", "--out", "out", "--evidence", "none"])
        .ok();
    assert!(!desk.path("out/evidence.parquet").exists());
}

/// Columns that nobody asked for may be of any type; ids beyond 2^63 stay what they are.
#[test]
fn odd_types() {
    let desk = Desk::new(&[
        ("places.csv", "place_id,name\nx,X\n"),
        ("cases.csv", "person_id,onset\n7,2021-08-03\n"),
    ]);
    desk.put("odd.parquet", include_bytes!("odd_types.parquet"));
    desk.run(&[
        "trace",
        "odd.parquet",
        "places.csv",
        "cases.csv",
        "--out",
        "out",
    ])
    .ok();
    let contacts = desk.read("out/contacts.csv");
    assert!(
        contacts.contains(
            "\n9223372036854775813,1,2021-08-02T08:30:00+07:00,2021-08-02T09:00:00+07:00,"
        ),
        "{contacts}"
    );
    desk.put("decimal.parquet", include_bytes!("decimal_ids.parquet"));
    let ran = desk.run(&["check", "decimal.parquet", "--lang", "en"]);
    assert_eq!(
        (
            ran.code,
            ran.err.contains("column 1: cells of type Decimal")
        ),
        (1, true),
        "{ran:?}"
    );
}
