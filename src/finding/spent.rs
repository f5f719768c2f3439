//! Where the time of a scan goes.

use std::ops::AddAssign;
use std::time::{Duration, Instant};

/// What a scan did, and how long each part took: clock time of the thread that scanned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spent {
    /// Searching lines for signatures; lines that need it are cleaned for that.
    pub matching: Duration,
    /// Cleaning the lines around hits.
    pub cleaning: Duration,
    /// Finding blocks and frames in them.
    pub blocks: Duration,
    /// Choosing the entry of each error, with its captures, and what it points to.
    pub choosing: Duration,
    /// Signatures that were found on a line.
    pub hits: usize,
    /// Lines that were cleaned because a hit stands near them; a line counts each time.
    pub lines_around: usize,
}

impl AddAssign for Spent {
    fn add_assign(&mut self, other: Self) {
        self.matching += other.matching;
        self.cleaning += other.cleaning;
        self.blocks += other.blocks;
        self.choosing += other.choosing;
        self.hits += other.hits;
        self.lines_around += other.lines_around;
    }
}

/// Does something and adds the time that it took.
pub fn timed<T>(total: &mut Duration, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    *total += start.elapsed();
    result
}
