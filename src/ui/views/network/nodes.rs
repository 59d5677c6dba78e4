//! People and groups: where they stand, what can be pressed, and how they are painted.

use std::sync::Arc;

use egui::{
    CornerRadius, Galley, Painter, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    pos2, vec2,
};

use super::super::super::context::Cx;
use super::super::super::state::State;
use super::super::super::theme::{Face, Theme, size};
use super::super::super::widgets::{elided, glyph};
use super::edges::FADED;
use super::ground;
use super::light::Light;
use super::picture::{HALF, Picture};
use crate::session::network::{Common, PILL, Who};
use crate::session::{Desk, Focus};

/// Left edge of a pill to its count.
const COUNT: f32 = PILL + 8.0;
/// Between a count and the label, and after the label.
const PADS: (f32, f32) = (7.0, 10.0);
/// A name is not written where there is less room for it.
const LEAST: f32 = 36.0;

/// How a node is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Pill,
    /// A sign alone.
    Sign,
    /// A sign in a ring: on a chain, or in focus.
    Ring,
}

/// A node in sight.
pub(super) struct Shown {
    n: usize,
    look: Look,
    /// The sign's centre on the screen.
    at: Pos2,
    /// What is painted and can be pressed.
    rect: Rect,
    count: Option<Arc<Galley>>,
    label: Option<(Pos2, Arc<Galley>)>,
    ringed: bool,
    hovered: bool,
}

/// What was pressed and is not the focus alone.
#[derive(Debug, Clone, Copy)]
pub(super) enum Press {
    /// A group.
    Open(usize),
    /// A group, twice.
    Split(usize),
}

/// The nodes that touch `clip`.
pub(super) fn in_sight(
    painter: &Painter,
    theme: &Theme,
    picture: &Picture,
    light: &Light,
    origin: Pos2,
    clip: Rect,
) -> Vec<Shown> {
    let near = clip.expand(PILL);
    (0..picture.network.nodes.len())
        .filter(|&n| {
            near.y_range()
                .contains(origin.y + picture.network.nodes[n].y)
        })
        .map(|n| one(painter, theme, picture, light, origin, n))
        .collect()
}

fn one(
    painter: &Painter,
    theme: &Theme,
    picture: &Picture,
    light: &Light,
    origin: Pos2,
    n: usize,
) -> Shown {
    let node = &picture.network.nodes[n];
    let at = origin + egui::Vec2::from(node.anchor());
    let look = match node.who {
        Who::Group(..) => Look::Pill,
        Who::Person(_) if light.focus == Some(n) || picture.chain[n].is_some() => Look::Ring,
        Who::Person(_) => Look::Sign,
    };
    let mut shown = Shown {
        n,
        look,
        at,
        rect: Rect::from_center_size(at, vec2(PILL, PILL)),
        count: None,
        label: None,
        ringed: false,
        hovered: false,
    };
    if look == Look::Pill {
        pill_words(painter, theme, picture, &mut shown);
    } else if node.named || look == Look::Ring {
        name_words(painter, theme, picture, node.tier, &mut shown);
    }
    shown
}

fn pill_words(painter: &Painter, theme: &Theme, picture: &Picture, shown: &mut Shown) {
    let (words, room) = (&picture.words[shown.n], picture.room[shown.n]);
    let count = painter.layout_no_wrap(words.count.clone(), Face::Semi.at(12.0), theme.t1);
    let left = shown.at.x - PILL / 2.0;
    let indent = COUNT + count.size().x + PADS.0;
    let most = room - indent - PADS.1;
    let full = words.full.clone();
    let label = elided(painter, full, most, 1, Face::Regular, 12.0, theme.t2);
    let width = (indent + label.size().x + PADS.1).min(room);
    shown.rect = Rect::from_min_size(pos2(left, shown.at.y - PILL / 2.0), vec2(width, PILL));
    let y = shown.at.y - label.size().y / 2.0;
    shown.label = Some((pos2(left + indent, y), label));
    shown.count = Some(count);
}

