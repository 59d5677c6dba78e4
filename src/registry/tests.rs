use super::*;
use crate::ingest::{Fate, Input, Options, read};
use crate::job::{Cancel, Progress};
use crate::model::Visit;
use crate::model::{Air, Grade};
use unicode_normalization::UnicodeNormalization as _;

fn linked(files: &[(&str, &str)]) -> Records {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(dir.path().join(name), text).unwrap();
    }
    let inputs: Vec<Input> = files
        .iter()
        .map(|(name, _)| Input::from(dir.path().join(name)))
        .collect();
    let intake = read(
        &inputs,
        Options::default(),
        &Progress::new(),
        &Cancel::new(),
    )
    .unwrap();
    link(intake, &Categories::builtin().unwrap(), &Cancel::new()).unwrap()
}

const REGISTER: &str = "Số CCCD,Mã QID,Họ và tên,Ngày sinh,Giới tính,Mã hộ\n\
    079085900001,QAAAAAAAA1,Nguyễn Văn An,01/02/1985,Nam,H1\n\
    079185900002,QAAAAAAAA2,Trần Thị Bình,01/02/1985,Nữ,H1\n";

#[test]
fn one_person_by_number_and_by_code() {
    let scans = "Mã QR,Mã điểm quét,Thời gian quét\n\
        ******900001|NGUYEN VAN AN|1985-**-**|0|QAAAAAAAA1|<1,X,2021-08-02T08:00\n";
    let cases = "Số CCCD,Ngày khởi phát\n079085900001,05/08/2021\n";
    let records = linked(&[
        ("dan_cu.csv", REGISTER),
        ("quet.csv", scans),
        ("ca.csv", cases),
    ]);
    assert_eq!(records.people.len(), 2);
    assert_eq!(
        records.stays.iter().next().unwrap().person,
        records.cases[0].person
    );
    assert_eq!(
        records.people[records.cases[0].person as usize].full_name,
        "Nguyễn Văn An"
    );
    assert_eq!(records.households.len(), 1);
    assert_eq!(records.households[0].members.len(), 2);
    assert_eq!(records.find("QAAAAAAAA2"), records.find("079185900002"));
    assert_eq!(records.people[0].id, "P0000001");
}

#[test]
fn two_numbers_are_never_one_person() {
    // The code of An stands on a row with a wrong number: the register decides whose code it is.
    let declarations = "Số CCCD,Mã QR,Biển số,Thời gian khởi hành\n\
        079285911111,******900001|NGUYEN VAN AN|1985-**-**|0|QAAAAAAAA1|<1,51B-123.45,2021-08-02T08:00\n";
    let records = linked(&[("dan_cu.csv", REGISTER), ("to_khai.csv", declarations)]);
    assert_eq!(records.people.len(), 3);
    assert_eq!(records.find("QAAAAAAAA1"), records.find("079085900001"));
    assert_ne!(records.find("079285911111"), records.find("079085900001"));
    // Without a register nobody can tell: scans that have nothing but the code are held.
    let other = declarations.replace("079285911111", "079085900001");
    let scans = "Mã QR,Mã điểm quét,Thời gian quét\nQAAAAAAAA1,X,2021-08-02T08:00\n";
    let records = linked(&[
        ("a.csv", declarations),
        ("b.csv", &other),
        ("quet.csv", scans),
    ]);
    assert_eq!(records.people.len(), 2);
    assert_eq!(records.ledger.held().len(), 1);
    assert_eq!(records.ledger.held()[0].reason, Reason::AmbiguousKey);
}

#[test]
fn places_that_the_register_lacks_are_kept_and_warned_of() {
    let visits = "person_id,place_id,check_in\n1,A,2021-08-02T08:00\n1,B,2021-08-02T09:00\n";
    let places = "place_id,name,category\nA,Chợ A,chợ\nA,Chợ A,market hall\n";
    let mut records = linked(&[("visits.csv", visits), ("places.csv", places)]);
    let whole = |s: crate::model::Stay| Visit {
        person: s.person,
        place: s.place,
        start: s.start,
        end: s.start + 60,
        grade: Grade::Imputed,
        row: s.row,
        out_row: s.row,
    };
    let settled: Vec<Visit> = records.stays.iter().map(whole).collect();
    warn_of_strangers(&mut records, 1, |_| settled.iter().copied(), &[]);
    assert_eq!(records.places.len(), 2);
    let fates: Vec<Fate> = records
        .stays
        .iter()
        .map(|s| records.ledger.fate(s.row))
        .collect();
    assert_eq!(fates, [Fate::Accepted, Fate::Warned]);
    assert_eq!(records.ledger.counts(1).warned, 1);
}

