//! Between a table and its rows: fields that are several columns are put together, and corrections take the place of
//! what stands in the file.

use super::Intake;
use super::correction::Lines;
use super::profile::{Made, Mapping};
use super::role::MOST_FIELDS;
use super::row::Row;
use super::table::Cell;
use super::when::DateOrder;
use crate::i18n::Message;
use crate::model::time::Zone;

pub(super) struct Patch<'p> {
    mapping: &'p Mapping,
    header: &'p [String],
    /// Fields made of several columns, those by their places among what is asked for.
    made: Vec<Made<usize>>,
    lines: Option<&'p Lines>,
    applied: usize,
}

impl<'p> Patch<'p> {
    pub fn new(mapping: &'p Mapping, header: &'p [String], lines: Option<&'p Lines>) -> Self {
        let mut next = mapping.columns.len();
        let made = mapping.made.iter().map(|made| {
            let first = next;
            next += made.columns.len();
            Made {
                columns: (first..next).collect(),
                ..made.clone()
            }
        });
        Self {
            made: made.collect(),
            mapping,
            header,
            lines,
            applied: 0,
        }
    }

    /// Whether rows go through as they are.
    pub fn is_idle(&self) -> bool {
        self.made.is_empty() && self.lines.is_none()
    }

    /// The columns to ask the table for: one a field, then those that fields are made of.
    pub fn wanted(&self) -> Vec<Option<usize>> {
        let made = self.mapping.made.iter().flat_map(|m| &m.columns);
        let columns = self.mapping.columns.iter().copied();
        columns.chain(made.map(|&c| Some(c))).collect()
    }

    /// Hands on a row's cells, one a field.
    pub fn row(
        &mut self,
        line: u64,
        cells: &[Cell<'_>],
        zone: Zone,
        take: impl FnOnce(&[Cell<'_>]),
    ) {
        let fields = self.mapping.columns.len();
        if self.is_idle() {
            return take(&cells[..fields]);
        }
        let texts: Vec<(usize, String)> = self.texts(line, cells, zone);
        let mut own = [Cell::Empty; MOST_FIELDS];
        own[..fields].copy_from_slice(&cells[..fields]);
        for (field, text) in &texts {
            own[*field] = Cell::text(text);
        }
        take(&own[..fields]);
    }

    /// The fields that are not simply what stands in one column.
    fn texts(&mut self, line: u64, cells: &[Cell<'_>], zone: Zone) -> Vec<(usize, String)> {
        let orders = [DateOrder::DayFirst; MOST_FIELDS];
        let row = Row {
            cells,
            orders: &orders,
            zone,
            future: i64::MAX,
            columns: &[],
        };
        let mut texts: Vec<(usize, String)> = Vec::new();
        for made in &self.made {
            let parts = made.columns.iter().map(|&place| row.shown(place));
            let mut parts = parts.filter(|text| !text.is_empty());
            let text = if made.joined {
                parts.collect::<Vec<_>>().join(" ")
            } else {
                parts.next().unwrap_or_default()
            };
            texts.push((made.field, text));
        }
        let put_right = self.lines.and_then(|lines| lines.get(&line));
        for (column, (was, now)) in put_right.into_iter().flatten() {
            let is = |c: &Option<usize>| c.is_some_and(|c| self.header[c] == *column);
            let fields = (0..).zip(&self.mapping.columns).filter(|(_, c)| is(c));
            // One column may be two fields, and a field is what it is made of.
            let stands = |field: usize| {
                let made = texts.iter().find(|t| t.0 == field);
                made.map_or_else(|| row.shown(field), |t| t.1.clone())
            };
            let fit: Vec<usize> = fields.map(|f| f.0).filter(|&f| stands(f) == *was).collect();
            self.applied += usize::from(!fit.is_empty());
            texts.extend(fit.into_iter().map(|field| (field, now.clone())));
        }
        texts
    }

    /// Says how many corrections were applied, and how many found something else in their place.
    pub fn tell(&self, file: &str, intake: &mut Intake) {
        let Some(lines) = self.lines else { return };
        let all: usize = lines.values().map(std::collections::BTreeMap::len).sum();
        for (key, count) in [
            ("note-corrections", self.applied),
            ("note-corrections-unfit", all - self.applied),
        ] {
            if count > 0 {
                let note = Message::new(key).with("file", file).with("count", count);
                intake.ledger.note(note);
            }
        }
    }
}
