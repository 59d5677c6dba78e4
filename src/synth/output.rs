//! The files of the real sources, and the truth.

use std::fmt::Write as _;
use std::io::Write;

use csv::Writer;

use super::authorities::Quarantine;
use super::calendar::{DAY, local_day, push_date, push_instant, push_iso};
use super::error::SynthError;
use super::outbreak::{Outbreak, Scene};
use super::scans::{SCAN_HEADER, ScanRow, Sink};
use super::world::World;

/// Where the small files go, each as CSV in UTF-8 with a header.
pub struct Tables<'a> {
    /// The population register, `dan_cu.csv`.
    pub register: &'a mut dyn Write,
    /// The place register, `dia_diem.csv`.
    pub places: &'a mut dyn Write,
    /// The movement declarations, `to_khai_di_chuyen.csv`.
    pub declarations: &'a mut dyn Write,
    /// The cases, `ca_benh.csv`.
    pub cases: &'a mut dyn Write,
    /// The quarantines, `cach_ly.csv`.
    pub quarantines: &'a mut dyn Write,
    /// Who infected whom, `su_that.csv`.
    pub truth: &'a mut dyn Write,
}

/// A CSV file written field by field.
pub(super) struct Table<W: Write> {
    writer: Writer<W>,
    field: String,
}

impl<W: Write> Table<W> {
    pub(super) fn new(out: W, header: &[&str]) -> Result<Self, SynthError> {
        let mut writer = Writer::from_writer(out);
        writer.write_record(header)?;
        Ok(Self {
            writer,
            field: String::new(),
        })
    }

    /// Writes a field that `spell` appends to an empty string.
    pub(super) fn with(&mut self, spell: impl FnOnce(&mut String)) -> Result<(), SynthError> {
        self.field.clear();
        spell(&mut self.field);
        Ok(self.writer.write_field(&self.field)?)
    }

    /// Writes a field that is empty where there is no value.
    pub(super) fn maybe<T>(
        &mut self,
        value: Option<T>,
        spell: impl FnOnce(&mut String, T),
    ) -> Result<(), SynthError> {
        self.with(|out| {
            if let Some(value) = value {
                spell(out, value);
            }
        })
    }

    pub(super) fn format(&mut self, args: std::fmt::Arguments<'_>) -> Result<(), SynthError> {
        self.with(|out| _ = out.write_fmt(args))
    }

    pub(super) fn text(&mut self, text: &str) -> Result<(), SynthError> {
        Ok(self.writer.write_field(text)?)
    }

    pub(super) fn end(&mut self) -> Result<(), SynthError> {
        Ok(self.writer.write_record(None::<&[u8]>)?)
    }

    pub(super) fn flush(&mut self) -> Result<(), SynthError> {
        Ok(self.writer.flush()?)
    }
}

/// A [`Sink`] that writes the scan rows as CSV.
pub struct CsvScans<W: Write>(Table<W>);

impl<W: Write> CsvScans<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// If `out` fails.
    pub fn new(out: W) -> Result<Self, SynthError> {
        Ok(Self(Table::new(out, &SCAN_HEADER)?))
    }
}

impl<W: Write> Sink for CsvScans<W> {
    fn scans(&mut self, world: &World, rows: &[ScanRow]) -> Result<(), SynthError> {
        let table = &mut self.0;
        for row in rows {
            table.with(|out| world.write_qr(out, row.person))?;
            table.with(|out| world.write_place_code(out, row.place))?;
            table.with(|out| world.write_time(out, row))?;
            table.text(row.direction())?;
            table.with(|out| world.write_officer(out, row))?;
            table.with(|out| world.write_device(out, row))?;
            table.end()?;
        }
        table.flush()
    }
}

/// The columns of the population register.
pub(super) const REGISTER_HEADER: [&str; 11] = [
    "Số CCCD",
    "Mã QID",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Số điện thoại",
    "Địa chỉ thường trú",
    "Xã/Phường",
    "Quận/Huyện",
    "Tỉnh/Thành phố",
    "Mã hộ",
];

