//! The texts of every kind, in both languages.

use egui::{Align2, Rect, Sense, Stroke, TextEdit, Ui, pos2, vec2};

use super::super::super::context::Cx;
use super::super::super::shell::child;
use super::super::super::state::State;
use super::super::super::theme::{Face, icons, size};
use super::super::super::widgets::{Ink, chip, label};
use super::parts::{Column, button, card, scrolled};
use crate::i18n::{Lang, Message};
use crate::notify::segments::measure;
use crate::notify::words::fields_of;
use crate::notify::{Kind, Notice};
use crate::session::Command;
use crate::session::post::{Look, Wish};
use crate::store::Power;

pub(super) fn show(ui: &mut Ui, cx: Cx<'_>, state: &mut State, look: &Look, room: Rect) {
    let theme = cx.theme;
    let wide = if cx.narrow { 280.0 } else { 330.0 };
    let left = Rect::from_min_max(room.min, pos2(room.left() + wide, room.bottom()));
    let right = Rect::from_min_max(left.right_top(), room.max);
    ui.painter().vline(
        left.right() - 0.5,
        room.y_range(),
        Stroke::new(1.0, theme.line),
    );
    let names = super::kinds(cx);
    let mut y = left.top() + 6.0;
    for (n, (kind, name)) in Kind::ALL.into_iter().zip(&names).enumerate() {
        let row = Rect::from_min_size(pos2(left.left(), y), vec2(left.width() - 1.0, 46.0));
        let response = ui.interact(row, ui.scope_id().with(("kind", n)), Sense::click());
        let on = state.notify.kind == n;
        response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Tab, true, on, name));
        if on || response.hovered() {
            ui.painter()
                .rect_filled(row, 0.0, if on { theme.sel } else { theme.hover });
        }
        if on {
            let edge = Rect::from_min_size(row.min, vec2(3.0, row.height()));
            ui.painter().rect_filled(edge, 0.0, theme.acc);
        }
        if response.clicked() {
            state.notify.kind = n;
            state.notify.own = None;
        }
        let ink = Ink::new(ui.painter());
        let version = look
            .notices
            .iter()
            .find(|k| k.kind == kind)
            .map_or(1, |k| k.version);
        let text = cx.say(&Message::new("notify-version").with("n", version));
        let end = ink.text(
            pos2(row.right() - size::PAD, row.center().y),
            Align2::RIGHT_CENTER,
            text,
            Face::Regular,
            12.0,
            theme.t3,
        );
        ink.fit(
            pos2(row.left() + size::PAD, row.center().y),
            Align2::LEFT_CENTER,
            end.left() - row.left() - size::PAD - 8.0,
            name,
            Face::Medium,
            13.0,
            theme.t1,
        );
        y = row.bottom();
    }
    let kind = Kind::ALL[state.notify.kind.min(Kind::ALL.len() - 1)];
    let Some(kept) = look.notices.iter().find(|k| k.kind == kind) else {
        return;
    };
    scrolled(ui, right, "texts", |column| {
        edit(column, cx, state, kept, &names[state.notify.kind]);
    });
}

