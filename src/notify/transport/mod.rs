//! How messages leave: one trait, one file a transport.

pub mod bluezone;
mod client;
pub mod fcm;
pub mod files;
pub mod kannel;
pub mod sign;

pub use client::{Failed, client};

use std::time::Duration;

use super::{Channel, Kind, Rendered, Settings};

/// A message as a transport takes it. `Debug` tells none of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Its number in the outbox.
    pub id: i64,
    /// The idempotency key.
    pub key: String,
    /// By which channel.
    pub channel: Channel,
    /// A phone as `+84…`, or a push address.
    pub address: String,
    /// What it is for.
    pub kind: Kind,
    /// The texts.
    pub text: Rendered,
    /// Parts of the SMS.
    pub parts: u32,
    /// Which attempt this is, from 1.
    pub attempt: u32,
    /// What staff find it by.
    pub code: String,
    /// The tier.
    pub tier: u8,
}

impl std::fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outgoing")
            .field("id", &self.id)
            .field("channel", &self.channel)
            .field("attempt", &self.attempt)
            .finish_non_exhaustive()
    }
}

/// What became of handing a message over: one result for all transports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was taken; under this name, where it was given one.
    Accepted(String),
    /// It was taken and waits for the operator.
    Queued,
    /// It was clearly not taken: to be tried again, after this where it was said.
    RetryAfter(Option<Duration>, &'static str),
    /// It was clearly not taken, and never will be.
    Permanent(&'static str),
    /// Nobody knows.
    Unknown(&'static str),
}

/// A way out of the house.
pub trait Transport: Send + Sync {
    /// Its stable key.
    fn key(&self) -> &'static str;

    /// Hands messages over, and says for each what became of it.
    fn send(&self, messages: &[Outgoing]) -> Vec<Outcome>;

    /// Asks what became of a message that nobody knows of; `None`: the transport cannot tell.
    fn ask(&self, message: &Outgoing) -> Option<Outcome> {
        let _ = message;
        None
    }
}

/// Why nothing can be sent.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    /// What is set does not do.
    #[error("the setting {0} is lacking or wrong")]
    Setting(&'static str),
    /// The system gives no connections.
    #[error("no connection can be made")]
    Client,
    /// A file could not be written or read.
    #[error("{path}: {source}")]
    Io {
        /// Which.
        path: std::path::PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A list would take the place of an investigation.
    #[error("{path}: an investigation file")]
    TakesPlace {
        /// Where.
        path: std::path::PathBuf,
    },
    /// A package is not what was signed.
    #[error("the package is not what was signed, or by somebody else")]
    Signature,
    /// A file has not the form that it should.
    #[error("line {0} of the file has not the form that it should")]
    Form(usize),
}

impl crate::i18n::Speak for TransportError {
    fn speak(&self) -> crate::i18n::Message {
        use crate::i18n::Message;
        match self {
            Self::Setting(name) => Message::new("error-notify-setting").with("name", *name),
            Self::Client => Message::new("error-notify-client"),
            Self::Io { path, source } => Message::new("error-notify-io")
                .with("path", path.display().to_string())
                .with("why", source.to_string()),
            Self::TakesPlace { path } => {
                Message::new("error-overwrites").with("path", path.display().to_string())
            }
            Self::Signature => Message::new("error-notify-signature"),
            Self::Form(line) => Message::new("error-notify-form").with("line", *line),
        }
    }
}

/// The transport of a channel over the network; `None`: there is none, it leaves as a file.
///
/// # Errors
/// [`TransportError`] where it is set and cannot be.
pub fn online(
    settings: &Settings,
    channel: Channel,
) -> Result<Option<Box<dyn Transport>>, TransportError> {
    Ok(match channel {
        Channel::Sms if settings.sms == super::SmsBy::Kannel => {
            Some(Box::new(kannel::Kannel::new(settings)?))
        }
        Channel::Push if settings.push == super::PushBy::Fcm => {
            Some(Box::new(fcm::Fcm::new(settings)?))
        }
        _ => None,
    })
}
