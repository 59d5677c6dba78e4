//! ZIP and GZ of any tables.

#![no_main]

use libfuzzer_sys::fuzz_target;
use truyvet_fuzz::{archive, begin, run};

fuzz_target!(init: begin("archive"), |bytes: &[u8]| run(archive, bytes));
