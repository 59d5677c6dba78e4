//! Buttons, switches, check boxes and chips, painted where they are told to be.

use egui::{
    Align2, Color32, Painter, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    pos2, vec2,
};

use super::super::theme::{Face, Theme, icons, size};
use super::ink::Ink;

/// How a button looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The one thing to do here.
    Primary,
    /// Others.
    Plain,
    /// In a line of text.
    Quiet,
}

/// A button.
#[derive(Debug, Clone)]
pub struct Button<'b> {
    text: &'b str,
    icon: Option<&'b str>,
    kind: Kind,
    enabled: bool,
    selected: bool,
    keys: &'b str,
    caret: bool,
    name: Option<&'b str>,
}

impl<'b> Button<'b> {
    /// An ordinary one.
    #[must_use]
    pub const fn new(text: &'b str) -> Self {
        Self {
            text,
            icon: None,
            kind: Kind::Plain,
            enabled: true,
            selected: false,
            keys: "",
            caret: false,
            name: None,
        }
    }

    /// The one thing to do here.
    #[must_use]
    pub const fn primary(mut self) -> Self {
        self.kind = Kind::Primary;
        self
    }

    /// One without a frame, in the accent's colour.
    #[must_use]
    pub const fn quiet(mut self) -> Self {
        self.kind = Kind::Quiet;
        self
    }

    /// With an icon.
    #[must_use]
    pub const fn icon(mut self, icon: &'b str) -> Self {
        self.icon = Some(icon);
        self
    }

    /// With its key after it.
    #[must_use]
    pub const fn keys(mut self, keys: &'b str) -> Self {
        self.keys = keys;
        self
    }

    /// That opens something.
    #[must_use]
    pub const fn caret(mut self) -> Self {
        self.caret = true;
        self
    }

    /// Usable or not.
    #[must_use]
    pub const fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// On or off.
    #[must_use]
    pub const fn selected(mut self, selected: bool) -> Self {
        self.selected = selected;
        self
    }

    /// Under another name for screen readers.
    #[must_use]
    pub const fn name(mut self, name: &'b str) -> Self {
        self.name = Some(name);
        self
    }

    /// How wide it wants to be.
    #[must_use]
    pub fn width(&self, painter: &Painter) -> f32 {
        let ink = Ink::new(painter);
        let pad = if self.kind == Kind::Quiet { 4.0 } else { 12.0 };
        let icon = if self.icon.is_some() { 22.0 } else { 0.0 };
        let keys = if self.keys.is_empty() {
            0.0
        } else {
            ink.width(self.keys, Face::Medium, 11.0) + 18.0
        };
        let caret = if self.caret { 16.0 } else { 0.0 };
        let text = ink.width(self.text, Face::Medium, 13.0);
        (pad * 2.0 + icon + keys + caret + text).ceil()
    }

