//! The frame around every view: top bar, rail, inspector, shared clock, status bar, popovers.

mod brush;
mod export;
mod gate;
mod keysheet;
mod palette;
pub mod popover;
mod rail;
mod run;
mod save;
mod status;
mod top;
mod tray;

pub use export::choose_reason;

use egui::{Rect, Ui, UiBuilder, pos2};

use super::context::Cx;
use super::panels::inspector;
use super::state::{Popover, State, View};
use super::theme::size;
use super::views::{
    DataView, MapView, NetworkView, contacts, data, log, notifications, settings, welcome,
};

/// Everything that is painted.
pub struct Shell {
    map: MapView,
    network: NetworkView,
    data: DataView,
    log: log::LogView,
    brush: brush::Brush,
    palette: palette::Palette,
}

impl Shell {
    /// A shell.
    #[must_use]
    pub fn new() -> Self {
        Self {
            map: MapView::new(),
            network: NetworkView::new(),
            data: DataView::new(),
            log: log::LogView::default(),
            brush: brush::Brush::new(),
            palette: palette::Palette::new(),
        }
    }

    /// Paints a frame.
    pub fn show(&mut self, ui: &mut Ui, cx: Cx<'_>, state: &mut State) {
        let whole = ui.max_rect();
        ui.painter().rect_filled(whole, 0.0, cx.theme.surface);
        let status =
            Rect::from_min_max(pos2(whole.left(), whole.bottom() - size::STATUS), whole.max);
        status::show(&mut child(ui, status, "status"), cx, state);
        let above = Rect::from_min_max(whole.min, pos2(whole.right(), status.top()));
        if let Some(gate) = cx.session.gate() {
            gate::show(&mut child(ui, above, "gate"), cx, state, gate, above);
            return;
        }
        if let (None, Some(import)) = (cx.desk(), cx.session.import()) {
            data::wizard::show(&mut child(ui, above, "wizard"), cx, state, import);
        } else if cx.desk().is_none() {
            welcome::show(&mut child(ui, above, "welcome"), cx, state);
        } else {
            self.open(ui, cx, state, above);
        }
        // What is said last leaves the bar with what to do free.
        let bar = if state.view == View::Data || cx.session.import().is_some() {
            size::FOOT
        } else {
            0.0
        };
        tray::show(ui, cx, state, above.with_max_y(above.bottom() - bar));
        self.popovers(ui, cx, state, whole);
        if state.dropping && cx.desk().is_some() {
            tray::drop_hint(ui, cx, above);
        }
    }

    fn open(&mut self, ui: &mut Ui, cx: Cx<'_>, state: &mut State, room: Rect) {
        let top = Rect::from_min_max(room.min, pos2(room.right(), room.top() + size::TOP));
        top::show(&mut child(ui, top, "top"), cx, state);
        let body = Rect::from_min_max(pos2(room.left(), top.bottom()), room.max);
        let rail = Rect::from_min_max(body.min, pos2(body.left() + size::RAIL, body.bottom()));
        rail::show(&mut child(ui, rail, "rail"), cx, state);
        let mut middle = Rect::from_min_max(pos2(rail.right(), body.top()), body.max);
        middle.min.y += trouble(ui, cx, middle);
        let analyses = state.view.is_analysis();
        let mut side = None;
        if analyses && state.inspector {
            let width = inspector_width(state, ui, body);
            let rect = Rect::from_min_max(pos2(body.right() - width, body.top()), body.max);
            // Under 1280 it lies over the view.
            if room.width() >= 1_280.0 {
                middle.max.x = rect.left();
            }
            side = Some(rect);
        }
        if analyses {
            let brush = Rect::from_min_max(
                pos2(middle.left(), middle.bottom() - size::BRUSH),
                middle.max,
            );
            self.brush.show(&mut child(ui, brush, "brush"), cx, state);
            middle.max.y = brush.top();
        }
        let mut view = child(ui, middle, state.view.key());
        match state.view {
            View::Contacts => contacts::show(&mut view, cx, state),
            View::Map => self.map.show(&mut view, cx, state),
            View::Network => self.network.show(&mut view, cx, state),
            View::Data => self.data.show(&mut view, cx, state),
            View::Notify => notifications::show(&mut view, cx, state),
            View::Log => self.log.show(&mut view, cx, state),
            View::Settings => settings::show(&mut view, cx, state),
        }
        if let Some(side) = side {
            inspector::show(&mut child(ui, side, "inspector"), cx, state);
            resize(ui, state, side);
        }
    }

