//! The right side: what can be opened, and the first steps.

use egui::{
    Align2, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::super::super::command::{Action, UiCommand};
use super::super::super::context::Cx;
use super::super::super::state::State;
use super::super::super::theme::{Face, icons, size};
use super::super::super::widgets::{Ink, focus_ring, icon_button, label, segments};
use super::{news, recent};
use crate::i18n::Lang;

/// What can be opened: the action, what it is; the first stands out.
const CARDS: [(Action, &str); 3] = [
    (Action::OpenSample, "welcome-sample"),
    (Action::OpenFiles, "welcome-files"),
    (Action::OpenFolder, "welcome-folder"),
];

/// Sizes that depend on the room.
pub(super) struct Plan {
    /// Little room: smaller cards, one line for each recent one.
    pub tight: bool,
    /// From the top to the title's middle.
    title: f32,
    card: f32,
    gap: f32,
    drop: f32,
    /// Between sections.
    apart: f32,
    /// Height of a recent one.
    pub recent: f32,
    steps: f32,
    /// How many recent ones are shown.
    pub shown: usize,
    /// Width of the column.
    pub width: f32,
}

impl Plan {
    fn new(room: Rect, state: &State, news: f32) -> Self {
        let tight = room.height() < 860.0;
        let margin = if room.width() < 820.0 { 56.0 } else { 96.0 };
        let mut plan = Self {
            tight,
            title: if tight { 80.0 } else { 132.0 },
            card: if tight { 54.0 } else { 65.0 },
            gap: if tight { 8.0 } else { 11.0 },
            drop: if tight { 76.0 } else { 111.0 },
            apart: if tight { 18.0 } else { 30.0 },
            recent: if tight { 34.0 } else { 44.0 },
            steps: 92.0,
            shown: 0,
            width: (room.width() - 2.0 * margin).min(708.0),
        };
        let free = room.height() - plan.height(state, news);
        let all = state.recent.len();
        plan.shown = all.min(((free / plan.recent).max(1.0)) as usize);
        plan
    }

    fn height(&self, state: &State, news: f32) -> f32 {
        let recent = if state.recent.is_empty() {
            0.0
        } else {
            self.apart + 28.0 + self.shown as f32 * self.recent
        };
        let cards = CARDS.len() as f32 * (self.card + self.gap);
        self.title + 26.0 + news + cards + self.drop + recent + self.apart + self.steps
    }
}

pub(super) fn show(ui: &mut Ui, cx: Cx<'_>, state: &mut State) {
    let room = ui.max_rect();
    let width = Plan::new(room, state, 0.0).width;
    let failed = news::failure(ui, cx, width);
    let news = failed.as_ref().map_or(0.0, |f| f.height + 12.0);
    let plan = Plan::new(room, state, news);
    ScrollArea::vertical()
        .id_salt("start")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            let space = vec2(room.width(), plan.height(state, news));
            let (rect, _) = ui.allocate_exact_size(space, Sense::hover());
            controls(ui, cx, &plan, rect);
            let left = rect.left() + (rect.width() - plan.width) / 2.0;
            let mut y = title(ui, cx, pos2(left, rect.top() + plan.title));
            if let Some(failed) = failed {
                let at = Rect::from_min_size(pos2(left, y), vec2(plan.width, failed.height));
                news::show_failure(ui, cx, at, failed);
                y += news;
            }
            for (n, (action, key)) in CARDS.into_iter().enumerate() {
                let at = Rect::from_min_size(pos2(left, y), vec2(plan.width, plan.card));
                card(ui, cx, at, action, key, n == 0);
                y = at.bottom() + plan.gap;
            }
            let at = Rect::from_min_size(pos2(left, y), vec2(plan.width, plan.drop));
            if !news::show_work(ui, cx, at) {
                drop_area(ui, cx, state, at);
            }
            y = at.bottom() + plan.apart;
            if plan.shown > 0 {
                y = recent::show(ui, cx, state, &plan, pos2(left, y)) + plan.apart;
            }
            steps(ui, cx, &plan, pos2(left, y));
        });
}

