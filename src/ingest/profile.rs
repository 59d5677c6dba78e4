//! Profiles: which columns a source's file has, as data in `assets/profiles/`.
//!
//! A profile names its role's fields and, for each, the column names that mean it, in Vietnamese and English;
//! they are compared by [`fold`], so diacritics, case and punctuation do not matter. Nothing in the code knows a
//! header.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::role::Role;
use super::survey::Draft;
use super::when::DateOrder;
use crate::i18n::{Message, fold};
use crate::model::AssetError;

#[derive(Debug, Deserialize)]
struct File {
    key: String,
    role: String,
    #[serde(default)]
    month_first: bool,
    /// Considered only where no other profile fits.
    #[serde(default)]
    fallback: bool,
    /// Fields that must be there; `a|b` means either.
    need: Vec<String>,
    /// Besides those, at least one of these, unless the file was given in this role.
    #[serde(default)]
    mark: Vec<String>,
    columns: Names,
    /// Fields that are several columns, joined by blanks.
    #[serde(default)]
    joined: Names,
    /// Fields that are the first of several columns in which something stands.
    #[serde(default)]
    either: Names,
}

type Names = std::collections::BTreeMap<String, Vec<String>>;

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Saved {
    name: String,
    role: String,
    #[serde(default)]
    month_first: bool,
    columns: std::collections::BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Names::is_empty")]
    joined: Names,
    #[serde(default, skip_serializing_if = "Names::is_empty")]
    either: Names,
}

/// Why a saved mapping cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MappingFault {
    /// Not a mapping's form.
    #[error("line {line} is not as a mapping is written")]
    Unreadable {
        /// The line, from 1.
        line: usize,
    },
    /// No such role.
    #[error("unknown role")]
    UnknownRole {
        /// What stands there.
        word: String,
    },
    /// The role has no such field.
    #[error("unknown field")]
    UnknownField {
        /// What stands there.
        word: String,
    },
    /// A field that every row needs has no column.
    #[error("no column for {field}")]
    Lacks {
        /// The field, or several of which one is needed.
        field: String,
    },
}

/// One source's form: one that the program carries, or a mapping that a user saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    pub(crate) key: String,
    /// A user's own.
    pub(crate) own: bool,
    pub(crate) role: Role,
    pub(crate) order: DateOrder,
    fallback: bool,
    need: Vec<Vec<usize>>,
    mark: Vec<usize>,
    /// For each field of the role, the folded column names that mean it.
    names: Vec<Vec<String>>,
    /// For each field, the first of its names as people write it.
    written: Vec<String>,
    /// Fields made of several columns where none of their own is there.
    made: Vec<Made<String>>,
}

/// A field made of several columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Made<C> {
    pub field: usize,
    pub columns: Vec<C>,
    /// Joined by blanks, or the first that says something.
    pub joined: bool,
}

/// Fields are made of no more columns, all together.
const MOST_PARTS: usize = 8;

/// Which column holds which field of the role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mapping {
    /// By field of the role; of a field that is made of several the first of them.
    pub columns: Vec<Option<usize>>,
    /// Fields made of several columns.
    pub made: Vec<Made<usize>>,
}

/// What a profile makes of a header.
pub(crate) enum Match {
    Fits {
        mapping: Mapping,
        mapped: usize,
    },
    /// The fields that lack a column, by the first name of each, and how many columns are known.
    Lacks {
        fields: Vec<String>,
        mapped: usize,
    },
}

macro_rules! carried {
    ($($name:literal),+ $(,)?) => { &[$(($name, include_str!(concat!("../../assets/profiles/", $name)))),+] };
}

