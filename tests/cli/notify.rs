//! Notices on the command line: drafted, approved by another, sent, accounted for; look-ups.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::gateway::{Faults, Gateway};
use crate::{Desk, Ran};

/// A file with its drafter An (who made it, and manages) and its approver Bình.
pub struct Post(pub Desk);

impl Post {
    /// F0 `f0` meets so many others at a café; each has a phone of their own.
    pub fn of(many: usize) -> Self {
        let mut visits =
            "person_id,place_id,check_in,check_out\nf0,x,2021-08-02T08:00,2021-08-02T09:00\n"
                .to_owned();
        let mut people = "person_id,full_name,birth_date,cccd,phone,district,household_id\n\
                          f0,Lê Văn Không,1980-01-01,001080000001,0911000001,Đống Đa,h0\n"
            .to_owned();
        for n in 0..many {
            visits.push_str(&format!("p{n:06},x,2021-08-02T08:30,2021-08-02T09:30\n"));
            people.push_str(&format!(
                "p{n:06},Trần Thị Số {n:06},1985-03-0{},001185{n:06},09{:08},{},h{n}\n",
                n % 9 + 1,
                20_000_000 + n,
                ["Thanh Xuân", "Đống Đa"][n % 2],
            ));
        }
        Self::with(&[
            ("in/visits.csv", &visits),
            ("in/people.csv", &people),
            (
                "in/places.csv",
                "place_id,name,category\nx,Quán Hoa Sữa,cafe\n",
            ),
            ("in/cases.csv", "person_id,onset\nf0,2021-08-03\n"),
        ])
    }

    pub fn with(files: &[(&str, &str)]) -> Self {
        let desk = Desk::new(files);
        desk.put("an", "mật khẩu của An".as_bytes());
        desk.put("binh", "mật khẩu của Bình".as_bytes());
        for folder in ["home", "tmp", "config"] {
            std::fs::create_dir(desk.path(folder)).unwrap();
        }
        let post = Self(desk);
        let saved =
            "save in --out a.truyvet --case HN-7 --key-cost least --name An --households off";
        post.by("an", &saved.split(' ').collect::<Vec<_>>()).ok();
        let user = "user add a.truyvet --name Bình --role approver --new-passphrase-file binh";
        post.by("an", &user.split(' ').collect::<Vec<_>>()).ok();
        post.set(&[
            "authority_vi=TTYT Thanh Xuân",
            "authority_en=Thanh Xuan Health Centre",
            "hotline=1900 9095",
            "quiet_from=0",
            "quiet_to=0",
        ]);
        post
    }

    pub fn command(&self, who: &str, arguments: &[&str]) -> Command {
        let mut command = self.0.apart(arguments);
        command.args(["--passphrase-file", who, "--purpose", "thử", "--lang", "en"]);
        command
    }

    pub fn by(&self, who: &str, arguments: &[&str]) -> Ran {
        Ran::of(&mut self.command(who, arguments))
    }

    /// `notify` on the file, as JSON.
    #[track_caller]
    pub fn notify(&self, who: &str, arguments: &str) -> Value {
        let ran = self.tried(who, arguments).ok();
        ran.json()
    }

    pub fn tried(&self, who: &str, arguments: &str) -> Ran {
        let mut all = vec!["notify"];
        let mut words = arguments.split(' ');
        all.extend(words.next());
        all.push("a.truyvet");
        all.extend(words);
        all.push("--json");
        self.by(who, &all)
    }

    pub fn set(&self, pairs: &[&str]) {
        let mut all = vec!["notify", "gateway", "a.truyvet"];
        for pair in pairs {
            all.extend(["--set", pair]);
        }
        self.by("an", &all).ok();
    }

    /// Sends through a gateway from now on; receipts come to a port that is free now.
    pub fn through(&self, url: &str) -> u16 {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        self.set(&[
            "sms=kannel",
            &format!("kannel_url={url}"),
            &format!("listen=127.0.0.1:{port}"),
            &format!("receipts_url=http://127.0.0.1:{port}"),
            "kannel_user=tester",
            "rate=0",
            "backoff=0",
            "timeout=1",
        ]);
        self.0.put("secret", b"foobar\n");
        let secret = [
            "notify",
            "gateway",
            "a.truyvet",
            "--secret",
            "kannel_password=secret",
        ];
        self.by("an", &secret).ok();
        port
    }

