//! Whom a notice is for, from run to run: nobody is told the same twice, a nearer tier is told anew, a further one is
//! corrected.

use rustc_hash::FxHashMap;
use truyvet::ingest::{Input, Options};
use truyvet::investigation::Run;
use truyvet::job::{Cancel, Progress};
use truyvet::model::{PersonRow, Rules};
use truyvet::notify::recipients::{Frame, Given, who};
use truyvet::notify::{
    Criteria, Kind, Leaving, Past, PushBy, Recipient, Selection, Settings, State, Way,
};
use truyvet::session::{Source, open_and_derive};

const KEY: [u8; 32] = [7; 32];

/// `a` is the F0; `b` met `a`; `c` met `b`; `d` met `a` where `near`, else `b`.
fn run(near: bool, confirmed: bool) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let d = if near { "x" } else { "y" };
    let day = if near { 2 } else { 3 };
    put(
        "visits.csv",
        &format!(
            "person_id,place_id,check_in,check_out\n\
             a,x,2021-08-02T08:00,2021-08-02T09:00\nb,x,2021-08-02T08:30,2021-08-02T09:30\n\
             b,y,2021-08-03T08:00,2021-08-03T09:00\nc,y,2021-08-03T08:50,2021-08-03T10:00\n\
             d,{d},2021-08-0{day}T08:10,2021-08-0{day}T08:50\n"
        ),
    );
    put(
        "people.csv",
        "person_id,full_name,phone\na,A A,0911000001\nb,B B,0911000002\nc,C C,0911000003\nd,D D,0911000004\n",
    );
    put(
        "places.csv",
        "place_id,name,category\nx,X,market\ny,Y,cafe\n",
    );
    put(
        "registrations.csv",
        "person_id,app,push_token,last_seen\nc,Bluezone,OLD,2021-07-01\nc,Bluezone,NEW,2021-08-01\n",
    );
    let status = if confirmed { "confirmed" } else { "retracted" };
    put(
        "cases.csv",
        &format!("person_id,onset,status\na,2021-08-03,{status}\n"),
    );
    let source = Source::Files(vec![Input::from(folder.path().to_path_buf())]);
    let rules = Rules::preset(None).unwrap();
    let (progress, cancel) = (Progress::new(), Cancel::new());
    open_and_derive(&source, Options::default(), rules, &progress, &cancel)
        .unwrap()
        .0
}

fn select(
    run: &Run,
    past: &Past,
    kind: Kind,
    version: u32,
    push: PushBy,
) -> FxHashMap<String, Recipient> {
    let settings = Settings {
        push,
        ..Settings::default()
    };
    let frame = Frame {
        run,
        key: &KEY,
        past,
        settings: &settings,
        now: run.as_of.unwrap(),
    };
    let cancel = Cancel::new();
    let all = Selection::new(frame, kind, version, &Criteria::default(), &cancel).unwrap();
    let id = |r: &Recipient| run.records.people[r.person as usize].id.clone();
    all.all.into_iter().map(|r| (id(&r), r)).collect()
}

/// What was given to whom, in order: person, kind, tier, how far.
fn past(given: &[(&str, Kind, u8, State)]) -> Past {
    let mut past = Past::default();
    for &(person, kind, tier, state) in given {
        let row = PersonRow {
            id: person.to_owned(),
            ..PersonRow::default()
        };
        past.given.entry(who(&KEY, &row)).or_default().push(Given {
            person: person.to_owned(),
            kind,
            tier,
            day: Some(1_627_862_400),
            state,
            key: String::new(),
        });
    }
    past
}

