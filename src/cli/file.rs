//! Investigation files on the command line: `save`, `backup`, `restore`, `purge`, and reading one in place of inputs.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use clap::ArgMatches;
use clap::parser::ValueSource;
use serde_json::json;
use zeroize::Zeroizing;

use super::args::numbers;
use super::console::Console;
use super::failure::Failure;
use super::rules::{inputs, options, rules};
use crate::i18n::Message;
use crate::ingest::{DateOrder, IngestError, Options, read_text};
use crate::investigation::{Run, open};
use crate::job::{Cancel, Progress};
use crate::model::Rules;
use crate::model::time::{Seconds, VIETNAM};
use crate::session::{
    Shared, Source, derive_file, in_force, locked, open_and_derive, plan_purge, save_file, warm,
};
use crate::store::audit::Deed;
use crate::store::{
    self, Action, Cost, NewFile, Opening, Power, Store, StoreError, is_investigation,
};

/// The passphrase: the first line of a file, else asked for without showing it.
pub(super) fn passphrase(
    matches: &ArgMatches,
    console: &Console,
) -> Result<Zeroizing<String>, Failure> {
    secret(matches, "passphrase-file", "ask-passphrase", console)
}

/// A secret: the first line of the file that an option names, else asked for without showing it.
pub(super) fn secret(
    matches: &ArgMatches,
    option: &str,
    ask: &str,
    console: &Console,
) -> Result<Zeroizing<String>, Failure> {
    if let Some(path) = matches.get_one::<PathBuf>(option) {
        let text = std::fs::read_to_string(path).map_err(|source| IngestError::Open {
            path: path.clone(),
            source,
        })?;
        let text = Zeroizing::new(text);
        let line = text.lines().next().unwrap_or_default();
        return Ok(Zeroizing::new(line.to_owned()));
    }
    let ask = console.texts.get(ask);
    let typed = rpassword::prompt_password(ask).map_err(|_| Failure::NoPassphrase)?;
    Ok(Zeroizing::new(typed))
}

pub(super) fn text(matches: &ArgMatches, name: &str) -> String {
    matches.get_one::<String>(name).cloned().unwrap_or_default()
}

/// How a file is to be opened, as the arguments say.
pub(super) fn opening(
    matches: &ArgMatches,
    console: &Console,
    read_only: bool,
) -> Result<Opening, Failure> {
    let purpose = text(matches, "purpose");
    if purpose.trim().is_empty() {
        return Err(StoreError::Purpose.into());
    }
    Ok(Opening {
        passphrase: passphrase(matches, console)?,
        case_number: text(matches, "case"),
        purpose,
        read_only,
        spare: store::spare_folder(),
    })
}

/// The investigation file among the inputs, which must then be the only one.
pub(super) fn file_among_inputs(matches: &ArgMatches) -> Result<Option<PathBuf>, Failure> {
    let all: Vec<&OsString> = matches
        .get_many::<OsString>("inputs")
        .into_iter()
        .flatten()
        .collect();
    let is_file = |a: &&OsString| is_investigation(Path::new(a));
    match all.iter().copied().find(is_file) {
        None => Ok(None),
        Some(path) if all.len() == 1 => {
            let of_inputs = ["encoding", "mapping", "corrections", "zip-password-file"];
            let given = |name: &&str| matches.value_source(name) == Some(ValueSource::CommandLine);
            if of_inputs.iter().any(given) {
                return Err(Failure::FileOption);
            }
            Ok(Some(path.into()))
        }
        Some(_) => Err(Failure::FileAlone),
    }
}

/// Refuses an investigation file where only inputs are read.
pub(super) fn no_file(matches: &ArgMatches) -> Result<(), Failure> {
    let mut all = matches.get_many::<OsString>("inputs").into_iter().flatten();
    if all.any(|a| is_investigation(Path::new(a))) {
        return Err(Failure::FileHere);
    }
    Ok(())
}

/// Says what was done, in words or for machines.
pub(super) fn done(
    console: &Console,
    message: &Message,
    json: &serde_json::Value,
) -> Result<(), Failure> {
    let text = if console.json {
        format!("{json:#}\n")
    } else {
        format!("{}\n", console.texts.say(message))
    };
    Ok(console.out(&text)?)
}

/// Whether a rule was given with the arguments.
fn are_ruled(matches: &ArgMatches) -> bool {
    let given = |name: &str| matches.value_source(name) == Some(ValueSource::CommandLine);
    let others = [
        "preset",
        "households",
        "include-suspected",
        "include-weak",
        "dwell",
    ];
    others.iter().any(|name| given(name)) || numbers().any(|(name, _)| given(name))
}

