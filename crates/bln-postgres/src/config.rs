//! Where the server is, which schema is ours, and how much may wait.

use std::fmt;
use std::num::NonZeroUsize;
use std::str::FromStr;
use std::time::Duration;

use tokio_postgres::config::SslMode;

use crate::OpenError;

/// How a network's database is opened. Everything but the address has a default.
///
/// # Examples
///
/// ```
/// use bln_postgres::PostgresConfig;
/// use std::time::Duration;
///
/// let config = PostgresConfig::parse("postgres://bln:secret@localhost/trust?schema=bln_race_equality")?
///     .with_lock_timeout(Duration::from_secs(2));
/// assert_eq!(config.schema(), "bln_race_equality");
/// assert_eq!(config.queue().get(), 1_024);
/// assert!(!format!("{config:?}").contains("secret"));
/// # Ok::<(), bln_postgres::OpenError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresConfig {
    server: tokio_postgres::Config,
    schema: String,
    queue: NonZeroUsize,
    readers: NonZeroUsize,
    lock_timeout: Duration,
    statement_timeout: Duration,
    root_certificates: Vec<u8>,
}

impl PostgresConfig {
    /// A database by its address: `postgres://user:password@host:port/database`, with more after a question mark.
    ///
    /// What may follow is what PostgreSQL's own programs understand
    /// (<https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS>), such as `host` for the
    /// folder of a Unix socket, `connect_timeout`, `sslmode` and `application_name`; and `schema` for the schema of
    /// the network, `bln` by default. Several hosts may be given, with commas between them: of these the one that is
    /// the primary is used, so that after a failover new connections find the promoted one.
    ///
    /// # Errors
    ///
    /// [`OpenError::Address`] or [`OpenError::SchemaName`].
    pub fn parse(url: &str) -> Result<Self, OpenError> {
        if !["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme)) {
            return Err(OpenError::Address);
        }
        let (address, settings) = url.split_once('?').unwrap_or((url, ""));
        let mut schema = "bln";
        let mut others = Vec::new();
        for setting in settings.split('&').filter(|setting| !setting.is_empty()) {
            match setting.strip_prefix("schema=") {
                Some(name) => schema = name,
                None => others.push(setting),
            }
        }
        let address = format!("{address}?{}", others.join("&"));
        let mut server = tokio_postgres::Config::from_str(address.trim_end_matches('?'))
            .map_err(|_| OpenError::Address)?;
        if server.get_hosts().is_empty() && server.get_hostaddrs().is_empty() {
            server.host("localhost");
        }
        if server.get_application_name().is_none() {
            server.application_name("bln");
        }
        if server.get_connect_timeout().is_none() {
            server.connect_timeout(Duration::from_secs(5));
        }
        // A host that vanished is noticed within a minute.
        server.keepalives_idle(Duration::from_secs(30)).keepalives_interval(Duration::from_secs(10));
        server.keepalives_retries(3).tcp_user_timeout(Duration::from_secs(60));
        let config = Self {
            server,
            schema: String::new(),
            queue: NonZeroUsize::MIN.saturating_add(1_023),
            readers: NonZeroUsize::MIN.saturating_add(3),
            lock_timeout: Duration::from_secs(5),
            statement_timeout: Duration::from_secs(30),
            root_certificates: Vec::new(),
        };
        config.with_schema(schema)
    }

    /// The schema of the network, made if it is not there. Each network has one of its own.
    ///
    /// # Errors
    ///
    /// [`OpenError::SchemaName`] unless it is 1 to 63 lower-case letters, digits and underscores, of which the first
    /// is no digit, and neither begins with `pg_` nor is `information_schema`, which are PostgreSQL's own.
    pub fn with_schema(self, schema: &str) -> Result<Self, OpenError> {
        let is_ours = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let first = schema.chars().next().is_some_and(|c| !c.is_ascii_digit());
        let theirs = schema.starts_with("pg_") || schema == "information_schema";
        if !first || theirs || schema.len() > 63 || !schema.chars().all(is_ours) {
            return Err(OpenError::SchemaName);
        }
        Ok(Self { schema: schema.to_owned(), ..self })
    }

    /// How many batches may wait for the writer, and how many reads for a reader, before more are refused as busy.
    #[must_use]
    pub fn with_queue(self, queue: NonZeroUsize) -> Self {
        Self { queue, ..self }
    }

    /// How many reads may run at the same time: one connection each, made when it is first needed.
    #[must_use]
    pub fn with_readers(self, readers: NonZeroUsize) -> Self {
        Self { readers, ..self }
    }

    /// How long to wait for another process that writes, before batches are refused as busy. Five seconds by default.
    #[must_use]
    pub fn with_lock_timeout(self, lock_timeout: Duration) -> Self {
        Self { lock_timeout, ..self }
    }

