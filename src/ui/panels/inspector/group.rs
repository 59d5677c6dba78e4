//! A group of the network: who is in it.

use egui::{Align2, Rect, Ui, pos2, vec2};

use super::super::super::context::Cx;
use super::super::super::state::State;
use super::super::super::theme::{Face, icons, size};
use super::super::super::widgets::{Ink, icon_button, label, tier_chip};
use crate::i18n::Message;
use crate::session::network::{Common, Who};

pub fn show(ui: &mut Ui, cx: Cx<'_>, state: &mut State) {
    let (room, theme) = (ui.max_rect(), cx.theme);
    let (Some(desk), Some(network), Some(key)) =
        (cx.desk(), cx.session.network(), state.network.open.clone())
    else {
        state.network.open = None;
        return;
    };
    let found = network.nodes.iter().find_map(|n| match &n.who {
        Who::Group(common, rows) if n.tier == key.tier && common.bare() == key.common => {
            Some((common, rows))
        }
        _ => None,
    });
    let Some((common, rows)) = found else {
        state.network.open = None;
        return;
    };
    let x = room.left() + size::PAD;
    tier_chip(
        ui.painter(),
        theme,
        pos2(x, room.top() + 26.0),
        Some(key.tier),
        &cx.tier(Some(key.tier)),
    );
    let close = Rect::from_min_size(
        pos2(room.right() - 42.0, room.top() + 12.0),
        vec2(28.0, 28.0),
    );
    if icon_button(ui, theme, close, icons::X, &cx.t("word-close"), false).clicked() {
        state.network.open = None;
    }
    let ink = Ink::new(ui.painter());
    let name = common_name(cx, common);
    let rect = ink
        .fit(
            pos2(x, room.top() + 58.0),
            Align2::LEFT_CENTER,
            room.width() - 2.0 * size::PAD,
            &name,
            Face::Semi,
            17.0,
            theme.t1,
        )
        .0;
    label(ui, rect, "group", name);
    let sub = cx.say(&Message::new("group-people").with("n", rows.len()));
    let ink = Ink::new(ui.painter());
    ink.text(
        pos2(x, room.top() + 80.0),
        Align2::LEFT_CENTER,
        sub,
        Face::Regular,
        12.0,
        theme.t2,
    );
    let body = Rect::from_min_max(pos2(room.left() + 1.0, room.top() + 96.0), room.max);
    let mut inner = super::super::super::shell::child(ui, body, "members");
    let width = body.width() - 2.0 * size::PAD;
    egui::ScrollArea::vertical()
        .id_salt("members")
        .auto_shrink([false, false])
        .show_rows(&mut inner, 28.0, rows.len(), |ui, range| {
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            let mut pen = super::pen::Pen::new(ui, cx, width);
            for n in range {
                let row = &desk.list.rows[rows[n] as usize];
                let detail = format!(
                    "{} · {}",
                    if row.at > 0 {
                        cx.when(row.at)
                    } else {
                        String::new()
                    },
                    cx.texts.decimal(row.risk, 2)
                );
                pen.person(state, row.person, &detail);
            }
        });
}

/// What a group has in common, in words.
pub fn common_name(cx: Cx<'_>, common: &Common) -> String {
    let Some(desk) = cx.desk() else {
        return String::new();
    };
    match common {
        Common::Place(place) => desk.place_name(*place).to_owned(),
        Common::Households(n) => cx.say(&Message::new("group-households").with("n", *n)),
        Common::Meetings => cx.t("group-meetings"),
        Common::District(name) if name.is_empty() => cx.t("group-no-district"),
        Common::District(name) => name.clone(),
        Common::Source(person) => {
            cx.say(&Message::new("group-source").with("name", cx.person_name(*person)))
        }
        Common::Others(n) => cx.say(&Message::new("group-others").with("n", *n)),
        Common::Day(day) if *day < 0 => cx.t("group-undated"),
        Common::Day(day) => cx.say(&Message::new("group-day").with("day", cx.day(*day))),
    }
}
