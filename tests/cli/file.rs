//! Investigation files on the command line.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::{Desk, Ran, sample};

const PASSPHRASE: &str = "một cụm mật khẩu dài";

/// A folder in which everything that the program may remember goes.
struct Home(Desk);

impl Home {
    fn new() -> Self {
        let desk = Desk::new(&[("pw", PASSPHRASE)]);
        for folder in ["home", "tmp", "config"] {
            std::fs::create_dir(desk.path(folder)).unwrap();
        }
        Self(desk)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        self.0.apart(arguments)
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(&mut self.command(arguments))
    }

    /// Runs with what opens a file.
    fn open(&self, arguments: &[&str]) -> Ran {
        let opened = [
            "--passphrase-file",
            "pw",
            "--purpose",
            "thử",
            "--lang",
            "en",
        ];
        self.run(&[arguments, &opened].concat())
    }

    fn save(&self, inputs: &[&str], file: &str) -> Ran {
        let rest = [
            "--out",
            file,
            "--case",
            "HN-31",
            "--key-cost",
            "least",
            "--name",
            "An",
        ];
        self.open(&[&["save"], inputs, &rest].concat())
    }
}

fn bytes(desk: &Desk, name: &str) -> Vec<u8> {
    std::fs::read(desk.path(name)).unwrap()
}

#[test]
fn a_run_is_repeated_from_the_file_alone_to_the_byte() {
    let home = Home::new();
    let sample = sample();
    let sample = sample.to_str().unwrap();
    home.save(&[sample, "--min-minutes", "15"], "a.truyvet")
        .ok();
    home.run(&["trace", sample, "--min-minutes", "15", "--out", "plain"])
        .ok();
    home.open(&["trace", "a.truyvet", "--out", "kept"]).ok();
    home.open(&["trace", "a.truyvet", "--out", "again", "--threads", "1"])
        .ok();
    for name in [
        "contacts.csv",
        "evidence.parquet",
        "links.csv",
        "cases.csv",
        "held.csv",
    ] {
        let plain = bytes(&home.0, &format!("plain/{name}"));
        assert_eq!(plain, bytes(&home.0, &format!("kept/{name}")), "{name}");
        assert_eq!(plain, bytes(&home.0, &format!("again/{name}")), "{name}");
    }
    let run: serde_json::Value = serde_json::from_slice(&bytes(&home.0, "kept/run.json")).unwrap();
    assert_eq!(run["changed"]["min_minutes"], 15);
    assert!(run["inputs"][0]["sha256"].as_str().unwrap().len() == 64);
    let head = run["audit"].as_str().unwrap();
    home.open(&["audit", "verify", "a.truyvet", "--head", head])
        .ok();
    // Other rules go before those that were kept.
    let other = home.open(&[
        "trace",
        "a.truyvet",
        "--out",
        "other",
        "--preset",
        "VN-2021-08",
        "--json",
    ]);
    assert_eq!(other.ok().json()["tiers"]["1"], 1_245);
    let why = home.open(&["why", "079085000001", "a.truyvet"]);
    assert!(why.code == 0 || why.err.contains("person"), "{why:?}");
}