const CARRIED: &[(&str, &str)] = carried![
    "plain-visits.toml",
    "plain-encounters.toml",
    "plain-places.toml",
    "vn-quarantine-periods.toml",
    "plain-people.toml",
    "plain-households.toml",
    "plain-cases.toml",
    "plain-quarantines.toml",
    "plain-declarations.toml",
    "vneid-scans.toml",
    "vneid-declarations.toml",
    "population-register.toml",
    "place-register.toml",
    "vn-cases.toml",
    "vn-quarantines.toml",
    "ncovi-declarations.toml",
    "tokhaiyte-declarations.toml",
    "bluezone-sightings.toml",
    "bluezone-ids.toml",
    "tokhaiyte-checkins.toml",
    "tokhaiyte-trips.toml",
    "app-registrations.toml",
    "godata-cases.toml",
    "godata-people.toml",
    "godata-relationships.toml",
    "sormas-contacts.toml",
    "contact-links.toml",
    "line-list.toml",
    "node-list.toml",
    "truth.toml",
];

impl Profile {
    /// The profiles that the program carries, in the order of preference.
    pub(crate) fn builtin() -> Result<Vec<Self>, AssetError> {
        CARRIED
            .iter()
            .map(|(asset, text)| Self::parse(asset, text))
            .collect()
    }

    fn parse(asset: &'static str, text: &str) -> Result<Self, AssetError> {
        let file: File =
            toml::from_str(text).map_err(|source| AssetError::Toml { asset, source })?;
        let missing = |what| AssetError::Missing { asset, what };
        let role = Role::parse(&file.role).ok_or(missing("a role"))?;
        let slot = |name: &str| {
            role.fields()
                .iter()
                .position(|f| *f == name)
                .ok_or(missing("a field of its role"))
        };
        let mut names = vec![Vec::new(); role.fields().len()];
        let mut written = vec![String::new(); role.fields().len()];
        for (field, words) in &file.columns {
            names[slot(field)?] = words.iter().map(|w| fold(w)).collect();
            written[slot(field)?] = words.first().cloned().unwrap_or_default();
        }
        let need = file
            .need
            .iter()
            .map(|either| either.split('|').map(slot).collect::<Result<Vec<_>, _>>())
            .collect::<Result<_, _>>()?;
        let mark = file
            .mark
            .iter()
            .map(|m| slot(m))
            .collect::<Result<_, _>>()?;
        let order = if file.month_first {
            DateOrder::MonthFirst
        } else {
            DateOrder::DayFirst
        };
        let mut made = Vec::new();
        for (words, joined) in [(&file.joined, true), (&file.either, false)] {
            for (field, words) in words {
                let field = slot(field)?;
                if written[field].is_empty() {
                    written[field] = words.join(" + ");
                }
                made.push(Made {
                    field,
                    columns: words.iter().map(|w| fold(w)).collect(),
                    joined,
                });
            }
        }
        Ok(Self {
            made,
            key: file.key,
            own: false,
            role,
            order,
            fallback: file.fallback,
            need,
            mark,
            names,
            written,
        })
    }

