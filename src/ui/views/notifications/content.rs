//! 2: what a batch says, what it costs, and whether it may.

use egui::text::{LayoutJob, TextFormat};
use egui::{Align2, Color32, Rect, Stroke, StrokeKind, TextEdit, Ui, pos2, vec2};

use super::super::super::context::Cx;
use super::super::super::shell::child;
use super::super::super::state::State;
use super::super::super::theme::{Face, icons, size};
use super::super::super::widgets::{Button, label, segments, switch};
use super::parts::{Column, button, card, menu, scrolled};
use crate::i18n::Message;
use crate::notify::notice::pieces;
use crate::notify::segments::{Size, measure, plain};
use crate::notify::words::{Outcome, fields_of};
use crate::notify::{Kind, Language, Notice, Settings};
use crate::session::Command;
use crate::session::post::{Look, Preview, Seen, Wish};
use crate::store::Power;

pub(super) fn show(ui: &mut Ui, cx: Cx<'_>, state: &mut State, look: &Look, room: Rect) {
    scrolled(ui, room, "content", |column| all(column, cx, state, look));
}

fn all(column: &mut Column<'_>, cx: Cx<'_>, state: &mut State, look: &Look) {
    // What a batch was approved with is what it says, whatever the texts are now.
    let batch = state.notify.batch.and_then(|id| look.batch(id));
    let preview = cx.session.post().preview.clone();
    heading(column, cx, state, batch.is_some());
    if let Some(seen) = batch {
        let data = &seen.batch.data;
        if data.package.is_none() {
            sealed(column, cx, state, &data.notice);
        }
        parts_of(column, cx, seen);
        if let Some(text) = look.example.as_ref().filter(|_| {
            look.shown
                .as_ref()
                .is_some_and(|s| s.batch == seen.batch.id)
        }) {
            let said = [text.vi.sms.clone(), text.en.sms.clone()];
            bubbles(column, cx, said, &look.settings, data.unaccented);
            pushed(column, cx, &text.vi.title, &text.vi.text);
        }
        return;
    }
    let Some(preview) = preview else {
        return;
    };
    editor(column, cx, state, &preview);
    sizes(column, cx, state, &preview);
    let unaccented = state.notify.drafting.unaccented;
    let text = preview.example(unaccented, Language::Vi);
    let said = [text.vi.sms.clone(), text.en.sms.clone()];
    bubbles(column, cx, said, &preview.settings, unaccented);
    pushed(column, cx, &text.vi.title, &text.vi.text);
    checks(column, cx, &preview);
    how(column, cx, &preview);
}

fn heading(column: &mut Column<'_>, cx: Cx<'_>, state: &mut State, sealed: bool) {
    let y = column.y;
    column.title(cx, &cx.t("notify-what"));
    let mut right = column.right();
    if !sealed {
        let names = super::kinds(cx);
        let now = Kind::ALL
            .iter()
            .position(|k| *k == state.notify.drafting.kind)
            .unwrap_or_default();
        let text = cx.say(&Message::new("notify-kind").with("kind", names[now].as_str()));
        let choose = Button::new(&text).caret();
        let wide = choose.width(column.ui.painter());
        let at = Rect::from_min_size(pos2(right - wide, y - 5.0), vec2(wide, size::CONTROL));
        let response = choose.show(column.ui, cx.theme, at, "kind");
        if let Some(n) = menu(cx, &response, &cx.t("notify-kinds"), &names, Some(now)) {
            state.notify.drafting.kind = Kind::ALL[n];
            state.notify.drafting.criteria.tiers.clear();
            state.notify.own = None;
        }
        right = at.left() - 10.0;
    }
    let names = if cx.narrow {
        ["VN", "EN"]
    } else {
        ["Tiếng Việt", "English"]
    };
    let ink = column.ink();
    let wide: f32 = names
        .iter()
        .map(|n| ink.width(n, Face::Medium, 12.0) + 22.0)
        .sum::<f32>()
        + 4.0;
    let chosen = usize::from(state.notify.english);
    let at = pos2(right - wide, y - 4.0);
    if let (_, Some(n)) = segments(column.ui, cx.theme, at, &names, chosen, "notice lang") {
        state.notify.english = n == 1;
    }
    column.y += 4.0;
}

