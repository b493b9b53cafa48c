//! The one gate through which everything is seen.
//!
//! Get, list, count, search, export and the text of errors all ask here what an actor may see of a record, and
//! what is [`View::Hidden`] is answered as if it were not there: "not yours" and "not there" are the same answer.
//! The gate is pure; what it needs to know is handed to it.

mod calendar;
mod card;
mod event;
mod registration;

pub use calendar::{EntryState, ListedEvent, OwnContent, OwnEntry};
pub use card::ShownPerson;
pub use event::{EventFacts, EventTie, Publication, event_view};
pub use registration::registration_view;

use crate::{Actor, BelongingKind, Id, Limits, Permit, Person, Role, purpose::Directory};

/// How much of a record an actor may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum View {
    /// Nothing, not even that it exists.
    Hidden,
    /// Of a session under a strict rule: what sort it is, when it is, whom it is for and how to register. Neither
    /// title nor place. Of a person there is none. See [`Event::outlined`](crate::Event::outlined).
    Outline,
    /// Its entry in a list. Of a person: the name and where they work, not how they belong, at what level, or how
    /// to reach them. Of an event: the title, the times and whom it is for.
    Entry,
    /// All of it, but for what takes a capability of its own: characteristics, and the joining link of an event.
    Full,
}

/// What the gate needs to know of a person to be seen.
#[derive(Debug, Clone, Copy)]
pub struct PersonFacts<'a> {
    /// Who it is.
    pub person: Id<Person>,
    /// How they belong, if active now.
    pub active: Option<BelongingKind>,
    /// Their consent to be shown to others, if it is live.
    pub directory: Option<&'a Permit<Directory>>,
    /// What may not be done with their details for now, if anything was ever limited.
    pub limits: Option<&'a Limits>,
}

/// What an actor may see of a person. `asker` is how the actor belongs, if active now.
///
/// Administrators and the person themselves see all. Active members and allies see the entry of somebody who is
/// active as well, consents to be shown, and has not had the use of their details restricted: that is storing and
/// nothing else (UK GDPR article 18(2)). Nobody else sees anything; an analyst reads numbers, an auditor
/// pseudonyms, and neither sees people, their own record neither.
pub fn person_view(actor: Actor, asker: Option<BelongingKind>, facts: PersonFacts<'_>) -> View {
    match actor.role() {
        Role::Administrator => View::Full,
        Role::Participant | Role::Facilitator if actor.is(facts.person) => View::Full,
        Role::Participant | Role::Facilitator => {
            if asker.is_some() && is_shown_to_others(facts) {
                View::Entry
            } else {
                View::Hidden
            }
        }
        Role::Public | Role::Analyst | Role::Auditor => View::Hidden,
    }
}

/// Whether others of the network may see the entry of a person.
fn is_shown_to_others(facts: PersonFacts<'_>) -> bool {
    let consents = facts.directory.is_some_and(|permit| permit.person() == facts.person);
    let usable = facts.limits.is_none_or(|limits| limits.may_use().is_ok());
    facts.active.is_some() && consents && usable
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEMBER: Option<BelongingKind> = Some(BelongingKind::Member);
    const ALLY: Option<BelongingKind> = Some(BelongingKind::Ally);

    fn id(number: u128) -> Id<Person> {
        Id::new(uuid::Uuid::from_u128(number))
    }

    fn permit(number: u128) -> Permit<Directory> {
        Permit::new(id(number), "2027-03-01T09:00:00Z".parse().unwrap())
    }

    #[test]
    fn a_person_is_seen_by_themselves_and_by_administrators_whole() {
        let unseen = PersonFacts { person: id(1), active: None, directory: None, limits: None };
        for actor in [Actor::administrator(id(9)), Actor::participant(id(1)), Actor::facilitator(id(1))] {
            assert_eq!(person_view(actor, None, unseen), View::Full);
        }
    }

    #[test]
    fn others_of_the_network_see_the_entry_of_an_active_person_who_consents() {
        let (own, other) = (permit(1), permit(2));
        let seen = |asker, active, directory| {
            let facts = PersonFacts { person: id(1), active, directory, limits: None };
            let views = [Actor::participant(id(2)), Actor::facilitator(id(2))]
                .map(|actor| person_view(actor, asker, facts));
            assert_eq!(views[0], views[1]);
            views[0]
        };
        for (asker, active) in [(MEMBER, ALLY), (ALLY, MEMBER)] {
            assert_eq!(seen(asker, active, Some(&own)), View::Entry);
            assert_eq!(seen(None, active, Some(&own)), View::Hidden);
            assert_eq!(seen(asker, None, Some(&own)), View::Hidden);
            assert_eq!(seen(asker, active, None), View::Hidden);
            assert_eq!(seen(asker, active, Some(&other)), View::Hidden);
        }
    }

    #[test]
    fn somebody_whose_details_are_restricted_is_seen_by_themselves_and_administrators_alone() {
        let own = permit(1);
        let now = "2027-03-01T09:00:00Z".parse().unwrap();
        let none = Limits::none(id(1));
        let restricted = none.restrict(crate::limits::RestrictionGround::AccuracyContested, now);
        let held = none.hold(crate::Prose::parse("Sample claim").unwrap(), now);
        let seen = |actor, limits| {
            let facts = PersonFacts { person: id(1), active: MEMBER, directory: Some(&own), limits };
            person_view(actor, MEMBER, facts)
        };
        for other in [Actor::participant(id(2)), Actor::facilitator(id(2))] {
            assert_eq!(seen(other, Some(&restricted)), View::Hidden);
            for usable in [&none, &held] {
                assert_eq!(seen(other, Some(usable)), View::Entry);
            }
        }
        for actor in [Actor::administrator(id(9)), Actor::participant(id(1)), Actor::facilitator(id(1))] {
            assert_eq!(seen(actor, Some(&restricted)), View::Full);
        }
    }

    #[test]
    fn the_public_analysts_and_auditors_see_no_people() {
        let own = permit(1);
        let facts = PersonFacts { person: id(1), active: MEMBER, directory: Some(&own), limits: None };
        let of_both = |n| [Actor::analyst(id(n)), Actor::auditor(id(n))];
        for actor in [of_both(1), of_both(2)].concat().into_iter().chain([Actor::public()]) {
            assert_eq!(person_view(actor, MEMBER, facts), View::Hidden);
        }
    }
}
