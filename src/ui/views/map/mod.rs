//! The map: where people were exposed, and how the focus moved.
//!
//! walkers' map pans and carries the ground ([`ground`]) and, where they are wanted, tiles from the network
//! ([`online`]); everything else is painted over it. What depends on the window alone is gathered once for each
//! ([`gathered`]), what depends on where the map looks ([`lens`]) in every frame.

mod cards;
mod gathered;
mod ground;
mod labels;
mod leg;
mod legend;
mod lens;
mod online;
mod path;
mod scene;
mod stop_card;
mod venues;

use std::sync::Arc;
use std::time::Duration;

use egui::{
    CursorIcon, Painter, Pos2, Rect, Response, Role, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};
use walkers::{Map, lat_lon};

use super::super::context::Cx;
use super::super::state::State;
use crate::session::{Desk, Focus, WindowView};
use cards::{Foot, SIDE, Wanted};
use gathered::Gathered;
use ground::{Atlas, Ground, Sheet};
use labels::Shelf;
use lens::{Bounds, Camera, Lens, MIDDLE};
use online::{Online, Weather};
use path::{Journey, Way};
use scene::Scene;
use stop_card::StopCard;
use venues::Mark;

/// The map's view.
pub struct MapView {
    camera: Camera,
    ground: Ground,
    gathered: Option<Arc<Gathered>>,
    online: Option<Online>,
    /// Where the last frame's cards stood.
    cards: Vec<Rect>,
    /// The run that the map was fitted to.
    fitted: Option<u32>,
    /// The map goes where the focus is.
    follow: bool,
    followed: Option<Focus>,
}

impl MapView {
    /// A map of the whole country.
    #[must_use]
    pub fn new() -> Self {
        Self {
            camera: Camera::new(),
            ground: Ground::new(),
            gathered: None,
            online: None,
            cards: Vec::new(),
            fitted: None,
            follow: false,
            followed: None,
        }
    }

    /// Shows it.
    pub fn show(&mut self, ui: &mut Ui, cx: Cx<'_>, state: &mut State) {
        let rect = ui.max_rect();
        self.ground.poll(ui.ctx(), cx.theme);
        let (Some(desk), Some(view)) = (cx.desk(), cx.session.view()) else {
            ui.painter().rect_filled(rect, 0.0, cx.theme.land);
            return;
        };
        let gathered = self.gather(desk, view);
        let way = Way::of(cx);
        let scene = Scene {
            cx,
            gathered: &gathered,
            way: way.as_ref(),
        };
        self.aim(ui, scene, state, rect);
        let map = self.map(ui, scene, state, rect);
        let lens = self.camera.lens(rect);
        self.data(ui, scene, state, &lens, &map);
        self.corners(ui, scene, state, &lens);
    }

    fn gather(&mut self, desk: &Desk, view: &Arc<WindowView>) -> Arc<Gathered> {
        let atlas: Option<&Atlas> = self.ground.atlas().map(Arc::as_ref);
        let held = self
            .gathered
            .as_ref()
            .filter(|g| g.holds(desk, view, atlas.is_some()));
        if let Some(held) = held {
            return Arc::clone(held);
        }
        let gathered = Arc::new(Gathered::new(desk, view, atlas));
        self.gathered = Some(Arc::clone(&gathered));
        gathered
    }

    /// Moves the map to where it is to look.
    fn aim(&mut self, ui: &Ui, scene: Scene<'_>, state: &mut State, rect: Rect) {
        let now = ui.input(|i| i.time);
        let room = room(state, rect);
        let reading = Some(scene.cx.session.reading());
        if self.fitted != reading {
            self.fitted = reading;
            let bounds = scene.gathered.bounds();
            self.camera.jump(Camera::fit(bounds, rect, room));
        }
        self.follow(scene, state, rect, now);
        self.camera.wheel(ui, rect, &self.cards);
        let seconds = if ui.style().animation_time > 0.0 {
            0.25
        } else {
            0.0
        };
        if self.camera.step(now, seconds) {
            ui.ctx().request_repaint();
        }
    }

