//! What decides a run beside the data: a preset, what was changed of it, and the tables.

use serde::Serialize;

use super::{AssetError, Categories, ParamError, Params, Preset, Presets, RiskWeights};

/// How much is derived of each contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Detail {
    /// The whole row of the contact list, and evidence.
    #[default]
    Full,
    /// Tier, first and last exposure: without a threshold no pair needs to be looked at for them.
    Brief,
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
    /// How much is derived.
    pub detail: Detail,
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
            detail: Detail::Full,
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
