//! Rows of the file that were held: line, column, what stood there masked, why.

use egui::{
    Align2, CornerRadius, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, Vec2, pos2, vec2,
};

use super::super::super::context::Cx;
use super::super::super::shell::child;
use super::super::super::state::State;
use super::super::super::theme::{Face, icons, size};
use super::super::super::widgets::{Button, Ink, label};
use super::Seen;
use super::digest::{HeldLine, HeldLines};
use crate::i18n::Message;
use crate::ingest::Reason;

/// Height of the title.
const TITLE: f32 = 30.0;
/// Height of a row.
const ROW: f32 = 28.0;

/// Where a column begins and how wide it is.
type Column = (f32, f32);

/// Line, column, content, reason.
fn columns(left: f32, width: f32) -> [Column; 4] {
    let first = 82.0;
    let rest = (width - first - 28.0).max(120.0);
    let (column, value) = (rest * 0.25, rest * 0.33);
    [
        (left + 16.0, first - 12.0),
        (left + 16.0 + first, column - 14.0),
        (left + 16.0 + first + column, value - 14.0),
        (left + 16.0 + first + column + value, rest - column - value),
    ]
}

pub(super) fn show(
    ui: &mut Ui,
    seen: Seen<'_>,
    state: &mut State,
    reason: Option<Reason>,
    held: Option<&HeldLines>,
) {
    let (room, theme) = (ui.max_rect(), seen.cx.theme);
    title(ui, seen, state, reason, room.with_max_y(room.top() + TITLE));
    let frame = room.with_min_y(room.top() + TITLE);
    super::card(ui.painter(), theme, frame);
    if seen.file().counts.held == 0 {
        nothing(ui, seen.cx, frame);
        return;
    }
    let header = frame.with_max_y(frame.top() + size::TABLE_HEADER);
    let columns = columns(frame.left(), frame.width());
    head(ui, seen.cx, header, &columns);
    let body = Rect::from_min_max(
        pos2(frame.left() + 1.0, header.bottom()),
        frame.max - vec2(1.0, 2.0),
    );
    match held {
        None => skeleton(ui, seen.cx, body),
        Some(held) => table(ui, seen, held, body, &columns),
    }
    ui.painter().rect_stroke(
        frame,
        size::CARD,
        Stroke::new(1.0, theme.line),
        StrokeKind::Inside,
    );
}

/// Which rows are shown, how many, and a way back to all.
fn title(ui: &Ui, seen: Seen<'_>, state: &mut State, reason: Option<Reason>, bar: Rect) {
    let (cx, theme) = (seen.cx, seen.cx.theme);
    let y = bar.top() + 12.0;
    let file = seen.file();
    let count = reason.map_or(file.counts.held, |reason| {
        let of = file.held.iter().find(|(r, _)| *r == reason);
        of.map_or(0, |(_, count)| *count)
    });
    let mut right = bar.right();
    if reason.is_some() {
        let text = cx.t("data-all-reasons");
        let button = Button::new(&text).icon(icons::FUNNEL_X).quiet();
        let width = button.width(ui.painter());
        let at = Rect::from_min_size(pos2(right - width, y - 13.0), vec2(width, 26.0));
        if button.show(ui, theme, at, "all reasons").clicked() {
            state.reason = None;
        }
        right = at.left() - 8.0;
    }
    let ink = Ink::new(ui.painter());
    let title = cx.t("data-held-rows");
    let word = ink.text(
        pos2(bar.left(), y),
        Align2::LEFT_CENTER,
        &title,
        Face::Semi,
        13.0,
        theme.t1,
    );
    let which = reason.map_or_else(|| cx.t("data-any-reason"), |r| super::words(cx, r));
    let count = cx.say(&Message::new("data-rows").with("n", count));
    let text = format!("{count} · {which}");
    let (rect, cut) = ink.fit(
        pos2(word.right() + 8.0, y),
        Align2::LEFT_CENTER,
        right - word.right() - 8.0,
        &text,
        Face::Regular,
        12.0,
        theme.t2,
    );
    let told = label(
        ui,
        word.union(rect),
        "held title",
        format!("{title}: {text}"),
    );
    if cut {
        told.on_hover_text(text);
    }
}

fn head(ui: &Ui, cx: Cx<'_>, bar: Rect, columns: &[Column; 4]) {
    let theme = cx.theme;
    let corners = CornerRadius {
        nw: size::CARD as u8,
        ne: size::CARD as u8,
        sw: 0,
        se: 0,
    };
    ui.painter().rect_filled(bar, corners, theme.app);
    let line = Stroke::new(1.0, theme.line);
    ui.painter().hline(bar.x_range(), bar.bottom() - 0.5, line);
    let keys = ["line", "column", "value", "reason"];
    for (key, (x, width)) in keys.into_iter().zip(columns) {
        Ink::new(ui.painter()).fit(
            pos2(*x, bar.center().y),
            Align2::LEFT_CENTER,
            *width,
            cx.t(&format!("data-col-{key}")),
            Face::Medium,
            12.0,
            theme.t2,
        );
    }
}

