//! The shared clock and window over the epidemic curve.

use egui::{
    Align2, Color32, CursorIcon, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};

use super::super::command::{Action, UiCommand};
use super::super::context::Cx;
use super::super::state::{Popover, SPEEDS, State};
use super::super::theme::{Face, icons, size};
use super::super::widgets::{Ink, icon_button};
use crate::i18n::Message;
use crate::model::time::{DAY, HOUR, Seconds, Span, VIETNAM};
use crate::session::{Command, Desk};

/// What a drag moves.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Grip {
    Start,
    End,
    Band { grabbed: Seconds, from: Span },
    Clock,
}

/// The brush.
#[derive(Debug, Default)]
pub struct Brush {
    grip: Option<Grip>,
}

/// Where the plot's parts lie.
struct Plot<'p> {
    cx: Cx<'p>,
    desk: &'p Desk,
    /// From the top of the bars to their ground.
    bars: Rect,
    strip: Rect,
    window: Span,
}

impl Plot<'_> {
    fn x(&self, at: Seconds) -> f32 {
        let days = self.desk.days;
        let share = (at - days.start) as f64 / (days.end - days.start) as f64;
        self.bars.left() + share as f32 * self.bars.width()
    }

    fn at(&self, x: f32) -> Seconds {
        let days = self.desk.days;
        let share = f64::from((x - self.bars.left()) / self.bars.width()).clamp(0.0, 1.0);
        days.start + (share * (days.end - days.start) as f64) as Seconds
    }

    fn day_width(&self) -> f32 {
        let days = self.desk.days;
        self.bars.width() / ((days.end - days.start) / DAY) as f32
    }
}

impl Brush {
    /// A brush at rest.
    #[must_use]
    pub const fn new() -> Self {
        Self { grip: None }
    }

    /// Shows it.
    pub fn show(&mut self, ui: &mut Ui, cx: Cx<'_>, state: &mut State) {
        let (room, theme) = (ui.max_rect(), cx.theme);
        ui.painter().rect_filled(room, 0.0, theme.surface);
        ui.painter().hline(
            room.x_range(),
            room.top() + 0.5,
            Stroke::new(1.0, theme.line),
        );
        let Some(desk) = cx.desk() else { return };
        clock_panel(ui, cx, state);
        // The speed in Vietnamese is the widest thing at the left.
        let left = room.left() + 214.0;
        let bars = Rect::from_min_max(
            pos2(left + 6.0, room.top() + 28.0),
            pos2(room.right() - 18.0, room.bottom() - 44.0),
        );
        let strip = Rect::from_min_max(
            pos2(bars.left(), bars.bottom() + 4.0),
            pos2(bars.right(), bars.bottom() + 15.0),
        );
        let plot = Plot {
            cx,
            desk,
            bars,
            strip,
            window: cx.session.workspace().window.unwrap_or(desk.days),
        };
        self.react(ui, &plot, state);
        paint_window(ui, &plot);
        paint_bars(ui, &plot);
        paint_strip(ui, &plot);
        paint_axis(ui, &plot, room);
        paint_handles(ui, &plot);
        let flag = paint_clock(ui, &plot, state, room);
        legend(ui, &plot, room, flag);
    }

