//! The window's program: one frame after the other.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError};
use std::time::{Duration, Instant};

use egui::{Context, Ui};

use super::clipboard::Clipboard;
use super::command::{Action, NotifyFile, UiCommand};
use super::context::{Cx, Queue};
use super::dialogs::{Answer, Dialogs, Question};
use super::preferences::{MOST_RECENT, Preferences};
use super::state::{Popover, State, Tab, View};
use super::theme::{self, Theme};
use super::{keys, shell};
use crate::i18n::{Lang, Message, Speak as _, Texts};
use crate::ingest::Input;
use crate::model::Rules;
use crate::model::time::{DAY, HOUR, Seconds, Span};
use crate::session::post::Wish;
use crate::session::{
    Column, Command, Dossier, Filter, Focus, Found, Naming, Reason, Session, Source, Waker,
};
use crate::store::{Cost, ENDING, NewFile, is_investigation};

/// What a dialog was opened for.
#[derive(Debug, Clone)]
enum Purpose {
    Open,
    Add,
    Export {
        naming: Naming,
        reason: Option<Reason>,
        list: Arc<Found>,
        columns: Vec<Column>,
        run: u32,
    },
    Held(u32),
    SaveFile,
    Backup,
    Log,
    Notify(NotifyFile),
}

/// A dialog that is gone sooner than this was never there.
const NO_DIALOG: Duration = Duration::from_millis(250);

/// The window.
pub struct App {
    session: Session,
    state: State,
    texts: Texts,
    theme: Theme,
    queue: Queue,
    frame: shell::Shell,
    dialogs: Box<dyn Dialogs>,
    asked: Option<(Purpose, Receiver<Answer>, Instant)>,
    wake: Waker,
    settings: Option<PathBuf>,
    saved: Preferences,
    seen_run: u32,
    seen_reading: u32,
    seen_import: Option<u64>,
    seen_dossier: Option<Focus>,
    installed: bool,
    clipboard: Clipboard,
    /// It was said that closing loses something.
    warned: bool,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").finish_non_exhaustive()
    }
}

impl App {
    /// A window with nothing open. `settings` is where it remembers itself; `None`: nowhere.
    #[must_use]
    pub fn new(
        ctx: &Context,
        rules: Rules,
        preferences: Preferences,
        settings: Option<PathBuf>,
        dialogs: Box<dyn Dialogs>,
    ) -> Self {
        ctx.set_fonts(theme::fonts());
        let repaint = ctx.clone();
        let wake: Waker = Arc::new(move || repaint.request_repaint());
        let state = preferences.state();
        let theme = if state.dark {
            Theme::DARK
        } else {
            Theme::LIGHT
        };
        ctx.options_mut(|o| o.zoom_with_keyboard = false);
        ctx.set_zoom_factor(state.zoom);
        theme::install(ctx, &theme);
        let mut session = Session::new(rules, wake.clone());
        if let Some(folder) = settings.as_deref().and_then(std::path::Path::parent) {
            session.keep_mappings_in(&folder.join("mappings"));
        }
        Self {
            session,
            texts: Texts::new(state.lang),
            state,
            theme,
            queue: Queue::default(),
            frame: shell::Shell::new(),
            dialogs,
            asked: None,
            wake,
            settings,
            saved: preferences,
            seen_run: 0,
            seen_reading: 0,
            seen_import: None,
            seen_dossier: None,
            installed: true,
            clipboard: Clipboard::default(),
            warned: false,
        }
    }

    /// The investigation.
    #[must_use]
    pub const fn session(&self) -> &Session {
        &self.session
    }

    /// What the window remembers.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// What the window remembers, to be changed by who starts it.
    pub const fn state_mut(&mut self) -> &mut State {
        &mut self.state
    }

    /// Whether something is still on its way to the screen.
    #[must_use]
    pub fn busy(&self) -> bool {
        self.session.busy() || self.asked.is_some()
    }

