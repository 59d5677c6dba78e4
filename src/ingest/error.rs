//! Why the inputs could not be read.

use std::path::PathBuf;

use super::profile::MappingFault;
use super::table::TableError;
use super::{CorrectionFault, Encoding};
use crate::i18n::{Message, Speak};
use crate::job::Cancelled;
use crate::model::AssetError;

/// Why the inputs could not be read; names files and columns, never a value.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The path does not exist or cannot be opened.
    #[error("{path}: {source}")]
    Open {
        /// The path.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Not a single file that can be read as data.
    #[error("{path}: nothing to read")]
    NothingThere {
        /// The folder, or the first input.
        path: PathBuf,
        /// Why each file was left out.
        left_out: Vec<Message>,
    },
    /// `word=FILE` where the word is no role.
    #[error("no role {word}")]
    UnknownRole {
        /// The word.
        word: String,
    },
    /// Not one byte, or a header and no row.
    #[error("{file}: no rows")]
    NoRows {
        /// The file.
        file: String,
    },
    /// Not a table that can be read.
    #[error("{file}: a file of another kind ({kind})")]
    OtherKind {
        /// The file.
        file: String,
        /// What it looks like.
        kind: &'static str,
    },
    /// The header is not UTF-8.
    #[error("{file}: the header is not UTF-8")]
    HeaderNotUtf8 {
        /// The file.
        file: String,
    },
    /// Two columns of one name, by number from 1: a file without a header would tell a value.
    #[error("{file}: columns {first} and {second} have one name")]
    DuplicateHeader {
        /// The file.
        file: String,
        /// The one column.
        first: usize,
        /// The other.
        second: usize,
    },
    /// A column of a type that holds no cells.
    #[error("{file}: column {column} is of type {kind}")]
    ColumnType {
        /// The file.
        file: String,
        /// The column, from 1.
        column: usize,
        /// Its type in Parquet.
        kind: String,
    },
    /// The Parquet file or the workbook cannot be read.
    #[error("{file}: damaged ({detail})")]
    Damaged {
        /// The file.
        file: String,
        /// What the reader says.
        detail: String,
    },
    /// Text of an encoding that the user has to tell.
    #[error("{file}: not UTF-8")]
    EncodingUnsure {
        /// The file.
        file: String,
        /// What it most likely is.
        likely: Option<Encoding>,
    },
    /// It expands to more than any export.
    #[error("{file}: too large once unpacked")]
    TooLarge {
        /// The file.
        file: String,
    },
    /// A path in an archive leads out of it.
    #[error("{file}: a path leads out of the archive")]
    ArchivePath {
        /// The archive.
        file: String,
    },
    /// An archive in an archive.
    #[error("{file}: an archive in an archive")]
    NestedArchive {
        /// The inner one.
        file: String,
    },
    /// An archive that a password opens.
    #[error("{file}: needs a password")]
    ArchivePassword {
        /// The archive.
        file: String,
        /// One was told, and it is not that.
        wrong: bool,
    },
    /// A workbook that a password opens.
    #[error("{file}: protected by a password")]
    WorkbookLocked {
        /// The workbook.
        file: String,
    },
    /// The file changed while it was read.
    #[error("{file}: changed while it was read")]
    Changed {
        /// The file.
        file: String,
    },
    /// A workbook, an archive or a database cannot be read.
    #[error("{file}: damaged ({part})")]
    DamagedPart {
        /// The file.
        file: String,
        /// The part that cannot, by key.
        part: &'static str,
    },
    /// A table that this program wrote.
    #[error("{file}: a result, not an input")]
    OwnResult {
        /// The file.
        file: String,
    },
    /// No profile knows the columns.
    #[error("{file}: not recognised")]
    NotRecognised {
        /// The file.
        file: String,
    },
    /// Nearly a known form, but columns are missing.
    #[error("{file}: lacks {columns}")]
    MissingColumns {
        /// The file.
        file: String,
        /// The nearest profile's title.
        profile: Message,
        /// The fields that lack a column.
        columns: String,
    },
    /// More rows than the program numbers.
    #[error("more rows than can be numbered")]
    TooManyRows,
    /// Stopped.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// A mapping cannot be used.
    #[error("{file}: {fault}")]
    Mapping {
        /// The mapping's file.
        file: String,
        /// Why.
        fault: MappingFault,
    },
    /// A table of corrections cannot be used.
    #[error("{file}: {fault}")]
    Corrections {
        /// The table's file.
        file: String,
        /// Why.
        fault: CorrectionFault,
    },
    /// A defect of the build.
    #[error(transparent)]
    Asset(#[from] AssetError),
}

impl IngestError {
    pub(super) fn of_table(file: &str, error: TableError) -> Self {
        let file = file.to_owned();
        match error {
            TableError::Empty => Self::NoRows { file },
            TableError::OtherKind { kind } => Self::OtherKind { file, kind },
            TableError::HeaderNotUtf8 => Self::HeaderNotUtf8 { file },
            TableError::DuplicateHeader { first, second } => Self::DuplicateHeader {
                file,
                first,
                second,
            },
            TableError::ColumnType { column, kind } => Self::ColumnType { file, column, kind },
            TableError::Parquet(detail) => Self::Damaged { file, detail },
            TableError::Damaged("locked") => Self::WorkbookLocked { file },
            TableError::Damaged(part) => Self::DamagedPart { file, part },
            TableError::RowCount { .. } => {
                let detail = error.to_string();
                Self::Damaged { file, detail }
            }
            TableError::Cancelled(cancelled) => Self::Cancelled(cancelled),
        }
    }

    /// Whether a file with this fault may stay out when it was found in a folder and not named.
    pub(super) const fn can_be_left_out(&self) -> bool {
        matches!(
            self,
            Self::NoRows { .. }
                | Self::OtherKind { .. }
                | Self::EncodingUnsure { .. }
                | Self::TooLarge { .. }
                | Self::ArchivePath { .. }
                | Self::NestedArchive { .. }
                | Self::ArchivePassword { .. }
                | Self::WorkbookLocked { .. }
                | Self::OwnResult { .. }
                | Self::HeaderNotUtf8 { .. }
                | Self::DuplicateHeader { .. }
                | Self::NotRecognised { .. }
                | Self::MissingColumns { .. }
        )
    }
}

impl Speak for IngestError {
    fn speak(&self) -> Message {
        match self {
            Self::Open { path, source } => Message::new("error-open")
                .with("path", path.display().to_string())
                .with("detail", source.to_string()),
            Self::NothingThere { path, .. } => {
                Message::new("error-nothing-there").with("path", path.display().to_string())
            }
            Self::UnknownRole { word } => {
                let roles: Vec<&str> = super::Role::ALL.into_iter().map(super::Role::key).collect();
                Message::new("error-unknown-role")
                    .with("word", word.as_str())
                    .with("roles", roles.join(", "))
            }
            Self::NoRows { file } => Message::new("error-no-rows").with("file", file.as_str()),
            Self::OtherKind { file, kind } => Message::new("error-other-kind")
                .with("file", file.as_str())
                .with("kind", *kind),
            Self::HeaderNotUtf8 { file } => {
                Message::new("error-header-not-utf8").with("file", file.as_str())
            }
            Self::DuplicateHeader {
                file,
                first,
                second,
            } => Message::new("error-duplicate-header")
                .with("file", file.as_str())
                .with("first", *first)
                .with("second", *second),
            Self::ColumnType { file, column, kind } => Message::new("error-column-type")
                .with("file", file.as_str())
                .with("column", *column)
                .with("kind", kind.as_str()),
            Self::Damaged { file, detail } => Message::new("error-damaged")
                .with("file", file.as_str())
                .with("detail", detail.as_str()),
            Self::EncodingUnsure { file, likely } => match likely {
                Some(likely) => Message::new("error-encoding-likely")
                    .with("file", file.as_str())
                    .with("encoding", likely.key()),
                None => Message::new("error-encoding-unknown")
                    .with("file", file.as_str())
                    .with("encodings", Encoding::ALL.map(Encoding::key).join(", ")),
            },
            Self::TooLarge { file } => Message::new("error-too-large").with("file", file.as_str()),
            Self::ArchivePath { file } => {
                Message::new("error-archive-path").with("file", file.as_str())
            }
            Self::NestedArchive { file } => {
                Message::new("error-nested-archive").with("file", file.as_str())
            }
            Self::ArchivePassword { file, wrong } => Message::new(if *wrong {
                "error-archive-password-wrong"
            } else {
                "error-archive-password"
            })
            .with("file", file.as_str()),
            Self::WorkbookLocked { file } => {
                Message::new("error-workbook-locked").with("file", file.as_str())
            }
            Self::Changed { file } => Message::new("error-changed").with("file", file.as_str()),
            Self::DamagedPart { file, part } => Message::new("error-damaged-part")
                .with("file", file.as_str())
                .with("part", Message::new(format!("damaged-{part}"))),
            Self::OwnResult { file } => {
                Message::new("error-own-result").with("file", file.as_str())
            }
            Self::NotRecognised { file } => {
                Message::new("error-not-recognised").with("file", file.as_str())
            }
            Self::MissingColumns {
                file,
                profile,
                columns,
            } => Message::new("error-missing-columns")
                .with("file", file.as_str())
                .with("profile", profile.clone())
                .with("columns", columns.as_str()),
            Self::TooManyRows => Message::new("error-too-many-rows"),
            Self::Cancelled(_) => Message::new("error-cancelled"),
            Self::Mapping { file, fault } => fault.speak().with("file", file.as_str()),
            Self::Corrections { file, fault } => match fault {
                CorrectionFault::Header => {
                    Message::new("error-corrections-header").with("file", file.as_str())
                }
                CorrectionFault::Line(line) => Message::new("error-corrections-line")
                    .with("file", file.as_str())
                    .with("line", *line),
            },
            Self::Asset(error) => Message::new("error-asset").with("detail", error.to_string()),
        }
    }
}

impl Speak for MappingFault {
    fn speak(&self) -> Message {
        match self {
            Self::Unreadable { line } => {
                Message::new("error-mapping-unreadable").with("line", *line)
            }
            Self::UnknownRole { word } => {
                let roles = super::Role::ALL.into_iter();
                let roles: Vec<&str> = roles
                    .filter(|r| *r != super::Role::Truth)
                    .map(super::Role::key)
                    .collect();
                Message::new("error-mapping-role")
                    .with("word", word.as_str())
                    .with("roles", roles.join(", "))
            }
            Self::UnknownField { word } => {
                Message::new("error-mapping-field").with("word", word.as_str())
            }
            Self::Lacks { field } => {
                Message::new("error-mapping-lacks").with("field", field.as_str())
            }
        }
    }
}
