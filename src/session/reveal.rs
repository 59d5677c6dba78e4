//! Masked fields shown for a while: a deliberate act, with a reason, on record.

use std::time::{Duration, Instant, SystemTime};

use crate::model::{PersonIx, mask};

/// How long a revealed field stays readable.
pub const SHOWN: Duration = Duration::from_mins(1);

/// A field that is masked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The citizen's number or another id.
    Id,
    /// The phone.
    Phone,
    /// Names and phones of an exported list.
    List,
    /// Rows that were held back, exported as they are.
    Held,
    /// A full number typed into the search.
    Search,
}

impl Field {
    /// The stable key of its name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Id => "field-id",
            Self::Phone => "field-phone",
            Self::List => "field-list",
            Self::Held => "field-held",
            Self::Search => "field-search",
        }
    }
}

/// Why a field is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// To call and verify.
    Call,
    /// To tell whether two records are one person.
    Link,
    /// An authority asks.
    Authority,
    /// The user typed the number.
    Typed,
    /// To mend the sources: held rows go out as they are.
    Repair,
}

impl Reason {
    /// Those that a user chooses from.
    pub const ALL: [Self; 3] = [Self::Call, Self::Link, Self::Authority];

    /// The stable key of its name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Call => "reason-call",
            Self::Link => "reason-link",
            Self::Authority => "reason-authority",
            Self::Typed => "reason-typed",
            Self::Repair => "reason-repair",
        }
    }
}

/// One entry of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revealed {
    /// When.
    pub at: SystemTime,
    /// Who pressed, as the system calls the user.
    pub user: String,
    /// The person's id, masked; empty for a list.
    pub subject: String,
    /// Whose, as numbered while [`Revealed::reading`] was open; `None` for a list.
    pub person: Option<PersonIx>,
    /// Which reading of files was open.
    pub reading: u32,
    /// What.
    pub field: Field,
    /// Why.
    pub reason: Reason,
    /// People concerned.
    pub people: usize,
}

/// What is readable now, and the record of what ever was in this session.
#[derive(Debug, Default)]
pub struct Reveals {
    open: Vec<(PersonIx, Field, Instant)>,
    log: Vec<Revealed>,
    reading: u32,
}

impl Reveals {
    /// Seconds for which a field stays readable; `None` where it is masked.
    #[must_use]
    pub fn left(&self, person: PersonIx, field: Field) -> Option<u64> {
        let now = Instant::now();
        let open = self.open.iter().find(|o| o.0 == person && o.1 == field)?;
        let left = open.2.checked_duration_since(now)?;
        Some(left.as_secs() + 1)
    }

    /// Whether anything is readable.
    #[must_use]
    pub const fn any(&self) -> bool {
        !self.open.is_empty()
    }

    /// The record, the latest last.
    #[must_use]
    pub fn log(&self) -> &[Revealed] {
        &self.log
    }

    pub(super) fn reveal(&mut self, person: PersonIx, id: &str, field: Field, reason: Reason) {
        self.open.retain(|o| !(o.0 == person && o.1 == field));
        self.open.push((person, field, Instant::now() + SHOWN));
        self.put(Some(person), mask::id(id), field, reason, 1);
    }

    pub(super) fn list(&mut self, people: usize, reason: Reason) {
        self.put(None, String::new(), Field::List, reason, people);
    }

    pub(super) fn held(&mut self, rows: usize) {
        self.put(None, String::new(), Field::Held, Reason::Repair, rows);
    }

    /// Puts on record that a full number was searched for and found; whether that is new.
    pub(super) fn typed(&mut self, person: PersonIx, id: &str) -> bool {
        let reading = self.reading;
        let same = |r: &Revealed| {
            r.field == Field::Search && r.person == Some(person) && r.reading == reading
        };
        let new = !self.log.last().is_some_and(same);
        if new {
            self.put(Some(person), mask::id(id), Field::Search, Reason::Typed, 1);
        }
        new
    }

    fn put(
        &mut self,
        person: Option<PersonIx>,
        subject: String,
        field: Field,
        reason: Reason,
        people: usize,
    ) {
        self.log.push(Revealed {
            at: SystemTime::now(),
            user: user(),
            subject,
            person,
            reading: self.reading,
            field,
            reason,
            people,
        });
    }

    /// What is on record of a person of the reading that is open, and of lists, the latest first.
    pub fn of(&self, person: PersonIx) -> impl Iterator<Item = &Revealed> {
        let here = move |e: &&Revealed| {
            e.person
                .is_none_or(|p| p == person && e.reading == self.reading)
        };
        self.log.iter().rev().filter(here)
    }

    /// People are numbered anew: everything is masked.
    pub(super) fn renumber(&mut self) {
        self.reading += 1;
        self.mask_all();
    }

    /// Masks everything.
    pub fn mask_all(&mut self) {
        self.open.clear();
    }

    /// Masks what was readable long enough; says whether anything was.
    pub(super) fn expire(&mut self) -> bool {
        let before = self.open.len();
        let now = Instant::now();
        self.open.retain(|o| o.2 > now);
        self.open.len() != before
    }
}

/// The user's name as the system has it.
#[must_use]
pub fn user() -> String {
    crate::store::account()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reveal_is_logged_and_ends() {
        let mut reveals = Reveals::default();
        assert_eq!(reveals.left(3, Field::Phone), None);
        reveals.reveal(3, "079094012412", Field::Phone, Reason::Call);
        assert!(reveals.left(3, Field::Phone).is_some_and(|s| s <= 60));
        assert_eq!(reveals.left(3, Field::Id), None);
        assert_eq!(reveals.log().len(), 1);
        assert_eq!(reveals.log()[0].subject, "079••••••412");
        reveals.mask_all();
        assert_eq!(reveals.left(3, Field::Phone), None);
        assert_eq!(reveals.log().len(), 1, "the record stays");
        reveals.typed(3, "079094012412");
        reveals.typed(3, "079094012412");
        assert_eq!(reveals.log().len(), 2);
    }
}
