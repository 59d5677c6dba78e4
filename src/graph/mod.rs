//! The temporal contact graph: source → contact, each edge with its times, minutes, places, grade.
//!
//! A run does not hold the edges: a hot place has more than fit. They are judged when somebody asks for a person's,
//! and stream by contact where all are wanted; what is held of the graph is for each level
//! everybody's first and last exposure and the source of the first, which is all that chains need.

mod exposed;

pub use exposed::Evidence;
