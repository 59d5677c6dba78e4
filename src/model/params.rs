//! Parameters of a run and their presets: tracing.md section 2.

use serde::{Deserialize, Serialize};

use super::time::{DAY, HOUR, Seconds};
use super::{Categories, Closeness, Grade};
use crate::i18n::{Message, Speak};

/// A file that the program carries is not what it should be: a defect of the build.
#[derive(Debug, thiserror::Error)]
pub enum AssetError {
    /// Not the TOML that was expected.
    #[error("embedded {asset}: {source}")]
    Toml {
        /// The asset's name.
        asset: &'static str,
        /// What is wrong.
        source: toml::de::Error,
    },
    /// Something is lacking.
    #[error("embedded {asset} lacks {what}")]
    Missing {
        /// The asset's name.
        asset: &'static str,
        /// What it lacks.
        what: &'static str,
    },
    /// More entries than an index holds.
    #[error("embedded {asset} has too many entries")]
    TooMany {
        /// The asset's name.
        asset: &'static str,
    },
}

/// A parameter has a value that no run can have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParamError {
    /// Not among the presets.
    #[error("there is no preset {name}")]
    UnknownPreset {
        /// What was asked for.
        name: String,
    },
    /// Not a parameter.
    #[error("there is no parameter {name}")]
    UnknownParameter {
        /// What was asked for.
        name: String,
    },
    /// Not a category of the dwell table.
    #[error("there is no category {name}")]
    UnknownCategory {
        /// What was asked for.
        name: String,
    },
    /// Outside its range.
    #[error("{name} must lie between {least} and {most}")]
    OutOfRange {
        /// The parameter.
        name: &'static str,
        /// Least value.
        least: u32,
        /// Greatest value.
        most: u32,
    },
}

impl Speak for ParamError {
    fn speak(&self) -> Message {
        match self {
            Self::UnknownPreset { name } => {
                let known = Presets::builtin().map_or_else(|_| Vec::new(), |p| p.all);
                let known: Vec<String> = known.into_iter().map(|p| p.key).collect();
                Message::new("usage-unknown-preset")
                    .with("name", name.as_str())
                    .with("known", known.join(", "))
            }
            Self::UnknownParameter { name } => {
                Message::new("usage-unknown-parameter").with("name", name.as_str())
            }
            Self::UnknownCategory { name } => {
                let known =
                    Categories::builtin().map_or_else(|_| Vec::new(), |c| c.rows().to_vec());
                let known: Vec<String> = known.into_iter().map(|c| c.key).collect();
                Message::new("usage-unknown-category")
                    .with("name", name.as_str())
                    .with("known", known.join(", "))
            }
            Self::OutOfRange { name, least, most } => Message::new("usage-out-of-range")
                .with("option", format!("--{}", name.replace('_', "-")))
                .with("least", *least)
                .with("most", *most),
        }
    }
}

/// The rules of a run. The unit stands in the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
pub struct Params {
    /// Infectious this many days before onset.
    pub pre_onset_days: u32,
    /// Infectious this many days before the positive sample, where no onset is known.
    pub pre_sample_days: u32,
    /// Infectious until this many days after onset or sample, where no isolation is known.
    pub post_days: u32,
    /// Minutes in a rolling 24 hours from which an overlap counts.
    pub min_minutes: u32,
    /// Minutes that closed air stays infectious after its source left.
    pub lag_minutes: u32,
    /// Hours after its first exposure from which a contact can pass it on.
    pub latent_hours: u32,
    /// Days after its last exposure until which a contact can pass it on; 0: no end.
    pub onward_days: u32,
    /// How far to go: 1 is F1 only.
    pub max_tier: u8,
    /// Members of a household share its nights.
    pub households: bool,
    /// Days of quarantine, counted from the last exposure.
    pub quarantine_days: u32,
    /// Suspected cases are F0s too.
    #[serde(default)]
    pub include_suspected: bool,
    /// Encounters below the sensor's threshold count too.
    #[serde(default)]
    pub include_weak: bool,
}

impl Params {
    /// Greatest number of days a parameter takes.
    pub const MOST_DAYS: u32 = 3_650;

