//! The rules of the run: which preset, in words, and deriving under another.

use egui::{Align2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::super::command::Action;
use super::super::context::Cx;
use super::super::state::State;
use super::super::theme::{Face, icons, size};
use super::super::widgets::{Button, Ink};
use crate::i18n::Message;
use crate::model::{Params, Presets, Rules};
use crate::session::Command;

const WIDTH: f32 = 520.0;

pub fn show(ui: &Ui, cx: Cx<'_>, state: &mut State, whole: Rect) {
    let Some(desk) = cx.desk() else { return };
    let Ok(presets) = Presets::builtin() else {
        return;
    };
    let height = 118.0 + presets.all.len() as f32 * 34.0 + 208.0;
    let left = (whole.right() - WIDTH - 250.0).max(whole.left() + 100.0);
    let rect = Rect::from_min_size(
        pos2(left, whole.top() + size::TOP - 2.0),
        vec2(WIDTH, height.min(whole.height() - size::TOP - 40.0)),
    );
    super::popover::card(ui, cx, state, "run", rect, |ui, rect, state| {
        let theme = cx.theme;
        let ink = Ink::new(ui.painter());
        let x = rect.left() + 18.0;
        ink.text(
            pos2(x, rect.top() + 24.0),
            Align2::LEFT_CENTER,
            cx.t("run-title"),
            Face::Semi,
            14.0,
            theme.t1,
        );
        let sub = cx.say(
            &Message::new("run-sub")
                .with("number", desk.number)
                .with("hash", desk.hash.as_str()),
        );
        ink.text(
            pos2(rect.right() - 18.0, rect.top() + 24.0),
            Align2::RIGHT_CENTER,
            sub,
            Face::Regular,
            11.0,
            theme.t3,
        );
        ink.wrap(
            pos2(x, rect.top() + 40.0),
            WIDTH - 36.0,
            2,
            cx.t("run-explain"),
            Face::Regular,
            12.0,
            theme.t2,
        );
        let mut y = rect.top() + 80.0;
        let now = &cx.session.workspace().rules.preset.key;
        for preset in &presets.all {
            let row = Rect::from_min_size(pos2(rect.left() + 8.0, y), vec2(WIDTH - 16.0, 34.0));
            let on = preset.key == *now;
            let brief = cx.say(
                &Message::new("run-brief")
                    .with("minutes", preset.params.min_minutes)
                    .with("days", preset.params.pre_onset_days)
                    .with("tier", u32::from(preset.params.max_tier)),
            );
            if choice(ui, cx, row, &preset.key, &brief, on, &preset.source)
                && !on
                && let Ok(rules) = Rules::preset(Some(&preset.key))
            {
                cx.run(Command::SetRules(Box::new(rules)));
                state.popover = None;
            }
            y += 34.0;
        }
        y += 8.0;
        ui.painter().hline(
            rect.left() + 18.0..=rect.right() - 18.0,
            y,
            Stroke::new(1.0, theme.line),
        );
        params(ui, cx, pos2(x, y + 12.0), &desk.run.rules.params);
        let again = cx.t("act-run-again");
        let button = Button::new(&again).icon(icons::ARROWS_CLOCKWISE);
        let corner = rect.right_bottom() - vec2(18.0, 14.0);
        if super::top::card_button(ui, cx, corner, &button, "again").1 {
            cx.act(Action::RunAgain);
            state.popover = None;
        }
    });
}

fn choice(
    ui: &Ui,
    cx: Cx<'_>,
    rect: Rect,
    name: &str,
    brief: &str,
    on: bool,
    source: &str,
) -> bool {
    let theme = cx.theme;
    let response = ui.interact(rect, ui.scope_id().with(("preset", name)), Sense::click());
    let label = format!("{name}: {brief}");
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, &label));
    let painter = ui.painter();
    if on || response.hovered() {
        painter.rect_filled(rect, size::RADIUS, if on { theme.sel } else { theme.hover });
    }
    let middle = pos2(rect.left() + 17.0, rect.center().y);
    painter.circle(
        middle,
        7.0,
        theme.surface,
        Stroke::new(1.5, if on { theme.acc } else { theme.ctl }),
    );
    if on {
        painter.circle_filled(middle, 3.5, theme.acc);
    }
    super::super::widgets::focus_ring(painter, theme, &response, rect.shrink(3.0));
    let ink = Ink::new(painter);
    let word = ink.text(
        pos2(rect.left() + 34.0, rect.center().y),
        Align2::LEFT_CENTER,
        name,
        Face::Medium,
        13.0,
        theme.t1,
    );
    ink.fit(
        pos2(rect.right() - 10.0, rect.center().y),
        Align2::RIGHT_CENTER,
        rect.right() - word.right() - 24.0,
        brief,
        Face::Regular,
        12.0,
        theme.t2,
    );
    response.on_hover_text(source).clicked()
}

/// The parameters in force, in words.
fn params(ui: &Ui, cx: Cx<'_>, at: egui::Pos2, params: &Params) {
    let theme = cx.theme;
    let ink = Ink::new(ui.painter());
    let mut lines: Vec<(String, String)> = params
        .numbers()
        .iter()
        .map(|(name, value)| {
            let key = format!("param-short-{}", name.replace('_', "-"));
            (cx.t(&key), cx.n(u64::from(*value)))
        })
        .collect();
    for (name, on) in params.switches() {
        let key = format!("param-short-{}", name.replace('_', "-"));
        lines.push((cx.t(&key), cx.t(if on { "word-yes" } else { "word-no" })));
    }
    let half = (WIDTH - 36.0 - 24.0) / 2.0;
    let rows = lines.len().div_ceil(2);
    for (n, (name, value)) in lines.iter().enumerate() {
        let column = n / rows;
        let left = at.x + column as f32 * (half + 24.0);
        let y = at.y + 10.0 + (n % rows) as f32 * 22.0;
        ink.fit(
            pos2(left, y),
            Align2::LEFT_CENTER,
            half - 34.0,
            name,
            Face::Regular,
            12.0,
            theme.t2,
        );
        ink.text(
            pos2(left + half, y),
            Align2::RIGHT_CENTER,
            value,
            Face::Medium,
            12.0,
            theme.t1,
        );
    }
}
