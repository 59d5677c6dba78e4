//! Tables in containers: a header and rows of cells, whatever the file.

mod columnar;
mod delimited;
mod guard;
mod json;
mod sqlite;
mod workbook;

use columnar::Columnar;
pub(crate) use columnar::{Decoded, NO_INSTANT, decoding};
use delimited::Delimited;
pub(crate) use guard::{Doubt, xls as guard_xls, xml as guard_xml};
use json::Json;
use sqlite::Sqlite;
pub(crate) use sqlite::tables as database_tables;
use workbook::Sheet;
pub(crate) use workbook::{Book, Kind as BookKind};

use std::sync::Arc;

use rayon::prelude::*;

use super::Reason;
use super::when::OrderProof;
use crate::job::{Cancel, Cancelled};
use crate::model::time::{Seconds, Zone};

/// No field of any source is longer, in bytes.
const LONGEST_CELL: usize = 65_536;
/// As much of a damaged record as is kept, in characters.
const KEPT: usize = 200;

/// A file's bytes, shared by whatever reads them.
#[derive(Clone)]
pub(crate) struct Shared(Arc<Vec<u8>>);

impl From<Vec<u8>> for Shared {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Arc::new(bytes))
    }
}

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl std::ops::Deref for Shared {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

/// One of several tables of a file.
pub(crate) enum Part {
    /// A sheet by name.
    Sheet(Arc<Book>, String),
    /// A table of a database.
    Table(String),
}

impl Part {
    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Sheet(_, name) | Self::Table(name) => name,
        }
    }
}

/// One cell. Text is trimmed and never empty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Cell<'a> {
    /// Nothing stands there.
    Empty,
    /// Text.
    Text(&'a str),
    /// A whole number.
    Int(i64),
    /// A number with a fraction.
    Float(f64),
    /// A typed instant.
    Instant(Seconds),
    /// A typed date: 00:00 local.
    Date(Seconds),
}

impl<'a> Cell<'a> {
    pub(super) fn text(text: &'a str) -> Self {
        let plain = |b: Option<&u8>| b.is_some_and(u8::is_ascii_graphic);
        let bytes = text.as_bytes();
        // Nearly every cell begins and ends with a visible sign.
        let text = if plain(bytes.first()) && plain(bytes.last()) {
            text
        } else {
            text.trim()
        };
        if text.is_empty() {
            Cell::Empty
        } else {
            Cell::Text(text)
        }
    }
}

/// A record: the physical line on which it starts, and its cells in the order asked for.
pub(crate) type Line<'a> = (u64, Result<&'a [Cell<'a>], Damage>);

/// A record that is no row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Damage {
    pub reason: Reason,
    /// The start of what stood there.
    pub value: String,
}

