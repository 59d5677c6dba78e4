//! The window's room: the only one that may know egui, eframe, walkers and rfd.
//!
//! [`App`] ticks the session, reads keys, shows the shell and the view, and works off the frame's commands last.
//! `context` is what a view may read, `command` what a user can do, `state` what the window remembers, `theme` all
//! colours, sizes and fonts. `shell/` frames every view, `panels/` holds the inspector, `views/` one view a file or
//! folder, `widgets/` what they all paint alike. It imports from every floor below the doors and never from `cli/`.

// A card is painted from top to bottom, and a switch is a bool.
#![allow(clippy::too_many_lines, clippy::struct_excessive_bools)]

mod app;
mod clipboard;
mod command;
mod context;
mod dialogs;
pub mod forms;
mod keys;
mod launch;
mod panels;
mod preferences;
mod shell;
mod state;
mod theme;
mod views;
mod widgets;

pub use app::App;
pub use command::{Action, UiCommand};
pub use dialogs::{Answer, Dialogs, Question};
pub use launch::{Start, main, wants};
pub use preferences::Preferences;
pub use state::{State, View};
