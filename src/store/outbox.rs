//! The outbox: batches of messages and all that happened to each. A message's state only ever goes on
//! ([`State::after`]), and what is written here is on the disk when the call returns.
//!
//! A message is claimed before it is handed over and settled after; what was claimed when the program ended is unknown
//! from then on (found at opening), and so is what a copy that was put back does not know of.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};
use serde::{Deserialize, Serialize};

use super::audit::{self, Action, Actor, Deed};
use super::{Power, Store, StoreError, now};
use crate::ingest::{DateOrder, read_text};
use crate::model::time::{Seconds, VIETNAM};
use crate::notify::recipients::{Given, Leaving};
use crate::notify::transport::Outgoing;
use crate::notify::transport::files::Slip;
use crate::notify::{
    Channel, Criteria, Event, Kind, Language, Notice, Past, Recipient, Rendered, Settings, State,
    Values, Way, code, segments,
};

/// How far a batch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BatchStage {
    /// Written.
    Draft,
    /// Looked over by another person.
    Reviewed,
    /// May be sent.
    Approved,
    /// Given up; what was not sent will not be.
    Cancelled,
}

impl BatchStage {
    const ALL: [Self; 4] = [Self::Draft, Self::Reviewed, Self::Approved, Self::Cancelled];

    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Reviewed => "reviewed",
            Self::Approved => "approved",
            Self::Cancelled => "cancelled",
        }
    }

    fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.key() == key)
    }
}

/// Somebody's word for a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// The display name.
    pub by: String,
    /// The role's key.
    pub role: String,
    /// When, milliseconds since 1970.
    pub at: i64,
    /// Why, where that is asked for.
    pub why: String,
}

/// What a batch is, from its drafting on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchData {
    /// The notice as it was: later changes of it are other batches'.
    pub notice: Notice,
    /// The sender's name in both languages.
    pub authority: [String; 2],
    /// Whom to call.
    pub hotline: String,
    /// The language of the SMS.
    pub language: Language,
    /// The SMS have no diacritics.
    pub unaccented: bool,
    /// Whom it is for.
    pub criteria: Criteria,
    /// The run that they come from, and the hash of its rules.
    pub run: (u32, String),
    /// How many fitted and were left out, by reason.
    pub left: Vec<(String, usize)>,
    /// Dong a part, as it was set.
    pub price: u32,
    /// Who drafted it.
    pub drafted: Word,
    /// Who looked it over.
    #[serde(default)]
    pub reviewed: Option<Word>,
    /// Who approved it.
    #[serde(default)]
    pub approved: Option<Word>,
    /// It may be sent at any hour, and why.
    #[serde(default)]
    pub urgent: Option<String>,
    /// The package that it came in, where another station approved it.
    #[serde(default)]
    pub package: Option<String>,
}

/// A batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Its number, from 1.
    pub id: i64,
    /// How far it is.
    pub stage: BatchStage,
    /// Sending is stopped.
    pub held: bool,
    /// What it is.
    pub data: BatchData,
    /// How many messages are how far.
    pub tally: Vec<Tally>,
}

/// Messages of a batch that are as far as each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// By which channel.
    pub channel: Channel,
    /// How far.
    pub state: State,
    /// How many.
    pub messages: usize,
    /// Parts of SMS.
    pub parts: u64,
}

impl Batch {
    /// How many messages by a channel (`None`: all) are in states that fit.
    #[must_use]
    pub fn count(&self, channel: Option<Channel>, fits: impl Fn(State) -> bool) -> usize {
        let of = |t: &&Tally| channel.is_none_or(|c| c == t.channel) && fits(t.state);
        self.tally.iter().filter(of).map(|t| t.messages).sum()
    }

    /// How many messages are in states that fit, calls apart.
    #[must_use]
    pub fn sent(&self, fits: impl Fn(State) -> bool) -> usize {
        let sent = [Channel::Push, Channel::Sms];
        sent.map(|c| self.count(Some(c), &fits)).iter().sum()
    }

    /// Messages that are sent, calls apart.
    #[must_use]
    pub fn messages(&self) -> usize {
        self.sent(|_| true)
    }

    /// Those who are called.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.count(Some(Channel::Call), |_| true)
    }

    /// Messages by a channel (`None`: all but calls) that are to be sent, or on their way.
    #[must_use]
    pub fn left(&self, channel: Option<Channel>) -> usize {
        let left = |s| matches!(s, State::Approved | State::Sending);
        channel.map_or_else(|| self.sent(left), |c| self.count(Some(c), left))
    }

    /// Messages that arrived, that wait for what becomes of them, and that failed.
    #[must_use]
    pub fn ends(&self) -> [usize; 3] {
        let over = |s| matches!(s, State::Delivered | State::Failed | State::Cancelled);
        [
            self.sent(|s| s == State::Delivered),
            self.sent(|s| !over(s)),
            self.sent(|s| s == State::Failed),
        ]
    }

    /// Parts of its SMS.
    #[must_use]
    pub fn parts(&self) -> u64 {
        let sms = self.tally.iter().filter(|t| t.channel == Channel::Sms);
        sms.map(|t| t.parts).sum()
    }
}

/// What a new batch is made of.
pub struct NewBatch<'b> {
    /// The notice.
    pub notice: &'b Notice,
    /// How messages leave.
    pub settings: &'b Settings,
    /// The language of the SMS.
    pub language: Language,
    /// The SMS have no diacritics.
    pub unaccented: bool,
    /// Whom it is for.
    pub criteria: &'b Criteria,
    /// The run and the hash of its rules.
    pub run: (u32, String),
    /// Those whom it is for, the left out too.
    pub recipients: &'b [Recipient],
    /// By person: the id.
    pub ids: &'b dyn Fn(&Recipient) -> String,
}

/// A message as it is shown: a person's address in full is in it.
#[derive(Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its number.
    pub id: i64,
    /// Its batch.
    pub batch: i64,
    /// The idempotency key.
    pub key: String,
    /// What staff find it by.
    pub code: String,
    /// What tells the person apart from run to run.
    pub who: String,
    /// The person's id, as it was when the batch was drafted.
    pub person: String,
    /// The tier.
    pub tier: u8,
    /// Why it is a call.
    pub apart: String,
    /// By which channel.
    pub channel: Channel,
    /// A phone or a push address.
    pub address: String,
    /// It goes to a guardian.
    pub guardian: bool,
    /// Parts.
    pub parts: u32,
    /// How far it is.
    pub state: State,
    /// Attempts so far.
    pub attempt: u32,
    /// Why it is where it is, as a stable key.
    pub reason: String,
    /// When that changed, milliseconds since 1970.
    pub changed: i64,
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kept")
            .field("id", &self.id)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// Something that happened to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// The message's number.
    pub message: i64,
    /// When, milliseconds since 1970.
    pub at: i64,
    /// In which attempt.
    pub attempt: u32,
    /// What, as a stable key.
    pub event: String,
    /// More, as a stable key.
    pub detail: String,
    /// How far it was after.
    pub state: State,
}

