//! Source file → records: containers, profiles, QR payloads, times, and what became of every row.
//!
//! [`read`] goes over the inputs once, in order. A file is unpacked (`unpack`) to its tables (`table`), whose header a
//! profile recognises (`profile`, data in assets); each row is made into records by its role (`rows`) or held with a reason, and
//! the [`Ledger`] keeps what became of it. People and places stay keys here; the registry joins them. What might be meant by
//! a held row (`repair`) is offered; what a person then says is meant are [`Corrections`], in force at the next reading
//! (`patch`). [`survey`] looks over a file that nothing knows.

mod bulk;
pub mod clues;
mod correction;
mod desk;
mod encoding;
mod error;
mod identifier;
mod input;
pub mod keys;
mod ledger;
mod patch;
pub mod phone;
mod profile;
mod qr;
mod read;
mod reason;
pub mod redact;
mod repair;
mod role;
mod row;
mod rows;
pub mod survey;
mod table;
mod unpack;
mod when;

pub use correction::{Correction, CorrectionFault, Corrections};
pub use desk::{Intake, Platform, Sighting, TrueInfection};
pub use encoding::Encoding;
pub use error::IngestError;
pub use identifier::birth_year;
pub use input::{
    FileHow, How, Input, Kept, Listed, RESULTS, Secret, Shelf, has_run, listed, would_overwrite,
};
pub use ledger::{Counts, Fate, FileReport, HeldRow, Ledger, Proposal};
pub use profile::{MappingFault, Profile};
pub use read::{Options, read};
pub use reason::Reason;
pub use role::Role;
pub(crate) use table::decoding;
pub use when::{DateOrder, read_text};
