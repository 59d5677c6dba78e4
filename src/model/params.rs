//! Parameters of a run and their presets: tracing.md section 2.

use serde::{Deserialize, Serialize};

use super::Categories;
use super::time::{DAY, HOUR, Seconds};
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
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
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
}
