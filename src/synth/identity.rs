//! The spellings of a person, derived from the index: nothing of it is stored.

use std::fmt::Write;

use chrono::Datelike;

use super::calendar::{date, push_date};
use super::words::List;
use super::world::World;

/// Mobile prefixes in use.
const PREFIXES: [u8; 34] = [
    32, 33, 34, 35, 36, 37, 38, 39, 52, 55, 56, 58, 59, 70, 76, 77, 78, 79, 81, 82, 83, 84, 85, 86,
    87, 88, 89, 90, 91, 93, 94, 96, 97, 98,
];
/// Letters of the QID; those that are easily misread are left out.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// What fixed numbers are for.
const MIDDLE: u64 = 10;
const GIVEN: u64 = 11;
const PHONE: u64 = 12;
const OWNER: u64 = 13;
const QID: u64 = 16;

impl World {
    /// Appends the CCCD. The serial's block, 900000 and up, marks it as synthetic.
    pub(super) fn push_cccd(&self, out: &mut String, person: u32) {
        let who = self.person(person);
        let year = date(who.birth).year();
        let century = if year < 2000 { 0 } else { 2 };
        let digit = century + i32::from(who.woman);
        let _ = write!(
            out,
            "{:03}{digit}{:02}{:06}",
            who.origin,
            year % 100,
            900_000 + who.serial
        );
    }

    /// Appends the QID of the unified QR: ten letters and digits, no two people alike.
    pub(super) fn push_qid(&self, out: &mut String, person: u32) {
        const MASK: u64 = (1 << 50) - 1;
        // Each step maps 50-bit numbers one to one.
        let mut token = (u64::from(person) + 1).wrapping_mul(0x2_545f_4914_f6cd) & MASK;
        token ^= token >> 25;
        token = (token.wrapping_mul(0x1_9e37_79b9_7f4b) ^ self.fixed(QID, 0)) & MASK;
        out.extend((0..10).map(|place| char::from(LETTERS[(token >> (place * 5) & 31) as usize])));
    }

    pub(super) fn push_name(&self, out: &mut String, person: u32) {
        self.push_name_of(out, person, List::word, "Thị");
    }

    /// Appends the payload of a person's unified QR, `SoGiayTo|HoTen|NgaySinh|LoaiDinhDanh|QID|EXT`, as an app shows
    /// it: number and birth date starred, the gender (1 man, 2 woman) alone in the extension.
    pub fn write_qr(&self, out: &mut String, person: u32) {
        let who = self.person(person);
        let from = out.len();
        self.push_cccd(out, person);
        out.replace_range(from..from + 6, "******");
        out.push('|');
        self.push_name_of(out, person, List::plain, "THI");
        let _ = write!(out, "|{}-**-**|0|", date(who.birth).year());
        self.push_qid(out, person);
        let _ = write!(out, "|<{}<<<", if who.woman { 2 } else { 1 });
    }

    fn push_name_of<'a>(
        &'a self,
        out: &mut String,
        person: u32,
        spell: fn(&'a List, usize) -> &'a str,
        thi: &str,
    ) {
        let who = self.person(person);
        let (middle, given) = (
            self.fixed(MIDDLE, u64::from(person)),
            self.fixed(GIVEN, u64::from(person)),
        );
        let words = &self.words;
        let [middles, givens] = if who.woman {
            [&words.middle_women, &words.given_women]
        } else {
            [&words.middle_men, &words.given_men]
        };
        let old_style = match who.age {
            50.. => 8,
            25.. => 5,
            _ => 2,
        };
        out.push_str(spell(&words.surnames, who.surname as usize));
        out.push(' ');
        let is_thi = who.woman && middle % 10 < old_style;
        out.push_str(if is_thi {
            thi
        } else {
            spell(middles, middles.index(middle))
        });
        out.push(' ');
        out.push_str(spell(givens, givens.index(given)));
    }

    pub(super) fn push_birth(&self, out: &mut String, person: u32) {
        push_date(out, self.person(person).birth);
    }

    pub(super) fn sex(&self, person: u32) -> &'static str {
        if self.person(person).woman {
            "Nữ"
        } else {
            "Nam"
        }
    }

    /// Appends the phone number, if there is one: in a few households everybody gives the first member's.
    pub(super) fn push_phone(&self, out: &mut String, person: u32) {
        let (who, household) = (self.person(person), self.household(person));
        let owns = match who.age {
            ..13 => false,
            13..78 => true,
            _ => self.fixed(OWNER, u64::from(person)).is_multiple_of(2),
        };
        let owner = if household.one_phone {
            household.first
        } else {
            person
        };
        if owns || household.one_phone {
            let prefix = self.fixed(PHONE, u64::from(owner)) % PREFIXES.len() as u64;
            // 7,654,321 is prime to ten million: no number comes twice.
            let number = (u64::from(owner) * 7_654_321 + self.fixed(PHONE, u64::MAX) % 10_000_000)
                % 10_000_000;
            let _ = write!(out, "0{}{number:07}", PREFIXES[prefix as usize]);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::synth::plan::Plan;

    fn world() -> World {
        World::build(&Plan {
            people: 6_000,
            ..Plan::default()
        })
        .unwrap()
    }

    fn spell(write: impl Fn(&mut String)) -> String {
        let mut out = String::new();
        write(&mut out);
        out
    }

    #[test]
    fn numbers_are_well_formed_consistent_and_unique() {
        let world = world();
        let (mut numbers, mut tokens) = (BTreeSet::new(), BTreeSet::new());
        for person in 0..world.people.len() as u32 {
            let cccd = spell(|out| world.push_cccd(out, person));
            let birth = spell(|out| world.push_birth(out, person));
            assert!(cccd.len() == 12 && cccd.bytes().all(|digit| digit.is_ascii_digit()));
            assert_eq!(&cccd[4..6], &birth[8..10]);
            let digit = cccd.as_bytes()[3] - b'0';
            assert_eq!(digit % 2 == 1, world.sex(person) == "Nữ");
            assert_eq!(digit / 2 == 1, birth[6..].starts_with("20"));
            assert_eq!(&cccd[6..7], "9");
            assert!(numbers.insert(cccd));
            let token = spell(|out| world.push_qid(out, person));
            assert!(token.len() == 10 && tokens.insert(token));
        }
    }

    #[test]
    fn phones_are_valid_and_shared_only_in_households() {
        let world = world();
        let mut owners: std::collections::BTreeMap<String, u32> = std::collections::BTreeMap::new();
        let (mut shared, mut none) = (0, 0);
        for (id, person) in world.people.iter().enumerate() {
            let phone = spell(|out| world.push_phone(out, id as u32));
            if phone.is_empty() {
                none += 1;
                continue;
            }
            assert!(phone.len() == 10 && phone.starts_with('0'));
            let first = *owners.entry(phone).or_insert(person.household);
            assert_eq!(first, person.household);
            shared += usize::from(world.households[person.household as usize].one_phone);
        }
        assert!(shared > 50 && none > 500, "{shared} {none}");
    }

    #[test]
    fn qr_has_six_parts() {
        let world = world();
        for person in 0..50 {
            let qr = spell(|out| world.write_qr(out, person));
            let parts: Vec<&str> = qr.split('|').collect();
            assert_eq!(parts.len(), 6);
            assert!(parts[0].starts_with("******") && parts[0].len() == 12);
            assert!(
                parts[1].is_ascii()
                    && parts[1] == parts[1].to_uppercase()
                    && parts[1].split(' ').count() >= 3
            );
            assert!(parts[2].ends_with("-**-**") && parts[2].len() == 10 && parts[3] == "0");
        }
    }
}
