//! Visits and scans.

use super::{Desk, Fault, Row, Taken};
use crate::i18n::fold;
use crate::ingest::Reason;
use crate::ingest::role::person::NEXT;
use crate::model::time::DAY;
use crate::model::{Stay, StayMark};

const PLACE: usize = NEXT;
const CHECK_IN: usize = NEXT + 1;
const CHECK_OUT: usize = NEXT + 2;
const DIRECTION: usize = NEXT + 3;

pub(super) fn take(row: &Row<'_>, desk: &mut Desk<'_>) -> Result<Taken, Fault> {
    let person = desk.person(row)?;
    let place = row.need(PLACE)?;
    let start = row.past(CHECK_IN, &mut desk.warnings)?.ok_or(Fault {
        field: CHECK_IN,
        reason: Reason::Empty,
    })?;
    let end = row.past(CHECK_OUT, &mut desk.warnings)?;
    if end.is_some_and(|end| row.backwards(start, end)) {
        return Err(Fault {
            field: CHECK_OUT,
            reason: Reason::OutBeforeIn,
        });
    }
    let mark = direction(row)?;
    let place = desk.intake.place_keys.intern(&place);
    let row_ix = desk.row;
    let stay = |start, end, day| Stay {
        person,
        place,
        start,
        end,
        day,
        declared: false,
        mark,
        row: row_ix,
    };
    // A bare date on either side: whole days, from the check-in's to the check-out's.
    let stay = if start.bare || end.is_some_and(|e| e.bare) {
        let first = row.zone.midnight_before(start.at);
        let last = end.map_or(first, |e| row.zone.midnight_before(e.at));
        Stay {
            mark: StayMark::Whole,
            ..stay(first, Some(last + DAY), true)
        }
    } else {
        stay(start.at, end.map(|e| e.at), false)
    };
    desk.intake.stays.push(stay);
    Ok(Taken::Records)
}

fn direction(row: &Row<'_>) -> Result<StayMark, Fault> {
    let Some(word) = row.text(DIRECTION)? else {
        return Ok(StayMark::Whole);
    };
    match &*word {
        "vào" | "in" => return Ok(StayMark::In),
        "ra" | "out" => return Ok(StayMark::Out),
        _ => {}
    }
    match fold(&word).as_str() {
        "vao" | "in" | "entry" | "check in" | "den" => Ok(StayMark::In),
        "ra" | "out" | "exit" | "check out" | "di" => Ok(StayMark::Out),
        _ => Err(Fault {
            field: DIRECTION,
            reason: Reason::UnknownDirection,
        }),
    }
}
