//! The open investigation, without a window: what the user decided and can undo, work in the background, what is
//! shown, and what was revealed.
//!
//! A file that needs a person is looked over, matched and tried before it is read with the others ([`Import`]).
//!
//! The window sends [`Command`]s and calls [`Session::tick`] each frame; every result is adopted there, and the one
//! before stays until then. A later request of a kind takes an earlier one's place ([`Slot`]). The command line does
//! the same work on its own thread ([`open_and_derive`]).

mod coverage;
mod desk;
pub mod dossier;
mod evidence;
mod export;
mod file;
mod history;
mod import;
mod keeper;
mod kept;
mod line_list;
pub mod log;
pub mod network;
pub mod post;
mod query;
mod reveal;
mod sample;
mod search;
mod slot;
mod view;
pub mod words;
mod work;

pub use coverage::Coverage;
pub use desk::{Desk, birth_year, given_name, hash, spot_name};
pub use dossier::Dossier;
pub use evidence::{
    FromFile, Purge, derive_file, import_and_derive, kept_inputs, plan_purge, save_file, warm,
};
pub use export::{ExportRequest, Naming, about, export, home, pseudonym, status_key};
pub use file::Gate;
pub use history::{History, Step};
pub use import::{Cause, Import, Looked, Rehearsal, needs_person};
pub use keeper::{Shared, Standing, locked};
pub use kept::{first_decisions, in_force};
pub use line_list::{Confined, LineList, NOBODY, Row};
pub use network::Network;
pub use query::{Column, Culprit, Filter, Found, Order};
pub use reveal::{Field, Reason, Revealed, Reveals, user};
pub use search::{Hit, search};
pub use slot::{Poll, Slot, Waker};
pub use view::{Curve, Venue, WindowView, exposures_in};
pub use work::{Source, WorkError, derive_under, open_and_derive};

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::i18n::{Lang, Message, Speak as _, Texts};
use crate::ingest::survey::{Draft, Surveyed};
use crate::ingest::{Correction, Corrections, FileHow, IngestError, Input, Options, Profile};
use crate::investigation::Failure;
use crate::job::{Cancel, Cancelled, Progress};
use crate::model::time::{Seconds, Span};
use crate::model::{PersonIx, PlaceIx, Rules};
use crate::report::write_held_to;
use crate::store::audit::{Deed, Verdict};
use crate::store::{Action, NewFile, Opening, Power, Role};
use evidence::Sayings;
use file::{Saved, Tended, Unlocked, Waiting};
use import::{Handling, file_of, look_over, rehearse};

/// What the user decided about the list: undone and redone as one.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// The rules of the run.
    pub rules: Rules,
    /// The time window; `None`: all of time.
    pub window: Option<Span>,
    /// Which rows are wanted.
    pub filter: Filter,
    /// Their order.
    pub order: Vec<Order>,
    /// The columns chosen, in order; `None`: those shown at first.
    pub columns: Option<Vec<Column>>,
    /// Cells of held rows that were put right; they count from the next reading on.
    pub corrections: Arc<Corrections>,
}

impl Workspace {
    /// The columns shown, in order.
    #[must_use]
    pub fn shown(&self) -> &[Column] {
        self.columns.as_deref().unwrap_or(Column::FIRST)
    }
}

impl PartialEq for Workspace {
    fn eq(&self, other: &Self) -> bool {
        hash(&self.rules) == hash(&other.rules)
            && self.rules.preset.key == other.rules.preset.key
            && self.window == other.window
            && self.filter == other.filter
            && self.order == other.order
            && self.columns == other.columns
            && self.corrections == other.corrections
    }
}

/// Who or what the user looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Focus {
    /// A person.
    Person(PersonIx),
    /// A place.
    Place(PlaceIx),
}

/// The kinds of background work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// Reading files and deriving.
    Open,
    /// Deriving under other rules.
    Derive,
    /// Looking through another window.
    View,
    /// Filtering and sorting.
    List,
    /// Gathering what there is to say of the focus.
    Dossier,
    /// Laying out the network.
    Network,
    /// Writing a list.
    Export,
    /// Looking a file over.
    Survey,
    /// Trying a mapping on a whole file.
    Rehearse,
    /// Making an investigation file.
    Save,
    /// Copying, checking and cleaning it.
    Tend,
    /// Sending messages.
    Send,
}

impl Work {
    /// The stable key of its name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "work-open",
            Self::Derive => "work-derive",
            Self::View => "work-view",
            Self::List => "work-list",
            Self::Dossier => "work-dossier",
            Self::Network => "work-network",
            Self::Export => "work-export",
            Self::Survey => "work-survey",
            Self::Rehearse => "work-rehearse",
            Self::Save => "work-save",
            Self::Tend => "work-tend",
            Self::Send => "work-send",
        }
    }
}