    /// Shows it in a rectangle.
    pub fn show(
        &self,
        ui: &Ui,
        theme: &Theme,
        rect: Rect,
        salt: impl std::hash::Hash + std::fmt::Debug,
    ) -> Response {
        let sense = if self.enabled {
            Sense::click()
        } else {
            Sense::hover()
        };
        let id = ui.scope_id().with(("button", egui::IdSalt::new(salt)));
        let response = ui.interact(rect, id, sense);
        let name = self.name.unwrap_or(self.text);
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::Button, self.enabled, name);
            if self.selected {
                info.selected = Some(true);
            }
            info
        });
        let painter = ui.painter();
        let over = self.enabled && (response.hovered() || response.has_focus());
        let (fill, line, text) = match (self.kind, self.enabled) {
            (Kind::Primary, true) => (theme.acc, theme.acc, theme.onacc),
            (Kind::Quiet, true) if over => (theme.accbg, Color32::TRANSPARENT, theme.acc),
            (Kind::Quiet, true) => (Color32::TRANSPARENT, Color32::TRANSPARENT, theme.acc),
            (Kind::Plain, true) if self.selected => (theme.accbg, theme.accln, theme.acc),
            (Kind::Plain, true) if over => (theme.hover, theme.ctl, theme.t1),
            (Kind::Plain, true) => (theme.surface, theme.line2, theme.t1),
            (Kind::Quiet, false) => (Color32::TRANSPARENT, Color32::TRANSPARENT, theme.t3),
            (_, false) => (theme.app, theme.line, theme.t3),
        };
        painter.rect(
            rect,
            size::RADIUS,
            fill,
            Stroke::new(1.0, line),
            StrokeKind::Inside,
        );
        if self.kind == Kind::Primary && over {
            painter.rect_filled(rect, size::RADIUS, Color32::from_white_alpha(18));
        }
        focus_ring(painter, theme, &response, rect);
        let painter = painter.with_clip_rect(rect.intersect(ui.clip_rect()));
        let ink = Ink::new(&painter);
        let content = self.width(&painter) - if self.kind == Kind::Quiet { 8.0 } else { 24.0 };
        let mut x = rect.left() + ((rect.width() - content) / 2.0).max(4.0);
        let y = rect.center().y;
        if let Some(icon) = self.icon {
            ink.text(
                pos2(x + 8.0, y),
                Align2::CENTER_CENTER,
                icon,
                Face::Icon,
                16.0,
                text,
            );
            x += 22.0;
        }
        let room = rect.right() - x - if self.caret { 18.0 } else { 1.0 };
        let (word, _) = ink.fit(
            pos2(x, y),
            Align2::LEFT_CENTER,
            room,
            self.text,
            Face::Medium,
            13.0,
            text,
        );
        x = word.right();
        if !self.keys.is_empty() {
            let keys = ink.text(
                pos2(x + 14.0, y),
                Align2::LEFT_CENTER,
                self.keys,
                Face::Medium,
                11.0,
                text,
            );
            painter.rect_stroke(
                keys.expand2(vec2(4.0, 1.0)),
                4.0,
                Stroke::new(1.0, text.gamma_multiply(0.4)),
                StrokeKind::Inside,
            );
        }
        if self.caret {
            ink.text(
                pos2(x + 11.0, y + 1.0),
                Align2::CENTER_CENTER,
                icons::CARET_DOWN,
                Face::Icon,
                11.0,
                text,
            );
        }
        response
    }
}

/// The ring around what the keyboard is on.
pub fn focus_ring(painter: &Painter, theme: &Theme, response: &Response, rect: Rect) {
    if response.has_focus() {
        painter.rect_stroke(
            rect.expand(3.0),
            size::RADIUS + 3.0,
            Stroke::new(2.0, theme.acc),
            StrokeKind::Inside,
        );
    }
}

/// A square button of an icon, 28 wide, with its name as a tooltip.
pub fn icon_button(
    ui: &Ui,
    theme: &Theme,
    rect: Rect,
    icon: &str,
    name: &str,
    on: bool,
) -> Response {
    let id = ui.scope_id().with(("icon", name));
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let painter = ui.painter();
    if on || response.hovered() {
        let fill = if on { theme.accbg } else { theme.hover };
        painter.rect_filled(rect, size::RADIUS, fill);
    }
    focus_ring(painter, theme, &response, rect);
    Ink::new(painter).text(
        rect.center(),
        Align2::CENTER_CENTER,
        icon,
        Face::Icon,
        16.0,
        if on { theme.acc } else { theme.t2 },
    );
    response.on_hover_text(name)
}

/// A switch of 28 by 16.
pub fn switch(ui: &Ui, theme: &Theme, rect: Rect, name: &str, on: bool) -> bool {
    let id = ui.scope_id().with(("switch", name));
    let response = ui.interact(rect.expand(4.0), id, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Switch, true, on, name));
    let painter = ui.painter();
    let fill = if on { theme.acc } else { theme.ctl };
    painter.rect_filled(rect, 8.0, fill);
    let x = if on {
        rect.right() - 8.0
    } else {
        rect.left() + 8.0
    };
    let knob = if theme.dark {
        theme.surface
    } else {
        Color32::WHITE
    };
    painter.circle_filled(pos2(x, rect.center().y), 6.0, knob);
    focus_ring(painter, theme, &response, rect);
    response.clicked()
}

