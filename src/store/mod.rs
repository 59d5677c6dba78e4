//! The investigation file: one `SQLite` database under `SQLCipher` that holds all there is of an investigation. What was
//! imported (`evidence`), what was decided (`journal`), who may see it (`Role`, `envelope`), and who did what
//! ([`audit`]).
//!
//! An investigation that nobody saved has the same store in memory. Every change is one transaction that is on the disk
//! when the call returns; a rollback journal, not a write-ahead log, because files lie on network shares and sticks.
//! Nothing of it is ever written anywhere unencrypted: the journal is encrypted as the pages are, and what `SQLite` sorts
//! stays in memory.

pub mod audit;
mod envelope;
mod error;
mod evidence;
mod journal;
pub mod outbox;
mod purge;
mod role;
mod schema;
mod shelter;
mod snapshot;
mod users;

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, OpenFlags, OptionalExtension as _, params};

pub use audit::Action;
use audit::{Actor, Anchor, Deed, Entry, Head, Verdict};
pub use envelope::Cost;
use envelope::{Envelope, Master};
pub use error::StoreError;
pub use evidence::{NewSource, StoredSource, sha256};
pub use journal::{Journal, Place};
pub use purge::Remainder;
pub use role::{Power, Role};
pub use schema::FORMAT;
use shelter::Shelter;
pub use users::User;

use crate::job::{Cancel, Progress, Stage};
use crate::model::time::{DAY, Seconds, VIETNAM};

/// The ending of investigation files.
pub const ENDING: &str = "truyvet";
/// The least number of characters of a passphrase.
pub const LEAST_PASSPHRASE: usize = 10;
/// Days that movements are kept where nothing else was said.
pub const RETENTION_DAYS: u32 = 21;

/// Whether a path has the ending of investigation files.
#[must_use]
pub fn is_investigation(path: &Path) -> bool {
    path.extension()
        .is_some_and(|e| e.eq_ignore_ascii_case(ENDING))
}

/// What a new file is made of.
#[derive(Clone)]
pub struct NewFile {
    /// What opens it.
    pub passphrase: zeroize::Zeroizing<String>,
    /// The display name of whoever makes it, who becomes its first approver.
    pub name: String,
    /// What the investigation is called.
    pub title: String,
    /// The authority's number of it.
    pub case_number: String,
    /// What it is for.
    pub purpose: String,
    /// How dear guessing is.
    pub cost: Cost,
    /// Where a copy of the wrapped keys goes, in case what lies beside the file is lost.
    pub spare: Option<PathBuf>,
}

impl std::fmt::Debug for NewFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewFile").finish_non_exhaustive()
    }
}

/// How a file is to be opened.
#[derive(Clone)]
pub struct Opening {
    /// What opens it.
    pub passphrase: zeroize::Zeroizing<String>,
    /// The case that it is opened for, which must be the file's; empty: the file's own.
    pub case_number: String,
    /// What for.
    pub purpose: String,
    /// For reading only: nothing can be put on record, so nothing is revealed either.
    pub read_only: bool,
    /// Where a copy of the wrapped keys may lie.
    pub spare: Option<PathBuf>,
}

impl std::fmt::Debug for Opening {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opening")
            .field("read_only", &self.read_only)
            .finish_non_exhaustive()
    }
}

/// What a file says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    /// What the investigation is called.
    pub title: String,
    /// The authority's number of it.
    pub case_number: String,
    /// Days that movements are kept.
    pub retention_days: u32,
    /// Whether nothing may be deleted, by order.
    pub legal_hold: bool,
}

impl About {
    /// What ended before it is older than the file keeps: so many days before today, as the system's clock has it.
    #[must_use]
    pub fn oldest_kept(&self) -> Seconds {
        let today = VIETNAM.midnight_before(now() / 1_000);
        today - Seconds::from(self.retention_days) * DAY
    }
}

/// Where a copy of the wrapped keys of files goes: a folder of the user's own settings.
#[must_use]
pub fn spare_folder() -> Option<PathBuf> {
    let dirs = directories::ProjectDirs::from("", "", "TruyVet")?;
    Some(dirs.config_dir().join("keys"))
}

