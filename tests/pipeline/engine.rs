//! The engine, run on a small world and told in the oracle's terms.

use truyvet::contact::{Customs, Ground, Layout, Presence, settle};
use truyvet::i18n::Texts;
use truyvet::ingest::{Input, Options};
use truyvet::investigation::{Run, Timings, derive, open};
use truyvet::job::{Cancel, Progress};
use truyvet::model::time::VIETNAM;
use truyvet::model::{
    Air, CaseRow, Categories, Closeness, Encounter, Household, PersonRow, PlaceRegister, PlaceRow,
    Quarantine, Rules, Status, Stay, StayMark,
};
use truyvet::registry::Records;
use truyvet::trace::forward::{Setting, Trace};

use crate::oracle as o;

pub fn rules(params: &o::Params) -> Rules {
    let mut rules = Rules::preset(None).unwrap();
    let p = &mut rules.params;
    p.pre_onset_days = params.pre_onset_days as u32;
    p.pre_sample_days = params.pre_sample_days as u32;
    p.post_days = params.post_days as u32;
    p.min_minutes = params.min_minutes as u32;
    p.lag_minutes = params.lag_minutes as u32;
    p.latent_hours = params.latent_hours as u32;
    p.onward_days = params.onward_days as u32;
    p.max_tier = params.max_tier as u8;
    p.households = params.households;
    p.include_suspected = params.include_suspected;
    p.include_weak = params.include_weak;
    p.validate().unwrap();
    rules
}

fn closeness(code: u8) -> Closeness {
    Closeness::ALL[usize::from(code)]
}

pub fn person_id(person: usize) -> String {
    format!("p{person:02}")
}

pub fn place_id(place: usize) -> String {
    format!("L{place:02}")
}

fn register(world: &o::World) -> PlaceRegister {
    let rows = world.places.iter().enumerate().map(|(i, p)| PlaceRow {
        id: place_id(i),
        category: p.category.to_owned(),
        air: p
            .air_closed
            .map(|closed| if closed { Air::Closed } else { Air::Open }),
        closeness: p.closeness.map(closeness),
        dwell_minutes: p.dwell_minutes.map(|m| m as u32),
        registered: true,
        ..PlaceRow::default()
    });
    PlaceRegister::new(rows.collect(), &Categories::builtin().unwrap())
}

/// The world's records as ingest would give them: what it holds is left out.
fn records(world: &o::World) -> Records {
    let fine = |s: &&o::Stay| !(s.mark == o::Mark::Whole && s.end.is_some_and(|end| end < s.start));
    let stays = world.stays.iter().filter(fine).map(|s| Stay {
        person: s.person as u32,
        place: s.place as u32,
        start: s.start,
        end: s.end,
        day: s.day,
        declared: s.declared,
        mark: match s.mark {
            o::Mark::Whole => StayMark::Whole,
            o::Mark::In => StayMark::In,
            o::Mark::Out => StayMark::Out,
        },
        row: 0,
    });
    let encounters = world
        .encounters
        .iter()
        .filter(|e| e.a != e.b && e.end >= e.start)
        .map(|e| Encounter {
            a: e.a.min(e.b) as u32,
            b: e.a.max(e.b) as u32,
            start: e.start,
            end: e.end,
            weak: e.weak,
            declared: e.declared,
            day: false,
            row: 0,
        });
    let households = world
        .households
        .iter()
        .enumerate()
        .map(|(i, members)| Household {
            id: format!("H{i:02}"),
            members: members.iter().map(|&m| m as u32).collect(),
            rows: Vec::new(),
        });
    let cases = world.cases.iter().map(|c| CaseRow {
        person: c.person as u32,
        onset: c.onset,
        sample: c.sample,
        isolation: c.isolation,
        reported: None,
        status: status(c.status),
        case_id: String::new(),
    });
    let quarantines = world.quarantines.iter().map(|q| Quarantine {
        person: q.person as u32,
        start: q.start,
        end: q.end,
    });
    Records {
        people: (0..world.people)
            .map(|i| PersonRow {
                id: person_id(i),
                ..PersonRow::default()
            })
            .collect(),
        places: register(world),
        stays: stays.collect(),
        encounters: encounters.collect(),
        households: households.collect(),
        cases: cases.collect(),
        quarantines: quarantines.collect(),
        ..Records::default()
    }
}

fn status(status: o::Status) -> Status {
    match status {
        o::Status::Confirmed => Status::Confirmed,
        o::Status::Suspected => Status::Suspected,
        o::Status::Retracted => Status::Retracted,
    }
}

/// A run, from records in memory, with shards and blocks as small as can be.
pub fn run(world: &o::World, params: &o::Params) -> Run {
    run_laid_out(world, params, Layout::small())
}

