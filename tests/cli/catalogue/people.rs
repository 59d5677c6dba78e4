//! 17 to 22: numbers and phones, and who is who by them.

use serde_json::json;

use super::{check, rows, trace, visits};
use crate::bytes::{row, workbook};

const REGISTER: &str = "Số CCCD,Họ và tên,Giới tính\n079085900001,Nguyễn Văn An,Nam\n";

#[test]
fn case_17_leading_zero_lost() {
    let sheet = [
        row(1, &["Số CCCD", "Họ và tên", "Giới tính"]),
        row(2, &["079085900001", "Nguyễn Văn An", "Nam"]),
        row(3, &["<c><v>79085900002</v></c>", "Trần Văn Bình", "Nam"]),
    ];
    let text = format!("{REGISTER}79085900002,Trần Văn Bình,Nam\n");
    for (name, bytes) in [
        ("r.csv", text.into_bytes()),
        ("r.xlsx", workbook(&sheet.concat())),
    ] {
        let held = format!("{name},3,Số CCCD,79085900002,cccd_leading_zero_lost");
        check(&[(name, bytes)], &[])
            .rows([2, 1, 0, 0, 1])
            .holds(&[held.as_str()])
            .people(1)
            .proposes("079085900002");
    }
    // What is written with zeros in front is another id than what is written without.
    let text = visits(&["007,01,2021-08-02T08:00,", "7,1,2021-08-02T08:00,"]);
    let got = check(&[("v.csv", text)], &[]);
    got.rows([2, 2, 0, 0, 0]).people(2);
    assert_eq!(got.json["places"], 2);
}

