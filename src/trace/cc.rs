//! Diagnostics of gcc and clang, of linkers, and of make.
//!
//! The forms are those of the GNU coding standards ("Formatting Error Messages"), of gcc's `diagnostic-show-locus.cc`,
//! and of GNU ld's `ldmain.c`.

use std::sync::LazyLock;

use regex::Regex;

use super::draft::Draft;
use super::pattern::pattern;
use super::table::Recogniser;
use super::view::View;
use super::{BlockKind, Frame, LOOK_AHEAD, MAX_BLOCK_ROWS};

pub(super) const COMPILER: Recogniser = Recogniser {
    name: "cc",
    triggers: &[
        "error: ",
        "warning: ",
        "In file included from ",
        ": In ",
        ": note: ",
        "error : ",
        ": At ",
        ": required from",
        "Fehler: ",
        "erreur",
        "错误",
        "エラー: ",
        "Warnung: ",
    ],
    read: compiler,
};
pub(super) const LINKER: Recogniser = Recogniser {
    name: "linker",
    triggers: &[
        "undefined reference to",
        "multiple definition of",
        "cannot find -l",
        "ld: ",
        "Undefined symbols for architecture",
        "ld returned ",
        "linker command failed",
        "ld.lld: ",
        "lld: error",
        "unresolved external",
    ],
    read: linker,
};
pub(super) const MAKE: Recogniser = Recogniser { name: "make", triggers: &["*** ", "make: ", "ninja: "], read: make };
/// What a configure script gives up with.
pub(super) const CONFIGURE: Recogniser =
    Recogniser { name: "configure", triggers: &["configure: error: "], read: configure };

/// `a.c:3:5: error: …`; `fatal error`, `warning`, `note`, and the words of translated compilers.
static DIAGNOSTIC: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?P<path>(?:[A-Za-z]:[\\/])?[^\s:(][^:(]*?):(?P<line>\d+)(?::(?P<col>\d+))?: (?P<what>fatal error|internal compiler error|error|warning|note|remark|sorry, unimplemented|erreur|avertissement|Fehler|Warnung|错误|警告|致命错误|エラー)\s?: ",
    )
});
/// nvcc and MSVC: `a.cu(12): error: …`, `a.cpp(12,3): error C2065: …`.
static PAREN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:\d+>)?(?P<path>(?:[A-Za-z]:[\\/])?[^\s:(][^:(]*?)\((?P<line>\d+)(?:,(?P<col>\d+))?\)\s?: (?P<what>fatal error|error|warning|note)(?: #\d+(?:-D)?)?(?: C\d+)?: ",
    )
});
/// What stands above a diagnostic and belongs to it, with a place.
static ABOVE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:In file included from|from|inlined from .* at) (?P<path>\S[^:]*?):(?P<line>\d+)(?::(?P<col>\d+))?[:,]$",
    )
});
static REQUIRED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?P<path>\S[^:]*?):(?P<line>\d+)(?::(?P<col>\d+))?:\s+(?:(?:recursively )?required (?:from|by)|\[ skipping|in .constexpr. expansion|instantiated from)",
    )
});
/// `a.c: In function ‘main’:`
static CONTEXT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*\S[^:]*: (?:In .+|At (?:global scope|top level)):$"));
static EXCERPT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:\d+ |\+\+\+ |--- )?\s*\|"));
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:undefined reference to|multiple definition of|first defined here|in function [`'‘]|more undefined references|cannot find -l|cannot find [^\s:]+:|^(?:\S*/)?(?:[\w-]+-)?ld(?:\.\w+)?: |collect2: error|clang(?:\+\+)?: error: linker|ld returned \d+ exit|relocation (?:truncated|R_)|[Uu]ndefined symbols?|>>> |: error LNK\d+)",
    )
});
static OBJECT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|\s|: )(?P<path>[^\s:()]+\.(?:c|cc|cpp|cxx|C|f90|f|rs|go|cu|s|S|m|mm)):(?P<line>\d+): (?:undefined|multiple|first)",
    )
});
static MAKE_SAYS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:\S*/)?(?:g|mingw32-|n|b|q|p|e|c)?make(?:\.exe)?(?:\[\d+\])?: \*\*\* (?:\[(?:(?P<path>[^\s:\]]+):(?P<line>\d+): )?.*|.*)$|^\s*(?P<path2>[^\s:]*[Mm]akefile[^\s:]*|[^\s:]+\.mk):(?P<line2>\d+): \*\*\* |^ninja: (?:build stopped|error)|^\s*(?:\S*/)?make(?:\[\d+\])?: [\w./-]+: (?:Command not found|No such file)",
    )
});

fn compiler(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let limit = view.len().min(row + MAX_BLOCK_ROWS);
    let mut frames: Vec<Frame> = Vec::new();
    // What leads to the diagnostic: its includes, its function, the templates it is in.
    let mut at = row;
    while at < limit.min(row + LOOK_AHEAD) {
        let text = view.text(at);
        if let Some(caps) = ABOVE.captures(text).or_else(|| REQUIRED.captures(text)) {
            frames.extend(view.frame(at, &caps));
        } else if !(at > row && EXCERPT.is_match(text) || CONTEXT.is_match(text)) {
            break;
        }
        at += 1;
    }
    // gcc prints includes innermost first: `In file included from b.h:2,` `from a.c:1:`.
    frames.reverse();
    let text = view.text(at);
    let caps = DIAGNOSTIC.captures(text).or_else(|| PAREN.captures(text))?;
    if &caps["what"] == "note" && at > row && frames.is_empty() {
        return None;
    }
    let place = view.frame(at, &caps)?;
    if ["py", "java", "go", "rs", "js", "ts"].iter().any(|ext| place.path.rsplit('.').next() == Some(ext)) {
        return None;
    }
    frames.push(place);
    let mut end = at + 1;
    while end < limit {
        let text = view.text(end);
        if text.is_empty() {
            break;
        }
        let note = DIAGNOSTIC.captures(text).or_else(|| PAREN.captures(text));
        let note = note.is_some_and(|caps| &caps["what"] == "note");
        let required = REQUIRED.is_match(text);
        // Includes and a function above a note belong to it, above an error to the next diagnostic.
        let leads = ABOVE.is_match(text) || CONTEXT.is_match(text);
        if leads && !leads_to_note(view, end, limit) {
            break;
        }
        if !(note || required || leads || is_excerpt(view, end, at) || is_end(text)) {
            break;
        }
        end += 1;
        if is_end(text) {
            break;
        }
    }
    Some(Draft::single(BlockKind::Cc, row..end, at, frames))
}

fn leads_to_note(view: &View<'_, '_>, row: usize, limit: usize) -> bool {
    (row..limit.min(row + 16))
        .find(|&i| !ABOVE.is_match(view.text(i)) && !CONTEXT.is_match(view.text(i)))
        .is_some_and(|i| DIAGNOSTIC.captures(view.text(i)).is_some_and(|caps| &caps["what"] == "note"))
}

/// A row of source below a diagnostic, of any compiler's layout: gutter, bare source, caret.
fn is_excerpt(view: &View<'_, '_>, row: usize, headline: usize) -> bool {
    let text = view.text(row);
    EXCERPT.is_match(text) || (view.indent(row) > view.indent(headline) && !DIAGNOSTIC.is_match(text))
}

fn is_end(text: &str) -> bool {
    text.trim_start().starts_with("compilation terminated")
        || text.contains(": all warnings being treated as errors")
        || text.contains(": some warnings being treated as errors")
}

/// What a linker says, from its first row through `collect2: error`.
fn linker(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    if !LINK.is_match(view.text(row)) {
        return None;
    }
    let start =
        row.checked_sub(1).filter(|&i| i >= view.floor() && view.text(i).contains(": in function ")).unwrap_or(row);
    let limit = view.len().min(start + MAX_BLOCK_ROWS);
    let mut end = row + 1;
    let mut frames: Vec<Frame> = Vec::new();
    let mut last_frame = |i: usize| {
        if let Some(caps) = OBJECT.captures(view.text(i)) {
            frames.extend(view.frame(i, &caps));
        }
    };
    last_frame(row);
    let stopped = |text: &str| text.contains("ld returned") || text.contains("linker command failed");
    while end < limit && !stopped(view.text(end - 1)) {
        let text = view.text(end);
        if text.is_empty() || !(LINK.is_match(text) || view.indent(end) > view.indent(start)) {
            break;
        }
        last_frame(end);
        end += 1;
    }
    // `main.c:(.text+0x5): undefined reference to `foo'` states it; what stands around it is context.
    let states = |i: &usize| {
        let text = view.text(*i);
        [
            "undefined reference",
            "multiple definition",
            "cannot find",
            "Undefined symbols",
            "undefined symbol",
            "error LNK",
            "relocation",
        ]
        .iter()
        .any(|words| text.contains(words))
    };
    let headline = (start..end).find(states).unwrap_or(row);
    frames.reverse();
    Some(Draft::single(BlockKind::Cc, start..end, headline, frames))
}

