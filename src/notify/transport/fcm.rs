//! Firebase Cloud Messaging, HTTP v1: a bearer token from a service account, then one request a message.

use std::sync::Mutex;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::blocking::{Client, Response};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use rustls_pki_types::PrivatePkcs8KeyDer;
use rustls_pki_types::pem::PemObject as _;
use serde::Deserialize;
use serde_json::{Value, json};

use super::client::{Failed, body_of, client, retry_after};
use super::{Outcome, Outgoing, Transport, TransportError};
use crate::notify::Settings;
use crate::notify::settings::address;

/// What a service account's file says.
#[derive(Deserialize)]
struct Account {
    project_id: String,
    client_email: String,
    private_key: String,
    #[serde(default = "google")]
    token_uri: String,
}

fn google() -> String {
    "https://oauth2.googleapis.com/token".to_owned()
}

const SCOPE: &str = "https://www.googleapis.com/auth/firebase.messaging";
/// Before its end a bearer token is renewed.
const MARGIN: Duration = Duration::from_mins(2);

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    #[serde(default)]
    expires_in: u64,
}

struct Bearer {
    header: HeaderValue,
    until: Instant,
}

/// Firebase Cloud Messaging.
pub struct Fcm {
    client: Client,
    account: Account,
    pair: RsaKeyPair,
    url: String,
    bearer: Mutex<Option<Bearer>>,
}

impl std::fmt::Debug for Fcm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fcm").finish_non_exhaustive()
    }
}

impl Fcm {
    /// Firebase as it is set.
    ///
    /// # Errors
    /// [`TransportError`].
    pub fn new(settings: &Settings) -> Result<Self, TransportError> {
        let wrong = TransportError::Setting("fcm_account");
        let Ok(account) = serde_json::from_str::<Account>(&settings.fcm_account) else {
            return Err(wrong);
        };
        if !address(&settings.fcm_url) {
            return Err(TransportError::Setting("fcm_url"));
        }
        let project = &account.project_id;
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.:".contains(c);
        if !address(&account.token_uri) || project.is_empty() || !project.chars().all(plain) {
            return Err(wrong);
        }
        let key = PrivatePkcs8KeyDer::from_pem_slice(account.private_key.as_bytes()).ok();
        let pair = key.and_then(|k| RsaKeyPair::from_pkcs8(k.secret_pkcs8_der()).ok());
        let Some(pair) = pair else {
            return Err(wrong);
        };
        Ok(Self {
            client: client(settings)?,
            url: format!(
                "{}/v1/projects/{project}/messages:send",
                settings.fcm_url.trim_end_matches('/'),
            ),
            account,
            pair,
            bearer: Mutex::default(),
        })
    }

    /// The header that lets messages in; a token is asked for once an hour.
    fn bearer(&self) -> Result<HeaderValue, Outcome> {
        let mut held = self
            .bearer
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(bearer) = held.as_ref().filter(|b| Instant::now() < b.until) {
            return Ok(bearer.header.clone());
        }
        let bearer = self.granted()?;
        let header = bearer.header.clone();
        *held = Some(bearer);
        Ok(header)
    }

