//! The word lists of assets/synth/names.txt.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::chance::{Weights, fraction};
use super::error::SynthError;
use crate::i18n::bare_upper;

/// One list; words are chosen by a hash, so that an index stands for a name.
#[derive(Debug, Default)]
pub(super) struct List {
    words: Vec<String>,
    /// Upper case without diacritics, as the unified QR spells names.
    plain: Vec<String>,
    weights: Weights,
}

impl List {
    pub(super) fn index(&self, hash: u64) -> usize {
        self.weights.at(fraction(hash))
    }

    pub(super) fn word(&self, index: usize) -> &str {
        self.words.get(index).map_or("", String::as_str)
    }

    pub(super) fn plain(&self, index: usize) -> &str {
        self.plain.get(index).map_or("", String::as_str)
    }

    pub(super) fn pick(&self, hash: u64) -> &str {
        self.word(self.index(hash))
    }

    #[cfg(test)]
    pub(super) const fn len(&self) -> usize {
        self.words.len()
    }
}

/// All lists.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) surnames: List,
    pub(super) middle_men: List,
    pub(super) given_men: List,
    pub(super) middle_women: List,
    pub(super) given_women: List,
    pub(super) streets: List,
    pub(super) ward_first: List,
    pub(super) ward_second: List,
    pub(super) place_first: List,
    pub(super) place_second: List,
    pub(super) symptoms: List,
}

impl Words {
    /// Reads the embedded lists.
    pub(super) fn load() -> Result<Self, SynthError> {
        let mut lists = parse(include_str!("../../assets/synth/names.txt"));
        let mut take = |name| {
            lists.remove(name).ok_or(SynthError::Asset {
                asset: "names.txt",
                fault: "a list lacks",
            })
        };
        Ok(Self {
            surnames: take("surnames")?,
            middle_men: take("middle_men")?,
            given_men: take("given_men")?,
            middle_women: take("middle_women")?,
            given_women: take("given_women")?,
            streets: take("streets")?,
            ward_first: take("ward_first")?,
            ward_second: take("ward_second")?,
            place_first: take("place_first")?,
            place_second: take("place_second")?,
            symptoms: take("symptoms")?,
        })
    }
}

fn parse(text: &str) -> BTreeMap<&str, List> {
    let mut raw: BTreeMap<&str, Vec<(&str, f64)>> = BTreeMap::new();
    let mut name = "";
    for line in text
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with('#'))
    {
        if let Some(title) = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            name = title;
            continue;
        }
        let words = line
            .split(',')
            .map(str::trim)
            .filter(|word| !word.is_empty())
            .map(|entry| {
                let (word, weight) = entry.split_once('*').unwrap_or((entry, "1"));
                (word.trim(), weight.trim().parse().unwrap_or(1.0))
            });
        raw.entry(name).or_default().extend(words);
    }
    raw.into_iter()
        .filter(|(_, words)| !words.is_empty())
        .map(|(name, words)| (name, list(&words)))
        .collect()
}

fn list(words: &[(&str, f64)]) -> List {
    List {
        words: words.iter().map(|(word, _)| word.nfc().collect()).collect(),
        plain: words.iter().map(|(word, _)| bare_upper(word)).collect(),
        weights: Weights::new(words.iter().map(|(_, weight)| *weight)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_there_and_fold() {
        let words = Words::load().unwrap();
        assert!(
            words.surnames.len() > 30 && words.given_women.len() > 30 && words.streets.len() > 20
        );
        let n = 30_000;
        let nguyen = (0..n)
            .filter(|&i| words.surnames.pick(crate::synth::chance::hash(1, 2, i)) == "Nguyễn")
            .count();
        assert!(
            (0.28..0.38).contains(&(nguyen as f64 / n as f64)),
            "{nguyen}"
        );
    }
}
