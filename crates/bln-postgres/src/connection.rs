//! A connection that is known to be to a server that loses nothing, and the statements prepared on it.

use std::error::Error;
use std::future::poll_fn;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bln_sql::Failure;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::task::JoinHandle;
use tokio_postgres::config::TargetSessionAttrs;
use tokio_postgres::error::Severity;
use tokio_postgres::{AsyncMessage, Client, Connection as Link, NoTls, Socket};

use crate::code::UNREACHABLE;
use crate::prepared::Statements;
use crate::{OpenError, PostgresConfig};

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// It writes, and migrates.
    Writer,
    /// It answers one read after another.
    Reader,
    /// It keeps one state in view, or looks through everything.
    Viewer,
}

/// A connection.
pub(crate) struct Connection {
    /// The asking end.
    pub(crate) client: Client,
    link: JoinHandle<()>,
    warned: Arc<AtomicBool>,
    /// What has been prepared on it.
    pub(crate) statements: Statements,
}

/// Settings of the server without which a commit that was acknowledged can be lost.
const NEEDED: [&str; 3] = ["fsync", "full_page_writes", "synchronous_commit"];

/// In milliseconds: how long a transaction of ours may do nothing. It does something all the time.
const IDLE_TIMEOUT: u128 = 30_000;

/// In milliseconds: how long a view may be kept without being read from.
const VIEW_TIMEOUT: u128 = 900_000;

/// How long to wait before a server is asked again.
const PAUSE: Duration = Duration::from_millis(100);

impl Connection {
    /// Connects, and refuses a server that may lose what it acknowledged or is not the one that decides.
    pub(crate) async fn open(config: &PostgresConfig, role: Role) -> Result<Self, OpenError> {
        let server = config.server();
        // For looking up names, and for a server that takes a connection and then says nothing, too.
        let each = server.get_connect_timeout().copied().unwrap_or(Duration::from_secs(5));
        let hosts = server.get_hosts().len().max(server.get_hostaddrs().len()).saturating_add(1);
        let patience = each.saturating_mul(u32::try_from(hosts).unwrap_or(u32::MAX));
        tokio::time::timeout(patience, Self::set_up(config, role))
            .await
            .unwrap_or(Err(OpenError::Unreachable))
    }

    async fn set_up(config: &PostgresConfig, role: Role) -> Result<Self, OpenError> {
        let mut server = config.server().clone();
        server.target_session_attrs(TargetSessionAttrs::ReadWrite);
        let connection = match Self::connect(config, &server).await {
            Err(OpenError::ReadOnly) => {
                server.target_session_attrs(TargetSessionAttrs::Any);
                Self::connect(config, &server).await.and(Err(OpenError::ReadOnly))?
            }
            connected => connected?,
        };
        connection.check().await?;
        let settings = settings(config, role);
        connection.client.batch_execute(&settings).await.map_err(|error| OpenError::of(&error))?;
        Ok(connection)
    }

    async fn connect(config: &PostgresConfig, server: &tokio_postgres::Config) -> Result<Self, OpenError> {
        match config.encryption()? {
            #[cfg(feature = "tls")]
            Some(pem) => {
                let (client, link) = server.connect(crate::tls::connector(pem)?).await.map_err(refused)?;
                Ok(Self::start(client, link))
            }
            #[cfg(not(feature = "tls"))]
            Some(_) => Err(OpenError::NoCertificates),
            None => {
                let (client, link) = server.connect(NoTls).await.map_err(refused)?;
                Ok(Self::start(client, link))
            }
        }
    }

    fn start<T>(client: Client, mut link: Link<Socket, T>) -> Self
    where
        T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let warned = Arc::new(AtomicBool::new(false));
        let warn = Arc::clone(&warned);
        let link = tokio::spawn(async move {
            while let Some(Ok(message)) = poll_fn(|cx| link.poll_message(cx)).await {
                if let AsyncMessage::Notice(notice) = message
                    && notice.parsed_severity() == Some(Severity::Warning)
                {
                    warn.store(true, Ordering::Relaxed);
                }
            }
        });
        Self { client, link, warned, statements: Statements::default() }
    }

    async fn check(&self) -> Result<(), OpenError> {
        let sql = "SELECT current_setting('fsync', true), current_setting('full_page_writes', true), \
                   current_setting('synchronous_commit', true), current_setting('server_encoding'), \
                   pg_is_in_recovery(), current_setting('server_version_num')::int4";
        let row = self.client.query_one(sql, &[]).await.map_err(|error| OpenError::of(&error))?;
        let unreadable = |_| OpenError::Storage { code: "storage.other" };
        for (place, name) in NEEDED.into_iter().enumerate() {
            if row.try_get::<_, Option<&str>>(place).map_err(unreadable)? == Some("off") {
                return Err(OpenError::Settings { name });
            }
        }
        if row.try_get::<_, &str>(3).map_err(unreadable)? != "UTF8" {
            return Err(OpenError::Settings { name: "server_encoding" });
        }
        if row.try_get(4).map_err(unreadable)? {
            return Err(OpenError::ReadOnly);
        }
        match row.try_get(5).map_err(unreadable)? {
            found if found < 140_000 => Err(OpenError::EngineTooOld { found }),
            _ => Ok(()),
        }
    }

    /// Whether the connection is known to be gone.
    pub(crate) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// Whether the server has warned since this was last asked.
    pub(crate) fn take_warning(&self) -> bool {
        self.warned.swap(false, Ordering::Relaxed)
    }

    /// Closes the connection in an orderly way.
    pub(crate) async fn close(self) {
        let Self { client, mut link, .. } = self;
        drop(client);
        if tokio::time::timeout(Duration::from_secs(1), &mut link).await.is_err() {
            link.abort();
        }
    }

    /// Breaks the connection off: what the server is doing with it is rolled back, unless it is a commit.
    pub(crate) fn kill(self) {
        self.link.abort();
    }
}

