//! What is made once of a layout: its words, its curves, and the room beside each node.

use std::sync::Arc;

use egui::epaint::CubicBezierShape;
use egui::{Color32, Pos2, Rect, Stroke, pos2};

use super::super::super::context::Cx;
use crate::i18n::{Lang, Message};
use crate::model::PersonIx;
use crate::session::network::{Common, Edge, GroupKey, Network, Node, PILL, UNDATED, Who};
use crate::session::{Desk, Focus, given_name};

/// Half of a single glyph with its room, as the layout reckons.
pub(super) const HALF: f32 = 8.0;
/// Room between two neighbours in a lane, as the layout reckons.
const GAP: f32 = 8.0;

/// What is written on a node.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// How many people; empty for one.
    pub count: String,
    /// The name as it is written while nobody looks.
    pub short: String,
    /// The whole name.
    pub full: String,
}

/// A line, in points of the picture.
#[derive(Debug)]
pub(super) struct Curve {
    pub points: Vec<Pos2>,
    pub bounds: Rect,
    pub width: f32,
}

/// A layout, ready to be painted.
pub(super) struct Picture {
    pub network: Arc<Network>,
    pub lang: Lang,
    pub words: Vec<Words>,
    pub curves: Vec<Curve>,
    /// By node: the strongest chain that it is on.
    pub chain: Vec<Option<u8>>,
    /// By node: from its left edge to its neighbour in the lane.
    pub room: Vec<f32>,
}

impl Picture {
    pub fn new(cx: Cx<'_>, desk: &Desk, network: Arc<Network>) -> Self {
        let words = network.nodes.iter().map(|n| words(cx, desk, n)).collect();
        let mut chain: Vec<Option<u8>> = vec![None; network.nodes.len()];
        for edge in network.edges.iter().filter(|e| e.chain.is_some()) {
            for end in [edge.from, edge.to] {
                let own = &mut chain[end as usize];
                *own = (*own).into_iter().chain(edge.chain).min();
            }
        }
        let curves = network
            .edges
            .iter()
            .map(|e| curve(&network, &chain, e))
            .collect();
        Self {
            lang: cx.texts.lang(),
            words,
            curves,
            chain,
            room: rooms(&network),
            network,
        }
    }

    /// The node of who or what is looked at.
    pub fn node_of(&self, desk: &Desk, focus: Focus) -> Option<usize> {
        match focus {
            Focus::Person(person) => self.network.node_of(person, desk.list.index_of(person)),
            Focus::Place(place) => {
                let at = |n: &Node| matches!(n.who, Who::Group(Common::Place(p), _) if p == place);
                self.network.nodes.iter().position(at)
            }
        }
    }

    /// The group of a node, by the name under which it is found again.
    pub fn key(&self, n: usize) -> Option<GroupKey> {
        let node = self.network.nodes.get(n)?;
        let Who::Group(common, _) = &node.who else {
            return None;
        };
        let common = common.bare();
        Some(GroupKey {
            tier: node.tier,
            common,
        })
    }

    /// A node in words, for screen readers and tooltips.
    pub fn spoken(&self, cx: Cx<'_>, desk: &Desk, n: usize) -> String {
        let node = &self.network.nodes[n];
        let tier = cx.tier(Some(node.tier));
        let person = match &node.who {
            Who::Person(person) => *person,
            Who::Group(_, rows) => {
                let message = Message::new("net-node-group")
                    .with("tier", tier)
                    .with("n", rows.len())
                    .with("label", self.words[n].full.clone());
                return cx.say(&message);
            }
        };
        let name = name(desk, person);
        if node.at <= 0 {
            let message = Message::new("net-node-undated")
                .with("tier", tier)
                .with("name", name);
            return cx.say(&message);
        }
        let key = if node.tier > 0 {
            "net-node-contact"
        } else if by_onset(desk, person) {
            "net-node-onset"
        } else {
            "net-node-sample"
        };
        let message = Message::new(key)
            .with("tier", tier)
            .with("name", name)
            .with("day", cx.day(node.at));
        cx.say(&message)
    }
}

/// A picture may outlive its run by a frame: nobody is looked up unasked.
fn name(desk: &Desk, person: PersonIx) -> String {
    if (person as usize) < desk.run.records.people.len() {
        desk.name(person)
    } else {
        String::new()
    }
}

fn by_onset(desk: &Desk, person: PersonIx) -> bool {
    let cases = &desk.run.trace.index_cases;
    let at = cases.binary_search_by_key(&person, |c| c.person);
    at.is_ok_and(|ix| cases[ix].episodes.first().is_some_and(|e| e.onset))
}

