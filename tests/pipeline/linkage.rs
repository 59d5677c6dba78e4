//! Who is who when exact keys are lacking, and what the sources beside VNEID bring.

use std::path::PathBuf;

use truyvet::ingest::{Input, Options, read};
use truyvet::job::{Cancel, Progress};
use truyvet::model::Rules;
use truyvet::registry::{Records, link};

/// Reads files by name and joins what they say.
fn joined(files: &[(&str, &str)]) -> Records {
    let folder = tempfile::tempdir().unwrap();
    let inputs: Vec<Input> = files
        .iter()
        .map(|(name, text)| {
            let path: PathBuf = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            Input::from(path)
        })
        .collect();
    let intake = read(
        &inputs,
        Options::default(),
        &Progress::new(),
        &Cancel::new(),
    )
    .unwrap();
    let rules = Rules::preset(None).unwrap();
    link(intake, &rules.categories, &Cancel::new()).unwrap()
}

/// Counts of a file: read, accepted, warned, merged, held.
fn counts(records: &Records, file: usize) -> [u64; 5] {
    let c = records.ledger.counts(file);
    assert_eq!(c.read, c.accepted + c.warned + c.merged + c.held);
    [c.read, c.accepted, c.warned, c.merged, c.held]
}

fn notes(records: &Records) -> Vec<&str> {
    records.notes.iter().map(|n| &*n.key).collect()
}

const REGISTER: &str = "Số CCCD,Số CMND,Họ và tên,Ngày sinh,Số điện thoại,Số BHXH\n\
    079085912345,123456789,Nguyễn Văn An,03/02/1985,0912345678,DN4012345678901\n\
    079185912346,,Trần Thị Bình,04/05/1990,0987654321,\n";

/// The person of the register's first row, and how many people there are.
fn with_register(name: &str, text: &str) -> (Records, usize) {
    let records = joined(&[("dan_cu.csv", REGISTER), (name, text)]);
    let people = records.people.len();
    (records, people)
}

#[test]
fn a_code_read_by_any_app_is_one_person() {
    // Starred numbers: the first scan has a QID that the register lacks, the second only a number's end.
    let scans = "Mã QR,Mã điểm quét,Thời gian quét\n\
        ******912345|NGUYEN VAN AN|1985-**-**|0|QX7Z01ABCD|<1<<<,X1,2021-08-02 08:00\n\
        ******912345|NGUYEN VAN AN|1985-**-**|0||,X2,2021-08-02 09:00\n\
        079085912345|123456789|Nguyễn Văn An|03021985|Nam|Phường 1|01012021,X3,2021-08-02 10:00\n\
        DN4012345678901|4e677579e1bb856e2056c4836e20416e|03/02/1985|1|48|x,X4,2021-08-02 11:00\n";
    let (records, people) = with_register("quet.csv", scans);
    assert_eq!(counts(&records, 1), [4, 4, 0, 0, 0]);
    assert_eq!(people, 2);
    let an = records.find("079085912345").unwrap();
    assert!(records.stays.iter().all(|s| s.person == an));
    assert_eq!(records.find("QX7Z01ABCD"), Some(an));
}

#[test]
fn a_starred_number_of_somebody_else_is_not_joined() {
    for qr in [
        "******912345|NGUYEN VAN ANH|1985-**-**|0|Q1AAAA|",
        "******912345|NGUYEN VAN AN|1986-**-**|0|Q1AAAA|",
        "******912344|NGUYEN VAN AN|1985-**-**|0|Q1AAAA|",
    ] {
        let scans = format!("Mã QR,Mã điểm quét,Thời gian quét\n{qr},X1,2021-08-02 08:00\n");
        assert_eq!(with_register("quet.csv", &scans).1, 3, "{qr}");
    }
}

