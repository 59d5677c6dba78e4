//! A brute-force oracle for the tracing semantics: the definitions of the contract, evaluated naively for all pairs of
//! persons at each level. It shares no code with the engine and never will. Clarity over speed.
//!
//! A set of instants is a sorted list of disjoint, non-empty, half-open spans of seconds.

const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;
/// Local time is UTC+7.
const ZONE: i64 = 7 * HOUR;
/// "For good".
const FOREVER: i64 = i64::MAX / 4;
/// Scans at most this far apart are one.
const REPEAT: i64 = 5 * MINUTE;

pub const OBSERVED: u8 = 0;
pub const STANDING: u8 = 1;
pub const IMPUTED: u8 = 2;
pub const DECLARED: u8 = 3;
pub const BY_DAY: u8 = 4;

// ---------------------------------------------------------------------------------------------------------------------
// Input

/// Persons are `0..people`; all instants are seconds UTC.
#[derive(Clone, Debug, PartialEq)]
pub struct World {
    pub people: usize,
    pub places: Vec<Place>,
    pub stays: Vec<Stay>,
    pub encounters: Vec<Encounter>,
    pub households: Vec<Vec<usize>>,
    pub cases: Vec<CaseRow>,
    pub quarantines: Vec<Quarantine>,
}

/// The place's own values win over its category's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub category: &'static str,
    pub dwell_minutes: Option<i64>,
    pub air_closed: Option<bool>,
    /// 0 close, 1 probable, 2 possible
    pub closeness: Option<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A record with a check-in and perhaps a check-out.
    Whole,
    /// Rows of an in/out scan file.
    In,
    Out,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    pub person: usize,
    pub place: usize,
    /// A day record: 00:00 local of the check-in's day. An in or out row: the scan's time.
    pub start: i64,
    /// A day record: always some, 24:00 local of the check-out's day.
    pub end: Option<i64>,
    pub day: bool,
    pub declared: bool,
    pub mark: Mark,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encounter {
    pub a: usize,
    pub b: usize,
    pub start: i64,
    pub end: i64,
    pub weak: bool,
    pub declared: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Confirmed,
    Suspected,
    Retracted,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    pub person: usize,
    pub onset: Option<i64>,
    pub sample: Option<i64>,
    pub isolation: Option<i64>,
    pub status: Status,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantine {
    pub person: usize,
    pub start: i64,
    pub end: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Params {
    pub pre_onset_days: i64,
    pub pre_sample_days: i64,
    pub post_days: i64,
    pub min_minutes: i64,
    pub lag_minutes: i64,
    pub latent_hours: i64,
    /// 0 = no end
    pub onward_days: i64,
    pub max_tier: i64,
    pub households: bool,
    pub include_suspected: bool,
    pub include_weak: bool,
}

// ---------------------------------------------------------------------------------------------------------------------
// Output

#[derive(Clone, Debug, PartialEq)]
pub struct Contact {
    pub person: usize,
    pub tier: u8,
    pub first: i64,
    pub last: i64,
    pub sources: usize,
    pub places: usize,
    /// Summed over the sources.
    pub seconds: i64,
    pub grade: u8,
    pub closeness: u8,
    pub indirect: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceRef {
    Place(usize),
    /// Index into `World::households`.
    Household(usize),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    pub source: usize,
    pub contact: usize,
    /// 0 = F0 to F0
    pub tier: u8,
    pub first: i64,
    pub last: i64,
    pub seconds: i64,
    pub max24_seconds: i64,
    /// Sorted, distinct; encounters have none.
    pub places: Vec<PlaceRef>,
    pub best_grade: u8,
    pub worst_grade: u8,
    pub closeness: u8,
    pub indirect: bool,
    pub risk: f64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub source: usize,
    pub case: usize,
    pub first: i64,
    pub last: i64,
    pub seconds: i64,
    /// A declared encounter of the two stands in the overlap.
    pub declared: bool,
}

/// One per episode; one without a t0 for an F0 without any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseOut {
    pub person: usize,
    pub t0: Option<i64>,
    pub t0_is_onset: bool,
    pub window_start: Option<i64>,
    pub window_end: Option<i64>,
    pub end_assumed: bool,
    /// Of the person: the same in all of its episodes.
    pub traceable: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Person, place, start, end, grade; sorted.
    pub visits: Vec<(usize, usize, i64, i64, u8)>,
    pub held: usize,
    pub merged: usize,
    pub cases: Vec<CaseOut>,
    pub contacts: Vec<Contact>,
    pub evidence: Vec<Evidence>,
    pub links: Vec<Link>,
    /// `[k - 1][person]` = A_k
    pub first: Vec<Vec<Option<i64>>>,
    /// `[k - 1][person]` = L_k
    pub last: Vec<Vec<Option<i64>>>,
}

// ---------------------------------------------------------------------------------------------------------------------
// Time and sets of instants

type Span = (i64, i64);

fn local_day(instant: i64) -> i64 {
    (instant + ZONE).div_euclid(DAY)
}

/// 00:00 local of a day, as an instant.
fn midnight(day: i64) -> i64 {
    day * DAY - ZONE
}

/// The union of any spans.
fn union(mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|span| span.0 < span.1);
    spans.sort();
    let mut set: Vec<Span> = Vec::new();
    for (start, end) in spans {
        match set.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => set.push((start, end)),
        }
    }
    set
}

fn intersect(a: &[Span], b: &[Span]) -> Vec<Span> {
    let mut set = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        let start = a[i].0.max(b[j].0);
        let end = a[i].1.min(b[j].1);
        if start < end {
            set.push((start, end));
        }
        if a[i].1 <= b[j].1 {
            i += 1;
        } else {
            j += 1;
        }
    }
    set
}

fn minus(a: &[Span], b: &[Span]) -> Vec<Span> {
    let mut set = a.to_vec();
    for &(from, to) in b {
        let mut rest = Vec::new();
        for (start, end) in set {
            rest.push((start, end.min(from)));
            rest.push((start.max(to), end));
        }
        set = union(rest);
    }
    set
}

fn length(set: &[Span]) -> i64 {
    set.iter().map(|span| span.1 - span.0).sum()
}

/// |set ∩ (t - 24 h, t]|
fn last_24_hours(set: &[Span], t: i64) -> i64 {
    // Only to be quick: the spans that ended before.
    let old = set.partition_point(|span| span.1 <= t - DAY);
    let recent = set[old..].iter().take_while(|span| span.0 < t);
    recent.map(|span| span.1.min(t) - span.0.max(t - DAY)).sum()
}

// ---------------------------------------------------------------------------------------------------------------------
// Places

/// (dwell in minutes, closed air, closeness, overnight)
fn category(word: &str) -> (i64, bool, u8, bool) {
    match word.to_ascii_lowercase().as_str() {
        "pharmacy" => (15, true, 1, false),
        "convenience" | "shop" => (20, true, 1, false),
        "fuel" => (10, false, 2, false),
        "checkpoint" => (10, false, 2, false),
        "office" | "bank" => (45, true, 1, false),
        "market" => (60, false, 2, false),
        "supermarket" => (60, true, 2, false),
        "restaurant" | "cafe" => (90, true, 1, false),
        "mall" => (120, true, 2, false),
        "worship" => (120, true, 2, false),
        "clinic" => (180, true, 1, false),
        "hospital" => (180, true, 1, true),
        "school" | "workplace" | "factory" => (540, true, 1, false),
        "home" | "lodging" => (24 * 60, true, 0, true),
        "vehicle" => (4 * 60, true, 0, true),
        _ => (120, true, 2, false),
    }
}

fn dwell(place: &Place) -> i64 {
    place.dwell_minutes.unwrap_or(category(place.category).0) * MINUTE
}

fn closed(place: &Place) -> bool {
    place.air_closed.unwrap_or(category(place.category).1)
}

fn closeness(place: &Place) -> u8 {
    place.closeness.unwrap_or(category(place.category).2)
}

fn overnight(place: &Place) -> bool {
    category(place.category).3
}

// ---------------------------------------------------------------------------------------------------------------------
// Section 1: from records to visits and encounters

#[derive(Clone, Debug)]
struct Visit {
    person: usize,
    place: usize,
    start: i64,
    end: i64,
    grade: u8,
}

/// A check-in whose check-out is missing.
#[derive(Clone, Debug)]
struct Scan {
    person: usize,
    place: usize,
    time: i64,
    declared: bool,
}

struct Settled {
    visits: Vec<Visit>,
    encounters: Vec<Encounter>,
    held: usize,
    merged: usize,
}

/// Declared: the worse of declared and what it would be otherwise.
fn grade(otherwise: u8, declared: bool) -> u8 {
    if declared {
        otherwise.max(DECLARED)
    } else {
        otherwise
    }
}

