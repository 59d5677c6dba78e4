//! Citizens' numbers, plates: sources.md section 3.

use super::Reason;

/// Codes of the provinces in a citizen's number.
const PROVINCES: [u16; 63] = [
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37,
    38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77,
    79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
];

/// What kind of identity number a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdNumber<'a> {
    /// A citizen's number of 12 digits: an exact key.
    Cccd(&'a str),
    /// An old identity card of 9 digits: issued twice in places, so no key by itself.
    Cmnd(&'a str),
    /// A number with its first characters starred, by what is left of it: no key by itself.
    Masked(&'a str),
}

/// Reads an identity number.
///
/// # Errors
/// The reason why it is none; a lost leading zero is never restored in silence.
pub fn id_number(text: &str) -> Result<IdNumber<'_>, Reason> {
    let text = text.trim();
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    match text.len() {
        12 if digits => Ok(IdNumber::Cccd(text)),
        11 if digits => Err(Reason::CccdLostZero),
        9 if digits => Ok(IdNumber::Cmnd(text)),
        _ if text.contains('*') && text.bytes().all(|b| b == b'*' || b.is_ascii_digit()) => {
            Ok(IdNumber::Masked(text.trim_start_matches('*')))
        }
        _ if scientific(text) => Err(Reason::CccdScientific),
        _ => Err(Reason::CccdInvalid),
    }
}

/// Whether the province of a citizen's number is one of Vietnam's.
#[must_use]
pub fn known_province(cccd: &str) -> bool {
    let province = cccd.get(..3).and_then(|p| p.parse().ok());
    province.is_some_and(|p: u16| PROVINCES.binary_search(&p).is_ok())
}

/// The ten digits by which insurance cards are joined, from a card's fifteen characters or the ten alone.
#[must_use]
pub fn insurance(text: &str) -> Option<u64> {
    let text = text.trim();
    let ten = match text.len() {
        10 => text,
        15 => {
            let b = text.as_bytes();
            let form = b[..2].iter().all(u8::is_ascii_alphabetic)
                && (b'1'..=b'5').contains(&b[2])
                && b[3..5].iter().all(u8::is_ascii_digit);
            text.get(5..).filter(|_| form)?
        }
        _ => return None,
    };
    let digits = ten.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| ten.parse().ok()).flatten()
}

/// What names are compared by: folded, the words in order, so that neither diacritics nor the order of family name and
/// given name make another name.
#[must_use]
pub fn name_key(name: &str) -> String {
    let folded = crate::i18n::fold(name);
    let mut words: Vec<&str> = folded.split(' ').collect();
    words.sort_unstable();
    words.join(" ")
}

/// As [`name_key`] with the diacritics, tones behind their words: hòa and hoà are one, Hường and Hương are two.
#[must_use]
pub fn accented_key(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    let lower = name.to_lowercase();
    let words =
        lower.split(|c: char| !c.is_alphanumeric() && !('\u{300}'..='\u{36f}').contains(&c));
    let mut words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(|word| {
            let (tones, letters): (String, String) = word.nfd().partition(|c| TONES.contains(c));
            letters + &tones
        })
        .collect();
    words.sort_unstable();
    words.join(" ")
}

fn scientific(text: &str) -> bool {
    text.contains(['e', 'E']) && text.replace(',', ".").parse::<f64>().is_ok()
}

/// What in a citizen's number contradicts what else is known; empty where nothing does.
///
/// `birth_year` and `male` as declared, where known.
#[must_use]
pub fn cccd_warnings(cccd: &str, birth_year: Option<i32>, male: Option<bool>) -> Vec<Reason> {
    let number =
        |range: std::ops::Range<usize>| cccd.get(range).and_then(|d| d.parse::<u16>().ok());
    let (Some(province), Some(century_sex), Some(year)) =
        (number(0..3), number(3..4), number(4..6))
    else {
        return Vec::new();
    };
    let mut out = Vec::new();
    if PROVINCES.binary_search(&province).is_err() {
        out.push(Reason::CccdProvince);
    }
    let born = 1_900 + i32::from(century_sex / 2) * 100 + i32::from(year);
    if birth_year.is_some_and(|declared| declared != born) {
        out.push(Reason::CccdBirthYear);
    }
    if male.is_some_and(|declared| declared != century_sex.is_multiple_of(2)) {
        out.push(Reason::CccdSex);
    }
    out
}

