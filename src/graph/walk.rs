//! Walks on the contact graph.

use super::{ContactGraph, Evidence};
use crate::model::PersonIx;

/// Evidence from an F0 to a person, in that order.
pub type Chain<'g> = Vec<&'g Evidence>;

/// The chain F0 → … → `person` that realises the first exposure at a level: at each step the earliest first
/// exposure, of equals the lowest source. `None` where no such chain stands in the graph.
///
/// Complexity: the in-degrees along the chain.
#[must_use]
pub fn chain(graph: &ContactGraph, person: PersonIx, tier: u8) -> Option<Chain<'_>> {
    let mut chain = Vec::with_capacity(tier.into());
    let mut at = person;
    for level in (1..=tier).rev() {
        let step = graph
            .exposures_of(at)
            .filter(|e| e.tier == level)
            .min_by_key(|e| (e.first(), e.source))?;
        chain.push(step);
        at = step.source;
    }
    chain.reverse();
    Some(chain)
}
