//! Rows of registers, case reports, declarations and visits.

use super::cast::{Cast, day};
use super::text::Text;
use super::{Dirty, Fate, Fault};
use crate::synth::output::{PLACES_HEADER, REGISTER_HEADER};
use crate::synth::{cases, declarations};

pub(super) fn plant(cast: &Cast<'_>, dirty: &mut Dirty) {
    residents(cast, dirty);
    venues(cast, dirty);
    results(cast, dirty);
    trips(cast, dirty);
    visits(cast, dirty);
}

fn residents(cast: &Cast<'_>, dirty: &mut Dirty) {
    const CCCD: usize = 0;
    const NAME: usize = 2;
    const PHONE: usize = 5;
    let mut text = Text::new("loi/dan_cu_loi_dong.csv", &REGISTER_HEADER);
    let mut put = |fault: Fault, n: u32, column: usize, cell: String| {
        let mut row = cast.resident(n);
        row[column] = cell;
        text.fault(fault, &row);
    };
    // Everybody's own number as other programs write it, and one of eleven digits.
    let forms: [fn(&str) -> String; 5] = [
        |own| own[1..].to_owned(),
        |own| format!("+84{}", &own[1..]),
        |own| format!("84{}", &own[1..]),
        |own| format!("0084{}", &own[1..]),
        |own| format!("0121{}", &own[3..]),
    ];
    let phones = (0..cast.world.people.len() as u32).map(|n| (n, cast.phone(n)));
    let phones = phones.filter(|(_, own)| !own.is_empty());
    for ((n, own), form) in phones.zip(forms) {
        put(
            Fault::accepted(21, REGISTER_HEADER[PHONE]),
            n,
            PHONE,
            form(&own),
        );
    }
    for n in [20, 25, 30] {
        let fault = Fault::accepted(22, REGISTER_HEADER[PHONE]);
        put(fault, n, PHONE, "0900000000".to_owned());
    }
    let lost = Fault::held(17, REGISTER_HEADER[CCCD], "cccd_leading_zero_lost");
    put(lost, 36, CCCD, cast.cccd(36)[1..].to_owned());
    for (n, name) in (40..).zip(["=1+1", "+1+1", "-1+1", "@SUM(A1)"]) {
        let fault = Fault::accepted(50, REGISTER_HEADER[NAME]);
        put(fault, n, NAME, name.to_owned());
    }
    text.end(dirty);
}

fn venues(cast: &Cast<'_>, dirty: &mut Dirty) {
    const LAT: usize = 7;
    const LON: usize = 8;
    let fault = Fault::held(40, PLACES_HEADER[LAT], "coordinates_impossible");
    let mut text = Text::new("loi/dia_diem_loi_dong.csv", &PLACES_HEADER);
    let mut swapped = cast.venue(3);
    swapped.swap(LAT, LON);
    text.fault(fault, &swapped);
    let mut pointless = cast.venue(4);
    pointless[LAT] = pointless[LAT].replace('.', "");
    text.fault(fault, &pointless);
    text.end(dirty);
}

/// Two results of one person on one day; neither makes a case that the truth does not know.
fn results(cast: &Cast<'_>, dirty: &mut Dirty) {
    const STATUS: usize = 7;
    let mut text = Text::new("loi/ca_benh_loi_dong.csv", &cases::HEADER);
    let row = |number: u32, status: &str| {
        let mut row: [String; 8] = Default::default();
        row[0] = format!("CA{number}");
        row[1] = cast.cccd(50);
        row[2] = cast.name(50);
        row[4] = day(cast.before(7));
        status.clone_into(&mut row[STATUS]);
        row
    };
    let fault = Fault {
        fate: Fate::Warned,
        ..Fault::held(42, cases::HEADER[STATUS], "results_differ")
    };
    text.fault(fault, &row(9_001, "nghi ngờ"));
    text.fault(fault, &row(9_002, "loại trừ"));
    text.end(dirty);
}

fn trips(cast: &Cast<'_>, dirty: &mut Dirty) {
    const HEADER: [&str; 19] = declarations::HEADER;
    const ARRIVAL: usize = 13;
    const CONTACT: usize = 17;
    let mut text = Text::new("loi/to_khai_loi_dong.csv", &HEADER);
    let today = day(cast.before(7));
    let plate = cast
        .world
        .routes
        .first()
        .map_or("", |route| route.plate.as_str());
    let trip = |n: u32, hours: [&str; 2], contact: Option<u32>| {
        let mut row: [String; 19] = Default::default();
        row[0] = format!("TK9{n:06}");
        row[1] = cast.cccd(n);
        row[3] = cast.name(n);
        "Xe khách".clone_into(&mut row[9]);
        plate.clone_into(&mut row[10]);
        row[12] = format!("{today} {}", hours[0]);
        if !hours[1].is_empty() {
            row[ARRIVAL] = format!("{today} {}", hours[1]);
        }
        if let Some(other) = contact {
            row[CONTACT] = cast.cccd(other);
            row[18].clone_from(&today);
        }
        row
    };
    let there = ["06:30", "08:00"];
    text.row(&trip(60, there, None));
    let fault = Fault::held(32, HEADER[ARRIVAL], "check_out_before_check_in");
    text.fault(fault, &trip(61, ["08:30", "06:10"], None));
    let fault = Fault::accepted(33, HEADER[ARRIVAL]);
    text.fault(fault, &trip(62, ["06:30", ""], None));
    let fault = Fault::held(37, HEADER[CONTACT], "contact_with_oneself");
    text.fault(fault, &trip(63, there, Some(63)));
    // Three who name each other in a ring.
    for (n, other) in [(64, 65), (65, 66), (66, 64)] {
        let fault = Fault::accepted(38, HEADER[CONTACT]);
        text.fault(fault, &trip(n, there, Some(other)));
    }
    text.end(dirty);
}

fn visits(cast: &Cast<'_>, dirty: &mut Dirty) {
    const HEADER: [&str; 4] = ["person_id", "place_id", "check_in", "check_out"];
    let mut text = Text::new("loi/luot_vao_ra.csv", &HEADER);
    let today = day(cast.before(7));
    let stay = |n: u32, hours: [&str; 2]| {
        let at = |hour: &str| {
            if hour.is_empty() {
                String::new()
            } else {
                format!("{today} {hour}")
            }
        };
        [cast.cccd(n), cast.place(9), at(hours[0]), at(hours[1])]
    };
    text.row(&stay(70, ["08:00", "09:00"]));
    let fault = Fault::held(32, HEADER[3], "check_out_before_check_in");
    text.fault(fault, &stay(71, ["09:00", "08:00"]));
    let fault = Fault::accepted(33, HEADER[3]);
    text.fault(fault, &stay(72, ["09:00", ""]));
    text.end(dirty);
}
