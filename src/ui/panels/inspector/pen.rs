//! Writes the inspector's column from top to bottom.

use egui::{Align2, Color32, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::super::super::context::Cx;
use super::super::super::state::State;
use super::super::super::theme::{Face, icons, size};
use super::super::super::widgets::{Ink, elided, glyph, label};
use crate::model::{PersonIx, PlaceIx};
use crate::session::Focus;

/// A column of a width.
pub struct Pen<'u, 'c> {
    /// Where it is written.
    pub ui: &'u mut Ui,
    /// What may be read.
    pub cx: Cx<'c>,
    /// The width without padding.
    pub width: f32,
    number: usize,
}

impl<'u, 'c> Pen<'u, 'c> {
    /// At the top.
    pub const fn new(ui: &'u mut Ui, cx: Cx<'c>, width: f32) -> Self {
        Self {
            ui,
            cx,
            width,
            number: 0,
        }
    }

    /// A number that no other widget of the column has.
    pub const fn next(&mut self) -> usize {
        self.number += 1;
        self.number
    }

    /// The next `height` points, inside the padding.
    pub fn take(&mut self, height: f32) -> Rect {
        let (rect, _) = self
            .ui
            .allocate_exact_size(vec2(self.width + 2.0 * size::PAD, height), Sense::hover());
        rect.shrink2(vec2(size::PAD, 0.0))
    }

    /// Nothing for a while.
    pub fn gap(&mut self, height: f32) {
        self.take(height);
    }

    /// A section's title, with something at the right.
    pub fn section(&mut self, title: &str, right: &str) {
        self.gap(14.0);
        let rect = self.take(22.0);
        let theme = self.cx.theme;
        let ink = Ink::new(self.ui.painter());
        let end = ink.text(
            rect.right_center(),
            Align2::RIGHT_CENTER,
            right,
            Face::Regular,
            11.0,
            theme.t3,
        );
        ink.fit(
            rect.left_center(),
            Align2::LEFT_CENTER,
            end.left() - rect.left() - 8.0,
            title,
            Face::Semi,
            13.0,
            theme.t1,
        );
        let n = self.next();
        label(self.ui, rect, n, format!("{title} {right}"));
        self.gap(2.0);
    }

    /// A paragraph.
    pub fn text(&mut self, text: &str, face: Face, points: f32, color: Color32) {
        let galley = elided(
            self.ui.painter(),
            text.to_owned(),
            self.width,
            12,
            face,
            points,
            color,
        );
        let rect = self.take(galley.size().y + 4.0);
        self.ui.painter().galley(rect.min, galley, color);
        let n = self.next();
        label(self.ui, rect, n, text);
    }

    /// A name and its value.
    pub fn pair(&mut self, name: &str, value: &str) {
        let theme = self.cx.theme;
        let rect = self.take(24.0);
        let ink = Ink::new(self.ui.painter());
        let (word, _) = ink.fit(
            rect.left_center(),
            Align2::LEFT_CENTER,
            self.width * 0.45,
            name,
            Face::Regular,
            12.0,
            theme.t2,
        );
        let (_, cut) = ink.fit(
            rect.right_center(),
            Align2::RIGHT_CENTER,
            rect.right() - word.right() - 12.0,
            value,
            Face::Medium,
            12.0,
            theme.t1,
        );
        let n = self.next();
        let told = label(self.ui, rect, n, format!("{name}: {value}"));
        if cut {
            told.on_hover_text(value);
        }
    }

    /// A person to click on, with something at the right.
    pub fn person(&mut self, state: &mut State, person: PersonIx, detail: &str) {
        let cx = self.cx;
        let rect = self.take(28.0);
        let n = self.next();
        let name = cx.person_name(person);
        let tier = cx.tier(cx.tier_of(person));
        let response = self.row(rect, n, &format!("{tier}, {name}, {detail}"));
        cx.interact(state, &response, Focus::Person(person));
        let theme = cx.theme;
        let painter = self.ui.painter();
        glyph(
            painter,
            theme,
            pos2(rect.left() + 7.0, rect.center().y),
            12.0,
            cx.tier_of(person),
        );
        let ink = Ink::new(painter);
        let (end, _) = ink.fit(
            rect.right_center(),
            Align2::RIGHT_CENTER,
            self.width * 0.6,
            detail,
            Face::Regular,
            11.0,
            theme.t3,
        );
        ink.fit(
            pos2(rect.left() + 22.0, rect.center().y),
            Align2::LEFT_CENTER,
            end.left() - rect.left() - 30.0,
            name,
            Face::Medium,
            13.0,
            theme.t1,
        );
    }

    /// A place to click on, with something at the right.
    pub fn place(&mut self, state: &mut State, place: PlaceIx, name: &str, detail: &str) {
        let cx = self.cx;
        let rect = self.take(28.0);
        let n = self.next();
        let response = self.row(rect, n, &format!("{name}, {detail}"));
        cx.interact(state, &response, Focus::Place(place));
        let theme = cx.theme;
        let ink = Ink::new(self.ui.painter());
        ink.text(
            pos2(rect.left() + 7.0, rect.center().y),
            Align2::CENTER_CENTER,
            icons::MAP_PIN,
            Face::Icon,
            14.0,
            theme.t2,
        );
        let end = ink.text(
            rect.right_center(),
            Align2::RIGHT_CENTER,
            detail,
            Face::Medium,
            12.0,
            theme.t1,
        );
        ink.fit(
            pos2(rect.left() + 22.0, rect.center().y),
            Align2::LEFT_CENTER,
            end.left() - rect.left() - 30.0,
            name,
            Face::Regular,
            13.0,
            theme.t1,
        );
    }

    /// The ground and response of a clickable line.
    pub fn row(&mut self, rect: Rect, n: usize, name: &str) -> Response {
        let response = self
            .ui
            .interact(rect, self.ui.scope_id().with(("row", n)), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
        if response.hovered() || response.has_focus() {
            self.ui
                .painter()
                .rect_filled(rect.expand2(vec2(6.0, 0.0)), 6.0, self.cx.theme.hover);
        }
        response
    }

    /// A line of text to click on.
    pub fn link(&mut self, text: &str) -> bool {
        let rect = self.take(26.0);
        let n = self.next();
        let response = self.row(rect, n, text);
        Ink::new(self.ui.painter()).text(
            rect.left_center(),
            Align2::LEFT_CENTER,
            text,
            Face::Medium,
            12.0,
            self.cx.theme.acc,
        );
        response.clicked()
    }
}
