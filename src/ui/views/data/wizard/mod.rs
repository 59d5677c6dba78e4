//! A file that needs a person before it is read: what it is, which columns are which fields, what becomes of its rows.

mod columns;
mod pick;
mod preview;
mod problems;
mod trouble;

use std::sync::Arc;

use egui::{Align2, Rect, ScrollArea, Sense, Stroke, TextEdit, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::super::super::context::Cx;
use super::super::super::shell::child;
use super::super::super::state::State;
use super::super::super::theme::{Face, icons, size};
use super::super::super::widgets::{Button, Ink, chip, label};
use crate::i18n::Message;
use crate::ingest::survey::{Draft, Kind, OrderDoubt, Surveyed};
use crate::ingest::{Corrections, DateOrder, Encoding, Profile, Reason, Role};
use crate::model::mask;
use crate::session::{Command, Import, Looked, Rehearsal, Work};

/// Between cards.
const GAP: f32 = 14.0;

/// What the user has chosen for the file that is looked over.
#[derive(Clone, Default)]
pub struct WizardState {
    of: Option<u64>,
    /// Nothing was chosen yet.
    new: bool,
    table: usize,
    draft: Option<Draft>,
    /// The mapping's name.
    name: String,
    /// What was tried last.
    asked: Option<(Draft, Arc<Corrections>)>,
    rows: Shown,
    /// The cause that is looked at.
    reason: Option<Reason>,
    encoding: Option<Encoding>,
    password: String,
}

impl std::fmt::Debug for WizardState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WizardState")
            .field("table", &self.table)
            .finish_non_exhaustive()
    }
}

/// Which rows are previewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Shown {
    #[default]
    First,
    Around,
    Held,
}

/// What the wizard's parts look at.
#[derive(Clone, Copy)]
struct At<'w> {
    cx: Cx<'w>,
    looked: &'w Looked,
    draft: &'w Draft,
    /// What became of the rows under this very draft.
    rehearsal: Option<&'w Rehearsal>,
}

impl At<'_> {
    /// The columns that fields are taken from, in the file's order, with their fields.
    fn used(&self) -> Vec<(usize, usize)> {
        let columns = 0..self.looked.survey.columns.len();
        columns
            .filter_map(|column| Some((column, self.draft.field_of(column)?)))
            .collect()
    }

    /// A cell of a column as it may be shown: what its field or its look makes a number of a person's is masked.
    fn cell(&self, column: usize, text: &str) -> String {
        const NUMBERS: [&str; 11] = [
            "cccd",
            "cmnd",
            "insurance",
            "qr",
            "qid",
            "contact",
            "push_token",
            "device",
            "own",
            "seen",
            "contact_phone",
        ];
        let plain = || {
            let one_line = |c: char| if c.is_control() { ' ' } else { c };
            text.chars().map(one_line).collect::<String>()
        };
        let field = self.draft.field_of(column);
        let field = field.map_or("", |f| self.draft.role.fields()[f]);
        let held = self.looked.survey.columns.get(column);
        let share = |kind| held.map_or(0.0, |h| h.share(kind));
        if field == "phone" || share(Kind::Phone) >= 0.5 && field.is_empty() {
            return mask::phone(text);
        }
        let number = NUMBERS.contains(&field)
            || text.contains(['|', '@'])
            || share(Kind::Code) >= 0.5 && field.is_empty();
        if number || !is_clock(text) && long_number(text) {
            return mask::id(text);
        }
        plain()
    }
}

/// Whether a text has a date or a clock in it, or is a fraction.
fn is_clock(text: &str) -> bool {
    let two = |sign: char| text.matches(sign).count() == 2;
    text.contains([':', '/'])
        || two('-') && text.len() >= 8
        || text.parse::<f64>().is_ok_and(|n| n.fract() != 0.0)
}

/// Whether eight digits or more stand together, with no more than a blank, a dot or a dash between two of them.
fn long_number(text: &str) -> bool {
    let (mut run, mut gap) = (0, 0);
    for c in text.chars() {
        match c {
            '0'..='9' => (run, gap) = (run + 1, 0),
            ' ' | '.' | '-' | '\u{a0}' if gap == 0 => gap = 1,
            _ => (run, gap) = (0, 0),
        }
        if run >= 8 {
            return true;
        }
    }
    false
}

