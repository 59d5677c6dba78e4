//! The day's buses and who takes them.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::calendar::{DAY, MINUTE};
use super::chance::{Purpose, poisson, stream};
use super::health::{Health, Standing};
use super::people::Role;
use super::world::World;

/// Passengers of a route on a day, on average, besides those who come along.
const PASSENGERS: f64 = 10.0;
/// Share of travellers who stay the night.
const STAY: f64 = 0.3;

/// One bus run. Passengers are the people who visit it.
#[derive(Debug, Clone)]
pub(super) struct Trip {
    pub(super) route: u32,
    /// From the route's far end back to its near one.
    pub(super) back: bool,
    /// Seconds since the plan's start.
    pub(super) depart: u32,
    /// Seconds since the plan's start.
    pub(super) arrive: u32,
}

/// A person who takes a bus out today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Traveller {
    pub(super) person: u32,
    pub(super) route: u32,
    pub(super) stays: bool,
}

/// A person who slept in a guest house and takes the bus back today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Guest {
    pub(super) person: u32,
    pub(super) route: u32,
    /// When they leave the guest house, seconds since the plan's start.
    pub(super) until: u32,
}

/// The day's buses: those of route r are number 2r (out) and 2r + 1 (back).
pub(super) fn trips(world: &World, day: u32) -> Vec<Trip> {
    let mut rng = stream(world.plan.seed, Purpose::Routes, u64::from(day) * 2 + 1);
    let mut trips = Vec::with_capacity(world.routes.len() * 2);
    for (index, route) in world.routes.iter().enumerate() {
        for (back, clock) in [(false, route.depart), (true, route.back)] {
            let depart = day * DAY + clock + rng.random_range(0..4) * 5 * MINUTE;
            let arrive = depart + route.ride + rng.random_range(0..15) * MINUTE;
            trips.push(Trip {
                route: index as u32,
                back,
                depart,
                arrive,
            });
        }
    }
    trips
}

/// Who takes a bus out today, ordered by person; nobody who is not free, and no guest.
pub(super) fn travellers(
    world: &World,
    day: u32,
    health: &Health,
    guests: &[Guest],
) -> Vec<Traveller> {
    let mut rng = stream(world.plan.seed, Purpose::Routes, u64::from(day) * 2 + 2);
    let may_travel = |person: u32| {
        let who = world.person(person);
        who.role != Role::Pupil
            && (18..76).contains(&who.age)
            && health.standing(person, day) == Standing::Free
            && health.sleeps_at_home(person, day)
            && guests
                .binary_search_by_key(&person, |guest| guest.person)
                .is_err()
    };
    let mut chosen = Vec::new();
    for (route, from) in world
        .routes
        .iter()
        .enumerate()
        .map(|(route, run)| (route as u32, run.from))
    {
        for _ in 0..poisson(&mut rng, PASSENGERS) {
            let stays = rng.random_bool(STAY);
            let party = party(world, &mut rng, from);
            let party = party
                .into_iter()
                .flatten()
                .filter(|&person| may_travel(person));
            chosen.extend(party.map(|person| Traveller {
                person,
                route,
                stays,
            }));
        }
    }
    chosen.sort_unstable();
    chosen.dedup_by_key(|traveller| traveller.person);
    chosen
}

/// Somebody of the district, now and then with somebody of the same household.
fn party(world: &World, rng: &mut ChaCha8Rng, area: usize) -> [Option<u32>; 2] {
    let residents = &world.residents[area];
    if residents.is_empty() {
        return [None; 2];
    }
    let person = residents[rng.random_range(0..residents.len() as u32) as usize];
    let company = rng
        .random_bool(0.3)
        .then(|| rng.random_range(world.household(person).members()));
    [Some(person), company]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::plan::Plan;

    #[test]
    fn travellers_are_free_adults_once_each() {
        let world = World::build(&Plan {
            people: 10_000,
            ..Plan::default()
        })
        .unwrap();
        let mut health = Health::new(world.people.len());
        let all = travellers(&world, 3, &health, &[]);
        assert!(all.len() > 30);
        assert!(all.windows(2).all(|pair| pair[0].person < pair[1].person));
        assert!(
            all.iter()
                .all(|traveller| world.person(traveller.person).age >= 18)
        );
        let (first, second) = (all[0].person, all[1].person);
        health.admit(first, 1, 2);
        let fewer = travellers(
            &world,
            3,
            &health,
            &[Guest {
                person: second,
                route: 0,
                until: 0,
            }],
        );
        assert!(
            fewer
                .iter()
                .all(|traveller| ![first, second].contains(&traveller.person))
        );
        for pair in trips(&world, 3).chunks(2) {
            assert!(pair[0].arrive < pair[1].depart && !pair[0].back && pair[1].back);
        }
    }
}
