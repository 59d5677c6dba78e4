//! Weights of the risk score: tracing.md section 4.

use serde::Deserialize;

use super::time::{DAY, Seconds};
use super::{AssetError, Closeness, Grade};

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Overlap {
    weight: f64,
    minutes: f64,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct PlaceWeights {
    weight: f64,
    close: f64,
    probable: f64,
    possible: f64,
    open_air: f64,
    indirect: f64,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct SourceWeights {
    weight: f64,
    days_before: f64,
    days_after: f64,
    per_day: f64,
    contact: f64,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct RecordWeights {
    weight: f64,
    observed: f64,
    standing: f64,
    imputed: f64,
    declared: f64,
    day: f64,
}

/// Weights of the risk score (tracing.md section 4): our own, not validated.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct RiskWeights {
    /// The weights' version.
    pub version: String,
    overlap: Overlap,
    place: PlaceWeights,
    source: SourceWeights,
    record: RecordWeights,
}

impl RiskWeights {
    /// The weights that the program carries.
    ///
    /// # Errors
    /// [`AssetError`] where the embedded file is not what it should be.
    pub fn builtin() -> Result<Self, AssetError> {
        toml::from_str(include_str!("../../assets/risk.toml")).map_err(|source| AssetError::Toml {
            asset: "risk.toml",
            source,
        })
    }

    /// The part of `minutes` of overlap.
    #[must_use]
    pub fn overlap(&self, minutes: f64) -> f64 {
        self.overlap.weight * (1.0 - (-minutes / self.overlap.minutes).exp())
    }

    /// The part of a place.
    #[must_use]
    pub fn place(&self, closeness: Closeness, open_air: bool, indirect: bool) -> f64 {
        let near = match closeness {
            Closeness::Close => self.place.close,
            Closeness::Probable => self.place.probable,
            Closeness::Possible => self.place.possible,
        };
        let air = if open_air { self.place.open_air } else { 1.0 };
        let left = if indirect { self.place.indirect } else { 1.0 };
        self.place.weight * near * air * left
    }

    /// The part of an F0 whose illness began `since_t0` seconds before the first exposure.
    #[must_use]
    pub fn index_case(&self, since_t0: Seconds) -> f64 {
        let days = since_t0 as f64 / DAY as f64;
        let outside = (-self.source.days_before - days)
            .max(days - self.source.days_after)
            .max(0.0);
        self.source.weight * (1.0 - self.source.per_day * outside).max(0.0)
    }

    /// The part of a contact with a risk of its own.
    #[must_use]
    pub fn contact(&self, own_risk: f64) -> f64 {
        self.source.weight * self.source.contact * own_risk
    }

    /// The part of a record's grade; `link` is the certainty, 0 to 1, that the record is this person's.
    #[must_use]
    pub fn record(&self, grade: Grade, link: f64) -> f64 {
        let factor = match grade {
            Grade::Observed => self.record.observed,
            Grade::Standing => self.record.standing,
            Grade::Imputed => self.record.imputed,
            Grade::Declared => self.record.declared,
            Grade::Day => self.record.day,
        };
        self.record.weight * link * factor
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn risk_parts() {
        let w = RiskWeights::builtin().unwrap();
        assert!((w.overlap(60.0) - 0.4 * (1.0 - (-1.0f64).exp())).abs() < 1e-12);
        assert!((w.place(Closeness::Probable, true, true) - 0.25 * 0.6 * 0.25).abs() < 1e-12);
        assert!((w.index_case(-2 * DAY) - 0.25).abs() < 1e-12);
        assert!((w.index_case(-3 * DAY) - 0.225).abs() < 1e-12);
        assert!((w.index_case(3 * DAY) - 0.25).abs() < 1e-12);
        assert!(w.index_case(30 * DAY).abs() < 1e-12);
    }
}
