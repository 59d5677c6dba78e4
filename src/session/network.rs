//! The contact graph as a picture: time runs to the right, tiers stand in bands, people of one place are one pill.
//!
//! Nothing is left out: who is not drawn alone is counted in a pill, and [`Network::people`] is everybody. The same
//! run, window and choices give the same picture. Lengths are in points.

mod gather;
mod place;

use std::collections::BTreeSet;

use crate::job::{Cancel, Cancelled};
use crate::model::PersonIx;
use crate::model::time::{Seconds, Span};

use super::Desk;
use super::view::WindowView;

/// Room for the bands' captions at the left.
pub const GUTTER: f32 = 118.0;
/// Room after the last instant, so that what stands there is not pushed back in time.
pub const LABEL: f32 = 120.0;
/// Height of the axis above the bands.
pub const AXIS: f32 = 26.0;
/// Height of a pill.
pub const PILL: f32 = 24.0;
/// Room that a lane takes at least.
pub const LANE: f32 = 29.0;

/// What people of a tier are gathered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupBy {
    /// Where they were exposed.
    Place,
    /// Their homes' districts.
    District,
    /// Who exposed them.
    Source,
}

/// What a group has in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Common {
    /// Exposed at a place (an index of the register).
    Place(u32),
    /// Exposed at home, so many households.
    Households(u32),
    /// Met without a place.
    Meetings,
    /// Live in a district.
    District(String),
    /// Exposed by a person.
    Source(PersonIx),
    /// So many smaller groups, folded.
    Others(u32),
    /// F0s of a day (seconds of its local midnight); of [`UNDATED`] those without a date.
    Day(Seconds),
}

impl Common {
    /// The same without counts, by which a group is found again in another picture.
    #[must_use]
    pub fn bare(&self) -> Self {
        match self {
            Self::Households(_) => Self::Households(0),
            Self::Others(_) => Self::Others(0),
            other => other.clone(),
        }
    }
}

/// F0s without any date.
pub const UNDATED: Seconds = -1;

/// A group's name while it is looked for again in a new picture.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupKey {
    /// The tier.
    pub tier: u8,
    /// What its people have in common; counts in it are 0.
    pub common: Common,
}

/// What is wanted of a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// Room in points.
    pub size: (f32, f32),
    /// Time runs to the right; else people are put side by side.
    pub by_time: bool,
    /// What people are gathered by.
    pub group_by: GroupBy,
    /// Most glyphs and pills; 0: about as many as fit without scrolling.
    pub limit: usize,
    /// Groups whose people are drawn one by one.
    pub split: BTreeSet<GroupKey>,
    /// Chains to draw whole, from the F0 to the person, the strongest first.
    pub chains: Vec<Vec<PersonIx>>,
}

/// A person or a group in the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The tier.
    pub tier: u8,
    /// One person, or a group with its people (row numbers of the line list).
    pub who: Who,
    /// Left edge; of one person the glyph's centre.
    pub x: f32,
    /// Middle.
    pub y: f32,
    /// Width, label included.
    pub width: f32,
    /// The instant that it stands at; of a group the median.
    pub at: Seconds,
    /// Whether its name is written beside it.
    pub named: bool,
}

impl Node {
    /// How many people it stands for.
    #[must_use]
    pub fn people(&self) -> u32 {
        match &self.who {
            Who::Person(_) => 1,
            Who::Group(_, rows) => rows.len() as u32,
        }
    }

    /// Where lines end.
    #[must_use]
    pub fn anchor(&self) -> (f32, f32) {
        match self.who {
            Who::Person(_) => (self.x, self.y),
            Who::Group(..) => (self.x + PILL / 2.0, self.y),
        }
    }
}

/// Who a node stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Who {
    /// One person.
    Person(PersonIx),
    /// Several: what they have in common, and their row numbers.
    Group(Common, Vec<u32>),
}

/// A line between two nodes.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// Index of the source's node.
    pub from: u32,
    /// Index of the contact's node.
    pub to: u32,
    /// For how many people it stands.
    pub people: u32,
    /// A probable link between F0s.
    pub link: bool,
    /// Number of the chain that it belongs to, 0 the strongest.
    pub chain: Option<u8>,
}

/// A tier's band.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// The tier.
    pub tier: u8,
    /// Top and bottom.
    pub y: (f32, f32),
    /// Everybody of the tier in the window.
    pub people: u64,
    /// How many pills.
    pub groups: u32,
    /// How many single glyphs.
    pub singles: u32,
}

/// The picture.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Network {
    /// People and groups.
    pub nodes: Vec<Node>,
    /// Lines, the widest first.
    pub edges: Vec<Edge>,
    /// Bands from F0 down.
    pub bands: Vec<Band>,
    /// Width and height.
    pub size: (f32, f32),
    /// What the axis spans; empty where time does not run to the right.
    pub time: Option<Span>,
    /// Everybody whom the picture stands for.
    pub people: u64,
    /// Lines that were not drawn because their group has more sources than three.
    pub lines_left_out: u64,
}

