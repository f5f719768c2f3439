//! The types of an entry, field by field as they stand in `entries/<domain>/<slug>.json`.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `<domain>/<slug>`, the name of an entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct EntryId(pub String);

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A probability in 0–1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Probability(pub f64);

/// Whether the error can be got rid of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Resolvable {
    /// A workaround ends it.
    True,
    /// Nothing that the user can do ends it.
    False,
    /// Some causes can be mended.
    Partial,
}

/// How a finding of the entry is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something failed.
    #[default]
    Error,
    /// Something will fail, or works worse than it should.
    Warning,
    /// Worth knowing.
    Information,
    /// A remark.
    Hint,
}

/// Conditions on the whole block of a hit.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BlockConditions {
    /// Each of these regexes must match in the block.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub all: Vec<String>,
    /// At least one of these must.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub any: Vec<String>,
    /// None of these may.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub none: Vec<String>,
}

/// Real output that the entry must match.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Sample {
    /// The output, as printed.
    pub text: String,
    /// What printed it: a command with its version, or the address of a page that quotes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// Code to insert; `{name}` takes a named capture of the signature.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Snippet {
    /// `python`, `javascript`, `typescript`, `tsx`, `rust`, `go`, `java`, `c`, `cpp`, `csharp`, `ruby`, `php`, `bash`,
    /// `dockerfile`, `yaml`, `toml`, `json`, or `text` where no grammar applies.
    pub language: String,
    /// The code.
    pub text: String,
}

/// Something that is known to work.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Workaround {
    /// What to do, in one phrase.
    #[serde(default)]
    pub action: String,
    /// How, in a sentence or two; code in back-ticks.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub how: String,
    /// How often it ends the error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub success_rate: Option<Probability>,
    /// How the rate is known: `proof`, `documentation`, `reports` or `estimate`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_basis: Option<RateBasis>,
    /// When it applies.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub condition: String,
    /// What it costs.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub tradeoff: String,
    /// Addresses of pages that say so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Code to insert.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snippet: Option<Snippet>,
    /// Where the snippet goes: `call`, `before`, `after`, `file:<name>` or `shell`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

impl Serialize for Place {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call => f.write_str("call"),
            Self::Before => f.write_str("before"),
            Self::After => f.write_str("after"),
            Self::File(name) => write!(f, "file:{name}"),
            Self::Shell => f.write_str("shell"),
        }
    }
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        match word.as_str() {
            "call" => Ok(Self::Call),
            "before" => Ok(Self::Before),
            "after" => Ok(Self::After),
            "shell" => Ok(Self::Shell),
            other => match other.strip_prefix("file:") {
                Some(name) if !name.is_empty() => Ok(Self::File(name.to_owned())),
                _ => Err(serde::de::Error::custom(format!(
                    "unknown place {other:?}; expected call, before, after, shell or file:<name>"
                ))),
            },
        }
    }
}

impl JsonSchema for Place {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Place".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^(call|before|after|shell|file:.+)$" })
    }
}

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Date(pub jiff::civil::Date);

impl JsonSchema for Date {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date" })
    }
}

/// How a rate is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RateBasis {
    /// A proof under `proofs/` ran it.
    Proof,
    /// The program's own documentation or source says that it must work.
    Documentation,
    /// Counted or weighed over reports of people who tried it.
    Reports,
    /// The author's judgement from the sources given.
    Estimate,
}

/// Where a snippet goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Its keyword arguments are merged into the same call in source.
    Call,
    /// A statement before the failing one.
    Before,
    /// A statement after the failing one.
    After,
    /// A manifest or config file of this name.
    File(String),
    /// A command to copy; never run.
    Shell,
}

/// Something that people try and that is known to fail.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DeadEnd {
    /// What people do.
    #[serde(default)]
    pub action: String,
    /// Why it fails.
    #[serde(default)]
    pub why_fails: String,
    /// How often it fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fail_rate: Option<Probability>,
    /// How the rate is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_basis: Option<RateBasis>,
    /// When it fails.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub condition: String,
    /// Addresses of pages that say so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
}

