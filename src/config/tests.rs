use serde_json::json;

use super::*;

fn json(settings: Value) -> (Config, Vec<String>) {
    let mut config = Config::default();
    let wrong = config.take_json(&settings, Some(Path::new("/w")));
    (config, wrong.iter().map(ToString::to_string).collect())
}

fn toml(text: &str) -> (Config, Vec<String>) {
    let mut config = Config::default();
    let wrong = config.take_toml(text, Path::new("/w/loglore.toml"));
    (config, wrong.iter().map(ToString::to_string).collect())
}

#[test]
fn an_editor_may_nest_settings_or_put_dots_in_their_names() {
    let (nested, wrong) = json(json!({ "loglore": { "entries": { "paths": ["a", "/b"], "disabled": "x/y" } } }));
    assert_eq!(wrong, [""; 0]);
    assert_eq!(nested.entry_paths, [Path::new("/w/a"), Path::new("/b")]);
    assert_eq!(nested.disabled, [EntryId::new("x/y").unwrap()]);
    assert_eq!(json(json!({ "entries.paths": ["a", "/b"], "entries.disabled": ["x/y"] })).0, nested);
}

#[test]
fn every_setting_is_taken_over() {
    let (config, wrong) = json(json!({
        "domains": ["npm"], "locale": "zh-CN", "minimumConfidence": 0.5, "severity": "hint", "maxDiagnostics": 3,
        "codeLens": false, "inlayHints": true, "sourceMarks": false,
    }));
    assert_eq!(wrong, [""; 0]);
    let severity = Severities { all: Some(Severity::Hint), named: vec![] };
    assert_eq!(
        config,
        Config {
            entry_paths: vec![],
            disabled: vec![],
            ignored: vec![],
            domains: vec!["npm".to_owned()],
            locale: Some(Locale::Zh),
            minimum_confidence: 0.5,
            severity,
            max_diagnostics: 3,
            code_lens: false,
            inlay_hints: true,
            source_marks: false,
        }
    );
}

#[test]
fn a_wrong_value_is_told_with_its_name_and_the_default_stays() {
    let (config, wrong) = json(json!({
        "minimumConfidence": 7, "maxDiagnostics": "many", "codeLens": 1, "entries": { "disabled": ["oom"] },
        "domains": {}, "severity": { "npm": "grave" }, "locale": 3,
    }));
    assert_eq!(config, Config::default());
    assert_eq!(
        wrong,
        [
            "loglore.minimumConfidence: a number from 0 to 1 is expected, not 7; 0 stays in force",
            "loglore.maxDiagnostics: a whole number from 1 is expected, not \"many\"; 1000 stays in force",
            "loglore.codeLens: true or false is expected, not 1; true stays in force",
            "loglore.entries.disabled: \"oom\" is no entry id; an id is `<domain>/<slug>`: letters, digits, `-`, `_`, \
             `.` and `+`, each part beginning with a letter or a digit; the list is left out",
            "loglore.domains: a list of texts is expected, not an object; the former list stays in force",
            "loglore.severity: `npm`: `grave` is none of `error`, `warning`, `information`, `hint` and `entry`; what \
             entries say stays in force",
            "loglore.locale: a language (`en`, `zh-CN`) is expected, not 3; the client's stays in force",
        ]
    );
}

#[test]
fn what_an_editor_keeps_for_itself_is_not_told() {
    assert_eq!(json(json!({ "path": "/usr/bin/loglore", "trace": { "server": "off" }, "locale": null })).1, [""; 0]);
    assert_eq!(json(Value::Null), (Config::default(), vec![]));
    assert_eq!(json(json!([])).1, ["the settings of loglore are an object, not a list; they stay as they are"]);
}

#[test]
fn the_file_of_a_workspace_says_the_same_in_toml() {
    let (config, wrong) =
        toml("maxDiagnostics = 5\nseverity = { npm = 'warning', 'llm/oom' = 'hint' }\n[entries]\npaths = ['own']\n");
    assert_eq!(wrong, [""; 0]);
    assert_eq!((config.max_diagnostics, config.entry_paths), (5, vec![PathBuf::from("/w/own")]));
    let of = |id: &str| config.severity.of(&EntryId::new(id).unwrap(), Severity::Error);
    assert_eq!([of("npm/x"), of("llm/oom"), of("llm/x")], [Severity::Warning, Severity::Hint, Severity::Error]);
}

#[test]
fn what_is_wrong_in_the_file_is_told_with_its_line() {
    let (config, wrong) = toml("codeLense = true\n\n[entries]\npaths = 3\n");
    assert_eq!(config, Config::default());
    assert_eq!(
        wrong,
        [
            "/w/loglore.toml:1: codeLense: there is no such setting",
            "/w/loglore.toml:4: entries.paths: a list of texts is expected, not 3; the former list stays in force",
        ]
    );
    let (_, wrong) = toml("domains = [\n");
    assert!(
        wrong[0].starts_with("/w/loglore.toml:2: not TOML") || wrong[0].starts_with("/w/loglore.toml:1: not TOML"),
        "{wrong:?}"
    );
}

#[test]
fn a_later_source_adds_to_lists_and_replaces_values() {
    let (mut config, _) = json(json!({ "entries": { "disabled": ["a/b"] }, "maxDiagnostics": 5, "domains": ["x"] }));
    config.take_toml("domains = ['y']\n[entries]\ndisabled = ['a/b', 'c/d']\n", Path::new("/w/loglore.toml"));
    assert_eq!(config.disabled.iter().map(EntryId::as_str).collect::<Vec<_>>(), ["a/b", "c/d"]);
    assert_eq!((config.max_diagnostics, config.domains), (5, vec!["y".to_owned()]));
}
