//! What was read: the files, what became of their rows, what is held and why, who the people are.

mod chart;
mod detail;
mod digest;
mod fields;
mod files;
mod identity;
mod problems;
mod rows;
mod totals;
pub mod wizard;

use std::sync::Arc;

use egui::{Align2, CornerRadius, Painter, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use super::super::context::Cx;
use super::super::shell::child;
use super::super::state::State;
use super::super::theme::{Face, Theme, icons, size};
use super::super::widgets::Ink;
use crate::i18n::Message;
use crate::ingest::{Correction, FileReport, HeldRow, Reason};
use crate::model::time::DAY;
use crate::session::Desk;
use digest::{Digest, FileDigest, HeldLines, Later, Of};

/// The view of what was read.
pub struct DataView {
    digest: Later<Of, Digest>,
    held: Later<(Of, usize, Option<Reason>), HeldLines>,
}

/// The file that is looked at, and all that there is to say of it.
#[derive(Clone, Copy)]
struct Seen<'d> {
    cx: Cx<'d>,
    desk: &'d Desk,
    digest: &'d Digest,
    /// The file's number.
    n: usize,
}

impl<'d> Seen<'d> {
    fn report(&self) -> &'d FileReport {
        &self.desk.run.records.ledger.files()[self.n]
    }

    fn file(&self) -> &'d FileDigest {
        &self.digest.files[self.n]
    }

    /// Visits and encounters by day; empty where the file tells of none.
    fn days(&self) -> &'d [u32] {
        self.desk
            .coverage
            .files
            .get(self.n)
            .map_or(&[], Vec::as_slice)
    }

    /// A day by its number from the first.
    fn day(&self, n: usize) -> String {
        self.cx.day(self.desk.days.start + n as i64 * DAY)
    }

    /// From the file's first day to its last.
    fn range(&self) -> Option<String> {
        let (first, last) = self.file().range?;
        if first == last {
            return Some(self.day(first));
        }
        Some(format!("{} – {}", self.day(first), self.day(last)))
    }

    /// What the file is.
    fn profile(&self) -> String {
        let key = &self.report().profile;
        let text = format!("profile-{key}");
        if self.cx.texts.has(&text) {
            self.cx.t(&text)
        } else {
            key.clone()
        }
    }

    /// What its rows are read as.
    fn role(&self) -> String {
        let key = &self.report().role;
        let text = format!("data-role-{key}");
        if self.cx.texts.has(&text) {
            self.cx.t(&text)
        } else {
            key.clone()
        }
    }

    /// The missing days in words; `None` where none is missing.
    fn missing(&self) -> Option<String> {
        let gaps = &self.file().gaps;
        match gaps.as_slice() {
            [] => None,
            [day] => Some(
                self.cx
                    .say(&Message::new("data-gap-day").with("day", self.day(*day))),
            ),
            _ => Some(
                self.cx
                    .say(&Message::new("data-gap-days").with("n", gaps.len())),
            ),
        }
    }
}

impl DataView {
    /// A view.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            digest: Later::new("data digest"),
            held: Later::new("held rows"),
        }
    }

    /// Shows it.
    pub fn show(&mut self, ui: &mut Ui, cx: Cx<'_>, state: &mut State) {
        let (room, theme) = (ui.max_rect(), cx.theme);
        ui.painter().rect_filled(room, 0.0, theme.app);
        let Some(desk) = cx.session.desk() else {
            return;
        };
        if state.file >= desk.run.records.ledger.files().len() {
            (state.file, state.reason) = (0, None);
        }
        let theirs = Arc::clone(desk);
        let digest = self
            .digest
            .get(ui.ctx(), Of::new(desk), move || Digest::new(&theirs));
        let width: f32 = if cx.narrow { 360.0 } else { 420.0 };
        let width = width.min(room.width() * 0.46);
        let left = room.with_max_x(room.left() + width);
        files::show(&mut child(ui, left, "files"), cx, state, desk, digest);
        ui.painter().vline(
            left.right() - 0.5,
            left.y_range(),
            Stroke::new(1.0, theme.line),
        );
        let mut right = child(ui, room.with_min_x(left.right()), "file");
        if let Some(import) = cx.session.import() {
            wizard::show(&mut right, cx, state, import);
            return;
        }
        let Some(digest) = digest.filter(|d| state.file < d.files.len()) else {
            waiting(&right, cx);
            return;
        };
        let n = state.file;
        let seen = Seen {
            cx,
            desk: desk.as_ref(),
            digest,
            n,
        };
        let reason = chosen(state, seen.file());
        let theirs = Arc::clone(desk);
        let held = self
            .held
            .get(ui.ctx(), (Of::new(desk), n, reason), move || {
                HeldLines::new(&theirs.run.records.ledger, n, reason)
            });
        detail::show(&mut right, seen, state, reason, held);
    }
}