/// As [`run`] with another layout.
pub fn run_laid_out(world: &o::World, params: &o::Params, layout: Layout) -> Run {
    let rules = rules(params);
    let mut records = records(world);
    // Without files there is no ledger of rows: settle here, so that the run has nothing left to settle.
    let customs = Customs::new(&records.places, &rules.categories, VIETNAM);
    let settled = settle(
        std::mem::take(&mut records.stays),
        std::mem::take(&mut records.encounters),
        records.people.len(),
        &customs,
        layout,
        &Progress::new(),
        &Cancel::new(),
    )
    .unwrap();
    let ground = Ground {
        places: &records.places,
        categories: &rules.categories,
        households: if rules.params.households {
            &records.households
        } else {
            &[]
        },
        include_weak: rules.params.include_weak,
        zone: VIETNAM,
        layout,
    };
    let presence = Presence::build(settled, ground, &Progress::new(), &Cancel::new()).unwrap();
    let setting = Setting {
        presence: &presence,
        params: &rules.params,
        weights: &rules.risk,
    };
    let trace = Trace::derive(
        setting,
        &records.cases,
        &records.quarantines,
        &Progress::new(),
        &Cancel::new(),
    )
    .unwrap();
    let links = truyvet::trace::links::probable_links(&trace, setting, &Cancel::new()).unwrap();
    Run {
        rules,
        cases: records.cases.clone().into(),
        records: records.into(),
        presence: presence.into(),
        trace,
        links,
        as_of: None,
        timings: Timings::default(),
    }
}

/// The same run in brief.
pub fn briefly(run: &Run) -> Trace {
    let (cases, quarantines) = (&run.cases, &run.records.quarantines);
    Trace::derive_briefly(
        run.setting(),
        cases,
        quarantines,
        &Progress::new(),
        &Cancel::new(),
    )
    .unwrap()
}

/// The same run with the cases of another world that differs in nothing else.
pub fn with_cases(run: &Run, world: &o::World) -> Run {
    let cases = records(world).cases;
    truyvet::investigation::with_cases(run, cases, &Progress::new(), &Cancel::new()).unwrap()
}

