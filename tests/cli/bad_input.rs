//! Bad input: a clear sentence or a held row, in both languages, and nothing lost.

use crate::{Desk, PLAIN, refused};

#[test]
fn a_missing_column() {
    let text = b"person_id,place_id,note\n1,2,3\n";
    refused(
        "a.csv",
        text,
        "thiếu cột: check_in",
        "lacks the column: check_in",
    );
    let text = "Mã QR,Thời gian quét,Chiều\n1,2021-08-02,vào\n".as_bytes();
    refused(
        "b.csv",
        text,
        "thiếu cột: Mã điểm quét",
        "lacks the column: Mã điểm quét",
    );
}

#[test]
fn a_file_of_another_kind() {
    refused(
        "a.csv",
        b"%PDF-1.7 ...",
        "loại tệp khác (PDF)",
        "another kind (PDF)",
    );
    refused(
        "b.csv",
        b"PK\x03\x04....",
        "không giải nén được",
        "cannot be unpacked",
    );
    refused(
        "e.csv",
        b"x,y,z\n1,2,3\n",
        "Không nhận ra e.csv",
        "e.csv is not recognised",
    );
}

#[test]
fn a_path_that_is_not_there() {
    let desk = Desk::new(&[]);
    let ran = desk.run(&["check", "none.csv", "--lang", "vi"]);
    assert_eq!(
        (ran.code, ran.err.contains("Không mở được none.csv")),
        (1, true),
        "{ran:?}"
    );
}

/// One visits file, one row: where the row ends.
#[track_caller]
fn row_ends(row: &str, fate: &str, reason: &str) {
    let visits = format!("person_id,place_id,check_in,check_out\n{row}\n");
    let places = "place_id,name\ny,Y\n";
    let desk = Desk::new(&[("visits.csv", &visits), ("places.csv", places)]);
    let input = &desk
        .run(&[
            "check",
            "visits.csv",
            "places.csv",
            "--held",
            "held.csv",
            "--json",
        ])
        .ok()
        .json()["inputs"][0];
    assert_eq!(
        (input[fate].as_u64(), input["read"].as_u64()),
        (Some(1), Some(1)),
        "{row}: {input}"
    );
    assert_eq!(input["reasons"][reason], 1, "{row}: {input}");
    assert_eq!(
        desk.read("held.csv").lines().count(),
        if fate == "held" { 2 } else { 1 }
    );
}

#[test]
fn rows_are_held_with_a_reason() {
    row_ends("1,x,hôm qua,", "held", "time_unreadable");
    row_ends(",x,2021-08-02,", "held", "field_empty");
    row_ends("1,,2021-08-02,", "held", "field_empty");
    row_ends("1,x,,", "held", "field_empty");
    row_ends("1,x,2021-08-02T10:00,", "warned", "unknown_place");
    row_ends("1,x,202108020800,", "held", "time_unreadable");
}

#[test]
fn cases_without_dates_are_listed_and_passed_over() {
    let mut files = PLAIN.to_vec();
    files[2] = (
        "in/cases.csv",
        "person_id,onset,sample,status\na,2021-08-03,,\nd,,,confirmed\nc,,,maybe\n",
    );
    let desk = Desk::new(&files);
    let json = desk
        .run(&["trace", "in", "--out", "out", "--json"])
        .ok()
        .json();
    assert_eq!(json["cases"]["confirmed"], 2);
    assert_eq!(json["cases"]["no_date"], 1);
    assert_eq!(json["inputs"][0]["reasons"]["case_without_dates"], 1);
    assert_eq!(json["inputs"][0]["reasons"]["unknown_status"], 1);
    assert!(desk.read("out/cases.csv").contains("\nd,,,,,no_date\n"));
}

#[test]
fn a_bad_file_in_a_folder_is_left_out_with_a_note() {
    let mut files = PLAIN.to_vec();
    files.extend([
        ("in/empty.csv", ""),
        ("in/other.csv", "x,y\n1,2\n"),
        ("in/README.md", "text"),
    ]);
    let desk = Desk::new(&files);
    let ran = desk
        .run(&["trace", "in", "--out", "out", "--lang", "en"])
        .ok();
    for words in [
        "empty.csv has no rows",
        "other.csv is not recognised",
        "README.md is not a data file",
    ] {
        assert!(ran.err.contains(words), "{words:?} not in {:?}", ran.err);
    }
}

