//! The arguments, described in the user's language.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Arg, ArgAction, Command, value_parser};

use crate::i18n::{Lang, Message, Texts};
use crate::ingest::Encoding;
use crate::model::{Params, Presets};

/// The language that the arguments ask for; read before anything is parsed, because help and errors are in it.
pub(super) fn language(arguments: &[OsString]) -> Option<Lang> {
    let texts: Vec<&str> = arguments.iter().filter_map(|a| a.to_str()).collect();
    let after = texts.windows(2).find(|w| w[0] == "--lang").map(|w| w[1]);
    let glued = texts.iter().find_map(|t| t.strip_prefix("--lang="));
    after.or(glued).and_then(Lang::parse)
}

/// The command line in one language.
pub(super) fn command(texts: &Texts) -> Command {
    let t = Helper { texts };
    Command::new("truyvet")
        .version(env!("CARGO_PKG_VERSION"))
        .about(t.get("help-about"))
        .override_usage(t.get("help-usage-truyvet"))
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .help_template(t.template(
            "{help-heading-commands}:\n{subcommands}\n\n{help-heading-options}:\n{options}",
        ))
        .arg(t.help())
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help(t.get("help-version")),
        )
        .arg(t.lang())
        .subcommand(generate(&t))
        .subcommand(
            t.reading(t.common(Command::new("check"), "help-check"))
                .arg(t.as_of())
                .arg(
                    t.option("held", "FILE", "help-held")
                        .value_parser(value_parser!(PathBuf)),
                )
                .arg(
                    t.option("proposals", "FILE", "help-proposals")
                        .value_parser(value_parser!(PathBuf)),
                ),
        )
        .subcommand(trace(&t))
        .subcommand(
            t.opened(
                t.ruled(
                    t.reading(
                        t.common(Command::new("why"), "help-why").arg(
                            Arg::new("person")
                                .value_name(t.get("help-value-person"))
                                .required(true)
                                .help_heading(t.get("help-heading-arguments"))
                                .help(t.get("help-person")),
                        ),
                    ),
                ),
            ),
        )
        .subcommand(
            t.opened(t.ruled(t.reading(t.common(Command::new("save"), "help-save"))))
                .arg(t.file_out("help-save-out"))
                .arg(t.option("title", "NAME", "help-title"))
                .arg(t.option("name", "NAME", "help-own-name"))
                .arg(
                    t.option("key-cost", "least|full", "help-key-cost")
                        .value_parser(["least", "full"])
                        .hide_possible_values(true),
                )
                .arg(t.flag("replace", "help-replace")),
        )
        .subcommand(
            t.opened(t.common(Command::new("backup"), "help-backup"))
                .arg(t.file())
                .arg(t.file_out("help-backup-out"))
                .arg(t.flag("replace", "help-replace")),
        )
        .subcommand(
            t.opened(t.common(Command::new("restore"), "help-restore"))
                .arg(t.file())
                .arg(t.file_out("help-restore-out"))
                .arg(t.flag("replace", "help-replace")),
        )
        .subcommand(
            t.opened(t.common(Command::new("purge"), "help-purge"))
                .arg(t.file())
                .arg(t.as_of())
                .arg(t.option("before", "TIME", "help-before"))
                .arg(t.flag("yes", "help-yes")),
        )
        .subcommand(audit(&t))
        .subcommand(super::notify::args::command(&t))
        .subcommand(user(&t))
        .subcommand(
            t.reading(t.common(Command::new("score"), "help-score"))
                .arg(t.as_of())
                .arg(
                    t.option("truth", "FILE", "help-truth")
                        .value_parser(value_parser!(PathBuf)),
                )
                .arg(t.option("preset", "NAME", "help-score-preset")),
        )
}

fn generate(t: &Helper<'_>) -> Command {
    let number = |name: &'static str, help: &'static str| {
        t.option(name, "N", help)
            .value_parser(value_parser!(u32))
            .allow_negative_numbers(true)
    };
    let share = |name: &'static str, help: &'static str| {
        t.option(name, "X", help)
            .value_parser(value_parser!(f64))
            .allow_negative_numbers(true)
    };
    t.common(Command::new("generate"), "help-generate")
        .arg(
            number("people", "help-people")
                .default_value("2000")
                .hide_default_value(true),
        )
        .arg(
            number("days", "help-days")
                .default_value("21")
                .hide_default_value(true),
        )
        .arg(
            t.option("seed", "S", "help-seed")
                .value_parser(value_parser!(u64))
                .default_value("2021")
                .hide_default_value(true),
        )
        .arg(
            t.option("visits", "N", "help-visits")
                .value_parser(value_parser!(u64)),
        )
        .arg(number("cases", "help-cases"))
        .arg(share("zipf", "help-zipf"))
        .arg(share("hot-share", "help-hot-share"))
        .arg(share("missing-out", "help-missing-out"))
        .arg(
            t.option("format", "FORMAT", "help-format")
                .value_parser(["csv", "parquet"])
                .default_value("csv")
                .hide_default_value(true)
                .hide_possible_values(true),
        )
        .arg(t.flag("dirty", "help-dirty"))
        .arg(t.out())
}

