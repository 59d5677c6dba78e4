//! Text in any encoding, told or found.

#![no_main]

use libfuzzer_sys::fuzz_target;
use truyvet_fuzz::{begin, encoding, run};

fuzz_target!(init: begin("encoding"), |bytes: &[u8]| run(encoding, bytes));
