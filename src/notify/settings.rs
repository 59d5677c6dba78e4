//! How messages leave: kept in the investigation file, secrets among them, which nothing prints.

use serde::{Deserialize, Serialize};

use super::Channel;
use crate::ingest::phone::{landline, mobile};
use crate::model::time::{HOUR, Seconds, VIETNAM};
use crate::model::unhex;

/// What SMS go by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmsBy {
    /// A signed file, for a connected machine or a gateway's own upload.
    #[default]
    File,
    /// Kannel's HTTP door.
    Kannel,
}

/// What push messages go by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PushBy {
    /// Nothing: whoever has an app is sent an SMS.
    #[default]
    None,
    /// A file of Bluezone-shaped notices, for the app's own server.
    Bluezone,
    /// Firebase Cloud Messaging, HTTP v1.
    Fcm,
}

impl PushBy {
    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Bluezone => "bluezone",
            Self::Fcm => "fcm",
        }
    }
}

impl SmsBy {
    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Kannel => "kannel",
        }
    }
}

/// How messages leave.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Who sends them, in Vietnamese.
    pub authority_vi: String,
    /// In English.
    pub authority_en: String,
    /// Whom to call.
    pub hotline: String,
    /// What SMS go by.
    pub sms: SmsBy,
    /// What push messages go by.
    pub push: PushBy,
    /// The address of Kannel's sendsms, as `http://127.0.0.1:13013/cgi-bin/sendsms`.
    pub kannel_url: String,
    /// Its user.
    pub kannel_user: String,
    /// Its password.
    pub kannel_password: String,
    /// Whom an SMS comes from; empty: as the gateway has it.
    pub sender: String,
    /// Where receipts and inbound messages are heard, as `127.0.0.1:8085`.
    pub listen: String,
    /// Where the gateway finds the listener, as `http://127.0.0.1:8085`; empty: no receipts are asked for.
    pub receipts_url: String,
    /// Firebase's address.
    pub fcm_url: String,
    /// The service account, as Google writes it (JSON).
    pub fcm_account: String,
    /// Messages a second at most; 0: no limit.
    pub rate: u32,
    /// Connections at once.
    pub connections: u32,
    /// Attempts at what is clearly refused.
    pub attempts: u32,
    /// Seconds before the second attempt; each after waits twice as long.
    pub backoff: u32,
    /// Seconds until an answer is given up.
    pub timeout: u32,
    /// Dong a part of an SMS, for the estimate.
    pub price: u32,
    /// The hours of the day in which nothing is sent: from, to.
    pub quiet: (u32, u32),
    /// Days that a testing order gives.
    pub test_days: u32,
    /// What the gateway has to say when it brings an inbound message; empty: none are answered.
    pub inbound_password: String,
    /// The keys of stations whose packages are taken, with commas between.
    pub trusted_keys: String,
    /// How an inbound message asks, as `TC {number}`.
    pub lookup: String,
    /// The word by which somebody asks for no more messages.
    pub opt_out: String,
    /// Look-ups a phone may make in an hour.
    pub lookups_per_hour: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            authority_vi: String::new(),
            authority_en: String::new(),
            hotline: String::new(),
            sms: SmsBy::File,
            push: PushBy::None,
            kannel_url: String::new(),
            kannel_user: String::new(),
            kannel_password: String::new(),
            sender: String::new(),
            listen: "127.0.0.1:8085".into(),
            receipts_url: String::new(),
            fcm_url: "https://fcm.googleapis.com".into(),
            fcm_account: String::new(),
            rate: 20,
            connections: 4,
            attempts: 3,
            backoff: 30,
            timeout: 20,
            price: 0,
            quiet: (21, 7),
            test_days: 2,
            inbound_password: String::new(),
            trusted_keys: String::new(),
            lookup: "TC {number}".into(),
            opt_out: "TUCHOI".into(),
            lookups_per_hour: 5,
        }
    }
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Settings")
            .field("sms", &self.sms)
            .field("push", &self.push)
            .finish_non_exhaustive()
    }
}

