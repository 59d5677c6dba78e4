//! From a row to records: one file a role.

mod cases;
mod contacts;
mod declarations;
mod encounters;
mod health;
mod people;
mod places;
mod registrations;
mod sightings;
pub(super) mod stays;
mod truth;

use super::desk::Desk;
use super::role::Role;
use super::row::{Fault, Row};

/// What came of a row that was not held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taken {
    /// Records were made of it.
    Records,
    /// It says what another row said.
    Duplicate,
}

/// Makes records of one row.
pub(crate) fn take(role: Role, row: &Row<'_>, desk: &mut Desk<'_>) -> Result<Taken, Fault> {
    match role {
        Role::Visits | Role::Scans => stays::take(row, desk),
        Role::Encounters => encounters::take(row, desk),
        Role::Places => places::take(row, desk),
        Role::People => people::take_person(row, desk),
        Role::Households => people::take_membership(row, desk),
        Role::Cases => cases::take_case(row, desk),
        Role::Quarantines => cases::take_quarantine(row, desk),
        Role::Declarations => declarations::take(row, desk),
        Role::Health => health::take(row, desk),
        Role::Sightings => sightings::take(row, desk),
        Role::Devices => sightings::take_device(row, desk),
        Role::Contacts => contacts::take(row, desk),
        Role::Registrations => registrations::take(row, desk),
        Role::Truth => truth::take(row, desk),
    }
}
