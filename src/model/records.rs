//! People, stays, visits, encounters, households.
//!
//! A [`Stay`] is what a source says; a [`Visit`] is what it comes to once missing check-outs are imputed and
//! in and out rows are paired. Ids are interned: a person is a [`PersonIx`], and indices sort as the ids do,
//! bytewise, so a tie that goes to the lowest id goes to the lowest index.

use serde::{Deserialize, Serialize};

use super::time::{Seconds, Span};

/// A person's index; sorts as the person's id does.
pub type PersonIx = u32;
/// A place's index; sorts as the place's id does.
pub type PlaceIx = u32;
/// A source row's number over all files of an investigation.
pub type RowIx = u32;

/// How well a record's times are known, best first: tracing.md section 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Grade {
    /// In and out were recorded.
    Observed,
    /// A household's night.
    Standing,
    /// The end is estimated.
    Imputed,
    /// A person said so.
    Declared,
    /// Only a date is known.
    Day,
}

impl Grade {
    /// All, best first.
    pub const ALL: [Self; 5] = [
        Self::Observed,
        Self::Standing,
        Self::Imputed,
        Self::Declared,
        Self::Day,
    ];

    /// The stable key that outputs carry.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Observed => "observed",
            Self::Standing => "standing",
            Self::Imputed => "imputed",
            Self::Declared => "declared",
            Self::Day => "day",
        }
    }
}

/// What is known of a person beside the keys; empty where nothing is. `Debug` tells none of it.
#[derive(Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
pub struct PersonRow {
    /// The id that outputs carry.
    pub id: String,
    /// The citizen's number; of several the least.
    pub cccd: String,
    /// Full name as written.
    pub full_name: String,
    /// Date of birth as written.
    pub birth_date: String,
    /// Sex as written.
    pub sex: String,
    /// Phone as written.
    pub phone: String,
    /// The phone is the register's own, not only declared.
    pub phone_registered: bool,
    /// Address as written.
    pub address: String,
    /// Province or city.
    pub province: String,
    /// District.
    pub district: String,
    /// Ward.
    pub ward: String,
}

impl PersonRow {
    /// What the person is known by: the citizen's number, else the id.
    #[must_use]
    pub fn number(&self) -> &str {
        if self.cccd.is_empty() {
            &self.id
        } else {
            &self.cccd
        }
    }
}

impl std::fmt::Debug for PersonRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PersonRow").finish_non_exhaustive()
    }
}

/// What one row of a source says of a stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum StayMark {
    /// A check-in and perhaps a check-out.
    Whole,
    /// An entry scan.
    In,
    /// An exit scan.
    Out,
}

/// A person at a place, as a source row tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stay {
    /// Who.
    pub person: PersonIx,
    /// Where.
    pub place: PlaceIx,
    /// Check-in, or the scan's instant; of a dated record 00:00 local.
    pub start: Seconds,
    /// Check-out where known; of a dated record 24:00 local of the check-out's day.
    pub end: Option<Seconds>,
    /// Only dates were given.
    pub day: bool,
    /// Somebody declared it.
    pub declared: bool,
    /// Whole record, entry or exit.
    pub mark: StayMark,
    /// The source row.
    pub row: RowIx,
}

/// A person at a place from `start` to `end`, settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    /// Who.
    pub person: PersonIx,
    /// Where.
    pub place: PlaceIx,
    /// First instant.
    pub start: Seconds,
    /// First instant after.
    pub end: Seconds,
    /// How well that is known.
    pub grade: Grade,
    /// The source row of the start.
    pub row: RowIx,
    /// The source row of the end (the same row for a whole record).
    pub out_row: RowIx,
}

impl Visit {
    /// `[start, end)`.
    #[must_use]
    pub const fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// Two persons near each other, without a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
pub struct Encounter {
    /// The one with the lower index.
    pub a: PersonIx,
    /// The other.
    pub b: PersonIx,
    /// First instant.
    pub start: Seconds,
    /// First instant after.
    pub end: Seconds,
    /// Below the sensor's threshold: counts only if the run says so.
    pub weak: bool,
    /// A person said so.
    pub declared: bool,
    /// Only dates were given.
    pub day: bool,
    /// The source row.
    pub row: RowIx,
}

/// What a person declared of their health. `Debug` tells none of it.
#[derive(Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct HealthReport {
    /// Who.
    pub person: PersonIx,
    /// When it was declared, where that is known.
    pub at: Option<Seconds>,
    /// Symptoms in the person's words; empty where none are named.
    pub symptoms: String,
    /// Whether there are any, where that was asked.
    pub any: Option<bool>,
    /// Whether the person met somebody ill, where that was asked.
    pub exposed: Option<bool>,
    /// The source row.
    pub row: RowIx,
}

impl std::fmt::Debug for HealthReport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HealthReport")
            .field("row", &self.row)
            .finish_non_exhaustive()
    }
}

/// Where an app of a person's can be reached. `Debug` tells neither.
#[derive(Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Registration {
    /// Who.
    pub person: PersonIx,
    /// Which app, as written.
    pub app: String,
    /// The push address.
    pub token: String,
    /// When it was last seen, where that is known.
    pub last_seen: Option<Seconds>,
    /// The source row.
    pub row: RowIx,
}

impl std::fmt::Debug for Registration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Registration")
            .field("row", &self.row)
            .finish_non_exhaustive()
    }
}

impl Encounter {
    /// Somebody's word for two persons and a day that begins at `start`; the lower index first is for the registry to see to.
    #[must_use]
    pub const fn declared_on(a: PersonIx, b: PersonIx, start: Seconds, row: RowIx) -> Self {
        Self {
            a,
            b,
            start,
            end: start + super::time::DAY,
            weak: false,
            declared: true,
            day: true,
            row,
        }
    }

    /// Declared, dated or observed; a declared contact is declared although only its day is known.
    #[must_use]
    pub const fn grade(&self) -> Grade {
        match (self.declared, self.day) {
            (true, _) => Grade::Declared,
            (false, true) => Grade::Day,
            (false, false) => Grade::Observed,
        }
    }
}

/// People who sleep under one roof.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
pub struct Household {
    /// The household's id as the register has it.
    pub id: String,
    /// Its members, by index, distinct.
    pub members: Vec<PersonIx>,
    /// For each member the source row that says so; empty where the household came from no file.
    pub rows: Vec<RowIx>,
}
