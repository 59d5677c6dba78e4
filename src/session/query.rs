//! Which rows of the line list are shown, and in which order.

use rayon::prelude::*;

use super::Desk;
use super::line_list::{NOBODY, Row};
use super::view::{WindowView, exposures_in};
use crate::contact::Spot;
use crate::i18n::fold;
use crate::job::{Cancel, Cancelled};
use crate::model::{Grade, PersonIx};

/// A column of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// Tier.
    Tier,
    /// Name, sex and birth year.
    Name,
    /// Phone, masked.
    Phone,
    /// Ward and district.
    Home,
    /// Whom the person met (strongest evidence).
    Source,
    /// Where (strongest evidence).
    Place,
    /// Last exposure.
    Last,
    /// Overlap with that person.
    Length,
    /// Risk.
    Risk,
    /// Quarantine at the end of the data.
    Status,
    /// First exposure.
    First,
    /// Distinct sources.
    Sources,
    /// Distinct places.
    Places,
    /// Best grade.
    Grade,
    /// Until when quarantine would last.
    Until,
    /// Id, masked.
    Id,
}

impl Column {
    /// All, in their order on the screen.
    pub const ALL: [Self; 16] = [
        Self::Tier,
        Self::Name,
        Self::Phone,
        Self::Home,
        Self::Source,
        Self::Place,
        Self::Last,
        Self::Length,
        Self::Risk,
        Self::Status,
        Self::First,
        Self::Sources,
        Self::Places,
        Self::Grade,
        Self::Until,
        Self::Id,
    ];

    /// Those shown at first: the first ten.
    pub const FIRST: &'static [Self] = Self::ALL.split_at(10).0;

    /// The stable key of its name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Tier => "col-tier",
            Self::Name => "col-name",
            Self::Phone => "col-phone",
            Self::Home => "col-home",
            Self::Source => "col-source",
            Self::Place => "col-place",
            Self::Last => "col-last",
            Self::Length => "col-length",
            Self::Risk => "col-risk",
            Self::Status => "col-status",
            Self::First => "col-first",
            Self::Sources => "col-sources",
            Self::Places => "col-places",
            Self::Grade => "col-grade",
            Self::Until => "col-until",
            Self::Id => "col-id",
        }
    }

    /// Whether its greatest values are wanted first.
    #[must_use]
    pub const fn falls(self) -> bool {
        matches!(
            self,
            Self::Last
                | Self::Length
                | Self::Risk
                | Self::First
                | Self::Sources
                | Self::Places
                | Self::Until
                | Self::Status
        )
    }
}

/// A column to sort by, and whether the greatest comes first.
pub type Order = (Column, bool);

/// Which rows are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// By tier: shown or not.
    pub tiers: [bool; 6],
    /// Words that must all stand in the row, in any order, diacritics ignored.
    pub text: String,
    /// Only people exposed here.
    pub spot: Option<Spot>,
    /// Only people whom this one exposed.
    pub source: Option<PersonIx>,
    /// Only homes in these districts; empty: all.
    pub districts: Vec<String>,
    /// Leaves out who is on the list by bare dates alone.
    pub hide_dated: bool,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            tiers: [false, true, true, true, true, true],
            text: String::new(),
            spot: None,
            source: None,
            districts: Vec::new(),
            hide_dated: false,
        }
    }
}

/// The rows wanted, in order.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Row numbers of the line list.
    pub rows: Vec<u32>,
    /// By tier: how many the other conditions let through, whether the tier is shown or not.
    pub by_tier: [u64; 6],
    /// Which of the conditions leaves out everybody, where one does.
    pub culprit: Option<Culprit>,
    /// The conditions.
    pub filter: Filter,
    /// The order.
    pub order: Vec<Order>,
    /// The time window.
    pub window: Option<crate::model::time::Span>,
}

