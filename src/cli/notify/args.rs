//! The arguments of `notify`.

use std::path::PathBuf;

use clap::{Arg, ArgAction, Command, value_parser};

use super::super::args::Helper;

fn of_file(t: &Helper<'_>, name: &'static str) -> Command {
    let command = t.bare(Command::new(name), &format!("help-notify-{name}"));
    let usage = t.get(&format!("help-usage-notify-{name}"));
    t.opened(command).override_usage(usage).arg(t.file())
}

fn batch(t: &Helper<'_>) -> Arg {
    Arg::new("batch")
        .value_name(t.get("help-value-batch"))
        .required(true)
        .value_parser(value_parser!(i64))
        .help_heading(t.get("help-heading-arguments"))
        .help(t.get("help-notify-batch"))
}

fn other(t: &Helper<'_>, name: &'static str, help: &str) -> Arg {
    Arg::new(name)
        .value_name(t.get("help-value-file"))
        .required(true)
        .value_parser(value_parser!(PathBuf))
        .help_heading(t.get("help-heading-arguments"))
        .help(t.get(help))
}

/// `notify` and what belongs to it.
pub(in crate::cli) fn command(t: &Helper<'_>) -> Command {
    let file = |name: &'static str, help: &str| {
        t.option(name, "FILE", help)
            .value_parser(value_parser!(PathBuf))
    };
    let why = || t.option("why", "TEXT", "help-notify-why");
    t.group("notify", "help-notify")
        .subcommand(draft(t))
        .subcommand(of_file(t, "review").arg(batch(t)))
        .subcommand(of_file(t, "approve").arg(batch(t)).arg(t.option(
            "urgent",
            "TEXT",
            "help-notify-urgent",
        )))
        .subcommand(of_file(t, "stop").arg(batch(t)).arg(why()))
        .subcommand(of_file(t, "resume").arg(batch(t)).arg(why()))
        .subcommand(of_file(t, "cancel").arg(batch(t)).arg(why()))
        .subcommand(
            of_file(t, "push")
                .arg(
                    t.option("batch", "N", "help-notify-only")
                        .action(ArgAction::Append)
                        .value_parser(value_parser!(i64)),
                )
                .arg(t.flag("listen", "help-notify-with-listen"))
                .arg(t.flag("no-wait", "help-notify-no-wait"))
                .arg(
                    t.option("linger", "N", "help-notify-linger")
                        .value_parser(value_parser!(u64)),
                ),
        )
        .subcommand(
            of_file(t, "pack")
                .arg(batch(t))
                .arg(t.out())
                .arg(t.flag("again", "help-notify-again")),
        )
        .subcommand(of_file(t, "take").arg(other(t, "package", "help-notify-package")))
        .subcommand(of_file(t, "receipts").arg(other(t, "receipts", "help-notify-receipts-file")))
        .subcommand(
            of_file(t, "status")
                .arg(
                    t.option("batch", "N", "help-notify-only")
                        .value_parser(value_parser!(i64)),
                )
                .arg(t.option("code", "CODE", "help-notify-code"))
                .arg(file("log", "help-notify-log"))
                .arg(file("call-list", "help-notify-call-list"))
                .arg(why()),
        )
        .subcommand(
            of_file(t, "resolve")
                .arg(batch(t))
                .arg(
                    Arg::new("unknown")
                        .value_name("ask|again|failed")
                        .required(true)
                        .value_parser(["ask", "again", "failed"])
                        .hide_possible_values(true)
                        .help_heading(t.get("help-heading-arguments"))
                        .help(t.get("help-notify-unknown")),
                )
                .arg(why()),
        )
        .subcommand(
            of_file(t, "listen").arg(
                t.option("seconds", "N", "help-notify-seconds")
                    .value_parser(value_parser!(u64)),
            ),
        )
        .subcommand(
            of_file(t, "answer")
                .arg(other(t, "questions", "help-notify-questions"))
                .arg(t.file_out("help-notify-answers")),
        )
        .subcommand(
            of_file(t, "opt-out")
                .arg(other(t, "list", "help-notify-list"))
                .arg(t.flag("remove", "help-notify-remove")),
        )
        .subcommand(
            of_file(t, "gateway")
                .arg(
                    t.option("set", "NAME=VALUE", "help-notify-set")
                        .action(ArgAction::Append),
                )
                .arg(
                    t.option("secret", "NAME=FILE", "help-notify-secret")
                        .action(ArgAction::Append),
                ),
        )
        .subcommand(
            of_file(t, "notice")
                .arg(kind(t))
                .arg(file("text", "help-notify-text"))
                .arg(t.flag("reset", "help-notify-reset")),
        )
}

fn kind(t: &Helper<'_>) -> Arg {
    Arg::new("kind")
        .value_name(t.get("help-value-kind"))
        .required(true)
        .value_parser(crate::notify::Kind::ALL.map(crate::notify::Kind::key))
        .hide_possible_values(true)
        .help_heading(t.get("help-heading-arguments"))
        .help(t.get("help-notify-kind"))
}

fn draft(t: &Helper<'_>) -> Command {
    of_file(t, "draft")
        .arg(kind(t))
        .arg(
            t.option("tiers", "N", "help-notify-tiers")
                .value_delimiter(',')
                .value_parser(value_parser!(u8).range(1..=5)),
        )
        .arg(
            t.option("district", "NAME", "help-notify-district")
                .action(ArgAction::Append),
        )
        .arg(t.option("place", "PLACE", "help-notify-place"))
        .arg(t.option("from", "TIME", "help-notify-from"))
        .arg(t.option("to", "TIME", "help-notify-to"))
        .arg(
            t.option(
                "closeness",
                "close|probable|possible",
                "help-notify-closeness",
            )
            .value_parser(["close", "probable", "possible"])
            .hide_possible_values(true),
        )
        .arg(
            t.option("people", "FILE", "help-notify-people")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            t.option("sms-lang", "vi|en|both", "help-notify-sms-lang")
                .value_parser(["vi", "en", "both"])
                .hide_possible_values(true),
        )
        .arg(t.flag("unaccented", "help-notify-unaccented"))
        .arg(t.flag("keep-notified", "help-notify-keep-notified"))
        .arg(t.flag("keep-opted-out", "help-notify-keep-opted-out"))
        .arg(t.flag("message-shared", "help-notify-message-shared"))
        .arg(
            t.option("dry-run", "FILE", "help-notify-dry-run")
                .value_parser(value_parser!(PathBuf)),
        )
}
