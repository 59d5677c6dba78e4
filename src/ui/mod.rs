//! The window's room: the only one that may know egui, eframe, walkers and rfd.
//!
//! It is empty still. What goes in here: `app.rs` (`eframe::App`), `context.rs` (read-only borrows and a command
//! sender), `command.rs`, `selection.rs`, `theme.rs`, and `shell/ panels/ views/ widgets/`, one view a file. It
//! imports from every floor below the doors and never from `cli/`.
