//! `links.csv`: the probable links between F0s, by case, the likeliest first.

use super::outputs::{Output, ReportError};
use super::text::{minutes, risk, safe};
use crate::investigation::Run;
use crate::model::time::VIETNAM;

pub(super) fn write(run: &Run, output: Output) -> Result<(), ReportError> {
    let id = |person: u32| safe(&run.records.people[person as usize].id).into_owned();
    output.csv(
        [
            "source", "case", "first", "last", "minutes", "risk", "declared",
        ],
        |csv| {
            run.links.iter().try_for_each(|link| {
                csv.write_record([
                    id(link.source),
                    id(link.case),
                    VIETNAM.iso(link.first),
                    VIETNAM.iso(link.last),
                    minutes(link.seconds),
                    risk(link.risk),
                    link.declared.to_string(),
                ])
            })
        },
    )
}