/// The year of a date of birth in any of the forms that sources use.
#[must_use]
pub fn birth_year(text: &str) -> Option<i32> {
    let parts = text.split(|c: char| !c.is_ascii_digit());
    parts
        .filter(|p| p.len() == 4)
        .find_map(|p| p.parse().ok())
        .filter(|y| (1_880..2_100).contains(y))
}

/// Whether a word means male (`Some(true)`) or female (`Some(false)`).
#[must_use]
pub fn male(text: &str) -> Option<bool> {
    match crate::i18n::fold(text).as_str() {
        "nam" | "male" | "m" => Some(true),
        "nu" | "female" | "f" => Some(false),
        _ => None,
    }
}

/// A plate or flight number without anything but letters and digits, upper case.
#[must_use]
pub fn plate(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// Whether a stripped plate is one that Vietnam issues to cars or motorcycles.
#[must_use]
pub fn usual_plate(plate: &str) -> bool {
    let b = plate.as_bytes();
    if b.len() < 7 || !b[..2].iter().all(u8::is_ascii_digit) || !b[2].is_ascii_uppercase() {
        return false;
    }
    let digits = |from: usize| {
        (4..=5).contains(&(b.len() - from)) && b[from..].iter().all(u8::is_ascii_digit)
    };
    let car =
        matches!(b[2], b'A'..=b'H' | b'K'..=b'N' | b'P'..=b'S' | b'V' | b'X'..=b'Z') && digits(3);
    let motorcycle = (b[3].is_ascii_uppercase() || matches!(b[3], b'1'..=b'9')) && digits(4);
    car || motorcycle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        assert_eq!(
            id_number(" 079085912345 "),
            Ok(IdNumber::Cccd("079085912345"))
        );
        assert_eq!(id_number("79085912345"), Err(Reason::CccdLostZero));
        assert_eq!(id_number("1.23E+11"), Err(Reason::CccdScientific));
        assert_eq!(id_number("1,23E+11"), Err(Reason::CccdScientific));
        assert_eq!(id_number("123456789"), Ok(IdNumber::Cmnd("123456789")));
        assert_eq!(id_number("******912345"), Ok(IdNumber::Masked("912345")));
        assert_eq!(id_number("123456789012345678"), Err(Reason::CccdInvalid));
        assert_eq!(id_number("07908591234a"), Err(Reason::CccdInvalid));
    }

    #[test]
    fn insurance_cards_and_names() {
        assert_eq!(insurance("DN4012345678901"), Some(2_345_678_901));
        assert_eq!(insurance("2345678901"), Some(2_345_678_901));
        assert_eq!(insurance("DN9012345678901"), None);
        assert_eq!(insurance("234567890"), None);
        assert_eq!(name_key("NGUYEN VAN HOÀ"), name_key("Hòa Nguyễn Văn"));
        assert_ne!(name_key("Nguyễn Văn Hòa"), name_key("Nguyễn Văn Hải"));
        assert_eq!(accented_key("Hoà Nguyễn"), accented_key("Nguyễn Hòa"));
        assert_eq!(
            accented_key("Ho\u{300}a"),
            accented_key("hòa"),
            "written in two ways"
        );
        assert_ne!(
            accented_key("Trần Thị Hường"),
            accented_key("Trần Thị Hương")
        );
        assert_eq!(accented_key("NGUYEN AN"), name_key("Nguyễn An"));
    }

    #[test]
    fn contradictions() {
        assert_eq!(cccd_warnings("079085912345", Some(1985), Some(true)), []);
        assert_eq!(cccd_warnings("079385912345", Some(2085), Some(false)), []);
        assert_eq!(
            cccd_warnings("079085912345", Some(1986), Some(false)),
            [Reason::CccdBirthYear, Reason::CccdSex]
        );
        assert_eq!(
            cccd_warnings("003085912345", None, None),
            [Reason::CccdProvince]
        );
        assert_eq!(birth_year("16/08/1985"), Some(1985));
        assert_eq!(birth_year("1985-**-**"), Some(1985));
        assert_eq!(birth_year("85"), None);
    }

    #[test]
    fn plates() {
        assert_eq!(plate("51B-123.45"), "51B12345");
        assert!(usual_plate("51B12345"));
        assert!(usual_plate("59X112345"));
        assert!(!usual_plate("VN1234"));
        assert!(!usual_plate("51B123"));
    }
}
