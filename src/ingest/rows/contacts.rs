//! Contacts that another program or a list tells of: somebody's word for two persons and a day (tracing.md section 1).

use super::encounters::pair;
use super::{Desk, Fault, Row, Taken};
use crate::ingest::Reason;
use crate::ingest::keys::KeyIx;
use crate::model::time::Moment;
use crate::model::{Encounter, PersonRow};

const DATE: usize = 2;
const FIRST_DATE: usize = 3;
const FULL_NAME: usize = 4;
const BIRTH_DATE: usize = 5;
const SEX: usize = 6;
const PHONE: usize = 7;
const ADDRESS: usize = 8;
const DISTRICT: usize = 9;
const WARD: usize = 10;

pub(super) fn take(row: &Row<'_>, desk: &mut Desk<'_>) -> Result<Taken, Fault> {
    if desk.duplicate(row) {
        return Ok(Taken::Duplicate);
    }
    let (a, b) = pair(row, desk)?;
    let first = row.day(FIRST_DATE, &mut desk.warnings)?;
    let last = row.day(DATE, &mut desk.warnings)?;
    if let (Some(first), Some(last)) = (first, last)
        && row.backwards(first, last)
    {
        return Err(Fault {
            field: DATE,
            reason: Reason::EndBeforeStart,
        });
    }
    describe(row, desk, b)?;
    let day = |moment: Moment| row.zone.midnight_before(moment.at);
    let mut days: Vec<i64> = first.into_iter().chain(last).map(day).collect();
    days.dedup();
    if days.is_empty() {
        desk.warnings.push(Reason::ContactUnresolved);
    }
    for start in days {
        let met = Encounter::declared_on(a, b, start, desk.row);
        desk.intake.encounters.push(met);
    }
    Ok(Taken::Records)
}

/// What the row says of the contact.
fn describe(row: &Row<'_>, desk: &mut Desk<'_>, contact: KeyIx) -> Result<(), Fault> {
    let text = |field| Ok(row.text(field)?.unwrap_or_default().into_owned());
    let said = PersonRow {
        full_name: text(FULL_NAME)?,
        birth_date: text(BIRTH_DATE)?,
        sex: text(SEX)?,
        phone: text(PHONE)?,
        address: text(ADDRESS)?,
        district: text(DISTRICT)?,
        ward: text(WARD)?,
        ..PersonRow::default()
    };
    if said != PersonRow::default() {
        desk.described = Some((contact, said));
    }
    Ok(())
}
