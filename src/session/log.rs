//! The log in words, and as a table for others.

use std::path::Path;

use chrono::DateTime;

use crate::i18n::{Lang, Message, Texts};
use crate::job::Cancel;
use crate::model::time::{Seconds, VIETNAM};
use crate::report::{Cell, ReportError, Sheet};
use crate::store::Action;
use crate::store::audit::{Deed, Entry, Head, Verdict};

/// What checking the log came to, in words; `anchored`: against a printed head.
///
/// On record it stands as [`deed`].
#[must_use]
pub fn words(verdict: &Verdict, anchored: bool) -> Message {
    let whole = if anchored {
        "log-whole-anchored"
    } else {
        "log-whole"
    };
    match *verdict {
        Verdict::Whole(head) => Message::new(whole)
            .with("entries", head.seq)
            .with("head", head.to_string()),
        Verdict::Broken(at) => Message::new("log-broken").with("at", at),
        Verdict::Cut { found, printed } => Message::new("log-cut")
            .with("found", found)
            .with("printed", printed),
        Verdict::Other(at) => Message::new("log-other").with("at", at),
    }
}

/// That the log was checked, and what that came to.
#[must_use]
pub fn deed(verdict: &Verdict, anchored: bool) -> Deed {
    let anchor = if anchored { "anchored" } else { "unanchored" };
    Deed::new(Action::Verify).saying(match verdict {
        Verdict::Whole(head) => format!("whole {head}, {anchor}"),
        Verdict::Broken(at) => format!("broken {at}, {anchor}"),
        Verdict::Cut { found, printed } => format!("cut {found}/{printed}, {anchor}"),
        Verdict::Other(at) => format!("other {at}, {anchor}"),
    })
}

/// A text for a stable key where there is one, else what stands there: reasons and details are either.
fn word(texts: &Texts, prefix: &str, text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let key = if prefix.is_empty() {
        text.to_owned()
    } else {
        format!("{prefix}-{text}")
    };
    let said = texts.say(&Message::new(key.clone()));
    if said == key { text.to_owned() } else { said }
}

/// Details are pairs of a key and a value, or stable keys, or what stands there.
fn detail(texts: &Texts, text: &str) -> String {
    let part = |part: &str| match part.split_once(' ') {
        Some((key, rest)) => {
            let said = word(texts, "detail", key);
            format!("{} {rest}", if said == key { key } else { &said })
        }
        None => word(texts, "", part),
    };
    let parts: Vec<String> = text.split(", ").map(part).collect();
    parts.join(", ")
}

/// An entry's fields in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worded {
    /// What.
    pub action: String,
    /// Who.
    pub who: String,
    /// In which role.
    pub role: String,
    /// To whom or what.
    pub object: String,
    /// Why.
    pub reason: String,
    /// More.
    pub detail: String,
}

/// Puts an entry in words.
#[must_use]
pub fn worded(entry: &Entry, texts: &Texts) -> Worded {
    let who = if entry.name.is_empty() || entry.name == entry.account {
        entry.account.clone()
    } else {
        format!("{} ({})", entry.name, entry.account)
    };
    Worded {
        action: word(texts, "action", &entry.action),
        who,
        role: word(texts, "role", &entry.role),
        object: word(texts, "action", &entry.object),
        reason: word(texts, "", &entry.reason),
        detail: detail(texts, &entry.detail),
    }
}

/// When it was, in seconds.
#[must_use]
pub const fn at(entry: &Entry) -> Seconds {
    entry.at.div_euclid(1_000)
}

/// An instant of the log with its milliseconds and the zone's offset.
#[must_use]
pub fn stamp(entry: &Entry) -> String {
    let local = DateTime::from_timestamp_millis(entry.at + i64::from(VIETNAM.0) * 1_000);
    local.map_or_else(String::new, |at| {
        at.format("%Y-%m-%dT%H:%M:%S%.3f+07:00").to_string()
    })
}

/// Writes the log as a table; each row with its hash, and the head beside them. Returns how many rows.
///
/// # Errors
/// [`ReportError`].
pub fn write(entries: &[Entry], head: Head, lang: Lang, path: &Path) -> Result<usize, ReportError> {
    let texts = Texts::new(lang);
    let columns = [
        "log-seq",
        "log-at",
        "log-who",
        "log-role",
        "log-action",
        "log-object",
        "log-reason",
        "log-detail",
        "log-run",
        "log-hash",
    ];
    let text = |text: String| {
        if text.is_empty() {
            Cell::Empty
        } else {
            Cell::Text(text)
        }
    };
    let sheet = Sheet {
        name: texts.get("view-log"),
        header: columns.iter().map(|c| texts.get(c)).collect(),
        rows: entries.len(),
        row: Box::new(|n| {
            let entry = &entries[n];
            let words = worded(entry, &texts);
            vec![
                Cell::Number(entry.seq as f64, 0),
                text(stamp(entry)),
                text(words.who),
                text(words.role),
                text(words.action),
                text(words.object),
                text(words.reason),
                text(words.detail),
                if entry.run == 0 {
                    Cell::Empty
                } else {
                    Cell::Number(f64::from(entry.run), 0)
                },
                text(entry.digits()),
            ]
        }),
        about: (
            texts.get("export-about"),
            vec![(texts.get("log-head"), head.to_string())],
        ),
        zone: VIETNAM,
    };
    let workbook = path
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("xlsx"));
    if workbook {
        sheet.write_xlsx(path, &Cancel::new())?;
    } else {
        sheet.write_csv(path, &Cancel::new())?;
    }
    Ok(sheet.rows)
}
