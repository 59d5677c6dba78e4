//! The file that is looked at: its header, what it is, its days, its held rows, and the sum of its rows.

use egui::{Align2, Rect, ScrollArea, Sense, Stroke, Ui, Vec2, pos2, vec2};

use super::super::super::command::Action;
use super::super::super::context::Cx;
use super::super::super::shell::child;
use super::super::super::state::State;
use super::super::super::theme::{Face, icons, size};
use super::super::super::widgets::{Button, Ink, label};
use super::digest::HeldLines;
use super::{Seen, chart, fields, identity, problems, rows};
use crate::i18n::Message;
use crate::ingest::Reason;
use crate::session::Command;

/// Between cards.
const GAP: f32 = 14.0;
/// Least height of the held rows.
const ROWS: f32 = 190.0;
/// Room around what is scrolled, for rings of focus.
const RING: f32 = 4.0;

pub(super) fn show(
    ui: &mut Ui,
    seen: Seen<'_>,
    state: &mut State,
    reason: Option<Reason>,
    held: Option<&HeldLines>,
) {
    let room = ui.max_rect();
    header(ui, seen, room.with_max_y(room.top() + size::HEADER));
    let bar = room.with_min_y(room.bottom() - size::FOOT);
    sum(ui, seen, bar);
    let body = Rect::from_min_max(
        pos2(room.left(), room.top() + size::HEADER),
        pos2(room.right(), bar.top()),
    );
    let pad = if seen.cx.narrow { 16.0 } else { 20.0 };
    let body = body.shrink2(vec2(pad, 0.0));
    let side = if seen.cx.narrow { 246.0 } else { 272.0 };
    let one_column = body.width() < 580.0;
    let width = if one_column {
        body.width()
    } else {
        body.width() - side - GAP
    };
    let main = body.with_max_x(body.left() + width);
    scroll(ui, main, "main", |ui, height| {
        let height = if one_column { 0.0 } else { height };
        stack(ui, seen, state, (reason, held), vec2(width, height));
        if one_column {
            problems::show(ui, seen, state, width);
        }
    });
    if !one_column {
        let column = body.with_min_x(main.right() + GAP);
        scroll(ui, column, "side", |ui, _| {
            problems::show(ui, seen, state, column.width());
        });
    }
}

/// Scrolls what does not fit; the content is told the height that there is.
fn scroll(ui: &mut Ui, room: Rect, name: &str, content: impl FnOnce(&mut Ui, f32)) {
    let mut inner = child(ui, room.expand2(vec2(RING, 0.0)), name);
    ScrollArea::vertical()
        .id_salt(name)
        .auto_shrink([false, false])
        .show(&mut inner, |ui| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            content(ui, room.height() - 1.0);
        });
}

/// The cards of the main column, one below the other; the held rows take what is left.
fn stack(
    ui: &mut Ui,
    seen: Seen<'_>,
    state: &mut State,
    (reason, held): (Option<Reason>, Option<&HeldLines>),
    room: Vec2,
) {
    let boxes = fields::lay(ui.painter(), seen, room.x);
    let days = if seen.days().is_empty() {
        0.0
    } else {
        chart::HEIGHT + GAP
    };
    let fixed = GAP + boxes.height + GAP + days + GAP + identity::HEIGHT + GAP;
    let table = (room.y - fixed).max(ROWS);
    let (rect, _) =
        ui.allocate_exact_size(vec2(room.x + 2.0 * RING, fixed + table), Sense::hover());
    let rect = rect.shrink2(vec2(RING, 0.0));
    let mut top = rect.top() + GAP;
    fields::show(ui, seen, &boxes, pos2(rect.left(), top));
    top += boxes.height + GAP;
    if days > 0.0 {
        let card = Rect::from_min_size(pos2(rect.left(), top), vec2(room.x, chart::HEIGHT));
        chart::daily(ui, seen, card);
        top += days;
    }
    let place = Rect::from_min_size(pos2(rect.left(), top), vec2(room.x, table));
    rows::show(&mut child(ui, place, "held"), seen, state, reason, held);
    top += table + GAP;
    let card = Rect::from_min_size(pos2(rect.left(), top), vec2(room.x, identity::HEIGHT));
    identity::show(ui, seen, card);
}

