//! `why`: the chain that makes a person a contact, in words.

use clap::ArgMatches;
use serde::Serialize;

use super::check::notes;
use super::console::Console;
use super::failure::Failure;
use super::file::{close, file_among_inputs, need, opening, put_on_record, read_and_derive};
use super::rules::{options, rules};
use crate::contact::{NO_SPOT, Piece};
use crate::i18n::{Message, Texts};
use crate::ingest::Ledger;
use crate::investigation::Run;
use crate::model::time::{DAY, FOREVER, Seconds, Span, VIETNAM};
use crate::model::{PersonIx, mask};
use crate::report::spot_id;
use crate::session::words::{self, Wording};
use crate::store::audit::Deed;
use crate::store::{Action, Power};
use crate::trace::Episode;
use crate::trace::why::{Miss, Step, Why, why};

pub(super) fn run(matches: &ArgMatches, console: &Console) -> Result<(), Failure> {
    let (rules, options) = (rules(matches)?, options(matches, false)?);
    let named = matches
        .get_one::<String>("person")
        .cloned()
        .unwrap_or_default();
    let file = match file_among_inputs(matches)? {
        Some(path) => Some((path, opening(matches, console, false)?)),
        None => None,
    };
    let (run, answer) = console.work(|progress, cancel| {
        let (run, store) = read_and_derive(matches, file, rules, options, progress, cancel)?;
        need(store.as_ref(), Power::Reveal)?;
        let found = run.records.find(&named);
        let number = found.map_or(named.as_str(), |p| run.records.people[p as usize].number());
        // Also where there is nobody: that is an answer.
        let mut deed = Deed::new(Action::Search).on(mask::id(number));
        let id = found.map(|p| run.records.people[p as usize].id.as_str());
        // An id of our own names nobody; one that is a number is masked as that.
        if let Some(id) = id.filter(|id| id.len() < 9 && *id != number) {
            deed = deed.saying(format!("person {id}"));
        }
        put_on_record(store.as_ref(), &deed)?;
        let person = found.ok_or(Failure::NoSuchPerson)?;
        let answer = why(&run.trace, run.setting(), person);
        close(store)?;
        Ok::<_, Failure>((run, answer))
    })?;
    notes(&run.records).for_each(|note| console.say(&note));
    let teller = Teller {
        run: &run,
        texts: &console.texts,
    };
    if console.json {
        let json = serde_json::to_string_pretty(&teller.json(&answer)).unwrap_or_default();
        return Ok(console.out(&format!("{json}\n"))?);
    }
    Ok(console.out(&teller.tell(&answer))?)
}

struct Teller<'r> {
    run: &'r Run,
    texts: &'r Texts,
}

