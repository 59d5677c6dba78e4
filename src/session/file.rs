//! The investigation as a file: saving, opening, locking, and what whoever has it open may do.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::evidence::{derive_file, plan_purge, save_file, warm};
use super::history::{History, Step};
use super::keeper::{Keeper, Prepared, Shared, Standing, locked};
use super::kept::{FixNumbers, history_of};
use super::reveal::{Field, Reason};
use super::slot::{Poll, Waker};
use super::work::{Source, WorkError};
use super::{Command, OpenedRun, Session, Work, Workspace, first_workspace, look_at};
use crate::i18n::{Message, Speak as _};
use crate::ingest::{Corrections, Input};
use crate::model::{PersonIx, Rules, mask};
use crate::session::Desk;
use crate::store::audit::{Anchor, Deed, Entry, Head, Verdict};
use crate::store::{Action, NewFile, Opening, Power, Store, StoreError};

/// A file that is to be opened, or that locked itself.
#[derive(Debug, Clone)]
pub struct Gate {
    /// Receipts were heard when it locked itself.
    listened: bool,
    /// Which.
    pub path: PathBuf,
    /// It was open and is locked: nothing of it is shown.
    pub locked: bool,
    /// Why it did not open.
    pub failed: Option<Message>,
    /// Whether it may be opened for reading only.
    pub may_be_read: bool,
}

/// A file that was opened.
pub(super) struct Unlocked {
    prepared: Prepared,
    history: Option<(History<Workspace>, FixNumbers)>,
}

/// A file that was made.
pub(super) struct Saved {
    prepared: Prepared,
    /// The evidence as inputs from now on.
    inputs: Vec<Input>,
    /// The reading that was saved.
    reading: u32,
    /// How long it took.
    seconds: f64,
}

/// What was done to the file beside deciding.
#[derive(Debug)]
pub(super) enum Tended {
    /// A copy was made.
    BackedUp(PathBuf),
    /// Users were changed.
    Users(&'static str, String),
    /// Retention was changed.
    Retention,
    /// The log was checked.
    Verified(Verdict, bool),
    /// The log was written.
    LogWritten(PathBuf, usize),
    /// Old data were deleted: rows, files, and the corrections that are left.
    Purged(u64, usize, Arc<Corrections>),
}

/// What waits until it is on record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Waiting {
    number: u64,
    person: PersonIx,
    field: Field,
    reason: Reason,
}

impl Session {
    /// The file that is to be opened, or that locked itself.
    #[must_use]
    pub const fn gate(&self) -> Option<&Gate> {
        self.gate.as_ref()
    }

    /// What the file says of itself; `None` where not even memory takes one.
    #[must_use]
    pub fn standing(&self) -> Option<&Standing> {
        self.keeper.as_ref().map(|k| &k.standing)
    }

    /// Where the investigation is saved; `None`: nowhere.
    #[must_use]
    pub fn saved_at(&self) -> Option<&Path> {
        self.standing()?.path.as_deref()
    }

