use super::*;
use std::sync::OnceLock;
use std::time::Instant;

use crate::job::Cancel;

/// The sample under the default rules.
pub(super) fn desk() -> Arc<Desk> {
    static DESK: OnceLock<Arc<Desk>> = OnceLock::new();
    DESK.get_or_init(|| {
        let rules = Rules::preset(None).unwrap();
        let (run, seconds) = open_and_derive(
            &Source::Sample,
            Options::default(),
            rules,
            &Progress::new(),
            &Cancel::new(),
        )
        .unwrap();
        Arc::new(Desk::new(1, run, seconds, true))
    })
    .clone()
}

fn session() -> Session {
    Session::new(Rules::preset(None).unwrap(), Arc::new(|| {}))
}

fn settle(session: &mut Session) {
    let start = Instant::now();
    loop {
        session.tick();
        if !session.busy() {
            break;
        }
        assert!(start.elapsed().as_secs() < 60, "it does not end");
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn opened() -> Session {
    let mut session = session();
    session.dispatch(Command::Open(Source::Sample));
    settle(&mut session);
    session
}

#[test]
fn opens_derives_and_lists() {
    let session = opened();
    let desk = session.desk().unwrap();
    assert_eq!(desk.list.totals, [63, 1_245, 680]);
    let found = session.found().unwrap();
    assert_eq!(found.rows.len(), 1_925);
    assert_eq!(found.by_tier[..3], [63, 1_245, 680]);
    let lasts: Vec<i64> = found
        .rows
        .iter()
        .map(|&r| desk.list.rows[r as usize].last)
        .collect();
    assert!(lasts.is_sorted_by(|a, b| a >= b));
}

#[test]
fn a_window_lets_fewer_through_and_undo_brings_them_back() {
    let mut session = opened();
    let days = session.desk().unwrap().days;
    let all = session.view().unwrap().totals.clone();
    let window = Span::new(days.start + 5 * 86_400, days.start + 8 * 86_400);
    session.dispatch(Command::SetWindow(Some(window)));
    session.dispatch(Command::Release);
    settle(&mut session);
    let some = session.view().unwrap().totals.clone();
    assert!(some[1] > 0 && some[1] < all[1], "{some:?} of {all:?}");
    session.dispatch(Command::SetFilter(Box::new(Filter {
        tiers: [false, true, false, false, false, false],
        ..Filter::default()
    })));
    settle(&mut session);
    assert_eq!(session.found().unwrap().rows.len() as u64, some[1]);
    session.dispatch(Command::Undo);
    session.dispatch(Command::Undo);
    settle(&mut session);
    assert_eq!(session.view().unwrap().totals, all);
    session.dispatch(Command::Redo);
    settle(&mut session);
    assert_eq!(session.view().unwrap().totals, some);
}

/// Whoever has an overlap in the window while the source is active, and nobody else: by listing all of them.
#[test]
fn the_window_is_exact() {
    let desk = desk();
    let run = &desk.run;
    let window = Span::new(
        desk.days.start + 6 * 86_400 + 4_000,
        desk.days.start + 8 * 86_400,
    );
    let view = WindowView::new(&desk, Some(window), &Progress::new(), &Cancel::new()).unwrap();
    let mut inside = 0;
    for (n, row) in desk.list.rows.iter().enumerate().filter(|r| r.1.tier > 0) {
        let evidence = run.trace.evidence_of(run.setting(), row.person);
        let expected = evidence.iter().any(|e| {
            let active = run.trace.active(&run.rules.params, e.source, e.tier.max(1));
            run.trace
                .pieces_between(run.setting(), e.source, e.contact, &active)
                .iter()
                .any(|p| !p.span().and(window).is_empty())
        });
        assert_eq!(view.inside[n], expected, "row {n}");
        inside += usize::from(expected);
    }
    assert!(inside > 100);
}

#[test]
fn other_rules_make_another_run_and_undo_the_first_again() {
    let mut session = opened();
    session.dispatch(Command::SetRules(Box::new(
        Rules::preset(Some("WHO")).unwrap(),
    )));
    settle(&mut session);
    let desk = session.desk().unwrap().clone();
    assert_eq!(desk.number, 2);
    // What the command line derives of the same files under the same rules.
    let rules = Rules::preset(Some("WHO")).unwrap();
    let (run, _) = open_and_derive(
        &Source::Sample,
        Options::default(),
        rules,
        &Progress::new(),
        &Cancel::new(),
    )
    .unwrap();
    assert_eq!(desk.run.trace.contacts, run.trace.contacts);
    assert_eq!(desk.run.links, run.links);
    session.dispatch(Command::Undo);
    settle(&mut session);
    assert_eq!(session.desk().unwrap().list.totals, [63, 1_245, 680]);
    assert_eq!(session.desk().unwrap().number, 3);
}

#[test]
fn what_is_stopped_leaves_what_was_there() {
    let mut session = opened();
    let before = session.desk().unwrap().number;
    session.dispatch(Command::Open(Source::Sample));
    session.dispatch(Command::Stop(Work::Open));
    settle(&mut session);
    assert!(session.desk().unwrap().number >= before);
    assert!(session.found().is_some());
    session.dispatch(Command::Open(Source::Files(vec![Input::parse(
        "no such file.csv".as_ref(),
    )])));
    settle(&mut session);
    assert!(session.notices().last().unwrap().failed);
    assert!(session.desk().is_some(), "the last result stays");
}

#[test]
fn search_without_diacritics() {
    let mut session = opened();
    let count = |s: &Session| s.found().unwrap().rows.len();
    let all = count(&session);
    session.dispatch(Command::SetSearch("Nguyễn".into()));
    settle(&mut session);
    let accented = count(&session);
    assert!(accented > 0 && accented < all);
    session.dispatch(Command::SetSearch("nguyen".into()));
    settle(&mut session);
    assert_eq!(count(&session), accented);
    session.dispatch(Command::SetSearch("zzz".into()));
    settle(&mut session);
    assert_eq!(session.found().unwrap().culprit, Some(Culprit::Text));
    // Typing is one step.
    session.dispatch(Command::Undo);
    settle(&mut session);
    assert_eq!(count(&session), all);
}

#[test]
fn a_dossier_agrees_with_why() {
    let mut session = opened();
    let desk = session.desk().unwrap().clone();
    let mut several = 0;
    for row in desk.list.rows.iter().filter(|r| r.tier == 2).step_by(97) {
        session.dispatch(Command::Look(Some(Focus::Person(row.person))));
        settle(&mut session);
        let dossier = session.dossier().unwrap().clone();
        let person = dossier.person().unwrap();
        assert!(!person.chains.is_empty() && person.chains.len() <= dossier::MOST_CHAINS);
        several += usize::from(person.chains.len() > 1);
        assert_eq!(person.chains.iter().filter(|c| c.first).count(), 1);
        for chain in &person.chains {
            assert_eq!(chain.steps.len(), 2);
            assert!(
                desk.run
                    .trace
                    .index_case(chain.steps[0].evidence.source)
                    .is_some()
            );
            assert!(chain.steps.iter().all(|s| !s.pieces.is_empty()));
            let able = chain.steps[0].evidence.first() + desk.run.rules.params.latent();
            assert!(
                chain.steps[1].evidence.first() >= able,
                "no link before its cause"
            );
        }
        let parts = person.parts.unwrap();
        let sum = parts.overlap + parts.place + parts.source + parts.record;
        assert!((sum - row.risk).abs() < 1e-9, "{sum} and {}", row.risk);
    }
    assert!(several > 0);
}

#[test]
fn places_count_who_was_exposed_there() {
    let mut session = opened();
    let view = session.view().unwrap().clone();
    for venue in view.venues.iter().take(5) {
        session.dispatch(Command::Look(Some(Focus::Place(venue.place))));
        settle(&mut session);
        let dossier = session.dossier().unwrap().clone();
        assert_eq!(dossier.place().unwrap().exposed, venue.exposed);
    }
}

#[test]
fn a_masked_list_names_nobody() {
    let mut session = opened();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("list.csv");
    session.dispatch(Command::SetColumns(Some(Column::ALL.to_vec())));
    let all = session.found().unwrap().clone();
    session.dispatch(Command::Export {
        path: path.clone(),
        naming: Naming::Masked,
        reason: None,
        lang: Lang::Vi,
        list: all,
        columns: Column::ALL.to_vec(),
        run: 1,
    });
    settle(&mut session);
    let text = std::fs::read_to_string(&path).unwrap();
    let found = session.found().unwrap().clone();
    assert_eq!(text.lines().count(), found.rows.len() + 1);
    let desk = session.desk().unwrap().clone();
    for &row in &found.rows {
        let person = desk.person(desk.list.rows[row as usize].person);
        assert!(!text.contains(&person.id));
        assert!(person.phone.is_empty() || !text.contains(&person.phone));
        assert!(!text.contains(&person.full_name));
    }
    assert!(session.reveals.log().is_empty());
    session.dispatch(Command::Export {
        path: dir.path().join("calls.xlsx"),
        naming: Naming::Working,
        reason: Some(Reason::Call),
        lang: Lang::En,
        list: found.clone(),
        columns: Column::ALL.to_vec(),
        run: 1,
    });
    settle(&mut session);
    assert_eq!(session.reveals.log().len(), 1);
    assert_eq!(session.reveals.log()[0].people, found.rows.len());
    assert!(!session.notices().last().unwrap().failed);
}

#[test]
fn a_full_number_is_found_exactly() {
    let desk = desk();
    let person = desk.list.rows[70].person;
    let id = desk.person(person).cccd.clone();
    assert_eq!(id.len(), 12);
    let (hits, _) = search(&desk, &id, 5);
    assert_eq!(hits, [Hit::Exact(person)]);
    let (hits, _) = search(&desk, &id[..8], 5);
    assert!(hits.is_empty(), "a part of {id} finds {hits:?}");
    let (hits, more) = search(&desk, "nguyen", 5);
    assert_eq!(hits.len(), 5);
    assert!(more > 100);
}

#[test]
fn another_reading_forgets_numbers_and_masks() {
    let mut session = opened();
    let person = session.desk().unwrap().list.rows[5].person;
    session.dispatch(Command::Look(Some(Focus::Person(person))));
    session.dispatch(Command::Reveal {
        person,
        field: Field::Phone,
        reason: Reason::Call,
    });
    settle(&mut session);
    assert!(session.reveals.left(person, Field::Phone).is_some());
    // Other rules keep who is who.
    session.dispatch(Command::SetRules(Box::new(
        Rules::preset(Some("WHO")).unwrap(),
    )));
    settle(&mut session);
    assert!(session.focus().is_some());
    assert!(session.reveals.left(person, Field::Phone).is_some());
    let reading = session.reading();
    session.dispatch(Command::RunAgain);
    settle(&mut session);
    assert_ne!(session.reading(), reading);
    assert_eq!(session.focus(), None);
    assert_eq!(session.reveals.left(person, Field::Phone), None);
    assert_eq!(session.reveals.log().len(), 1);
    assert_eq!(session.reveals.of(person).count(), 0);
    assert_eq!(session.workspace().rules.preset.key, "WHO");
}

#[test]
fn stopping_a_derivation_leaves_no_step() {
    let mut session = opened();
    session.dispatch(Command::SetRules(Box::new(
        Rules::preset(Some("WHO")).unwrap(),
    )));
    session.dispatch(Command::Stop(Work::Derive));
    settle(&mut session);
    // It may have been done before it was told to stop.
    if session.desk().unwrap().run.rules.preset.key != "WHO" {
        assert_eq!(session.steps(), (None, None));
        assert_eq!(session.workspace().rules.preset.key, "VN-2021-08");
    }
}

#[test]
fn an_undo_that_is_stopped_can_be_undone_again() {
    let mut session = opened();
    session.dispatch(Command::SetRules(Box::new(
        Rules::preset(Some("WHO")).unwrap(),
    )));
    settle(&mut session);
    session.dispatch(Command::Undo);
    session.dispatch(Command::Stop(Work::Derive));
    settle(&mut session);
    if session.desk().unwrap().run.rules.preset.key == "WHO" {
        assert_eq!(session.workspace().rules.preset.key, "WHO");
        assert_eq!(session.steps(), (Some(Step::Rules), None));
    }
}
