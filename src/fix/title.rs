//! What a fix is called in a menu.

use crate::card::Locale::{self, En, Zh};
use crate::lore::Layer;

/// What is shown of a piece of code. Characters.
const MAX_CODE: usize = 60;

/// What a fix does, in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Deed {
    /// A call gets arguments, and other values for some that it has (old and new).
    /// `call` is how it is shown: `load(…)`, and with its arguments where several could be meant.
    Call { added: Vec<String>, changed: Vec<(String, String)>, call: String },
    /// The same of a command and its options.
    Options { added: Vec<String>, changed: Vec<(String, String)>, command: String },
    /// Code goes before a line.
    Before(String),
    /// Code goes behind a line.
    After(String),
    /// Imports, directives.
    Top(String),
    /// Code is put around a line.
    Wrap(String),
    /// Code takes the place of code.
    Replace(String, String),
    /// A manifest or a settings file gets something.
    Into(String),
    /// The same, said in the words of the entry.
    Words(String),
    /// A new file.
    Create(String),
}

/// The title of a fix at a place (`train.py:41`), for an entry from a layer.
pub(super) fn title(locale: Locale, deed: &Deed, place: &str, layer: Layer) -> String {
    let mut title = match deed {
        Deed::Call { added, changed, call } => of_call(locale, added, ", ", changed, call, place),
        Deed::Options { added, changed, command } => of_call(locale, added, " ", changed, command, place),
        Deed::Before(code) => match locale {
            En => format!("Insert {} before {place}", line(code)),
            Zh => format!("在 {place} 之前插入 {}", line(code)),
        },
        Deed::After(code) => match locale {
            En => format!("Insert {} after {place}", line(code)),
            Zh => format!("在 {place} 之后插入 {}", line(code)),
        },
        Deed::Top(code) | Deed::Into(code) => match locale {
            En => format!("Add {} to {place}", line(code)),
            Zh => format!("在 {place} 中添加 {}", line(code)),
        },
        Deed::Wrap(code) => match locale {
            En => format!("Wrap {place} in {}", line(code)),
            Zh => format!("用 {} 包裹 {place}", line(code)),
        },
        Deed::Replace(old, new) => match locale {
            En => format!("Replace {} by {} in {place}", line(old), line(new)),
            Zh => format!("将 {place} 中的 {} 替换为 {}", line(old), line(new)),
        },
        Deed::Words(words) => match locale {
            En => format!("{} ({place})", line(words)),
            Zh => format!("{}（{place}）", line(words)),
        },
        Deed::Create(name) => match locale {
            En => format!("Create {}", line(name)),
            Zh => format!("新建 {}", line(name)),
        },
    };
    // An editor's preview hides who proposes a change.
    title.push_str(match (locale, layer) {
        (_, Layer::Builtin) => "",
        (En, Layer::User) => " (entry of yours)",
        (Zh, Layer::User) => "（来自你的条目）",
        (En, Layer::Workspace) => " (entry of this workspace)",
        (Zh, Layer::Workspace) => "（来自此工作区的条目）",
        (En, Layer::Extra) => " (entry of a folder)",
        (Zh, Layer::Extra) => "（来自指定目录的条目）",
    });
    title
}

fn of_call(
    locale: Locale,
    added: &[String],
    between: &str,
    changed: &[(String, String)],
    call: &str,
    place: &str,
) -> String {
    let news = line(&added.join(between));
    let changes: Vec<String> = changed
        .iter()
        .map(|(old, new)| match locale {
            En => format!("{} to {}", line(old), line(new)),
            Zh => format!("{} 改为 {}", line(old), line(new)),
        })
        .collect();
    let changes = changes.join(", ");
    match (locale, added.is_empty(), changed.is_empty()) {
        (En, _, true) => format!("Add {news} to {call} in {place}"),
        (En, true, false) => format!("Change {changes} in {call} in {place}"),
        (En, false, false) => format!("Add {news} and change {changes} in {call} in {place}"),
        (Zh, _, true) => format!("在 {place} 的 {call} 中添加 {news}"),
        (Zh, true, false) => format!("在 {place} 的 {call} 中将 {changes}"),
        (Zh, false, false) => format!("在 {place} 的 {call} 中添加 {news}，并将 {changes}"),
    }
}

/// A text on one line, not too long for a menu, and without what could turn it around.
fn line(text: &str) -> String {
    let text = crate::card::inert(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    match text.char_indices().nth(MAX_CODE) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text,
    }
}
