//! What lies over the map's corners: title, ground, buttons, scale and attribution.

use egui::{
    Align2, Painter, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::super::super::context::Cx;
use super::super::super::theme::{Face, Theme, icons, size};
use super::super::super::widgets::{Ink, icon_button, label, segments};
use super::lens::Lens;
use super::online::Weather;
use crate::i18n::Message;

/// From a card to the map's edge at the sides.
pub(super) const SIDE: f32 = 15.0;
/// From a card to the map's edge above.
const ABOVE: f32 = 12.0;
const HIGH: f32 = 36.0;

/// What a button wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Nearer.
    In,
    /// Farther.
    Out,
    /// What is looked at.
    Focus,
    /// Everything.
    All,
}

/// Paints a card's ground and keeps the pointer from what lies below.
pub(super) fn card(ui: &Ui, theme: &Theme, rect: Rect, name: &str) {
    let painter = ui.painter();
    painter.add(theme.shadow().as_shape(rect, size::CARD));
    let line = Stroke::new(1.0, theme.line2);
    painter.rect(rect, size::CARD, theme.raised, line, StrokeKind::Inside);
    // Not for the keyboard: there is nothing to press.
    let sense = Sense::CLICK | Sense::DRAG;
    ui.interact(rect, ui.scope_id().with(("card", name)), sense);
}

/// The title, and whether the map follows the focus. Returns where it stands, and whether it was pressed.
pub(super) fn title(ui: &Ui, cx: Cx<'_>, rect: Rect, follows: bool) -> (Rect, bool) {
    let theme = cx.theme;
    let painter = ui.painter();
    let ink = Ink::new(painter);
    let (title, follow) = (cx.t("view-map"), cx.t("map-follow"));
    let title_width = ink.width(&title, Face::Semi, 14.0);
    let follow_width = ink.width(&follow, Face::Medium, 13.0) + 34.0;
    let at = rect.min + vec2(SIDE, ABOVE);
    let frame = Rect::from_min_size(at, vec2(title_width + follow_width + 32.0, HIGH));
    card(ui, theme, frame, "title");
    let y = frame.center().y;
    let word = ink.text(
        pos2(frame.left() + 12.0, y),
        Align2::LEFT_CENTER,
        title.as_str(),
        Face::Semi,
        14.0,
        theme.t1,
    );
    label(ui, word, "map title", title);
    let x = word.right() + 11.0;
    painter.vline(x, (y - 8.0)..=(y + 8.0), Stroke::new(1.0, theme.line2));
    let switch = Rect::from_min_max(
        pos2(x + 5.0, frame.top() + 4.0),
        pos2(frame.right() - 4.0, frame.bottom() - 4.0),
    );
    let response = ui.interact(switch, ui.scope_id().with("follow"), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Switch, true, follows, &follow));
    let over = response.hovered() || response.has_focus();
    if follows || over {
        let fill = if follows { theme.accbg } else { theme.hover };
        painter.rect_filled(switch, size::RADIUS, fill);
    }
    if response.has_focus() {
        let ring = Stroke::new(2.0, theme.acc);
        painter.rect_stroke(switch, size::RADIUS, ring, StrokeKind::Inside);
    }
    let color = if follows { theme.acc } else { theme.t2 };
    let icon = pos2(switch.left() + 13.0, y);
    let sign = if follows {
        icons::CHECK
    } else {
        icons::CROSSHAIR_SIMPLE
    };
    ink.text(icon, Align2::CENTER_CENTER, sign, Face::Icon, 16.0, color);
    let at = pos2(switch.left() + 26.0, y);
    ink.text(
        at,
        Align2::LEFT_CENTER,
        follow.as_str(),
        Face::Medium,
        13.0,
        color,
    );
    let pressed = response.clicked();
    if over {
        response.on_hover_text(cx.t("map-follow-help"));
    }
    (frame, pressed)
}

