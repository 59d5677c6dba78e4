//! Every case that each implementation must get right, on the engine, by hand.
//!
//! Instants are minutes from local midnight of day 0; `at(day, hour, minute)`.

use crate::engine;
use crate::oracle::{
    CaseRow, Contact, Encounter, Mark, Outcome, Params, Place, Quarantine, Status, Stay, World,
};

const DAY0: i64 = 1_627_837_200; // 2021-08-02T00:00+07:00
const DAY: i64 = 86_400;

fn at(day: i64, hour: i64, minute: i64) -> i64 {
    DAY0 + day * DAY + hour * 3_600 + minute * 60
}

fn params() -> Params {
    Params {
        pre_onset_days: 3,
        pre_sample_days: 14,
        post_days: 14,
        min_minutes: 0,
        lag_minutes: 0,
        latent_hours: 0,
        onward_days: 14,
        max_tier: 3,
        households: false,
        include_suspected: false,
        include_weak: false,
    }
}

/// Persons 0.. and places 0 (cafe), 1 (market), 2 (lodging), 3 (other, open air).
fn world(people: usize) -> World {
    let place = |category, air_closed| Place {
        category,
        dwell_minutes: None,
        air_closed,
        closeness: None,
    };
    World {
        people,
        places: vec![
            place("cafe", None),
            place("market", None),
            place("lodging", None),
            place("other", Some(false)),
        ],
        stays: vec![],
        encounters: vec![],
        households: vec![],
        cases: vec![],
        quarantines: vec![],
    }
}

impl World {
    fn visit(
        mut self,
        person: usize,
        place: usize,
        start: i64,
        end: impl Into<Option<i64>>,
    ) -> Self {
        let (day, declared, mark) = (false, false, Mark::Whole);
        self.stays.push(Stay {
            person,
            place,
            start,
            end: end.into(),
            day,
            declared,
            mark,
        });
        self
    }

    fn case(
        mut self,
        person: usize,
        onset: impl Into<Option<i64>>,
        isolation: impl Into<Option<i64>>,
    ) -> Self {
        let (onset, isolation) = (onset.into(), isolation.into());
        self.cases.push(CaseRow {
            person,
            onset,
            sample: None,
            isolation,
            status: Status::Confirmed,
        });
        self
    }

    fn quarantined(mut self, person: usize, start: i64, end: impl Into<Option<i64>>) -> Self {
        self.quarantines.push(Quarantine {
            person,
            start,
            end: end.into(),
        });
        self
    }

    fn run(&self, params: &Params) -> Outcome {
        engine::outcome(&engine::run(self, params))
    }

    /// Tier by person; 0: not on the list.
    fn tiers(&self, params: &Params) -> Vec<u8> {
        let mut tiers = vec![0; self.people];
        self.run(params)
            .contacts
            .iter()
            .for_each(|c| tiers[c.person] = c.tier);
        tiers
    }

    fn contact(&self, params: &Params, person: usize) -> Option<Contact> {
        self.run(params)
            .contacts
            .into_iter()
            .find(|c| c.person == person)
    }
}

#[test]
fn case_1_contact_against_the_window() {
    let p = params();
    // Onset on day 4: W = [day 1, isolation), isolation 24:00 of day 5.
    let meeting = |start, end| {
        world(2)
            .case(0, at(4, 0, 0), at(6, 0, 0))
            .visit(0, 0, start, end)
            .visit(1, 0, start, end)
    };
    assert_eq!(
        meeting(at(0, 8, 0), at(0, 9, 0)).tiers(&p),
        [0, 0],
        "before"
    );
    assert_eq!(
        meeting(at(6, 8, 0), at(6, 9, 0)).tiers(&p),
        [0, 0],
        "after isolation"
    );
    assert_eq!(
        meeting(at(5, 21, 0), at(5, 22, 0)).tiers(&p),
        [0, 1],
        "evening of the isolation day"
    );
    let early = meeting(at(0, 23, 0), at(1, 1, 0)).contact(&p, 1).unwrap();
    assert_eq!(
        (early.first, early.last),
        (at(1, 0, 0), at(1, 1, 0)),
        "clipped at the start"
    );
    let late = meeting(at(5, 23, 0), at(6, 1, 0)).contact(&p, 1).unwrap();
    assert_eq!(
        (late.first, late.last),
        (at(5, 23, 0), at(6, 0, 0)),
        "clipped at the end"
    );
}

