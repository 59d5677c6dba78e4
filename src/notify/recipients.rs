//! Who is told: the people that a run or a choice gives, and how each is reached. Whoever is not sent anything is in the
//! list too, with the reason.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::{Kind, Settings, State, keyed, level_of};
use crate::contact::Spot;
use crate::i18n::fold;
use crate::ingest::phone::{international, mobile};
use crate::ingest::{DateOrder, birth_year, read_text};
use crate::investigation::Run;
use crate::job::{Cancel, Cancelled};
use crate::model::time::{DAY, Seconds, VIETNAM};
use crate::model::{Closeness, PersonIx, PersonRow, mask};
use crate::trace::Contact;

/// The age at which somebody reads for themselves.
const OF_AGE: i32 = 18;

/// Whom a batch is for. What is empty lets everybody through.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Criteria {
    /// Tiers; empty: those of the kind ([`Kind::tiers`]).
    pub tiers: Vec<u8>,
    /// Districts of homes.
    pub districts: Vec<String>,
    /// The id of a place at which they were exposed.
    pub place: Option<String>,
    /// The last exposure is not before.
    pub from: Option<Seconds>,
    /// The last exposure is before.
    pub to: Option<Seconds>,
    /// At least so close.
    pub closeness: Option<Closeness>,
    /// Only these people, by id; `None`: anybody.
    pub people: Option<Vec<String>>,
    /// Whoever asked for no messages is sent them all the same.
    pub keep_opted_out: bool,
    /// Whoever was told at this level is told again.
    pub keep_notified: bool,
    /// A phone of several people is sent a message for each, in place of a call.
    pub message_shared: bool,
}

impl std::fmt::Debug for Criteria {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Criteria")
            .field("tiers", &self.tiers)
            .finish_non_exhaustive()
    }
}

/// How somebody is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// A push message to their app.
    Push,
    /// An SMS.
    Sms,
    /// Somebody calls, or knocks.
    Call,
}

impl Channel {
    /// All.
    pub const ALL: [Self; 3] = [Self::Push, Self::Sms, Self::Call];

    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Push => "push",
            Self::Sms => "sms",
            Self::Call => "call",
        }
    }

    /// An address of the channel, as it may stand on a screen.
    #[must_use]
    pub fn masked(self, address: &str) -> String {
        match self {
            Self::Push => mask::short(address),
            _ => mask::phone(&address.replacen("+84", "0", 1)),
        }
    }

    /// The channel of a key.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.key() == key)
    }
}

/// Why somebody must be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Apart {
    /// No phone is known, and no app.
    NoPhone,
    /// What is known takes no SMS.
    BadPhone,
    /// Several people have it.
    SharedPhone,
    /// A minor, and no adult of the household has a phone.
    NoGuardian,
}

/// Why somebody is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Leaving {
    /// Was told at this level already, or is about to be.
    Notified,
    /// Asked for no messages.
    OptedOut,
    /// Was told of a nearer tier: that has to be corrected first.
    ToCorrect,
    /// The time that it would be about is over.
    Over,
}

impl Apart {
    /// All.
    pub const ALL: [Self; 4] = [
        Self::NoPhone,
        Self::BadPhone,
        Self::SharedPhone,
        Self::NoGuardian,
    ];

    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::NoPhone => "no-phone",
            Self::BadPhone => "bad-phone",
            Self::SharedPhone => "shared-phone",
            Self::NoGuardian => "no-guardian",
        }
    }
}

impl Leaving {
    /// All.
    pub const ALL: [Self; 4] = [Self::Notified, Self::OptedOut, Self::ToCorrect, Self::Over];

    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Notified => "notified",
            Self::OptedOut => "opted-out",
            Self::ToCorrect => "to-correct",
            Self::Over => "over",
        }
    }
}

/// What becomes of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Way {
    /// A push message.
    Push,
    /// An SMS.
    Sms,
    /// A call.
    Call(Apart),
    /// Nothing.
    Left(Leaving),
}

