//! All batches, and the messages of one: how far each is.

use egui::{Align2, Rect, ScrollArea, Sense, Stroke, Ui, Vec2, pos2, vec2};

use super::super::super::command::{NotifyFile, UiCommand};
use super::super::super::context::Cx;
use super::super::super::shell::child;
use super::super::super::state::State;
use super::super::super::theme::{Face, icons, size};
use super::super::super::widgets::{Button, Field, Ink, chip, label, segments};
use super::parts::{bar, channel, nothing};
use crate::i18n::Message;
use crate::model::mask;
use crate::model::time::VIETNAM;
use crate::notify::{Channel, State as Far};
use crate::session::Command;
use crate::session::post::{Found, Look, SHOWN as MOST, Seen, Shown, Wish};
use crate::store::Power;
use crate::store::outbox::{BatchStage, Kept, Only};

/// Which messages are looked at, with the name of that choice.
const SHOWN: [(&str, Only); 6] = [
    ("notify-show-all", only(&[], None)),
    ("notify-arrived", only(&[Far::Delivered], None)),
    (
        "notify-waiting",
        only(
            &[
                Far::Draft,
                Far::Approved,
                Far::Sending,
                Far::Accepted,
                Far::Queued,
            ],
            Some(false),
        ),
    ),
    ("notify-unknown-few", only(&[Far::Unknown], None)),
    ("notify-failed", only(&[Far::Failed], None)),
    ("way-call", only(&[], Some(true))),
];

const fn only(states: &'static [Far], calls: Option<bool>) -> Only {
    Only { states, calls }
}

/// The messages that a choice shows.
pub(super) fn chosen(choice: usize) -> Only {
    SHOWN[choice.min(SHOWN.len() - 1)].1
}

pub(super) fn show(ui: &mut Ui, cx: Cx<'_>, state: &mut State, look: &Look, room: Rect) {
    let theme = cx.theme;
    let wide = if cx.narrow { 340.0 } else { 400.0 };
    let left = Rect::from_min_max(room.min, pos2(room.left() + wide, room.bottom()));
    let right = Rect::from_min_max(left.right_top(), room.max);
    let line = Stroke::new(1.0, theme.line);
    ui.painter().vline(left.right() - 0.5, room.y_range(), line);
    list(ui, cx, state, look, left);
    if look.batches.is_empty() {
        nothing(ui, theme, right, "no batches", cx.t("notify-no-batches"));
        return;
    }
    messages(ui, cx, state, look, right);
}

fn list(ui: &mut Ui, cx: Cx<'_>, state: &mut State, look: &Look, room: Rect) {
    const HIGH: f32 = 76.0;
    let theme = cx.theme;
    let mut inner = child(ui, room, "batches");
    let hint = cx.t("notify-code");
    let name = String::new();
    let at = pos2(room.left() + size::PAD, room.top() - 8.0);
    let width = room.width() - 2.0 * size::PAD - 104.0;
    let field =
        Field::new(&name)
            .hint(&hint)
            .show(&mut inner, theme, at, width, &mut state.notify.code);
    let text = cx.t("notify-find");
    let find = Button::new(&text).icon(icons::MAGNIFYING_GLASS);
    let rect = Rect::from_min_size(
        pos2(at.x + width + 8.0, at.y + 20.0),
        vec2(96.0, size::CONTROL),
    );
    let entered = field.lost_focus() && inner.input(|i| i.key_pressed(egui::Key::Enter));
    if (find.show(&inner, theme, rect, "find code").clicked() || entered)
        && !state.notify.code.trim().is_empty()
    {
        cx.run(Command::Post(Wish::Code(state.notify.code.clone())));
    }
    let mut top = rect.bottom() + 10.0;
    if let Some(found) = &cx.session.post().found {
        let text = match found {
            Found::Nothing => cx.t("error-store-no-code"),
            Found::Message(m) => cx.say(
                &Message::new("notify-found")
                    .with("code", m.code.as_str())
                    .with("batch", m.batch.to_string())
                    .with("state", Message::new(format!("state-{}", m.state.key())))
                    .with("at", cx.when(m.changed.div_euclid(1_000))),
            ),
        };
        let ink = Ink::new(inner.painter());
        let rect = ink.wrap(
            pos2(at.x, top),
            room.width() - 2.0 * size::PAD,
            3,
            &text,
            Face::Medium,
            12.0,
            theme.t1,
        );
        label(&inner, rect, "found", text);
        if let Found::Message(m) = found
            && state.notify.batch != Some(m.batch)
            && inner.input(|i| i.key_pressed(egui::Key::Enter))
        {
            state.notify.batch = Some(m.batch);
        }
        top = rect.bottom() + 10.0;
    }
    let rows = Rect::from_min_max(pos2(room.left(), top), room.max);
    let mut inner = child(&mut inner, rows, "rows");
    ScrollArea::vertical()
        .id_salt("batches")
        .auto_shrink([false, false])
        .show_rows(&mut inner, HIGH, look.batches.len(), |ui, range| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            for seen in &look.batches[range] {
                let (row, response) =
                    ui.allocate_exact_size(vec2(room.width() - 1.0, HIGH), Sense::click());
                if response.clicked() {
                    state.notify.batch = Some(seen.batch.id);
                }
                let on = state.notify.batch == Some(seen.batch.id);
                entry(ui, cx, seen, row, &response, on);
            }
        });
}

