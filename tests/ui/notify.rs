//! Notices in the window: whom they are for, that two people are needed, how they go, and what a role may.

use std::sync::atomic::Ordering;
use std::time::Duration;

use egui::{Key, Modifiers};
use truyvet::i18n::Lang;
use truyvet::notify::{Settings, SmsBy};
use truyvet::session::Command;
use truyvet::session::post::Wish;
use truyvet::store::Role;
use truyvet::ui::{Action, UiCommand, View};

use super::Window;
use super::file::{PASSPHRASE, saved};
use super::gateway::{Faults, Gateway};

impl Window {
    fn wish(&mut self, wish: Wish) {
        let command = UiCommand::Do(Command::Post(wish));
        self.harness.state().send(command);
        self.settle();
    }

    fn let_in(&mut self, name: &str, role: Role, passphrase: &str) {
        self.harness.state().send(UiCommand::Do(Command::AddUser {
            name: name.into(),
            role,
            passphrase: zeroize::Zeroizing::new(passphrase.into()),
        }));
        self.settle();
    }
}

#[test]
fn nothing_is_drafted_of_what_nobody_saved() {
    let mut window = Window::on_sample(Lang::En);
    window.act(Action::Show(View::Notify));
    assert!(window.comes("A batch needs a second person"));
    assert!(window.has("The hotline is missing"), "{:?}", window.tree());
    assert!(window.has("F1: 1,245 people"), "{:?}", window.tree());
    // Numbers and ids are masked, in lists and in the tree.
    let desk = window.harness.state().session().desk().unwrap().clone();
    let all = window.tree().join("\n");
    for row in desk
        .run
        .records
        .people
        .iter()
        .filter(|p| !p.phone.is_empty())
    {
        assert!(!all.contains(&row.phone), "a phone stands in the tree");
        assert!(
            row.cccd.is_empty() || !all.contains(&row.cccd),
            "a number stands in the tree"
        );
    }
}

#[test]
fn a_batch_takes_two_people_and_arrives() {
    let folder = tempfile::tempdir().unwrap();
    let faults = Faults {
        receipts: true,
        undelivered: 2_000,
        ..Faults::default()
    };
    let gateway = Gateway::new(faults, 5, Duration::ZERO);
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = free.local_addr().unwrap();
    drop(free);
    let mut window = saved(folder.path());
    window.let_in("Bình", Role::Approver, "mật khẩu của Bình");
    window.act(Action::Show(View::Notify));
    let settings = Settings {
        authority_vi: "SYT Hà Nội".into(),
        authority_en: "Hanoi Health Dept".into(),
        hotline: "1900 9095".into(),
        sms: SmsBy::Kannel,
        kannel_url: gateway.url(),
        listen: listen.to_string(),
        receipts_url: format!("http://{listen}"),
        rate: 0,
        quiet: (0, 0),
        ..Settings::default()
    };
    window.wish(Wish::KeepSettings(Box::new(settings), vec!["sms"]));
    assert!(window.comes("Has a hotline"));
    assert!(!window.has("The hotline is missing"), "{:?}", window.tree());
    window.click("Draft batch");
    assert!(
        window.comes("You drafted this batch"),
        "{:?}",
        window.tree()
    );
    assert!(window.has("Batch 1 awaits approval"));
    // Whoever drafted it cannot approve it, by no way.
    window.wish(Wish::Approve(1, None));
    assert!(window.comes("Whoever drafted a batch does not review or approve it"));
    window.keys(Modifiers::COMMAND, Key::L);
    window.unlock("mật khẩu của Bình", "duyệt");
    window.act(Action::Show(View::Notify));
    assert!(window.comes("Batch 1 awaits approval"));
    window.click("Batch 1 awaits approval");
    window.click("Approve");
    assert!(window.comes("to be sent"), "{:?}", window.tree());
    assert_eq!(
        gateway.requests.load(Ordering::Relaxed),
        0,
        "not before it is told to"
    );
    window.wish(Wish::Listen(true));
    window.click("Send now");
    assert!(window.comes("All handed over"), "{:?}", window.tree());
    assert!(
        window.comes("Phone off or out of reach"),
        "{:?}",
        window.tree()
    );
    let book = gateway.book.lock().unwrap().clone();
    assert!(book.len() > 100 && book.values().all(|m| m.taken == 1));
    // Every message is there, one by one, with a code that staff find it by.
    let tab = "All batches (1)";
    window.click(tab);
    assert!(window.comes("Delivered"));
    let code = {
        let look = window
            .harness
            .state()
            .session()
            .post()
            .look
            .clone()
            .unwrap();
        look.shown.as_ref().unwrap().rows[0].code.clone()
    };
    window.wish(Wish::Code(code.to_lowercase()));
    assert!(window.comes(&format!("{code}: batch 1")));
    // Nobody is told twice; the log knows who did what.
    window.act(Action::Show(View::Log));
    assert!(
        window.has("Approval") && window.has("Draft"),
        "{:?}",
        window.tree()
    );
    window.wish(Wish::Listen(false));
    assert_ne!(PASSPHRASE, "mật khẩu của Bình");
}

#[test]
fn who_only_looks_sends_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = saved(folder.path());
    window.let_in("Người xem", Role::Viewer, "mật khẩu người xem");
    window.keys(Modifiers::COMMAND, Key::L);
    window.unlock("mật khẩu người xem", "xem");
    window.act(Action::Show(View::Notify));
    assert!(window.comes("F1: 1,245 people"));
    let desk = window.harness.state().session().desk().unwrap().clone();
    let all = window.tree().join("\n");
    let named = desk.run.records.people.iter().map(|p| p.full_name.as_str());
    let seen: Vec<&str> = named
        .filter(|n| n.split(' ').count() > 2 && all.contains(n))
        .collect();
    assert!(seen.is_empty(), "{seen:?}");
    for wish in [Wish::Draft(Box::default()), Wish::Push, Wish::Listen(true)] {
        window.wish(wish);
        assert!(window.comes("role"), "{:?}", window.tree());
    }
    let look = window
        .harness
        .state()
        .session()
        .post()
        .look
        .clone()
        .unwrap();
    assert!(look.batches.is_empty());
}