/// Shows the file that is looked over.
pub fn show(ui: &mut Ui, cx: Cx<'_>, state: &mut State, import: &Import) {
    let wizard = &mut state.wizard;
    if wizard.of != Some(import.number) {
        *wizard = WizardState {
            of: Some(import.number),
            new: true,
            ..WizardState::default()
        };
    }
    let room = ui.max_rect();
    ui.painter().rect_filled(room, 0.0, cx.theme.app);
    let tables = match (&import.tables, &import.failed) {
        (_, Some(why)) => {
            header(ui, cx, room, &file_name(import), None, 1);
            trouble::plain(ui, cx, body_of(cx, room), &cx.say_here(why));
            return;
        }
        (None, None) => {
            header(ui, cx, room, &file_name(import), None, 1);
            waiting(ui, cx, body_of(cx, room));
            return;
        }
        (Some(tables), None) => tables,
    };
    if std::mem::take(&mut wizard.new) {
        // What nothing knows needs somebody first.
        let unknown = tables
            .iter()
            .position(|t| !matches!(t, Ok(l) if l.survey.known.is_some()));
        wizard.table = unknown.unwrap_or(0);
        wizard.name = free_name(cx, import, tables.get(wizard.table));
    }
    wizard.table = wizard.table.min(tables.len().saturating_sub(1));
    match tables.get(wizard.table) {
        Some(Ok(looked)) => table(ui, cx, wizard, (import, looked), tables),
        Some(Err(what)) => {
            header(ui, cx, room, &what.name, None, 1);
            let room = body_of(cx, room);
            trouble::show(ui, cx, wizard, what, room);
        }
        None => {
            header(ui, cx, room, &file_name(import), None, 1);
            let text = cx.t("wizard-no-table");
            trouble::plain(ui, cx, body_of(cx, room), &text);
        }
    }
}

/// A name that no mapping has yet: the table's, or that of the mapping that knows it.
fn free_name(cx: Cx<'_>, import: &Import, table: Option<&Surveyed<Looked>>) -> String {
    let whole = match table {
        Some(Ok(looked)) => {
            if let Some((title, _)) = &looked.survey.known
                && title.key == "mapping-named"
            {
                return cx.say(title);
            }
            looked.survey.name.clone()
        }
        _ => file_name(import),
    };
    let parts: Vec<&str> = whole
        .split('/')
        .map(|part| part.rsplit_once('.').map_or(part, |(stem, _)| stem))
        .collect();
    let name = parts.join(" ");
    let taken = |name: &str| cx.session.mappings().iter().any(|m| m.name() == name);
    let numbered = (2..).map(|n| format!("{name} {n}"));
    let mut all = std::iter::once(name.clone()).chain(numbered);
    all.find(|name| !taken(name)).unwrap_or_default()
}