    /// Flies to the focus where somebody asked for it and it is out of sight, or wherever it is while it is followed.
    fn follow(&mut self, scene: Scene<'_>, state: &mut State, rect: Rect, now: f64) {
        let focus = scene.cx.session.focus();
        let refit = self.follow && focus.is_some() && focus != self.followed;
        let read = scene.way.is_some() || !matches!(focus, Some(Focus::Person(_)));
        if !(state.fly || refit) || !read {
            return;
        }
        state.fly = false;
        self.followed = focus;
        let room = room(state, rect);
        let lens = self.camera.lens(rect);
        let points = scene.points(focus);
        let seen = points.is_empty() || points.iter().any(|p| room.contains(lens.at(*p)));
        if refit || !seen {
            self.fly_to_focus(scene, rect, room, now);
        }
    }

    fn fly_to_focus(&mut self, scene: Scene<'_>, rect: Rect, room: Rect, now: f64) {
        let points = scene.points(scene.cx.session.focus());
        let target = match points.as_slice() {
            [] => return,
            [one] => self.camera.beside(*one, rect, room),
            _ => match Bounds::of(points.iter().copied()) {
                Some(bounds) => Camera::fit(bounds, rect, room),
                None => return,
            },
        };
        self.camera.fly(target, now);
    }

