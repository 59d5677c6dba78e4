//! The sample: a synthetic outbreak that the program carries, so that it can be tried without a file.

use std::sync::Arc;

use crate::ingest::{Input, Kept, Shelf};

const FILES: [(&str, &[u8]); 6] = [
    (
        "ca_benh.csv",
        include_bytes!("../../sample_data/ca_benh.csv"),
    ),
    (
        "cach_ly.csv",
        include_bytes!("../../sample_data/cach_ly.csv"),
    ),
    ("dan_cu.csv", include_bytes!("../../sample_data/dan_cu.csv")),
    (
        "dia_diem.csv",
        include_bytes!("../../sample_data/dia_diem.csv"),
    ),
    (
        "quet_qr.parquet",
        include_bytes!("../../sample_data/quet_qr.parquet"),
    ),
    (
        "to_khai_di_chuyen.csv",
        include_bytes!("../../sample_data/to_khai_di_chuyen.csv"),
    ),
];

/// The program's own files.
struct Carried;

impl Shelf for Carried {
    fn bytes(&self, number: u32) -> std::io::Result<Vec<u8>> {
        let file = FILES.get(number as usize);
        let (_, bytes) = file.ok_or(std::io::ErrorKind::NotFound)?;
        Ok(bytes.to_vec())
    }
}

/// The sample's files, by name, in memory.
#[must_use]
pub fn inputs() -> Vec<Input> {
    let shelf: Arc<dyn Shelf> = Arc::new(Carried);
    let files = FILES.iter().zip(0..);
    let input = |((name, bytes), number): (&(&str, &[u8]), u32)| Input {
        path: (*name).into(),
        kept: Some(Kept {
            shelf: Arc::clone(&shelf),
            number,
            size: bytes.len() as u64,
            found: true,
        }),
        ..Input::default()
    };
    files.map(input).collect()
}
