//! The real districts of Viet Nam (assets/geo/vietnam.topojson.gz): decoding, and points inside them.

use std::io::Read;

use flate2::read::GzDecoder;
use rand::{Rng, RngExt};
use serde_json::Value;

use super::error::SynthError;

const FILE: &[u8] = include_bytes!("../../assets/geo/vietnam.topojson.gz");
/// A district fills at least a tenth of its bounding box, so this many misses do not happen.
const TRIES: u32 = 1_000;

/// One district.
#[derive(Debug, Clone)]
pub struct Area {
    /// District code of the General Statistics Office, three digits.
    pub code: String,
    /// Its name with its kind, as `Quận 1`.
    pub name: String,
    /// Its province, as `Hồ Chí Minh`.
    pub province: String,
    /// The province's code, two digits.
    pub province_code: String,
    /// Closed rings of (longitude, latitude), outer ones and holes alike.
    rings: Vec<Vec<(f64, f64)>>,
}

impl Area {
    /// Whether a point (degrees, EPSG:4326) lies in the district: even-odd over all rings, so holes are outside.
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

    /// A point (latitude, longitude) inside, evenly distributed.
    pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> (f64, f64) {
        let [west, south, east, north] = self.bounds();
        for _ in 0..TRIES {
            let (lat, lon) = (
                south + (north - south) * rng.random::<f64>(),
                west + (east - west) * rng.random::<f64>(),
            );
            if self.contains(lat, lon) {
                return (lat, lon);
            }
        }
        self.centre()
    }

    /// The middle of the bounding box (latitude, longitude); it need not lie inside.
    #[must_use]
    pub fn centre(&self) -> (f64, f64) {
        let [west, south, east, north] = self.bounds();
        (f64::midpoint(south, north), f64::midpoint(west, east))
    }

    /// West, south, east, north.
    fn bounds(&self) -> [f64; 4] {
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

/// All districts, in the file's order.
///
/// # Errors
/// If the embedded file is broken.
pub fn districts() -> Result<Vec<Area>, SynthError> {
    let mut text = String::new();
    GzDecoder::new(FILE).read_to_string(&mut text)?;
    let root: Value = serde_json::from_str(&text).map_err(|_| broken("no JSON"))?;
    let topology = Topology::read(&root)?;
    let shapes = root["objects"]["districts"]["geometries"]
        .as_array()
        .ok_or(broken("no districts"))?;
    shapes.iter().map(|shape| topology.area(shape)).collect()
}

const fn broken(fault: &'static str) -> SynthError {
    SynthError::Asset {
        asset: "vietnam.topojson.gz",
        fault,
    }
}

/// The arcs that shapes share, decoded to degrees.
struct Topology {
    arcs: Vec<Vec<(f64, f64)>>,
}

impl Topology {
    fn read(root: &Value) -> Result<Self, SynthError> {
        let scale = pair(&root["transform"]["scale"])?;
        let shift = pair(&root["transform"]["translate"])?;
        let arcs = root["arcs"].as_array().ok_or(broken("no arcs"))?;
        let decode = |arc: &Value| {
            // Points are whole numbers, each as the step from the one before.
            let (mut x, mut y) = (0.0, 0.0);
            let steps = arc
                .as_array()
                .ok_or(broken("an arc is no list"))?
                .iter()
                .map(pair);
            steps
                .map(|step| {
                    let (dx, dy) = step?;
                    (x, y) = (x + dx, y + dy);
                    Ok((x * scale.0 + shift.0, y * scale.1 + shift.1))
                })
                .collect()
        };
        Ok(Self {
            arcs: arcs.iter().map(decode).collect::<Result<_, SynthError>>()?,
        })
    }

    fn area(&self, shape: &Value) -> Result<Area, SynthError> {
        let text = |key: &str| {
            let value = shape["properties"][key]
                .as_str()
                .ok_or(broken("a district lacks a property"))?;
            Ok::<_, SynthError>(value.to_owned())
        };
        Ok(Area {
            code: text("code")?,
            name: text("full_vi")?,
            province: text("prov_vi")?,
            province_code: text("pcode")?,
            rings: self.rings(shape)?,
        })
    }

    fn rings(&self, shape: &Value) -> Result<Vec<Vec<(f64, f64)>>, SynthError> {
        let list = |value: &Value| {
            value
                .as_array()
                .cloned()
                .ok_or(broken("a shape lacks arcs"))
        };
        let rings = match shape["type"].as_str() {
            Some("Polygon") => list(&shape["arcs"])?,
            Some("MultiPolygon") => list(&shape["arcs"])?
                .iter()
                .map(list)
                .collect::<Result<Vec<_>, _>>()?
                .into_iter()
                .flatten()
                .collect(),
            _ => return Err(broken("a district is no polygon")),
        };
        rings.iter().map(|ring| self.ring(&list(ring)?)).collect()
    }

    /// Joins arcs to a ring; the number ~n stands for arc n backwards, and joints are in both arcs.
    fn ring(&self, numbers: &[Value]) -> Result<Vec<(f64, f64)>, SynthError> {
        let mut ring: Vec<(f64, f64)> = Vec::new();
        for number in numbers {
            let number = number
                .as_i64()
                .ok_or(broken("an arc number is no number"))?;
            let index = if number < 0 { !number } else { number };
            let arc = usize::try_from(index)
                .ok()
                .and_then(|index| self.arcs.get(index));
            let arc = arc.ok_or(broken("an arc lacks"))?;
            ring.pop();
            if number < 0 {
                ring.extend(arc.iter().rev());
            } else {
                ring.extend(arc);
            }
        }
        Ok(ring)
    }
}

fn pair(value: &Value) -> Result<(f64, f64), SynthError> {
    match (value[0].as_f64(), value[1].as_f64()) {
        (Some(x), Some(y)) => Ok((x, y)),
        _ => Err(broken("a point is no pair of numbers")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::chance::{Purpose, stream};

    #[test]
    fn decodes_all_districts() {
        let areas = districts().unwrap();
        assert_eq!(areas.len(), 700);
        assert!(areas.iter().all(|area| {
            area.rings
                .iter()
                .all(|ring| ring.len() > 3 && ring.first() == ring.last())
        }));
        let home: Vec<&str> = areas
            .iter()
            .filter(|area| area.contains(10.7769, 106.7009))
            .map(|area| area.code.as_str())
            .collect();
        assert_eq!(home, ["760"]);
        assert_eq!(
            areas
                .iter()
                .filter(|area| area.contains(21.0285, 105.8542))
                .count(),
            1
        );
        assert_eq!(
            areas
                .iter()
                .filter(|area| area.contains(15.0, 112.9))
                .count(),
            0
        );
    }

    #[test]
    fn samples_lie_inside_and_differ() {
        let mut rng = stream(3, Purpose::Places, 0);
        for area in districts().unwrap().iter().step_by(7) {
            let points: Vec<_> = (0..20).map(|_| area.sample(&mut rng)).collect();
            assert!(
                points.iter().all(|&(lat, lon)| area.contains(lat, lon)),
                "{}",
                area.code
            );
            assert_ne!(points[0], points[1]);
        }
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
            province: String::new(),
            province_code: String::new(),
            rings: vec![square(0.0, 9.0), square(3.0, 6.0), square(20.0, 21.0)],
        };
        assert!(area.contains(1.0, 1.0) && area.contains(20.5, 20.5));
        assert!(!area.contains(4.5, 4.5) && !area.contains(10.0, 10.0));
    }
}