#[test]
fn old_numbers_cards_and_phones_with_names() {
    let header = "Số giấy tờ,Số thẻ BHYT,Số điện thoại,Họ và tên,Năm sinh,Triệu chứng\n";
    for (row, note) in [
        ("123456789,,,Nguyen Van An,1985,ho", "note-joined-cmnd"),
        (",DN4012345678901,,,,ho", "note-joined-insurance"),
        (",2345678901,,,,ho", "note-joined-insurance"),
        (",,+84912345678,NGUYEN VAN AN,,ho", "note-joined-phone"),
        (",,912345678,An Nguyễn Văn,1985,ho", "note-joined-phone"),
    ] {
        let (records, people) = with_register("ncovi.csv", &format!("{header}{row}\n"));
        assert_eq!(people, 2, "{row}");
        assert_eq!(counts(&records, 1)[4], 0, "{row}");
        assert_eq!(notes(&records), [note], "{row}");
        let an = records.find("079085912345").unwrap();
        assert_eq!(records.health_of(an).len(), 1, "{row}");
    }
    for row in [
        // Another year, another name, a phone of somebody else.
        "123456789,,,Nguyen Van An,1984,ho",
        ",DN4012345678901,,,1984,ho",
        ",,0912345678,Nguyễn Văn Anh,,ho",
        ",,0912345679,Nguyễn Văn An,,ho",
        ",,0912345678,Nguyễn Văn An,1984,ho",
    ] {
        let (records, people) = with_register("ncovi.csv", &format!("{header}{row}\n"));
        assert_eq!(people, 3, "{row}");
        assert_eq!(notes(&records), Vec::<&str>::new(), "{row}");
    }
}

#[test]
fn two_numbers_are_a_veto_for_everybody_of_the_clue() {
    // Two of one name behind one phone: the third could be either.
    let register = "Số CCCD,Họ và tên,Ngày sinh,Số điện thoại\n\
        079085912345,Nguyễn Văn An,1985,0912345678\n\
        079060912346,Nguyễn Văn An,1960,0912345678\n";
    let health = "Mã QID,Số điện thoại,Họ và tên,Triệu chứng\nQAAAA1,0912345678,Nguyễn Văn An,ho\n";
    let records = joined(&[("dan_cu.csv", register), ("ncovi.csv", health)]);
    assert_eq!(records.people.len(), 3);
    assert_eq!(notes(&records), Vec::<&str>::new());
}

#[test]
fn place_check_ins_by_phone() {
    let group = "60f1c2d3e4a5b6c7d8e9f001";
    let checkins = format!(
        "groupId,phone,time\n\
         {group},0912345678,2021-08-02 08:00\n\
         https://tokhaiyte.vn/?page=Group.checkin&groupId={group},84987654321,2021-08-02 08:10\n\
         {group},0911111111,2021-08-02 08:20\n\
         {group},091234,2021-08-02 08:30\n"
    );
    let (records, people) = with_register("checkin.csv", &checkins);
    assert_eq!(counts(&records, 1), [4, 0, 3, 0, 1]);
    assert_eq!(people, 3, "the third phone is nobody's that is known");
    assert_eq!(records.places.rows().len(), 1);
    let holders: Vec<Option<u32>> = ["079085912345", "079185912346"]
        .map(|n| records.find(n))
        .to_vec();
    let seen: Vec<Option<u32>> = records.stays.iter().map(|s| Some(s.person)).collect();
    assert_eq!(seen[..2], holders[..]);
    // One phone of two people names neither.
    let shared = format!("{REGISTER}079070912347,,Lê Cường,1970,0912345678,\n");
    let records = joined(&[("dan_cu.csv", &shared), ("checkin.csv", &checkins)]);
    assert_eq!(counts(&records, 1), [4, 0, 2, 0, 2]);
    let held = records.ledger.held();
    assert_eq!(held[0].reason.key(), "phone_shared");
}

