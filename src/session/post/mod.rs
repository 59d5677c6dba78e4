//! Notifications of an open investigation: drafting, sending, receipts and look-ups, for both doors.

mod board;
mod draft;
mod listen;
mod lists;
mod lookups;
mod push;

pub use board::{Board, Found, Look, SHOWN, Seen, Shown, Wish};
pub(super) use board::{Ground, Told};
pub use draft::{Counts, Drafting, OfTier, Preview, draft_batch, preview};
pub use listen::{Heard, INBOUND_USER, Listener, listen};
pub use lists::{
    ReadReceipts, read_receipts, write_answers, write_call_list, write_delivery, write_dry_run,
};
pub use lookups::{Desk as LookupDesk, answer_inbound, answer_questions};
pub use push::{Clock, Order, Sent, ask_unknown, pack, push, system_clock};

use super::keeper::{Shared, locked};
use super::work::WorkError;
use crate::i18n::{Message, Speak};
use crate::job::Cancelled;
use crate::notify::transport::{TransportError, sign::Signer};
use crate::notify::words::{Check, Outcome};
use crate::notify::{Kind, Notice, Settings};
use crate::store::audit::Deed;
use crate::store::{Action, Power, StoreError};

/// Why messages are not drafted or sent.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// The investigation file did not do what was asked.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A transport did not.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// There is no run to draft from.
    #[error(transparent)]
    Work(#[from] WorkError),
    /// The notice says what it must not, or lacks what it must have.
    #[error("the notice does not pass its checks")]
    Words(Vec<Check>),
    /// Stopped.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl PostError {
    /// Whether the user stopped it.
    #[must_use]
    pub const fn is_cancelled(&self) -> bool {
        match self {
            Self::Cancelled(_) => true,
            Self::Work(error) => error.is_cancelled(),
            _ => false,
        }
    }
}

impl Speak for PostError {
    fn speak(&self) -> Message {
        match self {
            Self::Store(error) => error.speak(),
            Self::Transport(error) => error.speak(),
            Self::Work(error) => error.speak(),
            Self::Words(checks) => {
                let first = checks.iter().find(|c| c.outcome == Outcome::Block);
                let first =
                    first.map_or_else(|| Message::new("check-empty-not"), |c| c.message.clone());
                Message::new("error-notify-words").with("check", first)
            }
            Self::Cancelled(_) => Message::new("error-cancelled"),
        }
    }
}

const SETTINGS: &str = "notify.settings";
const SIGNING: &str = "notify.signing";
const NOTICES: &str = "notify.notices";

/// How messages leave, as the investigation has it.
///
/// # Errors
/// [`StoreError`].
pub fn settings(store: &Shared) -> Result<Settings, StoreError> {
    let text = locked(store).setting(SETTINGS)?;
    match text {
        None => Ok(Settings::default()),
        Some(text) => serde_json::from_str(&text).map_err(|_| StoreError::Unknown),
    }
}

/// Changes how messages leave; `changed` names the fields, whose values are in no log.
///
/// # Errors
/// [`StoreError`].
pub fn keep_settings(
    store: &Shared,
    settings: &Settings,
    changed: &[&str],
) -> Result<(), StoreError> {
    let text = serde_json::to_string(settings).map_err(|_| StoreError::NoMemory)?;
    let deed = Deed::new(Action::Settings)
        .on("gateway")
        .saying(changed.join(", "));
    locked(store).change_setting(SETTINGS, &text, Power::Manage, &deed)
}

/// The notices that were changed in this investigation.
fn own_notices(store: &Shared) -> Result<Vec<Notice>, StoreError> {
    match locked(store).setting(NOTICES)? {
        None => Ok(Vec::new()),
        Some(text) => serde_json::from_str(&text).map_err(|_| StoreError::Unknown),
    }
}

/// The notice of a kind, as the investigation has it.
///
/// # Errors
/// [`StoreError`].
pub fn notice(store: &Shared, kind: Kind) -> Result<Notice, StoreError> {
    let own = own_notices(store)?.into_iter().find(|n| n.kind == kind);
    Ok(own.unwrap_or_else(|| Notice::builtin(kind)))
}

/// Changes a notice: its version grows where its texts are others. `None`: the program's own again.
///
/// # Errors
/// [`StoreError`].
pub fn keep_notice(store: &Shared, kind: Kind, new: Option<Notice>) -> Result<Notice, StoreError> {
    let before = notice(store, kind)?;
    let mut new = new.unwrap_or_else(|| Notice::builtin(kind));
    if (&new.vi, &new.en) == (&before.vi, &before.en) {
        return Ok(before);
    }
    new.kind = kind;
    new.version = before.version + 1;
    let mut all = own_notices(store)?;
    all.retain(|n| n.kind != kind);
    all.push(new.clone());
    all.sort_by_key(|n| n.kind);
    let text = serde_json::to_string(&all).map_err(|_| StoreError::NoMemory)?;
    let deed = Deed::new(Action::Settings)
        .on(format!("notice {}", kind.key()))
        .saying(format!("version {}", new.version));
    locked(store).change_setting(NOTICES, &text, Power::Work, &deed)?;
    Ok(new)
}

/// The key that the investigation signs packages by; made when it is first asked for.
///
/// # Errors
/// [`PostError`].
pub fn signer(store: &Shared) -> Result<Signer, PostError> {
    if let Some(text) = locked(store).setting(SIGNING)? {
        return Ok(Signer::from_text(&text)?);
    }
    let signer = Signer::new()?;
    let deed = Deed::new(Action::Settings)
        .on("signing key")
        .saying(signer.public());
    locked(store).change_setting(SIGNING, &signer.to_text()?, Power::Work, &deed)?;
    Ok(signer)
}
