//! A field that is typed into, with its name above.

use egui::{Align2, Rect, Response, Stroke, StrokeKind, TextEdit, Ui, WidgetInfo, pos2, vec2};

use super::super::theme::{Face, Theme, size};
use super::ink::Ink;

/// A field.
#[derive(Debug, Clone, Copy)]
pub struct Field<'f> {
    name: &'f str,
    hint: &'f str,
    secret: bool,
    wrong: bool,
}

impl<'f> Field<'f> {
    /// Height with the name above.
    pub const HEIGHT: f32 = 52.0;

    /// A field of a name.
    #[must_use]
    pub const fn new(name: &'f str) -> Self {
        Self {
            name,
            hint: "",
            secret: false,
            wrong: false,
        }
    }

    /// What stands in it while nothing is typed.
    #[must_use]
    pub const fn hint(mut self, hint: &'f str) -> Self {
        self.hint = hint;
        self
    }

    /// What is typed is not shown.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// What is typed will not do.
    #[must_use]
    pub const fn wrong(mut self, wrong: bool) -> Self {
        self.wrong = wrong;
        self
    }

    /// Shows it at a place, so wide.
    pub fn show(
        &self,
        ui: &mut Ui,
        theme: &Theme,
        at: egui::Pos2,
        width: f32,
        text: &mut String,
    ) -> Response {
        Ink::new(ui.painter()).fit(
            pos2(at.x, at.y + 8.0),
            Align2::LEFT_CENTER,
            width,
            self.name,
            Face::Medium,
            12.0,
            theme.t2,
        );
        let rect = Rect::from_min_size(pos2(at.x, at.y + 20.0), vec2(width, size::CONTROL));
        let edit = TextEdit::singleline(text)
            .password(self.secret)
            .hint_text(self.hint)
            .margin(egui::Margin::symmetric(8, 6))
            .font(Face::Regular.at(13.0))
            .desired_width(width - 16.0);
        let mut inner = super::super::shell::child(ui, rect, self.name);
        let response = inner.add_sized(rect.size(), edit);
        let (name, value) = (self.name.to_owned(), text.clone());
        let secret = self.secret;
        response.widget_info(|| {
            // What is secret is in no tree.
            let shown = if secret { "" } else { value.as_str() };
            let mut info = WidgetInfo::text_edit(true, "", shown, name.as_str());
            info.label = Some(name.clone());
            info
        });
        let line = if self.wrong {
            theme.err
        } else if response.has_focus() {
            theme.acc
        } else {
            theme.line2
        };
        ui.painter().rect_stroke(
            rect,
            size::RADIUS,
            Stroke::new(1.0, line),
            StrokeKind::Inside,
        );
        if self.secret && response.lost_focus() {
            // Its editor remembers each letter, to undo it.
            forget(ui, &response);
        }
        response
    }
}

/// Forgets what a field's editor remembers of what was typed.
pub fn forget(ui: &Ui, response: &Response) {
    egui::text_edit::TextEditState::default().store(ui.ctx(), response.id);
}
