//! `score`: runs held against known infections, preset by preset.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::ArgMatches;
use serde::Serialize;

use super::check::{notes, table};
use super::console::Console;
use super::failure::Failure;
use super::rules::{inputs, options};
use crate::i18n::{Message, Texts};
use crate::ingest::{Input, Role, TrueInfection};
use crate::investigation::{Run, derive, open};
use crate::model::{Presets, Rules};
use crate::trace::score::{Share, score};

/// What one preset has of the known infections.
#[derive(Debug, Serialize)]
struct Row {
    preset: String,
    /// Known infections from one person to another.
    known: u64,
    /// Of these: a probable link, or evidence that the source exposed the infected.
    found: u64,
    /// Those whose infector is an F0 of the run.
    from_cases: u64,
    found_from_cases: u64,
    linked: u64,
    first_link: u64,
    listed: u64,
    /// Those outside homes, where only shared places tell.
    shared_places: Cut,
    categories: BTreeMap<String, Cut>,
}

#[derive(Debug, Serialize)]
struct Cut {
    known: u64,
    found: u64,
}

impl From<Share> for Cut {
    fn from(share: Share) -> Self {
        Self {
            known: share.known,
            found: share.found,
        }
    }
}

pub(super) fn run(matches: &ArgMatches, console: &Console) -> Result<(), Failure> {
    let options = options(matches, true)?;
    let mut files = inputs(matches)?;
    if let Some(path) = matches.get_one::<PathBuf>("truth") {
        files.push(Input {
            role: Some(Role::Truth),
            ..Input::from(path.clone())
        });
    }
    let presets = match matches.get_one::<String>("preset") {
        Some(name) => vec![Presets::builtin()?.find(name)?.key.clone()],
        None => Presets::builtin()?.all.into_iter().map(|p| p.key).collect(),
    };
    let (rows, said) = console.work(|progress, cancel| {
        let (records, timings) = open(&files, options, &Rules::preset(None)?, progress, cancel)?;
        if records.truth.is_empty() {
            return Err(Failure::NoTruth);
        }
        let (mut said, mut rows) = (Vec::new(), Vec::new());
        for preset in &presets {
            let (rules, records) = (Rules::preset(Some(preset))?, records.clone());
            let run = derive(records, rules, options, timings, progress, cancel)?;
            said = notes(&run.records).collect();
            rows.push(row(&run));
        }
        Ok::<_, Failure>((rows, said))
    })?;
    said.iter().for_each(|note| console.say(note));
    if console.json {
        let json = serde_json::to_string_pretty(&rows).unwrap_or_default();
        return Ok(console.out(&format!("{json}\n"))?);
    }
    Ok(console.out(&words(&rows, &console.texts))?)
}

fn row(run: &Run) -> Row {
    let truth = &run.records.truth;
    let (all, categories) = score(&run.trace, run.setting(), &run.links, truth, |_| true);
    let shared = |t: &TrueInfection| !matches!(t.category.as_str(), "" | "home");
    let (outside, _) = score(&run.trace, run.setting(), &run.links, truth, shared);
    Row {
        preset: run.rules.preset.key.clone(),
        known: all.known,
        found: all.found,
        from_cases: all.from_cases,
        found_from_cases: all.found_from_cases,
        linked: all.linked,
        first_link: all.first_link,
        listed: all.listed,
        shared_places: outside.into(),
        categories: categories
            .into_iter()
            .map(|(category, share)| (category, share.into()))
            .collect(),
    }
}

fn words(rows: &[Row], texts: &Texts) -> String {
    let of = |found: u64, known: u64| {
        if known == 0 {
            return "–".to_owned();
        }
        let share = texts.decimal(found as f64 * 100.0 / known as f64, 1);
        format!("{} / {} ({share}%)", texts.count(found), texts.count(known))
    };
    let heads = [
        "preset",
        "found",
        "shared-places",
        "from-cases",
        "linked",
        "first-link",
        "listed",
    ];
    let mut cells = vec![heads.map(|h| texts.get(&format!("score-{h}"))).to_vec()];
    cells.extend(rows.iter().map(|r| {
        vec![
            r.preset.clone(),
            of(r.found, r.known),
            of(r.shared_places.found, r.shared_places.known),
            of(r.found_from_cases, r.from_cases),
            of(r.linked, r.known),
            of(r.first_link, r.known),
            of(r.listed, r.known),
        ]
    }));
    let mut out = table(&cells, 1);
    let categories: Vec<&String> = rows
        .first()
        .map(|r| r.categories.keys().filter(|c| !c.is_empty()).collect())
        .unwrap_or_default();
    if !categories.is_empty() {
        let mut cells = vec![
            std::iter::once(texts.get("score-category"))
                .chain(rows.iter().map(|r| r.preset.clone()))
                .collect::<Vec<_>>(),
        ];
        cells.extend(categories.into_iter().map(|category| {
            let name = texts.get(&format!("category-{category}"));
            let shares = rows.iter().map(|r| {
                r.categories
                    .get(category)
                    .map_or_else(String::new, |c| format!("{} / {}", c.found, c.known))
            });
            std::iter::once(name).chain(shares).collect()
        }));
        out.push('\n');
        out.push_str(&table(&cells, 1));
    }
    out.push_str(&format!(
        "\n{}\n",
        texts.say(&Message::new("score-explained"))
    ));
    out
}