/// A text with its fields marked.
fn marked(cx: Cx<'_>, text: &str, width: f32, ground: Color32) -> LayoutJob {
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    let format = |color, background| TextFormat {
        font_id: Face::Regular.at(13.0),
        line_height: Some(22.0),
        color,
        background,
        ..TextFormat::default()
    };
    let mut at = 0;
    for piece in pieces(text) {
        match piece {
            Ok(plain) => {
                job.append(plain, 0.0, format(cx.theme.t1, Color32::TRANSPARENT));
                at += plain.len();
            }
            Err(field) => {
                let end = text[at..].find('}').map_or(text.len(), |e| at + e + 1);
                let (color, ground) = match field {
                    Some(_) => (cx.theme.acc, ground),
                    None => (cx.theme.err, cx.theme.errbg),
                };
                job.append(&text[at..end], 0.0, format(color, ground));
                at = end;
            }
        }
    }
    job
}

/// The text of a batch, as it was approved.
fn sealed(column: &mut Column<'_>, cx: Cx<'_>, state: &State, notice: &Notice) {
    let text = &notice.of(state.notify.lang()).sms;
    let job = marked(cx, text, column.width - 28.0, cx.theme.accbg);
    let galley = column.ui.painter().layout_job(job);
    let rect = Rect::from_min_size(
        pos2(column.left, column.y),
        vec2(column.width, galley.size().y + 24.0),
    );
    card(column.ui, cx, rect, false);
    column
        .ui
        .painter()
        .galley(rect.min + vec2(14.0, 12.0), galley, cx.theme.t1);
    label(column.ui, rect, "sealed", text.as_str());
    column.y = rect.bottom() + 12.0;
}

