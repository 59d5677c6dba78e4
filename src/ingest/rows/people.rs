//! People and who lives with whom.

use super::{Desk, Fault, Row, Taken};
use crate::ingest::Reason;
use crate::ingest::identifier::{birth_year, cccd_warnings, male};
use crate::ingest::role::person::{CCCD, NEXT};
use crate::model::PersonRow;

const FULL_NAME: usize = NEXT;
const BIRTH: usize = NEXT + 1;
const SEX: usize = NEXT + 2;
const PHONE: usize = NEXT + 3;
const ADDRESS: usize = NEXT + 4;
const PROVINCE: usize = NEXT + 5;
const DISTRICT: usize = NEXT + 6;
const WARD: usize = NEXT + 7;
const HOUSEHOLD: usize = NEXT + 8;

pub(super) fn take_person(row: &Row<'_>, desk: &mut Desk<'_>) -> Result<Taken, Fault> {
    if desk.duplicate(row) {
        return Ok(Taken::Duplicate);
    }
    let key = desk.person(row)?;
    let text = |field| row.text(field).map(|t| t.unwrap_or_default().into_owned());
    let person = PersonRow {
        id: String::new(),
        cccd: String::new(),
        full_name: text(FULL_NAME)?,
        birth_date: text(BIRTH)?,
        sex: text(SEX)?,
        phone: text(PHONE)?,
        address: text(ADDRESS)?,
        province: text(PROVINCE)?,
        district: text(DISTRICT)?,
        ward: text(WARD)?,
    };
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