#[test]
fn counts_add_up_whatever_comes() {
    let scans = "Mã QR,Mã điểm quét,Thời gian quét,Chiều\n\
        QAAAAAAAA1,X,02/08/2021 08:00,vào\n\
        QAAAAAAAA1,X,02/08/2021 08:00,vào\n\
        QAAAAAAAA1,X,02/08/2021 08:03,vào\n\
        QAAAAAAAA1,X,02/08/2021 09:00,ra\n\
        QAAAAAAAA1,X,02/08/2021 09:30,ra\n\
        QAAAAAAAA1,X,02/08/2021 10:00,sang\n\
        79085900001,X,02/08/2021 10:00,vào\n\
        1.23E+11,X,13/08/2021 10:00,vào\n";
    let desk = Desk::new(&[
        ("scans.csv", scans),
        ("places.csv", "place_id,category\nX,market\n"),
    ]);
    let json = desk
        .run(&["check", "scans.csv", "places.csv", "--json"])
        .ok()
        .json();
    let file = &json["inputs"][0];
    let count = |key: &str| file[key].as_u64().unwrap();
    assert_eq!(
        (
            count("read"),
            count("accepted"),
            count("merged"),
            count("held")
        ),
        (8, 2, 2, 4),
        "{file}"
    );
    assert_eq!(
        count("read"),
        count("accepted") + count("warned") + count("merged") + count("held")
    );
    assert_eq!(json["visits"], 1);
}

#[test]
fn no_personal_data_on_stderr() {
    let canary = "079085912345";
    let people = format!(
        "Số CCCD,Họ và tên,Giới tính\n{canary},Nguyễn Canary,Nữ\n{canary}x,Trần Canary,Nữ\n"
    );
    let desk = Desk::new(&[
        ("people.csv", &people),
        ("bad.csv", &format!("{canary},x\n1,2\n")),
    ]);
    let check = desk.run(&["check", "people.csv"]);
    let refused = desk.run(&["check", "bad.csv"]);
    let nobody = desk.run(&["why", canary, "bad.csv"]);
    for ran in [check, refused, nobody] {
        assert!(
            !ran.err.contains(canary) && !ran.err.contains("Canary"),
            "{}",
            ran.err
        );
        assert!(
            !ran.out.contains(canary) && !ran.out.contains("Canary"),
            "{}",
            ran.out
        );
    }
}

#[test]
fn no_output_takes_an_inputs_place() {
    let desk = Desk::new(PLAIN);
    let before = desk.read("in/cases.csv");
    let ran = desk.run(&["trace", "in", "--out", "in", "--lang", "vi"]);
    assert_eq!(
        (ran.code, ran.err.contains("là một trong các tệp đầu vào")),
        (1, true),
        "{ran:?}"
    );
    let ran = desk.run(&["check", "in", "--held", "in/cases.csv", "--lang", "en"]);
    assert_eq!(
        (ran.code, ran.err.contains("is one of the inputs")),
        (1, true),
        "{ran:?}"
    );
    let ran = desk.run(&["check", "in", "--held", "in", "--lang", "en"]);
    assert_eq!(
        (ran.code, ran.err.contains("no ordinary file")),
        (1, true),
        "{ran:?}"
    );
    assert_eq!(desk.read("in/cases.csv"), before);
    // Results beside inputs of other names are results at the next run, not inputs.
    std::fs::rename(desk.path("in/cases.csv"), desk.path("in/ca.csv")).unwrap();
    let first = desk
        .run(&["trace", "in", "--out", "in", "--json"])
        .ok()
        .json();
    let again = desk
        .run(&["trace", "in", "--out", "in", "--json"])
        .ok()
        .json();
    assert_eq!(first["inputs"], again["inputs"]);
    assert_eq!(first["tiers"], again["tiers"]);
}

#[test]
fn what_a_folder_left_out_is_recorded() {
    let mut files = PLAIN.to_vec();
    files.extend([
        ("in/empty.csv", ""),
        ("in/book.ods", "PK"),
        ("in/known.csv", "from,to\na,b\n"),
    ]);
    let json = Desk::new(&files)
        .run(&["trace", "in", "--out", "out", "--json"])
        .ok()
        .json();
    let want = serde_json::json!([
        {"name": "book.ods", "reason": "not_recognised"},
        {"name": "empty.csv", "reason": "no_rows"},
        {"name": "known.csv", "reason": "truth"},
    ]);
    assert_eq!(json["left_out"], want);
    let nothing = Desk::new(&[("in/x.csv", "x,y\n1,2\n")]).run(&["check", "in", "--lang", "en"]);
    assert_eq!(nothing.code, 1);
    assert!(
        nothing.err.contains("x.csv is not recognised")
            && nothing.err.contains("no file that can be read")
    );
}

#[test]
fn an_unknown_role_is_told() {
    let desk = Desk::new(PLAIN);
    let ran = desk.run(&["check", "lượt=in/visits.csv", "--lang", "vi"]);
    assert_eq!(
        (ran.code, ran.err.contains("Không có vai trò “lượt”")),
        (1, true),
        "{ran:?}"
    );
    let json = desk
        .run(&["check", "visits=in/visits.csv", "--json"])
        .ok()
        .json();
    assert_eq!(
        (&json["inputs"][0]["role"], &json["inputs"][0]["read"]),
        (&"visits".into(), &5.into())
    );
}