fn words(cx: Cx<'_>, desk: &Desk, node: &Node) -> Words {
    match &node.who {
        Who::Group(common, rows) => {
            let label = label(cx, desk, common);
            Words {
                count: cx.n(rows.len() as u64),
                short: label.clone(),
                full: label,
            }
        }
        Who::Person(person) => {
            let full = name(desk, *person);
            let short = match node.tier {
                0 => given_name(&full).to_owned(),
                _ => full.clone(),
            };
            let number = (node.tier == 0)
                .then(|| desk.case_number(*person))
                .flatten()
                .map_or_else(String::new, |n| format!("{n:02} "));
            Words {
                count: String::new(),
                short: format!("{number}{short}"),
                full: format!("{number}{full}"),
            }
        }
    }
}

/// What a group's people have in common, in words.
fn label(cx: Cx<'_>, desk: &Desk, common: &Common) -> String {
    let counted = |key: &str, n: u32| cx.say(&Message::new(key).with("n", n));
    match common {
        Common::Place(place) if desk.is_place(*place) => desk.place_name(*place).to_owned(),
        Common::Place(_) => String::new(),
        Common::Households(n) => counted("net-households", *n),
        Common::Meetings => cx.t("net-meetings"),
        Common::District(name) if name.is_empty() => cx.t("net-no-district"),
        Common::District(name) => name.clone(),
        Common::Source(person) => match name(desk, *person) {
            name if name.is_empty() => cx.t("net-around-nobody"),
            name => cx.say(&Message::new("net-around").with("name", name)),
        },
        Common::Others(n) => counted("net-others", *n),
        Common::Day(UNDATED) => cx.t("net-day-none"),
        Common::Day(day) => cx.say(&Message::new("net-day").with("day", cx.day(*day))),
    }
}

/// How far each node may reach to the right.
fn rooms(network: &Network) -> Vec<f32> {
    let nodes = &network.nodes;
    let left = |n: usize| match nodes[n].who {
        Who::Person(_) => nodes[n].x - HALF,
        Who::Group(..) => nodes[n].x,
    };
    // Nodes of a lane have the same height to the bit.
    let lane = |n: usize| (nodes[n].tier, nodes[n].y.to_bits());
    let mut order: Vec<usize> = (0..nodes.len()).collect();
    order.sort_by(|&a, &b| lane(a).cmp(&lane(b)).then(left(a).total_cmp(&left(b))));
    let mut rooms = vec![0.0; nodes.len()];
    for (k, &n) in order.iter().enumerate() {
        let next = order.get(k + 1).filter(|&&m| lane(m) == lane(n));
        let end = next.map_or(network.size.0 - 12.0, |&m| left(m) - GAP);
        rooms[n] = (end - left(n)).max(2.0 * HALF);
    }
    rooms
}

/// From the source's anchor to the contact's: upright between bands, level between F0s.
fn curve(network: &Network, chain: &[Option<u8>], edge: &Edge) -> Curve {
    let (from, to) = (edge.from as usize, edge.to as usize);
    let (a, b) = (&network.nodes[from], &network.nodes[to]);
    let start = Pos2::from(a.anchor());
    let centre = Pos2::from(b.anchor());
    let radius = match b.who {
        Who::Group(..) => PILL / 2.0,
        Who::Person(_) if chain[to].is_some() => 12.0,
        Who::Person(_) => 6.0,
    };
    let across = centre.x - start.x;
    // A pill's sign is at its left: from the right it is come to from above or below.
    let behind = across < 0.0 && matches!(b.who, Who::Group(..));
    let (end, first, second) = if edge.link && across.abs() > 36.0 && !behind {
        let side = across.signum();
        let end = pos2(centre.x - side * (radius + 3.0), centre.y);
        let bend = side * across.abs() / 2.0;
        (
            end,
            pos2(start.x + bend, start.y),
            pos2(end.x - bend, end.y),
        )
    } else {
        let down = if centre.y < start.y { -1.0 } else { 1.0 };
        // An arrow stops before the sign; other lines end under it.
        let stop = if edge.link {
            radius + 3.0
        } else {
            radius - 2.0
        };
        let end = pos2(centre.x, centre.y - down * stop);
        let bend = (end.y - start.y) / 2.0;
        (
            end,
            pos2(start.x, start.y + bend),
            pos2(end.x, end.y - bend),
        )
    };
    let corners = [start, first, second, end];
    let shape =
        CubicBezierShape::from_points_stroke(corners, false, Color32::TRANSPARENT, Stroke::NONE);
    let points = shape.flatten(Some(0.2));
    Curve {
        bounds: Rect::from_points(&points),
        points,
        width: if edge.link {
            1.25
        } else {
            (0.42 * f64::from(edge.people).sqrt()).clamp(1.0, 9.0) as f32
        },
    }
}
