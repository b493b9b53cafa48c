//! The routes: each a pattern, one verb, and what it answers.

mod addresses;
mod audit;
mod bulletins;
mod characteristics;
mod consents;
mod directory;
mod events;
mod initiatives;
mod links;
mod network;
mod organisations;
mod people;
mod places;
mod recognitions;
mod records;
mod resources;
mod rights;
mod running;
mod speaking_up;
mod testimonials;
mod themes;

use utoipa::{
    IntoResponses,
    openapi::{RefOr, Response, ResponseBuilder, content::ContentBuilder, schema::Ref},
};
use utoipa_axum::router::OpenApiRouter;

use crate::Api;

/// Every route under `/api/v1`.
pub(crate) fn all() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .merge(events::routes())
        .merge(places::routes())
        .merge(initiatives::routes())
        .merge(addresses::routes())
        .merge(bulletins::routes())
        .merge(testimonials::routes())
        .merge(recognitions::routes())
        .merge(people::routes())
        .merge(organisations::routes())
        .merge(resources::routes())
        .merge(directory::routes())
        .merge(running::routes())
        .merge(network::routes())
        .merge(consents::routes())
        .merge(themes::routes())
        .merge(links::routes())
        .merge(characteristics::routes())
        .merge(audit::routes())
        .merge(rights::routes())
        .merge(records::routes())
        .merge(speaking_up::routes())
}

/// What any request can be answered with instead.
pub(crate) struct Problems;

impl IntoResponses for Problems {
    fn responses() -> std::collections::BTreeMap<String, RefOr<Response>> {
        [
            ("400", "A parameter or a header is not of its form."),
            ("401", "The bearer token lets nobody in, or there is none."),
            ("403", "Whoever asks may not do that."),
            ("404", "It is not there, or not theirs to see."),
            ("409", "A rule stands against it."),
            ("412", "It has changed since it was read."),
            ("413", "What was sent is too large."),
            ("415", "What was sent is not JSON."),
            ("422", "What was sent has faults."),
            ("428", "`If-Match` is needed."),
            ("500", "Something went wrong on the network's side."),
            ("503", "There is too much to do. Ask again after `Retry-After`."),
            ("504", "It cannot be said whether it was done. Ask again with the same key."),
        ]
        .into_iter()
        .map(|(status, when)| (status.to_owned(), RefOr::T(problem(when))))
        .collect()
    }
}

fn problem(when: &str) -> Response {
    let schema = Ref::from_schema_name("Problem");
    let content = ContentBuilder::new().schema(Some(schema)).build();
    ResponseBuilder::new().description(when).content("application/problem+json", content).build()
}
