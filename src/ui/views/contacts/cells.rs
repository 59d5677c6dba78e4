//! The table: header, rows, cells.

use egui::{Align2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use egui_table::{CellInfo, HeaderCellInfo, HeaderRow, PrefetchInfo, Table, TableDelegate};

use super::super::super::command::UiCommand;
use super::super::super::context::Cx;
use super::super::super::state::{State, Tab};
use super::super::super::theme::{Face, icons, size};
use super::super::super::widgets::{Ink, check_box, focus_ring, glyph, tier_chip};
use crate::contact::NO_SPOT;
use crate::i18n::Message;
use crate::model::time::{DAY, Seconds};
use crate::model::{Grade, mask};
use crate::session::{
    Column, Command, Confined, Desk, Focus, Found, NOBODY, Row, birth_year, home, spot_name,
    status_key,
};

/// Columns that do not scroll sideways: check box, tier, name.
const STICKY: usize = 3;

pub fn show(ui: &mut Ui, cx: Cx<'_>, state: &mut State, room: Rect, found: &Found) {
    let Some(desk) = cx.desk() else { return };
    let columns = super::columns(cx);
    let mut inner = super::super::super::shell::child(ui, room, "table");
    let narrow = cx.narrow;
    // The separators between columns show under the pointer only.
    inner.visuals_mut().widgets.noninteractive.bg_stroke = Stroke::NONE;
    let share = share(&columns, room.width() - 38.0 - 10.0);
    let mut widths = vec![
        egui_table::Column::new(38.0)
            .range(38.0..=38.0)
            .resizable(false)
            .id(egui::Id::unique("check")),
    ];
    widths.extend(columns.iter().map(|c| {
        egui_table::Column::new(width(*c, share))
            .range(width(*c, 0.0)..=640.0)
            .resizable(true)
            .id(egui::Id::unique(("column", c.key(), narrow)))
    }));
    let mut table = Table::new()
        .id_salt(("contacts", narrow, columns.len()))
        .num_rows(found.rows.len() as u64)
        .columns(widths)
        .num_sticky_cols(STICKY.min(columns.len() + 1))
        .headers([HeaderRow::new(size::TABLE_HEADER)])
        .auto_size_mode(egui_table::AutoSizeMode::OnParentResize);
    if std::mem::take(&mut state.reveal_row)
        && let Some(Focus::Person(person)) = cx.session.focus()
        && let Some(n) = desk.list.index_of(person)
        && let Some(at) = found.rows.iter().position(|&r| r == n)
    {
        table = table.scroll_to_row(at as u64, None);
    }
    let mut delegate = List {
        cx,
        state,
        desk,
        found,
        columns,
        share,
        last: None,
        pass: 0,
    };
    table.show(&mut inner, &mut delegate);
}

/// How far the columns can go from their least width (0) to the wanted one (1) and beyond, to fill the room.
fn share(columns: &[Column], room: f32) -> f32 {
    let sum = |share: f32| columns.iter().map(|c| width(*c, share)).sum::<f32>();
    let (least, wanted) = (sum(0.0), sum(1.0));
    ((room - least) / (wanted - least).max(1.0)).max(0.0)
}

/// A column's width; 0 is the least that shows it, 1 what is wanted.
fn width(column: Column, share: f32) -> f32 {
    let (least, wanted) = match column {
        Column::Tier => (60.0, 62.0),
        Column::Name => (172.0, 224.0),
        Column::Phone => (76.0, 84.0),
        Column::Home => (100.0, 158.0),
        Column::Source | Column::Grade => (110.0, 150.0),
        Column::Place => (100.0, 160.0),
        Column::Last | Column::First | Column::Until => (98.0, 102.0),
        Column::Length => (64.0, 66.0),
        Column::Risk => (74.0, 78.0),
        Column::Status => (112.0, 122.0),
        Column::Sources | Column::Places => (74.0, 80.0),
        Column::Id => (108.0, 118.0),
    };
    least + (wanted - least) * share
}

struct List<'l, 's> {
    cx: Cx<'l>,
    state: &'s mut State,
    desk: &'l Desk,
    found: &'l Found,
    columns: Vec<Column>,
    /// How far columns are from their least width to the wanted one.
    share: f32,
    last: Option<u64>,
    /// 0 while the scrolling columns are painted, 1 for the sticky ones.
    pass: u8,
}

impl List<'_, '_> {
    fn row(&self, n: u64) -> Option<(u32, &Row)> {
        let number = *self.found.rows.get(n as usize)?;
        self.desk
            .list
            .rows
            .get(number as usize)
            .map(|r| (number, r))
    }

    fn click(&mut self, ui: &Ui, n: u64, number: u32, person: u32) {
        let modifiers = ui.input(|i| i.modifiers);
        if modifiers.shift {
            let last = self.found.rows.len() as u64 - 1;
            let from = self.state.anchor.unwrap_or(n).min(last);
            let range = from.min(n) as usize..=from.max(n) as usize;
            let rows = self.found.rows[range].to_vec();
            self.cx.send(UiCommand::Check(rows, true));
        } else if modifiers.command {
            let on = !self.state.checked.contains(number);
            self.cx.send(UiCommand::Check(vec![number], on));
        } else {
            self.cx.send(UiCommand::Focus(Some(Focus::Person(person))));
        }
        self.state.anchor = Some(n);
    }
}

impl TableDelegate for List<'_, '_> {
    fn prepare(&mut self, _info: &PrefetchInfo) {
        self.last = None;
        self.pass = 0;
    }

    fn default_row_height(&self) -> f32 {
        size::ROW
    }

    fn header_cell_ui(&mut self, ui: &mut Ui, cell: &HeaderCellInfo) {
        let rect = ui.max_rect();
        let theme = self.cx.theme;
        ui.painter().rect_filled(rect, 0.0, theme.app);
        ui.painter().hline(
            rect.x_range(),
            rect.bottom() - 0.5,
            Stroke::new(1.0, theme.line),
        );
        let nr = cell.col_range.start;
        if nr == 0 {
            let (rows, checked) = (&self.found.rows, &self.state.checked);
            let all = checked.len() >= rows.len() && rows.iter().all(|&r| checked.contains(r));
            if check_box(ui, theme, rect, &self.cx.t("contacts-check-all"), all).clicked() {
                self.cx
                    .send(UiCommand::Check(self.found.rows.clone(), !all));
            }
            ui.set_min_width(38.0);
            return;
        }
        let Some(&column) = self.columns.get(nr - 1) else {
            return;
        };
        ui.set_min_width(width(column, self.share));
        header(ui, self.cx, rect, column);
    }

    fn row_ui(&mut self, ui: &mut Ui, row_nr: u64) {
        if self.last.is_some_and(|l| row_nr <= l) {
            self.pass = 1;
        }
        self.last = Some(row_nr);
        let Some((number, row)) = self.row(row_nr) else {
            return;
        };
        let (person, row) = (row.person, row.clone());
        let (cx, theme) = (self.cx, self.cx.theme);
        let rect = ui.max_rect();
        let response = ui.interact(rect, ui.scope_id().with("row"), Sense::click());
        let focus = Some(Focus::Person(person));
        let focused = cx.session.focus() == focus;
        if self.pass == 1 {
            let name = row_name(cx, self.desk, &row);
            response.widget_info(|| WidgetInfo::selected(Role::Row, true, focused, &name));
        }
        if response.hovered() {
            self.state.hover_next = focus;
        }
        let painter = ui.painter();
        let fill = if focused {
            theme.sel
        } else if self.state.checked.contains(number) || self.state.hover == focus {
            theme.hover
        } else {
            theme.surface
        };
        painter.rect_filled(rect, 0.0, fill);
        painter.hline(
            rect.x_range(),
            rect.bottom() - 0.5,
            Stroke::new(1.0, theme.line),
        );
        if focused {
            let left = ui.clip_rect().left().max(rect.left());
            if self.pass == 1 {
                let edge = Rect::from_min_size(pos2(left, rect.top()), vec2(3.0, rect.height()));
                painter.rect_filled(edge, 0.0, theme.acc);
            }
        }
        if response.clicked() {
            self.click(ui, row_nr, number, person);
        }
        if response.double_clicked() {
            self.state.inspector = true;
            self.state.tab = Tab::Why;
        }
        response.context_menu(|ui| menu(ui, cx, self.state, self.desk, number, &row));
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &CellInfo) {
        let Some((number, row)) = self.row(cell.row_nr) else {
            return;
        };
        let rect = ui.max_rect();
        if cell.col_nr == 0 {
            ui.set_min_width(38.0);
            let on = self.state.checked.contains(number);
            let name = self
                .cx
                .say(&Message::new("contacts-check").with("name", self.cx.person_name(row.person)));
            if check_box(ui, self.cx.theme, rect, &name, on).clicked() {
                self.cx.send(UiCommand::Check(vec![number], !on));
                self.state.anchor = Some(cell.row_nr);
            }
            return;
        }
        let Some(&column) = self.columns.get(cell.col_nr - 1) else {
            return;
        };
        ui.set_min_width(width(column, self.share));
        paint(ui, self.cx, self.desk, row, column, rect);
    }
}

/// A column's header: a click sorts, with Shift as a second key.
fn header(ui: &Ui, cx: Cx<'_>, rect: Rect, column: Column) {
    let theme = cx.theme;
    let order = &cx.session.workspace().order;
    let own = order.iter().position(|o| o.0 == column);
    // The separator at the right is for resizing.
    let area = rect.with_max_x(rect.right() - 6.0);
    let response = ui.interact(
        area,
        ui.scope_id().with(("head", column.key())),
        Sense::click(),
    );
    let name = cx.t(column.key());
    let said = match own.map(|n| order[n].1) {
        Some(true) => cx.say(&Message::new("sort-falling").with("column", name.as_str())),
        Some(false) => cx.say(&Message::new("sort-rising").with("column", name.as_str())),
        None => name.clone(),
    };
    response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, &said));
    focus_ring(ui.painter(), theme, &response, area.shrink(4.0));
    let ink = Ink::new(ui.painter());
    let right = column == Column::Length;
    let face = if own.is_some() {
        Face::Semi
    } else {
        Face::Medium
    };
    let color = if own.is_some() || response.hovered() {
        theme.t1
    } else {
        theme.t2
    };
    let mark = if own.is_some() { 16.0 } else { 0.0 };
    let room = rect.width() - 14.0 - mark;
    let (word, _) = if right {
        ink.fit(
            pos2(rect.right() - 8.0 - mark, rect.center().y),
            Align2::RIGHT_CENTER,
            room,
            name,
            face,
            12.0,
            color,
        )
    } else {
        ink.fit(
            pos2(rect.left() + 8.0, rect.center().y),
            Align2::LEFT_CENTER,
            room,
            name,
            face,
            12.0,
            color,
        )
    };
    if let Some(n) = own {
        let icon = if order[n].1 {
            icons::ARROW_DOWN
        } else {
            icons::ARROW_UP
        };
        ink.text(
            pos2(word.right() + 9.0, rect.center().y),
            Align2::CENTER_CENTER,
            icon,
            Face::Icon,
            12.0,
            theme.t1,
        );
        if n > 0 {
            ink.text(
                pos2(word.right() + 17.0, rect.center().y - 4.0),
                Align2::CENTER_CENTER,
                (n + 1).to_string(),
                Face::Regular,
                9.0,
                theme.t2,
            );
        }
    }
    if response.on_hover_text(cx.t("contacts-sort-tip")).clicked() {
        let falls = own.map_or(column.falls(), |n| !order[n].1);
        let mut next = if ui.input(|i| i.modifiers.shift) {
            order.clone()
        } else {
            Vec::new()
        };
        match next.iter_mut().find(|o| o.0 == column) {
            Some(own) => own.1 = falls,
            None => next.push((column, falls)),
        }
        next.truncate(3);
        cx.run(Command::SetOrder(next));
    }
}

