//! How a mail server is reached.

use std::fmt;
use std::num::NonZeroUsize;
use std::time::Duration;

use bln_core::EmailAddress;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, TlsParameters};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

/// How a connection is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Security {
    /// Encrypted from the first byte, on port 465 (RFC 8314, which prefers it).
    Implicit,
    /// Encrypted once the server was greeted, on port 587. A server that does not offer it is sent nothing.
    StartTls,
    /// Not encrypted, on port 25: to a server on this machine only.
    SameMachine,
}

/// How a mail server is reached.
///
/// ```
/// use bln_core::EmailAddress;
/// use bln_mail::{Security, SmtpConfig};
///
/// let from = EmailAddress::parse("bulletin@mail.example.org")?;
/// let config = SmtpConfig::new("127.0.0.1", Security::SameMachine, b"", &from)?.with_port(2_525);
/// assert!(SmtpConfig::new("smtp.example.org", Security::SameMachine, b"", &from).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct SmtpConfig {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    pub(super) tls: Option<TlsParameters>,
    pub(super) credentials: Option<Credentials>,
    pub(super) hello: String,
    pub(super) connections: NonZeroUsize,
    pub(super) patience: Duration,
}

/// Why a server cannot be reached as it is configured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum SmtpConfigError {
    /// No root certificate in what was given, or one that cannot be read.
    #[error("smtp.certificates")]
    Certificates,
    /// Unencrypted, and not on this machine.
    #[error("smtp.not_this_machine")]
    NotThisMachine,
}

impl SmtpConfig {
    /// A server by its name, with the root certificates, in PEM, one of which has to have issued its own. On most
    /// systems those are in one file, such as `/etc/ssl/certs/ca-certificates.crt`. The server is greeted with the domain
    /// that is sent from.
    ///
    /// # Errors
    ///
    /// `smtp.certificates` for an encrypted connection without one; `smtp.not_this_machine` for an unencrypted one to
    /// elsewhere than `localhost`, `127.0.0.1` or `::1`.
    pub fn new(
        host: &str,
        security: Security,
        roots: &[u8],
        from: &EmailAddress,
    ) -> Result<Self, SmtpConfigError> {
        let tls = match security {
            Security::Implicit | Security::StartTls => Some(tls(host, roots)?),
            Security::SameMachine if ["localhost", "127.0.0.1", "::1"].contains(&host) => None,
            Security::SameMachine => return Err(SmtpConfigError::NotThisMachine),
        };
        let port = match security {
            Security::Implicit => 465,
            Security::StartTls => 587,
            Security::SameMachine => 25,
        };
        Ok(Self {
            host: host.to_owned(),
            port,
            security,
            tls,
            credentials: None,
            hello: from.domain().to_owned(),
            connections: NonZeroUsize::MIN,
            patience: super::PATIENCE,
        })
    }

    /// On another port.
    #[must_use]
    pub fn with_port(self, port: u16) -> Self {
        Self { port, ..self }
    }

    /// Signing in (RFC 4954).
    #[must_use]
    pub fn with_credentials(self, user: String, password: String) -> Self {
        Self { credentials: Some(Credentials::new(user, password)), ..self }
    }

    /// With at most so many connections at once, one if nothing is said.
    #[must_use]
    pub fn with_connections(self, connections: NonZeroUsize) -> Self {
        Self { connections, ..self }
    }

    /// Waiting so long for each answer, two minutes if nothing is said. Keep it well below the ten minutes for which a
    /// network claims a notice.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }
}

// The credentials do not show.
impl fmt::Debug for SmtpConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpConfig")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("security", &self.security)
            .finish_non_exhaustive()
    }
}

fn tls(host: &str, roots: &[u8]) -> Result<TlsParameters, SmtpConfigError> {
    let wrong = SmtpConfigError::Certificates;
    // Read here too: the client would go on without the ones it cannot read.
    let mut store = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(roots) {
        store.add(certificate.map_err(|_| wrong)?).map_err(|_| wrong)?;
    }
    if store.is_empty() {
        return Err(wrong);
    }
    TlsParameters::builder(host.to_owned())
        .certificate_store(CertificateStore::None)
        .add_root_certificate(Certificate::from_pem(roots).map_err(|_| wrong)?)
        .build()
        .map_err(|_| wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(host: &str, security: Security, roots: &[u8]) -> Result<SmtpConfig, SmtpConfigError> {
        SmtpConfig::new(host, security, roots, &EmailAddress::parse("a@example.org").unwrap())
    }

    #[test]
    fn what_holds_no_certificate_is_refused() {
        for pem in ["", "nothing", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
            for security in [Security::Implicit, Security::StartTls] {
                let error = new("smtp.example.org", security, pem.as_bytes()).unwrap_err();
                assert_eq!(error, SmtpConfigError::Certificates, "{pem}");
            }
        }
    }

    #[test]
    fn only_this_machine_is_spoken_to_in_the_open() {
        for host in ["localhost", "127.0.0.1", "::1"] {
            assert!(new(host, Security::SameMachine, b"").is_ok());
        }
        for host in ["smtp.example.org", "127.0.0.1.example.org", "10.0.0.1", ""] {
            let error = new(host, Security::SameMachine, b"").unwrap_err();
            assert_eq!(error, SmtpConfigError::NotThisMachine, "{host}");
        }
    }

    #[test]
    fn debug_shows_no_credentials() {
        let config = new("localhost", Security::SameMachine, b"").unwrap();
        let shown =
            format!("{:?}", config.with_credentials("sample-user".to_owned(), "sample-secret".to_owned()));
        assert!(!shown.contains("sample"), "{shown}");
    }
}
