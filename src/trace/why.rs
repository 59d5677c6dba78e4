//! Why a person is a contact, and what the person lacks to be one tier nearer.

use super::forward::{Setting, Trace};
use crate::contact::{Judge, Piece};
use crate::graph::Evidence;
use crate::model::PersonIx;
use crate::model::time::{FOREVER, Seconds, Span, both, without};

/// One link of a chain with everything that it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The level at which the contact was exposed: 1 by an F0.
    pub level: u8,
    /// The evidence.
    pub evidence: Evidence,
    /// The overlaps, by start.
    pub pieces: Vec<Piece>,
    /// When the source was active.
    pub active: Vec<Span>,
}

/// The nearest that a person came to a tier: of all pairs that do not qualify there, the one that lacks least.
#[derive(Debug, Clone, PartialEq)]
pub struct Miss {
    /// The tier that was missed.
    pub tier: u8,
    /// By whom the person would have been exposed.
    pub source: PersonIx,
    /// What was lacking.
    pub lack: Lack,
}

/// What a pair lacks to qualify, the least first.
#[derive(Debug, Clone, PartialEq)]
pub enum Lack {
    /// They met in time, but too short: the largest sum within 24 hours, in seconds.
    Minutes {
        /// Seconds of the largest sum.
        had: Seconds,
    },
    /// They met while the source was in quarantine.
    Quarantine {
        /// The overlap.
        overlap: Span,
    },
    /// They met, but before the source could pass it on.
    TooEarly {
        /// The overlap.
        overlap: Span,
        /// Seconds from its end until the source was active.
        by: Seconds,
    },
    /// They met, but after the source could pass it on.
    TooLate {
        /// The overlap.
        overlap: Span,
        /// Seconds from the source's end to its start.
        by: Seconds,
    },
    /// They were at one place while the source was active, but never at one time.
    Apart {
        /// The place's index.
        place: u32,
        /// Seconds between one's leaving and the other's coming.
        gap: Seconds,
    },
}

/// What there is to say of one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// Who.
    pub person: PersonIx,
    /// 0: an F0; `None`: not on the list.
    pub tier: Option<u8>,
    /// From the F0 to the person; empty for an F0 and for who is not on the list.
    pub chain: Vec<Step>,
    /// The nearest miss, where there is one.
    pub miss: Option<Miss>,
}

/// Why `person` has its tier.
#[must_use]
pub fn why(trace: &Trace, setting: Setting<'_>, person: PersonIx) -> Why {
    let tier = trace.tier(person);
    let walk = tier
        .filter(|&t| t > 0)
        .and_then(|t| trace.chain(setting, person, t))
        .unwrap_or_default();
    let steps = walk
        .into_iter()
        .zip(1..)
        .map(|(evidence, level)| {
            let active = trace.active(setting.params, evidence.source, level);
            let pieces = trace.pieces_between(setting, evidence.source, evidence.contact, &active);
            Step {
                level,
                evidence,
                pieces,
                active,
            }
        })
        .collect();
    // One tier nearer than F1 is to be a case: no overlap decides that. Who is on no tier may have
    // missed any.
    let nearer: Vec<u8> = match tier {
        None => (1..=setting.params.max_tier).rev().collect(),
        Some(tier) => tier.checked_sub(1).filter(|&t| t > 0).into_iter().collect(),
    };
    let miss = nearer
        .into_iter()
        .find_map(|tier| nearest_miss(trace, setting, person, tier));
    Why {
        person,
        tier,
        chain: steps,
        miss,
    }
}

