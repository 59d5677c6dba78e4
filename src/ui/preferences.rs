//! What the window remembers from one start to the next: no data of an investigation, only paths of what was opened.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::state::State;
use crate::i18n::Lang;

/// Most paths remembered.
pub const MOST_RECENT: usize = 6;

/// What is remembered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// `vi` or `en`; empty: the system's language.
    pub lang: String,
    /// The dark theme.
    pub dark: bool,
    /// The interface's size.
    pub zoom: f32,
    /// The inspector's width; 0: by the window's.
    pub inspector_width: f32,
    /// Minutes after which a file locks itself; 0: never.
    pub lock_minutes: u32,
    /// What was opened, the latest first.
    pub recent: Vec<PathBuf>,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            lang: String::new(),
            dark: false,
            zoom: 1.0,
            inspector_width: 0.0,
            lock_minutes: 10,
            recent: Vec::new(),
        }
    }
}

impl Preferences {
    /// Where they are kept: the system's folder for settings.
    #[must_use]
    pub fn file() -> Option<PathBuf> {
        let folders = directories::ProjectDirs::from("", "", "TruyVet")?;
        Some(folders.config_dir().join("window.toml"))
    }

    /// Reads them; the defaults where there are none or they make no sense.
    #[must_use]
    pub fn read(file: &Path) -> Self {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let mut read: Self = toml::from_str(&text).unwrap_or_default();
        read.recent.truncate(MOST_RECENT);
        if !(0.8..=1.6).contains(&read.zoom) {
            read.zoom = 1.0;
        }
        read
    }

    /// Writes them.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&self, file: &Path) -> std::io::Result<()> {
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let text = toml::to_string(self).map_err(std::io::Error::other)?;
        // At once or not at all, whatever ends the program in between.
        let folder = file.parent().unwrap_or(Path::new("."));
        let mut staged = tempfile::NamedTempFile::new_in(folder)?;
        std::io::Write::write_all(&mut staged, text.as_bytes())?;
        staged.persist(file).map_err(|e| e.error)?;
        Ok(())
    }

    /// What the window's state comes to.
    #[must_use]
    pub fn of(state: &State) -> Self {
        Self {
            lang: state.lang.code().to_owned(),
            dark: state.dark,
            zoom: state.zoom,
            inspector_width: state.inspector_width,
            lock_minutes: state.lock_minutes,
            recent: state.recent.clone(),
        }
    }

    /// A first state.
    #[must_use]
    pub fn state(&self) -> State {
        let lang = Lang::parse(&self.lang).unwrap_or_else(Lang::system);
        let mut state = State::new(lang);
        state.dark = self.dark;
        state.zoom = self.zoom;
        state.inspector_width = self.inspector_width;
        state.lock_minutes = self.lock_minutes;
        state.recent.clone_from(&self.recent);
        state
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_and_read() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a/b.toml");
        assert_eq!(Preferences::read(&file), Preferences::default());
        let some = Preferences {
            lang: "en".into(),
            dark: true,
            zoom: 1.25,
            inspector_width: 400.0,
            lock_minutes: 30,
            recent: vec!["x".into()],
        };
        some.write(&file).unwrap();
        assert_eq!(Preferences::read(&file), some);
        assert_eq!(some.state().lang, Lang::En);
        std::fs::write(&file, "zoom = 99.0\nlang = 3").unwrap();
        assert_eq!(Preferences::read(&file), Preferences::default());
    }
}