impl Way {
    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Push => "push",
            Self::Sms => "sms",
            Self::Call(apart) => apart.key(),
            Self::Left(leaving) => leaving.key(),
        }
    }

    /// The channel; `None`: nothing is sent.
    #[must_use]
    pub const fn channel(self) -> Option<Channel> {
        match self {
            Self::Push => Some(Channel::Push),
            Self::Sms => Some(Channel::Sms),
            Self::Call(_) => Some(Channel::Call),
            Self::Left(_) => None,
        }
    }
}

/// Somebody whom a batch is for.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient {
    /// Who.
    pub person: PersonIx,
    /// What tells the person apart in the outbox ([`who`]).
    pub who: String,
    /// The tier; 0: none any more.
    pub tier: u8,
    /// The last exposure.
    pub day: Option<Seconds>,
    /// The end of the time that the message is about.
    pub until: Option<Seconds>,
    /// What becomes of them.
    pub way: Way,
    /// A phone as `+84…`, or a push address; empty where nothing is sent.
    pub address: String,
    /// It is the phone of the guardian of a minor.
    pub guardian: bool,
    /// The phone is the register's, not only declared.
    pub registered: bool,
    /// Was told of a lower tier before.
    pub raised: bool,
    /// The idempotency key: the same person, level, version and turn have one.
    pub key: String,
}

impl std::fmt::Debug for Recipient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recipient")
            .field("tier", &self.tier)
            .field("way", &self.way)
            .finish_non_exhaustive()
    }
}

/// What tells a person apart in the outbox from run to run, by the investigation's key: the citizen's number; else the id
/// that a source gave; else phone and name. An id that was given out here moves with the rows, and is the last resort.
#[must_use]
pub fn who(key: &[u8; 32], row: &PersonRow) -> String {
    let given = row
        .id
        .strip_prefix('P')
        .is_none_or(|n| n.len() != 7 || !n.bytes().all(|b| b.is_ascii_digit()));
    if !row.cccd.is_empty() {
        return keyed(key, &["number", &row.cccd]);
    }
    if given {
        return keyed(key, &["id", &row.id]);
    }
    match mobile(&row.phone) {
        Some(phone) if !row.full_name.is_empty() => {
            keyed(key, &["phone", &phone.to_string(), &fold(&row.full_name)])
        }
        _ => keyed(key, &["id", &row.id]),
    }
}

/// The person of a message: by the id that it was drafted for if that still is the same person's, else whoever is.
#[derive(Debug, Default)]
pub struct Finder {
    all: Option<FxHashMap<String, PersonIx>>,
}

impl Finder {
    /// Finds a person; the first who is not where they were makes all be looked through, once.
    pub fn find(
        &mut self,
        people: &[PersonRow],
        key: &[u8; 32],
        told: &str,
        id: &str,
    ) -> Option<PersonIx> {
        let at = people.binary_search_by(|p| p.id.as_str().cmp(id)).ok();
        if let Some(at) = at.filter(|&at| who(key, &people[at]) == told) {
            return Some(at as PersonIx);
        }
        let all = self.all.get_or_insert_with(|| {
            let all: Vec<String> = people.par_iter().map(|p| who(key, p)).collect();
            all.into_iter().zip(0..).collect()
        });
        all.get(told).copied()
    }
}

/// A message that somebody was given before. `Debug` tells none of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Given {
    /// The person's id.
    pub person: String,
    /// What it was for.
    pub kind: Kind,
    /// At which tier.
    pub tier: u8,
    /// The last exposure, as it was then.
    pub day: Option<Seconds>,
    /// How far it is.
    pub state: State,
    /// Its key.
    pub key: String,
}

impl std::fmt::Debug for Given {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Given")
            .field("kind", &self.kind)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// What was sent before, by person, in order; and who wants no messages. `Debug` tells none of it.
#[derive(Clone, Default)]
pub struct Past {
    /// By [`who`].
    pub given: FxHashMap<String, Vec<Given>>,
    /// By [`who`], and phones as `+84…`.
    pub opted_out: FxHashSet<String>,
    /// Push addresses that are no more.
    pub dead: FxHashSet<String>,
    /// Movements that ended before are not there any more.
    pub purged: Option<Seconds>,
}

impl std::fmt::Debug for Past {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Past")
            .field("people", &self.given.len())
            .finish_non_exhaustive()
    }
}

