//! The headless door: one file a subcommand.
//!
//! Data goes to files or stdout, everything else to stderr. Exit 0: done; 1: failed, with one sentence; 2: usage;
//! 130: cancelled.

mod args;
mod audit;
mod check;
mod console;
mod failure;
mod file;
mod generate;
mod notify;
mod rules;
mod score;
mod trace;
mod usage;
mod user;
mod why;

use std::ffi::OsString;
use std::process::ExitCode;

use console::Console;
use failure::Failure;

use crate::i18n::{Lang, Message, Speak as _, Texts};

/// Runs what the arguments say (the program's name first) and gives the exit code.
#[must_use]
pub fn main(arguments: Vec<OsString>) -> ExitCode {
    // A defect says where it happened and nothing of the data that it met.
    std::panic::set_hook(Box::new(|info| {
        if crate::ingest::decoding() {
            return;
        }
        let place = info
            .location()
            .map_or_else(String::new, ToString::to_string);
        console::to_stderr(&format!("truyvet: internal error at {place}"));
    }));
    let lang = args::language(&arguments).unwrap_or_else(Lang::system);
    let texts = Texts::new(lang);
    let matches = match args::command(&texts).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return usage::answer(&error, &texts),
    };
    let Some((name, sub)) = matches.subcommand() else {
        return usage::no_subcommand(&texts);
    };
    let json = match sub.subcommand() {
        Some((_, inner)) => inner.get_flag("json"),
        None => sub.get_flag("json"),
    };
    let console = Console::new(texts, json);
    let result = set_threads(sub).and_then(|()| match name {
        "generate" => generate::run(sub, &console),
        "check" => check::run(sub, &console),
        "trace" => trace::run(sub, &console),
        "why" => why::run(sub, &console),
        "save" => file::save(sub, &console),
        "backup" => file::backup(sub, &console),
        "restore" => file::restore(sub, &console),
        "purge" => file::purge(sub, &console),
        "audit" => audit::run(sub, &console),
        "notify" => notify::run(sub, &console),
        "user" => user::run(sub, &console),
        _ => score::run(sub, &console),
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            for why in failure.before() {
                console.say(&Message::new("note-left-out").with("why", why.clone()));
            }
            console.say(&failure.speak());
            ExitCode::from(failure.code())
        }
    }
}

/// Whether the first argument is a subcommand, which a file of that name does not change.
#[must_use]
pub fn knows(arguments: &[OsString]) -> bool {
    arguments.get(1).is_some_and(|first| {
        [
            "generate", "check", "trace", "why", "score", "save", "backup", "restore", "purge",
            "audit", "notify", "user",
        ]
        .iter()
        .any(|name| first == name)
    })
}

fn set_threads(matches: &clap::ArgMatches) -> Result<(), Failure> {
    let matches = matches.subcommand().map_or(matches, |(_, inner)| inner);
    let Some(&threads) = matches.get_one::<u16>("threads") else {
        return Ok(());
    };
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.into())
        .build_global();
    pool.map_err(|error| Failure::Threads(error.to_string()))
}
