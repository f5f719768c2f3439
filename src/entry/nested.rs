//! The nested form of deadends.dev: `error`, `environment`, `verdict` and `metadata` around the same facts.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::coerce::as_switch;
use super::read::{Reader, is_nothing};
use super::{Entry, EntryId, VerificationTier};

/// Where fields of the flat form stand in the nested one: flat pointer, nested pointer.
const MOVED: &[(&str, &str)] = &[
    ("/signature", "/error/signature"),
    ("/regex", "/error/regex"),
    ("/domain", "/error/domain"),
    ("/category", "/error/category"),
    ("/first_seen", "/error/first_seen"),
    ("/last_confirmed", "/error/last_confirmed"),
    ("/resolvable", "/verdict/resolvable"),
    ("/fix_success_rate", "/verdict/fix_success_rate"),
    ("/confidence", "/verdict/confidence"),
    ("/last_updated", "/verdict/last_updated"),
    ("/root_cause", "/verdict/summary"),
    ("/versions", "/environment/runtime"),
    ("/os_specific", "/environment/os"),
    ("/verification_tier", "/metadata/review_status"),
    ("/evidence_count", "/metadata/evidence_count"),
    ("/sources", "/url"),
];

/// Fields of the flat form that stand elsewhere in the nested one, or not at all. What a nested record has under such a name is
/// kept apart: it is written in the flat form, where it would be taken for that field.
const FLAT_ONLY: &[&str] = &[
    "$schema",
    "signature",
    "signature_zh",
    "regex",
    "patterns",
    "block",
    "refines",
    "severity",
    "domain",
    "category",
    "subcategory",
    "root_cause",
    "root_cause_type",
    "root_cause_zh",
    "versions",
    "os_specific",
    "workarounds_zh",
    "official_doc_url",
    "official_doc_section",
    "error_code",
    "verification_tier",
    "confidence",
    "fix_success_rate",
    "resolvable",
    "first_seen",
    "last_confirmed",
    "last_updated",
    "evidence_count",
    "tags",
    "locale",
    "aliases",
    "samples",
    "near_misses",
    "proof",
    "sources",
    "ignore_case",
    // Where they are kept.
    "nested",
];

pub(super) fn is_flat_only(name: &str) -> bool {
    FLAT_ONLY.contains(&name)
}

/// The nested form's pointer for one of the flat form.
pub(super) fn in_nested(pointer: &str) -> Cow<'_, str> {
    for (flat, nested) in MOVED {
        if let Some(rest) = pointer.strip_prefix(flat)
            && (rest.is_empty() || rest.starts_with('/'))
        {
            return Cow::Owned(format!("{nested}{rest}"));
        }
    }
    Cow::Borrowed(pointer)
}

/// Whether a record has the nested form: its regex or its verdict lies in an object of its own.
pub(super) fn is_nested(record: &Map<String, Value>) -> bool {
    let object = |field: &str| record.get(field).is_some_and(Value::is_object);
    (object("error") || object("verdict")) && !says_flat(record)
}

/// Whether a field says that a record is of the flat form. Only what is written again says so: if `"regex": ""` or
/// `"ignore_case": false` did, then what is written of the record would be of the other form.
fn says_flat(record: &Map<String, Value>) -> bool {
    let says = |name: &str| record.get(name).is_some_and(|value| !is_nothing(value));
    // `ignore_case` is in none of the nested form, but in all that is written of them: what was kept of one without a regex
    // and a title would otherwise make it nested again.
    says("regex") || says("signature") || (says("ignore_case") && as_switch(&record["ignore_case"]) != Some(false))
}

/// Reads a record of the nested form.
pub(super) fn entry(reader: &mut Reader, record: &Map<String, Value>, id: EntryId) -> Entry {
    let mut entry = Entry::new(id);
    entry.ignore_case = true;
    let mut fields = reader.fields(record, "");
    fields.ignore("id");
    fields.keep(reader, "schema_version");

    if let Some(mut error) = reader.object(&mut fields, "error") {
        entry.signature = reader.text(&mut error, "signature");
        entry.regex = reader.text(&mut error, "regex");
        entry.patterns = reader.texts(&mut error, "patterns");
        let domain = reader.text(&mut error, "domain");
        if !domain.is_empty() {
            entry.domain = domain;
        }
        entry.category = reader.optional_text(&mut error, "category");
        entry.subcategory = reader.optional_text(&mut error, "subcategory");
        entry.error_code = reader.optional_text(&mut error, "error_code");
        entry.first_seen = reader.date(&mut error, "first_seen");
        entry.last_confirmed = reader.date(&mut error, "last_confirmed");
        reader.finish(error);
    }

    if let Some(mut environment) = reader.object(&mut fields, "environment") {
        if let Some(mut runtime) = reader.object(&mut environment, "runtime") {
            let name = reader.text(&mut runtime, "name");
            let range = reader.text(&mut runtime, "version_range");
            push_version(&mut entry.versions, &name, &range);
            reader.finish(runtime);
        }
        entry.os_specific = reader.systems(&mut environment, "os");
        let python = reader.text(&mut environment, "python");
        push_version(&mut entry.versions, if python.is_empty() { "" } else { "python" }, &python);
        // The flat form has no field for these two; they are kept, and nothing is wrong with them.
        environment.keep(reader, "hardware");
        environment.keep(reader, "additional");
        reader.finish(environment);
    }

    if let Some(mut verdict) = reader.object(&mut fields, "verdict") {
        entry.resolvable = reader.resolvable(&mut verdict, "resolvable");
        entry.fix_success_rate = reader.rate(&mut verdict, "fix_success_rate");
        entry.confidence = reader.rate(&mut verdict, "confidence");
        entry.last_updated = reader.date(&mut verdict, "last_updated");
        entry.root_cause = reader.text(&mut verdict, "summary");
        reader.finish(verdict);
    }

    entry.dead_ends = reader.dead_ends(&mut fields);
    entry.workarounds = reader.workarounds(&mut fields, "workarounds");
    entry.transition_graph = reader.transition_graph(&mut fields);
    entry.sources = reader.texts(&mut fields, "url");

    if let Some(mut metadata) = reader.object(&mut fields, "metadata") {
        entry.verification_tier = reader.word(&mut metadata, "review_status", VERIFICATION);
        entry.evidence_count = reader.count(&mut metadata, "evidence_count");
        for field in ["generated_by", "generation_date", "last_verification"] {
            metadata.keep(reader, field);
        }
        reader.finish(metadata);
    }
    reader.finish(fields);
    entry
}

/// What `metadata.review_status` can say.
const VERIFICATION: &[(&str, VerificationTier)] =
    &[("auto_generated", VerificationTier::AutoGenerated), ("human_reviewed", VerificationTier::HumanReviewed)];

fn push_version(versions: &mut Vec<String>, name: &str, range: &str) {
    let version = format!("{name} {range}").trim().to_owned();
    if !version.is_empty() {
        versions.push(version);
    }
}
