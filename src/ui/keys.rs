//! Keys to commands.

use egui::{Context, Key, KeyboardShortcut, Modifiers};

use super::command::{Action, UiCommand};
use super::state::State;

/// The actions whose keys were pressed in this frame. Keys without Ctrl or Alt count only while nobody types.
#[must_use]
pub fn pressed(ctx: &Context, state: &State, open: bool) -> Vec<UiCommand> {
    // Nobody types while no field has the focus; an input method that composes has one.
    let typing = ctx.text_edit_focused();
    let on_button = ctx.memory(|m| m.focused().is_some());
    let mut all: Vec<(KeyboardShortcut, Action)> = Action::ALL
        .into_iter()
        .filter(|a| open || !a.needs_data())
        .flat_map(|a| a.shortcuts().into_iter().map(move |s| (s, a)))
        .collect();
    // Ctrl Z matches while Shift is held too, so what wants more keys is asked first.
    all.sort_by_key(|(s, _)| {
        let m = s.modifiers;
        let held = [m.alt, m.shift, m.command || m.ctrl];
        std::cmp::Reverse(held.into_iter().filter(|h| *h).count())
    });
    let mut out: Vec<Action> = Vec::new();
    for (shortcut, action) in all {
        let bare = shortcut.modifiers.is_none() || shortcut.modifiers == Modifiers::SHIFT;
        let is_function = matches!(shortcut.logical_key, Key::F1 | Key::F5);
        // A button that has the focus is pressed with Space.
        let taken = typing || on_button && shortcut.logical_key == Key::Space;
        if bare && !is_function && (taken || state.popover.is_some()) {
            continue;
        }
        // A field has its own undo, and what deletes a word there must not close anything.
        let own = matches!(
            action,
            Action::Undo | Action::Redo | Action::Close | Action::OpenSample
        );
        if typing && own {
            continue;
        }
        if ctx.input_mut(|i| i.consume_shortcut(&shortcut)) && !out.contains(&action) {
            out.push(action);
        }
    }
    out.into_iter().map(UiCommand::Act).collect()
}
