//! Reading the inputs, file by file.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use sha2::{Digest, Sha256};

use super::bulk::{Bulk, Position, Stop, suits};
use super::desk::{Desk, Intake};
use super::input::{Input, Source, is_result_header, sources};
use super::ledger::Fate;
use super::patch::Patch;
use super::profile::{Mapping, Profile, Recognised, recognise};
use super::repair::propose;
use super::role::Role;
use super::row::Row;
use super::rows::{Taken, take};
use super::table::{Cell, Chunk, Damage, Line, Table};
use super::unpack::{Document, unpack};
use super::when::{DateOrder, OrderProof, year_last};
use super::{FileReport, IngestError};
use crate::i18n::{Message, Speak as _};
use crate::job::{Cancel, Cancelled, Progress, Stage};
use crate::model::time::{DAY, FOREVER, Seconds, VIETNAM, Zone};

/// How inputs are to be read.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The zone of times without an offset.
    pub zone: Zone,
    /// What lies more than a day after it is in the future and held; `None`: nothing is.
    pub as_of: Option<Seconds>,
    /// Known infections are wanted; else such files are left out with a note.
    pub truth: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            zone: VIETNAM,
            as_of: None,
            truth: false,
        }
    }
}

/// A file that is known to be a table, waiting to be read.
struct Known<'k> {
    document: &'k Document,
    table: Table<'k>,
    profile: &'k Profile,
    mapping: Mapping,
    /// Another profile that the header would also do for.
    rival: Option<&'k Profile>,
    /// Rows above the header.
    above: usize,
}

/// A header may stand below so many titles.
const TITLES: usize = 4;

/// Reads all inputs in order.
///
/// # Errors
/// [`IngestError`] where a named file is no table, has no row or is not recognised; a file found in a folder is
/// left out with a note instead.
pub fn read(
    inputs: &[Input],
    options: Options,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Intake, IngestError> {
    let profiles = Profile::builtin()?;
    let mut intake = Intake::default();
    let sources = sources(inputs, &mut intake.left_out)?;
    let size = |s: &Source| match &s.kept {
        Some(kept) => kept.size,
        None => std::fs::metadata(&s.path).map_or(0, |m| m.len()),
    };
    progress.begin(Stage::Read, sources.iter().map(size).sum());
    let mut reading = Reading {
        seen: FxHashSet::default(),
        done: Vec::new(),
        options,
        progress,
        cancel,
    };
    let mut truths = Vec::new();
    for source in sources {
        cancel.check()?;
        let bytes = whole(&source, cancel)?;
        cancel.check()?;
        unpack(source, bytes, cancel, &mut |document| {
            let mut leave = |source: Source, error: IngestError| {
                let stopped = matches!(error, IngestError::Cancelled(_));
                let may_stay_out = error.can_be_left_out() || source.how.lenient && !stopped;
                if !source.found || !may_stay_out {
                    return Err(error);
                }
                intake.left_out.push((source.name, error.speak()));
                Ok(())
            };
            let document = match document {
                Ok(document) => document,
                Err(refused) => return leave(refused.source, refused.error),
            };
            let known = match know(&document, &profiles, options.zone, cancel) {
                Ok(known) => known,
                Err(error) => return leave(document.source.clone(), error),
            };
            if known.profile.role == Role::Truth {
                // Its people are told by keys that the other files bring.
                drop(known);
                truths.push(document);
                return Ok(());
            }
            reading.take_file(&known, &mut intake)
        })?;
    }
    for document in truths {
        if options.truth {
            let known = know(&document, &profiles, options.zone, cancel)?;
            reading.take_file(&known, &mut intake)?;
        } else {
            let name = document.source.name;
            let why = Message::new("note-truth").with("file", name.as_str());
            intake.left_out.push((name, why));
        }
    }
    tell_stray_corrections(inputs, &mut intake);
    if intake.ledger.files().is_empty() {
        let path = inputs.first().map(|i| i.path.clone()).unwrap_or_default();
        let left_out = intake.left_out.into_iter().map(|l| l.1).collect();
        return Err(IngestError::NothingThere { path, left_out });
    }
    Ok(intake)
}

/// Says which corrections belong to no file that was read.
fn tell_stray_corrections(inputs: &[Input], intake: &mut Intake) {
    let read: Vec<&str> = intake
        .ledger
        .files()
        .iter()
        .map(|f| f.name.as_str())
        .collect();
    let corrections = inputs.first().map(|i| i.how.corrections.clone());
    for (file, count) in corrections.iter().flat_map(|c| c.files()) {
        if !read.contains(&file) {
            let note = Message::new("note-corrections-stray");
            intake
                .notes
                .push(note.with("file", file).with("count", count));
        }
    }
}

/// Parts in which a large file is read.
const PART: usize = 16 << 20;

/// All bytes of a file that nobody changes meanwhile.
pub(super) fn whole(source: &Source, cancel: &Cancel) -> Result<Vec<u8>, IngestError> {
    let path = &source.path;
    if let Some(kept) = &source.kept {
        return kept
            .shelf
            .bytes(kept.number)
            .map_err(|error| IngestError::Open {
                path: path.clone(),
                source: error,
            });
    }
    let state = || std::fs::metadata(path).map(|m| (m.len(), m.modified().ok()));
    let read = || {
        let before = state()?;
        let bytes = bytes_of(path, cancel)?;
        Ok((bytes, before, state()?))
    };
    let (bytes, before, after) = read().map_err(|error| IngestError::Open {
        path: path.clone(),
        source: error,
    })?;
    if before != after || !cancel.is_cancelled() && bytes.len() as u64 != after.0 {
        let file = source.name.clone();
        return Err(IngestError::Changed { file });
    }
    Ok(bytes)
}

/// All bytes of a file; of a large one in parts at once, for what takes the time is not the disk alone.
fn bytes_of(path: &Path, cancel: &Cancel) -> std::io::Result<Vec<u8>> {
    let size = usize::try_from(std::fs::metadata(path)?.len()).unwrap_or(usize::MAX);
    if size <= PART {
        return std::fs::read(path);
    }
    let mut bytes = vec![0; size];
    bytes
        .par_chunks_mut(PART)
        .enumerate()
        .try_for_each(|(number, part)| {
            // What stops here is told at the next check.
            if cancel.is_cancelled() {
                return Ok(());
            }
            let mut file = File::open(path)?;
            file.seek(SeekFrom::Start((number * PART) as u64))?;
            file.read_exact(part)
        })?;
    Ok(bytes)
}

/// What opening a document came to: its table, the profile that knows it, and how many rows stand above the header.
pub(super) struct Opened<'k> {
    pub table: Table<'k>,
    pub recognised: Recognised<'k>,
    above: usize,
}

