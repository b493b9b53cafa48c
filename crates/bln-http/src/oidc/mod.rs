//! Bearer tokens of an OpenID Connect provider, such as Entra ID or NHS CIS2: whose they are, and nothing else.

mod keys;

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use bln_core::{Actor, EmailAddress, Instant};
use bln_service::Clock;
use chrono::{DateTime, TimeDelta};
use jsonwebtoken::{Algorithm, Validation};
use serde::Deserialize;

pub use keys::KeySource;
use keys::Keys;

use crate::{Authenticate, Denied};

/// How far the clocks of two machines may be apart.
const LEEWAY: TimeDelta = TimeDelta::seconds(60);

/// What may sign a token: asymmetric signatures alone. With a secret that the issuer shares, whoever checks a token could
/// make one; `none` is nobody's signature.
const ALGORITHMS: [Algorithm; 3] = [Algorithm::RS256, Algorithm::PS256, Algorithm::ES256];

/// Who somebody is in the network, of whom an issuer says this: a port, because every host knows its people in its own way.
#[async_trait]
pub trait Recognise: fmt::Debug + Send + Sync {
    /// Who it is.
    ///
    /// # Errors
    ///
    /// [`Denied::Unknown`] for nobody of the network.
    async fn actor(&self, claims: &Claims) -> Result<Actor, Denied>;
}

/// What an issuer says of somebody, checked.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Claims {
    /// The issuer's name for them, never given to anybody else (`sub`).
    pub subject: String,
    /// Their address, where the issuer says that it is theirs (`email` with `email_verified`).
    pub email: Option<EmailAddress>,
    /// The roles the issuer gives them (`roles`).
    pub roles: Vec<String>,
}

impl fmt::Debug for Claims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Claims(..)")
    }
}

/// Knows whose a token of one issuer is.
///
/// A token is taken when it is signed by a key of the issuer's that is meant for signing, with an algorithm that the key is
/// for; names this issuer and this audience; is neither over nor yet to begin, give or take a minute; and has a subject.
#[derive(Debug)]
pub struct Oidc {
    issuer: String,
    audience: String,
    keys: Keys,
    recognise: Arc<dyn Recognise>,
    clock: Arc<dyn Clock>,
}

/// What is read of a token.
#[derive(Deserialize)]
struct Read {
    sub: String,
    exp: i64,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    iat: Option<i64>,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    email_verified: bool,
    #[serde(default)]
    roles: Vec<String>,
}

impl Oidc {
    /// An issuer by its name (`iss`) and this network's name there (`aud`), both letter by letter.
    pub fn new(
        issuer: impl Into<String>,
        audience: impl Into<String>,
        keys: Arc<dyn KeySource>,
        recognise: Arc<dyn Recognise>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let (issuer, audience) = (issuer.into(), audience.into());
        Self { issuer, audience, keys: Keys::new(keys), recognise, clock }
    }

    async fn claims(&self, token: &str) -> Result<Claims, Denied> {
        let header = jsonwebtoken::decode_header(token).map_err(|_| Denied::Unknown)?;
        let key_id = header.kid.filter(|_| ALGORITHMS.contains(&header.alg)).ok_or(Denied::Unknown)?;
        let now = self.clock.now();
        let key = self.keys.get(&key_id, header.alg, now).await?;
        let mut asked = Validation::new(header.alg);
        asked.set_issuer(&[&self.issuer]);
        asked.set_audience(&[&self.audience]);
        asked.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // By our clock, below: theirs is the machine's.
        asked.validate_exp = false;
        asked.validate_nbf = false;
        let read = jsonwebtoken::decode::<Read>(token, &key, &asked).map_err(|_| Denied::Unknown)?.claims;
        if !in_time(&read, now) || read.sub.is_empty() {
            return Err(Denied::Unknown);
        }
        let email = read.email.filter(|_| read.email_verified);
        let email = email.and_then(|email| EmailAddress::parse(email).ok());
        Ok(Claims { subject: read.sub, email, roles: read.roles })
    }
}

fn in_time(read: &Read, now: Instant) -> bool {
    let at = |seconds| DateTime::from_timestamp(seconds, 0);
    let now = now.utc();
    let ends = at(read.exp).is_some_and(|ends| now < ends + LEEWAY);
    let began =
        |begins: Option<i64>| begins.is_none_or(|begins| at(begins).is_some_and(|at| at - LEEWAY <= now));
    ends && began(read.nbf) && began(read.iat)
}

#[async_trait]
impl Authenticate for Oidc {
    async fn actor(&self, token: &str) -> Result<Actor, Denied> {
        self.recognise.actor(&self.claims(token).await?).await
    }
}
