//! Who is who: rows are joined to people and places by exact keys, then in passes by what names somebody only together
//! (`passes`); the order of rows decides nothing but the numbers of people who have no id of their own, and which of
//! several names stands.
//!
//! A person is named by person id, citizen's number or QID. Keys that stood on one row name one person unless
//! that would put two person ids or two citizen's numbers together (a veto); then each key keeps to what it is
//! directly tied to, the register's word before others', and a key that still names two people names none: rows
//! that have nothing else are held. Two numbers under one person id stay one person: that id is the source's own.

mod passes;
mod people;
mod places;
mod sightings;

pub use people::Finder;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::i18n::Message;
use crate::ingest::clues::{self, ClueKind, name_key};
use crate::ingest::keys::KeyKind;
use crate::ingest::{Fate, Intake, Ledger, Reason, TrueInfection};
use crate::job::{Cancel, Cancelled};
use crate::model::time::{Seconds, VIETNAM};
use crate::model::{
    CaseRow, Categories, Encounter, Grade, HealthReport, Household, OPEN_END, PersonIx, PersonRow,
    PlaceRegister, Quarantine, Registration, RowIx, Status, StayChunk, Stays, Visit,
};

/// All records, joined: what was read, with people and places by index. Indices sort as ids do.
#[derive(Debug, Clone, Default)]
pub struct Records {
    /// The people, by id.
    pub people: Vec<PersonRow>,
    /// The places, by id.
    pub places: PlaceRegister,
    /// Stays as the sources tell them.
    pub stays: Stays,
    /// Encounters, the lower index first.
    pub encounters: Vec<Encounter>,
    /// Households, by id.
    pub households: Vec<Household>,
    /// Reported rows of cases.
    pub cases: Vec<CaseRow>,
    /// Quarantines.
    pub quarantines: Vec<Quarantine>,
    /// What people declared of their health, by person and time.
    pub health: Vec<HealthReport>,
    /// Where people's apps can be reached, by person, the latest last.
    pub registrations: Vec<Registration>,
    /// Known infections; `source` and `contact` are people.
    pub truth: Vec<TrueInfection>,
    /// What became of every row.
    pub ledger: Ledger,
    /// What to say of the inputs beside their rows.
    pub notes: Vec<Message>,
    /// Files found in folders that were not read: name and why.
    pub left_out: Vec<(String, Message)>,
    /// The latest instant that a stay or an encounter tells of.
    pub latest: Option<Seconds>,
    /// By person: whether a register of people has it; without a register, everybody.
    pub known: Vec<bool>,
    /// Whether a register of places was read.
    pub has_place_register: bool,
    /// Finds whom a user names.
    pub finder: Finder,
}

impl Records {
    /// What a person declared of their health, by time.
    #[must_use]
    pub fn health_of(&self, person: PersonIx) -> &[HealthReport] {
        let from = self.health.partition_point(|h| h.person < person);
        let count = self.health[from..].partition_point(|h| h.person == person);
        &self.health[from..from + count]
    }

    /// The person whom a user names by person id, citizen's number or QID.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<PersonIx> {
        let by_id = self
            .people
            .binary_search_by(|p| p.id.as_str().cmp(text))
            .ok();
        by_id
            .map(|ix| ix as PersonIx)
            .or_else(|| self.finder.find(text))
    }
}