/// What became of a message that was claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// The message.
    pub id: i64,
    /// What happened.
    pub event: Event,
    /// More, as a stable key.
    pub reason: &'static str,
    /// When it may be tried again.
    pub due: Seconds,
    /// What the transport calls it.
    pub remote: String,
}

/// A receipt that was heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The message's key.
    pub key: String,
    /// What it says.
    pub event: Event,
    /// More, as a stable key.
    pub detail: String,
    /// Of which attempt, where that is said.
    pub attempt: Option<u32>,
}

/// Which messages of a batch are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Only {
    /// In these states; none: in any.
    pub states: &'static [State],
    /// Calls alone, or all but calls.
    pub calls: Option<bool>,
}

/// What is to become of messages that nobody knows of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// Sent again, a second one being better than none.
    Again,
    /// Taken as not arrived: somebody calls.
    Failed,
}

const SIGHT: &str = "id, batch, key, code, person, tier, apart, channel, address, guardian, parts, \
                     state, attempt, reason, changed, who";

fn kept(row: &rusqlite::Row<'_>) -> rusqlite::Result<Option<Kept>> {
    let channel = Channel::parse(&row.get::<_, String>(7)?);
    let state = State::of_number(row.get(11)?);
    let (Some(channel), Some(state)) = (channel, state) else {
        return Ok(None);
    };
    Ok(Some(Kept {
        id: row.get(0)?,
        batch: row.get(1)?,
        key: row.get(2)?,
        code: row.get(3)?,
        person: row.get(4)?,
        tier: row.get(5)?,
        apart: row.get(6)?,
        channel,
        address: row.get(8)?,
        guardian: row.get(9)?,
        parts: row.get(10)?,
        state,
        attempt: row.get(12)?,
        reason: row.get(13)?,
        changed: row.get(14)?,
        who: row.get(15)?,
    }))
}

