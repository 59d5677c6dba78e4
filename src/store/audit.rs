//! Who did what, when and why: append-only, each entry's hash over its own fields and the hash before.
//!
//! An edit, a swap or a deletion breaks the chain; a tail that was cut off does not, and shows only against a head that
//! was printed: it stands on whatever leaves the house ([`Head`]).

use rusqlite::{Connection, Row, params};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::StoreError;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// The file was made.
    Create,
    /// Opened for writing.
    Open,
    /// Closed.
    Close,
    /// Files were brought in.
    Import,
    /// A run was derived.
    Run,
    /// A masked field was shown.
    Reveal,
    /// Somebody was searched for by a full number.
    Search,
    /// Parameters or their preset were changed.
    Rules,
    /// What is shown was changed: window, filter, order, columns.
    View,
    /// Held rows were put right.
    Fix,
    /// A step was taken back.
    Undo,
    /// A step was taken again.
    Redo,
    /// A case was decided on.
    Case,
    /// People were joined or parted.
    Merge,
    /// A list left the house.
    Export,
    /// A copy was made.
    Backup,
    /// A copy took the file's place.
    Restore,
    /// Old data were deleted.
    Purge,
    /// Deleting was put off, or allowed again.
    Hold,
    /// Users, roles or passphrases were changed.
    Users,
    /// Settings of the investigation were changed.
    Settings,
    /// The chain was checked.
    Verify,
    /// Messages were drafted.
    Draft,
    /// Messages were reviewed.
    Review,
    /// Messages were approved.
    Approve,
    /// Messages were sent.
    Push,
    /// Sending was stopped, taken up again or given up.
    Halt,
    /// Somebody asked what is on record of themselves.
    Lookup,
}

impl Action {
    /// All.
    pub const ALL: [Self; 28] = [
        Self::Create,
        Self::Open,
        Self::Close,
        Self::Import,
        Self::Run,
        Self::Reveal,
        Self::Search,
        Self::Rules,
        Self::View,
        Self::Fix,
        Self::Undo,
        Self::Redo,
        Self::Case,
        Self::Merge,
        Self::Export,
        Self::Backup,
        Self::Restore,
        Self::Purge,
        Self::Hold,
        Self::Users,
        Self::Settings,
        Self::Verify,
        Self::Draft,
        Self::Review,
        Self::Approve,
        Self::Push,
        Self::Halt,
        Self::Lookup,
    ];

    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Open => "open",
            Self::Close => "close",
            Self::Import => "import",
            Self::Run => "run",
            Self::Reveal => "reveal",
            Self::Search => "search",
            Self::Rules => "rules",
            Self::View => "view",
            Self::Fix => "fix",
            Self::Undo => "undo",
            Self::Redo => "redo",
            Self::Case => "case",
            Self::Merge => "merge",
            Self::Export => "export",
            Self::Backup => "backup",
            Self::Restore => "restore",
            Self::Purge => "purge",
            Self::Hold => "hold",
            Self::Users => "users",
            Self::Settings => "settings",
            Self::Verify => "verify",
            Self::Draft => "draft",
            Self::Review => "review",
            Self::Approve => "approve",
            Self::Push => "push",
            Self::Halt => "halt",
            Self::Lookup => "lookup",
        }
    }
}

/// What is to be put on record. Nothing in it may name a person in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// What.
    pub action: Action,
    /// To whom or what, masked.
    pub object: String,
    /// Why.
    pub reason: String,
    /// More: counts, names of parameters, hashes.
    pub detail: String,
    /// The run that was shown, 0 where none.
    pub run: u32,
}

impl Deed {
    /// A deed.
    #[must_use]
    pub fn new(action: Action) -> Self {
        Self {
            action,
            object: String::new(),
            reason: String::new(),
            detail: String::new(),
            run: 0,
        }
    }

    /// To whom or what.
    #[must_use]
    pub fn on(mut self, object: impl Into<String>) -> Self {
        self.object = object.into();
        self
    }

    /// Why.
    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = reason.into();
        self
    }

    /// More.
    #[must_use]
    pub fn saying(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// The run that was shown.
    #[must_use]
    pub const fn of_run(mut self, run: u32) -> Self {
        self.run = run;
        self
    }
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The account, as the operating system has it.
    pub account: String,
    /// The name that the file knows.
    pub name: String,
    /// The role's key.
    pub role: String,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its number, from 1.
    pub seq: u64,
    /// When, in milliseconds since 1970, UTC.
    pub at: i64,
    /// The operating system's user.
    pub account: String,
    /// The display name.
    pub name: String,
    /// The role.
    pub role: String,
    /// What, as a stable key.
    pub action: String,
    /// To whom or what, masked.
    pub object: String,
    /// Why.
    pub reason: String,
    /// More.
    pub detail: String,
    /// The run that was shown, 0 where none.
    pub run: u32,
    /// The chain's hash up to here.
    #[serde(skip)]
    pub hash: [u8; 32],
}

