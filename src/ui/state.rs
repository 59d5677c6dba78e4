//! What the window remembers that is no part of the investigation: which view, which theme, the clock, what is open.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::forms::Forms;
use super::theme::icons;
use crate::i18n::Lang;
use crate::model::time::{HOUR, Seconds};
use crate::session::{Field, Focus, network};

/// A view of the rail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum View {
    /// The line list.
    Contacts,
    /// The map.
    Map,
    /// The network.
    Network,
    /// What was read.
    Data,
    /// Whom is told what.
    Notify,
    /// Who did what.
    Log,
    /// Settings.
    Settings,
}

impl View {
    /// All, in the rail's order.
    pub const ALL: [Self; 5] = [
        Self::Contacts,
        Self::Map,
        Self::Network,
        Self::Data,
        Self::Notify,
    ];
    /// Those at the rail's foot.
    pub const BELOW: [Self; 2] = [Self::Log, Self::Settings];

    /// Whether it shows an analysis: with inspector and clock.
    #[must_use]
    pub const fn is_analysis(self) -> bool {
        matches!(self, Self::Contacts | Self::Map | Self::Network)
    }

    /// The stable key of its name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Contacts => "view-contacts",
            Self::Map => "view-map",
            Self::Network => "view-network",
            Self::Data => "view-data",
            Self::Notify => "view-notify",
            Self::Log => "view-log",
            Self::Settings => "view-settings",
        }
    }

    /// Its icon.
    #[must_use]
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Contacts => icons::USERS_THREE,
            Self::Map => icons::MAP_TRIFOLD,
            Self::Network => icons::GRAPH,
            Self::Data => icons::DATABASE,
            Self::Notify => icons::PAPER_PLANE_TILT,
            Self::Log => icons::CLOCK_COUNTER_CLOCKWISE,
            Self::Settings => icons::GEAR_SIX,
        }
    }

    /// The view of a name on the command line.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .chain(Self::BELOW)
            .find(|v| v.key().trim_start_matches("view-") == name)
    }
}

/// A tab of the inspector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// Why the person is on the list; at a place, who infected whom.
    Why,
    /// What is known of the person.
    Profile,
    /// Where the person went.
    Journey,
    /// What was revealed of the person.
    Log,
}

/// A popover of which at most one is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Popover {
    /// The command palette.
    Palette,
    /// The rules of the run.
    Run,
    /// Columns of the list.
    Columns,
    /// Districts of the list.
    Districts,
    /// Writing the list.
    Export,
    /// The key sheet.
    Keys,
    /// Background work and what happened.
    Jobs,
    /// Showing a masked field.
    Reveal(Field),
    /// The investigation's menu.
    File,
    /// The clock's speed.
    Speed,
    /// Most items of the network.
    Limit,
    /// Whether to put the open investigation away.
    Confirm,
    /// Making a file of it.
    Save,
}

/// The shared clock.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// Now.
    pub at: Seconds,
    /// Seconds of the clock in one second.
    pub speed: Seconds,
    /// It runs.
    pub playing: bool,
    /// Its part of a second that has not passed yet.
    pub rest: f64,
}

/// Speeds of the clock.
pub const SPEEDS: [Seconds; 5] = [HOUR / 4, HOUR, 3 * HOUR, 6 * HOUR, 24 * HOUR];

/// Layers of the map.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_excessive_bools)] // each a switch on its own
pub struct Layers {
    /// The focused person's way.
    pub path: bool,
    /// Places of exposure.
    pub venues: bool,
    /// Exposures by cell.
    pub hotspots: bool,
    /// Checkpoints.
    pub checkpoints: bool,
    /// Homes of F0s, at their districts.
    pub homes: bool,
    /// Names of districts.
    pub names: bool,
    /// Tiles from the network.
    pub online: bool,
}

/// What of the network the user chose.
#[derive(Debug, Clone)]
pub struct NetworkChoice {
    /// Time runs to the right.
    pub by_time: bool,
    /// What people are gathered by.
    pub group_by: network::GroupBy,
    /// Most items; 0: what fits.
    pub limit: usize,
    /// Groups drawn one by one.
    pub split: BTreeSet<network::GroupKey>,
    /// Everything but the focused chain is faded.
    pub chain_only: bool,
    /// The group that is looked into: its tier and what its people have in common.
    pub open: Option<network::GroupKey>,
}

/// People checked, by row of the line list.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    rows: Vec<bool>,
    count: usize,
    turn: u64,
}

