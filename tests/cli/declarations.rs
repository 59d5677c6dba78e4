//! Declarations: trips, checkpoints, contacts.

use crate::Desk;

const REGISTER: &str = "Số CCCD,Mã QID,Họ và tên\n\
    079085900001,QAAAAAAAA1,An\n079085900002,QAAAAAAAA2,Bình\n079085900003,QAAAAAAAA3,Chi\n";
const HEAD: &str = "Số CCCD,Mã QR,Biển số / Số hiệu,Thời gian khởi hành,Thời gian đến,Chốt kiểm soát,\
    Thời gian qua chốt,CCCD người tiếp xúc,Ngày tiếp xúc,SĐT người tiếp xúc\n";
const CASE: &str = "Số CCCD,Ngày khởi phát\n079085900001,15/08/2021\n";

/// The contact list and the summary of some declarations; An is the F0.
fn trace(rows: &str) -> (String, serde_json::Value) {
    let declarations = format!("{HEAD}{rows}");
    let places = "Mã điểm,Tên điểm,Loại điểm\nCHOT1,Chốt 1,chốt kiểm soát\n";
    let files = [
        ("in/dan_cu.csv", REGISTER),
        ("in/to_khai.csv", declarations.as_str()),
        ("in/ca.csv", CASE),
        ("in/diem.csv", places),
    ];
    let desk = Desk::new(&files);
    let json = desk
        .run(&[
            "trace",
            "in",
            "--out",
            "out",
            "--json",
            "--households",
            "off",
        ])
        .ok()
        .json();
    (desk.read("out/contacts.csv"), json)
}

fn declarations(json: &serde_json::Value) -> &serde_json::Value {
    json["inputs"]
        .as_array()
        .unwrap()
        .iter()
        .find(|i| i["role"] == "declarations")
        .unwrap()
}

#[test]
fn passengers_of_one_bus() {
    // One plate however it is written; without an arrival the trip lasts four hours.
    let (list, json) = trace(
        "079085900001,,51B-123.45,14/08/2021 08:00,,,,,,\n\
         ,079085******|BINH|1985-**-**|0|QAAAAAAAA2|,51b12345,14/08/2021 08:00,14/08/2021 10:00,,,,,\n\
         079085900003,,51B-123.45,14/08/2021 09:00,,,,,,\n",
    );
    assert_eq!(list.lines().count(), 2, "{list}");
    assert!(list.contains(
        ",1,2021-08-14T08:00:00+07:00,2021-08-14T10:00:00+07:00,1,1,120.00,declared,close,false,"
    ));
    assert_eq!((&json["places"], &json["visits"]), (&3.into(), &3.into()));
}

#[test]
fn a_trip_with_only_a_date_is_day_grade() {
    let (list, _) =
        trace("079085900001,,VN123,14/08/2021,,,,,,\n079085900002,,VN 123,14/08/2021,,,,,,\n");
    assert!(
        list.contains(",1,2021-08-14T00:00:00+07:00,2021-08-15T00:00:00+07:00,1,1,1440.00,day,"),
        "{list}"
    );
}

#[test]
fn checkpoints() {
    let (list, json) = trace(
        "079085900001,,,14/08/2021 07:00,,CHOT1,14/08/2021 08:00,,,\n\
         079085900002,,,14/08/2021 07:00,,CHOT1,14/08/2021 08:05,,,\n\
         079085900003,,,14/08/2021 07:00,,CHOT1,14/08/2021 08:10,,,\n",
    );
    assert_eq!(
        list.matches(
            ",1,2021-08-14T08:05:00+07:00,2021-08-14T08:10:00+07:00,1,1,5.00,declared,possible,"
        )
        .count(),
        1,
        "{list}"
    );
    // Chi came in the second in which An left, but met Bình: an F2.
    assert_eq!(json["tiers"], serde_json::json!({"1": 1, "2": 1}));
}

#[test]
fn declared_contacts() {
    let (list, json) = trace(
        "079085900001,,,14/08/2021,,CHOT1,,079085900002,14/08/2021,\n\
         079085900001,,,13/08/2021,,CHOT1,,079085900003,,\n\
         079085900001,,,12/08/2021,,CHOT1,,,12/08/2021,0901234567\n\
         079085900001,,,11/08/2021,,CHOT1,,079085900001,11/08/2021,\n",
    );
    assert!(
        list.contains(
            ",1,2021-08-14T00:00:00+07:00,2021-08-15T00:00:00+07:00,1,0,1440.00,declared,close,"
        ),
        "{list}"
    );
    assert_eq!(list.lines().count(), 2, "{list}");
    let file = declarations(&json);
    assert_eq!(file["reasons"]["declared_contact_unresolved"], 2, "{file}");
    assert_eq!(
        (&file["reasons"]["contact_with_oneself"], &file["held"]),
        (&1.into(), &1.into()),
        "{file}"
    );
}

#[test]
fn rows_are_taken_whole_or_held_whole() {
    let (list, json) = trace(
        "079085900001,,51B-123.45,14/08/2021 08:00,,,,,,\n\
         079085900002,,51B-123.45,14/08/2021 08:00,14/08/2021 07:00,CHOT1,14/08/2021 08:00,,,\n\
         079085900003,,51B-123.45,,,,,,,\n\
         079085900003,,,14/08/2021 08:00,,,,,,\n\
         079085900001,,51B-123.45,14/08/2021 08:00,,,,,,\n",
    );
    let file = declarations(&json);
    let count = |key: &str| file[key].as_u64().unwrap();
    assert_eq!(
        (
            count("read"),
            count("accepted"),
            count("warned"),
            count("merged"),
            count("held")
        ),
        (5, 1, 1, 1, 2),
        "{file}"
    );
    for reason in [
        "check_out_before_check_in",
        "field_empty",
        "nothing_to_trace",
    ] {
        assert_eq!(file["reasons"][reason], 1, "{file}");
    }
    assert_eq!(list.lines().count(), 1, "{list}");
    assert_eq!(json["visits"], 1);
}

#[test]
fn plain_declarations_name_people_by_their_own_ids() {
    let desk = Desk::new(&[
        (
            "d.csv",
            "person_id,date,place_id,contact_person_id,contact_date\n100000000001,2021-08-14,x,100000000002,2021-08-14\n",
        ),
        ("c.csv", "person_id,onset\n100000000001,2021-08-15\n"),
    ]);
    desk.run(&["trace", "d.csv", "c.csv", "--out", "out"]).ok();
    assert!(
        desk.read("out/contacts.csv").contains("\n100000000002,1,"),
        "{}",
        desk.read("out/contacts.csv")
    );
}