/// Why a file is no table.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TableError {
    /// Not one byte.
    #[error("the file is empty")]
    Empty,
    /// Not a table that can be read.
    #[error("a file of another kind: {kind}")]
    OtherKind { kind: &'static str },
    /// The header is not text.
    #[error("the header is not UTF-8")]
    HeaderNotUtf8,
    /// Two columns of one name, by number from 1.
    #[error("two columns have one name")]
    DuplicateHeader { first: usize, second: usize },
    /// A column of a type that holds no cells.
    #[error("column {column} is of type {kind}")]
    ColumnType { column: usize, kind: String },
    /// The Parquet file cannot be read.
    #[error("the Parquet file is damaged: {0}")]
    Parquet(String),
    /// A workbook or a database cannot be read.
    #[error("damaged: {0}")]
    Damaged(&'static str),
    /// The footer of a Parquet file counts other rows than there are.
    #[error("{read} rows where its footer says {said}")]
    RowCount { read: usize, said: usize },
    /// Stopped.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// A part of a table that can be worked on by itself.
pub(crate) enum Chunk<'b> {
    /// Rows of a Parquet file: the first, how many, and their share of the file's bytes.
    Rows(usize, usize, u64),
    /// Whole lines.
    Lines(&'b [u8]),
}

impl Chunk<'_> {
    /// How many rows it has, where that is known.
    pub const fn rows(&self) -> Option<usize> {
        match self {
            Self::Rows(_, count, _) => Some(*count),
            Self::Lines(_) => None,
        }
    }

    /// Bytes of the file.
    pub const fn bytes(&self) -> u64 {
        match self {
            Self::Rows(_, _, bytes) => *bytes,
            Self::Lines(text) => text.len() as u64,
        }
    }
}

/// A file's table.
pub(crate) enum Table<'b> {
    Delimited(Delimited<'b>),
    Columnar(Columnar<'b>),
    Sheet(Box<Sheet>),
    Json(Json<'b>),
    Sqlite(Box<Sqlite>),
}

impl<'b> Table<'b> {
    /// Recognises the form by its first bytes; `part` where there are several tables. The header stands below `skip` rows
    /// that have something in them: titles, a first header. Only text and sheets can have such.
    pub fn open(
        bytes: &'b [u8],
        part: Option<&Part>,
        zone: Zone,
        skip: usize,
        cancel: &Cancel,
    ) -> Result<Self, TableError> {
        match part {
            Some(Part::Sheet(book, name)) => {
                let sheet = Sheet::open(book, name, zone, skip)?;
                return Ok(Self::Sheet(Box::new(sheet)));
            }
            _ if skip > 0 && (part.is_some() || !is_text(bytes)) => {
                return Err(TableError::Empty);
            }
            Some(Part::Table(name)) => {
                return Ok(Self::Sqlite(Box::new(Sqlite::open(bytes, name, cancel)?)));
            }
            None => {}
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        if bytes.is_empty() {
            return Err(TableError::Empty);
        }
        if bytes.starts_with(b"PAR1") {
            return Columnar::open(bytes, zone).map(Self::Columnar);
        }
        if matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'[')) {
            return Json::open(bytes, cancel).map(Self::Json);
        }
        if let Some(kind) = other_kind(bytes) {
            return Err(TableError::OtherKind { kind });
        }
        Delimited::open(bytes, skip).map(Self::Delimited)
    }

    /// The names of the columns as the file has them.
    pub fn header(&self) -> &[String] {
        match self {
            Self::Delimited(t) => &t.header,
            Self::Columnar(t) => &t.header,
            Self::Sheet(t) => &t.header,
            Self::Json(t) => &t.header,
            Self::Sqlite(t) => &t.header,
        }
    }

    /// About how many rows there are: exact in Parquet, else as many as lines.
    pub fn row_estimate(&self) -> u64 {
        match self {
            Self::Delimited(t) => t.line_count(),
            Self::Columnar(t) => t.row_count(),
            Self::Sheet(t) => t.row_estimate(),
            Self::Json(t) => t.row_count(),
            Self::Sqlite(t) => t.row_count(),
        }
    }

    /// The table in parts, in order; `None` where its records cannot be told apart without reading from the start.
    pub fn chunks(&self) -> Option<Vec<Chunk<'b>>> {
        match self {
            Self::Delimited(t) => t.chunks(),
            Self::Columnar(t) => Some(t.chunks()),
            Self::Sheet(_) | Self::Json(_) | Self::Sqlite(_) => None,
        }
    }

    /// The physical line of the first record, if it follows the header at once; a Parquet file's first row is line 2.
    pub fn first_line(&self) -> u64 {
        match self {
            Self::Delimited(t) => t.first_line(),
            Self::Columnar(_) | Self::Sqlite(_) => 2,
            Self::Sheet(t) => t.first_line(),
            Self::Json(t) => t.first_line(),
        }
    }

    /// What the dates of some columns prove about the order of day and month, in one pass.
    pub fn prove_orders(
        &self,
        columns: &[usize],
        cancel: &Cancel,
    ) -> Result<Vec<OrderProof>, TableError> {
        let mut proofs = vec![OrderProof::default(); columns.len()];
        // A typed column needs no proof.
        let wanted: Vec<Option<usize>> = columns
            .iter()
            .map(|&c| Some(c).filter(|&c| self.is_text(c)))
            .collect();
        if wanted.iter().all(Option::is_none) {
            return Ok(proofs);
        }
        if let Some(chunks) = self.chunks() {
            let parts = chunks
                .par_iter()
                .map(|chunk| {
                    cancel.check()?;
                    self.proofs_of(chunk, &wanted)
                })
                .collect::<Result<Vec<_>, TableError>>()?;
            for part in parts {
                let both = proofs.iter_mut().zip(part);
                both.for_each(|(proof, more)| proof.add(more));
            }
            return Ok(proofs);
        }
        self.rows(&wanted, &mut |(line, cells): Line<'_>| {
            if line.is_multiple_of(8_192) {
                cancel.check()?;
            }
            for (proof, cell) in proofs.iter_mut().zip(cells.unwrap_or_default()) {
                if let Cell::Text(text) = cell {
                    proof.look(text);
                }
            }
            Ok(())
        })?;
        Ok(proofs)
    }

    fn proofs_of(
        &self,
        chunk: &Chunk<'b>,
        columns: &[Option<usize>],
    ) -> Result<Vec<OrderProof>, TableError> {
        let mut proofs = vec![OrderProof::default(); columns.len()];
        let mut look = |cells: &[Cell<'_>]| {
            for (proof, cell) in proofs.iter_mut().zip(cells) {
                if let Cell::Text(text) = cell {
                    proof.look(text);
                }
            }
        };
        match (self, chunk) {
            (Self::Delimited(table), Chunk::Lines(text)) => {
                table.split(text, columns, |_, cells| {
                    look(cells.unwrap_or_default());
                });
            }
            (Self::Columnar(table), Chunk::Rows(start, count, _)) => {
                let decoded = table.decoded(columns, *start, *count)?;
                let mut row = vec![Cell::Empty; columns.len()];
                for i in 0..decoded.rows() {
                    look(decoded.row(i, &mut row).unwrap_or_default());
                }
            }
            _ => {}
        }
        Ok(proofs)
    }

    fn is_text(&self, column: usize) -> bool {
        match self {
            Self::Delimited(_) | Self::Sheet(_) | Self::Json(_) | Self::Sqlite(_) => true,
            Self::Columnar(t) => t.is_text(column),
        }
    }

    /// Calls `take` for each record in order, with the cells of `columns`; `None` gives an empty cell.
    pub fn rows(
        &self,
        columns: &[Option<usize>],
        take: &mut dyn FnMut(Line<'_>) -> Result<(), Cancelled>,
    ) -> Result<(), TableError> {
        match self {
            Self::Delimited(t) => Ok(t.rows(columns, take)?),
            Self::Columnar(t) => t.rows(columns, take),
            Self::Sheet(t) => t.rows(columns, take),
            Self::Json(t) => Ok(t.rows(columns, take)?),
            Self::Sqlite(t) => t.rows(columns, take),
        }
    }
}

/// Whether bytes are delimited text, as far as their start tells.
fn is_text(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let json = matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'['));
    !json && !bytes.starts_with(b"PAR1") && other_kind(bytes).is_none()
}

