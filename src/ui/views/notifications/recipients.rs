//! 1: whom a batch is for, by tier and channel, and who is left out.

use egui::{Align2, Rect, ScrollArea, Sense, Ui, Vec2, pos2, vec2};

use super::super::super::context::Cx;
use super::super::super::shell::child;
use super::super::super::state::State;
use super::super::super::theme::{Face, icons, size};
use super::super::super::widgets::{Button, Ink, check_box, glyph, label, switch};
use super::parts::{Column, bar, card, channel, legend, menu, scrolled};
use crate::i18n::Message;
use crate::model::mask;
use crate::notify::{Apart, Channel, Kind, Leaving, Way};
use crate::session::post::{Look, Preview, Seen};

/// Lines of the list that are always there, its title with them.
const LEAST: f32 = 7.0;
/// Height of a line of the list.
const LINE: f32 = 24.0;

pub(super) fn show(ui: &mut Ui, cx: Cx<'_>, state: &mut State, room: Rect) {
    // In a low window it scrolls, so that the list keeps some lines.
    scrolled(ui, room, "recipients", |column| {
        whole(column, cx, state, room);
    });
}

/// All of the column.
fn whole(column: &mut Column<'_>, cx: Cx<'_>, state: &mut State, room: Rect) {
    let (theme, top) = (cx.theme, column.y - 14.0);
    let y = column.y;
    column.title(cx, &cx.t("notify-who"));
    let text = cx.t(if state.notify.from_list {
        "notify-from-run"
    } else {
        "notify-from-list"
    });
    let link = Button::new(&text).quiet();
    let wide = link.width(column.ui.painter());
    let at = Rect::from_min_size(
        pos2(column.right() - wide + 4.0, y - 4.0),
        vec2(wide, size::CONTROL),
    );
    if link.show(column.ui, theme, at, "from list").clicked() {
        state.notify.from_list = !state.notify.from_list;
    }
    if state.notify.drafting.kind == Kind::Place {
        place(column, cx, state);
    }
    let Some(preview) = cx.session.post().preview.clone() else {
        let text = match &cx.session.post().unseen {
            Some(why) => cx.say(why),
            None => cx.t("notify-counting"),
        };
        column.note(cx, icons::HOURGLASS, theme.t2, &text);
        return;
    };
    tiers(column, cx, state, &preview);
    exclusions(column, cx, state, &preview);
    totals(column, cx, &preview);
    let least = column.y + LEAST * LINE;
    let bottom = (top + room.height() - 6.0).max(least);
    people(column, cx, &preview, bottom);
    column.y = bottom - 8.0;
}

/// At which place they were exposed: those with the most people first.
fn place(column: &mut Column<'_>, cx: Cx<'_>, state: &mut State) {
    const MOST: usize = 24;
    let Some(desk) = cx.desk() else { return };
    let venues = cx.session.view().map_or(&[][..], |v| &v.venues);
    let venues = &venues[..venues.len().min(MOST)];
    let id = |place: u32| desk.run.records.places.row(place).id.clone();
    let named = |v: &crate::session::Venue| {
        format!(
            "{} · {}",
            desk.place_name(v.place),
            cx.n(u64::from(v.people()))
        )
    };
    let names: Vec<String> = venues.iter().map(named).collect();
    let chosen = &state.notify.drafting.criteria.place;
    let now = venues.iter().position(|v| Some(id(v.place)) == *chosen);
    let shown = now.map_or_else(|| cx.t("notify-place"), |n| names[n].clone());
    let button = Button::new(&shown).icon(icons::MAP_PIN).caret();
    let rect = Rect::from_min_size(
        pos2(column.left, column.y),
        vec2(column.width, size::CONTROL),
    );
    let pressed = button.show(column.ui, cx.theme, rect, "place");
    if let Some(n) = menu(cx, &pressed, &cx.t("notify-place"), &names, now) {
        state.notify.drafting.criteria.place = Some(id(venues[n].place));
    }
    column.y = rect.bottom() + 10.0;
}

