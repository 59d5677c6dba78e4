//! Rows of the file as they would be read: the first ones, those around held ones, or held ones only.

use egui::{Align2, Rect, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use super::super::super::super::theme::{Face, size};
use super::super::super::super::widgets::{Ink, label, segments};
use super::{At, Shown, WizardState, field_key};
use crate::i18n::Message;
use crate::ingest::Reason;
use crate::ingest::survey::Kind;

/// Height of a row.
const ROW: f32 = 28.0;
/// Height of the title.
const TITLE: f32 = 42.0;
/// Room for the line's number.
const NUMBER: f32 = 76.0;

/// How wide a column is at the least: a date keeps its clock.
fn least(at: At<'_>, field: usize) -> f32 {
    match Kind::of(at.draft.role.fields()[field]) {
        Kind::Time => 124.0,
        Kind::Name => 108.0,
        _ => 92.0,
    }
}

/// A row to be shown.
struct Line<'l> {
    number: u64,
    cells: &'l [String],
    /// The column at fault, where the row is held; `None` in it: the whole row is.
    held: Option<(Option<usize>, Reason)>,
}

pub(super) fn show(ui: &mut Ui, at: At<'_>, wizard: &mut WizardState, (width, room): (f32, f32)) {
    let (cx, theme) = (at.cx, at.cx.theme);
    let lines = lines(at, wizard);
    let used = at.used();
    // As many as fit; what is left over is shared in proportion.
    let mut ends: Vec<f32> = vec![0.0];
    for (_, field) in &used {
        let end = ends[ends.len() - 1] + least(at, *field);
        if ends.len() > 1 && end > width - NUMBER - 8.0 {
            break;
        }
        ends.push(end);
    }
    let shown = &used[..(ends.len() - 1).min(used.len())];
    let scale = (width - NUMBER - 8.0) / ends[ends.len() - 1].max(1.0);
    let wanted = (room - TITLE - size::TABLE_HEADER - 14.0).max(ROW * 6.0);
    let count = lines.len().min((wanted / ROW) as usize).max(1);
    let height = TITLE + size::TABLE_HEADER + count as f32 * ROW + 2.0;
    let (rect, _) = ui.allocate_exact_size(vec2(width + 8.0, height + 14.0), Sense::hover());
    let rect = Rect::from_min_size(rect.min + vec2(4.0, 0.0), vec2(width, height));
    title(
        ui,
        at,
        wizard,
        rect.with_max_y(rect.top() + TITLE),
        used.len() - shown.len(),
    );
    let card = rect.with_min_y(rect.top() + TITLE);
    super::super::card(ui.painter(), theme, card);
    let head = super::super::table_head(ui.painter(), theme, card);
    let line = Stroke::new(1.0, theme.line);
    let x = |n: usize| card.left() + NUMBER + ends[n] * scale;
    let wide = |n: usize| x(n + 1) - x(n);
    let ink = Ink::new(ui.painter());
    let left = pos2(card.left() + 14.0, head.center().y);
    ink.text(left, Align2::LEFT_CENTER, "#", Face::Medium, 12.0, theme.t2);
    let fields = at.draft.role.fields();
    for (n, (_, field)) in shown.iter().enumerate() {
        let spot = pos2(x(n), head.center().y);
        let name = cx.t(&field_key(fields[*field]));
        ink.fit(
            spot,
            Align2::LEFT_CENTER,
            wide(n) - 12.0,
            name,
            Face::Medium,
            12.0,
            theme.t2,
        );
    }
    for (row, told) in lines.iter().take(count).enumerate() {
        let top = head.bottom() + row as f32 * ROW;
        let rect = Rect::from_min_size(pos2(card.left(), top), vec2(width, ROW));
        ui.painter()
            .hline(rect.x_range(), rect.bottom() - 0.5, line);
        let whole = matches!(told.held, Some((None, _)));
        if whole {
            ui.painter()
                .rect_filled(rect.shrink(1.0), 0.0, theme.warnbg);
        }
        let y = rect.center().y;
        let number = cx.n(told.number);
        let spot = pos2(card.left() + 14.0, y);
        ink.text(
            spot,
            Align2::LEFT_CENTER,
            &number,
            Face::Regular,
            12.0,
            theme.t3,
        );
        let mut said = vec![cx.say(&Message::new("data-line").with("n", number))];
        for (n, (column, _)) in shown.iter().enumerate() {
            let text = told.cells.get(*column).map_or("", String::as_str);
            let text = at.cell(*column, text);
            let at_fault = matches!(told.held, Some((Some(c), _)) if c == *column);
            cell(ui, at, pos2(x(n), y), wide(n) - 12.0, &text, at_fault);
            said.push(text);
        }
        let response = label(ui, rect, ("preview", told.number), said.join(", "));
        if let Some((_, reason)) = told.held {
            response.on_hover_text_at_pointer(super::super::words(cx, reason));
        }
    }
    if lines.is_empty() {
        let text = cx.t("data-none-held");
        let spot = pos2(card.center().x, head.bottom() + ROW / 2.0);
        ink.text(
            spot,
            Align2::CENTER_CENTER,
            text,
            Face::Regular,
            12.0,
            theme.t2,
        );
    }
    ui.painter()
        .rect_stroke(card, size::CARD, line, StrokeKind::Inside);
}

