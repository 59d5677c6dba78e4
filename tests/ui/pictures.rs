//! A few pictures of the window, held against those that were looked at.
//!
//! They are drawn by Mesa's software driver (Debian: mesa-vulkan-drivers). To make them anew:
//! `UPDATE_SNAPSHOTS=1 cargo test --test ui pictures`.

use egui::{Key, Modifiers, Rect, pos2};
use egui_kittest::SnapshotOptions;
use truyvet::i18n::Lang;
use truyvet::ui::{Action, View};

use super::Window;

fn options() -> SnapshotOptions {
    // Drivers differ in the last bit of smoothed edges.
    SnapshotOptions::new()
        .threshold(2.0)
        .max_failed_pixels(400usize)
}

/// Takes a picture, without what differs from run to run: the run's time and the user.
fn take(window: &mut Window, name: &str) {
    window.harness.remove_cursor();
    window.settle();
    let size = window.harness.ctx.content_rect().size();
    window.harness.mask(Rect::from_min_max(
        pos2(size.x - 900.0, 6.0),
        pos2(size.x, 46.0),
    ));
    window.harness.mask(Rect::from_min_max(
        pos2(size.x - 460.0, size.y - 25.0),
        pos2(size.x, size.y),
    ));
    if let Err(error) = window.harness.render() {
        panic!(
            "no picture can be drawn ({error}); on Debian: sudo apt-get install mesa-vulkan-drivers"
        );
    }
    window.harness.snapshot_options(name, &options());
}

#[test]
fn first_screen() {
    let mut window = Window::new(Lang::Vi, false, (1_366.0, 768.0));
    take(&mut window, "welcome-vi-light");
}

#[test]
fn contacts() {
    let mut window = Window::new(Lang::Vi, false, (1_366.0, 768.0));
    window.act(Action::OpenSample);
    window.keys(Modifiers::NONE, Key::ArrowDown);
    take(&mut window, "contacts-vi-light");
}

#[test]
fn network() {
    let mut window = Window::new(Lang::En, true, (1_366.0, 768.0));
    window.act(Action::OpenSample);
    window.keys(Modifiers::NONE, Key::ArrowDown);
    window.act(Action::Show(View::Network));
    take(&mut window, "network-en-dark");
}
