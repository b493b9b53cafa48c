//! Encrypted connections, to a server whose certificate and name are checked.

use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::OpenError;

/// What makes connections to a server whose certificate was issued under one of these root certificates.
pub(crate) fn connector(pem: &[u8]) -> Result<MakeRustlsConnect, OpenError> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|_| OpenError::Certificates)?;
        roots.add(certificate).map_err(|_| OpenError::Certificates)?;
    }
    if roots.is_empty() {
        return Err(OpenError::Certificates);
    }
    // Named here, so that it does not depend on what another library of the program has installed.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| OpenError::Certificates)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_no_certificate_is_refused() {
        for pem in ["", "not a certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"]
        {
            assert_eq!(connector(pem.as_bytes()).err(), Some(OpenError::Certificates), "{pem}");
        }
    }
}
