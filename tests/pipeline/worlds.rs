//! Small random worlds for the comparison with the oracle: deterministic by seed, and biased to be interesting, with
//! equal instants, touching intervals, duplicates, edges of 24 hours and repeats within five minutes.

use crate::oracle::*;

const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;
/// 2021-08-01 00:00 local, as an instant.
const BASE: i64 = 1_627_750_800;

/// A small generator (splitmix64).
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Rng {
        Rng(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0..n; 0 for n = 0.
    pub fn below(&mut self, n: usize) -> usize {
        if n == 0 {
            0
        } else {
            (self.draw() % n as u64) as usize
        }
    }

    /// Both ends included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1) as usize) as i64
    }

    pub fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    pub fn shuffle<T>(&mut self, of: &mut [T]) {
        for i in (1..of.len()).rev() {
            of.swap(i, self.below(i + 1));
        }
    }
}

/// Where and when things tend to happen in one world.
struct Stage {
    /// Local days counted from `BASE`.
    days: Vec<i64>,
    /// Seconds of the day.
    hours: Vec<i64>,
    /// Of the stays and encounters that have an end.
    lengths: Vec<i64>,
}

impl Stage {
    fn new(rng: &mut Rng, span: i64, long: bool) -> Stage {
        let mut days = Vec::new();
        if long {
            // Clusters of neighbouring days, some of them exactly 60 days from another.
            let first = rng.between(0, 20);
            days.extend([first, first + 1]);
            let mut last = first;
            while rng.percent(75) {
                last += rng.pick(&[30, 59, 60, 61, 64, 70, 90, 120]);
                if last > span {
                    break;
                }
                days.extend([last, last + 1]);
            }
        } else {
            for _ in 0..rng.between(1, 4) {
                days.push(rng.between(0, span - 1));
            }
            // A neighbour: midnights and edges of 24 hours.
            let neighbour = days[0] + 1;
            days.push(neighbour);
        }
        let anchors = [
            8 * HOUR,
            8 * HOUR + 10 * MINUTE,
            9 * HOUR,
            12 * HOUR,
            18 * HOUR + 30 * MINUTE,
            20 * HOUR + 50 * MINUTE,
            21 * HOUR,
            23 * HOUR + 50 * MINUTE,
            23 * HOUR + 55 * MINUTE,
            24 * HOUR,
            10 * MINUTE,
            5 * HOUR + 50 * MINUTE,
            6 * HOUR,
        ];
        let hours = (0..rng.between(1, 5)).map(|_| rng.pick(&anchors)).collect();
        let all = [5, 10, 10, 15, 20, 30, 60, 90, 120, 240, 480, 1440];
        let lengths = (0..rng.between(2, 6))
            .map(|_| rng.pick(&all) * MINUTE)
            .collect();
        Stage {
            days,
            hours,
            lengths,
        }
    }

    fn day(&self, rng: &mut Rng) -> i64 {
        let day = rng.pick(&self.days);
        day + if rng.percent(10) {
            rng.between(-1, 2)
        } else {
            0
        }
    }

    fn instant(&self, rng: &mut Rng) -> i64 {
        let anchor = BASE + self.day(rng) * DAY + rng.pick(&self.hours);
        anchor + self.jitter(rng)
    }

    fn jitter(&self, rng: &mut Rng) -> i64 {
        match rng.below(10) {
            0..=3 => 0,
            4 => rng.pick(&[-5, 5]) * MINUTE,
            5 => rng.pick(&[-10, 10, 20, 30]) * MINUTE,
            6 => rng.pick(&[4, 5, 5, 6, 8, 10]) * MINUTE,
            7 => rng.pick(&[-1, 1, 299, 300, 301, 59]),
            8 => rng.pick(&[-30, 25, 40, 60, 120]) * MINUTE,
            _ => rng.between(-12, 12) * 5 * MINUTE,
        }
    }

    fn length(&self, rng: &mut Rng) -> i64 {
        match rng.below(20) {
            0 => 0,
            1 => rng.pick(&[1, 60, 299, 301, 899, 901]),
            2 => rng.pick(&[DAY, DAY - 300, DAY + 300, 30 * HOUR, 3 * DAY]),
            _ => rng.pick(&self.lengths),
        }
    }
}

