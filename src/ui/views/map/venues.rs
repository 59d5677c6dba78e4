//! Places of exposure, cells, checkpoints and homes.

use egui::{
    Align2, Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo, pos2,
    vec2,
};

use super::super::super::context::Cx;
use super::super::super::state::State;
use super::super::super::theme::{Face, Theme};
use super::super::super::widgets::{Ink, glyph, label};
use super::gathered::{Gathered, Spot, place_at};
use super::lens::Lens;
use crate::i18n::Message;
use crate::model::PlaceIx;
use crate::session::Focus;

/// Circles that are nodes of their own; smaller ones of a crowded map are found by the pointer alone.
const NODES: usize = 200;
/// A hit area's least size.
const HIT: f32 = 24.0;

/// A place's circle on the screen.
pub(super) struct Mark<'g> {
    pub place: PlaceIx,
    pub at: Pos2,
    pub radius: f32,
    /// `None`: a place without exposures in the window that is looked at.
    pub spot: Option<&'g Spot>,
}

/// A circle's radius for so many people.
pub(super) fn radius(people: u32) -> f32 {
    (1.02 * (people as f32).sqrt()).clamp(5.0, 28.0)
}

/// The focused and the hovered place.
pub(super) fn lit(cx: Cx<'_>, state: &State) -> (Option<PlaceIx>, Option<PlaceIx>) {
    let place = |focus| match focus {
        Some(Focus::Place(place)) => Some(place),
        Some(Focus::Person(_)) | None => None,
    };
    (place(cx.session.focus()), place(state.hover))
}

/// The circles in sight, the largest first.
pub(super) fn marks<'g>(
    cx: Cx<'_>,
    state: &State,
    gathered: &'g Gathered,
    lens: &Lens,
) -> Vec<Mark<'g>> {
    let sight = lens.rect.expand(28.0);
    let mut out: Vec<Mark<'g>> = Vec::new();
    if state.layers.venues {
        out.extend(gathered.spots.iter().filter_map(|spot| {
            let at = lens.at(spot.at);
            sight.contains(at).then(|| Mark {
                place: spot.place,
                at,
                radius: radius(spot.people),
                spot: Some(spot),
            })
        }));
    }
    let (focused, hovered) = lit(cx, state);
    for place in [focused, hovered].into_iter().flatten() {
        let point = cx.desk().and_then(|desk| place_at(desk, place));
        let Some(point) = point.filter(|_| !out.iter().any(|m| m.place == place)) else {
            continue;
        };
        let spot = gathered.spot(place);
        out.push(Mark {
            place,
            at: lens.at(point),
            radius: spot.map_or(5.0, |s| radius(s.people)),
            spot,
        });
    }
    out
}

/// Paints the cells.
pub(super) fn cells(painter: &Painter, theme: &Theme, gathered: &Gathered, lens: &Lens) {
    let half = (lens.length(gathered.width) / 2.0 - 0.75).max(2.0);
    let side = half * 2.0 / 3.0_f32.sqrt();
    let sight = lens.rect.expand(side);
    for cell in &gathered.cells {
        let at = lens.at(cell.at);
        if !sight.contains(at) {
            continue;
        }
        let corners = [
            vec2(0.0, -side),
            vec2(half, -side / 2.0),
            vec2(half, side / 2.0),
            vec2(0.0, side),
            vec2(-half, side / 2.0),
            vec2(-half, -side / 2.0),
        ];
        painter.add(Shape::convex_polygon(
            corners.map(|c| at + c).to_vec(),
            theme.hot[cell.class].gamma_multiply(0.62),
            Stroke::NONE,
        ));
    }
}

