//! The bands with nobody in them: the first layout is being made, or nobody is in the window.

use egui::{Align2, Painter, Rect, Ui, pos2, vec2};

use super::super::super::command::Action;
use super::super::super::context::Cx;
use super::super::super::state::{State, View};
use super::super::super::theme::{Face, size};
use super::super::super::widgets::{Button, Ink};
use super::ground;
use crate::session::Desk;
use crate::session::network::AXIS;

/// The bands without anybody in them; returns what paints there, and the room under the axis.
fn bare(ui: &Ui, cx: Cx<'_>, state: &State, desk: &Desk, canvas: Rect) -> (Painter, Rect) {
    let bands = ground::waiting(cx, desk, canvas.height());
    let clip = canvas.with_min_y(canvas.top() + AXIS);
    let painter = ui.painter_at(canvas);
    ground::bands(&painter, cx.theme, &bands, canvas.min, clip);
    ground::captions(ui, cx, &bands, canvas.min, clip);
    let strip = canvas.with_max_y(clip.top());
    ground::axis(&painter, cx, None, strip, state.network.by_time);
    (painter, clip)
}

/// The first layout is being made.
pub(super) fn waiting(ui: &Ui, cx: Cx<'_>, state: &State, desk: &Desk, canvas: Rect) {
    let (painter, room) = bare(ui, cx, state, desk, canvas);
    Ink::new(&painter).text(
        room.center(),
        Align2::CENTER_CENTER,
        cx.t("net-laying"),
        Face::Regular,
        13.0,
        cx.theme.t3,
    );
}

/// Nobody is in the window: the way out.
pub(super) fn empty(ui: &Ui, cx: Cx<'_>, state: &State, desk: &Desk, canvas: Rect) {
    let (painter, room) = bare(ui, cx, state, desk, canvas);
    let windowed = cx.session.workspace().window.is_some();
    let (said, todo, action) = if windowed {
        ("net-empty", "net-widen", Action::WindowAll)
    } else {
        ("net-empty-all", "net-see-data", Action::Show(View::Data))
    };
    let middle = room.center();
    let stood = Ink::new(&painter).text(
        middle,
        Align2::CENTER_BOTTOM,
        cx.t(said),
        Face::Semi,
        14.0,
        cx.theme.t1,
    );
    let text = cx.t(todo);
    let button = Button::new(&text);
    let width = button.width(&painter);
    let rect = Rect::from_min_size(
        pos2(middle.x - width / 2.0, stood.bottom() + 12.0),
        vec2(width, size::CONTROL),
    );
    if button.show(ui, cx.theme, rect, "net-empty").clicked() {
        cx.act(action);
    }
}
