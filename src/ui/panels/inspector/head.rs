//! Who or what is looked at, and its masked fields.

use egui::{Align2, Color32, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use super::super::super::command::Action;
use super::super::super::context::Cx;
use super::super::super::shell::{choose_reason, popover};
use super::super::super::state::{Popover, State};
use super::super::super::theme::{Face, icons, size};
use super::super::super::widgets::{Button, Ink, chip, icon_button, label, tier_chip};
use crate::i18n::Message;
use crate::model::{PersonIx, mask};
use crate::session::{Command, Field, Focus, birth_year, home};

/// Shows the head; returns its lower edge.
pub fn show(ui: &mut Ui, cx: Cx<'_>, state: &mut State, focus: Focus) -> f32 {
    let (room, theme) = (ui.max_rect(), cx.theme);
    let close = Rect::from_min_size(
        pos2(room.right() - 42.0, room.top() + 12.0),
        vec2(28.0, 28.0),
    );
    if icon_button(ui, theme, close, icons::X, &cx.t("inspector-close"), false).clicked() {
        cx.act(Action::Inspector);
    }
    let back = Rect::from_min_size(close.min - vec2(60.0, 0.0), vec2(28.0, 28.0));
    let tip = |a: Action| format!("{} ({})", cx.t(a.key()), a.key_text());
    if !state.trail.0.is_empty()
        && icon_button(
            ui,
            theme,
            back,
            icons::ARROW_LEFT,
            &tip(Action::Back),
            false,
        )
        .clicked()
    {
        cx.act(Action::Back);
    }
    let forward = back.translate(vec2(30.0, 0.0));
    if !state.trail.1.is_empty()
        && icon_button(
            ui,
            theme,
            forward,
            icons::ARROW_RIGHT,
            &tip(Action::Forward),
            false,
        )
        .clicked()
    {
        cx.act(Action::Forward);
    }
    match focus {
        Focus::Person(person) => of_person(ui, cx, state, person),
        Focus::Place(place) => of_place(ui, cx, place),
    }
}

fn of_person(ui: &mut Ui, cx: Cx<'_>, state: &mut State, person: PersonIx) -> f32 {
    let (room, theme) = (ui.max_rect(), cx.theme);
    let Some(desk) = cx.desk() else {
        return room.top();
    };
    let row = desk.person(person);
    let x = room.left() + size::PAD;
    let tier = cx.tier_of(person);
    let code = cx.tier(tier);
    let tag = tier_chip(ui.painter(), theme, pos2(x, room.top() + 26.0), tier, &code);
    let mut right = tag.right() + 8.0;
    if let Some(number) = desk.case_number(person) {
        let text = cx.say(&Message::new("head-case").with("n", number));
        right = chip(
            ui.painter(),
            pos2(right, room.top() + 26.0),
            None,
            &text,
            theme.t2,
            theme.sunken,
        )
        .right()
            + 8.0;
    }
    if desk.run.trace.suspected.iter().any(|c| c.person == person) {
        chip(
            ui.painter(),
            pos2(right, room.top() + 26.0),
            Some(icons::QUESTION),
            &cx.t("head-suspected"),
            theme.warn,
            theme.warnbg,
        );
    }
    let width = room.width() - 2.0 * size::PAD;
    let name = desk.name(person);
    let said = format!("{code}, {name}");
    heading(ui, cx, &name, said);
    let mut parts: Vec<String> = Vec::new();
    parts.extend((!row.sex.is_empty()).then(|| cx.sex(&row.sex)));
    parts.extend(birth_year(row).map(str::to_owned));
    let home = home(row);
    parts.extend((!home.is_empty()).then_some(home));
    let sub = if parts.is_empty() {
        cx.t("head-no-register")
    } else {
        parts.join(" · ")
    };
    below(ui, cx, &sub);
    let half = (width - 8.0) / 2.0;
    let top = room.top() + 96.0;
    let number = Rect::from_min_size(pos2(x, top), vec2(half, 36.0));
    let phone = number.translate(vec2(half + 8.0, 0.0));
    let masked_id = mask::id(row.number());
    field(
        ui,
        cx,
        state,
        number,
        person,
        Field::Id,
        row.number(),
        &masked_id,
    );
    let masked_phone = mask::phone(&row.phone);
    field(
        ui,
        cx,
        state,
        phone,
        person,
        Field::Phone,
        &row.phone,
        &masked_phone,
    );
    top + 42.0
}

/// A masked field with its eye.
#[allow(clippy::too_many_arguments)]
fn field(
    ui: &mut Ui,
    cx: Cx<'_>,
    state: &mut State,
    rect: Rect,
    person: PersonIx,
    field: Field,
    whole: &str,
    masked: &str,
) {
    let theme = cx.theme;
    let left = cx.session.reveals.left(person, field);
    let painter = ui.painter();
    let (ground, line) = if left.is_some() {
        (theme.warnbg, theme.warn)
    } else {
        (theme.app, theme.line)
    };
    painter.rect(
        rect,
        size::RADIUS,
        ground,
        Stroke::new(1.0, line),
        StrokeKind::Inside,
    );
    let ink = Ink::new(painter);
    let mut caption = cx.t(field.key());
    if let Some(left) = left {
        caption = cx.say(
            &Message::new("reveal-left")
                .with("field", caption)
                .with("n", left),
        );
    }
    ink.fit(
        pos2(rect.left() + 9.0, rect.top() + 11.0),
        Align2::LEFT_CENTER,
        rect.width() - 44.0,
        &caption,
        Face::Regular,
        10.0,
        theme.t3,
    );
    let shown = match (whole.is_empty(), left) {
        (true, _) => cx.t("field-unknown"),
        (false, Some(_)) => whole.to_owned(),
        (false, None) => masked.to_owned(),
    };
    let color = if whole.is_empty() { theme.t3 } else { theme.t1 };
    ink.fit(
        pos2(rect.left() + 9.0, rect.top() + 25.0),
        Align2::LEFT_CENTER,
        rect.width() - 40.0,
        &shown,
        Face::Medium,
        12.0,
        color,
    );
    let said = match left {
        Some(_) => format!("{caption}: {shown}"),
        None => cx.say(
            &Message::new("field-masked")
                .with("field", caption.as_str())
                .with("ending", mask::ending(whole)),
        ),
    };
    let words = Rect::from_min_max(rect.min, pos2(rect.right() - 34.0, rect.bottom()));
    label(ui, words, ("field", field.key()), said);
    if whole.is_empty() {
        return;
    }
    let eye = Rect::from_min_size(
        pos2(rect.right() - 32.0, rect.center().y - 14.0),
        vec2(28.0, 28.0),
    );
    let (icon, name) = if left.is_some() {
        (icons::EYE_SLASH, cx.t("reveal-hide"))
    } else {
        (
            icons::EYE,
            cx.say(&Message::new("reveal-show").with("field", cx.t(field.key()))),
        )
    };
    let open = state.popover == Some(Popover::Reveal(field));
    if icon_button(ui, theme, eye, icon, &name, open).clicked() {
        if left.is_some() {
            cx.run(Command::MaskAll);
        } else {
            state.popover = Some(Popover::Reveal(field));
        }
    }
    if open {
        reveal(ui, cx, state, rect, person, field);
    }
}

/// Asks why a field is needed.
fn reveal(ui: &Ui, cx: Cx<'_>, state: &mut State, under: Rect, person: PersonIx, field: Field) {
    let size = vec2(360.0, 190.0);
    let right = ui.max_rect().right() - 12.0;
    let left = (under.left()).min(right - size.x);
    let rect = Rect::from_min_size(pos2(left, under.bottom() + 6.0), size);
    popover::card(ui, cx, state, "reveal", rect, |ui, rect, state| {
        let theme = cx.theme;
        let ink = Ink::new(ui.painter());
        let x = rect.left() + 16.0;
        let name = cx.say(&Message::new("reveal-show").with("field", cx.t(field.key())));
        ink.text(
            pos2(x, rect.top() + 24.0),
            Align2::LEFT_CENTER,
            name,
            Face::Semi,
            14.0,
            theme.t1,
        );
        ink.wrap(
            pos2(x, rect.top() + 40.0),
            size.x - 32.0,
            2,
            cx.t("reveal-explain"),
            Face::Regular,
            12.0,
            theme.t2,
        );
        choose_reason(ui, cx, state, pos2(x, rect.top() + 92.0));
        let text = cx.t("reveal-do");
        let button = Button::new(&text).primary().keys("Enter");
        let width = button.width(ui.painter());
        let go = Rect::from_min_size(pos2(x, rect.bottom() - 46.0), vec2(width, 30.0));
        // A button that has the focus is pressed with Enter itself.
        let elsewhere = ui.memory(|m| m.focused().is_some());
        let enter =
            !elsewhere && ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, egui::Key::Enter));
        if button.show(ui, theme, go, "reveal").clicked() || enter {
            cx.run(Command::Reveal {
                person,
                field,
                reason: state.reveal_reason,
            });
            state.popover = None;
        }
        let text = cx.t("word-cancel");
        let no = Button::new(&text).quiet();
        let at = Rect::from_min_size(
            pos2(go.right() + 10.0, go.top()),
            vec2(no.width(ui.painter()) + 8.0, 30.0),
        );
        if no.show(ui, theme, at, "no").clicked() {
            state.popover = None;
        }
        let count =
            cx.say(&Message::new("status-reveals").with("n", cx.session.reveals.log().len()));
        ink.text(
            pos2(rect.right() - 16.0, go.center().y),
            Align2::RIGHT_CENTER,
            count,
            Face::Regular,
            11.0,
            theme.t3,
        );
    });
}