/// What the user wants of the investigation.
#[derive(Debug, Clone)]
pub enum Command {
    /// Reads an investigation in place of the open one.
    Open(Source),
    /// Reads further files beside those that are open.
    Add(Vec<Input>),
    /// Closes the investigation.
    Close,
    /// Derives under other rules.
    SetRules(Box<Rules>),
    /// Looks through another window.
    SetWindow(Option<Span>),
    /// Shows other rows.
    SetFilter(Box<Filter>),
    /// Searches the list.
    SetSearch(String),
    /// Sorts otherwise.
    SetOrder(Vec<Order>),
    /// Shows other columns.
    SetColumns(Option<Vec<Column>>),
    /// Ends a gesture: what follows is a step of its own.
    Release,
    /// Goes back one step.
    Undo,
    /// Goes forward again.
    Redo,
    /// Looks at somebody or somewhere.
    Look(Option<Focus>),
    /// Lays out the network.
    Layout(Box<network::Request>),
    /// Writes the list.
    Export {
        /// Where to.
        path: PathBuf,
        /// Who is named.
        naming: Naming,
        /// Why names are needed; `None` for a masked list.
        reason: Option<Reason>,
        /// The language of the words in it.
        lang: Lang,
        /// The rows, and the conditions that they were found by.
        list: Arc<Found>,
        /// The columns, in order.
        columns: Vec<Column>,
        /// The run whose rows these are.
        run: u32,
    },
    /// Writes the rows of a run that were held back, as they are.
    ExportHeld(PathBuf, u32),
    /// Reads the sources again and derives under the same rules.
    RunAgain,
    /// Looks a file over before it is read.
    Survey(PathBuf),
    /// Looks over the file that a name in a report means.
    Match(String),
    /// Says how a file is written or what opens it, and looks it over again.
    SetFile(PathBuf, FileHow),
    /// Tries a draft on a whole table of the file that is looked over.
    Rehearse(usize, Box<Draft>),
    /// Keeps a mapping under its name, for this and every later session.
    KeepMapping(Box<Profile>),
    /// Reads the file that is looked over with what else is open; with a mapping where one is needed.
    TakeImport(Option<Box<Profile>>),
    /// Leaves the file that is looked over.
    LeaveImport,
    /// Puts cells of held rows right.
    Fix(Vec<Correction>),
    /// Takes corrections back, by file, line and column.
    Unfix(Vec<(String, u64, String)>),
    /// Shows a masked field for a while.
    Reveal {
        /// Whose.
        person: PersonIx,
        /// Which.
        field: Field,
        /// Why.
        reason: Reason,
    },
    /// Masks everything again at once.
    MaskAll,
    /// Asks for what opens a file.
    AskFile(PathBuf),
    /// Opens the file that is asked for.
    Unlock(Box<Opening>),
    /// Leaves the file that is asked for.
    LeaveGate,
    /// Hides all until somebody opens the file again.
    Lock,
    /// Makes a file of what nobody saved.
    Save(PathBuf, Box<NewFile>),
    /// Copies the file.
    Backup(PathBuf),
    /// Lets somebody in.
    AddUser {
        /// The display name.
        name: String,
        /// In which role.
        role: Role,
        /// What opens it to them.
        passphrase: zeroize::Zeroizing<String>,
    },
    /// Takes somebody out.
    RemoveUser(u32),
    /// Changes the own passphrase.
    ChangePassphrase {
        /// The one so far.
        old: zeroize::Zeroizing<String>,
        /// The one from now on.
        new: zeroize::Zeroizing<String>,
    },
    /// Changes how long movements are kept.
    SetRetention {
        /// Days.
        days: u32,
        /// Nothing may be deleted.
        hold: bool,
        /// Why.
        reason: String,
    },
    /// Deletes movements that ended before an instant.
    Purge {
        /// The instant.
        before: Seconds,
        /// Why.
        reason: String,
    },
    /// Checks the log, against a printed head if there is one.
    VerifyLog(Option<String>),
    /// Writes the log.
    ExportLog {
        /// Where to.
        path: PathBuf,
        /// The language of the words in it.
        lang: Lang,
    },
    /// Something of notifications.
    Post(post::Wish),
    /// Stops work.
    Stop(Work),
    /// Takes a notice off the tray.
    Dismiss(u64),
}

/// Something that happened, for the tray.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// What.
    pub message: Message,
    /// Whether it failed.
    pub failed: bool,
    /// A file that it made.
    pub file: Option<PathBuf>,
    /// When, as the session's clock counts.
    pub number: u64,
}

/// Background work that runs.
#[derive(Debug, Clone)]
pub struct Job {
    /// What kind.
    pub work: Work,
    /// How far.
    pub progress: Progress,
    /// Since when.
    pub elapsed: Duration,
}

/// A run that is ready to be shown.
struct OpenedRun {
    desk: Desk,
    source: Source,
    view: WindowView,
    found: Found,
    /// The file that it was read from, where that was opened for it.
    file: Option<Unlocked>,
}

type Opened = Result<OpenedRun, WorkError>;
/// What was written: rows, and the log's head then.
type Written = (usize, Option<String>);

type LookedOver = Result<Vec<Surveyed<Looked>>, IngestError>;

/// The open investigation.
pub struct Session {
    wake: Waker,
    options: Options,
    source: Option<Source>,
    wanted: Option<Source>,
    history: History<Workspace>,
    fresh: bool,
    runs: u32,
    /// How often people and places were numbered anew.
    reading: u32,
    desk: Option<Arc<Desk>>,
    view: Option<Arc<WindowView>>,
    found: Option<Arc<Found>>,
    focus: Option<Focus>,
    dossier: Option<Arc<Dossier>>,
    layout: Option<Box<network::Request>>,
    network: Option<Arc<Network>>,
    /// What was revealed.
    pub reveals: Reveals,
    notices: Vec<Notice>,
    noticed: u64,
    key: [u8; 32],
    work: Slot<Opened>,
    working: Work,
    viewing: Slot<Result<WindowView, Cancelled>>,
    listing: Slot<Result<Found, Cancelled>>,
    gathering: Slot<Result<Dossier, Cancelled>>,
    drawing: Slot<Result<Network, Cancelled>>,
    writing: Slot<(PathBuf, Result<Written, WorkError>)>,
    handling: Handling,
    /// The corrections that the run that is shown was read with.
    applied: Arc<Corrections>,
    import: Option<Import>,
    imports: u64,
    surveying: Slot<LookedOver>,
    rehearsing: Slot<Result<Rehearsal, IngestError>>,
    keeping: Slot<(String, std::io::Result<()>)>,
    keeper: Option<keeper::Keeper>,
    gate: Option<Gate>,
    saving: Slot<Result<Saved, WorkError>>,
    tending: Slot<Result<Tended, WorkError>>,
    waiting: Vec<Waiting>,
    verdict: Option<(Verdict, bool)>,
    lock_after: Option<Duration>,
    touched: Instant,
    /// Mappings that the file does not have yet.
    new_mappings: Vec<(String, String)>,
    /// Files that are being closed.
    closing: keeper::Closing,
    post: post::Board,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("runs", &self.runs)
            .finish_non_exhaustive()
    }
}

