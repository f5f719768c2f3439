//! The first draft of an entry from a line of a log.

use std::path::PathBuf;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde_json::json;

use super::context::Context;
use super::convert::Places;
use super::snapshot::Snapshot;
use super::source::Sources;
use super::traced;
use super::uri;
use crate::lore::user_folder;
use crate::text::{Encoding, LineIndex, Span, clean};
use crate::trace::BlockKind;

/// Lines around the one that is drafted from that are needed to clean it.
const AROUND: usize = 16;
/// The longest sample. Bytes.
const MAX_SAMPLE: usize = 8 << 10;
/// The longest line that a title and a regex are made from. Bytes.
const MAX_TITLE: usize = 300;
/// Letters that a regex must still hold when its variable parts are taken out.
const MIN_LETTERS: usize = 8;

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Draft {
    /// `<domain>/<slug>`
    pub id: String,
    /// The record, to be filled in.
    pub record: serde_json::Value,
}

/// A draft for the raw lines from `first` to `last` (counted from 0). One line is seen with its block; several are taken
/// as they are. None where there is no text.
pub(super) fn draft(snapshot: &Snapshot, first: usize, last: usize) -> Option<Draft> {
    let document = &snapshot.document;
    let places = Places::new(document, Encoding::Utf8);
    let block = traced::around(document, places.line_start(LineIndex(first)));
    let selected =
        Span { start: places.line_start(LineIndex(first)), end: places.line_span(LineIndex(last.max(first))).end };
    let (line, sample) = match &block {
        // Of several lines the one that states the error is meant, if it is among them.
        Some(block) if last > first && holds_span(selected, block.headline) => {
            (places.raw_line(block.headline.start).0, selected)
        }
        Some(block) if last <= first => (first, block.span),
        _ => (first, selected),
    };
    let title = title(snapshot, line)?;
    let domain = block.as_ref().map_or("own", |block| domain(block.kind));
    let slug = slug(&title);
    let text = places.text(sample);
    let text = &text[..text.floor_char_boundary(MAX_SAMPLE)];
    let id = format!("{domain}/{slug}");
    let record = json!({
        "id": id,
        "signature": title,
        "regex": generalised(&title),
        "domain": domain,
        "root_cause": "",
        "workarounds": [{ "action": "", "how": "", "sources": [] }],
        "samples": [{ "text": text.trim_end(), "source": "" }],
        "near_misses": [],
        "sources": [],
    });
    Some(Draft { id, record })
}

/// The draft as a file that does not exist yet: among the entries of the workspace, or of the user if no folder is open.
pub(super) fn file(
    context: &Context,
    snapshot: &Snapshot,
    sources: Sources<'_>,
    draft: Draft,
) -> Option<(PathBuf, String)> {
    let path = uri::path(&snapshot.uri);
    let holder = path.as_ref().and_then(|path| context.folders.iter().find(|folder| path.starts_with(folder)));
    let folder = holder.or(context.folders.first()).map(|folder| folder.join(".loglore").join("entries"));
    let folder = folder.or_else(user_folder)?;
    let mut ids = std::iter::once(draft.id.clone()).chain((2..100).map(|number| format!("{}-{number}", draft.id)));
    let (path, id) = ids.find_map(|id| {
        let path = folder.join(format!("{id}.json"));
        (!path.exists() && (sources.open)(&path).is_none()).then_some((path, id))
    })?;
    let mut record = draft.record;
    record["id"] = id.into();
    Some((path, format!("{record:#}\n")))
}

fn holds_span(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.start <= outer.end
}

/// What a person reads on a raw line, without its level word.
fn title(snapshot: &Snapshot, line: usize) -> Option<String> {
    let document = &snapshot.document;
    let part = document.raw_lines(LineIndex(line.saturating_sub(AROUND))..LineIndex(line + 1 + AROUND));
    let raw = part.lines();
    let lines = clean(&raw, 0..raw.len());
    let of_line = || lines.iter().filter(|clean| clean.raw_lines.contains(&LineIndex(line)));
    let text = of_line().map(|clean| clean.body().trim()).find(|text| !text.is_empty());
    let text = text.or_else(|| of_line().map(|clean| clean.text.trim()).find(|text| !text.is_empty()))?;
    Some(text[..text.floor_char_boundary(MAX_TITLE)].trim_end().to_owned())
}

