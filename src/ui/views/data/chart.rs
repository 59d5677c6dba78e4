//! Counts as bars: by day, small and large, and in parts of a whole.

use egui::{Align2, Color32, Painter, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::super::super::theme::{Face, Theme, icons};
use super::super::super::widgets::{Ink, chip};
use super::Seen;
use crate::i18n::Message;

/// Height of the card of days.
pub(super) const HEIGHT: f32 = 148.0;

/// Days gathered so that each bar can be seen.
struct Bars {
    /// Days in a bar.
    by: usize,
    /// By bar.
    sums: Vec<u64>,
    /// By bar: whether a day of it is missing.
    missing: Vec<bool>,
    most: u64,
}

impl Bars {
    fn new(days: &[u32], gaps: &[usize], width: f32, least: f32) -> Self {
        let by = ((days.len() as f32 * least / width.max(1.0)).ceil() as usize).max(1);
        let sums: Vec<u64> = days
            .chunks(by)
            .map(|days| days.iter().map(|&n| u64::from(n)).sum())
            .collect();
        let mut missing = vec![false; sums.len()];
        for gap in gaps {
            if let Some(bar) = missing.get_mut(gap / by) {
                *bar = true;
            }
        }
        let most = sums.iter().copied().max().unwrap_or(0).max(1);
        Self {
            by,
            sums,
            missing,
            most,
        }
    }

    fn pitch(&self, width: f32) -> f32 {
        width / self.sums.len().max(1) as f32
    }

    fn paint(&self, painter: &Painter, theme: &Theme, plot: Rect) {
        let pitch = self.pitch(plot.width());
        let width = (pitch * 0.74).clamp(1.0, 26.0);
        for (n, (&sum, &missing)) in self.sums.iter().zip(&self.missing).enumerate() {
            let left = plot.left() + n as f32 * pitch + (pitch - width) / 2.0;
            let full = Rect::from_min_size(pos2(left, plot.top()), vec2(width, plot.height()));
            if missing {
                painter.rect_filled(full.expand2(vec2(1.0, 0.0)), 1.0, theme.warnbg);
            }
            let height = if sum == 0 {
                1.0
            } else {
                (sum as f32 / self.most as f32 * plot.height()).max(2.0)
            };
            let color = if sum == 0 { theme.line2 } else { theme.bar };
            let bar = full.with_min_y(plot.bottom() - height);
            painter.rect_filled(bar, if width > 3.0 { 1.0 } else { 0.0 }, color);
            if missing {
                let tick = full.with_min_y(plot.bottom() - 2.5);
                painter.rect_filled(tick, 0.0, theme.warn);
            }
        }
    }
}

/// Bars by day, as high as a line of text.
pub(super) fn spark(painter: &Painter, seen: Seen<'_>, rect: Rect) {
    let bars = Bars::new(seen.days(), &seen.file().gaps, rect.width(), 3.0);
    bars.paint(painter, seen.cx.theme, rect);
}

/// Parts of a whole in one bar; what there is little of is still seen.
pub(super) fn stack(painter: &Painter, rect: Rect, parts: &[(u64, Color32)], ground: Color32) {
    painter.rect_filled(rect, rect.height() / 2.0, ground);
    let sum: u64 = parts.iter().map(|(n, _)| n).sum();
    let shown = parts.iter().filter(|(n, _)| *n > 0).count();
    if sum == 0 || rect.width() < 8.0 {
        return;
    }
    let room = rect.width() - (shown.max(1) - 1) as f32;
    let widths: Vec<f32> = parts
        .iter()
        .map(|(n, _)| match n {
            0 => 0.0,
            n => (*n as f32 / sum as f32 * room).max(2.0),
        })
        .collect();
    // What the smallest parts got more, all give.
    let scale = room / widths.iter().sum::<f32>();
    let mut x = rect.left();
    for ((n, color), width) in parts.iter().zip(widths) {
        if *n > 0 {
            let part = Rect::from_min_size(pos2(x, rect.top()), vec2(width * scale, rect.height()));
            painter.rect_filled(part, 1.5, *color);
            x = part.right() + 1.0;
        }
    }
}

/// The card of a file's days.
pub(super) fn daily(ui: &Ui, seen: Seen<'_>, card: Rect) {
    let (cx, theme) = (seen.cx, seen.cx.theme);
    super::card(ui.painter(), theme, card);
    let inner = card.shrink2(vec2(14.0, 0.0));
    heading(ui, seen, inner);
    let plot = Rect::from_min_max(
        pos2(inner.left() + 50.0, card.top() + 44.0),
        pos2(inner.right(), card.bottom() - 28.0),
    );
    let bars = Bars::new(seen.days(), &seen.file().gaps, plot.width(), 3.0);
    let painter = ui.painter();
    let ink = Ink::new(painter);
    for (y, count) in [(plot.top(), bars.most), (plot.bottom(), 0)] {
        painter.hline(plot.x_range(), y, Stroke::new(1.0, theme.line));
        let at = pos2(plot.left() - 8.0, y);
        ink.text(
            at,
            Align2::RIGHT_CENTER,
            cx.n(count),
            Face::Regular,
            11.0,
            theme.t3,
        );
    }
    bars.paint(painter, theme, plot);
    labels(painter, seen, plot, &bars);
    let reach = plot.with_max_y(card.bottom() - 4.0);
    let response = ui.interact(reach, ui.scope_id().with(("days", seen.n)), Sense::hover());
    let summary = summary(seen);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &summary));
    if let Some(at) = response.hover_pos() {
        let n = ((at.x - plot.left()) / bars.pitch(plot.width())).max(0.0) as usize;
        let n = n.min(bars.sums.len().saturating_sub(1));
        let (first, last) = (n * bars.by, ((n + 1) * bars.by).min(seen.days().len()) - 1);
        let day = if first == last {
            seen.day(first)
        } else {
            format!("{} – {}", seen.day(first), seen.day(last))
        };
        let key = if bars.missing[n] && bars.sums[n] == 0 {
            "data-day-missing"
        } else {
            "data-day-count"
        };
        let text = Message::new(key).with("day", day).with("n", bars.sums[n]);
        response.on_hover_text_at_pointer(cx.say(&text));
    }
}

