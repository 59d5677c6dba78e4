//! The rail: one view after the other.

use egui::{Align2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::super::command::Action;
use super::super::context::Cx;
use super::super::state::{Popover, State, View};
use super::super::theme::{Face, icons};
use super::super::widgets::Ink;

/// Height of an entry.
const ENTRY: f32 = 58.0;

pub fn show(ui: &mut Ui, cx: Cx<'_>, state: &mut State) {
    let (room, theme) = (ui.max_rect(), cx.theme);
    ui.painter().rect_filled(room, 0.0, theme.surface);
    ui.painter().vline(
        room.right() - 0.5,
        room.y_range(),
        Stroke::new(1.0, theme.line),
    );
    let mut y = room.top() + 8.0;
    for view in View::ALL {
        let action = Action::Show(view);
        let badge = match view {
            View::Data => held(cx),
            View::Notify => {
                super::super::views::notifications::waiting(cx.session.post().look.as_deref())
            }
            _ => 0,
        };
        let on = state.view == view;
        let tip = format!("{} ({})", cx.t(view.key()), action.key_text());
        if entry(ui, cx, y, view.icon(), &cx.t(view.key()), on, badge, &tip) {
            cx.act(action);
        }
        y += ENTRY;
    }
    let low = |n: usize| room.bottom() - 8.0 - ENTRY * n as f32;
    let mut y = low(View::BELOW.len());
    for view in View::BELOW {
        let action = Action::Show(view);
        let on = state.view == view;
        let tip = format!("{} ({})", cx.t(view.key()), action.key_text());
        if entry(ui, cx, y, view.icon(), &cx.t(view.key()), on, 0, &tip) {
            cx.act(action);
        }
        y += ENTRY;
    }
    let below: [(Action, &str, Popover); 2] = [
        (Action::RunPanel, icons::SLIDERS_HORIZONTAL, Popover::Run),
        (Action::Keys, icons::KEYBOARD, Popover::Keys),
    ];
    let mut y = low(below.len() + View::BELOW.len());
    for (action, icon, popover) in below {
        let name = cx.t(&format!("rail-{}", action.key()));
        let tip = format!("{} ({})", cx.t(action.key()), action.key_text());
        if entry(
            ui,
            cx,
            y,
            icon,
            &name,
            state.popover == Some(popover),
            0,
            &tip,
        ) {
            cx.act(action);
        }
        y += ENTRY;
    }
}

fn held(cx: Cx<'_>) -> u64 {
    let Some(desk) = cx.desk() else { return 0 };
    desk.coverage.rows[4]
}

#[allow(clippy::too_many_arguments)]
fn entry(
    ui: &Ui,
    cx: Cx<'_>,
    y: f32,
    icon: &str,
    name: &str,
    on: bool,
    badge: u64,
    tip: &str,
) -> bool {
    let (room, theme) = (ui.max_rect(), cx.theme);
    let rect = Rect::from_min_size(
        pos2(room.left() + 6.0, y),
        vec2(room.width() - 12.0, ENTRY - 4.0),
    );
    let response = ui.interact(rect, ui.scope_id().with(("rail", name)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, on, name));
    let painter = ui.painter();
    if on || response.hovered() {
        let fill = if on { theme.accbg } else { theme.hover };
        painter.rect_filled(rect, 8.0, fill);
    }
    super::super::widgets::focus_ring(painter, theme, &response, rect.shrink(2.0));
    let color = if on { theme.acc } else { theme.t2 };
    let ink = Ink::new(painter);
    let face = if on { Face::IconFill } else { Face::Icon };
    ink.text(
        pos2(rect.center().x, rect.top() + 19.0),
        Align2::CENTER_CENTER,
        icon,
        face,
        21.0,
        color,
    );
    let face = if on { Face::Semi } else { Face::Medium };
    ink.fit(
        pos2(rect.center().x, rect.bottom() - 14.0),
        Align2::CENTER_CENTER,
        rect.width(),
        name,
        face,
        11.0,
        color,
    );
    if badge > 0 {
        let text = badge.min(99).to_string();
        let at = pos2(rect.center().x + 17.0, rect.top() + 11.0);
        let width = ink.width(&text, Face::Semi, 10.0) + 9.0;
        let ground = Rect::from_center_size(at, vec2(width.max(16.0), 16.0));
        painter.rect_filled(ground, 8.0, theme.warnbg);
        ink.text(
            at,
            Align2::CENTER_CENTER,
            text,
            Face::Semi,
            10.0,
            theme.warn,
        );
    }
    response.on_hover_text(tip).clicked()
}
