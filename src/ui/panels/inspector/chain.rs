//! The evidence chain: from the F0 to the person, each link with place, time, presence bars, rule and source rows.

use std::collections::BTreeMap;

use egui::{Align2, Rect, Stroke, StrokeKind, pos2, vec2};

use super::super::super::context::Cx;
use super::super::super::state::State;
use super::super::super::theme::{Face, icons, size};
use super::super::super::widgets::{Ink, elided, glyph, icon_button, label, marker};
use super::pen::Pen;
use crate::contact::{NO_SPOT, Piece};
use crate::i18n::Message;
use crate::model::time::{DAY, Seconds, Span, VIETNAM};
use crate::model::{Grade, PersonIx, RowIx};
use crate::session::dossier::{Chain, PersonDossier, bars};
use crate::session::{Desk, Focus, spot_name, words};
use crate::trace::why::Step;

/// Overlaps written out below a link's bars.
const MOST_LINES: usize = 4;

pub fn show(pen: &mut Pen<'_, '_>, state: &mut State, person: &PersonDossier) {
    let cx = pen.cx;
    let Some(desk) = cx.desk() else { return };
    match person.tier {
        Some(0) => super::profile::case(pen, state, person),
        None => {
            pen.gap(12.0);
            pen.text(&cx.t("why-none"), Face::Regular, 13.0, cx.theme.t1);
        }
        Some(_) => {
            let count = person.chains.len();
            let chosen = state.chain.min(count.saturating_sub(1));
            pager(pen, state, person, chosen);
            if let Some(chain) = person.chains.get(chosen) {
                draw(pen, state, desk, chain);
            }
            risk(pen, person);
        }
    }
    miss(pen, state, desk, person);
}

/// The title, and which of the chains.
fn pager(pen: &mut Pen<'_, '_>, state: &mut State, person: &PersonDossier, chosen: usize) {
    let (cx, count) = (pen.cx, person.chains.len());
    let theme = cx.theme;
    pen.gap(12.0);
    let rect = pen.take(24.0);
    let first = person.chains.get(chosen).is_some_and(|c| c.first);
    let title = cx.t(if chosen == 0 {
        "chain-strongest"
    } else if first {
        "chain-first"
    } else {
        "chain-other"
    });
    let mut end = rect.right();
    if count > 1 {
        let next = Rect::from_min_size(pos2(end - 22.0, rect.top() - 2.0), vec2(24.0, 28.0));
        if icon_button(
            pen.ui,
            theme,
            next,
            icons::CARET_RIGHT,
            &cx.t("chain-next"),
            false,
        )
        .clicked()
        {
            state.chain = (chosen + 1) % count;
        }
        let number = format!("{} / {count}", chosen + 1);
        let word = Ink::new(pen.ui.painter()).text(
            pos2(next.left() - 2.0, rect.center().y),
            Align2::RIGHT_CENTER,
            number,
            Face::Regular,
            12.0,
            theme.t2,
        );
        let before =
            Rect::from_min_size(pos2(word.left() - 26.0, rect.top() - 2.0), vec2(24.0, 28.0));
        if icon_button(
            pen.ui,
            theme,
            before,
            icons::CARET_LEFT,
            &cx.t("chain-before"),
            false,
        )
        .clicked()
        {
            state.chain = (chosen + count - 1) % count;
        }
        end = before.left();
    }
    Ink::new(pen.ui.painter()).fit(
        rect.left_center(),
        Align2::LEFT_CENTER,
        end - rect.left() - 6.0,
        &title,
        Face::Semi,
        13.0,
        theme.t1,
    );
    label(pen.ui, rect.with_max_x(end), "chain title", title);
    if person.sources > count {
        let more = cx.say(&Message::new("chain-of").with("n", person.sources));
        pen.text(&more, Face::Regular, 11.0, theme.t3);
    }
    pen.gap(6.0);
}

fn draw(pen: &mut Pen<'_, '_>, state: &mut State, desk: &Desk, chain: &Chain) {
    for step in &chain.steps {
        let source = step.evidence.source;
        let below = when_able(pen.cx, desk, step);
        node(pen, state, source, &below, true);
        link(pen, desk, step);
    }
    if let Some(last) = chain.steps.last() {
        let tier = pen.cx.tier_of(last.evidence.contact);
        let below = pen.cx.say(
            &Message::new("chain-became")
                .with("tier", pen.cx.tier(tier))
                .with("at", pen.cx.when(last.evidence.first())),
        );
        node(pen, state, last.evidence.contact, &below, false);
    }
}

