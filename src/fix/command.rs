//! `place: call` in scripts: a command of the failing line gets the options that it lacks.
//!
//! In a snippet (`curl --retry 3 URL`) what the command works on is written in capitals, as a variable or as an address;
//! any other word behind an option is its value. Words before the first option (`git clone`) belong to the command.

use std::ops::Range;
use std::path::Path;

use tree_sitter::Node;

use super::call::Merge;
use super::change::{Change, Refused};
use super::language::{Language, walk};
use super::source::Source;

/// Commands that run the command behind them.
const RUNNERS: &[&str] = &["sudo", "env", "time", "nice", "nohup", "exec", "command", "xargs", "timeout", "doas"];

/// The command of a snippet.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    /// The command, and what it is told to do: `git`, `clone`.
    pub words: Vec<String>,
    options: Vec<Choice>,
}

/// An option, and its value if it has one.
#[derive(Debug, PartialEq, Eq)]
struct Choice {
    name: String,
    value: Option<String>,
    /// Whether both are one word: `--depth=1`.
    joined: bool,
}

impl Choice {
    fn of(word: &str, next: Option<&str>) -> Self {
        if let Some((name, value)) = word.split_once('=').filter(|_| word.starts_with("--")) {
            return Self { name: name.to_owned(), value: Some(value.to_owned()), joined: true };
        }
        let value = next.filter(|next| !is_option(next) && !is_operand(next)).map(str::to_owned);
        Self { name: word.to_owned(), value, joined: false }
    }

    fn written(&self) -> String {
        match &self.value {
            Some(value) => format!("{}{}{value}", self.name, if self.joined { "=" } else { " " }),
            None => self.name.clone(),
        }
    }

    /// Whether a word is this option and others: `-fsSL` is `-f` too.
    fn is_among(&self, word: &str) -> bool {
        let letters = |word: &str| word.len() > 1 && word[1..].bytes().all(|b| b.is_ascii_alphabetic());
        let short = self.name.len() == 2 && self.value.is_none() && letters(&self.name);
        short && !word.starts_with("--") && word.starts_with('-') && letters(word) && word.contains(&self.name[1..])
    }
}

impl Wanted {
    /// The one command with options that a snippet is.
    pub fn of(language: &Language, code: &str) -> Option<Self> {
        let tree = language.parse(code)?;
        let mut commands = Vec::new();
        walk(tree.root_node(), &mut |node| {
            commands.extend((node.kind() == "command").then_some(node));
            true
        });
        let [command] = commands.as_slice() else { return None };
        if command.byte_range() != (code.len() - code.trim_start().len()..code.trim_end().len()) {
            return None;
        }
        let texts: Vec<&str> = words(*command).into_iter().map(|word| &code[word.byte_range()]).collect();
        let first = texts.iter().position(|word| is_option(word))?;
        let is_own = |word: &&&str| !is_operand(word);
        let own: Vec<String> = texts[..first].iter().take_while(is_own).map(|word| (*word).to_owned()).collect();
        let mut options = Vec::new();
        for (at, word) in texts.iter().enumerate().skip(first).filter(|(_, word)| is_option(word)) {
            options.push(Choice::of(word, texts.get(at + 1).copied()));
        }
        (!own.is_empty()).then_some(Self { words: own, options })
    }

    /// The command without its options, as it fails.
    pub fn bare(&self) -> String {
        format!("{} \"$1\"", self.words.join(" "))
    }

    /// `git clone`
    pub fn name(&self) -> String {
        self.words.join(" ")
    }
}

fn is_option(word: &str) -> bool {
    word.len() > 1 && word.starts_with('-') && word != "--"
}

/// Whether a word of a snippet stands for what a command works on.
fn is_operand(word: &str) -> bool {
    let word = word.trim_matches(['"', '\'']);
    let capitals = word.chars().any(|c| c.is_ascii_uppercase())
        && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    capitals || word.starts_with(['$', '<', '.', '/']) || word.contains("://")
}

/// The words of a command, its name first; without assignments before and redirections behind it.
fn words(command: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = command.walk();
    let mut words: Vec<Node<'_>> = command.child_by_field_name("name").into_iter().collect();
    words.extend(command.children_by_field_name("argument", &mut cursor));
    words
}

/// A command in a source file.
pub(super) struct Command<'t> {
    pub node: Node<'t>,
    words: Vec<Node<'t>>,
    /// How many of the words are not its options: what runs it, its name, what it is told to do.
    own: usize,
}

