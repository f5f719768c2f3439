//! What a person sees of a log: text in, blocks out, in the compact form of `fixture.rs`.
//!
//! The texts are what programs printed (CPython 3.11, Node 20, OpenJDK 17, gcc 12, rustc 1.95, Go 1.19, PHP 8.2,
//! Ruby 3.1, CMake 3.25, pip 24, npm 10, pytest 9, rich 15, IPython 8), shortened, with paths made neutral; for programs
//! that were not at hand, texts written in the form that their source and documentation give.

mod infrastructure;
mod invariants;
mod jvm;
mod managed;
mod native;
mod notebooks;
mod packages;
mod python;
mod records;
mod rust_go;
mod web;

use std::cell::Cell;

use super::fixture;

thread_local! {
    static READS: Cell<usize> = const { Cell::new(0) };
}

/// Counts the rows that recognisers look at on this thread.
pub(super) fn count_read() {
    READS.with(|reads| reads.set(reads.get() + 1));
}

/// How many rows were looked at since the last question.
fn take_reads() -> usize {
    READS.with(|reads| reads.replace(0))
}

/// Compares the known blocks of `text`; both begin on a row of their own.
#[track_caller]
fn check(text: &str, expected: &str) {
    compare(&fixture::known(own_row(text)), expected);
}

/// The same with the plain blocks.
#[track_caller]
fn check_all(text: &str, expected: &str) {
    compare(&fixture::show(own_row(text)), expected);
}

#[track_caller]
fn compare(shown: &str, expected: &str) {
    let expected = own_row(expected);
    assert!(shown == expected, "the blocks are\n{shown}\nand not\n{expected}");
}

fn own_row(text: &str) -> &str {
    text.strip_prefix('\n').unwrap_or(text)
}
