//! Interned keys of people and places.

use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashMap};

/// A key's index in its [`Interner`].
pub type KeyIx = u32;

/// What kind of key names a person, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyKind {
    /// The plain profile's own id.
    PersonId,
    /// A citizen's number.
    Cccd,
    /// The QID of the unified QR.
    Qid,
    /// What names a person only together: an old number and the year of birth, an insurance card, a phone and the name.
    Clue,
    /// A phone alone: somebody's only where it is nobody else's.
    Phone,
    /// A rotating id of a device: somebody's only where a table says whose.
    Device,
}

impl KeyKind {
    /// Those that name people, the surest first.
    pub const PEOPLE: [Self; 5] = [
        Self::PersonId,
        Self::Cccd,
        Self::Qid,
        Self::Clue,
        Self::Phone,
    ];
}

/// Texts by number, in the order of first appearance. `Debug` tells how many, not which.
#[derive(Clone, Default)]
pub struct Interner(IndexSet<Box<str>, FxBuildHasher>);

impl std::fmt::Debug for Interner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Interner")
            .field("texts", &self.0.len())
            .finish_non_exhaustive()
    }
}

impl Interner {
    /// The number of a text, a new one if it is new.
    pub fn intern(&mut self, text: &str) -> u32 {
        if let Some(ix) = self.0.get_index_of(text) {
            return ix as u32;
        }
        self.0.insert_full(text.into()).0 as u32
    }

    /// The number of a text that was interned.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<u32> {
        self.0.get_index_of(text).map(|ix| ix as u32)
    }

    /// A text by number.
    #[must_use]
    pub fn text(&self, number: u32) -> &str {
        &self.0[number as usize]
    }

    /// How many texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All texts by number.
    #[must_use]
    pub fn texts(&self) -> Vec<&str> {
        self.0.iter().map(|text| &**text).collect()
    }
}

/// The keys by which sources name people, and which of them stood on one row.
#[derive(Debug, Clone, Default)]
pub struct PersonKeys {
    kinds: [Interner; 6],
    all: Vec<(KeyKind, u32)>,
    ix: [Vec<KeyIx>; 6],
    links: FxHashMap<(KeyIx, KeyIx), bool>,
}

impl PersonKeys {
    /// The index of a key, a new one if it is new.
    pub fn intern(&mut self, kind: KeyKind, text: &str) -> KeyIx {
        let slot = kind as usize;
        let number = self.kinds[slot].intern(text);
        if number as usize == self.ix[slot].len() {
            self.ix[slot].push(self.all.len() as KeyIx);
            self.all.push((kind, number));
        }
        self.ix[slot][number as usize]
    }

    /// The index of a key that was interned.
    #[must_use]
    pub fn find(&self, kind: KeyKind, text: &str) -> Option<KeyIx> {
        let slot = kind as usize;
        self.kinds[slot]
            .find(text)
            .map(|number| self.ix[slot][number as usize])
    }

    /// Two keys stood on one row; `register`: of a register of people, which decides what is true.
    pub fn link(&mut self, a: KeyIx, b: KeyIx, register: bool) {
        if a != b {
            *self.links.entry((a.min(b), a.max(b))).or_default() |= register;
        }
    }

    /// How many keys there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether there is a key of a kind.
    #[must_use]
    pub fn any(&self, kind: KeyKind) -> bool {
        !self.kinds[kind as usize].is_empty()
    }

    /// A key's kind.
    #[must_use]
    pub fn kind(&self, key: KeyIx) -> KeyKind {
        self.all[key as usize].0
    }

    /// A key's kind and text.
    #[must_use]
    pub fn get(&self, key: KeyIx) -> (KeyKind, &str) {
        let (kind, number) = self.all[key as usize];
        (kind, self.kinds[kind as usize].text(number))
    }

    /// The pairs that stood on one row and whether a register has them, sorted.
    #[must_use]
    pub fn links(&self) -> Vec<(KeyIx, KeyIx, bool)> {
        let mut links: Vec<_> = self
            .links
            .iter()
            .map(|(&(a, b), &register)| (a, b, register))
            .collect();
        links.sort_unstable();
        links
    }
}
