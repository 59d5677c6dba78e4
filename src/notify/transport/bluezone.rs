//! Notices in the shape that Bluezone's server takes: title, text and long text in two languages, a level.

use serde_json::{Value, json};

use super::Outgoing;
use crate::model::time::Seconds;

/// The group of these notices in the app.
const GROUP: &str = "NTF";

/// One notice; `at` is when it was made, in milliseconds in the result.
#[must_use]
pub fn notice(message: &Outgoing, at: Seconds) -> Value {
    let text = &message.text;
    json!({
        "title": text.vi.title,
        "text": text.vi.text,
        "bigText": text.vi.sms,
        "titleEn": text.en.title,
        "textEn": text.en.text,
        "bigTextEn": text.en.sms,
        "_group": GROUP,
        "timestamp": at * 1_000,
        "level": message.kind.level(),
        "data": { "id": message.key, "kind": message.kind.key() },
    })
}

/// All notices of a file, each with the push address that it is for.
#[must_use]
pub fn file(messages: &[Outgoing], at: Seconds) -> Value {
    let all: Vec<Value> = messages
        .iter()
        .map(|m| json!({ "to": m.address, "notice": notice(m, at) }))
        .collect();
    json!({ "format": "bluezone-notices", "count": all.len(), "messages": all })
}