fn entry(ui: &Ui, cx: Cx<'_>, seen: &Seen, row: Rect, response: &egui::Response, on: bool) {
    let theme = cx.theme;
    let batch = &seen.batch;
    let name = cx.say(&Message::new("notify-batch").with("batch", batch.id.to_string()));
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, on, &name));
    if on || response.hovered() {
        ui.painter()
            .rect_filled(row, 0.0, if on { theme.sel } else { theme.hover });
    }
    if on {
        let edge = Rect::from_min_size(row.min, vec2(3.0, row.height()));
        ui.painter().rect_filled(edge, 0.0, theme.acc);
    }
    ui.painter().hline(
        row.x_range(),
        row.bottom() - 0.5,
        Stroke::new(1.0, theme.line),
    );
    let (x, right) = (row.left() + size::PAD, row.right() - size::PAD);
    let y = row.top() + 18.0;
    let ink = Ink::new(ui.painter());
    let end = ink.text(
        pos2(x, y),
        Align2::LEFT_CENTER,
        &name,
        Face::Semi,
        13.0,
        theme.t1,
    );
    let key = if batch.held {
        "held"
    } else {
        batch.stage.key()
    };
    let stage = cx.t(&format!("stage-of-{key}"));
    let (color, ground) = match batch.stage {
        BatchStage::Draft | BatchStage::Reviewed => (theme.warn, theme.warnbg),
        BatchStage::Approved if !batch.held => (theme.acc, theme.accbg),
        _ => (theme.t2, theme.sunken),
    };
    let wide = ink.width(&stage, Face::Medium, 11.0) + 16.0;
    chip(
        ui.painter(),
        pos2(right - wide, y),
        None,
        &stage,
        color,
        ground,
    );
    let kind = cx.t(&format!("kind-{}", batch.data.notice.kind.key()));
    ink.fit(
        pos2(end.right() + 10.0, y),
        Align2::LEFT_CENTER,
        right - wide - end.right() - 20.0,
        kind,
        Face::Regular,
        12.0,
        theme.t2,
    );
    let [arrived, waits, failed] = batch.ends();
    let strip = Rect::from_min_max(pos2(x, row.top() + 34.0), pos2(right, row.top() + 39.0));
    bar(
        ui,
        strip,
        &[
            (arrived, theme.acc),
            (waits, theme.line2),
            (failed, theme.err),
        ],
        theme.sunken,
    );
    let text = cx.say(
        &Message::new("notify-entry")
            .with("messages", batch.messages())
            .with("calls", batch.calls())
            .with("by", batch.data.drafted.by.as_str()),
    );
    ink.fit(
        pos2(x, row.bottom() - 17.0),
        Align2::LEFT_CENTER,
        right - x,
        text,
        Face::Regular,
        12.0,
        theme.t3,
    );
}