    /// The delivery log of a batch, by key.
    pub fn log(&self, batch: i64) -> BTreeMap<String, BTreeMap<String, String>> {
        self.notify("an", &format!("status --batch {batch} --log log.csv"));
        let bytes = std::fs::read(self.0.path("log.csv")).unwrap();
        let mut rows = csv::Reader::from_reader(bytes.as_slice());
        let head = rows.headers().unwrap().clone();
        rows.records()
            .map(|row| {
                let row = row.unwrap();
                let cells = head.iter().zip(row.iter());
                let cells = cells.map(|(h, c)| (h.to_owned(), c.to_owned()));
                (row[0].to_owned(), cells.collect())
            })
            .collect()
    }
}

#[test]
fn from_a_draft_to_a_phone() {
    let post = Post::of(5);
    let gateway = Gateway::new(
        Faults {
            receipts: true,
            ..Faults::default()
        },
        1,
        Duration::ZERO,
    );
    post.through(&gateway.url());
    let dry = post.notify("an", "draft close --dry-run list.csv");
    assert_eq!(
        (&dry["batch"], &dry["ways"]["sms"]),
        (&Value::Null, &5.into())
    );
    let list = post.0.read("list.csv");
    assert_eq!(list.lines().count(), 6);
    assert!(
        !list.contains("Trần") && !list.contains("0920000001"),
        "{list}"
    );
    let drafted = post.notify("an", "draft close");
    assert_eq!(drafted["batch"], 1);
    // Nothing leaves before another has approved.
    assert_eq!(post.notify("an", "push --no-wait")["left"], 0);
    let own = post.tried("an", "approve 1");
    assert_eq!(own.code, 1);
    assert!(own.err.contains("Whoever drafted a batch"), "{}", own.err);
    assert_eq!(gateway.requests.load(Ordering::Relaxed), 0);
    assert_eq!(post.notify("binh", "review 1")["reviewed_by"], "Bình");
    assert_eq!(post.notify("binh", "approve 1")["stage"], "approved");
    let sent = post.notify("an", "push --listen --linger 1");
    assert_eq!((&sent["accepted"], &sent["left"]), (&5.into(), &0.into()));
    let book = gateway.book.lock().unwrap().clone();
    assert_eq!(book.len(), 5);
    for message in book.values() {
        assert_eq!(message.taken, 1);
        assert!(message.to.starts_with("+8492000000"), "{}", message.to);
        let text = &message.text;
        assert!(
            text.starts_with(
                "TTYT Thanh Xuân: Anh/chị đã tiếp xúc gần (F1) với ca COVID-19 ngày 02/08/2021."
            ),
            "{text}"
        );
        assert!(
            text.contains("đến hết 16/08/2021") && text.contains("1900 9095"),
            "{text}"
        );
        for never in ["Trần", "Hoa Sữa", "Không", "001"] {
            assert!(!text.contains(never), "{never} in {text}");
        }
    }
    let log = post.log(1);
    assert!(log.values().all(|m| m["state"] == "delivered"), "{log:?}");
    // A code leads to its message, and to nobody's name.
    let code = log.values().next().unwrap()["code"].clone();
    let found = post.notify("an", &format!("status --code {}", code.to_lowercase()));
    assert_eq!(
        (&found["batch"], &found["state"]),
        (&1.into(), &"delivered".into())
    );
    // A new run sends nothing twice.
    let again = post.tried("an", "draft close");
    assert!(again.err.contains("Nobody is left"), "{}", again.err);
    let again = post.notify("an", "draft close --dry-run list.csv");
    assert_eq!(again["ways"], serde_json::json!({ "notified": 5 }));
    let forced = post.tried("an", "draft close --keep-notified");
    assert!(
        forced.err.contains("Nobody is left"),
        "the same message is not there twice: {}",
        forced.err
    );
}