fn editor(column: &mut Column<'_>, cx: Cx<'_>, state: &mut State, preview: &Preview) {
    let theme = cx.theme;
    let lang = state.notify.lang();
    let may = cx.session.may(Power::Work);
    let mut notice = state
        .notify
        .own
        .clone()
        .unwrap_or_else(|| preview.notice.clone());
    if notice.kind != state.notify.drafting.kind {
        return;
    }
    let high = if cx.narrow { 118.0 } else { 100.0 };
    let rect = Rect::from_min_size(pos2(column.left, column.y), vec2(column.width, high + 44.0));
    card(column.ui, cx, rect, false);
    let field = Rect::from_min_size(rect.min, vec2(rect.width(), high)).shrink(1.0);
    let foot = Rect::from_min_max(field.left_bottom(), rect.max - vec2(1.0, 1.0));
    column.ui.painter().rect_filled(
        foot,
        egui::CornerRadius {
            sw: 7,
            se: 7,
            ..egui::CornerRadius::ZERO
        },
        theme.app,
    );
    let mut layouter = |ui: &Ui, text: &dyn egui::TextBuffer, width: f32| {
        ui.painter()
            .layout_job(marked(cx, text.as_str(), width, theme.accbg))
    };
    let body = &mut notice.of_mut(lang).sms;
    let before = body.clone();
    let field = field.shrink2(vec2(13.0, 10.0));
    let mut inner = child(column.ui, field, "editor");
    let response = inner.add_sized(
        field.size(),
        TextEdit::multiline(body)
            .frame(egui::Frame::NONE)
            .interactive(may)
            .desired_width(field.width())
            .layouter(&mut layouter),
    );
    let name = cx.t("notify-editor");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, may, &name));
    let mut changed = *body != before;
    let y = foot.center().y;
    let insert = cx.t("notify-insert");
    let add = Button::new(&insert)
        .icon(icons::BRACKETS_CURLY)
        .quiet()
        .enabled(may);
    let wide = add.width(column.ui.painter());
    let at = Rect::from_min_size(pos2(foot.left() + 8.0, y - 15.0), vec2(wide, size::CONTROL));
    let pressed = add.show(column.ui, theme, at, "insert field");
    let fields = fields_of(notice.kind);
    let lines: Vec<String> = fields
        .iter()
        .map(|f| format!("{{{}}}", f.name(lang)))
        .collect();
    if let Some(n) = menu(cx, &pressed, &insert, &lines, None) {
        let piece = format!("{{{}}}", fields[n].name(lang));
        let text = &mut notice.of_mut(lang).sms;
        let cursor = TextEdit::load_state(column.ui.ctx(), response.id)
            .and_then(|s| s.cursor.char_range())
            .map_or(text.chars().count(), |r| r.primary.index.into());
        let byte = text.char_indices().nth(cursor).map_or(text.len(), |c| c.0);
        text.insert_str(byte, &piece);
        changed = true;
    }
    if changed {
        state.notify.own = Some(notice.clone());
        state.notify.typed_at = column.ui.input(|i| i.time);
    }
    let mut x = at.right() + 6.0;
    if let Some(own) = state.notify.own.clone() {
        let (end, kept) = button(
            column.ui,
            cx,
            pos2(x, y - 15.0),
            None,
            ("notify-keep-text", icons::CHECK),
            (may, false),
        );
        if kept.clicked() {
            cx.run(Command::Post(Wish::KeepNotice(
                own.kind,
                Some(Box::new(own)),
            )));
            state.notify.own = None;
        }
        let (end, left) = button(
            column.ui,
            cx,
            pos2(end, y - 15.0),
            None,
            ("notify-leave-text", icons::X),
            (true, false),
        );
        if left.clicked() {
            state.notify.own = None;
        }
        x = end;
    }
    let text = cx.t("notify-unaccented");
    let knob = Rect::from_min_size(pos2(0.0, y - 8.0), vec2(28.0, 16.0));
    let wide = column.ink().width(&text, Face::Regular, 13.0);
    let fits = x + wide + 60.0 < foot.right();
    let place = foot.right() - 14.0 - if fits { wide + 8.0 } else { 0.0 } - 28.0;
    let knob = knob.translate(vec2(place, 0.0));
    if switch(
        column.ui,
        theme,
        knob,
        &text,
        state.notify.drafting.unaccented,
    ) {
        state.notify.drafting.unaccented = !state.notify.drafting.unaccented;
    }
    if fits {
        column.ink().text(
            pos2(knob.right() + 8.0, y),
            Align2::LEFT_CENTER,
            text,
            Face::Regular,
            13.0,
            theme.t1,
        );
    }
    column.y = rect.bottom() + 12.0;
}

