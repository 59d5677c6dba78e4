//! Visits and scans by the million: files whose people are named by one id, or by a code, are typed chunk by chunk in
//! parallel, and their ids numbered in the order of rows.
//!
//! The outcome is that of reading row by row, to the held row's value; a test holds the two against each other. A chunk
//! takes some 60 bytes a row while it is worked on, and as many chunks are held as there are threads, twice.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::desk::{Desk, names_somebody};
use super::keys::{KeyIx, KeyKind, PersonKeys};
use super::ledger::Fate;
use super::qr::place_id;
use super::repair::{Meant, propose};
use super::role::Role;
use super::role::person::{NEXT, PERSON_ID, QR};
use super::row::{Fault, Row, composed, placeholder};
use super::rows::stays::{CHECK_IN, CHECK_OUT, DIRECTION, PLACE, times};
use super::table::{Cell, Chunk, Damage, Decoded, NO_INSTANT, Table, TableError};
use super::when::{DateOrder, plain_iso, year_last};
use super::{Intake, Reason};
use crate::job::{Cancel, Progress};
use crate::model::time::{EARLIEST, LATEST, Zone};
use crate::model::{Marks, OPEN_END, StayChunk, StayMark};

/// Ids below this are looked up by their value.
const DIRECT: usize = 1 << 25;
/// The key of an id that has none yet.
const UNKNOWN: u32 = u32::MAX;
/// Texts of at most so many bytes are looked up without leaving the table.
const SHORT: usize = 15;

/// A file to be read in bulk.
pub(super) struct Bulk<'t> {
    pub role: Role,
    pub columns: &'t [Option<usize>],
    pub orders: Vec<DateOrder>,
    pub zone: Zone,
    pub future: i64,
    /// The columns' names.
    pub header: &'t [String],
    /// The orders are proven, not only assumed.
    pub proven: bool,
    /// Bytes of the input that so many bytes of the table stand for: fewer, where it was packed.
    pub share: (u64, u64),
}

/// Why reading in bulk ended early.
pub(super) enum Stop {
    /// A date with the year last turned up: the order of day and month has to be proven first.
    Order,
    /// There are more rows than numbers for them.
    TooManyRows,
    /// The table is damaged.
    Table(TableError),
}

/// How far a file has been read, and the ids that it has brought.
pub(super) struct Position {
    /// Chunks done.
    chunks: usize,
    /// The physical line of the next.
    line: u64,
    people: KeyCache,
    places: KeyCache,
    /// The keys of codes that were taken.
    codes: FxHashMap<Box<str>, KeyIx>,
}

impl Position {
    /// At a table's start.
    pub fn new(table: &Table<'_>) -> Self {
        Self {
            chunks: 0,
            line: table.first_line(),
            people: KeyCache::default(),
            places: KeyCache::default(),
            codes: FxHashMap::default(),
        }
    }
}

/// Whether a file's people are named by one id or by a code and nothing else.
pub(super) fn suits(role: Role, columns: &[Option<usize>]) -> bool {
    let mut named = (PERSON_ID..NEXT).filter(|&f| columns[f].is_some());
    matches!(role, Role::Visits | Role::Scans)
        && matches!(named.next(), Some(PERSON_ID | QR))
        && named.next().is_none()
        && columns[PLACE].is_some()
        && columns[CHECK_IN].is_some()
}

/// What is not simply accepted.
enum Odd {
    Held(Fault, String, Vec<Meant>),
    Damaged(Damage),
    Warned(Vec<Reason>),
}

/// Ids of a chunk's rows.
enum Ids<'b> {
    /// Whole numbers: the keys of those that are known, [`UNKNOWN`] for others, and these.
    Known(Vec<u32>, Vec<i64>),
    Texts(Vec<&'b str>),
    Owned(Vec<String>),
    /// Codes: the keys of those that are known, [`UNKNOWN`] for others, and these by row.
    Codes(Vec<u32>, Vec<(u32, String)>),
}

/// A chunk, typed; columns of equal length, also for rows that are held.
struct Typed<'b> {
    person: Ids<'b>,
    place: Ids<'b>,
    start: Vec<u32>,
    end: Vec<u32>,
    marks: Vec<Marks>,
    /// By row the line it starts on, counted from the chunk's first; empty where rows follow each other.
    lines: Vec<u32>,
    line_count: u64,
    /// By row.
    odd: Vec<(u32, Odd)>,
    /// A date has the year last.
    needs_order: bool,
}

