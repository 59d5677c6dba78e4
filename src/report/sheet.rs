//! A table of any columns as CSV or as an Excel workbook.

use std::io::Write as _;
use std::path::Path;

use rust_xlsxwriter::{Format, FormatAlign, Workbook, XlsxError};

use super::outputs::{Outputs, ReportError};
use super::text::safe;
use crate::job::Cancel;
use crate::model::time::{Seconds, Zone};

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text as it is.
    Text(String),
    /// A number and how many decimals it is shown with.
    Number(f64, u8),
    /// An instant, written in the sheet's zone.
    Instant(Seconds),
    /// Nothing.
    Empty,
}

/// A table to be written.
pub struct Sheet<'s> {
    /// The sheet's name in a workbook: at most 31 characters, none of `[]:*?/\`.
    pub name: String,
    /// The columns' names.
    pub header: Vec<String>,
    /// How many rows there are.
    pub rows: usize,
    /// The cells of a row, as many as columns.
    pub row: Box<dyn Fn(usize) -> Vec<Cell> + 's>,
    /// A second sheet of a workbook: what the list is of, as pairs.
    pub about: (String, Vec<(String, String)>),
    /// The zone of instants.
    pub zone: Zone,
}

/// Rows of an Excel sheet, the header included.
pub const XLSX_ROWS: usize = 1_048_576;

