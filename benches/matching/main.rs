//! How fast the matcher is, against the ways one would think of first, the tools a user would pick, and the limits of
//! the machine.
//!
//! `cargo bench --bench matching -- [--corpus DIR] [--entries N] [--rounds N] [--only ENGINE] [--text NAME] [--growth [FILE.svg]]`
//!
//! Machines differ and are seldom quiet: all engines take turns in each round, the time that the thread was really
//! running counts where the system tells it, of the rounds the median, and what to read is the ratio. Every engine's
//! answers are compared with loglore's: the same signatures at the same places. Signatures are those of the entries, and as many
//! made from them by other words as `--entries` asks for; `--corpus` takes those of `DIR/patterns.jsonl` (objects with `regex`
//! and `signature`, one a line) and healthy text from `DIR/clean`. With the feature `hyperscan` (and Debian's
//! libhyperscan-dev) Hyperscan takes part too.

mod answers;
mod automaton;
mod edits;
mod engines;
mod growth;
mod heap;
#[cfg(feature = "hyperscan")]
mod hyperscan;
mod lore;
mod options;
mod plot;
mod programs;
mod texts;
mod watch;

use engines::Engine;
use loglore::matcher::Matcher;
use options::Options;
use texts::Text;

fn main() {
    let options = Options::from_args();
    let lore = lore::Lore::read(&options);
    if let Some(svg) = &options.growth {
        growth::growth(&options, &lore, svg.as_deref());
        return;
    }
    let plans = lore.plans(options.entries);
    println!("{} signatures, {} alternatives", plans.len(), plans.iter().map(|p| p.alternatives.len()).sum::<usize>());
    edits::start_up(&plans);
    edits::loading();
    let matcher = Matcher::new(plans.clone());
    let engines = engines::all(&plans, &options);
    for text in texts::all(&matcher, &lore) {
        if options.text.as_ref().is_none_or(|only| *only == text.name) {
            compare(&text, &matcher, &engines, options.rounds);
            programs::compare(&text, &matcher, &plans, &options);
        }
    }
    edits::edits(&matcher, &lore.messages);
    edits::long_line(&matcher, &plans, &lore.messages);
}

fn compare(text: &Text, matcher: &Matcher, engines: &[Engine], rounds: usize) {
    let text_bytes = text.text.as_str();
    let mut speeds = vec![Vec::new(); engines.len()];
    let (mut alone, mut together) = (Vec::new(), Vec::new());
    // So long that it does not matter when the system gives the second thread a processor.
    let long = text_bytes.repeat(8);
    let half = long[..long.len() / 2].rfind('\n').map_or(0, |at| at + 1);
    for round in 0..=rounds {
        for (engine, speeds) in engines.iter().zip(&mut speeds) {
            let speed = watch::turn(text_bytes, &engine.search);
            // The first round compiles what is compiled on first need.
            if round > 0 {
                speeds.push(speed);
            }
        }
        // By the clock, one after the other: what a second thread gains.
        let search = |text: &str| std::hint::black_box(answers::of_loglore(matcher, text).count);
        let start = std::time::Instant::now();
        search(&long);
        let one = start.elapsed();
        rayon::join(|| search(&long[..half]), || search(&long[half..]));
        let both = start.elapsed() - one;
        if round > 0 {
            alone.push(one.as_secs_f64());
            together.push(both.as_secs_f64());
        }
    }
    let ours = watch::median(&mut speeds[0]);
    println!("\n{}: {:.1} MB, {} lines", text.name, text_bytes.len() as f64 / 1e6, text_bytes.lines().count());
    println!("  {:44} {:>10} {:>10}  answers", "", "MB/s", "loglore=1");
    for (engine, speeds) in engines.iter().zip(&mut speeds) {
        let speed = watch::median(speeds);
        let answers = engine.compared(text_bytes, matcher);
        let share = speed / ours;
        let share = if share < 0.001 { format!("{share:.2e}") } else { format!("{share:.4}") };
        println!("  {:44} {:>10.3} {share:>10}  {answers}", engine.name, speed / 1e6);
    }
    let (one, two) = (watch::median(&mut alone), watch::median(&mut together));
    println!(
        "  by the clock: one thread {:.1} ms, two threads, each a half, {:.1} ms: {:.2} times as fast",
        one * 1e3,
        two * 1e3,
        one / two
    );
}
