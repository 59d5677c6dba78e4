//! From where people were to what the scanners stored.

use rand::RngExt;

use super::calendar::DAY;
use super::category::Category;
use super::chance::{Purpose, stream};
use super::days::{Day, Visit};
use super::error::SynthError;
use super::world::World;

/// Share of check-ins that are scanned again within five minutes, and share of rows that are stored twice.
const REPEATED: f64 = 0.006;
const DOUBLED: f64 = 0.003;

/// Headers of the scan file, in the order of [`ScanRow`]'s spellings.
pub const SCAN_HEADER: [&str; 6] = [
    "Mã QR",
    "Mã điểm quét",
    "Thời gian quét",
    "Chiều",
    "Cán bộ quét",
    "Thiết bị",
];

/// One scan of a person's QR at a place. [`World`] spells its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScanRow {
    /// Seconds UTC.
    pub at: i64,
    /// Index of the place in the place register, from 0.
    pub place: u32,
    /// Index of the person in the population register, from 0.
    pub person: u32,
    /// Leaving (`ra`) rather than entering (`vào`).
    pub out: bool,
    /// Which officer of the place scanned, from 1; 0 where people scan themselves.
    pub officer: u16,
    /// Which device of the place, from 1.
    pub device: u16,
}

impl ScanRow {
    /// The word of the direction column.
    #[must_use]
    pub const fn direction(&self) -> &'static str {
        if self.out { "ra" } else { "vào" }
    }
}

/// Takes the scan rows.
pub trait Sink {
    /// Called once a day with the day's rows in the order of time.
    ///
    /// # Errors
    /// [`SynthError::Sink`] or [`SynthError::Io`] if they cannot be written; generating ends with it.
    fn scans(&mut self, world: &World, rows: &[ScanRow]) -> Result<(), SynthError>;
}

/// The scanners' memory: rows that belong to a later day wait.
#[derive(Debug, Default)]
pub(super) struct Scanners {
    rows: Vec<ScanRow>,
    waiting: Vec<ScanRow>,
}

impl Scanners {
    /// The rows of a day, ordered.
    pub(super) fn read(&mut self, world: &World, day: &Day) -> &[ScanRow] {
        let mut rng = stream(world.plan.seed, Purpose::Scans, u64::from(day.number));
        let venues = world.directory.places.len() as u32;
        let end = world.plan.start + i64::from(day.begin() + DAY);
        self.rows.clear();
        self.rows.append(&mut self.waiting);
        for visit in day.visits.iter().filter(|visit| visit.place < venues) {
            let category = world.directory.category(visit.place);
            let mut push = |at: u32, out: bool, rng: &mut rand_chacha::ChaCha8Rng| {
                let row = row(world, visit, category, at, out, rng.random());
                let rows = if row.at < end {
                    &mut self.rows
                } else {
                    &mut self.waiting
                };
                rows.push(row);
                if rng.random_bool(DOUBLED) {
                    rows.push(row);
                }
            };
            push(visit.start, false, &mut rng);
            let stay = visit.end - visit.start;
            if stay > 60 && rng.random_bool(REPEATED) {
                push(
                    visit.start + rng.random_range(20..stay.min(290) - 20),
                    false,
                    &mut rng,
                );
            }
            if !rng.random_bool(world.plan.missing_out) {
                push(visit.end, true, &mut rng);
            }
        }
        self.rows.sort_unstable();
        &self.rows
    }
}

fn row(world: &World, visit: &Visit, category: Category, at: u32, out: bool, draw: u32) -> ScanRow {
    let gates = match category {
        Category::Market
        | Category::Hospital
        | Category::Mall
        | Category::School
        | Category::Factory => 4,
        Category::Supermarket | Category::Checkpoint => 2,
        _ => 1,
    };
    let device = draw % gates + 1;
    // Officers of a device change from shift to shift.
    let shift = at % DAY / (8 * 3600);
    let officer = if category.traits().officers {
        (device - 1) * 3 + shift + 1
    } else {
        0
    };
    ScanRow {
        at: world.plan.start + i64::from(at),
        place: visit.place,
        person: visit.person,
        out,
        officer: officer as u16,
        device: device as u16,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::{outbreak::Spark, plan::Plan, simulation::Simulation};

    #[test]
    fn rows_show_the_visits() {
        let world = World::build(&Plan {
            people: 4_000,
            ..Plan::default()
        })
        .unwrap();
        let (mut simulation, mut scanners) = (
            Simulation::new(&world, Spark { seeds: 0, draw: 0 }),
            Scanners::default(),
        );
        let (mut visits, mut ins, mut outs, mut doubled) = (0, 0.0, 0.0, 0);
        for number in 0..4 {
            let day = simulation.step(number);
            visits += day.scanned(&world);
            let begin = world.plan.start + i64::from(day.begin());
            let rows = scanners.read(&world, day);
            assert!(rows.is_sorted_by_key(|row| row.at));
            assert!(
                rows.iter()
                    .all(|row| (begin..begin + i64::from(DAY)).contains(&row.at))
            );
            ins += rows.iter().filter(|row| !row.out).count() as f64;
            outs += rows.iter().filter(|row| row.out).count() as f64;
            doubled += rows.windows(2).filter(|pair| pair[0] == pair[1]).count();
        }
        let visits = visits as f64;
        assert!((1.0..1.02).contains(&(ins / visits)));
        assert!((0.83..0.87).contains(&(outs / visits)), "{}", outs / visits);
        assert!(doubled > 0 && (doubled as f64) < 0.006 * (ins + outs));
    }
}
