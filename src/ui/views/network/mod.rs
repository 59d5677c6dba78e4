//! The network: who may have infected whom, by time and tier, with people of one place as one group.
//!
//! The session lays it out on another thread. `picture` is what is made once of a layout, `ground` the bands and the
//! axis, `edges` and `nodes` what stands on it, `header` the choices and whom the picture stands for, `foot` the
//! legend, `split` whether a group may be drawn one by one, `blank` what is there before anybody is.

mod blank;
mod edges;
mod foot;
mod ground;
mod header;
mod light;
mod nodes;
mod picture;
mod split;

use std::sync::{Arc, Weak};
use std::time::Duration;

use egui::{
    Align, Layout, Pos2, Rect, Role, ScrollArea, Sense, Stroke, Ui, UiBuilder, Vec2, WidgetInfo,
    vec2,
};

use super::super::command::UiCommand;
use super::super::context::Cx;
use super::super::state::State;
use super::super::theme::size;
use crate::i18n::Message;
use crate::model::PersonIx;
use crate::session::dossier::Chain;
use crate::session::network::{AXIS, Common, GroupKey, Request};
use crate::session::{Command, Desk, Focus};
use light::Light;
use nodes::{Press, Shown};
use picture::Picture;

/// Height of the accounting line.
const ACCOUNT: f32 = 38.0;
/// Seconds for which a pressed group stays where it is, so that a second press still meets it.
const HOLD: f64 = 0.4;
/// Seconds for which a note is shown.
const NOTE: f64 = 12.0;

/// How the focus is scrolled to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Follow {
    /// Not at all.
    #[default]
    Not,
    /// Where it is out of sight.
    IntoSight,
    /// Into the middle.
    IntoMiddle,
}

/// The network's view.
pub struct NetworkView {
    sent: Option<(Weak<Desk>, Request)>,
    picture: Option<Picture>,
    /// No layout is asked for before.
    hold: f64,
    /// A group to open once the place that was pressed with it has the focus.
    open_next: Option<GroupKey>,
    focus: Option<Focus>,
    /// Whether the focus is scrolled to in this frame.
    follow: Follow,
    /// The focus is scrolled to once it is laid out.
    follow_next: bool,
    note: Option<(Message, f64)>,
}

impl Default for NetworkView {
    fn default() -> Self {
        Self::new()
    }
}

