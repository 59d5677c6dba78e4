//! Visits settled and indexed, co-presence, the exposure threshold: tracing.md sections 1 and 3.
//!
//! [`settle()`] makes visits of stays (duplicates, in and out rows, missing check-outs); [`Presence`] is the index
//! that answers who was where, by person and by place; [`Sources`] holds the stays of those who may have passed it on
//! at one level, and [`Sources::meet`] lists one person's overlaps with all of them; [`Exposure`] is what the overlaps
//! of one pair come to.
//!
//! # Memory
//!
//! Bytes a visit, by structure: stays as read 17 (21 where rows were held between them), journeys 17, guests of places
//! 12.1. Some 25 million stays at a time take 20 more on their way to their people, and as many visits 16 on their way
//! to their places. The most at once is stays and journeys, 34, and what is on its way; afterwards 29.1 remain. A
//! source's stay takes 12 in [`Sources`], and the pieces of the people who are held against it 32 each.

mod copresence;
mod exposure;
mod extent;
mod households;
mod index;
mod journeys;
mod radix;
mod settle;
mod sources;
mod venues;

pub use copresence::{NO_SPOT, Piece, Spot};
pub use exposure::{Exposure, Judge, Worth, spots};
pub use index::{Ground, Presence};
pub use journeys::{Journey, Journeys, Layout, VisitIx};
pub use settle::{Customs, Settled, settle};
pub use sources::{Round, Source, Sources};
