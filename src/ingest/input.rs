//! From what a user names to files: `FILE`, `FOLDER` or `role=FILE`.

use std::path::{Path, PathBuf};

use super::{IngestError, Role};
use crate::i18n::Message;

/// A file or folder that a user named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// What it shall be read as, where the user said so.
    pub role: Option<Role>,
    /// Where it is.
    pub path: PathBuf,
}

impl Input {
    /// Reads `role=PATH` or `PATH`. A path with an equals sign in it is a path unless a role stands before.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text
            .split_once('=')
            .and_then(|(role, path)| Role::parse(role).map(|role| (role, path)))
        {
            Some((role, path)) => Self {
                role: Some(role),
                path: path.into(),
            },
            None => Self {
                role: None,
                path: text.into(),
            },
        }
    }
}

/// One file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    pub path: PathBuf,
    /// As reports name it: its file name, or the path inside the folder that was named.
    pub name: String,
    pub role: Option<Role>,
    /// Found in a folder, not named.
    pub found: bool,
}

const TABLES: [&str; 5] = ["csv", "tsv", "txt", "parquet", "pq"];

/// The files of all inputs in order; a folder's files by path. Adds to `notes` what was left out.
pub(super) fn sources(
    inputs: &[Input],
    notes: &mut Vec<Message>,
) -> Result<Vec<Source>, IngestError> {
    let mut out = Vec::new();
    for input in inputs {
        let open = |source| IngestError::Open {
            path: input.path.clone(),
            source,
        };
        if std::fs::metadata(&input.path).map_err(open)?.is_dir() {
            let before = out.len();
            walk(&input.path, &input.path, input.role, &mut out, notes)?;
            if out.len() == before {
                return Err(IngestError::NothingThere {
                    path: input.path.clone(),
                });
            }
        } else {
            let name = input.path.file_name().unwrap_or(input.path.as_os_str());
            let name = name.to_string_lossy().into_owned();
            out.push(Source {
                path: input.path.clone(),
                name,
                role: input.role,
                found: false,
            });
        }
    }
    distinct_names(&mut out);
    Ok(out)
}

fn walk(
    root: &Path,
    folder: &Path,
    role: Option<Role>,
    out: &mut Vec<Source>,
    notes: &mut Vec<Message>,
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
    for path in entries {
        let name = inside(root, &path);
        if path
            .file_name()
            .is_some_and(|n| n.to_string_lossy().starts_with('.'))
        {
            continue;
        }
        if path.is_dir() {
            if path.join("run.json").exists() {
                notes.push(Message::new("note-run-folder-skipped").with("file", name));
            } else {
                walk(root, &path, role, out, notes)?;
            }
        } else if is_table(&path) {
            out.push(Source {
                path,
                name,
                role,
                found: true,
            });
        } else {
            notes.push(Message::new("note-not-a-table").with("file", name));
        }
    }
    Ok(())
}

fn is_table(path: &Path) -> bool {
    path.extension()
        .is_some_and(|e| TABLES.iter().any(|t| e.eq_ignore_ascii_case(t)))
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
            Input::parse("scans=a.csv"),
            Input {
                role: Some(Role::Scans),
                path: "a.csv".into()
            }
        );
        assert_eq!(
            Input::parse("x=y.csv"),
            Input {
                role: None,
                path: "x=y.csv".into()
            }
        );
        assert_eq!(Input::parse("a.csv").role, None);
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
        let mut notes = Vec::new();
        let input = Input {
            role: None,
            path: dir.path().into(),
        };
        let names: Vec<String> = sources(&[input], &mut notes)
            .unwrap()
            .into_iter()
            .map(|s| s.name)
            .collect();
        assert_eq!(names, ["a.parquet", "b.csv", "sub/c.CSV"]);
        assert_eq!(notes.len(), 2);
    }
}
