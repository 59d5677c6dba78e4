//! Everything that the inspector tells of one person or one place.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::Desk;
use super::line_list::strongest;
use super::view::exposures_in;
use crate::contact::{Piece, Spot};
use crate::graph::Evidence;
use crate::job::{Cancel, Cancelled};
use crate::model::time::{DAY, Seconds, Span};
use crate::model::{CaseRow, Grade, PersonIx, PlaceIx, RowIx};
use crate::trace::why::{Miss, Step, why};

/// Chains shown of one person.
pub const MOST_CHAINS: usize = 3;

/// Pairs kept of a place.
pub const MOST_PAIRS: usize = 100;

/// From an F0 to a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Chain {
    /// The links, from the F0 on.
    pub steps: Vec<Step>,
    /// Whether the person's first exposure came this way.
    pub first: bool,
}

impl Chain {
    /// The people, from the F0 to the person.
    #[must_use]
    pub fn people(&self) -> Vec<PersonIx> {
        let first = self.steps.first().map(|s| s.evidence.source);
        first
            .into_iter()
            .chain(self.steps.iter().map(|s| s.evidence.contact))
            .collect()
    }
}

/// The parts of a risk (tracing.md section 4); they add up to it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RiskParts {
    /// How long.
    pub overlap: f64,
    /// What place.
    pub place: f64,
    /// Who the source was.
    pub source: f64,
    /// How good the record is.
    pub record: f64,
}

/// A stay at a place on a person's way.
#[derive(Debug, Clone, PartialEq)]
pub struct Stop {
    /// Where.
    pub place: PlaceIx,
    /// From when to when.
    pub span: Span,
    /// How well that is known.
    pub grade: Grade,
    /// People of each tier who were there in the meantime, F0s first; the last: people on no tier.
    pub together: [u32; 7],
    /// The sources of the person's own evidence who were there in the meantime.
    pub with: Vec<PersonIx>,
    /// The source rows.
    pub rows: Vec<RowIx>,
}

impl Stop {
    /// Whether it lies in a window (`None`: all of time); one without length is where it starts.
    #[must_use]
    pub fn inside(&self, window: Option<Span>) -> bool {
        window.is_none_or(|w| {
            !w.and(self.span).is_empty() || (w.start..w.end).contains(&self.span.start)
        })
    }
}

/// What there is to say of a person.
#[derive(Debug, Clone)]
pub struct PersonDossier {
    /// Who.
    pub person: PersonIx,
    /// 0: an F0; `None`: not on the list.
    pub tier: Option<u8>,
    /// The strongest first, at most [`MOST_CHAINS`].
    pub chains: Vec<Chain>,
    /// Distinct sources in all.
    pub sources: usize,
    /// The parts of the strongest evidence's risk.
    pub parts: Option<RiskParts>,
    /// Why the person is on no nearer tier.
    pub miss: Option<Miss>,
    /// Stays in order of time.
    pub stops: Vec<Stop>,
    /// Encounters: the other, when, and the source row.
    pub meetings: Vec<(PersonIx, Span, RowIx)>,
    /// Whom the person exposed: evidence by risk, the greatest first.
    pub exposed: Vec<Evidence>,
    /// Who exposed the person: evidence by risk, the greatest first.
    pub exposed_by: Vec<Evidence>,
    /// For an F0: who may have infected it, and whom it may have infected (numbers of [`crate::investigation::Run::links`]).
    pub links: (Vec<usize>, Vec<usize>),
    /// The person's rows as a case.
    pub cases: Vec<CaseRow>,
    /// Who lives in the same household.
    pub household: Vec<PersonIx>,
}

/// A pair and its exposures at one place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Here {
    /// Who exposed.
    pub source: PersonIx,
    /// Who was exposed.
    pub contact: PersonIx,
    /// First instant together here.
    pub first: Seconds,
    /// Seconds together here.
    pub seconds: Seconds,
    /// The pair's risk over all places.
    pub risk: f64,
}

/// What there is to say of a place.
#[derive(Debug, Clone)]
pub struct PlaceDossier {
    /// Where.
    pub place: PlaceIx,
    /// F0s who were here while infectious, and their stays, by time.
    pub cases: Vec<(PersonIx, Vec<Span>)>,
    /// F0s whose likeliest source exposed them here before they fell ill.
    pub likeliest: Vec<Here>,
    /// Other probable links that pass through here.
    pub others: Vec<Here>,
    /// Pairs of source and contact (F0s left out) with an exposure here in the window.
    pub pairs: usize,
    /// The riskiest of them, the greatest risk first, at most [`MOST_PAIRS`].
    pub riskiest: Vec<Here>,
    /// By tier: distinct people exposed here in the window.
    pub exposed: [u32; 6],
}

