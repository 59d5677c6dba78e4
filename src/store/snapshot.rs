//! The joined records in compressed columns, so that an investigation of ten million visits is there in seconds. They
//! say nothing that reading the evidence again would not: what no longer fits is made anew from there.

use rayon::prelude::*;
use rusqlite::params;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::evidence::{pack, unpack};
use super::{Store, StoreError, meta, set_meta};
use crate::i18n::Message;
use crate::ingest::{Ledger, TrueInfection};
use crate::model::time::Seconds;
use crate::model::{
    CaseRow, Encounter, HealthReport, Household, Marks, PersonRow, PlaceRegister, Quarantine,
    Registration, StayChunk, Stays,
};
use crate::registry::{Finder, Records};

/// People and encounters of one part.
const MANY: usize = 1 << 16;
/// No part is larger, unpacked.
const MOST: usize = 1 << 30;

/// How many parts there are of each kind, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
struct Counts {
    stays: u32,
    people: u32,
    encounters: u32,
    fates: u32,
}

/// What there is little of.
#[derive(Deserialize, Serialize)]
struct Rest {
    places: PlaceRegister,
    households: Vec<Household>,
    cases: Vec<CaseRow>,
    quarantines: Vec<Quarantine>,
    health: Vec<HealthReport>,
    registrations: Vec<Registration>,
    truth: Vec<TrueInfection>,
    ledger: Ledger,
    notes: Vec<Message>,
    left_out: Vec<(String, Message)>,
    latest: Option<Seconds>,
    known: Vec<bool>,
    has_place_register: bool,
    finder: Finder,
}

impl Store {
    /// Keeps joined records, as they are before they are settled. `of` names what they were made of.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn keep_records(&mut self, records: &Records, of: &str) -> Result<(), StoreError> {
        let (counts, parts) = parts_of(records)?;
        let digest = digest(of, &parts);
        let all = self.db_mut()?.transaction()?;
        all.execute("DELETE FROM snapshot", [])?;
        {
            let mut put = all.prepare("INSERT INTO snapshot (data) VALUES (?1)")?;
            for part in &parts {
                put.execute(params![part])?;
            }
        }
        set_meta(&all, "snapshot", &encode(&(of, counts, digest))?)?;
        all.commit()?;
        Ok(())
    }

    /// The joined records that were made of this; `None` where there are none.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn records(&self, of: &str) -> Result<Option<Records>, StoreError> {
        let db = self.db()?;
        let Some(head) = meta(db, "snapshot")? else {
            return Ok(None);
        };
        // What another program wrote in another way is made anew.
        let Ok((made_of, counts, sum)) = decode::<(String, Counts, [u8; 32])>(&head) else {
            return Ok(None);
        };
        if made_of != of {
            return Ok(None);
        }
        let mut all = db.prepare_cached("SELECT data FROM snapshot ORDER BY id")?;
        let parts: Vec<Vec<u8>> = all
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        if digest(of, &parts) != sum {
            return Err(StoreError::Damaged);
        }
        Ok(records_of(counts, &parts).ok())
    }

    /// Forgets the joined records: the evidence is not what they were made of.
    pub(super) fn forget_records(db: &rusqlite::Connection) -> Result<(), StoreError> {
        db.execute("DELETE FROM snapshot", [])?;
        db.execute("DELETE FROM meta WHERE key = 'snapshot'", [])?;
        Ok(())
    }
}

fn digest(of: &str, parts: &[Vec<u8>]) -> [u8; 32] {
    let sums: Vec<[u8; 32]> = parts.par_iter().map(|p| Sha256::digest(p).into()).collect();
    let mut all = Sha256::new();
    all.update(of.as_bytes());
    sums.iter().for_each(|sum| all.update(sum));
    all.finalize().into()
}

fn encode<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, StoreError> {
    postcard::to_stdvec(value).map_err(|_| StoreError::NoMemory)
}

fn decode<'b, T: Deserialize<'b>>(bytes: &'b [u8]) -> Result<T, StoreError> {
    postcard::from_bytes(bytes).map_err(|_| StoreError::Damaged)
}

fn parts_of(records: &Records) -> Result<(Counts, Vec<Vec<u8>>), StoreError> {
    let packed = |bytes: Result<Vec<u8>, StoreError>| pack(&bytes?);
    let stays: Vec<_> = records
        .stays
        .chunks()
        .par_iter()
        .map(|chunk| pack(&columns(chunk)))
        .collect::<Result<_, _>>()?;
    let people: Vec<_> = records
        .people
        .par_chunks(MANY)
        .map(|p| packed(encode(p)))
        .collect::<Result<_, _>>()?;
    let encounters: Vec<_> = records
        .encounters
        .par_chunks(MANY)
        .map(|p| packed(encode(p)))
        .collect::<Result<_, _>>()?;
    let fates: Vec<_> = records
        .ledger
        .fates()
        .par_chunks(MANY * 16)
        .map(pack)
        .collect::<Result<_, _>>()?;
    let rest = Rest {
        places: records.places.clone(),
        households: records.households.clone(),
        cases: records.cases.clone(),
        quarantines: records.quarantines.clone(),
        health: records.health.clone(),
        registrations: records.registrations.clone(),
        truth: records.truth.clone(),
        ledger: records.ledger.clone(),
        notes: records.notes.clone(),
        left_out: records.left_out.clone(),
        latest: records.latest,
        known: records.known.clone(),
        has_place_register: records.has_place_register,
        finder: records.finder.clone(),
    };
    let counts = Counts {
        stays: stays.len() as u32,
        people: people.len() as u32,
        encounters: encounters.len() as u32,
        fates: fates.len() as u32,
    };
    let mut parts = stays;
    parts.extend(people);
    parts.extend(encounters);
    parts.extend(fates);
    parts.push(packed(encode(&rest))?);
    Ok((counts, parts))
}

