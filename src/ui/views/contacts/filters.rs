//! The filter bar: tiers, search, district, place, source, bare dates.

use egui::{Align2, Rect, Role, Sense, Stroke, StrokeKind, TextEdit, Ui, WidgetInfo, pos2, vec2};

use super::super::super::command::Action;
use super::super::super::context::Cx;
use super::super::super::state::{Popover, State};
use super::super::super::theme::{Face, icons, size};
use super::super::super::widgets::{Ink, focus_ring, glyph};
use crate::i18n::Message;
use crate::session::{Command, Filter, spot_name};

pub fn show(ui: &mut Ui, cx: Cx<'_>, state: &mut State, bar: Rect) {
    let mut x = tiers(ui, cx, bar);
    x = find(ui, cx, state, bar, x + 8.0);
    let filter = cx.session.workspace().filter.clone();
    let right = bar.right() - 12.0;
    let clear = filter != Filter::default();
    let room = if clear { right - 100.0 } else { right };
    let districts = match filter.districts.len() {
        0 => cx.t("filter-district-all"),
        1 => filter.districts[0].clone(),
        n => cx.say(&Message::new("filter-districts").with("n", n)),
    };
    let on = !filter.districts.is_empty();
    if let Some((rect, pressed, dropped)) =
        pill(ui, cx, bar, x + 8.0, room, &districts, on, true, "district")
    {
        if dropped {
            change(cx, &filter, |f| f.districts.clear());
        } else if pressed {
            state.popover = Some(Popover::Districts);
        }
        x = rect.right();
    }
    if let Some(desk) = cx.desk() {
        let chosen = [
            filter.spot.map(|s| {
                let name = spot_name(desk, cx.texts, s);
                (
                    "spot",
                    cx.say(&Message::new("filter-place").with("name", name)),
                )
            }),
            filter.source.map(|s| {
                let name = desk.name(s);
                (
                    "source",
                    cx.say(&Message::new("filter-source").with("name", name)),
                )
            }),
        ];
        for (salt, text) in chosen.into_iter().flatten() {
            let shown = pill(ui, cx, bar, x + 8.0, room, &text, true, false, salt);
            if let Some((rect, pressed, dropped)) = shown {
                if pressed || dropped {
                    change(cx, &filter, |f| {
                        if salt == "spot" {
                            f.spot = None;
                        } else {
                            f.source = None;
                        }
                    });
                }
                x = rect.right();
            }
        }
    }
    let text = cx.t("filter-dated");
    let shown = pill(
        ui,
        cx,
        bar,
        x + 8.0,
        room,
        &text,
        filter.hide_dated,
        false,
        "dated",
    );
    if let Some((_, pressed, dropped)) = shown
        && (pressed || dropped)
    {
        change(cx, &filter, |f| f.hide_dated = !f.hide_dated);
    }
    if clear {
        // Also of conditions that have no room here.
        let count = usize::from(!filter.districts.is_empty())
            + usize::from(filter.spot.is_some())
            + usize::from(filter.source.is_some())
            + usize::from(filter.hide_dated)
            + usize::from(!filter.text.is_empty())
            + usize::from(filter.tiers != Filter::default().tiers);
        let text = cx.say(&Message::new("filter-clear").with("n", count));
        let button = super::super::super::widgets::Button::new(&text).quiet();
        let width = button.width(ui.painter()).min(100.0);
        let at = Rect::from_min_size(
            pos2(right - width, bar.center().y - 14.0),
            vec2(width, 28.0),
        );
        if button.show(ui, cx.theme, at, "clear").clicked() {
            cx.act(Action::ClearFilters);
        }
    }
}

fn change(cx: Cx<'_>, filter: &Filter, how: impl FnOnce(&mut Filter)) {
    let mut next = filter.clone();
    how(&mut next);
    cx.run(Command::SetFilter(Box::new(next)));
}

/// One switch a tier with how many the other conditions let through; returns the right edge.
fn tiers(ui: &Ui, cx: Cx<'_>, bar: Rect) -> f32 {
    let theme = cx.theme;
    let mut x = bar.left() + size::PAD;
    let (Some(desk), filter) = (cx.desk(), &cx.session.workspace().filter) else {
        return x;
    };
    for tier in 0..desk.list.totals.len() {
        let count = cx
            .session
            .found()
            .map_or(desk.list.totals[tier], |f| f.by_tier[tier.min(5)]);
        let count = cx.n(count);
        let on = filter.tiers[tier.min(5)];
        let ink = Ink::new(ui.painter());
        let code = format!("F{tier}");
        let width = 34.0
            + ink.width(&code, Face::Semi, 13.0)
            + ink.width(&count, Face::Regular, 13.0)
            + 14.0;
        let rect = Rect::from_min_size(pos2(x, bar.center().y - 15.0), vec2(width, 30.0));
        let response = ui.interact(rect, ui.scope_id().with(("tier", tier)), Sense::click());
        let name = format!("{code}: {count}");
        response.widget_info(|| WidgetInfo::selected(Role::Switch, true, on, &name));
        let color = theme.tier(tier as u8);
        let (fill, line) = match (on, response.hovered()) {
            (true, _) => (color.tint, color.ink.gamma_multiply(0.35)),
            (false, true) => (theme.hover, theme.ctl),
            (false, false) => (theme.surface, theme.line2),
        };
        let painter = ui.painter();
        painter.rect(
            rect,
            size::RADIUS,
            fill,
            Stroke::new(1.0, line),
            StrokeKind::Inside,
        );
        focus_ring(painter, theme, &response, rect);
        let y = rect.center().y;
        glyph(painter, theme, pos2(x + 17.0, y), 12.0, Some(tier as u8));
        ink.run(
            pos2(x + 30.0, y),
            Align2::LEFT_CENTER,
            &[
                (
                    &code,
                    Face::Semi,
                    13.0,
                    if on { theme.t1 } else { theme.t2 },
                ),
                (" ", Face::Regular, 13.0, theme.t2),
                (
                    &count,
                    Face::Regular,
                    13.0,
                    if on { theme.t1 } else { theme.t3 },
                ),
            ],
        );
        let tip = cx.t(&format!("tier-name-{}", tier.min(3)));
        if response.on_hover_text(tip).clicked() {
            change(cx, filter, |f| f.tiers[tier.min(5)] = !on);
        }
        x = rect.right() + 8.0;
    }
    x
}

