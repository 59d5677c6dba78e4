//! Which column is which field: the file's columns, an example each, the field, its rule, how many cells fit.

use egui::{Align2, Rect, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use super::super::super::super::theme::{Face, icons, size};
use super::super::super::super::widgets::{Ink, label};
use super::{At, field_key, pick};
use crate::i18n::Message;
use crate::ingest::survey::{Draft, Kind};

/// Height of a row.
const ROW: f32 = 30.0;
/// Below this share of fitting cells a column is marked.
const FINE: f64 = 0.95;

/// Where the parts of a row begin: column, example, arrow, field, rule, share; and where it ends.
fn parts(left: f32, width: f32) -> [f32; 7] {
    let shares = [0.0, 0.18, 0.375, 0.415, 0.63, 0.835, 1.0];
    shares.map(|share| left + 14.0 + share * (width - 28.0))
}

pub(super) fn show(ui: &mut Ui, at: At<'_>, draft: &mut Draft, width: f32) {
    let (cx, theme) = (at.cx, at.cx.theme);
    let survey = &at.looked.survey;
    let height = size::TABLE_HEADER + survey.columns.len() as f32 * ROW + 2.0;
    let (rect, _) = ui.allocate_exact_size(vec2(width + 8.0, height + 4.0), Sense::hover());
    let card = Rect::from_min_size(rect.min + vec2(4.0, 0.0), vec2(width, height));
    super::super::card(ui.painter(), theme, card);
    let parts = parts(card.left(), width);
    let head = super::super::table_head(ui.painter(), theme, card);
    let line = Stroke::new(1.0, theme.line);
    let ink = Ink::new(ui.painter());
    for (key, n) in [
        ("wizard-col-column", 0),
        ("wizard-col-example", 1),
        ("wizard-col-field", 3),
        ("wizard-col-rule", 4),
        ("wizard-col-fits", 5),
    ] {
        let spot = pos2(parts[n], head.center().y);
        let room = parts[n + 1] - parts[n] - 8.0;
        let words = cx.t(key);
        ink.fit(
            spot,
            Align2::LEFT_CENTER,
            room,
            words,
            Face::Medium,
            12.0,
            theme.t2,
        );
    }
    for column in 0..survey.columns.len() {
        let top = head.bottom() + column as f32 * ROW;
        let row = Rect::from_min_size(pos2(card.left(), top), vec2(width, ROW));
        if ui.is_rect_visible(row) {
            self::row(ui, at, draft, (row, &parts), column);
        }
    }
    ui.painter()
        .rect_stroke(card, size::CARD, line, StrokeKind::Inside);
}

fn row(ui: &Ui, at: At<'_>, draft: &mut Draft, (rect, parts): (Rect, &[f32; 7]), column: usize) {
    let (cx, theme) = (at.cx, at.cx.theme);
    let survey = &at.looked.survey;
    let held = &survey.columns[column];
    let y = rect.center().y;
    let line = Stroke::new(1.0, theme.line);
    ui.painter()
        .hline(rect.x_range(), rect.bottom() - 0.5, line);
    let ink = Ink::new(ui.painter());
    let field = at.draft.field_of(column);
    let color = if field.is_some() { theme.t1 } else { theme.t2 };
    let spot = |n: usize| pos2(parts[n], y);
    let room = |n: usize| parts[n + 1] - parts[n] - 8.0;
    let name = &survey.header[column];
    let (_, cut) = ink.fit(
        spot(0),
        Align2::LEFT_CENTER,
        room(0),
        name,
        Face::Regular,
        13.0,
        color,
    );
    let example = at.cell(column, &held.example);
    ink.fit(
        spot(1),
        Align2::LEFT_CENTER,
        room(1),
        &example,
        Face::Regular,
        12.0,
        theme.t2,
    );
    ink.text(
        spot(2),
        Align2::LEFT_CENTER,
        icons::ARROW_RIGHT,
        Face::Icon,
        13.0,
        theme.t3,
    );
    let none = cx.t("wizard-skip");
    let fields = at.draft.role.fields();
    let mut choices: Vec<(Option<usize>, String)> = vec![(None, none.clone())];
    choices.extend((0..fields.len()).map(|f| (Some(f), cx.t(&field_key(fields[f])))));
    let value = field.map_or(none, |f| cx.t(&field_key(fields[f])));
    let pick = pick::Field {
        name: String::new(),
        value: value.clone(),
    };
    let box_ = Rect::from_min_max(pos2(parts[3], y - 12.0), pos2(parts[4] - 10.0, y + 12.0));
    // An unnamed column cannot be told by name.
    if name.is_empty() {
        ink.fit(
            spot(3),
            Align2::LEFT_CENTER,
            room(3),
            "–",
            Face::Regular,
            12.0,
            theme.t3,
        );
    } else if let Some(chosen) = pick.show(ui, cx, box_, &choices, ("field", column)) {
        draft.set(column, chosen);
    }
    // A part of a field says nothing by itself.
    let whole = field.filter(|f| !at.draft.is_made(*f));
    let share = whole.map(|f| held.share(Kind::of(fields[f])));
    let rule = field.map_or_else(String::new, |f| cx.t(Kind::of(fields[f]).key()));
    ink.fit(
        spot(4),
        Align2::LEFT_CENTER,
        room(4),
        &rule,
        Face::Regular,
        12.0,
        theme.t2,
    );
    fit(
        ui,
        at,
        share,
        held.filled,
        Rect::from_min_max(pos2(parts[5], rect.top()), rect.max),
    );
    let filled = cx.say(&Message::new("wizard-filled").with("n", held.filled));
    let told = label(
        ui,
        rect.with_max_x(parts[2]),
        ("column", column),
        format!("{name}: {example}, {value}, {filled}"),
    );
    if cut {
        told.on_hover_text(format!("{name}\n{example}\n{filled}"));
    } else {
        told.on_hover_text(filled);
    }
}

/// The share of cells that fit, as a bar and in percent.
fn fit(ui: &Ui, at: At<'_>, share: Option<f64>, filled: u64, rect: Rect) {
    let (cx, theme) = (at.cx, at.cx.theme);
    let ink = Ink::new(ui.painter());
    let y = rect.center().y;
    let Some(share) = share.filter(|_| filled > 0) else {
        let at = pos2(rect.left(), y);
        ink.text(at, Align2::LEFT_CENTER, "–", Face::Regular, 12.0, theme.t3);
        return;
    };
    let color = if share >= FINE { theme.acc } else { theme.warn };
    let wide = (rect.width() - 66.0).clamp(16.0, 48.0);
    let bar = Rect::from_min_size(pos2(rect.left(), y - 2.0), vec2(wide, 4.0));
    ui.painter().rect_filled(bar, 2.0, theme.sunken);
    let part = bar.with_max_x(bar.left() + wide * share as f32);
    ui.painter().rect_filled(part, 2.0, color);
    // Nearly all is not all.
    let percent = (share * 100.0).floor();
    let text = format!("{}%", cx.texts.decimal(percent, 0));
    let color = if share >= FINE { theme.t2 } else { theme.warn };
    let at = pos2(bar.right() + 8.0, y);
    ink.text(at, Align2::LEFT_CENTER, text, Face::Regular, 12.0, color);
}
