//! Probable links between F0s: the arrows of the transmission tree (tracing.md section 3, "F0 to F0").

use rayon::prelude::*;

use super::forward::{Setting, Trace};
use crate::job::{Cancel, Cancelled};
use crate::model::PersonIx;
use crate::model::time::{DAY, Seconds, Span, both, unite};

/// How long before its t0 an infection may lie.
const INCUBATION: Seconds = 14 * DAY;

/// One F0 may have infected another.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Who may have infected.
    pub source: PersonIx,
    /// Who may have been infected.
    pub case: PersonIx,
    /// First exposure.
    pub first: Seconds,
    /// Last exposure.
    pub last: Seconds,
    /// Seconds of overlap.
    pub seconds: Seconds,
    /// 0 to 1.
    pub risk: f64,
    /// A person named the other as a contact then: such a link wins over others.
    pub declared: bool,
}

/// All probable links of the F0s: by case, the declared ones first, then by falling risk, of equals
/// the lowest source.
///
/// # Errors
/// [`Cancelled`].
pub fn probable_links(
    trace: &Trace,
    setting: Setting<'_>,
    cancel: &Cancel,
) -> Result<Vec<Link>, Cancelled> {
    let cases = trace.index_cases.par_iter().filter(|case| case.traceable());
    let pairs: Vec<(PersonIx, PersonIx)> = cases
        .flat_map_iter(|case| {
            let stopped = cancel.is_cancelled();
            let evidence = (!stopped).then(|| trace.evidence_of(setting, case.person));
            evidence.into_iter().flatten()
        })
        .map(|e| (e.source, e.contact))
        .collect();
    let mut links: Vec<Link> = pairs
        .par_iter()
        .filter(|_| !cancel.is_cancelled())
        .filter_map(|&(source, case)| link(trace, setting, source, case))
        .collect();
    cancel.check()?;
    links.sort_by(|a, b| {
        let rank = |l: &Link| (l.case, !l.declared);
        rank(a)
            .cmp(&rank(b))
            .then(b.risk.total_cmp(&a.risk))
            .then(a.source.cmp(&b.source))
    });
    Ok(links)
}

fn link(trace: &Trace, setting: Setting<'_>, source: PersonIx, case: PersonIx) -> Option<Link> {
    let mut before: Vec<Span> = trace
        .index_case(case)?
        .episodes
        .iter()
        .map(|e| Span::new(e.t0 - INCUBATION, e.t0))
        .collect();
    unite(&mut before);
    let active = both(&trace.active(setting.params, source, 1), &before);
    let pieces = trace.pieces_between(setting, source, case, &active);
    let exposure = setting.judge().judge(&pieces)?;
    let part = trace.source_risk(setting.weights, 1, source, exposure.first);
    Some(Link {
        source,
        case,
        first: exposure.first,
        last: exposure.last,
        seconds: exposure.seconds,
        risk: exposure.risk + part,
        declared: exposure.declared_meeting,
    })
}
