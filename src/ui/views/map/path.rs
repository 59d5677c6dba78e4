//! A person's way: stops in order, and the order between them. The lines are no route.

use std::collections::BTreeMap;

use egui::{
    Align2, Painter, Pos2, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
    pos2, vec2,
};

use super::super::super::command::UiCommand;
use super::super::super::context::Cx;
use super::super::super::state::State;
use super::super::super::theme::{Face, Theme};
use super::super::super::widgets::Ink;
use super::gathered::place_at;
use super::leg::Leg;
use super::lens::{Lens, World};
use crate::i18n::Message;
use crate::model::time::{Seconds, Span};
use crate::model::{Grade, PlaceIx};
use crate::session::Focus;

/// Height of a stop's sign.
const SIGN: f32 = 22.0;
/// Numbers that a sign tells one by one.
const TOLD: usize = 3;

/// A stop that can be shown.
#[derive(Debug, Clone)]
pub(super) struct Halt {
    /// Among all stops of the dossier.
    pub index: usize,
    pub place: PlaceIx,
    pub at: World,
    pub span: Span,
    /// In and out were recorded.
    pub observed: bool,
}

/// The stops of the focused person in the window.
#[derive(Debug, Clone, Default)]
pub(super) struct Way {
    pub halts: Vec<Halt>,
    /// Stops in the window, with coordinates or without.
    pub total: usize,
}

impl Way {
    /// `None` where no person is looked at, or is still being read up on.
    pub fn of(cx: Cx<'_>) -> Option<Self> {
        let (desk, dossier) = (cx.desk()?, cx.session.dossier()?);
        let person = dossier.person()?;
        let window = cx.session.workspace().window;
        let inside = |span: Span| {
            window.is_none_or(|w| {
                let touches = !w.and(span).is_empty();
                touches || (w.start..w.end).contains(&span.start)
            })
        };
        let mut way = Self::default();
        for (index, stop) in person.stops.iter().enumerate() {
            if !inside(stop.span) {
                continue;
            }
            way.total += 1;
            if let Some(at) = place_at(desk, stop.place) {
                way.halts.push(Halt {
                    index,
                    place: stop.place,
                    at,
                    span: stop.span,
                    observed: stop.grade == Grade::Observed,
                });
            }
        }
        Some(way)
    }

    /// The stop at which the clock stands; of several the one that was asked for, else the latest.
    fn current(&self, state: &State) -> Option<usize> {
        let at = state.clock.at;
        let here = |h: &Halt| h.span.start <= at && (at < h.span.end || at == h.span.start);
        let asked = state
            .stop
            .and_then(|stop| self.halts.iter().position(|h| h.index == stop && here(h)));
        asked.or_else(|| self.halts.iter().rposition(here))
    }
}

/// Stops that share a sign: at one place, or too near each other to be told apart.
struct Sign {
    halts: Vec<usize>,
    at: Pos2,
    rect: Rect,
    text: String,
    current: bool,
    open: bool,
}

/// A way on the screen.
pub(super) struct Journey<'w> {
    way: &'w Way,
    signs: Vec<Sign>,
    /// By stop: its sign.
    of: Vec<usize>,
    current: Option<usize>,
}

impl<'w> Journey<'w> {
    pub fn new(way: &'w Way, state: &State, lens: &Lens, painter: &Painter) -> Self {
        let current = way.current(state);
        let mut by_place: BTreeMap<PlaceIx, Vec<usize>> = BTreeMap::new();
        for (n, halt) in way.halts.iter().enumerate() {
            by_place.entry(halt.place).or_default().push(n);
        }
        let mut groups: Vec<Vec<usize>> = by_place.into_values().collect();
        groups.sort();
        let mut signs: Vec<Sign> = Vec::new();
        for halts in groups {
            let at = lens.at(way.halts[halts[0]].at);
            let mut sign = Sign::new(way, current, halts, at, painter);
            while let Some(near) = signs
                .iter()
                .position(|s| s.rect.expand(1.0).intersects(sign.rect))
            {
                let mut other = signs.remove(near);
                let at = if sign.current { sign.at } else { other.at };
                other.halts.append(&mut sign.halts);
                other.halts.sort_unstable();
                sign = Sign::new(way, current, other.halts, at, painter);
            }
            signs.push(sign);
        }
        let mut of = vec![0; way.halts.len()];
        for (n, sign) in signs.iter().enumerate() {
            for &halt in &sign.halts {
                of[halt] = n;
            }
        }
        Self {
            way,
            signs,
            of,
            current,
        }
    }

    /// Where the signs stand.
    pub fn rects(&self) -> Vec<Rect> {
        self.signs.iter().map(|s| s.rect).collect()
    }