impl Session {
    /// A session with nothing open. `wake` is called from other threads when there is something to adopt.
    #[must_use]
    pub fn new(rules: Rules, wake: Waker) -> Self {
        let keeper = file::memory(&wake);
        Self {
            key: keeper.as_ref().map_or_else(rand::random, |k| k.key),
            keeper,
            wake,
            options: Options::default(),
            source: None,
            wanted: None,
            history: History::new(first_workspace(rules)),
            fresh: true,
            runs: 0,
            reading: 0,
            desk: None,
            view: None,
            found: None,
            focus: None,
            dossier: None,
            layout: None,
            network: None,
            reveals: Reveals::default(),
            notices: Vec::new(),
            noticed: 0,
            work: Slot::new("open and derive"),
            working: Work::Open,
            viewing: Slot::new("window"),
            listing: Slot::new("list"),
            gathering: Slot::new("dossier"),
            drawing: Slot::new("network"),
            writing: Slot::new("export"),
            handling: Handling::default(),
            applied: Arc::default(),
            import: None,
            imports: 0,
            surveying: Slot::new("survey"),
            rehearsing: Slot::new("rehearse"),
            keeping: Slot::new("mapping"),
            gate: None,
            saving: Slot::new("save"),
            tending: Slot::new("tend"),
            waiting: Vec::new(),
            verdict: None,
            lock_after: None,
            touched: Instant::now(),
            new_mappings: Vec::new(),
            closing: keeper::Closing::default(),
            post: post::Board::default(),
        }
    }

    /// Reads the user's own mappings from a folder, where later ones are kept.
    pub fn keep_mappings_in(&mut self, folder: &Path) {
        for file in self.handling.load(folder) {
            let message = Message::new("error-mapping-unread").with("file", file);
            self.notice(message, true, None);
        }
    }

    /// The user's own mappings, the latest first.
    #[must_use]
    pub fn mappings(&self) -> &[Arc<Profile>] {
        &self.handling.mappings
    }

    /// The file that is looked over.
    #[must_use]
    pub const fn import(&self) -> Option<&Import> {
        self.import.as_ref()
    }

    /// What was said of a single file.
    #[must_use]
    pub fn file_how(&self, path: &Path) -> FileHow {
        self.handling.files.get(path).cloned().unwrap_or_default()
    }

    /// The file that a name in a report means.
    fn file_of(&self, name: &str) -> Option<PathBuf> {
        match self.source() {
            Some(Source::Files(inputs)) => file_of(inputs, name),
            _ => None,
        }
    }

    /// The corrections that count in the run that is shown.
    #[must_use]
    pub fn applied(&self) -> &Corrections {
        &self.applied
    }

    /// Whether corrections were made or taken back that the run that is shown does not know of.
    #[must_use]
    pub fn has_pending_fixes(&self) -> bool {
        self.applied != self.workspace().corrections
    }

    /// Notifications.
    #[must_use]
    pub const fn post(&self) -> &post::Board {
        &self.post
    }

    /// The run that is shown.
    #[must_use]
    pub const fn desk(&self) -> Option<&Arc<Desk>> {
        self.desk.as_ref()
    }

    /// Changes whenever people and places are numbered anew.
    #[must_use]
    pub const fn reading(&self) -> u32 {
        self.reading
    }

    /// What the window lets through.
    #[must_use]
    pub const fn view(&self) -> Option<&Arc<WindowView>> {
        self.view.as_ref()
    }

    /// The rows of the list.
    #[must_use]
    pub const fn found(&self) -> Option<&Arc<Found>> {
        self.found.as_ref()
    }

    /// Who or what is looked at.
    #[must_use]
    pub const fn focus(&self) -> Option<Focus> {
        self.focus
    }

    /// What there is to say of the focus; `None` while it is gathered.
    #[must_use]
    pub fn dossier(&self) -> Option<&Arc<Dossier>> {
        let of = |d: &Dossier| match d {
            Dossier::Person(p) => Focus::Person(p.person),
            Dossier::Place(p) => Focus::Place(p.place),
        };
        self.dossier.as_ref().filter(|d| Some(of(d)) == self.focus)
    }

    /// The network's picture.
    #[must_use]
    pub const fn network(&self) -> Option<&Arc<Network>> {
        self.network.as_ref()
    }

    /// What the user decided.
    #[must_use]
    pub const fn workspace(&self) -> &Workspace {
        self.history.now()
    }

    /// What would be undone and redone next.
    #[must_use]
    pub fn steps(&self) -> (Option<Step>, Option<Step>) {
        self.history.ahead()
    }

    /// What is open, or being opened.
    #[must_use]
    pub const fn source(&self) -> Option<&Source> {
        match &self.wanted {
            Some(wanted) => Some(wanted),
            None => self.source.as_ref(),
        }
    }

    /// What happened, the latest last.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// Puts something on the tray that happened in a door.
    pub fn notice(&mut self, message: Message, failed: bool, file: Option<PathBuf>) {
        const MOST: usize = 30;
        self.noticed += 1;
        self.notices.push(Notice {
            message,
            failed,
            file,
            number: self.noticed,
        });
        if self.notices.len() > MOST {
            self.notices.remove(0);
        }
    }

    /// What runs.
    #[must_use]
    pub fn jobs(&self) -> Vec<Job> {
        let all = [
            (self.working, self.work.progress()),
            (Work::View, self.viewing.progress()),
            (Work::List, self.listing.progress()),
            (Work::Dossier, self.gathering.progress()),
            (Work::Network, self.drawing.progress()),
            (Work::Export, self.writing.progress()),
            (Work::Survey, self.surveying.progress()),
            (Work::Rehearse, self.rehearsing.progress()),
            (Work::Save, self.saving.progress()),
            (Work::Tend, self.tending.progress()),
            (Work::Send, self.post.progress().map(|p| (p.1, p.2))),
        ];
        let running = all.into_iter().filter_map(|(work, running)| {
            let (progress, elapsed) = running?;
            Some(Job {
                work,
                progress,
                elapsed,
            })
        });
        running.collect()
    }

    /// Whether anything runs.
    #[must_use]
    pub fn busy(&self) -> bool {
        self.work.busy()
            || self.viewing.busy()
            || self.listing.busy()
            || self.gathering.busy()
            || self.drawing.busy()
            || self.writing.busy()
            || self.surveying.busy()
            || self.rehearsing.busy()
            || self.keeping.busy()
            || self.saving.busy()
            || self.tending.busy()
            || self.post.busy()
            || self.is_behind() && self.trouble().is_none()
            || !self.waiting.is_empty()
    }

