//! Vietnamese text in the encodings of before Unicode.

use unicode_normalization::UnicodeNormalization as _;

/// Grave, acute, tilde, hook, dot below.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
const DOT_BELOW: usize = 4;
/// Capitals stand so far below their small letters.
const CAPITAL: u8 = 0x20;

/// A letter without its tone, and which tone that is.
fn apart(letter: char) -> (char, Option<usize>) {
    let (tones, rest): (String, String) = std::iter::once(letter)
        .nfd()
        .partition(|c| TONES.contains(c));
    let tone = tones
        .chars()
        .next()
        .and_then(|tone| TONES.iter().position(|&t| t == tone));
    (rest.chars().nfc().next().unwrap_or(letter), tone)
}

fn lower(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

/// Windows-1258: a letter, then its tone.
pub(super) fn windows_1258(text: &str) -> Vec<u8> {
    const LETTERS: [(char, u8); 7] = [
        ('ă', 0xe3),
        ('â', 0xe2),
        ('đ', 0xf0),
        ('ê', 0xea),
        ('ô', 0xf4),
        ('ơ', 0xf5),
        ('ư', 0xfd),
    ];
    const MARKS: [u8; 5] = [0xcc, 0xec, 0xde, 0xd2, 0xf2];
    let mut out = Vec::with_capacity(text.len());
    for letter in text.chars() {
        let (base, tone) = apart(letter);
        let small = lower(base);
        let found = LETTERS.iter().find(|l| l.0 == small);
        out.push(match found {
            Some(&(_, byte)) if small == base => byte,
            Some(&(_, byte)) => byte - CAPITAL,
            None => base as u8,
        });
        out.extend(tone.map(|tone| MARKS[tone]));
    }
    out
}

/// TCVN 5712 VN3: a byte a letter; toned capitals are small letters of another font.
pub(super) fn tcvn3(text: &str) -> Vec<u8> {
    const RUNS: [(u8, &str); 8] = [
        (0xa1, "ĂÂÊÔƠƯĐăâêôơưđ"),
        (0xb5, "àảãáạ"),
        (0xbb, "ằẳẵắ"),
        (0xc6, "ặầẩẫấậè"),
        (0xce, "ẻẽéẹềểễếệìỉ"),
        (0xdc, "ĩíịò"),
        (0xe1, "ỏõóọồổỗốộờởỡớợù"),
        (0xf1, "ủũúụừửữứựỳỷỹýỵ"),
    ];
    let find = |letter: char| {
        RUNS.iter().find_map(|&(first, letters)| {
            let at = letters.chars().position(|l| l == letter)?;
            Some(first + at as u8)
        })
    };
    let byte = |letter: char| {
        let found = find(letter).or_else(|| find(lower(letter)));
        found.unwrap_or(letter as u8)
    };
    text.chars().map(byte).collect()
}

/// VNI for Windows: a letter, then its shape and tone in one mark; a few letters stand by themselves.
pub(super) fn vni(text: &str) -> Vec<u8> {
    const TONED_I: [u8; 5] = [0xec, 0xed, 0xf3, 0xe6, 0xf2];
    const DOTTED_Y: u8 = 0xee;
    let mut out = Vec::with_capacity(text.len());
    for letter in text.chars() {
        let (base, tone) = apart(letter);
        let small = lower(base);
        let down = if small == base { 0 } else { CAPITAL };
        match (small, tone) {
            ('i', Some(tone)) => out.push(TONED_I[tone] - down),
            ('y', Some(DOT_BELOW)) => out.push(DOTTED_Y - down),
            _ => {
                let (stem, marks) = vni_letter(small);
                out.push(stem - down);
                let mark = marks[tone.map_or(0, |tone| tone + 1)];
                out.extend((mark > 0).then(|| mark - down));
            }
        }
    }
    out
}

/// What a small letter begins with, and its marks without a tone and with each of the tones; 0: none.
const fn vni_letter(small: char) -> (u8, [u8; 6]) {
    const PLAIN: [u8; 6] = [0, 0xf8, 0xf9, 0xf5, 0xfb, 0xef];
    const CIRCUMFLEX: [u8; 6] = [0xe2, 0xe0, 0xe1, 0xe3, 0xe5, 0xe4];
    const BREVE: [u8; 6] = [0xea, 0xe8, 0xe9, 0xfc, 0xfa, 0xeb];
    match small {
        'â' => (b'a', CIRCUMFLEX),
        'ê' => (b'e', CIRCUMFLEX),
        'ô' => (b'o', CIRCUMFLEX),
        'ă' => (b'a', BREVE),
        'ơ' => (0xf4, PLAIN),
        'ư' => (0xf6, PLAIN),
        'đ' => (0xf1, PLAIN),
        other => (other as u8, PLAIN),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters() {
        let text = "Nguyễn Thị Ý, Ấp Đức";
        assert_eq!(
            windows_1258(text),
            b"Nguy\xea\xden Thi\xf2 Y\xec, \xc2\xecp \xd0\xfd\xecc"
        );
        assert_eq!(tcvn3(text), b"Nguy\xd4n Th\xde \xfd, \xcap \xa7\xf8c");
        assert_eq!(vni(text), b"Nguye\xe3n Th\xf2 Y\xd9, A\xc1p \xd1\xf6\xf9c");
    }
}
