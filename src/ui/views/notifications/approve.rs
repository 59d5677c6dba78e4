//! 3: drafting, review, approval, sending, and how it goes.

use egui::{Align2, Rect, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use super::super::super::command::{Action, UiCommand};
use super::super::super::context::Cx;
use super::super::super::state::State;
use super::super::super::theme::{Face, icons, size};
use super::super::super::widgets::{Button, Field, glyph, label, switch};
use super::parts::{Column, bar, button, legend, scrolled};
use crate::i18n::Message;
use crate::model::time::VIETNAM;
use crate::notify::Kind;
use crate::session::Command;
use crate::session::post::{Look, Seen, Wish};
use crate::store::Power;
use crate::store::outbox::{BatchStage, Doubt, Word};

pub(super) fn show(ui: &mut Ui, cx: Cx<'_>, state: &mut State, look: &Look, room: Rect) {
    scrolled(ui, room, "approve", |column| {
        column.title(cx, &cx.t("notify-approve-title"));
        steps(column, cx, state, look);
        standing(column, cx, state, look);
    });
}

fn when(at: i64) -> String {
    VIETNAM
        .local(at.div_euclid(1_000))
        .format("%d/%m %H:%M")
        .to_string()
}

/// How a step is: done, next, or not yet.
#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Done,
    Next,
    Later,
}

struct Step {
    mark: Mark,
    key: &'static str,
    who: String,
    at: String,
}

fn done(cx: Cx<'_>, key: &'static str, word: &Word) -> Step {
    let role = cx.t(&format!("role-{}", word.role));
    Step {
        mark: Mark::Done,
        key,
        who: format!("{} · {role}", word.by),
        at: when(word.at),
    }
}

/// The steps of the batch that is looked at, or of a new one.
fn plan(cx: Cx<'_>, seen: Option<&Seen>) -> [Step; 4] {
    let next = |mark, key: &'static str, who: String| Step {
        mark,
        key,
        who,
        at: if mark == Mark::Next {
            cx.t("notify-now")
        } else {
            String::new()
        },
    };
    let Some(Seen { batch, by_file, .. }) = seen else {
        return [
            next(
                Mark::Next,
                "notify-step-draft",
                cx.t("notify-step-draft-who"),
            ),
            next(
                Mark::Later,
                "notify-step-review",
                cx.t("notify-step-review-who"),
            ),
            next(
                Mark::Later,
                "notify-step-approve",
                cx.t("notify-step-approve-who"),
            ),
            next(
                Mark::Later,
                "notify-step-send",
                cx.t("notify-step-send-who"),
            ),
        ];
    };
    let data = &batch.data;
    let draft = done(cx, "notify-step-draft", &data.drafted);
    let approved = batch.stage == BatchStage::Approved;
    let review = match &data.reviewed {
        Some(word) => done(cx, "notify-step-review", word),
        None => {
            let key = if approved {
                "notify-step-review-none"
            } else {
                "notify-step-review-who"
            };
            next(Mark::Later, "notify-step-review", cx.t(key))
        }
    };
    let approve = match &data.approved {
        Some(word) => done(cx, "notify-step-approve", word),
        None if batch.stage == BatchStage::Cancelled => {
            next(Mark::Later, "notify-step-approve", cx.t("notify-cancelled"))
        }
        None => next(
            Mark::Next,
            "notify-step-approve",
            cx.t("notify-step-approve-who"),
        ),
    };
    let left = batch.left(None);
    let send = if !approved {
        next(
            Mark::Later,
            "notify-step-send",
            cx.t("notify-step-send-who"),
        )
    } else if batch.held {
        next(Mark::Next, "notify-step-send", cx.t("notify-held"))
    } else if left == 0 {
        Step {
            mark: Mark::Done,
            key: "notify-step-send",
            who: cx.t("notify-all-out"),
            at: String::new(),
        }
    } else {
        let key = if *by_file {
            "notify-left-file"
        } else {
            "notify-left"
        };
        let text = cx.say(&Message::new(key).with("n", left));
        next(Mark::Next, "notify-step-send", text)
    };
    [draft, review, approve, send]
}

