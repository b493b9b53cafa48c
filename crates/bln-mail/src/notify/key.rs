//! The key of a service at GOV.UK Notify, and the tokens that are signed with it.

use std::fmt;

use base64ct::{Base64UrlUnpadded, Encoding};
use bln_core::Instant;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

/// The key of a service: a name, the service's identifier and a secret, as Notify shows it once.
///
/// `Debug` shows nothing of it, and the secret is overwritten when it is dropped.
///
/// ```
/// use bln_mail::NotifyKey;
///
/// let text = "network-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0";
/// assert!(NotifyKey::parse(text).is_some());
/// assert!(NotifyKey::parse("26785a09-ab16-4eb0-8407-a37497a57506").is_none());
/// ```
pub struct NotifyKey {
    service: Uuid,
    secret: Zeroizing<String>,
}

/// The characters of an identifier.
const UUID: usize = 36;

/// What each token begins with: `{"typ":"JWT","alg":"HS256"}` (RFC 7515, 3).
const HEADER: &[u8] = br#"{"typ":"JWT","alg":"HS256"}"#;

impl NotifyKey {
    /// Reads a key; `None` for anything that does not end in two identifiers.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (before, secret) = text.split_at_checked(text.len().checked_sub(UUID)?)?;
        let before = before.strip_suffix('-')?;
        let (_, service) = before.split_at_checked(before.len().checked_sub(UUID)?)?;
        Uuid::try_parse(secret).ok()?;
        Some(Self { service: Uuid::try_parse(service).ok()?, secret: Zeroizing::new(secret.to_owned()) })
    }

    /// The service it belongs to.
    pub const fn service(&self) -> Uuid {
        self.service
    }

    /// The value of `Authorization` for a request that is made now.
    pub(super) fn bearer(&self, now: Instant) -> Zeroizing<String> {
        let claims = format!(r#"{{"iss":"{}","iat":{}}}"#, self.service, now.utc().timestamp());
        Zeroizing::new(format!("Bearer {}", signed(HEADER, claims.as_bytes(), self.secret.as_bytes())))
    }
}

/// A JSON Web Token signed with HMAC and SHA-256 (RFC 7515, RFC 7518 section 3.2).
fn signed(header: &[u8], claims: &[u8], secret: &[u8]) -> String {
    let mut token =
        format!("{}.{}", Base64UrlUnpadded::encode_string(header), Base64UrlUnpadded::encode_string(claims));
    // A key may have any length.
    if let Ok(mac) = Hmac::<Sha256>::new_from_slice(secret) {
        let tag = mac.chain_update(token.as_bytes()).finalize().into_bytes();
        token.push('.');
        token.push_str(&Base64UrlUnpadded::encode_string(&tag));
    }
    token
}

impl fmt::Debug for NotifyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NotifyKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "network-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0";

    #[test]
    fn a_token_is_the_one_of_the_standard() {
        // RFC 7515, appendix A.1.
        let secret = Base64UrlUnpadded::decode_vec(
            "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
        );
        let token = signed(
            b"{\"typ\":\"JWT\",\r\n \"alg\":\"HS256\"}",
            b"{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}",
            &secret.unwrap(),
        );
        assert_eq!(
            token,
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.\
             eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.\
             dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
        );
    }

    #[test]
    fn a_key_ends_in_its_service_and_its_secret() {
        let key = NotifyKey::parse(TEXT).unwrap();
        assert_eq!(key.service().to_string(), "26785a09-ab16-4eb0-8407-a37497a57506");
        assert_eq!(*key.secret, "3d844edf-8d35-48ac-975b-e847b4f122b0");
        for text in [
            "",
            "network",
            &TEXT[1..].replace('-', ""),
            &TEXT[..80],
            &format!("{TEXT}x"),
            "é".repeat(40).as_str(),
        ] {
            assert!(NotifyKey::parse(text).is_none(), "{text}");
        }
        let shown = format!("{key:?}");
        assert!(!shown.contains("3d84") && !shown.contains("2678"), "{shown}");
    }
}