/// When the source of a link could pass it on.
fn when_able(cx: Cx<'_>, desk: &Desk, step: &Step) -> String {
    let spans: Vec<String> = step.active.iter().map(|s| cx.span(*s)).collect();
    if step.level == 1 {
        return cx.say(&Message::new("chain-infectious").with("span", spans.join("; ")));
    }
    let person = desk.list.row_of(step.evidence.source);
    let first = person.map(|r| r.first);
    let tier = cx.tier(Some(step.level - 1));
    first.map_or_else(String::new, |at| {
        cx.say(
            &Message::new("chain-became")
                .with("tier", tier)
                .with("at", cx.when(at)),
        )
    })
}

/// A person on the line from top to bottom.
fn node(pen: &mut Pen<'_, '_>, state: &mut State, person: PersonIx, below: &str, goes_on: bool) {
    let cx = pen.cx;
    let theme = cx.theme;
    let rect = pen.take(42.0);
    let tier = cx.tier_of(person);
    let n = pen.next();
    let name = cx.person_name(person);
    let code = cx.desk().map_or_else(String::new, |desk| {
        desk.case_number(person)
            .map_or_else(|| cx.tier(tier), |n| format!("F0-{n:02}"))
    });
    let response = pen.row(rect, n, &format!("{code}, {name}. {below}"));
    cx.interact(state, &response, Focus::Person(person));
    let painter = pen.ui.painter();
    let at = pos2(rect.left() + 11.0, rect.top() + 15.0);
    if goes_on {
        painter.vline(
            at.x,
            at.y + 13.0..=rect.bottom() + 1.0,
            Stroke::new(1.5, theme.line2),
        );
    }
    let focused = cx.session.focus() == Some(Focus::Person(person));
    marker(painter, theme, at, tier, focused);
    let ink = Ink::new(painter);
    let left = rect.left() + 32.0;
    let room = rect.right() - left - 54.0;
    let (word, _) = ink.fit(
        pos2(left, rect.top() + 12.0),
        Align2::LEFT_CENTER,
        room,
        name,
        Face::Semi,
        13.0,
        theme.t1,
    );
    ink.text(
        pos2(word.right() + 8.0, rect.top() + 12.5),
        Align2::LEFT_CENTER,
        code,
        Face::Regular,
        11.0,
        theme.t2,
    );
    let (_, cut) = ink.fit(
        pos2(left, rect.top() + 30.0),
        Align2::LEFT_CENTER,
        rect.right() - left,
        below,
        Face::Regular,
        11.0,
        theme.t2,
    );
    if cut {
        response.on_hover_text(below);
    }
}

