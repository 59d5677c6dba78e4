//! The edges of the contact graph.

use crate::contact::{Exposure, NO_SPOT, Spot};
use crate::model::time::Seconds;
use crate::model::{Closeness, Grade, PersonIx};

/// One qualifying pair: the source exposed the contact. A full export passes tens of millions, so it is kept small.
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
        let spot = spots.first().copied().unwrap_or(NO_SPOT);
        Self {
            source,
            contact,
            first: exposure.first as u32,
            last: exposure.last as u32,
            seconds: exposure.seconds as u32,
            max_24h: exposure.max_24h as u32,
            risk: exposure.risk + source_risk,
            spots: (spots.len() > 1).then(|| Box::new(spots)),
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
    "a full export passes tens of millions"
);
