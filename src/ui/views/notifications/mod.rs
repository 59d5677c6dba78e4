//! Notifications: who is told, what, and how far it is; all batches; the texts; how messages leave.

mod approve;
mod batches;
mod content;
mod gateway;
mod parts;
mod recipients;
mod texts;

use std::sync::Arc;

use egui::{Align2, Rect, Sense, Stroke, Ui, pos2, vec2};

use super::super::context::Cx;
use super::super::state::State;
use super::super::theme::{Face, icons, size};
use super::super::widgets::{Button, Ink, chip, label, segments};
use crate::i18n::{Lang, Message};
use crate::notify::{Kind, Notice, Settings, State as Far};
use crate::session::post::{Drafting, Look, Wish};
use crate::session::{Command, Found};
use crate::store::outbox::{BatchStage, Only};

/// What a preview was asked for: what is another since asks for another preview.
#[derive(Debug)]
struct Asked {
    run: u32,
    /// Without the people of a list, which `list` stands for.
    drafting: Drafting,
    list: Option<Listed>,
    own: Option<Notice>,
    settings: Option<Settings>,
    notices: Vec<Notice>,
    /// How far the batches are.
    batches: usize,
}

/// What is chosen and typed here until it is sent.
#[derive(Debug, Default)]
pub struct NotifyState {
    /// Which part: a batch, all batches, texts, the gateway.
    pub tab: usize,
    /// What is drafted.
    pub drafting: Drafting,
    /// Only whom the contact list shows, or has checked.
    pub from_list: bool,
    /// Texts that are not kept yet.
    pub own: Option<Notice>,
    /// The language of the editor.
    pub english: bool,
    /// The batch that is looked at; `None`: a new one is drafted.
    pub batch: Option<i64>,
    /// It was not chosen by hand.
    pub followed: Option<i64>,
    /// Sending at any hour, and why.
    pub urgent: bool,
    /// Why: for what takes a reason.
    pub why: String,
    /// A code that is looked up.
    pub code: String,
    /// Messages in this state are shown; 0: all.
    pub shown: usize,
    /// The kind whose texts are changed.
    pub kind: usize,
    /// The settings as they are typed.
    pub settings: Option<Settings>,
    /// The settings that `settings` was made of.
    pub settings_of: Option<Settings>,
    /// Settings as text, by name, where they are numbers or secrets.
    pub typed: std::collections::BTreeMap<&'static str, String>,
    /// When a text was changed last, as the window's clock counts.
    pub typed_at: f64,
    /// What the preview was asked for.
    asked: Option<Asked>,
    /// The batch that the session was asked to show.
    showing: Option<(i64, Only)>,
}

impl NotifyState {
    /// The language of the editor.
    pub(super) const fn lang(&self) -> Lang {
        if self.english { Lang::En } else { Lang::Vi }
    }

    /// Another investigation is open.
    pub fn forget(&mut self) {
        *self = Self {
            tab: self.tab,
            ..Self::default()
        };
    }
}

/// Seconds without a key after which a changed text is looked over.
const PAUSE: f64 = 0.3;

/// Between columns and cards.
const GAP: f32 = 16.0;

pub fn show(ui: &mut Ui, cx: Cx<'_>, state: &mut State) {
    let (room, theme) = (ui.max_rect(), cx.theme);
    ui.painter().rect_filled(room, 0.0, theme.surface);
    let head = Rect::from_min_size(room.min, vec2(room.width(), size::HEADER));
    let body = Rect::from_min_max(head.left_bottom(), room.max);
    header(ui, cx, state, head);
    let line = Stroke::new(1.0, theme.line);
    ui.painter()
        .hline(head.x_range(), head.bottom() - 0.5, line);
    ask(ui, cx, state);
    if cx.session.post().is_live() {
        ui.ctx()
            .request_repaint_after(std::time::Duration::from_millis(400));
    }
    let Some(look) = cx.session.post().look.clone() else {
        parts::nothing(ui, theme, body, "loading", cx.t("notify-loading"));
        return;
    };
    follow(cx, state, &look);
    match state.notify.tab {
        1 => batches::show(ui, cx, state, &look, body),
        2 => texts::show(ui, cx, state, &look, body),
        3 => gateway::show(ui, cx, state, &look, body),
        _ => draft(ui, cx, state, &look, body),
    }
}