/// Where each column begins, as a share of the width.
const COLUMNS: [(&str, f32); 7] = [
    ("notify-col-code", 0.0),
    ("notify-col-person", 0.12),
    ("notify-col-way", 0.36),
    ("notify-col-address", 0.46),
    ("notify-col-state", 0.6),
    ("notify-col-why", 0.74),
    ("notify-col-at", 0.92),
];

fn messages(ui: &mut Ui, cx: Cx<'_>, state: &mut State, look: &Look, room: Rect) {
    let theme = cx.theme;
    let Some(seen) = state.notify.batch.and_then(|id| look.batch(id)) else {
        nothing(ui, theme, room, "choose", cx.t("notify-choose-batch"));
        return;
    };
    let id = seen.batch.id;
    let bar = Rect::from_min_size(room.min, vec2(room.width(), size::HEADER));
    let names: Vec<String> = SHOWN.iter().map(|s| cx.t(s.0)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let at = pos2(bar.left() + size::PAD, bar.center().y - 14.0);
    let (frame, pressed) = segments(ui, theme, at, &names, state.notify.shown, "shown");
    if let Some(n) = pressed {
        state.notify.shown = n;
    }
    let may = cx.session.may(Power::Export);
    let mut right = bar.right() - size::PAD;
    let work = cx.session.may(Power::Work);
    for (key, icon, enabled, file) in [
        ("notify-log", icons::EXPORT, may, NotifyFile::Log(id)),
        ("notify-calls", icons::PHONE, may, NotifyFile::Calls(id)),
        (
            "notify-receipts",
            icons::FILE_PLUS,
            work,
            NotifyFile::Receipts,
        ),
    ] {
        let text = cx.t(key);
        let button = Button::new(&text).icon(icon).enabled(enabled);
        let wide = button.width(ui.painter());
        if right - wide < frame.right() + 8.0 {
            // In a narrow window the icon alone stands there.
            let rect =
                Rect::from_min_size(pos2(right - 28.0, bar.center().y - 14.0), vec2(28.0, 28.0));
            if super::super::super::widgets::icon_button(ui, theme, rect, icon, &text, false)
                .clicked()
                && enabled
            {
                cx.send(UiCommand::NotifyFile(file));
            }
            right = rect.left() - 6.0;
            continue;
        }
        let rect = Rect::from_min_size(
            pos2(right - wide, bar.center().y - 15.0),
            vec2(wide, size::CONTROL),
        );
        if button.show(ui, theme, rect, key).clicked() {
            cx.send(UiCommand::NotifyFile(file));
        }
        right = rect.left() - 8.0;
    }
    let head = Rect::from_min_size(bar.left_bottom(), vec2(room.width(), size::TABLE_HEADER));
    ui.painter().rect_filled(head, 0.0, theme.app);
    let wide = head.width() - 2.0 * size::PAD;
    let x = |n: usize| head.left() + size::PAD + COLUMNS[n].1 * wide;
    let end = |n: usize| {
        COLUMNS
            .get(n + 1)
            .map_or(head.right() - size::PAD, |_| x(n + 1) - 8.0)
    };
    let ink = Ink::new(ui.painter());
    for (n, (key, _)) in COLUMNS.iter().enumerate() {
        ink.fit(
            pos2(x(n), head.center().y),
            Align2::LEFT_CENTER,
            end(n) - x(n),
            cx.t(key),
            Face::Medium,
            12.0,
            theme.t2,
        );
    }
    let body = Rect::from_min_max(head.left_bottom(), room.max);
    let wanted = chosen(state.notify.shown);
    let fits = |s: &&Shown| s.batch == id && s.only == wanted;
    let Some(shown) = look.shown.as_ref().filter(fits) else {
        return;
    };
    let rows = &shown.rows;
    if rows.is_empty() {
        let text = cx.t("notify-no-messages");
        let at = body.center_top() + vec2(0.0, 60.0);
        let align = Align2::CENTER_CENTER;
        ink.text(at, align, text, Face::Regular, 13.0, theme.t2);
        return;
    }
    let mut body = body;
    if rows.len() >= MOST {
        let text = cx.say(&Message::new("notify-cut").with("shown", MOST));
        let strip = Rect::from_min_size(body.min, vec2(body.width(), 30.0));
        ui.painter().rect_filled(strip, 0.0, theme.warnbg);
        let at = pos2(strip.left() + size::PAD, strip.center().y);
        let align = Align2::LEFT_CENTER;
        let rect = ink.text(at, align, &text, Face::Medium, 12.0, theme.t1);
        label(ui, rect, "cut", text);
        body.min.y = strip.bottom();
    }
    let mut inner = child(ui, body, "messages");
    ScrollArea::vertical()
        .id_salt("messages")
        .auto_shrink([false, false])
        .show_rows(&mut inner, size::ROW, rows.len(), |ui, range| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            for n in range {
                let (row, _) =
                    ui.allocate_exact_size(vec2(room.width(), size::ROW), Sense::hover());
                let name = name_of(cx, shown, n);
                message(ui, cx, (&rows[n], name), row, &x, &end);
            }
        });
}

