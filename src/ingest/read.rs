//! Reading the inputs, file by file.

use sha2::{Digest, Sha256};

use super::desk::{Desk, Intake};
use super::input::{Input, Source, sources};
use super::ledger::Fate;
use super::profile::{Mapping, Profile, Recognised, recognise};
use super::role::Role;
use super::row::Row;
use super::rows::{Taken, take};
use super::table::{Damage, Line, Table};
use super::when::DateOrder;
use super::{FileReport, IngestError};
use crate::i18n::Message;
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
struct Known<'p> {
    source: Source,
    bytes: Vec<u8>,
    profile: &'p Profile,
    mapping: Mapping,
}

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
    let sources = sources(inputs, &mut intake.notes)?;
    let size = |s: &Source| std::fs::metadata(&s.path).map_or(0, |m| m.len());
    progress.begin(Stage::Read, sources.iter().map(size).sum());
    let mut seen = rustc_hash::FxHashMap::default();
    let mut truths = Vec::new();
    let named = inputs.to_vec();
    for source in sources {
        cancel.check()?;
        let bytes = std::fs::read(&source.path).map_err(|error| IngestError::Open {
            path: source.path.clone(),
            source: error,
        })?;
        let found = source.found;
        let known = match know(source, bytes, &profiles, options.zone) {
            Ok(known) => known,
            Err(error) if found && error.can_be_left_out() => {
                use crate::i18n::Speak as _;
                intake
                    .notes
                    .push(Message::new("note-left-out").with("why", error.speak()));
                continue;
            }
            Err(error) => return Err(error),
        };
        if known.profile.role == Role::Truth {
            // Its people are told by keys that the other files bring.
            truths.push(known);
            continue;
        }
        take_file(&known, &mut intake, &mut seen, options, progress, cancel)?;
    }
    for known in truths {
        if options.truth {
            take_file(&known, &mut intake, &mut seen, options, progress, cancel)?;
        } else {
            intake
                .notes
                .push(Message::new("note-truth-left-out").with("file", known.source.name));
        }
    }
    if intake.ledger.files().is_empty()
        && let Some(first) = named.first()
    {
        return Err(IngestError::NothingThere {
            path: first.path.clone(),
        });
    }
    Ok(intake)
}

fn know(
    source: Source,
    bytes: Vec<u8>,
    profiles: &[Profile],
    zone: Zone,
) -> Result<Known<'_>, IngestError> {
    let file = source.name.clone();
    let table = Table::open(&bytes, zone).map_err(|e| IngestError::of_table(&file, e))?;
    let (profile, mapping) = match recognise(profiles, table.header(), source.role) {
        Recognised::Profile(profile, mapping) => (profile, mapping),
        Recognised::Nearest(profile, columns) => {
            return Err(IngestError::MissingColumns {
                file,
                profile: profile.key.clone(),
                columns: columns.join(", "),
            });
        }
        Recognised::Nothing => return Err(IngestError::NotRecognised { file }),
    };
    let mut rows = 0;
    // One row is enough to know that the table has one.
    let first = table.rows(&[], &mut |_| {
        rows += 1;
        Err(Cancelled)
    });
    if rows == 0 {
        first.map_err(|e| IngestError::of_table(&file, e))?;
        return Err(IngestError::NoRows { file });
    }
    Ok(Known {
        source,
        bytes,
        profile,
        mapping,
    })
}