    /// Closes the investigation file; what could not be written is told on stderr.
    pub fn end(&mut self) {
        if let Err(error) = self.session.end() {
            super::launch::tell(&self.texts.say(&error.speak()));
        }
    }

    /// Does what a user would.
    pub fn send(&self, command: UiCommand) {
        self.queue.send(command);
    }

    /// Reads files and folders.
    pub fn open(&mut self, paths: &[PathBuf]) {
        if paths.is_empty() {
            return;
        }
        self.remember(&paths[0]);
        if self.asks_for(paths) {
            return;
        }
        let inputs = paths.iter().map(|p| Input::parse(p.as_os_str())).collect();
        self.session.dispatch(Command::Open(Source::Files(inputs)));
    }

    /// What comes before painting: results are adopted, keys read, the clock goes on.
    pub fn logic(&mut self, ctx: &Context) {
        self.session.tick();
        self.follow_session();
        self.take_answers();
        self.take_drops(ctx);
        self.clipboard.tick(ctx);
        self.watch_idleness(ctx);
        self.watch_end(ctx);
        let gated = self.session.gate().is_some();
        let open = self.session.desk().is_some() && !gated;
        for command in keys::pressed(ctx, &self.state, open) {
            self.queue.send(command);
        }
        self.run_clock(ctx);
        self.state.hover = self.state.hover_next.take();
        if self.session.busy() {
            // Progress is shown while it moves, not on every frame.
            ctx.request_repaint_after(std::time::Duration::from_millis(100));
        } else if self.session.post().resumes().is_some() {
            // Quiet hours end by the clock.
            ctx.request_repaint_after(std::time::Duration::from_secs(20));
        } else if self.session.reveals.any() {
            ctx.request_repaint_after(std::time::Duration::from_millis(500));
        }
    }

    /// What is not written is told before it is lost: only the second time the window closes.
    fn watch_end(&mut self, ctx: &Context) {
        self.warned &= self.session.trouble().is_some();
        let asked = ctx.input(|i| i.viewport().close_requested());
        if asked && self.session.trouble().is_some() && !self.warned {
            self.warned = true;
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            self.session
                .notice(Message::new("error-unwritten"), true, None);
        }
    }

    /// Locks the file where nobody is there.
    fn watch_idleness(&mut self, ctx: &Context) {
        if ctx.input(|i| !i.events.is_empty()) {
            self.session.touch();
        }
        let minutes = u64::from(self.state.lock_minutes);
        self.session
            .lock_after((minutes > 0).then(|| Duration::from_secs(minutes * 60)));
        if let Some(left) = self.session.locks_in() {
            ctx.request_repaint_after(left.max(Duration::from_millis(200)));
        }
    }

    /// Paints the window and then does what was asked for.
    pub fn show(&mut self, ui: &mut Ui) {
        let wanted = if self.state.dark {
            Theme::DARK
        } else {
            Theme::LIGHT
        };
        if wanted.dark != self.theme.dark || !self.installed {
            self.theme = wanted;
            self.installed = true;
            theme::install(ui.ctx(), &self.theme);
        }
        if self.texts.lang() != self.state.lang {
            self.texts = Texts::new(self.state.lang);
        }
        let one_year = self.session.desk().is_some_and(|d| {
            use chrono::Datelike as _;
            let year = |at| crate::model::time::VIETNAM.local(at).year();
            year(d.days.start) == year(d.days.end - 1)
        });
        let cx = Cx {
            session: &self.session,
            texts: &self.texts,
            theme: &self.theme,
            queue: &self.queue,
            narrow: ui.max_rect().width() < 1_500.0,
            one_year,
        };
        self.frame.show(ui, cx, &mut self.state);
        let commands = self.queue.take();
        // What a click, a key or a command changed is painted at once, not with the next movement of the mouse.
        let acted = ui.input(|i| {
            let moved = |e: &egui::Event| {
                matches!(e, egui::Event::PointerMoved(_) | egui::Event::MouseMoved(_))
            };
            i.events.iter().any(|e| !moved(e))
        });
        if acted || !commands.is_empty() {
            ui.ctx().request_repaint();
        }
        for command in commands {
            self.perform(ui.ctx(), command);
        }
        // Not while something is dragged: once it is let go.
        if !ui.input(|i| i.pointer.any_down()) {
            self.save();
        }
    }