fn file_name(import: &Import) -> String {
    let name = import.path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn body_of(cx: Cx<'_>, room: Rect) -> Rect {
    let pad = if cx.narrow { 16.0 } else { 20.0 };
    room.with_min_y(room.top() + size::HEADER)
        .shrink2(vec2(pad, 0.0))
}

/// One table: its columns, its rows, its problems, the sum.
fn table(
    ui: &mut Ui,
    cx: Cx<'_>,
    wizard: &mut WizardState,
    (import, looked): (&Import, &Looked),
    tables: &[Surveyed<Looked>],
) {
    let room = ui.max_rect();
    let mut draft = match &wizard.draft {
        Some(draft) => draft.clone(),
        None => looked.drafts[0].clone(),
    };
    let lacks = draft.lacks();
    let corrections = &cx.session.workspace().corrections;
    if lacks.is_empty() {
        let tried = wizard.asked.as_ref();
        if tried.is_none_or(|(d, c)| *d != draft || c != corrections) {
            wizard.asked = Some((draft.clone(), corrections.clone()));
            cx.run(Command::Rehearse(wizard.table, Box::new(draft.clone())));
        }
    }
    let tried = import.rehearsal.as_deref();
    let rehearsal = tried.filter(|r| r.draft == draft && r.corrections == *corrections);
    let step = if !lacks.is_empty() {
        2
    } else if rehearsal.is_none() {
        3
    } else {
        4
    };
    let survey = &looked.survey;
    let meta = {
        let rows = cx.say(&Message::new("data-rows").with("n", survey.rows));
        format!("{rows} · {}", super::detail::bytes(cx, survey.size))
    };
    header(ui, cx, room, &survey.name, Some(&meta), step);
    let bar = room.with_min_y(room.bottom() - size::FOOT);
    let body = body_of(cx, room).with_max_y(bar.top());
    let side = if cx.narrow { 246.0 } else { 272.0 };
    let main = body.with_max_x(body.right() - side - GAP);
    let before = draft.clone();
    let mut inner = child(ui, main.expand2(vec2(4.0, 0.0)), "wizard main");
    ScrollArea::vertical()
        .id_salt("wizard main")
        .auto_shrink([false, false])
        .show(&mut inner, |ui| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            let at = At {
                cx,
                looked,
                draft: &before,
                rehearsal,
            };
            fields(ui, at, wizard, &mut draft, (import, tables), main.width());
            columns::show(ui, at, &mut draft, main.width());
            let taken = ui.min_rect().bottom() - main.top();
            preview::show(ui, at, wizard, (main.width(), main.height() - taken));
        });
    let at = At {
        cx,
        looked,
        draft: &before,
        rehearsal,
    };
    let column = body.with_min_x(main.right() + GAP);
    let mut inner = child(ui, column, "wizard side");
    ScrollArea::vertical()
        .id_salt("wizard side")
        .auto_shrink([false, false])
        .show(&mut inner, |ui| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            problems::show(ui, at, wizard, import.refused.as_ref(), column.width());
        });
    sum(ui, at, wizard, bar);
    if draft != before {
        if draft.role != before.role {
            wizard.reason = None;
        }
        wizard.draft = Some(draft);
    }
}

/// The file's name, what it holds, and the four steps.
fn header(ui: &mut Ui, cx: Cx<'_>, room: Rect, name: &str, meta: Option<&str>, step: usize) {
    let theme = cx.theme;
    let bar = room.with_max_y(room.top() + size::HEADER);
    ui.painter().rect_filled(bar, 0.0, theme.surface);
    let line = Stroke::new(1.0, theme.line);
    ui.painter().hline(bar.x_range(), bar.bottom() - 0.5, line);
    let ink = Ink::new(ui.painter());
    let y = bar.center().y;
    let steps = [
        "wizard-file",
        "wizard-columns",
        "wizard-check",
        "wizard-take",
    ];
    let mut right = bar.right() - 20.0;
    for (n, key) in steps.iter().enumerate().rev() {
        let (number, text) = (n + 1, cx.t(key));
        let (done, now) = (number < step, number == step);
        let face = if now { Face::Semi } else { Face::Regular };
        let color = if now { theme.t1 } else { theme.t2 };
        let word = ink.text(
            pos2(right, y),
            Align2::RIGHT_CENTER,
            &text,
            face,
            12.0,
            color,
        );
        let dot = pos2(word.left() - 16.0, y);
        let (ground, front) = match (now, done) {
            (true, _) => (theme.acc, theme.onacc),
            (_, true) => (theme.accbg, theme.acc),
            _ => (theme.sunken, theme.t2),
        };
        ui.painter().circle_filled(dot, 9.5, ground);
        if done {
            ink.text(
                dot,
                Align2::CENTER_CENTER,
                icons::CHECK,
                Face::Icon,
                11.0,
                front,
            );
        } else {
            let digit = number.to_string();
            ink.text(dot, Align2::CENTER_CENTER, digit, Face::Semi, 11.0, front);
        }
        let state = match (now, done) {
            (true, _) => cx.t("wizard-step-now"),
            (_, true) => cx.t("wizard-step-done"),
            _ => String::new(),
        };
        label(ui, word, ("step", n), format!("{number}. {text} {state}"));
        right = dot.x - 14.0;
        if n > 0 {
            let wide = if cx.narrow { 10.0 } else { 22.0 };
            ui.painter()
                .hline(right - wide..=right, y, Stroke::new(1.0, theme.line2));
            right -= wide + 8.0;
        }
    }
    let x = bar.left() + if cx.narrow { 16.0 } else { 20.0 };
    let wide = meta.map_or(0.0, |m| ink.width(m, Face::Regular, 12.0) + 14.0);
    let (told, cut) = ink.fit(
        pos2(x, y),
        Align2::LEFT_CENTER,
        (right - x - wide - 16.0).max(60.0),
        name,
        Face::Semi,
        15.0,
        theme.t1,
    );
    if let Some(meta) = meta {
        let at = pos2(told.right() + 14.0, y + 1.0);
        ink.fit(
            at,
            Align2::LEFT_CENTER,
            right - at.x - 8.0,
            meta,
            Face::Regular,
            12.0,
            theme.t2,
        );
    }
    let told = label(ui, told, "wizard name", name);
    if cut {
        told.on_hover_text(name);
    }
}

