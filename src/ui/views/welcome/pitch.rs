//! The left side: the mark, a picture of tiers over time, what the program does and promises.

use egui::epaint::CubicBezierShape;
use egui::{Align2, Color32, Pos2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::super::super::context::Cx;
use super::super::super::theme::{Face, icons};
use super::super::super::widgets::{Ink, glyph, glyph_in, label};

/// People of the picture: tier, and where they stand in parts of its width and height.
const PEOPLE: [(u8, f32, f32); 13] = [
    (0, 0.0, 0.463),
    (1, 0.276, 0.235),
    (1, 0.298, 0.593),
    (1, 0.351, 0.845),
    (2, 0.607, 0.127),
    (2, 0.640, 0.373),
    (2, 0.620, 0.625),
    (2, 0.682, 0.826),
    (3, 0.937, 0.075),
    (3, 0.959, 0.289),
    (3, 0.928, 0.496),
    (3, 0.995, 0.690),
    (3, 0.961, 0.903),
];

/// Who infected whom, and whether the chain is the one that is followed.
const LINKS: [(usize, usize, bool); 14] = [
    (0, 1, false),
    (0, 3, false),
    (1, 4, false),
    (1, 5, false),
    (2, 5, false),
    (3, 7, false),
    (4, 8, false),
    (5, 9, false),
    (5, 10, false),
    (6, 10, false),
    (7, 12, false),
    (0, 2, true),
    (2, 6, true),
    (6, 11, true),
];

/// Where the parts stand in a room.
struct Plan {
    tight: bool,
    left: f32,
    right: f32,
    mark: f32,
    picture: Rect,
    headline: f32,
    promises: f32,
}

impl Plan {
    fn new(room: Rect) -> Self {
        let tight = room.height() < 800.0;
        let pad = if room.width() < 640.0 { 40.0 } else { 56.0 };
        let mark = room.top() + if tight { 32.0 } else { 53.0 };
        let promises = room.bottom() - if tight { 116.0 } else { 128.0 };
        let text = if tight { 130.0 } else { 142.0 };
        let above = mark + 40.0;
        let free = promises - above - text;
        let (least, below) = if tight { (24.0, 28.0) } else { (40.0, 48.0) };
        let height = (free - 2.0 * least - below).clamp(0.0, 330.0);
        // Too low a room shows the words alone.
        let height = if height < 130.0 { 0.0 } else { height };
        let slack = (free - height - below).max(0.0);
        let top = above + (slack * 0.34).max(least.min(slack));
        let picture = Rect::from_min_max(
            pos2(room.left() + pad + 40.0, top),
            pos2(room.right() - pad - 58.0, top + height),
        );
        Self {
            tight,
            left: room.left() + pad,
            right: room.right() - pad,
            mark,
            picture,
            headline: picture.bottom() + below,
            promises,
        }
    }
}

pub(super) fn show(ui: &Ui, cx: Cx<'_>) {
    let plan = Plan::new(ui.max_rect());
    mark(ui, cx, &plan);
    if plan.picture.height() > 0.0 {
        picture(ui, cx, plan.picture);
    }
    words(ui, cx, &plan);
    promises(ui, cx, &plan);
}

fn mark(ui: &Ui, cx: Cx<'_>, plan: &Plan) {
    let (painter, theme) = (ui.painter(), cx.theme);
    let square = Rect::from_min_size(pos2(plan.left, plan.mark), vec2(40.0, 40.0));
    painter.rect_filled(square, 10.0, theme.acc);
    let at = square.center();
    let signs = [
        (at + vec2(-8.0, -8.0), 12.5, 0),
        (at + vec2(8.5, 0.5), 12.5, 1),
        (at + vec2(-7.0, 8.5), 11.5, 2),
    ];
    for pair in signs.windows(2) {
        let line = Stroke::new(2.0, theme.onacc);
        painter.line_segment([pair[0].0, pair[1].0], line);
    }
    for (at, size, tier) in signs {
        glyph_in(painter, at, size, Some(tier), theme.onacc);
    }
    let ink = Ink::new(painter);
    let x = square.right() + 12.0;
    let name = ink.text(
        pos2(x, square.top() + 12.0),
        Align2::LEFT_CENTER,
        cx.t("welcome-name"),
        Face::Semi,
        22.0,
        theme.t1,
    );
    let sub = cx.t("welcome-sub");
    let (rect, _) = ink.fit(
        pos2(x, square.top() + 33.0),
        Align2::LEFT_CENTER,
        plan.right - x,
        &sub,
        Face::Regular,
        12.0,
        theme.t2,
    );
    let said = format!("{}, {sub}", cx.t("welcome-name"));
    label(ui, name.union(rect), "mark", said);
}

/// Tiers over time: from a diamond over triangles and discs to rings.
fn picture(ui: &Ui, cx: Cx<'_>, room: Rect) {
    let (painter, theme) = (ui.painter(), cx.theme);
    let plot = room.with_max_y(room.bottom() - 26.0);
    let ink = Ink::new(painter);
    let days = cx.t("welcome-days");
    let days: Vec<&str> = days.split_whitespace().collect();
    let steps = days.len().saturating_sub(1).max(1) as f32;
    for (n, day) in days.iter().enumerate() {
        let x = plot.left() + plot.width() * n as f32 / steps;
        painter.vline(x, plot.y_range(), Stroke::new(1.0, theme.line));
        ink.text(
            pos2(x, plot.bottom() + 14.0),
            Align2::CENTER_CENTER,
            *day,
            Face::Regular,
            11.0,
            theme.t3,
        );
    }
    let at = |n: usize| -> Pos2 {
        let (_, x, y) = PEOPLE[n];
        plot.min + vec2(x * plot.width(), y * plot.height())
    };
    for (from, to, followed) in LINKS {
        let stroke = if followed {
            Stroke::new(2.5, theme.acc)
        } else {
            Stroke::new(1.5, theme.line2)
        };
        let (start, end) = (at(from) + vec2(15.0, 0.0), at(to) - vec2(14.0, 0.0));
        let bend = (end.x - start.x) * 0.5;
        let points = [start, start + vec2(bend, 0.0), end - vec2(bend, 0.0), end];
        let curve =
            CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, stroke);
        painter.add(curve);
    }
    for (n, (tier, ..)) in PEOPLE.iter().enumerate() {
        let size = match tier {
            0 => 22.0,
            1 => 17.0,
            _ => 16.0,
        };
        glyph(painter, theme, at(n), size, Some(*tier));
    }
    let image = ui.interact(room, ui.scope_id().with("picture"), Sense::hover());
    let name = cx.t("welcome-picture");
    image.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
}

