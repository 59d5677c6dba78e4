//! The side column: why rows were held or warned of, and notes.

use std::sync::Arc;

use egui::{Align2, Color32, Galley, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::super::super::command::Action;
use super::super::super::context::Cx;
use super::super::super::state::State;
use super::super::super::theme::{Face, icons, size};
use super::super::super::widgets::{Button, Ink, elided, focus_ring, label};
use super::Seen;
use crate::i18n::Message;
use crate::ingest::Reason;

/// Between cards.
const GAP: f32 = 14.0;
/// Room around what is scrolled, as in the main column.
const RING: f32 = 4.0;

/// Shows the column inside a scrolled room.
pub(super) fn show(ui: &mut Ui, seen: Seen<'_>, state: &mut State, width: f32) {
    let cx = seen.cx;
    let file = seen.file();
    take(ui, width, 8.0);
    heading(ui, seen, width);
    if file.held.is_empty() && file.warned.is_empty() {
        clean(ui, cx, width);
    }
    if !file.held.is_empty() {
        reasons(ui, seen, state, &file.held, true, width);
    }
    if !file.warned.is_empty() {
        let title = cx.say(&Message::new("data-warned").with("n", file.counts.warned));
        subtitle(ui, cx, &title, Some("data-warned-tip"), width);
        reasons(ui, seen, state, &file.warned, false, width);
    }
    let notes = &seen.report().notes;
    if !notes.is_empty() {
        subtitle(ui, cx, &cx.t("data-notes-file"), None, width);
        list(ui, cx, notes, "file", width);
    }
    let notes = &seen.desk.run.records.notes;
    if !notes.is_empty() {
        subtitle(ui, cx, &cx.t("data-notes-all"), None, width);
        list(ui, cx, notes, "all", width);
    }
    take(ui, width, GAP);
}

/// The next `height` points.
fn take(ui: &mut Ui, width: f32, height: f32) -> Rect {
    let (rect, _) = ui.allocate_exact_size(vec2(width + 2.0 * RING, height), Sense::hover());
    rect.shrink2(vec2(RING, 0.0))
}

/// How many rows are held, and a way to take them home.
fn heading(ui: &mut Ui, seen: Seen<'_>, width: f32) {
    let (cx, theme) = (seen.cx, seen.cx.theme);
    let rect = take(ui, width, 38.0);
    let held = seen.file().counts.held;
    let (text, name) = (cx.t("data-export"), cx.t(Action::ExportHeld.key()));
    let button = Button::new(&text)
        .icon(icons::DOWNLOAD_SIMPLE)
        .quiet()
        .name(&name);
    let wide = button.width(ui.painter());
    let mut right = rect.right();
    if seen.desk.coverage.rows[4] > 0 {
        let at = Rect::from_min_size(
            pos2(rect.right() - wide, rect.center().y - 14.0),
            vec2(wide, 28.0),
        );
        let response = button.show(ui, theme, at, "export held");
        if response.on_hover_text(cx.t("data-export-tip")).clicked() {
            cx.act(Action::ExportHeld);
        }
        right = at.left() - 6.0;
    }
    let ink = Ink::new(ui.painter());
    let title = cx.t("data-problems");
    let (word, _) = ink.fit(
        rect.left_center(),
        Align2::LEFT_CENTER,
        right - rect.left(),
        &title,
        Face::Semi,
        13.0,
        theme.t1,
    );
    let color = if held > 0 { theme.warn } else { theme.t2 };
    let (count, _) = ink.fit(
        pos2(word.right() + 6.0, rect.center().y),
        Align2::LEFT_CENTER,
        right - word.right() - 6.0,
        cx.n(held),
        Face::Semi,
        13.0,
        color,
    );
    label(
        ui,
        word.union(count),
        "problems",
        format!("{title} {}", cx.n(held)),
    );
}

fn subtitle(ui: &mut Ui, cx: Cx<'_>, title: &str, tip: Option<&str>, width: f32) {
    take(ui, width, GAP - 4.0);
    let rect = take(ui, width, 28.0);
    let (word, cut) = Ink::new(ui.painter()).fit(
        rect.left_center(),
        Align2::LEFT_CENTER,
        width,
        title,
        Face::Semi,
        13.0,
        cx.theme.t1,
    );
    let told = label(ui, word, ("subtitle", title), title);
    match tip {
        Some(tip) => {
            told.on_hover_text(cx.t(tip));
        }
        None if cut => {
            told.on_hover_text(title);
        }
        None => {}
    }
}

/// Nothing is held and nothing is doubtful.
fn clean(ui: &mut Ui, cx: Cx<'_>, width: f32) {
    let theme = cx.theme;
    let text = cx.t("data-clean");
    let galley = paragraph(ui, &text, width - 54.0, theme.t2);
    let rect = take(ui, width, galley.size().y + 24.0);
    super::card(ui.painter(), theme, rect);
    Ink::new(ui.painter()).text(
        pos2(rect.left() + 22.0, rect.top() + 20.0),
        Align2::CENTER_CENTER,
        icons::CHECK_CIRCLE,
        Face::IconFill,
        16.0,
        theme.acc,
    );
    let at = pos2(rect.left() + 40.0, rect.top() + 12.0);
    ui.painter().galley(at, galley, theme.t2);
    label(ui, rect, "clean", text);
}

fn paragraph(ui: &Ui, text: &str, width: f32, color: Color32) -> Arc<Galley> {
    elided(
        ui.painter(),
        text.to_owned(),
        width,
        8,
        Face::Regular,
        12.0,
        color,
    )
}

/// A card of reasons with their counts; those for which rows are held can be picked.
fn reasons(
    ui: &mut Ui,
    seen: Seen<'_>,
    state: &mut State,
    all: &[(Reason, u64)],
    held: bool,
    width: f32,
) {
    let (cx, theme) = (seen.cx, seen.cx.theme);
    let items: Vec<(Reason, String, Arc<Galley>, String)> = all
        .iter()
        .map(|&(reason, count)| {
            let (text, count) = (super::words(cx, reason), cx.n(count));
            let used = Ink::new(ui.painter()).width(&count, Face::Semi, 13.0);
            let galley = elided(
                ui.painter(),
                text.clone(),
                width - 62.0 - used,
                4,
                Face::Medium,
                12.0,
                theme.t1,
            );
            (reason, text, galley, count)
        })
        .collect();
    let tall = |galley: &Galley| galley.size().y + 38.0;
    let sum = items.iter().map(|(_, _, galley, _)| tall(galley)).sum();
    let card = take(ui, width, sum);
    super::card(ui.painter(), theme, card);
    let mut top = card.top();
    for (n, (reason, text, galley, count)) in items.into_iter().enumerate() {
        let rect = Rect::from_min_size(pos2(card.left(), top), vec2(width, tall(&galley)));
        top = rect.bottom();
        let on = held && state.reason.as_deref() == Some(reason.key());
        let kind = cx.t(if held {
            "data-kind-held"
        } else {
            "data-kind-warned"
        });
        let said = format!("{text}, {count}, {kind}");
        if held {
            if pick(ui, cx, rect, reason, on, &said) {
                state.reason = (!on).then(|| reason.key().to_owned());
            }
        } else {
            label(ui, rect, ("warned", reason.key()), said);
        }
        if n > 0 {
            let line = Stroke::new(1.0, theme.line);
            ui.painter()
                .hline(rect.left() + 1.0..=rect.right() - 1.0, rect.top(), line);
        }
        let color = if held { theme.warn } else { theme.t3 };
        let ink = Ink::new(ui.painter());
        ink.text(
            pos2(rect.left() + 20.0, rect.top() + 19.0),
            Align2::CENTER_CENTER,
            super::icon(reason),
            Face::Icon,
            16.0,
            color,
        );
        ink.text(
            pos2(rect.right() - 12.0, rect.top() + 18.0),
            Align2::RIGHT_CENTER,
            count,
            Face::Semi,
            13.0,
            theme.t1,
        );
        ink.text(
            pos2(rect.left() + 38.0, rect.bottom() - 15.0),
            Align2::LEFT_CENTER,
            kind,
            Face::Regular,
            11.0,
            color,
        );
        let at = pos2(rect.left() + 38.0, rect.top() + 10.0);
        ui.painter().galley(at, galley, theme.t1);
    }
}

/// The ground and response of a reason that can be picked.
fn pick(ui: &Ui, cx: Cx<'_>, rect: Rect, reason: Reason, on: bool, said: &str) -> bool {
    let theme = cx.theme;
    let id = ui.scope_id().with(("reason", reason.key()));
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, said));
    let inside = rect.shrink(1.0);
    if on {
        ui.painter()
            .rect_filled(inside, size::CARD - 2.0, theme.sel);
        let edge = inside.with_max_x(inside.left() + 3.0);
        ui.painter().rect_filled(edge, 1.5, theme.acc);
    } else if response.hovered() {
        ui.painter()
            .rect_filled(inside, size::CARD - 2.0, theme.hover);
    }
    focus_ring(ui.painter(), theme, &response, rect.shrink(4.0));
    response.on_hover_text(cx.t("data-pick-tip")).clicked()
}

