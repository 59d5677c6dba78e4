//! Every key that the code names has its words.

use std::path::Path;

use truyvet::i18n::{Lang, Texts};
use truyvet::ingest::Reason;
use truyvet::model::Categories;

fn source(folder: &Path, out: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            source(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

/// The string literals that follow a call, whole ones only.
fn literals<'t>(text: &'t str, call: &'t str) -> impl Iterator<Item = &'t str> {
    text.match_indices(call).filter_map(move |(at, _)| {
        let rest = text[at + call.len()..].trim_start().strip_prefix('"')?;
        rest.find('"').map(|end| &rest[..end])
    })
}

#[test]
fn every_key_has_words() {
    let mut text = String::new();
    source(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut text,
    );
    let mut keys: Vec<String> = ["Message::new(", "texts.get(", "t.get(", "self.get("]
        .iter()
        .flat_map(|call| literals(&text, call))
        .filter(|key| !key.contains('{'))
        .map(str::to_owned)
        .collect();
    keys.extend(
        Reason::ALL
            .iter()
            .map(|r| format!("reason-{}", r.key().replace('_', "-"))),
    );
    let categories = Categories::builtin().unwrap();
    keys.extend(
        categories
            .rows()
            .iter()
            .map(|c| format!("category-{}", c.key)),
    );
    for profile in
        std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/profiles")).unwrap()
    {
        let name = profile.unwrap().file_name().into_string().unwrap();
        keys.push(format!("profile-{}", name.trim_end_matches(".toml")));
    }
    assert!(keys.len() > 150, "{}", keys.len());
    for lang in Lang::ALL {
        let texts = Texts::new(lang);
        for key in &keys {
            assert!(texts.has(key), "{lang:?} has no {key}");
        }
    }
}
