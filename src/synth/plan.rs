//! What is asked of the generator, and what it says that it did.

use super::calendar::{DAY, OFFSET};
use super::error::SynthError;

/// The most scanned visits a person makes in a day, on average.
pub const MOST_VISITS: u64 = 6;
/// Visits a person and day that the routines give, about.
const NATURAL_VISITS: f64 = 1.2;
/// One confirmed case for at least so many people.
const PEOPLE_PER_CASE: u32 = 5;

/// What to generate. The same plan gives the same bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// People in the population register, 50 to 3,000,000.
    pub people: u32,
    /// Days simulated, 1 to 366.
    pub days: u32,
    /// Seed of every random choice.
    pub seed: u64,
    /// The local midnight (UTC+7) that day one begins with, in seconds UTC.
    pub start: i64,
    /// Visits at scan points wanted in all, met within a few percent; `None`: what the routines give, about 1.2 a
    /// person and day.
    pub visits: Option<u64>,
    /// Exponent of venue popularity: 0 makes all venues of a district alike.
    pub zipf: f64,
    /// Share of all visits that go to one market, 0 to 0.5.
    pub hot_share: f64,
    /// Share of visits that leave no check-out scan, 0 to 1.
    pub missing_out: f64,
    /// Confirmed cases wanted, met within about a fifth where the days suffice (two weeks do); `None`: what the outbreak gives.
    pub cases: Option<u32>,
}

impl Default for Plan {
    /// The plan of the sample data: 2,000 people, 21 days from 2021-08-02.
    fn default() -> Self {
        Self {
            people: 2_000,
            days: 21,
            seed: 2021,
            start: 1_627_837_200,
            visits: None,
            zipf: 1.0,
            hot_share: 0.0,
            missing_out: 0.15,
            cases: None,
        }
    }
}

impl Plan {
    /// Visits a person and day, on average.
    pub(super) fn visits_a_day(&self) -> f64 {
        let person_days = f64::from(self.people) * f64::from(self.days);
        self.visits
            .map_or(NATURAL_VISITS, |visits| visits as f64 / person_days)
    }

    /// # Errors
    /// What is wrong with the plan, first fault first.
    pub fn validate(&self) -> Result<(), SynthError> {
        within("people", f64::from(self.people), 50.0, 3_000_000.0)?;
        within("days", f64::from(self.days), 1.0, 366.0)?;
        within("start", self.start as f64, 0.0, 4_102_444_800.0)?;
        within("zipf", self.zipf, 0.0, 4.0)?;
        within("hot_share", self.hot_share, 0.0, 0.5)?;
        within("missing_out", self.missing_out, 0.0, 1.0)?;
        if (self.start + OFFSET) % i64::from(DAY) != 0 {
            return Err(SynthError::NotMidnight);
        }
        let most = u64::from(self.people) * u64::from(self.days) * MOST_VISITS;
        if let Some(visits) = self.visits
            && visits > most
        {
            return Err(SynthError::TooManyVisits { visits, most });
        }
        let most = self.people / PEOPLE_PER_CASE;
        match self.cases {
            Some(cases) if cases > most => Err(SynthError::TooManyCases { cases, most }),
            _ => Ok(()),
        }
    }
}

fn within(field: &'static str, value: f64, low: f64, high: f64) -> Result<(), SynthError> {
    if (low..=high).contains(&value) {
        Ok(())
    } else {
        Err(SynthError::OutOfRange { field, low, high })
    }
}

/// What was generated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows of the population register.
    pub people: u64,
    /// Households in it.
    pub households: u64,
    /// Rows of the place register.
    pub places: u64,
    /// Visits at scan points.
    pub visits: u64,
    /// Scan rows, repeated and duplicate ones included.
    pub scan_rows: u64,
    /// Rows of the movement declarations.
    pub declarations: u64,
    /// Infections, imported ones included.
    pub infections: u64,
    /// Infections brought in from elsewhere.
    pub imported: u64,
    /// Confirmed cases in the case file.
    pub confirmed: u64,
    /// Rows of the quarantine file.
    pub quarantines: u64,
    /// Infections by the category key of the place where they happened, most first.
    pub by_category: Vec<(&'static str, u64)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_cannot_be() {
        let plan = Plan::default();
        assert!(plan.validate().is_ok());
        let field = |plan: Plan| match plan.validate() {
            Err(SynthError::OutOfRange { field, .. }) => field,
            _ => "",
        };
        assert_eq!(
            field(Plan {
                people: 0,
                ..plan.clone()
            }),
            "people"
        );
        assert_eq!(
            field(Plan {
                days: 0,
                ..plan.clone()
            }),
            "days"
        );
        assert_eq!(
            field(Plan {
                zipf: f64::NAN,
                ..plan.clone()
            }),
            "zipf"
        );
        assert_eq!(
            field(Plan {
                hot_share: 0.6,
                ..plan.clone()
            }),
            "hot_share"
        );
        assert!(matches!(
            Plan {
                start: 5,
                ..plan.clone()
            }
            .validate(),
            Err(SynthError::NotMidnight)
        ));
        let many = Plan {
            visits: Some(1_000_000),
            ..plan.clone()
        };
        assert!(matches!(
            many.validate(),
            Err(SynthError::TooManyVisits { most: 252_000, .. })
        ));
        assert!(matches!(
            Plan {
                cases: Some(401),
                ..plan
            }
            .validate(),
            Err(SynthError::TooManyCases { most: 400, .. })
        ));
    }
}