/// What decides the reading beside the columns: encoding, role, order of dates, the mapping's name.
fn fields(
    ui: &mut Ui,
    at: At<'_>,
    wizard: &mut WizardState,
    draft: &mut Draft,
    (import, tables): (&Import, &[Surveyed<Looked>]),
    width: f32,
) {
    let cx = at.cx;
    let (bar, _) = ui.allocate_exact_size(vec2(width + 8.0, 52.0), Sense::hover());
    let y = bar.top() + GAP + 2.0;
    let mut x = bar.left() + 4.0;
    let rect = |x: f32, width: f32| Rect::from_min_size(pos2(x, y), vec2(width, size::CONTROL));
    if tables.len() > 1 {
        let name = |table: &Surveyed<Looked>| {
            let whole = match table {
                Ok(looked) => &looked.survey.name,
                Err(trouble) => &trouble.name,
            };
            whole.rsplit('/').next().unwrap_or_default().to_owned()
        };
        let names: Vec<(usize, String)> = (0..).zip(tables.iter().map(name)).collect();
        let field = pick::Field {
            name: cx.t("wizard-table"),
            value: names[wizard.table].1.clone(),
        };
        let wide = field.width(ui).min(260.0);
        if let Some(table) = field.show(ui, cx, rect(x, wide), &names, "table") {
            *wizard = WizardState {
                of: wizard.of,
                table,
                name: free_name(cx, import, tables.get(table)),
                ..WizardState::default()
            };
        }
        x += wide + 8.0;
    }
    let roles: Vec<(Role, String)> = Role::ALL
        .into_iter()
        .filter(|r| *r != Role::Truth)
        .map(|r| (r, cx.t(&format!("data-role-{}", r.key()))))
        .collect();
    let field = pick::Field {
        name: cx.t("wizard-role"),
        value: cx.t(&format!("data-role-{}", draft.role.key())),
    };
    let wide = field.width(ui);
    let role = field.show(ui, cx, rect(x, wide), &roles, "role");
    if let Some(other) = role.and_then(|role| at.looked.draft(role)) {
        *draft = other.clone();
    }
    x += wide + 8.0;
    if let Some(proven) = order(at) {
        let key = |first| {
            if first {
                "wizard-month-first"
            } else {
                "wizard-day-first"
            }
        };
        let orders = [(false, cx.t(key(false))), (true, cx.t(key(true)))];
        let field = pick::Field {
            name: cx.t("wizard-dates"),
            value: cx.t(key(draft.month_first)),
        };
        let wide = field.width(ui);
        if let Some(first) = field.show(ui, cx, rect(x, wide), &orders, "dates") {
            draft.month_first = first;
        }
        x += wide + 8.0;
        let (text, color, ground) = match proven {
            Ok(_) => ("wizard-dates-proven", cx.theme.t2, cx.theme.sunken),
            Err(OrderDoubt::Open) => ("wizard-dates-open", cx.theme.warn, cx.theme.warnbg),
            Err(OrderDoubt::Mixed) => ("wizard-dates-mixed", cx.theme.warn, cx.theme.warnbg),
        };
        let icon = if proven.is_ok() {
            icons::CHECK
        } else {
            icons::WARNING
        };
        let told = cx.t(text);
        let at = pos2(x, y + 15.0);
        let room = bar.right() - x;
        if Ink::new(ui.painter()).width(&told, Face::Medium, 11.0) + 32.0 < room {
            let tag = chip(ui.painter(), at, Some(icon), &told, color, ground);
            label(ui, tag, "dates proven", told);
            x = tag.right() + 8.0;
        }
    }
    if let Some(encoding) = at.looked.survey.encoding {
        let name = format!(
            "{} {}",
            cx.t("wizard-encoding"),
            encoding.key().to_uppercase()
        );
        if Ink::new(ui.painter()).width(&name, Face::Medium, 11.0) + 16.0 < bar.right() - x {
            let tag = chip(
                ui.painter(),
                pos2(x, y + 15.0),
                None,
                &name,
                cx.theme.t2,
                cx.theme.sunken,
            );
            label(ui, tag, "encoding", name);
        }
    }
}

