//! Files that need a person: columns matched, encodings and passwords given, held rows put right.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use truyvet::i18n::Lang;
use truyvet::ui::{Action, View};

use crate::Window;

fn window_with(paths: &[&Path]) -> Window {
    let mut window = Window::new(Lang::En, false, (1_600.0, 1_000.0));
    let paths = paths.iter().map(|p| p.to_path_buf());
    window.dialogs.0.lock().unwrap().extend(paths);
    window.act(Action::OpenFiles);
    window
}

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

const GUESTS: &str = "ho_ten,cccd_cmnd,dia_diem,tg_vao,tg_ra,ghi_chu\n\
    Nguyễn An,079085000001,C1,16/08/2021 08:02,16/08/2021 09:00,x\n\
    Trần Bình,079085000002,C1,16/08/2021 08:10,9h kém 10,\n\
    Lê Chi,79085000003,C1,16/08/2021 08:20,,\n\
    Lê Chi,079085000003,C1,16/08/21 08:20,,\n\
    Vũ Dũng,1.23E+11,C1,16/08/2021 08:20,,\n";

/// Read, taken, warned, merged, held over all files.
fn rows(window: &Window) -> [u64; 5] {
    let desk = window.harness.state().session().desk().unwrap();
    desk.coverage.rows
}

#[test]
fn columns_are_matched_tried_and_remembered() {
    let dir = tempfile::tempdir().unwrap();
    let path = write(dir.path(), "guests.csv", GUESTS);
    let mut window = window_with(&[&path]);
    let session = window.harness.state().session();
    assert!(session.desk().is_none());
    let rehearsal = session.import().unwrap().rehearsal.clone().unwrap();
    assert_eq!(rehearsal.draft.role.key(), "visits");
    assert_eq!((rehearsal.counts.read, rehearsal.counts.held), (5, 4));
    assert!(window.has("1 will be taken, 4 held, 0 merged"));
    assert!(window.has("ho_ten: Nguyễn An, Full name"));
    // Numbers of people are never in the clear.
    assert!(window.tree().iter().all(|t| !t.contains("0790850000")));
    // Three causes have a proposal; each is repaired at once, and the check runs anew.
    for held in [3, 2, 1] {
        window.click("Repair by pattern (1)");
        assert!(window.comes(&format!("{} will be taken, {held} held", 5 - held)));
    }
    window.click("Import and run again");
    // Put right, the two rows of one visit are seen to be one.
    assert_eq!(rows(&window), [5, 3, 0, 1, 1]);
    let session = window.harness.state().session();
    assert!(session.import().is_none());
    assert_eq!(session.mappings()[0].name(), "guests");
    // 08:50 of that day in Vietnam.
    let presence = &session.desk().unwrap().run.presence;
    assert!(presence.journeys().iter().any(|v| v.end == 1_629_078_600));
    // The same form again is known, with nobody asked.
    let more = GUESTS.replace("08:02", "10:02");
    let more = write(dir.path(), "guests2.csv", more);
    *window.dialogs.0.lock().unwrap() = vec![more];
    window.act(Action::AddFiles);
    assert!(window.harness.state().session().import().is_none());
    assert_eq!(rows(&window)[0], 10);
}

