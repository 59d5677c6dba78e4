//! Who may open the file, and in which role: each with a passphrase of their own.
//!
//! A user who is taken out cannot open the file any more; a copy that they took away before, they can.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::audit::{self, Action, Deed};
use super::envelope::{Envelope, MOST_SLOTS};
use super::{Power, Role, Store, StoreError, check_passphrase, meta, now, set_meta};

/// Somebody who may open the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The number of the slot.
    pub slot: u32,
    /// The display name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// Whether it is who has the file open.
    pub own: bool,
}

/// Name and role of a slot.
pub(super) fn of_slot(db: &Connection, slot: u32) -> Result<(String, Role), StoreError> {
    let found: Option<(String, String)> = db
        .query_row("SELECT name, role FROM user WHERE slot = ?1", [slot], |r| {
            Ok((r.get(0)?, r.get(1)?))
        })
        .optional()?;
    // A slot that the pages do not know was taken out, or put in by somebody else.
    let (name, role) = found.ok_or(StoreError::Passphrase)?;
    Ok((name, Role::parse(&role).ok_or(StoreError::Damaged)?))
}

/// The envelope outside is the one that the pages know, or the next one, where a change of it was cut off.
pub(super) fn settle_envelope(db: &mut Connection, envelope: &Envelope) -> Result<(), StoreError> {
    let bytes = envelope.to_bytes();
    if meta(db, "envelope")?.as_deref() == Some(&bytes) {
        return Ok(());
    }
    let may_be = |key: &str| Ok::<_, StoreError>(meta(db, key)?.as_deref() == Some(&bytes));
    if !may_be("envelope_next")? && !may_be("envelope_prev")? {
        return Err(StoreError::Damaged);
    }
    set_meta(db, "envelope", &bytes)
}

