//! What is known of a person, and what was revealed.

use super::super::super::command::Action;
use super::super::super::context::Cx;
use super::super::super::state::{State, View};
use super::super::super::theme::Face;
use super::pen::Pen;
use crate::graph::Evidence;
use crate::i18n::Message;
use crate::model::PersonIx;
use crate::model::time::{DAY, Seconds};
use crate::session::dossier::PersonDossier;
use crate::session::{Command, Filter, birth_year, status_key};

/// People listed before a list is cut and says so.
const MOST: usize = 40;

pub fn show(pen: &mut Pen<'_, '_>, state: &mut State, person: &PersonDossier) {
    let cx = pen.cx;
    let Some(desk) = cx.desk() else { return };
    let row = desk.person(person.person);
    pen.section(&cx.t("profile-person"), "");
    let known = |text: &str| {
        if text.is_empty() {
            cx.t("field-unknown")
        } else {
            text.to_owned()
        }
    };
    pen.pair(
        &cx.t("profile-year"),
        &known(birth_year(row).unwrap_or_default()),
    );
    pen.pair(&cx.t("profile-sex"), &known(&cx.sex(&row.sex)));
    pen.pair(&cx.t("profile-ward"), &known(&row.ward));
    pen.pair(&cx.t("profile-district"), &known(&row.district));
    pen.pair(&cx.t("profile-province"), &known(&row.province));
    health(pen, person.person);
    if let Some(listed) = desk.list.row_of(person.person).filter(|r| r.tier > 0) {
        pen.section(&cx.t("profile-exposure"), &cx.t("profile-whole-run"));
        pen.pair(&cx.t("col-first"), &cx.when(listed.first));
        pen.pair(&cx.t("col-last"), &cx.when(listed.last));
        pen.pair(&cx.t("profile-total"), &cx.length(listed.seconds));
        pen.pair(&cx.t("col-sources"), &cx.n(listed.sources.into()));
        pen.pair(&cx.t("col-places"), &cx.n(listed.places.into()));
        if let Some(grade) = listed.grade {
            pen.pair(&cx.t("col-grade"), &cx.t(&format!("grade-{}", grade.key())));
        }
        let days = Seconds::from(desk.run.rules.params.quarantine_days);
        pen.pair(&cx.t("col-until"), &cx.when(listed.last + days * DAY));
        pen.pair(&cx.t("col-status"), &cx.t(status_key(listed.confined)));
    }
    if person.tier != Some(0) && !person.exposed_by.is_empty() {
        let count = person.exposed_by.len();
        let title = cx.say(&Message::new("profile-sources").with("n", count));
        pen.section(&title, &cx.t("profile-by-risk"));
        for evidence in person.exposed_by.iter().take(MOST) {
            pen.person(state, evidence.source, &detail(cx, evidence));
        }
        more(pen, count);
    }
    let quarantines = &desk.run.trace.quarantines[person.person as usize];
    if !quarantines.is_empty() {
        pen.section(&cx.t("profile-quarantine"), "");
        for span in quarantines {
            pen.text(&cx.span(*span), Face::Regular, 12.0, cx.theme.t1);
        }
    }
    if !person.cases.is_empty() && person.tier != Some(0) {
        case_rows(pen, person);
    }
    if !person.household.is_empty() {
        let title = cx.say(&Message::new("profile-household").with("n", person.household.len()));
        pen.section(&title, "");
        for &member in &person.household {
            pen.person(state, member, &cx.tier(cx.tier_of(member)));
        }
    }
    exposed(pen, state, person);
}

/// What the person declared of their health, the latest first.
fn health(pen: &mut Pen<'_, '_>, person: PersonIx) {
    let cx = pen.cx;
    let Some(desk) = cx.desk() else { return };
    let health = desk.run.records.health_of(person);
    if !health.is_empty() {
        pen.section(&cx.t("profile-health"), &cx.t("profile-health-declared"));
        for report in health.iter().rev().take(MOST) {
            let when = report
                .at
                .map_or_else(|| cx.t("field-unknown"), |at| cx.when(at));
            let mut said: Vec<String> = Vec::new();
            match (report.symptoms.as_str(), report.any) {
                ("", Some(false)) => said.push(cx.t("health-no-symptom")),
                ("", Some(true)) => said.push(cx.t("health-symptom")),
                ("", None) => {}
                (symptoms, _) => said.push(symptoms.to_owned()),
            }
            match report.exposed {
                Some(true) => said.push(cx.t("health-exposed")),
                Some(false) => said.push(cx.t("health-not-exposed")),
                None => {}
            }
            pen.text(&when, Face::Regular, 11.0, cx.theme.t3);
            pen.text(&said.join(" · "), Face::Regular, 12.0, cx.theme.t1);
        }
        more(pen, health.len());
    }
}

