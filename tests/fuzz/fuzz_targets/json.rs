//! JSON arrays and an object a line.

#![no_main]

use libfuzzer_sys::fuzz_target;
use truyvet_fuzz::{begin, json, run};

fuzz_target!(init: begin("json"), |bytes: &[u8]| run(json, bytes));
