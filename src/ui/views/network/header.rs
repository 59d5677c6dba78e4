//! The view's header, and the line that says for whom the picture stands.

use egui::{
    Align2, Painter, Popup, PopupCloseBehavior, Pos2, Rect, RectAlign, Response, Role, Sense,
    Stroke, Ui, WidgetInfo, pos2, vec2,
};

use super::super::super::command::Action;
use super::super::super::context::Cx;
use super::super::super::state::{Popover, State, View};
use super::super::super::theme::{Face, icons, size};
use super::super::super::widgets::{Button, Ink, focus_ring, label, segments};
use crate::i18n::Message;
use crate::session::Focus;
use crate::session::network::{GroupBy, Network};

/// Most items that can be chosen; 0: what fits.
const LIMITS: [usize; 4] = [0, 200, 400, 1_000];
/// What people can be gathered by, with its name and what is said of it.
const GATHERED: [(GroupBy, &str, &str); 3] = [
    (GroupBy::Place, "net-by-place", "net-account-place"),
    (GroupBy::District, "net-by-district", "net-account-district"),
    (GroupBy::Source, "net-by-source", "net-account-source"),
];
/// Between the header's parts.
const GAP: f32 = 14.0;

/// The header.
pub(super) fn show(ui: &Ui, cx: Cx<'_>, state: &mut State, rect: Rect) {
    let (painter, theme) = (ui.painter(), cx.theme);
    let y = rect.center().y;
    let title = Ink::new(painter).text(
        pos2(rect.left() + size::PAD, y),
        Align2::LEFT_CENTER,
        cx.t("net-title"),
        Face::Semi,
        17.0,
        theme.t1,
    );
    let modes = [cx.t("net-by-time"), cx.t("net-by-tier")];
    let groups = GATHERED.map(|(_, key, _)| cx.t(key));
    let modes: Vec<&str> = modes.iter().map(String::as_str).collect();
    let groups: Vec<&str> = groups.iter().map(String::as_str).collect();
    let room = rect.right() - size::PAD - title.right() - 2.0 * GAP;
    let plan = Plan::new(painter, cx, &modes, &groups, room);
    let mut x = (rect.right() - size::PAD - plan.width).max(title.right() + GAP);
    x += plan.caption(painter, cx, 0, pos2(x, y));
    let chosen = usize::from(!state.network.by_time);
    let (frame, pressed) = segments(ui, theme, pos2(x, y - 14.0), &modes, chosen, "net-mode");
    if let Some(n) = pressed {
        state.network.by_time = n == 0;
    }
    x = frame.right() + GAP;
    x += plan.caption(painter, cx, 1, pos2(x, y));
    let now = GATHERED
        .iter()
        .position(|g| g.0 == state.network.group_by)
        .unwrap_or_default();
    let (frame, pressed) = segments(ui, theme, pos2(x, y - 14.0), &groups, now, "net-group");
    if let Some(n) = pressed {
        state.network.group_by = GATHERED[n].0;
        state.network.split.clear();
        state.network.open = None;
    }
    let corner = pos2(frame.right() + GAP, y - size::CONTROL / 2.0);
    let place = Rect::from_min_size(corner, vec2(plan.button, size::CONTROL));
    chain_only(ui, cx, state, place, &plan);
}

/// What of the header there is room for: a narrow window drops captions first, then words of the button.
struct Plan {
    captions: Option<[String; 2]>,
    chain: String,
    /// The button's width.
    button: f32,
    /// Everything's width.
    width: f32,
}