fn trace(t: &Helper<'_>) -> Command {
    t.opened(t.ruled(t.reading(t.common(Command::new("trace"), "help-trace"))))
        .arg(t.out())
        .arg(
            t.option("evidence", "FORM", "help-evidence")
                .value_parser(["none", "parquet", "csv"])
                .default_value("parquet")
                .hide_default_value(true)
                .hide_possible_values(true),
        )
        .arg(
            t.option("list", "DETAIL", "help-list")
                .value_parser(["full", "brief"])
                .default_value("full")
                .hide_default_value(true)
                .hide_possible_values(true),
        )
        .arg(
            t.option("with", "COLUMNS", "help-with")
                .value_delimiter(',')
                .value_parser(["name", "phone", "address", "district", "ward"])
                .hide_possible_values(true),
        )
}

fn audit(t: &Helper<'_>) -> Command {
    let of_file = |name: &'static str, about: &str| {
        t.opened(t.common(Command::new(name), about)).arg(t.file())
    };
    let verify = of_file("verify", "help-audit-verify");
    let verify = verify.arg(t.flag("read-only", "help-read-only"));
    t.group("audit", "help-audit")
        .subcommand(verify.arg(t.option("head", "HEAD", "help-head")))
        .subcommand(of_file("show", "help-audit-show"))
}

fn user(t: &Helper<'_>) -> Command {
    let of_file = |name: &'static str, about: &str| {
        t.opened(t.common(Command::new(name), about)).arg(t.file())
    };
    let name = || t.option("name", "NAME", "help-user-name").required(true);
    t.group("user", "help-user")
        .subcommand(
            of_file("add", "help-user-add")
                .arg(name())
                .arg(
                    t.option("role", "ROLE", "help-user-role")
                        .required(true)
                        .value_parser(["viewer", "tracer", "approver", "auditor"])
                        .hide_possible_values(true),
                )
                .arg(
                    t.option("new-passphrase-file", "FILE", "help-user-passphrase")
                        .value_parser(value_parser!(PathBuf)),
                ),
        )
        .subcommand(of_file("remove", "help-user-remove").arg(name()))
        .subcommand(of_file("list", "help-user-list"))
}

pub(super) struct Helper<'t> {
    pub(super) texts: &'t Texts,
}

