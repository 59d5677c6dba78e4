//! Ids, time, places, people, visits, cases, parameters: what every other room speaks of.
//!
//! Nothing here reads a file or derives a contact.

mod case;
mod category;
mod hex;
pub mod mask;
mod params;
mod place;
mod records;
mod risk;
mod rules;
mod stays;
pub mod time;

pub use case::{CaseRow, Quarantine, Status};
pub use category::{Air, Categories, Category, CategoryId, Closeness};
pub use hex::{hex, unhex};
pub use params::{AssetError, ParamError, Params, Preset, Presets};
pub use place::{PlaceRegister, PlaceRow};
pub use records::{
    Encounter, Grade, HealthReport, Household, PersonIx, PersonRow, PlaceIx, Registration, RowIx,
    Stay, StayMark, Visit,
};
pub use risk::RiskWeights;
pub use rules::{Changed, Detail, Rules, RulesError};
pub use stays::{Marks, OPEN_END, StayChunk, Stays};
