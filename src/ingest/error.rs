//! Why the inputs could not be read.

use std::path::PathBuf;

use super::table::TableError;
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
    #[error("{file}: read as {profile} it lacks {columns}")]
    MissingColumns {
        /// The file.
        file: String,
        /// The nearest profile.
        profile: String,
        /// The fields that lack a column.
        columns: String,
    },
    /// More rows than the program numbers.
    #[error("more rows than can be numbered")]
    TooManyRows,
    /// Stopped.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
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
            TableError::Workbook(detail) => Self::Damaged {
                file,
                detail: detail.to_owned(),
            },
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
                .with("profile", Message::new(format!("profile-{profile}")))
                .with("columns", columns.as_str()),
            Self::TooManyRows => Message::new("error-too-many-rows"),
            Self::Cancelled(_) => Message::new("error-cancelled"),
            Self::Asset(error) => Message::new("error-asset").with("detail", error.to_string()),
        }
    }
}
