//! The tables, and how an older file becomes one of today: each step in one transaction.

use rusqlite::{Connection, Transaction};

use super::StoreError;

/// What brings a file from each format to the next.
const STEPS: [fn(&Transaction<'_>) -> rusqlite::Result<()>; 3] = [first, second, third];

/// The format that this program writes.
pub const FORMAT: u32 = STEPS.len() as u32;

/// Brings a file to today's format.
pub(super) fn migrate(db: &mut Connection) -> Result<(), StoreError> {
    let found = format_of(db)?;
    if found > FORMAT {
        return Err(StoreError::Newer {
            found,
            known: FORMAT,
        });
    }
    if found == FORMAT {
        return Ok(());
    }
    let all = db.transaction()?;
    for step in &STEPS[found as usize..] {
        step(&all)?;
    }
    all.pragma_update(None, "user_version", FORMAT)?;
    all.commit()?;
    Ok(())
}

/// The format of a file.
pub(super) fn format_of(db: &Connection) -> Result<u32, StoreError> {
    Ok(db.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

fn first(db: &Transaction<'_>) -> rusqlite::Result<()> {
    db.execute_batch(
        "CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
         CREATE TABLE user (
             slot INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, role TEXT NOT NULL, nonce BLOB NOT NULL);
         CREATE TABLE source (
             id INTEGER PRIMARY KEY, name TEXT NOT NULL, role TEXT, found INTEGER NOT NULL,
             encoding TEXT, password TEXT, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL,
             added INTEGER NOT NULL);
         CREATE TABLE chunk (
             id INTEGER PRIMARY KEY, source INTEGER NOT NULL, seq INTEGER NOT NULL, data BLOB NOT NULL,
             UNIQUE (source, seq));
         CREATE TABLE snapshot (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
         CREATE TABLE mapping (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, text TEXT NOT NULL);
         CREATE TABLE state (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
         CREATE TABLE journal (
             place INTEGER PRIMARY KEY, state INTEGER NOT NULL, fixes INTEGER NOT NULL, step TEXT);
         CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
         CREATE TABLE audit (
             seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, account TEXT NOT NULL, name TEXT NOT NULL,
             role TEXT NOT NULL, action TEXT NOT NULL, object TEXT NOT NULL, reason TEXT NOT NULL,
             detail TEXT NOT NULL, run INTEGER NOT NULL, hash BLOB NOT NULL);
         CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
             BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
         CREATE TRIGGER audit_remains BEFORE DELETE ON audit
             BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;",
    )
}

/// Messages on their way; a message is one per person, level and template.
fn second(db: &Transaction<'_>) -> rusqlite::Result<()> {
    db.execute_batch(
        "CREATE TABLE outbox (
             id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, batch INTEGER NOT NULL, state TEXT NOT NULL,
             text TEXT NOT NULL, changed INTEGER NOT NULL);",
    )
}

/// Batches of messages, each message with all that happened to it; who wants none, and who asked.
fn third(db: &Transaction<'_>) -> rusqlite::Result<()> {
    db.execute_batch(
        "DROP TABLE outbox;
         CREATE TABLE batch (
             id INTEGER PRIMARY KEY, stage TEXT NOT NULL, held INTEGER NOT NULL DEFAULT 0,
             urgent INTEGER NOT NULL DEFAULT 0, data TEXT NOT NULL);
         CREATE TABLE message (
             id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, code TEXT NOT NULL UNIQUE, batch INTEGER NOT NULL,
             who TEXT NOT NULL, person TEXT NOT NULL, kind TEXT NOT NULL, tier INTEGER NOT NULL, day INTEGER,
             until INTEGER, guardian INTEGER NOT NULL, apart TEXT NOT NULL, channel TEXT NOT NULL,
             address TEXT NOT NULL, parts INTEGER NOT NULL, text TEXT, state INTEGER NOT NULL,
             flight INTEGER NOT NULL, attempt INTEGER NOT NULL, due INTEGER NOT NULL, reason TEXT NOT NULL,
             remote TEXT NOT NULL, changed INTEGER NOT NULL);
         CREATE INDEX message_ready ON message (batch, channel, due, id) WHERE flight = 0 AND state IN (1, 2);
         CREATE INDEX message_flight ON message (id) WHERE flight = 1;
         CREATE INDEX message_tally ON message (batch, channel, state, parts);
         CREATE INDEX message_who ON message (who);
         CREATE TABLE event (
             id INTEGER PRIMARY KEY, message INTEGER NOT NULL, at INTEGER NOT NULL, attempt INTEGER NOT NULL,
             event TEXT NOT NULL, detail TEXT NOT NULL, state INTEGER NOT NULL);
         CREATE INDEX event_message ON event (message, id);
         CREATE TRIGGER event_stays BEFORE UPDATE ON event
             BEGIN SELECT RAISE(ABORT, 'what happened to a message is append-only'); END;
         CREATE TRIGGER event_remains BEFORE DELETE ON event
             BEGIN SELECT RAISE(ABORT, 'what happened to a message is append-only'); END;
         CREATE TABLE opted_out (who TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
         CREATE TABLE asked (id INTEGER PRIMARY KEY, who TEXT NOT NULL, at INTEGER NOT NULL);
         CREATE INDEX asked_who ON asked (who, at);",
    )
}
