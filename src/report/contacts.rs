//! `contacts.csv`: F1 and beyond, by tier and person id.

use std::io::Write as _;

use rayon::prelude::*;

use super::outputs::{Output, ReportError};
use super::text::{minutes, risk, safe};
use crate::investigation::Run;
use crate::model::time::{DAY, Seconds, VIETNAM};
use crate::model::{Detail, PersonRow};
use crate::trace::Contact;

/// A column of the contact list beside the contract's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extra {
    /// Full name.
    Name,
    /// Phone.
    Phone,
    /// Address.
    Address,
    /// District.
    District,
    /// Ward.
    Ward,
}

impl Extra {
    /// All, in the order of the columns.
    pub const ALL: [Self; 5] = [
        Self::Name,
        Self::Phone,
        Self::Address,
        Self::District,
        Self::Ward,
    ];

    /// The column's name, by which it is asked for.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Phone => "phone",
            Self::Address => "address",
            Self::District => "district",
            Self::Ward => "ward",
        }
    }

    /// The column of a name.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|e| e.key() == key)
    }

    fn of(self, person: &PersonRow) -> &str {
        match self {
            Self::Name => &person.full_name,
            Self::Phone => &person.phone,
            Self::Address => &person.address,
            Self::District => &person.district,
            Self::Ward => &person.ward,
        }
    }
}

/// Those of a list in brief.
const BRIEF: [&str; 5] = [
    "person_id",
    "tier",
    "first_exposure",
    "last_exposure",
    "quarantine_until",
];

/// Rows that one task puts into lines.
const ROWS: usize = 4_096;

const COLUMNS: [&str; 12] = [
    "person_id",
    "tier",
    "first_exposure",
    "last_exposure",
    "sources",
    "places",
    "minutes",
    "grade",
    "closeness",
    "indirect",
    "risk",
    "quarantine_until",
];

pub(super) fn write(run: &Run, extra: &[Extra], mut output: Output) -> Result<(), ReportError> {
    let name = output.name;
    let failed = |e: csv::Error| ReportError::Format {
        file: name,
        detail: e.to_string(),
    };
    let own = match run.rules.detail {
        Detail::Full => &COLUMNS[..],
        Detail::Brief => &BRIEF[..],
    };
    let columns = own.iter().copied().chain(extra.iter().map(|e| e.key()));
    let mut head = csv::Writer::from_writer(Vec::new());
    head.write_record(columns).map_err(failed)?;
    let head = text(head).map_err(failed)?;
    let mut put = |part: &[u8]| output.write_all(part).map_err(|e| output.failed(e));
    put(&head)?;
    for wave in run.trace.contacts.chunks(ROWS * 64) {
        let parts: Vec<Vec<u8>> = wave
            .par_chunks(ROWS)
            .map(|rows| lines(run, rows, extra))
            .collect::<csv::Result<_>>()
            .map_err(failed)?;
        parts.iter().try_for_each(|part| put(part))?;
    }
    output.flush().map_err(|e| output.failed(e))
}

fn text(csv: csv::Writer<Vec<u8>>) -> csv::Result<Vec<u8>> {
    csv.into_inner()
        .map_err(|e| csv::Error::from(e.into_error()))
}

/// Rows as lines.
fn lines(run: &Run, rows: &[Contact], extra: &[Extra]) -> csv::Result<Vec<u8>> {
    let mut csv = csv::Writer::from_writer(Vec::with_capacity(rows.len() * 160));
    let mut line = Line::default();
    for contact in rows {
        line.write(run, contact, extra, &mut csv)?;
    }
    text(csv)
}

/// Buffers of a row's cells.
#[derive(Default)]
struct Line {
    times: [String; 3],
    numbers: String,
}

impl Line {
    fn write(
        &mut self,
        run: &Run,
        contact: &Contact,
        extra: &[Extra],
        csv: &mut csv::Writer<Vec<u8>>,
    ) -> csv::Result<()> {
        use std::fmt::Write as _;
        let person = &run.records.people[contact.person as usize];
        let until = contact.last + Seconds::from(run.rules.params.quarantine_days) * DAY;
        let times = [contact.first, contact.last, until];
        for (text, at) in self.times.iter_mut().zip(times) {
            text.clear();
            VIETNAM.write_iso(at, text);
        }
        self.numbers.clear();
        let whole = (contact.tier, contact.sources, contact.places);
        write!(self.numbers, "{},{},{}", whole.0, whole.1, whole.2)
            .map_err(|_| csv::Error::from(std::io::Error::other("no text")))?;
        let mut numbers = self.numbers.split(',');
        let mut number = || numbers.next().unwrap_or_default();
        csv.write_field(safe(&person.id).as_bytes())?;
        csv.write_field(number())?;
        csv.write_field(&self.times[0])?;
        csv.write_field(&self.times[1])?;
        if run.rules.detail == Detail::Full {
            csv.write_field(number())?;
            csv.write_field(number())?;
            csv.write_field(minutes(contact.seconds))?;
            csv.write_field(contact.grade.key())?;
            csv.write_field(contact.closeness.key())?;
            csv.write_field(if contact.indirect { "true" } else { "false" })?;
            csv.write_field(risk(contact.risk))?;
        }
        csv.write_field(&self.times[2])?;
        extra
            .iter()
            .try_for_each(|e| csv.write_field(safe(e.of(person)).as_bytes()))?;
        csv.write_record(None::<&[u8]>)
    }
}