/// The kind of a file that holds no table.
pub(crate) fn other_kind(bytes: &[u8]) -> Option<&'static str> {
    const KNOWN: [(&[u8], &str); 7] = [
        (b"PK\x03\x04", "ZIP / XLSX"),
        (b"SQLite format 3\0", "SQLite"),
        (b"\x1f\x8b", "GZ"),
        (b"%PDF", "PDF"),
        (b"\x89PNG", "PNG"),
        (b"\xff\xd8\xff", "JPEG"),
        (b"\xd0\xcf\x11\xe0", "XLS"),
    ];
    let known = KNOWN
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic))
        .map(|(_, kind)| *kind);
    let head = &bytes[..bytes.len().min(4_096)];
    let first_line = &head[..memchr::memchr2(b'\n', b'\r', head).unwrap_or(head.len())];
    known.or_else(|| match head.trim_ascii_start().first() {
        Some(b'<') => Some("XML / HTML"),
        _ => memchr::memchr(0, first_line).map(|_| "binary"),
    })
}

/// What is kept of a record that is no row.
fn damage(reason: Reason, bytes: &[u8]) -> Damage {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(KEPT * 4)]);
    Damage {
        reason,
        value: text.trim_end().chars().take(KEPT).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::VIETNAM;

    fn lines(bytes: &[u8], columns: &[usize]) -> Vec<(u64, Result<Vec<String>, Reason>)> {
        let table = Table::open(bytes, None, VIETNAM, 0, &Cancel::new())
            .map_err(|e| e.to_string())
            .unwrap();
        let columns: Vec<Option<usize>> = columns.iter().copied().map(Some).collect();
        let mut out = Vec::new();
        table
            .rows(&columns, &mut |(line, cells)| {
                let cells = cells.map_err(|d| d.reason).map(|c| {
                    c.iter()
                        .map(|c| {
                            if let Cell::Text(t) = c {
                                (*t).to_owned()
                            } else {
                                String::new()
                            }
                        })
                        .collect()
                });
                out.push((line, cells));
                Ok(())
            })
            .map_err(|e| e.to_string())
            .unwrap();
        out
    }

    fn ok(line: u64, cells: &[&str]) -> (u64, Result<Vec<String>, Reason>) {
        (line, Ok(cells.iter().map(|s| (*s).to_owned()).collect()))
    }

    #[test]
    fn separators_line_ends_and_marks() {
        let want = [ok(2, &["1", "x y"]), ok(3, &["2", ""])];
        assert_eq!(
            lines(b"\xef\xbb\xbfa,b\r\n1, x y \r\n2,\r\n", &[0, 1]),
            want
        );
        assert_eq!(lines(b"a;b\n1;x y\n2;\n", &[0, 1]), want);
        assert_eq!(lines(b"a\tb\r1\tx y\r2\t\r", &[0, 1]), want);
        assert_eq!(lines(b"a,b\n1,x y\n2,", &[0, 1]), want);
    }

    #[test]
    fn lines_stay_physical() {
        let got = lines(b"a,b\n\n1,\"x\ny\"\n\n2,z\n", &[0, 1]);
        assert_eq!(got, [ok(3, &["1", "x\ny"]), ok(6, &["2", "z"])]);
    }

    #[test]
    fn damaged_rows_are_held_and_the_rest_is_read() {
        let got = lines(b"a,b\n1\n1,2,3\n\xff,2\n3,\0\n4,5\n", &[0, 1]);
        let reasons: Vec<Option<Reason>> = got.iter().map(|l| l.1.clone().err()).collect();
        let want = [
            Reason::ShortRow,
            Reason::LongRow,
            Reason::InvalidUtf8,
            Reason::Nul,
        ];
        assert_eq!(reasons[..4], want.map(Some));
        assert_eq!(got[4], ok(6, &["4", "5"]));
    }

    #[test]
    fn a_letter_cut_by_a_separator_is_no_text() {
        // The two bytes of \u{e9} on either side of a comma.
        let got = lines(b"a,b\n\xc3,\xa9\n1,\xc3\xa9\n", &[0, 1]);
        assert_eq!(
            got,
            [(2, Err(Reason::InvalidUtf8)), ok(3, &["1", "\u{e9}"])]
        );
    }

    #[test]
    fn mixed_line_ends_keep_every_record_apart() {
        let got = lines(b"a,b\r1,x\r2,y\r\n3,z\n4,w\r", &[0, 1]);
        assert_eq!(
            got,
            [
                ok(2, &["1", "x"]),
                ok(3, &["2", "y"]),
                ok(4, &["3", "z"]),
                ok(5, &["4", "w"])
            ]
        );
    }

    #[test]
    fn an_unclosed_quote_on_the_last_line() {
        let got = lines(b"a,b\n1,x\n2,\"y\n", &[0, 1]);
        assert_eq!(got, [ok(2, &["1", "x"]), (3, Err(Reason::UnclosedQuote))]);
    }

    #[test]
    fn what_follows_a_closed_quote_is_read_on_any_line() {
        let got = lines(b"a,b\n\"1\" ,x\n2,y\n3,\"z\" \n", &[0, 1]);
        assert_eq!(
            got,
            [ok(2, &["1", "x"]), ok(3, &["2", "y"]), ok(4, &["3", "z"])]
        );
    }

    #[test]
    fn a_file_full_of_open_quotes_ends() {
        let text = format!("a,b\n{}", "1,\"x\n".repeat(20_001));
        let got = lines(text.as_bytes(), &[0, 1]);
        assert_eq!(got.len(), 20_001);
        assert!(
            got.iter()
                .zip(2..)
                .all(|(l, line)| *l == (line, Err(Reason::UnclosedQuote)))
        );
    }

    #[test]
    fn an_unclosed_quote_costs_one_row() {
        let got = lines(b"a,b\n1,\"x\n2,y\n3,z\n", &[0, 1]);
        assert_eq!(got[0], (2, Err(Reason::UnclosedQuote)));
        assert_eq!(got[1..], [ok(3, &["2", "y"]), ok(4, &["3", "z"])]);
    }

    #[test]
    fn what_is_no_table() {
        let kind = |bytes: &[u8]| match Table::open(bytes, None, VIETNAM, 0, &Cancel::new()) {
            Err(TableError::OtherKind { kind }) => kind,
            _ => "",
        };
        assert_eq!(kind(b"%PDF-1.7"), "PDF");
        assert_eq!(kind(b"PK\x03\x04.."), "ZIP / XLSX");
        assert_eq!(kind(b"\0\0\0"), "binary");
        assert!(matches!(
            Table::open(b"", None, VIETNAM, 0, &Cancel::new()),
            Err(TableError::Empty)
        ));
        assert!(matches!(
            Table::open(b"PAR1 and no more", None, VIETNAM, 0, &Cancel::new()),
            Err(TableError::Parquet(_))
        ));
        assert!(matches!(
            Table::open(b"a,b,A\n", None, VIETNAM, 0, &Cancel::new()),
            Err(TableError::DuplicateHeader {
                first: 1,
                second: 3
            })
        ));
    }
}
