//! Writing the list: its form, who is named, and why.

use egui::{Align2, Rect, Ui, pos2, vec2};

use super::super::command::UiCommand;
use super::super::context::Cx;
use super::super::state::{State, View};
use super::super::theme::{Face, icons, size};
use super::super::widgets::{Button, Ink, label, segments};
use crate::i18n::Message;
use crate::session::{Naming, Reason};

pub fn show(ui: &Ui, cx: Cx<'_>, state: &mut State, whole: Rect) {
    let Some(found) = cx.session.found() else {
        return;
    };
    let width = 470.0;
    let side = if state.inspector && state.view != View::Data {
        390.0
    } else {
        20.0
    };
    let height = if state.export_working { 316.0 } else { 250.0 };
    let rect = Rect::from_min_size(
        pos2(
            (whole.right() - side - width).max(whole.left() + 90.0),
            whole.top() + size::TOP + 44.0,
        ),
        vec2(width, height),
    );
    let some = !state.checked.is_empty();
    let rows = if some {
        state.checked.len()
    } else {
        found.rows.len()
    };
    super::popover::card(ui, cx, state, "export", rect, |ui, rect, state| {
        let theme = cx.theme;
        let ink = Ink::new(ui.painter());
        let x = rect.left() + 18.0;
        let title = cx.say(
            &Message::new(if some {
                "export-title-checked"
            } else {
                "export-title"
            })
            .with("n", rows),
        );
        let head = ink.text(
            pos2(x, rect.top() + 26.0),
            Align2::LEFT_CENTER,
            &title,
            Face::Semi,
            14.0,
            theme.t1,
        );
        label(ui, head, "title", title);
        ink.wrap(
            pos2(x, rect.top() + 44.0),
            width - 36.0,
            2,
            cx.t("export-explain"),
            Face::Regular,
            12.0,
            theme.t2,
        );
        let names = [cx.t("naming-masked"), cx.t("naming-working")];
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let chosen = usize::from(state.export_working);
        let top = pos2(x, rect.top() + 88.0);
        if let (_, Some(n)) = segments(ui, theme, top, &names, chosen, "naming") {
            state.export_working = n == 1;
        }
        let key = if state.export_working {
            "naming-working-explain"
        } else {
            "naming-masked-explain"
        };
        ink.wrap(
            pos2(x, rect.top() + 126.0),
            width - 36.0,
            3,
            cx.t(key),
            Face::Regular,
            12.0,
            theme.t3,
        );
        if state.export_working {
            ink.text(
                pos2(x, rect.top() + 196.0),
                Align2::LEFT_CENTER,
                cx.t("reveal-why"),
                Face::Medium,
                12.0,
                theme.t2,
            );
            choose_reason(ui, cx, state, pos2(x, rect.top() + 210.0));
        }
        let (naming, reason) = if state.export_working {
            (Naming::Working, Some(state.reveal_reason))
        } else {
            (Naming::Masked, None)
        };
        let mut corner = rect.right_bottom() - vec2(18.0, 16.0);
        for (key, icon, workbook) in [
            ("export-xlsx", icons::FILE_XLS, true),
            ("export-csv", icons::FILE_CSV, false),
        ] {
            let text = cx.t(key);
            let mut button = Button::new(&text).icon(icon).enabled(rows > 0);
            if workbook {
                button = button.primary();
            }
            let (at, pressed) = super::top::card_button(ui, cx, corner, &button, key);
            corner.x = at.left() - 8.0;
            if pressed {
                cx.send(UiCommand::Save {
                    workbook,
                    naming,
                    reason,
                });
                state.popover = None;
            }
        }
    });
}

/// Why names or numbers are needed, one of the reasons.
pub fn choose_reason(ui: &Ui, cx: Cx<'_>, state: &mut State, at: egui::Pos2) {
    let words: Vec<String> = Reason::ALL.iter().map(|r| cx.t(r.key())).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let chosen = Reason::ALL
        .iter()
        .position(|r| *r == state.reveal_reason)
        .unwrap_or(0);
    if let (_, Some(n)) = segments(ui, cx.theme, at, &words, chosen, "reason") {
        state.reveal_reason = Reason::ALL[n];
    }
}