#[test]
fn rows_of_one_place_complete_each_other() {
    let places =
        "place_id,name,category,air,dwell_minutes\nX,Chợ X,market,,\nX,,,closed,\nX,Chợ X,,,30\n";
    let more = "place_id,lat,lon\nX,10.5,106.5\n";
    let records = linked(&[("a.csv", places), ("b.csv", more)]);
    let place = records.places.row(0);
    assert_eq!(
        (place.name.as_str(), place.category.as_str()),
        ("Chợ X", "market")
    );
    assert_eq!(
        (place.lat, place.dwell_minutes, place.air),
        (Some(10.5), Some(30), Some(Air::Closed))
    );
    assert_eq!(
        (
            records.ledger.counts(0).warned,
            records.ledger.counts(1).warned
        ),
        (0, 0)
    );
}

#[test]
fn a_number_used_as_an_id_is_the_number() {
    let visits = "person_id,place_id,check_in\n079085900001,A,2021-08-02T08:00\n";
    let cases = "Số CCCD,Ngày khởi phát\n079085900001,05/08/2021\n";
    let records = linked(&[("visits.csv", visits), ("ca.csv", cases)]);
    assert_eq!(records.people.len(), 1);
    assert_eq!(records.people[0].id, "P0000001");
    // Where nobody calls it a number it is the source's own id.
    assert_eq!(
        linked(&[("visits.csv", visits)]).people[0].id,
        "079085900001"
    );
}

#[test]
fn two_numbers_under_one_id_are_told() {
    let people =
        "person_id,cccd,full_name\n1,079085900001,An\n1,079085900002,An\n2,079085900003,Bình\n";
    let records = linked(&[("people.csv", people)]);
    assert_eq!(
        (records.people.len(), records.ledger.counts(0).warned),
        (2, 2)
    );
}

#[test]
fn nfc_and_nfd_are_one() {
    let nfd = "Chợ Bến".nfd().collect::<String>();
    let visits = format!(
        "person_id,place_id,check_in\na,Chợ Bến,2021-08-02T08:00\nb,{nfd},2021-08-02T08:00\n"
    );
    assert_eq!(linked(&[("visits.csv", &visits)]).places.len(), 1);
}

#[test]
fn placeholders_are_nobody() {
    let scans =
        "Mã QR,Mã điểm quét,Thời gian quét\nnull,X,2021-08-02T08:00\nNone,X,2021-08-02T09:00\n";
    let records = linked(&[("quet.csv", scans)]);
    assert_eq!(
        (records.people.len(), records.ledger.counts(0).held),
        (0, 2)
    );
}

#[test]
fn a_number_used_as_an_id_is_no_second_id() {
    let scans = "person_id,cccd,scan_point,scan_time\n1,079085900001,X,2021-08-02T08:00\n\
        2,079085900002,X,2021-08-02T08:10\n";
    let encounters =
        "person_a,person_b,start,end\n079085900001,9,2021-08-02T10:00,2021-08-02T10:30\n";
    let cases = "Số CCCD,Ngày khởi phát\n079085900001,2021-08-02\n";
    let records = linked(&[("s.csv", scans), ("e.csv", encounters), ("c.csv", cases)]);
    assert_eq!(records.ledger.held().len(), 0);
    let ids: Vec<&str> = records.people.iter().map(|p| p.id.as_str()).collect();
    assert_eq!(
        (ids, records.cases[0].person, records.encounters[0].a),
        (vec!["1", "2", "9"], 0, 0)
    );
    let people = "person_id,full_name,cccd\n1,An,079085900001\n2,Bình,079085900002\n";
    let visits = "person_id,place_id,check_in\n079085900001,X,2021-08-02T08:00\n079085900002,X,2021-08-02T08:00\n";
    let records = linked(&[("p.csv", people), ("v.csv", visits)]);
    assert_eq!(
        (
            records.people.len(),
            records.stays.iter().nth(1).unwrap().person
        ),
        (2, 1)
    );
}

#[test]
fn categories_of_one_place_are_compared_by_meaning() {
    let places =
        "place_id,name,category,lat,lon\nX,X,market,10.5,106.9\nX,X,chợ,10.5,106.9\nX,X,bar,,\n";
    let records = linked(&[("p.csv", places)]);
    let table = Categories::builtin().unwrap();
    assert_eq!(table.get(records.places.category(0)).key, "market");
    assert_eq!(
        records
            .ledger
            .reasons(0)
            .find(|r| r.0 == Reason::PlaceConflict),
        Some((Reason::PlaceConflict, 1))
    );
}
