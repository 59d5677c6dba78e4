//! Reading an investigation from its file, and bringing files into it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::import::needs_person;
use super::keeper::{Shared, locked};
use super::kept;
use super::work::WorkError;
use crate::i18n::Message;
use crate::ingest::redact::{Rows, is_of_movements, rows_before, without};
use crate::ingest::{
    Corrections, Encoding, FileHow, How, IngestError, Input, Kept, Listed, Options, Profile, Role,
    Secret, Shelf, listed, read,
};
use crate::investigation::{Run, Timings, derive, open};
use crate::job::{Cancel, Progress, Stage};
use crate::model::Rules;
use crate::model::time::Seconds;
use crate::registry::Records;
use crate::store::audit::Deed;
use crate::store::{
    Action, FORMAT, NewFile, NewSource, Remainder, Store, StoreError, StoredSource, sha256,
};

/// The evidence of an open file as a shelf.
struct OfStore(Shared);

impl Shelf for OfStore {
    fn bytes(&self, number: u32) -> std::io::Result<Vec<u8>> {
        let bytes = locked(&self.0).source_bytes(number);
        bytes.map_err(std::io::Error::other)
    }
}

/// Files on a disk that are about to be kept: read twice, they must be the same.
struct OfDisk {
    files: Vec<Listed>,
    sums: Mutex<BTreeMap<u32, [u8; 32]>>,
}

impl Shelf for OfDisk {
    fn bytes(&self, number: u32) -> std::io::Result<Vec<u8>> {
        let file = self.files.get(number as usize);
        let file = file.ok_or(std::io::ErrorKind::NotFound)?;
        let bytes = file.bytes(&Cancel::new()).map_err(|error| match error {
            IngestError::Open { source, .. } => source,
            other => std::io::Error::other(other.to_string()),
        })?;
        let sum: [u8; 32] = Sha256::digest(&bytes).into();
        let mut sums = self
            .sums
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if *sums.entry(number).or_insert(sum) == sum {
            Ok(bytes)
        } else {
            Err(std::io::Error::other("the file was changed meanwhile"))
        }
    }
}

fn how_of(source: &StoredSource) -> FileHow {
    FileHow {
        encoding: source.encoding.as_deref().and_then(Encoding::parse),
        password: source.password.as_deref().map(Secret::new),
    }
}

/// The evidence of an open file as inputs, read with the file's own mappings and these corrections.
///
/// # Errors
/// [`StoreError`].
pub fn kept_inputs(
    store: &Shared,
    corrections: &Arc<Corrections>,
) -> Result<Vec<Input>, StoreError> {
    let (sources, mappings) = {
        let store = locked(store);
        (store.sources()?, store.mappings()?)
    };
    let mappings = mappings
        .iter()
        .map(|(_, text)| Profile::saved(text).map(Arc::new))
        .collect::<Result<_, _>>()
        .map_err(|_| StoreError::Damaged)?;
    let files = sources
        .iter()
        .map(|s| (PathBuf::from(&s.name), how_of(s)))
        .collect();
    let how = How {
        mappings,
        corrections: Arc::clone(corrections),
        files: Arc::new(files),
        lenient: true,
        ..How::default()
    };
    let shelf: Arc<dyn Shelf> = Arc::new(OfStore(Arc::clone(store)));
    let input = |source: StoredSource| Input {
        role: source.role.as_deref().and_then(Role::parse),
        path: source.name.into(),
        how: how.clone(),
        kept: Some(Kept {
            shelf: Arc::clone(&shelf),
            number: source.id,
            size: source.bytes,
            found: source.found,
        }),
    };
    Ok(sources.into_iter().map(input).collect())
}

/// Which build of the program it is, as far as its own file tells.
fn build() -> Option<(u64, u128)> {
    let file = std::fs::metadata(std::env::current_exe().ok()?).ok()?;
    let since = file.modified().ok()?.duration_since(std::time::UNIX_EPOCH);
    Some((file.len(), since.ok()?.as_nanos()))
}

