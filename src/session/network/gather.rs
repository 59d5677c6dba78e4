//! Who is drawn alone and who in which group.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::super::Desk;
use super::super::line_list::{NOBODY, Row};
use super::super::view::WindowView;
use super::{AXIS, Common, GUTTER, GroupBy, GroupKey, LANE, Request, UNDATED};
use crate::contact::NO_SPOT;
use crate::model::PersonIx;
use crate::model::time::{Seconds, VIETNAM};

/// F0s beyond which they are gathered by day.
const MOST_CASES: usize = 90;
/// A split group beyond this size is split by source first.
const MOST_SPLIT: usize = 80;

/// One glyph or pill to be.
pub(super) struct Piece {
    pub tier: u8,
    pub common: Option<Common>,
    /// Row numbers, sorted; of a single one.
    pub rows: Vec<u32>,
    pub at: Seconds,
    pub named: bool,
    /// Split by the user: not folded.
    pub kept: bool,
}

pub(super) struct Gathered {
    pub pieces: Vec<Piece>,
    pub totals: Vec<u64>,
}

/// `part` of the pieces that should fit are made.
pub(super) fn gather(desk: &Desk, view: &WindowView, request: &Request, part: f32) -> Gathered {
    let rows = &desk.list.rows;
    let tiers = desk.list.totals.len();
    let on_chain: FxHashSet<PersonIx> = request.chains.iter().flatten().copied().collect();
    let mut by_tier: Vec<Vec<u32>> = vec![Vec::new(); tiers];
    for (row, n) in rows.iter().zip(0..) {
        // The focused chain stays in the picture whatever the window says.
        if view.inside[n as usize] || on_chain.contains(&row.person) {
            by_tier[usize::from(row.tier)].push(n);
        }
    }
    let totals = by_tier.iter().map(|t| t.len() as u64).collect();
    let share = share(request, &by_tier, part);
    let mut pieces = Vec::new();
    for (tier, members) in by_tier.into_iter().enumerate() {
        let mut gatherer = Gatherer {
            desk,
            request,
            on_chain: &on_chain,
            tier: tier as u8,
        };
        pieces.extend(gatherer.tier(members, share[tier]));
    }
    Gathered { pieces, totals }
}

/// How many pieces each tier may have.
fn share(request: &Request, by_tier: &[Vec<u32>], part: f32) -> Vec<usize> {
    let tiers = by_tier.iter().filter(|t| !t.is_empty()).count().max(1);
    let room = if request.limit > 0 {
        request.limit
    } else {
        // About four pills to a lane, which are never packed without gaps.
        let lanes = ((request.size.1 - AXIS) / LANE).max(4.0);
        let columns = ((request.size.0 - GUTTER) / 205.0).max(2.0);
        (lanes * columns * 0.62 * part) as usize
    };
    let equal = (room / tiers).max(2);
    let mut share: Vec<usize> = by_tier.iter().map(|t| t.len().min(equal)).collect();
    // Few cases gathered by day tell more than one pill of "others".
    share[0] = share[0].max(by_tier[0].len().min(18).min(room * 2 / 5));
    // What one tier does not need the others may have.
    let mut left = room.saturating_sub(share.iter().sum());
    for (own, members) in share.iter_mut().zip(by_tier).rev() {
        let more = (members.len() - *own).min(left);
        *own += more;
        left -= more;
    }
    share
}

struct Gatherer<'g> {
    desk: &'g Desk,
    request: &'g Request,
    on_chain: &'g FxHashSet<PersonIx>,
    tier: u8,
}

