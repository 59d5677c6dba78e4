//! Look-ups: somebody asks, by SMS or through a public-service portal, what is on record of themselves.
//!
//! A question is answered only to the phone that the register has for that very person, and every kind of miss reads the
//! same. An answer says whether the person is registered, when they declared last and what instruction is in force: the
//! number of a message, never a tier, a source or a place.

use super::Settings;
use crate::i18n::fold;
use crate::ingest::Role;
use crate::ingest::phone::mobile;
use crate::model::PersonIx;
use crate::model::time::{Seconds, VIETNAM};
use crate::registry::Records;

/// What whoever asks in vain reads, whatever the reason.
pub const MISS: &str =
    "Số điện thoại hoặc công dân không tồn tại. Phone number or citizen does not exist.";
/// What whoever wants no more messages reads.
pub const OPTED_OUT: &str = "Đã ghi nhận: không gửi tin nhắn nữa. No more messages will be sent.";

/// What an inbound message asks for.
#[derive(Clone, PartialEq, Eq)]
pub enum Asked {
    /// The record of whoever has this number.
    Record(String),
    /// No more messages.
    OptOut,
    /// Nothing that is understood.
    Nothing,
}

/// Reads an inbound message by the syntax that is set: words in any case, with or without diacritics, and the number with
/// or without blanks in it.
#[must_use]
pub fn asked(settings: &Settings, text: &str) -> Asked {
    let text = fold(text);
    let bare = |text: &str| text.replace(' ', "");
    let words = [fold(&settings.opt_out), "tu choi".into(), "stop".into()];
    if words
        .iter()
        .any(|w| !w.is_empty() && bare(w) == bare(&text))
    {
        return Asked::OptOut;
    }
    let Some((before, after)) = settings.lookup.split_once("{number}") else {
        return Asked::Nothing;
    };
    let (before, after) = (fold(before), fold(after));
    let inner = text
        .strip_prefix(before.as_str())
        .and_then(|rest| rest.strip_suffix(after.as_str()));
    let Some(inner) = inner.map(str::trim) else {
        return Asked::Nothing;
    };
    let number: String = inner.chars().filter(|c| *c != ' ').collect();
    if matches!(number.len(), 9 | 12) && number.bytes().all(|b| b.is_ascii_digit()) {
        Asked::Record(number)
    } else {
        Asked::Nothing
    }
}

/// The person who has a citizen's number, where the register has this phone for them.
#[must_use]
pub fn of_phone(records: &Records, number: &str, phone: &str) -> Option<PersonIx> {
    let person = of_account(records, number)?;
    let row = &records.people[person as usize];
    let theirs = mobile(&row.phone).filter(|_| row.phone_registered)?;
    (mobile(phone) == Some(theirs)).then_some(person)
}

/// The person of an account that a portal has verified: on the register, by the citizen's number itself.
#[must_use]
pub fn of_account(records: &Records, number: &str) -> Option<PersonIx> {
    let person = records.finder.find(number)?;
    let row = records.people.get(person as usize)?;
    let known = records.known.get(person as usize).copied().unwrap_or(false);
    // Without a register nobody is registered, whoever is known.
    let files = records.ledger.files();
    let register = files.iter().any(|f| f.role == Role::People.key());
    (row.cccd == number && known && register).then_some(person)
}

/// An instruction in force: the code of the message that gave it, and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instruction {
    /// What staff find it by.
    pub code: String,
    /// Until when.
    pub until: Seconds,
}

fn day(at: Seconds) -> String {
    VIETNAM.local(at).format("%d/%m/%Y").to_string()
}

