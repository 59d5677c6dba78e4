//! The inspector: everything about the person or place that is looked at.

mod chain;
mod group;
mod head;
mod journey;
mod pen;
mod place;
mod profile;

use egui::{Align2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::super::command::Action;
use super::super::context::Cx;
use super::super::state::{State, Tab, View};
use super::super::theme::{Face, icons, size};
use super::super::widgets::{Button, Ink};
use crate::session::{Dossier, Focus};
use pen::Pen;

/// Height of the tabs.
const TABS: f32 = 40.0;

/// Shows the inspector.
pub fn show(ui: &mut Ui, cx: Cx<'_>, state: &mut State) {
    let (room, theme) = (ui.max_rect(), cx.theme);
    ui.painter().rect_filled(room, 0.0, theme.surface);
    ui.painter().vline(
        room.left() + 0.5,
        room.y_range(),
        Stroke::new(1.0, theme.line),
    );
    if state.view == View::Network && state.network.open.is_some() {
        group::show(ui, cx, state);
        return;
    }
    let Some(focus) = cx.session.focus() else {
        empty(ui, cx, state);
        return;
    };
    let below = head::show(ui, cx, state, focus);
    let foot = Rect::from_min_max(pos2(room.left(), room.bottom() - size::FOOT), room.max);
    let tabs = Rect::from_min_max(pos2(room.left(), below), pos2(room.right(), below + TABS));
    show_tabs(ui, cx, state, tabs, focus);
    let body = Rect::from_min_max(
        pos2(room.left() + 1.0, tabs.bottom()),
        pos2(room.right(), foot.top()),
    );
    match cx.session.dossier() {
        None => waiting(ui, cx, body),
        Some(dossier) => {
            let salt = (focus, state.tab as u8, state.chain);
            scroll(ui, cx, body, salt, |pen| match dossier.as_ref() {
                Dossier::Person(person) => match state.tab {
                    Tab::Why => chain::show(pen, state, person),
                    Tab::Profile => profile::show(pen, state, person),
                    Tab::Journey => journey::show(pen, state, person),
                    Tab::Log => profile::log(pen, person.person),
                },
                Dossier::Place(place) => place::show(pen, state, place),
            });
        }
    }
    show_foot(ui, cx, state, foot, focus);
}

/// A scrolled column.
fn scroll(
    ui: &mut Ui,
    cx: Cx<'_>,
    body: Rect,
    salt: impl std::hash::Hash + std::fmt::Debug,
    content: impl FnOnce(&mut Pen<'_, '_>),
) {
    let mut inner = super::super::shell::child(ui, body, "body");
    egui::ScrollArea::vertical()
        .id_salt(egui::IdSalt::new(salt))
        .auto_shrink([false, false])
        .show(&mut inner, |ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            let width = body.width() - 2.0 * size::PAD;
            content(&mut Pen::new(ui, cx, width));
            ui.add_space(16.0);
        });
}

/// Nobody is looked at: how to begin, and the places with the most people exposed.
fn empty(ui: &mut Ui, cx: Cx<'_>, state: &mut State) {
    const PLACES: usize = 12;
    let (room, theme) = (ui.max_rect(), cx.theme);
    let ink = Ink::new(ui.painter());
    let middle = pos2(room.center().x, room.top() + 86.0);
    ink.text(
        middle - vec2(0.0, 40.0),
        Align2::CENTER_CENTER,
        icons::USER_CIRCLE,
        Face::Icon,
        34.0,
        theme.t3,
    );
    ink.text(
        middle,
        Align2::CENTER_CENTER,
        cx.t("inspector-empty"),
        Face::Semi,
        14.0,
        theme.t1,
    );
    let text = super::super::widgets::elided(
        ui.painter(),
        cx.t("inspector-empty-hint"),
        room.width() - 60.0,
        4,
        Face::Regular,
        12.0,
        theme.t2,
    );
    let at = pos2(middle.x - text.size().x / 2.0, middle.y + 16.0);
    ui.painter().galley(at, text, theme.t2);
    let (Some(desk), Some(view)) = (cx.desk(), cx.session.view()) else {
        return;
    };
    if view.venues.is_empty() {
        return;
    }
    let body = Rect::from_min_max(
        pos2(room.left() + 1.0, middle.y + 60.0),
        room.right_bottom(),
    );
    scroll(ui, cx, body, "busiest", |pen| {
        pen.section(&cx.t("inspector-busiest"), &cx.t("inspector-busiest-unit"));
        for venue in view.venues.iter().take(PLACES) {
            pen.place(
                state,
                venue.place,
                desk.place_name(venue.place),
                &cx.n(venue.people().into()),
            );
        }
    });
}

