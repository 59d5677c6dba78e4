//! The log: who did what, when and why.

use egui::{Align2, Rect, ScrollArea, Sense, Stroke, Ui, Vec2, pos2, vec2};

use super::super::command::Action as Act;
use super::super::context::Cx;
use super::super::shell::child;
use super::super::state::State;
use super::super::theme::{Face, icons, size};
use super::super::widgets::{Button, Field, Ink, chip, label, segments};
use crate::i18n::{Lang, Message, fold};
use crate::model::time::VIETNAM;
use crate::session::{Command, log};
use crate::store::Power;
use crate::store::audit::{Entry, Verdict};

/// Kinds of entries, as they are chosen.
const KINDS: [(&str, &[&str]); 5] = [
    ("log-kind-all", &[]),
    ("log-kind-seen", &["reveal", "search"]),
    ("log-kind-out", &["export", "backup", "push", "approve"]),
    (
        "log-kind-decided",
        &["rules", "fix", "undo", "redo", "case", "merge", "import"],
    ),
    (
        "log-kind-file",
        &[
            "create", "open", "close", "users", "settings", "hold", "purge", "restore", "verify",
        ],
    ),
];

/// Entries that are put in words in one frame, to be searched.
const EACH_FRAME: usize = 400;

/// The view, with what it found last.
#[derive(Default)]
pub struct LogView {
    /// By entry: its words, folded; in one language.
    folded: Vec<String>,
    lang: Option<Lang>,
    /// The hash of the last entry in words: the log being a chain, another log does not have it there.
    last: Option<[u8; 32]>,
    /// What was asked for: up to which entry, words, kind.
    asked: (Option<[u8; 32]>, String, usize),
    /// The entries that fit, the latest first.
    shown: Vec<usize>,
}

impl LogView {
    /// Shows the view.
    pub fn show(&mut self, ui: &mut Ui, cx: Cx<'_>, state: &mut State) {
        let (room, theme) = (ui.max_rect(), cx.theme);
        ui.painter().rect_filled(room, 0.0, theme.surface);
        let head = Rect::from_min_size(room.min, vec2(room.width(), size::HEADER));
        header(ui, cx, head);
        let bar = Rect::from_min_size(head.left_bottom(), vec2(room.width(), size::HEADER));
        filters(ui, cx, state, bar);
        let mut top = bar.bottom();
        if let Some(verdict) = cx.session.verdict() {
            top = told(ui, cx, verdict, pos2(room.left(), top), room.width());
        }
        self.find(ui, cx, state);
        let table = Rect::from_min_max(pos2(room.left(), top), room.max);
        rows(ui, cx, &self.shown, table);
    }

    /// Finds what is asked for where that, or the log, is another than before.
    fn find(&mut self, ui: &Ui, cx: Cx<'_>, state: &State) {
        let (log, form) = (cx.session.log(), &state.forms.log);
        let hash_at = |len: usize| Some(log.get(len.checked_sub(1)?)?.hash);
        if self.lang != Some(state.lang) || self.last != hash_at(self.folded.len()) {
            *self = Self {
                lang: Some(state.lang),
                ..Self::default()
            };
        }
        let find = fold(&form.find);
        let words: Vec<&str> = find.split(' ').filter(|w| !w.is_empty()).collect();
        if !words.is_empty() {
            let new = log.iter().skip(self.folded.len()).take(EACH_FRAME);
            let new: Vec<String> = new.map(|entry| folded(cx, entry)).collect();
            self.folded.extend(new);
            self.last = hash_at(self.folded.len());
            if self.folded.len() < log.len() {
                ui.ctx().request_repaint();
            }
        }
        let there = if words.is_empty() {
            log.len()
        } else {
            self.folded.len()
        };
        let asked = (hash_at(there), find.clone(), form.kind);
        if self.asked == asked {
            return;
        }
        let kinds = KINDS[form.kind.min(KINDS.len() - 1)].1;
        let fits = |n: &usize| {
            let kind = kinds.is_empty() || kinds.contains(&log[*n].action.as_str());
            kind && words.iter().all(|w| self.folded[*n].contains(w))
        };
        self.shown = (0..there).rev().filter(fits).collect();
        self.asked = asked;
    }
}

/// An entry's words, as they are searched.
fn folded(cx: Cx<'_>, entry: &Entry) -> String {
    let said = log::worded(entry, cx.texts);
    fold(&format!(
        "{} {} {} {} {} {}",
        said.action, said.who, said.role, said.object, said.reason, said.detail
    ))
}

