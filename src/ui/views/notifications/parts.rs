//! What the columns are painted with.

use egui::{
    Align2, Color32, Popup, PopupCloseBehavior, Pos2, Rect, RectAlign, Response, Role, ScrollArea,
    Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::super::super::context::Cx;
use super::super::super::shell::child;
use super::super::super::theme::{Face, Theme, icons, size};
use super::super::super::widgets::{Button, Ink, focus_ring, label};
use crate::notify::Channel;

/// Says in `room` why there is nothing in it.
pub fn nothing(ui: &Ui, theme: &Theme, room: Rect, name: &str, text: String) {
    let at = room.center_top() + vec2(0.0, 80.0);
    let ink = Ink::new(ui.painter());
    let place = Align2::CENTER_CENTER;
    let rect = ink.text(at, place, &text, Face::Regular, 13.0, theme.t2);
    label(ui, rect, name, text);
}

/// A column that is filled from the top.
pub struct Column<'u> {
    pub ui: &'u mut Ui,
    pub left: f32,
    pub width: f32,
    pub y: f32,
}

impl Column<'_> {
    pub fn ink(&self) -> Ink<'_> {
        Ink::new(self.ui.painter())
    }

    pub const fn right(&self) -> f32 {
        self.left + self.width
    }

    /// A heading.
    pub fn title(&mut self, cx: Cx<'_>, text: &str) {
        let at = pos2(self.left, self.y + 10.0);
        let rect = self
            .ink()
            .text(at, Align2::LEFT_CENTER, text, Face::Semi, 14.0, cx.theme.t1);
        label(self.ui, rect, ("title", text), text);
        self.y += 30.0;
    }

    /// A small heading.
    pub fn caption(&mut self, cx: Cx<'_>, text: &str) {
        let at = pos2(self.left, self.y + 8.0);
        self.ink()
            .text(at, Align2::LEFT_CENTER, text, Face::Semi, 12.0, cx.theme.t2);
        self.y += 24.0;
    }

    /// A line across.
    pub fn rule(&mut self, cx: Cx<'_>) {
        let line = Stroke::new(1.0, cx.theme.line);
        let x = self.left..=self.right();
        self.ui.painter().hline(x, self.y, line);
        self.y += 12.0;
    }

    /// An icon, a name and a number at the right.
    pub fn number(&mut self, cx: Cx<'_>, icon: &str, name: &str, count: &str, strong: bool) {
        let theme = cx.theme;
        let y = self.y + 11.0;
        let ink = self.ink();
        let face = if strong { Face::Semi } else { Face::Regular };
        let mut x = self.left;
        if !icon.is_empty() {
            ink.text(
                pos2(x + 7.0, y),
                Align2::CENTER_CENTER,
                icon,
                Face::Icon,
                15.0,
                theme.t2,
            );
            x += 22.0;
        }
        let end = ink.text(
            pos2(self.right(), y),
            Align2::RIGHT_CENTER,
            count,
            Face::Semi,
            if strong { 15.0 } else { 13.0 },
            theme.t1,
        );
        ink.fit(
            pos2(x, y),
            Align2::LEFT_CENTER,
            end.left() - x - 8.0,
            name,
            face,
            13.0,
            theme.t1,
        );
        let rect = Rect::from_min_max(pos2(self.left, y - 11.0), pos2(self.right(), y + 11.0));
        label(self.ui, rect, ("number", name), format!("{name} {count}"));
        self.y += 24.0;
    }

    /// A sentence with an icon before it; returns its rectangle.
    pub fn note(&mut self, cx: Cx<'_>, icon: &str, color: Color32, text: &str) -> Rect {
        let theme = cx.theme;
        self.ink().text(
            pos2(self.left + 7.0, self.y + 9.0),
            Align2::CENTER_CENTER,
            icon,
            Face::Icon,
            15.0,
            color,
        );
        let rect = self.ink().wrap(
            pos2(self.left + 22.0, self.y + 1.0),
            self.width - 22.0,
            4,
            text,
            Face::Regular,
            12.0,
            theme.t2,
        );
        label(self.ui, rect, ("note", text), text);
        self.y = rect.bottom() + 8.0;
        rect
    }
}

/// A column that scrolls where its room is too low for it.
pub fn scrolled(ui: &mut Ui, room: Rect, name: &str, content: impl FnOnce(&mut Column<'_>)) {
    let mut inner = child(ui, room, name);
    ScrollArea::vertical()
        .id_salt(name)
        .auto_shrink([false, false])
        .show(&mut inner, |ui| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            let top = ui.cursor().min.y;
            let mut column = Column {
                left: room.left() + size::PAD,
                width: room.width() - 2.0 * size::PAD,
                y: top + 14.0,
                ui,
            };
            content(&mut column);
            let high = column.y - top + 8.0;
            ui.allocate_space(vec2(room.width() - 8.0, high));
        });
}

