//! The passes after the exact keys (sources.md section 3): old number and year of birth; insurance card; phone and name;
//! what is left of a starred number, with name and year of birth. Surest first; who has been joined counts as one in the
//! next.
//!
//! Nobody is joined who has another person id, another citizen's number, another year of birth or a name with other
//! diacritics than somebody else of the same clue: then the clue joins none of them. A phone alone names its one holder,
//! the register's before one who declares it, or nobody.

use std::collections::BTreeMap;

use petgraph::unionfind::UnionFind;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::ingest::Intake;
use crate::ingest::clues::{Clue, ClueKind, accent_hash, name_hash, year};
use crate::ingest::keys::{KeyIx, KeyKind, PersonKeys};
use crate::ingest::phone::mobile;
use crate::model::{PersonRow, RowIx};

/// What a clue says: its digits and how many, the name, the year. Those who share it may be one.
type Value = ((u64, u8), u64, u16);
/// Who is said to be what, with the hash of the name's diacritics (0: it has none).
type Said = (Value, KeyIx, u64);

/// How many people each pass found to be one with another, in the order of the passes.
pub(super) type Joins = [(ClueKind, u64); 4];

/// No such key, and more than one.
const NONE: KeyIx = KeyIx::MAX;
const MANY: KeyIx = KeyIx::MAX - 1;

/// Joins people by clues. `anchors`: by key the one that stands for its person.
pub(super) fn unite(intake: &Intake, anchors: &mut [Option<KeyIx>]) -> Joins {
    let mut joins = [
        ClueKind::Cmnd,
        ClueKind::Insurance,
        ClueKind::PhoneName,
        ClueKind::Masked,
    ]
    .map(|kind| (kind, 0));
    let keys = &intake.keys;
    let mut sets = Sets::new(keys, anchors);
    if !sets.any_may_join() {
        return joins;
    }
    let rows = Rows::of(intake);
    let clues: Vec<Clue> = intake.clues.iter().copied().collect();
    sets.learn_years(&clues, &rows, anchors);
    for (kind, count) in &mut joins {
        let mut said = match kind {
            ClueKind::Cmnd | ClueKind::Insurance => by_number(&clues, *kind),
            ClueKind::PhoneName => rows.by_phone_and_name(anchors),
            ClueKind::Masked => rows.by_masked((keys, &clues), &sets, anchors),
        };
        said.retain_mut(|(_, key, _)| match anchors[*key as usize] {
            Some(anchor) => {
                *key = anchor;
                true
            }
            None => false,
        });
        said.sort_unstable();
        said.dedup();
        for group in said.chunk_by(|a, b| a.0 == b.0) {
            // Two ways to write the letters of a name are two names.
            let mut accents = group
                .iter()
                .map(|said| said.2)
                .filter(|accent| *accent != 0);
            let first = accents.next();
            if accents.any(|accent| Some(accent) != first) {
                continue;
            }
            *count += sets.join(group.iter().map(|said| said.1));
        }
    }
    if joins.iter().any(|j| j.1 > 0) {
        sets.tell(keys, anchors);
    }
    joins
}

/// Gives phones that stand alone to their one holder; one of several holders names nobody.
pub(super) fn give_phones(intake: &Intake, anchors: &mut [Option<KeyIx>]) {
    let keys = &intake.keys;
    if !keys.any(KeyKind::Phone) {
        return;
    }
    // What a register says goes before what people declare: one wrong number takes nobody's phone away.
    let mut holders = holders_of(&intake.people, keys, anchors);
    for (phone, holder) in holders_of(&intake.declared_people, keys, anchors) {
        holders.entry(phone).or_insert(holder);
    }
    for key in 0..keys.len() as KeyIx {
        if let Some(&holder) = holders
            .get(&key)
            .filter(|_| anchors[key as usize] == Some(key))
        {
            anchors[key as usize] = holder;
        }
    }
}

/// By phone its holder among some rows; `None`: it has several.
fn holders_of(
    rows: &[(KeyIx, PersonRow, RowIx)],
    keys: &PersonKeys,
    anchors: &[Option<KeyIx>],
) -> BTreeMap<KeyIx, Option<KeyIx>> {
    let mut holders: BTreeMap<KeyIx, Option<KeyIx>> = BTreeMap::new();
    for (key, row, _) in rows {
        let phone = mobile(&row.phone).map(|phone| phone.to_string());
        let phone = phone.and_then(|phone| keys.find(KeyKind::Phone, &phone));
        let (Some(phone), Some(holder)) = (phone, anchors[*key as usize]) else {
            continue;
        };
        if *key != phone {
            holders
                .entry(phone)
                .and_modify(|known| *known = known.filter(|k| *k == holder))
                .or_insert(Some(holder));
        }
    }
    holders
}

