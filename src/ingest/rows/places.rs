//! The place register.

use super::{Desk, Fault, Row, Taken};
use crate::ingest::qr::place_id;
use crate::ingest::{Reason, Role};
use crate::model::{Air, Closeness, PlaceRow};

const PLACE: usize = 0;
const NAME: usize = 1;
const CATEGORY: usize = 2;
const LAT: usize = Role::POSITION.0;
const LON: usize = Role::POSITION.1;
const AIR: usize = 5;
const CLOSENESS: usize = 6;
const DWELL: usize = 7;

pub(super) fn take(row: &Row<'_>, desk: &mut Desk<'_>) -> Result<Taken, Fault> {
    if desk.duplicate(row) {
        return Ok(Taken::Duplicate);
    }
    let id = place_id(&row.need(PLACE)?).to_owned();
    let (lat, lon) = (coordinate(row, LAT, 90.0)?, coordinate(row, LON, 180.0)?);
    let (air, closeness) = (row.text(AIR)?, row.text(CLOSENESS)?);
    let (own_air, own_closeness) = (
        air.as_deref().and_then(Air::parse),
        closeness.as_deref().and_then(Closeness::parse),
    );
    if (air.is_some() && own_air.is_none()) || (closeness.is_some() && own_closeness.is_none()) {
        desk.warnings.push(Reason::UnknownWord);
    }
    let place = PlaceRow {
        id,
        name: row.text(NAME)?.unwrap_or_default().into_owned(),
        category: row.text(CATEGORY)?.unwrap_or_default().into_owned(),
        lat,
        lon,
        air: own_air,
        closeness: own_closeness,
        dwell_minutes: dwell(row)?,
        registered: true,
    };
    desk.intake.places.push((place, desk.row));
    Ok(Taken::Records)
}

fn coordinate(row: &Row<'_>, field: usize, most: f64) -> Result<Option<f64>, Fault> {
    match row.number(field)? {
        Some(degrees) if degrees.abs() > most => Err(Fault {
            field,
            reason: Reason::Coordinates,
        }),
        degrees => Ok(degrees),
    }
}

fn dwell(row: &Row<'_>) -> Result<Option<u32>, Fault> {
    match row.number(DWELL)? {
        None => Ok(None),
        Some(minutes) if minutes.fract() == 0.0 && (0.0..=525_600.0).contains(&minutes) => {
            Ok(Some(minutes as u32))
        }
        Some(_) => Err(Fault {
            field: DWELL,
            reason: Reason::NumberUnreadable,
        }),
    }
}
