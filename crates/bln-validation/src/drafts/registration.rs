//! The form with which somebody asks for a place.

use std::fmt;

use bln_core::{Id, ModeChoice, RegistrationRequest};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{Check, Draft, Field};

/// A request for a place at an event.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct RegistrationDraft {
    /// The event, by its id.
    #[validate(required)]
    pub event: Option<String>,
    /// The person, by their id.
    #[validate(required)]
    pub person: Option<String>,
    /// `in_person`, `online` or `either`.
    #[validate(required)]
    pub attending: Option<String>,
}

impl Draft for RegistrationDraft {
    type Noun = RegistrationRequest;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("event", "Event", "Select an event"),
        Field::new("person", "Person", "Say who the place is for"),
        Field::new("attending", "Attending", "Select how you would like to attend"),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<RegistrationRequest> {
        let event = check.field("event", self.event, |id| id.parse::<Id<_>>());
        let person = check.field("person", self.person, |id| id.parse::<Id<_>>());
        let choice = check.field("attending", self.attending, |choice| ModeChoice::parse(&choice));
        Some(RegistrationRequest { event: event?, person: person?, choice: choice? })
    }
}

// What was sent is not shown: it may be anything.
impl fmt::Debug for RegistrationDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RegistrationDraft(..)")
    }
}