impl Bulk<'_> {
    /// Reads on from a place, which moves along.
    pub fn read<'b>(
        &self,
        table: &Table<'b>,
        chunks: &[Chunk<'b>],
        at: &mut Position,
        intake: &mut Intake,
        (progress, cancel): (&Progress, &Cancel),
    ) -> Result<(), Stop> {
        let said = table.row_estimate() as usize;
        let read: usize = chunks.iter().filter_map(Chunk::rows).sum();
        if matches!(table, Table::Columnar(_)) && read != said {
            return Err(Stop::Table(TableError::RowCount { read, said }));
        }
        let wave = rayon::current_num_threads().max(1) * 4;
        // The first chunk alone tells whether the order of dates has to be proven.
        let rest = &chunks[at.chunks..];
        let (first, rest) = rest.split_at(usize::from(!self.proven && !rest.is_empty()));
        for wave in std::iter::once(first).chain(rest.chunks(wave)) {
            let known = &*at;
            let typed: Vec<Typed<'_>> = wave
                .par_iter()
                .map(|chunk| {
                    cancel.check()?;
                    self.typed(table, chunk, known)
                })
                .collect::<Result<_, TableError>>()
                .map_err(Stop::Table)?;
            for (typed, chunk) in typed.into_iter().zip(wave) {
                if typed.needs_order && !self.proven {
                    return Err(Stop::Order);
                }
                let line = at.line;
                at.chunks += 1;
                at.line += typed.line_count;
                if intake.ledger.full(at.line) {
                    return Err(Stop::TooManyRows);
                }
                self.take(typed, line, intake, at);
                let (weight, size) = self.share;
                progress
                    .advance((chunk.bytes() as f64 / size.max(1) as f64 * weight as f64) as u64);
            }
        }
        Ok(())
    }

    fn typed<'b>(
        &self,
        table: &Table<'b>,
        chunk: &Chunk<'b>,
        at: &Position,
    ) -> Result<Typed<'b>, TableError> {
        match (table, chunk) {
            (Table::Columnar(table), Chunk::Rows(start, count, _)) => {
                let cells = table.decoded(self.columns, *start, *count)?;
                if cells.rows() != *count {
                    return Err(TableError::RowCount {
                        read: cells.rows(),
                        said: *count,
                    });
                }
                if self.columns[DIRECTION].is_none()
                    && self.who() == PERSON_ID
                    && let Some(typed) = self.plain(&cells, at)
                {
                    return Ok(typed);
                }
                let mut builder = Builder::new(self, *count, at);
                let mut row = vec![Cell::Empty; self.columns.len()];
                for i in 0..*count {
                    builder.owned(cells.row(i, &mut row));
                }
                Ok(builder.done(at, Vec::new(), *count as u64))
            }
            (Table::Delimited(table), Chunk::Lines(text)) => {
                let mut builder = Builder::new(self, text.len() / 40, at);
                let mut lines = Vec::new();
                let count = table.split(text, self.columns, |line, cells| {
                    lines.push(line);
                    builder.borrowed(cells);
                });
                let follow = lines.iter().zip(0..).all(|(&line, i)| line == i);
                if follow {
                    lines = Vec::new();
                }
                Ok(builder.done(at, lines, count))
            }
            _ => Err(TableError::OtherKind { kind: "table" }),
        }
    }

    /// Whole numbers and typed instants, where nothing is odd about any row.
    fn plain<'b>(&self, cells: &Decoded, at: &Position) -> Option<Typed<'b>> {
        let (person, place) = (cells.whole_numbers(PERSON_ID)?, cells.whole_numbers(PLACE)?);
        let (check_in, check_out) = (cells.instants(CHECK_IN)?, cells.instants(CHECK_OUT)?);
        let fine = |at: i64| (EARLIEST..LATEST).contains(&at) && at < self.future;
        let mut all_fine = check_in.iter().all(|&at| fine(at));
        let mut end = Vec::with_capacity(check_in.len());
        end.extend(check_out.iter().zip(&check_in).map(|(&out, &start)| {
            all_fine &= out == NO_INSTANT || (fine(out) && out >= start);
            if out == NO_INSTANT {
                OPEN_END
            } else {
                out as u32
            }
        }));
        let whole = Marks::new(false, false, StayMark::Whole);
        all_fine.then(|| Typed {
            person: at.people.known(person),
            place: at.places.known(place),
            start: check_in.iter().map(|&at| at as u32).collect(),
            end,
            marks: vec![whole; person.len()],
            lines: Vec::new(),
            line_count: person.len() as u64,
            odd: Vec::new(),
            needs_order: false,
        })
    }

    /// Numbers a chunk's ids and puts its rows where they belong. `line`: the physical line of the chunk's first.
    fn take(&self, chunk: Typed<'_>, line: u64, intake: &mut Intake, at: &mut Position) {
        let count = chunk.start.len();
        let held = |odd: &Odd| !matches!(odd, Odd::Warned(_));
        let who = self.who();
        let mut skip_person = vec![false; if chunk.odd.is_empty() { 0 } else { count }];
        let mut skip = skip_person.clone();
        for (row, odd) in &chunk.odd {
            let no_person = match odd {
                Odd::Held(fault, ..) => fault.field == who,
                Odd::Damaged(_) => true,
                Odd::Warned(_) => false,
            };
            skip_person[*row as usize] = no_person;
            skip[*row as usize] = held(odd);
        }
        let (codes, ids) = match chunk.person {
            Ids::Codes(known, news) => (Some((known, news)), Ids::Texts(Vec::new())),
            ids => (None, ids),
        };
        let (keys, place_keys) = (&mut intake.keys, &mut intake.place_keys);
        let (person, place) = rayon::join(
            || at.people.all(ids, &skip_person, &mut |t| keys.person_id(t)),
            || {
                at.places
                    .all(chunk.place, &skip, &mut |t| place_keys.intern(place_id(t)))
            },
        );
        let ledger = &mut intake.ledger;
        let mut stays = StayChunk {
            person,
            place,
            start: chunk.start,
            end: chunk.end,
            marks: chunk.marks,
            ..StayChunk::default()
        };
        if chunk.lines.is_empty() {
            stays.first_row = ledger.settle_run(line, count, Fate::Accepted);
        } else {
            let lines = chunk.lines.iter();
            stays.rows = lines.map(|&l| ledger.row(line + u64::from(l))).collect();
            let rows = stays.rows.iter();
            rows.for_each(|&row| ledger.settle(row, Fate::Accepted));
        }
        if let Some((known, news)) = codes {
            let row = |i: usize| stays.row(i);
            stays.person = self.coded((known, news), (&skip_person, &skip), &row, intake, at);
        }
        let ledger = &mut intake.ledger;
        let rows: Vec<u32> = chunk.odd.iter().map(|o| stays.row(o.0 as usize)).collect();
        let any_held = chunk.odd.iter().any(|o| held(&o.1));
        for ((_, odd), row) in chunk.odd.into_iter().zip(rows) {
            match odd {
                Odd::Held(Fault { field, reason }, value, meant) => {
                    let name = |field: usize| {
                        let own = self.role.fields()[field];
                        let column = self.columns[field].map(|c| self.header[c].as_str());
                        column.unwrap_or(own).to_owned()
                    };
                    let meant = meant.into_iter().map(|(f, was, now)| (name(f), was, now));
                    ledger.hold_with(row, (name(field), value), reason, meant.collect());
                }
                Odd::Damaged(Damage { reason, value }) => ledger.hold(row, "", value, reason),
                Odd::Warned(reasons) => {
                    let reasons = reasons.into_iter();
                    reasons.for_each(|reason| ledger.warn(row, reason));
                }
            }
        }
        if any_held {
            stays.retain(|s| ledger.fate(s.row) != Fate::Held);
        }
        if !stays.is_empty() {
            intake.stays.push_chunk(stays);
        }
    }
}

