//! The texts: one notice a kind, in two languages, with fields that only a date, a tier, a code, a number to call or the
//! authority's name can stand in.

use serde::{Deserialize, Serialize};

use super::segments::{composed, plain};
use crate::i18n::{Lang, fold};
use crate::model::time::{Seconds, VIETNAM};

/// What a notice is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A close contact, F1.
    Close,
    /// A contact of a contact, F2 and beyond.
    Indirect,
    /// Exposed at a public place, which is not named.
    Place,
    /// An order to be tested.
    Testing,
    /// An order to isolate.
    Isolation,
    /// The time of watching is over.
    Clear,
    /// An earlier notice no longer holds at its level.
    Correction,
}

impl Kind {
    /// All.
    pub const ALL: [Self; 7] = [
        Self::Close,
        Self::Indirect,
        Self::Place,
        Self::Testing,
        Self::Isolation,
        Self::Clear,
        Self::Correction,
    ];

    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Close => "close",
            Self::Indirect => "indirect",
            Self::Place => "place",
            Self::Testing => "testing",
            Self::Isolation => "isolation",
            Self::Clear => "clear",
            Self::Correction => "correction",
        }
    }

    /// The kind of a key.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.key() == key)
    }

    /// Whether it tells of a contact at a tier: a raised one is told anew, a lowered one is corrected.
    #[must_use]
    pub const fn is_of_tier(self) -> bool {
        matches!(self, Self::Close | Self::Indirect)
    }

    /// The tiers that it is for, unless others are chosen.
    #[must_use]
    pub const fn tiers(self) -> &'static [u8] {
        match self {
            Self::Close => &[1],
            Self::Indirect => &[2, 3, 4, 5],
            _ => &[1, 2, 3, 4, 5],
        }
    }

    /// The level in a Bluezone-shaped notice: 1 close, 2 indirect, 3 at a place, 0 others.
    #[must_use]
    pub const fn level(self) -> u8 {
        match self {
            Self::Close => 1,
            Self::Indirect => 2,
            Self::Place => 3,
            _ => 0,
        }
    }
}

/// What a person is told once: of a contact its tier, of others the kind.
#[must_use]
pub fn level_of(kind: Kind, tier: u8) -> String {
    if kind.is_of_tier() {
        format!("tier-{tier}")
    } else {
        kind.key().to_owned()
    }
}

/// A field of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Who sends it.
    Authority,
    /// Whom it is about: whoever reads it, or the child in their care.
    Subject,
    /// `F1` and so on.
    Tier,
    /// The day of the last exposure.
    Day,
    /// The last day of the time that it is about.
    Until,
    /// Whom to call.
    Hotline,
    /// What staff find the message by.
    Code,
}

/// All fields.
pub const FIELDS: [Field; 7] = [
    Field::Authority,
    Field::Subject,
    Field::Tier,
    Field::Day,
    Field::Until,
    Field::Hotline,
    Field::Code,
];

impl Field {
    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Authority => "authority",
            Self::Subject => "subject",
            Self::Tier => "tier",
            Self::Day => "day",
            Self::Until => "until",
            Self::Hotline => "hotline",
            Self::Code => "code",
        }
    }

    /// The name that stands in braces in a language.
    #[must_use]
    pub const fn name(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::En, field) => field.key(),
            (Lang::Vi, Self::Authority) => "nơi gửi",
            (Lang::Vi, Self::Subject) => "người nhận",
            (Lang::Vi, Self::Tier) => "bậc",
            (Lang::Vi, Self::Day) => "ngày phơi nhiễm",
            (Lang::Vi, Self::Until) => "ngày kết thúc",
            (Lang::Vi, Self::Hotline) => "đường dây nóng",
            (Lang::Vi, Self::Code) => "mã xác minh",
        }
    }

    /// The field of a name in either language, with or without diacritics.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let name = fold(name);
        let is = |f: &Self| Lang::ALL.iter().any(|l| fold(f.name(*l)) == name);
        FIELDS.into_iter().find(is)
    }
}

/// The texts of one language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NoticeText {
    /// The SMS, and the long text of a push message.
    pub sms: String,
    /// The title of a push message.
    pub title: String,
    /// The short text of a push message.
    pub text: String,
}

