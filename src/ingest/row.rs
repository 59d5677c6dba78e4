//! A row's cells by field, typed on demand.

use std::borrow::Cow;

use super::Reason;
use super::table::Cell;
use super::when::{self, DateOrder, Reading};
use crate::model::time::{Moment, Zone};

/// What is wrong with a row: the field of its role and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fault {
    pub field: usize,
    pub reason: Reason,
}

/// One record: a cell for each field of the role.
pub(crate) struct Row<'a> {
    pub cells: &'a [Cell<'a>],
    pub orders: &'a [DateOrder],
    pub zone: Zone,
    /// Instants from here on lie in the future.
    pub future: i64,
    /// For each field the file's column.
    pub columns: &'a [Option<usize>],
}

impl Row<'_> {
    /// The text of a field; whole numbers as their decimal text, `None` where nothing stands.
    pub fn text(&self, field: usize) -> Result<Option<Cow<'_, str>>, Fault> {
        Ok(match self.cells[field] {
            Cell::Empty => None,
            Cell::Text(text) => Some(composed(text)),
            Cell::Int(number) => Some(Cow::Owned(number.to_string())),
            // A float column of whole numbers is what a spreadsheet makes of ids with gaps; beyond 2^53 they
            // would be wrong.
            Cell::Float(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
                Some(Cow::Owned(format!("{number:.0}")))
            }
            Cell::Float(_) => {
                return Err(Fault {
                    field,
                    reason: Reason::NumberUnreadable,
                });
            }
            Cell::Instant(at) => Some(Cow::Owned(self.zone.iso(at))),
            Cell::Date(at) => {
                let mut text = self.zone.iso(at);
                text.truncate("2021-08-16".len());
                Some(Cow::Owned(text))
            }
        })
    }

    /// The text of a field that must not be empty.
    pub fn need(&self, field: usize) -> Result<Cow<'_, str>, Fault> {
        let fault = |reason| Fault { field, reason };
        let text = self.text(field)?.ok_or(fault(Reason::Empty))?;
        if placeholder(&text) {
            return Err(fault(Reason::Placeholder));
        }
        Ok(text)
    }

    /// Whether a field holds a number that was written as a power of ten, or as a spreadsheet keeps one: digits are lost.
    pub fn scientific(&self, field: usize) -> bool {
        let number = match self.cells[field] {
            Cell::Int(number) => number,
            Cell::Float(number) if number.abs() < 9e15 => number as i64,
            _ => return false,
        };
        number >= 10_000_000_000 && number % 1_000_000 == 0
    }

    /// The date or time of a field.
    pub fn reading(&self, field: usize) -> Result<Option<Reading>, Fault> {
        let fault = |reason| Fault { field, reason };
        let exact = |at, bare| {
            when::in_range(at)
                .map(|at| Reading {
                    moment: Moment { at, bare },
                    hour_24: false,
                })
                .map_err(fault)
        };
        match self.cells[field] {
            Cell::Empty => Ok(None),
            Cell::Text(text) => when::read_text(text, self.zone, self.orders[field])
                .map(Some)
                .map_err(fault),
            Cell::Int(number) => self.read_int(number, field).map(Some).map_err(fault),
            Cell::Instant(at) => exact(at, false).map(Some),
            Cell::Date(at) => exact(at, true).map(Some),
            // Epochs of a column with gaps; fractions floor.
            Cell::Float(number) if (1e8..1e15).contains(&number) => {
                when::read_number(number.floor() as i64)
                    .map(Some)
                    .map_err(fault)
            }
            Cell::Float(_) => Err(fault(Reason::TimeUnreadable)),
        }
    }

    /// A whole number as a time: an epoch, or with eight digits the date that its text would be.
    fn read_int(&self, number: i64, field: usize) -> Result<Reading, Reason> {
        if (10_000_000..100_000_000).contains(&number) {
            return when::read_text(&number.to_string(), self.zone, self.orders[field]);
        }
        when::read_number(number)
    }

    /// Whether an end lies before its start, a bare end being the whole of its day.
    pub fn backwards(&self, start: Moment, end: Moment) -> bool {
        if end.bare {
            end.at < self.zone.midnight_before(start.at)
        } else {
            end.at < start.at
        }
    }

    /// The moment of a field; notes a 24:00 in `warnings`.
    pub fn moment(
        &self,
        field: usize,
        warnings: &mut Vec<Reason>,
    ) -> Result<Option<Moment>, Fault> {
        let Some(reading) = self.reading(field)? else {
            return Ok(None);
        };
        if reading.hour_24 {
            warnings.push(Reason::Hour24);
        }
        Ok(Some(reading.moment))
    }

    /// As [`Row::past`], of a field that holds a day: midnight of UTC, as Go.Data writes one, is that day.
    pub fn day(&self, field: usize, warnings: &mut Vec<Reason>) -> Result<Option<Moment>, Fault> {
        if let Cell::Text(text) = self.cells[field]
            && let Some(date) = ["T00:00:00.000Z", "T00:00:00Z"]
                .iter()
                .find_map(|midnight| text.strip_suffix(midnight))
        {
            let mut cells = [Cell::Empty; super::role::MOST_FIELDS];
            let cells = &mut cells[..self.cells.len()];
            cells[field] = Cell::Text(date);
            let row = Row { cells, ..*self };
            return row.past(field, warnings);
        }
        self.past(field, warnings)
    }

    /// As [`Row::moment`], of something that has happened: refuses what lies in the future.
    pub fn past(&self, field: usize, warnings: &mut Vec<Reason>) -> Result<Option<Moment>, Fault> {
        match self.moment(field, warnings)? {
            Some(moment) if moment.at >= self.future => Err(Fault {
                field,
                reason: Reason::InFuture,
            }),
            moment => Ok(moment),
        }
    }

    /// A number with or without a fraction; a decimal comma is understood.
    pub fn number(&self, field: usize) -> Result<Option<f64>, Fault> {
        let parsed = match self.cells[field] {
            Cell::Empty => return Ok(None),
            Cell::Int(number) => Some(number as f64),
            Cell::Float(number) => Some(number),
            Cell::Text(text) => text.replace(',', ".").parse().ok(),
            Cell::Instant(_) | Cell::Date(_) => None,
        };
        match parsed.filter(|n: &f64| n.is_finite()) {
            Some(number) => Ok(Some(number)),
            None => Err(Fault {
                field,
                reason: Reason::NumberUnreadable,
            }),
        }
    }

    /// What stands in a field, as held rows show it.
    pub fn shown(&self, field: usize) -> String {
        match self.cells.get(field) {
            None | Some(Cell::Empty) => String::new(),
            // As it stood: the two ways of writing a letter are told apart here.
            Some(Cell::Text(text)) => text.chars().take(200).collect(),
            Some(Cell::Float(number)) => number.to_string(),
            Some(_) => self
                .text(field)
                .ok()
                .flatten()
                .unwrap_or_default()
                .chars()
                .take(200)
                .collect(),
        }
    }
}

/// What programs write where they have nothing: a key of nobody and nowhere.
pub(super) fn placeholder(text: &str) -> bool {
    const WORDS: [&str; 18] = [
        "null",
        "none",
        "nan",
        "n/a",
        "undefined",
        "-",
        "--",
        "---",
        "?",
        ".",
        "#n/a",
        "#ref!",
        "#value!",
        "#name?",
        "#div/0!",
        "#null!",
        "#num!",
        "#spill!",
    ];
    // Keys are looked at by the million: most begin as none of the words does.
    let first = text.bytes().next().map_or(0, |b| b.to_ascii_lowercase());
    matches!(first, b'n' | b'u' | b'-' | b'?' | b'.' | b'#')
        && WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Text in NFC, so that one name written in two ways is one.
pub(super) fn composed(text: &str) -> Cow<'_, str> {
    use unicode_normalization::{UnicodeNormalization as _, is_nfc};
    if text.is_ascii() || is_nfc(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}