/// Tells of the cell that the pointer rests on, where no place is.
pub(super) fn cell_help(cx: Cx<'_>, gathered: &Gathered, lens: &Lens, map: &Response) {
    let Some(pointer) = map.hover_pos() else {
        return;
    };
    let half = lens.length(gathered.width) / 2.0;
    let under = gathered
        .cells
        .iter()
        .find(|cell| lens.at(cell.at).distance(pointer) < half);
    // Below that a cell is a dot.
    if let Some(cell) = under.filter(|_| half > 5.0) {
        let text = cx.say(&Message::new("map-cell").with("n", cell.exposures));
        map.clone().on_hover_text_at_pointer(text);
    }
}

/// Paints the circles; the count stands inside where no stop does.
pub(super) fn paint(
    painter: &Painter,
    cx: Cx<'_>,
    state: &State,
    marks: &[Mark<'_>],
    stops: &[Rect],
) {
    let theme = cx.theme;
    let ink = Ink::new(painter);
    let (focused, hovered) = lit(cx, state);
    for mark in marks {
        let fill = theme.surface.gamma_multiply(0.86);
        let over = hovered == Some(mark.place);
        let ring = if over { theme.acc } else { theme.venue };
        let width = if over { 2.0 } else { 1.5 };
        painter.circle(mark.at, mark.radius, fill, Stroke::new(width, ring));
        if focused == Some(mark.place) {
            painter.circle_stroke(mark.at, mark.radius + 4.0, Stroke::new(2.0, theme.acc));
        }
    }
    for (n, mark) in marks.iter().enumerate() {
        let Some(spot) = mark.spot.filter(|_| mark.radius >= 9.0) else {
            continue;
        };
        // Where circles lie over one another a count would be torn; the tooltip has it.
        let torn = |other: &Mark<'_>| other.at.distance(mark.at) < other.radius + 8.0;
        if marks[n + 1..].iter().take(400).any(torn) || marks[..n].iter().take(400).any(torn) {
            continue;
        }
        if stops.iter().any(|s| s.contains(mark.at)) {
            continue;
        }
        let size = match mark.radius {
            r if r >= 18.0 => 12.0,
            r if r >= 12.0 => 11.0,
            _ => 10.0,
        };
        ink.text(
            mark.at,
            Align2::CENTER_CENTER,
            cx.n(spot.people.into()),
            Face::Semi,
            size,
            theme.t1,
        );
    }
}

/// Makes the circles clickable and tells of them.
pub(super) fn interact(ui: &Ui, cx: Cx<'_>, state: &mut State, marks: &[Mark<'_>], map: &Response) {
    for mark in marks.iter().take(NODES) {
        let size = Vec2::splat((mark.radius * 2.0).max(HIT));
        let rect = Rect::from_center_size(mark.at, size);
        let id = ui.scope_id().with(("venue", mark.place));
        let response = ui.interact(rect, id, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, said(cx, mark)));
        if response.has_focus() {
            let ring = Stroke::new(2.0, cx.theme.acc);
            ui.painter().circle_stroke(mark.at, mark.radius + 4.0, ring);
        }
        cx.interact(state, &response, Focus::Place(mark.place));
        if response.hovered() {
            response.on_hover_text(told(cx, mark));
        }
    }
    if marks.len() <= NODES || !map.hovered() || state.hover_next.is_some() {
        return;
    }
    let pointer = ui.input(|i| i.pointer.hover_pos());
    let near = pointer.and_then(|p| {
        let under = marks.iter().skip(NODES);
        let under = under.filter(|m| m.at.distance(p) <= m.radius.max(HIT / 2.0));
        under.min_by(|a, b| a.at.distance(p).total_cmp(&b.at.distance(p)))
    });
    if let Some(mark) = near {
        cx.interact(state, map, Focus::Place(mark.place));
        map.clone().on_hover_text_at_pointer(told(cx, mark));
    }
}

fn place_name(cx: Cx<'_>, place: PlaceIx) -> String {
    cx.desk()
        .map_or_else(String::new, |d| d.place_name(place).to_owned())
}

/// For screen readers.
fn said(cx: Cx<'_>, mark: &Mark<'_>) -> String {
    let message = Message::new("map-venue-name")
        .with("place", place_name(cx, mark.place))
        .with("n", mark.spot.map_or(0, |s| s.people));
    cx.say(&message)
}

