//! From what a user names to files: `FILE`, `FOLDER` or `role=FILE`.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Corrections, Encoding, IngestError, Profile, Role};
use crate::i18n::{Message, Speak as _, fold};
use crate::job::Cancel;

/// A file or folder that a user named.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Input {
    /// What it shall be read as, where the user said so.
    pub role: Option<Role>,
    /// Where it is.
    pub path: PathBuf,
    /// What else the user said of it.
    pub how: How,
    /// Where its bytes are, if not on a disk; `path` is then its name.
    pub kept: Option<Kept>,
}

/// Where files are kept that are not on a disk.
pub trait Shelf: Send + Sync {
    /// All bytes of a file.
    ///
    /// # Errors
    /// What the shelf says, without personal data.
    fn bytes(&self, number: u32) -> std::io::Result<Vec<u8>>;
}

/// A file on a shelf.
#[derive(Clone)]
pub struct Kept {
    /// The shelf.
    pub shelf: Arc<dyn Shelf>,
    /// Which of its files.
    pub number: u32,
    /// How many bytes it has.
    pub size: u64,
    /// It was found in a folder, not named.
    pub found: bool,
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kept")
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shelf, &other.shelf) && self.number == other.number
    }
}

impl Eq for Kept {}

/// How a file is to be read, where the user says so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct How {
    /// How its text is written.
    pub encoding: Option<Encoding>,
    /// What opens it, if it is a protected archive.
    pub password: Option<Secret>,
    /// The user's own mappings, considered before the profiles that the program carries.
    pub mappings: Vec<Arc<Profile>>,
    /// What was put right in it.
    pub corrections: Arc<Corrections>,
    /// What was said of single files, by path.
    pub files: Arc<BTreeMap<PathBuf, FileHow>>,
    /// A file that cannot be read is left out with a note, though it was named.
    pub lenient: bool,
    /// A folder below which the file goes by its path inside.
    pub under: Option<PathBuf>,
}

/// What was said of a single file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileHow {
    /// How its text is written.
    pub encoding: Option<Encoding>,
    /// What opens it.
    pub password: Option<Secret>,
}

/// A password. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Arc<str>);

impl Secret {
    /// Keeps a password.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// The password, for what has to open something with it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

impl From<PathBuf> for Input {
    fn from(path: PathBuf) -> Self {
        Self {
            path,
            ..Self::default()
        }
    }
}

impl Input {
    /// Reads `role=PATH` or `PATH`. A path with an equals sign in it is a path unless a role stands before.
    #[must_use]
    pub fn parse(argument: &OsStr) -> Self {
        let Some(text) = argument.to_str() else {
            return PathBuf::from(argument).into();
        };
        match text
            .split_once('=')
            .and_then(|(role, path)| Role::parse(role).map(|role| (role, path)))
        {
            Some((role, path)) => Self {
                role: Some(role),
                path: path.into(),
                ..Self::default()
            },
            None => PathBuf::from(text).into(),
        }
    }
}

/// One file to read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Source {
    pub path: PathBuf,
    /// As reports name it: its file name, or the path inside the folder that was named.
    pub name: String,
    pub role: Option<Role>,
    /// Found in a folder, an archive or a workbook, not named.
    pub found: bool,
    pub how: How,
    pub kept: Option<Kept>,
}

const TABLES: [&str; 18] = [
    "csv", "tsv", "txt", "tab", "parquet", "pq", "xlsx", "xlsm", "xls", "ods", "json", "ndjson",
    "jsonl", "zip", "gz", "sqlite", "sqlite3", "db",
];
/// What a run writes.
pub const RESULTS: [&str; 7] = [
    "contacts.csv",
    "evidence.parquet",
    "evidence.csv",
    "links.csv",
    "cases.csv",
    "held.csv",
    "run.json",
];
/// How the tables of text among them begin, folded: whatever the file is called and whichever separator a
/// spreadsheet program gave it.
const RESULT_HEADERS: [&str; 6] = [
    "person id tier first exposure last exposure",
    "source contact tier first last",
    "source case first last minutes risk",
    "person id t0 t0 kind window start",
    "file row field value reason",
    "case file row field fate reason",
];

/// Whether a table with such a header is a result of this program.
pub(super) fn is_result_header(header: &[String]) -> bool {
    let head = fold(&header.join(" "));
    RESULT_HEADERS.iter().any(|h| head.starts_with(h))
}