    /// What follows from a new run or a new dossier.
    fn follow_session(&mut self) {
        let import = self.session.import().map(|i| i.number);
        if import != self.seen_import {
            if import.is_some() {
                self.state.view = View::Data;
            }
            self.seen_import = import;
        }
        let Some(desk) = self.session.desk().cloned() else {
            self.seen_run = 0;
            return;
        };
        if desk.number != self.seen_run {
            let first = self.seen_run == 0;
            self.seen_run = desk.number;
            self.state.checked.clear();
            self.state.anchor = None;
            self.state.network.split.clear();
            self.state.network.open = None;
            // What was under the pointer was of the run before.
            self.state.hover = None;
            self.state.hover_next = None;
            if first || !(desk.days.start..=desk.days.end).contains(&self.state.clock.at) {
                self.state.clock.at = middle(&desk.days);
            }
            self.state.find = self.session.workspace().filter.text.clone();
        }
        if self.session.reading() != self.seen_reading {
            self.seen_reading = self.session.reading();
            self.state.popover = None;
            self.state.trail = (Vec::new(), Vec::new());
            // The file that needs somebody most is shown first.
            let held = &desk.coverage.held;
            let most = (0..held.len()).max_by_key(|&f| (held[f], std::cmp::Reverse(f)));
            self.state.file = most.unwrap_or(0);
            self.state.reason = None;
            self.state.notify.forget();
            self.seen_dossier = None;
        }
        let of = self.session.dossier().map(|d| match d.as_ref() {
            Dossier::Person(p) => Focus::Person(p.person),
            Dossier::Place(p) => Focus::Place(p.place),
        });
        if of.is_some() && of != self.seen_dossier {
            self.seen_dossier = of;
            self.state.chain = 0;
            self.state.stop = None;
            self.state.fly = true;
        }
    }

    fn run_clock(&mut self, ctx: &Context) {
        let Some(desk) = self.session.desk() else {
            return;
        };
        let end = desk.days.end;
        let clock = &mut self.state.clock;
        if !clock.playing {
            return;
        }
        let passed = f64::from(ctx.input(|i| i.stable_dt).min(0.25)) * clock.speed as f64;
        clock.rest += passed;
        let whole = clock.rest.floor();
        clock.rest -= whole;
        clock.at = (clock.at + whole as Seconds).min(end);
        clock.playing = clock.at < end;
        ctx.request_repaint();
    }

    fn take_drops(&mut self, ctx: &Context) {
        let (hovered, dropped) = ctx.input(|i| {
            let paths: Vec<PathBuf> = i
                .raw
                .dropped_files
                .iter()
                .map(|f| f.path().to_path_buf())
                .filter(|p| !p.as_os_str().is_empty())
                .collect();
            (!i.raw.hovered_files.is_empty(), paths)
        });
        self.state.dropping = hovered;
        if !dropped.is_empty() {
            self.add(&dropped);
        }
    }

    /// An investigation file among what is to be opened is asked for by itself.
    fn asks_for(&mut self, paths: &[PathBuf]) -> bool {
        let file = paths.iter().find(|p| is_investigation(p));
        if let Some(path) = file {
            self.state.popover = None;
            self.session.dispatch(Command::AskFile(path.clone()));
        }
        file.is_some()
    }

    fn add(&mut self, paths: &[PathBuf]) {
        if let Some(first) = paths.first() {
            self.remember(first);
        }
        if self.asks_for(paths) {
            return;
        }
        let inputs = paths.iter().map(|p| Input::parse(p.as_os_str())).collect();
        self.session.dispatch(Command::Add(inputs));
    }