    /// Reads a mapping that a user saved: `name`, `role`, perhaps `month_first`, and `[columns]` with the column of each
    /// field.
    ///
    /// # Errors
    /// [`MappingFault`].
    pub fn saved(text: &str) -> Result<Self, MappingFault> {
        let file: Saved = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |s| s.start);
            let before = &text.as_bytes()[..at.min(text.len())];
            let line = memchr::memchr_iter(b'\n', before).count() + 1;
            MappingFault::Unreadable { line }
        })?;
        Self::of_saved(file)
    }

    /// Makes a mapping of a draft, under a name.
    ///
    /// # Errors
    /// [`MappingFault::Lacks`].
    pub fn drawn(name: &str, draft: &Draft, header: &[String]) -> Result<Self, MappingFault> {
        let keys = draft.role.fields();
        let fields = (0..)
            .zip(&draft.columns)
            .filter(|(field, _)| !draft.is_made(*field));
        let columns = fields.filter_map(|(field, column)| {
            let column = header.get((*column)?)?;
            Some((keys[field].to_owned(), column.clone()))
        });
        let made = |joined: bool| -> Names {
            let made = draft.made.iter().filter(|m| m.joined == joined);
            let name = |m: &Made<usize>| {
                let columns = m.columns.iter().filter_map(|&c| header.get(c).cloned());
                (keys[m.field].to_owned(), columns.collect())
            };
            made.map(name).collect()
        };
        Self::of_saved(Saved {
            name: name.to_owned(),
            role: draft.role.key().to_owned(),
            month_first: draft.month_first,
            columns: columns.collect(),
            joined: made(true),
            either: made(false),
        })
    }

    /// As [`Profile::saved`] reads it again; of a profile that the program carries the first name of each column.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let fields = self.role.fields().iter().zip(0..);
        let made = |slot| self.made.iter().any(|m| m.field == slot);
        let columns = fields
            .filter(|(_, slot)| !self.written[*slot].is_empty() && !made(*slot))
            .map(|(field, slot)| ((*field).to_owned(), self.written[slot].clone()));
        let made = |joined: bool| -> Names {
            let made = self.made.iter().filter(|m| m.joined == joined);
            let name = |m: &Made<String>| {
                let field = self.role.fields()[m.field].to_owned();
                (field, m.columns.clone())
            };
            made.map(name).collect()
        };
        let saved = Saved {
            name: self.key.clone(),
            role: self.role.key().to_owned(),
            month_first: self.order == DateOrder::MonthFirst,
            columns: columns.collect(),
            joined: made(true),
            either: made(false),
        };
        toml::to_string(&saved).unwrap_or_default()
    }

    /// What it is called, as its user named it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.key
    }

    /// The folded names of a field's columns.
    pub(super) fn names_of(&self, field: usize) -> impl Iterator<Item = &str> {
        self.names[field].iter().map(String::as_str)
    }

    fn of_saved(file: Saved) -> Result<Self, MappingFault> {
        let role = Role::parse(&file.role).filter(|r| *r != Role::Truth);
        let role = role.ok_or(MappingFault::UnknownRole { word: file.role })?;
        let mut names = vec![Vec::new(); role.fields().len()];
        let mut written = vec![String::new(); role.fields().len()];
        let mut need = Vec::new();
        for (field, column) in file.columns {
            let slot = role.fields().iter().position(|f| *f == field);
            let slot = slot.ok_or(MappingFault::UnknownField { word: field })?;
            names[slot] = vec![fold(&column)];
            written[slot] = column;
            need.push(vec![slot]);
        }
        let mut made = Vec::new();
        for (words, joined) in [(file.joined, true), (file.either, false)] {
            for (field, words) in words {
                let slot = role.fields().iter().position(|f| *f == field);
                let slot = slot.ok_or(MappingFault::UnknownField { word: field })?;
                need.push(vec![slot]);
                written[slot] = words.join(" + ");
                made.push(Made {
                    field: slot,
                    columns: words.iter().map(|w| fold(w)).collect(),
                    joined,
                });
            }
        }
        let has = |field: &str| {
            role.fields()
                .iter()
                .zip(0..)
                .any(|(f, n)| *f == field && !written[n].is_empty())
        };
        let lacking = role
            .required()
            .iter()
            .find(|either| !either.iter().any(|field| has(field)));
        if let Some(either) = lacking {
            return Err(MappingFault::Lacks {
                field: either.join(" / "),
            });
        }
        Ok(Self {
            key: file.name,
            own: true,
            role,
            order: if file.month_first {
                DateOrder::MonthFirst
            } else {
                DateOrder::DayFirst
            },
            fallback: false,
            need,
            mark: Vec::new(),
            names,
            written,
            made,
        })
    }

    /// What it is called.
    pub(crate) fn title(&self) -> Message {
        if self.own {
            Message::new("mapping-named").with("name", self.key.as_str())
        } else {
            Message::new(format!("profile-{}", self.key))
        }
    }

    /// Holds the profile against a file's header; `told`: the user said that the file has this role.
    pub(crate) fn hold_against(&self, header: &[String], told: bool) -> Match {
        let folded: Vec<String> = header.iter().map(|h| fold(h)).collect();
        let mut taken = vec![false; header.len()];
        let mut columns: Vec<Option<usize>> = self
            .names
            .iter()
            .map(|names| {
                // The order of a profile's names is an order of preference.
                let found = names.iter().find_map(|n| {
                    // A user may say that one column is two fields.
                    let free = |c: usize| self.own || !taken[c];
                    (0..folded.len()).find(|&c| free(c) && folded[c] == *n)
                });
                if let Some(column) = found {
                    taken[column] = true;
                }
                found
            })
            .collect();
        let mut made: Vec<Made<usize>> = Vec::new();
        for making in &self.made {
            if columns[making.field].is_some() {
                continue;
            }
            let found = making.columns.iter().filter_map(|name| {
                let column = (0..folded.len()).find(|&c| !taken[c] && folded[c] == *name)?;
                taken[column] = true;
                Some(column)
            });
            let found: Vec<usize> = found.take(MOST_PARTS).collect();
            columns[making.field] = found.first().copied();
            let used: usize = made.iter().map(|m| m.columns.len()).sum();
            if found.len() > 1 && used + found.len() <= MOST_PARTS {
                made.push(Made {
                    field: making.field,
                    columns: found,
                    joined: making.joined,
                });
            }
        }
        let mapped = columns.iter().flatten().count();
        let either = |slots: &[usize]| {
            let names: Vec<&str> = slots.iter().map(|&s| self.written[s].as_str()).collect();
            names.join(" / ")
        };
        let mut lacks: Vec<String> = self
            .need
            .iter()
            .filter(|slots| slots.iter().all(|&slot| columns[slot].is_none()))
            .map(|slots| either(slots))
            .collect();
        let unmarked =
            !told && !self.mark.is_empty() && self.mark.iter().all(|&m| columns[m].is_none());
        if lacks.is_empty() && unmarked {
            lacks.push(either(&self.mark));
        }
        if lacks.is_empty() {
            Match::Fits {
                mapping: Mapping { columns, made },
                mapped,
            }
        } else {
            Match::Lacks {
                fields: lacks,
                mapped,
            }
        }
    }
}

