//! Files with the faults of the bad-input catalogue, about the people and places of a world, and a list of what was
//! planted and where it must end.
//!
//! What the files tell of lies in the weeks before day one, so that no row of theirs meets one of the clean files. A
//! damaged file would end the reading of the whole folder: it has an ending that only a file that is named is read by.

mod archive;
mod book;
mod cast;
mod columnar;
mod containers;
mod forms;
mod legacy;
mod rows;
mod text;
mod times;
mod whole;

use std::io::Write;

use super::error::SynthError;
use super::output::Table;
use super::plan::Plan;
use super::world::World;
use cast::Cast;

/// The list of planted faults, in the output folder.
pub const FAULT_LIST: &str = "da_cay_loi.csv";
/// Its columns: the number in the catalogue, where it stands, what becomes of it, and why by key.
pub const FAULT_HEADER: [&str; 6] = ["case", "file", "row", "field", "fate", "reason"];
/// All files that are written, by their paths in the output folder.
pub const DIRTY_FILES: [&str; 39] = [
    "loi/ca_benh_loi_dong.csv",
    "loi/dan_cu_loi_dong.csv",
    "loi/dan_cu_nfd.csv",
    "loi/dan_cu_tcvn3.csv",
    "loi/dan_cu_vni.csv",
    "loi/dan_cu_windows1258.csv",
    "loi/dia_diem_loi_dong.csv",
    "loi/luot_vao_ra.csv",
    "loi/mat_khau_zip",
    "loi/quet_qr_bom.csv",
    "loi/quet_qr_cham_phay.csv",
    "loi/quet_qr_cham_phay_ban_sao.csv",
    "loi/quet_qr_chi_tieu_de.csv",
    "loi/quet_qr_cr.csv",
    "loi/quet_qr_dong_hong.csv",
    "loi/quet_qr_json_hong.json",
    "loi/quet_qr_lan_ngay_thang.csv",
    "loi/quet_qr_luot.csv",
    "loi/quet_qr_mat_khau.zip",
    "loi/quet_qr_ngay_excel.xlsx",
    "loi/quet_qr_ngay_thang_mo_ho.csv",
    "loi/quet_qr_ngoac_kep.csv",
    "loi/quet_qr_o_goc_xa.xlsx",
    "loi/quet_qr_o_qua_dai.csv",
    "loi/quet_qr_phinh_to.xlsx",
    "loi/quet_qr_rong.csv",
    "loi/quet_qr_sai_so_dong.parquet.bak",
    "loi/quet_qr_so_giay_to.csv",
    "loi/quet_qr_tab.tsv",
    "loi/quet_qr_tai_do.parquet.part",
    "loi/quet_qr_thang_truoc.csv",
    "loi/quet_qr_thoat_thu_muc.zip",
    "loi/quet_qr_thoi_gian.csv",
    "loi/quet_qr_trung_cot.csv",
    "loi/quet_qr_trung_so_dong.xlsx",
    "loi/quet_qr_utf16be.csv",
    "loi/quet_qr_utf16le.csv",
    "loi/quet_qr_zip_trong_zip.zip",
    "loi/to_khai_loi_dong.csv",
];

/// What becomes of a planted fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Accepted,
    Warned,
    Merged,
    Held,
    /// The file is left out of a folder with a note; named, it is refused.
    LeftOut,
    /// Not looked at in a folder; named, it is refused.
    Refused,
    /// Taken, and something is said of the file.
    Note,
}

impl Fate {
    const fn key(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Warned => "warned",
            Self::Merged => "merged",
            Self::Held => "held",
            Self::LeftOut => "left_out",
            Self::Refused => "refused",
            Self::Note => "note",
        }
    }
}

/// A fault before it has a place: its number in the catalogue, its column, what becomes of it and why.
#[derive(Debug, Clone, Copy)]
struct Fault {
    case: u8,
    field: &'static str,
    fate: Fate,
    reason: &'static str,
}

impl Fault {
    /// A row that is held.
    const fn held(case: u8, field: &'static str, reason: &'static str) -> Self {
        Self {
            case,
            field,
            fate: Fate::Held,
            reason,
        }
    }

    /// What is taken as it is.
    const fn accepted(case: u8, field: &'static str) -> Self {
        Self {
            case,
            field,
            fate: Fate::Accepted,
            reason: "",
        }
    }

    /// A fault of the file as a whole.
    const fn of_file(case: u8, fate: Fate, reason: &'static str) -> Self {
        Self {
            case,
            field: "",
            fate,
            reason,
        }
    }
}

