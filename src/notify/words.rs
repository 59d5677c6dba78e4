//! What a notice must never say, and whether one says what it must: looked over before anybody approves it.
//!
//! A message is made of a text that is checked once, whoever it goes to, and of fields that hold a date, a tier, a code,
//! the number to call or the sender's name ([`super::Values`]): so what is said of one text holds for all its messages.

use rustc_hash::{FxHashSet, FxHasher};
use std::hash::Hasher as _;

use super::notice::{Field, Kind, Notice, fields, pieces};
use super::settings::{Settings, hotline};
use super::{FIELDS, Language, Rendered, Values, segments};
use crate::i18n::{Lang, Message, fold};
use crate::investigation::Run;

/// Most words of a name that are compared.
const LONGEST: usize = 8;
/// Fewest letters of a place's name of a single word.
const SHORTEST: usize = 4;
/// Digits in a row that may be somebody's number.
const DIGITS: usize = 6;
/// Parts of an SMS at which another form is proposed, and those that a gateway takes.
const PARTS: (u32, u32) = (2, 10);

/// Words that say how somebody is, folded.
const HEALTH: [&str; 34] = [
    "duong tinh",
    "am tinh",
    "benh nhan",
    "nguoi benh",
    "ca benh",
    "ca so",
    "nhiem benh",
    "nhiem covid",
    "nhiem virus",
    "nhiem ncov",
    "nhiem sars",
    "bi nhiem",
    "da nhiem",
    "mac covid",
    "mac ncov",
    "mac virus",
    "mac sars",
    "mac benh",
    "nghi mac",
    "nghi nhiem",
    "tu vong",
    "benh nen",
    "f0",
    "f 0",
    "bn",
    "positive",
    "negative",
    "patient",
    "infected",
    "diagnosed",
    "confirmed case",
    "deceased",
    "died",
    "hiv",
];

/// The names of an investigation, as hashes: of its people and of its places.
#[derive(Clone, Default)]
pub struct Guard {
    people: FxHashSet<u64>,
    places: FxHashSet<u64>,
}

impl std::fmt::Debug for Guard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Guard").finish_non_exhaustive()
    }
}

fn hash(words: &[&str]) -> u64 {
    let mut hasher = FxHasher::default();
    for word in words {
        hasher.write(word.as_bytes());
        hasher.write_u8(b' ');
    }
    hasher.finish()
}

/// First words of a place's name that say what kind of place it is, folded.
const CATEGORIES: [&str; 18] = [
    "cho",
    "sieu thi",
    "nha thuoc",
    "quan",
    "quan ca phe",
    "ca phe",
    "benh vien",
    "truong",
    "cua hang",
    "nha hang",
    "cong ty",
    "ngan hang",
    "trung tam",
    "chung cu",
    "khach san",
    "phong kham",
    "chua",
    "nha may",
];

/// A text as it is compared: in its plain form, without signs that nobody sees.
fn seen(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    text.nfkc()
        .filter(|c| !matches!(c, '\u{ad}' | '\u{34f}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'))
        .collect()
}

/// What a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A person.
    Person,
    /// A place.
    Place,
}

impl Guard {
    /// Knows the names of all people and places of a run; those of its cases by their last two words too.
    #[must_use]
    pub fn of(run: &Run) -> Self {
        let records = &run.records;
        let people = records.people.iter().map(|p| p.full_name.as_str());
        let places = records.places.rows().iter().map(|p| p.name.as_str());
        let name = |person: u32| records.people[person as usize].full_name.as_str();
        let cases = run.trace.index_cases.iter().map(|c| name(c.person));
        Self::knowing(people, places, cases)
    }

