//! What a view may read, and where its commands go.

use std::cell::RefCell;

use super::command::{Action, UiCommand};
use super::state::State;
use super::theme::Theme;
use crate::i18n::{Message, Texts};
use crate::model::time::{DAY, Seconds, Span, VIETNAM};
use crate::model::{PersonIx, PlaceIx};
use crate::session::words::Wording;
use crate::session::{Command, Desk, Focus, Session};

/// The commands of a frame.
#[derive(Debug, Default)]
pub struct Queue(RefCell<Vec<UiCommand>>);

impl Queue {
    /// Puts a command at the end.
    pub fn send(&self, command: UiCommand) {
        self.0.borrow_mut().push(command);
    }

    /// Takes all.
    pub fn take(&self) -> Vec<UiCommand> {
        self.0.take()
    }
}

/// What a view may read: everything, and change nothing but its own part of the state.
#[derive(Clone, Copy)]
pub struct Cx<'c> {
    /// The investigation.
    pub session: &'c Session,
    /// The words.
    pub texts: &'c Texts,
    /// The colours.
    pub theme: &'c Theme,
    /// Where commands go.
    pub queue: &'c Queue,
    /// The window is narrow: fewer columns, shorter texts.
    pub narrow: bool,
    /// The data lie within one calendar year, which then goes without saying.
    pub one_year: bool,
}

impl<'c> Cx<'c> {
    /// The run that is shown.
    #[must_use]
    pub fn desk(&self) -> Option<&'c Desk> {
        self.session.desk().map(std::sync::Arc::as_ref)
    }

    /// The text of a key.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.texts.get(key)
    }

    /// A message in words.
    #[must_use]
    pub fn say(&self, message: &Message) -> String {
        self.texts.say(message)
    }

    /// A message in words, those for the window where there are such: what the command line does by an option is done
    /// by hand here.
    #[must_use]
    pub fn say_here(&self, message: &Message) -> String {
        let key = format!("{}-window", message.key);
        if !self.texts.has(&key) {
            return self.say(message);
        }
        self.say(&Message {
            key,
            args: message.args.clone(),
        })
    }

    /// A count as the language writes it.
    #[must_use]
    pub fn n(&self, count: u64) -> String {
        self.texts.count(count)
    }

    /// Sends a command.
    pub fn send(&self, command: UiCommand) {
        self.queue.send(command);
    }

    /// Sends a command to the session.
    pub fn run(&self, command: Command) {
        self.queue.send(UiCommand::Do(command));
    }

    /// Sends an action.
    pub fn act(&self, action: Action) {
        self.queue.send(UiCommand::Act(action));
    }

    /// Makes a clickable thing of somebody or somewhere: a click looks at it, the pointer over it lights it up
    /// in every view.
    pub fn interact(&self, state: &mut State, response: &egui::Response, item: Focus) {
        if response.hovered() {
            state.hover_next = Some(item);
        }
        if response.clicked() {
            self.send(UiCommand::Focus(Some(item)));
        }
    }

    /// `16/08 08:02`, with the year where the data have more than one.
    #[must_use]
    pub fn when(&self, at: Seconds) -> String {
        let form = if self.one_year {
            "%d/%m %H:%M"
        } else {
            "%d/%m/%Y %H:%M"
        };
        VIETNAM.local(at).format(form).to_string()
    }

    /// `16/08`, with the year where the data have more than one.
    #[must_use]
    pub fn day(&self, at: Seconds) -> String {
        let form = if self.one_year { "%d/%m" } else { "%d/%m/%Y" };
        VIETNAM.local(at).format(form).to_string()
    }

    /// `08:02`.
    #[must_use]
    pub fn clock(at: Seconds) -> String {
        VIETNAM.local(at).format("%H:%M").to_string()
    }

    /// `16/08 08:02 – 09:10`; the end's date only where it differs.
    #[must_use]
    pub fn span(&self, span: Span) -> String {
        if span.end >= crate::model::time::LATEST {
            return self.say(&Message::new("why-from").with("start", self.when(span.start)));
        }
        let (start, end) = (self.when(span.start), self.when(span.end));
        let date = start.len() - 5;
        if start[..date] == end[..date] {
            format!("{start} – {}", &end[date..])
        } else {
            format!("{start} – {end}")
        }
    }

    /// The day of the week in words.
    #[must_use]
    pub fn weekday(&self, at: Seconds, short: bool) -> String {
        use chrono::Datelike as _;
        let number = VIETNAM.local(at).weekday().num_days_from_monday();
        let kind = if short { "short" } else { "long" };
        self.t(&format!("weekday-{kind}-{number}"))
    }

    /// `36 ph` under an hour, `8h19` under a hundred hours, then whole days.
    #[must_use]
    pub fn length(&self, seconds: Seconds) -> String {
        let minutes = (seconds + 30) / 60;
        if minutes >= 6_000 {
            let days = ((seconds + DAY / 2) / DAY) as u64;
            return self.say(&Message::new("unit-days").with("n", days));
        }
        if minutes < 60 {
            if seconds > 0 && minutes == 0 {
                return self.say(&Message::new("length-seconds").with("n", seconds as u64));
            }
            return self.say(&Message::new("length-minutes").with("n", minutes as u64));
        }
        format!("{}h{:02}", minutes / 60, minutes % 60)
    }

    /// `F0` to `F5`; for who is on no tier the word for it.
    #[must_use]
    pub fn tier(&self, tier: Option<u8>) -> String {
        tier.map_or_else(|| self.t("tier-none"), |t| format!("F{t}"))
    }

    /// A sex as the language writes it; what is neither word stays as the register has it.
    #[must_use]
    pub fn sex(&self, written: &str) -> String {
        match crate::i18n::fold(written).as_str() {
            "nu" | "female" | "f" => self.t("sex-female"),
            "nam" | "male" | "m" => self.t("sex-male"),
            _ => written.to_owned(),
        }
    }

    /// The tier of a person.
    #[must_use]
    pub fn tier_of(&self, person: PersonIx) -> Option<u8> {
        self.desk()?.list.row_of(person).map(|r| r.tier)
    }

    /// `F2 Trần Thị Minh Châu`: for screen readers and tooltips.
    #[must_use]
    pub fn person_name(&self, person: PersonIx) -> String {
        self.desk().map_or_else(String::new, |d| d.name(person))
    }
}

impl Wording for Cx<'_> {
    fn person(&self, person: PersonIx) -> String {
        self.person_name(person)
    }

    fn place(&self, place: PlaceIx) -> String {
        self.desk()
            .map_or_else(String::new, |d| d.place_name(place).to_owned())
    }

    fn span(&self, span: Span) -> String {
        Cx::span(self, span)
    }

    fn length(&self, seconds: Seconds) -> String {
        Cx::length(self, seconds)
    }
}
