//! The list as filtered, for others: masked unless it is a working list, which needs a reason.

use std::path::{Path, PathBuf};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::line_list::{NOBODY, Row};
use super::query::Column;
use super::{Confined, Desk, birth_year};
use crate::contact::NO_SPOT;
use crate::i18n::{Message, Texts};
use crate::job::{Cancel, Progress, Stage};
use crate::model::time::{DAY, Seconds, VIETNAM};
use crate::model::{PersonIx, mask};
use crate::report::{Cell, ReportError, Sheet};

/// Who is named in an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// Initials, birth year and a keyed pseudonym; phones by their last digits.
    Masked,
    /// Names and phones, for those who call; ids stay pseudonyms.
    Working,
}

impl Naming {
    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Masked => "naming-masked",
            Self::Working => "naming-working",
        }
    }
}

/// What is to be exported.
#[derive(Debug, Clone)]
pub struct ExportRequest {
    /// Where to; its ending decides the form: `.xlsx`, else CSV.
    pub path: PathBuf,
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// The rows of the line list, in order.
    pub rows: std::sync::Arc<super::Found>,
    /// Who is named.
    pub naming: Naming,
    /// What the list is of, for the workbook's second sheet.
    pub about: Vec<(String, String)>,
    /// The key of the pseudonyms.
    pub key: [u8; 32],
    /// How far the log of the investigation's file goes: in a CSV a column, for it has no second sheet.
    pub head: Option<String>,
}

/// Writes the list. Returns how many rows it has.
///
/// # Errors
/// [`ReportError`].
pub fn export(
    desk: &Desk,
    texts: &Texts,
    request: &ExportRequest,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<usize, ReportError> {
    progress.begin(Stage::Write, request.rows.rows.len() as u64);
    let head = request
        .head
        .as_ref()
        .filter(|_| !is_workbook(&request.path));
    let header = request.columns.iter();
    let header = header.map(|c| texts.get(&format!("export-{}", c.key())));
    let sheet = Sheet {
        name: texts.get("view-contacts"),
        header: header.chain(head.map(|_| texts.get("log-head"))).collect(),
        rows: request.rows.rows.len(),
        row: Box::new(|n| {
            progress.advance(1);
            let row = &desk.list.rows[request.rows.rows[n] as usize];
            let cell = |c: &Column| cell(desk, texts, request, row, *c);
            let cells = request.columns.iter().map(cell);
            cells.chain(head.map(|h| Cell::Text(h.clone()))).collect()
        }),
        about: (texts.get("export-about"), request.about.clone()),
        zone: VIETNAM,
    };
    if is_workbook(&request.path) {
        sheet.write_xlsx(&request.path, cancel)?;
    } else {
        sheet.write_csv(&request.path, cancel)?;
    }
    Ok(sheet.rows)
}

fn is_workbook(path: &Path) -> bool {
    path.extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("xlsx"))
}

fn cell(desk: &Desk, texts: &Texts, request: &ExportRequest, row: &Row, column: Column) -> Cell {
    let run = &desk.run;
    let person = &run.records.people[row.person as usize];
    let instant = |at: Seconds| {
        if at > 0 {
            Cell::Instant(at)
        } else {
            Cell::Empty
        }
    };
    let text = |text: &str| {
        if text.is_empty() {
            Cell::Empty
        } else {
            Cell::Text(text.to_owned())
        }
    };
    match column {
        Column::Tier => Cell::Text(format!("F{}", row.tier)),
        Column::Name => text(&name(desk, request.naming, row.person)),
        Column::Phone => match request.naming {
            Naming::Working => text(&person.phone),
            Naming::Masked => text(&mask::short(&person.phone)),
        },
        Column::Home => text(&home(person)),
        Column::Source if row.source == NOBODY => Cell::Empty,
        Column::Source => text(&name(desk, request.naming, row.source)),
        Column::Place if row.spot == NO_SPOT => Cell::Empty,
        Column::Place => text(&super::spot_name(desk, texts, row.spot)),
        Column::Last => instant(row.last),
        Column::First => instant(row.first),
        Column::Length if row.own == 0 => Cell::Empty,
        Column::Length => Cell::Number(row.own as f64 / 60.0, 2),
        // An F0 has no exposure that it is listed for.
        Column::Risk | Column::Sources | Column::Places | Column::Until if row.tier == 0 => {
            Cell::Empty
        }
        Column::Risk => Cell::Number(row.risk, 2),
        Column::Status => Cell::Text(texts.get(status_key(row.confined))),
        Column::Sources => Cell::Number(f64::from(row.sources), 0),
        Column::Places => Cell::Number(f64::from(row.places), 0),
        Column::Grade => row.grade.map_or(Cell::Empty, |g| {
            Cell::Text(texts.get(&format!("grade-{}", g.key())))
        }),
        Column::Until => {
            let days = Seconds::from(run.rules.params.quarantine_days);
            instant(row.last + days * DAY)
        }
        Column::Id => text(&pseudonym(&request.key, &person.id)),
    }
}

