//! Rows of the file that were held: line, column, what stood there masked, why.

use egui::{
    Align2, Key, Rect, ScrollArea, Sense, Stroke, StrokeKind, TextEdit, Ui, Vec2, WidgetInfo, pos2,
    vec2,
};

use super::super::super::context::Cx;
use super::super::super::shell::child;
use super::super::super::state::State;
use super::super::super::theme::{Face, icons, size};
use super::super::super::widgets::{Button, Ink, label};
use super::Seen;
use super::digest::{HeldLine, HeldLines, names_person};
use crate::i18n::Message;
use crate::ingest::{Correction, Reason};
use crate::model::mask;
use crate::session::Command;

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
    let (column, value) = (rest * 0.2, rest * 0.43);
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
    let bar = room.with_max_y(room.top() + TITLE);
    title(ui, seen, state, (reason, held), bar);
    let frame = room.with_min_y(room.top() + TITLE);
    super::card(ui.painter(), theme, frame);
    if seen.file().counts.held == 0 {
        nothing(ui, seen.cx, frame);
        return;
    }
    let header = frame.with_max_y(frame.top() + size::TABLE_HEADER);
    let columns = columns(frame.left(), frame.width());
    head(ui, seen.cx, frame, &columns);
    let body = Rect::from_min_max(
        pos2(frame.left() + 1.0, header.bottom()),
        frame.max - vec2(1.0, 2.0),
    );
    match held {
        None => skeleton(ui, seen.cx, body),
        Some(held) => table(ui, seen, state, held, (body, &columns)),
    }
    ui.painter().rect_stroke(
        frame,
        size::CARD,
        Stroke::new(1.0, theme.line),
        StrokeKind::Inside,
    );
}

/// Which rows are shown, how many, and a way back to all.
fn title(
    ui: &Ui,
    seen: Seen<'_>,
    state: &mut State,
    (reason, held): (Option<Reason>, Option<&HeldLines>),
    bar: Rect,
) {
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
    if let Some(held) = held.filter(|h| h.proposals > 0 && !seen.desk.sample) {
        let text = cx.say(&Message::new("wizard-repair").with("n", held.proposals));
        let button = Button::new(&text).icon(icons::CHECK).quiet();
        let width = button.width(ui.painter());
        let at = Rect::from_min_size(pos2(right - width, y - 13.0), vec2(width, 26.0));
        let response = button.show(ui, theme, at, "repair all");
        if response.on_hover_text(cx.t("wizard-repair-tip")).clicked() {
            let file = &seen.report().name;
            let lines = held.lines.iter();
            let fixes = lines.flat_map(|l| super::fixes_of(file, l.line, &l.row));
            cx.run(Command::Fix(fixes.collect()));
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

fn head(ui: &Ui, cx: Cx<'_>, frame: Rect, columns: &[Column; 4]) {
    let theme = cx.theme;
    let bar = super::table_head(ui.painter(), theme, frame);
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

fn table(
    ui: &mut Ui,
    seen: Seen<'_>,
    state: &mut State,
    held: &HeldLines,
    (body, columns): (Rect, &[Column; 4]),
) {
    let mut inner = child(ui, body, "rows");
    inner.spacing_mut().item_spacing = Vec2::ZERO;
    ScrollArea::vertical()
        .id_salt((seen.n, held.lines.len()))
        .auto_shrink([false, false])
        .show_rows(&mut inner, ROW, held.lines.len(), |ui, range| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            for n in range {
                let (rect, _) = ui.allocate_exact_size(vec2(body.width(), ROW), Sense::hover());
                row(ui, seen, state, (held, &held.lines[n]), rect, columns);
            }
        });
}

fn row(
    ui: &mut Ui,
    seen: Seen<'_>,
    state: &mut State,
    (held, line): (&HeldLines, &HeldLine),
    rect: Rect,
    columns: &[Column; 4],
) {
    let (cx, theme) = (seen.cx, seen.cx.theme);
    let end = actions(ui, seen, state, line, rect);
    let stroke = Stroke::new(1.0, theme.line);
    ui.painter()
        .hline(rect.x_range(), rect.bottom() - 0.5, stroke);
    let y = rect.center().y;
    let ink = Ink::new(ui.painter());
    let [(x0, _), (x1, w1), (x2, w2), (x3, _)] = *columns;
    let w3 = end - x3 - 6.0;
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
    let value_at = Rect::from_min_size(pos2(x2, rect.top()), vec2(w2, ROW));
    let (value, cut2) = if editing(ui, seen, state, line, value_at) {
        (line.value.clone(), false)
    } else {
        content(ui, seen, line, pos2(x2, y), w2)
    };
    let ink = Ink::new(ui.painter());
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
        rect.with_max_x(x2 - 8.0),
        ("held", line.line),
        format!("{at}, {column}: {value}, {reason}"),
    );
    if cut1 || cut2 || cut3 {
        told.on_hover_text(format!("{column}\n{value}\n{reason}"));
    }
}

/// What stood there, marked; returns it and whether it was cut.
fn content(ui: &Ui, seen: Seen<'_>, line: &HeldLine, at: egui::Pos2, width: f32) -> (String, bool) {
    let (cx, theme) = (seen.cx, seen.cx.theme);
    let ink = Ink::new(ui.painter());
    if let Some(now) = corrected(seen, line) {
        let shown = if names_person(&line.row) {
            mask::id(now)
        } else {
            now.to_owned()
        };
        let text = format!("{} {} {shown}", line.value, icons::ARROW_RIGHT);
        let icon = at + vec2(2.0, 0.0);
        ink.text(
            icon,
            Align2::CENTER_CENTER,
            icons::CHECK,
            Face::Icon,
            12.0,
            theme.acc,
        );
        let spot = at + vec2(14.0, 0.0);
        let room = width - 14.0;
        let (_, cut) = ink.fit(
            spot,
            Align2::LEFT_CENTER,
            room,
            &text,
            Face::Medium,
            12.0,
            theme.t1,
        );
        return (text, cut);
    }
    if line.value.is_empty() {
        let text = cx.t("data-empty-cell");
        let face = Face::Regular;
        ink.fit(at, Align2::LEFT_CENTER, width, &text, face, 12.0, theme.t3);
        return (text, false);
    }
    let wide = ink.width(&line.value, Face::Medium, 12.0) + 32.0;
    let meant = line.proposal.as_deref();
    let meant = meant.map(|p| format!("{} {p}", icons::ARROW_RIGHT));
    let meant_wide = meant
        .as_ref()
        .map_or(0.0, |m| ink.width(m, Face::Regular, 12.0) + 10.0);
    let whole = width;
    let width = if wide + meant_wide <= width || meant.is_none() {
        width
    } else {
        (width - meant_wide).max(width * 0.55)
    };
    let (chip, cut) = super::fault_chip(ui.painter(), theme, at, width, &line.value);
    let mut said = line.value.clone();
    if let Some(meant) = meant {
        let spot = pos2(chip.right() + 8.0, at.y);
        let room = at.x + whole - spot.x;
        ink.fit(
            spot,
            Align2::LEFT_CENTER,
            room,
            &meant,
            Face::Regular,
            12.0,
            theme.t2,
        );
        said = format!("{said} {meant}");
    }
    (said, cut)
}

/// What was put in the place of what stands in a row, on the way to the next reading.
fn corrected<'s>(seen: Seen<'s>, line: &HeldLine) -> Option<&'s str> {
    let corrections = &seen.cx.session.workspace().corrections;
    corrections.get(&seen.report().name, line.line, &line.row.field)
}