    /// The numeric parameters by name, in the order of the table.
    #[must_use]
    pub fn numbers(&self) -> [(&'static str, u32); 9] {
        [
            ("pre_onset_days", self.pre_onset_days),
            ("pre_sample_days", self.pre_sample_days),
            ("post_days", self.post_days),
            ("min_minutes", self.min_minutes),
            ("lag_minutes", self.lag_minutes),
            ("latent_hours", self.latent_hours),
            ("onward_days", self.onward_days),
            ("max_tier", u32::from(self.max_tier)),
            ("quarantine_days", self.quarantine_days),
        ]
    }

    /// The switches by name, in the order of the table.
    #[must_use]
    pub fn switches(&self) -> [(&'static str, bool); 3] {
        [
            ("households", self.households),
            ("include_suspected", self.include_suspected),
            ("include_weak", self.include_weak),
        ]
    }

    /// Sets a numeric parameter by name.
    ///
    /// # Errors
    /// [`ParamError::UnknownParameter`].
    pub fn set_number(&mut self, name: &str, value: u32) -> Result<(), ParamError> {
        let field = match name {
            "pre_onset_days" => &mut self.pre_onset_days,
            "pre_sample_days" => &mut self.pre_sample_days,
            "post_days" => &mut self.post_days,
            "min_minutes" => &mut self.min_minutes,
            "lag_minutes" => &mut self.lag_minutes,
            "latent_hours" => &mut self.latent_hours,
            "onward_days" => &mut self.onward_days,
            "quarantine_days" => &mut self.quarantine_days,
            "max_tier" => {
                self.max_tier = u8::try_from(value).unwrap_or(u8::MAX);
                return Ok(());
            }
            _ => {
                return Err(ParamError::UnknownParameter {
                    name: name.to_owned(),
                });
            }
        };
        *field = value;
        Ok(())
    }

    /// Sets a switch by name.
    ///
    /// # Errors
    /// [`ParamError::UnknownParameter`].
    pub fn set_switch(&mut self, name: &str, on: bool) -> Result<(), ParamError> {
        let field = match name {
            "households" => &mut self.households,
            "include_suspected" => &mut self.include_suspected,
            "include_weak" => &mut self.include_weak,
            _ => {
                return Err(ParamError::UnknownParameter {
                    name: name.to_owned(),
                });
            }
        };
        *field = on;
        Ok(())
    }

    /// # Errors
    /// [`ParamError::OutOfRange`] for a threshold over 1440 minutes, a tier outside 1..=5, or a span of time over
    /// ten years.
    pub fn validate(&self) -> Result<(), ParamError> {
        for (name, value) in self.numbers() {
            let (least, most) = match name {
                "min_minutes" => (0, 1_440),
                "max_tier" => (1, 5),
                "lag_minutes" => (0, Self::MOST_DAYS * 1_440),
                "latent_hours" => (0, Self::MOST_DAYS * 24),
                _ => (0, Self::MOST_DAYS),
            };
            if !(least..=most).contains(&value) {
                return Err(ParamError::OutOfRange { name, least, most });
            }
        }
        Ok(())
    }

    /// The threshold in seconds.
    #[must_use]
    pub fn threshold(&self) -> Seconds {
        Seconds::from(self.min_minutes) * 60
    }

    /// The lag in seconds.
    #[must_use]
    pub fn lag(&self) -> Seconds {
        Seconds::from(self.lag_minutes) * 60
    }

    /// Latent time in seconds.
    #[must_use]
    pub fn latent(&self) -> Seconds {
        Seconds::from(self.latent_hours) * HOUR
    }

    /// Onward time in seconds; `None`: no end.
    #[must_use]
    pub fn onward(&self) -> Option<Seconds> {
        (self.onward_days > 0).then(|| Seconds::from(self.onward_days) * DAY)
    }
}

/// A named set of parameters and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Preset {
    /// Its name, as in `VN-2021-08`.
    pub key: String,
    /// The parameters.
    #[serde(flatten)]
    pub params: Params,
    /// The document that it follows, and what of it was not read.
    pub source: String,
}

/// All presets.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Presets {
    /// The table's version.
    pub version: String,
    /// The key of the default one.
    pub default: String,
    /// In the order of the table.
    #[serde(rename = "preset")]
    pub all: Vec<Preset>,
}

impl Presets {
    /// The presets that the program carries.
    ///
    /// # Errors
    /// [`AssetError`] where the embedded file is not what it should be.
    pub fn builtin() -> Result<Self, AssetError> {
        let asset = "presets.toml";
        let presets: Self = toml::from_str(include_str!("../../assets/presets.toml"))
            .map_err(|source| AssetError::Toml { asset, source })?;
        if presets.find(&presets.default).is_err() {
            return Err(AssetError::Missing {
                asset,
                what: "its default",
            });
        }
        Ok(presets)
    }

    /// The preset of a name, in any case.
    ///
    /// # Errors
    /// [`ParamError::UnknownPreset`].
    pub fn find(&self, name: &str) -> Result<&Preset, ParamError> {
        let found = self.all.iter().find(|p| p.key.eq_ignore_ascii_case(name));
        found.ok_or_else(|| ParamError::UnknownPreset {
            name: name.to_owned(),
        })
    }
}

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

/// Everything that decides a run beside the data.
#[derive(Debug, Clone)]
pub struct Rules {
    /// The preset that was started from.
    pub preset: Preset,
    /// The parameters in force.
    pub params: Params,
    /// The dwell table in force.
    pub categories: Categories,
    /// The risk weights in force.
    pub risk: RiskWeights,
}

