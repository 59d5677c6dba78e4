//! Everybody's exposures while a level is worked on, and what they come to.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use crate::model::PersonIx;
use crate::model::time::Seconds;

/// First and last exposure of everybody at one level.
#[derive(Debug, Clone, Default)]
pub struct Level {
    /// By person: `A_k`, seconds since 1970; `u32::MAX` where it is not defined.
    first: Vec<u32>,
    /// By person: the source of `A_k`, of equals the lowest.
    via: Vec<PersonIx>,
    /// By person: `L_k`.
    last: Vec<u32>,
}

impl Level {
    /// How many people there are.
    pub(super) fn people(&self) -> PersonIx {
        self.first.len() as PersonIx
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

/// Everybody's state while levels are worked on.
pub(super) struct Board {
    /// First exposure in the high half, its source in the low: the minimum is the earliest, then lowest.
    first: Vec<AtomicU64>,
    last: Vec<AtomicU32>,
    /// Bits of a risk, which is not negative, so that they sort as the number does.
    risk: Vec<AtomicU64>,
    /// Least level with an exposure; 0: none yet.
    least: Vec<u8>,
}

impl Board {
    pub fn new(people: usize) -> Self {
        Self {
            first: (0..people).map(|_| AtomicU64::new(u64::MAX)).collect(),
            last: (0..people).map(|_| AtomicU32::new(0)).collect(),
            risk: (0..people).map(|_| AtomicU64::new(0)).collect(),
            least: vec![0; people],
        }
    }

    pub fn expose(&self, source: PersonIx, contact: PersonIx, first: Seconds, last: Seconds) {
        let i = contact as usize;
        self.first[i].fetch_min((first as u64) << 32 | u64::from(source), Ordering::Relaxed);
        self.last[i].fetch_max(last as u32, Ordering::Relaxed);
    }

    /// Of several pieces of evidence the strongest counts.
    pub fn raise_risk(&self, person: PersonIx, risk: f64) {
        self.risk[person as usize].fetch_max(risk.to_bits(), Ordering::Relaxed);
    }

    /// The least level at which a person was exposed; 0: none yet.
    pub fn least(&self, person: PersonIx) -> u8 {
        self.least[person as usize]
    }

    pub fn risk(&self, person: PersonIx) -> f64 {
        f64::from_bits(self.risk[person as usize].load(Ordering::Relaxed))
    }

    /// Ends a level: gives its exposures and clears the board for the next.
    pub fn close(&mut self, number: u8) -> Level {
        let mut level = Level::default();
        for (i, first) in self.first.iter_mut().enumerate() {
            let packed = std::mem::replace(first.get_mut(), u64::MAX);
            level.first.push((packed >> 32) as u32);
            level.via.push(packed as u32);
            level.last.push(std::mem::take(self.last[i].get_mut()));
            if packed != u64::MAX && self.least[i] == 0 {
                self.least[i] = number;
            }
        }
        level
    }
}
