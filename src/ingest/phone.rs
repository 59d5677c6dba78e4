//! Vietnamese phone numbers: sources.md section 3.

/// Prefixes of mobile numbers with eleven digits, as they were before September 2018, and what took their place.
const MIGRATED: [(&str, &str); 21] = [
    ("120", "70"),
    ("121", "79"),
    ("122", "77"),
    ("126", "76"),
    ("128", "78"),
    ("123", "83"),
    ("124", "84"),
    ("125", "85"),
    ("127", "81"),
    ("129", "82"),
    ("162", "32"),
    ("163", "33"),
    ("164", "34"),
    ("165", "35"),
    ("166", "36"),
    ("167", "37"),
    ("168", "38"),
    ("169", "39"),
    ("186", "56"),
    ("188", "58"),
    ("199", "59"),
];

/// A number of [`mobile`] as it is written for everybody: `+84…`.
#[must_use]
pub fn international(number: u32) -> String {
    format!("+84{number:09}")
}

/// The nine digits behind +84 of a mobile number, from any of the forms in which sources write one: 0912…, 912…, +84…,
/// 84…, 0084…, with blanks, dots or dashes, and the eleven digits of before September 2018. `None`: it is none.
#[must_use]
pub fn mobile(text: &str) -> Option<u32> {
    let mut digits = String::with_capacity(16);
    for c in text.chars() {
        match c {
            '0'..='9' => digits.push(c),
            '+' if digits.is_empty() => digits.push_str("00"),
            ' ' | '.' | '-' | '(' | ')' | '\u{a0}' => {}
            _ => return None,
        }
    }
    let rest = digits
        .strip_prefix("0084")
        .or_else(|| digits.strip_prefix("84").filter(|r| r.len() >= 9))
        .unwrap_or(&digits);
    let rest = rest.strip_prefix('0').unwrap_or(rest);
    let number = match rest.len() {
        9 => rest.to_owned(),
        10 => {
            let (old, new) = MIGRATED.iter().find(|(old, _)| rest.starts_with(old))?;
            format!("{new}{}", &rest[old.len()..])
        }
        _ => return None,
    };
    let bytes = number.as_bytes();
    let issued = match bytes[0] {
        b'3' => (b'2'..=b'9').contains(&bytes[1]),
        b'5' => matches!(bytes[1], b'2' | b'5' | b'6' | b'8' | b'9'),
        b'7' => matches!(bytes[1], b'0' | b'6'..=b'9'),
        b'8' => (b'1'..=b'9').contains(&bytes[1]),
        b'9' => matches!(bytes[1], b'0'..=b'4' | b'6'..=b'9'),
        _ => false,
    };
    issued.then(|| number.parse().ok()).flatten()
}

/// Whether a number is one of a landline: 02 and eight or nine more digits.
#[must_use]
pub fn landline(text: &str) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let fits = |c: char| c.is_ascii_digit() || " .-()+".contains(c);
    let rest = digits.strip_prefix("84").unwrap_or(&digits);
    let rest = rest.strip_prefix('0').unwrap_or(rest);
    text.chars().all(fits) && rest.starts_with('2') && (9..=10).contains(&rest.len())
}

/// A number as it is written in Vietnam today, from its nine digits.
#[must_use]
pub fn written(mobile: u32) -> String {
    format!("0{mobile:09}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_in_all_its_forms() {
        for form in [
            "0912345678",
            "912345678",
            "+84912345678",
            "84912345678",
            "0084912345678",
            " 0912 345 678",
            "0912.345.678",
            "(+84) 912-345-678",
            "+840912345678",
        ] {
            assert_eq!(mobile(form), Some(912_345_678), "{form}");
        }
        assert_eq!(written(912_345_678), "0912345678");
    }

    #[test]
    fn old_numbers_of_eleven_digits() {
        for (old, new) in [
            ("01201234567", "0701234567"),
            ("01211234567", "0791234567"),
            ("01221234567", "0771234567"),
            ("01261234567", "0761234567"),
            ("01281234567", "0781234567"),
            ("01231234567", "0831234567"),
            ("01271234567", "0811234567"),
            ("01291234567", "0821234567"),
            ("01621234567", "0321234567"),
            ("01691234567", "0391234567"),
            ("01861234567", "0561234567"),
            ("01881234567", "0581234567"),
            ("01991234567", "0591234567"),
            ("1201234567", "0701234567"),
            ("+841201234567", "0701234567"),
        ] {
            assert_eq!(mobile(old).map(written).as_deref(), Some(new), "{old}");
        }
    }

    #[test]
    fn what_is_no_mobile_number() {
        for text in [
            "",
            "0912 45 90",
            "0243825678",
            "01301234567",
            "09123456789",
            "0951234567",
            "O912345678",
            "0912345678/0987654321",
        ] {
            assert_eq!(mobile(text), None, "{text}");
        }
        assert!(landline("024 3825 6789"));
        assert!(landline("+84 24 3825 6789"));
        assert!(!landline("0912 45 90"));
    }
}
