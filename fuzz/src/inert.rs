//! What a card may hold of text that nobody trusts.

use loglore::card::{Card, Locale, PlainStyle, markdown, plain};
use loglore::finding::Finding;
use loglore::lore::Lore;
use pulldown_cmark::{Event, Options, Parser, Tag};

/// The cards of a finding have no control or direction characters, and in Markdown no markup but of our own making.
pub fn check(lore: &Lore, finding: &Finding) {
    for locale in [Locale::En, Locale::Zh] {
        let card = Card::of_finding(lore, finding, locale);
        let text = markdown(&card);
        for event in Parser::new_ext(&text, Options::all()) {
            match event {
                Event::Html(html) | Event::InlineHtml(html) => panic!("HTML in a card: {html:?} in {text}"),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    assert!(
                        dest_url.starts_with("https://") || dest_url.starts_with("http://"),
                        "{dest_url} in {text}"
                    );
                    let entry = serde_json::to_string(lore.entry(finding.entry)).expect("an entry is JSON");
                    let plain = dest_url.replace("%20", " ");
                    assert!(
                        entry.contains(&*dest_url) || entry.contains(&plain),
                        "{dest_url} is no address of the entry"
                    );
                }
                Event::Start(Tag::Image { dest_url, .. }) => panic!("a picture in a card: {dest_url}"),
                _ => {}
            }
        }
        inert(&text);
        inert(&plain(&card, PlainStyle { width: 80, color: false }));
    }
}

fn inert(text: &str) {
    let bad = |c: &char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}')
    };
    assert_eq!(text.chars().find(bad), None, "in {text:?}");
}
