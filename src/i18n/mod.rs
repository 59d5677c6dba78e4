//! Vietnamese and English: texts as Fluent files in assets, numbers and dates as each language writes them.
//!
//! Rooms below the doors say what happened as a [`Message`] (a key and its values); a door puts it in words
//! with [`Texts::say`]. No sentence for a user stands anywhere but in `assets/i18n/`.

mod fold;

use std::borrow::Cow;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use intl_memoizer::concurrent::IntlLangMemoizer;
use serde::{Deserialize, Serialize};

pub use fold::{bare_upper, fold};

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

impl Lang {
    /// Both, the first language first.
    pub const ALL: [Self; 2] = [Self::Vi, Self::En];

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// The language of a code or a system locale, as in `vi`, `vi-VN`, `en_US.UTF-8`.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_', '.', '@']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|l| l.code().eq_ignore_ascii_case(primary))
    }

    /// The system's language: Vietnamese where it is Vietnamese, English where it is anything else that is known,
    /// Vietnamese where the system names none (the users' first language).
    #[must_use]
    pub fn system() -> Self {
        match sys_locale::get_locale() {
            Some(tag) if Self::parse(&tag) == Some(Self::Vi) => Self::Vi,
            Some(tag) if !matches!(tag.as_str(), "C" | "POSIX" | "C.UTF-8" | "") => Self::En,
            _ => Self::Vi,
        }
    }

    const fn source(self) -> &'static str {
        match self {
            Self::Vi => include_str!("../../assets/i18n/vi.ftl"),
            Self::En => include_str!("../../assets/i18n/en.ftl"),
        }
    }
}

/// A value inside a text.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub enum Value {
    /// As it is.
    Text(String),
    /// A count: grouped as the language does, and it decides plurals.
    Count(u64),
    /// Another message, said in the same language.
    Said(Message),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Value {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<u32> for Value {
    fn from(count: u32) -> Self {
        Self::Count(count.into())
    }
}

impl From<usize> for Value {
    fn from(count: usize) -> Self {
        Self::Count(count as u64)
    }
}

impl From<Message> for Value {
    fn from(message: Message) -> Self {
        Self::Said(message)
    }
}

/// Something to say to a user, not yet in words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Message {
    /// The text's key in the Fluent files.
    pub key: String,
    /// Its values by name.
    pub args: Vec<(Cow<'static, str>, Value)>,
}

impl Message {
    /// A text without values.
    #[must_use]
    pub fn new(key: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            args: Vec::new(),
        }
    }

    /// Adds a value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.args.push((Cow::Borrowed(name), value.into()));
        self
    }
}

/// An error that can be said to a user in either language.
pub trait Speak {
    /// What happened, with file, row and field where there is one, and without personal data.
    fn speak(&self) -> Message;
}

/// The texts of one language.
pub struct Texts {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Texts")
            .field("lang", &self.lang)
            .finish_non_exhaustive()
    }
}

impl Texts {
    /// The texts of a language. What a broken file says is kept; a test proves that none is broken.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        let resource = FluentResource::try_new(lang.source().to_owned())
            .unwrap_or_else(|(partial, _)| partial);
        let locale: unic_langid::LanguageIdentifier = lang.code().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match lang {
            Lang::Vi => format_vi,
            Lang::En => format_en,
        }));
        bundle.add_resource_overriding(resource);
        Self { lang, bundle }
    }

    /// The language.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// Whether there is a text of that key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// The text of a key without values.
    #[must_use]
    pub fn get(&self, key: &str) -> String {
        self.say(&Message::new(key))
    }

    /// A message in words; where no text has its key, the key itself.
    #[must_use]
    pub fn say(&self, message: &Message) -> String {
        let Some(pattern) = self
            .bundle
            .get_message(&message.key)
            .and_then(|m| m.value())
        else {
            return message.key.clone();
        };
        let mut args = FluentArgs::new();
        for (name, value) in &message.args {
            match value {
                Value::Text(text) => args.set(name.as_ref(), text.as_str()),
                Value::Count(count) => args.set(name.as_ref(), *count as f64),
                Value::Said(inner) => args.set(name.as_ref(), self.say(inner)),
            }
        }
        self.bundle
            .format_pattern(pattern, Some(&args), &mut Vec::new())
            .into_owned()
    }

    /// A count with the language's grouping: `1.763.711` or `1,763,711`.
    #[must_use]
    pub fn count(&self, count: u64) -> String {
        grouped(count, self.group())
    }

    /// A number with the language's decimal sign: `0,71` or `0.71`.
    #[must_use]
    pub fn decimal(&self, number: f64, places: usize) -> String {
        let text = format!("{number:.places$}");
        match self.lang {
            Lang::Vi => text.replace('.', ","),
            Lang::En => text,
        }
    }

    /// A date and time, 24-hour clock, local: `16/08/2021 08:02`, with seconds where they are not zero.
    #[must_use]
    pub fn instant(&self, at: i64, zone: crate::model::time::Zone) -> String {
        let local = zone.local(at);
        let form = if at.rem_euclid(60) == 0 {
            "%d/%m/%Y %H:%M"
        } else {
            "%d/%m/%Y %H:%M:%S"
        };
        local.format(form).to_string()
    }

    const fn group(&self) -> char {
        match self.lang {
            Lang::Vi => '.',
            Lang::En => ',',
        }
    }
}

fn grouped(count: u64, sign: char) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(sign);
        }
        out.push(digit);
    }
    out
}

fn number(value: &FluentValue, sign: char) -> Option<String> {
    match value {
        FluentValue::Number(FluentNumber { value, .. })
            if *value >= 0.0 && value.fract() == 0.0 =>
        {
            Some(grouped(*value as u64, sign))
        }
        _ => None,
    }
}

fn format_vi(value: &FluentValue, _: &IntlLangMemoizer) -> Option<String> {
    number(value, '.')
}

fn format_en(value: &FluentValue, _: &IntlLangMemoizer) -> Option<String> {
    number(value, ',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_files_are_whole_and_say_the_same_things() {
        let keys = |lang: Lang| {
            let resource = FluentResource::try_new(lang.source().to_owned())
                .map_err(|(_, e)| e)
                .unwrap();
            let mut keys: Vec<String> = resource
                .entries()
                .filter_map(|e| match e {
                    fluent_syntax::ast::Entry::Message(m) => Some(m.id.name.to_owned()),
                    _ => None,
                })
                .collect();
            keys.sort();
            assert!(
                keys.windows(2).all(|w| w[0] != w[1]),
                "{lang:?}: a key stands twice"
            );
            keys
        };
        assert_eq!(keys(Lang::Vi), keys(Lang::En));
    }

    #[test]
    fn numbers() {
        assert_eq!(Texts::new(Lang::Vi).count(1_763_711), "1.763.711");
        assert_eq!(Texts::new(Lang::En).count(1_763_711), "1,763,711");
        assert_eq!(Texts::new(Lang::En).count(12), "12");
        assert_eq!(Texts::new(Lang::Vi).decimal(0.714, 2), "0,71");
    }

    #[test]
    fn locales() {
        assert_eq!(Lang::parse("vi-VN"), Some(Lang::Vi));
        assert_eq!(Lang::parse("en_US.UTF-8"), Some(Lang::En));
        assert_eq!(Lang::parse("fr"), None);
    }
}
