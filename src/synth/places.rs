//! Venues: how many, where, and which one a person goes to.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::calendar::{HOUR, MINUTE};
use super::category::{Category, Count};
use super::chance::{Purpose, Weights, stream};
use super::people::WARDS;
use super::plan::Plan;
use crate::geo::Area;

const KINDS: usize = Category::ALL.len();
/// Kilometres at which the pull of another district falls to 1/e.
const REACH: f64 = 8.0;

/// What the place register says of the air.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Air {
    ByCategory,
    Open,
    Closed,
}

#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) category: Category,
    /// Index of its district.
    pub(super) area: u8,
    pub(super) ward: u8,
    /// Its number among its kind in its district, from 0.
    pub(super) serial: u32,
    pub(super) lat: f64,
    pub(super) lon: f64,
    pub(super) air: Air,
}

/// The places of one kind in one district, most popular first.
#[derive(Debug, Clone)]
struct Shelf {
    first: u32,
    popularity: Weights,
    count: u32,
}

#[derive(Debug)]
pub(super) struct Directory {
    pub(super) places: Vec<Place>,
    /// The market that `hot_share` of all visits go to.
    pub(super) hot: u32,
    shelves: Vec<Shelf>,
    /// For each district all districts, nearest (itself) first.
    nearest: Vec<Vec<usize>>,
    /// For each district the pull of the others.
    pull: Vec<Weights>,
}

impl Directory {
    /// Lays out the venues; `crowd` is the number of people of each district.
    pub(super) fn build(plan: &Plan, areas: &[Area], crowd: &[u32]) -> Self {
        let mut rng = stream(plan.seed, Purpose::Places, 0);
        let mut by_crowd: Vec<usize> = (0..areas.len()).collect();
        by_crowd.sort_by_key(|&area| std::cmp::Reverse(crowd[area]));
        let (mut places, mut shelves) = (Vec::new(), Vec::new());
        for (index, area) in areas.iter().enumerate() {
            let turn = by_crowd
                .iter()
                .position(|&other| other == index)
                .unwrap_or(0) as u32;
            for category in Category::ALL {
                let count = match category.traits().count {
                    Count::Everywhere(per) => (crowd[index] / per).max(1),
                    Count::Scattered(per, least) => {
                        let total = (plan.people / per).max(least);
                        (total + areas.len() as u32 - 1 - turn) / areas.len() as u32
                    }
                };
                let popularity =
                    Weights::new((1..=count).map(|rank| f64::from(rank).powf(-plan.zipf)));
                shelves.push(Shelf {
                    first: places.len() as u32,
                    popularity,
                    count,
                });
                places.extend(
                    (0..count).map(|serial| place(&mut rng, area, index, category, serial)),
                );
            }
        }
        let hot = shelves[by_crowd[0] * KINDS + Category::Market as usize].first;
        let gaps: Vec<Vec<f64>> = areas
            .iter()
            .map(|a| areas.iter().map(|b| kilometres(a, b)).collect())
            .collect();
        Self {
            places,
            hot,
            shelves,
            nearest: gaps.iter().map(|gaps| order(gaps)).collect(),
            pull: pulls(&gaps),
        }
    }

    /// A place of this kind in the district, or in the nearest one that has any; `at` in `[0, 1)` runs from the most
    /// popular to the least.
    pub(super) fn choose(&self, category: Category, area: usize, at: f64) -> u32 {
        let shelf = self.shelf(category, area);
        shelf.first + shelf.popularity.at(at) as u32
    }

    /// Likewise, each place as likely as another.
    pub(super) fn any(&self, category: Category, area: usize, at: f64) -> u32 {
        let shelf = self.shelf(category, area);
        shelf.first + ((at * f64::from(shelf.count)) as u32).min(shelf.count.saturating_sub(1))
    }

    fn shelf(&self, category: Category, area: usize) -> &Shelf {
        let shelf = |area: usize| &self.shelves[area * KINDS + category as usize];
        let near = self.nearest[area]
            .iter()
            .copied()
            .find(|&area| shelf(area).count > 0);
        shelf(near.unwrap_or(area))
    }

