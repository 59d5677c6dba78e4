//! The panel of layers, and what their signs mean.

use egui::{Align2, Painter, Pos2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::super::super::context::Cx;
use super::super::super::state::{Layers, State};
use super::super::super::theme::{Face, Theme, icons};
use super::super::super::widgets::{Ink, elided, glyph, icon_button, label, switch};
use super::cards::{SIDE, card};
use super::gathered::{CLASSES, Gathered};
use super::path::Way;
use super::venues::radius;
use crate::i18n::Message;

const WIDTH: f32 = 252.0;
const PAD: f32 = 12.0;
/// People of the legend's circles.
const CIRCLES: [u32; 4] = [600, 200, 50, 10];

/// How a row is marked.
#[derive(Clone, Copy)]
enum Mark {
    Icon(&'static str),
    Checkpoint,
    Home,
}

/// A layer of the panel.
struct Layer {
    key: &'static str,
    mark: Mark,
    of: Of,
    count: String,
}

/// What the panel knows.
pub(super) struct Facts<'f> {
    pub gathered: &'f Gathered,
    pub way: Option<&'f Way>,
    /// Names of districts, once the ground is there.
    pub districts: Option<usize>,
}

type Of = fn(&mut Layers) -> &mut bool;

fn layer(key: &'static str, mark: Mark, of: Of, count: String) -> Layer {
    Layer {
        key,
        mark,
        of,
        count,
    }
}

fn layers(cx: Cx<'_>, facts: &Facts<'_>) -> [Layer; 7] {
    let gathered = facts.gathered;
    let count = |n: usize| cx.n(n as u64);
    let stops = facts.way.map_or_else(String::new, |way| {
        cx.say(&Message::new("map-stops-count").with("n", way.total))
    });
    let homes = gathered.homes.as_ref();
    let homes = homes.map_or_else(String::new, |h| cx.n(h.people().into()));
    let names = facts.districts.map_or_else(String::new, count);
    let icon = Mark::Icon;
    [
        layer("map-layer-path", icon(icons::PATH), |l| &mut l.path, stops),
        layer(
            "map-layer-venues",
            icon(icons::CIRCLE),
            |l| &mut l.venues,
            count(gathered.spots.len()),
        ),
        layer(
            "map-layer-hotspots",
            icon(icons::HEXAGON),
            |l| &mut l.hotspots,
            count(gathered.cells.len()),
        ),
        layer(
            "map-layer-checkpoints",
            Mark::Checkpoint,
            |l| &mut l.checkpoints,
            count(gathered.checkpoints.len()),
        ),
        layer("map-layer-homes", Mark::Home, |l| &mut l.homes, homes),
        layer(
            "map-layer-names",
            icon(icons::MAP_TRIFOLD),
            |l| &mut l.names,
            names,
        ),
        layer(
            "map-layer-online",
            icon(icons::GLOBE),
            |l| &mut l.online,
            String::new(),
        ),
    ]
}

/// What is in the window and not on the map.
fn notes(cx: Cx<'_>, state: &State, facts: &Facts<'_>) -> Vec<String> {
    let gathered = facts.gathered;
    let mut out = Vec::new();
    if gathered.unplaced.0 > 0 {
        let message = Message::new("map-note-unplaced")
            .with("n", gathered.unplaced.0)
            .with("people", gathered.unplaced.1);
        out.push(cx.say(&message));
    }
    if let Some(view) = cx.session.view() {
        let (homes, meetings) = view.elsewhere;
        if homes + meetings > 0 {
            let message = Message::new("map-note-elsewhere")
                .with("homes", homes)
                .with("meetings", meetings);
            out.push(cx.say(&message));
        }
    }
    let lost = facts.way.map_or(0, |way| way.total - way.halts.len());
    if lost > 0 {
        out.push(cx.say(&Message::new("map-note-stops").with("n", lost)));
    }
    let unknown = gathered.homes.as_ref().map_or(0, |h| h.unknown);
    if state.layers.homes && unknown > 0 {
        out.push(cx.say(&Message::new("map-note-homes").with("n", unknown)));
    }
    if state.layers.hotspots && gathered.faint > 0 {
        let message = Message::new("map-note-faint")
            .with("n", gathered.faint)
            .with("least", CLASSES[0]);
        out.push(cx.say(&message));
    }
    out
}

/// Shows the panel, or the button that opens it; returns where it stands.
pub(super) fn show(ui: &Ui, cx: Cx<'_>, state: &mut State, rect: Rect, facts: &Facts<'_>) -> Rect {
    if !state.legend {
        return closed(ui, cx, state, rect);
    }
    let layers = layers(cx, facts);
    let notes = notes(cx, state, facts);
    let room = rect.height() - 84.0;
    let painter = ui.painter();
    let width = WIDTH - 2.0 * PAD;
    let notes: Vec<_> = notes
        .into_iter()
        .map(|note| elided(painter, note, width, 2, Face::Regular, 11.0, cx.theme.t3))
        .collect();
    let noted: f32 = notes.iter().map(|n| n.size().y + 4.0).sum::<f32>()
        + if notes.is_empty() { 0.0 } else { 12.0 };
    // Where it is low, rows stand nearer, and then the circles' legend goes.
    let high = |row: f32, circles: bool| {
        46.0 + row * layers.len() as f32 + 56.0 + if circles { 84.0 } else { 0.0 } + noted
    };
    let row = if high(30.0, true) <= room { 30.0 } else { 26.0 };
    let circles = high(row, true) <= room;
    let size = vec2(WIDTH, high(row, circles));
    let at = pos2(rect.left() + SIDE, rect.bottom() - SIDE - size.y);
    let frame = Rect::from_min_size(at, size);
    card(ui, cx.theme, frame, "legend");
    head(ui, cx, state, frame);
    let mut y = frame.top() + 48.0;
    for layer in &layers {
        show_layer(ui, cx, state, layer, pos2(frame.left() + PAD, y));
        y += row;
    }
    y += 2.0 - row / 2.0 + 5.0;
    painter.hline(frame.x_range(), y, Stroke::new(1.0, cx.theme.line));
    y = classes(ui, cx, pos2(frame.left() + PAD, y + 8.0));
    if circles {
        y = sizes(ui, cx, pos2(frame.left() + PAD, y));
    }
    show_notes(ui, cx, &notes, frame, y);
    frame
}

fn closed(ui: &Ui, cx: Cx<'_>, state: &mut State, rect: Rect) -> Rect {
    let text = cx.t("map-layers");
    let painter = ui.painter();
    let ink = Ink::new(painter);
    let width = ink.width(&text, Face::Medium, 13.0) + 60.0;
    let at = pos2(rect.left() + SIDE, rect.bottom() - SIDE - 36.0);
    let frame = Rect::from_min_size(at, vec2(width, 36.0));
    card(ui, cx.theme, frame, "legend closed");
    let response = ui.interact(frame, ui.scope_id().with("legend open"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &text));
    let lit = response.hovered() || response.has_focus();
    let color = if lit { cx.theme.acc } else { cx.theme.t1 };
    let y = frame.center().y;
    let icon = |x: f32, icon: &str, size: f32| {
        ink.text(
            pos2(x, y),
            Align2::CENTER_CENTER,
            icon,
            Face::Icon,
            size,
            color,
        );
    };
    icon(frame.left() + 20.0, icons::STACK, 16.0);
    icon(frame.right() - 17.0, icons::CARET_UP, 13.0);
    let at = pos2(frame.left() + 34.0, y);
    ink.text(
        at,
        Align2::LEFT_CENTER,
        text.as_str(),
        Face::Medium,
        13.0,
        color,
    );
    if response.clicked() {
        state.legend = true;
    }
    frame
}

fn head(ui: &Ui, cx: Cx<'_>, state: &mut State, frame: Rect) {
    let title = cx.t("map-layers");
    let word = Ink::new(ui.painter()).text(
        pos2(frame.left() + PAD, frame.top() + 20.0),
        Align2::LEFT_CENTER,
        title.as_str(),
        Face::Semi,
        14.0,
        cx.theme.t1,
    );
    label(ui, word, "map layers", title);
    let fold = Rect::from_min_size(
        pos2(frame.right() - 34.0, frame.top() + 6.0),
        vec2(28.0, 28.0),
    );
    let name = cx.t("map-layers-hide");
    if icon_button(ui, cx.theme, fold, icons::CARET_DOWN, &name, false).clicked() {
        state.legend = false;
    }
}

fn show_layer(ui: &Ui, cx: Cx<'_>, state: &mut State, layer: &Layer, at: Pos2) {
    let theme = cx.theme;
    let painter = ui.painter();
    let ink = Ink::new(painter);
    let name = cx.t(layer.key);
    let on = (layer.of)(&mut state.layers);
    let knob = Rect::from_min_size(pos2(at.x, at.y - 8.0), vec2(28.0, 16.0));
    if switch(ui, theme, knob, &name, *on) {
        *on = !*on;
    }
    let sign = pos2(at.x + 45.0, at.y);
    match layer.mark {
        Mark::Icon(icon) => {
            ink.text(
                sign,
                Align2::CENTER_CENTER,
                icon,
                Face::Icon,
                15.0,
                theme.t2,
            );
        }
        Mark::Checkpoint => {
            let square = Rect::from_center_size(sign, vec2(14.0, 14.0));
            painter.rect_filled(square, 3.5, theme.t1);
            let bar = Rect::from_center_size(sign, vec2(8.0, 3.5));
            painter.rect_filled(bar, 1.0, theme.surface);
        }
        Mark::Home => glyph(painter, theme, sign, 12.0, Some(0)),
    }
    let right = at.x + WIDTH - 2.0 * PAD;
    let count = ink.text(
        pos2(right, at.y),
        Align2::RIGHT_CENTER,
        layer.count.as_str(),
        Face::Regular,
        12.0,
        theme.t3,
    );
    let left = at.x + 62.0;
    let color = if *on { theme.t1 } else { theme.t2 };
    let room = count.left() - left - 6.0;
    ink.fit(
        pos2(left, at.y),
        Align2::LEFT_CENTER,
        room,
        name,
        Face::Regular,
        13.0,
        color,
    );
}

/// The cells' classes; returns where they end.
fn classes(ui: &Ui, cx: Cx<'_>, at: Pos2) -> f32 {
    let painter = ui.painter();
    caption(painter, cx.theme, at, cx.t("map-legend-hot"));
    let width = WIDTH - 2.0 * PAD;
    let step = width / CLASSES.len() as f32;
    let ink = Ink::new(painter);
    let mut x = at.x;
    for (n, least) in CLASSES.iter().enumerate() {
        let bar = Rect::from_min_size(pos2(x, at.y + 20.0), vec2(step - 2.0, 8.0));
        painter.rect_filled(bar, 2.0, cx.theme.hot[n]);
        let more = if n + 1 == CLASSES.len() { "+" } else { "" };
        let text = format!("{}{more}", cx.n(u64::from(*least)));
        let under = pos2(x, at.y + 38.0);
        ink.text(
            under,
            Align2::LEFT_CENTER,
            text,
            Face::Regular,
            11.0,
            cx.theme.t2,
        );
        x += step;
    }
    at.y + 48.0
}

/// The circles' sizes; returns where they end.
fn sizes(ui: &Ui, cx: Cx<'_>, at: Pos2) -> f32 {
    let painter = ui.painter();
    let ink = Ink::new(painter);
    caption(
        painter,
        cx.theme,
        at + vec2(0.0, 4.0),
        cx.t("map-legend-sizes"),
    );
    let y = at.y + 51.0;
    let mut x = at.x;
    for people in CIRCLES {
        let radius = radius(people);
        let ring = Stroke::new(1.5, cx.theme.venue);
        painter.circle_stroke(pos2(x + radius, y), radius, ring);
        let text = ink.text(
            pos2(x + radius * 2.0 + 5.0, y),
            Align2::LEFT_CENTER,
            cx.n(people.into()),
            Face::Regular,
            11.0,
            cx.theme.t2,
        );
        x = text.right() + 9.0;
    }
    at.y + 84.0
}

fn caption(painter: &Painter, theme: &Theme, at: Pos2, text: String) {
    Ink::new(painter).fit(
        pos2(at.x, at.y + 8.0),
        Align2::LEFT_CENTER,
        WIDTH - 2.0 * PAD,
        text,
        Face::Regular,
        11.0,
        theme.t2,
    );
}

fn show_notes(
    ui: &Ui,
    cx: Cx<'_>,
    notes: &[std::sync::Arc<egui::Galley>],
    frame: Rect,
    mut y: f32,
) {
    if notes.is_empty() {
        return;
    }
    let painter = ui.painter();
    y += 4.0;
    painter.hline(frame.x_range(), y, Stroke::new(1.0, cx.theme.line));
    y += 6.0;
    for (n, note) in notes.iter().enumerate() {
        let at = pos2(frame.left() + PAD, y);
        painter.galley(at, std::sync::Arc::clone(note), cx.theme.t3);
        let rect = Rect::from_min_size(at, note.size());
        let response = label(ui, rect, ("map note", n), note.text());
        if note.elided && response.hovered() {
            response.on_hover_text(note.text());
        }
        y += note.size().y + 4.0;
    }
}