/// Where a store's file is, and what opens it.
#[derive(Debug)]
struct Home {
    path: PathBuf,
    master: Master,
    envelope: Envelope,
    /// `None`: open for reading only.
    shelter: Option<Shelter>,
}

/// An open investigation file, or one in memory.
pub struct Store {
    db: Option<Connection>,
    home: Option<Home>,
    actor: Actor,
    role: Role,
    slot: u32,
    key: [u8; 32],
    /// Messages that were on their way when the program ended before.
    recovered: usize,
    /// Somebody sends.
    pushing: bool,
    /// How often a batch was stopped or given up.
    halts: std::sync::Arc<std::sync::atomic::AtomicU64>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("in_memory", &self.home.is_none())
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}

/// Milliseconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |d| d.as_millis() as i64)
}

/// Sees to it that a crash leaves no picture of the memory on the disk.
pub fn no_core_dumps() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        // Where the system does not allow that, it is as it was.
        let _ = setrlimit(Resource::Core, none);
    }
}

/// The operating system's user.
#[must_use]
pub fn account() -> String {
    whoami::username().unwrap_or_default()
}

impl Store {
    /// A store in memory, for what nobody has saved. Whoever is at the machine may do everything.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn in_memory() -> Result<Self, StoreError> {
        let mut db = Connection::open_in_memory()?;
        db.pragma_update(None, "temp_store", "MEMORY")?;
        schema::migrate(&mut db)?;
        let key: [u8; 32] = rand::random();
        set_meta(&db, "pseudonym", &key)?;
        Ok(Self {
            db: Some(db),
            home: None,
            actor: Actor {
                account: account(),
                name: account(),
                role: Role::Approver.key().to_owned(),
            },
            role: Role::Approver,
            slot: 0,
            key,
            recovered: 0,
            pushing: false,
            halts: std::sync::Arc::default(),
        })
    }

    fn db(&self) -> Result<&Connection, StoreError> {
        self.db.as_ref().ok_or(StoreError::ReadOnly)
    }

    /// The database of a store that takes changes.
    fn db_mut(&mut self) -> Result<&mut Connection, StoreError> {
        if self.is_read_only() {
            return Err(StoreError::ReadOnly);
        }
        self.db.as_mut().ok_or(StoreError::ReadOnly)
    }

    /// Makes a file: what this store holds of decisions and of its log, and the files that were imported. The file
    /// appears whole or not at all; a file of the same name is replaced then. What happens from then on goes there.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn save(
        &self,
        path: &Path,
        new: &NewFile,
        sources: &[NewSource<'_>],
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<Self, StoreError> {
        check_passphrase(&new.passphrase)?;
        let name = new.name.trim();
        if name.is_empty() {
            return Err(StoreError::Name);
        }
        if new.purpose.trim().is_empty() || new.case_number.trim().is_empty() {
            return Err(StoreError::Purpose);
        }
        progress.begin(
            Stage::Write,
            sources.iter().map(|s| s.bytes.len() as u64).sum(),
        );
        let path = &*shelter::real(path);
        let shelter = Shelter::take(path, new.spare.as_deref())?;
        let (envelope, master) = Envelope::seal(&new.passphrase, new.cost)?;
        let draft = tempfile::Builder::new()
            .prefix(".truyvet-")
            .tempfile_in(shelter::folder_of(path))
            .map_err(|e| StoreError::io(path, e))?
            .into_temp_path();
        let actor = Actor {
            account: account(),
            name: name.to_owned(),
            role: Role::Approver.key().to_owned(),
        };
        let mut db = connect(&draft, &master, false)?;
        // It has no name yet: what a crash leaves of it is nothing.
        db.pragma_update(None, "journal_mode", "MEMORY")?;
        db.pragma_update(None, "synchronous", "OFF")?;
        schema::migrate(&mut db)?;
        let all = db.transaction()?;
        self.copy_to(&all)?;
        set_meta(&all, "envelope", &envelope.to_bytes())?;
        for (key, value) in [
            ("title", new.title.trim()),
            ("case", new.case_number.trim()),
        ] {
            set_meta(&all, key, value.as_bytes())?;
        }
        all.execute(
            "INSERT INTO user (slot, name, role, nonce) VALUES (0, ?1, ?2, ?3)",
            params![name, Role::Approver.key(), envelope.last_nonce()],
        )?;
        let at = now();
        for source in sources {
            if evidence::add(&all, source, at, progress, cancel)?.is_some() {
                audit::append(&all, &actor, at, &evidence::deed(source))?;
            }
        }
        let deed = Deed::new(Action::Create)
            .on(new.case_number.trim())
            .because(new.purpose.trim())
            .saying(format!("files {}", sources.len()));
        audit::append(&all, &actor, at, &deed)?;
        all.commit()?;
        close(db)?;
        cancel.check()?;
        shelter::append(&draft, &envelope)?;
        shelter::clear(path);
        draft
            .persist(path)
            .map_err(|e| StoreError::io(path, e.error))?;
        shelter::settle(shelter::folder_of(path));
        let (envelope, at_end) = shelter::find(path, None)?;
        shelter.lay_bare(&envelope, at_end)?;
        let db = connect(path, &master, false)?;
        Ok(Self {
            db: Some(db),
            home: Some(Home {
                path: path.to_path_buf(),
                master,
                envelope,
                shelter: Some(shelter),
            }),
            actor,
            role: Role::Approver,
            slot: 0,
            key: self.key,
            recovered: 0,
            pushing: false,
            halts: std::sync::Arc::default(),
        })
    }

    /// Copies decisions, log, mappings and settings into another database.
    fn copy_to(&self, to: &Connection) -> Result<(), StoreError> {
        set_meta(to, "pseudonym", &self.key)?;
        for key in ["retention", "hold"] {
            if let Some(value) = meta(self.db()?, key)? {
                set_meta(to, key, &value)?;
            }
        }
        for entry in self.entries(1)? {
            audit::put(to, &entry)?;
        }
        self.put_journal(to)?;
        outbox::copy(self.db()?, to)?;
        for (name, text) in self.mappings()?.into_iter().rev() {
            put_mapping(to, &name, &text)?;
        }
        let from = self.db()?;
        let mut all = from.prepare("SELECT key, value FROM setting")?;
        let rows = all.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?;
        for row in rows {
            let (key, value) = row?;
            set_setting(to, &key, &value)?;
        }
        Ok(())
    }

    /// Opens a file. Every page of it is looked at: what is damaged anywhere is not opened.
    ///
    /// # Errors
    /// [`StoreError`]; where [`StoreError::may_be_read`], opening it for reading only may do.
    pub fn open(path: &Path, opening: &Opening) -> Result<Self, StoreError> {
        if opening.purpose.trim().is_empty() {
            return Err(StoreError::Purpose);
        }
        let path = &*shelter::real(path);
        if opening.read_only {
            // A writer beside may be between two of its steps.
            let mut tries = 0;
            loop {
                match Self::open_once(path, opening) {
                    Err(StoreError::Damaged | StoreError::NotOurs) if tries < 20 => {
                        tries += 1;
                        std::thread::sleep(std::time::Duration::from_millis(60));
                    }
                    opened => return opened,
                }
            }
        }
        Self::open_once(path, opening)
    }

    fn open_once(path: &Path, opening: &Opening) -> Result<Self, StoreError> {
        let spare = opening.spare.as_deref();
        // What is no file of ours is told before anything is laid beside it.
        let (envelope, at_end) = shelter::find(path, spare)?;
        let (master, slot) = envelope.open(&opening.passphrase)?;
        let (shelter, envelope, found) = if opening.read_only {
            (None, envelope, at_end)
        } else {
            let shelter = Shelter::take(path, spare)?;
            // Whoever had it meanwhile may have closed it.
            let (envelope, at_end) = shelter::find(path, spare)?;
            shelter.lay_bare(&envelope, at_end)?;
            (Some(shelter), envelope, at_end)
        };
        let opened = Self::unlocked(
            path,
            (master, slot),
            (envelope.clone(), found),
            shelter,
            opening,
        );
        match opened {
            Ok(store) => Ok(store),
            Err((error, shelter)) => {
                // As it was found: one file, or one with its envelope beside it.
                if let Some(mut shelter) = shelter
                    && found > 0
                {
                    shelter.close(&envelope)?;
                }
                Err(error)
            }
        }
    }

    fn unlocked(
        path: &Path,
        (master, slot): (Master, u32),
        (envelope, at_end): (Envelope, u64),
        shelter: Option<Shelter>,
        opening: &Opening,
    ) -> Result<Self, (StoreError, Option<Shelter>)> {
        let open = || {
            let mut db = connect(path, &master, shelter.is_none())?;
            let found = schema::format_of(&db)?;
            if found > FORMAT {
                return Err(StoreError::Newer {
                    found,
                    known: FORMAT,
                });
            }
            if shelter.is_some() {
                if at_end == 0 {
                    // An envelope of which only a part was written stands behind the pages.
                    shelter::cut(path, pages(&db)?)?;
                }
                check_pages(&db, path, 0)?;
                if at_end == 0 {
                    check_contents(&db)?;
                }
            } else {
                // Nobody writes while it is looked at.
                let still = db.transaction()?;
                meta(&still, "envelope")?;
                // A writer may have put the envelope there or taken it away since.
                let (_, at_end) = shelter::find(path, opening.spare.as_deref())?;
                check_pages(&still, path, at_end)?;
                still.rollback()?;
            }
            if shelter.is_some() {
                schema::migrate(&mut db)?;
                users::settle_envelope(&mut db, &envelope)?;
            } else if found < FORMAT {
                // It would have to be written to.
                return Err(StoreError::ReadOnly);
            }
            let (name, role) = users::of_slot(&db, slot)?;
            let case = opening.case_number.trim().as_bytes();
            if !case.is_empty() && meta(&db, "case")?.as_deref() != Some(case) {
                return Err(StoreError::CaseNumber);
            }
            let key = meta(&db, "pseudonym")?.and_then(|k| k.try_into().ok());
            let key = key.ok_or(StoreError::Damaged)?;
            Ok((db, name, role, key))
        };
        let (db, name, role, key) = match open() {
            Ok(opened) => opened,
            Err(error) => return Err((error, shelter)),
        };
        let mut store = Self {
            db: Some(db),
            home: Some(Home {
                path: path.to_path_buf(),
                master,
                envelope,
                shelter,
            }),
            actor: Actor {
                account: account(),
                name,
                role: role.key().to_owned(),
            },
            role,
            slot,
            key,
            recovered: 0,
            pushing: false,
            halts: std::sync::Arc::default(),
        };
        if !store.is_read_only() {
            let recorded = store.recover().and_then(|count| {
                store.recovered = count;
                let about = store.about()?;
                let deed = Deed::new(Action::Open)
                    .on(about.case_number)
                    .because(opening.purpose.trim());
                store.record(&deed)
            });
            if let Err(error) = recorded {
                drop(store.db.take());
                let shelter = store.home.take().and_then(|h| h.shelter);
                return Err((error, shelter));
            }
        }
        Ok(store)
    }

    /// Closes the file: it is one file again.
    ///
    /// # Errors
    /// [`StoreError`]; then what lies beside it stays there, and nothing is lost.
    pub fn close(mut self) -> Result<(), StoreError> {
        self.leave()
    }

    /// As [`Store::close`]; from then on nothing can be read or written.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn leave(&mut self) -> Result<(), StoreError> {
        if self.db.is_some() && self.home.is_some() && !self.is_read_only() {
            self.record(&Deed::new(Action::Close))?;
        }
        self.shut()
    }

    fn shut(&mut self) -> Result<(), StoreError> {
        let Some(db) = self.db.take() else {
            return Ok(());
        };
        close(db)?;
        if let Some(home) = &mut self.home
            && let Some(shelter) = &mut home.shelter
        {
            shelter.close(&home.envelope)?;
        }
        Ok(())
    }

    /// Connects anew after a failure: a drive that was taken out may be there again.
    ///
    /// # Errors
    /// [`StoreError`]: the file or its drive is not there, or does not answer.
    pub fn revive(&mut self) -> Result<(), StoreError> {
        let Some(home) = self.home.as_ref().filter(|h| h.shelter.is_some()) else {
            return Ok(());
        };
        if !home.path.exists() {
            return Err(StoreError::Gone {
                path: home.path.clone(),
            });
        }
        let again = connect(&home.path, &home.master, false)?;
        if let Some(before) = self.db.replace(again) {
            // It is of no use any more, whatever it says.
            let _ = before.close();
        }
        Ok(())
    }

    /// Whether nothing can be changed.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.home.as_ref().is_some_and(|h| h.shelter.is_none())
    }

    /// Where the file is; `None` in memory.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.home.as_ref().map(|h| h.path.as_path())
    }

    /// Who has it open.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The role of whoever has it open.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }

    /// The key of the investigation's pseudonyms: the same for each export.
    #[must_use]
    pub const fn pseudonym_key(&self) -> [u8; 32] {
        self.key
    }

    /// Whether the role goes so far here ([`Role::may_in`]).
    #[must_use]
    pub fn may(&self, power: Power) -> bool {
        self.role.may_in(power, self.is_read_only())
    }

    fn need(&self, power: Power) -> Result<(), StoreError> {
        self.need_role(power)?;
        if self.is_read_only() {
            return Err(StoreError::ReadOnly);
        }
        Ok(())
    }

    /// What the file says of itself.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn about(&self) -> Result<About, StoreError> {
        let db = self.db()?;
        let text = |key: &str| {
            let value = meta(db, key)?.unwrap_or_default();
            String::from_utf8(value).map_err(|_| StoreError::Damaged)
        };
        let days = text("retention")?;
        Ok(About {
            title: text("title")?,
            case_number: text("case")?,
            retention_days: if days.is_empty() {
                RETENTION_DAYS
            } else {
                days.parse().map_err(|_| StoreError::Damaged)?
            },
            legal_hold: text("hold")? == "on",
        })
    }

    /// Changes how long movements are kept, and whether a hold forbids deleting.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`] unless the role manages the file.
    pub fn set_retention(
        &mut self,
        days: u32,
        legal_hold: bool,
        reason: &str,
    ) -> Result<(), StoreError> {
        self.need(Power::Manage)?;
        let before = self.about()?;
        let actor = self.actor.clone();
        let all = self.db_mut()?.transaction()?;
        set_meta(&all, "retention", days.to_string().as_bytes())?;
        set_meta(&all, "hold", if legal_hold { b"on" } else { b"off" })?;
        let action = if before.legal_hold == legal_hold {
            Action::Settings
        } else {
            Action::Hold
        };
        let detail = format!(
            "days {days}, hold {}",
            if legal_hold { "on" } else { "off" }
        );
        let deed = Deed::new(action).because(reason).saying(detail);
        audit::append(&all, &actor, now(), &deed)?;
        all.commit()?;
        Ok(())
    }

    /// Puts something on record; it is there when this returns.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn record(&mut self, deed: &Deed) -> Result<Head, StoreError> {
        let actor = self.actor.clone();
        let all = self.db_mut()?.transaction()?;
        let head = audit::append(&all, &actor, now(), deed)?;
        all.commit()?;
        Ok(head)
    }

    /// The log from an entry on.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn entries(&self, from: u64) -> Result<Vec<Entry>, StoreError> {
        audit::entries(self.db()?, from)
    }

    /// How far the log goes: to be printed on whatever leaves the house.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn head(&self) -> Result<Head, StoreError> {
        audit::head(self.db()?)
    }

    /// Checks the log, against a printed head if there is one.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn verify(&self, anchor: Option<&Anchor>) -> Result<Verdict, StoreError> {
        Ok(audit::verify(&self.entries(1)?, anchor))
    }

    /// A setting of the investigation.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        let db = self.db()?;
        let found = db
            .query_row("SELECT value FROM setting WHERE key = ?1", [key], |r| {
                r.get(0)
            })
            .optional()?;
        Ok(found)
    }

    /// Changes a setting.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn set_setting(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        set_setting(self.db_mut()?, key, value)
    }

    /// The user's own mappings that the evidence is read with: name and text, the latest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn mappings(&self) -> Result<Vec<(String, String)>, StoreError> {
        let mut all = self
            .db()?
            .prepare_cached("SELECT name, text FROM mapping ORDER BY id DESC")?;
        let rows = all.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Keeps a mapping under its name.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn keep_mapping(&mut self, name: &str, text: &str) -> Result<(), StoreError> {
        put_mapping(self.db_mut()?, name, text)
    }

    /// Says how imported files of a name are to be read: how their text is written, what opens them.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn say_how(
        &mut self,
        name: &str,
        encoding: Option<&str>,
        password: Option<&str>,
    ) -> Result<(), StoreError> {
        self.need(Power::Work)?;
        evidence::say_how(self.db_mut()?, name, encoding, password)
    }

    /// The files that were imported, in order.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn sources(&self) -> Result<Vec<StoredSource>, StoreError> {
        evidence::list(self.db()?)
    }

    /// All bytes of an imported file.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where they are not those that were imported.
    pub fn source_bytes(&self, id: u32) -> Result<Vec<u8>, StoreError> {
        evidence::bytes(self.db()?, id)
    }

    /// Brings files in, with the mappings that they are read by; all of them or none. Returns how many were new.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn import(
        &mut self,
        sources: &[NewSource<'_>],
        mappings: &[(String, String)],
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<usize, StoreError> {
        self.need(Power::Work)?;
        progress.begin(
            Stage::Write,
            sources.iter().map(|s| s.bytes.len() as u64).sum(),
        );
        let actor = self.actor.clone();
        let all = self.db_mut()?.transaction()?;
        let at = now();
        let mut new = 0;
        for source in sources {
            if evidence::add(&all, source, at, progress, cancel)?.is_some() {
                new += 1;
                audit::append(&all, &actor, at, &evidence::deed(source))?;
            }
        }
        for (name, text) in mappings {
            put_mapping(&all, name, text)?;
        }
        cancel.check()?;
        all.commit()?;
        Ok(new)
    }

    /// Copies the file as it is, and proves that the copy is whole.
    ///
    /// # Errors
    /// [`StoreError`]; then there is no copy.
    pub fn backup(&mut self, to: &Path) -> Result<(), StoreError> {
        self.need(Power::Backup)?;
        let Some(home) = &self.home else {
            return Err(StoreError::NotOurs);
        };
        let failed = |e| StoreError::io(to, e);
        let to = &*shelter::real(to);
        // Not over a file that somebody has open, this one least of all.
        let shelter = Shelter::take(to, None)?;
        let (envelope, master) = (home.envelope.clone(), home.master.clone());
        let draft = tempfile::Builder::new()
            .prefix(".truyvet-")
            .tempfile_in(shelter::folder_of(to))
            .map_err(failed)?
            .into_temp_path();
        let mut copy = connect(&draft, &master, false)?;
        rusqlite::backup::Backup::new(self.db()?, &mut copy)?.run_to_completion(
            4_096,
            std::time::Duration::ZERO,
            None,
        )?;
        outbox::doubt(&copy)?;
        close(copy)?;
        shelter::append(&draft, &envelope)?;
        let size = envelope.to_bytes().len() as u64;
        let copy = connect(&draft, &master, true)?;
        check_pages(&copy, &draft, size)?;
        check_contents(&copy)?;
        close(copy)?;
        shelter::clear(to);
        draft.persist(to).map_err(|e| failed(e.error))?;
        shelter.forget();
        shelter::settle(shelter::folder_of(to));
        drop(shelter);
        let name = to.file_name().unwrap_or_default().to_string_lossy();
        self.record(&Deed::new(Action::Backup).on(name.into_owned()))?;
        Ok(())
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // Whoever wants to know whether it went well calls `close`.
        let _ = self.leave();
    }
}