/// What a screen reader says of a row.
fn row_name(cx: Cx<'_>, desk: &Desk, row: &Row) -> String {
    let person = desk.person(row.person);
    let mut parts = vec![format!("F{}", row.tier), desk.name(row.person)];
    let born = [
        cx.sex(&person.sex),
        birth_year(person).unwrap_or_default().to_owned(),
    ];
    let born = born.join(" ").trim().to_owned();
    parts.extend((!born.is_empty()).then_some(born));
    let home = home(person);
    parts.extend((!home.is_empty()).then_some(home));
    if row.source != NOBODY {
        parts.push(
            cx.say(
                &Message::new("row-met")
                    .with("source", desk.name(row.source))
                    .with("place", spot_name(desk, cx.texts, row.spot)),
            ),
        );
    }
    if row.last > 0 {
        parts.push(cx.say(&Message::new("row-last").with("at", cx.when(row.last))));
    }
    parts.push(cx.say(&Message::new("row-risk").with("risk", cx.texts.decimal(row.risk, 2))));
    parts.join(", ")
}

/// A cell as it is displayed; ids and phones masked.
pub fn text(cx: Cx<'_>, desk: &Desk, row: &Row, column: Column) -> String {
    let person = desk.person(row.person);
    let instant = |at: Seconds| {
        if at > 0 {
            cx.when(at)
        } else {
            "–".to_owned()
        }
    };
    match column {
        Column::Tier => format!("F{}", row.tier),
        Column::Name => desk.name(row.person),
        Column::Phone => mask::short(&person.phone),
        Column::Home => short_home(person),
        Column::Source if row.source != NOBODY => desk.name(row.source),
        Column::Place if row.spot != NO_SPOT || row.source != NOBODY => {
            spot_name(desk, cx.texts, row.spot)
        }
        Column::Last => instant(row.last),
        Column::First => instant(row.first),
        Column::Length if row.own > 0 => cx.length(row.own),
        Column::Status => cx.t(status_key(row.confined)),
        Column::Risk if row.tier > 0 => cx.texts.decimal(row.risk, 2),
        Column::Sources if row.tier > 0 => cx.n(row.sources.into()),
        Column::Places if row.tier > 0 => cx.n(row.places.into()),
        Column::Grade if row.tier > 0 => row
            .grade
            .map_or_else(String::new, |g| cx.t(&format!("grade-{}", g.key()))),
        Column::Until if row.tier > 0 => {
            let days = Seconds::from(desk.run.rules.params.quarantine_days);
            instant(row.last + days * DAY)
        }
        Column::Id => mask::id(person.number()),
        // An F0 has no exposure that it is listed for.
        _ => "–".to_owned(),
    }
}

