//! Encodings of text files: UTF-8, UTF-16, and the legacy Vietnamese ones (sources.md section 1).
//!
//! UTF-8 is taken where the file decodes, stray invalid rows apart; another encoding is told by the user or found by how
//! Vietnamese the words are that it makes of the bytes.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

/// How the text of a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8, with or without a mark.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Windows-1258: letters and combining tones.
    Windows1258,
    /// TCVN 5712 VN3, the one of ABC fonts.
    Tcvn3,
    /// VNI for Windows: a letter, then its marks.
    Vni,
}

impl Encoding {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Utf8,
        Self::Utf16Le,
        Self::Utf16Be,
        Self::Windows1258,
        Self::Tcvn3,
        Self::Vni,
    ];
    const LEGACY: [Self; 3] = [Self::Windows1258, Self::Tcvn3, Self::Vni];

    /// The word by which a user tells it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Windows1258 => "windows-1258",
            Self::Tcvn3 => "tcvn3",
            Self::Vni => "vni",
        }
    }

    /// The encoding of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|e| e.key().eq_ignore_ascii_case(word))
    }

    /// The bytes as UTF-8; what cannot be decoded becomes U+FFFD, except that UTF-8 stays as it is.
    pub(crate) fn to_utf8(self, bytes: &[u8]) -> Cow<'_, [u8]> {
        let text = |encoding: &'static encoding_rs::Encoding| {
            let (text, _) = encoding.decode_with_bom_removal(bytes);
            text.into_owned()
        };
        match self {
            Self::Utf8 => Cow::Borrowed(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)),
            Self::Utf16Le => Cow::Owned(text(encoding_rs::UTF_16LE).into_bytes()),
            Self::Utf16Be => Cow::Owned(text(encoding_rs::UTF_16BE).into_bytes()),
            Self::Windows1258 => {
                let text = text(encoding_rs::WINDOWS_1258);
                Cow::Owned(text.nfc().collect::<String>().into_bytes())
            }
            Self::Tcvn3 => Cow::Owned(tcvn3(bytes).into_bytes()),
            Self::Vni => Cow::Owned(vni(bytes).into_bytes()),
        }
    }
}

/// What a file's bytes say of their encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// It is that.
    Sure(Encoding),
    /// It is none of the sure ones; most likely that.
    Likely(Encoding),
    /// No encoding makes text of it.
    Unknown,
}

/// As much of a file as is looked at, in bytes.
const SAMPLE: usize = 1 << 20;
/// UTF-8 it is unless more lines than these are invalid, and more than one in a hundred.
const STRAY: usize = 2;