impl Network {
    /// Pills and single glyphs.
    #[must_use]
    pub fn counts(&self) -> (u64, u64) {
        let groups = self
            .nodes
            .iter()
            .filter(|n| matches!(n.who, Who::Group(..)))
            .count() as u64;
        (self.nodes.len() as u64 - groups, groups)
    }

    /// The node that a person is drawn as or counted in.
    #[must_use]
    pub fn node_of(&self, person: PersonIx, row: Option<u32>) -> Option<usize> {
        self.nodes.iter().position(|n| match &n.who {
            Who::Person(p) => *p == person,
            Who::Group(_, rows) => row.is_some_and(|row| rows.binary_search(&row).is_ok()),
        })
    }

    /// The x of an instant, where time runs to the right.
    #[must_use]
    pub fn x_of(&self, at: Seconds) -> Option<f32> {
        let time = self.time?;
        let share = (at - time.start) as f64 / (time.end - time.start).max(1) as f64;
        Some(GUTTER + 12.0 + share as f32 * (self.size.0 - GUTTER - 36.0 - LABEL))
    }

    /// Draws up the picture.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn new(
        desk: &Desk,
        view: &WindowView,
        request: &Request,
        cancel: &Cancel,
    ) -> Result<Self, Cancelled> {
        // What fits without scrolling is found by trying, down to where a picture says too little.
        let tries: &[f32] = if request.limit > 0 {
            &[1.0]
        } else {
            &[1.0, 0.85, 0.72, 0.61]
        };
        let mut network = Self::default();
        for &part in tries {
            let gathered = gather::gather(desk, view, request, part);
            cancel.check()?;
            network = place::place(desk, gathered, request);
            cancel.check()?;
            if network.size.1 <= request.size.1 {
                break;
            }
        }
        place::lines(desk, &mut network, request);
        Ok(network)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::desk;
    use super::*;

    fn request() -> Request {
        Request {
            size: (1_100.0, 600.0),
            by_time: true,
            group_by: GroupBy::Place,
            limit: 0,
            split: BTreeSet::new(),
            chains: Vec::new(),
        }
    }

    fn picture(request: &Request) -> Network {
        let desk = desk();
        let view =
            WindowView::new(&desk, None, &crate::job::Progress::new(), &Cancel::new()).unwrap();
        Network::new(&desk, &view, request, &Cancel::new()).unwrap()
    }

    #[test]
    fn everybody_is_counted_and_nothing_overlaps() {
        let total: u64 = desk().list.totals.iter().sum();
        for limit in [0, 60, 400] {
            for group_by in [GroupBy::Place, GroupBy::District, GroupBy::Source] {
                let network = picture(&Request {
                    group_by,
                    limit,
                    ..request()
                });
                let drawn: u64 = network.nodes.iter().map(|n| u64::from(n.people())).sum();
                assert_eq!(drawn, total, "limit {limit}, {group_by:?}");
                assert_eq!(network.people, total);
                assert_eq!(network.bands.iter().map(|b| b.people).sum::<u64>(), total);
                if limit > 0 {
                    assert!(
                        network.nodes.len() <= limit,
                        "{} items",
                        network.nodes.len()
                    );
                }
                let boxes: Vec<(f32, f32, f32)> = network
                    .nodes
                    .iter()
                    .map(|n| match n.who {
                        Who::Person(_) => (n.x - 8.0, n.x - 8.0 + n.width, n.y),
                        Who::Group(..) => (n.x, n.x + n.width, n.y),
                    })
                    .collect();
                for (i, a) in boxes.iter().enumerate() {
                    assert!(a.0 >= GUTTER - 1.0 && a.1 <= network.size.0 + 1.0, "{a:?}");
                    for b in &boxes[..i] {
                        let apart = a.1 <= b.0 || b.1 <= a.0 || (a.2 - b.2).abs() >= PILL - 1.0;
                        assert!(apart, "{a:?} and {b:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn same_request_same_picture() {
        assert_eq!(picture(&request()), picture(&request()));
    }

    #[test]
    fn a_group_that_is_split_is_drawn_one_by_one() {
        let whole = picture(&request());
        let smallest = whole
            .nodes
            .iter()
            .filter_map(|n| match &n.who {
                Who::Group(common @ Common::Place(_), rows) => Some((rows.len(), n.tier, common)),
                _ => None,
            })
            .min_by_key(|g| g.0)
            .unwrap();
        let key = GroupKey {
            tier: smallest.1,
            common: smallest.2.clone(),
        };
        let split = picture(&Request {
            split: BTreeSet::from([key.clone()]),
            ..request()
        });
        let gone = split
            .nodes
            .iter()
            .all(|n| !matches!(&n.who, Who::Group(c, _) if n.tier == key.tier && *c == key.common));
        assert!(gone);
        assert_eq!(split.people, whole.people);
    }
}
