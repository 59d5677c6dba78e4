//! The built program under a virtual display: it starts, shows the sample, takes a picture of itself, ends.

use std::process::Command;
use std::time::Instant;

#[test]
#[cfg(target_os = "linux")]
fn the_program_opens_its_window() {
    let dir = tempfile::tempdir().unwrap();
    let picture = dir.path().join("window.png");
    let start = Instant::now();
    let run = Command::new("xvfb-run")
        .args(["-a", "-s", "-screen 0 1400x800x24"])
        .arg(env!("CARGO_BIN_EXE_truyvet"))
        .args(["window", "--sample", "--size", "1366x768", "--lang", "vi"])
        .arg("--screenshot")
        .arg(&picture)
        .output();
    let output = match run {
        Ok(output) => output,
        Err(error) => panic!(
            "xvfb-run: {error}; on Debian: sudo apt-get install xvfb mesa-vulkan-drivers \
             libgl1-mesa-dri libxkbcommon-x11-0"
        ),
    };
    assert!(
        output.status.success(),
        "{}\non Debian: sudo apt-get install xvfb mesa-vulkan-drivers libgl1-mesa-dri \
         libxkbcommon-x11-0",
        String::from_utf8_lossy(&output.stderr)
    );
    let image = image::open(&picture).unwrap().to_rgba8();
    assert_eq!(image.dimensions(), (1_366, 768));
    // Not one empty ground: the accent of the mark and the colours of the tiers are there.
    for wanted in [[0x0a, 0x6a, 0x64], [0xb0, 0x12, 0x2f], [0xc8, 0x77, 0x00]] {
        let there = image.pixels().filter(|p| p.0[..3] == wanted).count();
        assert!(there > 50, "{wanted:?} stands on {there} pixels");
    }
    assert!(start.elapsed().as_secs() < 60);
}

/// The window on an investigation, killed while it is open: what it leaves tells nobody's name, number or phone.
#[test]
#[cfg(target_os = "linux")]
fn a_window_that_is_killed_leaves_no_canary() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    for folder in ["in", "home", "tmp", "run"] {
        std::fs::create_dir(at(folder)).unwrap();
    }
    let mut people = String::from("person_id,full_name,birth_date,cccd,phone\n");
    let mut visits = String::from("person_id,place_id,check_in,check_out\n");
    let mut canaries = Vec::new();
    for n in 0..200 {
        let letter = |n: usize| char::from(b'a' + (n % 26) as u8);
        let name = format!("Canari Hoàng {}{}x", letter(n / 26), letter(n));
        let (cccd, phone) = (
            format!("0790850{:05}", 50_000 + n),
            format!("09187{:05}", 60_000 + n),
        );
        people.push_str(&format!("K{n:04},{name},1985-01-01,{cccd},{phone}\n"));
        visits.push_str(&format!("K{n:04},chợ,2021-08-16 08:00,2021-08-16 09:00\n"));
        canaries.extend([name, cccd, phone]);
    }
    std::fs::write(at("in/dan.csv"), people).unwrap();
    std::fs::write(at("in/visits.csv"), visits).unwrap();
    std::fs::write(at("in/cases.csv"), "person_id,onset\nK0001,2021-08-17\n").unwrap();
    std::fs::write(at("pw"), "một cụm mật khẩu dài").unwrap();
    let program = env!("CARGO_BIN_EXE_truyvet");
    let around = |command: &mut Command| {
        command
            .current_dir(dir.path())
            .env("HOME", at("home"))
            .env("XDG_CONFIG_HOME", at("home"))
            .env("XDG_CACHE_HOME", at("home"))
            .env("XDG_DATA_HOME", at("home"))
            .env("XDG_RUNTIME_DIR", at("run"))
            .env("TMPDIR", at("tmp"))
            .output()
            .unwrap()
    };
    let opened = ["--passphrase-file", "pw", "--purpose", "thử"];
    let made = around(
        Command::new(program)
            .args([
                "save",
                "in",
                "--out",
                "a.truyvet",
                "--case",
                "1",
                "--key-cost",
                "least",
            ])
            .args(opened),
    );
    assert!(made.status.success(), "{made:?}");
    let killed = around(
        Command::new("xvfb-run")
            .args([
                "-a",
                "-s",
                "-screen 0 1400x800x24",
                "timeout",
                "-s",
                "KILL",
                "7",
                program,
            ])
            .args(["window", "a.truyvet", "--size", "1366x768"])
            .args(opened),
    );
    let log = around(
        Command::new(program)
            .args(["audit", "show", "a.truyvet"])
            .args(opened),
    );
    let log = String::from_utf8(log.stdout).unwrap();
    assert!(
        log.contains("F1 199"),
        "it was open and derived: {log} {killed:?}"
    );
    let mut folders = vec![dir.path().to_path_buf()];
    let mut looked = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path == at("in") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let Ok(bytes) = std::fs::read(&path) else {
                continue;
            };
            looked += 1;
            for canary in &canaries {
                let found = memchr::memmem::find(&bytes, canary.as_bytes());
                assert!(found.is_none(), "in {}", path.display());
            }
        }
    }
    assert!(looked >= 3);
    let said = [killed.stdout, killed.stderr].concat();
    for canary in &canaries {
        assert!(memchr::memmem::find(&said, canary.as_bytes()).is_none());
    }
}
