//! Notifications as the window shows them: what a draft comes to, how batches stand, what is being sent. All reading and
//! writing is done on other threads; what is asked one after the other is done one after the other.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use super::super::keeper::{Shared, locked};
use super::super::slot::{Poll, Slot, Waker};
use super::super::{Desk, Work};
use super::{
    Drafting, Listener, LookupDesk, Order, PostError, Preview, Sent, ask_unknown, draft_batch,
    keep_notice, keep_settings, listen, notice, pack, preview, push, read_receipts, settings,
    system_clock, write_call_list, write_delivery, write_dry_run,
};
use crate::i18n::{Message, Speak as _};
use crate::job::{Cancel, Progress};
use crate::model::PersonIx;
use crate::model::time::Seconds;
use crate::notify::recipients::Finder;
use crate::notify::words::Guard;
use crate::notify::{Kind, Notice, Rendered, Settings, State, typed_code};
use crate::registry::Records;
use crate::store::audit::Deed;
use crate::store::outbox::{Batch, Doubt, Kept, Only};
use crate::store::{Action, Power, StoreError};

/// How often batches are looked at while something happens to them.
const OFTEN: Duration = Duration::from_millis(500);
/// Messages of a batch that are shown one by one at most.
pub const SHOWN: usize = 20_000;
/// How often they are read while something happens to them.
const SELDOM: Duration = Duration::from_secs(2);

/// What the user wants of notifications.
#[derive(Debug, Clone)]
pub enum Wish {
    /// To see what a draft comes to, with texts that are not kept yet.
    Preview(Box<Drafting>, Option<Box<Notice>>),
    /// To draft it.
    Draft(Box<Drafting>),
    /// To look a draft over.
    Review(i64),
    /// To approve it; at any hour, and why.
    Approve(i64, Option<String>),
    /// To stop it, or go on.
    Hold(i64, bool),
    /// To give it up.
    Cancel(i64),
    /// To decide on what is unknown.
    Resolve(i64, Doubt, String),
    /// To ask the gateway about what is unknown.
    Ask(i64),
    /// To send what is approved.
    Push,
    /// To stop sending, of all batches.
    StopPush,
    /// To write a batch to a folder, signed.
    Pack(i64, PathBuf),
    /// To read receipts from a file.
    Receipts(PathBuf),
    /// To hear receipts and look-ups, or not any more.
    Listen(bool),
    /// To change texts; `None`: the program's own again.
    KeepNotice(Kind, Option<Box<Notice>>),
    /// To change how messages leave: the settings, and the names of what changed.
    KeepSettings(Box<Settings>, Vec<&'static str>),
    /// To write whom a draft is for, and what it costs.
    DryRun(PathBuf),
    /// To write who must be called, and why.
    CallList(i64, PathBuf, String),
    /// To write what happened to each message.
    Log(i64, PathBuf),
    /// To see messages of a batch; `None`: not any more.
    Show(Option<(i64, Only)>),
    /// To find the message of a code.
    Code(String),
}

impl Wish {
    /// How far a role must go.
    #[must_use]
    pub const fn power(&self) -> Option<Power> {
        match self {
            Self::Preview(..) | Self::Show(_) | Self::StopPush => None,
            Self::Approve(..)
            | Self::Hold(_, false)
            | Self::Resolve(_, Doubt::Again, _)
            | Self::KeepSettings(..) => Some(Power::Manage),
            Self::DryRun(_) | Self::CallList(..) | Self::Log(..) => Some(Power::Export),
            _ => Some(Power::Work),
        }
    }
}

/// A batch with what is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The batch.
    pub batch: Batch,
    /// Why messages failed, the most first.
    pub failed: Vec<(String, usize)>,
    /// Why it is not known what became of messages.
    pub unknown: Vec<(String, usize)>,
    /// It leaves as a file.
    pub by_file: bool,
}