    /// Knows names.
    #[must_use]
    pub fn knowing<'n>(
        people: impl Iterator<Item = &'n str>,
        places: impl Iterator<Item = &'n str>,
        cases: impl Iterator<Item = &'n str>,
    ) -> Self {
        let mut guard = Self::default();
        let mut name = |set: bool, text: &str, single: bool| {
            let text = fold(&seen(text));
            let words: Vec<&str> = text.split(' ').filter(|w| !w.is_empty()).collect();
            let fits = match words[..] {
                [] => false,
                [one] => single && one.chars().count() >= SHORTEST,
                _ => true,
            };
            if fits {
                let hash = hash(&words[..words.len().min(LONGEST)]);
                if set {
                    guard.people.insert(hash);
                } else {
                    guard.places.insert(hash);
                }
            }
        };
        people.for_each(|p| name(true, p, false));
        for place in places {
            name(false, place, true);
            let folded = fold(&seen(place));
            let bare = CATEGORIES
                .iter()
                .filter_map(|c| folded.strip_prefix(c)?.strip_prefix(' '))
                .min_by_key(|rest| rest.len());
            if let Some(rest) = bare {
                name(false, rest, false);
            }
        }
        for case in cases {
            let words: Vec<&str> = case.split_whitespace().collect();
            if let [.., _, _, _] = words[..] {
                name(true, &words[words.len() - 2..].join(" "), false);
            }
        }
        // What the program's own texts say is nobody's name.
        for kind in Kind::ALL {
            let notice = Notice::builtin(kind);
            for text in notice.vi.all().into_iter().chain(notice.en.all()) {
                for part in literals(text) {
                    guard.runs(&part, |guard, hash| {
                        guard.people.remove(&hash);
                        guard.places.remove(&hash);
                    });
                }
            }
        }
        guard
    }

    fn runs(&mut self, text: &str, mut each: impl FnMut(&mut Self, u64)) {
        let text = fold(&seen(text));
        let words: Vec<&str> = text.split(' ').collect();
        for from in 0..words.len() {
            for to in from + 1..=words.len().min(from + LONGEST) {
                each(self, hash(&words[from..to]));
            }
        }
    }

    /// Whether a text names somebody in three words or more.
    fn names_in_full(&self, text: &str) -> bool {
        let text = fold(&seen(text));
        let words: Vec<&str> = text.split(' ').collect();
        let mut runs = (0..words.len()).flat_map(|from| {
            (from + 3..=words.len().min(from + LONGEST)).map(move |to| (from, to))
        });
        runs.any(|(from, to)| self.people.contains(&hash(&words[from..to])))
    }

    /// What a text names, if it names anybody or anything.
    #[must_use]
    pub fn named(&self, text: &str) -> Option<Named> {
        let text = fold(&seen(text));
        let words: Vec<&str> = text.split(' ').collect();
        let runs = (0..words.len()).flat_map(|from| {
            (from + 1..=words.len().min(from + LONGEST)).map(move |to| (from, to))
        });
        let mut found = None;
        for (from, to) in runs {
            let hash = hash(&words[from..to]);
            if self.people.contains(&hash) {
                return Some(Named::Person);
            }
            if self.places.contains(&hash) {
                found = Some(Named::Place);
            }
        }
        found
    }
}

/// A text with a mark where a field stands: what is said around a field is not said in one breath.
fn literals(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for piece in pieces(text) {
        match (piece, parts.last_mut()) {
            (Ok(plain), Some(last)) => last.push_str(plain),
            _ => parts.push(String::new()),
        }
    }
    parts
}

/// Whether a text holds what may be a number of a person: six or more digits with no letter between them, however they are
/// parted.
#[must_use]
pub fn has_number(text: &str) -> bool {
    let text = seen(text).to_lowercase().replace("covid-19", " covid ");
    let mut run = 0;
    for c in text.chars() {
        if c.is_numeric() {
            run += 1;
        } else if c.is_alphabetic() {
            run = 0;
        }
        if run >= DIGITS {
            return true;
        }
    }
    false
}

/// Whether a text says how somebody is.
#[must_use]
pub fn says_health(text: &str) -> bool {
    let text = fold(&seen(text));
    let words: Vec<&str> = text.split(' ').collect();
    let number_of_case = |w: &&str| {
        w.strip_prefix("bn")
            .or_else(|| w.strip_prefix("f0"))
            .is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()))
    };
    HEALTH.iter().any(|health| {
        let sought: Vec<&str> = health.split(' ').collect();
        words.windows(sought.len()).any(|w| w == sought)
    }) || words.iter().any(number_of_case)
}

/// How a check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// As it should be.
    Fine,
    /// To be thought about.
    Warn,
    /// Not to be approved like this.
    Block,
}

/// One check of a notice.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// How it came out.
    pub outcome: Outcome,
    /// What was checked, or what is wrong.
    pub message: Message,
}

impl Check {
    fn new(fine: bool, key: &str) -> Self {
        let outcome = if fine { Outcome::Fine } else { Outcome::Block };
        let ending = if fine { "" } else { "-not" };
        Self {
            outcome,
            message: Message::new(format!("check-{key}{ending}")),
        }
    }
}

/// Whether nothing stands against approval.
#[must_use]
pub fn may_go(checks: &[Check]) -> bool {
    checks.iter().all(|c| c.outcome != Outcome::Block)
}

