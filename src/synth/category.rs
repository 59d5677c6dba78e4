//! Kinds of places and how people use them. The numbers are plausible, not measured.

/// A kind of venue; homes and vehicles are no venues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Category {
    Pharmacy,
    Convenience,
    Fuel,
    Checkpoint,
    Office,
    Bank,
    Market,
    Supermarket,
    Restaurant,
    Cafe,
    Mall,
    /// A pagoda or a church.
    Worship,
    Clinic,
    Hospital,
    /// From kindergarten to university.
    School,
    Factory,
    /// A workshop and the like.
    Workplace,
    /// A guest house.
    Lodging,
}

/// How many of each kind there are.
#[derive(Debug, Clone, Copy)]
pub(super) enum Count {
    /// One for so many people of a district, one at least.
    Everywhere(u32),
    /// One for so many people of all, the second number at least, over the districts in turn.
    Scattered(u32, u32),
}

/// What sets a kind apart.
#[derive(Debug)]
pub(super) struct Traits {
    /// The key of the contact-tracing category.
    pub(super) key: &'static str,
    /// The word of the place register.
    pub(super) word: &'static str,
    /// What names begin with.
    pub(super) name: &'static str,
    /// What codes begin with.
    pub(super) letters: &'static str,
    pub(super) count: Count,
    /// Opening and closing, minutes after midnight.
    pub(super) hours: (u32, u32),
    /// Median stay of a customer in minutes, and the spread of its logarithm.
    pub(super) dwell: (f64, f64),
    /// Weight among errands in the morning, at midday and in the evening.
    pub(super) errands: [f64; 3],
    /// Weight among jobs.
    pub(super) jobs: f64,
    /// Infection hazard by the minute beside one infectious person, relative to a closed room with talk.
    pub(super) hazard: f64,
    /// Whether officers scan, rather than people themselves.
    pub(super) officers: bool,
}

impl Category {
    /// Every kind, in the order of the table.
    pub(super) const ALL: [Self; 18] = [
        Self::Pharmacy,
        Self::Convenience,
        Self::Fuel,
        Self::Checkpoint,
        Self::Office,
        Self::Bank,
        Self::Market,
        Self::Supermarket,
        Self::Restaurant,
        Self::Cafe,
        Self::Mall,
        Self::Worship,
        Self::Clinic,
        Self::Hospital,
        Self::School,
        Self::Factory,
        Self::Workplace,
        Self::Lodging,
    ];

    pub(super) const fn traits(self) -> &'static Traits {
        &TABLE[self as usize]
    }

    /// Whether staff work in two shifts on all days of the week.
    pub(super) const fn by_shift(self) -> bool {
        !matches!(
            self,
            Self::Office | Self::Bank | Self::School | Self::Factory | Self::Workplace
        )
    }
}

/// Names: key, word, what names begin with, what codes begin with. Ties: jobs, hazard, officers.
const fn row(
    names: [&'static str; 4],
    count: Count,
    hours: (u32, u32),
    dwell: (f64, f64),
    errands: [f64; 3],
    ties: (f64, f64, bool),
) -> Traits {
    let [key, word, name, letters] = names;
    let hours = (hours.0 * 60, hours.1 * 60);
    let (jobs, hazard, officers) = ties;
    Traits {
        key,
        word,
        name,
        letters,
        count,
        hours,
        dwell,
        errands,
        jobs,
        hazard,
        officers,
    }
}

use Count::{Everywhere, Scattered};

#[rustfmt::skip]
static TABLE: [Traits; 18] = [
    row(["pharmacy", "nhà thuốc", "Nhà thuốc", "NT"], Everywhere(400), (6, 22), (9.0, 0.5), [6.0, 6.0, 8.0], (2.0, 1.2, false)),
    row(["convenience", "cửa hàng tiện lợi", "Cửa hàng", "TL"], Everywhere(250), (6, 23), (10.0, 0.5), [12.0, 16.0, 18.0], (4.0, 1.2, false)),
    row(["fuel", "trạm xăng", "Trạm xăng", "TX"], Everywhere(1200), (5, 22), (6.0, 0.4), [6.0, 4.0, 6.0], (2.0, 0.3, false)),
    row(["checkpoint", "chốt kiểm soát", "Chốt kiểm soát", "CK"], Scattered(4000, 6), (0, 24), (6.0, 0.4), [0.0; 3], (0.0, 0.3, true)),
    row(["office", "văn phòng", "Văn phòng", "VP"], Everywhere(150), (7, 19), (40.0, 0.5), [1.0, 2.0, 0.0], (16.0, 0.4, false)),
    row(["bank", "ngân hàng", "Ngân hàng", "NH"], Scattered(1200, 3), (7, 17), (25.0, 0.5), [3.0, 4.0, 1.0], (2.0, 1.2, false)),
    row(["market", "chợ", "Chợ", "CH"], Everywhere(900), (5, 19), (32.0, 0.5), [34.0, 12.0, 14.0], (9.0, 1.2, true)),
    row(["supermarket", "siêu thị", "Siêu thị", "ST"], Everywhere(1200), (7, 22), (38.0, 0.4), [8.0, 12.0, 16.0], (4.0, 0.8, true)),
    row(["restaurant", "nhà hàng", "Nhà hàng", "QA"], Everywhere(250), (6, 22), (55.0, 0.4), [8.0, 22.0, 18.0], (6.0, 2.2, false)),
    row(["cafe", "quán cà phê", "Quán cà phê", "CF"], Everywhere(180), (6, 22), (55.0, 0.5), [18.0, 14.0, 12.0], (3.0, 2.0, false)),
    row(["mall", "trung tâm thương mại", "Trung tâm thương mại", "TM"], Scattered(4000, 2), (9, 22), (90.0, 0.4), [1.0, 4.0, 5.0], (2.0, 1.0, true)),
    row(["worship", "cơ sở tôn giáo", "Chùa", "TG"], Everywhere(800), (5, 20), (70.0, 0.25), [0.5, 0.2, 0.5], (0.0, 2.0, false)),
    row(["clinic", "phòng khám", "Phòng khám", "PK"], Everywhere(900), (7, 20), (55.0, 0.4), [2.5, 2.0, 1.5], (2.0, 1.2, false)),
    row(["hospital", "bệnh viện", "Bệnh viện", "BV"], Scattered(5000, 2), (0, 24), (80.0, 0.4), [1.5, 1.5, 0.5], (3.0, 0.5, true)),
    row(["school", "trường học", "Trường", "TH"], Everywhere(500), (6, 18), (60.0, 0.3), [0.0; 3], (5.0, 0.2, true)),
    row(["factory", "nhà máy", "Nhà máy", "NM"], Everywhere(350), (6, 18), (60.0, 0.3), [0.0; 3], (26.0, 0.4, true)),
    row(["workplace", "nơi làm việc", "Xưởng", "LV"], Everywhere(130), (6, 18), (60.0, 0.3), [0.0; 3], (17.0, 0.4, false)),
    row(["lodging", "nhà nghỉ", "Nhà nghỉ", "NN"], Scattered(1500, 8), (0, 24), (600.0, 0.1), [0.0; 3], (0.5, 1.0, false)),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_follows_the_enum() {
        for (index, category) in Category::ALL.into_iter().enumerate() {
            assert_eq!(category as usize, index);
            let key = format!("{category:?}").to_lowercase();
            assert_eq!(category.traits().key, key);
            assert!(category.traits().hours.0 < category.traits().hours.1);
        }
    }
}