/// What a person's messages so far come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Standing {
    /// The nearest tier that the person was told of and that was not corrected since; 0: none.
    tier: u8,
    /// The last exposure that it was about.
    day: Option<Seconds>,
    /// Corrections and all-clears so far.
    round: u32,
}

impl Past {
    /// What the messages come to of which `counts` holds.
    fn standing(&self, who: &str, counts: fn(State) -> bool) -> Standing {
        let mut standing = Standing::default();
        for given in self.live(who).filter(|g| counts(g.state)) {
            match given.kind {
                // After either the person begins anew.
                Kind::Correction | Kind::Clear => {
                    standing = Standing {
                        round: standing.round + 1,
                        ..Standing::default()
                    };
                }
                kind if kind.is_of_tier() => {
                    (standing.tier, standing.day) = (given.tier, given.day);
                }
                _ => {}
            }
        }
        standing
    }

    /// Whether somebody has this very message, whatever became of it.
    fn has(&self, who: &str, key: &str) -> bool {
        self.given
            .get(who)
            .is_some_and(|all| all.iter().any(|g| g.key == key))
    }

    /// What did not fail and was not cancelled.
    fn live(&self, who: &str) -> impl Iterator<Item = &Given> {
        let all = self.given.get(who).into_iter().flatten();
        all.filter(|g| !matches!(g.state, State::Failed | State::Cancelled))
    }

    /// Whether somebody was told at a level since the last correction or all-clear.
    fn told(&self, who: &str, level: &str) -> bool {
        let mut told = false;
        for given in self.live(who) {
            if matches!(given.kind, Kind::Correction | Kind::Clear) {
                told = false;
            } else {
                told |= level_of(given.kind, given.tier) == level;
            }
        }
        told
    }

    /// How often a message at a level came to nothing.
    fn turns(&self, who: &str, level: &str) -> usize {
        let all = self.given.get(who).into_iter().flatten();
        all.filter(|g| matches!(g.state, State::Failed | State::Cancelled))
            .filter(|g| level_of(g.kind, g.tier) == level)
            .count()
    }
}

/// The people of a batch, the nearest tiers first, then by id.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// All of them.
    pub all: Vec<Recipient>,
}

/// What a selection is made from.
#[derive(Clone, Copy)]
pub struct Frame<'f> {
    /// The run.
    pub run: &'f Run,
    /// The investigation's key.
    pub key: &'f [u8; 32],
    /// What was sent before.
    pub past: &'f Past,
    /// How messages leave.
    pub settings: &'f Settings,
    /// Today.
    pub now: Seconds,
}

impl std::fmt::Debug for Frame<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Frame").finish_non_exhaustive()
    }
}

impl Selection {
    /// Finds whom a notice of a kind and version is for.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn new(
        frame: Frame<'_>,
        kind: Kind,
        version: u32,
        criteria: &Criteria,
        cancel: &Cancel,
    ) -> Result<Self, Cancelled> {
        let chosen = candidates(frame, kind, criteria, cancel)?;
        let phones = Phones::of(frame.run, &chosen, frame.now);
        cancel.check()?;
        let reach = |c: &Chosen| phones.reach(frame, kind, version, criteria, c);
        let all = chosen.par_iter().map(reach).collect();
        cancel.check()?;
        Ok(Self { all })
    }

    /// How many go each way.
    #[must_use]
    pub fn count(&self, fits: impl Fn(Way) -> bool) -> usize {
        self.all.iter().filter(|r| fits(r.way)).count()
    }

    /// How many are of a tier and go by a channel.
    #[must_use]
    pub fn by(&self, tier: u8, channel: Channel) -> usize {
        let fits = |r: &&Recipient| r.tier == tier && r.way.channel() == Some(channel);
        self.all.iter().filter(fits).count()
    }

    /// Those who are to get something: messages and calls.
    pub fn reached(&self) -> impl Iterator<Item = &Recipient> {
        self.all.iter().filter(|r| r.way.channel().is_some())
    }
}