#[test]
fn the_log_says_who_opened_it_and_what_left() {
    let home = Home::new();
    let sample = sample();
    home.save(&[sample.to_str().unwrap()], "a.truyvet").ok();
    home.open(&["trace", "a.truyvet", "--out", "out", "--with", "name,phone"])
        .ok();
    let log = home
        .open(&["audit", "show", "a.truyvet", "--json"])
        .ok()
        .json();
    let entries = &log["entries"].as_array().unwrap()[6..];
    let actions: Vec<&str> = entries
        .iter()
        .map(|e| e["action"].as_str().unwrap())
        .collect();
    assert_eq!(
        actions,
        [
            "create", "close", "open", "run", "export", "close", "open", "export"
        ]
    );
    let export = &entries[4];
    assert_eq!(export["detail"], "rows 1925, with name phone");
    assert_eq!(
        (&export["name"], &export["role"]),
        (&"An".into(), &"approver".into())
    );
    assert_eq!(entries[2]["reason"], "thử");
    assert_eq!(entries[2]["object"], "HN-31");
    let shown = home.open(&["audit", "show", "a.truyvet"]).ok();
    assert!(
        shown
            .out
            .contains("approver  Export  contacts.csv · thử · rows 1925"),
        "{}",
        shown.out
    );
    let other = "3-00000000000000000000";
    let broken = home.open(&["audit", "verify", "a.truyvet", "--head", other]);
    assert_eq!(broken.code, 1);
    assert!(broken.err.contains("NOT the one"), "{broken:?}");
    let cut = home.open(&[
        "audit",
        "verify",
        "a.truyvet",
        "--head",
        "999-00000000000000000000",
    ]);
    assert!(cut.err.contains("CUT OFF"), "{cut:?}");
    assert_eq!(
        home.open(&["audit", "verify", "a.truyvet", "--head", "x"])
            .code,
        2
    );
}

#[test]
fn what_is_refused_says_why() {
    let home = Home::new();
    let sample = sample();
    let sample = sample.to_str().unwrap();
    home.save(&[sample], "a.truyvet").ok();
    assert_eq!(home.save(&[sample], "a.truyvet").code, 1, "it is there");
    home.save(&[sample, "--replace"], "a.truyvet").ok();
    assert_eq!(home.save(&[sample], "a.zip").code, 2);
    home.0.put("wrong", b"a wrong passphrase");
    let wrong = [
        "trace",
        "a.truyvet",
        "--out",
        "o",
        "--passphrase-file",
        "wrong",
        "--purpose",
        "x",
        "--lang",
        "vi",
    ];
    let wrong = home.run(&wrong);
    assert_eq!((wrong.code, wrong.err.lines().count()), (1, 1), "{wrong:?}");
    assert!(wrong.err.contains("mật khẩu"));
    let no_purpose = home.run(&[
        "trace",
        "a.truyvet",
        "--out",
        "o",
        "--passphrase-file",
        "pw",
    ]);
    assert_eq!(no_purpose.code, 2, "{no_purpose:?}");
    let both = home.open(&["trace", "a.truyvet", sample, "--out", "o"]);
    assert_eq!(both.code, 2);
    home.0.put("b.truyvet", b"no investigation at all");
    let foreign = home.open(&["audit", "verify", "b.truyvet"]);
    assert!(foreign.err.contains("no investigation file"), "{foreign:?}");
    assert_eq!(home.0.list("o"), Vec::<String>::new());
    // A passphrase is asked for in a terminal; there is none here.
    let asked = home
        .command(&["audit", "verify", "a.truyvet", "--purpose", "x"])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(!asked.status.success());
}