/// What can be done with a row; returns where that begins.
fn actions(ui: &Ui, seen: Seen<'_>, state: &mut State, line: &HeldLine, rect: Rect) -> f32 {
    let cx = seen.cx;
    // The sample and damaged rows have no cell to put right.
    if line.row.field.is_empty() || seen.desk.sample {
        return rect.right() - 10.0;
    }
    let name = seen.report().name.clone();
    let fixed = corrected(seen, line).is_some();
    let key = if fixed { "data-unfix" } else { "data-fix" };
    let text = cx.t(key);
    let said = format!(
        "{text}, {}",
        cx.say(&Message::new("data-line").with("n", line.line))
    );
    let button = Button::new(&text).quiet().name(&said);
    let width = button.width(ui.painter());
    let at = Rect::from_min_size(
        pos2(rect.right() - width - 10.0, rect.center().y - 12.0),
        vec2(width, 24.0),
    );
    if button.show(ui, cx.theme, at, ("fix", line.line)).clicked() {
        let columns = line.row.proposal.iter().map(|p| p.0.clone());
        if fixed {
            let cells = columns.chain([line.row.field.clone()]);
            let cells = cells.map(|column| (name.clone(), line.line, column));
            cx.run(Command::Unfix(cells.collect()));
        } else if line.row.proposal.len() > 1 {
            cx.run(Command::Fix(super::fixes_of(&name, line.line, &line.row)));
        } else {
            let meant = line.row.proposal.first().map(|p| p.2.clone());
            // A number of a person's is typed anew, not shown.
            let start = match meant {
                Some(meant) if !names_person(&line.row) => meant,
                // Only what is shown in full already.
                None if line.value == line.row.value => line.row.value.clone(),
                _ => String::new(),
            };
            state.edit = Some((line.line, line.row.field.clone(), start));
        }
    }
    at.left()
}

/// The field in which a cell is put right, if it is this one; Enter takes it, Escape leaves it.
fn editing(ui: &mut Ui, seen: Seen<'_>, state: &mut State, line: &HeldLine, at: Rect) -> bool {
    let cx = seen.cx;
    let Some((number, column, text)) = &mut state.edit else {
        return false;
    };
    if *number != line.line || *column != line.row.field {
        return false;
    }
    let rect = at.shrink2(vec2(0.0, 2.0)).translate(vec2(-8.0, 0.0));
    let hint = cx.t("data-fix-hint");
    let edit = TextEdit::singleline(text)
        .hint_text(&hint)
        .margin(egui::Margin::symmetric(6, 3))
        .font(Face::Regular.at(12.0))
        .desired_width(rect.width() - 12.0);
    let mut inner = child(ui, rect, "edit");
    let response = inner.add_sized(rect.size(), edit);
    response.widget_info(|| {
        let mut info = WidgetInfo::text_edit(true, "", text.as_str(), hint.as_str());
        info.label = Some(hint.clone());
        info
    });
    ui.painter().rect_stroke(
        rect,
        size::RADIUS,
        Stroke::new(1.0, cx.theme.acc),
        StrokeKind::Inside,
    );
    let escape = ui.input(|i| i.key_pressed(Key::Escape));
    if response.lost_focus() {
        let now = text.trim().to_owned();
        if !escape && !now.is_empty() && now != line.row.value {
            cx.run(Command::Fix(vec![Correction {
                file: seen.report().name.clone(),
                row: line.line,
                column: line.row.field.clone(),
                was: line.row.value.clone(),
                now,
            }]));
        }
        state.edit = None;
    } else if !response.has_focus() {
        response.request_focus();
    }
    true
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