#[test]
fn case_2_touching_is_no_contact() {
    let w = world(2)
        .case(0, at(1, 0, 0), None)
        .visit(0, 0, at(0, 8, 0), at(0, 9, 0))
        .visit(1, 0, at(0, 9, 0), at(0, 10, 0));
    assert_eq!(w.tiers(&params()), [0, 0]);
}

#[test]
fn case_3_met_before_the_source_was_exposed() {
    let w = world(3)
        .case(0, at(3, 0, 0), None)
        .visit(1, 0, at(1, 8, 0), at(1, 9, 0))
        .visit(2, 0, at(1, 8, 0), at(1, 9, 0))
        .visit(0, 1, at(2, 8, 0), at(2, 9, 0))
        .visit(1, 1, at(2, 8, 0), at(2, 9, 0));
    assert_eq!(w.tiers(&params()), [0, 1, 0]);
}

#[test]
fn case_4_rolling_sums() {
    let p = |min_minutes| Params {
        min_minutes,
        ..params()
    };
    let over = |a: (i64, i64), b: (i64, i64)| {
        let w = world(2).case(0, at(2, 0, 0), None);
        [a, b].into_iter().fold(w, |w, (start, end)| {
            w.visit(0, 0, start, end).visit(1, 0, start, end)
        })
    };
    let midnight = over((at(0, 23, 50), at(1, 0, 10)), (at(1, 0, 0), at(1, 0, 0)));
    assert_eq!(midnight.tiers(&p(20)), [0, 1]);
    assert_eq!(midnight.tiers(&p(21)), [0, 0]);
    let near = over((at(0, 8, 0), at(0, 8, 10)), (at(1, 7, 10), at(1, 7, 15)));
    assert_eq!(near.tiers(&p(15)), [0, 1]);
    let far = over((at(0, 8, 0), at(0, 8, 10)), (at(1, 9, 10), at(1, 9, 15)));
    assert_eq!(far.tiers(&p(15)), [0, 0]);
    // The first exposure is the first instant of the 24 hours that reached the threshold.
    assert_eq!(near.contact(&p(15), 1).unwrap().first, at(0, 8, 0));
}

#[test]
fn case_5_two_places_at_once_count_once() {
    let mut w = world(2).case(0, at(1, 0, 0), None);
    for place in [0, 1] {
        w = w
            .visit(0, place, at(0, 8, 0), at(0, 9, 0))
            .visit(1, place, at(0, 8, 0), at(0, 9, 0));
    }
    let contact = w.contact(&params(), 1).unwrap();
    assert_eq!((contact.seconds, contact.places), (3_600, 2));
}

#[test]
fn case_6_two_sources_one_row() {
    let both = world(3)
        .case(0, at(2, 0, 0), None)
        .case(1, at(2, 0, 0), None)
        .visit(0, 0, at(0, 8, 0), at(0, 9, 0))
        .visit(2, 0, at(0, 8, 0), at(0, 9, 0))
        .visit(1, 1, at(1, 8, 0), at(1, 9, 0))
        .visit(2, 1, at(1, 8, 0), at(1, 9, 0));
    let contact = both.contact(&params(), 2).unwrap();
    assert_eq!(
        (contact.sources, contact.seconds, contact.first),
        (2, 7_200, at(0, 8, 0))
    );
    let mut one = both.clone();
    one.cases.remove(0);
    let contact = one.contact(&params(), 2).unwrap();
    assert_eq!((contact.sources, contact.first), (1, at(1, 8, 0)));
}