    /// How long a read may take, and how long to wait for the answers to a group of batches before its outcome is
    /// called unknown. Thirty seconds by default.
    #[must_use]
    pub fn with_statement_timeout(self, statement_timeout: Duration) -> Self {
        Self { statement_timeout, ..self }
    }

    /// Encrypts every connection, and checks the server's certificate and name by these root certificates, in PEM.
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn with_root_certificates(mut self, pem: &[u8]) -> Self {
        self.server.ssl_mode(SslMode::Require);
        Self { root_certificates: pem.to_vec(), ..self }
    }

    /// The schema of the network.
    #[must_use]
    pub fn schema(&self) -> &str {
        &self.schema
    }

    /// How many batches, and how many reads, may wait.
    #[must_use]
    pub const fn queue(&self) -> NonZeroUsize {
        self.queue
    }

    /// How many reads may run at the same time.
    #[must_use]
    pub const fn readers(&self) -> NonZeroUsize {
        self.readers
    }

    /// How long to wait for another process.
    #[must_use]
    pub const fn lock_timeout(&self) -> Duration {
        self.lock_timeout
    }

    /// How long a read, or a group of batches, may take.
    #[must_use]
    pub const fn statement_timeout(&self) -> Duration {
        self.statement_timeout
    }

    pub(crate) const fn server(&self) -> &tokio_postgres::Config {
        &self.server
    }

    /// The root certificates, if connections are to be encrypted.
    pub(crate) fn encryption(&self) -> Result<Option<&[u8]>, OpenError> {
        match (self.server.get_ssl_mode(), self.root_certificates.as_slice()) {
            (SslMode::Require, []) => Err(OpenError::NoCertificates),
            (_, []) => Ok(None),
            (_, pem) => Ok(Some(pem)),
        }
    }
}

/// Shows neither the address nor who connects.
impl fmt::Debug for PostgresConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresConfig")
            .field("schema", &self.schema)
            .field("queue", &self.queue)
            .field("readers", &self.readers)
            .field("lock_timeout", &self.lock_timeout)
            .field("statement_timeout", &self.statement_timeout)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(url: &str) -> Result<String, OpenError> {
        PostgresConfig::parse(url).map(|config| config.schema().to_owned())
    }

    #[test]
    fn one_text_names_a_network() {
        assert_eq!(schema("postgres://u@h/db").unwrap(), "bln");
        assert_eq!(schema("postgresql://u@h/db?schema=a_1").unwrap(), "a_1");
        assert_eq!(schema("postgres://u@h/db?connect_timeout=3&schema=a&application_name=b").unwrap(), "a");
        assert_eq!(schema("postgres:///db?host=/run/postgresql&schema=a").unwrap(), "a");
        let config = PostgresConfig::parse("postgres://u:p@a:1,b:2/db?connect_timeout=3&schema=a").unwrap();
        assert_eq!(config.server().get_hosts().len(), 2);
        assert_eq!(config.server().get_ports(), [1, 2]);
        assert_eq!(config.server().get_connect_timeout(), Some(&Duration::from_secs(3)));
    }

    #[test]
    fn what_is_no_address_or_no_schema_of_ours_is_refused_without_being_repeated() {
        for url in
            ["", "network.db", "host=localhost", "postgres://u@h:port/db", "postgres://u@h/db?nothing=1"]
        {
            assert_eq!(schema(url), Err(OpenError::Address), "{url}");
        }
        let long = "a".repeat(64);
        for name in ["", "1a", "A", "a-b", "a\"b", "pg_x", "information_schema", "a%41", "ü", &long] {
            let refused = schema(&format!("postgres://u:secret@h/db?schema={name}"));
            assert_eq!(refused, Err(OpenError::SchemaName), "{name}");
        }
        assert!(schema(&format!("postgres://h/db?schema={}", &long[..63])).is_ok());
    }

    #[test]
    fn an_address_that_asks_for_encryption_is_not_quietly_used_without() {
        let config = PostgresConfig::parse("postgres://u@h/db?sslmode=require").unwrap();
        assert_eq!(config.encryption(), Err(OpenError::NoCertificates));
        let config = PostgresConfig::parse("postgres://u@h/db").unwrap();
        assert_eq!(config.encryption(), Ok(None));
    }

    #[test]
    fn a_configuration_prints_neither_password_nor_user_nor_host() {
        let shown = format!("{:?}", PostgresConfig::parse("postgres://someone:secret@place/db").unwrap());
        assert!(shown.contains("bln"), "{shown}");
        assert!(!["someone", "secret", "place"].iter().any(|word| shown.contains(word)), "{shown}");
    }
}