fn settle(world: &World) -> Settled {
    let mut settled = Settled {
        visits: Vec::new(),
        encounters: Vec::new(),
        held: 0,
        merged: 0,
    };

    // Exact duplicates first.
    let mut stays: Vec<&Stay> = Vec::new();
    for stay in &world.stays {
        if stays.contains(&stay) {
            settled.merged += 1;
        } else {
            stays.push(stay);
        }
    }
    let mut encounters: Vec<Encounter> = Vec::new();
    for encounter in &world.encounters {
        let mut encounter = encounter.clone();
        (encounter.a, encounter.b) = (encounter.a.min(encounter.b), encounter.a.max(encounter.b));
        if encounters.contains(&encounter) {
            settled.merged += 1;
        } else {
            encounters.push(encounter);
        }
    }

    for encounter in encounters {
        if encounter.a == encounter.b || encounter.end < encounter.start {
            settled.held += 1;
        } else {
            settled.encounters.push(encounter);
        }
    }

    let mut day_visits = Vec::new();
    let mut scans = Vec::new();
    for stay in &stays {
        let &Stay {
            person,
            place,
            start,
            end,
            declared,
            ..
        } = *stay;
        match (stay.day, stay.mark, end) {
            // The last day before the first one: the check-out lies before the check-in.
            (true, _, Some(end)) if end <= start => settled.held += 1,
            (true, _, end) => {
                let end = end.unwrap_or(start + DAY);
                day_visits.push(Visit {
                    person,
                    place,
                    start,
                    end,
                    grade: grade(BY_DAY, declared),
                });
            }
            (false, Mark::Whole, Some(end)) if end < start => settled.held += 1,
            (false, Mark::Whole, Some(end)) => {
                settled.visits.push(Visit {
                    person,
                    place,
                    start,
                    end,
                    grade: grade(OBSERVED, declared),
                });
            }
            (false, Mark::Whole, None) => scans.push(Scan {
                person,
                place,
                time: start,
                declared,
            }),
            (false, Mark::In | Mark::Out, _) => {}
        }
    }

    for person in 0..world.people {
        for place in 0..world.places.len() {
            let rows: Vec<&Stay> = stays
                .iter()
                .copied()
                .filter(|stay| {
                    stay.person == person
                        && stay.place == place
                        && !stay.day
                        && stay.mark != Mark::Whole
                })
                .collect();
            let mut pairing = Pairing {
                open: Vec::new(),
                any_age: overnight(&world.places[place]),
            };
            let mut times: Vec<i64> = rows.iter().map(|row| row.start).collect();
            times.sort();
            times.dedup();
            for time in times {
                let ins = rows
                    .iter()
                    .filter(|row| row.start == time && row.mark == Mark::In);
                // Of two outs in one second the recorded one is the better witness.
                let mut outs: Vec<&&Stay> = rows
                    .iter()
                    .filter(|row| row.start == time && row.mark == Mark::Out)
                    .collect();
                outs.sort_by_key(|row| row.declared);
                if pairing.open.is_empty() {
                    ins.for_each(|row| pairing.enter(row, &mut scans));
                    outs.iter().for_each(|row| pairing.leave(row, &mut settled));
                } else {
                    outs.iter().for_each(|row| pairing.leave(row, &mut settled));
                    ins.for_each(|row| pairing.enter(row, &mut scans));
                }
            }
            pairing.give_up(&mut scans);
        }
    }

    // Missing check-outs: repeated scans are one visit (a group).
    scans.sort_by_key(|scan| (scan.person, scan.place, scan.time));
    let mut groups: Vec<Vec<Scan>> = Vec::new();
    for scan in scans {
        let repeats = groups
            .last()
            .and_then(|group| group.last())
            .is_some_and(|last| {
                last.person == scan.person
                    && last.place == scan.place
                    && scan.time - last.time <= REPEAT
            });
        if repeats {
            settled.merged += 1;
            groups.last_mut().unwrap().push(scan);
        } else {
            groups.push(vec![scan]);
        }
    }
    let starts: Vec<(usize, usize, i64)> = (settled
        .visits
        .iter()
        .map(|visit| (visit.person, visit.place, visit.start)))
    .chain(
        groups
            .iter()
            .map(|group| (group[0].person, group[0].place, group[0].time)),
    )
    .collect();
    for group in &groups {
        let first = &group[0];
        let last = group.last().unwrap();
        let place = &world.places[first.place];
        let mut end = last.time + dwell(place);
        for &(person, elsewhere, start) in &starts {
            if person == first.person && elsewhere != first.place && start > first.time {
                end = end.min(start);
            }
        }
        if !overnight(place) {
            end = end.min(midnight(local_day(last.time) + 1));
        }
        let declared = group.iter().all(|scan| scan.declared);
        settled.visits.push(Visit {
            person: first.person,
            place: first.place,
            start: first.time,
            end,
            grade: grade(IMPUTED, declared),
        });
    }
    settled.visits.extend(day_visits);
    settled
}

/// The in and out rows of one person at one place, in time order.
struct Pairing<'a> {
    /// The scans of the open in, merged; none: nothing is open.
    open: Vec<&'a Stay>,
    /// Stays overnight: an open in of any age can be closed.
    any_age: bool,
}

impl<'a> Pairing<'a> {
    fn enter(&mut self, row: &'a Stay, scans: &mut Vec<Scan>) {
        if self
            .open
            .last()
            .is_some_and(|last| row.start - last.start > REPEAT)
        {
            self.give_up(scans);
        }
        self.open.push(row);
    }

    fn leave(&mut self, row: &Stay, settled: &mut Settled) {
        let closes = self
            .open
            .first()
            .is_some_and(|first| self.any_age || row.start - first.start <= DAY);
        if !closes {
            settled.held += 1;
            return;
        }
        // "In and out recorded": each of the two ends needs a record that nobody merely declared.
        let declared = row.declared || self.open.iter().all(|scan| scan.declared);
        settled.visits.push(Visit {
            person: row.person,
            place: row.place,
            start: self.open[0].start,
            end: row.start,
            grade: grade(OBSERVED, declared),
        });
        settled.merged += self.open.len() - 1;
        self.open.clear();
    }

    /// The open in is unmatched: its scans go to the missing check-out rule, one by one (and are counted there).
    fn give_up(&mut self, scans: &mut Vec<Scan>) {
        for row in self.open.drain(..) {
            scans.push(Scan {
                person: row.person,
                place: row.place,
                time: row.start,
                declared: row.declared,
            });
        }
    }
}

/// 21:00 to 06:00 local, each night, clipped to the range of the data.
fn nights(settled: &Settled) -> Vec<Span> {
    let all = || {
        (settled.visits.iter().map(|visit| (visit.start, visit.end))).chain(
            settled
                .encounters
                .iter()
                .map(|encounter| (encounter.start, encounter.end)),
        )
    };
    let (Some(from), Some(to)) = (
        all().map(|span| span.0).min(),
        all().map(|span| span.1).max(),
    ) else {
        return Vec::new();
    };
    let nights = (local_day(from) - 1..=local_day(to))
        .map(|day| (midnight(day) + 21 * HOUR, midnight(day + 1) + 6 * HOUR))
        .collect::<Vec<Span>>();
    intersect(&nights, &union(vec![(from, to)]))
}

// ---------------------------------------------------------------------------------------------------------------------
// Section 3: cases

struct Episode {
    t0: i64,
    is_onset: bool,
    start: i64,
    end: i64,
    assumed: bool,
}

/// What is known of each person as a case.
struct Case {
    is_f0: bool,
    episodes: Vec<Episode>,
    /// W
    window: Vec<Span>,
    traceable: bool,
}