/// The reason that is looked at, if rows of the file are held for it.
fn chosen(state: &State, file: &FileDigest) -> Option<Reason> {
    let key = state.reason.as_deref()?;
    let mut held = file.held.iter().map(|(reason, _)| *reason);
    held.find(|reason| reason.key() == key)
}

/// The corrections that a row's proposal comes to.
fn fixes_of(file: &str, line: u64, row: &HeldRow) -> Vec<Correction> {
    let cells = row.proposal.iter().map(|(column, was, now)| Correction {
        file: file.to_owned(),
        row: line,
        column: column.clone(),
        was: was.clone(),
        now: now.clone(),
    });
    cells.collect()
}

/// A reason in words, as a label.
fn words(cx: Cx<'_>, reason: Reason) -> String {
    let text = cx.t(&format!("reason-{}", reason.key().replace('_', "-")));
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// The icon of what a reason is about.
const fn icon(reason: Reason) -> &'static str {
    match reason {
        Reason::TimeUnreadable | Reason::Hour24 | Reason::OutBeforeIn | Reason::EndBeforeStart => {
            icons::CLOCK
        }
        Reason::NoSuchDate
        | Reason::TwoDigitYear
        | Reason::BuddhistYear
        | Reason::TimeOutOfRange
        | Reason::InFuture => icons::CALENDAR_X,
        Reason::CccdLostZero
        | Reason::CccdScientific
        | Reason::CccdInvalid
        | Reason::CccdBirthYear
        | Reason::CccdSex
        | Reason::CccdProvince
        | Reason::CccdConflict
        | Reason::DeclaredDiffers
        | Reason::NoPersonKey
        | Reason::AmbiguousKey
        | Reason::CmndUnreadable
        | Reason::InsuranceUnreadable
        | Reason::PhoneUnreadable
        | Reason::PhoneAlone
        | Reason::PhoneShared
        | Reason::QrUnreadable => icons::IDENTIFICATION_CARD,
        Reason::UnknownPlace
        | Reason::UnknownCategory
        | Reason::Coordinates
        | Reason::PlaceConflict => icons::MAP_PIN,
        Reason::SelfContact | Reason::UnknownPerson | Reason::ContactUnresolved => icons::USERS,
        Reason::CaseWithoutDates | Reason::UnknownStatus => icons::VIRUS,
        Reason::UnusualPlate | Reason::NothingDeclared => icons::CAR,
        _ => icons::TABLE,
    }
}

/// The ground and frame of a card.
fn card(painter: &Painter, theme: &Theme, rect: Rect) {
    painter.rect(
        rect,
        size::CARD,
        theme.surface,
        Stroke::new(1.0, theme.line),
        StrokeKind::Inside,
    );
}

/// What is at fault in a cell, marked, from the middle of its left side; returns where it stands and whether it was cut.
fn fault_chip(
    painter: &Painter,
    theme: &Theme,
    at: egui::Pos2,
    width: f32,
    text: &str,
) -> (Rect, bool) {
    let ink = Ink::new(painter);
    let wide = (ink.width(text, Face::Medium, 12.0) + 32.0).min(width);
    let chip = Rect::from_min_size(at - vec2(8.0, 10.0), vec2(wide, 20.0));
    painter.rect_filled(chip, 4.0, theme.warnbg);
    ink.text(
        pos2(chip.left() + 12.0, at.y),
        Align2::CENTER_CENTER,
        icons::WARNING,
        Face::IconFill,
        11.0,
        theme.warn,
    );
    let (_, cut) = ink.fit(
        pos2(chip.left() + 22.0, at.y),
        Align2::LEFT_CENTER,
        chip.width() - 28.0,
        text,
        Face::Medium,
        12.0,
        theme.warn,
    );
    (chip, cut)
}

/// The ground of a table's header at the top of a card; returns it.
fn table_head(painter: &Painter, theme: &Theme, card: Rect) -> Rect {
    let head = card.with_max_y(card.top() + size::TABLE_HEADER);
    let corners = CornerRadius {
        nw: size::CARD as u8,
        ne: size::CARD as u8,
        sw: 0,
        se: 0,
    };
    painter.rect_filled(head, corners, theme.app);
    let line = Stroke::new(1.0, theme.line);
    painter.hline(head.x_range(), head.bottom() - 0.5, line);
    head
}

/// What is counted comes in a moment.
fn waiting(ui: &Ui, cx: Cx<'_>) {
    let (room, painter) = (ui.max_rect(), ui.painter());
    let header = room.with_max_y(room.top() + size::HEADER);
    painter.rect_filled(header, 0.0, cx.theme.surface);
    let mut y = header.bottom() + 20.0;
    for height in [30.0, 140.0, 220.0] {
        let block = Rect::from_min_size(
            pos2(room.left() + 20.0, y),
            vec2(room.width() * 0.66, height),
        );
        painter.rect_filled(block, size::CARD, cx.theme.sunken);
        y += height + 14.0;
    }
}
