//! People, places and cases by what is typed, diacritics ignored. A full id or phone matches exactly.

use super::Desk;
use crate::i18n::fold;
use crate::model::{PersonIx, PlaceIx};

/// Something found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hit {
    /// A person by name.
    Person(PersonIx),
    /// A person by a full number: to be put on record.
    Exact(PersonIx),
    /// A place.
    Place(PlaceIx),
}

/// Finds at most `most` people and as many places: those on the list before others, nearer tiers first; places by
/// visits. `by_number`: whether somebody may be found by a full number, which is put on record. Returns what was found and how much more there is.
///
/// Complexity: the names of all people, about 30 ns each.
#[must_use]
pub fn search(desk: &Desk, text: &str, most: usize, by_number: bool) -> (Vec<Hit>, usize) {
    let words: Vec<String> = fold(text)
        .split(' ')
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect();
    if words.is_empty() {
        return (Vec::new(), 0);
    }
    let matches = |key: &str| words.iter().all(|w| key.contains(w.as_str()));
    let mut out = Vec::new();
    if let Some(person) = exact(desk, text).filter(|_| by_number) {
        out.push(Hit::Exact(person));
    }
    let mut places: Vec<(std::cmp::Reverse<usize>, PlaceIx)> = (0..desk.run.records.places.len()
        as PlaceIx)
        .filter(|&p| matches(&fold(desk.place_name(p))))
        .map(|p| (std::cmp::Reverse(desk.run.presence.visits_at(p)), p))
        .collect();
    places.sort_unstable();
    let mut people: Vec<(u8, PersonIx)> = (0..desk.names.len() as PersonIx)
        .filter(|&p| matches(&desk.names[p as usize]))
        .map(|p| (desk.list.row_of(p).map_or(u8::MAX, |r| r.tier), p))
        .collect();
    people.sort_unstable();
    let more = places.len().saturating_sub(most) + people.len().saturating_sub(most);
    out.extend(places.iter().take(most).map(|p| Hit::Place(p.1)));
    out.extend(people.iter().take(most).map(|p| Hit::Person(p.1)));
    (out, more)
}

/// The person of a full id, citizen's number, QID or phone.
fn exact(desk: &Desk, text: &str) -> Option<PersonIx> {
    let text = text.trim();
    let found = desk.run.records.find(text);
    found.or_else(|| {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if digits.len() < 9 {
            return None;
        }
        let same = |phone: &str| {
            let theirs: String = phone.chars().filter(char::is_ascii_digit).collect();
            theirs.len() >= 9 && theirs[theirs.len() - 9..] == digits[digits.len() - 9..]
        };
        let people = desk.run.records.people.iter();
        people
            .zip(0..)
            .find(|(p, _)| same(&p.phone))
            .map(|(_, ix)| ix)
    })
}
