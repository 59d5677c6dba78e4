//! Who is who: keys are joined to people and places by exact keys only, reversibly and in any order of rows.
//!
//! A person is named by person id, citizen's number or QID. Keys that stood on one row name one person unless
//! that would put two person ids or two citizen's numbers together (a veto); then each key keeps to what it is
//! directly tied to, the register's word before others', and a key that still names two people names none: rows
//! that have nothing else are held.

mod people;
mod places;

pub use people::Finder;

use crate::i18n::Message;
use crate::ingest::{Intake, Ledger, Reason, TrueInfection};
use crate::model::{
    CaseRow, Categories, Encounter, Household, PersonIx, PersonRow, PlaceRegister, Quarantine,
    RowIx, Stay,
};

/// All records, joined: what was read, with people and places by index. Indices sort as ids do.
#[derive(Debug, Clone, Default)]
pub struct Records {
    /// The people, by id.
    pub people: Vec<PersonRow>,
    /// The places, by id.
    pub places: PlaceRegister,
    /// Stays as the sources tell them.
    pub stays: Vec<Stay>,
    /// Encounters, the lower index first.
    pub encounters: Vec<Encounter>,
    /// Households, by id.
    pub households: Vec<Household>,
    /// Reported rows of cases.
    pub cases: Vec<CaseRow>,
    /// Quarantines.
    pub quarantines: Vec<Quarantine>,
    /// Known infections; `source` and `contact` are people.
    pub truth: Vec<TrueInfection>,
    /// What became of every row.
    pub ledger: Ledger,
    /// What to say of the inputs beside their rows.
    pub notes: Vec<Message>,
    /// Finds whom a user names.
    pub finder: Finder,
}

impl Records {
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
#[must_use]
pub fn link(mut intake: Intake, categories: &Categories) -> Records {
    let joined = people::join(&intake);
    let mut ledger = std::mem::take(&mut intake.ledger);
    let mut notes = std::mem::take(&mut intake.notes);
    if joined.conflicts > 0 {
        notes.push(Message::new("note-key-conflicts").with("count", joined.conflicts));
    }
    let places = places::join(&intake, categories, &mut ledger);
    let mut keep = |row: RowIx, key: u32| {
        let person = joined.person_of[key as usize];
        if person == people::NOBODY {
            ledger.hold(row, "", "", Reason::AmbiguousKey);
            return None;
        }
        Some(person)
    };
    let mut records = Records {
        notes,
        ..Records::default()
    };
    for stay in intake.stays {
        if let Some(person) = keep(stay.row, stay.person) {
            let place = places.index_of[stay.place as usize];
            records.stays.push(Stay {
                person,
                place,
                ..stay
            });
        }
    }
    for e in intake.encounters {
        if let (Some(a), Some(b)) = (keep(e.row, e.a), keep(e.row, e.b)) {
            records.encounters.push(Encounter {
                a: a.min(b),
                b: a.max(b),
                ..e
            });
        }
    }
    for (case, row) in intake.cases {
        if let Some(person) = keep(row, case.person) {
            records.cases.push(CaseRow { person, ..case });
        }
    }
    for (quarantine, row) in intake.quarantines {
        if let Some(person) = keep(row, quarantine.person) {
            records.quarantines.push(Quarantine {
                person,
                ..quarantine
            });
        }
    }
    let mut members: Vec<(u32, PersonIx)> = Vec::new();
    for (household, key, row) in intake.households {
        if let Some(person) = keep(row, key) {
            members.push((household, person));
        }
    }
    let mut rows = Vec::new();
    for (key, person, row) in intake.people {
        if let Some(ix) = keep(row, key) {
            rows.push((ix, person));
        }
    }
    records.truth = intake
        .truth
        .into_iter()
        .filter_map(|t| {
            let person =
                |key: u32| Some(joined.person_of[key as usize]).filter(|p| *p != people::NOBODY);
            Some(TrueInfection {
                source: person(t.source)?,
                contact: person(t.contact)?,
                ..t
            })
        })
        .collect();
    records.households = households(&intake.household_keys, members);
    records.people = people::fill(&joined.ids, rows);
    self_contacts(&mut records, &mut ledger);
    warn_of_strangers(&records, &joined, &intake.registered, &places, &mut ledger);
    records.places = places.register;
    records.ledger = ledger;
    records.finder = joined.finder;
    records
}

fn households(
    keys: &crate::ingest::keys::Interner,
    mut members: Vec<(u32, PersonIx)>,
) -> Vec<Household> {
    members.sort_unstable();
    members.dedup();
    let mut out: Vec<Household> = members
        .chunk_by(|a, b| a.0 == b.0)
        .map(|group| Household {
            id: keys.texts()[group[0].0 as usize].to_string(),
            members: group.iter().map(|m| m.1).collect(),
        })
        .collect();
    out.sort_by(|a, b| a.id.cmp(&b.id));
    out
}

/// Two keys of an encounter may turn out to be one person.
fn self_contacts(records: &mut Records, ledger: &mut Ledger) {
    records.encounters.retain(|e| {
        let fine = e.a != e.b;
        if !fine {
            ledger.hold(e.row, "", "", Reason::SelfContact);
        }
        fine
    });
}

/// Warns of rows whose person or place no register has.
fn warn_of_strangers(
    records: &Records,
    joined: &people::Joined,
    registered: &[u32],
    places: &places::Joined,
    ledger: &mut Ledger,
) {
    let mut known = vec![registered.is_empty(); records.people.len()];
    for &key in registered {
        let person = joined.person_of[key as usize];
        if person != people::NOBODY {
            known[person as usize] = true;
        }
    }
    for stay in &records.stays {
        if !places.register.row(stay.place).registered {
            ledger.warn(stay.row, Reason::UnknownPlace);
        }
        if !known[stay.person as usize] {
            ledger.warn(stay.row, Reason::UnknownPerson);
        }
    }
    for e in &records.encounters {
        if !known[e.a as usize] || !known[e.b as usize] {
            ledger.warn(e.row, Reason::UnknownPerson);
        }
    }
}

#[cfg(test)]
mod tests;
