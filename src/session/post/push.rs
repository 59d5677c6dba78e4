//! Sending: messages are claimed, handed over on several connections at once, and settled; each step is on the disk before
//! the next. What was handed over without an answer is unknown, and stays so until a receipt or a person says otherwise.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::super::keeper::{Shared, locked};
use super::{PostError, signer};
use crate::job::{Cancel, Progress, Stage};
use crate::model::time::Seconds;
use crate::notify::transport::files::Files;
use crate::notify::transport::{Outcome, Outgoing, Transport, online};
use crate::notify::{Channel, Event, Settings};
use crate::store::audit::Deed;
use crate::store::outbox::{Open, Settled};
use crate::store::{Action, StoreError};

/// Most messages that are claimed and not settled; what a crash leaves unknown.
const MOST: usize = 128;
/// Results that are settled in one transaction at most, and how old they get until then.
const TOGETHER: usize = 64;
const OLDEST: Duration = Duration::from_millis(30);
/// Messages in a row that fail or are unknown before the rest waits for somebody.
const MISSES: u32 = 20;
/// Attempts at a message that the gateway is always too busy for.
const FOREVER: u32 = 100;
/// How long it waits at a time, so that it hears of a stop.
const NAP: Duration = Duration::from_millis(50);

/// Tells the time, in seconds since 1970.
pub type Clock = fn() -> Seconds;

/// The system's clock.
#[must_use]
pub fn system_clock() -> Seconds {
    chrono::Utc::now().timestamp()
}

/// What is to be sent.
#[derive(Debug, Clone)]
pub struct Order {
    /// Only these batches; empty: all that are approved.
    pub batches: Vec<i64>,
    /// Waits for what is to be tried again later.
    pub wait: bool,
    /// Waits over quiet hours too.
    pub wait_for_day: bool,
    /// What the time is.
    pub clock: Clock,
}

impl Default for Order {
    fn default() -> Self {
        Self {
            batches: Vec::new(),
            wait: true,
            wait_for_day: false,
            clock: system_clock,
        }
    }
}

/// What sending came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Sent {
    /// Messages that the gateway took.
    pub accepted: u64,
    /// Of these, how many wait at the operator.
    pub queued: u64,
    /// Refused for good.
    pub failed: u64,
    /// Nobody knows.
    pub unknown: u64,
    /// Refused for now, attempts counted.
    pub refused: u64,
    /// What is left to be sent.
    pub left: u64,
    /// Nothing is sent until then.
    pub quiet_until: Option<Seconds>,
    /// The gateway takes nothing, and why.
    pub stuck: Option<&'static str>,
    /// Why it took nothing for now, last.
    pub refusal: Option<&'static str>,
    /// Found on their way from a time before.
    pub recovered: u64,
}

/// Refusals that are the gateway's trouble and no message's: nothing is sent for a while, and no message fails by them.
fn is_gateways(reason: &str) -> bool {
    matches!(
        reason,
        "no-connection" | "login" | "address" | "settings" | "closed" | "busy" | "disk"
    )
}

/// Workers that hand messages over.
struct Crew {
    tasks: Option<Sender<Outgoing>>,
    results: Receiver<(Outgoing, Outcome)>,
    threads: Vec<std::thread::JoinHandle<()>>,
}

impl Crew {
    fn new(transport: Arc<dyn Transport>, count: u32) -> Result<Self, PostError> {
        let (tasks, to_do) = channel::<Outgoing>();
        let to_do = Arc::new(Mutex::new(to_do));
        let (tell, results) = channel();
        let mut threads = Vec::new();
        for _ in 0..count.max(1) {
            let (to_do, tell) = (Arc::clone(&to_do), tell.clone());
            let transport = Arc::clone(&transport);
            let worker = std::thread::Builder::new().name("sender".into());
            let worker = worker.spawn(move || {
                loop {
                    let next = to_do.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok(message) = next else { return };
                    // A defect in a transport leaves its message unknown, and the others on their way.
                    let send =
                        AssertUnwindSafe(|| transport.send(std::slice::from_ref(&message)).pop());
                    let outcome = catch_unwind(send).ok().flatten();
                    let outcome = outcome.unwrap_or(Outcome::Unknown("no-answer"));
                    if tell.send((message, outcome)).is_err() {
                        return;
                    }
                }
            });
            let worker = worker.map_err(|_| crate::notify::transport::TransportError::Client)?;
            threads.push(worker);
        }
        Ok(Self {
            tasks: Some(tasks),
            results,
            threads,
        })
    }

