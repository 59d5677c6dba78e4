//! The left column: totals, the files, what was left out.

use egui::{
    Align2, Color32, Rect, Response, Role, ScrollArea, Sense, Stroke, Ui, Vec2, WidgetInfo, pos2,
    vec2,
};

use super::super::super::context::Cx;
use super::super::super::shell::child;
use super::super::super::state::State;
use super::super::super::theme::{Face, icons, size};
use super::super::super::widgets::{Button, Ink, chip, elided, focus_ring, label};
use super::digest::Digest;
use super::{Seen, chart, totals};
use crate::i18n::Message;
use crate::session::{Command, Desk, needs_person};

/// Height of a file.
const FILE: f32 = 92.0;
/// Height of the strip that says where to drop.
const STRIP: f32 = 46.0;

pub(super) fn show(
    ui: &mut Ui,
    cx: Cx<'_>,
    state: &mut State,
    desk: &Desk,
    digest: Option<&Digest>,
) {
    let (room, theme) = (ui.max_rect(), cx.theme);
    ui.painter().rect_filled(room, 0.0, theme.surface);
    totals::header(ui, cx, room);
    let top = totals::totals(ui, cx, desk, room);
    let strip = room.with_min_y(room.bottom() - STRIP);
    totals::drop_strip(ui, cx, strip);
    let list = Rect::from_min_max(
        pos2(room.left(), top),
        pos2(room.right() - 1.0, strip.top()),
    );
    let Some(digest) = digest else {
        skeleton(ui, cx, list);
        return;
    };
    let mut inner = child(ui, list, "list");
    ScrollArea::vertical()
        .id_salt("files")
        .auto_shrink([false, false])
        .show(&mut inner, |ui| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            // What needs somebody stands above what was read.
            let all = &desk.run.records.left_out;
            let (urgent, rest): (Vec<_>, Vec<_>) = all
                .iter()
                .partition(|(_, why)| why.key.starts_with("error-"));
            left_out(ui, cx, "data-unread", &urgent, list.width());
            for n in 0..digest.files.len() {
                let (rect, _) = ui.allocate_exact_size(vec2(list.width(), FILE), Sense::hover());
                let seen = Seen {
                    cx,
                    desk,
                    digest,
                    n,
                };
                if ui.is_rect_visible(rect) {
                    file(ui, seen, state, rect);
                }
            }
            left_out(ui, cx, "data-left-out", &rest, list.width());
        });
}

/// A file's state: its icon, words and colours.
fn status(seen: Seen<'_>) -> (&'static str, String, Color32, Color32) {
    let (cx, theme) = (seen.cx, seen.cx.theme);
    if let Some(missing) = seen.missing() {
        return (icons::CALENDAR_X, missing, theme.warn, theme.warnbg);
    }
    if seen.file().counts.held > 0 {
        let text = cx.t("data-status-held");
        return (icons::WARNING, text, theme.warn, theme.warnbg);
    }
    (icons::CHECK, cx.t("data-status-in"), theme.t2, theme.sunken)
}

/// What became of the rows in a few words.
fn counts(seen: Seen<'_>) -> Vec<(String, Face, Color32)> {
    let (cx, theme) = (seen.cx, seen.cx.theme);
    let counts = seen.file().counts;
    let of = |key: &str, n: u64| cx.say(&Message::new(key).with("n", n));
    let taken = of("data-row-taken", counts.accepted + counts.warned);
    let mut parts = vec![(taken, Face::Medium, theme.t1)];
    if counts.held > 0 {
        let held = of("data-row-held", counts.held);
        parts.push((held, Face::Medium, theme.warn));
    }
    if counts.merged > 0 {
        let merged = of("data-row-merged", counts.merged);
        parts.push((merged, Face::Regular, theme.t2));
    }
    parts
}

