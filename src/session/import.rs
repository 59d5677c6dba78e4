//! Bringing in a file that needs a person: it is looked over, its columns are matched, the match is tried on the whole
//! file, and then it is read with the others.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::i18n::Message;
use crate::ingest::survey::{Draft, Names, Needs, Survey, Surveyed, rows_at, suggest, survey};
use crate::ingest::{
    Corrections, Counts, FileHow, HeldRow, How, IngestError, Input, MappingFault, Options, Profile,
    Reason, Role, read,
};
use crate::job::{Cancel, Progress};

/// A file that is looked over.
#[derive(Debug, Clone)]
pub struct Import {
    /// Which.
    pub path: PathBuf,
    /// Each looking over has a number of its own.
    pub number: u64,
    /// Its tables; `None` while it is looked over.
    pub tables: Option<Arc<Vec<Surveyed<Looked>>>>,
    /// Why it cannot be looked over.
    pub failed: Option<Message>,
    /// What became of its rows under a draft; `None` while that is tried.
    pub rehearsal: Option<Arc<Rehearsal>>,
    /// Why the draft cannot be tried.
    pub refused: Option<Message>,
    /// Nobody asked for it: why the file was not read, which is said where no word of a person's helps.
    pub(super) unasked: Option<Message>,
}

impl Import {
    /// Whether there is something that a person can say of it.
    pub(super) fn can_be_helped(&self) -> bool {
        let tables = self.tables.iter().flat_map(|tables| tables.iter());
        let mut helped = tables.filter(|table| match table {
            Ok(_) => true,
            Err(trouble) => !matches!(trouble.needs, Needs::Nothing),
        });
        helped.next().is_some()
    }
}

/// A table that was looked over, and what its columns may be in each role.
#[derive(Debug, Clone)]
pub struct Looked {
    /// What it holds.
    pub survey: Survey,
    /// The likeliest role first.
    pub drafts: Vec<Draft>,
}

impl Looked {
    fn new(survey: Survey, names: &Names) -> Self {
        let mut drafts = suggest(&survey, names);
        if let Some((_, known)) = &survey.known {
            // A profile that leaves most columns aside gives way to a guess that uses more of them.
            let used = |draft: &Draft| draft.columns.iter().flatten().count();
            let few = used(known) * 2 < survey.columns.len();
            let better = drafts[0].lacks().is_empty() && used(&drafts[0]) > used(known);
            drafts.retain(|draft| draft.role != known.role);
            let at = usize::from(few && better && !drafts.is_empty());
            drafts.insert(at, known.clone());
        }
        Self { survey, drafts }
    }

    /// What its columns may be in a role.
    #[must_use]
    pub fn draft(&self, role: Role) -> Option<&Draft> {
        self.drafts.iter().find(|d| d.role == role)
    }
}

/// What became of a table's rows when a draft was tried on all of them. `Debug` tells none of them.
pub struct Rehearsal {
    /// Under which name and draft.
    pub draft: Draft,
    /// Rows by what became of them.
    pub counts: Counts,
    /// Why rows were held, the most frequent first, with one that was.
    pub held: Vec<Cause>,
    /// Why rows were warned of, the most frequent first.
    pub warned: Vec<(Reason, u64)>,
    /// Of each reason held rows with their lines: the first, and all that have a proposal.
    rows: BTreeMap<Reason, Vec<(u64, HeldRow)>>,
    /// Rows around those that were held.
    pub around: Vec<(u64, Vec<String>)>,
    /// What was put right when it was tried.
    pub corrections: Arc<Corrections>,
    marked: Vec<(u64, String, Reason)>,
}

impl std::fmt::Debug for Rehearsal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rehearsal")
            .field("counts", &self.counts)
            .finish_non_exhaustive()
    }
}

impl Rehearsal {
    /// Held rows of a reason with their lines: the first, and all that have a proposal.
    #[must_use]
    pub fn rows_of(&self, reason: Reason) -> &[(u64, HeldRow)] {
        self.rows.get(&reason).map_or(&[], Vec::as_slice)
    }

