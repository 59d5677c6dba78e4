//! Picks a door.

fn main() {}
