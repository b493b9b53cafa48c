//! People's own words: offered, approved by them, shown while they agree, taken back; and where they are shown.

use axum::{
    Json,
    extract::{OriginalUri, State},
    http::StatusCode,
};
use bln_core::{Id, Testimonial, TestimonialUse, testimonial::Channel};
use bln_validation::TestimonialDraft;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Problems;
use crate::{
    Api,
    at::At,
    draft::{ApprovalDraft, TestimonialUseDraft, TestimonialUseNoun},
    form::Form,
    headers::Key,
    outcome::Answer,
    page::{Asked, Listed, PageParams, Paged},
    who::{Caller, Whose},
    wire::{AddedWire, PublishableWire, TakedownWire, TestimonialWire},
};

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(offer))
        .routes(routes!(own))
        .routes(routes!(approve))
        .routes(routes!(withdraw))
        .routes(routes!(to_show))
        .routes(routes!(note))
        .routes(routes!(takedowns))
        .routes(routes!(settle))
}

/// Which words of whose.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct Words {
    /// An identifier, or `me`.
    #[param(value_type = String)]
    person: Whose,
    #[param(value_type = uuid::Uuid)]
    testimonial: Id<Testimonial>,
}

/// A channel in a path.
struct By(Channel);

impl<'de> Deserialize<'de> for By {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Channel::parse(&text).map(By).map_err(|_| serde::de::Error::custom("not a channel"))
    }
}

/// The testimonials of a person.
#[derive(Serialize, ToSchema)]
#[schema(title = "Testimonials of a person")]
struct OwnTestimonialsWire {
    items: Vec<TestimonialWire>,
}

/// From where something has to be taken down.
#[derive(Serialize, ToSchema)]
#[schema(title = "Takedowns")]
struct TakedownsWire {
    items: Vec<TakedownWire>,
}

/// Puts somebody's words to them for approval. Nobody else reads them before they approve.
#[utoipa::path(post, path = "/testimonials", operation_id = "offer_testimonial", tag = "testimonials",
    request_body = TestimonialDraft,
    params(("Idempotency-Key" = String, Header, description = "A key that was used for nothing else.")),
    responses((status = 201, body = AddedWire, description = "They are put to them."), Problems))]
async fn offer(
    State(api): State<Api>,
    Caller(actor): Caller,
    Key(key): Key,
    Form(offer): Form<TestimonialDraft>,
) -> Answer<(StatusCode, Json<AddedWire>)> {
    let id = api.network.offer_testimonial(actor, offer, key).await?;
    Ok((StatusCode::CREATED, Json(id.into())))
}

/// The testimonials of a person, in whatever state, for them to read before they approve.
#[utoipa::path(get, path = "/people/{person}/testimonials", operation_id = "own_testimonials", tag = "testimonials",
    params(("person" = String, Path, description = "An identifier, or `me`.")),
    responses((status = 200, body = OwnTestimonialsWire, description = "They."), Problems))]
async fn own(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(whose): At<Whose>,
) -> Answer<Json<OwnTestimonialsWire>> {
    let theirs = api.network.own_testimonials(actor, whose.person(actor)?).await?;
    Ok(Json(OwnTestimonialsWire { items: theirs.iter().map(TestimonialWire::of).collect() }))
}

/// A person approves of words of theirs, as they have read them. Nobody approves for anybody else.
#[utoipa::path(post, path = "/people/{person}/testimonials/{testimonial}/approve",
    operation_id = "approve_testimonial", tag = "testimonials", params(Words), request_body = ApprovalDraft,
    responses((status = 204, description = "They approve."), Problems))]
async fn approve(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(Words { person, testimonial }): At<Words>,
    Form(words): Form<ApprovalDraft>,
) -> Answer<StatusCode> {
    api.network.approve_testimonial(actor, person.person(actor)?, testimonial, &words).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a testimonial back, and tells from where it has to be taken down. Taking it back twice tells it again.
#[utoipa::path(post, path = "/people/{person}/testimonials/{testimonial}/withdraw",
    operation_id = "withdraw_testimonial", tag = "testimonials", params(Words),
    responses((status = 200, body = TakedownsWire, description = "It is taken back."), Problems))]
async fn withdraw(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(Words { person, testimonial }): At<Words>,
) -> Answer<Json<TakedownsWire>> {
    let takedowns = api.network.withdraw_testimonial(actor, person.person(actor)?, testimonial).await?;
    Ok(Json(TakedownsWire { items: takedowns.iter().map(TakedownWire::of).collect() }))
}

/// The testimonials that may be shown by a channel now. Ask each time they are shown: what was read before is no leave to.
#[utoipa::path(get, path = "/channels/{channel}/testimonials", operation_id = "testimonials_for", tag = "testimonials",
    params(("channel" = String, Path, description = "`website`, `bulletin`, `report` or `social_media`."), PageParams),
    responses((status = 200, body = Listed<PublishableWire>, description = "A page of them."), Problems))]
async fn to_show(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(By(channel)): At<By>,
    asked: Asked<Id<Testimonial>>,
    OriginalUri(uri): OriginalUri,
) -> Answer<Paged<PublishableWire>> {
    let page = api.network.testimonials_for(actor, channel, asked.after, asked.size).await?;
    Ok(Paged::of(page, &uri, asked.size, |shown| PublishableWire::of(&shown)))
}

/// Notes a place that shows a testimonial, whatever the state of it: a place that nobody has noted is one that nobody will
/// look at.
#[utoipa::path(post, path = "/testimonials/{testimonial}/uses", operation_id = "record_testimonial_use",
    tag = "testimonials", request_body = TestimonialUseDraft,
    params(("testimonial" = uuid::Uuid, Path),
        ("Idempotency-Key" = String, Header, description = "A key that was used for nothing else.")),
    responses((status = 201, body = AddedWire, description = "It is noted."), Problems))]
async fn note(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(testimonial): At<Id<Testimonial>>,
    Key(key): Key,
    Form(TestimonialUseNoun { channel, place }): Form<TestimonialUseDraft>,
) -> Answer<(StatusCode, Json<AddedWire>)> {
    let id = api.network.record_testimonial_use(actor, testimonial, channel, place, key).await?;
    Ok((StatusCode::CREATED, Json(id.into())))
}

/// Every place that shows a testimonial which may not be shown there now, and why.
#[utoipa::path(get, path = "/takedowns", operation_id = "takedowns", tag = "testimonials", params(PageParams),
    responses((status = 200, body = Listed<TakedownWire>, description = "A page of them."), Problems))]
async fn takedowns(
    State(api): State<Api>,
    Caller(actor): Caller,
    asked: Asked<Id<TestimonialUse>>,
    OriginalUri(uri): OriginalUri,
) -> Answer<Paged<TakedownWire>> {
    let page = api.network.takedowns(actor, asked.after, asked.size).await?;
    Ok(Paged::of(page, &uri, asked.size, |takedown| TakedownWire::of(&takedown)))
}

/// Ticks a place off: it no longer shows the testimonial.
#[utoipa::path(post, path = "/takedowns/{place}/settle", operation_id = "settle_takedown", tag = "testimonials",
    params(("place" = uuid::Uuid, Path)),
    responses((status = 204, description = "It is ticked off."), Problems))]
async fn settle(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(place): At<Id<TestimonialUse>>,
) -> Answer<StatusCode> {
    api.network.settle_takedown(actor, place).await?;
    Ok(StatusCode::NO_CONTENT)
}
