//! Under the picture: what its signs mean, groups to fold again, the way to the focus; and a note.

use egui::{Align2, Painter, Pos2, Rect, Sense, Shape, Stroke, StrokeKind, Ui, pos2, vec2};

use super::super::super::context::Cx;
use super::super::super::shell::popover::ground;
use super::super::super::state::State;
use super::super::super::theme::{Face, Theme, icons, size};
use super::super::super::widgets::{Button, Ink, elided, glyph, icon_button, label};
use super::picture::Picture;
use crate::i18n::Message;

/// Height of the strip.
pub(super) const HEIGHT: f32 = 52.0;
/// Height of a card.
const CARD: f32 = 34.0;
/// Between the strip's edge and a card.
const EDGE: f32 = 14.0;
/// Between two entries.
const APART: f32 = 18.0;

/// An entry of the legend.
#[derive(Debug, Clone, Copy)]
enum Entry {
    Tier(u8),
    Pill,
    Wide,
    Strong,
    Other,
}

impl Entry {
    /// The width of its sign.
    const fn width(self) -> f32 {
        match self {
            Self::Tier(_) => 12.0,
            Self::Pill => 32.0,
            Self::Wide | Self::Strong | Self::Other => 24.0,
        }
    }

    fn text(self, cx: Cx<'_>) -> String {
        match self {
            Self::Tier(tier) => cx.tier(Some(tier)),
            Self::Pill => cx.t("net-key-group"),
            Self::Wide => cx.t("net-key-wide"),
            Self::Strong => cx.t("net-key-strong"),
            Self::Other => cx.t("net-key-other"),
        }
    }

    fn paint(self, painter: &Painter, theme: &Theme, left: Pos2) {
        let end = pos2(left.x + self.width(), left.y);
        match self {
            Self::Tier(tier) => glyph(painter, theme, pos2(left.x + 6.0, left.y), 12.0, Some(tier)),
            Self::Pill => {
                let rect = Rect::from_min_size(pos2(left.x, left.y - 8.0), vec2(32.0, 16.0));
                painter.rect(
                    rect,
                    4.0,
                    theme.surface,
                    Stroke::new(1.0, theme.line2),
                    StrokeKind::Inside,
                );
                Ink::new(painter).text(
                    rect.center(),
                    Align2::CENTER_CENTER,
                    "64",
                    Face::Semi,
                    10.0,
                    theme.t1,
                );
            }
            Self::Wide => {
                let line = |y: f32, width: f32| {
                    let points = [pos2(left.x, left.y + y), pos2(end.x, left.y + y)];
                    painter.line_segment(points, Stroke::new(width, theme.bar));
                };
                line(-3.5, 1.5);
                line(2.5, 5.0);
            }
            Self::Strong => {
                painter.line_segment([left, end], Stroke::new(3.0, theme.acc));
            }
            Self::Other => {
                let stroke = Stroke::new(1.5, theme.acc);
                painter.extend(Shape::dashed_line(&[left, end], stroke, 4.0, 3.5));
            }
        }
    }
}

/// The strip. Returns whether the focus is to be scrolled to.
pub(super) fn show(
    ui: &Ui,
    cx: Cx<'_>,
    state: &mut State,
    strip: Rect,
    picture: &Picture,
    focused: bool,
) -> bool {
    let y = strip.center().y;
    let mut right = strip.right() - EDGE;
    let mut pressed = false;
    if focused {
        let rect = Rect::from_min_size(pos2(right - CARD, y - CARD / 2.0), vec2(CARD, CARD));
        card(ui.painter(), cx.theme, rect);
        let name = cx.t("net-to-focus");
        let inner = rect.shrink(3.0);
        let icon = icons::CROSSHAIR_SIMPLE;
        pressed = icon_button(ui, cx.theme, inner, icon, &name, false).clicked();
        right = rect.left() - 8.0;
    }
    let split = state.network.split.len();
    if split > 0 {
        let text = cx.say(&Message::new("net-split-undo").with("n", split));
        let button = Button::new(&text).icon(icons::ARROW_U_UP_LEFT);
        let width = button.width(ui.painter());
        let rect = Rect::from_min_size(pos2(right - width, y - 15.0), vec2(width, size::CONTROL));
        if button.show(ui, cx.theme, rect, "net-split-undo").clicked() {
            state.network.split.clear();
        }
        right = rect.left() - 8.0;
    }
    legend(ui, cx, picture, pos2(strip.left() + EDGE, y), right);
    pressed
}

