//! Looking for people. What they are looked for by is posted, for names are kept out of addresses.

use axum::{
    Json,
    extract::{OriginalUri, State},
};
use bln_core::{Id, Person};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Problems;
use crate::{
    Api,
    draft::{LikeDraft, LikeNoun, SearchDraft, SearchNoun},
    form::Form,
    outcome::Answer,
    page::{Asked, Listed, PageParams, Paged},
    who::Caller,
    wire::{FoundWire, PersonWire},
};

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(people)).routes(routes!(search_people)).routes(routes!(people_like))
}

/// The people whom the asker may see, in the order of their identifiers.
#[utoipa::path(get, path = "/people", operation_id = "people", tag = "people", params(PageParams),
    responses((status = 200, body = Listed<PersonWire>, description = "A page of people."), Problems))]
async fn people(
    State(api): State<Api>,
    Caller(actor): Caller,
    asked: Asked<Id<Person>>,
    OriginalUri(uri): OriginalUri,
) -> Answer<Paged<PersonWire>> {
    let page = api.network.people(actor, asked.after, asked.size).await?;
    let now = api.config.clock.now();
    Ok(Paged::of(page, &uri, asked.size, |view| PersonWire::of(&view, now)))
}

/// The people whom the asker may see in whose name every word of a text begins a word.
#[utoipa::path(post, path = "/people/search", operation_id = "search_people", tag = "people",
    request_body = SearchDraft,
    responses((status = 200, body = FoundWire, description = "A page of people."), Problems))]
async fn search_people(
    State(api): State<Api>,
    Caller(actor): Caller,
    Form(SearchNoun { text, size, after }): Form<SearchDraft>,
) -> Answer<Json<FoundWire>> {
    let page = api.network.search_people(actor, text.as_str(), after, size).await?;
    Ok(Json(FoundWire::page(&page, api.config.clock.now())))
}

/// The people whom the asker may see in whose name every word of a text is, spelled so or nearly so, the likeliest first.
#[utoipa::path(post, path = "/people/like", operation_id = "people_like", tag = "people", request_body = LikeDraft,
    responses((status = 200, body = FoundWire, description = "The likeliest, and no page after them."), Problems))]
async fn people_like(
    State(api): State<Api>,
    Caller(actor): Caller,
    Form(LikeNoun { text, size }): Form<LikeDraft>,
) -> Answer<Json<FoundWire>> {
    let found = api.network.people_like(actor, text.as_str(), size).await?;
    Ok(Json(FoundWire::all(&found, api.config.clock.now())))
}
