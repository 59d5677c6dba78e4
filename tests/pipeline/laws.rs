//! Laws that hold in every world.

use std::collections::BTreeSet;

use crate::engine;
use crate::oracle::{CaseRow, Outcome, Params, Status, World};
use crate::worlds;

const WORLDS: u64 = 2_000;

fn list(world: &World, params: &Params) -> BTreeSet<usize> {
    list_and_cases(world, params).0
}

/// The contacts, and the F0s with a window.
fn list_and_cases(world: &World, params: &Params) -> (BTreeSet<usize>, Vec<u32>) {
    let trace = engine::run(world, params).trace;
    let contacts = trace.contacts.iter().map(|c| c.person as usize).collect();
    let traceable = trace.index_cases.iter().filter(|c| c.traceable());
    (contacts, traceable.map(|c| c.person).collect())
}

/// Runs `stricter` on many worlds: the list under it must lie within the list before.
fn never_adds(name: &str, stricter: impl Fn(&mut Params) -> bool) {
    let mut smaller = 0;
    for seed in 0..WORLDS {
        let (world, params) = worlds::random(seed);
        let mut narrow = params.clone();
        if !stricter(&mut narrow) {
            continue;
        }
        let (before, cases) = list_and_cases(&world, &params);
        let (after, still) = list_and_cases(&world, &narrow);
        // An F0 whose window becomes empty cannot be traced any more and passes on as who is exposed
        // does: the laws are about the contacts of the same F0s.
        if cases != still {
            continue;
        }
        assert!(
            after.is_subset(&before),
            "{name}, seed {seed}: {before:?} -> {after:?}"
        );
        smaller += usize::from(after.len() < before.len());
    }
    assert!(smaller > 0, "{name} changed nothing in {WORLDS} worlds");
}

#[test]
fn a_narrower_window_never_adds_a_person() {
    let less = |days: &mut i64| {
        let can = *days > 0;
        *days -= i64::from(can);
        can
    };
    never_adds("pre_onset_days", |p| less(&mut p.pre_onset_days));
    never_adds("pre_sample_days", |p| less(&mut p.pre_sample_days));
    never_adds("post_days", |p| less(&mut p.post_days));
}

#[test]
fn a_higher_threshold_never_adds_a_person() {
    never_adds("min_minutes", |p| {
        p.min_minutes = (p.min_minutes + 20).min(1_440);
        true
    });
}

#[test]
fn a_longer_latent_time_never_adds_a_person() {
    never_adds("latent_hours", |p| {
        p.latent_hours += 24;
        true
    });
}

#[test]
fn an_index_case_who_was_nobodys_contact_removes_nobody() {
    let mut tried = 0;
    for seed in 0..WORLDS {
        let (mut world, params) = worlds::random(seed);
        let run = engine::run(&world, &params);
        let before: BTreeSet<usize> = run
            .trace
            .contacts
            .iter()
            .map(|c| c.person as usize)
            .collect();
        let free = (0..world.people as u32).find(|&p| {
            run.trace.tier(p).is_none() && run.trace.levels.iter().all(|l| l.exposure(p).is_none())
        });
        let Some(newcomer) = free else { continue };
        let t0 = world
            .stays
            .iter()
            .map(|s| s.start)
            .max()
            .unwrap_or(1_630_000_000);
        world.cases.push(CaseRow {
            person: newcomer as usize,
            onset: Some(t0),
            sample: None,
            isolation: None,
            status: Status::Confirmed,
        });
        let after = list(&world, &params);
        assert!(before.is_subset(&after), "seed {seed}");
        tried += 1;
    }
    assert!(tried > 200, "{tried}");
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let strip = |o: Outcome| Outcome {
        held: 0,
        merged: 0,
        ..o
    };
    for seed in 0..WORLDS {
        let (world, params) = worlds::random(seed);
        let before = strip(engine::outcome(&engine::run(&world, &params)));
        let other = worlds::shuffled(&world, seed ^ 0x5eed);
        assert_eq!(
            strip(engine::outcome(&engine::run(&other, &params))),
            before,
            "seed {seed}"
        );
    }
}