/// The three columns of a batch.
fn draft(ui: &mut Ui, cx: Cx<'_>, state: &mut State, look: &Look, body: Rect) {
    let theme = cx.theme;
    let (left, right) = if cx.narrow {
        (300.0, 380.0)
    } else {
        (356.0, (body.width() * 0.336).min(520.0))
    };
    let first = Rect::from_min_max(body.min, pos2(body.left() + left, body.bottom()));
    let third = Rect::from_min_max(pos2(body.right() - right, body.top()), body.max);
    let second = Rect::from_min_max(first.right_top(), third.left_bottom());
    let line = Stroke::new(1.0, theme.line);
    ui.painter()
        .vline(first.right() - 0.5, body.y_range(), line);
    ui.painter().vline(third.left() + 0.5, body.y_range(), line);
    match state.notify.batch.and_then(|id| look.batch(id)) {
        Some(seen) => recipients::of_batch(ui, cx, look, seen, first),
        None => recipients::show(ui, cx, state, first),
    }
    content::show(ui, cx, state, look, second);
    approve::show(ui, cx, state, look, third);
}

/// Opens the batch that was drafted last, and lets go of one that is not there any more.
fn follow(cx: Cx<'_>, state: &mut State, look: &Look) {
    let notify = &mut state.notify;
    let drafted = cx.session.post().drafted;
    // It is followed once it is there to be seen.
    if drafted != notify.followed && drafted.is_none_or(|id| look.batch(id).is_some()) {
        notify.followed = drafted;
        notify.batch = drafted;
    }
    if notify.batch.is_some_and(|b| look.batch(b).is_none()) {
        notify.batch = None;
    }
    let only = match notify.tab {
        0 => Some(Only::default()),
        1 => Some(batches::chosen(notify.shown)),
        _ => None,
    };
    let wanted = notify.batch.zip(only);
    if wanted != notify.showing {
        notify.showing = wanted;
        cx.run(Command::Post(Wish::Show(wanted)));
    }
}

/// Asks for a preview where it would be another than the one there is.
fn ask(ui: &Ui, cx: Cx<'_>, state: &mut State) {
    let Some(desk) = cx.desk() else { return };
    let look = cx.session.post().look.as_deref();
    let list = state.notify.from_list.then(|| Listed::of(cx, state));
    let notify = &mut state.notify;
    // Other batches change who is told already.
    let batches = look.map_or(0, |l| {
        let live = |s: Far| !matches!(s, Far::Failed | Far::Cancelled);
        let count = |b: &crate::session::post::Seen| b.batch.count(None, live);
        l.batches.iter().map(|b| 1 + count(b)).sum()
    });
    let same = notify.asked.as_ref().is_some_and(|a| {
        a.run == desk.number
            && a.list == list
            && a.batches == batches
            && a.drafting == notify.drafting
            && a.own == notify.own
            && a.settings.as_ref() == look.map(|l| &l.settings)
            && look.is_none_or(|l| a.notices == l.notices)
    });
    if same {
        return;
    }
    // While somebody types it waits for a pause: each preview goes over everybody.
    if notify.own.is_some() && ui.input(|i| i.time) - notify.typed_at < PAUSE {
        let soon = std::time::Duration::from_secs_f64(PAUSE);
        ui.ctx().request_repaint_after(soon);
        return;
    }
    notify.asked = Some(Asked {
        run: desk.number,
        drafting: notify.drafting.clone(),
        list,
        own: notify.own.clone(),
        settings: look.map(|l| l.settings.clone()),
        notices: look.map(|l| l.notices.clone()).unwrap_or_default(),
        batches,
    });
    let drafting = wanted(cx, state);
    let own = state.notify.own.clone().map(Box::new);
    cx.run(Command::Post(Wish::Preview(Box::new(drafting), own)));
}

/// What stands for the people of the list: another where they are others.
#[derive(Debug)]
enum Listed {
    /// Whom it shows; held, so that nothing else comes to lie where it is.
    Shown(Option<Arc<Found>>),
    /// Who is checked, as [`Checked::turn`] has it.
    Checked(u64),
}

impl Listed {
    fn of(cx: Cx<'_>, state: &State) -> Self {
        if state.checked.is_empty() {
            Self::Shown(cx.session.found().cloned())
        } else {
            Self::Checked(state.checked.turn())
        }
    }
}