/// `make[1]: *** [Makefile:12: all] Error 2`, as many as there are levels.
fn make(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let mut frames = Vec::new();
    let mut end = row;
    while end < view.len().min(row + LOOK_AHEAD) {
        let text = view.text(end);
        let left = end > row && text.contains(": Leaving directory ");
        if let Some(caps) = MAKE_SAYS.captures(text) {
            if let Some(frame) = view.frame(end, &caps) {
                frames.push(frame);
            } else if let (Some(path), Some(line)) = (caps.name("path2"), caps.name("line2")) {
                frames.push(Frame {
                    path: path.as_str().to_owned(),
                    line: line.as_str().parse().ok(),
                    column: None,
                    function: None,
                    user: true,
                    quote: None,
                    span: view.span(end, path.start()..line.end()),
                });
            }
        } else if !left {
            break;
        }
        end += 1;
    }
    if end == row {
        return None;
    }
    // The innermost make speaks first.
    frames.reverse();
    Some(Draft { concludes: true, ..Draft::single(BlockKind::Cc, row..end, row, frames) })
}

/// `configure: error: Package requirements (x) were not met:` and the paragraphs that `PKG_CHECK_MODULES` adds.
fn configure(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    const WITHIN: usize = 24;
    let limit = view.len().min(row + WITHIN);
    let mut end = row + 1;
    if view.text(row).ends_with("were not met:") || view.text(row).contains("pkg-config script could not be found") {
        let last = (end..limit).find(|&i| view.text(i).starts_with("See the pkg-config man page"));
        end = last.map_or(end, |last| last + 1);
    }
    while end < limit && view.trimmed(end).starts_with("See `config.log'") {
        end += 1;
    }
    (end > row + 1).then(|| Draft::single(BlockKind::Cc, row..end, row, Vec::new()))
}
