//! The name of an entry.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `<domain>/<slug>`, the name of an entry; ids of the nested form have three parts.
///
/// Two parts or more, set apart by `/`; each is made of ASCII letters, digits, `-`, `_`, `.` and `+` and begins with a
/// letter or a digit. So an id is also a file name on every system, and nothing in it has to be escaped anywhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntryId(#[serde(deserialize_with = "valid")] Cow<'static, str>);

/// Why a text is no [`EntryId`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is no entry id; an id is `<domain>/<slug>`: letters, digits, `-`, `_`, `.` and `+`, each part beginning with \
     a letter or a digit"
)]
pub struct InvalidEntryId(pub String);

impl EntryId {
    /// Takes `text` as an id.
    ///
    /// # Errors
    /// If it is not of the form that [`EntryId`] describes.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidEntryId> {
        let text = text.into();
        let part = |part: &str| {
            part.starts_with(|c: char| c.is_ascii_alphanumeric())
                && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.+".contains(&b))
        };
        if text.contains('/') && text.split('/').all(part) { Ok(Self(text.into())) } else { Err(InvalidEntryId(text)) }
    }

    /// An id that `build.rs` took from a record that it had read.
    pub(crate) const fn packed(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }

    /// The whole id, without a copy of one that is packed.
    pub(crate) fn to_name(&self) -> Cow<'static, str> {
        self.0.clone()
    }

    /// The whole id.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first part.
    pub fn domain(&self) -> &str {
        self.0.split_once('/').map_or(self.as_str(), |(domain, _)| domain)
    }

    /// What comes after the first part.
    pub fn slug(&self) -> &str {
        self.0.split_once('/').map_or("", |(_, slug)| slug)
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for EntryId {
    type Err = InvalidEntryId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::new(text)
    }
}

impl AsRef<str> for EntryId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for EntryId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

fn valid<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Cow<'static, str>, D::Error> {
    let text = String::deserialize(deserializer)?;
    EntryId::new(text).map(|id| id.0).map_err(serde::de::Error::custom)
}

impl JsonSchema for EntryId {
    fn schema_name() -> Cow<'static, str> {
        "EntryId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "`<domain>/<slug>`, the name of an entry.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9._+-]*(/[A-Za-z0-9][A-Za-z0-9._+-]*)+$",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_a_domain_and_a_slug() {
        let id: EntryId = "llm/huggingface-model-load-oom-on-cpu".parse().unwrap();
        assert_eq!(id.domain(), "llm");
        assert_eq!(id.slug(), "huggingface-model-load-oom-on-cpu");
        let nested: EntryId = "cmake/add-subdirectory-not-found/cmake3.28-linux".parse().unwrap();
        assert_eq!(nested.domain(), "cmake");
        assert_eq!(nested.slug(), "add-subdirectory-not-found/cmake3.28-linux");
    }

    #[test]
    fn what_could_escape_a_folder_or_a_card_is_no_id() {
        for text in
            ["", "llm", "llm/", "/x", "llm//x", "../x", "llm/../x", "llm/.x", "llm/a b", "llm/`x`", "llm/é", "a\\b/c"]
        {
            assert_eq!(EntryId::new(text), Err(InvalidEntryId(text.to_owned())));
        }
        assert!(serde_json::from_str::<EntryId>("\"llm\"").is_err());
    }
}