/// The card of one link.
fn link(pen: &mut Pen<'_, '_>, desk: &Desk, step: &Step) {
    let cx = pen.cx;
    let theme = cx.theme;
    let shown = day_shown(&step.pieces);
    let room = pen.width - 32.0 - 12.0 - 30.0;
    let rules: Vec<_> = rules(cx, desk, step)
        .into_iter()
        .map(|(icon, text, color)| {
            let galley = elided(
                pen.ui.painter(),
                text.clone(),
                room,
                2,
                Face::Regular,
                12.0,
                theme.t1,
            );
            (icon, text, color, galley)
        })
        .collect();
    let rows = rows(cx, desk, step);
    let others = step.pieces.len() - shown.len();
    let lines = others.min(MOST_LINES) + usize::from(others > MOST_LINES);
    let height = 50.0
        + 52.0
        + lines as f32 * 17.0
        + rules.iter().map(|r| r.3.size().y + 3.0).sum::<f32>()
        + rows.len() as f32 * 17.0
        + 16.0;
    let whole = pen.take(height + 8.0);
    pen.ui.painter().vline(
        whole.left() + 11.0,
        whole.y_range(),
        Stroke::new(1.5, theme.line2),
    );
    let card = Rect::from_min_max(
        pos2(whole.left() + 32.0, whole.top()),
        pos2(whole.right(), whole.top() + height),
    );
    let painter = pen.ui.painter();
    painter.rect(
        card,
        size::CARD,
        theme.app,
        Stroke::new(1.0, theme.line),
        StrokeKind::Inside,
    );
    let ink = Ink::new(painter);
    let x = card.left() + 12.0;
    let spot = shown.first().map_or(NO_SPOT, |p| p.spot);
    let icon = if spot == NO_SPOT {
        icons::USERS
    } else if desk.is_place(spot) {
        icons::MAP_PIN
    } else {
        icons::HOUSE_LINE
    };
    ink.text(
        pos2(x + 7.0, card.top() + 17.0),
        Align2::CENTER_CENTER,
        icon,
        Face::Icon,
        14.0,
        theme.t2,
    );
    let length = cx.length(step.evidence.seconds());
    let end = ink.text(
        pos2(card.right() - 12.0, card.top() + 17.0),
        Align2::RIGHT_CENTER,
        &length,
        Face::Semi,
        13.0,
        theme.acc,
    );
    let place = spot_name(desk, cx.texts, spot);
    ink.fit(
        pos2(x + 20.0, card.top() + 17.0),
        Align2::LEFT_CENTER,
        end.left() - x - 28.0,
        &place,
        Face::Medium,
        13.0,
        theme.t1,
    );
    let day = shown.first().map_or(0, |p| Seconds::from(p.start));
    let when = format!("{} {}", cx.weekday(day, false), cx.day(day));
    ink.fit(
        pos2(x + 20.0, card.top() + 36.0),
        Align2::LEFT_CENTER,
        card.right() - x - 32.0,
        &when,
        Face::Regular,
        11.0,
        theme.t2,
    );
    let plot = Rect::from_min_max(
        pos2(card.left(), card.top() + 50.0),
        pos2(card.right(), card.top() + 102.0),
    );
    bar_plot(pen, desk, step, &shown, plot);
    let mut y = card.top() + 106.0;
    y = other_lines(pen, desk, step, &shown, x, y, card.right() - 12.0);
    for (icon, text, color, galley) in &rules {
        Ink::new(pen.ui.painter()).text(
            pos2(x + 7.0, y + 8.0),
            Align2::CENTER_CENTER,
            *icon,
            Face::Icon,
            13.0,
            *color,
        );
        let line = Rect::from_min_size(pos2(x + 20.0, y), galley.size());
        pen.ui.painter().galley(line.min, galley.clone(), theme.t1);
        let n = pen.next();
        label(pen.ui, line, n, text.clone());
        y += galley.size().y + 3.0;
    }
    y += 4.0;
    for text in &rows {
        let ink = Ink::new(pen.ui.painter());
        ink.text(
            pos2(x + 7.0, y + 8.0),
            Align2::CENTER_CENTER,
            icons::FILE_TEXT,
            Face::Icon,
            12.0,
            theme.t3,
        );
        let (line, cut) = ink.fit(
            pos2(x + 20.0, y + 8.0),
            Align2::LEFT_CENTER,
            card.right() - x - 30.0,
            text,
            Face::Regular,
            11.0,
            theme.t2,
        );
        let n = pen.next();
        let told = label(pen.ui, line, n, text.clone());
        if cut {
            told.on_hover_text(text);
        }
        y += 17.0;
    }
}

/// The overlaps of the day with the most overlap.
fn day_shown(pieces: &[Piece]) -> Vec<Piece> {
    let day = |p: &Piece| VIETNAM.midnight_before(p.start.into());
    let mut sums: BTreeMap<Seconds, Seconds> = BTreeMap::new();
    for piece in pieces {
        *sums.entry(day(piece)).or_default() += piece.span().seconds();
    }
    let best = sums
        .into_iter()
        .max_by_key(|&(day, sum)| (sum, std::cmp::Reverse(day)))
        .map(|(day, _)| day);
    pieces
        .iter()
        .filter(|p| Some(day(p)) == best)
        .copied()
        .collect()
}

