//! Looking a file over before it is read: its first rows, what its columns hold from end to end, which field each may be.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::encoding::Encoding;
use super::identifier::{birth_year, id_number, male};
use super::input::sources;
use super::phone;
use super::profile::{Made, Profile, Recognised};
use super::qr::person_code;
use super::read::{Opened, opened, whole};
use super::role::{MOST_FIELDS, Role};
use super::row::Row;
use super::table::Table;
use super::unpack::{Document, Refused, unpack};
use super::when::{DateOrder, OrderProof};
use super::{IngestError, Input};
use crate::i18n::{Message, Speak as _, fold};
use crate::job::{Cancel, Progress, Stage};
use crate::model::AssetError;
use crate::model::time::Zone;

/// Rows that are shown.
const SHOWN: usize = 60;
/// Columns that are looked over.
const COLUMNS: usize = 1_000;
/// No more of a cell is kept.
const KEPT: usize = 80;
/// Lines of a text in an unknown encoding.
const LINES: usize = 6;

/// What a field's cells are like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A citizen's number, whole or starred, or an old one.
    IdNumber,
    /// A personal code.
    Code,
    /// A phone number.
    Phone,
    /// A person's or place's name.
    Name,
    /// A date of birth or its year.
    Birth,
    /// A date or time.
    Time,
    /// A sex.
    Sex,
    /// Degrees north.
    Latitude,
    /// Degrees east.
    Longitude,
    /// A number.
    Number,
    /// Anything.
    Text,
}

impl Kind {
    const ALL: [Self; 11] = [
        Self::IdNumber,
        Self::Code,
        Self::Phone,
        Self::Name,
        Self::Birth,
        Self::Time,
        Self::Sex,
        Self::Latitude,
        Self::Longitude,
        Self::Number,
        Self::Text,
    ];

    /// The kind of a field of any role.
    #[must_use]
    pub fn of(field: &str) -> Self {
        match field {
            "cccd" | "cmnd" => Self::IdNumber,
            "qr" => Self::Code,
            "phone" | "contact_phone" => Self::Phone,
            "full_name" | "name" => Self::Name,
            "birth_date" => Self::Birth,
            "sex" => Self::Sex,
            "lat" => Self::Latitude,
            "lon" => Self::Longitude,
            "rssi" | "dwell_minutes" => Self::Number,
            "check_in" | "check_out" | "start" | "end" | "onset" | "sample" | "isolation"
            | "reported" | "date" | "departure" | "arrival" | "passed" | "contact_date"
            | "first_date" | "last_seen" | "time" => Self::Time,
            _ => Self::Text,
        }
    }

    /// The stable key of its rule in words.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::IdNumber => "kind-id-number",
            Self::Code => "kind-code",
            Self::Phone => "kind-phone",
            Self::Name => "kind-name",
            Self::Birth => "kind-birth",
            Self::Time => "kind-time",
            Self::Sex => "kind-sex",
            Self::Latitude => "kind-latitude",
            Self::Longitude => "kind-longitude",
            Self::Number => "kind-number",
            Self::Text => "kind-text",
        }
    }

    /// Whether a column can be told by such cells alone.
    const fn tells(self) -> bool {
        matches!(self, Self::IdNumber | Self::Code | Self::Phone)
    }
}

/// What a column holds, from end to end.
#[derive(Clone, Default)]
pub struct ColumnSurvey {
    /// Rows in which something stands.
    pub filled: u64,
    /// The first that does.
    pub example: String,
    /// Whether its dates prove their order; `None`: they have none to prove.
    pub order: Option<Result<DateOrder, OrderDoubt>>,
    fits: [u64; Kind::ALL.len()],
}

/// Why the order of day and month is not proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderDoubt {
    /// Every date could be either.
    Open,
    /// Some can only be the one, some only the other.
    Mixed,
}

impl std::fmt::Debug for ColumnSurvey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ColumnSurvey")
            .field("filled", &self.filled)
            .finish_non_exhaustive()
    }
}

impl ColumnSurvey {
    /// The share of filled cells that are of a kind, 0 to 1; of an empty column 0.
    #[must_use]
    pub fn share(&self, kind: Kind) -> f64 {
        if self.filled == 0 {
            return 0.0;
        }
        self.fits[kind as usize] as f64 / self.filled as f64
    }
}

