//! Visits and scans.

use super::{Desk, Fault, Row, Taken};
use crate::i18n::fold;
use crate::ingest::Reason;
use crate::ingest::qr::place_id;
use crate::ingest::role::person::NEXT;
use crate::model::time::DAY;
use crate::model::{Stay, StayMark};

pub(in crate::ingest) const PLACE: usize = NEXT;
pub(in crate::ingest) const CHECK_IN: usize = NEXT + 1;
pub(in crate::ingest) const CHECK_OUT: usize = NEXT + 2;
pub(in crate::ingest) const DIRECTION: usize = NEXT + 3;

pub(super) fn take(row: &Row<'_>, desk: &mut Desk<'_>) -> Result<Taken, Fault> {
    let person = desk.person(row)?;
    let place = row.need(PLACE)?;
    let times = times(row, &mut desk.warnings)?;
    let place = desk.intake.place_keys.intern(place_id(&place));
    desk.intake.stays.push(Stay {
        person,
        place,
        start: times.start,
        end: times.end,
        day: times.day,
        declared: false,
        mark: times.mark,
        row: desk.row,
    });
    Ok(Taken::Records)
}

/// What a row says beside who and where.
#[derive(Debug, Clone, Copy)]
pub(in crate::ingest) struct Times {
    pub start: i64,
    pub end: Option<i64>,
    pub day: bool,
    pub mark: StayMark,
}

/// The times of a row.
pub(in crate::ingest) fn times(row: &Row<'_>, warnings: &mut Vec<Reason>) -> Result<Times, Fault> {
    let start = row.past(CHECK_IN, warnings)?.ok_or(Fault {
        field: CHECK_IN,
        reason: Reason::Empty,
    })?;
    let end = row.past(CHECK_OUT, warnings)?;
    if end.is_some_and(|end| row.backwards(start, end)) {
        return Err(Fault {
            field: CHECK_OUT,
            reason: Reason::OutBeforeIn,
        });
    }
    let mark = direction(row)?;
    // A bare date on either side: whole days, from the check-in's to the check-out's.
    Ok(if start.bare || end.is_some_and(|e| e.bare) {
        let first = row.zone.midnight_before(start.at);
        let last = end.map_or(first, |e| row.zone.midnight_before(e.at));
        Times {
            start: first,
            end: Some(last + DAY),
            day: true,
            mark: StayMark::Whole,
        }
    } else {
        Times {
            start: start.at,
            end: end.map(|e| e.at),
            day: false,
            mark,
        }
    })
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
