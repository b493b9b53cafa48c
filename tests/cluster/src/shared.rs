//! The server that the tests of a binary share: each has a schema of its own there.

use std::{
    env, fmt, process,
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

use crate::{
    Cluster, Failed,
    address::with_schema,
    find::{Binaries, psql},
    random::random,
    unavailable,
};

/// A server that nobody stops: a private one, or the one that `BLN_POSTGRES_URL` names.
#[derive(Debug)]
pub struct Shared(Home);

enum Home {
    Private(Cluster),
    Foreign { url: String },
}

impl fmt::Debug for Home {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Home::Private(cluster) => cluster.fmt(f),
            // Its address may have a password.
            Home::Foreign { .. } => f.write_str("Foreign(..)"),
        }
    }
}

impl Shared {
    /// The server of this process, started at the first call; `None` if the test is to be skipped.
    ///
    /// # Panics
    ///
    /// If there is no server where `CI` is set, and if one is there but does not start.
    pub fn for_tests() -> Option<&'static Self> {
        static SHARED: OnceLock<Shared> = OnceLock::new();
        let foreign = env::var("BLN_POSTGRES_URL").ok().filter(|url| !url.is_empty());
        if unavailable::skipped(foreign.is_some() || Binaries::installed().is_some()) {
            return None;
        }
        Some(SHARED.get_or_init(|| match foreign {
            Some(url) => Self(Home::Foreign { url }),
            None => Self(Home::Private(Cluster::must_start(&[]))),
        }))
    }

    /// A schema that nobody has used. It is not there yet; what is made of it is dropped with what this returns.
    pub fn fresh_schema(&'static self) -> Schema {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("bln_test_{}_{:08x}_{count}", process::id(), random() >> 32);
        Schema { server: self, name }
    }

    /// The address of a schema.
    pub fn url(&self, schema: &str) -> String {
        match &self.0 {
            Home::Private(cluster) => cluster.url(schema),
            Home::Foreign { url } => with_schema(url, schema),
        }
    }

    /// Carries out SQL past every other code: the rows, with `|` between the fields.
    ///
    /// # Errors
    ///
    /// What `psql` said, or that it is not installed.
    pub fn sql(&self, sql: &str) -> Result<Vec<String>, Failed> {
        match &self.0 {
            Home::Private(cluster) => cluster.sql(sql),
            Home::Foreign { url } => psql(url, sql),
        }
    }
}

/// A schema of one test.
#[derive(Debug)]
pub struct Schema {
    server: &'static Shared,
    name: String,
}

impl Schema {
    /// Its name: lower-case letters, digits and `_`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its address, with which a store is opened.
    pub fn url(&self) -> String {
        self.server.url(&self.name)
    }

    /// The server it is on.
    pub const fn server(&self) -> &'static Shared {
        self.server
    }
}

impl Drop for Schema {
    fn drop(&mut self) {
        // A private server goes altogether.
        if let Home::Foreign { .. } = self.server.0 {
            let drop = format!("SET lock_timeout = '5s'; DROP SCHEMA IF EXISTS {} CASCADE", self.name);
            let _left_behind = self.server.sql(&drop);
        }
    }
}
