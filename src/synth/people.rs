//! Households and the people in them: ages, family ties, jobs. Names, numbers and phones are derived from indices.

use std::collections::BTreeMap;

use chrono::Datelike;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::calendar::{date, local_day};
use super::chance::{Purpose, Weights, hash, stream};
use super::plan::Plan;
use super::words::Words;

/// No place of work or school.
pub(super) const NOWHERE: u32 = u32::MAX;
/// Wards of a district.
pub(super) const WARDS: u32 = 12;
/// Household sizes 1 to 7; the mean is Viet Nam's 3.6.
const SIZES: [f64; 7] = [0.08, 0.17, 0.23, 0.27, 0.13, 0.08, 0.04];
/// Where adults who moved here were registered at birth (province codes of the CCCD).
const ORIGINS: [u16; 12] = [38, 40, 42, 49, 51, 52, 82, 83, 87, 89, 94, 96];

/// What fills a person's days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Under three: at home.
    Small,
    /// Kindergarten to university.
    Pupil,
    Worker,
    AtHome,
    Retired,
}

#[derive(Debug, Clone)]
pub(super) struct Person {
    /// Days since 1970-01-01.
    pub(super) birth: i32,
    pub(super) household: u32,
    /// Where they work or learn, or [`NOWHERE`].
    pub(super) work: u32,
    /// Last five digits of the CCCD.
    pub(super) serial: u32,
    /// First three digits of the CCCD.
    pub(super) origin: u16,
    pub(super) surname: u8,
    pub(super) woman: bool,
    pub(super) age: u8,
    pub(super) role: Role,
}

#[derive(Debug, Clone)]
pub(super) struct Household {
    /// Its first member; members follow one another.
    pub(super) first: u32,
    pub(super) size: u8,
    /// Index of its district.
    pub(super) area: u8,
    pub(super) ward: u8,
    /// Whether all give the same phone number.
    pub(super) one_phone: bool,
}

impl Household {
    pub(super) fn members(&self) -> std::ops::Range<u32> {
        self.first..self.first + u32::from(self.size)
    }
}

/// A member before becoming a person.
#[derive(Debug, Clone, Copy)]
struct Member {
    age: i32,
    woman: bool,
    surname: u8,
}

/// Fills households until there are enough people. `provinces` are the CCCD codes of the districts' provinces.
pub(super) fn settle(
    plan: &Plan,
    words: &Words,
    areas: &Weights,
    provinces: &[u16],
) -> (Vec<Person>, Vec<Household>) {
    let mut rng = stream(plan.seed, Purpose::People, 0);
    let sizes = Weights::new(SIZES);
    let today = local_day(plan.start);
    let mut serials = Serials {
        seed: plan.seed,
        taken: BTreeMap::new(),
    };
    let (mut people, mut households) = (Vec::with_capacity(plan.people as usize), Vec::new());
    while (people.len() as u32) < plan.people {
        let first = people.len() as u32;
        let size = (sizes.pick(&mut rng) as u32 + 1).min(plan.people - first);
        let area = areas.pick(&mut rng);
        let here = provinces.get(area).copied().unwrap_or_default();
        let moved = rng
            .random_bool(0.35)
            .then(|| ORIGINS[rng.random_range(0..ORIGINS.len())]);
        let household = households.len() as u32;
        for member in family(&mut rng, words, size as usize) {
            let birth = today - (f64::from(member.age) * 365.25) as i32 - rng.random_range(1..365);
            // Children are registered where the family lives now.
            let origin = moved.filter(|_| member.age > 15).unwrap_or(here);
            people.push(Person {
                birth,
                household,
                work: NOWHERE,
                serial: serials.next(origin, member.woman, birth),
                origin,
                surname: member.surname,
                woman: member.woman,
                age: member.age as u8,
                role: role(&mut rng, member.age, member.woman),
            });
        }
        let ward = rng.random_range(0..WARDS) as u8;
        households.push(Household {
            first,
            size: size as u8,
            area: area as u8,
            ward,
            one_phone: rng.random_bool(0.04),
        });
    }
    (people, households)
}

/// Numbers people of one province, sex and birth year one after another, in an order that looks drawn.
struct Serials {
    seed: u64,
    taken: BTreeMap<(u16, bool, i32), u32>,
}

