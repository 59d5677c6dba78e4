//! HTTP as messages need it: TLS verified, nothing followed, nothing sent twice by itself.

use std::time::Duration;

use reqwest::blocking::{Client, Response};
use reqwest::header::RETRY_AFTER;
use reqwest::redirect::Policy;

use super::{Outcome, TransportError};
use crate::notify::Settings;

/// A client that gives up after so long.
///
/// # Errors
/// [`TransportError::Client`].
pub fn client(settings: &Settings) -> Result<Client, TransportError> {
    let timeout = Duration::from_secs(u64::from(settings.timeout));
    Client::builder()
        .timeout(timeout)
        .connect_timeout(timeout.min(Duration::from_secs(10)))
        // A message that is sent on to somewhere else would be there twice, and elsewhere.
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        // What is meant for a gateway goes through no proxy of somebody else's.
        .no_proxy()
        .pool_max_idle_per_host(settings.connections as usize)
        .user_agent(concat!("truyvet/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|_| TransportError::Client)
}

/// How a request failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failed {
    /// No connection was made: nothing was handed over.
    Connecting,
    /// Something was handed over, and nobody knows what became of it.
    Unknown,
}

impl Failed {
    /// How a request failed.
    #[must_use]
    pub fn of(error: &reqwest::Error) -> Self {
        if error.is_connect() || error.is_builder() {
            Self::Connecting
        } else {
            Self::Unknown
        }
    }

    /// What that means for a message.
    #[must_use]
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::Connecting => Outcome::RetryAfter(None, "no-connection"),
            Self::Unknown => Outcome::Unknown("no-answer"),
        }
    }
}

/// Bytes of an answer that are read.
const MOST: u64 = 64 << 10;

/// What an answer says, as far as it is read, and whether it came to its end.
pub fn body_of(response: Response) -> (String, bool) {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    let whole = response.take(MOST).read_to_end(&mut bytes).is_ok();
    (String::from_utf8_lossy(&bytes).into_owned(), whole)
}

/// How long an answer says to wait: seconds, or a date as HTTP writes it.
#[must_use]
pub fn retry_after(response: &Response) -> Option<Duration> {
    let text = response.headers().get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds.min(86_400)));
    }
    let at = chrono::NaiveDateTime::parse_from_str(text, "%a, %d %b %Y %H:%M:%S GMT").ok()?;
    let left = at.and_utc().timestamp() - chrono::Utc::now().timestamp();
    Some(Duration::from_secs(left.clamp(0, 86_400) as u64))
}
