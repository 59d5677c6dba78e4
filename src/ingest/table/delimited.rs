//! Comma, semicolon and tab separated text.

use super::{Cell, Chunk, Damage, LONGEST_CELL, Line, TableError, damage};
use crate::i18n::fold;
use crate::ingest::Reason;
use crate::ingest::role::MOST_FIELDS;
use crate::job::Cancelled;

/// Bytes of a part that is worked on by itself.
const PART: usize = 4 << 20;

/// A delimited file in memory.
pub(crate) struct Delimited<'b> {
    pub header: Vec<String>,
    bytes: &'b [u8],
    separator: u8,
    /// Where the first record starts.
    body: usize,
}

impl<'b> Delimited<'b> {
    /// `skip`: so many lines with something on them stand above the header.
    pub fn open(bytes: &'b [u8], skip: usize) -> Result<Self, TableError> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let head = header_start(bytes, skip).ok_or(TableError::Empty)?;
        let first_line = &bytes[head..line_stop(bytes, head)];
        let separator = separator(first_line);
        let mut reader = reader(&bytes[head..], separator);
        let mut record = csv::ByteRecord::new();
        if !matches!(reader.read_byte_record(&mut record), Ok(true)) {
            return Err(TableError::Empty);
        }
        if skip == 0 && separator == b'\t' && is_trace(&record) {
            return Ok(Self {
                header: ["own_id", "seen_id", "rssi", "timestamp"]
                    .map(str::to_owned)
                    .into(),
                bytes,
                separator,
                body: 0,
            });
        }
        let header: Vec<String> = record
            .iter()
            .map(|cell| std::str::from_utf8(cell).map(|t| t.trim().to_owned()))
            .collect::<Result<_, _>>()
            .map_err(|_| TableError::HeaderNotUtf8)?;
        refuse_duplicates(&header)?;
        let body = head + reader.position().byte() as usize;
        Ok(Self {
            header,
            bytes,
            separator,
            body,
        })
    }

    pub fn line_count(&self) -> u64 {
        line_ends(self.bytes)
    }

    /// Where the first line after the header starts.
    fn first(&self) -> usize {
        let cut = self.bytes[..self.body].ends_with(b"\r");
        self.body + usize::from(cut && self.bytes[self.body..].starts_with(b"\n"))
    }

    pub fn first_line(&self) -> u64 {
        line_ends(&self.bytes[..self.first()]) + 1
    }

