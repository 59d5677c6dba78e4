//! `contacts.csv`: F1 and beyond, by tier and person id.

use super::outputs::{Output, ReportError};
use super::text::{minutes, risk, safe};
use crate::investigation::Run;
use crate::model::PersonRow;
use crate::model::time::{DAY, Seconds, VIETNAM};
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

pub(super) fn write(run: &Run, extra: &[Extra], output: Output) -> Result<(), ReportError> {
    let columns = COLUMNS.into_iter().chain(extra.iter().map(|e| e.key()));
    output.csv(columns, |csv| {
        run.trace
            .contacts
            .iter()
            .try_for_each(|contact| row(run, contact, extra, csv))
    })
}

fn row(
    run: &Run,
    contact: &Contact,
    extra: &[Extra],
    csv: &mut csv::Writer<&mut Output>,
) -> Result<(), csv::Error> {
    let person = &run.records.people[contact.person as usize];
    let until = contact.last + Seconds::from(run.rules.params.quarantine_days) * DAY;
    let own = [
        safe(&person.id).into_owned(),
        contact.tier.to_string(),
        VIETNAM.iso(contact.first),
        VIETNAM.iso(contact.last),
        contact.sources.to_string(),
        contact.places.to_string(),
        minutes(contact.seconds),
        contact.grade.key().to_owned(),
        contact.closeness.key().to_owned(),
        contact.indirect.to_string(),
        risk(contact.risk),
        VIETNAM.iso(until),
    ];
    own.iter().try_for_each(|cell| csv.write_field(cell))?;
    extra
        .iter()
        .try_for_each(|e| csv.write_field(safe(e.of(person)).as_bytes()))?;
    csv.write_record(None::<&[u8]>)
}