/// A connection that is still there, or a new one. A server that is not there is asked again for as long as a lock is
/// waited for: it may be starting, or another may be about to take its place.
pub(crate) async fn reopen(
    connection: Option<Connection>,
    config: &PostgresConfig,
    role: Role,
) -> Result<Connection, Failure> {
    // The task that reads from the connection has its turn first, and sees whether it ended.
    tokio::task::yield_now().await;
    if let Some(connection) = connection.filter(|connection| !connection.is_closed()) {
        return Ok(connection);
    }
    let mut last = OpenError::Unreachable;
    let trying = async {
        loop {
            match Connection::open(config, role).await {
                Err(error @ (OpenError::Unreachable | OpenError::ReadOnly)) => last = error,
                opened => return opened,
            }
            tokio::time::sleep(PAUSE).await;
        }
    };
    // However short the time is: once it is tried to the end.
    let opened = match Connection::open(config, role).await {
        Err(OpenError::Unreachable | OpenError::ReadOnly) => {
            tokio::time::timeout(config.lock_timeout(), trying).await.unwrap_or(Err(last))
        }
        opened => opened,
    };
    opened.map_err(failure)
}

/// What it means to a write or a read that there is no connection.
const fn failure(error: OpenError) -> Failure {
    Failure::Engine {
        code: match error {
            OpenError::Unreachable => UNREACHABLE,
            OpenError::ReadOnly => "storage.readonly",
            OpenError::NotAllowed => "storage.permission",
            OpenError::Locked => return Failure::Busy,
            OpenError::Storage { code } => code,
            _ => "storage.cannot-open",
        },
    }
}

/// Why there is no connection.
fn refused(error: tokio_postgres::Error) -> OpenError {
    if may_be_read_only(&error) { OpenError::ReadOnly } else { OpenError::of(&error) }
}

/// Whether a server was found that takes no writes; or, on a Unix socket, one that may not be spoken to.
fn may_be_read_only(error: &tokio_postgres::Error) -> bool {
    let cause = error.source().and_then(|cause| cause.downcast_ref::<io::Error>());
    cause.is_some_and(|cause| cause.kind() == io::ErrorKind::PermissionDenied)
}

/// What is set on a connection before it is used.
fn settings(config: &PostgresConfig, role: Role) -> String {
    let milliseconds = |time: Duration| time.as_millis().clamp(1, 2_147_483_647);
    // A writer waits for its answers itself. A timeout of the server's could strike while a commit waits for a
    // replica, and the commit would then be acknowledged without the replica having it.
    let (statement_timeout, idle_timeout, read_only) = match role {
        Role::Writer => (0, IDLE_TIMEOUT, "off"),
        Role::Reader => (milliseconds(config.statement_timeout()), IDLE_TIMEOUT, "on"),
        Role::Viewer => (0, VIEW_TIMEOUT, "on"),
    };
    // A writer's statements find one row by its key, for which one plan is as good as any; to plan one that guards
    // itself takes longer than to run it.
    let plans = if role == Role::Writer { "force_generic_plan" } else { "auto" };
    // A plan that was made while a table had few rows is kept when it has many: one that reads the whole table would
    // then read it at every question. There is an index for each. A check is to read whole tables.
    let whole_tables = if role == Role::Viewer { "on" } else { "off" };
    format!(
        "SET search_path = \"{schema}\", pg_temp; SET timezone = 'UTC'; SET client_min_messages = warning; \
         SET lock_timeout = {lock_timeout}; SET statement_timeout = {statement_timeout}; \
         SET idle_in_transaction_session_timeout = {idle_timeout}; SET idle_session_timeout = 0; \
         SET default_transaction_isolation = 'read committed'; SET default_transaction_deferrable = off; \
         SET default_transaction_read_only = {read_only}; SET plan_cache_mode = {plans}; SET jit = off; \
         SET enable_seqscan = {whole_tables}",
        schema = config.schema(),
        lock_timeout = milliseconds(config.lock_timeout()),
    )
}