#[test]
fn who_is_listed_apart() {
    let post = Post::with(&[
        (
            "in/visits.csv",
            "person_id,place_id,check_in,check_out\n\
             f0,x,2021-08-02T08:00,2021-08-02T09:00\n\
             child,x,2021-08-02T08:00,2021-08-02T09:00\n\
             orphan,x,2021-08-02T08:00,2021-08-02T09:00\n\
             nobody,x,2021-08-02T08:00,2021-08-02T09:00\n\
             bad,x,2021-08-02T08:00,2021-08-02T09:00\n\
             one,x,2021-08-02T08:00,2021-08-02T09:00\n\
             two,x,2021-08-02T08:00,2021-08-02T09:00\n\
             out,x,2021-08-02T08:00,2021-08-02T09:00\n\
             both,x,2021-08-02T08:00,2021-08-02T09:00\n",
        ),
        (
            "in/people.csv",
            "person_id,full_name,birth_date,cccd,phone,district,household_id\n\
             f0,F Không,1980-01-01,001080000001,0911000001,Đống Đa,h0\n\
             child,Bé Một,2015-05-05,001215000002,,Đống Đa,h1\n\
             mother,Mẹ Một,1985-05-05,001185000003,0911000003,Đống Đa,h1\n\
             orphan,Bé Hai,2015-05-05,001215000004,0911000004,Đống Đa,h2\n\
             nobody,Người Ba,1985-05-05,001185000005,,Đống Đa,h3\n\
             bad,Người Bốn,1985-05-05,001185000006,024 3333 4444,Đống Đa,h4\n\
             one,Người Năm,1985-05-05,001185000007,0911000007,Đống Đa,h5\n\
             two,Người Sáu,1985-05-05,001185000008,0911 000 007,Đống Đa,h6\n\
             out,Người Bảy,1985-05-05,001185000009,0911000009,Đống Đa,h7\n\
             both,Người Tám,1985-05-05,001185000010,0911000010,Đống Đa,h8\n",
        ),
        (
            "in/khai.csv",
            "passport,fullName,birthYear,phone,showSignal,showDate\n\
             001185000005,Người Ba,1985,0911000015,2,03/08/2021\n\
             001185000010,Người Tám,1985,0911000099,2,03/08/2021\n",
        ),
        (
            "in/places.csv",
            "place_id,name,category\nx,Quán Hoa Sữa,cafe\n",
        ),
        ("in/cases.csv", "person_id,onset\nf0,2021-08-03\n"),
    ]);
    post.0.put("list", b"0911000009\n");
    post.notify("an", "opt-out list");
    let told = post.notify("an", "draft close --dry-run list.csv");
    let ways = serde_json::json!({
        "sms": 3, "no-guardian": 1, "bad-phone": 1, "shared-phone": 2, "opted-out": 1
    });
    // `nobody` is reached by the phone that was only declared; `both` by the register's.
    assert_eq!(told["ways"], ways, "{}", post.0.read("list.csv"));
    assert_eq!(told["people"], 8);
    assert_eq!(
        (&told["guardians"], &told["declared_phones"]),
        (&1.into(), &1.into())
    );
    let more = post.notify(
        "an",
        "draft close --message-shared --keep-opted-out --dry-run list.csv",
    );
    assert_eq!(more["ways"]["sms"], 6);
    // Districts, dates and places narrow it down.
    for (arguments, count) in [
        ("--place x", 8),
        ("--from 2021-08-03", 0),
        ("--to 2021-08-02", 8),
        ("--closeness close", 0),
        ("--closeness probable", 8),
        ("--tiers 2", 0),
    ] {
        let told = post.notify("an", &format!("draft close --dry-run list.csv {arguments}"));
        assert_eq!(told["people"], count, "{arguments}");
    }
    for misspelt in ["--district Nowhere", "--place y"] {
        let ran = post.tried("an", &format!("draft close --dry-run list.csv {misspelt}"));
        assert_eq!(ran.code, 2, "{ran:?}");
    }
    post.notify("an", "draft close");
    post.notify("binh", "approve 1");
    let why = [
        "notify",
        "status",
        "a.truyvet",
        "--batch",
        "1",
        "--call-list",
        "calls.csv",
        "--why",
        "gọi",
    ];
    post.by("an", &why).ok();
    let calls = post.0.read("calls.csv");
    assert_eq!(calls.lines().count(), 5, "{calls}");
    assert!(
        calls.contains("Người Bốn") && calls.contains("024 3333 4444"),
        "{calls}"
    );
}

