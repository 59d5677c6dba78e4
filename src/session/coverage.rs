//! What each file tells of each day.

use crate::investigation::Run;
use crate::model::time::{DAY, Seconds, Span};

/// Rows of visits and encounters by file and local day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// By file: counts by day from the first day of the data; empty where the file tells of no stay.
    pub files: Vec<Vec<u32>>,
    /// By file: rows held back.
    pub held: Vec<u64>,
    /// Rows read, taken (with or without a warning), warned, merged, held, over all files.
    pub rows: [u64; 5],
}

impl Coverage {
    /// Counts what a run's visits and encounters rest on.
    #[must_use]
    pub fn new(run: &Run, days: Span) -> Self {
        let (ledger, presence) = (&run.records.ledger, &run.presence);
        let count = ((days.end - days.start) / DAY).max(1) as usize;
        let mut files = vec![Vec::new(); ledger.files().len()];
        let mut add = |row, at: Seconds| {
            let file: &mut Vec<u32> = &mut files[ledger.file_index(row)];
            file.resize(count, 0);
            let day = usize::try_from((at - days.start).div_euclid(DAY));
            if let Some(slot) = day.ok().and_then(|d| file.get_mut(d)) {
                *slot += 1;
            }
        };
        if !ledger.files().is_empty() {
            for visit in presence.journeys().iter() {
                add(visit.row, visit.start);
            }
            for ix in 0..presence.encounter_count() as u32 {
                let encounter = presence.encounter(ix);
                add(encounter.row, encounter.start);
            }
        }
        let mut coverage = Self {
            files,
            ..Self::default()
        };
        for file in 0..ledger.files().len() {
            let counts = ledger.counts(file);
            coverage.held.push(counts.held);
            let own = [
                counts.read,
                counts.accepted + counts.warned,
                counts.warned,
                counts.merged,
                counts.held,
            ];
            for (sum, own) in coverage.rows.iter_mut().zip(own) {
                *sum += own;
            }
        }
        coverage
    }

    /// Days inside the file's own range on which it tells nothing.
    #[must_use]
    pub fn gaps(counts: &[u32]) -> Vec<usize> {
        let first = counts.iter().position(|&c| c > 0);
        let last = counts.iter().rposition(|&c| c > 0);
        match (first, last) {
            (Some(first), Some(last)) => (first..=last).filter(|&d| counts[d] == 0).collect(),
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_lie_inside() {
        assert_eq!(Coverage::gaps(&[0, 3, 0, 2, 0]), [2]);
        assert!(Coverage::gaps(&[0, 0]).is_empty());
    }
}
