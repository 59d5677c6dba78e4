//! Tracing over the contact graph: one algorithm a file.
//!
//! [`forward`] derives the tiers, [`links`] the probable links between F0s, [`why`] the chain of one person and
//! what it lacks to be nearer, [`score`] holds a run against known infections.

mod again;
pub mod cases;
mod contact_list;
pub mod forward;
mod level;
pub mod links;
pub mod score;
pub mod why;

pub use cases::{Episode, IndexCase};
pub use contact_list::Contact;
pub use forward::Trace;
pub use level::Level;
pub use links::Link;