impl Bulk<'_> {
    /// The field that names the person.
    fn who(&self) -> usize {
        if self.columns[PERSON_ID].is_some() {
            PERSON_ID
        } else {
            QR
        }
    }

    /// The keys of a chunk's codes: a new one goes over the desk as a row of its own would.
    fn coded(
        &self,
        (mut keys, news): (Vec<u32>, Vec<(u32, String)>),
        (no_person, held): (&[bool], &[bool]),
        row_of: &dyn Fn(usize) -> u32,
        intake: &mut Intake,
        at: &mut Position,
    ) -> Vec<u32> {
        let is = |flags: &[bool], i: usize| flags.get(i).copied().unwrap_or(false);
        let mut desk = Desk::new(intake, self.role, FxHashSet::default());
        let mut cells = vec![Cell::Empty; self.columns.len()];
        for (i, code) in &news {
            let i = *i as usize;
            if is(no_person, i) {
                continue;
            }
            if let Some(&key) = at.codes.get(code.as_str()) {
                keys[i] = key;
                continue;
            }
            cells[QR] = Cell::Text(code);
            desk.clear();
            desk.row = row_of(i);
            // What names nobody was held before.
            let Ok(key) = desk.person(&self.of(&cells)) else {
                continue;
            };
            keys[i] = key;
            if !is(held, i) {
                desk.keep();
                at.codes.insert(code.as_str().into(), key);
            }
        }
        keys
    }
}

