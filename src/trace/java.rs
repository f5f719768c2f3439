//! Stacks of the JVM, and diagnostics of javac, kotlinc and scalac.
//!
//! The form is that of `Throwable.printStackTrace`; loggers add what they know of the jar (`~[x.jar:1.0]`).

use std::sync::LazyLock;

use regex::Regex;

use super::draft::{Draft, Part};
use super::pattern::pattern;
use super::table::Recogniser;
use super::view::View;
use super::{BlockKind, Frame, MAX_BLOCK_ROWS, origin};

pub(super) const STACK: Recogniser =
    Recogniser { name: "java", triggers: &["  at ", "\tat ", "Caused by: ", "Exception in thread "], read };
pub(super) const COMPILER: Recogniser =
    Recogniser { name: "java compiler", triggers: &[".java:", ".scala:", ".kt:", ".kts:", ".groovy:"], read: compiler };

/// How far above the first frame the message may begin.
const MESSAGE: usize = 24;

/// `at java.base/java.lang.Thread.run(Thread.java:829)`, `at app//com.foo.Bar$Baz.<init>(Bar.kt) ~[app.jar:1.0]`.
static FRAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:\[\w+\]\s)?\s*at (?:[^\s()/]*/)*(?P<func>(?P<class>[^\s()/]+)\.[^\s()./]+)\((?:(?P<path>[^\s():]+\.(?:java|kt|kts|scala|groovy|clj|cljc|jsp|gradle))(?::(?P<line>\d+))?|Native Method|Unknown Source|<generated>|<unknown>|Unknown|[\w-]*\.?(?:source|invokeExact_MT)[^()]*|SourceFile(?::\d+)?|[\w$]+(?::\d+)?)\)",
    )
});
static MORE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:\[\w+\]\s)?\s*(?:\.\.\. \d+ (?:more|common frames omitted)|\[CIRCULAR REFERENCE)"));
/// `java.lang.IllegalStateException: message`, with a package.
static STATEMENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?:\[\w+\]\s)?\s*(?:Exception in thread .*? )?(?:(?:[\w$]+\.)+[\w$]+|\w+(?:Exception|Error))(?:: |:?$)")
});
static STATEMENT_WITHIN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:^|[\s:(])(?:[a-z_]\w*\.)+[A-Z][\w$]*(?::|$|\s)"));
static DIAGNOSTIC: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:\[\w+\] )?(?:[ew]: )?(?:file://)?(?P<path>(?:[A-Za-z]:[\\/])?[^\s:\[(][^:\[(]*\.(?:java|scala|kts?|groovy)):(?: \()?(?:\[)?(?P<line>\d+)(?:[:,] ?(?P<col>\d+))?[)\]]?:? (?:error|warning|errors?)?.*$",
    )
});

/// Whether a text is a frame of a JVM stack.
pub(super) fn is_frame(text: &str) -> bool {
    text.contains("at ") && FRAME.is_match(text)
}

fn frame(view: &View<'_, '_>, row: usize) -> Option<Option<Frame>> {
    let text = view.text(row);
    let caps = FRAME.captures(text)?;
    let class = &caps["class"];
    let Some(mut frame) = view.frame(row, &caps) else { return Some(None) };
    // The file stands in the folder of its package: what is below the source root is all that can be known.
    if let Some((package, _)) = outer_class(class).rsplit_once('.') {
        frame.path = format!("{}/{}", package.replace('.', "/"), frame.path);
    }
    frame.user = origin::is_user_class(class);
    Some(Some(frame))
}

fn outer_class(class: &str) -> &str {
    class.split('$').next().unwrap_or(class)
}

fn is_cause(text: &str) -> bool {
    text.trim_start_matches("[ERROR] ").trim_start().starts_with("Caused by: ")
}

fn is_suppressed(text: &str) -> bool {
    text.trim_start().starts_with("Suppressed: ")
}