/// Somebody who fits.
struct Chosen {
    person: PersonIx,
    tier: u8,
    day: Option<Seconds>,
    until: Option<Seconds>,
}

fn candidates(
    frame: Frame<'_>,
    kind: Kind,
    criteria: &Criteria,
    cancel: &Cancel,
) -> Result<Vec<Chosen>, Cancelled> {
    let (run, records) = (frame.run, &frame.run.records);
    if kind == Kind::Correction {
        return Ok(corrected(frame, criteria));
    }
    let tiers = if criteria.tiers.is_empty() {
        kind.tiers()
    } else {
        &criteria.tiers
    };
    let people: Option<FxHashSet<&str>> = criteria
        .people
        .as_ref()
        .map(|p| p.iter().map(String::as_str).collect());
    let place: Option<Option<Spot>> = criteria.place.as_ref().map(|id| {
        let places = records.places.rows();
        let at = places.iter().position(|p| p.id == *id);
        at.map(|at| at as Spot)
    });
    let days = Seconds::from(run.rules.params.quarantine_days);
    let choose = |c: &Contact| -> Option<Chosen> {
        let row = &records.people[c.person as usize];
        let fits = tiers.contains(&c.tier)
            && (criteria.districts.is_empty() || criteria.districts.contains(&row.district))
            && criteria.closeness.is_none_or(|most| c.closeness <= most)
            && people.as_ref().is_none_or(|p| p.contains(row.id.as_str()))
            && !cancel.is_cancelled();
        if !fits {
            return None;
        }
        // Of a place it is the last exposure there.
        let last = match place {
            Some(spot) => exposed_at(run, c.person, spot?)?,
            None if kind == Kind::Place => return None,
            None => c.last,
        };
        let inside =
            criteria.from.is_none_or(|from| last >= from) && criteria.to.is_none_or(|to| last < to);
        if !inside {
            return None;
        }
        let watched = last + days * DAY;
        let until = match kind {
            Kind::Testing => frame.now + Seconds::from(frame.settings.test_days) * DAY,
            _ => watched,
        };
        if kind == Kind::Clear {
            let told = frame.past.standing(&who(frame.key, row), State::is_out);
            if watched > frame.now || told.tier == 0 {
                return None;
            }
        }
        Some(Chosen {
            person: c.person,
            tier: c.tier,
            day: Some(last),
            until: Some(until),
        })
    };
    let chosen: Vec<Chosen> = run.trace.contacts.par_iter().filter_map(choose).collect();
    cancel.check()?;
    Ok(chosen)
}

/// The end of a person's last exposure at a place; `None`: there is none.
fn exposed_at(run: &Run, person: PersonIx, spot: Spot) -> Option<Seconds> {
    let place = (spot as usize) < run.presence.place_count();
    if place && run.presence.journey(person).at(spot).is_empty() {
        return None;
    }
    let mut last = None;
    run.trace.exposures(run.setting(), person, |pieces, _| {
        let here = pieces.iter().filter(|p| p.spot == spot);
        last = last.max(here.map(|p| p.span().end).max());
    });
    last
}