/// What recognising a header came to.
pub(crate) enum Recognised<'p> {
    /// A profile; and another of another role that the header would also do for.
    Profile(&'p Profile, Mapping, Option<&'p Profile>),
    /// None fits; the nearest one and the fields that it lacks.
    Nearest(&'p Profile, Vec<String>),
    Nothing,
}

/// The profile that maps most columns of a header; of equals the first. Registers, whose columns others carry
/// too, only where nothing else fits. `role` where the user told it.
pub(crate) fn recognise<'p>(
    own: &'p [Arc<Profile>],
    profiles: &'p [Profile],
    header: &[String],
    role: Option<Role>,
) -> Recognised<'p> {
    // The user's own word goes before the program's.
    for profile in own.iter().filter(|p| role.is_none_or(|r| p.role == r)) {
        if let Match::Fits { mapping, .. } = profile.hold_against(header, true) {
            return Recognised::Profile(profile, mapping, None);
        }
    }
    let mut fits: Vec<(bool, usize, &Profile, Mapping)> = Vec::new();
    let mut nearest: Option<(usize, usize, &Profile, Vec<String>)> = None;
    for profile in profiles.iter().filter(|p| role.is_none_or(|r| p.role == r)) {
        match profile.hold_against(header, role.is_some()) {
            Match::Fits { mapping, mapped } => {
                fits.push((profile.fallback, mapped, profile, mapping));
            }
            Match::Lacks { fields, mapped } => {
                // One known column says nothing about a file.
                let near = mapped > 1 || role.is_some();
                let better = |n: &(usize, usize, _, _)| (fields.len(), n.1) < (n.0, mapped);
                if near && nearest.as_ref().is_none_or(better) {
                    nearest = Some((fields.len(), mapped, profile, fields));
                }
            }
        }
    }
    // Stable: of equals the first.
    fits.sort_by_key(|&(fallback, mapped, ..)| (fallback, std::cmp::Reverse(mapped)));
    let mut fits = fits.into_iter();
    match (fits.next(), nearest) {
        (Some((fallback, _, profile, mapping)), _) => {
            // Another one matters only where it knows a column that this one does not.
            let mine = |c: &usize| mapping.columns.contains(&Some(*c));
            let rival = fits.find(|f| {
                f.0 == fallback
                    && f.2.role != profile.role
                    && f.3.columns.iter().flatten().any(|c| !mine(c))
            });
            Recognised::Profile(profile, mapping, rival.map(|r| r.2))
        }
        (None, Some((_, _, profile, fields))) => Recognised::Nearest(profile, fields),
        (None, None) => Recognised::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(header: &str) -> String {
        let profiles = Profile::builtin().unwrap();
        let header: Vec<String> = header.split(',').map(str::to_owned).collect();
        match recognise(&[], &profiles, &header, None) {
            Recognised::Profile(p, ..) => p.key.clone(),
            Recognised::Nearest(p, fields) => format!("{} lacks {}", p.key, fields.join(", ")),
            Recognised::Nothing => String::new(),
        }
    }

    #[test]
    fn headers_are_recognised() {
        assert_eq!(key("person_id,place_id,check_in,check_out"), "plain-visits");
        assert_eq!(key("person_a,person_b,start,end"), "plain-encounters");
        assert_eq!(key("place_id,name,category,lat,lon"), "plain-places");
        assert_eq!(key("household_id,person_id"), "plain-households");
        assert_eq!(key("person_id,household_id,full_name"), "plain-people");
        assert_eq!(
            key("person_id,onset,sample,isolation,status"),
            "plain-cases"
        );
        assert_eq!(key("person_id,start,end"), "plain-quarantines");
        assert_eq!(key("from,to"), "truth");
        assert_eq!(
            key("Mã QR,Mã điểm quét,Thời gian quét,Chiều,Cán bộ quét,Thiết bị"),
            "vneid-scans"
        );
        assert_eq!(
            key("ma qr,ma diem quet,thoi gian quet,chieu"),
            "vneid-scans"
        );
        assert_eq!(
            key("Mã điểm,Tên điểm,Loại điểm,Vĩ độ,Kinh độ"),
            "place-register"
        );
        assert_eq!(
            key("Số CCCD,Họ và tên,Ngày sinh,Giới tính,Mã hộ"),
            "population-register"
        );
        assert_eq!(
            key("Số CCCD,Họ và tên,Địa chỉ,Từ ngày,Đến ngày"),
            "vn-quarantine-periods"
        );
        assert_eq!(
            key("Số CCCD,Họ và tên,Ngày sinh,Giới tính,Mã hộ,Từ ngày,Đến ngày"),
            "population-register"
        );
        assert_eq!(
            key("Mã ca,Số CCCD,Họ và tên,Ngày khởi phát,Ngày lấy mẫu,Ngày cách ly"),
            "vn-cases"
        );
        assert_eq!(key("Số CCCD,Bắt đầu,Kết thúc"), "vn-quarantines");
        assert_eq!(
            key(
                "Số CCCD,Mã QR,Họ và tên,Nơi đi,Nơi đến,Phương tiện,Biển số / Số hiệu,Thời gian khởi hành"
            ),
            "vneid-declarations"
        );
        assert_eq!(key("groupId,phone,time"), "tokhaiyte-checkins");
        assert_eq!(
            key("fullName,passport,birthYear,phone,vehicle,flightCode,vehicleCode,seat,startTime"),
            "tokhaiyte-trips"
        );
        assert_eq!(key("CCCD,Ứng dụng,Mã đẩy,Lần cuối"), "app-registrations");
        assert_eq!(
            key("visualId,firstName,lastName,classification,dateOfOnset,dob"),
            "godata-cases"
        );
        assert_eq!(
            key("visualId,firstName,lastName,gender,dob,dateOfLastContact"),
            "godata-people"
        );
        assert_eq!(
            key("sourcePerson,targetPerson,contactDate,certaintyLevelId"),
            "godata-relationships"
        );
        assert_eq!(
            key("caseIdExternalSystem,externalID,lastContactDate,person.firstName,person.lastName"),
            "sormas-contacts"
        );
        assert_eq!(key("source,target,date,distance"), "contact-links");
        assert_eq!(key("from,to,date_exposure"), "contact-links");
        assert_eq!(key("id,date_onset,sex"), "line-list");
        assert_eq!(key("_id,name,sex"), "node-list");
        assert_eq!(
            key("person_id,place_id,note"),
            "plain-visits lacks check_in"
        );
        assert_eq!(key("x,y,z"), "");
        assert_eq!(key("place_id,x,y"), "");
    }

    #[test]
    fn saved_mappings() {
        let text =
            "name = \"NZ\"\nrole = \"places\"\n[columns]\nplace_id = \"id\"\nname = \"event\"\n";
        let own = [Arc::new(Profile::saved(text).unwrap())];
        let profiles = Profile::builtin().unwrap();
        let header = |names: &str| -> Vec<String> { names.split(',').map(str::to_owned).collect() };
        let known = header("ID,Event,lat");
        assert!(matches!(
            recognise(&own, &profiles, &known, None),
            Recognised::Profile(p, ..) if p.own && p.role == Role::Places
        ));
        let other = header("person_id,place_id,check_in");
        assert!(matches!(
            recognise(&own, &profiles, &other, None),
            Recognised::Profile(p, ..) if !p.own
        ));
        let fault = |text: &str| Profile::saved(text).unwrap_err();
        assert_eq!(
            fault("name = \"x\"\nrole = \"places\"\n[columns]\nname = \"event\"\n"),
            MappingFault::Lacks {
                field: "place_id".into()
            }
        );
        assert_eq!(
            fault("name = \"x\"\nrole = \"places\"\n[columns]\nnam = \"event\"\n"),
            MappingFault::UnknownField { word: "nam".into() }
        );
        assert_eq!(
            fault("name = \"x\"\nrole = \"placez\"\n[columns]\n"),
            MappingFault::UnknownRole {
                word: "placez".into()
            }
        );
        assert_eq!(
            fault("name = \"x\"\nrolle = 1\n"),
            MappingFault::Unreadable { line: 2 }
        );
    }

    #[test]
    fn columns_of_registers_do_not_hide_what_a_file_is() {
        let person = "Họ và tên,Ngày sinh,Giới tính,SĐT,Địa chỉ,Quận/Huyện,Tỉnh/Thành phố";
        assert_eq!(
            key(&format!("Mã ca,Số CCCD,{person},Ngày khởi phát")),
            "vn-cases"
        );
        assert_eq!(
            key(&format!(
                "Số CCCD,{person},Cách ly từ ngày,Cách ly đến ngày"
            )),
            "vn-quarantines"
        );
        let trip = "Biển số,Thời gian khởi hành";
        assert_eq!(
            key(&format!("Số CCCD,{person},{trip}")),
            "vneid-declarations"
        );
        let person = "full_name,phone,address,district,ward,household_id";
        assert_eq!(
            key(&format!("person_id,{person},place_id,check_in")),
            "plain-visits"
        );
        assert_eq!(key(&format!("person_id,{person},sex,onset")), "plain-cases");
        let place = "name,category,lat,lon,air";
        assert_eq!(
            key(&format!("person_id,place_id,check_in,{place}")),
            "plain-visits"
        );
        assert_eq!(
            key("Số CCCD,Họ và tên,Trạng thái,Mã hộ"),
            "population-register"
        );
        assert_eq!(
            key("Số CCCD,Họ và tên,Mã hộ,Tạm trú,Từ ngày"),
            "population-register"
        );
    }
}
