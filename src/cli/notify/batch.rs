//! Drafting, deciding, and how things stand.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::ArgMatches;
use serde_json::{Value, json};

use super::super::console::Console;
use super::super::failure::Failure;
use super::super::file::{done, text};
use super::{derived, number};
use crate::i18n::Message;
use crate::ingest::{DateOrder, IngestError, read_text};
use crate::model::time::{Seconds, VIETNAM};
use crate::model::{Closeness, mask};
use crate::notify::words::{Guard, Outcome};
use crate::notify::{Criteria, Kind, Language, State, typed_code};
use crate::session::post::{self, Drafting, Preview};
use crate::session::{Shared, locked};
use crate::store::audit::Deed;
use crate::store::outbox::{Batch, Doubt, Only};
use crate::store::{Action, StoreError};

fn flag(matches: &ArgMatches, name: &str) -> bool {
    matches.get_flag(name)
}

fn instant(matches: &ArgMatches, name: &str, closing: bool) -> Result<Option<Seconds>, Failure> {
    let Some(text) = matches.get_one::<String>(name) else {
        return Ok(None);
    };
    let reading = read_text(text, VIETNAM, DateOrder::DayFirst).map_err(|_| Failure::Value {
        option: format!("--{name}"),
        value: text.clone(),
    })?;
    let moment = reading.moment;
    Ok(Some(if closing {
        moment.closing()
    } else {
        moment.opening()
    }))
}

fn drafting(matches: &ArgMatches) -> Result<Drafting, Failure> {
    let people = match matches.get_one::<PathBuf>("people") {
        None => None,
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|source| IngestError::Open {
                path: path.clone(),
                source,
            })?;
            let ids = text.lines().map(str::trim).filter(|l| !l.is_empty());
            Some(ids.map(str::to_owned).collect())
        }
    };
    let closeness = matches.get_one::<String>("closeness");
    let closeness = closeness.and_then(|c| match c.as_str() {
        "close" => Some(Closeness::Close),
        "probable" => Some(Closeness::Probable),
        "possible" => Some(Closeness::Possible),
        _ => None,
    });
    let kind = Kind::parse(&text(matches, "kind")).unwrap_or(Kind::Close);
    let place = matches.get_one::<String>("place").cloned();
    if kind == Kind::Place && place.is_none() {
        return Err(Failure::Value {
            option: "--place".into(),
            value: String::new(),
        });
    }
    Ok(Drafting {
        kind,
        criteria: Criteria {
            tiers: matches
                .get_many::<u8>("tiers")
                .map(|t| t.copied().collect())
                .unwrap_or_default(),
            districts: matches
                .get_many::<String>("district")
                .map(|d| d.cloned().collect())
                .unwrap_or_default(),
            place,
            from: instant(matches, "from", false)?,
            to: instant(matches, "to", true)?,
            closeness,
            people,
            keep_opted_out: flag(matches, "keep-opted-out"),
            keep_notified: flag(matches, "keep-notified"),
            message_shared: flag(matches, "message-shared"),
        },
        language: Language::parse(&text(matches, "sms-lang")).unwrap_or_default(),
        unaccented: flag(matches, "unaccented"),
    })
}

/// `notify draft`.
pub(super) fn draft(
    store: &Shared,
    matches: &ArgMatches,
    console: &Console,
) -> Result<(), Failure> {
    let drafting = drafting(matches)?;
    let dry = matches.get_one::<PathBuf>("dry-run").cloned();
    let (preview, id) = console.work(|progress, cancel| {
        let run = derived(store, progress, cancel)?;
        known(&run, &drafting.criteria)?;
        let guard = Guard::of(&run);
        if let Some(path) = &dry {
            let preview = post::preview(store, (&run, 1), &guard, &drafting, None, cancel)?;
            post::write_dry_run(store, path, &run, &preview)?;
            return Ok((preview, None));
        }
        let (preview, id) = post::draft_batch(store, (&run, 1), &guard, &drafting, cancel)?;
        Ok::<_, Failure>((preview, Some(id)))
    })?;
    let json = told(&preview, id);
    if console.json {
        return Ok(console.out(&format!("{json:#}\n"))?);
    }
    let mut lines = Vec::new();
    if let Some(id) = id {
        lines.push(
            console
                .texts
                .say(&Message::new("summary-draft").with("batch", id.to_string())),
        );
    }
    let ways = counts(&preview);
    for (way, count) in &ways {
        let word = Message::new(format!("way-{way}"));
        let line = Message::new("summary-way")
            .with("way", word)
            .with("n", *count);
        lines.push(console.texts.say(&line));
    }
    lines.push(
        console.texts.say(
            &Message::new("summary-cost")
                .with("messages", preview.sms())
                .with("parts", preview.parts())
                .with("cost", preview.cost()),
        ),
    );
    for check in preview.checks.iter().filter(|c| c.outcome != Outcome::Fine) {
        lines.push(console.texts.say(&check.message));
    }
    Ok(console.out(&format!("{}\n", lines.join("\n")))?)
}