/// With a capital at the start.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars.clone()).collect()
}

fn of_place(ui: &Ui, cx: Cx<'_>, place: u32) -> f32 {
    let (room, theme) = (ui.max_rect(), cx.theme);
    let Some(desk) = cx.desk() else {
        return room.top();
    };
    let x = room.left() + size::PAD;
    let run = &desk.run;
    let category = run.records.places.category(place);
    let key = &run.rules.categories.get(category).key;
    let kind = capital(&cx.t(&format!("category-{}", key.replace('_', "-"))));
    chip(
        ui.painter(),
        pos2(x, room.top() + 26.0),
        Some(icons::MAP_PIN),
        &kind,
        theme.t1,
        theme.sunken,
    );
    let name = desk.place_name(place);
    heading(ui, cx, name, name.to_owned());
    let visits = run.presence.visits_at(place);
    let people = cx
        .session
        .view()
        .and_then(|v| v.venue(place))
        .map_or(0, crate::session::Venue::people);
    let sub = cx.say(
        &Message::new("head-place")
            .with("visits", visits)
            .with("people", people),
    );
    below(ui, cx, &sub);
    room.top() + 96.0
}

/// The name in the head, and what a screen reader says of it.
fn heading(ui: &Ui, cx: Cx<'_>, name: &str, said: String) {
    let face = (58.0, Face::Semi, 17.0, cx.theme.t1);
    line(ui, face, name, ("name", said));
}

/// The line below the name.
fn below(ui: &Ui, cx: Cx<'_>, text: &str) {
    let face = (80.0, Face::Regular, 12.0, cx.theme.t2);
    line(ui, face, text, ("sub", text.to_owned()));
}

/// A line of the head at a height; where it is cut, all of it when pointed at.
fn line(
    ui: &Ui,
    (y, face, points, color): (f32, Face, f32, Color32),
    text: &str,
    (id, said): (&str, String),
) {
    let room = ui.max_rect();
    let (rect, cut) = Ink::new(ui.painter()).fit(
        pos2(room.left() + size::PAD, room.top() + y),
        Align2::LEFT_CENTER,
        room.width() - 2.0 * size::PAD,
        text,
        face,
        points,
        color,
    );
    let told = label(ui, rect, id, said);
    if cut {
        told.on_hover_text(text);
    }
}