fn steps(column: &mut Column<'_>, cx: Cx<'_>, state: &mut State, look: &Look) {
    let theme = cx.theme;
    let seen = state.notify.batch.and_then(|id| look.batch(id));
    let steps = plan(cx, seen);
    let top = column.y;
    let mut y = top + 20.0;
    let (left, right) = (column.left + 14.0, column.right() - 14.0);
    // The ground goes first, its height is known after.
    let ground = column.ui.painter().add(egui::Shape::Noop);
    for (n, step) in steps.iter().enumerate() {
        let center = pos2(left + 9.0, y + 2.0);
        let painter = column.ui.painter();
        if n + 1 < steps.len() {
            let line = Stroke::new(
                1.5,
                if step.mark == Mark::Done {
                    theme.accln
                } else {
                    theme.line
                },
            );
            painter.vline(center.x, center.y + 12.0..=center.y + 34.0, line);
        }
        match step.mark {
            Mark::Done => {
                painter.circle_filled(center, 9.0, theme.acc);
            }
            Mark::Next => {
                painter.circle(center, 8.0, theme.surface, Stroke::new(2.0, theme.acc));
            }
            Mark::Later => {
                painter.circle_filled(center, 9.0, theme.sunken);
            }
        }
        let ink = column.ink();
        if step.mark == Mark::Done {
            ink.text(
                center,
                Align2::CENTER_CENTER,
                icons::CHECK,
                Face::Icon,
                12.0,
                theme.onacc,
            );
        }
        let at = ink.text(
            pos2(right, y - 6.0),
            Align2::RIGHT_CENTER,
            &step.at,
            Face::Regular,
            12.0,
            theme.t3,
        );
        let name = cx.t(step.key);
        let color = if step.mark == Mark::Later {
            theme.t2
        } else {
            theme.t1
        };
        ink.fit(
            pos2(left + 30.0, y - 6.0),
            Align2::LEFT_CENTER,
            at.left() - left - 40.0,
            &name,
            Face::Semi,
            13.0,
            color,
        );
        ink.fit(
            pos2(left + 30.0, y + 11.0),
            Align2::LEFT_CENTER,
            right - left - 30.0,
            &step.who,
            Face::Regular,
            12.0,
            theme.t2,
        );
        let rect = Rect::from_min_max(pos2(left, y - 16.0), pos2(right, y + 20.0));
        label(
            column.ui,
            rect,
            ("step", n),
            format!("{name}: {} {}", step.who, step.at),
        );
        y += 46.0;
    }
    column.y = y - 14.0;
    let inner = (left, right - left);
    match seen {
        None => new(column, cx, state, inner),
        Some(seen) => of_batch(column, cx, state, seen, inner),
    }
    column.y += 14.0;
    let rect = Rect::from_min_max(pos2(column.left, top), pos2(column.right(), column.y));
    let shape = egui::Shape::rect_stroke(
        rect,
        size::CARD,
        Stroke::new(1.0, theme.line),
        StrokeKind::Inside,
    );
    column.ui.painter().set(ground, shape);
    column.y += 14.0;
}

/// A row of buttons that share the width; returns which was pressed.
fn row(
    column: &mut Column<'_>,
    cx: Cx<'_>,
    (left, width): (f32, f32),
    buttons: &[((&str, &str), bool, bool)],
) -> Option<usize> {
    let each = (width - 8.0 * (buttons.len() as f32 - 1.0)) / buttons.len() as f32;
    let mut pressed = None;
    let mut x = left;
    for (n, (face, enabled, primary)) in buttons.iter().enumerate() {
        let (end, response) = button(
            column.ui,
            cx,
            pos2(x, column.y),
            Some(each),
            *face,
            (*enabled, *primary),
        );
        if response.clicked() {
            pressed = Some(n);
        }
        x = end;
    }
    column.y += size::CONTROL + 8.0;
    pressed
}

/// What is said in a card, in a line or more.
fn say(column: &mut Column<'_>, cx: Cx<'_>, (left, width): (f32, f32), text: &str) {
    let rect = column.ink().wrap(
        pos2(left, column.y),
        width,
        4,
        text,
        Face::Regular,
        12.0,
        cx.theme.t2,
    );
    label(column.ui, rect, ("say", text), text);
    column.y = rect.bottom() + 10.0;
}

