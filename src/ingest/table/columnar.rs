//! Parquet.

use std::io::Cursor;
use std::sync::atomic::{AtomicUsize, Ordering};

use polars::io::parquet::metadata::FileMetadataRef;
use polars::prelude::*;

use super::{Cell, Chunk, Damage, Line, TableError};
use crate::ingest::Reason;
use crate::job::Cancelled;
use crate::model::time::Zone;

/// About so many rows are decoded at a time.
const SLICE: usize = 1 << 18;
/// Where no instant stands.
pub(crate) const NO_INSTANT: i64 = i64::MIN;

/// A Parquet file in memory.
pub(crate) struct Columnar<'b> {
    pub header: Vec<String>,
    bytes: &'b [u8],
    dtypes: Vec<ArrowDataType>,
    rows: usize,
    metadata: FileMetadataRef,
    zone: Zone,
}

/// Some rows of some columns, decoded; a column for each that was asked for.
pub(crate) struct Decoded {
    columns: Vec<Column>,
    zone: Zone,
    rows: usize,
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
        if super::guard::parquet(bytes).is_err() {
            return Err(TableError::Damaged("contents"));
        }
        let mut reader = ParquetReader::new(Cursor::new(bytes));
        let (schema, rows, metadata) = guarded(|| {
            let metadata = reader.get_metadata()?.clone();
            Ok((reader.schema()?, reader.num_rows()?, metadata))
        })?;
        honest(&metadata)?;
        let header: Vec<String> = schema.iter_names().map(|n| n.trim().to_owned()).collect();
        super::delimited::refuse_duplicates(&header)?;
        let dtypes = schema.iter_values().map(|f| f.dtype().clone()).collect();
        Ok(Self {
            header,
            bytes,
            dtypes,
            rows,
            metadata,
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
        let mut read = 0;
        for chunk in self.chunks() {
            let Chunk::Rows(start, count, _) = chunk else {
                continue;
            };
            let decoded = self.decoded(columns, start, count)?;
            let mut cells = vec![Cell::Empty; columns.len()];
            for i in 0..decoded.rows {
                // As in a text file with a header on line 1.
                take(((start + i) as u64 + 2, decoded.row(i, &mut cells)))?;
            }
            read += decoded.rows;
        }
        if read == self.rows {
            Ok(())
        } else {
            Err(TableError::RowCount {
                read,
                said: self.rows,
            })
        }
    }

    /// Rows in parts, by row groups: small ones together, large ones cut.
    pub fn chunks(&self) -> Vec<Chunk<'b>> {
        let share = |rows: usize| {
            (self.bytes.len() as u128 * rows as u128 / self.rows.max(1) as u128) as u64
        };
        let mut out = Vec::new();
        let (mut start, mut rows) = (0, 0);
        let groups = self.metadata.row_groups.iter();
        let groups = groups.map(|group| -> usize { group.num_rows() });
        for group in groups.chain([0]) {
            if rows > 0 && (rows + group > SLICE || group == 0) {
                for from in (0..rows).step_by(SLICE) {
                    let count = SLICE.min(rows - from);
                    out.push(Chunk::Rows(start + from, count, share(count)));
                }
                (start, rows) = (start + rows, 0);
            }
            rows += group;
        }
        out
    }

    /// Decodes some rows.
    pub fn decoded(
        &self,
        columns: &[Option<usize>],
        start: usize,
        count: usize,
    ) -> Result<Decoded, TableError> {
        self.refuse_types(columns)?;
        let frame = self.slice(columns, start, count)?;
        let columns = columns.iter().map(|c| {
            c.map_or(Ok(Column::Absent), |c| {
                decode(&frame, &self.header[c], self.zone)
            })
        });
        Ok(Decoded {
            columns: columns.collect::<Result<_, _>>()?,
            zone: self.zone,
            rows: frame.height(),
        })
    }

