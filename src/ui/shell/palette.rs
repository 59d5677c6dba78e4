//! The command palette: people, places, commands, diacritics ignored.

use egui::{
    Align2, Key, Modifiers, Rect, Role, Sense, Stroke, TextEdit, Ui, WidgetInfo, pos2, vec2,
};

use super::super::command::{Action, UiCommand};
use super::super::context::Cx;
use super::super::state::State;
use super::super::theme::{Face, icons};
use super::super::widgets::{Ink, glyph};
use crate::i18n::{Message, fold};
use crate::model::mask;
use crate::session::{Focus, Hit, Poll, Slot, search};

const ROW: f32 = 38.0;
const MOST: usize = 5;

/// The palette: what was looked for last, and what was found.
pub struct Palette {
    asked: Option<(String, u32)>,
    /// What was found, for which text and reading of files.
    hits: (Vec<Hit>, usize),
    hits_of: (String, u32),
    slot: Slot<(Vec<Hit>, usize)>,
    focused: bool,
}

#[derive(Clone, Copy)]
enum Line {
    Hit(Hit),
    Act(Action),
}

impl Palette {
    /// An empty palette.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            asked: None,
            hits: (Vec::new(), 0),
            hits_of: (String::new(), u32::MAX),
            slot: Slot::new("palette"),
            focused: false,
        }
    }

    /// Looks for what is typed, on another thread.
    fn look(&mut self, ui: &Ui, cx: Cx<'_>, text: &str) {
        let Some(desk) = cx.session.desk().cloned() else {
            self.hits = (Vec::new(), 0);
            return;
        };
        let reading = cx.session.reading();
        // Numbers of another reading are nobody's here.
        if self.hits_of.1 != reading {
            self.slot.cancel();
            self.asked = None;
            self.hits = (Vec::new(), 0);
            self.hits_of = (String::new(), reading);
        }
        // Other rules rank people otherwise.
        let wanted = (format!("{} {text}", desk.number), reading);
        if self.asked.as_ref() != Some(&wanted) {
            let text = text.to_owned();
            let by_number = cx.session.may(crate::store::Power::Reveal);
            let ctx = ui.ctx().clone();
            let wake: crate::session::Waker = std::sync::Arc::new(move || ctx.request_repaint());
            let started = self
                .slot
                .start(&wake, move |_, _| search(&desk, &text, MOST, by_number));
            if started.is_ok() {
                self.asked = Some(wanted);
            }
        }
        if let Poll::Ready(found) = self.slot.poll() {
            for hit in &found.0 {
                if let Hit::Exact(person) = hit {
                    cx.send(UiCommand::Typed(*person));
                }
            }
            self.hits = found;
            self.hits_of = self.asked.clone().unwrap_or_default();
        }
    }

    /// Shows it.
    pub fn show(&mut self, ui: &mut Ui, cx: Cx<'_>, state: &mut State, whole: Rect) {
        let text = state.palette.0.clone();
        self.look(ui, cx, &text);
        let mut lines: Vec<Line> = self.hits.0.iter().map(|h| Line::Hit(*h)).collect();
        let words = fold(&text);
        let open = cx.desk().is_some();
        let mut actions: Vec<Action> = Action::ALL
            .into_iter()
            .filter(|a| open || !a.needs_data())
            .filter(|a| {
                let name = fold(&cx.t(a.key()));
                words.split(' ').all(|w| name.contains(w))
            })
            .collect();
        actions.truncate(if text.is_empty() { 9 } else { 5 });
        lines.extend(actions.into_iter().map(Line::Act));
        let rows = lines.len().max(1);
        let size = vec2(620.0, 62.0 + rows as f32 * ROW + 34.0);
        let rect = Rect::from_min_size(
            pos2(whole.center().x - size.x / 2.0, whole.top() + 60.0),
            size,
        );
        let chosen = state.palette.1.min(lines.len().saturating_sub(1));
        let (up, down, enter) = ui.input_mut(|i| {
            (
                i.consume_key(Modifiers::NONE, Key::ArrowUp),
                i.consume_key(Modifiers::NONE, Key::ArrowDown),
                i.consume_key(Modifiers::NONE, Key::Enter),
            )
        });
        state.palette.1 = match (up, down) {
            (true, _) => chosen.saturating_sub(1),
            (_, true) => (chosen + 1).min(lines.len().saturating_sub(1)),
            _ => chosen,
        };
        // What was found for other letters is not what is meant.
        let fresh = self.hits_of.0.ends_with(&format!(" {text}")) || self.hits.0.is_empty();
        if enter
            && fresh
            && let Some(line) = lines.get(state.palette.1)
        {
            take(cx, state, *line);
            return;
        }
        let more = self.hits.1;
        let first = !std::mem::replace(&mut self.focused, true);
        super::popover::card(ui, cx, state, "palette", rect, |ui, rect, state| {
            field(ui, cx, rect, state, first);
            let mut y = rect.top() + 54.0;
            for (n, line) in lines.iter().enumerate() {
                let row =
                    Rect::from_min_size(pos2(rect.left() + 6.0, y), vec2(rect.width() - 12.0, ROW));
                if show_line(ui, cx, row, *line, n == state.palette.1, n) {
                    take(cx, state, *line);
                }
                y += ROW;
            }
            let ink = Ink::new(ui.painter());
            let note = if lines.is_empty() {
                cx.t("palette-nothing")
            } else if more > 0 {
                cx.say(&Message::new("palette-more").with("n", more))
            } else {
                cx.t("palette-hint")
            };
            let at = pos2(
                rect.left() + 18.0,
                if lines.is_empty() {
                    y + 18.0
                } else {
                    rect.bottom() - 18.0
                },
            );
            ink.fit(
                at,
                Align2::LEFT_CENTER,
                rect.width() - 36.0,
                note,
                Face::Regular,
                11.0,
                cx.theme.t3,
            );
        });
        if state.popover.is_none() {
            self.focused = false;
        }
    }
}

