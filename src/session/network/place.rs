//! Where pieces stand, and the lines between them.

use std::collections::BTreeMap;

use super::super::Desk;
use super::super::line_list::NOBODY;
use super::gather::{Gathered, Piece};
use super::{AXIS, Band, Common, Edge, GUTTER, LANE, Network, Node, PILL, Request, Who};
use crate::model::PersonIx;
use crate::model::time::{DAY, Span, VIETNAM};

/// Sources whose lines are drawn to one group.
const MOST_LINES: usize = 3;
/// Room between two neighbours in a lane.
const GAP: f32 = 8.0;
/// Half of a single glyph with its room.
const HALF: f32 = 8.0;

pub(super) fn place(desk: &Desk, gathered: Gathered, request: &Request) -> Network {
    let mut network = Network {
        size: request.size,
        people: gathered.totals.iter().sum(),
        time: request.by_time.then(|| axis(&gathered.pieces)).flatten(),
        ..Network::default()
    };
    let mut lanes_of: Vec<Vec<(usize, Piece, f32, f32)>> = Vec::new();
    let mut by_tier: BTreeMap<u8, Vec<Piece>> = BTreeMap::new();
    for piece in gathered.pieces {
        by_tier.entry(piece.tier).or_default().push(piece);
    }
    for tier in 0..gathered.totals.len() as u8 {
        let pieces = by_tier.remove(&tier).unwrap_or_default();
        lanes_of.push(in_lanes(desk, &network, pieces));
    }
    let lanes: Vec<usize> = lanes_of
        .iter()
        .map(|pieces| pieces.iter().map(|p| p.0 + 1).max().unwrap_or(1))
        .collect();
    // What is left over of the room widens the lanes, up to half as much again.
    let all: usize = lanes.iter().sum();
    let free = request.size.1 - AXIS - lanes.len() as f32 * 20.0;
    let lane = (free / all.max(1) as f32).clamp(LANE, LANE * 1.5);
    let mut top = AXIS;
    for (tier, pieces) in lanes_of.into_iter().enumerate() {
        // A caption of three lines fits beside the smallest band.
        let own = (lanes[tier] as f32 * lane + 20.0).max(72.0);
        let first = top + (own - lanes[tier] as f32 * lane) / 2.0 + lane / 2.0;
        let groups = pieces.iter().filter(|p| p.1.common.is_some()).count() as u32;
        network.bands.push(Band {
            tier: tier as u8,
            y: (top, top + own),
            people: gathered.totals[tier],
            groups,
            singles: pieces.len() as u32 - groups,
        });
        for (number, piece, x, width) in pieces {
            network.nodes.push(Node {
                tier: piece.tier,
                x,
                y: first + number as f32 * lane,
                width,
                at: piece.at,
                named: piece.named,
                who: match piece.common {
                    Some(common) => Who::Group(common, piece.rows),
                    None => Who::Person(desk.list.rows[piece.rows[0] as usize].person),
                },
            });
        }
        top += own;
    }
    network.size.1 = top.max(request.size.1);
    if let Some(last) = network.bands.last_mut() {
        last.y.1 = network.size.1;
    }
    network
}

/// Whole days around everything with a date.
fn axis(pieces: &[Piece]) -> Option<Span> {
    let dated = || pieces.iter().map(|p| p.at).filter(|&at| at > 0);
    let first = VIETNAM.midnight_before(dated().min()?);
    let last = VIETNAM.next_midnight(dated().max()?);
    Some(Span::new(first, last.max(first + DAY)))
}

/// The number of the lane, the piece, its left edge (a single's centre) and its width.
fn in_lanes(desk: &Desk, network: &Network, pieces: Vec<Piece>) -> Vec<(usize, Piece, f32, f32)> {
    let right = network.size.0 - 12.0;
    let mut wished: Vec<(f32, f32, Piece)> = pieces
        .into_iter()
        .map(|piece| {
            let width = width(desk, &piece);
            let x = if piece.at > 0 {
                network.x_of(piece.at).unwrap_or(GUTTER + 12.0)
            } else {
                GUTTER + 12.0
            };
            let left = if piece.common.is_some() {
                x - PILL / 2.0
            } else {
                x - HALF
            };
            (left.min(right - width).max(GUTTER + 4.0), width, piece)
        })
        .collect();
    wished.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.2.rows[0].cmp(&b.2.rows[0])));
    if network.time.is_none() {
        spread(&mut wished, network.size.0);
    }
    let mut ends: Vec<f32> = Vec::new();
    let mut out = Vec::with_capacity(wished.len());
    for (left, width, piece) in wished {
        // Among the lanes that are free the one that has been for longest: neighbours in time do not crowd.
        let free = (0..ends.len()).filter(|&l| ends[l] + GAP <= left);
        let lane = free
            .min_by(|&a, &b| ends[a].total_cmp(&ends[b]).then(a.cmp(&b)))
            .unwrap_or_else(|| {
                ends.push(0.0);
                ends.len() - 1
            });
        ends[lane] = left + width;
        let x = if piece.common.is_some() {
            left
        } else {
            left + HALF
        };
        out.push((lane, piece, x, width));
    }
    out
}

