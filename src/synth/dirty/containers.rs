//! Workbooks and archives.

use super::archive::{Archive, Packed};
use super::book::{date, number, row, sheet, swelling_sheet, text, workbook};
use super::cast::{Cast, Scan, TIME};
use super::{Dirty, Fate, Fault};
use crate::synth::calendar::local_day;
use crate::synth::error::SynthError;
use crate::synth::scans::SCAN_HEADER;

/// What opens the protected archive; it stands in a file beside it.
const PASSWORD: &str = "khai-bao-2021";
/// The last row and column of a sheet.
const FAR: u32 = 1_048_576;
const FAR_CELL: &str = r#"<c r="XFD1048576" t="inlineStr"><is><t>.</t></is></c>"#;
/// Days from 1904, where some workbooks begin to count, to 1970.
const SINCE_1904: i32 = 24_107;

pub(super) fn plant(cast: &mut Cast<'_>, dirty: &mut Dirty) -> Result<(), SynthError> {
    let too_large = Fault::of_file(43, Fate::LeftOut, "too_large");
    let bomb = workbook("", &swelling_sheet()?)?;
    dirty.faulty("loi/quet_qr_phinh_to.xlsx", too_large, bomb);
    far_corner(cast, dirty)?;
    repeated_rows(cast, dirty)?;
    serial_dates(cast, dirty)?;
    archives(cast, dirty)
}

fn cells(scan: &Scan) -> Vec<String> {
    scan.iter().map(|cell| text(cell)).collect()
}

fn header() -> String {
    let names = SCAN_HEADER.map(text);
    row(1, &names)
}

fn entry(number: u32, cast: &mut Cast<'_>) -> String {
    row(number, &cells(&cast.scan()))
}

fn far_corner(cast: &mut Cast<'_>, dirty: &mut Dirty) -> Result<(), SynthError> {
    const NAME: &str = "loi/quet_qr_o_goc_xa.xlsx";
    let corner = row(FAR, &[FAR_CELL.to_owned()]);
    let rows = [header(), entry(2, cast), entry(3, cast), corner];
    // The cell lies beyond all columns: the row in them is empty.
    let empty = Fault::held(44, SCAN_HEADER[0], "field_empty");
    dirty.plant(NAME, Some(FAR.into()), empty);
    dirty.file(NAME, workbook("", &sheet(&rows)?)?);
    Ok(())
}

fn repeated_rows(cast: &mut Cast<'_>, dirty: &mut Dirty) -> Result<(), SynthError> {
    const NAME: &str = "loi/quet_qr_trung_so_dong.xlsx";
    let mut rows = vec![header()];
    rows.extend([2, 3, 3, 2, 9].map(|number| entry(number, cast)));
    for line in [4, 5] {
        dirty.plant(NAME, Some(line), Fault::held(45, "", "repeated_row"));
    }
    dirty.file(NAME, workbook("", &sheet(&rows)?)?);
    Ok(())
}

/// A serial number is a date only where the cell says so, counted as the book says.
fn serial_dates(cast: &mut Cast<'_>, dirty: &mut Dirty) -> Result<(), SynthError> {
    const NAME: &str = "loi/quet_qr_ngay_excel.xlsx";
    const COLUMN: &str = SCAN_HEADER[TIME];
    let noon = f64::from(local_day(cast.before(7)) + SINCE_1904) + 0.5;
    let [mut typed, mut bare] = [cells(&cast.scan()), cells(&cast.scan())];
    typed[TIME] = date(noon);
    bare[TIME] = number(noon);
    let rows = [header(), row(2, &typed), row(3, &bare), entry(4, cast)];
    dirty.plant(NAME, Some(2), Fault::accepted(23, COLUMN));
    dirty.plant(NAME, Some(3), Fault::held(23, COLUMN, "time_unreadable"));
    let book = workbook(r#"<workbookPr date1904="1"/>"#, &sheet(&rows)?)?;
    dirty.file(NAME, book);
    Ok(())
}

fn archives(cast: &mut Cast<'_>, dirty: &mut Dirty) -> Result<(), SynthError> {
    let lines = [SCAN_HEADER.join(","), cast.scan().join(",")];
    let table = Packed::of(lines.map(|line| line + "\r\n").concat().as_bytes())?;
    let left_out = |reason| Fault::of_file(46, Fate::LeftOut, reason);

    let mut slip = Archive::default();
    slip.add("../../quet_qr.csv", &table);
    let fault = left_out("archive_path");
    dirty.faulty("loi/quet_qr_thoat_thu_muc.zip", fault, slip.end());

    let mut inner = Archive::default();
    inner.add("quet_qr.csv", &table);
    let mut outer = Archive::default();
    outer.add("quet_qr.zip", &Packed::of(&inner.end())?);
    let inside = "loi/quet_qr_zip_trong_zip.zip/quet_qr.zip";
    dirty.plant(inside, None, left_out("nested_archive"));
    dirty.file("loi/quet_qr_zip_trong_zip.zip", outer.end());

    let mut locked = Archive::default();
    locked.add_sealed("quet_qr.csv", &table, PASSWORD);
    let fault = left_out("archive_password");
    dirty.faulty("loi/quet_qr_mat_khau.zip", fault, locked.end());
    dirty.file("loi/mat_khau_zip", format!("{PASSWORD}\n"));
    Ok(())
}