impl Entry {
    /// Its hash in hex.
    #[must_use]
    pub fn digits(&self) -> String {
        crate::model::hex(&self.hash)
    }

    /// What it put on record, to be put on record again; `None` for what this program does not know.
    #[must_use]
    pub fn deed(&self) -> Option<Deed> {
        let action = Action::ALL.into_iter().find(|a| a.key() == self.action)?;
        Some(Deed {
            action,
            object: self.object.clone(),
            reason: self.reason.clone(),
            detail: self.detail.clone(),
            run: self.run,
        })
    }

    /// The hash that this entry has after another.
    fn chained(&self, before: &[u8; 32]) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(before);
        hasher.update(self.seq.to_le_bytes());
        hasher.update(self.at.to_le_bytes());
        hasher.update(u64::from(self.run).to_le_bytes());
        let texts = [
            &self.account,
            &self.name,
            &self.role,
            &self.action,
            &self.object,
            &self.reason,
            &self.detail,
        ];
        for text in texts {
            hasher.update((text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        }
        hasher.finalize().into()
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            seq: row.get(0)?,
            at: row.get(1)?,
            account: row.get(2)?,
            name: row.get(3)?,
            role: row.get(4)?,
            action: row.get(5)?,
            object: row.get(6)?,
            reason: row.get(7)?,
            detail: row.get(8)?,
            run: row.get(9)?,
            hash: row.get(10)?,
        })
    }
}

/// How far the chain goes: what is printed on whatever leaves the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head {
    /// Entries.
    pub seq: u64,
    /// The last one's hash; zeros where there is none.
    pub hash: [u8; 32],
}

/// Hex digits of a hash that are printed: 80 bits, which nobody finds another chain for.
const PRINTED: usize = 20;

impl std::fmt::Display for Head {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}-{}",
            self.seq,
            crate::model::hex(&self.hash[..PRINTED / 2])
        )
    }
}

/// A head as it was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    seq: u64,
    digits: String,
}

impl std::str::FromStr for Anchor {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (seq, digits) = text.trim().split_once('-').ok_or(())?;
        let hex = digits.len() == PRINTED && digits.bytes().all(|b| b.is_ascii_hexdigit());
        if !hex {
            return Err(());
        }
        Ok(Self {
            seq: seq.parse().map_err(|_| ())?,
            digits: digits.to_ascii_lowercase(),
        })
    }
}

/// What checking the chain came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Whole; up to here.
    Whole(Head),
    /// The first entry that is not what its hash says, or is not there.
    Broken(u64),
    /// The chain ends before the printed head.
    Cut {
        /// Entries that there are.
        found: u64,
        /// Entries that there were.
        printed: u64,
    },
    /// Whole in itself, and another than the printed head tells of.
    Other(u64),
}

/// Checks a chain against a printed head, if there is one.
#[must_use]
pub fn verify(entries: &[Entry], anchor: Option<&Anchor>) -> Verdict {
    let mut head = Head::default();
    let mut at_anchor = anchor.is_some_and(|a| a.seq == 0).then_some(head);
    for entry in entries {
        let right = entry.seq == head.seq + 1 && entry.hash == entry.chained(&head.hash);
        if !right {
            return Verdict::Broken(head.seq + 1);
        }
        head = Head {
            seq: entry.seq,
            hash: entry.hash,
        };
        if anchor.is_some_and(|a| a.seq == head.seq) {
            at_anchor = Some(head);
        }
    }
    let Some(anchor) = anchor else {
        return Verdict::Whole(head);
    };
    match at_anchor {
        None => Verdict::Cut {
            found: head.seq,
            printed: anchor.seq,
        },
        Some(at) if at.to_string().ends_with(&format!("-{}", anchor.digits)) => {
            Verdict::Whole(head)
        }
        Some(_) => Verdict::Other(anchor.seq),
    }
}

const COLUMNS: &str = "seq, at, account, name, role, action, object, reason, detail, run, hash";

/// All entries from a number on, in order.
pub(super) fn entries(db: &Connection, from: u64) -> Result<Vec<Entry>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM audit WHERE seq >= ?1 ORDER BY seq");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map([from], Entry::read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// How far the chain goes.
pub(super) fn head(db: &Connection) -> Result<Head, StoreError> {
    let sql = "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    Ok(match rows.next()? {
        Some(row) => Head {
            seq: row.get(0)?,
            hash: row.get(1)?,
        },
        None => Head::default(),
    })
}