/// Types rows one by one.
struct Builder<'b, 't> {
    bulk: &'t Bulk<'t>,
    person: Column<'b>,
    place: Column<'b>,
    start: Vec<u32>,
    end: Vec<u32>,
    marks: Vec<Marks>,
    odd: Vec<(u32, Odd)>,
    needs_order: bool,
    warnings: Vec<Reason>,
    /// The keys of codes that are known, where people are named by codes.
    codes: Option<&'t FxHashMap<Box<str>, KeyIx>>,
    known: Vec<u32>,
    news: Vec<(u32, String)>,
    /// The key of the code of the row at work.
    found: u32,
}

/// Ids as they come: whole numbers for as long as all of them are.
struct Column<'b> {
    numbers: Vec<i64>,
    texts: Vec<&'b str>,
    owned: Vec<String>,
    form: Form,
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Numbers,
    Texts,
    Owned,
}

impl<'b> Column<'b> {
    fn new(rows: usize) -> Self {
        Self {
            numbers: Vec::with_capacity(rows),
            texts: Vec::new(),
            owned: Vec::new(),
            form: Form::Numbers,
        }
    }

    fn borrowed(&mut self, text: &'b str) {
        self.texts.push(text);
        if self.form == Form::Numbers {
            match canonical(text) {
                Some(number) => self.numbers.push(number),
                None => self.form = Form::Texts,
            }
        }
    }

    fn number(&mut self, number: i64) {
        match self.form {
            Form::Numbers => self.numbers.push(number),
            _ => self.owned.push(number.to_string()),
        }
    }

    fn owned(&mut self, text: &str) {
        if self.form == Form::Numbers {
            self.form = Form::Owned;
            let numbers = self.numbers.drain(..);
            self.owned = numbers.map(|n| n.to_string()).collect();
        }
        self.owned.push(text.to_owned());
    }

    fn done(self, known: &KeyCache) -> Ids<'b> {
        match self.form {
            Form::Numbers => known.known(&self.numbers),
            Form::Texts => Ids::Texts(self.texts),
            Form::Owned => Ids::Owned(self.owned),
        }
    }
}

/// A whole number that its decimal text is: no sign, no leading zero, at most 18 digits.
fn canonical(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    if bytes.len() > 18 || (bytes.len() > 1 && bytes[0] == b'0') {
        return None;
    }
    bytes.iter().try_fold(0i64, |number, b| {
        let digit = b.wrapping_sub(b'0');
        (digit < 10).then(|| number * 10 + i64::from(digit))
    })
}

impl<'b, 't> Builder<'b, 't> {
    fn new(bulk: &'t Bulk<'t>, rows: usize, at: &'t Position) -> Self {
        Self {
            codes: (bulk.who() == QR).then_some(&at.codes),
            known: Vec::new(),
            news: Vec::new(),
            found: UNKNOWN,
            bulk,
            person: Column::new(rows),
            place: Column::new(rows),
            start: Vec::with_capacity(rows),
            end: Vec::with_capacity(rows),
            marks: Vec::with_capacity(rows),
            odd: Vec::new(),
            needs_order: false,
            warnings: Vec::new(),
        }
    }

