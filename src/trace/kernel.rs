//! Reports of the Linux kernel: oops, warning, panic, hung task, out of memory.
//!
//! The forms are those of `arch/x86/mm/fault.c`, `kernel/panic.c` and `mm/oom_kill.c`.

use super::draft::Draft;
use super::table::Recogniser;
use super::view::View;
use super::{BlockKind, LOOK_AHEAD};

pub(super) const KERNEL: Recogniser = Recogniser {
    name: "kernel",
    triggers: &[
        "invoked oom-killer",
        "Out of memory: Kill",
        "oom-kill:",
        "emory cgroup out of memory",
        "BUG: ",
        "[ cut here ]",
        "Kernel panic - not syncing",
        "general protection fault",
        "Oops: ",
        "blocked for more than",
        "soft lockup",
        "Unable to handle kernel",
        "rcu_sched self-detected",
        "segfault at",
    ],
    read,
};

/// The most rows of one report: an out-of-memory report lists every process.
const MAX_ROWS: usize = 5_000;

fn read(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let text = text(view, row);
    if text.contains("invoked oom-killer") || text.contains("oom-kill:") || text.contains("ut of memory: Kill") {
        return Some(out_of_memory(view, row));
    }
    let cut = text.contains("[ cut here ]");
    let starts = cut
        || [
            "BUG: ",
            "Kernel panic - not syncing",
            "general protection fault",
            "Unable to handle kernel",
            "INFO: task ",
            "watchdog: BUG: ",
            "Oops: ",
            "rcu: INFO",
        ]
        .iter()
        .any(|start| text.starts_with(start));
    if !starts {
        return None;
    }
    let limit = view.len().min(row + MAX_ROWS);
    let mut end = row + 1;
    let mut last = row;
    while end < limit {
        let text = self::text(view, end);
        if text.starts_with("---[ end ") {
            last = end;
            break;
        }
        if text.contains("[ cut here ]") || text.is_empty() && end > last + 2 {
            break;
        }
        if belongs(text, end - row) {
            last = end;
        } else if end > last + 3 {
            break;
        }
        end += 1;
    }
    if last == row && cut {
        return None;
    }
    let headline = if cut { row + 1 } else { row };
    Some(Draft::single(BlockKind::Kernel, row..last + 1, headline, Vec::new()))
}

/// A row's text without the kernel's clock, where the transport left it.
fn text<'v>(view: &View<'v, '_>, row: usize) -> &'v str {
    let text = view.trimmed(row);
    let text = text.strip_prefix("kernel: ").unwrap_or(text);
    match text.strip_prefix('[').and_then(|rest| rest.split_once("] ")) {
        Some((clock, rest)) if clock.trim().bytes().all(|b| b.is_ascii_digit() || b == b'.') => rest,
        _ => text,
    }
}

/// Whether a row is one that dumps hold.
fn belongs(text: &str, below: usize) -> bool {
    const STARTS: &[&str] = &[
        "BUG: ",
        "WARNING: ",
        "PGD ",
        "#PF: ",
        "Oops",
        "CPU: ",
        "Hardware name: ",
        "RIP: ",
        "RSP: ",
        "Code: ",
        "RAX: ",
        "RBX: ",
        "RCX: ",
        "RDX: ",
        "RBP: ",
        "R10: ",
        "R13: ",
        "FS: ",
        "CS: ",
        "CR2: ",
        "DR0: ",
        "DR3: ",
        "Call Trace",
        "Call trace",
        "<TASK>",
        "</TASK>",
        "<IRQ>",
        "</IRQ>",
        "Modules linked in",
        "? ",
        "Workqueue: ",
        "Stack:",
        "Kernel panic",
        "Kernel Offset",
        "---[ ",
        "Tainted",
        "task:",
        "\"echo 0",
        "Not tainted",
        "Mem abort",
        "ESR ",
        "pstate",
        "pc : ",
        "lr : ",
        "sp : ",
        "x2",
        "x1",
        "pgd",
        "Internal error",
        "EFLAGS",
        "ORIG_RAX",
        "IP: ",
        "kernel BUG at",
        "invalid opcode",
        "Rebooting in",
        "PKRU",
        "note: ",
        "ret_from_fork",
    ];
    below <= 1 || STARTS.iter().any(|start| text.starts_with(start)) || is_symbol(text)
}

/// `do_syscall_64+0x5b/0x80`
fn is_symbol(text: &str) -> bool {
    text.contains("+0x") && text.contains("/0x") || text.starts_with(' ')
}

/// From `invoked oom-killer` through the reaper, or what of it is there.
fn out_of_memory(view: &View<'_, '_>, row: usize) -> Draft {
    let is_kill = |text: &str| text.contains("ut of memory: Kill") || text.starts_with("Killed process");
    let whole = text(view, row).contains("invoked oom-killer");
    let limit = view.len().min(row + if whole { MAX_ROWS } else { 8 });
    let mut headline = (row..limit.min(row + MAX_ROWS)).find(|&i| i == row && !whole && is_kill(text(view, i)));
    let mut last = row;
    let mut strange = 0;
    for i in row + 1..limit {
        let text = text(view, i);
        if text.contains("invoked oom-killer") {
            break;
        }
        if is_kill(text) {
            headline.get_or_insert(i);
            last = i;
        } else if text.starts_with("oom_reaper: ") {
            last = i;
            break;
        } else if headline.is_some() || !(oom_row(text) || belongs(text, i - row)) {
            strange += 1;
            if strange > if headline.is_some() { 2 } else { LOOK_AHEAD / 4 } {
                break;
            }
        } else {
            strange = 0;
            last = i;
        }
    }
    Draft::single(BlockKind::Kernel, row..last + 1, headline.unwrap_or(row), Vec::new())
}

/// A row of the memory and process tables.
fn oom_row(text: &str) -> bool {
    const STARTS: &[&str] = &[
        "[",
        "Mem-Info",
        "active_",
        "Node ",
        "lowmem_reserve",
        "Tasks state",
        "oom-kill:",
        "oom_",
        "memory: ",
        "memory+swap",
        "kmem: ",
        "swap: ",
        "Memory cgroup stats",
        "Task in ",
        "Swap cache",
        "Free swap",
        "Total swap",
        "Unreclaimable",
        "isolated_",
        "unevictable",
        "slab_",
        "mapped:",
        "free:",
        "DMA",
        "Normal",
        "anon ",
        "file ",
        "pgfault",
        "pg",
        "inactive_",
        "total_",
        "hugetlb",
        "workingset",
        "thp_",
        "sock ",
        "shmem ",
        "Memory cgroup",
    ];
    STARTS.iter().any(|start| text.starts_with(start)) || text.contains(" pages") || text.contains("kB ")
}