impl PartialEq for Listed {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Shown(Some(a)), Self::Shown(Some(b))) => Arc::ptr_eq(a, b),
            (Self::Shown(None), Self::Shown(None)) => true,
            (Self::Checked(a), Self::Checked(b)) => a == b,
            _ => false,
        }
    }
}

/// What is to be drafted, with the people of the list where it is only for them.
fn wanted(cx: Cx<'_>, state: &State) -> Drafting {
    let mut drafting = state.notify.drafting.clone();
    if let Some(desk) = cx.desk().filter(|_| state.notify.from_list) {
        let rows: Vec<u32> = if state.checked.is_empty() {
            cx.session
                .found()
                .map(|f| f.rows.clone())
                .unwrap_or_default()
        } else {
            state.checked.iter().collect()
        };
        let id = |row: u32| desk.person(desk.list.rows[row as usize].person).id.clone();
        drafting.criteria.people = Some(rows.into_iter().map(id).collect());
    }
    drafting
}

fn header(ui: &mut Ui, cx: Cx<'_>, state: &mut State, head: Rect) {
    let theme = cx.theme;
    let ink = Ink::new(ui.painter());
    let title = cx.t("notify-title");
    let rect = ink.text(
        pos2(head.left() + size::PAD, head.center().y),
        Align2::LEFT_CENTER,
        &title,
        Face::Semi,
        17.0,
        theme.t1,
    );
    label(ui, rect, "notify title", title);
    let look = cx.session.post().look.clone();
    let batches = look.as_ref().map_or(0, |l| l.batches.len());
    let current = match state.notify.batch {
        Some(id) => cx.say(&Message::new("notify-batch").with("batch", id.to_string())),
        None => cx.t("notify-new"),
    };
    let all = cx.say(&Message::new("notify-all").with("n", batches));
    let names = [current, all, cx.t("notify-texts"), cx.t("notify-gateway")];
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let wide: f32 = names
        .iter()
        .map(|n| ink.width(n, Face::Medium, 12.0) + 22.0)
        .sum::<f32>()
        + 4.0;
    let at = pos2(head.right() - size::PAD - wide, head.center().y - 14.0);
    let tab = state.notify.tab;
    if let (_, Some(n)) = segments(ui, theme, at, &names, tab, "notify tab") {
        state.notify.tab = n;
    }
    let waiting = look.as_ref().and_then(|l| {
        let waits = |b: &&crate::session::post::Seen| {
            matches!(b.batch.stage, BatchStage::Draft | BatchStage::Reviewed)
        };
        l.batches.iter().find(waits).map(|b| b.batch.id)
    });
    let mut x = rect.right() + 12.0;
    if let Some(id) = waiting {
        let text = cx.say(&Message::new("notify-waits").with("batch", id.to_string()));
        let tag = chip(
            ui.painter(),
            pos2(x, head.center().y),
            Some(icons::HOURGLASS),
            &text,
            theme.warn,
            theme.warnbg,
        );
        let click = ui.interact(tag, ui.scope_id().with("waiting batch"), Sense::click());
        click.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &text));
        if click.clicked() {
            state.notify.batch = Some(id);
            state.notify.tab = 0;
        }
        x = tag.right() + 10.0;
    }
    if state.notify.batch.is_some() && state.notify.tab == 0 {
        let text = cx.t("notify-new");
        let button = Button::new(&text).icon(icons::PLUS).quiet();
        let wide = button.width(ui.painter());
        let at = Rect::from_min_size(
            pos2(x, head.center().y - size::CONTROL / 2.0),
            vec2(wide, size::CONTROL),
        );
        if at.right() < head.right() - size::PAD - names.len() as f32 * 40.0
            && button.show(ui, theme, at, "notify new").clicked()
        {
            state.notify.batch = None;
        }
    }
}

/// The number of what needs a person: batches to be approved, and those of which it is not known what became of them.
#[must_use]
pub fn waiting(look: Option<&Look>) -> u64 {
    let Some(look) = look else { return 0 };
    let needs = |b: &&crate::session::post::Seen| {
        matches!(b.batch.stage, BatchStage::Draft | BatchStage::Reviewed) || !b.unknown.is_empty()
    };
    look.batches.iter().filter(needs).count() as u64
}

/// The kinds by name.
fn kinds(cx: Cx<'_>) -> Vec<String> {
    Kind::ALL
        .iter()
        .map(|k| cx.t(&format!("kind-{}", k.key())))
        .collect()
}
