//! People and who lives with whom.

use super::{Desk, Fault, Row, Taken};
use crate::ingest::Reason;
use crate::ingest::identifier::{birth_year, cccd_warnings, male};
use crate::ingest::role::person::{BIRTH_DATE, CCCD, FULL_NAME, NEXT, PHONE};
use crate::ingest::row::placeholder;
use crate::model::PersonRow;

const HOUSEHOLD: usize = NEXT + 5;

pub(super) fn take_person(row: &Row<'_>, desk: &mut Desk<'_>) -> Result<Taken, Fault> {
    if desk.duplicate(row) {
        return Ok(Taken::Duplicate);
    }
    let key = desk.person(row)?;
    let mut person = described(row)?;
    person.phone_registered = !person.phone.is_empty();
    if let Some(cccd) = row.text(CCCD)? {
        let contradictions = cccd_warnings(
            cccd.trim(),
            birth_year(&person.birth_date),
            male(&person.sex),
        );
        desk.warnings.extend(contradictions);
    }
    if let Some(household) = row.text(HOUSEHOLD)? {
        join(desk, &household, key);
    }
    desk.intake.registered.push(key);
    desk.intake.people.push((key, person, desk.row));
    Ok(Taken::Records)
}

/// What a row says of its person; sex and address stand first among the role's own fields.
pub(super) fn described(row: &Row<'_>) -> Result<PersonRow, Fault> {
    let text = |field| {
        let text = row.text(field)?.filter(|text| !placeholder(text));
        Ok(text.unwrap_or_default().into_owned())
    };
    Ok(PersonRow {
        full_name: text(FULL_NAME)?,
        birth_date: text(BIRTH_DATE)?,
        phone: text(PHONE)?,
        sex: text(NEXT)?,
        address: text(NEXT + 1)?,
        province: text(NEXT + 2)?,
        district: text(NEXT + 3)?,
        ward: text(NEXT + 4)?,
        ..PersonRow::default()
    })
}

pub(super) fn take_membership(row: &Row<'_>, desk: &mut Desk<'_>) -> Result<Taken, Fault> {
    const HOUSEHOLD_ID: usize = NEXT;
    if desk.duplicate(row) {
        return Ok(Taken::Duplicate);
    }
    let household = row.text(HOUSEHOLD_ID)?.ok_or(Fault {
        field: HOUSEHOLD_ID,
        reason: Reason::Empty,
    })?;
    let key = desk.person(row)?;
    join(desk, &household, key);
    Ok(Taken::Records)
}

fn join(desk: &mut Desk<'_>, household: &str, key: u32) {
    let household = desk.intake.household_keys.intern(household);
    desk.intake.households.push((household, key, desk.row));
}