/// Takes a message on; says whether that changed how far it is. Whatever happened is written down.
fn step(
    db: &Transaction<'_>,
    (id, at): (i64, i64),
    event: Event,
    detail: &str,
) -> Result<Option<State>, StoreError> {
    let sql = "SELECT state, attempt FROM message WHERE id = ?1";
    let found: Option<(u8, u32)> = db
        .prepare_cached(sql)?
        .query_row([id], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    let Some((number, attempt)) = found else {
        return Ok(None);
    };
    let state = State::of_number(number).ok_or(StoreError::Damaged)?;
    let next = state.after(event);
    if let Some(next) = next {
        // A receipt that is there before the answer ends the flight too.
        let sql =
            "UPDATE message SET state = ?2, reason = ?3, changed = ?4, flight = 0 WHERE id = ?1";
        db.prepare_cached(sql)?
            .execute(params![id, next.number(), detail, at])?;
    }
    happened(db, id, at, attempt, event, detail, next.unwrap_or(state))?;
    Ok(next)
}

fn happened(
    db: &Transaction<'_>,
    id: i64,
    at: i64,
    attempt: u32,
    event: Event,
    detail: &str,
    state: State,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO event (message, at, attempt, event, detail, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    db.prepare_cached(sql)?.execute(params![
        id,
        at,
        attempt,
        event.key(),
        detail,
        state.number()
    ])?;
    Ok(())
}

/// The first column of what is asked for.
fn numbers(
    db: &Connection,
    sql: &str,
    asked: impl rusqlite::Params,
) -> Result<Vec<i64>, StoreError> {
    let mut all = db.prepare_cached(sql)?;
    let rows = all.query_map(asked, |r| r.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn batch_of(db: &Connection, id: i64) -> Result<(BatchStage, bool, BatchData), StoreError> {
    let found: Option<(String, bool, String)> = db
        .prepare_cached("SELECT stage, held, data FROM batch WHERE id = ?1")?
        .query_row([id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
        .optional()?;
    let (stage, held, data) = found.ok_or(StoreError::NoBatch)?;
    let stage = BatchStage::parse(&stage).ok_or(StoreError::Unknown)?;
    let data = serde_json::from_str(&data).map_err(|_| StoreError::Unknown)?;
    Ok((stage, held, data))
}

fn put_batch(
    db: &Connection,
    id: i64,
    stage: BatchStage,
    data: &BatchData,
) -> Result<(), StoreError> {
    let text = serde_json::to_string(data).map_err(|_| StoreError::NoMemory)?;
    db.execute(
        "UPDATE batch SET stage = ?2, data = ?3 WHERE id = ?1",
        params![id, stage.key(), text],
    )?;
    Ok(())
}

impl BatchData {
    /// What stands in the fields of a message.
    #[must_use]
    pub fn values(
        &self,
        code: String,
        (tier, guardian): (u8, bool),
        (day, until): (Option<Seconds>, Option<Seconds>),
    ) -> Values {
        Values {
            authority: self.authority.clone(),
            guardian,
            tier,
            day,
            until,
            hotline: self.hotline.clone(),
            code,
        }
    }

    /// A message's texts.
    #[must_use]
    pub fn text(&self, values: &Values) -> Rendered {
        Rendered::new(&self.notice, values, self.language, self.unaccented)
    }
}

fn word(actor: &Actor, at: i64, why: &str) -> Word {
    Word {
        by: actor.name.clone(),
        role: actor.role.clone(),
        at,
        why: why.trim().to_owned(),
    }
}

impl Store {
    /// Drafts a batch: one message for everybody who is to get something. Who has this very message already, in whatever
    /// batch, is given no second one. Returns its number.
    ///
    /// # Errors
    /// [`StoreError`]: nobody is to get anything; the investigation is not saved, so that nobody else could approve it.
    pub fn draft(&mut self, new: &NewBatch<'_>) -> Result<i64, StoreError> {
        self.need(Power::Work)?;
        self.need_home()?;
        let (actor, at) = (self.actor.clone(), now());
        let mut left: Vec<(String, usize)> = Leaving::ALL
            .map(|l| {
                let count = new
                    .recipients
                    .iter()
                    .filter(|r| r.way == Way::Left(l))
                    .count();
                (l.key().to_owned(), count)
            })
            .into();
        left.retain(|l| l.1 > 0);
        let data = BatchData {
            notice: new.notice.clone(),
            authority: [
                new.settings.authority_vi.clone(),
                new.settings.authority_en.clone(),
            ],
            hotline: new.settings.hotline.clone(),
            language: new.language,
            unaccented: new.unaccented,
            criteria: new.criteria.clone(),
            run: new.run.clone(),
            left,
            price: new.settings.price,
            drafted: word(&actor, at, ""),
            reviewed: None,
            approved: None,
            urgent: None,
            package: None,
        };
        let all = self.db_mut()?.transaction()?;
        let text = serde_json::to_string(&data).map_err(|_| StoreError::NoMemory)?;
        all.execute(
            "INSERT INTO batch (stage, data) VALUES (?1, ?2)",
            params![BatchStage::Draft.key(), text],
        )?;
        let id = all.last_insert_rowid();
        let mut count = 0_usize;
        for recipient in new.recipients {
            let Some(channel) = recipient.way.channel() else {
                continue;
            };
            let message = NewMessage {
                key: &recipient.key,
                who: &recipient.who,
                person: &(new.ids)(recipient),
                kind: data.notice.kind,
                tier: recipient.tier,
                span: (recipient.day, recipient.until),
                guardian: recipient.guardian,
                apart: if channel == Channel::Call {
                    recipient.way.key()
                } else {
                    ""
                },
                channel,
                address: &recipient.address,
            };
            count += usize::from(put_message(&all, id, &data, &message, at)?);
        }
        if count == 0 {
            return Err(StoreError::Nobody);
        }
        let deed = Deed::new(Action::Draft)
            .on(format!("{} {id}", data.notice.kind.key()))
            .saying(format!("messages {count}"))
            .of_run(new.run.0);
        audit::append(&all, &actor, at, &deed)?;
        all.commit()?;
        Ok(id)
    }

    /// Takes a signed package of another station in, as a batch that was approved there; what is here already is not taken twice. Returns the batch's number and how many messages are new.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn take_package(
        &mut self,
        slip: &Slip,
        messages: &[Outgoing],
        settings: &Settings,
    ) -> Result<(i64, usize), StoreError> {
        self.need(Power::Manage)?;
        self.need_home()?;
        let (actor, at) = (self.actor.clone(), now());
        let own = word(&actor, at, &slip.sha256);
        let data = BatchData {
            notice: Notice::builtin(slip.kind),
            authority: [String::new(), String::new()],
            hotline: String::new(),
            language: Language::Vi,
            unaccented: false,
            criteria: Criteria::default(),
            run: (0, String::new()),
            left: Vec::new(),
            price: settings.price,
            drafted: own.clone(),
            reviewed: None,
            approved: Some(own),
            urgent: None,
            package: Some(slip.file.clone()),
        };
        let all = self.db_mut()?.transaction()?;
        let text = serde_json::to_string(&data).map_err(|_| StoreError::NoMemory)?;
        all.execute(
            "INSERT INTO batch (stage, data) VALUES (?1, ?2)",
            params![BatchStage::Approved.key(), text],
        )?;
        let id = all.last_insert_rowid();
        let mut count = 0;
        for message in messages {
            let text = serde_json::to_string(&message.text).map_err(|_| StoreError::NoMemory)?;
            let sql = "INSERT INTO message (key, code, batch, who, person, kind, tier, guardian, apart, channel,
                           address, parts, text, state, flight, attempt, due, reason, remote, changed)
                       VALUES (?1, CASE WHEN EXISTS (SELECT 1 FROM message WHERE code = ?10) THEN ?1 ELSE ?10 END,
                           ?2, ?1, '', ?3, ?11, 0, '', ?4, ?5, ?6, ?7, ?8, 0, 0, 0, '', '', ?9)
                       ON CONFLICT (key) DO NOTHING";
            count += all.prepare_cached(sql)?.execute(params![
                message.key,
                id,
                message.kind.key(),
                message.channel.key(),
                message.address,
                message.parts,
                text,
                State::Approved.number(),
                at,
                message.code,
                message.tier
            ])?;
        }
        if count == 0 {
            return Err(StoreError::Nobody);
        }
        let deed = Deed::new(Action::Import)
            .on(slip.file.clone())
            .because(slip.sha256.clone())
            .saying(format!("messages {count}, batch {id}"));
        audit::append(&all, &actor, at, &deed)?;
        all.commit()?;
        Ok((id, count))
    }

    /// Changes a setting of how messages leave or what they say, on record.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`] unless the role goes so far.
    pub fn change_setting(
        &mut self,
        key: &str,
        value: &str,
        power: Power,
        deed: &Deed,
    ) -> Result<(), StoreError> {
        self.need(power)?;
        let actor = self.actor.clone();
        let all = self.db_mut()?.transaction()?;
        super::set_setting(&all, key, value)?;
        audit::append(&all, &actor, now(), deed)?;
        all.commit()?;
        Ok(())
    }

    /// Refuses what the role does not go to.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`], [`StoreError::ReadOnly`].
    pub fn require(&self, power: Power) -> Result<(), StoreError> {
        self.need(power)
    }

    fn need_home(&self) -> Result<(), StoreError> {
        if self.home.is_none() {
            return Err(StoreError::Unsaved);
        }
        Ok(())
    }

    /// Changes a batch, on record.
    fn change_batch(
        &mut self,
        id: i64,
        action: Action,
        why: &str,
        change: impl FnOnce(
            &Transaction<'_>,
            &Actor,
            i64,
            BatchStage,
            BatchData,
        ) -> Result<String, StoreError>,
    ) -> Result<(), StoreError> {
        self.need_home()?;
        let (actor, at) = (self.actor.clone(), now());
        let all = self.db_mut()?.transaction()?;
        let (stage, _, data) = batch_of(&all, id)?;
        let object = format!("{} {id}", data.notice.kind.key());
        let detail = change(&all, &actor, at, stage, data)?;
        let deed = Deed::new(action)
            .on(object)
            .because(why.trim())
            .saying(detail);
        audit::append(&all, &actor, at, &deed)?;
        all.commit()?;
        Ok(())
    }

    /// Looks a draft over: another person than whoever drafted it.
    ///
    /// # Errors
    /// [`StoreError::OwnDraft`], [`StoreError::BatchStage`].
    pub fn review_batch(&mut self, id: i64) -> Result<(), StoreError> {
        self.need(Power::Work)?;
        self.change_batch(id, Action::Review, "", |db, actor, at, stage, mut data| {
            if stage != BatchStage::Draft {
                return Err(StoreError::BatchStage);
            }
            if data.drafted.by == actor.name {
                return Err(StoreError::OwnDraft);
            }
            data.reviewed = Some(word(actor, at, ""));
            put_batch(db, id, BatchStage::Reviewed, &data)?;
            Ok(String::new())
        })
    }

    /// Approves a batch: somebody who approves, and did not draft it. `urgent`: it may be sent in quiet hours, and why.
    ///
    /// # Errors
    /// [`StoreError::OwnDraft`], [`StoreError::BatchStage`], [`StoreError::Forbidden`].
    pub fn approve_batch(&mut self, id: i64, urgent: Option<&str>) -> Result<(), StoreError> {
        self.need(Power::Manage)?;
        let why = urgent.unwrap_or_default();
        if urgent.is_some_and(|w| w.trim().is_empty()) {
            return Err(StoreError::Why);
        }
        self.change_batch(
            id,
            Action::Approve,
            why,
            |db, actor, at, stage, mut data| {
                if !matches!(stage, BatchStage::Draft | BatchStage::Reviewed) {
                    return Err(StoreError::BatchStage);
                }
                if data.drafted.by == actor.name {
                    return Err(StoreError::OwnDraft);
                }
                data.approved = Some(word(actor, at, why));
                data.urgent = urgent
                    .map(|w| w.trim().to_owned())
                    .filter(|w| !w.is_empty());
                put_batch(db, id, BatchStage::Approved, &data)?;
                db.execute(
                    "UPDATE batch SET urgent = ?2 WHERE id = ?1",
                    params![id, data.urgent.is_some()],
                )?;
                let sql =
                    "UPDATE message SET state = ?2, changed = ?3 WHERE batch = ?1 AND state = ?4";
                let states = (State::Approved.number(), State::Draft.number());
                let count = db.execute(sql, params![id, states.0, at, states.1])?;
                Ok(format!("messages {count}"))
            },
        )
    }

    /// Stops a batch, or takes it up again: what is not sent yet waits.
    ///
    /// # Errors
    /// [`StoreError::BatchStage`].
    pub fn hold_batch(&mut self, id: i64, held: bool, why: &str) -> Result<(), StoreError> {
        // Anybody who works may stop it; going on is the approver's.
        self.need(if held { Power::Work } else { Power::Manage })?;
        let halts = self.halts();
        self.change_batch(id, Action::Halt, why, |db, _, _, stage, _| {
            if stage != BatchStage::Approved {
                return Err(StoreError::BatchStage);
            }
            db.execute(
                "UPDATE batch SET held = ?2 WHERE id = ?1",
                params![id, held],
            )?;
            halts.fetch_add(1, Ordering::Relaxed);
            Ok(if held { "stopped" } else { "resumed" }.into())
        })
    }

    /// Gives a batch up: what was not handed over is never sent.
    ///
    /// # Errors
    /// [`StoreError::BatchStage`].
    pub fn cancel_batch(&mut self, id: i64, why: &str) -> Result<(), StoreError> {
        self.need(Power::Work)?;
        let halts = self.halts();
        let (role, manages) = (self.role, self.may(Power::Manage));
        self.change_batch(id, Action::Halt, why, |db, _, at, stage, data| {
            if stage == BatchStage::Cancelled {
                return Err(StoreError::BatchStage);
            }
            // What was approved is the approver's to give up.
            if stage == BatchStage::Approved && !manages {
                return Err(StoreError::Forbidden { role });
            }
            put_batch(db, id, BatchStage::Cancelled, &data)?;
            halts.fetch_add(1, Ordering::Relaxed);
            let sql = "SELECT id FROM message WHERE batch = ?1 AND flight = 0 AND state <= ?2";
            let ids = numbers(db, sql, params![id, State::Sending.number()])?;
            for &message in &ids {
                step(db, (message, at), Event::Cancel, "cancelled")?;
            }
            Ok(format!("cancelled, messages {}", ids.len()))
        })
    }

    /// Decides on messages of a batch that nobody knows of. Returns how many.
    ///
    /// # Errors
    /// [`StoreError`]: sending again takes an approver, and a reason.
    pub fn resolve_unknown(
        &mut self,
        id: i64,
        doubt: Doubt,
        why: &str,
    ) -> Result<usize, StoreError> {
        self.need(match doubt {
            Doubt::Again => Power::Manage,
            Doubt::Failed => Power::Work,
        })?;
        if why.trim().is_empty() {
            return Err(StoreError::Why);
        }
        let mut count = 0;
        self.change_batch(id, Action::Halt, why, |db, _, at, stage, _| {
            if doubt == Doubt::Again && stage != BatchStage::Approved {
                return Err(StoreError::BatchStage);
            }
            let sql = "SELECT id FROM message WHERE batch = ?1 AND state = ?2";
            let ids = numbers(db, sql, params![id, State::Unknown.number()])?;
            let (event, word) = match doubt {
                Doubt::Again => (Event::Again, "again"),
                Doubt::Failed => (Event::Failed, "given-up"),
            };
            for &message in &ids {
                step(db, (message, at), event, word)?;
                db.execute("UPDATE message SET due = 0 WHERE id = ?1", [message])?;
            }
            count = ids.len();
            Ok(format!("unknown {word}, messages {count}"))
        })?;
        Ok(count)
    }

    /// All batches, the latest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn batches(&self) -> Result<Vec<Batch>, StoreError> {
        let ids = numbers(self.db()?, "SELECT id FROM batch ORDER BY id DESC", [])?;
        ids.into_iter().map(|id| self.batch(id)).collect()
    }

    /// A batch.
    ///
    /// # Errors
    /// [`StoreError::NoBatch`].
    pub fn batch(&self, id: i64) -> Result<Batch, StoreError> {
        let db = self.db()?;
        let (stage, held, data) = batch_of(db, id)?;
        let sql = "SELECT channel, state, count(*), sum(parts) FROM message WHERE batch = ?1
                   GROUP BY channel, state ORDER BY channel, state";
        let mut all = db.prepare_cached(sql)?;
        let rows = all.query_map([id], |r| {
            Ok((
                r.get::<_, String>(0)?,
                r.get::<_, u8>(1)?,
                r.get::<_, i64>(2)?,
                r.get::<_, i64>(3)?,
            ))
        })?;
        let mut tally = Vec::new();
        for row in rows {
            let (channel, state, messages, parts) = row?;
            tally.push(Tally {
                channel: Channel::parse(&channel).ok_or(StoreError::Unknown)?,
                state: State::of_number(state).ok_or(StoreError::Unknown)?,
                messages: messages as usize,
                parts: parts as u64,
            });
        }
        Ok(Batch {
            id,
            stage,
            held,
            data,
            tally,
        })
    }

    /// Why messages of a batch failed, and how many each, the most first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn reasons(&self, batch: i64, state: State) -> Result<Vec<(String, usize)>, StoreError> {
        let sql = "SELECT reason, count(*) FROM message WHERE batch = ?1 AND state = ?2
                   GROUP BY reason ORDER BY count(*) DESC, reason";
        let mut all = self.db()?.prepare_cached(sql)?;
        let rows = all.query_map(params![batch, state.number()], |r| {
            Ok((r.get(0)?, r.get::<_, i64>(1)? as usize))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Messages of a batch, in order: so many from a number on, by a channel and in a state where these are asked for.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn messages(
        &self,
        batch: i64,
        after: i64,
        most: usize,
        only: Only,
    ) -> Result<Vec<Kept>, StoreError> {
        let states = only.states.iter().map(|s| s.number().to_string());
        let states = states.collect::<Vec<_>>().join(", ");
        let state = if states.is_empty() {
            String::new()
        } else {
            format!(" AND state IN ({states})")
        };
        let calls = match only.calls {
            None => "",
            Some(true) => " AND channel = 'call'",
            Some(false) => " AND channel <> 'call'",
        };
        let sql = format!(
            "SELECT {SIGHT} FROM message WHERE batch = ?1 AND id > ?2{state}{calls} ORDER BY id LIMIT ?3"
        );
        let mut all = self.db()?.prepare_cached(&sql)?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let rows = all.query_map(params![batch, after, most], kept)?;
        let rows: Vec<Option<Kept>> = rows.collect::<rusqlite::Result<_>>()?;
        rows.into_iter()
            .map(|k| k.ok_or(StoreError::Unknown))
            .collect()
    }

    /// The message of a code.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn message_of_code(&self, code: &str) -> Result<Option<Kept>, StoreError> {
        self.need(Power::Work)?;
        let sql = format!("SELECT {SIGHT} FROM message WHERE code = ?1");
        let found = self.db()?.prepare_cached(&sql)?.query_row([code], kept);
        Ok(found.optional()?.flatten())
    }

    /// A message's texts, as they were or will be sent.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn text_of(&self, id: i64) -> Result<Rendered, StoreError> {
        let db = self.db()?;
        let batch: i64 = db.query_row("SELECT batch FROM message WHERE id = ?1", [id], |r| {
            r.get(0)
        })?;
        let (_, _, data) = batch_of(db, batch)?;
        let sql = format!("SELECT {OUT} FROM message WHERE id = ?1");
        let found = db.query_row(&sql, [id], |r| outgoing(r, &data))?;
        Ok(found.ok_or(StoreError::Unknown)?.text)
    }

    /// All that happened to messages of a batch, in order.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn events(&self, batch: i64) -> Result<Vec<Happened>, StoreError> {
        let sql = "SELECT e.message, e.at, e.attempt, e.event, e.detail, e.state
                   FROM event e JOIN message m ON m.id = e.message WHERE m.batch = ?1 ORDER BY e.id";
        let mut all = self.db()?.prepare_cached(sql)?;
        let rows = all.query_map([batch], |r| {
            Ok(Happened {
                message: r.get(0)?,
                at: r.get(1)?,
                attempt: r.get(2)?,
                event: r.get(3)?,
                detail: r.get(4)?,
                state: State::of_number(r.get(5)?).unwrap_or(State::Unknown),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The number of what happened to a message last, and when, milliseconds since 1970.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn heard(&self) -> Result<Option<(i64, i64)>, StoreError> {
        let sql = "SELECT id, at FROM event ORDER BY id DESC LIMIT 1";
        let read = |r: &rusqlite::Row<'_>| Ok((r.get(0)?, r.get(1)?));
        Ok(self.db()?.query_row(sql, [], read).optional()?)
    }

    /// What was given to whom before, and who wants nothing.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn past(&self) -> Result<Past, StoreError> {
        let db = self.db()?;
        let mut past = Past::default();
        let sql = "SELECT who, person, kind, tier, state, day, key FROM message ORDER BY id";
        let mut all = db.prepare_cached(sql)?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let kind = Kind::parse(&row.get::<_, String>(2)?).ok_or(StoreError::Unknown)?;
            let state = State::of_number(row.get(4)?).ok_or(StoreError::Unknown)?;
            let given = Given {
                person: row.get(1)?,
                kind,
                tier: row.get(3)?,
                day: row.get(5)?,
                state,
                key: row.get(6)?,
            };
            past.given.entry(row.get(0)?).or_default().push(given);
        }
        let mut all = db.prepare_cached("SELECT who FROM opted_out")?;
        let rows = all.query_map([], |r| r.get(0))?;
        past.opted_out = rows.collect::<rusqlite::Result<_>>()?;
        let sql = "SELECT address FROM message
                   WHERE channel = 'push' AND state = ?1 AND reason = 'unregistered'";
        let mut all = db.prepare_cached(sql)?;
        let rows = all.query_map([State::Failed.number()], |r| r.get(0))?;
        past.dead = rows.collect::<rusqlite::Result<_>>()?;
        if let Some(before) = self.purged_before()? {
            let read = read_text(&before, VIETNAM, DateOrder::DayFirst).ok();
            past.purged = read.map(|r| r.moment.at);
        }
        Ok(past)
    }

    /// Takes note that people, or phones as `+84…`, want no messages. Returns how many are new.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn opt_out(&mut self, who: &[String], how: &str) -> Result<usize, StoreError> {
        let (actor, at) = (self.actor.clone(), now());
        let all = self.db_mut()?.transaction()?;
        let mut count = 0;
        for one in who {
            let sql = "INSERT INTO opted_out (who, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
            count += all.prepare_cached(sql)?.execute(params![one, at])?;
        }
        let deed = Deed::new(Action::Settings)
            .on("opt-out")
            .because(how)
            .saying(format!("new {count}"));
        audit::append(&all, &actor, at, &deed)?;
        all.commit()?;
        Ok(count)
    }

    /// Takes back that people or phones want no messages. Returns how many were on the list.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn opt_in(&mut self, who: &[String]) -> Result<usize, StoreError> {
        self.need(Power::Work)?;
        let (actor, at) = (self.actor.clone(), now());
        let all = self.db_mut()?.transaction()?;
        let mut count = 0;
        for one in who {
            let sql = "DELETE FROM opted_out WHERE who = ?1";
            count += all.prepare_cached(sql)?.execute([one])?;
        }
        let deed = Deed::new(Action::Settings)
            .on("opt-out")
            .saying(format!("taken back {count}"));
        audit::append(&all, &actor, at, &deed)?;
        all.commit()?;
        Ok(count)
    }

    /// Whether somebody (by keyed name) has asked fewer than so many times in the hour before, and counts this time.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn may_ask(&mut self, who: &str, most: u32) -> Result<bool, StoreError> {
        let at = now();
        let all = self.db_mut()?.transaction()?;
        let hour = at - 3_600_000;
        all.execute("DELETE FROM asked WHERE at < ?1", [hour])?;
        let sql = "SELECT count(*) FROM asked WHERE who = ?1 AND at >= ?2";
        let count: u32 = all.query_row(sql, params![who, hour], |r| r.get(0))?;
        let may = count < most;
        if may {
            all.execute(
                "INSERT INTO asked (who, at) VALUES (?1, ?2)",
                params![who, at],
            )?;
        }
        all.commit()?;
        Ok(may)
    }

    /// The instruction that a person was given last and that was not corrected since: its code and until when.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn instruction(&self, who: &str) -> Result<Option<(String, Seconds)>, StoreError> {
        let sql = "SELECT kind, code, until, state FROM message WHERE who = ?1 ORDER BY id DESC";
        let mut all = self.db()?.prepare_cached(sql)?;
        let mut rows = all.query([who])?;
        while let Some(row) = rows.next()? {
            let kind = Kind::parse(&row.get::<_, String>(0)?).ok_or(StoreError::Unknown)?;
            let state = State::of_number(row.get(3)?).ok_or(StoreError::Unknown)?;
            if !state.is_out() || state == State::Sending {
                continue;
            }
            return Ok(match (kind, row.get::<_, Option<i64>>(2)?) {
                (Kind::Correction | Kind::Clear, _) | (_, None) => None,
                (_, Some(until)) => Some((row.get(1)?, until)),
            });
        }
        Ok(None)
    }
}

const TABLES: [(&str, usize); 4] = [
    ("batch", 5),
    ("message", 23),
    ("event", 7),
    ("opted_out", 2),
];

/// Copies the outbox into another database, where nobody knows what becomes of it here.
pub(super) fn copy(from: &Connection, to: &Connection) -> Result<(), StoreError> {
    for (table, columns) in TABLES {
        copy_rows(from, to, (table, columns), "", Some)?;
    }
    doubt(to)
}

/// Copies rows of a table, each as `change` has it.
fn copy_rows(
    from: &Connection,
    to: &Connection,
    (table, columns): (&str, usize),
    rest: &str,
    mut change: impl FnMut(Vec<Value>) -> Option<Vec<Value>>,
) -> Result<(), StoreError> {
    let places: Vec<String> = (1..=columns).map(|n| format!("?{n}")).collect();
    let places = places.join(", ");
    let sql = format!("INSERT INTO {table} VALUES ({places}) ON CONFLICT DO NOTHING");
    let mut put = to.prepare(&sql)?;
    let mut all = from.prepare(&format!("SELECT * FROM {table} {rest}"))?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        let cells = (0..columns).map(|n| row.get::<_, Value>(n));
        let cells: Vec<Value> = cells.collect::<rusqlite::Result<_>>()?;
        if let Some(cells) = change(cells) {
            put.execute(rusqlite::params_from_iter(cells))?;
        }
    }
    Ok(())
}

