//! The sheet of keys, and what to do first.

use egui::{Align2, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use super::super::command::{Action, key_text};
use super::super::context::Cx;
use super::super::state::State;
use super::super::theme::{Face, icons};
use super::super::widgets::{Ink, icon_button, label};

pub fn show(ui: &Ui, cx: Cx<'_>, state: &mut State, whole: Rect) {
    let theme = cx.theme;
    let rows = Action::ALL
        .into_iter()
        .filter(|a| !a.shortcuts().is_empty())
        .collect::<Vec<_>>();
    let extra = ["keys-row", "keys-check", "keys-range", "keys-escape"];
    let lines = (rows.len() + extra.len()).div_ceil(2);
    let size = vec2(860.0, 130.0 + lines as f32 * 24.0);
    let rect = Rect::from_center_size(whole.center(), size.min(whole.size() - vec2(40.0, 40.0)));
    super::popover::card(ui, cx, state, "keys", rect, |ui, rect, state| {
        let ink = Ink::new(ui.painter());
        ink.text(
            pos2(rect.left() + 24.0, rect.top() + 28.0),
            Align2::LEFT_CENTER,
            cx.t("keys-title"),
            Face::Semi,
            17.0,
            theme.t1,
        );
        let close = Rect::from_min_size(
            pos2(rect.right() - 44.0, rect.top() + 14.0),
            vec2(28.0, 28.0),
        );
        if icon_button(ui, theme, close, icons::X, &cx.t("word-close"), false).clicked() {
            state.popover = None;
        }
        ink.wrap(
            pos2(rect.left() + 24.0, rect.top() + 48.0),
            rect.width() - 48.0,
            2,
            cx.t("keys-hint"),
            Face::Regular,
            12.0,
            theme.t2,
        );
        let mut all: Vec<(String, String)> = rows
            .iter()
            .map(|a| {
                let keys: Vec<String> = a.shortcuts().into_iter().map(key_text).collect();
                (cx.t(a.key()), keys.join(", "))
            })
            .collect();
        all.extend(extra.iter().map(|k| {
            let text = cx.t(k);
            let (name, keys) = text.split_once('|').unwrap_or((&text, ""));
            (name.trim().to_owned(), keys.trim().to_owned())
        }));
        let half = (rect.width() - 72.0) / 2.0;
        for (n, (name, keys)) in all.iter().enumerate() {
            let left = rect.left() + 24.0 + (n / lines) as f32 * (half + 24.0);
            let y = rect.top() + 104.0 + (n % lines) as f32 * 24.0;
            let word = ink.text(
                pos2(left + half - 6.0, y),
                Align2::RIGHT_CENTER,
                keys,
                Face::Medium,
                11.0,
                theme.t2,
            );
            ui.painter().rect_stroke(
                word.expand2(vec2(6.0, 2.0)),
                4.0,
                Stroke::new(1.0, theme.line2),
                StrokeKind::Inside,
            );
            ink.fit(
                pos2(left, y),
                Align2::LEFT_CENTER,
                word.left() - left - 16.0,
                name,
                Face::Regular,
                12.0,
                theme.t1,
            );
            let line = Rect::from_min_max(pos2(left, y - 10.0), pos2(left + half, y + 10.0));
            label(ui, line, n, format!("{name}: {keys}"));
        }
    });
}