    /// Whether something is decided that is not on the disk yet.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.keeper.as_ref().is_some_and(Keeper::is_behind)
    }

    /// What stands in the way of writing the file.
    #[must_use]
    pub fn trouble(&self) -> Option<&Message> {
        self.keeper.as_ref()?.trouble.as_ref()
    }

    /// The log of this investigation, in order.
    #[must_use]
    pub fn log(&self) -> &[Entry] {
        self.keeper.as_ref().map_or(&[], |k| &k.log)
    }

    /// How far the log goes: to be printed on whatever leaves the house.
    #[must_use]
    pub fn head(&self) -> Head {
        self.keeper
            .as_ref()
            .map_or_else(Head::default, Keeper::head)
    }

    /// Whether whoever has the file open may do something.
    #[must_use]
    pub fn may(&self, power: Power) -> bool {
        self.standing().is_none_or(|s| s.may(power))
    }

    /// What the last check of the log came to, and whether it was against a printed head.
    #[must_use]
    pub const fn verdict(&self) -> Option<&(Verdict, bool)> {
        self.verdict.as_ref()
    }

    /// Locks the file after so long without a touch; `None`: never.
    pub const fn lock_after(&mut self, idle: Option<Duration>) {
        self.lock_after = idle;
    }

    /// Somebody is there.
    pub fn touch(&mut self) {
        self.touched = Instant::now();
    }

    /// When the file locks itself, if it does.
    #[must_use]
    pub fn locks_in(&self) -> Option<Duration> {
        self.saved_at()?;
        let idle = self.lock_after?;
        Some(idle.saturating_sub(self.touched.elapsed()))
    }

    /// Whether a command would come between what runs; says so.
    pub(super) fn is_untimely(&mut self, command: &Command) -> bool {
        let another = matches!(
            command,
            Command::Open(_)
                | Command::Add(_)
                | Command::RunAgain
                | Command::TakeImport(_)
                | Command::Unlock(_)
                | Command::Save(..)
                | Command::Purge { .. }
                | Command::Lock
        );
        let ends = matches!(
            command,
            Command::Lock | Command::Close | Command::Open(_) | Command::Unlock(_)
        );
        let key = if another && self.saving.busy() {
            "error-saving"
        } else if matches!(command, Command::Save(..)) && self.opening() {
            "error-opening"
        } else if ends && self.trouble().is_some() {
            "error-unwritten"
        } else {
            return false;
        };
        self.notice(Message::new(key), true, None);
        true
    }

    /// Whether a command goes further than the role; says so.
    pub(super) fn is_beyond(&mut self, command: &Command) -> bool {
        let power = match command {
            Command::Add(_)
            | Command::Survey(_)
            | Command::Match(_)
            | Command::SetFile(..)
            | Command::Rehearse(..)
            | Command::SetRules(_)
            | Command::RunAgain
            | Command::KeepMapping(_)
            | Command::TakeImport(_)
            | Command::Fix(_)
            | Command::Unfix(_) => Power::Work,
            Command::Reveal { .. } => Power::Reveal,
            Command::Export { .. } | Command::ExportHeld(..) => Power::Export,
            // Whoever makes a file of a file is its approver.
            Command::Save(..) if self.saved_at().is_some() => {
                let role = self.standing().map(|s| s.role);
                if role.is_some_and(|r| r.may(Power::Manage)) {
                    return false;
                }
                Power::Manage
            }
            Command::Backup(_) => Power::Backup,
            Command::Post(wish) => match wish.power() {
                Some(power) => power,
                None => return false,
            },
            Command::ExportLog { .. } => Power::ExportLog,
            Command::AddUser { .. }
            | Command::RemoveUser(_)
            | Command::SetRetention { .. }
            | Command::Purge { .. } => Power::Manage,
            _ => return false,
        };
        let Some(standing) = self.standing() else {
            return false;
        };
        if standing.may(power) {
            return false;
        }
        let error = if standing.role.may(power) {
            StoreError::ReadOnly
        } else {
            StoreError::Forbidden {
                role: standing.role,
            }
        };
        self.notice(error.speak(), true, None);
        true
    }

    /// Puts a deed on record; the number tells when it is.
    pub(super) fn put_on_record(&mut self, deed: Deed) -> Option<u64> {
        let run = self.desk.as_ref().map_or(0, |d| d.number);
        Some(self.keeper.as_mut()?.record(deed.of_run(run)))
    }

    /// Keeps what was decided.
    pub(super) fn keep(&mut self, deeds: Vec<Deed>) {
        // A guest's view is nobody's decision.
        let may = self.may(Power::Work);
        let run = self.desk.as_ref().map_or(0, |d| d.number);
        if let Some(keeper) = self.keeper.as_mut().filter(|_| may) {
            let deeds = deeds.into_iter().map(|d| d.of_run(run)).collect();
            keeper.decide(&self.history, deeds);
        }
    }

    /// What a step is on record as, where it is: how the list is looked at is not.
    pub(super) fn deed_of(&self, step: Step, action: Option<Action>) -> Option<Deed> {
        let own = match step {
            Step::Rules => Action::Rules,
            Step::Fix => Action::Fix,
            _ => return None,
        };
        let workspace = self.workspace();
        let detail = match step {
            Step::Rules => {
                let rules = &workspace.rules;
                let changed = rules.changed().unwrap_or_default();
                let changed: Vec<String> = changed
                    .into_iter()
                    .map(|(name, value)| format!("{name} = {}", serde_json::json!(value)))
                    .collect();
                let preset = &rules.preset.key;
                std::iter::once(preset.clone())
                    .chain(changed)
                    .collect::<Vec<_>>()
                    .join(", ")
            }
            _ => format!("cells {}", workspace.corrections.len()),
        };
        let deed = Deed::new(action.unwrap_or(own)).saying(detail);
        Some(if action.is_some() {
            deed.on(own.key())
        } else {
            deed
        })
    }

    /// Shows a masked field once that is on record.
    pub(super) fn reveal(&mut self, person: PersonIx, field: Field, reason: Reason) {
        let Some(desk) = self.desk.clone() else {
            return;
        };
        let id = desk.person(person).number();
        let deed = Deed::new(Action::Reveal)
            .on(mask::id(id))
            .because(reason.key())
            .saying(field.key());
        let number = self.put_on_record(deed);
        match number {
            // What is only in memory is there at once.
            Some(number) if self.saved_at().is_some() => self.waiting.push(Waiting {
                number,
                person,
                field,
                reason,
            }),
            _ => self.reveals.reveal(person, id, field, reason),
        }
    }

    /// A full number was typed and found.
    pub fn typed(&mut self, person: PersonIx) {
        let Some(desk) = self.desk.clone() else {
            return;
        };
        let id = desk.person(person).number();
        if self.reveals.typed(person, id) {
            self.put_on_record(Deed::new(Action::Search).on(mask::id(id)));
        }
    }

    /// Makes a file of the investigation.
    pub(super) fn save(&mut self, path: PathBuf, new: NewFile) {
        let (Some(desk), Some(source), Some(keeper)) =
            (self.desk.clone(), self.source.clone(), &self.keeper)
        else {
            return;
        };
        let from = Arc::clone(&keeper.store);
        let (options, rules) = (self.options, self.workspace().rules.clone());
        let (corrections, reading) = (Arc::clone(&self.applied), self.reading);
        let started = self.saving.start(&self.wake, move |progress, cancel| {
            let start = Instant::now();
            let inputs = source.inputs();
            let records = &desk.run.records;
            let store = save_file(&from, &path, &new, &inputs, records, progress, cancel)?;
            let store: Shared = Arc::new(std::sync::Mutex::new(store));
            // It is read back: what was written can be read and is the same, and the next opening is fast.
            let again = warm(&store, &corrections, options, &rules, progress, cancel);
            let again = again.and_then(|again| {
                let sums = |records: &crate::registry::Records| -> Vec<(String, String)> {
                    let files = records.ledger.files().iter();
                    files.map(|f| (f.name.clone(), f.sha256.clone())).collect()
                };
                let (was, now) = (sums(records), sums(&again));
                match was.iter().zip(&now).find(|(a, b)| a != b) {
                    Some((file, _)) => Err(StoreError::Changed {
                        file: file.0.clone(),
                    }
                    .into()),
                    None if was.len() != now.len() => Err(StoreError::Damaged.into()),
                    None => Ok(()),
                }
            });
            if let Err(error) = again {
                let _ = locked(&store).leave();
                let _ = std::fs::remove_file(&path);
                return Err(error);
            }
            let inputs = super::evidence::kept_inputs(&store, &corrections)?;
            Ok(Saved {
                prepared: Prepared::of(store)?,
                inputs,
                reading,
                seconds: start.elapsed().as_secs_f64(),
            })
        });
        self.started(started);
    }

    fn adopt_saved(&mut self, saved: Saved) {
        if saved.reading != self.reading {
            // Another investigation is open by now; the file is whole by itself.
            let keeper = Keeper::over(saved.prepared, 0, FixNumbers::default(), &self.wake);
            self.closing.close(keeper);
            return;
        }
        let mut keeper = Keeper::over(saved.prepared, 0, FixNumbers::default(), &self.wake);
        if let Some(mut before) = self.keeper.take() {
            let undone = before.finish();
            // The chains part where it was copied: what came since, and what could not be written, goes along.
            let both = keeper.log.iter().zip(&before.log);
            let copied = both.take_while(|(a, b)| a.hash == b.hash).count();
            let since = before.log[copied..].iter().filter_map(Entry::deed);
            for deed in since.chain(undone).collect::<Vec<Deed>>() {
                keeper.record(deed);
            }
            let at_work = self.post.leave();
            self.closing.close_after(before, at_work);
        }
        keeper.decide(&self.history, Vec::new());
        for waiting in &mut self.waiting {
            waiting.number = keeper.last();
        }
        self.source = Some(Source::Files(saved.inputs));
        if let Some(desk) = &self.desk {
            let mut kept = Desk::clone(desk);
            kept.sample = false;
            self.desk = Some(Arc::new(kept));
        }
        self.key = keeper.key;
        let path = keeper.standing.path.clone();
        self.keeper = Some(keeper);
        let message = Message::new("file-saved").with("seconds", saved.seconds.ceil() as u64);
        self.notice(message, false, path);
    }

    /// Opens a file, with what was told at its gate.
    pub(super) fn unlock(&mut self, opening: Opening) {
        let Some(gate) = &mut self.gate else {
            return;
        };
        (gate.failed, gate.may_be_read) = (None, false);
        let (path, options) = (gate.path.clone(), self.options);
        let rules = self.workspace().rules.clone();
        self.runs += 1;
        let number = self.runs;
        self.working = Work::Open;
        self.fresh = true;
        let closing = self.closing.clone();
        let started = self.work.start(&self.wake, move |progress, cancel| {
            // It may be the one that was just locked.
            closing.wait();
            let store = Store::open(&path, &opening)?;
            let names = store.may(Power::Names);
            let journal = store.journal()?;
            let history = journal.as_ref().map(history_of);
            // What it decided it must not lose.
            if matches!(history, Some(None)) {
                return Err(StoreError::Unknown.into());
            }
            let history = history.flatten();
            let (workspace, rules) = match &history {
                Some((history, _)) => (history.now().clone(), history.now().rules.clone()),
                None => (first_workspace(rules.clone()), rules),
            };
            let store: Shared = Arc::new(std::sync::Mutex::new(store));
            let corrections = &workspace.corrections;
            let read = derive_file(&store, corrections, options, rules, progress, cancel)?;
            let desk = Desk::new(number, read.run, read.seconds, false).naming(names);
            let (view, found) = look_at(&desk, &workspace, progress, cancel)?;
            Ok(OpenedRun {
                desk,
                source: Source::Files(read.inputs),
                view,
                found,
                file: Some(Unlocked {
                    prepared: Prepared::of(store)?,
                    history,
                }),
            })
        });
        self.started(started);
    }

    /// Puts the history of a file that was opened in the place of the one before.
    pub(super) fn adopt_file(&mut self, file: Unlocked, rules: Rules) {
        let (history, known, fixes) = match file.history {
            Some((history, fixes)) => {
                let known = history.next_number();
                (history, known, fixes)
            }
            None => {
                let first = History::new(first_workspace(rules));
                (first, 0, FixNumbers::default())
            }
        };
        let keeper = Keeper::over(file.prepared, known, fixes, &self.wake);
        self.key = keeper.key;
        let at_work = self.post.leave();
        if let Some(before) = self.keeper.replace(keeper) {
            self.closing.close_after(before, at_work);
        }
        self.waiting.clear();
        self.history = history;
        // Whoever unlocks the file hears on.
        self.post.relisten = self.gate.as_ref().is_some_and(|g| g.listened);
        self.gate = None;
        self.touch();
    }

    /// Whether a failure is told at the gate.
    pub(super) fn told_at_gate(&mut self, error: &WorkError) -> bool {
        let Some(gate) = &mut self.gate else {
            return false;
        };
        gate.failed = Some(error.speak());
        gate.may_be_read = matches!(error, WorkError::Store(e) if e.may_be_read());
        true
    }

    /// Hides all of a saved investigation until somebody opens it again; an unsaved one masks everything.
    pub(super) fn lock(&mut self) {
        self.reveals.mask_all();
        let Some(path) = self.saved_at().map(Path::to_path_buf) else {
            return;
        };
        let listened = self.post.listens().is_some();
        self.close();
        self.gate = Some(Gate {
            path,
            listened,
            locked: true,
            failed: None,
            may_be_read: false,
        });
    }

    /// Does something with the store on a thread of its own.
    pub(super) fn tend(
        &mut self,
        what: impl FnOnce(&Shared) -> Result<Tended, WorkError> + Send + 'static,
    ) {
        let Some(keeper) = &self.keeper else {
            return;
        };
        let store = Arc::clone(&keeper.store);
        let started = self.tending.start(&self.wake, move |_, _| what(&store));
        self.started(started);
    }

    /// Does what concerns the file, or starts it.
    pub(super) fn file_command(&mut self, command: Command) {
        match command {
            Command::AskFile(path) => {
                self.gate = Some(Gate {
                    path,
                    listened: false,
                    locked: false,
                    failed: None,
                    may_be_read: false,
                });
            }
            Command::Unlock(opening) => self.unlock(*opening),
            Command::LeaveGate => self.gate = None,
            Command::Lock => self.lock(),
            Command::Save(path, new) => self.save(path, *new),
            Command::Backup(to) => self.tend(move |store| {
                locked(store).backup(&to)?;
                Ok(Tended::BackedUp(to))
            }),
            Command::AddUser {
                name,
                role,
                passphrase,
            } => self.tend(move |store| {
                locked(store).add_user(&name, role, &passphrase)?;
                Ok(Tended::Users("user-added", name))
            }),
            Command::RemoveUser(slot) => self.tend(move |store| {
                locked(store).remove_user(slot)?;
                Ok(Tended::Users("user-removed", String::new()))
            }),
            Command::ChangePassphrase { old, new } => self.tend(move |store| {
                locked(store).change_passphrase(&old, &new)?;
                Ok(Tended::Users("passphrase-changed", String::new()))
            }),
            Command::SetRetention { days, hold, reason } => self.tend(move |store| {
                locked(store).set_retention(days, hold, &reason)?;
                Ok(Tended::Retention)
            }),
            Command::VerifyLog(anchor) => self.verify_log(anchor),
            Command::ExportLog { path, lang } => self.tend(move |store| {
                let (entries, head) = {
                    let mut store = locked(store);
                    let deed = Deed::new(Action::Export).saying("log");
                    let head = store.record(&deed)?;
                    (store.entries(1)?, head)
                };
                let rows = super::log::write(&entries, head, lang, &path)?;
                Ok(Tended::LogWritten(path, rows))
            }),
            Command::Purge { before, reason } => {
                let (options, corrections) = (self.options, Arc::clone(&self.applied));
                self.tend(move |store| {
                    let cancel = crate::job::Cancel::new();
                    let purge = plan_purge(store, &corrections, before, options, &cancel)?;
                    let (rows, files) = (purge.rows(), purge.files());
                    let left = purge.corrections_left(&corrections);
                    purge.carry_out(store, &reason, options, &cancel)?;
                    Ok(Tended::Purged(rows, files, Arc::new(left)))
                });
            }
            _ => {}
        }
    }

    fn verify_log(&mut self, anchor: Option<String>) {
        let anchor = match anchor.map(|a| a.parse::<Anchor>()) {
            Some(Err(())) => {
                self.notice(Message::new("error-anchor"), true, None);
                return;
            }
            Some(Ok(anchor)) => Some(anchor),
            None => None,
        };
        self.verdict = None;
        self.tend(move |store| {
            let mut store = locked(store);
            let verdict = store.verify(anchor.as_ref())?;
            if !store.is_read_only() {
                store.record(&super::log::deed(&verdict, anchor.is_some()))?;
            }
            Ok(Tended::Verified(verdict, anchor.is_some()))
        });
    }

    /// Adopts what became of the file. Returns whether anything changed.
    pub(super) fn adopt_filing(&mut self) -> bool {
        let mut changed = self.keeper.as_mut().is_some_and(Keeper::hear);
        if changed {
            self.show_recorded();
        }
        match self.saving.poll() {
            Poll::Ready(Ok(saved)) => {
                changed = true;
                self.adopt_saved(saved);
            }
            Poll::Ready(Err(error)) => {
                changed = true;
                let stopped = error.is_cancelled();
                let why = if stopped {
                    Message::new("work-save-stopped")
                } else {
                    error.speak()
                };
                self.notice(why, !stopped, None);
            }
            Poll::Idle | Poll::Pending => {}
            Poll::Lost => changed |= self.lost(Work::Save),
        }
        match self.tending.poll() {
            Poll::Ready(tended) => {
                changed = true;
                if let Some(keeper) = &mut self.keeper {
                    keeper.look();
                }
                match tended {
                    Ok(tended) => self.tended(tended),
                    Err(error) => self.notice(error.speak(), true, None),
                }
            }
            Poll::Idle | Poll::Pending => {}
            Poll::Lost => changed |= self.lost(Work::Tend),
        }
        let open = self.gate.as_ref().is_none_or(|g| !g.locked);
        if self.locks_in() == Some(Duration::ZERO) && !self.busy() && open {
            changed = true;
            if self.is_behind() {
                // What is not written would be lost: it is hidden where it is.
                self.reveals.mask_all();
                self.touch();
            } else {
                self.lock();
            }
        }
        changed
    }

    fn tended(&mut self, tended: Tended) {
        let message = match &tended {
            Tended::BackedUp(_) => Message::new("file-backed-up"),
            Tended::Users(key, name) => Message::new(*key).with("name", name.as_str()),
            Tended::Retention => Message::new("file-retention-set"),
            Tended::Verified(verdict, anchored) => {
                self.verdict = Some((*verdict, *anchored));
                super::log::words(verdict, *anchored)
            }
            Tended::LogWritten(_, rows) => Message::new("log-written").with("rows", *rows),
            Tended::Purged(rows, files, _) => Message::new("file-purged")
                .with("rows", *rows)
                .with("files", *files),
        };
        let failed = matches!(&tended, Tended::Verified(v, _) if !matches!(v, Verdict::Whole(_)));
        let file = match &tended {
            Tended::BackedUp(path) | Tended::LogWritten(path, _) => Some(path.clone()),
            _ => None,
        };
        self.notice(message, failed, file);
        if let Tended::Purged(_, _, corrections) = tended
            && let Some(source) = self.source.clone()
        {
            // What was deleted cannot be gone back to.
            let mut now = self.workspace().clone();
            now.corrections = corrections;
            now.filter.text.clear();
            self.history = History::from_number(now, self.history.next_number());
            self.keep(Vec::new());
            self.open(source, false);
        }
    }

    /// Shows what is on record by now.
    fn show_recorded(&mut self) {
        let Some(keeper) = &self.keeper else {
            return;
        };
        let (ready, waiting): (Vec<Waiting>, Vec<Waiting>) = std::mem::take(&mut self.waiting)
            .into_iter()
            .partition(|w| keeper.is_done(w.number));
        self.waiting = waiting;
        if let Some(desk) = self.desk.clone() {
            for w in ready {
                let id = desk.person(w.person).number();
                self.reveals.reveal(w.person, id, w.field, w.reason);
            }
        }
    }

    /// Closes the file and waits until it is one file again; for the end of the program.
    ///
    /// # Errors
    /// [`StoreError`]; what lies beside the file then stays there.
    pub fn end(&mut self) -> Result<(), StoreError> {
        let at_work = self.post.leave();
        let ended = match self.keeper.take() {
            Some(mut keeper) => {
                super::keeper::wait_for(&at_work);
                keeper.close_now()
            }
            None => Ok(()),
        };
        self.closing.wait();
        ended
    }
}

/// A keeper in memory; `None` where not even that can be had.
pub(super) fn memory(wake: &Waker) -> Option<Keeper> {
    Keeper::in_memory(wake).ok()
}
