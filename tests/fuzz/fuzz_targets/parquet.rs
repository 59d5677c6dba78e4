//! Parquet files.

#![no_main]

use libfuzzer_sys::fuzz_target;
use truyvet_fuzz::{begin, parquet, run};

fuzz_target!(init: begin("parquet"), |bytes: &[u8]| run(parquet, bytes));