    /// A row whose text outlives the chunk.
    fn borrowed(&mut self, cells: Result<&[Cell<'b>], Damage>) {
        if let Ok(cells) = &cells
            && self.codes.is_none()
            && self.plainest(cells)
        {
            return;
        }
        let fine = match cells {
            Ok(cells) => self.row(cells).then_some(cells),
            Err(damage) => {
                self.damaged(damage);
                None
            }
        };
        let text = |field: usize| match fine.map(|cells| cells[field]) {
            Some(Cell::Text(text)) => text,
            _ => "",
        };
        if !self.code(text(QR)) {
            self.person.borrowed(text(PERSON_ID));
        }
        self.place.borrowed(text(PLACE));
    }

    /// Takes a row of whole numbers and plain ISO times, as nearly all are, where nothing is odd about it.
    fn plainest(&mut self, cells: &[Cell<'b>]) -> bool {
        let (Cell::Text(person), Cell::Text(place), Cell::Text(start)) =
            (cells[PERSON_ID], cells[PLACE], cells[CHECK_IN])
        else {
            return false;
        };
        let (Some(who), Some(spot)) = (canonical(person), canonical(place)) else {
            return false;
        };
        if self.person.form != Form::Numbers || self.place.form != Form::Numbers {
            return false;
        }
        let future = self.bulk.future;
        let clock = |text: &str| {
            let at = plain_iso(text.as_bytes(), self.bulk.zone)?;
            ((EARLIEST..LATEST).contains(&at) && at < future).then_some(at)
        };
        let Some(start) = clock(start) else {
            return false;
        };
        let end = match cells[CHECK_OUT] {
            Cell::Empty => None,
            Cell::Text(end) => match clock(end).filter(|&end| end >= start) {
                Some(end) => Some(end),
                None => return false,
            },
            _ => return false,
        };
        if cells[DIRECTION] != Cell::Empty {
            return false;
        }
        self.person.texts.push(person);
        self.person.numbers.push(who);
        self.place.texts.push(place);
        self.place.numbers.push(spot);
        self.push(start, end, Marks::new(false, false, StayMark::Whole));
        true
    }

    /// A row of decoded cells.
    fn owned(&mut self, cells: Result<&[Cell<'_>], Damage>) {
        let fine = match cells {
            Ok(cells) => self.row(cells).then_some(cells),
            Err(damage) => {
                self.damaged(damage);
                None
            }
        };
        let bulk = self.bulk;
        let code = fine.filter(|_| self.codes.is_some()).and_then(|cells| {
            let row = bulk.of(cells);
            let text = row.text(QR).ok().flatten();
            text.map(std::borrow::Cow::into_owned)
        });
        let coded = self.code(code.as_deref().unwrap_or_default());
        let columns = [(PERSON_ID, &mut self.person), (PLACE, &mut self.place)];
        for (field, column) in columns.into_iter().skip(usize::from(coded)) {
            match fine.map(|cells| cells[field]) {
                None | Some(Cell::Empty) => column.number(0),
                Some(Cell::Int(number)) if number >= 0 => column.number(number),
                Some(Cell::Text(text)) => column.owned(text),
                Some(_) => {
                    let row = self.bulk.of(fine.unwrap_or_default());
                    let text = row.text(field).ok().flatten().unwrap_or_default();
                    column.owned(&text);
                }
            }
        }
    }

    /// Takes a row's code, where people are named by codes.
    fn code(&mut self, text: &str) -> bool {
        if self.codes.is_none() {
            return false;
        }
        let key = if text.is_empty() { UNKNOWN } else { self.found };
        if key == UNKNOWN && !text.is_empty() {
            let text = composed(text).into_owned();
            self.news.push((self.known.len() as u32, text));
        }
        self.known.push(key);
        true
    }

    fn damaged(&mut self, damage: Damage) {
        self.odd(Odd::Damaged(damage));
        self.push(0, None, Marks::default());
    }

    fn odd(&mut self, odd: Odd) {
        self.odd.push((self.start.len() as u32, odd));
    }

    fn push(&mut self, start: i64, end: Option<i64>, marks: Marks) {
        self.start.push(start as u32);
        self.end.push(end.map_or(OPEN_END, |end| end as u32));
        self.marks.push(marks);
    }

    /// Types a row; whether its ids are to be numbered. (A row that is held for what follows the person's id has it
    /// numbered all the same, as row by row.)
    fn row(&mut self, cells: &[Cell<'_>]) -> bool {
        let row = self.bulk.of(cells);
        for field in [CHECK_IN, CHECK_OUT] {
            if let Cell::Text(text) = cells[field] {
                let bytes = text.as_bytes();
                let year_first = bytes.len() > 4
                    && bytes[4] == b'-'
                    && bytes[..4].iter().all(u8::is_ascii_digit);
                self.needs_order |= !year_first && year_last(text).is_some();
            }
        }
        self.warnings.clear();
        self.found = UNKNOWN;
        let person = match self.codes {
            Some(codes) => code(&row, codes).map(|key| self.found = key),
            None => person(&row),
        };
        let times = person.and_then(|()| {
            row.need(PLACE)?;
            times(&row, &mut self.warnings)
        });
        match times {
            Ok(t) => {
                if !self.warnings.is_empty() {
                    let warnings = std::mem::take(&mut self.warnings);
                    self.odd(Odd::Warned(warnings));
                }
                self.push(t.start, t.end, Marks::new(t.day, false, t.mark));
                true
            }
            Err(fault) => {
                let value = row.shown(fault.field);
                let meant = propose(self.bulk.role, &row, fault);
                self.odd(Odd::Held(fault, value, meant));
                self.push(0, None, Marks::default());
                fault.field != self.bulk.who()
            }
        }
    }

    fn done(self, at: &Position, lines: Vec<u32>, line_count: u64) -> Typed<'b> {
        let person = match self.codes {
            Some(_) => Ids::Codes(self.known, self.news),
            None => self.person.done(&at.people),
        };
        Typed {
            person,
            place: self.place.done(&at.places),
            start: self.start,
            end: self.end,
            marks: self.marks,
            lines,
            line_count,
            odd: self.odd,
            needs_order: self.needs_order,
        }
    }
}

impl Bulk<'_> {
    fn of<'a>(&'a self, cells: &'a [Cell<'a>]) -> Row<'a> {
        Row {
            cells,
            orders: &self.orders,
            zone: self.zone,
            future: self.future,
            columns: self.columns,
        }
    }
}