    fn remember(&mut self, path: &std::path::Path) {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        self.state.recent.retain(|p| *p != path);
        self.state.recent.insert(0, path);
        self.state.recent.truncate(MOST_RECENT);
    }

    fn take_answers(&mut self) {
        let Some((purpose, answers, since)) = &self.asked else {
            return;
        };
        let answer = match answers.try_recv() {
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => {
                self.asked = None;
                self.session
                    .notice(Message::new("error-no-dialog"), true, None);
                return;
            }
            Ok(answer) => answer,
        };
        let (purpose, since) = (purpose.clone(), *since);
        self.asked = None;
        let Some(first) = answer.first().cloned() else {
            // Nobody thinks better of it that quickly: there was no dialog.
            if since.elapsed() < NO_DIALOG {
                self.session
                    .notice(Message::new("error-no-dialog"), true, None);
            }
            return;
        };
        match purpose {
            Purpose::Open => self.open(&answer),
            Purpose::Add => self.add(&answer),
            Purpose::Export {
                naming,
                reason,
                list,
                columns,
                run,
            } => self.session.dispatch(Command::Export {
                path: first,
                naming,
                reason,
                lang: self.state.lang,
                list,
                columns,
                run,
            }),
            Purpose::Held(run) => self.session.dispatch(Command::ExportHeld(first, run)),
            Purpose::SaveFile => self.save_file(with_ending(first)),
            Purpose::Backup => self.session.dispatch(Command::Backup(with_ending(first))),
            Purpose::Notify(file) => self.notify_file(file, first),
            Purpose::Log => self.session.dispatch(Command::ExportLog {
                path: first,
                lang: self.state.lang,
            }),
        }
    }

    /// Does with a path what it was asked for.
    fn notify_file(&mut self, file: NotifyFile, path: PathBuf) {
        let wish = match file {
            NotifyFile::DryRun => Wish::DryRun(path),
            NotifyFile::Pack(id) => Wish::Pack(id, path),
            NotifyFile::Calls(id) => {
                Wish::CallList(id, path, self.state.reveal_reason.key().to_owned())
            }
            NotifyFile::Log(id) => Wish::Log(id, path),
            NotifyFile::Receipts => Wish::Receipts(path),
        };
        self.session.dispatch(Command::Post(wish));
    }

    fn ask_notify(&mut self, file: NotifyFile) {
        let save = |key: &str, id: Option<i64>| {
            let id = id.map_or_else(String::new, |id| format!("-{id}"));
            Question::Save {
                title: self.texts.get("dialog-save"),
                name: format!("{}{id}.csv", self.texts.get(key)),
            }
        };
        let question = match file {
            NotifyFile::DryRun => save("dialog-dry-run-name", None),
            NotifyFile::Calls(id) => save("dialog-calls-name", Some(id)),
            NotifyFile::Log(id) => save("dialog-delivery-name", Some(id)),
            NotifyFile::Pack(_) => Question::Folder {
                title: self.texts.get("dialog-pack"),
            },
            NotifyFile::Receipts => Question::Files {
                title: self.texts.get("dialog-receipts"),
            },
        };
        self.ask(Purpose::Notify(file), question);
    }

    /// Where copies of wrapped keys lie: beside what the window remembers.
    fn spare(&self) -> Option<PathBuf> {
        let folder = self.settings.as_deref().and_then(std::path::Path::parent);
        Some(folder?.join("keys"))
    }

    /// Whether all that is decided is on the disk as it is decided.
    fn is_kept(&self) -> bool {
        let standing = self.session.standing();
        let writes = standing.is_some_and(|s| s.path.is_some() && !s.read_only);
        writes && self.session.trouble().is_none()
    }

    /// Makes a file of what was typed, which is then forgotten.
    fn save_file(&mut self, path: PathBuf) {
        let form = std::mem::take(&mut self.state.forms.save);
        self.state.popover = None;
        self.remember(&path);
        let new = NewFile {
            passphrase: form.passphrase,
            name: form.name,
            title: form.title,
            case_number: form.case,
            purpose: form.purpose,
            cost: Cost::FULL,
            spare: self.spare(),
        };
        self.session.dispatch(Command::Save(path, Box::new(new)));
    }

