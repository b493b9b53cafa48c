//! How a door is set up.

use std::{num::NonZeroUsize, sync::Arc, time::Duration};

use bln_service::{Clock, IdSource, SystemClock, SystemIds};

use crate::{Authenticate, NobodySignsIn};

/// How a door is set up: who signs in, and how much it takes on. The bounds are this library's own choice.
#[derive(Debug, Clone)]
#[must_use]
pub struct Config {
    pub(crate) authenticate: Arc<dyn Authenticate>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn IdSource>,
    pub(crate) body: usize,
    pub(crate) time: Duration,
    pub(crate) at_once: NonZeroUsize,
}

impl Default for Config {
    /// Nobody signs in; bodies of at most 640 KiB, which is more than the longest form; 10 seconds and 512 requests at
    /// once.
    fn default() -> Self {
        Self {
            authenticate: Arc::new(NobodySignsIn),
            clock: Arc::new(SystemClock),
            ids: Arc::new(SystemIds),
            body: 640 * 1024,
            time: Duration::from_secs(10),
            at_once: const { NonZeroUsize::new(512).expect("not nought") },
        }
    }
}

impl Config {
    /// With somebody who knows whose a bearer token is.
    pub fn with_authentication(self, authenticate: Arc<dyn Authenticate>) -> Self {
        Self { authenticate, ..self }
    }

    /// With a clock and identifiers of one's own: for tests.
    pub fn with_clock_and_ids(self, clock: Arc<dyn Clock>, ids: Arc<dyn IdSource>) -> Self {
        Self { clock, ids, ..self }
    }

    /// The most bytes a body may have. A longer one is answered with 413 as soon as that is known.
    pub const fn with_body_limit(mut self, bytes: usize) -> Self {
        self.body = bytes;
        self
    }

    /// How long a request may take, its body's arrival included. One that takes longer is answered with 504, and may or
    /// may not have been done.
    pub const fn with_time_limit(mut self, time: Duration) -> Self {
        self.time = time;
        self
    }

    /// How many requests are worked on at once. One more is answered with 503 at once.
    pub const fn with_at_once(mut self, at_once: NonZeroUsize) -> Self {
        self.at_once = at_once;
        self
    }
}