fn file(ui: &Ui, seen: Seen<'_>, state: &mut State, rect: Rect) {
    let (cx, theme) = (seen.cx, seen.cx.theme);
    // While a file is looked over, it is not this one that is seen.
    let on = state.file == seen.n && cx.session.import().is_none();
    let response = ui.interact(rect, ui.scope_id().with(("file", seen.n)), Sense::click());
    let (icon, status, color, ground) = status(seen);
    let parts = counts(seen);
    let said = |separator: &str| {
        let mut all = vec![seen.report().name.clone(), seen.profile()];
        all.extend(parts.iter().map(|(text, ..)| text.clone()));
        all.push(status.clone());
        all.join(separator)
    };
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, said(", ")));
    frame(ui, cx, rect, on, &response);
    let inner = rect.shrink2(vec2(size::PAD, 0.0));
    let ink = Ink::new(ui.painter());
    let width = ink.width(&status, Face::Medium, 11.0) + 32.0;
    let at = pos2(inner.right() - width, rect.top() + 20.0);
    chip(ui.painter(), at, Some(icon), &status, color, ground);
    let (_, mut cut) = ink.fit(
        pos2(inner.left(), rect.top() + 20.0),
        Align2::LEFT_CENTER,
        at.x - inner.left() - 10.0,
        &seen.report().name,
        Face::Semi,
        13.0,
        theme.t1,
    );
    let wide = if cx.narrow { 84.0 } else { 116.0 };
    let spark = Rect::from_min_max(
        pos2(inner.right() - wide, rect.top() + 33.0),
        pos2(inner.right(), rect.top() + 51.0),
    );
    let has_days = !seen.days().is_empty();
    if has_days {
        chart::spark(ui.painter(), seen, spark);
    }
    let end = if has_days {
        spark.left() - 10.0
    } else {
        inner.right()
    };
    ink.fit(
        pos2(inner.left(), rect.top() + 39.0),
        Align2::LEFT_CENTER,
        end - inner.left(),
        seen.profile(),
        Face::Regular,
        12.0,
        theme.t2,
    );
    cut |= count_line(&ink, &parts, inner, rect.top() + 60.0, end);
    foot(ui, seen, inner, rect.top() + 78.0, wide, has_days);
    if response.clicked() {
        if !on {
            (state.file, state.reason, state.edit) = (seen.n, None, None);
        }
        if cx.session.import().is_some() {
            cx.run(Command::LeaveImport);
        }
    }
    if cut {
        response.on_hover_text(said("\n"));
    }
}

fn frame(ui: &Ui, cx: Cx<'_>, rect: Rect, on: bool, response: &Response) {
    let (theme, painter) = (cx.theme, ui.painter());
    if on {
        painter.rect_filled(rect, 0.0, theme.sel);
        painter.rect_filled(rect.with_max_x(rect.left() + 3.0), 0.0, theme.acc);
    } else if response.hovered() {
        painter.rect_filled(rect, 0.0, theme.hover);
    }
    let line = Stroke::new(1.0, theme.line);
    painter.hline(rect.x_range(), rect.bottom() - 0.5, line);
    focus_ring(painter, theme, response, rect.shrink(4.0));
}

/// Writes the counts in one line, smaller where they need it; returns whether one was cut.
fn count_line(
    ink: &Ink<'_>,
    parts: &[(String, Face, Color32)],
    inner: Rect,
    y: f32,
    end: f32,
) -> bool {
    const GAP: f32 = 12.0;
    let wide = |points: f32| {
        let texts = parts.iter().map(|(t, face, _)| ink.width(t, *face, points));
        texts.sum::<f32>() + GAP * (parts.len() - 1) as f32
    };
    // The bars end above the line's middle: small counts may stand under them.
    let end = if wide(12.0) > end - inner.left() {
        inner.right()
    } else {
        end
    };
    let points = if wide(12.0) > end - inner.left() {
        11.0
    } else {
        12.0
    };
    let (mut x, mut cut) = (inner.left(), false);
    for (text, face, color) in parts {
        let room = end - x;
        if room < 20.0 {
            return true;
        }
        let (rect, elided) = ink.fit(
            pos2(x, y),
            Align2::LEFT_CENTER,
            room,
            text,
            *face,
            points,
            *color,
        );
        x = rect.right() + GAP;
        cut |= elided;
    }
    cut
}