/// The two presences of a day, their overlap in the accent's colour.
fn bar_plot(pen: &mut Pen<'_, '_>, desk: &Desk, step: &Step, shown: &[Piece], plot: Rect) {
    let cx = pen.cx;
    let theme = cx.theme;
    let all: Vec<(Span, Span, Span)> = shown.iter().map(|p| bars(desk, p)).collect();
    let Some(first) = all.iter().map(|b| b.0.start.min(b.1.start)).min() else {
        return;
    };
    let last = all
        .iter()
        .map(|b| b.0.end.max(b.1.end))
        .max()
        .unwrap_or(first);
    // A presence of weeks does not squeeze the overlap to a line.
    let start = first.max(all[0].2.start - DAY / 2);
    let end = last.min(all[all.len() - 1].2.end + DAY / 2).max(start + 60);
    let left = plot.left() + 34.0;
    let right = plot.right() - 14.0;
    let x = |at: Seconds| {
        let share = (at - start) as f32 / (end - start) as f32;
        left + share.clamp(0.0, 1.0) * (right - left)
    };
    let painter = pen.ui.painter();
    let ink = Ink::new(painter);
    let rows = [plot.top() + 10.0, plot.top() + 26.0];
    for (person, y) in [
        (step.evidence.source, rows[0]),
        (step.evidence.contact, rows[1]),
    ] {
        glyph(
            painter,
            theme,
            pos2(plot.left() + 19.0, y),
            10.0,
            cx.tier_of(person),
        );
    }
    for (mine, theirs, overlap) in &all {
        let band = Rect::from_min_max(
            pos2(x(overlap.start), plot.top() + 3.0),
            pos2(
                x(overlap.end).max(x(overlap.start) + 1.5),
                plot.top() + 33.0,
            ),
        );
        painter.rect_filled(band, 0.0, theme.accbg);
        for edge in [band.left(), band.right()] {
            painter.vline(edge, band.y_range(), Stroke::new(1.0, theme.accln));
        }
        for (span, y) in [(mine, rows[0]), (theirs, rows[1])] {
            let bar = Rect::from_min_max(
                pos2(x(span.start), y - 3.5),
                pos2(x(span.end).max(x(span.start) + 2.0), y + 3.5),
            );
            painter.rect_filled(bar, 1.0, theme.bar);
            let over = span.and(*overlap);
            if !over.is_empty() {
                let bar = Rect::from_min_max(
                    pos2(x(over.start), y - 3.5),
                    pos2(x(over.end).max(x(over.start) + 2.0), y + 3.5),
                );
                painter.rect_filled(bar, 1.0, theme.acc);
            }
        }
    }
    let y = plot.bottom() - 9.0;
    let (from, to) = (all[0].2.start, all[all.len() - 1].2.end);
    let mut ends: Vec<f32> = Vec::new();
    for at in [from, to, start, end] {
        let text = Cx::clock(at);
        let half = ink.width(&text, Face::Regular, 10.0) / 2.0;
        let middle = x(at).clamp(left + half - 12.0, right - half + 10.0);
        if ends.iter().any(|e| (e - middle).abs() < 2.0 * half + 6.0) {
            continue;
        }
        ends.push(middle);
        ink.text(
            pos2(middle, y),
            Align2::CENTER_CENTER,
            text,
            Face::Regular,
            10.0,
            theme.t3,
        );
    }
    let said = cx.say(
        &Message::new("chain-bars")
            .with("from", cx.when(from))
            .with("to", cx.when(to)),
    );
    let n = pen.next();
    label(pen.ui, plot, n, said);
}

/// The overlaps of other days, in words.
fn other_lines(
    pen: &mut Pen<'_, '_>,
    desk: &Desk,
    step: &Step,
    shown: &[Piece],
    x: f32,
    top: f32,
    right: f32,
) -> f32 {
    let cx = pen.cx;
    let day = |p: &Piece| VIETNAM.midnight_before(p.start.into());
    let best = shown.first().map(day);
    let others: Vec<&Piece> = step
        .pieces
        .iter()
        .filter(|p| Some(day(p)) != best)
        .collect();
    let mut y = top;
    let mut line = |pen: &mut Pen<'_, '_>, text: String| {
        let (rect, cut) = Ink::new(pen.ui.painter()).fit(
            pos2(x + 20.0, y + 7.0),
            Align2::LEFT_CENTER,
            right - x - 20.0,
            &text,
            Face::Regular,
            11.0,
            cx.theme.t2,
        );
        let n = pen.next();
        let told = label(pen.ui, rect, n, text.clone());
        if cut {
            told.on_hover_text(text);
        }
        y += 17.0;
    };
    for piece in others.iter().take(MOST_LINES) {
        let place = spot_name(desk, cx.texts, piece.spot);
        line(pen, format!("{} · {place}", cx.span(piece.span())));
    }
    if others.len() > MOST_LINES {
        let rest = others.len() - MOST_LINES;
        line(pen, cx.say(&Message::new("chain-more").with("n", rest)));
    }
    y
}

