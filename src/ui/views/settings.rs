//! Settings: how the window looks, and the investigation's file, users and retention. They apply at once.

use egui::{Align2, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use super::super::command::{Action, UiCommand};
use super::super::context::Cx;
use super::super::forms::{PassForm, UserForm};
use super::super::state::State;
use super::super::theme::{Face, icons, size};
use super::super::widgets::{Button, Field, Ink, chip, icon_button, label, segments, switch};
use crate::i18n::{Lang, Message};
use crate::model::time::VIETNAM;
use crate::session::{Command, Standing};
use crate::store::{LEAST_PASSPHRASE, Power, Role};

/// Minutes after which the file locks itself; 0: never.
pub const LOCKS: [u32; 4] = [5, 10, 30, 0];

const GAP: f32 = 14.0;

/// A column of cards.
struct Column<'u> {
    ui: &'u mut Ui,
    at: egui::Pos2,
    width: f32,
}

impl Column<'_> {
    /// A card of a height; returns its inside.
    fn card(&mut self, cx: Cx<'_>, key: &str, height: f32) -> Rect {
        let theme = cx.theme;
        let rect = Rect::from_min_size(self.at, vec2(self.width, height));
        self.ui.painter().rect(
            rect,
            size::CARD,
            theme.surface,
            Stroke::new(1.0, theme.line),
            StrokeKind::Inside,
        );
        let title = cx.t(key);
        let at = pos2(rect.left() + 16.0, rect.top() + 22.0);
        let ink = Ink::new(self.ui.painter());
        let head = ink.text(at, Align2::LEFT_CENTER, &title, Face::Semi, 14.0, theme.t1);
        label(self.ui, head, key, title);
        self.at.y = rect.bottom() + GAP;
        Rect::from_min_max(
            pos2(rect.left() + 16.0, rect.top() + 44.0),
            rect.max - vec2(16.0, 14.0),
        )
    }

    fn text(&self, cx: Cx<'_>, at: egui::Pos2, width: f32, text: String) -> Rect {
        Ink::new(self.ui.painter()).wrap(at, width, 3, text, Face::Regular, 12.0, cx.theme.t2)
    }

    /// A name before a control.
    fn name(&self, cx: Cx<'_>, at: egui::Pos2, key: &str) {
        Ink::new(self.ui.painter()).text(
            pos2(at.x, at.y + 14.0),
            Align2::LEFT_CENTER,
            cx.t(key),
            Face::Regular,
            13.0,
            cx.theme.t1,
        );
    }

    /// A button; returns where it ends and whether it was pressed.
    fn button(
        &self,
        cx: Cx<'_>,
        at: egui::Pos2,
        (key, icon): (&str, &str),
        enabled: bool,
        primary: bool,
    ) -> (f32, bool) {
        let text = cx.t(key);
        let mut button = Button::new(&text).icon(icon).enabled(enabled);
        if primary {
            button = button.primary();
        }
        let width = button.width(self.ui.painter());
        let rect = Rect::from_min_size(at, vec2(width, size::CONTROL));
        let pressed = button.show(self.ui, cx.theme, rect, key).clicked();
        (rect.right() + 8.0, pressed)
    }
}

pub fn show(ui: &mut Ui, cx: Cx<'_>, state: &mut State) {
    let (room, theme) = (ui.max_rect(), cx.theme);
    ui.painter().rect_filled(room, 0.0, theme.app);
    ScrollArea::vertical()
        .id_salt("settings")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            let users = cx.session.standing().map_or(0, |s| s.users.len());
            let height = 760.0 + users as f32 * 36.0;
            let (space, _) = ui.allocate_exact_size(vec2(room.width(), height), Sense::hover());
            let title = cx.t("view-settings");
            let ink = Ink::new(ui.painter());
            let head = ink.text(
                space.min + vec2(size::PAD, 24.0),
                Align2::LEFT_CENTER,
                &title,
                Face::Semi,
                17.0,
                theme.t1,
            );
            label(ui, head, "settings title", title);
            let width = ((room.width() - 2.0 * size::PAD - GAP) / 2.0).min(620.0);
            let left = space.min + vec2(size::PAD, 48.0);
            let mut column = Column {
                ui,
                at: left,
                width,
            };
            look(&mut column, cx, state);
            file(&mut column, cx);
            own(&mut column, cx, state);
            column.at = left + vec2(width + GAP, 0.0);
            people(&mut column, cx, state);
            keep(&mut column, cx, state);
        });
}