    fn popovers(&mut self, ui: &mut Ui, cx: Cx<'_>, state: &mut State, whole: Rect) {
        if state.popover.is_some()
            && ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, egui::Key::Escape))
        {
            state.popover = None;
        }
        match state.popover {
            Some(Popover::Palette) => self.palette.show(ui, cx, state, whole),
            Some(Popover::Run) => run::show(ui, cx, state, whole),
            Some(Popover::Keys) => keysheet::show(ui, cx, state, whole),
            Some(Popover::Export) => export::show(ui, cx, state, whole),
            Some(Popover::File) => top::file_menu(ui, cx, state, whole),
            Some(Popover::Speed) => brush::speed_menu(ui, cx, state),
            Some(Popover::Confirm) => tray::confirm(ui, cx, state, whole),
            Some(Popover::Save) => save::show(ui, cx, state, whole),
            _ => {}
        }
    }
}

/// What stands in the way of writing the file, above the views; returns how high that is.
fn trouble(ui: &mut Ui, cx: Cx<'_>, room: Rect) -> f32 {
    const HIGH: f32 = 36.0;
    let Some(why) = cx.session.trouble() else {
        return 0.0;
    };
    let theme = cx.theme;
    let rect = Rect::from_min_size(room.min, egui::vec2(room.width(), HIGH));
    ui.painter().rect_filled(rect, 0.0, theme.errbg);
    let ink = super::widgets::Ink::new(ui.painter());
    ink.text(
        pos2(rect.left() + 22.0, rect.center().y),
        egui::Align2::CENTER_CENTER,
        super::theme::icons::WARNING_CIRCLE,
        super::theme::Face::IconFill,
        16.0,
        theme.err,
    );
    let elsewhere = cx.t("file-elsewhere");
    let button = super::widgets::Button::new(&elsewhere).icon(super::theme::icons::DOWNLOAD_SIMPLE);
    let wide = button.width(ui.painter());
    let at = Rect::from_min_size(
        pos2(rect.right() - wide - 12.0, rect.top() + 4.0),
        egui::vec2(wide, HIGH - 8.0),
    );
    if button.show(ui, theme, at, "elsewhere").clicked() {
        cx.act(super::command::Action::SaveFile);
    }
    let text = cx.say(&crate::i18n::Message::new("file-trouble").with("why", cx.say_here(why)));
    ink.fit(
        pos2(rect.left() + 40.0, rect.center().y),
        egui::Align2::LEFT_CENTER,
        at.left() - rect.left() - 56.0,
        &text,
        super::theme::Face::Medium,
        12.0,
        theme.t1,
    );
    super::widgets::label(ui, rect, "trouble", text.clone()).on_hover_text(text);
    HIGH
}

/// A part of the window as a room of its own.
pub fn child(ui: &mut Ui, rect: Rect, name: &str) -> Ui {
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect).id_salt(name));
    child.set_clip_rect(rect.intersect(ui.clip_rect()));
    child
}

fn inspector_width(state: &State, ui: &Ui, body: Rect) -> f32 {
    if state.inspector_width > 0.0 {
        return state.inspector_width.min(body.width() * 0.5);
    }
    match ui.max_rect().width() {
        w if w >= 1_900.0 => 400.0,
        w if w >= 1_500.0 => 376.0,
        _ => 324.0,
    }
}

/// The edge by which the inspector is made wider.
fn resize(ui: &Ui, state: &mut State, side: Rect) {
    let edge = Rect::from_min_max(
        pos2(side.left() - 3.0, side.top()),
        pos2(side.left() + 3.0, side.bottom()),
    );
    let response = ui.interact(
        edge,
        ui.scope_id().with("inspector edge"),
        egui::Sense::drag(),
    );
    if response.hovered() || response.dragged() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::ResizeHorizontal);
    }
    if response.dragged() {
        state.inspector_width = (side.width() - response.drag_delta().x).clamp(324.0, 520.0);
    }
}
