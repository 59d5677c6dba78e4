//! The engine against a brute-force oracle, the laws of tracing, and whole runs on files.

#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    missing_docs
)]

mod against_oracle;
mod cases;
mod engine;
mod fcm;
mod health;
mod kills;
mod laws;
mod linkage;
mod notices;
#[allow(dead_code)]
mod oracle;
mod parsers;
mod worlds;
