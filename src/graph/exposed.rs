//! The edges of the contact graph.

use crate::contact::{Exposure, Spot};
use crate::model::time::Seconds;
use crate::model::{Closeness, Grade, PersonIx};

/// One qualifying pair: the source exposed the contact.
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
    spots: Vec<Spot>,
    /// The level at which the pair was judged; 0: both are F0s.
    pub tier: u8,
    /// Best grade of a piece.
    pub best: Grade,
    /// Worst grade of a piece.
    pub worst: Grade,
    closeness: Closeness,
    indirect: bool,
}

impl Evidence {
    /// Evidence of a pair's exposure at some spots (sorted); `source_risk` is the source's part of the risk.
    #[must_use]
    pub fn new(
        source: PersonIx,
        contact: PersonIx,
        tier: u8,
        exposure: &Exposure,
        spots: Vec<Spot>,
        source_risk: f64,
    ) -> Self {
        Self {
            source,
            contact,
            first: exposure.first as u32,
            last: exposure.last as u32,
            seconds: exposure.seconds as u32,
            max_24h: exposure.max_24h as u32,
            risk: exposure.risk + source_risk,
            spots,
            tier,
            best: exposure.best,
            worst: exposure.worst,
            closeness: exposure.closeness,
            indirect: exposure.indirect,
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
        &self.spots
    }

    /// Best closeness.
    #[must_use]
    pub const fn closeness(&self) -> Closeness {
        self.closeness
    }

    /// The two were never there at one time.
    #[must_use]
    pub const fn indirect(&self) -> bool {
        self.indirect
    }
}
