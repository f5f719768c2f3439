//! How long a test ran, without the time that it waited for others on a busy machine.

use std::time::Duration;

/// How long this thread has run.
#[cfg(target_os = "linux")]
pub(in crate::fix) fn run_time() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux says it");
    Duration::from_nanos(text.split(' ').next().and_then(|number| number.parse().ok()).expect("a number"))
}

/// How long the machine has run since the first question: other systems do not say it of a thread.
#[cfg(not(target_os = "linux"))]
pub(in crate::fix) fn run_time() -> Duration {
    static BEGUN: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    BEGUN.get_or_init(std::time::Instant::now).elapsed()
}