    /// What is to be exported: those checked in the order of the list, else all that are shown.
    fn wanted_list(&self) -> Option<Arc<Found>> {
        let found = self.session.found()?;
        let checked = &self.state.checked;
        if checked.is_empty() {
            return Some(found.clone());
        }
        let mut left = checked.clone();
        let mut rows = Vec::with_capacity(checked.len());
        for &row in found.rows.iter().filter(|&&r| checked.contains(r)) {
            rows.push(row);
            left.set(row, false);
        }
        rows.extend(left.iter());
        let mut list = Found::clone(found);
        list.rows = rows;
        Some(Arc::new(list))
    }

    fn ask(&mut self, purpose: Purpose, question: Question) {
        if self.asked.is_none() {
            let answers = self.dialogs.ask(question, self.wake.clone());
            self.asked = Some((purpose, answers, Instant::now()));
        }
    }

    fn perform(&mut self, ctx: &Context, command: UiCommand) {
        match command {
            UiCommand::Do(Command::Unlock(mut opening)) => {
                opening.spare = self.spare();
                self.session.dispatch(Command::Unlock(opening));
            }
            UiCommand::Do(command) => self.session.dispatch(command),
            UiCommand::Act(action) => self.act(ctx, action),
            UiCommand::Focus(focus) => self.focus(focus, true),
            UiCommand::Clock(at) => self.set_clock(at),
            UiCommand::Speed(speed) => self.state.clock.speed = speed,
            UiCommand::Lang(lang) => self.state.lang = lang,
            UiCommand::Check(rows, on) => {
                for row in rows {
                    self.state.checked.set(row, on);
                }
            }
            UiCommand::Save {
                workbook,
                naming,
                reason,
            } => {
                let kind = if workbook { "xlsx" } else { "csv" };
                let run = self.session.desk().map_or(0, |d| d.number);
                let question = Question::Save {
                    title: self.texts.get("dialog-save"),
                    name: format!("{}-{run}.{kind}", self.texts.get("dialog-list-name")),
                };
                // The rows as they are seen now, whatever happens until the dialog is answered.
                let Some(list) = self.wanted_list() else {
                    return;
                };
                let columns = self.session.workspace().shown().to_vec();
                self.state.export_working = false;
                self.ask(
                    Purpose::Export {
                        naming,
                        reason,
                        list,
                        columns,
                        run,
                    },
                    question,
                );
            }
            UiCommand::Recent(n) => {
                if let Some(path) = self.state.recent.get(n).cloned() {
                    self.open(&[path]);
                }
            }
            UiCommand::Confirmed => self.confirmed(),
            UiCommand::Copy(text) => self.clipboard.copy(ctx, text),
            UiCommand::SaveFile => {
                let title = self.state.forms.save.title.trim();
                let plain = |c: char| c.is_alphanumeric() || " -_.".contains(c);
                let name: String = title.chars().filter(|c| plain(*c)).collect();
                let question = Question::Save {
                    title: self.texts.get("dialog-save-file"),
                    name: format!("{name}.{ENDING}"),
                };
                self.ask(Purpose::SaveFile, question);
            }
            UiCommand::NotifyFile(file) => self.ask_notify(file),
            UiCommand::Typed(person) => {
                self.session.typed(person);
            }
        }
    }

    fn focus(&mut self, focus: Option<Focus>, remember: bool) {
        let before = self.session.focus();
        if before == focus {
            return;
        }
        if let (true, Some(before)) = (remember, before) {
            self.state.trail.0.push(before);
            self.state.trail.1.clear();
        }
        self.state.network.open = None;
        self.state.reveal_row = true;
        if matches!(self.state.popover, Some(Popover::Reveal(_))) {
            self.state.popover = None;
        }
        if focus.is_some() {
            self.state.inspector = true;
        }
        if matches!(focus, Some(Focus::Place(_))) {
            self.state.tab = Tab::Why;
        }
        self.session.dispatch(Command::Look(focus));
    }

