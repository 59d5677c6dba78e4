//! What the targets share: bytes become a file, the file is read, and every row of it has one fate.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::pedantic
)]

mod seeds;
mod wrap;

use std::backtrace::Backtrace;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use truyvet::ingest::{
    DateOrder, Encoding, Fate, How, Input, Intake, Options, Profile, read, read_text,
};
use truyvet::job::{Cancel, Progress};
use truyvet::model::RowIx;
use truyvet::model::time::{EARLIEST, LATEST, VIETNAM};

/// 2022-01-01 in Vietnam: what is much later is in the future.
const AS_OF: i64 = 1_640_970_000;
/// What a mapping is tried on.
const GUESTS: &str = "Guest,Desk,From,To,Note\n\
    An,1,2021-08-16 08:00,2021-08-16 09:00,x\n\
    Bình,2,03/04/2021 08:00,,\n\
    ,2,24:00,,\n";
/// A file that begins so is what a device heard.
const HEARD: &str = "a1a1a1a1a1a1a1a1a1a1a1a1\tb2b2b2b2b2b2b2b2b2b2b2b2\t-60\t1629075600\n";

/// The last panic.
static LAST: Mutex<String> = Mutex::new(String::new());

/// Readies the process. A panic is only kept: the reader may catch it in the net around its decoders. An empty
/// corpus gets its seeds.
pub fn begin(target: &str) {
    set_hook(Box::new(|info| {
        let told = format!("{info}\n{}", Backtrace::capture());
        *LAST.lock().unwrap_or_else(PoisonError::into_inner) = told;
    }));
    let corpus = std::env::args_os().skip(1).map(PathBuf::from);
    let corpus = corpus.filter(|path| path.ends_with(target) && path.is_dir());
    for corpus in corpus {
        if std::fs::read_dir(&corpus).unwrap().next().is_some() {
            continue;
        }
        for (number, seed) in seeds::of(target).iter().enumerate() {
            std::fs::write(corpus.join(format!("seed-{number}")), seed).unwrap();
        }
    }
}

/// Runs a target; a panic that comes out of it is told and ends the process.
pub fn run(target: fn(&[u8]), bytes: &[u8]) {
    if catch_unwind(AssertUnwindSafe(|| target(bytes))).is_err() {
        eprintln!("{}", LAST.lock().unwrap_or_else(PoisonError::into_inner));
        std::process::abort();
    }
}

pub fn archive(bytes: &[u8]) {
    read_as("zip", &wrap::archive(bytes), How::default());
}

pub fn bluezone(bytes: &[u8]) {
    let text = [HEARD.as_bytes(), bytes].concat();
    let intake = read_as("txt", &text, How::default());
    if let Some(lines) = lines(&text) {
        assert_eq!(rows(intake.as_ref()), lines);
    }
}

pub fn delimited(bytes: &[u8]) {
    let intake = read_as("csv", bytes, How::default());
    let json = matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'['));
    let (Some(intake), Some(lines), false) = (intake, lines(bytes), json) else {
        return;
    };
    let file = &intake.ledger.files()[0];
    // Titles above the header are no rows.
    if file.notes.iter().any(|n| n.key == "note-header-below") {
        return;
    }
    // What a device heard has no header.
    let heard = file.profile == "bluezone-sightings";
    let rows = rows(Some(&intake));
    assert!(
        rows + 1 == lines || heard && rows == lines,
        "{rows} rows of {lines} lines"
    );
}

/// The first byte tells the encoding.
pub fn encoding(bytes: &[u8]) {
    let Some((told, text)) = bytes.split_first() else {
        return;
    };
    let told = usize::from(*told) % (Encoding::ALL.len() + 1);
    let how = How {
        encoding: Encoding::ALL.get(told).copied(),
        ..How::default()
    };
    read_as("csv", text, how);
}

pub fn json(bytes: &[u8]) {
    read_as("json", bytes, How::default());
}

pub fn mapping(bytes: &[u8]) {
    let Ok(profile) = Profile::saved(&String::from_utf8_lossy(bytes)) else {
        return;
    };
    let how = How {
        mappings: vec![Arc::new(profile)],
        ..How::default()
    };
    read_as("csv", GUESTS.as_bytes(), how);
}

pub fn parquet(bytes: &[u8]) {
    read_as("parquet", bytes, How::default());
}

/// A payload a line.
pub fn qr(bytes: &[u8]) {
    cells(
        bytes,
        "Mã QR,Mã điểm quét,Thời gian quét",
        |cell, csv| writeln!(csv, "{cell},1,2021-08-16 08:00:00"),
    );
}