impl Teller<'_> {
    fn tell(&self, why: &Why) -> String {
        let mut out = self.head(why);
        for (step, number) in why.chain.iter().zip(1..) {
            out.push_str(&self.step(step, number));
        }
        let miss = match (&why.miss, why.tier) {
            (Some(miss), _) => Some(self.miss(why.person, miss)),
            (None, None) => Some(Message::new("miss-anything")),
            (None, Some(tier)) if tier > 1 => {
                Some(Message::new("miss-tier").with("tier", format!("F{}", tier - 1)))
            }
            (None, Some(_)) => None,
        };
        if let Some(miss) = miss {
            out.push_str(&format!("\n{}\n", self.texts.say(&miss)));
        }
        out
    }

    fn head(&self, why: &Why) -> String {
        let suspected = self
            .run
            .trace
            .suspected
            .iter()
            .any(|c| c.person == why.person);
        let mut head = self.standing(why);
        if suspected {
            let line = Message::new("why-suspected").with("person", self.id(why.person));
            head.push_str(&format!("{}\n", self.texts.say(&line)));
        }
        head
    }

    /// What the person is: an F0 with its illnesses, a contact, or neither.
    fn standing(&self, why: &Why) -> String {
        let id = self.id(why.person);
        if let Some(case) = self.run.trace.index_case(why.person) {
            let mut out = format!(
                "{}\n",
                self.texts
                    .say(&Message::new("why-index-case").with("person", id))
            );
            for e in &case.episodes {
                let kind = if e.onset { "why-onset" } else { "why-sample" };
                let line = Message::new("why-episode")
                    .with("kind", Message::new(kind))
                    .with("t0", self.instant(e.t0))
                    .with("window", self.span(e.window));
                out.push_str(&format!("  {}\n", self.texts.say(&line)));
            }
            let sources: Vec<String> = self
                .run
                .links
                .iter()
                .filter(|l| l.case == why.person)
                .take(5)
                .map(|l| format!("{} ({})", self.id(l.source), self.texts.decimal(l.risk, 2)))
                .collect();
            if !sources.is_empty() {
                let line = Message::new("why-links").with("sources", sources.join(", "));
                out.push_str(&format!("  {}\n", self.texts.say(&line)));
            }
            if !case.traceable() {
                out.push_str(&format!("  {}\n", self.texts.get("why-not-traceable")));
            }
            return out;
        }
        let Some(contact) = self.run.trace.contact(why.person) else {
            return format!(
                "{}\n",
                self.texts
                    .say(&Message::new("why-not-listed").with("person", id))
            );
        };
        let days = Seconds::from(self.run.rules.params.quarantine_days);
        let head = Message::new("why-contact")
            .with("person", id)
            .with("tier", format!("F{}", contact.tier))
            .with("first", self.instant(contact.first))
            .with("last", self.instant(contact.last))
            .with("sources", contact.sources)
            .with("minutes", self.minutes(contact.seconds))
            .with("risk", self.texts.decimal(contact.risk, 2))
            .with("until", self.instant(contact.last + days * DAY));
        format!("{}\n", self.texts.say(&head))
    }

    fn step(&self, step: &Step, number: u32) -> String {
        let e = &step.evidence;
        let params = &self.run.rules.params;
        let source = if step.level == 1 {
            "F0".to_owned()
        } else {
            format!("F{}", step.level - 1)
        };
        let mut out = format!(
            "\n{number}. {} ({source}) → {} (F{})\n",
            self.id(e.source),
            self.id(e.contact),
            step.level
        );
        let windows: Vec<String> = step.active.iter().map(|&a| self.span(a)).collect();
        let mut line =
            |message: Message| out.push_str(&format!("   {}\n", self.texts.say(&message)));
        line(
            Message::new(if step.level == 1 {
                "why-infectious"
            } else {
                "why-onward"
            })
            .with("windows", windows.join("; ")),
        );
        for piece in &step.pieces {
            line(self.piece(e.source, piece));
        }
        let rule = if params.min_minutes == 0 {
            "why-rule-any"
        } else {
            "why-rule-minutes"
        };
        line(
            Message::new(rule)
                .with("minutes", self.minutes(e.seconds()))
                .with("most", self.minutes(e.max_24h()))
                .with("threshold", params.min_minutes),
        );
        line(
            Message::new("why-worth")
                .with("grade", Message::new(format!("grade-{}", e.best.key())))
                .with("worst", Message::new(format!("grade-{}", e.worst.key())))
                .with(
                    "closeness",
                    Message::new(format!("closeness-{}", e.closeness().key())),
                )
                .with("risk", self.texts.decimal(e.risk, 2)),
        );
        if e.indirect() {
            line(Message::new("why-indirect").with("lag", params.lag_minutes));
        }
        out
    }

    fn piece(&self, source: PersonIx, piece: &Piece) -> Message {
        let at = if piece.spot == NO_SPOT {
            Message::new("why-encounter")
        } else if (piece.spot as usize) < self.run.presence.place_count() {
            let row = self.run.records.places.row(piece.spot);
            let name = if row.name.is_empty() {
                row.id.clone()
            } else {
                format!("{} ({})", row.name, row.id)
            };
            Message::new("why-place").with("place", name)
        } else {
            let household = piece.spot as usize - self.run.presence.place_count();
            Message::new("why-household").with(
                "household",
                self.run.records.households[household].id.as_str(),
            )
        };
        Message::new("why-piece")
            .with("at", at)
            .with("span", self.span(piece.span()))
            .with("minutes", self.minutes(piece.span().seconds()))
            .with("rows", bracketed(&self.rows(source, piece)))
    }

    /// The source rows of an overlap, as `file:line`.
    fn rows(&self, source: PersonIx, piece: &Piece) -> Vec<String> {
        let ledger: &Ledger = &self.run.records.ledger;
        let rows = words::rows_of(self.run, source, piece);
        let told = rows.into_iter().map(|row| ledger.place_of(row));
        told.map(|(file, line)| format!("{file}:{line}")).collect()
    }

    fn miss(&self, person: PersonIx, miss: &Miss) -> Message {
        words::miss(miss, person, &self.run.rules.params, self)
    }

    fn id(&self, person: PersonIx) -> &str {
        &self.run.records.people[person as usize].id
    }

    fn instant(&self, at: Seconds) -> String {
        self.texts.instant(at, VIETNAM)
    }

    /// `16/08/2021 08:02 – 09:10`; the end's date only where it differs.
    fn span(&self, span: Span) -> String {
        let (start, end) = (self.instant(span.start), self.instant(span.end));
        if span.end >= FOREVER {
            return self
                .texts
                .say(&Message::new("why-from").with("start", start));
        }
        match end.strip_prefix(&start[..10]) {
            Some(clock) => format!("{start} –{clock}"),
            None => format!("{start} – {end}"),
        }
    }

    /// Minutes up to two hours, then hours and minutes, days and hours.
    fn minutes(&self, seconds: Seconds) -> String {
        if seconds >= 2 * 3_600 {
            return self.duration(seconds);
        }
        let places = if seconds % 60 == 0 { 0 } else { 2 };
        let minutes = self.texts.decimal(seconds as f64 / 60.0, places);
        self.texts
            .say(&Message::new("unit-minutes").with("n", minutes))
    }

    /// The two largest units that are not zero: `2 d 3 h`, `3 h 20 min`, `20 min 5 s`.
    fn duration(&self, seconds: Seconds) -> String {
        let parts = [
            (seconds / 86_400, "unit-days"),
            (seconds / 3_600 % 24, "unit-hours"),
            (seconds / 60 % 60, "unit-minutes"),
            (seconds % 60, "unit-seconds"),
        ];
        let say =
            |(n, unit): &(Seconds, &str)| self.texts.say(&Message::new(*unit).with("n", *n as u64));
        let mut said: Vec<String> = parts.iter().filter(|p| p.0 > 0).take(2).map(say).collect();
        if said.is_empty() {
            said.push(say(&(0, "unit-minutes")));
        }
        said.join(" ")
    }

    fn json(&self, why: &Why) -> Json {
        let link = |step: &Step| JsonLink {
            source: self.id(step.evidence.source).to_owned(),
            contact: self.id(step.evidence.contact).to_owned(),
            tier: step.level,
            first: VIETNAM.iso(step.evidence.first()),
            last: VIETNAM.iso(step.evidence.last()),
            minutes: hundredths(step.evidence.seconds()),
            max_24h_minutes: hundredths(step.evidence.max_24h()),
            risk: (step.evidence.risk * 10_000.0).round() / 10_000.0,
            overlaps: step
                .pieces
                .iter()
                .map(|p| self.json_piece(step.evidence.source, p))
                .collect(),
        };
        let case = self.run.trace.index_case(why.person);
        let episode = |e: &Episode| JsonEpisode {
            t0: VIETNAM.iso(e.t0),
            t0_kind: if e.onset { "onset" } else { "sample" },
            window_start: VIETNAM.iso(e.window.start),
            window_end: VIETNAM.iso(e.window.end),
        };
        let links = self.run.links.iter().filter(|l| l.case == why.person);
        Json {
            person_id: self.id(why.person).to_owned(),
            tier: why.tier,
            episodes: case.map_or_else(Vec::new, |c| c.episodes.iter().map(episode).collect()),
            probable_sources: links.map(|l| self.id(l.source).to_owned()).collect(),
            chain: why.chain.iter().map(link).collect(),
            nearest_miss: why.miss.as_ref().map(|m| JsonMiss {
                tier: m.tier,
                reason: self
                    .miss(why.person, m)
                    .key
                    .trim_start_matches("miss-")
                    .replace('-', "_"),
                source: self.id(m.source).to_owned(),
                words: self.texts.say(&self.miss(why.person, m)),
            }),
        }
    }

    fn json_piece(&self, source: PersonIx, piece: &Piece) -> JsonPiece {
        JsonPiece {
            place: (piece.spot != NO_SPOT).then(|| spot_id(self.run, piece.spot).into_owned()),
            start: VIETNAM.iso(piece.start.into()),
            end: VIETNAM.iso(piece.end.into()),
            grade: piece.grade.key(),
            direct: piece.direct,
            rows: self.rows(source, piece),
        }
    }
}

