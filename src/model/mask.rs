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
                    n == 0 || digits > 0 && !chars[0].is_uppercase()
                };
                out.push(if shown { c } else { DOT });
            }
        }
        out.push_str(&part[word.len()..]);
    }
    out
}

/// Whether a date, a time or both stand there, possible or not: a fault in one must be seen, and no number of a
/// person is written so.
fn is_date(text: &str) -> bool {
    let mut parts = text.trim().split([' ', 'T']);
    let first = parts.next().unwrap_or_default();
    let fine = date(first) || time(first);
    fine && parts.next().is_none_or(time) && parts.next().is_none()
}

/// `31/02/2021`, `2021-02-31`: days and months up to 31, a year of this or a Buddhist century.
fn date(text: &str) -> bool {
    let groups: Vec<&str> = text.split(['/', '-', '.']).collect();
    let [a, b, c] = groups[..] else {
        return false;
    };
    let small = |g: &str| matches!(g.parse::<u32>(), Ok(n) if n <= 31 && g.len() <= 2);
    let year = |g: &str| g.len() == 4 && ["19", "20", "25"].contains(&&g[..2]) && small(&g[2..3]);
    small(b) && (small(a) && (year(c) || small(c)) || year(a) && small(c))
}

/// `24:10`, `08:02:00`.
fn time(text: &str) -> bool {
    let groups: Vec<&str> = text.split(':').collect();
    let two = |g: &&str| !g.is_empty() && g.len() <= 2 && g.bytes().all(|b| b.is_ascii_digit());
    (2..=3).contains(&groups.len()) && groups.iter().all(two)
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
        assert_eq!(cell("24:10"), "24:10");
        for number in [
            "0900-000-538",
            "0912 34 56 78",
            "0912.34.56.78",
            "0903-12-34-56",
            "0790 94 01 2412",
            "079/09/401/2412",
            "090/12/345/67",
            "091:23:45:67",
            "09/12/3456",
        ] {
            assert!(cell(number).contains('•'), "{number} stands whole");
        }
        assert_eq!(cell("Lê Văn Tám 1985"), "L• V•• T•• 1985");
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