/// Refuses a district or a place that the data lack: it would let nobody through, without a word.
fn known(run: &crate::investigation::Run, criteria: &Criteria) -> Result<(), Failure> {
    let missing = |option: &str, value: &str| {
        Err(Failure::Value {
            option: option.into(),
            value: value.into(),
        })
    };
    for district in &criteria.districts {
        if !run.records.people.iter().any(|p| p.district == *district) {
            return missing("--district", district);
        }
    }
    if let Some(place) = &criteria.place
        && !run.records.places.rows().iter().any(|p| p.id == *place)
    {
        return missing("--place", place);
    }
    Ok(())
}

/// How many go each way.
fn counts(preview: &Preview) -> BTreeMap<&'static str, usize> {
    let ways = preview.counts.ways();
    ways.map(|(way, count)| (way.key(), count)).collect()
}

fn told(preview: &Preview, id: Option<i64>) -> Value {
    let checks: Vec<Value> = preview
        .checks
        .iter()
        .map(|c| json!({ "check": c.message.key, "outcome": c.outcome }))
        .collect();
    json!({
        "batch": id,
        "kind": preview.drafting.kind.key(),
        "version": preview.notice.version,
        "people": preview.selection.all.len(),
        "ways": counts(preview),
        "guardians": preview.counts.guardians,
        "raised": preview.counts.raised,
        "declared_phones": preview.counts.declared,
        "parts_each": preview.sizes[0].parts,
        "parts_accented": preview.sizes[1].parts,
        "parts_unaccented": preview.sizes[2].parts,
        "coding": preview.sizes[0].coding,
        "parts": preview.parts(),
        "cost": preview.cost(),
        "checks": checks,
    })
}

/// `notify review|approve|stop|resume|cancel`.
pub(super) fn decide(
    store: &Shared,
    name: &str,
    matches: &ArgMatches,
    console: &Console,
) -> Result<(), Failure> {
    let id = number(matches);
    let why = if matches!(name, "review" | "approve") {
        String::new()
    } else {
        text(matches, "why")
    };
    {
        let mut store = locked(store);
        match name {
            "review" => store.review_batch(id)?,
            "approve" => {
                let urgent = matches.get_one::<String>("urgent").map(String::as_str);
                store.approve_batch(id, urgent)?;
            }
            "stop" => store.hold_batch(id, true, &why)?,
            "resume" => store.hold_batch(id, false, &why)?,
            _ => store.cancel_batch(id, &why)?,
        }
    }
    let batch = locked(store).batch(id)?;
    let message = Message::new(format!("summary-notify-{name}")).with("batch", id.to_string());
    done(console, &message, &of_batch(&batch))
}

fn of_batch(batch: &Batch) -> Value {
    let mut states: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for t in &batch.tally {
        let of = states.entry(t.channel.key()).or_default();
        *of.entry(t.state.key()).or_default() += t.messages;
    }
    json!({
        "batch": batch.id,
        "kind": batch.data.notice.kind.key(),
        "version": batch.data.notice.version,
        "stage": batch.stage.key(),
        "held": batch.held,
        "drafted_by": batch.data.drafted.by,
        "reviewed_by": batch.data.reviewed.as_ref().map(|w| &w.by),
        "approved_by": batch.data.approved.as_ref().map(|w| &w.by),
        "urgent": batch.data.urgent.is_some(),
        "messages": batch.messages(),
        "parts": batch.parts(),
        "states": states,
    })
}

