//! What an edit costs, what starting costs, and what one long line costs.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use loglore::lore::{Lore, LoreOptions};
use loglore::matcher::{Alternative, Matcher, SignaturePlan, plan};
use loglore::text::RawLines;

use super::heap;
use super::lore::Dice;
use super::watch::Watch;

fn scan(matcher: &Matcher, text: &str) -> usize {
    let raw = RawLines::document(text.as_bytes());
    black_box(matcher.scan(&raw, 0..raw.len())).len()
}

/// Lines as services print them when all is well, the same on every run.
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

pub fn start_up(plans: &[SignaturePlan]) {
    let start = Instant::now();
    black_box(plans.iter().filter_map(|p| plan(&p.regex, p.ignore_case).ok()).count());
    let planned = start.elapsed();
    let packed = postcard::to_allocvec(plans).unwrap_or_default();
    let start = Instant::now();
    let read: Vec<SignaturePlan> = postcard::from_bytes(&packed).unwrap_or_default();
    let unpacked = start.elapsed();
    let start = Instant::now();
    let before = heap::in_use();
    let matcher = Matcher::new(read);
    println!(
        "analysis of all regexes {planned:.1?}; plans read from {} KiB in {unpacked:.1?}; tables built in {:.1?} take {} KiB",
        packed.len() >> 10,
        start.elapsed(),
        heap::in_use().saturating_sub(before) >> 10
    );
    drop(black_box(matcher));
}

/// What the crate's entries cost before the first line is searched: those in the program, and the same read from their files.
pub fn loading() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("entries");
    let ways = [
        ("in the program", LoreOptions { builtin: true, ..LoreOptions::default() }),
        ("read from their files", LoreOptions { extra: vec![folder], ..LoreOptions::default() }),
    ];
    for (name, options) in ways {
        let before = heap::in_use();
        let start = Instant::now();
        let (lore, _) = black_box(Lore::load(options));
        let (took, taken) = (start.elapsed(), heap::in_use().saturating_sub(before));
        println!("{} entries {name}: loaded in {took:.1?}, {} KiB", lore.refs().count(), taken >> 10);
    }
}

pub fn edits(matcher: &Matcher, messages: &[String]) {
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

pub fn long_line(matcher: &Matcher, plans: &[SignaturePlan], messages: &[String]) {
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
        let text = filler.repeat(((50 << 20) / filler.len().max(1)).max(1));
        let start = Watch::start();
        let hits = scan(matcher, &text);
        println!("one line of 50 MB, {name}: {hits} hits in {:.2?}", start.elapsed());
    }
}