/// People as they are joined so far.
struct Sets {
    joined: UnionFind<KeyIx>,
    /// By anchor: its person id, its citizen's number, its year of birth (0: not known).
    person_id: Vec<KeyIx>,
    cccd: Vec<KeyIx>,
    year: Vec<u16>,
    /// How many have no person id, and no number.
    without: (u64, u64),
}

impl Sets {
    fn new(keys: &PersonKeys, anchors: &[Option<KeyIx>]) -> Self {
        let mut person_id = vec![NONE; keys.len()];
        let mut cccd = vec![NONE; keys.len()];
        for (key, anchor) in (0..).zip(anchors) {
            let slot = match (keys.kind(key), anchor) {
                // A person id that is somebody's citizen's number is no id of its own.
                (KeyKind::PersonId, Some(_))
                    if keys.find(KeyKind::Cccd, keys.get(key).1).is_some() =>
                {
                    continue;
                }
                (KeyKind::PersonId, Some(anchor)) => &mut person_id[*anchor as usize],
                (KeyKind::Cccd, Some(anchor)) => &mut cccd[*anchor as usize],
                _ => continue,
            };
            *slot = if *slot == NONE { key } else { MANY };
        }
        let own = (0..).zip(anchors).filter(|(key, a)| **a == Some(*key));
        let mut without = (0, 0);
        for (anchor, _) in own.filter(|(key, _)| keys.kind(*key) != KeyKind::Device) {
            without.0 += u64::from(person_id[anchor as usize] == NONE);
            without.1 += u64::from(cccd[anchor as usize] == NONE);
        }
        Self {
            joined: UnionFind::new(keys.len()),
            year: vec![0; keys.len()],
            person_id,
            cccd,
            without,
        }
    }

    /// Whether two could be found who have neither two person ids nor two numbers.
    const fn any_may_join(&self) -> bool {
        self.without.0 > 0 && self.without.1 > 0
    }

    fn learn_years(&mut self, clues: &[Clue], rows: &Rows<'_>, anchors: &[Option<KeyIx>]) {
        const SEVERAL: u16 = u16::MAX;
        let of_rows = rows
            .0
            .iter()
            .map(|(key, row)| (*key, year(&row.birth_date)));
        let of_clues = clues.iter().map(|clue| (clue.key, clue.year));
        for (key, year) in of_rows.chain(of_clues).filter(|said| said.1 > 0) {
            if let Some(anchor) = anchors[key as usize] {
                let known = &mut self.year[anchor as usize];
                *known = match *known {
                    0 => year,
                    same if same == year => year,
                    _ => SEVERAL,
                };
            }
        }
    }

    /// Makes one of those who share a clue, unless something speaks against it. How many fewer there are.
    fn join(&mut self, sharers: impl Iterator<Item = KeyIx>) -> u64 {
        let mut roots: Vec<KeyIx> = sharers.map(|key| self.joined.find_mut(key)).collect();
        roots.sort_unstable();
        roots.dedup();
        let [first, rest @ ..] = roots.as_slice() else {
            return 0;
        };
        if rest.is_empty() {
            return 0;
        }
        let one = |known: &dyn Fn(usize) -> Option<u64>| {
            let mut values: Vec<u64> = roots.iter().filter_map(|r| known(*r as usize)).collect();
            values.sort_unstable();
            values.dedup();
            (values.len() <= 1).then(|| values.first().copied())
        };
        let key = |key: KeyIx| (key != NONE).then_some(u64::from(key));
        let (Some(person_id), Some(cccd), Some(year)) = (
            one(&|root| key(self.person_id[root])),
            one(&|root| key(self.cccd[root])),
            one(&|root| Some(u64::from(self.year[root])).filter(|y| *y > 0)),
        ) else {
            return 0;
        };
        for other in rest {
            self.joined.union(*first, *other);
        }
        let root = self.joined.find_mut(*first) as usize;
        self.person_id[root] = person_id.map_or(NONE, |key| key as KeyIx);
        self.cccd[root] = cccd.map_or(NONE, |key| key as KeyIx);
        self.year[root] = year.unwrap_or(0) as u16;
        rest.len() as u64
    }