#[test]
fn domestic_trips_are_rides_of_a_day() {
    let trips = "passport,fullName,birthYear,phone,vehicle,flightCode,vehicleCode,seat,startProvince,endProvince,startTime\n\
        079085912345,Nguyễn Văn An,1985,0912345678,airplane,VN123,,12A,79,01,02/08/2021\n\
        079185912346,Trần Thị Bình,1990,,car,,51B-123.45,3,79,01,02/08/2021\n\
        ,Trần Thị Bình,1990,0987654321,car,,51B 12345,4,79,01,02/08/2021\n";
    let (records, people) = with_register("di_chuyen.csv", trips);
    assert_eq!(counts(&records, 1)[4], 0);
    assert_eq!(people, 2);
    let ids: Vec<&str> = records
        .places
        .rows()
        .iter()
        .map(|p| p.id.as_str())
        .collect();
    assert_eq!(ids, ["51B12345@2021-08-02", "VN123@2021-08-02"]);
    assert!(records.stays.iter().all(|s| s.day && s.declared));
}

#[test]
fn app_registrations() {
    let text = "CCCD,Số điện thoại,Ứng dụng,Mã đẩy,Lần cuối\n\
        079085912345,,Bluezone,tok-1,2021-08-01\n\
        ,0987654321,NCOVI,tok-2,2021-08-02 10:00\n\
        079085912345,,VNEID,,2021-08-01\n";
    let (records, people) = with_register("dang_ky.csv", text);
    assert_eq!(counts(&records, 1), [3, 1, 1, 0, 1]);
    assert_eq!(people, 2);
    let who: Vec<(u32, &str)> = records
        .registrations
        .iter()
        .map(|r| (r.person, r.token.as_str()))
        .collect();
    let mut expected = vec![
        (records.find("079085912345").unwrap(), "tok-1"),
        (records.find("079185912346").unwrap(), "tok-2"),
    ];
    expected.sort_unstable();
    assert_eq!(who, expected);
}

#[test]
fn other_programs_files() {
    let cases = r#"{"data":[{"visualId":"CASE-1","firstName":"An","middleName":"Văn","lastName":"Nguyễn","dob":"1985-02-03T00:00:00.000Z","classification":"LNG_REFERENCE_DATA_CATEGORY_CASE_CLASSIFICATION_CONFIRMED","dateOfOnset":"2021-08-03T00:00:00.000Z","documents":[{"type":"ID","number":"079085912345"}],"addresses":[{"phoneNumber":"0912345678"}]}]}"#;
    let contacts = r#"[{"visualId":"CON-1","firstName":"Bình","lastName":"Trần","gender":"F","dob":"1990-05-04"}]"#;
    let relations = "sourcePerson,targetPerson,contactDate,dateOfFirstContact\n\
        CASE-1,CON-1,2021-08-02,2021-08-01\n";
    let sormas = "caseData;caseData;contact;person;person;person;person;person\n\
        caseIdExternalSystem;externalID;lastContactDate;person.lastName;person.firstName;person.birthdateDD;person.birthdateMM;person.birthdateYYYY\n\
        CASE-1;S-7;2021-08-02;Lê;Cường;4;5;1970\n";
    let links = "source,target,date,distance\nCASE-1,M-1,2021-08-02,0.1\nM-1,M-1,2021-08-02,0\n";
    let list = "id,date_onset,name\nL-1,2021-08-05,Phạm Dung\n";
    let records = joined(&[
        ("cases.json", cases),
        ("contacts.json", contacts),
        ("relationships.csv", relations),
        ("sormas.csv", sormas),
        ("links.csv", links),
        ("linelist.csv", list),
    ]);
    let held: Vec<_> = records
        .ledger
        .held()
        .into_iter()
        .map(|h| h.reason.key())
        .collect();
    assert_eq!(held, ["contact_with_oneself"]);
    assert_eq!(records.cases.len(), 2);
    let name = |id: &str| &*records.people[records.find(id).unwrap() as usize].full_name;
    assert_eq!(name("CASE-1"), "Nguyễn Văn An");
    assert_eq!(name("CON-1"), "Trần Bình");
    assert_eq!(name("S-7"), "Lê Cường");
    assert_eq!(name("L-1"), "Phạm Dung");
    assert_eq!(records.find("079085912345"), records.find("CASE-1"));
    let person = |id: &str| records.find(id).unwrap();
    let met: Vec<(u32, u32, i64)> = records
        .encounters
        .iter()
        .map(|e| (e.a, e.b, e.start))
        .collect();
    let day = |text: &str| {
        let order = truyvet::ingest::DateOrder::DayFirst;
        let zone = truyvet::model::time::VIETNAM;
        truyvet::ingest::read_text(text, zone, order)
            .unwrap()
            .moment
            .at
    };
    let pair = |a: &str, b: &str| (person(a).min(person(b)), person(a).max(person(b)));
    for (other, date) in [
        ("CON-1", "2021-08-01"),
        ("CON-1", "2021-08-02"),
        ("S-7", "2021-08-02"),
        ("M-1", "2021-08-02"),
    ] {
        let (a, b) = pair("CASE-1", other);
        assert!(met.contains(&(a, b, day(date))), "{other} {date}");
    }
    assert_eq!(met.len(), 4);
    // The SORMAS file's second header counts, and lines stay physical.
    let file = records
        .ledger
        .files()
        .iter()
        .position(|f| f.name == "sormas.csv")
        .unwrap();
    assert_eq!(
        records.ledger.files()[file].notes[0].key,
        "note-header-below"
    );
}