#[test]
fn quiet_hours_stop_and_cancel() {
    let post = Post::of(3);
    let gateway = Gateway::new(Faults::default(), 1, Duration::ZERO);
    post.through(&gateway.url());
    // All day, but for a minute that is never now.
    post.set(&["quiet_from=0", "quiet_to=24"]);
    post.notify("an", "draft close");
    post.notify("binh", "approve 1");
    let quiet = post.notify("an", "push --no-wait");
    assert!(quiet["quiet_until"].is_i64(), "{quiet}");
    assert_eq!(quiet["left"], 3);
    post.set(&["quiet_from=0", "quiet_to=0"]);
    post.notify("an", "stop 1");
    assert_eq!(post.notify("an", "push --no-wait")["left"], 0);
    post.notify("an", "cancel 1");
    let status = post.notify("an", "status --batch 1");
    assert_eq!(status["batches"][0]["states"]["sms"]["cancelled"], 3);
    assert_eq!(gateway.book.lock().unwrap().len(), 0);
    // Cancelled is not told: a new draft takes them up again; it is urgent, and goes at any hour.
    post.set(&["quiet_from=0", "quiet_to=24"]);
    post.notify("an", "draft close");
    let urgent = [
        "notify",
        "approve",
        "a.truyvet",
        "2",
        "--urgent",
        "ổ dịch lớn",
    ];
    post.by("binh", &urgent).ok();
    assert_eq!(post.notify("an", "push --no-wait")["accepted"], 3);
}

#[test]
fn words_that_may_not_go_are_not_drafted() {
    let post = Post::of(2);
    let shown = post
        .by("an", &["notify", "notice", "a.truyvet", "close"])
        .ok()
        .out;
    for (bad, why) in [
        ("tại Quán Hoa Sữa", "A place of the investigation"),
        ("do Lê Văn Không", "A person of the investigation"),
        ("do le van khong", "A person of the investigation"),
        ("số 001080000001", "A long number"),
        ("vì dương tính", "somebody's health"),
    ] {
        post.0.put(
            "text.toml",
            shown
                .replace("Đề nghị ở", &format!("Đã tiếp xúc {bad}. Đề nghị ở"))
                .as_bytes(),
        );
        post.by(
            "an",
            &[
                "notify",
                "notice",
                "a.truyvet",
                "close",
                "--text",
                "text.toml",
            ],
        )
        .ok();
        let refused = post.tried("an", "draft close");
        assert_eq!(refused.code, 1);
        assert!(refused.err.contains(why), "{bad}: {}", refused.err);
    }
    post.by("an", &["notify", "notice", "a.truyvet", "close", "--reset"])
        .ok();
    post.notify("an", "draft close");
}

#[test]
fn a_package_for_a_connected_machine() {
    let post = Post::of(4);
    post.notify("an", "draft close --unaccented");
    post.notify("binh", "approve 1");
    let packed = post.notify("an", "pack 1 --out out");
    assert_eq!(packed["messages"], 4);
    let key = packed["key"].as_str().unwrap().to_owned();
    let file = packed["files"][0].as_str().unwrap().to_owned();
    assert_eq!(
        post.notify("an", "pack 1 --out out")["messages"],
        0,
        "not twice"
    );
    // The connected machine has an investigation file of its own.
    let other = Post::of(1);
    let gateway = Gateway::new(
        Faults {
            receipts: true,
            ..Faults::default()
        },
        1,
        Duration::ZERO,
    );
    other.through(&gateway.url());
    let package = post.0.path(&file);
    let take = || {
        let path = package.to_str().unwrap();
        other.by("an", &["notify", "take", "a.truyvet", path, "--json"])
    };
    let wrong = take();
    assert!(
        wrong.code == 1 && wrong.err.contains("is not trusted here"),
        "{}",
        wrong.err
    );
    other.set(&[&format!("trusted_keys={key}")]);
    assert_eq!(take().ok().json()["messages"], 4);
    assert!(take().err.contains("Nobody is left"));
    assert_eq!(
        other.notify("an", "push --listen --linger 1")["accepted"],
        4
    );
    assert!(
        gateway
            .book
            .lock()
            .unwrap()
            .values()
            .all(|m| m.text.is_ascii())
    );
    other.log(1);
    let log = std::fs::read(other.0.path("log.csv")).unwrap();
    let text = String::from_utf8(log.clone()).unwrap();
    assert!(text.contains(",F1,sms,"), "{text}");
    // What was lost on the way is written once more, and taken only once.
    assert_eq!(
        post.notify("an", "pack 1 --out again --again")["messages"],
        4
    );
    post.0.put("receipts.csv", &log);
    let read = post.notify("an", "receipts receipts.csv");
    assert_eq!((&read["read"], &read["known"]), (&4.into(), &4.into()));
    let status = post.notify("an", "status --batch 1");
    assert_eq!(status["batches"][0]["states"]["sms"]["delivered"], 4);
}