    fn react(&mut self, ui: &Ui, plot: &Plot<'_>, state: &mut State) {
        let (cx, days) = (plot.cx, plot.desk.days);
        let area = Rect::from_min_max(
            pos2(plot.bars.left() - 10.0, plot.bars.top() - 20.0),
            pos2(plot.bars.right() + 10.0, plot.strip.bottom() + 16.0),
        );
        let response = ui.interact(area, ui.scope_id().with("plot"), Sense::click_and_drag());
        let summary = cx.say(
            &Message::new("brush-summary")
                .with("from", cx.day(plot.window.start))
                .with("to", cx.day(plot.window.end - 1))
                .with("clock", cx.when(state.clock.at)),
        );
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &summary));
        let hover = response.hover_pos();
        let grip_at = |p: Pos2| grip(plot, state.clock.at, p);
        if let Some(p) = hover {
            match self.grip.or_else(|| grip_at(p)) {
                Some(Grip::Start | Grip::End | Grip::Clock) => {
                    ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
                }
                Some(Grip::Band { .. }) => ui.ctx().set_cursor_icon(CursorIcon::Grab),
                None => {}
            }
        }
        if response.drag_started() {
            let origin = ui.input(|i| i.pointer.press_origin());
            self.grip = origin.and_then(grip_at).or(Some(Grip::Clock));
        }
        let pointer = response.interact_pointer_pos();
        if let (Some(grip), Some(p)) = (self.grip.filter(|_| response.dragged()), pointer) {
            let at = plot.at(p.x);
            let hour = |at: Seconds| (at + HOUR / 2).div_euclid(HOUR) * HOUR;
            let window = match grip {
                Grip::Start => Some(Span::new(
                    hour(at).min(plot.window.end - HOUR).max(days.start),
                    plot.window.end,
                )),
                Grip::End => Some(Span::new(
                    plot.window.start,
                    hour(at).max(plot.window.start + HOUR).min(days.end),
                )),
                Grip::Band { grabbed, from } => {
                    let shift =
                        hour(at - grabbed).clamp(days.start - from.start, days.end - from.end);
                    Some(Span::new(from.start + shift, from.end + shift))
                }
                Grip::Clock => {
                    cx.send(UiCommand::Clock(at.div_euclid(60) * 60));
                    None
                }
            };
            if let Some(window) = window {
                let window = (window != days).then_some(window);
                cx.run(Command::SetWindow(window));
            }
        }
        if response.drag_stopped() {
            self.grip = None;
            cx.run(Command::Release);
        }
        if response.double_clicked() {
            if let Some(p) = pointer {
                let start = VIETNAM.midnight_before(plot.at(p.x).min(days.end - 1));
                let day = Span::new(start.max(days.start), (start + DAY).min(days.end));
                cx.run(Command::SetWindow((day != days).then_some(day)));
                cx.run(Command::Release);
            }
        } else if response.clicked()
            && let Some(p) = pointer
        {
            cx.send(UiCommand::Clock(plot.at(p.x).div_euclid(60) * 60));
        }
    }
}

fn grip(plot: &Plot<'_>, clock: Seconds, p: Pos2) -> Option<Grip> {
    let near = |x: f32| (p.x - x).abs() <= 7.0;
    let flag = p.y < plot.bars.top() - 2.0 && (p.x - plot.x(clock)).abs() < 42.0;
    if flag {
        return Some(Grip::Clock);
    }
    if near(plot.x(plot.window.start)) {
        return Some(Grip::Start);
    }
    if near(plot.x(plot.window.end)) {
        return Some(Grip::End);
    }
    if near(plot.x(clock)) {
        return Some(Grip::Clock);
    }
    let inside = (plot.x(plot.window.start)..plot.x(plot.window.end)).contains(&p.x);
    (inside && plot.window != plot.desk.days).then(|| Grip::Band {
        grabbed: plot.at(p.x),
        from: plot.window,
    })
}

/// Date, buttons and speed at the left.
fn clock_panel(ui: &Ui, cx: Cx<'_>, state: &mut State) {
    let (room, theme) = (ui.max_rect(), cx.theme);
    let ink = Ink::new(ui.painter());
    let x = room.left() + size::PAD;
    ink.text(
        pos2(x, room.top() + 21.0),
        Align2::LEFT_CENTER,
        cx.t("brush-clock"),
        Face::Regular,
        11.0,
        theme.t3,
    );
    let at = state.clock.at;
    let now = format!("{} {}", cx.weekday(at, true), cx.when(at));
    let rect = ink.text(
        pos2(x, room.top() + 42.0),
        Align2::LEFT_CENTER,
        &now,
        Face::Semi,
        17.0,
        theme.t1,
    );
    super::super::widgets::label(ui, rect, "now", now);
    let y = room.top() + 72.0;
    let square = |n: f32| Rect::from_min_size(pos2(x + n * 34.0, y - 14.0), vec2(28.0, 28.0));
    let tip = |action: Action| format!("{} ({})", cx.t(action.key()), action.key_text());
    for (n, icon, action) in [
        (0.0, icons::SKIP_BACK, Action::ClockBack),
        (2.0, icons::SKIP_FORWARD, Action::ClockForward),
    ] {
        let rect = square(n);
        ui.painter().rect_stroke(
            rect,
            size::RADIUS,
            Stroke::new(1.0, theme.line2),
            StrokeKind::Inside,
        );
        if icon_button(ui, theme, rect, icon, &tip(action), false).clicked() {
            cx.act(action);
        }
    }
    play_button(ui, cx, state, square(1.0));
    let speed =
        cx.say(&Message::new("brush-speed").with("speed", speed_text(cx, state.clock.speed)));
    let word = ink.text(
        pos2(x + 106.0, y),
        Align2::LEFT_CENTER,
        &speed,
        Face::Regular,
        12.0,
        theme.t2,
    );
    ink.text(
        pos2(word.right() + 9.0, y),
        Align2::CENTER_CENTER,
        icons::CARET_DOWN,
        Face::Icon,
        11.0,
        theme.t2,
    );
    let rect = word.expand2(vec2(4.0, 6.0));
    let rect = Rect::from_min_max(rect.min, pos2(rect.right() + 14.0, rect.bottom()));
    let response = ui.interact(rect, ui.scope_id().with("speed"), Sense::click());
    let name = format!("{}: {speed}", cx.t("brush-speed-name"));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if response.clicked() {
        state.popover = Some(Popover::Speed);
    }
    let window = cx.session.workspace().window;
    let text = match window {
        None => cx.t("brush-window-all"),
        Some(w) => cx.say(
            &Message::new("brush-window")
                .with("from", edge(cx, w.start, false))
                .with("to", edge(cx, w.end, true)),
        ),
    };
    let rect = ink
        .fit(
            pos2(x, room.top() + 104.0),
            Align2::LEFT_CENTER,
            if cx.narrow { 172.0 } else { 182.0 },
            &text,
            Face::Regular,
            11.0,
            theme.t2,
        )
        .0;
    super::super::widgets::label(ui, rect, "window", text);
    if window.is_some() {
        let word = cx.t("act-window-all");
        let rect = ink.text(
            pos2(x, room.top() + 122.0),
            Align2::LEFT_CENTER,
            &word,
            Face::Medium,
            11.0,
            theme.acc,
        );
        let response = ui.interact(rect.expand(4.0), ui.scope_id().with("all"), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &word));
        if response.clicked() {
            cx.act(Action::WindowAll);
        }
    }
}

