//! Files that appear all at once or not at all.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::i18n::{Message, Speak};
use crate::job::Cancelled;

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The folder or a file in it cannot be written.
    #[error("{path}: {source}")]
    Write {
        /// The path.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The table cannot be put into its format.
    #[error("{file}: {detail}")]
    Format {
        /// The file.
        file: &'static str,
        /// What the writer says.
        detail: String,
    },
    /// A sheet does not hold so many.
    #[error("{rows} rows are more than the {most} that a sheet holds")]
    TooManyRows {
        /// Rows wanted.
        rows: usize,
        /// Rows that a sheet holds.
        most: usize,
    },
    /// Stopped.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl Speak for ReportError {
    fn speak(&self) -> Message {
        match self {
            Self::Write { path, source } => Message::new("error-write")
                .with("path", path.display().to_string())
                .with("detail", source.to_string()),
            Self::Format { file, detail } => Message::new("error-format")
                .with("file", *file)
                .with("detail", detail.as_str()),
            Self::TooManyRows { rows, most } => Message::new("error-sheet-rows")
                .with("rows", *rows)
                .with("most", *most),
            Self::Cancelled(_) => Message::new("error-cancelled"),
        }
    }
}

/// A file being written; it has its name once [`Outputs::commit`] ran.
#[derive(Debug)]
pub struct Output {
    /// Its name.
    pub name: &'static str,
    path: PathBuf,
    file: BufWriter<File>,
}

impl Output {
    /// An error of writing this file.
    #[must_use]
    pub fn failed(&self, source: std::io::Error) -> ReportError {
        ReportError::Write {
            path: self.path.clone(),
            source,
        }
    }

    /// Writes a CSV table: the header, then what `rows` writes.
    ///
    /// # Errors
    /// [`ReportError`].
    pub fn csv(
        mut self,
        header: impl IntoIterator<Item = impl AsRef<[u8]>>,
        rows: impl FnOnce(&mut csv::Writer<&mut Self>) -> csv::Result<()>,
    ) -> Result<(), ReportError> {
        let mut csv = csv::Writer::from_writer(&mut self);
        let written = csv
            .write_record(header)
            .and_then(|()| rows(&mut csv))
            .and_then(|()| csv.flush().map_err(csv::Error::from));
        drop(csv);
        written.map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(source) => self.failed(source),
            other => ReportError::Format {
                file: self.name,
                detail: format!("{other:?}"),
            },
        })
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// The files of one run in one folder. They are written beside their places (readable by their owner only, as
/// they hold personal data) and renamed by [`Outputs::commit`]; dropped before, they are gone.
#[derive(Debug)]
pub struct Outputs {
    folder: PathBuf,
    staged: Vec<(&'static str, NamedTempFile)>,
}

impl Outputs {
    /// Stages files for a folder, which is made if it is not there.
    ///
    /// # Errors
    /// [`ReportError::Write`].
    pub fn new(folder: &Path) -> Result<Self, ReportError> {
        std::fs::create_dir_all(folder).map_err(|source| ReportError::Write {
            path: folder.to_path_buf(),
            source,
        })?;
        Ok(Self {
            folder: folder.to_path_buf(),
            staged: Vec::new(),
        })
    }

    /// Opens a file. A name with `/` in it is that of a file in a subfolder, which is made if it is not there.
    ///
    /// # Errors
    /// [`ReportError::Write`].
    pub fn file(&mut self, name: &'static str) -> Result<Output, ReportError> {
        let path = self.folder.join(name);
        let failed = |source| ReportError::Write {
            path: path.clone(),
            source,
        };
        let staged = NamedTempFile::new_in(&self.folder).map_err(failed)?;
        let file = BufWriter::with_capacity(1 << 18, staged.reopen().map_err(failed)?);
        self.staged.push((name, staged));
        Ok(Output { name, path, file })
    }

    /// Gives the one file that was staged a name of its own.
    ///
    /// # Errors
    /// [`ReportError::Write`].
    pub fn commit_as(mut self, path: &Path) -> Result<(), ReportError> {
        let failed = |source| ReportError::Write {
            path: path.to_path_buf(),
            source,
        };
        let Some((_, staged)) = self.staged.pop() else {
            return Ok(());
        };
        staged.persist(path).map_err(|e| failed(e.error))?;
        Ok(())
    }