#[test]
fn doubtful_runs_say_so() {
    let files: Vec<_> = PLAIN
        .iter()
        .filter(|f| !f.0.contains("cases"))
        .copied()
        .collect();
    let ran = Desk::new(&files)
        .run(&["trace", "in", "--out", "out", "--lang", "vi"])
        .ok();
    assert!(ran.err.contains("Không có ca xác định nào"), "{}", ran.err);
    let mut files = PLAIN.to_vec();
    files[0] = (
        "in/visits.csv",
        "person_id,place_id,check_in\n1,x,hôm qua\n",
    );
    let ran = Desk::new(&files)
        .run(&["trace", "in", "--out", "out", "--lang", "en"])
        .ok();
    assert!(
        ran.err.contains("no visits and no encounters")
            && ran.err.contains("1 of 1 rows of visits.csv were held"),
        "{}",
        ran.err
    );
}

#[test]
fn the_same_text_is_another_date_where_the_order_is_another() {
    let desk = Desk::new(&[
        ("a.csv", "person_id,onset\nA,25/04/2021\nB,05/12/2021\n"),
        ("b.csv", "person_id,onset\nD,04/25/2021\nB,05/12/2021\n"),
    ]);
    let json = desk.run(&["check", "a.csv", "b.csv", "--json"]).ok().json();
    assert_eq!(json["inputs"][1]["accepted"], 2, "{json}");
}

#[test]
fn a_contact_list_is_no_input() {
    let desk = Desk::new(PLAIN);
    desk.run(&["trace", "in", "--out", "out", "--with", "name,phone"])
        .ok();
    std::fs::copy(desk.path("out/contacts.csv"), desk.path("in/list.csv")).unwrap();
    let json = desk
        .run(&["trace", "in", "--out", "out", "--json"])
        .ok()
        .json();
    assert_eq!(json["left_out"][0]["reason"], "run_file");
    // Also where a spreadsheet program saved it with semicolons and a mark in front.
    let resaved = format!("\u{feff}{}", desk.read("in/list.csv").replace(',', ";"));
    desk.put("in/list.csv", resaved.as_bytes());
    let again = desk.run(&["check", "in", "--json"]).ok().json();
    assert_eq!(again["left_out"][0]["reason"], "run_file");
    let ran = desk.run(&["check", "in/list.csv", "--lang", "vi"]);
    assert_eq!(
        (ran.code, ran.err.contains("không phải đầu vào")),
        (1, true),
        "{ran:?}"
    );
}

#[test]
fn checking_twice_writes_held_rows_twice() {
    let desk = Desk::new(PLAIN);
    for _ in 0..2 {
        desk.run(&["check", "in", "--held", "in/held.csv"]).ok();
    }
}

#[test]
fn a_users_own_file_is_no_result_whatever_it_is_called() {
    let desk = Desk::new(PLAIN);
    desk.put("in/run.json", b"{\"program\": \"another\"}");
    let ran = desk.run(&["trace", "in", "--out", "in", "--lang", "en"]);
    assert_eq!(
        (ran.code, ran.err.contains("is one of the inputs")),
        (1, true),
        "{ran:?}"
    );
}

#[test]
fn a_run_of_suspected_cases_is_a_run() {
    let mut files = PLAIN.to_vec();
    files[2] = (
        "in/cases.csv",
        "person_id,onset,status\na,2021-08-03,nghi ngờ\n",
    );
    let desk = Desk::new(&files);
    let ran = desk
        .run(&[
            "trace",
            "in",
            "--out",
            "out",
            "--include-suspected",
            "--lang",
            "en",
        ])
        .ok();
    assert_eq!(ran.err, "");
    assert!(
        ran.out.contains("F0: 1 (traced: 1") && ran.out.contains("suspected: 1"),
        "{}",
        ran.out
    );
    let json = desk
        .run(&["trace", "in", "--out", "out", "--json"])
        .ok()
        .json();
    assert_eq!(json["cases"]["suspected"], 1);
    assert!(
        desk.read("out/cases.csv")
            .contains("\na,2021-08-03T00:00:00+07:00,onset,")
            && desk.read("out/cases.csv").contains("suspected")
    );
}

#[test]
fn encounters_of_dates_are_day_grade() {
    let desk = Desk::new(&[
        (
            "in/e.csv",
            "person_a,person_b,start,end\na,b,2021-08-02,2021-08-02\na,c,2021-08-02,2021-08-01\n",
        ),
        ("in/c.csv", "person_id,onset\na,2021-08-03\n"),
    ]);
    let json = desk
        .run(&["trace", "in", "--out", "out", "--json"])
        .ok()
        .json();
    assert_eq!(json["inputs"][1]["reasons"]["end_before_start"], 1);
    assert!(
        desk.read("out/contacts.csv")
            .contains("\nb,1,2021-08-02T00:00:00+07:00,2021-08-03T00:00:00+07:00,1,0,1440.00,day,")
    );
    assert_eq!(json["as_of"], "2021-08-03T00:00:00+07:00");
}