/// The name of whom a message is for, as it is shown here.
pub(super) fn name_of(cx: Cx<'_>, shown: &Shown, n: usize) -> String {
    let desk = cx.desk().filter(|d| d.number == shown.run);
    let person = shown.people.get(n).copied().flatten();
    match (desk, person) {
        (Some(desk), Some(person)) => desk.name(person),
        _ => mask::id(&shown.rows[n].person),
    }
}

fn message(
    ui: &Ui,
    cx: Cx<'_>,
    (m, name): (&Kept, String),
    row: Rect,
    x: &dyn Fn(usize) -> f32,
    end: &dyn Fn(usize) -> f32,
) {
    let theme = cx.theme;
    let address = m.channel.masked(&m.address);
    let reason = if m.channel == Channel::Call {
        cx.t(&format!("notify-{}", m.apart))
    } else if !matches!(
        m.state,
        Far::Failed | Far::Unknown | Far::Cancelled | Far::Sending
    ) || m.reason.is_empty()
    {
        String::new()
    } else {
        cx.t(&format!("sent-{}", m.reason))
    };
    let state = if m.channel == Channel::Call {
        cx.t("way-call")
    } else {
        cx.t(&format!("state-{}", m.state.key()))
    };
    let at = VIETNAM
        .local(m.changed.div_euclid(1_000))
        .format("%d/%m %H:%M")
        .to_string();
    let way = cx.t(&format!("way-{}", m.channel.key()));
    let cells = [m.code.clone(), name, way, address, state, reason, at];
    let response = label(ui, row, ("message", m.id), cells.join(", "));
    if response.hovered() {
        ui.painter().rect_filled(row, 0.0, theme.hover);
    }
    ui.painter().hline(
        row.x_range(),
        row.bottom() - 0.5,
        Stroke::new(1.0, theme.line),
    );
    let ink = Ink::new(ui.painter());
    let color = match m.state {
        Far::Failed => theme.err,
        Far::Unknown => theme.warn,
        Far::Delivered => theme.acc,
        _ => theme.t1,
    };
    for (n, text) in cells.iter().enumerate() {
        let mut left = x(n);
        if n == 2 {
            ink.text(
                pos2(left + 7.0, row.center().y),
                Align2::CENTER_CENTER,
                channel(m.channel),
                Face::Icon,
                14.0,
                theme.t2,
            );
            left += 20.0;
        }
        let face = if n == 1 { Face::Medium } else { Face::Regular };
        ink.fit(
            pos2(left, row.center().y),
            Align2::LEFT_CENTER,
            end(n) - left,
            text,
            face,
            12.0,
            if n == 4 { color } else { theme.t1 },
        );
    }
}
