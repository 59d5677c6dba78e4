//! Workbooks: a sheet is a table, read cell by cell as the library streams it (XLSX) or from its range (XLS, ODS).

use std::io::{Cursor, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError, TryLockError};

use calamine::{
    Data, DataRef, Ods, OdsError, Range, Reader as _, Style, Xls, XlsError, Xlsx, XlsxError,
};

use super::columnar::netted;
use super::{Cell, Damage, Line, Shared, TableError};
use crate::ingest::Reason;
use crate::job::{Cancel, Cancelled};
use crate::model::time::{DAY, Seconds, Zone};

/// A file's bytes; reading them ends once it is cancelled.
struct Watched {
    bytes: Cursor<Shared>,
    cancel: Cancel,
}

impl Read for Watched {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.cancel.check().map_err(std::io::Error::other)?;
        self.bytes.read(buffer)
    }
}

impl Seek for Watched {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.bytes.seek(to)
    }
}

/// What holds the sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Xlsx,
    Xls,
    Ods,
}

enum Inner {
    Xlsx(Box<Xlsx<Watched>>),
    Xls(Box<Xls<Watched>>),
    Ods(Box<Ods<Watched>>),
}

/// A workbook in memory.
pub(crate) struct Book {
    inner: Mutex<Inner>,
    kind: Kind,
    bytes: Shared,
    cancel: Cancel,
}

/// One sheet of a workbook.
pub(crate) struct Sheet {
    pub header: Vec<String>,
    book: Arc<Book>,
    name: String,
    /// The sheet's row of the header, from 0.
    header_row: u32,
    rows: u64,
    zone: Zone,
}

impl Book {
    /// Opens a workbook.
    pub fn open(bytes: &Shared, kind: Kind, cancel: &Cancel) -> Result<Arc<Self>, TableError> {
        let inner = netted(|| inner(bytes, kind, cancel))??;
        Ok(Arc::new(Self {
            inner: Mutex::new(inner),
            kind,
            bytes: bytes.clone(),
            cancel: cancel.clone(),
        }))
    }

    /// The names of the sheets with anything in them, in order.
    pub fn sheets(&self) -> Result<Vec<String>, TableError> {
        netted(|| {
            let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
            let names = match &*inner {
                Inner::Xlsx(book) => book.sheet_names(),
                Inner::Xls(book) => book.sheet_names(),
                Inner::Ods(book) => book.sheet_names(),
            };
            let mut out = Vec::new();
            for name in names {
                let mut any = false;
                // A sheet of a chart alone is no table.
                let walked = inner.walk(&name, &self.cancel, |_, _, _| {
                    any = true;
                    Ok(false)
                });
                self.cancel.check()?;
                if walked.is_ok() && any {
                    out.push(name);
                }
            }
            if out.is_empty() {
                return Err(TableError::Empty);
            }
            Ok(out)
        })?
    }
}

fn inner(bytes: &Shared, kind: Kind, cancel: &Cancel) -> Result<Inner, TableError> {
    let watched = Watched {
        bytes: Cursor::new(bytes.clone()),
        cancel: cancel.clone(),
    };
    Ok(match kind {
        Kind::Xlsx => Inner::Xlsx(Box::new(
            Xlsx::new(watched).map_err(|e| xlsx_fault(&e, cancel))?,
        )),
        Kind::Xls => Inner::Xls(Box::new(
            Xls::new(watched).map_err(|e| xls_fault(&e, cancel))?,
        )),
        Kind::Ods => Inner::Ods(Box::new(
            Ods::new(watched).map_err(|e| ods_fault(&e, cancel))?,
        )),
    })
}

/// What stands in a cell; its text stands beside it.
#[derive(Clone, Copy)]
enum Value {
    Empty,
    Text,
    Number(f64),
    /// Local time, in seconds as if it were UTC; whether it is a whole day.
    Local(Seconds, bool),
}

