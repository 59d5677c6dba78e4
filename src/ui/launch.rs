//! Opens the window from the command line.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use clap::{Arg, ArgAction, Command, value_parser};

use zeroize::Zeroizing;

use super::app::App;
use super::command::UiCommand;
use super::dialogs::System;
use super::preferences::Preferences;
use super::state::View;
use crate::i18n::{Lang, Texts};
use crate::model::Rules;
use crate::session::{self, Focus};
use crate::store::Opening;

/// How the window is opened.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Start {
    /// Files and folders to read.
    pub inputs: Vec<PathBuf>,
    /// The sample instead.
    pub sample: bool,
    /// The view shown first.
    pub view: Option<View>,
    /// The language; `None`: as remembered.
    pub lang: Option<Lang>,
    /// The theme; `None`: as remembered.
    pub dark: Option<bool>,
    /// The window's size in points.
    pub size: Option<(f32, f32)>,
    /// Whom to look at first: an id.
    pub focus: Option<String>,
    /// A file whose first line opens the investigation file.
    pub passphrase: Option<PathBuf>,
    /// What it is opened for.
    pub purpose: Option<String>,
    /// A file whose columns are matched first.
    pub matching: Option<PathBuf>,
    /// Takes a picture of the window once everything is there, and ends.
    pub screenshot: Option<PathBuf>,
}

/// Whether the arguments are for the window: none, only files that exist, or its own options first.
#[must_use]
pub fn wants(arguments: &[OsString]) -> bool {
    let rest = arguments.get(1..).unwrap_or_default();
    let Some(first) = rest.first() else {
        return true;
    };
    let text = first.to_string_lossy();
    if text == "window" {
        return true;
    }
    std::path::Path::new(first).exists() && !text.starts_with('-')
}

fn command(texts: &Texts) -> Command {
    let option = |name: &'static str, help: &str| {
        Arg::new(name)
            .long(name)
            .help(texts.get(help))
            .num_args(1)
            .hide_possible_values(true)
    };
    let heading = |key: &str| texts.get(key);
    Command::new("truyvet window")
        .about(texts.get("help-window"))
        .override_usage(texts.get("help-usage-window"))
        .help_template(format!(
            "{{about}}\n\n{}: {{usage}}\n\n{{all-args}}",
            heading("help-heading-usage")
        ))
        .disable_help_flag(true)
        .next_help_heading(heading("help-heading-options"))
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .help(texts.get("help-help")),
        )
        .arg(
            Arg::new("inputs")
                .help_heading(heading("help-heading-arguments"))
                .value_name(texts.get("help-value-inputs"))
                .num_args(0..)
                .value_parser(value_parser!(PathBuf))
                .help(texts.get("help-inputs")),
        )
        .arg(
            Arg::new("sample")
                .long("sample")
                .action(ArgAction::SetTrue)
                .help(texts.get("help-window-sample")),
        )
        .arg(option("view", "help-window-view").value_parser([
            "contacts", "map", "network", "data", "notify", "log", "settings",
        ]))
        .arg(option("lang", "help-lang").value_parser(["vi", "en"]))
        .arg(option("theme", "help-window-theme").value_parser(["light", "dark"]))
        .arg(option("size", "help-window-size"))
        .arg(option("focus", "help-window-focus"))
        .arg(option("match", "help-window-match").value_parser(value_parser!(PathBuf)))
        .arg(option("passphrase-file", "help-passphrase-file").value_parser(value_parser!(PathBuf)))
        .arg(option("purpose", "help-purpose"))
        .arg(option("screenshot", "help-window-screenshot").value_parser(value_parser!(PathBuf)))
}

impl Start {
    /// What the arguments after the program's name ask for.
    ///
    /// # Errors
    /// Clap's, worded.
    pub fn parse(arguments: Vec<OsString>, texts: &Texts) -> Result<Self, clap::Error> {
        let own = arguments
            .into_iter()
            .enumerate()
            .filter(|(n, a)| !(*n == 1 && a == "window"))
            .map(|(_, a)| a);
        let matches = command(texts).try_get_matches_from(own)?;
        let text = |name: &str| matches.get_one::<String>(name).cloned();
        let size = text("size").and_then(|s| {
            let (w, h) = s.split_once('x')?;
            Some((w.parse().ok()?, h.parse().ok()?))
        });
        Ok(Self {
            inputs: matches
                .get_many::<PathBuf>("inputs")
                .into_iter()
                .flatten()
                .cloned()
                .collect(),
            sample: matches.get_flag("sample"),
            view: text("view").and_then(|v| View::parse(&v)),
            lang: text("lang").and_then(|l| Lang::parse(&l)),
            dark: text("theme").map(|t| t == "dark"),
            size,
            focus: text("focus"),
            passphrase: matches.get_one::<PathBuf>("passphrase-file").cloned(),
            purpose: text("purpose"),
            matching: matches.get_one::<PathBuf>("match").cloned(),
            screenshot: matches.get_one::<PathBuf>("screenshot").cloned(),
        })
    }
}