impl Helper<'_> {
    pub(super) fn get(&self, key: &str) -> String {
        self.texts.get(key)
    }

    /// A help page's form; the headings are in the user's language.
    pub(super) fn template(&self, rest: &str) -> String {
        let rest = ["help-heading-options", "help-heading-commands"]
            .iter()
            .fold(rest.to_owned(), |rest, key| {
                rest.replace(&format!("{{{key}}}"), &self.get(key))
            });
        format!(
            "{{about}}\n\n{}: {{usage}}\n\n{rest}\n",
            self.get("help-heading-usage")
        )
    }

    /// A subcommand that has subcommands.
    pub(super) fn group(&self, name: &'static str, about: &str) -> Command {
        Command::new(name)
            .about(self.get(about))
            .override_usage(self.get(&format!("help-usage-{name}")))
            .disable_help_flag(true)
            .disable_help_subcommand(true)
            .subcommand_required(true)
            .help_template(self.template("{help-heading-commands}:\n{subcommands}"))
            .arg(self.help())
    }

    pub(super) fn help(&self) -> Arg {
        Arg::new("help")
            .short('h')
            .long("help")
            .action(ArgAction::Help)
            .help(self.get("help-help"))
    }

    pub(super) fn lang(&self) -> Arg {
        self.option("lang", "vi|en", "help-lang")
            .global(true)
            .help_heading(self.get("help-heading-options"))
            .value_parser(["vi", "en"])
            .hide_possible_values(true)
    }

    pub(super) fn option(&self, name: &'static str, value: &'static str, help: &str) -> Arg {
        let value = match value {
            "DIR" => self.get("help-value-folder"),
            "FILE" => self.get("help-value-file"),
            "NAME" => self.get("help-value-name"),
            "TIME" => self.get("help-value-time"),
            "TEXT" => self.get("help-value-text"),
            "NUMBER" => self.get("help-value-number"),
            "HEAD" => self.get("help-value-head"),
            "ROLE" => self.get("help-value-role"),
            "NAME=VALUE" => self.get("help-value-setting"),
            "NAME=FILE" => self.get("help-value-secret"),
            "PLACE" => self.get("help-value-place"),
            "CODE" => self.get("help-value-code"),
            "FORM" | "FORMAT" | "DETAIL" => self.get("help-value-form"),
            "ENCODING" => self.get("help-value-encoding"),
            "COLUMNS" => self.get("help-value-columns"),
            "CATEGORY=N" => self.get("help-value-category"),
            other => other.to_owned(),
        };
        Arg::new(name)
            .long(name)
            .value_name(value)
            .help(self.get(help))
    }

    pub(super) fn flag(&self, name: &'static str, help: &str) -> Arg {
        Arg::new(name)
            .long(name)
            .action(ArgAction::SetTrue)
            .help(self.get(help))
    }

    /// What a subcommand has that reads inputs.
    pub(super) fn reading(&self, command: Command) -> Command {
        let inputs = Arg::new("inputs")
            .value_name(self.get("help-value-inputs"))
            .required(true)
            .num_args(1..)
            .value_parser(value_parser!(OsString))
            .help_heading(self.get("help-heading-arguments"))
            .help(self.get("help-inputs"));
        let encodings = Encoding::ALL.map(Encoding::key);
        command
            .arg(inputs)
            .arg(
                self.option("encoding", "ENCODING", "help-encoding")
                    .value_parser(encodings)
                    .hide_possible_values(true)
                    .ignore_case(true),
            )
            .arg(
                self.option("mapping", "FILE", "help-mapping")
                    .action(ArgAction::Append)
                    .value_parser(value_parser!(PathBuf)),
            )
            .arg(
                self.option("corrections", "FILE", "help-corrections")
                    .value_parser(value_parser!(PathBuf)),
            )
            .arg(
                self.option("zip-password-file", "FILE", "help-zip-password-file")
                    .value_parser(value_parser!(PathBuf)),
            )
    }

    /// What a subcommand has that may open an investigation file.
    pub(super) fn opened(&self, command: Command) -> Command {
        command
            .next_help_heading(self.get("help-heading-file"))
            .arg(
                self.option("passphrase-file", "FILE", "help-passphrase-file")
                    .value_parser(value_parser!(PathBuf)),
            )
            .arg(self.option("case", "NUMBER", "help-case"))
            .arg(self.option("purpose", "TEXT", "help-purpose"))
            .next_help_heading(self.get("help-heading-options"))
    }

    pub(super) fn file(&self) -> Arg {
        Arg::new("file")
            .value_name(self.get("help-value-file"))
            .required(true)
            .value_parser(value_parser!(PathBuf))
            .help_heading(self.get("help-heading-arguments"))
            .help(self.get("help-file"))
    }

    pub(super) fn file_out(&self, help: &str) -> Arg {
        self.option("out", "FILE", help)
            .required(true)
            .value_parser(value_parser!(PathBuf))
    }

    pub(super) fn out(&self) -> Arg {
        self.option("out", "DIR", "help-out")
            .required(true)
            .value_parser(value_parser!(PathBuf))
    }

    pub(super) fn as_of(&self) -> Arg {
        self.option("as-of", "TIME", "help-as-of")
    }

    /// What every subcommand has.
    pub(super) fn common(&self, command: Command, about: &str) -> Command {
        let usage = self.get(&format!("help-usage-{}", command.get_name()));
        self.bare(command, about).override_usage(usage)
    }

    /// As [`Helper::common`], the usage to follow.
    pub(super) fn bare(&self, command: Command, about: &str) -> Command {
        command
            .about(self.get(about))
            .disable_help_flag(true)
            .help_template(self.template("{all-args}"))
            .next_help_heading(self.get("help-heading-options"))
            .arg(self.help())
            .arg(self.flag("json", "help-json"))
            .arg(
                self.option("threads", "N", "help-threads")
                    .value_parser(value_parser!(u16).range(1..)),
            )
    }

    /// What a subcommand has that derives contacts: every parameter by its name.
    pub(super) fn ruled(&self, command: Command) -> Command {
        let mut command = command
            .next_help_heading(self.get("help-heading-parameters"))
            .arg(self.option("preset", "NAME", "help-preset"))
            .arg(self.as_of());
        for (name, long) in numbers() {
            let help = self.texts.say(&Message::new(format!("param-{long}")));
            command = command.arg(
                Arg::new(name)
                    .long(long)
                    .value_name("N")
                    .value_parser(value_parser!(u32))
                    .allow_negative_numbers(true)
                    .help(help),
            );
        }
        command
            .arg(
                self.option("households", "on|off", "param-households")
                    .value_parser(["on", "off"])
                    .hide_possible_values(true),
            )
            .arg(self.flag("include-suspected", "param-include-suspected"))
            .arg(self.flag("include-weak", "param-include-weak"))
            .arg(
                self.option("dwell", "CATEGORY=N", "param-dwell")
                    .action(ArgAction::Append),
            )
    }
}

/// The numeric parameters: name, and option without its dashes.
pub(super) fn numbers() -> impl Iterator<Item = (&'static str, String)> {
    let params: Option<Params> = Presets::builtin()
        .ok()
        .and_then(|p| p.all.first().map(|p| p.params));
    let names = params.map_or_else(Vec::new, |p| p.numbers().to_vec());
    names
        .into_iter()
        .map(|(name, _)| (name, name.replace('_', "-")))
}
