//! An investigation: what was imported and what is derived from it. [`derive()`] is the whole pipeline on one page.

mod derive;

pub use derive::{
    Failure, Run, Timings, derive, derive_again, index, latest, open, same_ground, with_cases,
};
