//! How cost grows: with the number of signatures, with the length of the text, with the number of findings.

use std::hint::black_box;
use std::path::Path;

use loglore::finding::{ScanOptions, find};
use loglore::lore::{Lore as InForce, LoreOptions};
use loglore::matcher::Matcher;

use super::engines::{self, Engine};
use super::lore::{Dice, Lore};
use super::options::Options;
use super::plot::{Line, plot};
use super::texts;
use super::watch::{Watch, median, turn};

const SIGNATURES: [usize; 4] = [50, 500, 2_000, 20_000];
const MEGABYTES: [usize; 3] = [1, 10, 100];
/// An error every so many lines.
const EVERY: [usize; 4] = [50_000, 5_000, 500, 50];

/// Measures, prints the table, and draws it.
pub fn growth(options: &Options, lore: &Lore, svg: Option<&Path>) {
    let lines = signatures(options, lore);
    whole(options, lore);
    if let Some(file) = svg {
        let drawn = plot("healthy text, one thread", "signatures", "MB/s", &lines);
        match std::fs::write(file, drawn) {
            Ok(()) => println!("\ndrawn: {}", file.display()),
            Err(error) => println!("\n{}: {error}", file.display()),
        }
    }
}

/// Speed by number of signatures, of each engine that is not hopeless.
fn signatures(options: &Options, lore: &Lore) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for count in SIGNATURES {
        let plans = lore.plans(Some(count));
        let matcher = Matcher::new(plans.clone());
        let Some(text) = texts::all(&matcher, lore).into_iter().find(|text| text.name == "healthy") else { continue };
        // The largest set takes Hyperscan's expressions minutes to compile, and every regex on every line needs no measuring.
        let starts = ["every regex", "RegexSet", "limit"];
        let hopeless = |engine: &Engine| starts.iter().any(|start| engine.name.starts_with(start));
        let engines = engines::all(&plans, options);
        let mut speeds = vec![Vec::new(); engines.len()];
        for round in 0..=options.rounds {
            for (engine, speeds) in engines.iter().zip(&mut speeds).filter(|(engine, _)| !hopeless(engine)) {
                let speed = turn(&text.text, &engine.search);
                if round > 0 {
                    speeds.push(speed);
                }
            }
        }
        let ours = median(&mut speeds[0]);
        for (engine, mut speeds) in engines.iter().zip(speeds).filter(|(engine, _)| !hopeless(engine)) {
            let speed = median(&mut speeds);
            println!("{count:>6} signatures, {:44} {:>9.2} MB/s {:>8.4}", engine.name, speed / 1e6, speed / ours);
            let line = match lines.iter().position(|line| line.name == engine.name) {
                Some(at) => at,
                None => {
                    lines.push(Line { name: engine.name.to_owned(), points: Vec::new() });
                    lines.len() - 1
                }
            };
            lines[line].points.push((count as f64, speed / 1e6));
        }
    }
    lines
}

/// The whole way from bytes to findings, with the entries that are built in: by length of the text, by number of findings.
fn whole(options: &Options, lore: &Lore) {
    let (built_in, _) = InForce::load(LoreOptions { builtin: true, ..LoreOptions::default() });
    let matcher = Matcher::new(lore.plans(None));
    let healthy: Vec<&String> =
        lore.healthy.iter().flat_map(|(_, lines)| lines).filter(|line| matcher.find(line).is_empty()).collect();
    let mut dice = Dice(5);
    println!();
    for (megabytes, every) in MEGABYTES.map(|m| (m, 0)).into_iter().chain(EVERY.map(|every| (10, every))) {
        let (mut text, mut lines) = (String::new(), 0);
        while text.len() < megabytes << 20 {
            lines += 1;
            if every > 0 && lines % every == 0 {
                text.push_str(dice.pick(&lore.errors).map_or("", String::as_str));
            } else {
                text.push_str(dice.pick(&healthy).map_or("", |line| line.as_str()));
            }
            text.push('\n');
        }
        let mut found = 0;
        let mut times: Vec<f64> = (0..=options.rounds)
            .map(|_| {
                let start = Watch::start();
                found = black_box(find(&built_in, ScanOptions::default(), text.as_bytes())).len();
                start.elapsed().as_secs_f64()
            })
            .collect();
        let seconds = median(&mut times[1..]);
        let mb = text.len() as f64 / 1e6;
        let density = if every > 0 { format!("an error every {every} lines") } else { "no error".to_owned() };
        println!(
            "{mb:>6.1} MB, {density:26} {found:>6} findings {:>9.1} ms {:>8.1} MB/s, {:>7.1} µs a finding",
            seconds * 1e3,
            mb / seconds,
            seconds * 1e6 / found.max(1) as f64
        );
    }
}
