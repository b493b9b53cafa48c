//! A store that takes its time, so that others come in between even where nothing would have kept it waiting.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bln_store::{Changes, Store, StoreError};

use crate::{Between, SplitMix64, Wrapped};

/// A store that lets others go first: before and after each commit, and after each read.
pub type Dawdling = Wrapped<Dawdle>;

/// How long a store takes.
#[derive(Debug)]
pub enum Dawdle {
    /// This many turns of the other tasks, each time.
    Always(u32),
    /// A random number of turns, below a bound.
    Below(u64, Mutex<SplitMix64>),
}

impl Dawdling {
    /// A store that lets the others have this many turns, each time.
    pub fn always(inner: Arc<dyn Store>, turns: u32) -> Self {
        Wrapped::over(inner, Dawdle::Always(turns))
    }

    /// A store that lets the others have a random number of turns below this, each time.
    pub fn below(inner: Arc<dyn Store>, turns: u64, seed: u64) -> Self {
        Wrapped::over(inner, Dawdle::Below(turns, Mutex::new(SplitMix64::new(seed))))
    }
}

impl Dawdle {
    async fn wait(&self) {
        let turns = match self {
            Dawdle::Always(turns) => u64::from(*turns),
            Dawdle::Below(turns, random) => random.lock().unwrap().below(*turns),
        };
        for _ in 0..turns {
            tokio::task::yield_now().await;
        }
    }
}

#[async_trait]
impl Between for Dawdle {
    async fn commit(&self, inner: &Arc<dyn Store>, changes: Changes) -> Result<(), StoreError> {
        self.wait().await;
        let committed = inner.commit(changes).await;
        self.wait().await;
        committed
    }

    async fn after_read(&self) {
        self.wait().await;
    }
}
