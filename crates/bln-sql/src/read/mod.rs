//! The reads: one file for each noun, each with its own statements.
//!
//! A noun that spans tables is read by one query for each of them, all in one snapshot. Pages go by key: a statement
//! takes the first key that may be on the page, both ends included.

mod application;
mod audit;
mod bulletin;
mod characteristics;
mod consent;
mod decode;
mod event;
mod legacy;
mod limits;
mod link;
mod membership;
mod older;
mod organisation;
mod outbox;
mod person;
mod receipt;
mod registration;
mod resource;
mod rights_request;
mod safe_space;
mod search;
mod seat_view;
mod suppression;
mod survey;
mod verify;
mod wording;
mod words;

use bln_store::PageSize;
use uuid::Uuid;

use crate::Value;

/// Every statement that a read can ask.
pub(crate) const ALL: &[&[&str]] = &[
    application::ALL,
    audit::ALL,
    bulletin::ALL,
    characteristics::ALL,
    event::ALL,
    legacy::ALL,
    link::ALL,
    older::ALL,
    organisation::ALL,
    outbox::ALL,
    person::ALL,
    receipt::ALL,
    registration::ALL,
    resource::ALL,
    rights_request::ALL,
    safe_space::ALL,
    search::ALL,
    seat_view::ALL,
    suppression::ALL,
    survey::ALL,
    verify::ALL,
    wording::ALL,
    words::ALL,
];

/// How many values a statement that looks up a set of them takes. A set that is not full is [`filled`].
const SET: usize = 50;

/// The values of a set, and the last of them as often as it takes.
fn filled(mut set: Vec<Value>) -> Vec<Value> {
    let last = set.last().cloned().unwrap_or(Value::Null);
    set.resize(SET, last);
    set
}

/// One more than a page holds, to know whether there is a next one.
fn one_more(size: PageSize) -> Value {
    Value::Int(i64::from(size.number()) + 1)
}

/// The first identifier after another, or the first of all; `None` when there can be none.
const fn first_after(after: Option<Uuid>) -> Option<Uuid> {
    match after {
        None => Some(Uuid::nil()),
        Some(after) => match after.as_u128().checked_add(1) {
            Some(next) => Some(Uuid::from_u128(next)),
            None => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_identifier_after_the_last_is_none() {
        assert_eq!(first_after(None), Some(Uuid::nil()));
        assert_eq!(first_after(Some(Uuid::nil())), Some(Uuid::from_u128(1)));
        assert_eq!(first_after(Some(Uuid::max())), None);
    }
}
