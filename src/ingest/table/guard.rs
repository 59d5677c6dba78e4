//! Old workbooks, ODS sheets and the footers of Parquet files are looked through before the library that reads them gets them: it believes
//! what they say of their sizes, and waits for an end that may not come.

use std::io::{BufReader, Cursor, Read};

use quick_xml::events::Event;

use crate::job::Cancel;

/// Why such a file is not given on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// It does not hold together.
    Damaged,
    /// It would take more memory than what is in it is worth.
    TooLarge,
    /// Stopped.
    Cancelled,
}

/// Rows and columns that a sheet of an old workbook has.
const ROWS: u32 = 65_536;
const COLUMNS: u32 = 256;
/// Cells that a sheet may span, and how many for each that is there.
const SPAN: u64 = 4_000_000;
const EACH: u64 = 16;

/// What a sheet spans.
#[derive(Clone, Copy)]
struct Extent {
    rows: (u32, u32),
    columns: (u32, u32),
    cells: u64,
}

impl Extent {
    const NONE: Self = Self {
        rows: (u32::MAX, 0),
        columns: (u32::MAX, 0),
        cells: 0,
    };

    fn take(&mut self, row: u32, column: u32) {
        self.rows = (self.rows.0.min(row), self.rows.1.max(row));
        self.columns = (self.columns.0.min(column), self.columns.1.max(column));
        self.cells += 1;
    }

    fn fits(&self) -> bool {
        let span = |(from, to): (u32, u32)| u64::from(to.saturating_sub(from)) + 1;
        self.cells == 0 || span(self.rows) * span(self.columns) <= SPAN + EACH * self.cells
    }
}

/// Elements that a list in a Parquet footer may say it has; room is made for them before they are read.
const LISTED: u64 = 1 << 21;
/// Structures within each other.
const DEPTH: u32 = 32;

/// Looks through a Parquet file's footer (Thrift's compact protocol): no list says that it has more elements than there
/// are bytes for. What is damaged otherwise is for the library to tell.
pub(crate) fn parquet(bytes: &[u8]) -> Result<(), Doubt> {
    let footer = || {
        let (rest, magic) = bytes.split_last_chunk::<4>()?;
        let (rest, length) = rest.split_last_chunk::<4>()?;
        let length = u32::from_le_bytes(*length) as usize;
        (magic == b"PAR1").then_some(())?;
        rest.get(rest.len().checked_sub(length)?..)
    };
    let Some(left) = footer() else {
        return Ok(());
    };
    match (Thrift { left }.structure(0)) {
        Err(Some(doubt)) => Err(doubt),
        _ => Ok(()),
    }
}

/// What is left of a footer. An error without a doubt: it does not go on from here.
struct Thrift<'b> {
    left: &'b [u8],
}

impl Thrift<'_> {
    fn byte(&mut self) -> Result<u8, Option<Doubt>> {
        let (&first, rest) = self.left.split_first().ok_or(None)?;
        self.left = rest;
        Ok(first)
    }

    fn skip(&mut self, count: u64) -> Result<(), Option<Doubt>> {
        let count = usize::try_from(count).map_err(|_| None)?;
        self.left = self.left.get(count..).ok_or(None)?;
        Ok(())
    }

    fn number(&mut self) -> Result<u64, Option<Doubt>> {
        let mut out = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            out |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(out);
            }
        }
        Err(None)
    }

    fn structure(&mut self, depth: u32) -> Result<(), Option<Doubt>> {
        if depth > DEPTH {
            return Err(Some(Doubt::Damaged));
        }
        loop {
            let head = self.byte()?;
            let (kind, step) = (head & 0x0f, head >> 4);
            if kind == 0 {
                return Ok(());
            }
            if step == 0 {
                self.number()?;
            }
            match kind {
                // A field's truth stands in its head.
                1 | 2 => {}
                kind => self.value(kind, depth)?,
            }
        }
    }

    fn value(&mut self, kind: u8, depth: u32) -> Result<(), Option<Doubt>> {
        match kind {
            1..=3 => self.byte().map(drop),
            4..=6 => self.number().map(drop),
            7 => self.skip(8),
            8 => {
                let length = self.number()?;
                self.skip(length)
            }
            9 | 10 => self.list(depth),
            12 => self.structure(depth + 1),
            _ => Err(None),
        }
    }

    fn list(&mut self, depth: u32) -> Result<(), Option<Doubt>> {
        if depth > DEPTH {
            return Err(Some(Doubt::Damaged));
        }
        let head = self.byte()?;
        let count = match head >> 4 {
            15 => self.number()?,
            few => few.into(),
        };
        if count > LISTED || count > self.left.len() as u64 {
            return Err(Some(Doubt::TooLarge));
        }
        (0..count).try_for_each(|_| self.value(head & 0x0f, depth + 1))
    }
}