fn name_words(painter: &Painter, theme: &Theme, picture: &Picture, tier: u8, shown: &mut Shown) {
    let words = &picture.words[shown.n];
    let ring = shown.look == Look::Ring;
    // F0s' names stand above the lines that leave to the right.
    let (aside, up) = match (tier, ring) {
        (0, false) => (10.0, 8.0),
        (0, true) => (16.0, 9.0),
        (_, false) => (12.0, 0.0),
        (_, true) => (19.0, 0.0),
    };
    let room = picture.room[shown.n] - HALF - aside;
    if room < LEAST {
        return;
    }
    let written =
        |text: &str, face: Face| elided(painter, text.to_owned(), room, 1, face, 12.0, theme.t1);
    let galley = if ring {
        Some(written(&words.full, Face::Semi)).filter(|g| !g.elided)
    } else {
        None
    };
    let face = if ring { Face::Semi } else { Face::Medium };
    let galley = galley.unwrap_or_else(|| written(&words.short, face));
    let size = galley.size();
    let corner = pos2(shown.at.x + aside, shown.at.y - up - size.y / 2.0);
    shown.rect = shown.rect.union(Rect::from_min_size(
        pos2(corner.x, shown.at.y - PILL / 2.0 - up / 2.0),
        vec2(size.x, PILL),
    ));
    shown.label = Some((corner, galley));
}

/// Makes the nodes clickable and named; returns what was pressed, and the node under the pointer.
pub(super) fn interact(
    ui: &Ui,
    cx: Cx<'_>,
    state: &mut State,
    desk: &Desk,
    picture: &Picture,
    shown: &mut [Shown],
) -> (Option<Press>, Option<usize>) {
    let (mut press, mut hovered) = (None, None);
    for node in shown {
        let n = node.n;
        let id = ui.scope_id().with(("network node", n));
        let response = ui.interact(node.rect, id, Sense::click());
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::Button, true, picture.spoken(cx, desk, n));
            info.selected = Some(node.ringed);
            info
        });
        node.ringed |= response.has_focus();
        match &picture.network.nodes[n].who {
            Who::Person(person) => cx.interact(state, &response, Focus::Person(*person)),
            Who::Group(common, _) => {
                if let (true, Common::Place(place)) = (response.hovered(), common) {
                    state.hover_next = Some(Focus::Place(*place));
                }
                if response.double_clicked() {
                    press = Some(Press::Split(n));
                } else if response.clicked() {
                    press = Some(Press::Open(n));
                }
            }
        }
        if response.hovered() {
            node.hovered = true;
            hovered = Some(n);
            let mut text = picture.spoken(cx, desk, n);
            if matches!(&picture.network.nodes[n].who, Who::Group(common, _) if splits(common)) {
                text = format!("{text}\n{}", cx.t("net-node-split"));
            }
            response
                .on_hover_cursor(egui::CursorIcon::PointingHand)
                .on_hover_text(text);
        }
    }
    (press, hovered)
}

/// Whether a group can be drawn one by one at all.
pub(super) const fn splits(common: &Common) -> bool {
    !matches!(common, Common::Others(_))
}

/// Marks what the focus, the open group and the place in focus stand in.
pub(super) fn ring(
    cx: Cx<'_>,
    state: &State,
    picture: &Picture,
    light: &Light,
    shown: &mut [Shown],
) {
    let place_of = |focus: Option<Focus>| match focus {
        Some(Focus::Place(place)) => Some(place),
        _ => None,
    };
    let (place, over) = (place_of(cx.session.focus()), place_of(state.hover));
    for node in shown {
        let who = &picture.network.nodes[node.n].who;
        let at = match who {
            Who::Group(Common::Place(place), _) => Some(*place),
            _ => None,
        };
        node.ringed = light.focus == Some(node.n)
            || at.is_some() && at == place
            || state.network.open.is_some() && picture.key(node.n) == state.network.open;
        node.hovered = light.hovered == Some(node.n) || at.is_some() && at == over;
    }
}