fn domain(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Python | BlockKind::PythonWarning => "python",
        BlockKind::Node | BlockKind::Bundler => "node",
        BlockKind::TypeScript => "typescript",
        BlockKind::Java | BlockKind::Gradle | BlockKind::Maven => "java",
        BlockKind::RustPanic | BlockKind::Rustc => "rust",
        BlockKind::GoPanic | BlockKind::GoCompile | BlockKind::GoTest => "go",
        BlockKind::Cc | BlockKind::CMake | BlockKind::Sanitizer => "cpp",
        BlockKind::DotNet => "dotnet",
        BlockKind::Php => "php",
        BlockKind::Ruby => "ruby",
        BlockKind::DockerBuild => "docker",
        BlockKind::Terraform => "terraform",
        BlockKind::Kubectl => "kubernetes",
        BlockKind::Kernel => "linux",
        _ => "own",
    }
}

/// The first words of a title as the second half of an id.
fn slug(title: &str) -> String {
    const WORDS: usize = 6;
    let words: Vec<String> = title
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.len() > 1 && word.starts_with(|c: char| c.is_ascii_alphabetic()) && word.len() <= 24)
        .take(WORDS)
        .map(str::to_ascii_lowercase)
        .collect();
    if words.is_empty() { "entry".to_owned() } else { words.join("-") }
}

/// What differs from one occurrence of an error to the next.
static VARIABLE: LazyLock<Regex> = LazyLock::new(|| {
    let forms = r#"(?P<single>'[^']+')|(?P<double>"[^"]+")|(?P<back>`[^`]+`)|(?P<url>https?://[^\s'"]+)|(?P<path>(?:[A-Za-z]:)?[/\\][\w.@+-]+(?:[/\\][\w.@+-]+)+)|(?P<hex>\b0x[0-9a-fA-F]+\b)|(?P<uuid>\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b)|(?P<number>\b\d+(?:\.\d+)*\b)"#;
    // A constant pattern, which the tests need.
    Regex::new(forms).expect("a constant pattern")
});

/// A regex for lines like this one: what is quoted, paths and numbers may differ; the first quoted word is captured.
fn generalised(title: &str) -> String {
    let whole = regex_syntax::escape(title);
    let (mut regex, mut at, mut letters, mut captured) = (String::new(), 0, 0, false);
    for found in VARIABLE.captures_iter(title) {
        // The whole match is always there.
        let Some(range) = found.get(0).map(|found| found.range()) else { continue };
        let fixed = &title[at..range.start];
        letters += fixed.chars().filter(|c| c.is_alphabetic()).count();
        regex.push_str(&regex_syntax::escape(fixed));
        regex.push_str(&variable(&found, &mut captured));
        at = range.end;
    }
    letters += title[at..].chars().filter(|c| c.is_alphabetic()).count();
    regex.push_str(&regex_syntax::escape(&title[at..]));
    let fits = letters >= MIN_LETTERS && Regex::new(&regex).is_ok_and(|regex| regex.is_match(title));
    if fits { regex } else { whole }
}

