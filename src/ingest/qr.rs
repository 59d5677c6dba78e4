//! QR payloads: sources.md section 2.

use std::borrow::Cow;

use super::Reason;
use super::identifier::{IdNumber, id_number, insurance, male};

/// Whom a code names, and what else it says of the person.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct PersonCode<'a> {
    /// The citizen's number, where it stands in full.
    pub cccd: Option<&'a str>,
    /// The QID of the unified code.
    pub qid: Option<&'a str>,
    /// The old number of nine digits.
    pub cmnd: Option<&'a str>,
    /// What is left of a number whose first characters are starred.
    pub masked: Option<&'a str>,
    /// The ten digits of an insurance card.
    pub insurance: Option<u64>,
    /// The name as the code has it.
    pub name: Cow<'a, str>,
    /// The date of birth as the code has it.
    pub birth: &'a str,
}

impl std::fmt::Debug for PersonCode<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PersonCode").finish_non_exhaustive()
    }
}

impl PersonCode<'_> {
    /// Whether it names somebody, be it only together with the name and the year of birth.
    const fn names_somebody(&self) -> bool {
        self.cccd.is_some()
            || self.qid.is_some()
            || self.cmnd.is_some()
            || self.masked.is_some()
            || self.insurance.is_some()
    }
}

/// Parts of a payload that are looked at; an insurance card's has more.
const PARTS: usize = 8;

/// Reads the unified personal QR (`SoGiayTo|HoTen|NgaySinh|LoaiDinhDanh|QID|EXT`, Decision 1405/QĐ-BTTTT), a chip card's
/// (`CCCD|CMND|name|DDMMYYYY|sex|address|issued`) or an insurance card's (`card|hex name|date of birth|1/2|hex
/// address|…`). A token without `|` is taken as a QID, and a bare citizen's number as itself.
///
/// # Errors
/// [`Reason::QrUnreadable`] where it names nobody; the number's own reason where that is at fault.
pub fn person_code(text: &str) -> Result<PersonCode<'_>, Reason> {
    let text = text.trim();
    let bytes = text.as_bytes();
    let mut slots = [""; PARTS];
    let mut count = 0;
    let mut from = 0;
    // Payloads are read by the million: cut by bytes, which a `|` in UTF-8 allows.
    for end in memchr::memchr_iter(b'|', bytes).chain([text.len()]) {
        if let Some(slot) = slots.get_mut(count) {
            *slot = text[from..end].trim();
        }
        count += 1;
        from = end + 1;
    }
    if count == 1 {
        return bare_token(text);
    }
    let parts = &slots[..count.min(PARTS)];
    match *parts {
        [card, name, birth, "1" | "2", _address, ..] if card.len() == 15 => {
            let card = insurance(card).ok_or(Reason::QrUnreadable)?;
            Ok(PersonCode {
                insurance: Some(card),
                name: Cow::Owned(from_hex(name).ok_or(Reason::QrUnreadable)?),
                birth,
                ..PersonCode::default()
            })
        }
        [number, name, birth, "0" | "1", qid, ..] if count <= 6 => {
            unified(number, name, birth, qid)
        }
        [number, cmnd, name, birth, sex, _address, ..] if count <= 7 && male(sex).is_some() => {
            chip_card(number, cmnd, name, birth)
        }
        _ => Err(Reason::QrUnreadable),
    }
}

fn unified<'a>(
    number: &'a str,
    name: &'a str,
    birth: &'a str,
    qid: &'a str,
) -> Result<PersonCode<'a>, Reason> {
    let mut code = PersonCode {
        qid: (!qid.is_empty()).then_some(qid),
        name: Cow::Borrowed(name),
        birth,
        ..PersonCode::default()
    };
    match id_number(number) {
        Ok(IdNumber::Cccd(cccd)) => code.cccd = Some(cccd),
        Ok(IdNumber::Cmnd(cmnd)) => code.cmnd = Some(cmnd),
        Ok(IdNumber::Masked(rest)) => code.masked = (!rest.is_empty()).then_some(rest),
        Err(_) if code.qid.is_some() => {}
        Err(reason) => return Err(reason),
    }
    if !code.names_somebody() {
        return Err(Reason::NoPersonKey);
    }
    Ok(code)
}

/// A chip card's code carries the new number and the old one.
fn chip_card<'a>(
    number: &'a str,
    cmnd: &'a str,
    name: &'a str,
    birth: &'a str,
) -> Result<PersonCode<'a>, Reason> {
    let IdNumber::Cccd(cccd) = id_number(number)? else {
        return Err(Reason::NoPersonKey);
    };
    Ok(PersonCode {
        cccd: Some(cccd),
        cmnd: match id_number(cmnd) {
            Ok(IdNumber::Cmnd(cmnd)) => Some(cmnd),
            _ => None,
        },
        name: Cow::Borrowed(name),
        birth,
        ..PersonCode::default()
    })
}