/// Of all pairs that would have made `person` a contact of `tier` and do not, the one that lacks least.
fn nearest_miss(trace: &Trace, setting: Setting<'_>, person: PersonIx, tier: u8) -> Option<Miss> {
    let is_source = |p: PersonIx| !trace.able(setting.params, p, tier).is_empty();
    // Everybody whom the person ever met, or came after while the air may still have been infectious.
    let always = [Span::new(0, FOREVER)];
    let mut sources: Vec<PersonIx> = setting.presence.near(person, &always, 0);
    let near = setting.presence.near_in_time(person, setting.params.lag());
    sources.extend(near.into_iter().map(|n| n.1));
    sources.retain(|&p| is_source(p));
    sources.sort_unstable();
    sources.dedup();
    let overlaps = sources.iter().filter_map(|&source| {
        let lack = lack_of_overlap(trace, setting, source, person, tier)?;
        Some((rank(&lack), source, lack))
    });
    let best = overlaps.min_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
    let best = best.or_else(|| apart(trace, setting, person, tier));
    best.map(|(_, source, lack)| Miss { tier, source, lack })
}

/// What orders misses: the kind, then how much is lacking.
fn rank(lack: &Lack) -> (u8, Seconds) {
    match lack {
        Lack::Minutes { had } => (0, -had),
        Lack::Quarantine { overlap } => (1, -overlap.seconds()),
        Lack::TooEarly { by, .. } | Lack::TooLate { by, .. } => (2, *by),
        Lack::Apart { gap, .. } => (3, *gap),
    }
}

fn lack_of_overlap(
    trace: &Trace,
    setting: Setting<'_>,
    source: PersonIx,
    person: PersonIx,
    tier: u8,
) -> Option<Lack> {
    let active = trace.active(setting.params, source, tier);
    let pieces = trace.pieces_between(setting, source, person, &active);
    if !pieces.is_empty() {
        let any = Judge::new(setting.presence, setting.weights, 0).judge(&pieces)?;
        return Some(Lack::Minutes { had: any.max_24h });
    }
    let able = trace.able(setting.params, source, tier);
    let held = both(&able, &trace.quarantines[source as usize]);
    let in_quarantine = trace.pieces_between(setting, source, person, &held);
    if let Some(piece) = in_quarantine.iter().max_by_key(|p| p.span().seconds()) {
        return Some(Lack::Quarantine {
            overlap: piece.span(),
        });
    }
    let outside = without(&[Span::new(0, FOREVER)], &able);
    trace
        .pieces_between(setting, source, person, &outside)
        .iter()
        .filter_map(|piece| out_of_time(piece.span(), &able))
        .min_by_key(rank)
}

fn out_of_time(overlap: Span, able: &[Span]) -> Option<Lack> {
    let later = able
        .iter()
        .filter(|a| a.start >= overlap.end)
        .map(|a| a.start - overlap.end)
        .min();
    let sooner = able
        .iter()
        .filter(|a| a.end <= overlap.start)
        .map(|a| overlap.start - a.end)
        .min();
    match (later, sooner) {
        (Some(by), other) if other.is_none_or(|o| by <= o) => Some(Lack::TooEarly { overlap, by }),
        (_, Some(by)) => Some(Lack::TooLate { overlap, by }),
        _ => None,
    }
}

/// The smallest gap between one of the person's visits and an active source's at the same place, within a day.
fn apart(
    trace: &Trace,
    setting: Setting<'_>,
    person: PersonIx,
    tier: u8,
) -> Option<((u8, Seconds), PersonIx, Lack)> {
    let mut best: Option<((u8, Seconds), PersonIx, Lack)> = None;
    for (mine, other, theirs) in setting
        .presence
        .near_in_time(person, crate::model::time::DAY)
    {
        let mine = setting.presence.visit(mine);
        let active = trace.active(setting.params, other, tier);
        if active.iter().all(|a| a.and(theirs).is_empty()) {
            continue;
        }
        let gap = (mine.start - theirs.end).max(theirs.start - mine.end);
        // A visit of no length inside another's is neither apart nor together.
        if gap < 0 {
            continue;
        }
        let lack = Lack::Apart {
            place: mine.place,
            gap,
        };
        let candidate = (rank(&lack), other, lack);
        if best
            .as_ref()
            .is_none_or(|b| (candidate.0, candidate.1) < (b.0, b.1))
        {
            best = Some(candidate);
        }
    }
    best
}
