//! Why the investigation file did not do what was asked.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use super::Role;
use crate::i18n::{Message, Speak};
use crate::job::Cancelled;

/// Why there is no file, or it did not take what it was given.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Not a file of this program, or its keys are gone.
    #[error("not an investigation file, or its keys are lacking")]
    NotOurs,
    /// No slot opens with it.
    #[error("the passphrase opens nothing in this file")]
    Passphrase,
    /// Fewer than the least number of characters.
    #[error("the passphrase is too short")]
    ShortPassphrase,
    /// Another user has it.
    #[error("another user has this passphrase")]
    PassphraseTaken,
    /// The parameters of the key are outside what is accepted.
    #[error("the parameters of the key are weaker or dearer than is accepted")]
    WeakKey,
    /// The key cannot be computed.
    #[error("there is not enough memory for the key")]
    NoMemory,
    /// Bytes were changed or are lacking.
    #[error("the file is damaged")]
    Damaged,
    /// Made by a later program.
    #[error("the file is of format {found}, this program knows {known}")]
    Newer {
        /// The file's format.
        found: u32,
        /// The latest that is known.
        known: u32,
    },
    /// It is not the case that the file is of.
    #[error("the file is of another case")]
    CaseNumber,
    /// The copy is of another case than the file that it would replace.
    #[error("the copy is of another case")]
    OtherCase,
    /// By order, nothing may be deleted.
    #[error("a legal hold forbids deleting")]
    Held,
    /// It says something that this program does not know.
    #[error("the file says something that this program does not know")]
    Unknown,
    /// Somebody has it open.
    #[error("the file is open in another program")]
    Busy,
    /// Opened for reading only.
    #[error("the file is open for reading only")]
    ReadOnly,
    /// The folder or the medium takes nothing.
    #[error("nothing can be written at {path}")]
    ReadOnlyPlace {
        /// Where.
        path: PathBuf,
    },
    /// The medium is full.
    #[error("there is no space left")]
    Full,
    /// The medium does not take or give what it should.
    #[error("the medium does not answer as it should")]
    NoAnswer,
    /// The file or its medium is not there any more.
    #[error("{path} is not there any more")]
    Gone {
        /// Where it was.
        path: PathBuf,
    },
    /// The role does not go so far.
    #[error("the role {} may not do that", role.key())]
    Forbidden {
        /// The role.
        role: Role,
    },
    /// A user must have a name that no other has.
    #[error("the name is empty or taken")]
    Name,
    /// Without one nobody could manage users.
    #[error("the last approver stays")]
    LastApprover,
    /// No more slots.
    #[error("there are too many users")]
    TooManyUsers,
    /// Why something is done has to be said.
    #[error("a reason is needed")]
    Why,
    /// Why it is opened has to be said.
    #[error("a case number and a purpose are needed")]
    Purpose,
    /// What was read is not what was imported.
    #[error("{file} is not what was read before")]
    Changed {
        /// The file.
        file: String,
    },
    /// The system says no.
    #[error("{path}: {source}")]
    Io {
        /// Where.
        path: PathBuf,
        /// What it says.
        source: std::io::Error,
    },
    /// The database says no.
    #[error("database: {0}")]
    Sql(String),
    /// What was decided last could not be written.
    #[error("not everything could be written")]
    Unwritten,
    /// Nobody else can open it, so nobody can approve.
    #[error("the investigation is not saved")]
    Unsaved,
    /// There is no such batch.
    #[error("there is no such batch")]
    NoBatch,
    /// There is no message of such a code.
    #[error("there is no message of such a code")]
    NoCode,
    /// The batch is at another stage than that takes.
    #[error("the batch is at another stage")]
    BatchStage,
    /// Whoever drafted it does not approve it.
    #[error("drafter and approver are two people")]
    OwnDraft,
    /// Messages are being sent already.
    #[error("messages are being sent already")]
    Pushing,
    /// Nobody is to get a message.
    #[error("nobody is to get a message")]
    Nobody,
    /// Stopped.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl StoreError {
    /// An error of the system at a path.
    pub(super) fn io(path: &Path, source: std::io::Error) -> Self {
        let path = path.to_path_buf();
        match source.kind() {
            ErrorKind::NotFound => Self::Gone { path },
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                Self::ReadOnlyPlace { path }
            }
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                Self::Full
            }
            _ => Self::Io { path, source },
        }
    }

    /// Whether reading it without writing may still do.
    #[must_use]
    pub const fn may_be_read(&self) -> bool {
        matches!(
            self,
            Self::Busy | Self::ReadOnlyPlace { .. } | Self::Full | Self::Io { .. }
        )
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Self::Damaged,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => Self::NoAnswer,
            // What SQLite says names statements and tables, never what stands in them.
            Some(code) => Self::Sql(format!("{code:?}")),
            None => Self::Sql(error.to_string()),
        }
    }
}

impl Speak for StoreError {
    fn speak(&self) -> Message {
        let plain = |key: &str| Message::new(format!("error-store-{key}"));
        match self {
            Self::NotOurs => plain("not-ours"),
            Self::Passphrase => plain("passphrase"),
            Self::ShortPassphrase => plain("short").with("least", super::LEAST_PASSPHRASE),
            Self::PassphraseTaken => plain("taken"),
            Self::WeakKey => plain("weak-key"),
            Self::NoMemory => plain("no-memory"),
            Self::Damaged => plain("damaged"),
            Self::Newer { .. } | Self::Unknown => plain("newer"),
            Self::OtherCase => plain("other-case"),
            Self::CaseNumber => plain("case-number"),
            Self::Held => plain("held"),
            Self::Busy => plain("busy"),
            Self::ReadOnly => plain("read-only"),
            Self::ReadOnlyPlace { path } => {
                plain("read-only-place").with("path", path.display().to_string())
            }
            Self::Full => plain("full"),
            Self::NoAnswer => plain("no-answer"),
            Self::Gone { path } => plain("gone").with("path", path.display().to_string()),
            Self::Forbidden { role } => {
                plain("forbidden").with("role", Message::new(format!("role-{}", role.key())))
            }
            Self::Name => plain("name"),
            Self::LastApprover => plain("last-approver"),
            Self::TooManyUsers => plain("too-many-users"),
            Self::Purpose => plain("purpose"),
            Self::Why => plain("why"),
            Self::Unsaved => plain("unsaved"),
            Self::NoBatch => plain("no-batch"),
            Self::NoCode => plain("no-code"),
            Self::BatchStage => plain("batch-stage"),
            Self::OwnDraft => plain("own-draft"),
            Self::Nobody => plain("nobody"),
            Self::Pushing => plain("pushing"),
            Self::Unwritten => Message::new("error-lost"),
            Self::Changed { file } => Message::new("error-changed").with("file", file.as_str()),
            Self::Io { path, source } => Message::new("error-write")
                .with("path", path.display().to_string())
                .with("detail", source.to_string()),
            Self::Sql(detail) => plain("sql").with("detail", detail.as_str()),
            Self::Cancelled(_) => Message::new("error-cancelled"),
        }
    }
}