/// Those of a batch, as it was drafted.
pub(super) fn of_batch(ui: &mut Ui, cx: Cx<'_>, look: &Look, seen: &Seen, room: Rect) {
    let theme = cx.theme;
    let batch = &seen.batch;
    let mut inner = child(ui, room, "batch recipients");
    let mut column = Column {
        ui: &mut inner,
        left: room.left() + size::PAD,
        width: room.width() - 2.0 * size::PAD,
        y: room.top() + 14.0,
    };
    column.title(cx, &cx.t("notify-who"));
    let rect = Rect::from_min_size(pos2(column.left, column.y), vec2(column.width, 74.0));
    card(column.ui, cx, rect, true);
    let by = Channel::ALL.map(|c| batch.count(Some(c), |_| true));
    let y = rect.top() + 18.0;
    let ink = column.ink();
    let people = Message::new("notify-batch-people").with("n", by.iter().sum::<usize>());
    let end = ink.text(
        pos2(rect.right() - 12.0, y),
        Align2::RIGHT_CENTER,
        cx.say(&people),
        Face::Semi,
        13.0,
        theme.t1,
    );
    ink.fit(
        pos2(rect.left() + 12.0, y),
        Align2::LEFT_CENTER,
        end.left() - rect.left() - 24.0,
        cx.t(&format!("kind-{}", batch.data.notice.kind.key())),
        Face::Medium,
        13.0,
        theme.t1,
    );
    channels(&column, cx, rect, by);
    column.y = rect.bottom() + 14.0;
    if !batch.data.left.is_empty() {
        column.caption(cx, &cx.t("notify-left-out"));
        for (key, count) in &batch.data.left {
            let name = cx.t(&format!("notify-no-{key}"));
            small(&mut column, cx, &name, &cx.n(*count as u64));
        }
        column.y += 6.0;
    }
    column.rule(cx);
    column.caption(cx, &cx.t("notify-of-batch"));
    column.y -= 4.0;
    let list = Rect::from_min_max(
        pos2(column.left, column.y),
        pos2(column.right(), room.bottom() - 6.0),
    );
    let Some(shown) = look.shown.as_ref().filter(|s| s.batch == batch.id) else {
        return;
    };
    let mut inner = child(column.ui, list, "batch people");
    ScrollArea::vertical()
        .id_salt("batch recipients")
        .auto_shrink([false, false])
        .show_rows(&mut inner, LINE, shown.rows.len(), |ui, range| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            for n in range {
                let m = &shown.rows[n];
                let (row, _) = ui.allocate_exact_size(vec2(list.width(), LINE), Sense::hover());
                let name = super::batches::name_of(cx, shown, n);
                let state = if m.channel == Channel::Call {
                    cx.t("way-call")
                } else {
                    cx.t(&format!("state-{}", m.state.key()))
                };
                let phone = mask::short(&m.address);
                let line = Line {
                    tier: Some(m.tier).filter(|t| *t > 0),
                    name: &name,
                    phone: &phone,
                    icon: channel(m.channel),
                    faint: false,
                };
                person(ui, cx, row, &line);
                let response = label(ui, row, ("of batch", m.id), format!("{name}, {state}"));
                response.on_hover_text(state);
            }
        });
}

/// Parts by channel in a card: a bar and counts.
fn channels(column: &Column<'_>, cx: Cx<'_>, rect: Rect, by: [usize; 3]) {
    let theme = cx.theme;
    let strip = Rect::from_min_max(
        pos2(rect.left() + 12.0, rect.top() + 34.0),
        pos2(rect.right() - 12.0, rect.top() + 40.0),
    );
    let parts = [(by[0], theme.acc), (by[1], theme.accln), (by[2], theme.ctl)];
    bar(column.ui, strip, &parts, theme.sunken);
    let mut x = rect.left() + 12.0;
    let y = rect.bottom() - if rect.height() < 70.0 { 11.0 } else { 17.0 };
    for (n, way) in Channel::ALL.into_iter().enumerate() {
        let name = cx.t(&format!("way-{}", way.key()));
        let count = cx.n(by[n] as u64);
        x = legend(
            column.ui,
            cx,
            pos2(x, y),
            channel(way),
            &name,
            &count,
            theme.t2,
        ) + 14.0;
    }
}

/// Somebody in a list.
struct Line<'l> {
    tier: Option<u8>,
    name: &'l str,
    phone: &'l str,
    icon: &'l str,
    faint: bool,
}

fn person(ui: &Ui, cx: Cx<'_>, row: Rect, line: &Line<'_>) {
    let theme = cx.theme;
    let y = row.center().y;
    glyph(
        ui.painter(),
        theme,
        pos2(row.left() + 6.0, y),
        10.0,
        line.tier,
    );
    let ink = Ink::new(ui.painter());
    ink.text(
        pos2(row.right() - 14.0, y),
        Align2::CENTER_CENTER,
        line.icon,
        Face::Icon,
        14.0,
        theme.t2,
    );
    let phone = ink.text(
        pos2(row.right() - 28.0, y),
        Align2::RIGHT_CENTER,
        line.phone,
        Face::Regular,
        12.0,
        theme.t3,
    );
    ink.fit(
        pos2(row.left() + 18.0, y),
        Align2::LEFT_CENTER,
        phone.left() - row.left() - 28.0,
        line.name,
        Face::Medium,
        13.0,
        if line.faint { theme.t3 } else { theme.t1 },
    );
}

