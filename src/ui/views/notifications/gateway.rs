//! How messages leave, and how questions are answered.

use egui::{Align2, Rect, ScrollArea, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use super::super::super::context::Cx;
use super::super::super::shell::child;
use super::super::super::state::State;
use super::super::super::theme::{Face, icons, size};
use super::super::super::widgets::{Field, Ink, label, segments};
use super::parts::{Column, button};
use crate::notify::{PushBy, Settings, SmsBy};
use crate::session::Command;
use crate::session::post::{Look, Wish};
use crate::store::Power;

/// Fields of a card: the setting, whether it is secret, its share of the width.
type Fields = &'static [(&'static str, bool, f32)];

const SENDER: Fields = &[
    ("authority_vi", false, 0.5),
    ("authority_en", false, 0.5),
    ("hotline", false, 0.5),
    ("sender", false, 0.5),
    ("trusted_keys", false, 1.0),
];
const KANNEL: Fields = &[
    ("kannel_url", false, 1.0),
    ("kannel_user", false, 0.5),
    ("kannel_password", true, 0.5),
    ("receipts_url", false, 0.5),
    ("listen", false, 0.5),
];
const FCM: Fields = &[("fcm_url", false, 0.5), ("fcm_account", true, 0.5)];
const PACE: Fields = &[
    ("rate", false, 0.25),
    ("connections", false, 0.25),
    ("attempts", false, 0.25),
    ("backoff", false, 0.25),
    ("timeout", false, 0.25),
    ("price", false, 0.25),
    ("quiet_from", false, 0.25),
    ("quiet_to", false, 0.25),
];
const LOOKUPS: Fields = &[
    ("inbound_password", true, 0.5),
    ("lookup", false, 0.5),
    ("opt_out", false, 0.25),
    ("lookups_per_hour", false, 0.25),
    ("test_days", false, 0.25),
];

pub(super) fn show(ui: &mut Ui, cx: Cx<'_>, state: &mut State, look: &Look, room: Rect) {
    // What was changed elsewhere is shown, unless something is typed here.
    if state.notify.settings_of.as_ref() != Some(&look.settings) {
        state.notify.settings_of = Some(look.settings.clone());
        state.notify.settings = Some(look.settings.clone());
        state.notify.typed.clear();
    }
    ui.painter().rect_filled(room, 0.0, cx.theme.app);
    let mut inner = child(ui, room, "gateway");
    ScrollArea::vertical()
        .id_salt("gateway")
        .auto_shrink([false, false])
        .show(&mut inner, |ui| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            let top = ui.cursor().min.y;
            let half = ((room.width() - 3.0 * size::PAD) / 2.0).min(760.0);
            let mut left = Column {
                ui: &mut *ui,
                left: room.left() + size::PAD,
                width: half,
                y: top + size::PAD,
            };
            group(&mut left, cx, state, "gateway-sender", SENDER, None);
            group(&mut left, cx, state, "gateway-sms", KANNEL, Some(true));
            let mut bottom = left.y;
            let mut right = Column {
                ui: &mut *ui,
                left: room.left() + 2.0 * size::PAD + half,
                width: half,
                y: top + size::PAD,
            };
            group(&mut right, cx, state, "gateway-push", FCM, Some(false));
            group(&mut right, cx, state, "gateway-pace", PACE, None);
            group(&mut right, cx, state, "gateway-lookups", LOOKUPS, None);
            bottom = bottom.max(right.y);
            let mut foot = Column {
                ui: &mut *ui,
                left: room.left() + size::PAD,
                width: 2.0 * half + size::PAD,
                y: bottom,
            };
            keep(&mut foot, cx, state, look);
            let high = foot.y - top + 8.0;
            ui.allocate_space(vec2(room.width() - 8.0, high));
        });
}

/// A setting as text.
fn shown(settings: &Settings, name: &str) -> String {
    match name {
        "quiet_from" => settings.quiet.0.to_string(),
        "quiet_to" => settings.quiet.1.to_string(),
        _ => {
            let all = serde_json::to_value(settings).unwrap_or_default();
            match &all[name] {
                serde_json::Value::String(text) => text.clone(),
                other => other.to_string(),
            }
        }
    }
}

