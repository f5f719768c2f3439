//! Entries that nobody would write.

use serde_json::json;

use super::program::folder;
use super::{Program, common, full};

const MIB: u64 = 256;
/// So much is taken for a hundred thousand entries of a few words: 6 KiB each.
const MIB_MANY: u64 = 1024;

#[test]
fn entries_that_cannot_be_taken_are_named_and_the_rest_is_in_force() {
    let entry =
        |slug: &str, regex: &str| json!({ "id": format!("x/{slug}"), "signature": "s", "regex": regex }).to_string();
    let explodes = entry("explodes", "(a{1,50}){1,20}");
    let huge = entry("huge", "x{1000000000}");
    let counted = entry("counted", "((a{90}){90}){90}");
    let deep =
        format!("{{\"id\":\"x/deep\",\"regex\":\"zzz\",\"tags\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let groups = entry("groups", &"(".repeat(100_000));
    let bytes = b"{\"id\":\"x/e\",\"regex\":\"\xff\"}";
    let marked = format!("\u{feff}{}", json!({ "id": "x/marked", "signature": "s", "regex": "zzz marked" }));
    let good = json!({ "id": "x/good", "signature": "s", "regex": "zzz good" }).to_string();
    let large = format!("[{}]", " ".repeat(5 << 20));
    let files: [(&str, &[u8]); 9] = [
        ("lore/explodes.json", explodes.as_bytes()),
        ("lore/huge.json", huge.as_bytes()),
        ("lore/counted.json", counted.as_bytes()),
        ("lore/deep.json", deep.as_bytes()),
        ("lore/groups.json", groups.as_bytes()),
        ("lore/bytes.json", bytes),
        ("lore/marked.json", marked.as_bytes()),
        ("lore/good.json", good.as_bytes()),
        ("lore/large.json", large.as_bytes()),
    ];
    let folder = folder(&files);
    std::fs::write(folder.path().join("a.log"), "zzz good\nzzz marked\n").expect("a file");
    let arguments = ["scan", "--format", "json", "--no-builtin", "--entries", "lore", "a.log"];
    let ran = Program::new(folder.path(), MIB, &arguments).run();
    let said = ran.said();
    for (name, reason) in [
        ("explodes", "repetitions"),
        ("huge", "repet"),
        ("counted", "repetitions"),
        ("deep", "nested too deeply"),
        ("groups", "does not parse"),
        ("bytes", "not UTF-8"),
        ("large", "larger than 4 MiB"),
    ] {
        let lines: Vec<&str> = said.lines().filter(|line| line.contains(&format!("lore/{name}.json"))).collect();
        assert_eq!(lines.len(), 1, "{name} in {lines:?}");
        assert!(lines[0].contains(reason) && lines[0].len() < 400, "{}", lines[0]);
    }
    assert_eq!(ran.found().len(), 2, "{said}");
}

#[test]
fn entries_that_refine_each_other_in_a_ring_do_no_harm() {
    let count = if full() { 5_000 } else { 500 };
    let entries: Vec<_> = (0..count)
        .map(|i| {
            let next = format!("r/e{}", (i + 1) % count);
            let graph = json!({ "leads_to": [next], "preceded_by": [next], "frequently_confused_with": [next, next] });
            let signature = format!("s{i}");
            json!({ "id": format!("r/e{i}"), "signature": signature, "regex": "zzz ring failure", "refines": [next], "transition_graph": graph })
        })
        .collect();
    let folder = folder(&[("ring.json", json!(entries).to_string().as_bytes()), ("a.log", b"zzz ring failure\n")]);
    let ran = Program::new(
        folder.path(),
        MIB,
        &["scan", "--format", "json", "--no-builtin", "--entries", "ring.json", "a.log"],
    )
    .run();
    assert_eq!(ran.found().len(), 1, "{}", ran.said());
    let ran = Program::new(folder.path(), MIB, &["explain", "r/e7", "--no-builtin", "--entries", "ring.json"]).run();
    assert_eq!(ran.status, Some(0), "{}", ran.said());
    let ran = Program::new(folder.path(), MIB, &["entries", "check", "ring.json"]).run();
    assert_eq!(ran.status, Some(1), "{}", ran.said());
    assert!(ran.lines().any(|line| line.contains("r/e7") && line.contains("in turn")));
}

#[test]
fn a_folder_of_a_hundred_thousand_entries_is_in_force() {
    let count = if full() { 100_000 } else { 2_000 };
    let folder = folder(&[]);
    std::fs::create_dir(folder.path().join("lore")).expect("a folder");
    for i in 0..count {
        let entry =
            json!({ "id": format!("m/e{i}"), "signature": "s", "regex": format!("error number {i:06} happened") });
        std::fs::write(folder.path().join(format!("lore/{i}.json")), entry.to_string()).expect("a file");
    }
    let last = format!("error number {:06} happened", count - 1);
    std::fs::write(folder.path().join("a.log"), format!("fine\n{last}\nerror number 000000 happened\n"))
        .expect("a file");
    let ran = Program::new(
        folder.path(),
        MIB_MANY,
        &["scan", "--format", "json", "--no-builtin", "--entries", "lore", "a.log"],
    )
    .run();
    let found: Vec<_> = ran.found().into_iter().map(|finding| finding["entry"].clone()).collect();
    assert_eq!(found, [json!(format!("m/e{}", count - 1)), json!("m/e0")], "{}", ran.said());
}

#[test]
fn what_an_entry_says_cannot_become_a_link_or_markup_in_a_terminal() {
    let entries = common::entries(&[json!({
        "id": "demo/hostile", "signature": "[x](command:evil)\u{1b}[31m\u{202e}", "regex": "zzz boom",
        "root_cause": "\u{1b}]8;;http://e.vil\u{7}click\u{1b}]8;;\u{7}\r\n\u{9b}31m<script>",
        "workarounds": [{ "action": "a\u{8}\u{8}b", "how": "`rm -rf /`\u{2066}" }],
        "official_doc_url": "command:evil",
    })]);
    let folder = folder(&[("a.log", b"zzz boom\n")]);
    let entries = entries.path().to_str().expect("a plain name");
    for arguments in [
        &["scan", "--no-builtin", "--entries", entries, "a.log"][..],
        &["scan", "--format", "github", "--no-builtin", "--entries", entries, "a.log"],
        &["explain", "demo/hostile", "--no-builtin", "--entries", entries],
        &["entries", "list", "--no-builtin", "--entries", entries],
    ] {
        let ran = Program::new(folder.path(), MIB, arguments).run();
        let lines: Vec<String> = ran.lines().collect();
        assert!(!lines.is_empty(), "{arguments:?}: {}", ran.said());
        for line in lines {
            let bad = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            assert!(!line.contains(bad), "{arguments:?}: {line:?}");
        }
    }
}