impl Store {
    /// All users.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn users(&self) -> Result<Vec<User>, StoreError> {
        let mut all = self
            .db()?
            .prepare_cached("SELECT slot, name, role FROM user ORDER BY slot")?;
        let rows = all.query_map([], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?))
        })?;
        let mut users = Vec::new();
        for row in rows {
            let (slot, name, role) = row?;
            users.push(User {
                slot,
                name,
                role: Role::parse(&role).ok_or(StoreError::Damaged)?,
                own: slot == self.slot,
            });
        }
        Ok(users)
    }

    /// Lets somebody in.
    ///
    /// # Errors
    /// [`StoreError`]: the role does not manage users, the name or the passphrase is taken, the passphrase is short.
    pub fn add_user(
        &mut self,
        name: &str,
        role: Role,
        passphrase: &str,
    ) -> Result<u32, StoreError> {
        self.need(Power::Manage)?;
        check_passphrase(passphrase)?;
        let name = name.trim();
        let users = self.users()?;
        if name.is_empty() || users.iter().any(|u| u.name == name) {
            return Err(StoreError::Name);
        }
        if users.len() >= MOST_SLOTS {
            return Err(StoreError::TooManyUsers);
        }
        let slot = self.next_slot()?;
        let deed = Deed::new(Action::Users).on(name).saying(role.key());
        self.change_envelope(
            |envelope, master| envelope.set(master, slot, passphrase),
            |db, envelope| {
                db.execute(
                    "INSERT INTO user (slot, name, role, nonce) VALUES (?1, ?2, ?3, ?4)",
                    params![slot, name, role.key(), envelope.last_nonce()],
                )?;
                set_meta(db, "slots", (slot + 1).to_string().as_bytes())
            },
            &deed,
        )?;
        Ok(slot)
    }

    /// The number of a slot that never was: an old envelope opens nobody else's.
    fn next_slot(&self) -> Result<u32, StoreError> {
        let next = meta(self.db()?, "slots")?.unwrap_or_else(|| b"1".to_vec());
        String::from_utf8(next)
            .ok()
            .and_then(|n| n.parse().ok())
            .ok_or(StoreError::Damaged)
    }

    /// Takes a user out: nothing of theirs opens the file any more, but copies that they took away before.
    ///
    /// # Errors
    /// [`StoreError`]: the role does not manage users, or nobody would be left who does.
    pub fn remove_user(&mut self, slot: u32) -> Result<(), StoreError> {
        self.need(Power::Manage)?;
        let users = self.users()?;
        let managers = users.iter().filter(|u| u.role.may(Power::Manage));
        let others = managers.filter(|u| u.slot != slot).count();
        if others == 0 || slot == self.slot {
            return Err(StoreError::LastApprover);
        }
        let name = users.iter().find(|u| u.slot == slot);
        let name = name.map(|u| u.name.clone()).ok_or(StoreError::Name)?;
        let nonce = self.nonce_of(slot)?;
        let deed = Deed::new(Action::Users).on(name).saying("removed");
        self.change_envelope(
            |envelope, _| {
                envelope.remove(&nonce);
                Ok(())
            },
            |db, _| {
                db.execute("DELETE FROM user WHERE slot = ?1", [slot])?;
                Ok(())
            },
            &deed,
        )
    }

    fn nonce_of(&self, slot: u32) -> Result<Vec<u8>, StoreError> {
        let sql = "SELECT nonce FROM user WHERE slot = ?1";
        Ok(self.db()?.query_row(sql, [slot], |row| row.get(0))?)
    }

    /// Changes the own passphrase.
    ///
    /// # Errors
    /// [`StoreError`]: the old one is not right, the new one is short or taken.
    pub fn change_passphrase(&mut self, old: &str, new: &str) -> Result<(), StoreError> {
        if self.is_read_only() {
            return Err(StoreError::ReadOnly);
        }
        check_passphrase(new)?;
        let home = self.home.as_ref().ok_or(StoreError::NotOurs)?;
        let (_, slot) = home.envelope.open(old)?;
        if slot != self.slot {
            return Err(StoreError::Passphrase);
        }
        let nonce = self.nonce_of(slot)?;
        let deed = Deed::new(Action::Users)
            .on(self.actor.name.clone())
            .saying("passphrase");
        self.change_envelope(
            |envelope, master| {
                envelope.remove(&nonce);
                envelope.set(master, slot, new)
            },
            |db, envelope| {
                db.execute(
                    "UPDATE user SET nonce = ?2 WHERE slot = ?1",
                    params![slot, envelope.last_nonce()],
                )?;
                Ok(())
            },
            &deed,
        )
    }

    /// Changes the envelope. It lies outside of the pages: these first say what it may be, then it is that, and then they
    /// say so, with all that belongs to the change. What is cut off in between is as it was, or as it would be.
    fn change_envelope(
        &mut self,
        change: impl FnOnce(&mut Envelope, &super::Master) -> Result<(), StoreError>,
        also: impl FnOnce(&Connection, &Envelope) -> Result<(), StoreError>,
        deed: &Deed,
    ) -> Result<(), StoreError> {
        let actor = self.actor.clone();
        let home = self.home.as_mut().ok_or(StoreError::NotOurs)?;
        let shelter = home.shelter.as_ref().ok_or(StoreError::ReadOnly)?;
        let mut next = home.envelope.clone();
        change(&mut next, &home.master)?;
        let bytes = next.to_bytes();
        let db = self.db.as_mut().ok_or(StoreError::ReadOnly)?;
        let first = db.transaction()?;
        set_meta(&first, "envelope", &home.envelope.to_bytes())?;
        set_meta(&first, "envelope_next", &bytes)?;
        first.commit()?;
        shelter.keep(&next)?;
        let second = db.transaction()?;
        set_meta(&second, "envelope", &bytes)?;
        // A commit that is told as failed may have been made: then what lies outside is what was before.
        set_meta(&second, "envelope_prev", &home.envelope.to_bytes())?;
        also(&second, &next)?;
        audit::append(&second, &actor, now(), deed)?;
        let written = second.commit();
        if let Err(error) = written {
            // As it was.
            shelter.keep(&home.envelope)?;
            return Err(error.into());
        }
        home.envelope = next;
        // Kept for that alone.
        let _ = set_meta(db, "envelope_prev", b"");
        Ok(())
    }
}
