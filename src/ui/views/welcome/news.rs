//! What happens while nothing is open: files are being read, or could not be.

use std::sync::Arc;

use egui::{Align2, Galley, Rect, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use super::super::super::command::Action;
use super::super::super::context::Cx;
use super::super::super::theme::{Face, icons, size};
use super::super::super::widgets::{Button, Ink, elided, icon_button, label};
use crate::i18n::Message;
use crate::session::{Command, Job, Source, Work};

/// A failure in words, laid out.
pub(super) struct Failure {
    number: u64,
    text: String,
    what: Arc<Galley>,
    next: Arc<Galley>,
    /// How high its card is.
    pub height: f32,
}

/// Work that takes long enough to be shown.
fn work(cx: Cx<'_>) -> Option<Job> {
    let mut jobs = cx.session.jobs().into_iter();
    jobs.find(|j| j.work == Work::Open)
}

/// The latest failure, unless something is being read again.
pub(super) fn failure(ui: &Ui, cx: Cx<'_>, width: f32) -> Option<Failure> {
    let notice = cx.session.notices().last().filter(|n| n.failed)?;
    if work(cx).is_some() {
        return None;
    }
    let (theme, text) = (cx.theme, cx.say_here(&notice.message));
    let room = width - 96.0;
    let lay = |text: String, lines, face, color| {
        elided(ui.painter(), text, room, lines, face, 13.0, color)
    };
    let what = lay(text.clone(), 4, Face::Medium, theme.t1);
    let next = lay(cx.t("welcome-failed-next"), 2, Face::Regular, theme.t2);
    let height = what.size().y + next.size().y + 30.0 + size::CONTROL;
    Some(Failure {
        number: notice.number,
        text,
        what,
        next,
        height,
    })
}

/// What failed and what to do next.
pub(super) fn show_failure(ui: &Ui, cx: Cx<'_>, rect: Rect, failure: Failure) {
    let theme = cx.theme;
    let stroke = Stroke::new(1.0, theme.err);
    ui.painter()
        .rect(rect, size::CARD, theme.errbg, stroke, StrokeKind::Inside);
    Ink::new(ui.painter()).text(
        pos2(rect.left() + 27.0, rect.top() + 19.0),
        Align2::CENTER_CENTER,
        icons::WARNING_CIRCLE,
        Face::IconFill,
        20.0,
        theme.err,
    );
    let x = rect.left() + 48.0;
    let top = pos2(x, rect.top() + 10.0);
    let below = pos2(x, top.y + failure.what.size().y + 2.0);
    let said = Rect::from_min_max(top, pos2(rect.right() - 48.0, below.y));
    let cut = failure.what.elided;
    let bottom = below.y + failure.next.size().y + 8.0;
    ui.painter().galley(top, failure.what, theme.t1);
    ui.painter().galley(below, failure.next, theme.t2);
    let told = label(ui, said, "failure", failure.text.clone());
    if cut {
        told.on_hover_text(failure.text);
    }
    let text = cx.t("welcome-failed-open");
    let button = Button::new(&text).icon(Action::OpenFiles.icon());
    let at = Rect::from_min_size(
        pos2(x, bottom),
        vec2(button.width(ui.painter()), size::CONTROL),
    );
    if button.show(ui, theme, at, "other files").clicked() {
        cx.act(Action::OpenFiles);
    }
    let close = Rect::from_min_size(
        pos2(rect.right() - 38.0, rect.top() + 8.0),
        Vec2::splat(28.0),
    );
    if icon_button(ui, theme, close, icons::X, &cx.t("tray-dismiss"), false).clicked() {
        cx.run(Command::Dismiss(failure.number));
    }
}

/// How far reading is; returns whether anything is read.
pub(super) fn show_work(ui: &Ui, cx: Cx<'_>, rect: Rect) -> bool {
    let Some(job) = work(cx).filter(|j| j.elapsed.as_millis() > 100) else {
        return false;
    };
    let theme = cx.theme;
    let stroke = Stroke::new(1.0, theme.accln);
    ui.painter()
        .rect(rect, size::CARD, theme.app, stroke, StrokeKind::Inside);
    let inner = rect.shrink2(vec2(18.0, 0.0));
    let y = rect.center().y - 14.0;
    let stop = cx.t("word-stop");
    let button = Button::new(&stop);
    let width = button.width(ui.painter());
    let at = Rect::from_min_size(
        pos2(inner.right() - width, y - 15.0),
        vec2(width, size::CONTROL),
    );
    if button.show(ui, theme, at, "stop").clicked() {
        cx.run(Command::Stop(Work::Open));
    }
    let (stage, done, total) = job.progress.snapshot();
    let share = if total > 0 {
        (done as f32 / total as f32).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let mut detail = cx.t(stage.key());
    if total > 0 {
        let percent = Message::new("welcome-percent").with("n", (share * 100.0) as u64);
        detail = format!("{detail} {}", cx.say(&percent));
    }
    let seconds = Message::new("tray-seconds").with("n", job.elapsed.as_secs());
    let detail = format!("{detail} · {}", cx.say(&seconds));
    let ink = Ink::new(ui.painter());
    ink.text(
        pos2(inner.left() + 9.0, y),
        Align2::CENTER_CENTER,
        icons::CIRCLE_NOTCH,
        Face::Icon,
        18.0,
        theme.acc,
    );
    let title = cx.say(&Message::new("welcome-reading").with("name", name(cx)));
    let x = inner.left() + 28.0;
    for (dy, text, face, points, color) in [
        (-9.0, &title, Face::Semi, 13.0, theme.t1),
        (10.0, &detail, Face::Regular, 12.0, theme.t2),
    ] {
        let room = at.left() - x - 16.0;
        let at = pos2(x, y + dy);
        ink.fit(at, Align2::LEFT_CENTER, room, text, face, points, color);
    }
    let track = Rect::from_min_max(
        pos2(inner.left(), rect.center().y + 18.0),
        pos2(inner.right(), rect.center().y + 22.0),
    );
    ui.painter().rect_filled(track, 2.0, theme.sunken);
    let bar = track.with_max_x(track.left() + track.width() * share);
    ui.painter().rect_filled(bar, 2.0, theme.acc);
    let said = rect.with_max_x(at.left() - 8.0);
    label(ui, said, "reading", format!("{title}. {detail}"));
    true
}

/// The name of what is read.
fn name(cx: Cx<'_>) -> String {
    match cx.session.source() {
        Some(Source::Sample) => cx.t("top-sample"),
        Some(source) => source
            .path()
            .and_then(|p| p.file_name())
            .map_or_else(|| cx.t("top-files"), |n| n.to_string_lossy().into_owned()),
        None => cx.t("top-files"),
    }
}
