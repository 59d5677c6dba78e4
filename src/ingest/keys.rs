//! Interned keys of people and places.

use rustc_hash::FxHashMap;

/// A key's index in its [`Interner`].
pub type KeyIx = u32;

/// What kind of key names a person; all are exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyKind {
    /// The plain profile's own id.
    PersonId,
    /// A citizen's number.
    Cccd,
    /// The QID of the unified QR.
    Qid,
}

/// Texts by number, in the order of first appearance. `Debug` tells how many, not which.
#[derive(Clone, Default)]
pub struct Interner {
    index: FxHashMap<Box<str>, u32>,
    texts: Vec<Box<str>>,
}

impl std::fmt::Debug for Interner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Interner")
            .field("texts", &self.texts.len())
            .finish_non_exhaustive()
    }
}

impl Interner {
    /// The number of a text, a new one if it is new.
    pub fn intern(&mut self, text: &str) -> u32 {
        if let Some(&ix) = self.index.get(text) {
            return ix;
        }
        let ix = self.texts.len() as u32;
        self.texts.push(text.into());
        self.index.insert(text.into(), ix);
        ix
    }

    /// The number of a text that was interned.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<u32> {
        self.index.get(text).copied()
    }

    /// All texts by number.
    #[must_use]
    pub fn texts(&self) -> &[Box<str>] {
        &self.texts
    }
}

/// The keys by which sources name people, and which of them stood on one row.
#[derive(Debug, Clone, Default)]
pub struct PersonKeys {
    kinds: [Interner; 3],
    all: Vec<(KeyKind, u32)>,
    ix: [Vec<KeyIx>; 3],
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

    /// A key's kind and text.
    #[must_use]
    pub fn get(&self, key: KeyIx) -> (KeyKind, &str) {
        let (kind, number) = self.all[key as usize];
        (kind, &self.kinds[kind as usize].texts()[number as usize])
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