    fn give(&self, message: Outgoing) {
        if let Some(tasks) = &self.tasks {
            let _ = tasks.send(message);
        }
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        self.tasks = None;
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

/// One channel's way out, while it is sent by.
struct Line<'l> {
    store: &'l Shared,
    settings: &'l Settings,
    order: &'l Order,
    channel: Channel,
    crew: Crew,
    /// Claimed, not given to a worker yet.
    ready: VecDeque<Outgoing>,
    /// Given to a worker.
    in_hand: usize,
    settled: Vec<Settled>,
    since: Option<Instant>,
    /// When the next message may go, by the limit of the rate.
    next: Instant,
    /// Nothing is sent until then.
    paused: Option<Seconds>,
    /// Refusals in a row that are the gateway's.
    refusals: u32,
    /// Messages in a row that were not taken.
    misses: u32,
    /// How often a batch was stopped, and how often that was when it was looked at last.
    halts: Arc<AtomicU64>,
    halted: u64,
    /// It is a quiet hour.
    quiet: bool,
    sent: Sent,
}

impl Line<'_> {
    fn now(&self) -> Seconds {
        (self.order.clock)()
    }

    /// Takes a result in.
    fn take(&mut self, message: &Outgoing, outcome: Outcome, progress: &Progress) {
        self.in_hand -= 1;
        let now = self.now();
        let mut settled = Settled {
            id: message.id,
            event: Event::Accepted,
            reason: "",
            due: 0,
            remote: String::new(),
        };
        match outcome {
            Outcome::Accepted(remote) => {
                settled.remote = remote;
                self.sent.accepted += 1;
                (self.refusals, self.misses) = (0, 0);
            }
            Outcome::Queued => {
                settled.event = Event::Queued;
                self.sent.accepted += 1;
                self.sent.queued += 1;
                (self.refusals, self.misses) = (0, 0);
            }
            Outcome::Permanent(reason) => {
                (settled.event, settled.reason) = (Event::Failed, reason);
                self.sent.failed += 1;
                self.refusals = 0;
                self.missed(reason);
            }
            Outcome::Unknown(reason) => {
                (settled.event, settled.reason) = (Event::Lost, reason);
                self.sent.unknown += 1;
                self.missed(reason);
            }
            Outcome::RetryAfter(after, reason) => {
                let gateways = is_gateways(reason);
                let attempt = if gateways {
                    self.refusals + 1
                } else {
                    message.attempt
                };
                let own = self.settings.wait(attempt, rand::random());
                let said = after.map(|a| a.as_secs_f64().ceil() as Seconds);
                // What the gateway says is the least; a little more, so that not all are back at once.
                let wait = said.map_or(own, |s| s + own.min(1 + s / 10));
                (settled.event, settled.reason) = (Event::Refused, reason);
                settled.due = now + wait;
                self.sent.refused += 1;
                self.sent.refusal = Some(reason);
                if gateways {
                    if self.paused.is_none_or(|p| p < settled.due) {
                        if self.paused.is_none() {
                            self.refusals += 1;
                        }
                        self.paused = Some(settled.due);
                    }
                    // One that is never let in holds nobody back for ever.
                    if message.attempt >= FOREVER {
                        settled.event = Event::Failed;
                        self.sent.failed += 1;
                    }
                    if self.refusals > self.settings.attempts && after.is_none() {
                        self.sent.stuck = Some(reason);
                    }
                } else if message.attempt >= self.settings.attempts.max(1) {
                    settled.event = Event::Failed;
                    self.sent.failed += 1;
                }
            }
        }
        // What is tried again is not done yet.
        progress.advance(u64::from(settled.event != Event::Refused));
        self.settled.push(settled);
        self.since.get_or_insert_with(Instant::now);
    }

