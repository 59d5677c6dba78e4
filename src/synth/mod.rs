//! Synthetic epidemics with known truth: a town in real districts of Viet Nam, its people's days, and an outbreak that
//! passes on wherever people really are together. The files look like the exports of the real sources; nobody in them
//! exists.
//!
//! Down the road: [`Plan`] → [`World`] (real districts, words, people, places, jobs, routes) → each day: who is where
//! (`days`, `walk`, `travel`, paced by `tempo`) → who infects whom (`meetings`, `outbreak`) and who is sent away
//! (`authorities`) → what the scanners and forms show of it (`scans`, `declarations`) → files (`output`, `cases`).
//! One day is in memory at a time. The same plan gives the same bytes. Beside it, where that is wanted: files with the
//! faults of the bad-input catalogue (`dirty`).

mod authorities;
mod calendar;
mod cases;
mod category;
mod chance;
mod days;
mod declarations;
mod dirty;
mod error;
mod health;
mod identity;
mod jobs;
mod labels;
mod meetings;
mod outbreak;
mod output;
mod people;
mod places;
mod plan;
mod scans;
mod simulation;
mod tempo;
mod travel;
mod walk;
mod words;
mod world;

pub use dirty::{DIRTY_FILES, Dirty, DirtyFile, FAULT_HEADER, FAULT_LIST, plant};
pub use error::SynthError;
pub use output::{CsvScans, Tables};
pub use plan::{MOST_VISITS, Plan, Summary};
pub use scans::{SCAN_HEADER, ScanRow, Sink};
pub use world::World;

use crate::job::{Cancel, Progress, Stage};
use declarations::Declarations;
use outbreak::Outbreak;
use scans::Scanners;
use simulation::{Simulation, spark};

/// Generates a synthetic epidemic: scan rows into `scans`, day by day, everything else into `tables`.
/// `progress` counts days.
///
/// # Errors
/// If the plan cannot be carried out, an output fails, or `cancel` was set.
pub fn generate(
    plan: &Plan,
    scans: &mut dyn Sink,
    tables: &mut Tables<'_>,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Summary, SynthError> {
    plan.validate()?;
    let world = World::build(plan)?;
    let mut simulation = Simulation::new(&world, spark(&world, progress, cancel)?);
    output::register(&world, tables.register)?;
    output::places(&world, tables.places)?;
    let mut declarations = Declarations::new(&mut *tables.declarations)?;
    let mut scanners = Scanners::default();
    let mut summary = Summary::default();
    progress.begin(Stage::Simulate, u64::from(plan.days));
    for number in 0..plan.days {
        cancel.check()?;
        let day = simulation.step(number);
        let rows = scanners.read(&world, day);
        summary.visits += day.scanned(&world);
        summary.scan_rows += rows.len() as u64;
        scans.scans(&world, rows)?;
        declarations.write(&world, simulation.day(), &simulation.outbreak)?;
        progress.advance(1);
    }
    let outbreak = &simulation.outbreak;
    summary.confirmed = cases::cases(&world, outbreak, tables.cases)?;
    output::quarantines(&world, &simulation.quarantines, tables.quarantines)?;
    output::truth(&world, outbreak, tables.truth)?;
    summary.people = world.people.len() as u64;
    summary.households = world.households.len() as u64;
    summary.places = world.directory.places.len() as u64;
    summary.declarations = declarations.count;
    summary.quarantines = simulation.quarantines.len() as u64;
    count(&mut summary, &world, outbreak);
    Ok(summary)
}

