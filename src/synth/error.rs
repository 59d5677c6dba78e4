//! What can go wrong while an epidemic is generated.

use crate::i18n::{Message, Speak};
use crate::job::Cancelled;

/// Why no epidemic was generated. Texts name files, fields and limits, never a person.
#[derive(Debug, thiserror::Error)]
pub enum SynthError {
    /// The caller asked to stop.
    #[error("cancelled")]
    Cancelled,
    /// An output could not be written.
    #[error("the synthetic files could not be written: {source}")]
    Io {
        /// The failure of the writer that the caller gave.
        #[from]
        source: std::io::Error,
    },
    /// A [`super::Sink`] refused rows.
    #[error("the scan rows could not be written: {source}")]
    Sink {
        /// The failure that the sink met.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A value of the plan lies outside its range.
    #[error("{field} must lie from {low} to {high}")]
    OutOfRange {
        /// The field of [`super::Plan`].
        field: &'static str,
        /// The least value taken.
        low: f64,
        /// The greatest value taken.
        high: f64,
    },
    /// The plan does not start at a local midnight.
    #[error("start must be a midnight at UTC+7")]
    NotMidnight,
    /// More visits than people can make in a day.
    #[error("{visits} visits are more than {most}: give more people or more days")]
    TooManyVisits {
        /// Visits asked for.
        visits: u64,
        /// The most for this number of people and days.
        most: u64,
    },
    /// More cases than the population can bear.
    #[error("{cases} cases are more than {most}: give more people")]
    TooManyCases {
        /// Confirmed cases asked for.
        cases: u32,
        /// The most for this number of people.
        most: u32,
    },
    /// An embedded asset is broken.
    #[error("the embedded asset {asset} is broken: {fault}")]
    Asset {
        /// Which asset.
        asset: &'static str,
        /// What is wrong with it.
        fault: &'static str,
    },
}

impl From<Cancelled> for SynthError {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

impl From<crate::geo::GeoError> for SynthError {
    fn from(error: crate::geo::GeoError) -> Self {
        Self::Asset {
            asset: "vietnam.topojson.gz",
            fault: error.fault,
        }
    }
}

impl From<csv::Error> for SynthError {
    fn from(error: csv::Error) -> Self {
        Self::Io {
            source: error.into(),
        }
    }
}

impl Speak for SynthError {
    fn speak(&self) -> Message {
        match self {
            Self::Cancelled => Message::new("error-cancelled"),
            Self::Io { source } => {
                Message::new("error-synth-write").with("detail", source.to_string())
            }
            Self::Sink { source } => {
                Message::new("error-synth-write").with("detail", source.to_string())
            }
            Self::OutOfRange { field, low, high } => Message::new("error-synth-range")
                .with("option", format!("--{}", field.replace('_', "-")))
                .with("least", low.to_string())
                .with("most", high.to_string()),
            Self::NotMidnight => Message::new("error-synth-midnight"),
            Self::TooManyVisits { visits, most } => Message::new("error-synth-visits")
                .with("wanted", *visits)
                .with("most", *most),
            Self::TooManyCases { cases, most } => Message::new("error-synth-cases")
                .with("wanted", *cases)
                .with("most", *most),
            Self::Asset { asset, fault } => {
                Message::new("error-asset").with("detail", format!("{asset}: {fault}"))
            }
        }
    }
}
