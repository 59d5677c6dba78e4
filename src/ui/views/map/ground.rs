//! The ground that the program carries: seas, countries, districts, rivers and their names.
//!
//! It is decoded and cut into triangles on another thread, once for each theme, in points of one zoom around a point
//! in the country's middle; a frame only moves and stretches it.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use egui::emath::TSTransform;
use egui::{Color32, Context, Pos2, pos2};
use rustc_hash::FxHashSet;
use walkers::{Canvas, Drawable, Drawables, Layer, Line, Projector, lat_lon};

use super::super::super::theme::Theme;
use super::gathered::Index;
use super::lens::{MIDDLE, World};
use crate::geo::{self, Area, Basemap};

/// The zoom whose points the drawables count in.
const ZOOM: f64 = 10.0;

/// A name on the ground.
#[derive(Debug, Clone)]
pub(super) struct Name {
    /// In capitals.
    pub text: String,
    /// Where it stands.
    pub at: World,
    /// How far the area reaches: the root of its size, in parts of the square.
    pub reach: f64,
}

/// The decoded ground.
#[derive(Debug)]
pub(super) struct Atlas {
    map: Basemap,
    /// By district.
    pub districts: Vec<Name>,
    /// The provinces.
    pub provinces: Vec<Name>,
    /// To find districts by.
    pub index: Index,
}

impl Atlas {
    fn new(map: Basemap) -> Self {
        let districts: Vec<Name> = map.districts.iter().map(name).collect();
        let provinces = provinces(&map, &districts);
        Self {
            index: Index::new(&map.districts),
            map,
            districts,
            provinces,
        }
    }

    /// The districts themselves, in the order of their names.
    pub fn areas(&self) -> &[Area] {
        &self.map.districts
    }
}

fn name(area: &Area) -> Name {
    let (lat, lon) = area.label_point();
    let size = area.rings.iter().map(extent).fold(0.0, f64::max);
    let numbered = area.short.chars().all(|c| c.is_ascii_digit());
    let text = if numbered { &area.name } else { &area.short };
    Name {
        text: text.to_uppercase(),
        at: World::of(lat, lon),
        reach: size.sqrt(),
    }
}

fn extent(ring: &geo::Line) -> f64 {
    let at = |p: (f64, f64)| World::of(p.1, p.0);
    let sum: f64 = ring
        .windows(2)
        .map(|side| {
            let (a, b) = (at(side[0]), at(side[1]));
            a.x * b.y - b.x * a.y
        })
        .sum();
    sum.abs() / 2.0
}

/// A province's name stands in the middle of its districts, each as heavy as it is large: islands weigh little.
fn provinces(map: &Basemap, districts: &[Name]) -> Vec<Name> {
    let mut of: std::collections::BTreeMap<&str, (&str, f64, f64, f64)> =
        std::collections::BTreeMap::new();
    for (area, name) in map.districts.iter().zip(districts) {
        let size = name.reach * name.reach;
        let sum = of.entry(area.province_code.as_str()).or_insert((
            area.province.as_str(),
            0.0,
            0.0,
            0.0,
        ));
        sum.1 += size;
        sum.2 += size * name.at.x;
        sum.3 += size * name.at.y;
    }
    let sums = of.into_values().filter(|sum| sum.1 > 0.0);
    sums.map(|(province, size, x, y)| Name {
        text: province.to_uppercase(),
        at: World {
            x: x / size,
            y: y / size,
        },
        reach: size.sqrt(),
    })
    .collect()
}

/// The ground in a theme's colours.
#[derive(Clone)]
pub(super) struct Painted {
    fills: Drawables,
    rivers: Drawables,
    districts: Drawables,
    provinces: Drawables,
}