/// A condition that leaves nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Culprit {
    /// No tier is shown that has anybody.
    Tiers,
    /// What is searched for.
    Text,
    /// The place.
    Spot,
    /// The source.
    Source,
    /// The districts.
    Districts,
    /// Bare dates are left out.
    Dated,
    /// The time window.
    Window,
    /// Several together.
    Together,
    /// The run has F0s and nobody whom they met.
    Contacts,
    /// The run has nobody.
    Run,
}

impl Found {
    /// Filters and sorts.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn new(
        desk: &Desk,
        view: &WindowView,
        filter: &Filter,
        order: &[Order],
        cancel: &Cancel,
    ) -> Result<Self, Cancelled> {
        let tests = Tests::new(desk, view, filter);
        let numbers = 0..desk.list.rows.len() as u32;
        let passed: Vec<(u32, bool)> = numbers
            .into_par_iter()
            .filter(|&n| tests.all_but_tier(n))
            .map(|n| (n, tests.tier(n)))
            .collect();
        cancel.check()?;
        let mut found = Self {
            filter: filter.clone(),
            order: order.to_vec(),
            window: view.window,
            ..Self::default()
        };
        for &(n, _) in &passed {
            found.by_tier[usize::from(desk.list.rows[n as usize].tier)] += 1;
        }
        found.rows = passed.iter().filter(|p| p.1).map(|p| p.0).collect();
        sort(desk, &mut found.rows, order);
        cancel.check()?;
        if found.rows.is_empty() {
            found.culprit = Some(tests.culprit());
        }
        Ok(found)
    }
}

struct Tests<'t> {
    desk: &'t Desk,
    view: &'t WindowView,
    filter: &'t Filter,
    words: Vec<String>,
    districts: Vec<String>,
}

impl<'t> Tests<'t> {
    fn new(desk: &'t Desk, view: &'t WindowView, filter: &'t Filter) -> Self {
        Self {
            desk,
            view,
            filter,
            words: fold(&filter.text)
                .split(' ')
                .filter(|w| !w.is_empty())
                .map(str::to_owned)
                .collect(),
            districts: filter.districts.iter().map(|d| fold(d)).collect(),
        }
    }

    fn row(&self, n: u32) -> &Row {
        &self.desk.list.rows[n as usize]
    }

    fn tier(&self, n: u32) -> bool {
        self.filter.tiers[usize::from(self.row(n).tier.min(5))]
    }

    fn window(&self, n: u32) -> bool {
        self.view.inside[n as usize]
    }

    fn text(&self, n: u32) -> bool {
        let key = &self.desk.list.keys[n as usize];
        self.words.iter().all(|w| key.contains(w.as_str()))
    }

    fn spot(&self, n: u32) -> bool {
        self.filter.spot.is_none_or(|spot| {
            let person = self.row(n).person;
            let presence = &self.desk.run.presence;
            // Who never was there need not be asked.
            if self.desk.is_place(spot) && presence.journey(person).at(spot).is_empty() {
                return false;
            }
            let mut found = false;
            exposures_in(self.desk, person, self.view.window, |_, here| {
                found |= here.contains(&spot);
            });
            found
        })
    }

    fn source(&self, n: u32) -> bool {
        self.filter.source.is_none_or(|source| {
            let (run, row) = (&self.desk.run, self.row(n));
            let level = row.tier.max(1);
            let setting = run.setting();
            let active = run.trace.active(setting.params, source, level);
            let pieces = run
                .trace
                .pieces_between(setting, source, row.person, &active);
            let inside = |p: &crate::contact::Piece| {
                let window = self.view.window;
                window.is_none_or(|w| !p.span().and(w).is_empty())
            };
            pieces.iter().any(inside) && setting.judge().judge(&pieces).is_some()
        })
    }

    fn district(&self, n: u32) -> bool {
        self.districts.is_empty() || {
            let person = &self.desk.run.records.people[self.row(n).person as usize];
            self.districts.contains(&fold(&person.district))
        }
    }