/// Language, theme, size, when it locks.
fn look(column: &mut Column<'_>, cx: Cx<'_>, state: &mut State) {
    let inside = column.card(cx, "settings-look", 44.0 + 4.0 * 38.0 + 10.0);
    let x = inside.left() + 190.0;
    let mut y = inside.top();
    let theme = cx.theme;
    column.name(cx, pos2(inside.left(), y), "settings-language");
    let chosen = usize::from(state.lang == Lang::En);
    let names = ["Tiếng Việt", "English"];
    if let (_, Some(n)) = segments(column.ui, theme, pos2(x, y), &names, chosen, "lang set") {
        cx.send(UiCommand::Lang(Lang::ALL[n]));
    }
    y += 38.0;
    column.name(cx, pos2(inside.left(), y), "settings-theme");
    let names = [cx.t("settings-light"), cx.t("settings-dark")];
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let chosen = usize::from(state.dark);
    if let (_, Some(_)) = segments(column.ui, theme, pos2(x, y), &names, chosen, "theme set") {
        cx.act(Action::Theme);
    }
    y += 38.0;
    column.name(cx, pos2(inside.left(), y), "settings-zoom");
    for (n, (action, icon)) in [
        (Action::ZoomOut, icons::MINUS),
        (Action::ZoomIn, icons::PLUS),
    ]
    .into_iter()
    .enumerate()
    {
        let rect = Rect::from_min_size(pos2(x + 84.0 * n as f32, y), vec2(28.0, 28.0));
        if icon_button(column.ui, theme, rect, icon, &cx.t(action.key()), false).clicked() {
            cx.act(action);
        }
    }
    Ink::new(column.ui.painter()).text(
        pos2(x + 56.0, y + 14.0),
        Align2::CENTER_CENTER,
        format!("{:.0} %", state.zoom * 100.0),
        Face::Medium,
        12.0,
        theme.t1,
    );
    y += 38.0;
    column.name(cx, pos2(inside.left(), y), "settings-lock");
    let name = |minutes: &u32| match minutes {
        0 => cx.t("settings-lock-never"),
        n => cx.say(&Message::new("settings-minutes").with("n", *n)),
    };
    let names: Vec<String> = LOCKS.iter().map(name).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let chosen = LOCKS.iter().position(|m| *m == state.lock_minutes);
    let chosen = chosen.unwrap_or(1);
    if let (_, Some(n)) = segments(column.ui, theme, pos2(x, y), &names, chosen, "lock set") {
        state.lock_minutes = LOCKS[n];
    }
}

/// What the investigation is, and what can be done with its file.
fn file(column: &mut Column<'_>, cx: Cx<'_>) {
    let Some(standing) = cx.session.standing() else {
        return;
    };
    let saved = standing.path.is_some();
    let inside = column.card(cx, "settings-file", if saved { 190.0 } else { 140.0 });
    let mut y = inside.top();
    if saved {
        let about = &standing.about;
        let name = standing
            .path
            .as_deref()
            .and_then(std::path::Path::file_name);
        let name = name.map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let role = cx.t(&format!("role-{}", standing.role.key()));
        let lines = [
            ("save-name", about.title.clone()),
            ("gate-case", about.case_number.clone()),
            ("settings-where", name),
            ("settings-you", format!("{} · {role}", standing.name)),
        ];
        for (key, value) in lines {
            let ink = Ink::new(column.ui.painter());
            ink.text(
                pos2(inside.left(), y + 9.0),
                Align2::LEFT_CENTER,
                cx.t(key),
                Face::Regular,
                12.0,
                cx.theme.t2,
            );
            ink.fit(
                pos2(inside.left() + 190.0, y + 9.0),
                Align2::LEFT_CENTER,
                inside.width() - 190.0,
                value,
                Face::Medium,
                13.0,
                cx.theme.t1,
            );
            y += 24.0;
        }
    } else {
        let text = cx.t("settings-unsaved");
        column.text(cx, pos2(inside.left(), y), inside.width(), text);
    }
    let at = pos2(inside.left(), inside.bottom() - size::CONTROL);
    if saved {
        let may = standing.may(Power::Backup);
        let (next, backup) = column.button(cx, at, ("act-backup", icons::HARD_DRIVES), may, false);
        if backup {
            cx.act(Action::Backup);
        }
        let at = pos2(next, at.y);
        if column
            .button(cx, at, ("act-lock", icons::LOCK_SIMPLE), true, false)
            .1
        {
            cx.act(Action::Lock);
        }
    } else if column
        .button(cx, at, ("act-save", icons::DOWNLOAD_SIMPLE), true, true)
        .1
    {
        cx.act(Action::SaveFile);
    }
}