    /// Whole lines in parts. A quote anywhere may hide line ends: then there are no parts.
    pub fn chunks(&self) -> Option<Vec<Chunk<'b>>> {
        if memchr::memchr(b'"', self.bytes).is_some() {
            return None;
        }
        let mut rest = &self.bytes[self.first()..];
        let mut out = Vec::new();
        while !rest.is_empty() {
            let from = PART.min(rest.len());
            let end = memchr::memchr2(b'\n', b'\r', &rest[from..]).map_or(rest.len(), |n| {
                let pair = rest[from + n..].starts_with(b"\r\n");
                from + n + 1 + usize::from(pair)
            });
            let (part, more) = rest.split_at(end);
            out.push(Chunk::Lines(part));
            rest = more;
        }
        Some(out)
    }

    /// Calls `take` for each record of a part without quotes, with its line counted from the part's first and the cells
    /// of `columns`. How many lines there are.
    pub fn split(
        &self,
        part: &'b [u8],
        columns: &[Option<usize>],
        mut take: impl FnMut(u32, Result<&[Cell<'b>], Damage>),
    ) -> u64 {
        let valid = std::str::from_utf8(part).ok();
        let mut fields: Vec<(u32, u32)> = Vec::with_capacity(self.header.len() + 1);
        let (mut line, mut start, mut field) = (0, 0, 0);
        // Every record has a cell for each column that is asked for, so that each overwrites the last one's.
        let mut cells = [Cell::Empty; MOST_FIELDS];
        let cells = &mut cells[..columns.len()];
        let mut record = |line, from: usize, to: usize, fields: &[(u32, u32)]| {
            if from == to {
                return;
            }
            let read = self.cells((part, valid), from..to, fields, columns, cells);
            take(line, read.map(|()| &*cells));
        };
        for at in memchr::memchr3_iter(self.separator, b'\n', b'\r', part) {
            if part[at] == self.separator {
                fields.push((field as u32, at as u32));
                field = at + 1;
                continue;
            }
            // The second half of a line end.
            if part[at] == b'\n' && at == start && at > 0 && part[at - 1] == b'\r' {
                (start, field) = (at + 1, at + 1);
                continue;
            }
            fields.push((field as u32, at as u32));
            record(line, start, at, &fields);
            fields.clear();
            (start, field) = (at + 1, at + 1);
            line += 1;
        }
        fields.push((field as u32, part.len() as u32));
        record(line, start, part.len(), &fields);
        line.into()
    }

    /// The cells of one line.
    fn cells(
        &self,
        (part, valid): (&'b [u8], Option<&'b str>),
        line: std::ops::Range<usize>,
        fields: &[(u32, u32)],
        columns: &[Option<usize>],
        cells: &mut [Cell<'b>],
    ) -> Result<(), Damage> {
        let whole = &part[line];
        let cell = |&(from, to): &(u32, u32)| from as usize..to as usize;
        let reason = if fields.len() < self.header.len() {
            Some(Reason::ShortRow)
        } else if fields.len() > self.header.len() {
            Some(Reason::LongRow)
        } else if memchr::memchr(0, whole).is_some() {
            Some(Reason::Nul)
        } else if whole.len() > LONGEST_CELL && fields.iter().any(|f| cell(f).len() > LONGEST_CELL)
        {
            Some(Reason::CellTooLong)
        } else {
            None
        };
        if let Some(reason) = reason {
            return Err(damage(reason, whole));
        }
        if valid.is_none() && std::str::from_utf8(whole).is_err() {
            return Err(damage(Reason::InvalidUtf8, whole));
        }
        for (slot, column) in cells.iter_mut().zip(columns) {
            let Some(field) = column.and_then(|c| fields.get(c)) else {
                continue;
            };
            let text = match valid {
                Some(valid) => valid.get(cell(field)),
                None => std::str::from_utf8(&part[cell(field)]).ok(),
            };
            *slot = text.map_or(Cell::Empty, Cell::text);
        }
        Ok(())
    }

    pub fn rows(
        &self,
        columns: &[Option<usize>],
        take: &mut dyn FnMut(Line<'_>) -> Result<(), Cancelled>,
    ) -> Result<(), Cancelled> {
        let mut at = self.body;
        let (mut line, mut counted) = (1, 0);
        // Bytes that unclosed quotes swallowed and that were read again.
        let mut wasted = 0;
        let mut record = csv::ByteRecord::new();
        while at < self.bytes.len() {
            // A file full of open quotes is read line by line, or each would be looked for to its end.
            let stop = if wasted > 8 * self.bytes.len() {
                self.line_end(at)
            } else {
                self.bytes.len()
            };
            let mut reader = reader(&self.bytes[at..stop], self.separator);
            let origin = at;
            at = stop;
            while matches!(reader.read_byte_record(&mut record), Ok(true)) {
                let end = origin + reader.position().byte() as usize;
                let start = self
                    .start_of(origin + record.position().map_or(0, |p| p.byte() as usize))
                    .min(end);
                line += line_ends(&self.bytes[counted..start]);
                counted = start;
                let whole = &self.bytes[start..end];
                let quoting = quoting(whole, self.separator);
                let length = several_lines(whole).unwrap_or(whole.len());
                let wrong = record.len() != self.header.len() || quoting != Quoting::Strict;
                if quoting == Quoting::Open || (length < whole.len() && wrong) {
                    take((line, Err(damage(Reason::UnclosedQuote, &whole[..length]))))?;
                    wasted += whole.len();
                    at = start + length;
                    break;
                }
                self.give(line, &record, whole, columns, take)?;
            }
        }
        Ok(())
    }

    /// Where the line of a position ends, line end included.
    fn line_end(&self, at: usize) -> usize {
        let rest = &self.bytes[at..];
        let blank = rest
            .iter()
            .take_while(|b| matches!(b, b'\n' | b'\r'))
            .count();
        let sign = memchr::memchr2(b'\n', b'\r', &rest[blank..]);
        sign.map_or(self.bytes.len(), |sign| at + blank + sign + 1)
    }

    /// The record's first byte: the reader's position may lie before empty lines.
    fn start_of(&self, at: usize) -> usize {
        at + self.bytes[at..]
            .iter()
            .take_while(|b| matches!(b, b'\n' | b'\r'))
            .count()
    }

    fn give(
        &self,
        line: u64,
        record: &csv::ByteRecord,
        raw: &[u8],
        columns: &[Option<usize>],
        take: &mut dyn FnMut(Line<'_>) -> Result<(), Cancelled>,
    ) -> Result<(), Cancelled> {
        let whole = record.as_slice();
        let reason = if record.len() < self.header.len() {
            Some(Reason::ShortRow)
        } else if record.len() > self.header.len() {
            Some(Reason::LongRow)
        } else if memchr::memchr(0, whole).is_some() {
            Some(Reason::Nul)
        } else if whole.len() > LONGEST_CELL && record.iter().any(|c| c.len() > LONGEST_CELL) {
            Some(Reason::CellTooLong)
        } else {
            None
        };
        if let Some(reason) = reason {
            return take((line, Err(damage(reason, raw))));
        }
        let invalid = || Err(damage(Reason::InvalidUtf8, raw));
        let Ok(text) = std::str::from_utf8(whole) else {
            return take((line, invalid()));
        };
        let mut cells = [Cell::Empty; MOST_FIELDS];
        for (slot, column) in cells.iter_mut().zip(columns) {
            let Some(range) = column.and_then(|c| record.range(c)) else {
                continue;
            };
            // A cell may end within a letter that its neighbour's first bytes complete.
            match text.get(range) {
                Some(text) => *slot = Cell::text(text),
                None => return take((line, invalid())),
            }
        }
        take((line, Ok(&cells[..columns.len()])))
    }
}

/// The end of the line that starts here, without its line end.
fn line_stop(bytes: &[u8], start: usize) -> usize {
    memchr::memchr2(b'\n', b'\r', &bytes[start..]).map_or(bytes.len(), |n| start + n)
}

/// Behind the line end that stands here.
fn after(bytes: &[u8], stop: usize) -> usize {
    let pair = usize::from(bytes[stop..].starts_with(b"\r\n"));
    (stop + 1 + pair).min(bytes.len())
}

/// Where the header starts below so many lines with something on them.
fn header_start(bytes: &[u8], skip: usize) -> Option<usize> {
    let mut at = 0;
    let mut skipped = 0;
    while skipped < skip {
        if at == bytes.len() {
            return None;
        }
        let stop = line_stop(bytes, at);
        skipped += usize::from(!bytes[at..stop].trim_ascii().is_empty());
        at = after(bytes, stop);
    }
    // Blank lines before the header are none of it.
    while skip > 0 && at < bytes.len() && line_stop(bytes, at) == at {
        at = after(bytes, at);
    }
    (at < bytes.len() || skip == 0).then_some(at)
}

fn reader(bytes: &[u8], separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes)
}

/// Whether a first line is one of Bluezone's upload, which has no header: two ids in hex, a level, a time.
fn is_trace(record: &csv::ByteRecord) -> bool {
    let number = |cell: &[u8]| {
        let digits = cell.strip_prefix(b"-").unwrap_or(cell);
        !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
    };
    let id = |cell: &[u8]| cell.len() >= 16 && cell.iter().all(u8::is_ascii_hexdigit);
    let cells: Vec<&[u8]> = record.iter().map(<[u8]>::trim_ascii).collect();
    matches!(cells[..], [own, seen, rssi, at] if id(own) && id(seen) && number(rssi) && number(at))
}

/// The sign that occurs most often in the header line outside quotes.
fn separator(line: &[u8]) -> u8 {
    let count = |sign: u8| {
        let mut quoted = false;
        line.iter()
            .filter(|&&b| {
                quoted ^= b == b'"';
                b == sign && !quoted
            })
            .count()
    };
    // `max_by_key` gives the last of equals: the comma wins a tie.
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|&sign| count(sign))
        .unwrap_or(b',')
}

pub(super) fn refuse_duplicates(header: &[String]) -> Result<(), TableError> {
    let mut folded: Vec<(String, usize)> = header.iter().map(|h| fold(h)).zip(1..).collect();
    folded.sort();
    match folded
        .windows(2)
        .find(|w| w[0].0 == w[1].0 && !w[0].0.is_empty())
    {
        Some(twice) => Err(TableError::DuplicateHeader {
            first: twice[0].1,
            second: twice[1].1,
        }),
        None => Ok(()),
    }
}

/// Line ends of any kind: LF, CR, or both together.
pub(super) fn line_ends(bytes: &[u8]) -> u64 {
    memchr::memchr2_iter(b'\n', b'\r', bytes)
        .filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'))
        .count() as u64
}

/// The length of a record's first line, line end included, where it runs over several.
fn several_lines(record: &[u8]) -> Option<usize> {
    let body = record.trim_ascii_end();
    let first = memchr::memchr2(b'\n', b'\r', body)?;
    let more = usize::from(record[first..].starts_with(b"\r\n"));
    Some(first + 1 + more)
}

/// How a record's quotes stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quoting {
    /// Each quoted cell is closed, and followed by a separator or the end of the line.
    Strict,
    /// Something follows a closed cell. A lenient reader then swallows all rows up to the next stray quote.
    Lenient,
    /// The last quoted cell is not closed.
    Open,
}

fn quoting(record: &[u8], separator: u8) -> Quoting {
    if memchr::memchr(b'"', record).is_none() {
        return Quoting::Strict;
    }
    let mut rest = record.iter().copied().peekable();
    let mut found = Quoting::Strict;
    loop {
        if rest.next_if_eq(&b'"').is_some() {
            loop {
                match rest.next() {
                    Some(b'"') if rest.next_if_eq(&b'"').is_none() => break,
                    Some(_) => {}
                    None => return Quoting::Open,
                }
            }
            match rest.next() {
                Some(b) if b == separator => continue,
                None | Some(b'\n' | b'\r') => return found,
                Some(_) => found = Quoting::Lenient,
            }
        }
        if !rest.by_ref().any(|b| b == separator) {
            return found;
        }
    }
}