    fn go_back(&mut self, back: bool) {
        let (from, to) = if back {
            (&mut self.state.trail.0, &mut self.state.trail.1)
        } else {
            (&mut self.state.trail.1, &mut self.state.trail.0)
        };
        if let Some(focus) = from.pop() {
            if let Some(now) = self.session.focus() {
                to.push(now);
            }
            self.focus(Some(focus), false);
        }
    }

    fn set_clock(&mut self, at: Seconds) {
        if let Some(desk) = self.session.desk() {
            self.state.clock.at = at.clamp(desk.days.start, desk.days.end);
        }
    }

    fn set_window(&mut self, start: bool) {
        let Some(days) = self.session.desk().map(|d| d.days) else {
            return;
        };
        let now = self.session.workspace().window.unwrap_or(days);
        // At least an hour, inside the days.
        let at = self.state.clock.at;
        let next = if start {
            let at = at.min(days.end - HOUR);
            Span::new(at, now.end.max(at + HOUR))
        } else {
            let at = at.max(days.start + HOUR);
            Span::new(now.start.min(at - HOUR), at)
        };
        let next = if next == days { None } else { Some(next) };
        self.session.dispatch(Command::SetWindow(next));
        self.session.dispatch(Command::Release);
    }

    fn toggle(&mut self, popover: Popover) {
        self.state.popover = if self.state.popover == Some(popover) {
            None
        } else {
            Some(popover)
        };
    }

    fn zoom(&mut self, ctx: &Context, to: f32) {
        self.state.zoom = (to * 20.0).round().clamp(16.0, 32.0) / 20.0;
        ctx.set_zoom_factor(self.state.zoom);
    }

