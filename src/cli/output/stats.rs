//! `scan --stats`: where the time went.

use std::fmt::Write as _;
use std::time::Duration;

use super::{Totals, size};

/// A table for people. Parts of a scan that ran side by side are added up, so they may be more than all of it.
pub fn stats(totals: &Totals, loading: Duration) -> String {
    let spent = &totals.spent;
    let megabytes = totals.bytes as f64 / 1e6;
    let speed = match spent.matching.as_secs_f64() {
        0.0 => String::new(),
        seconds => format!(", {:.0} MB/s", megabytes / seconds),
    };
    let rows = [
        ("loading the entries", loading, String::new()),
        ("reading", totals.reading, format!("{}, {} lines", size(totals.bytes as u64), totals.lines)),
        ("matching", spent.matching, format!("{} signatures found{speed}", spent.hits)),
        ("cleaning around them", spent.cleaning, format!("{} lines", spent.lines_around)),
        ("blocks and frames", spent.blocks, String::new()),
        ("choosing entries", spent.choosing, format!("{} findings", totals.findings)),
        ("printing", totals.printing, format!("{} shown", totals.kinds)),
        ("all", totals.elapsed, "clock time".to_owned()),
    ];
    let mut table = String::new();
    for (part, took, note) in rows {
        let line = format!("{part:<22}{:>10.1} ms  {note}", took.as_secs_f64() * 1e3);
        // Writing to a string does not fail.
        let _ = writeln!(table, "{}", line.trim_end());
    }
    table
}