/// The file's size in words.
pub(super) fn bytes(cx: Cx<'_>, bytes: u64) -> String {
    let (key, unit) = if bytes < 100_000 {
        ("data-kb", 1e3)
    } else {
        ("data-mb", 1e6)
    };
    let size = cx.texts.decimal(bytes as f64 / unit, 1);
    cx.say(&Message::new(key).with("size", size))
}

fn header(ui: &Ui, seen: Seen<'_>, bar: Rect) {
    let (cx, theme) = (seen.cx, seen.cx.theme);
    ui.painter().rect_filled(bar, 0.0, theme.surface);
    let line = Stroke::new(1.0, theme.line);
    ui.painter().hline(bar.x_range(), bar.bottom() - 0.5, line);
    let report = seen.report();
    let rows = cx.say(&Message::new("data-rows").with("n", seen.file().counts.read));
    let meta = format!("{rows} · {}", bytes(cx, report.bytes));
    let ink = Ink::new(ui.painter());
    let mut end = bar.right() - 16.0;
    if !seen.desk.sample {
        let text = cx.t("data-match");
        let button = Button::new(&text).icon(icons::COLUMNS);
        let width = button.width(ui.painter());
        let at = Rect::from_min_size(
            pos2(end - width, bar.center().y - 15.0),
            vec2(width, size::CONTROL),
        );
        let response = button.show(ui, theme, at, "match columns");
        if response.on_hover_text(cx.t("data-match-tip")).clicked() {
            cx.run(Command::Match(report.name.clone()));
        }
        end = at.left();
    }
    let x = bar.left() + if cx.narrow { 16.0 } else { 20.0 };
    let wide = ink.width(&meta, Face::Regular, 12.0);
    let (name, cut) = ink.fit(
        pos2(x, bar.center().y),
        Align2::LEFT_CENTER,
        end - x - wide - 32.0,
        &report.name,
        Face::Semi,
        15.0,
        theme.t1,
    );
    ink.text(
        pos2(name.right() + 14.0, bar.center().y + 1.0),
        Align2::LEFT_CENTER,
        &meta,
        Face::Regular,
        12.0,
        theme.t2,
    );
    let told = label(ui, name, "name", format!("{}, {meta}", report.name));
    if cut {
        told.on_hover_text(&report.name);
    }
}

/// What became of the rows as one sum, and reading again.
fn sum(ui: &Ui, seen: Seen<'_>, bar: Rect) {
    let (cx, theme) = (seen.cx, seen.cx.theme);
    ui.painter().rect_filled(bar, 0.0, theme.surface);
    let line = Stroke::new(1.0, theme.line);
    ui.painter().hline(bar.x_range(), bar.top() + 0.5, line);
    let x = bar.left() + if cx.narrow { 16.0 } else { 20.0 };
    let pending = cx.session.has_pending_fixes();
    let text = cx.t(if pending {
        "data-bring-in"
    } else {
        "data-read-again"
    });
    let mut button = Button::new(&text).icon(icons::ARROWS_CLOCKWISE);
    if pending {
        button = button.primary();
    }
    let width = button.width(ui.painter());
    let at = Rect::from_min_size(
        pos2(bar.right() - width - 16.0, bar.center().y - 15.0),
        vec2(width, size::CONTROL),
    );
    let tip = format!(
        "{} ({})",
        cx.t(Action::RunAgain.key()),
        Action::RunAgain.key_text()
    );
    let response = button.show(ui, theme, at, "read again");
    if response.on_hover_text(tip).clicked() {
        cx.act(Action::RunAgain);
    }
    let counts = seen.file().counts;
    let text = if pending {
        let now = cx.session.workspace().corrections.len();
        let before = cx.session.applied().len();
        let message = Message::new("data-pending").with("now", now);
        cx.say(&message.with("before", before))
    } else {
        cx.say(
            &Message::new("data-sum")
                .with("read", counts.read)
                .with("accepted", counts.accepted)
                .with("warned", counts.warned)
                .with("merged", counts.merged)
                .with("held", counts.held),
        )
    };
    let (rect, cut) = Ink::new(ui.painter()).fit(
        pos2(x, bar.center().y),
        Align2::LEFT_CENTER,
        at.left() - x - 16.0,
        &text,
        Face::Medium,
        12.0,
        theme.t1,
    );
    let told = label(ui, rect, "sum", text.clone());
    if cut {
        told.on_hover_text(text);
    }
}
