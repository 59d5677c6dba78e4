//! Who the people are after joining, whether the F0s can be traced, whether places are on the map.

use egui::{Align2, Color32, Rect, Ui, pos2, vec2};

use super::super::super::theme::{Face, icons};
use super::super::super::widgets::{Ink, label};
use super::{Seen, chart};
use crate::i18n::Message;

/// Height of the card.
pub(super) const HEIGHT: f32 = 106.0;

pub(super) fn show(ui: &Ui, seen: Seen<'_>, card: Rect) {
    let (cx, theme) = (seen.cx, seen.cx.theme);
    super::card(ui.painter(), theme, card);
    let inner = card.shrink2(vec2(14.0, 0.0));
    let ink = Ink::new(ui.painter());
    let (known, strangers) = seen.digest.people;
    let count = cx.say(&Message::new("data-people").with("n", known + strangers));
    let count = ink.text(
        pos2(inner.right(), card.top() + 20.0),
        Align2::RIGHT_CENTER,
        count,
        Face::Regular,
        12.0,
        theme.t2,
    );
    ink.fit(
        pos2(inner.left(), card.top() + 20.0),
        Align2::LEFT_CENTER,
        count.left() - inner.left() - 10.0,
        cx.t("data-identity"),
        Face::Semi,
        13.0,
        theme.t1,
    );
    let parts = if seen.digest.register {
        vec![
            ("data-known", known, theme.acc),
            ("data-strangers", strangers, theme.ctl),
        ]
    } else {
        vec![("data-no-register", known + strangers, theme.ctl)]
    };
    let bar = Rect::from_min_max(
        pos2(inner.left(), card.top() + 36.0),
        pos2(inner.right(), card.top() + 43.0),
    );
    let shares: Vec<(u64, Color32)> = parts.iter().map(|(_, n, color)| (*n, *color)).collect();
    chart::stack(ui.painter(), bar, &shares, theme.sunken);
    let mut x = inner.left();
    for (key, n, color) in parts {
        let square = Rect::from_min_size(pos2(x, card.top() + 56.0), vec2(8.0, 8.0));
        ui.painter().rect_filled(square, 2.0, color);
        let text = cx.say(&Message::new(key).with("n", n));
        x = entry(
            ui,
            seen,
            pos2(x + 14.0, card.top() + 60.0),
            inner,
            key,
            text,
        );
    }
    facts(ui, seen, inner, card.top() + 86.0);
}

/// Writes one item and returns where the next begins.
fn entry(ui: &Ui, seen: Seen<'_>, at: egui::Pos2, inner: Rect, salt: &str, text: String) -> f32 {
    let (rect, cut) = Ink::new(ui.painter()).fit(
        at,
        Align2::LEFT_CENTER,
        inner.right() - at.x,
        &text,
        Face::Regular,
        12.0,
        seen.cx.theme.t2,
    );
    let told = label(ui, rect, salt, text.clone());
    if cut {
        told.on_hover_text(text);
    }
    rect.right() + 20.0
}

/// F0s and places, as far as they can be used.
fn facts(ui: &Ui, seen: Seen<'_>, inner: Rect, y: f32) {
    let (cx, theme) = (seen.cx, seen.cx.theme);
    let mut x = inner.left();
    for (icon, key, (good, bad)) in [
        (icons::VIRUS, "data-cases", seen.digest.cases),
        (icons::MAP_PIN, "data-places", seen.digest.places),
    ] {
        if x > inner.right() - 60.0 {
            return;
        }
        Ink::new(ui.painter()).text(
            pos2(x + 6.0, y),
            Align2::CENTER_CENTER,
            icon,
            Face::Icon,
            14.0,
            theme.t3,
        );
        let text = cx.say(
            &Message::new(key)
                .with("all", good + bad)
                .with("good", good)
                .with("bad", bad),
        );
        x = entry(ui, seen, pos2(x + 18.0, y), inner, key, text);
    }
}
