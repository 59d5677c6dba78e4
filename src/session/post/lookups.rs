//! Look-ups, answered and put on record.

use std::sync::Arc;

use super::super::keeper::{Shared, locked};
use super::{Clock, PostError};
use crate::ingest::phone::mobile;
use crate::model::mask;
use crate::notify::lookup::{
    Asked, Instruction, MISS, OPTED_OUT, Question, answer, asked, of_account, of_phone,
};
use crate::notify::recipients::who;
use crate::notify::{Settings, keyed};
use crate::registry::Records;
use crate::store::audit::Deed;
use crate::store::{Action, StoreError};

/// What look-ups are answered from.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The open file.
    pub store: Shared,
    /// How messages leave, and the syntax of questions.
    pub settings: Settings,
    /// The joined records.
    pub records: Arc<Records>,
    /// The investigation's key.
    pub key: [u8; 32],
    /// What the time is.
    pub clock: Clock,
}

impl Desk {
    fn told(&self, person: u32) -> Result<String, StoreError> {
        let row = &self.records.people[person as usize];
        let given = locked(&self.store).instruction(&who(&self.key, row.number()))?;
        let instruction = given.map(|(code, until)| Instruction { code, until });
        Ok(answer(
            &self.records,
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

fn written(phone: &str) -> String {
    mobile(phone).map_or_else(|| phone.to_owned(), |p| format!("+84{p:09}"))
}

/// Answers an inbound message; `None`: its sender has asked too often, and is told nothing.
///
/// # Errors
/// [`StoreError`].
pub fn answer_inbound(desk: &Desk, from: &str, text: &str) -> Result<Option<String>, StoreError> {
    let phone = written(from);
    let asker = keyed(&desk.key, &["asked", &phone]);
    if !locked(&desk.store).may_ask(&asker, desk.settings.lookups_per_hour)? {
        return Ok(None);
    }
    let object = mask::phone(&phone);
    match asked(&desk.settings, text) {
        Asked::Record(number) => {
            let person = of_phone(&desk.records, &number, &phone);
            let said = match person {
                Some(person) => desk.told(person)?,
                None => MISS.to_owned(),
            };
            desk.record(object, "sms", person.is_some())?;
            Ok(Some(said))
        }
        Asked::OptOut => {
            locked(&desk.store).opt_out(&[phone], "sms")?;
            Ok(Some(OPTED_OUT.to_owned()))
        }
        Asked::Nothing => {
            desk.record(object, "sms", false)?;
            Ok(Some(MISS.to_owned()))
        }
    }
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
                let person = of_account(&desk.records, account)
                    .filter(|_| !question.purpose.is_empty())
                    .filter(|_| {
                        question.phone.is_empty()
                            || of_phone(&desk.records, account, &question.phone).is_some()
                    });
                let said = match person {
                    Some(person) => desk.told(person)?,
                    None => MISS.to_owned(),
                };
                desk.record(mask::id(account), "portal", person.is_some())?;
                said
            }
            (None, None) => MISS.to_owned(),
        };
        out.push((question.id.clone(), said));
    }
    Ok(out)
}
