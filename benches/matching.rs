//! How fast the matcher is, against the ways one would think of first and against the limits of the machine.
//!
//! `cargo bench --bench matching -- [--corpus DIR] [--entries N] [--rounds N] [--alone] [--text NAME]`
//!
//! Machines differ and are seldom quiet: all engines take turns in each round, the time that the thread was really
//! running counts where the system tells it, of the rounds the median, and what to read is the ratio. `--alone` leaves
//! the other engines out, `--text` all texts but one. Entries are those of the crate; `--corpus` takes those of `DIR/patterns.jsonl` (objects
//! with `regex` and `signature`, one a line) and healthy text from `DIR/clean`.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use loglore::matcher::{Alternative, Matcher, SignatureId, SignaturePlan, plan};
use loglore::text::RawLines;
use regex::{Regex, RegexSetBuilder};
use serde_json::Value;

/// How long one engine may search in one round: slow ones see less text.
const TURN: Duration = Duration::from_millis(700);
/// Bytes of one text.
const TEXT: usize = 8 << 20;
/// Bytes that an engine gets at once, about.
const BLOCK: usize = 256 << 10;

fn main() {
    let options = Options::from_args();
    let (plans, messages) = options.signatures();
    println!("{} signatures, {} alternatives", plans.len(), plans.iter().map(|p| p.alternatives.len()).sum::<usize>());
    start_up(&plans);
    let matcher = Matcher::new(plans.clone());
    let engines = if options.alone { Vec::new() } else { engines(&plans) };
    for (name, text) in texts(&matcher, options.healthy(), &messages) {
        if options.text.as_ref().is_some_and(|only| *only != name) {
            continue;
        }
        compare(&name, &text, &matcher, &engines, options.rounds);
    }
    edits(&matcher, &messages);
    long_line(&matcher, &plans, &messages);
}

struct Options {
    corpus: Option<PathBuf>,
    entries: usize,
    rounds: usize,
    alone: bool,
    text: Option<String>,
}

impl Options {
    fn from_args() -> Self {
        let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
        let value = |name: &str| args.iter().position(|arg| arg == name).and_then(|i| args.get(i + 1)).cloned();
        let number = |name: &str, default| value(name).and_then(|n| n.parse().ok()).unwrap_or(default);
        Self {
            corpus: value("--corpus").map(PathBuf::from),
            entries: number("--entries", usize::MAX),
            rounds: number("--rounds", 5),
            alone: args.iter().any(|arg| arg == "--alone"),
            text: value("--text"),
        }
    }

    /// What to find, and lines in which it is found.
    fn signatures(&self) -> (Vec<SignaturePlan>, Vec<String>) {
        let (mut plans, mut messages) = (Vec::new(), Vec::new());
        let mut take = |record: &Value| {
            let regexes = record["patterns"].as_array().into_iter().flatten().chain([&record["regex"]]);
            plans.extend(regexes.filter_map(Value::as_str).filter_map(|regex| plan(regex, false).ok()));
            let samples = record["samples"].as_array().into_iter().flatten().map(|sample| &sample["text"]);
            let texts = samples.chain([&record["signature"]]).filter_map(Value::as_str);
            messages.extend(texts.flat_map(str::lines).map(str::to_owned));
        };
        match &self.corpus {
            Some(folder) => {
                let text = read(&folder.join("patterns.jsonl"));
                text.lines().filter_map(|line| serde_json::from_str(line).ok()).for_each(|r: Value| take(&r));
            }
            None => {
                let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("entries");
                let texts = files(&folder).into_iter().map(|file| read(&file));
                texts.filter_map(|text| serde_json::from_str(&text).ok()).for_each(|r: Value| take(&r));
            }
        }
        plans.truncate(self.entries);
        (plans, messages)
    }

    fn healthy(&self) -> Vec<String> {
        let folder = match &self.corpus {
            Some(folder) => folder.join("clean"),
            None => Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("healthy"),
        };
        let files = files(&folder).into_iter().filter(|file| file.extension().is_none_or(|e| e != "json"));
        files.flat_map(|file| read(&file).lines().map(str::to_owned).collect::<Vec<_>>()).collect()
    }
}

fn read(file: &Path) -> String {
    std::fs::read(file).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    ignore::Walk::new(folder).flatten().map(ignore::DirEntry::into_path).filter(|path| path.is_file()).collect()
}

/// Picks as if at random, the same on every run.
struct Dice(u64);

impl Dice {
    fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        from.get((self.0 >> 33) as usize % from.len().max(1))
    }
}

