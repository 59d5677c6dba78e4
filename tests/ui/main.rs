//! The window, driven by what a screen reader would see.

#![allow(
    missing_docs,
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic
)]

mod file;
#[allow(dead_code)]
#[path = "../cli/gateway.rs"]
mod gateway;
mod import;
mod masking;
mod notify;
mod pictures;
mod smoke;
mod walk;

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use truyvet::i18n::{Lang, Message, Texts};
use truyvet::model::Rules;
use truyvet::session::Waker;
use truyvet::ui::{Action, Answer, App, Dialogs, Preferences, Question, UiCommand};

/// Answers dialogs with what a test put there.
#[derive(Clone, Default)]
pub struct Fake(pub Arc<Mutex<Vec<PathBuf>>>);

impl Dialogs for Fake {
    fn ask(&self, _question: Question, wake: Waker) -> Receiver<Answer> {
        let (sender, answers) = channel();
        sender.send(self.0.lock().unwrap().clone()).unwrap();
        wake();
        answers
    }
}

/// A window of the test's.
pub struct Window {
    pub harness: Harness<'static, App>,
    pub dialogs: Fake,
    pub texts: Texts,
}

impl Window {
    pub fn new(lang: Lang, dark: bool, size: (f32, f32)) -> Self {
        let dialogs = Fake::default();
        let theirs = dialogs.clone();
        let preferences = Preferences {
            lang: lang.code().to_owned(),
            dark,
            ..Preferences::default()
        };
        let harness = Harness::builder()
            .with_size(egui::vec2(size.0, size.1))
            .with_max_steps(40)
            .with_step_dt(1.0 / 30.0)
            .build_eframe(move |cc| {
                if cc.wgpu_render_state.is_some() {
                    walkers::install_renderer(cc.wgpu_render_state.as_ref());
                }
                let rules = Rules::preset(None).unwrap();
                App::new(&cc.egui_ctx, rules, preferences, None, Box::new(theirs))
            });
        Self {
            harness,
            dialogs,
            texts: Texts::new(lang),
        }
    }

    /// A window on the sample.
    pub fn on_sample(lang: Lang) -> Self {
        let mut window = Self::new(lang, false, (1_600.0, 1_000.0));
        window.act(Action::OpenSample);
        window
    }

    /// Frames until nothing is on its way to the screen any more.
    pub fn settle(&mut self) {
        let start = Instant::now();
        for _ in 0..4 {
            self.harness.step();
        }
        while self.harness.state().busy() {
            assert!(
                start.elapsed() < Duration::from_secs(60),
                "it never settles"
            );
            std::thread::sleep(Duration::from_millis(3));
            self.harness.step();
        }
        for _ in 0..6 {
            self.harness.step();
        }
    }

    pub fn act(&mut self, action: Action) {
        self.harness.state().send(UiCommand::Act(action));
        self.settle();
    }

    pub fn t(&self, key: &str) -> String {
        self.texts.get(key)
    }

    pub fn say(&self, message: Message) -> String {
        self.texts.say(&message)
    }

    /// Every label and value that a screen reader could read.
    pub fn tree(&self) -> Vec<String> {
        fn walk(node: &egui_kittest::Node<'_>, out: &mut Vec<String>) {
            let own = node.accesskit_node();
            out.extend(own.label());
            out.extend(own.value());
            for child in node.children() {
                walk(&child, out);
            }
        }
        let mut out = Vec::new();
        walk(&self.harness.root(), &mut out);
        out
    }

    pub fn has(&self, part: &str) -> bool {
        self.tree().iter().any(|t| t.contains(part))
    }

    /// Whether something is said within a few seconds: a view may count on a thread of its own.
    pub fn comes(&mut self, part: &str) -> bool {
        let start = Instant::now();
        while !self.has(part) {
            if start.elapsed() > Duration::from_secs(20) {
                return false;
            }
            std::thread::sleep(Duration::from_millis(10));
            self.harness.step();
        }
        true
    }

    /// Clicks on what has this name, or begins with it.
    pub fn click(&mut self, name: &str) {
        let found = self
            .harness
            .query_all_by_label_contains(name)
            .find(|n| {
                n.accesskit_node()
                    .label()
                    .is_some_and(|l| l == name || l.starts_with(name))
                    && !matches!(
                        n.accesskit_node().role(),
                        egui::accesskit::Role::Label | egui::accesskit::Role::Image
                    )
            })
            .unwrap_or_else(|| panic!("nothing to click on is called {name}"));
        found.click();
        self.settle();
    }

    pub fn keys(&mut self, modifiers: egui::Modifiers, key: egui::Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }
}
