//! The basemap that the program carries (assets/geo/vietnam.topojson.gz): districts, provinces, neighbours, rivers
//! and towns of Viet Nam, in degrees, EPSG:4326. Sources and attribution: assets/geo/SOURCES.md.

mod topology;

use std::io::Read;

use flate2::read::GzDecoder;
use serde_json::Value;
use topology::Topology;

const FILE: &[u8] = include_bytes!("../../assets/geo/vietnam.topojson.gz");

/// A line or a closed ring of (longitude, latitude).
pub type Line = Vec<(f64, f64)>;

/// The embedded file is not what it should be: a defect of the build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the embedded basemap is broken: {fault}")]
pub struct GeoError {
    /// What is wrong with it.
    pub fault: &'static str,
}

const fn broken(fault: &'static str) -> GeoError {
    GeoError { fault }
}

/// One district.
#[derive(Debug, Clone)]
pub struct Area {
    /// District code of the General Statistics Office, three digits.
    pub code: String,
    /// Its name with its kind, as `Quận 1`.
    pub name: String,
    /// Its name alone, as `Ba Đình`.
    pub short: String,
    /// Its province, as `Hồ Chí Minh`.
    pub province: String,
    /// The province's code, two digits.
    pub province_code: String,
    /// Closed rings, outer ones and holes alike.
    pub rings: Vec<Line>,
}

impl Area {
    /// Whether a point (degrees) lies in the district: even-odd over all rings, so holes are outside.
    #[must_use]
    pub fn contains(&self, lat: f64, lon: f64) -> bool {
        let crossings = self
            .rings
            .iter()
            .flat_map(|ring| ring.windows(2))
            .filter(|side| {
                let [(x1, y1), (x2, y2)] = [side[0], side[1]];
                (y1 > lat) != (y2 > lat) && lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1
            });
        crossings.count() % 2 == 1
    }

    /// The middle of the bounding box (latitude, longitude); it need not lie inside.
    #[must_use]
    pub fn centre(&self) -> (f64, f64) {
        let [west, south, east, north] = self.bounds();
        (f64::midpoint(south, north), f64::midpoint(west, east))
    }

    /// Where a label stands best (latitude, longitude): the centroid of the largest ring.
    #[must_use]
    pub fn label_point(&self) -> (f64, f64) {
        let shoelace = |ring: &Line| {
            ring.windows(2).fold((0.0, 0.0, 0.0), |(a, x, y), s| {
                let cross = s[0].0 * s[1].1 - s[1].0 * s[0].1;
                (
                    a + cross / 2.0,
                    x + (s[0].0 + s[1].0) * cross,
                    y + (s[0].1 + s[1].1) * cross,
                )
            })
        };
        let largest = self
            .rings
            .iter()
            .map(shoelace)
            .max_by(|a, b| a.0.abs().total_cmp(&b.0.abs()));
        match largest {
            Some((area, x, y)) if area.abs() > 1e-12 => (y / (6.0 * area), x / (6.0 * area)),
            _ => self.centre(),
        }
    }

    /// West, south, east, north.
    #[must_use]
    pub fn bounds(&self) -> [f64; 4] {
        let start = [
            f64::INFINITY,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NEG_INFINITY,
        ];
        self.rings
            .iter()
            .flatten()
            .fold(start, |[west, south, east, north], &(lon, lat)| {
                [west.min(lon), south.min(lat), east.max(lon), north.max(lat)]
            })
    }
}

/// A town.
#[derive(Debug, Clone, PartialEq)]
pub struct Town {
    /// Its name.
    pub name: String,
    /// (longitude, latitude).
    pub at: (f64, f64),
}

/// Everything that the map's ground shows.
#[derive(Debug, Clone)]
pub struct Basemap {
    /// The districts.
    pub districts: Vec<Area>,
    /// By province: its rings.
    pub provinces: Vec<Vec<Line>>,
    /// By neighbouring country: its rings.
    pub neighbours: Vec<Vec<Line>>,
    /// Rivers.
    pub rivers: Vec<Line>,
    /// Towns.
    pub towns: Vec<Town>,
}

