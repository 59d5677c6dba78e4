//! What stands under the picture: bands with their captions, days, the clock.

use egui::{Align2, Color32, Painter, Pos2, Rangef, Rect, Stroke, Ui, pos2};

use super::super::super::context::Cx;
use super::super::super::theme::{Face, Theme};
use super::super::super::widgets::{Ink, glyph, label};
use crate::i18n::Message;
use crate::model::time::{DAY, Seconds, Span};
use crate::session::Desk;
use crate::session::network::{AXIS, Band, GUTTER, Network};

/// Left edge of captions.
const LEFT: f32 = 14.0;
/// A band of this height has room for a caption as tall as it wants to be.
const TALL: f32 = 96.0;

/// The ground of a tier's band.
pub(super) const fn of_tier(theme: &Theme, tier: u8) -> Color32 {
    if tier % 2 == 1 {
        theme.app
    } else {
        theme.surface
    }
}

/// Bands of even height while there is no picture yet.
pub(super) fn waiting(cx: Cx<'_>, desk: &Desk, height: f32) -> Vec<Band> {
    let tiers = desk.list.totals.len().max(1);
    let own = (height - AXIS) / tiers as f32;
    let totals = cx.session.view().map(|v| v.totals.as_slice());
    (0..tiers)
        .map(|tier| Band {
            tier: tier as u8,
            y: (AXIS + tier as f32 * own, AXIS + (tier + 1) as f32 * own),
            people: totals.and_then(|t| t.get(tier)).copied().unwrap_or(0),
            groups: 0,
            singles: 0,
        })
        .collect()
}

/// The bands; the last one reaches to the bottom of `clip`.
pub(super) fn bands(painter: &Painter, theme: &Theme, bands: &[Band], origin: Pos2, clip: Rect) {
    let line = Stroke::new(1.0, theme.line);
    for (n, band) in bands.iter().enumerate() {
        let last = n + 1 == bands.len();
        let (top, bottom) = (origin.y + band.y.0, origin.y + band.y.1);
        let bottom = if last {
            bottom.max(clip.bottom())
        } else {
            bottom
        };
        if bottom < clip.top() || top > clip.bottom() {
            continue;
        }
        let rect = Rect::from_x_y_ranges(clip.x_range(), top..=bottom);
        painter.rect_filled(rect, 0.0, of_tier(theme, band.tier));
        if !last {
            painter.hline(clip.x_range(), bottom, line);
        }
    }
}

/// The bands' captions; one that is scrolled half away keeps its caption in sight.
pub(super) fn captions(ui: &Ui, cx: Cx<'_>, bands: &[Band], origin: Pos2, clip: Rect) {
    for band in bands {
        let range = Rangef::new(origin.y + band.y.0, origin.y + band.y.1);
        if range.max > clip.top() && range.min < clip.bottom() {
            caption(ui, cx, band, range, pos2(origin.x + LEFT, clip.top()));
        }
    }
}

fn caption(ui: &Ui, cx: Cx<'_>, band: &Band, range: Rangef, corner: Pos2) {
    let theme = cx.theme;
    let ink = Ink::new(ui.painter());
    let lines = lines(cx, band);
    let tall = range.span() >= TALL;
    let (head, step) = if tall { (54.0, 16.0) } else { (30.0, 15.0) };
    let height = head + step * lines.len() as f32 + 4.0;
    let top = corner.y.min(range.max - height).max(range.min);
    let (x, room) = (corner.x, GUTTER - LEFT - 4.0);
    let tier = cx.tier(Some(band.tier));
    let y = top + if tall { 22.0 } else { 18.0 };
    glyph(ui.painter(), theme, pos2(x + 8.0, y), 14.0, Some(band.tier));
    let code = ink.text(
        pos2(x + 22.0, y),
        Align2::LEFT_CENTER,
        tier.clone(),
        Face::Semi,
        14.0,
        theme.t1,
    );
    let at = if tall {
        pos2(x, y + 22.0)
    } else {
        pos2(code.right() + 8.0, y)
    };
    ink.fit(
        at,
        Align2::LEFT_CENTER,
        x + room - at.x,
        cx.n(band.people),
        Face::Semi,
        if tall { 17.0 } else { 14.0 },
        theme.t1,
    );
    let mut y = top + head + step / 2.0;
    let mut spoken = cx.say(
        &Message::new("net-band")
            .with("tier", tier)
            .with("n", band.people),
    );
    for line in lines {
        spoken = format!("{spoken}, {line}");
        ink.fit(
            pos2(x, y),
            Align2::LEFT_CENTER,
            room,
            line,
            Face::Regular,
            11.0,
            theme.t3,
        );
        y += step;
    }
    let rect = Rect::from_min_max(pos2(x, top), pos2(x + room, (top + height).min(range.max)));
    label(ui, rect, ("band", band.tier), spoken);
}

