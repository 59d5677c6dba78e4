//! Archives, packed files, databases, JSON, workbooks of several sheets, encodings, saved mappings.

use std::io::{Cursor, Write as _};

use rust_xlsxwriter::Workbook;
use zip::write::SimpleFileOptions;
use zip::{AesMode, CompressionMethod, ZipWriter};

use super::Desk;

const VISITS: &str = "person_id,place_id,check_in,check_out\n\
    A,1,2021-08-16 08:00:00,2021-08-16 09:00:00\n\
    B,1,2021-08-16 08:30:00,2021-08-16 10:00:00\n";
const CASES: &str = "person_id,onset,isolation\nA,2021-08-16,2021-08-17\n";

fn zipped(files: &[(&str, &[u8])], options: SimpleFileOptions) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn plain() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gz.write_all(bytes).unwrap();
    gz.finish().unwrap()
}

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
    desk.put("both.zip", &zipped(&both, plain()));
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
fn archives_that_were_made_to_harm_are_refused() {
    let desk = Desk::new(&[]);
    let inner = zipped(&[("visits.csv", VISITS.as_bytes())], plain());
    desk.put(
        "slip.zip",
        &zipped(&[("../visits.csv", VISITS.as_bytes())], plain()),
    );
    desk.put("nested.zip", &zipped(&[("inner.zip", &inner)], plain()));
    desk.put("twice.csv.gz.gz", &gzipped(&gzipped(VISITS.as_bytes())));
    let zeros = vec![b' '; 300 << 20];
    desk.put("bomb.csv.gz", &gzipped(&zeros));
    desk.put("bomb.zip", &zipped(&[("visits.csv", &zeros)], plain()));
    let sheet: [(&str, &[u8]); 3] = [
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/worksheets/sheet1.xml", &zeros),
    ];
    desk.put("bomb.xlsx", &zipped(&sheet, plain()));
    desk.put("cut.zip", &inner[..inner.len() - 30]);
    for (file, why) in [
        ("slip.zip", "paths that lead out of it"),
        ("nested.zip", "no file that can be read"),
        ("twice.csv.gz.gz", "archive in an archive"),
        ("bomb.csv.gz", "unpack to more"),
        ("bomb.zip", "no file that can be read"),
        ("bomb.xlsx", "unpack to more"),
        ("cut.zip", "cannot be unpacked"),
    ] {
        let ran = desk.run(&["check", file, "--lang", "en"]);
        assert_eq!(ran.code, 1, "{file}");
        assert!(ran.err.contains(why), "{file}: {}", ran.err);
    }
}

#[test]
fn a_protected_archive_asks_for_its_password() {
    let desk = Desk::new(&[
        ("key.txt", "bí mật 1\n"),
        ("wrong.txt", "x\n"),
        ("cases.csv", CASES),
    ]);
    let locked = plain().with_aes_encryption(AesMode::Aes256, "bí mật 1");
    desk.put(
        "a.zip",
        &zipped(&[("visits.csv", VISITS.as_bytes())], locked),
    );
    let ran = desk.run(&["check", "a.zip", "--lang", "en"]);
    assert!(
        ran.code == 1 && ran.err.contains("--zip-password-file"),
        "{}",
        ran.err
    );
    let ran = desk.run(&[
        "check",
        "a.zip",
        "--lang",
        "en",
        "--zip-password-file",
        "wrong.txt",
    ]);
    assert!(
        ran.code == 1 && ran.err.contains("does not open it"),
        "{}",
        ran.err
    );
    let inputs = ["a.zip", "cases.csv", "--zip-password-file", "key.txt"];
    assert_eq!(list(&desk, &inputs), plain_list());
}

