//! What is said of arguments that cannot be: clap's findings, in the user's language.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::args;
use super::console::to_stderr;
use crate::i18n::{Message, Texts};

/// Answers help, the version, or what is wrong.
pub(super) fn answer(error: &clap::Error, texts: &Texts) -> ExitCode {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        // A reader that has gone away is no failure.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    to_stderr(&texts.say(&sentence(error)));
    to_stderr(&texts.get("usage-see-help"));
    ExitCode::from(2)
}

/// Without a subcommand there is nothing to do yet.
pub(super) fn no_subcommand(texts: &Texts) -> ExitCode {
    to_stderr(&texts.get("usage-no-window"));
    to_stderr(&args::command(texts).render_help().to_string());
    ExitCode::from(2)
}

fn sentence(error: &clap::Error) -> Message {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::UnknownArgument => {
            Message::new("usage-unknown-argument").with("argument", argument)
        }
        ErrorKind::InvalidSubcommand => Message::new("usage-unknown-command")
            .with("command", context(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingRequiredArgument => {
            Message::new("usage-missing").with("argument", argument)
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            Message::new("usage-no-value").with("option", argument)
        }
        ErrorKind::InvalidValue => {
            let valid = context(ContextKind::ValidValue);
            Message::new("usage-one-of")
                .with("option", argument)
                .with("value", value)
                .with("valid", valid)
        }
        ErrorKind::ValueValidation => Message::new("usage-invalid-value")
            .with("option", argument)
            .with("value", value),
        ErrorKind::ArgumentConflict => Message::new("usage-twice").with("argument", argument),
        _ => Message::new("usage-other").with("argument", argument),
    }
}