fn group(
    column: &mut Column<'_>,
    cx: Cx<'_>,
    state: &mut State,
    key: &'static str,
    fields: Fields,
    sms: Option<bool>,
) {
    let theme = cx.theme;
    let top = column.y;
    let ground = column.ui.painter().add(egui::Shape::Noop);
    let (left, width) = (column.left + 16.0, column.width - 32.0);
    let title = cx.t(key);
    let ink = Ink::new(column.ui.painter());
    let rect = ink.text(
        pos2(left, top + 22.0),
        Align2::LEFT_CENTER,
        &title,
        Face::Semi,
        14.0,
        theme.t1,
    );
    label(column.ui, rect, key, title);
    column.y = top + 42.0;
    let mut all = true;
    if let Some(sms) = sms {
        let Some(settings) = &mut state.notify.settings else {
            return;
        };
        let (names, chosen): (Vec<String>, usize) = if sms {
            let names = ["gateway-by-file", "gateway-by-kannel"]
                .map(|k| cx.t(k))
                .to_vec();
            (names, usize::from(settings.sms == SmsBy::Kannel))
        } else {
            let names = ["gateway-by-none", "gateway-by-bluezone", "gateway-by-fcm"];
            let chosen = match settings.push {
                PushBy::None => 0,
                PushBy::Bluezone => 1,
                PushBy::Fcm => 2,
            };
            (names.map(|k| cx.t(k)).to_vec(), chosen)
        };
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let at = pos2(left, column.y);
        if let (_, Some(n)) = segments(column.ui, theme, at, &names, chosen, key) {
            if sms {
                settings.sms = if n == 1 { SmsBy::Kannel } else { SmsBy::File };
            } else {
                settings.push = [PushBy::None, PushBy::Bluezone, PushBy::Fcm][n];
            }
        }
        all = if sms {
            settings.sms == SmsBy::Kannel
        } else {
            settings.push == PushBy::Fcm
        };
        column.y += 38.0;
        if !all {
            let text = cx.t(if sms {
                "gateway-file-explain"
            } else {
                "gateway-push-explain"
            });
            let rect = Ink::new(column.ui.painter()).wrap(
                pos2(left, column.y),
                width,
                4,
                &text,
                Face::Regular,
                12.0,
                theme.t2,
            );
            label(column.ui, rect, (key, "explained"), text);
            column.y = rect.bottom() + 4.0;
        }
    }
    if all {
        let mut x = 0.0;
        for (name, secret, share) in fields {
            if x + share > 1.01 {
                x = 0.0;
                column.y += Field::HEIGHT + 8.0;
            }
            let at = pos2(left + x * (width + 12.0), column.y);
            field(
                column,
                cx,
                state,
                at,
                share * (width + 12.0) - 12.0,
                (name, *secret),
            );
            x += share;
        }
        column.y += Field::HEIGHT;
    }
    column.y += 14.0;
    let rect = Rect::from_min_max(pos2(column.left, top), pos2(column.right(), column.y));
    let shape = egui::epaint::RectShape::new(
        rect,
        size::CARD,
        theme.surface,
        Stroke::new(1.0, theme.line),
        StrokeKind::Inside,
    );
    column.ui.painter().set(ground, shape);
    column.y += 14.0;
}

fn field(
    column: &mut Column<'_>,
    cx: Cx<'_>,
    state: &mut State,
    at: egui::Pos2,
    width: f32,
    (name, secret): (&'static str, bool),
) {
    let Some(settings) = &mut state.notify.settings else {
        return;
    };
    // A secret is never shown again: what is typed takes its place.
    let first = || {
        if secret {
            String::new()
        } else {
            shown(settings, name)
        }
    };
    let text = state.notify.typed.entry(name).or_insert_with(first);
    let title = match name {
        "sender" => cx.t("gateway-shown-as"),
        name => cx.t(&format!("gateway-{}", name.replace('_', "-"))),
    };
    let hint = if secret && !shown(settings, name).is_empty() {
        cx.t("gateway-secret-kept")
    } else {
        String::new()
    };
    let takes = |text: &str| {
        let mut tried = settings.clone();
        tried.set(name, text).is_ok().then_some(tried)
    };
    let wrong = !(secret && text.is_empty()) && takes(text).is_none();
    let mut field = Field::new(&title).hint(&hint).wrong(wrong);
    if secret {
        field = field.secret();
    }
    let response = field.show(column.ui, cx.theme, at, width, text);
    if response.changed()
        && !(secret && text.is_empty())
        && let Some(tried) = takes(text)
    {
        *settings = tried;
    }
}

fn keep(column: &mut Column<'_>, cx: Cx<'_>, state: &mut State, look: &Look) {
    let may = cx.session.may(Power::Manage);
    let Some(settings) = state.notify.settings.clone() else {
        return;
    };
    let other = settings != look.settings;
    let at = pos2(column.left, column.y);
    let (x, kept) = button(
        column.ui,
        cx,
        at,
        None,
        ("gateway-keep", icons::CHECK),
        (may && other, true),
    );
    if kept.clicked() {
        let changed: Vec<&'static str> = crate::notify::SETTABLE
            .iter()
            .map(|s| s.0)
            .filter(|name| shown(&settings, name) != shown(&look.settings, name))
            .collect();
        cx.run(Command::Post(Wish::KeepSettings(
            Box::new(settings),
            changed,
        )));
    }
    let at = pos2(x, column.y);
    let (x, left) = button(
        column.ui,
        cx,
        at,
        None,
        ("gateway-leave", icons::X),
        (other, false),
    );
    if left.clicked() {
        state.notify.settings_of = None;
    }
    let text = cx.t(if may {
        "gateway-secrets"
    } else {
        "gateway-approver"
    });
    let rect = Ink::new(column.ui.painter()).wrap(
        pos2(x + 8.0, column.y + 6.0),
        column.right() - x - 8.0,
        2,
        &text,
        Face::Regular,
        12.0,
        cx.theme.t2,
    );
    label(column.ui, rect, "secrets", text);
    column.y += size::CONTROL + 16.0;
}