/// The language that the arguments ask for; help and errors are in it.
fn language(arguments: &[OsString]) -> Option<Lang> {
    let texts: Vec<&str> = arguments.iter().filter_map(|a| a.to_str()).collect();
    let after = texts.windows(2).find(|w| w[0] == "--lang").map(|w| w[1]);
    let glued = texts.iter().find_map(|t| t.strip_prefix("--lang="));
    after.or(glued).and_then(Lang::parse)
}

/// Runs the window until it is closed.
#[must_use]
pub fn main(arguments: Vec<OsString>) -> ExitCode {
    // A defect says where it happened and nothing of the data that it met.
    std::panic::set_hook(Box::new(|info| {
        if !crate::ingest::decoding() {
            let place = info
                .location()
                .map_or_else(String::new, ToString::to_string);
            tell(&format!("internal error at {place}"));
        }
    }));
    let texts = Texts::new(language(&arguments).unwrap_or_else(Lang::system));
    let start = match Start::parse(arguments, &texts) {
        Ok(start) => start,
        Err(error) => {
            // Clap writes help to stdout and errors to stderr.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let shot = start
        .screenshot
        .as_ref()
        .map(|_| Arc::new(Mutex::new(None)));
    let result = open(start.clone(), shot.clone());
    if let Err(error) = result {
        tell(&format!("{}: {error}", texts.get("error-window")));
        return ExitCode::FAILURE;
    }
    match (start.screenshot, shot) {
        (Some(path), Some(shot)) => save(&path, &shot),
        _ => ExitCode::SUCCESS,
    }
}

/// A line to stderr; where nobody listens there, it is lost.
pub(super) fn tell(text: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr().lock(), "truyvet: {text}");
}

type Shot = Arc<Mutex<Option<Arc<egui::ColorImage>>>>;

fn save(path: &std::path::Path, shot: &Shot) -> ExitCode {
    let image = shot.lock().ok().and_then(|mut s| s.take());
    let Some(image) = image else {
        tell("no picture of the window came");
        return ExitCode::FAILURE;
    };
    let [width, height] = image.size;
    let bytes: Vec<u8> = image
        .pixels
        .iter()
        .flat_map(egui::Color32::to_array)
        .collect();
    let saved = image::RgbaImage::from_raw(width as u32, height as u32, bytes)
        .map(|picture| picture.save(path));
    match saved {
        Some(Ok(())) => ExitCode::SUCCESS,
        Some(Err(error)) => {
            tell(&error.to_string());
            ExitCode::FAILURE
        }
        None => ExitCode::FAILURE,
    }
}

fn open(start: Start, shot: Option<Shot>) -> eframe::Result {
    let settings = if shot.is_some() {
        None
    } else {
        Preferences::file()
    };
    let mut preferences = settings
        .as_deref()
        .map(Preferences::read)
        .unwrap_or_default();
    if let Some(lang) = start.lang {
        lang.code().clone_into(&mut preferences.lang);
    }
    if let Some(dark) = start.dark {
        preferences.dark = dark;
    }
    let (width, height) = start.size.unwrap_or((1_600.0, 1_000.0));
    let viewport = egui::ViewportBuilder::default()
        .with_title("TruyVet")
        .with_app_id("truyvet")
        .with_icon(icon())
        .with_inner_size([width, height])
        .with_min_inner_size([1_280.0_f32.min(width), 720.0_f32.min(height)]);
    let options = eframe::NativeOptions {
        viewport,
        renderer: eframe::Renderer::Wgpu,
        ..eframe::NativeOptions::default()
    };
    eframe::run_native(
        "TruyVet",
        options,
        Box::new(move |cc| {
            walkers::install_renderer(cc.wgpu_render_state.as_ref());
            let rules = Rules::preset(None)?;
            let mut app = App::new(&cc.egui_ctx, rules, preferences, settings, Box::new(System));
            if let Some(view) = start.view {
                app.state_mut().view = view;
            }
            if start.sample {
                let sample = session::Command::Open(session::Source::Sample);
                app.send(UiCommand::Do(sample));
            } else {
                app.open(&start.inputs);
            }
            if let Some(path) = &start.passphrase {
                let text = Zeroizing::new(std::fs::read_to_string(path)?);
                let line = text.lines().next().unwrap_or_default();
                app.send(UiCommand::Do(session::Command::Unlock(Box::new(Opening {
                    passphrase: Zeroizing::new(line.to_owned()),
                    case_number: String::new(),
                    purpose: start.purpose.unwrap_or_default(),
                    read_only: false,
                    spare: None,
                }))));
            }
            if let Some(path) = start.matching {
                app.send(UiCommand::Do(session::Command::Survey(path)));
            }
            Ok(match shot {
                None => Box::new(app) as Box<dyn eframe::App>,
                Some(shot) => Box::new(Photographer {
                    app,
                    shot,
                    focus: start.focus,
                    since: Instant::now(),
                    quiet: 0,
                    asked: false,
                }),
            })
        }),
    )
}

/// The window's icon: the mark on the accent.
fn icon() -> egui::IconData {
    let bytes = include_bytes!("../../assets/icon/truyvet-64.png");
    match image::load_from_memory_with_format(bytes, image::ImageFormat::Png) {
        Ok(picture) => {
            let picture = picture.to_rgba8();
            egui::IconData {
                width: picture.width(),
                height: picture.height(),
                rgba: picture.into_raw(),
            }
        }
        Err(_) => egui::IconData::default(),
    }
}

/// Waits until nothing is on its way to the screen, takes a picture, and closes.
struct Photographer {
    app: App,
    shot: Shot,
    focus: Option<String>,
    since: Instant,
    quiet: u32,
    asked: bool,
}

impl eframe::App for Photographer {
    fn on_exit(&mut self) {
        self.app.end();
    }

    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.app.logic(ctx);
        ctx.request_repaint();
        let named = self.focus.as_deref();
        if let (Some(desk), Some(named)) = (self.app.session().desk(), named) {
            let person = desk.run.records.find(named).map(Focus::Person);
            let places = desk.run.records.places.rows().iter().zip(0..);
            let mut place = places.filter(|(p, _)| p.id == named).map(|(_, n)| n);
            let found = person.or_else(|| place.next().map(Focus::Place));
            self.app.send(UiCommand::Focus(found));
            self.focus = None;
        }
        self.quiet = if self.app.busy() { 0 } else { self.quiet + 1 };
        // A few frames more: animations end, the map's ground comes.
        let settled = self.quiet > 20 && self.since.elapsed() > Duration::from_millis(1_500);
        if settled && !self.asked {
            self.asked = true;
            let (shot, close) = (self.shot.clone(), ctx.clone());
            let taken = egui::ScreenshotCallback::new(move |image| {
                if let Ok(mut slot) = shot.lock() {
                    *slot = Some(image);
                }
                close.send_viewport_cmd(egui::ViewportCommand::Close);
            });
            ctx.send_viewport_cmd(egui::ViewportCommand::Screenshot(taken));
        }
        if self.since.elapsed() > Duration::from_mins(2) {
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.app.show(ui);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(list: &[&str]) -> Vec<OsString> {
        list.iter().map(|a| OsString::from(*a)).collect()
    }

    #[test]
    fn which_door() {
        assert!(wants(&args(&["truyvet"])));
        assert!(wants(&args(&["truyvet", "window", "--sample"])));
        assert!(wants(&args(&["truyvet", "src"])));
        assert!(!wants(&args(&["truyvet", "trace", "src"])));
        assert!(!wants(&args(&["truyvet", "--help"])));
        assert!(!wants(&args(&["truyvet", "no such file"])));
    }

    #[test]
    fn options() {
        let texts = Texts::new(Lang::En);
        let start = Start::parse(
            args(&[
                "truyvet", "window", "a.csv", "--view", "map", "--theme", "dark", "--lang", "en",
                "--size", "1366x768",
            ]),
            &texts,
        )
        .unwrap();
        assert_eq!(start.inputs, [PathBuf::from("a.csv")]);
        assert_eq!(start.view, Some(View::Map));
        assert_eq!(start.dark, Some(true));
        assert_eq!(start.size, Some((1_366.0, 768.0)));
        assert!(Start::parse(args(&["truyvet", "--view", "moon"]), &texts).is_err());
    }
}