/// A fault in its place.
#[derive(Debug)]
struct Planted {
    fault: Fault,
    /// As reports name it.
    file: &'static str,
    /// The physical line, from 1; `None` where the whole file is meant.
    row: Option<u64>,
}

/// A file with faults in it.
#[derive(Debug)]
pub struct DirtyFile {
    /// Its path in the output folder: one of [`DIRTY_FILES`].
    pub name: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// The files, and what was planted in them.
#[derive(Debug, Default)]
pub struct Dirty {
    /// The files, without the list.
    pub files: Vec<DirtyFile>,
    planted: Vec<Planted>,
}

impl Dirty {
    /// How many faults were planted.
    #[must_use]
    pub fn fault_count(&self) -> u64 {
        self.planted.len() as u64
    }

    /// How many files have some.
    #[must_use]
    pub fn faulty_files(&self) -> u64 {
        let faulty = |file: &&DirtyFile| self.planted.iter().any(|p| p.file.starts_with(file.name));
        self.files.iter().filter(faulty).count() as u64
    }

    /// Writes the list of planted faults.
    ///
    /// # Errors
    /// If `out` fails.
    pub fn write_list(&self, out: &mut dyn Write) -> Result<(), SynthError> {
        let mut table = Table::new(out, &FAULT_HEADER)?;
        for Planted { fault, file, row } in &self.planted {
            table.format(format_args!("{}", fault.case))?;
            table.text(file)?;
            match row {
                Some(row) => table.format(format_args!("{row}"))?,
                None => table.text("")?,
            }
            table.text(fault.field)?;
            table.text(fault.fate.key())?;
            table.text(fault.reason)?;
            table.end()?;
        }
        table.flush()
    }

    fn file(&mut self, name: &'static str, bytes: impl Into<Vec<u8>>) {
        let bytes = bytes.into();
        self.files.push(DirtyFile { name, bytes });
    }

    /// A file with one fault as a whole.
    fn faulty(&mut self, name: &'static str, fault: Fault, bytes: impl Into<Vec<u8>>) {
        self.plant(name, None, fault);
        self.file(name, bytes);
    }

    fn plant(&mut self, file: &'static str, row: Option<u64>, fault: Fault) {
        self.planted.push(Planted { fault, file, row });
    }
}

/// Makes the files about the world of a plan. The same plan gives the same bytes.
///
/// # Errors
/// If the plan cannot be carried out or nothing can be packed.
pub fn plant(plan: &Plan) -> Result<Dirty, SynthError> {
    plan.validate()?;
    let world = World::build(plan)?;
    let mut cast = Cast::new(&world);
    let mut dirty = Dirty::default();
    whole::plant(&mut cast, &mut dirty);
    containers::plant(&mut cast, &mut dirty)?;
    rows::plant(&mut cast, &mut dirty);
    times::plant(&mut cast, &mut dirty);
    forms::plant(&cast, &mut dirty);
    dirty.files.sort_by_key(|f| f.name);
    dirty.planted.sort_by_key(|p| (p.fault.case, p.file, p.row));
    Ok(dirty)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(dirty: &Dirty) -> Vec<&str> {
        dirty.files.iter().map(|f| f.name).collect()
    }

    #[test]
    fn the_same_plan_gives_the_same_bytes() {
        let plan = Plan {
            people: 50,
            days: 1,
            ..Plan::default()
        };
        let (dirty, again) = (plant(&plan).unwrap(), plant(&plan).unwrap());
        assert_eq!(names(&dirty), DIRTY_FILES);
        for (one, other) in dirty.files.iter().zip(&again.files) {
            assert!(one.bytes == other.bytes, "{}", one.name);
        }
        let other = plant(&Plan { seed: 1, ..plan }).unwrap();
        let differ = dirty.files.iter().zip(&other.files);
        assert!(differ.filter(|(a, b)| a.bytes != b.bytes).count() > 30);
        assert_eq!(dirty.faulty_files(), DIRTY_FILES.len() as u64 - 1);
    }

    #[test]
    fn what_swells_is_small_on_disk() {
        let dirty = plant(&Plan::default()).unwrap();
        let bytes = |name: &str| {
            let file = dirty.files.iter().find(|f| f.name.contains(name));
            file.unwrap().bytes.len()
        };
        assert!(bytes("phinh_to") < 4 << 20);
        assert!(dirty.files.iter().map(|f| f.bytes.len()).sum::<usize>() < 5 << 20);
    }
}
