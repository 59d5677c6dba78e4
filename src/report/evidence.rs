//! `evidence.parquet` or `evidence.csv`: every qualifying pair, by contact, source and tier.
//!
//! Pairs are judged anew for some people at a time and written at once, so that no more than these are held.

use std::io::Write as _;

use polars::prelude::*;
use rayon::prelude::*;

use super::outputs::{Output, ReportError};
use super::text::{minutes, risk, safe, spot_ids};
use crate::graph::Evidence;
use crate::investigation::Run;
use crate::job::{Cancel, Progress};
use crate::model::PersonIx;
use crate::model::time::VIETNAM;

/// How the evidence is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EvidenceForm {
    /// Not at all.
    None,
    /// As CSV, instants in ISO 8601 with the zone's offset.
    Csv,
    /// As Parquet, instants typed in UTC.
    #[default]
    Parquet,
}

/// About so many pairs are judged and held at a time.
const PAIRS: u32 = 1 << 19;
/// Rows that are put into columns at a time.
const SLICE: usize = 1 << 17;

const COLUMNS: [&str; 12] = [
    "source",
    "contact",
    "tier",
    "first",
    "last",
    "minutes",
    "max_24h_minutes",
    "places",
    "grade",
    "closeness",
    "indirect",
    "risk",
];

pub(super) fn write_csv(
    run: &Run,
    output: Output,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<(), ReportError> {
    let mut finished = Ok(());
    output.csv(COLUMNS, |csv| {
        for people in parts(&run.trace.people_with_evidence()) {
            finished = cancel.check();
            if finished.is_err() {
                break;
            }
            let slice = run.trace.evidence_of_all(run.setting(), people);
            slice
                .iter()
                .try_for_each(|e| csv.write_record(csv_row(run, e)))?;
            progress.advance(slice.len() as u64);
        }
        Ok(())
    })?;
    Ok(finished?)
}

/// People in parts that have about [`PAIRS`] together.
fn parts(people: &[(PersonIx, u32)]) -> impl Iterator<Item = &[(PersonIx, u32)]> {
    let mut rest = people;
    std::iter::from_fn(move || {
        let mut pairs = 0u32;
        let full = |p: &(PersonIx, u32)| {
            pairs = pairs.saturating_add(p.1);
            pairs >= PAIRS
        };
        let count = rest.iter().position(full).map_or(rest.len(), |at| at + 1);
        let (part, more) = rest.split_at(count);
        rest = more;
        (!part.is_empty()).then_some(part)
    })
}

fn csv_row(run: &Run, e: &Evidence) -> [String; 12] {
    let id = |person: u32| safe(&run.records.people[person as usize].id).into_owned();
    [
        id(e.source),
        id(e.contact),
        e.tier.to_string(),
        VIETNAM.iso(e.first()),
        VIETNAM.iso(e.last()),
        minutes(e.seconds()),
        minutes(e.max_24h()),
        safe(&spot_ids(run, e.spots())).into_owned(),
        e.best.key().to_owned(),
        e.closeness().key().to_owned(),
        e.indirect().to_string(),
        risk(e.risk),
    ]
}

pub(super) fn write_parquet(
    run: &Run,
    mut output: Output,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<(), ReportError> {
    let name = output.name;
    let failed = |e: PolarsError| ReportError::Format {
        file: name,
        detail: e.to_string(),
    };
    let empty = frame(run, &[]).map_err(failed)?;
    let mut writer = ParquetWriter::new(&mut output)
        .batched(empty.schema())
        .map_err(failed)?;
    let mut waiting = Vec::new();
    let people = run.trace.people_with_evidence();
    let mut left = people.len();
    for some in parts(&people) {
        left -= some.len();
        cancel.check()?;
        waiting.extend(run.trace.evidence_of_all(run.setting(), some));
        // Batches are of one size, so that what was judged together does not show in the file.
        let whole = waiting.len() - if left == 0 { 0 } else { waiting.len() % SLICE };
        let frames: Vec<DataFrame> = waiting[..whole]
            .par_chunks(SLICE)
            .map(|slice| frame(run, slice))
            .collect::<PolarsResult<_>>()
            .map_err(failed)?;
        for frame in frames {
            cancel.check()?;
            writer.write_batch(&frame).map_err(failed)?;
            progress.advance(frame.height() as u64);
        }
        waiting.drain(..whole);
    }
    writer.finish().map_err(failed)?;
    drop(writer);
    output.flush().map_err(|e| output.failed(e))
}

fn frame(run: &Run, slice: &[Evidence]) -> PolarsResult<DataFrame> {
    let people = &run.records.people;
    let ids = |name: &str, person: fn(&Evidence) -> u32| {
        let ids = slice.iter().map(|e| people[person(e) as usize].id.as_str());
        StringChunked::from_iter_values(name.into(), ids).into_column()
    };
    let words = |name: &str, word: fn(&Evidence) -> &'static str| {
        StringChunked::from_iter_values(name.into(), slice.iter().map(word)).into_column()
    };
    let instants = |name: &str, at: fn(&Evidence) -> i64| {
        Int64Chunked::from_iter_values(name.into(), slice.iter().map(|e| at(e) * 1_000))
            .into_datetime(TimeUnit::Milliseconds, Some(TimeZone::UTC))
            .into_column()
    };
    let hundredths = |name: &str, seconds: fn(&Evidence) -> i64| {
        let values = slice
            .iter()
            .map(|e| ((seconds(e) * 100 + 30) / 60) as f64 / 100.0);
        Float64Chunked::from_iter_values(name.into(), values).into_column()
    };
    let places: Vec<String> = slice.iter().map(|e| spot_ids(run, e.spots())).collect();
    DataFrame::new(
        slice.len(),
        vec![
            ids("source", |e| e.source),
            ids("contact", |e| e.contact),
            UInt8Chunked::from_iter_values("tier".into(), slice.iter().map(|e| e.tier))
                .into_column(),
            instants("first", Evidence::first),
            instants("last", Evidence::last),
            hundredths("minutes", Evidence::seconds),
            hundredths("max_24h_minutes", Evidence::max_24h),
            StringChunked::from_iter_values("places".into(), places.iter().map(String::as_str))
                .into_column(),
            words("grade", |e| e.best.key()),
            words("closeness", |e| e.closeness().key()),
            BooleanChunked::from_iter_values(
                "indirect".into(),
                slice.iter().map(Evidence::indirect),
            )
            .into_column(),
            Float64Chunked::from_iter_values(
                "risk".into(),
                slice.iter().map(|e| risk(e.risk).parse().unwrap_or(e.risk)),
            )
            .into_column(),
        ],
    )
}
