//! A mail server, over SMTP (RFC 5321).

mod config;

use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use std::{error, fmt, io};

use async_trait::async_trait;
use lettre::Address;
use lettre::transport::smtp::authentication::Mechanism;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::ClientId;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::{Message, Refused, Repeat, Status, Transport, TransportError};
pub use config::{Security, SmtpConfig, SmtpConfigError};

/// A mail server that takes messages, over connections that are kept.
///
/// Each step of the conversation says by itself what its failure means:
///
/// | step | it will not now (4yz) | it will not (5yz) | no answer |
/// | --- | --- | --- | --- |
/// | to connect, to encrypt, to sign in | later | how this is set up | later |
/// | the sender | later | how this is set up | later |
/// | the recipient | later | the address is refused | later |
/// | the message | later | the message is refused | **unknown** |
///
/// A refusal by the server's rules (5.7.z of RFC 3463) is about who sends, at whichever step: it is how this is set up.
/// Only after the message has begun to leave can it have arrived without our knowing.
pub struct Smtp {
    config: SmtpConfig,
    hello: ClientId,
    /// As many as there may be connections.
    places: Semaphore,
    idle: Mutex<Vec<AsyncSmtpConnection>>,
}

impl Smtp {
    /// A server, which is not spoken to yet.
    pub fn new(config: SmtpConfig) -> Self {
        let hello = ClientId::Domain(config.hello.clone());
        Self { places: Semaphore::new(config.connections.get()), hello, idle: Mutex::default(), config }
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, TransportError> {
        let config = &self.config;
        let implicit = matches!(config.security, Security::Implicit).then(|| config.tls.clone()).flatten();
        let server = (config.host.as_str(), config.port);
        let patience = Some(config.patience);
        let connecting = AsyncSmtpConnection::connect_tokio1(server, patience, &self.hello, implicit, None);
        let mut connection = self.within(connecting, begun).await?;
        if let (Security::StartTls, Some(tls)) = (config.security, config.tls.clone()) {
            if !connection.can_starttls() {
                return Err(TransportError::Misconfigured { code: "smtp.no_encryption" });
            }
            self.within(connection.starttls(tls, &self.hello), begun).await?;
        }
        if let Some(credentials) = &config.credentials {
            let signing_in = connection.auth(&[Mechanism::Plain, Mechanism::Login], credentials);
            self.within(signing_in, signed_in).await?;
        }
        Ok(connection)
    }

    /// Waits for an answer as long as the configuration has patience, and says what a failure means.
    async fn within<T>(
        &self,
        asked: impl Future<Output = Result<T, Failure>> + Send,
        meaning: fn(Option<&Failure>) -> TransportError,
    ) -> Result<T, TransportError> {
        match timeout(self.config.patience, asked).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(failure)) => Err(meaning(Some(&failure))),
            Err(_) => Err(meaning(None)),
        }
    }

    async fn hand_over(
        &self,
        connection: &mut AsyncSmtpConnection,
        envelope: &(Address, Address),
        message: &Message,
    ) -> Result<(), TransportError> {
        let (from, to) = envelope.clone();
        self.within(connection.command(Mail::new(Some(from), vec![])), began_with_sender).await?;
        self.within(connection.command(Rcpt::new(to, vec![])), named_recipient).await?;
        self.within(connection.command(Data), offered_message).await?;
        self.within(connection.message(&message.bytes()), sent_message).await?;
        Ok(())
    }

    fn take_idle(&self) -> Option<AsyncSmtpConnection> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    /// A connection that a server has just answered on, or none: one that was closed meanwhile is let go.
    async fn kept(&self) -> Option<AsyncSmtpConnection> {
        while let Some(mut connection) = self.take_idle() {
            if self.within(connection.command(Rset), begun).await.is_ok() {
                return Some(connection);
            }
        }
        None
    }
}

#[async_trait]
impl Transport for Smtp {
    async fn send(&self, message: &Message) -> Result<(), TransportError> {
        let envelope = (address(message.return_path().as_str())?, address(message.to().as_str())?);
        let later = TransportError::Later { after: None };
        let _place = self.places.acquire().await.map_err(|_| later)?;
        let mut connection = match self.kept().await {
            Some(connection) => connection,
            None => self.connect().await?,
        };
        let done = self.hand_over(&mut connection, &envelope, message).await;
        // After no answer there may be half an answer left in it.
        if done.is_ok() || matches!(done, Err(TransportError::Never(_))) {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
        done
    }

    fn repeat(&self) -> Repeat {
        Repeat::MayDouble
    }
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp").field("config", &self.config).finish_non_exhaustive()
    }
}

type Failure = lettre::transport::smtp::Error;

fn address(text: &str) -> Result<Address, TransportError> {
    // What `bln-core` takes for an address SMTP does too.
    text.parse().map_err(|_| TransportError::Never(Refused::Address))
}

const LATER: TransportError = TransportError::Later { after: None };
const RULES: TransportError = TransportError::Misconfigured { code: "smtp.policy_refused" };

/// Whether it is a refusal for good, and whether by the server's rules. The server's words go no further.
fn refused(failure: Option<&Failure>) -> Option<Option<Status>> {
    let failure = failure.filter(|failure| failure.is_permanent())?;
    Some(error::Error::source(failure).and_then(|words| Status::parse(&words.to_string())))
}

fn begun(failure: Option<&Failure>) -> TransportError {
    let Some(failure) = failure else { return LATER };
    if failure.is_tls() || is_bad_certificate(failure) {
        return TransportError::Misconfigured { code: "smtp.certificate" };
    }
    match refused(Some(failure)) {
        Some(_) => TransportError::Misconfigured { code: "smtp.refused" },
        None => LATER,
    }
}

fn signed_in(failure: Option<&Failure>) -> TransportError {
    match failure {
        Some(failure) if failure.is_client() => {
            TransportError::Misconfigured { code: "smtp.no_authentication" }
        }
        failure if refused(failure).is_some() => {
            TransportError::Misconfigured { code: "smtp.credentials_refused" }
        }
        _ => LATER,
    }
}

fn began_with_sender(failure: Option<&Failure>) -> TransportError {
    match refused(failure) {
        Some(Some(status)) if status.is_policy() => RULES,
        Some(_) => TransportError::Misconfigured { code: "smtp.sender_refused" },
        None => LATER,
    }
}

fn named_recipient(failure: Option<&Failure>) -> TransportError {
    refusal_of(Refused::Address, failure).unwrap_or(LATER)
}

fn offered_message(failure: Option<&Failure>) -> TransportError {
    refusal_of(Refused::Message, failure).unwrap_or(LATER)
}

fn sent_message(failure: Option<&Failure>) -> TransportError {
    let answered = failure.is_some_and(|failure| failure.status().is_some());
    refusal_of(Refused::Message, failure).unwrap_or(if answered { LATER } else { TransportError::Unknown })
}

fn refusal_of(what: Refused, failure: Option<&Failure>) -> Option<TransportError> {
    let status = refused(failure)?;
    Some(if status.is_some_and(Status::is_policy) { RULES } else { TransportError::Never(what) })
}

/// A certificate that is not what was asked for comes as data that cannot be.
fn is_bad_certificate(failure: &Failure) -> bool {
    let mut source = error::Error::source(failure);
    while let Some(error) = source {
        if error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::InvalidData) {
            return true;
        }
        source = error.source();
    }
    false
}

/// How long an answer is waited for if nothing else is said: RFC 5321 (4.5.3.2) has 10 minutes for the slowest of them,
/// which is longer than a notice is claimed for.
const PATIENCE: Duration = Duration::from_secs(120);
