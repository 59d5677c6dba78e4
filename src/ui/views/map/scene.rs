//! What a frame of the map is about.

use std::collections::BTreeSet;

use egui::{Align2, Rect, Ui, pos2, vec2};

use super::super::super::command::Action;
use super::super::super::context::Cx;
use super::super::super::state::{State, View};
use super::super::super::theme::{Face, size};
use super::super::super::widgets::{Button, Ink, label};
use super::cards;
use super::gathered::{Gathered, place_at};
use super::labels::Wish;
use super::lens::World;
use super::path::{Journey, Way};
use super::venues::{self, Mark};
use crate::i18n::Message;
use crate::session::{Desk, Focus};

/// Circles whose names are tried.
const TRIED: usize = 60;

/// What a frame shows.
#[derive(Clone, Copy)]
pub(super) struct Scene<'s> {
    pub cx: Cx<'s>,
    pub gathered: &'s Gathered,
    pub way: Option<&'s Way>,
}

impl Scene<'_> {
    /// Where what is looked at lies.
    pub fn points(&self, focus: Option<Focus>) -> Vec<World> {
        match focus {
            None => Vec::new(),
            Some(Focus::Place(place)) => {
                let desk = self.cx.desk();
                let at = desk.and_then(|desk| place_at(desk, place));
                at.into_iter().collect()
            }
            Some(Focus::Person(_)) => {
                let halts = self.way.map_or(&[][..], |way| way.halts.as_slice());
                halts.iter().map(|h| h.at).collect()
            }
        }
    }

    /// The map in a sentence.
    pub fn summary(&self) -> String {
        let spots = &self.gathered.spots;
        let (Some(first), Some(desk)) = (spots.first(), self.cx.desk()) else {
            return self.cx.t("map-summary-empty");
        };
        let message = Message::new("map-summary")
            .with("places", spots.len())
            .with("n", self.gathered.people())
            .with("first", desk.place_name(first.place))
            .with("most", first.people);
        self.cx.say(&message)
    }

    /// The names that want to stand on the map: what is looked at, the stops, then the largest circles.
    pub fn wishes(
        &self,
        state: &State,
        marks: &[Mark<'_>],
        journey: Option<&Journey<'_>>,
    ) -> Vec<Wish> {
        let Some(desk) = self.cx.desk() else {
            return Vec::new();
        };
        let mut named = BTreeSet::new();
        let mut out = Vec::new();
        let (focused, hovered) = venues::lit(self.cx, state);
        let lit = [focused, hovered].into_iter().flatten();
        let lit = lit.filter_map(|place| marks.iter().find(|m| m.place == place));
        for mark in lit {
            if named.insert(mark.place) {
                out.push(wish(desk, mark, true));
            }
        }
        for (place, at, half) in journey.into_iter().flat_map(Journey::names) {
            let circle = marks.iter().find(|m| m.place == place);
            let radius = circle.map_or(0.0, |m| m.radius);
            if named.insert(place) {
                out.push(Wish {
                    text: desk.place_name(place).to_owned(),
                    at,
                    half: half.max(vec2(radius, radius)),
                    must: false,
                });
            }
        }
        for mark in marks.iter().take(TRIED) {
            if named.insert(mark.place) {
                out.push(wish(desk, mark, false));
            }
        }
        out
    }

    /// What to do where there is nothing to show.
    pub fn empty(&self, ui: &Ui, rect: Rect) -> Rect {
        let cx = self.cx;
        let (text, button, action) = if cx.session.workspace().window.is_some() {
            ("map-empty", "map-empty-widen", Action::WindowAll)
        } else if self.gathered.unplaced.0 > 0 {
            let data = Action::Show(View::Data);
            ("map-empty-unplaced", "map-empty-data", data)
        } else {
            let data = Action::Show(View::Data);
            ("map-empty-all", "map-empty-data", data)
        };
        let (text, words) = (cx.t(text), cx.t(button));
        let button = Button::new(&words);
        let ink = Ink::new(ui.painter());
        let width = ink
            .width(&text, Face::Medium, 13.0)
            .max(button.width(ui.painter()))
            + 40.0;
        let centre = pos2(rect.center().x, rect.top() + 130.0);
        let frame = Rect::from_center_size(centre, vec2(width, 96.0));
        cards::card(ui, cx.theme, frame, "empty");
        let word = ink.text(
            pos2(centre.x, frame.top() + 26.0),
            Align2::CENTER_CENTER,
            text.as_str(),
            Face::Medium,
            13.0,
            cx.theme.t1,
        );
        label(ui, word, "map empty", text);
        let place = Rect::from_center_size(
            pos2(centre.x, frame.bottom() - 30.0),
            vec2(button.width(ui.painter()), size::CONTROL),
        );
        if button.show(ui, cx.theme, place, "map empty").clicked() {
            cx.act(action);
        }
        frame
    }
}

fn wish(desk: &Desk, mark: &Mark<'_>, must: bool) -> Wish {
    Wish {
        text: desk.place_name(mark.place).to_owned(),
        at: mark.at,
        half: vec2(mark.radius, mark.radius),
        must,
    }
}
