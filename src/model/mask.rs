//! Identifiers as they may stand on a screen or in a file that leaves the house: enough to tell two apart on the
//! telephone, too little to look a person up.

const DOT: char = '•';

/// An id: the first three characters, dots, the last three, as `001•••••••412`; of a short one only the last.
#[must_use]
pub fn id(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    match chars.len() {
        0 => String::new(),
        1..=4 => std::iter::repeat_n(DOT, chars.len()).collect(),
        5..=8 => tail(&chars, 2),
        n => {
            let head = chars[..3].iter();
            let dots = std::iter::repeat_n(&DOT, n - 6);
            head.chain(dots).chain(&chars[n - 3..]).collect()
        }
    }
}

/// A phone: the first two digits and the last three, as `09•• ••• 538`.
#[must_use]
pub fn phone(text: &str) -> String {
    let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < 8 {
        return short(text);
    }
    let head: String = digits[..2].iter().collect();
    let end: String = digits[digits.len() - 3..].iter().collect();
    format!("{head}•• ••• {end}")
}

/// For narrow columns: `•••• 538`; nothing of nothing.
#[must_use]
pub fn short(text: &str) -> String {
    let chars: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    if chars.is_empty() {
        return String::new();
    }
    let shown = if chars.len() >= 8 { 3 } else { chars.len() / 4 };
    let end: String = chars[chars.len() - shown..].iter().collect();
    if end.is_empty() {
        return "••••".to_owned();
    }
    format!("•••• {end}")
}

/// A name's initials: `Trần Thị Minh Châu` → `T.T.M.C.`
#[must_use]
pub fn initials(name: &str) -> String {
    name.split_whitespace()
        .filter_map(|word| word.chars().next())
        .flat_map(|c| c.to_uppercase().chain(std::iter::once('.')))
        .collect()
}

/// A cell of unknown content, as a held row has it: the first letter of each word and the last two digits stay.
///
/// A code of six or more letters and digits keeps its last two characters.
#[must_use]
pub fn cell(text: &str) -> String {
    if is_date(text) {
        return text.to_owned();
    }
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let mut seen = 0;
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = part.trim_end_matches(|c: char| !c.is_alphanumeric());
        let own = word.chars().filter(char::is_ascii_digit).count();
        let chars: Vec<char> = word.chars().collect();
        if chars.len() >= 6 && own > 0 && own < chars.len() {
            seen += own;
            out.push_str(&tail(&chars, 2));
        } else {
            for (n, &c) in chars.iter().enumerate() {
                let shown = if c.is_ascii_digit() {
                    seen += 1;
                    digits < 7 || seen + 2 > digits
                } else {
                    n == 0 || digits > 0
                };
                out.push(if shown { c } else { DOT });
            }
        }
        out.push_str(&part[word.len()..]);
    }
    out
}

/// Whether nothing but digits in short groups stands there, parted as dates and times are: a fault in one must be
/// seen, and no number of a person is written so.
fn is_date(text: &str) -> bool {
    let groups: Vec<usize> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|g| !g.is_empty())
        .map(str::len)
        .collect();
    let parted = text.contains(['/', ':']) || groups.starts_with(&[4, 2, 2]);
    let plain = |c: char| c.is_ascii_digit() || "/:-. T+".contains(c);
    (3..=8).contains(&groups.len())
        && groups.iter().all(|&g| g <= 4)
        && groups[..3].iter().sum::<usize>() <= 8
        && parted
        && text.chars().all(plain)
}

/// The last three characters, for a screen reader: `538`.
#[must_use]
pub fn ending(text: &str) -> String {
    let chars: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    if chars.len() < 8 {
        return String::new();
    }
    chars[chars.len() - 3..].iter().collect()
}

fn tail(chars: &[char], shown: usize) -> String {
    let dots = std::iter::repeat_n(DOT, chars.len() - shown);
    dots.chain(chars[chars.len() - shown..].iter().copied())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        assert_eq!(id("001094012412"), "001••••••412");
        assert_eq!(id("P12345"), "••••45");
        assert_eq!(id("P1"), "••");
        assert_eq!(id(""), "");
        assert_eq!(phone("0900000538"), "09•• ••• 538");
        assert_eq!(phone("+84 900 000 538"), "84•• ••• 538");
        assert_eq!(short("0900000538"), "•••• 538");
        assert_eq!(short(""), "");
        assert_eq!(short("12"), "••••");
        assert_eq!(initials("Trần Thị Minh Châu"), "T.T.M.C.");
        assert_eq!(ending("0900000538"), "538");
    }

    #[test]
    fn cells_that_were_held() {
        assert_eq!(cell("7h kém 10"), "7h kém 10");
        assert_eq!(cell("079094012412"), "••••••••••12");
        assert_eq!(cell("31/02/2021 08:00"), "31/02/2021 08:00");
        assert_eq!(cell("2021-02-31"), "2021-02-31");
        assert_eq!(cell("0900-000-538"), "••••-•••-•38");
        assert_eq!(cell("Lê Văn Tám"), "L• V•• T••");
        assert_eq!(cell("H2JJQ2QEAT, 12/08/2021"), "••••••••AT, ••/••/••21");
    }

    #[test]
    fn nothing_whole_comes_through() {
        for text in ["0", "079094012412", "0900000538", "Q7X2K9PPQ1", "12345678"] {
            for masked in [id(text), phone(text), short(text)] {
                assert!(!masked.contains(text), "{masked}");
            }
        }
    }
}
