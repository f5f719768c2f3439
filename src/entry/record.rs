//! The types of an entry, field by field as they stand in `entries/<domain>/<slug>.json`.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Date, EntryId, Kept, Place, Probability, RateBasis, Resolvable, Severity, VerificationTier};

/// Conditions on the whole block of a hit.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
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

impl BlockConditions {
    /// All regexes, each with the JSON pointer in the record where it stands.
    pub fn regexes(&self) -> impl Iterator<Item = (String, &str)> {
        [("all", &self.all), ("any", &self.any), ("none", &self.none)].into_iter().flat_map(|(field, regexes)| {
            regexes.iter().enumerate().map(move |(i, regex)| (format!("/block/{field}/{i}"), regex.as_str()))
        })
    }
}

/// Real output that the entry must match.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Sample {
    /// The output, as printed.
    pub text: String,
    /// What printed it: a command with its version, or the address of a page that quotes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// Code to insert; `{name}` takes a named capture of the signature.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Snippet {
    /// `python`, `javascript`, `typescript`, `tsx`, `rust`, `go`, `java`, `c`, `cpp`, `csharp`, `ruby`, `php`, `bash`,
    /// `dockerfile`, `yaml`, `toml`, `json`, or `text` where no grammar applies.
    pub language: String,
    /// The code.
    pub text: String,
    /// For the places `wrap` and `replace`: a tree-sitter query whose `@target` is what the code goes around, or takes the
    /// place of, at the failing line. `{@target}` and `{@name}` in the code take what it captures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
}

/// Something that is known to work.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Workaround {
    /// What to do, in one phrase.
    #[serde(default, skip_serializing_if = "String::is_empty")]
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
    /// Where the snippet goes: `call`, `before`, `after`, `wrap`, `replace`, `file:<name>` or `shell`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// Something that people try and that is known to fail.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct DeadEnd {
    /// What people do.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub action: String,
    /// Why it fails.
    #[serde(default, skip_serializing_if = "String::is_empty")]
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
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Transition {
    /// The other entry.
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
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
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

impl TransitionGraph {
    /// Whether it has no edge.
    pub fn is_empty(&self) -> bool {
        self.leads_to.is_empty() && self.preceded_by.is_empty() && self.frequently_confused_with.is_empty()
    }

    /// All edges, with the field they stand in and their index there.
    pub fn edges(&self) -> impl Iterator<Item = (&'static str, usize, &Transition)> {
        [
            ("leads_to", &self.leads_to),
            ("preceded_by", &self.preceded_by),
            ("frequently_confused_with", &self.frequently_confused_with),
        ]
        .into_iter()
        .flat_map(|(field, edges)| edges.iter().enumerate().map(move |(i, edge)| (field, i, edge)))
    }
}

impl Transition {
    /// An edge to an entry of which nothing more is said.
    pub fn new(error_id: EntryId) -> Self {
        Self { error_id, probability: None, condition: String::new(), distinction: String::new() }
    }
}

/// One known error.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(remote = "Self")]
#[schemars(rename = "Entry", deny_unknown_fields)]
pub struct Entry {
    /// `<domain>/<slug>`.
    pub id: EntryId,
    /// The error as it is printed, for people: the entry's title.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub signature: String,
    /// The same in Chinese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature_zh: Option<String>,
    /// What finds it: Rust regex syntax, matched on one clean line, with case.
    #[serde(default, skip_serializing_if = "String::is_empty")]
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
    #[serde(default, skip_serializing_if = "Severity::is_error")]
    pub severity: Severity,
    /// The field that the error belongs to; the first half of the id.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub domain: String,
    /// The kind of error within the domain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// A finer kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subcategory: Option<String>,
    /// Why it happens.
    #[serde(default, skip_serializing_if = "String::is_empty")]
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
    #[serde(default, skip_serializing_if = "TransitionGraph::is_empty")]
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
    /// Whether the regexes are matched without regard to case: so for records of the nested form, whose own tools do
    /// that. An entry written by hand says `(?i)` where a program prints both.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ignore_case: bool,
    /// What the format does not know or could not take, kept as it was.
    #[serde(skip)]
    pub unknown: Kept,
}

impl Entry {
    /// A record of which nothing is known but its id.
    pub fn new(id: EntryId) -> Self {
        Self {
            domain: id.domain().to_owned(),
            id,
            signature: String::new(),
            signature_zh: None,
            regex: String::new(),
            patterns: Vec::new(),
            block: None,
            refines: Vec::new(),
            severity: Severity::default(),
            category: None,
            subcategory: None,
            root_cause: String::new(),
            root_cause_type: None,
            root_cause_zh: None,
            versions: Vec::new(),
            os_specific: Vec::new(),
            dead_ends: Vec::new(),
            workarounds: Vec::new(),
            workarounds_zh: Vec::new(),
            transition_graph: TransitionGraph::default(),
            official_doc_url: None,
            official_doc_section: None,
            error_code: None,
            verification_tier: None,
            confidence: None,
            fix_success_rate: None,
            resolvable: None,
            first_seen: None,
            last_confirmed: None,
            last_updated: None,
            evidence_count: None,
            tags: Vec::new(),
            locale: None,
            aliases: Vec::new(),
            samples: Vec::new(),
            near_misses: Vec::new(),
            proof: None,
            sources: Vec::new(),
            ignore_case: false,
            unknown: Kept::default(),
        }
    }

    /// The regexes that find the entry: `regex`, then `patterns`; empty ones left out.
    pub fn regexes(&self) -> impl Iterator<Item = &str> {
        self.signatures().map(|(_, regex)| regex)
    }

    /// The regexes that find the entry, each with the JSON pointer where it stands.
    pub fn signatures(&self) -> impl Iterator<Item = (String, &str)> {
        std::iter::once(("/regex".to_owned(), self.regex.as_str()))
            .chain(self.patterns.iter().enumerate().map(|(i, regex)| (format!("/patterns/{i}"), regex.as_str())))
            .filter(|(_, regex)| !regex.is_empty())
    }

    /// Whether the entry only passes on another error (`exit code 1`): it has the tag `wrapper`.
    pub fn is_wrapper(&self) -> bool {
        self.tags.iter().any(|tag| tag == "wrapper")
    }
}

/// The flat form, with what was kept put back where it stood.
impl Serialize for Entry {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut record = Self::serialize(self, serde_json::value::Serializer).map_err(serde::ser::Error::custom)?;
        self.unknown.restore(&mut record);
        record.serialize(serializer)
    }
}
