//! What is measured, minute by minute.

use std::time::Duration;

/// What was measured in a minute.
#[derive(Debug)]
pub struct Minute {
    /// Bytes of memory of its own; none where the system does not tell.
    pub memory: Option<usize>,
    /// The same with what is in memory of its program and libraries, which the system takes back when it needs it.
    pub with_files: Option<usize>,
    /// Bytes of text in the logs.
    pub held: usize,
    /// Of the processor's time, how much the server took since it was started.
    pub busy: Option<Duration>,
    /// Times from an edit to diagnostics of that text or a later one.
    pub diagnostics: Vec<Duration>,
    /// Times from a question to its answer.
    pub answers: Vec<Duration>,
}

/// Minutes one after the other.
#[derive(Default)]
pub struct Figures(Vec<Minute>);

/// How much more memory at the end than after a quarter of the time is taken for growth.
const GROWTH: f64 = 1.2;
/// The same of the time that half of all answers take, with so much on top, as the machine has other work too.
const SLOWER: (f64, Duration) = (2.0, Duration::from_millis(5));

impl Figures {
    /// Takes up a minute, and prints it.
    pub fn take(&mut self, mut minute: Minute) {
        if self.0.is_empty() {
            println!(
                "minute   memory (with files)      text  processor   diagnostics: median     max   answers: median     max"
            );
        }
        minute.diagnostics.sort_unstable();
        minute.answers.sort_unstable();
        let megabytes = |bytes: usize| format!("{:.1} MB", bytes as f64 / f64::from(1 << 20));
        println!(
            "{:>4} {:>10} {:>10} {:>10} {:>8.1?} {:>9} × {:>7.1?} {:>7.1?} {:>9} × {:>7.1?} {:>7.1?}",
            self.0.len() + 1,
            minute.memory.map_or("unknown".to_owned(), megabytes),
            minute.with_files.map_or("unknown".to_owned(), megabytes),
            megabytes(minute.held),
            minute.busy.unwrap_or_default(),
            minute.diagnostics.len(),
            at(&minute.diagnostics, 50),
            at(&minute.diagnostics, 100),
            minute.answers.len(),
            at(&minute.answers, 50),
            at(&minute.answers, 100),
        );
        self.0.push(minute);
    }

    /// Memory and times at the end are those after a quarter of the time. In a run of less than eight minutes memory is
    /// only bounded: what grows by the hour is not to be told from what is still being warmed up.
    pub fn are_flat(&self) {
        for minute in &self.0 {
            assert!(minute.diagnostics.len() + minute.answers.len() > 5, "hardly anything was measured: {minute:?}");
            let most = (300 << 20) + 4 * minute.held;
            assert!(minute.memory.is_none_or(|memory| memory < most), "{:?} bytes of memory", minute.memory);
        }
        if self.0.len() < 8 {
            return;
        }
        let quarter = self.0.len() / 4;
        let (early, late) = (&self.0[quarter..2 * quarter], &self.0[self.0.len() - quarter..]);
        let memory = |minutes: &[Minute]| median(minutes.iter().filter_map(|minute| minute.memory)).unwrap_or(0) as f64;
        assert!(memory(late) <= memory(early) * GROWTH, "memory grows from {} to {}", memory(early), memory(late));
        for times in [|minute: &Minute| at(&minute.diagnostics, 50), |minute: &Minute| at(&minute.answers, 50)] {
            let time = |minutes: &[Minute]| median(minutes.iter().map(times)).unwrap_or_default();
            let (early, late) = (time(early), time(late));
            assert!(late <= early.mul_f64(SLOWER.0) + SLOWER.1, "times grow from {early:?} to {late:?}");
        }
    }
}

/// What so many of a hundred sorted times do not exceed.
fn at(sorted: &[Duration], share: usize) -> Duration {
    sorted.get((sorted.len() * share / 100).min(sorted.len().saturating_sub(1))).copied().unwrap_or_default()
}

fn median<T: Ord>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    let middle = values.len() / 2;
    values.into_iter().nth(middle)
}