#[test]
fn a_title_above_the_header() {
    let text = "DANH SÁCH QUÉT QR\nTuần 34\n\nMã QR,Mã điểm quét,Thời gian quét\nQX7Z01ABCD,X1,2021-08-02 08:00\nQX7Z01ABCD,X1,x\n";
    let records = joined(&[("quet.csv", text)]);
    assert_eq!(counts(&records, 0), [2, 1, 0, 0, 1]);
    let held = records.ledger.held();
    assert_eq!(records.ledger.place_of(held[0].row).1, 6);
}

#[test]
fn the_order_of_files_joins_nobody_otherwise() {
    let cases = (
        "cases.csv",
        "Mã ca,Số CCCD,Họ và tên,Ngày khởi phát\nBN1,079085912345,Nguyễn Văn An,2021-08-02\n",
    );
    let scans = (
        "scans.csv",
        "Số CCCD,Họ và tên,SĐT,Mã điểm quét,Thời gian quét\n079085912345,Nguyễn Văn An,0912345678,X1,2021-08-02 08:00\n",
    );
    let chips = (
        "chips.csv",
        "Mã QR,Mã điểm quét,Thời gian quét\n079085912345|123456789|Nguyễn Văn An|03021985|Nam|P1|01012021,X1,2021-08-02 09:00\n",
    );
    let checkins = (
        "checkins.csv",
        "groupId,phone,fullName,time\nG1,0912345678,Nguyen Van An,2021-08-02 10:00\n",
    );
    let ncovi = (
        "ncovi.csv",
        "Số CMND,Họ và tên,Năm sinh,Triệu chứng\n123456789,Nguyễn Văn An,1985,ho\n",
    );
    let mut files = [cases, scans, chips, checkins, ncovi];
    for turn in 0..files.len() {
        files.rotate_left(1);
        assert_eq!(joined(&files).people.len(), 1, "{turn}");
        let mut back = files;
        back.reverse();
        assert_eq!(joined(&back).people.len(), 1, "{turn} back");
    }
}

