//! 43 to 50: containers made to harm, files that lie or change, and what a spreadsheet would take for a formula.

use std::fs::OpenOptions;
use std::io::{Cursor, Seek as _, SeekFrom, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use calamine::{Data, Reader as _, Xlsx};
use polars::prelude::{Int64Chunked, IntoColumn as _, NewChunkedArray as _, StringChunked};
use serde_json::json;
use truyvet::job::Cancel;
use truyvet::model::time::VIETNAM;
use truyvet::report::{Cell, Sheet};
use zip::AesMode;

use super::{check, rows, trace, visits};
use crate::bytes::{deflated, gzipped, parquet, row, stored, workbook, zipped};
use crate::{Desk, refused};

const ROW: &str = "a,x,2021-08-02T08:00,2021-08-02T09:00";
const HEAD: [&str; 4] = ["person_id", "place_id", "check_in", "check_out"];

/// `check` refuses a file with a sentence that names it and has these words.
#[track_caller]
fn no_input(desk: &Desk, name: &str, words: &str, more: &[&str]) {
    let mut arguments = vec!["check", name, "--held", "held.csv", "--lang", "en"];
    arguments.extend(more);
    let ran = desk.run(&arguments);
    assert_eq!(ran.code, 1, "{name}: {ran:?}");
    assert!(
        ran.err.contains(name) && ran.err.contains(words),
        "{name}: {words:?} not in {:?}",
        ran.err
    );
    assert!(!desk.path("held.csv").exists(), "{name}");
}

/// So many megabytes of blanks as deflate packs them: a thousand to one.
fn packed_blanks(megabytes: usize) -> Vec<u8> {
    let mut packer = flate2::Compress::new(flate2::Compression::best(), false);
    let mut block = Vec::with_capacity(1 << 16);
    let blanks = vec![b' '; 1 << 20];
    packer
        .compress_vec(&blanks, &mut block, flate2::FlushCompress::Full)
        .unwrap();
    assert!(packer.total_in() == 1 << 20 && block.len() < 8_192);
    let mut out = block.repeat(megabytes);
    // A last block with nothing in it.
    out.extend([3u8, 0]);
    out
}

/// An archive of parts that are packed already, each with the size that it is said to unpack to.
fn archive(parts: &[(&str, &[u8], u32)]) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::new();
    let mut directory: Vec<u8> = Vec::new();
    for (name, packed, size) in parts {
        // Version, flags, method, time, date, checksum; sizes; lengths of the name and of more.
        let mut about: Vec<u8> = vec![20, 0, 0, 0, 8, 0, 0, 0, 0x21, 0, 0, 0, 0, 0];
        about.extend((packed.len() as u32).to_le_bytes());
        about.extend(size.to_le_bytes());
        about.extend((name.len() as u16).to_le_bytes());
        about.extend([0u8, 0]);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&about);
        directory.extend([0u8; 10]);
        directory.extend((out.len() as u32).to_le_bytes());
        directory.extend(name.as_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(&about);
        out.extend(name.as_bytes());
        out.extend(*packed);
    }
    let start = out.len() as u32;
    let count = (parts.len() as u16).to_le_bytes();
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([count, count].concat());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0u8, 0]);
    out
}

#[test]
fn case_43_bombs() {
    let blanks = packed_blanks(300);
    // Nothing, packed.
    let empty: &[u8] = &[3, 0];
    let book = |size| {
        archive(&[
            ("[Content_Types].xml", empty, 0),
            ("xl/workbook.xml", empty, 0),
            ("xl/worksheets/sheet1.xml", &blanks, size),
        ])
    };
    let desk = Desk::new(&[]);
    desk.put("honest.xlsx", &book(300 << 20));
    // It says that it is small.
    desk.put("liar.xlsx", &book(1_000));
    let zip = archive(&[("visits.csv", &blanks, 300 << 20)]);
    desk.put("bomb.zip", &zip);
    let mut packed = b"\x1f\x8b\x08\0\0\0\0\0\0\xff".to_vec();
    packed.extend(&blanks);
    desk.put("bomb.csv.gz", &packed);
    no_input(&desk, "honest.xlsx", "would unpack to more than", &[]);
    no_input(&desk, "liar.xlsx", "cannot be unpacked", &[]);
    no_input(&desk, "bomb.zip", "would unpack to more than", &[]);
    no_input(&desk, "bomb.csv.gz", "would unpack to more than", &[]);
}

