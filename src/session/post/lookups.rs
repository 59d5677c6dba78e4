//! Look-ups, answered and put on record.

use std::sync::{Arc, Mutex, PoisonError};

use super::super::keeper::{Shared, locked};
use super::{Clock, PostError};
use crate::ingest::phone::{international, mobile};
use crate::model::mask;
use crate::notify::lookup::{
    Asked, Instruction, MISS, OPTED_OUT, Question, answer, asked, of_account, of_phone,
};
use crate::notify::recipients::who;
use crate::notify::{Settings, keyed};
use crate::registry::Records;
use crate::store::audit::Deed;
use crate::store::{Action, StoreError};

/// What look-ups are answered from. `Debug` tells none of it.
#[derive(Clone)]
pub struct Desk {
    store: Shared,
    settings: Settings,
    /// The joined records; whoever derives a new run puts its records here.
    records: Arc<Mutex<Arc<Records>>>,
    key: [u8; 32],
    clock: Clock,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").finish_non_exhaustive()
    }
}

impl Desk {
    /// A desk over an open file and the records of its run.
    #[must_use]
    pub fn new(store: &Shared, settings: &Settings, records: Arc<Records>) -> Self {
        Self {
            store: Arc::clone(store),
            settings: settings.clone(),
            records: Arc::new(Mutex::new(records)),
            key: locked(store).pseudonym_key(),
            clock: super::system_clock,
        }
    }

    /// Where the records are: those of a new run take their place.
    #[must_use]
    pub fn records(&self) -> Arc<Mutex<Arc<Records>>> {
        Arc::clone(&self.records)
    }

    fn now(&self) -> Arc<Records> {
        Arc::clone(&self.records.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn told(&self, records: &Records, person: u32) -> Result<String, StoreError> {
        let row = &records.people[person as usize];
        let given = locked(&self.store).instruction(&who(&self.key, row))?;
        let instruction = given.map(|(code, until)| Instruction { code, until });
        Ok(answer(
            records,
            &self.settings,
            person,
            instruction.as_ref(),
            (self.clock)(),
        ))
    }

    fn record(&self, object: String, why: &str, found: bool) -> Result<(), StoreError> {
        let deed = Deed::new(Action::Lookup)
            .on(object)
            .because(why)
            .saying(if found { "answered" } else { "no match" });
        locked(&self.store).record(&deed)?;
        Ok(())
    }
}

/// Look-ups by SMS that all phones together make in an hour.
const ALL: u32 = 3_600;

fn written(phone: &str) -> String {
    mobile(phone).map_or_else(|| phone.to_owned(), international)
}

/// Answers an inbound message; `None`: its sender has asked too often, and is told nothing.
///
/// # Errors
/// [`StoreError`].
pub fn answer_inbound(desk: &Desk, from: &str, text: &str) -> Result<Option<String>, StoreError> {
    let phone = written(from);
    let object = mask::phone(&phone);
    let said = asked(&desk.settings, text);
    if said == Asked::OptOut {
        // It is never too often.
        locked(&desk.store).opt_out(&[phone], "sms")?;
        return Ok(Some(OPTED_OUT.to_owned()));
    }
    let asker = keyed(&desk.key, &["asked", &phone]);
    let everybody = keyed(&desk.key, &["asked", "all"]);
    let may = {
        let mut store = locked(&desk.store);
        store.may_ask(&asker, desk.settings.lookups_per_hour)? && store.may_ask(&everybody, ALL)?
    };
    if !may {
        return Ok(None);
    }
    let records = desk.now();
    let person = match said {
        Asked::Record(number) => of_phone(&records, &number, &phone),
        Asked::Nothing | Asked::OptOut => None,
    };
    let said = match person {
        Some(person) => desk.told(&records, person)?,
        None => MISS.to_owned(),
    };
    desk.record(object, "sms", person.is_some())?;
    Ok(Some(said))
}

/// Answers questions from a file, in order: number, phone, answer. What a sender asked too often has an empty answer.
///
/// # Errors
/// [`PostError`].
pub fn answer_questions(
    desk: &Desk,
    questions: &[Question],
) -> Result<Vec<(String, String)>, PostError> {
    let mut out = Vec::new();
    for question in questions {
        let said = match (&question.text, &question.account) {
            (Some(text), None) => answer_inbound(desk, &question.phone, text)?.unwrap_or_default(),
            (_, Some(account)) => {
                // A portal says what for, and if it gives a phone, that is the registered one too.
                let records = desk.now();
                let person = of_account(&records, account)
                    .filter(|_| !question.purpose.is_empty())
                    .filter(|_| {
                        question.phone.is_empty()
                            || of_phone(&records, account, &question.phone).is_some()
                    });
                let said = match person {
                    Some(person) => desk.told(&records, person)?,
                    None => MISS.to_owned(),
                };
                let purpose: String = question
                    .purpose
                    .chars()
                    .filter(|c| c.is_alphabetic() || *c == ' ')
                    .take(60)
                    .collect();
                let why = format!("portal: {}", purpose.trim());
                desk.record(mask::id(account), &why, person.is_some())?;
                said
            }
            (None, None) => MISS.to_owned(),
        };
        out.push((question.id.clone(), said));
    }
    Ok(out)
}