    /// Does what the user wants, or starts it.
    pub fn dispatch(&mut self, command: Command) {
        if self.is_beyond(&command) || self.is_untimely(&command) {
            return;
        }
        match command {
            Command::Open(source) => self.open(source, true),
            Command::RunAgain => {
                if let Some(source) = self.source.clone() {
                    self.open(source, false);
                }
            }
            Command::ExportHeld(path, run) => {
                if self.is_run(run) {
                    self.export_held(path);
                }
            }
            Command::Add(inputs) => self.add(inputs),
            Command::Close => self.close(),
            // Files that are being read come first; they are derived under the rules in force.
            Command::SetRules(_) | Command::Undo | Command::Redo if self.opening() => {}
            Command::Survey(path) => self.survey(path, None),
            Command::Match(name) => match self.file_of(&name) {
                Some(path) => self.survey(path, None),
                None => {
                    let gone = Message::new("error-file-gone").with("file", name);
                    self.notice(gone, true, None);
                }
            },
            Command::SetFile(path, how) => {
                self.handling.files.insert(path.clone(), how);
                self.survey(path, None);
            }
            Command::Rehearse(table, draft) => self.rehearse(table, *draft),
            Command::KeepMapping(profile) => self.keep_mapping(*profile),
            Command::TakeImport(profile) => self.take_import(profile),
            Command::LeaveImport => self.leave_import(),
            Command::Fix(fixes) => self.decide(Step::Fix, |w| {
                let corrections = Arc::make_mut(&mut w.corrections);
                fixes.into_iter().for_each(|fix| corrections.put(fix));
            }),
            Command::Unfix(cells) => self.decide(Step::Fix, |w| {
                let corrections = Arc::make_mut(&mut w.corrections);
                for (file, row, column) in cells {
                    corrections.remove(&file, row, &column);
                }
            }),
            Command::SetRules(rules) => self.decide(Step::Rules, |w| w.rules = *rules),
            Command::SetWindow(window) => self.decide(Step::Window, |w| w.window = window),
            Command::SetFilter(filter) => self.decide(Step::Filter, |w| w.filter = *filter),
            Command::SetSearch(text) => self.decide(Step::Search, |w| w.filter.text = text),
            Command::SetOrder(order) => self.decide(Step::Sort, |w| w.order = order),
            Command::SetColumns(columns) => self.decide(Step::Columns, |w| w.columns = columns),
            Command::Release => self.history.release(),
            Command::Undo => {
                let before = self.workspace().clone();
                if let Some(step) = self.history.undo() {
                    self.keep(self.deed_of(step, Some(Action::Undo)).into_iter().collect());
                    self.react(&before);
                }
            }
            Command::Redo => {
                let before = self.workspace().clone();
                if let Some(step) = self.history.redo() {
                    self.keep(self.deed_of(step, Some(Action::Redo)).into_iter().collect());
                    self.react(&before);
                }
            }
            Command::Look(focus) => self.look(focus),
            Command::Layout(request) => self.draw(request),
            Command::Export {
                path,
                naming,
                reason,
                lang,
                list,
                columns,
                run,
            } => {
                if self.is_run(run) {
                    self.export(path, naming, reason, lang, list, columns);
                }
            }
            Command::Reveal {
                person,
                field,
                reason,
            } => self.reveal(person, field, reason),
            Command::MaskAll => self.reveals.mask_all(),
            Command::Post(wish) => self.wish(wish),
            Command::Stop(work) => self.stop(work),
            Command::Dismiss(number) => self.notices.retain(|n| n.number != number),
            of_file => self.file_command(of_file),
        }
    }

    fn opening(&self) -> bool {
        self.work.busy() && self.working == Work::Open
    }

    fn decide(&mut self, step: Step, change: impl FnOnce(&mut Workspace)) {
        let before = self.workspace().clone();
        let mut next = before.clone();
        change(&mut next);
        if self.history.decide(step, next) {
            // Only a drag and typing are gestures.
            if !matches!(step, Step::Window | Step::Search) {
                self.history.release();
            }
            self.keep(self.deed_of(step, None).into_iter().collect());
            self.react(&before);
        }
    }

    /// Starts what a change of the workspace asks for: the lowest stage that it touches, and what follows.
    fn react(&mut self, before: &Workspace) {
        let now = self.workspace();
        if hash(&now.rules) != hash(&before.rules) {
            self.derive();
        } else if now.window != before.window {
            self.look_through();
        } else if now.filter != before.filter || now.order != before.order {
            self.list();
        }
    }

    fn open(&mut self, source: Source, fresh: bool) {
        let corrections = if fresh {
            Arc::default()
        } else {
            Arc::clone(&self.workspace().corrections)
        };
        self.open_with(source, fresh, corrections);
    }

    /// As [`Session::open`], with these corrections.
    fn open_with(&mut self, source: Source, fresh: bool, corrections: Arc<Corrections>) {
        let (options, rules, wanted) =
            (self.options, self.workspace().rules.clone(), source.clone());
        self.runs += 1;
        let number = self.runs;
        self.working = Work::Open;
        self.wanted = Some(source.clone());
        self.fresh = fresh;
        let mut workspace = if fresh {
            first_workspace(rules.clone())
        } else {
            self.workspace().clone()
        };
        workspace.corrections = corrections;
        // People and places are numbered anew.
        (workspace.filter.spot, workspace.filter.source) = (None, None);
        let source = match source {
            Source::Files(mut inputs) => {
                let how = self.handling.how(&workspace.corrections);
                inputs.iter_mut().for_each(|input| input.how = how.clone());
                Source::Files(inputs)
            }
            Source::Sample => Source::Sample,
        };
        let names = self.may(Power::Names);
        // What is saved is read from its file, and what is new goes there.
        let store = match (&self.keeper, &source) {
            (Some(keeper), Source::Files(_)) if !fresh && self.saved_at().is_some() => {
                Some(Arc::clone(&keeper.store))
            }
            _ => None,
        };
        let sayings = Sayings {
            mappings: self.new_mappings.clone(),
            files: self.handling.files.clone(),
        };
        let started = self.work.start(&self.wake, move |progress, cancel| {
            let (run, seconds, source) = match (store, source) {
                (Some(store), Source::Files(inputs)) => {
                    sayings.keep(&store)?;
                    let read = if inputs.iter().all(|i| i.kept.is_some()) {
                        let fixes = &workspace.corrections;
                        derive_file(&store, fixes, options, rules, progress, cancel)?
                    } else {
                        import_and_derive(&store, &inputs, options, rules, progress, cancel)?
                    };
                    (read.run, read.seconds, Source::Files(read.inputs))
                }
                (_, source) => {
                    let (run, seconds) =
                        open_and_derive(&source, options, rules, progress, cancel)?;
                    (run, seconds, source)
                }
            };
            let desk = Desk::new(number, run, seconds, wanted == Source::Sample).naming(names);
            let (view, found) = look_at(&desk, &workspace, progress, cancel)?;
            Ok(OpenedRun {
                desk,
                source,
                view,
                found,
                file: None,
            })
        });
        self.started(started);
    }