    fn act(&mut self, ctx: &Context, action: Action) {
        let clock = self.state.clock.at;
        match action {
            Action::OpenFiles => self.ask_files(Purpose::Open),
            Action::AddFiles => self.ask_files(Purpose::Add),
            Action::OpenFolder => {
                let title = self.texts.get("dialog-folder");
                let adds = self.session.desk().is_some() && self.state.view == View::Data;
                let purpose = if adds { Purpose::Add } else { Purpose::Open };
                self.ask(purpose, Question::Folder { title });
            }
            Action::OpenSample | Action::Close if self.asks_first(action) => {}
            Action::OpenSample => self.session.dispatch(Command::Open(Source::Sample)),
            Action::Close => {
                self.session.dispatch(Command::Close);
                self.state.popover = None;
            }
            Action::Show(view) => {
                self.state.view = view;
                self.state.popover = None;
            }
            Action::Palette => {
                self.state.palette = (String::new(), 0);
                self.toggle(Popover::Palette);
            }
            Action::Find => {
                self.state.view = View::Contacts;
                self.state.popover = None;
                self.state.want_find = true;
            }
            Action::Inspector => {
                self.state.inspector = !self.state.inspector;
                self.state.popover = None;
            }
            Action::Back => self.go_back(true),
            Action::Forward => self.go_back(false),
            Action::Undo => self.session.dispatch(Command::Undo),
            Action::Redo => self.session.dispatch(Command::Redo),
            Action::RunAgain => self.session.dispatch(Command::RunAgain),
            Action::RunPanel => self.toggle(Popover::Run),
            Action::Export => self.toggle(Popover::Export),
            Action::ExportHeld => {
                let question = Question::Save {
                    title: self.texts.get("dialog-save"),
                    name: format!("{}.csv", self.texts.get("dialog-held-name")),
                };
                let run = self.session.desk().map_or(0, |d| d.number);
                self.ask(Purpose::Held(run), question);
            }
            Action::MaskAll => self.session.dispatch(Command::MaskAll),
            Action::SaveFile if self.is_kept() => {
                self.session
                    .notice(Message::new("file-kept-already"), false, None);
                self.state.popover = Some(Popover::Jobs);
            }
            Action::SaveFile => self.toggle(Popover::Save),
            Action::Lock => {
                self.state.popover = None;
                self.session.dispatch(Command::Lock);
            }
            Action::Backup => {
                let title = self.texts.get("dialog-backup");
                let day = chrono::Local::now().format("%Y-%m-%d");
                let name = format!("{} {day}.{ENDING}", self.texts.get("dialog-backup-name"));
                self.ask(Purpose::Backup, Question::Save { title, name });
            }
            Action::VerifyLog => {
                self.state.view = View::Log;
                let verify = super::views::log::verify(&self.state);
                self.session.dispatch(verify);
            }
            Action::ExportLog => {
                let title = self.texts.get("dialog-save");
                let name = format!("{}.xlsx", self.texts.get("dialog-log-name"));
                self.ask(Purpose::Log, Question::Save { title, name });
            }
            Action::Theme => self.state.dark = !self.state.dark,
            Action::OtherLanguage => {
                self.state.lang = match self.state.lang {
                    Lang::Vi => Lang::En,
                    Lang::En => Lang::Vi,
                };
            }
            Action::ZoomIn => self.zoom(ctx, self.state.zoom + 0.1),
            Action::ZoomOut => self.zoom(ctx, self.state.zoom - 0.1),
            Action::ZoomReset => self.zoom(ctx, 1.0),
            Action::PlayPause => self.state.clock.playing = !self.state.clock.playing,
            Action::ClockBack => self.set_clock(clock - HOUR),
            Action::ClockForward => self.set_clock(clock + HOUR),
            Action::ClockDayBack => self.set_clock(clock - DAY),
            Action::ClockDayForward => self.set_clock(clock + DAY),
            Action::WindowStart => self.set_window(true),
            Action::WindowEnd => self.set_window(false),
            Action::WindowAll => {
                self.session.dispatch(Command::SetWindow(None));
                self.session.dispatch(Command::Release);
            }
            Action::ClearFilters => {
                self.state.find.clear();
                self.session
                    .dispatch(Command::SetFilter(Box::<Filter>::default()));
            }
            Action::Keys => self.toggle(Popover::Keys),
            Action::Jobs => self.toggle(Popover::Jobs),
        }
    }

    /// Asks whether the open investigation may be put away; returns whether it had to.
    fn asks_first(&mut self, action: Action) -> bool {
        if self.session.desk().is_none() {
            return false;
        }
        self.state.confirm = Some(action);
        self.state.popover = Some(Popover::Confirm);
        true
    }

    /// Does what was asked about.
    fn confirmed(&mut self) {
        let action = self.state.confirm.take();
        self.state.popover = None;
        match action {
            Some(Action::OpenSample) => self.session.dispatch(Command::Open(Source::Sample)),
            Some(Action::Close) => self.session.dispatch(Command::Close),
            _ => {}
        }
    }

    fn ask_files(&mut self, purpose: Purpose) {
        let title = self.texts.get("dialog-files");
        self.ask(purpose, Question::Files { title });
    }

    /// Remembers what changed, on another thread.
    fn save(&mut self) {
        let now = Preferences::of(&self.state);
        if now == self.saved {
            return;
        }
        self.saved = now.clone();
        if let Some(file) = self.settings.clone() {
            // What cannot be remembered is asked for again next time.
            let _ = std::thread::Builder::new()
                .name("preferences".into())
                .spawn(move || now.write(&file));
        }
    }
}

/// A path with the ending of investigation files.
fn with_ending(path: PathBuf) -> PathBuf {
    if is_investigation(&path) {
        return path;
    }
    let mut name = path.into_os_string();
    name.push(format!(".{ENDING}"));
    name.into()
}

/// Noon of the middle day.
fn middle(days: &Span) -> Seconds {
    let count = (days.end - days.start) / DAY;
    days.start + count / 2 * DAY + DAY / 2
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        Self::logic(self, ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.show(ui);
    }

    fn on_exit(&mut self) {
        self.end();
    }
}