#[test]
fn backup_restore_and_purge() {
    let home = Home::new();
    home.0.put(
        "visits.csv",
        b"person_id,place_id,check_in,check_out\np1,a,2021-08-01 08:00,2021-08-01 09:00\n\
          p2,a,2021-08-20 08:00,2021-08-20 09:00\np3,a,not a time,\n",
    );
    home.0.put("cases.csv", b"person_id,onset\np2,2021-08-21\n");
    home.save(&["visits.csv", "cases.csv"], "a.truyvet").ok();
    home.open(&["backup", "a.truyvet", "--out", "copy.truyvet"])
        .ok();
    let purge = ["purge", "a.truyvet", "--before", "2021-08-10"];
    let told = home.open(&purge).ok();
    assert!(
        told.out.starts_with("1 of 2 movements, in 1 tables"),
        "{}",
        told.out
    );
    assert!(told.out.contains("visits.csv: 1"));
    let visits = |file: &str| {
        let out = format!("out {file}");
        let ran = home
            .open(&["trace", file, "--out", &out, "--json"])
            .ok()
            .json();
        let held = String::from_utf8(bytes(&home.0, &format!("{out}/held.csv"))).unwrap();
        (
            ran["visits"].as_u64().unwrap(),
            held.contains("visits.csv,4"),
        )
    };
    assert_eq!(visits("a.truyvet"), (2, true), "only told");
    home.open(&[&purge[..], &["--yes"]].concat()).ok();
    // What remains stands on its line.
    assert_eq!(visits("a.truyvet"), (1, true));
    assert_eq!(visits("copy.truyvet"), (2, true));
    let refused = home.open(&["restore", "copy.truyvet", "--out", "a.truyvet"]);
    assert_eq!(refused.code, 1, "it is there");
    home.open(&["restore", "copy.truyvet", "--out", "a.truyvet", "--replace"])
        .ok();
    assert_eq!(visits("a.truyvet").0, 2);
    home.open(&["audit", "verify", "a.truyvet"]).ok();
    let files = home.0.list(".");
    assert!(
        !files
            .iter()
            .any(|f| f.ends_with("-keys") || f.ends_with("-lock")),
        "{files:?}"
    );
}

/// Every container goes through a purge: what remains of it is read as before.
#[test]
fn a_purge_of_any_container_keeps_the_rest_on_its_lines() {
    let home = Home::new();
    let dirty = [
        "generate", "--people", "300", "--days", "14", "--dirty", "--out", "w", "--lang", "en",
    ];
    home.run(&dirty).ok();
    home.save(&["w"], "a.truyvet").ok();
    let before = home
        .open(&["trace", "a.truyvet", "--out", "before", "--json"])
        .ok()
        .json();
    let purge = ["purge", "a.truyvet", "--before", "2021-08-08", "--yes"];
    home.open(&purge).ok();
    let after = home
        .open(&["trace", "a.truyvet", "--out", "after", "--json"])
        .ok()
        .json();
    let visits = |run: &serde_json::Value| run["visits"].as_u64().unwrap();
    assert!(
        visits(&after) < visits(&before),
        "{} {}",
        visits(&after),
        visits(&before)
    );
    assert!(visits(&after) > 0);
    let names = |run: &serde_json::Value| -> Vec<String> {
        let inputs = run["inputs"].as_array().unwrap();
        inputs
            .iter()
            .map(|i| i["name"].as_str().unwrap().to_owned())
            .collect()
    };
    // A file of which nothing remains is none any more; registers stay.
    let (before, after) = (names(&before), names(&after));
    assert!(after.iter().all(|n| before.contains(n)));
    for name in before
        .iter()
        .filter(|n| n.contains("dan_cu") || n.contains("dia_diem") || n.contains("ca_benh"))
    {
        assert!(after.contains(name), "{name}");
    }
    let again = home.open(&purge).ok();
    // A quote that nobody closed has rows behind it that show once it is gone, and a date that was held because others
    // proved another order is read once they are gone.
    let left: Vec<&str> = again.out.lines().skip(1).collect();
    assert!(
        left.iter()
            .all(|l| l.contains("ngoac_kep") || l.contains("lan_ngay_thang")),
        "{}",
        again.out
    );
}

pub fn files_below(folder: &Path, out: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, out);
        } else {
            out.push(path);
        }
    }
}

