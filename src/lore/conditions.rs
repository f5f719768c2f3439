//! The conditions that an entry puts on the whole block of a hit, compiled.

use regex::{Regex, RegexBuilder};

use crate::entry::BlockConditions;

/// An entry's `block` field, compiled: with case, `^` and `$` at the borders of lines.
#[derive(Debug)]
pub struct Conditions {
    all: Vec<Regex>,
    any: Vec<Regex>,
    none: Vec<Regex>,
    /// Whether one of them could not be compiled in a way that leaves open what it would have said.
    broken: bool,
}

impl Conditions {
    pub(super) fn new(block: &BlockConditions) -> Self {
        let compile = |regexes: &[String]| -> Vec<Regex> {
            regexes.iter().filter_map(|regex| RegexBuilder::new(regex).multi_line(true).build().ok()).collect()
        };
        let (all, any, none) = (compile(&block.all), compile(&block.any), compile(&block.none));
        let broken =
            all.len() < block.all.len() || none.len() < block.none.len() || (any.is_empty() && !block.any.is_empty());
        Self { all, any, none, broken }
    }

    /// Whether there is something that a block must not hold.
    pub(crate) fn can_rule_out(&self) -> bool {
        !self.none.is_empty()
    }

    /// Whether one line of a block says already that they are not fulfilled: it holds what the block must not hold.
    pub(crate) fn ruled_out_by(&self, line: &str) -> bool {
        // As it stands among others: what matches at the very ends of a text does not count.
        let text = format!("\n{line}\n");
        let inside = 1..text.len() - 1;
        let within = |found: regex::Match<'_>| inside.start <= found.start() && found.end() <= inside.end;
        self.none.iter().any(|regex| regex.find(&text).is_some_and(within))
    }

    /// Whether a block's clean lines, joined by `\n`, fulfil them. Conditions that cannot be decided, because a regex
    /// of theirs does not compile, are not fulfilled: better silent than wrong.
    pub fn fulfilled(&self, block_text: &str) -> bool {
        !self.broken
            && self.all.iter().all(|regex| regex.is_match(block_text))
            && (self.any.is_empty() || self.any.iter().any(|regex| regex.is_match(block_text)))
            && !self.none.iter().any(|regex| regex.is_match(block_text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conditions(all: &[&str], any: &[&str], none: &[&str]) -> Conditions {
        let owned = |regexes: &[&str]| regexes.iter().map(|&regex| regex.to_owned()).collect();
        Conditions::new(&BlockConditions { all: owned(all), any: owned(any), none: owned(none) })
    }

    #[test]
    fn all_any_and_none_decide_over_the_lines_of_a_block() {
        let loading =
            conditions(&[r"from_pretrained"], &[r"^  File .*modeling_utils", r"^  File .*hub"], &[r"backward\("]);
        assert!(loading.fulfilled("Traceback\n  File \"/x/modeling_utils.py\"\n    from_pretrained()"));
        assert!(!loading.fulfilled("Traceback\n  File \"/x/trainer.py\"\n    from_pretrained()"));
        assert!(!loading.fulfilled("  File \"/x/hub.py\"\n    from_pretrained()\n    loss.backward()"));
        assert!(!loading.fulfilled("  File \"/x/hub.py\"\n    From_Pretrained()"));
        assert!(conditions(&[], &[], &["x"]).fulfilled("abc"));
    }

    #[test]
    fn a_line_alone_rules_a_block_out_where_any_block_that_holds_it_is_ruled_out() {
        let none = |regex: &str, line: &str| conditions(&[], &[], &[regex]).ruled_out_by(line);
        assert!(none("^DEBUG: relation", "DEBUG: relation \"x\"") && none("relation$", "a relation"));
        assert!(!none("relation", "a table") && !none(r"relation\n", "a relation") && !none(r"\Aa", "a relation"));
    }

    #[test]
    fn a_condition_that_cannot_be_decided_is_not_fulfilled() {
        assert!(!conditions(&["("], &[], &[]).fulfilled("("));
        assert!(!conditions(&[], &[], &["("]).fulfilled("abc"));
        assert!(!conditions(&[], &["("], &[]).fulfilled("abc"));
        assert!(conditions(&[], &["(", "abc"], &[]).fulfilled("abc"));
    }
}