/// In a copy nobody knows what became since of what was not sent yet: it is never sent from there by itself, and a receipt
/// of it may come. Drafts have to be drafted anew.
pub(super) fn doubt(copy: &Connection) -> Result<(), StoreError> {
    let at = now();
    copy.execute(
        "INSERT INTO event (message, at, attempt, event, detail, state)
         SELECT id, ?1, attempt, 'lost', 'restored', ?2 FROM message
         WHERE channel <> 'call' AND state < ?2 ORDER BY id",
        params![at, State::Unknown.number()],
    )?;
    copy.execute(
        "UPDATE message SET state = ?1, flight = 0, reason = 'restored', changed = ?2,
             attempt = max(attempt, 1)
         WHERE channel <> 'call' AND state < ?1",
        params![State::Unknown.number(), at],
    )?;
    copy.execute(
        "UPDATE batch SET stage = 'cancelled' WHERE stage IN ('draft', 'reviewed')",
        [],
    )?;
    Ok(())
}

/// Takes over what another file's outbox has and this one lacks: whom it told since this copy of it was made. Where both
/// have a message, the one that is further counts.
fn merge(from: &Connection, to: &Connection) -> Result<(), StoreError> {
    let most = |table: &str| -> Result<i64, StoreError> {
        let sql = format!("SELECT coalesce(max(id), 0) FROM {table}");
        Ok(to.query_row(&sql, [], |r| r.get(0))?)
    };
    let (batches, messages) = (most("batch")?, most("message")?);
    let mut new = std::collections::BTreeSet::new();
    let mut failed = Ok(());
    let shift = |cell: &mut Value, by: i64| {
        if let Value::Integer(id) = cell {
            *id += by;
        }
    };
    copy_rows(from, to, TABLES[3], "", Some)?;
    copy_rows(from, to, TABLES[1], "", |mut cells| {
        let (Value::Text(key), Value::Integer(state)) = (&cells[1], &cells[16]) else {
            return None;
        };
        let here = to
            .query_row("SELECT state FROM message WHERE key = ?1", [key], |r| {
                r.get::<_, i64>(0)
            })
            .optional();
        match here {
            Ok(Some(here)) if *state > here => {
                let sql = "UPDATE message SET state = ?2, reason = ?3, flight = 0,
                               attempt = max(attempt, ?4), remote = ?5 WHERE key = ?1";
                let known = params![key, state, cells[20], cells[18], cells[21]];
                if let Err(error) = to.execute(sql, known) {
                    failed = Err(error);
                }
                None
            }
            Ok(Some(_)) => None,
            Ok(None) => {
                if let Value::Integer(batch) = cells[3] {
                    new.insert(batch);
                }
                shift(&mut cells[0], messages);
                shift(&mut cells[3], batches);
                Some(cells)
            }
            Err(error) => {
                failed = Err(error);
                None
            }
        }
    })?;
    failed?;
    for batch in new {
        let rest = format!("WHERE id = {batch}");
        copy_rows(from, to, TABLES[0], &rest, |mut cells| {
            shift(&mut cells[0], batches);
            Some(cells)
        })?;
    }
    Ok(())
}

