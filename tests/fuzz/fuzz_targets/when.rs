//! Dates and times.

#![no_main]

use libfuzzer_sys::fuzz_target;
use truyvet_fuzz::{begin, run, when};

fuzz_target!(init: begin("when"), |bytes: &[u8]| run(when, bytes));
