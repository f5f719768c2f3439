//! `Gemfile`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Target;
use super::form::between;
use super::lines::at_end;
use crate::fix::change::{self, Change, Refused};

static DIRECTIVE: LazyLock<Regex> = LazyLock::new(|| {
    // A constant pattern, which the tests need.
    Regex::new(r#"^(?P<indent>\s*)(?P<verb>gem|source|ruby|plugin)[ (]\s*(?P<quote>['"])(?P<name>[^'"]*)['"]\s*(?:,\s*['"](?P<version>[^'"]*)['"])?"#)
        .expect("a constant pattern")
});

/// `gem 'x', '~> 1.0'`
struct Directive<'t> {
    verb: &'t str,
    name: &'t str,
    version: Option<&'t str>,
    /// Within the line; bytes.
    name_at: Range<usize>,
    version_at: Option<Range<usize>>,
    quote: &'t str,
}

impl<'t> Directive<'t> {
    fn read(line: &'t str) -> Option<Self> {
        let found = DIRECTIVE.captures(line)?;
        Some(Self {
            verb: found.name("verb")?.as_str(),
            name: found.name("name")?.as_str(),
            name_at: found.name("name")?.range(),
            version: found.name("version").map(|version| version.as_str()),
            version_at: found.name("version").map(|version| version.range()),
            quote: found.name("quote")?.as_str(),
        })
    }
}

pub(super) fn edit(target: &Target<'_>, snippet: &str) -> Result<Vec<Change>, Refused> {
    let mut text = target.text.to_owned();
    for line in snippet.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#')) {
        let wanted =
            Directive::read(line).ok_or_else(|| Refused::new("the entry's snippet is no line of a Gemfile"))?;
        text = set(&text, line.trim(), &wanted)?;
    }
    let changes = between(target.text, &text);
    if changes.is_empty() { Err(target.has_it()) } else { Ok(changes) }
}

fn set(text: &str, line: &str, wanted: &Directive<'_>) -> Result<String, Refused> {
    let (mut start, mut quotes) = (0, Vec::new());
    for old in text.split_inclusive('\n') {
        if let Some(there) = Directive::read(old) {
            let same = there.verb == wanted.verb && (wanted.verb != "gem" || there.name == wanted.name);
            if same && wanted.verb != "source" {
                let change = match (wanted.verb, wanted.version, there.version_at) {
                    ("ruby", ..) => Change::replace(moved(there.name_at, start), wanted.name),
                    (_, None, _) => return Ok(text.to_owned()),
                    (_, Some(version), Some(at)) => Change::replace(moved(at, start), version),
                    (_, Some(version), None) => {
                        let quote = there.quote;
                        let behind = start + there.name_at.end + quote.len();
                        Change::insert(behind, format!(", {quote}{version}{quote}"))
                    }
                };
                return change::apply(text, &[change]);
            }
            if same && there.name == wanted.name {
                return Ok(text.to_owned());
            }
            quotes.push(there.quote.to_owned());
        }
        start += old.len();
    }
    // In the quotes that the file uses.
    let double = quotes.iter().filter(|quote| *quote == "\"").count() * 2 > quotes.len();
    let line = if double && !line.contains('"') { line.replace('\'', "\"") } else { line.to_owned() };
    if wanted.verb == "source" || wanted.verb == "ruby" {
        return Ok(format!("{line}\n{text}"));
    }
    change::apply(text, &[at_end(text, &line)])
}

fn moved(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

#[cfg(test)]
mod tests {
    use crate::fix::manifest::fixture::{after, refused};

    #[test]
    fn gems_are_added_or_get_their_version() {
        for (before, snippet, wanted) in [
            ("source 'https://rubygems.org'\n", "gem 'pg'", "source 'https://rubygems.org'\ngem 'pg'\n"),
            (
                "source \"https://x.example\"\r\ngem \"rails\", \"~> 7.0\", require: false # r\r\n",
                "gem 'rails', '~> 7.1'\ngem 'csv'",
                "source \"https://x.example\"\r\ngem \"rails\", \"~> 7.1\", require: false # r\r\ngem \"csv\"\r\n",
            ),
            (
                "group :test do\n  gem 'nokogiri'\nend\n",
                "gem 'nokogiri', '< 1.17'",
                "group :test do\n  gem 'nokogiri', '< 1.17'\nend\n",
            ),
            ("ruby '3.0.1'\n", "ruby '3.3'", "ruby '3.3'\n"),
        ] {
            assert_eq!(after("Gemfile", before, snippet).as_deref(), Ok(wanted), "{snippet}");
        }
        assert!(refused("Gemfile", "gem \"pg\", \"1.5\"\n", "gem 'pg'").contains("already"));
    }
}