/// A bound of the window: whole days as dates, the end as the last day inside.
fn edge(cx: Cx<'_>, at: Seconds, end: bool) -> String {
    if VIETNAM.midnight_before(at) != at {
        return cx.when(at);
    }
    cx.day(if end { at - 1 } else { at })
}

fn play_button(ui: &Ui, cx: Cx<'_>, state: &State, rect: Rect) {
    let theme = cx.theme;
    let (icon, key) = if state.clock.playing {
        (icons::PAUSE, "brush-pause")
    } else {
        (icons::PLAY, "brush-play")
    };
    let response = ui.interact(rect, ui.scope_id().with("play"), Sense::click());
    let name = cx.t(key);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    ui.painter().rect_filled(rect, size::RADIUS, theme.acc);
    super::super::widgets::focus_ring(ui.painter(), theme, &response, rect);
    Ink::new(ui.painter()).text(
        rect.center(),
        Align2::CENTER_CENTER,
        icon,
        Face::IconFill,
        15.0,
        theme.onacc,
    );
    let tip = format!("{name} ({})", Action::PlayPause.key_text());
    if response.on_hover_text(tip).clicked() {
        cx.act(Action::PlayPause);
    }
}

fn speed_text(cx: Cx<'_>, speed: Seconds) -> String {
    if speed < HOUR {
        cx.say(&Message::new("length-minutes").with("n", (speed / 60) as u64))
    } else if speed < DAY {
        cx.say(&Message::new("unit-hours").with("n", (speed / HOUR) as u64))
    } else {
        cx.say(&Message::new("unit-days").with("n", (speed / DAY) as u64))
    }
}

/// The choice of speeds.
pub fn speed_menu(ui: &Ui, cx: Cx<'_>, state: &mut State) {
    let whole = ui.max_rect();
    let height = 12.0 + SPEEDS.len() as f32 * 32.0;
    let left = whole.left() + size::RAIL + 110.0;
    let bottom = whole.bottom() - size::STATUS - 84.0;
    let rect = Rect::from_min_size(pos2(left, bottom - height), vec2(190.0, height));
    super::popover::card(ui, cx, state, "speed", rect, |ui, rect, state| {
        let mut y = rect.top() + 6.0;
        for speed in SPEEDS {
            let name = cx.say(&Message::new("brush-speed").with("speed", speed_text(cx, speed)));
            let row = Rect::from_min_size(pos2(rect.left() + 6.0, y), vec2(178.0, 32.0));
            let icon = if speed == state.clock.speed {
                icons::CHECK
            } else {
                ""
            };
            if super::top::menu_row(ui, cx, row, icon, &name, "", true) {
                cx.send(UiCommand::Speed(speed));
                state.popover = None;
            }
            y += 32.0;
        }
    });
}

