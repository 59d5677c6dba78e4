//! The first screen: what the program is, and how to begin.

mod news;
mod pitch;
mod recent;
mod start;

use egui::{Stroke, Ui};

use super::super::context::Cx;
use super::super::shell::child;
use super::super::state::State;

/// Shows the first screen.
pub fn show(ui: &mut Ui, cx: Cx<'_>, state: &mut State) {
    let (room, theme) = (ui.max_rect(), cx.theme);
    let split = room.left() + (room.width() * 0.4375).round();
    let left = room.with_max_x(split);
    ui.painter().rect_filled(left, 0.0, theme.app);
    ui.painter()
        .rect_filled(room.with_min_x(split), 0.0, theme.surface);
    ui.painter()
        .vline(split - 0.5, room.y_range(), Stroke::new(1.0, theme.line));
    pitch::show(&child(ui, left, "pitch"), cx);
    start::show(&mut child(ui, room.with_min_x(split), "start"), cx, state);
}
