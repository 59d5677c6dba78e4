//! Risk notifications: who is told ([`recipients`]), what ([`Notice`], [`words`]), and how it gets there ([`transport`]).
//! What has been sent stands in the investigation file; here are the rules that it follows ([`State`]).

pub mod lookup;
pub mod notice;
pub mod recipients;
pub mod segments;
mod settings;
mod state;
pub mod transport;
pub mod words;

pub use notice::{
    FIELDS, Field, Kind, Language, Notice, NoticeText, Rendered, Values, level_of, subject,
};
pub use recipients::{Apart, Channel, Criteria, Leaving, Past, Recipient, Selection, Way};
pub use settings::{PushBy, SETTABLE, Settings, SmsBy, address, hotline};
pub use state::{Event, State};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// What tells somebody or something apart in an investigation, and nothing to whoever lacks its key: 32 hex digits.
#[must_use]
pub fn keyed(key: &[u8; 32], parts: &[&str]) -> String {
    let Ok(mut mac) = <Hmac<Sha256>>::new_from_slice(key) else {
        return String::new();
    };
    for part in parts {
        mac.update(&(part.len() as u64).to_le_bytes());
        mac.update(part.as_bytes());
    }
    crate::model::hex(&mac.finalize().into_bytes()[..16])
}

/// Letters that nobody takes for another, nor for a digit.
const LETTERS: &[u8; 20] = b"ABCDEFHJKMNPRSTUVXYZ";

/// The code by which staff find a message, as `K7Q-204`: made of its key; `turn` counts those that were taken.
#[must_use]
pub fn code(key: &str, turn: u32) -> String {
    use sha2::Digest as _;
    let sum = Sha256::digest(format!("code {turn} {key}"));
    let letter = |n: usize| char::from(LETTERS[usize::from(sum[n]) % LETTERS.len()]);
    let digit = |n: usize| char::from(b'0' + sum[n] % 10);
    format!(
        "{}{}{}-{}{}{}",
        letter(0),
        char::from(b'2' + sum[1] % 8),
        letter(2),
        digit(3),
        digit(4),
        digit(5)
    )
}

/// A code as somebody types or reads it out.
#[must_use]
pub fn typed_code(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    match plain.split_at_checked(3) {
        Some((head, tail)) if !tail.is_empty() => format!("{head}-{tail}"),
        _ => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_they_are_said() {
        let made = code("0011", 0);
        assert_eq!(made.len(), 7);
        assert_ne!(made, code("0011", 1));
        let said = made.to_lowercase().replace('-', " ");
        assert_eq!(typed_code(&said), made);
    }

    #[test]
    fn keys_do_not_run_together() {
        let key = [7; 32];
        assert_ne!(keyed(&key, &["ab", "c"]), keyed(&key, &["a", "bc"]));
        assert_ne!(keyed(&key, &["a"]), keyed(&[8; 32], &["a"]));
    }
}