/// Joins what was read.
///
/// # Errors
/// [`Cancelled`].
pub fn link(
    mut intake: Intake,
    categories: &Categories,
    cancel: &Cancel,
) -> Result<Records, Cancelled> {
    let mut joined = people::join(&intake);
    let mut ledger = std::mem::take(&mut intake.ledger);
    cancel.check()?;
    let places = places::join(&intake, categories, &mut ledger);
    cancel.check()?;
    drop_declared_strangers(&mut intake, &joined, &mut ledger);
    let held = hold_ambiguous(&intake, &joined, &mut ledger);
    warn_of_two_numbers(&intake, &joined, &mut ledger);
    warn_of_results(&intake.cases, &joined, &mut ledger);
    warn_of_declarations(&intake, &joined, &mut ledger);
    let sighted = sightings::encounters(&intake, &joined, &mut ledger);
    let mut records = Records {
        notes: std::mem::take(&mut intake.notes),
        left_out: std::mem::take(&mut intake.left_out),
        ..Records::default()
    };
    tell_joins(&joined, &mut records.notes);
    // A row is taken whole or held whole: no record of a held row goes on.
    let taken = |row: RowIx| ledger.fate(row) != Fate::Held;
    let person = |key: u32| joined.person_of[key as usize];
    let held_now = held > 0;
    intake.stays.chunks_mut().par_iter_mut().for_each(|chunk| {
        if cancel.is_cancelled() {
            return;
        }
        if held_now {
            chunk.retain(|s| taken(s.row));
        }
        let people = chunk.person.iter_mut();
        people.for_each(|p| *p = joined.person_of[*p as usize]);
        let spots = chunk.place.iter_mut();
        spots.for_each(|p| *p = places.index_of[*p as usize]);
    });
    cancel.check()?;
    intake.encounters.retain_mut(|e| {
        let (a, b) = (person(e.a), person(e.b));
        (e.a, e.b) = (a.min(b), a.max(b));
        taken(e.row)
    });
    intake.encounters.extend(sighted);
    let cases = intake.cases.into_iter().filter(|c| taken(c.1));
    records.cases = cases
        .map(|(c, _)| CaseRow {
            person: person(c.person),
            ..c
        })
        .collect();
    let quarantines = intake.quarantines.into_iter().filter(|q| taken(q.1));
    records.quarantines = quarantines
        .map(|(q, _)| Quarantine {
            person: person(q.person),
            ..q
        })
        .collect();
    let members = intake.households.into_iter().filter(|h| taken(h.2));
    let members = members
        .map(|(household, key, row)| (household, person(key), row))
        .collect();
    // What a register says of a person goes before what the person declared.
    let rows = intake.people.into_iter().chain(intake.declared_people);
    let rows = rows.filter(|p| taken(p.2));
    let rows = rows.map(|(key, row, _)| (person(key), row)).collect();
    let health = intake.health.into_iter().filter(|h| taken(h.row));
    records.health = health
        .map(|h| HealthReport {
            person: person(h.person),
            ..h
        })
        .collect();
    let registrations = std::mem::take(&mut intake.registrations);
    records.registrations = reachable(registrations, person, taken);
    records.health.sort_by_key(|h| (h.person, h.at, h.row));
    let known = |key: u32| Some(person(key)).filter(|p| *p != people::NOBODY);
    let truth = intake.truth.into_iter();
    records.truth = truth
        .filter_map(|t| {
            Some(TrueInfection {
                source: known(t.source)?,
                contact: known(t.contact)?,
                ..t
            })
        })
        .collect();
    let stays = intake.stays.chunks().par_iter().filter_map(latest).max();
    let met = intake.encounters.iter().map(|e| e.end);
    records.latest = met.chain(stays).max();
    records.stays = intake.stays;
    records.encounters = intake.encounters;
    cancel.check()?;
    records.households = households(&intake.household_keys, members);
    records.known = in_register(&joined, &intake.registered);
    records.people = people::fill(std::mem::take(&mut joined.ids), rows);
    people::fill_numbers(&mut records.people, &intake.keys, &joined);
    records.has_place_register = places.has_register;
    records.places = places.register;
    records.ledger = ledger;
    records.finder = people::Finder::new(intake.keys, std::mem::take(&mut joined.person_of));
    Ok(records)
}

/// The registrations of rows that were taken, by person, the latest last.
fn reachable(
    registrations: Vec<Registration>,
    person: impl Fn(u32) -> PersonIx,
    taken: impl Fn(RowIx) -> bool,
) -> Vec<Registration> {
    let all = registrations.into_iter().filter(|r| taken(r.row));
    let mut all: Vec<Registration> = all
        .map(|r| Registration {
            person: person(r.person),
            ..r
        })
        .collect();
    all.sort_by_key(|r| (r.person, r.last_seen, r.row));
    all
}

/// Says how many keys name nobody, and how many people were joined by what.
fn tell_joins(joined: &people::Joined, notes: &mut Vec<Message>) {
    if joined.conflicts > 0 {
        notes.push(Message::new("note-key-conflicts").with("count", joined.conflicts));
    }
    for (kind, count) in joined.joins.iter().filter(|j| j.1 > 0) {
        let key = match kind {
            ClueKind::Cmnd => "note-joined-cmnd",
            ClueKind::Insurance => "note-joined-insurance",
            ClueKind::PhoneName => "note-joined-phone",
            ClueKind::Masked => "note-joined-masked",
        };
        notes.push(Message::new(key).with("count", *count));
    }
}

