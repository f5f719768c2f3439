//! The JSON Schema of the format, generated from the types.

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;

use super::Entry;

/// The schema of an entry file in the flat form, as it is checked in under `entries/schema.json`.
pub fn schema() -> serde_json::Value {
    let schema = SchemaGenerator::new(SchemaSettings::draft2020_12()).into_root_schema_for::<Entry>();
    let mut schema = schema.to_value();
    if let Some(properties) = schema.get_mut("properties").and_then(serde_json::Value::as_object_mut) {
        let reference = serde_json::json!({ "description": "Names this schema, for editors.", "type": "string" });
        properties.insert("$schema".to_owned(), reference);
    }
    schema
}
