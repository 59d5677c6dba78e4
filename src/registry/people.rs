//! Keys → people.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use super::passes;
use crate::ingest::Intake;
use crate::ingest::keys::{KeyIx, KeyKind, PersonKeys};
use crate::model::{PersonIx, PersonRow};

/// What a key that names two people names.
pub(super) const NOBODY: PersonIx = PersonIx::MAX;

/// Finds people by the texts of their keys.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(from = "Vec<Named>", into = "Vec<Named>")]
pub struct Finder {
    keys: PersonKeys,
    person_of: Vec<PersonIx>,
}

/// A key's kind by its place in [`KeyKind::PEOPLE`], its text, and whom it names.
type Named = (u8, String, PersonIx);

/// The kinds of keys that somebody is found by.
const FOUND_BY: [KeyKind; 3] = [KeyKind::PersonId, KeyKind::Cccd, KeyKind::Qid];

impl From<Finder> for Vec<Named> {
    fn from(finder: Finder) -> Self {
        let all = 0..finder.keys.len() as KeyIx;
        let named = all.filter_map(|key| {
            let (kind, text) = finder.keys.get(key);
            let kind = FOUND_BY.iter().position(|&k| k == kind)?;
            let person = finder.person_of[key as usize];
            (person != NOBODY).then(|| (kind as u8, text.to_owned(), person))
        });
        named.collect()
    }
}

impl From<Vec<Named>> for Finder {
    fn from(named: Vec<Named>) -> Self {
        let mut finder = Self::default();
        for (kind, text, person) in named {
            let kind = FOUND_BY.get(usize::from(kind)).copied();
            let key = finder.keys.intern(kind.unwrap_or(KeyKind::Qid), &text);
            if key as usize == finder.person_of.len() {
                finder.person_of.push(person);
            }
        }
        finder
    }
}

impl Finder {
    pub(super) const fn new(keys: PersonKeys, person_of: Vec<PersonIx>) -> Self {
        Self { keys, person_of }
    }

    /// The person of a key's text, in NFC or NFD.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<PersonIx> {
        let text: &str = &text.nfc().collect::<String>();
        FOUND_BY
            .into_iter()
            .filter_map(|kind| self.keys.find(kind, text))
            .map(|key| self.person_of[key as usize])
            .find(|&person| person != NOBODY)
    }
}

/// What joining came to.
pub(super) struct Joined {
    /// By key; [`NOBODY`] where the key names two people, or none that a record needs.
    pub person_of: Vec<PersonIx>,
    /// The people's ids, sorted.
    pub ids: Vec<String>,
    /// Keys that name two people.
    pub conflicts: u64,
    /// By person: how many citizen's numbers name it.
    pub numbers: Vec<u8>,
    /// How many were found to be one with another by each pass.
    pub joins: passes::Joins,
}

/// Gives each person the citizen's number that names it; of several the least.
pub(super) fn fill_numbers(people: &mut [PersonRow], keys: &PersonKeys, joined: &Joined) {
    for (key, &person) in joined.person_of.iter().enumerate() {
        let (kind, text) = keys.get(key as u32);
        if kind == KeyKind::Cccd && person != NOBODY {
            let number = &mut people[person as usize].cccd;
            if number.is_empty() || text < number.as_str() {
                text.clone_into(number);
            }
        }
    }
}

/// Joins the keys of all records that were kept.
pub(super) fn join(intake: &Intake) -> Joined {
    let keys = &intake.keys;
    let used = used(intake);
    let number = numbers_as_ids(keys);
    let mut links: Vec<_> = keys
        .links()
        .into_iter()
        .map(|(a, b, register)| (number[a as usize], number[b as usize], register))
        .filter(|l| l.0 != l.1)
        .collect();
    links.sort_unstable();
    let component = components(keys.len(), &links);
    let of_numbers = anchors(keys, &links, &component);
    let mut anchors: Vec<Option<KeyIx>> = number.iter().map(|&n| of_numbers[n as usize]).collect();
    let joins = passes::unite(intake, &mut anchors);
    passes::give_phones(intake, &mut anchors);
    let conflicts = (0..keys.len())
        .filter(|&k| used[k] && anchors[k].is_none())
        .count() as u64;
    let (ids, person_of_anchor) = name(keys, &used, &anchors);
    let person_of: Vec<PersonIx> = anchors
        .iter()
        .map(|a| a.map_or(NOBODY, |a| person_of_anchor[a as usize]))
        .collect();
    let mut numbers = vec![0u8; ids.len()];
    for key in (0..keys.len()).filter(|&k| keys.get(k as KeyIx).0 == KeyKind::Cccd) {
        if let Some(count) = numbers.get_mut(person_of[key] as usize) {
            *count = count.saturating_add(1);
        }
    }
    Joined {
        person_of,
        ids,
        conflicts,
        numbers,
        joins,
    }
}