fn bare_token(text: &str) -> Result<PersonCode<'_>, Reason> {
    if let Ok(IdNumber::Cccd(cccd)) = id_number(text) {
        return Ok(PersonCode {
            cccd: Some(cccd),
            ..PersonCode::default()
        });
    }
    let token = (4..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let numeric = text.bytes().all(|b| b.is_ascii_digit());
    if token && !numeric {
        return Ok(PersonCode {
            qid: Some(text),
            ..PersonCode::default()
        });
    }
    Err(Reason::QrUnreadable)
}

/// UTF-8 text from its bytes in hex.
fn from_hex(text: &str) -> Option<String> {
    let nibble = |b: u8| (b as char).to_digit(16).map(|d| d as u8);
    let pairs = text.as_bytes().chunks(2).map(|pair| match *pair {
        [high, low] => Some(nibble(high)? << 4 | nibble(low)?),
        _ => None,
    });
    String::from_utf8(pairs.collect::<Option<_>>()?).ok()
}

/// The id of a place from what a column of places holds: a location QR's address
/// (`https://tokhaiyte.vn/?page=Group.checkin&groupId=<24 hex>`) gives its group; everything else is the id itself.
#[must_use]
pub fn place_id(text: &str) -> &str {
    const GROUP: &[u8] = b"groupid=";
    // Ids of places are looked at by the million.
    if !text.contains('=') {
        return text;
    }
    let Some(at) = text
        .as_bytes()
        .windows(GROUP.len())
        .position(|w| w.eq_ignore_ascii_case(GROUP))
    else {
        return text;
    };
    let group = &text[at + GROUP.len()..];
    let end = group.bytes().position(|b| !b.is_ascii_alphanumeric());
    match &group[..end.unwrap_or(group.len())] {
        "" => text,
        group => group,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes() {
        let code = person_code("******912345|NGUYEN VAN AN|1985-**-**|0|QX7Z01ABCD|<1<<<").unwrap();
        assert_eq!((code.cccd, code.qid), (None, Some("QX7Z01ABCD")));
        assert_eq!(
            (code.masked, &*code.name),
            (Some("912345"), "NGUYEN VAN AN")
        );
        let code = person_code("079085912345|NGUYEN VAN AN|1985-02-03|0|QX7Z01ABCD|").unwrap();
        assert_eq!(
            (code.cccd, code.qid),
            (Some("079085912345"), Some("QX7Z01ABCD"))
        );
        let code =
            person_code("079085912345|123456789|Nguyễn Văn An|03021985|Nam|Phường 1|01012021")
                .unwrap();
        assert_eq!((code.cccd, code.qid), (Some("079085912345"), None));
        assert_eq!(code.cmnd, Some("123456789"));
        assert_eq!(person_code("QX7Z01ABCD").unwrap().qid, Some("QX7Z01ABCD"));
        assert_eq!(
            person_code("079085912345").unwrap().cccd,
            Some("079085912345")
        );
    }

    #[test]
    fn insurance_cards_and_places() {
        let payload = "DN4012345678901|4e677579e1bb856e20416e|03/02/1985|1|48c3a0204ee1bb9969|01-001|01/01/2021|-|01/02/2021|0001|-|4|01/01/2025|x|y";
        let code = person_code(payload).unwrap();
        assert_eq!(code.insurance, Some(2_345_678_901));
        assert_eq!((&*code.name, code.birth), ("Nguyễn An", "03/02/1985"));
        assert_eq!(
            person_code("DN4012345678901|4e6|03/02/1985|1|48|x"),
            Err(Reason::QrUnreadable)
        );
        let group = "60f1c2d3e4a5b6c7d8e9f001";
        let url = format!("https://tokhaiyte.vn/?page=Group.checkin&groupId={group}");
        assert_eq!(place_id(&url), group);
        assert_eq!(place_id(&format!("{url}&x=1")), group);
        assert_eq!(place_id("a=b"), "a=b");
        assert_eq!(place_id("HN-0001"), "HN-0001");
    }

    #[test]
    fn no_codes() {
        assert_eq!(person_code("a|b|c"), Err(Reason::QrUnreadable));
        assert_eq!(person_code("******|A|1985|0||"), Err(Reason::NoPersonKey));
        assert_eq!(
            person_code("79085912345|A|1985|0||"),
            Err(Reason::CccdLostZero)
        );
        assert_eq!(person_code("79085912345"), Err(Reason::QrUnreadable));
        assert_eq!(person_code("||||||||"), Err(Reason::QrUnreadable));
        assert_eq!(person_code(""), Err(Reason::QrUnreadable));
    }
}
