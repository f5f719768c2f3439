//! The code of a workaround: its snippet, or in records without one the code in back-ticks of its text.

use super::change::Refused;
use super::language::{self, Language};
use super::packages;
pub use crate::entry::with_stops;
use crate::entry::{OWN_STOPS, Place, Workaround};

/// So many spans of code of one text are looked at.
const MAX_SPANS: usize = 12;

/// Code that a workaround offers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Code {
    /// Its language; unknown where no snippet says it.
    pub language: Option<&'static str>,
    /// With its captures filled in.
    pub text: String,
    /// Where it goes.
    pub place: Place,
    /// What finds the node that it takes the place of.
    pub query: Option<String>,
    /// What a user may want to write otherwise, in the order in which an editor goes through it.
    pub stops: Vec<String>,
    /// Whether the record says nothing of where it goes.
    pub guessed: bool,
}

/// The code that a workaround offers for a file.
///
/// # Errors
/// If the log does not say what has to be filled in, or says what cannot stand in code.
pub(super) fn codes(workaround: &Workaround, captures: &[(String, String)]) -> Result<Vec<Code>, Refused> {
    let Some(snippet) = &workaround.snippet else { return Ok(guesses(workaround)) };
    let Some(place) = workaround.place.clone().filter(|place| *place != Place::Shell) else { return Ok(Vec::new()) };
    let language = language::all().iter().map(|language| language.name).find(|name| *name == snippet.language);
    let in_source = !matches!(place, Place::File(_));
    let usable: Vec<(String, String)> =
        captures.iter().filter(|(_, value)| !in_source || is_harmless(value, &snippet.language)).cloned().collect();
    // What a log says is not to be trusted with the syntax of a program.
    let (text, stops) = with_stops(&snippet.text, &snippet.language);
    let filled = packages::fill(&text, &usable)?;
    let query = snippet.query.as_deref().map(|query| packages::fill(query, &usable)).transpose()?;
    Ok(vec![Code { language, text: filled, place, query, stops, guessed: false }])
}

/// Whether a text can stand in code without changing what is code.
fn is_harmless(text: &str, language: &str) -> bool {
    // Between the parts of a name of PHP; nowhere in it does one stand in a string.
    let part = |c: char| language == "php" && c == '\\' && !text.ends_with('\\');
    text.chars().all(|c| c.is_alphanumeric() || "_-./@:+ ,~^".contains(c) || part(c))
}

/// Code as long as it was written, with blanks and the defaults in place of `${1:default}`: places in it stay.
pub fn same_length(text: &str, language: &str) -> String {
    if OWN_STOPS.contains(&language) {
        return text.to_owned();
    }
    let mut out = text.to_owned();
    let mut from = 0;
    while let Some(open) = out[from..].find("${").map(|at| from + at) {
        from = open + 2;
        let Some(close) = out[open..].find('}').map(|at| open + at) else { break };
        let Some((number, default)) = out[open + 2..close].split_once(':') else { continue };
        if number.parse::<u32>().is_ok() {
            let padded = format!("{}{default}", " ".repeat(close + 1 - open - default.len()));
            out.replace_range(open..close + 1, &padded);
        }
    }
    out
}

/// The calls that a text without a snippet shows: `f(x, a=1)`, or `a=1` beside `f`.
fn guesses(workaround: &Workaround) -> Vec<Code> {
    let mut spans = spans(&workaround.how);
    spans.extend(self::spans(&workaround.action));
    spans.truncate(MAX_SPANS);
    let named: Vec<&str> = spans.iter().map(|span| span.trim_end_matches("()")).filter(|span| is_path(span)).collect();
    let mut texts: Vec<String> =
        spans.iter().filter(|span| span.contains('(') && span.ends_with(')')).map(|span| (*span).to_owned()).collect();
    for argument in spans.iter().filter(|span| is_argument(span)) {
        texts.extend(named.iter().map(|name| format!("{name}({argument})")));
    }
    texts.dedup();
    let code = |text| Code { language: None, text, place: Place::Call, query: None, stops: Vec::new(), guessed: true };
    texts.into_iter().map(code).collect()
}

/// The spans of code in a text.
fn spans(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('`') {
        let ticks = rest[open..].bytes().take_while(|b| *b == b'`').count();
        let Some(close) = rest[open + ticks..].find(&rest[open..open + ticks]) else { break };
        let span = rest[open + ticks..open + ticks + close].trim();
        if !span.is_empty() {
            found.push(span);
        }
        rest = &rest[open + 2 * ticks + close..];
    }
    found
}

/// `torch.load`
fn is_path(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.')
}

/// `device_map='auto'`
fn is_argument(text: &str) -> bool {
    text.split_once('=').is_some_and(|(name, value)| {
        is_path(name.trim()) && !name.contains('.') && !value.is_empty() && !value.starts_with('=')
    })
}

/// Whether code of a language can stand in a file of another.
pub(super) fn fits(code: &Code, file: &Language) -> bool {
    code.language.is_none_or(|language| file.kin.contains(&language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_in_a_text_makes_calls() {
        let how = "Pass `device_map='auto'` to `from_pretrained()`, as in `A.from_pretrained(x, device_map='auto')`; see `x == 1`.";
        let workaround = Workaround { how: how.to_owned(), ..Workaround::default() };
        let texts: Vec<String> = guesses(&workaround).into_iter().map(|code| code.text).collect();
        assert_eq!(
            texts,
            ["from_pretrained()", "A.from_pretrained(x, device_map='auto')", "from_pretrained(device_map='auto')"]
        );
    }

    #[test]
    fn stops_have_their_defaults_in_plain_text() {
        assert_eq!(
            with_stops("f(a=${2:1}, b='${1:x}', c=${d})", "python"),
            ("f(a=1, b='x', c=${d})".to_owned(), vec!["x".to_owned(), "1".to_owned()])
        );
        assert_eq!(with_stops("echo ${1:2}", "bash"), ("echo ${1:2}".to_owned(), vec![]));
    }
}
