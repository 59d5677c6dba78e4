//! What a file is, in boxes: its profile, the role of its rows, the hash of its bytes.

use egui::{Align2, Painter, Pos2, Rect, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use super::super::super::command::UiCommand;
use super::super::super::theme::{Face, icons, size};
use super::super::super::widgets::{Ink, icon_button, label};
use super::Seen;

/// Between boxes.
const GAP: f32 = 8.0;

/// A box: its name, its value, where it stands.
struct Field {
    name: String,
    value: String,
    /// The whole value, where it is shortened and can be copied.
    whole: Option<String>,
    at: Rect,
}

/// The boxes, from the corner of their room.
pub(super) struct Boxes {
    fields: Vec<Field>,
    /// How high they stand together.
    pub height: f32,
}

/// Lays the boxes out in as many lines as they need.
pub(super) fn lay(painter: &Painter, seen: Seen<'_>, width: f32) -> Boxes {
    let (cx, ink) = (seen.cx, Ink::new(painter));
    let hash = &seen.report().sha256;
    let short = match (hash.get(..8), hash.get(hash.len().saturating_sub(4)..)) {
        (Some(head), Some(tail)) if hash.len() > 16 => format!("{head}…{tail}"),
        _ => hash.clone(),
    };
    let all = [
        ("data-field-profile", seen.profile(), None),
        ("data-field-role", seen.role(), None),
        ("data-field-hash", short, Some(hash.clone())),
    ];
    let (mut fields, mut at) = (Vec::new(), Pos2::ZERO);
    for (key, value, whole) in all {
        let name = cx.t(key);
        let copy = if whole.is_some() { 26.0 } else { 0.0 };
        let texts = ink.width(&name, Face::Regular, 12.0) + ink.width(&value, Face::Semi, 12.0);
        let wide = (texts + 28.0 + copy).min(width);
        if at.x > 0.0 && at.x + wide > width {
            at = pos2(0.0, at.y + size::CONTROL + GAP);
        }
        fields.push(Field {
            name,
            value,
            whole,
            at: Rect::from_min_size(at, vec2(wide, size::CONTROL)),
        });
        at.x += wide + GAP;
    }
    Boxes {
        fields,
        height: at.y + size::CONTROL,
    }
}

pub(super) fn show(ui: &Ui, seen: Seen<'_>, boxes: &Boxes, corner: Pos2) {
    let theme = seen.cx.theme;
    for field in &boxes.fields {
        let rect = field.at.translate(corner.to_vec2());
        ui.painter().rect(
            rect,
            size::RADIUS,
            theme.surface,
            Stroke::new(1.0, theme.line2),
            StrokeKind::Inside,
        );
        let ink = Ink::new(ui.painter());
        let name = ink.text(
            rect.left_center() + vec2(10.0, 0.0),
            Align2::LEFT_CENTER,
            &field.name,
            Face::Regular,
            12.0,
            theme.t2,
        );
        let end = if field.whole.is_some() {
            rect.right() - 28.0
        } else {
            rect.right() - 8.0
        };
        let (value, cut) = ink.fit(
            pos2(name.right() + 7.0, rect.center().y),
            Align2::LEFT_CENTER,
            end - name.right() - 7.0,
            &field.value,
            Face::Semi,
            12.0,
            theme.t1,
        );
        let words = name.union(value);
        let shown = field.whole.as_ref().unwrap_or(&field.value);
        let told = label(ui, words, &field.name, format!("{}: {shown}", field.name));
        if cut || field.whole.is_some() {
            told.on_hover_text(shown);
        }
        if let Some(whole) = &field.whole {
            let at = Rect::from_center_size(
                pos2(rect.right() - 15.0, rect.center().y),
                Vec2::splat(24.0),
            );
            let name = seen.cx.t("data-copy-hash");
            if icon_button(ui, theme, at, icons::COPY, &name, false).clicked() {
                seen.cx.send(UiCommand::Copy(whole.clone()));
            }
        }
    }
}