/// Notes in words, one below the other in a card.
fn list(ui: &mut Ui, cx: Cx<'_>, notes: &[Message], salt: &str, width: f32) {
    let theme = cx.theme;
    let items: Vec<(String, Arc<Galley>)> = notes
        .iter()
        .map(|note| {
            let text = cx.say(note);
            let galley = paragraph(ui, &text, width - 54.0, theme.t2);
            (text, galley)
        })
        .collect();
    let sum: f32 = items.iter().map(|(_, g)| g.size().y + 10.0).sum();
    let card = take(ui, width, sum + 12.0);
    super::card(ui.painter(), theme, card);
    let mut top = card.top() + 11.0;
    for (n, (text, galley)) in items.into_iter().enumerate() {
        let rect = Rect::from_min_size(
            pos2(card.left() + 12.0, top),
            vec2(width - 24.0, galley.size().y),
        );
        Ink::new(ui.painter()).text(
            pos2(rect.left() + 8.0, rect.top() + 8.0),
            Align2::CENTER_CENTER,
            icons::INFO,
            Face::Icon,
            15.0,
            theme.t3,
        );
        let cut = galley.elided;
        top = rect.bottom() + 10.0;
        let at = pos2(rect.left() + 26.0, rect.top());
        ui.painter().galley(at, galley, theme.t2);
        let told = label(ui, rect, (salt, n), text.clone());
        if cut {
            told.on_hover_text(text);
        }
    }
}
