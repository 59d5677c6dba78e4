//! The status bar: connectivity, the data's end, people, records, held rows, reveals, user, ready or busy.

use egui::{Align2, Color32, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2};

use super::super::command::Action;
use super::super::context::Cx;
use super::super::state::{State, View};
use super::super::theme::{Face, icons};
use super::super::widgets::{Ink, label};
use crate::i18n::Message;

struct Line<'l> {
    ui: &'l Ui,
    cx: Cx<'l>,
    x: f32,
}

impl Line<'_> {
    /// Writes one item and returns where it stands.
    fn item(&mut self, icon: Option<&str>, text: &str, color: Color32) -> Rect {
        let bar = self.ui.max_rect();
        let (ink, y) = (Ink::new(self.ui.painter()), bar.center().y);
        let start = self.x;
        if let Some(icon) = icon {
            ink.text(
                pos2(self.x + 7.0, y),
                Align2::CENTER_CENTER,
                icon,
                Face::Icon,
                13.0,
                color,
            );
            self.x += 18.0;
        }
        let text = ink.text(
            pos2(self.x, y),
            Align2::LEFT_CENTER,
            text,
            Face::Regular,
            11.0,
            color,
        );
        self.x = text.right() + 14.0;
        Rect::from_x_y_ranges(start..=text.right(), bar.y_range())
    }

    fn bar(&mut self) {
        let bar = self.ui.max_rect();
        self.ui.painter().vline(
            self.x,
            bar.center().y - 6.0..=bar.center().y + 6.0,
            Stroke::new(1.0, self.cx.theme.line2),
        );
        self.x += 14.0;
    }
}

pub fn show(ui: &mut Ui, cx: Cx<'_>, state: &mut State) {
    let (bar, theme) = (ui.max_rect(), cx.theme);
    ui.painter().rect_filled(bar, 0.0, theme.surface);
    ui.painter()
        .hline(bar.x_range(), bar.top() + 0.5, Stroke::new(1.0, theme.line));
    let mut line = Line {
        ui,
        cx,
        x: bar.left() + 12.0,
    };
    let (icon, key) = if state.layers.online {
        (icons::WIFI_HIGH, "status-online")
    } else {
        (icons::WIFI_SLASH, "status-offline")
    };
    let text = cx.t(key);
    let rect = line.item(Some(icon), &text, theme.t2);
    label(ui, rect, "net", text).on_hover_text(cx.t("status-net-tip"));
    if let Some(standing) = cx.session.standing().filter(|_| cx.desk().is_some()) {
        let (icon, key, color) = if standing.path.is_none() {
            (icons::LOCK_SIMPLE_OPEN, "status-unsaved", theme.warn)
        } else if standing.read_only {
            (icons::EYE, "status-read-only", theme.warn)
        } else if cx.session.trouble().is_some() {
            (icons::WARNING_CIRCLE, "status-not-written", theme.err)
        } else if cx.session.is_behind() {
            (icons::CIRCLE_NOTCH, "status-writing", theme.t2)
        } else {
            (icons::LOCK_SIMPLE, "status-saved", theme.t2)
        };
        let text = cx.t(key);
        let rect = line.item(Some(icon), &text, color);
        let response = ui.interact(rect, ui.scope_id().with("saved"), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &text));
        if response
            .on_hover_text(cx.t(&format!("{key}-tip")))
            .clicked()
        {
            cx.act(if standing.path.is_none() {
                Action::SaveFile
            } else {
                Action::Show(View::Settings)
            });
        }
        line.bar();
    }
    if let Some(desk) = cx.desk() {
        let [_, taken, _, _, held] = desk.coverage.rows;
        line.item(
            None,
            &cx.say(&Message::new("status-until").with("at", cx.when(desk.as_of()))),
            theme.t2,
        );
        line.bar();
        let people = desk.run.records.people.len();
        line.item(
            None,
            &cx.say(&Message::new("status-people").with("n", people)),
            theme.t2,
        );
        line.item(
            None,
            &cx.say(&Message::new("status-records").with("n", taken)),
            theme.t2,
        );
        if held > 0 {
            let text = cx.say(&Message::new("status-held").with("n", held));
            let rect = line.item(Some(icons::ARCHIVE), &text, theme.warn);
            let response = ui.interact(rect, ui.scope_id().with("held"), Sense::click());
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &text));
            if response.on_hover_text(cx.t("status-held-tip")).clicked() {
                cx.act(Action::Show(View::Data));
            }
        }
    }
    right(ui, cx, state);
}

fn right(ui: &Ui, cx: Cx<'_>, state: &State) {
    let (bar, theme) = (ui.max_rect(), cx.theme);
    let ink = Ink::new(ui.painter());
    let y = bar.center().y;
    let jobs: Vec<_> = cx
        .session
        .jobs()
        .into_iter()
        .filter(|j| j.elapsed.as_millis() > 300)
        .collect();
    let (icon, text, color) = match jobs.first() {
        None => (icons::CHECK, cx.t("status-ready"), theme.acc),
        Some(job) => (icons::CIRCLE_NOTCH, cx.t(job.work.key()), theme.acc),
    };
    let word = ink.text(
        pos2(bar.right() - 12.0, y),
        Align2::RIGHT_CENTER,
        &text,
        Face::Regular,
        11.0,
        theme.t2,
    );
    ink.text(
        pos2(word.left() - 11.0, y),
        Align2::CENTER_CENTER,
        icon,
        Face::Icon,
        13.0,
        color,
    );
    let rect = Rect::from_x_y_ranges(word.left() - 20.0..=bar.right(), bar.y_range());
    let response = ui.interact(rect, ui.scope_id().with("jobs"), Sense::click());
    let name = format!("{}: {text}", cx.t("act-jobs"));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if response
        .on_hover_text(format!(
            "{} ({})",
            cx.t("act-jobs"),
            Action::Jobs.key_text()
        ))
        .clicked()
    {
        cx.act(Action::Jobs);
    }
    let mut x = rect.left() - 10.0;
    let user = super::super::views::settings::who(cx.session.standing());
    let said = if cx.desk().is_some() {
        user
    } else {
        cx.say(&Message::new("status-version").with("version", env!("CARGO_PKG_VERSION")))
    };
    let word = ink.text(
        pos2(x, y),
        Align2::RIGHT_CENTER,
        said,
        Face::Regular,
        11.0,
        theme.t2,
    );
    x = word.left() - 14.0;
    if (state.zoom - 1.0).abs() > 0.01 {
        let text = format!("{:.0} %", state.zoom * 100.0);
        let word = ink.text(
            pos2(x, y),
            Align2::RIGHT_CENTER,
            text,
            Face::Regular,
            11.0,
            theme.t2,
        );
        x = word.left() - 14.0;
    }
    if cx.desk().is_some() {
        let count = cx.session.reveals.log().len();
        let text = cx.say(&Message::new("status-reveals").with("n", count));
        let word = ink.text(
            pos2(x, y),
            Align2::RIGHT_CENTER,
            &text,
            Face::Regular,
            11.0,
            theme.t2,
        );
        ink.text(
            pos2(word.left() - 11.0, y),
            Align2::CENTER_CENTER,
            icons::EYE,
            Face::Icon,
            13.0,
            theme.t3,
        );
        label(ui, word, "reveals", text).on_hover_text(cx.t("status-reveals-tip"));
    }
}