fn take_file(
    known: &Known<'_>,
    intake: &mut Intake,
    seen: &mut rustc_hash::FxHashMap<u128, u32>,
    options: Options,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<(), IngestError> {
    let size = known.bytes.len() as u64;
    let name = known.source.name.clone();
    let role = known.profile.role.key().to_owned();
    intake.ledger.open(FileReport::new(
        name,
        String::new(),
        size,
        known.profile.key.clone(),
        role,
    ));
    let (sha256, taken) = rayon::join(
        || hex(&Sha256::digest(&known.bytes)),
        || take_rows(known, intake, seen, options, progress, cancel),
    );
    taken?;
    intake.ledger.stamp(sha256);
    Ok(())
}

fn take_rows(
    known: &Known<'_>,
    intake: &mut Intake,
    seen: &mut rustc_hash::FxHashMap<u128, u32>,
    options: Options,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<(), IngestError> {
    let fault = |e| IngestError::of_table(&known.source.name, e);
    let table = Table::open(&known.bytes, options.zone).map_err(fault)?;
    let orders = orders(known, &table, intake)?;
    let future = options.as_of.map_or(FOREVER, |at| at + DAY + 1);
    let role = known.profile.role;
    let header = table.header();
    let columns = &known.mapping.columns;
    let mut desk = Desk {
        intake,
        role,
        row: 0,
        warnings: Vec::new(),
        links: Vec::new(),
        seen: std::mem::take(seen),
    };
    let (mut rows, mut last_line, mut too_many) = (0u64, 1u64, false);
    let size = known.bytes.len() as u64;
    let mut told = 0;
    let result = table.rows(columns, &mut |(line, cells): Line<'_>| {
        rows += 1;
        last_line = line;
        if rows.is_multiple_of(8_192) {
            cancel.check()?;
            // Lines are of one length, roughly: progress is in bytes.
            let now = (rows * 60).min(size);
            progress.advance(now - told);
            told = now;
        }
        if desk.intake.ledger.full(line) {
            too_many = true;
            return Err(Cancelled);
        }
        desk.row = desk.intake.ledger.row(line);
        match cells {
            Ok(cells) => take_row(
                role,
                &Row {
                    cells,
                    orders: &orders,
                    zone: options.zone,
                    future,
                },
                &mut desk,
                &|f| columns[f].map_or(role.fields()[f], |c| &header[c]),
            ),
            Err(Damage { reason, value }) => desk.intake.ledger.hold(desk.row, "", value, reason),
        }
        Ok(())
    });
    *seen = std::mem::take(&mut desk.seen);
    progress.advance(size - told);
    if too_many {
        return Err(IngestError::TooManyRows);
    }
    result.map_err(fault)
}

fn take_row<'n>(role: Role, row: &Row<'_>, desk: &mut Desk<'_>, name: &dyn Fn(usize) -> &'n str) {
    desk.warnings.clear();
    desk.links.clear();
    match take(role, row, desk) {
        Ok(Taken::Duplicate) => desk.intake.ledger.settle(desk.row, Fate::Merged),
        Ok(Taken::Records) => {
            for (a, b) in std::mem::take(&mut desk.links) {
                desk.intake.keys.link(a, b, role == Role::People);
            }
            desk.intake.ledger.settle(desk.row, Fate::Accepted);
            for reason in std::mem::take(&mut desk.warnings) {
                desk.intake.ledger.warn(desk.row, reason);
            }
        }
        Err(fault) => {
            desk.intake.ledger.hold(
                desk.row,
                name(fault.field),
                row.shown(fault.field),
                fault.reason,
            );
        }
    }
}

/// The order of day and month of each field's column, proven where it can be; says so where it cannot.
fn orders(
    known: &Known<'_>,
    table: &Table<'_>,
    intake: &mut Intake,
) -> Result<Vec<DateOrder>, IngestError> {
    const TIMES: [&str; 16] = [
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
        "from",
        "to",
    ];
    let mut orders = Vec::with_capacity(known.mapping.columns.len());
    for (field, column) in known.mapping.columns.iter().enumerate() {
        let mut order = known.profile.order;
        if let Some(column) = column.filter(|_| TIMES.contains(&known.profile.role.fields()[field]))
        {
            let proof = table
                .prove_order(column)
                .map_err(|e| IngestError::of_table(&known.source.name, e))?;
            let (proven, sure) = proof.order(order);
            order = proven;
            if !sure {
                intake.ledger.note(
                    Message::new("note-date-order-assumed")
                        .with("file", known.source.name.as_str())
                        .with("column", table.header()[column].as_str())
                        .with(
                            "order",
                            Message::new(match order {
                                DateOrder::DayFirst => "date-order-day-first",
                                DateOrder::MonthFirst => "date-order-month-first",
                            }),
                        ),
                );
            }
        }
        orders.push(order);
    }
    Ok(orders)
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut out, b| {
            let written = write!(out, "{b:02x}");
            debug_assert!(written.is_ok(), "a String takes what is written to it");
            out
        })
}