/// What the dates that are used prove, where there are any: one doubt is enough.
fn order(at: At<'_>) -> Option<Result<DateOrder, OrderDoubt>> {
    let columns = &at.looked.survey.columns;
    let used = at.used();
    let times = used
        .iter()
        .filter(|(_, field)| Kind::of(at.draft.role.fields()[*field]) == Kind::Time);
    let orders: Vec<_> = times
        .filter_map(|(column, _)| columns[*column].order)
        .collect();
    let mixed = orders.iter().find(|o| **o == Err(OrderDoubt::Mixed));
    let proven = orders.iter().find(|o| o.is_ok());
    mixed.or(proven).or(orders.first()).copied()
}

/// What will become of the rows, and what to do.
fn sum(ui: &mut Ui, at: At<'_>, wizard: &mut WizardState, bar: Rect) {
    let (cx, theme) = (at.cx, at.cx.theme);
    ui.painter().rect_filled(bar, 0.0, theme.surface);
    let line = Stroke::new(1.0, theme.line);
    ui.painter().hline(bar.x_range(), bar.top() + 0.5, line);
    let y = bar.center().y;
    let mut right = bar.right() - 16.0;
    let known = at.looked.survey.known.as_ref();
    let as_known = known.is_some_and(|(_, draft)| draft == at.draft);
    let taken = at
        .rehearsal
        .map_or(0, |r| r.counts.accepted + r.counts.warned);
    let named = as_known || !wizard.name.trim().is_empty();
    let mut button = |text: &str, primary: bool, enabled: bool| {
        let mut button = Button::new(text).enabled(enabled);
        if primary {
            button = button.primary();
        }
        let width = button.width(ui.painter());
        let rect = Rect::from_min_size(pos2(right - width, y - 15.0), vec2(width, size::CONTROL));
        right = rect.left() - 8.0;
        button.show(ui, theme, rect, text).clicked()
    };
    let profile = || {
        let (header, name) = (&at.looked.survey.header, wizard.name.trim());
        Profile::drawn(name, at.draft, header).ok().map(Box::new)
    };
    if button(&cx.t("wizard-do-take"), true, taken > 0 && named) {
        let profile = if as_known { None } else { profile() };
        cx.run(Command::TakeImport(profile));
    }
    let complete = at.draft.lacks().is_empty();
    if !as_known
        && button(&cx.t("wizard-do-keep"), false, complete && named)
        && let Some(profile) = profile()
    {
        cx.run(Command::KeepMapping(profile));
    }
    if button(&cx.t("wizard-do-leave"), false, true) {
        cx.run(Command::LeaveImport);
    }
    if !as_known {
        right = name_field(ui, cx, wizard, (bar, right));
    }
    let whole = sum_text(at);
    let x = bar.left() + if cx.narrow { 16.0 } else { 20.0 };
    let ink = Ink::new(ui.painter());
    let (face, points) = (Face::Regular, 13.0);
    // The first sentence says what counts.
    let text = match whole.split_once(". ") {
        Some((first, _)) if ink.width(&whole, face, points) > right - x - 12.0 => {
            format!("{first}.")
        }
        _ => whole.clone(),
    };
    let (rect, cut) = ink.fit(
        pos2(x, y),
        Align2::LEFT_CENTER,
        right - x - 12.0,
        &text,
        face,
        points,
        theme.t1,
    );
    let told = label(ui, rect, "wizard sum", &whole);
    if cut || text != whole {
        told.on_hover_text(whole);
    }
}