/// An F0: the illness, who may have infected it, whom it may have infected, whom it exposed.
pub fn case(pen: &mut Pen<'_, '_>, state: &mut State, person: &PersonDossier) {
    let cx = pen.cx;
    let Some(desk) = cx.desk() else { return };
    let Some(case) = desk.run.trace.index_case(person.person) else {
        return;
    };
    pen.section(&cx.t("case-illness"), "");
    for episode in &case.episodes {
        let key = if episode.onset {
            "why-onset"
        } else {
            "why-sample"
        };
        pen.pair(&cx.t(key), &cx.when(episode.t0));
        pen.pair(&cx.t("case-window"), &cx.span(episode.window));
        if episode.end_assumed {
            pen.text(&cx.t("case-end-assumed"), Face::Regular, 11.0, cx.theme.t3);
        }
    }
    if !case.traceable() {
        pen.text(
            &cx.t("why-not-traceable"),
            Face::Regular,
            12.0,
            cx.theme.warn,
        );
    }
    case_rows(pen, person);
    for (numbers, title, none, by_source) in [
        (
            &person.links.0,
            "case-infected-by",
            "case-infected-by-none",
            true,
        ),
        (
            &person.links.1,
            "case-infected",
            "case-infected-none",
            false,
        ),
    ] {
        pen.section(&cx.t(title), &cx.t("case-probable"));
        if numbers.is_empty() {
            pen.text(&cx.t(none), Face::Regular, 12.0, cx.theme.t2);
        }
        for &n in numbers.iter().take(MOST) {
            let link = &desk.run.links[n];
            let other = if by_source { link.source } else { link.case };
            let detail = format!(
                "{} · {}",
                cx.when(link.first),
                cx.texts.decimal(link.risk, 2)
            );
            pen.person(state, other, &detail);
        }
        more(pen, numbers.len());
    }
    exposed(pen, state, person);
}

fn case_rows(pen: &mut Pen<'_, '_>, person: &PersonDossier) {
    let cx = pen.cx;
    pen.section(&cx.t("case-rows"), "");
    for row in &person.cases {
        let status = match row.status {
            crate::model::Status::Confirmed => "status-confirmed",
            crate::model::Status::Suspected => "status-suspected",
            crate::model::Status::Retracted => "status-retracted",
        };
        pen.pair(
            &if row.case_id.is_empty() {
                cx.t("case-number-none")
            } else {
                row.case_id.clone()
            },
            &cx.t(status),
        );
        for (key, at) in [
            ("case-onset", row.onset),
            ("case-sample", row.sample),
            ("case-reported", row.reported),
            ("case-isolated", row.isolation),
        ] {
            if let Some(at) = at {
                pen.pair(&cx.t(key), &cx.when(at));
            }
        }
    }
}

fn exposed(pen: &mut Pen<'_, '_>, state: &mut State, person: &PersonDossier) {
    let cx = pen.cx;
    let count = person.exposed.len();
    if count == 0 {
        return;
    }
    let title = cx.say(&Message::new("profile-exposed").with("n", count));
    pen.section(&title, &cx.t("profile-by-risk"));
    for evidence in person.exposed.iter().take(MOST) {
        pen.person(state, evidence.contact, &detail(cx, evidence));
    }
    more(pen, count);
    if pen.link(&cx.t("profile-list-exposed")) {
        let filter = Filter {
            tiers: [true; 6],
            source: Some(person.person),
            ..Filter::default()
        };
        cx.run(Command::SetFilter(Box::new(filter)));
        cx.act(Action::Show(View::Contacts));
    }
}

fn more(pen: &mut Pen<'_, '_>, count: usize) {
    if count > MOST {
        let text = pen
            .cx
            .say(&Message::new("list-more").with("n", count - MOST));
        pen.text(&text, Face::Regular, 11.0, pen.cx.theme.t3);
    }
}

/// What was revealed in this session: of the person, and of lists.
pub fn log(pen: &mut Pen<'_, '_>, person: PersonIx) {
    let cx: Cx<'_> = pen.cx;
    pen.section(&cx.t("log-title"), "");
    let entries: Vec<_> = cx.session.reveals.of(person).collect();
    if entries.is_empty() {
        pen.text(&cx.t("log-none"), Face::Regular, 12.0, cx.theme.t2);
    }
    for entry in entries.iter().take(100) {
        let at: chrono::DateTime<chrono::Local> = entry.at.into();
        let what = match entry.person {
            Some(_) => cx.t(entry.field.key()),
            None => cx.say(
                &Message::new("log-list")
                    .with("field", cx.t(entry.field.key()))
                    .with("n", entry.people),
            ),
        };
        pen.pair(&format!("{} {}", at.format("%H:%M:%S"), entry.user), &what);
        pen.text(&cx.t(entry.reason.key()), Face::Regular, 11.0, cx.theme.t3);
    }
    pen.gap(8.0);
    pen.text(&cx.t("log-note"), Face::Regular, 11.0, cx.theme.t3);
}

/// Day, length and risk of a pair.
fn detail(cx: Cx<'_>, evidence: &Evidence) -> String {
    format!(
        "{} · {} · {}",
        cx.day(evidence.first()),
        cx.length(evidence.seconds()),
        cx.texts.decimal(evidence.risk, 2)
    )
}
