//! Small things that every view paints alike.

mod button;
mod field;
mod glyph;
mod ink;

pub use button::{Button, check_box, chip, focus_ring, icon_button, segments, switch};
pub use field::{Field, forget};
pub use glyph::{glyph, glyph_in, marker, tier_chip};
pub use ink::{Ink, elided, label};