/// What joined records are made of, in one word.
fn fingerprint(
    store: &Store,
    corrections: &Corrections,
    options: Options,
) -> Result<String, StoreError> {
    let sources = store.sources()?.into_iter();
    let sources: Vec<_> = sources
        .map(|s| json!([s.name, s.role, s.found, s.encoding, s.sha256]))
        .collect();
    let fixes = corrections.iter();
    let fixes: Vec<_> = fixes
        .map(|c| json!([c.file, c.row, c.column, c.was, c.now]))
        .collect();
    let all = json!([
        env!("CARGO_PKG_VERSION"),
        build(),
        FORMAT,
        sources,
        store.mappings()?,
        fixes,
        options.as_of,
        options.truth,
        options.zone.0,
    ]);
    Ok(sha256(all.to_string().as_bytes()))
}

/// What was said of files since they were read, to be kept in their file.
#[derive(Debug, Clone, Default)]
pub(super) struct Sayings {
    /// Mappings: name and text.
    pub mappings: Vec<(String, String)>,
    /// How single files are to be read, by name.
    pub files: BTreeMap<PathBuf, FileHow>,
}

impl Sayings {
    /// Keeps them.
    pub fn keep(&self, store: &Shared) -> Result<(), StoreError> {
        let mut store = locked(store);
        let kept = store.mappings()?;
        let new = self.mappings.iter().filter(|m| !kept.contains(m));
        for (name, text) in new {
            store.keep_mapping(name, text)?;
        }
        let known = store.sources()?;
        for (path, how) in &self.files {
            let name = path.to_string_lossy();
            if known.iter().any(|s| s.name == *name) {
                let encoding = how.encoding.map(Encoding::key);
                let password = how.password.as_ref().map(Secret::reveal);
                store.say_how(&name, encoding, password)?;
            }
        }
        Ok(())
    }
}

/// A run that was read from a file.
#[derive(Debug)]
pub struct FromFile {
    /// The run.
    pub run: Run,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// The evidence as inputs.
    pub inputs: Vec<Input>,
}

