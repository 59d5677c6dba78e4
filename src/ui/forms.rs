//! What is typed into the window's forms until it is sent. `Debug` tells none of it.

use zeroize::Zeroizing;

use crate::store::Role;

/// What opens a file.
#[derive(Default)]
pub struct GateForm {
    /// The passphrase.
    pub passphrase: Zeroizing<String>,
    /// The case number.
    pub case: String,
    /// What for.
    pub purpose: String,
    /// Which file it was typed for.
    pub of: Option<std::path::PathBuf>,
}

/// What a new file is made of.
#[derive(Default)]
pub struct SaveForm {
    /// What the investigation is called.
    pub title: String,
    /// The case number.
    pub case: String,
    /// What for.
    pub purpose: String,
    /// The own name.
    pub name: String,
    /// The passphrase.
    pub passphrase: Zeroizing<String>,
    /// Once more.
    pub again: Zeroizing<String>,
}

/// Somebody who is to be let in.
#[derive(Default)]
pub struct UserForm {
    /// The display name.
    pub name: String,
    /// The role, as a position in [`Role::ALL`].
    pub role: usize,
    /// The passphrase.
    pub passphrase: Zeroizing<String>,
}

impl UserForm {
    /// The role chosen.
    #[must_use]
    pub fn role(&self) -> Role {
        Role::ALL[self.role.min(Role::ALL.len() - 1)]
    }
}

/// A new passphrase.
#[derive(Default)]
pub struct PassForm {
    /// The one so far.
    pub old: Zeroizing<String>,
    /// The one from now on.
    pub new: Zeroizing<String>,
}

/// How long data are kept.
#[derive(Default)]
pub struct KeepForm {
    /// Days; empty: as the file has it.
    pub days: String,
    /// Why.
    pub reason: String,
    /// The purge was asked for once.
    pub sure: bool,
}

/// How the log is looked at.
#[derive(Default)]
pub struct LogForm {
    /// Words that an entry must have.
    pub find: String,
    /// Which kind of entries, as a position.
    pub kind: usize,
    /// A printed head.
    pub anchor: String,
}

/// All forms.
#[derive(Default)]
pub struct Forms {
    /// What opens a file.
    pub gate: GateForm,
    /// What a new file is made of.
    pub save: SaveForm,
    /// Somebody who is to be let in.
    pub user: UserForm,
    /// A new passphrase.
    pub pass: PassForm,
    /// How long data are kept.
    pub keep: KeepForm,
    /// How the log is looked at.
    pub log: LogForm,
}

impl std::fmt::Debug for Forms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Forms").finish_non_exhaustive()
    }
}
