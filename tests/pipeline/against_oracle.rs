//! Equal on random small worlds with everything in them.

use truyvet::contact::Layout;

use crate::engine;
use crate::oracle::{self, Outcome};
use crate::worlds;

/// Worlds that are built in memory, those that also go through files, and those whose cases change. In the long form
/// (`TRUYVET_LONG=1`) 100,000 of the first.
const WORLDS: u64 = 12_000;
const THROUGH_FILES: u64 = 400;
const CHANGING: u64 = 4_000;

fn worlds_to_try() -> u64 {
    if std::env::var_os("TRUYVET_LONG").is_some() {
        100_000
    } else {
        WORLDS
    }
}

/// Fails where a run differs from the oracle, with the seed.
fn compare(seed: u64, got: &Outcome, want: &Outcome) {
    assert_eq!(got.visits, want.visits, "seed {seed}: visits");
    assert_eq!(got.cases, want.cases, "seed {seed}: cases");
    let levels = |exposures: &[Vec<Option<i64>>]| {
        // At the last level nothing comes of who was exposed at a nearer one.
        let mut levels = exposures.to_vec();
        if let Some((last, nearer)) = levels.split_last_mut() {
            for (person, exposure) in last.iter_mut().enumerate() {
                if nearer.iter().any(|level| level[person].is_some()) {
                    *exposure = None;
                }
            }
        }
        levels
    };
    assert_eq!(
        levels(&got.first),
        levels(&want.first),
        "seed {seed}: first exposures by level"
    );
    assert_eq!(
        levels(&got.last),
        levels(&want.last),
        "seed {seed}: last exposures by level"
    );
    assert_eq!(got.contacts, want.contacts, "seed {seed}: contacts");
    assert_eq!(got.links, want.links, "seed {seed}: links");
    assert_eq!(
        got.evidence.len(),
        want.evidence.len(),
        "seed {seed}: evidence"
    );
    for (g, w) in got.evidence.iter().zip(&want.evidence) {
        assert!(
            (g.risk - w.risk).abs() < 1e-9,
            "seed {seed}: risk\n{g:?}\n{w:?}"
        );
        let exact = |e: &oracle::Evidence| oracle::Evidence {
            risk: 0.0,
            ..e.clone()
        };
        assert_eq!(exact(g), exact(w), "seed {seed}: evidence");
    }
}

#[test]
fn random_worlds() {
    let mut tiers = [0u64; 6];
    for seed in 0..worlds_to_try() {
        let (world, params) = worlds::random(seed);
        let want = oracle::run(&world, &params);
        let layout = if seed % 4 == 0 {
            Layout::of(world.people, world.places.len())
        } else {
            Layout::small()
        };
        let run = engine::run_laid_out(&world, &params, layout);
        compare(seed, &engine::outcome(&run), &want);
        want.contacts
            .iter()
            .for_each(|c| tiers[usize::from(c.tier)] += 1);
    }
    // The worlds must have said something: contacts of every tier.
    assert!(tiers[1..].iter().all(|&n| n > 100), "{tiers:?}");
}

#[test]
fn random_worlds_through_files() {
    let folder = tempfile::tempdir().unwrap();
    for seed in 0..THROUGH_FILES {
        let (mut world, params) = worlds::random(seed + 1_000_000);
        // The plain profile has no declared visits.
        world.stays.iter_mut().for_each(|s| s.declared = false);
        let want = oracle::run(&world, &params);
        compare(
            seed,
            &engine::outcome(&engine::run_files(&world, &params, folder.path())),
            &want,
        );
    }
}

#[test]
fn chains_realise_the_first_exposure() {
    let mut chains = 0;
    for seed in 0..3_000 {
        let (world, params) = worlds::random(seed);
        let run = engine::run(&world, &params);
        for contact in &run.trace.contacts {
            let why = truyvet::trace::why::why(&run.trace, run.setting(), contact.person);
            assert_eq!(why.chain.len(), usize::from(contact.tier), "seed {seed}");
            let last = why.chain.last().unwrap();
            assert_eq!(
                (last.evidence.contact, last.evidence.first()),
                (contact.person, contact.first),
                "seed {seed}"
            );
            assert!(
                run.trace
                    .index_case(why.chain[0].evidence.source)
                    .unwrap()
                    .traceable(),
                "seed {seed}"
            );
            for pair in why.chain.windows(2) {
                assert_eq!(
                    pair[0].evidence.contact, pair[1].evidence.source,
                    "seed {seed}"
                );
                // Nobody passes on what has not reached him yet.
                assert!(
                    pair[0].evidence.first() <= pair[1].evidence.first(),
                    "seed {seed}"
                );
            }
            assert!(
                why.chain.iter().all(|step| !step.pieces.is_empty()),
                "seed {seed}"
            );
            chains += 1;
        }
    }
    assert!(chains > 1_000, "{chains}");
}

