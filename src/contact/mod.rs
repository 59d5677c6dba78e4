//! Visits settled and indexed, co-presence, the exposure threshold: tracing.md sections 1 and 3.
//!
//! [`settle()`] makes visits of stays (duplicates, in and out rows, missing check-outs); [`Presence`] is the index
//! that answers who was where; [`pieces`](Presence::pieces) lists one source's overlaps with others, and
//! [`Exposure`] is what the overlaps of one pair come to.

mod copresence;
mod exposure;
mod households;
mod index;
mod settle;

pub use copresence::{NO_SPOT, Piece, Spot};
pub use exposure::{Exposure, Judge};
pub use index::{Ground, Presence, VisitIx};
pub use settle::{Settled, settle};