/// What is on record of a person, as it is told to themselves.
#[must_use]
pub fn answer(
    records: &Records,
    settings: &Settings,
    person: PersonIx,
    instruction: Option<&Instruction>,
    now: Seconds,
) -> String {
    let declared = records.health_of(person).iter().filter_map(|h| h.at).max();
    let declared = declared.map_or_else(
        || "Chưa có khai báo.".to_owned(),
        |at| format!("Khai báo gần nhất: {}.", day(at)),
    );
    let instruction = match instruction.filter(|i| i.until >= now) {
        Some(i) => format!(
            "Hướng dẫn đang áp dụng: tin nhắn mã {}, đến hết {}.",
            i.code,
            day(i.until)
        ),
        None => "Hiện không có hướng dẫn riêng.".to_owned(),
    };
    let hotline = if settings.hotline.is_empty() {
        String::new()
    } else {
        format!(" Hỏi đáp: {}.", settings.hotline)
    };
    format!("Đã đăng ký công dân. {declared} {instruction}{hotline}")
}

/// A question that stands in a file: of messages as a gateway wrote them down, or of a portal.
#[derive(Clone, PartialEq, Eq)]
pub struct Question {
    /// The number under which it is answered.
    pub id: String,
    /// The phone that it came from; of a portal's account there need be none.
    pub phone: String,
    /// The text of a message.
    pub text: Option<String>,
    /// The citizen's number of a verified account.
    pub account: Option<String>,
    /// What a portal says it is for.
    pub purpose: String,
}

/// Reads questions: CSV with a header, either `id, phone, text` or `id, account, purpose` (and `phone`).
///
/// # Errors
/// The line, from 1, that is not to be read; 1 where the header has neither.
pub fn questions(text: &str) -> Result<Vec<Question>, usize> {
    let mut rows = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let head = rows.headers().map_err(|_| 1_usize)?.clone();
    let at = |name: &str| {
        head.iter()
            .position(|h| h.trim().eq_ignore_ascii_case(name))
    };
    let (id, phone, words) = (at("id"), at("phone"), at("text"));
    let (account, purpose) = (at("account"), at("purpose"));
    let fits = id.is_some()
        && (words.is_some() && phone.is_some() || account.is_some() && purpose.is_some());
    if !fits {
        return Err(1);
    }
    let mut out = Vec::new();
    for (n, row) in rows.records().enumerate() {
        let row = row.map_err(|_| n + 2)?;
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).map(|t| t.trim().to_owned());
        out.push(Question {
            id: cell(id).unwrap_or_default(),
            phone: cell(phone).unwrap_or_default(),
            text: cell(words),
            account: cell(account).filter(|a| !a.is_empty()),
            purpose: cell(purpose).unwrap_or_default(),
        });
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked() {
        let settings = Settings::default();
        for text in ["TC 001094012412", " tc  001094 012412 ", "Tc001094012412"] {
            assert!(
                asked(&settings, text) == Asked::Record("001094012412".into()),
                "{text}"
            );
        }
        for text in [
            "001094012412",
            "TC",
            "TC 12",
            "TC 001094012412 x",
            "",
            "XTC 001094012412",
        ] {
            assert!(asked(&settings, text) == Asked::Nothing, "{text}");
        }
        for text in [" Tuchoi.", "TỪ CHỐI", "stop"] {
            assert!(asked(&settings, text) == Asked::OptOut);
        }
        let ministry = Settings {
            lookup: "VNEID {number} KB".into(),
            ..Settings::default()
        };
        assert!(asked(&ministry, "vneid 001094012412 kb") == Asked::Record("001094012412".into()));
    }

    #[test]
    fn questions_of_both_kinds() {
        let messages = questions("id,phone,text\n1,0912345678,TC 001094012412\n").unwrap();
        assert_eq!(messages[0].text.as_deref(), Some("TC 001094012412"));
        let portal = questions("\u{feff}ID,account,purpose\n9,001094012412,own record\n").unwrap();
        assert_eq!(portal[0].account.as_deref(), Some("001094012412"));
        assert_eq!(questions("a,b\n1,2\n").err(), Some(1));
        assert_eq!(questions("id,phone,text\n1,2\n").err(), Some(2));
    }
}