/// How everything stands.
#[derive(Debug, Clone)]
pub struct Look {
    /// How messages leave.
    pub settings: Settings,
    /// The notices, one a kind.
    pub notices: Vec<Notice>,
    /// The batches, the latest first.
    pub batches: Vec<Seen>,
    /// The number of what happened to a message last, and when, milliseconds since 1970.
    pub heard: Option<(i64, i64)>,
    /// The messages that are shown.
    pub shown: Option<Shown>,
    /// What the first of them says.
    pub example: Option<Rendered>,
}

/// Messages of a batch, as many as are shown.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The batch.
    pub batch: i64,
    /// Which of its messages.
    pub only: Only,
    /// The messages.
    pub rows: Arc<Vec<Kept>>,
    /// By message: whom it is for, among the people of a run.
    pub people: Arc<Vec<Option<PersonIx>>>,
    /// That run; 0: none.
    pub run: u32,
}

impl Look {
    /// A batch.
    #[must_use]
    pub fn batch(&self, id: i64) -> Option<&Seen> {
        self.batches.iter().find(|b| b.batch.id == id)
    }
}

/// What a code led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A message.
    Message(Box<Kept>),
    /// None.
    Nothing,
}

/// What was done.
struct Done {
    message: Option<Message>,
    file: Option<PathBuf>,
    code: Option<Found>,
    batch: Option<i64>,
}

impl Done {
    const fn said(message: Option<Message>) -> Self {
        Self {
            message,
            file: None,
            code: None,
            batch: None,
        }
    }
}

/// A listener, and where its look-ups are answered from.
type Opened = (Listener, Option<(u32, Arc<Mutex<Arc<Records>>>)>);
/// The names that notices of a run must not carry, made when they are first needed.
type Names = Arc<OnceLock<Guard>>;

/// Notifications as the window shows them.
pub struct Board {
    /// What the draft comes to.
    pub preview: Option<Arc<Preview>>,
    /// Why there is none.
    pub unseen: Option<Message>,
    /// How everything stands.
    pub look: Option<Arc<Look>>,
    /// What sending came to last.
    pub sent: Option<Sent>,
    /// The message of the code that was looked up, or that there is none.
    pub found: Option<Found>,
    /// The batch that was drafted last.
    pub drafted: Option<i64>,
    listener: Option<Listener>,
    guard: Option<(u32, Names)>,
    previewing: Slot<Result<Preview, PostError>>,
    looking: Slot<Result<Option<Look>, PostError>>,
    doing: Slot<Result<Done, PostError>>,
    /// Stopping waits for nothing else.
    halting: Slot<Result<Done, PostError>>,
    sending: Slot<Result<Sent, PostError>>,
    opening: Slot<Result<Opened, PostError>>,
    wishes: VecDeque<Wish>,
    halts: VecDeque<Wish>,
    /// When it goes on by itself after quiet hours.
    resumes: Option<Seconds>,
    /// Where the listener's look-ups are answered from, and of which run that is.
    records: Option<(u32, Arc<Mutex<Arc<Records>>>)>,
    /// It listened when the file was locked, and listens again after.
    pub(in crate::session) relisten: bool,
    shown: Option<(i64, Only)>,
    looked: Option<Instant>,
    /// When the messages of a batch were read last.
    read: Instant,
    stale: bool,
    /// Held by whoever works on the file.
    at_work: Arc<()>,
}

impl Default for Board {
    fn default() -> Self {
        Self {
            preview: None,
            unseen: None,
            look: None,
            sent: None,
            found: None,
            drafted: None,
            listener: None,
            guard: None,
            previewing: Slot::new("notice preview"),
            looking: Slot::new("outbox"),
            doing: Slot::new("notices"),
            halting: Slot::new("stop"),
            sending: Slot::new("push"),
            opening: Slot::new("listen"),
            wishes: VecDeque::new(),
            halts: VecDeque::new(),
            resumes: None,
            records: None,
            relisten: false,
            shown: None,
            looked: None,
            read: Instant::now(),
            stale: true,
            at_work: Arc::default(),
        }
    }
}

impl std::fmt::Debug for Board {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Board")
            .field("sending", &self.sending)
            .finish_non_exhaustive()
    }
}

