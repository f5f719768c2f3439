//! A stack trace in a quoted value: `err="dial tcp: refused\n\tat a.b(C.java:1)"`, alone or within a line of text.

use memchr::memmem;

use super::json::{Lines, string_end, unescape};
use super::map::Mapped;

/// What a further line of a stack trace begins with. A path (`C:\new`) or a regular expression has `\n` too, and must
/// not be torn.
const CONTINUATIONS: [&str; 10] = [
    "\tat ",
    " at ",
    "    at ",
    "\t/",
    "  File \"",
    "goroutine ",
    "Caused by: ",
    "Traceback (most recent",
    "\tmain.",
    "\t",
];

/// The lines of `line` with each stack trace in quotes laid out; `None` if there is none.
pub(super) fn lines<'a>(line: &Mapped<'a>) -> Option<Vec<Mapped<'a>>> {
    let text = &line.text;
    let bytes = text.as_bytes();
    // Of one byte, because most lines hold none and a search of two is made anew for each.
    memchr::memchr_iter(b'\\', bytes).find(|at| bytes.get(at + 1) == Some(&b'n'))?;
    let mut out: Option<Lines<'_, 'a>> = None;
    let mut from = 0;
    let mut at = 0;
    while let Some(quote) = memchr::memchr(b'"', &bytes[at..]).map(|found| at + found) {
        let value = quote + 1;
        at = value;
        let before = text[..quote].trim_end();
        if !before.ends_with(['=', ':']) {
            continue;
        }
        let end = string_end(bytes, value)?;
        if is_stack(&bytes[value..end]) {
            let lines = out.get_or_insert_with(|| Lines::new(line, 0));
            lines.verbatim(from..value);
            lines.escaped(value..end);
            from = end;
        }
        at = end + 1;
    }
    let mut lines = out?;
    lines.verbatim(from..bytes.len());
    Some(lines.finish())
}

fn is_stack(value: &[u8]) -> bool {
    memmem::find_iter(value, b"\\n").any(|at| {
        let rest = &value[at + 2..];
        let unescaped: String = match unescape(rest) {
            Some((c, len)) => c.to_string() + &String::from_utf8_lossy(&rest[len..rest.len().min(len + 32)]),
            None => String::from_utf8_lossy(&rest[..rest.len().min(32)]).into_owned(),
        };
        // `\\n` is a backslash and a letter.
        let slashes = value[..at].iter().rev().take_while(|b| **b == b'\\').count();
        slashes % 2 == 0 && CONTINUATIONS.iter().any(|start| unescaped.starts_with(start))
    })
}