/// Who or what is looked at.
#[derive(Debug, Clone)]
pub enum Dossier {
    /// A person.
    Person(Box<PersonDossier>),
    /// A place.
    Place(Box<PlaceDossier>),
}

impl Dossier {
    /// The person, where it is one.
    #[must_use]
    pub fn person(&self) -> Option<&PersonDossier> {
        match self {
            Self::Person(person) => Some(person),
            Self::Place(_) => None,
        }
    }

    /// The place, where it is one.
    #[must_use]
    pub fn place(&self) -> Option<&PlaceDossier> {
        match self {
            Self::Place(place) => Some(place),
            Self::Person(_) => None,
        }
    }
}

/// Gathers what there is to say of a person.
///
/// # Errors
/// [`Cancelled`].
pub fn of_person(desk: &Desk, person: PersonIx, cancel: &Cancel) -> Result<Dossier, Cancelled> {
    let run = &desk.run;
    let answer = why(&run.trace, run.setting(), person);
    cancel.check()?;
    let evidence = run.trace.evidence_of(run.setting(), person);
    let strongest = strongest(evidence.iter());
    let parts = strongest.map(|e| parts(desk, e));
    let chains = chains(desk, &evidence, answer.tier, answer.chain);
    let mut exposed = run.trace.exposed_by(run.setting(), person);
    exposed.sort_by(|a, b| b.risk.total_cmp(&a.risk).then(a.contact.cmp(&b.contact)));
    let sources: FxHashSet<PersonIx> = evidence.iter().map(|e| e.source).collect();
    let links = |of: fn(&crate::trace::Link) -> PersonIx| {
        let numbered = run.links.iter().enumerate();
        numbered
            .filter(|(_, l)| of(l) == person)
            .map(|(n, _)| n)
            .collect()
    };
    let household = run
        .records
        .households
        .iter()
        .filter(|h| h.members.contains(&person))
        .flat_map(|h| h.members.iter().copied())
        .filter(|&m| m != person)
        .collect();
    cancel.check()?;
    Ok(Dossier::Person(Box::new(PersonDossier {
        person,
        tier: answer.tier,
        sources: evidence.len(),
        chains,
        parts,
        miss: answer.miss,
        stops: stops(desk, person, &sources),
        meetings: meetings(desk, person),
        exposed_by: {
            let mut by = evidence.clone();
            by.sort_by(|a, b| b.risk.total_cmp(&a.risk).then(a.source.cmp(&b.source)));
            by
        },
        exposed,
        links: (links(|l| l.case), links(|l| l.source)),
        cases: {
            let rows = run.cases.iter();
            rows.filter(|c| c.person == person).cloned().collect()
        },
        household,
    })))
}

/// The chain of the first exposure and those of the strongest sources, the strongest first.
fn chains(desk: &Desk, evidence: &[Evidence], tier: Option<u8>, first: Vec<Step>) -> Vec<Chain> {
    let Some(tier) = tier.filter(|&t| t > 0) else {
        return Vec::new();
    };
    let run = &desk.run;
    let mut ends: Vec<&Evidence> = evidence.iter().collect();
    ends.sort_by(|a, b| {
        b.risk
            .total_cmp(&a.risk)
            .then(a.first().cmp(&b.first()))
            .then(a.source.cmp(&b.source))
    });
    let first_source = first.last().map(|s| s.evidence.source);
    let shown: Vec<&Evidence> = ends.iter().copied().take(MOST_CHAINS).collect();
    let mut out: Vec<Chain> = shown
        .into_iter()
        .filter_map(|end| {
            let before = if tier == 1 {
                Vec::new()
            } else {
                run.trace.chain(run.setting(), end.source, tier - 1)?
            };
            let steps = before.iter().chain([end]).zip(1..);
            Some(Chain {
                steps: steps.map(|(e, level)| step(desk, e, level)).collect(),
                first: Some(end.source) == first_source,
            })
        })
        .collect();
    if !out.iter().any(|c| c.first) && !first.is_empty() {
        out.truncate(MOST_CHAINS - 1);
        out.push(Chain {
            steps: first,
            first: true,
        });
    }
    out
}

fn step(desk: &Desk, evidence: &Evidence, level: u8) -> Step {
    let run = &desk.run;
    let setting = run.setting();
    let active = run.trace.active(setting.params, evidence.source, level);
    let pieces = run
        .trace
        .pieces_between(setting, evidence.source, evidence.contact, &active);
    Step {
        level,
        evidence: evidence.clone(),
        pieces,
        active,
    }
}

