//! Words compared without case, diacritics and punctuation.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, without diacritics (đ → d), every run of other signs one space, none at the ends:
/// `"Thời_gian quét (giờ)"` → `"thoi gian quet gio"`. NFC and NFD give the same.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
    {
        let c = if c == 'đ' { 'd' } else { c };
        if c.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        } else {
            gap = true;
        }
    }
    out
}

/// Upper case without diacritics, as the unified QR writes names: `"Nguyễn Văn Đạt"` → `"NGUYEN VAN DAT"`.
#[must_use]
pub fn bare_upper(text: &str) -> String {
    let plain = text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_uppercase);
    plain.map(|c| if c == 'Đ' { 'D' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding() {
        assert_eq!(fold("Thời_gian quét (giờ)"), "thoi gian quet gio");
        assert_eq!(fold("ĐỊA  ĐIỂM"), "dia diem");
        assert_eq!(fold("hoà"), fold("ho\u{0061}\u{0300}"));
        assert_eq!(fold(" -- "), "");
        assert_eq!(bare_upper("Nguyễn Văn Đạt"), "NGUYEN VAN DAT");
    }
}
