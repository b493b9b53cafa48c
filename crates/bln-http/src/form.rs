//! What is sent, as nouns.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request, rejection::BytesRejection},
    http::{HeaderMap, StatusCode, header},
};
use bln_core::ConsentMethod;
use bln_validation::{Draft, Received, parse_json};
use chrono::NaiveDate;
use serde::de::DeserializeOwned;

use crate::{Api, Problem};

/// A form that became a noun.
pub(crate) struct Form<D: Draft>(pub(crate) D::Noun);

/// What a form is read with.
pub(crate) trait Context: Sized {
    /// As it is now.
    fn of(api: &Api) -> Self;
}

impl Context for () {
    fn of(_: &Api) -> Self {}
}

impl Context for NaiveDate {
    fn of(api: &Api) -> Self {
        api.network.profile().time_zone().date(api.config.clock.now())
    }
}

impl Context for Received {
    fn of(api: &Api) -> Self {
        Received { today: NaiveDate::of(api), method: ConsentMethod::Web }
    }
}

impl<D> FromRequest<Api> for Form<D>
where
    D: Draft + DeserializeOwned,
    D::Context: Context,
{
    type Rejection = Problem;

    async fn from_request(request: Request, api: &Api) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            let detail = "Send JSON, with the content type application/json.";
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "body.media_type", detail));
        }
        let bytes = Bytes::from_request(request, api).await.map_err(unread)?;
        Ok(Form(parse_json::<D>(&bytes, &D::Context::of(api))?))
    }
}

/// What is said of a body that did not arrive.
fn unread(rejection: BytesRejection) -> Problem {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body.too_large", "What you sent is too large.")
        }
        _ => Problem::new(StatusCode::BAD_REQUEST, "body.unreadable", "What you sent did not arrive whole."),
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = value.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}
