//! What a row says of its person beside exact keys: old numbers, insurance cards, phones and names, which name somebody
//! only together (sources.md section 3). The registry's passes join people by them.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

pub use super::identifier::name_key;
use super::identifier::{accented_key, birth_year};
use super::keys::KeyIx;
use super::row::placeholder;

/// By which of its passes the registry uses a clue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClueKind {
    /// An old identity card's number, with the year of birth.
    Cmnd,
    /// The last ten digits of an insurance card.
    Insurance,
    /// A phone, with the name.
    PhoneName,
    /// What is left of a starred number, with the name and the year of birth.
    Masked,
}

/// One clue to who a key's person is. `Debug` tells neither number nor name.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Clue {
    /// The key that stood on the row.
    pub key: KeyIx,
    /// What kind of clue it is.
    pub kind: ClueKind,
    /// The digits, and how many of them where that differs.
    pub number: (u64, u8),
    /// The hash of the name's key; 0: the name decides nothing.
    pub name: u64,
    /// The hash of the name with its diacritics; 0: it has none.
    pub accent: u64,
    /// The year of birth; 0: not known.
    pub year: u16,
}

impl std::fmt::Debug for Clue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Clue")
            .field("key", &self.key)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// A name as clues compare it: the same on every machine.
#[must_use]
pub fn name_hash(name: &str) -> u64 {
    let key = name_key(name);
    if key.is_empty() || placeholder(name.trim()) {
        return 0;
    }
    hash_of(&key)
}

/// The hash of a name with its diacritics; 0 where it has none, which contradicts nothing.
#[must_use]
pub fn accent_hash(name: &str) -> u64 {
    let key = accented_key(name);
    if key == name_key(name) {
        return 0;
    }
    hash_of(&key)
}

fn hash_of(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish().max(1)
}

/// Whether two names' keys may be of one person: all words of the one are among the other's, or one is empty.
#[must_use]
pub fn same_name(a: &str, b: &str) -> bool {
    let words =
        |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
    let (a, b) = (words(a), words(b));
    let within = |few: &[String], many: &[String]| few.iter().all(|word| many.contains(word));
    within(&a, &b) || within(&b, &a)
}

/// A year of birth as clues compare it; 0: not known. DDMMYYYY, as chip cards have it, and YYYYMMDD are understood.
#[must_use]
pub fn year(birth: &str) -> u16 {
    let compact = birth.len() == 8 && birth.bytes().all(|b| b.is_ascii_digit());
    if compact {
        let year = |part: &str| birth_year(part).filter(|y| (1_880..2_100).contains(y));
        let year = year(&birth[4..]).or_else(|| year(&birth[..4]));
        return year.map_or(0, |year| year as u16);
    }
    birth_year(birth).map_or(0, |year| year as u16)
}

/// The digits of a number's rest as a clue.
#[must_use]
pub fn digits(text: &str) -> Option<(u64, u8)> {
    let number = text.parse().ok()?;
    Some((number, text.len() as u8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_years() {
        assert_eq!(name_hash("NGUYEN VAN AN"), name_hash("Nguyễn Văn An"));
        assert_eq!(name_hash(" - "), 0);
        assert_eq!(year("03021985"), 1985);
        assert_eq!(year("19850203"), 1985);
        assert!(same_name("an nguyen van", "an nguyen"));
        assert!(same_name("", "an nguyen"));
        assert!(!same_name("an le", "an nguyen"));
        assert_eq!(name_hash("null"), 0);
        assert_eq!(accent_hash("NGUYEN"), 0);
        assert_ne!(accent_hash("Hường"), accent_hash("Hương"));
        assert_eq!(year("1985-**-**"), 1985);
        assert_eq!(year("03/02/1985"), 1985);
        assert_eq!(year("85"), 0);
        assert_eq!(digits("012345"), Some((12_345, 6)));
    }
}