    /// Another district, near ones rather than far ones.
    pub(super) fn elsewhere(&self, area: usize, rng: &mut ChaCha8Rng) -> usize {
        self.pull[area].pick(rng)
    }

    /// Opening and closing in seconds after midnight; the hot market is open long.
    pub(super) fn hours(&self, place: u32) -> (u32, u32) {
        if place == self.hot {
            return (5 * HOUR, 22 * HOUR);
        }
        let (open, close) = self.category(place).traits().hours;
        (open * MINUTE, close * MINUTE)
    }

    pub(super) fn category(&self, place: u32) -> Category {
        self.places[place as usize].category
    }
}

fn place(
    rng: &mut ChaCha8Rng,
    area: &Area,
    index: usize,
    category: Category,
    serial: u32,
) -> Place {
    let (lat, lon) = point_in(area, rng);
    let draw: f64 = rng.random();
    let air = match category {
        Category::Restaurant | Category::Cafe if draw < 0.15 => Air::Open,
        Category::Market if draw < 0.2 => Air::Closed,
        _ => Air::ByCategory,
    };
    Place {
        category,
        area: index as u8,
        ward: rng.random_range(0..WARDS) as u8,
        serial,
        lat,
        lon,
        air,
    }
}

fn kilometres(a: &Area, b: &Area) -> f64 {
    let ((lat, lon), (other_lat, other_lon)) = (a.centre(), b.centre());
    let east = (lon - other_lon) * lat.to_radians().cos();
    (lat - other_lat).hypot(east) * 111.2
}

fn order(gaps: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..gaps.len()).collect();
    order.sort_by(|&a, &b| gaps[a].total_cmp(&gaps[b]));
    order
}

fn pulls(gaps: &[Vec<f64>]) -> Vec<Weights> {
    let pull = |(here, gaps): (usize, &Vec<f64>)| {
        let weight = |(there, gap): (usize, &f64)| {
            if there == here {
                0.0
            } else {
                (-gap / REACH).exp()
            }
        };
        Weights::new(gaps.iter().enumerate().map(weight))
    };
    gaps.iter().enumerate().map(pull).collect()
}

/// A point (latitude, longitude) inside a district, evenly distributed.
fn point_in<R: rand::Rng + ?Sized>(area: &Area, rng: &mut R) -> (f64, f64) {
    // A district fills at least a tenth of its bounding box, so this many misses do not happen.
    const TRIES: u32 = 1_000;
    let [west, south, east, north] = area.bounds();
    for _ in 0..TRIES {
        let (lat, lon) = (
            south + (north - south) * rng.random::<f64>(),
            west + (east - west) * rng.random::<f64>(),
        );
        if area.contains(lat, lon) {
            return (lat, lon);
        }
    }
    area.centre()
}

#[cfg(test)]
mod tests {
    use crate::synth::plan::Plan;
    use crate::synth::world::World;

    #[test]
    fn places_lie_in_their_districts() {
        let world = World::build(&Plan {
            people: 5_000,
            ..Plan::default()
        })
        .unwrap();
        let directory = &world.directory;
        assert!(directory.places.len() > 150);
        for place in &directory.places {
            assert!(world.areas[place.area as usize].contains(place.lat, place.lon));
        }
        let kinds: std::collections::BTreeSet<_> = directory
            .places
            .iter()
            .map(|place| place.category)
            .collect();
        assert_eq!(kinds.len(), super::KINDS);
    }

    #[test]
    fn popularity_follows_the_exponent() {
        use crate::synth::category::Category::Cafe;
        let count = |zipf| {
            let world = World::build(&Plan {
                people: 20_000,
                zipf,
                ..Plan::default()
            })
            .unwrap();
            let first = world.directory.choose(Cafe, 1, 0.0);
            (0..1000)
                .filter(|i| world.directory.choose(Cafe, 1, f64::from(*i) / 1000.0) == first)
                .count()
        };
        assert!(count(0.0) < 120 && count(1.0) > 250 && count(2.0) > 550);
    }
}