fn card(painter: &Painter, theme: &Theme, rect: Rect) {
    painter.rect(
        rect,
        size::CARD,
        theme.raised,
        Stroke::new(1.0, theme.line2),
        StrokeKind::Inside,
    );
}

/// What the signs mean, as many as there is room for.
fn legend(ui: &Ui, cx: Cx<'_>, picture: &Picture, left: Pos2, right: f32) {
    let (painter, theme) = (ui.painter(), cx.theme);
    let ink = Ink::new(painter);
    let tiers = picture.network.bands.iter().map(|b| Entry::Tier(b.tier));
    let mut entries: Vec<Entry> = tiers.collect();
    entries.extend([Entry::Pill, Entry::Wide, Entry::Strong, Entry::Other]);
    let texts: Vec<String> = entries.iter().map(|e| e.text(cx)).collect();
    let mut widths: Vec<f32> = entries
        .iter()
        .zip(&texts)
        .map(|(e, text)| e.width() + 8.0 + ink.width(text, Face::Regular, 12.0) + APART)
        .collect();
    let total = |widths: &[f32]| widths.iter().sum::<f32>() - APART + 2.0 * EDGE;
    while widths.len() > 1 && left.x + total(&widths) > right {
        widths.pop();
    }
    let rect = Rect::from_min_size(
        pos2(left.x, left.y - CARD / 2.0),
        vec2(total(&widths), CARD),
    );
    card(painter, theme, rect);
    let mut x = rect.left() + EDGE;
    for ((entry, text), width) in entries.iter().zip(&texts).zip(&widths) {
        entry.paint(painter, theme, pos2(x, left.y));
        ink.text(
            pos2(x + entry.width() + 8.0, left.y),
            Align2::LEFT_CENTER,
            text.as_str(),
            Face::Regular,
            12.0,
            theme.t2,
        );
        x += width;
    }
    label(ui, rect, "net-legend", texts.join(", "));
}

/// A note above the strip. Returns whether it was closed.
pub(super) fn note(ui: &Ui, cx: Cx<'_>, canvas: Rect, text: &str) -> bool {
    let (painter, theme) = (ui.painter(), cx.theme);
    let most = (canvas.width() - 120.0).clamp(120.0, 460.0);
    let galley = elided(
        painter,
        text.to_owned(),
        most,
        4,
        Face::Regular,
        13.0,
        theme.t1,
    );
    let inner = galley.size();
    let rect = Rect::from_center_size(
        pos2(
            canvas.center().x,
            canvas.bottom() - HEIGHT - 16.0 - inner.y / 2.0,
        ),
        vec2(inner.x + 84.0, (inner.y + 20.0).max(44.0)),
    );
    // What lies under the note is not pressed through it.
    ui.interact(rect, ui.scope_id().with("net-note-ground"), Sense::click());
    ground(painter, theme, rect);
    Ink::new(painter).text(
        pos2(rect.left() + 22.0, rect.center().y),
        Align2::CENTER_CENTER,
        icons::INFO,
        Face::Icon,
        18.0,
        theme.acc,
    );
    let corner = pos2(rect.left() + 42.0, rect.center().y - inner.y / 2.0);
    label(ui, Rect::from_min_size(corner, inner), "net-note", text);
    painter.galley(corner, galley, theme.t1);
    let close =
        Rect::from_center_size(pos2(rect.right() - 22.0, rect.center().y), vec2(28.0, 28.0));
    icon_button(ui, theme, close, icons::X, &cx.t("net-note-close"), false).clicked()
}