/// For the tooltip: the name, how many, and by tier.
fn told(cx: Cx<'_>, mark: &Mark<'_>) -> String {
    let name = place_name(cx, mark.place);
    let Some(spot) = mark.spot else {
        return format!("{name}\n{}", cx.t("map-venue-none"));
    };
    let tiers: Vec<String> = (0_u8..)
        .zip(spot.exposed)
        .filter(|(_, n)| *n > 0)
        .map(|(tier, n)| format!("{} {}", cx.tier(Some(tier)), cx.n(n.into())))
        .collect();
    let people = cx.say(&Message::new("map-venue-people").with("n", spot.people));
    format!("{name}\n{people}\n{}", tiers.join("   "))
}

/// Paints the checkpoints and makes them clickable.
pub(super) fn checkpoints(
    ui: &Ui,
    cx: Cx<'_>,
    state: &mut State,
    gathered: &Gathered,
    lens: &Lens,
) {
    let (painter, theme) = (ui.painter_at(lens.rect), cx.theme);
    let sight = lens.rect.expand(10.0);
    let (focused, hovered) = lit(cx, state);
    let mut nodes = 0;
    for checkpoint in &gathered.checkpoints {
        let place = checkpoint.place;
        let mut at = lens.at(checkpoint.at);
        if !sight.contains(at) {
            continue;
        }
        // Beside its circle, where it has one.
        if let Some(people) = checkpoint.people.filter(|_| state.layers.venues) {
            at += vec2(0.75, -0.75) * (radius(people) + 2.0);
        }
        let square = Rect::from_center_size(at, vec2(16.0, 16.0));
        let over = hovered == Some(place);
        painter.rect_filled(square, 4.0, if over { theme.acc } else { theme.t1 });
        let bar = Rect::from_center_size(at, vec2(9.0, 4.0));
        painter.rect_filled(bar, 1.0, theme.surface);
        if focused == Some(place) {
            let ring = Stroke::new(2.0, theme.acc);
            painter.rect_stroke(square.expand(4.0), 7.0, ring, egui::StrokeKind::Inside);
        }
        nodes += 1;
        if nodes > NODES {
            continue;
        }
        let id = ui.scope_id().with(("checkpoint", place));
        let response = ui.interact(square.expand(4.0), id, Sense::click());
        let name = || {
            let message = Message::new("map-checkpoint-name").with("place", place_name(cx, place));
            cx.say(&message)
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name()));
        cx.interact(state, &response, Focus::Place(place));
        if response.hovered() {
            response.on_hover_text(name());
        }
    }
}

/// Paints the homes of F0s at their districts.
pub(super) fn homes(ui: &Ui, cx: Cx<'_>, gathered: &Gathered, lens: &Lens) {
    let (painter, theme) = (ui.painter_at(lens.rect), cx.theme);
    let ink = Ink::new(&painter);
    for home in gathered.homes.iter().flat_map(|h| &h.districts) {
        let at = lens.at(home.at);
        if !lens.rect.contains(at) {
            continue;
        }
        let count = cx.n(home.people.into());
        let width = ink.width(&count, Face::Semi, 12.0) + 30.0;
        let rect = Rect::from_center_size(at, vec2(width, 22.0));
        painter.rect_filled(rect, 4.0, theme.tier(0).tint);
        glyph(
            &painter,
            theme,
            pos2(rect.left() + 12.0, at.y),
            12.0,
            Some(0),
        );
        ink.text(
            pos2(rect.left() + 22.0, at.y),
            Align2::LEFT_CENTER,
            count,
            Face::Semi,
            12.0,
            theme.t1,
        );
        let message = Message::new("map-home-name")
            .with("district", home.name.as_str())
            .with("n", home.people);
        let text = cx.say(&message);
        let response = label(ui, rect, ("home", &home.name), text.as_str());
        if response.hovered() {
            response.on_hover_text(text);
        }
    }
}