/// A card for each tier.
fn tiers(column: &mut Column<'_>, cx: Cx<'_>, state: &mut State, preview: &Preview) {
    let theme = cx.theme;
    let kind = state.notify.drafting.kind;
    for tier in &preview.tiers {
        let chosen = &state.notify.drafting.criteria.tiers;
        let on = if chosen.is_empty() {
            kind.tiers().contains(&tier.tier)
        } else {
            chosen.contains(&tier.tier)
        };
        let high = if cx.narrow { 62.0 } else { 74.0 };
        let rect = Rect::from_min_size(pos2(column.left, column.y), vec2(column.width, high));
        card(column.ui, cx, rect, on);
        let y = rect.top() + 18.0;
        let name = cx.say(
            &Message::new("notify-tier")
                .with("tier", format!("F{}", tier.tier))
                .with("n", tier.all),
        );
        let square = Rect::from_center_size(pos2(rect.left() + 20.0, y), vec2(26.0, 26.0));
        let clicked = check_box(column.ui, theme, square, &name, on).clicked();
        glyph(
            column.ui.painter(),
            theme,
            pos2(rect.left() + 42.0, y),
            12.0,
            Some(tier.tier),
        );
        let ink = column.ink();
        let code = ink.text(
            pos2(rect.left() + 54.0, y),
            Align2::LEFT_CENTER,
            format!("F{}", tier.tier),
            Face::Semi,
            14.0,
            theme.t1,
        );
        let number = ink.text(
            pos2(code.right() + 8.0, y),
            Align2::LEFT_CENTER,
            cx.n(tier.all as u64),
            Face::Semi,
            14.0,
            theme.t1,
        );
        let left = tier.all - tier.by.iter().sum::<usize>();
        let said = if left > 0 {
            cx.say(&Message::new("notify-tier-left").with("n", left))
        } else if on {
            cx.t("notify-tier-on")
        } else {
            cx.t("notify-tier-off")
        };
        ink.fit(
            pos2(rect.right() - 12.0, y),
            Align2::RIGHT_CENTER,
            rect.right() - number.right() - 24.0,
            said,
            Face::Regular,
            12.0,
            theme.t3,
        );
        channels(column, cx, rect, tier.by);
        if clicked {
            let criteria = &mut state.notify.drafting.criteria;
            if criteria.tiers.is_empty() {
                criteria.tiers = kind.tiers().to_vec();
            }
            if on {
                criteria.tiers.retain(|t| *t != tier.tier);
            } else {
                criteria.tiers.push(tier.tier);
                criteria.tiers.sort_unstable();
            }
            // None at all is nobody, which is not the same as nothing chosen.
            if criteria.tiers.is_empty() {
                criteria.tiers.push(0);
            } else {
                criteria.tiers.retain(|t| *t != 0);
            }
        }
        column.y = rect.bottom() + 8.0;
    }
    column.y += 6.0;
}

/// Who is left out or apart unless a switch says otherwise.
fn exclusions(column: &mut Column<'_>, cx: Cx<'_>, state: &mut State, preview: &Preview) {
    column.caption(cx, &cx.t("notify-left-out"));
    let count = |way: Way| preview.counts.way(way) as u64;
    let criteria = &mut state.notify.drafting.criteria;
    let rows = [
        (
            "notify-no-notified",
            &mut criteria.keep_notified,
            count(Way::Left(Leaving::Notified)),
        ),
        (
            "notify-no-opted-out",
            &mut criteria.keep_opted_out,
            count(Way::Left(Leaving::OptedOut)),
        ),
        (
            "notify-call-shared",
            &mut criteria.message_shared,
            count(Way::Call(Apart::SharedPhone)),
        ),
    ];
    for (key, kept, count) in rows {
        let y = column.y + 11.0;
        let name = cx.t(key);
        let knob = Rect::from_min_size(pos2(column.left, y - 8.0), vec2(28.0, 16.0));
        let pressed = switch(column.ui, cx.theme, knob, &name, !*kept);
        let ink = column.ink();
        let number = ink.text(
            pos2(column.right(), y),
            Align2::RIGHT_CENTER,
            cx.n(count),
            Face::Medium,
            13.0,
            cx.theme.t2,
        );
        ink.fit(
            pos2(knob.right() + 8.0, y),
            Align2::LEFT_CENTER,
            number.left() - knob.right() - 16.0,
            &name,
            Face::Regular,
            13.0,
            cx.theme.t1,
        );
        if pressed {
            *kept = !*kept;
        }
        column.y += 26.0;
    }
    for leaving in [Leaving::ToCorrect, Leaving::Over] {
        let count = preview.counts.way(Way::Left(leaving));
        if count > 0 {
            let name = cx.t(&format!("notify-no-{}", leaving.key()));
            small(column, cx, &name, &cx.n(count as u64));
        }
    }
    column.y += 6.0;
    column.rule(cx);
}

