//! The spellings of homes, places and scan rows.

use std::fmt::Write;

use super::calendar::push_instant;
use super::category::Category;
use super::places::Air;
use super::scans::ScanRow;
use super::world::World;

/// What fixed numbers are for.
const ADDRESS: u64 = 14;
const TITLE: u64 = 15;

impl World {
    pub(super) fn push_household(&self, out: &mut String, household: u32) {
        let area = &self.areas[self.households[household as usize].area as usize];
        let _ = write!(out, "HK{}-{household:07}", area.code);
    }

    /// Appends a house number and a street; `home` and places have different ones.
    pub(super) fn push_address(&self, out: &mut String, home: bool, index: u32) {
        let draw = self.fixed(ADDRESS + 100 * u64::from(home), u64::from(index));
        let _ = write!(out, "{}", draw % 380 + 1);
        if home && draw >> 20 & 1 == 0 {
            let _ = write!(out, "/{}", (draw >> 24) % 60 + 1);
        }
        let _ = write!(out, " {}", self.words.streets.pick(draw.rotate_left(32)));
    }

    /// Appends a ward: a number in an urban quận, elsewhere a made-up name.
    pub(super) fn push_ward(&self, out: &mut String, area: u8, ward: u8) {
        let (area_index, ward) = (area as usize, ward as usize);
        if self.areas[area_index].name.starts_with("Quận") {
            let _ = write!(out, "Phường {}", ward + 1);
        } else {
            let [first, second] = [ward % 8, (ward + 3 * area_index) % 10];
            let _ = write!(
                out,
                "Phường {} {}",
                self.words.ward_first.word(first),
                self.words.ward_second.word(second)
            );
        }
    }

    pub(super) fn province(&self, area: u8) -> &str {
        let province = self.areas[area as usize].province.as_str();
        if province == "Hồ Chí Minh" {
            "TP. Hồ Chí Minh"
        } else {
            province
        }
    }

    /// Appends a place's code.
    pub fn write_place_code(&self, out: &mut String, place: u32) {
        let place = &self.directory.places[place as usize];
        let area = &self.areas[place.area as usize];
        let _ = write!(
            out,
            "{}{}-{:04}",
            place.category.traits().letters,
            area.code,
            place.serial + 1
        );
    }

    pub(super) fn push_place_name(&self, out: &mut String, index: u32) {
        let place = &self.directory.places[index as usize];
        let draw = self.fixed(TITLE, u64::from(index));
        let kind = match place.category {
            Category::Market if index == self.directory.hot => "Chợ đầu mối",
            Category::Worship if draw % 5 < 2 => "Nhà thờ",
            category => category.traits().name,
        };
        let number = place.serial + 1;
        let _ = if place.category == Category::Checkpoint {
            write!(
                out,
                "{kind} {} số {number}",
                self.areas[place.area as usize].name
            )
        } else {
            let first = self.words.place_first.pick(draw);
            let second = self.words.place_second.pick(draw.rotate_left(32));
            write!(out, "{kind} {first} {second} {number}")
        };
    }

    pub(super) const fn air(air: Air) -> &'static str {
        match air {
            Air::ByCategory => "",
            Air::Open => "thoáng",
            Air::Closed => "kín",
        }
    }

    /// Appends a scan row's time, `dd/mm/yyyy HH:MM:SS`, local.
    pub fn write_time(&self, out: &mut String, row: &ScanRow) {
        push_instant(out, row.at);
    }

    /// Appends a scan row's officer, nothing where people scan themselves.
    pub fn write_officer(&self, out: &mut String, row: &ScanRow) {
        if row.officer > 0 {
            out.push_str("CB-");
            self.write_place_code(out, row.place);
            let _ = write!(out, "-{}", row.officer);
        }
    }

    /// Appends a scan row's device.
    pub fn write_device(&self, out: &mut String, row: &ScanRow) {
        out.push_str("TB-");
        self.write_place_code(out, row.place);
        let _ = write!(out, "-{}", row.device);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::synth::plan::Plan;

    #[test]
    fn codes_and_wards_are_unique() {
        let world = World::build(&Plan {
            people: 6_000,
            ..Plan::default()
        })
        .unwrap();
        let mut codes = BTreeSet::new();
        for place in 0..world.directory.places.len() as u32 {
            let mut code = String::new();
            world.write_place_code(&mut code, place);
            assert!(codes.insert(code));
        }
        let mut wards = BTreeSet::new();
        for (area, ward) in
            (0..world.areas.len() as u8).flat_map(|area| (0..12).map(move |ward| (area, ward)))
        {
            let mut name = format!("{area} ");
            world.push_ward(&mut name, area, ward);
            assert!(wards.insert(name));
        }
    }
}