/// The fields that a kind has something for.
#[must_use]
pub fn fields_of(kind: Kind) -> Vec<Field> {
    let lacks: &[Field] = match kind {
        Kind::Close | Kind::Indirect => &[],
        Kind::Correction => &[Field::Tier, Field::Day, Field::Until],
        Kind::Clear | Kind::Testing | Kind::Isolation => &[Field::Tier, Field::Day],
        Kind::Place => &[Field::Tier],
    };
    FIELDS.into_iter().filter(|f| !lacks.contains(f)).collect()
}

/// Looks a notice over. `days`: the length of quarantine under the rules in force.
#[must_use]
pub fn check(
    notice: &Notice,
    settings: &Settings,
    guard: &Guard,
    language: Language,
    unaccented: bool,
    days: u32,
) -> Vec<Check> {
    let texts: Vec<&str> = notice.vi.all().into_iter().chain(notice.en.all()).collect();
    let senders = [
        settings.authority_vi.as_str(),
        &settings.authority_en,
        &settings.sender,
    ];
    let literal: Vec<String> = texts.iter().flat_map(|t| literals(t)).collect();
    let any = |f: &dyn Fn(&str) -> bool| literal.iter().any(|t| f(t));
    // A district's name is also somebody's of two words: of a sender three in a row are looked at.
    let person = any(&|t| guard.named(t) == Some(Named::Person))
        || senders.iter().any(|s| guard.names_in_full(s));
    let place = any(&|t| guard.named(t) == Some(Named::Place));
    let number = any(&has_number)
        || texts.iter().any(|t| digits_touch(t))
        || senders.iter().any(|s| has_number(s));
    let health = any(&says_health) || senders.iter().any(|s| says_health(s));
    let mut out = vec![
        Check::new(!person, "person"),
        Check::new(!place, "place"),
        Check::new(!number, "number"),
        Check::new(!health, "health"),
    ];
    let bodies = [
        &notice.vi.sms,
        &notice.en.sms,
        &notice.vi.text,
        &notice.en.text,
    ];
    let has = |field: Field| bodies.iter().all(|t| fields(t).contains(&field));
    out.push(Check::new(
        has(Field::Hotline) && hotline(&settings.hotline),
        "hotline",
    ));
    out.push(Check::new(has(Field::Code), "code"));
    let known = fields_of(notice.kind);
    let unknown = texts
        .iter()
        .flat_map(|t| pieces(t))
        .any(|p| p.is_err_and(|f| f.is_none_or(|f| !known.contains(&f))));
    out.push(Check::new(!unknown, "fields"));
    let same = notice
        .vi
        .all()
        .iter()
        .zip(notice.en.all())
        .all(|(vi, en)| fields(vi) == fields(en));
    out.push(Check::new(same, "languages"));
    let sent = senders[..2].iter().all(|s| !s.trim().is_empty());
    if !sent {
        out.push(Check::new(false, "authority"));
    }
    if texts.iter().any(|t| t.trim().is_empty()) {
        out.push(Check::new(false, "empty"));
    }
    if notice.kind.is_of_tier() && fields(&notice.vi.sms).contains(&Field::Until) {
        let mut until = Check::new(days > 0, "until");
        until.message = until.message.with("days", days);
        out.push(until);
    }
    out.push(length(notice, settings, language, unaccented));
    out
}

/// Whether a digit stands right before or behind a field: two harmless numbers would make one.
fn digits_touch(text: &str) -> bool {
    let mut before = None;
    let mut field = false;
    for piece in pieces(text) {
        match piece {
            Ok(plain) => {
                let trimmed = plain.trim_matches([' ', '.', '-']);
                if field
                    && plain
                        .trim_start_matches([' ', '.', '-'])
                        .starts_with(char::is_numeric)
                {
                    return true;
                }
                before = trimmed.chars().next_back();
                field = false;
            }
            Err(_) => {
                if before.is_some_and(char::is_numeric) || field {
                    return true;
                }
                field = true;
                before = None;
            }
        }
    }
    false
}

/// What a message is like whose fields are as long as they get.
#[must_use]
pub fn longest(
    notice: &Notice,
    settings: &Settings,
    language: Language,
    unaccented: bool,
    guardian: bool,
) -> Rendered {
    let values = Values {
        guardian,
        ..sample(settings)
    };
    Rendered::new(notice, &values, language, unaccented)
}

/// Values as long as they get.
#[must_use]
pub fn sample(settings: &Settings) -> Values {
    Values {
        authority: [settings.authority_vi.clone(), settings.authority_en.clone()],
        guardian: false,
        tier: 1,
        day: Some(0),
        until: Some(0),
        hotline: settings.hotline.clone(),
        code: "K7Q-204".into(),
    }
}

