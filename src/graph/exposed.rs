//! The graph and its edges.

use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef as _;
use rustc_hash::FxHashMap;

use crate::contact::{Exposure, NO_SPOT, Spot};
use crate::model::time::Seconds;
use crate::model::{Closeness, Grade, PersonIx};

/// One qualifying pair: the source exposed the contact. A run may have tens of millions, so it is kept small.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Who was infectious, or thought able to pass it on.
    pub source: PersonIx,
    /// Who was exposed.
    pub contact: PersonIx,
    first: u32,
    last: u32,
    seconds: u32,
    max_24h: u32,
    /// 0 to 1, for the order of work.
    pub risk: f64,
    /// Where there are several; most pairs shared one place, and a thin pointer is all they pay.
    #[allow(clippy::box_collection)]
    spots: Option<Box<Vec<Spot>>>,
    spot: Spot,
    /// The level at which the pair was judged; 0: both are F0s.
    pub tier: u8,
    /// Best grade of a piece.
    pub best: Grade,
    /// Worst grade of a piece.
    pub worst: Grade,
    closeness: Nearness,
}

/// Closeness, and whether the source had left: one byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Nearness(u8);

impl Nearness {
    const INDIRECT: u8 = 1 << 7;

    fn new(closeness: Closeness, indirect: bool) -> Self {
        Self(closeness as u8 | if indirect { Self::INDIRECT } else { 0 })
    }
}

impl Evidence {
    /// Evidence of a pair's exposure; `source_risk` is the source's part of the risk.
    #[must_use]
    pub fn new(
        source: PersonIx,
        contact: PersonIx,
        tier: u8,
        exposure: Exposure,
        source_risk: f64,
    ) -> Self {
        let spot = exposure.spots.first().copied().unwrap_or(NO_SPOT);
        Self {
            source,
            contact,
            first: exposure.first as u32,
            last: exposure.last as u32,
            seconds: exposure.seconds as u32,
            max_24h: exposure.max_24h as u32,
            risk: exposure.risk + source_risk,
            spots: (exposure.spots.len() > 1).then(|| Box::new(exposure.spots)),
            spot,
            tier,
            best: exposure.best,
            worst: exposure.worst,
            closeness: Nearness::new(exposure.closeness, exposure.indirect),
        }
    }

    /// First exposure.
    #[must_use]
    pub fn first(&self) -> Seconds {
        self.first.into()
    }

    /// Last exposure.
    #[must_use]
    pub fn last(&self) -> Seconds {
        self.last.into()
    }

    /// Seconds of overlap.
    #[must_use]
    pub fn seconds(&self) -> Seconds {
        self.seconds.into()
    }

    /// Largest overlap in seconds within a rolling 24 hours.
    #[must_use]
    pub fn max_24h(&self) -> Seconds {
        self.max_24h.into()
    }

    /// Distinct places and households, sorted; encounters have none.
    #[must_use]
    pub fn spots(&self) -> &[Spot] {
        match &self.spots {
            Some(spots) => spots,
            None if self.spot == NO_SPOT => &[],
            None => std::slice::from_ref(&self.spot),
        }
    }

    /// Best closeness.
    #[must_use]
    pub fn closeness(&self) -> Closeness {
        Closeness::ALL[usize::from(self.closeness.0 & !Nearness::INDIRECT)]
    }

    /// The two were never there at one time.
    #[must_use]
    pub const fn indirect(&self) -> bool {
        self.closeness.0 & Nearness::INDIRECT != 0
    }
}

const _: () = assert!(
    std::mem::size_of::<Evidence>() <= 48,
    "a run may have tens of millions"
);

/// Who exposed whom. Nodes are people; an edge from source to contact for each qualifying pair and level.
///
/// Edges of a level below a contact's tier are there only where a chain needs them (a person who is F1 from day
/// 10 and was an F2 from day 5 passes on what an F2 can).
#[derive(Debug, Clone, Default)]
pub struct ContactGraph {
    graph: DiGraph<PersonIx, Evidence>,
    node_of: FxHashMap<PersonIx, NodeIndex>,
    /// The first edges are the evidence of the contact list; bridges follow.
    listed: usize,
}

impl ContactGraph {
    /// The graph of a run's evidence, which must be sorted by contact, source and tier, and of the
    /// `bridges` that chains need beside it.
    #[must_use]
    pub fn new(evidence: Vec<Evidence>, bridges: Vec<Evidence>) -> Self {
        let mut graph = Self {
            listed: evidence.len(),
            ..Self::default()
        };
        graph.graph.reserve_edges(evidence.len() + bridges.len());
        for edge in evidence.into_iter().chain(bridges) {
            let (source, contact) = (graph.node(edge.source), graph.node(edge.contact));
            graph.graph.add_edge(source, contact, edge);
        }
        graph
    }

    /// How many pieces of evidence there are, bridges not counted.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.listed
    }

    /// Whether there is no evidence.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.listed == 0
    }

    /// The evidence by contact, source and tier; bridges are left out.
    #[must_use]
    pub fn evidence(&self) -> impl ExactSizeIterator<Item = &Evidence> {
        self.graph.raw_edges()[..self.listed]
            .iter()
            .map(|edge| &edge.weight)
    }

    /// The evidence that names a person as the contact, by source; bridges are left out.
    #[must_use]
    pub fn evidence_of(&self, person: PersonIx) -> impl ExactSizeIterator<Item = &Evidence> {
        let edges = &self.graph.raw_edges()[..self.listed];
        let from = edges.partition_point(|e| e.weight.contact < person);
        let to = edges.partition_point(|e| e.weight.contact <= person);
        edges[from..to].iter().map(|edge| &edge.weight)
    }

    /// The evidence that names a person as the source, bridges left out; in no particular order of contacts.
    #[must_use = "iterators are lazy"]
    pub fn exposed_by(&self, person: PersonIx) -> impl Iterator<Item = &Evidence> {
        let node = self.node_of.get(&person).copied();
        let edges = move |n| self.graph.edges_directed(n, petgraph::Direction::Outgoing);
        node.into_iter()
            .flat_map(edges)
            .filter(|edge| edge.id().index() < self.listed)
            .map(|edge| edge.weight())
    }

    fn node(&mut self, person: PersonIx) -> NodeIndex {
        *self
            .node_of
            .entry(person)
            .or_insert_with(|| self.graph.add_node(person))
    }

    /// The evidence that names a person as the contact, bridges included.
    #[must_use = "iterators are lazy"]
    pub fn exposures_of(&self, person: PersonIx) -> impl Iterator<Item = &Evidence> {
        let node = self.node_of.get(&person).copied();
        let edges = move |n| self.graph.edges_directed(n, petgraph::Direction::Incoming);
        node.into_iter().flat_map(edges).map(|edge| edge.weight())
    }
}