/// Language and theme.
fn controls(ui: &Ui, cx: Cx<'_>, plan: &Plan, room: Rect) {
    let theme = cx.theme;
    let top = room.top() + if plan.tight { 22.0 } else { 44.0 };
    let square = Rect::from_min_size(pos2(room.right() - 68.0, top), Vec2::splat(28.0));
    ui.painter().rect_stroke(
        square,
        size::RADIUS,
        Stroke::new(1.0, theme.line2),
        StrokeKind::Inside,
    );
    let icon = if theme.dark { icons::SUN } else { icons::MOON };
    let name = cx.t(Action::Theme.key());
    if icon_button(ui, theme, square, icon, &name, false).clicked() {
        cx.act(Action::Theme);
    }
    let names = Lang::ALL.map(|lang| cx.t(&format!("welcome-lang-{}", lang.code())));
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let ink = Ink::new(ui.painter());
    let widths = names
        .iter()
        .map(|n| ink.width(n, Face::Medium, 12.0) + 22.0);
    let width = widths.sum::<f32>() + 4.0;
    let now = Lang::ALL.iter().position(|l| *l == cx.texts.lang());
    let at = pos2(square.left() - 8.0 - width, top);
    let (_, pressed) = segments(ui, theme, at, &names, now.unwrap_or(0), "language");
    if let Some(lang) = pressed.and_then(|n| Lang::ALL.get(n).copied()) {
        cx.send(UiCommand::Lang(lang));
    }
}

/// Returns where the cards begin.
fn title(ui: &Ui, cx: Cx<'_>, at: egui::Pos2) -> f32 {
    let text = cx.t("welcome-begin");
    let rect = Ink::new(ui.painter()).text(
        at,
        Align2::LEFT_CENTER,
        &text,
        Face::Semi,
        22.0,
        cx.theme.t1,
    );
    label(ui, rect, "begin", text);
    at.y + 26.0
}

/// A thing to open.
fn card(ui: &Ui, cx: Cx<'_>, rect: Rect, action: Action, key: &str, first: bool) {
    let theme = cx.theme;
    let response = ui.interact(rect, ui.scope_id().with(key), Sense::click());
    let (name, text) = (cx.t(action.key()), cx.t(key));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{name}: {text}")));
    let over = response.hovered() || response.has_focus();
    let (line, ground) = match (first, over) {
        (true, true) => (theme.acc, theme.accbg),
        (true, false) => (theme.acc, theme.surface),
        (false, true) => (theme.ctl, theme.hover),
        (false, false) => (theme.line, theme.surface),
    };
    let painter = ui.painter();
    let stroke = Stroke::new(1.0, line);
    painter.rect(rect, size::CARD, ground, stroke, StrokeKind::Inside);
    focus_ring(painter, theme, &response, rect);
    let side = (rect.height() - 26.0).clamp(28.0, 38.0);
    let square = Rect::from_center_size(
        pos2(rect.left() + 17.0 + side / 2.0, rect.center().y),
        Vec2::splat(side),
    );
    let (fill, color) = if first {
        (theme.acc, theme.onacc)
    } else {
        (theme.accbg, theme.acc)
    };
    painter.rect_filled(square, size::CARD, fill);
    let ink = Ink::new(painter);
    ink.text(
        square.center(),
        Align2::CENTER_CENTER,
        action.icon(),
        Face::Icon,
        19.0,
        color,
    );
    let end = keys(ui, cx, rect, &action.key_text());
    let x = square.right() + 14.0;
    for (dy, text, face, points, color) in [
        (-9.0, name.as_str(), Face::Semi, 14.0, theme.t1),
        (10.0, text.as_str(), Face::Regular, 12.0, theme.t2),
    ] {
        ink.fit(
            pos2(x, rect.center().y + dy),
            Align2::LEFT_CENTER,
            end - x - 12.0,
            text,
            face,
            points,
            color,
        );
    }
    if response.clicked() {
        cx.act(action);
    }
}

/// The key of a card; returns its left edge.
fn keys(ui: &Ui, cx: Cx<'_>, card: Rect, text: &str) -> f32 {
    let theme = cx.theme;
    if text.is_empty() {
        return card.right() - 16.0;
    }
    let ink = Ink::new(ui.painter());
    let width = ink.width(text, Face::Medium, 11.0) + 12.0;
    let key = Rect::from_min_size(
        pos2(card.right() - 16.0 - width, card.center().y - 9.0),
        vec2(width, 18.0),
    );
    let stroke = Stroke::new(1.0, theme.line2);
    ui.painter()
        .rect(key, 4.0, theme.app, stroke, StrokeKind::Inside);
    ink.text(
        key.center(),
        Align2::CENTER_CENTER,
        text,
        Face::Medium,
        11.0,
        theme.t2,
    );
    key.left()
}