#[test]
fn case_7_an_f2_of_day_5_who_is_f1_of_day_10() {
    // 1 is F1 of 0 on day 4 and meets 2 on day 5; 2 meets 3 on day 8 and 0 itself on day 10.
    let w = world(4)
        .case(0, at(6, 0, 0), None)
        .visit(0, 0, at(4, 8, 0), at(4, 9, 0))
        .visit(1, 0, at(4, 8, 0), at(4, 9, 0))
        .visit(1, 1, at(5, 8, 0), at(5, 9, 0))
        .visit(2, 1, at(5, 8, 0), at(5, 9, 0))
        .visit(2, 3, at(8, 8, 0), at(8, 9, 0))
        .visit(3, 3, at(8, 8, 0), at(8, 9, 0))
        .visit(0, 0, at(10, 8, 0), at(10, 9, 0))
        .visit(2, 0, at(10, 8, 0), at(10, 9, 0));
    assert_eq!(w.tiers(&params()), [0, 1, 1, 3]);
    assert_eq!(w.contact(&params(), 2).unwrap().first, at(10, 8, 0));
}

#[test]
fn case_8_an_index_case_is_no_contact() {
    let w = world(3)
        .case(0, at(1, 0, 0), None)
        .visit(0, 0, at(0, 8, 0), at(0, 9, 0))
        .visit(1, 0, at(0, 8, 0), at(0, 9, 0))
        .visit(1, 1, at(1, 8, 0), at(1, 9, 0))
        .visit(2, 1, at(1, 8, 0), at(1, 9, 0));
    assert_eq!(w.tiers(&params()), [0, 1, 2]);
    // A positive test without dates: no contact any more, and its own contacts do not vanish.
    assert_eq!(w.clone().case(1, None, None).tiers(&params()), [0, 0, 2]);
    // With dates it is an F0 like any other, and its contacts are F1.
    assert_eq!(w.case(1, at(2, 0, 0), None).tiers(&params()), [0, 0, 1]);
}

#[test]
fn case_9_scans() {
    let visits = |w: World| w.run(&params()).visits;
    let twice = world(1)
        .visit(0, 0, at(0, 8, 0), None)
        .visit(0, 0, at(0, 8, 0), None);
    assert_eq!(
        visits(twice),
        [(0, 0, at(0, 8, 0), at(0, 9, 30), 2)],
        "duplicate scans"
    );
    let again = world(1)
        .visit(0, 0, at(0, 8, 0), None)
        .visit(0, 0, at(0, 8, 5), None);
    assert_eq!(
        visits(again),
        [(0, 0, at(0, 8, 0), at(0, 9, 35), 2)],
        "within five minutes"
    );
    let later = world(1)
        .visit(0, 0, at(0, 8, 0), None)
        .visit(0, 0, at(0, 8, 6), None);
    assert_eq!(visits(later).len(), 2, "six minutes apart");
    let every_four = (0..=15).fold(world(1), |w, i| w.visit(0, 0, at(0, 8, 4 * i), None));
    assert_eq!(
        visits(every_four),
        [(0, 0, at(0, 8, 0), at(0, 10, 30), 2)],
        "every four minutes for an hour"
    );
    let two_places = world(1)
        .visit(0, 0, at(0, 8, 0), None)
        .visit(0, 1, at(0, 8, 0), None);
    let want = [
        (0, 0, at(0, 8, 0), at(0, 9, 30), 2),
        (0, 1, at(0, 8, 0), at(0, 9, 0), 2),
    ];
    assert_eq!(
        visits(two_places),
        want,
        "two places in one second: neither ends the other"
    );
    let night = |place| visits(world(1).visit(0, place, at(0, 23, 50), None))[0].3;
    assert_eq!(night(0), at(1, 0, 0), "midnight ends a stay");
    assert_eq!(night(2), at(1, 23, 50), "but not in a lodging");
}

