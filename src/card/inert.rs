//! Makes text harmless: what comes from a log or an entry is shown, never obeyed.

/// Text without what a terminal or an editor would act on: control characters and the characters that change the
/// direction of writing are shown as `\u{…}`; line ends and tabs stay.
pub fn inert(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_active(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}

fn is_active(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        '\u{2028}' | '\u{2029}' | '\u{feff}' => true,
        _ => c.is_control(),
    }
}

/// An http or https address that can stand in a link as it is; nothing else is one.
pub(super) fn web_address(text: &str) -> Option<String> {
    let text = text.trim();
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '`' | '\\' | '(' | ')' | '[' | ']');
    (!rest.is_empty() && rest.chars().all(plain)).then(|| text.to_owned())
}
