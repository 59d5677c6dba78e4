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
    let (hits, _) = search(&desk, &id, 5, true);
    assert_eq!(hits, [Hit::Exact(person)]);
    let (hits, _) = search(&desk, &id[..8], 5, true);
    assert!(hits.is_empty(), "a part of {id} finds {hits:?}");
    let (hits, more) = search(&desk, "nguyen", 5, true);
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

mod of_file {
    use super::*;
    use crate::model::time::DAY;
    use crate::store::{Cost, Store};
    use zeroize::Zeroizing;

    const PASSPHRASE: &str = "một cụm mật khẩu dài";

    fn new_file() -> Box<NewFile> {
        Box::new(NewFile {
            passphrase: Zeroizing::new(PASSPHRASE.into()),
            name: "An".into(),
            title: "Ổ dịch".into(),
            case_number: "31".into(),
            purpose: "truy vết".into(),
            cost: Cost::LEAST,
            spare: None,
        })
    }

    fn opening(passphrase: &str, read_only: bool) -> Opening {
        Opening {
            passphrase: Zeroizing::new(passphrase.into()),
            case_number: String::new(),
            purpose: "xem lại".into(),
            read_only,
            spare: None,
        }
    }

    fn saved(path: &Path) -> Session {
        let mut session = opened();
        session.dispatch(Command::Save(path.into(), new_file()));
        settle(&mut session);
        assert_eq!(session.saved_at(), Some(path));
        session
    }

    fn open(path: &Path, passphrase: &str, read_only: bool) -> Session {
        let mut session = session();
        session.dispatch(Command::AskFile(path.into()));
        session.dispatch(Command::Unlock(Box::new(opening(passphrase, read_only))));
        settle(&mut session);
        session
    }

    fn window(session: &Session) -> Option<Span> {
        session.workspace().window
    }