/// The own passphrase.
fn own(column: &mut Column<'_>, cx: Cx<'_>, state: &mut State) {
    let Some(standing) = cx.session.standing().filter(|s| s.path.is_some()) else {
        return;
    };
    if standing.read_only {
        return;
    }
    let inside = column.card(cx, "settings-pass", 156.0);
    let half = (inside.width() - 12.0) / 2.0;
    let form = &mut state.forms.pass;
    let name = cx.t("settings-pass-old");
    Field::new(&name)
        .secret()
        .show(column.ui, cx.theme, inside.min, half, &mut form.old);
    let name = cx.say(&Message::new("settings-pass-new").with("least", LEAST_PASSPHRASE));
    Field::new(&name).secret().show(
        column.ui,
        cx.theme,
        inside.min + vec2(half + 12.0, 0.0),
        half,
        &mut form.new,
    );
    let ready = !form.old.is_empty() && form.new.chars().count() >= LEAST_PASSPHRASE;
    let at = pos2(inside.left(), inside.bottom() - size::CONTROL);
    let (_, pressed) = column.button(cx, at, ("settings-pass-do", icons::KEY), ready, false);
    if pressed {
        let PassForm { old, new } = std::mem::take(form);
        cx.run(Command::ChangePassphrase { old, new });
    }
}

/// Who may open the file.
fn people(column: &mut Column<'_>, cx: Cx<'_>, state: &mut State) {
    let Some(standing) = cx.session.standing() else {
        return;
    };
    if standing.path.is_none() {
        let inside = column.card(cx, "settings-users", 110.0);
        let text = cx.t("settings-users-unsaved");
        column.text(cx, inside.min, inside.width(), text);
        return;
    }
    let may = standing.may(Power::Manage);
    let rows = standing.users.len() as f32 * 36.0;
    let inside = column.card(
        cx,
        "settings-users",
        76.0 + rows + if may { 138.0 } else { 18.0 },
    );
    let theme = cx.theme;
    let mut y = inside.top();
    for user in &standing.users {
        let row = Rect::from_min_size(pos2(inside.left(), y), vec2(inside.width(), 36.0));
        let ink = Ink::new(column.ui.painter());
        ink.text(
            pos2(row.left() + 10.0, row.center().y),
            Align2::CENTER_CENTER,
            icons::USER_CIRCLE,
            Face::Icon,
            18.0,
            theme.t2,
        );
        let named = if user.own {
            format!("{} ({})", user.name, cx.t("settings-own"))
        } else {
            user.name.clone()
        };
        ink.fit(
            pos2(row.left() + 28.0, row.center().y),
            Align2::LEFT_CENTER,
            row.width() * 0.5,
            named,
            Face::Medium,
            13.0,
            theme.t1,
        );
        let role = cx.t(&format!("role-{}", user.role.key()));
        let at = pos2(row.left() + row.width() * 0.58, row.center().y);
        chip(column.ui.painter(), at, None, &role, theme.t1, theme.sunken);
        if may && !user.own {
            let at =
                Rect::from_center_size(pos2(row.right() - 14.0, row.center().y), vec2(28.0, 28.0));
            let name = cx.say(&Message::new("settings-remove").with("name", user.name.as_str()));
            if icon_button(column.ui, theme, at, icons::X, &name, false).clicked() {
                cx.run(Command::RemoveUser(user.slot));
            }
        }
        let line = Stroke::new(1.0, theme.line);
        column
            .ui
            .painter()
            .hline(row.x_range(), row.bottom() - 0.5, line);
        y = row.bottom();
    }
    if may {
        add_user(column, cx, state, pos2(inside.left(), y + 12.0), inside);
    } else {
        let text = cx.t("settings-users-role");
        column.text(cx, pos2(inside.left(), y + 8.0), inside.width(), text);
    }
}