    fn granted(&self) -> Result<Bearer, Outcome> {
        let login = Outcome::RetryAfter(None, "login");
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = now.map_or(0, |d| d.as_secs());
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let claims = json!({
            "iss": self.account.client_email, "scope": SCOPE, "aud": self.account.token_uri,
            "iat": now, "exp": now + 3_600,
        });
        let said = format!(
            "{}.{}",
            part(&json!({ "alg": "RS256", "typ": "JWT" })),
            part(&claims)
        );
        let mut signature = vec![0; self.pair.public_modulus_len()];
        let random = SystemRandom::new();
        self.pair
            .sign(&RSA_PKCS1_SHA256, &random, said.as_bytes(), &mut signature)
            .map_err(|_| login.clone())?;
        let token = format!("{said}.{}", URL_SAFE_NO_PAD.encode(signature));
        let body = format!(
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion={token}"
        );
        // Whatever goes wrong here, no message was handed over.
        let answer = self
            .client
            .post(&self.account.token_uri)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body)
            .send()
            .map_err(|_| Outcome::RetryAfter(None, "no-connection"))?;
        let wait = retry_after(&answer);
        if !answer.status().is_success() {
            return Err(Outcome::RetryAfter(wait, "login"));
        }
        let (text, _) = body_of(answer);
        let granted: Granted = serde_json::from_str(&text).map_err(|_| login.clone())?;
        let mut header = HeaderValue::from_str(&format!("Bearer {}", granted.access_token))
            .map_err(|_| login)?;
        header.set_sensitive(true);
        let last = Duration::from_secs(granted.expires_in.clamp(60, 3_600));
        Ok(Bearer {
            header,
            until: Instant::now() + last.saturating_sub(MARGIN).max(Duration::from_secs(30)),
        })
    }

    fn hand_over(&self, message: &Outgoing) -> Outcome {
        let header = match self.bearer() {
            Ok(header) => header,
            Err(outcome) => return outcome,
        };
        let sent = self
            .client
            .post(&self.url)
            .header(AUTHORIZATION, header)
            .header(CONTENT_TYPE, "application/json")
            .body(body(message).to_string())
            .send();
        match sent {
            Ok(response) => self.answered(response),
            Err(error) => Failed::of(&error).outcome(),
        }
    }

    fn answered(&self, response: Response) -> Outcome {
        let (status, wait) = (response.status().as_u16(), retry_after(&response));
        if status == 401 {
            // It ended before its time.
            *self
                .bearer
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner) = None;
        }
        let (text, whole) = body_of(response);
        let said = serde_json::from_str::<Value>(&text).ok();
        answer(status, said.as_ref().ok_or(whole), wait)
    }
}

/// A message as Firebase takes it.
fn body(message: &Outgoing) -> Value {
    let text = &message.text;
    json!({ "message": {
        "token": message.address,
        "notification": { "title": text.vi.title, "body": text.vi.text },
        // Every value of `data` is text.
        "data": {
            "id": message.key,
            "kind": message.kind.key(),
            "level": message.kind.level().to_string(),
            "bigText": text.vi.sms,
            "titleEn": text.en.title,
            "textEn": text.en.text,
            "bigTextEn": text.en.sms,
        },
        "android": { "collapse_key": message.key, "priority": "HIGH" },
    }})
}

/// What an answer means, by the codes that Firebase documents. Without a body that is understood: whether it was whole.
fn answer(status: u16, said: Result<&Value, bool>, wait: Option<Duration>) -> Outcome {
    let code = said.ok().and_then(|s| {
        let details = s.pointer("/error/details")?.as_array()?;
        details.iter().find_map(|d| d.get("errorCode")?.as_str())
    });
    match (status, code) {
        (200, _) => {
            let name = said.map(|s| s.get("name").and_then(Value::as_str));
            match name {
                Ok(Some(name)) => Outcome::Accepted(name.to_owned()),
                // It broke off: the head said that it was taken.
                Err(false) => Outcome::Accepted(String::new()),
                // Whoever answers like this is not Firebase.
                Ok(None) | Err(true) => Outcome::Unknown("status"),
            }
        }
        (_, Some("UNREGISTERED")) => Outcome::Permanent("unregistered"),
        (404, _) => Outcome::RetryAfter(wait, "address"),
        (_, Some("SENDER_ID_MISMATCH")) => Outcome::Permanent("other-sender"),
        (400, Some("INVALID_ARGUMENT")) => Outcome::Permanent("argument"),
        (400, _) => Outcome::RetryAfter(wait, "settings"),
        (401 | 403, _) => Outcome::RetryAfter(wait, "login"),
        // A minute where Firebase says nothing else of its quota.
        (429, _) => Outcome::RetryAfter(wait.or(Some(Duration::from_mins(1))), "busy"),
        (503, _) => Outcome::RetryAfter(wait, "closed"),
        _ => Outcome::Unknown("status"),
    }
}

impl Transport for Fcm {
    fn key(&self) -> &'static str {
        "fcm"
    }

    fn send(&self, messages: &[Outgoing]) -> Vec<Outcome> {
        messages.iter().map(|m| self.hand_over(m)).collect()
    }
}