/// What passed, in words with the limit; what is doubtful, with its icon.
fn rules(cx: Cx<'_>, desk: &Desk, step: &Step) -> Vec<(&'static str, String, egui::Color32)> {
    let (theme, params, e) = (cx.theme, &desk.run.rules.params, &step.evidence);
    let mut out = Vec::new();
    let passed = |text: String| (icons::CHECK, text, theme.acc);
    if step.level == 1 {
        out.push(passed(cx.t("rule-infectious")));
    } else {
        let became = desk.list.row_of(e.source).map_or(0, |r| r.first);
        let since = cx.length((e.first() - became).max(0));
        let message = if params.latent_hours == 0 {
            Message::new("rule-after")
        } else {
            Message::new("rule-after-latent").with("hours", params.latent_hours)
        };
        out.push(passed(
            cx.say(
                &message
                    .with("since", since)
                    .with("tier", cx.tier(Some(step.level - 1))),
            ),
        ));
    }
    let message = if params.min_minutes == 0 {
        Message::new("rule-any")
    } else {
        Message::new("rule-minutes").with("threshold", params.min_minutes)
    };
    out.push(passed(
        cx.say(&message.with("most", cx.length(e.max_24h()))),
    ));
    if e.indirect() {
        let text = cx.say(&Message::new("rule-indirect").with("lag", params.lag_minutes));
        out.push((icons::INFO, text, theme.t2));
    }
    for (grade, key) in [
        (Grade::Standing, "rule-standing"),
        (Grade::Imputed, "rule-imputed"),
        (Grade::Declared, "rule-declared"),
        (Grade::Day, "rule-day"),
    ] {
        if !step.pieces.iter().any(|p| p.grade == grade) {
            continue;
        }
        let (icon, color) = if grade == Grade::Day {
            (icons::WARNING, theme.warn)
        } else {
            (icons::INFO, theme.t2)
        };
        out.push((icon, cx.t(key), color));
    }
    if elsewhere(desk, step) {
        out.push((icons::WARNING, cx.t("rule-elsewhere"), theme.warn));
    }
    out
}

/// Whether a record puts one of the two somewhere else during a night that they share by the register alone.
fn elsewhere(desk: &Desk, step: &Step) -> bool {
    let presence = &desk.run.presence;
    let both = [step.evidence.source, step.evidence.contact];
    step.pieces
        .iter()
        .filter(|p| p.grade == Grade::Standing)
        .any(|night| {
            both.iter().any(|&person| {
                let journey = presence.journey(person);
                let stays = journey.start.iter().zip(journey.end).zip(journey.grade);
                stays.into_iter().any(|((&start, &end), &grade)| {
                    let stay = Span::new(start.into(), end.into());
                    grade != Grade::Day && !stay.and(night.span()).is_empty()
                })
            })
        })
}

/// The source rows of a link, one line a file: `quet_qr.parquet: 3, 7`.
fn rows(cx: Cx<'_>, desk: &Desk, step: &Step) -> Vec<String> {
    const MOST: usize = 8;
    let mut rows: Vec<RowIx> = step
        .pieces
        .iter()
        .flat_map(|p| words::rows_of(&desk.run, step.evidence.source, p))
        .collect();
    rows.sort_unstable();
    rows.dedup();
    let ledger = &desk.run.records.ledger;
    let told: Vec<(usize, &str, u64)> = rows
        .iter()
        .map(|&r| {
            let (file, line) = ledger.place_of(r);
            (ledger.file_index(r), file, line)
        })
        .collect();
    told.chunk_by(|a, b| a.0 == b.0)
        .map(|of_file| {
            let file = of_file[0].1;
            let lines: Vec<String> = of_file.iter().take(MOST).map(|t| t.2.to_string()).collect();
            let mut text = lines.join(", ");
            if of_file.len() > MOST {
                text = format!("{text} +{}", of_file.len() - MOST);
            }
            let file = file.rsplit('/').next().unwrap_or(file);
            cx.say(
                &Message::new("chain-rows")
                    .with("file", file)
                    .with("lines", text),
            )
        })
        .collect()
}

