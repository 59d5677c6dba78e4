//! `cases.csv`: the F0s, an episode of illness a row; suspected cases that are no F0s stand there flagged.

use super::outputs::{Output, ReportError};
use super::text::safe;
use crate::investigation::Run;
use crate::model::time::VIETNAM;
use crate::trace::{Episode, IndexCase};

pub(super) fn write(run: &Run, output: Output) -> Result<(), ReportError> {
    let mut cases: Vec<&IndexCase> = run
        .trace
        .index_cases
        .iter()
        .chain(&run.trace.suspected)
        .collect();
    cases.sort_by_key(|c| c.person);
    output.csv(
        [
            "person_id",
            "t0",
            "t0_kind",
            "window_start",
            "window_end",
            "flags",
        ],
        |csv| {
            for case in cases {
                if case.episodes.is_empty() {
                    csv.write_record(row(run, case, None))?;
                }
                case.episodes
                    .iter()
                    .try_for_each(|episode| csv.write_record(row(run, case, Some(episode))))?;
            }
            Ok(())
        },
    )
}

fn row(run: &Run, case: &IndexCase, episode: Option<&Episode>) -> [String; 6] {
    let instant = |at: fn(&Episode) -> i64| episode.map(|e| VIETNAM.iso(at(e))).unwrap_or_default();
    let kind = match episode {
        None => "",
        Some(e) if e.onset => "onset",
        Some(_) => "sample",
    };
    let flags = [
        (episode.is_none(), "no_date"),
        (episode.is_some_and(|e| e.window.is_empty()), "empty_window"),
        (episode.is_some_and(|e| e.end_assumed), "end_assumed"),
        (case.suspected, "suspected"),
        (!run.presence.seen(case.person), "no_visits"),
    ];
    let flags: Vec<&str> = flags.into_iter().filter(|f| f.0).map(|f| f.1).collect();
    [
        safe(&run.records.people[case.person as usize].id).into_owned(),
        instant(|e| e.t0),
        kind.to_owned(),
        instant(|e| e.window.start),
        instant(|e| e.window.end),
        flags.join(";"),
    ]
}