/// Puts a copy in a file's place, after proving that it is whole.
///
/// # Errors
/// [`StoreError`]; then the file is as it was.
pub fn restore(from: &Path, to: &Path, opening: &Opening) -> Result<(), StoreError> {
    let to = &*shelter::real(to);
    let shelter = Shelter::take(to, opening.spare.as_deref())?;
    let failed = |e| StoreError::io(to, e);
    let draft = tempfile::Builder::new()
        .prefix(".truyvet-")
        .tempfile_in(shelter::folder_of(to))
        .map_err(failed)?
        .into_temp_path();
    std::fs::copy(from, &draft).map_err(|e| StoreError::io(from, e))?;
    let name = from.file_name().unwrap_or_default().to_string_lossy();
    let before = replaced(to, opening);
    // Opened as any file is: an older format is brought up, every page is looked at.
    let mut copy = Store::open(
        &draft,
        &Opening {
            spare: None,
            ..opening.clone()
        },
    )?;
    copy.need_role(Power::Manage)?;
    check_contents(copy.db()?)?;
    let mut deed = Deed::new(Action::Restore)
        .on(name.into_owned())
        .because(opening.purpose.trim());
    if let Some(before) = &before {
        if before.about()?.case_number != copy.about()?.case_number {
            return Err(StoreError::OtherCase);
        }
        deed = deed.saying(format!("replaced {}", before.head()?));
    }
    copy.record(&deed)?;
    copy.doubt_all(before.as_ref())?;
    drop(before);
    // Its envelope goes to the end, and all of it to the disk.
    copy.close()?;
    shelter::clear(to);
    draft.persist(to).map_err(|e| failed(e.error))?;
    shelter.forget();
    shelter::settle(shelter::folder_of(to));
    Ok(())
}

