//! Loads lores, one after the other on one thread.
//!
//! The allocator lets each thread keep the room that it once used, and a lore is megabytes of small pieces. Loaded now on
//! this thread of a pool and now on that one, as often as entries change, in the end each of them would keep room for one.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, mpsc};

use tokio::sync::oneshot;

use crate::entry::Problem;
use crate::lore::{Lore, LoreOptions};

/// A thread that loads lores; it ends when this is dropped and what was ordered is done.
pub(super) struct Loader(mpsc::Sender<Order>);

struct Order {
    options: LoreOptions,
    former: Option<Arc<Lore>>,
    done: oneshot::Sender<(Lore, Vec<Problem>)>,
}

impl Loader {
    pub fn start() -> Self {
        let (sender, orders) = mpsc::channel::<Order>();
        let work = move || {
            for Order { options, former, done } in orders {
                // It must not panic. If it does, who waits is told that nothing comes, and the next one is loaded.
                let made = catch_unwind(AssertUnwindSafe(|| {
                    let (mut lore, problems) = Lore::load(options);
                    if let Some(former) = &former {
                        lore.take_over(former);
                    }
                    (lore, problems)
                }));
                drop(former);
                if let Ok(made) = made {
                    // Called off: nobody wants it any more.
                    let _ = done.send(made);
                }
            }
        };
        // Without a thread nothing is loaded, as if each load had failed.
        let _ = std::thread::Builder::new().name("lore".to_owned()).spawn(work);
        Self(sender)
    }

    /// Loads a lore, which shares what was compiled with a former one. None if loading failed as it must not.
    pub async fn load(&self, options: LoreOptions, former: Option<Arc<Lore>>) -> Option<(Lore, Vec<Problem>)> {
        let (done, made) = oneshot::channel();
        self.0.send(Order { options, former, done }).ok()?;
        made.await.ok()
    }
}
