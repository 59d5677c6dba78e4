//! The hand that writes: one thread that puts decisions and deeds into the store, in order, and says when they are
//! there. The window's thread never waits for a disk.
//!
//! What cannot be written is kept and tried again; nothing after it is written before it.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Workspace;
use super::history::History;
use super::kept::{Decisions, FixNumbers};
use super::slot::Waker;
use crate::i18n::{Message, Speak as _};
use crate::store::audit::{Deed, Entry, Head};
use crate::store::{About, Journal, Power, Role, Store, StoreError, User};

/// How long after a failure it is tried again.
const AGAIN: Duration = Duration::from_secs(2);

/// How long closing waits for what is being sent.
const PATIENCE: Duration = Duration::from_secs(45);

/// Something to be written.
enum Task {
    Decide(Decisions, Vec<Deed>),
    Record(Deed),
    /// Only look at what the store says now.
    Look,
}

/// A task as the store takes it.
enum Ready {
    Decide(Option<Journal>, Vec<Deed>),
    Record(Deed),
    Look,
}

/// What the writing thread tells.
enum Told {
    /// A task is on the disk: its number, and what the log has grown by.
    Done(u64, Vec<Entry>),
    /// What the store says of itself now.
    Stands(Box<Standing>),
    /// What stands in the way.
    Trouble(Message),
}

/// What the store says of itself, as the window shows it.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Where the file is; `None`: nobody saved it.
    pub path: Option<std::path::PathBuf>,
    /// Title, case number, retention.
    pub about: About,
    /// The display name of who has it open.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// Nothing can be written.
    pub read_only: bool,
    /// Who may open it.
    pub users: Vec<User>,
}

impl Standing {
    fn of(store: &Store) -> Result<Self, StoreError> {
        Ok(Self {
            path: store.path().map(std::path::Path::to_path_buf),
            about: store.about()?,
            name: store.actor().name.clone(),
            role: store.role(),
            read_only: store.is_read_only(),
            users: store.users()?,
        })
    }

    /// Whether whoever has it open may do something.
    #[must_use]
    pub fn may(&self, power: Power) -> bool {
        self.role.may_in(power, self.read_only)
    }
}

/// A store that several threads use.
pub type Shared = Arc<Mutex<Store>>;

/// The store, for this thread alone.
pub fn locked(store: &Shared) -> MutexGuard<'_, Store> {
    store.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A store with what is shown of it, read where reading may take its time.
pub(super) struct Prepared {
    pub store: Shared,
    standing: Standing,
    log: Vec<Entry>,
    key: [u8; 32],
}

impl Prepared {
    /// Reads what is shown of a store.
    pub fn of(store: Shared) -> Result<Self, StoreError> {
        let (standing, log, key) = {
            let store = locked(&store);
            (
                Standing::of(&store)?,
                store.entries(1)?,
                store.pseudonym_key(),
            )
        };
        Ok(Self {
            store,
            standing,
            log,
            key,
        })
    }
}

/// A store and the thread that writes to it.
pub(super) struct Keeper {
    pub store: Shared,
    tasks: Option<Sender<(u64, Task)>>,
    told: Receiver<Told>,
    thread: Option<std::thread::JoinHandle<Vec<Deed>>>,
    given: u64,
    done: u64,
    known: u64,
    /// The log, in order.
    pub log: Vec<Entry>,
    /// What stands in the way of writing.
    pub trouble: Option<Message>,
    pub standing: Standing,
    /// The key of pseudonyms.
    pub key: [u8; 32],
}

impl std::fmt::Debug for Keeper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keeper")
            .field("given", &self.given)
            .field("done", &self.done)
            .finish_non_exhaustive()
    }
}

impl Keeper {
    /// Takes a store into its hands. `known`: states below this number are in it, with these texts of corrections.
    pub fn over(prepared: Prepared, known: u64, fixes: FixNumbers, wake: &Waker) -> Self {
        let Prepared {
            store,
            standing,
            log,
            key,
        } = prepared;
        let (tasks, to_do) = channel();
        let (tell, told) = channel();
        let writer = Writer {
            store: Arc::clone(&store),
            fixes,
            seen: log.len() as u64,
            mark: rand::random(),
            tell,
            wake: wake.clone(),
        };
        let thread = std::thread::Builder::new()
            .name("keeper".into())
            .spawn(move || writer.work(&to_do));
        // Without a thread nothing is ever done, which is said as what it is: not written.
        Self {
            store,
            tasks: Some(tasks),
            told,
            thread: thread.ok(),
            given: 0,
            done: 0,
            known,
            log,
            trouble: None,
            standing,
            key,
        }
    }