/// A new batch.
fn new(column: &mut Column<'_>, cx: Cx<'_>, state: &State, inner: (f32, f32)) {
    let saved = cx.session.saved_at().is_some();
    if !saved {
        say(column, cx, inner, &cx.t("notify-unsaved"));
        let buttons = [(("act-save", icons::DOWNLOAD_SIMPLE), true, true)];
        if row(column, cx, inner, &buttons).is_some() {
            cx.act(Action::SaveFile);
        }
        return;
    }
    let preview = cx.session.post().preview.as_ref();
    let fresh = !cx.session.post().is_previewing();
    let clean = state.notify.own.is_none();
    let may = cx.session.may(Power::Work);
    let can = may && fresh && clean && preview.is_some_and(|p| p.may_go());
    if !clean {
        say(column, cx, inner, &cx.t("notify-text-first"));
    } else if let Some(p) = preview.filter(|p| !p.may_go()) {
        let criteria = &state.notify.drafting.criteria;
        let key = if state.notify.drafting.kind == Kind::Place && criteria.place.is_none() {
            "notify-place-first"
        } else if p.counts.reached == 0 {
            "notify-nobody"
        } else {
            "notify-blocked"
        };
        say(column, cx, inner, &cx.t(key));
    }
    let list = cx.session.may(Power::Export) && fresh && preview.is_some();
    let buttons = [
        (("notify-dry-run", icons::FILE_CSV), list, false),
        (("notify-draft", icons::NOTE_PENCIL), can, true),
    ];
    match row(column, cx, inner, &buttons) {
        Some(0) => cx.send(UiCommand::NotifyFile(
            super::super::super::command::NotifyFile::DryRun,
        )),
        Some(_) => cx.run(Command::Post(Wish::Draft(Box::new(super::wanted(
            cx, state,
        ))))),
        None => {}
    }
}

/// What can be done with the batch that is looked at.
fn of_batch(
    column: &mut Column<'_>,
    cx: Cx<'_>,
    state: &mut State,
    seen: &Seen,
    inner: (f32, f32),
) {
    let batch = &seen.batch;
    let own = cx
        .session
        .standing()
        .is_some_and(|s| s.name == batch.data.drafted.by);
    let (work, manage) = (cx.session.may(Power::Work), cx.session.may(Power::Manage));
    match batch.stage {
        BatchStage::Cancelled => {}
        BatchStage::Draft | BatchStage::Reviewed => {
            if own || !manage {
                say(
                    column,
                    cx,
                    inner,
                    &cx.t(if own {
                        "notify-own"
                    } else {
                        "notify-not-approver"
                    }),
                );
            } else {
                urgent(column, cx, state, inner);
            }
            let reason = state.notify.why.trim().to_owned();
            let may = manage && !own && (!state.notify.urgent || !reason.is_empty());
            let mut buttons = vec![(("notify-cancel", icons::X), work, false)];
            if batch.stage == BatchStage::Draft && !own {
                buttons.push((("notify-review", icons::EYE), work, false));
            }
            if !own {
                buttons.push((("notify-approve", icons::CHECK), may, true));
            }
            let last = buttons.len() - 1;
            match row(column, cx, inner, &buttons) {
                Some(0) => cx.run(Command::Post(Wish::Cancel(batch.id))),
                Some(n) if n == last => {
                    let why = state.notify.urgent.then_some(reason);
                    cx.run(Command::Post(Wish::Approve(batch.id, why)));
                    state.notify.urgent = false;
                    state.notify.why.clear();
                }
                Some(_) => cx.run(Command::Post(Wish::Review(batch.id))),
                None => {}
            }
        }
        BatchStage::Approved => sending(column, cx, seen, inner, (work, manage)),
    }
}

/// The approver may let it go at any hour, and says why.
fn urgent(column: &mut Column<'_>, cx: Cx<'_>, state: &mut State, (left, width): (f32, f32)) {
    let text = cx.t("notify-urgent");
    let knob = Rect::from_min_size(pos2(left, column.y + 3.0), vec2(28.0, 16.0));
    if switch(column.ui, cx.theme, knob, &text, state.notify.urgent) {
        state.notify.urgent = !state.notify.urgent;
    }
    column.ink().fit(
        pos2(knob.right() + 8.0, knob.center().y),
        Align2::LEFT_CENTER,
        width - 40.0,
        &text,
        Face::Regular,
        13.0,
        cx.theme.t1,
    );
    column.y += 30.0;
    if state.notify.urgent {
        let name = cx.t("notify-why");
        let at = pos2(left, column.y - 4.0);
        Field::new(&name).show(column.ui, cx.theme, at, width, &mut state.notify.why);
        column.y += Field::HEIGHT + 4.0;
    }
}