    /// The ground, and what moves it.
    fn map(&mut self, ui: &mut Ui, scene: Scene<'_>, state: &State, rect: Rect) -> Response {
        let cx = scene.cx;
        let now = ui.input(|i| i.time);
        match (self.online.is_some(), state.layers.online) {
            (false, true) => self.online = Some(Online::start(ui.ctx(), now)),
            (true, false) => self.online = None,
            (false, false) | (true, true) => {}
        }
        let sheet = self.ground.painted(cx.theme.dark).cloned().map(Sheet);
        let back = if sheet.is_some() {
            cx.theme.water
        } else {
            cx.theme.land
        };
        ui.painter().rect_filled(rect, 0.0, back);
        let mut tiles = self.online.as_mut().and_then(Online::tiles);
        let builder = UiBuilder::new().max_rect(rect).id_salt("ground");
        let mut child = ui.new_child(builder);
        let mut map = Map::new(None, &mut self.camera.memory, lat_lon(MIDDLE.0, MIDDLE.1))
            .zoom_gesture(false)
            .panning(false);
        if let Some(sheet) = sheet {
            map = map.with_layer(sheet, 1.0);
        }
        if let Some(tiles) = tiles.as_mut() {
            // Tiles are made for the light.
            let clear = if cx.theme.dark { 0.6 } else { 1.0 };
            map = map.with_layer(tiles, clear);
        }
        let response = map.show(&mut child, |_, _, _, _| ()).response;
        if response.dragged() {
            self.camera.land();
            ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
        }
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, scene.summary()));
        response
    }

    /// Everything that is known of the investigation, from the ground up.
    fn data(&self, ui: &Ui, scene: Scene<'_>, state: &mut State, lens: &Lens, map: &Response) {
        let (cx, gathered) = (scene.cx, scene.gathered);
        let painter = ui.painter_at(lens.rect);
        if state.layers.hotspots {
            venues::cells(&painter, cx.theme, gathered, lens);
        }
        let marks = venues::marks(cx, state, gathered, lens);
        let journey = scene
            .way
            .filter(|_| state.layers.path)
            .map(|way| Journey::new(way, state, lens, &painter));
        let stops = journey.as_ref().map_or_else(Vec::new, Journey::rects);
        let card = journey
            .as_ref()
            .and_then(Journey::current)
            .and_then(|(halt, sign)| StopCard::new(cx, halt, sign, lens, &self.cards));
        let mut taken = self.cards.clone();
        taken.extend(&stops);
        taken.extend(card.as_ref().map(|c| c.rect));
        let centres = marks.iter().map(|m| m.at).collect();
        let mut shelf = Shelf::new(lens.rect, taken, centres);
        let wishes = scene.wishes(state, &marks, journey.as_ref());
        let labels = shelf.place(&painter, cx.theme, &wishes);
        self.names(&painter, scene, state, lens, &mut shelf, &marks);
        venues::paint(&painter, cx, state, &marks, &stops);
        venues::interact(ui, cx, state, &marks, map);
        if state.layers.checkpoints {
            venues::checkpoints(ui, cx, state, gathered, lens);
        }
        if state.layers.homes {
            venues::homes(ui, cx, gathered, lens);
        }
        if let Some(journey) = &journey {
            journey.paint_lines(&painter, cx.theme, state.clock.at, lens);
        }
        for label in &labels {
            label.paint(&painter, cx.theme);
        }
        if let Some(journey) = &journey {
            journey.paint_signs(&painter, cx.theme);
            journey.interact(ui, cx, state, lens);
        }
        if let Some(card) = &card {
            card.paint(ui, cx, &painter);
        }
        if state.hover_next.is_none() {
            if state.layers.hotspots {
                venues::cell_help(cx, gathered, lens, map);
            }
        } else if state.hover_next != state.hover {
            // What is hovered lights up in the next frame.
            ui.ctx().request_repaint();
        }
    }

    /// The ground's names, unless tiles bring their own.
    fn names(
        &self,
        painter: &Painter,
        scene: Scene<'_>,
        state: &State,
        lens: &Lens,
        shelf: &mut Shelf,
        marks: &[Mark<'_>],
    ) {
        let now = painter.ctx().input(|i| i.time);
        let tiled = self
            .online
            .as_ref()
            .is_some_and(|o| o.weather(now) == Weather::Here);
        let Some(atlas) = self.ground.atlas() else {
            return;
        };
        if state.layers.names && !tiled {
            let circles: Vec<(Pos2, f32)> = marks.iter().map(|m| (m.at, m.radius)).collect();
            shelf.ground(painter, scene.cx.theme, lens, atlas, &circles);
        }
    }

    /// The cards in the corners.
    fn corners(&mut self, ui: &Ui, scene: Scene<'_>, state: &mut State, lens: &Lens) {
        let (cx, rect) = (scene.cx, lens.rect);
        let now = ui.input(|i| i.time);
        let weather = self.online.as_ref().map(|o| o.weather(now));
        let mut stand = Vec::new();
        let (title, toggled) = cards::title(ui, cx, rect, self.follow);
        if toggled {
            self.follow = !self.follow;
            self.followed = None;
            ui.ctx().request_repaint();
        }
        stand.push(title);
        let (base, wish) = cards::base(ui, cx, rect, state.layers.online);
        if let Some(online) = wish {
            state.layers.online = online;
        }
        stand.push(base);
        let (buttons, wanted) = cards::buttons(ui, cx, rect);
        stand.push(buttons);
        if let Some(wanted) = wanted {
            self.obey(wanted, scene, state, rect, now);
            // The flight starts in the next frame.
            ui.ctx().request_repaint();
        }
        if let Some(weather) = weather {
            stand.extend(cards::weather(ui, cx, base, buttons.left() - 8.0, weather));
            if weather == Weather::Waiting {
                ui.ctx().request_repaint_after(Duration::from_secs(1));
            }
        }
        let facts = legend::Facts {
            gathered: scene.gathered,
            way: scene.way,
            districts: self.ground.atlas().map(|a| a.districts.len()),
        };
        let panel = legend::show(ui, cx, state, rect, &facts);
        stand.push(panel);
        let foot = match (weather, self.ground.painted(cx.theme.dark)) {
            (Some(Weather::Here), _) => Foot::Online,
            (_, Some(_)) => Foot::Offline,
            (_, None) if self.ground.broken() => Foot::Broken,
            (_, None) => Foot::Loading,
        };
        stand.push(cards::foot(ui, cx, lens, panel.right(), foot));
        if scene.gathered.spots.is_empty() {
            stand.push(scene.empty(ui, rect));
        }
        if stand != self.cards {
            self.cards = stand;
            ui.ctx().request_repaint();
        }
    }

    fn obey(&mut self, wanted: Wanted, scene: Scene<'_>, state: &State, rect: Rect, now: f64) {
        let room = room(state, rect);
        match wanted {
            Wanted::In => self.camera.zoom_by(1.0, now),
            Wanted::Out => self.camera.zoom_by(-1.0, now),
            Wanted::Focus => self.fly_to_focus(scene, rect, room, now),
            Wanted::All => {
                let target = Camera::fit(scene.gathered.bounds(), rect, room);
                self.camera.fly(target, now);
            }
        }
    }
}

/// The part of the map that no card covers.
fn room(state: &State, rect: Rect) -> Rect {
    let panel = state.legend && rect.width() > 720.0;
    let left = if panel { SIDE + 252.0 + 20.0 } else { 32.0 };
    Rect::from_min_max(
        rect.min + vec2(left, 68.0),
        pos2(rect.right() - 76.0, rect.bottom() - 48.0),
    )
}