/// What the board works on.
pub(in crate::session) struct Ground<'g> {
    pub store: Option<&'g Shared>,
    pub desk: Option<&'g Arc<Desk>>,
    pub wake: &'g Waker,
}

/// What happened, for the tray.
pub(in crate::session) struct Told {
    pub message: Message,
    pub failed: bool,
    pub file: Option<PathBuf>,
}

impl Told {
    fn failed(error: &PostError) -> Self {
        Self {
            message: error.speak(),
            failed: true,
            file: None,
        }
    }
}

impl Board {
    /// Whether messages are being sent.
    #[must_use]
    pub const fn is_sending(&self) -> bool {
        self.sending.busy()
    }

    /// Whether the preview is being made.
    #[must_use]
    pub const fn is_previewing(&self) -> bool {
        self.previewing.busy()
    }

    /// Where it listens.
    #[must_use]
    pub fn listens(&self) -> Option<std::net::SocketAddr> {
        self.listener.as_ref().map(|l| l.address)
    }

    /// Whether something may change without anybody asking: the view is to be painted again before long.
    #[must_use]
    pub const fn is_live(&self) -> bool {
        self.sending.busy() || self.listener.is_some()
    }

    /// Whether anything runs.
    #[must_use]
    pub fn busy(&self) -> bool {
        self.previewing.busy()
            || self.looking.busy()
            || self.doing.busy()
            || self.halting.busy()
            || self.sending.busy()
            || self.opening.busy()
            || !self.wishes.is_empty()
            || !self.halts.is_empty()
    }

    /// How far sending is.
    #[must_use]
    pub fn progress(&self) -> Option<(Work, Progress, Duration)> {
        let (progress, since) = self.sending.progress()?;
        Some((Work::Send, progress, since))
    }

    /// Sending is asked to stop; what is handed over by then is.
    pub fn stop(&mut self) {
        self.resumes = None;
        self.sending.ask_to_stop();
    }

    /// When sending goes on by itself, if the file is open then.
    #[must_use]
    pub const fn resumes(&self) -> Option<Seconds> {
        self.resumes
    }

    /// Another investigation, or another key to it: nothing of this one goes on. What is held by others than the caller
    /// is worked on still, and the file not to be closed.
    pub(in crate::session) fn leave(&mut self) -> Arc<()> {
        self.sending.ask_to_stop();
        let at_work = Arc::clone(&self.at_work);
        let _ = self.unlisten();
        *self = Self::default();
        at_work
    }

    /// Listens no more.
    fn unlisten(&mut self) -> std::io::Result<()> {
        if let Some(mut listener) = self.listener.take() {
            let held = Arc::clone(&self.at_work);
            // It writes down what it heard, which may take a moment.
            let closing = std::thread::Builder::new().name("unlisten".into());
            closing.spawn(move || {
                listener.close();
                drop(held);
            })?;
        }
        Ok(())
    }

    /// What is shown may be another by now.
    pub const fn stale(&mut self) {
        self.stale = true;
    }

    /// Takes a wish.
    pub(in crate::session) fn wish(
        &mut self,
        wish: Wish,
        ground: &Ground<'_>,
    ) -> std::io::Result<()> {
        match wish {
            Wish::Preview(drafting, own) => self.start_preview(*drafting, own, ground),
            Wish::Push => self.start_push(ground),
            Wish::StopPush => {
                self.stop();
                Ok(())
            }
            Wish::Listen(true) => self.start_listening(ground),
            Wish::Listen(false) => self.unlisten(),
            Wish::Show(batch) => {
                self.shown = batch;
                self.stale = true;
                Ok(())
            }
            halt @ (Wish::Hold(..) | Wish::Cancel(_)) => {
                self.halts.push_back(halt);
                Ok(())
            }
            other => {
                self.wishes.push_back(other);
                Ok(())
            }
        }
    }

