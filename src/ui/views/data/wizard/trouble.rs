//! A file that cannot be looked over as it is: its encoding to be confirmed, its password to be given, or why not.

use egui::{Align2, Key, Rect, ScrollArea, Sense, TextEdit, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::super::super::super::context::Cx;
use super::super::super::super::shell::child;
use super::super::super::super::theme::{Face, icons, size};
use super::super::super::super::widgets::{Button, Ink, elided, label};
use super::{WizardState, pick};
use crate::ingest::survey::{Needs, Trouble};
use crate::ingest::{Encoding, FileHow, Secret};
use crate::session::Command;

/// A sentence and the way out.
pub(super) fn plain(ui: &mut Ui, cx: Cx<'_>, room: Rect, text: &str) {
    let card = frame(ui, cx, room, text, 0.0);
    leave(ui, cx, card);
}

pub(super) fn show(ui: &mut Ui, cx: Cx<'_>, wizard: &mut WizardState, what: &Trouble, room: Rect) {
    match &what.needs {
        Needs::Encoding(likely, readings) => {
            encoding(ui, cx, wizard, what, (*likely, readings), room);
        }
        Needs::Password(tried) => password(ui, cx, wizard, what, *tried, room),
        Needs::Nothing => plain(ui, cx, room, &cx.say_here(&what.why)),
    }
}

/// A card with a sentence; what is below it is given back, `more` high.
fn frame(ui: &mut Ui, cx: Cx<'_>, room: Rect, text: &str, more: f32) -> Rect {
    let theme = cx.theme;
    let width = room.width().min(760.0);
    let galley = elided(
        ui.painter(),
        text.to_owned(),
        width - 76.0,
        6,
        Face::Regular,
        13.0,
        theme.t1,
    );
    let top = room.top() + 18.0;
    let height = galley.size().y + 80.0 + more;
    let card = Rect::from_min_size(pos2(room.left(), top), vec2(width, height));
    super::super::card(ui.painter(), theme, card);
    Ink::new(ui.painter()).text(
        card.left_top() + vec2(28.0, 27.0),
        Align2::CENTER_CENTER,
        icons::WARNING_CIRCLE,
        Face::Icon,
        20.0,
        theme.warn,
    );
    let corner = card.left_top() + vec2(52.0, 18.0);
    ui.painter().galley(corner, galley, theme.t1);
    label(
        ui,
        card.with_max_y(card.bottom() - more - 50.0),
        "trouble",
        text,
    );
    card
}

fn leave(ui: &Ui, cx: Cx<'_>, card: Rect) -> f32 {
    let text = cx.t("wizard-do-leave");
    let button = Button::new(&text);
    let width = button.width(ui.painter());
    let at = Rect::from_min_size(
        pos2(card.right() - width - 16.0, card.bottom() - 46.0),
        vec2(width, size::CONTROL),
    );
    if button.show(ui, cx.theme, at, "leave").clicked() {
        cx.run(Command::LeaveImport);
    }
    at.left() - 8.0
}

fn primary(ui: &Ui, cx: Cx<'_>, right: f32, card: Rect, text: &str, enabled: bool) -> bool {
    let button = Button::new(text).primary().enabled(enabled);
    let width = button.width(ui.painter());
    let at = Rect::from_min_size(
        pos2(right - width, card.bottom() - 46.0),
        vec2(width, size::CONTROL),
    );
    button.show(ui, cx.theme, at, text).clicked()
}

fn encoding(
    ui: &mut Ui,
    cx: Cx<'_>,
    wizard: &mut WizardState,
    what: &Trouble,
    (likely, readings): (Option<Encoding>, &[(Encoding, Vec<String>)]),
    room: Rect,
) {
    let theme = cx.theme;
    let text = cx.t("wizard-encoding-ask");
    let more = (room.height() - 140.0).clamp(200.0, 300.0);
    let card = frame(ui, cx, room, &text, more);
    let chosen = wizard.encoding.or(likely).unwrap_or(Encoding::Windows1258);
    let choices: Vec<(Encoding, String)> = readings
        .iter()
        .map(|(e, _)| {
            let mut name = e.key().to_uppercase();
            if Some(*e) == likely {
                name = format!("{name} · {}", cx.t("wizard-encoding-likely"));
            }
            (*e, name)
        })
        .collect();
    let value = choices
        .iter()
        .find(|c| c.0 == chosen)
        .map_or_else(String::new, |c| c.1.clone());
    let field = pick::Field {
        name: cx.t("wizard-encoding"),
        value,
    };
    let top = card.bottom() - more - 42.0;
    let width = field.width(ui);
    let at = Rect::from_min_size(pos2(card.left() + 52.0, top), vec2(width, size::CONTROL));
    if let Some(encoding) = field.show(ui, cx, at, &choices, "encoding") {
        wizard.encoding = Some(encoding);
    }
    let reading = readings.iter().find(|(e, _)| *e == chosen);
    let lines = reading.map_or(&[][..], |(_, lines)| lines.as_slice());
    let paper = Rect::from_min_max(
        pos2(card.left() + 52.0, at.bottom() + 10.0),
        pos2(card.right() - 16.0, card.bottom() - 60.0),
    );
    ui.painter().rect_filled(paper, size::RADIUS, theme.app);
    let mut inner = child(ui, paper.shrink(10.0), "reading");
    ScrollArea::vertical()
        .id_salt("reading")
        .show(&mut inner, |ui| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            for (n, line) in lines.iter().enumerate() {
                let (rect, _) =
                    ui.allocate_exact_size(vec2(paper.width() - 20.0, 24.0), Sense::hover());
                // Numbers of people are not for show.
                let shown = hidden(line);
                Ink::new(ui.painter()).fit(
                    rect.left_center(),
                    Align2::LEFT_CENTER,
                    rect.width(),
                    &shown,
                    Face::Regular,
                    13.0,
                    theme.t1,
                );
                label(ui, rect, ("reading", n), shown);
            }
        });
    let right = leave(ui, cx, card);
    if primary(ui, cx, right, card, &cx.t("wizard-encoding-do"), true) {
        let how = FileHow {
            encoding: Some(chosen),
            ..cx.session.file_how(&what.path)
        };
        cx.run(Command::SetFile(what.path.clone(), how));
    }
}