impl Plan {
    fn new(painter: &Painter, cx: Cx<'_>, modes: &[&str], groups: &[&str], room: f32) -> Self {
        let ink = Ink::new(painter);
        let wide = |names: &[&str]| {
            let widths = names
                .iter()
                .map(|n| ink.width(n, Face::Medium, 12.0) + 22.0);
            widths.sum::<f32>() + 4.0
        };
        let captions = [cx.t("net-arrange"), cx.t("net-group-by")];
        let caption = |n: usize| ink.width(&captions[n], Face::Regular, 12.0) + 8.0;
        let button = |text: &str| Button::new(text).icon(icons::FUNNEL).width(painter);
        let bare = wide(modes) + wide(groups) + 2.0 * GAP;
        let named = bare + caption(0) + caption(1);
        let chain = cx.t("net-chain-only");
        let whole = button(&chain);
        if named + whole <= room {
            return Self {
                width: named + whole,
                captions: Some(captions),
                chain,
                button: whole,
            };
        }
        let chain = if bare + whole <= room {
            chain
        } else {
            cx.t("net-chain-only-short")
        };
        let button = button(&chain);
        Self {
            captions: None,
            chain,
            button,
            width: bare + button,
        }
    }

    /// Writes a caption where there is room for it; returns how much it took.
    fn caption(&self, painter: &Painter, cx: Cx<'_>, n: usize, at: Pos2) -> f32 {
        let Some(captions) = &self.captions else {
            return 0.0;
        };
        let stood = Ink::new(painter).text(
            at,
            Align2::LEFT_CENTER,
            captions[n].as_str(),
            Face::Regular,
            12.0,
            cx.theme.t2,
        );
        stood.width() + 8.0
    }
}

fn chain_only(ui: &Ui, cx: Cx<'_>, state: &mut State, rect: Rect, plan: &Plan) {
    let person = matches!(cx.session.focus(), Some(Focus::Person(_)));
    let response = Button::new(&plan.chain)
        .icon(icons::FUNNEL)
        .name(&cx.t("net-chain-only"))
        .enabled(person)
        .selected(person && state.network.chain_only)
        .show(ui, cx.theme, rect, "net-chain-only");
    if person && response.clicked() {
        state.network.chain_only = !state.network.chain_only;
    }
    if !person {
        response.on_hover_text(cx.t("net-chain-only-how"));
    }
}

/// For whom the picture stands, in one sentence.
pub(super) fn sentence(cx: Cx<'_>, network: &Network) -> String {
    let (people, groups) = network.counts();
    let message = Message::new("net-account")
        .with("people", people)
        .with("groups", groups)
        .with("all", network.people);
    cx.say(&message)
}

/// The accounting line.
pub(super) fn account(
    ui: &Ui,
    cx: Cx<'_>,
    state: &mut State,
    rect: Rect,
    network: Option<&Network>,
) {
    let (painter, theme) = (ui.painter(), cx.theme);
    let ink = Ink::new(painter);
    painter.rect_filled(rect, 0.0, theme.accbg);
    let line = Stroke::new(1.0, theme.line);
    painter.hline(rect.x_range(), rect.top() + 0.5, line);
    painter.hline(rect.x_range(), rect.bottom() - 0.5, line);
    let y = rect.center().y;
    ink.text(
        pos2(rect.left() + 24.0, y),
        Align2::CENTER_CENTER,
        icons::STACK,
        Face::Icon,
        16.0,
        theme.acc,
    );
    let left = rect.left() + 40.0;
    let main = network.map_or_else(|| cx.t("net-laying"), |n| sentence(cx, n));
    let long = ink.width(&main, Face::Semi, 12.0);
    let right = controls(ui, cx, state, rect, left + long + 24.0);
    let (stood, mut cut) = ink.fit(
        pos2(left, y),
        Align2::LEFT_CENTER,
        right - left - 12.0,
        main.as_str(),
        Face::Semi,
        12.0,
        theme.t1,
    );
    let more = network.map_or_else(String::new, |n| beside(cx, state, n));
    let room = right - stood.right() - 20.0;
    let mut end = stood.right();
    if room > 60.0 && !more.is_empty() {
        let (rest, short) = ink.fit(
            pos2(stood.right() + 6.0, y),
            Align2::LEFT_CENTER,
            room,
            more.as_str(),
            Face::Regular,
            12.0,
            theme.t2,
        );
        cut |= short;
        end = rest.right();
    } else {
        cut |= !more.is_empty();
    }
    let place = Rect::from_x_y_ranges(left..=end, rect.y_range());
    let all = format!("{main} {more}");
    let response = label(ui, place, "net-account", all.trim_end());
    if cut {
        response.on_hover_text(all);
    }
}