impl NetworkView {
    /// A view that has drawn nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            sent: None,
            picture: None,
            hold: 0.0,
            open_next: None,
            focus: None,
            follow: Follow::Not,
            follow_next: false,
            note: None,
        }
    }

    /// Shows the view.
    pub fn show(&mut self, ui: &mut Ui, cx: Cx<'_>, state: &mut State) {
        let room = ui.max_rect();
        ui.painter().rect_filled(room, 0.0, cx.theme.surface);
        let Some(desk) = cx.session.desk() else {
            self.sent = None;
            self.picture = None;
            return;
        };
        if let Some(key) = self.open_next.take() {
            state.network.open = Some(key);
        }
        if self.focus != cx.session.focus() {
            self.focus = cx.session.focus();
            self.follow = Follow::IntoSight;
            self.follow_next = true;
        }
        let top = room.top() + size::HEADER;
        let head = room.with_max_y(top);
        let line = Rect::from_x_y_ranges(room.x_range(), top..=top + ACCOUNT);
        let canvas = room.with_min_y(line.bottom());
        header::show(ui, cx, state, head);
        self.ask(ui, cx, state, desk, canvas.size());
        self.adopt(cx, desk);
        // Taken out while it is looked at and the rest of the view may change.
        let picture = self.picture.take();
        let network = picture.as_ref().map(|p| p.network.as_ref());
        header::account(ui, cx, state, line, network);
        match &picture {
            Some(picture) if picture.network.nodes.is_empty() => {
                blank::empty(ui, cx, state, desk, canvas);
            }
            Some(picture) => self.canvas(ui, cx, state, desk, picture, canvas),
            None => blank::waiting(ui, cx, state, desk, canvas),
        }
        self.picture = picture;
        self.note(ui, cx, canvas);
    }

    /// Asks for a layout where another one is wanted than was asked for last.
    fn ask(&mut self, ui: &Ui, cx: Cx<'_>, state: &State, desk: &Arc<Desk>, room: Vec2) {
        let rows = desk.list.rows.len();
        let ready = cx.session.view().is_some_and(|v| v.inside.len() == rows);
        let even = |length: f32| (length / 8.0).floor() * 8.0;
        let size = (even(room.x), even(room.y - foot::HEIGHT));
        if !ready || size.0 < 320.0 || size.1 < 120.0 {
            return;
        }
        let of = Arc::downgrade(desk);
        let before = self.sent.take().filter(|(d, _)| Weak::ptr_eq(d, &of));
        let before = before.map(|(_, request)| request);
        let request = Request {
            size,
            by_time: state.network.by_time,
            group_by: state.network.group_by,
            limit: state.network.limit,
            split: state.network.split.clone(),
            chains: chains(cx, before.as_ref()),
        };
        if let Some(before) = before {
            let left = self.hold - ui.input(|i| i.time);
            if before == request || left > 0.0 {
                if before != request {
                    ui.ctx()
                        .request_repaint_after(Duration::from_secs_f64(left));
                }
                self.sent = Some((of, before));
                return;
            }
            self.follow_next |= before.chains != request.chains;
        }
        cx.run(Command::Layout(Box::new(request.clone())));
        self.sent = Some((of, request));
    }

    /// Makes what is painted of a new layout.
    fn adopt(&mut self, cx: Cx<'_>, desk: &Desk) {
        let Some(network) = cx.session.network() else {
            self.picture = None;
            return;
        };
        let same = |p: &Picture| Arc::ptr_eq(&p.network, network) && p.lang == cx.texts.lang();
        if self.picture.as_ref().is_some_and(same) {
            return;
        }
        self.picture = Some(Picture::new(cx, desk, network.clone()));
        if std::mem::take(&mut self.follow_next) {
            self.follow = Follow::IntoSight;
        }
    }

    /// The picture with its axis above and its legend below.
    fn canvas(
        &mut self,
        ui: &mut Ui,
        cx: Cx<'_>,
        state: &mut State,
        desk: &Desk,
        picture: &Picture,
        canvas: Rect,
    ) {
        let network = picture.network.as_ref();
        let image = ui.interact(canvas, ui.scope_id().with("network image"), Sense::hover());
        let sentence = header::sentence(cx, network);
        image.widget_info(|| WidgetInfo::labeled(Role::Image, true, &sentence));
        let foot = canvas.with_min_y(canvas.bottom() - foot::HEIGHT);
        let middle = Rect::from_x_y_ranges(canvas.x_range(), canvas.top() + AXIS..=foot.top());
        let focus = cx.session.focus().and_then(|f| picture.node_of(desk, f));
        let mut light = Light {
            focus,
            hovered: state.hover.and_then(|f| picture.node_of(desk, f)),
            only: state.network.chain_only
                && focus.is_some()
                && matches!(cx.session.focus(), Some(Focus::Person(_))),
            alone: network.edges.iter().all(|e| e.chain.is_none()),
        };
        let height = (network.size.1 - AXIS).max(middle.height());
        let follow = std::mem::take(&mut self.follow);
        let mut press = None;
        let builder = UiBuilder::new()
            .max_rect(middle)
            .layout(Layout::top_down(Align::Min));
        ui.scope_builder(builder, |ui| {
            let area = ScrollArea::vertical()
                .id_salt("network")
                .auto_shrink(false)
                .content_margin(0.0);
            area.show(ui, |ui| {
                let space = vec2(middle.width(), height);
                let (rect, _) = ui.allocate_exact_size(space, Sense::hover());
                let origin = rect.min - vec2(0.0, AXIS);
                if let Some(n) = focus.filter(|_| follow != Follow::Not) {
                    let align = (follow == Follow::IntoMiddle).then_some(Align::Center);
                    let at = origin + Vec2::from(network.nodes[n].anchor());
                    ui.scroll_to_rect(Rect::from_center_size(at, vec2(48.0, 48.0)), align);
                }
                press = picture_in(ui, cx, state, desk, picture, &mut light, origin);
            });
        });
        let clock = state.clock.at;
        let bottom = network.bands.last().map_or(0, |b| b.tier);
        let painter = ui.painter();
        painter.rect_filled(foot, 0.0, ground::of_tier(cx.theme, bottom));
        ground::days(painter, cx, network, canvas.left(), clock, foot.y_range());
        if height > middle.height() + 1.0 {
            let line = Stroke::new(1.0, cx.theme.line);
            painter.hline(foot.x_range(), foot.top() + 0.5, line);
        }
        let strip = canvas.with_max_y(middle.top());
        ground::axis(painter, cx, Some(network), strip, state.network.by_time);
        if foot::show(ui, cx, state, foot, picture, focus.is_some()) {
            self.follow = Follow::IntoMiddle;
            ui.ctx().request_repaint();
        }
        if let Some(press) = press {
            self.press(ui, cx, state, desk, picture, press);
        }
    }

    fn press(
        &mut self,
        ui: &Ui,
        cx: Cx<'_>,
        state: &mut State,
        desk: &Desk,
        picture: &Picture,
        press: Press,
    ) {
        let now = ui.input(|i| i.time);
        ui.ctx().request_repaint();
        let (Press::Open(n) | Press::Split(n)) = press;
        let Some(key) = picture.key(n) else {
            return;
        };
        if matches!(press, Press::Split(_)) {
            match split::refusal(cx, state, desk, picture, n) {
                Some(message) => self.note = Some((message, now + NOTE)),
                None => {
                    state.network.split.insert(key);
                    state.network.open = None;
                    self.open_next = None;
                    self.note = None;
                    self.hold = 0.0;
                }
            }
            return;
        }
        if let Common::Place(place) = key.common {
            cx.send(UiCommand::Focus(Some(Focus::Place(place))));
            // A new focus closes what is open: it is opened anew after that.
            self.open_next = Some(key.clone());
        }
        state.network.open = Some(key);
        state.inspector = true;
        self.hold = now + HOLD;
    }

    fn note(&mut self, ui: &Ui, cx: Cx<'_>, canvas: Rect) {
        let Some((message, until)) = &self.note else {
            return;
        };
        let left = until - ui.input(|i| i.time);
        if left <= 0.0 || foot::note(ui, cx, canvas, &cx.say(message)) {
            self.note = None;
        } else {
            ui.ctx()
                .request_repaint_after(Duration::from_secs_f64(left));
        }
    }
}

