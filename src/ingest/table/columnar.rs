//! Parquet.

use std::io::Cursor;
use std::sync::atomic::{AtomicUsize, Ordering};

use polars::prelude::*;

use super::{Cell, Damage, Line, TableError};
use crate::ingest::Reason;
use crate::job::Cancelled;
use crate::model::time::Zone;

/// Rows that are decoded at a time.
const SLICE: usize = 1 << 20;

/// A Parquet file in memory.
pub(crate) struct Columnar<'b> {
    pub header: Vec<String>,
    bytes: &'b [u8],
    dtypes: Vec<ArrowDataType>,
    rows: usize,
    zone: Zone,
}

/// A decoded column, ready to be read cell by cell.
enum Column {
    Absent,
    Text(StringChunked),
    Int(Int64Chunked),
    Float(Float64Chunked),
    /// Instants in seconds: already UTC.
    Instant(Int64Chunked),
    /// Days since 1970.
    Date(Int32Chunked),
}

impl<'b> Columnar<'b> {
    pub fn open(bytes: &'b [u8], zone: Zone) -> Result<Self, TableError> {
        let mut reader = ParquetReader::new(Cursor::new(bytes));
        let (schema, rows) = guarded(|| Ok((reader.schema()?, reader.num_rows()?)))?;
        let header: Vec<String> = schema.iter_names().map(|n| n.trim().to_owned()).collect();
        super::delimited::refuse_duplicates(&header)?;
        let dtypes = schema.iter_values().map(|f| f.dtype().clone()).collect();
        Ok(Self {
            header,
            bytes,
            dtypes,
            rows,
            zone,
        })
    }

    pub const fn row_count(&self) -> u64 {
        self.rows as u64
    }

    pub fn is_text(&self, column: usize) -> bool {
        use ArrowDataType as T;
        let text = |dtype: &T| matches!(dtype, T::Utf8 | T::LargeUtf8 | T::Utf8View);
        match self.dtypes.get(column) {
            Some(T::Dictionary(_, values, _)) => text(values),
            Some(dtype) => text(dtype),
            None => false,
        }
    }

    /// Refuses columns whose cells are no text, number or time.
    fn refuse_types(&self, columns: &[Option<usize>]) -> Result<(), TableError> {
        use ArrowDataType as T;
        for &column in columns.iter().flatten() {
            let dtype = &self.dtypes[column];
            let plain = matches!(
                dtype,
                T::Null
                    | T::Boolean
                    | T::Int8
                    | T::Int16
                    | T::Int32
                    | T::Int64
                    | T::UInt8
                    | T::UInt16
                    | T::UInt32
                    | T::UInt64
                    | T::Float32
                    | T::Float64
                    | T::Utf8
                    | T::LargeUtf8
                    | T::Utf8View
                    | T::Date32
                    | T::Timestamp(..)
                    | T::Dictionary(..)
            );
            if !plain {
                let kind = format!("{dtype:?}");
                let kind = kind
                    .split(['(', ' ', '{'])
                    .next()
                    .unwrap_or_default()
                    .to_owned();
                return Err(TableError::ColumnType {
                    column: column + 1,
                    kind,
                });
            }
        }
        Ok(())
    }