    /// The names of a run: made once, by whoever needs them first.
    fn names(&mut self, desk: &Desk) -> Names {
        let names = match &self.guard {
            Some((run, names)) if *run == desk.number => Arc::clone(names),
            _ => Names::default(),
        };
        self.guard = Some((desk.number, Arc::clone(&names)));
        names
    }

    fn start_preview(
        &mut self,
        drafting: Drafting,
        own: Option<Box<Notice>>,
        ground: &Ground<'_>,
    ) -> std::io::Result<()> {
        let (Some(store), Some(desk)) = (ground.store.cloned(), ground.desk.cloned()) else {
            return Ok(());
        };
        let names = self.names(&desk);
        self.previewing.start(ground.wake, move |_, cancel| {
            let guard = names.get_or_init(|| desk.guard());
            let run = (&desk.run, desk.number);
            let own = own.map(|n| *n);
            preview(&store, run, guard, &drafting, own, cancel)
        })
    }

    fn start_push(&mut self, ground: &Ground<'_>) -> std::io::Result<()> {
        let Some(store) = ground.store.cloned().filter(|_| !self.sending.busy()) else {
            return Ok(());
        };
        let held = Arc::clone(&self.at_work);
        self.sending.start(ground.wake, move |progress, cancel| {
            let _ = &held;
            let settings = settings(&store)?;
            push(&store, &settings, &Order::default(), progress, cancel)
        })
    }

    fn start_listening(&mut self, ground: &Ground<'_>) -> std::io::Result<()> {
        let Some(store) = ground.store.cloned() else {
            return Ok(());
        };
        if self.listener.is_some() || self.opening.busy() {
            return Ok(());
        }
        let (desk, wake) = (ground.desk.cloned(), ground.wake.clone());
        let held = Arc::clone(&self.at_work);
        self.opening.start(ground.wake, move |_, _| {
            let _ = &held;
            let settings = settings(&store)?;
            let lookups = desk.map(|desk| {
                let records = Arc::clone(&desk.run.records);
                (desk.number, LookupDesk::new(&store, &settings, records))
            });
            let records = lookups.as_ref().map(|(run, desk)| (*run, desk.records()));
            let listener = listen(&store, &settings, lookups.map(|l| l.1), &wake)?;
            Ok((listener, records))
        })
    }

    /// Adopts what is done and starts what is due. Returns what happened, and whether anything changed.
    pub(in crate::session) fn tick(&mut self, ground: &Ground<'_>) -> (Vec<Told>, bool) {
        let mut told = Vec::new();
        let mut changed = false;
        match self.previewing.poll() {
            Poll::Ready(made) => {
                changed = true;
                match made {
                    Ok(made) => (self.preview, self.unseen) = (Some(Arc::new(made)), None),
                    Err(error) if error.is_cancelled() => {}
                    Err(error) => (self.preview, self.unseen) = (None, Some(error.speak())),
                }
            }
            Poll::Idle | Poll::Pending | Poll::Lost => {}
        }
        for done in [self.doing.poll(), self.halting.poll()] {
            match done {
                Poll::Ready(done) => {
                    changed = true;
                    self.stale = true;
                    told.extend(self.done(done));
                }
                Poll::Lost => told.push(lost()),
                Poll::Idle | Poll::Pending => {}
            }
        }
        match self.sending.poll() {
            Poll::Ready(sent) => {
                changed = true;
                self.stale = true;
                match sent {
                    Ok(sent) => {
                        self.sent = Some(sent);
                        self.resumes = sent.quiet_until.filter(|_| sent.left > 0);
                        told.push(Told {
                            message: summary(&sent),
                            failed: sent.stuck.is_some(),
                            file: None,
                        });
                    }
                    Err(error) => told.push(Told::failed(&error)),
                }
            }
            Poll::Lost => told.push(lost()),
            Poll::Idle | Poll::Pending => {}
        }
        match self.opening.poll() {
            Poll::Ready(Ok((listener, records))) => {
                changed = true;
                (self.listener, self.records) = (Some(listener), records);
            }
            Poll::Ready(Err(error)) => {
                changed = true;
                told.push(Told::failed(&error));
            }
            Poll::Lost => told.push(lost()),
            Poll::Idle | Poll::Pending => {}
        }
        if let Poll::Ready(look) = self.looking.poll() {
            changed = true;
            match look {
                Ok(Some(look)) => self.look = Some(Arc::new(look)),
                Ok(None) => {}
                Err(error) => told.push(Told::failed(&error)),
            }
        }
        if let (Some((run, records)), Some(desk)) = (&mut self.records, ground.desk)
            && *run != desk.number
        {
            // Look-ups are answered from what the latest run was read from.
            *run = desk.number;
            let mut records = records.lock().unwrap_or_else(PoisonError::into_inner);
            *records = Arc::clone(&desk.run.records);
        }
        let started = self.begin(ground);
        if let Err(error) = started {
            told.push(Told {
                message: Message::new("error-no-thread").with("detail", error.to_string()),
                failed: true,
                file: None,
            });
        }
        (told, changed)
    }

