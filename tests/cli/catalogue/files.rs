//! 1 to 16: how a file is written, and how it is cut into rows.

use serde_json::json;

use super::{VISITS, check, rows, trace, visits};
use crate::{Desk, refused};

#[test]
fn case_01_utf8_bom() {
    let plain = visits(&["a,x,2021-08-02T08:00,", "b,x,bad,"]);
    let quoted = plain.replacen("person_id", "\"person_id\"", 1);
    let record = |person: &str, at: &str| {
        format!(r#"{{"person_id":"{person}","place_id":"x","check_in":"{at}"}}"#)
    };
    let (a, b) = (record("a", "2021-08-02T08:00"), record("b", "bad"));
    for (name, text, line) in [
        ("v.csv", plain, 3),
        ("v.csv", quoted, 3),
        ("v.json", format!("[{a},\n{b}]"), 2),
        ("v.ndjson", format!("{a}\n{b}\n"), 2),
    ] {
        let held = format!("{name},{line},check_in,bad,time_unreadable");
        check(&[(name, format!("\u{feff}{text}"))], &[])
            .rows([2, 1, 0, 0, 1])
            .holds(&[held.as_str()])
            .people(1);
    }
}

const REGISTER: &str = "Số CCCD,Họ và tên,Giới tính,Địa chỉ thường trú\r\n\
    079185000001,Nguyễn Thị Hồng Phượng,Nữ,ấp Bình Đức xã Mỹ Hòa\r\n\
    079085000002,Trần Văn Kỳ,Nam,đường Nguyễn Huệ\r\n";
const CONTACT: &str = ",Nguyễn Thị Hồng Phượng,ấp Bình Đức xã Mỹ Hòa";

/// What the list says of the one contact when the register is written so: the name and the address must be right.
/// The other files say themselves how they are written.
#[track_caller]
fn reads_the_register(register: &[u8], more: &[&str]) {
    let scans = "Số CCCD,Mã điểm quét,Thời gian quét\n\
        079085000002,X,2021-08-16 08:00\n079185000001,X,2021-08-16 08:30\n";
    let cases = "Số CCCD,Ngày khởi phát\n079085000002,2021-08-16\n";
    let files = [
        ("register.csv", register),
        ("scans.csv", scans.as_bytes()),
        ("cases.csv", cases.as_bytes()),
    ];
    let mut options = vec!["--with", "name,address"];
    options.extend(more);
    let run = trace(&files, &options);
    for (file, count) in [2, 2, 1].into_iter().enumerate() {
        assert_eq!(rows(&run.json, file), [count, count, 0, 0, 0]);
    }
    let list = run.contacts();
    assert_eq!(list.lines().count(), 2, "{list}");
    assert!(list.trim_end().ends_with(CONTACT), "{list}");
}

#[test]
fn case_02_utf16() {
    let utf16 = |mark: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let text = format!("{mark}{REGISTER}");
        text.encode_utf16().flat_map(bytes).collect()
    };
    for mark in ["\u{feff}", ""] {
        for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
            let register = utf16(mark, bytes);
            reads_the_register(&register, &[]);
            // Lines are counted as lines of text.
            let text = format!("{mark}{}", visits(&["a,chợ,2021-08-02,", "b,chợ,bad,"]));
            let text: Vec<u8> = text.encode_utf16().flat_map(bytes).collect();
            check(&[("v.csv", text)], &[])
                .rows([2, 1, 0, 0, 1])
                .holds(&["v.csv,3,check_in,bad,time_unreadable"]);
        }
    }
}

/// The command line cannot show what it would make of a file: it says what it looks like and asks.
#[track_caller]
fn asks_for_the_encoding(register: &[u8], encoding: &str) {
    let vi = format!("có vẻ là {encoding}. Nếu đúng, hãy ghi rõ: --encoding {encoding}");
    let en = format!("it looks like {encoding}. If that is right, say so: --encoding {encoding}");
    refused("register.csv", register, &vi, &en);
    reads_the_register(register, &["--encoding", encoding]);
}

#[test]
fn case_03_windows_1258() {
    // As programs of the time wrote it, like the two below.
    let register = b"S\xf4\xec CCCD,Ho\xf2 v\xe0 t\xean,Gi\xf5\xeci t\xednh,\xd0i\xf2a chi\xd2 th\xfd\xf5\xccng tr\xfa\r\n079185000001,Nguy\xea\xden Thi\xf2 H\xf4\xccng Ph\xfd\xf5\xf2ng,N\xfd\xde,\xe2\xecp Bi\xccnh \xd0\xfd\xecc xa\xde My\xde Ho\xcca\r\n079085000002,Tr\xe2\xccn V\xe3n Ky\xcc,Nam,\xf0\xfd\xf5\xccng Nguy\xea\xden Hu\xea\xf2\r\n";
    asks_for_the_encoding(register, "windows-1258");
}

