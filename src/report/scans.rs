//! Synthetic scans as Parquet, a day at a time.

use polars::prelude::*;

use super::outputs::{Output, ReportError};
use crate::model::time::VIETNAM;
use crate::synth::{SCAN_HEADER, ScanRow, Sink, SynthError, World};

/// Rows of a row group: enough for good compression, little enough for memory.
const GROUP: usize = 1 << 19;

/// Takes scan rows into a Parquet file; times are local and have no zone, as the source exports them.
pub struct ParquetScans {
    writer: BatchedWriter<Output>,
    waiting: Vec<DataFrame>,
    rows: usize,
}

impl std::fmt::Debug for ParquetScans {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ParquetScans")
            .field("rows", &self.rows)
            .finish_non_exhaustive()
    }
}

impl ParquetScans {
    /// Begins the file.
    ///
    /// # Errors
    /// [`ReportError`].
    pub fn new(output: Output) -> Result<Self, ReportError> {
        let words = |name: &str| (name.into(), DataType::String);
        let schema: Schema = SCAN_HEADER
            .iter()
            .map(|&name| {
                let time = name == SCAN_HEADER[2];
                if time {
                    (
                        name.into(),
                        DataType::Datetime(TimeUnit::Milliseconds, None),
                    )
                } else {
                    words(name)
                }
            })
            .collect();
        let writer = ParquetWriter::new(output)
            .with_row_group_size(Some(GROUP))
            .batched(&schema)
            .map_err(failed)?;
        Ok(Self {
            writer,
            waiting: Vec::new(),
            rows: 0,
        })
    }

    /// Ends the file.
    ///
    /// # Errors
    /// [`ReportError`].
    pub fn finish(mut self) -> Result<(), ReportError> {
        self.write().map_err(failed)?;
        self.writer.finish().map_err(failed)?;
        Ok(())
    }

    fn write(&mut self) -> PolarsResult<()> {
        let mut days = self.waiting.drain(..);
        let Some(mut frame) = days.next() else {
            return Ok(());
        };
        days.try_for_each(|day| frame.vstack_mut_owned(day).map(|_| ()))?;
        self.rows = 0;
        frame.rechunk_mut();
        self.writer.write_batch(&frame)
    }
}

fn failed(error: PolarsError) -> ReportError {
    ReportError::Format {
        file: "quet_qr.parquet",
        detail: error.to_string(),
    }
}

impl Sink for ParquetScans {
    fn scans(&mut self, world: &World, rows: &[ScanRow]) -> Result<(), SynthError> {
        let failed = |error: PolarsError| SynthError::Sink {
            source: Box::new(error),
        };
        self.waiting.push(frame(world, rows).map_err(failed)?);
        self.rows += rows.len();
        if self.rows >= GROUP {
            self.write().map_err(failed)
        } else {
            Ok(())
        }
    }
}

fn frame(world: &World, rows: &[ScanRow]) -> PolarsResult<DataFrame> {
    let mut cell = String::new();
    let mut texts = |name: &str, spell: &dyn Fn(&mut String, &ScanRow)| {
        let mut builder = StringChunkedBuilder::new(name.into(), rows.len());
        for row in rows {
            cell.clear();
            spell(&mut cell, row);
            builder.append_value(&cell);
        }
        builder.finish().into_column()
    };
    let local = rows
        .iter()
        .map(|row| (row.at + i64::from(VIETNAM.0)) * 1_000);
    let times = Int64Chunked::from_iter_values(SCAN_HEADER[2].into(), local)
        .into_datetime(TimeUnit::Milliseconds, None)
        .into_column();
    DataFrame::new(
        rows.len(),
        vec![
            texts(SCAN_HEADER[0], &|out, row| world.write_qr(out, row.person)),
            texts(SCAN_HEADER[1], &|out, row| {
                world.write_place_code(out, row.place);
            }),
            times,
            texts(SCAN_HEADER[3], &|out, row| out.push_str(row.direction())),
            texts(SCAN_HEADER[4], &|out, row| world.write_officer(out, row)),
            texts(SCAN_HEADER[5], &|out, row| world.write_device(out, row)),
        ],
    )
}