    /// Adds to what is open, or to what is being opened.
    fn add(&mut self, inputs: Vec<Input>) {
        let (source, fresh) = self.with(inputs);
        self.open(source, fresh);
    }

    /// What is open or being opened with further inputs, and whether that is another investigation.
    fn with(&self, inputs: Vec<Input>) -> (Source, bool) {
        let before = self.wanted.as_ref().or(self.source.as_ref());
        let (mut all, goes_on) = match before {
            Some(Source::Files(files)) => (files.clone(), self.desk.is_some()),
            Some(Source::Sample) | None => (Vec::new(), false),
        };
        for input in inputs {
            if !all
                .iter()
                .any(|i| i.path == input.path && i.role == input.role)
            {
                all.push(input);
            }
        }
        let fresh = !goes_on || self.opening() && self.fresh;
        (Source::Files(all), fresh)
    }

    fn close(&mut self) {
        let rules = self.workspace().rules.clone();
        let mut fresh = Self::new(rules, self.wake.clone());
        fresh.reveals = std::mem::take(&mut self.reveals);
        fresh.reveals.renumber();
        fresh.reading = self.reading + 1;
        fresh.runs = self.runs;
        fresh.imports = self.imports;
        fresh.handling = std::mem::take(&mut self.handling);
        fresh.handling.files.clear();
        fresh.lock_after = self.lock_after;
        fresh.notices = std::mem::take(&mut self.notices);
        fresh.noticed = self.noticed;
        self.saving.cancel();
        let at_work = self.post.leave();
        if let Some(keeper) = self.keeper.take() {
            self.closing.close_after(keeper, at_work);
        }
        fresh.closing = self.closing.clone();
        // Each slot tells its work to stop.
        self.work.cancel();
        self.viewing.cancel();
        self.listing.cancel();
        self.gathering.cancel();
        self.drawing.cancel();
        self.writing.cancel();
        self.surveying.cancel();
        self.rehearsing.cancel();
        *self = fresh;
    }

    /// Looks a file over; `unasked`: only to see whether a person's word would help, and else says this.
    fn survey(&mut self, path: PathBuf, unasked: Option<Message>) {
        self.rehearsing.cancel();
        let input = self.input_of(path.clone());
        self.imports += 1;
        self.import = Some(Import {
            number: self.imports,
            path,
            tables: None,
            failed: None,
            rehearsal: None,
            refused: None,
            unasked,
        });
        let options = self.options;
        let started = self.surveying.start(&self.wake, move |progress, cancel| {
            look_over(&input, options, progress, cancel)
        });
        self.started(started);
    }

    /// A single file as an input, with all that is said of it.
    fn input_of(&self, path: PathBuf) -> Input {
        let mut how = self.handling.how(&self.workspace().corrections);
        if let Some(Source::Files(inputs)) = self.source() {
            if let Some(kept) = inputs.iter().find(|i| i.path == path && i.kept.is_some()) {
                let mut files = (*kept.how.files).clone();
                files.extend(self.handling.files.clone());
                how.files = Arc::new(files);
                return Input {
                    how,
                    ..kept.clone()
                };
            }
            let folder = inputs
                .iter()
                .find(|i| path.starts_with(&i.path) && i.path != path);
            how.under = folder.map(|i| i.path.clone());
        }
        Input {
            how,
            ..Input::from(path)
        }
    }

    fn rehearse(&mut self, table: usize, draft: Draft) {
        let Some(import) = &mut self.import else {
            return;
        };
        let Some(tables) = import.tables.clone() else {
            return;
        };
        (import.rehearsal, import.refused) = (None, None);
        let (path, options) = (import.path.clone(), self.options);
        let input = self.input_of(path);
        let started = self.rehearsing.start(&self.wake, move |progress, cancel| {
            match tables.get(table) {
                Some(Ok(looked)) => {
                    rehearse(&input, &looked.survey, &draft, options, progress, cancel)
                }
                _ => Err(Cancelled.into()),
            }
        });
        self.started(started);
    }

    /// The check was stopped: it is said where its outcome would stand.
    fn not_rehearsed(&mut self) {
        if let Some(import) = &mut self.import {
            import.refused = Some(Message::new("wizard-stopped"));
        }
    }

    fn keep_mapping(&mut self, profile: Profile) {
        let place = self.handling.place_of(&profile);
        let (name, text) = (profile.name().to_owned(), profile.to_toml());
        self.new_mappings.push((name.clone(), text.clone()));
        self.handling.put(profile);
        let Some(place) = place else { return };
        let started = self.keeping.start(&self.wake, move |_, _| {
            let folder = place.parent().map_or(Ok(()), std::fs::create_dir_all);
            let written = folder.and_then(|()| std::fs::write(&place, text));
            (name, written)
        });
        self.started(started);
    }

    fn take_import(&mut self, profile: Option<Box<Profile>>) {
        let Some(import) = self.import.take() else {
            return;
        };
        self.surveying.cancel();
        self.rehearsing.cancel();
        if let Some(profile) = profile {
            self.keep_mapping(*profile);
        }
        // What lies in an open folder is read with it.
        let of = |source: &Source| match source {
            Source::Files(inputs) => inputs.iter().any(|i| import.path.starts_with(&i.path)),
            Source::Sample => false,
        };
        let more = match self.source() {
            Some(source) if of(source) => Vec::new(),
            _ => vec![Input::from(import.path.clone())],
        };
        let (source, fresh) = self.with(more);
        // What was put right while it was looked over goes along, though it opens an investigation.
        let corrections = Arc::clone(&self.workspace().corrections);
        self.open_with(source, fresh, corrections);
    }

    fn leave_import(&mut self) {
        self.import = None;
        self.surveying.cancel();
        self.rehearsing.cancel();
    }