const CATEGORIES: [&str; 23] = [
    "pharmacy",
    "convenience",
    "shop",
    "fuel",
    "checkpoint",
    "office",
    "bank",
    "market",
    "supermarket",
    "restaurant",
    "cafe",
    "mall",
    "worship",
    "clinic",
    "hospital",
    "school",
    "workplace",
    "factory",
    "home",
    "lodging",
    "vehicle",
    "other",
    "other",
];

fn places(rng: &mut Rng) -> Vec<Place> {
    (0..rng.between(1, 5))
        .map(|_| Place {
            category: rng.pick(&CATEGORIES),
            dwell_minutes: if rng.percent(15) {
                Some(rng.pick(&[1, 5, 15, 45, 600, 1440, 2000]))
            } else {
                None
            },
            air_closed: if rng.percent(15) {
                Some(rng.percent(50))
            } else {
                None
            },
            closeness: if rng.percent(15) {
                Some(rng.below(3) as u8)
            } else {
                None
            },
        })
        .collect()
}

fn whole(person: usize, place: usize, start: i64, end: Option<i64>) -> Stay {
    Stay {
        person,
        place,
        start,
        end,
        day: false,
        declared: false,
        mark: Mark::Whole,
    }
}

/// One person's stay, as one or more records.
fn add_stay(
    rng: &mut Rng,
    stage: &Stage,
    world: &mut World,
    mix: &Mix,
    person: usize,
    place: usize,
    start: i64,
) {
    let declared = rng.percent(mix.declared);
    let roll = rng.below(100);
    if roll < mix.by_day {
        let from = (start - BASE).div_euclid(DAY);
        // -2: the check-out's day lies well before the check-in's.
        let more = if rng.percent(4) {
            -2
        } else {
            rng.pick(&[0, 0, 0, 0, 1, 2])
        };
        let (start, end) = (BASE + from * DAY, Some(BASE + (from + 1 + more) * DAY));
        world.stays.push(Stay {
            day: true,
            declared,
            ..whole(person, place, start, end)
        });
    } else if roll < mix.by_day + mix.open {
        // Scans without a check-out, often repeated.
        let mut time = start;
        world.stays.push(Stay {
            declared,
            ..whole(person, place, time, None)
        });
        while rng.percent(mix.repeats) {
            time += rng.pick(&[0, 60, 240, 240, 299, 300, 300, 301, 600]);
            let declared = if rng.percent(85) { declared } else { !declared };
            world.stays.push(Stay {
                declared,
                ..whole(person, place, time, None)
            });
        }
    } else if roll < mix.by_day + mix.open + mix.scans {
        let mut rows = vec![(Mark::In, start)];
        let mut time = start;
        while rng.percent(mix.repeats) {
            time += rng.pick(&[0, 120, 240, 300, 300, 301, 600, 3600]);
            rows.push((if rng.percent(75) { Mark::In } else { Mark::Out }, time));
        }
        if rng.percent(80) {
            rows.push((Mark::Out, start + stage.length(rng)));
        }
        if rng.percent(10) {
            rows.push((Mark::Out, start + rng.pick(&[DAY, DAY + 1, 2 * DAY, 0])));
        }
        if rng.percent(6) {
            rows.remove(0);
        }
        for (mark, time) in rows {
            let declared = declared && rng.percent(90);
            world.stays.push(Stay {
                mark,
                declared,
                ..whole(person, place, time, None)
            });
        }
    } else {
        let end = start
            + if rng.percent(3) {
                -rng.between(1, 600)
            } else {
                stage.length(rng)
            };
        world.stays.push(Stay {
            declared,
            ..whole(person, place, start, Some(end))
        });
    }
}

/// What kinds of stays a world has, in percent; the rest is whole, with a check-out.
struct Mix {
    by_day: usize,
    open: usize,
    scans: usize,
    declared: usize,
    repeats: usize,
}