/// Opens a document's table where a profile knows its header, be it below titles; else by its first row.
pub(super) fn opened<'k>(
    document: &'k Document,
    profiles: &'k [Profile],
    zone: Zone,
    cancel: &Cancel,
) -> Result<Opened<'k>, IngestError> {
    let source = &document.source;
    let file = source.name.clone();
    let open = |above| {
        let bytes = document.table_bytes();
        let table = Table::open(bytes, document.part.as_ref(), zone, above, cancel);
        let table = table.map_err(|e| IngestError::of_table(&file, e))?;
        if is_result_header(table.header()) {
            return Err(IngestError::OwnResult { file: file.clone() });
        }
        let recognised = recognise(&source.how.mappings, profiles, table.header(), source.role);
        Ok(Opened {
            table,
            recognised,
            above,
        })
    };
    let first = open(0);
    let below = match &first {
        Ok(opened) => !matches!(opened.recognised, Recognised::Profile(..)),
        Err(error) => matches!(error, IngestError::DuplicateHeader { .. }),
    };
    if below {
        for above in 1..=TITLES {
            match open(above) {
                Ok(opened) if matches!(opened.recognised, Recognised::Profile(..)) => {
                    return Ok(opened);
                }
                Err(error @ IngestError::Cancelled(_)) => return Err(error),
                _ => {}
            }
        }
    }
    // Where no line below is a header, what the first one lacks is what there is to say.
    first
}