#[test]
fn from_run_to_run() {
    let (near, far, gone) = (run(true, true), run(false, true), run(true, false));
    let none = Past::default();
    let tell = |run: &Run, past: &Past, kind: Kind| select(run, past, kind, 1, PushBy::None);
    let first = tell(&far, &none, Kind::Close);
    assert_eq!((first.len(), first["b"].way), (1, Way::Sms));
    let second = tell(&far, &none, Kind::Indirect);
    assert_eq!(second.len(), 2);
    assert!(!second["d"].raised);
    // Told as F2, F1 now: told anew, and said so.
    let told = past(&[
        ("d", Kind::Indirect, 2, State::Delivered),
        ("b", Kind::Close, 1, State::Delivered),
    ]);
    let now = tell(&near, &told, Kind::Close);
    assert_eq!((now["d"].way, now["d"].raised), (Way::Sms, true));
    assert_eq!(now["b"].way, Way::Left(Leaving::Notified));
    assert!(
        tell(&near, &told, Kind::Correction).is_empty(),
        "nearer is no correction"
    );
    // Told as F1, F2 now: a correction, and the F2 notice is another message.
    let told = past(&[("d", Kind::Close, 1, State::Accepted)]);
    let fix = tell(&far, &told, Kind::Correction);
    assert_eq!((fix.len(), fix["d"].tier), (1, 2));
    let second = tell(&far, &told, Kind::Indirect);
    assert_eq!(second["d"].way, Way::Left(Leaving::ToCorrect));
    // What never went out needs no correction.
    let waits = past(&[("d", Kind::Close, 1, State::Approved)]);
    assert!(tell(&far, &waits, Kind::Correction).is_empty());
    // What was purged since corrects nothing.
    let purged = Past {
        purged: Some(1_700_000_000),
        ..told.clone()
    };
    assert!(tell(&far, &purged, Kind::Correction).is_empty());
    // The case was retracted: both are on no list any more.
    let told = past(&[
        ("b", Kind::Close, 1, State::Delivered),
        ("d", Kind::Close, 1, State::Unknown),
    ]);
    let fix = tell(&gone, &told, Kind::Correction);
    assert_eq!((fix.len(), fix["b"].tier), (2, 0));
    // Corrected is corrected; and if the case is confirmed after all, the same notice is a new message.
    let before = tell(&near, &none, Kind::Close)["b"].key.clone();
    let told = past(&[
        ("b", Kind::Close, 1, State::Delivered),
        ("b", Kind::Correction, 0, State::Delivered),
    ]);
    assert!(tell(&gone, &told, Kind::Correction).is_empty());
    let again = tell(&near, &told, Kind::Close);
    assert_eq!(again["b"].way, Way::Sms);
    assert_ne!(again["b"].key, before);
    // After an all-clear a new exposure is told anew.
    let told = past(&[
        ("b", Kind::Close, 1, State::Delivered),
        ("b", Kind::Clear, 1, State::Delivered),
    ]);
    assert_eq!(tell(&near, &told, Kind::Close)["b"].way, Way::Sms);
}

#[test]
fn one_key_a_person_level_and_version() {
    let near = run(true, true);
    let none = Past::default();
    let key = |past: &Past, version| {
        select(&near, past, Kind::Close, version, PushBy::None)["b"]
            .key
            .clone()
    };
    let first = key(&none, 1);
    assert_eq!(first, key(&none, 1), "from run to run the same");
    assert_ne!(first, key(&none, 2), "another text is another message");
    let pending = past(&[("b", Kind::Close, 1, State::Draft)]);
    let waits = select(&near, &pending, Kind::Close, 1, PushBy::None);
    assert_eq!(
        waits["b"].way,
        Way::Left(Leaving::Notified),
        "a draft waits already"
    );
    assert_eq!(first, key(&pending, 1));
    // What failed or was cancelled may be tried again, as another message.
    for end in [State::Failed, State::Cancelled] {
        let failed = past(&[("b", Kind::Close, 1, end)]);
        let again = select(&near, &failed, Kind::Close, 1, PushBy::None);
        assert_eq!(again["b"].way, Way::Sms);
        assert_ne!(again["b"].key, first);
    }
}

#[test]
fn an_app_goes_before_a_phone_by_its_latest_address() {
    let far = run(false, true);
    let none = Past::default();
    let by_push = select(&far, &none, Kind::Indirect, 1, PushBy::Fcm);
    assert_eq!(
        (by_push["c"].way, by_push["c"].address.as_str()),
        (Way::Push, "NEW")
    );
    assert_eq!(
        (by_push["d"].way, by_push["d"].address.as_str()),
        (Way::Sms, "+84911000004")
    );
    let by_sms = select(&far, &none, Kind::Indirect, 1, PushBy::None);
    assert_eq!(by_sms["c"].way, Way::Sms);
    let mut out = Past::default();
    out.opted_out.insert("+84911000004".into());
    let left = select(&far, &out, Kind::Indirect, 1, PushBy::None);
    assert_eq!(left["d"].way, Way::Left(Leaving::OptedOut));
}
