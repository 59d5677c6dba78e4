//! Corrections: what a person put in the place of what could not be read. They are kept beside the files, which stay as
//! they are, and are applied at each reading.

use std::collections::BTreeMap;

use crate::i18n::fold;

/// One cell put right. `Debug` tells neither what stood there nor what stands there now.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Correction {
    /// The file as reports name it.
    pub file: String,
    /// The physical line of the record, from 1.
    pub row: u64,
    /// The column as the file names it.
    pub column: String,
    /// What stood there, as held rows show it: applied to nothing else.
    pub was: String,
    /// What is meant.
    pub now: String,
}

impl std::fmt::Debug for Correction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Correction")
            .field("file", &self.file)
            .field("row", &self.row)
            .field("column", &self.column)
            .finish_non_exhaustive()
    }
}

/// Corrections by file, line and column; of two of one cell the later stands.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Corrections {
    files: BTreeMap<String, Lines>,
    cells: usize,
}

/// By line, then by column: what stood there and what is meant.
pub(super) type Lines = BTreeMap<u64, BTreeMap<String, (String, String)>>;

/// Why a table of corrections cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CorrectionFault {
    /// Not a table with the columns file, row, field, value and correction.
    #[error("not a table of corrections")]
    Header,
    /// A line that cannot be read.
    #[error("line {0} cannot be read")]
    Line(u64),
}

impl std::fmt::Debug for Corrections {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Corrections")
            .field("cells", &self.len())
            .finish_non_exhaustive()
    }
}

impl Corrections {
    /// Adds one.
    pub fn put(&mut self, correction: Correction) {
        let file = self.files.entry(correction.file).or_default();
        let line = file.entry(correction.row).or_default();
        let before = line.insert(correction.column, (correction.was, correction.now));
        self.cells += usize::from(before.is_none());
    }

    /// Takes one back.
    pub fn remove(&mut self, file: &str, row: u64, column: &str) {
        if let Some(lines) = self.files.get_mut(file)
            && let Some(line) = lines.get_mut(&row)
        {
            self.cells -= usize::from(line.remove(column).is_some());
            if line.is_empty() {
                lines.remove(&row);
            }
        }
        self.files.retain(|_, lines| !lines.is_empty());
    }

    /// What is meant in a cell, where it was put right.
    #[must_use]
    pub fn get(&self, file: &str, row: u64, column: &str) -> Option<&str> {
        let (_, now) = self.files.get(file)?.get(&row)?.get(column)?;
        Some(now)
    }

    /// How many cells are put right.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.cells
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// All, by file, line and column.
    pub fn iter(&self) -> impl Iterator<Item = Correction> + '_ {
        self.files.iter().flat_map(|(file, lines)| {
            lines.iter().flat_map(move |(&row, cells)| {
                cells.iter().map(move |(column, (was, now))| Correction {
                    file: file.clone(),
                    row,
                    column: column.clone(),
                    was: was.clone(),
                    now: now.clone(),
                })
            })
        })
    }

    pub(super) fn of_file(&self, file: &str) -> Option<&Lines> {
        self.files.get(file)
    }

    /// The files that have some.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, usize)> {
        let count = |lines: &Lines| lines.values().map(BTreeMap::len).sum();
        self.files
            .iter()
            .map(move |(file, lines)| (file.as_str(), count(lines)))
    }

    /// Reads a list of held rows to which somebody added a column `correction` (`sửa thành`): where that is empty,
    /// nothing is put right.
    ///
    /// # Errors
    /// [`CorrectionFault`].
    pub fn read(csv: &[u8]) -> Result<Self, CorrectionFault> {
        let csv = csv.strip_prefix(b"\xef\xbb\xbf").unwrap_or(csv);
        let sign = csv.iter().find(|b| matches!(b, b',' | b';' | b'\t'));
        let separator = *sign.ok_or(CorrectionFault::Header)?;
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .from_reader(csv);
        let header = reader.headers().map_err(|_| CorrectionFault::Header)?;
        let header: Vec<String> = header.iter().map(fold).collect();
        let find = |names: &[&str]| {
            let found = header.iter().position(|h| names.contains(&h.as_str()));
            found.ok_or(CorrectionFault::Header)
        };
        let file = find(&["file", "tep"])?;
        let row = find(&["row", "dong"])?;
        let field = find(&["field", "cot"])?;
        let value = find(&["value", "gia tri"])?;
        let correction = find(&["correction", "sua thanh"])?;
        let mut out = Self::default();
        let mut record = csv::StringRecord::new();
        loop {
            let line = reader.position().line();
            match reader.read_record(&mut record) {
                Ok(true) => {}
                Ok(false) => return Ok(out),
                Err(_) => return Err(CorrectionFault::Line(line)),
            }
            let line = record.position().map_or(line, csv::Position::line);
            let cell = |column: usize| record.get(column).unwrap_or_default();
            let now = cell(correction).trim();
            if now.is_empty() {
                continue;
            }
            let row = cell(row).trim().parse();
            out.put(Correction {
                file: bare(cell(file)),
                row: row.map_err(|_| CorrectionFault::Line(line))?,
                column: bare(cell(field)),
                was: bare(cell(value)),
                now: bare(now),
            });
        }
    }
}

/// A cell without the sign that keeps a spreadsheet program from taking it for a formula.
fn bare(text: &str) -> String {
    let formula = |rest: &str| rest.starts_with(['=', '+', '-', '@', '\t', '\r']);
    match text.strip_prefix('\'') {
        Some(rest) if formula(rest) => rest.to_owned(),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_held_rows_with_one_more_column() {
        let text = "file,row,field,value,reason,correction\n\
            a.csv,3,Số CCCD,79085912345,cccd_leading_zero_lost,079085912345\n\
            a.csv,4,Giờ,sáng,time_unreadable,\n\
            a.csv,5,x,'-1,y,'+2\n";
        let mut read = Corrections::read(text.as_bytes()).unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!(read.get("a.csv", 3, "Số CCCD"), Some("079085912345"));
        assert_eq!(
            read.of_file("a.csv").unwrap()[&5]["x"],
            ("-1".into(), "+2".into())
        );
        let semicolons = text.replace(',', ";");
        assert_eq!(Corrections::read(semicolons.as_bytes()).unwrap(), read);
        read.remove("a.csv", 3, "Số CCCD");
        read.remove("a.csv", 5, "x");
        assert!(read.is_empty());
        assert_eq!(
            Corrections::read(b"file,row\n"),
            Err(CorrectionFault::Header)
        );
        assert_eq!(
            Corrections::read(text.replace("a.csv,3", "a.csv,x").as_bytes()),
            Err(CorrectionFault::Line(2))
        );
    }
}
