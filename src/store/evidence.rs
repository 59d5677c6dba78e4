//! What was imported, as it was: the bytes of every file, compressed in pieces. It never changes; only a purge takes
//! from it.

use std::io::Read as _;

use rayon::prelude::*;
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};
use sha2::{Digest as _, Sha256};

use super::StoreError;
use super::audit::{Action, Deed};
use crate::job::{Cancel, Progress};

/// Bytes of a piece before it is compressed.
const PIECE: usize = 4 << 20;
/// Zstandard's level: the best that keeps up with a disk.
const LEVEL: i32 = 3;

/// A file to be kept.
pub struct NewSource<'b> {
    /// As reports name it.
    pub name: String,
    /// The role that the user gave it.
    pub role: Option<String>,
    /// Found in a folder, not named.
    pub found: bool,
    /// How its text is written, where the user said so.
    pub encoding: Option<String>,
    /// What opens it, if it is a protected archive.
    pub password: Option<String>,
    /// All of it.
    pub bytes: &'b [u8],
}

impl std::fmt::Debug for NewSource<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewSource")
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// A file that is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredSource {
    /// Its number, in the order of importing.
    pub id: u32,
    /// As reports name it.
    pub name: String,
    /// The role that the user gave it.
    pub role: Option<String>,
    /// Found in a folder, not named.
    pub found: bool,
    /// How its text is written, where the user said so.
    pub encoding: Option<String>,
    /// What opens it.
    pub password: Option<String>,
    /// SHA-256 of what was imported, lower-case hex.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// When it was imported, in milliseconds since 1970.
    pub added: i64,
}

impl std::fmt::Debug for StoredSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoredSource")
            .field("id", &self.id)
            .field("bytes", &self.bytes)
            .finish_non_exhaustive()
    }
}

/// SHA-256 in lower-case hex.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    crate::model::hex(&Sha256::digest(bytes))
}

/// What bringing a file in is on record as.
pub(super) fn deed(source: &NewSource<'_>) -> Deed {
    Deed::new(Action::Import)
        .on(source.name.as_str())
        .saying(format!(
            "bytes {}, sha256 {}",
            source.bytes.len(),
            sha256(source.bytes)
        ))
}

/// Keeps a file; `None` where the same bytes are kept under the same name and role already.
pub(super) fn add(
    db: &Transaction<'_>,
    source: &NewSource<'_>,
    at: i64,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Option<u32>, StoreError> {
    let sha256 = sha256(source.bytes);
    let known: Option<u32> = db
        .query_row(
            "SELECT id FROM source WHERE sha256 = ?1 AND name = ?2 AND role IS ?3",
            params![sha256, source.name, source.role],
            |row| row.get(0),
        )
        .optional()?;
    if known.is_some() {
        progress.advance(source.bytes.len() as u64);
        return Ok(None);
    }
    db.execute(
        "INSERT INTO source (name, role, found, encoding, password, sha256, bytes, added)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            source.name,
            source.role,
            source.found,
            source.encoding,
            source.password,
            sha256,
            source.bytes.len() as u64,
            at
        ],
    )?;
    let id = db.last_insert_rowid() as u32;
    put_chunks(db, id, source.bytes, progress, cancel)?;
    Ok(Some(id))
}

fn put_chunks(
    db: &Transaction<'_>,
    id: u32,
    bytes: &[u8],
    progress: &Progress,
    cancel: &Cancel,
) -> Result<(), StoreError> {
    let wave = rayon::current_num_threads().max(1) * 2;
    let pieces: Vec<&[u8]> = bytes.chunks(PIECE).collect();
    let mut put = db.prepare_cached("INSERT INTO chunk (source, seq, data) VALUES (?1, ?2, ?3)")?;
    let mut seq = 0u32;
    for wave in pieces.chunks(wave) {
        cancel.check()?;
        let packed: Vec<Vec<u8>> = wave
            .par_iter()
            .map(|piece| pack(piece))
            .collect::<Result<_, _>>()?;
        for (piece, packed) in wave.iter().zip(packed) {
            put.execute(params![id, seq, packed])?;
            seq += 1;
            progress.advance(piece.len() as u64);
        }
    }
    Ok(())
}

/// Compresses; what is compressed already grows by a few bytes.
pub(super) fn pack(bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
    zstd::bulk::compress(bytes, LEVEL).map_err(|_| StoreError::NoMemory)
}

/// The bytes of a piece, of which there are at most so many.
pub(super) fn unpack(packed: &[u8], most: usize) -> Result<Vec<u8>, StoreError> {
    let mut out = Vec::new();
    let reader = zstd::stream::read::Decoder::with_buffer(packed);
    let reader = reader.map_err(|_| StoreError::Damaged)?;
    reader
        .take(most as u64 + 1)
        .read_to_end(&mut out)
        .map_err(|_| StoreError::Damaged)?;
    if out.len() > most {
        return Err(StoreError::Damaged);
    }
    Ok(out)
}

/// The files that are kept, in the order of importing.
pub(super) fn list(db: &Connection) -> Result<Vec<StoredSource>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT id, name, role, found, encoding, password, sha256, bytes, added FROM source ORDER BY id",
    )?;
    let rows = statement.query_map([], |row| {
        Ok(StoredSource {
            id: row.get(0)?,
            name: row.get(1)?,
            role: row.get(2)?,
            found: row.get(3)?,
            encoding: row.get(4)?,
            password: row.get(5)?,
            sha256: row.get(6)?,
            bytes: row.get(7)?,
            added: row.get(8)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Says how files of a name are to be read.
pub(super) fn say_how(
    db: &Connection,
    name: &str,
    encoding: Option<&str>,
    password: Option<&str>,
) -> Result<(), StoreError> {
    db.execute(
        "UPDATE source SET encoding = ?2, password = ?3 WHERE name = ?1",
        params![name, encoding, password],
    )?;
    Ok(())
}

/// All bytes of a file that is kept, proven to be those that were imported.
pub(super) fn bytes(db: &Connection, id: u32) -> Result<Vec<u8>, StoreError> {
    let (size, digest): (u64, String) = db.query_row(
        "SELECT bytes, sha256 FROM source WHERE id = ?1",
        [id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let mut statement =
        db.prepare_cached("SELECT data FROM chunk WHERE source = ?1 ORDER BY seq")?;
    let packed: Vec<Vec<u8>> = statement
        .query_map([id], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let pieces: Vec<Vec<u8>> = packed
        .par_iter()
        .map(|p| unpack(p, PIECE))
        .collect::<Result<_, _>>()?;
    let out = pieces.concat();
    if out.len() as u64 != size || sha256(&out) != digest {
        return Err(StoreError::Damaged);
    }
    Ok(out)
}

/// Puts other bytes in a file's place, as a purge does.
pub(super) fn replace(
    db: &Transaction<'_>,
    id: u32,
    bytes: &[u8],
    cancel: &Cancel,
) -> Result<(), StoreError> {
    db.execute("DELETE FROM chunk WHERE source = ?1", [id])?;
    db.execute(
        "UPDATE source SET sha256 = ?2, bytes = ?3, encoding = NULL, password = NULL WHERE id = ?1",
        params![id, sha256(bytes), bytes.len() as u64],
    )?;
    put_chunks(db, id, bytes, &Progress::default(), cancel)
}
