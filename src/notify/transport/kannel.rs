//! Kannel's HTTP door: `sendsms` by POST, which keeps names and secrets out of addresses and access logs.

use reqwest::blocking::Client;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};

use super::client::{Failed, body_of, client, retry_after};
use super::{Outcome, Outgoing, Transport, TransportError};
use crate::notify::segments::{Coding, measure};
use crate::notify::{Event, Settings};

/// All of delivered, not delivered, queued, taken and refused by the operator.
const RECEIPTS: HeaderValue = HeaderValue::from_static("31");

/// Kannel's `sendsms`.
#[derive(Debug)]
pub struct Kannel {
    client: Client,
    url: String,
    receipts: String,
    own: HeaderMap,
}

const fn name(text: &'static str) -> HeaderName {
    HeaderName::from_static(text)
}

impl Kannel {
    /// Kannel as it is set.
    ///
    /// # Errors
    /// [`TransportError`].
    pub fn new(settings: &Settings) -> Result<Self, TransportError> {
        if settings.kannel_url.is_empty() || !settings.is_sound("kannel_url") {
            return Err(TransportError::Setting("kannel_url"));
        }
        let mut own = HeaderMap::new();
        let mut put = |header: &'static str, setting: &'static str, value: &str| {
            let mut value =
                HeaderValue::from_str(value).map_err(|_| TransportError::Setting(setting))?;
            value.set_sensitive(true);
            own.insert(name(header), value);
            Ok::<_, TransportError>(())
        };
        put("x-kannel-username", "kannel_user", &settings.kannel_user)?;
        put(
            "x-kannel-password",
            "kannel_password",
            &settings.kannel_password,
        )?;
        if !settings.sender.is_empty() {
            put("x-kannel-from", "sender", &settings.sender)?;
        }
        own.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("text/plain; charset=UTF-8"),
        );
        own.insert(name("x-kannel-charset"), HeaderValue::from_static("UTF-8"));
        Ok(Self {
            client: client(settings)?,
            url: settings.kannel_url.clone(),
            receipts: settings.receipts_url.trim_end_matches('/').to_owned(),
            own,
        })
    }

    fn hand_over(&self, message: &Outgoing) -> Outcome {
        let size = measure(&message.text.sms);
        // It would be taken, and cut off at ten parts or sent empty.
        if size.parts == 0 || size.parts > 10 {
            return Outcome::Permanent("length");
        }
        let mut headers = self.own.clone();
        let Ok(to) = HeaderValue::from_str(&message.address) else {
            return Outcome::Permanent("address");
        };
        headers.insert(name("x-kannel-to"), to);
        let coding = match size.coding {
            Coding::Gsm7 => "0",
            Coding::Ucs2 => "2",
        };
        headers.insert(name("x-kannel-coding"), HeaderValue::from_static(coding));
        if !self.receipts.is_empty() {
            // The key cannot be guessed, and the attempt tells a late word of an earlier one.
            let (key, n) = (&message.key, message.attempt);
            let url = format!("{}/dlr?id={key}&n={n}&type=%d&reply=%A", self.receipts);
            let Ok(url) = HeaderValue::from_str(&url) else {
                return Outcome::Permanent("receipts");
            };
            headers.insert(name("x-kannel-dlr-url"), url);
            headers.insert(name("x-kannel-dlr-mask"), RECEIPTS);
        }
        let sent = self
            .client
            .post(&self.url)
            .headers(headers)
            .body(message.text.sms.clone())
            .send();
        let response = match sent {
            Ok(response) => response,
            Err(error) => return Failed::of(&error).outcome(),
        };
        let (status, wait) = (response.status().as_u16(), retry_after(&response));
        let (body, _) = body_of(response);
        answer(status, &body, wait)
    }
}

/// What an answer of `sendsms` means.
fn answer(status: u16, body: &str, wait: Option<std::time::Duration>) -> Outcome {
    match status {
        202 if body.trim_start().starts_with('3') => Outcome::Queued,
        // A body that breaks off leaves the head's word: it was taken.
        202 if body.trim().is_empty() || "0: Accepted for delivery".starts_with(body.trim()) => {
            Outcome::Accepted(String::new())
        }
        200..=299 if body.trim_start().starts_with("0:") => Outcome::Accepted(String::new()),
        // What is wrong with the number is the message's fault, all else the settings'.
        400 if ["eceiver", "umber(s)", "ecipient"]
            .iter()
            .any(|w| body.contains(w)) =>
        {
            Outcome::Permanent("recipient")
        }
        400 => Outcome::RetryAfter(wait, "settings"),
        // The password is wrong for all of them: they wait for somebody to put it right.
        401 | 403 => Outcome::RetryAfter(wait, "login"),
        404 | 405 | 410 => Outcome::RetryAfter(wait, "address"),
        413 | 414 | 422 => Outcome::Permanent("refused"),
        408 | 500 | 502 | 504 => Outcome::Unknown("gateway"),
        429 => Outcome::RetryAfter(wait, "busy"),
        503 => Outcome::RetryAfter(wait, "closed"),
        // Whoever answers otherwise is no Kannel, or says something that is not known.
        _ => Outcome::Unknown("status"),
    }
}

/// What a receipt's `%d` means, by Kannel's bits.
#[must_use]
pub const fn receipt(kind: u32) -> Option<(Event, &'static str)> {
    match kind {
        1 => Some((Event::Delivered, "phone")),
        2 => Some((Event::Failed, "undeliverable")),
        4 | 8 => Some((Event::Queued, "operator")),
        16 => Some((Event::Failed, "rejected")),
        _ => None,
    }
}

impl Transport for Kannel {
    fn key(&self) -> &'static str {
        "kannel"
    }

    fn send(&self, messages: &[Outgoing]) -> Vec<Outcome> {
        messages.iter().map(|m| self.hand_over(m)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers() {
        assert_eq!(
            answer(202, "0: Accepted for delivery", None),
            Outcome::Accepted(String::new())
        );
        assert_eq!(
            answer(202, "3: Queued for later delivery", None),
            Outcome::Queued
        );
        // The head came, the body broke off.
        assert_eq!(answer(202, "", None), Outcome::Accepted(String::new()));
        let number = "Missing receiver(s) number(s), rejected";
        assert!(matches!(answer(400, number, None), Outcome::Permanent(_)));
        let sender = "Sender missing and no global set, rejected";
        assert_eq!(
            answer(400, sender, None),
            Outcome::RetryAfter(None, "settings")
        );
        for status in [200, 202] {
            assert_eq!(answer(status, "<html>OK", None), Outcome::Unknown("status"));
        }
        assert_eq!(
            answer(202, "0: Acc", None),
            Outcome::Accepted(String::new())
        );
        assert!(matches!(answer(403, "", None), Outcome::RetryAfter(..)));
        assert!(matches!(answer(504, "", None), Outcome::Unknown(_)));
    }

    #[test]
    fn no_secret_is_told() {
        let settings = Settings {
            kannel_url: "http://127.0.0.1:1/x".into(),
            kannel_user: "somebody".into(),
            kannel_password: "hunter2hunter2".into(),
            ..Settings::default()
        };
        let kannel = Kannel::new(&settings).unwrap();
        let told = format!("{kannel:?}");
        assert!(
            !told.contains("hunter2") && !told.contains("somebody"),
            "{told}"
        );
    }
}