    fn derive(&mut self) {
        let (Some(desk), Some(source)) = (self.desk.clone(), self.source.clone()) else {
            return;
        };
        let (options, workspace) = (self.options, self.workspace().clone());
        self.runs += 1;
        let number = self.runs;
        self.working = Work::Derive;
        self.fresh = false;
        let started = self.work.start(&self.wake, move |progress, cancel| {
            let (run, seconds) = derive_under(
                &desk.run,
                &source,
                options,
                workspace.rules.clone(),
                progress,
                cancel,
            )?;
            let desk = Desk::new(number, run, seconds, desk.sample).naming(desk.names_shown);
            let (view, found) = look_at(&desk, &workspace, progress, cancel)?;
            Ok(OpenedRun {
                desk,
                source,
                view,
                found,
                file: None,
            })
        });
        self.started(started);
    }

    fn look_through(&mut self) {
        let Some(desk) = self.desk.clone() else {
            return;
        };
        let window = self.workspace().window;
        let started = self.viewing.start(&self.wake, move |progress, cancel| {
            WindowView::new(&desk, window, progress, cancel)
        });
        self.started(started);
    }

    fn list(&mut self) {
        let (Some(desk), Some(view)) = (self.desk.clone(), self.view.clone()) else {
            return;
        };
        let workspace = self.workspace();
        let (filter, order) = (workspace.filter.clone(), workspace.order.clone());
        let started = self.listing.start(&self.wake, move |_, cancel| {
            Found::new(&desk, &view, &filter, &order, cancel)
        });
        self.started(started);
    }

    fn look(&mut self, focus: Option<Focus>) {
        if focus == self.focus && self.dossier().is_some() {
            return;
        }
        self.focus = focus;
        self.read_up();
    }

    fn read_up(&mut self) {
        let (Some(desk), Some(focus)) = (self.desk.clone(), self.focus) else {
            self.gathering.cancel();
            self.dossier = None;
            return;
        };
        let window = self.workspace().window;
        let started = self
            .gathering
            .start(&self.wake, move |_, cancel| match focus {
                Focus::Person(person) => dossier::of_person(&desk, person, cancel),
                Focus::Place(place) => dossier::of_place(&desk, place, window, cancel),
            });
        self.started(started);
    }

    fn draw(&mut self, request: Box<network::Request>) {
        self.layout = Some(request.clone());
        let (Some(desk), Some(view)) = (self.desk.clone(), self.view.clone()) else {
            return;
        };
        let started = self.drawing.start(&self.wake, move |_, cancel| {
            Network::new(&desk, &view, &request, cancel)
        });
        self.started(started);
    }

    /// Whether a run is the one that is shown; says so where it is not.
    fn is_run(&mut self, run: u32) -> bool {
        let same = self.desk.as_ref().is_some_and(|d| d.number == run);
        if !same {
            self.notice(Message::new("error-other-run"), true, None);
        }
        same
    }

