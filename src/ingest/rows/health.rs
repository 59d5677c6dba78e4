//! Health declarations: symptoms, and whether the person says to have met somebody ill.

use super::people::described;
use super::{Desk, Fault, Row, Taken};
use crate::i18n::fold;
use crate::ingest::Reason;
use crate::ingest::keys::KeyIx;
use crate::ingest::role::person::NEXT;
use crate::model::HealthReport;
use crate::model::time::{Moment, Seconds};

const DATE: usize = NEXT + 5;
const SYMPTOMS: usize = NEXT + 6;
const ANY_SYMPTOM: usize = NEXT + 7;
const EXPOSED: usize = NEXT + 8;

pub(super) fn take(row: &Row<'_>, desk: &mut Desk<'_>) -> Result<Taken, Fault> {
    if desk.duplicate(row) {
        return Ok(Taken::Duplicate);
    }
    let key = desk.person(row)?;
    let person = described(row)?;
    let at = row.past(DATE, &mut desk.warnings)?.map(Moment::opening);
    let any = answer(row, ANY_SYMPTOM)?;
    let exposed = answer(row, EXPOSED)?;
    said(row, SYMPTOMS, desk, (key, at, any, exposed))?;
    desk.intake.declared_people.push((key, person, desk.row));
    Ok(Taken::Records)
}

/// Keeps what a row says of its person's health, if it says anything.
pub(super) fn said(
    row: &Row<'_>,
    symptoms: usize,
    desk: &mut Desk<'_>,
    (key, at, any, exposed): (KeyIx, Option<Seconds>, Option<bool>, Option<bool>),
) -> Result<(), Fault> {
    let mut symptoms = row.text(symptoms)?.unwrap_or_default().into_owned();
    let mut any = any;
    // A list of symptoms in which somebody says that there are none.
    if matches!(
        fold(&symptoms).as_str(),
        "khong" | "khong co" | "khong co trieu chung" | "no" | "none" | "0" | "2"
    ) {
        symptoms.clear();
        any = any.or(Some(false));
    }
    if symptoms.is_empty() && any.is_none() && exposed.is_none() {
        return Ok(());
    }
    desk.intake.health.push(HealthReport {
        person: key,
        at,
        symptoms,
        any,
        exposed,
        row: desk.row,
    });
    Ok(())
}

/// The answer to a question of a form: 1 yes, 2 no, or in words.
fn answer(row: &Row<'_>, field: usize) -> Result<Option<bool>, Fault> {
    let Some(word) = row.text(field)? else {
        return Ok(None);
    };
    match fold(&word).as_str() {
        "1" | "co" | "yes" | "true" | "x" => Ok(Some(true)),
        "2" | "0" | "khong" | "no" | "false" => Ok(Some(false)),
        _ => Err(Fault {
            field,
            reason: Reason::UnknownWord,
        }),
    }
}