/// Reads the evidence of an open file and derives it: from its columns where these are of the same, else from the files
/// as they were imported.
///
/// # Errors
/// [`WorkError`].
pub fn derive_file(
    store: &Shared,
    corrections: &Arc<Corrections>,
    options: Options,
    rules: Rules,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<FromFile, WorkError> {
    let start = Instant::now();
    let inputs = kept_inputs(store, corrections)?;
    let (mut records, timings) = joined(
        store,
        corrections,
        &inputs,
        options,
        &rules,
        progress,
        cancel,
    )?;
    if let Some(before) = locked(store).purged_before()? {
        let note = Message::new("note-purged");
        records.notes.push(note.with("before", before));
    }
    let run = derive(records, rules, options, timings, progress, cancel)?;
    Ok(FromFile {
        run,
        seconds: start.elapsed().as_secs_f64(),
        inputs,
    })
}

/// The joined records of a file's evidence.
fn joined(
    store: &Shared,
    corrections: &Corrections,
    inputs: &[Input],
    options: Options,
    rules: &Rules,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<(Records, Timings), WorkError> {
    progress.begin(Stage::Read, 0);
    let start = Instant::now();
    let (of, kept) = {
        let store = locked(store);
        let of = fingerprint(&store, corrections, options)?;
        let kept = store.records(&of)?;
        (of, kept)
    };
    if let Some(records) = kept {
        let timings = Timings {
            read: start.elapsed().as_secs_f64(),
            ..Timings::default()
        };
        return Ok((records, timings));
    }
    let (records, timings) = open(inputs, options, rules, progress, cancel)?;
    let mut store = locked(store);
    // Not where the evidence was changed meanwhile.
    if !store.is_read_only() && fingerprint(&store, corrections, options)? == of {
        // It only makes the next opening faster.
        let _ = store.keep_records(&records, &of);
    }
    Ok((records, timings))
}

/// Reads and joins a file's evidence, so that the next opening is fast.
///
/// # Errors
/// [`WorkError`].
pub fn warm(
    store: &Shared,
    corrections: &Arc<Corrections>,
    options: Options,
    rules: &Rules,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Records, WorkError> {
    let inputs = kept_inputs(store, corrections)?;
    let joined = joined(
        store,
        corrections,
        &inputs,
        options,
        rules,
        progress,
        cancel,
    )?;
    Ok(joined.0)
}

/// Files that are about to be kept, each under its name there.
fn coming(
    inputs: &[Input],
    name: impl FnMut(&Listed) -> String,
) -> Result<Vec<Input>, IngestError> {
    let files = listed(inputs)?;
    let names: Vec<String> = files.iter().map(name).collect();
    let how = inputs.first().map(|i| i.how.clone()).unwrap_or_default();
    let mut said = (*how.files).clone();
    for (file, name) in files.iter().zip(&names) {
        said.insert(PathBuf::from(name), file.how());
    }
    let how = How {
        files: Arc::new(said),
        under: None,
        lenient: true,
        ..how
    };
    let shelf = Arc::new(OfDisk {
        files,
        sums: Mutex::default(),
    });
    let input = |((file, name), number): ((&Listed, String), u32)| {
        let kept = file.kept().cloned().unwrap_or_else(|| Kept {
            shelf: Arc::clone(&shelf) as Arc<dyn Shelf>,
            number,
            size: std::fs::metadata(file.path()).map_or(0, |m| m.len()),
            found: true,
        });
        Input {
            role: file.role(),
            path: name.into(),
            how: how.clone(),
            kept: Some(kept),
        }
    };
    Ok(shelf.files.iter().zip(names).zip(0..).map(input).collect())
}

/// A name that no other file has: its own, or with a number. Where two of one name came at once they go by their paths,
/// which tell of the machine: only the last parts are kept.
fn free_name(taken: &[String], name: &str, path: &std::path::Path) -> String {
    let plain = if std::path::Path::new(name).is_absolute() {
        let file = path.file_name().unwrap_or(path.as_os_str());
        file.to_string_lossy().into_owned()
    } else {
        name.to_owned()
    };
    let (stem, ending) = match plain.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => (stem.to_owned(), format!(".{ending}")),
        _ => (plain.clone(), String::new()),
    };
    let others = (2..).map(|n| format!("{stem} ({n}){ending}"));
    std::iter::once(plain)
        .chain(others)
        .find(|name| !taken.contains(name))
        .unwrap_or_default()
}

/// A file as it is to be kept: its input and its bytes.
fn bodies(inputs: &[Input]) -> Result<Vec<Vec<u8>>, WorkError> {
    let body = |input: &Input| {
        let kept = input.kept.as_ref();
        let kept = kept.ok_or(StoreError::NotOurs)?;
        kept.shelf.bytes(kept.number).map_err(|source| {
            WorkError::Store(StoreError::Io {
                path: input.path.clone(),
                source,
            })
        })
    };
    inputs.iter().map(body).collect()
}

fn new_sources<'b>(inputs: &[Input], bodies: &'b [Vec<u8>]) -> Vec<NewSource<'b>> {
    let source = |(input, bytes): (&Input, &'b Vec<u8>)| {
        let said = input.how.files.get(&input.path).cloned();
        let said = said.unwrap_or_default();
        NewSource {
            name: input.path.to_string_lossy().into_owned(),
            role: input.role.map(|r| r.key().to_owned()),
            found: input.kept.as_ref().is_some_and(|k| k.found),
            encoding: said.encoding.map(|e| e.key().to_owned()),
            password: said.password.map(|p| p.reveal().to_owned()),
            bytes,
        }
    };
    inputs.iter().zip(bodies).map(source).collect()
}