/// By column of an opened table: the order of day and month that its dates are read in, where they are dates of a field.
pub(super) fn orders_by_column(
    document: &Document,
    opened: Opened<'_>,
    cancel: &Cancel,
) -> Result<Vec<Option<DateOrder>>, IngestError> {
    let mut out = vec![None; opened.table.header().len()];
    if let Recognised::Profile(profile, mapping, rival) = opened.recognised {
        let known = Known {
            document,
            table: opened.table,
            profile,
            mapping,
            rival,
            above: opened.above,
        };
        let orders = prove(&known, &mut Intake::default(), cancel)?;
        for (field, column) in times(&known) {
            out[column] = Some(orders[field]);
        }
    }
    Ok(out)
}

/// Recognises a table.
fn know<'k>(
    document: &'k Document,
    profiles: &'k [Profile],
    zone: Zone,
    cancel: &Cancel,
) -> Result<Known<'k>, IngestError> {
    let file = document.source.name.clone();
    let Opened {
        table,
        recognised,
        above,
    } = opened(document, profiles, zone, cancel)?;
    match recognised {
        Recognised::Profile(profile, mapping, rival) => with_rows(Known {
            document,
            table,
            profile,
            mapping,
            rival,
            above,
        }),
        Recognised::Nearest(profile, columns) => Err(IngestError::MissingColumns {
            file,
            profile: profile.title(),
            columns: columns.join(", "),
        }),
        Recognised::Nothing => Err(IngestError::NotRecognised { file }),
    }
}

/// A table that has at least one row.
fn with_rows(known: Known<'_>) -> Result<Known<'_>, IngestError> {
    let file = &known.document.source.name;
    let mut rows = 0;
    // One row is enough to know that the table has one.
    let first = known.table.rows(&[], &mut |_| {
        rows += 1;
        Err(Cancelled)
    });
    if rows == 0 {
        first.map_err(|e| IngestError::of_table(file, e))?;
        return Err(IngestError::NoRows { file: file.clone() });
    }
    Ok(known)
}

/// A table that was read.
struct Done {
    size: usize,
    sha256: String,
    part: Option<String>,
    profile: String,
    name: String,
}

/// What goes along from file to file.
struct Reading<'r> {
    /// Small tables' rows by their content.
    seen: FxHashSet<u128>,
    /// What was read: size, hash, table, profile, name.
    done: Vec<Done>,
    options: Options,
    progress: &'r Progress,
    cancel: &'r Cancel,
}

