//! What the map shows of a window, gathered once for each: where people were exposed, cells, checkpoints, homes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::ground::Atlas;
use super::lens::{Bounds, World};
use crate::geo::Area;
use crate::i18n::fold;
use crate::model::PlaceIx;
use crate::session::{Desk, WindowView};

/// Width of a cell in metres.
const CELL: f64 = 350.0;
/// Exposures from which a cell is of a class.
pub(super) const CLASSES: [u32; 4] = [5, 25, 80, 200];

/// A place with exposures.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Spot {
    pub place: PlaceIx,
    pub at: World,
    pub people: u32,
    /// By tier.
    pub exposed: [u32; 6],
}

/// A cell of the hotspots.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    pub at: World,
    pub exposures: u32,
    /// 0 to 3.
    pub class: usize,
}

/// A checkpoint.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Checkpoint {
    pub place: PlaceIx,
    pub at: World,
    /// People exposed at it.
    pub people: Option<u32>,
}

/// F0s who live in a district.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Home {
    pub name: String,
    pub at: World,
    pub people: u32,
}

/// Homes by district.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Homes {
    pub districts: Vec<Home>,
    /// F0s whose district is not known.
    pub unknown: u32,
}

impl Homes {
    pub fn people(&self) -> u32 {
        self.districts.iter().map(|h| h.people).sum()
    }
}

/// Everything that depends on the window alone.
pub(super) struct Gathered {
    run: u32,
    view: Arc<WindowView>,
    /// The most people first.
    pub spots: Vec<Spot>,
    /// Places without coordinates, and exposures at them.
    pub unplaced: (u32, u64),
    pub cells: Vec<Cell>,
    /// Cells with exposures, but too few for a class.
    pub faint: u32,
    /// A cell's width in parts of the square.
    pub width: f64,
    pub checkpoints: Vec<Checkpoint>,
    /// Once the ground is there.
    pub homes: Option<Homes>,
}

impl Gathered {
    pub fn new(desk: &Desk, view: &Arc<WindowView>, atlas: Option<&Atlas>) -> Self {
        let mut spots = Vec::new();
        let mut unplaced = (0, 0);
        for venue in &view.venues {
            let people = venue.people();
            match place_at(desk, venue.place) {
                Some(at) => spots.push(Spot {
                    place: venue.place,
                    at,
                    people,
                    exposed: venue.exposed,
                }),
                None => unplaced = (unplaced.0 + 1, unplaced.1 + u64::from(people)),
            }
        }
        let width = CELL * middle(&spots).metre();
        let (cells, faint) = cells(&spots, width);
        Self {
            run: desk.number,
            view: Arc::clone(view),
            spots,
            unplaced,
            cells,
            faint,
            width,
            checkpoints: checkpoints(desk, view),
            homes: atlas.map(|atlas| homes(desk, view, atlas)),
        }
    }

    /// Whether it is of this run, this window and as much of the ground as there is.
    pub fn holds(&self, desk: &Desk, view: &Arc<WindowView>, ground: bool) -> bool {
        self.run == desk.number && Arc::ptr_eq(&self.view, view) && self.homes.is_some() == ground
    }

    /// What a look at everything has to show.
    pub fn bounds(&self) -> Bounds {
        Bounds::of(self.spots.iter().map(|s| s.at))
            .or_else(|| Bounds::of(self.checkpoints.iter().map(|c| c.at)))
            .unwrap_or_else(Bounds::country)
    }

    pub fn spot(&self, place: PlaceIx) -> Option<&Spot> {
        self.spots.iter().find(|s| s.place == place)
    }

    pub fn people(&self) -> u64 {
        self.spots.iter().map(|s| u64::from(s.people)).sum()
    }
}

/// Where a place is, if its register says so.
pub(super) fn place_at(desk: &Desk, place: PlaceIx) -> Option<World> {
    let row = desk.run.records.places.row(place);
    let (lat, lon) = (row.lat?, row.lon?);
    (lat.is_finite() && lon.is_finite()).then(|| World::of(lat, lon))
}

