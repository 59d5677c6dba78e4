//! The case file: confirmed cases, a few suspected ones, and a few that were taken back.

use std::io::Write;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::calendar::{DAY, local_day, push_date};
use super::chance::{Purpose, stream};
use super::error::SynthError;
use super::outbreak::{Infection, Outbreak};
use super::output::Table;
use super::world::World;

/// The columns of the case file.
pub(super) const HEADER: [&str; 8] = [
    "Mã ca",
    "Số CCCD",
    "Họ và tên",
    "Ngày khởi phát",
    "Ngày lấy mẫu",
    "Ngày xác định",
    "Ngày cách ly",
    "Trạng thái",
];
/// Suspected and taken-back cases for each confirmed one.
const SUSPECTED: f64 = 0.06;
const RETRACTED: f64 = 0.04;

/// One row. Days are counted from 0; an onset may lie before.
#[derive(Debug)]
struct Case {
    person: u32,
    onset: Option<i32>,
    sample: Option<i32>,
    confirmed: Option<i32>,
    isolation: Option<i32>,
    status: &'static str,
}

impl Case {
    /// When the file learns of it.
    fn known(&self) -> Option<i32> {
        self.confirmed.or(self.sample).or(self.onset)
    }
}

/// Writes the file; the number of confirmed cases in it.
pub(super) fn cases(
    world: &World,
    outbreak: &Outbreak,
    out: &mut dyn Write,
) -> Result<u64, SynthError> {
    let mut rng = stream(world.plan.seed, Purpose::Cases, u64::from(u32::MAX));
    let mut rows = confirmed(world, outbreak);
    let count = rows.len();
    rows.extend(suspected(
        world,
        outbreak,
        (count as f64 * SUSPECTED).ceil() as usize,
    ));
    rows.extend(retracted(
        world,
        outbreak,
        &mut rng,
        (count as f64 * RETRACTED).ceil() as usize,
    ));
    rows.sort_by_key(|row| (row.known(), row.person));
    let today = local_day(world.plan.start);
    let mut table = Table::new(out, &HEADER)?;
    for (number, row) in rows.iter().enumerate() {
        table.format(format_args!("CA{:04}", number + 1))?;
        table.with(|out| world.push_cccd(out, row.person))?;
        table.with(|out| world.push_name(out, row.person))?;
        for day in [row.onset, row.sample, row.confirmed, row.isolation] {
            table.maybe(day, |out, day| push_date(out, today + day))?;
        }
        table.text(row.status)?;
        table.end()?;
    }
    table.flush()?;
    Ok(count as u64)
}

fn onset_day(case: &Infection) -> Option<i32> {
    (!case.asymptomatic).then_some(case.onset.div_euclid(DAY as i32))
}

fn confirmed(world: &World, outbreak: &Outbreak) -> Vec<Case> {
    let row = |(case, found): (&Infection, super::outbreak::Finding)| Case {
        person: case.person,
        onset: onset_day(case),
        sample: Some(found.sample as i32),
        confirmed: Some(found.confirmed as i32),
        isolation: Some(found.isolation as i32),
        status: "xác nhận",
    };
    outbreak.confirmed(world.plan.days - 1).map(row).collect()
}

/// People with symptoms whom no test has found; they are ill indeed.
fn suspected(world: &World, outbreak: &Outbreak, wanted: usize) -> Vec<Case> {
    let last = (world.plan.days * DAY) as i32 - DAY as i32;
    let unfound = outbreak
        .infections
        .iter()
        .filter(|case| case.found.is_none() && !case.asymptomatic);
    let row = |case: &Infection| Case {
        person: case.person,
        onset: onset_day(case),
        sample: None,
        confirmed: None,
        isolation: None,
        status: "nghi ngờ",
    };
    unfound
        .filter(|case| (0..last).contains(&case.onset))
        .take(wanted)
        .map(row)
        .collect()
}

/// People who never were ill: a first test was wrong.
fn retracted(world: &World, outbreak: &Outbreak, rng: &mut ChaCha8Rng, wanted: usize) -> Vec<Case> {
    let mut rows: Vec<Case> = Vec::new();
    for _ in 0..wanted * 20 {
        let person = rng.random_range(0..world.people.len() as u32);
        let sample = rng.random_range(0..world.plan.days) as i32;
        let is_known = outbreak.is_infected(person) || rows.iter().any(|row| row.person == person);
        if rows.len() < wanted && !is_known {
            let (sample, status) = (Some(sample), "loại trừ");
            rows.push(Case {
                person,
                onset: None,
                sample,
                confirmed: None,
                isolation: None,
                status,
            });
        }
    }
    rows
}
