//! Of when something is told.

use axum::{
    extract::{FromRequestParts, Query},
    http::request::Parts,
};
use bln_core::{Instant, LegacyPeriod};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{Api, Problem, outcome::malformed, page::unread};

/// From an instant on and before another.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct PeriodParams {
    /// The first instant (RFC 3339).
    #[param(format = DateTime, example = "2027-01-01T00:00:00Z")]
    from: String,
    /// The first instant after it (RFC 3339).
    #[param(format = DateTime, example = "2028-01-01T00:00:00Z")]
    until: String,
}

/// A period, read.
pub(crate) struct Period(pub(crate) LegacyPeriod);

impl FromRequestParts<Api> for Period {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Api) -> Result<Self, Problem> {
        let Query(params) = Query::<PeriodParams>::try_from_uri(&parts.uri).map_err(|_| unread())?;
        let from = params.from.parse::<Instant>().map_err(|invalid| malformed("from", invalid))?;
        let until = params.until.parse::<Instant>().map_err(|invalid| malformed("until", invalid))?;
        LegacyPeriod::new(from, until).map(Period).map_err(|invalid| malformed("until", invalid))
    }
}