fn add_encounter(rng: &mut Rng, stage: &Stage, world: &mut World, a: usize, b: usize, start: i64) {
    let (mut start, mut end) = (start, start + stage.length(rng));
    let mut declared = rng.percent(12);
    if declared && rng.percent(70) {
        // A declared contact of a date.
        start = BASE + (start - BASE).div_euclid(DAY) * DAY;
        end = start + DAY;
    }
    if rng.percent(3) {
        end = start - rng.between(1, 600);
        declared = false;
    }
    let (a, b) = if rng.percent(50) { (a, b) } else { (b, a) };
    world.encounters.push(Encounter {
        a,
        b,
        start,
        end,
        weak: rng.percent(20),
        declared,
    });
}

fn add_cases(rng: &mut Rng, stage: &Stage, world: &mut World, long: bool) {
    let date = |rng: &mut Rng, low: i64, high: i64| {
        let time = if rng.percent(20) {
            rng.between(0, 143) * 10 * MINUTE
        } else {
            0
        };
        BASE + (rng.pick(&stage.days) + rng.between(low, high)) * DAY + time
    };
    let maybe = |rng: &mut Rng, chance: usize, value: i64| {
        if rng.percent(chance) {
            Some(value)
        } else {
            None
        }
    };
    let mut order: Vec<usize> = (0..world.people).collect();
    rng.shuffle(&mut order);
    let f0s = rng.pick(&[1, 1, 1, 2, 2, 3, 3]).min(world.people);
    for (nth, &person) in order[..f0s].iter().enumerate() {
        let rows = if long {
            rng.between(2, 5)
        } else {
            rng.pick(&[1, 1, 1, 1, 2, 3])
        };
        for _ in 0..rows {
            let onset = date(rng, -2, 3);
            let sample = date(rng, -1, 5);
            let isolation = date(rng, 0, 6) + DAY;
            // The first F0 usually has a t0; the others come in all combinations.
            let chance = if nth == 0 && rng.percent(75) { 80 } else { 45 };
            let row = CaseRow {
                person,
                onset: maybe(rng, chance, onset),
                sample: maybe(rng, chance, sample),
                isolation: maybe(rng, 40, isolation),
                status: match rng.below(20) {
                    0..=16 => Status::Confirmed,
                    17 | 18 => Status::Suspected,
                    _ => Status::Retracted,
                },
            };
            world.cases.push(row);
            if rng.percent(8) {
                world.cases.push(world.cases[world.cases.len() - 1].clone());
            }
        }
    }
    // Somebody who is only suspected, or no longer a case.
    if rng.percent(25) {
        let person = rng.below(world.people);
        let onset = date(rng, -1, 4);
        let status = rng.pick(&[Status::Suspected, Status::Suspected, Status::Retracted]);
        world.cases.push(CaseRow {
            person,
            onset: maybe(rng, 80, onset),
            sample: None,
            isolation: None,
            status,
        });
    }
}

fn params(rng: &mut Rng) -> Params {
    Params {
        pre_onset_days: rng.pick(&[0, 1, 2, 3, 3, 3, 5, 14]),
        pre_sample_days: rng.pick(&[0, 1, 2, 3, 7, 14, 14]),
        post_days: rng.pick(&[0, 1, 3, 10, 10, 14, 14, 14]),
        min_minutes: rng.pick(&[0, 0, 0, 0, 0, 5, 5, 15, 15, 15, 15, 30, 30, 60, 1440]),
        lag_minutes: rng.pick(&[0, 0, 10, 30, 120, 1500]),
        latent_hours: rng.pick(&[0, 0, 0, 0, 12, 12, 48]),
        onward_days: rng.pick(&[0, 1, 1, 7, 14]),
        max_tier: rng.pick(&[1, 2, 2, 3, 3, 4, 5, 5, 5]),
        households: rng.percent(50),
        include_suspected: rng.percent(40),
        include_weak: rng.percent(50),
    }
}

/// The parameters a deep chain needs; nasty ones otherwise.
fn tame(rng: &mut Rng, params: &mut Params) {
    params.pre_onset_days = rng.pick(&[2, 3, 3, 5]);
    params.pre_sample_days = rng.pick(&[2, 3, 14]);
    params.post_days = rng.pick(&[10, 14]);
    params.min_minutes = rng.pick(&[0, 0, 0, 5, 15, 15]);
    params.latent_hours = rng.pick(&[0, 0, 0, 0, 12]);
    params.max_tier = rng.pick(&[2, 3, 4, 5, 5, 5]);
}

