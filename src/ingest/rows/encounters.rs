//! Two persons near each other.

use super::{Desk, Fault, Row, Taken};
use crate::i18n::fold;
use crate::ingest::Reason;
use crate::ingest::keys::{KeyIx, KeyKind};
use crate::model::Encounter;

const A: usize = 0;
const B: usize = 1;
const START: usize = 2;
const END: usize = 3;
const WEAK: usize = 4;
const DECLARED: usize = 5;

pub(super) fn take(row: &Row<'_>, desk: &mut Desk<'_>) -> Result<Taken, Fault> {
    let (a, b) = pair(row, desk)?;
    let empty = |field| Fault {
        field,
        reason: Reason::Empty,
    };
    let start = row.past(START, &mut desk.warnings)?.ok_or(empty(START))?;
    let end = row.past(END, &mut desk.warnings)?.ok_or(empty(END))?;
    if row.backwards(start, end) {
        return Err(Fault {
            field: END,
            reason: Reason::EndBeforeStart,
        });
    }
    let day = start.bare || end.bare;
    let (start, end) = (start.opening(), end.closing());
    let (weak, declared) = (flag(row, WEAK)?, flag(row, DECLARED)?);
    // Settling tells no duplicates among declared ones: their rows may hold more than one record.
    if declared && desk.duplicate(row) {
        return Ok(Taken::Duplicate);
    }
    desk.intake.encounters.push(Encounter {
        a,
        b,
        start,
        end,
        weak,
        declared,
        day,
        row: desk.row,
    });
    Ok(Taken::Records)
}

/// The two whom a row names by their first two fields.
pub(super) fn pair(row: &Row<'_>, desk: &mut Desk<'_>) -> Result<(KeyIx, KeyIx), Fault> {
    let a = desk.intake.keys.intern(KeyKind::PersonId, &row.need(A)?);
    let b = desk.intake.keys.intern(KeyKind::PersonId, &row.need(B)?);
    if a == b {
        return Err(Fault {
            field: B,
            reason: Reason::SelfContact,
        });
    }
    Ok((a, b))
}

fn flag(row: &Row<'_>, field: usize) -> Result<bool, Fault> {
    let Some(word) = row.text(field)? else {
        return Ok(false);
    };
    match fold(&word).as_str() {
        "1" | "true" | "yes" | "co" | "x" => Ok(true),
        "0" | "false" | "no" | "khong" => Ok(false),
        _ => Err(Fault {
            field,
            reason: Reason::UnknownWord,
        }),
    }
}