#[test]
fn encodings_are_found_or_told() {
    let text = "Số CCCD,Họ và tên,Địa chỉ thường trú\r\n\
        079085000001,Nguyễn Thị Hồng Phượng,ấp Bình Đức\r\n\
        079085000002,Trần Văn Kỳ,xã Quảng Ngãi\r\n";
    let desk = Desk::new(&[]);
    let utf16 = |swap: bool, mark: bool| -> Vec<u8> {
        let marked = if mark {
            format!("\u{feff}{text}")
        } else {
            text.to_owned()
        };
        marked
            .encode_utf16()
            .flat_map(|u| {
                if swap {
                    u.to_be_bytes()
                } else {
                    u.to_le_bytes()
                }
            })
            .collect()
    };
    desk.put("whole.csv", text.as_bytes());
    desk.put("le.csv", &utf16(false, true));
    desk.put("be.csv", &utf16(true, true));
    desk.put("bare.csv", &utf16(false, false));
    for file in ["le.csv", "be.csv", "bare.csv"] {
        let json = desk.run(&["check", file, "--json"]).ok().json();
        assert_eq!(json["inputs"][0]["accepted"], 2, "{file}");
        assert_eq!(json["inputs"][0]["profile"], "population-register");
    }
    // The register as programs of the time wrote it.
    let legacy: [(&str, &[u8]); 3] = [
        ("tcvn3", b"S\xe8 CCCD,H\xe4 v\xb5 t\xaan,Gi\xedi t\xddnh,\xa7\xdea ch\xd8 th\xad\xeang tr\xf3\r\n079185000001,Nguy\xd4n Th\xde H\xe5ng Ph\xad\xeeng,N\xf7,\xcap B\xd7nh \xa7\xf8c x\xb7 M\xfc H\xdfa\r\n079085000002,Tr\xc7n V\xa8n K\xfa,Nam,\xae\xad\xeang Nguy\xd4n Hu\xd6\r\n"),
        ("vni", b"So\xe1 CCCD,Ho\xef va\xf8 te\xe2n,Gi\xf4\xf9i t\xednh,\xd1\xf2a ch\xe6 th\xf6\xf4\xf8ng tru\xf9\r\n079185000001,Nguye\xe3n Th\xf2 Ho\xe0ng Ph\xf6\xf4\xefng,N\xf6\xf5,a\xe1p B\xecnh \xd1\xf6\xf9c xa\xf5 My\xf5 Ho\xf8a\r\n079085000002,Tra\xe0n Va\xean Ky\xf8,Nam,\xf1\xf6\xf4\xf8ng Nguye\xe3n Hue\xe4\r\n"),
        ("windows-1258", b"S\xf4\xec CCCD,Ho\xf2 v\xe0 t\xean,Gi\xf5\xeci t\xednh,\xd0i\xf2a chi\xd2 th\xfd\xf5\xccng tr\xfa\r\n079185000001,Nguy\xea\xden Thi\xf2 H\xf4\xccng Ph\xfd\xf5\xf2ng,N\xfd\xde,\xe2\xecp Bi\xccnh \xd0\xfd\xecc xa\xde My\xde Ho\xcca\r\n079085000002,Tr\xe2\xccn V\xe3n Ky\xcc,Nam,\xf0\xfd\xf5\xccng Nguy\xea\xden Hu\xea\xf2\r\n"),
    ];
    let search = |file: &str, encoding: &str| {
        desk.run(&[
            "check",
            file,
            "--encoding",
            encoding,
            "--held",
            "held.csv",
            "--json",
        ])
        .ok()
        .json()
    };
    for (name, bytes) in legacy {
        let file = format!("{name}.csv");
        desk.put(&file, bytes);
        let ran = desk.run(&["check", &file, "--lang", "en"]);
        let want = format!("it looks like {name}");
        assert!(
            ran.code == 1 && ran.err.contains(&want),
            "{name}: {}",
            ran.err
        );
        let json = search(&file, name);
        assert_eq!(json["inputs"][0]["accepted"], 2, "{name}");
        let out = desk.run(&["trace", &file, "--encoding", name, "--out", name]);
        assert_eq!(out.code, 0, "{name}");
    }
    // Told of all inputs, it changes none that says itself how it is written.
    let json = search("whole.csv", "tcvn3");
    assert_eq!(json["inputs"][0]["accepted"], 2);
    desk.put(
        "noise.csv",
        &[
            0xe2, 0x28, 0xa1, b'\n', 0xff, 0xc0, b'\n', 0xff, 0xf8, b'\n', 0xf8, 0xf9,
        ],
    );
    let ran = desk.run(&["check", "noise.csv", "--lang", "en"]);
    assert!(
        ran.code == 1 && ran.err.contains("cannot be told"),
        "{}",
        ran.err
    );
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
fn the_same_file_is_read_once() {
    let desk = Desk::new(&[
        ("in/a.csv", VISITS),
        ("in/b.csv", VISITS),
        ("in/cases.csv", CASES),
    ]);
    let ran = desk.run(&["check", "in", "--json", "--lang", "en"]).ok();
    let json = ran.json();
    assert_eq!(json["inputs"].as_array().unwrap().len(), 2);
    assert_eq!(
        json["left_out"],
        serde_json::json!([{"name": "b.csv", "reason": "same_file"}])
    );
    assert_eq!(list(&desk, &["in"]), plain_list());
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
