//! Where a person went.

use egui::{Align2, Rect, Stroke, pos2, vec2};

use super::super::super::command::UiCommand;
use super::super::super::state::State;
use super::super::super::theme::Face;
use super::super::super::widgets::{Ink, glyph, label};
use super::pen::Pen;
use crate::i18n::Message;
use crate::model::Grade;
use crate::session::Focus;
use crate::session::dossier::{PersonDossier, Stop};

/// Stops painted; further ones are counted and lie in a narrower window.
const MOST: usize = 200;

pub fn show(pen: &mut Pen<'_, '_>, state: &mut State, person: &PersonDossier) {
    let cx = pen.cx;
    let theme = cx.theme;
    let window = cx.session.workspace().window;
    // Numbered over all of time, as on the map.
    let stops: Vec<(usize, &Stop)> = person
        .stops
        .iter()
        .enumerate()
        .filter(|(_, s)| s.inside(window))
        .collect();
    let title = cx.say(&Message::new("journey-stops").with("n", stops.len()));
    let right = match (stops.first(), stops.last()) {
        (Some((_, a)), Some((_, b))) => {
            format!("{} – {}", cx.day(a.span.start), cx.day(b.span.start))
        }
        _ => String::new(),
    };
    pen.section(&title, &right);
    if stops.is_empty() {
        let key = if person.stops.is_empty() {
            "journey-none"
        } else {
            "journey-none-in-window"
        };
        pen.text(&cx.t(key), Face::Regular, 12.0, theme.t2);
    }
    for (shown, (n, stop)) in stops.iter().take(MOST).enumerate() {
        row(pen, state, stop, *n, shown + 1 < stops.len());
    }
    if stops.len() > MOST {
        let more = cx.say(&Message::new("journey-more").with("n", stops.len() - MOST));
        pen.text(&more, Face::Regular, 11.0, theme.t3);
    }
    if !stops.is_empty() {
        pen.gap(8.0);
        pen.text(&cx.t("journey-note"), Face::Regular, 11.0, theme.t3);
    }
    if !person.meetings.is_empty() {
        let title = cx.say(&Message::new("journey-meetings").with("n", person.meetings.len()));
        pen.section(&title, "");
        for (other, span, _) in person.meetings.iter().take(30) {
            pen.person(state, *other, &cx.span(*span));
        }
        if person.meetings.len() > 30 {
            let rest = person.meetings.len() - 30;
            let more = cx.say(&Message::new("list-more").with("n", rest));
            pen.text(&more, Face::Regular, 11.0, theme.t3);
        }
    }
}

fn row(pen: &mut Pen<'_, '_>, state: &mut State, stop: &Stop, n: usize, goes_on: bool) {
    let cx = pen.cx;
    let theme = cx.theme;
    let Some(desk) = cx.desk() else { return };
    let height = if stop.with.is_empty() { 42.0 } else { 58.0 };
    let rect = pen.take(height);
    let place = desk.place_name(stop.place);
    let length = if stop.grade == Grade::Day {
        cx.t("journey-day")
    } else {
        cx.length(stop.span.seconds())
    };
    let when = cx.span(stop.span);
    let id = pen.next();
    let response = pen.row(rect, id, &format!("{}. {place}, {when}, {length}", n + 1));
    if response.hovered() {
        state.hover_next = Some(Focus::Place(stop.place));
    }
    if response.clicked() {
        cx.send(UiCommand::Clock(stop.span.start));
        state.stop = Some(n);
        state.fly = true;
    }
    let clock = state.clock.at;
    let now = (stop.span.start..stop.span.end).contains(&clock);
    let painter = pen.ui.painter();
    if now {
        painter.rect_filled(rect.expand2(vec2(16.0, 0.0)), 0.0, theme.sel);
    }
    let at = pos2(rect.left() + 11.0, rect.top() + 15.0);
    if goes_on {
        let color = if stop.span.end <= clock {
            theme.acc
        } else {
            theme.accln
        };
        painter.vline(
            at.x,
            at.y + 11.0..=rect.bottom() + 4.0,
            Stroke::new(1.5, color),
        );
    }
    let (fill, text) = if now {
        (theme.acc, theme.onacc)
    } else {
        (theme.surface, theme.t1)
    };
    painter.circle(at, 10.5, fill, Stroke::new(1.5, theme.acc));
    let ink = Ink::new(painter);
    ink.text(
        at,
        Align2::CENTER_CENTER,
        (n + 1).to_string(),
        Face::Semi,
        if n < 99 { 11.0 } else { 9.0 },
        text,
    );
    let left = rect.left() + 32.0;
    let end = ink.text(
        pos2(rect.right(), rect.top() + 12.0),
        Align2::RIGHT_CENTER,
        &length,
        Face::Medium,
        12.0,
        if stop.with.is_empty() {
            theme.t2
        } else {
            theme.acc
        },
    );
    ink.fit(
        pos2(left, rect.top() + 12.0),
        Align2::LEFT_CENTER,
        end.left() - left - 10.0,
        place,
        Face::Medium,
        13.0,
        theme.t1,
    );
    let counted = together(pen, stop, rect);
    let ink = Ink::new(pen.ui.painter());
    ink.fit(
        pos2(left, rect.top() + 30.0),
        Align2::LEFT_CENTER,
        counted - left - 8.0,
        when,
        Face::Regular,
        11.0,
        theme.t2,
    );
    if let Some(&first) = stop.with.first() {
        glyph(
            pen.ui.painter(),
            theme,
            pos2(left + 6.0, rect.top() + 47.0),
            10.0,
            cx.tier_of(first),
        );
        let name = cx.person_name(first);
        let text = if stop.with.len() > 1 {
            cx.say(
                &Message::new("journey-with-more")
                    .with("name", name)
                    .with("n", stop.with.len() - 1),
            )
        } else {
            cx.say(&Message::new("journey-with").with("name", name))
        };
        let (line, _) = Ink::new(pen.ui.painter()).fit(
            pos2(left + 16.0, rect.top() + 47.0),
            Align2::LEFT_CENTER,
            rect.right() - left - 16.0,
            &text,
            Face::Regular,
            11.0,
            theme.t1,
        );
        let id = pen.next();
        label(pen.ui, line, id, text);
    }
}

/// How many of each tier were there in the meantime; returns the left edge.
fn together(pen: &mut Pen<'_, '_>, stop: &Stop, rect: Rect) -> f32 {
    let cx = pen.cx;
    let theme = cx.theme;
    let mut x = rect.right();
    let y = rect.top() + 30.0;
    let mut told: Vec<String> = Vec::new();
    for tier in (0..6u8).rev() {
        let count = stop.together[usize::from(tier)];
        if count == 0 {
            continue;
        }
        let painter = pen.ui.painter();
        let word = Ink::new(painter).text(
            pos2(x, y),
            Align2::RIGHT_CENTER,
            cx.n(count.into()),
            Face::Regular,
            11.0,
            theme.t2,
        );
        glyph(painter, theme, pos2(word.left() - 8.0, y), 9.0, Some(tier));
        x = word.left() - 22.0;
        told.push(format!("F{tier} {count}"));
    }
    if !told.is_empty() {
        told.reverse();
        let text = cx.say(&Message::new("journey-together").with("tiers", told.join(", ")));
        let area = Rect::from_min_max(pos2(x, y - 9.0), pos2(rect.right(), y + 9.0));
        let id = pen.next();
        label(pen.ui, area, id, text.clone()).on_hover_text(text);
    }
    x
}
