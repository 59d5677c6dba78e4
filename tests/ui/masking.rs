//! Nothing whole comes out before it is revealed.

use egui::{Key, Modifiers};
use truyvet::i18n::Lang;
use truyvet::session::{Command, Focus, Naming};
use truyvet::ui::{Action, UiCommand, View};

use super::Window;

/// Ids and phones of everybody, whole.
fn secrets(window: &Window) -> Vec<String> {
    let desk = window.harness.state().session().desk().unwrap().clone();
    let people = &desk.run.records.people;
    let whole = people
        .iter()
        .flat_map(|p| [p.cccd.clone(), p.phone.clone()]);
    whole.filter(|s| s.len() >= 8).collect()
}

#[test]
fn no_whole_number_in_any_view() {
    let mut window = Window::on_sample(Lang::Vi);
    let secrets = secrets(&window);
    assert!(secrets.len() > 3_000);
    window
        .harness
        .state()
        .send(UiCommand::Do(Command::SetColumns(Some(
            truyvet::session::Column::ALL.to_vec(),
        ))));
    window.keys(Modifiers::NONE, Key::ArrowDown);
    for view in View::ALL {
        window.act(Action::Show(view));
        if view == View::Data {
            assert!(window.comes("dan_cu.csv"));
        }
        let tree = window.tree().join("\n");
        assert!(tree.len() > 500);
        for secret in &secrets {
            assert!(!tree.contains(secret), "a number stands whole in {view:?}");
        }
    }
}

#[test]
fn revealing_is_deliberate_and_on_record() {
    let mut window = Window::on_sample(Lang::En);
    window.keys(Modifiers::NONE, Key::ArrowDown);
    let Some(Focus::Person(person)) = window.harness.state().session().focus() else {
        panic!("somebody is looked at");
    };
    let desk = window.harness.state().session().desk().unwrap().clone();
    let cccd = desk.person(person).cccd.clone();
    assert!(!window.has(&cccd));
    window.click("Reveal ID number");
    assert!(!window.has(&cccd), "first a reason is asked for");
    assert!(window.harness.state().session().reveals.log().is_empty());
    window.click("Show for 60 s");
    assert!(window.has(&cccd));
    let log = window.harness.state().session().reveals.log();
    assert_eq!(log.len(), 1);
    assert!(!log[0].subject.contains(&cccd));
    assert!(window.has("1 reveal"));
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::L);
    assert!(!window.has(&cccd), "masked again at once");
    window.click("Log");
    assert!(window.has("Verify by phone"));
}

#[test]
fn a_working_list_is_on_record() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("calls.xlsx");
    let mut window = Window::on_sample(Lang::En);
    window.dialogs.0.lock().unwrap().push(path.clone());
    window.act(Action::Export);
    window.click("Working list");
    window.click("Excel");
    assert!(path.exists());
    let log = window.harness.state().session().reveals.log();
    assert_eq!((log.len(), log[0].people), (1, 1_925));
    let _ = Naming::Working;
}

#[test]
fn a_full_number_finds_one_person_and_that_is_on_record() {
    let mut window = Window::on_sample(Lang::En);
    let desk = window.harness.state().session().desk().unwrap().clone();
    let person = desk.list.rows[100].person;
    let cccd = desk.person(person).cccd.clone();
    window.keys(Modifiers::COMMAND, Key::K);
    use egui_kittest::kittest::Queryable;
    let field = window.t("palette-field");
    window.harness.get_by_label(&field).type_text(&cccd);
    window.settle();
    window.keys(Modifiers::NONE, Key::Enter);
    let session = window.harness.state().session();
    assert_eq!(session.focus(), Some(Focus::Person(person)));
    assert_eq!(session.reveals.log().len(), 1);
}
