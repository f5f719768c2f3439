//! CPython tracebacks: plain and chained, `SyntaxError`s, IPython's cells, rich's boxes.
//!
//! The form is that of `Lib/traceback.py`, IPython's `ultratb.py` and rich's `traceback.py`.

use std::sync::LazyLock;

use regex::Regex;

use super::draft::{Draft, Part};
use super::pattern::pattern;
use super::table::Recogniser;
use super::view::{View, quote};
use super::{BlockKind, Frame, MAX_BLOCK_ROWS, python_group};

pub(super) const PYTHON: Recogniser = Recogniser {
    name: "python",
    triggers: &[
        "Traceback (most recent call last)",
        "(most recent call first):",
        "File \"",
        "Cell In[",
        "Cell In [",
        "Input In [",
        "<ipython-input-",
    ],
    read,
};

/// What stands between the exceptions of a chain.
pub(super) const DURING: &str = "During handling of the above exception, another exception occurred:";
pub(super) const DIRECT: &str = "The above exception was the direct cause of the following exception:";

pub(super) const HEADER: &str = "Traceback (most recent call last)";
const FAULT: &str = "(most recent call first):";

static FAULT_FILE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"^\s*File "(?P<path>[^"]+)", line (?P<line>\d+) in (?P<func>.+)$"#));

static FILE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"^\s*(?:E\s+)?File "(?P<path>[^"]+)", line (?P<line>\d+)(?:, in (?P<func>.+))?$"#));
/// `Cell In[8], line 2`, `Input In [8], in <cell line: 2>()`, `File ~/a.py:12, in f(x)`, `<ipython-input-3-ab> in f()`.
static CELL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?P<path>Cell In ?\[\d+\]), line (?P<line>\d+)(?:, in (?P<func>.+))?|(?:File |Input )?(?P<path2>In \[\d+\]|<ipython-input-[^>]+>|[~/.][^ :]*\.py|[A-Za-z]:\\[^:]*\.py)(?::(?P<line2>\d+))?(?:,? in (?P<func2>.+))?)$",
    )
});
static ARROW: LazyLock<Regex> = LazyLock::new(|| pattern(r"^-+> (?P<line>\d+)(?: |$)"));
/// rich: `/app/train.py:12 in main`.
static RICH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^[\s│|]*(?P<path>[~/.<][^\s:]*|[A-Za-z]:\\[^:]*):(?P<line>\d+) in (?P<func>[^\s│|]+)[\s│|]*$")
});
/// `pkg.mod.SomeError: message`, `KeyboardInterrupt`.
static STATEMENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?:[^\W\d][^\W]*\.)*(?:<locals>\.)?[^\W\d][^\W]*(?:\.<locals>\.[^\W]+)*(?:\(\w+\))?(?:$|:(?: |$))")
});
/// Prefixes that other programs put before their own messages, in the shape of `Type: message`.
static OTHER_PROGRAM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:[a-z][\w.+/-]*(?:\[\d+\])?: |/\S+: |The command '|Complete output |Command |(?:Killed|Aborted|Segmentation fault|Terminated|Exception |Cannot connect |Warning|Fatal |FAILED|Build )|\[[A-Z]|[A-Z]: |ERROR|WARN|INFO|Removing |Step \d|> |\$ |>>>|==+|--+|##|\*\*\*|#\d+ |Process .*(?:exit|finish))",
    )
});
static NAMED_ERROR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:Error|Exception|Warning|Interrupt|Exit|Iteration|Group|Timeout|Failed|Failure|Fault|NotFound|Denied|Refused|Invalid\w*|Abort\w*|Cancelled)(?:$|:)",
    )
});

fn read(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    Some(chain(view, row, view.len())?.0)
}

/// The chain that starts at `row`; also gives the row behind it.
pub(super) fn chain(view: &View<'_, '_>, row: usize, end: usize) -> Option<(Draft, usize)> {
    let limit = end.min(row + MAX_BLOCK_ROWS);
    let mut sections: Vec<Part> = Vec::new();
    let mut holes = Vec::new();
    let mut cause = None;
    let mut at = row;
    let mut behind = row;
    loop {
        // One exception, or a group of them with its members below it.
        let parts = match python_group::tree(view, at, limit) {
            Some(parts) => parts,
            None => one(view, at, limit, &mut holes).into_iter().collect(),
        };
        let first = sections.len();
        for mut part in parts {
            part.cause = part.cause.map(|cause| cause + first);
            sections.push(part);
        }
        let Some(head) = sections.get_mut(first) else { break };
        // The link that led here belongs to the later exception.
        head.rows.start = head.rows.start.min(behind.max(row));
        match cause {
            Some(Link::Earlier(earlier)) => head.cause = Some(earlier),
            Some(Link::Later(of)) => sections[of].cause = Some(first),
            None => {}
        }
        behind = sections[first..].iter().map(|part| part.rows.end).max().unwrap_or(at);
        if let Some(next) = link(view, behind, limit) {
            cause = Some(Link::Earlier(first));
            at = next;
        } else if behind < limit && is_original(view, behind, at) {
            cause = Some(Link::Later(first));
            at = behind;
        } else {
            break;
        }
    }
    if sections.is_empty() {
        return None;
    }
    let mut draft = Draft::of(BlockKind::Python, sections);
    holes.retain(|hole| draft.rows.contains(hole));
    draft.holes = holes;
    let end = draft.rows.end;
    Some((draft, end))
}