    fn export(
        &mut self,
        path: PathBuf,
        naming: Naming,
        reason: Option<Reason>,
        lang: Lang,
        found: Arc<Found>,
        columns: Vec<Column>,
    ) {
        let Some(desk) = self.desk.clone() else {
            return;
        };
        let naming = match reason {
            Some(reason) if naming == Naming::Working => {
                self.reveals.list(found.rows.len(), reason);
                naming
            }
            _ => Naming::Masked,
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut deed = Deed::new(Action::Export)
            .on(name.into_owned())
            .saying(format!("rows {}, {}", found.rows.len(), naming.key()))
            .of_run(desk.number);
        if let Some(reason) = reason {
            deed = deed.because(reason.key());
        }
        let texts = Texts::new(lang);
        let mut request = ExportRequest {
            path,
            columns,
            naming,
            about: about(&desk, &texts, &found, naming),
            rows: found,
            key: self.key,
            head: None,
        };
        let saved = self.saved_at().is_some();
        let store = self.keeper.as_ref().map(|k| Arc::clone(&k.store));
        let started = self.writing.start(&self.wake, move |progress, cancel| {
            let path = request.path.clone();
            let written = recorded(store, &deed).and_then(|head| {
                if saved {
                    request.head.clone_from(&head);
                }
                if let Some(head) = &head {
                    request.about.push((texts.get("log-head"), head.clone()));
                }
                let rows = export(&desk, &texts, &request, progress, cancel)?;
                Ok((rows, head))
            });
            (path, written)
        });
        self.started(started);
    }

    fn export_held(&mut self, path: PathBuf) {
        let Some(desk) = self.desk.clone() else {
            return;
        };
        let ledger = &desk.run.records.ledger;
        let rows = ledger.held().len();
        self.reveals.held(rows);
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let deed = Deed::new(Action::Export)
            .on(name.into_owned())
            .because(Reason::Repair.key())
            .saying(format!("rows {rows}"))
            .of_run(desk.number);
        let store = self.keeper.as_ref().map(|k| Arc::clone(&k.store));
        let started = self.writing.start(&self.wake, move |_, _| {
            let written = recorded(store, &deed).and_then(|head| {
                write_held_to(&desk.run.records.ledger, &path)?;
                Ok((rows, head))
            });
            (path, written)
        });
        self.started(started);
    }

    fn stop(&mut self, work: Work) {
        match work {
            Work::Open | Work::Derive => self.work.ask_to_stop(),
            Work::View => {
                self.viewing.cancel();
                if let Some(view) = &self.view {
                    let workspace = Workspace {
                        window: view.window,
                        ..self.workspace().clone()
                    };
                    self.history.amend(workspace);
                    self.keep(Vec::new());
                }
            }
            Work::List => {
                // The list shown may be of another window: then only the new one is right.
                let window = self.view.as_ref().map(|v| v.window);
                if self.found.as_ref().map(|f| f.window) != window {
                    return;
                }
                self.listing.cancel();
                if let Some(found) = &self.found {
                    let workspace = Workspace {
                        filter: found.filter.clone(),
                        order: found.order.clone(),
                        ..self.workspace().clone()
                    };
                    self.history.amend(workspace);
                    self.keep(Vec::new());
                }
            }
            Work::Dossier => self.gathering.cancel(),
            Work::Network => self.drawing.cancel(),
            Work::Export => self.writing.ask_to_stop(),
            Work::Survey => self.leave_import(),
            Work::Rehearse => {
                self.rehearsing.cancel();
                self.not_rehearsed();
            }
            Work::Save => self.saving.ask_to_stop(),
            Work::Tend => {}
            Work::Send => self.post.stop(),
        }
    }

    fn wish(&mut self, wish: post::Wish) {
        let ground = post::Ground {
            store: self.keeper.as_ref().map(|k| &k.store),
            desk: self.desk.as_ref(),
            wake: &self.wake,
        };
        let started = self.post.wish(wish, &ground);
        self.started(started);
    }

    /// Adopts what became of messages.
    fn adopt_post(&mut self) -> bool {
        let ground = post::Ground {
            store: self.keeper.as_ref().map(|k| &k.store),
            desk: self.desk.as_ref(),
            wake: &self.wake,
        };
        let (told, changed) = self.post.tick(&ground);
        for one in told {
            let post::Told {
                message,
                failed,
                file,
            } = one;
            self.notice(message, failed, file);
        }
        if changed && let Some(keeper) = &mut self.keeper {
            // What other threads put on record.
            keeper.look();
        }
        changed
    }

    fn started(&mut self, started: std::io::Result<()>) {
        if let Err(error) = started {
            let message = Message::new("error-no-thread").with("detail", error.to_string());
            self.notice(message, true, None);
        }
    }

    /// Adopts what is done. Returns whether anything changed.
    pub fn tick(&mut self) -> bool {
        let mut changed = self.reveals.expire();
        changed |= self.adopt_work();
        changed |= self.adopt_import();
        changed |= self.adopt_filing();
        changed |= self.adopt_post();
        match self.viewing.poll() {
            Poll::Ready(Ok(view)) => {
                self.adopt_view(view);
                changed = true;
            }
            Poll::Ready(Err(Cancelled)) | Poll::Idle | Poll::Pending => {}
            Poll::Lost => changed |= self.lost(Work::View),
        }
        match self.listing.poll() {
            Poll::Ready(Ok(found)) => {
                self.found = Some(Arc::new(found));
                changed = true;
            }
            Poll::Ready(Err(Cancelled)) | Poll::Idle | Poll::Pending => {}
            Poll::Lost => changed |= self.lost(Work::List),
        }
        match self.gathering.poll() {
            Poll::Ready(Ok(dossier)) => {
                self.dossier = Some(Arc::new(dossier));
                changed = true;
            }
            Poll::Ready(Err(Cancelled)) | Poll::Idle | Poll::Pending => {}
            Poll::Lost => changed |= self.lost(Work::Dossier),
        }
        match self.drawing.poll() {
            Poll::Ready(Ok(network)) => {
                self.network = Some(Arc::new(network));
                changed = true;
            }
            Poll::Ready(Err(Cancelled)) | Poll::Idle | Poll::Pending => {}
            Poll::Lost => changed |= self.lost(Work::Network),
        }
        match self.writing.poll() {
            Poll::Ready((path, written)) => {
                self.written(path, written);
                changed = true;
            }
            Poll::Idle | Poll::Pending => {}
            Poll::Lost => changed |= self.lost(Work::Export),
        }
        changed
    }

    /// Adopts what looking a file over came to.
    fn adopt_import(&mut self) -> bool {
        let mut changed = false;
        match self.surveying.poll() {
            Poll::Ready(surveyed) => {
                changed = true;
                if let Some(import) = &mut self.import {
                    match surveyed {
                        Ok(tables) => import.tables = Some(Arc::new(tables)),
                        Err(error) => import.failed = Some(error.speak()),
                    }
                    if !import.can_be_helped()
                        && let Some(why) = import.unasked.take()
                    {
                        self.import = None;
                        self.notice(why, true, None);
                    }
                }
            }
            Poll::Idle | Poll::Pending => {}
            Poll::Lost => {
                self.import = None;
                changed |= self.lost(Work::Survey);
            }
        }
        match self.rehearsing.poll() {
            Poll::Ready(rehearsed) => {
                changed = true;
                if let Some(import) = &mut self.import {
                    match rehearsed {
                        Ok(rehearsal) => import.rehearsal = Some(Arc::new(rehearsal)),
                        Err(error) => import.refused = Some(error.speak()),
                    }
                }
            }
            Poll::Idle | Poll::Pending => {}
            Poll::Lost => {
                self.not_rehearsed();
                changed |= self.lost(Work::Rehearse);
            }
        }
        match self.keeping.poll() {
            Poll::Ready((name, written)) => {
                changed = true;
                let (key, failed) = match written {
                    Ok(()) => ("mapping-kept", false),
                    Err(_) => ("error-mapping-not-kept", true),
                };
                self.notice(Message::new(key).with("name", name), failed, None);
            }
            Poll::Idle | Poll::Pending => {}
            Poll::Lost => changed |= self.lost(Work::Rehearse),
        }
        changed
    }

    fn adopt_work(&mut self) -> bool {
        match self.work.poll() {
            Poll::Idle | Poll::Pending => false,
            Poll::Lost => {
                self.wanted = None;
                self.runs -= 1;
                self.take_back_rules();
                self.lost(self.working)
            }
            Poll::Ready(Err(error)) => {
                self.runs -= 1;
                self.wanted = None;
                if self.told_at_gate(&error) {
                    return true;
                }
                if error.is_cancelled() {
                    let key = format!("{}-stopped", self.working.key());
                    self.notice(Message::new(key), false, None);
                } else {
                    // Of one file the reason says more than that there is none.
                    let why = match &error {
                        WorkError::Failure(Failure::Ingest(IngestError::NothingThere {
                            left_out,
                            ..
                        })) if left_out.len() == 1 => left_out[0].clone(),
                        error => error.speak(),
                    };
                    // The one file that there was may only need a person's word.
                    match &error {
                        WorkError::Failure(Failure::Ingest(IngestError::NothingThere {
                            path,
                            ..
                        })) if path.is_file() => self.survey(path.clone(), Some(why)),
                        _ => self.notice(why, true, None),
                    }
                }
                self.take_back_rules();
                true
            }
            Poll::Ready(Ok(opened)) => {
                self.adopt(opened);
                true
            }
        }
    }

    /// The rules in force are those of the run that is shown.
    fn take_back_rules(&mut self) {
        if let Some(desk) = self.desk.clone() {
            let rules = desk.run.rules.clone();
            let stopped = hash(&self.workspace().rules);
            if stopped == hash(&rules) {
                return;
            }
            let workspace = Workspace {
                rules: rules.clone(),
                ..self.workspace().clone()
            };
            self.history.amend(workspace);
            // Steps taken while it ran hold the rules that did not come about.
            self.history.rewrite(|w| {
                if hash(&w.rules) == stopped {
                    w.rules = rules.clone();
                }
            });
            self.keep(Vec::new());
        }
    }

    /// Puts a run in the place of the one before, with its view and list, which go by its row numbers.
    fn adopt(&mut self, opened: OpenedRun) {
        let OpenedRun {
            desk,
            source,
            view,
            found,
            file,
        } = opened;
        self.applied = match &source {
            Source::Files(inputs) => inputs.first().map(|i| Arc::clone(&i.how.corrections)),
            Source::Sample => None,
        }
        .unwrap_or_default();
        self.source = Some(source);
        self.wanted = None;
        // What was begun on the run before is of no use any more.
        self.viewing.cancel();
        self.listing.cancel();
        self.drawing.cancel();
        let before = self.desk.take();
        let same = before
            .as_ref()
            .is_some_and(|d| Arc::ptr_eq(&d.run.records, &desk.run.records));
        if !same {
            // People and places are numbered anew: nothing goes by the old numbers any more.
            self.waiting.clear();
            self.new_mappings.clear();
            let rules = desk.run.rules.clone();
            let mut workspace = if self.fresh {
                Workspace {
                    corrections: Arc::clone(&self.applied),
                    ..first_workspace(rules)
                }
            } else {
                self.workspace().clone()
            };
            (workspace.filter.spot, workspace.filter.source) = (None, None);
            workspace.window = workspace
                .window
                .map(|w| w.and(desk.days))
                .filter(|w| !w.is_empty() && *w != desk.days);
            self.renew(workspace, file);
            self.focus = None;
            self.reading += 1;
            self.reveals.renumber();
        }
        // Taking a large run apart takes time that a frame has not.
        if let Some(before) = before {
            let _ = std::thread::Builder::new()
                .name("old run".into())
                .spawn(move || drop(before));
        }
        let left_out = desk.run.records.left_out.iter();
        let unread = left_out.filter(|(_, why)| needs_person(why)).count();
        if unread > 0 && self.working == Work::Open {
            self.notice(
                Message::new("work-open-unread").with("n", unread),
                false,
                None,
            );
        }
        let tiers = desk.list.totals.iter().zip(0..);
        let tiers: Vec<String> = tiers.map(|(n, tier)| format!("F{tier} {n}")).collect();
        let detail = format!("{}, {}", desk.hash, tiers.join(", "));
        let run = desk.number;
        if let Some(keeper) = &mut self.keeper {
            keeper.record(Deed::new(Action::Run).saying(detail).of_run(run));
        }
        let message = Message::new(format!("{}-done", self.working.key()))
            .with("number", desk.number)
            .with("people", desk.list.rows.len());
        self.notice(message, false, None);
        self.dossier = None;
        self.network = None;
        let same_window = view.window == self.workspace().window;
        self.desk = Some(Arc::new(desk));
        self.found = Some(Arc::new(found));
        self.adopt_view(view);
        if !same_window {
            self.look_through();
        }
    }

    /// People and places are numbered anew: what was decided goes on without their old numbers.
    fn renew(&mut self, workspace: Workspace, file: Option<Unlocked>) {
        let rules = workspace.rules.clone();
        if let Some(file) = file {
            self.adopt_file(file, rules);
        } else if self.fresh {
            // Another investigation, which nobody saved.
            if self.saved_at().is_some() {
                let before = std::mem::replace(&mut self.keeper, file::memory(&self.wake));
                let at_work = self.post.leave();
                if let Some(before) = before {
                    self.closing.close_after(before, at_work);
                }
                if let Some(keeper) = &self.keeper {
                    self.key = keeper.key;
                }
            }
            self.history = History::from_number(workspace, self.history.next_number());
            self.keep(Vec::new());
        } else {
            self.history.rewrite(|w| {
                (w.filter.spot, w.filter.source) = (None, None);
            });
            self.history.amend(workspace);
            self.keep(Vec::new());
        }
    }

    fn adopt_view(&mut self, view: WindowView) {
        self.view = Some(Arc::new(view));
        self.list();
        self.read_up();
        if let Some(request) = self.layout.clone() {
            self.draw(request);
        }
    }

    fn written(&mut self, path: PathBuf, written: Result<Written, WorkError>) {
        if let Some(keeper) = &mut self.keeper {
            keeper.look();
        }
        match written {
            Ok((rows, head)) => {
                let name = path.file_name().unwrap_or(path.as_os_str());
                let message = Message::new("work-export-done")
                    .with("file", name.to_string_lossy().into_owned())
                    .with("rows", rows)
                    .with("head", head.unwrap_or_default());
                self.notice(message, false, Some(path));
            }
            Err(error) if error.is_cancelled() => {
                self.notice(Message::new("work-export-stopped"), false, None);
            }
            Err(error) => self.notice(error.speak(), true, None),
        }
    }

    fn lost(&mut self, work: Work) -> bool {
        self.notice(
            Message::new("error-internal").with("work", Message::new(work.key())),
            true,
            None,
        );
        true
    }
}

/// Puts on record what is about to leave the house; the log's head then, where there is one.
fn recorded(store: Option<Shared>, deed: &Deed) -> Result<Option<String>, WorkError> {
    let Some(store) = store else {
        return Ok(None);
    };
    let head = locked(&store).record(deed)?;
    Ok(Some(head.to_string()))
}

/// The view and the list of a new run.
fn look_at(
    desk: &Desk,
    workspace: &Workspace,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<(WindowView, Found), crate::investigation::Failure> {
    let view = WindowView::new(desk, workspace.window, progress, cancel)?;
    let found = Found::new(desk, &view, &workspace.filter, &workspace.order, cancel)?;
    Ok((view, found))
}

fn first_workspace(rules: Rules) -> Workspace {
    Workspace {
        rules,
        window: None,
        filter: Filter::default(),
        order: vec![(Column::Last, true)],
        columns: None,
        corrections: Arc::default(),
    }
}

#[cfg(test)]
mod tests;
