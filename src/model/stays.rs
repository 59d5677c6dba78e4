//! Stays in columns: what sources say, in the order read, before anybody has settled it.
//!
//! Bytes a stay: person 4, place 4, start 4, end 4, marks 1, and 4 for the row where rows do not follow each other:
//! 17 to 21.

use super::records::{PersonIx, PlaceIx, RowIx, Stay, StayMark};

/// Stays of one chunk; a chunk is what one task works on.
const CHUNK: usize = 1 << 20;

/// No check-out is known.
pub const OPEN_END: u32 = u32::MAX;

/// What a stay is beside who, where and when, in one byte that sorts as (day, declared, mark) does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Marks(u8);

impl Marks {
    /// As one byte.
    #[must_use]
    pub const fn byte(self) -> u8 {
        self.0
    }

    /// Of a byte; `None` for one that no marks have.
    #[must_use]
    pub const fn of_byte(byte: u8) -> Option<Self> {
        if byte < 16 && byte & 3 < 3 {
            Some(Self(byte))
        } else {
            None
        }
    }

    /// Packs them.
    #[must_use]
    pub const fn new(day: bool, declared: bool, mark: StayMark) -> Self {
        Self((day as u8) << 3 | (declared as u8) << 2 | mark as u8)
    }

    /// Only dates were given.
    #[must_use]
    pub const fn day(self) -> bool {
        self.0 & 8 != 0
    }

    /// Somebody declared it.
    #[must_use]
    pub const fn declared(self) -> bool {
        self.0 & 4 != 0
    }

    /// Whole record, entry or exit.
    #[must_use]
    pub const fn mark(self) -> StayMark {
        match self.0 & 3 {
            0 => StayMark::Whole,
            1 => StayMark::In,
            _ => StayMark::Out,
        }
    }
}

/// A run of stays in columns of equal length; instants are seconds since 1970.
#[derive(Debug, Clone, Default)]
pub struct StayChunk {
    /// Who.
    pub person: Vec<PersonIx>,
    /// Where.
    pub place: Vec<PlaceIx>,
    /// Check-in.
    pub start: Vec<u32>,
    /// Check-out, or [`OPEN_END`].
    pub end: Vec<u32>,
    /// The rest.
    pub marks: Vec<Marks>,
    /// The source rows; empty where they follow each other from `first_row` on.
    pub rows: Vec<RowIx>,
    /// The first stay's source row.
    pub first_row: RowIx,
}

impl StayChunk {
    /// How many stays there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.person.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.person.is_empty()
    }

    /// A stay's source row.
    #[must_use]
    pub fn row(&self, i: usize) -> RowIx {
        self.rows
            .get(i)
            .copied()
            .unwrap_or(self.first_row + i as RowIx)
    }

    /// A stay.
    #[must_use]
    pub fn get(&self, i: usize) -> Stay {
        let marks = self.marks[i];
        Stay {
            person: self.person[i],
            place: self.place[i],
            start: self.start[i].into(),
            end: (self.end[i] != OPEN_END).then(|| self.end[i].into()),
            day: marks.day(),
            declared: marks.declared(),
            mark: marks.mark(),
            row: self.row(i),
        }
    }

    fn push(&mut self, stay: Stay) {
        self.person.push(stay.person);
        self.place.push(stay.place);
        self.start.push(stay.start as u32);
        self.end.push(stay.end.map_or(OPEN_END, |end| end as u32));
        self.marks
            .push(Marks::new(stay.day, stay.declared, stay.mark));
        self.rows.push(stay.row);
    }

    /// Keeps the stays that `keep` wants.
    pub fn retain(&mut self, keep: impl Fn(&Stay) -> bool) {
        let mut kept = Self::default();
        (0..self.len())
            .map(|i| self.get(i))
            .filter(keep)
            .for_each(|stay| kept.push(stay));
        *self = kept;
    }
}

/// Stays in chunks.
#[derive(Debug, Clone, Default)]
pub struct Stays {
    chunks: Vec<StayChunk>,
}

impl Stays {
    /// Adds one.
    pub fn push(&mut self, stay: Stay) {
        let full = |c: &StayChunk| c.len() >= CHUNK || c.rows.len() < c.len();
        if self.chunks.last().is_none_or(full) {
            self.chunks.push(StayChunk::default());
        }
        if let Some(chunk) = self.chunks.last_mut() {
            chunk.push(stay);
        }
    }

    /// Adds many at once.
    pub fn push_chunk(&mut self, chunk: StayChunk) {
        self.chunks.push(chunk);
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.chunks.iter().map(StayChunk::len).sum()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All, in the order read.
    pub fn iter(&self) -> impl Iterator<Item = Stay> + '_ {
        self.chunks
            .iter()
            .flat_map(|chunk| (0..chunk.len()).map(|i| chunk.get(i)))
    }

    /// The chunks.
    #[must_use]
    pub fn chunks(&self) -> &[StayChunk] {
        &self.chunks
    }

    /// The chunks, to be changed.
    pub fn chunks_mut(&mut self) -> &mut [StayChunk] {
        &mut self.chunks
    }

    /// Gives the chunks away.
    #[must_use]
    pub fn into_chunks(self) -> Vec<StayChunk> {
        self.chunks
    }
}

impl FromIterator<Stay> for Stays {
    fn from_iter<I: IntoIterator<Item = Stay>>(stays: I) -> Self {
        let mut out = Self::default();
        stays.into_iter().for_each(|stay| out.push(stay));
        out
    }
}
