//! A run with everything that is shown of it, made once, off the window's thread.

use std::time::SystemTime;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::coverage::Coverage;
use super::line_list::LineList;
use super::view::Curve;
use crate::contact::{NO_SPOT, Spot};
use crate::i18n::{Message, Texts, fold};
use crate::investigation::Run;
use crate::model::time::{DAY, Seconds, Span, VIETNAM};
use crate::model::{PersonIx, PersonRow, Rules};

/// A numbered run, ready to be looked at.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The run's number in this session, from 1.
    pub number: u32,
    /// The first eight hex digits of the parameters' SHA-256.
    pub hash: String,
    /// The run.
    pub run: Run,
    /// F0s and contacts.
    pub list: LineList,
    /// By person: the folded name.
    pub names: Vec<String>,
    /// The whole local days that the data touch.
    pub days: Span,
    /// Cases and exposures over time.
    pub curve: Curve,
    /// Rows by file and day.
    pub coverage: Coverage,
    /// The districts of people on the list, by how many live there, then by name.
    pub districts: Vec<(String, u32)>,
    /// When the run ended.
    pub finished: SystemTime,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// Whether the data are the program's sample.
    pub sample: bool,
    /// Whether names are shown; else initials.
    pub names_shown: bool,
    case_numbers: Vec<u32>,
}

impl Desk {
    /// Makes what is shown of a run.
    #[must_use]
    pub fn new(number: u32, run: Run, seconds: f64, sample: bool) -> Self {
        let days = days(&run);
        let list = LineList::new(&run);
        let names = run
            .records
            .people
            .par_iter()
            .map(|p| fold(&p.full_name))
            .collect();
        let mut districts: std::collections::BTreeMap<&str, u32> =
            std::collections::BTreeMap::new();
        for row in &list.rows {
            let district = run.records.people[row.person as usize].district.as_str();
            if !district.is_empty() {
                *districts.entry(district).or_default() += 1;
            }
        }
        let mut districts: Vec<(String, u32)> = districts
            .into_iter()
            .map(|(d, n)| (d.to_owned(), n))
            .collect();
        districts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        Self {
            number,
            hash: hash(&run.rules),
            curve: Curve::new(&run, days),
            coverage: Coverage::new(&run, days),
            list,
            names,
            days,
            districts,
            finished: SystemTime::now(),
            seconds,
            sample,
            case_numbers: case_numbers(&run),
            names_shown: true,
            run,
        }
    }

    /// With names, or with initials in their place: then nobody is found by a name either.
    #[must_use]
    pub fn naming(mut self, names_shown: bool) -> Self {
        self.names_shown = names_shown;
        if !names_shown {
            self.names = vec![String::new(); self.names.len()];
            self.list.hide_names(&self.run);
        }
        self
    }

    /// A person's row in the register.
    #[must_use]
    pub fn person(&self, person: PersonIx) -> &PersonRow {
        &self.run.records.people[person as usize]
    }

    /// A person's name; where none is known, the masked id.
    #[must_use]
    pub fn name(&self, person: PersonIx) -> String {
        let row = self.person(person);
        if row.full_name.is_empty() {
            crate::model::mask::id(&row.id)
        } else {
            self.shown(&row.full_name)
        }
    }

    /// A person's full name as it is shown here.
    #[must_use]
    pub fn shown(&self, name: &str) -> String {
        if self.names_shown {
            name.to_owned()
        } else {
            crate::model::mask::initials(name)
        }
    }

    /// A place's name; where none is known, its id.
    #[must_use]
    pub fn place_name(&self, place: u32) -> &str {
        let row = self.run.records.places.row(place);
        if row.name.is_empty() {
            &row.id
        } else {
            &row.name
        }
    }

    /// Whether a spot is a place of the register (not a household, nor an encounter).
    #[must_use]
    pub fn is_place(&self, spot: Spot) -> bool {
        (spot as usize) < self.run.presence.place_count()
    }

    /// The latest instant of the data.
    #[must_use]
    pub fn as_of(&self) -> Seconds {
        self.run.as_of.unwrap_or(self.days.end)
    }

    /// F0's number in the order of their t0, from 1.
    #[must_use]
    pub fn case_number(&self, person: PersonIx) -> Option<usize> {
        let cases = &self.run.trace.index_cases;
        let own = cases.binary_search_by_key(&person, |c| c.person).ok()?;
        self.case_numbers.get(own).map(|&n| n as usize)
    }
}

/// By index case: its number in the order of t0, those without one last.
fn case_numbers(run: &Run) -> Vec<u32> {
    let cases = &run.trace.index_cases;
    let mut order: Vec<usize> = (0..cases.len()).collect();
    order.sort_by_key(|&ix| {
        (
            cases[ix].episodes.first().map_or(Seconds::MAX, |e| e.t0),
            ix,
        )
    });
    let mut numbers = vec![0; cases.len()];
    for (ix, number) in order.into_iter().zip(1..) {
        numbers[ix] = number;
    }
    numbers
}

/// The first eight hex digits of the SHA-256 of what decides a run beside the data.
#[must_use]
pub fn hash(rules: &Rules) -> String {
    let dwell: Vec<(&str, u32)> = rules
        .categories
        .rows()
        .iter()
        .map(|c| (c.key.as_str(), c.dwell))
        .collect();
    let text = serde_json::json!({
        "params": rules.params,
        "dwell": dwell,
        "risk": rules.risk.version,
    });
    let digest = Sha256::digest(text.to_string().as_bytes());
    crate::model::hex(&digest[..4])
}

/// The whole local days of presences, and of F0s' dates no further away than sixty days from them.
fn days(run: &Run) -> Span {
    let dates = run
        .trace
        .index_cases
        .iter()
        .flat_map(|c| c.episodes.iter().map(|e| e.t0));
    let (mut start, mut end) = match run.presence.range() {
        Some(range) => (range.start, range.end),
        None => {
            let all: Vec<Seconds> = dates.clone().collect();
            let first = all.iter().min().copied().unwrap_or(0);
            (first, all.iter().max().map_or(first + DAY, |l| l + 1))
        }
    };
    let (near, far) = (start - 60 * DAY, end + 60 * DAY);
    for date in dates.filter(|d| (near..far).contains(d)) {
        start = start.min(date);
        end = end.max(date + 1);
    }
    let first = VIETNAM.midnight_before(start);
    let last = VIETNAM.midnight_before(end - 1) + DAY;
    Span::new(first, last.max(first + DAY))
}

/// The words of a spot: a place's name, a household, a meeting.
#[must_use]
pub fn spot_name(desk: &Desk, texts: &Texts, spot: Spot) -> String {
    if spot == NO_SPOT {
        return texts.get("spot-meeting");
    }
    if desk.is_place(spot) {
        return desk.place_name(spot).to_owned();
    }
    texts.say(&Message::new("spot-household"))
}

/// The year of birth, where the date as written has one.
#[must_use]
pub fn birth_year(person: &PersonRow) -> Option<&str> {
    let date = person.birth_date.as_str();
    let mut parts = date.split(['/', '-', '.', ' ']);
    parts.find(|p| p.len() == 4 && p.bytes().all(|b| b.is_ascii_digit()))
}

/// The last word of a name, by which people are called.
#[must_use]
pub fn given_name(name: &str) -> &str {
    name.split_whitespace().next_back().unwrap_or_default()
}
