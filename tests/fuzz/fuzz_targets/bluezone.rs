//! What devices heard over Bluetooth.

#![no_main]

use libfuzzer_sys::fuzz_target;
use truyvet_fuzz::{begin, bluezone, run};

fuzz_target!(init: begin("bluezone"), |bytes: &[u8]| run(bluezone, bytes));