impl Rules {
    /// The rules of a preset; `None`: the default one.
    ///
    /// # Errors
    /// [`RulesError`] for an unknown name or a broken asset.
    pub fn preset(name: Option<&str>) -> Result<Self, RulesError> {
        let presets = Presets::builtin()?;
        let preset = presets.find(name.unwrap_or(&presets.default))?.clone();
        let params = preset.params;
        Ok(Self {
            preset,
            params,
            categories: Categories::builtin()?,
            risk: RiskWeights::builtin()?,
        })
    }

    /// What differs from the preset, by name; dwell minutes as `dwell.market`.
    ///
    /// # Errors
    /// [`AssetError`] where an embedded file is not what it should be.
    pub fn changed(&self) -> Result<Vec<(String, Changed)>, AssetError> {
        let numbers = self
            .params
            .numbers()
            .into_iter()
            .zip(self.preset.params.numbers());
        let mut out: Vec<(String, Changed)> = numbers
            .filter(|(now, was)| now.1 != was.1)
            .map(|(now, _)| (now.0.to_owned(), Changed::Number(now.1)))
            .collect();
        let switches = self
            .params
            .switches()
            .into_iter()
            .zip(self.preset.params.switches());
        out.extend(
            switches
                .filter(|(now, was)| now.1 != was.1)
                .map(|(now, _)| (now.0.to_owned(), Changed::Switch(now.1))),
        );
        for (now, was) in self
            .categories
            .rows()
            .iter()
            .zip(Categories::builtin()?.rows())
        {
            if now.dwell != was.dwell {
                out.push((format!("dwell.{}", now.key), Changed::Number(now.dwell)));
            }
        }
        Ok(out)
    }
}

/// A value that differs from the preset's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Changed {
    /// Of a numeric parameter.
    Number(u32),
    /// Of a switch.
    Switch(bool),
}

/// Why there are no rules.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// A broken asset.
    #[error(transparent)]
    Asset(#[from] AssetError),
    /// An unknown name or a value out of range.
    #[error(transparent)]
    Param(#[from] ParamError),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_are_sound() {
        let presets = Presets::builtin().unwrap();
        assert_eq!(presets.all.len(), 7);
        for preset in &presets.all {
            preset.params.validate().unwrap();
        }
        assert_eq!(presets.find("vn-2021-12").unwrap().params.min_minutes, 15);
        assert!(presets.find("VN-1999").is_err());
    }

    /// The table of tracing.md section 2, column by column.
    #[test]
    fn presets_are_the_contracts() {
        let table = [
            ("VN-2021-08", [3, 14, 14, 0, 0, 0, 14, 2, 14], true),
            ("VN-2020", [3, 3, 14, 0, 0, 0, 14, 2, 14], true),
            ("VN-2021-12", [2, 2, 10, 15, 0, 0, 7, 2, 7], true),
            ("VN-2022-04", [2, 2, 10, 15, 0, 0, 0, 1, 0], true),
            ("WHO", [2, 2, 13, 15, 0, 0, 14, 1, 14], false),
            ("CDC", [2, 2, 10, 15, 0, 0, 10, 1, 10], false),
            ("ECDC", [2, 2, 10, 15, 0, 0, 10, 1, 10], false),
        ];
        let presets = Presets::builtin().unwrap();
        assert_eq!(presets.default, "VN-2021-08");
        for (preset, (key, numbers, households)) in presets.all.iter().zip(table) {
            assert_eq!(preset.key, key);
            assert_eq!(preset.params.numbers().map(|n| n.1), numbers, "{key}");
            assert_eq!(preset.params.households, households, "{key}");
        }
    }

    #[test]
    fn nonsense_is_refused() {
        let mut params = Presets::builtin().unwrap().all[0].params;
        params.min_minutes = 1_441;
        assert!(matches!(
            params.validate(),
            Err(ParamError::OutOfRange {
                name: "min_minutes",
                ..
            })
        ));
        params.min_minutes = 0;
        params.max_tier = 6;
        assert!(matches!(
            params.validate(),
            Err(ParamError::OutOfRange {
                name: "max_tier",
                ..
            })
        ));
        params.max_tier = 0;
        assert!(params.validate().is_err());
        assert!(params.set_number("half_time", 1).is_err());
    }

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

    #[test]
    fn changes_are_named() {
        let mut rules = Rules::preset(None).unwrap();
        assert_eq!(rules.changed().unwrap(), vec![]);
        rules.params.min_minutes = 15;
        rules.params.households = false;
        rules.categories.set_dwell("market", 45);
        let names: Vec<String> = rules.changed().unwrap().into_iter().map(|c| c.0).collect();
        assert_eq!(names, ["min_minutes", "households", "dwell.market"]);
    }
}
