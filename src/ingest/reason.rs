//! Why a row was held or warned of: stable keys; the words stand in the interface's texts as `reason-<key>`.

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $key:literal,)+) => {
        /// Why a row was held or warned of.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Deserialize, serde::Serialize,
        )]
        pub enum Reason { $($(#[$doc])* $name,)+ }

        impl Reason {
            /// All reasons.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The stable key, as reports carry it.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)+ }
            }
        }
    };
}

reasons! {
    /// Bytes that are not UTF-8.
    InvalidUtf8 = "invalid_utf8",
    /// A NUL in a field.
    Nul = "nul_in_field",
    /// Fewer cells than the header has.
    ShortRow = "short_row",
    /// More cells than the header has.
    LongRow = "long_row",
    /// A sheet's row whose number was there before.
    RepeatedRow = "repeated_row",
    /// A row with a number that no sheet has.
    RowOutside = "row_outside_sheet",
    /// A JSON record that cannot be parsed.
    JsonUnreadable = "json_unreadable",
    /// A JSON record with one name twice.
    JsonDuplicateKey = "json_duplicate_key",
    /// A JSON record of objects in objects in objects.
    JsonTooDeep = "json_too_deep",
    /// A quote that is never closed.
    UnclosedQuote = "unclosed_quote",
    /// A cell larger than any field can be.
    CellTooLong = "cell_too_long",
    /// A required field is empty.
    Empty = "field_empty",
    /// A placeholder stands where a value must be.
    Placeholder = "placeholder",
    /// Not a date or time.
    TimeUnreadable = "time_unreadable",
    /// No such day in the calendar.
    NoSuchDate = "no_such_date",
    /// A year of two digits.
    TwoDigitYear = "two_digit_year",
    /// A year of the Buddhist calendar?
    BuddhistYear = "buddhist_year",
    /// Before 1970 or after 2099.
    TimeOutOfRange = "time_out_of_range",
    /// Later than `--as-of` and a day.
    InFuture = "in_future",
    /// Written as 24:00.
    Hour24 = "hour_24",
    /// The check-out lies before the check-in.
    OutBeforeIn = "check_out_before_check_in",
    /// The end lies before the start.
    EndBeforeStart = "end_before_start",
    /// An exit scan that closes no entry.
    UnmatchedOut = "unmatched_out",
    /// Not in or out.
    UnknownDirection = "unknown_direction",
    /// Eleven digits: a leading zero was lost?
    CccdLostZero = "cccd_leading_zero_lost",
    /// Written as a power of ten: digits are lost for good.
    CccdScientific = "cccd_scientific",
    /// Not a citizen's number.
    CccdInvalid = "cccd_invalid",
    /// The number contradicts the birth year.
    CccdBirthYear = "cccd_birth_year_differs",
    /// The number contradicts the sex.
    CccdSex = "cccd_sex_differs",
    /// The number's province is none of Vietnam's.
    CccdProvince = "cccd_province_unknown",
    /// Not an old number of nine digits.
    CmndUnreadable = "cmnd_unreadable",
    /// Not an insurance card's number.
    InsuranceUnreadable = "insurance_unreadable",
    /// Not a phone number.
    PhoneUnreadable = "phone_unreadable",
    /// The person is named by a phone alone.
    PhoneAlone = "phone_alone",
    /// The phone that alone names the person is several people's.
    PhoneShared = "phone_shared",
    /// Neither person id, CCCD nor QID.
    NoPersonKey = "no_person_key",
    /// One key, two people.
    AmbiguousKey = "ambiguous_person_key",
    /// The register has another name or year of birth.
    DeclaredDiffers = "declared_differs_from_register",
    /// Two citizen's numbers on one person.
    CccdConflict = "cccd_conflict",
    /// Not a known code.
    QrUnreadable = "qr_unreadable",
    /// Not the id of a device in hex.
    DeviceUnreadable = "device_id_unreadable",
    /// No table says whose device that is.
    DeviceOfNobody = "device_of_nobody",
    /// An encounter with oneself.
    SelfContact = "contact_with_oneself",
    /// The register lacks this place.
    UnknownPlace = "unknown_place",
    /// The register lacks this person.
    UnknownPerson = "unknown_person",
    /// Not a category of the dwell table.
    UnknownCategory = "unknown_category",
    /// Not open or closed, close, probable or possible.
    UnknownWord = "unknown_word",
    /// Not confirmed, suspected or retracted.
    UnknownStatus = "unknown_status",
    /// No number, or not one that can be.
    NumberUnreadable = "number_unreadable",
    /// Outside the globe.
    Coordinates = "coordinates_impossible",
    /// Two rows tell different things of one place.
    PlaceConflict = "place_rows_differ",
    /// A device's clock differs from those around it.
    ClockSkew = "device_clock_skew",
    /// Two places too far apart for the time between.
    ImpossibleTravel = "impossible_travel",
    /// Two results for one person on one day.
    ResultsDiffer = "results_differ",
    /// A case without onset, sample and isolation.
    CaseWithoutDates = "case_without_dates",
    /// A declared contact without a date or a known person.
    ContactUnresolved = "declared_contact_unresolved",
    /// A declaration that names neither vehicle, checkpoint, place nor contact.
    NothingDeclared = "nothing_to_trace",
    /// Not a plate as Vietnam issues them.
    UnusualPlate = "unusual_plate",
}
