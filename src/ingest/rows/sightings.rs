//! Bluetooth sightings, and whose the ids in them are.

use super::{Desk, Fault, Row, Taken};
use crate::i18n::fold;
use crate::ingest::Reason;
use crate::ingest::desk::{Platform, Sighting};
use crate::ingest::keys::{KeyIx, KeyKind};
use crate::ingest::role::person::NEXT;

pub(super) fn take(row: &Row<'_>, desk: &mut Desk<'_>) -> Result<Taken, Fault> {
    const OWN: usize = 0;
    const SEEN: usize = 1;
    const RSSI: usize = 2;
    const TIME: usize = 3;
    let fault = |field, reason| Fault { field, reason };
    let own = device(row, OWN, desk)?;
    let seen = device(row, SEEN, desk)?;
    if own == seen {
        return Err(fault(SEEN, Reason::SelfContact));
    }
    let rssi = row.number(RSSI)?.ok_or(fault(RSSI, Reason::Empty))?;
    if rssi.fract() != 0.0 || !(-127.0..=20.0).contains(&rssi) {
        return Err(fault(RSSI, Reason::NumberUnreadable));
    }
    let at = row.past(TIME, &mut desk.warnings)?;
    let at = at.ok_or(fault(TIME, Reason::Empty))?.at;
    desk.intake.sightings.push(Sighting {
        own,
        seen,
        at,
        rssi: rssi as i8,
        row: desk.row,
    });
    Ok(Taken::Records)
}

pub(super) fn take_device(row: &Row<'_>, desk: &mut Desk<'_>) -> Result<Taken, Fault> {
    const DEVICE: usize = NEXT;
    const PLATFORM: usize = NEXT + 1;
    if desk.duplicate(row) {
        return Ok(Taken::Duplicate);
    }
    let person = desk.person(row)?;
    let key = device(row, DEVICE, desk)?;
    let platform = match row.text(PLATFORM)? {
        None => None,
        Some(word) => match fold(&word).as_str() {
            "android" => Some(Platform::Android),
            "ios" | "iphone" => Some(Platform::Ios),
            _ => {
                return Err(Fault {
                    field: PLATFORM,
                    reason: Reason::UnknownWord,
                });
            }
        },
    };
    desk.links.push((person, key));
    if let Some(platform) = platform {
        desk.intake.platforms.push((key, platform));
    }
    Ok(Taken::Records)
}

/// An id of 12 bytes in hex; capitals or not.
fn device(row: &Row<'_>, field: usize, desk: &mut Desk<'_>) -> Result<KeyIx, Fault> {
    let text = row.need(field)?.to_ascii_lowercase();
    if text.len() < 8 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(Fault {
            field,
            reason: Reason::DeviceUnreadable,
        });
    }
    Ok(desk.intake.keys.intern(KeyKind::Device, &text))
}
