//! One day of everybody: where each person is, from when to when.

use chrono::Weekday;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::calendar::{DAY, HOUR, MINUTE, weekday};
use super::category::Category;
use super::chance::{Purpose, poisson, stream};
use super::health::{Health, Standing};
use super::people::{NOWHERE, Person, Role};
use super::tempo::Tempo;
use super::travel::{Guest, Traveller, Trip, travellers, trips};
use super::walk::Walk;
use super::world::World;

/// When everybody is on the way home.
const EVENING: u32 = 22 * HOUR;
/// Nights at home begin at nine in the evening and end at five in the morning; nobody is elsewhere before that.
const NIGHT: u32 = 21 * HOUR;
/// The end of a night at home, seconds after the midnight before it ends.
pub(super) const DAWN: u32 = 5 * HOUR;
/// Not at home tonight.
pub(super) const NOT_HOME: u32 = u32::MAX;
/// Share of free adults who ride or drive to another province on a day.
const RIDERS: f64 = 0.012;

/// What fixed numbers are for.
const SHIFT: u64 = 20;
const DEVOUT: u64 = 21;

/// A stay: at a venue, or at number `places` + trip on a bus. Times are seconds since the plan's start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Visit {
    pub(super) person: u32,
    pub(super) place: u32,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// A ride through a checkpoint.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ride {
    pub(super) person: u32,
    pub(super) to: usize,
    pub(super) checkpoint: u32,
    pub(super) pass: u32,
}

/// Everybody's day.
#[derive(Debug, Default)]
pub(super) struct Day {
    pub(super) number: u32,
    /// By person, each person's in time order.
    pub(super) visits: Vec<Visit>,
    /// Bus runs; the passengers are in `visits`.
    pub(super) trips: Vec<Trip>,
    pub(super) rides: Vec<Ride>,
    /// When each person is home for the night, or [`NOT_HOME`].
    pub(super) home: Vec<u32>,
    /// Who sleeps in a guest house tonight, by person.
    pub(super) guests: Vec<Guest>,
    /// Errands among the visits, and those of them that went to the hot market.
    pub(super) errands: u64,
    pub(super) hot: u64,
}

impl Day {
    /// Seconds since the plan's start at which the day begins.
    pub(super) const fn begin(&self) -> u32 {
        self.number * DAY
    }

    /// Visits to venues, which are scanned.
    pub(super) fn scanned(&self, world: &World) -> u64 {
        let venues = world.directory.places.len() as u32;
        self.visits
            .iter()
            .filter(|visit| visit.place < venues)
            .count() as u64
    }

    /// Lays out day `number`; `guests` slept away from home in the night before.
    pub(super) fn fill(
        &mut self,
        world: &World,
        number: u32,
        health: &Health,
        guests: &[Guest],
        tempo: &Tempo,
    ) {
        let mut rng = stream(world.plan.seed, Purpose::Days, u64::from(number));
        self.number = number;
        self.trips = trips(world, number);
        self.visits.clear();
        self.rides.clear();
        self.guests.clear();
        self.home.clear();
        (self.errands, self.hot) = (0, 0);
        let mut leaving = travellers(world, number, health, guests)
            .into_iter()
            .peekable();
        let mut returning = guests.iter().copied().peekable();
        for person in 0..world.people.len() as u32 {
            let traveller = leaving.next_if(|traveller| traveller.person == person);
            let guest = returning.next_if(|guest| guest.person == person);
            let standing = health.standing(person, number);
            let mut walk = Walk::new(
                world,
                tempo,
                person,
                self.begin(),
                &mut rng,
                &mut self.visits,
            );
            let mut life = Life {
                world,
                day: number,
                trips: &self.trips,
                rides: &mut self.rides,
                guests: &mut self.guests,
            };
            let at_home = life.live(&mut walk, standing, traveller, guest);
            let home = (walk.cursor + 15 * MINUTE).max(self.number * DAY + NIGHT);
            self.errands += u64::from(walk.errands);
            self.hot += u64::from(walk.hot);
            self.home
                .push(if at_home && health.sleeps_at_home(person, number) {
                    home
                } else {
                    NOT_HOME
                });
        }
    }
}

/// What the day offers, while one person lives it.
struct Life<'a> {
    world: &'a World,
    day: u32,
    trips: &'a [Trip],
    rides: &'a mut Vec<Ride>,
    guests: &'a mut Vec<Guest>,
}

