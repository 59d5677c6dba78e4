//! Cases and quarantines.

use super::{Desk, Fault, Row, Taken};
use crate::i18n::fold;
use crate::ingest::Reason;
use crate::ingest::role::person::NEXT;
use crate::model::time::Moment;
use crate::model::{CaseRow, Quarantine, Status};

pub(super) fn take_case(row: &Row<'_>, desk: &mut Desk<'_>) -> Result<Taken, Fault> {
    const ONSET: usize = NEXT;
    const SAMPLE: usize = NEXT + 1;
    const ISOLATION: usize = NEXT + 2;
    const REPORTED: usize = NEXT + 3;
    const STATUS: usize = NEXT + 4;
    const CASE_ID: usize = NEXT + 5;
    if desk.duplicate(row) {
        return Ok(Taken::Duplicate);
    }
    let person = desk.person(row)?;
    let status = match row.text(STATUS)? {
        None => Status::Confirmed,
        Some(word) => status(&word).ok_or(Fault {
            field: STATUS,
            reason: Reason::UnknownStatus,
        })?,
    };
    let case = CaseRow {
        person,
        onset: row.day(ONSET, &mut desk.warnings)?.map(Moment::opening),
        sample: row.day(SAMPLE, &mut desk.warnings)?.map(Moment::opening),
        isolation: row
            .moment(ISOLATION, &mut desk.warnings)?
            .map(Moment::closing),
        reported: row.day(REPORTED, &mut desk.warnings)?.map(Moment::opening),
        status,
        case_id: row.text(CASE_ID)?.unwrap_or_default().into_owned(),
    };
    if case.onset.or(case.sample).or(case.isolation).is_none() {
        desk.warnings.push(Reason::CaseWithoutDates);
    }
    desk.intake.cases.push((case, desk.row));
    Ok(Taken::Records)
}

/// A status in Vietnamese or English.
fn status(word: &str) -> Option<Status> {
    let folded = fold(word);
    // Go.Data writes its reference data's whole name.
    let word = folded
        .rsplit_once("classification ")
        .map_or(folded.as_str(), |(_, word)| word);
    match word {
        "confirmed" | "xac dinh" | "ca xac dinh" | "ca xac nhan" | "khang dinh" | "xac nhan"
        | "duong tinh" | "da xac dinh" | "f0" => Some(Status::Confirmed),
        "suspected" | "suspect" | "ca nghi ngo" | "probable" | "nghi ngo" | "nghi nhiem" => {
            Some(Status::Suspected)
        }
        "retracted"
        | "not a case"
        | "not a case discarded"
        | "no case"
        | "loai tru"
        | "rut"
        | "da rut"
        | "huy"
        | "am tinh" => Some(Status::Retracted),
        _ => None,
    }
}

pub(super) fn take_quarantine(row: &Row<'_>, desk: &mut Desk<'_>) -> Result<Taken, Fault> {
    const START: usize = NEXT;
    const END: usize = NEXT + 1;
    if desk.duplicate(row) {
        return Ok(Taken::Duplicate);
    }
    let person = desk.person(row)?;
    let start = row.moment(START, &mut desk.warnings)?.ok_or(Fault {
        field: START,
        reason: Reason::Empty,
    })?;
    let end = row.moment(END, &mut desk.warnings)?.map(Moment::closing);
    let start = start.closing();
    if end.is_some_and(|end| end < start) {
        return Err(Fault {
            field: END,
            reason: Reason::EndBeforeStart,
        });
    }
    desk.intake
        .quarantines
        .push((Quarantine { person, start, end }, desk.row));
    Ok(Taken::Records)
}