fn sending(
    column: &mut Column<'_>,
    cx: Cx<'_>,
    seen: &Seen,
    inner: (f32, f32),
    (work, manage): (bool, bool),
) {
    let batch = &seen.batch;
    let post = cx.session.post();
    let left = batch.left(None);
    if post.is_sending() {
        let (done, all) = post.progress().map_or((0, 0), |(_, p, _)| {
            let (_, done, all) = p.snapshot();
            (done as usize, all as usize)
        });
        let strip = Rect::from_min_size(pos2(inner.0, column.y), vec2(inner.1, 6.0));
        let theme = cx.theme;
        bar(
            column.ui,
            strip,
            &[
                (done.min(all), theme.acc),
                (all.saturating_sub(done), theme.sunken),
            ],
            theme.sunken,
        );
        column.y += 14.0;
        let text = cx.say(
            &Message::new("notify-sending")
                .with("done", done)
                .with("all", all),
        );
        say(column, cx, inner, &text);
    }
    let stop = if batch.held {
        (("notify-resume", icons::PLAY), manage, false)
    } else {
        (("notify-stop", icons::STOP_CIRCLE), work && left > 0, false)
    };
    let go = if seen.by_file {
        (
            ("notify-pack", icons::PACKAGE),
            work && left > 0 && !batch.held,
            true,
        )
    } else {
        let can = work && left > 0 && !batch.held && !post.is_sending();
        (("notify-push-now", icons::PAPER_PLANE_TILT), can, true)
    };
    match row(column, cx, inner, &[stop, go]) {
        Some(0) => cx.run(Command::Post(Wish::Hold(batch.id, !batch.held))),
        Some(_) if seen.by_file => cx.send(UiCommand::NotifyFile(
            super::super::super::command::NotifyFile::Pack(batch.id),
        )),
        Some(_) => cx.run(Command::Post(Wish::Push)),
        None => {}
    }
    if let Some(sent) = post.sent {
        if let Some(reason) = sent.stuck {
            let why = Message::new(format!("sent-{reason}"));
            let text = cx.say(&Message::new("error-notify-stuck-window").with("reason", why));
            say(column, cx, inner, &text);
        } else if let Some(until) = sent.quiet_until.filter(|_| left > 0) {
            let text = cx.say(&Message::new("notify-quiet-until").with("at", cx.when(until)));
            say(column, cx, inner, &text);
        }
    }
}

/// How the batches stand.
fn standing(column: &mut Column<'_>, cx: Cx<'_>, state: &mut State, look: &Look) {
    let theme = cx.theme;
    let by_file = look.settings.sms == crate::notify::SmsBy::File;
    if by_file && cx.session.saved_at().is_some() {
        let text = cx.t("notify-offline");
        let galley = column.ui.painter().layout(
            text.clone(),
            Face::Regular.at(12.0),
            theme.t1,
            column.width - 54.0,
        );
        let rect = Rect::from_min_size(
            pos2(column.left, column.y),
            vec2(column.width, galley.size().y + 22.0),
        );
        column
            .ui
            .painter()
            .rect_filled(rect, size::CARD, theme.warnbg);
        column.ink().text(
            pos2(rect.left() + 20.0, rect.top() + 20.0),
            Align2::CENTER_CENTER,
            icons::WIFI_SLASH,
            Face::Icon,
            16.0,
            theme.warn,
        );
        column
            .ui
            .painter()
            .galley(rect.min + vec2(38.0, 11.0), galley, theme.t1);
        label(column.ui, rect, "offline", text);
        column.y = rect.bottom() + 16.0;
    }
    let y = column.y;
    column.title(cx, &cx.t("notify-standing"));
    if let Some((_, at)) = look.heard {
        let text = cx.say(&Message::new("notify-heard").with("at", when(at)));
        column.ink().text(
            pos2(column.right(), y + 10.0),
            Align2::RIGHT_CENTER,
            text,
            Face::Regular,
            12.0,
            theme.t3,
        );
    }
    let sent = |s: &&Seen| s.batch.stage == BatchStage::Approved;
    let some: Vec<&Seen> = look.batches.iter().filter(sent).take(4).collect();
    if some.is_empty() {
        column.note(
            cx,
            icons::PAPER_PLANE_TILT,
            theme.t3,
            &cx.t("notify-nothing-sent"),
        );
    }
    for seen in &some {
        one(column, cx, state, seen);
    }
    let shown = state
        .notify
        .batch
        .and_then(|id| look.batch(id))
        .or(some.first().copied());
    if let Some(seen) = shown {
        causes(column, cx, state, seen);
    }
    hearing(column, cx, look);
    column.note(
        cx,
        icons::CLOCK_COUNTER_CLOCKWISE,
        theme.t3,
        &cx.t("notify-on-record"),
    );
}