/// The fields that can be set by name, and whether they are secret.
pub const SETTABLE: [(&str, bool); 27] = [
    ("authority_vi", false),
    ("authority_en", false),
    ("hotline", false),
    ("sms", false),
    ("push", false),
    ("kannel_url", false),
    ("kannel_user", false),
    ("kannel_password", true),
    ("sender", false),
    ("listen", false),
    ("receipts_url", false),
    ("fcm_url", false),
    ("fcm_account", true),
    ("rate", false),
    ("connections", false),
    ("attempts", false),
    ("backoff", false),
    ("timeout", false),
    ("price", false),
    ("quiet_from", false),
    ("quiet_to", false),
    ("test_days", false),
    ("inbound_password", true),
    ("trusted_keys", false),
    ("lookup", false),
    ("opt_out", false),
    ("lookups_per_hour", false),
];

impl Settings {
    /// Changes a field by its name.
    ///
    /// # Errors
    /// The name, where there is no such field or it does not take the value.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        let wrong = || name.to_owned();
        let mut all = serde_json::to_value(&*self).map_err(|_| wrong())?;
        let value = value.trim();
        let (field, new) = match name {
            "quiet_from" | "quiet_to" => {
                let hour: u32 = value.parse().map_err(|_| wrong())?;
                if hour > 24 || name == "quiet_from" && hour > 23 {
                    return Err(wrong());
                }
                let quiet = if name == "quiet_from" {
                    (hour, self.quiet.1)
                } else {
                    (self.quiet.0, hour)
                };
                ("quiet", serde_json::json!(quiet))
            }
            _ => {
                let now = all.get(name).ok_or_else(wrong)?;
                let new = if now.is_number() {
                    let number: u32 = value.parse().map_err(|_| wrong())?;
                    serde_json::json!(number)
                } else {
                    serde_json::json!(value)
                };
                (name, new)
            }
        };
        all[field] = new;
        let next: Self = serde_json::from_value(all).map_err(|_| wrong())?;
        if !next.is_sound(name) {
            return Err(wrong());
        }
        *self = next;
        Ok(())
    }

    /// Whether a field holds what it may.
    #[must_use]
    pub fn is_sound(&self, name: &str) -> bool {
        match name {
            "hotline" => self.hotline.is_empty() || hotline(&self.hotline),
            "kannel_url" => self.kannel_url.is_empty() || address(&self.kannel_url),
            "receipts_url" => self.receipts_url.is_empty() || address(&self.receipts_url),
            "fcm_url" => address(&self.fcm_url),
            // What is heard is not encrypted: a gateway elsewhere comes through a door of this machine that is.
            "listen" => {
                let at = self.listen.parse::<std::net::SocketAddr>();
                at.is_ok_and(|a| a.ip().is_loopback())
            }
            "authority_vi" => self.authority_vi.chars().count() <= 60,
            "authority_en" => self.authority_en.chars().count() <= 60,
            "sender" => self.sender.chars().count() <= 16,
            "lookups_per_hour" => self.lookups_per_hour > 0,
            "fcm_account" => {
                let text = &self.fcm_account;
                let account = serde_json::from_str::<serde_json::Value>(text);
                text.is_empty() || account.is_ok_and(|a| a.get("private_key").is_some())
            }
            "trusted_keys" => {
                let mut all = self
                    .trusted_keys
                    .split([',', ' '])
                    .filter(|k| !k.is_empty());
                all.all(|k| unhex(k).is_some_and(|k| k.len() == 32))
            }
            "connections" => (1..=64).contains(&self.connections),
            "attempts" => (1..=20).contains(&self.attempts),
            "timeout" => (1..=600).contains(&self.timeout),
            "lookup" => self.lookup.contains("{number}"),
            _ => true,
        }
    }

    /// Whether nothing is sent at an instant, local time; and until when not.
    #[must_use]
    pub fn quiet_until(&self, at: Seconds) -> Option<Seconds> {
        let (from, to) = (
            Seconds::from(self.quiet.0) * HOUR,
            Seconds::from(self.quiet.1) * HOUR,
        );
        let midnight = VIETNAM.midnight_before(at);
        let clock = at - midnight;
        if from == to {
            None
        } else if from < to {
            (from <= clock && clock < to).then_some(midnight + to)
        } else if clock >= from {
            Some(midnight + 24 * HOUR + to)
        } else {
            (clock < to).then_some(midnight + to)
        }
    }

    /// Whether packages of a station are taken.
    #[must_use]
    pub fn trusts(&self, key: &str) -> bool {
        let mut all = self.trusted_keys.split([',', ' ']).map(str::trim);
        !key.is_empty() && all.any(|k| k.eq_ignore_ascii_case(key))
    }

    /// The channels that leave as a file.
    #[must_use]
    pub fn by_file(&self) -> Vec<Channel> {
        let mut out = Vec::new();
        if self.sms == SmsBy::File {
            out.push(Channel::Sms);
        }
        if self.push == PushBy::Bluezone {
            out.push(Channel::Push);
        }
        out
    }

    /// Seconds before the next attempt: doubled each time, an hour at most, up to a quarter more or less by chance
    /// (`turn`, 0 to 1), so that not all come back at once.
    #[must_use]
    pub fn wait(&self, attempt: u32, turn: f64) -> Seconds {
        let base = f64::from(self.backoff) * 2_f64.powi(attempt.saturating_sub(1).min(12) as i32);
        (base.min(3_600.0) * (0.75 + 0.5 * turn)).round() as Seconds
    }
}