    /// The citizen's number of whom an anchor stands for.
    fn number_of<'k>(&self, keys: &'k PersonKeys, anchor: KeyIx) -> Option<&'k str> {
        let cccd = self.cccd[self.joined.find(anchor) as usize];
        (cccd < MANY).then(|| keys.get(cccd).1)
    }

    /// Writes what came of it to the keys' anchors: the surest key of a person stands for it.
    fn tell(&mut self, keys: &PersonKeys, anchors: &mut [Option<KeyIx>]) {
        let mut best: FxHashMap<KeyIx, KeyIx> = FxHashMap::default();
        for anchor in anchors.iter().flatten() {
            let root = self.joined.find_mut(*anchor);
            let rank = |key: KeyIx| (keys.kind(key), key);
            best.entry(root)
                .and_modify(|known| {
                    if rank(*anchor) < rank(*known) {
                        *known = *anchor;
                    }
                })
                .or_insert(*anchor);
        }
        for anchor in anchors.iter_mut().flatten() {
            *anchor = best[&self.joined.find_mut(*anchor)];
        }
    }
}

fn by_number(clues: &[Clue], kind: ClueKind) -> Vec<Said> {
    let clues = clues.iter().filter(|clue| clue.kind == kind);
    // A card's holder may have another year in another list: that is asked where people are joined.
    let year = |clue: &Clue| match kind {
        ClueKind::Cmnd => clue.year,
        _ => 0,
    };
    clues
        .map(|clue| ((clue.number, 0, year(clue)), clue.key, 0))
        .collect()
}

/// What sources say of people, with the keys of the rows.
struct Rows<'r>(Vec<(KeyIx, &'r PersonRow)>);

impl<'r> Rows<'r> {
    fn of(intake: &'r Intake) -> Self {
        let rows = intake.people.iter().chain(&intake.declared_people);
        Self(rows.map(|(key, row, _)| (*key, row)).collect())
    }

    /// Names are compared only where two have one phone.
    fn by_phone_and_name(&self, anchors: &[Option<KeyIx>]) -> Vec<Said> {
        let mut phones: Vec<(u32, KeyIx, usize)> = self
            .0
            .par_iter()
            .enumerate()
            .filter_map(|(n, (key, row))| {
                let anchor = anchors[*key as usize]?;
                Some((mobile(&row.phone)?, anchor, n))
            })
            .collect();
        phones.par_sort_unstable();
        let shared = phones
            .chunk_by(|a, b| a.0 == b.0)
            .filter(|group| group.iter().any(|other| other.1 != group[0].1));
        let named = shared.flatten().map(|&(phone, anchor, n)| {
            let name = &self.0[n].1.full_name;
            let value = ((u64::from(phone), 9), name_hash(name), 0);
            (value, anchor, accent_hash(name))
        });
        named.filter(|said| said.0.1 != 0).collect()
    }

    /// Those whose numbers are starred, and those whose full numbers end alike.
    fn by_masked(
        &self,
        (keys, clues): (&PersonKeys, &[Clue]),
        sets: &Sets,
        anchors: &[Option<KeyIx>],
    ) -> Vec<Said> {
        let masked = clues.iter().filter(|c| c.kind == ClueKind::Masked);
        let mut said: Vec<Said> = masked
            .map(|clue| ((clue.number, clue.name, clue.year), clue.key, clue.accent))
            .collect();
        if said.is_empty() {
            return said;
        }
        let wanted: FxHashSet<(u64, u16)> = said.iter().map(|s| (s.0.1, s.0.2)).collect();
        let lengths: FxHashSet<u8> = said.iter().map(|s| s.0.0.1).collect();
        let mut lengths: Vec<u8> = lengths.into_iter().collect();
        lengths.sort_unstable();
        let full: Vec<Said> = self
            .0
            .par_iter()
            .flat_map_iter(|(key, row)| {
                let who = (name_hash(&row.full_name), year(&row.birth_date));
                let anchor = anchors[*key as usize].filter(|_| wanted.contains(&who));
                let number = anchor
                    .and_then(|a| sets.number_of(keys, a))
                    .unwrap_or_default();
                let ends = lengths.iter().filter_map(move |&length| {
                    let end = number.len().checked_sub(length.into())?;
                    let digits = number.get(end..)?.parse().ok()?;
                    let value = ((digits, length), who.0, who.1);
                    Some((value, anchor?, accent_hash(&row.full_name)))
                });
                ends.collect::<Vec<_>>()
            })
            .collect();
        said.extend(full);
        said
    }
}
