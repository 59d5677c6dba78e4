//! `user add|remove|list`: who may open an investigation file.

use clap::ArgMatches;
use serde_json::json;

use super::console::Console;
use super::failure::Failure;
use super::file::{done, file_of, opening, secret, text};
use crate::i18n::Message;
use crate::store::{Role, Store, StoreError};

pub(super) fn run(matches: &ArgMatches, console: &Console) -> Result<(), Failure> {
    let Some((name, sub)) = matches.subcommand() else {
        return Ok(());
    };
    let mut store = Store::open(&file_of(sub)?, &opening(sub, console, false)?)?;
    let who = if name == "list" {
        String::new()
    } else {
        text(sub, "name")
    };
    match name {
        "add" => {
            let role = Role::parse(&text(sub, "role")).ok_or(StoreError::Name)?;
            let new = secret(sub, "new-passphrase-file", "ask-new-passphrase", console)?;
            store.add_user(&who, role, &new)?;
        }
        "remove" => {
            let users = store.users()?;
            let slot = users.iter().find(|u| u.name == who).map(|u| u.slot);
            store.remove_user(slot.ok_or(StoreError::Name)?)?;
        }
        _ => {}
    }
    let users = store.users()?;
    store.close()?;
    if name != "list" {
        let message = Message::new(format!("summary-user-{name}")).with("name", who.as_str());
        return done(
            console,
            &message,
            &json!({ "name": who, "users": users.len() }),
        );
    }
    let of = |u: &crate::store::User| json!({ "name": u.name, "role": u.role.key() });
    let all: Vec<_> = users.iter().map(of).collect();
    if console.json {
        return Ok(console.out(&format!("{:#}\n", json!({ "users": all })))?);
    }
    let lines: Vec<String> = users
        .iter()
        .map(|u| {
            let role = console.texts.get(&format!("role-{}", u.role.key()));
            format!("{} · {role}\n", u.name)
        })
        .collect();
    Ok(console.out(&lines.concat())?)
}