/// Counts the infections, by category.
fn count(summary: &mut Summary, world: &World, outbreak: &Outbreak) {
    let mut by_category = std::collections::BTreeMap::new();
    for case in &outbreak.infections {
        *by_category.entry(case.scene.key(world)).or_insert(0) += 1;
    }
    summary.infections = outbreak.infections.len() as u64;
    summary.imported = by_category.get("imported").copied().unwrap_or(0);
    summary.by_category = by_category.into_iter().collect();
    summary
        .by_category
        .sort_by_key(|&(key, count)| (std::cmp::Reverse(count), key));
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// The files in the order of [`Tables`], then the scans.
    fn run(plan: &Plan) -> (Summary, [Vec<u8>; 7]) {
        let mut files: [Vec<u8>; 7] = Default::default();
        let [
            register,
            places,
            declarations,
            cases,
            quarantines,
            truth,
            scans,
        ] = &mut files;
        let mut tables = Tables {
            register,
            places,
            declarations,
            cases,
            quarantines,
            truth,
        };
        let mut sink = CsvScans::new(scans).unwrap();
        let summary = generate(
            plan,
            &mut sink,
            &mut tables,
            &Progress::new(),
            &Cancel::new(),
        )
        .unwrap();
        drop(sink);
        (summary, files)
    }

    fn rows(file: &[u8]) -> Vec<csv::StringRecord> {
        csv::Reader::from_reader(file)
            .records()
            .map(Result::unwrap)
            .collect()
    }

    fn column(file: &[u8], index: usize) -> BTreeSet<String> {
        rows(file)
            .iter()
            .map(|row| row[index].to_owned())
            .filter(|text| !text.is_empty())
            .collect()
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes() {
        let plan = Plan {
            people: 400,
            days: 9,
            ..Plan::default()
        };
        let (summary, files) = run(&plan);
        assert_eq!((summary, files.clone()), run(&plan));
        let (_, others) = run(&Plan { seed: 1, ..plan });
        assert!(files.iter().zip(&others).all(|(file, other)| file != other));
    }

    #[test]
    fn the_sample_is_an_outbreak_of_the_wanted_size() {
        let (summary, files) = run(&Plan::default());
        assert!((40..=90).contains(&summary.confirmed), "{summary:?}");
        assert!((60..=150).contains(&summary.infections), "{summary:?}");
        assert!(
            (80_000..=110_000).contains(&summary.scan_rows),
            "{summary:?}"
        );
        let of = |wanted: &str| {
            summary
                .by_category
                .iter()
                .find(|(key, _)| *key == wanted)
                .map_or(0, |(_, count)| *count)
        };
        let local = summary.infections - summary.imported;
        assert!(
            of("home") * 3 < local * 2 && of("vehicle") > 0,
            "{summary:?}"
        );
        assert!(files[..6].iter().map(Vec::len).sum::<usize>() < 1_000_000);
    }

    #[test]
    fn files_agree_with_one_another() {
        let (
            summary,
            [
                register,
                places,
                declarations,
                cases,
                quarantines,
                truth,
                scans,
            ],
        ) = run(&Plan::default());
        let (people, codes) = (column(&register, 0), column(&places, 0));
        assert_eq!(
            (people.len(), codes.len()),
            (2_000, summary.places as usize)
        );
        let known =
            |file: &[u8], index: usize, all: &BTreeSet<String>| column(file, index).is_subset(all);
        assert!(known(&declarations, 1, &people) && known(&declarations, 17, &people));
        assert!(known(&declarations, 14, &codes) && known(&scans, 1, &codes));
        assert!(known(&cases, 1, &people) && known(&quarantines, 0, &people));
        assert!(known(&truth, 0, &people) && known(&truth, 1, &people));
        let confirmed = rows(&cases)
            .iter()
            .filter(|row| &row[7] == "xác nhận")
            .count();
        assert_eq!(confirmed as u64, summary.confirmed);
        assert_eq!(
            rows(&truth).iter().filter(|row| &row[6] == "yes").count(),
            confirmed
        );
        assert_eq!(rows(&scans).len() as u64, summary.scan_rows);
        let tokens = column(&register, 1);
        assert!(
            column(&scans, 0)
                .iter()
                .all(|qr| tokens.contains(qr.split('|').nth(4).unwrap()))
        );
    }

    #[test]
    fn buses_are_shared_and_some_arrivals_unknown() {
        let (_, files) = run(&Plan::default());
        let trips = rows(&files[2]);
        let buses: Vec<_> = trips.iter().filter(|row| &row[9] == "Xe khách").collect();
        let mut aboard: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for row in &buses {
            *aboard.entry((&row[10], &row[12])).or_default() += 1;
        }
        assert!(buses.len() > 4 * aboard.len());
        let unknown =
            buses.iter().filter(|row| row[13].is_empty()).count() as f64 / buses.len() as f64;
        assert!((0.25..0.42).contains(&unknown), "{unknown}");
        assert!(
            trips.iter().any(|row| !row[14].is_empty())
                && trips.iter().any(|row| !row[17].is_empty())
        );
        assert!(
            trips
                .iter()
                .all(|row| row[17].is_empty() == row[18].is_empty())
        );
    }

    #[test]
    fn stops_when_told_and_says_what_failed() {
        struct Broken;
        impl std::io::Write for Broken {
            fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
                Err(std::io::Error::other("full"))
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let attempt = |cancel: &Cancel, register: &mut dyn std::io::Write| {
            let mut sinks: [std::io::Sink; 5] = std::array::from_fn(|_| std::io::sink());
            let [places, declarations, cases, quarantines, truth] = &mut sinks;
            let mut tables = Tables {
                register,
                places,
                declarations,
                cases,
                quarantines,
                truth,
            };
            let mut scans = CsvScans::new(std::io::sink()).unwrap();
            let plan = Plan {
                people: 100,
                days: 3,
                ..Plan::default()
            };
            generate(&plan, &mut scans, &mut tables, &Progress::new(), cancel)
        };
        assert!(matches!(
            attempt(&Cancel::new(), &mut Broken),
            Err(SynthError::Io { .. })
        ));
        let cancel = Cancel::new();
        cancel.cancel();
        assert!(matches!(
            attempt(&cancel, &mut std::io::sink()),
            Err(SynthError::Cancelled)
        ));
    }
}