fn records_of(counts: Counts, parts: &[Vec<u8>]) -> Result<Records, StoreError> {
    let mut left = parts;
    let mut next = |count: u32| {
        let (these, rest) = left.split_at_checked(count as usize)?;
        left = rest;
        Some(these)
    };
    let all = (
        next(counts.stays),
        next(counts.people),
        next(counts.encounters),
        next(counts.fates),
        next(1),
    );
    let (Some(stays), Some(people), Some(encounters), Some(fates), Some([rest])) = all else {
        return Err(StoreError::Damaged);
    };
    let chunks: Vec<StayChunk> = stays
        .par_iter()
        .map(|part| chunk(&unpack(part, MOST)?).ok_or(StoreError::Damaged))
        .collect::<Result<_, _>>()?;
    let people: Vec<Vec<PersonRow>> = people
        .par_iter()
        .map(|part| decode(&unpack(part, MOST)?))
        .collect::<Result<_, _>>()?;
    let encounters: Vec<Vec<Encounter>> = encounters
        .par_iter()
        .map(|part| decode(&unpack(part, MOST)?))
        .collect::<Result<_, _>>()?;
    let fates: Vec<Vec<u8>> = fates
        .par_iter()
        .map(|part| unpack(part, MOST))
        .collect::<Result<_, _>>()?;
    let rest: Rest = decode(&unpack(rest, MOST)?)?;
    let mut ledger = rest.ledger;
    if !ledger.set_fates(&fates.concat()) {
        return Err(StoreError::Damaged);
    }
    let mut stays = Stays::default();
    chunks.into_iter().for_each(|c| stays.push_chunk(c));
    Ok(Records {
        people: people.concat(),
        places: rest.places,
        stays,
        encounters: encounters.concat(),
        households: rest.households,
        cases: rest.cases,
        quarantines: rest.quarantines,
        health: rest.health,
        registrations: rest.registrations,
        truth: rest.truth,
        ledger,
        notes: rest.notes,
        left_out: rest.left_out,
        latest: rest.latest,
        known: rest.known,
        has_place_register: rest.has_place_register,
        finder: rest.finder,
    })
}

/// A chunk as bytes: how many stays, the first row, whether rows follow each other, then column by column, of each number
/// first all lowest bytes, then the next: what changes little stands together.
fn columns(chunk: &StayChunk) -> Vec<u8> {
    let count = chunk.len();
    let mut out = Vec::with_capacity(16 + count * 21);
    let own_rows = u32::from(!chunk.rows.is_empty());
    for number in [count as u32, chunk.first_row, own_rows] {
        out.extend_from_slice(&number.to_le_bytes());
    }
    // A check-out is told by how long after the check-in it was.
    let stay = chunk.start.iter().zip(&chunk.end);
    let lengths: Vec<u32> = stay.map(|(start, end)| end.wrapping_sub(*start)).collect();
    for column in [
        &chunk.person,
        &chunk.place,
        &chunk.start,
        &lengths,
        &chunk.rows,
    ] {
        for plane in 0..4 {
            out.extend(column.iter().map(|n| n.to_le_bytes()[plane]));
        }
    }
    out.extend(chunk.marks.iter().map(|m| m.byte()));
    out
}

fn chunk(bytes: &[u8]) -> Option<StayChunk> {
    let (head, mut left) = bytes.split_at_checked(12)?;
    let number = |at: usize| {
        let bytes = head.get(at..at + 4)?.try_into().ok()?;
        Some(u32::from_le_bytes(bytes))
    };
    let (count, first_row, own_rows) = (number(0)? as usize, number(4)?, number(8)? == 1);
    let mut column = |count: usize| {
        let (planes, rest) = left.split_at_checked(count.checked_mul(4)?)?;
        left = rest;
        let byte = |plane: usize, i: usize| planes[plane * count + i];
        let numbers = (0..count)
            .map(|i| u32::from_le_bytes([byte(0, i), byte(1, i), byte(2, i), byte(3, i)]));
        Some(numbers.collect::<Vec<u32>>())
    };
    let (person, place, start, lengths) = (
        column(count)?,
        column(count)?,
        column(count)?,
        column(count)?,
    );
    let rows = column(if own_rows { count } else { 0 })?;
    if left.len() != count {
        return None;
    }
    let marks = left.iter().map(|&b| Marks::of_byte(b));
    let stay = start.iter().zip(lengths);
    Some(StayChunk {
        end: stay.map(|(start, l)| start.wrapping_add(l)).collect(),
        marks: marks.collect::<Option<_>>()?,
        person,
        place,
        start,
        rows,
        first_row,
    })
}