fn edit(column: &mut Column<'_>, cx: Cx<'_>, state: &mut State, kept: &Notice, name: &str) {
    let own = state.notify.own.clone().filter(|n| n.kind == kept.kind);
    let mut notice = own.unwrap_or_else(|| kept.clone());
    let before = notice.clone();
    column.title(cx, name);
    fields(column, cx, kept.kind);
    let half = (column.width - super::GAP) / 2.0;
    let (left, top) = (column.left, column.y);
    let mut bottom = top;
    for (n, lang) in [Lang::Vi, Lang::En].into_iter().enumerate() {
        let mut side = Column {
            ui: &mut *column.ui,
            left: left + (half + super::GAP) * n as f32,
            width: half,
            y: top,
        };
        side.caption(
            cx,
            if lang == Lang::Vi {
                "Tiếng Việt"
            } else {
                "English"
            },
        );
        let text = notice.of_mut(lang);
        for (key, body, lines) in [
            ("notify-text-sms", &mut text.sms, 7_usize),
            ("notify-text-title", &mut text.title, 1),
            ("notify-text-push", &mut text.text, 3),
        ] {
            one(&mut side, cx, (key, lang), body, lines);
        }
        bottom = bottom.max(side.y);
    }
    column.y = bottom + 6.0;
    if notice != before {
        state.notify.own = Some(notice);
        state.notify.typed_at = column.ui.input(|i| i.time);
    }
    let may = cx.session.may(Power::Work);
    let saved = cx.session.standing().is_some();
    let own = state.notify.own.clone().filter(|n| n.kind == kept.kind);
    let at = pos2(column.left, column.y);
    let changed = own.is_some() && may && saved;
    let (x, keep) = button(
        column.ui,
        cx,
        at,
        None,
        ("notify-keep-text", icons::CHECK),
        (changed, true),
    );
    if let Some(own) = own.filter(|_| keep.clicked()) {
        cx.run(Command::Post(Wish::KeepNotice(
            kept.kind,
            Some(Box::new(own)),
        )));
        state.notify.own = None;
    }
    let at = pos2(x, column.y);
    let (x, leave) = button(
        column.ui,
        cx,
        at,
        None,
        ("notify-leave-text", icons::X),
        (changed, false),
    );
    if leave.clicked() {
        state.notify.own = None;
    }
    let builtin = Notice::builtin(kept.kind);
    let other = (&builtin.vi, &builtin.en) != (&kept.vi, &kept.en);
    let at = pos2(x, column.y);
    let (_, reset) = button(
        column.ui,
        cx,
        at,
        None,
        ("notify-reset-text", icons::ARROW_U_UP_LEFT),
        (other && may, false),
    );
    if reset.clicked() {
        cx.run(Command::Post(Wish::KeepNotice(kept.kind, None)));
        state.notify.own = None;
    }
    column.y += size::CONTROL + 14.0;
    column.note(cx, icons::INFO, cx.theme.t3, &cx.t("notify-texts-explain"));
}

/// The fields that the kind has something for.
fn fields(column: &mut Column<'_>, cx: Cx<'_>, kind: Kind) {
    let mut x = column.left;
    let mut y = column.y + 8.0;
    for field in fields_of(kind) {
        let text = match cx.texts.lang() {
            Lang::Vi => format!("{{{}}} {{{}}}", field.name(Lang::Vi), field.key()),
            Lang::En => format!("{{{}}}", field.key()),
        };
        let wide = column.ink().width(&text, Face::Medium, 11.0) + 24.0;
        if x + wide > column.right() {
            x = column.left;
            y += 26.0;
        }
        let tag = chip(
            column.ui.painter(),
            pos2(x, y),
            None,
            &text,
            cx.theme.acc,
            cx.theme.accbg,
        );
        label(column.ui, tag, ("field", field.key()), text);
        x = tag.right() + 8.0;
    }
    column.y = y + 22.0;
}

fn one(
    side: &mut Column<'_>,
    cx: Cx<'_>,
    (key, lang): (&str, Lang),
    body: &mut String,
    lines: usize,
) {
    let theme = cx.theme;
    let y = side.y + 8.0;
    side.ink().text(
        pos2(side.left, y),
        Align2::LEFT_CENTER,
        cx.t(key),
        Face::Regular,
        12.0,
        theme.t2,
    );
    let said = if key == "notify-text-sms" {
        let size = measure(body);
        format!("{} {}", size.coding.name(), size.units)
    } else {
        body.chars().count().to_string()
    };
    side.ink().text(
        pos2(side.right(), y),
        Align2::RIGHT_CENTER,
        said,
        Face::Regular,
        11.0,
        theme.t3,
    );
    let high = 20.0 * lines as f32 + 16.0;
    let rect = Rect::from_min_size(pos2(side.left, side.y + 18.0), vec2(side.width, high));
    card(side.ui, cx, rect, false);
    let salt = format!("{key} {lang:?}");
    let inside = rect.shrink2(vec2(11.0, 8.0));
    let mut inner = child(side.ui, inside, &salt);
    let edit = if lines == 1 {
        TextEdit::singleline(body)
    } else {
        TextEdit::multiline(body)
    };
    let response = inner.add_sized(
        inside.size(),
        edit.frame(egui::Frame::NONE)
            .font(Face::Regular.at(13.0))
            .interactive(cx.session.may(Power::Work))
            .desired_width(inside.width()),
    );
    let name = cx.t(key);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &name));
    side.y = rect.bottom() + 10.0;
}