    fn dated(&self, n: u32) -> bool {
        !self.filter.hide_dated || self.row(n).grade != Some(Grade::Day)
    }

    fn all_but_tier(&self, n: u32) -> bool {
        self.window(n)
            && self.dated(n)
            && self.district(n)
            && self.text(n)
            && self.source(n)
            && self.spot(n)
    }

    /// The first condition that alone leaves nobody.
    fn culprit(&self) -> Culprit {
        type Test<'t> = fn(&Tests<'t>, u32) -> bool;
        let count = self.desk.list.rows.len() as u32;
        if count == 0 {
            return Culprit::Run;
        }
        let contacts: u64 = self.desk.list.totals.iter().skip(1).sum();
        if contacts == 0 && !self.filter.tiers[0] {
            return Culprit::Contacts;
        }
        let tests: [(Culprit, Test<'t>); 7] = [
            (Culprit::Text, Self::text),
            (Culprit::Window, Self::window),
            (Culprit::Spot, Self::spot),
            (Culprit::Source, Self::source),
            (Culprit::Districts, Self::district),
            (Culprit::Dated, Self::dated),
            (Culprit::Tiers, Self::tier),
        ];
        tests
            .into_iter()
            .find(|(_, test)| !(0..count).any(|n| test(self, n)))
            .map_or(Culprit::Together, |(culprit, _)| culprit)
    }
}

/// Sorts by columns, the first first; who is equal in all stays in the order of tier and person.
fn sort(desk: &Desk, rows: &mut [u32], order: &[Order]) {
    use std::cmp::Ordering;
    let (list, run) = (&desk.list, &desk.run);
    let name = |person: PersonIx| -> &str { desk.names.get(person as usize).map_or("", |n| n) };
    let place = |row: &Row| -> &str {
        if (row.spot as usize) < run.presence.place_count() {
            &run.records.places.row(row.spot).name
        } else {
            ""
        }
    };
    let listed = |row: &Row, at: i64| if row.tier > 0 { at } else { 0 };
    let of = |row: &Row| &run.records.people[row.person as usize];
    let compare = |column: Column, a: &Row, b: &Row| -> Ordering {
        match column {
            Column::Tier => a.tier.cmp(&b.tier),
            Column::Name => name(a.person).cmp(name(b.person)),
            Column::Phone => of(a).phone.cmp(&of(b).phone),
            Column::Home => (&of(a).district, &of(a).ward).cmp(&(&of(b).district, &of(b).ward)),
            Column::Source => {
                let key = |r: &Row| (r.source == NOBODY, name(r.source).to_owned());
                key(a).cmp(&key(b))
            }
            Column::Place => place(a).cmp(place(b)),
            Column::Last => a.last.cmp(&b.last),
            // Of an F0 they are not shown.
            Column::Until => listed(a, a.last).cmp(&listed(b, b.last)),
            Column::Length => a.own.cmp(&b.own),
            Column::Risk => {
                let risk = |r: &Row| if r.tier > 0 { r.risk } else { -1.0 };
                risk(a).total_cmp(&risk(b))
            }
            Column::Status => a.confined.cmp(&b.confined),
            Column::First => a.first.cmp(&b.first),
            Column::Sources => a.sources.cmp(&b.sources),
            Column::Places => a.places.cmp(&b.places),
            Column::Grade => a.grade.cmp(&b.grade),
            Column::Id => a.person.cmp(&b.person),
        }
    };
    rows.par_sort_by(|&a, &b| {
        let (x, y) = (&list.rows[a as usize], &list.rows[b as usize]);
        let by_columns = order.iter().map(|&(column, falls)| {
            let ordering = compare(column, x, y);
            if falls { ordering.reverse() } else { ordering }
        });
        by_columns
            .fold(Ordering::Equal, Ordering::then)
            .then(a.cmp(&b))
    });
}
