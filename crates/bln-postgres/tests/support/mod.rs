//! A toy schema, and what every test of the driver needs.

#![allow(dead_code, reason = "each test binary uses its own part of this")]

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bln_cluster::{Schema, Shared};
use bln_postgres::{COLUMN_TYPES, OpenError, PostgresConfig, PostgresDriver};
use bln_sql::{Batch, Driver, Failure, Migration, Query, Statement, Value};
use tokio::runtime::Runtime;
use tokio_postgres::{Client, NoTls};

/// "toys", in ASCII.
pub(crate) const TOYS: i32 = 0x746f_7973;

pub(crate) type Write<'a> = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send + 'a>>;

pub(crate) fn migrations() -> Vec<Migration> {
    let pool = "CREATE TABLE pool (id {integer} PRIMARY KEY, label {text} UNIQUE, \
                taken {integer} NOT NULL DEFAULT 0 CHECK (taken <= 2), \
                parent {integer} REFERENCES pool DEFERRABLE INITIALLY DEFERRED) {table_options}";
    // How a row came to be there: the statement as the server got it.
    let seat = "CREATE TABLE seat (id {uuid} PRIMARY KEY, pool {integer} NOT NULL REFERENCES pool, at {instant}, \
                day {date}, starts {local_date_time}, offered {boolean}, token {bytes}, \
                made_by {text} DEFAULT current_query()) {table_options}";
    vec![
        Migration::render(1, "pools", &[pool], &COLUMN_TYPES),
        Migration::render(2, "seats", &[seat], &COLUMN_TYPES),
    ]
}

/// A schema of a test's own.
pub(crate) struct Toys(pub(crate) Schema);

impl Toys {
    /// A schema on the server that all tests share, if there is one.
    pub(crate) fn new() -> Option<Self> {
        Shared::for_tests().map(|server| Self(server.fresh_schema()))
    }

    /// Waits long, so that a slow machine fails no test; a test of waiting sets its own. The connections can be told
    /// from those of other tests.
    pub(crate) fn config(&self) -> PostgresConfig {
        config(&format!("{}&application_name={}", self.0.url(), self.0.name()))
    }

    pub(crate) fn open(&self) -> Result<PostgresDriver, OpenError> {
        open(&self.config())
    }

    /// Another program in the same schema.
    pub(crate) fn other(&self) -> Other {
        Other::connect(&self.0.url(), self.0.name())
    }

    /// The states of this test's connections.
    pub(crate) fn states(&self) -> Vec<String> {
        let sql = format!("SELECT state FROM pg_stat_activity WHERE application_name = '{}'", self.0.name());
        self.0.server().sql(&sql).unwrap()
    }
}

pub(crate) fn config(url: &str) -> PostgresConfig {
    PostgresConfig::parse(url).unwrap().with_lock_timeout(Duration::from_secs(60))
}

pub(crate) fn open(config: &PostgresConfig) -> Result<PostgresDriver, OpenError> {
    block_on(PostgresDriver::open(config, TOYS, &migrations()))
}

/// A connection past the driver.
pub(crate) struct Other {
    runtime: Runtime,
    client: Client,
}

impl Other {
    pub(crate) fn connect(url: &str, schema: &str) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let url = url.replace(&format!("schema={schema}"), "connect_timeout=60");
        let (client, link) = runtime.block_on(tokio_postgres::connect(&url, NoTls)).unwrap();
        runtime.spawn(link);
        let other = Self { runtime, client };
        other.execute(&format!("SET search_path = {schema}")).unwrap();
        other
    }

    pub(crate) fn execute(&self, sql: &str) -> Result<(), tokio_postgres::Error> {
        self.runtime.block_on(self.client.batch_execute(sql))
    }

    /// Keeps the network's lock, as another process that is committing does.
    pub(crate) fn lock(&self) {
        self.execute("BEGIN; SELECT 1 FROM bln_network FOR UPDATE").unwrap();
    }

    pub(crate) fn unlock(&self) {
        self.execute("COMMIT").unwrap();
    }
}

pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

/// Polls once: the batch is accepted or refused, and nobody waits for it yet.
pub(crate) fn send(driver: &PostgresDriver, batch: Batch) -> (Write<'_>, Poll<Result<(), Failure>>) {
    let mut write: Write<'_> = Box::pin(async move { driver.write(batch).await });
    let first = write.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    (write, first)
}

/// Sends batches while another process has the lock, so that those after the first share a commit.
pub(crate) fn together(
    toys: &Toys,
    driver: &PostgresDriver,
    batches: Vec<Batch>,
) -> Vec<Result<(), Failure>> {
    let other = toys.other();
    other.lock();
    let first = send(driver, Batch(vec![Statement::new("SELECT 1", vec![])])).0;
    // The first is on its way before the others are queued.
    while !toys.states().iter().any(|state| state == "active") {
        std::thread::sleep(Duration::from_millis(5));
    }
    let writes: Vec<_> = batches.into_iter().map(|batch| send(driver, batch).0).collect();
    other.unlock();
    block_on(first).unwrap();
    writes.into_iter().map(block_on).collect()
}

pub(crate) fn pool(id: i64) -> Batch {
    Batch(vec![Statement::new("INSERT INTO pool (id) VALUES (?1)", vec![id.into()])])
}

pub(crate) fn ask(driver: &PostgresDriver, sql: &'static str, params: Vec<Value>) -> Vec<bln_sql::Row> {
    block_on(driver.read(vec![Query::new(sql, params)])).unwrap().remove(0)
}

/// The pools' numbers, in order.
pub(crate) fn pools(driver: &PostgresDriver) -> Vec<i64> {
    ask(driver, "SELECT id FROM pool ORDER BY id", vec![]).iter().map(|row| row.int(0).unwrap()).collect()
}