fn length(notice: &Notice, settings: &Settings, language: Language, unaccented: bool) -> Check {
    // A message to a guardian is the longer one.
    let size = segments::measure(&longest(notice, settings, language, unaccented, true).sms);
    let (outcome, key) = if size.parts > PARTS.1 {
        (Outcome::Block, "check-length-not")
    } else if size.parts > PARTS.0 && !unaccented {
        (Outcome::Warn, "check-length-warn")
    } else {
        (Outcome::Fine, "check-length")
    };
    Check {
        outcome,
        message: Message::new(key).with("parts", size.parts),
    }
}

/// The texts of a language that differ in their fields from the other's, for a hint at the right field.
#[must_use]
pub fn lacking(notice: &Notice, lang: Lang) -> Vec<Field> {
    let (own, other) = match lang {
        Lang::Vi => (&notice.vi, &notice.en),
        Lang::En => (&notice.en, &notice.vi),
    };
    let own = fields(&own.sms);
    fields(&other.sms)
        .into_iter()
        .filter(|f| !own.contains(f))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn settings() -> Settings {
        Settings {
            authority_vi: "SYT Hà Nội".into(),
            authority_en: "Hanoi Health Dept".into(),
            hotline: "1900 9095".into(),
            ..Settings::default()
        }
    }

    const PEOPLE: [&str; 3] = ["Trần Thị Minh Châu", "Lê An", "Đinh Thị Lan Phương"];
    const PLACES: [&str; 3] = ["Chợ Khương Đình", "Vincom", "Siêu thị Big C Thăng Long"];

    fn guard() -> Guard {
        Guard::knowing(
            PEOPLE.into_iter(),
            PLACES.into_iter(),
            PEOPLE[..1].iter().copied(),
        )
    }

    fn looked_over(notice: &Notice) -> Vec<Check> {
        check(notice, &settings(), &guard(), Language::Vi, false, 14)
    }

    #[test]
    fn the_programs_own_pass() {
        for kind in Kind::ALL {
            let checks = looked_over(&Notice::builtin(kind));
            let blocked: Vec<_> = checks
                .iter()
                .filter(|c| c.outcome == Outcome::Block)
                .collect();
            assert!(blocked.is_empty(), "{kind:?} {blocked:?}");
        }
    }

    #[test]
    fn what_is_wrong_is_found() {
        let blocked = |change: &dyn Fn(&mut Notice)| -> Vec<String> {
            let mut notice = Notice::builtin(Kind::Close);
            change(&mut notice);
            let checks = looked_over(&notice).into_iter();
            checks
                .filter(|c| c.outcome == Outcome::Block)
                .map(|c| c.message.key)
                .collect()
        };
        let with = |extra: &str| {
            let extra = extra.to_owned();
            blocked(&move |n: &mut Notice| n.vi.sms.push_str(&extra))
        };
        assert_eq!(with(" Hỏi tran thi minh chau."), ["check-person-not"]);
        assert_eq!(with(" Ai đến CHỢ KHƯƠNG ĐÌNH?"), ["check-place-not"]);
        assert_eq!(with(" Ai đến vincom?"), ["check-place-not"]);
        assert_eq!(with(" Số 001094012412."), ["check-number-not"]);
        assert_eq!(with(" Số 0010-9401 2412."), ["check-number-not"]);
        assert_eq!(with(" BN1234 dương tính."), ["check-health-not"]);
        assert_eq!(with(" Người đó đã duong tinh."), ["check-health-not"]);
        assert_eq!(
            with(" Có Minh Châu ở đó."),
            ["check-person-not"],
            "a case by two words"
        );
        assert_eq!(
            with(" Ai đến Khương Đình?"),
            ["check-place-not"],
            "without what kind of place"
        );
        assert_eq!(
            with(" Vin\u{200b}com"),
            ["check-place-not"],
            "with signs nobody sees"
        );
        for number in [
            "001/094/012/412",
            "001\n094\n012",
            "０９１２３４５６",
            "(0912) 345_678",
        ] {
            assert_eq!(
                with(&format!(" Số {number}.")),
                ["check-number-not"],
                "{number}"
            );
        }
        for health in [
            "nhiễm COVID-19",
            "nhiễm virus",
            "mắc nCoV",
            "F-0",
            "F 0",
            "ca số 17",
        ] {
            assert_eq!(
                with(&format!(" Người đó {health}.")),
                ["check-health-not"],
                "{health}"
            );
        }
        assert_eq!(with(" {name}"), ["check-fields-not"]);
        assert_eq!(with(" {"), ["check-fields-not"]);
        assert_eq!(with(" 001{hotline}"), ["check-number-not"]);
        assert_eq!(
            blocked(&|n| n.en.sms = n.en.sms.replace("{hotline}", "us")),
            ["check-hotline-not", "check-languages-not"]
        );
        assert_eq!(
            blocked(&|n| n.vi.text = n.vi.text.replace(" Mã {mã xác minh}.", "")),
            ["check-code-not", "check-languages-not"]
        );
        assert_eq!(
            blocked(&|n| n.vi.sms.push_str(&" Đề nghị ở nhà.".repeat(60))),
            ["check-length-not"]
        );
    }

    #[test]
    fn the_sender_is_looked_over_too() {
        for name in [
            "001094012412",
            "TYT, BS Đinh Thị Lan Phương",
            "Bệnh nhân 12",
        ] {
            let bad = Settings {
                authority_vi: name.into(),
                ..settings()
            };
            let notice = Notice::builtin(Kind::Close);
            let checks = check(&notice, &bad, &guard(), Language::Vi, false, 14);
            assert!(!may_go(&checks), "{name}");
        }
    }

    /// A text of harmless words, fields, names, numbers and words of health, in any order.
    fn texts() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            4 => prop::sample::select(vec!["Đề nghị ở nhà", "gọi", "ngày", ".", ",", " ", "-", "\n", "mã", "stay", "home"]).prop_map(str::to_owned),
            3 => prop::sample::select(FIELDS.to_vec()).prop_map(|f| format!("{{{}}}", f.key())),
            1 => prop::sample::select([PEOPLE, PLACES].concat()).prop_map(str::to_owned),
            1 => prop::sample::select([PEOPLE, PLACES].concat()).prop_map(crate::i18n::bare_upper),
            1 => "[0-9]{1,12}",
            1 => "[0-9]{3} [0-9]{3}[-. ][0-9]{3}",
            1 => prop::sample::select(HEALTH.to_vec()).prop_map(str::to_owned),
            1 => "\\PC{0,6}",
        ];
        prop::collection::vec(piece, 0..14).prop_map(|p| p.join(" "))
    }

    /// Digits of a text without those of the fields that may hold some.
    fn without_fields(text: &str, values: &Values) -> String {
        let mut text = text
            .replace(&values.code, "|")
            .replace(&values.hotline, "|");
        for at in [values.day, values.until].into_iter().flatten() {
            let day = crate::model::time::VIETNAM.local(at).format("%d/%m/%Y");
            text = text.replace(&day.to_string(), "|");
        }
        text
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]
        /// The words: whatever a text holds that passes, and whatever its fields are filled with, no message has an
        /// ID number, the name of a person or a place, or how somebody is.
        #[test]
        fn no_message_says_what_it_must_not(
            kind in prop::sample::select(Kind::ALL.to_vec()),
            own in prop::array::uniform6(prop::option::weighted(0.6, texts())),
            tier in 1..=5_u8,
            day in 0..4_000_000_000_i64,
            until in 0..4_000_000_000_i64,
            number in "[0-9a-f]{32}",
            guardian: bool,
            unaccented: bool,
        ) {
            let mut notice = Notice::builtin(kind);
            {
                let Notice { vi, en, .. } = &mut notice;
                let all = [&mut vi.sms, &mut vi.title, &mut vi.text, &mut en.sms, &mut en.title, &mut en.text];
                for (text, new) in all.into_iter().zip(own) {
                    if let Some(new) = new {
                        // Half of them keep what has to be there.
                        *text = format!("{new} {text}");
                    }
                }
            }
            let (settings, guard) = (settings(), guard());
            let checks = check(&notice, &settings, &guard, Language::Both, unaccented, 14);
            if may_go(&checks) {
                let values = Values {
                    authority: [settings.authority_vi.clone(), settings.authority_en.clone()],
                    guardian,
                    tier,
                    day: Some(day),
                    until: Some(until),
                    hotline: settings.hotline.clone(),
                    code: super::super::code(&number, 0),
                };
                let message = Rendered::new(&notice, &values, Language::Both, unaccented);
                let texts = [&message.sms, &message.vi.title, &message.vi.text, &message.en.title, &message.en.text];
                for text in texts {
                    let folded = format!(" {} ", fold(text));
                    for name in PEOPLE.iter().chain(&PLACES) {
                        prop_assert!(!folded.contains(&format!(" {} ", fold(name))), "{text}");
                    }
                    for word in ["duong tinh", "benh nhan", "f0", "positive", "infected"] {
                        prop_assert!(!folded.contains(&format!(" {word} ")), "{text}");
                    }
                    prop_assert!(!has_number(&without_fields(text, &values)), "{text}");
                    let nine = text.chars().filter(char::is_ascii_digit).count();
                    prop_assert!(nine < 200);
                }
            }
        }
    }
}