#[test]
fn apps_get_a_bluezone_shaped_file() {
    let visits = "person_id,place_id,check_in,check_out\n\
                  f0,x,2021-08-02T08:00,2021-08-02T09:00\n\
                  app,x,2021-08-02T08:00,2021-08-02T09:00\n\
                  phone,x,2021-08-02T08:00,2021-08-02T09:00\n";
    let people = "person_id,full_name,cccd,phone\n\
                  f0,F Không,001080000001,0911000001\n\
                  app,Người Một,001185000002,0911000002\n\
                  phone,Người Hai,001185000003,0911000003\n";
    let post = Post::with(&[
        ("in/visits.csv", visits),
        ("in/people.csv", people),
        (
            "in/registrations.csv",
            "person_id,app,push_token,last_seen\napp,Bluezone,TOKEN-1,2021-08-01\n",
        ),
        (
            "in/places.csv",
            "place_id,name,category\nx,Quán Hoa Sữa,cafe\n",
        ),
        ("in/cases.csv", "person_id,onset\nf0,2021-08-03\n"),
    ]);
    post.set(&["push=bluezone"]);
    let drafted = post.notify("an", "draft close");
    assert_eq!(drafted["ways"], serde_json::json!({ "push": 1, "sms": 1 }));
    post.notify("binh", "approve 1");
    let packed = post.notify("an", "pack 1 --out out");
    assert_eq!(packed["messages"], 2);
    let files = packed["files"].as_array().unwrap();
    let file = files
        .iter()
        .map(|f| f.as_str().unwrap())
        .find(|f| f.contains("push"))
        .unwrap();
    let all: Value = serde_json::from_str(&post.0.read(file)).unwrap();
    let one = &all["messages"][0];
    assert_eq!(one["to"], "TOKEN-1");
    let notice = one["notice"].as_object().unwrap();
    let shape = [
        "_group",
        "bigText",
        "bigTextEn",
        "data",
        "level",
        "text",
        "textEn",
        "timestamp",
        "title",
        "titleEn",
    ];
    let mut keys: Vec<&str> = notice.keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, shape);
    assert_eq!(
        (&notice["level"], &notice["title"]),
        (&1.into(), &"Thông báo tiếp xúc gần (F1)".into())
    );
    let status = post.notify("an", "status --batch 1");
    assert_eq!(status["batches"][0]["states"]["push"]["accepted"], 1);
}

#[test]
fn look_ups_tell_only_whom_they_concern() {
    let post = Post::of(3);
    post.0.put(
        "questions.csv",
        "id,phone,text\n\
         1,0920000001,TC 001185000001\n\
         2,+84920000001,tc 001185000002\n\
         3,0920000001,TC 001199999999\n\
         4,0933333333,TC 001185000001\n\
         5,0920000001,xin chào\n\
         6,0920000001,TC 001185000001\n\
         7,0920000001,TC 001185000001\n"
            .as_bytes(),
    );
    let answers = |questions: &str| -> Vec<String> {
        post.notify("an", &format!("answer {questions} --out answers.csv"));
        let text = post.0.read("answers.csv");
        text.lines().skip(1).map(str::to_owned).collect()
    };
    let told = answers("questions.csv");
    assert!(
        told[0].contains("Đã đăng ký công dân. Chưa có khai báo."),
        "{told:?}"
    );
    let miss = told[1].split_once(',').unwrap().1;
    assert!(miss.contains("citizen does not exist"));
    for n in [2, 3, 4] {
        assert_eq!(
            told[n].split_once(',').unwrap().1,
            miss,
            "every miss reads the same"
        );
    }
    assert!(told[5].contains("Đã đăng ký") || told[5].contains(miss));
    assert_eq!(told[6], "7,", "asked too often: nothing");
    post.0.put(
        "portal.csv",
        b"id,account,purpose\n1,001185000002,own record\n2,001185000002,\n3,001080999999,own record\n",
    );
    let told = answers("portal.csv");
    assert!(told[0].contains("Đã đăng ký"), "{told:?}");
    assert!(told[1].contains(miss) && told[2].contains(miss), "{told:?}");
    let log = post
        .by("an", &["audit", "show", "a.truyvet", "--json"])
        .ok()
        .json();
    let log = log["entries"].as_array().unwrap();
    let looked: Vec<&Value> = log.iter().filter(|e| e["action"] == "lookup").collect();
    assert_eq!(looked.len(), 9, "each but the one too many is on record");
    assert!(
        looked
            .iter()
            .all(|e| e["object"].as_str().unwrap().contains('•')),
        "{looked:?}"
    );
}

