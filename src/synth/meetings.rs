//! Where infectious people and others are together, and whom it infects.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::calendar::DAY;
use super::days::{DAWN, Day, NOT_HOME, Visit};
use super::outbreak::{Infection, Scene};
use super::world::World;

/// Infection hazard by the minute beside one infectious person in a closed room with talk. Set so that an outbreak in
/// the default town grows about as the summer wave of 2021 did.
const HAZARD: f64 = 2.3e-4;
/// Factors of the hazard at home at night and on a bus; venues have theirs by category.
const HOME: f64 = 0.6;
const BUS: f64 = 4.0;
/// Visits a person and day at which venues have their full hazard.
const USUAL_VISITS: f64 = 1.3;
/// At a venue a person is near so many others at a time, however many are there.
const NEARBY: f64 = 12.0;

/// An infection that happens unless an earlier one does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Exposure {
    /// Seconds since the plan's start.
    pub(super) at: i32,
    pub(super) person: u32,
    pub(super) infector: u32,
    pub(super) scene: Scene,
}

/// The exposures of a day and of the night after it. `active` are the people who may be infectious, `immune` tells who
/// was infected already.
pub(super) fn meetings(
    world: &World,
    day: &Day,
    active: &[&Infection],
    immune: &dyn Fn(u32) -> bool,
    rng: &mut ChaCha8Rng,
) -> Vec<Exposure> {
    let crowd = Crowd::gather(world, day, active);
    let mut meetings = Meetings {
        world,
        day,
        immune,
        rng,
        exposures: Vec::new(),
    };
    for case in active {
        for visit in visits_of(&day.visits, case.person) {
            meetings.meet(case, visit, crowd.at(visit.place));
        }
        meetings.sleep(case);
    }
    meetings.exposures
}

fn visits_of(visits: &[Visit], person: u32) -> &[Visit] {
    let from = visits.partition_point(|visit| visit.person < person);
    let to = from + visits[from..].partition_point(|visit| visit.person == person);
    &visits[from..to]
}

/// The day's visits at the places where an infectious person was, by place and start.
struct Crowd(Vec<Visit>);

impl Crowd {
    fn gather(world: &World, day: &Day, active: &[&Infection]) -> Self {
        let mut wanted = vec![false; world.directory.places.len() + day.trips.len()];
        for visit in active
            .iter()
            .flat_map(|case| visits_of(&day.visits, case.person))
        {
            wanted[visit.place as usize] = true;
        }
        let mut found: Vec<Visit> = day
            .visits
            .iter()
            .filter(|visit| wanted[visit.place as usize])
            .copied()
            .collect();
        found.sort_unstable_by_key(|visit| (visit.place, visit.start, visit.person));
        Self(found)
    }

    fn at(&self, place: u32) -> &[Visit] {
        let from = self.0.partition_point(|visit| visit.place < place);
        let to = from + self.0[from..].partition_point(|visit| visit.place == place);
        &self.0[from..to]
    }
}

/// Where more visits than usual are asked for, people meet fewer others at each.
fn venue_hazard(world: &World, place: u32) -> f64 {
    let traits = world.directory.category(place).traits();
    let is_for_errands = traits.errands.iter().sum::<f64>() > 0.0;
    traits.hazard
        * if is_for_errands {
            (USUAL_VISITS / world.plan.visits_a_day()).min(1.0)
        } else {
            1.0
        }
}

/// The exposures found so far.
struct Meetings<'a> {
    world: &'a World,
    day: &'a Day,
    immune: &'a dyn Fn(u32) -> bool,
    rng: &'a mut ChaCha8Rng,
    exposures: Vec<Exposure>,
}

impl Meetings<'_> {
    /// Everybody who is at a venue or on a bus together with an infectious person.
    fn meet(&mut self, case: &Infection, visit: &Visit, crowd: &[Visit]) {
        let (from, to) = (
            case.from.max(visit.start as i32),
            case.until.min(visit.end as i32),
        );
        if from >= to {
            return;
        }
        let overlap = |other: &Visit| {
            let (start, end) = (from.max(other.start as i32), to.min(other.end as i32));
            (other.person != case.person && start < end).then_some((start, end))
        };
        let crowd = &crowd[..crowd.partition_point(|other| (other.start as i32) < to)];
        let together: f64 = crowd
            .iter()
            .filter_map(overlap)
            .map(|(start, end)| f64::from(end - start))
            .sum();
        let near = (NEARBY * f64::from(to - from) / together.max(1.0)).min(1.0);
        let (factor, scene) = self.scene(visit);
        let hazard = HAZARD * factor * near * case.strength_at(from);
        for other in crowd.iter().filter(|other| !(self.immune)(other.person)) {
            if let Some(span) = overlap(other) {
                self.expose(
                    hazard,
                    span,
                    Exposure {
                        at: 0,
                        person: other.person,
                        infector: case.person,
                        scene,
                    },
                );
            }
        }
    }

    /// Where a visit is, and its factor of the hazard.
    fn scene(&self, visit: &Visit) -> (f64, Scene) {
        match visit
            .place
            .checked_sub(self.world.directory.places.len() as u32)
        {
            None => (
                venue_hazard(self.world, visit.place),
                Scene::Venue(visit.place),
            ),
            Some(trip) => {
                let trip = &self.day.trips[trip as usize];
                (BUS, Scene::Bus(trip.route, trip.depart))
            }
        }
    }

    /// The night in an infectious person's household.
    fn sleep(&mut self, case: &Infection) {
        let home = self.day.home[case.person as usize];
        if home == NOT_HOME {
            return;
        }
        let scene = Scene::Home(self.world.person(case.person).household);
        let until = case.until.min((self.day.begin() + DAY + DAWN) as i32);
        for person in self
            .world
            .household(case.person)
            .members()
            .filter(|&person| person != case.person)
        {
            let other = self.day.home[person as usize];
            if other == NOT_HOME || (self.immune)(person) {
                continue;
            }
            let from = case.from.max(home.max(other) as i32);
            if from < until {
                let hazard = HAZARD * HOME * case.strength_at(from);
                self.expose(
                    hazard,
                    (from, until),
                    Exposure {
                        at: 0,
                        person,
                        infector: case.person,
                        scene,
                    },
                );
            }
        }
    }

    /// Draws whether `hazard` by the minute infects within the span, and when.
    fn expose(&mut self, hazard: f64, span: (i32, i32), met: Exposure) {
        let minutes = f64::from(span.1 - span.0) / 60.0;
        if self.rng.random::<f64>() < 1.0 - (-hazard * minutes).exp() {
            self.exposures.push(Exposure {
                at: self.rng.random_range(span.0..span.1),
                ..met
            });
        }
    }
}