/// One edge of the graph of errors.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Transition {
    /// The other entry.
    #[serde(alias = "id")]
    pub error_id: EntryId,
    /// How often.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<Probability>,
    /// When.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub condition: String,
    /// How to tell the two apart.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub distinction: String,
}

/// What comes before and after an error, and what it is taken for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TransitionGraph {
    /// Errors that follow when this one is mended wrongly or halfway.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leads_to: Vec<Transition>,
    /// Errors that this one follows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub preceded_by: Vec<Transition>,
    /// Errors that look alike.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub frequently_confused_with: Vec<Transition>,
}

/// How far the entry has been verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VerificationTier {
    /// Written by a machine and read by nobody.
    AutoGenerated,
    /// People reported it.
    Reported,
    /// The program's documentation or source says so.
    Documented,
    /// A person read and confirmed it.
    HumanReviewed,
    /// A proof provoked it and saw the workaround end it.
    Executed,
}

/// One known error.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Entry {
    /// `<domain>/<slug>`.
    pub id: EntryId,
    /// The error as it is printed, for people: the entry's title.
    #[serde(default)]
    pub signature: String,
    /// The same in Chinese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature_zh: Option<String>,
    /// What finds it: Rust regex syntax, matched on one clean line, with case.
    #[serde(default)]
    pub regex: String,
    /// Further regexes of the same error: older and newer wordings, other locales.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub patterns: Vec<String>,
    /// Conditions on the whole block.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub block: Option<BlockConditions>,
    /// The more general entries that this one beats where both match.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refines: Vec<EntryId>,
    /// How a finding is shown.
    #[serde(default)]
    pub severity: Severity,
    /// The field that the error belongs to; the first half of the id.
    #[serde(default)]
    pub domain: String,
    /// The kind of error within the domain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// A finer kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subcategory: Option<String>,
    /// Why it happens.
    #[serde(default)]
    pub root_cause: String,
    /// The kind of cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root_cause_type: Option<String>,
    /// Why it happens, in Chinese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root_cause_zh: Option<String>,
    /// Versions in which it is seen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<String>,
    /// Operating systems it is limited to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub os_specific: Vec<String>,
    /// What is known to fail.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dead_ends: Vec<DeadEnd>,
    /// What is known to work, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub workarounds: Vec<Workaround>,
    /// The same in Chinese, in the same order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub workarounds_zh: Vec<Workaround>,
    /// What comes before and after.
    #[serde(default)]
    pub transition_graph: TransitionGraph,
    /// The official page about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub official_doc_url: Option<String>,
    /// The section of that page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub official_doc_section: Option<String>,
    /// The program's own code for it: `E0433`, `TS2307`, `ENOENT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// How far it has been verified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verification_tier: Option<VerificationTier>,
    /// How sure the author is that a match means this error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Probability>,
    /// How often the error is ended by what the entry says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix_success_rate: Option<Probability>,
    /// Whether it can be got rid of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolvable: Option<Resolvable>,
    /// When it was first seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_seen: Option<Date>,
    /// When it was last seen to be so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_confirmed: Option<Date>,
    /// When the entry was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_updated: Option<Date>,
    /// How many observations stand behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence_count: Option<u64>,
    /// Free words. `wrapper` marks an error that only passes on another one (`exit code 1`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The language of the texts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// Former ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Real output that must match.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub samples: Vec<Sample>,
    /// Text that looks alike and must not match.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub near_misses: Vec<String>,
    /// The folder under `proofs/` that shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
    /// Where the facts come from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Whether the regexes are matched without regard to case: so for records of the nested form.
    #[serde(skip)]
    pub ignore_case: bool,
    /// Fields that the format does not know; kept as they are.
    #[serde(flatten)]
    #[schemars(skip)]
    pub unknown: BTreeMap<String, serde_json::Value>,
}

impl Entry {
    /// The regexes that find the entry: `regex`, then `patterns`; empty ones left out.
    pub fn regexes(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.regex.as_str()).chain(self.patterns.iter().map(String::as_str)).filter(|r| !r.is_empty())
    }
}