/// Whoever was told of a tier and is further away now, or on no list any more. Whoever became a case is told otherwise.
fn corrected(frame: Frame<'_>, criteria: &Criteria) -> Vec<Chosen> {
    let (run, people) = (frame.run, &frame.run.records.people);
    let mut out = Vec::new();
    let mut all: Vec<(&String, &Vec<Given>)> = frame.past.given.iter().collect();
    all.sort_unstable_by_key(|g| g.0);
    let mut finder = Finder::default();
    for (told, given) in all {
        // What never went out needs no correction.
        let standing = frame.past.standing(told, State::is_out);
        if standing.tier == 0 {
            continue;
        }
        // What it was about may be gone by a purge, which corrects nothing.
        let gone = frame
            .past
            .purged
            .is_some_and(|p| standing.day.is_none_or(|d| d < p));
        let id = given.last().map_or("", |g| g.person.as_str());
        let Some(person) = finder.find(people, frame.key, told, id).filter(|_| !gone) else {
            continue;
        };
        let row = &people[person as usize];
        let now = run.trace.tier(person).unwrap_or(u8::MAX);
        let fits = (criteria.districts.is_empty() || criteria.districts.contains(&row.district))
            && criteria.people.as_ref().is_none_or(|p| p.contains(&row.id))
            && (criteria.tiers.is_empty() || criteria.tiers.contains(&standing.tier));
        if now > standing.tier && fits {
            out.push(Chosen {
                person,
                tier: if now == u8::MAX { 0 } else { now },
                day: None,
                until: None,
            });
        }
    }
    out.sort_unstable_by_key(|c| c.person);
    out
}

/// Who has which phone.
struct Phones {
    /// By phone of somebody chosen: how many adults have it.
    holders: FxHashMap<u32, u32>,
    /// By minor: the guardian.
    guardians: FxHashMap<PersonIx, PersonIx>,
    minors: FxHashSet<PersonIx>,
}

/// Year of birth, and month and day where they are known: as the source has it, else as the citizen's number tells.
fn born(row: &PersonRow) -> Option<(i32, Option<(u32, u32)>)> {
    use chrono::Datelike as _;
    let text = row.birth_date.trim();
    let whole = text.len() > 4 && !text.contains('*');
    if whole && let Ok(reading) = read_text(text, VIETNAM, DateOrder::DayFirst) {
        let day = VIETNAM.local(reading.moment.at);
        return Some((day.year(), Some((day.month(), day.day()))));
    }
    if let Some(year) = birth_year(text) {
        return Some((year, None));
    }
    let part = |range: std::ops::Range<usize>| row.cccd.get(range)?.parse::<i32>().ok();
    let (century, year) = (part(3..4)?, part(4..6)?);
    Some((1_900 + century / 2 * 100 + year, None))
}

fn minor(run: &Run, person: PersonIx, now: Seconds) -> bool {
    use chrono::Datelike as _;
    let today = VIETNAM.local(now);
    born(&run.records.people[person as usize]).is_some_and(|(year, day)| {
        let age = today.year() - year;
        let to_come = day.is_some_and(|d| d > (today.month(), today.day()));
        age - i32::from(to_come) < OF_AGE
    })
}

impl Phones {
    fn of(run: &Run, chosen: &[Chosen], now: Seconds) -> Self {
        let people = &run.records.people;
        let minors: FxHashSet<PersonIx> = chosen
            .iter()
            .map(|c| c.person)
            .filter(|&p| minor(run, p, now))
            .collect();
        let mut guardians = FxHashMap::default();
        for household in &run.records.households {
            let children: Vec<PersonIx> = household
                .members
                .iter()
                .copied()
                .filter(|m| minors.contains(m))
                .collect();
            if children.is_empty() {
                continue;
            }
            let mut adults: Vec<PersonIx> = household
                .members
                .iter()
                .copied()
                .filter(|&m| !minor(run, m, now) && mobile(&people[m as usize].phone).is_some())
                .collect();
            // Whose age is known goes first.
            adults.sort_unstable_by_key(|&m| {
                let known = born(&people[m as usize]).is_some();
                (!known, m)
            });
            if let Some(&guardian) = adults.first() {
                for child in children {
                    guardians.entry(child).or_insert(guardian);
                }
            }
        }
        let reader = |p: PersonIx| guardians.get(&p).copied().unwrap_or(p);
        let wanted: FxHashSet<u32> = chosen
            .iter()
            .filter_map(|c| mobile(&people[reader(c.person) as usize].phone))
            .collect();
        let held: Vec<u32> = people
            .par_iter()
            .enumerate()
            .filter_map(|(n, p)| {
                let phone = mobile(&p.phone)?;
                (wanted.contains(&phone) && !minor(run, n as PersonIx, now)).then_some(phone)
            })
            .collect();
        let mut holders = FxHashMap::default();
        for phone in held {
            *holders.entry(phone).or_default() += 1;
        }
        Self {
            holders,
            guardians,
            minors,
        }
    }

