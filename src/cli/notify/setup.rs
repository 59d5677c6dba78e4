//! How messages leave and what they say.

use std::path::PathBuf;

use clap::ArgMatches;
use serde_json::json;

use super::super::console::Console;
use super::super::failure::Failure;
use super::super::file::{done, need, text};
use crate::i18n::Message;
use crate::ingest::IngestError;
use crate::ingest::phone::{international, mobile};
use crate::notify::transport::TransportError;
use crate::notify::{Kind, Notice, SETTABLE, keyed};
use crate::session::{Shared, locked, post};
use crate::store::Power;

fn read(path: &PathBuf) -> Result<String, Failure> {
    let text = std::fs::read_to_string(path).map_err(|source| IngestError::Open {
        path: path.clone(),
        source,
    })?;
    Ok(text)
}

/// `notify gateway`: changes settings, shows them all; secrets are only said to be there.
pub(super) fn gateway(
    store: &Shared,
    matches: &ArgMatches,
    console: &Console,
) -> Result<(), Failure> {
    let mut settings = post::settings(store)?;
    let mut changed = Vec::new();
    let given = |name: &str| -> Vec<String> {
        let all = matches.get_many::<String>(name);
        all.map(|v| v.cloned().collect()).unwrap_or_default()
    };
    for (option, from_file) in [("set", false), ("secret", true)] {
        for pair in given(option) {
            let wrong = || Failure::Setting(pair.split('=').next().unwrap_or_default().to_owned());
            let (name, value) = pair.split_once('=').ok_or_else(wrong)?;
            let known = SETTABLE.iter().find(|s| s.0 == name).ok_or_else(wrong)?;
            // A secret among the arguments is in the history of whoever typed it, and in the list of processes.
            if known.1 != from_file {
                return Err(wrong());
            }
            let value = if from_file {
                read(&PathBuf::from(value))?
            } else {
                value.to_owned()
            };
            settings.set(name, &value).map_err(|_| wrong())?;
            changed.push(known.0);
        }
    }
    if !changed.is_empty() {
        post::keep_settings(store, &settings, &changed)?;
    }
    let mut all = serde_json::to_value(&settings).unwrap_or_default();
    for (name, secret) in SETTABLE {
        if secret && let Some(value) = all.get_mut(name) {
            *value = json!(value.as_str().is_some_and(|v| !v.is_empty()));
        }
    }
    // As they are set.
    all["quiet_from"] = json!(settings.quiet.0);
    all["quiet_to"] = json!(settings.quiet.1);
    if let Some(all) = all.as_object_mut() {
        all.remove("quiet");
    }
    if locked(store).may(Power::Manage) {
        all["signing_key"] = json!(post::signer(store)?.public());
    }
    Ok(console.out(&format!("{all:#}\n"))?)
}

/// `notify notice`: shows the texts of a kind, or takes others.
pub(super) fn notice(
    store: &Shared,
    matches: &ArgMatches,
    console: &Console,
) -> Result<(), Failure> {
    let kind = Kind::parse(&text(matches, "kind")).unwrap_or(Kind::Close);
    let notice = match matches.get_one::<PathBuf>("text") {
        _ if matches.get_flag("reset") => post::keep_notice(store, kind, None)?,
        Some(path) => {
            let new: Notice = toml::from_str(&read(path)?).map_err(|_| Failure::Value {
                option: "--text".into(),
                value: path.display().to_string(),
            })?;
            post::keep_notice(store, kind, Some(new))?
        }
        None => post::notice(store, kind)?,
    };
    let text = if console.json {
        format!("{:#}\n", serde_json::to_value(&notice).unwrap_or_default())
    } else {
        toml::to_string(&notice).unwrap_or_default()
    };
    Ok(console.out(&text)?)
}

/// `notify opt-out`: phones and citizens' numbers, one a line, that are sent nothing.
pub(super) fn opt_out(
    store: &Shared,
    matches: &ArgMatches,
    console: &Console,
) -> Result<(), Failure> {
    let Some(path) = matches.get_one::<PathBuf>("list") else {
        return Ok(());
    };
    need(Some(store), Power::Work)?;
    let key = locked(store).pseudonym_key();
    let mut all = Vec::new();
    for (n, line) in read(path)?
        .trim_start_matches('\u{feff}')
        .lines()
        .enumerate()
    {
        let line = line.trim();
        let number = matches!(line.len(), 9 | 12) && line.bytes().all(|b| b.is_ascii_digit());
        match mobile(line) {
            _ if line.is_empty() => {}
            Some(phone) => all.push(international(phone)),
            None if number => all.push(keyed(&key, &["number", line])),
            // Nothing is taken of a list that is not understood.
            None => return Err(TransportError::Form(n + 1).into()),
        }
    }
    let remove = matches.get_flag("remove");
    let new = if remove {
        locked(store).opt_in(&all)?
    } else {
        locked(store).opt_out(&all, "list")?
    };
    if remove {
        let message = Message::new("summary-opted-in")
            .with("n", new)
            .with("all", all.len());
        return done(
            console,
            &message,
            &json!({ "removed": new, "of": all.len() }),
        );
    }
    let message = Message::new("summary-opted-out")
        .with("n", new)
        .with("all", all.len());
    done(console, &message, &json!({ "new": new, "of": all.len() }))
}
