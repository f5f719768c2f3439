//! Words as Markdown that means just these words.
//!
//! Some editors show the source of a card as it is (Neovim hides no backslash), so a character is escaped only where it
//! would do something.

/// Where words stand in a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    /// They begin a paragraph, a heading or a list item.
    Start,
    /// Something stands before them.
    Within,
    /// They are what a link shows.
    Label,
}

/// No emphasis, link, HTML, list, heading or formula comes of the text, nor a link from a bare address (GitHub's and VS
/// Code's Markdown make links of those). Line ends become spaces.
pub(super) fn escaped(text: &str, at: At) -> String {
    let text = if at == At::Start { text.trim_start() } else { text };
    let text: Vec<char> = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    // One alone begins no formula.
    let formula = text.iter().filter(|c| **c == '$').count() > 1;
    let mut out = String::with_capacity(text.len() + 8);
    for (i, &c) in text.iter().enumerate() {
        let place = Place { before: &text[..i], after: &text[i + 1..], at };
        if (c == '$' && formula) || place.gives_meaning_to(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// What stands around a character.
struct Place<'t> {
    before: &'t [char],
    after: &'t [char],
    at: At,
}

impl Place<'_> {
    /// Whether a character does something here, or might with what follows the text.
    fn gives_meaning_to(&self, c: char) -> bool {
        let (before, next) = (self.before.last().copied(), self.after.first().copied());
        let is_next = |wanted: &str| next.is_none_or(|next| wanted.contains(next));
        let joined = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        match c {
            '`' => true,
            '\\' => next.is_none_or(|next| next.is_ascii_punctuation()),
            '*' => self.begins() || !(before == Some(' ') && next == Some(' ')),
            '_' => !(joined(before) && joined(next)),
            '~' => next != Some('/') || before.is_some_and(|before| before != ' '),
            '[' => self.at == At::Label || self.begins() || is_next("^"),
            ']' => self.at == At::Label || is_next("(["),
            '<' => is_next("/!?") || next.is_some_and(char::is_alphabetic),
            '&' => is_next("#") || joined(next),
            '@' => before.is_some_and(|before| before != ' ') && next.is_some_and(|next| next != ' '),
            ':' => self.after.starts_with(&['/', '/']) || self.follows("mailto") || self.follows("xmpp"),
            '.' => self.follows("www") || (self.numbers() && is_next(" ")),
            ')' => self.numbers() && is_next(" "),
            '#' => self.begins() && is_next(" #"),
            '-' => self.begins() && is_next(" -"),
            '+' => self.begins() && is_next(" "),
            '=' => self.begins() && is_next(" ="),
            '>' => self.begins(),
            _ => false,
        }
    }

    /// Whether the block begins here.
    fn begins(&self) -> bool {
        self.at == At::Start && self.before.iter().all(|c| matches!(c, ' ' | '-' | '=' | '#'))
    }

    /// Whether the block begins with digits up to here: the number of a list item.
    fn numbers(&self) -> bool {
        self.at == At::Start && !self.before.is_empty() && self.before.iter().all(char::is_ascii_digit)
    }

    fn follows(&self, word: &str) -> bool {
        let length = word.len();
        let from = self.before.len().checked_sub(length);
        from.is_some_and(|from| self.before[from..].iter().zip(word.chars()).all(|(c, w)| c.to_ascii_lowercase() == w))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser};

    use super::*;

    /// CommonMark and what editors add to it.
    fn dialect() -> Options {
        Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_MATH
            | Options::ENABLE_GFM
    }

    /// What a reader of Markdown sees, or what it takes for markup.
    fn read(markdown: &str) -> Result<String, String> {
        let mut seen = String::new();
        for event in Parser::new_ext(markdown, dialect()) {
            match event {
                Event::Text(text) => seen.push_str(&text),
                Event::Code(code) if &*code == "code" => seen.push('\u{1}'),
                Event::Start(
                    pulldown_cmark::Tag::Paragraph | pulldown_cmark::Tag::List(None) | pulldown_cmark::Tag::Item,
                )
                | Event::End(_) => {}
                other => return Err(format!("{other:?} in {markdown:?}")),
            }
        }
        Ok(seen.trim().to_owned())
    }

    #[test]
    fn ordinary_words_stay_as_they_are() {
        for text in [
            "torch.OutOfMemoryError: CUDA out of memory",
            "from_pretrained and __init__ of C:\\Users\\me",
            "error[E0382]: use of `…`".trim_end_matches("`…`"),
            "a -> b, x < 3, A & B, 2 * 3, #1, ~/x, costs $5, a|b",
            "-Wall and --flag",
        ] {
            let expected = text.replace("__init__", "\\_\\_init\\_\\_");
            assert_eq!(escaped(text, At::Start), expected);
        }
    }

    #[test]
    fn bare_addresses_are_broken() {
        let shown = escaped("http://e.vil www.e.vil mailto:a@e.vil FTP://e", At::Start);
        assert_eq!(shown, "http\\://e.vil www\\.e.vil mailto\\:a\\@e.vil FTP\\://e");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]
        #[test]
        fn nothing_is_markup(text in r"([ a-z0-9é\-]|[!-/:-@\[-`{-~]|\]\(|\n|1\. |&lt;|<b>|__|\*\*|\$\$|\[\^a|\[ \] ){0,12}") {
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            for (markdown, expected) in [
                (escaped(&words, At::Start), words.clone()),
                (format!("- {}", escaped(&words, At::Start)), words.clone()),
                (format!("x {}", escaped(&words, At::Within)), format!("x {words}")),
                (format!("{}`code`", escaped(&words, At::Start)), format!("{words}\u{1}")),
                (format!("`code` {}`code`", escaped(&words, At::Within)), format!("\u{1} {words}\u{1}")),
            ] {
                prop_assert_eq!(read(&markdown), Ok(expected.trim().to_owned()), "{}", markdown);
            }
        }

        #[test]
        fn a_label_does_not_end_its_link(text in r"([a-z]|[!-/:-@\[-`{-~]){1,12}") {
            let markdown = format!("[{}](<https://example.org>)", escaped(&text, At::Label));
            let events: Vec<_> = Parser::new_ext(&markdown, dialect()).collect();
            let links = events.iter().filter(|e| matches!(e, Event::Start(pulldown_cmark::Tag::Link { .. }))).count();
            prop_assert_eq!((links, events.len() > 4), (1, true), "{}", markdown);
            let shown: String = events.iter().filter_map(|e| if let Event::Text(text) = e { Some(&**text) } else { None }).collect();
            prop_assert_eq!(shown, text);
        }
    }
}
