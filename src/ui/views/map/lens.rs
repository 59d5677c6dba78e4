//! From degrees to the screen and back, and where the map looks.

use egui::{Pos2, Rect, Ui, Vec2, vec2};
use walkers::{MapMemory, Position, lat_lon};

/// Metres around the equator.
const EQUATOR: f64 = 40_075_016.686;
/// The whole of the country fits.
const LEAST: f64 = 4.5;
/// Beyond it the ground has nothing more to show.
const MOST: f64 = 18.0;
/// As near as a fit goes.
const NEAR: f64 = 15.0;
/// What is looked at before there is anything to look at.
pub(super) const MIDDLE: (f64, f64) = (16.3, 107.5);

/// A point of Mercator's square: from 0 to 1, from west to east and from north to south.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct World {
    pub x: f64,
    pub y: f64,
}

impl World {
    pub fn of(lat: f64, lon: f64) -> Self {
        let lat = lat.clamp(-85.0, 85.0).to_radians();
        Self {
            x: (lon + 180.0) / 360.0,
            y: (1.0 - lat.tan().asinh() / std::f64::consts::PI) / 2.0,
        }
    }

    pub fn degrees(self) -> (f64, f64) {
        let lat = (std::f64::consts::PI * (1.0 - 2.0 * self.y)).sinh().atan();
        (lat.to_degrees(), self.x * 360.0 - 180.0)
    }

    /// How much of the square a metre is here.
    pub fn metre(self) -> f64 {
        let (lat, _) = self.degrees();
        1.0 / (EQUATOR * lat.to_radians().cos())
    }

    fn towards(self, other: Self, part: f64) -> Self {
        Self {
            x: self.x + (other.x - self.x) * part,
            y: self.y + (other.y - self.y) * part,
        }
    }
}

/// What points span.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bounds {
    min: World,
    max: World,
}

impl Bounds {
    pub fn of(points: impl IntoIterator<Item = World>) -> Option<Self> {
        let mut points = points.into_iter();
        let first = points.next()?;
        let start = Self {
            min: first,
            max: first,
        };
        Some(points.fold(start, |b, p| Self {
            min: World {
                x: b.min.x.min(p.x),
                y: b.min.y.min(p.y),
            },
            max: World {
                x: b.max.x.max(p.x),
                y: b.max.y.max(p.y),
            },
        }))
    }

    /// Viet Nam's mainland.
    pub fn country() -> Self {
        Self {
            min: World::of(23.4, 102.1),
            max: World::of(8.4, 109.6),
        }
    }

    fn middle(self) -> World {
        self.min.towards(self.max, 0.5)
    }
}

/// Where a frame's map stands on the screen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lens {
    pub rect: Rect,
    pub zoom: f64,
    centre: World,
    scale: f64,
}

impl Lens {
    fn new(rect: Rect, centre: World, zoom: f64) -> Self {
        Self {
            rect,
            zoom,
            centre,
            scale: scale(zoom),
        }
    }

    pub fn at(&self, point: World) -> Pos2 {
        let x = (point.x - self.centre.x) * self.scale;
        let y = (point.y - self.centre.y) * self.scale;
        self.rect.center() + vec2(x as f32, y as f32)
    }

    pub fn world(&self, at: Pos2) -> World {
        let off = at - self.rect.center();
        World {
            x: self.centre.x + f64::from(off.x) / self.scale,
            y: self.centre.y + f64::from(off.y) / self.scale,
        }
    }

    /// Points of a length in parts of the square.
    pub fn length(&self, world: f64) -> f32 {
        (world * self.scale) as f32
    }

    /// Metres in a point, in the middle.
    pub fn metres(&self) -> f64 {
        1.0 / (self.centre.metre() * self.scale)
    }
}

/// Points of the whole square.
fn scale(zoom: f64) -> f64 {
    256.0 * zoom.exp2()
}

fn position(point: World) -> Position {
    let (lat, lon) = point.degrees();
    lat_lon(lat, lon)
}

#[derive(Debug)]
struct Flight {
    from: (World, f64),
    to: (World, f64),
    since: f64,
}

/// Where the map looks, and where it is moving to.
#[derive(Debug)]
pub(super) struct Camera {
    pub memory: MapMemory,
    flight: Option<Flight>,
}

impl Camera {
    pub fn new() -> Self {
        let mut camera = Self {
            memory: MapMemory::default(),
            flight: None,
        };
        camera.look(World::of(MIDDLE.0, MIDDLE.1), 5.5);
        camera
    }

    /// As it stands in a rectangle.
    pub fn lens(&self, rect: Rect) -> Lens {
        let (centre, zoom) = self.now();
        Lens::new(rect, centre, zoom)
    }

    fn now(&self) -> (World, f64) {
        let at = self
            .memory
            .detached()
            .map_or(World::of(MIDDLE.0, MIDDLE.1), |p| World::of(p.y(), p.x()));
        (at, self.memory.zoom())
    }

    fn look(&mut self, centre: World, zoom: f64) {
        // The range is within walkers' own.
        let _ = self.memory.set_zoom(zoom.clamp(LEAST, MOST));
        self.memory.center_at(position(centre));
    }

    /// Ends a flight where it is.
    pub fn land(&mut self) {
        self.flight = None;
    }

