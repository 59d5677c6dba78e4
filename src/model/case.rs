//! Cases and quarantines as they were reported.

use serde::{Deserialize, Serialize};

use super::PersonIx;
use super::time::Seconds;

/// What a case row says of the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
pub enum Status {
    /// A confirmed case (also where the field is empty).
    Confirmed,
    /// Suspected: an F0 only if the run says so.
    Suspected,
    /// Taken back: nobody's source.
    Retracted,
}

/// One reported row of a case; several rows may tell of one episode.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
pub struct CaseRow {
    /// Who.
    pub person: PersonIx,
    /// First symptoms.
    pub onset: Option<Seconds>,
    /// The positive sample was taken.
    pub sample: Option<Seconds>,
    /// Isolated from then on.
    pub isolation: Option<Seconds>,
    /// Reported to the authority.
    pub reported: Option<Seconds>,
    /// Confirmed, suspected or retracted.
    pub status: Status,
    /// The authority's number of the case, empty where there is none.
    pub case_id: String,
}

/// When a person was out of circulation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
pub struct Quarantine {
    /// Who.
    pub person: PersonIx,
    /// From.
    pub start: Seconds,
    /// Until; `None`: for good.
    pub end: Option<Seconds>,
}