    /// Gives all files their names, and removes what an earlier run left under `stale` names that this one does
    /// not write. Where one cannot have its name, all that stood there before stands there again.
    ///
    /// # Errors
    /// [`ReportError::Write`].
    pub fn commit(self, stale: &[&'static str]) -> Result<(), ReportError> {
        let written: Vec<&str> = self.staged.iter().map(|s| s.0).collect();
        let removed = stale.iter().copied().filter(|n| !written.contains(n));
        let names: Vec<&'static str> = written.iter().copied().chain(removed).collect();
        let mut before = Aside {
            folder: &self.folder,
            moved: Vec::new(),
            made: Vec::new(),
            placed: Vec::new(),
        };
        for name in names {
            before.set_aside(name)?;
        }
        for (name, staged) in self.staged {
            let path = self.folder.join(name);
            before.make_room(&path)?;
            staged.persist(&path).map_err(|e| ReportError::Write {
                path: path.clone(),
                source: e.error,
            })?;
            before.placed.push(path);
        }
        before.placed.clear();
        before.made.clear();
        for (path, _) in before.moved.drain(..) {
            // A subfolder goes with the last of its files.
            if let Some(folder) = path.parent().filter(|folder| *folder != self.folder) {
                let _ = std::fs::remove_dir(folder);
            }
        }
        Ok(())
    }
}

/// Files of an earlier run while this one's take their places; dropped with anything in it, it puts them back.
struct Aside<'f> {
    folder: &'f Path,
    moved: Vec<(PathBuf, tempfile::TempPath)>,
    /// Subfolders that were not there.
    made: Vec<PathBuf>,
    placed: Vec<PathBuf>,
}

impl Aside<'_> {
    fn set_aside(&mut self, name: &str) -> Result<(), ReportError> {
        let path = self.folder.join(name);
        let failed = |source| ReportError::Write {
            path: path.clone(),
            source,
        };
        match std::fs::symlink_metadata(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(failed(error)),
            Ok(meta) if meta.is_dir() => {
                return Err(failed(std::io::ErrorKind::IsADirectory.into()));
            }
            Ok(_) => {}
        }
        let aside = NamedTempFile::new_in(self.folder)
            .map_err(failed)?
            .into_temp_path();
        std::fs::rename(&path, &aside).map_err(failed)?;
        self.moved.push((path, aside));
        Ok(())
    }

    /// Makes the subfolder that a file is to lie in.
    fn make_room(&mut self, path: &Path) -> Result<(), ReportError> {
        let is_lacking = |folder: &&Path| *folder != self.folder && !folder.is_dir();
        let Some(folder) = path.parent().filter(is_lacking) else {
            return Ok(());
        };
        std::fs::create_dir(folder).map_err(|source| ReportError::Write {
            path: folder.to_path_buf(),
            source,
        })?;
        self.made.push(folder.to_path_buf());
        Ok(())
    }
}

impl Drop for Aside<'_> {
    fn drop(&mut self) {
        // What cannot be put back cannot be helped here: the error that led here is told.
        self.placed
            .drain(..)
            .for_each(|path| drop(std::fs::remove_file(path)));
        self.made
            .drain(..)
            .for_each(|path| drop(std::fs::remove_dir(path)));
        for (path, aside) in self.moved.drain(..) {
            let _ = aside.persist(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(outputs: &mut Outputs, name: &'static str, text: &str) {
        let mut file = outputs.file(name).unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file.flush().unwrap();
    }

    fn list(folder: &Path) -> Vec<(String, String)> {
        let mut out: Vec<(String, String)> = std::fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap())
            .filter(|e| e.path().is_file())
            .map(|e| {
                (
                    e.file_name().into_string().unwrap(),
                    std::fs::read_to_string(e.path()).unwrap(),
                )
            })
            .collect();
        out.sort();
        out
    }

    #[test]
    fn all_at_once_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let mut outputs = Outputs::new(path).unwrap();
        write(&mut outputs, "a.csv", "1");
        write(&mut outputs, "old.csv", "1");
        outputs.commit(&[]).unwrap();
        // The second run cannot have one of its names: a folder stands there.
        std::fs::create_dir(path.join("b.csv")).unwrap();
        let mut outputs = Outputs::new(path).unwrap();
        write(&mut outputs, "a.csv", "2");
        write(&mut outputs, "b.csv", "2");
        assert!(outputs.commit(&["old.csv"]).is_err());
        assert_eq!(list(path), [pair("a.csv", "1"), pair("old.csv", "1")]);
        std::fs::remove_dir(path.join("b.csv")).unwrap();
        // One that is not committed leaves nothing.
        write(&mut Outputs::new(path).unwrap(), "c.csv", "3");
        let mut outputs = Outputs::new(path).unwrap();
        write(&mut outputs, "a.csv", "2");
        outputs.commit(&["old.csv"]).unwrap();
        assert_eq!(list(path), [pair("a.csv", "2")]);
    }

    #[test]
    fn subfolders_come_and_go_with_their_files() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        // One that fails later on leaves no subfolder: no folder is made in one that lacks.
        let mut outputs = Outputs::new(path).unwrap();
        write(&mut outputs, "in/a.csv", "1");
        write(&mut outputs, "no/such/b.csv", "1");
        assert!(outputs.commit(&[]).is_err());
        assert!(!path.join("in").exists() && !path.join("no").exists());
        let mut outputs = Outputs::new(path).unwrap();
        for name in ["in/a.csv", "in/b.csv", "c.csv"] {
            write(&mut outputs, name, "1");
        }
        outputs.commit(&[]).unwrap();
        assert_eq!(list(&path.join("in")).len(), 2);
        let mut outputs = Outputs::new(path).unwrap();
        write(&mut outputs, "c.csv", "2");
        outputs.commit(&["in/a.csv", "in/b.csv"]).unwrap();
        assert_eq!(list(path), [("c.csv".to_owned(), "2".to_owned())]);
        assert!(!path.join("in").exists());
    }
}