/// The key of a row's code, [`UNKNOWN`] where it names a person who has none yet.
fn code(row: &Row<'_>, known: &FxHashMap<Box<str>, KeyIx>) -> Result<u32, Fault> {
    let fault = |reason| Fault { field: QR, reason };
    match row.cells[QR] {
        Cell::Empty => Err(fault(Reason::Empty)),
        Cell::Text(text) => {
            let text = composed(text);
            if let Some(&key) = known.get(&*text) {
                return Ok(key);
            }
            if placeholder(&text) {
                return Err(fault(Reason::NoPersonKey));
            }
            names_somebody(&text).map_err(fault)?;
            Ok(UNKNOWN)
        }
        _ => {
            let text = row.text(QR)?.unwrap_or_default();
            names_somebody(&text).map_err(fault)?;
            Ok(UNKNOWN)
        }
    }
}

/// Whether a row names a person.
fn person(row: &Row<'_>) -> Result<(), Fault> {
    let fault = |reason| Fault {
        field: PERSON_ID,
        reason,
    };
    match row.cells[PERSON_ID] {
        Cell::Empty => Err(fault(Reason::Empty)),
        Cell::Text(text) if placeholder(&composed(text)) => Err(fault(Reason::NoPersonKey)),
        Cell::Int(_) | Cell::Text(_) => Ok(()),
        _ => row.text(PERSON_ID).map(|_| ()),
    }
}

/// Numbers of ids by the form in which they come, in front of the interner.
#[derive(Default)]
struct KeyCache {
    direct: Vec<u32>,
    /// Distinct whole numbers met so far.
    seen: usize,
    far: FxHashMap<i64, u32>,
    short: FxHashMap<u128, u32>,
}

impl KeyCache {
    /// The keys of whole numbers as far as they are known.
    fn known<'b>(&self, numbers: &[i64]) -> Ids<'b> {
        let key = |&number: &i64| {
            let direct = self.direct.get(number as usize).copied();
            match direct.unwrap_or(UNKNOWN) {
                UNKNOWN if !self.far.is_empty() => {
                    self.far.get(&number).copied().unwrap_or(UNKNOWN)
                }
                key => key,
            }
        };
        let keys: Vec<u32> = numbers.iter().map(key).collect();
        let news = keys.iter().zip(numbers).filter(|k| *k.0 == UNKNOWN);
        let news = news.map(|k| *k.1).collect();
        Ids::Known(keys, news)
    }