/// Names, numbers and phones stand in the messages' addresses and in the lists asked for, and nowhere else: no file, no word
/// on the screen, no address of a request.
#[test]
fn no_canary_leaves_by_a_notice() {
    let many = 300;
    let post = Post::of(many);
    let faults = Faults {
        receipts: true,
        undelivered: 2_000,
        ..Faults::default()
    };
    let gateway = Gateway::new(faults, 3, Duration::ZERO);
    post.through(&gateway.url());
    std::fs::create_dir(post.0.path("asked")).unwrap();
    post.0.put(
        "in/q.csv",
        b"id,phone,text\n1,0920000001,TC 001185000001\n2,0920000002,TC 001185000001\n",
    );
    post.0.put("in/o.csv", b"0920000007\n001185000008\n");
    let mut said = String::new();
    for (who, arguments) in [
        ("an", "draft close --dry-run list.csv"),
        ("an", "opt-out in/o.csv"),
        ("an", "draft close"),
        ("an", "approve 1"),
        ("binh", "approve 1"),
        ("an", "push --listen --linger 1"),
        ("an", "status --batch 1 --log log.csv"),
        ("an", "status --batch 1 --call-list asked/calls.csv --why x"),
        ("an", "answer in/q.csv --out answers.csv"),
        ("an", "status --code AAA-000"),
        ("an", "draft close --keep-notified"),
        ("an", "gateway"),
        ("an", "receipts in/q.csv"),
    ] {
        let ran = post.tried(who, arguments);
        said.push_str(&ran.out);
        said.push_str(&ran.err);
    }
    said.push_str(&post.by("an", &["audit", "show", "a.truyvet"]).ok().out);
    let mut canaries = vec!["foobar".to_owned()];
    for n in 0..many {
        canaries.extend([
            format!("Trần Thị Số {n:06}"),
            format!("001185{n:06}"),
            format!("09{:08}", 20_000_000 + n),
            format!("+849{:08}", 20_000_000 + n),
        ]);
    }
    let mut files = Vec::new();
    crate::file::files_below(post.0.folder.path(), &mut files);
    let asked = ["in", "asked", "secret"].map(|f| post.0.path(f));
    let mut looked = 0;
    for path in files
        .iter()
        .filter(|p| !asked.iter().any(|a| p.starts_with(a)))
    {
        looked += 1;
        let bytes = std::fs::read(path).unwrap();
        for canary in &canaries {
            let found = memchr::memmem::find(&bytes, canary.as_bytes()).is_some();
            assert!(!found, "in {}", path.display());
        }
    }
    assert!(looked >= 5, "{files:?}");
    for canary in &canaries {
        assert!(!said.contains(canary), "{canary} on the screen");
    }
    for message in gateway.book.lock().unwrap().values() {
        assert!(
            canaries.iter().all(|c| !message.text.contains(c)),
            "{}",
            message.text
        );
        assert!(
            canaries.iter().all(|c| !message.url.contains(c)),
            "{}",
            message.url
        );
    }
}