/// Which of two exceptions of a chain caused the other.
enum Link {
    /// The one before, a section.
    Earlier(usize),
    /// The one to come caused the one before, a section.
    Later(usize),
}

/// Whether a worker's traceback starts at `row`, in the message of the exception at `of` that brought it here: that of a
/// `DataLoader` of PyTorch is called original, that of Ray has no header.
fn is_original(view: &View<'_, '_>, row: usize, of: usize) -> bool {
    let text = view.text(row);
    text.trim_start().starts_with("Original Traceback (most recent call last):")
        || FILE.is_match(text) && view.text(row - 1).contains(": ray::") && view.text(of).contains(HEADER)
}

/// The row where the next exception of a chain starts, if the rows from `row` on lead over to it.
fn link(view: &View<'_, '_>, row: usize, limit: usize) -> Option<usize> {
    let marker = view.skip_blank(row, 3).filter(|&i| i < limit)?;
    let text = view.trimmed(marker);
    if !text.contains(DURING) && !text.contains(DIRECT) {
        return None;
    }
    view.skip_blank(marker + 1, 3).filter(|&i| i < limit)
}

/// One exception: its header, frames, and what it states.
fn one(view: &View<'_, '_>, row: usize, limit: usize, holes: &mut Vec<usize>) -> Option<Part> {
    let text = view.text(row);
    if let Some(at) = text.find(HEADER) {
        let dashes = row.checked_sub(1).filter(|&above| above >= view.floor() && is_rule(view.text(above)));
        let first = view.skip_blank(row + 1, 2)?;
        let cell = CELL.is_match(view.text(first)) && !RICH.is_match(view.text(first));
        if cell || (dashes.is_some() && ARROW.is_match(view.text(first))) {
            return ipython(view, dashes.unwrap_or(row), row + 1, limit);
        }
        // With a prefix in front of it (`ERROR:root:Traceback …`), the frames tell the indentation.
        let indent = if text[..at].trim().is_empty() { view.indent(row) } else { view.indent(first).saturating_sub(2) };
        return frames(view, opening(view, row), row + 1, indent, limit, holes);
    }
    if text.contains(FAULT) {
        return fault(view, row, limit);
    }
    if FILE.is_match(text) {
        let indent = view.indent(row).saturating_sub(2);
        return frames(view, row, row, indent, limit, holes);
    }
    if CELL.is_match(text) && text.contains('[') {
        return ipython(view, row, row, limit);
    }
    None
}

/// What Python says above a header of whose exception it is: a thread's, a process's, a task's.
fn opening(view: &View<'_, '_>, row: usize) -> usize {
    let above = |row: usize| row.checked_sub(1).filter(|&above| above >= view.floor());
    let Some(first) = above(row) else { return row };
    let text = view.text(first);
    if text.starts_with("Exception in thread ")
        || text.starts_with("Exception ignored in")
        || text.starts_with("Process ") && text.ends_with(':')
    {
        return first;
    }
    let retrieved = |row: usize| view.text(row).ends_with("exception was never retrieved");
    match above(first) {
        Some(second) if text.starts_with("future: ") && retrieved(second) => second,
        _ => row,
    }
}

/// What `faulthandler` prints when the interpreter itself dies: a thread's frames, innermost first.
fn fault(view: &View<'_, '_>, row: usize, limit: usize) -> Option<Part> {
    let fatal = (view.floor().max(row.saturating_sub(3))..row)
        .rev()
        .find(|&i| view.text(i).starts_with("Fatal Python error: ") || view.text(i).starts_with("Timeout ("));
    let mut frames = Vec::new();
    let mut end = row + 1;
    while end < limit {
        let Some(caps) = FAULT_FILE.captures(view.text(end)) else { break };
        frames.extend(view.frame(end, &caps));
        end += 1;
    }
    frames.reverse();
    (!frames.is_empty()).then(|| Part::new(fatal.unwrap_or(row)..end, fatal.unwrap_or(row), frames))
}