    /// What the signs stand for, in order: the first place, the middle, half the size.
    pub fn names(&self) -> impl Iterator<Item = (PlaceIx, Pos2, Vec2)> {
        self.signs.iter().map(|s| {
            let place = self.way.halts[s.halts[0]].place;
            (place, s.at, s.rect.size() / 2.0)
        })
    }

    /// The stop at which the clock stands, and its sign.
    pub fn current(&self) -> Option<(&Halt, Rect)> {
        let current = self.current?;
        let sign = &self.signs[self.of[current]];
        Some((&self.way.halts[current], sign.rect))
    }

    /// Paints the order between the stops.
    pub fn paint_lines(&self, painter: &Painter, theme: &Theme, clock: Seconds, lens: &Lens) {
        let sight = lens.rect.expand(40.0);
        let mut times: BTreeMap<(usize, usize), u32> = BTreeMap::new();
        let mut dots = Vec::new();
        for (n, pair) in self.way.halts.windows(2).enumerate() {
            let (from, to) = (self.of[n], self.of[n + 1]);
            if from == to {
                continue;
            }
            let repeat = times.entry((from, to)).or_default();
            let leg = Leg::new(self.signs[from].at, self.signs[to].at, *repeat);
            *repeat += 1;
            let done = done(&pair[0], &pair[1], clock);
            leg.paint(painter, theme, done, sight);
            if done > 0.0 && done < 1.0 {
                dots.push(leg.point(done));
            }
        }
        for dot in dots {
            // Hollow: between two records nobody knows where a person is.
            painter.circle(dot, 5.0, theme.surface, Stroke::new(2.0, theme.acc));
        }
    }

    /// Paints the numbers.
    pub fn paint_signs(&self, painter: &Painter, theme: &Theme) {
        for sign in &self.signs {
            if painter.clip_rect().expand(20.0).contains(sign.at) {
                sign.paint(painter, theme);
            }
        }
    }

    /// Makes the numbers clickable: the clock goes there, at a place of several stops to one after the other.
    pub fn interact(&self, ui: &Ui, cx: Cx<'_>, state: &mut State, lens: &Lens) {
        for sign in &self.signs {
            if !lens.rect.contains(sign.at) {
                continue;
            }
            let next = &self.way.halts[self.next(sign, state.clock.at)];
            let id = ui
                .scope_id()
                .with(("stop", self.way.halts[sign.halts[0]].index));
            let response = ui.interact(sign.rect.expand(1.0), id, Sense::click());
            let name = || {
                let desk = cx.desk();
                let place = desk.map_or("", |d| d.place_name(next.place));
                let message = Message::new("map-stop-name")
                    .with("numbers", sign.text.as_str())
                    .with("place", place)
                    .with("time", cx.span(next.span));
                cx.say(&message)
            };
            response.widget_info(|| WidgetInfo::selected(Role::Button, true, sign.current, name()));
            if response.has_focus() {
                focus_ring(ui, cx.theme, sign.rect);
            }
            if response.clicked() {
                cx.send(UiCommand::Clock(next.span.start));
                state.stop = Some(next.index);
            }
            if response.hovered() {
                state.hover_next = Some(Focus::Place(next.place));
                let text = self.told(cx, sign);
                response.on_hover_text(text);
            }
        }
    }

    /// The sign's first stop after the clock, else its first.
    fn next(&self, sign: &Sign, clock: Seconds) -> usize {
        let later = |n: &&usize| self.way.halts[**n].span.start > clock;
        let found = sign.halts.iter().find(later);
        found.copied().unwrap_or(sign.halts[0])
    }

    /// Every stop of a sign in a line of its own.
    fn told(&self, cx: Cx<'_>, sign: &Sign) -> String {
        const MOST: usize = 8;
        let halts = sign.halts.iter().map(|&n| &self.way.halts[n]);
        let mut lines: Vec<String> = halts
            .take(MOST)
            .map(|halt| {
                let place = cx.desk().map_or("", |d| d.place_name(halt.place));
                let open = if halt.observed { "" } else { " *" };
                format!("{}   {place}\n{}{open}", halt.index + 1, cx.span(halt.span))
            })
            .collect();
        let rest = sign.halts.len().saturating_sub(MOST);
        if rest > 0 {
            lines.push(cx.say(&Message::new("map-stops-more").with("n", rest)));
        }
        if sign.halts.iter().any(|&n| !self.way.halts[n].observed) {
            lines.push(format!("* {}", cx.t("map-stop-open")));
        }
        lines.join("\n")
    }
}

fn focus_ring(ui: &Ui, theme: &Theme, rect: Rect) {
    let ring = Stroke::new(2.0, theme.acc);
    let round = rect.expand(5.0);
    ui.painter()
        .rect_stroke(round, round.height() / 2.0, ring, StrokeKind::Inside);
}