/// Lines as services print them when all is well, if there is nothing better.
fn made_up(dice: &mut Dice) -> Vec<String> {
    let words = [
        "GET",
        "request",
        "served",
        "cache",
        "user",
        "session",
        "in",
        "ms",
        "worker",
        "started",
        "job",
        "compiled",
        "module",
        "loaded",
        "ready",
        "200",
        "12",
        "/api/v1/items",
        "index.html",
        "listening",
        "port",
        "done",
        "took",
    ];
    let line = |dice: &mut Dice| (0..9).filter_map(|_| dice.pick(&words)).copied().collect::<Vec<_>>().join(" ");
    (0..5000).map(|i| format!("2026-01-02T03:04:{:02}Z INFO {}", i % 60, line(dice))).collect()
}

/// Healthy lines; with an error every 50 lines; nothing but errors.
fn texts(matcher: &Matcher, mut healthy: Vec<String>, messages: &[String]) -> Vec<(String, String)> {
    let mut dice = Dice(7);
    if healthy.is_empty() {
        healthy = made_up(&mut dice);
    }
    healthy.retain(|line| matcher.find(line).is_empty());
    let mut make = |every: usize| {
        let mut text = String::with_capacity(TEXT + 4096);
        let mut lines = 0;
        while text.len() < TEXT {
            lines += 1;
            let from = if every > 0 && lines % every == 0 && !messages.is_empty() { messages } else { &healthy };
            text.push_str(dice.pick(from).map_or("", String::as_str));
            text.push('\n');
        }
        text
    };
    vec![("healthy".to_owned(), make(0)), ("dense".to_owned(), make(50)), ("every line an error".to_owned(), make(1))]
}

/// Searches a block of whole lines; the answer is the number of hits.
type Engine = Box<dyn Fn(&str) -> usize>;

fn engines(plans: &[SignaturePlan]) -> Vec<(&'static str, Engine)> {
    let regexes: Vec<Regex> = plans.iter().filter_map(|plan| Regex::new(&plan.regex).ok()).collect();
    let set = RegexSetBuilder::new(plans.iter().map(|plan| &plan.regex)).size_limit(1 << 30).build().ok();
    let each = move |text: &str| {
        text.lines().map(|line| regexes.iter().filter(|regex| black_box(regex.find(line)).is_some()).count()).sum()
    };
    let set = move |text: &str| text.lines().filter_map(|line| Some(set.as_ref()?.matches(line).iter().count())).sum();
    let automaton = Automaton::new(plans);
    let mut engines: Vec<(&str, Engine)> = vec![
        ("every regex on every line", Box::new(each)),
        ("RegexSet on every line", Box::new(set)),
        ("aho-corasick NFA, same checks", Box::new(move |text| automaton.hits(text))),
        ("one literal (memmem)", Box::new(|text| memchr::memmem::find_iter(text.as_bytes(), "zq#jx").count())),
        ("counting line ends", Box::new(|text| memchr::memchr_iter(b'\n', text.as_bytes()).count())),
    ];
    if plans.len() > 100 {
        // It takes seconds for a line.
        engines.retain(|(name, _)| !name.starts_with("RegexSet") || std::env::var_os("WITH_REGEX_SET").is_some());
    }
    engines
}

/// The usual prefilter: an automaton over the same literals, then the same checks.
struct Automaton {
    exact: AhoCorasick,
    folded: AhoCorasick,
    /// By pattern of each automaton.
    exact_users: Vec<Vec<(usize, usize)>>,
    folded_users: Vec<Vec<(usize, usize)>>,
    plans: Vec<SignaturePlan>,
    matcher: Matcher,
}

impl Automaton {
    fn new(plans: &[SignaturePlan]) -> Self {
        let (mut exact, mut folded) = (BTreeMap::<&str, Vec<_>>::new(), BTreeMap::<&str, Vec<_>>::new());
        for (signature, plan) in plans.iter().enumerate() {
            for (way, alternative) in plan.alternatives.iter().enumerate() {
                let literal = &alternative.chain[alternative.rarest];
                let is_folded = (0..literal.len()).any(|i| literal.fold_at(i) != 0);
                let users = if is_folded { &mut folded } else { &mut exact };
                users.entry(literal.text()).or_default().push((signature, way));
            }
        }
        let build = |literals: &BTreeMap<&str, Vec<(usize, usize)>>, any_case| {
            AhoCorasick::builder()
                .kind(Some(AhoCorasickKind::ContiguousNFA))
                .ascii_case_insensitive(any_case)
                .build(literals.keys())
                .expect("the literals of a few thousand signatures are not too many for an automaton")
        };
        Self {
            exact: build(&exact, false),
            folded: build(&folded, true),
            exact_users: exact.into_values().collect(),
            folded_users: folded.into_values().collect(),
            plans: plans.to_vec(),
            matcher: Matcher::new(plans.to_vec()),
        }
    }

