//! Lists, a page at a time.

use axum::{
    Json,
    extract::{FromRequestParts, Query},
    http::{HeaderValue, StatusCode, Uri, header, request::Parts},
    response::{IntoResponse, Response},
};
use bln_core::Id;
use bln_store::{EventCursor, Page, PageSize};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{Api, Problem, outcome::malformed};

/// How many records a page has when nobody says.
pub(crate) const USUAL: u16 = 50;

/// A key that a page goes on after, as text that fits into a query. It names records and never people.
pub(crate) trait Cursor: Sized {
    /// The text.
    fn write(&self) -> String;
    /// Reads it back.
    fn read(text: &str) -> Option<Self>;
}

impl<T> Cursor for Id<T> {
    fn write(&self) -> String {
        self.to_string()
    }

    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Cursor for EventCursor {
    fn write(&self) -> String {
        format!("{}_{}", self.starts, self.event)
    }

    fn read(text: &str) -> Option<Self> {
        let (starts, event) = text.split_once('_')?;
        Some(Self { starts: starts.parse().ok()?, event: event.parse().ok()? })
    }
}

/// Which page of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct PageParams {
    /// How many records at most.
    #[param(minimum = 1, maximum = 500, default = 50)]
    size: Option<u16>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// Which page of a list, read.
pub(crate) struct Asked<K> {
    pub(crate) after: Option<K>,
    pub(crate) size: PageSize,
}

impl<K: Cursor> FromRequestParts<Api> for Asked<K> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Api) -> Result<Self, Problem> {
        let Query(params) = Query::<PageParams>::try_from_uri(&parts.uri).map_err(|_| unread())?;
        Self::read(params.size, params.after.as_deref())
    }
}

impl<K: Cursor> Asked<K> {
    /// Reads what a query says of a page.
    pub(crate) fn read(size: Option<u16>, after: Option<&str>) -> Result<Self, Problem> {
        let size = PageSize::new(size.unwrap_or(USUAL)).map_err(|invalid| malformed("size", invalid))?;
        let after = after.map(|text| K::read(text).ok_or_else(unread)).transpose()?;
        Ok(Self { after, size })
    }
}

/// What is said of a query that cannot be read.
pub(crate) fn unread() -> Problem {
    let detail = "A parameter of the query is not of its form.";
    Problem::new(StatusCode::BAD_REQUEST, "query.malformed", detail)
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Listed<T> {
    /// The records.
    items: Vec<T>,
    /// What to send as `after` for the page that follows; not there on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A page with a `Link` to the one that follows (RFC 8288).
pub(crate) struct Paged<T> {
    listed: Listed<T>,
    path: String,
    size: PageSize,
    filter: Option<(&'static str, &'static str)>,
}

impl<T> Paged<T> {
    /// What the network gave, as it is sent.
    pub(crate) fn of<N, K: Cursor>(
        page: Page<N, K>,
        uri: &Uri,
        size: PageSize,
        wire: impl Fn(N) -> T,
    ) -> Self {
        let next = page.next.as_ref().map(Cursor::write);
        let items = page.items.into_iter().map(wire).collect();
        Self { listed: Listed { items, next }, path: uri.path().to_owned(), size, filter: None }
    }

    /// The same, of what a parameter of the query chose: the page that follows is of the same.
    pub(crate) fn of_those(self, name: &'static str, value: Option<&'static str>) -> Self {
        Self { filter: value.map(|value| (name, value)), ..self }
    }
}

impl<T: Serialize> IntoResponse for Paged<T> {
    fn into_response(self) -> Response {
        let link = self.listed.next.as_ref().and_then(|next| {
            let filter = self.filter.map(|(name, value)| format!("{name}={value}&")).unwrap_or_default();
            let (path, size) = (&self.path, self.size.number());
            let link = format!("<{path}?{filter}size={size}&after={next}>; rel=\"next\"");
            HeaderValue::try_from(link).ok()
        });
        let mut response = Json(self.listed).into_response();
        if let Some(link) = link {
            response.headers_mut().insert(header::LINK, link);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back() {
        let event = Id::new(uuid::Uuid::from_u128(7));
        let cursor = EventCursor { starts: "2027-03-01T09:00:00Z".parse().unwrap(), event };
        let read = EventCursor::read(&cursor.write()).unwrap();
        assert_eq!((read.starts, read.event), (cursor.starts, cursor.event));
        for wrong in ["", "_", "2027-03-01T09:00:00Z", "2027-03-01T09:00:00Z_7"] {
            assert!(EventCursor::read(wrong).is_none(), "{wrong}");
        }
    }
}
