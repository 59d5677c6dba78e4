//! The tiers' signs: a shape always goes with the colour.

use egui::{Align2, Color32, Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

use super::super::theme::{Face, Theme};
use super::ink::Ink;

/// Paints a tier's sign in a box of `size` points: F0 a diamond, F1 a triangle, F2 a disc, further ones a ring, none
/// a dash.
pub fn glyph(painter: &Painter, theme: &Theme, at: Pos2, size: f32, tier: Option<u8>) {
    let ink = tier.map_or(theme.none.ink, |t| theme.tier(t).ink);
    glyph_in(painter, at, size, tier, ink);
}

/// As [`glyph`], in another colour.
pub fn glyph_in(painter: &Painter, at: Pos2, size: f32, tier: Option<u8>, ink: Color32) {
    let half = size / 2.0;
    match tier {
        Some(0) => {
            painter.add(Shape::convex_polygon(
                vec![
                    at + vec2(0.0, -half),
                    at + vec2(half, 0.0),
                    at + vec2(0.0, half),
                    at + vec2(-half, 0.0),
                ],
                ink,
                Stroke::NONE,
            ));
        }
        Some(1) => {
            painter.add(Shape::convex_polygon(
                vec![
                    at + vec2(0.0, -half * 0.9),
                    at + vec2(half * 0.95, half * 0.78),
                    at + vec2(-half * 0.95, half * 0.78),
                ],
                ink,
                Stroke::NONE,
            ));
        }
        Some(2) => {
            painter.circle_filled(at, half * 0.82, ink);
        }
        Some(_) => {
            let width = (size * 0.17).max(1.5);
            painter.circle_stroke(at, half * 0.82 - width / 2.0, Stroke::new(width, ink));
        }
        None => {
            let line = Rect::from_center_size(at, vec2(size * 0.7, (size * 0.18).max(2.0)));
            painter.rect_filled(line, 1.0, ink);
        }
    }
}

/// A sign in a ring of the focus.
pub fn marker(painter: &Painter, theme: &Theme, at: Pos2, tier: Option<u8>, focused: bool) {
    let radius = 11.0;
    let tint = tier.map_or(theme.none.tint, |t| theme.tier(t).tint);
    painter.circle_filled(at, radius, tint);
    if focused {
        painter.circle_stroke(at, radius + 1.0, Stroke::new(2.0, theme.acc));
    }
    glyph(painter, theme, at, 12.0, tier);
    if let Some(tier) = tier.filter(|&t| t > 3) {
        Ink::new(painter).text(
            at,
            Align2::CENTER_CENTER,
            tier.to_string(),
            Face::Semi,
            7.0,
            theme.t1,
        );
    }
}

/// A chip with sign and code, 20 high; returns where it stands.
pub fn tier_chip(
    painter: &Painter,
    theme: &Theme,
    left: Pos2,
    tier: Option<u8>,
    code: &str,
) -> Rect {
    let ink = Ink::new(painter);
    let width = ink.width(code, Face::Semi, 12.0) + 30.0;
    let rect = Rect::from_min_size(pos2(left.x, left.y - 10.0), vec2(width, 20.0));
    let tint = tier.map_or(theme.none.tint, |t| theme.tier(t).tint);
    painter.rect_filled(rect, 4.0, tint);
    glyph(painter, theme, pos2(rect.left() + 13.0, left.y), 12.0, tier);
    ink.text(
        pos2(rect.left() + 23.0, left.y),
        Align2::LEFT_CENTER,
        code,
        Face::Semi,
        12.0,
        theme.t1,
    );
    rect
}