#[test]
fn a_copy_sends_nothing_again() {
    let post = Post::of(3);
    let gateway = Gateway::new(Faults::default(), 1, Duration::ZERO);
    post.through(&gateway.url());
    post.notify("an", "draft close");
    post.notify("binh", "approve 1");
    let copy = ["backup", "a.truyvet", "--out", "b.truyvet"];
    post.by("an", &copy).ok();
    assert_eq!(post.notify("an", "push --no-wait")["accepted"], 3);
    let sms = |post: &Post| {
        let status = post.notify("an", "status --batch 1");
        status["batches"][0]["states"]["sms"].clone()
    };
    // Put back: what the file that it replaces knows better is known still.
    let back = ["restore", "b.truyvet", "--out", "a.truyvet", "--replace"];
    post.by("an", &back).ok();
    assert_eq!(sms(&post), serde_json::json!({ "accepted": 3 }));
    let keys: Vec<String> = post.log(1).into_keys().collect();
    let receipts = format!("id,state\n{},delivered\n", keys.join(",delivered\n"));
    post.0.put("receipts.csv", receipts.as_bytes());
    post.notify("an", "receipts receipts.csv");
    assert_eq!(sms(&post), serde_json::json!({ "delivered": 3 }));
    // Used in its stead: nobody knows, and nothing is sent.
    std::fs::copy(post.0.path("b.truyvet"), post.0.path("a.truyvet")).unwrap();
    assert_eq!(sms(&post), serde_json::json!({ "unknown": 3 }));
    assert_eq!(post.notify("an", "push --no-wait")["accepted"], 0);
    let again = post.tried("an", "draft close");
    assert!(again.err.contains("Nobody is left"), "{}", again.err);
    let book = gateway.book.lock().unwrap().clone();
    assert!(book.len() == 3 && book.values().all(|m| m.taken == 1));
    // A receipt tells.
    post.notify("an", "receipts receipts.csv");
    assert_eq!(sms(&post), serde_json::json!({ "delivered": 3 }));
}

#[test]
fn many_who_want_no_messages_hold_up_nobody() {
    let post = Post::of(200);
    let gateway = Gateway::new(Faults::default(), 1, Duration::ZERO);
    post.through(&gateway.url());
    post.notify("an", "draft close");
    post.notify("binh", "approve 1");
    let keys = post.log(1);
    let all: Vec<String> = (1..=150).map(|n| format!("0920{n:06}")).collect();
    post.0.put("out.txt", all.join("\n").as_bytes());
    post.notify("an", "opt-out out.txt");
    let sent = post.notify("an", "push --no-wait");
    assert_eq!(
        (keys.len(), &sent["accepted"], &sent["left"]),
        (200, &50.into(), &0.into())
    );
    let status = post.notify("an", "status --batch 1");
    assert_eq!(status["batches"][0]["states"]["sms"]["cancelled"], 150);
}

#[test]
fn a_role_goes_no_further_on_the_command_line() {
    let post = Post::of(2);
    post.0.put("xem", "mật khẩu người xem".as_bytes());
    let user = "user add a.truyvet --name Xem --role viewer --new-passphrase-file xem";
    post.by("an", &user.split(' ').collect::<Vec<_>>()).ok();
    post.notify("an", "draft close");
    post.notify("binh", "approve 1");
    post.0.put("receipts.csv", b"id,state\n00,delivered\n");
    post.0.put(
        "questions.csv",
        b"id,phone,text\n1,0920000001,TC 001185000001\n",
    );
    for arguments in [
        "draft close --dry-run x.csv",
        "draft close",
        "review 1",
        "approve 1",
        "stop 1",
        "push --no-wait",
        "pack 1 --out x",
        "receipts receipts.csv",
        "status --batch 1 --log x.csv",
        "status --batch 1 --call-list x.csv --why x",
        "status --code K7Q-204",
        "listen --seconds 1",
        "answer questions.csv --out x.csv",
        "opt-out receipts.csv",
        "gateway --set rate=1",
        "resolve 1 failed --why x",
    ] {
        let ran = post.tried("xem", arguments);
        assert_eq!(ran.code, 1, "{arguments}: {ran:?}");
        assert!(ran.err.contains("role"), "{arguments}: {}", ran.err);
    }
    assert!(!post.0.path("x.csv").exists() && !post.0.path("x").exists());
}

