//! Visits settled and indexed, co-presence, the exposure threshold: tracing.md sections 1 and 3.
//!
//! [`settle()`] makes visits of stays (duplicates, in and out rows, missing check-outs); [`Presence`] is the index
//! that answers who was where, by person and by place; [`Sources`] holds the stays of those who may have passed it on
//! at one level, and [`Sources::meet`] lists one person's overlaps with all of them; [`Exposure`] is what the overlaps
//! of one pair come to.
//!
//! # Memory
//!
//! Bytes a visit, by structure: stays as read 17 (21 where rows were held between them); a stay on its way to its
//! person 24, freed shard by shard; journeys 17; on the way to its place 16, freed shard by shard; guests of places
//! 12.1. While settling the most at once is journeys, arrivals and what is left of the slips; afterwards 29.1 stay.
//! A source's stay takes 13 in [`Sources`].

mod copresence;
mod exposure;
mod households;
mod index;
mod journeys;
mod settle;
mod sources;
mod venues;

pub use copresence::{NO_SPOT, Piece, Spot};
pub use exposure::{Exposure, Judge, Worth, spots};
pub use index::{Ground, Presence};
pub use journeys::{Journey, Journeys, Layout, VisitIx};
pub use settle::{Customs, Settled, settle};
pub use sources::{Source, Sources};
