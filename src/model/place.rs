//! Places: what their register says of them, and what a run makes of it.

use serde::{Deserialize, Serialize};

use super::{Air, Categories, CategoryId, Closeness, PlaceIx};

/// What a register says of one place. Empty fields are left to the category.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
pub struct PlaceRow {
    /// The place's id, as scans name it.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its category's word, as the register writes it.
    pub category: String,
    /// Degrees north, WGS 84.
    pub lat: Option<f64>,
    /// Degrees east, WGS 84.
    pub lon: Option<f64>,
    /// Open or closed air, where the place's own is known.
    pub air: Option<Air>,
    /// How near people are, where the place's own is known.
    pub closeness: Option<Closeness>,
    /// Minutes of dwell, where the place's own is known.
    pub dwell_minutes: Option<u32>,
    /// Whether the register has it (else it was only visited).
    pub registered: bool,
}

/// All places of an investigation, sorted by id; [`PlaceIx`] is the index.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
pub struct PlaceRegister {
    rows: Vec<PlaceRow>,
    categories: Vec<CategoryId>,
}

impl PlaceRegister {
    /// A register of rows, which must be sorted by id (bytewise) and distinct.
    #[must_use]
    pub fn new(rows: Vec<PlaceRow>, table: &Categories) -> Self {
        debug_assert!(
            rows.windows(2).all(|w| w[0].id < w[1].id),
            "sorted and distinct"
        );
        let categories = rows
            .iter()
            .map(|row| table.find(&row.category).unwrap_or(Categories::OTHER))
            .collect();
        Self { rows, categories }
    }

    /// How many places there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// What the register says of a place.
    #[must_use]
    pub fn row(&self, place: PlaceIx) -> &PlaceRow {
        &self.rows[place as usize]
    }

    /// All rows, by id.
    #[must_use]
    pub fn rows(&self) -> &[PlaceRow] {
        &self.rows
    }

    /// A place's category.
    #[must_use]
    pub fn category(&self, place: PlaceIx) -> CategoryId {
        self.categories[place as usize]
    }

    /// Whether air is shared after its source left: the place's own value, else its category's.
    #[must_use]
    pub fn air(&self, place: PlaceIx, table: &Categories) -> Air {
        self.row(place)
            .air
            .unwrap_or_else(|| table.get(self.category(place)).air)
    }

    /// How near people are taken to be: the place's own value, else its category's.
    #[must_use]
    pub fn closeness(&self, place: PlaceIx, table: &Categories) -> Closeness {
        self.row(place)
            .closeness
            .unwrap_or_else(|| table.get(self.category(place)).closeness)
    }

    /// Minutes of dwell: the place's own value, else its category's.
    #[must_use]
    pub fn dwell_minutes(&self, place: PlaceIx, table: &Categories) -> u32 {
        self.row(place)
            .dwell_minutes
            .unwrap_or_else(|| table.get(self.category(place)).dwell)
    }

    /// Whether midnight does not end a stay here.
    #[must_use]
    pub fn overnight(&self, place: PlaceIx, table: &Categories) -> bool {
        table.get(self.category(place)).overnight
    }
}