/// Cases come, go and change, one after another; each time only what they touch is worked on.
#[test]
fn changed_cases_are_as_if_they_had_always_been_so() {
    let mut moved = 0;
    for seed in 0..CHANGING {
        let (mut world, params) = worlds::random(seed);
        let mut run = engine::run(&world, &params);
        let mut rng = worlds::Rng::new(seed ^ 0xca5e);
        for step in 0..4 {
            let before = run.trace.contacts.len();
            let row = rng.below(world.cases.len());
            match rng.below(4) {
                0 if !world.cases.is_empty() => drop(world.cases.remove(row)),
                1 if !world.cases.is_empty() => {
                    let shift = rng.between(-4, 4) * 86_400;
                    let case = &mut world.cases[row];
                    (case.onset, case.sample) = (
                        case.onset.map(|t| t + shift),
                        case.sample.map(|t| t + shift),
                    );
                }
                _ => {
                    let at = world
                        .stays
                        .iter()
                        .map(|s| s.start)
                        .nth(rng.below(world.stays.len()));
                    world.cases.push(oracle::CaseRow {
                        person: rng.below(world.people),
                        onset: at.map(|t| t + rng.between(-2, 3) * 86_400),
                        sample: None,
                        isolation: None,
                        status: oracle::Status::Confirmed,
                    });
                }
            }
            run = engine::with_cases(&run, &world);
            let want = oracle::run(&world, &params);
            compare(seed * 10 + step, &engine::outcome(&run), &want);
            let pairs = run.trace.evidence();
            assert_eq!(
                pairs,
                want.evidence.len() as u64,
                "seed {seed}: how many pairs"
            );
            moved += usize::from(before != run.trace.contacts.len());
        }
    }
    assert!(moved > 1_000, "{moved}");
}

/// A place where everybody meets everybody, in shards and blocks as small as can be.
#[test]
fn a_hot_place_is_as_the_oracle_says() {
    for seed in 0..200 {
        let (mut world, params) = worlds::random(seed + 5_000_000);
        let mut rng = worlds::Rng::new(seed);
        let start = world
            .stays
            .iter()
            .map(|s| s.start)
            .min()
            .unwrap_or(1_630_000_000);
        for _ in 0..300 {
            let from = start + rng.between(0, 200) * 600;
            world.stays.push(oracle::Stay {
                person: rng.below(world.people),
                place: 0,
                start: from,
                end: rng.percent(85).then(|| from + rng.between(0, 9) * 400),
                day: false,
                declared: false,
                mark: oracle::Mark::Whole,
            });
        }
        let want = oracle::run(&world, &params);
        compare(seed, &engine::outcome(&engine::run(&world, &params)), &want);
    }
}

/// A list in brief has everybody's tier, first and last exposure of the full one.
#[test]
fn in_brief_as_in_full() {
    for seed in 0..4_000 {
        let (world, mut params) = worlds::random(seed);
        if seed % 4 != 0 {
            params.min_minutes = 0;
        }
        let run = engine::run(&world, &params);
        let brief = engine::briefly(&run);
        assert_eq!(brief.levels.len(), run.trace.levels.len());
        for (a, b) in brief.levels.iter().zip(&run.trace.levels) {
            for person in 0..world.people as u32 {
                assert_eq!(
                    a.exposure(person),
                    b.exposure(person),
                    "seed {seed}, person {person}"
                );
            }
        }
        let rows = |trace: &truyvet::trace::Trace| {
            let rows = trace.contacts.iter();
            rows.map(|c| (c.person, c.tier, c.first, c.last))
                .collect::<Vec<_>>()
        };
        assert_eq!(rows(&brief), rows(&run.trace), "seed {seed}");
    }
}
