//! Why a subcommand did not do what it was asked.

use std::path::PathBuf;

use crate::i18n::{Message, Speak};
use crate::ingest::IngestError;
use crate::investigation;
use crate::job::Cancelled;
use crate::model::{AssetError, ParamError, RulesError};
use crate::notify::transport::TransportError;
use crate::report::ReportError;
use crate::session::WorkError;
use crate::session::post::PostError;
use crate::store::StoreError;
use crate::synth::SynthError;

/// Why a subcommand failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error(transparent)]
    Run(#[from] investigation::Failure),
    #[error(transparent)]
    Ingest(#[from] IngestError),
    #[error(transparent)]
    Report(#[from] ReportError),
    #[error(transparent)]
    Param(#[from] ParamError),
    #[error(transparent)]
    Asset(#[from] AssetError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Post(PostError),
    /// Nothing more can be sent, for the gateway takes nothing.
    #[error("the gateway takes nothing: {0}")]
    Stuck(&'static str),
    /// A setting does not take its value.
    #[error("{0}: bad value")]
    Setting(String),
    #[error(transparent)]
    Synth(#[from] SynthError),
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// An option's value cannot be read.
    #[error("{option}: bad value")]
    Value { option: String, value: String },
    #[error("a list in brief has no evidence")]
    BriefEvidence,
    #[error("no such person")]
    NoSuchPerson,
    #[error("no known infections among the inputs")]
    NoTruth,
    #[error("an output would take an input's place")]
    Overwrites(PathBuf),
    /// A file that is there and was not generated.
    #[error("{0}: there already")]
    NotGenerated(PathBuf),
    #[error("an output would replace what is no ordinary file")]
    NotAFile(PathBuf),
    #[error("an investigation file is read alone")]
    FileAlone,
    #[error("not a printed head")]
    Head,
    /// An option says how inputs are read, and a file has that in it.
    #[error("an investigation file is read as it was imported")]
    FileOption,
    /// Only some subcommands read such a file.
    #[error("an investigation file")]
    FileHere,
    #[error("no passphrase was given")]
    NoPassphrase,
    #[error("{0}: there already")]
    Exists(PathBuf),
    #[error("{0}: not the ending of an investigation file")]
    Ending(PathBuf),
    /// The log is not what it was.
    #[error("the log is not whole")]
    Log(Message),
    #[error("threads: {0}")]
    Threads(String),
    #[error("output: {0}")]
    Stdout(#[from] std::io::Error),
}

impl From<RulesError> for Failure {
    fn from(error: RulesError) -> Self {
        match error {
            RulesError::Asset(error) => Self::Asset(error),
            RulesError::Param(error) => Self::Param(error),
        }
    }
}

impl From<WorkError> for Failure {
    fn from(error: WorkError) -> Self {
        match error {
            WorkError::Failure(failure) => Self::Run(failure),
            WorkError::Store(error) => Self::Store(error),
            WorkError::Report(error) => Self::Report(error),
        }
    }
}

impl From<PostError> for Failure {
    fn from(error: PostError) -> Self {
        match error {
            PostError::Store(error) => Self::Store(error),
            PostError::Work(error) => error.into(),
            PostError::Cancelled(stopped) => Self::Cancelled(stopped),
            other => Self::Post(other),
        }
    }
}

impl From<TransportError> for Failure {
    fn from(error: TransportError) -> Self {
        Self::Post(error.into())
    }
}

impl Failure {
    fn cancelled(&self) -> bool {
        match self {
            Self::Run(failure) => failure.is_cancelled(),
            Self::Ingest(IngestError::Cancelled(_))
            | Self::Report(ReportError::Cancelled(_))
            | Self::Store(StoreError::Cancelled(_))
            | Self::Synth(SynthError::Cancelled)
            | Self::Cancelled(_) => true,
            _ => false,
        }
    }

    /// What is to be said before the sentence itself: why each file of a folder was left out.
    pub fn before(&self) -> &[Message] {
        match self {
            Self::Ingest(IngestError::NothingThere { left_out, .. })
            | Self::Run(investigation::Failure::Ingest(IngestError::NothingThere {
                left_out,
                ..
            })) => left_out,
            _ => &[],
        }
    }

    /// The exit code.
    pub fn code(&self) -> u8 {
        match self {
            _ if self.cancelled() => 130,
            Self::Param(_)
            | Self::Value { .. }
            | Self::BriefEvidence
            | Self::FileAlone
            | Self::FileOption
            | Self::FileHere
            | Self::Head
            | Self::Ending(_)
            | Self::Setting(_)
            | Self::Store(StoreError::Purpose) => 2,
            Self::Synth(error) if is_usage(error) => 2,
            _ => 1,
        }
    }
}

impl Speak for Failure {
    fn speak(&self) -> Message {
        match self {
            Self::Run(error) => error.speak(),
            Self::Store(error) => error.speak(),
            Self::Post(error) => error.speak(),
            Self::Stuck(reason) => Message::new("error-notify-stuck")
                .with("reason", Message::new(format!("sent-{reason}"))),
            Self::Setting(name) => Message::new("error-notify-setting").with("name", name.as_str()),
            Self::FileAlone => Message::new("usage-file-alone"),
            Self::FileOption => Message::new("usage-file-option"),
            Self::FileHere => Message::new("usage-file-here"),
            Self::Head => Message::new("usage-head"),
            Self::NoPassphrase => Message::new("error-no-passphrase"),
            Self::Exists(path) => {
                Message::new("error-exists").with("path", path.display().to_string())
            }
            Self::Ending(path) => {
                Message::new("usage-ending").with("path", path.display().to_string())
            }
            Self::Log(words) => words.clone(),
            Self::Ingest(error) => error.speak(),
            Self::Report(error) => error.speak(),
            Self::Param(error) => error.speak(),
            Self::Synth(error) => error.speak(),
            Self::Asset(error) => Message::new("error-asset").with("detail", error.to_string()),
            Self::Cancelled(_) => Message::new("error-cancelled"),
            Self::BriefEvidence => Message::new("usage-brief-evidence"),
            Self::Value { option, value } => Message::new("usage-invalid-value")
                .with("option", option.as_str())
                .with("value", value.as_str()),
            Self::NotGenerated(path) => {
                Message::new("error-not-generated").with("path", path.display().to_string())
            }
            Self::Overwrites(path) => {
                Message::new("error-overwrites").with("path", path.display().to_string())
            }
            Self::NotAFile(path) => {
                Message::new("error-not-a-file").with("path", path.display().to_string())
            }
            Self::NoSuchPerson => Message::new("error-no-such-person"),
            Self::NoTruth => Message::new("error-no-truth"),
            Self::Threads(detail) => Message::new("error-threads").with("detail", detail.as_str()),
            Self::Stdout(error) => Message::new("error-stdout").with("detail", error.to_string()),
        }
    }
}

/// Whether the plan itself is at fault.
fn is_usage(error: &SynthError) -> bool {
    matches!(
        error,
        SynthError::OutOfRange { .. }
            | SynthError::NotMidnight
            | SynthError::TooManyVisits { .. }
            | SynthError::TooManyCases { .. }
    )
}
