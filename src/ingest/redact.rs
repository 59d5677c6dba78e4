//! Taking old rows out of a file: what remains is the same table, row for row on the same lines, as text.
//!
//! Movements are what grows old: stays, encounters, sightings, what people declared of their health. What a register says of
//! people and places, cases and quarantines stay.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write as _};

use chrono::DateTime;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::input::{Input, sources};
use super::ledger::Fate;
use super::profile::Profile;
use super::read::{opened, orders_by_column, whole};
use super::role::Role;
use super::table::{Cell, Line};
use super::unpack::{Document, unpack};
use super::when::{DateOrder, read_text, year_last};
use super::{IngestError, Intake};
use crate::job::{Cancel, Cancelled};
use crate::model::StayMark;
use crate::model::time::{Seconds, Zone};

/// Rows by the file's name, as reports have it.
pub type Rows = BTreeMap<String, BTreeSet<u64>>;

/// The entry scans whose exit came only after an instant: their visits had not ended.
fn unended(intake: &Intake, before: Seconds) -> BTreeSet<u32> {
    let mut scans: Vec<(u32, u32, Seconds, bool, u32)> = intake
        .stays
        .iter()
        .filter(|s| s.mark != StayMark::Whole)
        .map(|s| (s.person, s.place, s.start, s.mark == StayMark::In, s.row))
        .collect();
    scans.sort_unstable();
    let open = scans.windows(2).filter(|w| {
        let same = (w[0].0, w[0].1) == (w[1].0, w[1].1);
        same && w[0].3 && !w[1].3 && w[0].2 < before && w[1].2 >= before
    });
    open.map(|w| w[0].4).collect()
}

/// The rows that tell of nothing after an instant, and how many tell of movements at all. Both scans of a visit go or stay. Duplicates among movements go with them, whatever they repeat. A held row
/// has no time that is known: it goes where `held` says so of its file.
#[must_use]
pub fn rows_before(intake: &Intake, before: Seconds, held: impl Fn(&str) -> bool) -> (Rows, u64) {
    const NEVER: Seconds = Seconds::MIN;
    let ledger = &intake.ledger;
    let count = ledger.fates().len();
    let mut latest = vec![NEVER; count];
    let mut stays = vec![false; count];
    {
        let mut at = |row: u32, at: Seconds| {
            let latest = &mut latest[row as usize];
            *latest = (*latest).max(at);
        };
        intake
            .stays
            .iter()
            .for_each(|s| at(s.row, s.end.unwrap_or(s.start)));
        intake.encounters.iter().for_each(|e| at(e.row, e.end));
        intake.sightings.iter().for_each(|s| at(s.row, s.at));
        for report in &intake.health {
            at(report.row, report.at.unwrap_or(NEVER));
        }
    }
    let mut keep = |row: u32| stays[row as usize] = true;
    intake.people.iter().for_each(|p| keep(p.2));
    intake.places.iter().for_each(|p| keep(p.1));
    intake.households.iter().for_each(|h| keep(h.2));
    intake.cases.iter().for_each(|c| keep(c.1));
    intake.quarantines.iter().for_each(|q| keep(q.1));
    intake.registrations.iter().for_each(|r| keep(r.row));
    let unended = unended(intake, before);
    let mut all = 0;
    let mut out = Rows::new();
    let files: Vec<bool> = ledger.files().iter().map(|f| held(&f.name)).collect();
    let moves = ledger.files().iter();
    let moves: Vec<bool> = moves
        .map(|f| Role::parse(&f.role).is_some_and(is_of_movements))
        .collect();
    for row in 0..count as u32 {
        let old = match ledger.fate(row) {
            Fate::None => false,
            Fate::Held => files.get(ledger.file_index(row)).copied().unwrap_or(false),
            Fate::Merged if latest[row as usize] == NEVER => {
                !stays[row as usize] && moves.get(ledger.file_index(row)) == Some(&true)
            }
            _ => {
                let at = latest[row as usize];
                let moves = at != NEVER && !stays[row as usize];
                all += u64::from(moves);
                moves && at < before && !unended.contains(&row)
            }
        };
        if old {
            let (file, line) = ledger.place_of(row);
            out.entry(file.to_owned()).or_default().insert(line);
        }
    }
    (out, all)
}

