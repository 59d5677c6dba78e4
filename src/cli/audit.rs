//! `audit verify|show`: the log of an investigation file.

use std::path::PathBuf;

use clap::ArgMatches;
use serde_json::json;

use super::console::Console;
use super::failure::Failure;
use super::file::opening;
use crate::session::log;
use crate::store::audit::{Anchor, Deed, Entry, Verdict};
use crate::store::{Action, Power, Store, StoreError};

pub(super) fn run(matches: &ArgMatches, console: &Console) -> Result<(), Failure> {
    match matches.subcommand() {
        Some(("show", sub)) => show(sub, console),
        Some((_, sub)) => verify(sub, console),
        None => Ok(()),
    }
}

fn store(matches: &ArgMatches, console: &Console) -> Result<Store, Failure> {
    let path = matches.get_one::<PathBuf>("file").cloned();
    let read_only = matches
        .try_get_one::<bool>("read-only")
        .is_ok_and(|f| f == Some(&true));
    let opening = opening(matches, console, read_only)?;
    Ok(Store::open(&path.unwrap_or_default(), &opening)?)
}

fn verify(matches: &ArgMatches, console: &Console) -> Result<(), Failure> {
    let anchor: Option<Anchor> = match matches.get_one::<String>("head") {
        Some(text) => Some(text.parse().map_err(|()| Failure::Head)?),
        None => None,
    };
    let mut store = store(matches, console)?;
    let verdict = store.verify(anchor.as_ref())?;
    if !store.is_read_only() {
        store.record(&log::deed(&verdict, anchor.is_some()))?;
    }
    store.close()?;
    let whole = matches!(verdict, Verdict::Whole(_));
    let words = log::words(&verdict, anchor.is_some());
    if console.json {
        let (entries, head) = match verdict {
            Verdict::Whole(head) => (Some(head.seq), Some(head.to_string())),
            _ => (None, None),
        };
        let all = json!({
            "whole": whole,
            "entries": entries,
            "head": head,
            "anchored": anchor.is_some(),
            "words": console.texts.say(&words),
        });
        console.out(&format!("{all:#}\n"))?;
    } else if whole {
        console.out(&format!("{}\n", console.texts.say(&words)))?;
    }
    if whole {
        Ok(())
    } else {
        Err(Failure::Log(words))
    }
}

fn show(matches: &ArgMatches, console: &Console) -> Result<(), Failure> {
    let mut store = store(matches, console)?;
    if !store.may(Power::ExportLog) {
        return Err(StoreError::Forbidden { role: store.role() }.into());
    }
    store.record(&Deed::new(Action::Export).on("log"))?;
    let entries = store.entries(1)?;
    let head = store.head()?;
    store.close()?;
    if console.json {
        let all: Vec<_> = entries.iter().map(json_of).collect();
        let all = json!({ "head": head.to_string(), "entries": all });
        return Ok(console.out(&format!("{all:#}\n"))?);
    }
    let mut out = String::new();
    for entry in &entries {
        let words = log::worded(entry, &console.texts);
        let rest: Vec<&str> = [&words.object, &words.reason, &words.detail]
            .into_iter()
            .map(String::as_str)
            .filter(|t| !t.is_empty())
            .collect();
        out.push_str(&format!(
            "{:>5}  {}  {} · {}  {}  {}\n",
            entry.seq,
            log::stamp(entry),
            words.who,
            words.role,
            words.action,
            rest.join(" · "),
        ));
    }
    out.push_str(&format!("{} {head}\n", console.texts.get("log-head")));
    Ok(console.out(&out)?)
}

fn json_of(entry: &Entry) -> serde_json::Value {
    json!({
        "seq": entry.seq,
        "at": log::stamp(entry),
        "account": entry.account,
        "name": entry.name,
        "role": entry.role,
        "action": entry.action,
        "object": entry.object,
        "reason": entry.reason,
        "detail": entry.detail,
        "run": entry.run,
        "hash": entry.digits(),
    })
}
