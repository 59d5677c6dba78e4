//! Making an investigation file: what it is called, what for, and what opens it.

use egui::{Align2, Rect, Ui, pos2, vec2};

use super::super::command::UiCommand;
use super::super::context::Cx;
use super::super::forms::SaveForm;
use super::super::state::State;
use super::super::theme::{Face, icons};
use super::super::widgets::{Button, Field, Ink, label};
use crate::store::LEAST_PASSPHRASE;

const WIDTH: f32 = 520.0;

pub fn show(ui: &mut Ui, cx: Cx<'_>, state: &mut State, whole: Rect) {
    let rect = Rect::from_center_size(whole.center(), vec2(WIDTH, 376.0));
    super::popover::card(ui, cx, state, "save", rect, |ui, rect, state| {
        let theme = cx.theme;
        let ink = Ink::new(ui.painter());
        let (x, width) = (rect.left() + 22.0, WIDTH - 44.0);
        let title = cx.t("save-title");
        let head = ink.text(
            pos2(x, rect.top() + 30.0),
            Align2::LEFT_CENTER,
            &title,
            Face::Semi,
            17.0,
            theme.t1,
        );
        label(ui, head, "save title", title);
        ink.wrap(
            pos2(x, rect.top() + 48.0),
            width,
            2,
            cx.t("save-explain"),
            Face::Regular,
            12.0,
            theme.t2,
        );
        let form = &mut state.forms.save;
        if form.name.is_empty() && form.title.is_empty() {
            form.name = crate::session::user();
        }
        let half = (width - 12.0) / 2.0;
        let right = x + half + 12.0;
        let mut y = rect.top() + 92.0;
        let first = field(ui, cx, "save-name", (x, y), half, &mut form.title, false);
        if form.title.is_empty() && ui.memory(|m| m.focused().is_none()) {
            first.request_focus();
        }
        field(ui, cx, "gate-case", (right, y), half, &mut form.case, false);
        y += Field::HEIGHT + 10.0;
        let purpose = (right, y);
        field(ui, cx, "save-own", (x, y), half, &mut form.name, false);
        field(
            ui,
            cx,
            "gate-purpose",
            purpose,
            half,
            &mut form.purpose,
            false,
        );
        y += Field::HEIGHT + 10.0;
        let again = (right, y);
        field(
            ui,
            cx,
            "gate-passphrase",
            (x, y),
            half,
            &mut form.passphrase,
            true,
        );
        field(ui, cx, "save-again", again, half, &mut form.again, true);
        y += Field::HEIGHT + 8.0;
        let (text, ready) = state_of(cx, form);
        let color = if ready { theme.acc } else { theme.t3 };
        let ink = Ink::new(ui.painter());
        let icon = if ready {
            icons::CHECK_CIRCLE
        } else {
            icons::INFO
        };
        ink.text(
            pos2(x + 8.0, y + 9.0),
            Align2::CENTER_CENTER,
            icon,
            Face::Icon,
            14.0,
            color,
        );
        let told = ink.wrap(
            pos2(x + 22.0, y),
            width - 22.0,
            2,
            &text,
            Face::Regular,
            12.0,
            theme.t2,
        );
        label(ui, told, "save state", text);
        let corner = rect.right_bottom() - vec2(22.0, 18.0);
        let text = cx.t("save-do");
        let go = Button::new(&text)
            .icon(icons::DOWNLOAD_SIMPLE)
            .primary()
            .enabled(ready);
        let (at, pressed) = super::top::card_button(ui, cx, corner, &go, "save go");
        if pressed {
            cx.send(UiCommand::SaveFile);
        }
        let text = cx.t("word-cancel");
        let no = Button::new(&text);
        let corner = pos2(at.left() - 8.0, corner.y);
        if super::top::card_button(ui, cx, corner, &no, "save no").1 {
            state.forms.save = SaveForm::default();
            state.popover = None;
        }
    });
}

fn field(
    ui: &mut Ui,
    cx: Cx<'_>,
    key: &str,
    (x, y): (f32, f32),
    width: f32,
    text: &mut String,
    secret: bool,
) -> egui::Response {
    let name = cx.t(key);
    let mut field = Field::new(&name);
    if secret {
        field = field.secret();
    }
    field.show(ui, cx.theme, pos2(x, y), width, text)
}

/// What is still lacking, and whether nothing is.
fn state_of(cx: Cx<'_>, form: &SaveForm) -> (String, bool) {
    let empty = |text: &str| text.trim().is_empty();
    let key = if empty(&form.title) || empty(&form.name) {
        "save-lacks-name"
    } else if empty(&form.case) || empty(&form.purpose) {
        "save-lacks-purpose"
    } else if form.passphrase.chars().count() < LEAST_PASSPHRASE {
        "save-lacks-passphrase"
    } else if form.passphrase != form.again {
        "save-lacks-again"
    } else {
        "save-ready"
    };
    let text = cx.say(&crate::i18n::Message::new(key).with("least", LEAST_PASSPHRASE));
    (text, key == "save-ready")
}
