//! What is written down of batches: the dry run, the call list, the delivery log; and receipts that come back as a file.

use std::path::Path;

use super::super::keeper::{Shared, locked};
use super::{PostError, Preview};
use crate::investigation::Run;
use crate::model::mask;
use crate::model::time::VIETNAM;
use crate::notify::recipients::Finder;
use crate::notify::transport::TransportError;
use crate::notify::{Channel, Event, Recipient, Selection, State};
use crate::store::audit::Deed;
use crate::store::outbox::{Kept, Only, Receipt};
use crate::store::{Action, Power, StoreError, is_investigation};

/// Messages that are read at a time.
const MANY: usize = 4_096;

fn io(path: &Path, source: std::io::Error) -> PostError {
    TransportError::Io {
        path: path.to_path_buf(),
        source,
    }
    .into()
}

/// Writes rows beside a file's place and puts it there at once.
fn put(
    path: &Path,
    rows: impl FnOnce(&mut csv::Writer<&mut tempfile::NamedTempFile>) -> Result<(), PostError>,
) -> Result<(), PostError> {
    // A list in the place of an investigation would be its end.
    if is_investigation(path) {
        return Err(TransportError::TakesPlace {
            path: path.to_path_buf(),
        }
        .into());
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let mut draft = tempfile::Builder::new()
        .prefix(".truyvet-")
        .tempfile_in(folder)
        .map_err(|e| io(path, e))?;
    {
        let mut out = csv::Writer::from_writer(&mut draft);
        rows(&mut out)?;
        out.flush().map_err(|e| io(path, e))?;
    }
    draft.persist(path).map_err(|e| io(path, e.error))?;
    Ok(())
}

fn row<W: std::io::Write>(
    path: &Path,
    out: &mut csv::Writer<W>,
    cells: &[&str],
) -> Result<(), PostError> {
    out.write_record(cells).map_err(|e| io(path, e.into()))
}

/// Writes everybody whom a draft is for, those who are left out too, with what becomes of them and what it costs; nobody is
/// named. Returns how many.
///
/// # Errors
/// [`PostError`].
pub fn write_dry_run(
    store: &Shared,
    path: &Path,
    run: &Run,
    preview: &Preview,
) -> Result<usize, PostError> {
    locked(store).require(Power::Export)?;
    locked(store).record(&Deed::new(Action::Export).on("dry run"))?;
    let Selection { all } = &preview.selection;
    put(path, |out| {
        row(
            path,
            out,
            &[
                "person",
                "tier",
                "way",
                "address",
                "guardian",
                "registered",
                "raised",
                "parts",
                "cost",
            ],
        )?;
        for r in all {
            let sms = r.way.channel() == Some(Channel::Sms);
            let parts = match (sms, r.guardian) {
                (true, true) => preview.to_guardians[0].parts,
                (true, false) => preview.sizes[0].parts,
                _ => 0,
            };
            let cost = u64::from(parts) * u64::from(preview.settings.price);
            let yes = |is: bool| if is { "yes" } else { "" };
            row(
                path,
                out,
                &[
                    &mask::id(&run.records.people[r.person as usize].id),
                    &format!("F{}", r.tier),
                    r.way.key(),
                    &masked(r),
                    yes(r.guardian),
                    yes(r.registered && !r.address.is_empty()),
                    yes(r.raised),
                    &parts.to_string(),
                    &cost.to_string(),
                ],
            )?;
        }
        Ok(())
    })?;
    Ok(all.len())
}

/// An address as it may stand on a screen.
fn masked(recipient: &Recipient) -> String {
    recipient
        .way
        .channel()
        .unwrap_or(Channel::Call)
        .masked(&recipient.address)
}

/// All messages of a batch.
fn each(
    store: &Shared,
    batch: i64,
    mut with: impl FnMut(&Kept) -> Result<(), PostError>,
) -> Result<usize, PostError> {
    let (mut after, mut count) = (0, 0);
    loop {
        let part = locked(store).messages(batch, after, MANY, Only::default())?;
        let Some(last) = part.last() else {
            return Ok(count);
        };
        after = last.id;
        for kept in &part {
            with(kept)?;
        }
        count += part.len();
    }
}

/// Writes those of a batch who must be called: who cannot be sent anything, and whom nothing reached. Names and phones are
/// in it, for whoever calls, and why goes on record. Returns how many.
///
/// # Errors
/// [`PostError`].
pub fn write_call_list(
    store: &Shared,
    run: Option<&Run>,
    batch: i64,
    path: &Path,
    why: &str,
) -> Result<usize, PostError> {
    if why.trim().is_empty() {
        return Err(StoreError::Why.into());
    }
    locked(store).require(Power::Export)?;
    let key = locked(store).pseudonym_key();
    let mut finder = Finder::default();
    // On record before it leaves.
    let deed = Deed::new(Action::Export)
        .on(format!("call list {batch}"))
        .because(why.trim());
    locked(store).record(&deed)?;
    let mut count = 0;
    put(path, |out| {
        row(
            path,
            out,
            &[
                "code", "person", "name", "tier", "phone", "address", "ward", "district", "why",
            ],
        )?;
        each(store, batch, |m| {
            let unreached = matches!(m.state, State::Failed | State::Unknown);
            if m.channel != Channel::Call && !unreached || m.state == State::Cancelled {
                return Ok(());
            }
            let person = run.and_then(|run| {
                let people = &run.records.people;
                let at = finder.find(people, &key, &m.who, &m.person)?;
                people.get(at as usize)
            });
            let of = |f: fn(&crate::model::PersonRow) -> &String| {
                person.map(|p| f(p).as_str()).unwrap_or_default()
            };
            let phone = match m.channel {
                Channel::Push => of(|p| &p.phone),
                _ if m.address.is_empty() => of(|p| &p.phone),
                _ => &m.address,
            };
            let why = if m.channel == Channel::Call {
                &m.apart
            } else {
                &m.reason
            };
            count += 1;
            row(
                path,
                out,
                &[
                    &m.code,
                    &m.person,
                    of(|p| &p.full_name),
                    &format!("F{}", m.tier),
                    phone,
                    of(|p| &p.address),
                    of(|p| &p.ward),
                    of(|p| &p.district),
                    why,
                ],
            )
        })?;
        Ok(())
    })?;
    Ok(count)
}

/// Writes the delivery log of a batch: each message with how far it is, and when all that happened to it. Phones are masked,
/// nobody is named. Returns how many messages.
///
/// # Errors
/// [`PostError`].
pub fn write_delivery(store: &Shared, batch: i64, path: &Path) -> Result<usize, PostError> {
    locked(store).require(Power::Export)?;
    let events = locked(store).events(batch)?;
    let head =
        locked(store).record(&Deed::new(Action::Export).on(format!("delivery log {batch}")))?;
    let mut by: rustc_hash::FxHashMap<i64, String> = rustc_hash::FxHashMap::default();
    for e in &events {
        let text = by.entry(e.message).or_default();
        if !text.is_empty() {
            text.push_str("; ");
        }
        text.push_str(&VIETNAM.iso(e.at.div_euclid(1_000)));
        text.push(' ');
        text.push_str(&e.event);
        if !e.detail.is_empty() {
            text.push_str(&format!(" ({})", e.detail));
        }
    }
    let head = head.to_string();
    let mut count = 0;
    put(path, |out| {
        row(
            path,
            out,
            &[
                "id", "code", "tier", "channel", "address", "parts", "state", "reason", "attempts",
                "at", "history", "log_head",
            ],
        )?;
        count = each(store, batch, |m| {
            let address = m.channel.masked(&m.address);
            row(
                path,
                out,
                &[
                    &m.key,
                    &m.code,
                    &format!("F{}", m.tier),
                    m.channel.key(),
                    &address,
                    &m.parts.to_string(),
                    m.state.key(),
                    if m.reason.is_empty() {
                        &m.apart
                    } else {
                        &m.reason
                    },
                    &m.attempt.to_string(),
                    &VIETNAM.iso(m.changed.div_euclid(1_000)),
                    by.get(&m.id).map(String::as_str).unwrap_or_default(),
                    &head,
                ],
            )
        })?;
        Ok(())
    })?;
    Ok(count)
}

/// Writes answers to questions: their number and the answer.
///
/// # Errors
/// [`PostError`].
pub fn write_answers(path: &Path, answers: &[(String, String)]) -> Result<(), PostError> {
    put(path, |out| {
        row(path, out, &["id", "answer"])?;
        for (id, answer) in answers {
            row(path, out, &[id, answer])?;
        }
        Ok(())
    })
}

/// What a file of receipts came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct ReadReceipts {
    /// Rows.
    pub read: usize,
    /// Of messages that are here.
    pub known: usize,
    /// Of messages that are not.
    pub strange: usize,
    /// That say nothing that is understood, or nothing new by their nature (drafts, cancelled).
    pub idle: usize,
}

