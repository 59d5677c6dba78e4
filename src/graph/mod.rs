//! The temporal contact graph over petgraph: source → contact, each edge with its times, minutes, places, grade.

mod exposed;
mod walk;

pub use exposed::{ContactGraph, Evidence};
pub use walk::{Chain, chain};
