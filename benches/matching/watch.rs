//! Time that really passed for this thread, and medians.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long one engine may search in one round: slow ones see less text.
const TURN: Duration = Duration::from_millis(700);
/// Bytes that an engine gets at once, about.
const BLOCK: usize = 256 << 10;

pub struct Watch {
    start: Instant,
    ran: Option<Duration>,
}

impl Watch {
    pub fn start() -> Self {
        Self { start: Instant::now(), ran: Self::ran() }
    }

    pub fn elapsed(&self) -> Duration {
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

/// Bytes a second of one turn.
pub fn turn(text: &str, search: impl Fn(&str) -> usize) -> f64 {
    let first = blocks(text).next().unwrap_or_default();
    // A few lines are enough for those that take seconds for a block.
    let lines = start_of(first, 4096);
    let start = Watch::start();
    black_box(search(lines));
    let mut bytes = lines.len();
    if start.elapsed() < TURN / 16 {
        black_box(search(first));
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
    bytes as f64 / start.elapsed().as_secs_f64()
}

/// Whole lines from the start of a text, about so many bytes.
pub fn start_of(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..text[..end].rfind('\n').map_or(0, |at| at + 1)]
}

pub fn blocks(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = rest.as_bytes()[rest.len().min(BLOCK)..].iter().position(|b| *b == b'\n');
        let (block, after) = rest.split_at(end.map_or(rest.len(), |at| rest.len().min(BLOCK) + at + 1));
        rest = after;
        (!block.is_empty()).then_some(block)
    })
}

pub fn median(numbers: &mut [f64]) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}
