//! A card over the views.

use egui::{Area, Id, Order, Painter, Pos2, Rect, Sense, Stroke, StrokeKind, Ui, vec2};

use super::super::context::Cx;
use super::super::state::State;
use super::super::theme::{Theme, size};

/// What a card stands on: its shadow, its fill and its edge.
pub fn ground(painter: &Painter, theme: &Theme, rect: Rect) {
    painter.add(theme.shadow().as_shape(rect, size::POPOVER));
    painter.rect(
        rect,
        size::POPOVER,
        theme.raised,
        Stroke::new(1.0, theme.line2),
        StrokeKind::Inside,
    );
}

/// Shows a card of a size at a place; a click outside closes it.
pub fn card(
    ui: &Ui,
    cx: Cx<'_>,
    state: &mut State,
    name: &str,
    rect: Rect,
    content: impl FnOnce(&mut Ui, Rect, &mut State),
) {
    let theme = cx.theme;
    let before = state.popover;
    Area::new(Id::unique(("popover", name)))
        .order(Order::Foreground)
        .fixed_pos(rect.min)
        .constrain(false)
        .show(ui.ctx(), |ui| {
            ui.allocate_exact_size(rect.size(), Sense::click());
            ground(ui.painter(), theme, rect);
            let mut inner = super::child(ui, rect, name);
            content(&mut inner, rect, state);
        });
    // Opened in this frame: the click that did it is not one outside.
    let id = Id::unique(("popover was open", name));
    let pass = ui.ctx().cumulative_pass_nr();
    let was_open = ui
        .data(|d| d.get_temp::<u64>(id))
        .is_some_and(|p| p + 2 >= pass);
    ui.data_mut(|d| d.insert_temp(id, pass));
    let outside = ui.input(|i| {
        i.pointer.any_pressed()
            && i.pointer
                .interact_pos()
                .is_some_and(|p: Pos2| !rect.expand2(vec2(2.0, 2.0)).contains(p))
    });
    if was_open && outside && state.popover == before {
        state.popover = None;
    }
}
