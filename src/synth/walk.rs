//! One person's way through a day: a cursor in time that stays put at venues one after another.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::calendar::{DAY, HOUR, MINUTE};
use super::category::Category;
use super::chance::{Weights, fraction, lognormal, poisson};
use super::days::{DAWN, Visit};
use super::tempo::Tempo;
use super::world::World;

/// Share of errands in the district where the person is.
const NEAR: f64 = 0.86;
/// Share of errands at the person's usual place of that kind.
const HABIT: f64 = 0.5;
/// Shorter stays are not worth a scan.
const SHORTEST: u32 = 150;
/// What fixed numbers are for; the category is added.
const USUAL: u64 = 30;

/// Errand weights by the part of the day.
#[derive(Debug)]
pub(super) struct Menu([Weights; 3]);

impl Menu {
    pub(super) fn new() -> Self {
        Self([0, 1, 2].map(|part| {
            Weights::new(
                Category::ALL
                    .iter()
                    .map(|category| category.traits().errands[part]),
            )
        }))
    }
}

pub(super) struct Walk<'a> {
    world: &'a World,
    tempo: &'a Tempo,
    pub(super) person: u32,
    pub(super) rng: &'a mut ChaCha8Rng,
    visits: &'a mut Vec<Visit>,
    /// The day's first second.
    pub(super) begin: u32,
    /// From when on the person is free.
    pub(super) cursor: u32,
    /// Where the person is, as an index of districts.
    pub(super) area: usize,
    pub(super) home: usize,
    pub(super) errands: u32,
    pub(super) hot: u32,
    last: u32,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        world: &'a World,
        tempo: &'a Tempo,
        person: u32,
        begin: u32,
        rng: &'a mut ChaCha8Rng,
        visits: &'a mut Vec<Visit>,
    ) -> Self {
        let home = world.household(person).area as usize;
        let cursor = begin + DAWN;
        Self {
            world,
            tempo,
            person,
            rng,
            visits,
            begin,
            cursor,
            area: home,
            home,
            errands: 0,
            hot: 0,
            last: u32::MAX,
        }
    }

    /// The day begins elsewhere.
    pub(super) const fn wake(&mut self, at: u32, area: usize) {
        self.cursor = at;
        self.area = area;
    }

    /// Errands a person and day, before appetite.
    pub(super) const fn rate(&self) -> f64 {
        self.tempo.errands
    }

    pub(super) fn attends(&mut self) -> bool {
        self.rng.random_bool(self.tempo.attend)
    }

    pub(super) fn stay(&mut self, place: u32, start: u32, end: u32) {
        self.visits.push(Visit {
            person: self.person,
            place,
            start,
            end,
        });
        self.cursor = end;
        self.last = place;
    }

    pub(super) fn clinic(&mut self) {
        let place = self
            .world
            .directory
            .choose(Category::Clinic, self.area, self.rng.random());
        let start = self.begin + 7 * HOUR + self.rng.random_range(0..2 * HOUR);
        let start = start.max(self.cursor + 10 * MINUTE);
        let stay = self.rng.random_range(30 * MINUTE..80 * MINUTE);
        self.stay(place, start, start + stay);
    }

    pub(super) fn worship(&mut self, service: u32, which: f64) {
        let place = self
            .world
            .directory
            .choose(Category::Worship, self.area, which);
        let start = (self.begin + service - self.rng.random_range(0..15 * MINUTE)).max(self.cursor);
        let stay = lognormal(self.rng, 75.0, 0.15) * f64::from(MINUTE);
        self.stay(place, start, start + stay as u32);
    }

    /// Takes a room for the night; when the person leaves it.
    pub(super) fn lodge(&mut self, evening: u32) -> u32 {
        let place = self
            .world
            .directory
            .choose(Category::Lodging, self.area, self.rng.random());
        let start = evening.max(self.cursor) + self.rng.random_range(10 * MINUTE..80 * MINUTE);
        let end = self.begin + DAY + 6 * HOUR + self.rng.random_range(0..70 * MINUTE);
        self.stay(place, start, end);
        end
    }

    /// What a traveller does at the far end until `limit`.
    pub(super) fn outing(&mut self, limit: u32) {
        let wanted = self.rate().min(2.0);
        let count = 1 + poisson(self.rng, wanted);
        self.free_time(count, limit);
    }

    /// Up to `count` errands between now and `limit`, at human times.
    pub(super) fn free_time(&mut self, count: u32, limit: u32) {
        let from = self.cursor.max(self.begin + DAWN + HOUR / 2);
        if count == 0 || limit < from + 20 * MINUTE {
            return;
        }
        let mut wishes = [0; 24];
        let wishes = &mut wishes[..(count as usize).min(24)];
        for wish in wishes.iter_mut() {
            *wish = self.wish(from, limit);
        }
        wishes.sort_unstable();
        for &wish in wishes.iter() {
            self.errand(wish, limit);
        }
    }

    /// When an errand is due: mornings and late afternoons are busy.
    fn wish(&mut self, from: u32, limit: u32) -> u32 {
        let peak = match self.rng.random_range(0..100) {
            0..36 => 8 * HOUR,
            36..52 => 11 * HOUR + 30 * MINUTE,
            52..80 => 17 * HOUR + 15 * MINUTE,
            _ => return self.rng.random_range(from..limit),
        };
        let spread =
            (self.rng.random::<f64>() + self.rng.random::<f64>() - 1.0) * f64::from(2 * HOUR);
        let wish = (f64::from(self.begin + peak) + spread) as u32;
        if (from..limit).contains(&wish) {
            wish
        } else {
            self.rng.random_range(from..limit)
        }
    }

    fn errand(&mut self, wish: u32, limit: u32) {
        let journey = f64::from(self.rng.random_range(5 * MINUTE..20 * MINUTE)) * self.tempo.haste;
        let start = wish.max(self.cursor + journey as u32);
        if start + SHORTEST > limit {
            return;
        }
        let Some(place) = self.venue(start) else {
            return;
        };
        let category = self.world.directory.category(place);
        let (median, sigma) = category.traits().dwell;
        let dwell = lognormal(self.rng, median * self.tempo.haste, sigma) * f64::from(MINUTE);
        let close = self.begin + self.world.directory.hours(place).1;
        let end = (start + dwell as u32).min(close).min(limit);
        if end < start + SHORTEST {
            return;
        }
        self.stay(place, start, end);
        self.errands += 1;
        self.hot += u32::from(place == self.world.directory.hot);
    }

    /// A venue that is open then; a person does not turn around at the door to come back.
    fn venue(&mut self, start: u32) -> Option<u32> {
        let clock = start - self.begin;
        let hot = self.world.directory.hot;
        if self.tempo.hot > 0.0 && self.rng.random_bool(self.tempo.hot) && self.is_open(hot, clock)
        {
            return Some(hot);
        }
        for _ in 0..4 {
            let part = if clock < 11 * HOUR {
                0
            } else {
                usize::from(clock >= 16 * HOUR) + 1
            };
            let category = Category::ALL[self.tempo.menu.0[part].pick(self.rng)];
            let place = self.usual_or_new(category);
            if place != self.last && self.is_open(place, clock) {
                return Some(place);
            }
        }
        None
    }

    fn usual_or_new(&mut self, category: Category) -> u32 {
        let directory = &self.world.directory;
        if self.rng.random_bool(HABIT) {
            let usual = self
                .world
                .fixed(USUAL + category as u64, u64::from(self.person));
            return directory.choose(category, self.area, fraction(usual));
        }
        let near = self.rng.random_bool(NEAR);
        let area = if near {
            self.area
        } else {
            directory.elsewhere(self.area, self.rng)
        };
        directory.choose(category, area, self.rng.random())
    }

    fn is_open(&self, place: u32, clock: u32) -> bool {
        let (open, close) = self.world.directory.hours(place);
        (open..close.saturating_sub(SHORTEST)).contains(&clock)
    }
}
