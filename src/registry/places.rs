//! Place ids → the register of places.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

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
    // Places that are only visited: those with a row stand in the register already.
    let described: FxHashSet<&str> = intake
        .places
        .iter()
        .map(|p| p.0.id.as_str())
        .chain(intake.vehicles.iter().map(|v| v.id.as_str()))
        .collect();
    let visited = intake.place_keys.texts().into_iter();
    let bare = |id: &str| PlaceRow {
        id: id.to_owned(),
        ..PlaceRow::default()
    };
    said.extend(
        visited
            .filter(|id| !described.contains(id))
            .map(|id| (bare(id), None)),
    );
    said.par_sort_by(|a, b| a.0.id.cmp(&b.0.id));
    let mut rows = Vec::with_capacity(said.len());
    let mut rest = said.into_iter().peekable();
    while let Some(first) = rest.next() {
        let mut same = vec![first];
        while let Some(more) = rest.next_if(|r| r.0.id == same[0].0.id) {
            same.push(more);
        }
        rows.push(match same.as_mut_slice() {
            [single] if settled(&single.0) => std::mem::take(&mut single.0),
            _ => one(&same, categories, ledger),
        });
    }
    let register = PlaceRegister::new(rows, categories);
    // Both are sorted by id: one walk tells which is which.
    let mut ids: Vec<(&str, u32)> = intake.place_keys.texts().into_iter().zip(0..).collect();
    ids.par_sort_unstable();
    let mut index_of = vec![0; ids.len()];
    let mut at = 0;
    for (id, number) in ids {
        while register.rows()[at].id.as_str() < id {
            at += 1;
        }
        index_of[number as usize] = at as PlaceIx;
    }
    Joined {
        register,
        has_register: !intake.places.is_empty(),
        index_of,
    }
}

/// Whether nothing is left to say of a place that one row tells of: half a position is none.
const fn settled(row: &PlaceRow) -> bool {
    row.lat.is_some() == row.lon.is_some()
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
