//! Place ids → the register of places.

use crate::ingest::{Intake, Ledger, Reason};
use crate::model::{Categories, PlaceIx, PlaceRegister, PlaceRow, RowIx};

/// What joining came to.
pub(super) struct Joined {
    /// All places, registered or only visited.
    pub register: PlaceRegister,
    /// Whether a register of places was read.
    pub has_register: bool,
    /// By number of the intake's place keys.
    pub index_of: Vec<PlaceIx>,
}

/// Joins the register, the vehicles and the places that are only visited.
pub(super) fn join(intake: &Intake, categories: &Categories, ledger: &mut Ledger) -> Joined {
    let mut said: Vec<(PlaceRow, Option<RowIx>)> = intake
        .places
        .iter()
        .map(|(place, row)| (place.clone(), Some(*row)))
        .collect();
    for (place, row) in &intake.places {
        if !place.category.is_empty() && categories.find(&place.category).is_none() {
            ledger.warn(*row, Reason::UnknownCategory);
        }
    }
    said.extend(intake.vehicles.iter().map(|v| (v.clone(), None)));
    let visited = intake.place_keys.texts().iter();
    said.extend(visited.map(|id| {
        (
            PlaceRow {
                id: id.to_string(),
                ..PlaceRow::default()
            },
            None,
        )
    }));
    // Of several rows on one place the register's comes first, then the lowest: no order of rows decides.
    said.sort_by_cached_key(|(place, row)| {
        (
            place.id.clone(),
            !place.registered,
            row.is_none(),
            format!("{place:?}"),
        )
    });
    let mut rows: Vec<PlaceRow> = Vec::new();
    for (place, row) in said {
        match rows.last() {
            Some(first) if first.id == place.id => {
                if let Some(row) = row.filter(|_| *first != place) {
                    ledger.warn(row, Reason::PlaceConflict);
                }
            }
            _ => rows.push(place),
        }
    }
    let register = PlaceRegister::new(rows, categories);
    let index_of = intake
        .place_keys
        .texts()
        .iter()
        .map(|id| {
            register
                .rows()
                .partition_point(|p| p.id.as_str() < id.as_ref()) as PlaceIx
        })
        .collect();
    Joined {
        register,
        has_register: !intake.places.is_empty(),
        index_of,
    }
}