/// What stands under a band's count.
fn lines(cx: Cx<'_>, band: &Band) -> Vec<String> {
    let counted = |key: &str, n: u32| cx.say(&Message::new(key).with("n", n));
    if band.tier == 0 && band.groups == 0 {
        let suspected = cx
            .desk()
            .is_some_and(|d| d.run.rules.params.include_suspected);
        let key = if suspected {
            "net-cases-suspected"
        } else {
            "net-cases"
        };
        return vec![cx.t(key)];
    }
    if band.groups + band.singles == 0 {
        return Vec::new();
    }
    vec![
        counted("net-band-groups", band.groups),
        counted("net-band-singles", band.singles),
    ]
}

/// The days of an axis.
struct Days {
    time: Span,
    count: i64,
    width: f32,
}

impl Days {
    fn of(network: &Network) -> Option<Self> {
        let time = network.time?;
        let width = network.x_of(time.start + DAY)? - network.x_of(time.start)?;
        Some(Self {
            time,
            count: (time.end - time.start) / DAY,
            width: width.max(0.001),
        })
    }

    /// So many days lie between two marks that are `room` apart at least.
    fn step(&self, room: f32) -> usize {
        (room / self.width).ceil().max(1.0) as usize
    }

    fn day(&self, n: i64) -> Seconds {
        self.time.start + n * DAY
    }
}

/// Lines at midnight, the days outside the window, and the clock.
pub(super) fn days(
    painter: &Painter,
    cx: Cx<'_>,
    network: &Network,
    left: f32,
    clock: Seconds,
    y: Rangef,
) {
    let Some(days) = Days::of(network) else {
        return;
    };
    let theme = cx.theme;
    let x_of = |at: Seconds| network.x_of(at).map_or(left, |x| left + x);
    if let Some(window) = cx.session.workspace().window {
        let (from, until) = (left + GUTTER, left + network.size.0);
        let shade = theme.sunken.gamma_multiply(0.6);
        for (a, b) in [
            (from, x_of(window.start).min(until)),
            (x_of(window.end).max(from), until),
        ] {
            if b > a {
                painter.rect_filled(Rect::from_x_y_ranges(a..=b, y), 0.0, shade);
            }
        }
    }
    for n in (0..=days.count).step_by(days.step(10.0)) {
        painter.vline(x_of(days.day(n)), y, Stroke::new(1.0, theme.line));
    }
    if (days.time.start..=days.time.end).contains(&clock) {
        let color = theme.acc.gamma_multiply(0.4);
        painter.vline(x_of(clock), y, Stroke::new(2.0, color));
    }
}

/// The strip of dates, which stays above what is scrolled.
pub(super) fn axis(
    painter: &Painter,
    cx: Cx<'_>,
    network: Option<&Network>,
    strip: Rect,
    by_time: bool,
) {
    let theme = cx.theme;
    painter.rect_filled(strip, 0.0, theme.surface);
    painter.hline(
        strip.x_range(),
        strip.bottom() - 0.5,
        Stroke::new(1.0, theme.line),
    );
    let ink = Ink::new(painter);
    let Some(network) = network else {
        return;
    };
    let y = strip.center().y;
    let Some(days) = Days::of(network) else {
        let key = if by_time {
            "net-no-dates"
        } else {
            "net-no-time"
        };
        ink.fit(
            pos2(strip.left() + GUTTER + 4.0, y),
            Align2::LEFT_CENTER,
            strip.width() - GUTTER - 16.0,
            cx.t(key),
            Face::Regular,
            11.0,
            theme.t3,
        );
        return;
    };
    let wide = ink.width(&cx.day(days.time.start), Face::Regular, 11.0);
    for n in (0..days.count).step_by(days.step(wide + 14.0)) {
        let noon = days.day(n) + DAY / 2;
        let x = strip.left() + network.x_of(noon).unwrap_or_default();
        if x + wide / 2.0 < strip.right() - 2.0 {
            ink.text(
                pos2(x, y),
                Align2::CENTER_CENTER,
                cx.day(noon),
                Face::Regular,
                11.0,
                theme.t3,
            );
        }
    }
}
