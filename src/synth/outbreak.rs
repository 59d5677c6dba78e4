//! The illness: who is infected, how it runs, and how it passes on where people really meet.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::calendar::{DAY, HOUR};
use super::category::Category;
use super::chance::{Purpose, Weights, lognormal, normal, stream};
use super::days::Day;
use super::health::{Health, Standing};
use super::meetings::{Exposure, meetings};
use super::world::World;

/// No infection.
const NONE: u32 = u32::MAX;
const DAY_I: i32 = DAY as i32;
/// Share of infections that never show symptoms; their infectiousness is halved.
const ASYMPTOMATIC: f64 = 0.4;
/// Share of infections that a test finds.
const ASCERTAINED: f64 = 0.7;
/// Share of yet unfound infections that tests in quarantine find.
const FOUND_IN_QUARANTINE: f64 = 0.7;
/// Days from onset to the sample: weights of 1, 2, 3 and 4 days.
const DELAY: [f64; 4] = [0.3, 0.35, 0.22, 0.13];
/// Spread of the logarithm of people's infectiousness: a few infect many.
const UNEVENNESS: f64 = 0.95;

/// How the outbreak begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spark {
    /// People who bring the illness in.
    pub(super) seeds: u32,
    /// Which draw of them: the same number of others leads to another outbreak.
    pub(super) draw: u32,
}

/// Where an infection happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scene {
    /// Elsewhere; the person came back ill.
    Abroad,
    Home(u32),
    Venue(u32),
    /// A bus of this route that left then, seconds since the plan's start.
    Bus(u32, u32),
}

/// One infection. Times are seconds since the plan's start, before which imported ones may lie.
#[derive(Debug, Clone)]
pub(super) struct Infection {
    pub(super) person: u32,
    pub(super) infector: Option<u32>,
    pub(super) at: i32,
    pub(super) scene: Scene,
    /// When symptoms begin or, without symptoms, would have.
    pub(super) onset: i32,
    pub(super) asymptomatic: bool,
    /// The infectious time.
    pub(super) from: i32,
    pub(super) until: i32,
    pub(super) strength: f64,
    /// Days of the sample, of the way to hospital and of the result.
    pub(super) found: Option<Finding>,
}

/// Days of a case, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) sample: u32,
    pub(super) isolation: u32,
    pub(super) confirmed: u32,
}

impl Infection {
    /// Infectiousness at an instant, as a factor of the hazard: highest until three days after onset.
    pub(super) fn strength_at(&self, at: i32) -> f64 {
        let late = if at > self.onset + 3 * DAY_I {
            0.35
        } else {
            1.0
        };
        self.strength * late * if self.asymptomatic { 0.5 } else { 1.0 }
    }
}

/// All infections so far.
#[derive(Debug)]
pub(super) struct Outbreak {
    pub(super) infections: Vec<Infection>,
    pub(super) health: Health,
    /// Each person's infection, or [`NONE`].
    case_of: Vec<u32>,
    delay: Weights,
}

impl Outbreak {
    /// People fall ill elsewhere and come back on days one to four.
    pub(super) fn import(world: &World, spark: Spark) -> Self {
        let people = world.people.len();
        let mut outbreak = Self {
            infections: Vec::new(),
            health: Health::new(people),
            case_of: vec![NONE; people],
            delay: Weights::new(DELAY),
        };
        let mut rng = stream(world.plan.seed, Purpose::Seeds, u64::from(spark.draw));
        let mut left = spark.seeds.min(people as u32 / 2);
        while left > 0 {
            let person = rng.random_range(0..people as u32);
            if outbreak.is_infected(person) || world.person(person).age < 16 {
                // A town without adults is not built, so that this ends.
                continue;
            }
            left -= 1;
            let arrival = rng.random_range(0..4.min(world.plan.days)) as i32;
            let at = arrival * DAY_I - rng.random_range(DAY_I..6 * DAY_I);
            let exposure = Exposure {
                at,
                person,
                infector: person,
                scene: Scene::Abroad,
            };
            outbreak.infect(&mut rng, exposure, arrival * DAY_I);
            if arrival > 0 {
                outbreak.health.send_away(person, -1, arrival as i16 - 1);
            }
        }
        outbreak
    }

