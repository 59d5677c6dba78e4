//! Where records pile up while files are read.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashSet};

use super::clues::{Clue, ClueKind, accent_hash, digits, name_hash, year};
use super::identifier::{IdNumber, accented_key, id_number, insurance, name_key};
use super::keys::{Interner, KeyIx, KeyKind, PersonKeys};
use super::qr::{PersonCode, person_code};
use super::role::Role;
use super::role::person::{
    BIRTH_DATE, CCCD, CMND, FULL_NAME, INSURANCE, PERSON_ID, PHONE, QID, QR,
};
use super::row::{Fault, Row, composed, placeholder};
use super::table::Cell;
use super::when::year_last;
use super::{Ledger, Reason, phone};
use crate::i18n::Message;
use crate::model::{
    CaseRow, Encounter, HealthReport, PersonRow, PlaceRow, Quarantine, Registration, RowIx, Stays,
};

/// A known infection, to judge a run by.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
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
    /// What else may tell who a key's person is.
    pub clues: IndexSet<Clue, FxBuildHasher>,
    /// Who can be reached through which app.
    pub registrations: Vec<Registration>,
    /// Hashes of what was said of whom already: a code says the same at every scan.
    told: FxHashSet<u64>,
}

/// The intake while one row is at work.
pub(crate) struct Desk<'i> {
    pub intake: &'i mut Intake,
    pub role: Role,
    pub row: RowIx,
    pub warnings: Vec<Reason>,
    /// Keys that stand on this row together; kept once the row is taken.
    pub links: Vec<(KeyIx, KeyIx)>,
    /// What else the row says of its person; kept once the row is taken.
    pub clues: Vec<Clue>,
    /// Who the row says its person is; kept once the row is taken.
    pub described: Option<(KeyIx, PersonRow)>,
    /// Small tables' rows by their content, to know a duplicate.
    pub seen: FxHashSet<u128>,
    /// This row's content, to be among the seen ones once it is taken.
    pub digest: Option<u128>,
}

/// Why a row names nobody: the last of its columns that could have.
fn nobody(row: &Row<'_>) -> Fault {
    let has = |&field: &usize| row.columns[field].is_some();
    let fields = PERSON_ID..=PHONE;
    let written = |&field: &usize| !matches!(row.text(field), Ok(None));
    let field = fields
        .clone()
        .rev()
        .filter(has)
        .find(written)
        .or_else(|| fields.into_iter().find(has));
    let field = field.unwrap_or(PERSON_ID);
    let reason = match (field, row.text(field)) {
        (_, Ok(None)) => Reason::Empty,
        (PHONE, Ok(Some(text))) if !placeholder(&text) => Reason::PhoneUnreadable,
        (INSURANCE, Ok(Some(text))) if !placeholder(&text) => Reason::InsuranceUnreadable,
        _ => Reason::NoPersonKey,
    };
    Fault { field, reason }
}

/// What one row says of who its person is.
#[derive(Default)]
struct Named {
    cmnd: Option<u64>,
    insurance: Option<u64>,
    masked: Option<(u64, u8)>,
    phone: Option<u32>,
    name: String,
    birth: String,
}

impl Named {
    /// What names somebody together, as one text; `None` where that is too little.
    fn together(&self) -> Option<String> {
        let name = name_key(&self.name);
        let year = year(&self.birth);
        if let Some(card) = self.insurance {
            return Some(format!("insurance {card}"));
        }
        if let Some(cmnd) = self.cmnd.filter(|_| year > 0) {
            return Some(format!("cmnd {cmnd} {year}"));
        }
        if name.is_empty() {
            return None;
        }
        if let Some((rest, length)) = self.masked.filter(|m| year > 0 && m.1 >= ENOUGH) {
            return Some(format!("masked {rest} {length} {year} {name}"));
        }
        let phone = self.phone?;
        // What tells two people of a household apart tells them apart here too.
        let name = accented_key(&self.name);
        Some(format!("phone {phone} {year} {name}"))
    }
}

/// Whether a code alone names its person.
///
/// # Errors
/// Why it does not, as [`Desk::person`] says it.
pub(super) fn names_somebody(payload: &str) -> Result<(), Reason> {
    let code = person_code(payload)?;
    if code.cccd.is_some() || code.qid.is_some() {
        return Ok(());
    }
    let named = Named {
        cmnd: code.cmnd.and_then(|c| c.parse().ok()),
        insurance: code.insurance,
        masked: code.masked.and_then(digits),
        phone: None,
        name: code.name.into_owned(),
        birth: code.birth.to_owned(),
    };
    named.together().map(|_| ()).ok_or(Reason::NoPersonKey)
}