/// Decodes the basemap.
///
/// # Errors
/// If the embedded file is broken.
pub fn basemap() -> Result<Basemap, GeoError> {
    let root = root()?;
    let topology = Topology::read(&root)?;
    let shapes = |name: &str| geometries(&root, name);
    let rings = |name: &str| -> Result<Vec<Vec<Line>>, GeoError> {
        shapes(name)?.iter().map(|s| topology.rings(s)).collect()
    };
    let rivers = shapes("rivers")?
        .iter()
        .map(|s| topology.lines(s))
        .collect::<Result<Vec<_>, _>>()?;
    let towns = shapes("towns")?.iter().map(|shape| {
        Ok(Town {
            name: text(shape, "name")?,
            at: topology.point(&shape["coordinates"])?,
        })
    });
    Ok(Basemap {
        districts: areas(&root, &topology)?,
        provinces: rings("provinces")?,
        neighbours: rings("neighbours")?,
        rivers: rivers.into_iter().flatten().collect(),
        towns: towns.collect::<Result<_, GeoError>>()?,
    })
}

/// All districts, in the file's order.
///
/// # Errors
/// If the embedded file is broken.
pub fn districts() -> Result<Vec<Area>, GeoError> {
    let root = root()?;
    areas(&root, &Topology::read(&root)?)
}

fn root() -> Result<Value, GeoError> {
    let mut text = String::new();
    GzDecoder::new(FILE)
        .read_to_string(&mut text)
        .map_err(|_| broken("no gzip"))?;
    serde_json::from_str(&text).map_err(|_| broken("no JSON"))
}

fn geometries<'v>(root: &'v Value, name: &str) -> Result<&'v Vec<Value>, GeoError> {
    root["objects"][name]["geometries"]
        .as_array()
        .ok_or(broken("a layer lacks"))
}

fn text(shape: &Value, key: &str) -> Result<String, GeoError> {
    let value = shape["properties"][key].as_str();
    value
        .map(str::to_owned)
        .ok_or(broken("a shape lacks a property"))
}

fn areas(root: &Value, topology: &Topology) -> Result<Vec<Area>, GeoError> {
    let area = |shape: &Value| {
        Ok(Area {
            code: text(shape, "code")?,
            name: text(shape, "full_vi")?,
            short: text(shape, "name_vi")?,
            province: text(shape, "prov_vi")?,
            province_code: text(shape, "pcode")?,
            rings: topology.rings(shape)?,
        })
    };
    geometries(root, "districts")?.iter().map(area).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_every_layer() {
        let map = basemap().unwrap();
        assert_eq!(map.districts.len(), 700);
        assert_eq!(map.provinces.len(), 63);
        assert_eq!(map.neighbours.len(), 12);
        assert_eq!(map.towns.len(), 905);
        assert!(map.rivers.len() >= 44);
        let closed = |ring: &Line| ring.len() > 3 && ring.first() == ring.last();
        assert!(map.districts.iter().all(|a| a.rings.iter().all(closed)));
        assert!(map.neighbours.iter().flatten().all(closed));
        let town = &map.towns[0];
        assert!((97.0..121.0).contains(&town.at.0) && (3.0..27.0).contains(&town.at.1));
    }

    #[test]
    fn points_and_districts() {
        let areas = districts().unwrap();
        let at = |lat: f64, lon: f64| -> Vec<&str> {
            let inside = areas.iter().filter(|a| a.contains(lat, lon));
            inside.map(|a| a.code.as_str()).collect()
        };
        assert_eq!(at(10.7769, 106.7009), ["760"]);
        assert_eq!(at(21.0285, 105.8542).len(), 1);
        assert!(at(15.0, 112.9).is_empty());
        let first = areas.iter().find(|a| a.code == "760").unwrap();
        let (lat, lon) = first.label_point();
        assert!(first.contains(lat, lon));
    }

    #[test]
    fn a_hole_is_outside() {
        let square = |low: f64, high: f64| {
            vec![
                (low, low),
                (high, low),
                (high, high),
                (low, high),
                (low, low),
            ]
        };
        let area = Area {
            code: String::new(),
            name: String::new(),
            short: String::new(),
            province: String::new(),
            province_code: String::new(),
            rings: vec![square(0.0, 9.0), square(3.0, 6.0), square(20.0, 21.0)],
        };
        assert!(area.contains(1.0, 1.0) && area.contains(20.5, 20.5));
        assert!(!area.contains(4.5, 4.5) && !area.contains(10.0, 10.0));
    }
}