fn middle(spots: &[Spot]) -> World {
    let mut ys: Vec<f64> = spots.iter().map(|s| s.at.y).collect();
    ys.sort_by(f64::total_cmp);
    let y = ys.get(ys.len() / 2).copied().unwrap_or(0.45);
    World { x: 0.5, y }
}

/// Six-cornered cells, a corner at the top; exposures are summed, so one person at two places counts twice.
fn cells(spots: &[Spot], width: f64) -> (Vec<Cell>, u32) {
    let side = width / 3.0_f64.sqrt();
    let mut sums: BTreeMap<(i64, i64), u32> = BTreeMap::new();
    for spot in spots {
        *sums.entry(cell_of(spot.at, width, side)).or_default() += spot.people;
    }
    let all = sums.len();
    let cells: Vec<Cell> = sums
        .into_iter()
        .filter_map(|((q, r), exposures)| {
            let class = CLASSES.iter().rposition(|&least| exposures >= least)?;
            let (q, r) = (q as f64, r as f64);
            Some(Cell {
                at: World {
                    x: width * (q + r / 2.0),
                    y: side * 1.5 * r,
                },
                exposures,
                class,
            })
        })
        .collect();
    let faint = (all - cells.len()) as u32;
    (cells, faint)
}

fn cell_of(at: World, width: f64, side: f64) -> (i64, i64) {
    let r = at.y / (side * 1.5);
    let q = at.x / width - r / 2.0;
    let s = -q - r;
    let (mut near_q, mut near_r, near_s) = (q.round(), r.round(), s.round());
    let off = ((near_q - q).abs(), (near_r - r).abs(), (near_s - s).abs());
    if off.0 > off.1 && off.0 > off.2 {
        near_q = -near_r - near_s;
    } else if off.1 > off.2 {
        near_r = -near_q - near_s;
    }
    (near_q as i64, near_r as i64)
}

fn checkpoints(desk: &Desk, view: &WindowView) -> Vec<Checkpoint> {
    let (places, table) = (&desk.run.records.places, &desk.run.rules.categories);
    (0..places.len() as PlaceIx)
        .filter(|&place| table.get(places.category(place)).key == "checkpoint")
        .filter_map(|place| {
            Some(Checkpoint {
                place,
                at: place_at(desk, place)?,
                people: view.venue(place).map(crate::session::Venue::people),
            })
        })
        .collect()
}

/// Districts by name.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// By province and the full name.
    full: BTreeMap<(String, String), usize>,
    /// By province and the name alone.
    bare: BTreeMap<(String, String), usize>,
    /// By the name alone; `None` where several have it.
    alone: BTreeMap<String, Option<usize>>,
    provinces: BTreeSet<String>,
}

impl Index {
    pub fn new(areas: &[Area]) -> Self {
        let mut index = Self::default();
        for (ix, area) in areas.iter().enumerate() {
            let (province, name) = (plain(&area.province), plain(&area.name));
            let full = (province.clone(), fold(&area.name));
            index.full.entry(full).or_insert(ix);
            index
                .bare
                .entry((province.clone(), name.clone()))
                .or_insert(ix);
            index
                .alone
                .entry(name)
                .and_modify(|one| *one = None)
                .or_insert(Some(ix));
            index.provinces.insert(province);
        }
        index
    }

    /// Within the province; where none is known, by the name alone if only one district has it.
    fn find(&self, province: &str, district: &str) -> Option<usize> {
        let (province, name) = (plain(province), plain(district));
        if !self.provinces.contains(&province) {
            return self.alone.get(&name).copied().flatten();
        }
        let full = self.full.get(&(province.clone(), fold(district)));
        full.or_else(|| self.bare.get(&(province, name))).copied()
    }
}

/// F0s of the window by the district they live in.
fn homes(desk: &Desk, view: &WindowView, atlas: &Atlas) -> Homes {
    let mut out = Homes::default();
    let mut known: BTreeMap<(&str, &str), Option<usize>> = BTreeMap::new();
    let mut counts: BTreeMap<usize, u32> = BTreeMap::new();
    let rows = desk.list.rows.iter().zip(&view.inside);
    // F0s come first.
    for (row, inside) in rows.take_while(|(row, _)| row.tier == 0) {
        if !inside {
            continue;
        }
        let person = desk.person(row.person);
        let home = (person.province.as_str(), person.district.as_str());
        let found = known
            .entry(home)
            .or_insert_with(|| atlas.index.find(home.0, home.1));
        match found {
            Some(ix) => *counts.entry(*ix).or_default() += 1,
            None => out.unknown += 1,
        }
    }
    out.districts = counts
        .into_iter()
        .map(|(ix, people)| Home {
            name: atlas.areas()[ix].name.clone(),
            at: atlas.districts[ix].at,
            people,
        })
        .collect();
    out
}