/// `1 · 5`; of many the current one or the first, and how many more.
fn numbers(way: &Way, halts: &[usize], here: Option<usize>) -> String {
    let number = |n: usize| (way.halts[n].index + 1).to_string();
    if halts.len() <= TOLD {
        let all: Vec<String> = halts.iter().map(|&n| number(n)).collect();
        return all.join(" · ");
    }
    let first = here.unwrap_or(halts[0]);
    format!("{} +{}", number(first), halts.len() - 1)
}

impl Sign {
    fn new(
        way: &Way,
        current: Option<usize>,
        halts: Vec<usize>,
        at: Pos2,
        painter: &Painter,
    ) -> Self {
        let here = current.filter(|c| halts.contains(c));
        let text = numbers(way, &halts, here);
        let wide = Ink::new(painter).width(&text, Face::Semi, 12.0) + 13.0;
        Self {
            rect: Rect::from_center_size(at, vec2(wide.max(SIGN), SIGN)),
            open: halts.iter().all(|&n| !way.halts[n].observed),
            current: here.is_some(),
            halts,
            at,
            text,
        }
    }

    fn paint(&self, painter: &Painter, theme: &Theme) {
        let round = SIGN / 2.0;
        let halo = self.rect.expand(if self.current { 3.5 } else { 1.5 });
        painter.rect_filled(halo, halo.height() / 2.0, theme.surface);
        let fill = if self.current {
            theme.acc
        } else {
            theme.surface
        };
        painter.rect_filled(self.rect, round, fill);
        if self.open {
            let edge = outline(self.rect.shrink(1.25));
            let ring = Stroke::new(2.0, theme.acc);
            painter.extend(Shape::dashed_line(&edge, ring, 4.0, 3.0));
        } else {
            let ring = Stroke::new(2.5, theme.acc);
            painter.rect_stroke(self.rect, round, ring, StrokeKind::Inside);
        }
        if self.current {
            let ring = Stroke::new(2.0, theme.acc);
            painter.rect_stroke(halo, halo.height() / 2.0, ring, StrokeKind::Outside);
        }
        let color = if self.current { theme.onacc } else { theme.acc };
        Ink::new(painter).text(
            self.rect.center(),
            Align2::CENTER_CENTER,
            self.text.as_str(),
            Face::Semi,
            12.0,
            color,
        );
    }
}

/// The edge of a rectangle with round ends, closed.
fn outline(rect: Rect) -> Vec<Pos2> {
    let radius = rect.height() / 2.0;
    let ends = [
        (pos2(rect.right() - radius, rect.center().y), -0.25_f32),
        (pos2(rect.left() + radius, rect.center().y), 0.25),
    ];
    let mut out: Vec<Pos2> = ends
        .into_iter()
        .flat_map(|(centre, start)| {
            (0_u8..=12).map(move |n| {
                let turn = start + f32::from(n) / 24.0;
                centre + Vec2::angled(turn * std::f32::consts::TAU) * radius
            })
        })
        .collect();
    out.extend(out.first().copied());
    out
}

/// How much of the way between two stops lies before the clock.
fn done(from: &Halt, to: &Halt, clock: Seconds) -> f32 {
    if clock >= to.span.start {
        return 1.0;
    }
    if clock <= from.span.end {
        return 0.0;
    }
    let whole = (to.span.start - from.span.end).max(1);
    ((clock - from.span.end) as f32 / whole as f32).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn halt(index: usize, start: Seconds, end: Seconds) -> Halt {
        Halt {
            index,
            place: index as PlaceIx,
            at: World { x: 0.5, y: 0.5 },
            span: Span::new(start, end),
            observed: true,
        }
    }

    #[test]
    fn a_line_is_solid_up_to_the_clock() {
        let (a, b) = (halt(0, 0, 100), halt(1, 200, 300));
        assert!((done(&a, &b, 50) - 0.0).abs() < 1e-6);
        assert!((done(&a, &b, 150) - 0.5).abs() < 1e-6);
        assert!((done(&a, &b, 250) - 1.0).abs() < 1e-6);
        let overlapping = halt(2, 90, 120);
        assert!((done(&a, &overlapping, 95) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn the_stop_of_the_clock() {
        let way = Way {
            halts: vec![halt(3, 0, 100), halt(4, 50, 60), halt(7, 200, 200)],
            total: 3,
        };
        let mut state = State::new(crate::i18n::Lang::Vi);
        state.clock.at = 55;
        assert_eq!(way.current(&state), Some(1));
        state.stop = Some(3);
        assert_eq!(way.current(&state), Some(0));
        state.clock.at = 200;
        assert_eq!(way.current(&state), Some(2));
        state.clock.at = 150;
        assert_eq!(way.current(&state), None);
        assert_eq!(numbers(&way, &[0, 2], None), "4 · 8");
    }
}