pub(super) fn register(world: &World, out: &mut dyn Write) -> Result<(), SynthError> {
    let mut table = Table::new(out, &REGISTER_HEADER)?;
    for (id, person) in world.people.iter().enumerate() {
        let (id, household) = (id as u32, &world.households[person.household as usize]);
        table.with(|out| world.push_cccd(out, id))?;
        table.with(|out| world.push_qid(out, id))?;
        table.with(|out| world.push_name(out, id))?;
        table.with(|out| world.push_birth(out, id))?;
        table.text(world.sex(id))?;
        table.with(|out| world.push_phone(out, id))?;
        table.with(|out| world.push_address(out, true, person.household))?;
        table.with(|out| world.push_ward(out, household.area, household.ward))?;
        table.text(&world.areas[household.area as usize].name)?;
        table.text(world.province(household.area))?;
        table.with(|out| world.push_household(out, person.household))?;
        table.end()?;
    }
    table.flush()
}

/// The columns of the place register.
pub(super) const PLACES_HEADER: [&str; 10] = [
    "Mã điểm",
    "Tên điểm",
    "Loại điểm",
    "Địa chỉ",
    "Xã/Phường",
    "Quận/Huyện",
    "Tỉnh/Thành phố",
    "Vĩ độ",
    "Kinh độ",
    "Thông khí",
];

pub(super) fn places(world: &World, out: &mut dyn Write) -> Result<(), SynthError> {
    let mut table = Table::new(out, &PLACES_HEADER)?;
    for (id, place) in world.directory.places.iter().enumerate() {
        let id = id as u32;
        table.with(|out| world.write_place_code(out, id))?;
        table.with(|out| world.push_place_name(out, id))?;
        table.text(place.category.traits().word)?;
        table.with(|out| world.push_address(out, false, id))?;
        table.with(|out| world.push_ward(out, place.area, place.ward))?;
        table.text(&world.areas[place.area as usize].name)?;
        table.text(world.province(place.area))?;
        for degrees in [place.lat, place.lon] {
            table.format(format_args!("{degrees:.6}"))?;
        }
        table.text(World::air(place.air))?;
        table.end()?;
    }
    table.flush()
}

pub(super) fn quarantines(
    world: &World,
    rows: &[Quarantine],
    out: &mut dyn Write,
) -> Result<(), SynthError> {
    let mut table = Table::new(out, &["Số CCCD", "Bắt đầu", "Kết thúc"])?;
    let today = local_day(world.plan.start);
    for row in rows {
        table.with(|out| world.push_cccd(out, row.person))?;
        for day in [row.start, row.end] {
            table.with(|out| push_date(out, today + day as i32))?;
        }
        table.end()?;
    }
    table.flush()
}

pub(super) fn truth(
    world: &World,
    outbreak: &Outbreak,
    out: &mut dyn Write,
) -> Result<(), SynthError> {
    let header = [
        "infector",
        "infectee",
        "infected_at",
        "place",
        "category",
        "infector_confirmed",
        "infectee_confirmed",
    ];
    let mut table = Table::new(out, &header)?;
    let mut confirmed = vec![false; world.people.len()];
    for (case, _) in outbreak.confirmed(world.plan.days - 1) {
        confirmed[case.person as usize] = true;
    }
    let word = |person: u32| {
        if confirmed[person as usize] {
            "yes"
        } else {
            "no"
        }
    };
    for case in &outbreak.infections {
        table.maybe(case.infector, |out, infector| {
            world.push_cccd(out, infector);
        })?;
        table.with(|out| world.push_cccd(out, case.person))?;
        table.with(|out| push_iso(out, world.plan.start + i64::from(case.at)))?;
        table.with(|out| push_scene(world, case.scene, out))?;
        table.text(case.scene.key(world))?;
        table.text(case.infector.map_or("", word))?;
        table.text(word(case.person))?;
        table.end()?;
    }
    table.flush()
}

fn push_scene(world: &World, scene: Scene, out: &mut String) {
    match scene {
        Scene::Abroad => {}
        Scene::Home(household) => {
            out.push_str("hộ:");
            world.push_household(out, household);
        }
        Scene::Venue(place) => world.write_place_code(out, place),
        Scene::Bus(route, depart) => {
            out.push_str(&world.routes[route as usize].plate);
            out.push('|');
            push_iso(out, world.plan.start + i64::from(depart));
        }
    }
}

/// Appends the local time of an instant in seconds since the plan's start, to the minute.
pub(super) fn push_minute(world: &World, out: &mut String, at: u32) {
    push_instant(out, world.plan.start + i64::from(at));
    out.truncate(out.len() - 3);
}

/// Appends the date of the day on which an instant lies.
pub(super) fn push_day_of(world: &World, out: &mut String, at: u32) {
    push_date(out, local_day(world.plan.start) + (at / DAY) as i32);
}
