//! Everybody's exposures at one level.

use crate::model::PersonIx;
use crate::model::time::Seconds;

/// First and last exposure of everybody at one level. Bytes a person: 12.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Level {
    /// By person: `A_k`, seconds since 1970; `u32::MAX` where it is not defined.
    first: Vec<u32>,
    /// By person: the source of `A_k`, of equals the lowest.
    via: Vec<PersonIx>,
    /// By person: `L_k`.
    last: Vec<u32>,
}

/// One person's exposure at a level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Exposed {
    pub person: PersonIx,
    pub first: u32,
    pub last: u32,
    pub via: PersonIx,
    /// Of several pieces of evidence the strongest.
    pub risk: f64,
}

impl Level {
    pub(super) fn new(people: usize) -> Self {
        Self {
            first: vec![u32::MAX; people],
            via: vec![PersonIx::MAX; people],
            last: vec![0; people],
        }
    }

    pub(super) fn set(&mut self, exposed: &Exposed) {
        let i = exposed.person as usize;
        (self.first[i], self.via[i], self.last[i]) = (exposed.first, exposed.via, exposed.last);
    }

    pub(super) fn clear(&mut self, person: PersonIx) {
        let i = person as usize;
        (self.first[i], self.via[i], self.last[i]) = (u32::MAX, PersonIx::MAX, 0);
    }

    /// First and last exposure of a person at this level.
    #[must_use]
    pub fn exposure(&self, person: PersonIx) -> Option<(Seconds, Seconds)> {
        let i = person as usize;
        (self.first[i] != u32::MAX).then(|| (self.first[i].into(), self.last[i].into()))
    }

    /// The source of the first exposure.
    #[must_use]
    pub fn via(&self, person: PersonIx) -> PersonIx {
        self.via[person as usize]
    }
}