/// The stable key of a quarantine's state.
#[must_use]
pub const fn status_key(confined: Confined) -> &'static str {
    match confined {
        Confined::Never => "status-free",
        Confined::Other => "status-over",
        Confined::Now => "status-confined",
    }
}

/// Ward and district.
#[must_use]
pub fn home(person: &crate::model::PersonRow) -> String {
    match (person.ward.as_str(), person.district.as_str()) {
        ("", district) => district.to_owned(),
        (ward, "") => ward.to_owned(),
        (ward, district) => format!("{ward}, {district}"),
    }
}

fn name(desk: &Desk, naming: Naming, person: PersonIx) -> String {
    let row = &desk.run.records.people[person as usize];
    if naming == Naming::Working {
        return row.full_name.clone();
    }
    let initials = mask::initials(&row.full_name);
    match birth_year(row) {
        Some(year) => format!("{initials} {year}").trim().to_owned(),
        None => initials,
    }
}

/// A name that only the holder of the key can lead back to a person: 16 hex digits of HMAC-SHA-256.
#[must_use]
pub fn pseudonym(key: &[u8; 32], id: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return String::new();
    };
    mac.update(id.as_bytes());
    let digest = mac.finalize().into_bytes();
    digest[..8].iter().fold(String::new(), |mut out, byte| {
        use std::fmt::Write as _;
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// What a list is of, for its second sheet.
#[must_use]
pub fn about(
    desk: &Desk,
    texts: &Texts,
    found: &super::Found,
    naming: Naming,
) -> Vec<(String, String)> {
    let (filter, rows) = (&found.filter, found.rows.len());
    let say = |key: &str| texts.get(key);
    let mut out = vec![
        (say("about-run"), desk.number.to_string()),
        (say("about-hash"), desk.hash.clone()),
        (say("about-preset"), desk.run.rules.preset.key.clone()),
        (say("about-rows"), texts.count(rows as u64)),
        (
            say("about-masking"),
            say(match naming {
                Naming::Masked => "naming-masked",
                Naming::Working => "naming-working",
            }),
        ),
    ];
    if let Some(window) = found.window {
        let span = format!(
            "{} – {}",
            texts.instant(window.start, VIETNAM),
            texts.instant(window.end, VIETNAM)
        );
        out.push((say("about-window"), span));
    }
    // What was typed may be a name or a number.
    if !filter.text.is_empty() && naming == Naming::Working {
        out.push((say("about-search"), filter.text.clone()));
    }
    if !filter.districts.is_empty() {
        out.push((say("about-districts"), filter.districts.join(", ")));
    }
    if let Some(spot) = filter.spot {
        out.push((say("about-place"), super::spot_name(desk, texts, spot)));
    }
    if let Some(source) = filter.source {
        out.push((say("about-source"), name(desk, naming, source)));
    }
    if filter.hide_dated {
        out.push((say("about-dated"), say("about-left-out")));
    }
    out.push((
        say("about-note"),
        texts.say(&Message::new("about-note-text")),
    ));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pseudonyms_need_the_key() {
        let (a, b) = ([1; 32], [2; 32]);
        assert_eq!(pseudonym(&a, "079"), pseudonym(&a, "079"));
        assert_ne!(pseudonym(&a, "079"), pseudonym(&b, "079"));
        assert_ne!(pseudonym(&a, "079"), pseudonym(&a, "078"));
        assert_eq!(pseudonym(&a, "079").len(), 16);
    }
}