/// The search within the list; returns the right edge.
fn find(ui: &mut Ui, cx: Cx<'_>, state: &mut State, bar: Rect, left: f32) -> f32 {
    let theme = cx.theme;
    let width = if cx.narrow { 170.0 } else { 230.0 };
    let rect = Rect::from_min_size(pos2(left, bar.center().y - 15.0), vec2(width, 30.0));
    let id = ui.scope_id().with("find");
    let typing = ui.memory(|m| m.has_focus(id));
    let painter = ui.painter();
    let line = if typing { theme.acc } else { theme.line2 };
    painter.rect(
        rect,
        size::RADIUS,
        theme.surface,
        Stroke::new(if typing { 2.0 } else { 1.0 }, line),
        StrokeKind::Inside,
    );
    Ink::new(painter).text(
        pos2(rect.left() + 15.0, rect.center().y),
        Align2::CENTER_CENTER,
        icons::MAGNIFYING_GLASS,
        Face::Icon,
        14.0,
        theme.t3,
    );
    // What undo brings back is shown, unless the user is typing.
    let asked = &cx.session.workspace().filter.text;
    if !typing && state.find != *asked {
        state.find.clone_from(asked);
    }
    let field = Rect::from_min_max(
        pos2(rect.left() + 27.0, rect.top() + 5.0),
        pos2(rect.right() - 26.0, rect.bottom() - 1.0),
    );
    let edit = TextEdit::singleline(&mut state.find)
        .id(id)
        .hint_text(cx.t("contacts-find"))
        .font(Face::Regular.at(13.0))
        .frame(egui::Frame::NONE)
        .margin(egui::Margin::symmetric(2, 3))
        .desired_width(field.width());
    let response = ui.put(field, edit);
    let name = cx.t("contacts-find");
    response.widget_info(|| {
        let mut info = WidgetInfo::text_edit(true, &state.find, &state.find, &name);
        info.label = Some(name.clone());
        info
    });
    if response.changed() {
        cx.run(Command::SetSearch(state.find.clone()));
    }
    state.find_left = response.lost_focus();
    if response.lost_focus() {
        cx.run(Command::Release);
    }
    if std::mem::take(&mut state.want_find) {
        response.request_focus();
    }
    if !state.find.is_empty() {
        let clear = Rect::from_min_size(
            pos2(rect.right() - 27.0, rect.top() + 3.0),
            vec2(24.0, 24.0),
        );
        let name = cx.t("contacts-find-clear");
        if super::super::super::widgets::icon_button(ui, theme, clear, icons::X, &name, false)
            .clicked()
        {
            state.find.clear();
            cx.run(Command::SetSearch(String::new()));
            cx.run(Command::Release);
        }
    }
    rect.right()
}

/// A condition as a pill: where it stands, whether it was pressed, whether it was dropped. Nothing where it does
/// not fit.
#[allow(clippy::too_many_arguments)]
fn pill(
    ui: &Ui,
    cx: Cx<'_>,
    bar: Rect,
    left: f32,
    right: f32,
    text: &str,
    on: bool,
    opens: bool,
    salt: &str,
) -> Option<(Rect, bool, bool)> {
    let theme = cx.theme;
    let ink = Ink::new(ui.painter());
    let mark = if on || opens { 20.0 } else { 0.0 };
    let wanted = ink.width(text, Face::Medium, 12.0) + 20.0 + mark;
    let width = wanted.min(240.0).min(right - left);
    if width < 70.0 {
        return None;
    }
    let rect = Rect::from_min_size(pos2(left, bar.center().y - 14.0), vec2(width, 28.0));
    let response = ui.interact(rect, ui.scope_id().with(("pill", salt)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, text));
    let (fill, line, color) = if on {
        (theme.accbg, theme.accln, theme.acc)
    } else if response.hovered() {
        (theme.hover, theme.ctl, theme.t1)
    } else {
        (theme.surface, theme.line2, theme.t2)
    };
    let painter = ui.painter();
    painter.rect(
        rect,
        size::RADIUS,
        fill,
        Stroke::new(1.0, line),
        StrokeKind::Inside,
    );
    focus_ring(painter, theme, &response, rect);
    let (_, cut) = ink.fit(
        pos2(rect.left() + 10.0, rect.center().y),
        Align2::LEFT_CENTER,
        width - 18.0 - mark,
        text,
        Face::Medium,
        12.0,
        color,
    );
    let mut dropped = false;
    if mark > 0.0 {
        let at = pos2(rect.right() - 14.0, rect.center().y);
        let icon = if on { icons::X } else { icons::CARET_DOWN };
        ink.text(at, Align2::CENTER_CENTER, icon, Face::Icon, 11.0, color);
        let pointer = response.interact_pointer_pos();
        dropped = on && response.clicked() && pointer.is_some_and(|p| p.x > rect.right() - 24.0);
    }
    let pressed = response.clicked() && !dropped;
    if cut {
        response.on_hover_text(text);
    }
    Some((rect, pressed, dropped))
}