    #[test]
    fn what_is_decided_while_it_is_saved_is_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.truyvet");
        let mut session = opened();
        let days = session.desk().unwrap().days;
        let first = Span::new(days.start, days.start + 5 * DAY);
        session.dispatch(Command::SetWindow(Some(first)));
        session.dispatch(Command::Release);
        settle(&mut session);
        session.dispatch(Command::Save(path.clone(), new_file()));
        let second = Span::new(days.start, days.start + 9 * DAY);
        session.dispatch(Command::SetWindow(Some(second)));
        session.dispatch(Command::Release);
        let mut rules = session.workspace().rules.clone();
        rules.params.min_minutes = 15;
        session.dispatch(Command::SetRules(Box::new(rules)));
        settle(&mut session);
        assert_eq!(session.desk().unwrap().run.rules.params.min_minutes, 15);
        let log: Vec<String> = session.log().iter().map(|e| e.action.clone()).collect();
        assert!(log.contains(&"rules".to_owned()), "{log:?}");
        drop(session);
        let mut session = open(&path, PASSPHRASE, false);
        assert_eq!(session.desk().unwrap().run.rules.params.min_minutes, 15);
        assert_eq!(window(&session), Some(second));
        session.dispatch(Command::Undo);
        session.dispatch(Command::Undo);
        settle(&mut session);
        assert_eq!(window(&session), Some(first));
        assert_eq!(session.desk().unwrap().run.rules.params.min_minutes, 0);
        session.end().unwrap();
        // The pseudonyms are the same, and so is what was undone.
        let mut again = open(&path, PASSPHRASE, false);
        assert_eq!(again.key, session.key);
        assert_eq!(window(&again), Some(first));
        again.dispatch(Command::Redo);
        settle(&mut again);
        assert_eq!(window(&again), Some(second));
        let store = locked(&again.keeper.as_ref().unwrap().store).verify(None);
        assert!(matches!(store.unwrap(), Verdict::Whole(_)));
    }

    #[test]
    fn a_file_locks_itself_and_a_field_is_shown_once_that_is_on_record() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.truyvet");
        let mut session = saved(&path);
        let person = session.desk().unwrap().list.rows[0].person;
        session.dispatch(Command::Reveal {
            person,
            field: Field::Id,
            reason: Reason::Call,
        });
        let shown = session.reveals.left(person, Field::Id);
        assert_eq!(shown, None, "shown before it is written");
        settle(&mut session);
        assert!(session.reveals.left(person, Field::Id).is_some());
        let entry = session.log().iter().rev().find(|e| e.action == "reveal");
        let entry = entry.unwrap();
        assert_eq!(
            (entry.reason.as_str(), entry.detail.as_str()),
            ("reason-call", "field-id")
        );
        assert!(entry.object.contains('•'));
        session.lock_after(Some(Duration::from_mins(10)));
        session.tick();
        assert!(session.gate().is_none());
        session.lock_after(Some(Duration::ZERO));
        session.tick();
        let gate = session.gate().unwrap();
        assert!(gate.locked && session.desk().is_none() && session.log().is_empty());
        // At once: the file is still being closed.
        session.lock_after(None);
        session.dispatch(Command::Unlock(Box::new(opening(
            "a wrong passphrase",
            false,
        ))));
        settle(&mut session);
        assert!(session.gate().unwrap().failed.is_some());
        session.dispatch(Command::Unlock(Box::new(opening(PASSPHRASE, false))));
        settle(&mut session);
        assert!(session.gate().is_none() && session.desk().is_some());
        assert_eq!(session.reveals.left(person, Field::Id), None);
    }

    #[test]
    fn a_second_session_reads_and_can_decide_and_reveal_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.truyvet");
        let first = saved(&path);
        let mut second = open(&path, PASSPHRASE, false);
        assert!(second.gate().unwrap().may_be_read);
        second.dispatch(Command::Unlock(Box::new(opening(PASSPHRASE, true))));
        settle(&mut second);
        assert!(second.standing().unwrap().read_only);
        let person = second.desk().unwrap().list.rows[0].person;
        let reveal = Command::Reveal {
            person,
            field: Field::Phone,
            reason: Reason::Call,
        };
        second.dispatch(reveal);
        second.dispatch(Command::SetSearch("an".into()));
        settle(&mut second);
        assert_eq!(second.reveals.left(person, Field::Phone), None);
        assert_eq!(second.workspace().filter.text, "an", "one may look");
        assert!(
            second
                .notices()
                .iter()
                .any(|n| n.message.key == "error-store-read-only")
        );
        drop(second);
        drop(first);
        let session = open(&path, PASSPHRASE, false);
        assert_eq!(session.workspace().filter.text, "");
    }

    #[test]
    fn roles_hold_in_every_command() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.truyvet");
        let mut session = saved(&path);
        for (name, role) in [
            ("V", Role::Viewer),
            ("U", Role::Auditor),
            ("T", Role::Tracer),
        ] {
            session.dispatch(Command::AddUser {
                name: name.into(),
                role,
                passphrase: Zeroizing::new(format!("mật khẩu của {name}")),
            });
            settle(&mut session);
        }
        session.end().unwrap();
        let other = folder.path().join("other.truyvet");
        for (name, may) in [
            ("V", ""),
            ("U", "log backup"),
            ("T", "backup rules reveal export"),
        ] {
            let mut session = open(&path, &format!("mật khẩu của {name}"), false);
            let entries = |session: &Session, action: &str| {
                session.log().iter().filter(|e| e.action == action).count()
            };
            let mut tried = |word: &str, action: &str, command: Command| {
                let before = (
                    entries(&session, action),
                    session.notices().iter().filter(|n| n.failed).count(),
                );
                session.dispatch(command);
                settle(&mut session);
                let done = entries(&session, action) > before.0;
                assert_eq!(done, may.split(' ').any(|m| m == word), "{name} {word}");
                let told = session.notices().iter().filter(|n| n.failed).count() > before.1;
                assert!(done || told, "{name} {word}: nothing is said");
            };
            let mut rules = Rules::preset(None).unwrap();
            rules.params.min_minutes = 5;
            tried("rules", "rules", Command::SetRules(Box::new(rules)));
            let reveal = Command::Reveal {
                person: 0,
                field: Field::Id,
                reason: Reason::Call,
            };
            tried("reveal", "reveal", reveal);
            let held = Command::ExportHeld(folder.path().join("held.csv"), 1);
            tried("none", "held", held);
            tried(
                "backup",
                "backup",
                Command::Backup(folder.path().join(format!("{name}.truyvet"))),
            );
            let log = Command::ExportLog {
                path: folder.path().join("log.csv"),
                lang: Lang::En,
            };
            tried("log", "export", log);
            tried(
                "none",
                "hold",
                Command::SetRetention {
                    days: 1,
                    hold: true,
                    reason: "x".into(),
                },
            );
            tried(
                "none",
                "purge",
                Command::Purge {
                    before: i64::MAX / 2,
                    reason: "x".into(),
                },
            );
            tried("none", "users", Command::RemoveUser(1));
            tried("none", "create", Command::Save(other.clone(), new_file()));
            assert!(!other.exists());
            session.end().unwrap();
        }
        // Whoever was let in is still there.
        let store = Store::open(&path, &opening(PASSPHRASE, false)).unwrap();
        assert_eq!(store.users().unwrap().len(), 4);
    }
}