/// The risk as a sum of named parts.
fn risk(pen: &mut Pen<'_, '_>, person: &PersonDossier) {
    let cx = pen.cx;
    let theme = cx.theme;
    let Some(parts) = person.parts else { return };
    let named = [
        ("risk-overlap", parts.overlap, 1.0),
        ("risk-place", parts.place, 0.72),
        ("risk-source", parts.source, 0.5),
        ("risk-record", parts.record, 0.28),
    ];
    let sum: f64 = named.iter().map(|p| p.1).sum();
    let title = cx.say(&Message::new("risk-title").with("risk", cx.texts.decimal(sum, 2)));
    pen.section(&title, &cx.t("risk-of"));
    let bar = pen.take(7.0);
    let painter = pen.ui.painter();
    painter.rect_filled(bar, 3.0, theme.sunken);
    let mut x = bar.left();
    for (_, part, shade) in named {
        let width = bar.width() * part as f32;
        let piece = Rect::from_min_size(pos2(x, bar.top()), vec2((width - 1.0).max(0.0), 7.0));
        painter.rect_filled(piece, 1.0, theme.t1.gamma_multiply(shade));
        x += width;
    }
    pen.gap(6.0);
    for pair in named.chunks(2) {
        let rect = pen.take(20.0);
        let half = rect.width() / 2.0 - 8.0;
        for (n, (key, part, shade)) in pair.iter().enumerate() {
            let left = rect.left() + n as f32 * (half + 16.0);
            let ink = Ink::new(pen.ui.painter());
            let square = Rect::from_center_size(pos2(left + 4.0, rect.center().y), vec2(8.0, 8.0));
            pen.ui
                .painter()
                .rect_filled(square, 2.0, theme.t1.gamma_multiply(*shade));
            let value = cx.texts.decimal(*part, 2);
            let end = ink.text(
                pos2(left + half, rect.center().y),
                Align2::RIGHT_CENTER,
                &value,
                Face::Medium,
                12.0,
                theme.t1,
            );
            let name = cx.t(key);
            ink.fit(
                pos2(left + 14.0, rect.center().y),
                Align2::LEFT_CENTER,
                end.left() - left - 20.0,
                &name,
                Face::Regular,
                12.0,
                theme.t2,
            );
            let place =
                Rect::from_min_max(pos2(left, rect.top()), pos2(left + half, rect.bottom()));
            let id = pen.next();
            label(pen.ui, place, id, format!("{name}: {value}"));
        }
    }
    pen.text(&cx.t("risk-note"), Face::Regular, 11.0, theme.t3);
}

/// The nearest reason why the person is on no nearer tier.
fn miss(pen: &mut Pen<'_, '_>, state: &mut State, desk: &Desk, person: &PersonDossier) {
    let cx = pen.cx;
    if person.tier == Some(0) {
        return;
    }
    let title = match person.tier {
        Some(tier) if tier > 1 => {
            cx.say(&Message::new("miss-title").with("tier", format!("F{}", tier - 1)))
        }
        Some(_) => cx.t("miss-title-case"),
        None => cx.t("miss-title-none"),
    };
    pen.section(&title, "");
    let text = match (&person.miss, person.tier) {
        (Some(miss), _) => {
            let params = &desk.run.rules.params;
            cx.say(&words::miss(miss, person.person, params, &cx))
        }
        (None, Some(1)) => cx.t("miss-not-case"),
        (None, Some(tier)) => {
            cx.say(&Message::new("miss-tier").with("tier", format!("F{}", tier - 1)))
        }
        (None, None) => cx.t("miss-anything"),
    };
    pen.text(&text, Face::Regular, 12.0, cx.theme.t2);
    if let Some(miss) = &person.miss {
        pen.person(state, miss.source, &cx.tier(cx.tier_of(miss.source)));
    }
}
