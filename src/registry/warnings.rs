//! What is taken and yet to be looked at: two numbers of one person, two results of one day, declarations that contradict
//! the register, journeys that nobody makes, people and places that no register has.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{Records, people};
use crate::i18n::Message;
use crate::ingest::clues::{self, name_key};
use crate::ingest::{Intake, Ledger, Reason};
use crate::model::time::{Seconds, VIETNAM};
use crate::model::{CaseRow, Encounter, Grade, PersonIx, PersonRow, RowIx, Status, Visit};

/// Kilometres that are more than a city, and kilometres an hour that nobody travels at. Within a city clocks that are a
/// little off would make anybody too fast.
const FAR: f64 = 100.0;
const FASTEST: f64 = 1_000.0;

/// Warns of the rows of people whom two citizen's numbers name.
pub(super) fn of_two_numbers(intake: &Intake, joined: &people::Joined, ledger: &mut Ledger) {
    for (key, _, row) in &intake.people {
        let person = joined.person_of[*key as usize];
        if joined.numbers.get(person as usize).is_some_and(|&n| n > 1) {
            ledger.warn(*row, Reason::CccdConflict);
        }
    }
}

/// Warns of cases whose rows tell different results of samples of one day; all are kept.
pub(super) fn of_results(cases: &[(CaseRow, RowIx)], joined: &people::Joined, ledger: &mut Ledger) {
    let mut results: Vec<(PersonIx, Seconds, RowIx, Status)> = cases
        .iter()
        .filter_map(|(case, row)| {
            let day = VIETNAM.midnight_before(case.sample?);
            let person = joined.person_of[case.person as usize];
            Some((person, day, *row, case.status))
        })
        .filter(|r| r.0 != people::NOBODY)
        .collect();
    results.sort_unstable_by_key(|r| (r.0, r.1, r.2));
    for same in results.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        if same.iter().any(|r| r.3 != same[0].3) {
            for result in same {
                ledger.warn(result.2, Reason::ResultsDiffer);
            }
        }
    }
}

/// Warns of rows that declare another name or year of birth than the register has: declared is not registered. A middle
/// name that one of them leaves out is no other name.
pub(super) fn of_declarations(intake: &Intake, joined: &people::Joined, ledger: &mut Ledger) {
    if intake.people.is_empty() || intake.declared_people.is_empty() {
        return;
    }
    let person = |key: u32| joined.person_of[key as usize];
    let mut declared: Vec<PersonIx> = intake.declared_people.iter().map(|d| person(d.0)).collect();
    declared.sort_unstable();
    declared.dedup();
    let registered = intake.people.iter().rev();
    let registered: FxHashMap<PersonIx, &PersonRow> = registered
        .map(|(key, row, _)| (person(*key), row))
        .filter(|(person, _)| declared.binary_search(person).is_ok())
        .collect();
    for (key, said, row) in &intake.declared_people {
        let Some(known) = registered.get(&person(*key)) else {
            continue;
        };
        let (year, other) = (
            clues::year(&said.birth_date),
            clues::year(&known.birth_date),
        );
        let name = |row: &PersonRow| name_key(&row.full_name);
        let differs =
            year > 0 && other > 0 && year != other || !clues::same_name(&name(said), &name(known));
        if differs {
            ledger.warn(*row, Reason::DeclaredDiffers);
        }
    }
}