fn read(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let text = view.text(row);
    let headline = if frame(view, row).is_some() {
        statement_above(view, row)
    } else if is_cause(text) || text.trim_start().starts_with("Exception in thread ") {
        // A chain without its frames, or cut off above; a Java class is named.
        let named =
            STATEMENT.is_match(text.trim_start().trim_start_matches("[ERROR] ").trim_start_matches("Caused by: "));
        if !named {
            return None;
        }
        row
    } else {
        return None;
    };
    let limit = view.len().min(headline + MAX_BLOCK_ROWS);
    let mut sections = vec![Part::new(headline..row + 1, headline, Vec::new())];
    // Whether rows that are no frames may be part of a message.
    let mut message = headline == row;
    let mut chain = 0;
    let mut end = if headline == row && frame(view, row).is_none() { row + 1 } else { row };
    while end < limit {
        let text = view.text(end);
        let open = sections.len() - 1;
        if let Some(named) = frame(view, end) {
            sections[open].frames.extend(named);
            message = false;
        } else if MORE.is_match(text) {
            message = false;
        } else if is_cause(text) {
            // Below a suppressed exception the indentation tells whose cause it is.
            let of = if view.indent(end) > view.indent(headline) { open } else { chain };
            sections[of].cause = Some(open + 1);
            if of == chain {
                chain = open + 1;
            }
            sections.push(Part::new(end..end + 1, end, Vec::new()));
            message = true;
        } else if is_suppressed(text) {
            sections.push(Part::new(end..end + 1, end, Vec::new()));
            message = true;
        } else if !(message && goes_on(view, end, headline, limit)) {
            break;
        }
        end += 1;
    }
    let mut from = headline;
    for i in 0..sections.len() {
        let next = sections.get(i + 1).map_or(end, |next| next.headline);
        sections[i].rows = from..next;
        sections[i].frames.reverse();
        from = next;
    }
    if sections.len() == 1
        && sections[0].frames.is_empty()
        && end == headline + 1
        && !text.contains("Exception in thread ")
    {
        return None;
    }
    Some(Draft::of(BlockKind::Java, sections))
}

/// The row that states what the stack at `row` is of.
fn statement_above(view: &View<'_, '_>, row: usize) -> usize {
    let floor = view.floor().max(row.saturating_sub(MESSAGE));
    for i in (floor..row).rev() {
        let text = view.text(i);
        if STATEMENT.is_match(text) || is_cause(text) {
            return i;
        }
        if text.is_empty() && row - i > 1 {
            break;
        }
    }
    // A logger's record may state it at its end: `ERROR [main] c.f.Bar - failed: java.lang.X: y`.
    let within = (floor..row).rev().take(MESSAGE).find(|&i| STATEMENT_WITHIN.is_match(view.text(i)));
    let nearest = row.checked_sub(1).filter(|&above| above >= floor && !view.blank(above));
    within.filter(|&i| i + 3 >= row).or(nearest).unwrap_or(row)
}

/// Whether a row of a message of several rows leads to frames, or to the next of the chain.
fn goes_on(view: &View<'_, '_>, row: usize, headline: usize, limit: usize) -> bool {
    const WITHIN: usize = 12;
    !view.begins_record(row, headline)
        && (row + 1..limit.min(row + WITHIN)).any(|i| {
            let text = view.text(i);
            frame(view, i).is_some() || is_cause(text) || MORE.is_match(text)
        })
}

/// `/a/Foo.java:12: error: cannot find symbol`, `[ERROR] /a/Foo.java:[12,5] cannot find symbol`, `e: /a/Foo.kt: (12, 5): …`.
fn compiler(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let text = view.text(row);
    let caps = DIAGNOSTIC.captures(text)?;
    let place = view.frame(row, &caps)?;
    let sbt = text.starts_with("[error] ");
    let marked = sbt || text.contains(": error") || text.contains(": warning") || text.contains(":[");
    if !marked && !text.starts_with("e: ") && !text.starts_with("w: ") {
        return None;
    }
    let limit = view.len().min(row + super::LOOK_AHEAD);
    let maven = text.starts_with("[ERROR]");
    let mut end = row + 1;
    let mut caret = false;
    while end < limit {
        let below = view.text(end);
        if sbt {
            if !below.starts_with("[error]  ") || DIAGNOSTIC.is_match(below) {
                break;
            }
            end += 1;
            continue;
        }
        let rest = below.strip_prefix("[ERROR]").unwrap_or(below);
        let detail = maven && below.starts_with("[ERROR]   ");
        caret |= rest.trim() == "^";
        let source =
            !maven && (end == row + 1 || below.starts_with(' ') || rest.trim() == "^" || !caret && end <= row + 3);
        if below.is_empty() || DIAGNOSTIC.is_match(below) || !(detail || source) || is_total(below) {
            break;
        }
        end += 1;
    }
    if !maven && !sbt && !caret && !text.starts_with("e: ") {
        end = row + 1;
    }
    Some(Draft::single(BlockKind::Java, row..end, row, vec![place]))
}

/// `2 errors`
fn is_total(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < text.len() && (rest.starts_with(" error") || rest.starts_with(" warning"))
}