/// A file without some of its rows: one table as CSV, several as an archive of CSV, each under the name that reports have
/// for it. `None`: it has none of these rows.
///
/// # Errors
/// [`IngestError`] where the file cannot be read.
pub fn without(
    input: &Input,
    rows: &Rows,
    zone: Zone,
    cancel: &Cancel,
) -> Result<Option<Vec<u8>>, IngestError> {
    let profiles = Profile::builtin()?;
    let all = sources(std::slice::from_ref(input), &mut Vec::new())?;
    let Some(source) = all.into_iter().next() else {
        return Ok(None);
    };
    let file = source.name.clone();
    let within = format!("{file}/");
    let touched = |name: &String| *name == file || name.starts_with(&within);
    if !rows.keys().any(touched) {
        return Ok(None);
    }
    let bytes = whole(&source, cancel)?;
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    unpack(source, bytes, cancel, &mut |document| {
        match document {
            Ok(document) => {
                let name = document.source.name.clone();
                let gone = rows.get(&name);
                let text = rewritten(&document, gone, &profiles, zone, cancel)?;
                parts.push((name, text));
            }
            Err(refused) => {
                parts.push((refused.source.name, refused.bytes.to_vec()));
            }
        }
        Ok(())
    })?;
    if let [(name, text)] = parts.as_mut_slice()
        && *name == file
    {
        return Ok(Some(std::mem::take(text)));
    }
    archive(&within, parts)
        .map(Some)
        .map_err(|_| IngestError::DamagedPart {
            file,
            part: "archive",
        })
}

fn archive(within: &str, parts: Vec<(String, Vec<u8>)>) -> zip::result::ZipResult<Vec<u8>> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let inside = name.strip_prefix(within).unwrap_or(&name).to_owned();
        out.start_file(inside, SimpleFileOptions::default())?;
        out.write_all(&bytes)?;
    }
    Ok(out.finish()?.into_inner())
}

/// A table as CSV, rows on their lines; what cannot be opened as a table stays as it is.
fn rewritten(
    document: &Document,
    gone: Option<&BTreeSet<u64>>,
    profiles: &[Profile],
    zone: Zone,
    cancel: &Cancel,
) -> Result<Vec<u8>, IngestError> {
    let open = || opened(document, profiles, zone, cancel);
    let (Ok(known), Ok(opened)) = (open(), open()) else {
        return Ok(document.bytes.to_vec());
    };
    // What proves the order of day and month may be among what goes: it is written down.
    let orders = orders_by_column(document, known, cancel)?;
    let table = opened.table;
    let mut out = Vec::new();
    let mut line = 1;
    let header = table.first_line().saturating_sub(1).max(1);
    blank(&mut out, &mut line, header);
    let columns: Vec<Option<usize>> = (0..table.header().len()).map(Some).collect();
    record(&mut out, table.header().iter().map(String::as_str));
    line += 1;
    let mut rows = 0u64;
    let written = table.rows(&columns, &mut |(at, cells): Line<'_>| {
        rows += 1;
        if rows.is_multiple_of(8_192) {
            cancel.check()?;
        }
        if gone.is_some_and(|gone| gone.contains(&at)) {
            return Ok(());
        }
        blank(&mut out, &mut line, at);
        match cells {
            Ok(cells) => {
                let cells = cells.iter().zip(&orders);
                record(&mut out, cells.map(|(c, order)| text_of(*c, *order, zone)));
            }
            Err(damage) => {
                out.extend_from_slice(flat(&damage.value).replace('"', "'").as_bytes());
                out.push(b'\n');
            }
        }
        line += 1;
        Ok::<(), Cancelled>(())
    });
    written.map_err(|e| IngestError::of_table(&document.source.name, e))?;
    Ok(out)
}

/// Empty lines up to a line.
fn blank(out: &mut Vec<u8>, line: &mut u64, to: u64) {
    while *line < to {
        out.push(b'\n');
        *line += 1;
    }
}

/// A cell in one line.
fn flat(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

fn record<T: AsRef<str>>(out: &mut Vec<u8>, cells: impl Iterator<Item = T>) {
    let mut writer = csv::Writer::from_writer(&mut *out);
    let cells: Vec<String> = cells.map(|c| flat(c.as_ref())).collect();
    // Into memory nothing fails.
    let written = writer
        .write_record(&cells)
        .and_then(|()| Ok(writer.flush()?));
    debug_assert!(written.is_ok(), "a Vec takes what is written to it");
}

fn text_of(cell: Cell<'_>, order: Option<DateOrder>, zone: Zone) -> String {
    let local = |at: Seconds, form: &str| {
        let at = DateTime::from_timestamp(at + Seconds::from(zone.0), 0);
        at.map_or_else(String::new, |at| at.format(form).to_string())
    };
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => match order.filter(|_| year_last(text).is_some()) {
            Some(order) => match read_text(text, zone, order) {
                Ok(read) if read.moment.bare => local(read.moment.at, "%Y-%m-%d"),
                Ok(read) if !read.hour_24 => zone.iso(read.moment.at),
                _ => text.to_owned(),
            },
            None => text.to_owned(),
        },
        Cell::Int(number) => number.to_string(),
        Cell::Float(number) => number.to_string(),
        Cell::Instant(at) => zone.iso(at),
        Cell::Date(at) => local(at, "%Y-%m-%d"),
    }
}

/// Whether files of a role tell of movements.
#[must_use]
pub const fn is_of_movements(role: Role) -> bool {
    matches!(
        role,
        Role::Visits
            | Role::Scans
            | Role::Encounters
            | Role::Declarations
            | Role::Health
            | Role::Sightings
    )
}
