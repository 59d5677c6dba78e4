//! The engine against a brute-force oracle, the laws of tracing, and whole runs on files.

#![allow(clippy::pedantic)]

mod against_oracle;
mod engine;
mod laws;
#[allow(dead_code)]
mod oracle;
mod worlds;
