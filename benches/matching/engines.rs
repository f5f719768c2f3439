//! Those that take turns: loglore, the remedies one would think of first, and the limits of the machine.

use std::hint::black_box;

use loglore::matcher::{Matcher, SignaturePlan};
use loglore::text::RawLines;
use regex::{Regex, RegexSetBuilder};

use super::answers::{self, Answers};
use super::automaton::Automaton;
use super::options::Options;
use super::watch::start_of;

type Answer = Box<dyn Fn(&str, &mut dyn FnMut((u32, usize, usize)))>;

/// One of them.
pub struct Engine {
    pub name: &'static str,
    /// Searches whole lines; what it gives back only keeps the work from being left out.
    pub search: Box<dyn Fn(&str) -> usize>,
    /// What it finds, for those that find what loglore does, and in how many bytes there is time to compare it.
    answer: Option<(usize, Answer)>,
}

impl Engine {
    /// An engine that tells what it finds.
    pub fn exact(
        name: &'static str,
        compared: usize,
        find: impl Fn(&str, &mut dyn FnMut((u32, usize, usize))) + Clone + 'static,
    ) -> Self {
        let answer = find.clone();
        let search = move |text: &str| {
            let mut count = 0;
            find(text, &mut |answer| {
                black_box(answer);
                count += 1;
            });
            count
        };
        Self { name, search: Box::new(search), answer: Some((compared, Box::new(answer))) }
    }

    fn limit(name: &'static str, search: impl Fn(&str) -> usize + 'static) -> Self {
        Self { name, search: Box::new(search), answer: None }
    }

    /// Says whether its answers are those of loglore.
    pub fn compared(&self, text: &str, matcher: &Matcher) -> String {
        let Some((bytes, answer)) = &self.answer else { return String::new() };
        let text = start_of(text, *bytes);
        let ours = answers::of_loglore(matcher, text);
        let mut theirs = Answers::default();
        answer(text, &mut |answer| theirs.add(answer));
        let verdict = if ours == theirs { "the same" } else { "OTHERS" };
        format!("{verdict}: {} in {:.2} MB (loglore {})", theirs.count, text.len() as f64 / 1e6, ours.count)
    }
}

/// With more signatures, a `RegexSet` takes minutes for a line.
const MOST_IN_A_SET: usize = 5_000;

/// All of them; loglore is the first.
pub fn all(plans: &[SignaturePlan], options: &Options) -> Vec<Engine> {
    let mut engines = vec![loglore(plans), automaton(plans)];
    #[cfg(feature = "hyperscan")]
    engines.extend(super::hyperscan::engines(plans));
    engines.push(each_regex(plans));
    if plans.len() <= MOST_IN_A_SET {
        engines.push(regex_set(plans));
    }
    engines.push(Engine::limit("limit: one literal (memmem)", |text| {
        memchr::memmem::find_iter(text.as_bytes(), "zq#jx").count()
    }));
    engines
        .push(Engine::limit("limit: counting line ends", |text| memchr::memchr_iter(b'\n', text.as_bytes()).count()));
    let wanted = |engine: &Engine| options.only.as_ref().is_none_or(|only| engine.name.contains(only.as_str()));
    let mut kept: Vec<Engine> = engines.drain(1..).filter(wanted).collect();
    kept.insert(0, loglore(plans));
    kept
}

fn loglore(plans: &[SignaturePlan]) -> Engine {
    let matcher = Matcher::new(plans.to_vec());
    let search = move |text: &str| {
        let raw = RawLines::document(text.as_bytes());
        black_box(matcher.scan(&raw, 0..raw.len())).len()
    };
    Engine { name: "loglore", search: Box::new(search), answer: None }
}

fn automaton(plans: &[SignaturePlan]) -> Engine {
    let automaton = std::rc::Rc::new(Automaton::new(plans));
    Engine::exact("aho-corasick NFA, then the same checks", usize::MAX, move |text, found| automaton.hits(text, found))
}

/// Each regex over each line: what is to be found, by definition.
fn each_regex(plans: &[SignaturePlan]) -> Engine {
    let regexes = std::rc::Rc::new(compiled(plans));
    Engine::exact("every regex on every line", 64 << 10, move |text, found| {
        lines(text, |start, line| {
            for (signature, regex) in (0..).zip(&*regexes) {
                if let Some(there) = regex.find(line) {
                    found((signature, start + there.start(), there.len()));
                }
            }
        });
    })
}

fn regex_set(plans: &[SignaturePlan]) -> Engine {
    let set = RegexSetBuilder::new(plans.iter().map(|plan| &plan.regex)).size_limit(1 << 30).build();
    let set = std::rc::Rc::new((set, compiled(plans)));
    Engine::exact("RegexSet on every line, then its regexes", 4 << 10, move |text, found| {
        let (Ok(set), regexes) = (&set.0, &set.1) else { return };
        lines(text, |start, line| {
            for signature in set.matches(line) {
                if let Some(there) = regexes[signature].find(line) {
                    found((signature as u32, start + there.start(), there.len()));
                }
            }
        });
    })
}

pub fn compiled(plans: &[SignaturePlan]) -> Vec<Regex> {
    plans.iter().filter_map(|plan| Regex::new(&plan.regex).ok()).collect()
}

/// Calls with each line and where it starts.
pub fn lines(text: &str, mut each: impl FnMut(usize, &str)) {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        each(start, line.trim_end_matches('\n'));
        start += line.len();
    }
}
