//! Choosing columns and districts.

use egui::{Align2, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::super::super::context::Cx;
use super::super::super::shell::popover;
use super::super::super::state::{Popover, State};
use super::super::super::theme::{Face, size};
use super::super::super::widgets::{Button, Ink, check_box};
use crate::session::{Column, Command};

pub fn popovers(ui: &Ui, cx: Cx<'_>, state: &mut State, room: Rect) {
    match state.popover {
        Some(Popover::Columns) => columns(ui, cx, state, room),
        Some(Popover::Districts) => districts(ui, cx, state, room),
        _ => {}
    }
}

fn columns(ui: &Ui, cx: Cx<'_>, state: &mut State, room: Rect) {
    let lines = Column::ALL.len() / 2;
    let rect = Rect::from_min_size(
        pos2(room.right() - 500.0, room.top() + size::HEADER),
        vec2(440.0, 52.0 + lines as f32 * 30.0 + 48.0),
    );
    popover::card(ui, cx, state, "columns", rect, |ui, rect, _| {
        let theme = cx.theme;
        Ink::new(ui.painter()).text(
            pos2(rect.left() + 18.0, rect.top() + 26.0),
            Align2::LEFT_CENTER,
            cx.t("columns-title"),
            Face::Semi,
            14.0,
            theme.t1,
        );
        let shown = super::columns(cx);
        for (n, column) in Column::ALL.into_iter().enumerate() {
            let at = pos2(
                rect.left() + 12.0 + (n / lines) as f32 * 210.0,
                rect.top() + 48.0 + (n % lines) as f32 * 30.0,
            );
            let row = Rect::from_min_size(at, vec2(206.0, 30.0));
            let on = shown.contains(&column);
            // Nobody is told apart without these.
            let fixed = matches!(column, Column::Tier | Column::Name);
            if line(ui, cx, row, &cx.t(column.key()), on, !fixed) && !fixed {
                let next = Column::ALL
                    .into_iter()
                    .filter(|c| shown.contains(c) != (*c == column))
                    .collect();
                cx.run(Command::SetColumns(Some(next)));
            }
        }
        let text = cx.t("columns-reset");
        let button = Button::new(&text);
        let width = button.width(ui.painter());
        let at = Rect::from_min_size(
            pos2(rect.left() + 18.0, rect.bottom() - 44.0),
            vec2(width, 30.0),
        );
        if button.show(ui, theme, at, "reset").clicked() {
            cx.run(Command::SetColumns(None));
        }
    });
}

fn districts(ui: &Ui, cx: Cx<'_>, state: &mut State, room: Rect) {
    let Some(desk) = cx.desk() else { return };
    let most = ((room.height() - 170.0) / 30.0).max(4.0) as usize;
    let shown = desk.districts.len().min(most.min(14));
    let rect = Rect::from_min_size(
        pos2(
            room.left() + if cx.narrow { 420.0 } else { 560.0 },
            room.top() + size::HEADER + size::FILTERS,
        ),
        vec2(330.0, 20.0 + shown as f32 * 30.0),
    );
    popover::card(ui, cx, state, "districts", rect, |ui, rect, _| {
        let mut inner =
            super::super::super::shell::child(ui, rect.shrink2(vec2(8.0, 10.0)), "list");
        let filter = &cx.session.workspace().filter;
        egui::ScrollArea::vertical()
            .auto_shrink([false, false])
            .show_rows(&mut inner, 30.0, desk.districts.len(), |ui, range| {
                ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
                for (name, count) in &desk.districts[range] {
                    let (row, _) =
                        ui.allocate_exact_size(vec2(rect.width() - 16.0, 30.0), Sense::hover());
                    let on = filter.districts.contains(name);
                    Ink::new(ui.painter()).text(
                        pos2(row.right() - 14.0, row.center().y),
                        Align2::RIGHT_CENTER,
                        cx.n((*count).into()),
                        Face::Regular,
                        12.0,
                        cx.theme.t3,
                    );
                    if line(ui, cx, row.with_max_x(row.right() - 60.0), name, on, true) {
                        let mut next = filter.clone();
                        if on {
                            next.districts.retain(|d| d != name);
                        } else {
                            next.districts.push(name.clone());
                        }
                        cx.run(Command::SetFilter(Box::new(next)));
                    }
                }
            });
    });
}

/// A check box with its name; the whole line can be clicked.
fn line(ui: &Ui, cx: Cx<'_>, rect: Rect, name: &str, on: bool, enabled: bool) -> bool {
    let theme = cx.theme;
    let response = ui.interact(rect, ui.scope_id().with(("choose", name)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, enabled, on, name));
    if response.hovered() && enabled {
        ui.painter().rect_filled(rect, 6.0, theme.hover);
    }
    let square =
        Rect::from_center_size(pos2(rect.left() + 16.0, rect.center().y), vec2(24.0, 24.0));
    let boxed = check_box(ui, theme, square, name, on);
    Ink::new(ui.painter()).fit(
        pos2(rect.left() + 34.0, rect.center().y),
        Align2::LEFT_CENTER,
        rect.width() - 40.0,
        name,
        Face::Regular,
        13.0,
        if enabled { theme.t1 } else { theme.t3 },
    );
    enabled && (response.clicked() || boxed.clicked())
}