/// A run, from files in the plain profile (and in/out rows in the scans profile).
pub fn run_files(world: &o::World, params: &o::Params, folder: &std::path::Path) -> Run {
    for (name, text) in files(world) {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let rules = rules(params);
    let (progress, cancel) = (Progress::new(), Cancel::new());
    let input = Input::from(folder.to_path_buf());
    let (records, timings) = open(&[input], Options::default(), &rules, &progress, &cancel)
        .map_err(|e| Texts::new(truyvet::i18n::Lang::En).say(&truyvet::i18n::Speak::speak(&e)))
        .unwrap();
    derive(
        records,
        rules,
        Options::default(),
        timings,
        &progress,
        &cancel,
    )
    .unwrap()
}

/// The world as files. People who appear nowhere else stand in `people.csv`, so that all are known.
fn files(world: &o::World) -> Vec<(&'static str, String)> {
    use std::fmt::Write as _;
    let iso = |at: i64| VIETNAM.iso(at);
    let maybe = |at: Option<i64>| at.map(iso).unwrap_or_default();
    let date = |at: i64| VIETNAM.iso(at)[..10].to_owned();
    let mut visits = "person_id,place_id,check_in,check_out\n".to_owned();
    let mut scans = "person_id,place_id,time,direction\n".to_owned();
    for s in &world.stays {
        let (person, place) = (person_id(s.person), place_id(s.place));
        match s.mark {
            o::Mark::Whole if s.day => {
                let end = s.end.map(|e| date(e - 86_400)).unwrap_or_default();
                writeln!(visits, "{person},{place},{},{end}", date(s.start))
            }
            o::Mark::Whole => {
                writeln!(visits, "{person},{place},{},{}", iso(s.start), maybe(s.end))
            }
            o::Mark::In => writeln!(scans, "{person},{place},{},vào", s.start),
            o::Mark::Out => writeln!(scans, "{person},{place},{},RA", s.start),
        }
        .unwrap();
    }
    let mut encounters = "person_a,person_b,start,end,weak,declared\n".to_owned();
    for e in &world.encounters {
        let (a, b) = (person_id(e.a), person_id(e.b));
        writeln!(
            encounters,
            "{a},{b},{},{},{},{}",
            iso(e.start),
            iso(e.end),
            e.weak,
            e.declared
        )
        .unwrap();
    }
    let mut places = "place_id,name,category,air,closeness,dwell_minutes\n".to_owned();
    for (i, p) in world.places.iter().enumerate() {
        let air = p
            .air_closed
            .map_or("", |closed| if closed { "Closed" } else { "open" });
        let near = p.closeness.map_or("", |c| closeness(c).key());
        let dwell = p.dwell_minutes.map(|m| m.to_string()).unwrap_or_default();
        writeln!(
            places,
            "{},x,{},{air},{near},{dwell}",
            place_id(i),
            p.category
        )
        .unwrap();
    }
    let mut people = "person_id,full_name\n".to_owned();
    (0..world.people).for_each(|i| writeln!(people, "{},x", person_id(i)).unwrap());
    let mut households = "household_id,person_id\n".to_owned();
    for (i, members) in world.households.iter().enumerate() {
        members
            .iter()
            .for_each(|&m| writeln!(households, "H{i:02},{}", person_id(m)).unwrap());
    }
    let mut cases = "person_id,onset,sample,isolation,status\n".to_owned();
    for c in &world.cases {
        let status = format!("{:?}", c.status);
        let (onset, sample, isolation) = (maybe(c.onset), maybe(c.sample), maybe(c.isolation));
        writeln!(
            cases,
            "{},{onset},{sample},{isolation},{status}",
            person_id(c.person)
        )
        .unwrap();
    }
    let mut quarantines = "person_id,start,end\n".to_owned();
    for q in &world.quarantines {
        writeln!(
            quarantines,
            "{},{},{}",
            person_id(q.person),
            iso(q.start),
            maybe(q.end)
        )
        .unwrap();
    }
    vec![
        ("visits.csv", visits),
        ("scans.csv", scans),
        ("encounters.csv", encounters),
        ("places.csv", places),
        ("people.csv", people),
        ("households.csv", households),
        ("cases.csv", cases),
        ("quarantines.csv", quarantines),
    ]
}

/// A run's outcome in the oracle's terms; `held` and `merged` are not told.
pub fn outcome(run: &Run) -> o::Outcome {
    let mut visits: Vec<_> = (0..run.presence.len() as u32)
        .map(|i| run.presence.visit(i))
        .map(|v| {
            (
                v.person as usize,
                v.place as usize,
                v.start,
                v.end,
                v.grade as u8,
            )
        })
        .collect();
    visits.sort_unstable();
    let trace = &run.trace;
    let (mut first, mut last) = (Vec::new(), Vec::new());
    for level in &trace.levels {
        let exposures: Vec<_> = (0..run.records.people.len() as u32)
            .map(|p| level.exposure(p))
            .collect();
        first.push(exposures.iter().map(|e| e.map(|e| e.0)).collect());
        last.push(exposures.iter().map(|e| e.map(|e| e.1)).collect());
    }
    let mut links: Vec<o::Link> = run.links.iter().map(link).collect();
    links.sort_by_key(|l| (l.case, l.source));
    o::Outcome {
        visits,
        held: 0,
        merged: 0,
        cases: trace.index_cases.iter().flat_map(case).collect(),
        contacts: trace.contacts.iter().map(contact).collect(),
        evidence: trace
            .evidence_of_all(run.setting(), &trace.people_with_evidence())
            .iter()
            .map(|e| evidence(e, run.presence.place_count()))
            .collect(),
        links,
        first,
        last,
    }
}

fn link(l: &truyvet::trace::Link) -> o::Link {
    let (source, case) = (l.source as usize, l.case as usize);
    o::Link {
        source,
        case,
        first: l.first,
        last: l.last,
        seconds: l.seconds,
        declared: l.declared,
    }
}

fn case(case: &truyvet::trace::IndexCase) -> Vec<o::CaseOut> {
    let person = case.person as usize;
    let none = o::CaseOut {
        person,
        t0: None,
        t0_is_onset: false,
        window_start: None,
        window_end: None,
        end_assumed: false,
        traceable: case.traceable(),
    };
    if case.episodes.is_empty() {
        return vec![none];
    }
    let of = |e: &truyvet::trace::Episode| o::CaseOut {
        t0: Some(e.t0),
        t0_is_onset: e.onset,
        window_start: Some(e.window.start),
        window_end: Some(e.window.end),
        end_assumed: e.end_assumed,
        ..none.clone()
    };
    case.episodes.iter().map(of).collect()
}

fn contact(c: &truyvet::trace::Contact) -> o::Contact {
    o::Contact {
        person: c.person as usize,
        tier: c.tier,
        first: c.first,
        last: c.last,
        sources: c.sources as usize,
        places: c.places as usize,
        seconds: c.seconds,
        grade: c.grade as u8,
        closeness: c.closeness as u8,
        indirect: c.indirect,
    }
}

fn evidence(e: &truyvet::graph::Evidence, places: usize) -> o::Evidence {
    let place = |&spot: &u32| {
        let spot = spot as usize;
        if spot < places {
            o::PlaceRef::Place(spot)
        } else {
            o::PlaceRef::Household(spot - places)
        }
    };
    o::Evidence {
        source: e.source as usize,
        contact: e.contact as usize,
        tier: e.tier,
        first: e.first(),
        last: e.last(),
        seconds: e.seconds(),
        max24_seconds: e.max_24h(),
        places: e.spots().iter().map(place).collect(),
        best_grade: e.best as u8,
        worst_grade: e.worst as u8,
        closeness: e.closeness() as u8,
        indirect: e.indirect(),
        risk: e.risk,
    }
}
