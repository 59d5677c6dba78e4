//! TruyVet
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::print_stdout
    )
)]

pub mod contact;
pub mod graph;
pub mod i18n;
pub mod ingest;
pub mod investigation;
pub mod job;
pub mod model;
pub mod registry;
pub mod trace;