/// The file that is about to be replaced, for reading, where it opens.
fn replaced(path: &Path, opening: &Opening) -> Option<Store> {
    let reading = Opening {
        read_only: true,
        ..opening.clone()
    };
    path.exists()
        .then(|| Store::open(path, &reading).ok())
        .flatten()
}

impl Store {
    /// Before when movements were deleted last, if they ever were.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn purged_before(&self) -> Result<Option<String>, StoreError> {
        let before = meta(self.db()?, "purged")?;
        Ok(before.and_then(|b| String::from_utf8(b).ok()))
    }

    fn need_role(&self, power: Power) -> Result<(), StoreError> {
        if self.role.may(power) {
            Ok(())
        } else {
            Err(StoreError::Forbidden { role: self.role })
        }
    }
}

/// A passphrase that somebody could think of is none.
fn check_passphrase(passphrase: &str) -> Result<(), StoreError> {
    if passphrase.chars().count() < LEAST_PASSPHRASE {
        return Err(StoreError::ShortPassphrase);
    }
    Ok(())
}

/// Opens the pages of a file.
fn connect(path: &Path, master: &Master, read_only: bool) -> Result<Connection, StoreError> {
    let mode = if read_only {
        OpenFlags::SQLITE_OPEN_READ_ONLY
    } else {
        OpenFlags::SQLITE_OPEN_READ_WRITE
    };
    let db = Connection::open_with_flags(path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .map_err(|e| cannot_open(path, e))?;
    db.busy_timeout(std::time::Duration::from_secs(5))?;
    // What is wrong is told by us, in one sentence.
    db.pragma_update(None, "cipher_log_level", "NONE")?;
    db.pragma_update(None, "key", master.pragma().as_str())?;
    db.pragma_update(None, "temp_store", "MEMORY")?;
    // A key that does not fit and a damaged first page show here.
    db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| {
        row.get::<_, i64>(0)
    })?;
    if !read_only {
        db.pragma_update(None, "journal_mode", "DELETE")?;
        db.pragma_update(None, "synchronous", "EXTRA")?;
        db.pragma_update(None, "secure_delete", "ON")?;
        db.pragma_update(None, "cache_size", -65_536)?;
    }
    Ok(db)
}