/// Reads further files with the evidence of an open file, derives all of it, and then brings them in: all or none.
///
/// # Errors
/// [`WorkError`]; then the file is as it was.
pub fn import_and_derive(
    store: &Shared,
    inputs: &[Input],
    options: Options,
    rules: Rules,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<FromFile, WorkError> {
    let start = Instant::now();
    let corrections = inputs
        .first()
        .map(|i| Arc::clone(&i.how.corrections))
        .unwrap_or_default();
    let mut all = kept_inputs(store, &corrections)?;
    let mut taken: Vec<String> = all.iter().map(|i| i.path.display().to_string()).collect();
    let new: Vec<Input> = inputs
        .iter()
        .filter(|i| i.kept.is_none())
        .cloned()
        .collect();
    let coming = coming(&new, |file| {
        let name = free_name(&taken, file.name(), file.path());
        taken.push(name.clone());
        name
    })?;
    // New files may be known by the user's own mappings; those that are here already go by the file's.
    let own = coming.first().map(|i| i.how.mappings.clone());
    for input in &mut all {
        let mut mappings = input.how.mappings.clone();
        mappings.extend(own.iter().flatten().cloned());
        input.how.mappings = mappings;
    }
    all.extend(coming.iter().cloned());
    let (records, timings) = open(&all, options, &rules, progress, cancel)?;
    let wanted = |input: &&Input| {
        let name = input.path.display().to_string();
        let left = records.left_out.iter().find(|(n, _)| *n == name);
        left.is_none_or(|(_, why)| needs_person(why))
    };
    let keep: Vec<Input> = coming.iter().filter(wanted).cloned().collect();
    let used: Vec<(String, String)> = own
        .iter()
        .flatten()
        .filter(|p| {
            let mut files = records.ledger.files().iter();
            files.any(|f| f.profile == p.name())
        })
        .map(|p| (p.name().to_owned(), p.to_toml()))
        .collect();
    let run = derive(records, rules, options, timings, progress, cancel)?;
    let bodies = bodies(&keep)?;
    locked(store).import(&new_sources(&keep, &bodies), &used, progress, cancel)?;
    Ok(FromFile {
        run,
        seconds: start.elapsed().as_secs_f64(),
        inputs: kept_inputs(store, &corrections)?,
    })
}

/// Makes a file of an investigation that nobody saved: its inputs as they were read, and what the store in memory holds.
///
/// # Errors
/// [`WorkError`]; then there is no file.
pub fn save_file(
    from: &Shared,
    path: &std::path::Path,
    new: &NewFile,
    inputs: &[Input],
    read: &Records,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Store, WorkError> {
    let mut keep = coming(inputs, |file| file.name().to_owned())?;
    // What is no table, or the same as another, was left out when it was read.
    keep.retain(|input| {
        let name = input.path.display().to_string();
        let left = read.left_out.iter().find(|(n, _)| *n == name);
        left.is_none_or(|(_, why)| needs_person(why))
    });
    let bodies = bodies(&keep)?;
    for (input, bytes) in keep.iter().zip(&bodies) {
        let name = input.path.display().to_string();
        let packed = bytes.starts_with(b"PK") || bytes.starts_with(b"\x1f\x8b");
        let report = read.ledger.files().iter().find(|f| f.name == name);
        if report.is_some_and(|r| !packed && r.sha256 != sha256(bytes)) {
            return Err(StoreError::Changed { file: name }.into());
        }
    }
    let sources = new_sources(&keep, &bodies);
    let mut from = locked(from);
    // The mappings that it was read with, the latest last.
    let own = inputs.iter().flat_map(|i| &i.how.mappings);
    let used = own.filter(|p| read.ledger.files().iter().any(|f| f.profile == p.name()));
    let mut known = BTreeSet::new();
    let used: Vec<_> = used.filter(|p| known.insert(p.name().to_owned())).collect();
    let elsewhere = from.path().is_some();
    if !from.is_read_only() && !elsewhere {
        for profile in used.iter().rev() {
            from.keep_mapping(profile.name(), &profile.to_toml())?;
        }
    }
    let saved = from.save(path, new, &sources, progress, cancel)?;
    if elsewhere && !from.is_read_only() {
        // It may be just that which cannot be written any more.
        let _ = from.record(&Deed::new(Action::Backup).saying("elsewhere"));
    }
    Ok(saved)
}

/// What a purge would take out: movements that ended before an instant, and what repeats or hides them.
#[derive(Debug)]
pub struct Purge {
    before: Seconds,
    rows: Rows,
    all: u64,
    inputs: Vec<Input>,
}

/// Looks which rows of a file's evidence a purge would take out.
///
/// # Errors
/// [`WorkError`].
pub fn plan_purge(
    store: &Shared,
    corrections: &Arc<Corrections>,
    before: Seconds,
    options: Options,
    cancel: &Cancel,
) -> Result<Purge, WorkError> {
    let inputs = kept_inputs(store, corrections)?;
    let added: BTreeMap<String, i64> = {
        let sources = locked(store).sources()?;
        sources.into_iter().map(|s| (s.name, s.added)).collect()
    };
    let intake = read(&inputs, options, &Progress::new(), cancel)?;
    let of_movements = |name: &str| {
        let mut files = intake.ledger.files().iter();
        let role = files.find(|f| f.name == name).map(|f| f.role.as_str());
        role.and_then(Role::parse).is_some_and(is_of_movements)
    };
    // A held row has no time that is known: it is as old as its import.
    let held = |name: &str| {
        let whole = |own: &str| name == own || name.starts_with(&format!("{own}/"));
        let file = added.iter().find(|(own, _)| whole(own));
        of_movements(name) && file.is_some_and(|(_, at)| at / 1_000 < before)
    };
    let (rows, all) = rows_before(&intake, before, held);
    Ok(Purge {
        before,
        rows,
        all,
        inputs,
    })
}

impl Purge {
    /// How many rows.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows.values().map(|lines| lines.len() as u64).sum()
    }

    /// Of how many rows that tell of movements.
    #[must_use]
    pub const fn all(&self) -> u64 {
        self.all
    }

    /// Of how many tables.
    #[must_use]
    pub fn files(&self) -> usize {
        self.rows.len()
    }

    /// How many rows by table.
    pub fn by_file(&self) -> impl Iterator<Item = (&str, usize)> {
        self.rows
            .iter()
            .map(|(name, lines)| (name.as_str(), lines.len()))
    }

    /// The corrections that are left of some.
    #[must_use]
    pub fn corrections_left(&self, corrections: &Corrections) -> Corrections {
        kept::corrections_left(corrections, &self.rows)
    }

    /// Takes them out.
    ///
    /// # Errors
    /// [`WorkError`]; then the file is as it was.
    pub fn carry_out(
        self,
        store: &Shared,
        reason: &str,
        options: Options,
        cancel: &Cancel,
    ) -> Result<(), WorkError> {
        let mut remainders = Vec::new();
        for input in &self.inputs {
            let id = input.kept.as_ref().map_or(0, |k| k.number);
            if let Some(bytes) = without(input, &self.rows, options.zone, cancel)? {
                remainders.push(Remainder { id, bytes });
            }
        }
        let journal = {
            let store = locked(store);
            store.journal()?
        };
        let journal = journal
            .as_ref()
            .and_then(|j| kept::after_purge(j, &self.rows));
        let by_file: Vec<String> = self.by_file().map(|(f, n)| format!("{f}: {n}")).collect();
        let before = options.zone.iso(self.before);
        let mut report = format!("rows {}, before {before}", self.rows());
        for file in &by_file {
            report.push_str(", ");
            report.push_str(file);
        }
        Ok(locked(store).purge(
            &remainders,
            journal.as_ref(),
            &before,
            reason,
            &report,
            cancel,
        )?)
    }
}
