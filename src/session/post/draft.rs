//! From a run to a batch: whom it is for, what it says, and what that comes to.

use std::collections::BTreeMap;

use super::super::keeper::{Shared, locked};
use super::super::{Desk, hash};
use super::{PostError, notice, settings};
use crate::i18n::Message;
use crate::investigation::Run;
use crate::job::{Cancel, Cancelled};
use crate::model::time::{DAY, Seconds, VIETNAM};
use crate::notify::recipients::Frame;
use crate::notify::words::{Check, Guard, Outcome, check, may_go};
use crate::notify::{
    Channel, Criteria, Kind, Language, Notice, Past, Rendered, Selection, Settings, Values, Way,
    segments, words,
};
use crate::store::StoreError;
use crate::store::outbox::NewBatch;

/// What is to be drafted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drafting {
    /// What for.
    pub kind: Kind,
    /// Whom for.
    pub criteria: Criteria,
    /// The language of the SMS.
    pub language: Language,
    /// The SMS without diacritics.
    pub unaccented: bool,
}

impl Default for Drafting {
    fn default() -> Self {
        Self {
            kind: Kind::Close,
            criteria: Criteria::default(),
            language: Language::Vi,
            unaccented: false,
        }
    }
}

/// A tier, as the other conditions leave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfTier {
    /// The tier.
    pub tier: u8,
    /// How many fit.
    pub all: usize,
    /// By channel ([`Channel::ALL`]): how many are reached.
    pub by: [usize; 3],
}

/// What a selection comes to, counted once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// How many go each way.
    ways: BTreeMap<Way, usize>,
    /// Everybody, the left out too.
    pub all: usize,
    /// Those who are to get something.
    pub reached: usize,
    /// SMS to a guardian.
    pub guardians: usize,
    /// SMS to a phone that was only declared.
    pub declared: usize,
    /// Told of a further tier before.
    pub raised: usize,
}

impl Counts {
    fn of(selection: &Selection) -> Self {
        let mut out = Self::default();
        for r in &selection.all {
            *out.ways.entry(r.way).or_default() += 1;
            out.all += 1;
            let sms = r.way == Way::Sms;
            let reached = r.way.channel().is_some();
            out.reached += usize::from(reached);
            out.guardians += usize::from(sms && r.guardian);
            out.declared += usize::from(sms && !r.registered);
            out.raised += usize::from(reached && r.raised);
        }
        out
    }

    /// How many go a way.
    #[must_use]
    pub fn way(&self, way: Way) -> usize {
        self.ways.get(&way).copied().unwrap_or_default()
    }

    /// All ways that somebody goes, with how many.
    pub fn ways(&self) -> impl Iterator<Item = (Way, usize)> + '_ {
        self.ways.iter().map(|(way, count)| (*way, *count))
    }

    /// How many go by a channel.
    #[must_use]
    pub fn channel(&self, channel: Channel) -> usize {
        let of = self.ways().filter(|w| w.0.channel() == Some(channel));
        of.map(|w| w.1).sum()
    }
}

/// What a batch would be.
#[derive(Debug, Clone)]
pub struct Preview {
    /// What was asked.
    pub drafting: Drafting,
    /// The notice.
    pub notice: Notice,
    /// How messages leave.
    pub settings: Settings,
    /// Those whom it is for.
    pub selection: Selection,
    /// Whether the notice may go.
    pub checks: Vec<Check>,
    /// Parts of one SMS: as it is, with diacritics, without.
    pub sizes: [segments::Size; 3],
    /// The same of one to a guardian.
    pub to_guardians: [segments::Size; 3],
    /// What they come to.
    pub counts: Counts,
    /// Every tier that the run has, whether it is chosen or not.
    pub tiers: Vec<OfTier>,
    /// Phones that several people have.
    pub shared: usize,
    /// The run's number.
    pub run: u32,
}

impl Preview {
    /// Whether it may be drafted.
    #[must_use]
    pub fn may_go(&self) -> bool {
        may_go(&self.checks) && self.counts.reached > 0
    }

    /// SMS that would be sent.
    #[must_use]
    pub fn sms(&self) -> usize {
        self.counts.channel(Channel::Sms)
    }

    /// Parts that all SMS come to.
    #[must_use]
    pub fn parts(&self) -> u64 {
        self.parts_as(0)
    }

    /// Parts that all SMS would come to: as they are (0), with diacritics (1), without (2).
    #[must_use]
    pub fn parts_as(&self, form: usize) -> u64 {
        let children = self.counts.guardians as u64;
        let others = self.sms() as u64 - children;
        others * u64::from(self.sizes[form].parts)
            + children * u64::from(self.to_guardians[form].parts)
    }

    /// What they cost in dong, as the price is set.
    #[must_use]
    pub fn cost(&self) -> u64 {
        self.parts() * u64::from(self.settings.price)
    }

    /// A message as the first recipient would read it; as an example reads where there is none.
    #[must_use]
    pub fn example(&self, unaccented: bool, language: Language) -> Rendered {
        let values = self.values();
        Rendered::new(&self.notice, &values, language, unaccented)
    }