/// The parts of a pair's risk: what the overlaps are worth, and the rest is the source's.
fn parts(desk: &Desk, evidence: &Evidence) -> RiskParts {
    let run = &desk.run;
    let setting = run.setting();
    let active = run
        .trace
        .active(setting.params, evidence.source, evidence.tier.max(1));
    let pieces = run
        .trace
        .pieces_between(setting, evidence.source, evidence.contact, &active);
    let judge = crate::contact::Judge::new(setting.presence, setting.weights, 0);
    let (overlap, place, record) = judge.parts(&pieces);
    RiskParts {
        overlap,
        place,
        record,
        source: (evidence.risk - overlap - place - record).max(0.0),
    }
}

fn stops(desk: &Desk, person: PersonIx, sources: &FxHashSet<PersonIx>) -> Vec<Stop> {
    let run = &desk.run;
    let near = run.presence.near_in_time(person, 0);
    let mut stops: Vec<Stop> = run
        .presence
        .visits_of(person)
        .map(|ix| {
            let visit = run.presence.visit(ix);
            let mut others: Vec<PersonIx> = near
                .iter()
                .filter(|(mine, ..)| *mine == ix)
                .filter(|(.., theirs)| !theirs.and(visit.span()).is_empty())
                .map(|&(_, other, _)| other)
                .collect();
            others.sort_unstable();
            others.dedup();
            let mut together = [0; 7];
            for &other in &others {
                let tier = desk.list.row_of(other).map_or(6, |r| usize::from(r.tier));
                together[tier.min(6)] += 1;
            }
            others.retain(|o| sources.contains(o));
            let mut rows = vec![visit.row, visit.out_row];
            rows.dedup();
            Stop {
                place: visit.place,
                span: visit.span(),
                grade: visit.grade,
                together,
                with: others,
                rows,
            }
        })
        .collect();
    stops.sort_by_key(|s| (s.span.start, s.span.end, s.place));
    stops
}

fn meetings(desk: &Desk, person: PersonIx) -> Vec<(PersonIx, Span, RowIx)> {
    let presence = &desk.run.presence;
    let mut out: Vec<(PersonIx, Span, RowIx)> = presence
        .encounters_of(person)
        .iter()
        .map(|&ix| {
            let e = presence.encounter(ix);
            let other = if e.a == person { e.b } else { e.a };
            (other, Span::new(e.start, e.end), e.row)
        })
        .collect();
    out.sort_by_key(|m| (m.1.start, m.0));
    out
}

/// Gathers what there is to say of a place in a window.
///
/// # Errors
/// [`Cancelled`].
pub fn of_place(
    desk: &Desk,
    place: PlaceIx,
    window: Option<Span>,
    cancel: &Cancel,
) -> Result<Dossier, Cancelled> {
    let run = &desk.run;
    // Whoever has evidence here was here.
    let mut visitors = Vec::new();
    let always = Span::new(0, crate::model::time::FOREVER);
    run.presence
        .at_place(place, window.unwrap_or(always), |p, _, _| visitors.push(p));
    visitors.sort_unstable();
    visitors.dedup();
    visitors.retain(|&p| run.trace.tier(p).is_some());
    let mut here = Evident::default();
    for some in visitors.chunks(4_096) {
        cancel.check()?;
        let parts: Vec<Evident> = some
            .par_chunks(64)
            .map(|some| {
                let mut part = Evident::default();
                some.iter()
                    .for_each(|&person| part.look(desk, place, window, person));
                part
            })
            .collect();
        parts.into_iter().for_each(|part| here.add(part));
    }
    let Evident {
        exposed,
        pairs,
        count,
        riskiest: evidence,
    } = here;
    let mut links = links_at(desk, place, window, &pairs, cancel)?;
    let riskiest = evidence
        .iter()
        .filter_map(|e| {
            let level = e.tier.max(1);
            let active = run.trace.active(&run.rules.params, e.source, level);
            here_of(desk, place, window, (e.source, e.contact, e.risk), &active)
        })
        .collect();
    let others = links.split_off(links.partition_point(|l| l.0));
    Ok(Dossier::Place(Box::new(PlaceDossier {
        place,
        cases: cases_at(desk, place),
        likeliest: links.into_iter().map(|l| l.1).collect(),
        others: others.into_iter().map(|l| l.1).collect(),
        pairs: count,
        riskiest,
        exposed,
    })))
}

/// The evidence at a place: counts, and what is shown of it.
#[derive(Default)]
struct Evident {
    /// By tier: distinct people exposed.
    exposed: [u32; 6],
    /// F0s and who exposed them.
    pairs: FxHashSet<(PersonIx, PersonIx)>,
    /// Pairs of source and contact, F0s left out.
    count: usize,
    /// The riskiest of them.
    riskiest: Vec<Evidence>,
}

