//! Where records pile up while files are read.

use rustc_hash::FxHashSet;

use super::identifier::{IdNumber, id_number};
use super::keys::{Interner, KeyIx, KeyKind, PersonKeys};
use super::qr::person_code;
use super::role::Role;
use super::role::person::{CCCD, NEXT, PERSON_ID, QID, QR};
use super::row::{Fault, Row, composed, placeholder};
use super::table::Cell;
use super::when::year_last;
use super::{Ledger, Reason};
use crate::i18n::Message;
use crate::model::{
    CaseRow, Encounter, HealthReport, PersonRow, PlaceRow, Quarantine, RowIx, Stays,
};

/// A known infection, to judge a run by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrueInfection {
    /// Who passed it on.
    pub source: KeyIx,
    /// Who caught it.
    pub contact: KeyIx,
    /// When, where it is known.
    pub at: Option<i64>,
    /// The place's category, where it is known.
    pub category: String,
    /// Whether the infected person became a case that somebody knows of; `None` where the file does not say.
    pub confirmed: Option<bool>,
}

/// What a device runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Platform {
    /// Android.
    Android,
    /// iOS.
    Ios,
}

/// One device heard another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sighting {
    /// Who heard.
    pub own: KeyIx,
    /// Who was heard.
    pub seen: KeyIx,
    /// When.
    pub at: i64,
    /// How loud, in dBm.
    pub rssi: i8,
    /// The source row.
    pub row: RowIx,
}

/// Everything that was read, people and places still by their keys: until the registry has joined them,
/// `person` fields are [`KeyIx`] of `keys` and `place` fields numbers of `place_keys`.
#[derive(Debug, Clone, Default)]
pub struct Intake {
    /// What became of every row.
    pub ledger: Ledger,
    /// What to say of the inputs beside their rows.
    pub notes: Vec<Message>,
    /// Files found in folders that were not read: name and why.
    pub left_out: Vec<(String, Message)>,
    /// The keys of people.
    pub keys: PersonKeys,
    /// The ids of places.
    pub place_keys: Interner,
    /// What was said of people, by key, in the order read.
    pub people: Vec<(KeyIx, PersonRow, RowIx)>,
    /// What the register says of places; `id` is the place's.
    pub places: Vec<(PlaceRow, RowIx)>,
    /// Vehicles that declarations name, as places.
    pub vehicles: Vec<PlaceRow>,
    /// Stays.
    pub stays: Stays,
    /// Encounters; `a` and `b` not yet in order.
    pub encounters: Vec<Encounter>,
    /// What people declared of their health.
    pub health: Vec<HealthReport>,
    /// What declarations say of people, by key, in the order read; registers go before them.
    pub declared_people: Vec<(KeyIx, PersonRow, RowIx)>,
    /// Bluetooth sightings.
    pub sightings: Vec<Sighting>,
    /// What devices run on, where it is known.
    pub platforms: Vec<(KeyIx, Platform)>,
    /// Households' ids.
    pub household_keys: Interner,
    /// Who belongs to which.
    pub households: Vec<(u32, KeyIx, RowIx)>,
    /// Cases, with their rows.
    pub cases: Vec<(CaseRow, RowIx)>,
    /// Quarantines, with their rows.
    pub quarantines: Vec<(Quarantine, RowIx)>,
    /// Known infections.
    pub truth: Vec<TrueInfection>,
    /// Keys that came from a register of people.
    pub registered: Vec<KeyIx>,
}

/// The intake while one row is at work.
pub(crate) struct Desk<'i> {
    pub intake: &'i mut Intake,
    pub role: Role,
    pub row: RowIx,
    pub warnings: Vec<Reason>,
    /// Keys that stand on this row together; kept once the row is taken.
    pub links: Vec<(KeyIx, KeyIx)>,
    /// Small tables' rows by their content, to know a duplicate.
    pub seen: FxHashSet<u128>,
    /// This row's content, to be among the seen ones once it is taken.
    pub digest: Option<u128>,
}

impl Desk<'_> {
    /// The key of the person that a row names, by person id, citizen's number or QID, and whatever links them.
    pub fn person(&mut self, row: &Row<'_>) -> Result<KeyIx, Fault> {
        let mut keys = [None; 4];
        let mut last_field = (PERSON_ID..NEXT)
            .find(|&f| row.columns[f].is_some())
            .unwrap_or(PERSON_ID);
        if let Some(id) = row.text(PERSON_ID)?.filter(|id| !placeholder(id)) {
            keys[0] = Some(self.intake.keys.intern(KeyKind::PersonId, &id));
        }
        if let Some(number) = row.text(CCCD)?.filter(|n| !placeholder(n)) {
            last_field = CCCD;
            match id_number(&number).map_err(|reason| Fault {
                field: CCCD,
                reason,
            })? {
                IdNumber::Cccd(cccd) => {
                    keys[1] = Some(self.intake.keys.intern(KeyKind::Cccd, cccd));
                }
                IdNumber::Cmnd | IdNumber::Masked => {}
            }
        }
        if let Some(payload) = row.text(QR)?.filter(|qr| !placeholder(qr)) {
            last_field = QR;
            let code = person_code(&payload).map_err(|reason| Fault { field: QR, reason })?;
            let cccd = code.cccd.map(|c| self.intake.keys.intern(KeyKind::Cccd, c));
            if let (Some(told), Some(read)) = (keys[1], cccd)
                && told != read
            {
                // Two different valid numbers are a veto: the written one stands, the code ties nothing to it.
                self.warnings.push(Reason::CccdConflict);
            } else {
                keys[1] = keys[1].or(cccd);
                keys[2] = code.qid.map(|q| self.intake.keys.intern(KeyKind::Qid, q));
            }
        }
        if let Some(qid) = row.text(QID)?.filter(|qid| !placeholder(qid)) {
            last_field = QID;
            keys[3] = Some(self.intake.keys.intern(KeyKind::Qid, &qid));
        }
        let mut known = keys.into_iter().flatten();
        let Some(first) = known.next() else {
            let reason = if row.text(last_field)?.is_some() {
                Reason::NoPersonKey
            } else {
                Reason::Empty
            };
            return Err(Fault {
                field: last_field,
                reason,
            });
        };
        self.links.extend(known.map(|other| (first, other)));
        Ok(first)
    }

    /// Whether a row with the same content was taken before, in this file or another of the same role.
    pub fn duplicate(&mut self, row: &Row<'_>) -> bool {
        use sha2::{Digest, Sha256};
        let mut hash = Sha256::new();
        hash.update(self.role.key());
        for (cell, &order) in row.cells.iter().zip(row.orders) {
            match cell {
                Cell::Text(text) => {
                    hash.update(&*composed(text));
                    // The same text is another date where a column has the other order.
                    if year_last(text).is_some() {
                        hash.update([order as u8]);
                    }
                }
                other => hash.update(format!("{other:?}")),
            }
            hash.update([0]);
        }
        let digest: [u8; 32] = hash.finalize().into();
        let mut half = [0; 16];
        half.copy_from_slice(&digest[..16]);
        self.digest = Some(u128::from_le_bytes(half));
        self.digest
            .is_some_and(|digest| self.seen.contains(&digest))
    }
}
