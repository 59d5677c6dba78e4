//! Dates and times that cannot be, or that can be read in two ways.

use chrono::Datelike as _;

use super::cast::{Cast, TIME, day, instant};
use super::text::Text;
use super::{Dirty, Fate, Fault};
use crate::synth::calendar::{DAY, HOUR, date, local_day};
use crate::synth::scans::SCAN_HEADER;

const COLUMN: &str = SCAN_HEADER[TIME];

pub(super) fn plant(cast: &mut Cast<'_>, dirty: &mut Dirty) {
    clocks(cast, dirty);
    orders(cast, dirty);
}

fn clocks(cast: &mut Cast<'_>, dirty: &mut Dirty) {
    let today = cast.before(7);
    let (written, iso) = (day(today), date(local_day(today)));
    let plan = &cast.world.plan;
    let later = i64::from(plan.days + 30) * i64::from(DAY) + i64::from(8 * HOUR);
    let later = instant(plan.start + later);
    let held = |case, reason| Fault::held(case, COLUMN, reason);
    let hour_24 = Fault {
        fate: Fate::Warned,
        ..held(28, "hour_24")
    };
    let (start, year) = (&written[..6], iso.year());
    let faults = [
        (held(23, "time_unreadable"), "44317.5".to_owned()),
        (
            held(25, "two_digit_year"),
            format!("{start}{} 08:00:00", &written[8..]),
        ),
        (
            held(26, "buddhist_year"),
            format!("{start}{} 08:00:00", year + 543),
        ),
        (held(27, "no_such_date"), format!("31/04/{year} 08:00:00")),
        (hour_24, format!("{written} 24:00:00")),
        (Fault::accepted(29, COLUMN), format!("{iso}T04:00:00")),
        (held(30, "in_future"), later),
        (held(50, "time_unreadable"), "=NOW()".to_owned()),
    ];
    let mut text = Text::new("loi/quet_qr_thoi_gian.csv", &SCAN_HEADER);
    text.row(&cast.scan());
    for (fault, time) in faults {
        let mut scan = cast.scan();
        scan[TIME] = time;
        text.fault(fault, &scan);
    }
    text.row(&cast.scan());
    text.end(dirty);
}

/// Columns of dates with the day first, with the month first, of both, and of neither for sure.
fn orders(cast: &mut Cast<'_>, dirty: &mut Dirty) {
    let month = date(local_day(cast.before(40)));
    let (month, year) = (month.month(), month.year());
    let day_first = |day: u32| format!("{day:02}/{month:02}/{year} 09:00:00");
    let month_first = |day: u32| format!("{month:02}/{day:02}/{year} 09:00:00");
    let note = |reason| Fault {
        field: COLUMN,
        ..Fault::of_file(24, Fate::Note, reason)
    };

    let name = "loi/quet_qr_ngay_thang_mo_ho.csv";
    dirty.plant(name, None, note("date_order_assumed"));
    dated(cast, name, &[2, 3, 4].map(day_first)).end(dirty);

    let name = "loi/quet_qr_thang_truoc.csv";
    dirty.plant(name, None, note("date_order_proven"));
    dated(cast, name, &[14, 15, 16].map(month_first)).end(dirty);

    let name = "loi/quet_qr_lan_ngay_thang.csv";
    dirty.plant(name, None, note("date_order_mixed"));
    let mut text = dated(cast, name, &[14, 15, 16].map(day_first));
    let mut scan = cast.scan();
    scan[TIME] = month_first(17);
    text.fault(Fault::held(24, COLUMN, "no_such_date"), &scan);
    text.end(dirty);
}

/// A scan file with these times.
fn dated(cast: &mut Cast<'_>, name: &'static str, times: &[String]) -> Text {
    let mut text = Text::new(name, &SCAN_HEADER);
    for time in times {
        let mut scan = cast.scan();
        scan[TIME].clone_from(time);
        text.row(&scan);
    }
    text
}