    /// A store in memory, for what nobody saved.
    pub fn in_memory(wake: &Waker) -> Result<Self, StoreError> {
        let store = Arc::new(Mutex::new(Store::in_memory()?));
        let prepared = Prepared::of(store)?;
        Ok(Self::over(prepared, 0, FixNumbers::default(), wake))
    }

    fn give(&mut self, task: Task) -> u64 {
        self.given += 1;
        if let Some(tasks) = &self.tasks {
            let _ = tasks.send((self.given, task));
        }
        self.given
    }

    /// Keeps what a history comes to, and puts deeds on record. Returns a number that [`Keeper::is_done`] knows.
    pub fn decide(&mut self, history: &History<Workspace>, deeds: Vec<Deed>) -> u64 {
        let decisions = Decisions::of(history, self.known);
        self.known = history.next_number();
        self.give(Task::Decide(decisions, deeds))
    }

    /// Puts a deed on record.
    pub fn record(&mut self, deed: Deed) -> u64 {
        self.give(Task::Record(deed))
    }

    /// Looks again at what the store says: another thread changed something.
    pub fn look(&mut self) {
        self.give(Task::Look);
    }

    /// The number of the last thing given.
    pub const fn last(&self) -> u64 {
        self.given
    }

    /// Whether all up to a number is on the disk.
    pub const fn is_done(&self, number: u64) -> bool {
        self.done >= number
    }

    /// Whether something is not on the disk yet.
    pub const fn is_behind(&self) -> bool {
        self.done < self.given
    }

    /// How far the log goes.
    pub fn head(&self) -> Head {
        self.log.last().map_or_else(Head::default, |e| Head {
            seq: e.seq,
            hash: e.hash,
        })
    }

    /// Hears what the writing thread has to say. Returns whether anything changed.
    pub fn hear(&mut self) -> bool {
        let mut changed = false;
        while let Ok(told) = self.told.try_recv() {
            changed = true;
            match told {
                Told::Done(number, entries) => {
                    self.done = number;
                    self.log.extend(entries);
                    self.trouble = None;
                }
                Told::Stands(standing) => self.standing = *standing,
                Told::Trouble(why) => self.trouble = Some(why),
            }
        }
        changed
    }

    /// Ends the writing thread once all is written, or as much as can be; gives the deeds that could not be.
    pub fn finish(&mut self) -> Vec<Deed> {
        self.tasks = None;
        let ended = self.thread.take().map(std::thread::JoinHandle::join);
        let undone = ended.and_then(Result::ok).unwrap_or_default();
        self.hear();
        undone
    }

    /// Closes the store after all is written, and says how that went.
    pub fn close_now(&mut self) -> Result<(), StoreError> {
        let undone = self.finish();
        let left = locked(&self.store).leave();
        if undone.is_empty() && !self.is_behind() {
            left
        } else {
            left.and(Err(StoreError::Unwritten))
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        let _ = self.close_now();
    }
}

/// Stores that are being closed, each on a thread of its own, for it may take a while.
#[derive(Debug, Clone, Default)]
pub(super) struct Closing(Arc<Mutex<Vec<std::thread::JoinHandle<()>>>>);

impl Closing {
    /// Closes a store after all is written.
    pub fn close(&self, keeper: Keeper) {
        self.close_after(keeper, Arc::default());
    }

    /// As [`Closing::close`], once nobody else holds `at_work`, or has held it for too long.
    pub fn close_after(&self, mut keeper: Keeper, at_work: Arc<()>) {
        let closing = std::thread::Builder::new()
            .name("close".into())
            .spawn(move || {
                wait_for(&at_work);
                let _ = keeper.close_now();
            });
        if let Ok(closing) = closing {
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            all.retain(|c| !c.is_finished());
            all.push(closing);
        }
    }

    /// Waits until all are closed; not on the window's thread, unless the program ends.
    pub fn wait(&self) {
        let all = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        for closing in all {
            let _ = closing.join();
        }
    }
}

/// Waits until nobody else holds something; no longer than an answer of a gateway may take.
pub(super) fn wait_for(at_work: &Arc<()>) {
    let since = std::time::Instant::now();
    while Arc::strong_count(at_work) > 1 && since.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(10));
    }
}

