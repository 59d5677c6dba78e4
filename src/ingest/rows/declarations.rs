//! Declarations: vehicle trips, checkpoints passed, places visited, contacts named.

use super::{Desk, Fault, Row, Taken};
use crate::ingest::Reason;
use crate::ingest::identifier::{IdNumber, id_number, plate, usual_plate};
use crate::ingest::keys::{KeyIx, KeyKind};
use crate::ingest::qr::place_id;
use crate::ingest::role::person::{NEXT, PERSON_ID};
use crate::model::time::{DAY, Moment};
use crate::model::{Encounter, PlaceRow, Stay, StayMark};

const DATE: usize = NEXT;
const PLACE: usize = NEXT + 1;
const PLATE: usize = NEXT + 2;
const DEPARTURE: usize = NEXT + 3;
const ARRIVAL: usize = NEXT + 4;
const CHECKPOINT: usize = NEXT + 5;
const PASSED: usize = NEXT + 6;
const CONTACT: usize = NEXT + 7;
const CONTACT_DATE: usize = NEXT + 8;
const CONTACT_PHONE: usize = NEXT + 9;
const SYMPTOMS: usize = NEXT + 10;

/// What one declaration says, before any of it is kept: a row is taken whole or held whole.
#[derive(Default)]
struct Said {
    stays: Vec<(String, Moment, Option<Moment>)>,
    vehicle: Option<PlaceRow>,
    contact: Option<(KeyIx, Moment)>,
}

pub(super) fn take(row: &Row<'_>, desk: &mut Desk<'_>) -> Result<Taken, Fault> {
    if desk.duplicate(row) {
        return Ok(Taken::Duplicate);
    }
    let person = desk.person(row)?;
    let mut said = Said::default();
    trip(row, desk, &mut said)?;
    checkpoint(row, desk, &mut said)?;
    if let Some(place) = row.text(PLACE)? {
        let date = row.past(DATE, &mut desk.warnings)?.ok_or(Fault {
            field: DATE,
            reason: Reason::Empty,
        })?;
        said.stays.push((place_id(&place).to_owned(), date, None));
    }
    contact(row, desk, &mut said)?;
    if said.contact.is_some_and(|(key, _)| key == person) {
        return Err(Fault {
            field: CONTACT,
            reason: Reason::SelfContact,
        });
    }
    let when = |field| row.reading(field).map(|r| r.map(|r| r.moment.opening()));
    let at = when(DATE)?.or(when(DEPARTURE)?);
    super::health::said(row, SYMPTOMS, desk, (person, at, None, None))?;
    if said.stays.is_empty() && said.contact.is_none() {
        desk.warnings.push(Reason::NothingDeclared);
    }
    Ok(keep(row, desk, person, said))
}

/// The vehicle trip: its place is plate or flight and departure.
fn trip(row: &Row<'_>, desk: &mut Desk<'_>, said: &mut Said) -> Result<(), Fault> {
    let departure = row.past(DEPARTURE, &mut desk.warnings)?;
    let arrival = row.past(ARRIVAL, &mut desk.warnings)?;
    if let (Some(departure), Some(arrival)) = (departure, arrival)
        && row.backwards(departure, arrival)
    {
        return Err(Fault {
            field: ARRIVAL,
            reason: Reason::OutBeforeIn,
        });
    }
    let Some(number) = row.text(PLATE)? else {
        return Ok(());
    };
    let departure = departure.ok_or(Fault {
        field: DEPARTURE,
        reason: Reason::Empty,
    })?;
    let stripped = plate(&number);
    if stripped.is_empty() {
        return Err(Fault {
            field: PLATE,
            reason: Reason::NumberUnreadable,
        });
    }
    if !usual_plate(&stripped) {
        desk.warnings.push(Reason::UnusualPlate);
    }
    let when = row.zone.iso(departure.at);
    let id = format!(
        "{stripped}@{}",
        if departure.bare { &when[..10] } else { &when }
    );
    said.stays.push((id.clone(), departure, arrival));
    said.vehicle = Some(PlaceRow {
        id,
        name: number.into_owned(),
        category: "vehicle".to_owned(),
        registered: true,
        ..PlaceRow::default()
    });
    Ok(())
}

fn checkpoint(row: &Row<'_>, desk: &mut Desk<'_>, said: &mut Said) -> Result<(), Fault> {
    let Some(checkpoint) = row.text(CHECKPOINT)? else {
        return Ok(());
    };
    let passed = row.past(PASSED, &mut desk.warnings)?;
    // Without a time of its own the checkpoint is passed on the day of the trip.
    let passed = if let Some(passed) = passed {
        passed
    } else {
        let departure = row
            .reading(DEPARTURE)?
            .ok_or(Fault {
                field: PASSED,
                reason: Reason::Empty,
            })?
            .moment;
        Moment {
            at: row.zone.midnight_before(departure.at),
            bare: true,
        }
    };
    said.stays
        .push((place_id(&checkpoint).to_owned(), passed, None));
    Ok(())
}

/// A declared contact with a date and a known key is an encounter of that local day; else it goes to review.
fn contact(row: &Row<'_>, desk: &mut Desk<'_>, said: &mut Said) -> Result<(), Fault> {
    let (named, phone) = (row.text(CONTACT)?, row.text(CONTACT_PHONE)?);
    if named.is_none() && phone.is_none() {
        return Ok(());
    }
    let date = row.past(CONTACT_DATE, &mut desk.warnings)?;
    let key = match named {
        None => None,
        // The plain profile names people by its own ids.
        Some(named) if row.text(PERSON_ID)?.is_some() => {
            Some(desk.intake.keys.intern(KeyKind::PersonId, &named))
        }
        Some(named) => match id_number(&named) {
            Ok(IdNumber::Cccd(cccd)) => Some(desk.intake.keys.intern(KeyKind::Cccd, cccd)),
            _ => None,
        },
    };
    match (key, date) {
        (Some(key), Some(date)) => said.contact = Some((key, date)),
        _ => desk.warnings.push(Reason::ContactUnresolved),
    }
    Ok(())
}

fn keep(row: &Row<'_>, desk: &mut Desk<'_>, person: KeyIx, said: Said) -> Taken {
    if let Some((key, date)) = said.contact {
        let start = row.zone.midnight_before(date.at);
        let encounter = Encounter::declared_on(person, key, start, desk.row);
        desk.intake.encounters.push(encounter);
    }
    if let Some(vehicle) = said.vehicle {
        desk.intake.vehicles.push(vehicle);
    }
    for (place, start, end) in said.stays {
        let place = desk.intake.place_keys.intern(&place);
        let day = start.bare || end.is_some_and(|e| e.bare);
        let (start, end) = if day {
            let first = row.zone.midnight_before(start.at);
            let last = end.map_or(first, |e| row.zone.midnight_before(e.at));
            (first, Some(last + DAY))
        } else {
            (start.at, end.map(|e| e.at))
        };
        let stay = Stay {
            person,
            place,
            start,
            end,
            day,
            declared: true,
            mark: StayMark::Whole,
            row: desk.row,
        };
        desk.intake.stays.push(stay);
    }
    Taken::Records
}
