//! The line list.

mod cells;
mod choose;
mod filters;

use egui::{Align2, Key, Modifiers, Rect, Stroke, Ui, pos2, vec2};

use super::super::command::{Action, UiCommand};
use super::super::context::Cx;
use super::super::state::{Popover, State, Tab};
use super::super::theme::{Face, icons, size};
use super::super::widgets::{Button, Ink, label};
use crate::i18n::Message;
use crate::session::{Column, Command, Culprit, Filter, Focus, Found};

/// Rows that can be copied at once; more go into a file.
const MOST_COPIED: usize = 2_000;

/// Height of the bar for checked rows.
const BULK: f32 = 42.0;

/// Shows the line list.
pub fn show(ui: &mut Ui, cx: Cx<'_>, state: &mut State) {
    let (room, theme) = (ui.max_rect(), cx.theme);
    ui.painter().rect_filled(room, 0.0, theme.surface);
    let header = Rect::from_min_size(room.min, vec2(room.width(), size::HEADER));
    show_header(ui, cx, state, header);
    let bar = Rect::from_min_size(header.left_bottom(), vec2(room.width(), size::FILTERS));
    filters::show(ui, cx, state, bar);
    let mut table = Rect::from_min_max(pos2(room.left(), bar.bottom()), room.max);
    if !state.checked.is_empty() {
        let bulk = Rect::from_min_max(pos2(room.left(), room.bottom() - BULK), room.max);
        show_bulk(ui, cx, state, bulk);
        table.max.y = bulk.top();
    }
    ui.painter().hline(
        table.x_range(),
        table.top() + 0.5,
        Stroke::new(1.0, theme.line),
    );
    match cx.session.found() {
        None => skeleton(ui, cx, table),
        Some(found) if found.rows.is_empty() => nothing(ui, cx, state, table, found),
        Some(found) => {
            move_focus(ui, cx, state, found, table);
            cells::show(ui, cx, state, table, found);
        }
    }
    choose::popovers(ui, cx, state, room);
}

/// The columns shown: in a narrow window phone and source give way, unless the user chose.
pub fn columns(cx: Cx<'_>) -> Vec<Column> {
    let workspace = cx.session.workspace();
    if cx.narrow && workspace.columns.is_none() {
        return Column::FIRST
            .iter()
            .copied()
            .filter(|c| !matches!(c, Column::Phone | Column::Source))
            .collect();
    }
    workspace.shown().to_vec()
}

fn show_header(ui: &Ui, cx: Cx<'_>, state: &mut State, bar: Rect) {
    let theme = cx.theme;
    let export = cx.t("contacts-export");
    let button = Button::new(&export).icon(icons::EXPORT).caret();
    let width = button.width(ui.painter());
    let y = bar.center().y - 15.0;
    let at = Rect::from_min_size(pos2(bar.right() - width - 12.0, y), vec2(width, 30.0));
    if button.show(ui, theme, at, "export").clicked() {
        state.popover = Some(Popover::Export);
    }
    let text = cx.say(
        &Message::new("contacts-columns")
            .with("n", columns(cx).len())
            .with("of", Column::ALL.len()),
    );
    let button = Button::new(&text).icon(icons::COLUMNS);
    let width = button.width(ui.painter());
    let at = Rect::from_min_size(pos2(at.left() - width - 8.0, y), vec2(width, 30.0));
    if button.show(ui, theme, at, "columns").clicked() {
        state.popover = Some(Popover::Columns);
    }
    let ink = Ink::new(ui.painter());
    let title = ink.text(
        pos2(bar.left() + size::PAD, bar.center().y),
        Align2::LEFT_CENTER,
        cx.t("view-contacts"),
        Face::Semi,
        17.0,
        theme.t1,
    );
    let sentence = sentence(cx);
    let (rect, cut) = ink.fit(
        pos2(title.right() + 14.0, bar.center().y + 1.0),
        Align2::LEFT_CENTER,
        at.left() - title.right() - 30.0,
        &sentence,
        Face::Regular,
        12.0,
        theme.t2,
    );
    let told = label(ui, rect, "sentence", sentence.clone());
    if cut {
        told.on_hover_text(sentence);
    }
}

/// How many people, of which tiers, in which order, in which window.
fn sentence(cx: Cx<'_>) -> String {
    let workspace = cx.session.workspace();
    let count = cx.session.found().map_or(0, |f| f.rows.len());
    let tiers = cx.desk().map_or(0, |d| d.list.totals.len());
    let shown: Vec<String> = (0..tiers.min(6))
        .filter(|&t| workspace.filter.tiers[t])
        .map(|t| format!("F{t}"))
        .collect();
    let mut parts = vec![cx.say(&Message::new("contacts-count").with("n", count))];
    if !shown.is_empty() {
        parts.push(shown.join(", "));
    }
    if let Some((column, _)) = workspace.order.first() {
        let key = format!("sorted-{}", column.key());
        parts.push(cx.t(&key));
    }
    if workspace.window.is_some() {
        parts.push(cx.t("contacts-in-window"));
    }
    parts.join(" · ")
}

