//! What of the picture is lit and what is faded.

use super::picture::Picture;
use crate::session::network::Edge;

/// What is lit, ringed and kept.
pub(super) struct Light {
    /// The node of the focus.
    pub focus: Option<usize>,
    /// The node under the pointer, here or elsewhere.
    pub hovered: Option<usize>,
    /// Only the chosen chain is wanted.
    pub only: bool,
    /// No chain is drawn: the focus and its neighbours stand for it.
    pub alone: bool,
}

impl Light {
    /// Whether a line starts or ends at what is under the pointer.
    pub fn touches(&self, edge: &Edge) -> bool {
        self.hovered.is_some_and(|n| ends_at(edge, n))
    }

    /// Whether a line belongs to the chosen chain.
    pub fn keeps(&self, edge: &Edge) -> bool {
        edge.chain.is_some() || self.alone && self.focus.is_some_and(|n| ends_at(edge, n))
    }

    /// As [`Light::keeps`], of a node.
    pub fn keeps_node(&self, picture: &Picture, n: usize) -> bool {
        let mut edges = picture.network.edges.iter();
        picture.chain[n].is_some()
            || self.focus == Some(n)
            || self.alone && edges.any(|e| ends_at(e, n) && self.keeps(e))
    }
}

const fn ends_at(edge: &Edge, n: usize) -> bool {
    edge.from as usize == n || edge.to as usize == n
}