/// What comes back of a batch that was given up meanwhile is given up too.
fn give_up(db: &Transaction<'_>, id: i64, at: i64) -> Result<(), StoreError> {
    let sql = "SELECT b.stage FROM message m JOIN batch b ON b.id = m.batch
               WHERE m.id = ?1 AND m.state IN (1, 2)";
    let stage: Option<String> = db
        .prepare_cached(sql)?
        .query_row([id], |r| r.get(0))
        .optional()?;
    if stage.as_deref() == Some(BatchStage::Cancelled.key()) {
        step(db, (id, at), Event::Cancel, "cancelled")?;
    }
    Ok(())
}

/// A message before it is in the file.
struct NewMessage<'m> {
    key: &'m str,
    who: &'m str,
    person: &'m str,
    kind: Kind,
    tier: u8,
    span: (Option<Seconds>, Option<Seconds>),
    guardian: bool,
    apart: &'static str,
    channel: Channel,
    address: &'m str,
}

/// Puts a message in, unless it is there; says whether it was not.
fn put_message(
    db: &Transaction<'_>,
    batch: i64,
    data: &BatchData,
    new: &NewMessage<'_>,
    at: i64,
) -> Result<bool, StoreError> {
    let there = "SELECT EXISTS (SELECT 1 FROM message WHERE key = ?1)";
    let there: bool = db
        .prepare_cached(there)?
        .query_row([new.key], |r| r.get(0))?;
    if there {
        return Ok(false);
    }
    let mut turn = 0;
    let code = loop {
        let code = code(new.key, turn);
        let taken = "SELECT EXISTS (SELECT 1 FROM message WHERE code = ?1)";
        let taken: bool = db.prepare_cached(taken)?.query_row([&code], |r| r.get(0))?;
        if !taken {
            break code;
        }
        turn += 1;
    };
    let parts = if new.channel == Channel::Sms {
        let values = data.values(code.clone(), (new.tier, new.guardian), new.span);
        segments::measure(&data.text(&values).sms).parts
    } else {
        0
    };
    let sql = "INSERT INTO message (key, code, batch, who, person, kind, tier, day, until, guardian, apart, channel,
                   address, parts, state, flight, attempt, due, reason, remote, changed)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, 0, 0, 0, '', '', ?16)";
    db.prepare_cached(sql)?.execute(params![
        new.key,
        code,
        batch,
        new.who,
        new.person,
        new.kind.key(),
        new.tier,
        new.span.0,
        new.span.1,
        new.guardian,
        new.apart,
        new.channel.key(),
        new.address,
        parts,
        State::Draft.number(),
        at
    ])?;
    Ok(true)
}