impl Wording for Teller<'_> {
    fn person(&self, person: PersonIx) -> String {
        self.id(person).to_owned()
    }

    fn place(&self, place: u32) -> String {
        self.run.records.places.row(place).id.clone()
    }

    fn span(&self, span: Span) -> String {
        Self::span(self, span)
    }

    fn length(&self, seconds: Seconds) -> String {
        self.duration(seconds)
    }
}

/// Minutes with two decimals.
fn hundredths(seconds: Seconds) -> f64 {
    (seconds as f64 / 0.6).round() / 100.0
}

/// `  [a.csv:3, 5; b.csv:2]` of `a.csv:3`, `a.csv:5`, `b.csv:2`; nothing of none.
fn bracketed(rows: &[String]) -> String {
    let mut out = String::new();
    let mut before = "";
    for row in rows {
        let (file, line) = row.rsplit_once(':').unwrap_or((row, ""));
        let mark = if out.is_empty() {
            ""
        } else if file == before {
            ", "
        } else {
            "; "
        };
        let name = if file == before {
            String::new()
        } else {
            format!("{file}:")
        };
        out.push_str(&format!("{mark}{name}{line}"));
        before = file;
    }
    if out.is_empty() {
        out
    } else {
        format!("  [{out}]")
    }
}

#[derive(Serialize)]
struct Json {
    person_id: String,
    /// 0: an F0; none: not on the list.
    tier: Option<u8>,
    /// Illnesses of an F0.
    episodes: Vec<JsonEpisode>,
    /// Who may have infected an F0, the likeliest first.
    probable_sources: Vec<String>,
    chain: Vec<JsonLink>,
    nearest_miss: Option<JsonMiss>,
}

#[derive(Serialize)]
struct JsonEpisode {
    t0: String,
    t0_kind: &'static str,
    window_start: String,
    window_end: String,
}

#[derive(Serialize)]
struct JsonLink {
    source: String,
    contact: String,
    tier: u8,
    first: String,
    last: String,
    minutes: f64,
    max_24h_minutes: f64,
    risk: f64,
    overlaps: Vec<JsonPiece>,
}

#[derive(Serialize)]
struct JsonPiece {
    place: Option<String>,
    start: String,
    end: String,
    grade: &'static str,
    direct: bool,
    rows: Vec<String>,
}

#[derive(Serialize)]
struct JsonMiss {
    tier: u8,
    /// Stable key.
    reason: String,
    source: String,
    words: String,
}