    fn reach(
        &self,
        frame: Frame<'_>,
        kind: Kind,
        version: u32,
        criteria: &Criteria,
        chosen: &Chosen,
    ) -> Recipient {
        let records = &frame.run.records;
        let row = &records.people[chosen.person as usize];
        let who = who(frame.key, row);
        let level = level_of(kind, chosen.tier);
        let standing = frame.past.standing(&who, |_| true);
        let turn = frame.past.turns(&who, &level).to_string();
        let parts = [
            "notice",
            &who,
            &level,
            &version.to_string(),
            &standing.round.to_string(),
            &turn,
        ];
        let key = keyed(frame.key, &parts);
        let lowered = kind.is_of_tier() && standing.tier > 0 && standing.tier < chosen.tier;
        let over = !matches!(kind, Kind::Clear | Kind::Correction)
            && chosen.until.is_some_and(|until| until <= frame.now);
        let is_minor = self.minors.contains(&chosen.person);
        let guardian = self.guardians.get(&chosen.person).copied();
        let reader = if is_minor {
            guardian
        } else {
            Some(chosen.person)
        };
        let theirs = reader.map(|r| &records.people[r as usize]);
        let phone = theirs.and_then(|r| mobile(&r.phone));
        let written = phone.map(international).unwrap_or_default();
        // A child's app is on a phone that somebody else may hold: the guardian's phone is what counts.
        let token = match frame.settings.push {
            super::PushBy::None => None,
            _ if is_minor => None,
            _ => token(records, chosen.person).filter(|t| !frame.past.dead.contains(*t)),
        };
        let out = &frame.past.opted_out;
        let opted_out = out.contains(&who) || !written.is_empty() && out.contains(&written);
        let told = frame.past.told(&who, &level) && !criteria.keep_notified;
        let way = if told || frame.past.has(&who, &key) {
            Way::Left(Leaving::Notified)
        } else if lowered {
            Way::Left(Leaving::ToCorrect)
        } else if over {
            Way::Left(Leaving::Over)
        } else if opted_out && !criteria.keep_opted_out {
            Way::Left(Leaving::OptedOut)
        } else if token.is_some() {
            Way::Push
        } else {
            let shared = phone.is_some_and(|p| self.holders.get(&p).is_some_and(|&n| n > 1));
            match (phone, theirs) {
                (Some(_), _) if shared && !criteria.message_shared => Way::Call(Apart::SharedPhone),
                (Some(_), _) => Way::Sms,
                (None, None) => Way::Call(Apart::NoGuardian),
                (None, Some(row)) if row.phone.trim().is_empty() => Way::Call(Apart::NoPhone),
                (None, Some(_)) => Way::Call(Apart::BadPhone),
            }
        };
        let address = match way {
            Way::Push => token.unwrap_or_default().to_owned(),
            // What staff call is told as well as it is known.
            Way::Sms | Way::Call(Apart::SharedPhone) => written,
            Way::Call(Apart::BadPhone) => theirs.map_or_else(String::new, |r| r.phone.clone()),
            _ => String::new(),
        };
        Recipient {
            person: chosen.person,
            tier: chosen.tier,
            day: chosen.day,
            until: chosen.until,
            way,
            address,
            guardian: is_minor,
            registered: theirs.is_some_and(|r| r.phone_registered),
            raised: standing.tier > chosen.tier && chosen.tier > 0,
            key,
            who,
        }
    }
}

/// Where a person's app was seen last.
fn token(records: &crate::registry::Records, person: PersonIx) -> Option<&str> {
    let all = &records.registrations;
    let from = all.partition_point(|r| r.person < person);
    let own = all[from..].iter().take_while(|r| r.person == person);
    own.last().map(|r| r.token.as_str())
}
