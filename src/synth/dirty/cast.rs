//! Whom, where and when the files tell of.

use crate::synth::calendar::{DAY, HOUR, MINUTE, local_day, push_date, push_instant};
use crate::synth::world::World;

/// The columns of a scan row.
pub(super) const PLACE: usize = 1;
pub(super) const TIME: usize = 2;
pub(super) const OFFICER: usize = 4;
pub(super) const DEVICE: usize = 5;

/// The cells of a scan row.
pub(super) type Scan = [String; 6];

/// The people and places of a world by number, whatever the number, and a clock for scans that have nothing to do with
/// each other.
pub(super) struct Cast<'w> {
    pub(super) world: &'w World,
    scans: u32,
}

impl<'w> Cast<'w> {
    pub(super) const fn new(world: &'w World) -> Self {
        Self { world, scans: 0 }
    }

    /// A person's index.
    pub(super) fn person(&self, n: u32) -> u32 {
        n % self.world.people.len() as u32
    }

    pub(super) fn cccd(&self, n: u32) -> String {
        spell(|out| self.world.push_cccd(out, self.person(n)))
    }

    pub(super) fn qid(&self, n: u32) -> String {
        spell(|out| self.world.push_qid(out, self.person(n)))
    }

    pub(super) fn name(&self, n: u32) -> String {
        spell(|out| self.world.push_name(out, self.person(n)))
    }

    pub(super) fn phone(&self, n: u32) -> String {
        spell(|out| self.world.push_phone(out, self.person(n)))
    }

    pub(super) fn place_count(&self) -> u32 {
        self.world.directory.places.len() as u32
    }

    /// The places furthest north and south, and whether that is more than a city.
    pub(super) fn ends(&self) -> (u32, u32, bool) {
        let places = &self.world.directory.places;
        let order = |a: &u32, b: &u32| places[*a as usize].lat.total_cmp(&places[*b as usize].lat);
        let all = 0..self.place_count();
        let south = all.clone().min_by(order).unwrap_or(0);
        let north = all.max_by(order).unwrap_or(0);
        let lat = |n: u32| places.get(n as usize).map_or(0.0, |p| p.lat);
        (south, north, (lat(north) - lat(south)) * 111.0 > 101.0)
    }

    /// A place's code.
    pub(super) fn place(&self, n: u32) -> String {
        spell(|out| self.world.write_place_code(out, n % self.place_count()))
    }

    /// A row of the population register.
    pub(super) fn resident(&self, n: u32) -> [String; 11] {
        let (world, person) = (self.world, self.person(n));
        let home = world.person(person).household;
        let household = world.household(person);
        [
            self.cccd(n),
            self.qid(n),
            self.name(n),
            spell(|out| world.push_birth(out, person)),
            world.sex(person).to_owned(),
            self.phone(n),
            spell(|out| world.push_address(out, true, home)),
            spell(|out| world.push_ward(out, household.area, household.ward)),
            world.areas[household.area as usize].name.clone(),
            world.province(household.area).to_owned(),
            spell(|out| world.push_household(out, home)),
        ]
    }

    /// A row of the place register.
    pub(super) fn venue(&self, n: u32) -> [String; 10] {
        let (world, index) = (self.world, n % self.place_count());
        let place = &world.directory.places[index as usize];
        [
            self.place(n),
            spell(|out| world.push_place_name(out, index)),
            place.category.traits().word.to_owned(),
            spell(|out| world.push_address(out, false, index)),
            spell(|out| world.push_ward(out, place.area, place.ward)),
            world.areas[place.area as usize].name.clone(),
            world.province(place.area).to_owned(),
            format!("{:.6}", place.lat),
            format!("{:.6}", place.lon),
            World::air(place.air).to_owned(),
        ]
    }

    /// The local midnight so many days before day one.
    pub(super) fn before(&self, days: u32) -> i64 {
        self.world.plan.start - i64::from(days) * i64::from(DAY)
    }

    /// When the next scan is: each some minutes after the last, a week before day one.
    pub(super) fn next_at(&self) -> i64 {
        self.before(7) + i64::from(5 * HOUR) + i64::from(self.scans) * i64::from(7 * MINUTE)
    }

    /// The number of the next scan, its person's and its place's.
    pub(super) const fn next(&self) -> u32 {
        self.scans
    }

    /// An entry like no other.
    pub(super) fn scan(&mut self) -> Scan {
        let (n, at) = (self.scans, self.next_at());
        self.scans += 1;
        let place = self.place(n);
        let device = format!("TB-{place}-1");
        [
            spell(|out| self.world.write_qr(out, self.person(n))),
            place,
            instant(at),
            "vào".to_owned(),
            String::new(),
            device,
        ]
    }
}

/// The date of an instant, `dd/mm/yyyy`.
pub(super) fn day(at: i64) -> String {
    spell(|out| push_date(out, local_day(at)))
}

/// An instant as scan files have it.
pub(super) fn instant(at: i64) -> String {
    spell(|out| push_instant(out, at))
}

fn spell(write: impl FnOnce(&mut String)) -> String {
    let mut out = String::new();
    write(&mut out);
    out
}