impl NoticeText {
    /// All texts.
    #[must_use]
    pub fn all(&self) -> [&str; 3] {
        [&self.sms, &self.title, &self.text]
    }
}

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// What it is for.
    pub kind: Kind,
    /// Grows with each change of its texts: what was sent in another version was another message.
    pub version: u32,
    /// Vietnamese.
    pub vi: NoticeText,
    /// English.
    pub en: NoticeText,
}

#[derive(Deserialize)]
struct Builtin {
    notice: Vec<Notice>,
}

impl Notice {
    /// The notice that comes with the program.
    ///
    /// # Panics
    /// Never: that all are there is tested.
    #[must_use]
    pub fn builtin(kind: Kind) -> Self {
        let all: Option<Builtin> = toml::from_str(include_str!("../../assets/notices.toml")).ok();
        let all = all.map(|a| a.notice).unwrap_or_default();
        all.into_iter()
            .find(|n| n.kind == kind)
            .unwrap_or_else(|| Self {
                kind,
                version: 1,
                vi: NoticeText::default(),
                en: NoticeText::default(),
            })
    }

    /// The texts of a language.
    #[must_use]
    pub const fn of(&self, lang: Lang) -> &NoticeText {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }

    /// The texts of a language, to be changed.
    pub const fn of_mut(&mut self, lang: Lang) -> &mut NoticeText {
        match lang {
            Lang::Vi => &mut self.vi,
            Lang::En => &mut self.en,
        }
    }
}

/// The language of an SMS; push messages carry both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
    /// Vietnamese, then English, in one message.
    Both,
}

impl Language {
    /// All.
    pub const ALL: [Self; 3] = [Self::Vi, Self::En, Self::Both];

    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
            Self::Both => "both",
        }
    }

    /// The language of a key.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.key() == key)
    }
}

/// What stands in the fields of one person's message. There is no field for a name, a number of a person, or a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Values {
    /// Who sends it, in Vietnamese and English.
    pub authority: [String; 2],
    /// Whether it is read by the guardian of whom it is about.
    pub guardian: bool,
    /// The tier; 0: none any more.
    pub tier: u8,
    /// The last exposure.
    pub day: Option<Seconds>,
    /// The end of the time that it is about.
    pub until: Option<Seconds>,
    /// Whom to call.
    pub hotline: String,
    /// What staff find the message by.
    pub code: String,
}

/// Whom a message is about, in words.
#[must_use]
pub const fn subject(lang: Lang, guardian: bool) -> &'static str {
    match (lang, guardian) {
        (Lang::Vi, false) => "anh/chị",
        (Lang::Vi, true) => "trẻ do anh/chị chăm sóc",
        (Lang::En, false) => "you",
        (Lang::En, true) => "the child in your care",
    }
}

impl Values {
    fn of(&self, field: Field, lang: Lang) -> String {
        let day = |at: Option<Seconds>| {
            at.map_or_else(String::new, |at| {
                VIETNAM.local(at).format("%d/%m/%Y").to_string()
            })
        };
        match field {
            Field::Authority => self.authority[usize::from(lang == Lang::En)].clone(),
            Field::Subject => subject(lang, self.guardian).to_owned(),
            Field::Tier => format!("F{}", self.tier),
            Field::Day => day(self.day),
            Field::Until => day(self.until),
            Field::Hotline => self.hotline.clone(),
            Field::Code => self.code.clone(),
        }
    }
}

/// A piece of a text: as it stands, or a field (`None`: in braces, and none that there is).
pub type Piece<'t> = Result<&'t str, Option<Field>>;

/// The pieces of a text.
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let open = rest.find('{').unwrap_or(rest.len());
        if open > 0 {
            let (plain, tail) = rest.split_at(open);
            rest = tail;
            return Some(Ok(plain));
        }
        let Some(close) = rest.find('}') else {
            rest = "";
            return Some(Err(None));
        };
        let name = &rest[1..close];
        rest = &rest[close + 1..];
        Some(Err(Field::parse(name.trim())))
    })
}