    /// Takes in what was done.
    fn done(&mut self, done: Result<Done, PostError>) -> Option<Told> {
        let done = match done {
            Ok(done) => done,
            Err(error) => return Some(Told::failed(&error)),
        };
        if let Some(code) = done.code {
            self.found = Some(code);
        }
        if done.batch.is_some() {
            self.drafted = done.batch;
        }
        done.message.map(|message| Told {
            message,
            failed: false,
            file: done.file,
        })
    }

    fn begin(&mut self, ground: &Ground<'_>) -> std::io::Result<()> {
        let Some(store) = ground.store else {
            return Ok(());
        };
        if self.resumes.is_some_and(|at| at <= system_clock()) {
            self.resumes = None;
            self.start_push(ground)?;
        }
        if std::mem::take(&mut self.relisten) {
            self.start_listening(ground)?;
        }
        if !self.halting.busy()
            && let Some(halt) = self.halts.pop_front()
        {
            let store = Arc::clone(store);
            let held = Arc::clone(&self.at_work);
            self.halting.start(ground.wake, move |_, cancel| {
                let _ = &held;
                carry_out(halt, &store, Of::default(), cancel)
            })?;
        }
        if !self.doing.busy()
            && let Some(wish) = self.wishes.pop_front()
        {
            let (store, desk) = (Arc::clone(store), ground.desk.cloned());
            let preview = self.preview.clone();
            let names = desk.as_deref().map(|d| self.names(d));
            let held = Arc::clone(&self.at_work);
            self.doing.start(ground.wake, move |_, cancel| {
                let _ = &held;
                let of = Of {
                    desk: desk.as_deref().zip(names.as_deref()),
                    preview: preview.as_deref(),
                };
                carry_out(wish, &store, of, cancel)
            })?;
        }
        let run = ground.desk.map_or(0, |d| d.number);
        let shown = self.look.as_ref().and_then(|l| l.shown.as_ref());
        // Another run has other people.
        self.stale |= shown.is_some_and(|s| s.run != run);
        let due = self.looked.is_none_or(|l| l.elapsed() >= OFTEN);
        if !self.looking.busy() && (due || self.stale) && (self.stale || self.is_live()) {
            let stale = std::mem::take(&mut self.stale);
            self.looked = Some(Instant::now());
            // Many messages take a while to read, in which none is sent.
            let before = self.look.as_ref().and_then(|l| l.shown.clone());
            let before = before.filter(|s| {
                let same = Some((s.batch, s.only)) == self.shown && s.run == run;
                same && !stale && self.read.elapsed() < SELDOM
            });
            if before.is_none() {
                self.read = Instant::now();
            }
            let (store, shown, desk) = (Arc::clone(store), self.shown, ground.desk.cloned());
            // Where nothing was done here and nothing was heard since, nothing is read again.
            let known = self.look.as_ref().filter(|_| !stale).map(|l| l.heard);
            self.looking.start(ground.wake, move |_, _| {
                if let Some(known) = known
                    && locked(&store).heard()? == known
                {
                    return Ok(None);
                }
                look(&store, shown, before, desk.as_deref()).map(Some)
            })?;
        }
        Ok(())
    }
}

