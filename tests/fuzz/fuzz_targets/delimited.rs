//! Comma, semicolon and tab separated text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use truyvet_fuzz::{begin, delimited, run};

fuzz_target!(init: begin("delimited"), |bytes: &[u8]| run(delimited, bytes));
