//! The line from one stop to the next: solid before the clock, dotted after.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, vec2};

use super::super::super::theme::Theme;

/// A bent line between two stops.
pub(super) struct Leg {
    from: Pos2,
    bend: Pos2,
    to: Pos2,
}

impl Leg {
    /// A way taken again bends further, and the way back to the other side.
    pub fn new(from: Pos2, to: Pos2, repeat: u32) -> Self {
        let along = to - from;
        let much = (0.16 + 0.1 * repeat.min(6) as f32).min(160.0 / along.length().max(1.0));
        let aside = vec2(along.y, -along.x) * much;
        Self {
            from,
            bend: from + along / 2.0 + aside,
            to,
        }
    }

    pub fn point(&self, part: f32) -> Pos2 {
        let (one, two) = (
            self.from.lerp(self.bend, part),
            self.bend.lerp(self.to, part),
        );
        one.lerp(two, part)
    }

    fn stretch(&self, from: f32, to: f32) -> Vec<Pos2> {
        (0_u8..=24)
            .map(|n| self.point(from + (to - from) * f32::from(n) / 24.0))
            .collect()
    }

    pub fn paint(&self, painter: &Painter, theme: &Theme, done: f32, sight: Rect) {
        let casing = Stroke::new(5.5, theme.surface.gamma_multiply(0.7));
        for run in in_sight(&self.stretch(0.0, 1.0), sight) {
            painter.line(run, casing);
        }
        if done > 0.0 {
            for run in in_sight(&self.stretch(0.0, done), sight) {
                painter.line(run, Stroke::new(2.5, theme.acc));
            }
        }
        if done < 1.0 {
            for run in in_sight(&self.stretch(done, 1.0), sight) {
                painter.extend(Shape::dotted_line(&run, theme.acc, 5.5, 1.4));
            }
        }
        if (self.to - self.from).length() > 44.0 {
            self.arrow(painter, theme.acc);
        }
    }

    fn arrow(&self, painter: &Painter, color: Color32) {
        let at = self.point(0.5);
        let along = (self.point(0.52) - self.point(0.48)).normalized();
        let aside = along.rot90();
        painter.add(Shape::convex_polygon(
            vec![
                at + along * 6.0,
                at - along * 4.0 + aside * 4.5,
                at - along * 4.0 - aside * 4.5,
            ],
            color,
            Stroke::NONE,
        ));
    }
}

/// The parts of a line that a rectangle shows: far beyond it nothing is worth a dot.
fn in_sight(line: &[Pos2], rect: Rect) -> Vec<Vec<Pos2>> {
    let mut runs: Vec<Vec<Pos2>> = Vec::new();
    for pair in line.windows(2) {
        let Some((from, to)) = within(rect, pair[0], pair[1]) else {
            continue;
        };
        let (start, end) = (pair[0].lerp(pair[1], from), pair[0].lerp(pair[1], to));
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|l| l.distance(start) < 0.5) => run.push(end),
            _ => runs.push(vec![start, end]),
        }
    }
    runs
}

/// From where to where a segment lies in a rectangle, in parts of it.
fn within(rect: Rect, a: Pos2, b: Pos2) -> Option<(f32, f32)> {
    let (mut from, mut to) = (0.0_f32, 1.0_f32);
    for (start, along, low, high) in [
        (a.x, b.x - a.x, rect.left(), rect.right()),
        (a.y, b.y - a.y, rect.top(), rect.bottom()),
    ] {
        if along.abs() < 1e-6 {
            if start < low || start > high {
                return None;
            }
            continue;
        }
        let (one, two) = ((low - start) / along, (high - start) / along);
        from = from.max(one.min(two));
        to = to.min(one.max(two));
    }
    (from < to).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;

    #[test]
    fn lines_are_cut_at_the_edge() {
        let rect = Rect::from_min_max(pos2(0.0, 0.0), pos2(100.0, 100.0));
        let line = [pos2(-50.0, 50.0), pos2(50.0, 50.0), pos2(150.0, 50.0)];
        let runs = in_sight(&line, rect);
        assert_eq!(
            runs,
            vec![vec![pos2(0.0, 50.0), pos2(50.0, 50.0), pos2(100.0, 50.0)]]
        );
        assert!(in_sight(&[pos2(-9.0, -9.0), pos2(200.0, -9.0)], rect).is_empty());
    }
}
