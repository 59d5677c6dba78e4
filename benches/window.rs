//! CPU time of a frame, by view: `cargo bench --bench window`.
//!
//! A frame is everything from input to triangles: the session's tick, the view, the accessibility tree, and
//! tessellation; the graphics card's part is not in it. The pointer moves in every frame. Three cases: the sample, a
//! million visits, and a million visits while a derivation runs beside. The floor is an empty frame in the same run.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::pedantic
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use truyvet::model::Rules;
use truyvet::session::{self, Focus, Waker};
use truyvet::ui::{Action, Answer, App, Dialogs, Preferences, Question, UiCommand, View};

const FRAMES: usize = 120;
const SIZE: egui::Vec2 = egui::vec2(1_600.0, 1_000.0);

struct Nobody;

impl Dialogs for Nobody {
    fn ask(&self, _: Question, _: Waker) -> Receiver<Answer> {
        channel().1
    }
}

struct Desk {
    ctx: egui::Context,
    app: App,
    frame: u32,
}

impl Desk {
    fn new() -> Self {
        let ctx = egui::Context::default();
        ctx.enable_accesskit();
        let app = App::new(
            &ctx,
            Rules::preset(None).unwrap(),
            Preferences::default(),
            None,
            Box::new(Nobody),
        );
        Self { ctx, app, frame: 0 }
    }

    /// One frame, in milliseconds.
    fn frame(&mut self) -> f64 {
        self.frame += 1;
        let n = self.frame as f32;
        let at = egui::pos2(300.0 + (n * 37.0) % 700.0, 200.0 + (n * 23.0) % 500.0);
        let input = egui::RawInput {
            screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, SIZE)),
            time: Some(f64::from(self.frame) / 60.0),
            events: vec![egui::Event::PointerMoved(at)],
            ..egui::RawInput::default()
        };
        let start = Instant::now();
        let app = &mut self.app;
        let mut output = self.ctx.run_ui(input, |ui| {
            app.logic(ui.ctx());
            app.show(ui);
        });
        let shapes = std::mem::take(&mut output.shapes);
        let meshes = self.ctx.tessellate(shapes, output.pixels_per_point);
        let time = start.elapsed();
        std::hint::black_box(meshes);
        output.drop_without_applying_deltas();
        time.as_secs_f64() * 1e3
    }

    fn settle(&mut self) {
        for _ in 0..4 {
            self.frame();
        }
        while self.app.busy() {
            std::thread::sleep(Duration::from_millis(2));
            self.frame();
        }
        for _ in 0..10 {
            self.frame();
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn act(&mut self, action: Action) {
        self.app.send(UiCommand::Act(action));
        self.settle();
    }

    /// Median, 99th percentile and greatest of some frames.
    fn measure(&mut self, busy: bool) -> [f64; 3] {
        let mut times: Vec<f64> = Vec::new();
        while times.len() < FRAMES && (!busy || self.app.busy() || times.len() < 8) {
            times.push(self.frame());
        }
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
        [at(0.5), at(0.99), at(1.0)]
    }
}

fn main() {
    println!("CPU milliseconds of a frame at 1600x1000: median / 99 % / most of {FRAMES}\n");
    floor();
    let mut sample = Desk::new();
    let first = sample.frame();
    println!("{:<34}{first:>8.1}", "first frame (first screen)");
    let start = Instant::now();
    sample.app.send(UiCommand::Act(Action::OpenSample));
    sample.settle();
    println!(
        "{:<34}{:>8.1}",
        "sample: open, derived, shown",
        start.elapsed().as_secs_f64() * 1e3
    );
    views("sample", &mut sample, false);
    let folder = generated();
    let mut large = Desk::new();
    let start = Instant::now();
    large.app.open(&[folder]);
    large.settle();
    println!(
        "{:<34}{:>8.1}",
        "1M visits: open, derived, shown",
        start.elapsed().as_secs_f64() * 1e3
    );
    views("1M visits", &mut large, false);
    views("1M, deriving", &mut large, true);
}

fn views(name: &str, desk: &mut Desk, busy: bool) {
    let list = &desk.app.session().desk().unwrap().list;
    let person = list.rows[list.rows.len() * 3 / 4].person;
    desk.app.send(UiCommand::Focus(Some(Focus::Person(person))));
    for view in View::ALL {
        desk.act(Action::Show(view));
        if busy {
            let preset = if desk.app.session().workspace().rules.preset.key == "VN-2020" {
                "VN-2021-08"
            } else {
                "VN-2020"
            };
            let rules = Rules::preset(Some(preset)).unwrap();
            desk.app
                .send(UiCommand::Do(session::Command::SetRules(Box::new(rules))));
            desk.frame();
        }
        let [median, high, most] = desk.measure(busy);
        let label = format!("{name}: {view:?}");
        println!("{label:<34}{median:>8.2} /{high:>7.2} /{most:>7.2}");
        if busy {
            desk.settle();
        }
    }
}

/// A frame with nothing in it.
fn floor() {
    let ctx = egui::Context::default();
    ctx.enable_accesskit();
    let mut times: Vec<f64> = (0..FRAMES)
        .map(|_| {
            let input = egui::RawInput {
                screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, SIZE)),
                ..egui::RawInput::default()
            };
            let start = Instant::now();
            let mut output = ctx.run_ui(input, |ui| {
                ui.painter()
                    .rect_filled(ui.max_rect(), 0.0, egui::Color32::WHITE);
            });
            let shapes = std::mem::take(&mut output.shapes);
            let meshes = ctx.tessellate(shapes, output.pixels_per_point);
            std::hint::black_box(meshes);
            output.drop_without_applying_deltas();
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("{:<34}{:>8.2}", "floor: an empty frame", times[FRAMES / 2]);
}

fn generated() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-window");
    let data = folder.join(format!("1m-{}", env!("CARGO_PKG_VERSION")));
    if !data.join("dan_cu.csv").exists() {
        std::fs::create_dir_all(&folder).unwrap();
        let made = Command::new(env!("CARGO_BIN_EXE_truyvet"))
            .args(["generate", "--people", "40000", "--visits", "1000000"])
            .args(["--cases", "100", "--format", "parquet", "--out"])
            .arg(&data)
            .status()
            .unwrap();
        assert!(made.success());
    }
    data
}