/// The fields of a text, in order, each once.
#[must_use]
pub fn fields(text: &str) -> Vec<Field> {
    let mut all: Vec<Field> = pieces(text).filter_map(|p| p.err().flatten()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// A text with its fields filled in, composed. Whom it is about begins a sentence with a capital.
#[must_use]
pub fn fill(text: &str, values: &Values, lang: Lang) -> String {
    let mut out = String::with_capacity(text.len() + 48);
    for piece in pieces(text) {
        match piece {
            Ok(plain) => out.push_str(plain),
            Err(Some(field)) => {
                let value = values.of(field, lang);
                let before = out.trim_end();
                let begins = before.is_empty() || before.ends_with(['.', ':', '!', '?', '\n']);
                if field == Field::Subject && begins {
                    out.push_str(&capital(&value));
                } else {
                    out.push_str(&value);
                }
            }
            Err(None) => {}
        }
    }
    composed(&out)
}

/// One person's message in all its forms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendered {
    /// The SMS.
    pub sms: String,
    /// Vietnamese texts of a push message: title, text, long text.
    pub vi: NoticeText,
    /// English ones.
    pub en: NoticeText,
}

impl Rendered {
    /// Fills a notice in; `unaccented`: the SMS without diacritics.
    #[must_use]
    pub fn new(notice: &Notice, values: &Values, language: Language, unaccented: bool) -> Self {
        let of = |lang: Lang| {
            let text = notice.of(lang);
            NoticeText {
                sms: fill(&text.sms, values, lang),
                title: fill(&text.title, values, lang),
                text: fill(&text.text, values, lang),
            }
        };
        let (vi, en) = (of(Lang::Vi), of(Lang::En));
        let sms = match language {
            Language::Vi => vi.sms.clone(),
            Language::En => en.sms.clone(),
            Language::Both => format!("{}\n{}", vi.sms, en.sms),
        };
        let sms = if unaccented { plain(&sms) } else { sms };
        Self { sms, vi, en }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values() -> Values {
        Values {
            authority: ["SYT Hà Nội".into(), "Hanoi Health Dept".into()],
            guardian: false,
            tier: 2,
            day: Some(1_629_079_200),
            until: Some(1_630_288_800),
            hotline: "19009095".into(),
            code: "K7Q-204".into(),
        }
    }

    #[test]
    fn every_kind_has_its_notice() {
        for kind in Kind::ALL {
            let notice = Notice::builtin(kind);
            assert!(!notice.vi.sms.is_empty(), "{kind:?}");
            let text = Rendered::new(&notice, &values(), Language::Vi, false);
            assert!(text.sms.contains("19009095") && text.sms.contains("K7Q-204"));
            assert!(!text.sms.contains('{') && !text.en.sms.contains('{'));
            assert!(text.vi.title.chars().count() <= 50, "{}", text.vi.title);
            assert!(text.vi.text.chars().count() <= 178, "{}", text.vi.text);
            assert!(text.en.title.chars().count() <= 50 && text.en.text.chars().count() <= 178);
        }
    }

    #[test]
    fn a_guardian_reads_of_the_child() {
        let notice = Notice::builtin(Kind::Close);
        let child = Values {
            guardian: true,
            ..values()
        };
        let text = Rendered::new(&notice, &child, Language::Both, false);
        assert!(text.sms.contains("SYT Hà Nội: Trẻ do anh/chị chăm sóc đã"));
        assert!(
            text.sms
                .contains("Hanoi Health Dept: The child in your care had")
        );
        assert!(text.sms.contains("ngày 16/08/2021"), "{}", text.sms);
    }

    #[test]
    fn what_is_in_braces() {
        let all: Vec<Piece<'_>> = pieces("a {tier} {x}{").collect();
        assert_eq!(
            all,
            [
                Ok("a "),
                Err(Some(Field::Tier)),
                Ok(" "),
                Err(None),
                Err(None)
            ]
        );
        assert_eq!(fields("{code} {tier} {code}"), [Field::Tier, Field::Code]);
        for field in FIELDS {
            for lang in Lang::ALL {
                assert_eq!(Field::parse(field.name(lang)), Some(field));
            }
        }
        assert_eq!(Field::parse("NGAY KET THUC"), Some(Field::Until));
    }
}