fn case_of(person: usize, world: &World, params: &Params) -> Case {
    let rows: Vec<&CaseRow> = (world.cases.iter())
        .filter(|row| row.person == person)
        .filter(|row| match row.status {
            Status::Confirmed => true,
            Status::Suspected => params.include_suspected,
            Status::Retracted => false,
        })
        .collect();
    let t0_of = |row: &CaseRow| row.onset.or(row.sample);

    let mut dated: Vec<&CaseRow> = rows
        .iter()
        .copied()
        .filter(|row| t0_of(row).is_some())
        .collect();
    dated.sort_by_key(|row| t0_of(row));
    let mut groups: Vec<Vec<&CaseRow>> = Vec::new();
    for row in dated {
        match groups.last_mut() {
            Some(group)
                if t0_of(row).unwrap() - t0_of(group.last().unwrap()).unwrap() <= 60 * DAY =>
            {
                group.push(row)
            }
            _ => groups.push(vec![row]),
        }
    }

    // (t0, is an onset, isolations)
    let mut drafts: Vec<(i64, bool, Vec<i64>)> = Vec::new();
    for group in groups {
        let onset = group.iter().filter_map(|row| row.onset).min();
        let sample = group.iter().filter_map(|row| row.sample).min();
        let isolations = group.iter().filter_map(|row| row.isolation).collect();
        drafts.push((onset.or(sample).unwrap(), onset.is_some(), isolations));
    }
    for row in rows.iter().filter(|row| t0_of(row).is_none()) {
        // Nearest by t0; of two equally near the earlier one.
        if let Some(isolation) = row.isolation
            && let Some(nearest) = drafts
                .iter_mut()
                .min_by_key(|draft| ((draft.0 - isolation).abs(), draft.0))
        {
            nearest.2.push(isolation);
        }
    }

    let episodes: Vec<Episode> = drafts
        .into_iter()
        .map(|(t0, is_onset, isolations)| {
            let pre = if is_onset {
                params.pre_onset_days
            } else {
                params.pre_sample_days
            };
            let isolation = isolations.iter().max();
            Episode {
                t0,
                is_onset,
                start: t0 - pre * DAY,
                end: isolation.copied().unwrap_or(t0 + params.post_days * DAY),
                assumed: isolation.is_none(),
            }
        })
        .collect();
    let window = union(
        episodes
            .iter()
            .map(|episode| (episode.start, episode.end))
            .collect(),
    );
    Case {
        is_f0: !rows.is_empty(),
        traceable: !window.is_empty(),
        episodes,
        window,
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Section 3: overlaps

/// One overlap of two visits, or a part of an encounter; never empty.
struct Piece {
    span: Span,
    grade: u8,
    closeness: u8,
    open_air: bool,
    place: Option<PlaceRef>,
}

struct Overlap {
    pieces: Vec<Piece>,
    /// O
    set: Vec<Span>,
    /// No overlap without the lag.
    indirect: bool,
    /// A declared encounter is among the pieces.
    declared: bool,
}

struct Facts<'a> {
    world: &'a World,
    lag: i64,
    /// By person.
    visits: Vec<Vec<Visit>>,
    encounters: Vec<Encounter>,
    /// None where households are off.
    nights: Vec<Span>,
}

/// O(u, v | active), with all that is told about it.
fn overlap(facts: &Facts, u: usize, v: usize, active: &[Span]) -> Overlap {
    let mut pieces = Vec::new();
    let mut indirect = true;
    let mut declared = false;

    for encounter in &facts.encounters {
        if (encounter.a, encounter.b) == (u.min(v), u.max(v)) {
            for span in intersect(&union(vec![(encounter.start, encounter.end)]), active) {
                let grade = grade(OBSERVED, encounter.declared);
                pieces.push(Piece {
                    span,
                    grade,
                    closeness: 0,
                    open_air: false,
                    place: None,
                });
                indirect = false;
                declared |= encounter.declared;
            }
        }
    }

    // Extending each visit's parts one by one gives the same union as extending the parts of the visits' union.
    for of_u in &facts.visits[u] {
        let place = &facts.world.places[of_u.place];
        for &(from, to) in active {
            let (from, to) = (from.max(of_u.start), to.min(of_u.end));
            if from >= to {
                continue;
            }
            let lagged = if closed(place) { to + facts.lag } else { to };
            for of_v in facts.visits[v]
                .iter()
                .filter(|of_v| of_v.place == of_u.place)
            {
                let start = from.max(of_v.start);
                if start < to.min(of_v.end) {
                    indirect = false;
                }
                if start < lagged.min(of_v.end) {
                    pieces.push(Piece {
                        span: (start, lagged.min(of_v.end)),
                        grade: of_u.grade.max(of_v.grade),
                        closeness: closeness(place),
                        open_air: !closed(place),
                        place: Some(PlaceRef::Place(of_u.place)),
                    });
                }
            }
        }
    }

    for (index, household) in facts.world.households.iter().enumerate() {
        if household.contains(&u) && household.contains(&v) {
            let of_u = intersect(&facts.nights, active);
            if !of_u.is_empty() {
                indirect = false;
            }
            let lagged = union(
                of_u.iter()
                    .map(|span| (span.0, span.1 + facts.lag))
                    .collect(),
            );
            for span in intersect(&lagged, &facts.nights) {
                let place = Some(PlaceRef::Household(index));
                pieces.push(Piece {
                    span,
                    grade: STANDING,
                    closeness: 0,
                    open_air: false,
                    place,
                });
            }
        }
    }

    let set = union(pieces.iter().map(|piece| piece.span).collect());
    Overlap {
        pieces,
        set,
        indirect,
        declared,
    }
}

struct Exposure {
    first: i64,
    last: i64,
    seconds: i64,
    max24: i64,
}

/// Whether O qualifies, and what follows from it.
fn judge(set: &[Span], min_minutes: i64) -> Option<Exposure> {
    let start = set.first()?.0;
    let last = set.last()?.1;
    let threshold = min_minutes * MINUTE;

    // The rolling sum is linear, rising or falling by one second a second, between these instants.
    let mut corners: Vec<i64> = set
        .iter()
        .flat_map(|&(a, b)| [a, b, a + DAY, b + DAY])
        .collect();
    corners.sort();
    let max24 = corners.iter().map(|&t| last_24_hours(set, t)).max()?;
    let first = if threshold == 0 {
        start
    } else {
        let after = corners
            .iter()
            .position(|&t| last_24_hours(set, t) >= threshold)?;
        // The sum is 0 at the first corner.
        let before = corners[after - 1];
        let reached = before + threshold - last_24_hours(set, before);
        let seen = set.iter().find(|span| span.1 > reached - DAY)?;
        seen.0.max(reached - DAY)
    };
    Some(Exposure {
        first,
        last,
        seconds: length(set),
        max24,
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// Section 4: risk

/// `source` is the strength of the source, 0 to 1.
fn risk(facts: &Facts, overlap: &Overlap, source: f64) -> f64 {
    let timed = (overlap.pieces.iter())
        .filter(|piece| piece.grade != BY_DAY)
        .map(|piece| piece.span)
        .collect();
    let mut counted = length(&union(timed));
    let by_day: Vec<&Piece> = overlap
        .pieces
        .iter()
        .filter(|piece| piece.grade == BY_DAY)
        .collect();
    for (index, place) in facts.world.places.iter().enumerate() {
        let there: Vec<Span> = (by_day.iter())
            .filter(|piece| piece.place == Some(PlaceRef::Place(index)))
            .map(|piece| piece.span)
            .collect();
        let there = union(there);
        if let (Some(from), Some(to)) = (there.first(), there.last()) {
            for day in local_day(from.0)..=local_day(to.1) {
                let of_day = length(&intersect(&there, &[(midnight(day), midnight(day + 1))]));
                counted += of_day.min(dwell(place));
            }
        }
    }
    let minutes = counted.min(length(&overlap.set)) as f64 / 60.0;

    let place = |piece: &Piece| {
        let base = match piece.closeness {
            0 => 1.0,
            1 => 0.6,
            _ => 0.3,
        };
        base * if piece.open_air { 0.5 } else { 1.0 } * if overlap.indirect { 0.5 } else { 1.0 }
    };
    let record = |piece: &Piece| match piece.grade {
        OBSERVED | STANDING => 1.0,
        IMPUTED | DECLARED => 0.5,
        _ => 0.25,
    };
    let best = |part: &dyn Fn(&Piece) -> f64| overlap.pieces.iter().map(part).fold(0.0, f64::max);
    0.40 * (1.0 - (-minutes / 60.0).exp())
        + 0.25 * best(&place)
        + 0.25 * source
        + 0.10 * best(&record)
}

/// The strength of an F0 as a source, by the first exposure of the pair.
fn strength(case: &Case, first: i64) -> f64 {
    let of_episode = |episode: &Episode| {
        let early = (episode.t0 - 2 * DAY) - first;
        let late = first - (episode.t0 + 3 * DAY);
        let outside = early.max(late).max(0) as f64 / DAY as f64;
        (1.0 - 0.1 * outside).max(0.0)
    };
    case.episodes.iter().map(of_episode).fold(0.0, f64::max)
}

// ---------------------------------------------------------------------------------------------------------------------
// The run

fn evidence(
    source: usize,
    contact: usize,
    tier: u8,
    overlap: &Overlap,
    exposure: &Exposure,
    risk: f64,
) -> Evidence {
    let mut places: Vec<PlaceRef> = overlap
        .pieces
        .iter()
        .filter_map(|piece| piece.place)
        .collect();
    places.sort();
    places.dedup();
    Evidence {
        source,
        contact,
        tier,
        first: exposure.first,
        last: exposure.last,
        seconds: exposure.seconds,
        max24_seconds: exposure.max24,
        places,
        best_grade: overlap
            .pieces
            .iter()
            .map(|piece| piece.grade)
            .min()
            .unwrap(),
        worst_grade: overlap
            .pieces
            .iter()
            .map(|piece| piece.grade)
            .max()
            .unwrap(),
        closeness: overlap
            .pieces
            .iter()
            .map(|piece| piece.closeness)
            .min()
            .unwrap(),
        indirect: overlap.indirect,
        risk,
    }
}

fn contact(person: usize, tier: u8, evidence: &[Evidence]) -> Contact {
    let mut places: Vec<PlaceRef> = evidence
        .iter()
        .flat_map(|piece| piece.places.iter().copied())
        .collect();
    places.sort();
    places.dedup();
    Contact {
        person,
        tier,
        first: evidence.iter().map(|piece| piece.first).min().unwrap(),
        last: evidence.iter().map(|piece| piece.last).max().unwrap(),
        sources: evidence.len(),
        places: places.len(),
        seconds: evidence.iter().map(|piece| piece.seconds).sum(),
        grade: evidence.iter().map(|piece| piece.best_grade).min().unwrap(),
        closeness: evidence.iter().map(|piece| piece.closeness).min().unwrap(),
        indirect: evidence.iter().all(|piece| piece.indirect),
    }
}

pub fn run(world: &World, params: &Params) -> Outcome {
    let people = 0..world.people;
    let settled = settle(world);
    let facts = Facts {
        world,
        lag: params.lag_minutes * MINUTE,
        visits: people
            .clone()
            .map(|person| {
                settled
                    .visits
                    .iter()
                    .filter(|visit| visit.person == person)
                    .cloned()
                    .collect()
            })
            .collect(),
        encounters: (settled.encounters.iter())
            .filter(|encounter| params.include_weak || !encounter.weak)
            .cloned()
            .collect(),
        nights: if params.households {
            nights(&settled)
        } else {
            Vec::new()
        },
    };
    let cases: Vec<Case> = people
        .clone()
        .map(|person| case_of(person, world, params))
        .collect();
    let quarantined: Vec<Vec<Span>> = people
        .clone()
        .map(|person| {
            let rows = world.quarantines.iter().filter(|row| row.person == person);
            union(
                rows.map(|row| (row.start, row.end.unwrap_or(FOREVER)))
                    .collect(),
            )
        })
        .collect();
    let infectious: Vec<Vec<Span>> = people
        .clone()
        .map(|person| minus(&cases[person].window, &quarantined[person]))
        .collect();

    // F0 to F0, and the links.
    let mut all_evidence = Vec::new();
    let mut links = Vec::new();
    for u in people.clone().filter(|&u| cases[u].traceable) {
        for v in people.clone().filter(|&v| v != u && cases[v].is_f0) {
            let over = overlap(&facts, u, v, &infectious[u]);
            if let Some(exposure) = judge(&over.set, params.min_minutes) {
                let risk = risk(&facts, &over, strength(&cases[u], exposure.first));
                all_evidence.push(evidence(u, v, 0, &over, &exposure, risk));
            }
            if cases[v].traceable {
                let before = union(
                    cases[v]
                        .episodes
                        .iter()
                        .map(|e| (e.t0 - 14 * DAY, e.t0))
                        .collect(),
                );
                let over = overlap(&facts, u, v, &intersect(&infectious[u], &before));
                if let Some(Exposure {
                    first,
                    last,
                    seconds,
                    ..
                }) = judge(&over.set, params.min_minutes)
                {
                    links.push(Link {
                        source: u,
                        case: v,
                        first,
                        last,
                        seconds,
                        declared: over.declared,
                    });
                }
            }
        }
    }

    // The tiers.
    let mut first: Vec<Vec<Option<i64>>> = Vec::new();
    let mut last: Vec<Vec<Option<i64>>> = Vec::new();
    let mut contacts = Vec::new();
    let mut reached = vec![false; world.people];
    // The maximum risk of a person's pairs at its least level.
    let mut own_risk = vec![0.0; world.people];
    for level in 1..=params.max_tier as u8 {
        let active: Vec<Vec<Span>> = people
            .clone()
            .map(|u| {
                if level == 1 {
                    // Empty unless u is a traceable F0.
                    return infectious[u].clone();
                }
                let before = level as usize - 2;
                let (Some(a), Some(l)) = (first[before][u], last[before][u]) else {
                    return Vec::new();
                };
                let end = if params.onward_days == 0 {
                    FOREVER
                } else {
                    l + params.onward_days * DAY
                };
                minus(
                    &union(vec![(a + params.latent_hours * HOUR, end)]),
                    &quarantined[u],
                )
            })
            .collect();

        let mut a = vec![None; world.people];
        let mut l = vec![None; world.people];
        for v in people.clone().filter(|&v| !cases[v].traceable) {
            let mut pairs = Vec::new();
            for u in people.clone().filter(|&u| u != v && !active[u].is_empty()) {
                let over = overlap(&facts, u, v, &active[u]);
                if let Some(exposure) = judge(&over.set, params.min_minutes) {
                    let source = if level == 1 {
                        strength(&cases[u], exposure.first)
                    } else {
                        own_risk[u] / 2.0
                    };
                    let risk = risk(&facts, &over, source);
                    pairs.push(evidence(u, v, level, &over, &exposure, risk));
                }
            }
            a[v] = pairs.iter().map(|pair| pair.first).min();
            l[v] = pairs.iter().map(|pair| pair.last).max();
            if !pairs.is_empty() && !reached[v] {
                reached[v] = true;
                own_risk[v] = pairs.iter().map(|pair| pair.risk).fold(0.0, f64::max);
                if !cases[v].is_f0 {
                    contacts.push(contact(v, level, &pairs));
                    all_evidence.extend(pairs);
                }
            }
        }
        first.push(a);
        last.push(l);
    }

    let mut case_list = Vec::new();
    for person in people.clone().filter(|&person| cases[person].is_f0) {
        let traceable = cases[person].traceable;
        for episode in &cases[person].episodes {
            case_list.push(CaseOut {
                person,
                t0: Some(episode.t0),
                t0_is_onset: episode.is_onset,
                window_start: Some(episode.start),
                window_end: Some(episode.end),
                end_assumed: episode.assumed,
                traceable,
            });
        }
        if cases[person].episodes.is_empty() {
            case_list.push(CaseOut {
                person,
                t0: None,
                t0_is_onset: false,
                window_start: None,
                window_end: None,
                end_assumed: false,
                traceable,
            });
        }
    }

    let mut visits: Vec<(usize, usize, i64, i64, u8)> = (settled.visits.iter())
        .map(|visit| {
            (
                visit.person,
                visit.place,
                visit.start,
                visit.end,
                visit.grade,
            )
        })
        .collect();
    visits.sort();
    contacts.sort_by_key(|contact| (contact.tier, contact.person));
    all_evidence.sort_by_key(|piece| (piece.contact, piece.source, piece.tier));
    links.sort_by_key(|link| (link.case, link.source));
    Outcome {
        visits,
        held: settled.held,
        merged: settled.merged,
        cases: case_list,
        contacts,
        evidence: all_evidence,
        links,
        first,
        last,
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// The numbered cases of section 5, by hand

#[cfg(test)]
mod tests {
    use super::*;

    /// 2021-08-01 local is day 1.
    const FIRST_DAY: i64 = 18_839;

    /// Local time of a day of August 2021; 24:00 and later hours run on.
    fn at(day: i64, hour: i64, minute: i64) -> i64 {
        midnight(FIRST_DAY + day) + hour * HOUR + minute * MINUTE
    }

    #[test]
    fn the_calendar_of_these_tests() {
        // 2021-08-01T00:00:00+07:00 = 2021-07-31T17:00:00Z
        assert_eq!(at(1, 0, 0), 1_627_750_800);
        assert_eq!(local_day(at(1, 0, 0)), local_day(at(1, 24, 0) - 1));
        assert_eq!(local_day(at(1, 0, 0) - 1), local_day(at(1, 0, 0)) - 1);
    }

    /// VN-2021-08.
    fn preset() -> Params {
        Params {
            pre_onset_days: 3,
            pre_sample_days: 14,
            post_days: 14,
            min_minutes: 0,
            lag_minutes: 0,
            latent_hours: 0,
            onward_days: 14,
            max_tier: 2,
            households: false,
            include_suspected: false,
            include_weak: false,
        }
    }

    fn category_only(category: &'static str) -> Place {
        Place {
            category,
            dwell_minutes: None,
            air_closed: None,
            closeness: None,
        }
    }

    /// Places 0 to 3: cafe, market (open air), lodging, shop.
    fn world(people: usize) -> World {
        World {
            people,
            places: ["cafe", "market", "lodging", "shop"]
                .map(category_only)
                .to_vec(),
            stays: Vec::new(),
            encounters: Vec::new(),
            households: Vec::new(),
            cases: Vec::new(),
            quarantines: Vec::new(),
        }
    }

    fn stay(person: usize, place: usize, start: i64, end: Option<i64>) -> Stay {
        Stay {
            person,
            place,
            start,
            end,
            day: false,
            declared: false,
            mark: Mark::Whole,
        }
    }

    fn scan(person: usize, place: usize, mark: Mark, start: i64) -> Stay {
        Stay {
            mark,
            ..stay(person, place, start, None)
        }
    }

    fn by_day(person: usize, place: usize, from: i64, to: i64) -> Stay {
        Stay {
            day: true,
            ..stay(person, place, at(from, 0, 0), Some(at(to, 24, 0)))
        }
    }

    fn case(
        person: usize,
        onset: Option<i64>,
        sample: Option<i64>,
        isolation: Option<i64>,
    ) -> CaseRow {
        CaseRow {
            person,
            onset,
            sample,
            isolation,
            status: Status::Confirmed,
        }
    }

    fn meet(a: usize, b: usize, start: i64, end: i64) -> Encounter {
        Encounter {
            a,
            b,
            start,
            end,
            weak: false,
            declared: false,
        }
    }

    impl World {
        fn stay(mut self, person: usize, place: usize, start: i64, end: i64) -> World {
            self.stays.push(stay(person, place, start, Some(end)));
            self
        }

        fn open(mut self, person: usize, place: usize, start: i64) -> World {
            self.stays.push(stay(person, place, start, None));
            self
        }

        fn meet(mut self, a: usize, b: usize, start: i64, end: i64) -> World {
            self.encounters.push(meet(a, b, start, end));
            self
        }

        fn onset(mut self, person: usize, onset: i64, isolation: Option<i64>) -> World {
            self.cases.push(case(person, Some(onset), None, isolation));
            self
        }

        fn quarantine(mut self, person: usize, start: i64, end: Option<i64>) -> World {
            self.quarantines.push(Quarantine { person, start, end });
            self
        }
    }

    /// (person, tier) of each contact.
    fn tiers(outcome: &Outcome) -> Vec<(usize, u8)> {
        outcome
            .contacts
            .iter()
            .map(|contact| (contact.person, contact.tier))
            .collect()
    }

    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-12, "{a} is not {b}");
    }

    // -- sets ---------------------------------------------------------------------------------------------------------

    #[test]
    fn sets_agree_with_single_seconds() {
        let mut state = 1u64;
        let mut below = |n: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            ((state >> 33) % n) as i64
        };
        let raster = |spans: &[Span]| {
            (0..40)
                .map(|t| spans.iter().any(|s| s.0 <= t && t < s.1))
                .collect::<Vec<bool>>()
        };
        for _ in 0..2_000 {
            let mut spans = || {
                (0..below(5))
                    .map(|_| (below(40), below(40)))
                    .collect::<Vec<Span>>()
            };
            let (raw_a, raw_b) = (spans(), spans());
            let (a, b) = (union(raw_a.clone()), union(raw_b.clone()));
            let (ra, rb) = (raster(&raw_a), raster(&raw_b));
            let zip = |f: fn(bool, bool) -> bool| {
                ra.iter()
                    .zip(&rb)
                    .map(|(&x, &y)| f(x, y))
                    .collect::<Vec<bool>>()
            };
            assert_eq!(raster(&a), ra);
            assert_eq!(raster(&intersect(&a, &b)), zip(|x, y| x && y));
            assert_eq!(raster(&minus(&a, &b)), zip(|x, y| x && !y));
            assert_eq!(length(&a), ra.iter().filter(|&&x| x).count() as i64);
            assert_eq!(union(a.clone()), a);
        }
    }

    #[test]
    fn the_rolling_sum_agrees_with_every_second_tried() {
        let mut state = 7u64;
        let mut below = |n: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            ((state >> 33) % n) as i64
        };
        for _ in 0..12 {
            let mut spans = Vec::new();
            for i in 0..9 {
                let start = below(10_000) + if i < 5 { 0 } else { DAY };
                spans.push((start, start + 1 + below(400)));
            }
            let set = union(spans);
            let minutes = 1 + below(12);
            let reached = (0..3 * DAY).find(|&t| last_24_hours(&set, t) >= minutes * MINUTE);
            let expected = reached.map(|t| {
                (0..=t)
                    .find(|&x| x >= t - DAY && set.iter().any(|span| span.0 <= x && x < span.1))
                    .unwrap()
            });
            let judged = judge(&set, minutes);
            assert_eq!(judged.as_ref().map(|exposure| exposure.first), expected);
            let most = (0..3 * DAY).map(|t| last_24_hours(&set, t)).max().unwrap();
            assert_eq!(judge(&set, 0).unwrap().max24, most);
        }
    }

    // -- 1 ------------------------------------------------------------------------------------------------------------

    #[test]
    fn case_1_before_after_and_across_the_window() {
        // W = [day 7 00:00, day 13 24:00): onset on day 10, isolated on day 13 (a date).
        let isolated = Some(at(13, 24, 0));
        let with = |start: i64, end: i64| {
            let world = world(2)
                .stay(0, 0, start, end)
                .stay(1, 0, start, end)
                .onset(0, at(10, 0, 0), isolated);
            run(&world, &preset())
        };
        assert!(with(at(6, 20, 0), at(7, 0, 0)).contacts.is_empty());
        assert!(with(at(14, 0, 0), at(14, 2, 0)).contacts.is_empty());

        let early = &with(at(6, 23, 0), at(7, 0, 30)).contacts[0];
        assert_eq!(
            (early.first, early.last, early.seconds),
            (at(7, 0, 0), at(7, 0, 30), 30 * 60)
        );
        let late = &with(at(13, 23, 0), at(14, 1, 0)).contacts[0];
        assert_eq!(
            (late.first, late.last, late.seconds),
            (at(13, 23, 0), at(14, 0, 0), 3600)
        );
        let evening = &with(at(13, 19, 0), at(13, 20, 0)).contacts[0];
        assert_eq!(
            (
                evening.person,
                evening.tier,
                evening.sources,
                evening.places
            ),
            (1, 1, 1, 1)
        );
        assert_eq!(
            (evening.grade, evening.closeness, evening.indirect),
            (OBSERVED, 1, false)
        );

        let outcome = with(at(13, 19, 0), at(13, 20, 0));
        assert_eq!(
            outcome.cases,
            [CaseOut {
                person: 0,
                t0: Some(at(10, 0, 0)),
                t0_is_onset: true,
                window_start: Some(at(7, 0, 0)),
                window_end: Some(at(14, 0, 0)),
                end_assumed: false,
                traceable: true,
            }]
        );
    }

    #[test]
    fn case_1_the_end_is_assumed_without_an_isolation() {
        let mut world = world(1);
        world.cases.push(case(0, None, Some(at(20, 0, 0)), None));
        let case = &run(&world, &preset()).cases[0];
        assert_eq!(
            (case.window_start, case.window_end),
            (Some(at(6, 0, 0)), Some(at(34, 0, 0)))
        );
        assert!(case.end_assumed && case.traceable && !case.t0_is_onset);
    }

    // -- 2 ------------------------------------------------------------------------------------------------------------

    #[test]
    fn case_2_touching_is_not_meeting() {
        let base = world(2)
            .stay(0, 0, at(10, 8, 0), at(10, 9, 0))
            .onset(0, at(10, 0, 0), None);
        assert!(
            run(
                &base.clone().stay(1, 0, at(10, 9, 0), at(10, 10, 0)),
                &preset()
            )
            .contacts
            .is_empty()
        );
        assert!(
            run(
                &base.clone().stay(1, 0, at(10, 7, 0), at(10, 8, 0)),
                &preset()
            )
            .contacts
            .is_empty()
        );
        let one_second = run(&base.stay(1, 0, at(10, 9, 0) - 1, at(10, 10, 0)), &preset());
        assert_eq!(one_second.contacts[0].seconds, 1);
    }

    // -- 3 ------------------------------------------------------------------------------------------------------------

    #[test]
    fn case_3_met_before_the_exposure() {
        let base = world(3)
            .stay(0, 0, at(10, 8, 0), at(10, 9, 0))
            .stay(1, 0, at(10, 8, 30), at(10, 9, 0))
            .onset(0, at(10, 0, 0), None);
        let before = base.clone().meet(1, 2, at(10, 7, 0), at(10, 8, 30));
        assert_eq!(tiers(&run(&before, &preset())), [(1, 1)]);
        let across = run(&base.meet(1, 2, at(10, 7, 0), at(10, 8, 31)), &preset());
        assert_eq!(tiers(&across), [(1, 1), (2, 2)]);
        assert_eq!(
            (across.contacts[1].first, across.contacts[1].seconds),
            (at(10, 8, 30), 60)
        );
        assert_eq!(across.contacts[1].places, 0);
        assert_eq!(across.first[1][2], Some(at(10, 8, 30)));
        // The latent time shifts the beginning.
        let latent = Params {
            latent_hours: 12,
            ..preset()
        };
        assert_eq!(across.first[0], [None, Some(at(10, 8, 30)), None]);
        let later = world(3)
            .meet(0, 1, at(10, 8, 0), at(10, 9, 0))
            .meet(1, 2, at(10, 19, 0), at(10, 21, 0))
            .onset(0, at(10, 0, 0), None);
        let outcome = run(&later, &latent);
        assert_eq!(
            (outcome.contacts[1].first, outcome.contacts[1].last),
            (at(10, 20, 0), at(10, 21, 0))
        );
    }

    // -- 4 ------------------------------------------------------------------------------------------------------------

    #[test]
    fn case_4_rolling_24_hours() {
        let fifteen = Params {
            min_minutes: 15,
            ..preset()
        };
        let f0 = world(2).onset(0, at(10, 0, 0), None);
        let midnight = run(
            &f0.clone().meet(0, 1, at(10, 23, 50), at(11, 0, 10)),
            &fifteen,
        );
        assert_eq!(midnight.contacts[0].seconds, 20 * 60);

        // Ten minutes, then five that end 23 hours and 15 minutes after the start.
        let near = f0.clone().meet(0, 1, at(10, 8, 0), at(10, 8, 10)).meet(
            1,
            0,
            at(11, 7, 10),
            at(11, 7, 15),
        );
        let near = run(&near, &fifteen);
        assert_eq!(
            (near.contacts[0].first, near.contacts[0].last),
            (at(10, 8, 0), at(11, 7, 15))
        );
        assert_eq!(near.evidence[0].max24_seconds, 15 * 60);
        let far = f0.clone().meet(0, 1, at(10, 8, 0), at(10, 8, 10)).meet(
            0,
            1,
            at(11, 9, 10),
            at(11, 9, 15),
        );
        assert!(run(&far, &fifteen).contacts.is_empty());
        let without = &run(&far, &preset()).evidence[0];
        assert_eq!((without.seconds, without.max24_seconds), (15 * 60, 10 * 60));

        // Exactly 24 hours from the first start to the last end still count; one second more does not.
        let edge = f0.clone().meet(0, 1, at(10, 8, 0), at(10, 8, 10)).meet(
            0,
            1,
            at(11, 7, 55),
            at(11, 8, 0),
        );
        assert_eq!(run(&edge, &fifteen).contacts[0].first, at(10, 8, 0));
        let over = f0.clone().meet(0, 1, at(10, 8, 0), at(10, 8, 10)).meet(
            0,
            1,
            at(11, 7, 55) + 1,
            at(11, 8, 0) + 1,
        );
        assert!(run(&over, &fifteen).contacts.is_empty());

        // The first exposure is the first within 24 hours of the threshold: 5 minutes two days before are too old.
        let old = f0
            .meet(0, 1, at(9, 8, 0), at(9, 8, 5))
            .meet(0, 1, at(11, 8, 0), at(11, 8, 10))
            .meet(0, 1, at(11, 20, 0), at(11, 20, 20));
        let old = run(&old, &fifteen);
        assert_eq!(
            (old.contacts[0].first, old.contacts[0].last),
            (at(11, 8, 0), at(11, 20, 20))
        );
        assert_eq!(old.contacts[0].seconds, 35 * 60);
    }

    #[test]
    fn case_4_a_threshold_of_a_whole_day() {
        let day = Params {
            min_minutes: 1440,
            ..preset()
        };
        let f0 = world(2).onset(0, at(10, 0, 0), None);
        let whole = f0.clone().meet(0, 1, at(10, 8, 0), at(11, 8, 0));
        assert_eq!(run(&whole, &day).contacts[0].first, at(10, 8, 0));
        let gap =
            f0.meet(0, 1, at(10, 8, 0), at(11, 7, 59))
                .meet(0, 1, at(11, 8, 0), at(12, 7, 59));
        assert!(run(&gap, &day).contacts.is_empty());
    }

    // -- 5 ------------------------------------------------------------------------------------------------------------

    #[test]
    fn case_5_two_places_at_once_are_not_twice() {
        let world = world(2)
            .stay(0, 0, at(10, 8, 0), at(10, 9, 0))
            .stay(0, 3, at(10, 8, 30), at(10, 9, 30))
            .stay(1, 0, at(10, 8, 0), at(10, 10, 0))
            .stay(1, 3, at(10, 8, 0), at(10, 10, 0))
            .onset(0, at(10, 0, 0), None);
        let outcome = run(&world, &preset());
        assert_eq!(outcome.contacts[0].seconds, 90 * 60);
        assert_eq!(outcome.contacts[0].places, 2);
        assert_eq!(
            outcome.evidence[0].places,
            [PlaceRef::Place(0), PlaceRef::Place(3)]
        );
        assert_eq!(outcome.evidence[0].max24_seconds, 90 * 60);
    }

    // -- 6 ------------------------------------------------------------------------------------------------------------

    #[test]
    fn case_6_two_sources() {
        let mut world = world(3)
            .stay(0, 0, at(10, 8, 0), at(10, 9, 0))
            .stay(1, 1, at(11, 8, 0), at(11, 9, 0))
            .stay(2, 0, at(10, 8, 0), at(10, 8, 20))
            .stay(2, 1, at(11, 8, 50), at(11, 12, 0))
            .onset(0, at(10, 0, 0), None)
            .onset(1, at(10, 0, 0), None);
        let both = run(&world, &preset());
        assert_eq!(both.contacts.len(), 1);
        let row = &both.contacts[0];
        assert_eq!(
            (row.person, row.tier, row.sources, row.places, row.seconds),
            (2, 1, 2, 2, 30 * 60)
        );
        assert_eq!((row.first, row.last), (at(10, 8, 0), at(11, 9, 0)));
        assert_eq!(
            both.evidence
                .iter()
                .map(|piece| piece.source)
                .collect::<Vec<usize>>(),
            [0, 1]
        );
        world.cases.remove(0);
        let one = run(&world, &preset());
        assert_eq!(one.evidence, both.evidence[1..]);
        assert_eq!(one.contacts[0].first, at(11, 8, 50));
    }

    // -- 7 ------------------------------------------------------------------------------------------------------------

    #[test]
    fn case_7_every_level_is_kept() {
        // F0 0 met 1 on day 4; 1 met 2 on day 5; 2 met 3 on day 8; 0 met 2 on day 10.
        let world = world(4)
            .meet(0, 1, at(4, 8, 0), at(4, 9, 0))
            .meet(1, 2, at(5, 8, 0), at(5, 9, 0))
            .meet(2, 3, at(8, 8, 0), at(8, 9, 0))
            .meet(0, 2, at(10, 8, 0), at(10, 9, 0))
            .onset(0, at(6, 0, 0), None);
        let outcome = run(
            &world,
            &Params {
                max_tier: 3,
                ..preset()
            },
        );
        assert_eq!(tiers(&outcome), [(1, 1), (2, 1), (3, 3)]);
        assert_eq!(
            outcome.first[0],
            [None, Some(at(4, 8, 0)), Some(at(10, 8, 0)), None]
        );
        // 1 is an F2 through 2 as well, but 2 was an F1 only after that meeting: no.
        assert_eq!(outcome.first[1], [None, None, Some(at(5, 8, 0)), None]);
        // At level 3 that meeting counts back: 2 was an F2 from its beginning.
        assert_eq!(
            outcome.first[2],
            [None, Some(at(5, 8, 0)), None, Some(at(8, 8, 0))]
        );
        assert_eq!(outcome.last[2][3], Some(at(8, 9, 0)));
        // The evidence of an F1 is that of tier 1 only.
        assert_eq!(
            outcome
                .evidence
                .iter()
                .map(|piece| (piece.contact, piece.source, piece.tier))
                .collect::<Vec<_>>(),
            [(1, 0, 1), (2, 0, 1), (3, 2, 3)]
        );
        assert_eq!(tiers(&run(&world, &preset())), [(1, 1), (2, 1)]);
    }

    // -- 8 ------------------------------------------------------------------------------------------------------------

    #[test]
    fn case_8_f0_and_contact_is_f0() {
        let world = world(3)
            .meet(0, 1, at(8, 8, 0), at(8, 9, 0))
            .meet(1, 2, at(9, 8, 0), at(9, 9, 0))
            .onset(0, at(8, 0, 0), None)
            .onset(1, at(11, 0, 0), None);
        let outcome = run(&world, &preset());
        assert_eq!(tiers(&outcome), [(2, 1)]);
        assert_eq!(outcome.first[0][1], None);
        // 0 to 1 within both windows: [5, ...) and [8, ...): evidence of tier 0 either way.
        assert_eq!(
            outcome
                .evidence
                .iter()
                .map(|piece| (piece.contact, piece.source, piece.tier))
                .collect::<Vec<_>>(),
            [(0, 1, 0), (1, 0, 0), (2, 1, 1)]
        );
        // Only 0 -> 1 lies before the other's t0: the meeting of day 8 is not before 0's t0, day 8 00:00.
        assert_eq!(
            outcome.links,
            [Link {
                source: 0,
                case: 1,
                first: at(8, 8, 0),
                last: at(8, 9, 0),
                seconds: 3600,
                declared: false
            }]
        );
    }

    #[test]
    fn case_8_a_positive_test_without_dates() {
        let mut world = world(3)
            .meet(0, 1, at(8, 8, 0), at(8, 9, 0))
            .meet(1, 2, at(9, 8, 0), at(9, 9, 0))
            .onset(0, at(8, 0, 0), None);
        assert_eq!(tiers(&run(&world, &preset())), [(1, 1), (2, 2)]);
        world.cases.push(case(1, None, None, Some(at(12, 24, 0))));
        let outcome = run(&world, &preset());
        assert_eq!(tiers(&outcome), [(2, 2)]);
        assert_eq!(outcome.first[0], [None, Some(at(8, 8, 0)), None]);
        assert_eq!(
            outcome
                .evidence
                .iter()
                .map(|e| (e.source, e.contact, e.tier))
                .collect::<Vec<_>>(),
            [(0, 1, 0), (1, 2, 2)]
        );
        assert!(outcome.links.is_empty());
        let untraced = &outcome.cases[1];
        assert_eq!(
            (
                untraced.person,
                untraced.t0,
                untraced.window_end,
                untraced.traceable
            ),
            (1, None, None, false)
        );
        // Its strength as a source is the risk of its own pair at level 1.
        let own = outcome.evidence[0].risk;
        let overlap = 0.4 * (1.0 - (-1.0f64).exp());
        near(own, overlap + 0.25 + 0.25 + 0.1);
        near(
            outcome.evidence[1].risk,
            overlap + 0.25 + 0.25 * own / 2.0 + 0.1,
        );
    }

    #[test]
    fn case_8_suspected_and_retracted() {
        let mut world = world(2)
            .meet(0, 1, at(8, 8, 0), at(8, 9, 0))
            .onset(0, at(8, 0, 0), None);
        world.cases[0].status = Status::Retracted;
        assert!(run(&world, &preset()).cases.is_empty());
        world.cases[0].status = Status::Suspected;
        assert!(run(&world, &preset()).contacts.is_empty());
        assert_eq!(
            tiers(&run(
                &world,
                &Params {
                    include_suspected: true,
                    ..preset()
                }
            )),
            [(1, 1)]
        );
    }

    // -- 9 ------------------------------------------------------------------------------------------------------------

    #[test]
    fn case_9_duplicates_and_repeats() {
        let twice = world(1).open(0, 0, at(10, 8, 0)).open(0, 0, at(10, 8, 0));
        let outcome = run(&twice, &preset());
        assert_eq!(
            outcome.visits,
            [(0, 0, at(10, 8, 0), at(10, 9, 30), IMPUTED)]
        );
        assert_eq!((outcome.merged, outcome.held), (1, 0));

        // Five minutes are one visit, the dwell from the last; five minutes and a second are two.
        let five = run(
            &world(1).open(0, 0, at(10, 8, 0)).open(0, 0, at(10, 8, 5)),
            &preset(),
        );
        assert_eq!(five.visits, [(0, 0, at(10, 8, 0), at(10, 9, 35), IMPUTED)]);
        assert_eq!(five.merged, 1);
        let more = run(
            &world(1)
                .open(0, 0, at(10, 8, 0))
                .open(0, 0, at(10, 8, 5) + 1),
            &preset(),
        );
        assert_eq!(more.visits.len(), 2);
        assert_eq!(more.merged, 0);

        // Every four minutes for an hour, at a shop (20 minutes).
        let mut often = world(1);
        often.stays = (0..=15)
            .map(|i| stay(0, 3, at(10, 8, 4 * i), None))
            .collect();
        let often = run(&often, &preset());
        assert_eq!(often.visits, [(0, 3, at(10, 8, 0), at(10, 9, 20), IMPUTED)]);
        assert_eq!(often.merged, 15);
    }

    #[test]
    fn case_9_two_places_in_one_second_and_midnight() {
        // Neither ends the other; a third, later scan ends both.
        let same = world(1)
            .open(0, 0, at(10, 8, 0))
            .open(0, 3, at(10, 8, 0))
            .open(0, 1, at(10, 8, 10));
        assert_eq!(
            run(&same, &preset()).visits,
            [
                (0, 0, at(10, 8, 0), at(10, 8, 10), IMPUTED),
                (0, 1, at(10, 8, 10), at(10, 9, 10), IMPUTED),
                (0, 3, at(10, 8, 0), at(10, 8, 10), IMPUTED),
            ]
        );
        // A scan elsewhere between two scans of one visit ends it, even before its last scan.
        let between = world(1)
            .open(0, 0, at(10, 8, 0))
            .open(0, 0, at(10, 8, 4))
            .open(0, 3, at(10, 8, 2));
        assert_eq!(
            run(&between, &preset()).visits,
            [
                (0, 0, at(10, 8, 0), at(10, 8, 2), IMPUTED),
                (0, 3, at(10, 8, 2), at(10, 8, 22), IMPUTED),
            ]
        );
        let late = world(1).open(0, 0, at(10, 23, 50));
        assert_eq!(
            run(&late, &preset()).visits,
            [(0, 0, at(10, 23, 50), at(10, 24, 0), IMPUTED)]
        );
        // Across midnight the last scan's day counts; a scan at 00:00 has the whole day before it.
        let across = world(1).open(0, 0, at(10, 23, 58)).open(0, 0, at(11, 0, 0));
        assert_eq!(
            run(&across, &preset()).visits,
            [(0, 0, at(10, 23, 58), at(11, 1, 30), IMPUTED)]
        );
        let lodging = world(1).open(0, 2, at(10, 23, 50));
        assert_eq!(
            run(&lodging, &preset()).visits,
            [(0, 2, at(10, 23, 50), at(11, 23, 50), IMPUTED)]
        );
        let left = world(1).open(0, 2, at(10, 23, 50)).open(0, 3, at(11, 7, 0));
        assert_eq!(
            run(&left, &preset()).visits[0],
            (0, 2, at(10, 23, 50), at(11, 7, 0), IMPUTED)
        );
    }

    #[test]
    fn case_9_day_records_neither_end_nor_are_ended() {
        let mut world = world(1)
            .open(0, 0, at(10, 23, 50))
            .stay(0, 3, at(11, 9, 0), at(11, 9, 0));
        world.stays.push(by_day(0, 1, 10, 11));
        world.stays.push(Stay {
            declared: true,
            ..stay(0, 3, at(11, 9, 30), Some(at(11, 9, 40)))
        });
        world
            .stays
            .push(stay(0, 3, at(11, 9, 30), Some(at(11, 9, 29))));
        let outcome = run(&world, &preset());
        assert_eq!(
            outcome.visits,
            [
                (0, 0, at(10, 23, 50), at(11, 0, 0), IMPUTED),
                (0, 1, at(10, 0, 0), at(12, 0, 0), BY_DAY),
                (0, 3, at(11, 9, 0), at(11, 9, 0), OBSERVED),
                (0, 3, at(11, 9, 30), at(11, 9, 40), DECLARED),
            ]
        );
        assert_eq!(outcome.held, 1);
    }

    #[test]
    fn case_9_in_and_out_rows() {
        let visits = |place: usize, rows: &[(Mark, i64)]| {
            let mut world = world(1);
            world.stays = rows
                .iter()
                .map(|&(mark, time)| scan(0, place, mark, time))
                .collect();
            let outcome = run(&world, &preset());
            let visits: Vec<(i64, i64, u8)> = outcome
                .visits
                .iter()
                .map(|visit| (visit.2, visit.3, visit.4))
                .collect();
            (visits, outcome.held, outcome.merged)
        };
        let (eight, nine) = (at(10, 8, 0), at(10, 9, 0));
        use Mark::{In, Out};
        assert_eq!(
            visits(0, &[(Out, nine), (In, eight)]),
            (vec![(eight, nine, OBSERVED)], 0, 0)
        );
        // A second in within five minutes merges; chained.
        let chained = [
            (In, eight),
            (In, at(10, 8, 5)),
            (In, at(10, 8, 10)),
            (Out, nine),
        ];
        assert_eq!(visits(0, &chained), (vec![(eight, nine, OBSERVED)], 0, 2));
        // Later: the first is unmatched, and dwells (90 minutes).
        let later = [
            (In, eight),
            (In, at(10, 8, 6)),
            (Out, nine),
            (Out, at(10, 9, 30)),
        ];
        let expected = vec![
            (eight, at(10, 9, 30), IMPUTED),
            (at(10, 8, 6), nine, OBSERVED),
        ];
        assert_eq!(visits(0, &later), (expected, 1, 0));
        // 24 hours are the limit, but not overnight.
        assert_eq!(
            visits(0, &[(In, eight), (Out, at(11, 8, 0))]),
            (vec![(eight, at(11, 8, 0), OBSERVED)], 0, 0)
        );
        let old = [(In, eight), (Out, at(11, 8, 0) + 1)];
        assert_eq!(
            visits(0, &old),
            (vec![(eight, at(10, 9, 30), IMPUTED)], 1, 0)
        );
        assert_eq!(
            visits(2, &old),
            (vec![(eight, at(11, 8, 0) + 1, OBSERVED)], 0, 0)
        );
        // One second: in and out alone are an empty visit; with an open in the out comes first.
        assert_eq!(
            visits(0, &[(Out, eight), (In, eight)]),
            (vec![(eight, eight, OBSERVED)], 0, 0)
        );
        let turn = [(In, eight), (In, nine), (Out, nine), (Out, at(10, 10, 0))];
        assert_eq!(
            visits(0, &turn),
            (
                vec![(eight, nine, OBSERVED), (nine, at(10, 10, 0), OBSERVED)],
                0,
                0
            )
        );
        // An unmatched in of two scans is one imputed visit; counted as merged once.
        let two = [(In, eight), (In, at(10, 8, 4))];
        assert_eq!(
            visits(0, &two),
            (vec![(eight, at(10, 9, 34), IMPUTED)], 0, 1)
        );

        // Unmatched ins and whole records without an end are grouped together; declared only if all are.
        let mut mixed = world(1).open(0, 0, at(10, 8, 3));
        mixed.stays.push(scan(0, 0, In, eight));
        mixed.stays[0].declared = true;
        assert_eq!(
            run(&mixed, &preset()).visits,
            [(0, 0, eight, at(10, 9, 33), IMPUTED)]
        );
        mixed.stays[1].declared = true;
        assert_eq!(
            run(&mixed, &preset()).visits,
            [(0, 0, eight, at(10, 9, 33), DECLARED)]
        );
    }

    #[test]
    fn case_9_encounters() {
        let mut world = world(2).onset(0, at(10, 0, 0), None);
        let hour = meet(0, 1, at(10, 8, 0), at(10, 9, 0));
        world.encounters = vec![
            hour.clone(),
            Encounter {
                a: 1,
                b: 0,
                ..hour.clone()
            },
            meet(0, 0, at(10, 8, 0), at(10, 9, 0)),
            meet(0, 1, at(10, 9, 0), at(10, 8, 0)),
            meet(0, 1, at(10, 20, 0), at(10, 20, 0)),
            Encounter {
                weak: true,
                ..meet(0, 1, at(11, 8, 0), at(11, 9, 0))
            },
            Encounter {
                declared: true,
                ..meet(0, 1, at(12, 0, 0), at(13, 0, 0))
            },
        ];
        let outcome = run(&world, &preset());
        assert_eq!((outcome.held, outcome.merged), (2, 1));
        let row = &outcome.contacts[0];
        assert_eq!(
            (row.seconds, row.first, row.last),
            (25 * 3600, at(10, 8, 0), at(13, 0, 0))
        );
        assert_eq!(
            (row.grade, row.closeness, row.places, row.indirect),
            (OBSERVED, 0, 0, false)
        );
        assert_eq!(
            (
                outcome.evidence[0].best_grade,
                outcome.evidence[0].worst_grade
            ),
            (OBSERVED, DECLARED)
        );
        let weak = run(
            &world,
            &Params {
                include_weak: true,
                ..preset()
            },
        );
        assert_eq!(weak.contacts[0].seconds, 26 * 3600);
    }

    // -- 10 -----------------------------------------------------------------------------------------------------------

    #[test]
    fn case_10_lag() {
        let lag = Params {
            lag_minutes: 30,
            ..preset()
        };
        let with = |place: usize, start: i64, end: i64, params: &Params| {
            let world = world(2)
                .stay(0, place, at(10, 8, 0), at(10, 9, 0))
                .stay(1, place, start, end)
                .onset(0, at(10, 0, 0), None);
            run(&world, params)
        };
        let after = with(0, at(10, 9, 20), at(10, 10, 0), &lag);
        let row = &after.contacts[0];
        assert_eq!(
            (row.first, row.last, row.indirect),
            (at(10, 9, 20), at(10, 9, 30), true)
        );
        near(
            after.evidence[0].risk,
            0.4 * (1.0 - (-10.0f64 / 60.0).exp()) + 0.25 * 0.6 * 0.5 + 0.25 + 0.1,
        );
        assert!(
            with(1, at(10, 9, 20), at(10, 10, 0), &lag)
                .contacts
                .is_empty()
        );
        assert!(
            with(0, at(10, 7, 0), at(10, 8, 0), &lag)
                .contacts
                .is_empty()
        );
        assert!(
            with(0, at(10, 9, 30), at(10, 10, 0), &lag)
                .contacts
                .is_empty()
        );

        let both = Params {
            min_minutes: 15,
            ..lag
        };
        let mixed = with(0, at(10, 8, 50), at(10, 9, 10), &both);
        assert_eq!(
            (mixed.contacts[0].seconds, mixed.contacts[0].indirect),
            (20 * 60, false)
        );
        assert!(
            with(
                0,
                at(10, 8, 50),
                at(10, 9, 10),
                &Params {
                    lag_minutes: 0,
                    ..both
                }
            )
            .contacts
            .is_empty()
        );
    }

    #[test]
    fn case_10_own_values_and_the_end_of_activity() {
        let lag = Params {
            lag_minutes: 30,
            ..preset()
        };
        let mut world = world(2)
            .stay(0, 1, at(10, 8, 0), at(10, 9, 0))
            .stay(1, 1, at(10, 9, 20), at(10, 10, 0))
            .onset(0, at(10, 0, 0), None);
        world.places[1] = Place {
            category: "market",
            dwell_minutes: None,
            air_closed: Some(true),
            closeness: Some(0),
        };
        let row = &run(&world, &lag).contacts[0];
        assert_eq!((row.seconds, row.closeness, row.indirect), (600, 0, true));
        // The lag runs from the end of the active part of the stay.
        let ended = world.quarantine(0, at(10, 8, 55), None);
        assert_eq!(run(&ended, &lag).contacts[0].seconds, 300);
    }

    // -- 11 -----------------------------------------------------------------------------------------------------------

    #[test]
    fn case_11_without_dates_and_without_visits() {
        let mut world =
            world(3)
                .meet(1, 2, at(10, 8, 0), at(10, 9, 0))
                .onset(0, at(10, 0, 0), None);
        world.cases.push(case(1, None, None, None));
        let outcome = run(&world, &preset());
        assert!(outcome.contacts.is_empty() && outcome.evidence.is_empty());
        assert_eq!(
            outcome
                .cases
                .iter()
                .map(|case| case.traceable)
                .collect::<Vec<bool>>(),
            [true, false]
        );
        // An empty window cannot be traced either, but is listed with its t0.
        world.cases[1] = case(1, Some(at(10, 0, 0)), None, Some(at(6, 24, 0)));
        let outcome = run(&world, &preset());
        assert!(outcome.contacts.is_empty());
        let empty = &outcome.cases[1];
        assert_eq!(
            (empty.t0, empty.traceable, empty.end_assumed),
            (Some(at(10, 0, 0)), false, false)
        );
        assert_eq!(
            (empty.window_start, empty.window_end),
            (Some(at(7, 0, 0)), Some(at(7, 0, 0)))
        );
    }

    #[test]
    fn case_11_two_illnesses() {
        let world = world(2)
            .meet(0, 1, at(10, 8, 0), at(10, 9, 0))
            .meet(0, 1, at(100, 8, 0), at(100, 9, 0))
            .meet(0, 1, at(190, 8, 0), at(190, 9, 0))
            .onset(0, at(190, 0, 0), None)
            .onset(0, at(10, 0, 0), None);
        let outcome = run(&world, &preset());
        assert_eq!(
            outcome.cases.iter().map(|case| case.t0).collect::<Vec<_>>(),
            [Some(at(10, 0, 0)), Some(at(190, 0, 0))]
        );
        assert_eq!(outcome.contacts[0].seconds, 2 * 3600);
        assert_eq!(
            (outcome.contacts[0].first, outcome.contacts[0].last),
            (at(10, 8, 0), at(190, 9, 0))
        );
    }

    #[test]
    fn case_11_three_rows_of_one_illness() {
        let mut world = world(1);
        // Samples 60 days apart, each from the one before; an onset between them; two isolations.
        world.cases = vec![
            case(0, None, Some(at(130, 0, 0)), Some(at(131, 24, 0))),
            case(0, None, Some(at(10, 0, 0)), None),
            case(
                0,
                Some(at(70, 0, 0)),
                Some(at(5, 0, 0)),
                Some(at(80, 24, 0)),
            ),
        ];
        let outcome = run(&world, &preset());
        assert_eq!(outcome.cases.len(), 1);
        let one = &outcome.cases[0];
        assert_eq!((one.t0, one.t0_is_onset), (Some(at(70, 0, 0)), true));
        assert_eq!(
            (one.window_start, one.window_end),
            (Some(at(67, 0, 0)), Some(at(131, 24, 0)))
        );
        // A second more than 60 days: two.
        world.cases[0].sample = Some(at(130, 0, 0) + 1);
        assert_eq!(run(&world, &preset()).cases.len(), 2);
        // A row without a t0 lends its isolation to the nearest episode.
        world.cases[0].isolation = None;
        world.cases.push(case(0, None, None, Some(at(133, 24, 0))));
        let lent = run(&world, &preset());
        assert_eq!(
            (lent.cases[1].window_end, lent.cases[1].end_assumed),
            (Some(at(133, 24, 0)), false)
        );
        assert_eq!(lent.cases[0].window_end, Some(at(80, 24, 0)));
    }

    // -- 12 -----------------------------------------------------------------------------------------------------------

    #[test]
    fn case_12_quarantines() {
        let base = world(3)
            .meet(0, 1, at(10, 8, 0), at(10, 9, 0))
            .meet(1, 2, at(12, 8, 0), at(12, 9, 0))
            .onset(0, at(10, 0, 0), None);
        assert_eq!(tiers(&run(&base, &preset())), [(1, 1), (2, 2)]);
        let after = base.clone().quarantine(1, at(11, 24, 0), None);
        assert_eq!(tiers(&run(&after, &preset())), [(1, 1)]);
        let long_ago = base.clone().quarantine(1, at(1, 24, 0), Some(at(5, 24, 0)));
        assert_eq!(run(&long_ago, &preset()), run(&base, &preset()));
        // Two rows, with a gap of ten minutes.
        let two = base
            .clone()
            .quarantine(1, at(12, 8, 20), Some(at(20, 24, 0)))
            .quarantine(1, at(11, 24, 0), Some(at(12, 8, 10)));
        let two = run(&two, &preset());
        assert_eq!(
            (two.contacts[1].first, two.contacts[1].seconds),
            (at(12, 8, 10), 600)
        );
        // The quarantine of the F0 cuts too; that of the exposed person does not keep it from being exposed.
        let source = base.clone().quarantine(0, at(9, 24, 0), None);
        assert!(run(&source, &preset()).contacts.is_empty());
        assert!(run(&source, &preset()).cases[0].traceable);
        let exposed = base.quarantine(2, at(9, 24, 0), None);
        assert_eq!(tiers(&run(&exposed, &preset())), [(1, 1), (2, 2)]);
    }

    // -- 13 -----------------------------------------------------------------------------------------------------------

    #[test]
    fn case_13_onward() {
        let base = world(3)
            .meet(0, 1, at(10, 8, 0), at(10, 9, 0))
            .onset(0, at(10, 0, 0), None);
        let late = base.clone().meet(1, 2, at(30, 8, 0), at(30, 9, 0));
        assert_eq!(tiers(&run(&late, &preset())), [(1, 1)]);
        assert_eq!(
            tiers(&run(
                &late,
                &Params {
                    onward_days: 0,
                    ..preset()
                }
            )),
            [(1, 1), (2, 2)]
        );
        // Fourteen days after the end of the last exposure, to the second.
        let edge = run(&base.meet(1, 2, at(24, 8, 30), at(24, 9, 30)), &preset());
        assert_eq!(edge.contacts[1].last, at(24, 9, 0));
    }

    // -- households and risk ------------------------------------------------------------------------------------------

    #[test]
    fn households_at_night() {
        let mut world = world(3)
            .stay(2, 3, at(10, 22, 0), at(10, 22, 0))
            .stay(2, 3, at(12, 4, 0), at(12, 5, 0))
            .onset(0, at(11, 0, 0), Some(at(11, 24, 0)));
        world.households = vec![vec![0, 1], vec![1, 2]];
        assert!(run(&world, &preset()).contacts.is_empty());
        let on = Params {
            households: true,
            ..preset()
        };
        let outcome = run(&world, &on);
        // 0 and 1: 22:00 to 06:00, then 21:00 to 24:00 (isolation).
        let row = &outcome.contacts[0];
        assert_eq!((row.person, row.tier, row.seconds), (1, 1, 11 * 3600));
        assert_eq!(
            (row.first, row.last, row.grade, row.closeness),
            (at(10, 22, 0), at(12, 0, 0), STANDING, 0)
        );
        assert_eq!(outcome.evidence[0].places, [PlaceRef::Household(0)]);
        // 1 and 2: both nights to the end of the data.
        let second = &outcome.contacts[1];
        assert_eq!(
            (second.person, second.tier, second.seconds),
            (2, 2, 16 * 3600)
        );
        assert_eq!((second.first, second.last), (at(10, 22, 0), at(12, 5, 0)));
        // The lag runs on into the night.
        let lag = run(
            &world,
            &Params {
                lag_minutes: 30,
                ..on
            },
        );
        assert_eq!(lag.contacts[0].last, at(12, 0, 30));
    }

    #[test]
    fn risk_of_day_records() {
        // A market (60 minutes, open, possible) on two dates, and 30 timed minutes at a shop on the second.
        let mut world = world(2)
            .stay(0, 3, at(11, 8, 0), at(11, 8, 30))
            .stay(1, 3, at(11, 8, 0), at(11, 8, 30))
            .onset(0, at(15, 12, 0), None);
        world.stays.push(by_day(0, 1, 10, 11));
        world.stays.push(by_day(1, 1, 9, 11));
        let wide = Params {
            pre_onset_days: 14,
            ..preset()
        };
        let outcome = run(&world, &wide);
        let piece = &outcome.evidence[0];
        assert_eq!((piece.seconds, piece.max24_seconds), (48 * 3600, 24 * 3600));
        assert_eq!(
            (piece.best_grade, piece.worst_grade, piece.closeness),
            (OBSERVED, BY_DAY, 1)
        );
        assert_eq!(piece.places, [PlaceRef::Place(1), PlaceRef::Place(3)]);
        // 30 + 60 + 60 minutes; shop 0.6; day 10 00:00 is 3.5 days before t0 - 2 d; observed.
        let expected = 0.4 * (1.0 - (-150.0f64 / 60.0).exp()) + 0.25 * 0.6 + 0.25 * 0.65 + 0.1;
        near(piece.risk, expected);
        // The market alone: open air halves, a date is worth a quarter.
        world.stays.drain(0..2);
        let expected = 0.4 * (1.0 - (-120.0f64 / 60.0).exp()) + 0.25 * 0.15 + 0.25 * 0.65 + 0.025;
        near(run(&world, &wide).evidence[0].risk, expected);
    }

    #[test]
    fn links_and_declared_sources() {
        let mut world = world(3)
            .meet(0, 1, at(8, 8, 0), at(8, 9, 0))
            .meet(0, 2, at(8, 8, 0), at(8, 9, 0))
            .onset(0, at(8, 0, 0), None)
            .onset(1, at(8, 8, 30), None)
            .onset(2, at(23, 0, 0), None);
        world.encounters[0].declared = true;
        let outcome = run(&world, &preset());
        // 0 -> 1 is cut at 1's t0; 0 -> 2 is older than 14 days before 2's t0 (day 9 00:00).
        assert_eq!(
            outcome.links,
            [Link {
                source: 0,
                case: 1,
                first: at(8, 8, 0),
                last: at(8, 8, 30),
                seconds: 1800,
                declared: true
            }]
        );
        assert_eq!(
            outcome
                .evidence
                .iter()
                .map(|e| (e.contact, e.source, e.tier))
                .collect::<Vec<_>>(),
            [(0, 1, 0), (1, 0, 0), (2, 0, 0)]
        );
    }
}