/// Without time, in rows from left to right, the largest first.
fn spread(wished: &mut [(f32, f32, Piece)], room: f32) {
    wished.sort_by_key(|w| (std::cmp::Reverse(w.2.rows.len()), w.2.rows[0]));
    let mut x = GUTTER + 4.0;
    for (left, width, _) in wished.iter_mut() {
        if x + *width > room - 12.0 {
            x = GUTTER + 4.0;
        }
        *left = x;
        x += *width + GAP;
    }
}

/// The width that a piece needs, a little more than its letters do.
fn width(desk: &Desk, piece: &Piece) -> f32 {
    let letters = |n: usize| n as f32 * 7.1;
    let Some(common) = &piece.common else {
        if !piece.named {
            return 2.0 * HALF;
        }
        let row = &desk.list.rows[piece.rows[0] as usize];
        let name = &desk.run.records.people[row.person as usize].full_name;
        let shown = if piece.tier == 0 {
            4 + super::super::given_name(name).chars().count()
        } else {
            name.chars().count().min(24)
        };
        return 2.0 * HALF + 4.0 + letters(shown.max(4));
    };
    let digits = piece.rows.len().to_string().len() as f32 * 8.0;
    let label = match common {
        Common::Place(place) => {
            let row = desk.run.records.places.row(*place);
            let text = if row.name.is_empty() {
                &row.id
            } else {
                &row.name
            };
            text.chars().count()
        }
        Common::District(name) => name.chars().count(),
        Common::Source(person) if *person != NOBODY => desk.run.records.people[*person as usize]
            .full_name
            .chars()
            .count(),
        _ => 19,
    };
    PILL + 22.0 + digits + letters(label.clamp(6, 24))
}

/// The lines: probable links between F0s, from each group's most frequent sources, and the focused chains.
pub(super) fn lines(desk: &Desk, network: &mut Network, request: &Request) {
    let mut node_of: BTreeMap<PersonIx, u32> = BTreeMap::new();
    for (node, n) in network.nodes.iter().zip(0..) {
        match &node.who {
            Who::Person(person) => {
                node_of.insert(*person, n);
            }
            Who::Group(_, rows) => {
                for &row in rows {
                    node_of.insert(desk.list.rows[row as usize].person, n);
                }
            }
        }
    }
    let mut counts: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    for node in &network.nodes {
        let people: Vec<PersonIx> = match &node.who {
            Who::Person(person) => vec![*person],
            Who::Group(_, rows) => rows
                .iter()
                .map(|&r| desk.list.rows[r as usize].person)
                .collect(),
        };
        for person in people {
            let row = desk.list.row_of(person);
            let source = row.map(|r| r.source).filter(|&s| s != NOBODY);
            let ends = source.and_then(|s| Some((*node_of.get(&s)?, *node_of.get(&person)?)));
            if let Some((from, to)) = ends.filter(|(from, to)| from != to) {
                *counts.entry((from, to)).or_default() += 1;
            }
        }
    }
    let mut chained: BTreeMap<(u32, u32), u8> = BTreeMap::new();
    for (chain, number) in request.chains.iter().zip(0u8..) {
        for pair in chain.windows(2) {
            if let (Some(&from), Some(&to)) = (node_of.get(&pair[0]), node_of.get(&pair[1])) {
                chained.entry((from, to)).or_insert(number);
                counts.entry((from, to)).or_insert(1);
            }
        }
    }
    let mut by_target: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
    for ((from, to), people) in counts {
        by_target.entry(to).or_default().push((people, from));
    }
    for (to, mut sources) in by_target {
        sources.sort_by_key(|&(people, from)| (std::cmp::Reverse(people), from));
        for (rank, (people, from)) in sources.into_iter().enumerate() {
            let chain = chained.get(&(from, to)).copied();
            if rank >= MOST_LINES && chain.is_none() {
                network.lines_left_out += 1;
                continue;
            }
            let tiers = (
                network.nodes[from as usize].tier,
                network.nodes[to as usize].tier,
            );
            network.edges.push(Edge {
                from,
                to,
                people,
                link: tiers == (0, 0),
                chain,
            });
        }
    }
    network
        .edges
        .sort_by_key(|e| (e.chain.is_some(), std::cmp::Reverse(e.people), e.from, e.to));
}
