//! Bluetooth sightings → encounters (sources.md section 1).

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::people::{Joined, NOBODY};
use crate::ingest::keys::KeyIx;
use crate::ingest::{Intake, Ledger, Platform, Reason, Sighting};
use crate::model::time::{DAY, Seconds};
use crate::model::{Encounter, PersonIx, RowIx};

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
    for row in skewed(&met, joined) {
        ledger.warn(row, Reason::ClockSkew);
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

/// Sightings each way by which two clocks are compared, at the least.
const ENOUGH: usize = 3;

/// The rows of those whose clocks are off by more than [`APART`]: two who hear each other should tell the same time. A
/// clock's error is the middle one of its differences from the clocks of those whom it heard and who heard it, the lesser
/// of two middle ones; of one pair alone it cannot be said whose is off, and both are told.
fn skewed(met: &[((PersonIx, PersonIx, bool), Seconds, &Sighting)], joined: &Joined) -> Vec<RowIx> {
    let who = |s: &Sighting| joined.person_of[s.own as usize];
    // By pair, what the lower and what the higher index heard.
    let mut heard: BTreeMap<(PersonIx, PersonIx), [Vec<Seconds>; 2]> = BTreeMap::new();
    for ((a, b, _), at, sighting) in met {
        let side = usize::from(who(sighting) != *a);
        heard.entry((*a, *b)).or_default()[side].push(*at);
    }
    let mut differences: BTreeMap<PersonIx, Vec<Seconds>> = BTreeMap::new();
    for ((a, b), [mut of_a, mut of_b]) in heard {
        if of_a.len() >= ENOUGH && of_b.len() >= ENOUGH {
            let difference = middle(&mut of_a) - middle(&mut of_b);
            differences.entry(a).or_default().push(difference);
            differences.entry(b).or_default().push(-difference);
        }
    }
    let off = differences.into_iter().filter_map(|(person, mut all)| {
        all.sort_unstable_by_key(|d| (d.abs(), *d));
        let least = all[(all.len() - 1) / 2];
        // Half a day apart they heard each other at other times.
        (least.abs() > APART && least.abs() < DAY / 2).then_some(person)
    });
    let off: Vec<PersonIx> = off.collect();
    if off.is_empty() {
        return Vec::new();
    }
    let theirs = met.iter().filter(|m| off.binary_search(&who(m.2)).is_ok());
    theirs.map(|m| m.2.row).collect()
}

fn middle(times: &mut [Seconds]) -> Seconds {
    times.sort_unstable();
    times[times.len() / 2]
}