fn table(ui: &mut Ui, seen: Seen<'_>, held: &HeldLines, body: Rect, columns: &[Column; 4]) {
    let mut inner = child(ui, body, "rows");
    inner.spacing_mut().item_spacing = Vec2::ZERO;
    ScrollArea::vertical()
        .id_salt((seen.n, held.lines.len()))
        .auto_shrink([false, false])
        .show_rows(&mut inner, ROW, held.lines.len(), |ui, range| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            for n in range {
                let (rect, _) = ui.allocate_exact_size(vec2(body.width(), ROW), Sense::hover());
                row(ui, seen.cx, held, &held.lines[n], rect, columns);
            }
        });
}

fn row(ui: &Ui, cx: Cx<'_>, held: &HeldLines, line: &HeldLine, rect: Rect, columns: &[Column; 4]) {
    let theme = cx.theme;
    let stroke = Stroke::new(1.0, theme.line);
    ui.painter()
        .hline(rect.x_range(), rect.bottom() - 0.5, stroke);
    let y = rect.center().y;
    let ink = Ink::new(ui.painter());
    let [(x0, _), (x1, w1), (x2, w2), (x3, w3)] = *columns;
    let number = cx.n(line.line);
    ink.text(
        pos2(x0, y),
        Align2::LEFT_CENTER,
        &number,
        Face::Regular,
        12.0,
        theme.t3,
    );
    let column = &held.columns[line.column];
    let (column, color) = if column.is_empty() {
        (cx.t("data-whole-row"), theme.t3)
    } else {
        (column.clone(), theme.t1)
    };
    let (_, cut1) = ink.fit(
        pos2(x1, y),
        Align2::LEFT_CENTER,
        w1,
        &column,
        Face::Regular,
        13.0,
        color,
    );
    let (value, cut2) = content(ui, cx, line, pos2(x2, y), w2);
    let reason = super::words(cx, line.reason);
    let (_, cut3) = ink.fit(
        pos2(x3, y),
        Align2::LEFT_CENTER,
        w3,
        &reason,
        Face::Regular,
        12.0,
        theme.t2,
    );
    let at = cx.say(&Message::new("data-line").with("n", number));
    let told = label(
        ui,
        rect,
        ("held", line.line),
        format!("{at}, {column}: {value}, {reason}"),
    );
    if cut1 || cut2 || cut3 {
        told.on_hover_text(format!("{column}\n{value}\n{reason}"));
    }
}

/// What stood there, marked; returns it and whether it was cut.
fn content(ui: &Ui, cx: Cx<'_>, line: &HeldLine, at: egui::Pos2, width: f32) -> (String, bool) {
    let theme = cx.theme;
    let ink = Ink::new(ui.painter());
    if line.value.is_empty() {
        let text = cx.t("data-empty-cell");
        let face = Face::Regular;
        ink.fit(at, Align2::LEFT_CENTER, width, &text, face, 12.0, theme.t3);
        return (text, false);
    }
    let wide = ink.width(&line.value, Face::Medium, 12.0) + 32.0;
    let chip = Rect::from_min_size(at - vec2(8.0, 10.0), vec2(wide.min(width), 20.0));
    ui.painter().rect_filled(chip, 4.0, theme.warnbg);
    ink.text(
        pos2(chip.left() + 12.0, at.y),
        Align2::CENTER_CENTER,
        icons::WARNING,
        Face::IconFill,
        11.0,
        theme.warn,
    );
    let (_, cut) = ink.fit(
        pos2(chip.left() + 22.0, at.y),
        Align2::LEFT_CENTER,
        chip.width() - 28.0,
        &line.value,
        Face::Medium,
        12.0,
        theme.warn,
    );
    (line.value.clone(), cut)
}

/// No row of the file is held.
fn nothing(ui: &Ui, cx: Cx<'_>, frame: Rect) {
    let theme = cx.theme;
    let ink = Ink::new(ui.painter());
    let middle = frame.center();
    ink.text(
        middle - vec2(0.0, 18.0),
        Align2::CENTER_CENTER,
        icons::CHECK_CIRCLE,
        Face::Icon,
        28.0,
        theme.acc,
    );
    let text = cx.t("data-none-held");
    let (rect, _) = ink.fit(
        middle + vec2(0.0, 14.0),
        Align2::CENTER_CENTER,
        frame.width() - 32.0,
        &text,
        Face::Medium,
        13.0,
        theme.t2,
    );
    label(ui, rect, "none held", text);
}

fn skeleton(ui: &Ui, cx: Cx<'_>, body: Rect) {
    let painter = ui.painter_at(body);
    let mut y = body.top();
    while y < body.bottom() {
        let bar = Rect::from_min_size(
            pos2(body.left() + 16.0, y + 9.0),
            vec2(body.width() * 0.8, 10.0),
        );
        painter.rect_filled(bar, 4.0, cx.theme.sunken);
        y += ROW;
    }
}
