//! Nights that households share: 21:00 to 06:00 local, each night of the data's range (tracing.md section 1).

use crate::model::time::{DAY, HOUR, Span, Zone};
use crate::model::{Household, PersonIx};

/// The nights of all households: everybody's are the same, so they are kept once.
#[derive(Debug, Clone, Default)]
pub(super) struct Nights {
    /// The nights, clipped to the data's range, by start.
    pub spans: Vec<Span>,
    /// By household: its members.
    pub members: Vec<Vec<PersonIx>>,
    /// By person: its households, where there are any.
    of_person: Vec<Vec<u32>>,
}

impl Nights {
    pub fn new(people: usize, households: &[Household], range: Option<Span>, zone: Zone) -> Self {
        let Some(range) = range.filter(|_| !households.is_empty()) else {
            return Self::default();
        };
        let mut of_person = vec![Vec::new(); people];
        for (household, ix) in households.iter().zip(0..) {
            household
                .members
                .iter()
                .for_each(|&m| of_person[m as usize].push(ix));
        }
        let mut spans = Vec::new();
        let mut midnight = zone.midnight_before(range.start);
        while midnight - 3 * HOUR < range.end {
            let night = Span::new(midnight - 3 * HOUR, midnight + 6 * HOUR).and(range);
            if !night.is_empty() {
                spans.push(night);
            }
            midnight += DAY;
        }
        Self {
            spans,
            members: households.iter().map(|h| h.members.clone()).collect(),
            of_person,
        }
    }

    /// The nights that share an instant with a span.
    pub fn within(&self, span: Span) -> impl Iterator<Item = &Span> {
        let from = self.spans.partition_point(|n| n.end <= span.start);
        self.spans[from..]
            .iter()
            .take_while(move |n| n.start < span.end)
    }

    /// The households of a person.
    pub fn of(&self, person: PersonIx) -> &[u32] {
        self.of_person
            .get(person as usize)
            .map_or(&[], Vec::as_slice)
    }
}