#[test]
fn case_04_tcvn3_and_vni() {
    let tcvn3 = b"S\xe8 CCCD,H\xe4 v\xb5 t\xaan,Gi\xedi t\xddnh,\xa7\xdea ch\xd8 th\xad\xeang tr\xf3\r\n079185000001,Nguy\xd4n Th\xde H\xe5ng Ph\xad\xeeng,N\xf7,\xcap B\xd7nh \xa7\xf8c x\xb7 M\xfc H\xdfa\r\n079085000002,Tr\xc7n V\xa8n K\xfa,Nam,\xae\xad\xeang Nguy\xd4n Hu\xd6\r\n";
    asks_for_the_encoding(tcvn3, "tcvn3");
    let vni = b"So\xe1 CCCD,Ho\xef va\xf8 te\xe2n,Gi\xf4\xf9i t\xednh,\xd1\xf2a ch\xe6 th\xf6\xf4\xf8ng tru\xf9\r\n079185000001,Nguye\xe3n Th\xf2 Ho\xe0ng Ph\xf6\xf4\xefng,N\xf6\xf5,a\xe1p B\xecnh \xd1\xf6\xf9c xa\xf5 My\xf5 Ho\xf8a\r\n079085000002,Tra\xe0n Va\xean Ky\xf8,Nam,\xf1\xf6\xf4\xf8ng Nguye\xe3n Hue\xe4\r\n";
    asks_for_the_encoding(vni, "vni");
    refused(
        "noise.csv",
        b"\xe2\x28\xa1\n\xff\xc0\n\xff\xf8\n\xf8\xf9",
        "Không xác định được bảng mã của noise.csv",
        "cannot be told. Say which: --encoding",
    );
}

#[test]
fn case_05_nfd_and_nfc() {
    let text = visits(&[
        "H\u{f2}a,Ch\u{1ee3},2021-08-02T08:00,2021-08-02T09:00",
        "Ho\u{300}a,Cho\u{31b}\u{323},2021-08-03T08:00,2021-08-03T09:00",
        "b,x,ho\u{302}m qua,",
    ]);
    // The letters of a held row stay as they stood.
    let got = check(&[("v.csv", text)], &[]);
    got.rows([3, 2, 0, 0, 1])
        .people(1)
        .holds(&["v.csv,4,check_in,ho\u{302}m qua,time_unreadable"]);
    assert_eq!(
        (&got.json["places"], &got.json["visits"]),
        (&json!(1), &json!(2))
    );
}

/// The second row of three is held, whether there are quotes in the file or not, and the two others are read.
#[track_caller]
fn holds_one_row(row: &[u8], reason: &str) {
    for first in ["a", "\"a\""] {
        let mut text = format!("{VISITS}{first},x,2021-08-02T08:00,\n").into_bytes();
        text.extend(row);
        text.extend(b"\nc,x,2021-08-02T08:40,\n");
        check(&[("v.csv", text)], &[])
            .rows([3, 2, 0, 0, 1])
            .why(json!({ reason: 1 }))
            .holds(&["v.csv,3,,"])
            .people(2)
            .latest("2021-08-02T08:40:00+07:00");
    }
}

#[test]
fn case_06_invalid_bytes_in_a_few_rows() {
    holds_one_row(b"b\xff,x,2021-08-02T08:30,", "invalid_utf8");
}

#[test]
fn case_07_nul_in_a_field() {
    holds_one_row(b"b\0,x,2021-08-02T08:30,", "nul_in_field");
}

#[test]
fn case_08_cr_only() {
    for first in ["a", "\"a\""] {
        let first = format!("{first},x,2021-08-02T08:00,");
        let text = visits(&[&first, "b,x,bad,", "c,x,2021-08-02T08:40,"]);
        check(&[("v.csv", text.replace('\n', "\r"))], &[])
            .rows([3, 2, 0, 0, 1])
            .holds(&["v.csv,3,check_in,bad,time_unreadable"])
            .latest("2021-08-02T08:40:00+07:00");
    }
}

#[test]
fn case_09_semicolons_and_tabs() {
    let tabs = visits(&["a,x,2021-08-02T08:00,", "b,x,bad,"]).replace(',', "\t");
    check(&[("v.csv", tabs)], &[])
        .rows([2, 1, 0, 0, 1])
        .holds(&["v.csv,3,check_in,bad,time_unreadable"])
        .people(1);
    // Where semicolons separate, a comma is a decimal point or stands in a name.
    let places = "place_id;name;lat;lon\nx;Chợ X, Quận 1;10,77;106,70\ny;Y;bad;106,70\n";
    check(&[("p.csv", places)], &[])
        .rows([2, 1, 0, 0, 1])
        .holds(&["p.csv,3,lat,bad,number_unreadable"]);
}