/// Parts with and without diacritics, and what all come to.
fn sizes(column: &mut Column<'_>, cx: Cx<'_>, state: &mut State, preview: &Preview) {
    let theme = cx.theme;
    let rect = Rect::from_min_size(pos2(column.left, column.y), vec2(column.width, 62.0));
    card(column.ui, cx, rect, false);
    let unaccented = state.notify.drafting.unaccented;
    let ink = column.ink();
    let mut total = cx.say(&Message::new("notify-parts").with("n", preview.parts()));
    if preview.settings.price > 0 {
        let cost = cx.say(&Message::new("notify-cost").with("n", preview.cost()));
        total = format!("{total} · {cost}");
    }
    let right = rect.right() - 14.0;
    let shown = ink.text(
        pos2(right, rect.top() + 22.0),
        Align2::RIGHT_CENTER,
        &total,
        Face::Semi,
        14.0,
        theme.t1,
    );
    let [now, with, without] = preview.sizes;
    let sms = preview.sms() as u64;
    let other = preview.parts_as(if unaccented { 1 } else { 2 });
    let key = if unaccented {
        "notify-saves"
    } else if without.parts < with.parts {
        "notify-would-save"
    } else {
        "notify-each"
    };
    let said = cx.say(
        &Message::new(key)
            .with("people", sms)
            .with("parts", now.parts)
            .with("saved", other.abs_diff(preview.parts())),
    );
    let (below, _) = ink.fit(
        pos2(right, rect.top() + 42.0),
        Align2::RIGHT_CENTER,
        column.width * 0.46,
        &said,
        Face::Regular,
        12.0,
        theme.t3,
    );
    label(
        column.ui,
        shown.union(below),
        "parts",
        format!("{total}, {said}"),
    );
    for (n, (key, size, on)) in [
        ("notify-with-marks", with, !unaccented),
        ("notify-without-marks", without, unaccented),
    ]
    .into_iter()
    .enumerate()
    {
        let y = rect.top() + 20.0 + 22.0 * n as f32;
        line(
            column,
            cx,
            pos2(rect.left() + 14.0, y),
            &cx.t(key),
            size,
            on,
        );
    }
    column.y = rect.bottom() + 8.0;
    let names = Language::ALL.map(|l| cx.t(&format!("notify-sms-{}", l.key())));
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let chosen = Language::ALL
        .iter()
        .position(|l| *l == state.notify.drafting.language);
    let caption = cx.t("notify-sms-language");
    let end = column.ink().text(
        pos2(column.left, column.y + 14.0),
        Align2::LEFT_CENTER,
        caption,
        Face::Regular,
        12.0,
        theme.t2,
    );
    let at = pos2(end.right() + 10.0, column.y);
    let pressed = segments(
        column.ui,
        theme,
        at,
        &names,
        chosen.unwrap_or(0),
        "sms language",
    )
    .1;
    if let Some(n) = pressed {
        state.notify.drafting.language = Language::ALL[n];
    }
    column.y += 40.0;
}

fn line(column: &Column<'_>, cx: Cx<'_>, at: egui::Pos2, name: &str, size: Size, on: bool) {
    let theme = cx.theme;
    let ink = column.ink();
    let face = if on { Face::Semi } else { Face::Regular };
    ink.text(
        at,
        Align2::LEFT_CENTER,
        name,
        face,
        12.0,
        if on { theme.t1 } else { theme.t2 },
    );
    let warn = size.parts > 2;
    let color = if warn { theme.warn } else { theme.acc };
    let mut x = at.x + 74.0;
    let blocks = size.parts.clamp(3, 5);
    let wide = if cx.narrow { 16.0 } else { 24.0 };
    for n in 0..blocks {
        let rect = Rect::from_min_size(pos2(x, at.y - 3.0), vec2(wide, 6.0));
        let full = n < size.parts;
        column
            .ui
            .painter()
            .rect_filled(rect, 3.0, if full { color } else { theme.sunken });
        x += wide + 3.0;
    }
    let count = format!("{} {}/{}", size.coding.name(), size.units, size.room());
    let parts = cx.say(&Message::new("notify-parts").with("n", size.parts));
    let rect = ink.run(
        pos2(x + 8.0, at.y),
        Align2::LEFT_CENTER,
        &[
            (&count, Face::Regular, 12.0, theme.t2),
            ("  ", Face::Regular, 12.0, theme.t2),
            (&parts, Face::Semi, 12.0, color),
        ],
    );
    label(
        column.ui,
        rect,
        ("size", name),
        format!("{name} {count} {parts}"),
    );
}

/// What the SMS of a batch come to.
fn parts_of(column: &mut Column<'_>, cx: Cx<'_>, seen: &Seen) {
    let parts = seen.batch.parts();
    if parts == 0 {
        return;
    }
    let cost = parts * u64::from(seen.batch.data.price);
    let text = cx.say(
        &Message::new("notify-batch-parts")
            .with("n", parts)
            .with("cost", cost),
    );
    column.number(cx, icons::CHAT_TEXT, &cx.t("way-sms"), &text, false);
    column.y += 8.0;
}