#[test]
fn what_tells_people_of_one_phone_apart() {
    let two = |rows: &str| {
        let text = format!("groupId,phone,fullName,birthYear,time\n{rows}");
        joined(&[("checkins.csv", &text)]).people.len()
    };
    let row = |name: &str, year: &str| format!("G1,0912345678,{name},{year},2021-08-02 10:00\n");
    let an = row("Nguyễn Văn An", "1950");
    assert_eq!(two(&(an.clone() + &row("Nguyen Van An", "1950"))), 1);
    assert_eq!(two(&(an.clone() + &row("Nguyen Van An", ""))), 1);
    assert_eq!(two(&(an + &row("Nguyễn Văn An", "1985"))), 2);
    assert_eq!(
        two(&(row("Trần Thị Hường", "") + &row("Trần Thị Hương", ""))),
        2
    );
    // Who has nothing but a sign for a name is nobody's namesake.
    let header = "Mã QID,Số điện thoại,Họ và tên,Triệu chứng\n";
    let rows = "QAAAA1,0912345678,null,ho\nQAAAA2,0912345678,null,ho\n";
    let records = joined(&[("ncovi.csv", &format!("{header}{rows}"))]);
    assert_eq!(records.people.len(), 2);
    // A year that sources dispute is no leave to join whom another year names.
    let register =
        "Số CCCD,Họ và tên,Ngày sinh,Số điện thoại\n079085912345,Nguyễn Văn An,1985,0912345678\n";
    let father = "Mã QID,Họ và tên,Năm sinh,Số điện thoại,Triệu chứng\nQAAAA1,Nguyễn Văn An,1950,0912345678,ho\n";
    let wrong = "Số CCCD,Họ và tên,Năm sinh,Triệu chứng\n079085912345,Nguyễn Văn An,1986,ho\n";
    let files = [
        ("dan_cu.csv", register),
        ("a.csv", father),
        ("b.csv", wrong),
    ];
    assert_eq!(joined(&files).people.len(), 2);
}

#[test]
fn a_wrong_phone_in_a_declaration_takes_nobody_elses() {
    let declared =
        "Số CCCD,Họ và tên,Số điện thoại,Triệu chứng\n079070912347,Lê Cường,0912345678,ho\n";
    let checkin = "groupId,phone,time\nG1,0912345678,2021-08-02 08:00\n";
    let files = [
        ("dan_cu.csv", REGISTER),
        ("ncovi.csv", declared),
        ("checkin.csv", checkin),
    ];
    let records = joined(&files);
    assert_eq!(counts(&records, 2), [1, 0, 1, 0, 0]);
    let seen: Vec<u32> = records.stays.iter().map(|s| s.person).collect();
    assert_eq!(seen, [records.find("079085912345").unwrap()]);
}

#[test]
fn days_of_other_programs_are_days() {
    let cases = r#"[{"visualId":"C","dateOfOnset":"2021-08-13T00:00:00.000Z"},{"visualId":"D","dateOfOnset":"2021-08-13T05:00:00.000Z"}]"#;
    let records = joined(&[("cases.json", cases)]);
    let zone = truyvet::model::time::VIETNAM;
    let onsets: Vec<String> = records
        .cases
        .iter()
        .map(|c| zone.iso(c.onset.unwrap()))
        .collect();
    assert_eq!(
        onsets,
        ["2021-08-13T00:00:00+07:00", "2021-08-13T12:00:00+07:00"]
    );
}

#[test]
fn titles_above_headers_of_any_form() {
    for (separator, end) in [(",", "\n"), (";", "\r\n"), ("\t", "\r\n"), (";", "\r")] {
        let lines = [
            "DANH SÁCH".to_owned(),
            String::new(),
            ["Mã QR", "Mã điểm quét", "Thời gian quét"].join(separator),
            ["QX7Z01ABCD", "X1", "2021-08-02 08:00"].join(separator),
        ];
        let records = joined(&[("quet.csv", &(lines.join(end) + end))]);
        assert_eq!(
            counts(&records, 0),
            [1, 1, 0, 0, 0],
            "{separator:?} {end:?}"
        );
        assert_eq!(records.ledger.files()[0].notes[0].key, "note-header-below");
    }
}

#[test]
fn declared_is_not_registered() {
    let declared = "Số CCCD,Họ và tên,Năm sinh,Triệu chứng\n\
        079085912345,NGUYEN AN,1985,ho\n\
        079185912346,Trần Thị Bình,1991,ho\n\
        079185912346,Lê Thị Bình,1990,ho\n";
    let (records, people) = with_register("ncovi.csv", declared);
    assert_eq!(people, 2);
    assert_eq!(counts(&records, 1), [3, 1, 2, 0, 0]);
    let name = |id: &str| &*records.people[records.find(id).unwrap() as usize].full_name;
    assert_eq!(
        name("079185912346"),
        "Trần Thị Bình",
        "the register decides"
    );
}