    fn values(&self) -> Values {
        let first = self.selection.reached().next();
        let sample = words::sample(&self.settings);
        match first {
            // Nobody is left: the days of somebody who met a case today.
            None => {
                let today = super::system_clock();
                Values {
                    day: Some(today),
                    until: Some(today + 14 * DAY),
                    ..sample
                }
            }
            Some(r) => Values {
                tier: r.tier,
                day: r.day,
                until: r.until,
                guardian: r.guardian,
                code: crate::notify::code(&r.key, 0),
                ..sample
            },
        }
    }
}

/// Today, as far as an investigation goes: what is later is its future.
pub(super) fn today(run: &Run) -> Seconds {
    run.as_of.unwrap_or_else(super::system_clock)
}

/// What drafts are made from, read once.
struct Ready {
    notice: Notice,
    settings: Settings,
    past: Past,
    key: [u8; 32],
}

impl Ready {
    fn of(store: &Shared, kind: Kind) -> Result<Self, StoreError> {
        let (notice, settings) = (notice(store, kind)?, settings(store)?);
        let store = locked(store);
        Ok(Self {
            notice,
            settings,
            past: store.past()?,
            key: store.pseudonym_key(),
        })
    }

    /// Finds whom a draft is for.
    fn select(
        &self,
        run: &Run,
        drafting: &Drafting,
        cancel: &Cancel,
    ) -> Result<Selection, Cancelled> {
        let frame = Frame {
            run,
            key: &self.key,
            past: &self.past,
            settings: &self.settings,
            now: today(run),
        };
        let (kind, version) = (drafting.kind, self.notice.version);
        Selection::new(frame, kind, version, &drafting.criteria, cancel)
    }
}

/// What a draft comes to. `guard` knows the names of the run's people and places; `own`: a text that is not kept yet.
///
/// # Errors
/// [`PostError`].
pub fn preview(
    store: &Shared,
    (run, number): (&Run, u32),
    guard: &Guard,
    drafting: &Drafting,
    own: Option<Notice>,
    cancel: &Cancel,
) -> Result<Preview, PostError> {
    let ready = Ready::of(store, drafting.kind)?;
    let selection = ready.select(run, drafting, cancel)?;
    let (kept, settings) = (ready.notice.clone(), ready.settings.clone());
    let notice = own.filter(|n| n.kind == kept.kind).unwrap_or(kept);
    let mut checks = check(
        &notice,
        &settings,
        guard,
        drafting.language,
        drafting.unaccented,
        run.rules.params.quarantine_days,
    );
    // Dates in messages count from the end of the data: of old data they are past.
    let old = super::system_clock() - today(run) > 2 * DAY;
    if old && notice.kind != Kind::Correction {
        let day = VIETNAM.local(today(run)).format("%d/%m/%Y").to_string();
        checks.push(Check {
            outcome: Outcome::Warn,
            message: Message::new("check-stale").with("day", day),
        });
    }
    let size = |unaccented, guardian| {
        let longest = words::longest(&notice, &settings, drafting.language, unaccented, guardian);
        segments::measure(&longest.sms)
    };
    let [sizes, to_guardians] = [false, true].map(|guardian| {
        [drafting.unaccented, false, true].map(|unaccented| size(unaccented, guardian))
    });
    let mut every = drafting.clone();
    every.criteria.tiers = (1..=run.rules.params.max_tier).collect();
    let others = ready.select(run, &every, cancel)?;
    let of = |&tier: &u8| OfTier {
        tier,
        all: others.all.iter().filter(|r| r.tier == tier).count(),
        by: Channel::ALL.map(|channel| others.by(tier, channel)),
    };
    let tiers = every.criteria.tiers.iter().map(of).collect();
    let mut phones: Vec<&str> = selection
        .all
        .iter()
        .filter(|r| r.way == crate::notify::Way::Call(crate::notify::Apart::SharedPhone))
        .map(|r| r.address.as_str())
        .collect();
    phones.sort_unstable();
    phones.dedup();
    Ok(Preview {
        drafting: drafting.clone(),
        tiers,
        counts: Counts::of(&selection),
        shared: phones.len(),
        notice,
        settings,
        checks,
        sizes,
        to_guardians,
        run: number,
        selection,
    })
}

/// Drafts a batch. Returns what it comes to and its number.
///
/// # Errors
/// [`PostError`]: the notice does not pass its checks, nobody is to get anything.
pub fn draft_batch(
    store: &Shared,
    (run, number): (&Run, u32),
    guard: &Guard,
    drafting: &Drafting,
    cancel: &Cancel,
) -> Result<(Preview, i64), PostError> {
    let preview = preview(store, (run, number), guard, drafting, None, cancel)?;
    if !may_go(&preview.checks) {
        return Err(PostError::Words(preview.checks));
    }
    let people = &run.records.people;
    let ids = |r: &crate::notify::Recipient| people[r.person as usize].id.clone();
    let id = locked(store).draft(&NewBatch {
        notice: &preview.notice,
        settings: &preview.settings,
        language: drafting.language,
        unaccented: drafting.unaccented,
        criteria: &drafting.criteria,
        run: (number, hash(&run.rules)),
        recipients: &preview.selection.all,
        ids: &ids,
    })?;
    Ok((preview, id))
}

impl Desk {
    /// The names that no notice may carry.
    #[must_use]
    pub fn guard(&self) -> Guard {
        Guard::of(&self.run)
    }
}