/// The SMS as they are read, in Vietnamese and English.
fn bubbles(
    column: &mut Column<'_>,
    cx: Cx<'_>,
    said: [String; 2],
    settings: &Settings,
    unaccented: bool,
) {
    let theme = cx.theme;
    let [vi, en] = said;
    let half = (column.width - 12.0) / 2.0;
    let mut bottom = column.y;
    for (n, (title, text)) in [("SMS tiếng Việt", vi), ("SMS English", en)]
        .into_iter()
        .enumerate()
    {
        let text = if unaccented { plain(&text) } else { text };
        let x = column.left + (half + 12.0) * n as f32;
        let size = measure(&text);
        let said = cx.say(
            &Message::new("notify-size")
                .with("coding", size.coding.name())
                .with("n", size.units)
                .with("parts", size.parts),
        );
        let ink = column.ink();
        let head = ink.text(
            pos2(x, column.y + 8.0),
            Align2::LEFT_CENTER,
            title,
            Face::Medium,
            12.0,
            theme.t1,
        );
        ink.fit(
            pos2(x + half, column.y + 8.0),
            Align2::RIGHT_CENTER,
            half - head.width() - 10.0,
            said,
            Face::Medium,
            11.0,
            theme.acc,
        );
        let galley =
            column
                .ui
                .painter()
                .layout(text.clone(), Face::Regular.at(12.0), theme.t1, half - 44.0);
        let ground =
            Rect::from_min_size(pos2(x, column.y + 20.0), vec2(half, galley.size().y + 52.0));
        column
            .ui
            .painter()
            .rect_filled(ground, size::CARD, theme.sunken);
        let sender = if settings.sender.is_empty() {
            settings.authority_vi.clone()
        } else {
            settings.sender.clone()
        };
        ink.fit(
            pos2(ground.center().x, ground.top() + 14.0),
            Align2::CENTER_CENTER,
            half - 24.0,
            sender,
            Face::Regular,
            11.0,
            theme.t3,
        );
        let paper = Rect::from_min_max(
            ground.min + vec2(10.0, 28.0),
            pos2(ground.right() - 10.0, ground.bottom() - 8.0),
        );
        column.ui.painter().rect(
            paper,
            size::CARD,
            theme.surface,
            Stroke::new(1.0, theme.line),
            StrokeKind::Inside,
        );
        column
            .ui
            .painter()
            .galley(paper.min + vec2(12.0, 8.0), galley, theme.t1);
        label(column.ui, paper, ("bubble", n), text);
        bottom = bottom.max(ground.bottom());
    }
    column.y = bottom + 12.0;
}

/// The push message.
fn pushed(column: &mut Column<'_>, cx: Cx<'_>, title: &str, text: &str) {
    let theme = cx.theme;
    let ink = column.ink();
    ink.text(
        pos2(column.left, column.y + 8.0),
        Align2::LEFT_CENTER,
        cx.t("notify-push"),
        Face::Medium,
        12.0,
        theme.t1,
    );
    let count = |text: &str| text.chars().count();
    let said = cx.say(
        &Message::new("notify-push-size")
            .with("title", count(title))
            .with("text", count(text)),
    );
    ink.text(
        pos2(column.right(), column.y + 8.0),
        Align2::RIGHT_CENTER,
        said,
        Face::Regular,
        11.0,
        theme.t3,
    );
    let galley = column.ui.painter().layout(
        text.to_owned(),
        Face::Regular.at(12.0),
        theme.t2,
        column.width - 76.0,
    );
    let rect = Rect::from_min_size(
        pos2(column.left, column.y + 20.0),
        vec2(column.width, galley.size().y + 42.0),
    );
    card(column.ui, cx, rect, false);
    let icon = Rect::from_min_size(rect.min + vec2(14.0, 14.0), vec2(32.0, 32.0));
    column
        .ui
        .painter()
        .rect_filled(icon, size::RADIUS, theme.accbg);
    let ink = column.ink();
    ink.text(
        icon.center(),
        Align2::CENTER_CENTER,
        icons::SHIELD_CHECK,
        Face::Icon,
        18.0,
        theme.acc,
    );
    ink.fit(
        pos2(icon.right() + 12.0, rect.top() + 20.0),
        Align2::LEFT_CENTER,
        rect.right() - icon.right() - 26.0,
        title,
        Face::Semi,
        13.0,
        theme.t1,
    );
    column.ui.painter().galley(
        pos2(icon.right() + 12.0, rect.top() + 31.0),
        galley,
        theme.t2,
    );
    label(column.ui, rect, "push message", format!("{title}. {text}"));
    column.y = rect.bottom() + 14.0;
}