/// Whether a file is a result of this program; `beside_run`: it lies beside the record of a run.
fn is_result(path: &Path, beside_run: bool) -> bool {
    use std::io::Read as _;
    if path.file_name().is_some_and(|n| n == "evidence.parquet") {
        return beside_run;
    }
    let mut head = Vec::new();
    let read = std::fs::File::open(path).and_then(|f| f.take(256).read_to_end(&mut head));
    let head = fold(&String::from_utf8_lossy(&head));
    read.is_ok() && RESULT_HEADERS.iter().any(|h| head.starts_with(h))
}

/// Whether a folder holds the record of a run of this program.
#[must_use]
pub fn has_run(folder: &Path) -> bool {
    std::fs::read_to_string(folder.join("run.json"))
        .is_ok_and(|t| t.contains("\"program\": \"truyvet "))
}

/// The files of all inputs in order; a folder's files by path. Adds to `left_out` what is no table.
pub(super) fn sources(
    inputs: &[Input],
    left_out: &mut Vec<(String, Message)>,
) -> Result<Vec<Source>, IngestError> {
    let mut out = Vec::new();
    for input in inputs {
        if let Some(kept) = &input.kept {
            out.push(Source {
                path: input.path.clone(),
                name: input.path.to_string_lossy().into_owned(),
                role: input.role,
                found: kept.found,
                how: input.how.clone(),
                kept: Some(kept.clone()),
            });
            continue;
        }
        let meta = std::fs::metadata(&input.path).map_err(|source| cannot_open(input, source))?;
        if meta.is_dir() {
            walk(&input.path, &input.path, input, &mut out, left_out)?;
        } else {
            let under = input.how.under.as_ref();
            let name = match under.filter(|root| input.path.starts_with(root)) {
                Some(root) => inside(root, &input.path),
                None => {
                    let name = input.path.file_name().unwrap_or(input.path.as_os_str());
                    name.to_string_lossy().into_owned()
                }
            };
            if is_result(&input.path, false) {
                let error = IngestError::OwnResult { file: name.clone() };
                if input.how.lenient {
                    left_out.push((name, error.speak()));
                    continue;
                }
                return Err(error);
            }
            out.push(Source {
                path: input.path.clone(),
                name,
                role: input.role,
                found: false,
                how: input.how.clone(),
                kept: None,
            });
        }
    }
    distinct_names(&mut out);
    for source in &mut out {
        let of_file = source.how.files.get(&source.path).cloned();
        let FileHow { encoding, password } = of_file.unwrap_or_default();
        source.how.encoding = encoding.or(source.how.encoding);
        source.how.password = password.or(source.how.password.take());
        source.found |= source.how.lenient;
    }
    Ok(out)
}

/// One file of some inputs, before it is read.
#[derive(Debug, Clone)]
pub struct Listed(Source);

impl Listed {
    /// As reports name it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Where it is, or its name on a shelf.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// The role that the user gave it.
    #[must_use]
    pub const fn role(&self) -> Option<Role> {
        self.0.role
    }

    /// Whether it was found in a folder, not named.
    #[must_use]
    pub const fn found(&self) -> bool {
        self.0.found
    }

    /// How its text is written and what opens it, where the user said so.
    #[must_use]
    pub fn how(&self) -> FileHow {
        FileHow {
            encoding: self.0.how.encoding,
            password: self.0.how.password.clone(),
        }
    }

    /// The shelf that it lies on, if it does.
    #[must_use]
    pub const fn kept(&self) -> Option<&Kept> {
        self.0.kept.as_ref()
    }

    /// All its bytes.
    ///
    /// # Errors
    /// [`IngestError`] where it cannot be opened, or somebody changes it meanwhile.
    pub fn bytes(&self, cancel: &Cancel) -> Result<Vec<u8>, IngestError> {
        super::read::whole(&self.0, cancel)
    }
}

/// The files of all inputs that would be read, in order.
///
/// # Errors
/// As [`super::read`] where an input cannot be opened.
pub fn listed(inputs: &[Input]) -> Result<Vec<Listed>, IngestError> {
    let sources = sources(inputs, &mut Vec::new())?;
    Ok(sources.into_iter().map(Listed).collect())
}

/// A path that is not there may be a role that does not exist.
fn cannot_open(input: &Input, source: std::io::Error) -> IngestError {
    let text = input.path.to_string_lossy();
    match text.split_once('=').filter(|_| input.role.is_none()) {
        Some((word, _)) => IngestError::UnknownRole {
            word: word.to_owned(),
        },
        None => IngestError::Open {
            path: input.path.clone(),
            source,
        },
    }
}