/// What is counted, in which range, and what is missing.
fn heading(ui: &Ui, seen: Seen<'_>, inner: Rect) {
    let (cx, theme) = (seen.cx, seen.cx.theme);
    let ink = Ink::new(ui.painter());
    let y = inner.top() + 21.0;
    let title = ink.text(
        pos2(inner.left(), y),
        Align2::LEFT_CENTER,
        cx.t("data-days"),
        Face::Semi,
        13.0,
        theme.t1,
    );
    let mut right = inner.right();
    if let Some(text) = seen.missing() {
        let width = ink.width(&text, Face::Medium, 11.0) + 32.0;
        let at = pos2(right - width, y);
        chip(
            ui.painter(),
            at,
            Some(icons::CALENDAR_X),
            &text,
            theme.warn,
            theme.warnbg,
        );
        right = at.x - 10.0;
    }
    let range = seen.range().unwrap_or_default();
    ink.fit(
        pos2(title.right() + 10.0, y),
        Align2::LEFT_CENTER,
        right - title.right() - 20.0,
        range,
        Face::Regular,
        12.0,
        theme.t2,
    );
}

fn labels(painter: &Painter, seen: Seen<'_>, plot: Rect, bars: &Bars) {
    let theme = seen.cx.theme;
    let ink = Ink::new(painter);
    let pitch = bars.pitch(plot.width());
    let wide = ink.width(&seen.day(0), Face::Regular, 11.0) + 10.0;
    let step = ((wide / pitch).ceil() as usize).max(1);
    for n in (0..bars.sums.len()).step_by(step) {
        let x = plot.left() + (n as f32 + 0.5) * pitch;
        // The first and the last keep inside the card.
        let x = x
            .min(plot.right() + 5.0 - wide / 2.0)
            .max(plot.left() - 40.0 + wide / 2.0);
        let color = if bars.missing[n] {
            theme.warn
        } else {
            theme.t3
        };
        ink.text(
            pos2(x, plot.bottom() + 13.0),
            Align2::CENTER_CENTER,
            seen.day(n * bars.by),
            Face::Regular,
            11.0,
            color,
        );
    }
}

fn summary(seen: Seen<'_>) -> String {
    let said = Message::new("data-days-summary")
        .with("file", seen.report().name.as_str())
        .with("range", seen.range().unwrap_or_default());
    let mut text = seen.cx.say(&said);
    let gaps: Vec<String> = seen.file().gaps.iter().map(|&d| seen.day(d)).collect();
    if !gaps.is_empty() {
        let said = Message::new("data-days-gaps").with("days", gaps.join(", "));
        text.push(' ');
        text.push_str(&seen.cx.say(&said));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_days_share_a_bar() {
        let days = vec![1; 400];
        let bars = Bars::new(&days, &[399], 120.0, 3.0);
        assert_eq!(bars.by, 10);
        assert_eq!(bars.sums, vec![10; 40]);
        assert!(bars.missing[39] && !bars.missing[0]);
    }
}