/// What the history of a batch must be, whatever went wrong: checked against the gateway's own book.
fn check_history(post: &Post, gateway: &Gateway, many: usize) -> (usize, usize, usize) {
    let log = post.log(1);
    let book = gateway.book.lock().unwrap().clone();
    assert_eq!(log.len(), many, "no message is lost from the outbox");
    let (mut unknown, mut doubled, mut delivered) = (0, 0, 0);
    for (key, message) in &log {
        let state = message["state"].as_str();
        let history = &message["history"];
        let events = |name: &str| {
            history
                .split("; ")
                .filter(|e| e.split(' ').nth(1) == Some(name))
                .count()
        };
        let there = book.get(key);
        let taken = there.map_or(0, |m| m.taken as usize);
        assert!(
            matches!(
                state,
                "accepted" | "queued" | "delivered" | "failed" | "unknown"
            ),
            "{key} is left {state}: {history}"
        );
        if matches!(state, "accepted" | "queued" | "delivered") {
            assert!(
                taken > 0,
                "{key} is {state}, and the gateway never had it: {history}"
            );
        }
        if state == "unknown" {
            unknown += 1;
            assert!(events("lost") > 0, "{key}: {history}");
        }
        // Sent twice is explained by not having known, and somebody's word.
        assert!(
            taken <= 1 + events("again"),
            "{key} was taken {taken} times: {history}"
        );
        assert!(events("again") <= events("lost"), "{key}: {history}");
        doubled += usize::from(taken > 1);
        if let Some(there) = there {
            if there.acknowledged.contains(&1) {
                assert_eq!(
                    state, "delivered",
                    "{key}: a receipt was taken and forgotten: {history}"
                );
            }
            if state == "delivered" {
                delivered += 1;
                assert!(there.sent.contains(&1), "{key}: a phantom: {history}");
            }
            // Of an earlier attempt it says nothing of the later one.
            if there.acknowledged.contains(&2) && events("again") == 0 {
                assert!(matches!(state, "failed" | "delivered"), "{key}: {history}");
            }
        }
    }
    for key in book.keys() {
        assert!(
            log.contains_key(key),
            "the gateway has {key}, the outbox does not"
        );
    }
    (unknown, doubled, delivered)
}

/// The sender is killed at random moments, the gateway does everything a gateway does; nothing is lost, and nothing is
/// sent twice but what nobody knew of. `TRUYVET_LONG=1`: 100,000 messages.
#[test]
fn kills_of_the_sender_before_a_faulty_gateway() {
    let long = std::env::var_os("TRUYVET_LONG").is_some();
    let (many, most) = if long { (100_000, 200) } else { (3_000, 12) };
    let post = Post::of(many);
    let gateway = Gateway::new(Faults::ALL, 7, Duration::from_millis(1_300));
    post.through(&gateway.url());
    post.set(&["connections=8"]);
    post.notify("an", "draft close");
    post.notify("binh", "approve 1");
    let start = Instant::now();
    let mut kills = 0;
    let left = || {
        let status = post.notify("an", "status --batch 1");
        let sms = status["batches"][0]["states"]["sms"].clone();
        let of = |state: &str| sms[state].as_u64().unwrap_or(0);
        of("approved") + of("sending")
    };
    let mut seed = 99_u64;
    while kills < most {
        let mut push = post.command(
            "an",
            &["notify", "push", "a.truyvet", "--listen", "--linger", "1"],
        );
        push.stdout(Stdio::null()).stderr(Stdio::null());
        let mut push = push.spawn().unwrap();
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let wait = if long {
            700 + (seed >> 33) % 1_600
        } else {
            250 + (seed >> 33) % 600
        };
        let until = Instant::now() + Duration::from_millis(wait);
        while Instant::now() < until && push.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(5));
        }
        if push.try_wait().unwrap().is_some() {
            break;
        }
        push.kill().unwrap();
        push.wait().unwrap();
        kills += 1;
    }
    let settle = || {
        for _ in 0..if long { 120 } else { 40 } {
            post.notify(
                "an",
                if long {
                    "push --listen --linger 8"
                } else {
                    "push --listen --linger 2"
                },
            );
            if left() == 0 && gateway.pending.load(Ordering::Relaxed) == 0 {
                break;
            }
        }
    };
    settle();
    let (unknown, doubled, delivered) = check_history(&post, &gateway, many);
    assert_eq!(doubled, 0, "nothing is sent again by itself");
    // Somebody decides: a second one is better than none.
    let why = [
        "notify",
        "resolve",
        "a.truyvet",
        "1",
        "again",
        "--why",
        "cổng không trả lời",
    ];
    post.by("binh", &why).ok();
    settle();
    let (still, doubled, _) = check_history(&post, &gateway, many);
    let told = format!(
        "{many} messages, {kills} kills, {} requests, {:.0} s: {delivered} delivered, {unknown} unknown, then {still}; {doubled} twice\n",
        gateway.requests.load(Ordering::Relaxed),
        start.elapsed().as_secs_f64(),
    );
    // What a long run came to is kept beside the build.
    let _ = std::fs::write(
        std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("sender-kills.txt"),
        told,
    );
    assert!(delivered > many / 2);
}
