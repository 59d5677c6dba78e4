//! What people declared of their health.

use truyvet::ingest::{Input, Options};
use truyvet::investigation::open;
use truyvet::job::{Cancel, Progress};
use truyvet::model::Rules;

#[test]
fn declared_symptoms_are_kept_with_the_person() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        (
            "a_ncovi.csv",
            "Số giấy tờ,Họ và tên,Ngày khai báo,Triệu chứng,Tiếp xúc\n\
             079085000001,Tên khai,16/08/2021 08:00,\"Sốt, ho\",Không\n\
             079085000001,Tên khai,15/08/2021 08:00,Không,Có\n\
             123456789,Người khác,15/08/2021,Ho,\n",
        ),
        (
            "tokhaiyte.json",
            r#"[{"passport":"079085000001","fullName":"x","showSignal":1,"hasSick":2,"createdAt":1628985600},
                {"passport":"079085000002","fullName":"y","showSignal":3}]"#,
        ),
        (
            "z_register.csv",
            "Số CCCD,Họ và tên,Ngày sinh\n079085000001,Tên đăng ký,01/02/1985\n",
        ),
        (
            "trips.csv",
            "Số CCCD,Thời gian khởi hành,Biển số,Triệu chứng\n079085000001,17/08/2021 07:00,51B-12345,Mệt\n",
        ),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let rules = Rules::preset(None).unwrap();
    let input = Input::from(folder.path().to_path_buf());
    let (records, _) = open(
        &[input],
        Options::default(),
        &rules,
        &Progress::new(),
        &Cancel::new(),
    )
    .map_err(|e| e.to_string())
    .unwrap();
    assert_eq!(records.left_out, []);
    let person = records.find("079085000001").unwrap();
    // The register's word goes before what the person declared, whatever is read first.
    assert_eq!(records.people[person as usize].full_name, "Tên đăng ký");
    let said: Vec<(&str, Option<bool>, Option<bool>)> = records
        .health_of(person)
        .iter()
        .map(|h| (h.symptoms.as_str(), h.any, h.exposed))
        .collect();
    let want = [
        ("", Some(true), Some(false)),
        ("", Some(false), Some(true)),
        ("Sốt, ho", None, Some(false)),
        ("Mệt", None, None),
    ];
    assert_eq!(said, want);
    let held: Vec<String> = records
        .ledger
        .held()
        .iter()
        .map(|h| format!("{} {}", h.field, h.reason.key()))
        .collect();
    assert_eq!(
        held,
        ["Số giấy tờ no_person_key", "showSignal unknown_word"]
    );
}
