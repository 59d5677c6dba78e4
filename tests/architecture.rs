//! The floors: a room imports only from lower ones, and only `ui` may know the window's crates.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Lowest floor first; rooms of one floor may know each other where `true` stands.
const FLOORS: [(&[&str], bool); 12] = [
    (&["model", "i18n", "job", "geo"], true),
    (&["ingest"], false),
    (&["registry"], false),
    (&["contact"], false),
    (&["graph"], false),
    (&["trace"], false),
    (&["synth"], false),
    (&["investigation"], false),
    (&["notify"], false),
    (&["report", "store"], false),
    (&["session"], false),
    (&["cli", "ui"], false),
];

/// Crates that only these rooms may import.
const CONFINED: [(&str, &[&str]); 32] = [
    ("arboard", &["ui"]),
    ("egui", &["ui"]),
    ("egui_table", &["ui"]),
    ("image", &["ui"]),
    ("calamine", &["ingest"]),
    ("cfb", &["ingest"]),
    ("quick_xml", &["ingest"]),
    ("encoding_rs", &["ingest"]),
    ("rusqlite", &["ingest", "store"]),
    ("argon2", &["store"]),
    ("chacha20poly1305", &["store"]),
    ("zstd", &["store"]),
    ("whoami", &["store"]),
    ("zip", &["ingest"]),
    ("rust_xlsxwriter", &["report"]),
    ("hmac", &["notify", "session"]),
    ("reqwest", &["notify"]),
    ("aws_lc_rs", &["notify"]),
    ("base64", &["notify", "session"]),
    ("hyper", &["session"]),
    ("hyper_util", &["session"]),
    ("http_body_util", &["session"]),
    ("tokio", &["session"]),
    ("eframe", &["ui"]),
    ("walkers", &["ui"]),
    ("rfd", &["ui"]),
    ("polars", &["ingest", "contact", "report"]),
    ("petgraph", &["graph", "trace", "registry"]),
    ("clap", &["cli", "ui"]),
    ("anyhow", &["cli", "ui"]),
    ("indicatif", &["cli"]),
    ("fluent_bundle", &["i18n"]),
];

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// Every file of the library with its room, `main.rs` and `lib.rs` left out.
fn rooms() -> Vec<(String, PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&src, &mut all);
    all.into_iter()
        .filter_map(|path| {
            let inside = path.strip_prefix(&src).unwrap().to_path_buf();
            let first = inside
                .components()
                .next()
                .unwrap()
                .as_os_str()
                .to_str()
                .unwrap();
            let room = first.trim_end_matches(".rs").to_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            (!matches!(first, "lib.rs" | "main.rs")).then_some((room, inside, text))
        })
        .collect()
}

fn floor(room: &str) -> usize {
    FLOORS
        .iter()
        .position(|f| f.0.contains(&room))
        .unwrap_or_else(|| panic!("room {room} stands on no floor"))
}

/// The words after each `crate::`, groups in braces included.
fn imports(text: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for (at, _) in text.match_indices("crate::") {
        let before = text[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let rest = &text[at + "crate::".len()..];
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(group) => group[..group.find('}').unwrap()].split(',').collect(),
            None => vec![rest],
        };
        for name in names {
            let name: String = name
                .trim()
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            if !name.is_empty() {
                out.insert(name);
            }
        }
    }
    out
}

#[test]
fn no_room_reaches_up() {
    let mut seen = 0;
    for (room, path, text) in rooms() {
        for import in imports(&text) {
            seen += 1;
            let (here, there) = (floor(&room), floor(&import));
            let fine = there < here || import == room || (there == here && FLOORS[here].1);
            assert!(
                fine,
                "{} (floor {here}) imports {import} (floor {there})",
                path.display()
            );
        }
    }
    assert!(
        seen > 100,
        "only {seen} imports were found: the reader of this test is at fault"
    );
}

#[test]
fn crates_stay_in_their_rooms() {
    for (room, path, text) in rooms() {
        for (name, allowed) in CONFINED {
            let uses = text
                .lines()
                .map(str::trim_start)
                .filter(|l| !l.starts_with("//"))
                .any(|l| l.contains(&format!("{name}::")) && !l.contains(&format!("_{name}::")));
            assert!(
                !uses || allowed.contains(&room.as_str()),
                "{} knows {name}",
                path.display()
            );
        }
    }
}

#[test]
fn the_picture_in_the_crate_docs_is_true() {
    let docs =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let rooms: BTreeSet<String> = rooms().into_iter().map(|r| r.0).collect();
    for room in &rooms {
        let number = floor(room);
        let row = docs
            .lines()
            .find(|l| l.starts_with(&format!("//! | {number} |")));
        let row = row.unwrap_or_else(|| panic!("no row for floor {number}"));
        assert!(
            row.contains(&format!("`{room}`")),
            "the docs do not put {room} on floor {number}"
        );
    }
}

/// The wall: without `gui` no crate of the window is in the tree.
#[test]
fn no_window_crate_without_the_feature() {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--offline",
            "--no-default-features",
            "--edges",
            "normal,build",
            "--prefix",
            "none",
        ])
        .args([
            "--manifest-path",
            concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"),
        ])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let tree = String::from_utf8(output.stdout).unwrap();
    assert!(tree.contains("polars"), "{tree}");
    for name in ["egui", "eframe", "walkers", "rfd", "winit", "wgpu"] {
        assert!(
            !tree.lines().any(|l| l.starts_with(&format!("{name} "))),
            "{name} is in the tree"
        );
    }
}
