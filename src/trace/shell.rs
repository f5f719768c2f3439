//! What a shell says of a script's line: `./build.sh: line 12: foo: command not found`, dash's `build.sh: 12: foo: not found`.
//!
//! The form is that of bash's `error.c` (`error_prolog`) and of dash's `error.c` (`exvwarning2`).

use std::sync::LazyLock;

use regex::Regex;

use super::BlockKind;
use super::draft::Draft;
use super::pattern::pattern;
use super::table::Recogniser;
use super::view::View;

pub(super) const SHELL: Recogniser = Recogniser { name: "shell", triggers: &[": line ", ".sh: "], read };

static SAYS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*(?P<path>[^\s:'`][^:'`]*): (?:line (?P<line>\d+)|(?P<line2>\d+)): \S"));

fn read(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let caps = SAYS.captures(view.text(row))?;
    let path = caps.name("path")?.as_str();
    let script = path.ends_with(".sh") || path.ends_with(".bash");
    let number = caps.name("line2");
    // A shell that was given its commands (`bash -c`) names itself; other programs count lines as well.
    let named = script || number.is_none() && path.contains('/') && !path.contains(' ') && !path.starts_with("/bin/");
    if !named || ["/bash", "/sh", "/dash", "/zsh"].iter().any(|shell| path.ends_with(shell)) {
        return None;
    }
    let mut frame = view.frame(row, &caps)?;
    if let Some(number) = number {
        frame.line = number.as_str().parse().ok();
        frame.span.end = view.span(row, 0..number.end()).end;
    }
    Some(Draft::single(BlockKind::Shell, row..row + 1, row, vec![frame]))
}
