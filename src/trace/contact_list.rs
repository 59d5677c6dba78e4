//! From evidence to the contact list: tracing.md section 3.

use crate::contact::Spot;
use crate::graph::Evidence;
use crate::model::time::Seconds;
use crate::model::{Closeness, Grade, PersonIx};

/// One row of the contact list.
#[derive(Debug, Clone, PartialEq)]
pub struct Contact {
    /// Who.
    pub person: PersonIx,
    /// 1: contact of an F0, and so on.
    pub tier: u8,
    /// Earliest first exposure over the sources.
    pub first: Seconds,
    /// Latest last exposure over the sources at this tier.
    pub last: Seconds,
    /// Distinct sources.
    pub sources: u32,
    /// Distinct places and households.
    pub places: u32,
    /// Seconds of overlap, summed over the sources.
    pub seconds: Seconds,
    /// Best grade.
    pub grade: Grade,
    /// Best closeness.
    pub closeness: Closeness,
    /// All evidence is indirect.
    pub indirect: bool,
    /// 0 to 1: of several pieces of evidence the strongest.
    pub risk: f64,
}

/// The contact list of the evidence, by tier and person.
pub(super) fn contacts(evidence: &[Evidence]) -> Vec<Contact> {
    let mut out: Vec<Contact> = evidence
        .chunk_by(|a, b| a.contact == b.contact)
        .filter(|of_contact| of_contact[0].tier > 0)
        .map(contact)
        .collect();
    out.sort_unstable_by_key(|c| (c.tier, c.person));
    out
}

fn contact(evidence: &[Evidence]) -> Contact {
    let mut spots: Vec<Spot> = evidence
        .iter()
        .flat_map(|e| e.spots().iter().copied())
        .collect();
    spots.sort_unstable();
    spots.dedup();
    let fold = |better: fn(&Evidence, &Evidence) -> bool| {
        evidence
            .iter()
            .reduce(|best, e| if better(e, best) { e } else { best })
            .unwrap_or(&evidence[0])
    };
    Contact {
        person: evidence[0].contact,
        tier: evidence[0].tier,
        first: fold(|a, b| a.first() < b.first()).first(),
        last: fold(|a, b| a.last() > b.last()).last(),
        sources: evidence.len() as u32,
        places: spots.len() as u32,
        seconds: evidence.iter().map(Evidence::seconds).sum(),
        grade: fold(|a, b| a.best < b.best).best,
        closeness: fold(|a, b| a.closeness() < b.closeness()).closeness(),
        indirect: evidence.iter().all(Evidence::indirect),
        risk: evidence.iter().map(|e| e.risk).fold(0.0, f64::max),
    }
}
