//! QR payloads that name a person: sources.md section 2.

use super::Reason;
use super::identifier::{IdNumber, id_number};

/// Whom a code names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PersonCode<'a> {
    /// The citizen's number, where it stands in full.
    pub cccd: Option<&'a str>,
    /// The QID of the unified code.
    pub qid: Option<&'a str>,
}

/// Reads the unified personal QR (`SoGiayTo|HoTen|NgaySinh|LoaiDinhDanh|QID|EXT`, Decision 1405/QĐ-BTTTT) or a
/// chip card's (`CCCD|CMND|name|DDMMYYYY|sex|address|issued`). A token without `|` is taken as a QID, and a bare
/// citizen's number as itself.
///
/// # Errors
/// [`Reason::QrUnreadable`] where it names nobody; the number's own reason where that is at fault.
pub fn person_code(text: &str) -> Result<PersonCode<'_>, Reason> {
    let text = text.trim();
    let bytes = text.as_bytes();
    let mut slots = [""; 8];
    let mut count = 0;
    let mut from = 0;
    // Payloads are read by the million: cut by bytes, which a `|` in UTF-8 allows.
    for end in memchr::memchr_iter(b'|', bytes).chain([text.len()]) {
        *slots.get_mut(count).ok_or(Reason::QrUnreadable)? = text[from..end].trim();
        count += 1;
        from = end + 1;
    }
    if count == 1 {
        return bare_token(text);
    }
    let parts = &slots[..count];
    match parts {
        [number, _name, _birth, "0" | "1", qid, ..] if parts.len() <= 6 => {
            let cccd = match id_number(number) {
                Ok(IdNumber::Cccd(cccd)) => Some(cccd),
                Ok(IdNumber::Cmnd | IdNumber::Masked) => None,
                Err(_) if !qid.is_empty() => None,
                Err(reason) => return Err(reason),
            };
            let qid = (!qid.is_empty()).then_some(*qid);
            if cccd.is_none() && qid.is_none() {
                return Err(Reason::NoPersonKey);
            }
            Ok(PersonCode { cccd, qid })
        }
        [number, _cmnd, _name, _birth, sex, _address, ..]
            if parts.len() <= 7 && super::identifier::male(sex).is_some() =>
        {
            match id_number(number)? {
                IdNumber::Cccd(cccd) => Ok(PersonCode {
                    cccd: Some(cccd),
                    qid: None,
                }),
                IdNumber::Cmnd | IdNumber::Masked => Err(Reason::NoPersonKey),
            }
        }
        _ => Err(Reason::QrUnreadable),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes() {
        let code = person_code("******912345|NGUYEN VAN AN|1985-**-**|0|QX7Z01ABCD|<1<<<").unwrap();
        assert_eq!((code.cccd, code.qid), (None, Some("QX7Z01ABCD")));
        let code = person_code("079085912345|NGUYEN VAN AN|1985-02-03|0|QX7Z01ABCD|").unwrap();
        assert_eq!(
            (code.cccd, code.qid),
            (Some("079085912345"), Some("QX7Z01ABCD"))
        );
        let code =
            person_code("079085912345|123456789|Nguyễn Văn An|03021985|Nam|Phường 1|01012021")
                .unwrap();
        assert_eq!((code.cccd, code.qid), (Some("079085912345"), None));
        assert_eq!(person_code("QX7Z01ABCD").unwrap().qid, Some("QX7Z01ABCD"));
        assert_eq!(
            person_code("079085912345").unwrap().cccd,
            Some("079085912345")
        );
    }

    #[test]
    fn no_codes() {
        assert_eq!(person_code("a|b|c"), Err(Reason::QrUnreadable));
        assert_eq!(
            person_code("******912345|A|1985|0||"),
            Err(Reason::NoPersonKey)
        );
        assert_eq!(
            person_code("79085912345|A|1985|0||"),
            Err(Reason::CccdLostZero)
        );
        assert_eq!(person_code("79085912345"), Err(Reason::QrUnreadable));
        assert_eq!(person_code("||||||||"), Err(Reason::QrUnreadable));
        assert_eq!(person_code(""), Err(Reason::QrUnreadable));
    }
}