    /// A message was not taken. When that goes on, something is wrong with all of them: the rest waits for somebody.
    const fn missed(&mut self, reason: &'static str) {
        self.misses += 1;
        if self.misses >= MISSES {
            self.sent.stuck = Some(reason);
        }
    }

    /// Writes results down once there are enough of them, or they wait long enough.
    fn settle(&mut self, now: bool) -> Result<(), StoreError> {
        let old = self.since.is_some_and(|s| s.elapsed() >= OLDEST);
        if self.settled.is_empty() || !(now || old || self.settled.len() >= TOGETHER) {
            return Ok(());
        }
        locked(self.store).settle(&self.settled)?;
        self.settled.clear();
        self.since = None;
        Ok(())
    }

    fn batches(&self) -> Result<Vec<Open>, StoreError> {
        let mut all = locked(self.store).open_batches()?;
        let only = &self.order.batches;
        all.retain(|b| only.is_empty() || only.contains(&b.id));
        Ok(all)
    }

    /// Claims what may be sent now. Returns when there is something again, where there is nothing now but will be.
    fn claim(&mut self) -> Result<Option<Seconds>, StoreError> {
        let now = self.now();
        let rate = self.settings.rate as usize;
        let most = if rate == 0 {
            MOST
        } else {
            MOST.min(rate / 4 + 1)
        };
        let mut room = most.saturating_sub(self.ready.len() + self.in_hand);
        if room < most / 2 {
            return Ok(None);
        }
        let quiet = self.settings.quiet_until(now);
        self.sent.quiet_until = None;
        let mut later: Option<Seconds> = None;
        let mut sooner = |at: Seconds| later = Some(later.map_or(at, |l: Seconds| l.min(at)));
        for batch in self.batches()? {
            let Some(due) = locked(self.store).due(batch.id, self.channel)? else {
                continue;
            };
            if let Some(until) = quiet.filter(|_| !batch.urgent) {
                self.sent.quiet_until = Some(until);
                if self.order.wait_for_day {
                    sooner(until);
                }
                continue;
            }
            if due > now {
                sooner(due);
                continue;
            }
            if room == 0 {
                break;
            }
            let claimed = locked(self.store).claim(batch.id, self.channel, room, now)?;
            if claimed.is_empty()
                && let Some(due) = locked(self.store).due(batch.id, self.channel)?
            {
                // Whoever was due wants no messages; others are due later.
                sooner(due);
            }
            room -= claimed.len().min(room);
            self.ready.extend(claimed);
        }
        Ok(later)
    }

    /// Whether what was claimed may still go: no batch was stopped, and no quiet hour began.
    fn may_go(&mut self) -> bool {
        let halts = self.halts.load(Ordering::Relaxed);
        let same = std::mem::replace(&mut self.halted, halts) == halts;
        let quiet = self.settings.quiet_until(self.now()).is_some();
        let same = same && self.quiet == quiet;
        self.quiet = quiet;
        same
    }

    /// Gives workers what the rate allows.
    fn give(&mut self) {
        let connections = self.settings.connections.max(1) as usize;
        while self.in_hand < connections {
            if self.settings.rate > 0 && Instant::now() < self.next {
                return;
            }
            let Some(message) = self.ready.pop_front() else {
                return;
            };
            if self.settings.rate > 0 {
                let each = Duration::from_secs(1) / self.settings.rate;
                // What was not used in a pause is not made up for at once.
                self.next = self
                    .next
                    .max(Instant::now().checked_sub(each * 2).unwrap_or(self.next))
                    + each;
            }
            self.in_hand += 1;
            self.crew.give(message);
        }
    }

    /// Puts back what was claimed and given to nobody.
    fn put_back(&mut self) -> Result<(), StoreError> {
        let ids: Vec<i64> = self.ready.drain(..).map(|m| m.id).collect();
        if ids.is_empty() {
            return Ok(());
        }
        locked(self.store).unclaim(&ids)
    }