fn show_bulk(ui: &Ui, cx: Cx<'_>, state: &mut State, bar: Rect) {
    let theme = cx.theme;
    ui.painter().rect_filled(bar, 0.0, theme.app);
    ui.painter()
        .hline(bar.x_range(), bar.top() + 0.5, Stroke::new(1.0, theme.line));
    let text = cx.say(&Message::new("contacts-checked").with("n", state.checked.len()));
    let word = Ink::new(ui.painter()).text(
        pos2(bar.left() + size::PAD, bar.center().y),
        Align2::LEFT_CENTER,
        &text,
        Face::Semi,
        12.0,
        theme.t1,
    );
    label(ui, word, "checked", text);
    let mut x = word.right() + 16.0;
    for (key, icon) in [
        ("contacts-export-checked", icons::EXPORT),
        ("contacts-copy-checked", icons::COPY),
    ] {
        let text = cx.t(key);
        // A clipboard is no place for a whole list, and a frame has no time to write one.
        let fits = key != "contacts-copy-checked" || state.checked.len() <= MOST_COPIED;
        let button = Button::new(&text).icon(icon).quiet().enabled(fits);
        let width = button.width(ui.painter()) + 8.0;
        let at = Rect::from_min_size(pos2(x, bar.center().y - 15.0), vec2(width, 30.0));
        if button.show(ui, theme, at, key).clicked() {
            if key == "contacts-export-checked" {
                state.popover = Some(Popover::Export);
            } else {
                cx.send(UiCommand::Copy(copy_text(cx, state)));
            }
        }
        x += width + 8.0;
    }
    let text = cx.t("contacts-uncheck");
    let button = Button::new(&text).keys("Esc").quiet();
    let width = button.width(ui.painter()) + 8.0;
    let at = Rect::from_min_size(
        pos2(bar.right() - width - 12.0, bar.center().y - 15.0),
        vec2(width, 30.0),
    );
    let escape = state.popover.is_none()
        && !state.find_left
        && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape));
    if button.show(ui, theme, at, "uncheck").clicked() || escape {
        let rows = state.checked.iter().collect();
        cx.send(UiCommand::Check(rows, false));
    }
}

/// The checked rows as they are displayed, tab by tab.
fn copy_text(cx: Cx<'_>, state: &State) -> String {
    let Some(desk) = cx.desk() else {
        return String::new();
    };
    let columns = columns(cx);
    let mut out = String::new();
    for n in state.checked.iter() {
        let row = &desk.list.rows[n as usize];
        let cells: Vec<String> = columns
            .iter()
            .map(|c| cells::text(cx, desk, row, *c))
            .collect();
        out.push_str(&cells.join("\t"));
        out.push('\n');
    }
    out
}

/// Arrow keys move the focus, X checks, Enter opens the chain.
fn move_focus(ui: &mut Ui, cx: Cx<'_>, state: &mut State, found: &Found, table: Rect) {
    // A widget that has the focus takes its keys itself.
    let elsewhere = ui.memory(|m| m.focused().is_some());
    if elsewhere || state.popover.is_some() {
        return;
    }
    let page = ((table.height() - size::TABLE_HEADER) / size::ROW) as usize;
    let (step, extend, check, enter) = ui.input_mut(|i| {
        let mut step: isize = 0;
        let mut extend = false;
        for (key, by) in [
            (Key::ArrowDown, 1),
            (Key::ArrowUp, -1),
            (Key::PageDown, page as isize),
            (Key::PageUp, -(page as isize)),
            (Key::Home, isize::MIN / 2),
            (Key::End, isize::MAX / 2),
        ] {
            // Without Shift would match with it too.
            if i.consume_key(Modifiers::SHIFT, key) {
                step = by;
                extend = true;
            } else if i.consume_key(Modifiers::NONE, key) {
                step = by;
            }
        }
        (
            step,
            extend,
            i.consume_key(Modifiers::NONE, Key::X),
            i.consume_key(Modifiers::NONE, Key::Enter),
        )
    });
    let Some(desk) = cx.desk() else { return };
    let focused = match cx.session.focus() {
        Some(Focus::Person(person)) => desk.list.index_of(person),
        _ => None,
    };
    if step != 0 {
        let at = focused.and_then(|n| found.rows.iter().position(|&r| r == n));
        let last = found.rows.len() as isize - 1;
        let next = at.map_or(if step > 0 { 0 } else { last }, |a| {
            (a as isize).saturating_add(step).clamp(0, last)
        }) as usize;
        let row = found.rows[next];
        if extend {
            let from = at.unwrap_or(next);
            let range = from.min(next)..=from.max(next);
            let rows = found.rows[range].to_vec();
            cx.send(UiCommand::Check(rows, true));
        }
        let person = desk.list.rows[row as usize].person;
        cx.send(UiCommand::Focus(Some(Focus::Person(person))));
    }
    if let Some(row) = focused {
        if check {
            let on = !state.checked.contains(row);
            cx.send(UiCommand::Check(vec![row], on));
        }
        if enter {
            state.inspector = true;
            state.tab = Tab::Why;
        }
    }
}