/// What was checked.
fn checks(column: &mut Column<'_>, cx: Cx<'_>, preview: &Preview) {
    let theme = cx.theme;
    column.caption(cx, &cx.t("notify-checks"));
    let mut all: Vec<(Outcome, String)> = preview
        .checks
        .iter()
        .map(|c| (c.outcome, cx.say(&c.message)))
        .collect();
    if preview.shared > 0 {
        let text = cx.say(&Message::new("notify-shared").with("n", preview.shared));
        all.push((Outcome::Warn, text));
    }
    let half = (column.width - 12.0) / 2.0;
    let top = column.y;
    for (n, (outcome, text)) in all.iter().enumerate() {
        let x = column.left + (half + 12.0) * (n % 2) as f32;
        let y = top + 26.0 * (n / 2) as f32 + 10.0;
        let (icon, color) = match outcome {
            Outcome::Fine => (icons::CHECK_CIRCLE, theme.acc),
            Outcome::Warn => (icons::WARNING, theme.warn),
            Outcome::Block => (icons::WARNING_CIRCLE, theme.err),
        };
        let ink = column.ink();
        ink.text(
            pos2(x + 8.0, y),
            Align2::CENTER_CENTER,
            icon,
            Face::IconFill,
            16.0,
            color,
        );
        let (rect, cut) = ink.fit(
            pos2(x + 24.0, y),
            Align2::LEFT_CENTER,
            half - 26.0,
            text,
            Face::Regular,
            13.0,
            theme.t1,
        );
        let told = label(column.ui, rect, ("check", n), text.as_str());
        if cut {
            told.on_hover_text(text);
        }
        column.y = y + 16.0;
    }
    column.y += 10.0;
}

/// When and how fast it goes.
fn how(column: &mut Column<'_>, cx: Cx<'_>, preview: &Preview) {
    let theme = cx.theme;
    let settings = &preview.settings;
    let rect = Rect::from_min_size(pos2(column.left, column.y), vec2(column.width, 54.0));
    card(column.ui, cx, rect, false);
    let hours = if settings.quiet.0 == settings.quiet.1 {
        cx.t("notify-no-quiet")
    } else {
        format!("{:02}:00 – {:02}:00", settings.quiet.0, settings.quiet.1)
    };
    let rate = if settings.rate == 0 {
        cx.t("notify-no-rate")
    } else {
        let seconds = preview.sms() as u64 / u64::from(settings.rate);
        cx.say(
            &Message::new("notify-rate")
                .with("n", settings.rate)
                .with("time", cx.length(seconds as i64)),
        )
    };
    let again = cx.say(
        &Message::new("notify-again")
            .with("n", settings.attempts)
            .with("seconds", settings.backoff),
    );
    let cells = [
        ("notify-start", cx.t("notify-start-at")),
        ("notify-quiet", hours),
        ("notify-speed", rate),
        ("notify-retry", again),
    ];
    let wide = (rect.width() - 28.0) / cells.len() as f32;
    for (n, (key, value)) in cells.into_iter().enumerate() {
        let x = rect.left() + 14.0 + wide * n as f32;
        let ink = column.ink();
        ink.fit(
            pos2(x, rect.top() + 18.0),
            Align2::LEFT_CENTER,
            wide - 8.0,
            cx.t(key),
            Face::Regular,
            11.0,
            theme.t3,
        );
        let (shown, cut) = ink.fit(
            pos2(x, rect.top() + 36.0),
            Align2::LEFT_CENTER,
            wide - 8.0,
            &value,
            Face::Semi,
            12.0,
            theme.t1,
        );
        let told = label(column.ui, shown, key, value.as_str());
        if cut {
            told.on_hover_text(value);
        }
    }
    column.y = rect.bottom() + 12.0;
}