fn waiting(ui: &Ui, cx: Cx<'_>, body: Rect) {
    let painter = ui.painter();
    for n in 0..5u8 {
        let y = body.top() + 24.0 + f32::from(n) * 64.0;
        let line = Rect::from_min_size(pos2(body.left() + 16.0, y), vec2(body.width() * 0.5, 12.0));
        painter.rect_filled(line, 4.0, cx.theme.sunken);
        let block = Rect::from_min_size(
            pos2(body.left() + 16.0, y + 20.0),
            vec2(body.width() - 32.0, 28.0),
        );
        painter.rect_filled(block, 6.0, cx.theme.app);
    }
}

fn show_tabs(ui: &Ui, cx: Cx<'_>, state: &mut State, bar: Rect, focus: Focus) {
    let theme = cx.theme;
    ui.painter().hline(
        bar.x_range(),
        bar.bottom() - 0.5,
        Stroke::new(1.0, theme.line),
    );
    let tabs: Vec<(Tab, String)> = match focus {
        Focus::Place(_) => vec![(Tab::Why, cx.t("tab-place"))],
        Focus::Person(person) => {
            let why = match cx.tier_of(person) {
                None => cx.t("tab-why-not"),
                tier => cx.say(&crate::i18n::Message::new("tab-why").with("tier", cx.tier(tier))),
            };
            vec![
                (Tab::Why, why),
                (Tab::Profile, cx.t("tab-profile")),
                (Tab::Journey, cx.t("tab-journey")),
                (Tab::Log, cx.t("tab-log")),
            ]
        }
    };
    let mut x = bar.left() + size::PAD;
    for (tab, name) in tabs {
        let ink = Ink::new(ui.painter());
        let on = state.tab == tab;
        let face = if on { Face::Semi } else { Face::Medium };
        let width = ink.width(&name, face, 13.0);
        let rect = Rect::from_min_size(pos2(x - 6.0, bar.top()), vec2(width + 12.0, bar.height()));
        let response = ui.interact(rect, ui.scope_id().with(("tab", &name)), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, on, &name));
        let color = if on || response.hovered() {
            theme.t1
        } else {
            theme.t2
        };
        ink.text(
            pos2(x, bar.center().y),
            Align2::LEFT_CENTER,
            &name,
            face,
            13.0,
            color,
        );
        if on {
            let line = Rect::from_min_max(
                pos2(x - 2.0, bar.bottom() - 2.0),
                pos2(x + width + 2.0, bar.bottom()),
            );
            ui.painter().rect_filled(line, 1.0, theme.acc);
        }
        super::super::widgets::focus_ring(ui.painter(), theme, &response, rect.shrink(5.0));
        if response.clicked() {
            state.tab = tab;
        }
        x += width + 18.0;
    }
}

/// Where else the focus can be seen.
fn show_foot(ui: &Ui, cx: Cx<'_>, state: &State, foot: Rect, focus: Focus) {
    let theme = cx.theme;
    ui.painter().hline(
        foot.x_range(),
        foot.top() + 0.5,
        Stroke::new(1.0, theme.line),
    );
    let views: Vec<View> = [View::Contacts, View::Map, View::Network]
        .into_iter()
        .filter(|v| *v != state.view)
        .collect();
    let width = (foot.width() - 2.0 * size::PAD - 8.0) / views.len() as f32;
    let mut x = foot.left() + size::PAD;
    for view in views {
        let rect = Rect::from_min_size(pos2(x, foot.top() + 10.0), vec2(width, size::CONTROL));
        let key = match view {
            View::Contacts => "foot-contacts",
            View::Map => "foot-map",
            _ => "foot-network",
        };
        let text = cx.t(key);
        let button = Button::new(&text).icon(view.icon());
        if button.show(ui, theme, rect, key).clicked() {
            if let (View::Contacts, Focus::Place(place)) = (view, focus) {
                place::filter_by(cx, place);
            }
            cx.act(Action::Show(view));
        }
        x += width + 8.0;
    }
}