/// Rows to come.
fn skeleton(ui: &Ui, cx: Cx<'_>, table: Rect) {
    let painter = ui.painter();
    let mut y = table.top() + size::TABLE_HEADER;
    let mut n = 0u8;
    while y + size::ROW < table.bottom() {
        let mut x = table.left() + size::PAD;
        for (k, share) in [0.06, 0.2, 0.14, 0.18, 0.12].iter().enumerate() {
            let wobble = 1.0 - f32::from((n + k as u8 * 3) % 5) * 0.08;
            let width = table.width() * share * wobble;
            let bar = Rect::from_min_size(pos2(x, y + 9.0), vec2(width, 12.0));
            painter.rect_filled(bar, 4.0, cx.theme.sunken);
            x += table.width() * share + 20.0;
        }
        y += size::ROW;
        n = n.wrapping_add(1);
    }
}

/// Which condition leaves nobody, and a way to drop it.
fn nothing(ui: &Ui, cx: Cx<'_>, state: &mut State, table: Rect, found: &Found) {
    let theme = cx.theme;
    let ink = Ink::new(ui.painter());
    let culprit = found.culprit.unwrap_or(Culprit::Together);
    let middle = pos2(table.center().x, table.top() + table.height() * 0.4);
    ink.text(
        middle - vec2(0.0, 52.0),
        Align2::CENTER_CENTER,
        icons::FUNNEL_X,
        Face::Icon,
        32.0,
        theme.t3,
    );
    let title = cx.t("contacts-nobody");
    let rect = ink.text(
        middle - vec2(0.0, 14.0),
        Align2::CENTER_CENTER,
        &title,
        Face::Semi,
        14.0,
        theme.t1,
    );
    label(ui, rect, "nobody", title);
    let key = match culprit {
        Culprit::Tiers => "nobody-tiers",
        Culprit::Text => "nobody-text",
        Culprit::Spot => "nobody-spot",
        Culprit::Source => "nobody-source",
        Culprit::Districts => "nobody-districts",
        Culprit::Dated => "nobody-dated",
        Culprit::Window => "nobody-window",
        Culprit::Together => "nobody-together",
        Culprit::Contacts => "nobody-contacts",
        Culprit::Run => "nobody-run",
    };
    let total = cx.desk().map_or(0, |d| d.list.rows.len());
    let why = cx.say(&Message::new(key).with("n", total));
    let rect = ink.text(
        middle + vec2(0.0, 8.0),
        Align2::CENTER_CENTER,
        &why,
        Face::Regular,
        12.0,
        theme.t2,
    );
    label(ui, rect, "why nobody", why);
    if matches!(culprit, Culprit::Run | Culprit::Contacts) {
        let text = cx.t("act-add-files");
        let button = Button::new(&text).icon(icons::FILE_PLUS).primary();
        let width = button.width(ui.painter());
        let at = Rect::from_min_size(
            pos2(middle.x - width / 2.0, middle.y + 30.0),
            vec2(width, 30.0),
        );
        if button.show(ui, theme, at, "add").clicked() {
            cx.act(Action::AddFiles);
        }
        return;
    }
    let (one, all) = (cx.t("nobody-drop"), cx.t("nobody-drop-all"));
    let drop_one = Button::new(&one).primary();
    let drop_all = Button::new(&all);
    let widths = (drop_one.width(ui.painter()), drop_all.width(ui.painter()));
    let single = culprit != Culprit::Together;
    let sum = widths.1 + if single { widths.0 + 8.0 } else { 0.0 };
    let mut at = Rect::from_min_size(
        pos2(middle.x - sum / 2.0, middle.y + 30.0),
        vec2(widths.0, 30.0),
    );
    if single {
        if drop_one.show(ui, theme, at, "drop one").clicked() {
            drop(cx, state, culprit);
        }
        at.min.x = at.right() + 8.0;
    }
    at.set_width(widths.1);
    if drop_all.show(ui, theme, at, "drop all").clicked() {
        cx.act(Action::WindowAll);
        cx.act(Action::ClearFilters);
    }
}

fn drop(cx: Cx<'_>, state: &mut State, culprit: Culprit) {
    let mut filter = cx.session.workspace().filter.clone();
    match culprit {
        Culprit::Tiers => filter.tiers = Filter::default().tiers,
        Culprit::Text => {
            filter.text.clear();
            state.find.clear();
        }
        Culprit::Spot => filter.spot = None,
        Culprit::Source => filter.source = None,
        Culprit::Districts => filter.districts.clear(),
        Culprit::Dated => filter.hide_dated = false,
        Culprit::Window => return cx.act(Action::WindowAll),
        Culprit::Together | Culprit::Contacts | Culprit::Run => {}
    }
    cx.run(Command::SetFilter(Box::new(filter)));
}
