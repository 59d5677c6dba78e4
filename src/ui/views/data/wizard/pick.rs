//! Choosing one of several from a menu.

use egui::{Align2, Popup, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::super::super::super::context::Cx;
use super::super::super::super::theme::{Face, icons, size};
use super::super::super::super::widgets::{Ink, focus_ring};

/// A field with a name and the chosen value.
pub(super) struct Field {
    pub name: String,
    pub value: String,
}

impl Field {
    /// How wide it wants to be.
    pub fn width(&self, ui: &Ui) -> f32 {
        let ink = Ink::new(ui.painter());
        let name = if self.name.is_empty() {
            0.0
        } else {
            ink.width(&self.name, Face::Regular, 12.0) + 6.0
        };
        name + ink.width(&self.value, Face::Semi, 12.0) + 42.0
    }

    /// Shows it; returns what was chosen from the menu.
    pub fn show<T: Clone>(
        &self,
        ui: &Ui,
        cx: Cx<'_>,
        rect: Rect,
        choices: &[(T, String)],
        salt: impl std::hash::Hash + std::fmt::Debug,
    ) -> Option<T> {
        let theme = cx.theme;
        let id = ui.scope_id().with(("pick", egui::IdSalt::new(salt)));
        let response = ui.interact(rect, id, Sense::click());
        let said = format!("{} {}", self.name, self.value);
        response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, said.trim()));
        let over = response.hovered() || response.has_focus();
        let (fill, line) = if over {
            (theme.hover, theme.ctl)
        } else {
            (theme.surface, theme.line2)
        };
        ui.painter().rect(
            rect,
            size::RADIUS,
            fill,
            Stroke::new(1.0, line),
            StrokeKind::Inside,
        );
        focus_ring(ui.painter(), theme, &response, rect);
        let ink = Ink::new(ui.painter());
        let (mut x, y) = (rect.left() + 10.0, rect.center().y);
        if !self.name.is_empty() {
            let at = pos2(x, y);
            let name = ink.text(
                at,
                Align2::LEFT_CENTER,
                &self.name,
                Face::Regular,
                12.0,
                theme.t2,
            );
            x = name.right() + 6.0;
        }
        ink.fit(
            pos2(x, y),
            Align2::LEFT_CENTER,
            rect.right() - x - 22.0,
            &self.value,
            Face::Semi,
            12.0,
            theme.t1,
        );
        ink.text(
            pos2(rect.right() - 13.0, y + 1.0),
            Align2::CENTER_CENTER,
            icons::CARET_DOWN,
            Face::Icon,
            11.0,
            theme.t2,
        );
        let mut chosen = None;
        Popup::menu(&response).show(|ui| {
            ui.set_min_width(rect.width().max(150.0));
            ui.spacing_mut().item_spacing = vec2(0.0, 2.0);
            egui::ScrollArea::vertical()
                .max_height(360.0)
                .show(ui, |ui| {
                    for (value, name) in choices {
                        let on = *name == self.value;
                        if ui.selectable_label(on, name).clicked() {
                            chosen = Some(value.clone());
                            ui.close();
                        }
                    }
                });
        });
        chosen
    }
}
