//! People and who lives with whom.

use super::{Desk, Fault, Row, Taken};
use crate::ingest::Reason;
use crate::ingest::identifier::{birth_year, cccd_warnings, male};
use crate::ingest::role::person::{CCCD, NEXT};
use crate::model::PersonRow;

const FULL_NAME: usize = NEXT;
const HOUSEHOLD: usize = NEXT + 8;

pub(super) fn take_person(row: &Row<'_>, desk: &mut Desk<'_>) -> Result<Taken, Fault> {
    if desk.duplicate(row) {
        return Ok(Taken::Duplicate);
    }
    let key = desk.person(row)?;
    let person = described(row, FULL_NAME)?;
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

/// What a row says of its person, in the eight fields from the name on.
pub(super) fn described(row: &Row<'_>, full_name: usize) -> Result<PersonRow, Fault> {
    let text = |n| {
        let text = row.text(full_name + n)?;
        Ok(text.unwrap_or_default().into_owned())
    };
    Ok(PersonRow {
        full_name: text(0)?,
        birth_date: text(1)?,
        sex: text(2)?,
        phone: text(3)?,
        address: text(4)?,
        province: text(5)?,
        district: text(6)?,
        ward: text(7)?,
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
