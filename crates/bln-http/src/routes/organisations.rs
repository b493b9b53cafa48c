//! The directory of organisations, which is public. Who asks is found out all the same: a wrong token is nobody's.

use axum::{
    Json,
    extract::{OriginalUri, State},
};
use bln_core::OdsCode;
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Problems;
use crate::{
    Api, Problem,
    at::At,
    draft::OrganisationsDraft,
    form::{Context, Form},
    outcome::Answer,
    page::{Asked, Cursor, Listed, PageParams, Paged},
    who::Caller,
    wire::{LoadedWire, OrganisationWire},
};

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(organisations, load)).routes(routes!(organisation))
}

/// An ODS code in a path.
#[derive(Debug, Clone, Copy)]
struct Code(OdsCode);

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        OdsCode::parse(&text).map(Code).map_err(|_| serde::de::Error::custom("not an ODS code"))
    }
}

impl Cursor for OdsCode {
    fn write(&self) -> String {
        self.to_string()
    }

    fn read(text: &str) -> Option<Self> {
        OdsCode::parse(text).ok()
    }
}

/// The organisations of the directory, in the order of their codes.
#[utoipa::path(get, path = "/organisations", operation_id = "organisations", tag = "organisations", params(PageParams),
    responses((status = 200, body = Listed<OrganisationWire>, description = "A page of the directory."), Problems))]
async fn organisations(
    State(api): State<Api>,
    _: Caller,
    asked: Asked<OdsCode>,
    OriginalUri(uri): OriginalUri,
) -> Answer<Paged<OrganisationWire>> {
    let page = api.network.organisations(asked.after, asked.size).await?;
    let today = NaiveDate::of(&api);
    Ok(Paged::of(page, &uri, asked.size, |stored| OrganisationWire::of(&stored.record, today)))
}

/// An organisation of the directory.
#[utoipa::path(get, path = "/organisations/{code}", operation_id = "organisation", tag = "organisations",
    params(("code" = String, Path, description = "An ODS code.", example = "RX1")),
    responses((status = 200, body = OrganisationWire, description = "The organisation."), Problems))]
async fn organisation(
    State(api): State<Api>,
    _: Caller,
    At(Code(code)): At<Code>,
) -> Answer<Json<OrganisationWire>> {
    let organisation = api.network.organisation(code).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(OrganisationWire::of(&organisation, NaiveDate::of(&api))))
}

/// Loads organisations: adds what is new, replaces what has changed, leaves what is the same. Asking again after a lost
/// answer is safe without a key.
#[utoipa::path(post, path = "/organisations", operation_id = "load_organisations", tag = "organisations",
    request_body = OrganisationsDraft,
    responses((status = 200, body = LoadedWire, description = "They are in the directory."), Problems))]
async fn load(
    State(api): State<Api>,
    Caller(actor): Caller,
    Form(organisations): Form<OrganisationsDraft>,
) -> Answer<Json<LoadedWire>> {
    Ok(Json(api.network.load_organisations(actor, organisations).await?.into()))
}