/// One batch: its bar and counts.
fn one(column: &mut Column<'_>, cx: Cx<'_>, state: &mut State, seen: &Seen) {
    let theme = cx.theme;
    let batch = &seen.batch;
    let rect = Rect::from_min_size(pos2(column.left, column.y), vec2(column.width, 58.0));
    let response = column.ui.interact(
        rect,
        column.ui.scope_id().with(("batch", batch.id)),
        Sense::click(),
    );
    let name = cx.say(&Message::new("notify-batch").with("batch", batch.id.to_string()));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
    if response.hovered() {
        column
            .ui
            .painter()
            .rect_filled(rect.expand2(vec2(6.0, 0.0)), size::RADIUS, theme.hover);
    }
    if response.clicked() {
        state.notify.batch = Some(batch.id);
    }
    let calls = batch.calls();
    let [arrived, waits, failed] = batch.ends();
    let y = rect.top() + 12.0;
    let ink = column.ink();
    let end = ink.text(
        pos2(rect.left(), y),
        Align2::LEFT_CENTER,
        &name,
        Face::Semi,
        13.0,
        theme.t1,
    );
    let mut x = end.right() + 10.0;
    let kind = batch.data.notice.kind;
    if let Some(tier) = tier_of(kind) {
        glyph(
            column.ui.painter(),
            theme,
            pos2(x + 5.0, y),
            11.0,
            Some(tier),
        );
        x += 16.0;
    }
    let at = batch
        .data
        .approved
        .as_ref()
        .map_or_else(String::new, |w| when(w.at));
    let date = ink.text(
        pos2(rect.right(), y),
        Align2::RIGHT_CENTER,
        at,
        Face::Regular,
        12.0,
        theme.t2,
    );
    let said = format!(
        "{} · {}",
        cx.t(&format!("kind-{}", kind.key())),
        cx.n((batch.messages() + calls) as u64)
    );
    ink.fit(
        pos2(x, y),
        Align2::LEFT_CENTER,
        date.left() - x - 8.0,
        said,
        Face::Regular,
        12.0,
        theme.t2,
    );
    let strip = Rect::from_min_max(pos2(rect.left(), y + 13.0), pos2(rect.right(), y + 19.0));
    bar(
        column.ui,
        strip,
        &[
            (arrived, theme.acc),
            (waits, theme.line2),
            (failed, theme.err),
        ],
        theme.sunken,
    );
    let y = rect.bottom() - 12.0;
    let mut x = rect.left();
    for (icon, key, count, color) in [
        (icons::CHECK, "notify-arrived", arrived, theme.acc),
        (icons::CLOCK, "notify-waiting", waits, theme.t2),
        (icons::X, "notify-failed", failed, theme.err),
        (icons::PHONE, "way-call", calls, theme.t2),
    ] {
        if key == "way-call" && calls == 0 {
            continue;
        }
        let name = if cx.narrow && key == "way-call" {
            String::new()
        } else {
            cx.t(key)
        };
        x = legend(
            column.ui,
            cx,
            pos2(x, y),
            icon,
            &name,
            &cx.n(count as u64),
            color,
        ) + 14.0;
    }
    column.y = rect.bottom() + 6.0;
    column.rule(cx);
}

const fn tier_of(kind: Kind) -> Option<u8> {
    match kind {
        Kind::Close => Some(1),
        Kind::Indirect => Some(2),
        _ => None,
    }
}

