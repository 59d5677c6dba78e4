//! Taking old data out of the evidence: what remains stands in the place of what was imported.

use rusqlite::TransactionBehavior;

use super::audit::{self, Action, Deed};
use super::{Journal, Power, Store, StoreError, evidence, journal, now, set_meta};
use crate::ingest::{DateOrder, read_text};
use crate::job::Cancel;
use crate::model::time::VIETNAM;

/// A file without what was taken out of it.
#[derive(Clone)]
pub struct Remainder {
    /// The file's number.
    pub id: u32,
    /// Its bytes now.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Remainder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Remainder")
            .field("id", &self.id)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

impl Store {
    /// Puts what remains in the place of what was imported, takes away what was made of it, and gives the room back: what
    /// was taken out stands nowhere in the file any more. `before`: ended before then. `journal` takes the place of what was decided, which may
    /// quote what goes. `report` says how much, by file; it goes on record.
    ///
    /// # Errors
    /// [`StoreError`]: the role does not manage the file, or a legal hold forbids it.
    pub fn purge(
        &mut self,
        remainders: &[Remainder],
        journal: Option<&Journal>,
        before: &str,
        reason: &str,
        report: &str,
        cancel: &Cancel,
    ) -> Result<(), StoreError> {
        self.need(Power::Manage)?;
        if self.about()?.legal_hold {
            return Err(StoreError::Held);
        }
        let actor = self.actor.clone();
        let db = self.db_mut()?;
        let all = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for remainder in remainders {
            evidence::replace(&all, remainder.id, &remainder.bytes, cancel)?;
        }
        Self::forget_records(&all)?;
        set_meta(&all, "purged", before.as_bytes())?;
        let read = read_text(before, VIETNAM, DateOrder::DayFirst).ok();
        if let Some(read) = read {
            super::outbox::forget(&all, read.moment.at)?;
        }
        if let Some(journal) = journal {
            all.execute("DELETE FROM state", [])?;
            journal::write(&all, journal)?;
        }
        let deed = Deed::new(Action::Purge).because(reason).saying(report);
        audit::append(&all, &actor, now(), &deed)?;
        cancel.check()?;
        all.commit()?;
        // What was deleted is overwritten already; this only gives the room back.
        let _ = db.execute_batch("VACUUM");
        Ok(())
    }
}