/// For each key the one that speaks for it: a person id that is somebody's citizen's number, as another source has
/// it, is that number and no id of its own.
fn numbers_as_ids(keys: &PersonKeys) -> Vec<KeyIx> {
    let all = 0..keys.len() as KeyIx;
    if !keys.any(KeyKind::Cccd) {
        return all.collect();
    }
    all.map(|key| match keys.get(key) {
        (KeyKind::PersonId, text) => keys.find(KeyKind::Cccd, text).unwrap_or(key),
        _ => key,
    })
    .collect()
}

fn used(intake: &Intake) -> Vec<bool> {
    let flags: Vec<AtomicBool> = (0..intake.keys.len()).map(|_| false.into()).collect();
    let flag = |&key: &KeyIx| {
        let flag = &flags[key as usize];
        if !flag.load(Ordering::Relaxed) {
            flag.store(true, Ordering::Relaxed);
        }
    };
    let chunks = intake.stays.chunks().par_iter();
    chunks.for_each(|chunk| chunk.person.iter().for_each(flag));
    let mut used: Vec<bool> = flags.into_iter().map(AtomicBool::into_inner).collect();
    let mut mark = |key: KeyIx| used[key as usize] = true;
    intake.people.iter().for_each(|p| mark(p.0));
    intake.households.iter().for_each(|h| mark(h.1));
    intake.cases.iter().for_each(|c| mark(c.0.person));
    intake.quarantines.iter().for_each(|q| mark(q.0.person));
    for e in &intake.encounters {
        mark(e.a);
        mark(e.b);
    }
    intake.declared_people.iter().for_each(|p| mark(p.0));
    intake.health.iter().for_each(|h| mark(h.person));
    intake.registrations.iter().for_each(|r| mark(r.person));
    for s in &intake.sightings {
        mark(s.own);
        mark(s.seen);
    }
    for t in &intake.truth {
        mark(t.source);
        mark(t.contact);
    }
    used
}

/// The lowest key of each key's component of links.
fn components(count: usize, links: &[(KeyIx, KeyIx, bool)]) -> Vec<KeyIx> {
    let mut sets = petgraph::unionfind::UnionFind::<KeyIx>::new(count);
    for &(a, b, _) in links {
        sets.union(a, b);
    }
    let labels = sets.into_labeling();
    let mut lowest = vec![KeyIx::MAX; count];
    for (key, &label) in labels.iter().enumerate() {
        let low = &mut lowest[label as usize];
        *low = (*low).min(key as KeyIx);
    }
    labels.iter().map(|&label| lowest[label as usize]).collect()
}

/// For each key the key that stands for its person; `None` where it names two.
fn anchors(
    keys: &PersonKeys,
    links: &[(KeyIx, KeyIx, bool)],
    component: &[KeyIx],
) -> Vec<Option<KeyIx>> {
    let kind = |key: KeyIx| keys.kind(key);
    // By component: the first person id and the first citizen's number, and whether there are more.
    let mut first: FxHashMap<(KeyIx, KeyKind), KeyIx> = FxHashMap::default();
    let mut torn: FxHashSet<KeyIx> = FxHashSet::default();
    // Without links every key is a component of its own.
    for key in (0..keys.len() as KeyIx).filter(|_| !links.is_empty()) {
        let place = (component[key as usize], kind(key));
        if kind(key) >= KeyKind::Qid {
            first.entry(place).or_insert(key);
        } else if first.insert(place, key).is_some() {
            torn.insert(place.0);
        }
    }
    let mut direct: FxHashMap<KeyIx, Vec<(KeyIx, bool)>> = FxHashMap::default();
    for &(a, b, register) in links
        .iter()
        .filter(|l| torn.contains(&component[l.0 as usize]))
    {
        direct.entry(a).or_default().push((b, register));
        direct.entry(b).or_default().push((a, register));
    }
    let mut anchors: Vec<Option<KeyIx>> = (0..keys.len() as KeyIx)
        .map(|key| {
            if links.is_empty() {
                return Some(key);
            }
            let c = component[key as usize];
            let best = KeyKind::PEOPLE
                .iter()
                .find_map(|&k| first.get(&(c, k)).copied());
            Some(best.unwrap_or(c))
        })
        .collect();
    if torn.is_empty() {
        return anchors;
    }
    // In a torn component each key keeps to surer ones that it is directly tied to.
    for at_work in KeyKind::PEOPLE.into_iter().chain([KeyKind::Device]) {
        for key in 0..keys.len() as KeyIx {
            if kind(key) == at_work && torn.contains(&component[key as usize]) {
                let ties = direct.get(&key).map_or(&[][..], Vec::as_slice);
                anchors[key as usize] = tied(key, at_work, ties, &anchors, &kind);
            }
        }
    }
    anchors
}