#[test]
fn case_44_a_cell_in_the_far_corner() {
    let far = |line: u32| {
        let cell = format!(r#"<c r="XFD{line}" t="inlineStr"><is><t>z</t></is></c>"#);
        format!(r#"<row r="{line}">{cell}</row>"#)
    };
    // The last row that a sheet may have, and one that none has.
    for line in [1_048_576, 500_000_000] {
        let sheet = [
            row(1, &HEAD),
            row(2, &ROW.split(',').collect::<Vec<_>>()),
            far(line),
        ];
        let bytes = workbook(&sheet.concat());
        assert!(bytes.len() < 4_700);
        let got = check(&[("v.xlsx", bytes)], &[]);
        got.rows([2, 1, 0, 0, 1]).holds(&["v.xlsx,"]).people(1);
        let peak = got.json["peak_memory_mb"].as_u64().unwrap();
        assert!(peak < 250, "{peak} MB for row {line}");
    }
    // As an OpenDocument sheet, whose library would lay out all cells.
    let text = |text: &str| {
        format!(
            r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
        )
    };
    let line = |cells: &[&str]| {
        let cells: String = cells.iter().map(|cell| text(cell)).collect();
        format!("<table:table-row>{cells}</table:table-row>")
    };
    let corner = format!(
        r#"<table:table-row table:number-rows-repeated="1048573"><table:table-cell table:number-columns-repeated="16384"/></table:table-row><table:table-row><table:table-cell table:number-columns-repeated="16383"/>{}</table:table-row>"#,
        text("z")
    );
    let names = "urn:oasis:names:tc:opendocument:xmlns";
    let lines = [
        line(&HEAD),
        line(&ROW.split(',').collect::<Vec<_>>()),
        corner,
    ]
    .concat();
    let content = format!(
        r#"<office:document-content xmlns:office="{names}:office:1.0" xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0"><office:body><office:spreadsheet><table:table table:name="s">{lines}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    let manifest = format!(
        r#"<manifest:manifest xmlns:manifest="{names}:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"#
    );
    let parts: [(&str, &[u8]); 3] = [
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("META-INF/manifest.xml", manifest.as_bytes()),
        ("content.xml", content.as_bytes()),
    ];
    let desk = Desk::new(&[]);
    desk.put("v.ods", &zipped(&parts, stored()));
    no_input(&desk, "v.ods", "its cells cannot be read", &[]);
}

#[test]
fn case_45_repeated_row_numbers() {
    let at = "2021-08-16 08:00:00";
    let sheet = [
        row(1, &HEAD),
        row(2, &["A", "X", at, ""]),
        row(3, &["B", "X", at, ""]),
        row(3, &["C", "X", at, ""]),
        row(2, &["D", "X", at, ""]),
        row(9, &["E", "X", at, ""]),
    ];
    check(&[("visits.xlsx", workbook(&sheet.concat()))], &[])
        .rows([5, 3, 0, 0, 2])
        .why(json!({"repeated_row": 2}))
        .holds(&[
            "visits.xlsx,4,,3,repeated_row",
            "visits.xlsx,5,,2,repeated_row",
        ])
        .people(3);
}

#[test]
fn case_46_slips_archives_in_archives_and_passwords() {
    let text = visits(&[ROW]);
    let text = text.as_bytes();
    let inner = zipped(&[("visits.csv", text)], deflated());
    let desk = Desk::new(&[("key.txt", "bí mật 1\n"), ("wrong.txt", "x\n")]);
    for (name, path) in [
        ("up.zip", "../visits.csv"),
        ("down.zip", "a/../../visits.csv"),
        ("root.zip", "/visits.csv"),
        ("windows.zip", "..\\visits.csv"),
        ("drive.zip", "C:\\visits.csv"),
    ] {
        // A harmless file beside it is not read either.
        let files = [("fine.csv", text), (path, text)];
        desk.put(name, &zipped(&files, deflated()));
        no_input(&desk, name, "paths that lead out of it", &[]);
    }
    desk.put("nested.zip", &zipped(&[("inner.zip", &inner)], deflated()));
    no_input(&desk, "nested.zip", "is an archive in an archive", &[]);
    desk.put("twice.csv.gz.gz", &gzipped(&gzipped(text)));
    no_input(&desk, "twice.csv.gz.gz", "is an archive in an archive", &[]);
    desk.put("cut.zip", &inner[..inner.len() - 30]);
    no_input(&desk, "cut.zip", "cannot be unpacked", &[]);
    let locked = deflated().with_aes_encryption(AesMode::Aes256, "bí mật 1");
    desk.put("a.zip", &zipped(&[("visits.csv", text)], locked));
    no_input(&desk, "a.zip", "--zip-password-file", &[]);
    let wrong = ["--zip-password-file", "wrong.txt"];
    no_input(&desk, "a.zip", "the password does not open it", &wrong);
    let arguments = ["check", "a.zip", "--json", "--zip-password-file", "key.txt"];
    let json = desk.run(&arguments).ok().json();
    assert_eq!(rows(&json, 0), [1, 1, 0, 0, 0]);
}

#[test]
fn case_47_json_depth_and_duplicate_keys() {
    let record = |person: &str, more: &str| {
        format!(r#"{{"person_id":"{person}","place_id":"x","check_in":"2021-08-02T08:00"{more}}}"#)
    };
    let objects = format!(",\"n\":{}1{}", "{\"a\":".repeat(200), "}".repeat(200));
    let lists = format!(",\"n\":{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let records = [
        record("a", ""),
        record("b", ",\"person_id\":\"c\""),
        record("d", &objects),
        record("e", &lists),
        record("f", ",\"n\":{\"a\":{\"b\":1}}"),
    ];
    for (name, text) in [
        ("v.json", format!("[{}]", records.join(",\n"))),
        ("v.ndjson", records.join("\n")),
    ] {
        let held = [2, 3, 4].map(|line| format!("{name},{line},,"));
        check(&[(name, text)], &[])
            .rows([5, 2, 0, 0, 3])
            .why(json!({"json_duplicate_key": 1, "json_too_deep": 2}))
            .holds(&[&held[0], &held[1], &held[2]])
            .people(2);
    }
    // Nothing but depth: no row is left, and the program lives.
    for open in ["[", "{\"a\":"] {
        let text = open.repeat(300_000);
        refused("deep.json", text.as_bytes(), "deep.json", "deep.json");
    }
}

/// So many rows that their count is found in a footer.
const ROWS: i64 = 61;

fn sixty_one_visits() -> Vec<u8> {
    let ids: Vec<String> = (0..ROWS).map(|n| format!("p{n}")).collect();
    let at: Vec<i64> = (0..ROWS).map(|n| 1_627_866_000 + n).collect();
    let places = vec!["x"; ROWS as usize];
    parquet(vec![
        StringChunked::from_slice("person_id".into(), ids.as_slice()).into_column(),
        StringChunked::from_slice("place_id".into(), places.as_slice()).into_column(),
        Int64Chunked::from_slice("check_in".into(), at.as_slice()).into_column(),
    ])
}

#[test]
fn case_48_damaged_parquet() {
    refused("c.parquet", b"PAR1 but no more", "bị hỏng", "is damaged");
    damage_of_many_kinds();
    let whole = sixty_one_visits();
    check(&[("v.parquet", &whole)], &[])
        .rows([61, 61, 0, 0, 0])
        .people(61);
    // The footer counts the rows of the file, the values of each column, and the rows of the one group, each as a
    // 64-bit field of Thrift's compact form.
    let length: [u8; 4] = whole[whole.len() - 8..whole.len() - 4].try_into().unwrap();
    let footer = whole.len() - 8 - u32::from_le_bytes(length) as usize;
    let count = [0x16, 2 * ROWS as u8];
    let counts: Vec<usize> = (footer..whole.len() - 8)
        .filter(|&at| whole[at..].starts_with(&count))
        .collect();
    assert_eq!(counts.len(), 5, "the footer's form is another one");
    for (lie, places) in [
        ("the file's rows", &[0][..]),
        ("the file's and the group's", &[0, 4][..]),
    ] {
        for said in [ROWS - 1, ROWS + 1, 1] {
            let mut bytes = whole.clone();
            for &place in places {
                bytes[counts[place] + 1] = 2 * said as u8;
            }
            let desk = Desk::new(&[]);
            desk.put("v.parquet", &bytes);
            let ran = desk.run(&["check", "v.parquet", "--json", "--lang", "en"]);
            let told = ran.err.contains("v.parquet is damaged");
            assert_eq!((ran.code, told), (1, true), "{lie}: {said}: {ran:?}");
        }
    }
}

/// Damaged files end in a sentence, whatever the decoder makes of them.
fn damage_of_many_kinds() {
    let desk = Desk::new(&[]);
    let sample = std::fs::read(crate::sample().join("quet_qr.parquet")).unwrap();
    let mut refused = 0;
    for round in 0..40usize {
        let mut bytes = sample.clone();
        let cut = (round + 1) * bytes.len() / 50;
        match round % 4 {
            0 => bytes.truncate(cut),
            // A hole in the middle, the footer in its place.
            1 => drop(bytes.drain(cut..cut + 1_000)),
            2 => bytes[cut..cut + 64].fill(0xff),
            _ => {
                let at = bytes.len() - 2_400 + round * 50;
                bytes[at..at + 8].fill(0x5a);
            }
        }
        desk.put("f.parquet", &bytes);
        let ran = desk.run(&["check", "f.parquet", "--lang", "en"]);
        assert!(matches!(ran.code, 0 | 1), "round {round}: {ran:?}");
        assert!(
            ran.code == 0 || ran.err.contains("f.parquet"),
            "round {round}: {ran:?}"
        );
        refused += usize::from(ran.code == 1);
    }
    assert!(refused >= 20, "{refused}");
}

#[test]
fn case_49_the_file_changes_while_it_is_read() {
    // A line that takes a while to read and hardly any to understand.
    let text = [visits(&[ROW]), " ".repeat(32 << 20)].concat();
    for grows in [true, false] {
        let desk = Desk::new(&[]);
        desk.put("v.csv", text.as_bytes());
        let quiet = desk.run(&["check", "v.csv", "--json"]).ok().json();
        assert_eq!(rows(&quiet, 0), [2, 1, 0, 0, 1]);
        let stop = AtomicBool::new(false);
        let until = Instant::now() + Duration::from_secs(60);
        let write = || {
            let mut options = OpenOptions::new();
            options.write(true).append(grows);
            let mut file = options.open(desk.path("v.csv")).unwrap();
            let signs = [b" ", b"\n"].into_iter().cycle();
            for sign in signs.take_while(|_| Instant::now() < until) {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                if !grows {
                    file.seek(SeekFrom::End(-1)).unwrap();
                }
                file.write_all(sign).unwrap();
            }
        };
        // Of several times that it is read somebody writes meanwhile at least once.
        let refused = std::thread::scope(|scope| {
            scope.spawn(write);
            let refused = (0..8).find_map(|n| {
                let out = format!("out{n}");
                let ran = desk.run(&["trace", "v.csv", "--out", &out, "--lang", "en"]);
                (ran.code == 1).then_some((ran, out))
            });
            stop.store(true, Ordering::Relaxed);
            refused
        });
        let (ran, out) = refused.expect("what was read was taken for whole");
        let told = ran.err.contains("v.csv changed while it was read");
        assert!(told, "{ran:?}");
        assert_eq!(desk.list(&out), Vec::<String>::new());
    }
}

/// What a spreadsheet program takes for the start of a formula.
const FORMULAS: [&str; 6] = ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1"];

#[test]
fn case_50_formula_cells() {
    let meets = "x,2021-08-02T08:00,2021-08-02T09:00";
    let mut lines: Vec<String> = FORMULAS[..4]
        .iter()
        .map(|person| format!("{person},{meets}"))
        .collect();
    lines.extend([
        format!("a,{meets}"),
        "b,x,=1+1,".to_owned(),
        "\tb,x".to_owned(),
    ]);
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let people = "person_id,full_name,phone,address\n=1+1,=HYPERLINK(1),+84912345678,@home\n";
    let cases = "person_id,onset\na,2021-08-03\n=F0,2021-08-03\n";
    let run = trace(
        &[
            ("v.csv", visits(&lines)),
            ("p.csv", people.to_owned()),
            ("c.csv", cases.to_owned()),
        ],
        &["--with", "name,phone,address", "--evidence", "csv"],
    );
    let list = run.contacts();
    for person in &FORMULAS[..4] {
        run.lists(&format!("'{person},1,"));
    }
    let named = list.lines().find(|line| line.starts_with("'=1+1,"));
    assert!(
        named.is_some_and(|line| line.ends_with(",'=HYPERLINK(1),'+84912345678,'@home")),
        "{list}"
    );
    for (file, begins) in [
        ("out/held.csv", "v.csv,7,check_in,'=1+1,"),
        ("out/held.csv", "v.csv,8,,\"'\tb,x\","),
        ("out/cases.csv", "'=F0,"),
        ("out/evidence.csv", "a,'@a,"),
    ] {
        let text = run.desk.read(file);
        let found = text.lines().any(|line| line.starts_with(begins));
        assert!(found, "{begins:?} begins no row of\n{text}");
    }
    // No cell of any file begins as a formula does.
    for file in run.desk.list("out").iter().filter(|f| f.ends_with(".csv")) {
        let bytes = run.desk.read(&format!("out/{file}"));
        let mut reader = csv::Reader::from_reader(bytes.as_bytes());
        for record in reader.records() {
            for cell in &record.unwrap() {
                assert!(
                    !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                    "{file}: {cell}"
                );
            }
        }
    }
    // What the window exports: in a workbook the very text, typed as text.
    let sheet = Sheet {
        name: "s".to_owned(),
        header: vec!["h".to_owned()],
        rows: FORMULAS.len(),
        row: Box::new(|n| vec![Cell::Text(FORMULAS[n].to_owned())]),
        about: ("t".to_owned(), Vec::new()),
        zone: VIETNAM,
    };
    let path = run.desk.path("s.csv");
    sheet.write_csv(&path, &Cancel::new()).unwrap();
    let mut reader = csv::Reader::from_path(&path).unwrap();
    let cells: Vec<String> = reader.records().map(|r| r.unwrap()[0].to_owned()).collect();
    assert_eq!(cells, FORMULAS.map(|text| format!("'{text}")));
    let path = run.desk.path("s.xlsx");
    sheet.write_xlsx(&path, &Cancel::new()).unwrap();
    let mut book = Xlsx::new(Cursor::new(std::fs::read(&path).unwrap())).unwrap();
    assert_eq!(book.worksheet_formula("s").unwrap().used_cells().count(), 0);
    let range = book.worksheet_range("s").unwrap();
    for (text, line) in FORMULAS.iter().zip(1..) {
        let cell = range.get_value((line, 0));
        let typed = matches!(cell, Some(Data::String(cell)) if cell.ends_with(text.trim_start()));
        assert!(typed, "{text:?}: {cell:?}");
    }
}