fn paint_window(ui: &Ui, plot: &Plot<'_>) {
    let (painter, theme) = (ui.painter(), plot.cx.theme);
    let band = Rect::from_min_max(
        pos2(plot.x(plot.window.start), plot.bars.top() - 4.0),
        pos2(plot.x(plot.window.end), plot.strip.bottom() + 4.0),
    );
    painter.rect_filled(band, 0.0, theme.accbg.gamma_multiply(0.6));
    painter.hline(
        plot.bars.x_range(),
        plot.bars.bottom(),
        Stroke::new(1.0, theme.line2),
    );
}

/// A colour outside the window drops to 45 %.
fn faded(plot: &Plot<'_>, color: Color32, day: Seconds) -> Color32 {
    let inside = day + DAY > plot.window.start && day < plot.window.end;
    if inside {
        color
    } else {
        color.gamma_multiply(0.45)
    }
}

fn paint_bars(ui: &Ui, plot: &Plot<'_>) {
    let (painter, theme, curve) = (ui.painter(), plot.cx.theme, &plot.desk.curve);
    let ink = Ink::new(painter);
    let most = curve
        .onset
        .iter()
        .chain(&curve.sample)
        .copied()
        .max()
        .unwrap_or(0)
        .max(3);
    let step = (most.div_ceil(3)).max(1);
    let unit = plot.bars.height() / (step * 3) as f32;
    for n in 1..=3u32 {
        let y = plot.bars.bottom() - (n * step) as f32 * unit;
        painter.hline(plot.bars.x_range(), y, Stroke::new(1.0, theme.line));
        ink.text(
            pos2(plot.bars.left() - 6.0, y),
            Align2::RIGHT_CENTER,
            plot.cx.n(u64::from(n * step)),
            Face::Regular,
            10.0,
            theme.t3,
        );
    }
    let width = plot.day_width();
    let half = (width * 0.36).clamp(1.0, 18.0);
    for (n, (&onset, &sample)) in curve.onset.iter().zip(&curve.sample).enumerate() {
        let day = curve.start + n as Seconds * DAY;
        let middle = plot.x(day) + width / 2.0;
        let color = faded(plot, theme.tier(0).ink, day);
        if onset > 0 {
            let bar = Rect::from_min_max(
                pos2(middle - half, plot.bars.bottom() - onset as f32 * unit),
                pos2(middle, plot.bars.bottom()),
            );
            // One square a case as long as each can be told apart.
            if onset <= 12 && unit >= 4.0 {
                for k in 0..onset {
                    let bottom = plot.bars.bottom() - k as f32 * unit;
                    let square = Rect::from_min_max(
                        pos2(bar.left(), bottom - unit + 1.0),
                        pos2(bar.right() - 1.0, bottom),
                    );
                    painter.rect_filled(square, 1.0, color);
                }
            } else {
                painter.rect_filled(bar, 1.0, color);
            }
        }
        if sample > 0 {
            let bar = Rect::from_min_max(
                pos2(middle + 1.0, plot.bars.bottom() - sample as f32 * unit),
                pos2(middle + half, plot.bars.bottom()),
            );
            painter.rect_stroke(
                bar,
                1.0,
                Stroke::new(1.0, faded(plot, theme.bar, day)),
                StrokeKind::Inside,
            );
        }
    }
}

fn paint_strip(ui: &Ui, plot: &Plot<'_>) {
    let (painter, theme, curve) = (ui.painter(), plot.cx.theme, &plot.desk.curve);
    let most = curve.exposed.iter().copied().max().unwrap_or(0).max(1);
    // Of a long range several cells share a pixel, with the greatest count.
    let share = (1.0 / (plot.day_width() / 4.0)).ceil().max(1.0) as usize;
    let width = plot.day_width() / 4.0 * share as f32;
    for (n, cells) in curve.exposed.chunks(share).enumerate() {
        let count = cells.iter().copied().max().unwrap_or(0);
        let at = curve.start + (n * share) as Seconds * DAY / 4;
        let x = plot.x(at);
        let cell = Rect::from_min_max(
            pos2(x, plot.strip.top()),
            pos2((x + width - 1.0).max(x + 0.5), plot.strip.bottom()),
        );
        let color = if count == 0 {
            theme.sunken
        } else {
            let share = (count as f32 / most as f32).sqrt();
            theme.tier(1).ink.gamma_multiply(0.18 + 0.82 * share)
        };
        painter.rect_filled(cell, 1.0, faded(plot, color, VIETNAM.midnight_before(at)));
    }
}