fn words(ui: &Ui, cx: Cx<'_>, plan: &Plan) {
    let theme = cx.theme;
    let ink = Ink::new(ui.painter());
    let width = plan.right - plan.left;
    let (points, line) = if plan.tight {
        (23.0, 31.0)
    } else {
        (27.0, 36.0)
    };
    let lines = [cx.t("welcome-headline-1"), cx.t("welcome-headline-2")];
    let widest = lines
        .iter()
        .map(|l| ink.width(l, Face::Semi, points))
        .fold(1.0, f32::max);
    let points = points * (width / widest).min(1.0);
    let mut y = plan.headline;
    for text in &lines {
        ink.text(
            pos2(plan.left, y + line / 2.0),
            Align2::LEFT_CENTER,
            text,
            Face::Semi,
            points,
            theme.t1,
        );
        y += line;
    }
    let rect = Rect::from_min_max(pos2(plan.left, plan.headline), pos2(plan.right, y));
    label(ui, rect, "headline", lines.join(" "));
    let text = cx.t("welcome-sentence");
    let rect = ink.wrap(
        pos2(plan.left, y + 10.0),
        width,
        3,
        &text,
        Face::Regular,
        14.0,
        theme.t2,
    );
    label(ui, rect, "sentence", text);
}

fn promises(ui: &Ui, cx: Cx<'_>, plan: &Plan) {
    let theme = cx.theme;
    let ink = Ink::new(ui.painter());
    let gap = 20.0;
    let width = (plan.right - plan.left - 2.0 * gap) / 3.0;
    for (n, (key, icon)) in [
        ("local", icons::HARD_DRIVES),
        ("masked", icons::LOCK_SIMPLE),
        ("why", icons::TREE_STRUCTURE),
    ]
    .into_iter()
    .enumerate()
    {
        let x = plan.left + n as f32 * (width + gap);
        ink.text(
            pos2(x, plan.promises + 8.0),
            Align2::LEFT_CENTER,
            icon,
            Face::Icon,
            18.0,
            theme.acc,
        );
        let title = cx.t(&format!("welcome-{key}"));
        ink.fit(
            pos2(x, plan.promises + 33.0),
            Align2::LEFT_CENTER,
            width,
            &title,
            Face::Semi,
            13.0,
            theme.t1,
        );
        let text = cx.t(&format!("welcome-{key}-text"));
        let rect = ink.wrap(
            pos2(x, plan.promises + 44.0),
            width,
            4,
            &text,
            Face::Regular,
            12.0,
            theme.t2,
        );
        let whole = Rect::from_min_max(pos2(x, plan.promises), pos2(x + width, rect.bottom()));
        label(ui, whole, key, format!("{title}: {text}"));
    }
}
