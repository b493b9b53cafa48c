//! The keys of an issuer, fetched when they are needed and not more often.

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use bln_core::Instant;
use chrono::TimeDelta;
use jsonwebtoken::{
    Algorithm, DecodingKey,
    jwk::{Jwk, PublicKeyUse},
};
use serde::Deserialize;
use tokio::sync::RwLock;

use crate::Denied;

/// The longest document of keys that is read, in bytes.
const LONGEST: usize = 256 * 1024;

/// For so long keys are taken as they were fetched: an issuer that withdraws one is believed within the hour.
const FRESH: TimeDelta = TimeDelta::hours(1);

/// So long it takes at least from one fetching to the next: a token with the name of a key that there is not must not make
/// us ask the issuer as often as somebody sends one.
const PAUSE: TimeDelta = TimeDelta::seconds(60);

/// Where the keys of an issuer are had: a port, because how a host reaches the outside is its own matter.
#[async_trait]
pub trait KeySource: fmt::Debug + Send + Sync {
    /// The keys, as JSON (RFC 7517 section 5), from the address that the issuer's discovery document names as `jwks_uri`.
    ///
    /// # Errors
    ///
    /// [`Denied::Unavailable`] when they cannot be had now.
    async fn keys(&self) -> Result<Vec<u8>, Denied>;
}

/// The keys, as they were fetched last.
#[derive(Debug)]
pub(super) struct Keys {
    source: Arc<dyn KeySource>,
    known: RwLock<Known>,
}

#[derive(Debug, Default)]
struct Known {
    keys: Vec<Jwk>,
    fetched: Option<Instant>,
    tried: Option<Instant>,
}

/// A set of keys, each still to be read.
#[derive(Deserialize)]
struct Set {
    keys: Vec<serde_json::Value>,
}

impl Keys {
    pub(super) fn new(source: Arc<dyn KeySource>) -> Self {
        Self { source, known: RwLock::default() }
    }

    /// The key of a name, for an algorithm.
    pub(super) async fn get(
        &self,
        name: &str,
        algorithm: Algorithm,
        now: Instant,
    ) -> Result<DecodingKey, Denied> {
        let known = self.known.read().await;
        let fresh = known.fetched.is_some_and(|fetched| now < fetched.plus(FRESH));
        if fresh && let Some(key) = named(&known.keys, name) {
            return usable(key, algorithm);
        }
        drop(known);
        let mut known = self.known.write().await;
        let may_try = known.tried.is_none_or(|tried| now >= tried.plus(PAUSE));
        if may_try {
            known.tried = Some(now);
            // The lock is held: of many who come at once, one asks.
            known.keys = self.fetch().await?;
            known.fetched = Some(now);
        }
        let fresh = known.fetched.is_some_and(|fetched| now < fetched.plus(FRESH));
        match named(&known.keys, name) {
            Some(key) if fresh => usable(key, algorithm),
            _ if fresh => Err(Denied::Unknown),
            _ => Err(Denied::Unavailable),
        }
    }

    async fn fetch(&self) -> Result<Vec<Jwk>, Denied> {
        let document = self.source.keys().await?;
        if document.len() > LONGEST {
            return Err(Denied::Unavailable);
        }
        let set: Set = serde_json::from_slice(&document).map_err(|_| Denied::Unavailable)?;
        // A key of a kind that is not known here is ignored, as RFC 7517 section 5 has it, and the others count.
        Ok(set.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect())
    }
}

fn named<'a>(keys: &'a [Jwk], name: &str) -> Option<&'a Jwk> {
    keys.iter().find(|key| key.common.key_id.as_deref() == Some(name))
}

/// A key, if it is one for signatures of this algorithm.
fn usable(key: &Jwk, algorithm: Algorithm) -> Result<DecodingKey, Denied> {
    let for_signing = matches!(key.common.public_key_use, None | Some(PublicKeyUse::Signature));
    let same = key.common.key_algorithm.is_none_or(|named| named == algorithm.into());
    if !for_signing || !same {
        return Err(Denied::Unknown);
    }
    let key = DecodingKey::from_jwk(key).map_err(|_| Denied::Unknown)?;
    if key.family() == algorithm.family() { Ok(key) } else { Err(Denied::Unknown) }
}