/// Where files can be dropped.
fn drop_area(ui: &Ui, cx: Cx<'_>, state: &State, rect: Rect) {
    let theme = cx.theme;
    let (ground, line) = if state.dropping {
        (theme.accbg, Stroke::new(2.0, theme.acc))
    } else {
        (theme.app, Stroke::new(1.0, theme.ctl))
    };
    ui.painter().rect_filled(rect, size::CARD, ground);
    dashed(ui, rect.shrink(0.5), line);
    let ink = Ink::new(ui.painter());
    let title = cx.t(if state.dropping {
        "welcome-drop-now"
    } else {
        "welcome-drop"
    });
    let (sources, kinds) = (cx.t("welcome-drop-sources"), cx.t("welcome-drop-kinds"));
    let lines = [
        (title.as_str(), Face::Semi, 13.0, theme.t1),
        (sources.as_str(), Face::Regular, 12.0, theme.t2),
        (kinds.as_str(), Face::Regular, 12.0, theme.t2),
    ];
    let widest = lines
        .iter()
        .map(|(text, face, points, _)| ink.width(text, *face, *points))
        .fold(0.0, f32::max);
    let room = rect.width() - 80.0;
    let x = rect.left() + 56.0 + ((room - widest) / 2.0).max(0.0);
    ink.text(
        pos2(x - 26.0, rect.center().y),
        Align2::CENTER_CENTER,
        icons::FILES,
        Face::Icon,
        26.0,
        if state.dropping { theme.acc } else { theme.t2 },
    );
    for (n, (text, face, points, color)) in lines.iter().enumerate() {
        ink.fit(
            pos2(x, rect.center().y + (n as f32 - 1.0) * 18.0),
            Align2::LEFT_CENTER,
            rect.right() - x - 16.0,
            *text,
            *face,
            *points,
            *color,
        );
    }
    label(ui, rect, "drop", format!("{title}. {sources}. {kinds}"));
}

/// A dashed frame with round corners.
fn dashed(ui: &Ui, rect: Rect, line: Stroke) {
    let radius = size::CARD;
    let inner = rect.shrink(radius);
    let corners = [
        (inner.left_top(), 2.0),
        (inner.right_top(), 3.0),
        (inner.right_bottom(), 0.0),
        (inner.left_bottom(), 1.0),
    ];
    let mut path = Vec::new();
    for (at, quarter) in corners {
        for step in 0..=4u8 {
            let angle = (quarter + f32::from(step) / 4.0) * std::f32::consts::FRAC_PI_2;
            path.push(at + radius * vec2(angle.cos(), angle.sin()));
        }
    }
    path.extend(path.first().copied());
    ui.painter()
        .extend(egui::Shape::dashed_line(&path, line, 4.0, 3.0));
}

/// Three things to do first.
fn steps(ui: &Ui, cx: Cx<'_>, plan: &Plan, at: egui::Pos2) {
    let theme = cx.theme;
    let ink = Ink::new(ui.painter());
    let title = cx.t("welcome-steps");
    let rect = ink.text(
        at + vec2(0.0, 8.0),
        Align2::LEFT_CENTER,
        &title,
        Face::Semi,
        13.0,
        theme.t1,
    );
    label(ui, rect, "steps", title);
    let width = (plan.width - 32.0) / 3.0;
    for n in 1..=3u8 {
        let left = at.x + f32::from(n - 1) * (width + 16.0);
        let y = at.y + 34.0;
        let disc = pos2(left + 11.0, y);
        ui.painter().circle_filled(disc, 11.0, theme.accbg);
        let number = cx.n(n.into());
        ink.text(
            disc,
            Align2::CENTER_CENTER,
            &number,
            Face::Semi,
            12.0,
            theme.acc,
        );
        let title = cx.t(&format!("welcome-step-{n}"));
        ink.fit(
            pos2(left + 31.0, y),
            Align2::LEFT_CENTER,
            width - 31.0,
            &title,
            Face::Medium,
            12.5,
            theme.t1,
        );
        let text = cx.t(&format!("welcome-step-{n}-text"));
        let rect = ink.wrap(
            pos2(left + 31.0, y + 10.0),
            width - 31.0,
            3,
            &text,
            Face::Regular,
            12.0,
            theme.t2,
        );
        let whole = Rect::from_min_max(pos2(left, y - 11.0), rect.max);
        label(ui, whole, ("step", n), format!("{number}. {title}: {text}"));
    }
}
