//! Text on a painter.

use std::sync::Arc;

use egui::text::{LayoutJob, TextWrapping};
use egui::{Align2, Color32, Galley, Painter, Pos2, Rect, Response, Role, Sense, Ui, WidgetInfo};

use super::super::theme::Face;

/// Paints text.
pub struct Ink<'p> {
    painter: &'p Painter,
}

impl<'p> Ink<'p> {
    /// On a painter.
    #[must_use]
    pub const fn new(painter: &'p Painter) -> Self {
        Self { painter }
    }

    /// One line; returns where it stands.
    pub fn text(
        &self,
        at: Pos2,
        align: Align2,
        text: impl Into<String>,
        face: Face,
        size: f32,
        color: Color32,
    ) -> Rect {
        let galley = self
            .painter
            .layout_no_wrap(text.into(), face.at(size), color);
        self.put(at, align, galley, color)
    }

    /// One line no wider than `width`; what does not fit ends in an ellipsis. Returns where it stands, and whether it
    /// was cut.
    #[allow(clippy::too_many_arguments)]
    pub fn fit(
        &self,
        at: Pos2,
        align: Align2,
        width: f32,
        text: impl Into<String>,
        face: Face,
        size: f32,
        color: Color32,
    ) -> (Rect, bool) {
        let galley = elided(self.painter, text.into(), width, 1, face, size, color);
        let cut = galley.elided;
        (self.put(at, align, galley, color), cut)
    }

    /// Several lines no wider than `width`; returns where they stand.
    #[allow(clippy::too_many_arguments)]
    pub fn wrap(
        &self,
        at: Pos2,
        width: f32,
        lines: usize,
        text: impl Into<String>,
        face: Face,
        size: f32,
        color: Color32,
    ) -> Rect {
        let galley = elided(self.painter, text.into(), width, lines, face, size, color);
        self.put(at, Align2::LEFT_TOP, galley, color)
    }

    /// Several pieces in one line; returns where they stand.
    pub fn run(&self, at: Pos2, align: Align2, pieces: &[(&str, Face, f32, Color32)]) -> Rect {
        let mut job = LayoutJob::default();
        for (text, face, size, color) in pieces {
            job.append(
                text,
                0.0,
                egui::TextFormat {
                    font_id: face.at(*size),
                    color: *color,
                    valign: egui::Align::BOTTOM,
                    ..Default::default()
                },
            );
        }
        job.wrap.max_rows = 1;
        let galley = self.painter.layout_job(job);
        self.put(at, align, galley, Color32::PLACEHOLDER)
    }

    /// How wide a line is.
    #[must_use]
    pub fn width(&self, text: &str, face: Face, size: f32) -> f32 {
        self.painter
            .layout_no_wrap(text.to_owned(), face.at(size), Color32::BLACK)
            .size()
            .x
    }

    fn put(&self, at: Pos2, align: Align2, galley: Arc<Galley>, color: Color32) -> Rect {
        let rect = align.anchor_size(at, galley.size());
        self.painter.galley(rect.min, galley, color);
        rect
    }
}

/// Text laid out in at most `lines` lines no wider than `width`, ending in an ellipsis where it does not fit.
#[must_use]
pub fn elided(
    painter: &Painter,
    text: String,
    width: f32,
    lines: usize,
    face: Face,
    size: f32,
    color: Color32,
) -> Arc<Galley> {
    let mut job = LayoutJob::simple(text, face.at(size), color, width.max(8.0));
    job.wrap = TextWrapping {
        max_width: width.max(8.0),
        max_rows: lines,
        break_anywhere: lines == 1,
        overflow_character: Some('…'),
    };
    painter.layout_job(job)
}

/// Makes painted text known to screen readers, and gives a response for hovering.
pub fn label(
    ui: &Ui,
    rect: Rect,
    salt: impl std::hash::Hash + std::fmt::Debug,
    text: impl Into<String>,
) -> Response {
    let response = ui.interact(
        rect,
        ui.scope_id().with(("label", egui::IdSalt::new(salt))),
        Sense::hover(),
    );
    let text = text.into();
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
    response
}
