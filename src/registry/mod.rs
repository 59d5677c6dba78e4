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
mod warnings;

pub use people::Finder;
pub use warnings::{warn_of_strangers, warn_of_travel};

use rayon::prelude::*;

use crate::i18n::Message;
use crate::ingest::clues::ClueKind;
use crate::ingest::keys::KeyKind;
use crate::ingest::{Fate, Intake, Ledger, Reason, TrueInfection};
use crate::job::{Cancel, Cancelled};
use crate::model::time::Seconds;
use crate::model::{
    CaseRow, Categories, Encounter, HealthReport, Household, OPEN_END, PersonIx, PersonRow,
    PlaceRegister, Quarantine, Registration, RowIx, StayChunk, Stays,
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
    warnings::of_two_numbers(&intake, &joined, &mut ledger);
    warnings::of_results(&intake.cases, &joined, &mut ledger);
    warnings::of_declarations(&intake, &joined, &mut ledger);
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

#[cfg(test)]
mod tests;