impl Reading<'_> {
    fn take_file(&mut self, known: &Known<'_>, intake: &mut Intake) -> Result<(), IngestError> {
        let document = known.document;
        let name = document.source.name.clone();
        let size = document.bytes.len();
        let digest = || crate::model::hex(&Sha256::digest(&document.bytes));
        let part = document.part.as_ref().map(|p| p.name().to_owned());
        let profile = known.profile.key.clone();
        let mut sha256 = None;
        if self.done.iter().any(|d| d.size == size) {
            let sha256 = sha256.insert(digest());
            let same = |d: &&Done| d.sha256 == *sha256 && d.part == part && d.profile == profile;
            if let Some(before) = self.done.iter().find(same) {
                let why = Message::new("note-same-file")
                    .with("file", name.as_str())
                    .with("before", before.name.as_str());
                intake.left_out.push((name, why));
                self.progress.advance(document.weight);
                return Ok(());
            }
        }
        let role = known.profile.role.key().to_owned();
        intake.ledger.open(FileReport::new(
            name.clone(),
            String::new(),
            size as u64,
            profile.clone(),
            role,
        ));
        if let Some(encoding) = document.encoding {
            intake.ledger.note(
                Message::new("note-encoding")
                    .with("file", name.as_str())
                    .with("encoding", encoding.key()),
            );
        }
        if known.above > 0 {
            intake.ledger.note(
                Message::new("note-header-below")
                    .with("file", name.as_str())
                    .with("line", known.table.first_line() - 1),
            );
        }
        let made = known.mapping.made.iter().map(|m| m.columns.len() - 1);
        let used = known.mapping.columns.iter().flatten().count() + made.sum::<usize>();
        let all = known.table.header().len();
        if used * 2 < all && !known.profile.own {
            intake.ledger.note(
                Message::new("note-few-columns")
                    .with("file", name.as_str())
                    .with("profile", known.profile.title())
                    .with("used", used)
                    .with("all", all),
            );
        }
        if let Some(rival) = known.rival {
            intake.ledger.note(
                Message::new("note-could-also-be")
                    .with("file", name.as_str())
                    .with("profile", known.profile.title())
                    .with("rival", rival.title())
                    .with("role", rival.role.key()),
            );
        }
        let (sha256, taken) = rayon::join(
            || sha256.unwrap_or_else(digest),
            || self.take_rows(known, intake),
        );
        taken?;
        intake.ledger.stamp(sha256.clone());
        self.done.push(Done {
            size,
            sha256,
            part,
            profile,
            name,
        });
        Ok(())
    }

    fn take_rows(&mut self, known: &Known<'_>, intake: &mut Intake) -> Result<(), IngestError> {
        let fault = |e| IngestError::of_table(&known.document.source.name, e);
        let table = &known.table;
        let future = self.options.as_of.map_or(FOREVER, |at| at + DAY + 1);
        let role = known.profile.role;
        let header = table.header();
        let columns = &known.mapping.columns;
        let how = &known.document.source.how;
        let corrections = how.corrections.of_file(&known.document.source.name);
        let mut patch = Patch::new(&known.mapping, header, corrections);
        if suits(role, columns)
            && patch.is_idle()
            && let Some(chunks) = table.chunks()
        {
            return self.take_chunks(known, &chunks, future, intake);
        }
        let times = times(known);
        let (mut orders, mut proof) = (vec![known.profile.order; columns.len()], None);
        let mut desk = Desk::new(intake, role, std::mem::take(&mut self.seen));
        let wanted = patch.wanted();
        let (mut rows, mut too_many) = (0u64, false);
        let size = known.document.weight;
        let expected = table.row_estimate().max(1) as f64;
        let mut told = 0;
        let result = table.rows(&wanted, &mut |(line, cells): Line<'_>| {
            rows += 1;
            if rows.is_multiple_of(8_192) {
                self.cancel.check()?;
                // Progress is in bytes, spread evenly over the rows.
                let now = (rows as f64 / expected * size as f64).min(size as f64) as u64;
                self.progress.advance(now - told);
                told = now;
            }
            if desk.intake.ledger.full(line) {
                too_many = true;
                return Err(Cancelled);
            }
            if proof.is_none()
                && let Ok(cells) = cells
                && times.iter().any(|&(field, _)| is_year_last(cells[field]))
            {
                let proven = prove(known, desk.intake, self.cancel);
                match proof.insert(proven) {
                    Ok(proven) => orders.clone_from(proven),
                    // The error is told below.
                    Err(_) => return Err(Cancelled),
                }
            }
            desk.row = desk.intake.ledger.row(line);
            match cells {
                Ok(cells) => patch.row(line, cells, self.options.zone, |cells| {
                    let row = Row {
                        cells,
                        orders: &orders,
                        zone: self.options.zone,
                        future,
                        columns,
                    };
                    let name = |f: usize| columns[f].map_or(role.fields()[f], |c| &header[c]);
                    take_row(role, &row, &mut desk, &name);
                }),
                Err(Damage { reason, value }) => {
                    desk.intake.ledger.hold(desk.row, "", value, reason);
                }
            }
            Ok(())
        });
        self.seen = std::mem::take(&mut desk.seen);
        self.progress.advance(size - told);
        patch.tell(&known.document.source.name, intake);
        if too_many {
            return Err(IngestError::TooManyRows);
        }
        if let Some(Err(error)) = proof {
            return Err(error);
        }
        result.map_err(fault)
    }
}

impl Reading<'_> {
    /// Reads chunk by chunk. Where a date turns up whose order of day and month has to be proven, that is done then:
    /// what was read before had none.
    fn take_chunks<'b>(
        &self,
        known: &Known<'b>,
        chunks: &[Chunk<'b>],
        future: Seconds,
        intake: &mut Intake,
    ) -> Result<(), IngestError> {
        let table = &known.table;
        let assumed = vec![known.profile.order; known.mapping.columns.len()];
        let mut bulk = Bulk {
            role: known.profile.role,
            columns: &known.mapping.columns,
            orders: assumed,
            zone: self.options.zone,
            future,
            header: table.header(),
            proven: false,
            share: (
                known.document.weight,
                known.document.table_bytes().len() as u64,
            ),
        };
        let mut at = Position::new(table);
        loop {
            let aids = (self.progress, self.cancel);
            match bulk.read(table, chunks, &mut at, intake, aids) {
                Ok(()) => return Ok(()),
                Err(Stop::Order) => {
                    bulk.orders = prove(known, intake, self.cancel)?;
                    bulk.proven = true;
                }
                Err(Stop::TooManyRows) => return Err(IngestError::TooManyRows),
                Err(Stop::Table(error)) => {
                    return Err(IngestError::of_table(&known.document.source.name, error));
                }
            }
        }
    }
}

