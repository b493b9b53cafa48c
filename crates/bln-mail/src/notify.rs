//! GOV.UK Notify, by version 2 of its API (OpenAPI 1.0.4).

mod answer;
mod client;
mod config;
mod key;
mod receipt;

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use bln_core::Instant;
use bln_core::Link;
use serde::Serialize;
use tokio::time::timeout;

use crate::{Message, Refused, Repeat, Transport, TransportError};
use answer::Answer;
use client::{Client, NoAnswer};
pub use config::{NotifyConfig, NotifyConfigError};
pub use key::NotifyKey;
pub use receipt::Receipt;

/// GOV.UK Notify as a transport.
///
/// Its template has to be a subject of `((subject))` and a body of `((body))`: what a message says is put in as
/// Notify's Markdown, with every mark in a person's words escaped. Notify adds its own `From`, `Message-ID` and HTML;
/// the notice's identifier goes along as the `reference`, and comes back in a [`Receipt`].
///
/// | answer | means |
/// | --- | --- |
/// | 201 | sent |
/// | 400 `ValidationError` of `email_address` | the address is refused |
/// | 400 of any other kind, 403, 404 and whatever is not listed | how this is set up: `notify.*` |
/// | 403 from a server whose clock is more than 30 seconds from ours | `notify.clock` |
/// | 429 `RateLimitError` (3,000 a minute) | later, in a minute |
/// | 429 `TooManyRequestsError` (a day's allowance) | later, in an hour |
/// | 500 and 503 | later |
/// | 502, 504 and no answer | **unknown** |
///
/// An answer is told by its status and the type of its error, as Notify asks; its words are not read, but for the name
/// of the field at fault, and go no further.
pub struct Notify {
    config: NotifyConfig,
    clock: Arc<dyn Fn() -> Instant + Send + Sync>,
    client: Client,
}

impl Notify {
    /// Notify by this configuration, its requests dated by this clock.
    pub fn new(config: NotifyConfig, clock: impl Fn() -> Instant + Send + Sync + 'static) -> Self {
        Self { client: Client::new(&config), config, clock: Arc::new(clock) }
    }
}

/// The body of a request, as the OpenAPI's `SendEmailRequest` has it.
#[derive(Serialize)]
struct Request<'a> {
    email_address: &'a str,
    template_id: String,
    personalisation: Personalisation<'a>,
    reference: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    one_click_unsubscribe_url: Option<&'a str>,
}

#[derive(Serialize)]
struct Personalisation<'a> {
    subject: &'a str,
    body: &'a str,
}

/// The most characters of an address that Notify takes.
const MAX_ADDRESS: usize = 250;

#[async_trait]
impl Transport for Notify {
    async fn send(&self, message: &Message) -> Result<(), TransportError> {
        if message.to().as_str().len() > MAX_ADDRESS {
            return Err(TransportError::Never(Refused::Address));
        }
        let request = Request {
            email_address: message.to().as_str(),
            template_id: self.config.template.to_string(),
            personalisation: Personalisation { subject: message.subject().as_str(), body: &message.marked() },
            reference: message.notice().to_string(),
            one_click_unsubscribe_url: message.unsubscribe().map(Link::as_str),
        };
        let body = serde_json::to_vec(&request).map_err(|_| TransportError::Never(Refused::Message))?;
        let now = (self.clock)();
        let bearer = self.config.key.bearer(now);
        // One connection, one request at a time: a network sends one letter after another.
        match timeout(self.config.patience, self.client.post(&bearer, body)).await {
            Ok(Ok(answer)) => Answer::read(&answer).outcome(now),
            Ok(Err(NoAnswer::NotAsked)) => Err(TransportError::Later { after: None }),
            Ok(Err(NoAnswer::Certificate)) => {
                Err(TransportError::Misconfigured { code: "notify.certificate" })
            }
            // Where it ran out of patience is not told; it may have been after the request had left.
            Ok(Err(NoAnswer::Lost)) | Err(_) => Err(TransportError::Unknown),
        }
    }

    fn repeat(&self) -> Repeat {
        Repeat::MayDouble
    }
}

impl fmt::Debug for Notify {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notify").field("config", &self.config).finish_non_exhaustive()
    }
}