    /// Moves on; returns whether it still moves.
    pub fn step(&mut self, now: f64, seconds: f64) -> bool {
        let Some(flight) = &self.flight else {
            return false;
        };
        let part = if seconds > 0.0 {
            ((now - flight.since) / seconds).clamp(0.0, 1.0)
        } else {
            1.0
        };
        let eased = part * part * (3.0 - 2.0 * part);
        let centre = flight.from.0.towards(flight.to.0, eased);
        let zoom = flight.from.1 + (flight.to.1 - flight.from.1) * eased;
        let arrived = part >= 1.0;
        self.look(centre, zoom);
        if arrived {
            self.flight = None;
        }
        !arrived
    }

    /// Sets out for a place.
    pub fn fly(&mut self, to: (World, f64), now: f64) {
        self.flight = Some(Flight {
            from: self.now(),
            to: (to.0, to.1.clamp(LEAST, MOST)),
            since: now,
        });
    }

    /// Zooms by steps around the middle.
    pub fn zoom_by(&mut self, steps: f64, now: f64) {
        let (centre, zoom) = match &self.flight {
            Some(flight) => flight.to,
            None => self.now(),
        };
        self.fly((centre, zoom + steps), now);
    }

    /// Where to look so that bounds fill a room within the map's rectangle.
    pub fn fit(bounds: Bounds, rect: Rect, room: Rect) -> (World, f64) {
        let part = |room: f32, world: f64| f64::from(room.max(40.0)) / world.max(1e-9);
        let wide = part(room.width(), bounds.max.x - bounds.min.x);
        let high = part(room.height(), bounds.max.y - bounds.min.y);
        let zoom = (wide.min(high) / 256.0).log2().clamp(LEAST, NEAR);
        (Self::aside(bounds.middle(), zoom, rect, room), zoom)
    }

    /// Where to look so that a point stands in the middle of a room, no farther away than now.
    pub fn beside(&self, point: World, rect: Rect, room: Rect) -> (World, f64) {
        let zoom = self.memory.zoom().max(13.0);
        (Self::aside(point, zoom, rect, room), zoom)
    }

    fn aside(point: World, zoom: f64, rect: Rect, room: Rect) -> World {
        let off = room.center() - rect.center();
        World {
            x: point.x - f64::from(off.x) / scale(zoom),
            y: point.y - f64::from(off.y) / scale(zoom),
        }
    }

    /// Looks somewhere at once.
    pub fn jump(&mut self, to: (World, f64)) {
        self.flight = None;
        self.look(to.0, to.1);
    }

    /// The wheel zooms at the pointer, unless it is over a card.
    pub fn wheel(&mut self, ui: &Ui, rect: Rect, cards: &[Rect]) {
        let pointer = ui.input(|i| i.pointer.hover_pos());
        let Some(pointer) = pointer.filter(|p| !cards.iter().any(|c| c.contains(*p))) else {
            return;
        };
        if !ui.rect_contains_pointer(rect) {
            return;
        }
        let (scroll, pinch) = ui.input(|i| (i.smooth_scroll_delta.y, i.zoom_delta()));
        let steps = f64::from(scroll) / 100.0 + f64::from(pinch.max(0.01)).log2();
        if steps.abs() < 1e-4 {
            return;
        }
        ui.input_mut(|i| i.smooth_scroll_delta = Vec2::ZERO);
        self.flight = None;
        let lens = self.lens(rect);
        let fixed = lens.world(pointer);
        let zoom = (lens.zoom + steps).clamp(LEAST, MOST);
        let off = pointer - rect.center();
        let centre = World {
            x: fixed.x - f64::from(off.x) / scale(zoom),
            y: fixed.y - f64::from(off.y) / scale(zoom),
        };
        self.look(centre, zoom);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;

    fn rect() -> Rect {
        Rect::from_min_size(Pos2::ZERO, vec2(1_000.0, 700.0))
    }

    #[test]
    fn there_and_back() {
        let point = World::of(10.776, 106.701);
        let (lat, lon) = point.degrees();
        assert!((lat - 10.776).abs() < 1e-9 && (lon - 106.701).abs() < 1e-9);
        let lens = Lens::new(rect(), World::of(10.8, 106.7), 14.0);
        let back = lens.world(lens.at(point));
        assert!((back.x - point.x).abs() < 1e-9 && (back.y - point.y).abs() < 1e-9);
        let metres = lens.metres();
        assert!((9.0..9.6).contains(&metres), "{metres}");
    }

    #[test]
    fn a_fit_fills_the_room() {
        let points = [World::of(10.7, 106.6), World::of(10.9, 106.9)];
        let room = Rect::from_min_max(pos2(260.0, 60.0), pos2(930.0, 660.0));
        let bounds = Bounds::of(points).unwrap();
        let (centre, zoom) = Camera::fit(bounds, rect(), room);
        let lens = Lens::new(rect(), centre, zoom);
        for point in points {
            assert!(
                room.expand(0.5).contains(lens.at(point)),
                "{:?}",
                lens.at(point)
            );
        }
        let wide = lens.at(points[1]).x - lens.at(points[0]).x;
        let high = lens.at(points[0]).y - lens.at(points[1]).y;
        assert!(wide > room.width() - 1.0 || high > room.height() - 1.0);
    }

    #[test]
    fn a_flight_arrives() {
        let mut camera = Camera::new();
        camera.fly((World::of(10.8, 106.7), 30.0), 1.0);
        assert!(camera.step(1.1, 0.25));
        assert!(!camera.step(1.3, 0.25));
        assert!((camera.memory.zoom() - MOST).abs() < 1e-9);
        assert!(!camera.step(1.4, 0.25));
    }
}
