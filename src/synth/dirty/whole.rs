//! Faults of a file as a whole: how it is written, its header, its end.

use unicode_normalization::UnicodeNormalization as _;

use super::cast::{Cast, OFFICER, Scan};
use super::columnar::parquet;
use super::text::Text;
use super::{Dirty, Fate, Fault, legacy};
use crate::synth::output::REGISTER_HEADER;
use crate::synth::scans::SCAN_HEADER;

/// A cell of so many bytes stands for the line of ten gigabytes.
const LONG: usize = 70_000;

pub(super) fn plant(cast: &mut Cast<'_>, dirty: &mut Dirty) {
    encodings(cast, dirty);
    old_encodings(cast, dirty);
    decomposed(cast, dirty);
    line_ends_and_separators(cast, dirty);
    headers(cast, dirty);
    too_long(cast, dirty);
    json(cast, dirty);
    damaged(cast, dirty);
}

/// How two bytes follow each other.
type Order = fn(u16) -> [u8; 2];
/// How text becomes bytes.
type Encode = fn(&str) -> Vec<u8>;

/// A scan file of three good rows.
fn scans(cast: &mut Cast<'_>, separator: &str, end: &str) -> String {
    let mut lines = vec![SCAN_HEADER.join(separator)];
    lines.extend((0..3).map(|_| cast.scan().join(separator)));
    lines.iter().flat_map(|line| [line.as_str(), end]).collect()
}

/// An extract of the population register.
fn register(cast: &Cast<'_>, people: u32) -> String {
    let mut lines = vec![REGISTER_HEADER.join(",")];
    lines.extend((0..people).map(|n| cast.resident(n).join(",")));
    lines
        .iter()
        .flat_map(|line| [line.as_str(), "\r\n"])
        .collect()
}

fn encodings(cast: &mut Cast<'_>, dirty: &mut Dirty) {
    let marked = format!("\u{feff}{}", scans(cast, ",", "\r\n"));
    dirty.faulty("loi/quet_qr_bom.csv", Fault::accepted(1, ""), marked);
    let named: [(&'static str, Order); 2] = [
        ("loi/quet_qr_utf16le.csv", u16::to_le_bytes),
        ("loi/quet_qr_utf16be.csv", u16::to_be_bytes),
    ];
    for (name, bytes) in named {
        let text = format!("\u{feff}{}", scans(cast, ",", "\r\n"));
        let bytes: Vec<u8> = text.encode_utf16().flat_map(bytes).collect();
        dirty.faulty(name, Fault::of_file(2, Fate::Note, "encoding"), bytes);
    }
}

fn old_encodings(cast: &Cast<'_>, dirty: &mut Dirty) {
    let named: [(u8, &'static str, Encode); 3] = [
        (3, "loi/dan_cu_windows1258.csv", legacy::windows_1258),
        (4, "loi/dan_cu_tcvn3.csv", legacy::tcvn3),
        (4, "loi/dan_cu_vni.csv", legacy::vni),
    ];
    // As many people as it takes for the words to tell how they are written.
    let text = register(cast, 12);
    for (case, name, encode) in named {
        let fault = Fault::of_file(case, Fate::LeftOut, "encoding_likely");
        dirty.faulty(name, fault, encode(&text));
    }
}

/// The same rows as in the clean register, in NFD.
fn decomposed(cast: &Cast<'_>, dirty: &mut Dirty) {
    const NAME: &str = "loi/dan_cu_nfd.csv";
    let same = Fault {
        fate: Fate::Merged,
        ..Fault::accepted(5, "")
    };
    for line in [2, 3] {
        dirty.plant(NAME, Some(line), same);
    }
    let text: String = register(cast, 2).chars().nfd().collect();
    dirty.file(NAME, text);
}

fn line_ends_and_separators(cast: &mut Cast<'_>, dirty: &mut Dirty) {
    let text = scans(cast, ",", "\r");
    dirty.faulty("loi/quet_qr_cr.csv", Fault::accepted(8, ""), text);
    let text = scans(cast, "\t", "\r\n");
    dirty.faulty("loi/quet_qr_tab.tsv", Fault::accepted(9, ""), text);
    let text = scans(cast, ";", "\r\n");
    let name = "loi/quet_qr_cham_phay.csv";
    dirty.faulty(name, Fault::accepted(9, ""), text.clone());
    let again = Fault::of_file(35, Fate::LeftOut, "same_file");
    dirty.faulty("loi/quet_qr_cham_phay_ban_sao.csv", again, text);
}

fn headers(cast: &mut Cast<'_>, dirty: &mut Dirty) {
    let twice = scans(cast, ",", "\r\n").replacen(SCAN_HEADER[5], SCAN_HEADER[0], 1);
    let fault = Fault::of_file(14, Fate::LeftOut, "duplicate_header");
    dirty.faulty("loi/quet_qr_trung_cot.csv", fault, twice);
    let no_rows = Fault::of_file(15, Fate::LeftOut, "no_rows");
    dirty.faulty("loi/quet_qr_rong.csv", no_rows, "");
    let header = SCAN_HEADER.join(",") + "\r\n";
    dirty.faulty("loi/quet_qr_chi_tieu_de.csv", no_rows, header);
}

fn too_long(cast: &mut Cast<'_>, dirty: &mut Dirty) {
    let mut text = Text::new("loi/quet_qr_o_qua_dai.csv", &SCAN_HEADER);
    text.row(&cast.scan());
    let mut long = cast.scan();
    long[OFFICER] = "x".repeat(LONG);
    text.fault(Fault::held(16, "", "cell_too_long"), &long);
    text.row(&cast.scan());
    text.end(dirty);
}

/// Names and values of a JSON object, without its braces.
fn object(scan: &Scan) -> String {
    let pairs = SCAN_HEADER.iter().zip(scan);
    let pairs: Vec<String> = pairs
        .map(|(name, cell)| format!(r#""{name}":"{cell}""#))
        .collect();
    pairs.join(",")
}

fn json(cast: &mut Cast<'_>, dirty: &mut Dirty) {
    const NAME: &str = "loi/quet_qr_json_hong.json";
    const DEEP: usize = 40;
    let deep = format!("{}1{}", r#"{"x":"#.repeat(DEEP), "}".repeat(DEEP));
    let [first, twice, sunk, last] = [(); 4].map(|()| object(&cast.scan()));
    let records = [
        first,
        format!(r#"{twice},"{}":"ra""#, SCAN_HEADER[3]),
        format!(r#"{sunk},"Ghi chú":{deep}"#),
        last,
    ];
    let held = |reason| Fault::held(47, "", reason);
    dirty.plant(NAME, Some(3), held("json_duplicate_key"));
    dirty.plant(NAME, Some(4), held("json_too_deep"));
    dirty.file(NAME, format!("[\n{{{}}}\n]\n", records.join("},\n{")));
}

/// A download that broke off, and a footer that lies.
fn damaged(cast: &mut Cast<'_>, dirty: &mut Dirty) {
    let rows: Vec<Scan> = (0..5).map(|_| cast.scan()).collect();
    let refused = Fault::of_file(48, Fate::Refused, "damaged");
    let mut cut = parquet(SCAN_HEADER, &rows, rows.len() as i64);
    cut.truncate(cut.len() * 2 / 3);
    dirty.faulty("loi/quet_qr_tai_do.parquet.part", refused, cut);
    let lying = parquet(SCAN_HEADER, &rows, 5_000);
    dirty.faulty("loi/quet_qr_sai_so_dong.parquet.bak", refused, lying);
}