/// Reads receipts as a connected machine or a gateway wrote them: CSV with `id` and `state`, and `reason` if it likes.
///
/// # Errors
/// [`PostError`].
pub fn read_receipts(store: &Shared, path: &Path) -> Result<ReadReceipts, PostError> {
    let text = std::fs::read(path).map_err(|e| io(path, e))?;
    let mut rows = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text));
    let form = |line: usize| PostError::from(TransportError::Form(line));
    let head = rows.headers().map_err(|_| form(1))?.clone();
    let at = |name: &str| {
        head.iter()
            .position(|h| h.trim().eq_ignore_ascii_case(name))
    };
    let (Some(id), Some(state)) = (at("id"), at("state")) else {
        return Err(form(1));
    };
    let reason = at("reason");
    let mut told = ReadReceipts::default();
    let mut receipts = Vec::new();
    for (n, row) in rows.records().enumerate() {
        let row = row.map_err(|_| form(n + 2))?;
        told.read += 1;
        let cell = |at: usize| row.get(at).unwrap_or_default().trim();
        // As this program writes it, as SMPP does, and by Kannel's numbers.
        let event = match cell(state).to_lowercase().as_str() {
            "accepted" | "acceptd" => Event::Accepted,
            "queued" | "enroute" | "4" | "8" => Event::Queued,
            "delivered" | "delivrd" | "1" => Event::Delivered,
            // What the connected machine never sent did not arrive either.
            "failed" | "cancelled" | "undeliv" | "undelivered" | "expired" | "rejectd"
            | "rejected" | "deleted" | "2" | "16" => Event::Failed,
            _ => {
                told.idle += 1;
                continue;
            }
        };
        // What somebody else writes there is no key of ours, nor for the log: only what a key may be made of.
        let detail = reason.map(cell).unwrap_or_default();
        let fits =
            detail.len() <= 24 && detail.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        receipts.push(Receipt {
            key: cell(id).to_lowercase(),
            event,
            detail: if fits { detail } else { "file" }.to_owned(),
            attempt: None,
        });
    }
    for part in receipts.chunks(MANY) {
        told.known += locked(store).receive(part)?;
    }
    told.strange = receipts.len() - told.known;
    let deed = Deed::new(Action::Import)
        .on("receipts")
        .saying(format!("read {}, known {}", told.read, told.known));
    locked(store).record(&deed)?;
    Ok(told)
}