fn cannot_open(path: &Path, error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::CannotOpen) if !path.exists() => StoreError::Gone {
            path: path.to_path_buf(),
        },
        Some(rusqlite::ErrorCode::CannotOpen | rusqlite::ErrorCode::ReadOnly) => {
            StoreError::ReadOnlyPlace {
                path: path.to_path_buf(),
            }
        }
        _ => error.into(),
    }
}

fn close(db: Connection) -> Result<(), StoreError> {
    db.close().map_err(|(_, error)| error.into())
}

/// How many pages there are, and how large one is.
fn page_count(db: &Connection) -> Result<(u64, u64), StoreError> {
    let count: u64 = db.pragma_query_value(None, "page_count", |row| row.get(0))?;
    // The cipher answers in text.
    let size = db.pragma_query_value(None, "page_size", |row| {
        let text = row.get::<_, String>(0);
        text.map_or_else(|_| row.get(0), |t| Ok(t.parse().unwrap_or(0)))
    })?;
    Ok((count, size))
}

/// Bytes of all pages.
fn pages(db: &Connection) -> Result<u64, StoreError> {
    let (count, size) = page_count(db)?;
    Ok(count * size)
}

/// Whether what the pages hold belongs together: after a crash, part of a transaction may have been carried away.
fn check_contents(db: &Connection) -> Result<(), StoreError> {
    let told: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    let whole = matches!(
        audit::verify(&audit::entries(db, 1)?, None),
        Verdict::Whole(_)
    );
    if told == "ok" && whole {
        Ok(())
    } else {
        Err(StoreError::Damaged)
    }
}