fn header(ui: &Ui, cx: Cx<'_>, bar: Rect) {
    let theme = cx.theme;
    let ink = Ink::new(ui.painter());
    let title = cx.t("view-log");
    let rect = ink.text(
        pos2(bar.left() + size::PAD, bar.center().y),
        Align2::LEFT_CENTER,
        &title,
        Face::Semi,
        17.0,
        theme.t1,
    );
    label(ui, rect, "log title", title);
    let head = cx.session.head();
    let below = cx.say(
        &Message::new("log-below")
            .with("n", head.seq)
            .with("head", head.to_string()),
    );
    let corner = pos2(
        bar.right() - size::PAD,
        bar.center().y + size::CONTROL / 2.0,
    );
    let text = cx.t("log-export");
    let may = cx.session.may(Power::ExportLog);
    let export = Button::new(&text)
        .icon(icons::EXPORT)
        .enabled(may && !cx.session.log().is_empty());
    let width = export.width(ui.painter());
    let at = Rect::from_min_size(
        pos2(corner.x - width, corner.y - size::CONTROL),
        vec2(width, size::CONTROL),
    );
    let response = export.show(ui, theme, at, "log export");
    if response.clicked() {
        cx.act(Act::ExportLog);
    }
    if !may {
        response.on_hover_text(cx.t("log-export-role"));
    }
    let text = cx.t("log-verify");
    let verify = Button::new(&text).icon(icons::SHIELD_CHECK);
    let width = verify.width(ui.painter());
    let at = Rect::from_min_size(
        pos2(at.left() - 8.0 - width, at.top()),
        vec2(width, size::CONTROL),
    );
    if verify.show(ui, theme, at, "log verify").clicked() {
        cx.act(Act::VerifyLog);
    }
    ink.fit(
        pos2(rect.right() + 14.0, bar.center().y + 1.0),
        Align2::LEFT_CENTER,
        at.left() - rect.right() - 28.0,
        below,
        Face::Regular,
        12.0,
        theme.t2,
    );
}

fn filters(ui: &mut Ui, cx: Cx<'_>, state: &mut State, bar: Rect) {
    let theme = cx.theme;
    let names: Vec<String> = KINDS.iter().map(|k| cx.t(k.0)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let at = pos2(bar.left() + size::PAD, bar.top() + 3.0);
    let form = &mut state.forms.log;
    let (frame, pressed) = segments(ui, theme, at, &names, form.kind, "log kind");
    if let Some(kind) = pressed {
        form.kind = kind;
    }
    let wide = if cx.narrow { 170.0 } else { 230.0 };
    let y = bar.top() - 18.0;
    let (name, hint) = (String::new(), cx.t("log-find"));
    let find = Field::new(&name).hint(&hint);
    let mut box_ui = child(ui, bar, "log find");
    find.show(
        &mut box_ui,
        theme,
        pos2(frame.right() + 12.0, y),
        wide,
        &mut form.find,
    );
    let hint = cx.t("log-anchor");
    let mut box_ui = child(ui, bar, "log anchor");
    Field::new(&name).hint(&hint).show(
        &mut box_ui,
        theme,
        pos2(frame.right() + wide + 24.0, y),
        if cx.narrow { 210.0 } else { 260.0 },
        &mut form.anchor,
    );
}

/// What the last check came to; returns where it ends.
fn told(
    ui: &Ui,
    cx: Cx<'_>,
    (verdict, anchored): &(Verdict, bool),
    at: egui::Pos2,
    width: f32,
) -> f32 {
    let theme = cx.theme;
    let whole = matches!(verdict, Verdict::Whole(_));
    let (icon, color, ground) = if whole {
        (icons::SHIELD_CHECK, theme.acc, theme.accbg)
    } else {
        (icons::WARNING_CIRCLE, theme.err, theme.errbg)
    };
    let rect = Rect::from_min_size(
        pos2(at.x + size::PAD, at.y),
        vec2(width - 2.0 * size::PAD, 34.0),
    );
    ui.painter().rect_filled(rect, size::RADIUS, ground);
    let ink = Ink::new(ui.painter());
    ink.text(
        pos2(rect.left() + 18.0, rect.center().y),
        Align2::CENTER_CENTER,
        icon,
        Face::IconFill,
        16.0,
        color,
    );
    let text = cx.say(&log::words(verdict, *anchored));
    ink.fit(
        pos2(rect.left() + 36.0, rect.center().y),
        Align2::LEFT_CENTER,
        rect.width() - 46.0,
        &text,
        Face::Medium,
        12.0,
        theme.t1,
    );
    label(ui, rect, "verdict", text);
    rect.bottom() + 8.0
}

/// Where each column begins, as shares of the width, and its name.
const COLUMNS: [(&str, f32); 6] = [
    ("log-at", 0.0),
    ("log-who", 0.15),
    ("log-action", 0.32),
    ("log-object", 0.45),
    ("log-reason", 0.61),
    ("log-detail", 0.77),
];

fn rows(ui: &mut Ui, cx: Cx<'_>, shown: &[usize], table: Rect) {
    let theme = cx.theme;
    let head = Rect::from_min_size(table.min, vec2(table.width(), size::TABLE_HEADER));
    ui.painter().rect_filled(head, 0.0, theme.app);
    let line = Stroke::new(1.0, theme.line);
    ui.painter().hline(head.x_range(), head.bottom(), line);
    let ink = Ink::new(ui.painter());
    let wide = table.width() - 2.0 * size::PAD;
    let x = |share: f32| table.left() + size::PAD + share * wide;
    for (n, (key, share)) in COLUMNS.iter().enumerate() {
        let end = COLUMNS.get(n + 1).map_or(1.0, |c| c.1);
        ink.fit(
            pos2(x(*share), head.center().y),
            Align2::LEFT_CENTER,
            (end - share) * wide - 8.0,
            cx.t(key),
            Face::Medium,
            12.0,
            theme.t2,
        );
    }
    let body = Rect::from_min_max(head.left_bottom() + vec2(0.0, 1.0), table.max);
    if shown.is_empty() {
        let key = if cx.session.log().is_empty() {
            "log-empty"
        } else {
            "log-nothing"
        };
        ink.text(
            body.center_top() + vec2(0.0, 60.0),
            Align2::CENTER_CENTER,
            cx.t(key),
            Face::Regular,
            13.0,
            theme.t2,
        );
        return;
    }
    let mut inner = child(ui, body, "log rows");
    ScrollArea::vertical()
        .id_salt("log")
        .auto_shrink([false, false])
        .show_rows(&mut inner, size::ROW, shown.len(), |ui, range| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            for n in range {
                let (row, _) =
                    ui.allocate_exact_size(vec2(table.width(), size::ROW), Sense::hover());
                if let Some(one) = cx.session.log().get(shown[n]) {
                    entry(ui, cx, one, row, wide);
                }
            }
        });
}

