//! What a text costs as an SMS: GSM 03.38 with its extension table (3GPP TS 23.038) or UCS-2, and how many parts it is
//! sent in (3GPP TS 23.040: 160 septets alone and 153 joined, 70 and 67 units).

use unicode_normalization::UnicodeNormalization as _;

/// How a text is written on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Coding {
    /// Seven bits a character.
    Gsm7,
    /// Sixteen bits a unit.
    Ucs2,
}

impl Coding {
    /// Its name, as it is written.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gsm7 => "GSM-7",
            Self::Ucs2 => "UCS-2",
        }
    }

    /// Units of one part alone, and of one among several.
    #[must_use]
    pub const fn room(self) -> (u32, u32) {
        match self {
            Self::Gsm7 => (160, 153),
            Self::Ucs2 => (70, 67),
        }
    }
}

/// A text measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Size {
    /// How it is written.
    pub coding: Coding,
    /// Septets or units: extension characters and surrogate pairs count two.
    pub units: u32,
    /// Parts.
    pub parts: u32,
}

impl Size {
    /// Units that the parts have room for.
    #[must_use]
    pub const fn room(self) -> u32 {
        let (alone, joined) = self.coding.room();
        if self.parts <= 1 {
            alone
        } else {
            joined * self.parts
        }
    }
}

const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const EXTENDED: &str = "\u{c}^{}\\[~]|€";

/// Septets of a character, 0 where GSM-7 lacks it.
fn septets(c: char) -> u32 {
    match c {
        ' '..='Z' | 'a'..='z' => 1,
        _ if BASIC.contains(c) => 1,
        _ if EXTENDED.contains(c) => 2,
        _ => 0,
    }
}

/// The text as it is sent: composed ([NFC]), which Vietnamese needs fewest units in.
///
/// [NFC]: https://unicode.org/reports/tr15/
#[must_use]
pub fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// The text without diacritics, and with plain marks in place of those that GSM-7 lacks.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfd() {
        match c {
            '\u{300}'..='\u{36f}' => {}
            'đ' => out.push('d'),
            'Đ' => out.push('D'),
            '–' | '—' | '−' | '•' | '·' => out.push('-'),
            '“' | '”' | '„' => out.push('"'),
            '‘' | '’' => out.push('\''),
            '…' => out.push_str("..."),
            '\u{a0}' | '\u{202f}' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Measures a text, composed.
#[must_use]
pub fn measure(text: &str) -> Size {
    let text = composed(text);
    let gsm = text.chars().all(|c| septets(c) > 0);
    let (coding, width): (_, fn(char) -> u32) = if gsm {
        (Coding::Gsm7, septets)
    } else {
        (Coding::Ucs2, |c| c.len_utf16() as u32)
    };
    let units = text.chars().map(width).sum();
    let (alone, joined) = coding.room();
    let parts = if units <= alone {
        u32::from(units > 0)
    } else {
        // What counts two is never cut in half.
        let (mut parts, mut left) = (1, joined);
        for c in text.chars() {
            let width = width(c);
            if width > left {
                parts += 1;
                left = joined;
            }
            left -= width;
        }
        parts
    };
    Size {
        coding,
        units,
        parts,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (Coding, u32, u32) {
        let size = measure(text);
        (size.coding, size.units, size.parts)
    }

    #[test]
    fn bounds_of_both_codings() {
        assert_eq!(BASIC.chars().count(), 127, "the escape is no character");
        for (n, count) in [(0, 0), (1, 1), (160, 1), (161, 2), (306, 2), (307, 3)] {
            assert_eq!(parts(&"a".repeat(n)), (Coding::Gsm7, n as u32, count));
        }
        for (n, count) in [(1, 1), (70, 1), (71, 2), (134, 2), (135, 3)] {
            assert_eq!(parts(&"ế".repeat(n)), (Coding::Ucs2, n as u32, count));
        }
        assert_eq!(parts(&"€".repeat(80)), (Coding::Gsm7, 160, 1));
        // 152 and a sign of two: the sign goes to the second part, which is then one short.
        let text = format!("{}€{}", "a".repeat(152), "a".repeat(152));
        assert_eq!(parts(&text), (Coding::Gsm7, 306, 3));
        let text = format!("ế{}", "😷".repeat(66));
        assert_eq!(parts(&text), (Coding::Ucs2, 133, 2));
    }

    #[test]
    fn vietnamese_is_composed() {
        let notice = "SYT Hà Nội: Anh/chị có thể đã tiếp xúc với ca COVID-19 ngày 16/08. ";
        let apart: String = notice.nfd().collect();
        assert_eq!(measure(&apart), measure(notice));
        assert_eq!(measure(&plain(notice)).coding, Coding::Gsm7);
        assert_eq!(plain("Đề nghị – “ở nhà”…"), "De nghi - \"o nha\"...");
    }

    #[test]
    fn nothing_accented_is_left() {
        let all = "aáàảãạăắằẳẵặâấầẩẫậeéèẻẽẹêếềểễệiíìỉĩịoóòỏõọôốồổỗộơớờởỡợuúùủũụưứừửữựyýỳỷỹỵđ";
        assert!(plain(all).is_ascii(), "{}", plain(all));
        assert!(plain(&all.to_uppercase()).is_ascii());
    }
}