/// Ward and district with their kinds shortened, as forms write them: `P. 10, Q. Gò Vấp`.
fn short_home(person: &crate::model::PersonRow) -> String {
    const KINDS: [(&str, &str); 7] = [
        ("Phường ", "P. "),
        ("Quận ", "Q. "),
        ("Huyện ", "H. "),
        ("Thành phố ", "TP. "),
        ("Thị xã ", "TX. "),
        ("Thị trấn ", "TT. "),
        ("Xã ", "X. "),
    ];
    KINDS.iter().fold(home(person), |text, (kind, short)| {
        text.replace(kind, short)
    })
}

fn paint(ui: &Ui, cx: Cx<'_>, desk: &Desk, row: &Row, column: Column, rect: Rect) {
    let theme = cx.theme;
    let painter = ui.painter();
    let ink = Ink::new(painter);
    let y = rect.center().y;
    let (left, room) = (rect.left() + 8.0, rect.width() - 14.0);
    let words = text(cx, desk, row, column);
    let shown = match column {
        Column::Tier => {
            tier_chip(painter, theme, pos2(left, y), Some(row.tier), &words);
            return;
        }
        Column::Name => {
            let person = desk.person(row.person);
            let sex = cx.sex(&person.sex);
            let sub = format!("{sex} {}", birth_year(person).unwrap_or_default());
            let sub = sub.trim();
            let own = ink.width(sub, Face::Regular, 12.0) + 8.0;
            let focused = cx.session.focus() == Some(Focus::Person(row.person));
            let face = if focused { Face::Semi } else { Face::Medium };
            let keep = if room - own < 96.0 { room } else { room - own };
            let (name, cut) = ink.fit(
                pos2(left, y),
                Align2::LEFT_CENTER,
                keep,
                &words,
                face,
                13.0,
                theme.t1,
            );
            if keep < room {
                ink.text(
                    pos2(name.right() + 6.0, y + 0.5),
                    Align2::LEFT_CENTER,
                    sub,
                    Face::Regular,
                    12.0,
                    theme.t3,
                );
            }
            (name, cut)
        }
        Column::Source if row.source != NOBODY => {
            glyph(
                painter,
                theme,
                pos2(left + 6.0, y),
                11.0,
                cx.tier_of(row.source),
            );
            ink.fit(
                pos2(left + 18.0, y),
                Align2::LEFT_CENTER,
                room - 18.0,
                &words,
                Face::Regular,
                13.0,
                theme.t1,
            )
        }
        Column::Length => ink.fit(
            pos2(rect.right() - 8.0, y),
            Align2::RIGHT_CENTER,
            room,
            &words,
            Face::Regular,
            13.0,
            theme.t1,
        ),
        Column::Risk if row.tier > 0 => {
            let track = Rect::from_center_size(pos2(left + 11.0, y), vec2(22.0, 5.0));
            painter.rect_filled(track, 2.5, theme.sunken);
            let mut bar = track;
            bar.set_width((track.width() * row.risk as f32).max(3.0));
            painter.rect_filled(bar, 2.5, theme.t2);
            ink.fit(
                pos2(left + 29.0, y),
                Align2::LEFT_CENTER,
                room - 29.0,
                &words,
                Face::Regular,
                13.0,
                theme.t1,
            )
        }
        Column::Status => {
            let (icon, color) = match row.confined {
                Confined::Now => (icons::HOUSE_LINE, theme.acc),
                Confined::Other => (icons::CHECK_CIRCLE, theme.t2),
                Confined::Never => (icons::CIRCLE, theme.t2),
            };
            ink.text(
                pos2(left + 7.0, y),
                Align2::CENTER_CENTER,
                icon,
                Face::Icon,
                14.0,
                color,
            );
            ink.fit(
                pos2(left + 20.0, y),
                Align2::LEFT_CENTER,
                room - 20.0,
                &words,
                Face::Regular,
                13.0,
                color,
            )
        }
        Column::Grade if row.grade == Some(Grade::Day) => {
            ink.text(
                pos2(left + 7.0, y),
                Align2::CENTER_CENTER,
                icons::WARNING,
                Face::Icon,
                13.0,
                theme.warn,
            );
            ink.fit(
                pos2(left + 20.0, y),
                Align2::LEFT_CENTER,
                room - 20.0,
                &words,
                Face::Regular,
                13.0,
                theme.warn,
            )
        }
        _ => ink.fit(
            pos2(left, y),
            Align2::LEFT_CENTER,
            room,
            &words,
            Face::Regular,
            13.0,
            theme.t1,
        ),
    };
    if shown.1 {
        let response = ui.interact(rect, ui.scope_id().with("cut"), Sense::hover());
        response.on_hover_text(words);
    }
}