/// The bar of what became of the rows, and the range of days.
fn foot(ui: &Ui, seen: Seen<'_>, inner: Rect, y: f32, wide: f32, has_days: bool) {
    let theme = seen.cx.theme;
    let counts = seen.file().counts;
    let parts = [
        (counts.accepted + counts.warned, theme.acc),
        (counts.held, theme.warn),
        (counts.merged, theme.ctl),
    ];
    let bar = Rect::from_min_max(
        pos2(inner.left(), y - 2.5),
        pos2(inner.right() - wide - 12.0, y + 2.5),
    );
    chart::stack(ui.painter(), bar, &parts, theme.sunken);
    if let Some(range) = seen.range().filter(|_| has_days) {
        Ink::new(ui.painter()).fit(
            pos2(inner.right(), y),
            Align2::RIGHT_CENTER,
            wide,
            range,
            Face::Regular,
            if seen.cx.one_year { 11.0 } else { 10.0 },
            theme.t3,
        );
    }
}

/// Files of folders that were not read, and why.
fn left_out(ui: &mut Ui, cx: Cx<'_>, key: &str, list: &[&(String, Message)], width: f32) {
    if list.is_empty() {
        return;
    }
    let theme = cx.theme;
    let (rect, _) = ui.allocate_exact_size(vec2(width, 36.0), Sense::hover());
    let title = cx.say(&Message::new(key).with("n", list.len()));
    Ink::new(ui.painter()).text(
        pos2(rect.left() + size::PAD, rect.center().y + 4.0),
        Align2::LEFT_CENTER,
        &title,
        Face::Semi,
        12.0,
        if key == "data-unread" {
            theme.warn
        } else {
            theme.t2
        },
    );
    label(ui, rect, key, title);
    for (n, (name, why)) in list.iter().enumerate() {
        let text = cx.say_here(why);
        // What a person's word may help with.
        let helps = needs_person(why);
        let see = cx.t("data-see");
        let button = Button::new(&see).quiet().name(name);
        let wide = button.width(ui.painter()) + 8.0;
        let side = if helps { wide } else { 0.0 };
        let room = width - 2.0 * size::PAD - 22.0 - side;
        let galley = elided(
            ui.painter(),
            text.clone(),
            room,
            3,
            Face::Regular,
            12.0,
            theme.t2,
        );
        let tall = galley.size().y + 10.0;
        let (rect, _) = ui.allocate_exact_size(vec2(width, tall), Sense::hover());
        let top = pos2(rect.left() + size::PAD, rect.top() + 4.0);
        Ink::new(ui.painter()).text(
            top + vec2(7.0, 8.0),
            Align2::CENTER_CENTER,
            icons::MINUS_CIRCLE,
            Face::Icon,
            14.0,
            theme.t3,
        );
        let cut = galley.elided;
        ui.painter().galley(top + vec2(22.0, 0.0), galley, theme.t2);
        if helps {
            let at = Rect::from_min_size(
                pos2(rect.right() - wide - 6.0, rect.top() + 1.0),
                vec2(wide - 8.0, 24.0),
            );
            if button.show(ui, theme, at, ("see", key, n)).clicked() {
                cx.run(Command::Match(name.clone()));
            }
        }
        let rect = rect.with_max_x(rect.right() - side - 8.0);
        let told = label(ui, rect, (key, n), text.clone());
        if cut {
            told.on_hover_text(text);
        }
    }
    ui.add_space(12.0);
}

fn skeleton(ui: &Ui, cx: Cx<'_>, list: Rect) {
    let painter = ui.painter_at(list);
    let mut top = list.top();
    while top < list.bottom() {
        for (y, share) in [(14.0, 0.42), (36.0, 0.3), (72.0, 0.66)] {
            let bar = Rect::from_min_size(
                pos2(list.left() + size::PAD, top + y),
                vec2(list.width() * share, 10.0),
            );
            painter.rect_filled(bar, 4.0, cx.theme.sunken);
        }
        top += FILE;
    }
}