    /// The keys of a chunk's ids; those of rows that are skipped stay unknown.
    fn all(
        &mut self,
        ids: Ids<'_>,
        skip: &[bool],
        intern: &mut dyn FnMut(&str) -> u32,
    ) -> Vec<u32> {
        let skipped = |i: usize| skip.get(i).copied().unwrap_or(false);
        match ids {
            Ids::Known(mut keys, news) => {
                if news.is_empty() {
                    return keys;
                }
                let unknown = keys.iter_mut().enumerate().filter(|k| *k.1 == UNKNOWN);
                for ((i, key), number) in unknown.zip(news) {
                    if !skipped(i) {
                        *key = self.number(number, intern);
                    }
                }
                keys
            }
            Ids::Texts(texts) => {
                let mut key = |(i, t): (usize, &&str)| {
                    if skipped(i) {
                        UNKNOWN
                    } else {
                        self.text(t, intern)
                    }
                };
                texts.iter().enumerate().map(&mut key).collect()
            }
            Ids::Codes(keys, _) => keys,
            Ids::Owned(texts) => {
                let mut key = |(i, t): (usize, &String)| {
                    if skipped(i) {
                        UNKNOWN
                    } else {
                        self.text(t, intern)
                    }
                };
                texts.iter().enumerate().map(&mut key).collect()
            }
        }
    }

    fn number(&mut self, number: i64, intern: &mut dyn FnMut(&str) -> u32) -> u32 {
        let slot = number as usize;
        if let Some(&known) = self.direct.get(slot).filter(|&&k| k != UNKNOWN) {
            return known;
        }
        // A column for a few high numbers would be mostly empty.
        self.seen += 1;
        if slot >= DIRECT || slot > 65_536 + 8 * self.seen {
            return *self
                .far
                .entry(number)
                .or_insert_with(|| intern(&number.to_string()));
        }
        if let Some(&known) = self.far.get(&number) {
            return known;
        }
        let key = intern(&number.to_string());
        if self.direct.len() <= slot {
            self.direct.resize((slot + 1).next_power_of_two(), UNKNOWN);
        }
        self.direct[slot] = key;
        key
    }

    fn text(&mut self, text: &str, intern: &mut dyn FnMut(&str) -> u32) -> u32 {
        let bytes = text.as_bytes();
        if bytes.len() > SHORT || !text.is_ascii() {
            return intern(&composed(text));
        }
        let mut packed = [0; 16];
        packed[..bytes.len()].copy_from_slice(bytes);
        packed[SHORT] = bytes.len() as u8;
        *self
            .short
            .entry(u128::from_le_bytes(packed))
            .or_insert_with(|| intern(text))
    }
}