/// The chains to draw: those of the person in focus. While they are gathered those before stay.
fn chains(cx: Cx<'_>, before: Option<&Request>) -> Vec<Vec<PersonIx>> {
    let Some(Focus::Person(person)) = cx.session.focus() else {
        return Vec::new();
    };
    let Some(dossier) = cx.session.dossier().and_then(|d| d.person()) else {
        return before.map_or_else(Vec::new, |r| r.chains.clone());
    };
    let chains: Vec<Vec<PersonIx>> = dossier.chains.iter().map(Chain::people).collect();
    if chains.is_empty() && dossier.tier.is_some() {
        // Who has none, as an F0, is drawn alone nevertheless.
        return vec![vec![person]];
    }
    chains
}

/// What scrolls. Returns what was pressed.
fn picture_in(
    ui: &Ui,
    cx: Cx<'_>,
    state: &mut State,
    desk: &Desk,
    picture: &Picture,
    light: &mut Light,
    origin: Pos2,
) -> Option<Press> {
    let (painter, theme, clip) = (ui.painter(), cx.theme, ui.clip_rect());
    let network = picture.network.as_ref();
    ground::bands(painter, theme, &network.bands, origin, clip);
    let clock = state.clock.at;
    ground::days(painter, cx, network, origin.x, clock, clip.y_range());
    ground::captions(ui, cx, &network.bands, origin, clip);
    let mut shown: Vec<Shown> = nodes::in_sight(painter, theme, picture, light, origin, clip);
    nodes::ring(cx, state, picture, light, &mut shown);
    let (press, hovered) = nodes::interact(ui, cx, state, desk, picture, &mut shown);
    light.hovered = hovered.or(light.hovered);
    edges::paint(painter, theme, picture, light, origin, clip);
    nodes::paint(painter, theme, picture, light, &shown);
    press
}
