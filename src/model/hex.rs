//! Bytes as digits.

use std::fmt::Write as _;

/// Bytes in lower-case hex. The text never grows while it is written: of a key no part is left behind.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let out = String::with_capacity(bytes.len() * 2);
    bytes.iter().fold(out, |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

/// The bytes of hex, in either case; `None`: it is none.
#[must_use]
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let byte = |pair: &[u8]| {
        let pair = std::str::from_utf8(pair).ok();
        let pair = pair.filter(|p| p.len() == 2 && !p.starts_with('+'))?;
        u8::from_str_radix(pair, 16).ok()
    };
    text.trim().as_bytes().chunks(2).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(unhex(&hex(&bytes)), Some(bytes));
        assert_eq!(unhex("0G"), None);
        assert_eq!(unhex("012"), None);
        assert_eq!(unhex("+1"), None);
    }
}