/// Warns of visits that begin where nobody can have come to from the one before. `visits` gives the visits of one of `parts` parts by person and time.
pub fn warn_of_travel<V: Iterator<Item = Visit>>(
    records: &mut Records,
    parts: usize,
    visits: impl Fn(usize) -> V + Sync,
) {
    let places = records.places.rows();
    let spots: Vec<Option<(f64, f64)>> = places.iter().map(|p| Some((p.lat?, p.lon?))).collect();
    // Without two places that far apart there is no such travel.
    let known = || spots.iter().flatten();
    let spread = |of: &dyn Fn(&(f64, f64)) -> f64| {
        let values = known().map(of);
        values.clone().fold(f64::MIN, f64::max) - values.fold(f64::MAX, f64::min)
    };
    if known().count() < 2 || spread(&|s| s.0).max(spread(&|s| s.1)) * 111.0 < FAR {
        return;
    }
    let recorded = |v: &Visit| matches!(v.grade, Grade::Observed | Grade::Imputed);
    let of_part = |n| {
        let mut rows: Vec<RowIx> = Vec::new();
        let mut before: Option<(Visit, (f64, f64))> = None;
        for visit in visits(n).filter(recorded) {
            let Some(spot) = spots[visit.place as usize] else {
                continue;
            };
            if let Some((last, from)) = before
                && last.person == visit.person
                && last.place != visit.place
            {
                let left = if last.grade == Grade::Observed {
                    last.end
                } else {
                    last.start
                };
                let far = kilometres(from, spot);
                let hours = (visit.start - left).max(0) as f64 / 3_600.0;
                if far > FAR && far > FASTEST * hours {
                    rows.push(visit.row);
                }
            }
            before = Some((visit, spot));
        }
        rows
    };
    let parts: Vec<Vec<RowIx>> = (0..parts).into_par_iter().map(of_part).collect();
    for row in parts.concat() {
        records.ledger.warn(row, Reason::ImpossibleTravel);
    }
}

/// The distance of two positions in degrees along the globe.
fn kilometres((lat_a, lon_a): (f64, f64), (lat_b, lon_b): (f64, f64)) -> f64 {
    let half = |a: f64, b: f64| ((b - a).to_radians() / 2.0).sin().powi(2);
    let along = lat_a.to_radians().cos() * lat_b.to_radians().cos();
    let h = half(lat_a, lat_b) + along * half(lon_a, lon_b);
    2.0 * 6_371.0 * h.sqrt().min(1.0).asin()
}

/// Warns of the rows that visits and encounters came from where no register has their person or place. `visits` gives
/// the visits of one of `parts` parts.
pub fn warn_of_strangers<V: Iterator<Item = Visit>>(
    records: &mut Records,
    parts: usize,
    visits: impl Fn(usize) -> V + Sync,
    encounters: &[Encounter],
) {
    let lacking: Vec<bool> = {
        let rows = records.places.rows().iter();
        rows.map(|place| !place.registered).collect()
    };
    let stranger: Vec<bool> = records.known.iter().map(|known| !known).collect();
    let (any_place, any_person) = (lacking.contains(&true), stranger.contains(&true));
    if !any_place && !any_person {
        return;
    }
    // Without any register of places that is said once, not of every row.
    let each_place = any_place && records.has_place_register;
    if any_place && !each_place {
        let visited = |n| visits(n).any(|v| lacking[v.place as usize]);
        if (0..parts).any(visited) {
            records.notes.push(Message::new("note-no-place-register"));
        }
    }
    let rows_where = |what: &(dyn Fn(&Visit) -> bool + Sync)| -> Vec<RowIx> {
        let rows = |n| {
            let found = visits(n).filter(|v| what(v));
            found.flat_map(|v| [v.row, v.out_row]).collect()
        };
        let parts: Vec<Vec<RowIx>> = (0..parts).into_par_iter().map(rows).collect();
        parts.concat()
    };
    let mut no_place = if each_place {
        rows_where(&|v| lacking[v.place as usize])
    } else {
        Vec::new()
    };
    let mut no_person = if any_person {
        rows_where(&|v| stranger[v.person as usize])
    } else {
        Vec::new()
    };
    no_person.extend(
        encounters
            .iter()
            .filter(|e| stranger[e.a as usize] || stranger[e.b as usize])
            .map(|e| e.row),
    );
    for (rows, reason) in [
        (&mut no_place, Reason::UnknownPlace),
        (&mut no_person, Reason::UnknownPerson),
    ] {
        rows.par_sort_unstable();
        rows.dedup();
        rows.iter()
            .for_each(|&row| records.ledger.warn(row, reason));
    }
}
