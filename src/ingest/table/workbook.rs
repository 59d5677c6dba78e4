//! Workbooks: the first sheet with anything in it, cell by cell as the library streams it.

use std::io::{Cursor, Read, Seek, SeekFrom};
use std::sync::{Mutex, TryLockError};

use calamine::{DataRef, Reader as _, Style, Xlsx, XlsxError};

use super::columnar::netted;
use super::{Cell, Damage, Line, TableError};
use crate::ingest::Reason;
use crate::job::{Cancel, Cancelled};
use crate::model::time::{DAY, Seconds, Zone};

type Book<'b> = Xlsx<Watched<'b>>;

/// A workbook in memory.
pub(crate) struct Workbook<'b> {
    pub header: Vec<String>,
    bytes: &'b [u8],
    book: Mutex<Book<'b>>,
    sheet: String,
    /// The sheet's row of the header, from 0.
    header_row: u32,
    rows: u64,
    zone: Zone,
    cancel: Cancel,
}

/// A workbook's bytes; reading them ends once it is cancelled.
struct Watched<'b> {
    bytes: Cursor<&'b [u8]>,
    cancel: Cancel,
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.cancel.check().map_err(std::io::Error::other)?;
        self.bytes.read(buffer)
    }
}

impl Seek for Watched<'_> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.bytes.seek(to)
    }
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
}

impl<'b> Workbook<'b> {
    /// `None` where it is no workbook.
    pub fn open(bytes: &'b [u8], zone: Zone, cancel: &Cancel) -> Result<Option<Self>, TableError> {
        netted(|| Self::first_sheet(bytes, zone, cancel))?
    }

    fn first_sheet(
        bytes: &'b [u8],
        zone: Zone,
        cancel: &Cancel,
    ) -> Result<Option<Self>, TableError> {
        // An archive lists its parts at its end.
        if memchr::memmem::rfind(bytes, b"xl/").is_none() {
            return Ok(None);
        }
        let mut book = open_book(bytes, cancel)?;
        for sheet in book.sheet_names() {
            let (mut header, mut header_row, mut rows) = (Vec::new(), None, 0);
            let mut texts = String::new();
            walk(&mut book, &sheet, cancel, |at, data, _| {
                let row = *header_row.get_or_insert(at.row);
                if row != at.row || header.len() > at.column as usize {
                    return Ok(false);
                }
                rows = u64::from(at.last.saturating_sub(row));
                header.resize(at.column as usize, String::new());
                Value::of(data, None, &mut texts);
                header.push(texts.trim().to_owned());
                Ok(true)
            })?;
            if let Some(header_row) = header_row {
                super::delimited::refuse_duplicates(&header)?;
                return Ok(Some(Self {
                    header,
                    bytes,
                    book: Mutex::new(book),
                    sheet,
                    header_row,
                    rows,
                    zone,
                    cancel: cancel.clone(),
                }));
            }
        }
        Err(TableError::Empty)
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
        netted(|| {
            // A pass within a pass has a book of its own.
            match self.book.try_lock() {
                Ok(mut book) => self.pass(&mut book, columns, take),
                Err(TryLockError::Poisoned(book)) => {
                    self.pass(&mut book.into_inner(), columns, take)
                }
                Err(TryLockError::WouldBlock) => {
                    let mut book = open_book(self.bytes, &self.cancel)?;
                    self.pass(&mut book, columns, take)
                }
            }
        })?
    }

    fn pass(
        &self,
        book: &mut Book<'_>,
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
        };
        let mut begun = false;
        walk(book, &self.sheet, &self.cancel, |at, data, style| {
            if !begun && at.row == self.header_row && at.column as usize >= record.column as usize {
                // Still the header.
                record.column = at.column;
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

impl Record {
    /// Begins the next row. A row whose number does not come after the one before is a row all the same.
    fn next(&mut self, row: u32) {
        let said = u64::from(row) + 1;
        self.again = said <= self.line;
        self.line = said.max(self.line + 1);
        self.row = row;
        self.values.fill(Value::Empty);
    }

    fn give(
        &self,
        columns: &[Option<usize>],
        zone: Zone,
        take: &mut dyn FnMut(Line<'_>) -> Result<(), Cancelled>,
    ) -> Result<(), TableError> {
        if self.again {
            let value = (u64::from(self.row) + 1).to_string();
            let reason = Reason::RepeatedRow;
            return Ok(take((self.line, Err(Damage { reason, value })))?);
        }
        let cell = |column: usize| self.values[column].cell(&self.texts[column], zone);
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

fn open_book<'b>(bytes: &'b [u8], cancel: &Cancel) -> Result<Book<'b>, TableError> {
    let watched = Watched {
        bytes: Cursor::new(bytes),
        cancel: cancel.clone(),
    };
    Book::new(watched).map_err(|e| damaged(&e, cancel))
}

/// Where a cell stands, from 0, and the last row that the sheet says it has.
struct At {
    row: u32,
    column: u32,
    last: u32,
}

/// Calls `found` for each cell that is not empty, with its style, until it says no.
fn walk(
    book: &mut Book<'_>,
    sheet: &str,
    cancel: &Cancel,
    mut found: impl FnMut(At, &DataRef<'_>, Option<&Style>) -> Result<bool, TableError>,
) -> Result<(), TableError> {
    let mut cells = book
        .worksheet_cells_reader(sheet)
        .map_err(|e| damaged(&e, cancel))?;
    let last = cells.dimensions().end.0;
    while let Some((cell, style)) = cells
        .next_cell_with_style_id()
        .map_err(|e| damaged(&e, cancel))?
    {
        let (row, column) = cell.get_position();
        let data = cell.get_value();
        let at = At { row, column, last };
        if *data != DataRef::Empty && !found(at, data, cells.styles().get(style))? {
            break;
        }
    }
    Ok(())
}

fn damaged(error: &XlsxError, cancel: &Cancel) -> TableError {
    if cancel.is_cancelled() {
        return Cancelled.into();
    }
    // The library's words may quote what stands in the file.
    let part = match error {
        XlsxError::Zip(_) | XlsxError::Io(_) => "its archive",
        XlsxError::Xml(_) | XlsxError::XmlEof(_) | XlsxError::XmlAttr(_) => "its XML",
        XlsxError::Password => "it is protected by a password",
        _ => "its cells",
    };
    TableError::Workbook(part)
}
