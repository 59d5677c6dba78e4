//! A run held against known infections.

use std::collections::BTreeMap;

use super::forward::{Setting, Trace};
use super::links::Link;
use crate::ingest::TrueInfection;
use crate::model::PersonIx;

/// How many of some known infections a run has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// Known infections.
    pub known: u64,
    /// As a probable link between F0s, or as evidence that the source exposed the infected.
    pub found: u64,
    /// As a probable link.
    pub linked: u64,
    /// As the first of the case's probable links.
    pub first_link: u64,
    /// Known infections whose source is an F0 of the run: the others nobody can look for.
    pub from_cases: u64,
    /// Of these, those found.
    pub found_from_cases: u64,
    /// Infected who stand on the contact list or are F0s, whoever the source.
    pub listed: u64,
}

/// Counts the known infections that a run has, all and by the place's category; `keep` chooses.
#[must_use]
pub fn score(
    trace: &Trace,
    setting: Setting<'_>,
    links: &[Link],
    truth: &[TrueInfection],
    keep: impl Fn(&TrueInfection) -> bool,
) -> (Share, BTreeMap<String, Share>) {
    let mut all = Share::default();
    let mut by_category: BTreeMap<String, Share> = BTreeMap::new();
    for infection in truth.iter().filter(|t| keep(t)) {
        let one = judge(trace, setting, links, infection.source, infection.contact);
        all.add(one);
        by_category
            .entry(infection.category.clone())
            .or_default()
            .add(one);
    }
    (all, by_category)
}

impl Share {
    fn add(&mut self, other: Self) {
        self.known += other.known;
        self.found += other.found;
        self.linked += other.linked;
        self.first_link += other.first_link;
        self.from_cases += other.from_cases;
        self.found_from_cases += other.found_from_cases;
        self.listed += other.listed;
    }
}

fn judge(
    trace: &Trace,
    setting: Setting<'_>,
    links: &[Link],
    source: PersonIx,
    contact: PersonIx,
) -> Share {
    let from = links.partition_point(|l| l.case < contact);
    let of_case = || links[from..].iter().take_while(|l| l.case == contact);
    let linked = of_case().any(|l| l.source == source);
    let level = trace.tier(contact).map(|tier| tier.max(1));
    let evidence = level.is_some_and(|l| trace.pair(setting, source, contact, l).is_some());
    let (found, from_case) = (linked || evidence, trace.index_case(source).is_some());
    Share {
        known: 1,
        found: u64::from(found),
        from_cases: u64::from(from_case),
        found_from_cases: u64::from(found && from_case),
        linked: u64::from(linked),
        first_link: u64::from(of_case().next().is_some_and(|l| l.source == source)),
        listed: u64::from(trace.tier(contact).is_some()),
    }
}
