//! The gate of an investigation file: what opens it, and what for. Also the lock screen, behind which nothing is shown.

use egui::{Align2, Key, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use super::super::command::Action;
use super::super::context::Cx;
use super::super::forms::GateForm;
use super::super::state::State;
use super::super::theme::{Face, icons, size};
use super::super::widgets::{Button, Field, Ink, forget, label};
use crate::session::{Command, Gate, Work};
use crate::store::Opening;

const WIDTH: f32 = 460.0;

pub fn show(ui: &mut Ui, cx: Cx<'_>, state: &mut State, gate: &Gate, room: Rect) {
    let theme = cx.theme;
    ui.painter().rect_filled(room, 0.0, theme.app);
    let form = &mut state.forms.gate;
    if form.of.as_ref() != Some(&gate.path) {
        *form = GateForm {
            of: Some(gate.path.clone()),
            ..GateForm::default()
        };
    }
    let failed = gate.failed.as_ref().map(|why| cx.say_here(why));
    let height = 318.0 + if failed.is_some() { 64.0 } else { 0.0 };
    let card = Rect::from_center_size(room.center(), vec2(WIDTH, height));
    super::popover::ground(ui.painter(), theme, card);
    let x = card.left() + 24.0;
    let width = WIDTH - 48.0;
    head(ui, cx, gate, card);
    let mut y = card.top() + 84.0;
    let busy = cx.session.jobs().iter().any(|j| j.work == Work::Open);
    let name = cx.t("gate-passphrase");
    let secret = Field::new(&name)
        .secret()
        .wrong(
            gate.failed
                .as_ref()
                .is_some_and(|why| why.key == "error-store-passphrase"),
        )
        .show(ui, theme, pos2(x, y), width, &mut form.passphrase);
    if form.passphrase.is_empty() && ui.memory(|m| m.focused().is_none()) && !busy {
        secret.request_focus();
    }
    y += Field::HEIGHT + 10.0;
    let half = (width - 12.0) * 0.38;
    let (name, hint) = (cx.t("gate-case"), cx.t("gate-case-hint"));
    let case = Field::new(&name)
        .hint(&hint)
        .show(ui, theme, pos2(x, y), half, &mut form.case);
    let (name, hint) = (cx.t("gate-purpose"), cx.t("gate-purpose-hint"));
    let purpose = Field::new(&name).hint(&hint).show(
        ui,
        theme,
        pos2(x + half + 12.0, y),
        width - half - 12.0,
        &mut form.purpose,
    );
    y += Field::HEIGHT + 6.0;
    let ink = Ink::new(ui.painter());
    let note = ink.wrap(
        pos2(x, y),
        width,
        2,
        cx.t("gate-note"),
        Face::Regular,
        11.0,
        theme.t3,
    );
    y = note.bottom() + 12.0;
    if let Some(failed) = failed {
        let ground = Rect::from_min_size(pos2(x, y), vec2(width, 56.0));
        ui.painter().rect_filled(ground, size::RADIUS, theme.errbg);
        let ink = Ink::new(ui.painter());
        ink.text(
            pos2(x + 18.0, ground.center().y),
            Align2::CENTER_CENTER,
            icons::WARNING_CIRCLE,
            Face::IconFill,
            16.0,
            theme.err,
        );
        let text = super::super::widgets::elided(
            ui.painter(),
            failed.clone(),
            width - 46.0,
            3,
            Face::Regular,
            12.0,
            theme.t1,
        );
        let top = ground.center().y - text.size().y / 2.0;
        ui.painter().galley(pos2(x + 34.0, top), text, theme.t1);
        label(ui, ground, "gate failed", failed);
    }
    let entered = [&secret, &case, &purpose]
        .iter()
        .any(|r| r.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter)));
    let ready = !form.passphrase.is_empty() && !form.purpose.trim().is_empty() && !busy;
    let corner = card.right_bottom() - vec2(24.0, 20.0);
    let text = cx.t(if busy { "gate-opening" } else { "gate-open" });
    let open = Button::new(&text)
        .icon(icons::LOCK_SIMPLE_OPEN)
        .primary()
        .enabled(ready);
    let (at, pressed) = super::top::card_button(ui, cx, corner, &open, "gate open");
    let mut wanted = (pressed || entered && ready).then_some(false);
    let mut left = at.left() - 8.0;
    if gate.may_be_read {
        let text = cx.t("gate-read-only");
        let read = Button::new(&text).enabled(ready);
        let corner = pos2(left, corner.y);
        let (at, pressed) = super::top::card_button(ui, cx, corner, &read, "gate read");
        left = at.left() - 8.0;
        if pressed {
            wanted = Some(true);
        }
    }
    let text = cx.t(match (busy, gate.locked) {
        (true, _) => "word-stop",
        (false, true) => "gate-leave",
        (false, false) => "word-cancel",
    });
    let no = Button::new(&text);
    let corner = pos2(left, corner.y);
    let (_, cancelled) = super::top::card_button(ui, cx, corner, &no, "gate no");
    let escaped = ui.input(|i| i.key_pressed(Key::Escape)) && !gate.locked;
    if cancelled && busy {
        cx.run(Command::Stop(Work::Open));
    } else if cancelled || escaped && !busy {
        forget(ui, &secret);
        *form = GateForm::default();
        cx.run(Command::LeaveGate);
    }
    if let Some(read_only) = wanted {
        forget(ui, &secret);
        cx.run(Command::Unlock(Box::new(Opening {
            passphrase: std::mem::take(&mut form.passphrase),
            case_number: form.case.clone(),
            purpose: form.purpose.clone(),
            read_only,
            // The window knows where it remembers things.
            spare: None,
        })));
    }
}

/// What is to be opened, and language and theme.
fn head(ui: &Ui, cx: Cx<'_>, gate: &Gate, card: Rect) {
    let theme = cx.theme;
    let ink = Ink::new(ui.painter());
    let sign = pos2(card.left() + 42.0, card.top() + 40.0);
    ui.painter().rect(
        Rect::from_center_size(sign, vec2(36.0, 36.0)),
        size::CARD,
        theme.accbg,
        Stroke::new(1.0, theme.accln),
        StrokeKind::Inside,
    );
    ink.text(
        sign,
        Align2::CENTER_CENTER,
        icons::LOCK_SIMPLE,
        Face::IconFill,
        20.0,
        theme.acc,
    );
    let title = cx.t(if gate.locked {
        "gate-title-locked"
    } else {
        "gate-title"
    });
    let x = card.left() + 72.0;
    let rect = ink.text(
        pos2(x, card.top() + 31.0),
        Align2::LEFT_CENTER,
        &title,
        Face::Semi,
        17.0,
        theme.t1,
    );
    label(ui, rect, "gate title", title);
    let name = gate.path.file_name().unwrap_or(gate.path.as_os_str());
    ink.fit(
        pos2(x, card.top() + 52.0),
        Align2::LEFT_CENTER,
        card.right() - x - 60.0,
        name.to_string_lossy(),
        Face::Regular,
        12.0,
        theme.t2,
    );
    let square = Rect::from_min_size(
        pos2(card.right() - 44.0, card.top() + 20.0),
        vec2(28.0, 28.0),
    );
    let name = cx.t("act-language");
    let pressed =
        super::super::widgets::icon_button(ui, theme, square, icons::GLOBE, &name, false).clicked();
    if pressed {
        cx.act(Action::OtherLanguage);
    }
}