/// A sheet's row as it is put together.
struct Record {
    values: Vec<Value>,
    texts: Vec<String>,
    /// As the sheet numbers it, from 0.
    row: u32,
    /// The last column with something in it.
    column: u32,
    /// The line that it is reported as.
    line: u64,
    /// Its number, or a greater one, was there before.
    again: bool,
    /// It is further down than a sheet goes.
    outside: bool,
}

impl Sheet {
    /// A sheet of a book.
    /// `skip`: so many rows with something in them stand above the header.
    pub fn open(book: &Arc<Book>, name: &str, zone: Zone, skip: usize) -> Result<Self, TableError> {
        let (mut header, mut header_row, mut rows) = (Vec::new(), None, 0);
        let (mut above, mut last) = (0, None);
        netted(|| {
            let mut text = String::new();
            let mut inner = book.inner.lock().unwrap_or_else(PoisonError::into_inner);
            inner.walk(name, &book.cancel, |at, data, _| {
                if header_row.is_none() && last != Some(at.row) {
                    above += usize::from(last.is_some());
                    last = Some(at.row);
                }
                if above < skip {
                    return Ok(true);
                }
                let row = *header_row.get_or_insert(at.row);
                if row != at.row || header.len() > at.column as usize {
                    return Ok(false);
                }
                rows = u64::from(at.last.saturating_sub(row));
                header.resize(at.column as usize, String::new());
                Value::of(data, None, &mut text);
                header.push(text.trim().to_owned());
                Ok(true)
            })
        })??;
        let header_row = header_row.ok_or(TableError::Empty)?;
        super::delimited::refuse_duplicates(&header)?;
        Ok(Self {
            header,
            book: book.clone(),
            name: name.to_owned(),
            header_row,
            rows,
            zone,
        })
    }

    /// As many rows as the sheet says that it has.
    pub const fn row_estimate(&self) -> u64 {
        self.rows
    }

    pub const fn first_line(&self) -> u64 {
        self.header_row as u64 + 2
    }

