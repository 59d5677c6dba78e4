//! Messages a second to a gateway that answers at once: the outbox on the disk, against the same requests by the same
//! client without one (the floor), and against a sender that keeps its outbox in a plain `SQLite` file, one transaction a
//! message and state, as such programs are mostly written (the peer).
//!
//! `cargo bench --bench outbox [-- MESSAGES]`

#![allow(
    missing_docs,
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout
)]

#[allow(dead_code)]
#[path = "../tests/cli/gateway.rs"]
mod gateway;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use gateway::{Faults, Gateway};
use truyvet::job::{Cancel, Progress};
use truyvet::notify::transport::{Outgoing, Transport as _, kannel::Kannel};
use truyvet::notify::{Channel, Criteria, Kind, Language, Notice, Recipient, Settings, SmsBy, Way};
use truyvet::session::post::{Order, push};
use truyvet::session::{Shared, locked};
use truyvet::store::outbox::NewBatch;
use truyvet::store::{Cost, NewFile, Opening, Role, Store};

const ROUNDS: usize = 3;

fn settings(gateway: &Gateway) -> Settings {
    Settings {
        authority_vi: "SYT Hà Nội".into(),
        authority_en: "Hanoi Health Dept".into(),
        hotline: "19009095".into(),
        sms: SmsBy::Kannel,
        kannel_url: gateway.url(),
        rate: 0,
        connections: 8,
        quiet: (0, 0),
        ..Settings::default()
    }
}

/// An investigation file with an approved batch of so many messages.
fn file(folder: &std::path::Path, many: usize, settings: &Settings) -> Shared {
    let path = folder.join(format!("{}.truyvet", rand::random::<u32>()));
    let new = NewFile {
        passphrase: "mật khẩu của An".to_owned().into(),
        name: "An".into(),
        title: "x".into(),
        case_number: "1".into(),
        purpose: "bench".into(),
        cost: Cost::LEAST,
        spare: None,
    };
    let (progress, cancel) = (Progress::new(), Cancel::new());
    let memory = Store::in_memory().unwrap();
    let mut store = memory.save(&path, &new, &[], &progress, &cancel).unwrap();
    let other = "mật khẩu của Bình";
    store.add_user("Bình", Role::Approver, other).unwrap();
    let recipients: Vec<Recipient> = (0..many)
        .map(|n| Recipient {
            person: n as u32,
            who: format!("{n:032x}"),
            tier: 1,
            day: Some(1_629_079_200),
            until: Some(1_630_288_800),
            way: Way::Sms,
            address: format!("+84{:09}", 900_000_000 + n),
            guardian: false,
            registered: true,
            raised: false,
            key: format!("{n:032x}"),
        })
        .collect();
    let id = store
        .draft(&NewBatch {
            notice: &Notice::builtin(Kind::Close),
            settings,
            language: Language::Vi,
            unaccented: false,
            criteria: &Criteria::default(),
            run: (1, String::new()),
            recipients: &recipients,
            ids: &|r| format!("p{}", r.person),
        })
        .unwrap();
    store.close().unwrap();
    let opening = Opening {
        passphrase: other.to_owned().into(),
        case_number: String::new(),
        purpose: "bench".into(),
        read_only: false,
        spare: None,
    };
    let mut store = Store::open(&path, &opening).unwrap();
    store.approve_batch(id, None).unwrap();
    Arc::new(Mutex::new(store))
}

fn outbox(folder: &std::path::Path, many: usize) -> (f64, u64) {
    let gateway = Gateway::new(Faults::default(), 1, Duration::ZERO);
    let settings = settings(&gateway);
    let store = file(folder, many, &settings);
    let start = Instant::now();
    let sent = push(
        &store,
        &settings,
        &Order::default(),
        &Progress::new(),
        &Cancel::new(),
    )
    .unwrap();
    let seconds = start.elapsed().as_secs_f64();
    assert_eq!(sent.accepted, many as u64);
    locked(&store).leave().unwrap();
    (seconds, sent.accepted)
}

/// All messages of an outbox, taken out before the clock starts.
fn messages(folder: &std::path::Path, many: usize, settings: &Settings) -> Vec<Outgoing> {
    let store = file(folder, many, settings);
    let all = locked(&store)
        .claim(1, Channel::Sms, many, i64::MAX / 4)
        .unwrap();
    locked(&store).leave().unwrap();
    all
}

/// Each of eight threads sends its share; `around` is done before and after each message.
fn send(all: &[Outgoing], settings: &Settings, around: &(dyn Fn(&Outgoing, bool) + Sync)) -> f64 {
    let kannel = Kannel::new(settings).unwrap();
    let start = Instant::now();
    std::thread::scope(|scope| {
        for part in all.chunks(all.len().div_ceil(8)) {
            let kannel = &kannel;
            scope.spawn(move || {
                for message in part {
                    around(message, false);
                    kannel.send(std::slice::from_ref(message));
                    around(message, true);
                }
            });
        }
    });
    start.elapsed().as_secs_f64()
}

fn floor(folder: &std::path::Path, many: usize) -> f64 {
    let gateway = Gateway::new(Faults::default(), 1, Duration::ZERO);
    let settings = settings(&gateway);
    send(&messages(folder, many, &settings), &settings, &|_, _| {})
}

fn peer(folder: &std::path::Path, many: usize) -> f64 {
    let gateway = Gateway::new(Faults::default(), 1, Duration::ZERO);
    let settings = settings(&gateway);
    let all = messages(folder, many, &settings);
    let db =
        rusqlite::Connection::open(folder.join(format!("{}.db", rand::random::<u32>()))).unwrap();
    db.pragma_update(None, "synchronous", "FULL").unwrap();
    db.execute_batch("CREATE TABLE outbox (key TEXT PRIMARY KEY, state TEXT)")
        .unwrap();
    db.execute_batch("BEGIN").unwrap();
    for message in &all {
        db.execute("INSERT INTO outbox VALUES (?1, 'approved')", [&message.key])
            .unwrap();
    }
    db.execute_batch("COMMIT").unwrap();
    let db = Mutex::new(db);
    send(&all, &settings, &|message, after| {
        let state = if after { "accepted" } else { "sending" };
        let db = db.lock().unwrap();
        db.execute(
            "UPDATE outbox SET state = ?2 WHERE key = ?1",
            [message.key.as_str(), state],
        )
        .unwrap();
    })
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

fn main() {
    let given = std::env::args()
        .filter_map(|a| a.parse::<usize>().ok())
        .next();
    let many = given.unwrap_or(20_000);
    let folder = tempfile::tempdir().unwrap();
    let (mut own, mut bare, mut other) = (Vec::new(), Vec::new(), Vec::new());
    // The peer's disk is waited for twice a message: a tenth of them tells its pace.
    let few = (many / 10).max(100);
    for _ in 0..ROUNDS {
        own.push(many as f64 / outbox(folder.path(), many).0);
        bare.push(many as f64 / floor(folder.path(), many));
        other.push(few as f64 / peer(folder.path(), few));
    }
    println!("{many} messages, 8 connections, medians of {ROUNDS}");
    println!("{:<46}{:>12}", "", "messages/s");
    for (name, rates) in [
        ("outbox in the investigation file", own),
        ("the same requests without an outbox (floor)", bare),
        ("plain SQLite, one transaction a state (peer)", other),
    ] {
        println!("{name:<46}{:>12.0}", median(rates));
    }
}