/// The frames from row `at` on, and the statement below them.
fn frames(
    view: &View<'_, '_>,
    start: usize,
    at: usize,
    indent: usize,
    limit: usize,
    holes: &mut Vec<usize>,
) -> Option<Part> {
    let mut frames: Vec<Frame> = Vec::new();
    let mut row = at;
    let mut last = start;
    let mut noise = Vec::new();
    let mut rich = false;
    // The row that quotes the source of the last frame.
    let mut quoted = None;
    while row < limit {
        let text = view.text(row);
        if text.is_empty() {
            // Some programs print blank rows inside a traceback; one that goes on does so at once.
            if row > last + 2 {
                break;
            }
            row += 1;
            continue;
        }
        if let Some(caps) = FILE.captures(text).filter(|_| is_file_indent(view, row, indent)) {
            frames.extend(view.frame(row, &caps));
            quoted = Some(row + 1);
        } else if let Some(caps) = RICH.captures(text) {
            frames.extend(view.frame(row, &caps));
            rich = true;
        } else if is_border(text) || rich && is_rich_source(view, row, limit) {
        } else if view.indent(row) >= indent + 2 && !frames.is_empty() {
            // Source, carets, `[Previous line repeated 3 more times]`.
            if let Some(frame) = frames.last_mut().filter(|frame| frame.quote.is_none() && quoted.take() == Some(row)) {
                frame.quote = quote(text).filter(|quote| !quote.starts_with("[Previous line "));
            }
        } else if frames.is_empty() {
            break;
        } else if is_noise(view, row, indent, limit) {
            noise.push(row);
            row += 1;
            continue;
        } else if view.indent(row) <= indent && is_statement(text.trim_start()) {
            holes.append(&mut noise);
            let end = message_end(view, row, indent, limit);
            // Without a name that tells, it was taken for the statement because no frames follow.
            let looks_on = if names_error(text) { 0 } else { (row + NOISE_ROWS).saturating_sub(end) };
            return Some(Part { looks_on, ..Part::new(start..end, row, frames) });
        } else {
            break;
        }
        last = row;
        row += 1;
        // Noise is only sure to be noise when the traceback goes on behind it.
        holes.append(&mut noise);
    }
    if frames.is_empty() {
        return None;
    }
    // Cut off: what is there still names places.
    let looks_on = (row + NOISE_ROWS).saturating_sub(last + 1);
    Some(Part { looks_on, ..Part::new(start..last + 1, last, frames) })
}

/// Where `File "…"` stands; pasting often takes the white space away from it.
fn is_file_indent(view: &View<'_, '_>, row: usize, indent: usize) -> bool {
    (indent..=indent + 2).contains(&view.indent(row))
}

/// How many rows at most are somebody else's in the middle of a traceback, where nothing but the rows themselves tells.
const NOISE_ROWS: usize = 4;

/// Whether a row in the middle of a traceback is somebody else's: the traceback goes on right below it.
fn is_noise(view: &View<'_, '_>, row: usize, indent: usize, limit: usize) -> bool {
    let text = view.text(row);
    if text.starts_with("+ ") || text.starts_with("++ ") {
        return true;
    }
    if text.contains(HEADER) || text.contains(DURING) || text.contains(DIRECT) || text.contains(": ray::") {
        return false;
    }
    // What states an exception by name ends this traceback, also where another one follows without its header.
    if view.indent(row) <= indent && names_error(text) {
        return false;
    }
    let goes_on = (row + 1..limit.min(row + NOISE_ROWS))
        .take_while(|&i| !view.text(i).contains(HEADER))
        .any(|i| is_file_indent(view, i, indent) && FILE.is_match(view.text(i)));
    if goes_on {
        return true;
    }
    // A progress bar right before the statement.
    text.contains("%|") || text.ends_with("it/s]") || text.ends_with("s/it]")
}

/// Whether a text states an exception of a name that says so.
fn names_error(text: &str) -> bool {
    let text = text.trim_start();
    STATEMENT.is_match(text) && NAMED_ERROR.is_match(text.split(':').next().unwrap_or(text))
}

/// Whether a text states an exception, below frames.
fn is_statement(text: &str) -> bool {
    let head = text.split(':').next().unwrap_or(text);
    STATEMENT.is_match(text) && !(head.len() < text.len() && head == head.to_lowercase() && !head.contains('.'))
        || NAMED_ERROR.is_match(head)
}