/// Digits of a starred number that are enough, with the name and the year of birth.
const ENOUGH: u8 = 6;

impl<'i> Desk<'i> {
    /// A desk before its first row.
    pub fn new(intake: &'i mut Intake, role: Role, seen: FxHashSet<u128>) -> Self {
        Self {
            intake,
            role,
            row: 0,
            warnings: Vec::new(),
            links: Vec::new(),
            clues: Vec::new(),
            described: None,
            digest: None,
            seen,
        }
    }

    /// The key of the person that a row names, by person id, citizen's number or QID, or where none stands by what
    /// names somebody together; and whatever links them.
    pub fn person(&mut self, row: &Row<'_>) -> Result<KeyIx, Fault> {
        let mut keys = [None; 4];
        let mut named = Named::default();
        let fault = |field| move |reason| Fault { field, reason };
        if let Some(id) = row.text(PERSON_ID)?.filter(|id| !placeholder(id)) {
            keys[0] = Some(self.intake.keys.intern(KeyKind::PersonId, &id));
        }
        let number = row.text(CCCD)?.filter(|n| !placeholder(n));
        // A code may stand where a number is asked for.
        let (number, mut payload) = match number {
            Some(code) if code.contains('|') => (None, Some((code, CCCD))),
            number => (number, None),
        };
        if row.scientific(CCCD) {
            return Err(fault(CCCD)(Reason::CccdScientific));
        }
        if let Some(number) = number {
            match id_number(&number).map_err(fault(CCCD))? {
                IdNumber::Cccd(cccd) => {
                    keys[1] = Some(self.intake.keys.intern(KeyKind::Cccd, cccd));
                }
                IdNumber::Cmnd(cmnd) => named.cmnd = cmnd.parse().ok(),
                IdNumber::Masked(rest) => named.masked = digits(rest),
            }
        }
        if let Some(code) = row.text(QR)?.filter(|qr| !placeholder(qr)) {
            payload = Some((code, QR));
        }
        if let Some((payload, field)) = &payload {
            let code = person_code(payload).map_err(fault(*field))?;
            self.read_code(&code, &mut keys, &mut named);
        }
        if let Some(qid) = row.text(QID)?.filter(|qid| !placeholder(qid)) {
            keys[3] = Some(self.intake.keys.intern(KeyKind::Qid, &qid));
        }
        self.read_supports(row, &mut keys, &mut named)?;
        let mut known = keys.into_iter().flatten();
        let first = match known.next() {
            Some(first) => first,
            None => self.weak_key(row, &named)?,
        };
        self.links.extend(known.map(|other| (first, other)));
        self.note_clues(first, named, row)?;
        Ok(first)
    }

    fn read_code(
        &mut self,
        code: &PersonCode<'_>,
        keys: &mut [Option<KeyIx>; 4],
        named: &mut Named,
    ) {
        let cccd = code.cccd.map(|c| self.intake.keys.intern(KeyKind::Cccd, c));
        if let (Some(told), Some(read)) = (keys[1], cccd)
            && told != read
        {
            // Two different valid numbers are a veto: the written one stands, the code ties nothing to it.
            self.warnings.push(Reason::CccdConflict);
            return;
        }
        keys[1] = keys[1].or(cccd);
        if let Some(qid) = code.qid {
            keys[2] = Some(self.intake.keys.intern(KeyKind::Qid, qid));
        }
        named.cmnd = named.cmnd.or_else(|| code.cmnd?.parse().ok());
        named.masked = named.masked.or_else(|| digits(code.masked?));
        named.insurance = named.insurance.or(code.insurance);
        named.name = code.name.clone().into_owned();
        code.birth.clone_into(&mut named.birth);
    }

