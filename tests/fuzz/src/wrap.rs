//! Containers around what is fuzzed, so that no checksum keeps it from being read. The first byte tells what the others
//! are; where it tells nothing, all of them are a whole file.

use std::io::{Cursor, Write as _};

use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// Between the parts of an archive; the name of each ends with a line end.
pub const NEXT: &str = "\u{1e}";

/// The usual parts of a workbook of one sheet.
const XLSX: [(&str, &str); 7] = [
    (
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#,
    ),
    (
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (BOOK, BOOK_XML),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#,
    ),
    (SHEET, SHEET_XML),
    (STRINGS, STRINGS_XML),
    (STYLES, STYLES_XML),
];
const BOOK: &str = "xl/workbook.xml";
const SHEET: &str = "xl/worksheets/sheet1.xml";
const STRINGS: &str = "xl/sharedStrings.xml";
const STYLES: &str = "xl/styles.xml";

pub const BOOK_XML: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>"#;
pub const SHEET_XML: &str = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:C3"/><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>check_in</t></is></c></row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>7</v></c><c r="C2" s="1"><v>44424.5</v></c></row><row><c t="str"><v>B</v></c><c t="b"><v>1</v></c><c t="d"><v>2021-08-16T08:00:00</v></c></row></sheetData></worksheet>"#;
pub const STRINGS_XML: &str = r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="3"><si><t>person_id</t></si><si><r><t>place</t></r><r><t>_id</t></r></si><si><t xml:space="preserve"> A </t></si></sst>"#;
pub const STYLES_XML: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy hh:mm"/></numFmts><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>"#;

/// A part of an XLSX, the contents of an ODS, the records of an XLS, or a whole file.
pub fn workbook(bytes: &[u8]) -> Vec<u8> {
    match bytes.split_first() {
        Some((b's', part)) => xlsx(SHEET, part),
        Some((b't', part)) => xlsx(STRINGS, part),
        Some((b'y', part)) => xlsx(STYLES, part),
        Some((b'w', part)) => xlsx(BOOK, part),
        Some((b'o', part)) => ods(part),
        Some((b'x', part)) => compound(part),
        _ => bytes.to_vec(),
    }
}

/// The parts of a ZIP, what is in a GZ, or a whole file.
pub fn archive(bytes: &[u8]) -> Vec<u8> {
    match bytes.split_first() {
        Some((b'z', parts)) => {
            let named: Vec<(String, &[u8])> = parts.split(|b| *b == 0x1e).map(named).collect();
            let parts: Vec<(&str, &[u8])> = named.iter().map(|(n, b)| (n.as_str(), *b)).collect();
            zipped(&parts, CompressionMethod::Deflated)
        }
        Some((b'g', text)) => packed(text),
        _ => bytes.to_vec(),
    }
}

fn named(part: &[u8]) -> (String, &[u8]) {
    let end = part.iter().position(|b| *b == b'\n').unwrap_or(part.len());
    let name = String::from_utf8_lossy(&part[..end]).into_owned();
    (name, part.get(end + 1..).unwrap_or_default())
}

fn packed(text: &[u8]) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(text).unwrap();
    gz.finish().unwrap()
}

fn zipped(parts: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, bytes) in parts {
        // A name that is there already, or is too long, is left out.
        if zip.start_file(*name, options).is_ok() {
            zip.write_all(bytes).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}

fn xlsx(name: &str, part: &[u8]) -> Vec<u8> {
    let parts = XLSX.map(|(usual, xml)| (usual, if usual == name { part } else { xml.as_bytes() }));
    zipped(&parts, CompressionMethod::Stored)
}

fn ods(content: &[u8]) -> Vec<u8> {
    let parts: [(&str, &[u8]); 3] = [
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ("content.xml", content),
    ];
    zipped(&parts, CompressionMethod::Stored)
}

/// A compound file of one stream, `Workbook`, in sectors of 512 bytes: the allocation table, the directory, the stream.
fn compound(stream: &[u8]) -> Vec<u8> {
    const SECTOR: usize = 512;
    const FREE: u32 = u32::MAX;
    const END: u32 = u32::MAX - 1;
    const TABLE: u32 = u32::MAX - 2;
    // One sector of the table has room for no more, and a shorter stream would stand elsewhere.
    let stream = &stream[..stream.len().min(60_000)];
    let size = stream.len().max(4_096).next_multiple_of(SECTOR);
    let last = (size / SECTOR) as u32 + 1;
    let mut file = vec![0u8; 3 * SECTOR];
    file[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    let mut put = |at: usize, value: u32| file[at..at + 4].copy_from_slice(&value.to_le_bytes());
    // Version 3, low byte first, sectors of 2^9 and 2^6 bytes; one sector of the table, the directory in sector 1.
    let header = [
        (24, 0x0003_003e),
        (28, 0x0009_fffe),
        (32, 6),
        (44, 1),
        (48, 1),
        (56, 4_096),
        (60, END),
        (68, END),
    ];
    header.iter().for_each(|&(at, value)| put(at, value));
    (80..SECTOR).step_by(4).for_each(|at| put(at, FREE));
    for sector in 0..128 {
        let next = match sector {
            0 => TABLE,
            1 => END,
            _ if sector < last => sector + 1,
            _ if sector == last => END,
            _ => FREE,
        };
        put(SECTOR + sector as usize * 4, next);
    }
    // An entry: its name and the length of that, its kind, where it starts, its size.
    let entries = [("Root Entry", 5, END, 0), ("Workbook", 2, 2, size as u32)];
    for (at, (name, kind, start, size)) in (2 * SECTOR..).step_by(128).zip(entries) {
        for (letter, unit) in name.bytes().enumerate() {
            put(at + letter * 2, unit.into());
        }
        put(at + 64, (kind << 16) | (name.len() as u32 * 2 + 2));
        put(at + 116, start);
        put(at + 120, size);
    }
    file.extend(stream);
    file.resize(3 * SECTOR + size, 0);
    file
}
