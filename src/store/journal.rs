//! What was decided, with a cursor: undo and redo across restarts.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::audit::{self, Deed};
use super::{Store, StoreError, meta, now, set_meta};

/// One state that can be gone back or forward to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The number of its text.
    pub state: u64,
    /// The number of the text of what was put right in it.
    pub fixes: u64,
    /// The step that led here; `None` for the first.
    pub step: Option<String>,
}

/// States in order, and which of them is in force.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Journal {
    /// In order, the first one cannot be undone.
    pub places: Vec<Place>,
    /// The one in force.
    pub cursor: usize,
    /// Texts by number.
    pub texts: Vec<(u64, String)>,
}

impl Store {
    /// What was decided, if anything was.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn journal(&self) -> Result<Option<Journal>, StoreError> {
        let db = self.db()?;
        let Some(cursor) = meta(db, "cursor")? else {
            return Ok(None);
        };
        let cursor = String::from_utf8(cursor)
            .ok()
            .and_then(|c| c.parse().ok())
            .ok_or(StoreError::Damaged)?;
        let mut all = db.prepare_cached("SELECT state, fixes, step FROM journal ORDER BY place")?;
        let places = all.query_map([], |row| {
            Ok(Place {
                state: row.get(0)?,
                fixes: row.get(1)?,
                step: row.get(2)?,
            })
        })?;
        let places: Vec<Place> = places.collect::<rusqlite::Result<_>>()?;
        let mut all = db.prepare_cached("SELECT id, text FROM state ORDER BY id")?;
        let texts = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Some(Journal {
            places,
            cursor,
            texts: texts.collect::<rusqlite::Result<_>>()?,
        }))
    }

    /// Keeps decisions, and puts on record what was done; all of it or nothing. `journal.texts` are those that are new:
    /// a text keeps its number, and what no place needs any more goes.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn decide(&mut self, journal: &Journal, deeds: &[Deed]) -> Result<(), StoreError> {
        self.write_once(Some(journal), deeds, "")
    }

    /// As [`Store::decide`] and [`Store::record`], again after a failure: what is told as failed may have been written, and
    /// is written once only. `mark` is the same for each try and for nothing else; empty: not to be tried again.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn write_once(
        &mut self,
        journal: Option<&Journal>,
        deeds: &[Deed],
        mark: &str,
    ) -> Result<(), StoreError> {
        let actor = self.actor.clone();
        let all = self.db_mut()?.transaction()?;
        if !mark.is_empty() {
            if meta(&all, "mark")?.as_deref() == Some(mark.as_bytes()) {
                return Ok(());
            }
            set_meta(&all, "mark", mark.as_bytes())?;
        }
        if let Some(journal) = journal {
            write(&all, journal)?;
            all.execute(
                "DELETE FROM state WHERE id NOT IN (SELECT state FROM journal)
                 AND id NOT IN (SELECT fixes FROM journal)",
                [],
            )?;
        }
        let at = now();
        for deed in deeds {
            audit::append(&all, &actor, at, deed)?;
        }
        all.commit()?;
        Ok(())
    }

    /// Copies decisions into another database.
    pub(super) fn put_journal(&self, to: &Connection) -> Result<(), StoreError> {
        match self.journal()? {
            Some(journal) => write(to, &journal),
            None => Ok(()),
        }
    }
}

pub(super) fn write(db: &Connection, journal: &Journal) -> Result<(), StoreError> {
    let mut put = db.prepare_cached("INSERT OR IGNORE INTO state (id, text) VALUES (?1, ?2)")?;
    for (id, text) in &journal.texts {
        put.execute(params![id, text])?;
    }
    db.execute("DELETE FROM journal", [])?;
    let mut put = db.prepare_cached(
        "INSERT INTO journal (place, state, fixes, step) VALUES (?1, ?2, ?3, ?4)",
    )?;
    let known = "SELECT 1 FROM state WHERE id = ?1";
    let mut known = db.prepare_cached(known)?;
    for (number, place) in journal.places.iter().enumerate() {
        for text in [place.state, place.fixes] {
            let there: Option<i64> = known.query_row([text], |row| row.get(0)).optional()?;
            there.ok_or(StoreError::Damaged)?;
        }
        put.execute(params![number, place.state, place.fixes, place.step])?;
    }
    set_meta(db, "cursor", journal.cursor.to_string().as_bytes())
}