/// Why messages of a batch failed, and what nobody knows of.
fn causes(column: &mut Column<'_>, cx: Cx<'_>, state: &mut State, seen: &Seen) {
    let theme = cx.theme;
    let id = seen.batch.id;
    let failed: usize = seen.failed.iter().map(|f| f.1).sum();
    let unknown: usize = seen.unknown.iter().map(|f| f.1).sum();
    let calls = seen.batch.calls();
    if failed + unknown + calls == 0 || seen.batch.stage != BatchStage::Approved {
        return;
    }
    let y = column.y;
    let title = cx.say(&Message::new("notify-causes").with("batch", id.to_string()));
    column.title(cx, &title);
    let text = cx.say(&Message::new("notify-to-calls").with("n", failed + unknown + calls));
    let link = Button::new(&text)
        .quiet()
        .enabled(cx.session.may(Power::Export));
    let wide = link.width(column.ui.painter());
    let at = Rect::from_min_size(
        pos2(column.right() - wide + 4.0, y - 5.0),
        vec2(wide, size::CONTROL),
    );
    if link.show(column.ui, theme, at, "to calls").clicked() {
        cx.send(UiCommand::NotifyFile(
            super::super::super::command::NotifyFile::Calls(id),
        ));
    }
    let most = seen
        .failed
        .iter()
        .chain(&seen.unknown)
        .map(|f| f.1)
        .max()
        .unwrap_or(1);
    let rows = seen.failed.iter().map(|f| (f, theme.err));
    let rows = rows.chain(seen.unknown.iter().map(|f| (f, theme.warn)));
    for ((reason, count), color) in rows {
        let y = column.y + 9.0;
        let name = cx.t(&format!("sent-{reason}"));
        let ink = column.ink();
        let number = ink.text(
            pos2(column.right(), y),
            Align2::RIGHT_CENTER,
            cx.n(*count as u64),
            Face::Semi,
            13.0,
            theme.t1,
        );
        let track = Rect::from_min_size(pos2(column.right() - 158.0, y - 3.0), vec2(112.0, 6.0));
        ink.fit(
            pos2(column.left, y),
            Align2::LEFT_CENTER,
            track.left() - column.left - 10.0,
            &name,
            Face::Regular,
            12.0,
            theme.t1,
        );
        let painter = column.ui.painter();
        painter.rect_filled(track, 3.0, theme.sunken);
        let part = track.width() * *count as f32 / most as f32;
        painter.rect_filled(
            Rect::from_min_size(track.min, vec2(part.max(4.0), 6.0)),
            3.0,
            color,
        );
        label(
            column.ui,
            track.union(number),
            ("cause", reason),
            format!("{name} {count}"),
        );
        column.y += 22.0;
    }
    column.y += 4.0;
    if unknown > 0 {
        let text = cx.say(&Message::new("notify-unknown").with("n", unknown));
        column.note(cx, icons::QUESTION, theme.warn, &text);
        let name = cx.t("notify-why");
        let at = pos2(column.left, column.y - 4.0);
        Field::new(&name).show(column.ui, theme, at, column.width, &mut state.notify.why);
        column.y += Field::HEIGHT + 6.0;
        let why = state.notify.why.trim().to_owned();
        let said = !why.is_empty();
        let (work, manage) = (cx.session.may(Power::Work), cx.session.may(Power::Manage));
        let buttons = [
            (("notify-ask", icons::QUESTION), work, false),
            (
                ("notify-again-do", icons::ARROWS_CLOCKWISE),
                manage && said,
                false,
            ),
            (("notify-give-up", icons::PHONE), work && said, false),
        ];
        let inner = (column.left, column.width);
        let wish = match row(column, cx, inner, &buttons) {
            Some(0) => Some(Wish::Ask(id)),
            Some(1) => Some(Wish::Resolve(id, Doubt::Again, why)),
            Some(_) => Some(Wish::Resolve(id, Doubt::Failed, why)),
            None => None,
        };
        if let Some(wish) = wish {
            if !matches!(wish, Wish::Ask(_)) {
                state.notify.why.clear();
            }
            cx.run(Command::Post(wish));
        }
    }
    column.y += 6.0;
}

/// Whether receipts are heard.
fn hearing(column: &mut Column<'_>, cx: Cx<'_>, look: &Look) {
    if look.settings.sms == crate::notify::SmsBy::File || cx.session.saved_at().is_none() {
        return;
    }
    let theme = cx.theme;
    let on = cx.session.post().listens();
    let text = match on {
        Some(at) => cx.say(&Message::new("notify-listens").with("at", at.to_string())),
        None => cx.say(&Message::new("notify-listen").with("at", look.settings.listen.as_str())),
    };
    let knob = Rect::from_min_size(pos2(column.left, column.y + 3.0), vec2(28.0, 16.0));
    if switch(column.ui, theme, knob, &text, on.is_some()) {
        cx.run(Command::Post(Wish::Listen(on.is_none())));
    }
    column.ink().fit(
        pos2(knob.right() + 8.0, knob.center().y),
        Align2::LEFT_CENTER,
        column.width - 40.0,
        &text,
        Face::Regular,
        13.0,
        theme.t1,
    );
    column.y += 34.0;
}