    pub fn rows(
        &self,
        columns: &[Option<usize>],
        take: &mut dyn FnMut(Line<'_>) -> Result<(), Cancelled>,
    ) -> Result<(), TableError> {
        netted(|| match self.book.inner.try_lock() {
            Ok(mut book) => self.pass(&mut book, columns, take),
            Err(TryLockError::Poisoned(book)) => self.pass(&mut book.into_inner(), columns, take),
            // A pass within a pass has a book of its own.
            Err(TryLockError::WouldBlock) => {
                let mut book = inner(&self.book.bytes, self.book.kind, &self.book.cancel)?;
                self.pass(&mut book, columns, take)
            }
        })?
    }

    fn pass(
        &self,
        book: &mut Inner,
        columns: &[Option<usize>],
        take: &mut dyn FnMut(Line<'_>) -> Result<(), Cancelled>,
    ) -> Result<(), TableError> {
        let width = self.header.len();
        let mut record = Record {
            values: vec![Value::Empty; width],
            texts: vec![String::new(); width],
            row: self.header_row,
            column: 0,
            line: self.first_line() - 1,
            again: false,
            outside: false,
        };
        let (mut begun, mut headed) = (false, None);
        book.walk(&self.name, &self.book.cancel, |at, data, style| {
            if !begun && at.row < self.header_row {
                return Ok(true);
            }
            let header_on = !begun && at.row == self.header_row;
            if header_on && headed.is_none_or(|column| at.column > column) {
                headed = Some(at.column);
                return Ok(true);
            }
            if !begun || at.row != record.row || at.column <= record.column {
                if begun {
                    record.give(columns, self.zone, take)?;
                }
                begun = true;
                record.next(at.row);
            }
            record.column = at.column;
            let column = at.column as usize;
            if column < width {
                record.values[column] = Value::of(data, style, &mut record.texts[column]);
            }
            Ok(true)
        })?;
        if begun {
            record.give(columns, self.zone, take)?;
        }
        Ok(())
    }
}

/// No sheet has more rows: a number above is made up, and a row is kept for every number.
const SHEET_ROWS: u64 = 1_048_576;

impl Record {
    /// Begins the next row. A row whose number does not come after the one before is a row all the same.
    fn next(&mut self, row: u32) {
        let said = u64::from(row) + 1;
        self.outside = said > SHEET_ROWS;
        self.again = said <= self.line;
        self.line = if self.outside {
            self.line + 1
        } else {
            said.max(self.line + 1)
        };
        self.row = row;
        self.values.fill(Value::Empty);
    }

    fn give(
        &self,
        columns: &[Option<usize>],
        zone: Zone,
        take: &mut dyn FnMut(Line<'_>) -> Result<(), Cancelled>,
    ) -> Result<(), TableError> {
        let cell = |column: usize| self.values[column].cell(&self.texts[column], zone);
        if self.again || self.outside {
            let value = (u64::from(self.row) + 1).to_string();
            let reason = if self.outside {
                Reason::RowOutside
            } else {
                Reason::RepeatedRow
            };
            return Ok(take((self.line, Err(Damage { reason, value })))?);
        }
        let long = |text: &String| text.len() > super::LONGEST_CELL;
        if self.texts.iter().any(long) {
            let long = (0..self.values.len()).find(|&c| {
                matches!(self.values[c], Value::Text) && self.texts[c].len() > super::LONGEST_CELL
            });
            if let Some(column) = long {
                let value = self.texts[column].chars().take(200).collect();
                let reason = Reason::CellTooLong;
                return Ok(take((self.line, Err(Damage { reason, value })))?);
            }
        }
        let cells: Vec<Cell<'_>> = columns
            .iter()
            .map(|column| column.map_or(Cell::Empty, cell))
            .collect();
        Ok(take((self.line, Ok(&cells)))?)
    }
}

impl Value {
    /// `text` takes the text of what is one.
    fn of(data: &DataRef<'_>, style: Option<&Style>, text: &mut String) -> Self {
        text.clear();
        match data {
            DataRef::Empty => return Self::Empty,
            DataRef::Int(number) => return Self::Number(*number as f64),
            DataRef::Float(number) => return Self::Number(*number),
            DataRef::String(s) | DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => {
                text.push_str(s);
            }
            DataRef::SharedString(s) => text.push_str(s),
            DataRef::Bool(yes) => text.push_str(if *yes { "TRUE" } else { "FALSE" }),
            DataRef::Error(error) => text.push_str(&error.to_string()),
            DataRef::DateTime(at) => {
                let Some(local) = at.as_datetime().filter(|_| at.is_datetime()) else {
                    return Self::Number(at.as_f64());
                };
                // A day's fraction in floating point may fall short of the second by less than a millisecond.
                let second = (local.and_utc().timestamp_millis() + 1).div_euclid(1_000);
                return Self::Local(second, second % DAY == 0 && !style.is_some_and(shows_time));
            }
        }
        Self::Text
    }

    fn cell(self, text: &str, zone: Zone) -> Cell<'_> {
        let utc = |local| local - Seconds::from(zone.0);
        match self {
            Self::Empty => Cell::Empty,
            Self::Text => Cell::text(text),
            // A sheet has no whole numbers of its own.
            Self::Number(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
                Cell::Int(number as i64)
            }
            Self::Number(number) => Cell::Float(number),
            Self::Local(at, true) => Cell::Date(utc(at)),
            Self::Local(at, false) => Cell::Instant(utc(at)),
        }
    }
}

/// Whether a format shows hours, so that 0:00 in it is a time of day.
fn shows_time(style: &Style) -> bool {
    let Some(format) = &style.number_format else {
        return false;
    };
    let (mut quoted, mut escaped) = (false, false);
    format.format_code.chars().any(|c| {
        let literal = std::mem::take(&mut escaped);
        match c {
            _ if literal => false,
            '"' => {
                quoted = !quoted;
                false
            }
            '\\' | '_' | '*' => {
                escaped = true;
                false
            }
            'h' | 'H' => !quoted,
            _ => false,
        }
    })
}

/// Where a cell stands, from 0, and the last row that the sheet says it has.
struct At {
    row: u32,
    column: u32,
    last: u32,
}

impl Inner {
    /// Calls `found` for each cell that is not empty, with its style, until it says no.
    fn walk(
        &mut self,
        sheet: &str,
        cancel: &Cancel,
        mut found: impl FnMut(At, &DataRef<'_>, Option<&Style>) -> Result<bool, TableError>,
    ) -> Result<(), TableError> {
        let book = match self {
            Self::Xlsx(book) => book,
            Self::Xls(book) => {
                let range = book.worksheet_range(sheet);
                return ranged(&range.map_err(|e| xls_fault(&e, cancel))?, found);
            }
            Self::Ods(book) => {
                let range = book.worksheet_range(sheet);
                return ranged(&range.map_err(|e| ods_fault(&e, cancel))?, found);
            }
        };
        let fault = |e: XlsxError| xlsx_fault(&e, cancel);
        let mut cells = book.worksheet_cells_reader(sheet).map_err(fault)?;
        let last = cells.dimensions().end.0;
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(fault)? {
            let (row, column) = cell.get_position();
            let data = cell.get_value();
            let at = At { row, column, last };
            if *data != DataRef::Empty && !found(at, data, cells.styles().get(style))? {
                break;
            }
        }
        Ok(())
    }
}

fn ranged(
    range: &Range<Data>,
    mut found: impl FnMut(At, &DataRef<'_>, Option<&Style>) -> Result<bool, TableError>,
) -> Result<(), TableError> {
    let Some(((top, left), (last, _))) = range.start().zip(range.end()) else {
        return Ok(());
    };
    for (row, column, data) in range.used_cells() {
        let data = match data {
            Data::Int(number) => DataRef::Int(*number),
            Data::Float(number) => DataRef::Float(*number),
            Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
                DataRef::SharedString(text)
            }
            Data::Bool(yes) => DataRef::Bool(*yes),
            Data::DateTime(at) => DataRef::DateTime(*at),
            Data::Error(error) => DataRef::Error(error.clone()),
            Data::Empty => continue,
        };
        let at = At {
            row: top + row as u32,
            column: left + column as u32,
            last,
        };
        if !found(at, &data, None)? {
            break;
        }
    }
    Ok(())
}

const LOCKED: &str = "locked";

// The library's words may quote what stands in a file: only the part at fault is told.

fn xlsx_fault(error: &XlsxError, cancel: &Cancel) -> TableError {
    fault(
        cancel,
        match error {
            XlsxError::Zip(_) | XlsxError::Io(_) => "archive",
            XlsxError::Xml(_) | XlsxError::XmlEof(_) | XlsxError::XmlAttr(_) => "xml",
            XlsxError::Password => LOCKED,
            _ => "cells",
        },
    )
}

fn xls_fault(error: &XlsError, cancel: &Cancel) -> TableError {
    fault(
        cancel,
        match error {
            XlsError::Password => LOCKED,
            XlsError::Cfb(_) | XlsError::Io(_) => "parts",
            _ => "cells",
        },
    )
}

fn ods_fault(error: &OdsError, cancel: &Cancel) -> TableError {
    fault(
        cancel,
        match error {
            OdsError::Password => LOCKED,
            OdsError::Zip(_) | OdsError::Io(_) => "archive",
            _ => "cells",
        },
    )
}

fn fault(cancel: &Cancel, part: &'static str) -> TableError {
    if cancel.is_cancelled() {
        Cancelled.into()
    } else {
        TableError::Damaged(part)
    }
}