/// Whether a text is an address that messages may go to: TLS, unless it is this machine.
#[must_use]
pub fn address(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    let own = ["127.0.0.1", "localhost", "[::1]"]
        .iter()
        .any(|own| host == *own || host.strip_prefix(own).is_some_and(|p| p.starts_with(':')));
    // What stands before an @ or behind a ? would be a secret in an address.
    !host.is_empty() && !rest.contains(['@', '?']) && (scheme == "https" || scheme == "http" && own)
}

/// Whether a text is a number to call: an emergency or service number, a phone or a landline; none of these is an ID.
#[must_use]
pub fn hotline(text: &str) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let fits = text
        .chars()
        .all(|c| c.is_ascii_digit() || " .-()+".contains(c));
    let service = matches!(digits.len(), 8 | 10)
        && (digits.starts_with("1900") || digits.starts_with("1800"));
    let short = digits.len() == 3 && digits.starts_with('1');
    let begins = digits.starts_with('0') || text.trim_start().starts_with("+84");
    fits && (service || short || begins && (mobile(text).is_some() || landline(text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::civil;

    #[test]
    fn quiet_hours_go_over_midnight() {
        let settings = Settings::default();
        let at = |d, h, m| civil(VIETNAM, (2021, 8, d), (h, m, 0)).unwrap();
        assert_eq!(settings.quiet_until(at(16, 20, 59)), None);
        assert_eq!(settings.quiet_until(at(16, 21, 0)), Some(at(17, 7, 0)));
        assert_eq!(settings.quiet_until(at(17, 6, 59)), Some(at(17, 7, 0)));
        assert_eq!(settings.quiet_until(at(17, 7, 0)), None);
        let noon = Settings {
            quiet: (12, 14),
            ..Settings::default()
        };
        assert_eq!(noon.quiet_until(at(17, 12, 0)), Some(at(17, 14, 0)));
        assert_eq!(noon.quiet_until(at(17, 14, 0)), None);
    }

    #[test]
    fn fields_take_what_they_may() {
        let mut settings = Settings::default();
        for (name, value) in [
            ("sms", "kannel"),
            ("kannel_url", "http://127.0.0.1:13013/cgi-bin/sendsms"),
            ("hotline", "1900 9095"),
            ("rate", "0"),
            ("quiet_from", "22"),
        ] {
            settings.set(name, value).unwrap();
        }
        assert_eq!(settings.quiet, (22, 7));
        assert!(settings.by_file().is_empty());
        for (name, value) in [
            ("kannel_url", "http://gateway.example/send"),
            ("kannel_url", "https://u:p@gateway.example/send"),
            ("hotline", "001094012412"),
            ("hotline", "012345678"),
            ("hotline", "212345678"),
            ("rate", "many"),
            ("sms", "pigeon"),
            ("nothing", "1"),
            ("quiet_to", "25"),
            ("lookup", "TC"),
        ] {
            assert_eq!(settings.set(name, value), Err(name.to_owned()), "{value}");
        }
        let all = serde_json::to_value(&settings).unwrap();
        for (name, _) in SETTABLE {
            assert!(
                name.starts_with("quiet_") || all.get(name).is_some(),
                "{name}"
            );
        }
    }

    #[test]
    fn waits_grow_and_scatter() {
        let settings = Settings::default();
        assert_eq!(settings.wait(1, 0.5), 30);
        assert_eq!(settings.wait(3, 0.5), 120);
        assert!(settings.wait(1, 0.0) < settings.wait(1, 1.0));
        assert!(settings.wait(20, 1.0) <= 4_500);
    }
}
