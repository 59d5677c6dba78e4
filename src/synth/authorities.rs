//! What the authorities do about confirmed cases: contacts are sent into quarantine.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::chance::{Purpose, stream};
use super::outbreak::Outbreak;
use super::people::NOWHERE;
use super::world::World;

/// Days in quarantine.
const TERM: u32 = 14;
/// Share of household members, and of the colleagues who are named, that are sent away.
const HOUSEHOLD: f64 = 0.9;
const COLLEAGUES: f64 = 0.5;
/// Colleagues named by a case.
const NAMED: u32 = 12;

/// One row of the quarantine file; days are counted from 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quarantine {
    pub(super) person: u32,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// Sends contacts of the day's confirmed cases away from this evening on.
pub(super) fn quarantine(
    world: &World,
    outbreak: &mut Outbreak,
    day: u32,
    rows: &mut Vec<Quarantine>,
) {
    let mut rng = stream(world.plan.seed, Purpose::Cases, u64::from(day));
    let today: Vec<u32> = outbreak
        .confirmed(day)
        .filter(|(_, found)| found.confirmed == day)
        .map(|(case, _)| case.person)
        .collect();
    for case in today {
        for person in contacts(world, &mut rng, case) {
            if person != case && outbreak.may_quarantine(person, day) {
                outbreak
                    .health
                    .send_away(person, day as i16, (day + TERM) as i16);
                outbreak.test_in_quarantine(&mut rng, person, day);
                rows.push(Quarantine {
                    person,
                    start: day,
                    end: day + TERM,
                });
            }
        }
    }
}

fn contacts(world: &World, rng: &mut ChaCha8Rng, case: u32) -> Vec<u32> {
    let mut named: Vec<u32> = world
        .household(case)
        .members()
        .filter(|_| rng.random_bool(HOUSEHOLD))
        .collect();
    let work = world.person(case).work;
    let colleagues = if work == NOWHERE {
        &[]
    } else {
        world.staff.of(work)
    };
    for _ in 0..NAMED.min(colleagues.len() as u32) {
        if rng.random_bool(COLLEAGUES) {
            named.push(colleagues[rng.random_range(0..colleagues.len() as u32) as usize]);
        }
    }
    named
}