    /// Lines, columns and reasons of the rows that were held around those that are shown, by line.
    #[must_use]
    pub fn held_rows(&self) -> &[(u64, String, Reason)] {
        &self.marked
    }
}

/// Rows held for one reason.
#[derive(Debug, Clone)]
pub struct Cause {
    /// Why.
    pub reason: Reason,
    /// How many.
    pub rows: u64,
    /// For how many of them something might be meant.
    pub proposals: u64,
}

/// Looks over a file and says what its columns may be.
///
/// # Errors
/// [`IngestError`].
pub(super) fn look_over(
    input: &Input,
    options: Options,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Vec<Surveyed<Looked>>, IngestError> {
    let names = Names::carried()?;
    let tables = survey(input, options.zone, progress, cancel)?;
    let looked = |survey| Looked::new(survey, &names);
    Ok(tables.into_iter().map(|table| table.map(looked)).collect())
}

/// Tries a draft on a whole table.
///
/// # Errors
/// [`IngestError`].
pub(super) fn rehearse(
    input: &Input,
    table: &Survey,
    draft: &Draft,
    options: Options,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Rehearsal, IngestError> {
    const NAME: &str = "\u{2026}";
    // A wrong draft holds everything: of what cannot be repaired a few rows are enough.
    const FIRST: u64 = 400;
    let fault = |fault: MappingFault| IngestError::Mapping {
        file: table.name.clone(),
        fault,
    };
    let profile = Profile::drawn(NAME, draft, &table.header).map_err(fault)?;
    let input = Input {
        how: How {
            mappings: vec![Arc::new(profile)],
            lenient: true,
            ..input.how.clone()
        },
        ..input.clone()
    };
    let intake = read(std::slice::from_ref(&input), options, progress, cancel)?;
    let ledger = intake.ledger;
    let files = ledger.files().iter();
    let mine = |f: &crate::ingest::FileReport| f.profile == NAME && f.name == table.name;
    let Some(file) = files.clone().position(mine) else {
        return Err(IngestError::NotRecognised {
            file: table.name.clone(),
        });
    };
    let mut causes: BTreeMap<Reason, Cause> = BTreeMap::new();
    let mut rows: BTreeMap<Reason, Vec<(u64, HeldRow)>> = BTreeMap::new();
    for row in ledger.held() {
        if ledger.file_index(row.row) != file {
            continue;
        }
        let cause = causes.entry(row.reason).or_insert(Cause {
            reason: row.reason,
            rows: 0,
            proposals: 0,
        });
        cause.rows += 1;
        cause.proposals += u64::from(!row.proposal.is_empty());
        if !row.proposal.is_empty() || cause.rows <= FIRST {
            let line = ledger.place_of(row.row).1;
            let kept = rows.entry(row.reason).or_default();
            kept.push((line, row.clone()));
        }
    }
    let held_for = |reason: &Reason| causes.get(reason).map_or(0, |cause| cause.rows);
    let warned = ledger.reasons(file).map(|(reason, all)| {
        let held = held_for(&reason);
        (reason, all.saturating_sub(held))
    });
    let mut warned: Vec<(Reason, u64)> = warned.filter(|w| w.1 > 0).collect();
    warned.sort_by_key(|&(reason, n)| (std::cmp::Reverse(n), reason));
    let mut held: Vec<Cause> = causes.into_values().collect();
    held.sort_by_key(|cause| (std::cmp::Reverse(cause.rows), cause.reason));
    let lines = around(&rows);
    let shown: BTreeSet<u64> = table.sample.iter().map(|row| row.0).collect();
    let seen = |line: &u64| lines.contains(line) || shown.contains(line);
    let all = rows.values().flatten().filter(|(line, _)| seen(line));
    let marked = all.map(|(line, row)| (*line, row.field.clone(), row.reason));
    let mut marked: Vec<(u64, String, Reason)> = marked.collect();
    marked.sort_by_key(|m| m.0);
    let around = if lines.is_empty() {
        Vec::new()
    } else {
        rows_at(&input, table, &lines, options.zone, cancel)?
    };
    Ok(Rehearsal {
        draft: draft.clone(),
        counts: ledger.counts(file),
        held,
        warned,
        rows,
        around,
        corrections: Arc::clone(&input.how.corrections),
        marked,
    })
}

/// The lines of the first held rows of each reason, with two before and after.
fn around(rows: &BTreeMap<Reason, Vec<(u64, HeldRow)>>) -> BTreeSet<u64> {
    const EACH: usize = 8;
    let firsts = rows.values().flat_map(|rows| rows.iter().take(EACH));
    firsts
        .flat_map(|(line, _)| line.saturating_sub(2)..=line + 2)
        .collect()
}

/// What the user said of the inputs beside naming them.
#[derive(Debug, Clone, Default)]
pub(super) struct Handling {
    /// The user's own mappings, the latest first.
    pub mappings: Vec<Arc<Profile>>,
    /// What was said of single files.
    pub files: BTreeMap<PathBuf, FileHow>,
    /// Where mappings are kept; `None`: nowhere.
    pub folder: Option<PathBuf>,
}

impl Handling {
    /// Reads the mappings of a folder; those that cannot be read are named.
    pub fn load(&mut self, folder: &Path) -> Vec<String> {
        self.folder = Some(folder.to_path_buf());
        let mut unread = Vec::new();
        let Ok(entries) = std::fs::read_dir(folder) else {
            return unread;
        };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
        paths.sort();
        for path in paths {
            if path.extension().is_none_or(|e| e != "toml") {
                continue;
            }
            let text = std::fs::read_to_string(&path).ok();
            match text.and_then(|text| Profile::saved(&text).ok()) {
                Some(profile) => self.mappings.push(Arc::new(profile)),
                None => unread.push(path.file_name().unwrap_or_default().display().to_string()),
            }
        }
        unread
    }

    /// Puts a mapping before the others; one of the same name gives way.
    pub fn put(&mut self, profile: Profile) {
        self.mappings.retain(|p| p.name() != profile.name());
        self.mappings.insert(0, Arc::new(profile));
    }

    /// How inputs are to be read.
    pub fn how(&self, corrections: &Arc<Corrections>) -> How {
        How {
            mappings: self.mappings.clone(),
            corrections: Arc::clone(corrections),
            files: Arc::new(self.files.clone()),
            lenient: true,
            ..How::default()
        }
    }

    /// Where a mapping of a name is kept: the name without what file systems do not take.
    pub fn place_of(&self, profile: &Profile) -> Option<PathBuf> {
        let plain: String = profile
            .name()
            .chars()
            .map(|c| {
                if c.is_alphanumeric() || " -_".contains(c) {
                    c
                } else {
                    '_'
                }
            })
            .collect();
        let plain = plain.trim();
        let name = if plain.is_empty() { "_" } else { plain };
        Some(self.folder.as_ref()?.join(format!("{name}.toml")))
    }
}

/// Whether a file that was left out may be read once a person has said something of it; others are passed over.
#[must_use]
pub fn needs_person(why: &Message) -> bool {
    why.key.starts_with("error-")
}

/// The file that a report's name means: an input by its own name, what holds it where it is a part of a file, or a file
/// below a folder.
pub(super) fn file_of(inputs: &[Input], name: &str) -> Option<PathBuf> {
    inputs.iter().find_map(|input| {
        if input.path.is_dir() {
            let inside = input.path.join(name);
            let mut up = inside.ancestors().take_while(|p| *p != input.path);
            return up.find(|p| p.is_file()).map(Path::to_path_buf);
        }
        let own = input.path.file_name()?.to_string_lossy();
        let whole = input.path.display().to_string();
        let is = |own: &str| name == own || name.starts_with(&format!("{own}/"));
        (is(&own) || is(&whole)).then(|| input.path.clone())
    })
}
