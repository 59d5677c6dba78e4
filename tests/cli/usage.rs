//! Arguments that cannot be: exit 2 and a sentence in the user's language.

use crate::{Desk, PLAIN};

#[track_caller]
fn refused(arguments: &[&str], vi: &str, en: &str) {
    let desk = Desk::new(PLAIN);
    for (lang, words) in [("vi", vi), ("en", en)] {
        let ran = desk.run(&[arguments, &["--lang", lang]].concat());
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.err.contains(words), "{words:?} not in {:?}", ran.err);
    }
    assert_eq!(desk.list("out"), Vec::<String>::new());
}

#[test]
fn unknown_things() {
    let trace = |more: &[&'static str]| [&["trace", "in", "--out", "out"], more].concat();
    refused(&["fly"], "Không có lệnh fly", "no subcommand fly");
    refused(
        &trace(&["--half-time", "3"]),
        "Không có tùy chọn --half-time",
        "no option --half-time",
    );
    refused(
        &trace(&["--preset", "VN-1999"]),
        "Không có bộ quy tắc VN-1999",
        "no preset VN-1999",
    );
    refused(
        &trace(&["--min-minutes", "-5"]),
        "không đọc được “-5”",
        "“-5” cannot be read",
    );
    refused(
        &trace(&["--min-minutes", "1441"]),
        "từ 0 đến 1.440",
        "between 0 and 1,440",
    );
    refused(
        &trace(&["--max-tier", "0"]),
        "--max-tier phải nằm từ 1 đến 5",
        "--max-tier must lie between 1 and 5",
    );
    refused(
        &trace(&["--max-tier", "6"]),
        "--max-tier phải nằm từ 1 đến 5",
        "--max-tier must lie between 1 and 5",
    );
    refused(
        &trace(&["--households", "maybe"]),
        "không nhận “maybe”",
        "“maybe” is not allowed",
    );
    refused(
        &trace(&["--evidence", "xml"]),
        "none, parquet, csv",
        "none, parquet, csv",
    );
    refused(
        &trace(&["--list", "brief", "--evidence", "csv"]),
        "--list brief không xét từng cặp",
        "--list brief looks at no pair",
    );
    refused(
        &trace(&["--with", "cccd"]),
        "không nhận “cccd”",
        "“cccd” is not allowed",
    );
    refused(&trace(&["--dwell", "market"]), "--dwell", "--dwell");
    refused(
        &trace(&["--dwell", "spaceport=5"]),
        "Không có loại điểm spaceport",
        "no category spaceport",
    );
    refused(&trace(&["--as-of", "mai"]), "--as-of", "--as-of");
    refused(&["trace", "in"], "Còn thiếu: --out", "Missing: --out");
    refused(
        &["generate", "--out", "out", "--zipf", "9"],
        "--zipf phải nằm từ 0 đến 4",
        "--zipf must lie between 0 and 4",
    );
    refused(
        &[
            "generate", "--out", "out", "--people", "100", "--visits", "999999",
        ],
        "quá nhiều",
        "too many",
    );
}

/// Without a screen the window says so, and what to do instead.
#[test]
#[cfg(target_os = "linux")]
fn without_a_subcommand() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_truyvet"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(err.contains("truyvet trace"), "{err}");
}

#[test]
fn help_is_in_the_users_language() {
    let desk = Desk::new(&[]);
    let vi = desk.run(&["trace", "--help", "--lang", "vi"]).ok().out;
    let en = desk.run(&["trace", "--help", "--lang=en"]).ok().out;
    assert!(
        vi.contains("Cách dùng:") && vi.contains("--pre-onset-days"),
        "{vi}"
    );
    assert!(
        en.contains("Usage:") && en.contains("Days infectious before onset"),
        "{en}"
    );
    for english in ["Usage", "Options", "possible values", "default:", "Print"] {
        assert!(!vi.contains(english), "{english} in {vi}");
    }
}

#[test]
fn every_parameter_is_an_option_and_is_recorded() {
    let desk = Desk::new(PLAIN);
    let json = desk
        .run(&[
            "trace",
            "in",
            "--out",
            "out",
            "--json",
            "--preset",
            "WHO",
            "--pre-onset-days",
            "1",
            "--pre-sample-days",
            "4",
            "--post-days",
            "5",
            "--min-minutes",
            "6",
            "--lag-minutes",
            "7",
            "--latent-hours",
            "8",
            "--onward-days",
            "9",
            "--max-tier",
            "3",
            "--quarantine-days",
            "11",
            "--households",
            "on",
            "--include-suspected",
            "--include-weak",
            "--dwell",
            "market=45",
        ])
        .ok()
        .json();
    let changed = json["changed"].as_object().unwrap();
    assert_eq!(json["preset"], "WHO");
    assert_eq!(changed.len(), 13, "{changed:?}");
    assert_eq!(
        (&changed["latent_hours"], &changed["dwell.market"]),
        (&8.into(), &45.into())
    );
}

#[test]
fn the_threshold_counts() {
    let desk = Desk::new(PLAIN);
    let tiers = |more: &[&str]| {
        let arguments = [&["trace", "in", "--out", "out", "--json"], more].concat();
        desk.run(&arguments).ok().json()["tiers"].clone()
    };
    assert_eq!(tiers(&[]), serde_json::json!({"1": 1, "2": 1}));
    assert_eq!(
        tiers(&["--min-minutes", "10"]),
        serde_json::json!({"1": 1, "2": 1})
    );
    assert_eq!(
        tiers(&["--min-minutes", "11"]),
        serde_json::json!({"1": 1, "2": 0})
    );
    assert_eq!(
        tiers(&["--min-minutes", "31"]),
        serde_json::json!({"1": 0, "2": 0})
    );
    assert_eq!(tiers(&["--max-tier", "1"]), serde_json::json!({"1": 1}));
}

#[cfg(unix)]
#[test]
fn ctrl_c_cancels_and_leaves_nothing() {
    let desk = Desk::new(&[]);
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_truyvet"))
        .args([
            "generate", "--people", "200000", "--visits", "9000000", "--out", "out", "--lang", "en",
        ])
        .current_dir(desk.path(""))
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // The files are staged once the work has begun.
    while desk.list("out").is_empty() {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let id = child.id().to_string();
    std::process::Command::new("kill")
        .args(["-INT", &id])
        .status()
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "Cancelled; nothing was written.\n"
    );
    assert_eq!(desk.list("out"), Vec::<String>::new());
}
