//! The top and the bottom of the left column: ways to add files, totals, where to drop.

use egui::{Align2, Rect, Shape, Stroke, Ui, pos2, vec2};

use super::super::super::command::Action;
use super::super::super::context::Cx;
use super::super::super::theme::{Face, icons, size};
use super::super::super::widgets::{Button, Ink, label};
use crate::i18n::Message;
use crate::session::Desk;

/// The title and the ways to add files.
pub(super) fn header(ui: &Ui, cx: Cx<'_>, room: Rect) {
    let theme = cx.theme;
    let y = room.top() + size::HEADER / 2.0;
    let mut right = room.right() - size::PAD;
    for (key, icon, action) in [
        ("data-add-files", icons::PLUS, Action::AddFiles),
        ("data-add-folder", icons::FOLDER_OPEN, Action::OpenFolder),
    ] {
        let text = cx.t(key);
        let mut button = Button::new(&text).icon(icon);
        if action == Action::AddFiles {
            button = button.primary();
        }
        let width = button.width(ui.painter());
        let at = Rect::from_min_size(pos2(right - width, y - 15.0), vec2(width, size::CONTROL));
        let response = button.show(ui, theme, at, key);
        if response.on_hover_text(action.key_text()).clicked() {
            cx.act(action);
        }
        right = at.left() - 8.0;
    }
    Ink::new(ui.painter()).fit(
        pos2(room.left() + size::PAD, y),
        Align2::LEFT_CENTER,
        right - room.left() - size::PAD,
        cx.t("view-data"),
        Face::Semi,
        17.0,
        theme.t1,
    );
}

/// Four numbers; returns where they end.
pub(super) fn totals(ui: &Ui, cx: Cx<'_>, desk: &Desk, room: Rect) -> f32 {
    let theme = cx.theme;
    let [_, taken, warned, merged, held] = desk.coverage.rows;
    let ink = Ink::new(ui.painter());
    let items = [
        ("data-total-taken", taken),
        ("data-total-held", held),
        ("data-total-merged", merged),
        ("data-total-people", desk.run.records.people.len() as u64),
    ]
    .map(|(key, count)| {
        let (number, caption) = (cx.n(count), cx.t(key));
        let width = ink.width(&number, Face::Semi, 15.0);
        let width = width.max(ink.width(&caption, Face::Regular, 11.0));
        (key, number, caption, width)
    });
    let used: f32 = items.iter().map(|(.., width)| width).sum();
    let free = ((room.width() - 2.0 * size::PAD - used) / 3.0).max(4.0);
    let mut x = room.left() + size::PAD;
    for (n, (key, number, caption, width)) in items.into_iter().enumerate() {
        if n > 0 {
            let line = Stroke::new(1.0, theme.line);
            let (top, bottom) = (room.top() + 54.0, room.top() + 86.0);
            ui.painter().vline(x - free / 2.0, top..=bottom, line);
        }
        let warn = key == "data-total-held" && held > 0;
        let color = if warn { theme.warn } else { theme.t1 };
        let at = pos2(x, room.top() + 61.0);
        ink.text(at, Align2::LEFT_CENTER, &number, Face::Semi, 15.0, color);
        let at = pos2(x, room.top() + 79.0);
        ink.text(
            at,
            Align2::LEFT_CENTER,
            &caption,
            Face::Regular,
            11.0,
            theme.t3,
        );
        let rect = Rect::from_min_size(pos2(x, room.top() + 52.0), vec2(width, 36.0));
        label(ui, rect, key, format!("{number} {caption}"));
        x += width + free;
    }
    let mut bottom = room.top() + 98.0;
    if warned > 0 {
        let text = cx.say(&Message::new("data-total-warned").with("n", warned));
        let at = pos2(room.left() + size::PAD, bottom);
        ink.text(
            at + vec2(6.0, 0.0),
            Align2::CENTER_CENTER,
            icons::WARNING,
            Face::Icon,
            12.0,
            theme.warn,
        );
        let (rect, _) = ink.fit(
            at + vec2(17.0, 0.0),
            Align2::LEFT_CENTER,
            room.width() - 2.0 * size::PAD - 17.0,
            &text,
            Face::Regular,
            11.0,
            theme.t2,
        );
        label(ui, rect, "warned", text);
        bottom += 14.0;
    }
    let line = Stroke::new(1.0, theme.line);
    ui.painter().hline(room.x_range(), bottom - 0.5, line);
    bottom
}

/// Where to drop more files.
pub(super) fn drop_strip(ui: &Ui, cx: Cx<'_>, strip: Rect) {
    let (theme, painter) = (cx.theme, ui.painter());
    painter.rect_filled(strip, 0.0, theme.app);
    painter.extend(Shape::dashed_line(
        &[strip.left_top(), strip.right_top()],
        Stroke::new(1.0, theme.line2),
        4.0,
        3.0,
    ));
    let ink = Ink::new(painter);
    ink.text(
        pos2(strip.left() + size::PAD + 8.0, strip.center().y),
        Align2::CENTER_CENTER,
        icons::FILE_PLUS,
        Face::Icon,
        17.0,
        theme.t2,
    );
    let text = cx.t("data-drop");
    let (rect, cut) = ink.fit(
        pos2(strip.left() + size::PAD + 26.0, strip.center().y),
        Align2::LEFT_CENTER,
        strip.width() - 2.0 * size::PAD - 26.0,
        &text,
        Face::Regular,
        12.0,
        theme.t2,
    );
    let told = label(ui, rect, "drop", text.clone());
    if cut {
        told.on_hover_text(text);
    }
}
