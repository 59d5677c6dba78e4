//! The lines, under the nodes.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke};

use super::super::super::theme::Theme;
use super::light::Light;
use super::picture::{Curve, Picture};
use crate::session::network::Edge;

/// What is not of the chosen chain.
pub(super) const FADED: f32 = 0.12;

/// Paints the lines that touch `clip`: the chains last, the strongest on top.
pub(super) fn paint(
    painter: &Painter,
    theme: &Theme,
    picture: &Picture,
    light: &Light,
    origin: Pos2,
    clip: Rect,
) {
    let offset = origin.to_vec2();
    let seen = clip.translate(-offset).expand(10.0);
    for pass in 0..3 {
        for (edge, curve) in picture.network.edges.iter().zip(&picture.curves) {
            let own = match edge.chain {
                None => 0,
                Some(0) => 2,
                Some(_) => 1,
            };
            if own != pass || !curve.bounds.intersects(seen) {
                continue;
            }
            let points: Vec<Pos2> = curve.points.iter().map(|&p| p + offset).collect();
            match pass {
                2 => {
                    painter.line(points, Stroke::new(3.0, theme.acc));
                }
                1 => painter.extend(Shape::dashed_line(
                    &points,
                    Stroke::new(1.5, theme.acc),
                    4.0,
                    3.5,
                )),
                _ => plain(painter, theme, picture, light, edge, curve, points),
            }
        }
    }
}

fn plain(
    painter: &Painter,
    theme: &Theme,
    picture: &Picture,
    light: &Light,
    edge: &Edge,
    curve: &Curve,
    points: Vec<Pos2>,
) {
    // As in the mock-up a line has its contact's colour.
    let tier = picture.network.nodes[edge.to as usize].tier;
    let ink = theme.tier(tier).ink;
    let lit = light.touches(edge);
    let opacity = if light.only && !light.keeps(edge) {
        FADED
    } else if lit {
        0.9
    } else if edge.link {
        0.6
    } else {
        // Wide lines weigh enough when they are pale.
        0.40 - (curve.width - 1.0) / 8.0 * 0.24
    };
    let width = if lit {
        curve.width.max(2.0)
    } else {
        curve.width
    };
    let color = ink.gamma_multiply(opacity);
    if edge.link {
        arrow(painter, &points, color);
    }
    painter.line(points, Stroke::new(width, color));
}

fn arrow(painter: &Painter, points: &[Pos2], color: Color32) {
    let [.., before, tip] = points else {
        return;
    };
    let along = (*tip - *before).normalized();
    let back = *tip - along * 7.0;
    let aside = along.rot90() * 3.2;
    painter.add(Shape::convex_polygon(
        vec![*tip, back + aside, back - aside],
        color,
        Stroke::NONE,
    ));
}
