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