const OUT: &str =
    "id, key, channel, address, kind, tier, day, until, guardian, code, parts, attempt, text";

fn outgoing(row: &rusqlite::Row<'_>, data: &BatchData) -> rusqlite::Result<Option<Outgoing>> {
    let channel = Channel::parse(&row.get::<_, String>(2)?);
    let kind = Kind::parse(&row.get::<_, String>(4)?);
    let (Some(channel), Some(kind)) = (channel, kind) else {
        return Ok(None);
    };
    let taken: Option<String> = row.get(12)?;
    let text = match taken {
        Some(text) => match serde_json::from_str(&text) {
            Ok(text) => text,
            Err(_) => return Ok(None),
        },
        None => {
            let values = data.values(
                row.get(9)?,
                (row.get(5)?, row.get(8)?),
                (row.get(6)?, row.get(7)?),
            );
            data.text(&values)
        }
    };
    Ok(Some(Outgoing {
        id: row.get(0)?,
        key: row.get(1)?,
        channel,
        address: row.get(3)?,
        kind,
        text,
        parts: row.get(10)?,
        attempt: row.get::<_, u32>(11)? + 1,
        code: row.get(9)?,
        tier: row.get(5)?,
    }))
}

/// Batches that have something to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Open {
    /// Its number.
    pub id: i64,
    /// It may be sent at any hour.
    pub urgent: bool,
}

