//! Through the window as a user goes.

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT, Queryable};
use truyvet::i18n::{Lang, Message};
use truyvet::session::{Column, Focus};
use truyvet::ui::{Action, View};

use super::Window;

/// The names of the rows that are on the screen.
fn rows(window: &Window) -> Vec<String> {
    window
        .harness
        .query_all_by_role(Role::Row)
        .filter_map(|n| n.accesskit_node().label())
        .collect()
}

fn shown(window: &Window) -> usize {
    window.harness.state().session().found().unwrap().rows.len()
}

#[test]
fn the_sample_in_one_click_and_a_contact_in_every_view() {
    let mut window = Window::new(Lang::Vi, false, (1_600.0, 1_000.0));
    window.settle();
    let sample = window.t("act-open-sample");
    window.click(&sample);
    let desk = window.harness.state().session().desk().unwrap().clone();
    assert_eq!(desk.list.totals, [63, 1_245, 680]);
    assert!(window.has("1.925 người"), "the header counts");

    let name = rows(&window).into_iter().next().unwrap();
    window.click(&name);
    let Some(Focus::Person(person)) = window.harness.state().session().focus() else {
        panic!("a click on a row looks at its person");
    };
    let called = desk.name(person);
    assert!(name.contains(&called));
    let tier = desk.list.row_of(person).unwrap().tier;
    // In the inspector: the head, the question, the chain from an F0.
    assert!(window.has(&format!("F{tier}, {called}")));
    let why = window.say(Message::new("tab-why").with("tier", format!("F{tier}")));
    assert!(window.has(&why));
    assert!(window.has("F0-"), "the chain begins at an F0");
    assert!(window.has(&window.t("rule-infectious")));
    assert!(
        window.has("quet_qr.parquet") || window.has("dan_cu.csv"),
        "source rows"
    );

    // On the map: the stops of the person's way.
    let map = window.t("foot-map");
    window.click(&map);
    assert_eq!(window.harness.state().state().view, View::Map);
    let dossier = window.harness.state().session().dossier().unwrap().clone();
    let stop = &dossier.person().unwrap().stops[0];
    assert!(window.has(desk.place_name(stop.place)));

    // In the network: the person alone, and a line of accounting that adds up.
    window.act(Action::Show(View::Network));
    assert!(window.has("1.988"), "everybody is accounted for");
    let network = window.harness.state().session().network().unwrap().clone();
    let row = desk.list.index_of(person);
    let node = network.node_of(person, row).unwrap();
    assert_eq!(
        network.nodes[node].people(),
        1,
        "the focused chain is drawn one by one"
    );
    assert!(window.has(&called));
}

#[test]
fn the_window_is_changed_and_undone() {
    let mut window = Window::on_sample(Lang::En);
    let all = shown(&window);
    assert!(window.has("Window: all of time"));
    // The clock stands in the middle: the window now ends there.
    window.keys(Modifiers::NONE, Key::CloseBracket);
    let half = shown(&window);
    assert!(half > 0 && half < all, "{half} of {all}");
    assert!(window.has("exposed in the window"));
    window.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(shown(&window), all);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(shown(&window), half);
    // Totals of the run do not change with the window.
    assert!(window.has("F1 1,245"));
}

#[test]
fn handles_are_dragged() {
    let mut window = Window::on_sample(Lang::En);
    let all = shown(&window);
    let plot = window
        .harness
        .get_by_label_contains("Epidemic curve")
        .rect();
    // The end handle stands near the plot's right edge.
    let from = egui::pos2(plot.right() - 10.0, plot.center().y);
    window.harness.drag_at(from);
    window.harness.step();
    for n in 1..=8 {
        window
            .harness
            .hover_at(from - egui::vec2(40.0 * n as f32, 0.0));
        window.harness.step();
    }
    window.harness.drop_at(from - egui::vec2(320.0, 0.0));
    window.settle();
    let span = window.harness.state().session().workspace().window;
    assert!(span.is_some(), "the drag moved the handle");
    assert!(shown(&window) < all);
    window.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(shown(&window), all, "one drag is one step");
}

#[test]
fn language_and_theme() {
    let mut window = Window::on_sample(Lang::Vi);
    assert!(window.has("Tiếp xúc") && window.has("1.245"));
    window.click("EN");
    assert!(window.has("Contacts") && window.has("1,245"));
    assert!(!window.has("Tiếp xúc"));
    window.click("Dark theme");
    assert!(window.harness.state().state().dark);
    assert!(window.has("Light theme"));
    for view in View::ALL {
        window.act(Action::Show(view));
    }
    window.click("VI");
    assert!(window.has("Dữ liệu"));
}