/// A district's or province's name without the word for what it is, folded.
fn plain(name: &str) -> String {
    const KINDS: [&str; 13] = [
        "thanh pho truc thuoc trung uong ",
        "thanh pho ",
        "tp ",
        "tinh ",
        "t ",
        "thi xa ",
        "tx ",
        "quan dao ",
        "quan ",
        "q ",
        "huyen dao ",
        "huyen ",
        "h ",
    ];
    let folded = fold(name);
    let bare = KINDS.iter().find_map(|kind| folded.strip_prefix(kind));
    match bare.unwrap_or(&folded) {
        "hcm" | "tphcm" | "sai gon" => "ho chi minh".to_owned(),
        "hn" => "ha noi".to_owned(),
        rest => rest.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(lat: f64, lon: f64, people: u32) -> Spot {
        Spot {
            place: 0,
            at: World::of(lat, lon),
            people,
            exposed: [people, 0, 0, 0, 0, 0],
        }
    }

    #[test]
    fn every_exposure_is_in_a_cell_near_it() {
        let spots: Vec<Spot> = (0..200)
            .map(|n| {
                spot(
                    10.7 + 0.0007 * f64::from(n),
                    106.6 + 0.0011 * f64::from(n % 37),
                    7,
                )
            })
            .collect();
        let width = CELL * middle(&spots).metre();
        let (found, faint) = cells(&spots, width);
        assert_eq!(faint, 0);
        let sum: u32 = found.iter().map(|c| c.exposures).sum();
        assert_eq!(sum, 1_400);
        for spot in &spots {
            let near = found.iter().any(|c| {
                let (x, y) = (c.at.x - spot.at.x, c.at.y - spot.at.y);
                x.hypot(y) <= width / 3.0_f64.sqrt() * 1.001
            });
            assert!(near);
        }
    }

    #[test]
    fn classes_by_exposures() {
        let of = |people| cells(&[spot(10.7, 106.6, people)], 1e-5);
        assert_eq!(of(4), (Vec::new(), 1));
        assert_eq!(of(5).0[0].class, 0);
        assert_eq!(of(79).0[0].class, 1);
        assert_eq!(of(80).0[0].class, 2);
        assert_eq!(of(9_999).0[0].class, 3);
    }

    #[test]
    fn names_without_their_kinds() {
        assert_eq!(plain("TP. Hồ Chí Minh"), plain("Thành phố Hồ Chí Minh"));
        assert_eq!(plain("Hồ Chí Minh"), plain("TP. Hồ Chí Minh"));
        assert_eq!(plain("Q. Thanh Xuân"), "thanh xuan");
        assert_eq!(plain("TP.HCM"), plain("Hồ Chí Minh"));
        assert_eq!(plain("Quận 1"), "1");
        assert_eq!(plain("Tân Phú"), "tan phu");
    }

    #[test]
    fn districts_are_found_within_their_province() {
        let areas = crate::geo::districts().unwrap();
        let index = Index::new(&areas);
        let code = |province: &str, district: &str| {
            let ix = index.find(province, district)?;
            Some(areas[ix].code.clone())
        };
        assert_eq!(code("TP. Hồ Chí Minh", "Quận 1").as_deref(), Some("760"));
        assert_eq!(code("TPHCM", "Q.1").as_deref(), Some("760"));
        assert_eq!(code("Hà Nội", "Thanh Xuân").as_deref(), Some("009"));
        assert_eq!(code("", "Ba Đình").as_deref(), Some("001"));
        assert_eq!(code("", "Châu Thành"), None);
        assert_eq!(code("Hà Nội", "Quận 1"), None);
    }
}
