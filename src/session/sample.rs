//! The sample: a synthetic outbreak that the program carries, so that it can be tried without a file.

use std::path::Path;

use crate::ingest::Input;

const FILES: [(&str, &[u8]); 6] = [
    ("dan_cu.csv", include_bytes!("../../sample_data/dan_cu.csv")),
    (
        "dia_diem.csv",
        include_bytes!("../../sample_data/dia_diem.csv"),
    ),
    (
        "ca_benh.csv",
        include_bytes!("../../sample_data/ca_benh.csv"),
    ),
    (
        "cach_ly.csv",
        include_bytes!("../../sample_data/cach_ly.csv"),
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

/// Lays the sample's files out in a folder, to be read from there.
///
/// # Errors
/// What the system says.
pub fn lay_out(folder: &Path) -> std::io::Result<Vec<Input>> {
    for (name, bytes) in FILES {
        std::fs::write(folder.join(name), bytes)?;
    }
    Ok(vec![Input::from(folder.to_path_buf())])
}
