//! The top bar: the investigation, search, the run, language, masking, theme.

use egui::{Align2, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::super::command::{Action, UiCommand};
use super::super::context::Cx;
use super::super::state::{Popover, State};
use super::super::theme::{Face, icons, size};
use super::super::widgets::{Button, Ink, glyph, icon_button, segments};
use crate::i18n::{Lang, Message};
use crate::model::time::VIETNAM;
use crate::session::{Source, Work};

pub fn show(ui: &mut Ui, cx: Cx<'_>, state: &mut State) {
    let (bar, theme) = (ui.max_rect(), cx.theme);
    ui.painter().rect_filled(bar, 0.0, theme.surface);
    ui.painter().hline(
        bar.x_range(),
        bar.bottom() - 0.5,
        Stroke::new(1.0, theme.line),
    );
    let y = bar.center().y;
    mark(ui, cx, pos2(bar.left() + 38.0, y));
    let left = investigation(ui, cx, state, bar.left() + 80.0);
    let right = controls(ui, cx, state, bar.right() - 12.0);
    let run = run_summary(ui, cx, state, right - 12.0);
    search(ui, cx, left + 24.0, run - 16.0);
}

/// The mark, 28 points.
pub fn mark(ui: &Ui, cx: Cx<'_>, at: egui::Pos2) {
    let (painter, theme) = (ui.painter(), cx.theme);
    let square = Rect::from_center_size(at, vec2(28.0, 28.0));
    painter.rect_filled(square, 7.0, theme.acc);
    let on = theme.onacc;
    let (a, b, c) = (
        at + vec2(-5.5, -5.5),
        at + vec2(6.0, 0.5),
        at + vec2(-5.0, 6.0),
    );
    painter.line_segment([a, b], Stroke::new(1.5, on));
    painter.line_segment([b, c], Stroke::new(1.5, on));
    super::super::widgets::glyph_in(painter, a, 9.0, Some(0), on);
    super::super::widgets::glyph_in(painter, b, 9.0, Some(1), on);
    super::super::widgets::glyph_in(painter, c, 8.0, Some(2), on);
}

/// The name of what is open.
pub fn title(cx: Cx<'_>) -> String {
    if let Some(standing) = cx.session.standing().filter(|s| s.path.is_some()) {
        return standing.about.title.clone();
    }
    match cx.session.source() {
        Some(Source::Sample) => cx.t("top-sample"),
        Some(source) => source
            .path()
            .and_then(|p| p.file_name())
            .map_or_else(|| cx.t("top-files"), |n| n.to_string_lossy().into_owned()),
        None => String::new(),
    }
}

fn investigation(ui: &Ui, cx: Cx<'_>, state: &mut State, left: f32) -> f32 {
    let (bar, theme) = (ui.max_rect(), cx.theme);
    let Some(desk) = cx.desk() else { return left };
    let days = (desk.days.start, desk.days.end - 1);
    let form = |at: i64, year: bool| {
        let form = if year { "%d/%m/%Y" } else { "%d/%m" };
        VIETNAM.local(at).format(form).to_string()
    };
    let range = format!("{} – {}", form(days.0, !cx.one_year), form(days.1, true));
    let files = desk.run.records.ledger.files().len();
    let below = cx.say(
        &Message::new("top-below")
            .with("files", files)
            .with("range", range),
    );
    let (name, room) = (title(cx), if cx.narrow { 190.0 } else { 230.0 });
    let ink = Ink::new(ui.painter());
    let (named, _) = ink.fit(
        pos2(left, bar.top() + 18.0),
        Align2::LEFT_CENTER,
        room - 20.0,
        &name,
        Face::Semi,
        14.0,
        theme.t1,
    );
    ink.text(
        pos2(named.right() + 11.0, bar.top() + 18.5),
        Align2::CENTER_CENTER,
        icons::CARET_DOWN,
        Face::Icon,
        12.0,
        theme.t2,
    );
    ink.fit(
        pos2(left, bar.top() + 36.0),
        Align2::LEFT_CENTER,
        room,
        below,
        Face::Regular,
        11.0,
        theme.t3,
    );
    let rect = Rect::from_min_max(
        pos2(left - 6.0, bar.top() + 6.0),
        pos2(left + room, bar.bottom() - 6.0),
    );
    let response = ui.interact(rect, ui.scope_id().with("investigation"), Sense::click());
    let label = format!("{}: {name}", cx.t("top-menu"));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    super::super::widgets::focus_ring(ui.painter(), theme, &response, rect.shrink(3.0));
    if response.on_hover_text(cx.t("top-menu")).clicked() {
        state.popover = Some(Popover::File);
    }
    rect.right()
}

fn search(ui: &Ui, cx: Cx<'_>, left: f32, right: f32) {
    let (bar, theme) = (ui.max_rect(), cx.theme);
    let width = (right - left).min(380.0);
    // Ctrl K does the same.
    if width < 90.0 {
        return;
    }
    let rect = Rect::from_min_size(
        pos2(left, bar.center().y - 15.0),
        vec2(width, size::CONTROL),
    );
    let id = ui.scope_id().with("search");
    let response = ui.interact(rect, id, Sense::click());
    let name = cx.t("top-search");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let painter = ui.painter();
    let line = if response.hovered() {
        theme.ctl
    } else {
        theme.line2
    };
    painter.rect(
        rect,
        size::RADIUS,
        theme.app,
        Stroke::new(1.0, line),
        StrokeKind::Inside,
    );
    super::super::widgets::focus_ring(painter, theme, &response, rect);
    let ink = Ink::new(painter);
    ink.text(
        pos2(rect.left() + 17.0, rect.center().y),
        Align2::CENTER_CENTER,
        icons::MAGNIFYING_GLASS,
        Face::Icon,
        15.0,
        theme.t3,
    );
    let keys = Action::Palette.key_text();
    let key_width = ink.width(&keys, Face::Medium, 11.0) + 10.0;
    let key = Rect::from_min_size(
        pos2(rect.right() - key_width - 6.0, rect.center().y - 9.0),
        vec2(key_width, 18.0),
    );
    if width > 180.0 {
        painter.rect(
            key,
            4.0,
            theme.surface,
            Stroke::new(1.0, theme.line2),
            StrokeKind::Inside,
        );
        ink.text(
            key.center(),
            Align2::CENTER_CENTER,
            keys,
            Face::Medium,
            11.0,
            theme.t2,
        );
    }
    let end = if width > 180.0 {
        key.left()
    } else {
        rect.right()
    };
    ink.fit(
        pos2(rect.left() + 32.0, rect.center().y),
        Align2::LEFT_CENTER,
        end - rect.left() - 38.0,
        name,
        Face::Regular,
        13.0,
        theme.t3,
    );
    if response.clicked() {
        cx.act(Action::Palette);
    }
}

/// The run's number, its tiers, how long it took and when; returns its left edge.
fn run_summary(ui: &Ui, cx: Cx<'_>, state: &mut State, right: f32) -> f32 {
    let (bar, theme) = (ui.max_rect(), cx.theme);
    let Some(desk) = cx.desk() else { return right };
    let painter = ui.painter();
    let ink = Ink::new(painter);
    let working = cx
        .session
        .jobs()
        .into_iter()
        .find(|j| matches!(j.work, Work::Open | Work::Derive));
    let number = cx.say(&Message::new("top-run").with("number", desk.number));
    let tiers: Vec<(u8, String)> = desk
        .list
        .totals
        .iter()
        .zip(0u8..)
        .map(|(n, tier)| (tier, cx.n(*n)))
        .collect();
    let local: chrono::DateTime<chrono::Local> = desk.finished.into();
    let seconds = cx
        .texts
        .decimal(desk.seconds, usize::from(desk.seconds < 10.0));
    let time = match &working {
        None if cx.narrow => format!("{seconds} s · {}", local.format("%H:%M")),
        None => format!(
            "{} · {seconds} s · {}",
            desk.run.rules.preset.key,
            local.format("%H:%M")
        ),
        Some(job) => {
            let (stage, done, total) = job.progress.snapshot();
            let share = (done * 100).checked_div(total);
            let share = share.map_or_else(String::new, |s| format!(" {} %", s.min(100)));
            format!("{}{share}", cx.t(stage.key()))
        }
    };
    let widths: Vec<f32> = tiers
        .iter()
        .map(|(tier, n)| {
            19.0 + ink.width(&format!("F{tier} "), Face::Regular, 13.0)
                + ink.width(n, Face::Semi, 13.0)
                + 14.0
        })
        .collect();
    let number_width = 30.0 + ink.width(&number, Face::Medium, 13.0);
    let time_width = ink.width(&time, Face::Regular, 11.0);
    let width = number_width + 26.0 + widths.iter().sum::<f32>() + time_width + 12.0;
    let rect = Rect::from_min_size(
        pos2(right - width, bar.center().y - 16.0),
        vec2(width, 32.0),
    );
    let response = ui.interact(rect, ui.scope_id().with("run"), Sense::click());
    let counts: Vec<String> = tiers.iter().map(|(t, n)| format!("F{t} {n}")).collect();
    let name = format!("{number}: {}. {time}", counts.join(", "));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let line = if response.hovered() {
        theme.ctl
    } else {
        theme.line
    };
    painter.rect(
        rect,
        size::RADIUS,
        theme.app,
        Stroke::new(1.0, line),
        StrokeKind::Inside,
    );
    super::super::widgets::focus_ring(painter, theme, &response, rect);
    let y = rect.center().y;
    let (icon, color) = if working.is_some() {
        (icons::CIRCLE_NOTCH, theme.acc)
    } else {
        (icons::CHECK_CIRCLE, theme.acc)
    };
    let face = if working.is_some() {
        Face::Icon
    } else {
        Face::IconFill
    };
    ink.text(
        pos2(rect.left() + 18.0, y),
        Align2::CENTER_CENTER,
        icon,
        face,
        16.0,
        color,
    );
    ink.text(
        pos2(rect.left() + 30.0, y),
        Align2::LEFT_CENTER,
        number,
        Face::Medium,
        13.0,
        theme.t1,
    );
    let mut x = rect.left() + number_width + 12.0;
    painter.vline(x, y - 8.0..=y + 8.0, Stroke::new(1.0, theme.line2));
    x += 14.0;
    for ((tier, n), width) in tiers.iter().zip(widths) {
        glyph(painter, theme, pos2(x + 6.0, y), 12.0, Some(*tier));
        ink.run(
            pos2(x + 17.0, y),
            Align2::LEFT_CENTER,
            &[
                (&format!("F{tier} "), Face::Regular, 13.0, theme.t2),
                (n, Face::Semi, 13.0, theme.t1),
            ],
        );
        x += width;
    }
    ink.text(
        pos2(x, y + 0.5),
        Align2::LEFT_CENTER,
        time,
        Face::Regular,
        11.0,
        theme.t3,
    );
    let tip = cx.say(
        &Message::new("top-run-tip")
            .with("preset", desk.run.rules.preset.key.as_str())
            .with("hash", desk.hash.as_str()),
    );
    if response.on_hover_text(tip).clicked() {
        state.popover = Some(Popover::Run);
    }
    rect.left()
}

/// Language, masking, theme, user; returns the left edge.
fn controls(ui: &Ui, cx: Cx<'_>, state: &mut State, right: f32) -> f32 {
    let (bar, theme) = (ui.max_rect(), cx.theme);
    let y = bar.center().y;
    let painter = ui.painter();
    let ink = Ink::new(painter);
    let mut x = right;
    let who = super::super::views::settings::who(cx.session.standing());
    let user = initials(&who);
    let avatar = Rect::from_center_size(pos2(x - 14.0, y), vec2(28.0, 28.0));
    painter.circle_filled(avatar.center(), 14.0, theme.sunken);
    let (sign, face, points) = if user.is_empty() {
        (icons::USER, Face::Icon, 15.0)
    } else {
        (user.as_str(), Face::Semi, 11.0)
    };
    ink.text(
        avatar.center(),
        Align2::CENTER_CENTER,
        sign,
        face,
        points,
        theme.t2,
    );
    let role = cx.session.standing().filter(|s| s.path.is_some());
    let name = match role {
        Some(standing) => {
            let role = cx.t(&format!("role-{}", standing.role.key()));
            cx.say(&Message::new("top-user").with("name", format!("{who} · {role}")))
        }
        None => cx.say(&Message::new("top-user").with("name", who)),
    };
    super::super::widgets::label(ui, avatar, "user", name.clone()).on_hover_text(name);
    x = avatar.left() - 8.0;
    let rect = Rect::from_min_size(pos2(x - 28.0, y - 14.0), vec2(28.0, 28.0));
    let icon = if state.dark { icons::SUN } else { icons::MOON };
    let key = if state.dark {
        "top-theme-light"
    } else {
        "top-theme-dark"
    };
    if icon_button(ui, theme, rect, icon, &cx.t(key), false).clicked() {
        cx.act(Action::Theme);
    }
    x = rect.left() - 8.0;
    x = masking(ui, cx, x);
    let names = ["VI", "EN"];
    let chosen = usize::from(state.lang == Lang::En);
    let wide: f32 = names
        .iter()
        .map(|n| ink.width(n, Face::Medium, 12.0) + 22.0)
        .sum::<f32>()
        + 4.0;
    let (frame, pressed) = segments(ui, theme, pos2(x - wide, y - 14.0), &names, chosen, "lang");
    if let Some(n) = pressed {
        cx.send(UiCommand::Lang(Lang::ALL[n]));
    }
    frame.left()
}

fn masking(ui: &Ui, cx: Cx<'_>, right: f32) -> f32 {
    let (bar, theme) = (ui.max_rect(), cx.theme);
    let open = cx.session.reveals.any();
    let (icon, text, color, ground) = if open {
        (
            icons::LOCK_SIMPLE_OPEN,
            cx.t("top-revealed"),
            theme.warn,
            theme.warnbg,
        )
    } else {
        (
            icons::LOCK_SIMPLE,
            cx.t("top-masked"),
            theme.acc,
            theme.accbg,
        )
    };
    let ink = Ink::new(ui.painter());
    let width = ink.width(&text, Face::Medium, 13.0) + 42.0;
    let rect = Rect::from_min_size(
        pos2(right - width, bar.center().y - 14.0),
        vec2(width, 28.0),
    );
    let response = ui.interact(rect, ui.scope_id().with("masking"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &text));
    ui.painter().rect_filled(rect, size::RADIUS, ground);
    super::super::widgets::focus_ring(ui.painter(), theme, &response, rect);
    ink.text(
        pos2(rect.left() + 18.0, rect.center().y),
        Align2::CENTER_CENTER,
        icon,
        Face::IconFill,
        15.0,
        color,
    );
    ink.text(
        pos2(rect.left() + 31.0, rect.center().y),
        Align2::LEFT_CENTER,
        &text,
        Face::Medium,
        13.0,
        color,
    );
    let tip = cx.t(if open {
        "top-mask-tip-open"
    } else {
        "top-mask-tip"
    });
    if response.on_hover_text(tip).clicked() {
        cx.act(Action::MaskAll);
    }
    rect.left() - 10.0
}

fn initials(user: &str) -> String {
    let mut letters = user.chars().filter(|c| c.is_alphanumeric());
    letters
        .by_ref()
        .take(2)
        .flat_map(char::to_uppercase)
        .collect()
}

/// The menu under the investigation's name.
pub fn file_menu(ui: &Ui, cx: Cx<'_>, state: &mut State, whole: Rect) {
    const ITEMS: [Action; 10] = [
        Action::SaveFile,
        Action::Backup,
        Action::Lock,
        Action::OpenFiles,
        Action::OpenFolder,
        Action::OpenSample,
        Action::AddFiles,
        Action::Undo,
        Action::Redo,
        Action::Close,
    ];
    let saved = cx.session.saved_at().is_some();
    let rect = Rect::from_min_size(
        pos2(whole.left() + 72.0, whole.top() + size::TOP - 2.0),
        vec2(330.0, 16.0 + ITEMS.len() as f32 * 34.0),
    );
    super::popover::card(ui, cx, state, "file", rect, |ui, rect, state| {
        let mut y = rect.top() + 8.0;
        let (undo, redo) = cx.session.steps();
        for action in ITEMS {
            let step = match action {
                Action::Undo => undo,
                Action::Redo => redo,
                _ => None,
            };
            let enabled = match action {
                Action::Undo | Action::Redo => step.is_some(),
                Action::SaveFile => !saved,
                Action::Backup | Action::Lock => saved,
                _ => true,
            };
            let mut name = cx.t(action.key());
            if let Some(step) = step {
                name = format!("{name}: {}", cx.t(step.key()));
            }
            let row =
                Rect::from_min_size(pos2(rect.left() + 6.0, y), vec2(rect.width() - 12.0, 34.0));
            if menu_row(
                ui,
                cx,
                row,
                action.icon(),
                &name,
                &action.key_text(),
                enabled,
            ) {
                cx.act(action);
                state.popover = None;
            }
            y += 34.0;
        }
    });
}

/// One line of a menu.
pub fn menu_row(
    ui: &Ui,
    cx: Cx<'_>,
    rect: Rect,
    icon: &str,
    name: &str,
    keys: &str,
    enabled: bool,
) -> bool {
    let theme = cx.theme;
    let sense = if enabled {
        Sense::click()
    } else {
        Sense::hover()
    };
    let response = ui.interact(rect, ui.scope_id().with(("menu", name)), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, enabled, name));
    let painter = ui.painter();
    if enabled && (response.hovered() || response.has_focus()) {
        painter.rect_filled(rect, size::RADIUS, theme.hover);
    }
    let color = if enabled { theme.t1 } else { theme.t3 };
    let ink = Ink::new(painter);
    ink.text(
        pos2(rect.left() + 18.0, rect.center().y),
        Align2::CENTER_CENTER,
        icon,
        Face::Icon,
        16.0,
        if enabled { theme.t2 } else { theme.t3 },
    );
    let keyed = ink.text(
        pos2(rect.right() - 10.0, rect.center().y),
        Align2::RIGHT_CENTER,
        keys,
        Face::Regular,
        11.0,
        theme.t3,
    );
    ink.fit(
        pos2(rect.left() + 36.0, rect.center().y),
        Align2::LEFT_CENTER,
        keyed.left() - rect.left() - 44.0,
        name,
        Face::Regular,
        13.0,
        color,
    );
    response.clicked()
}

/// A button that only fits a card.
pub fn card_button(
    ui: &Ui,
    cx: Cx<'_>,
    right_bottom: egui::Pos2,
    button: &Button<'_>,
    salt: &str,
) -> (Rect, bool) {
    let width = button.width(ui.painter());
    let rect = Rect::from_min_size(
        right_bottom - vec2(width, size::CONTROL),
        vec2(width, size::CONTROL),
    );
    (rect, button.show(ui, cx.theme, rect, salt).clicked())
}
