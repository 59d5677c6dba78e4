//! Known infections.

use super::{Desk, Fault, Row, Taken};
use crate::i18n::fold;
use crate::ingest::desk::TrueInfection;
use crate::ingest::identifier::{IdNumber, id_number};
use crate::ingest::keys::{KeyIx, KeyKind};

const INFECTOR: usize = 0;
const INFECTEE: usize = 1;
const AT: usize = 2;
const CATEGORY: usize = 4;
const CONFIRMED: usize = 5;

pub(super) fn take(row: &Row<'_>, desk: &mut Desk<'_>) -> Result<Taken, Fault> {
    if desk.duplicate(row) {
        return Ok(Taken::Duplicate);
    }
    let contact = key(desk, &row.need(INFECTEE)?);
    // An imported case was infected by nobody here.
    let Some(infector) = row.text(INFECTOR)? else {
        return Ok(Taken::Records);
    };
    let source = key(desk, &infector);
    let confirmed = row
        .text(CONFIRMED)?
        .map(|word| matches!(fold(&word).as_str(), "yes" | "true" | "1" | "co"));
    let infection = TrueInfection {
        source,
        contact,
        at: row.moment(AT, &mut desk.warnings)?.map(|m| m.at),
        category: row.text(CATEGORY)?.unwrap_or_default().into_owned(),
        confirmed,
    };
    desk.intake.truth.push(infection);
    Ok(Taken::Records)
}

fn key(desk: &mut Desk<'_>, id: &str) -> KeyIx {
    match id_number(id) {
        Ok(IdNumber::Cccd(cccd)) if desk.intake.keys.find(KeyKind::PersonId, cccd).is_none() => {
            desk.intake.keys.intern(KeyKind::Cccd, cccd)
        }
        _ => desk.intake.keys.intern(KeyKind::PersonId, id),
    }
}