/// A line with long runs of digits dotted out.
fn hidden(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut run = String::new();
    for c in line.chars().chain(['\0']) {
        if c.is_ascii_digit() {
            run.push(c);
            continue;
        }
        if run.len() >= 8 {
            out.push_str(&crate::model::mask::id(&run));
        } else {
            out.push_str(&run);
        }
        run.clear();
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

fn password(
    ui: &mut Ui,
    cx: Cx<'_>,
    wizard: &mut WizardState,
    what: &Trouble,
    tried: bool,
    room: Rect,
) {
    let theme = cx.theme;
    let text = cx.t(if tried {
        "wizard-password-wrong"
    } else {
        "wizard-password-ask"
    });
    let card = frame(ui, cx, room, &text, 44.0);
    let rect = Rect::from_min_size(
        pos2(card.left() + 52.0, card.bottom() - 94.0),
        vec2(300.0, size::CONTROL),
    );
    let hint = cx.t("wizard-password");
    let edit = TextEdit::singleline(&mut wizard.password)
        .password(true)
        .hint_text(&hint)
        .margin(egui::Margin::symmetric(8, 6))
        .font(Face::Regular.at(13.0))
        .desired_width(rect.width() - 16.0);
    let mut inner = child(ui, rect, "password");
    let response = inner.add_sized(rect.size(), edit);
    response.widget_info(|| {
        let mut info = WidgetInfo::text_edit(true, "", "", hint.as_str());
        info.label = Some(hint.clone());
        info
    });
    let line = egui::Stroke::new(1.0, theme.line2);
    ui.painter()
        .rect_stroke(rect, size::RADIUS, line, egui::StrokeKind::Inside);
    if wizard.password.is_empty() && ui.memory(|m| m.focused().is_none()) {
        response.request_focus();
    }
    let entered = response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
    let right = leave(ui, cx, card);
    let any = !wizard.password.is_empty();
    let pressed = primary(ui, cx, right, card, &cx.t("wizard-password-do"), any);
    if (pressed || entered) && any {
        let how = FileHow {
            password: Some(Secret::new(&std::mem::take(&mut wizard.password))),
            ..cx.session.file_how(&what.path)
        };
        cx.run(Command::SetFile(what.path.clone(), how));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_dotted_out() {
        assert_eq!(
            hidden("079085912345,Nam,16/08/2021"),
            "079••••••345,Nam,16/08/2021"
        );
        assert_eq!(hidden("12345678"), "••••••78");
    }
}