/// The first of some files to be written that is also read, so that no output takes an input's place.
///
/// # Errors
/// As [`super::read`] where an input cannot be opened.
pub fn would_overwrite(
    inputs: &[Input],
    outputs: &[PathBuf],
) -> Result<Option<PathBuf>, IngestError> {
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    let read: Vec<PathBuf> = sources(inputs, &mut Vec::new())?
        .iter()
        .filter(|s| s.kept.is_none())
        .filter_map(|s| real(&s.path))
        .collect();
    Ok(outputs
        .iter()
        .find(|path| real(path).is_some_and(|p| read.contains(&p)))
        .cloned())
}

fn walk(
    root: &Path,
    folder: &Path,
    input: &Input,
    out: &mut Vec<Source>,
    left_out: &mut Vec<(String, Message)>,
) -> Result<(), IngestError> {
    let open = |source| IngestError::Open {
        path: folder.to_path_buf(),
        source,
    };
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(open)?
        .map(|e| e.map(|e| e.path()))
        .collect::<Result<_, _>>()
        .map_err(open)?;
    entries.sort();
    let beside_run = has_run(folder);
    for path in entries {
        let name = inside(root, &path);
        let file = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if file.starts_with('.') {
            continue;
        }
        let mut leave = |key: &str| {
            left_out.push((name.clone(), Message::new(key).with("file", name.as_str())));
        };
        if path.is_dir() {
            let real = |p: &Path| std::fs::canonicalize(p).unwrap_or_else(|_| p.to_path_buf());
            // A link to a folder above would be walked without end.
            if real(folder).starts_with(real(&path)) {
                continue;
            }
            if has_run(&path) {
                leave("note-run-folder");
            } else {
                walk(root, &path, input, out, left_out)?;
            }
        } else if has_extension(&path, &TABLES) && is_result(&path, beside_run)
            || file == "run.json" && beside_run
        {
            leave("note-run-file");
        } else if has_extension(&path, &TABLES) {
            out.push(Source {
                path,
                name,
                role: input.role,
                found: true,
                how: input.how.clone(),
                kept: None,
            });
        } else {
            leave("note-not-a-table");
        }
    }
    Ok(())
}

fn has_extension(path: &Path, known: &[&str]) -> bool {
    path.extension()
        .is_some_and(|e| known.iter().any(|t| e.eq_ignore_ascii_case(t)))
}

/// A path inside a folder with `/` on every system, so that reports do not differ.
fn inside(root: &Path, path: &Path) -> String {
    let parts = path.strip_prefix(root).unwrap_or(path).components();
    parts
        .map(|c| c.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

/// Where two files would be reported under one name, both are reported by their paths.
fn distinct_names(sources: &mut [Source]) {
    let mut names: Vec<String> = sources.iter().map(|s| s.name.clone()).collect();
    names.sort();
    let twice: Vec<String> = names
        .windows(2)
        .filter(|w| w[0] == w[1])
        .map(|w| w[0].clone())
        .collect();
    for source in sources.iter_mut().filter(|s| twice.contains(&s.name)) {
        source.name = source.path.display().to_string();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_and_paths() {
        assert_eq!(
            Input::parse("scans=a.csv".as_ref()),
            Input {
                role: Some(Role::Scans),
                path: "a.csv".into(),
                ..Input::default()
            }
        );
        assert_eq!(
            Input::parse("x=y.csv".as_ref()),
            Input::from(PathBuf::from("x=y.csv"))
        );
        assert_eq!(Input::parse("a.csv".as_ref()).role, None);
    }

    #[test]
    fn folders_in_order_without_runs() {
        let dir = tempfile::tempdir().unwrap();
        for file in [
            "b.csv",
            "a.parquet",
            "README.md",
            "sub/c.CSV",
            "run/run.json",
            "run/contacts.csv",
            ".hidden.csv",
        ] {
            let path = dir.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        std::fs::create_dir_all(dir.path().join("run")).unwrap();
        std::fs::write(
            dir.path().join("run/run.json"),
            "{\n  \"program\": \"truyvet 0\"\n}",
        )
        .unwrap();
        std::fs::write(dir.path().join("held.csv"), "file,row,field,value,reason\n").unwrap();
        let mut left_out = Vec::new();
        let input = Input::from(dir.path().to_path_buf());
        let names: Vec<String> = sources(&[input], &mut left_out)
            .unwrap()
            .into_iter()
            .map(|s| s.name)
            .collect();
        assert_eq!(names, ["a.parquet", "b.csv", "sub/c.CSV"]);
        assert_eq!(left_out.len(), 3);
    }
}
