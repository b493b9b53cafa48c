//! A process's way to the store, on which things go wrong, and which ends when the process does.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use bln_store::{Changes, Store, StoreError};
use bln_tests::{Between, SplitMix64};

/// What goes wrong on the way to a store, by a seed.
#[derive(Debug)]
pub(crate) struct Faults {
    random: Mutex<SplitMix64>,
    /// Nothing goes wrong any more.
    calm: AtomicBool,
    /// The process is gone: nothing it was doing goes on.
    gone: AtomicBool,
    /// Known to be wrong: a commit that took place, but was not answered, counts as one that did not.
    forgets_unknown: bool,
}

/// What becomes of a commit.
enum Fate {
    Done,
    Busy,
    Failed,
    LostBefore,
    LostAfter,
}

impl Faults {
    /// What goes wrong by this seed.
    pub(crate) fn new(seed: u64, forgets_unknown: bool) -> Self {
        let (calm, gone) = (AtomicBool::new(false), AtomicBool::new(false));
        Self { random: Mutex::new(SplitMix64::new(seed)), calm, gone, forgets_unknown }
    }

    /// From now on nothing goes wrong.
    pub(crate) fn calm_down(&self) {
        self.calm.store(true, Ordering::SeqCst);
    }

    /// The process ends, in the middle of whatever it is doing.
    pub(crate) fn crash(&self) {
        self.gone.store(true, Ordering::SeqCst);
    }

    /// Lets others go first, and never comes back in a process that is gone.
    async fn pass(&self) {
        let turns = if self.is_calm() { 0 } else { self.draw(6) };
        for _ in 0..turns {
            tokio::task::yield_now().await;
        }
        if self.gone.load(Ordering::SeqCst) {
            std::future::pending::<()>().await;
        }
    }

    fn fate(&self) -> Fate {
        match if self.is_calm() { 99 } else { self.draw(100) } {
            0..4 => Fate::Busy,
            4..6 => Fate::Failed,
            6..9 => Fate::LostBefore,
            9..15 => Fate::LostAfter,
            _ => Fate::Done,
        }
    }

    fn is_calm(&self) -> bool {
        self.calm.load(Ordering::SeqCst)
    }

    fn draw(&self, end: u64) -> u64 {
        self.random.lock().unwrap().below(end)
    }
}

/// A process's hold on what goes wrong for it.
#[derive(Debug)]
pub(crate) struct Way(pub(crate) Arc<Faults>);

#[async_trait]
impl Between for Way {
    async fn commit(&self, inner: &Arc<dyn Store>, changes: Changes) -> Result<(), StoreError> {
        self.0.pass().await;
        let committed = match self.0.fate() {
            Fate::Done => inner.commit(changes).await,
            Fate::Busy => Err(StoreError::Busy),
            Fate::Failed => Err(StoreError::Backend { code: "storage.simulated" }),
            Fate::LostBefore => Err(StoreError::UnknownOutcome),
            Fate::LostAfter => {
                let _nobody_hears = inner.commit(changes).await;
                Err(if self.0.forgets_unknown { StoreError::Busy } else { StoreError::UnknownOutcome })
            }
        };
        self.0.pass().await;
        committed
    }

    async fn before_read(&self) -> Result<(), StoreError> {
        self.0.pass().await;
        match self.0.fate() {
            Fate::Busy => Err(StoreError::Busy),
            Fate::Failed => Err(StoreError::Backend { code: "storage.simulated" }),
            _ => Ok(()),
        }
    }

    async fn after_read(&self) {
        self.0.pass().await;
    }
}
