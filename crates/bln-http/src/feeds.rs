//! What everybody may subscribe to: the programme as a calendar, and the resources as a feed. Safe spaces are in neither.

mod atom;

use axum::{
    Router,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use bln_calendar::Programme;
use bln_core::{Actor, Id, ResourceView};
use bln_service::NetworkError;
use bln_store::{EventCursor, PageSize};
use chrono::TimeDelta;
use uuid::Uuid;

use crate::{Api, outcome::Answer};

/// How long after its end an event is still in the calendar, so that those who look back find it.
const BACK: TimeDelta = TimeDelta::days(31);

/// The most events and resources of a feed: more than a network has in years, this library's own choice.
const MOST: usize = 2_000;

/// For so long a feed may be kept, in seconds: calendars ask again several times a day, and not every minute.
const KEPT: HeaderValue = HeaderValue::from_static("public, max-age=900");

pub(crate) fn routes() -> Router<Api> {
    Router::new().route("/programme.ics", get(programme)).route("/resources.atom", get(resources))
}

/// The programme for everybody, from a month ago on (RFC 5545).
async fn programme(State(api): State<Api>) -> Answer<Response> {
    let (network, now) = (&api.network, api.config.clock.now());
    let mut after = Some(EventCursor { starts: now.plus(-BACK), event: Id::new(Uuid::max()) });
    let (mut calendar, mut listed) = (Programme::new(network.profile(), now), 0);
    while after.is_some() && listed < MOST {
        let page = network.programme(Actor::public(), after, PageSize::MAX).await?;
        for event in page.items.iter().filter_map(|event| event.record.listed_for(None)) {
            calendar.event(event);
            listed += 1;
        }
        after = page.next;
    }
    Ok(feed("text/calendar; charset=utf-8", calendar.finish()))
}

/// The resources, those that are still pointed to (RFC 4287).
async fn resources(State(api): State<Api>) -> Answer<Response> {
    let (mut after, mut listed) = (None, Vec::new());
    loop {
        let page = api.network.resources(Actor::public(), None, after, PageSize::MAX).await?;
        listed.extend(page.items.into_iter().filter_map(|view| match view {
            ResourceView::Listed { id, details } => Some((id, details)),
            ResourceView::Withdrawn(_) => None,
        }));
        after = page.next;
        if after.is_none() || listed.len() >= MOST {
            break;
        }
    }
    let text = atom::feed(api.network.profile(), &listed)
        .map_err(|_| NetworkError::Failed { code: "feed.unwritten" })?;
    Ok(feed("application/atom+xml; charset=utf-8", text))
}

fn feed(media_type: &'static str, text: String) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static(media_type)), (header::CACHE_CONTROL, KEPT)], text)
        .into_response()
}