    /// What supports or, together, takes the place of a key.
    fn read_supports(
        &mut self,
        row: &Row<'_>,
        keys: &mut [Option<KeyIx>; 4],
        named: &mut Named,
    ) -> Result<(), Fault> {
        let text = |field: usize| Ok(row.text(field)?.filter(|t| !placeholder(t)));
        if let Some(number) = text(CMND)? {
            match id_number(&number) {
                Ok(IdNumber::Cmnd(cmnd)) => named.cmnd = cmnd.parse().ok(),
                Ok(IdNumber::Masked(rest)) => named.masked = named.masked.or(digits(rest)),
                Ok(IdNumber::Cccd(cccd)) => {
                    let key = self.intake.keys.intern(KeyKind::Cccd, cccd);
                    if keys[1].is_some_and(|told| told != key) {
                        self.warnings.push(Reason::CccdConflict);
                    } else {
                        keys[1] = Some(key);
                    }
                }
                Err(_) => self.warnings.push(Reason::CmndUnreadable),
            }
        }
        if let Some(card) = text(INSURANCE)? {
            if card.contains('|') {
                let code = person_code(&card).map_err(|reason| Fault {
                    field: INSURANCE,
                    reason,
                })?;
                self.read_code(&code, keys, named);
            } else {
                let card = insurance(&card);
                named.insurance = card.or(named.insurance);
                if card.is_none() {
                    self.warnings.push(Reason::InsuranceUnreadable);
                }
            }
        }
        if let Some(number) = text(PHONE)? {
            named.phone = phone::mobile(&number);
            if named.phone.is_none() && !phone::landline(&number) {
                self.warnings.push(Reason::PhoneUnreadable);
            }
        }
        if let Some(name) = text(FULL_NAME)? {
            named.name = name.into_owned();
        }
        if let Some(birth) = text(BIRTH_DATE)? {
            named.birth = birth.into_owned();
        }
        Ok(())
    }

    /// The key of a row that has no exact one.
    fn weak_key(&mut self, row: &Row<'_>, named: &Named) -> Result<KeyIx, Fault> {
        if let Some(text) = named.together() {
            return Ok(self.intake.keys.intern(KeyKind::Clue, &text));
        }
        let phone = named.phone.ok_or_else(|| nobody(row))?;
        self.warnings.push(Reason::PhoneAlone);
        let text = phone.to_string();
        Ok(self.intake.keys.intern(KeyKind::Phone, &text))
    }

    /// Keeps what a row says of its person beside the key, until the row is taken.
    fn note_clues(&mut self, key: KeyIx, named: Named, row: &Row<'_>) -> Result<(), Fault> {
        let clue = |kind, number, name: Option<&str>, year| Clue {
            key,
            kind,
            number,
            name: name.map_or(0, name_hash),
            accent: name.map_or(0, accent_hash),
            year,
        };
        let year = year(&named.birth);
        if let Some(cmnd) = named.cmnd.filter(|_| year > 0) {
            self.clues.push(clue(ClueKind::Cmnd, (cmnd, 9), None, year));
        }
        if let Some(card) = named.insurance {
            self.clues
                .push(clue(ClueKind::Insurance, (card, 10), None, year));
        }
        if let Some(rest) = named.masked.filter(|m| year > 0 && m.1 >= ENOUGH)
            && !named.name.is_empty()
        {
            let name = Some(named.name.as_str());
            self.clues.push(clue(ClueKind::Masked, rest, name, year));
        }
        let describes = matches!(self.role, Role::People | Role::Health);
        let said = !named.name.is_empty() || !named.birth.is_empty() || named.phone.is_some();
        if !describes && said {
            let phone = row.text(PHONE)?.unwrap_or_default().into_owned();
            self.described = Some((
                key,
                PersonRow {
                    full_name: named.name,
                    birth_date: named.birth,
                    phone,
                    ..PersonRow::default()
                },
            ));
        }
        Ok(())
    }

    /// Gives what the row brought beside its records to the intake; the row is taken.
    pub fn keep(&mut self) {
        for (a, b) in self.links.drain(..) {
            self.intake.keys.link(a, b, self.role == Role::People);
        }
        self.intake.clues.extend(self.clues.drain(..));
        if let Some((key, said)) = self.described.take() {
            let mut hash = DefaultHasher::new();
            (
                key,
                &said.full_name,
                &said.birth_date,
                &said.phone,
                &said.address,
            )
                .hash(&mut hash);
            if self.intake.told.insert(hash.finish()) {
                self.intake.declared_people.push((key, said, self.row));
            }
        }
    }

    /// Forgets the row before.
    pub fn clear(&mut self) {
        self.warnings.clear();
        self.links.clear();
        self.clues.clear();
        self.described = None;
        self.digest = None;
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
