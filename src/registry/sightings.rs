//! Bluetooth sightings → encounters (sources.md section 1).

use rustc_hash::FxHashMap;

use super::people::{Joined, NOBODY};
use crate::ingest::keys::KeyIx;
use crate::ingest::{Intake, Ledger, Platform, Reason, Sighting};
use crate::model::time::Seconds;
use crate::model::{Encounter, PersonIx};

/// The app scans 40 s in every 300: a sighting counts for so many seconds.
const COUNTS: Seconds = 300;
/// Sightings of a pair at most so many seconds apart are one encounter.
const APART: Seconds = 600;

/// Below so many dBm a sighting is weak, by who hears and who is heard, as the app published it.
const fn threshold(own: Platform, seen: Platform) -> i8 {
    match (own, seen) {
        (Platform::Android, Platform::Android) => -86,
        (Platform::Android, Platform::Ios) => -69,
        (Platform::Ios, Platform::Android) => -88,
        (Platform::Ios, Platform::Ios) => -74,
    }
}

/// The encounters of all sightings, by people; strong and weak sightings make encounters of their own. Sightings of
/// ids that are nobody's are held, and so are those of one's own second device.
pub(super) fn encounters(intake: &Intake, joined: &Joined, ledger: &mut Ledger) -> Vec<Encounter> {
    let platforms: FxHashMap<KeyIx, Platform> = intake.platforms.iter().copied().collect();
    let platform = |key| platforms.get(&key).copied().unwrap_or(Platform::Android);
    let mut met: Vec<((PersonIx, PersonIx, bool), Seconds, &Sighting)> = Vec::new();
    for sighting in &intake.sightings {
        let person = |key: KeyIx| joined.person_of[key as usize];
        let (a, b) = (person(sighting.own), person(sighting.seen));
        if a == NOBODY || b == NOBODY {
            ledger.hold(sighting.row, "", "", Reason::DeviceOfNobody);
        } else if a == b {
            ledger.hold(sighting.row, "", "", Reason::SelfContact);
        } else {
            let weak = sighting.rssi < threshold(platform(sighting.own), platform(sighting.seen));
            met.push(((a.min(b), a.max(b), weak), sighting.at, sighting));
        }
    }
    met.sort_unstable_by_key(|&(pair, at, s)| (pair, at, s.own, s.seen, s.rssi, s.row));
    met.dedup_by(|later, first| {
        let same = |s: &Sighting| (s.own, s.seen, s.at, s.rssi);
        let twice = same(later.2) == same(first.2);
        if twice {
            ledger.merge(later.2.row);
        }
        twice
    });
    met.chunk_by(|x, y| x.0 == y.0 && y.1 - x.1 <= APART)
        .map(|group| {
            let ((a, b, weak), start, first) = group[0];
            Encounter {
                a,
                b,
                start,
                end: group[group.len() - 1].1 + COUNTS,
                weak,
                declared: false,
                day: false,
                row: first.row,
            }
        })
        .collect()
}
