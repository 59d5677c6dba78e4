//! Tables of a `SQLite` database, read from memory; what is in it is never run.

use std::io::Cursor;
use std::sync::{Mutex, PoisonError};

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, MAIN_DB};

use super::columnar::netted;
use super::{Cell, Damage, Line, TableError};
use crate::ingest::Reason;
use crate::job::{Cancel, Cancelled};

/// No field of any source is longer, in bytes.
const LONGEST: usize = super::LONGEST_CELL;
/// Steps of the engine between two looks at a cancel.
const STEPS: i32 = 100_000;

/// One table of a database.
pub(crate) struct Sqlite {
    pub header: Vec<String>,
    connection: Mutex<Connection>,
    query: String,
    rows: u64,
    cancel: Cancel,
}

/// The names of a database's tables, in the order in which they were made.
pub(crate) fn tables(bytes: &[u8], cancel: &Cancel) -> Result<Vec<String>, TableError> {
    netted(|| table_names(bytes, cancel))?
}

fn table_names(bytes: &[u8], cancel: &Cancel) -> Result<Vec<String>, TableError> {
    let connection = connect(bytes, cancel)?;
    let names = || -> rusqlite::Result<Vec<String>> {
        let mut query = connection.prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
             AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY rowid",
        )?;
        query.query_map([], |row| row.get(0))?.collect()
    };
    let names = names().map_err(|e| damaged(&e, cancel))?;
    if names.is_empty() {
        return Err(TableError::Empty);
    }
    Ok(names)
}

fn connect(bytes: &[u8], cancel: &Cancel) -> Result<Connection, TableError> {
    let open = || -> rusqlite::Result<Connection> {
        let mut connection = Connection::open_in_memory()?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
        // A journal of its own that a copy of a running database may ask for is not there.
        let mut plain = bytes.to_vec();
        if plain.get(18..20) == Some(&[2, 2]) {
            plain[18..20].fill(1);
        }
        let size = plain.len();
        connection.deserialize_read_exact(MAIN_DB, Cursor::new(plain), size, true)?;
        connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
        let cancel = cancel.clone();
        connection.progress_handler(STEPS, Some(move || cancel.is_cancelled()))?;
        Ok(connection)
    };
    open().map_err(|e| damaged(&e, cancel))
}

impl Sqlite {
    /// One table of a database in memory.
    pub fn open(bytes: &[u8], table: &str, cancel: &Cancel) -> Result<Self, TableError> {
        netted(|| Self::of(bytes, table, cancel))?
    }

    fn of(bytes: &[u8], table: &str, cancel: &Cancel) -> Result<Self, TableError> {
        let connection = connect(bytes, cancel)?;
        let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
        let look = || -> rusqlite::Result<(Vec<String>, u64)> {
            let query = connection.prepare(&format!("SELECT * FROM {}", quoted(table)))?;
            let header = query.column_names().map(str::to_owned);
            let header: Vec<String> = header.collect();
            let count = format!("SELECT count(*) FROM {}", quoted(table));
            let rows: i64 = connection.query_row(&count, [], |row| row.get(0))?;
            Ok((header, rows.unsigned_abs()))
        };
        let (header, rows) = look().map_err(|e| damaged(&e, cancel))?;
        super::delimited::refuse_duplicates(&header)?;
        Ok(Self {
            header,
            connection: Mutex::new(connection),
            query: format!("SELECT * FROM {}", quoted(table)),
            rows,
            cancel: cancel.clone(),
        })
    }

    pub const fn row_count(&self) -> u64 {
        self.rows
    }

    pub fn rows(
        &self,
        columns: &[Option<usize>],
        take: &mut dyn FnMut(Line<'_>) -> Result<(), Cancelled>,
    ) -> Result<(), TableError> {
        netted(|| self.pass(columns, take))?
    }

    fn pass(
        &self,
        columns: &[Option<usize>],
        take: &mut dyn FnMut(Line<'_>) -> Result<(), Cancelled>,
    ) -> Result<(), TableError> {
        let fault = |e: rusqlite::Error| damaged(&e, &self.cancel);
        let connection = self.connection.lock();
        let connection = connection.unwrap_or_else(PoisonError::into_inner);
        let mut query = connection.prepare(&self.query).map_err(fault)?;
        let mut found = query.query([]).map_err(fault)?;
        // The first row is line 2, as if the names stood above it.
        let mut line = 1;
        let mut hex: Vec<String> = vec![String::new(); columns.len()];
        while let Some(row) = found.next().map_err(fault)? {
            line += 1;
            let mut wrong = None;
            let mut cells = vec![Cell::Empty; columns.len()];
            let slots = cells.iter_mut().zip(&mut hex).zip(columns);
            for ((slot, hex), column) in slots {
                let Some(column) = *column else { continue };
                let value = row.get_ref(column).map_err(fault)?;
                match cell(value, hex) {
                    Ok(cell) => *slot = cell,
                    Err(reason) => wrong = Some(reason),
                }
            }
            match wrong {
                None => take((line, Ok(&cells)))?,
                Some(reason) => {
                    let value = String::new();
                    take((line, Err(Damage { reason, value })))?;
                }
            }
        }
        Ok(())
    }
}

/// `hex` takes the digits of what is a blob.
fn cell<'c>(value: ValueRef<'c>, hex: &'c mut String) -> Result<Cell<'c>, Reason> {
    use std::fmt::Write as _;
    let bytes = match value {
        ValueRef::Null => return Ok(Cell::Empty),
        ValueRef::Integer(number) => return Ok(Cell::Int(number)),
        ValueRef::Real(number) => return Ok(Cell::Float(number)),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes,
    };
    if bytes.len() > LONGEST {
        return Err(Reason::CellTooLong);
    }
    if let ValueRef::Text(bytes) = value {
        let text = std::str::from_utf8(bytes).map_err(|_| Reason::InvalidUtf8)?;
        if text.contains('\0') {
            return Err(Reason::Nul);
        }
        return Ok(Cell::text(text));
    }
    hex.clear();
    bytes.iter().for_each(|b| {
        let written = write!(hex, "{b:02x}");
        debug_assert!(written.is_ok(), "a String takes what is written to it");
    });
    Ok(Cell::text(hex))
}

fn damaged(error: &rusqlite::Error, cancel: &Cancel) -> TableError {
    if cancel.is_cancelled() {
        return Cancelled.into();
    }
    // The library's words may quote what stands in the file.
    let part = match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => "database",
        _ => "pages",
    };
    TableError::Damaged(part)
}
