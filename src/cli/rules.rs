//! From arguments to rules and reading options.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ArgMatches;

use super::args::numbers;
use super::failure::Failure;
use crate::ingest::{
    Corrections, DateOrder, Encoding, How, IngestError, Input, Options, Profile, Secret, read_text,
    would_overwrite,
};
use crate::model::time::VIETNAM;
use crate::model::{ParamError, Rules};

/// The rules that the arguments ask for.
pub(super) fn rules(matches: &ArgMatches) -> Result<Rules, Failure> {
    let mut rules = Rules::preset(matches.get_one::<String>("preset").map(String::as_str))?;
    for (name, _) in numbers() {
        if let Some(&value) = matches.get_one::<u32>(name) {
            rules.params.set_number(name, value)?;
        }
    }
    if let Some(word) = matches.get_one::<String>("households") {
        rules.params.set_switch("households", word == "on")?;
    }
    for (option, name) in [
        ("include-suspected", "include_suspected"),
        ("include-weak", "include_weak"),
    ] {
        if matches.get_flag(option) {
            rules.params.set_switch(name, true)?;
        }
    }
    for text in matches.get_many::<String>("dwell").into_iter().flatten() {
        let bad = || Failure::Value {
            option: "--dwell".into(),
            value: text.clone(),
        };
        let (category, minutes) = text.split_once('=').ok_or_else(bad)?;
        let minutes: u32 = minutes.parse().map_err(|_| bad())?;
        if minutes > 525_600 {
            return Err(bad());
        }
        if !rules.categories.set_dwell(category, minutes) {
            return Err(ParamError::UnknownCategory {
                name: category.to_owned(),
            }
            .into());
        }
    }
    rules.params.validate()?;
    Ok(rules)
}

/// How the inputs are to be read.
pub(super) fn options(matches: &ArgMatches, truth: bool) -> Result<Options, Failure> {
    let as_of = match matches.get_one::<String>("as-of") {
        None => None,
        Some(text) => {
            let reading =
                read_text(text, VIETNAM, DateOrder::DayFirst).map_err(|_| Failure::Value {
                    option: "--as-of".into(),
                    value: text.clone(),
                })?;
            Some(reading.moment.closing())
        }
    };
    Ok(Options {
        as_of,
        truth,
        ..Options::default()
    })
}

/// The inputs, with what the other arguments say of them.
pub(super) fn inputs(matches: &ArgMatches) -> Result<Vec<Input>, Failure> {
    let encoding = matches.get_one::<String>("encoding");
    let password = matches.get_one::<PathBuf>("zip-password-file");
    let how = How {
        encoding: encoding.and_then(|word| Encoding::parse(word)),
        password: password.map(|path| password_in(path)).transpose()?,
        mappings: matches
            .get_many::<PathBuf>("mapping")
            .into_iter()
            .flatten()
            .map(|path| mapping_in(path).map(Arc::new))
            .collect::<Result<_, _>>()?,
        corrections: Arc::new(match matches.get_one::<PathBuf>("corrections") {
            Some(path) => corrections_in(path)?,
            None => Corrections::default(),
        }),
        ..How::default()
    };
    let named = matches.get_many::<OsString>("inputs").into_iter().flatten();
    let inputs = named.map(|argument| Input {
        how: how.clone(),
        ..Input::parse(argument)
    });
    Ok(inputs.collect())
}

fn text_of(path: &Path) -> Result<String, IngestError> {
    std::fs::read_to_string(path).map_err(|source| IngestError::Open {
        path: path.to_path_buf(),
        source,
    })
}

fn mapping_in(path: &Path) -> Result<Profile, IngestError> {
    Profile::saved(&text_of(path)?).map_err(|fault| IngestError::Mapping {
        file: path.display().to_string(),
        fault,
    })
}

fn corrections_in(path: &Path) -> Result<Corrections, IngestError> {
    let bytes = std::fs::read(path).map_err(|source| IngestError::Open {
        path: path.to_path_buf(),
        source,
    })?;
    Corrections::read(&bytes).map_err(|fault| IngestError::Corrections {
        file: path.display().to_string(),
        fault,
    })
}

/// The first line of a file.
fn password_in(path: &Path) -> Result<Secret, IngestError> {
    let text = text_of(path)?;
    Ok(Secret::new(text.lines().next().unwrap_or_default()))
}

/// Refuses to write where an input lies, or over what is no ordinary file.
pub(super) fn refuse_overwriting(inputs: &[Input], outputs: &[PathBuf]) -> Result<(), Failure> {
    if let Some(path) = would_overwrite(inputs, outputs)? {
        return Err(Failure::Overwrites(path));
    }
    let odd = outputs
        .iter()
        .find(|p| std::fs::metadata(p).is_ok_and(|m| !m.is_file()));
    odd.map_or(Ok(()), |path| Err(Failure::NotAFile(path.clone())))
}
