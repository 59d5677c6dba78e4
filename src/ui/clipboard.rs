//! What was copied is gone from the clipboard after a while, and when the program ends.

use std::time::{Duration, Instant};

/// How long what was copied stays.
const STAYS: Duration = Duration::from_secs(30);

/// What this program put on the clipboard last, and until when it stays.
#[derive(Default)]
pub struct Clipboard {
    held: Option<(String, Instant)>,
}

impl std::fmt::Debug for Clipboard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Clipboard").finish_non_exhaustive()
    }
}

impl Clipboard {
    /// Copies a text.
    pub fn copy(&mut self, ctx: &egui::Context, text: String) {
        self.held = Some((text.clone(), Instant::now() + STAYS));
        ctx.copy_text(text);
        ctx.request_repaint_after(STAYS);
    }

    /// Takes back what stayed long enough.
    pub fn tick(&mut self, ctx: &egui::Context) {
        let Some((_, until)) = &self.held else {
            return;
        };
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            self.take_back();
        } else {
            ctx.request_repaint_after(left);
        }
    }

    /// Takes back what was copied, where nobody copied anything else since; on a thread of its own, for the system may
    /// take its time.
    fn take_back(&mut self) {
        let Some((text, _)) = self.held.take() else {
            return;
        };
        let _ = std::thread::Builder::new()
            .name("clipboard".into())
            .spawn(move || clear(&text));
    }
}

impl Drop for Clipboard {
    fn drop(&mut self) {
        if let Some((text, _)) = self.held.take() {
            clear(&text);
        }
    }
}

fn clear(text: &str) {
    let Ok(mut system) = arboard::Clipboard::new() else {
        return;
    };
    if system.get_text().is_ok_and(|now| now == text) {
        let _ = system.clear();
    }
}
