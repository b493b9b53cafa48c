//! What an answer of GOV.UK Notify means.

use std::time::Duration;

use bln_core::Instant;
use chrono::{DateTime, TimeDelta};
use serde::Deserialize;

use super::client::Received;
use crate::{Refused, TransportError};

/// A clock may be this far from Notify's, which refuses a request beyond.
const CLOCK: TimeDelta = TimeDelta::seconds(30);

const A_MINUTE: Option<Duration> = Some(Duration::from_secs(60));

/// A day's allowance comes back at midnight. Asking once an hour until then is this library's own choice.
const AN_HOUR: Option<Duration> = Some(Duration::from_secs(3_600));

/// A status, and the first of the errors.
pub(super) struct Answer {
    status: u16,
    date: Option<DateTime<chrono::FixedOffset>>,
    error: String,
    /// The first word of what a person would read: the field at fault, in a `ValidationError`.
    field: String,
}

/// The OpenAPI has errors in an object, and those of a 500 in a list of their own.
#[derive(Deserialize)]
#[serde(untagged)]
enum Errors {
    Object { errors: Vec<Error> },
    List(Vec<Error>),
}

#[derive(Deserialize)]
struct Error {
    error: String,
    #[serde(default)]
    message: String,
}

impl Answer {
    pub(super) fn read(received: &Received) -> Self {
        let first = match serde_json::from_slice(&received.body) {
            Ok(Errors::Object { errors } | Errors::List(errors)) => errors.into_iter().next(),
            Err(_) => None,
        };
        let (error, message) = first.map_or_else(Default::default, |first| (first.error, first.message));
        let date = received.date.as_deref().and_then(|date| DateTime::parse_from_rfc2822(date).ok());
        let field = message.split_whitespace().next().unwrap_or_default().to_owned();
        Self { status: received.status, date, error, field }
    }

    /// What it means for the message.
    pub(super) fn outcome(&self, now: Instant) -> Result<(), TransportError> {
        let misconfigured = |code| TransportError::Misconfigured { code };
        Err(match (self.status, self.error.as_str()) {
            (201, _) => return Ok(()),
            (400, "ValidationError") if self.field == "email_address" => {
                TransportError::Never(Refused::Address)
            }
            (400, _) => misconfigured("notify.bad_request"),
            (403, _) if self.clock_is_wrong(now) => misconfigured("notify.clock"),
            (403, _) => misconfigured("notify.forbidden"),
            (404, _) => misconfigured("notify.not_found"),
            (429, "TooManyRequestsError") => TransportError::Later { after: AN_HOUR },
            (429, _) => TransportError::Later { after: A_MINUTE },
            (502 | 504, _) => TransportError::Unknown,
            (500..=599, _) => TransportError::Later { after: None },
            _ => misconfigured("notify.unexpected"),
        })
    }

    fn clock_is_wrong(&self, now: Instant) -> bool {
        self.date.is_some_and(|date| (now.utc() - date.to_utc()).abs() > CLOCK)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(status: u16, date: Option<&str>, body: &str) -> Result<(), TransportError> {
        let received = Received { status, date: date.map(str::to_owned), body: body.to_owned().into() };
        Answer::read(&received).outcome("2027-03-31T09:05:07Z".parse().unwrap())
    }

    #[test]
    fn a_clock_is_right_within_thirty_seconds_either_way() {
        let code = |date| outcome(403, Some(date), "{}").unwrap_err().code();
        for date in ["Wed, 31 Mar 2027 09:05:37 GMT", "Wed, 31 Mar 2027 09:04:37 GMT", "no date"] {
            assert_eq!(code(date), "notify.forbidden", "{date}");
        }
        for date in ["Wed, 31 Mar 2027 09:05:38 GMT", "Wed, 31 Mar 2027 09:04:36 GMT"] {
            assert_eq!(code(date), "notify.clock", "{date}");
        }
    }

    #[test]
    fn an_answer_that_cannot_be_read_is_told_by_its_status() {
        for body in
            ["", "<html>", "[]", "{\"errors\":[]}", "{\"errors\":[{\"error\":7}]}", "\"email_address\""]
        {
            assert_eq!(outcome(400, None, body).unwrap_err().code(), "notify.bad_request", "{body}");
            assert_eq!(outcome(429, None, body), Err(TransportError::Later { after: A_MINUTE }), "{body}");
            assert_eq!(outcome(201, None, body), Ok(()), "{body}");
        }
    }
}
