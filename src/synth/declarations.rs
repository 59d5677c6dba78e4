//! The movement declarations of a day: bus passengers, and riders who pass a checkpoint.

use std::io::Write;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::calendar::{DAY, HOUR, MINUTE};
use super::chance::{Purpose, stream};
use super::days::Day;
use super::error::SynthError;
use super::outbreak::{Infection, Outbreak};
use super::output::{Table, push_day_of, push_minute};
use super::people::NOWHERE;
use super::world::World;

/// Share of travellers who declare their trip.
const DECLARED: f64 = 0.92;
/// Share of bus passengers who give no time of arrival.
const NO_ARRIVAL: f64 = 1.0 / 3.0;
/// Share of travellers who name somebody they met.
const NAMES_CONTACT: f64 = 0.06;
/// What fixed numbers are for.
const RIDE: u64 = 50;

/// The columns of the declarations.
pub(super) const HEADER: [&str; 19] = [
    "Mã tờ khai",
    "Số CCCD",
    "Mã QR",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Số điện thoại",
    "Nơi đi",
    "Nơi đến",
    "Phương tiện",
    "Biển số / Số hiệu",
    "Số ghế",
    "Thời gian khởi hành",
    "Thời gian đến",
    "Chốt kiểm soát",
    "Thời gian qua chốt",
    "Triệu chứng",
    "CCCD người tiếp xúc",
    "Ngày tiếp xúc",
];

/// One trip of one person. Times are seconds since the plan's start.
#[derive(Debug)]
struct Journey {
    person: u32,
    from: usize,
    to: usize,
    vehicle: &'static str,
    plate: String,
    seat: Option<u32>,
    depart: u32,
    arrive: Option<u32>,
    /// A place of the register, and when it was passed.
    checkpoint: Option<(u32, u32)>,
}

/// The declarations' file.
pub(super) struct Declarations<W: Write> {
    table: Table<W>,
    pub(super) count: u64,
}

impl<W: Write> Declarations<W> {
    pub(super) fn new(out: W) -> Result<Self, SynthError> {
        Ok(Self {
            table: Table::new(out, &HEADER)?,
            count: 0,
        })
    }

    /// Writes the day's declarations in the order of departure.
    pub(super) fn write(
        &mut self,
        world: &World,
        day: &Day,
        outbreak: &Outbreak,
    ) -> Result<(), SynthError> {
        let mut rng = stream(world.plan.seed, Purpose::Forms, u64::from(day.number));
        let mut journeys = bus_trips(world, day, &mut rng);
        journeys.extend(rides(world, day, &mut rng));
        journeys.sort_by_key(|journey| (journey.depart, journey.person));
        for journey in journeys
            .iter()
            .filter(|_| rng.random_bool(DECLARED))
            .collect::<Vec<_>>()
        {
            self.row(world, outbreak, &mut rng, journey)?;
        }
        self.table.flush()
    }

    fn row(
        &mut self,
        world: &World,
        outbreak: &Outbreak,
        rng: &mut ChaCha8Rng,
        trip: &Journey,
    ) -> Result<(), SynthError> {
        self.count += 1;
        let (table, person, number) = (&mut self.table, trip.person, self.count);
        // Some typed their number, some showed a code, most did both.
        let (typed, shown) =
            [(true, true), (true, true), (true, false), (false, true)][rng.random_range(0..4)];
        table.format(format_args!("TK{number:07}"))?;
        table.maybe(typed.then_some(person), |out, person| {
            world.push_cccd(out, person);
        })?;
        table.maybe(shown.then_some(person), |out, person| {
            world.write_qr(out, person);
        })?;
        table.with(|out| world.push_name(out, person))?;
        table.with(|out| world.push_birth(out, person))?;
        table.text(world.sex(person))?;
        table.with(|out| world.push_phone(out, person))?;
        for area in [trip.from, trip.to] {
            table.format(format_args!(
                "{}, {}",
                world.areas[area].name,
                world.province(area as u8)
            ))?;
        }
        table.text(trip.vehicle)?;
        table.text(&trip.plate)?;
        match trip.seat {
            Some(seat) => table.format(format_args!(
                "{}{:02}",
                ["A", "B"][seat as usize % 2],
                seat / 2 + 1
            ))?,
            None => table.text("")?,
        }
        table.with(|out| push_minute(world, out, trip.depart))?;
        table.maybe(trip.arrive, |out, at| push_minute(world, out, at))?;
        table.maybe(trip.checkpoint, |out, (place, _)| {
            world.write_place_code(out, place);
        })?;
        table.maybe(trip.checkpoint, |out, (_, at)| push_minute(world, out, at))?;
        table.text(symptoms(world, outbreak, rng, trip))?;
        let contact = contact(world, rng, trip);
        table.maybe(contact, |out, (other, _)| world.push_cccd(out, other))?;
        table.maybe(contact, |out, (_, at)| push_day_of(world, out, at))?;
        table.end()
    }
}

