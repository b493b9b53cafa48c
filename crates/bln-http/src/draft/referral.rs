//! The form with which somebody puts into words what they take to a route for speaking up. Nothing of it is kept.

use bln_core::{Line, Link, Prose, RouteKind, SpeakingUpRoute};
use bln_service::Released;
use bln_validation::{Check, Code, Draft, Field, Param, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

const KINDS: &[&str] = &[
    "line_manager",
    "freedom_to_speak_up_guardian",
    "human_resources",
    "trade_union",
    "occupational_health",
    "prescribed_person",
    "speak_up_direct",
    "police",
    "other",
];

/// What somebody releases of themselves and of their concern: nothing but what is filled in.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct ReferralDraft {
    /// The route, all of it as the network tells of it.
    #[validate(required, nested)]
    route: Option<RouteDraft>,
    /// Their name, or what they want to be called, at most 200 characters.
    name: Option<String>,
    /// How they want to be reached, at most 200 characters.
    contact: Option<String>,
    /// Where they work, at most 200 characters.
    organisation: Option<String>,
    /// What they want to say, at most 4,000 characters.
    words: Option<String>,
}

/// A route for speaking up, as the network tells of it.
#[derive(Default, Serialize, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct RouteDraft {
    /// `line_manager`, `freedom_to_speak_up_guardian` and the like.
    #[validate(required)]
    kind: Option<String>,
    /// What it is called.
    #[validate(required)]
    name: Option<String>,
    /// How it is reached.
    contact: Option<String>,
    /// A page about it.
    link: Option<String>,
    /// What it is for.
    note: Option<String>,
}

/// A route, and what is released to it.
pub(crate) struct ReferralNoun {
    pub(crate) route: SpeakingUpRoute,
    pub(crate) released: Released,
}

impl Draft for ReferralDraft {
    type Noun = ReferralNoun;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("route", "Route", "Select where you want to take it"),
        Field::new("route/kind", "Kind of route", "Select what kind of route it is"),
        Field::new("route/name", "Name of the route", "Enter what the route is called"),
        Field::new("route/contact", "Contact of the route", "Enter how the route is reached"),
        Field::new("route/link", "Link of the route", "Enter the page about the route"),
        Field::new("route/note", "Note on the route", "Enter what the route is for"),
        Field::new("name", "Name", "Enter your name, or what you want to be called"),
        Field::new("contact", "Contact", "Enter how you want to be reached"),
        Field::new("organisation", "Organisation", "Enter where you work"),
        Field::new("words", "What you want to say", "Enter what you want to say"),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<ReferralNoun> {
        let route = check.nested("route", self.route, route);
        let released = Released {
            name: check.field("name", self.name, Line::parse),
            contact: check.field("contact", self.contact, Line::parse),
            organisation: check.field("organisation", self.organisation, Line::parse),
            words: check.field("words", self.words, Prose::parse),
        };
        Some(ReferralNoun { route: route?, released })
    }
}

fn route(draft: RouteDraft, check: &mut Check<'_>) -> Option<SpeakingUpRoute> {
    let unknown = || Problem::new(Code::UNKNOWN_CHOICE).with_param("choices", Param::List(KINDS));
    let kind = check.field("kind", draft.kind, |name| RouteKind::from_name(&name).ok_or_else(unknown));
    let name = check.field("name", draft.name, Line::parse);
    let contact = check.field("contact", draft.contact, Line::parse);
    let link = check.field("link", draft.link, Link::parse);
    let note = check.field("note", draft.note, Prose::parse);
    Some(SpeakingUpRoute { kind: kind?, name: name?, contact, link, note })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kinds_that_are_told_are_the_kinds_there_are() {
        assert_eq!(RouteKind::ALL.map(RouteKind::name), KINDS);
    }
}