struct Writer {
    store: Shared,
    fixes: FixNumbers,
    seen: u64,
    /// What tells this writer's tasks from all others.
    mark: u64,
    tell: Sender<Told>,
    wake: Waker,
}

impl Writer {
    fn work(mut self, tasks: &Receiver<(u64, Task)>) -> Vec<Deed> {
        let mut left: VecDeque<(u64, Ready)> = VecDeque::new();
        loop {
            let next = if left.is_empty() {
                tasks.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else {
                tasks.recv_timeout(AGAIN)
            };
            match next {
                Ok(first) => {
                    let fails = !left.is_empty();
                    // A drag decides in every frame: what has come meanwhile is written at once.
                    let more = tasks.try_iter().collect::<Vec<_>>();
                    for (number, task) in std::iter::once(first).chain(more) {
                        let task = self.ready(task);
                        put(&mut left, fails, number, task);
                    }
                    if fails {
                        continue;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    // A drive that was taken out may be there again.
                    let _ = locked(&self.store).revive();
                }
                // Whoever closes does not wait for a disk that stays full.
                Err(RecvTimeoutError::Disconnected) => {
                    return left
                        .into_iter()
                        .flat_map(|(_, task)| task.deeds())
                        .collect();
                }
            }
            while let Some((number, task)) = left.front() {
                match self.write(*number, task) {
                    Ok(()) => self.done(*number),
                    Err(error) => {
                        self.trouble(&error);
                        break;
                    }
                }
                left.pop_front();
            }
        }
    }

    fn ready(&mut self, task: Task) -> Ready {
        match task {
            Task::Decide(decisions, deeds) => {
                Ready::Decide(decisions.journal(&mut self.fixes), deeds)
            }
            Task::Record(deed) => Ready::Record(deed),
            Task::Look => Ready::Look,
        }
    }

    fn done(&mut self, number: u64) {
        let store = locked(&self.store);
        let entries = store.entries(self.seen + 1).unwrap_or_default();
        drop(store);
        self.seen += entries.len() as u64;
        let _ = self.tell.send(Told::Done(number, entries));
        (self.wake)();
    }

    fn trouble(&self, error: &StoreError) {
        let gone = locked(&self.store)
            .path()
            .filter(|p| !p.exists())
            .map(Into::into);
        let why = match gone {
            Some(path) => StoreError::Gone { path }.speak(),
            None => error.speak(),
        };
        let _ = self.tell.send(Told::Trouble(why));
        (self.wake)();
    }

    fn write(&self, number: u64, task: &Ready) -> Result<(), StoreError> {
        let mark = format!("{:x}-{number}", self.mark);
        let mut store = locked(&self.store);
        match task {
            // What is only looked at is decided on the screen alone.
            Ready::Decide(..) | Ready::Record(_) if store.is_read_only() => Ok(()),
            Ready::Decide(Some(journal), deeds) => store.write_once(Some(journal), deeds, &mark),
            Ready::Decide(None, _) => Err(StoreError::NoMemory),
            Ready::Record(deed) => store.write_once(None, std::slice::from_ref(deed), &mark),
            Ready::Look => {
                let standing = Standing::of(&store)?;
                let _ = self.tell.send(Told::Stands(Box::new(standing)));
                Ok(())
            }
        }
    }
}

impl Ready {
    fn deeds(self) -> Vec<Deed> {
        match self {
            Self::Decide(_, deeds) => deeds,
            Self::Record(deed) => vec![deed],
            Self::Look => Vec::new(),
        }
    }
}

/// Puts a task behind others; decisions that follow each other become one, but for one that was tried already.
fn put(left: &mut VecDeque<(u64, Ready)>, tried: bool, number: u64, task: Ready) {
    let joins = left.len() > usize::from(tried);
    if let (Some((last, Ready::Decide(Some(before), deeds))), Ready::Decide(Some(journal), _)) =
        (left.back_mut().filter(|_| joins), &task)
    {
        let mut texts = std::mem::take(&mut before.texts);
        texts.extend(journal.texts.iter().cloned());
        *before = Journal {
            texts,
            ..journal.clone()
        };
        deeds.extend(task.deeds());
        *last = number;
        return;
    }
    left.push_back((number, task));
}