fn add_user(column: &mut Column<'_>, cx: Cx<'_>, state: &mut State, at: egui::Pos2, inside: Rect) {
    let theme = cx.theme;
    let form = &mut state.forms.user;
    let half = (inside.width() - 12.0) / 2.0;
    let name = cx.t("settings-user-name");
    Field::new(&name).show(column.ui, theme, at, half, &mut form.name);
    let name = cx.say(&Message::new("settings-user-pass").with("least", LEAST_PASSPHRASE));
    let right = at + vec2(half + 12.0, 0.0);
    Field::new(&name)
        .secret()
        .show(column.ui, theme, right, half, &mut form.passphrase);
    let names: Vec<String> = Role::ALL
        .iter()
        .map(|r| cx.t(&format!("role-{}", r.key())))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let y = at.y + Field::HEIGHT + 12.0;
    let at = pos2(at.x, y);
    if let (_, Some(n)) = segments(column.ui, theme, at, &names, form.role, "new role") {
        form.role = n;
    }
    let explain = cx.t(&format!("role-{}-may", form.role().key()));
    column.text(cx, pos2(at.x, y + 36.0), inside.width() - 150.0, explain);
    let ready = !form.name.trim().is_empty() && form.passphrase.chars().count() >= LEAST_PASSPHRASE;
    let text = cx.t("settings-user-add");
    let button = Button::new(&text).icon(icons::PLUS).enabled(ready);
    let width = button.width(column.ui.painter());
    let rect = Rect::from_min_size(
        pos2(inside.right() - width, y + 38.0),
        vec2(width, size::CONTROL),
    );
    if button.show(column.ui, theme, rect, "add user").clicked() {
        let role = form.role();
        let UserForm {
            name, passphrase, ..
        } = std::mem::take(form);
        cx.run(Command::AddUser {
            name: name.trim().to_owned(),
            role,
            passphrase,
        });
    }
}

/// How long movements are kept.
fn keep(column: &mut Column<'_>, cx: Cx<'_>, state: &mut State) {
    let Some(standing) = cx.session.standing().filter(|s| s.path.is_some()) else {
        return;
    };
    let may = standing.may(Power::Manage);
    let inside = column.card(cx, "settings-keep", 268.0);
    let theme = cx.theme;
    let about = &standing.about;
    let text = cx.t("settings-keep-explain");
    column.text(cx, inside.min, inside.width(), text);
    let form = &mut state.forms.keep;
    if form.days.is_empty() {
        form.days = about.retention_days.to_string();
    }
    let mut y = inside.top() + 52.0;
    let name = cx.t("settings-days");
    let days: Option<u32> = form.days.trim().parse().ok().filter(|d| *d <= 3_650);
    Field::new(&name).wrong(days.is_none()).show(
        column.ui,
        theme,
        pos2(inside.left(), y),
        110.0,
        &mut form.days,
    );
    let name = cx.t("settings-reason");
    Field::new(&name).show(
        column.ui,
        theme,
        pos2(inside.left() + 122.0, y),
        inside.width() - 122.0,
        &mut form.reason,
    );
    y += Field::HEIGHT + 14.0;
    let reason = form.reason.trim().to_owned();
    let knob = Rect::from_min_size(pos2(inside.left(), y + 2.0), vec2(28.0, 16.0));
    let hold = cx.t("settings-hold");
    let said = !reason.is_empty() && may;
    let pressed = switch(column.ui, theme, knob, &hold, about.legal_hold);
    Ink::new(column.ui.painter()).text(
        pos2(knob.right() + 10.0, knob.center().y),
        Align2::LEFT_CENTER,
        hold,
        Face::Regular,
        13.0,
        theme.t1,
    );
    if pressed && said {
        cx.run(retention(about.retention_days, !about.legal_hold, &reason));
    }
    y += 30.0;
    let before = VIETNAM.local(about.oldest_kept());
    let text = if said || !may {
        let before = before.format("%d/%m/%Y").to_string();
        cx.say(&Message::new("settings-purge-what").with("before", before))
    } else {
        cx.t("settings-reason-first")
    };
    column.text(cx, pos2(inside.left(), y), inside.width(), text);
    let at = pos2(inside.left(), inside.bottom() - size::CONTROL);
    let changed = days.filter(|d| *d != about.retention_days);
    let can = said && changed.is_some();
    let (next, set) = column.button(cx, at, ("settings-days-do", icons::CHECK), can, false);
    if let Some(days) = changed.filter(|_| set) {
        cx.run(retention(days, about.legal_hold, &reason));
        form.reason.clear();
    }
    let can = said && !about.legal_hold && changed.is_none();
    let key = if form.sure {
        "settings-purge-sure"
    } else {
        "settings-purge"
    };
    let at = pos2(next, at.y);
    let (_, purge) = column.button(cx, at, (key, icons::ARCHIVE), can, form.sure);
    if purge && form.sure {
        cx.run(Command::Purge {
            before: about.oldest_kept(),
            reason,
        });
        form.reason.clear();
        form.sure = false;
    } else if purge {
        form.sure = true;
    } else if !can {
        form.sure = false;
    }
}

fn retention(days: u32, hold: bool, reason: &str) -> Command {
    Command::SetRetention {
        days,
        hold,
        reason: reason.to_owned(),
    }
}

/// What stands for whoever has the file open: their name there, or the account's.
#[must_use]
pub fn who(standing: Option<&Standing>) -> String {
    standing.map_or_else(crate::session::user, |s| s.name.clone())
}