/// Appends an entry within whatever transaction is open.
pub(super) fn append(
    db: &Connection,
    actor: &Actor,
    at: i64,
    deed: &Deed,
) -> Result<Head, StoreError> {
    let before = head(db)?;
    let mut entry = Entry {
        seq: before.seq + 1,
        at,
        account: actor.account.clone(),
        name: actor.name.clone(),
        role: actor.role.clone(),
        action: deed.action.key().to_owned(),
        object: deed.object.clone(),
        reason: deed.reason.clone(),
        detail: deed.detail.clone(),
        run: deed.run,
        hash: [0; 32],
    };
    entry.hash = entry.chained(&before.hash);
    put(db, &entry)?;
    Ok(Head {
        seq: entry.seq,
        hash: entry.hash,
    })
}

/// Puts an entry as it is; for copying a chain.
pub(super) fn put(db: &Connection, entry: &Entry) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO audit ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
    );
    db.prepare_cached(&sql)?.execute(params![
        entry.seq,
        entry.at,
        entry.account,
        entry.name,
        entry.role,
        entry.action,
        entry.object,
        entry.reason,
        entry.detail,
        entry.run,
        entry.hash,
    ])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{RngExt as _, SeedableRng as _};

    fn chain(count: u64) -> Vec<Entry> {
        let db = Connection::open_in_memory().unwrap();
        let mut db = db;
        super::super::schema::migrate(&mut db).unwrap();
        let actor = Actor {
            account: "u".into(),
            name: "Người một".into(),
            role: "tracer".into(),
        };
        for n in 0..count {
            let action = Action::ALL[n as usize % Action::ALL.len()];
            let deed = Deed::new(action).on(format!("079••••••{n:03}")).of_run(2);
            append(&db, &actor, 1_630_000_000_000 + n as i64, &deed).unwrap();
        }
        entries(&db, 1).unwrap()
    }

    #[test]
    fn a_whole_chain_is_whole_and_goes_on_from_a_printed_head() {
        let entries = chain(40);
        let Verdict::Whole(head) = verify(&entries, None) else {
            panic!("whole");
        };
        assert_eq!(head.seq, 40);
        let Verdict::Whole(printed) = verify(&entries[..25], None) else {
            panic!("whole");
        };
        let anchor: Anchor = printed.to_string().parse().unwrap();
        assert_eq!(verify(&entries, Some(&anchor)), Verdict::Whole(head));
        let cut = Verdict::Cut {
            found: 24,
            printed: 25,
        };
        assert_eq!(verify(&entries[..24], Some(&anchor)), cut);
        assert!("25-xyz".parse::<Anchor>().is_err());
    }

    /// Edits, swaps, deletions, insertions, chains made anew from somewhere on, and cut tails.
    #[test]
    fn ten_thousand_mutations_are_all_found_against_the_printed_head() {
        let entries = chain(60);
        let Verdict::Whole(head) = verify(&entries, None) else {
            panic!("whole");
        };
        let anchor: Anchor = head.to_string().parse().unwrap();
        let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(6);
        for round in 0..10_000 {
            let mut changed = entries.clone();
            let at = rng.random_range(0..changed.len());
            match round % 8 {
                0 => changed.truncate(at),
                1 => drop(changed.remove(at)),
                2 => {
                    let other = (at + 1 + rng.random_range(0..changed.len() - 1)) % changed.len();
                    changed.swap(at, other);
                }
                3 => changed[at].hash[rng.random_range(0..32)] ^= 1 << rng.random_range(0..8),
                4 => changed[at].at += 1,
                5 => {
                    let entry = changed[at].clone();
                    changed.insert(at, entry);
                }
                _ => {
                    let entry = &mut changed[at];
                    let texts = [
                        &mut entry.account,
                        &mut entry.name,
                        &mut entry.role,
                        &mut entry.action,
                        &mut entry.object,
                        &mut entry.reason,
                        &mut entry.detail,
                    ];
                    let which = rng.random_range(0..7);
                    for (n, text) in texts.into_iter().enumerate() {
                        if n == which {
                            text.push('x');
                        }
                    }
                    // Somebody who knows how it is made chains it anew.
                    if round % 8 == 7 {
                        let mut before = match at {
                            0 => [0; 32],
                            at => changed[at - 1].hash,
                        };
                        for entry in &mut changed[at..] {
                            entry.hash = entry.chained(&before);
                            before = entry.hash;
                        }
                    }
                }
            }
            let verdict = verify(&changed, Some(&anchor));
            assert!(
                !matches!(verdict, Verdict::Whole(_)),
                "round {round} at {at}: {verdict:?}"
            );
        }
    }
}