/// The commands in a range that the snippet may mean.
pub(super) fn same_commands<'t>(
    source: &Source,
    root: Node<'t>,
    within: &Range<usize>,
    wanted: &Wanted,
) -> Vec<Command<'t>> {
    let mut found = Vec::new();
    walk(root, &mut |node| {
        let range = node.byte_range();
        if range.end <= within.start || range.start >= within.end {
            return false;
        }
        if node.kind() == "command" && within.start <= range.start && range.end <= within.end {
            found.extend(command(source, node, wanted));
        }
        true
    });
    found
}

fn command<'t>(source: &Source, node: Node<'t>, wanted: &Wanted) -> Option<Command<'t>> {
    let words = words(node);
    let text = |word: &Node<'_>| source.of(*word);
    let base = |word: &str| Path::new(word).file_name().map(|name| name.to_string_lossy().into_owned());
    let first = text(words.first()?);
    let (name, told) = wanted.words.split_first()?;
    let is_name = |word: &Node<'_>| base(text(word)).as_ref() == Some(name);
    let at = match words.first().is_some_and(is_name) {
        true => 0,
        false if RUNNERS.contains(&first) => words.iter().position(is_name)?,
        false => return None,
    };
    let mut own = at + 1;
    for word in told {
        // Options of the command itself may stand between: `git -C folder clone`.
        own += words[own..].iter().position(|found| text(found) == word)? + 1;
    }
    Some(Command { node, words, own })
}

/// Merges the options of a snippet into a command in source.
///
/// # Errors
/// If it has all of them already.
pub(super) fn merge(source: &Source, command: &Command<'_>, wanted: &Wanted) -> Result<Merge, Refused> {
    let mut merge = Merge::default();
    let there: Vec<(&str, Range<usize>)> =
        command.words.iter().map(|word| (source.of(*word), word.byte_range())).collect();
    // Behind `--` there are no options.
    let end = there.iter().position(|(word, _)| *word == "--").unwrap_or(there.len());
    let options = &there[command.own.min(end)..end];
    for option in &wanted.options {
        let joined = format!("{}=", option.name);
        let at = options
            .iter()
            .position(|(word, _)| *word == option.name || word.starts_with(&joined) || option.is_among(word));
        let Some(at) = at else {
            merge.added.push(option.written());
            continue;
        };
        let Some(value) = &option.value else { continue };
        let (word, range) = &options[at];
        let old = match word.strip_prefix(&joined) {
            Some(old) => Some((old, range.start + joined.len()..range.end)),
            None => options.get(at + 1).map(|(old, range)| (*old, range.clone())),
        };
        if let Some((old, range)) =
            old.filter(|(old, _)| old.trim_matches(['"', '\'']) != value.trim_matches(['"', '\'']))
        {
            merge.changed.push((format!("{} {old}", option.name), format!("{} {value}", option.name)));
            merge.changes.push(Change::replace(range, value.clone()));
        }
    }
    if !merge.added.is_empty() {
        // Before what it works on: behind that, some commands take no options.
        let behind = there[command.own - 1].1.end;
        merge.changes.push(Change::insert(behind, format!(" {}", merge.added.join(" "))));
        // An array or a variable may hold them already.
        merge.unsure = options.iter().any(|(word, _)| word.contains("[@]") || word.starts_with('$'));
    }
    if merge.changes.is_empty() {
        return Err(Refused::new(format!("{} has it already", wanted.name())));
    }
    Ok(merge)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fix::language::named;

    #[test]
    fn what_a_command_works_on_is_no_value() {
        let bash = named("bash").expect("it is a language");
        let of = |code: &str| {
            let wanted = Wanted::of(bash, code)?;
            Some((wanted.name(), wanted.options.iter().map(Choice::written).collect::<Vec<_>>()))
        };
        let some =
            |name: &str, options: &[&str]| Some((name.to_owned(), options.iter().map(|o| (*o).into()).collect()));
        assert_eq!(of("curl --retry 3 URL"), some("curl", &["--retry 3"]));
        assert_eq!(of("curl -f --retry 3 \"$url\""), some("curl", &["-f", "--retry 3"]));
        assert_eq!(of("git clone --depth=1 https://x.org/y"), some("git clone", &["--depth=1"]));
        assert_eq!(of("npm ci --omit dev"), some("npm ci", &["--omit dev"]));
        assert_eq!(of("rm -f FILE"), some("rm", &["-f"]));
        assert_eq!(of("make && make install"), None);
        assert_eq!(of("curl URL"), None);
    }
}