    fn run(&mut self, progress: &Progress, cancel: &Cancel) -> Result<(), StoreError> {
        loop {
            let stop = cancel.is_cancelled() || self.sent.stuck.is_some();
            if self.paused.is_some_and(|p| p <= self.now()) {
                self.paused = None;
            }
            let mut later = self.paused;
            if stop || self.paused.is_some() {
                self.put_back()?;
            } else if !self.may_go() {
                self.put_back()?;
                continue;
            } else {
                later = self.claim()?;
            }
            self.give();
            let busy = self.in_hand > 0 || !self.ready.is_empty();
            if self.in_hand > 0 {
                match self.crew.results.recv_timeout(OLDEST) {
                    Ok((message, outcome)) => {
                        self.take(&message, outcome, progress);
                        while let Ok((message, outcome)) = self.crew.results.try_recv() {
                            self.take(&message, outcome, progress);
                        }
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => self.in_hand = 0,
                }
            }
            self.settle(self.in_hand == 0 && self.ready.is_empty())?;
            if busy {
                if self.in_hand == 0 && !self.ready.is_empty() {
                    // The rate lets none go yet.
                    std::thread::sleep(
                        self.next.saturating_duration_since(Instant::now()).min(NAP),
                    );
                }
                continue;
            }
            if stop {
                return Ok(());
            }
            match later {
                Some(at) if self.order.wait => {
                    let wait = (at - self.now()).max(0) as u64;
                    std::thread::sleep(
                        Duration::from_secs(wait).clamp(Duration::from_millis(10), NAP),
                    );
                }
                _ => return Ok(()),
            }
        }
    }
}

/// What is left to be sent by the channels, of the batches that are ordered.
fn left(store: &Shared, order: &Order) -> Result<[u64; 2], StoreError> {
    let store = locked(store);
    let mut out = [0; 2];
    for batch in store.open_batches()? {
        if order.batches.is_empty() || order.batches.contains(&batch.id) {
            for (count, channel) in out.iter_mut().zip(LINES) {
                *count += store.left(batch.id, channel)? as u64;
            }
        }
    }
    Ok(out)
}

/// The channels that messages are sent by.
const LINES: [Channel; 2] = [Channel::Push, Channel::Sms];

/// Sends what is approved by the channels that are set, until nothing is left that may go now.
///
/// # Errors
/// [`PostError`]; whatever was handed over by then is on record.
pub fn push(
    store: &Shared,
    settings: &Settings,
    order: &Order,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Sent, PostError> {
    let recovered = locked(store).begin_push()? as u64;
    let sent = all_lines(store, settings, order, progress, cancel);
    locked(store).end_push();
    Ok(Sent { recovered, ..sent? })
}

fn all_lines(
    store: &Shared,
    settings: &Settings,
    order: &Order,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Sent, PostError> {
    let mut total = 0;
    let mut lines: Vec<(Channel, Arc<dyn Transport>)> = Vec::new();
    for (channel, left) in LINES.into_iter().zip(left(store, order)?) {
        if left > 0
            && let Some(transport) = online(settings, channel)?
        {
            lines.push((channel, transport.into()));
            total += left;
        }
    }
    progress.begin(Stage::Send, total);
    if total > 0 {
        let deed = Deed::new(Action::Push).saying(format!("to send {total}"));
        locked(store).record(&deed)?;
    }
    let run = |(channel, transport): (Channel, Arc<dyn Transport>)| {
        let halts = locked(store).halts();
        let mut line = Line {
            store,
            settings,
            order,
            channel,
            crew: Crew::new(transport, settings.connections)?,
            ready: VecDeque::new(),
            in_hand: 0,
            settled: Vec::new(),
            since: None,
            next: Instant::now(),
            paused: None,
            refusals: 0,
            misses: 0,
            halted: halts.load(Ordering::Relaxed),
            quiet: settings.quiet_until((order.clock)()).is_some(),
            halts,
            sent: Sent::default(),
        };
        line.run(progress, cancel)?;
        Ok::<_, PostError>(line.sent)
    };
    // A line that has to wait holds the other one up in nothing.
    let ends: Vec<Result<Sent, PostError>> = std::thread::scope(|scope| {
        let run = &run;
        let all = lines.into_iter().map(|line| scope.spawn(move || run(line)));
        let all: Vec<_> = all.collect();
        let lost = || Err(crate::notify::transport::TransportError::Client.into());
        all.into_iter()
            .map(|line| line.join().unwrap_or_else(|_| lost()))
            .collect()
    });
    let mut sent = Sent::default();
    for end in ends {
        let one = end?;
        sent.accepted += one.accepted;
        sent.queued += one.queued;
        sent.failed += one.failed;
        sent.unknown += one.unknown;
        sent.refused += one.refused;
        sent.quiet_until = sent.quiet_until.or(one.quiet_until);
        sent.stuck = sent.stuck.or(one.stuck);
        sent.refusal = sent.refusal.or(one.refusal);
    }
    sent.left = left(store, order)?.iter().sum();
    if total > 0 {
        let deed = Deed::new(Action::Push).saying(format!(
            "accepted {}, failed {}, unknown {}, left {}",
            sent.accepted, sent.failed, sent.unknown, sent.left
        ));
        locked(store).record(&deed)?;
    }
    Ok(sent)
}

/// Writes the messages of a batch to a folder, signed, for a connected machine or a gateway's own upload; `again`: those that
/// were written before. Returns the files and how many messages each has.
///
/// # Errors
/// [`PostError`].
pub fn pack(
    store: &Shared,
    batch: i64,
    channels: &[Channel],
    folder: &Path,
    again: bool,
    clock: Clock,
) -> Result<Vec<(std::path::PathBuf, usize)>, PostError> {
    locked(store).batch(batch)?;
    if again {
        return pack_all(store, batch, channels, folder, again, clock());
    }
    // Whoever begins to send takes what is claimed by others for lost.
    locked(store).begin_push()?;
    let out = pack_all(store, batch, channels, folder, again, clock());
    locked(store).end_push();
    out
}

fn pack_all(
    store: &Shared,
    batch: i64,
    channels: &[Channel],
    folder: &Path,
    again: bool,
    now: Seconds,
) -> Result<Vec<(std::path::PathBuf, usize)>, PostError> {
    let mut out = Vec::new();
    for &channel in channels {
        let messages = if again {
            locked(store).packed(batch, channel)?
        } else {
            locked(store).claim(batch, channel, usize::MAX, now)?
        };
        if messages.is_empty() {
            continue;
        }
        let files = Files::new(folder.to_path_buf(), batch, now, signer(store)?);
        let written = files.write(&messages);
        if !again {
            let (event, reason) = match written {
                Ok(()) => (Event::Accepted, "packed"),
                Err(_) => (Event::Refused, "disk"),
            };
            let settle = |m: &Outgoing| Settled {
                id: m.id,
                event,
                reason,
                due: 0,
                remote: String::new(),
            };
            let settled: Vec<Settled> = messages.iter().map(settle).collect();
            locked(store).settle(&settled)?;
        }
        written?;
        let path = files.path(&messages);

        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let deed = Deed::new(Action::Push).on(name).saying(format!(
            "packed {}{}",
            messages.len(),
            if again { " again" } else { "" }
        ));
        locked(store).record(&deed)?;
        out.push((path, messages.len()));
    }
    Ok(out)
}

/// Asks the transports about messages of a batch that nobody knows of. Returns how many they could tell of.
///
/// # Errors
/// [`PostError`].
pub fn ask_unknown(store: &Shared, settings: &Settings, batch: i64) -> Result<usize, PostError> {
    let unknown = locked(store).unknown(batch)?;
    let mut told = Vec::new();
    for channel in LINES {
        let Some(transport) = online(settings, channel)? else {
            continue;
        };
        for message in unknown.iter().filter(|m| m.channel == channel) {
            let event = match transport.ask(message) {
                Some(Outcome::Accepted(_)) => Event::Accepted,
                Some(Outcome::Queued) => Event::Queued,
                Some(Outcome::Permanent(_)) => Event::Failed,
                _ => continue,
            };
            told.push(Settled {
                id: message.id,
                event,
                reason: "asked",
                due: 0,
                remote: String::new(),
            });
        }
    }
    locked(store).settle(&told)?;
    Ok(told.len())
}