fn field(ui: &mut Ui, cx: Cx<'_>, rect: Rect, state: &mut State, first: bool) {
    let theme = cx.theme;
    Ink::new(ui.painter()).text(
        pos2(rect.left() + 25.0, rect.top() + 27.0),
        Align2::CENTER_CENTER,
        icons::MAGNIFYING_GLASS,
        Face::Icon,
        17.0,
        theme.t3,
    );
    let room = Rect::from_min_max(
        pos2(rect.left() + 42.0, rect.top() + 12.0),
        pos2(rect.right() - 16.0, rect.top() + 44.0),
    );
    let before = state.palette.0.clone();
    let edit = TextEdit::singleline(&mut state.palette.0)
        .hint_text(cx.t("palette-field"))
        .font(Face::Regular.at(14.0))
        .frame(egui::Frame::NONE)
        .desired_width(room.width())
        .align(egui::Align2::LEFT_CENTER);
    let response = ui.put(room, edit);
    let name = cx.t("palette-field");
    response.widget_info(|| {
        let mut info = WidgetInfo::text_edit(true, &state.palette.0, &state.palette.0, &name);
        info.label = Some(name.clone());
        info
    });
    if first || !response.has_focus() {
        response.request_focus();
    }
    if state.palette.0 != before {
        state.palette.1 = 0;
    }
    ui.painter().hline(
        rect.x_range(),
        rect.top() + 50.0,
        Stroke::new(1.0, theme.line),
    );
}

fn show_line(ui: &Ui, cx: Cx<'_>, rect: Rect, line: Line, on: bool, n: usize) -> bool {
    let theme = cx.theme;
    let response = ui.interact(rect, ui.scope_id().with(("line", n)), Sense::click());
    let painter = ui.painter();
    if on || response.hovered() {
        painter.rect_filled(rect, 6.0, if on { theme.sel } else { theme.hover });
    }
    let ink = Ink::new(painter);
    let (kind, name, detail, keys) = words(cx, line);
    let label = format!("{kind}: {name}. {detail}");
    response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, true, &label));
    let y = rect.center().y;
    ink.text(
        pos2(rect.left() + 12.0, y),
        Align2::LEFT_CENTER,
        kind,
        Face::Regular,
        11.0,
        theme.t3,
    );
    let at = pos2(rect.left() + 92.0, y);
    match line {
        Line::Hit(Hit::Person(p) | Hit::Exact(p)) => {
            glyph(painter, theme, at, 12.0, cx.tier_of(p));
        }
        Line::Hit(Hit::Place(_)) => {
            ink.text(
                at,
                Align2::CENTER_CENTER,
                icons::MAP_PIN,
                Face::Icon,
                16.0,
                theme.t2,
            );
        }
        Line::Act(action) => {
            ink.text(
                at,
                Align2::CENTER_CENTER,
                action.icon(),
                Face::Icon,
                16.0,
                theme.t2,
            );
        }
    }
    let right = ink
        .text(
            pos2(rect.right() - 12.0, y),
            Align2::RIGHT_CENTER,
            keys,
            Face::Medium,
            11.0,
            theme.t3,
        )
        .left();
    let (word, _) = ink.fit(
        pos2(rect.left() + 108.0, y),
        Align2::LEFT_CENTER,
        right - rect.left() - 220.0,
        name,
        Face::Medium,
        13.0,
        theme.t1,
    );
    ink.fit(
        pos2(word.right() + 10.0, y),
        Align2::LEFT_CENTER,
        (right - word.right() - 20.0).max(8.0),
        detail,
        Face::Regular,
        12.0,
        theme.t2,
    );
    response.clicked()
}

/// Kind, name, detail and keys of a line.
fn words(cx: Cx<'_>, line: Line) -> (String, String, String, String) {
    let Some(desk) = cx.desk() else {
        return match line {
            Line::Act(a) => (
                cx.t("palette-command"),
                cx.t(a.key()),
                String::new(),
                a.key_text(),
            ),
            Line::Hit(_) => Default::default(),
        };
    };
    match line {
        Line::Hit(Hit::Person(p) | Hit::Exact(p)) => {
            let number = mask::short(desk.person(p).number());
            let kind = if matches!(line, Line::Hit(Hit::Exact(_))) {
                "palette-exact"
            } else {
                "palette-person"
            };
            let detail = format!("{}, {number}", cx.tier(cx.tier_of(p)));
            (cx.t(kind), desk.name(p), detail, String::new())
        }
        Line::Hit(Hit::Place(place)) => {
            let people = cx
                .session
                .view()
                .and_then(|v| v.venue(place))
                .map_or(0, crate::session::Venue::people);
            let detail = cx.say(&Message::new("palette-exposed").with("n", people));
            (
                cx.t("palette-place"),
                desk.place_name(place).to_owned(),
                detail,
                String::new(),
            )
        }
        Line::Act(a) => (
            cx.t("palette-command"),
            cx.t(a.key()),
            String::new(),
            a.key_text(),
        ),
    }
}

fn take(cx: Cx<'_>, state: &mut State, line: Line) {
    state.popover = None;
    match line {
        Line::Hit(Hit::Person(p)) => cx.send(UiCommand::Focus(Some(Focus::Person(p)))),
        Line::Hit(Hit::Exact(p)) => {
            cx.send(UiCommand::Focus(Some(Focus::Person(p))));
        }
        Line::Hit(Hit::Place(place)) => cx.send(UiCommand::Focus(Some(Focus::Place(place)))),
        Line::Act(action) => cx.act(action),
    }
}
