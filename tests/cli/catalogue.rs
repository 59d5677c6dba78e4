//! The bad-input catalogue, case by case: the smallest input that shows each trap, and the right answer to it.

mod containers;
mod files;
mod people;
mod times;
mod tracing;

use serde_json::Value;

use crate::Desk;

const VISITS: &str = "person_id,place_id,check_in,check_out\n";

/// A file of visits.
fn visits(rows: &[&str]) -> String {
    rows.iter().fold(VISITS.to_owned(), |mut text, row| {
        text.push_str(row);
        text.push('\n');
        text
    })
}

fn desk<B: AsRef<[u8]>>(files: &[(&str, B)]) -> Desk {
    let desk = Desk::new(&[]);
    for (name, bytes) in files {
        desk.put(name, bytes.as_ref());
    }
    desk
}

/// Read, accepted, warned, merged and held rows of a file, which must add up.
#[track_caller]
fn rows(json: &Value, file: usize) -> [u64; 5] {
    let file = &json["inputs"][file];
    let rows = ["read", "accepted", "warned", "merged", "held"];
    let rows = rows.map(|key| file[key].as_u64().unwrap());
    assert_eq!(rows[0], rows[1..].iter().sum::<u64>(), "{file}");
    rows
}

/// What `check` says of some files.
struct Checked {
    json: Value,
    /// What it wrote of held rows.
    held: String,
    /// What it offered for them.
    proposals: String,
    err: String,
}

#[track_caller]
fn check<B: AsRef<[u8]>>(files: &[(&str, B)], more: &[&str]) -> Checked {
    let desk = desk(files);
    let mut arguments = vec!["check"];
    arguments.extend(files.iter().map(|file| file.0));
    arguments.extend(["--held", "held.csv", "--json", "--lang", "en"]);
    arguments.extend(["--proposals", "proposals.csv"]);
    arguments.extend(more);
    let ran = desk.run(&arguments).ok();
    Checked {
        json: ran.json(),
        held: desk.read("held.csv"),
        proposals: desk.read("proposals.csv"),
        err: ran.err,
    }
}

impl Checked {
    /// Read, accepted, warned, merged and held rows of the first file.
    #[track_caller]
    fn rows(&self, want: [u64; 5]) -> &Self {
        assert_eq!(rows(&self.json, 0), want, "{}", self.json["inputs"]);
        self
    }

    /// Why rows of the first file were held or warned of.
    #[track_caller]
    fn why(&self, want: Value) -> &Self {
        assert_eq!(self.json["inputs"][0]["reasons"], want);
        self
    }

    /// The held rows: what each line of held.csv begins with.
    #[track_caller]
    fn holds(&self, want: &[&str]) -> &Self {
        let mut lines = self.held.lines();
        let head = lines.next().unwrap();
        assert!(head.starts_with("file,row,field,value,reason"), "{head}");
        let lines: Vec<&str> = lines.collect();
        assert_eq!(lines.len(), want.len(), "{lines:?}");
        for (line, want) in lines.iter().zip(want) {
            assert!(line.starts_with(want), "{want:?} does not begin {line:?}");
        }
        self
    }

    /// What might be meant is offered with a held row.
    #[track_caller]
    fn proposes(&self, text: &str) -> &Self {
        let said = self.proposals.contains(text);
        assert!(said, "no proposal {text:?}: {}", self.proposals);
        self
    }

    #[track_caller]
    fn people(&self, want: u64) -> &Self {
        assert_eq!(self.json["people"], want);
        self
    }

    /// The latest instant of the data.
    #[track_caller]
    fn latest(&self, want: &str) -> &Self {
        assert_eq!(self.json["as_of"], want);
        self
    }
}

/// What `trace` made of some files.
struct Traced {
    json: Value,
    desk: Desk,
}

#[track_caller]
fn trace<B: AsRef<[u8]>>(files: &[(&str, B)], more: &[&str]) -> Traced {
    let desk = desk(files);
    let mut arguments = vec!["trace"];
    arguments.extend(files.iter().map(|file| file.0));
    arguments.extend(["--out", "out", "--json", "--lang", "en"]);
    arguments.extend(more);
    let json = desk.run(&arguments).ok().json();
    Traced { json, desk }
}

impl Traced {
    fn contacts(&self) -> String {
        self.desk.read("out/contacts.csv")
    }

    /// Who is on the list and in which tier, as `b1 c2`.
    fn tiers(&self) -> String {
        let list = self.contacts();
        let people: Vec<String> = list
            .lines()
            .skip(1)
            .map(|line| line.split(',').take(2).collect())
            .collect();
        people.join(" ")
    }

    /// A row of the list begins so.
    #[track_caller]
    fn lists(&self, want: &str) -> &Self {
        let list = self.contacts();
        let found = list.lines().any(|line| line.starts_with(want));
        assert!(found, "{want:?} begins no row of\n{list}");
        self
    }
}
