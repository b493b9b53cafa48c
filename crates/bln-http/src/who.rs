//! Who asks.

use std::fmt;

use async_trait::async_trait;
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use bln_core::{Actor, Id, Person};
use serde::Deserialize;

use crate::{Api, Problem};

/// The most bytes a credential may have.
const LONGEST: usize = 8 * 1024;

/// Finds out who holds a bearer token (RFC 6750): a port, because every host signs people in in its own way.
#[async_trait]
pub trait Authenticate: fmt::Debug + Send + Sync {
    /// Whose token it is.
    ///
    /// # Errors
    ///
    /// [`Denied::Unknown`] for every token that lets nobody in, whatever the reason.
    async fn actor(&self, token: &str) -> Result<Actor, Denied>;
}

/// Why a token lets nobody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Denied {
    /// Nobody's, or nobody's any more. Why is not said.
    #[error("The token lets nobody in.")]
    Unknown,
    /// It cannot be found out now.
    #[error("Nobody can be signed in now.")]
    Unavailable,
}

/// Lets nobody in: everybody is [`Actor::public`], and a token is refused.
#[derive(Debug, Clone, Copy, Default)]
pub struct NobodySignsIn;

#[async_trait]
impl Authenticate for NobodySignsIn {
    async fn actor(&self, _token: &str) -> Result<Actor, Denied> {
        Err(Denied::Unknown)
    }
}

/// Who asks: whoever's token came with the request, or anybody without one. A token that is wrong is an error and never
/// taken for none.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Caller(pub(crate) Actor);

impl FromRequestParts<Api> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let Some(token) = bearer(&parts.headers)? else { return Ok(Caller(Actor::public())) };
        match api.config.authenticate.actor(token).await {
            Ok(actor) => Ok(Caller(actor)),
            Err(Denied::Unknown) => Err(unknown()),
            Err(denied @ Denied::Unavailable) => {
                let status = StatusCode::SERVICE_UNAVAILABLE;
                Err(Problem::new(status, "sign_in.unavailable", denied.to_string()))
            }
        }
    }
}

fn unknown() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "sign_in.unknown", "We do not know who you are.")
        .with_next_step("Sign in again.")
}

fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = given.next() else { return Ok(None) };
    if given.next().is_some() || value.len() > LONGEST {
        return Err(unknown());
    }
    let value = value.to_str().map_err(|_| unknown())?;
    let (scheme, token) = value.split_once(' ').ok_or_else(unknown)?;
    let token = token.trim_start_matches(' ');
    if !scheme.eq_ignore_ascii_case("bearer") || token.is_empty() {
        return Err(unknown());
    }
    Ok(Some(token))
}

/// Whose: an identifier, or `me` for whoever asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    Mine,
    Of(Id<Person>),
}

impl Whose {
    /// Who is meant, when this actor asks.
    pub(crate) fn person(self, actor: Actor) -> Result<Id<Person>, Problem> {
        match self {
            Whose::Of(person) => Ok(person),
            Whose::Mine => actor.person().ok_or_else(unknown),
        }
    }
}

impl<'de> Deserialize<'de> for Whose {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == "me" {
            return Ok(Whose::Mine);
        }
        text.parse().map(Whose::Of).map_err(|_| serde::de::Error::custom("neither `me` nor an identifier"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(values: &[&str]) -> Result<Option<String>, String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header::AUTHORIZATION, value.parse().unwrap());
        }
        bearer(&headers).map(|token| token.map(str::to_owned)).map_err(|problem| problem.code().to_owned())
    }

    #[test]
    fn a_token_is_read_and_anything_else_in_its_place_is_refused() {
        assert_eq!(read(&[]), Ok(None));
        assert_eq!(read(&["Bearer abc"]), Ok(Some("abc".to_owned())));
        assert_eq!(read(&["bearer   abc"]), Ok(Some("abc".to_owned())));
        let long = format!("Bearer {}", "a".repeat(LONGEST));
        for wrong in
            [&["Basic abc"][..], &["Bearer"], &["Bearer "], &["abc"], &["Bearer a", "Bearer a"], &[&long]]
        {
            assert_eq!(read(wrong), Err("sign_in.unknown".to_owned()), "{wrong:?}");
        }
    }

    #[test]
    fn me_is_whoever_asks_and_nobody_when_nobody_is_signed_in() {
        let person = Id::new(uuid::Uuid::from_u128(7));
        assert_eq!(Whose::Mine.person(Actor::participant(person)).unwrap(), person);
        assert_eq!(Whose::Of(person).person(Actor::public()).unwrap(), person);
        assert_eq!(Whose::Mine.person(Actor::public()).unwrap_err().code(), "sign_in.unknown");
    }
}