#[test]
fn case_10_short_row() {
    holds_one_row(b"b,x", "short_row");
    holds_one_row(b"b,x,2021-08-02T08:30", "short_row");
}

#[test]
fn case_11_long_row() {
    holds_one_row(b"b,x,2021-08-02T08:30,,more", "long_row");
    holds_one_row(b"b,x,2021-08-02T08:30,,", "long_row");
}

#[test]
fn case_12_unclosed_quote() {
    let before = "a,x,2021-08-02T08:00,";
    let after = "e,x,2021-08-02T08:40,";
    for lines in [
        [
            "\"b,x,2021-08-02T08:10,",
            "c,x,2021-08-02T08:20,",
            "d,x,2021-08-02T08:30,",
        ],
        // Another quote further down would close it.
        [
            "b,\"x,2021-08-02T08:10,",
            "c,x,2021-08-02T08:20,",
            "d,\"x\",2021-08-02T08:30,",
        ],
    ] {
        let text = visits(&[before, lines[0], lines[1], lines[2], after]);
        check(&[("v.csv", text)], &[])
            .rows([5, 4, 0, 0, 1])
            .why(json!({"unclosed_quote": 1}))
            .holds(&["v.csv,3,,"])
            .people(4)
            .latest("2021-08-02T08:40:00+07:00");
    }
}

#[test]
fn case_13_quoted_newline() {
    let text = format!(
        "{VISITS}\n\"1\",\"x\ny\",2021-08-02T10:00,\n2,x,bad,\n3,\"x\r\ny\",2021-08-02T10:00,\n4,x,=1+1,\n"
    );
    check(&[("v.csv", text)], &[])
        .rows([4, 2, 0, 0, 2])
        .holds(&[
            "v.csv,5,check_in,bad,time_unreadable",
            "v.csv,8,check_in,'=1+1,time_unreadable",
        ])
        .people(2);
}

#[test]
fn case_14_duplicate_header() {
    refused(
        "a.csv",
        b"person_id,place_id,check_in,check_in\n1,2,2021-08-02T08:00,2021-08-02T09:00\n",
        "cột 3 và cột 4 cùng tên",
        "columns 3 and 4 have the same name",
    );
    refused(
        "b.csv",
        b"person_id,Person ID,check_in\n1,2,3\n",
        "cột 1 và cột 2 cùng tên",
        "columns 1 and 2 have the same name",
    );
}

#[test]
fn case_15_empty_file() {
    let words = ("không có dòng nào", "has no rows");
    refused("a.csv", b"", words.0, words.1);
    refused("b.csv", VISITS.as_bytes(), words.0, words.1);
    let full = visits(&["a,x,2021-08-02T08:00,"]);
    let desk = Desk::new(&[
        ("in/a.csv", full.as_str()),
        ("in/empty.csv", ""),
        ("in/header.csv", VISITS),
        ("none/empty.csv", ""),
    ]);
    let ran = desk.run(&["check", "in", "--json", "--lang", "en"]).ok();
    for name in ["empty.csv", "header.csv"] {
        let note = format!("Left out: {name} has no rows.");
        assert!(ran.err.contains(&note), "{}", ran.err);
    }
    assert_eq!(rows(&ran.json(), 0), [1, 1, 0, 0, 0]);
    let left_out = json!([
        {"name": "empty.csv", "reason": "no_rows"},
        {"name": "header.csv", "reason": "no_rows"},
    ]);
    assert_eq!(ran.json()["left_out"], left_out);
    let ran = desk.run(&["trace", "none", "--out", "out", "--lang", "en"]);
    assert_eq!(
        (ran.code, ran.err.contains("empty.csv has no rows")),
        (1, true),
        "{ran:?}"
    );
    assert_eq!(desk.list("out"), Vec::<String>::new());
}

#[test]
fn case_16_an_endless_line() {
    let field = format!("b,{},2021-08-02T08:30,", "x".repeat(200_000));
    let line = "y".repeat(2_000_000);
    for first in ["a", "\"a\""] {
        let first = format!("{first},x,2021-08-02T08:00,");
        let text = visits(&[&first, &field, &line, "c,x,2021-08-02T08:40,"]);
        let got = check(&[("v.csv", text)], &[]);
        got.rows([4, 2, 0, 0, 2])
            .why(json!({"cell_too_long": 1, "short_row": 1}))
            .holds(&["v.csv,3,,\"b,xxx", "v.csv,4,,yyy"])
            .latest("2021-08-02T08:40:00+07:00");
        assert_eq!(got.json["places"], 1);
        // Of what was held enough is kept to find it again, and no more.
        assert!(got.held.len() < 2_000, "{}", got.held.len());
    }
}