/// Looks through an XLS file's records: cells inside what a sheet can hold, and not one here and one at the far end.
pub(crate) fn xls(bytes: &[u8], cancel: &Cancel) -> Result<(), Doubt> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| Doubt::Damaged)?;
    let name = ["/Workbook", "/Book"]
        .into_iter()
        .find(|name| file.is_stream(name))
        .ok_or(Doubt::Damaged)?;
    let stream = file.open_stream(name).map_err(|_| Doubt::Damaged)?;
    let mut records = Vec::new();
    let most = bytes.len() as u64;
    let read = stream.take(most).read_to_end(&mut records);
    read.map_err(|_| Doubt::Damaged)?;
    let two = |at: usize| {
        let pair = records.get(at..at + 2)?;
        Some(u32::from(u16::from_le_bytes([pair[0], pair[1]])))
    };
    let four = |at: usize| Some(two(at)? | two(at + 2)? << 16);
    let (mut at, mut sheet, mut count) = (0, Extent::NONE, 0u32);
    while let (Some(kind), Some(length)) = (two(at), two(at + 2)) {
        let body = at + 4;
        count += 1;
        if count.is_multiple_of(65_536) && cancel.is_cancelled() {
            return Err(Doubt::Cancelled);
        }
        match kind {
            // A sheet begins.
            0x0809 => {
                if !sheet.fits() {
                    return Err(Doubt::TooLarge);
                }
                sheet = Extent::NONE;
            }
            // What it says of its size; longer in newer files.
            0x0200 if length >= 14 => {
                let (rows, columns) = (four(body + 4), two(body + 10));
                if rows.is_none_or(|r| r > ROWS) || columns.is_none_or(|c| c > COLUMNS) {
                    return Err(Doubt::Damaged);
                }
            }
            0x0006 | 0x00bd | 0x00be | 0x00d6 | 0x00fd | 0x0201 | 0x0203 | 0x0204 | 0x0205
            | 0x027e => {
                let (Some(row), Some(column)) = (two(body), two(body + 2)) else {
                    return Err(Doubt::Damaged);
                };
                if column >= COLUMNS {
                    return Err(Doubt::Damaged);
                }
                // Several cells of a row in one record: two bytes each, or six.
                let several = match kind {
                    0x00bd => length.saturating_sub(6) / 6,
                    0x00be => length.saturating_sub(6) / 2,
                    _ => 1,
                };
                for column in column..column + several.clamp(1, COLUMNS) {
                    sheet.take(row, column.min(COLUMNS - 1));
                }
            }
            _ => {}
        }
        at = body + length as usize;
    }
    if sheet.fits() {
        Ok(())
    } else {
        Err(Doubt::TooLarge)
    }
}

/// Looks through a sheet's XML to its end: everything that begins ends.
pub(crate) fn xml(content: impl Read, cancel: &Cancel) -> Result<(), Doubt> {
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(content));
    let (mut depth, mut count, mut buffer) = (0u64, 0u32, Vec::new());
    loop {
        count += 1;
        if count.is_multiple_of(65_536) && cancel.is_cancelled() {
            return Err(Doubt::Cancelled);
        }
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(_)) => depth += 1,
            Ok(Event::End(_)) => depth = depth.checked_sub(1).ok_or(Doubt::Damaged)?,
            Ok(Event::Eof) if depth == 0 => return Ok(()),
            Ok(Event::Eof) | Err(_) => return Err(Doubt::Damaged),
            Ok(_) => {}
        }
        buffer.clear();
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn record(kind: u16, body: &[u8]) -> Vec<u8> {
        let length = body.len() as u16;
        [&kind.to_le_bytes(), &length.to_le_bytes(), body].concat()
    }

    fn cell(row: u16, column: u16) -> Vec<u8> {
        let mut body = [row.to_le_bytes(), column.to_le_bytes()].concat();
        body.extend([0; 10]);
        record(0x0203, &body)
    }

    fn book(records: &[Vec<u8>]) -> Vec<u8> {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        let mut stream = file.create_stream("/Workbook").unwrap();
        stream.write_all(&record(0x0809, &[0; 16])).unwrap();
        stream.write_all(&records.concat()).unwrap();
        stream.flush().unwrap();
        drop(stream);
        file.into_inner().into_inner()
    }

    /// Found by fuzzing: room was made for as many elements as a list said it had.
    #[test]
    fn a_list_in_a_footer_that_says_it_is_longer_than_the_file() {
        let file = |footer: &[u8]| {
            let length = (footer.len() as u32).to_le_bytes();
            [b"PAR1", footer, &length, b"PAR1"].concat()
        };
        let schema = [0x29, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x07, 0];
        assert_eq!(parquet(&file(&schema)), Err(Doubt::TooLarge));
        // Two elements of nothing.
        assert_eq!(parquet(&file(&[0x29, 0x2c, 0, 0, 0])), Ok(()));
        let deep = [0x1c; 64];
        assert_eq!(parquet(&file(&deep)), Err(Doubt::Damaged));
        assert_eq!(parquet(b"PAR1"), Ok(()));
        let sample = include_bytes!("../../../sample_data/quet_qr.parquet");
        assert_eq!(parquet(sample), Ok(()));
    }

    #[test]
    fn sheets_that_say_too_much() {
        let look = |records: &[Vec<u8>]| xls(&book(records), &Cancel::new());
        assert_eq!(look(&[cell(0, 0), cell(1, 1)]), Ok(()));
        assert_eq!(look(&[cell(0, 0), cell(65_535, 3)]), Ok(()));
        assert_eq!(look(&[cell(0, 0), cell(65_535, 255)]), Err(Doubt::TooLarge));
        assert_eq!(look(&[cell(0, 65_535)]), Err(Doubt::Damaged));
        let mut dimensions = vec![0; 14];
        dimensions[4..8].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(look(&[record(0x0200, &dimensions)]), Err(Doubt::Damaged));
        assert_eq!(
            xls(b"\xd0\xcf\x11\xe0", &Cancel::new()),
            Err(Doubt::Damaged)
        );
    }

    #[test]
    fn xml_that_does_not_end() {
        let look = |text: &str| xml(text.as_bytes(), &Cancel::new());
        assert_eq!(look("<a><b/><c>x</c></a>"), Ok(()));
        for text in ["<a><b></a>", "<a>", "<a", "</a>", "<a><b></c></a>"] {
            assert_eq!(look(text), Err(Doubt::Damaged), "{text}");
        }
    }
}
