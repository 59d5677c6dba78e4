//! XLSX, XLS and ODS.

#![no_main]

use libfuzzer_sys::fuzz_target;
use truyvet_fuzz::{begin, run, workbook};

fuzz_target!(init: begin("workbook"), |bytes: &[u8]| run(workbook, bytes));
