//! The editor that started the server: when it dies without a word, the server ends too.

use std::time::Duration;

use sysinfo::{Pid, ProcessRefreshKind, ProcessStatus, ProcessesToUpdate, System};

/// How often it is looked after.
const LOOK: Duration = Duration::from_secs(3);

/// Ends when the process of this number has ended, or is not there.
///
/// A number is given to another process some day; the time of its start tells the two apart.
pub(super) async fn ended(process: u32) {
    let mut system = System::new();
    let pid = Pid::from_u32(process);
    let mut started = None;
    loop {
        system.refresh_processes_specifics(ProcessesToUpdate::Some(&[pid]), true, ProcessRefreshKind::nothing());
        let alive = system.process(pid).filter(|process| {
            // Nobody has asked yet how it ended.
            !matches!(process.status(), ProcessStatus::Zombie | ProcessStatus::Dead)
                && *started.get_or_insert(process.start_time()) == process.start_time()
        });
        if alive.is_none() {
            return;
        }
        tokio::time::sleep(LOOK).await;
    }
}