/// Whether the ground is the program's own or comes from the network. Returns where it stands, and the wish for the
/// other.
pub(super) fn base(ui: &Ui, cx: Cx<'_>, rect: Rect, online: bool) -> (Rect, Option<bool>) {
    let names = [cx.t("map-offline"), cx.t("map-online")];
    let ink = Ink::new(ui.painter());
    let width: f32 = names
        .iter()
        .map(|n| ink.width(n, Face::Medium, 12.0) + 22.0)
        .sum();
    let size = vec2(width + 12.0, HIGH);
    let at = pos2(rect.right() - SIDE - size.x, rect.top() + ABOVE);
    let frame = Rect::from_min_size(at, size);
    card(ui, cx.theme, frame, "base");
    let texts = [names[0].as_str(), names[1].as_str()];
    let inner = frame.min + vec2(4.0, 4.0);
    let (_, pressed) = segments(ui, cx.theme, inner, &texts, usize::from(online), "map base");
    let over = ui.interact(frame, ui.scope_id().with("base help"), Sense::hover());
    if over.hovered() {
        over.on_hover_text(cx.t("map-online-help"));
    }
    (frame, pressed.map(|n| n == 1))
}

/// The buttons on the right.
pub(super) fn buttons(ui: &Ui, cx: Cx<'_>, rect: Rect) -> (Rect, Option<Wanted>) {
    const ALL: [(Wanted, &str, &str); 4] = [
        (Wanted::In, icons::PLUS, "map-zoom-in"),
        (Wanted::Out, icons::MINUS, "map-zoom-out"),
        (Wanted::Focus, icons::CROSSHAIR, "map-fit-focus"),
        (Wanted::All, icons::CORNERS_OUT, "map-fit-all"),
    ];
    let size = vec2(HIGH, 8.0 + 30.0 * ALL.len() as f32 - 2.0);
    let at = pos2(
        rect.right() - SIDE - size.x,
        rect.top() + ABOVE + HIGH + 12.0,
    );
    let frame = Rect::from_min_size(at, size);
    card(ui, cx.theme, frame, "buttons");
    let mut wanted = None;
    let mut y = frame.top() + 4.0;
    for (what, icon, key) in ALL {
        let square = Rect::from_min_size(pos2(frame.left() + 4.0, y), vec2(28.0, 28.0));
        if icon_button(ui, cx.theme, square, icon, &cx.t(key), false).clicked() {
            wanted = Some(what);
        }
        y += 30.0;
    }
    (frame, wanted)
}

/// How the network's tiles do, where they do badly; under the choice of the ground.
pub(super) fn weather(
    ui: &Ui,
    cx: Cx<'_>,
    under: Rect,
    right: f32,
    weather: Weather,
) -> Option<Rect> {
    let theme = cx.theme;
    let (key, icon, color) = match weather {
        Weather::Here => return None,
        Weather::Waiting => ("map-online-waiting", icons::HOURGLASS, theme.t2),
        Weather::Nothing => ("map-online-nothing", icons::WIFI_SLASH, theme.warn),
    };
    let text = cx.t(key);
    let ink = Ink::new(ui.painter());
    let width = (ink.width(&text, Face::Regular, 12.0) + 44.0).min(right - 40.0);
    let min = pos2(right - width, under.bottom() + 8.0);
    let frame = Rect::from_min_size(min, vec2(width, 32.0));
    card(ui, theme, frame, "weather");
    let y = frame.center().y;
    let at = pos2(frame.left() + 18.0, y);
    ink.text(at, Align2::CENTER_CENTER, icon, Face::Icon, 15.0, color);
    let at = pos2(frame.left() + 32.0, y);
    let room = frame.right() - at.x - 8.0;
    ink.fit(
        at,
        Align2::LEFT_CENTER,
        room,
        text.as_str(),
        Face::Regular,
        12.0,
        color,
    );
    label(ui, frame, "map weather", text);
    Some(frame)
}

