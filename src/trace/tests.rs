//! Tests over all forms.
use std::cell::Cell;

thread_local! {
    static CALLS: Cell<usize> = const { Cell::new(0) };
}

/// Counts the questions to recognisers on this thread.
pub(super) fn count_call() {
    CALLS.with(|calls| calls.set(calls.get() + 1));
}