impl Store {
    /// Batches that are approved and not stopped, in order.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn open_batches(&self) -> Result<Vec<Open>, StoreError> {
        let sql = "SELECT id, urgent FROM batch WHERE stage = ?1 AND held = 0 ORDER BY id";
        let mut all = self.db()?.prepare_cached(sql)?;
        let rows = all.query_map([BatchStage::Approved.key()], |r| {
            Ok(Open {
                id: r.get(0)?,
                urgent: r.get(1)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// When the first message of a batch by a channel may be sent; `None`: there is none left.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn due(&self, batch: i64, channel: Channel) -> Result<Option<Seconds>, StoreError> {
        let sql = "SELECT due FROM message WHERE batch = ?1 AND channel = ?2 AND flight = 0
                   AND state IN (1, 2) ORDER BY due LIMIT 1";
        let mut one = self.db()?.prepare_cached(sql)?;
        let found = one.query_row(params![batch, channel.key()], |r| r.get(0));
        Ok(found.optional()?)
    }

    /// How many messages of a batch by a channel may be sent, now or later.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn left(&self, batch: i64, channel: Channel) -> Result<usize, StoreError> {
        let sql = "SELECT count(*) FROM message
                   WHERE batch = ?1 AND channel = ?2 AND flight = 0 AND state IN (1, 2)";
        let mut one = self.db()?.prepare_cached(sql)?;
        let count: i64 = one.query_row(params![batch, channel.key()], |r| r.get(0))?;
        Ok(count as usize)
    }

    /// Takes up messages of a batch that may be sent now: from here on they are on their way.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn claim(
        &mut self,
        batch: i64,
        channel: Channel,
        most: usize,
        now_s: Seconds,
    ) -> Result<Vec<Outgoing>, StoreError> {
        self.need(Power::Work)?;
        let at = now();
        let all = self.db_mut()?.transaction()?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let (stage, held, data) = batch_of(&all, batch)?;
        if stage != BatchStage::Approved || held {
            return Ok(Vec::new());
        }
        // Whoever asked for no messages since it was approved is sent none.
        if !data.criteria.keep_opted_out {
            // Only those whose turn it is are looked at, until all of these may be sent.
            let sql = "SELECT id FROM (SELECT id, who, address FROM message WHERE batch = ?1 AND channel = ?2
                           AND due <= ?3 AND flight = 0 AND state IN (1, 2) ORDER BY due, id LIMIT ?4) m
                       WHERE EXISTS (SELECT 1 FROM opted_out o WHERE o.who = m.who OR o.who = m.address)";
            loop {
                let ids = numbers(&all, sql, params![batch, channel.key(), now_s, most])?;
                if ids.is_empty() {
                    break;
                }
                for id in ids {
                    step(&all, (id, at), Event::Cancel, "opted-out")?;
                }
            }
        }
        let mut out = Vec::new();
        {
            let sql = format!(
                "SELECT {OUT} FROM message WHERE batch = ?1 AND channel = ?2 AND due <= ?3 AND flight = 0
                 AND state IN (1, 2) ORDER BY due, id LIMIT ?4"
            );
            let mut found = all.prepare_cached(&sql)?;
            let rows = found.query_map(params![batch, channel.key(), now_s, most], |r| {
                outgoing(r, &data)
            })?;
            for row in rows {
                out.push(row?.ok_or(StoreError::Unknown)?);
            }
            let sql = "UPDATE message SET state = ?2, flight = 1, attempt = ?3, changed = ?4 WHERE id = ?1";
            let mut take = all.prepare_cached(sql)?;
            for m in &out {
                take.execute(params![m.id, State::Sending.number(), m.attempt, at])?;
                happened(&all, m.id, at, m.attempt, Event::Claim, "", State::Sending)?;
            }
        }
        all.commit()?;
        Ok(out)
    }