/// What can be done with a row.
fn menu(ui: &mut Ui, cx: Cx<'_>, state: &mut State, desk: &Desk, number: u32, row: &Row) {
    use super::super::super::command::Action;
    use super::super::super::state::View;
    ui.set_min_width(230.0);
    let focus = UiCommand::Focus(Some(Focus::Person(row.person)));
    let item = |ui: &mut Ui, key: &str| {
        let pressed = ui.button(cx.t(key)).clicked();
        if pressed {
            ui.close();
        }
        pressed
    };
    if item(ui, "menu-why") {
        cx.send(focus.clone());
        state.tab = Tab::Why;
    }
    if item(ui, "menu-journey") {
        cx.send(focus.clone());
        state.tab = Tab::Journey;
    }
    if item(ui, "foot-map") {
        cx.send(focus.clone());
        cx.act(Action::Show(View::Map));
    }
    if item(ui, "foot-network") {
        cx.send(focus);
        cx.act(Action::Show(View::Network));
    }
    if row.source != NOBODY && item(ui, "menu-source") {
        cx.send(UiCommand::Focus(Some(Focus::Person(row.source))));
    }
    if desk.is_place(row.spot) && item(ui, "menu-place") {
        cx.send(UiCommand::Focus(Some(Focus::Place(row.spot))));
    }
    let on = state.checked.contains(number);
    if item(ui, if on { "menu-uncheck" } else { "menu-check" }) {
        cx.send(UiCommand::Check(vec![number], !on));
    }
}