impl PersonKeys {
    fn person_id(&mut self, text: &str) -> u32 {
        self.intern(KeyKind::PersonId, text)
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::{Input, Intake, Options, read};
    use crate::job::{Cancel, Progress};
    use crate::model::Stay;

    fn taken(text: &str) -> Intake {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("visits.csv");
        std::fs::write(&path, text).unwrap();
        let options = Options {
            as_of: Some(1_640_000_000),
            ..Options::default()
        };
        let input = Input::from(path);
        read(&[input], options, &Progress::new(), &Cancel::new()).unwrap()
    }

    type Told = (Vec<(String, String, Stay)>, Vec<String>, Vec<String>);

    /// What a reader can tell apart: stays by the texts of their keys, fates, held rows.
    fn told(intake: &Intake) -> Told {
        let stays = intake.stays.iter().map(|s| {
            let person = intake.keys.get(s.person).1.to_owned();
            let place = intake.place_keys.texts()[s.place as usize].to_string();
            (
                person,
                place,
                Stay {
                    person: 0,
                    place: 0,
                    ..s
                },
            )
        });
        let ledger = &intake.ledger;
        let fates = (0..400).map(|row| format!("{:?}", ledger.fate(row)));
        let held = ledger.held();
        let held = held.iter().map(|h| format!("{h:?} {}", h.value));
        let reasons = ledger.reasons(0).map(|r| format!("{r:?}"));
        (
            stays.collect(),
            fates.collect(),
            held.chain(reasons).collect(),
        )
    }

    /// A quote in the header keeps a file from being read in bulk.
    fn both_ways(header: &str, rows: &str) {
        let bulk = taken(&format!("{header}\n{rows}"));
        let (first, rest) = header.split_once(',').unwrap();
        let by_row = taken(&format!("\"{first}\",{rest}\n{rows}"));
        let (a, b) = (told(&bulk), told(&by_row));
        assert_eq!(a.0, b.0, "{rows}");
        assert_eq!(a.1, b.1, "{rows}");
        assert_eq!(a.2, b.2, "{rows}");
        let keys = |i: &Intake| {
            (0..i.keys.len())
                .map(|k| i.keys.get(k as u32).1.to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(keys(&bulk), keys(&by_row), "{rows}");
        assert_eq!(bulk.keys.links(), by_row.keys.links(), "{rows}");
        assert_eq!(bulk.clues, by_row.clues, "{rows}");
        let said = |i: &Intake| i.declared_people.clone();
        assert!(said(&bulk) == said(&by_row), "{rows}");
    }

    #[test]
    fn codes_in_bulk_as_row_by_row() {
        let codes = [
            "079085912345|NGUYEN VAN AN|1985-02-03|0|QX7Z01ABCD|<1<<<",
            "******912345|NGUYEN VAN AN|1985-**-**|0|QX7Z01ABCD|<1<<<",
            "******912345|NGUYEN VAN AN|1985-**-**|0||",
            "******912345|NGUYEN VAN AN|**-**-**|0||",
            "079185912346|123456789|Trần Thị Bình|04051990|Nữ|Phường 1|01012021",
            "DN4012345678901|4e677579e1bb856e|03/02/1985|1|48|x",
            "QX7Z01ABCD",
            "079085912345",
            "79085912345|A|1985|0||",
            "null",
            "",
            "a|b",
            "Q\u{1ec5}n",
        ];
        let times = [
            "2021-08-16 08:02:03",
            "2021-08-16",
            "16/08/2021 08:00",
            "x",
            "",
            "08/25/2021 08:00",
        ];
        let words = ["vào", "ra", "", "?"];
        let mut state = 11u32;
        let mut draw = |below: usize| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 9) as usize % below
        };
        for _ in 0..200 {
            let mut rows = String::new();
            for _ in 0..=draw(40) {
                let (code, time) = (codes[draw(codes.len())], times[draw(times.len())]);
                let place = ["X1", "", "x?groupId=60f1c2"][draw(3)];
                rows.push_str(&format!(
                    "{code},{place},{time},{}\n",
                    words[draw(words.len())]
                ));
            }
            both_ways("Mã QR,Mã điểm quét,Thời gian quét,Chiều", &rows);
        }
    }

    #[test]
    fn in_bulk_as_row_by_row() {
        let persons = [
            "1",
            "17",
            "007",
            "p1",
            "",
            "null",
            " 17 ",
            "4.0",
            "-3",
            "123456789012345678901",
            "Ngu\u{1ec5}n",
            "p2\u{0}",
        ];
        let places = ["9", "10", "X", "", "L\u{a0}1", "09"];
        let times = [
            "2021-08-16T08:02:03",
            "2021-08-16 09:02:03",
            "2021-08-16T10:00",
            "2021-08-16",
            "",
            "2021-08-16T01:02:03Z",
            "1629075723",
            "1629075723999",
            "16/08/2021 08:00",
            "08/25/2021 08:00",
            "nonsense",
            "2021-02-30T10:00:00",
            "2021-08-16T24:00:00",
            "2022-08-16T08:00:00",
            "1969-01-01T00:00:00",
            "20210816",
        ];
        let mut state = 7u32;
        let mut draw = |below: usize| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 9) as usize % below
        };
        for world in 0..300 {
            let mut rows = String::new();
            // Some worlds have whole numbers for ids only, and times without a year last.
            let (few, known) = if world % 3 == 0 {
                (2, 8)
            } else {
                (persons.len(), times.len())
            };
            for _ in 0..draw(60) {
                let (person, place) = (
                    persons[draw(few)],
                    places[draw(if few == 2 { 2 } else { places.len() })],
                );
                let (start, end) = (times[draw(known)], times[draw(known)]);
                match draw(12) {
                    0 => rows.push_str(&format!("{person},{place},{start}")),
                    1 => rows.push_str(&format!("{person},{place},{start},{end},x")),
                    _ => rows.push_str(&format!("{person},{place},{start},{end}")),
                }
                rows.push_str(["\n", "\r\n", "\n\n", "\r"][draw(4)]);
            }
            if draw(2) == 0 {
                rows.push_str("1,9,2021-08-16T08:02:03,");
            }
            if !rows.trim().is_empty() {
                both_ways("person_id,place_id,check_in,check_out", &rows);
            }
        }
    }
}
