//! Who has which app, and where it can be reached.

use super::{Desk, Fault, Row, Taken};
use crate::ingest::role::person::NEXT;
use crate::model::Registration;
use crate::model::time::Moment;

const APP: usize = NEXT;
const TOKEN: usize = NEXT + 1;
const LAST_SEEN: usize = NEXT + 2;

pub(super) fn take(row: &Row<'_>, desk: &mut Desk<'_>) -> Result<Taken, Fault> {
    if desk.duplicate(row) {
        return Ok(Taken::Duplicate);
    }
    let person = desk.person(row)?;
    let registration = Registration {
        person,
        app: row.text(APP)?.unwrap_or_default().into_owned(),
        token: row.need(TOKEN)?.into_owned(),
        last_seen: row
            .past(LAST_SEEN, &mut desk.warnings)?
            .map(Moment::opening),
        row: desk.row,
    };
    desk.intake.registrations.push(registration);
    Ok(Taken::Records)
}