#[test]
fn case_10_lag() {
    let lag = Params {
        lag_minutes: 30,
        ..params()
    };
    let meet = |place, u: (i64, i64), v: (i64, i64)| {
        world(2)
            .case(0, at(1, 0, 0), None)
            .visit(0, place, u.0, u.1)
            .visit(1, place, v.0, v.1)
    };
    let hour = (at(0, 8, 0), at(0, 9, 0));
    let after = (at(0, 9, 20), at(0, 10, 0));
    let contact = meet(0, hour, after).contact(&lag, 1).unwrap();
    assert_eq!(
        (contact.indirect, contact.seconds),
        (true, 600),
        "closed air"
    );
    assert_eq!(meet(3, hour, after).tiers(&lag), [0, 0], "open air");
    assert_eq!(
        meet(0, after, hour).tiers(&lag),
        [0, 0],
        "left before the source came"
    );
    let both = meet(0, hour, (at(0, 8, 50), at(0, 9, 10)));
    let contact = both
        .contact(
            &Params {
                min_minutes: 15,
                ..lag
            },
            1,
        )
        .unwrap();
    assert_eq!(
        (contact.indirect, contact.seconds),
        (false, 1_200),
        "10 direct and 10 lagged minutes"
    );
    assert_eq!(
        both.tiers(&Params {
            min_minutes: 15,
            ..params()
        }),
        [0, 0]
    );
}

#[test]
fn case_11_odd_cases() {
    let w = world(2)
        .case(0, None, None)
        .visit(0, 0, at(0, 8, 0), at(0, 9, 0))
        .visit(1, 0, at(0, 8, 0), at(0, 9, 0));
    let out = w.run(&params());
    assert_eq!(
        (out.contacts.len(), out.cases.len(), out.cases[0].traceable),
        (0, 1, false),
        "without dates"
    );
    let out = world(1).case(0, at(0, 0, 0), None).run(&params());
    assert_eq!(
        (out.contacts.len(), out.cases[0].traceable),
        (0, true),
        "without visits"
    );
    let half_a_year = world(1)
        .case(0, at(0, 0, 0), None)
        .case(0, at(183, 0, 0), at(190, 0, 0))
        .run(&params());
    let ends: Vec<_> = half_a_year
        .cases
        .iter()
        .map(|c| (c.t0.unwrap(), c.window_end.unwrap(), c.end_assumed))
        .collect();
    assert_eq!(
        ends,
        [
            (at(0, 0, 0), at(14, 0, 0), true),
            (at(183, 0, 0), at(190, 0, 0), false)
        ],
        "two illnesses"
    );
    let three = world(1)
        .case(0, at(50, 0, 0), at(60, 0, 0))
        .case(0, at(0, 0, 0), None)
        .case(0, at(100, 0, 0), None);
    let out = three.run(&params());
    assert_eq!(
        (out.cases.len(), out.cases[0].t0, out.cases[0].window_end),
        (1, Some(at(0, 0, 0)), Some(at(60, 0, 0))),
        "three rows of one illness"
    );
}

#[test]
fn case_12_quarantines() {
    let w = || {
        world(3)
            .case(0, at(2, 0, 0), None)
            .visit(0, 0, at(0, 8, 0), at(0, 9, 0))
            .visit(1, 0, at(0, 8, 0), at(0, 9, 0))
            .visit(1, 1, at(3, 8, 0), at(3, 9, 0))
            .visit(2, 1, at(3, 8, 0), at(3, 9, 0))
    };
    assert_eq!(w().tiers(&params()), [0, 1, 2]);
    assert_eq!(
        w().quarantined(1, at(1, 0, 0), None).tiers(&params()),
        [0, 1, 0],
        "from after the exposure"
    );
    assert_eq!(
        w().quarantined(1, at(1, 0, 0), at(2, 0, 0))
            .tiers(&params()),
        [0, 1, 2],
        "ended before"
    );
    let two =
        w().quarantined(1, at(1, 0, 0), at(2, 0, 0))
            .quarantined(1, at(3, 8, 30), at(9, 0, 0));
    assert_eq!(
        two.contact(&params(), 2).unwrap().seconds,
        1_800,
        "two rows"
    );
    assert_eq!(
        w().quarantined(0, at(0, 0, 0), at(1, 0, 0))
            .tiers(&params()),
        [0, 0, 0],
        "of the F0"
    );
}