/// Reads and derives what the arguments name; with it the file that it came from, if it was one: open, to be put on record
/// what is done with it.
pub(super) fn read_and_derive(
    matches: &ArgMatches,
    opening: Option<(PathBuf, Opening)>,
    mut rules: Rules,
    options: Options,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<(Run, Option<Shared>), Failure> {
    let Some((path, opening)) = opening else {
        let source = Source::Files(inputs(matches)?);
        let (run, _) = open_and_derive(&source, options, rules, progress, cancel)?;
        return Ok((run, None));
    };
    let mut store = Store::open(&path, &opening)?;
    let (kept, corrections) = match store.journal()? {
        Some(journal) => {
            let (kept, corrections) = in_force(&journal).ok_or(StoreError::Unknown)?;
            (Some(kept), corrections)
        }
        None => (None, Arc::default()),
    };
    if let Some(kept) = kept.filter(|_| !are_ruled(matches)) {
        rules = Rules {
            detail: rules.detail,
            ..kept
        };
    }
    if are_ruled(matches) {
        let mut deed = Deed::new(Action::Rules).saying(rules.preset.key.clone());
        for (name, value) in rules.changed()? {
            deed.detail
                .push_str(&format!(", {name} = {}", serde_json::json!(value)));
        }
        store.record(&deed)?;
    }
    let store: Shared = Arc::new(Mutex::new(store));
    let read = derive_file(&store, &corrections, options, rules, progress, cancel)?;
    Ok((read.run, Some(store)))
}

/// Puts on record what leaves the house; the log's head then.
pub(super) fn put_on_record(
    store: Option<&Shared>,
    deed: &Deed,
) -> Result<Option<String>, Failure> {
    match store {
        Some(store) => Ok(Some(locked(store).record(deed)?.to_string())),
        None => Ok(None),
    }
}

/// Refuses what the role of whoever opened the file does not go to.
pub(super) fn need(store: Option<&Shared>, power: Power) -> Result<(), Failure> {
    let Some(store) = store else {
        return Ok(());
    };
    let store = locked(store);
    if store.may(power) {
        Ok(())
    } else {
        Err(StoreError::Forbidden { role: store.role() }.into())
    }
}

/// Closes a file.
pub(super) fn close(store: Option<Shared>) -> Result<(), Failure> {
    if let Some(store) = store {
        locked(&store).leave()?;
    }
    Ok(())
}

/// `save`: makes an investigation file of inputs.
pub(super) fn save(matches: &ArgMatches, console: &Console) -> Result<(), Failure> {
    let (rules, options) = (rules(matches)?, options(matches, false)?);
    let inputs = inputs(matches)?;
    let Some(path) = matches.get_one::<PathBuf>("out") else {
        return Err(Failure::Value {
            option: "--out".into(),
            value: String::new(),
        });
    };
    if !is_investigation(path) {
        return Err(Failure::Ending(path.clone()));
    }
    if path.exists() && !matches.get_flag("replace") {
        return Err(Failure::Exists(path.clone()));
    }
    let name = text(matches, "name");
    let title = text(matches, "title");
    let new = NewFile {
        passphrase: passphrase(matches, console)?,
        name: if name.is_empty() {
            store::account()
        } else {
            name
        },
        title: if title.is_empty() {
            let stem = path.file_stem().unwrap_or_default();
            stem.to_string_lossy().into_owned()
        } else {
            title
        },
        case_number: text(matches, "case"),
        purpose: text(matches, "purpose"),
        cost: match matches.get_one::<String>("key-cost").map(String::as_str) {
            Some("least") => Cost::LEAST,
            _ => Cost::FULL,
        },
        spare: store::spare_folder(),
    };
    let (files, people) = console.work(|progress, cancel| {
        let (records, _) = open(&inputs, options, &rules, progress, cancel)?;
        let mut memory = Store::in_memory()?;
        let corrections = inputs
            .first()
            .map(|i| Arc::clone(&i.how.corrections))
            .unwrap_or_default();
        let decided = crate::session::first_decisions(rules.clone(), Arc::clone(&corrections));
        memory.decide(&decided.ok_or(StoreError::NoMemory)?, &[])?;
        for mapping in inputs.first().into_iter().flat_map(|i| &i.how.mappings) {
            memory.keep_mapping(mapping.name(), &mapping.to_toml())?;
        }
        let memory: Shared = Arc::new(Mutex::new(memory));
        let store = save_file(&memory, path, &new, &inputs, &records, progress, cancel)?;
        let files = store.sources()?.len();
        let store: Shared = Arc::new(Mutex::new(store));
        // Read back: what was written can be read, and opening it is fast.
        let again = warm(&store, &corrections, options, &rules, progress, cancel)?;
        if again.people.len() != records.people.len() {
            return Err(StoreError::Damaged.into());
        }
        locked(&store).leave()?;
        Ok::<_, Failure>((files, records.people.len()))
    })?;
    let message = Message::new("summary-saved")
        .with("path", path.display().to_string())
        .with("files", files)
        .with("people", people);
    let json = json!({ "path": path.display().to_string(), "files": files, "people": people });
    done(console, &message, &json)
}

pub(super) fn file_of(matches: &ArgMatches) -> Result<PathBuf, Failure> {
    let file = matches.get_one::<PathBuf>("file").cloned();
    file.ok_or_else(|| Failure::Value {
        option: "FILE".into(),
        value: String::new(),
    })
}

fn out_of(matches: &ArgMatches) -> Result<PathBuf, Failure> {
    let out = matches.get_one::<PathBuf>("out").cloned();
    if let Some(path) = out.as_ref().filter(|p| !is_investigation(p)) {
        return Err(Failure::Ending(path.clone()));
    }
    out.ok_or_else(|| Failure::Value {
        option: "--out".into(),
        value: String::new(),
    })
}

/// `backup`: a copy, proven whole.
pub(super) fn backup(matches: &ArgMatches, console: &Console) -> Result<(), Failure> {
    let (file, to) = (file_of(matches)?, out_of(matches)?);
    if to.exists() && !matches.get_flag("replace") {
        return Err(Failure::Exists(to));
    }
    let mut store = Store::open(&file, &opening(matches, console, false)?)?;
    store.backup(&to)?;
    store.close()?;
    let path = to.display().to_string();
    let message = Message::new("summary-backup").with("path", path.as_str());
    done(console, &message, &json!({ "path": path }))
}

/// `restore`: a copy in a file's place.
pub(super) fn restore(matches: &ArgMatches, console: &Console) -> Result<(), Failure> {
    let (copy, to) = (file_of(matches)?, out_of(matches)?);
    if to.exists() && !matches.get_flag("replace") {
        return Err(Failure::Exists(to));
    }
    store::restore(&copy, &to, &opening(matches, console, false)?)?;
    let path = to.display().to_string();
    let message = Message::new("summary-restored").with("path", path.as_str());
    done(console, &message, &json!({ "path": path }))
}

/// `purge`: deletes old movements, or says what would be deleted.
pub(super) fn purge(matches: &ArgMatches, console: &Console) -> Result<(), Failure> {
    let file = file_of(matches)?;
    let opening = opening(matches, console, false)?;
    let options = options(matches, false)?;
    let store = Store::open(&file, &opening)?;
    let before = before(matches, &store)?;
    let journal = store.journal()?;
    let decided = journal.as_ref().and_then(in_force);
    let corrections = decided.map(|d| d.1).unwrap_or_default();
    let store: Shared = Arc::new(Mutex::new(store));
    let sure = matches.get_flag("yes");
    let said = console.work(|_, cancel| {
        let purge = plan_purge(&store, &corrections, before, options, cancel)?;
        let mut said = vec![
            Message::new(if sure {
                "summary-purged"
            } else {
                "summary-would-purge"
            })
            .with("rows", purge.rows())
            .with("all", purge.all())
            .with("files", purge.files())
            .with("before", VIETNAM.iso(before)),
        ];
        said.extend(purge.by_file().map(|(file, rows)| {
            Message::new("summary-purge-file")
                .with("file", file)
                .with("rows", rows)
        }));
        let tables: serde_json::Map<String, serde_json::Value> = purge
            .by_file()
            .map(|(file, rows)| (file.to_owned(), rows.into()))
            .collect();
        let json = json!({
            "deleted": sure,
            "before": VIETNAM.iso(before),
            "rows": purge.rows(),
            "movements": purge.all(),
            "tables": tables,
        });
        if sure {
            purge.carry_out(&store, &opening.purpose, options, cancel)?;
        }
        Ok::<_, Failure>((said, json))
    })?;
    locked(&store).leave()?;
    let (said, json) = said;
    if console.json {
        return Ok(console.out(&format!("{json:#}\n"))?);
    }
    let said: Vec<String> = said.iter().map(|m| console.texts.say(m)).collect();
    Ok(console.out(&format!("{}\n", said.join("\n")))?)
}

/// The instant before which movements go: as told, else so long ago as the file keeps them.
fn before(matches: &ArgMatches, store: &Store) -> Result<Seconds, Failure> {
    let Some(text) = matches.get_one::<String>("before") else {
        return Ok(store.about()?.oldest_kept());
    };
    let reading = read_text(text, VIETNAM, DateOrder::DayFirst).map_err(|_| Failure::Value {
        option: "--before".into(),
        value: text.clone(),
    })?;
    Ok(reading.moment.at)
}