fn lost() -> Told {
    Told {
        message: Message::new("error-internal").with("work", Message::new(Work::Send.key())),
        failed: true,
        file: None,
    }
}

fn summary(sent: &Sent) -> Message {
    if let Some(reason) = sent.stuck {
        let reason = Message::new(format!("sent-{reason}"));
        return Message::new("error-notify-stuck").with("reason", reason);
    }
    Message::new("summary-push")
        .with("accepted", sent.accepted)
        .with("failed", sent.failed)
        .with("unknown", sent.unknown + sent.recovered)
        .with("left", sent.left)
}

fn look(
    store: &Shared,
    shown: Option<(i64, Only)>,
    before: Option<Shown>,
    desk: Option<&Desk>,
) -> Result<Look, PostError> {
    let settings = settings(store)?;
    let notices = Kind::ALL
        .into_iter()
        .map(|kind| notice(store, kind))
        .collect::<Result<_, _>>()?;
    let (batches, heard, shown, example, key) = {
        let store = locked(store);
        let batches = store.batches()?.into_iter().map(|batch| {
            let why = |state: State| match batch.count(None, |s| s == state) {
                0 => Ok(Vec::new()),
                _ => store.reasons(batch.id, state),
            };
            Ok(Seen {
                failed: why(State::Failed)?,
                unknown: why(State::Unknown)?,
                by_file: by_file(&settings, &batch),
                batch,
            })
        });
        let batches: Vec<Seen> = batches.collect::<Result<_, StoreError>>()?;
        let shown = match shown {
            _ if before.is_some() => before,
            Some((batch, only)) => Some(Shown {
                rows: Arc::new(store.messages(batch, 0, SHOWN, only)?),
                people: Arc::default(),
                batch,
                only,
                run: 0,
            }),
            None => None,
        };
        let first = match &shown {
            Some(shown) => store.messages(shown.batch, 0, 1, Only::default())?.pop(),
            None => None,
        };
        let example = first.map(|m| store.text_of(m.id)).transpose()?;
        (
            batches,
            store.heard()?,
            shown,
            example,
            store.pseudonym_key(),
        )
    };
    let shown = shown.map(|shown| match desk {
        Some(desk) if shown.run != desk.number => {
            let (mut finder, people) = (Finder::default(), &desk.run.records.people);
            let found = shown.rows.iter();
            let found = found.map(|m| finder.find(people, &key, &m.who, &m.person));
            Shown {
                people: Arc::new(found.collect()),
                run: desk.number,
                ..shown
            }
        }
        _ => shown,
    });
    Ok(Look {
        settings,
        notices,
        batches,
        heard,
        shown,
        example,
    })
}

/// Whether what is left of a batch leaves as a file.
fn by_file(settings: &Settings, batch: &Batch) -> bool {
    let mut all = settings.by_file().into_iter();
    all.any(|channel| batch.left(Some(channel)) > 0)
}

fn number(key: &str, batch: i64) -> Message {
    Message::new(key).with("batch", batch.to_string())
}

/// What a wish is about.
#[derive(Default)]
struct Of<'o> {
    /// The run, and its names.
    desk: Option<(&'o Desk, &'o OnceLock<Guard>)>,
    /// The latest preview.
    preview: Option<&'o Preview>,
}