/// `notify status`.
pub(super) fn status(
    store: &Shared,
    matches: &ArgMatches,
    console: &Console,
) -> Result<(), Failure> {
    if let Some(code) = matches.get_one::<String>("code") {
        return of_code(store, code, console);
    }
    let only = matches.get_one::<i64>("batch").copied();
    let log = matches.get_one::<PathBuf>("log");
    let calls = matches.get_one::<PathBuf>("call-list");
    if log.is_some() || calls.is_some() {
        let Some(batch) = only else {
            return Err(Failure::Value {
                option: "--batch".into(),
                value: String::new(),
            });
        };
        locked(store).batch(batch)?;
        if let Some(path) = log {
            post::write_delivery(store, batch, path)?;
        }
        if let Some(path) = calls {
            let why = text(matches, "why");
            if why.trim().is_empty() {
                return Err(StoreError::Why.into());
            }
            console.work(|progress, cancel| {
                let run = derived(store, progress, cancel)?;
                post::write_call_list(store, Some(&run), batch, path, &why)?;
                Ok::<_, Failure>(())
            })?;
        }
    }
    let batches = match only {
        Some(id) => vec![locked(store).batch(id)?],
        None => locked(store).batches()?,
    };
    let all: Vec<Value> = batches
        .iter()
        .map(|b| {
            let mut told = of_batch(b);
            let store = locked(store);
            for (name, state) in [("failed", State::Failed), ("unknown", State::Unknown)] {
                let reasons: BTreeMap<String, usize> =
                    store.reasons(b.id, state)?.into_iter().collect();
                told[format!("{name}_reasons")] = json!(reasons);
            }
            Ok(told)
        })
        .collect::<Result<_, StoreError>>()?;
    if console.json {
        return Ok(console.out(&format!("{:#}\n", json!({ "batches": all })))?);
    }
    let mut out = String::new();
    if let (Some(_), Some(batch)) = (only, batches.first()) {
        // What is approved is read first.
        let first = locked(store)
            .messages(batch.id, 0, 1, Only::default())?
            .pop();
        if let Some(first) = first {
            let text = locked(store).text_of(first.id)?;
            out.push_str(&format!("{}\n{}\n\n", text.sms, text.vi.title));
        }
    }
    for batch in &batches {
        let stage = if batch.held {
            "stage-of-held".to_owned()
        } else {
            format!("stage-of-{}", batch.stage.key())
        };
        let line = Message::new("summary-batch")
            .with("batch", batch.id.to_string())
            .with(
                "kind",
                Message::new(format!("kind-{}", batch.data.notice.kind.key())),
            )
            .with("stage", Message::new(stage))
            .with("messages", batch.messages());
        out.push_str(&console.texts.say(&line));
        out.push('\n');
        for state in State::ALL {
            let count = batch.sent(|s| s == state);
            if count > 0 {
                let word = Message::new(format!("state-{}", state.key()));
                let line = Message::new("summary-way")
                    .with("way", word)
                    .with("n", count);
                out.push_str(&format!("  {}\n", console.texts.say(&line)));
            }
        }
        let calls = batch.calls();
        if calls > 0 {
            let line = Message::new("summary-way")
                .with("way", Message::new("way-call"))
                .with("n", calls);
            out.push_str(&format!("  {}\n", console.texts.say(&line)));
        }
    }
    if batches.is_empty() {
        out = format!("{}\n", console.texts.get("summary-no-batches"));
    }
    Ok(console.out(&out)?)
}

/// The message of a code, as staff look it up when somebody calls.
fn of_code(store: &Shared, code: &str, console: &Console) -> Result<(), Failure> {
    let code = typed_code(code);
    let found = locked(store).message_of_code(&code)?;
    let Some(kept) = found else {
        return Err(StoreError::NoCode.into());
    };
    let batch = locked(store).batch(kept.batch)?;
    let deed = Deed::new(Action::Search).on(code.clone());
    locked(store).record(&deed)?;
    let kind = batch.data.notice.kind;
    let json = json!({
        "code": kept.code,
        "batch": kept.batch,
        "kind": kind.key(),
        "person": mask::id(&kept.person),
        "channel": kept.channel.key(),
        "state": kept.state.key(),
        "reason": if kept.reason.is_empty() { &kept.apart } else { &kept.reason },
        "attempts": kept.attempt,
        "at": VIETNAM.iso(kept.changed.div_euclid(1_000)),
    });
    let message = Message::new("summary-code")
        .with("code", kept.code.as_str())
        .with("batch", kept.batch.to_string())
        .with("kind", Message::new(format!("kind-{}", kind.key())))
        .with("state", Message::new(format!("state-{}", kept.state.key())))
        .with("person", mask::id(&kept.person))
        .with("at", VIETNAM.iso(kept.changed.div_euclid(1_000)));
    done(console, &message, &json)
}

/// `notify resolve`.
pub(super) fn resolve(
    store: &Shared,
    matches: &ArgMatches,
    console: &Console,
) -> Result<(), Failure> {
    let id = number(matches);
    let what = text(matches, "unknown");
    let count = match what.as_str() {
        "ask" => {
            let settings = post::settings(store)?;
            post::ask_unknown(store, &settings, id)?
        }
        other => {
            let doubt = if other == "again" {
                Doubt::Again
            } else {
                Doubt::Failed
            };
            locked(store).resolve_unknown(id, doubt, &text(matches, "why"))?
        }
    };
    let message = Message::new(format!("summary-resolve-{what}"))
        .with("n", count)
        .with("batch", id.to_string());
    done(
        console,
        &message,
        &json!({ "batch": id, "messages": count }),
    )
}