    fn hits(&self, text: &str) -> usize {
        let mut candidates: Vec<(usize, usize, usize)> = Vec::new();
        let mut seen = vec![0; self.exact_users.len() + self.folded_users.len()];
        for (automaton, users, base) in
            [(&self.exact, &self.exact_users, 0), (&self.folded, &self.folded_users, self.exact_users.len())]
        {
            let mut line: Range<usize> = 0..0;
            for found in automaton.find_overlapping_iter(text) {
                if !line.contains(&found.start()) {
                    let start = memchr::memrchr(b'\n', &text.as_bytes()[..found.start()]).map_or(0, |at| at + 1);
                    let end = memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |at| start + at);
                    line = start..end;
                }
                let pattern = found.pattern().as_usize();
                if std::mem::replace(&mut seen[base + pattern], line.start + 1) == line.start + 1 {
                    continue;
                }
                for (signature, way) in &users[pattern] {
                    if self.way(*signature, *way).holds(&text.as_bytes()[line.clone()]) {
                        candidates.push((line.start, *signature, *way));
                    }
                }
            }
        }
        candidates.sort_unstable();
        candidates.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).filter(|ways| self.is_hit(text, ways)).count()
    }

    fn is_hit(&self, text: &str, ways: &[(usize, usize, usize)]) -> bool {
        let (start, signature, _) = ways[0];
        let line = text[start..].lines().next().unwrap_or_default();
        let spans: Option<Vec<_>> =
            ways.iter().map(|(_, signature, way)| self.way(*signature, *way).span(line.as_bytes())).collect();
        match spans {
            Some(spans) => black_box(spans.into_iter().min_by_key(|span| span.start)).is_some(),
            None => self.matcher.verify(SignatureId(signature as u32), line).is_some(),
        }
    }

    fn way(&self, signature: usize, way: usize) -> &Alternative {
        &self.plans[signature].alternatives[way]
    }
}

/// Time that passed for this thread.
struct Watch {
    start: Instant,
    ran: Option<Duration>,
}

impl Watch {
    fn start() -> Self {
        Self { start: Instant::now(), ran: Self::ran() }
    }

    fn elapsed(&self) -> Duration {
        match (self.ran, Self::ran()) {
            (Some(before), Some(now)) => now.saturating_sub(before),
            _ => self.start.elapsed(),
        }
    }

    /// Time that this thread has run, where the system tells it (Linux).
    fn ran() -> Option<Duration> {
        let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        Some(Duration::from_nanos(text.split(' ').next()?.parse().ok()?))
    }
}

/// Bytes a second, and the hits of the first block.
fn turn(text: &str, search: impl Fn(&str) -> usize) -> (f64, usize) {
    let first = blocks(text).next().unwrap_or_default();
    // A few lines are enough for those that take seconds for a block.
    let lines = &first[..first[..first.len().min(4096)].rfind('\n').map_or(0, |at| at + 1)];
    let start = Watch::start();
    let hits = search(lines);
    let (mut bytes, mut whole) = (lines.len(), 0);
    if start.elapsed() < TURN / 16 {
        whole = search(first);
        bytes += first.len();
        // The system counts running time in steps of some milliseconds.
        while start.elapsed() < TURN / 8 {
            for block in blocks(text) {
                if start.elapsed() > TURN {
                    break;
                }
                black_box(search(block));
                bytes += block.len();
            }
        }
    }
    (bytes as f64 / start.elapsed().as_secs_f64(), hits + whole)
}

fn blocks(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = rest.as_bytes()[rest.len().min(BLOCK)..].iter().position(|b| *b == b'\n');
        let (block, after) = rest.split_at(end.map_or(rest.len(), |at| rest.len().min(BLOCK) + at + 1));
        rest = after;
        (!block.is_empty()).then_some(block)
    })
}

fn scan(matcher: &Matcher, text: &str) -> usize {
    let raw = RawLines::document(text.as_bytes());
    black_box(matcher.scan(&raw, 0..raw.len())).len()
}