fn cell(ui: &Ui, at: At<'_>, spot: egui::Pos2, room: f32, text: &str, at_fault: bool) {
    let theme = at.cx.theme;
    let ink = Ink::new(ui.painter());
    if !at_fault {
        ink.fit(
            spot,
            Align2::LEFT_CENTER,
            room,
            text,
            Face::Regular,
            12.0,
            theme.t1,
        );
        return;
    }
    super::super::fault_chip(ui.painter(), theme, spot, room + 8.0, text);
}

/// Which rows are shown, how many columns are not, and which others there are to see.
fn title(ui: &Ui, at: At<'_>, wizard: &mut WizardState, bar: Rect, hidden: usize) {
    let (cx, theme) = (at.cx, at.cx.theme);
    let ink = Ink::new(ui.painter());
    let y = bar.center().y + 3.0;
    let names = [
        "wizard-rows-first",
        "wizard-rows-around",
        "wizard-rows-held",
    ]
    .map(|k| cx.t(k));
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let widths: f32 = names
        .iter()
        .map(|n| ink.width(n, Face::Medium, 12.0) + 22.0)
        .sum();
    let corner = pos2(bar.right() - widths - 4.0, y - 14.0);
    let now = wizard.rows as usize;
    let (frame, pressed) = segments(ui, theme, corner, &names, now, "rows");
    if let Some(n) = pressed {
        wizard.rows = [Shown::First, Shown::Around, Shown::Held][n];
    }
    let word = cx.t("wizard-preview");
    let told = ink.text(
        pos2(bar.left(), y),
        Align2::LEFT_CENTER,
        &word,
        Face::Semi,
        13.0,
        theme.t1,
    );
    let mut text = cx.say(&Message::new("wizard-of-rows").with("n", at.looked.survey.rows));
    if hidden > 0 {
        text.push_str(" · ");
        text.push_str(&cx.say(&Message::new("wizard-more-columns").with("n", hidden)));
    }
    let spot = pos2(told.right() + 8.0, y);
    let room = frame.left() - spot.x - 8.0;
    let (rect, cut) = ink.fit(
        spot,
        Align2::LEFT_CENTER,
        room,
        &text,
        Face::Regular,
        12.0,
        theme.t2,
    );
    let told = label(
        ui,
        told.union(rect),
        "preview title",
        format!("{word}: {text}"),
    );
    if cut {
        told.on_hover_text(text);
    }
}

fn lines<'l>(at: At<'l>, wizard: &WizardState) -> Vec<Line<'l>> {
    let header = &at.looked.survey.header;
    let held = |number: u64| {
        let rehearsal = at.rehearsal?;
        let rows = rehearsal.held_rows();
        let row = rows
            .binary_search_by_key(&number, |row| row.0)
            .ok()
            .map(|n| &rows[n])?;
        let column = header.iter().position(|h| *h == row.1);
        Some((column, row.2))
    };
    let (rows, only_held): (&[(u64, Vec<String>)], bool) = match (wizard.rows, at.rehearsal) {
        (Shown::First, _) | (_, None) => (&at.looked.survey.sample, false),
        (Shown::Around, Some(rehearsal)) => (&rehearsal.around, false),
        (Shown::Held, Some(rehearsal)) => (&rehearsal.around, true),
    };
    let near = |number: u64, reason: Reason| {
        (number.saturating_sub(2)..=number + 2)
            .any(|n| matches!(held(n), Some((_, r)) if r == reason))
    };
    rows.iter()
        .map(|(number, cells)| Line {
            number: *number,
            cells,
            held: held(*number),
        })
        .filter(|line| match (wizard.reason, wizard.rows) {
            (Some(reason), Shown::Around) => near(line.number, reason),
            (Some(reason), Shown::Held) => matches!(line.held, Some((_, r)) if r == reason),
            (None, Shown::Held) => line.held.is_some(),
            _ => !only_held || line.held.is_some(),
        })
        .collect()
}