impl Painted {
    fn new(map: &Basemap, theme: &Theme) -> Self {
        let mut fills = Vec::new();
        for rings in &map.neighbours {
            fill(&mut fills, rings, theme.sunken);
        }
        for area in &map.districts {
            let odd = area.code.bytes().next_back().is_some_and(|b| b % 2 == 1);
            let color = if odd { theme.land2 } else { theme.land };
            fill(&mut fills, &area.rings, color);
        }
        let rivers = map.rivers.iter().map(|river| Line {
            points: river.iter().map(|&p| local(p)).collect(),
            width: 2.0,
            color: theme.water,
            dasharray: Vec::new(),
        });
        // A stretch that a province's line takes is not drawn again for a district.
        let mut drawn = FxHashSet::default();
        let strong = theme.district.lerp_to_gamma(theme.map_text, 0.4);
        let provinces: Vec<Line> = map
            .provinces
            .iter()
            .flatten()
            .flat_map(|ring| stretches(&mut drawn, ring))
            .map(|points| line(points, 1.4, strong, &[]))
            .collect();
        let districts: Vec<Line> = map
            .districts
            .iter()
            .flat_map(|area| &area.rings)
            .flat_map(|ring| stretches(&mut drawn, ring))
            .map(|points| line(points, 1.0, theme.district, &[5.0, 3.0]))
            .collect();
        Self {
            rivers: Drawables::new(vec![Drawable::Lines(rivers.collect())]),
            districts: Drawables::new(vec![Drawable::Lines(districts)]),
            provinces: Drawables::new(vec![Drawable::Lines(provinces)]),
            fills: Drawables::new(fills),
        }
    }
}

fn line(points: Vec<Pos2>, width: f32, color: Color32, dashes: &[f32]) -> Line {
    Line {
        points,
        width,
        color,
        dasharray: dashes.to_vec(),
    }
}

fn local((lon, lat): (f64, f64)) -> Pos2 {
    let (point, origin) = (World::of(lat, lon), World::of(MIDDLE.0, MIDDLE.1));
    let scale = 256.0 * ZOOM.exp2();
    pos2(
        ((point.x - origin.x) * scale) as f32,
        ((point.y - origin.y) * scale) as f32,
    )
}

/// Fills by the even-odd rule: a ring within another is a hole.
fn fill(out: &mut Vec<Drawable>, rings: &[geo::Line], color: Color32) {
    let corners = |ring: &geo::Line| {
        ring.iter()
            .map(|&p| {
                let at = local(p);
                (at.x, at.y).into()
            })
            .collect::<Vec<_>>()
    };
    let Some((first, rest)) = rings.split_first() else {
        return;
    };
    let first = corners(first);
    let rest: Vec<_> = rest.iter().map(corners).collect();
    // What cannot be cut into triangles is left out: the lines around it are still there.
    if let Ok(mesh) = walkers::tessellate_polygon(&first, &rest, color) {
        out.push(Drawable::Fill(mesh));
    }
}

/// The stretches of a ring that no ring before it had.
fn stretches(drawn: &mut FxHashSet<[u64; 4]>, ring: &geo::Line) -> Vec<Vec<Pos2>> {
    let mut out = Vec::new();
    let mut now: Vec<Pos2> = Vec::new();
    for side in ring.windows(2) {
        let (a, b) = (side[0], side[1]);
        let (low, high) = if a <= b { (a, b) } else { (b, a) };
        let key = [low.0, low.1, high.0, high.1].map(f64::to_bits);
        if drawn.insert(key) {
            if now.is_empty() {
                now.push(local(a));
            }
            now.push(local(b));
        } else if !now.is_empty() {
            out.push(std::mem::take(&mut now));
        }
    }
    if !now.is_empty() {
        out.push(now);
    }
    out
}

/// The ground as a layer of walkers' map.
pub(super) struct Sheet(pub Painted);

