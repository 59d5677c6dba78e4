//! Workbooks as inputs.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::Desk;
use crate::bytes::{deflated, row, workbook, zipped};

const CASES: &str = "person_id,onset,isolation\nA,2021-08-16,2021-08-17\n";

#[test]
fn a_sheet_leads_to_the_list_that_its_text_leads_to() {
    let text = "person_id,place_id,check_in,check_out\n\
        A,7,2021-08-16 08:00:00,2021-08-16 09:00:01\n\
        12,7,2021-08-16 08:30:30,2021-08-16 23:59:59\n\
        C,7,16/08/2021 07:59:59,\n\
        D,7,2021-08-17,2021-08-17\n";
    let mut book = Workbook::new();
    book.add_worksheet();
    let sheet = book.add_worksheet();
    let instant = Format::new().set_num_format("dd/mm/yyyy hh:mm:ss");
    let day = Format::new().set_num_format(r#"dd/mm/yyyy "h""#);
    let on = |d| ExcelDateTime::from_ymd(2021, 8, d).unwrap();
    let at = |h, m, s| on(16).and_hms(h, m, s).unwrap();
    for (column, name) in ["person_id", "place_id", "check_in", "check_out"]
        .iter()
        .enumerate()
    {
        sheet.write(3, 2 + column as u16, *name).unwrap();
    }
    for (row, who) in [(4, "A"), (6, "C"), (8, "D")] {
        sheet.write(row, 2, who).unwrap();
    }
    sheet.write(5, 2, 12).unwrap();
    for row in [4, 5, 6, 8] {
        sheet.write(row, 3, 7).unwrap();
    }
    for (row, column, at) in [
        (4, 4, at(8, 0, 0)),
        (4, 5, at(9, 0, 1)),
        (5, 4, at(8, 30, 30)),
        (5, 5, at(23, 59, 59)),
    ] {
        sheet.write_with_format(row, column, &at, &instant).unwrap();
    }
    sheet.write(6, 4, "16/08/2021 07:59:59").unwrap();
    sheet.write_with_format(8, 4, on(17), &day).unwrap();
    sheet.write_with_format(8, 5, on(17), &day).unwrap();
    // A note beside the table.
    sheet.write(6, 9, "ghi chú").unwrap();
    let desk = Desk::new(&[("cases.csv", CASES), ("t/visits.csv", text)]);
    desk.put("s/visits.XLSX", &book.save_to_buffer().unwrap());
    for from in ["t", "s"] {
        desk.run(&["trace", "cases.csv", from, "--out", &format!("{from}.out")])
            .ok();
    }
    let list = desk.read("t.out/contacts.csv");
    assert_eq!(list.lines().count(), 3, "{list}");
    assert_eq!(list, desk.read("s.out/contacts.csv"));
    let json = desk.run(&["check", "s", "--json"]).ok().json();
    assert_eq!(json["inputs"][0]["read"], 4);
    assert_eq!(json["inputs"][0]["held"], 0);
}

#[test]
fn what_is_no_workbook_is_told() {
    let desk = Desk::new(&[]);
    let whole = workbook(&row(1, &["a", "b", "c", "d"]));
    desk.put("half.xlsx", &whole[..whole.len() / 2]);
    desk.put("other.xlsx", &zipped(&[("a.txt", b"")], deflated()));
    desk.put("empty.xlsx", &workbook(""));
    for (file, why) in [
        ("half.xlsx", "damaged"),
        ("other.xlsx", "no file that can be read"),
        ("empty.xlsx", "no row"),
    ] {
        let ran = desk.run(&["check", file, "--lang", "en"]);
        assert_eq!(ran.code, 1);
        assert!(ran.err.contains(why), "{file}: {}", ran.err);
    }
}