/// Finds out how a text file is written.
pub(crate) fn find(bytes: &[u8]) -> Found {
    if bytes.starts_with(b"\xff\xfe") {
        return Found::Sure(Encoding::Utf16Le);
    }
    if bytes.starts_with(b"\xfe\xff") {
        return Found::Sure(Encoding::Utf16Be);
    }
    if let Some(encoding) = unmarked_utf16(&bytes[..bytes.len().min(4_096)]) {
        return Found::Sure(encoding);
    }
    if mostly_utf8(bytes) {
        return Found::Sure(Encoding::Utf8);
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let mut scores = Encoding::LEGACY.map(|e| (vietnamese(&e.to_utf8(sample)), e));
    scores.sort_by(|a, b| b.0.total_cmp(&a.0));
    if scores[0].0 >= 0.5 && scores[0].0 >= scores[1].0 + 0.15 {
        Found::Likely(scores[0].1)
    } else {
        Found::Unknown
    }
}

/// Text of Latin letters in UTF-16 has a zero in nearly every other byte.
fn unmarked_utf16(head: &[u8]) -> Option<Encoding> {
    let pairs = head.chunks_exact(2);
    let count = pairs.len();
    if count < 8 {
        return None;
    }
    let low = pairs.clone().filter(|p| p[1] == 0 && p[0] != 0).count();
    let high = pairs.filter(|p| p[0] == 0 && p[1] != 0).count();
    let most = |n: usize| n * 10 >= count * 6;
    match (most(low), most(high)) {
        (true, false) => Some(Encoding::Utf16Le),
        (false, true) => Some(Encoding::Utf16Be),
        _ => None,
    }
}

fn mostly_utf8(bytes: &[u8]) -> bool {
    if std::str::from_utf8(bytes).is_ok() {
        return true;
    }
    let lines = bytes.split(|&b| b == b'\n' || b == b'\r');
    let (mut all, mut invalid) = (0usize, 0usize);
    for line in lines.filter(|l| !l.is_empty()) {
        all += 1;
        invalid += usize::from(std::str::from_utf8(line).is_err());
    }
    invalid <= STRAY || invalid * 100 <= all
}

const TCVN3: [(u8, &str); 8] = [
    (0xa1, "ĂÂÊÔƠƯĐăâêôơưđ"),
    (0xb5, "àảãáạ"),
    (0xbb, "ằẳẵắ"),
    (0xc6, "ặầẩẫấậè"),
    (0xce, "ẻẽéẹềểễếệìỉ"),
    (0xdc, "ĩíịò"),
    (0xe1, "ỏõóọồổỗốộờởỡớợù"),
    (0xf1, "ủũúụừửữứựỳỷỹýỵ"),
];

fn tcvn3(bytes: &[u8]) -> String {
    let mut table = ['\u{fffd}'; 128];
    for (first, letters) in TCVN3 {
        for (slot, letter) in table[usize::from(first - 128)..]
            .iter_mut()
            .zip(letters.chars())
        {
            *slot = letter;
        }
    }
    let char = |&b: &u8| {
        if b < 128 {
            char::from(b)
        } else {
            table[usize::from(b) - 128]
        }
    };
    bytes.iter().map(char).collect()
}

/// Letters of VNI that stand by themselves, lower case; capitals stand 0x20 below.
const VNI_ALONE: [(u8, char); 9] = [
    (0xed, 'í'),
    (0xec, 'ì'),
    (0xe6, 'ỉ'),
    (0xf3, 'ĩ'),
    (0xf2, 'ị'),
    (0xf4, 'ơ'),
    (0xf6, 'ư'),
    (0xee, 'ỵ'),
    (0xf1, 'đ'),
];
/// Marks of VNI that follow their letter, as combining marks.
const VNI_MARKS: [(u8, &str); 17] = [
    (0xf9, "\u{301}"),
    (0xf8, "\u{300}"),
    (0xfb, "\u{309}"),
    (0xf5, "\u{303}"),
    (0xef, "\u{323}"),
    (0xe2, "\u{302}"),
    (0xe1, "\u{302}\u{301}"),
    (0xe0, "\u{302}\u{300}"),
    (0xe5, "\u{302}\u{309}"),
    (0xe3, "\u{302}\u{303}"),
    (0xe4, "\u{323}\u{302}"),
    (0xea, "\u{306}"),
    (0xe9, "\u{306}\u{301}"),
    (0xe8, "\u{306}\u{300}"),
    (0xfa, "\u{306}\u{309}"),
    (0xfc, "\u{306}\u{303}"),
    (0xeb, "\u{323}\u{306}"),
];

fn vni(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for &byte in bytes {
        if byte < 128 {
            out.push(char::from(byte));
            continue;
        }
        let (lower, capital) = if byte < 0xe0 {
            (byte + 0x20, true)
        } else {
            (byte, false)
        };
        let after = out.chars().next_back();
        let vowel = after.is_some_and(|c| "aeoơuưyAEOƠUƯY".contains(c));
        let mark = VNI_MARKS.iter().find(|m| m.0 == lower).filter(|_| vowel);
        if let Some((_, mark)) = mark {
            out.push_str(mark);
        } else if let Some(&(_, letter)) = VNI_ALONE.iter().find(|l| l.0 == lower) {
            if capital {
                out.extend(letter.to_uppercase());
            } else {
                out.push(letter);
            }
        } else {
            out.push('\u{fffd}');
        }
    }
    out.nfc().collect()
}

/// The share of the words with other than ASCII letters that may be Vietnamese syllables.
fn vietnamese(utf8: &[u8]) -> f64 {
    let text = String::from_utf8_lossy(utf8);
    let words = text.split(|c: char| c.is_ascii() && !c.is_ascii_alphabetic());
    let (mut all, mut fine) = (0u32, 0u32);
    for word in words.filter(|w| !w.is_ascii()) {
        all += 1;
        fine += u32::from(syllable(word));
    }
    if all == 0 {
        0.0
    } else {
        f64::from(fine) / f64::from(all)
    }
}

const ONSETS: [&str; 28] = [
    "ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g",
    "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
];
const NUCLEI: [&str; 38] = [
    "a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "ai", "ao", "au", "âu", "ay", "ây",
    "eo", "êu", "ia", "iê", "yê", "iu", "oa", "oă", "oe", "oi", "ôi", "ơi", "ua", "uâ", "uê", "uô",
    "ui", "ưa", "ươ", "uy",
];
const CODAS: [&str; 15] = [
    "", "c", "ch", "m", "n", "ng", "nh", "p", "t", "i", "u", "y", "a", "ê", "o",
];

/// Whether a word is built as a Vietnamese syllable is: onset, nucleus, coda, at most one tone.
fn syllable(word: &str) -> bool {
    const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    let mut tones = 0;
    let bare: String = word
        .chars()
        .flat_map(char::to_lowercase)
        .nfd()
        .filter(|c| {
            let tone = TONES.contains(c);
            tones += usize::from(tone);
            !tone
        })
        .nfc()
        .collect();
    if tones > 1 {
        return false;
    }
    let rest = ONSETS.iter().filter_map(|o| bare.strip_prefix(o));
    let mut rest = rest.filter(|r| !r.is_empty());
    rest.any(|rest| {
        NUCLEI
            .iter()
            .filter_map(|n| rest.strip_prefix(n))
            .any(|coda| CODAS.contains(&coda))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Số CCCD;Họ và tên;Địa chỉ\r\n1;Nguyễn Thị Hồng Phượng;ấp Bình Đức\r\n2;Trần Văn Kỳ;Quảng Ngãi\r\n";

    fn legacy(text: &str, encoding: Encoding) -> Vec<u8> {
        // Byte by byte, the letter that decodes to it.
        let mut out = Vec::new();
        for c in text.chars() {
            if c.is_ascii() {
                out.push(c as u8);
                continue;
            }
            let one = (128..=255u8).map(|b| vec![b]);
            let two = b"aeouyAEOUY\xf4\xf6\xd4\xd6"
                .iter()
                .flat_map(|&l| (128..=255u8).map(move |m| vec![l, m]));
            let all = one.chain(two);
            let want = c.to_string();
            let found = all
                .into_iter()
                .find(|b| *encoding.to_utf8(b) == *want.as_bytes());
            let lower = c.to_lowercase().to_string();
            let small = || {
                (128..=255u8)
                    .map(|b| vec![b])
                    .find(|b| *encoding.to_utf8(b) == *lower.as_bytes())
            };
            out.extend(found.or_else(small).unwrap_or_else(|| panic!("{c}")));
        }
        out
    }

    #[test]
    fn legacy_texts_are_found_and_read() {
        for encoding in [Encoding::Tcvn3, Encoding::Vni] {
            let bytes = legacy(TEXT, encoding);
            assert_eq!(find(&bytes), Found::Likely(encoding));
            let read = encoding.to_utf8(&bytes);
            let read = std::str::from_utf8(&read).unwrap().to_lowercase();
            assert_eq!(read, TEXT.to_lowercase());
        }
    }
}