fn paint_axis(ui: &Ui, plot: &Plot<'_>, room: Rect) {
    let (theme, cx) = (plot.cx.theme, plot.cx);
    let ink = Ink::new(ui.painter());
    let days = plot.desk.days;
    let count = (days.end - days.start) / DAY;
    let wide = plot.day_width();
    let room_for = if cx.narrow { 26.0 } else { 44.0 };
    let step = (room_for / wide).ceil().max(1.0) as Seconds;
    for n in (0..count).step_by(step as usize) {
        let day = days.start + n * DAY;
        let form = if cx.narrow && step == 1 {
            "%d"
        } else {
            "%d/%m"
        };
        let inside = day + DAY > plot.window.start && day < plot.window.end;
        ink.text(
            pos2(plot.x(day) + wide / 2.0, room.bottom() - 15.0),
            Align2::CENTER_CENTER,
            VIETNAM.local(day).format(form).to_string(),
            Face::Regular,
            11.0,
            if inside { theme.t2 } else { theme.t3 },
        );
    }
}

fn paint_handles(ui: &Ui, plot: &Plot<'_>) {
    let (painter, theme) = (ui.painter(), plot.cx.theme);
    for at in [plot.window.start, plot.window.end] {
        let x = plot.x(at);
        painter.vline(
            x,
            plot.bars.top() - 4.0..=plot.strip.bottom() + 4.0,
            Stroke::new(1.0, theme.accln),
        );
        let handle = Rect::from_center_size(pos2(x, plot.bars.center().y), vec2(9.0, 22.0));
        painter.rect(
            handle,
            3.0,
            theme.surface,
            Stroke::new(1.5, theme.acc),
            StrokeKind::Inside,
        );
        for dx in [-1.0, 1.0] {
            painter.vline(
                x + dx,
                handle.center().y - 4.0..=handle.center().y + 4.0,
                Stroke::new(1.0, theme.acc),
            );
        }
    }
}

fn paint_clock(ui: &Ui, plot: &Plot<'_>, state: &State, room: Rect) -> Rect {
    let (painter, theme, cx) = (ui.painter(), plot.cx.theme, plot.cx);
    let x = plot.x(state.clock.at);
    painter.vline(
        x,
        room.top() + 20.0..=plot.strip.bottom() + 4.0,
        Stroke::new(2.0, theme.acc),
    );
    let ink = Ink::new(painter);
    let text = cx.when(state.clock.at);
    let width = ink.width(&text, Face::Semi, 11.0) + 14.0;
    let middle = x.clamp(
        plot.bars.left() + width / 2.0 - 10.0,
        plot.bars.right() - width / 2.0 + 10.0,
    );
    let flag = Rect::from_center_size(pos2(middle, room.top() + 14.0), vec2(width, 18.0));
    painter.rect_filled(flag, 4.0, theme.acc);
    ink.text(
        flag.center(),
        Align2::CENTER_CENTER,
        text,
        Face::Semi,
        11.0,
        theme.onacc,
    );
    flag
}

/// What the marks mean; an entry the clock's flag would cut into steps aside until the clock moves on.
fn legend(ui: &Ui, plot: &Plot<'_>, room: Rect, flag: Rect) {
    let (painter, theme, cx) = (ui.painter(), plot.cx.theme, plot.cx);
    let ink = Ink::new(painter);
    let y = room.top() + 14.0;
    let width = |text: &str| 13.0 + ink.width(text, Face::Regular, 11.0);
    let entry = |left: f32, text: String| {
        let rect = Rect::from_min_size(pos2(left, y - 8.0), vec2(width(&text), 16.0));
        if rect.expand(4.0).intersects(flag) {
            return None;
        }
        let at = pos2(left + 13.0, y);
        ink.text(at, Align2::LEFT_CENTER, text, Face::Regular, 11.0, theme.t2);
        Some(Rect::from_center_size(pos2(left + 4.0, y), vec2(8.0, 8.0)))
    };
    let undated = plot.desk.curve.undated;
    let mut onset = cx.t("brush-onset");
    if undated > 0 {
        onset = format!(
            "{onset} ({})",
            cx.say(&Message::new("brush-undated").with("n", undated))
        );
    }
    let (sample, strip) = (cx.t("brush-sample"), cx.t("brush-strip"));
    let strip_left = room.right() - 14.0 - width(&strip);
    let sample_left = strip_left - 11.0 - width(&sample);
    if let Some(square) = entry(plot.bars.left(), onset) {
        painter.rect_filled(square, 1.0, theme.tier(0).ink);
    }
    if let Some(square) = entry(strip_left, strip) {
        painter.rect_filled(square, 1.0, theme.tier(1).ink.gamma_multiply(0.7));
    }
    if let Some(square) = entry(sample_left, sample) {
        painter.rect_stroke(square, 1.0, Stroke::new(1.0, theme.bar), StrokeKind::Inside);
    }
}