impl Serials {
    fn next(&mut self, origin: u16, woman: bool, birth: i32) -> u32 {
        let year = date(birth).year();
        let taken = self.taken.entry((origin, woman, year)).or_default();
        *taken += 1;
        let offset = hash(
            self.seed,
            u64::from(origin) * 2 + u64::from(woman),
            year as u64,
        ) % 100_000;
        // 7919 is prime to 100,000: no number comes twice.
        ((u64::from(*taken) * 7919 + offset) % 100_000) as u32
    }
}

fn family(rng: &mut ChaCha8Rng, words: &Words, size: usize) -> Vec<Member> {
    let mut surname = || words.surnames.index(rng.random()) as u8;
    let [line, wife_line, elder_line] = [surname(), surname(), surname()];
    if size == 1 {
        return vec![Member {
            age: rng.random_range(19..82),
            woman: rng.random_bool(0.5),
            surname: line,
        }];
    }
    if size == 2 && rng.random_bool(0.25) {
        let age = rng.random_range(30..75);
        let child = age - rng.random_range(20..36);
        let child = Member {
            age: child.max(0),
            woman: rng.random_bool(0.5),
            surname: line,
        };
        return vec![
            Member {
                age,
                woman: true,
                surname: wife_line,
            },
            child,
        ];
    }
    let elders = match size {
        0..=2 => 0,
        3 | 4 => usize::from(rng.random_bool(0.1)),
        5 => 1,
        _ => 2,
    };
    let wife = if size == 2 {
        rng.random_range(22..78)
    } else {
        rng.random_range(24..56)
    };
    let husband = wife + rng.random_range(0..7);
    let mut members = vec![
        Member {
            age: husband,
            woman: false,
            surname: line,
        },
        Member {
            age: wife,
            woman: true,
            surname: wife_line,
        },
    ];
    let mut eldest = wife - rng.random_range(20..31);
    for _ in 0..size - 2 - elders {
        let age = if eldest < 0 {
            rng.random_range(0..3)
        } else {
            eldest
        };
        members.push(Member {
            age,
            woman: rng.random_bool(0.49),
            surname: line,
        });
        eldest -= rng.random_range(2..6);
    }
    let grandmother = husband + rng.random_range(20..30);
    if elders > 0 {
        members.push(Member {
            age: grandmother,
            woman: true,
            surname: elder_line,
        });
    }
    if elders > 1 {
        let age = grandmother + rng.random_range(0..6);
        members.push(Member {
            age,
            woman: false,
            surname: line,
        });
    }
    members
}

fn role(rng: &mut ChaCha8Rng, age: i32, woman: bool) -> Role {
    let (pension, works) = if woman { (56, 0.72) } else { (61, 0.86) };
    match age {
        ..3 => Role::Small,
        3..18 => Role::Pupil,
        18..23 if rng.random_bool(0.35) => Role::Pupil,
        _ if age >= pension && rng.random_bool(0.93) => Role::Retired,
        _ if age >= 75 => Role::Retired,
        _ if rng.random_bool(works) => Role::Worker,
        _ => Role::AtHome,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn town() -> (Vec<Person>, Vec<Household>) {
        let plan = Plan {
            people: 20_000,
            ..Plan::default()
        };
        settle(
            &plan,
            &Words::load().unwrap(),
            &Weights::new([1.0, 2.0]),
            &[79, 75],
        )
    }

    #[test]
    fn households_hold_everybody_once() {
        let (people, households) = town();
        let mut next = 0;
        for (index, household) in households.iter().enumerate() {
            assert_eq!(household.first, next);
            next += u32::from(household.size);
            assert!(
                household
                    .members()
                    .all(|person| people[person as usize].household == index as u32)
            );
        }
        assert_eq!(next as usize, people.len());
        let mean = people.len() as f64 / households.len() as f64;
        assert!((3.5..3.7).contains(&mean), "{mean}");
    }

    #[test]
    fn ages_make_sense() {
        let (people, _) = town();
        let share = |wanted: fn(&Person) -> bool| {
            people.iter().filter(|p| wanted(p)).count() as f64 / people.len() as f64
        };
        assert!(
            (0.15..0.32).contains(&share(|p| p.age < 15)),
            "{}",
            share(|p| p.age < 15)
        );
        assert!(
            (0.05..0.18).contains(&share(|p| p.age >= 65)),
            "{}",
            share(|p| p.age >= 65)
        );
        assert!((0.35..0.55).contains(&share(|p| p.role == Role::Worker)));
        assert!((0.46..0.54).contains(&share(|p| p.woman)));
        assert!(
            people
                .iter()
                .all(|p| p.age < 108 && (p.age >= 3) == (p.role != Role::Small))
        );
    }
}
