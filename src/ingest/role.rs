//! What a file is read as, and the fields of its rows.

/// What a file is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Check-ins with or without check-outs.
    Visits,
    /// QR scans, perhaps with a direction.
    Scans,
    /// Two persons near each other.
    Encounters,
    /// The place register.
    Places,
    /// The people.
    People,
    /// Who lives together.
    Households,
    /// Confirmed and suspected cases.
    Cases,
    /// Who was out of circulation, and when.
    Quarantines,
    /// What people declared: trips, places, contacts.
    Declarations,
    /// What people declared of their health.
    Health,
    /// What a device heard over Bluetooth.
    Sightings,
    /// Whose the ids of devices are.
    Devices,
    /// Contacts that another program or a list tells of.
    Contacts,
    /// Who has which app, and where it can be reached.
    Registrations,
    /// Known infections, to judge a run by; never an input of one.
    Truth,
}

/// The fields that name a person, then the role's own.
macro_rules! with_person {
    ($($own:literal),* $(,)?) => {
        &["person_id", "cccd", "qr", "qid", "cmnd", "insurance", "phone", "full_name", "birth_date", $($own),*]
    };
}

/// The fields by which a row names its person.
pub(crate) mod person {
    pub const PERSON_ID: usize = 0;
    pub const CCCD: usize = 1;
    pub const QR: usize = 2;
    pub const QID: usize = 3;
    pub const CMND: usize = 4;
    pub const INSURANCE: usize = 5;
    pub const PHONE: usize = 6;
    pub const FULL_NAME: usize = 7;
    pub const BIRTH_DATE: usize = 8;
    pub const NEXT: usize = 9;
}

const STAYS: &[&str] = with_person!["place_id", "check_in", "check_out", "direction"];
const ENCOUNTERS: &[&str] = &["person_a", "person_b", "start", "end", "weak", "declared"];
const PLACES: &[&str] = &[
    "place_id",
    "name",
    "category",
    "lat",
    "lon",
    "air",
    "closeness",
    "dwell_minutes",
];
const PEOPLE: &[&str] = with_person![
    "sex",
    "address",
    "province",
    "district",
    "ward",
    "household_id",
];
const HOUSEHOLDS: &[&str] = with_person!["household_id"];
const CASES: &[&str] = with_person![
    "onset",
    "sample",
    "isolation",
    "reported",
    "status",
    "case_id"
];
const QUARANTINES: &[&str] = with_person!["start", "end"];
const DECLARATIONS: &[&str] = with_person![
    "date",
    "place_id",
    "plate",
    "departure",
    "arrival",
    "checkpoint",
    "passed",
    "contact",
    "contact_date",
    "contact_phone",
    "symptoms",
];
const HEALTH: &[&str] = with_person![
    "sex",
    "address",
    "province",
    "district",
    "ward",
    "date",
    "symptoms",
    "any_symptom",
    "exposed",
];
const SIGHTINGS: &[&str] = &["own", "seen", "rssi", "time"];
const DEVICES: &[&str] = with_person!["device", "platform"];
const CONTACTS: &[&str] = &[
    "person_a",
    "person_b",
    "date",
    "first_date",
    "full_name",
    "birth_date",
    "sex",
    "phone",
    "address",
    "district",
    "ward",
];
const REGISTRATIONS: &[&str] = with_person!["app", "push_token", "last_seen"];
const TRUTH: &[&str] = &[
    "infector",
    "infectee",
    "infected_at",
    "place",
    "category",
    "infectee_confirmed",
];

/// No role has more fields, nor more columns that they are made of.
pub(crate) const MOST_FIELDS: usize = 28;

const _: () = {
    let mut i = 0;
    while i < Role::ALL.len() {
        assert!(
            Role::ALL[i].fields().len() + 8 <= MOST_FIELDS,
            "MOST_FIELDS is too small"
        );
        i += 1;
    }
};

impl Role {
    /// All roles.
    pub const ALL: [Self; 15] = [
        Self::Visits,
        Self::Scans,
        Self::Encounters,
        Self::Places,
        Self::People,
        Self::Households,
        Self::Cases,
        Self::Quarantines,
        Self::Declarations,
        Self::Health,
        Self::Sightings,
        Self::Devices,
        Self::Contacts,
        Self::Registrations,
        Self::Truth,
    ];

    /// The fields of a place's latitude and longitude.
    pub(crate) const POSITION: (usize, usize) = (3, 4);

    /// The word by which a user tells it, as in `scans=FILE`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Visits => "visits",
            Self::Scans => "scans",
            Self::Encounters => "encounters",
            Self::Places => "places",
            Self::People => "people",
            Self::Households => "households",
            Self::Cases => "cases",
            Self::Quarantines => "quarantines",
            Self::Declarations => "declarations",
            Self::Health => "health",
            Self::Sightings => "sightings",
            Self::Devices => "devices",
            Self::Contacts => "contacts",
            Self::Registrations => "registrations",
            Self::Truth => "truth",
        }
    }

    /// The role of a word.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.key() == key)
    }

    /// The fields without which a row says nothing; of several in one any.
    pub(crate) const fn required(self) -> &'static [&'static [&'static str]] {
        const PERSON: &[&str] = &[
            "person_id",
            "cccd",
            "qr",
            "qid",
            "cmnd",
            "insurance",
            "phone",
        ];
        match self {
            Self::Visits | Self::Scans => &[PERSON, &["place_id"], &["check_in"]],
            Self::Encounters => &[&["person_a"], &["person_b"], &["start"], &["end"]],
            Self::Places => &[&["place_id"]],
            Self::People | Self::Declarations | Self::Health => &[PERSON],
            Self::Households => &[PERSON, &["household_id"]],
            Self::Cases => &[
                PERSON,
                &["onset", "sample", "isolation", "reported", "case_id"],
            ],
            Self::Quarantines => &[PERSON, &["start"]],
            Self::Sightings => &[&["own"], &["seen"], &["rssi"], &["time"]],
            Self::Devices => &[PERSON, &["device"]],
            Self::Contacts => &[&["person_a"], &["person_b"]],
            Self::Registrations => &[PERSON, &["push_token"]],
            Self::Truth => &[&["infector"], &["infectee"]],
        }
    }

    /// The fields of its rows.
    pub(crate) const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Visits | Self::Scans => STAYS,
            Self::Encounters => ENCOUNTERS,
            Self::Places => PLACES,
            Self::People => PEOPLE,
            Self::Households => HOUSEHOLDS,
            Self::Cases => CASES,
            Self::Quarantines => QUARANTINES,
            Self::Declarations => DECLARATIONS,
            Self::Health => HEALTH,
            Self::Sightings => SIGHTINGS,
            Self::Devices => DEVICES,
            Self::Contacts => CONTACTS,
            Self::Registrations => REGISTRATIONS,
            Self::Truth => TRUTH,
        }
    }
}
