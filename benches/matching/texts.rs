//! The texts that are searched.

use loglore::matcher::Matcher;
use loglore::text::is_plain;

use super::answers;
use super::lore::{Dice, Lore};

/// Bytes of one text.
const TEXT: usize = 8 << 20;

/// A text and what it is like.
pub struct Text {
    pub name: &'static str,
    pub text: String,
}

/// Healthy: lines without a hit. Natural: whole logs, healthy ones and errors with what stands around them. Dense: an error
/// every 50 lines. Build: what builds print, an error every 10,000 lines. Errors: nothing else.
pub fn all(matcher: &Matcher, lore: &Lore) -> Vec<Text> {
    let fair = |line: &String| is_fair(matcher, line);
    let silent = |line: &&String| matcher.find(line).is_empty();
    let lines = |wanted: &dyn Fn(&str) -> bool| -> Vec<String> {
        let files = lore.healthy.iter().filter(|(name, _)| wanted(name));
        files.flat_map(|(_, lines)| lines).filter(|line| fair(line)).filter(silent).cloned().collect()
    };
    let healthy = lines(&|_| true);
    let builds = ["build-", "c-", "rust-cargo", "java-", "go-", "node-npm", "node-webpack", "node-vite"];
    let build = lines(&|name| builds.iter().any(|start| name.starts_with(start)));
    let messages: Vec<String> = lore.messages.iter().filter(|line| fair(line)).cloned().collect();
    let found: Vec<String> = messages.iter().filter(|line| !silent(line)).cloned().collect();
    let errors: Vec<Vec<&str>> = lore.errors.iter().map(|text| text.lines().collect()).collect();
    let mut dice = Dice(7);
    let mut mixed = |from: &[String], every: usize| {
        let (mut text, mut lines) = (String::with_capacity(TEXT + 4096), 0);
        while text.len() < TEXT {
            lines += 1;
            let from = if every > 0 && lines % every == 0 && !found.is_empty() { &found } else { from };
            text.push_str(dice.pick(from).map_or("", String::as_str));
            text.push('\n');
        }
        text
    };
    let (healthy, dense, build, each) =
        (mixed(&healthy, 0), mixed(&healthy, 50), mixed(&build, 10_000), mixed(&messages, 1));
    let mut natural = String::with_capacity(TEXT + 4096);
    while natural.len() < TEXT && !lore.healthy.is_empty() {
        // A piece of one log, in its order, then a whole error.
        if let Some((_, lines)) = dice.pick(&lore.healthy) {
            let start = dice.pick(&(0..lines.len()).collect::<Vec<_>>()).copied().unwrap_or(0);
            lines[start..].iter().take(100).filter(|line| fair(line)).for_each(|line| push(&mut natural, line));
        }
        if let Some(error) = dice.pick(&errors) {
            error.iter().filter(|line| is_fair(matcher, line)).for_each(|line| push(&mut natural, line));
        }
    }
    vec![
        Text { name: "healthy", text: healthy },
        Text { name: "natural", text: natural },
        Text { name: "dense", text: dense },
        Text { name: "build", text: build },
        Text { name: "errors", text: each },
    ]
}

fn push(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

/// Whether other engines, which do not clean, find the same on a line, and loglore need not clean it either: with lines
/// that need it, it would be cleaning that is compared. So it is but on lines with escapes, records, boxes, where
/// something would be found in a timestamp, and on lines so long that they are searched in pieces.
fn is_fair(matcher: &Matcher, line: &str) -> bool {
    if line.len() >= 8192 || !is_plain(line.as_bytes()) {
        return false;
    }
    let mut raw: Vec<_> = matcher.find(line).into_iter().map(|(id, range)| (id.0, range.start, range.len())).collect();
    let mut cleaned = Vec::new();
    answers::each_of_loglore(matcher, line, |answer| cleaned.push(answer));
    raw.sort_unstable();
    cleaned.sort_unstable();
    raw == cleaned
}