#[test]
fn case_18_a_power_of_ten() {
    let text = format!("{REGISTER}1.23E+11,Trần Văn Bình,Nam\n\"1,23E+11\",Lê Thị Chi,Nữ\n");
    check(&[("r.csv", text)], &[])
        .rows([3, 1, 0, 0, 2])
        .why(json!({"cccd_scientific": 2}))
        .holds(&[
            "r.csv,3,Số CCCD,1.23E+11,cccd_scientific",
            "r.csv,4,Số CCCD,\"1,23E+11\",cccd_scientific",
        ])
        .people(1);
    // A number to the reader of JSON: it must not become 123000000000.
    let record = |number: &str| {
        format!(r#"{{"Số CCCD":{number},"Họ và tên":"Nguyễn Văn An","Giới tính":"Nam"}}"#)
    };
    let text = format!("[{},\n{}]", record("\"079085900001\""), record("1.23E+11"));
    check(&[("r.json", text)], &[])
        .rows([2, 1, 0, 0, 1])
        .holds(&["r.json,2,Số CCCD,"])
        .people(1);
}

#[test]
fn case_19_eighteen_digits_rounded() {
    // Two people's ids of 18 digits, as a sheet keeps both.
    let rounded = "<c><v>123456789012345680</v></c>";
    let at = "2021-08-02T08:00";
    let sheet = [
        row(1, &["person_id", "place_id", "check_in", "check_out"]),
        row(2, &[rounded, "x", at, ""]),
        row(3, &[rounded, "x", at, ""]),
        row(4, &["123456789012345678", "x", at, ""]),
    ];
    check(&[("v.xlsx", workbook(&sheet.concat()))], &[])
        .rows([3, 1, 0, 0, 2])
        .why(json!({"number_unreadable": 2}))
        .holds(&["v.xlsx,2,person_id,", "v.xlsx,3,person_id,"])
        .people(1);
    let text = format!(
        "{REGISTER}123456789012345000,Trần Văn Bình,Nam\n1.23456789012346E+17,Lê Thị Chi,Nữ\n"
    );
    check(&[("r.csv", text)], &[])
        .rows([3, 1, 0, 0, 2])
        .why(json!({"cccd_invalid": 1, "cccd_scientific": 1}))
        .holds(&[
            "r.csv,3,Số CCCD,123456789012345000,",
            "r.csv,4,Số CCCD,1.23456789012346E+17,",
        ])
        .people(1);
}

#[test]
fn case_20_cmnd_of_nine_digits() {
    // It names somebody with the year of birth, nobody without, and was issued twice in places.
    let register = "Số CCCD,Số CMND,Họ và tên,Ngày sinh\n\
        079080900001,123456789,Nguyễn Văn An,02/01/1980\n";
    let declared = "Số giấy tờ,Họ và tên,Ngày sinh,Triệu chứng\n\
        123456789,Nguyễn Văn An,02/01/1980,ho\n\
        123456789,Trần Thị Bình,04/03/1992,sốt\n\
        123456789,Lê Thị Chi,,ho\n";
    let got = check(&[("d.csv", declared), ("r.csv", register)], &[]);
    got.rows([3, 2, 0, 0, 1])
        .why(json!({"no_person_key": 1}))
        .holds(&["d.csv,4,"])
        .people(2);
    assert_eq!(rows(&got.json, 1), [1, 1, 0, 0, 0]);
}

/// How many people the Nguyễn Văn An of the register and the one of a declaration are, each with a phone.
#[track_caller]
fn people_by_phone(registered: &str, declared: &str) -> u64 {
    let register = format!(
        "Số CCCD,Họ và tên,Số điện thoại,Giới tính\n079080900001,Nguyễn Văn An,{registered},Nam\n"
    );
    let declared = format!(
        "Mã QID,Họ và tên,Số điện thoại,Triệu chứng\nQAAAAAAAA1,Nguyễn Văn An,{declared},ho\n"
    );
    let got = check(&[("r.csv", register), ("d.csv", declared)], &[]);
    assert_eq!(rows(&got.json, 0), [1, 1, 0, 0, 0]);
    assert_eq!(rows(&got.json, 1), [1, 1, 0, 0, 0]);
    got.json["people"].as_u64().unwrap()
}

#[test]
fn case_21_forms_of_a_phone() {
    let forms = [
        "0912345678",
        "912345678",
        "+84912345678",
        "84912345678",
        "0084912345678",
    ];
    for registered in forms {
        assert_eq!(people_by_phone(registered, forms[0]), 1, "{registered}");
    }
    for declared in forms {
        assert_eq!(people_by_phone(forms[0], declared), 1, "{declared}");
    }
    assert_eq!(people_by_phone(forms[0], "0912345679"), 2);
    // Eleven digits of before September 2018.
    assert_eq!(people_by_phone("01202345678", "0702345678"), 1);
    assert_eq!(people_by_phone("01202345678", "0792345678"), 2);
    let bad =
        "Số CCCD,Họ và tên,Số điện thoại,Giới tính\n079080900001,Nguyễn Văn An,0912 45 90,Nam\n";
    check(&[("r.csv", bad)], &[])
        .rows([1, 0, 1, 0, 0])
        .why(json!({"phone_unreadable": 1}))
        .people(1);
}

#[test]
fn case_22_one_phone_many_people() {
    let register = "Số CCCD,Họ và tên,Số điện thoại,Giới tính\n\
        079080900001,Nguyễn Văn An,0912345678,Nam\n\
        079190900002,Trần Thị Bình,0912345678,Nữ\n";
    let declared = "Mã QID,Họ và tên,Số điện thoại,Triệu chứng\n\
        QAAAAAAAA3,Lê Thị Chi,+84912345678,ho\n";
    let scans = "Mã QR,Mã điểm quét,Thời gian quét\n\
        079080900001,X,2021-08-16 08:00\n\
        079190900002,X,2021-08-16 08:10\n\
        QAAAAAAAA3,X,2021-08-16 08:20\n";
    let cases = "Số CCCD,Ngày khởi phát\n079080900001,2021-08-16\n";
    let run = trace(
        &[
            ("r.csv", register),
            ("d.csv", declared),
            ("s.csv", scans),
            ("c.csv", cases),
        ],
        &[],
    );
    assert_eq!(run.json["people"], 3);
    assert_eq!(run.json["tiers"], json!({"1": 2, "2": 0}));
    assert_eq!(run.contacts().lines().count(), 3);
}