/// What is sent, and that nobody is lost on the way.
fn totals(column: &mut Column<'_>, cx: Cx<'_>, preview: &Preview) {
    column.caption(cx, &cx.t("notify-will"));
    let counts = &preview.counts;
    for (key, way) in [
        ("notify-will-push", Channel::Push),
        ("notify-will-sms", Channel::Sms),
        ("notify-will-call", Channel::Call),
    ] {
        let count = cx.n(counts.channel(way) as u64);
        column.number(cx, channel(way), &cx.t(key), &count, false);
    }
    for apart in Apart::ALL {
        let count = counts.way(Way::Call(apart));
        if count > 0 {
            let name = cx.t(&format!("notify-{}", apart.key()));
            small(column, cx, &name, &cx.n(count as u64));
        }
    }
    let some = [
        ("notify-guardians", counts.guardians),
        ("notify-declared", counts.declared),
        ("notify-raised", counts.raised),
    ];
    for (key, count) in some {
        if count > 0 {
            small(column, cx, &cx.t(key), &cx.n(count as u64));
        }
    }
    column.y += 2.0;
    column.rule(cx);
    column.y -= 8.0;
    let (all, total) = (counts.all, counts.reached);
    column.number(cx, "", &cx.t("notify-total"), &cx.n(total as u64), true);
    let left: usize = Leaving::ALL.iter().map(|l| counts.way(Way::Left(*l))).sum();
    let text = cx.say(
        &Message::new("notify-adds-up")
            .with("all", all)
            .with("left", left)
            .with("total", total),
    );
    column.note(cx, icons::INFO, cx.theme.t3, &text);
    column.y += 2.0;
    column.rule(cx);
}

fn small(column: &mut Column<'_>, cx: Cx<'_>, name: &str, count: &str) {
    let y = column.y + 7.0;
    let ink = column.ink();
    let end = ink.text(
        pos2(column.right(), y),
        Align2::RIGHT_CENTER,
        count,
        Face::Medium,
        12.0,
        cx.theme.t3,
    );
    let at = pos2(column.left + 22.0, y);
    let width = end.left() - at.x - 8.0;
    ink.fit(
        at,
        Align2::LEFT_CENTER,
        width,
        name,
        Face::Regular,
        12.0,
        cx.theme.t3,
    );
    let rect = Rect::from_min_max(pos2(column.left, y - 8.0), pos2(column.right(), y + 8.0));
    label(column.ui, rect, ("small", name), format!("{name} {count}"));
    column.y += 18.0;
}

/// Everybody, one by one.
fn people(column: &mut Column<'_>, cx: Cx<'_>, preview: &Preview, bottom: f32) {
    column.caption(cx, &cx.t("notify-people"));
    column.y -= 4.0;
    let list = Rect::from_min_max(pos2(column.left, column.y), pos2(column.right(), bottom));
    let Some(desk) = cx.desk().filter(|d| d.number == preview.run) else {
        return;
    };
    let all = &preview.selection.all;
    let mut inner = child(column.ui, list, "people");
    ScrollArea::vertical()
        .id_salt("recipients")
        .auto_shrink([false, false])
        .show_rows(&mut inner, LINE, all.len(), |ui, range| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            for recipient in &all[range] {
                let (row, _) = ui.allocate_exact_size(vec2(list.width(), LINE), Sense::hover());
                let (icon, faint) = match recipient.way {
                    Way::Left(_) => (icons::PROHIBIT, true),
                    way => (way.channel().map_or("", channel), false),
                };
                let name = desk.name(recipient.person);
                let shown = mask::short(&recipient.address);
                let line = Line {
                    tier: Some(recipient.tier).filter(|t| *t > 0),
                    name: &name,
                    phone: &shown,
                    icon,
                    faint,
                };
                person(ui, cx, row, &line);
                let why = cx.t(&format!("way-{}", recipient.way.key()));
                let response = label(
                    ui,
                    row,
                    ("recipient", recipient.person),
                    format!("{name}, {why}"),
                );
                response.on_hover_text(why);
            }
        });
}