impl Checked {
    /// How many.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.count
    }

    /// Whether nobody is.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Whether a row is.
    #[must_use]
    pub fn contains(&self, row: u32) -> bool {
        self.rows.get(row as usize).copied().unwrap_or(false)
    }

    /// Checks or unchecks a row.
    pub fn set(&mut self, row: u32, on: bool) {
        let at = row as usize;
        if self.rows.len() <= at {
            self.rows.resize(at + 1, false);
        }
        self.turn += 1;
        let before = std::mem::replace(&mut self.rows[at], on);
        self.count = self.count + usize::from(on) - usize::from(before);
    }

    /// Unchecks all.
    pub fn clear(&mut self) {
        *self = Self {
            turn: self.turn + 1,
            ..Self::default()
        };
    }

    /// Another wherever something was checked or unchecked since.
    #[must_use]
    pub const fn turn(&self) -> u64 {
        self.turn
    }

    /// The rows checked, in the order of the line list.
    #[must_use = "iterators are lazy"]
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        let numbered = self.rows.iter().zip(0..);
        numbered.filter(|(on, _)| **on).map(|(_, row)| row)
    }
}

/// What the window remembers.
#[derive(Debug)]
pub struct State {
    /// The language.
    pub lang: Lang,
    /// Minutes after which a file locks itself; 0: never.
    pub lock_minutes: u32,
    /// What is typed into forms.
    pub forms: Forms,
    /// The dark theme.
    pub dark: bool,
    /// The interface's size, 0.8 to 1.6.
    pub zoom: f32,
    /// The view.
    pub view: View,
    /// The inspector's tab.
    pub tab: Tab,
    /// The inspector is open.
    pub inspector: bool,
    /// Its width in points; 0: by the window's.
    pub inspector_width: f32,
    /// The shared clock.
    pub clock: Clock,
    /// The open popover.
    pub popover: Option<Popover>,
    /// What is typed in the palette, and which line of it is chosen.
    pub palette: (String, usize),
    /// What is typed in the list's search.
    pub find: String,
    /// The list's search was left in this frame.
    pub find_left: bool,
    /// The list's search wants the keyboard.
    pub want_find: bool,
    /// Which chain of the dossier is shown.
    pub chain: usize,
    /// Which stop of the journey the clock was moved to.
    pub stop: Option<usize>,
    /// People checked, as rows of the line list.
    pub checked: Checked,
    /// Where a Shift selection starts: a position in the list.
    pub anchor: Option<u64>,
    /// Somebody or somewhere under the pointer; read in the next frame.
    pub hover: Option<Focus>,
    /// As `hover`, of this frame.
    pub hover_next: Option<Focus>,
    /// Where the focus came from and went back from.
    pub trail: (Vec<Focus>, Vec<Focus>),
    /// The list scrolls to the focus in this frame.
    pub reveal_row: bool,
    /// The map flies to the focus.
    pub fly: bool,
    /// Layers of the map.
    pub layers: Layers,
    /// The map's panel of layers is open.
    pub legend: bool,
    /// The network.
    pub network: NetworkChoice,
    /// The file that is looked at in the data view.
    pub file: usize,
    /// The reason of held rows that is looked at.
    pub reason: Option<String>,
    /// Notifications.
    pub notify: super::views::notifications::NotifyState,
    /// What is chosen for the file that is looked over.
    pub wizard: super::views::data::wizard::WizardState,
    /// The cell of a held row that is being put right: line, column, text.
    pub edit: Option<(u64, String, String)>,
    /// Folders and files opened before, the latest first.
    pub recent: Vec<PathBuf>,
    /// Why a masked field is to be shown.
    pub reveal_reason: crate::session::Reason,
    /// The exported list names people.
    pub export_working: bool,
    /// Files are held over the window.
    pub dropping: bool,
    /// What would put the open investigation away and is asked about first.
    pub confirm: Option<super::command::Action>,
}

impl State {
    /// What a first start remembers.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self {
            lang,
            lock_minutes: 10,
            forms: Forms::default(),
            dark: false,
            zoom: 1.0,
            view: View::Contacts,
            tab: Tab::Why,
            inspector: true,
            inspector_width: 0.0,
            clock: Clock {
                at: 0,
                speed: HOUR,
                playing: false,
                rest: 0.0,
            },
            popover: None,
            palette: (String::new(), 0),
            find: String::new(),
            find_left: false,
            want_find: false,
            chain: 0,
            stop: None,
            checked: Checked::default(),
            anchor: None,
            hover: None,
            hover_next: None,
            trail: (Vec::new(), Vec::new()),
            reveal_row: false,
            fly: false,
            layers: Layers {
                path: true,
                venues: true,
                hotspots: true,
                checkpoints: true,
                homes: false,
                names: true,
                online: false,
            },
            legend: true,
            network: NetworkChoice {
                by_time: true,
                group_by: network::GroupBy::Place,
                limit: 0,
                split: BTreeSet::new(),
                chain_only: false,
                open: None,
            },
            file: 0,
            reason: None,
            notify: super::views::notifications::NotifyState::default(),
            wizard: super::views::data::wizard::WizardState::default(),
            edit: None,
            recent: Vec::new(),
            reveal_reason: crate::session::Reason::Call,
            export_working: false,
            dropping: false,
            confirm: None,
        }
    }
}
