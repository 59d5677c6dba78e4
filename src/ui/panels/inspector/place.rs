//! A place: who infected whom there, which F0s were there, who was exposed.

use egui::{Align2, pos2};

use super::super::super::command::Action;
use super::super::super::context::Cx;
use super::super::super::state::{State, View};
use super::super::super::theme::Face;
use super::super::super::widgets::{Ink, glyph, label};
use super::pen::Pen;
use crate::i18n::Message;
use crate::model::PlaceIx;
use crate::session::dossier::{Here, PlaceDossier};
use crate::session::{Command, Filter, Focus};

const MOST: usize = 40;

pub fn show(pen: &mut Pen<'_, '_>, state: &mut State, place: &PlaceDossier) {
    let cx = pen.cx;
    let theme = cx.theme;
    counts(pen, place);
    if pen.link(&cx.t("place-list")) {
        filter_by(cx, place.place);
        cx.act(Action::Show(View::Contacts));
    }
    pen.section(
        &cx.say(&Message::new("place-likeliest").with("n", place.likeliest.len())),
        &cx.t("case-probable"),
    );
    if place.likeliest.is_empty() {
        pen.text(&cx.t("place-links-none"), Face::Regular, 12.0, theme.t2);
    } else {
        pen.text(&cx.t("place-likeliest-note"), Face::Regular, 11.0, theme.t3);
    }
    for here in place.likeliest.iter().take(MOST) {
        link(pen, state, here);
    }
    more(pen, place.likeliest.len());
    if !place.others.is_empty() {
        pen.section(
            &cx.say(&Message::new("place-others").with("n", place.others.len())),
            &cx.t("case-probable"),
        );
        for here in place.others.iter().take(MOST) {
            link(pen, state, here);
        }
        more(pen, place.others.len());
    }
    pen.section(
        &cx.say(&Message::new("place-cases").with("n", place.cases.len())),
        "",
    );
    for (person, spans) in place.cases.iter().take(MOST) {
        let first = spans.first().map_or_else(String::new, |s| cx.span(*s));
        let detail = if spans.len() > 1 {
            cx.say(
                &Message::new("place-case-more")
                    .with("first", first)
                    .with("n", spans.len() - 1),
            )
        } else {
            first
        };
        pen.person(state, *person, &detail);
    }
    more(pen, place.cases.len());
    pen.section(
        &cx.say(&Message::new("place-pairs").with("n", place.pairs)),
        &cx.t("profile-by-risk"),
    );
    for here in place.riskiest.iter().take(MOST) {
        let detail = cx.say(
            &Message::new("place-from")
                .with("source", cx.person_name(here.source))
                .with("at", cx.when(here.first)),
        );
        pen.person(state, here.contact, &detail);
    }
    more(pen, place.pairs);
}

/// Filters the list by a place.
pub fn filter_by(cx: Cx<'_>, place: PlaceIx) {
    let filter = Filter {
        tiers: [true; 6],
        spot: Some(place),
        ..Filter::default()
    };
    cx.run(Command::SetFilter(Box::new(filter)));
}

/// How many of each tier were exposed here.
fn counts(pen: &mut Pen<'_, '_>, place: &PlaceDossier) {
    let cx = pen.cx;
    let theme = cx.theme;
    pen.gap(10.0);
    let rect = pen.take(44.0);
    let tiers = cx.desk().map_or(1, |d| d.list.totals.len());
    let width = rect.width() / tiers as f32;
    for tier in 0..tiers {
        let left = rect.left() + tier as f32 * width;
        let painter = pen.ui.painter();
        glyph(
            painter,
            theme,
            pos2(left + 7.0, rect.top() + 11.0),
            12.0,
            Some(tier as u8),
        );
        let ink = Ink::new(painter);
        let count = cx.n(place.exposed[tier.min(5)].into());
        ink.text(
            pos2(left + 20.0, rect.top() + 11.0),
            Align2::LEFT_CENTER,
            &count,
            Face::Semi,
            17.0,
            theme.t1,
        );
        let caption = cx.say(&Message::new("place-exposed").with("tier", format!("F{tier}")));
        ink.fit(
            pos2(left, rect.top() + 34.0),
            Align2::LEFT_CENTER,
            width - 6.0,
            &caption,
            Face::Regular,
            11.0,
            theme.t3,
        );
        let area = egui::Rect::from_min_max(
            pos2(left, rect.top()),
            pos2(left + width - 6.0, rect.bottom()),
        );
        let n = pen.next();
        label(pen.ui, area, n, format!("{caption}: {count}"));
    }
}

/// Source, arrow, case: two clickable names in a line.
fn link(pen: &mut Pen<'_, '_>, state: &mut State, link: &Here) {
    let cx = pen.cx;
    let rect = pen.take(44.0);
    let theme = cx.theme;
    let (source, case) = (cx.person_name(link.source), cx.person_name(link.contact));
    let half = rect.width() / 2.0 - 14.0;
    for (n, (person, name)) in [(link.source, &source), (link.contact, &case)]
        .into_iter()
        .enumerate()
    {
        let left = rect.left() + n as f32 * (half + 28.0);
        let area =
            egui::Rect::from_min_max(pos2(left, rect.top()), pos2(left + half, rect.top() + 24.0));
        let id = pen.next();
        let response = pen.row(area, id, &format!("F0, {name}"));
        cx.interact(state, &response, Focus::Person(person));
        let painter = pen.ui.painter();
        glyph(
            painter,
            theme,
            pos2(left + 7.0, area.center().y),
            11.0,
            Some(0),
        );
        Ink::new(painter).fit(
            pos2(left + 20.0, area.center().y),
            Align2::LEFT_CENTER,
            half - 20.0,
            name,
            Face::Medium,
            13.0,
            theme.t1,
        );
    }
    let ink = Ink::new(pen.ui.painter());
    ink.text(
        pos2(rect.left() + half + 14.0, rect.top() + 12.0),
        Align2::CENTER_CENTER,
        super::super::super::theme::icons::ARROW_RIGHT,
        Face::Icon,
        14.0,
        theme.tier(0).ink,
    );
    let detail = cx.say(
        &Message::new("place-link")
            .with("first", cx.when(link.first))
            .with("length", cx.length(link.seconds))
            .with("risk", cx.texts.decimal(link.risk, 2)),
    );
    let (line, _) = ink.fit(
        pos2(rect.left() + 20.0, rect.top() + 33.0),
        Align2::LEFT_CENTER,
        rect.width() - 20.0,
        &detail,
        Face::Regular,
        11.0,
        theme.t3,
    );
    let n = pen.next();
    label(pen.ui, line, n, detail);
}

fn more(pen: &mut Pen<'_, '_>, count: usize) {
    if count > MOST {
        let text = pen
            .cx
            .say(&Message::new("list-more").with("n", count - MOST));
        pen.text(&text, Face::Regular, 11.0, pen.cx.theme.t3);
    }
}
