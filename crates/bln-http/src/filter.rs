//! Lists of what serves a pillar, a page at a time.

use axum::{
    extract::{FromRequestParts, Query},
    http::request::Parts,
};
use bln_core::{Invalid, Pillar};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    Api, Problem,
    outcome::malformed,
    page::{Asked, Cursor, unread},
};

/// Which page of a list, and of what serves which pillar.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServingParams {
    /// Only what serves this pillar.
    #[param(example = "celebration")]
    pillar: Option<String>,
    /// How many records at most.
    #[param(minimum = 1, maximum = 500, default = 50)]
    size: Option<u16>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// Which page of what serves a pillar, or of everything, read.
pub(crate) struct Serving<K> {
    pub(crate) pillar: Option<Pillar>,
    pub(crate) asked: Asked<K>,
}

impl<K> Serving<K> {
    /// The stable name of the pillar.
    pub(crate) fn name(&self) -> Option<&'static str> {
        self.pillar.map(Pillar::name)
    }
}

impl<K: Cursor> FromRequestParts<Api> for Serving<K> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Api) -> Result<Self, Problem> {
        let Query(params) = Query::<ServingParams>::try_from_uri(&parts.uri).map_err(|_| unread())?;
        let pillar = params.pillar.as_deref().map(Pillar::parse).transpose();
        let pillar = pillar.map_err(|unknown| malformed("pillar", Invalid::from(unknown)))?;
        Ok(Self { pillar, asked: Asked::read(params.size, params.after.as_deref())? })
    }
}