/// What else there is to say: lines that are not drawn come first.
fn beside(cx: Cx<'_>, state: &State, network: &Network) -> String {
    let of = GATHERED.iter().find(|g| g.0 == state.network.group_by);
    let gathered = of.map_or_else(String::new, |g| cx.t(g.2));
    if network.lines_left_out == 0 {
        return gathered;
    }
    let lines = cx.say(&Message::new("net-lines-out").with("n", network.lines_left_out));
    format!("{lines} {gathered}")
}

/// The limit and the way to the list, at the right; shorter where they would reach over `from`. Returns their left
/// edge.
fn controls(ui: &Ui, cx: Cx<'_>, state: &mut State, rect: Rect, from: f32) -> f32 {
    let (painter, theme) = (ui.painter(), cx.theme);
    let limit = match state.network.limit {
        0 => cx.t("net-limit-fit"),
        n => cx.say(&Message::new("net-limit").with("n", n)),
    };
    let texts = [cx.t("net-full-list"), cx.t("net-full-list-short")];
    let limit = Button::new(&limit).quiet().caret();
    let width = limit.width(painter);
    let list = |text: &str| Button::new(text).quiet().width(painter);
    let edge = rect.right() - 12.0;
    let fits = edge - list(&texts[0]) - 8.0 - width >= from;
    let text = &texts[usize::from(!fits)];
    let middle = rect.center().y;
    let place =
        |left: f32, width: f32| Rect::from_min_size(pos2(left, middle - 14.0), vec2(width, 28.0));
    let left = edge - list(text);
    let shown = Button::new(text).quiet().name(&texts[0]).show(
        ui,
        theme,
        place(left, list(text)),
        "net-full-list",
    );
    if shown.clicked() {
        cx.act(Action::Show(View::Contacts));
    }
    let left = left - 8.0 - width;
    let response = limit.show(ui, theme, place(left, width), "net-limit");
    limits(cx, state, &response);
    left
}

/// The menu of limits.
fn limits(cx: Cx<'_>, state: &mut State, button: &Response) {
    let before = state.popover == Some(Popover::Limit);
    let mut open = before != button.clicked();
    let now = state.network.limit;
    let mut chosen = None;
    Popup::from_response(button)
        .open_bool(&mut open)
        .align(RectAlign::BOTTOM_END)
        .gap(4.0)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .accessible_name(cx.t("net-limit-menu"))
        .show(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for limit in LIMITS {
                if row(ui, cx, limit, limit == now) {
                    chosen = Some(limit);
                }
            }
        });
    if let Some(limit) = chosen {
        state.network.limit = limit;
        open = false;
    }
    if open {
        state.popover = Some(Popover::Limit);
    } else if before {
        state.popover = None;
    }
}

fn row(ui: &mut Ui, cx: Cx<'_>, limit: usize, on: bool) -> bool {
    let theme = cx.theme;
    let (rect, response) = ui.allocate_exact_size(vec2(164.0, size::CONTROL), Sense::click());
    let text = match limit {
        0 => cx.t("net-limit-room"),
        n => cx.say(&Message::new("net-limit-items").with("n", n)),
    };
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, &text));
    let painter = ui.painter();
    if response.hovered() {
        painter.rect_filled(rect, size::RADIUS, theme.hover);
    }
    focus_ring(painter, theme, &response, rect.shrink(3.0));
    let ink = Ink::new(painter);
    if on {
        ink.text(
            pos2(rect.left() + 14.0, rect.center().y),
            Align2::CENTER_CENTER,
            icons::CHECK,
            Face::Icon,
            14.0,
            theme.acc,
        );
    }
    ink.fit(
        pos2(rect.left() + 30.0, rect.center().y),
        Align2::LEFT_CENTER,
        rect.width() - 36.0,
        text.as_str(),
        Face::Medium,
        13.0,
        theme.t1,
    );
    response.clicked()
}