#[test]
fn tiers_search_and_sort() {
    let mut window = Window::on_sample(Lang::En);
    window.click("F2: 680");
    assert_eq!(shown(&window), 1_245);
    window.click("F0: 63");
    assert_eq!(shown(&window), 1_308);
    window.act(Action::Find);
    let field = window.harness.get_by_label("Find name, home, place");
    field.type_text("nguyen");
    window.settle();
    let found = shown(&window);
    assert!(found > 100 && found < 1_000, "{found}");
    assert!(
        rows(&window).iter().all(|r| r.contains("Nguyễn")),
        "diacritics do not matter"
    );
    window.click("Risk");
    let first = rows(&window)[0].clone();
    assert!(
        first.contains("risk 0.9") || first.contains("risk 1.0"),
        "{first}"
    );
    let order = window.harness.state().session().workspace().order.clone();
    assert_eq!(order, [(Column::Risk, true)]);
}

#[test]
fn nothing_found_says_why_and_offers_a_way_out() {
    let mut window = Window::on_sample(Lang::En);
    window.act(Action::Find);
    window
        .harness
        .get_by_label("Find name, home, place")
        .type_text("zzzz");
    window.settle();
    assert!(window.has("Nobody matches the filters"));
    assert!(window.has("The search leaves none of 1,988 people."));
    window.click("Drop this condition");
    assert_eq!(shown(&window), 1_925);
}

#[test]
fn arrows_checks_and_export() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("some.csv");
    let mut window = Window::on_sample(Lang::En);
    window.dialogs.0.lock().unwrap().push(path.clone());
    for _ in 0..3 {
        window.keys(Modifiers::NONE, Key::ArrowDown);
        window.keys(Modifiers::NONE, Key::X);
    }
    assert_eq!(window.harness.state().state().checked.len(), 3);
    assert!(window.has("3 checked"));
    window.act(Action::Export);
    assert!(window.has("Export the 3 people checked"));
    window.click("CSV");
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(text.lines().count(), 4);
    assert!(window.harness.state().session().reveals.log().is_empty());
    window.keys(Modifiers::NONE, Key::Escape);
    assert!(window.harness.state().state().checked.is_empty());
}

#[test]
fn other_rules_from_the_popover() {
    let mut window = Window::on_sample(Lang::En);
    window.act(Action::RunPanel);
    window.click("WHO");
    let desk = window.harness.state().session().desk().unwrap().clone();
    assert_eq!(desk.number, 2);
    assert_eq!(desk.run.rules.preset.key, "WHO");
    assert!(window.has("Run 2"));
    window.keys(Modifiers::COMMAND, Key::Z);
    let desk = window.harness.state().session().desk().unwrap().clone();
    assert_eq!(desk.list.totals, [63, 1_245, 680]);
}

#[test]
fn places_tell_who_infected_whom() {
    let mut window = Window::on_sample(Lang::En);
    let session = window.harness.state().session();
    let (desk, view) = (
        session.desk().unwrap().clone(),
        session.view().unwrap().clone(),
    );
    let busiest = view.venues[0].place;
    window.keys(Modifiers::COMMAND, Key::K);
    let name = desk.place_name(busiest).to_owned();
    let field = window.t("palette-field");
    window.harness.get_by_label(&field).type_text(&name);
    window.settle();
    window.keys(Modifiers::NONE, Key::Enter);
    assert_eq!(
        window.harness.state().session().focus(),
        Some(Focus::Place(busiest))
    );
    assert!(window.has("F0s probably infected here"));
    assert!(window.has("Exposures here"));
    window.click("Filter the list by this place");
    assert_eq!(shown(&window) as u32, view.venues[0].people());
}