#[test]
fn case_13_onward() {
    let w = world(3)
        .case(0, at(2, 0, 0), None)
        .visit(0, 0, at(0, 8, 0), at(0, 9, 0))
        .visit(1, 0, at(0, 8, 0), at(0, 9, 0))
        .visit(1, 1, at(20, 8, 0), at(20, 9, 0))
        .visit(2, 1, at(20, 8, 0), at(20, 9, 0));
    assert_eq!(w.tiers(&params()), [0, 1, 0]);
    assert_eq!(
        w.tiers(&Params {
            onward_days: 0,
            ..params()
        }),
        [0, 1, 2]
    );
}

#[test]
fn case_14_a_place_with_100_000_visitors_on_one_day() {
    let people = 100_001;
    let mut w = world(people)
        .case(0, at(1, 0, 0), None)
        .visit(0, 1, at(0, 8, 0), at(0, 8, 30));
    for person in 1..people {
        let start = at(0, 6, 0) + (person as i64 % 720) * 60;
        w = w.visit(person, 1, start, start + 600);
    }
    let out = w.run(&Params {
        max_tier: 1,
        ..params()
    });
    // Who came from 7:51 to 8:29: 39 of the 720 minutes.
    let want = (1..people)
        .filter(|p| (111..=149).contains(&(p % 720)))
        .count();
    assert_eq!(out.contacts.len(), want);
    // At 5 minutes F1 came from 7:55 to 8:25; who came by 8:30 met one of them for 5 minutes.
    let five = Params {
        max_tier: 2,
        min_minutes: 5,
        ..params()
    };
    let out = w.run(&five);
    let came = |minutes: std::ops::RangeInclusive<usize>| {
        (1..people).filter(|p| minutes.contains(&(p % 720))).count()
    };
    let of_tier = |tier| out.contacts.iter().filter(|c| c.tier == tier).count();
    assert_eq!((of_tier(1), of_tier(2)), (came(115..=145), came(146..=150)));
}

#[test]
fn encounters_and_declared_contacts() {
    let meet = |weak, declared| {
        let mut w = world(2).case(0, at(1, 0, 0), None);
        w.encounters.push(Encounter {
            a: 1,
            b: 0,
            start: at(0, 8, 0),
            end: at(0, 9, 0),
            weak,
            declared,
        });
        w
    };
    let contact = meet(false, false).contact(&params(), 1).unwrap();
    assert_eq!(
        (contact.closeness, contact.places, contact.grade),
        (0, 0, 0)
    );
    assert_eq!(meet(false, true).contact(&params(), 1).unwrap().grade, 3);
    assert_eq!(meet(true, false).tiers(&params()), [0, 0]);
    assert_eq!(
        meet(true, false).tiers(&Params {
            include_weak: true,
            ..params()
        }),
        [0, 1]
    );
}

#[test]
fn households_share_their_nights() {
    let mut w = world(3)
        .case(0, at(2, 0, 0), None)
        .visit(2, 0, at(0, 12, 0), at(3, 12, 0));
    w.households = vec![vec![0, 1]];
    let p = Params {
        households: true,
        ..params()
    };
    let contact = w.contact(&p, 1).unwrap();
    assert_eq!((contact.first, contact.last), (at(0, 21, 0), at(3, 6, 0)));
    assert_eq!(
        (contact.seconds, contact.grade, contact.closeness),
        (27 * 3_600, 1, 0)
    );
    assert_eq!(w.tiers(&params()), [0, 0, 0]);
}
