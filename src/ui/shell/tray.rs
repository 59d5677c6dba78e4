//! Background work and what happened, bottom right: progress, counts, a way to stop.

use egui::{Align2, Area, Id, Order, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use super::super::command::UiCommand;
use super::super::context::Cx;
use super::super::state::{Popover, State};
use super::super::theme::{Face, icons, size};
use super::super::widgets::{Button, Ink, icon_button, label};
use crate::i18n::Message;
use crate::session::{Command, Job, Notice, Work};

const WIDTH: f32 = 410.0;
const ROW: f32 = 46.0;

/// Shows the tray while work takes longer than 0.3 s, a failure is not read yet, or it was asked for.
pub fn show(ui: &Ui, cx: Cx<'_>, state: &mut State, room: Rect) {
    let jobs: Vec<Job> = cx
        .session
        .jobs()
        .into_iter()
        .filter(|j| j.elapsed.as_millis() > 300)
        .filter(|j| cx.desk().is_some() || !matches!(j.work, Work::Open))
        .collect();
    let wanted = state.popover == Some(Popover::Jobs);
    let failed = |n: &&Notice| (n.failed || n.file.is_some()) && cx.desk().is_some();
    let notices: Vec<&Notice> = if wanted {
        cx.session.notices().iter().rev().take(6).collect()
    } else {
        cx.session
            .notices()
            .iter()
            .rev()
            .filter(failed)
            .take(3)
            .collect()
    };
    if jobs.is_empty() && notices.is_empty() && !wanted {
        return;
    }
    let rows = jobs.len() + notices.len().max(usize::from(wanted && jobs.is_empty()));
    let height = 40.0 + rows as f32 * ROW + 6.0;
    let rect = Rect::from_min_size(
        room.right_bottom() - vec2(WIDTH + 14.0, height + 12.0),
        vec2(WIDTH, height),
    );
    let theme = cx.theme;
    Area::new(Id::unique("tray"))
        .order(Order::Foreground)
        .fixed_pos(rect.min)
        .constrain(false)
        .show(ui.ctx(), |ui| {
            ui.allocate_exact_size(rect.size(), egui::Sense::click());
            let painter = ui.painter();
            super::popover::ground(painter, cx.theme, rect);
            let ink = Ink::new(painter);
            ink.text(
                pos2(rect.left() + 16.0, rect.top() + 21.0),
                Align2::LEFT_CENTER,
                cx.t(if jobs.is_empty() {
                    "tray-done"
                } else {
                    "tray-title"
                }),
                Face::Semi,
                13.0,
                theme.t1,
            );
            if wanted {
                let close = Rect::from_min_size(
                    pos2(rect.right() - 38.0, rect.top() + 7.0),
                    vec2(28.0, 28.0),
                );
                if icon_button(ui, theme, close, icons::X, &cx.t("word-close"), false).clicked() {
                    state.popover = None;
                }
            }
            let mut y = rect.top() + 40.0;
            for job in &jobs {
                job_row(
                    ui,
                    cx,
                    Rect::from_min_size(pos2(rect.left(), y), vec2(WIDTH, ROW)),
                    job,
                );
                y += ROW;
            }
            for notice in &notices {
                let row = Rect::from_min_size(pos2(rect.left(), y), vec2(WIDTH, ROW));
                notice_row(ui, cx, row, notice);
                y += ROW;
            }
            if rows > 0 && jobs.is_empty() && notices.is_empty() {
                ink.text(
                    pos2(rect.left() + 16.0, y + 18.0),
                    Align2::LEFT_CENTER,
                    cx.t("tray-empty"),
                    Face::Regular,
                    12.0,
                    theme.t2,
                );
            }
        });
}

fn job_row(ui: &Ui, cx: Cx<'_>, rect: Rect, job: &Job) {
    let theme = cx.theme;
    let ink = Ink::new(ui.painter());
    ui.painter().hline(
        rect.left()..=rect.right(),
        rect.top(),
        Stroke::new(1.0, theme.line),
    );
    let (stage, done, total) = job.progress.snapshot();
    let stop = cx.t("word-stop");
    let button = Button::new(&stop).quiet();
    let width = button.width(ui.painter());
    let at = Rect::from_min_size(
        pos2(rect.right() - width - 10.0, rect.top() + 5.0),
        vec2(width, 26.0),
    );
    if button.show(ui, theme, at, job.work.key()).clicked() {
        cx.run(Command::Stop(job.work));
    }
    let share = if total > 0 {
        (done as f32 / total as f32).min(1.0)
    } else {
        0.0
    };
    let detail = if total > 0 {
        format!("{} {:.0} %", cx.t(stage.key()), share * 100.0)
    } else {
        cx.t(stage.key())
    };
    let seconds = cx.say(&Message::new("tray-seconds").with("n", job.elapsed.as_secs()));
    let detail = format!("{detail} · {seconds}");
    let word = ink.text(
        pos2(at.left() - 6.0, rect.top() + 18.0),
        Align2::RIGHT_CENTER,
        &detail,
        Face::Regular,
        11.0,
        theme.t2,
    );
    ink.text(
        pos2(rect.left() + 22.0, rect.top() + 18.0),
        Align2::CENTER_CENTER,
        icons::CIRCLE_NOTCH,
        Face::Icon,
        15.0,
        theme.acc,
    );
    let name = cx.t(job.work.key());
    ink.fit(
        pos2(rect.left() + 36.0, rect.top() + 18.0),
        Align2::LEFT_CENTER,
        word.left() - rect.left() - 44.0,
        &name,
        Face::Medium,
        12.0,
        theme.t1,
    );
    let track = Rect::from_min_max(
        pos2(rect.left() + 16.0, rect.bottom() - 10.0),
        pos2(rect.right() - 16.0, rect.bottom() - 7.0),
    );
    ui.painter().rect_filled(track, 1.5, theme.sunken);
    let mut bar = track;
    bar.set_width(track.width() * share);
    ui.painter().rect_filled(bar, 1.5, theme.acc);
    label(ui, rect, job.work.key(), format!("{name}: {detail}"));
}

fn notice_row(ui: &Ui, cx: Cx<'_>, rect: Rect, notice: &Notice) {
    let theme = cx.theme;
    let ink = Ink::new(ui.painter());
    ui.painter().hline(
        rect.left()..=rect.right(),
        rect.top(),
        Stroke::new(1.0, theme.line),
    );
    let (icon, color) = if notice.failed {
        (icons::WARNING_CIRCLE, theme.err)
    } else {
        (icons::CHECK_CIRCLE, theme.acc)
    };
    ink.text(
        pos2(rect.left() + 22.0, rect.center().y),
        Align2::CENTER_CENTER,
        icon,
        Face::IconFill,
        16.0,
        color,
    );
    let text = cx.say_here(&notice.message);
    let close = Rect::from_min_size(
        pos2(rect.right() - 38.0, rect.center().y - 14.0),
        vec2(28.0, 28.0),
    );
    let id = ui.scope_id().with(("dismiss", notice.number));
    let response = ui.interact(close, id, egui::Sense::click());
    let name = cx.t("tray-dismiss");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
    ink.text(
        close.center(),
        Align2::CENTER_CENTER,
        icons::X,
        Face::Icon,
        14.0,
        theme.t2,
    );
    if response.clicked() {
        cx.run(Command::Dismiss(notice.number));
    }
    let galley = super::super::widgets::elided(
        ui.painter(),
        text.clone(),
        close.left() - rect.left() - 46.0,
        2,
        Face::Regular,
        12.0,
        theme.t1,
    );
    let top = rect.center().y - galley.size().y / 2.0;
    let tip = galley.elided;
    ui.painter()
        .galley(pos2(rect.left() + 38.0, top), galley, theme.t1);
    let told = label(ui, rect, ("notice", notice.number), text.clone());
    if tip {
        told.on_hover_text(text);
    }
}

/// What dropping files here does.
pub fn drop_hint(ui: &Ui, cx: Cx<'_>, room: Rect) {
    let theme = cx.theme;
    let rect = room.shrink(10.0);
    let painter = ui
        .ctx()
        .layer_painter(egui::LayerId::new(Order::Tooltip, Id::unique("drop hint")));
    painter.rect(
        rect,
        size::POPOVER,
        theme.accbg.gamma_multiply(0.92),
        Stroke::new(2.0, theme.acc),
        StrokeKind::Inside,
    );
    Ink::new(&painter).text(
        rect.center(),
        Align2::CENTER_CENTER,
        cx.t("drop-here"),
        Face::Semi,
        17.0,
        theme.acc,
    );
}

/// Asks before the open investigation is put away.
pub fn confirm(ui: &Ui, cx: Cx<'_>, state: &mut State, whole: Rect) {
    let Some(action) = state.confirm else {
        state.popover = None;
        return;
    };
    let theme = cx.theme;
    let rect = Rect::from_center_size(whole.center(), vec2(440.0, 170.0));
    super::popover::card(ui, cx, state, "confirm", rect, |ui, rect, state| {
        let ink = Ink::new(ui.painter());
        let x = rect.left() + 20.0;
        let title = cx.t("confirm-title");
        let head = ink.text(
            pos2(x, rect.top() + 28.0),
            Align2::LEFT_CENTER,
            &title,
            Face::Semi,
            14.0,
            theme.t1,
        );
        label(ui, head, "confirm", title);
        ink.wrap(
            pos2(x, rect.top() + 48.0),
            rect.width() - 40.0,
            3,
            cx.t("confirm-explain"),
            Face::Regular,
            12.0,
            theme.t2,
        );
        let corner = rect.right_bottom() - vec2(20.0, 18.0);
        let text = cx.t(action.key());
        let go = Button::new(&text).primary();
        let (at, pressed) = super::top::card_button(ui, cx, corner, &go, "confirm go");
        if pressed {
            cx.send(UiCommand::Confirmed);
        }
        let text = cx.t("word-cancel");
        let no = Button::new(&text);
        let corner = pos2(at.left() - 8.0, corner.y);
        if super::top::card_button(ui, cx, corner, &no, "confirm no").1 {
            state.confirm = None;
            state.popover = None;
        }
    });
    if state.popover != Some(Popover::Confirm) {
        state.confirm = None;
    }
}
