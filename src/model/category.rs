//! Categories of places: the dwell table of tracing.md section 1.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::AssetError;
use crate::i18n::fold;

/// Whether air is shared for a while after its source has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, Serialize, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Air {
    /// Outdoors or well aired.
    Open,
    /// Indoors.
    Closed,
}

impl Air {
    /// The word's meaning in any case, in English or Vietnamese.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match fold(text).as_str() {
            "open" | "thoang" | "ngoai troi" | "outdoor" | "mo" => Some(Self::Open),
            "closed" | "kin" | "trong nha" | "indoor" | "dong" => Some(Self::Closed),
            _ => None,
        }
    }
}

/// How near to each other people at one place are taken to be, nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, Serialize, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum Closeness {
    /// Within two metres, or one air for long.
    Close,
    /// Likely near each other.
    Probable,
    /// The same place, nothing more is known.
    Possible,
}

impl Closeness {
    /// All, nearest first.
    pub const ALL: [Self; 3] = [Self::Close, Self::Probable, Self::Possible];

    /// The stable key that outputs carry.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Close => "close",
            Self::Probable => "probable",
            Self::Possible => "possible",
        }
    }

    /// The word's meaning in any case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match fold(text).as_str() {
            "close" | "gan" => Some(Self::Close),
            "probable" | "co the gan" => Some(Self::Probable),
            "possible" | "cung noi" => Some(Self::Possible),
            _ => None,
        }
    }
}

/// A category's index in [`Categories`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, Serialize, PartialOrd, Ord)]
pub struct CategoryId(pub u8);

/// One row of the dwell table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Category {
    /// Stable key, as in `pharmacy`.
    pub key: String,
    /// Minutes a person is taken to stay where no check-out was recorded.
    pub dwell: u32,
    /// Open or closed air.
    pub air: Air,
    /// How near people are taken to be.
    pub closeness: Closeness,
    /// Local midnight does not end a stay here.
    #[serde(default)]
    pub overnight: bool,
    /// How registers write it, in Vietnamese and English.
    pub words: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    version: String,
    category: Vec<Category>,
}

/// The dwell table.
#[derive(Debug, Clone)]
pub struct Categories {
    version: String,
    rows: Vec<Category>,
    by_word: FxHashMap<String, CategoryId>,
}

impl Categories {
    /// The table that the program carries.
    ///
    /// # Errors
    /// [`AssetError`] where the embedded file is not what it should be.
    pub fn builtin() -> Result<Self, AssetError> {
        Self::parse(include_str!("../../assets/categories.toml"))
    }

    fn parse(text: &str) -> Result<Self, AssetError> {
        let file: File = toml::from_str(text).map_err(|source| AssetError::Toml {
            asset: "categories.toml",
            source,
        })?;
        let mut by_word = FxHashMap::default();
        for (i, row) in file.category.iter().enumerate() {
            let id = CategoryId(u8::try_from(i).map_err(|_| AssetError::TooMany {
                asset: "categories.toml",
            })?);
            for word in std::iter::once(&row.key).chain(&row.words) {
                by_word.insert(fold(word), id);
            }
        }
        if file.category.first().is_none_or(|c| c.key != "other") {
            return Err(AssetError::Missing {
                asset: "categories.toml",
                what: "other",
            });
        }
        Ok(Self {
            version: file.version,
            rows: file.category,
            by_word,
        })
    }

    /// What unknown words and places that the register lacks mean.
    pub const OTHER: CategoryId = CategoryId(0);

    /// The table's version.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The row of a category.
    #[must_use]
    pub fn get(&self, id: CategoryId) -> &Category {
        &self.rows[usize::from(id.0)]
    }

    /// All rows, `other` first.
    #[must_use]
    pub fn rows(&self) -> &[Category] {
        &self.rows
    }

    /// The category that a register's word means, compared without case, diacritics and punctuation.
    #[must_use]
    pub fn find(&self, word: &str) -> Option<CategoryId> {
        self.by_word.get(&fold(word)).copied()
    }

    /// Sets the minutes of one category's dwell (a parameter of a run).
    ///
    /// Returns whether there is such a category.
    pub fn set_dwell(&mut self, key: &str, minutes: u32) -> bool {
        let row = self.rows.iter_mut().find(|c| c.key == key);
        row.map(|c| c.dwell = minutes).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_both_languages() {
        let table = Categories::builtin().unwrap();
        let key = |w: &str| table.find(w).map(|id| table.get(id).key.as_str());
        assert_eq!(key("Hiệu thuốc"), Some("pharmacy"));
        assert_eq!(key("SIEU THI"), Some("supermarket"));
        assert_eq!(key("Chợ Bình Tây"), None);
        assert_eq!(key("trung_tam_thuong_mai"), Some("mall"));
        assert_eq!(key("airport"), None);
        assert_eq!(key(""), None);
    }

    #[test]
    fn no_word_means_two_things() {
        let table = Categories::builtin().unwrap();
        for row in table.rows() {
            for word in std::iter::once(&row.key).chain(&row.words) {
                assert_eq!(
                    table.find(word).map(|id| &table.get(id).key),
                    Some(&row.key),
                    "{word}"
                );
            }
        }
    }
}
