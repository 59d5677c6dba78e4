//! QR payloads of people.

#![no_main]

use libfuzzer_sys::fuzz_target;
use truyvet_fuzz::{begin, qr, run};

fuzz_target!(init: begin("qr"), |bytes: &[u8]| run(qr, bytes));
