//! No bytes make a parser panic, hang or lose count.

use std::io::{Cursor, Write as _};
use std::path::Path;

use proptest::prelude::*;
use truyvet::ingest::{Input, Options, Role, read};
use truyvet::job::{Cancel, Progress};

const VISITS: &str = "person_id,place_id,check_in,check_out\n\
    A,1,2021-08-16 08:00:00,2021-08-16 09:00:00\n\
    \"B \"\"b\"\"\",\"1\n2\",16/08/2021 08:30,1629082800\n\
    Nguyễn,2,2021-08-16T08:30:00+07:00,\n";

/// A visit file in one of the forms that are read.
fn sample(form: usize) -> (&'static str, Vec<u8>) {
    let zipped = |files: &[(&str, &[u8])]| {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            let options = zip::write::SimpleFileOptions::default();
            zip.start_file(*name, options).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    match form {
        0 => ("a.csv", VISITS.into()),
        1 => (
            "a.json",
            br#"{"n":[1],"rows":[{"person_id":"A","place_id":1,"check_in":"2021-08-16 08:00"},{"person_id":"B","place_id":[1,2],"check_in":1629075600,"x":{"y":null}}]}"#
                .to_vec(),
        ),
        2 => (
            "a.ndjson",
            b"{\"person_id\":\"A\",\"place_id\":\"1\",\"check_in\":1629075600}\n{\"person_id\":\"B\",\"place_id\":\"1\",\"check_in\":\"2021-08-16\"}\n"
                .to_vec(),
        ),
        3 => {
            let mut book = rust_xlsxwriter::Workbook::new();
            let sheet = book.add_worksheet();
            for (row, cells) in [["person_id", "place_id", "check_in"], ["A", "1", "2021-08-16"]]
                .iter()
                .enumerate()
            {
                sheet.write_row(row as u32, 0, cells.iter().copied()).unwrap();
            }
            ("a.xlsx", book.save_to_buffer().unwrap())
        }
        4 => {
            let mut database = rusqlite::Connection::open_in_memory().unwrap();
            database
                .execute_batch(
                    "CREATE TABLE v (person_id TEXT, place_id INTEGER, check_in INTEGER);
                     INSERT INTO v VALUES ('A', 1, 1629075600), ('B', 1, 1629075600), (x'00ff', 2, 'x');",
                )
                .unwrap();
            ("a.sqlite", database.serialize(rusqlite::MAIN_DB).unwrap().to_vec())
        }
        5 => ("a.zip", zipped(&[("v.csv", VISITS.as_bytes()), ("b/w.csv", b"person_id,place_id,check_in\nC,1,2021-08-16\n")])),
        6 => {
            let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            gz.write_all(VISITS.as_bytes()).unwrap();
            ("a.csv.gz", gz.finish().unwrap())
        }
        7 => ("a.parquet", include_bytes!("../cli/odd_types.parquet").to_vec()),
        _ => (
            "a.csv",
            format!("\u{feff}{VISITS}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
        ),
    }
}

const FORMS: usize = 9;

/// Reads some bytes; every row that was read has one fate.
fn reads(folder: &Path, name: &str, bytes: &[u8], role: Option<Role>) {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    let input = Input {
        role,
        path,
        ..Input::default()
    };
    let Ok(intake) = read(
        &[input],
        Options::default(),
        &Progress::new(),
        &Cancel::new(),
    ) else {
        return;
    };
    let (mut rows, mut held) = (0, 0);
    for file in 0..intake.ledger.files().len() {
        let counts = intake.ledger.counts(file);
        (rows, held) = (rows + counts.read, held + counts.held);
    }
    // Told another way: plain text has as many rows as lines.
    let signs = b"\"\0";
    let plain = name == "x.csv" && bytes.is_ascii() && !bytes.iter().any(|b| signs.contains(b));
    if plain && !matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'[')) {
        let lines = bytes.split(|b| matches!(b, b'\n' | b'\r'));
        let lines = lines.filter(|l| !l.is_empty()).count() as u64;
        assert_eq!(rows, lines - 1);
    }
    assert_eq!(held, intake.ledger.held().len() as u64, "{name}");
    assert!(intake.stays.len() as u64 <= rows, "{name}");
}

#[test]
fn whole_samples_are_read_whole() {
    let folder = tempfile::tempdir().unwrap();
    for form in 0..FORMS {
        let (name, bytes) = sample(form);
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let read = read(
            &[path.into()],
            Options::default(),
            &Progress::new(),
            &Cancel::new(),
        );
        let intake = read.map_err(|e| e.to_string()).unwrap();
        assert!(
            intake.stays.len() + intake.ledger.held().len() > 0,
            "{name}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(400),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn damaged_files_keep_count(
        form in 0..FORMS,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        cut in prop::option::of(any::<prop::sample::Index>()),
        twice in prop::option::of((any::<prop::sample::Index>(), any::<prop::sample::Index>())),
    ) {
        let (name, mut bytes) = sample(form);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some((from, to)) = twice {
            let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
            let part = bytes[from.min(to)..from.max(to)].to_vec();
            bytes.extend(part);
        }
        if let Some(cut) = cut {
            let cut = cut.index(bytes.len());
            bytes.truncate(cut);
        }
        let folder = tempfile::tempdir().unwrap();
        reads(folder.path(), name, &bytes, None);
    }

    #[test]
    fn arbitrary_bytes_keep_count(
        head in prop::sample::select(vec![
            &b""[..], b"person_id,place_id,check_in\n", b"[", b"{\"person_id\":", b"PK\x03\x04", b"PAR1",
            b"SQLite format 3\0", b"\x1f\x8b\x08", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe",
            b"a\tb\tc\n", b"\"",
        ]),
        tail in prop::collection::vec(
            prop_oneof![
                4 => any::<u8>(),
                6 => prop::sample::select(&b",;\t\n\r\"'{}[]:0123456789/-T aA.*|\\"[..]),
            ],
            0..300,
        ),
        role in prop::option::of(prop::sample::select(Role::ALL.to_vec())),
    ) {
        let folder = tempfile::tempdir().unwrap();
        reads(folder.path(), "x.csv", &[head, &tail].concat(), role);
    }
}