/// What the foot says beside the scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Foot {
    /// The ground is there.
    Offline,
    /// Tiles lie on it.
    Online,
    /// It is being made.
    Loading,
    /// It cannot be made.
    Broken,
}

/// The scale, and whose the ground is. `left`: from where there is room.
pub(super) fn foot(ui: &Ui, cx: Cx<'_>, lens: &Lens, left: f32, foot: Foot) -> Rect {
    let theme = cx.theme;
    let painter = ui.painter();
    let bottom = lens.rect.bottom() - 14.0;
    let right = lens.rect.right() - SIDE - 4.0;
    let bar = scale(painter, cx, lens, pos2(right, bottom));
    let key = match foot {
        Foot::Offline => "map-credit",
        Foot::Online => "map-credit-online",
        Foot::Loading => "map-loading",
        Foot::Broken => "map-broken",
    };
    let color = if foot == Foot::Broken {
        theme.warn
    } else {
        theme.map_text
    };
    let text = cx.t(key);
    let ink = Ink::new(painter);
    let end = bar.left() - 14.0;
    let room = (end - left - 12.0).max(8.0);
    let width = ink.width(&text, Face::Regular, 11.0).min(room);
    let ground = Rect::from_min_max(
        pos2(end - width - 6.0, bottom - 13.0),
        pos2(end + 6.0, bottom + 6.0),
    );
    painter.rect_filled(ground, 4.0, theme.land.gamma_multiply(0.8));
    let at = pos2(end - width, ground.center().y);
    ink.fit(
        at,
        Align2::LEFT_CENTER,
        width + 1.0,
        text.as_str(),
        Face::Regular,
        11.0,
        color,
    );
    let response = label(ui, ground, "map credit", text);
    if response.hovered() && matches!(foot, Foot::Offline | Foot::Online) {
        response.on_hover_text(cx.t("map-credit-full"));
    }
    ground.union(bar)
}

/// A bar of a round length, its right end at a point.
fn scale(painter: &Painter, cx: Cx<'_>, lens: &Lens, end: Pos2) -> Rect {
    let theme = cx.theme;
    let metres = round_length(lens.metres() * 100.0);
    let width = (metres / lens.metres()) as f32;
    let ground = Rect::from_min_max(
        pos2(end.x - width - 6.0, end.y - 19.0),
        pos2(end.x + 6.0, end.y + 6.0),
    );
    painter.rect_filled(ground, 4.0, theme.land.gamma_multiply(0.8));
    let line = Stroke::new(2.0, theme.map_text);
    let start = end.x - width;
    painter.hline(start..=end.x, end.y, line);
    painter.vline(start + 1.0, (end.y - 4.0)..=(end.y + 1.0), line);
    painter.vline(end.x - 1.0, (end.y - 4.0)..=(end.y + 1.0), line);
    let (key, count) = if metres >= 1_000.0 {
        ("map-scale-km", metres / 1_000.0)
    } else {
        ("map-scale-m", metres)
    };
    let text = cx.say(&Message::new(key).with("n", count.round() as u64));
    Ink::new(painter).text(
        pos2(end.x - width / 2.0, end.y - 5.0),
        Align2::CENTER_BOTTOM,
        text,
        Face::Regular,
        11.0,
        theme.map_text,
    );
    ground
}

/// The greatest of 1, 2, 5, 10 .. that is no longer.
fn round_length(most: f64) -> f64 {
    let ten = 10.0_f64.powf(most.max(1.0).log10().floor());
    let times = [5.0, 2.0].into_iter().find(|t| ten * t <= most);
    ten * times.unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_round() {
        for (most, least) in [
            (930.0, 500.0),
            (1_900.0, 1_000.0),
            (2_000.0, 2_000.0),
            (7.0, 5.0),
        ] {
            assert!((round_length(most) - least).abs() < 1e-9, "{most}");
        }
    }
}