#[test]
fn held_rows_are_put_right_and_back() {
    let dir = tempfile::tempdir().unwrap();
    let text = "Số CCCD,Mã điểm quét,Thời gian quét\n\
        079085000001,C1,16/08/2021 08:00\n\
        79085000002,C1,16/08/2021 08:10\n\
        79085000003,C1,16/08/2021 08:10\n\
        079085000004,C1,sáng\n";
    write(dir.path(), "scans.csv", text);
    let mut window = window_with(&[dir.path()]);
    assert_eq!(rows(&window), [4, 1, 0, 0, 3]);
    window.act(Action::Show(View::Data));
    assert!(window.comes("Repair by pattern (2)"));
    window.click("Repair by pattern (2)");
    assert!(window.comes("2 cells corrected, 0 of them in this run"));
    assert_eq!(rows(&window)[4], 3, "nothing moves by itself");
    window.click("Bring in and run again");
    assert_eq!(rows(&window), [4, 3, 0, 0, 1]);
    // One cell by hand: what is typed takes the place of what stands there.
    assert!(window.comes("Correct, line 5"));
    window.click("Correct, line 5");
    let typed = |window: &mut Window, text: &str| {
        window.harness.event(egui::Event::Text(text.to_owned()));
        window.settle();
    };
    window.keys(egui::Modifiers::COMMAND, egui::Key::A);
    typed(&mut window, "16/08/2021 07:30");
    window.keys(egui::Modifiers::NONE, egui::Key::Enter);
    assert!(window.comes("3 cells corrected, 2 of them in this run"));
    window.act(Action::RunAgain);
    assert_eq!(rows(&window), [4, 4, 0, 0, 0]);
    // Back: the decision is undone, the numbers follow with the next run.
    let cells = window
        .harness
        .state()
        .session()
        .applied()
        .iter()
        .collect::<Vec<_>>();
    assert_eq!(cells.len(), 3);
    let cells = cells
        .into_iter()
        .map(|c| (c.file, c.row, c.column))
        .collect();
    let unfix = truyvet::session::Command::Unfix(cells);
    window
        .harness
        .state()
        .send(truyvet::ui::UiCommand::Do(unfix));
    window.settle();
    window.act(Action::RunAgain);
    assert_eq!(rows(&window), [4, 1, 0, 0, 3]);
    window.act(Action::Undo);
    window.act(Action::RunAgain);
    assert_eq!(rows(&window)[4], 0, "a step is taken back across readings");
}

#[test]
fn an_encoding_is_confirmed_and_a_password_given() {
    let dir = tempfile::tempdir().unwrap();
    // Windows-1258: the tone follows its vowel as a mark of its own.
    let mut text = Vec::new();
    text.extend(b"S\xf4\xec CCCD,Ma\xde \xf0i\xea\xd2m qu\xe9t,Th\xf5\xcci gian qu\xe9t\n");
    for n in 1..30 {
        text.extend(
            format!("0790850000{n:02},Ch\u{1}\u{2},16/08/2021 08:00\n")
                .bytes()
                .map(|b| match b {
                    1 => 0xf5,
                    2 => 0xf2,
                    b => b,
                }),
        );
    }
    write(dir.path(), "scans.csv", &text);
    let mut window = window_with(&[&dir.path().join("scans.csv")]);
    assert!(window.has("The file is not UTF-8"));
    assert!(window.has("079••••••001"), "{:?}", window.tree());
    window.click("Read it like this");
    assert!(window.comes("29 will be taken"), "{:?}", window.tree());
    window.click("Import and run again");
    assert_eq!(rows(&window)[..2], [29, 29]);
    // A protected archive beside it.
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let options = options.with_aes_encryption(zip::AesMode::Aes128, "mở ra");
    zip.start_file("p.csv", options).unwrap();
    zip.write_all("place_id,name\nC1,Chợ\n".as_bytes()).unwrap();
    let archive = write(dir.path(), "p.zip", zip.finish().unwrap().into_inner());
    *window.dialogs.0.lock().unwrap() = vec![archive];
    window.act(Action::AddFiles);
    window.act(Action::Show(View::Data));
    assert!(window.comes("p.zip is protected. Please give its password."));
    window.click("p.zip");
    assert!(
        window.comes("The archive is protected"),
        "{:#?}",
        window.tree()
    );
    for (word, then) in [
        ("no", "That is not the password"),
        ("mở ra", "1 will be taken"),
    ] {
        window.harness.event(egui::Event::Text(word.to_owned()));
        window.settle();
        window.keys(egui::Modifiers::NONE, egui::Key::Enter);
        assert!(window.comes(then), "{:?}", window.tree());
    }
    window.click("Import and run again");
    assert_eq!(rows(&window)[0], 30);
    assert!(window.tree().iter().all(|t| !t.contains("mở ra")));
}
