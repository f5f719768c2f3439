//! Values of several lines, one item a line, as `install_requires` of setup.cfg.

use super::requirements::{Requirement, merged};
use crate::fix::change::Refused;

/// Whether a line of a value is an item.
fn is_item(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with(['#', ';'])
}

/// The value with the items that it lacks; none if it has them all. Requirements are compared by their names.
///
/// # Errors
/// If a requirement stands there in a form that has no version.
pub(super) fn with(there: &str, wanted: &str) -> Result<Option<String>, Refused> {
    let indent_of = |line: &str| line[..line.len() - line.trim_start().len()].to_owned();
    let mut lines: Vec<String> = there.lines().map(str::to_owned).collect();
    // What stands behind the sign goes to a line of its own, as the others.
    if let [one] = lines.as_slice()
        && is_item(one)
    {
        lines = vec![String::new(), format!("    {}", one.trim())];
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    let own = lines.iter().skip(1).rfind(|line| is_item(line)).map(|line| indent_of(line));
    let indent = own.filter(|indent| !indent.is_empty()).unwrap_or_else(|| "    ".to_owned());
    let mut changed = false;
    for item in wanted.lines().filter(|line| is_item(line)).map(str::trim) {
        let name = Requirement::read(item).map(|requirement| requirement.name);
        let is_it = |line: &String| {
            line.trim() == item
                || name.is_some() && Requirement::read(line.trim()).map(|requirement| requirement.name) == name
        };
        let Some(at) = lines.iter().position(is_it) else {
            lines.push(format!("{indent}{item}"));
            changed = true;
            continue;
        };
        if lines[at].trim() != item
            && let Some(new) = merged(lines[at].trim(), item)?
        {
            lines[at] = format!("{}{new}", indent_of(&lines[at]));
            changed = true;
        }
    }
    Ok(changed.then(|| lines.join("\n")))
}
