//! What was opened before.

use std::path::Path;

use egui::{Align2, Pos2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::super::super::command::UiCommand;
use super::super::super::context::Cx;
use super::super::super::state::State;
use super::super::super::theme::{Face, icons, size};
use super::super::super::widgets::{Ink, focus_ring, label};
use super::start::Plan;
use crate::i18n::Message;

/// What was opened before; returns where it ends.
pub(super) fn show(ui: &Ui, cx: Cx<'_>, state: &State, plan: &Plan, at: Pos2) -> f32 {
    let theme = cx.theme;
    let ink = Ink::new(ui.painter());
    let all = state.recent.len();
    let note = if plan.shown < all {
        cx.say(
            &Message::new("welcome-recent-some")
                .with("n", plan.shown)
                .with("all", all),
        )
    } else {
        cx.t("welcome-recent-here")
    };
    ink.text(
        at + vec2(plan.width, 8.0),
        Align2::RIGHT_CENTER,
        note,
        Face::Regular,
        12.0,
        theme.t2,
    );
    let title = cx.t("welcome-recent");
    let rect = ink.text(
        at + vec2(0.0, 8.0),
        Align2::LEFT_CENTER,
        &title,
        Face::Semi,
        13.0,
        theme.t1,
    );
    label(ui, rect, "recent", title);
    let mut y = at.y + 22.0;
    for (n, path) in state.recent.iter().take(plan.shown).enumerate() {
        let row = Rect::from_min_size(pos2(at.x, y), vec2(plan.width, plan.recent));
        before(ui, cx, plan.tight, row, n, path);
        y = row.bottom();
    }
    y
}

/// One that was opened before.
fn before(ui: &Ui, cx: Cx<'_>, tight: bool, row: Rect, n: usize, path: &Path) {
    let theme = cx.theme;
    let name = path.file_name().unwrap_or(path.as_os_str());
    let name = name.to_string_lossy().into_owned();
    let folder = path.parent().map(|p| p.display().to_string());
    let folder = folder.unwrap_or_default();
    let response = ui.interact(row, ui.scope_id().with(("recent", n)), Sense::click());
    let said = cx.say(&Message::new("welcome-recent-open").with("name", name.as_str()));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
    let painter = ui.painter();
    if response.hovered() {
        let ground = row.expand2(vec2(8.0, 0.0));
        painter.rect_filled(ground, size::RADIUS, theme.hover);
    }
    let line = Stroke::new(1.0, theme.line);
    painter.hline(row.x_range(), row.bottom() - 0.5, line);
    focus_ring(painter, theme, &response, row.shrink(3.0));
    let icon = if path.extension().is_some() {
        icons::FILE_TEXT
    } else {
        icons::FOLDER
    };
    let ink = Ink::new(painter);
    ink.text(
        pos2(row.left() + 9.0, row.center().y),
        Align2::CENTER_CENTER,
        icon,
        Face::Icon,
        17.0,
        theme.t2,
    );
    let x = row.left() + 30.0;
    let (at, room) = if tight {
        (row.center().y, (row.right() - x) * 0.5)
    } else {
        (row.center().y - 8.0, row.right() - x)
    };
    let (word, _) = ink.fit(
        pos2(x, at),
        Align2::LEFT_CENTER,
        room,
        &name,
        Face::Medium,
        13.0,
        theme.t1,
    );
    let (at, align, room) = if tight {
        let room = row.right() - word.right() - 20.0;
        (row.right_center(), Align2::RIGHT_CENTER, room)
    } else {
        let at = pos2(x, row.center().y + 10.0);
        (at, Align2::LEFT_CENTER, row.right() - x)
    };
    ink.fit(at, align, room, folder, Face::Regular, 11.0, theme.t3);
    let whole = path.display().to_string();
    if response.on_hover_text(whole).clicked() {
        cx.send(UiCommand::Recent(n));
    }
}