/// Looks at every page of a file; `at_end` bytes behind the pages are none.
fn check_pages(db: &Connection, path: &Path, at_end: u64) -> Result<(), StoreError> {
    let (count, size) = page_count(db)?;
    let length = std::fs::metadata(path)
        .map_err(|e| StoreError::io(path, e))?
        .len();
    if length.saturating_sub(at_end) != count * size {
        return Err(StoreError::Damaged);
    }
    let mut check = db.prepare("PRAGMA cipher_integrity_check")?;
    let faults = check.query_map([], |row| row.get::<_, String>(0))?;
    for fault in faults {
        let fault = fault?;
        // What stands behind the pages is told as pages that are wrong.
        let page = fault
            .split(|c: char| !c.is_ascii_digit())
            .find_map(|n| n.parse::<u64>().ok());
        if page.is_none_or(|p| p <= count) {
            return Err(StoreError::Damaged);
        }
    }
    Ok(())
}

fn meta(db: &Connection, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let mut statement = db.prepare_cached("SELECT value FROM meta WHERE key = ?1")?;
    Ok(statement.query_row([key], |row| row.get(0)).optional()?)
}

fn set_meta(db: &Connection, key: &str, value: &[u8]) -> Result<(), StoreError> {
    let sql = "INSERT INTO meta (key, value) VALUES (?1, ?2)
               ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    db.prepare_cached(sql)?.execute(params![key, value])?;
    Ok(())
}

fn set_setting(db: &Connection, key: &str, value: &str) -> Result<(), StoreError> {
    let sql = "INSERT INTO setting (key, value) VALUES (?1, ?2)
               ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    db.prepare_cached(sql)?.execute(params![key, value])?;
    Ok(())
}

fn put_mapping(db: &Connection, name: &str, text: &str) -> Result<(), StoreError> {
    db.execute("DELETE FROM mapping WHERE name = ?1", [name])?;
    let sql = "INSERT INTO mapping (name, text) VALUES (?1, ?2)";
    db.prepare_cached(sql)?.execute(params![name, text])?;
    Ok(())
}

#[cfg(test)]
mod tests;