impl Sheet<'_> {
    /// Writes a CSV file (UTF-8 with a mark, so that Excel reads it as such; RFC 4180) that appears at once or not
    /// at all. Instants are ISO 8601 with their offset.
    ///
    /// # Errors
    /// [`ReportError`].
    pub fn write_csv(&self, path: &Path, cancel: &Cancel) -> Result<(), ReportError> {
        let mut outputs = Outputs::new(folder(path))?;
        let mut output = outputs.file("contacts.csv")?;
        output
            .write_all("\u{feff}".as_bytes())
            .map_err(|e| output.failed(e))?;
        let mut stopped = Ok(());
        output.csv(&self.header, |csv| {
            for n in 0..self.rows {
                if n % 4_096 == 0 && cancel.is_cancelled() {
                    stopped = cancel.check();
                    break;
                }
                for cell in (self.row)(n) {
                    match cell {
                        Cell::Text(text) => csv.write_field(safe(&text).as_bytes())?,
                        Cell::Number(number, decimals) => {
                            csv.write_field(format!("{number:.*}", usize::from(decimals)))?;
                        }
                        Cell::Instant(at) => csv.write_field(self.zone.iso(at))?,
                        Cell::Empty => csv.write_field("")?,
                    }
                }
                csv.write_record(None::<&[u8]>)?;
            }
            Ok(())
        })?;
        stopped?;
        outputs.commit_as(path)
    }

    /// Writes an Excel workbook that appears at once or not at all. Instants are local clock readings, so they sort
    /// and filter as dates; text is never taken for a formula.
    ///
    /// # Errors
    /// [`ReportError`], also where the rows are more than a sheet holds.
    pub fn write_xlsx(&self, path: &Path, cancel: &Cancel) -> Result<(), ReportError> {
        let failed = |error: XlsxError| ReportError::Format {
            file: "contacts.xlsx",
            detail: error.to_string(),
        };
        if self.rows >= XLSX_ROWS {
            return Err(ReportError::TooManyRows {
                rows: self.rows,
                most: XLSX_ROWS - 1,
            });
        }
        let mut book = Workbook::new();
        let head = Format::new().set_bold().set_align(FormatAlign::Left);
        let clock = Format::new().set_num_format("dd/mm/yyyy hh:mm");
        let sheet = book.add_worksheet();
        sheet.set_name(&self.name).map_err(failed)?;
        sheet.set_freeze_panes(1, 0).map_err(failed)?;
        for (name, column) in self.header.iter().zip(0u16..) {
            sheet
                .write_string_with_format(0, column, name, &head)
                .map_err(failed)?;
            sheet.set_column_width(column, 18).map_err(failed)?;
        }
        for n in 0..self.rows {
            if n % 4_096 == 0 {
                cancel.check()?;
            }
            let line = n as u32 + 1;
            for (cell, column) in (self.row)(n).into_iter().zip(0u16..) {
                match cell {
                    Cell::Text(text) => sheet.write_string(line, column, text),
                    Cell::Number(number, decimals) => {
                        let form = if decimals == 0 { "0" } else { "0.00" };
                        let form = Format::new().set_num_format(form);
                        sheet.write_number_with_format(line, column, number, &form)
                    }
                    Cell::Instant(at) => {
                        // Days since 1899-12-30, as a workbook counts.
                        let local = self.zone.local(at).and_utc().timestamp();
                        let days = local as f64 / 86_400.0 + 25_569.0;
                        sheet.write_number_with_format(line, column, days, &clock)
                    }
                    Cell::Empty => continue,
                }
                .map_err(failed)?;
            }
        }
        if self.rows > 0 {
            let last = (self.header.len() as u16).saturating_sub(1);
            sheet
                .autofilter(0, 0, self.rows as u32, last)
                .map_err(failed)?;
        }
        let about = book.add_worksheet();
        about.set_name(&self.about.0).map_err(failed)?;
        about.set_column_width(0, 28).map_err(failed)?;
        about.set_column_width(1, 60).map_err(failed)?;
        for ((name, value), line) in self.about.1.iter().zip(0u32..) {
            about
                .write_string_with_format(line, 0, name, &head)
                .map_err(failed)?;
            about.write_string(line, 1, value).map_err(failed)?;
        }
        let bytes = book.save_to_buffer().map_err(failed)?;
        cancel.check()?;
        let mut outputs = Outputs::new(folder(path))?;
        let mut output = outputs.file("contacts.xlsx")?;
        output
            .write_all(&bytes)
            .and_then(|()| output.flush())
            .map_err(|e| output.failed(e))?;
        drop(output);
        outputs.commit_as(path)
    }
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::VIETNAM;

    fn sheet() -> Sheet<'static> {
        Sheet {
            name: "Tiếp xúc".into(),
            header: vec!["Họ tên".into(), "Lần cuối".into(), "Rủi ro".into()],
            rows: 2,
            row: Box::new(|n| {
                vec![
                    Cell::Text(
                        if n == 0 {
                            "=HYPERLINK(1)"
                        } else {
                            "Trần \"Châu\""
                        }
                        .into(),
                    ),
                    if n == 0 {
                        Cell::Instant(1_629_072_000)
                    } else {
                        Cell::Empty
                    },
                    Cell::Number(0.714, 2),
                ]
            }),
            about: ("Nguồn".into(), vec![("Lần chạy".into(), "1".into())]),
            zone: VIETNAM,
        }
    }

    #[test]
    fn csv_that_excel_reads() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.csv");
        sheet().write_csv(&path, &Cancel::new()).unwrap();
        assert_eq!(
            std::fs::read_to_string(&path).unwrap(),
            "\u{feff}Họ tên,Lần cuối,Rủi ro\n'=HYPERLINK(1),2021-08-16T07:00:00+07:00,0.71\n\"Trần \"\"Châu\"\"\",,0.71\n"
        );
        let stop = Cancel::new();
        stop.cancel();
        let other = dir.path().join("b.csv");
        assert!(sheet().write_csv(&other, &stop).is_err());
        assert!(!other.exists());
    }

    #[test]
    fn a_workbook_of_two_sheets() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.xlsx");
        sheet().write_xlsx(&path, &Cancel::new()).unwrap();
        let bytes = std::fs::read(&path).unwrap();
        assert!(bytes.starts_with(b"PK"));
        let left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().collect();
        assert_eq!(left.len(), 1, "nothing else stays behind");
    }
}
