//! The card above the stop at which the clock stands.

use egui::{Align2, Color32, Painter, Pos2, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use super::super::super::context::Cx;
use super::super::super::theme::{Face, size};
use super::super::super::widgets::{Ink, glyph, label};
use super::lens::Lens;
use super::path::Halt;
use crate::i18n::Message;
use crate::model::{Grade, PersonIx};

/// Sources that are named.
const NAMED: usize = 2;
const WIDTH: f32 = 236.0;
const GAP: f32 = 18.0;

/// What the card says, and where it stands.
pub(super) struct StopCard {
    pub rect: Rect,
    sign: Rect,
    place: String,
    length: String,
    with: Vec<(PersonIx, String)>,
    more: Option<String>,
    time: String,
    /// How well the time is known, where it was not recorded whole.
    grade: Option<String>,
}

impl StopCard {
    /// The card of a stop; it stands beside its sign, where no other card does.
    pub fn new(cx: Cx<'_>, halt: &Halt, sign: Rect, lens: &Lens, cards: &[Rect]) -> Option<Self> {
        if !lens.rect.contains(sign.center()) {
            return None;
        }
        let (desk, dossier) = (cx.desk()?, cx.session.dossier()?);
        let stop = dossier.person()?.stops.get(halt.index)?;
        let with: Vec<(PersonIx, String)> = stop
            .with
            .iter()
            .take(NAMED)
            .map(|&person| {
                let message = Message::new("map-stop-with").with("person", desk.name(person));
                (person, cx.say(&message))
            })
            .collect();
        let rest = stop.with.len().saturating_sub(NAMED);
        let more = (rest > 0).then(|| cx.say(&Message::new("map-stop-with-more").with("n", rest)));
        let grade =
            (stop.grade != Grade::Observed).then(|| cx.t(&format!("grade-{}", stop.grade.key())));
        let lines = with.len() + usize::from(more.is_some());
        let high = 52.0 + 18.0 * lines as f32 + if grade.is_some() { 16.0 } else { 0.0 };
        Some(Self {
            rect: stand(sign, vec2(WIDTH, high), lens.rect.shrink(8.0), cards),
            sign,
            place: desk.place_name(stop.place).to_owned(),
            length: cx.length(stop.span.seconds()),
            with,
            more,
            time: cx.span(stop.span),
            grade,
        })
    }

    pub fn paint(&self, ui: &Ui, cx: Cx<'_>, painter: &Painter) {
        let (theme, rect) = (cx.theme, self.rect);
        let (from, to) = (rect.clamp(self.sign.center()), self.sign.center());
        let edge = self.sign.clamp(from);
        if from.distance(to) > self.sign.height() {
            painter.line_segment([from, edge], Stroke::new(2.0, theme.acc));
        }
        painter.add(theme.shadow().as_shape(rect, size::CARD));
        let edge = Stroke::new(1.0, theme.line2);
        painter.rect(rect, size::CARD, theme.raised, edge, StrokeKind::Inside);
        let ink = Ink::new(painter);
        let (left, right) = (rect.left() + 12.0, rect.right() - 12.0);
        let mut y = rect.top() + 18.0;
        let length = ink.text(
            pos2(right, y),
            Align2::RIGHT_CENTER,
            self.length.as_str(),
            Face::Semi,
            13.0,
            theme.acc,
        );
        let room = length.left() - left - 8.0;
        ink.fit(
            pos2(left, y),
            Align2::LEFT_CENTER,
            room,
            self.place.as_str(),
            Face::Semi,
            13.0,
            theme.t1,
        );
        y += 19.0;
        for (person, text) in &self.with {
            let sign = pos2(left + 6.0, y);
            glyph(painter, theme, sign, 12.0, cx.tier_of(*person));
            let at = pos2(left + 20.0, y);
            line(&ink, at, right - at.x, text, 12.0, theme.t2);
            y += 18.0;
        }
        if let Some(more) = &self.more {
            let at = pos2(left + 20.0, y);
            line(&ink, at, right - at.x, more, 12.0, theme.t2);
            y += 18.0;
        }
        line(
            &ink,
            pos2(left, y),
            right - left,
            &self.time,
            11.0,
            theme.t3,
        );
        if let Some(grade) = &self.grade {
            let at = pos2(left, y + 16.0);
            line(&ink, at, right - left, grade, 11.0, theme.t3);
        }
        label(ui, rect, "map stop card", self.said());
    }

    fn said(&self) -> String {
        let with = self.with.iter().map(|w| w.1.as_str());
        let more = self.more.iter().map(String::as_str);
        let all = [
            self.place.as_str(),
            self.length.as_str(),
            self.time.as_str(),
        ];
        let grade = self.grade.iter().map(String::as_str);
        let all: Vec<&str> = all
            .into_iter()
            .chain(grade)
            .chain(with)
            .chain(more)
            .collect();
        all.join(", ")
    }
}

fn line(ink: &Ink<'_>, at: Pos2, room: f32, text: &str, size: f32, color: Color32) {
    ink.fit(
        at,
        Align2::LEFT_CENTER,
        room,
        text,
        Face::Regular,
        size,
        color,
    );
}

/// Above, below, right or left of a sign, the first that is free.
fn stand(sign: Rect, size: egui::Vec2, room: Rect, cards: &[Rect]) -> Rect {
    let at = sign.center();
    let away = sign.size() / 2.0 + vec2(GAP, GAP) + size / 2.0;
    let slide = |x: f32| {
        let half = size.x / 2.0;
        let high = (room.right() - half).max(room.left() + half);
        x.clamp(room.left() + half, high)
    };
    let spots = [
        pos2(slide(at.x), at.y - away.y),
        pos2(slide(at.x), at.y + away.y),
        pos2(at.x + away.x, at.y),
        pos2(at.x - away.x, at.y),
    ]
    .map(|centre| Rect::from_center_size(centre, size));
    let free = spots
        .iter()
        .find(|r| room.contains_rect(**r) && !cards.iter().any(|c| c.intersects(r.expand(4.0))));
    free.copied().unwrap_or(spots[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_card_gives_way() {
        let room = Rect::from_min_max(pos2(0.0, 0.0), pos2(900.0, 600.0));
        let size = vec2(236.0, 70.0);
        let sign = |x: f32, y: f32| Rect::from_center_size(pos2(x, y), vec2(22.0, 22.0));
        assert!(stand(sign(400.0, 300.0), size, room, &[]).bottom() < 300.0);
        assert!(stand(sign(400.0, 40.0), size, room, &[]).top() > 40.0);
        let card = Rect::from_min_max(pos2(0.0, 0.0), pos2(900.0, 250.0));
        assert!(stand(sign(400.0, 300.0), size, room, &[card]).top() > 300.0);
        let edge = stand(sign(4.0, 300.0), size, room, &[]);
        assert!(edge.left() >= 0.0);
    }
}