pub fn sqlite(bytes: &[u8]) {
    read_as("sqlite", bytes, How::default());
}

/// A date or time a line.
pub fn when(bytes: &[u8]) {
    for text in String::from_utf8_lossy(bytes).lines() {
        for order in [DateOrder::DayFirst, DateOrder::MonthFirst] {
            let Ok(reading) = read_text(text, VIETNAM, order) else {
                continue;
            };
            let at = reading.moment.at;
            assert!((EARLIEST..LATEST).contains(&at), "{at}");
            let again = read_text(&VIETNAM.iso(at), VIETNAM, order);
            assert_eq!(again.map(|r| r.moment.at), Ok(at));
        }
    }
    cells(bytes, "person_id,place_id,check_in", |cell, csv| {
        writeln!(csv, "A,1,{cell}")
    });
}

pub fn workbook(bytes: &[u8]) {
    read_as("xlsx", &wrap::workbook(bytes), How::default());
}

/// Reads the lines of some text as one column of a table: there are as many rows as lines.
fn cells(bytes: &[u8], header: &str, row: impl Fn(&str, &mut String) -> std::fmt::Result) {
    let text = String::from_utf8_lossy(bytes);
    let mut csv = format!("{header}\n");
    for line in text.lines() {
        row(&quoted(line), &mut csv).unwrap();
    }
    let intake = read_as("csv", csv.as_bytes(), How::default());
    // Many zeros are taken for UTF-16.
    if !text.contains('\0') {
        assert_eq!(rows(intake.as_ref()), text.lines().count() as u64);
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// How many lines there are in plain text; `None`: a quote or a zero may hide some.
fn lines(bytes: &[u8]) -> Option<u64> {
    let plain = bytes.is_ascii() && !bytes.iter().any(|b| matches!(b, b'"' | 0));
    let lines = bytes.split(|b| matches!(b, b'\n' | b'\r'));
    plain.then(|| lines.filter(|line| !line.is_empty()).count() as u64)
}

fn rows(intake: Option<&Intake>) -> u64 {
    intake.map_or(0, |intake| {
        let files = 0..intake.ledger.files().len();
        files.map(|file| intake.ledger.counts(file).read).sum()
    })
}

/// Reads some bytes as a file. `None`: it was refused.
fn read_as(extension: &str, bytes: &[u8], how: How) -> Option<Intake> {
    let name = format!("truyvet-fuzz-{}.{extension}", std::process::id());
    let path = folder().join(name);
    std::fs::write(&path, bytes).unwrap();
    let mut input = Input::from(path.clone());
    input.how = how;
    let options = Options {
        as_of: Some(AS_OF),
        truth: true,
        ..Options::default()
    };
    let intake = read(&[input], options, &Progress::new(), &Cancel::new());
    let intake = intake.map_err(|error| error.to_string()).ok();
    let _ = std::fs::remove_file(&path);
    intake.inspect(check)
}

/// In memory, where the system has a folder for that.
fn folder() -> PathBuf {
    let memory = PathBuf::from("/dev/shm");
    if memory.is_dir() {
        memory
    } else {
        std::env::temp_dir()
    }
}

/// Every row has one fate, every held row a reason, and records come from rows that were taken.
fn check(intake: &Intake) {
    let ledger = &intake.ledger;
    let held = ledger.held();
    for file in 0..ledger.files().len() {
        let counts = ledger.counts(file);
        let fates = counts.accepted + counts.warned + counts.merged + counts.held;
        assert_eq!(counts.read, fates);
        let told = held.iter().filter(|h| ledger.file_index(h.row) == file);
        assert_eq!(counts.held, told.count() as u64);
        let reasons: u64 = ledger.reasons(file).map(|(_, count)| count).sum();
        assert!(reasons >= counts.held + counts.warned);
    }
    let taken = |row: RowIx| matches!(ledger.fate(row), Fate::Accepted | Fate::Warned);
    assert!(intake.stays.iter().all(|s| taken(s.row)));
    assert!(intake.encounters.iter().all(|e| taken(e.row)));
    assert!(intake.health.iter().all(|h| taken(h.row)));
    assert!(intake.sightings.iter().all(|s| taken(s.row)));
    assert!(intake.people.iter().all(|p| taken(p.2)));
    assert!(intake.declared_people.iter().all(|p| taken(p.2)));
    assert!(intake.households.iter().all(|h| taken(h.2)));
    assert!(intake.places.iter().all(|p| taken(p.1)));
    assert!(intake.cases.iter().all(|c| taken(c.1)));
    assert!(intake.quarantines.iter().all(|q| taken(q.1)));
}
