//! From evidence to the contact list: tracing.md section 3.

use crate::contact::{Exposure, NO_SPOT, Piece, Spot};
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
    /// The source of the strongest evidence: the greatest risk, of equals the earliest, then the lowest source.
    pub source: PersonIx,
    /// Seconds of overlap with that source.
    pub own: Seconds,
    /// Where they met: the lowest place or household, else [`NO_SPOT`].
    pub spot: Spot,
}

impl Contact {
    /// A row of which only tier, first and last exposure are known.
    pub(super) const fn brief(person: PersonIx, tier: u8, first: Seconds, last: Seconds) -> Self {
        Self {
            person,
            tier,
            first,
            last,
            sources: 0,
            places: 0,
            seconds: 0,
            grade: Grade::Day,
            closeness: Closeness::Possible,
            indirect: true,
            risk: -1.0,
            source: PersonIx::MAX,
            own: 0,
            spot: NO_SPOT,
        }
    }
}

/// A person's exposures at one level while they are added up.
#[derive(Debug)]
pub(super) struct Sum {
    contact: Contact,
    via: PersonIx,
    strongest_first: Seconds,
    spots: Vec<Spot>,
}

impl Sum {
    pub fn new(person: PersonIx, tier: u8) -> Self {
        Self {
            contact: Contact::brief(person, tier, Seconds::MAX, 0),
            via: PersonIx::MAX,
            strongest_first: Seconds::MAX,
            spots: Vec::new(),
        }
    }

    /// Begins anew where the sum is not of this person.
    pub fn of(&mut self, person: PersonIx, tier: u8) {
        if self.contact.sources > 0 && self.contact.person == person {
            return;
        }
        let mut spots = std::mem::take(&mut self.spots);
        spots.clear();
        *self = Self {
            spots,
            ..Self::new(person, tier)
        };
    }

    /// Adds one qualifying pair; `risk` is the whole of it.
    pub fn add(&mut self, source: PersonIx, pieces: &[Piece], exposure: &Exposure, risk: f64) {
        let row = &mut self.contact;
        if (exposure.first, source) < (row.first, self.via) {
            (row.first, self.via) = (exposure.first, source);
        }
        row.last = row.last.max(exposure.last);
        row.sources += 1;
        row.seconds += exposure.seconds;
        row.grade = row.grade.min(exposure.best);
        row.closeness = row.closeness.min(exposure.closeness);
        row.indirect &= exposure.indirect;
        let stronger = risk > row.risk
            || (risk.to_bits() == row.risk.to_bits()
                && (exposure.first, source) < (self.strongest_first, row.source));
        if stronger {
            (row.risk, row.source, self.strongest_first) = (risk, source, exposure.first);
            row.own = exposure.seconds;
            row.spot = pieces.iter().map(|p| p.spot).min().unwrap_or(NO_SPOT);
        }
        for piece in pieces {
            if piece.spot != NO_SPOT && self.spots.last() != Some(&piece.spot) {
                self.spots.push(piece.spot);
            }
        }
    }

    /// Takes a person's row and the source of the first exposure; `None` where no pair was added.
    pub fn take(&mut self, person: PersonIx) -> Option<(Contact, PersonIx)> {
        if self.contact.sources == 0 || self.contact.person != person {
            return None;
        }
        self.spots.sort_unstable();
        self.spots.dedup();
        let row = Contact {
            places: self.spots.len() as u32,
            ..self.contact.clone()
        };
        self.contact.sources = 0;
        Some((row, self.via))
    }
}
