//! Fills the captures of a finding into a snippet; names of modules become names of packages.

use super::change::Refused;

/// The snippet with `{name}` replaced by the capture of that name, ready for a file or a shell.
///
/// Refused where a capture is missing or holds what has no place in a name: what a log says is not to be trusted.
pub fn fill(snippet: &str, captures: &[(String, String)]) -> Result<String, Refused> {
    let mut out = String::with_capacity(snippet.len());
    let mut rest = snippet;
    while let Some(open) = rest.find('{') {
        let (before, inside) = rest.split_at(open);
        out.push_str(before);
        let name = inside.find('}').map(|close| &inside[1..close]).filter(|name| is_name(name));
        let own = before.ends_with(['$', '{']);
        match name {
            Some(name) if !own && !inside[name.len() + 2..].starts_with('}') => {
                out.push_str(value(name, captures)?);
                rest = &inside[name.len() + 2..];
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

fn value<'c>(name: &str, captures: &'c [(String, String)]) -> Result<&'c str, Refused> {
    let value = captures.iter().find(|(n, _)| n == name).map(|(_, value)| value.trim());
    let value = value.filter(|value| !value.is_empty());
    let value = value.ok_or_else(|| Refused::new(format!("the log does not say the {name}")))?;
    if value.contains(char::is_control) {
        return Err(Refused::new(format!("the {name} that the log prints holds control characters")));
    }
    Ok(value)
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
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
    }
}