fn variable(found: &Captures<'_>, captured: &mut bool) -> String {
    for (name, quote) in [("single", '\''), ("double", '"'), ("back", '`')] {
        if found.name(name).is_some() {
            let inside = if *captured { format!("[^{quote}]+") } else { format!("(?P<name>[^{quote}]+)") };
            *captured = true;
            return format!("{quote}{inside}{quote}");
        }
    }
    let form = match () {
        () if found.name("url").is_some() => r"https?://\S+",
        () if found.name("path").is_some() => r"\S+",
        () if found.name("hex").is_some() => r"0x[0-9a-fA-F]+",
        () if found.name("uuid").is_some() => r"[0-9a-fA-F-]{36}",
        () => r"\d[\d.]*",
    };
    form.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::read_record;
    use crate::finding::{ScanOptions, find};
    use crate::lore::Lore;
    use crate::server::fixture::log;

    #[test]
    fn what_differs_is_generalised() {
        for (title, regex) in [
            ("KeyError: 'loss' not in metrics", r"KeyError: '(?P<name>[^']+)' not in metrics"),
            ("cannot bind 0.0.0.0:8080: in use", r"cannot bind \d[\d.]*:\d[\d.]*: in use"),
            ("failed to open /var/lib/x/db.lock (13)", r"failed to open \S+ \(\d[\d.]*\)"),
            (
                "error[E0382]: use of moved value: `a` and `b`",
                r"error\[E0382\]: use of moved value: `(?P<name>[^`]+)` and `[^`]+`",
            ),
            ("GET https://x.example/y failed badly", r"GET https?://\S+ failed badly"),
            ("segfault at 0x7ffe12 ip", r"segfault at 0x[0-9a-fA-F]+ ip"),
            // Too little would be left.
            ("exit 137", r"exit 137"),
            ("'a'", "'a'"),
        ] {
            assert_eq!(generalised(title), regex);
        }
    }

    #[test]
    fn the_draft_of_a_line_finds_that_line() {
        let text = "2026-11-24T10:00:00Z ERROR Traceback (most recent call last):\n  File \"/app/x.py\", line 3, in f\n    g()\n\
                    shop.CartError: cart 'a17' is locked by 4\nok\n";
        let fixture = log(text);
        let draft = draft(&fixture.snapshot, 3, 3).unwrap();
        assert_eq!(draft.id, "python/shop-carterror-cart-a17-is-locked");
        let entry = read_record(&draft.record.to_string()).unwrap();
        assert_eq!(entry.signature, "shop.CartError: cart 'a17' is locked by 4");
        assert_eq!(entry.regex, r"shop\.CartError: cart '(?P<name>[^']+)' is locked by \d[\d.]*");
        assert!(entry.samples[0].text.starts_with("2026-11-24T10:00:00Z ERROR Traceback"), "{}", entry.samples[0].text);
        let (lore, problems) = Lore::of(vec![entry.clone()]);
        assert_eq!(problems, []);
        assert_eq!(find(&lore, ScanOptions::default(), entry.samples[0].text.as_bytes()).len(), 1);
    }

    #[test]
    fn a_selection_is_the_sample() {
        let fixture = log("a\nERROR disk on fire\n  and more\nb\n");
        let draft = draft(&fixture.snapshot, 1, 2).unwrap();
        let entry = read_record(&draft.record.to_string()).unwrap();
        assert_eq!(
            (entry.signature.as_str(), entry.samples[0].text.as_str()),
            ("disk on fire", "ERROR disk on fire\n  and more")
        );
        assert_eq!(self::draft(&log("\n\n").snapshot, 1, 1), None);
    }

    #[test]
    fn a_new_entry_never_takes_the_place_of_another() {
        let fixture = log("disk on fire\n");
        let file = || {
            let draft = draft(&fixture.snapshot, 0, 0).unwrap();
            let (path, text) = file(&fixture.context, &fixture.snapshot, fixture.sources(), draft).unwrap();
            (path, read_record(&text).unwrap().id.to_string())
        };
        let first = fixture.root().join(".loglore/entries/own/disk-on-fire.json");
        assert_eq!(file(), (first.clone(), "own/disk-on-fire".to_owned()));
        std::fs::create_dir_all(first.parent().unwrap()).unwrap();
        std::fs::write(&first, "{}").unwrap();
        let second = fixture.root().join(".loglore/entries/own/disk-on-fire-2.json");
        assert_eq!(file(), (second, "own/disk-on-fire-2".to_owned()));
    }
}
