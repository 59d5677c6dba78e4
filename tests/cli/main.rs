//! The real binary in temporary folders.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs
)]

mod bad_input;
mod bluezone;
mod bytes;
mod catalogue;
mod containers;
mod declarations;
mod dirty;
mod file;
mod gateway;
mod generate;
#[cfg(target_os = "linux")]
mod kannel;
mod notify;
mod parquet;
mod sample;
mod texts;
mod usage;
mod why;
mod workbook;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A temporary folder with files in it, and the program run beside them.
pub struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    pub fn new(files: &[(&str, &str)]) -> Self {
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        files
            .iter()
            .for_each(|(name, text)| desk.put(name, text.as_bytes()));
        desk
    }

    pub fn put(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// The program with nothing of this machine's user: home, settings and drafts in the folder.
    pub fn apart(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_truyvet"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env("HOME", self.path("home"))
            .env("TMPDIR", self.path("tmp"))
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("XDG_DATA_HOME", self.path("home"))
            .env("APPDATA", self.path("config"))
            .env("LANG", "C");
        command
    }

    /// Runs with the folder as the working folder.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(
            Command::new(env!("CARGO_BIN_EXE_truyvet"))
                .args(arguments)
                .current_dir(self.folder.path()),
        )
    }

    /// Names of all files in a subfolder, hidden ones too.
    pub fn list(&self, folder: &str) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.path(folder)) else {
            return Vec::new();
        };
        let mut names: Vec<String> = entries
            .map(|e| e.unwrap().file_name().to_str().unwrap().to_owned())
            .collect();
        names.sort();
        names
    }
}

/// What a run said.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn of(command: &mut Command) -> Self {
        let Output {
            status,
            stdout,
            stderr,
        } = command.output().unwrap();
        Self {
            code: status.code().unwrap(),
            out: String::from_utf8(stdout).unwrap(),
            err: String::from_utf8(stderr).unwrap(),
        }
    }

    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{self:?}");
        self
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

/// Runs `check` and `trace` on one file in both languages and expects failure in one sentence that names it and has
/// these words.
#[track_caller]
pub fn refused(name: &str, bytes: &[u8], vi: &str, en: &str) {
    let desk = Desk::new(&[]);
    desk.put(name, bytes);
    for (lang, words) in [("vi", vi), ("en", en)] {
        for command in [vec!["check", name], vec!["trace", name, "--out", "out"]] {
            let ran = desk.run(&[command, vec!["--lang", lang]].concat());
            assert_eq!(ran.code, 1, "{ran:?}");
            assert!(ran.err.contains(name), "{name:?} not in {:?}", ran.err);
            assert!(ran.err.contains(words), "{words:?} not in {:?}", ran.err);
            assert_eq!(
                ran.err.trim_end().lines().count(),
                1,
                "one sentence: {:?}",
                ran.err
            );
        }
    }
    assert_eq!(
        desk.list("out"),
        Vec::<String>::new(),
        "a failed run leaves nothing"
    );
}

pub fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_data")
}

/// A small outbreak in the plain profile: F0 `a` meets `b` at `x`, `b` meets `c` at `y`.
pub const PLAIN: &[(&str, &str)] = &[
    (
        "in/visits.csv",
        "person_id,place_id,check_in,check_out\n\
         a,x,2021-08-02T08:00,2021-08-02T09:00\n\
         b,x,2021-08-02T08:30,2021-08-02T09:30\n\
         b,y,2021-08-03T08:00,2021-08-03T09:00\n\
         c,y,2021-08-03T08:50,2021-08-03T10:00\n\
         d,y,2021-08-03T09:00,2021-08-03T10:00\n",
    ),
    (
        "in/places.csv",
        "place_id,name,category\nx,Chợ X,market\ny,Quán Y,cafe\n",
    ),
    ("in/cases.csv", "person_id,onset\na,2021-08-03\n"),
];