/// The row behind a message that starts at `row`.
fn message_end(view: &View<'_, '_>, row: usize, indent: usize, limit: usize) -> usize {
    /// Unindented rows that a message may go on for; indented ones are bounded by the block.
    const PROSE: usize = 8;
    /// Rows of a table that a message holds, as that of torchrun does, which reports every rank.
    const TABLE: usize = 1_000;
    let mut end = row + 1;
    let mut prose = 0;
    let is_table_rule = |row: usize| {
        let text = view.trimmed(row);
        text.len() >= 20 && text.bytes().all(|b| b == b'=')
    };
    if view.text(row).ends_with(':')
        && is_table_rule(end)
        && let Some(close) = (end + 1..limit.min(end + TABLE)).find(|&i| is_table_rule(i))
    {
        return close + 1;
    }
    while end < limit && !view.blank(end) && !view.begins_record(end, row) {
        let text = view.text(end);
        if view.indent(end) <= indent {
            let trimmed = text.trim_start();
            prose += 1;
            if view.indent(end) < indent
                || prose > PROSE
                || OTHER_PROGRAM.is_match(trimmed)
                || text.contains(HEADER)
                || NAMED_ERROR.is_match(trimmed.split(':').next().unwrap_or_default())
            {
                break;
            }
        } else if FILE.is_match(text) || text.contains(HEADER) {
            break;
        }
        end += 1;
    }
    end
}

fn is_rule(text: &str) -> bool {
    text.len() >= 20 && text.bytes().all(|b| b == b'-')
}

/// A row of rich's boxes: a border, the line that failed, an indentation guide.
fn is_border(text: &str) -> bool {
    text.trim_start().starts_with(['│', '╭', '╰', '❱'])
}

/// A row of rich's source excerpt or table of variables, once the box around it is gone.
fn is_rich_source(view: &View<'_, '_>, row: usize, limit: usize) -> bool {
    /// Rows of a table of variables.
    const WITHIN: usize = 32;
    is_source_row(view.trimmed(row))
        || (row + 1..limit.min(row + WITHIN))
            .take_while(|&i| !view.text(i).contains(HEADER))
            .any(|i| RICH.is_match(view.text(i)))
}

/// IPython's form: frames apart by blank rows, an arrow on the line that failed, the statement last.
fn ipython(view: &View<'_, '_>, start: usize, at: usize, limit: usize) -> Option<Part> {
    let mut frames: Vec<Frame> = Vec::new();
    let mut row = at;
    let mut last = start;
    while row < limit {
        let text = view.text(row);
        if text.is_empty() {
            if row > last + 2 {
                break;
            }
            row += 1;
            continue;
        }
        if let Some(caps) = CELL.captures(text) {
            frames.extend(cell(view, row, &caps));
        } else if let Some(caps) = FILE.captures(text) {
            frames.extend(view.frame(row, &caps));
        } else if let Some(caps) = ARROW.captures(text) {
            if let Some(frame) = frames.last_mut() {
                frame.line = frame.line.or_else(|| caps["line"].parse().ok());
                frame.quote = frame.quote.take().or_else(|| quote(&text[caps.get_match().end()..]));
            }
        } else if text.starts_with([' ', '\t']) || text.starts_with("(...)") || text.starts_with("...") {
        } else if frames.is_empty() {
            return None;
        } else if is_source_row(text) {
        } else if is_statement(text) {
            return Some(Part::new(start..message_end(view, row, 0, limit), row, frames));
        } else {
            break;
        }
        last = row;
        row += 1;
    }
    (!frames.is_empty() && last > start).then(|| Part::new(start..last + 1, last, frames))
}

/// A numbered row of an IPython excerpt that its width pushed to the margin: `100     x = 1`.
fn is_source_row(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits > 0 && text[digits..].starts_with([' ', '\t']) || digits == text.len()
}

fn cell(view: &View<'_, '_>, row: usize, caps: &regex::Captures<'_>) -> Option<Frame> {
    if let Some(mut frame) = view.frame(row, caps) {
        frame.user = true;
        return Some(frame);
    }
    let path = caps.name("path2")?;
    let line = caps.name("line2");
    Some(Frame {
        path: path.as_str().to_owned(),
        line: line.and_then(|line| line.as_str().parse().ok()),
        column: None,
        function: caps.name("func2").map(|f| f.as_str().to_owned()),
        user: path.as_str().starts_with("In ") || super::origin::is_user_path(path.as_str()),
        quote: None,
        span: view.span(row, path.start()..line.map_or(path.end(), |line| line.end())),
    })
}
