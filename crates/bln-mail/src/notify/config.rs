//! How GOV.UK Notify is reached.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bln_core::{Invalid, Link};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use uuid::Uuid;

use super::NotifyKey;

/// How GOV.UK Notify is reached. `Debug` does not show the key.
#[derive(Debug)]
pub struct NotifyConfig {
    pub(super) key: NotifyKey,
    pub(super) template: Uuid,
    pub(super) base: Link,
    pub(super) address: Option<SocketAddr>,
    pub(super) tls: Arc<ClientConfig>,
    pub(super) patience: Duration,
}

/// Why Notify cannot be reached as it is configured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum NotifyConfigError {
    /// No root certificate in what was given, or one that cannot be read.
    #[error("notify.certificates")]
    Certificates,
    /// The address of Notify is no link.
    #[error("{0}")]
    Base(#[from] Invalid),
}

impl NotifyConfig {
    /// Where Notify is.
    pub const BASE: &'static str = "https://api.notifications.service.gov.uk";

    /// Notify under its own name, with the root certificates, in PEM, one of which has to have issued its own.
    ///
    /// # Errors
    ///
    /// `notify.certificates`.
    pub fn new(key: NotifyKey, template: Uuid, roots: &[u8]) -> Result<Self, NotifyConfigError> {
        let base = Link::parse(Self::BASE)?;
        let patience = Duration::from_secs(30);
        Ok(Self { key, template, base, address: None, tls: Arc::new(tls(roots)?), patience })
    }

    /// Something else that speaks as Notify does, under this name; at this address and not at the name's own, if one is
    /// given: a test, or a tunnel. It has to prove the name all the same.
    #[must_use]
    pub fn with_base(self, base: Link, address: Option<SocketAddr>) -> Self {
        Self { base, address, ..self }
    }

    /// Waiting so long for an answer, 30 seconds if nothing is said.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }
}

fn tls(roots: &[u8]) -> Result<ClientConfig, NotifyConfigError> {
    let wrong = NotifyConfigError::Certificates;
    let mut store = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(roots) {
        store.add(certificate.map_err(|_| wrong)?).map_err(|_| wrong)?;
    }
    if store.is_empty() {
        return Err(wrong);
    }
    // Named here, so that it does not depend on what another library of the program has installed.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    Ok(versions.map_err(|_| wrong)?.with_root_certificates(store).with_no_client_auth())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_no_certificate_is_refused() {
        for pem in ["", "nothing", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
            assert_eq!(tls(pem.as_bytes()).unwrap_err(), NotifyConfigError::Certificates, "{pem}");
        }
    }
}
