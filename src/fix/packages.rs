//! Fills the captures of a finding into a snippet; names of modules become names of packages.

use std::borrow::Cow;

use super::change::Refused;
use crate::lore::packages::{Table, placeholder};

/// The snippet with `{name}` replaced by the capture of that name, and `{name:table}` by the package that has what the
/// capture names; ready for a file or a shell.
///
/// Refused where a capture is missing, holds what has no place in a name, or is in no package that is known: what a log
/// says is not to be trusted.
pub fn fill(snippet: &str, captures: &[(String, String)]) -> Result<String, Refused> {
    let mut out = String::with_capacity(snippet.len());
    let mut rest = snippet;
    while let Some(open) = rest.find('{') {
        let (before, inside) = rest.split_at(open);
        out.push_str(before);
        let found = inside.find('}').map(|close| &inside[1..close]);
        let found = found.and_then(|found| Some((found.len() + 2, placeholder(found)?)));
        let own = before.ends_with(['$', '{']);
        match found {
            Some((len, (name, table))) if !own && !inside[len..].starts_with('}') => {
                out.push_str(&value(name, table, captures)?);
                rest = &inside[len..];
            }
            _ => {
                out.push('{');
                rest = &inside[1..];
            }
        }
    }
    out.push_str(rest);
    Ok(out)
}

fn value<'c>(name: &str, table: Option<Table>, captures: &'c [(String, String)]) -> Result<Cow<'c, str>, Refused> {
    let value = captures.iter().find(|(n, _)| n == name).map(|(_, value)| value.trim());
    let value = value.filter(|value| !value.is_empty());
    let value = value.ok_or_else(|| Refused::new(format!("the log does not say the {name}")))?;
    if value.contains(char::is_control) {
        return Err(Refused::new(format!("the {name} that the log prints holds control characters")));
    }
    match table {
        None => Ok(Cow::Borrowed(value)),
        Some(table) => {
            table.package(value).ok_or_else(|| Refused::new(format!("loglore knows no package that has `{value}`")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captures_fill_their_names_and_nothing_else() {
        let captures = [("module".to_owned(), " cv2 ".to_owned()), ("bad".to_owned(), "a\nb".to_owned())];
        let filled = |text| fill(text, &captures).map_err(|refused| refused.0);
        assert_eq!(filled("pip install {module}").as_deref(), Ok("pip install cv2"));
        assert_eq!(
            filled("${module} {{module}} { module } {} {").as_deref(),
            Ok("${module} {{module}} { module } {} {")
        );
        assert_eq!(filled("{other}"), Err("the log does not say the other".to_owned()));
        assert!(filled("{bad}").is_err());
        assert_eq!(filled("pip install {module:pypi}").as_deref(), Ok("pip install opencv-python"));
        assert_eq!(filled("{module:nosuch}").as_deref(), Ok("{module:nosuch}"));
        let refused = filled("apt-get install {module:deb-header}");
        assert_eq!(refused, Err("loglore knows no package that has `cv2`".to_owned()));
    }
}
