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
    said.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    let rows = said
        .chunk_by(|a, b| a.0.id == b.0.id)
        .map(|rows| one(rows, categories, ledger))
        .collect();
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

/// What several rows say of one place: an empty field contradicts nothing; of two that differ the lower stands (a
/// known category before an unknown word), whatever the order of rows, and rows that say otherwise are warned of.
fn one(
    rows: &[(PlaceRow, Option<RowIx>)],
    categories: &Categories,
    ledger: &mut Ledger,
) -> PlaceRow {
    let said = || rows.iter().map(|r| &r.0);
    let meaning = |word: &str| (categories.find(word).is_none(), categories.find(word));
    let category = said()
        .map(|p| p.category.as_str())
        .filter(|c| !c.is_empty());
    let position = said().filter_map(|p| Some((p.lat?, p.lon?)));
    let position = position.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let place = PlaceRow {
        id: rows[0].0.id.clone(),
        name: said()
            .map(|p| &p.name)
            .filter(|n| !n.is_empty())
            .min()
            .cloned()
            .unwrap_or_default(),
        category: category
            .min_by_key(|c| (meaning(c), *c))
            .unwrap_or_default()
            .to_owned(),
        lat: position.map(|p| p.0),
        lon: position.map(|p| p.1),
        air: said().filter_map(|p| p.air).min(),
        closeness: said().filter_map(|p| p.closeness).min(),
        dwell_minutes: said().filter_map(|p| p.dwell_minutes).min(),
        registered: said().any(|p| p.registered),
    };
    for (row, ix) in rows {
        let differs = (!row.name.is_empty() && row.name != place.name)
            || (!row.category.is_empty() && meaning(&row.category) != meaning(&place.category))
            || (row.lat.is_some() && row.lat != place.lat)
            || (row.lon.is_some() && row.lon != place.lon)
            || (row.air.is_some() && row.air != place.air)
            || (row.closeness.is_some() && row.closeness != place.closeness)
            || (row.dwell_minutes.is_some() && row.dwell_minutes != place.dwell_minutes);
        if let Some(ix) = ix.filter(|_| differs) {
            ledger.warn(ix, Reason::PlaceConflict);
        }
    }
    place
}
