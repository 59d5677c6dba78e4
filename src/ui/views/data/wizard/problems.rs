//! Why rows are held, grouped, with one action each; and what a repair by pattern would make of them.

use egui::{Align2, CornerRadius, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::super::super::super::theme::{Face, icons, size};
use super::super::super::super::widgets::{Button, Ink, elided, focus_ring, label};
use super::super::digest::{masked, masked_proposal};
use super::{At, Shown, WizardState};
use crate::i18n::Message;
use crate::ingest::Correction;
use crate::session::{Cause, Command, Rehearsal};

/// Repairs that are shown.
const SHOWN: usize = 6;

pub(super) fn show(
    ui: &mut Ui,
    at: At<'_>,
    wizard: &mut WizardState,
    refused: Option<&Message>,
    width: f32,
) {
    let (cx, theme) = (at.cx, at.cx.theme);
    let (bar, _) = ui.allocate_exact_size(vec2(width, 52.0), Sense::hover());
    let ink = Ink::new(ui.painter());
    let y = bar.top() + 31.0;
    let title = cx.t("data-problems");
    let word = ink.text(
        pos2(bar.left() + 4.0, y),
        Align2::LEFT_CENTER,
        &title,
        Face::Semi,
        13.0,
        theme.t1,
    );
    if let Some(why) = refused {
        let text = cx.say(why);
        notice(ui, at, width, icons::WARNING_CIRCLE, &text, theme.err);
        return;
    }
    let Some(rehearsal) = at.rehearsal else {
        let text = if at.draft.lacks().is_empty() {
            cx.t("wizard-checking")
        } else {
            cx.t("wizard-not-yet")
        };
        notice(ui, at, width, icons::HOURGLASS, &text, theme.t2);
        return;
    };
    let count = cx.n(rehearsal.counts.held);
    let color = if rehearsal.counts.held > 0 {
        theme.warn
    } else {
        theme.t2
    };
    let spot = pos2(word.right() + 6.0, y);
    let number = ink.text(spot, Align2::LEFT_CENTER, &count, Face::Semi, 13.0, color);
    label(
        ui,
        word.union(number),
        "problems",
        format!("{title} {count}"),
    );
    if rehearsal.held.is_empty() {
        let text = cx.t("wizard-clean");
        notice(ui, at, width, icons::CHECK_CIRCLE, &text, theme.acc);
    }
    let last = rehearsal.held.len().saturating_sub(1);
    for (n, cause) in rehearsal.held.iter().enumerate() {
        let (top, bottom) = (n == 0, n == last);
        let round = |on: bool| if on { size::CARD as u8 } else { 0 };
        let corners = CornerRadius {
            nw: round(top),
            ne: round(top),
            sw: round(bottom),
            se: round(bottom),
        };
        self::cause(ui, at, wizard, (rehearsal, cause, corners), width);
    }
    let chosen = wizard.reason.or_else(|| {
        rehearsal
            .held
            .iter()
            .find(|c| c.proposals > 0)
            .map(|c| c.reason)
    });
    if let Some(cause) = rehearsal.held.iter().find(|c| Some(c.reason) == chosen) {
        repairs(ui, at, rehearsal, cause, width);
    }
    if !rehearsal.warned.is_empty() {
        warned(ui, at, rehearsal, width);
    }
}

/// A line of words in a card.
fn notice(ui: &mut Ui, at: At<'_>, width: f32, icon: &str, text: &str, color: egui::Color32) {
    let theme = at.cx.theme;
    let galley = elided(
        ui.painter(),
        text.to_owned(),
        width - 56.0,
        6,
        Face::Regular,
        12.0,
        theme.t2,
    );
    let height = (galley.size().y + 22.0).max(42.0);
    let (card, _) = ui.allocate_exact_size(vec2(width, height + 8.0), Sense::hover());
    let card = card.with_max_y(card.bottom() - 8.0);
    super::super::card(ui.painter(), theme, card);
    let ink = Ink::new(ui.painter());
    let spot = pos2(card.left() + 20.0, card.top() + 20.0);
    ink.text(spot, Align2::CENTER_CENTER, icon, Face::Icon, 16.0, color);
    let corner = pos2(card.left() + 38.0, card.top() + 11.0);
    ui.painter().galley(corner, galley, theme.t2);
    label(ui, card, ("notice", text), text);
}

/// The rows of a cause, as corrections by their proposals.
fn fixes(rehearsal: &Rehearsal, cause: &Cause, file: &str) -> Vec<Correction> {
    let rows = rehearsal.rows_of(cause.reason).iter();
    rows.flat_map(|(line, row)| super::super::fixes_of(file, *line, row))
        .collect()
}

fn cause(
    ui: &mut Ui,
    at: At<'_>,
    wizard: &mut WizardState,
    (rehearsal, cause, corners): (&Rehearsal, &Cause, CornerRadius),
    width: f32,
) {
    let (cx, theme) = (at.cx, at.cx.theme);
    let words = super::super::words(cx, cause.reason);
    let galley = elided(
        ui.painter(),
        words.clone(),
        width - 96.0,
        3,
        Face::Medium,
        12.0,
        theme.t1,
    );
    let height = galley.size().y + 44.0;
    let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let on = wizard.reason == Some(cause.reason);
    let id = ui.scope_id().with(("cause", cause.reason.key()));
    let response = ui.interact(rect, id, Sense::click());
    let count = cx.n(cause.rows);
    response.widget_info(|| {
        WidgetInfo::selected(Role::RadioButton, true, on, format!("{words}: {count}"))
    });
    let painter = ui.painter();
    let ground = match (on, response.hovered()) {
        (true, _) => theme.sel,
        (false, true) => theme.hover,
        _ => theme.surface,
    };
    painter.rect(
        rect,
        corners,
        ground,
        Stroke::new(1.0, theme.line),
        egui::StrokeKind::Inside,
    );
    if on {
        painter.rect_filled(rect.with_max_x(rect.left() + 3.0), 0.0, theme.acc);
    }
    focus_ring(painter, theme, &response, rect.shrink(4.0));
    let ink = Ink::new(painter);
    let spot = pos2(rect.left() + 20.0, rect.top() + 19.0);
    let icon = super::super::icon(cause.reason);
    ink.text(
        spot,
        Align2::CENTER_CENTER,
        icon,
        Face::Icon,
        16.0,
        theme.warn,
    );
    let spot = pos2(rect.right() - 12.0, rect.top() + 18.0);
    ink.text(
        spot,
        Align2::RIGHT_CENTER,
        &count,
        Face::Semi,
        13.0,
        theme.t1,
    );
    painter.galley(
        pos2(rect.left() + 38.0, rect.top() + 10.0),
        galley,
        theme.t1,
    );
    let y = rect.bottom() - 17.0;
    let mut right = rect.right() - 8.0;
    if cause.proposals > 0 {
        let text = cx.say(&Message::new("wizard-repair").with("n", cause.proposals));
        let button = Button::new(&text).quiet();
        let wide = button.width(painter);
        let at_ = Rect::from_min_size(pos2(right - wide, y - 12.0), vec2(wide, 24.0));
        if button
            .show(ui, theme, at_, ("repair", cause.reason.key()))
            .on_hover_text(cx.t("wizard-repair-tip"))
            .clicked()
        {
            let file = &at.looked.survey.name;
            cx.run(Command::Fix(fixes(rehearsal, cause, file)));
        }
        right = at_.left() - 6.0;
    } else {
        let text = cx.t("wizard-stay-held");
        let told = ink.text(
            pos2(right - 4.0, y),
            Align2::RIGHT_CENTER,
            text,
            Face::Regular,
            12.0,
            theme.t2,
        );
        right = told.left() - 6.0;
    }
    if let Some((_, row)) = rehearsal.rows_of(cause.reason).first() {
        let value = masked(row);
        let text = if value.is_empty() {
            String::new()
        } else {
            format!("“{value}”")
        };
        let spot = pos2(rect.left() + 38.0, y);
        let room = right - spot.x;
        ink.fit(
            spot,
            Align2::LEFT_CENTER,
            room,
            text,
            Face::Regular,
            12.0,
            theme.t2,
        );
    }
    if response.clicked() {
        wizard.reason = if on { None } else { Some(cause.reason) };
        if !on && wizard.rows == Shown::First {
            wizard.rows = Shown::Around;
        }
    }
}

/// What stands there and what would be taken for it.
fn repairs(ui: &mut Ui, at: At<'_>, rehearsal: &Rehearsal, cause: &Cause, width: f32) {
    let (cx, theme) = (at.cx, at.cx.theme);
    let mut pairs: Vec<(String, String)> = Vec::new();
    for (_, row) in rehearsal.rows_of(cause.reason).iter().take(400) {
        let pair = (masked(row), masked_proposal(row).unwrap_or_default());
        if !pairs.contains(&pair) {
            pairs.push(pair);
        }
        if pairs.len() == SHOWN {
            break;
        }
    }
    let height = 40.0 + pairs.len() as f32 * 25.0 + 8.0;
    let (rect, _) = ui.allocate_exact_size(vec2(width, height + 14.0), Sense::hover());
    let card = rect.with_min_y(rect.top() + 14.0);
    super::super::card(ui.painter(), theme, card);
    let ink = Ink::new(ui.painter());
    let counts = format!("{} / {}", cx.n(cause.proposals), cx.n(cause.rows));
    let y = card.top() + 21.0;
    let number = ink.text(
        pos2(card.right() - 14.0, y),
        Align2::RIGHT_CENTER,
        &counts,
        Face::Semi,
        12.0,
        theme.acc,
    );
    let title = cx.t("wizard-repairs");
    ink.fit(
        pos2(card.left() + 14.0, y),
        Align2::LEFT_CENTER,
        number.left() - card.left() - 22.0,
        &title,
        Face::Semi,
        12.0,
        theme.t1,
    );
    label(
        ui,
        card.with_max_y(y + 12.0),
        "repairs",
        format!("{title} {counts}"),
    );
    let stays = cx.t("wizard-stays");
    for (n, (was, now)) in pairs.into_iter().enumerate() {
        let y = card.top() + 49.0 + n as f32 * 25.0;
        let middle = card.left() + width * 0.40;
        let spot = pos2(card.left() + 14.0, y);
        ink.fit(
            spot,
            Align2::LEFT_CENTER,
            middle - spot.x - 14.0,
            &was,
            Face::Regular,
            12.0,
            theme.t2,
        );
        let arrow = pos2(middle - 2.0, y);
        ink.text(
            arrow,
            Align2::CENTER_CENTER,
            icons::ARROW_RIGHT,
            Face::Icon,
            12.0,
            theme.t3,
        );
        let (text, what) = if now.is_empty() {
            ("–".to_owned(), stays.as_str())
        } else {
            (now, "")
        };
        let what_rect = ink.text(
            pos2(card.right() - 14.0, y),
            Align2::RIGHT_CENTER,
            what,
            Face::Regular,
            12.0,
            theme.t2,
        );
        let spot = pos2(middle + 12.0, y);
        let room = what_rect.left() - spot.x - 6.0;
        ink.fit(
            spot,
            Align2::LEFT_CENTER,
            room,
            &text,
            Face::Medium,
            12.0,
            theme.t1,
        );
        let line = Rect::from_min_max(pos2(card.left(), y - 12.0), pos2(card.right(), y + 12.0));
        let told = label(ui, line, ("pair", n), format!("{was} → {text} {what}"));
        told.on_hover_text(format!("{was} {} {text}", icons::ARROW_RIGHT));
    }
}

fn warned(ui: &mut Ui, at: At<'_>, rehearsal: &Rehearsal, width: f32) {
    let (cx, theme) = (at.cx, at.cx.theme);
    let (bar, _) = ui.allocate_exact_size(vec2(width, 40.0), Sense::hover());
    let title = cx.say(&Message::new("data-warned").with("n", rehearsal.counts.warned));
    let spot = pos2(bar.left() + 4.0, bar.bottom() - 12.0);
    let told = Ink::new(ui.painter()).text(
        spot,
        Align2::LEFT_CENTER,
        &title,
        Face::Semi,
        12.0,
        theme.t1,
    );
    label(ui, told, "warned", title);
    let height = rehearsal.warned.len() as f32 * 26.0 + 10.0;
    let (card, _) = ui.allocate_exact_size(vec2(width, height + 14.0), Sense::hover());
    let card = card.with_max_y(card.bottom() - 14.0);
    super::super::card(ui.painter(), theme, card);
    let ink = Ink::new(ui.painter());
    for (n, (reason, count)) in rehearsal.warned.iter().enumerate() {
        let y = card.top() + 18.0 + n as f32 * 26.0;
        let count = cx.n(*count);
        let number = ink.text(
            pos2(card.right() - 12.0, y),
            Align2::RIGHT_CENTER,
            &count,
            Face::Semi,
            12.0,
            theme.t1,
        );
        let words = super::super::words(cx, *reason);
        let spot = pos2(card.left() + 12.0, y);
        let room = number.left() - spot.x - 8.0;
        let (rect, cut) = ink.fit(
            spot,
            Align2::LEFT_CENTER,
            room,
            &words,
            Face::Regular,
            12.0,
            theme.t2,
        );
        let told = label(ui, rect, ("warned", n), format!("{words}: {count}"));
        if cut {
            told.on_hover_text(words);
        }
    }
}