    /// Infections of the day, in the order of time.
    pub(super) fn spread(&mut self, world: &World, day: &Day) {
        let mut rng = stream(world.plan.seed, Purpose::Spread, u64::from(day.number));
        let (begin, end) = (day.begin() as i32, (day.begin() + DAY + 8 * HOUR) as i32);
        let active: Vec<&Infection> = self
            .infections
            .iter()
            .filter(|case| case.from < end && case.until > begin)
            .collect();
        let mut exposures = meetings(
            world,
            day,
            &active,
            &|person| self.is_infected(person),
            &mut rng,
        );
        exposures
            .sort_unstable_by_key(|exposure| (exposure.at, exposure.person, exposure.infector));
        for exposure in exposures {
            if !self.is_infected(exposure.person) {
                self.infect(&mut rng, exposure, 0);
            }
        }
    }

    /// The course of the illness is settled at once; nobody is found before `here`.
    fn infect(&mut self, rng: &mut ChaCha8Rng, exposure: Exposure, here: i32) {
        let Exposure {
            at,
            person,
            infector,
            scene,
        } = exposure;
        let incubation = lognormal(rng, 4.6, 0.42).clamp(1.5, 14.0);
        let onset = at + (incubation * f64::from(DAY)) as i32;
        let onset = if scene == Scene::Abroad {
            onset.max(here)
        } else {
            onset
        };
        let found = rng.random_bool(ASCERTAINED);
        let sample = onset.max(0) as u32 / DAY + 1 + self.delay.pick(rng) as u32;
        let confirmed = sample + [0, 1, 1, 2][rng.random_range(0..4)];
        let isolation = if rng.random_bool(0.8) {
            sample
        } else {
            confirmed
        };
        self.case_of[person as usize] = self.infections.len() as u32;
        if found {
            self.health.admit(person, sample, isolation);
        }
        self.infections.push(Infection {
            person,
            infector: (scene != Scene::Abroad).then_some(infector),
            at,
            scene,
            onset,
            asymptomatic: rng.random_bool(ASYMPTOMATIC),
            from: (onset - 2 * DAY_I).max(at + DAY_I).max(here),
            until: onset + 8 * DAY_I,
            strength: (UNEVENNESS * normal(rng) - UNEVENNESS * UNEVENNESS / 2.0).exp(),
            found: found.then_some(Finding {
                sample,
                isolation,
                confirmed,
            }),
        });
    }

    /// Confirmed cases up to the end of day `last`.
    pub(super) fn confirmed(&self, last: u32) -> impl Iterator<Item = (&Infection, Finding)> {
        let found = self
            .infections
            .iter()
            .filter_map(|case| case.found.map(|found| (case, found)));
        found.filter(move |(_, found)| found.confirmed <= last)
    }

    pub(super) fn is_infected(&self, person: u32) -> bool {
        self.case_of[person as usize] != NONE
    }

    /// A person's infection, if there is one.
    pub(super) fn case(&self, person: u32) -> Option<&Infection> {
        self.infections.get(self.case_of[person as usize] as usize)
    }

    /// A quarantined person is tested: some infections are found that would not have been.
    pub(super) fn test_in_quarantine(&mut self, rng: &mut ChaCha8Rng, person: u32, day: u32) {
        let case = self
            .infections
            .get_mut(self.case_of[person as usize] as usize);
        let Some(case) =
            case.filter(|case| case.found.is_none() && rng.random_bool(FOUND_IN_QUARANTINE))
        else {
            return;
        };
        let sample = day + rng.random_range(1..4);
        let sample = sample.max(case.onset.max(0) as u32 / DAY + 1);
        case.found = Some(Finding {
            sample,
            isolation: sample,
            confirmed: sample + 1,
        });
        self.health.admit(person, sample, sample);
    }

    /// Whether a person can be sent into quarantine on this day.
    pub(super) fn may_quarantine(&self, person: u32, day: u32) -> bool {
        !self.health.is_quarantined(person, day)
            && self.health.standing(person, day) == Standing::Free
    }
}

impl Scene {
    /// The key of the contact-tracing category; `imported` for what happened elsewhere.
    pub(super) fn key(self, world: &World) -> &'static str {
        match self {
            Self::Abroad => "imported",
            Self::Home(_) => "home",
            Self::Bus(..) => "vehicle",
            Self::Venue(place) => Category::traits(world.directory.category(place)).key,
        }
    }
}