impl Evident {
    fn look(&mut self, desk: &Desk, place: PlaceIx, window: Option<Span>, person: PersonIx) {
        let mut any = false;
        exposures_in(desk, person, window, |e, here| {
            if !here.contains(&(place as Spot)) {
                return;
            }
            any = true;
            if e.tier == 0 {
                self.pairs.insert((e.source, e.contact));
                return;
            }
            self.count += 1;
            self.riskiest.push(e.clone());
        });
        if any {
            let tier = desk.list.row_of(person).map_or(0, |r| r.tier);
            self.exposed[usize::from(tier.min(5))] += 1;
        }
        self.shorten();
    }

    fn add(&mut self, other: Self) {
        for (sum, own) in self.exposed.iter_mut().zip(other.exposed) {
            *sum += own;
        }
        self.pairs.extend(other.pairs);
        self.count += other.count;
        self.riskiest.extend(other.riskiest);
        self.shorten();
    }

    /// Keeps the riskiest, in order.
    fn shorten(&mut self) {
        self.riskiest.sort_by(|a, b| {
            b.risk
                .total_cmp(&a.risk)
                .then((a.contact, a.source).cmp(&(b.contact, b.source)))
        });
        self.riskiest.truncate(MOST_PAIRS);
    }
}

/// What a pair's overlaps at a place come to, while the source is active and in the window.
fn here_of(
    desk: &Desk,
    place: PlaceIx,
    window: Option<Span>,
    (source, contact, risk): (PersonIx, PersonIx, f64),
    active: &[Span],
) -> Option<Here> {
    let run = &desk.run;
    let pieces = run
        .trace
        .pieces_between(run.setting(), source, contact, active);
    let mut spans: Vec<Span> = pieces
        .iter()
        .filter(|p| p.spot == place as Spot)
        .map(|p| window.map_or(p.span(), |w| p.span().and(w)))
        .collect();
    crate::model::time::unite(&mut spans);
    Some(Here {
        source,
        contact,
        first: spans.first()?.start,
        seconds: crate::model::time::measure(&spans),
        risk,
    })
}

/// The probable links that pass through a place, and whether each is its case's likeliest; those first, by time.
fn links_at(
    desk: &Desk,
    place: PlaceIx,
    window: Option<Span>,
    pairs: &FxHashSet<(PersonIx, PersonIx)>,
    cancel: &Cancel,
) -> Result<Vec<(bool, Here)>, Cancelled> {
    const INCUBATION: Seconds = 14 * DAY;
    let run = &desk.run;
    let mut out = Vec::new();
    for (n, link) in run.links.iter().enumerate() {
        if !pairs.contains(&(link.source, link.case)) {
            continue;
        }
        cancel.check()?;
        let Some(case) = run.trace.index_case(link.case) else {
            continue;
        };
        let mut before: Vec<Span> = case
            .episodes
            .iter()
            .map(|e| Span::new(e.t0 - INCUBATION, e.t0))
            .collect();
        crate::model::time::unite(&mut before);
        let active = run.trace.active(&run.rules.params, link.source, 1);
        let active = crate::model::time::both(&active, &before);
        // Links stand by case, the likeliest first.
        let likeliest = n == 0 || run.links[n - 1].case != link.case;
        let pair = (link.source, link.case, link.risk);
        if let Some(here) = here_of(desk, place, window, pair, &active) {
            out.push((likeliest, here));
        }
    }
    out.sort_by(|a, b| {
        b.0.cmp(&a.0)
            .then(a.1.first.cmp(&b.1.first))
            .then((a.1.source, a.1.contact).cmp(&(b.1.source, b.1.contact)))
    });
    Ok(out)
}

fn cases_at(desk: &Desk, place: PlaceIx) -> Vec<(PersonIx, Vec<Span>)> {
    let run = &desk.run;
    let mut out: Vec<(PersonIx, Vec<Span>)> = run
        .trace
        .index_cases
        .iter()
        .filter_map(|case| {
            let visits = run.presence.visits_of(case.person);
            let mut here: Vec<Span> = visits
                .map(|v| run.presence.visit(v))
                .filter(|v| v.place == place)
                .map(|v| v.span())
                .filter(|span| case.infectious.iter().any(|w| !w.and(*span).is_empty()))
                .collect();
            here.sort_unstable();
            (!here.is_empty()).then_some((case.person, here))
        })
        .collect();
    out.sort_by_key(|(person, spans)| (spans[0], *person));
    out
}

/// The overlaps of a step that share an instant with its source and contact, as bars: the source's stay, the
/// contact's stay, the overlap. Households' nights and encounters are their own stays.
#[must_use]
pub fn bars(desk: &Desk, piece: &Piece) -> (Span, Span, Span) {
    let presence = &desk.run.presence;
    let is_visit = piece.theirs != u32::MAX;
    if is_visit {
        return (
            presence.span(piece.mine),
            presence.span(piece.theirs),
            piece.span(),
        );
    }
    (piece.span(), piece.span(), piece.span())
}