/// A table as it was looked over.
#[derive(Clone)]
pub struct Survey {
    /// As reports name it.
    pub name: String,
    /// The file in which it is.
    pub path: PathBuf,
    /// The file's size in bytes.
    pub size: u64,
    /// The names of its columns.
    pub header: Vec<String>,
    /// What they hold; of a table with very many columns the first ones.
    pub columns: Vec<ColumnSurvey>,
    /// Rows read.
    pub rows: u64,
    /// The first rows, with their lines; those that are no rows are left out.
    pub sample: Vec<(u64, Vec<String>)>,
    /// How its text is written, where that is not UTF-8.
    pub encoding: Option<Encoding>,
    /// The profile that knows it, and its columns by field of the role.
    pub known: Option<(Message, Draft)>,
}

impl std::fmt::Debug for Survey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Survey")
            .field("name", &self.name)
            .field("rows", &self.rows)
            .finish_non_exhaustive()
    }
}

/// Which columns are which fields, before it is a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What the rows are read as.
    pub role: Role,
    /// By field of the role.
    pub columns: Vec<Option<usize>>,
    /// Dates with the year last begin with the month.
    pub month_first: bool,
    /// Fields that are made of several columns.
    pub(crate) made: Vec<Made<usize>>,
}

/// What cannot be looked over as it is.
#[derive(Debug, Clone)]
pub struct Trouble {
    /// As reports name it.
    pub name: String,
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub why: Message,
    /// What would help.
    pub needs: Needs,
}

/// What would help with a file.
#[derive(Clone)]
pub enum Needs {
    /// Its encoding: the likely one, and how its first lines read under each.
    Encoding(Option<Encoding>, Vec<(Encoding, Vec<String>)>),
    /// Its password; whether one was tried.
    Password(bool),
    /// Nothing that could be said here.
    Nothing,
}

impl std::fmt::Debug for Needs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Encoding(..) => "Encoding",
            Self::Password(_) => "Password",
            Self::Nothing => "Nothing",
        })
    }
}

/// A table, or why it cannot be looked over.
pub type Surveyed<T> = Result<T, Box<Trouble>>;

