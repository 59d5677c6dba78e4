//! Which names stand on the map: none over another, none over a circle's middle.

use std::sync::Arc;

use egui::{Align2, Galley, Painter, Pos2, Rect, Vec2, pos2, vec2};

use super::super::super::theme::{Face, Theme};
use super::super::super::widgets::{Ink, elided};
use super::ground::{Atlas, Name};
use super::lens::Lens;

/// Most names of places at once.
const MOST: usize = 14;
/// Widest name of a place.
const WIDEST: f32 = 176.0;
/// Below it the ground names provinces, from it on districts.
const DISTRICTS: f64 = 8.8;

/// A name of a place that wants to stand somewhere.
pub(super) struct Wish {
    pub text: String,
    pub at: Pos2,
    /// Half the size of what it names.
    pub half: Vec2,
    /// It stands in any case.
    pub must: bool,
}

/// A name with its place.
pub(super) struct Label {
    rect: Rect,
    galley: Arc<Galley>,
}

impl Label {
    pub fn paint(&self, painter: &Painter, theme: &Theme) {
        let ground = theme.raised.gamma_multiply(0.94);
        painter.rect_filled(self.rect, 4.0, ground);
        painter.galley(
            self.rect.min + vec2(6.0, 3.0),
            Arc::clone(&self.galley),
            theme.t1,
        );
    }
}

/// The room that names share.
pub(super) struct Shelf {
    room: Rect,
    taken: Vec<Rect>,
    centres: Vec<Pos2>,
}

impl Shelf {
    /// `taken`: where no name may stand; `centres`: what no name may cover.
    pub fn new(room: Rect, taken: Vec<Rect>, centres: Vec<Pos2>) -> Self {
        Self {
            room: room.shrink(4.0),
            taken,
            centres,
        }
    }

    /// Places names, the most wanted first.
    pub fn place(&mut self, painter: &Painter, theme: &Theme, wishes: &[Wish]) -> Vec<Label> {
        let mut out = Vec::new();
        for wish in wishes {
            if out.len() >= MOST {
                break;
            }
            let text = wish.text.clone();
            let galley = elided(painter, text, WIDEST, 1, Face::Medium, 12.0, theme.t1);
            let size = galley.size() + vec2(12.0, 6.0);
            let spots = around(wish.at, wish.half, size);
            let free = spots.iter().find(|rect| self.free(**rect, wish.at));
            let forced = || {
                let inside = spots.iter().find(|r| self.room.contains_rect(**r));
                inside.filter(|_| wish.must)
            };
            if let Some(&rect) = free.or_else(forced) {
                self.taken.push(rect.expand(2.0));
                out.push(Label { rect, galley });
            }
        }
        out
    }

    fn free(&self, rect: Rect, own: Pos2) -> bool {
        let wide = rect.expand(3.0);
        self.room.contains_rect(rect)
            && !self.taken.iter().any(|t| t.intersects(rect))
            && !self
                .centres
                .iter()
                .any(|c| wide.contains(*c) && c.distance(own) > 0.5)
    }

    /// Places the ground's names and paints them: they give way to everything.
    pub fn ground(
        &mut self,
        painter: &Painter,
        theme: &Theme,
        lens: &Lens,
        atlas: &Atlas,
        circles: &[(Pos2, f32)],
    ) {
        let names = if lens.zoom < DISTRICTS {
            &atlas.provinces
        } else {
            &atlas.districts
        };
        let mut seen: Vec<(&Name, Pos2, f32)> = names
            .iter()
            .map(|name| (name, lens.at(name.at), lens.length(name.reach) * 1.2))
            .filter(|(name, at, reach)| {
                self.room.contains(*at) && name.text.chars().count() as f32 * 6.0 < *reach
            })
            .collect();
        seen.sort_by(|a, b| b.2.total_cmp(&a.2));
        let ink = Ink::new(painter);
        for (name, at, reach) in seen {
            let width = ink.width(&name.text, Face::Semi, 11.0);
            if width > reach {
                continue;
            }
            let size = vec2(width + 8.0, 16.0);
            let free = [0.0, 18.0, -18.0, 36.0, -36.0]
                .into_iter()
                .find_map(|down| {
                    let rect = Rect::from_center_size(at + vec2(0.0, down), size);
                    let clear = down.abs() < reach / 2.0
                        && self.room.contains_rect(rect)
                        && !self.taken.iter().any(|t| t.intersects(rect))
                        && !circles
                            .iter()
                            .any(|(c, r)| rect.distance_to_pos(*c) < r + 1.0);
                    clear.then_some(rect)
                });
            let Some(rect) = free else { continue };
            self.taken.push(rect.expand(6.0));
            ink.text(
                rect.center(),
                Align2::CENTER_CENTER,
                name.text.as_str(),
                Face::Semi,
                11.0,
                theme.map_text,
            );
        }
    }
}

/// Below, right, left and above.
fn around(at: Pos2, half: Vec2, size: Vec2) -> [Rect; 4] {
    let (x, y) = (half.x + 5.0 + size.x / 2.0, half.y + 4.0 + size.y / 2.0);
    [
        pos2(at.x, at.y + y),
        pos2(at.x + x, at.y),
        pos2(at.x - x, at.y),
        pos2(at.x, at.y - y),
    ]
    .map(|centre| Rect::from_center_size(centre, size))
}
