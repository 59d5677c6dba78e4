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
    let mut keys: Vec<String> = [
        "Message::new(",
        "texts.get(",
        "t.get(",
        "self.get(",
        "cx.t(",
    ]
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
    keys.extend(of_the_window());
    keys.extend(of_notices());
    assert!(keys.len() > 500, "{}", keys.len());
    for lang in Lang::ALL {
        let texts = Texts::new(lang);
        for key in &keys {
            assert!(texts.has(key), "{lang:?} has no {key}");
        }
    }
}

/// Keys that are put together of what a message is, where it goes and how far it is.
fn of_notices() -> Vec<String> {
    use truyvet::notify::{Apart, Channel, Kind, Language, Leaving, SETTABLE, State};
    let mut keys = Vec::new();
    keys.extend(Kind::ALL.map(|k| format!("kind-{}", k.key())));
    keys.extend(State::ALL.map(|s| format!("state-{}", s.key())));
    keys.extend(Channel::ALL.map(|c| format!("way-{}", c.key())));
    for apart in Apart::ALL {
        keys.extend(["way", "notify"].map(|way| format!("{way}-{}", apart.key())));
    }
    keys.extend(Leaving::ALL.map(|l| format!("way-{}", l.key())));
    keys.extend(Language::ALL.map(|l| format!("notify-sms-{}", l.key())));
    keys.extend(SETTABLE.map(|s| format!("gateway-{}", s.0.replace('_', "-"))));
    let stages = ["draft", "reviewed", "approved", "cancelled", "held"];
    keys.extend(stages.map(|s| format!("stage-of-{s}")));
    let checks = [
        "person",
        "place",
        "number",
        "health",
        "hotline",
        "code",
        "fields",
        "languages",
        "until",
        "length",
    ];
    for check in checks {
        keys.extend([format!("check-{check}"), format!("check-{check}-not")]);
    }
    keys.extend(["authority", "empty"].map(|c| format!("check-{c}-not")));
    for name in ["review", "approve", "stop", "resume", "cancel"] {
        keys.push(format!("summary-notify-{name}"));
    }
    for name in ["ask", "again", "failed"] {
        keys.push(format!("summary-resolve-{name}"));
    }
    // Whatever a transport, a receipt or the outbox says why.
    let mut text = String::new();
    for folder in ["src/notify/transport", "src/session/post"] {
        source(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
            &mut text,
        );
    }
    for call in [
        "RetryAfter(None, ",
        "RetryAfter(wait, ",
        "Permanent(",
        "Outcome::Unknown(",
    ] {
        keys.extend(literals(&text, call).map(|reason| format!("sent-{reason}")));
    }
    keys.extend(
        [
            "interrupted",
            "restored",
            "again",
            "given-up",
            "cancelled",
            "stopped",
            "packed",
            "asked",
            "file",
            "phone",
            "undeliverable",
            "operator",
            "rejected",
            "disk",
        ]
        .map(|reason| format!("sent-{reason}")),
    );
    keys
}

/// Keys that the window puts together.
fn of_the_window() -> Vec<String> {
    use truyvet::session::{Column, Field, Reason, Step, Work};
    use truyvet::ui::{Action, View};
    let mut keys: Vec<String> = Action::ALL.iter().map(|a| a.key().to_owned()).collect();
    keys.extend(View::ALL.iter().map(|v| v.key().to_owned()));
    for column in Column::ALL {
        let key = column.key();
        keys.extend([
            key.to_owned(),
            format!("sorted-{key}"),
            format!("export-{key}"),
        ]);
    }
    for n in 0..7 {
        keys.extend([format!("weekday-long-{n}"), format!("weekday-short-{n}")]);
    }
    let params = truyvet::model::Rules::preset(None).unwrap().params;
    let names = params.numbers().map(|n| n.0).into_iter();
    for name in names.chain(params.switches().map(|s| s.0)) {
        keys.push(format!("param-short-{}", name.replace('_', "-")));
    }
    let works = [
        Work::Open,
        Work::Derive,
        Work::View,
        Work::List,
        Work::Dossier,
        Work::Network,
        Work::Export,
    ];
    keys.extend(works.iter().map(|w| w.key().to_owned()));
    for work in [Work::Open, Work::Derive, Work::Export] {
        keys.extend(["done", "stopped"].map(|end| format!("{}-{end}", work.key())));
    }
    let steps = [
        Step::Rules,
        Step::Window,
        Step::Filter,
        Step::Search,
        Step::Sort,
        Step::Columns,
    ];
    keys.extend(steps.iter().map(|s| s.key().to_owned()));
    let fields = [
        Field::Id,
        Field::Phone,
        Field::List,
        Field::Held,
        Field::Search,
    ];
    keys.extend(fields.iter().map(|f| f.key().to_owned()));
    keys.extend(Reason::ALL.iter().map(|r| r.key().to_owned()));
    keys.extend((0..4).map(|t| format!("tier-name-{t}")));
    keys.extend(["risk-overlap", "risk-place", "risk-source", "risk-record"].map(str::to_owned));
    keys
}