/// Looks over the tables of one file.
///
/// # Errors
/// [`IngestError`] where the file cannot be opened, or on cancel.
pub fn survey(
    input: &Input,
    zone: Zone,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Vec<Surveyed<Survey>>, IngestError> {
    let profiles = Profile::builtin()?;
    let sources = sources(std::slice::from_ref(input), &mut Vec::new())?;
    let mut out = Vec::new();
    for source in sources {
        let (path, bytes) = (source.path.clone(), whole(&source, cancel)?);
        progress.begin(Stage::Read, bytes.len() as u64);
        let size = bytes.len() as u64;
        unpack(source, bytes, cancel, &mut |document| {
            out.push(match document {
                Ok(document) => {
                    let looked = look(&document, &profiles, zone, cancel);
                    progress.advance(document.weight);
                    match looked {
                        Ok(survey) => Ok(Survey {
                            path: path.clone(),
                            size,
                            ..survey
                        }),
                        Err(error @ IngestError::Cancelled(_)) => return Err(error),
                        Err(error) => {
                            Err(Box::new(trouble(&document.source.name, &path, error, None)))
                        }
                    }
                }
                Err(Refused {
                    error: error @ IngestError::Cancelled(_),
                    ..
                }) => return Err(error),
                Err(refused) => Err(Box::new(trouble(
                    &refused.source.name,
                    &path,
                    refused.error,
                    Some(&refused.bytes),
                ))),
            });
            Ok(())
        })?;
    }
    Ok(out)
}

/// The rows of a table that start on some lines, as [`Survey::sample`] has them.
///
/// # Errors
/// As [`survey`].
pub fn rows_at(
    input: &Input,
    table: &Survey,
    lines: &BTreeSet<u64>,
    zone: Zone,
    cancel: &Cancel,
) -> Result<Vec<(u64, Vec<String>)>, IngestError> {
    let profiles = Profile::builtin()?;
    let mut out: Vec<(u64, Vec<String>)> = Vec::new();
    for source in sources(std::slice::from_ref(input), &mut Vec::new())? {
        let bytes = whole(&source, cancel)?;
        unpack(source, bytes, cancel, &mut |document| {
            let Ok(document) = document else {
                return Ok(());
            };
            if document.source.name != table.name || !out.is_empty() {
                return Ok(());
            }
            let opened = opened(&document, &profiles, zone, cancel)?;
            let all: Vec<usize> = (0..table.columns.len()).collect();
            for columns in all.chunks(MOST_FIELDS) {
                let read = rows_of(&opened.table, columns, zone, cancel, &mut |line, row| {
                    if !lines.contains(&line) {
                        return;
                    }
                    match out.iter_mut().find(|kept| kept.0 == line) {
                        Some(kept) => kept.1.extend(texts(row)),
                        None => out.push((line, texts(row).collect())),
                    }
                });
                read.map_err(|e| IngestError::of_table(&table.name, e))?;
            }
            Ok(())
        })?;
    }
    Ok(out)
}

/// A row's cells as they are shown.
fn texts<'r>(row: &'r Row<'_>) -> impl Iterator<Item = String> + 'r {
    (0..row.cells.len()).map(|slot| row.shown(slot).chars().take(KEPT).collect())
}

/// Goes over a table's rows with some of its columns. How many records there are, those that are no rows too.
fn rows_of(
    table: &Table<'_>,
    columns: &[usize],
    zone: Zone,
    cancel: &Cancel,
    take: &mut dyn FnMut(u64, &Row<'_>),
) -> Result<u64, super::table::TableError> {
    let asked: Vec<Option<usize>> = columns.iter().copied().map(Some).collect();
    let orders = [DateOrder::DayFirst; MOST_FIELDS];
    let mut rows = 0u64;
    table.rows(&asked, &mut |(line, cells)| {
        rows += 1;
        if rows.is_multiple_of(4_096) {
            cancel.check()?;
        }
        if let Ok(cells) = cells {
            let row = Row {
                cells,
                orders: &orders,
                zone,
                future: i64::MAX,
                columns: &asked,
            };
            take(line, &row);
        }
        Ok(())
    })?;
    Ok(rows)
}

fn trouble(
    name: &str,
    path: &std::path::Path,
    error: IngestError,
    bytes: Option<&[u8]>,
) -> Trouble {
    let needs = match &error {
        IngestError::EncodingUnsure { likely, .. } => {
            let bytes = bytes.unwrap_or_default();
            let head = &bytes[..bytes.len().min(1 << 20)];
            let readings = Encoding::ALL.into_iter().map(|e| (e, first_lines(head, e)));
            Needs::Encoding(*likely, readings.collect())
        }
        IngestError::ArchivePassword { wrong, .. } => Needs::Password(*wrong),
        _ => Needs::Nothing,
    };
    Trouble {
        name: name.to_owned(),
        path: path.to_path_buf(),
        why: error.speak(),
        needs,
    }
}

/// The header and the first lines with letters that the encoding decides.
fn first_lines(bytes: &[u8], encoding: Encoding) -> Vec<String> {
    let plain = |line: &&[u8]| line.iter().all(u8::is_ascii) || line.is_empty();
    let lines = bytes.split(|b| matches!(b, b'\n' | b'\r'));
    let wide = matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be);
    let told: Vec<u8> = if wide {
        bytes[..bytes.len().min(2_000)].to_vec()
    } else {
        let told = lines.filter(|line| !plain(line)).take(LINES);
        told.collect::<Vec<_>>().join(&b'\n')
    };
    let text = String::from_utf8_lossy(&encoding.to_utf8(&told)).into_owned();
    text.lines()
        .take(LINES)
        .map(|line| line.chars().take(160).collect())
        .collect()
}

fn look(
    document: &Document,
    profiles: &[Profile],
    zone: Zone,
    cancel: &Cancel,
) -> Result<Survey, IngestError> {
    let source = &document.source;
    let Opened {
        table, recognised, ..
    } = opened(document, profiles, zone, cancel)?;
    let header = table.header().to_vec();
    let known = match recognised {
        Recognised::Profile(profile, mapping, _) => Some((
            profile.title(),
            Draft {
                role: profile.role,
                columns: within(mapping.columns, header.len().min(COLUMNS)),
                made: mapping.made,
                month_first: profile.order == DateOrder::MonthFirst,
            },
        )),
        _ => None,
    };
    let fault = |e| IngestError::of_table(&source.name, e);
    let mut survey = Survey {
        name: source.name.clone(),
        path: source.path.clone(),
        size: 0,
        columns: vec![ColumnSurvey::default(); header.len().min(COLUMNS)],
        header,
        rows: 0,
        sample: Vec::new(),
        encoding: document.encoding,
        known,
    };
    let all: Vec<usize> = (0..survey.columns.len()).collect();
    // A row has no more cells at a time than the largest role has fields.
    for columns in all.chunks(MOST_FIELDS) {
        survey.rows = look_at(&table, columns, &mut survey, zone, cancel).map_err(fault)?;
    }
    let proofs = all
        .chunks(MOST_FIELDS)
        .map(|columns| table.prove_orders(columns, cancel));
    let proofs = proofs.collect::<Result<Vec<_>, _>>().map_err(fault)?;
    for (column, proof) in survey.columns.iter_mut().zip(proofs.concat()) {
        column.order = order(proof, column.share(Kind::Time));
    }
    if survey.rows == 0 {
        return Err(IngestError::NoRows {
            file: source.name.clone(),
        });
    }
    Ok(survey)
}

fn order(proof: OrderProof, times: f64) -> Option<Result<DateOrder, OrderDoubt>> {
    if !proof.any() || times < 0.5 {
        return None;
    }
    Some(match proof.proven() {
        Some(order) => Ok(order),
        None if proof.contradicts() => Err(OrderDoubt::Mixed),
        None => Err(OrderDoubt::Open),
    })
}

fn look_at(
    table: &Table<'_>,
    columns: &[usize],
    survey: &mut Survey,
    zone: Zone,
    cancel: &Cancel,
) -> Result<u64, super::table::TableError> {
    let first = columns.first() == Some(&0);
    let Survey {
        columns: held,
        sample,
        ..
    } = survey;
    rows_of(table, columns, zone, cancel, &mut |line, row| {
        for (slot, &column) in columns.iter().enumerate() {
            held[column].take(row, slot);
        }
        if first && sample.len() < SHOWN {
            sample.push((line, Vec::new()));
        }
        if sample.last().is_some_and(|last| line <= last.0)
            && let Some((_, shown)) = sample.iter_mut().find(|(l, _)| *l == line)
        {
            shown.extend(texts(row));
        }
    })
}

/// Whether a text is too short for a time, or digits that are rather a number of a person.
fn id_like(text: &str) -> bool {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    text.len() < 8 || digits && matches!(text.len(), 9 | 11 | 12)
}

/// Whether a text is more than a word: parts, or letters and digits together.
fn code_like(text: &str) -> bool {
    let has = |of: fn(&char) -> bool| text.chars().any(|c| of(&c));
    text.contains('|')
        || text.len() >= 8 && has(char::is_ascii_digit) && has(char::is_ascii_alphabetic)
}

impl ColumnSurvey {
    fn take(&mut self, row: &Row<'_>, slot: usize) {
        let Ok(Some(text)) = row.text(slot) else {
            return;
        };
        if self.filled == 0 {
            self.example = text.chars().take(KEPT).collect();
        }
        self.filled += 1;
        let number = row.number(slot).ok().flatten();
        let between = |low: f64, high: f64| number.is_some_and(|n| (low..=high).contains(&n));
        for kind in Kind::ALL {
            let fits = match kind {
                Kind::IdNumber => id_number(&text).is_ok() || text.contains('|'),
                Kind::Code => code_like(&text) && person_code(&text).is_ok(),
                Kind::Phone => phone::mobile(&text).is_some() || phone::landline(&text),
                Kind::Name => text.chars().any(char::is_alphabetic) && number.is_none(),
                Kind::Birth => text.len() <= 30 && birth_year(&text).is_some(),
                Kind::Time => !id_like(&text) && row.reading(slot).is_ok(),
                Kind::Sex => text.len() <= 8 && male(&text).is_some(),
                Kind::Latitude => between(-90.0, 90.0),
                Kind::Longitude => between(-180.0, 180.0),
                Kind::Number => number.is_some(),
                Kind::Text => true,
            };
            self.fits[kind as usize] += u64::from(fits);
        }
    }
}

/// What columns are called, by field.
#[derive(Debug)]
pub struct Names {
    profiles: Vec<Profile>,
    hints: BTreeMap<String, Vec<String>>,
}

impl Names {
    /// Those that the program carries.
    ///
    /// # Errors
    /// [`AssetError`]: a defect of the build.
    pub fn carried() -> Result<Self, AssetError> {
        const ASSET: &str = "mapping-hints.toml";
        let text = include_str!("../../assets/mapping-hints.toml");
        let hints = toml::from_str(text).map_err(|source| AssetError::Toml {
            asset: ASSET,
            source,
        })?;
        Ok(Self {
            profiles: Profile::builtin()?,
            hints,
        })
    }

    /// How alike a column's folded name is to what a field is called, 0 to 1; a hint counts a little less than a name
    /// that a profile knows.
    fn likeness(&self, role: Role, field: usize, name: &str) -> f64 {
        let key = role.fields()[field];
        let known = self.profiles.iter().filter(|p| p.role == role);
        let known = known.flat_map(|p| p.names_of(field));
        let known = known.map(|alias| likeness(alias, name));
        let hints = self.hints.get(key).into_iter().flatten();
        let hints = hints.map(|hint| 0.95 * likeness(hint, name));
        let own = likeness(&fold(key), name);
        known.chain(hints).fold(own, f64::max)
    }
}

/// Which columns a role's fields may be: the likeliest for each, no column twice; and how much their names say.
fn of_role(survey: &Survey, names: &[String], role: Role, known: &Names) -> (Draft, f64) {
    let fields = role.fields();
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (field, key) in fields.iter().enumerate() {
        let kind = Kind::of(key);
        let needed = role.required().iter().any(|any| any.contains(key));
        for (column, held) in survey.columns.iter().enumerate() {
            let name = known.likeness(role, field, &names[column]);
            let share = held.share(kind);
            let by_content = needed && kind.tells() && share >= 0.9;
            if name >= 0.5 && (held.filled == 0 || share >= 0.5) || by_content {
                pairs.push((name + 0.5 * share, field, column));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut columns = vec![None; fields.len()];
    let mut taken = vec![false; survey.columns.len()];
    let mut named = 0.0;
    for (_, field, column) in pairs {
        if columns[field].is_none() && !taken[column] {
            named += known.likeness(role, field, &names[column]);
            columns[field] = Some(column);
            taken[column] = true;
        }
    }
    // Of two clocks that nothing names, the first is when somebody came.
    if matches!(role, Role::Visits | Role::Scans) {
        let clock = |c: &usize| !taken[*c] && survey.columns[*c].share(Kind::Time) >= 0.9;
        let mut clocks = (0..survey.columns.len()).filter(clock);
        for key in ["check_in", "check_out"] {
            let field = fields.iter().position(|f| *f == key);
            if let Some(field) = field.filter(|f| columns[*f].is_none()) {
                columns[field] = clocks.next();
            }
        }
    }
    let used = columns.iter().flatten();
    let month_first = used
        .filter_map(|&c| survey.columns[c].order)
        .any(|order| order == Ok(DateOrder::MonthFirst));
    let draft = Draft {
        role,
        columns,
        month_first,
        made: Vec::new(),
    };
    (draft, named)
}

/// Columns as far as they are looked over.
fn within(columns: Vec<Option<usize>>, count: usize) -> Vec<Option<usize>> {
    let columns = columns.into_iter();
    columns
        .map(|column| column.filter(|&c| c < count))
        .collect()
}

/// What the columns may be in each role, the likeliest first: the role whose fields are called so. Cases only where a date
/// of theirs is: a table that is taken for one makes an F0 of everybody in it.
#[must_use]
pub fn suggest(survey: &Survey, known: &Names) -> Vec<Draft> {
    let names: Vec<String> = survey.header.iter().map(|h| fold(h)).collect();
    let roles = Role::ALL.into_iter().filter(|role| *role != Role::Truth);
    let mut drafts: Vec<(Draft, f64)> = roles
        .map(|role| of_role(survey, &names, role, known))
        .collect();
    let plausible = |draft: &Draft| {
        let named = |key: &str| {
            let field = draft.role.fields().iter().position(|f| *f == key);
            let column = field.and_then(|f| Some((f, draft.columns[f]?)));
            column.is_some_and(|(f, c)| known.likeness(draft.role, f, &names[c]) >= 0.9)
        };
        match draft.role {
            Role::Cases => ["onset", "sample", "isolation", "case_id"]
                .iter()
                .any(|k| named(k)),
            // Scans are visits whose rows say in or out.
            Role::Scans => named("direction"),
            _ => true,
        }
    };
    // A field that is lacking is soon said; columns that say much would be lost.
    let rank = |(draft, named): &(Draft, f64)| {
        let score = named - 0.6 * draft.lacks().len() as f64;
        if plausible(draft) { score } else { f64::MIN }
    };
    // Stable: of equals the first.
    drafts.sort_by(|a, b| rank(b).total_cmp(&rank(a)));
    drafts.into_iter().map(|d| d.0).collect()
}

impl Draft {
    /// The field that a column is, or is a part of.
    #[must_use]
    pub fn field_of(&self, column: usize) -> Option<usize> {
        let own = self.columns.iter().position(|c| *c == Some(column));
        let made = || self.made.iter().find(|m| m.columns.contains(&column));
        own.or_else(|| Some(made()?.field))
    }

    /// Whether a field is made of several columns.
    #[must_use]
    pub fn is_made(&self, field: usize) -> bool {
        self.made.iter().any(|m| m.field == field)
    }

    /// Makes a column a field, or none; what the field was before it is no more.
    pub fn set(&mut self, column: usize, field: Option<usize>) {
        for own in self.columns.iter_mut().filter(|c| **c == Some(column)) {
            *own = None;
        }
        self.made
            .retain(|m| !m.columns.contains(&column) && Some(m.field) != field);
        if let Some(field) = field {
            self.columns[field] = Some(column);
        }
    }

    /// The fields without which a row says nothing and that have no column; of several in one any.
    #[must_use]
    pub fn lacks(&self) -> Vec<&'static [&'static str]> {
        let fields = self.role.fields();
        let has = |field: &&str| {
            let slot = fields.iter().position(|f| f == field);
            slot.is_some_and(|slot| self.columns[slot].is_some())
        };
        let required = self.role.required().iter().copied();
        required.filter(|any| !any.iter().any(has)).collect()
    }
}

/// How alike two folded names are, 0 to 1.
fn likeness(alias: &str, name: &str) -> f64 {
    if alias == name {
        return 1.0;
    }
    let (a, b) = (alias.split(' '), name.split(' '));
    let common = a
        .clone()
        .filter(|w| b.clone().any(|other| other == *w))
        .count();
    let (a, b) = (a.count(), b.count());
    let all = a + b - common;
    let within = a == common || b == common;
    let share = common as f64 / all.max(1) as f64;
    if within && common > 0 {
        share.max(0.5) * 0.95
    } else {
        share * 0.9
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::VIETNAM;

    fn surveyed(name: &str, text: &str) -> Survey {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let input = Input::from(path);
        let mut tables = survey(&input, VIETNAM, &Progress::new(), &Cancel::new()).unwrap();
        assert_eq!(tables.len(), 1);
        tables.remove(0).unwrap()
    }

    fn fields(draft: &Draft, survey: &Survey) -> Vec<(&'static str, String)> {
        let fields = draft.role.fields().iter().zip(&draft.columns);
        fields
            .filter_map(|(field, column)| Some((*field, survey.header[(*column)?].clone())))
            .collect()
    }

    #[test]
    fn a_file_that_no_profile_knows() {
        let text = "ho_ten,so_dt,cccd_cmnd,dia_diem,tg_vao,tg_ra,ghi_chu\n\
            Nguyễn An,0912345678,079085912345,C1,16/08/2021 08:02,16/08/2021 09:00,x\n\
            Trần Bình,84987654321,79085912346,C1,08/08/2021 08:02,,\n";
        let survey = surveyed("a.csv", text);
        assert!(survey.known.is_none());
        assert_eq!(survey.rows, 2);
        assert_eq!(survey.sample[1].0, 3);
        assert_eq!(survey.columns[6].filled, 1);
        assert!((survey.columns[2].share(Kind::IdNumber) - 0.5).abs() < 1e-9);
        assert_eq!(survey.columns[4].order, Some(Ok(DateOrder::DayFirst)));
        let draft = suggest(&survey, &Names::carried().unwrap()).remove(0);
        assert!(draft.lacks().is_empty());
        let told = fields(&draft, &survey);
        for pair in [
            ("full_name", "ho_ten"),
            ("phone", "so_dt"),
            ("cccd", "cccd_cmnd"),
            ("place_id", "dia_diem"),
            ("check_in", "tg_vao"),
            ("check_out", "tg_ra"),
        ] {
            assert!(
                told.contains(&(pair.0, pair.1.to_owned())),
                "{pair:?}: {told:?}"
            );
        }
    }

    #[test]
    fn what_an_unknown_encoding_reads_like() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        // TCVN3 has 0xAE for \u{111}.
        let line = b"ho,ten\n\xae\xb5,\xb5\xb8\xb6\n".repeat(20);
        std::fs::write(&path, line).unwrap();
        let input = Input::from(path);
        let tables = survey(&input, VIETNAM, &Progress::new(), &Cancel::new()).unwrap();
        let Err(trouble) = &tables[0] else {
            panic!("it was read")
        };
        let Needs::Encoding(_, readings) = &trouble.needs else {
            panic!("{trouble:?}")
        };
        let tcvn3 = readings.iter().find(|r| r.0 == Encoding::Tcvn3).unwrap();
        assert_eq!(tcvn3.1[0], "đà,àáả");
    }
}