fn sum_text(at: At<'_>) -> String {
    let cx = at.cx;
    let lacks = at.draft.lacks();
    if let Some(any) = lacks.first() {
        let names = match any {
            [_, _, _, ..] => cx.t("wizard-who"),
            any => {
                let names = any.iter().map(|f| cx.t(&field_key(f)));
                names.collect::<Vec<_>>().join(" / ")
            }
        };
        return cx.say(&Message::new("wizard-lacks").with("field", names));
    }
    match at.rehearsal {
        Some(Rehearsal { counts, .. }) => cx.say(
            &Message::new(if at.draft.role == Role::Cases {
                "wizard-sum-cases"
            } else {
                "wizard-sum"
            })
            .with("accepted", counts.accepted + counts.warned)
            .with("held", counts.held)
            .with("merged", counts.merged),
        ),
        None => cx.t("wizard-checking"),
    }
}

/// The mapping's name; returns where it begins.
fn name_field(ui: &mut Ui, cx: Cx<'_>, wizard: &mut WizardState, (bar, right): (Rect, f32)) -> f32 {
    let theme = cx.theme;
    let wide = if cx.narrow { 130.0 } else { 170.0 };
    let y = bar.center().y;
    let rect = Rect::from_min_size(pos2(right - wide, y - 15.0), vec2(wide, size::CONTROL));
    let hint = cx.t("wizard-name");
    let edit = TextEdit::singleline(&mut wizard.name)
        .hint_text(&hint)
        .margin(egui::Margin::symmetric(8, 6))
        .font(Face::Regular.at(13.0))
        .desired_width(wide - 16.0);
    let mut inner = child(ui, rect, "wizard name");
    let response = inner.add_sized(rect.size(), edit);
    response.widget_info(|| {
        let mut info = WidgetInfo::text_edit(true, "", &wizard.name, hint.as_str());
        info.label = Some(hint.clone());
        info
    });
    let line = Stroke::new(1.0, theme.line2);
    ui.painter()
        .rect_stroke(rect, size::RADIUS, line, egui::StrokeKind::Inside);
    let ink = Ink::new(ui.painter());
    let told = ink.text(
        pos2(rect.left() - 8.0, y),
        Align2::RIGHT_CENTER,
        &hint,
        Face::Regular,
        12.0,
        theme.t2,
    );
    told.left() - 8.0
}

/// The key of a field's name.
fn field_key(field: &str) -> String {
    format!("field-{}", field.replace('_', "-"))
}

/// While a file is looked over.
fn waiting(ui: &mut Ui, cx: Cx<'_>, room: Rect) {
    let theme = cx.theme;
    let jobs = cx.session.jobs();
    let job = jobs.iter().find(|job| job.work == Work::Survey);
    let ink = Ink::new(ui.painter());
    let text = match job {
        Some(job) => {
            let seconds = cx.texts.decimal(job.elapsed.as_secs_f64(), 0);
            cx.say(&Message::new("wizard-surveying").with("seconds", seconds))
        }
        None => cx.t("wizard-surveying-short"),
    };
    let at = room.left_top() + vec2(0.0, 30.0);
    let rect = ink.text(at, Align2::LEFT_CENTER, &text, Face::Medium, 13.0, theme.t1);
    label(ui, rect, "surveying", text);
    let stop = cx.t("wizard-do-leave");
    let button = Button::new(&stop);
    let width = button.width(ui.painter());
    let place = Rect::from_min_size(
        pos2(room.right() - width, at.y - 15.0),
        vec2(width, size::CONTROL),
    );
    if button.show(ui, theme, place, "leave survey").clicked() {
        cx.run(Command::LeaveImport);
    }
    let mut y = at.y + 30.0;
    for n in 0..9 {
        let bar = Rect::from_min_size(
            pos2(room.left(), y),
            vec2(room.width() * if n == 0 { 0.4 } else { 0.8 }, 14.0),
        );
        ui.painter().rect_filled(bar, 4.0, theme.sunken);
        y += 30.0;
    }
}
