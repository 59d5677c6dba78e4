//! Equal on random small worlds with everything in them.

use crate::engine;
use crate::oracle::{self, Outcome};
use crate::worlds;

/// Worlds that are built in memory, and of them those that also go through files.
const WORLDS: u64 = 12_000;
const THROUGH_FILES: u64 = 400;

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
    for seed in 0..WORLDS {
        let (world, params) = worlds::random(seed);
        let want = oracle::run(&world, &params);
        compare(seed, &engine::outcome(&engine::run(&world, &params)), &want);
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
