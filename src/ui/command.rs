//! What a user can do in the window: one list feeds the palette, the keys and the help.

use egui::{Key, KeyboardShortcut, Modifiers};

use super::state::View;
use super::theme::icons;
use crate::i18n::Lang;
use crate::model::time::Seconds;
use crate::session::{Command, Focus, Naming, Reason};

/// A command to the window; the session's are among them.
#[derive(Debug, Clone)]
pub enum UiCommand {
    /// For the session.
    Do(Command),
    /// Something with a name, a key and a place in the palette.
    Act(Action),
    /// Looks at somebody or somewhere, and remembers from where.
    Focus(Option<Focus>),
    /// Sets the clock.
    Clock(Seconds),
    /// Sets how many seconds of the clock pass in one.
    Speed(Seconds),
    /// Sets the language.
    Lang(Lang),
    /// Checks or unchecks people.
    Check(Vec<u32>, bool),
    /// Asks where to save the list, and saves it there.
    Save {
        /// As a workbook, else as CSV.
        workbook: bool,
        /// Who is named.
        naming: Naming,
        /// Why names are needed.
        reason: Option<Reason>,
    },
    /// Asks where to make the investigation's file, and makes it there.
    SaveFile,
    /// Opens one of the recent folders.
    Recent(usize),
    /// The user said yes to what was asked.
    Confirmed,
    /// Puts text on the clipboard.
    Copy(String),
    /// A full number was typed and found.
    Typed(u32),
    /// Asks for a file of notifications, and reads or writes it.
    NotifyFile(NotifyFile),
}

/// A file that notifications are written to or read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotifyFile {
    /// Whom a draft is for.
    DryRun,
    /// A batch, signed, in a folder.
    Pack(i64),
    /// Who must be called.
    Calls(i64),
    /// What happened to each message.
    Log(i64),
    /// Receipts.
    Receipts,
}

/// What has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // their names are in assets/i18n
pub enum Action {
    OpenFiles,
    OpenFolder,
    OpenSample,
    AddFiles,
    Close,
    SaveFile,
    Backup,
    Lock,
    VerifyLog,
    ExportLog,
    Show(View),
    Palette,
    Find,
    Inspector,
    Back,
    Forward,
    Undo,
    Redo,
    RunAgain,
    RunPanel,
    Export,
    ExportHeld,
    MaskAll,
    Theme,
    OtherLanguage,
    ZoomIn,
    ZoomOut,
    ZoomReset,
    PlayPause,
    ClockBack,
    ClockForward,
    ClockDayBack,
    ClockDayForward,
    WindowStart,
    WindowEnd,
    WindowAll,
    ClearFilters,
    Keys,
    Jobs,
}