fn entry(ui: &Ui, cx: Cx<'_>, entry: &Entry, row: Rect, wide: f32) {
    let theme = cx.theme;
    let words = log::worded(entry, cx.texts);
    let local = VIETNAM.local(log::at(entry));
    let cells = [
        local.format("%d/%m/%Y %H:%M:%S").to_string(),
        format!("{} · {}", words.who, words.role),
        words.action.clone(),
        words.object.clone(),
        words.reason.clone(),
        words.detail.clone(),
    ];
    let response = label(ui, row, ("log", entry.seq), cells.join(", "));
    if response.hovered() {
        ui.painter().rect_filled(row, 0.0, theme.hover);
    }
    let line = Stroke::new(1.0, theme.line);
    ui.painter().hline(row.x_range(), row.bottom() - 0.5, line);
    let ink = Ink::new(ui.painter());
    let mut clipped = false;
    let said: Vec<String> = cells.iter().filter(|c| !c.is_empty()).cloned().collect();
    for (n, ((_, share), text)) in COLUMNS.iter().zip(cells).enumerate() {
        let end = COLUMNS.get(n + 1).map_or(1.0, |c| c.1);
        let left = row.left() + size::PAD + share * wide;
        if n == 2 {
            let at = pos2(left, row.center().y);
            let ground = if response.hovered() {
                theme.surface
            } else {
                theme.sunken
            };
            chip(ui.painter(), at, None, &text, theme.t1, ground);
            continue;
        }
        let (_, cut) = ink.fit(
            pos2(left, row.center().y),
            Align2::LEFT_CENTER,
            (end - share) * wide - 10.0,
            text,
            Face::Regular,
            12.0,
            if n < 4 { theme.t1 } else { theme.t2 },
        );
        clipped |= cut;
    }
    if clipped {
        response.on_hover_text(said.join("\n"));
    }
}

/// Checks the log, against the head that was typed if there is one.
#[must_use]
pub fn verify(state: &State) -> Command {
    let anchor = state.forms.log.anchor.trim();
    Command::VerifyLog((!anchor.is_empty()).then(|| anchor.to_owned()))
}