/// A card's ground.
pub fn card(ui: &Ui, cx: Cx<'_>, rect: Rect, on: bool) {
    let theme = cx.theme;
    let (fill, line) = if on {
        (theme.sel, theme.acc)
    } else {
        (theme.surface, theme.line)
    };
    ui.painter().rect(
        rect,
        size::CARD,
        fill,
        Stroke::new(1.0, line),
        StrokeKind::Inside,
    );
}

/// Parts of a whole in a bar; returns nothing of nothing.
pub fn bar(ui: &Ui, rect: Rect, parts: &[(usize, Color32)], ground: Color32) {
    let painter = ui.painter();
    painter.rect_filled(rect, rect.height() / 2.0, ground);
    let all: usize = parts.iter().map(|p| p.0).sum();
    if all == 0 {
        return;
    }
    let some = parts.iter().filter(|p| p.0 > 0).count();
    let free = rect.width() - (some - 1) as f32 * 2.0;
    let mut x = rect.left();
    for &(count, color) in parts.iter().filter(|p| p.0 > 0) {
        let wide = (free * count as f32 / all as f32)
            .max(2.0)
            .min(rect.right() - x);
        let part = Rect::from_min_size(pos2(x, rect.top()), vec2(wide.max(0.0), rect.height()));
        painter.rect_filled(part, 2.0, color);
        x += wide + 2.0;
    }
}

/// A count with its icon and name, in a row; returns where it ends.
pub fn legend(
    ui: &Ui,
    cx: Cx<'_>,
    at: Pos2,
    icon: &str,
    name: &str,
    count: &str,
    color: Color32,
) -> f32 {
    let theme = cx.theme;
    let ink = Ink::new(ui.painter());
    ink.text(
        pos2(at.x + 6.0, at.y),
        Align2::CENTER_CENTER,
        icon,
        Face::Icon,
        13.0,
        color,
    );
    let gap = if name.is_empty() { "" } else { " " };
    let rect = ink.run(
        pos2(at.x + 16.0, at.y),
        Align2::LEFT_CENTER,
        &[
            (name, Face::Regular, 12.0, theme.t2),
            (gap, Face::Regular, 12.0, theme.t2),
            (count, Face::Semi, 12.0, theme.t1),
        ],
    );
    label(
        ui,
        rect,
        ("legend", name, at.x as i64, at.y as i64),
        format!("{name} {count}"),
    );
    rect.right()
}

/// The icon of a channel.
pub const fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Push => icons::BELL,
        Channel::Sms => icons::CHAT_TEXT,
        Channel::Call => icons::PHONE,
    }
}

/// A button at a place; returns where it ends and whether it was pressed.
pub fn button(
    ui: &Ui,
    cx: Cx<'_>,
    at: Pos2,
    width: Option<f32>,
    (key, icon): (&str, &str),
    (enabled, primary): (bool, bool),
) -> (f32, Response) {
    let text = cx.t(key);
    let mut button = Button::new(&text).icon(icon).enabled(enabled);
    if primary {
        button = button.primary();
    }
    let wide = width.unwrap_or_else(|| button.width(ui.painter()));
    let rect = Rect::from_min_size(at, vec2(wide, size::CONTROL));
    let response = button.show(ui, cx.theme, rect, key);
    (rect.right() + 8.0, response)
}

/// A menu under a button; returns which line was chosen.
pub fn menu(
    cx: Cx<'_>,
    under: &Response,
    name: &str,
    lines: &[String],
    chosen: Option<usize>,
) -> Option<usize> {
    let mut picked = None;
    Popup::menu(under)
        .align(RectAlign::BOTTOM_END)
        .gap(4.0)
        .close_behavior(PopupCloseBehavior::CloseOnClick)
        .accessible_name(name)
        .show(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let wide = lines
                .iter()
                .map(|l| Ink::new(ui.painter()).width(l, Face::Medium, 13.0))
                .fold(120.0, f32::max);
            for (n, text) in lines.iter().enumerate() {
                let size = vec2(wide + 46.0, size::CONTROL);
                let (rect, response) = ui.allocate_exact_size(size, Sense::click());
                let on = chosen == Some(n);
                response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, text));
                if response.hovered() {
                    ui.painter().rect_filled(rect, size::RADIUS, cx.theme.hover);
                }
                focus_ring(ui.painter(), cx.theme, &response, rect.shrink(3.0));
                let ink = Ink::new(ui.painter());
                if on {
                    ink.text(
                        pos2(rect.left() + 14.0, rect.center().y),
                        Align2::CENTER_CENTER,
                        icons::CHECK,
                        Face::Icon,
                        14.0,
                        cx.theme.acc,
                    );
                }
                ink.text(
                    pos2(rect.left() + 30.0, rect.center().y),
                    Align2::LEFT_CENTER,
                    text,
                    Face::Medium,
                    13.0,
                    cx.theme.t1,
                );
                if response.clicked() {
                    picked = Some(n);
                }
            }
        });
    picked
}