fn take_row<'n>(role: Role, row: &Row<'_>, desk: &mut Desk<'_>, name: &dyn Fn(usize) -> &'n str) {
    desk.clear();
    match take(role, row, desk) {
        Ok(Taken::Duplicate) => desk.intake.ledger.settle(desk.row, Fate::Merged),
        Ok(Taken::Records) => {
            desk.seen.extend(desk.digest.take());
            desk.keep();
            desk.intake.ledger.settle(desk.row, Fate::Accepted);
            for reason in std::mem::take(&mut desk.warnings) {
                desk.intake.ledger.warn(desk.row, reason);
            }
        }
        Err(fault) => {
            let meant = propose(role, row, fault).into_iter();
            let meant = meant.map(|(field, was, now)| (name(field).to_owned(), was, now));
            desk.intake.ledger.hold_with(
                desk.row,
                (name(fault.field).to_owned(), row.shown(fault.field)),
                fault.reason,
                meant.collect(),
            );
        }
    }
}

/// The fields of dates and times that the file has, with their columns.
fn times(known: &Known<'_>) -> Vec<(usize, usize)> {
    const TIMES: [&str; 17] = [
        "time",
        "check_in",
        "check_out",
        "start",
        "end",
        "onset",
        "sample",
        "isolation",
        "reported",
        "date",
        "departure",
        "arrival",
        "passed",
        "contact_date",
        "infected_at",
        "first_date",
        "last_seen",
    ];
    let fields = known.profile.role.fields().iter().zip(0..);
    fields
        .filter(|(name, _)| TIMES.contains(name))
        .filter_map(|(_, field)| Some((field, known.mapping.columns[field]?)))
        .collect()
}

/// Whether a cell is a date that another order of day and month makes another one.
fn is_year_last(cell: Cell<'_>) -> bool {
    matches!(cell, Cell::Text(text) if year_last(text).is_some())
}

/// The order of day and month of each field's column, proven in one pass over the file; says so where it is not
/// proven, or not what the profile would have it. Asked for once the first such date turns up.
fn prove(
    known: &Known<'_>,
    intake: &mut Intake,
    cancel: &Cancel,
) -> Result<Vec<DateOrder>, IngestError> {
    let assumed = known.profile.order;
    let mut orders = vec![assumed; known.mapping.columns.len()];
    let times = times(known);
    let columns: Vec<usize> = times.iter().map(|t| t.1).collect();
    let table = &known.table;
    let proofs = table
        .prove_orders(&columns, cancel)
        .map_err(|e| IngestError::of_table(&known.document.source.name, e))?;
    // One hand wrote the columns of a file: what proves nothing by itself follows those that all prove one order.
    let mut proven: Vec<DateOrder> = proofs.iter().filter_map(OrderProof::proven).collect();
    proven.dedup();
    let neighbour = proven.first().copied().filter(|_| proven.len() == 1);
    for ((field, column), proof) in times.into_iter().zip(proofs) {
        let (mut order, mut sure) = proof.order(assumed);
        if let (false, false, Some(neighbour)) = (sure, proof.contradicts(), neighbour) {
            (order, sure) = (neighbour, true);
        }
        orders[field] = order;
        let key = match (sure, order == assumed) {
            (true, true) => continue,
            (true, false) => "note-date-order-proven",
            (false, _) if proof.contradicts() => "note-date-order-mixed",
            (false, _) => "note-date-order-assumed",
        };
        let word = match order {
            DateOrder::DayFirst => "date-order-day-first",
            DateOrder::MonthFirst => "date-order-month-first",
        };
        intake.ledger.note(
            Message::new(key)
                .with("file", known.document.source.name.as_str())
                .with("column", table.header()[column].as_str())
                .with("order", Message::new(word)),
        );
    }
    Ok(orders)
}
