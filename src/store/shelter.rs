//! The file beside itself: who has it open, and where its envelope lies meanwhile.
//!
//! Closed, an investigation is one file: encrypted pages, then the envelope. `SQLite` would write over what stands behind
//! its pages, so whoever opens the file for writing first puts the envelope beside it (`…-keys`), and at the end
//! back. After a crash it is found there. A copy of it also goes to the user's own settings, for a file that was carried
//! away after a crash without what lay beside it; without a passphrase it opens nothing.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::StoreError;
use super::envelope::Envelope;

/// A file that this program may write, locked against others.
#[derive(Debug)]
pub(super) struct Shelter {
    path: PathBuf,
    lock: Option<File>,
    spare: Option<PathBuf>,
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn keys(path: &Path) -> PathBuf {
    beside(path, "-keys")
}

fn lock(path: &Path) -> PathBuf {
    beside(path, "-lock")
}

/// The envelope of a file, and how many bytes of it stand at the file's end.
pub(super) fn find(path: &Path, spare: Option<&Path>) -> Result<(Envelope, u64), StoreError> {
    let failed = |e| StoreError::io(path, e);
    let mut file = File::open(path).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len();
    let start = length.saturating_sub(Envelope::MOST as u64);
    file.seek(SeekFrom::Start(start)).map_err(failed)?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail).map_err(failed)?;
    if let Some((envelope, size)) = Envelope::at_end(&tail) {
        return Ok((envelope, size as u64));
    }
    let places = [Some(keys(path)), spare_of(path, spare)];
    places
        .iter()
        .flatten()
        .find_map(|place| Envelope::at_end(&std::fs::read(place).ok()?))
        .map(|(envelope, _)| (envelope, 0))
        .ok_or(StoreError::NotOurs)
}

/// Where the copy in the user's settings is: it goes by the first bytes of the file, which are random.
fn spare_of(path: &Path, spare: Option<&Path>) -> Option<PathBuf> {
    let mut id = [0; 16];
    File::open(path).ok()?.read_exact(&mut id).ok()?;
    Some(spare?.join(crate::model::hex(&id) + ".keys"))
}

/// Writes a file that is there wholly or not at all, and stays.
pub(super) fn put(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let failed = |e| StoreError::io(path, e);
    let folder = folder_of(path);
    let mut file = tempfile::Builder::new()
        .prefix(".truyvet-")
        .tempfile_in(folder)
        .map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(path).map_err(|e| failed(e.error))?;
    settle(folder);
    Ok(())
}

/// Whether an open file is the one of that name.
#[cfg(unix)]
fn is_at(file: &File, name: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let of = |m: std::fs::Metadata| (m.dev(), m.ino());
    let both = (file.metadata().map(of), std::fs::metadata(name).map(of));
    matches!(both, (Ok(a), Ok(b)) if a == b)
}

/// Whether an open file is the one of that name: elsewhere the name of an open file cannot be given to another.
#[cfg(not(unix))]
fn is_at(_file: &File, name: &Path) -> bool {
    name.exists()
}

/// The path of a file as the system has it, so that each file has one lock whatever it was called by.
pub(super) fn real(path: &Path) -> PathBuf {
    let whole = std::fs::canonicalize(path);
    whole.unwrap_or_else(|_| {
        let folder = std::fs::canonicalize(folder_of(path));
        match (folder, path.file_name()) {
            (Ok(folder), Some(name)) => folder.join(name),
            _ => path.to_path_buf(),
        }
    })
}

/// What a crash left of a transaction of the file that is about to be replaced: it must not be played into the new one.
pub(super) fn clear(path: &Path) {
    for suffix in ["-journal", "-wal", "-shm"] {
        let _ = std::fs::remove_file(beside(path, suffix));
    }
}

/// Takes off what stands behind a file's pages.
pub(super) fn cut(path: &Path, length: u64) -> Result<(), StoreError> {
    let failed = |e| StoreError::io(path, e);
    let file = OpenOptions::new().write(true).open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.len() > length {
        file.set_len(length).map_err(failed)?;
        file.sync_all().map_err(failed)?;
    }
    Ok(())
}

pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Makes names in a folder last. Where a system does not know that, they do so by themselves.
pub(super) fn settle(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

impl Shelter {
    /// Takes the file for writing.
    pub fn take(path: &Path, spare: Option<&Path>) -> Result<Self, StoreError> {
        let name = lock(path);
        for _ in 0..8 {
            let file = OpenOptions::new()
                .create(true)
                .truncate(false)
                .write(true)
                .open(&name)
                .map_err(|e| StoreError::io(folder_of(path), e))?;
            match file.try_lock() {
                Ok(()) => {}
                Err(std::fs::TryLockError::WouldBlock) => return Err(StoreError::Busy),
                Err(std::fs::TryLockError::Error(e)) => return Err(StoreError::io(&name, e)),
            }
            // Whoever had it before may have taken the name away meanwhile, and another have made it anew.
            if is_at(&file, &name) {
                return Ok(Self {
                    path: path.to_path_buf(),
                    lock: Some(file),
                    spare: spare.map(Path::to_path_buf),
                });
            }
        }
        Err(StoreError::Busy)
    }

    /// Puts the envelope beside the file and takes it off its end.
    pub fn lay_bare(&self, envelope: &Envelope, at_end: u64) -> Result<(), StoreError> {
        self.keep(envelope)?;
        if at_end > 0 {
            let length = std::fs::metadata(&self.path)
                .map_err(|e| StoreError::io(&self.path, e))?
                .len();
            cut(&self.path, length.saturating_sub(at_end))?;
        }
        Ok(())
    }

    /// Puts the envelope beside the file, in the place of the one there.
    pub fn keep(&self, envelope: &Envelope) -> Result<(), StoreError> {
        let bytes = envelope.to_bytes();
        put(&keys(&self.path), &bytes)?;
        if let Some(place) = spare_of(&self.path, self.spare.as_deref())
            && std::fs::create_dir_all(folder_of(&place)).is_ok()
        {
            // It is of use only if all else is lost; without it nothing is.
            let _ = put(&place, &bytes);
        }
        Ok(())
    }

    /// Puts the envelope back to the file's end. The database must be closed.
    pub fn close(&mut self, envelope: &Envelope) -> Result<(), StoreError> {
        append(&self.path, envelope)?;
        let _ = std::fs::remove_file(keys(&self.path));
        self.let_go();
        Ok(())
    }

    /// Another file took this one's place: what lies beside it is of no use any more.
    pub fn forget(&self) {
        let _ = std::fs::remove_file(keys(&self.path));
    }

    /// Lets others have it. The envelope stays where it is.
    fn let_go(&mut self) {
        if let Some(file) = self.lock.take() {
            // While it is still locked: nobody else can have it.
            let _ = std::fs::remove_file(lock(&self.path));
            drop(file);
        }
    }
}

impl Drop for Shelter {
    fn drop(&mut self) {
        self.let_go();
    }
}

/// Puts an envelope behind a file's pages.
pub(super) fn append(path: &Path, envelope: &Envelope) -> Result<(), StoreError> {
    let failed = |e| StoreError::io(path, e);
    let mut file = OpenOptions::new().append(true).open(path).map_err(failed)?;
    file.write_all(&envelope.to_bytes()).map_err(failed)?;
    file.sync_all().map_err(failed)
}