fn carry_out(wish: Wish, store: &Shared, of: Of<'_>, cancel: &Cancel) -> Result<Done, PostError> {
    let done = match wish {
        Wish::Draft(drafting) => {
            let Some((desk, names)) = of.desk else {
                return Ok(Done::said(None));
            };
            let guard = names.get_or_init(|| desk.guard());
            let run = (&desk.run, desk.number);
            let (_, id) = draft_batch(store, run, guard, &drafting, cancel)?;
            Done {
                batch: Some(id),
                ..Done::said(Some(number("summary-draft", id)))
            }
        }
        Wish::Review(id) => {
            locked(store).review_batch(id)?;
            Done::said(Some(number("summary-notify-review", id)))
        }
        Wish::Approve(id, urgent) => {
            locked(store).approve_batch(id, urgent.as_deref())?;
            Done::said(Some(number("summary-notify-approve", id)))
        }
        Wish::Hold(id, held) => {
            locked(store).hold_batch(id, held, "")?;
            let key = if held {
                "summary-notify-stop"
            } else {
                "summary-notify-resume"
            };
            Done::said(Some(number(key, id)))
        }
        Wish::Cancel(id) => {
            locked(store).cancel_batch(id, "")?;
            Done::said(Some(number("summary-notify-cancel", id)))
        }
        Wish::Resolve(id, doubt, why) => {
            let count = locked(store).resolve_unknown(id, doubt, &why)?;
            let key = match doubt {
                Doubt::Again => "summary-resolve-again",
                Doubt::Failed => "summary-resolve-failed",
            };
            Done::said(Some(number(key, id).with("n", count)))
        }
        Wish::Ask(id) => {
            let count = ask_unknown(store, &settings(store)?, id)?;
            Done::said(Some(number("summary-resolve-ask", id).with("n", count)))
        }
        Wish::Pack(id, folder) => {
            let channels = settings(store)?.by_file();
            let packed = pack(store, id, &channels, &folder, false, system_clock)?;
            let count: usize = packed.iter().map(|p| p.1).sum();
            let message = Message::new("notify-packed").with("n", count);
            Done {
                file: packed.into_iter().next().map(|p| p.0),
                ..Done::said(Some(message))
            }
        }
        Wish::Receipts(path) => {
            let read = read_receipts(store, &path)?;
            let message = Message::new("summary-receipts")
                .with("read", read.read)
                .with("known", read.known)
                .with("strange", read.strange)
                .with("idle", read.idle);
            Done::said(Some(message))
        }
        Wish::KeepNotice(kind, new) => {
            let kept = keep_notice(store, kind, new.map(|n| *n))?;
            let message = Message::new("notify-notice-kept").with("version", kept.version);
            Done::said(Some(message))
        }
        Wish::KeepSettings(settings, changed) => {
            keep_settings(store, &settings, &changed)?;
            Done::said(None)
        }
        other => return tell(other, store, of.desk.map(|d| d.0), of.preview),
    };
    Ok(done)
}

/// What is looked up, or leaves as a list.
fn tell(
    wish: Wish,
    store: &Shared,
    desk: Option<&Desk>,
    preview: Option<&Preview>,
) -> Result<Done, PostError> {
    let run = desk.map(|d| &d.run);
    let done = match wish {
        Wish::DryRun(path) => {
            // Another run numbers people otherwise.
            let number = desk.map(|d| d.number);
            let (Some(run), Some(preview)) = (run, preview.filter(|p| Some(p.run) == number))
            else {
                return Ok(Done::said(Some(Message::new("error-other-run"))));
            };
            let rows = write_dry_run(store, &path, run, preview)?;
            written("notify-dry-run-done", rows, path)
        }
        Wish::CallList(id, path, why) => {
            let rows = write_call_list(store, run, id, &path, &why)?;
            written("notify-call-list-done", rows, path)
        }
        Wish::Log(id, path) => {
            let rows = write_delivery(store, id, &path)?;
            written("notify-log-done", rows, path)
        }
        Wish::Code(text) => {
            let code = typed_code(&text);
            let found = locked(store).message_of_code(&code)?;
            if found.is_some() {
                locked(store).record(&Deed::new(Action::Search).on(code))?;
            }
            Done {
                code: Some(found.map_or(Found::Nothing, |m| Found::Message(Box::new(m)))),
                ..Done::said(None)
            }
        }
        _ => Done::said(None),
    };
    Ok(done)
}

fn written(key: &str, rows: usize, path: PathBuf) -> Done {
    Done {
        file: Some(path),
        ..Done::said(Some(Message::new(key).with("rows", rows)))
    }
}