pub fn random(seed: u64) -> (World, Params) {
    let mut rng = Rng::new(seed);
    let rng = &mut rng;
    let long = rng.percent(16);
    let span = if long { 200 } else { rng.between(1, 12) };
    let people = rng.pick(&[2, 3, 4, 5, 6, 7, 7, 8, 8, 9, 9]);
    let stage = Stage::new(rng, span, long);
    let mix = Mix {
        by_day: rng.pick(&[0, 0, 5, 15]),
        open: rng.pick(&[5, 20, 40]),
        scans: rng.pick(&[0, 15, 40]),
        declared: rng.pick(&[0, 5, 30]),
        repeats: rng.pick(&[10, 35, 60]),
    };
    let mut world = World {
        people,
        places: places(rng),
        stays: Vec::new(),
        encounters: Vec::new(),
        households: Vec::new(),
        cases: Vec::new(),
        quarantines: Vec::new(),
    };

    add_cases(rng, &stage, &mut world, long);

    // Chains: each meets the next, at a place or face to face, mostly one after the other. They begin at a case, near
    // its dates.
    // In a sparse world little else happens, so that they reach deep.
    let sparse = rng.percent(35);
    let chains = if sparse { 1 } else { rng.pick(&[0, 1, 1, 2]) };
    for _ in 0..chains {
        let mut order: Vec<usize> = (0..people).collect();
        rng.shuffle(&mut order);
        let mut start = stage.instant(rng);
        if !world.cases.is_empty() {
            let case = &world.cases[rng.below(world.cases.len())];
            let at = order
                .iter()
                .position(|&person| person == case.person)
                .unwrap();
            order.swap(0, at);
            if let Some(t0) = case.onset.or(case.sample)
                && rng.percent(75)
            {
                let day = (t0 - BASE).div_euclid(DAY) + rng.pick(&[-3, -1, -1, 0, 0, 0, 1, 2]);
                start = BASE + day * DAY + rng.pick(&stage.hours) + stage.jitter(rng);
            }
        }
        let steps = rng.pick(&[
            [0, 0, 0],
            [0, HOUR, 2 * HOUR],
            [HOUR, 12 * HOUR, DAY],
            [DAY, DAY, 2 * DAY],
        ]);
        let plain = rng.percent(if sparse { 85 } else { 50 });
        for pair in order.windows(2) {
            let place = rng.below(world.places.len());
            if plain {
                let end = start + rng.pick(&stage.lengths);
                if rng.percent(35) {
                    let (a, b) = (pair[0], pair[1]);
                    world.encounters.push(Encounter {
                        a,
                        b,
                        start,
                        end,
                        weak: false,
                        declared: rng.percent(20),
                    });
                } else {
                    world.stays.push(whole(pair[0], place, start, Some(end)));
                    world.stays.push(whole(pair[1], place, start, Some(end)));
                }
            } else if rng.percent(35) {
                add_encounter(rng, &stage, &mut world, pair[0], pair[1], start);
            } else {
                add_stay(rng, &stage, &mut world, &mix, pair[0], place, start);
                let shift = if rng.percent(60) {
                    0
                } else {
                    stage.jitter(rng)
                };
                add_stay(rng, &stage, &mut world, &mix, pair[1], place, start + shift);
            }
            start += rng.pick(&steps)
                + if plain || rng.percent(70) {
                    0
                } else {
                    stage.jitter(rng)
                };
        }
    }

    // Everything else.
    let rest = if sparse { people / 2 } else { 2 * people };
    for _ in 0..rng.between(0, rest as i64) {
        let (person, place) = (rng.below(people), rng.below(world.places.len()));
        let start = stage.instant(rng);
        add_stay(rng, &stage, &mut world, &mix, person, place, start);
    }
    for _ in 0..rng.between(0, rest as i64 / 2) {
        let a = rng.below(people);
        let b = if rng.percent(4) {
            a
        } else {
            (a + 1 + rng.below(people - 1)) % people
        };
        let start = stage.instant(rng);
        add_encounter(rng, &stage, &mut world, a, b, start);
    }

    // F0s who met each other before the illness of one of them.
    for _ in 0..rng.pick(&[0, 1, 1, 2, 3]) {
        if world.cases.len() > 1 {
            let case = world.cases[rng.below(world.cases.len())].clone();
            let other = world.cases[rng.below(world.cases.len())].person;
            if let Some(t0) = case.onset.or(case.sample)
                && other != case.person
            {
                let start = t0 - rng.pick(&[0, HOUR, DAY, DAY, 2 * DAY, 3 * DAY, 14 * DAY])
                    + stage.jitter(rng);
                if rng.percent(50) {
                    add_encounter(rng, &stage, &mut world, case.person, other, start);
                } else {
                    let place = rng.below(world.places.len());
                    add_stay(rng, &stage, &mut world, &mix, case.person, place, start);
                    add_stay(rng, &stage, &mut world, &mix, other, place, start);
                }
            }
        }
    }

    // Echoes: somebody enters where another left, at once or a little later; two meet again a day later.
    for _ in 0..rng.pick(&[0, 1, 2, 4]) {
        if !world.stays.is_empty() {
            let before = world.stays[rng.below(world.stays.len())].clone();
            if let Some(end) = before.end
                && !before.day
            {
                let start = end + rng.pick(&[0, 0, 5, 9, 10, 20, 30, 60, 119, 120]) * MINUTE;
                let person = rng.below(people);
                add_stay(rng, &stage, &mut world, &mix, person, before.place, start);
            }
        }
        if !world.encounters.is_empty() {
            let before = world.encounters[rng.below(world.encounters.len())].clone();
            let length = rng.pick(&stage.lengths);
            let end = match rng.below(4) {
                0 => before.start + DAY,
                1 => before.end + DAY,
                2 => before.start + DAY + length,
                _ => before.start + DAY + rng.pick(&[-1, 1, -300, 300]),
            };
            world.encounters.push(Encounter {
                start: end - length,
                end,
                ..before
            });
        }
    }

    // Duplicates: exact ones, and ones that differ a little.
    for _ in 0..rng.pick(&[0, 0, 1, 3]) {
        if !world.stays.is_empty() {
            let mut copy = world.stays[rng.below(world.stays.len())].clone();
            match rng.below(6) {
                0 => copy.declared = !copy.declared,
                1 => copy.person = rng.below(people),
                _ => {}
            }
            world.stays.push(copy);
        }
        if !world.encounters.is_empty() && rng.percent(50) {
            let mut copy = world.encounters[rng.below(world.encounters.len())].clone();
            (copy.a, copy.b) = (copy.b, copy.a);
            match rng.below(6) {
                0 => copy.weak = !copy.weak,
                1 => copy.declared = !copy.declared,
                _ => {}
            }
            world.encounters.push(copy);
        }
    }

    for _ in 0..rng.pick(&[0, 0, 1, 2]) {
        let mut members: Vec<usize> = (0..people).collect();
        rng.shuffle(&mut members);
        members.truncate(rng.between(1, 4) as usize);
        members.sort();
        world.households.push(members);
    }

    for _ in 0..rng.pick(&[0, 0, 0, 1, 2, 3]) {
        let person = rng.below(people);
        let start = if rng.percent(40) {
            stage.instant(rng)
        } else {
            BASE + (stage.day(rng) + 1) * DAY
        };
        let end = start + rng.pick(&[0, HOUR, DAY, DAY, 3 * DAY, 14 * DAY]);
        world.quarantines.push(Quarantine {
            person,
            start,
            end: if rng.percent(65) { Some(end) } else { None },
        });
    }

    let world = shuffled(&world, seed ^ 0x5eed);
    let mut params = params(rng);
    if sparse || rng.percent(40) {
        tame(rng, &mut params);
    }
    (world, params)
}

/// The same world with its records in another order. Persons, places and the order of the households stay.
pub fn shuffled(world: &World, seed: u64) -> World {
    let mut rng = Rng::new(seed);
    let mut world = world.clone();
    rng.shuffle(&mut world.stays);
    rng.shuffle(&mut world.encounters);
    rng.shuffle(&mut world.cases);
    rng.shuffle(&mut world.quarantines);
    for members in &mut world.households {
        rng.shuffle(members);
    }
    world
}