#[test]
fn back_and_forward() {
    let mut window = Window::on_sample(Lang::En);
    window.keys(Modifiers::NONE, Key::ArrowDown);
    let first = window.harness.state().session().focus();
    window.keys(Modifiers::NONE, Key::ArrowDown);
    let second = window.harness.state().session().focus();
    assert_ne!(first, second);
    window.keys(Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(window.harness.state().session().focus(), first);
    window.keys(Modifiers::ALT, Key::ArrowRight);
    assert_eq!(window.harness.state().session().focus(), second);
}

#[test]
fn declared_symptoms_are_shown_with_the_person() {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in [
        (
            "visits.csv",
            "Số CCCD,Mã điểm quét,Thời gian quét\n079085000001,P,16/08/2021 08:00\n079085000002,P,16/08/2021 08:10\n",
        ),
        (
            "cases.csv",
            "Mã ca,Số CCCD,Ngày khởi phát\nBN1,079085000001,2021-08-16\n",
        ),
        (
            "ncovi.csv",
            "Số giấy tờ,Họ và tên,Ngày khai báo,Triệu chứng,Tiếp xúc\n\
             079085000002,Trần Thị Minh Châu,18/08/2021 07:30,\"Sốt, ho khan, đau họng, mất vị giác từ hôm qua\",Có\n\
             079085000002,Trần Thị Minh Châu,15/08/2021 07:30,Không,Không\n",
        ),
    ] {
        std::fs::write(dir.path().join(name), text).unwrap();
    }
    let mut window = Window::new(Lang::Vi, false, (1_366.0, 768.0));
    window
        .dialogs
        .0
        .lock()
        .unwrap()
        .push(dir.path().to_path_buf());
    window.act(Action::OpenFolder);
    let rows: Vec<String> = window
        .tree()
        .into_iter()
        .filter(|n| n.contains("Minh Châu"))
        .collect();
    let row = rows.first().expect("the contact is listed").clone();
    window.click(&row);
    let tab = window.t("tab-profile");
    window.click(&tab);
    assert!(window.has("Sốt, ho khan"));
    assert!(window.has("có tiếp xúc người bệnh"));
    assert!(window.has("không có triệu chứng"));
    if let Ok(path) = std::env::var("TRUYVET_PICTURE") {
        window.harness.render().unwrap().save(path).unwrap();
    }
}

#[test]
fn files_that_cannot_be_read_leave_the_first_screen() {
    let dir = tempfile::tempdir().unwrap();
    let bad = dir.path().join("nonsense.csv");
    std::fs::write(&bad, "a,b\n1,2\n").unwrap();
    let mut window = Window::new(Lang::En, false, (1_366.0, 768.0));
    window.dialogs.0.lock().unwrap().push(bad);
    window.act(Action::OpenFiles);
    assert!(window.harness.state().session().desk().is_none());
    assert!(window.has("nonsense.csv"), "the file is named");
    // Its columns could be matched by hand; that is left.
    let leave = window.t("wizard-do-leave");
    window.click(&leave);
    let sample = window.t("act-open-sample");
    window.click(&sample);
    assert!(window.harness.state().session().desk().is_some());
}

#[test]
fn dropped_files_are_read() {
    let mut window = Window::new(Lang::En, false, (1_366.0, 768.0));
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_data");
    window.harness.state_mut().open(&[folder]);
    window.settle();
    let desk = window.harness.state().session().desk().unwrap().clone();
    assert_eq!(desk.list.totals, [63, 1_245, 680]);
    window.act(Action::Show(View::Data));
    assert!(window.comes("quet_qr.parquet"));
}

#[test]
fn closing_asks_first_and_typing_closes_nothing() {
    let mut window = Window::on_sample(Lang::En);
    window.act(Action::Find);
    window.keys(Modifiers::COMMAND, Key::W);
    assert!(
        !window.has("Put the open investigation away?"),
        "a field has its own keys"
    );
    window.keys(Modifiers::NONE, Key::Escape);
    window.keys(Modifiers::COMMAND, Key::W);
    assert!(window.has("Put the open investigation away?"));
    window.click("Cancel");
    assert!(window.harness.state().session().desk().is_some());
    window.keys(Modifiers::COMMAND, Key::W);
    window.click("Close the investigation");
    assert!(window.harness.state().session().desk().is_none());
    assert!(window.has("Open the sample"));
}

/// Another, smaller data set takes the place of one whose list, search and pointer went further.
#[test]
fn a_smaller_data_set_after_a_larger_one() {
    let dir = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
    put(
        "visits.csv",
        "person_id,place_id,check_in,check_out\nA,X,2021-08-02T08:00,2021-08-02T09:00\nB,X,2021-08-02T08:30,2021-08-02T09:30\n",
    );
    put("cases.csv", "person_id,onset\nA,2021-08-03\n");
    let mut window = Window::on_sample(Lang::En);
    for _ in 0..3 {
        window.keys(Modifiers::NONE, Key::ArrowDown);
    }
    window.keys(Modifiers::COMMAND, Key::K);
    let field = window.t("palette-field");
    window.harness.get_by_label(&field).type_text("nguyen");
    window.settle();
    window.harness.state_mut().open(&[dir.path().to_path_buf()]);
    window.settle();
    let desk = window.harness.state().session().desk().unwrap().clone();
    assert_eq!(desk.list.totals, [1, 1, 0]);
    window.keys(Modifiers::NONE, Key::Escape);
    for view in View::ALL {
        window.act(Action::Show(view));
        window.keys(Modifiers::ALT, Key::ArrowLeft);
        window.keys(Modifiers::NONE, Key::OpenBracket);
        window.keys(Modifiers::NONE, Key::CloseBracket);
        window.keys(Modifiers::COMMAND, Key::Z);
    }
    window.act(Action::Show(View::Contacts));
    window.keys(Modifiers::NONE, Key::ArrowDown);
    assert!(window.has("F1"));
}

#[test]
fn a_case_list_alone_is_shown() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(
        dir.path().join("cases.csv"),
        "person_id,onset\nA,2021-08-03\nB,\n",
    )
    .unwrap();
    let mut window = Window::new(Lang::En, false, (1_366.0, 768.0));
    window.harness.state_mut().open(&[dir.path().to_path_buf()]);
    window.settle();
    for view in View::ALL {
        window.act(Action::Show(view));
    }
    window.act(Action::Show(View::Contacts));
    window.click("F0: ");
    window.keys(Modifiers::NONE, Key::ArrowDown);
    window.act(Action::Show(View::Network));
}

/// What a key did is seen without any further event: frames go on only while somebody asks for them.
#[test]
fn what_a_key_did_is_painted_at_once() {
    let mut window = Window::on_sample(Lang::En);
    window.harness.run_ok();
    window
        .harness
        .key_press_modifiers(Modifiers::COMMAND, Key::E);
    window.harness.run_ok();
    assert!(window.has("Export the 1,925 people shown"));
}