/// A check box of 15; the whole rectangle can be clicked.
pub fn check_box(ui: &Ui, theme: &Theme, rect: Rect, name: &str, on: bool) -> Response {
    let id = ui.scope_id().with(("check", name));
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, name));
    let painter = ui.painter();
    let square = Rect::from_center_size(rect.center(), vec2(15.0, 15.0));
    let line = if on || response.hovered() {
        theme.acc
    } else {
        theme.ctl
    };
    painter.rect(
        square,
        3.0,
        if on { theme.acc } else { theme.surface },
        Stroke::new(1.25, line),
        StrokeKind::Inside,
    );
    if on {
        Ink::new(painter).text(
            square.center(),
            Align2::CENTER_CENTER,
            icons::CHECK,
            Face::Icon,
            11.0,
            theme.onacc,
        );
    }
    focus_ring(painter, theme, &response, square);
    response
}

/// One of several, in a row with a frame; returns the one pressed.
pub fn segments(
    ui: &Ui,
    theme: &Theme,
    left_top: egui::Pos2,
    names: &[&str],
    chosen: usize,
    salt: &str,
) -> (Rect, Option<usize>) {
    let painter = ui.painter();
    let ink = Ink::new(painter);
    let widths: Vec<f32> = names
        .iter()
        .map(|n| ink.width(n, Face::Medium, 12.0) + 22.0)
        .collect();
    let frame = Rect::from_min_size(left_top, vec2(widths.iter().sum::<f32>() + 4.0, 28.0));
    painter.rect(
        frame,
        size::RADIUS,
        theme.app,
        Stroke::new(1.0, theme.line2),
        StrokeKind::Inside,
    );
    let mut pressed = None;
    let mut x = frame.left() + 2.0;
    for (n, (name, width)) in names.iter().zip(widths).enumerate() {
        let rect = Rect::from_min_size(pos2(x, frame.top() + 2.0), vec2(width, 24.0));
        x += width;
        let on = n == chosen;
        let response = ui.interact(rect, ui.scope_id().with((salt, n)), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, name));
        if on {
            painter.rect(
                rect,
                4.0,
                theme.surface,
                Stroke::new(1.0, theme.line2),
                StrokeKind::Inside,
            );
        }
        focus_ring(painter, theme, &response, rect);
        let color = if on || response.hovered() {
            theme.t1
        } else {
            theme.t2
        };
        ink.text(
            rect.center(),
            Align2::CENTER_CENTER,
            *name,
            Face::Medium,
            12.0,
            color,
        );
        if response.clicked() && !on {
            pressed = Some(n);
        }
    }
    (frame, pressed)
}

/// A small tag of text with an icon; returns where it stands.
pub fn chip(
    painter: &Painter,
    left: egui::Pos2,
    icon: Option<&str>,
    text: &str,
    color: Color32,
    ground: Color32,
) -> Rect {
    let ink = Ink::new(painter);
    let indent = if icon.is_some() { 24.0 } else { 8.0 };
    let width = ink.width(text, Face::Medium, 11.0) + indent + 8.0;
    let rect = Rect::from_min_size(pos2(left.x, left.y - 10.0), vec2(width, 20.0));
    painter.rect_filled(rect, 4.0, ground);
    if let Some(icon) = icon {
        ink.text(
            pos2(rect.left() + 14.0, left.y),
            Align2::CENTER_CENTER,
            icon,
            Face::Icon,
            13.0,
            color,
        );
    }
    ink.text(
        pos2(rect.left() + indent, left.y),
        Align2::LEFT_CENTER,
        text,
        Face::Medium,
        11.0,
        color,
    );
    rect
}