fn tied(
    key: KeyIx,
    at_work: KeyKind,
    ties: &[(KeyIx, bool)],
    anchors: &[Option<KeyIx>],
    kind: &dyn Fn(KeyIx) -> KeyKind,
) -> Option<KeyIx> {
    let targets = |only_register: bool| {
        let mut found: Vec<Option<KeyIx>> = ties
            .iter()
            .filter(|(other, register)| kind(*other) < at_work && (*register || !only_register))
            .map(|(other, _)| anchors[*other as usize])
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    };
    match (targets(true).as_slice(), targets(false).as_slice()) {
        ([one], _) | ([], [one]) => *one,
        ([], []) => Some(key),
        _ => None,
    }
}

/// Ids of the people that records need, sorted, and the person of each anchor. Who has no person id is numbered
/// in the order of first appearance; so is who has only a citizen's number for one, which is never given out.
fn name(
    keys: &PersonKeys,
    used: &[bool],
    anchors: &[Option<KeyIx>],
) -> (Vec<String>, Vec<PersonIx>) {
    let mut named: Vec<(Cow<'_, str>, KeyIx)> = Vec::new();
    let mut done = vec![false; keys.len()];
    let mut next = 1u64;
    for key in 0..keys.len() {
        let Some(anchor) = anchors[key].filter(|_| used[key]) else {
            continue;
        };
        // A device that nobody is known to carry is no person.
        if keys.kind(anchor) == KeyKind::Device {
            continue;
        }
        if std::mem::replace(&mut done[anchor as usize], true) {
            continue;
        }
        let (kind, text) = keys.get(anchor);
        let id = if kind == KeyKind::PersonId {
            Cow::Borrowed(text)
        } else {
            loop {
                let id = format!("P{next:07}");
                next += 1;
                if keys.find(KeyKind::PersonId, &id).is_none() {
                    break Cow::Owned(id);
                }
            }
        };
        named.push((id, anchor));
    }
    named.par_sort_unstable();
    let mut person_of = vec![NOBODY; keys.len()];
    for ((_, anchor), ix) in named.iter().zip(0..) {
        person_of[*anchor as usize] = ix;
    }
    let ids = named.into_iter().map(|(id, _)| id.into_owned());
    (ids.collect(), person_of)
}

/// The people's rows: of what several sources say, the first word for each field stands.
pub(super) fn fill(ids: Vec<String>, rows: Vec<(PersonIx, PersonRow)>) -> Vec<PersonRow> {
    let mut people: Vec<PersonRow> = ids
        .into_iter()
        .map(|id| PersonRow {
            id,
            ..PersonRow::default()
        })
        .collect();
    for (ix, row) in rows {
        let person = &mut people[ix as usize];
        if person.phone.is_empty() {
            person.phone_registered = row.phone_registered;
        }
        for (have, said) in [
            (&mut person.full_name, row.full_name),
            (&mut person.birth_date, row.birth_date),
            (&mut person.sex, row.sex),
            (&mut person.phone, row.phone),
            (&mut person.address, row.address),
            (&mut person.province, row.province),
            (&mut person.district, row.district),
            (&mut person.ward, row.ward),
        ] {
            if have.is_empty() {
                *have = said;
            }
        }
    }
    people
}
