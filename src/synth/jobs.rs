//! Who works or learns where.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::category::Category;
use super::chance::{Purpose, Weights, stream};
use super::people::{Household, NOWHERE, Person, Role};
use super::places::Directory;

/// Share of workers whose job lies in their own district.
const NEAR: f64 = 0.7;

/// The people of each place of work or school.
#[derive(Debug)]
pub(super) struct Staff {
    /// Where each place's people begin in `people`; one more than there are places.
    starts: Vec<u32>,
    people: Vec<u32>,
}

impl Staff {
    pub(super) fn of(&self, place: u32) -> &[u32] {
        let [from, to] = [place, place + 1]
            .map(|index| self.starts.get(index as usize).copied().unwrap_or(0) as usize);
        self.people.get(from..to).unwrap_or(&[])
    }
}

/// Gives every worker and pupil a place.
pub(super) fn employ(
    seed: u64,
    people: &mut [Person],
    households: &[Household],
    directory: &Directory,
) -> Staff {
    let mut rng = stream(seed, Purpose::Jobs, 0);
    let kinds = Weights::new(Category::ALL.iter().map(|category| category.traits().jobs));
    for person in people.iter_mut() {
        let area = households[person.household as usize].area as usize;
        person.work = match person.role {
            Role::Pupil => directory.any(Category::School, area, rng.random()),
            Role::Worker => job(&mut rng, &kinds, directory, area),
            Role::Small | Role::AtHome | Role::Retired => NOWHERE,
        };
    }
    index(people, directory.places.len())
}

fn job(rng: &mut ChaCha8Rng, kinds: &Weights, directory: &Directory, home: usize) -> u32 {
    let area = if rng.random_bool(NEAR) {
        home
    } else {
        directory.elsewhere(home, rng)
    };
    directory.any(Category::ALL[kinds.pick(rng)], area, rng.random())
}

fn index(people: &[Person], places: usize) -> Staff {
    let mut starts = vec![0_u32; places + 1];
    for person in people.iter().filter(|person| person.work != NOWHERE) {
        starts[person.work as usize + 1] += 1;
    }
    for place in 0..places {
        starts[place + 1] += starts[place];
    }
    let mut next = starts.clone();
    let mut order = vec![0; starts[places] as usize];
    for (id, person) in people
        .iter()
        .enumerate()
        .filter(|(_, person)| person.work != NOWHERE)
    {
        let slot = &mut next[person.work as usize];
        order[*slot as usize] = id as u32;
        *slot += 1;
    }
    Staff {
        starts,
        people: order,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::{plan::Plan, world::World};

    #[test]
    fn staff_are_indexed_by_place() {
        let world = World::build(&Plan::default()).unwrap();
        let mut count = 0;
        for place in 0..world.directory.places.len() as u32 {
            for &person in world.staff.of(place) {
                assert_eq!(world.people[person as usize].work, place);
                count += 1;
            }
        }
        assert_eq!(
            count,
            world
                .people
                .iter()
                .filter(|person| person.work != NOWHERE)
                .count()
        );
        assert!(
            world
                .people
                .iter()
                .all(|p| matches!(p.role, Role::Worker | Role::Pupil) == (p.work != NOWHERE))
        );
        assert!(world.staff.of(u32::MAX - 1).is_empty());
    }
}
