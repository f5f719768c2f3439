//! Cards of entries and findings, as Markdown and as plain text.

mod common;

use loglore::card::{Card, Locale, PlainStyle, markdown, plain};
use loglore::finding::{ScanOptions, find};
use serde_json::json;

const STYLE: PlainStyle = PlainStyle { width: 80, color: false };

fn card(record: serde_json::Value, log: &str, locale: Locale) -> Card {
    let folder = common::entries(&[record]);
    let lore = common::lore(folder.path());
    if log.is_empty() {
        let entry = lore.refs().next().expect("an entry");
        return Card::of_entry(&lore, entry, locale);
    }
    let findings = find(&lore, ScanOptions::default(), log.as_bytes());
    Card::of_finding(&lore, findings.first().expect("a finding"), locale)
}

fn full() -> serde_json::Value {
    json!({
        "id": "demo/no-module",
        "signature": "ModuleNotFoundError: No module named '…'",
        "signature_zh": "找不到模块",
        "regex": "No module named '(?P<module>[^']+)'",
        "domain": "demo",
        "root_cause": "`{module}` is not installed for this interpreter.",
        "root_cause_zh": "当前解释器没有安装 `{module}`。",
        "error_code": "E1",
        "versions": ["3.6+", "3.13"],
        "os_specific": ["linux"],
        "workarounds": [
            { "action": "Add it to the path", "how": "Add it to the path", "success_rate": 0.2, "rate_basis": "estimate" },
            {
                "action": "Install it", "how": "Run `pip install {module}` in the same environment.",
                "success_rate": 0.92, "rate_basis": "proof", "condition": "it is on the index", "tradeoff": "one more package",
                "snippet": { "language": "bash", "text": "pip install {module}" }, "place": "shell"
            }
        ],
        "workarounds_zh": [{ "action": "加入路径" }, { "action": "安装它", "how": "运行 `pip install {module}`。" }],
        "dead_ends": [
            { "action": "", "why_fails": "Restarting changes nothing." },
            { "action": "sudo pip install", "why_fails": "It installs for another interpreter.", "fail_rate": 0.7 }
        ],
        "transition_graph": {
            "leads_to": [{ "error_id": "demo/other", "probability": 0.3, "condition": "after an upgrade" }],
            "frequently_confused_with": [{ "error_id": "demo/import", "distinction": "names a file" }]
        },
        "official_doc_url": "https://docs.python.org/3/library/exceptions.html",
        "sources": [
            "https://docs.python.org/3/library/exceptions.html",
            "https://docs.python.org/3/reference/import.html#the-module-cache-and-everything-about-it-at-length",
            "run: python3 -c 'import nosuch', Python 3.11", "javascript:alert(1)"
        ],
        "verification_tier": "executed",
        "evidence_count": 3,
        "last_confirmed": "2026-11-24"
    })
}

const LOG: &str = "Traceback (most recent call last):\n  File \"app/main.py\", line 7, in load\n    import cv2\nModuleNotFoundError: No module named 'cv2'\n";

#[test]
fn the_markdown_card_of_a_finding_says_all_with_its_particulars() {
    insta::assert_snapshot!(markdown(&card(full(), LOG, Locale::En)));
}

#[test]
fn the_plain_card_of_a_finding_says_the_same() {
    insta::assert_snapshot!(plain(&card(full(), LOG, Locale::En), STYLE));
}

#[test]
fn the_chinese_card_has_every_heading_in_chinese() {
    insta::assert_snapshot!(plain(&card(full(), LOG, Locale::Zh), STYLE));
}

#[test]
fn an_untidy_record_gives_a_card_without_holes() {
    let record = json!({
        "id": "demo/bare", "signature": null, "regex": "boom", "domain": "demo", "root_cause": " ",
        "workarounds": [{ "action": "", "how": "" }, { "action": "Retry", "how": "Retry" }], "dead_ends": null,
        "versions": [""], "transition_graph": null, "official_doc_url": "javascript:alert(1)"
    });
    insta::assert_snapshot!(plain(&card(record.clone(), "boom\n", Locale::En), STYLE));
    insta::assert_snapshot!(markdown(&card(record, "", Locale::En)));
}

#[test]
fn what_no_log_has_said_is_an_ellipsis_in_words_and_stays_a_blank_in_code() {
    let record = json!({
        "id": "demo/missing", "signature": "Not there: …", "domain": "demo",
        "regex": "Not there: (?P<what>\\w+)", "root_cause": "There is no {what}, and `{what}` is not {other}.",
        "root_cause_zh": "没有 {what}。",
    });
    let card = card(record.clone(), "", Locale::En);
    assert!(plain(&card, STYLE).contains("There is no …, and `{what}` is not {other}."), "{}", plain(&card, STYLE));
    let card = self::card(record.clone(), "", Locale::Zh);
    assert!(plain(&card, STYLE).contains("没有 …。"), "{}", plain(&card, STYLE));
    let card = self::card(record, "Not there: glass", Locale::En);
    assert!(plain(&card, STYLE).contains("There is no `glass`, and `glass` is"), "{}", plain(&card, STYLE));
}

#[test]
fn nothing_of_a_log_becomes_markup() {
    let hostile = "x'](command:evil) <img src=x onerror=1> `` ` `` [a](http://e.vil) **b** http://e.vil \u{202e}\u{7}";
    let log = format!("No module named '{}'\n", hostile.replace('\'', "’"));
    let shown = markdown(&card(full(), &log, Locale::En));
    // All of it stands in code spans; what is left outside is our own.
    let mut outside = String::new();
    let mut rest = shown.as_str();
    while let Some(open) = rest.find('`') {
        let fence = "`".repeat(rest[open..].bytes().take_while(|b| *b == b'`').count());
        outside.push_str(&rest[..open]);
        let after = &rest[open + fence.len()..];
        let close = closing(after, &fence).expect("every code span is closed");
        rest = &after[close + fence.len()..];
    }
    outside.push_str(rest);
    assert!(!outside.contains("evil") && !outside.contains("e.vil") && !outside.contains("<img"), "{outside}");
    assert!(!shown.contains(['\u{202e}', '\u{7}']));
}

/// Where a run of back-ticks of exactly this length begins.
fn closing(text: &str, fence: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + text[from..].find('`')?;
        let run = text[at..].bytes().take_while(|b| *b == b'`').count();
        if run == fence.len() {
            return Some(at);
        }
        from = at + run;
    }
}

#[test]
fn nothing_of_an_entry_becomes_markup_but_code() {
    let record = json!({
        "id": "demo/hostile", "signature": "<b>[x](http://e.vil)</b> *a* _b_ www.evil.example a@b.c", "regex": "boom",
        "root_cause": "# heading\n- list\n1. item | table | ![img](http://e.vil/x.png) &lt; https://e.vil"
    });
    insta::assert_snapshot!(markdown(&card(record, "", Locale::En)));
}
