//! What goes out and comes in: sending, packages, receipts, look-ups.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use clap::ArgMatches;
use serde_json::json;

use super::super::console::Console;
use super::super::failure::Failure;
use super::super::file::{done, need};
use super::{derived, number};
use crate::i18n::Message;
use crate::ingest::IngestError;
use crate::job::{Cancel, Progress};
use crate::model::time::VIETNAM;
use crate::notify::transport::{TransportError, files};
use crate::notify::{Settings, lookup};
use crate::session::post::{self, Listener, LookupDesk, Order};
use crate::session::{Shared, Waker, locked};
use crate::store::Power;

fn nobody() -> Waker {
    Arc::new(|| {})
}

/// Listens, with look-ups answered from the file's records.
fn listener(
    store: &Shared,
    settings: &Settings,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Listener, Failure> {
    need(Some(store), Power::Work)?;
    let run = derived(store, progress, cancel)?;
    let desk = LookupDesk::new(store, settings, run.records);
    Ok(post::listen(store, settings, Some(desk), &nobody())?)
}

/// `notify push`.
pub(super) fn push(store: &Shared, matches: &ArgMatches, console: &Console) -> Result<(), Failure> {
    let settings = post::settings(store)?;
    for batch in matches.get_many::<i64>("batch").into_iter().flatten() {
        locked(store).batch(*batch)?;
    }
    let order = Order {
        batches: matches
            .get_many::<i64>("batch")
            .map(|b| b.copied().collect())
            .unwrap_or_default(),
        wait: !matches.get_flag("no-wait"),
        wait_for_day: !matches.get_flag("no-wait"),
        ..Order::default()
    };
    let linger = matches.get_one::<u64>("linger").copied().unwrap_or(0);
    let mut stopped = false;
    let sent = console.work(|progress, cancel| {
        let mut heard = None;
        if matches.get_flag("listen") {
            heard = Some(listener(store, &settings, progress, cancel)?);
        }
        let sent = post::push(store, &settings, &order, progress, cancel)?;
        if heard.is_some() {
            wait(Duration::from_secs(linger), cancel);
        }
        drop(heard);
        stopped = cancel.is_cancelled();
        Ok::<_, Failure>(sent)
    })?;
    if console.json {
        let all = serde_json::to_value(sent).unwrap_or_default();
        console.out(&format!("{all:#}\n"))?;
    } else {
        let mut lines = vec![
            console.texts.say(
                &Message::new("summary-push")
                    .with("accepted", sent.accepted)
                    .with("failed", sent.failed)
                    .with("unknown", sent.unknown + sent.recovered)
                    .with("left", sent.left),
            ),
        ];
        if let Some(until) = sent.quiet_until {
            let line = Message::new("summary-quiet").with("until", VIETNAM.iso(until));
            lines.push(console.texts.say(&line));
        }
        if let Some(reason) = sent
            .refusal
            .filter(|_| sent.left > 0 && sent.stuck.is_none())
        {
            lines.push(console.texts.get(&format!("sent-{reason}")));
        }
        if sent.left > 0 && !settings.by_file().is_empty() && sent.quiet_until.is_none() {
            lines.push(console.texts.get("summary-pack"));
        }
        console.out(&format!("{}\n", lines.join("\n")))?;
    }
    match sent.stuck {
        Some(reason) => Err(Failure::Stuck(reason)),
        None if stopped => Err(Failure::Cancelled(crate::job::Cancelled)),
        None => Ok(()),
    }
}

/// Waits, or until it is told to stop.
fn wait(time: Duration, cancel: &Cancel) {
    let start = Instant::now();
    while start.elapsed() < time && !cancel.is_cancelled() {
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// `notify pack`.
pub(super) fn pack(store: &Shared, matches: &ArgMatches, console: &Console) -> Result<(), Failure> {
    let id = number(matches);
    let Some(folder) = matches.get_one::<PathBuf>("out") else {
        return Ok(());
    };
    let settings = post::settings(store)?;

    let again = matches.get_flag("again");
    let packed = post::pack(
        store,
        id,
        &settings.by_file(),
        folder,
        again,
        post::system_clock,
    )?;
    let key = post::signer(store)?.public();
    let count: usize = packed.iter().map(|p| p.1).sum();
    let names: Vec<String> = packed.iter().map(|p| p.0.display().to_string()).collect();
    let key_of = if count == 0 {
        "summary-nothing-packed"
    } else {
        "summary-packed"
    };
    let message = Message::new(key_of)
        .with("n", count)
        .with("path", names.join(", "))
        .with("key", key.as_str());
    done(
        console,
        &message,
        &json!({ "messages": count, "files": names, "key": key }),
    )
}

/// `notify take`.
pub(super) fn take(store: &Shared, matches: &ArgMatches, console: &Console) -> Result<(), Failure> {
    let Some(path) = matches.get_one::<PathBuf>("package") else {
        return Ok(());
    };
    let settings = post::settings(store)?;
    let (slip, messages) = files::read(path, |key| settings.trusts(key))?;
    let (id, count) = locked(store).take_package(&slip, &messages, &settings)?;
    let message = Message::new("summary-taken")
        .with("n", count)
        .with("batch", id.to_string());
    done(
        console,
        &message,
        &json!({ "batch": id, "messages": count, "of": messages.len() }),
    )
}

/// `notify receipts`.
pub(super) fn receipts(
    store: &Shared,
    matches: &ArgMatches,
    console: &Console,
) -> Result<(), Failure> {
    let Some(path) = matches.get_one::<PathBuf>("receipts") else {
        return Ok(());
    };
    let read = post::read_receipts(store, path)?;
    let message = Message::new("summary-receipts")
        .with("read", read.read)
        .with("known", read.known)
        .with("strange", read.strange)
        .with("idle", read.idle);
    let json = serde_json::to_value(read).unwrap_or_default();
    done(console, &message, &json)
}

/// `notify listen`.
pub(super) fn listen(
    store: &Shared,
    matches: &ArgMatches,
    console: &Console,
) -> Result<(), Failure> {
    let settings = post::settings(store)?;
    let seconds = matches.get_one::<u64>("seconds").copied();
    let heard = console.work(|progress, cancel| {
        let mut listener = listener(store, &settings, progress, cancel)?;
        let message =
            Message::new("summary-listening").with("address", listener.address.to_string());
        console.say(&message);
        if settings.inbound_password.is_empty() {
            console.say(&Message::new("summary-no-lookups"));
        }
        wait(seconds.map_or(Duration::MAX, Duration::from_secs), cancel);
        listener.close();
        Ok::<_, Failure>(Arc::clone(&listener.heard))
    })?;
    let of = |n: &std::sync::atomic::AtomicU64| n.load(Ordering::Relaxed);
    let message = Message::new("summary-heard")
        .with("receipts", of(&heard.receipts))
        .with("strange", of(&heard.strange))
        .with("messages", of(&heard.messages));
    let json = json!({
        "receipts": of(&heard.receipts),
        "strange": of(&heard.strange),
        "messages": of(&heard.messages),
        "refused": of(&heard.refused),
    });
    done(console, &message, &json)
}

/// `notify answer`.
pub(super) fn answer(
    store: &Shared,
    matches: &ArgMatches,
    console: &Console,
) -> Result<(), Failure> {
    let (Some(path), Some(out)) = (
        matches.get_one::<PathBuf>("questions"),
        matches.get_one::<PathBuf>("out"),
    ) else {
        return Ok(());
    };
    need(Some(store), Power::Work)?;
    // Before anything is answered, counted and put on record.
    if out == path {
        return Err(Failure::Overwrites(out.clone()));
    }
    let text = std::fs::read_to_string(path).map_err(|source| IngestError::Open {
        path: path.clone(),
        source,
    })?;
    let questions = lookup::questions(&text).map_err(TransportError::Form)?;
    let settings = post::settings(store)?;
    let answers = console.work(|progress, cancel| {
        let run = derived(store, progress, cancel)?;
        let desk = LookupDesk::new(store, &settings, run.records);
        Ok::<_, Failure>(post::answer_questions(&desk, &questions)?)
    })?;
    post::write_answers(out, &answers)?;
    let blank = answers.iter().filter(|a| a.1.is_empty()).count();
    let message = Message::new("summary-answered")
        .with("n", answers.len() - blank)
        .with("blank", blank);
    let json = json!({ "answers": answers.len() - blank, "too_often": blank });
    done(console, &message, &json)
}