fn compare(name: &str, text: &str, matcher: &Matcher, engines: &[(&str, Engine)], rounds: usize) {
    let mut speeds = vec![Vec::new(); engines.len() + 2];
    let mut hits = vec![0; engines.len() + 2];
    let half = text[..text.len() / 2].rfind('\n').map_or(0, |at| at + 1);
    for round in 0..=rounds {
        let mut note = |i: usize, (speed, count): (f64, usize)| {
            // The first round compiles what is compiled on first need.
            if round > 0 {
                speeds[i].push(speed);
            }
            hits[i] = count;
        };
        note(0, turn(text, |block| scan(matcher, block)));
        let start = Instant::now();
        let (a, b) = rayon::join(|| halves(matcher, &text[..half]), || halves(matcher, &text[half..]));
        note(1, (text.len() as f64 / start.elapsed().as_secs_f64(), a + b));
        for (i, (_, engine)) in engines.iter().enumerate() {
            note(i + 2, turn(text, engine));
        }
    }
    let median = |speeds: &mut Vec<f64>| {
        speeds.sort_by(f64::total_cmp);
        speeds.get(speeds.len() / 2).copied().unwrap_or(f64::NAN)
    };
    let ours = median(&mut speeds[0]);
    let mb = text.len() as f64 / 1e6;
    println!("\n{name}: {mb:.1} MB, {} lines", text.lines().count());
    println!("  {:34} {:>10} {:>9} {:>12}", "", "MB/s", "loglore=1", "hits in part");
    let names = ["loglore", "loglore, two threads"].into_iter().chain(engines.iter().map(|(name, _)| *name));
    for ((name, speeds), hits) in names.zip(&mut speeds).zip(hits) {
        let speed = median(speeds);
        println!("  {name:34} {:>10.3} {:>9.4} {hits:>12}", speed / 1e6, speed / ours);
    }
}

fn halves(matcher: &Matcher, text: &str) -> usize {
    blocks(text).map(|block| scan(matcher, block)).sum()
}

fn start_up(plans: &[SignaturePlan]) {
    let start = Instant::now();
    black_box(plans.iter().filter_map(|p| plan(&p.regex, p.ignore_case).ok()).count());
    let planned = start.elapsed();
    let packed = postcard::to_allocvec(plans).unwrap_or_default();
    let start = Instant::now();
    let read: Vec<SignaturePlan> = postcard::from_bytes(&packed).unwrap_or_default();
    let unpacked = start.elapsed();
    let before = resident();
    let start = Instant::now();
    let matcher = Matcher::new(read);
    println!(
        "analysis of all regexes {planned:.1?}; plans read from {} KiB in {unpacked:.1?}; tables built in {:.1?} take about {} KiB",
        packed.len() >> 10,
        start.elapsed(),
        resident().saturating_sub(before) >> 10
    );
    drop(black_box(matcher));
}

/// Bytes of memory that the process has, where the system tells it (Linux, pages of 4 KiB).
fn resident() -> usize {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    text.split(' ').nth(1).and_then(|pages| pages.parse().ok()).map_or(0, |pages: usize| pages << 12)
}

fn edits(matcher: &Matcher, messages: &[String]) {
    let mut dice = Dice(3);
    let mut healthy = made_up(&mut dice);
    healthy.extend((0..500).filter_map(|_| dice.pick(messages)).cloned());
    let times = |texts: &mut dyn Iterator<Item = String>| {
        let mut times: Vec<Duration> = texts
            .map(|text| {
                let start = Instant::now();
                black_box(scan(matcher, &text));
                start.elapsed()
            })
            .collect();
        times.sort();
        (times[times.len() / 2], times[times.len() * 99 / 100])
    };
    let (median, late) = times(&mut healthy.iter().cloned());
    println!("\none line, one in eleven an error: median {median:.1?}, 99th of 100 {late:.1?}");
    let (median, late) = times(&mut healthy.chunks(50).map(|lines| lines.join("\n")));
    println!("50 lines: median {median:.1?}, 99th of 100 {late:.1?}");
}

fn long_line(matcher: &Matcher, plans: &[SignaturePlan], messages: &[String]) {
    let ways = || plans.iter().flat_map(|plan| &plan.alternatives);
    let chain = |way: &Alternative| way.chain.iter().map(|l| l.text()).collect::<Vec<_>>().join("~");
    // Where a regex wants more than its literals, they alone do not match.
    let chains: Vec<String> = ways().filter(|way| way.pure.is_none()).map(chain).collect();
    let rarest: Vec<&str> = ways().filter(|way| way.chain.len() > 1).map(|way| way.chain[way.rarest].text()).collect();
    let unmatched = |text: String| matcher.find(&text).is_empty();
    let chains: Vec<String> = chains.into_iter().filter(|text| unmatched(text.clone())).collect();
    let rarest: Vec<&str> = rarest.into_iter().filter(|text| unmatched((*text).to_owned())).collect();
    // The start of the one and the end of the next must not match together.
    let apart = "x".repeat(40 << 10);
    let fillers = [
        ("letters", "abcdefgh ".to_owned()),
        ("every message", messages.join(" ").replace('\n', " ")),
        ("literals without a match", rarest.join("~")),
        ("literals in order without a match", chains.join("~")),
        ("the same, one window apart", chains.join(&apart)),
        ("one byte", "x".to_owned()),
    ];
    println!();
    for (name, filler) in fillers {
        let text = filler.repeat((50 << 20) / filler.len().max(1));
        let start = Watch::start();
        let hits = scan(matcher, &text);
        println!("one line of 50 MB, {name}: {hits} hits in {:.2?}", start.elapsed());
    }
}
