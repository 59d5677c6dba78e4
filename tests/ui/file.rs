//! An investigation is saved, locked, opened again, and says who did what.

use egui::{Key, Modifiers};
use truyvet::i18n::Lang;
use truyvet::session::{Command, Focus};
use truyvet::store::Role;
use truyvet::ui::{Action, UiCommand, View};

use super::Window;

pub const PASSPHRASE: &str = "một cụm mật khẩu dài";

impl Window {
    pub fn type_into(&mut self, field: &str, text: &str) {
        self.click(field);
        self.keys(Modifiers::COMMAND, Key::A);
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.settle();
    }

    pub fn unlock(&mut self, passphrase: &str, purpose: &str) {
        self.type_into("Passphrase", passphrase);
        self.type_into("Purpose", purpose);
        self.click("Open");
    }
}

pub fn saved(folder: &std::path::Path) -> Window {
    let mut window = Window::on_sample(Lang::En);
    window.dialogs.0.lock().unwrap().push(folder.join("ổ dịch"));
    assert!(window.has("Not saved"));
    window.keys(Modifiers::COMMAND, Key::S);
    assert!(window.has("Save the investigation"));
    assert!(window.has("A name for the investigation"));
    window.type_into("Name of the investigation", "Ổ dịch chợ");
    window.type_into("Case number", "HN-31");
    window.type_into("Your name", "Bác sĩ An");
    window.type_into("Purpose", "truy vết");
    assert!(window.has("A passphrase of at least 10"));
    window.type_into("Passphrase", PASSPHRASE);
    window.type_into("Passphrase again", "something else");
    assert!(window.has("same passphrase once more"));
    window.type_into("Passphrase again", PASSPHRASE);
    window.click("Choose a place");
    assert!(window.has("Saved, encrypted"), "{:?}", window.tree());
    window
}

#[test]
fn an_investigation_is_saved_locked_and_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ổ dịch.truyvet");
    let mut window = saved(folder.path());
    let session = |window: &Window| window.harness.state().session().log().len();
    assert!(path.exists());
    // A decision, a reveal, and what the tree must not have.
    window.act(Action::Show(View::Contacts));
    let mut filter = window.harness.state().session().workspace().filter.clone();
    filter.tiers[2] = false;
    let filter = Command::SetFilter(Box::new(filter));
    window.harness.state().send(UiCommand::Do(filter));
    window.settle();
    window.keys(Modifiers::NONE, Key::ArrowDown);
    let Some(Focus::Person(person)) = window.harness.state().session().focus() else {
        panic!("somebody is looked at");
    };
    let desk = window.harness.state().session().desk().unwrap().clone();
    let number = desk.person(person).cccd.clone();
    let rows = |window: &Window| {
        let found = window.harness.state().session().found().unwrap().clone();
        found.rows.len()
    };
    assert_eq!(rows(&window), 1_245, "F2 is not shown");
    window.click("Reveal ID number");
    window.click("Show for 60 s");
    assert!(window.comes(&number));
    window.act(Action::Show(View::Log));
    assert!(window.has("Reveal"));
    assert!(window.has("Made"));
    window.act(Action::VerifyLog);
    assert!(window.comes("The log is whole"));
    let entries = session(&window);
    window.keys(Modifiers::COMMAND, Key::L);
    assert!(window.has("Locked"));
    let all = window.tree().join("\n");
    for hidden in ["Ổ dịch chợ", "HN-31", number.as_str(), PASSPHRASE] {
        assert!(!all.contains(hidden), "{hidden} behind the lock");
    }
    // Keys do nothing behind it.
    window.keys(Modifiers::COMMAND, Key::Num1);
    window.keys(Modifiers::COMMAND, Key::E);
    assert!(window.has("Locked"));
    window.unlock("a wrong passphrase", "họp");
    assert!(window.has("Wrong passphrase"));
    window.unlock(PASSPHRASE, "họp");
    assert!(window.has("Saved, encrypted"));
    assert_eq!(rows(&window), 1_245);
    assert!(session(&window) > entries);
    // Undo goes back over the lock.
    window.act(Action::Show(View::Contacts));
    window.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(rows(&window), 1_925);
    drop(window);
    let names: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(names, ["ổ dịch.truyvet"], "one file");
}

#[test]
fn users_are_let_in_and_see_what_their_role_may() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ổ dịch.truyvet");
    let mut window = saved(folder.path());
    window.act(Action::Show(View::Settings));
    assert!(window.has("Users and roles"));
    window.harness.state().send(UiCommand::Do(Command::AddUser {
        name: "Người xem".into(),
        role: Role::Viewer,
        passphrase: zeroize::Zeroizing::new("mật khẩu người xem".into()),
    }));
    window.settle();
    assert!(window.has("Người xem"));
    window.keys(Modifiers::COMMAND, Key::L);
    window.unlock("mật khẩu người xem", "xem bản đồ");
    assert!(window.has("Saved, encrypted"));
    let desk = window.harness.state().session().desk().unwrap().clone();
    let names: Vec<String> = desk
        .list
        .rows
        .iter()
        .take(200)
        .map(|r| desk.person(r.person).full_name.clone())
        .collect();
    for view in View::ALL.into_iter().chain(View::BELOW) {
        window.act(Action::Show(view));
        window.keys(Modifiers::NONE, Key::ArrowDown);
        let tree = window.tree().join("\n");
        for name in names.iter().filter(|n| n.split(' ').count() > 2) {
            assert!(!tree.contains(name.as_str()), "{name} in {view:?}");
        }
    }
    let before = window
        .harness
        .state()
        .session()
        .workspace()
        .rules
        .params
        .min_minutes;
    let mut rules = window.harness.state().session().workspace().rules.clone();
    rules.params.min_minutes = before + 30;
    window
        .harness
        .state()
        .send(UiCommand::Do(Command::SetRules(Box::new(rules))));
    window.settle();
    assert_eq!(
        window
            .harness
            .state()
            .session()
            .workspace()
            .rules
            .params
            .min_minutes,
        before
    );
    assert!(window.has("The role viewer may not do that."));
    drop(window);
    assert!(path.exists());
}

#[test]
fn what_is_brought_into_a_saved_investigation_is_there_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ổ dịch.truyvet");
    let mut window = saved(folder.path());
    let more = folder.path().join("thêm.csv");
    std::fs::write(
        &more,
        "person_id,place_id,check_in,check_out\nz1,chợ mới,2021-08-16 08:00,2021-08-16 09:00\n",
    )
    .unwrap();
    window.harness.state_mut().open(&[]);
    window
        .harness
        .state()
        .send(UiCommand::Do(Command::Add(vec![more.clone().into()])));
    window.settle();
    let files = |window: &Window| {
        let desk = window.harness.state().session().desk().unwrap().clone();
        desk.run.records.ledger.files().len()
    };
    assert_eq!(files(&window), 7);
    std::fs::remove_file(more).unwrap();
    drop(window);
    let mut window = Window::new(Lang::En, false, (1_366.0, 768.0));
    window.harness.state_mut().open(&[path]);
    window.settle();
    assert!(window.has("Open an investigation"));
    window.unlock(PASSPHRASE, "xem lại");
    assert_eq!(files(&window), 7);
}
