//! Workbooks of one sheet, as XML.

use super::archive::{Archive, Packed};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// The style of cells that hold a date with a clock.
const INSTANT: u32 = 1;

/// A workbook of one sheet; `properties` are those of the book, as XML.
pub(super) fn workbook(properties: &str, sheet: &Packed) -> std::io::Result<Vec<u8>> {
    let relation = |id: u32, kind: &str, target: &str| {
        format!(r#"<Relationship Id="r{id}" Type="{OFFICE}/{kind}" Target="{target}"/>"#)
    };
    let relations = |all: &[String]| {
        let all = all.concat();
        format!(r#"<Relationships xmlns="{PACKAGE}/relationships">{all}</Relationships>"#)
    };
    let types = format!(
        r#"<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>"#
    );
    let book = format!(
        r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}<sheets><sheet name="Quét QR" sheetId="1" r:id="r1"/></sheets></workbook>"#
    );
    // 22 is a date with a clock in every spreadsheet program.
    let styles = format!(
        r#"<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>"#
    );
    let mut archive = Archive::default();
    for (name, text) in [
        ("[Content_Types].xml", types),
        (
            "_rels/.rels",
            relations(&[relation(1, "officeDocument", "xl/workbook.xml")]),
        ),
        ("xl/workbook.xml", book),
        (
            "xl/_rels/workbook.xml.rels",
            relations(&[
                relation(1, "worksheet", "worksheets/sheet1.xml"),
                relation(2, "styles", "styles.xml"),
            ]),
        ),
        ("xl/styles.xml", styles),
    ] {
        archive.add(name, &Packed::of(text.as_bytes())?);
    }
    archive.add("xl/worksheets/sheet1.xml", sheet);
    Ok(archive.end())
}

/// A sheet of these rows.
pub(super) fn sheet(rows: &[String]) -> std::io::Result<Packed> {
    Packed::of([head(), rows.concat(), tail()].concat().as_bytes())
}

/// A sheet of one row many times, 786 MB of it.
pub(super) fn swelling_sheet() -> std::io::Result<Packed> {
    const PIECE: usize = 1 << 20;
    const PIECES: u32 = 750;
    let line = r#"<row><c t="inlineStr"><is><t>0</t></is></c></row>"#;
    let piece = line.repeat(PIECE / line.len());
    Packed::swelling(
        head().as_bytes(),
        piece.as_bytes(),
        PIECES,
        tail().as_bytes(),
    )
}

fn head() -> String {
    format!(r#"<worksheet xmlns="{MAIN}"><sheetData>"#)
}

fn tail() -> String {
    "</sheetData></worksheet>".to_owned()
}

/// A row of cells under a number.
pub(super) fn row(number: u32, cells: &[String]) -> String {
    format!(r#"<row r="{number}">{}</row>"#, cells.concat())
}

/// A cell of text.
pub(super) fn text(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#)
}

/// A cell that holds a number.
pub(super) fn number(number: f64) -> String {
    format!("<c><v>{number}</v></c>")
}

/// A cell that holds days since the book's first day, shown as a date with a clock.
pub(super) fn date(days: f64) -> String {
    format!(r#"<c s="{INSTANT}"><v>{days}</v></c>"#)
}