/// A thousand names, numbers and phones that stand nowhere but where somebody asked for them.
#[test]
fn no_canary_is_found_outside_the_outputs_asked_for() {
    let home = Home::new();
    let mut people = String::from("person_id,full_name,birth_date,cccd,phone,district\n");
    let mut scans = String::from("Số CCCD,Họ và tên,Số điện thoại,Mã địa điểm,Thời gian quét\n");
    let mut visits = String::from("person_id,place_id,check_in,check_out\n");
    let mut canaries = Vec::new();
    for n in 0..1_000 {
        let (name, cccd, phone) = (
            format!("Canari Hoàng {}", word(n)),
            format!("0790850{:05}", 40_000 + n),
            format!("09187{:05}", 30_000 + n),
        );
        people.push_str(&format!(
            "K{n:04},{name},1985-01-01,{cccd},{phone},Quận 1\n"
        ));
        visits.push_str(&format!("K{n:04},chợ,2021-08-16 08:00,2021-08-16 09:00\n"));
        // Every tenth is held.
        let cccd_there = if n % 10 == 0 { &cccd[1..] } else { &cccd };
        scans.push_str(&format!(
            "{cccd_there},{name},{phone},chợ,16/08/2021 10:{:02}\n",
            n % 60
        ));
        canaries.extend([name, cccd, phone]);
    }
    let inputs = home.0.path("in");
    std::fs::create_dir(&inputs).unwrap();
    for (name, text) in [
        ("dan.csv", &people),
        ("quet.csv", &scans),
        ("visits.csv", &visits),
    ] {
        std::fs::write(inputs.join(name), text).unwrap();
    }
    std::fs::write(
        inputs.join("cases.csv"),
        "person_id,onset\nK0001,2021-08-17\n",
    )
    .unwrap();
    let mut said = String::new();
    let mut note = |ran: Ran| {
        said.push_str(&ran.out);
        said.push_str(&ran.err);
        ran
    };
    note(home.save(&["in"], "a.truyvet")).ok();
    note(home.open(&[
        "trace",
        "a.truyvet",
        "--out",
        "asked",
        "--with",
        "name,phone",
    ]))
    .ok();
    note(home.open(&["trace", "a.truyvet", "--out", "asked", "--json"])).ok();
    note(home.open(&["why", "K0500", "a.truyvet"])).ok();
    note(home.open(&["why", &canaries[1], "a.truyvet"])).ok();
    note(home.open(&["audit", "show", "a.truyvet", "--json"])).ok();
    note(home.open(&["backup", "a.truyvet", "--out", "copy.truyvet"])).ok();
    note(home.open(&["purge", "a.truyvet", "--before", "2021-08-17", "--yes"])).ok();
    note(home.open(&["restore", "copy.truyvet", "--out", "b.truyvet"])).ok();
    note(home.open(&["trace", "a.truyvet", "--out", "/dev/null/no"]));
    note(home.run(&["check", "in"])).ok();
    // Killed at any time, too.
    for wait in [5, 20, 40, 60, 90, 140, 200] {
        let arguments = [
            "save",
            "in",
            "--out",
            "c.truyvet",
            "--case",
            "x",
            "--replace",
            "--key-cost",
            "least",
            "--passphrase-file",
            "pw",
            "--purpose",
            "x",
        ];
        let mut child = home
            .command(&arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        let _ = child.kill();
        child.wait().unwrap();
    }
    let mut files = Vec::new();
    files_below(home.0.folder.path(), &mut files);
    let asked = [home.0.path("in"), home.0.path("asked")];
    let mut looked = 0;
    for path in files
        .iter()
        .filter(|p| !asked.iter().any(|a| p.starts_with(a)))
    {
        looked += 1;
        let bytes = std::fs::read(path).unwrap();
        let name = path.display().to_string();
        for canary in &canaries {
            let found = memchr::memmem::find(&bytes, canary.as_bytes()).is_some();
            assert!(!found && !name.contains(canary), "in {name}");
        }
    }
    assert!(looked >= 4, "{files:?}");
    for canary in &canaries {
        assert!(!said.contains(canary), "on the screen");
    }
}

/// A number in letters.
fn word(n: usize) -> String {
    let letter = |n: usize| char::from(b'a' + (n % 26) as u8);
    format!(
        "{}{}{}x",
        letter(n / 676).to_ascii_uppercase(),
        letter(n / 26),
        letter(n)
    )
}