impl Layer for Sheet {
    fn draw(&mut self, canvas: &mut Canvas, projector: &Projector<'_>) {
        let zoom = projector.zoom();
        let origin = projector.project(lat_lon(MIDDLE.0, MIDDLE.1));
        let transform = TSTransform::new(origin, (zoom - ZOOM).exp2() as f32);
        let Painted {
            fills,
            rivers,
            districts,
            provinces,
        } = self.0.clone();
        canvas.add_drawables(fills.with_transform(transform));
        canvas.add_drawables(rivers.with_transform(transform));
        // From afar seven hundred districts are a grey mass.
        let clear = ((zoom - 7.0) / 2.0).clamp(0.0, 1.0) as f32;
        if clear > 0.0 {
            canvas.add_drawables(districts.with_transform(transform).with_transparency(clear));
        }
        canvas.add_drawables(provinces.with_transform(transform));
    }
}

type Made = Option<(Arc<Atlas>, Painted)>;

/// The ground, and what is being made of it.
pub(super) struct Ground {
    atlas: Option<Arc<Atlas>>,
    /// Light and dark.
    painted: [Option<Painted>; 2],
    making: Option<(bool, Receiver<Made>)>,
    broken: bool,
}

impl Ground {
    pub const fn new() -> Self {
        Self {
            atlas: None,
            painted: [None, None],
            making: None,
            broken: false,
        }
    }

    pub const fn atlas(&self) -> Option<&Arc<Atlas>> {
        self.atlas.as_ref()
    }

    /// The ground in a theme's colours, once it is there.
    pub fn painted(&self, dark: bool) -> Option<&Painted> {
        self.painted[usize::from(dark)].as_ref()
    }

    /// Whether it will never be there.
    pub const fn broken(&self) -> bool {
        self.broken
    }

    /// Adopts what was made, and has made what is wanted.
    pub fn poll(&mut self, ctx: &Context, theme: &Theme) {
        if let Some((dark, receive)) = &self.making {
            let dark = usize::from(*dark);
            match receive.try_recv() {
                Err(TryRecvError::Empty) => {}
                Ok(Some((atlas, painted))) => {
                    self.atlas = Some(atlas);
                    self.painted[dark] = Some(painted);
                    self.making = None;
                }
                Ok(None) | Err(TryRecvError::Disconnected) => {
                    self.broken = true;
                    self.making = None;
                }
            }
        }
        let wanted = self.painted(theme.dark).is_none();
        if wanted && self.making.is_none() && !self.broken {
            self.make(ctx, *theme);
        }
    }

    fn make(&mut self, ctx: &Context, theme: Theme) {
        let (send, receive) = channel();
        let (ctx, atlas) = (ctx.clone(), self.atlas.clone());
        let started = std::thread::Builder::new()
            .name("ground".into())
            .spawn(move || {
                let atlas = match atlas {
                    Some(atlas) => Ok(atlas),
                    None => geo::basemap().map(|map| Arc::new(Atlas::new(map))),
                };
                let made = atlas.ok().map(|atlas| {
                    let painted = Painted::new(&atlas.map, &theme);
                    (atlas, painted)
                });
                // The window may be closed by now.
                let _ = send.send(made);
                ctx.request_repaint();
            });
        match started {
            Ok(_) => self.making = Some((theme.dark, receive)),
            Err(_) => self.broken = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ground_can_be_painted() {
        let atlas = Atlas::new(geo::basemap().unwrap());
        let _ = Painted::new(&atlas.map, &Theme::LIGHT);
        assert_eq!(atlas.districts.len(), 700);
        assert_eq!(atlas.provinces.len(), 63);
        assert!(atlas.districts.iter().any(|n| n.text == "QUẬN 1"));
        assert!(atlas.provinces.iter().all(|n| n.reach > 0.0));
    }

    #[test]
    fn no_stretch_is_drawn_twice() {
        let ring = vec![(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)];
        let other = vec![(1.0, 1.0), (1.0, 0.0), (2.0, 0.0), (1.0, 1.0)];
        let mut drawn = FxHashSet::default();
        assert_eq!(stretches(&mut drawn, &ring).len(), 1);
        let next = stretches(&mut drawn, &other);
        assert_eq!(next.len(), 1);
        assert_eq!(next[0].len(), 3);
        assert!(stretches(&mut drawn, &ring).is_empty());
    }
}