impl Life<'_> {
    /// Adds the person's visits; whether they come home at its end.
    fn live(
        &mut self,
        walk: &mut Walk,
        standing: Standing,
        leaves: Option<Traveller>,
        guest: Option<Guest>,
    ) -> bool {
        if let Some(guest) = guest {
            walk.wake(guest.until, self.world.routes[guest.route as usize].to);
        }
        match standing {
            Standing::Gone => return false,
            Standing::Admitted | Standing::Tested => walk.clinic(),
            Standing::Free => {}
        }
        if standing == Standing::Admitted {
            return false;
        }
        match (guest, leaves) {
            (Some(guest), _) => self.ride_back(walk, guest.route),
            (None, Some(traveller)) => self.travel(walk, traveller),
            (None, None) => {
                self.ordinary(walk);
                true
            }
        }
    }

    /// A day at the far end of a bus route.
    fn travel(&mut self, walk: &mut Walk, traveller: Traveller) -> bool {
        let out = traveller.route * 2;
        self.board(walk, out);
        walk.area = self.world.routes[traveller.route as usize].to;
        if traveller.stays {
            let evening = walk.begin + 19 * HOUR;
            walk.outing(evening);
            let guest = Guest {
                person: walk.person,
                route: traveller.route,
                until: walk.lodge(evening),
            };
            self.guests.push(guest);
            return false;
        }
        self.ride_back(walk, traveller.route)
    }

    /// The rest of a day at the far end, and the bus back.
    fn ride_back(&self, walk: &mut Walk, route: u32) -> bool {
        let back = route * 2 + 1;
        let departure = self.trips[back as usize].depart;
        walk.outing(departure - 15 * MINUTE);
        if walk.cursor <= departure {
            self.board(walk, back);
        }
        walk.area = walk.home;
        true
    }

    fn board(&self, walk: &mut Walk, trip: u32) {
        let run = &self.trips[trip as usize];
        walk.stay(
            self.world.directory.places.len() as u32 + trip,
            run.depart,
            run.arrive,
        );
    }

    /// Work or school where the weekday has it, and errands around it.
    fn ordinary(&mut self, walk: &mut Walk) {
        let who = self.world.person(walk.person);
        let weekday = weekday(self.world.plan.start, self.day);
        let wanted = walk.rate() * appetite(who);
        let count = poisson(walk.rng, wanted);
        let evening = walk.begin + EVENING;
        let attends = work_hours(self.world, walk.person, self.day, weekday, walk.rng);
        if let Some((from, to)) = attends.filter(|_| walk.attends()) {
            let before = f64::from(from.saturating_sub(6 * HOUR));
            let after = f64::from((EVENING - HOUR / 2).saturating_sub(to));
            let share = before / (before + after).max(1.0);
            let (from, to) = (walk.begin + from, walk.begin + to);
            let early = (0..count).filter(|_| walk.rng.random_bool(share)).count() as u32;
            walk.free_time(early, from.saturating_sub(10 * MINUTE));
            if walk.cursor < from {
                walk.stay(who.work, from, to);
            }
            walk.free_time(count - early, evening);
            return;
        }
        let devout = self.world.fixed(DEVOUT, u64::from(walk.person)) % 100;
        if weekday == Weekday::Sun && devout < 18 && who.age >= 6 {
            // The same place every Sunday, at the morning or the afternoon service.
            walk.worship(
                if devout < 11 { 8 * HOUR } else { 16 * HOUR },
                f64::from(devout as u32 % 7) / 7.0,
            );
        } else if who.age >= 18 && walk.rng.random_bool(RIDERS) {
            self.ride(walk);
        }
        walk.free_time(count, evening);
    }

    /// Through a checkpoint to another province, where the day's errands follow.
    fn ride(&mut self, walk: &mut Walk) {
        let to = self.world.directory.elsewhere(walk.home, walk.rng);
        if self.world.areas[to].province_code == self.world.areas[walk.home].province_code {
            return;
        }
        let checkpoint = self
            .world
            .directory
            .any(Category::Checkpoint, to, walk.rng.random());
        let pass = walk.begin + 6 * HOUR + walk.rng.random_range(0..4 * HOUR);
        let pass = pass.max(walk.cursor + 20 * MINUTE);
        let wait = walk.rng.random_range(3 * MINUTE..12 * MINUTE);
        walk.stay(checkpoint, pass, pass + wait);
        walk.area = to;
        self.rides.push(Ride {
            person: walk.person,
            to,
            checkpoint,
            pass,
        });
    }
}

/// How many errands a person has, next to an adult who works.
const fn appetite(who: &Person) -> f64 {
    match (who.role, who.age) {
        (Role::Small, _) => 0.0,
        (Role::Pupil, ..12) => 0.15,
        (Role::Pupil, ..18) => 0.6,
        (Role::Worker | Role::Pupil, _) => 1.0,
        (Role::AtHome, _) => 1.3,
        (Role::Retired, ..80) => 0.9,
        (Role::Retired, _) => 0.3,
    }
}

/// Arrival and departure at work or school, seconds after midnight, if the day has any.
fn work_hours(
    world: &World,
    person: u32,
    day: u32,
    weekday: Weekday,
    rng: &mut ChaCha8Rng,
) -> Option<(u32, u32)> {
    let work = world.person(person).work;
    if work == NOWHERE {
        return None;
    }
    let category = world.directory.category(work);
    let fixed = world.fixed(SHIFT, u64::from(person));
    let is_off = match (category, weekday) {
        _ if category.by_shift() => u64::from(day + 3) % 7 == fixed % 7,
        (_, Weekday::Sun) => true,
        (Category::Factory | Category::Workplace, _) => false,
        (_, weekday) => weekday == Weekday::Sat,
    };
    let (from, to) = match category {
        Category::Market => (5 * HOUR + 30 * MINUTE, 13 * HOUR),
        Category::School => (7 * HOUR, 16 * HOUR + 15 * MINUTE),
        Category::Factory => (7 * HOUR, 16 * HOUR),
        _ if !category.by_shift() => (8 * HOUR - MINUTE * 15, 17 * HOUR),
        _ if fixed >> 8 & 1 == 0 => (7 * HOUR, 14 * HOUR),
        _ => (14 * HOUR, 21 * HOUR),
    };
    let early = rng.random_range(0..25 * MINUTE);
    let late = rng.random_range(0..30 * MINUTE);
    (!is_off).then_some((from - early, to + late))
}
