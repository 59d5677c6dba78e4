//! Mappings that a user saved.

#![no_main]

use libfuzzer_sys::fuzz_target;
use truyvet_fuzz::{begin, mapping, run};

fuzz_target!(init: begin("mapping"), |bytes: &[u8]| run(mapping, bytes));