    pub fn rows(
        &self,
        columns: &[Option<usize>],
        take: &mut dyn FnMut(Line<'_>) -> Result<(), Cancelled>,
    ) -> Result<(), TableError> {
        self.refuse_types(columns)?;
        let mut read = 0;
        for start in (0..self.rows).step_by(SLICE) {
            let frame = self.slice(columns, start)?;
            let decoded: Vec<Column> = columns
                .iter()
                .map(|c| {
                    c.map_or(Ok(Column::Absent), |c| {
                        decode(&frame, &self.header[c], self.zone)
                    })
                })
                .collect::<Result<_, _>>()?;
            let mut cells = vec![Cell::Empty; columns.len()];
            for i in 0..frame.height() {
                for (cell, column) in cells.iter_mut().zip(&decoded) {
                    *cell = column.cell(i, self.zone);
                }
                let has_nul = |c: &Cell<'_>| matches!(c, Cell::Text(t) if memchr::memchr(0, t.as_bytes()).is_some());
                if let Some(Cell::Text(text)) = cells.iter().find(|c| has_nul(c)) {
                    let value = text.replace('\0', "␀").chars().take(200).collect();
                    take((
                        (start + i) as u64 + 2,
                        Err(Damage {
                            reason: Reason::Nul,
                            value,
                        }),
                    ))?;
                    continue;
                }
                // As in a text file with a header on line 1.
                take(((start + i) as u64 + 2, Ok(&cells)))?;
            }
            read += frame.height();
        }
        if read == self.rows {
            Ok(())
        } else {
            Err(TableError::Parquet(format!(
                "{read} rows where its footer says {}",
                self.rows
            )))
        }
    }

    fn slice(&self, columns: &[Option<usize>], start: usize) -> Result<DataFrame, TableError> {
        let mut wanted: Vec<usize> = columns.iter().copied().flatten().collect();
        wanted.sort_unstable();
        wanted.dedup();
        let reader = ParquetReader::new(Cursor::new(self.bytes)).with_projection(Some(wanted));
        let reader = reader.with_slice(Some((start, SLICE))).set_rechunk(true);
        let mut frame = guarded(|| reader.finish())?;
        // Names are matched trimmed.
        let names: Vec<String> = frame
            .get_column_names()
            .iter()
            .map(|n| n.trim().to_owned())
            .collect();
        frame.set_column_names(&names).map_err(damaged)?;
        Ok(frame)
    }
}

/// Parquet files at work now.
static DECODING: AtomicUsize = AtomicUsize::new(0);

/// Whether a Parquet file is being decoded: what panics then is told as a damaged file, not as a defect.
pub(crate) fn decoding() -> bool {
    DECODING.load(Ordering::Relaxed) > 0
}

/// Decodes with a net: the decoder panics on some damaged files.
fn guarded<T>(work: impl FnOnce() -> PolarsResult<T>) -> Result<T, TableError> {
    DECODING.fetch_add(1, Ordering::Relaxed);
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
    DECODING.fetch_sub(1, Ordering::Relaxed);
    match result {
        Ok(result) => result.map_err(damaged),
        Err(_) => Err(TableError::Parquet(
            "its pages cannot be decoded".to_owned(),
        )),
    }
}

fn damaged(error: PolarsError) -> TableError {
    // Polars' message may quote data: its first line names the fault, and no more is kept.
    let text = error.to_string();
    TableError::Parquet(
        text.lines()
            .next()
            .unwrap_or_default()
            .chars()
            .take(120)
            .collect(),
    )
}

fn decode(frame: &DataFrame, name: &str, zone: Zone) -> Result<Column, TableError> {
    let series = frame
        .column(name)
        .map_err(damaged)?
        .as_materialized_series()
        .rechunk();
    let cast = |to: &DataType| series.cast(to).map_err(damaged);
    Ok(match series.dtype() {
        DataType::Null => Column::Absent,
        DataType::String => Column::Text(series.str().map_err(damaged)?.clone()),
        DataType::Date => Column::Date(cast(&DataType::Int32)?.i32().map_err(damaged)?.clone()),
        DataType::Datetime(unit, in_zone) => {
            let per_second = match unit {
                TimeUnit::Nanoseconds => 1_000_000_000,
                TimeUnit::Microseconds => 1_000_000,
                TimeUnit::Milliseconds => 1_000,
            };
            let offset = if in_zone.is_some() {
                0
            } else {
                i64::from(zone.0)
            };
            let ticks = cast(&DataType::Int64)?.i64().map_err(damaged)?.clone();
            Column::Instant(ticks.apply_values(|t| t.div_euclid(per_second) - offset))
        }
        // Beyond 2^24 a single-precision number is no id and no time any more: it reads as infinite.
        DataType::Float32 => {
            let exact = |n: f64| {
                if n.abs() < 16_777_216.0 || n.is_nan() {
                    n
                } else {
                    f64::INFINITY
                }
            };
            Column::Float(
                cast(&DataType::Float64)?
                    .f64()
                    .map_err(damaged)?
                    .apply_values(exact),
            )
        }
        DataType::Float64 => {
            Column::Float(cast(&DataType::Float64)?.f64().map_err(damaged)?.clone())
        }
        // Beyond 2^63 an id is a number no more.
        DataType::UInt64 => Column::Text(cast(&DataType::String)?.str().map_err(damaged)?.clone()),
        dtype if dtype.is_integer() => {
            Column::Int(cast(&DataType::Int64)?.i64().map_err(damaged)?.clone())
        }
        _ => Column::Text(cast(&DataType::String)?.str().map_err(damaged)?.clone()),
    })
}

impl Column {
    fn cell(&self, i: usize, zone: Zone) -> Cell<'_> {
        match self {
            Self::Absent => Cell::Empty,
            Self::Text(c) => c.get(i).map_or(Cell::Empty, Cell::text),
            Self::Int(c) => c.get(i).map_or(Cell::Empty, Cell::Int),
            Self::Float(c) => c
                .get(i)
                .filter(|n| !n.is_nan())
                .map_or(Cell::Empty, Cell::Float),
            Self::Instant(c) => c.get(i).map_or(Cell::Empty, Cell::Instant),
            Self::Date(c) => {
                let midnight =
                    |days: i32| crate::model::time::date_from_days(days).map(|d| zone.midnight(d));
                c.get(i).and_then(midnight).map_or(Cell::Empty, Cell::Date)
            }
        }
    }
}