impl Gatherer<'_> {
    fn row(&self, n: u32) -> &Row {
        &self.desk.list.rows[n as usize]
    }

    fn tier(&mut self, members: Vec<u32>, most: usize) -> Vec<Piece> {
        let (chained, others): (Vec<u32>, Vec<u32>) = members
            .into_iter()
            .partition(|&n| self.on_chain.contains(&self.row(n).person));
        let mut out: Vec<Piece> = chained.iter().map(|&n| self.single(n, true)).collect();
        let room = most.saturating_sub(out.len()).max(1);
        if self.tier == 0 && others.len() <= room.min(MOST_CASES) {
            out.extend(others.iter().map(|&n| self.single(n, true)));
            return out;
        }
        let mut groups: BTreeMap<Common, Vec<u32>> = BTreeMap::new();
        for n in others {
            groups.entry(self.common(n)).or_default().push(n);
        }
        let mut pieces: Vec<Piece> = groups
            .into_iter()
            .flat_map(|(common, rows)| self.pieces(common, rows))
            .collect();
        self.fold(&mut pieces, room);
        out.extend(pieces);
        out
    }

    /// What a person shares with others.
    fn common(&self, n: u32) -> Common {
        let row = self.row(n);
        if self.tier == 0 {
            return Common::Day(if row.at == 0 {
                UNDATED
            } else {
                VIETNAM.midnight_before(row.at)
            });
        }
        match self.request.group_by {
            GroupBy::Place if row.spot == NO_SPOT => Common::Meetings,
            GroupBy::Place if (row.spot as usize) < self.desk.run.presence.place_count() => {
                Common::Place(row.spot)
            }
            GroupBy::Place => Common::Households(0),
            GroupBy::District => {
                let person = &self.desk.run.records.people[row.person as usize];
                Common::District(person.district.clone())
            }
            GroupBy::Source if row.source == NOBODY => Common::Meetings,
            GroupBy::Source => Common::Source(row.source),
        }
    }

    fn pieces(&self, common: Common, rows: Vec<u32>) -> Vec<Piece> {
        let key = GroupKey {
            tier: self.tier,
            common: common.clone(),
        };
        let split = self.request.split.contains(&key);
        if rows.len() == 1 || split && rows.len() <= MOST_SPLIT {
            let single = |&n| Piece {
                kept: split,
                ..self.single(n, false)
            };
            return rows.iter().map(single).collect();
        }
        // Who was exposed by one person has nothing left to be split by.
        if split && !matches!(common, Common::Source(_)) {
            let mut by_source: BTreeMap<PersonIx, Vec<u32>> = BTreeMap::new();
            for n in rows {
                by_source.entry(self.row(n).source).or_default().push(n);
            }
            return by_source
                .into_iter()
                .flat_map(|(source, rows)| self.pieces(Common::Source(source), rows))
                .collect();
        }
        let common = match common {
            Common::Households(_) => Common::Households(self.households(&rows)),
            other => other,
        };
        vec![self.group(common, rows)]
    }

    fn households(&self, rows: &[u32]) -> u32 {
        let mut spots: Vec<u32> = rows.iter().map(|&n| self.row(n).spot).collect();
        spots.sort_unstable();
        spots.dedup();
        spots.len() as u32
    }

    fn single(&self, n: u32, named: bool) -> Piece {
        Piece {
            tier: self.tier,
            common: None,
            rows: vec![n],
            at: self.row(n).at,
            named,
            kept: named,
        }
    }

    fn group(&self, common: Common, mut rows: Vec<u32>) -> Piece {
        rows.sort_unstable();
        let mut times: Vec<Seconds> = rows.iter().map(|&n| self.row(n).at).collect();
        times.sort_unstable();
        Piece {
            tier: self.tier,
            common: Some(common),
            at: times[times.len() / 2],
            rows,
            named: true,
            kept: false,
        }
    }

    /// Folds the smallest pieces into one until there are at most `most`.
    fn fold(&self, pieces: &mut Vec<Piece>, most: usize) {
        if pieces.len() <= most {
            return;
        }
        let (kept, loose): (Vec<Piece>, Vec<Piece>) =
            std::mem::take(pieces).into_iter().partition(|p| p.kept);
        let most = most.saturating_sub(kept.len()).max(1);
        *pieces = loose;
        // The largest first; of equals the one of the lowest row.
        pieces.sort_by_key(|p| (std::cmp::Reverse(p.rows.len()), p.rows[0]));
        if pieces.len() <= most {
            pieces.extend(kept);
            return;
        }
        let folded = pieces.split_off(most.saturating_sub(1));
        let mut groups: FxHashSet<Common> = FxHashSet::default();
        let mut rows = Vec::new();
        for piece in &folded {
            groups.insert(
                piece
                    .common
                    .clone()
                    .unwrap_or_else(|| self.common(piece.rows[0])),
            );
            rows.extend_from_slice(&piece.rows);
        }
        pieces.push(self.group(Common::Others(groups.len() as u32), rows));
        pieces.extend(kept);
    }
}