const fn plain(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

const fn ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn ctrl_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

impl Action {
    /// All, as the palette and the key sheet list them.
    pub const ALL: [Self; 45] = [
        Self::Show(View::Contacts),
        Self::Show(View::Map),
        Self::Show(View::Network),
        Self::Show(View::Data),
        Self::Show(View::Notify),
        Self::Show(View::Log),
        Self::Show(View::Settings),
        Self::OpenFiles,
        Self::OpenFolder,
        Self::OpenSample,
        Self::AddFiles,
        Self::SaveFile,
        Self::Backup,
        Self::Lock,
        Self::VerifyLog,
        Self::ExportLog,
        Self::Close,
        Self::Palette,
        Self::Find,
        Self::Inspector,
        Self::Back,
        Self::Forward,
        Self::Undo,
        Self::Redo,
        Self::RunAgain,
        Self::RunPanel,
        Self::Export,
        Self::ExportHeld,
        Self::MaskAll,
        Self::Theme,
        Self::OtherLanguage,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::ZoomReset,
        Self::PlayPause,
        Self::ClockBack,
        Self::ClockForward,
        Self::ClockDayBack,
        Self::ClockDayForward,
        Self::WindowStart,
        Self::WindowEnd,
        Self::WindowAll,
        Self::ClearFilters,
        Self::Keys,
        Self::Jobs,
    ];

    /// The stable key of its name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::OpenFiles => "act-open-files",
            Self::OpenFolder => "act-open-folder",
            Self::OpenSample => "act-open-sample",
            Self::AddFiles => "act-add-files",
            Self::SaveFile => "act-save",
            Self::Backup => "act-backup",
            Self::Lock => "act-lock",
            Self::VerifyLog => "act-verify-log",
            Self::ExportLog => "act-export-log",
            Self::Close => "act-close",
            Self::Show(view) => view.key(),
            Self::Palette => "act-palette",
            Self::Find => "act-find",
            Self::Inspector => "act-inspector",
            Self::Back => "act-back",
            Self::Forward => "act-forward",
            Self::Undo => "act-undo",
            Self::Redo => "act-redo",
            Self::RunAgain => "act-run-again",
            Self::RunPanel => "act-run-panel",
            Self::Export => "act-export",
            Self::ExportHeld => "act-export-held",
            Self::MaskAll => "act-mask-all",
            Self::Theme => "act-theme",
            Self::OtherLanguage => "act-language",
            Self::ZoomIn => "act-zoom-in",
            Self::ZoomOut => "act-zoom-out",
            Self::ZoomReset => "act-zoom-reset",
            Self::PlayPause => "act-play",
            Self::ClockBack => "act-clock-back",
            Self::ClockForward => "act-clock-forward",
            Self::ClockDayBack => "act-clock-day-back",
            Self::ClockDayForward => "act-clock-day-forward",
            Self::WindowStart => "act-window-start",
            Self::WindowEnd => "act-window-end",
            Self::WindowAll => "act-window-all",
            Self::ClearFilters => "act-clear-filters",
            Self::Keys => "act-keys",
            Self::Jobs => "act-jobs",
        }
    }

    /// Its icon.
    #[must_use]
    pub const fn icon(self) -> &'static str {
        match self {
            Self::OpenFiles | Self::AddFiles => icons::FILE_PLUS,
            Self::OpenFolder => icons::FOLDER_OPEN,
            Self::OpenSample => icons::FLASK,
            Self::SaveFile => icons::DOWNLOAD_SIMPLE,
            Self::Backup => icons::HARD_DRIVES,
            Self::VerifyLog => icons::SHIELD_CHECK,
            Self::Close => icons::X,
            Self::Show(view) => view.icon(),
            Self::Palette | Self::Find => icons::MAGNIFYING_GLASS,
            Self::Inspector => icons::LIST,
            Self::Back => icons::ARROW_LEFT,
            Self::Forward => icons::ARROW_RIGHT,
            Self::Undo => icons::ARROW_U_UP_LEFT,
            Self::Redo => icons::ARROW_U_UP_RIGHT,
            Self::RunAgain => icons::ARROWS_CLOCKWISE,
            Self::RunPanel => icons::SLIDERS_HORIZONTAL,
            Self::Export | Self::ExportHeld | Self::ExportLog => icons::EXPORT,
            Self::MaskAll | Self::Lock => icons::LOCK_SIMPLE,
            Self::Theme => icons::MOON,
            Self::OtherLanguage => icons::GLOBE,
            Self::ZoomIn => icons::PLUS,
            Self::ZoomOut => icons::MINUS,
            Self::ZoomReset => icons::CORNERS_OUT,
            Self::PlayPause => icons::PLAY,
            Self::ClockBack | Self::ClockDayBack => icons::SKIP_BACK,
            Self::ClockForward | Self::ClockDayForward => icons::SKIP_FORWARD,
            Self::WindowStart | Self::WindowEnd | Self::WindowAll => icons::CALENDAR_BLANK,
            Self::ClearFilters => icons::FUNNEL_X,
            Self::Keys => icons::KEYBOARD,
            Self::Jobs => icons::TRAY,
        }
    }

    /// Its keys. Those without Ctrl or Alt work only while no text is typed.
    #[must_use]
    pub fn shortcuts(self) -> Vec<KeyboardShortcut> {
        match self {
            Self::OpenFiles => vec![ctrl(Key::O)],
            Self::OpenFolder => vec![ctrl_shift(Key::O)],
            Self::OpenSample => vec![ctrl(Key::M)],
            Self::AddFiles => vec![ctrl_shift(Key::N)],
            Self::SaveFile => vec![ctrl(Key::S)],
            Self::Lock => vec![ctrl(Key::L)],
            Self::Close => vec![ctrl(Key::W)],
            Self::Show(View::Contacts) => vec![ctrl(Key::Num1)],
            Self::Show(View::Map) => vec![ctrl(Key::Num2)],
            Self::Show(View::Network) => vec![ctrl(Key::Num3)],
            Self::Show(View::Data) => vec![ctrl(Key::Num4)],
            Self::Show(View::Notify) => vec![ctrl(Key::Num5)],
            Self::Show(View::Log) => vec![ctrl(Key::Num6)],
            Self::Show(View::Settings) => vec![ctrl(Key::Num7), ctrl(Key::Comma)],
            Self::Palette => vec![ctrl(Key::K)],
            Self::Find => vec![ctrl(Key::F)],
            Self::Inspector => vec![ctrl(Key::I), plain(Key::I)],
            Self::Back => vec![KeyboardShortcut::new(Modifiers::ALT, Key::ArrowLeft)],
            Self::Forward => vec![KeyboardShortcut::new(Modifiers::ALT, Key::ArrowRight)],
            Self::Undo => vec![ctrl(Key::Z)],
            Self::Redo => vec![ctrl_shift(Key::Z), ctrl(Key::Y)],
            Self::RunAgain => vec![ctrl(Key::R)],
            Self::RunPanel => vec![ctrl(Key::P)],
            Self::Export => vec![ctrl(Key::E)],
            Self::MaskAll => vec![ctrl_shift(Key::L)],
            Self::ExportHeld
            | Self::ExportLog
            | Self::VerifyLog
            | Self::Backup
            | Self::Theme
            | Self::OtherLanguage
            | Self::WindowAll
            | Self::ClearFilters => Vec::new(),
            Self::ZoomIn => vec![ctrl(Key::Plus), ctrl(Key::Equals)],
            Self::ZoomOut => vec![ctrl(Key::Minus)],
            Self::ZoomReset => vec![ctrl(Key::Num0)],
            Self::PlayPause => vec![plain(Key::Space)],
            Self::ClockBack => vec![plain(Key::ArrowLeft)],
            Self::ClockForward => vec![plain(Key::ArrowRight)],
            Self::ClockDayBack => {
                vec![KeyboardShortcut::new(Modifiers::SHIFT, Key::ArrowLeft)]
            }
            Self::ClockDayForward => {
                vec![KeyboardShortcut::new(Modifiers::SHIFT, Key::ArrowRight)]
            }
            Self::WindowStart => vec![plain(Key::OpenBracket)],
            Self::WindowEnd => vec![plain(Key::CloseBracket)],
            Self::Keys => vec![plain(Key::F1), plain(Key::Questionmark)],
            Self::Jobs => vec![ctrl(Key::J)],
        }
    }

    /// Its first key in words, as `Ctrl K`; empty where it has none.
    #[must_use]
    pub fn key_text(self) -> String {
        self.shortcuts()
            .first()
            .copied()
            .map_or_else(String::new, key_text)
    }

    /// Whether it makes sense only while an investigation is open.
    #[must_use]
    pub const fn needs_data(self) -> bool {
        !matches!(
            self,
            Self::OpenFiles
                | Self::OpenFolder
                | Self::OpenSample
                | Self::Palette
                | Self::Theme
                | Self::OtherLanguage
                | Self::ZoomIn
                | Self::ZoomOut
                | Self::ZoomReset
                | Self::Keys
                | Self::Jobs
        )
    }
}

/// A key in words.
#[must_use]
pub fn key_text(shortcut: KeyboardShortcut) -> String {
    let m = shortcut.modifiers;
    let mut out = String::new();
    for (held, name) in [
        (m.command || m.ctrl, "Ctrl "),
        (m.alt, "Alt "),
        (m.shift, "Shift "),
    ] {
        if held {
            out.push_str(name);
        }
    }
    // Signs for arrows are in no font of ours; their names are on the keys.
    out.push_str(match shortcut.logical_key {
        Key::OpenBracket => "[",
        Key::CloseBracket => "]",
        Key::Questionmark => "?",
        Key::Plus => "+",
        Key::Minus => "-",
        Key::Equals => "=",
        key => key.name(),
    });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_does_two_things() {
        let mut all: Vec<(String, Action)> = Vec::new();
        for action in Action::ALL {
            for shortcut in action.shortcuts() {
                let text = key_text(shortcut);
                assert!(
                    !all.iter().any(|(t, _)| *t == text),
                    "{text} does two things"
                );
                all.push((text, action));
            }
        }
    }
}
