//! Source file → records: containers, profiles, QR payloads, times, and what became of every row.
//!
//! [`read`] goes over the inputs once, in order. A file is unpacked (`unpack`) to its tables (`table`), whose header a
//! profile recognises (`profile`, data in assets); each row is made into records by its role (`rows`) or held with a reason, and
//! the [`Ledger`] keeps what became of it. People and places stay keys here; the registry joins them.

mod bulk;
mod desk;
mod encoding;
mod error;
mod identifier;
mod input;
pub mod keys;
mod ledger;
mod profile;
mod qr;
mod read;
mod reason;
mod role;
mod row;
mod rows;
mod table;
mod unpack;
mod when;

pub use desk::{Intake, Platform, Sighting, TrueInfection};
pub use encoding::Encoding;
pub use error::IngestError;
pub use input::{How, Input, RESULTS, Secret, has_run, would_overwrite};
pub use ledger::{Counts, Fate, FileReport, HeldRow, Ledger};
pub use profile::{MappingFault, Profile};
pub use read::{Options, read};
pub use reason::Reason;
pub use role::Role;
pub(crate) use table::decoding;
pub use when::{DateOrder, read_text};