    /// Writes down what became of messages that were claimed.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn settle(&mut self, settled: &[Settled]) -> Result<(), StoreError> {
        let at = now();
        let all = self.db_mut()?.transaction()?;
        for one in settled {
            step(&all, (one.id, at), one.event, one.reason)?;
            give_up(&all, one.id, at)?;
            let sql = "UPDATE message SET flight = 0, due = ?2, remote = CASE WHEN ?3 = '' THEN remote ELSE ?3 END
                       WHERE id = ?1";
            all.prepare_cached(sql)?
                .execute(params![one.id, one.due, one.remote])?;
        }
        all.commit()?;
        Ok(())
    }

    /// Puts messages back that were claimed and not handed over to anybody.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn unclaim(&mut self, ids: &[i64]) -> Result<(), StoreError> {
        let at = now();
        let all = self.db_mut()?.transaction()?;
        for &id in ids {
            step(&all, (id, at), Event::Refused, "stopped")?;
            give_up(&all, id, at)?;
            let sql = "UPDATE message SET flight = 0, attempt = max(attempt - 1, 0) WHERE id = ?1";
            all.prepare_cached(sql)?.execute([id])?;
        }
        all.commit()?;
        Ok(())
    }

    /// What was on its way when the program ended is unknown from here on. Returns how many.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(super) fn recover(&mut self) -> Result<usize, StoreError> {
        let at = now();
        let all = self.db_mut()?.transaction()?;
        let sql = "SELECT id FROM message WHERE flight = 1 ORDER BY id";
        let ids = numbers(&all, sql, [])?;
        for &id in &ids {
            step(&all, (id, at), Event::Lost, "interrupted")?;
            all.execute("UPDATE message SET flight = 0 WHERE id = ?1", [id])?;
        }
        all.commit()?;
        Ok(ids.len())
    }

    /// Begins to send: nobody else does until [`Store::end_push`]. What was on its way from before, when the program ended
    /// or failed, is unknown; returns how many.
    ///
    /// # Errors
    /// [`StoreError::Pushing`].
    pub fn begin_push(&mut self) -> Result<usize, StoreError> {
        self.need(Power::Work)?;
        if self.pushing {
            return Err(StoreError::Pushing);
        }
        let found = std::mem::take(&mut self.recovered) + self.recover()?;
        self.pushing = true;
        Ok(found)
    }

    /// Nobody sends any more.
    pub const fn end_push(&mut self) {
        self.pushing = false;
    }

    /// Counts how often a batch was stopped or given up: whoever sends looks again then.
    #[must_use]
    pub fn halts(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.halts)
    }

    /// In a copy that was put back what may have been sent since it was made is unknown; what the file that it replaces
    /// knows better is taken over.
    pub(super) fn doubt_all(&mut self, replaced: Option<&Self>) -> Result<(), StoreError> {
        let all = self.db_mut()?.transaction()?;
        if let Some(replaced) = replaced {
            merge(replaced.db()?, &all)?;
        }
        doubt(&all)?;
        all.commit()?;
        Ok(())
    }

    /// Writes receipts down, whatever order they come in, however often. Returns how many are of a message that is here.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn receive(&mut self, receipts: &[Receipt]) -> Result<usize, StoreError> {
        self.need(Power::Work)?;
        let at = now();
        let all = self.db_mut()?.transaction()?;
        let mut known = 0;
        for receipt in receipts {
            let sql = "SELECT id, attempt, state FROM message WHERE key = ?1";
            let found: Option<(i64, u32, u8)> = all
                .prepare_cached(sql)?
                .query_row([&receipt.key], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
                .optional()?;
            if let Some((id, attempt, state)) = found {
                known += 1;
                // That an earlier attempt failed says nothing of the one that is on its way, and of what was never
                // sent nobody can have a receipt.
                let old = receipt.attempt.is_some_and(|of| of < attempt);
                if attempt == 0 || old && receipt.event == Event::Failed {
                    let state = State::of_number(state).ok_or(StoreError::Damaged)?;
                    let event = receipt.event;
                    let word = if attempt == 0 {
                        "never-sent"
                    } else {
                        "earlier-attempt"
                    };
                    happened(&all, id, at, attempt, event, word, state)?;
                } else {
                    step(&all, (id, at), receipt.event, &receipt.detail)?;
                }
            }
        }
        all.commit()?;
        Ok(known)
    }

    /// The messages of a batch that were written to a file, to be written once more.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn packed(&self, batch: i64, channel: Channel) -> Result<Vec<Outgoing>, StoreError> {
        self.need(Power::Work)?;
        let rest = format!("AND reason = 'packed' AND channel = '{}'", channel.key());
        self.all_that_are(batch, State::Accepted, &rest)
    }

    /// The messages of batches that nobody knows of, to be asked about.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn unknown(&self, batch: i64) -> Result<Vec<Outgoing>, StoreError> {
        self.all_that_are(batch, State::Unknown, "")
    }

    fn all_that_are(
        &self,
        batch: i64,
        state: State,
        rest: &str,
    ) -> Result<Vec<Outgoing>, StoreError> {
        let db = self.db()?;
        let (_, _, data) = batch_of(db, batch)?;
        let sql =
            format!("SELECT {OUT} FROM message WHERE batch = ?1 AND state = ?2 {rest} ORDER BY id");
        let mut all = db.prepare_cached(&sql)?;
        let rows = all.query_map(params![batch, state.number()], |r| outgoing(r, &data))?;
        let mut out = Vec::new();
        for row in rows {
            out.push(row?.ok_or(StoreError::Unknown)?);
        }
        Ok(out)
    }
}

/// Of messages about exposures that ended before, when and where that was is forgotten.
pub(super) fn forget(db: &Transaction<'_>, before: Seconds) -> Result<(), StoreError> {
    db.execute("UPDATE message SET day = NULL WHERE day < ?1", [before])?;
    let all: Vec<(i64, String)> = {
        let sql = "SELECT id, data FROM batch WHERE NOT EXISTS
                   (SELECT 1 FROM message WHERE message.batch = batch.id AND day IS NOT NULL)";
        let mut found = db.prepare(sql)?;
        let rows = found.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        rows.collect::<rusqlite::Result<_>>()?
    };
    for (id, text) in all {
        let mut data: BatchData = serde_json::from_str(&text).map_err(|_| StoreError::Unknown)?;
        if data.criteria.place.take().is_some() {
            let text = serde_json::to_string(&data).map_err(|_| StoreError::NoMemory)?;
            db.execute(
                "UPDATE batch SET data = ?2 WHERE id = ?1",
                params![id, text],
            )?;
        }
    }
    Ok(())
}
