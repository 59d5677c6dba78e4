//! SQLite databases.

#![no_main]

use libfuzzer_sys::fuzz_target;
use truyvet_fuzz::{begin, run, sqlite};

fuzz_target!(init: begin("sqlite"), |bytes: &[u8]| run(sqlite, bytes));