    fn slice(
        &self,
        columns: &[Option<usize>],
        start: usize,
        count: usize,
    ) -> Result<DataFrame, TableError> {
        let mut wanted: Vec<usize> = columns.iter().copied().flatten().collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut reader = ParquetReader::new(Cursor::new(self.bytes)).with_projection(Some(wanted));
        reader.set_metadata(self.metadata.clone());
        let reader = reader.with_slice(Some((start, count))).set_rechunk(true);
        let reader = reader.read_parallel(ParallelStrategy::RowGroups);
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

impl Decoded {
    /// How many rows there are.
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// A row's cells.
    pub fn row<'c, 'r>(
        &'c self,
        i: usize,
        cells: &'r mut [Cell<'c>],
    ) -> Result<&'r [Cell<'c>], Damage> {
        for (cell, column) in cells.iter_mut().zip(&self.columns) {
            *cell = column.cell(i, self.zone);
        }
        let has_nul =
            |c: &Cell<'_>| matches!(c, Cell::Text(t) if memchr::memchr(0, t.as_bytes()).is_some());
        match cells.iter().find(|c| has_nul(c)) {
            Some(Cell::Text(text)) => Err(Damage {
                reason: Reason::Nul,
                value: text.replace('\0', "␀").chars().take(200).collect(),
            }),
            _ => Ok(cells),
        }
    }

    /// A column of whole numbers without gaps.
    pub fn whole_numbers(&self, column: usize) -> Option<&[i64]> {
        match &self.columns[column] {
            Column::Int(numbers) => numbers.cont_slice().ok(),
            _ => None,
        }
    }

    /// A column of instants, typed or as epochs of seconds or milliseconds, in seconds; [`NO_INSTANT`] where none
    /// stands. `None` where it is no such column, or some number might mean something else.
    pub fn instants(&self, column: usize) -> Option<Vec<i64>> {
        // Beyond these there are dates of eight digits, and dates with clocks of twelve and fourteen.
        const SECONDS: std::ops::Range<i64> = 100_000_000..10_000_000_000;
        const MILLISECONDS: std::ops::Range<i64> = 1_000_000_000_000..10_000_000_000_000;
        match &self.columns[column] {
            Column::Absent => Some(vec![NO_INSTANT; self.rows]),
            Column::Instant(at) => Some(match at.cont_slice() {
                Ok(at) => at.to_vec(),
                Err(_) => at.iter().map(|at| at.unwrap_or(NO_INSTANT)).collect(),
            }),
            Column::Int(epochs) => {
                let second = |epoch: Option<i64>| match epoch {
                    None => Some(NO_INSTANT),
                    Some(at) if SECONDS.contains(&at) => Some(at),
                    Some(at) if MILLISECONDS.contains(&at) => Some(at / 1_000),
                    Some(_) => None,
                };
                epochs.iter().map(second).collect()
            }
            _ => None,
        }
    }
}

/// Parquet files and workbooks at work now.
static DECODING: AtomicUsize = AtomicUsize::new(0);

/// Whether a Parquet file or a workbook is being decoded: what panics then is told as a damaged file, not as a defect.
pub(crate) fn decoding() -> bool {
    DECODING.load(Ordering::Relaxed) > 0
}

/// Decodes with a net: decoders panic on some damaged files.
pub(super) fn netted<T>(work: impl FnOnce() -> T) -> Result<T, TableError> {
    DECODING.fetch_add(1, Ordering::Relaxed);
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
    DECODING.fetch_sub(1, Ordering::Relaxed);
    result.map_err(|_| TableError::Damaged("contents"))
}

/// Whether a footer's counts of rows agree with each other: of a flat column's values, of each group, of the file.
fn honest(metadata: &FileMetadataRef) -> Result<(), TableError> {
    let mut sum = 0usize;
    for group in &metadata.row_groups {
        let said = group.num_rows();
        sum += said;
        for column in group.parquet_columns() {
            let flat = column.descriptor().descriptor.max_rep_level == 0;
            let read = usize::try_from(column.num_values()).unwrap_or(usize::MAX);
            if flat && read != said {
                return Err(TableError::RowCount { read, said });
            }
        }
    }
    if sum != metadata.num_rows {
        let said = metadata.num_rows;
        return Err(TableError::RowCount { read: sum, said });
    }
    Ok(())
}

fn guarded<T>(work: impl FnOnce() -> PolarsResult<T>) -> Result<T, TableError> {
    netted(work)?.map_err(damaged)
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
            // Each with its own constant, by which dividing is cheap.
            Column::Instant(match per_second {
                1_000 => ticks.apply_values(|t| t.div_euclid(1_000) - offset),
                1_000_000 => ticks.apply_values(|t| t.div_euclid(1_000_000) - offset),
                _ => ticks.apply_values(|t| t.div_euclid(1_000_000_000) - offset),
            })
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
