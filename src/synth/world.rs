//! The stage: districts, people, places and bus routes. It stays as it is while the days go by.

use super::calendar::MINUTE;
use super::chance::{Purpose, Weights, hash, stream};
use super::error::SynthError;
use super::jobs::{Staff, employ};
use super::people::{Household, Person, settle};
use super::places::Directory;
use super::plan::Plan;
use super::words::Words;
use crate::geo::{Area, districts};
use rand::RngExt;

/// The districts that people live in, by code, with their share of the people.
const HOME: [(&str, f64); 8] = [
    ("760", 0.08), // Quận 1
    ("764", 0.16), // Gò Vấp
    ("765", 0.13), // Bình Thạnh
    ("766", 0.13), // Tân Bình
    ("769", 0.20), // Thủ Đức
    ("724", 0.10), // Dĩ An, Bình Dương
    ("725", 0.10), // Thuận An, Bình Dương
    ("731", 0.10), // Biên Hòa, Đồng Nai
];
/// One bus route for so many people.
const PEOPLE_PER_ROUTE: u32 = 650;

/// A bus that runs from one province to another every morning and back every evening.
#[derive(Debug, Clone)]
pub(super) struct Route {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) plate: String,
    /// Seconds after midnight.
    pub(super) depart: u32,
    /// Seconds after midnight.
    pub(super) back: u32,
    /// Seconds.
    pub(super) ride: u32,
}

/// Everybody and everything that a synthetic epidemic happens to; also the spelling of the scan rows' fields.
#[derive(Debug)]
pub struct World {
    pub(super) plan: Plan,
    pub(super) areas: Vec<Area>,
    pub(super) words: Words,
    pub(super) people: Vec<Person>,
    pub(super) households: Vec<Household>,
    pub(super) directory: Directory,
    pub(super) staff: Staff,
    pub(super) routes: Vec<Route>,
    /// The people of each district.
    pub(super) residents: Vec<Vec<u32>>,
}

impl World {
    pub(super) fn build(plan: &Plan) -> Result<Self, SynthError> {
        let words = Words::load()?;
        let (areas, weights) = home_areas()?;
        let provinces: Vec<u16> = areas
            .iter()
            .map(|area| area.province_code.parse().unwrap_or_default())
            .collect();
        let (mut people, households) = settle(plan, &words, &weights, &provinces);
        let mut residents = vec![Vec::new(); areas.len()];
        for (id, person) in people.iter().enumerate() {
            residents[households[person.household as usize].area as usize].push(id as u32);
        }
        let crowd: Vec<u32> = residents.iter().map(|people| people.len() as u32).collect();
        let directory = Directory::build(plan, &areas, &crowd);
        let staff = employ(plan.seed, &mut people, &households, &directory);
        let routes = routes(plan, &areas);
        Ok(Self {
            plan: plan.clone(),
            areas,
            words,
            people,
            households,
            directory,
            staff,
            routes,
            residents,
        })
    }

    pub(super) fn person(&self, person: u32) -> &Person {
        &self.people[person as usize]
    }

    pub(super) fn household(&self, person: u32) -> &Household {
        &self.households[self.person(person).household as usize]
    }

    /// A number that belongs to `n` for one purpose and never changes.
    pub(super) const fn fixed(&self, purpose: u64, n: u64) -> u64 {
        hash(self.plan.seed, purpose, n)
    }
}

fn home_areas() -> Result<(Vec<Area>, Weights), SynthError> {
    let all = districts()?;
    let find = |code: &str| {
        let found = all.iter().find(|area| area.code == code).cloned();
        found.ok_or(SynthError::Asset {
            asset: "vietnam.topojson.gz",
            fault: "a home district lacks",
        })
    };
    let areas = HOME
        .iter()
        .map(|(code, _)| find(code))
        .collect::<Result<_, _>>()?;
    Ok((areas, Weights::new(HOME.iter().map(|(_, share)| *share))))
}

fn routes(plan: &Plan, areas: &[Area]) -> Vec<Route> {
    let mut rng = stream(plan.seed, Purpose::Routes, 0);
    let abroad = |from: usize| {
        let far = move |&to: &usize| areas[to].province_code != areas[from].province_code;
        (0..areas.len()).filter(far).collect::<Vec<_>>()
    };
    let count = (plan.people / PEOPLE_PER_ROUTE).max(2);
    let mut route = |index: u32| {
        let from = rng.random_range(0..areas.len());
        let choices = abroad(from);
        let to = choices
            .get(rng.random_range(0..choices.len().max(1)))
            .copied()
            .unwrap_or(from);
        let number = (u64::from(index) * 617 + hash(plan.seed, 1, 0)) % 100_000;
        let plate = format!(
            "{}-{:03}.{:02}",
            bus_series(&areas[from].province_code),
            number / 100,
            number % 100
        );
        let depart = rng.random_range(12..38) * 15 * MINUTE + 3 * 3600;
        let back = rng.random_range(66..73) * 15 * MINUTE;
        Route {
            from,
            to,
            plate,
            depart,
            back,
            ride: rng.random_range(50..110) * MINUTE,
        }
    };
    (0..count).map(&mut route).collect()
}

fn bus_series(province: &str) -> &'static str {
    match province {
        "74" => "61B",
        "75" => "60B",
        _ => "51B",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_built_of_real_districts_in_three_provinces() {
        let world = World::build(&Plan::default()).unwrap();
        let provinces: std::collections::BTreeSet<_> = world
            .areas
            .iter()
            .map(|area| area.province.as_str())
            .collect();
        assert_eq!(provinces.len(), 3);
        assert_eq!(world.people.len(), 2000);
        assert!(world.residents.iter().all(|people| people.len() > 80));
        for route in &world.routes {
            assert_ne!(
                world.areas[route.from].province,
                world.areas[route.to].province
            );
            assert!(route.depart + route.ride + 3600 < route.back);
        }
    }
}