/// A declared contact that turns out to be nobody in particular or the declarer goes to review; the rest of the
/// declaration stands.
fn drop_declared_strangers(intake: &mut Intake, joined: &people::Joined, ledger: &mut Ledger) {
    intake.encounters.retain(|e| {
        let (a, b) = (
            joined.person_of[e.a as usize],
            joined.person_of[e.b as usize],
        );
        let fine = !e.declared || (a != b && b != people::NOBODY);
        if !fine {
            ledger.warn(e.row, Reason::ContactUnresolved);
        }
        fine
    });
}

/// Warns of cases whose rows tell different results of samples of one day; all are kept.
fn warn_of_results(cases: &[(CaseRow, RowIx)], joined: &people::Joined, ledger: &mut Ledger) {
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
fn warn_of_declarations(intake: &Intake, joined: &people::Joined, ledger: &mut Ledger) {
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

/// Kilometres that are more than a city, and kilometres an hour that nobody travels at. Within a city clocks that are a
/// little off would make anybody too fast.
const FAR: f64 = 100.0;
const FASTEST: f64 = 1_000.0;

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

/// Warns of the rows of people whom two citizen's numbers name.
fn warn_of_two_numbers(intake: &Intake, joined: &people::Joined, ledger: &mut Ledger) {
    for (key, _, row) in &intake.people {
        let person = joined.person_of[*key as usize];
        if joined.numbers.get(person as usize).is_some_and(|&n| n > 1) {
            ledger.warn(*row, Reason::CccdConflict);
        }
    }
}

/// The latest instant that a chunk of stays tells of.
fn latest(chunk: &StayChunk) -> Option<Seconds> {
    let ends = chunk.start.iter().zip(&chunk.end);
    let latest = ends.map(|(&start, &end)| if end == OPEN_END { start } else { end });
    latest.max().map(Seconds::from)
}

/// Holds the rows whose key names two people, and encounters whose keys name one. How many were held.
fn hold_ambiguous(intake: &Intake, joined: &people::Joined, ledger: &mut Ledger) -> u64 {
    let person = |key: u32| joined.person_of[key as usize];
    let mut held = 0;
    let mut keep = |row: RowIx, key: u32| {
        if person(key) == people::NOBODY {
            held += 1;
            let reason = if intake.keys.kind(key) == KeyKind::Phone {
                Reason::PhoneShared
            } else {
                Reason::AmbiguousKey
            };
            ledger.hold(row, "", "", reason);
        }
    };
    if joined.conflicts > 0 {
        intake.stays.iter().for_each(|s| keep(s.row, s.person));
    }
    intake.cases.iter().for_each(|c| keep(c.1, c.0.person));
    intake
        .quarantines
        .iter()
        .for_each(|q| keep(q.1, q.0.person));
    intake.households.iter().for_each(|h| keep(h.2, h.1));
    intake.people.iter().for_each(|p| keep(p.2, p.0));
    intake.declared_people.iter().for_each(|p| keep(p.2, p.0));
    intake.health.iter().for_each(|h| keep(h.row, h.person));
    let registrations = intake.registrations.iter();
    registrations.for_each(|r| keep(r.row, r.person));
    for e in &intake.encounters {
        keep(e.row, e.a);
        keep(e.row, e.b);
    }
    for e in intake
        .encounters
        .iter()
        .filter(|e| person(e.a) == person(e.b))
    {
        held += 1;
        ledger.hold(e.row, "", "", Reason::SelfContact);
    }
    held
}

fn households(
    keys: &crate::ingest::keys::Interner,
    mut members: Vec<(u32, PersonIx, RowIx)>,
) -> Vec<Household> {
    members.sort_unstable();
    members.dedup_by_key(|m| (m.0, m.1));
    let mut out: Vec<Household> = members
        .chunk_by(|a, b| a.0 == b.0)
        .map(|group| Household {
            id: keys.text(group[0].0).to_owned(),
            members: group.iter().map(|m| m.1).collect(),
            rows: group.iter().map(|m| m.2).collect(),
        })
        .collect();
    out.sort_by(|a, b| a.id.cmp(&b.id));
    out
}

/// By person: whether a register of people has it; without a register, everybody.
fn in_register(joined: &people::Joined, registered: &[u32]) -> Vec<bool> {
    let mut known = vec![registered.is_empty(); joined.ids.len()];
    for &key in registered {
        if let Some(known) = known.get_mut(joined.person_of[key as usize] as usize) {
            *known = true;
        }
    }
    known
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

#[cfg(test)]
mod tests;