/// Paints the nodes: signs first, then pills, then rings, so that no name is covered.
pub(super) fn paint(
    painter: &Painter,
    theme: &Theme,
    picture: &Picture,
    light: &Light,
    shown: &[Shown],
) {
    let mut faded = painter.clone();
    faded.multiply_opacity(FADED);
    for look in [Look::Sign, Look::Pill, Look::Ring] {
        for node in shown.iter().filter(|s| s.look == look) {
            let kept = !light.only || light.keeps_node(picture, node.n);
            let painter = if kept { painter } else { &faded };
            let tier = picture.network.nodes[node.n].tier;
            match look {
                Look::Pill => pill(painter, theme, tier, node),
                Look::Sign => sign(painter, theme, tier, node),
                Look::Ring => {
                    let strong = picture.chain[node.n] == Some(0);
                    ringed(
                        painter,
                        theme,
                        tier,
                        node,
                        strong,
                        light.focus == Some(node.n),
                    );
                }
            }
        }
    }
}

fn pill(painter: &Painter, theme: &Theme, tier: u8, node: &Shown) {
    let rect = node.rect;
    let fill = if node.hovered {
        theme.hover
    } else {
        theme.surface
    };
    painter.rect(
        rect,
        size::RADIUS,
        fill,
        Stroke::new(1.0, theme.line2),
        StrokeKind::Inside,
    );
    let square = Rect::from_min_size(rect.min + vec2(1.0, 1.0), vec2(PILL - 1.0, PILL - 2.0));
    let corners = CornerRadius {
        nw: 5,
        sw: 5,
        ne: 0,
        se: 0,
    };
    painter.rect_filled(square, corners, theme.tier(tier).tint);
    glyph(painter, theme, node.at, 12.0, Some(tier));
    if let Some(count) = &node.count {
        let corner = pos2(rect.left() + COUNT, node.at.y - count.size().y / 2.0);
        painter.galley(corner, count.clone(), theme.t1);
    }
    if let Some((corner, label)) = &node.label {
        painter.galley(*corner, label.clone(), theme.t2);
    }
    if node.ringed || node.hovered {
        painter.rect_stroke(
            rect.expand(3.0),
            size::RADIUS + 3.0,
            Stroke::new(2.0, theme.acc),
            StrokeKind::Inside,
        );
    }
}

fn sign(painter: &Painter, theme: &Theme, tier: u8, node: &Shown) {
    let size = if tier == 0 { 12.0 } else { 10.0 };
    name(painter, theme, tier, node);
    glyph(painter, theme, node.at, size, Some(tier));
    if node.ringed || node.hovered {
        painter.circle_stroke(node.at, 10.0, Stroke::new(2.0, theme.acc));
    }
}

fn ringed(painter: &Painter, theme: &Theme, tier: u8, node: &Shown, strong: bool, focused: bool) {
    name(painter, theme, tier, node);
    let (radius, width, sign) = if focused {
        (13.0, 2.5, 16.0)
    } else if strong {
        (11.5, 2.0, 12.0)
    } else {
        (11.5, 1.25, 12.0)
    };
    painter.circle(
        node.at,
        radius,
        theme.surface,
        Stroke::new(width, theme.acc),
    );
    glyph(painter, theme, node.at, sign, Some(tier));
    if node.hovered && !focused {
        painter.circle_stroke(node.at, radius + 1.0, Stroke::new(2.0, theme.acc));
    }
}

/// A name on a ground of its own, so that lines do not run through it.
fn name(painter: &Painter, theme: &Theme, tier: u8, node: &Shown) {
    let Some((corner, galley)) = &node.label else {
        return;
    };
    let middle = corner.y + galley.size().y / 2.0;
    let ground = Rect::from_min_size(
        pos2(corner.x - 3.0, middle - 7.5),
        vec2(galley.size().x + 6.0, 15.0),
    );
    painter.rect_filled(ground, 3.0, ground::of_tier(theme, tier));
    painter.galley(*corner, galley.clone(), theme.t1);
}
