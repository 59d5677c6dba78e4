//! `why` tells the chain, and what is lacking.

use crate::{Desk, PLAIN};

#[test]
fn the_chain_in_words() {
    let desk = Desk::new(PLAIN);
    let en = desk.run(&["why", "c", "in", "--lang", "en"]).ok().out;
    for words in [
        "c is F2",
        "1. a (F0) → b (F1)",
        "Chợ X (x): 02/08/2021 08:30 – 09:00, 30 min  [visits.csv:2, 3]",
        "2. b (F1) → c (F2)",
        "Quán Y (y): 03/08/2021 08:50 – 09:00, 10 min  [visits.csv:4, 5]",
        "Not F1:",
    ] {
        assert!(en.contains(words), "{words:?} not in {en}");
    }
    let vi = desk.run(&["why", "c", "in", "--lang", "vi"]).ok().out;
    assert!(
        vi.contains("c là F2") && vi.contains("phơi nhiễm đầu 03/08/2021 08:50"),
        "{vi}"
    );
}

#[test]
fn others() {
    let desk = Desk::new(PLAIN);
    let out = |person: &str, more: &[&str]| {
        desk.run(&[&["why", person, "in", "--lang", "en"], more].concat())
            .ok()
            .out
    };
    assert!(out("a", &[]).contains("a is an F0"));
    // d came to y in the second in which b left.
    let d = out("d", &["--min-minutes", "1"]);
    assert!(
        d.contains("d is not on the contact list")
            && d.contains("in the second in which the other left"),
        "{d}"
    );
    let c = out("c", &["--min-minutes", "15"]);
    assert!(
        c.contains("10 min within 24 hours; 15 min are needed"),
        "{c}"
    );
    let early = out("b", &["--pre-onset-days", "0"]);
    assert!(early.contains("before a could pass it on"), "{early}");
    let nobody = desk.run(&["why", "zz", "in", "--lang", "en"]);
    assert_eq!(
        (
            nobody.code,
            nobody.err.contains("No record names that person")
        ),
        (1, true)
    );
}

#[test]
fn as_json() {
    let desk = Desk::new(PLAIN);
    let json = desk.run(&["why", "c", "in", "--json"]).ok().json();
    assert_eq!(json["tier"], 2);
    assert_eq!(json["chain"][1]["overlaps"][0]["place"], "y");
    assert_eq!(json["chain"][1]["minutes"], 10.0);
}

#[test]
fn misses_with_a_lag() {
    let desk = Desk::new(&[
        (
            "in/visits.csv",
            "person_id,place_id,check_in,check_out\n\
            A,X,2021-08-10T10:00,2021-08-10T11:00\nB,X,2021-08-10T11:20,2021-08-10T12:00\n\
            C,X,2021-08-10T10:00,2021-08-10T10:14:59\n",
        ),
        ("in/cases.csv", "person_id,onset\nA,2021-08-10\n"),
    ]);
    let out = |person: &str, more: &[&str]| {
        let arguments = [
            &["why", person, "in", "--lang", "en", "--min-minutes", "15"],
            more,
        ]
        .concat();
        desk.run(&arguments).ok().out
    };
    assert!(
        out("B", &["--lag-minutes", "30"]).contains("with A it was 10 min within"),
        "{}",
        out("B", &["--lag-minutes", "30"])
    );
    assert!(out("B", &[]).contains("20 min apart"));
    assert!(
        out("C", &[]).contains("it was 14 min 59 s within"),
        "{}",
        out("C", &[])
    );
}