fn bus_trips(world: &World, day: &Day, rng: &mut ChaCha8Rng) -> Vec<Journey> {
    let venues = world.directory.places.len() as u32;
    let mut seats = vec![0; day.trips.len()];
    let aboard = day.visits.iter().filter_map(|visit| {
        visit
            .place
            .checked_sub(venues)
            .map(|trip| (visit.person, trip))
    });
    let journey = |(person, number): (u32, u32)| {
        let trip = &day.trips[number as usize];
        let route = &world.routes[trip.route as usize];
        let (from, to) = if trip.back {
            (route.to, route.from)
        } else {
            (route.from, route.to)
        };
        let seat = seats[number as usize];
        seats[number as usize] += 1;
        let arrive = (!rng.random_bool(NO_ARRIVAL)).then_some(trip.arrive);
        Journey {
            person,
            from,
            to,
            vehicle: "Xe khách",
            plate: route.plate.clone(),
            seat: Some(seat),
            depart: trip.depart,
            arrive,
            checkpoint: None,
        }
    };
    aboard.map(journey).collect()
}

fn rides(world: &World, day: &Day, rng: &mut ChaCha8Rng) -> Vec<Journey> {
    let journey = |ride: &super::days::Ride| {
        let household = world.person(ride.person).household;
        let draw = world.fixed(RIDE, u64::from(household));
        let from = world.household(ride.person).area as usize;
        let series = match (world.areas[from].province_code.as_str(), draw % 10 < 7) {
            ("74", true) => "61X1",
            ("75", true) => "60X1",
            (_, true) => "59X1",
            ("74", false) => "61A",
            ("75", false) => "60A",
            (_, false) => "51A",
        };
        let number = (u64::from(household) * 617 + world.fixed(RIDE, u64::MAX)) % 100_000;
        Journey {
            person: ride.person,
            from,
            to: ride.to,
            vehicle: if draw % 10 < 7 { "Xe máy" } else { "Ô tô" },
            plate: format!("{series}-{:03}.{:02}", number / 100, number % 100),
            seat: None,
            depart: (ride.pass - rng.random_range(10..30) * MINUTE).max(day.begin()),
            arrive: Some(ride.pass + rng.random_range(12..40) * MINUTE),
            checkpoint: Some((ride.checkpoint, ride.pass)),
        }
    };
    day.rides.iter().map(journey).collect()
}

fn symptoms<'a>(
    world: &'a World,
    outbreak: &Outbreak,
    rng: &mut ChaCha8Rng,
    trip: &Journey,
) -> &'a str {
    let now = trip.depart as i32;
    let is_ill = |case: &Infection| !case.asymptomatic && (case.onset..case.until).contains(&now);
    let admits = if outbreak.case(trip.person).is_some_and(is_ill) {
        0.7
    } else {
        0.02
    };
    let draw = rng.random();
    if rng.random_bool(admits) {
        world.words.symptoms.pick(draw)
    } else {
        "Không"
    }
}

/// Now and then: a colleague, met on one of the three days before.
fn contact(world: &World, rng: &mut ChaCha8Rng, trip: &Journey) -> Option<(u32, u32)> {
    let work = world.person(trip.person).work;
    let ago = rng.random_range(1..4) * DAY;
    if !rng.random_bool(NAMES_CONTACT) || work == NOWHERE || trip.depart < ago + HOUR {
        return None;
    }
    let colleagues = world.staff.of(work);
    let other = colleagues[rng.random_range(0..colleagues.len() as u32) as usize];
    (other != trip.person).then_some((other, trip.depart - ago))
}
