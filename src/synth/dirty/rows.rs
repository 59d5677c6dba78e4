//! Scan rows with faults in their bytes, their numbers and their course.

use super::cast::{Cast, DEVICE, OFFICER, PLACE, TIME, instant};
use super::text::Text;
use super::{Dirty, Fate, Fault};
use crate::synth::calendar::{HOUR, MINUTE};
use crate::synth::scans::SCAN_HEADER;

pub(super) fn plant(cast: &mut Cast<'_>, dirty: &mut Dirty) {
    bytes(cast, dirty);
    quotes(cast, dirty);
    numbers(cast, dirty);
    course(cast, dirty);
}

fn bytes(cast: &mut Cast<'_>, dirty: &mut Dirty) {
    let mut text = Text::new("loi/quet_qr_dong_hong.csv", &SCAN_HEADER);
    text.row(&cast.scan());
    let row = cast.scan().join(",").into_bytes();
    // A letter of Windows-1258 in the middle of UTF-8.
    let vao = memchr::memmem::find(&row, "vào".as_bytes()).unwrap_or_default();
    let row = [&row[..vao], b"v\xe0o", &row[vao + "vào".len()..]].concat();
    text.plant(Fault::held(6, "", "invalid_utf8"));
    text.raw(&row);
    let mut scan = cast.scan();
    scan[OFFICER].push_str("CB\0");
    text.fault(Fault::held(7, "", "nul_in_field"), &scan);
    text.fault(Fault::held(10, "", "short_row"), &cast.scan()[..3]);
    let mut long = Vec::from(cast.scan());
    long.push("ghi chú".to_owned());
    text.fault(Fault::held(11, "", "long_row"), &long);
    text.row(&cast.scan());
    text.end(dirty);
}

fn quotes(cast: &mut Cast<'_>, dirty: &mut Dirty) {
    let mut text = Text::new("loi/quet_qr_ngoac_kep.csv", &SCAN_HEADER);
    text.row(&cast.scan());
    let mut scan = cast.scan();
    scan[OFFICER].push_str("\"CB\n2\"");
    text.fault(Fault::accepted(13, SCAN_HEADER[OFFICER]), &scan);
    text.row(&cast.scan());
    let mut scan = cast.scan();
    scan[OFFICER].push_str("\"CB 3");
    text.fault(Fault::held(12, "", "unclosed_quote"), &scan);
    text.row(&cast.scan());
    text.row(&cast.scan());
    text.end(dirty);
}

/// Scans that name people by numbers, and the QID where there is one.
fn numbers(cast: &mut Cast<'_>, dirty: &mut Dirty) {
    const CCCD: &str = "Số CCCD";
    let header = [&[CCCD, "Mã QID"][..], &SCAN_HEADER[PLACE..]].concat();
    let mut text = Text::new("loi/quet_qr_so_giay_to.csv", &header);
    let cccd = cast.cccd(cast.next());
    let eighteen = format!("{cccd}000000");
    text.row(&numbered(cast, &cccd, ""));
    for (case, reason, number) in [
        (17, "cccd_leading_zero_lost", &cccd[1..]),
        (18, "cccd_scientific", "7.91E+10"),
        (19, "cccd_invalid", eighteen.as_str()),
        (20, "no_person_key", &cccd[3..]),
    ] {
        let cells = numbered(cast, number, "");
        text.fault(Fault::held(case, CCCD, reason), &cells);
    }
    // An old number is no key, but hinders none.
    let qid = cast.qid(cast.next());
    let cells = numbered(cast, &cccd[3..], &qid);
    text.fault(Fault::accepted(20, CCCD), &cells);
    let cccd = cast.cccd(cast.next());
    text.row(&numbered(cast, &cccd, ""));
    text.end(dirty);
}

/// A scan with a number and a QID in the place of the code.
fn numbered(cast: &mut Cast<'_>, number: &str, qid: &str) -> Vec<String> {
    let mut cells = vec![number.to_owned(), qid.to_owned()];
    cells.extend(cast.scan().into_iter().skip(PLACE));
    cells
}

/// What is wrong only beside other rows: most of it is kept.
fn course(cast: &mut Cast<'_>, dirty: &mut Dirty) {
    let [minute, hour] = [MINUTE, HOUR].map(i64::from);
    let mut text = Text::new("loi/quet_qr_luot.csv", &SCAN_HEADER);
    text.row(&cast.scan());
    // Two devices at one gate, the clock of one three hours ahead.
    for _ in 0..3 {
        let at = cast.next_at();
        let mut scan = cast.scan();
        text.row(&scan);
        scan[TIME] = instant(at + 3 * hour + 20);
        scan[DEVICE].pop();
        scan[DEVICE].push('9');
        text.fault(Fault::accepted(31, SCAN_HEADER[TIME]), &scan);
    }
    text.fault(Fault::accepted(33, ""), &cast.scan());
    let merged = Fault {
        fate: Fate::Merged,
        ..Fault::accepted(34, "")
    };
    let at = cast.next_at();
    let mut scan = cast.scan();
    text.row(&scan);
    text.fault(merged, &scan);
    scan[TIME] = instant(at + 2 * minute);
    text.fault(merged, &scan);
    // From one end of the world to the other in a minute; a very small world has no such ends.
    let at = cast.next_at();
    let mut scan = cast.scan();
    let (from, to, far) = cast.ends();
    scan[PLACE] = cast.place(from);
    text.row(&scan);
    scan[PLACE] = cast.place(to);
    scan[TIME] = instant(at + minute);
    let travel = Fault {
        fate: Fate::Warned,
        ..Fault::held(36, "", "impossible_travel")
    };
    let near = Fault::accepted(36, SCAN_HEADER[PLACE]);
    text.fault(if far { travel } else { near }, &scan);
    let unknown = Fault {
        fate: Fate::Warned,
        ..Fault::held(41, SCAN_HEADER[PLACE], "unknown_place")
    };
    let mut scan = cast.scan();
    "DD-LA-0001".clone_into(&mut scan[PLACE]);
    text.fault(unknown, &scan);
    text.row(&cast.scan());
    text.end(dirty);
}
