//! `notify`: messages drafted, approved, pushed and accounted for, and look-ups answered.

pub(super) mod args;
mod batch;
mod outside;
mod setup;

use std::sync::{Arc, Mutex};

use clap::ArgMatches;

use super::console::Console;
use super::failure::Failure;
use super::file::{file_of, opening};
use crate::ingest::Options;
use crate::investigation::Run;
use crate::job::{Cancel, Progress};
use crate::model::Rules;
use crate::session::{Shared, derive_file, in_force, locked};
use crate::store::Store;

pub(super) fn run(matches: &ArgMatches, console: &Console) -> Result<(), Failure> {
    let Some((name, sub)) = matches.subcommand() else {
        return Ok(());
    };
    let store = Store::open(&file_of(sub)?, &opening(sub, console, false)?)?;
    let store: Shared = Arc::new(Mutex::new(store));
    let done = match name {
        "draft" => batch::draft(&store, sub, console),
        "review" | "approve" | "stop" | "resume" | "cancel" => {
            batch::decide(&store, name, sub, console)
        }
        "push" => outside::push(&store, sub, console),
        "pack" => outside::pack(&store, sub, console),
        "take" => outside::take(&store, sub, console),
        "receipts" => outside::receipts(&store, sub, console),
        "status" => batch::status(&store, sub, console),
        "resolve" => batch::resolve(&store, sub, console),
        "listen" => outside::listen(&store, sub, console),
        "answer" => outside::answer(&store, sub, console),
        "opt-out" => setup::opt_out(&store, sub, console),
        "notice" => setup::notice(&store, sub, console),
        _ => setup::gateway(&store, sub, console),
    };
    // What went wrong goes before what closing says.
    let closed = locked(&store).leave();
    done?;
    Ok(closed?)
}

/// The run of an open file, by the rules that it keeps.
fn derived(store: &Shared, progress: &Progress, cancel: &Cancel) -> Result<Run, Failure> {
    let journal = locked(store).journal()?;
    let kept = journal.as_ref().and_then(in_force);
    let (rules, corrections) = match kept {
        Some((rules, corrections)) => (rules, corrections),
        None => (Rules::preset(None)?, Arc::default()),
    };
    let options = Options::default();
    let read = derive_file(store, &corrections, options, rules, progress, cancel)?;
    Ok(read.run)
}

/// The number of a batch among the arguments.
fn number(matches: &ArgMatches) -> i64 {
    matches.get_one::<i64>("batch").copied().unwrap_or_default()
}
