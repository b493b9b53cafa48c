//! The one gate through which everything is seen.
//!
//! Get, list, count, search, export and the text of errors all ask here what an actor may see of a record, and
//! what is [`View::Hidden`] is answered as if it were not there: "not yours" and "not there" are the same answer.
//! The gate is pure; what it needs to know is handed to it.

use crate::{
    Actor, Audience, BelongingKind, Confidentiality, Event, EventState, Id, Permit, Person, Role,
    purpose::Directory,
};

/// How much of a record an actor may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum View {
    /// Nothing, not even that it exists.
    Hidden,
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
}

/// What an actor may see of a person. `asker` is how the actor belongs, if active now.
///
/// Administrators and the person themselves see all. Active members and allies see the entry of somebody who is
/// active as well and consents to be shown. Nobody else sees anything; an analyst reads numbers, an auditor
/// pseudonyms, and neither sees people, their own record neither.
pub fn person_view(actor: Actor, asker: Option<BelongingKind>, facts: PersonFacts<'_>) -> View {
    match actor.role() {
        Role::Administrator => View::Full,
        Role::Participant | Role::Facilitator if actor.is(facts.person) => View::Full,
        Role::Participant | Role::Facilitator => {
            let consents = facts.directory.is_some_and(|permit| permit.person() == facts.person);
            if asker.is_some() && facts.active.is_some() && consents { View::Entry } else { View::Hidden }
        }
        Role::Public | Role::Analyst | Role::Auditor => View::Hidden,
    }
}

/// Whether an event has been shown to anybody yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Publication {
    /// Still in preparation.
    Draft,
    /// Published; perhaps cancelled or completed since.
    Published,
}

/// What the gate needs to know of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EventFacts {
    /// Whether it has been published.
    pub publication: Publication,
    /// Whom it is for.
    pub audience: Audience,
    /// What may be said about it.
    pub confidentiality: Confidentiality,
}

/// What an actor may see of an event. `asker` is how the actor belongs, if active now.
///
/// Those who run the network or its events see all, drafts included. Once published, an event is seen by its
/// audience. Somebody who belongs in another way sees the entry, and so can be told that it is not open to them;
/// of a session under a stricter rule than Chatham House they see nothing. Strangers see public events alone.
pub fn event_view(actor: Actor, asker: Option<BelongingKind>, facts: EventFacts) -> View {
    let asker = match actor.role() {
        Role::Administrator | Role::Facilitator => return View::Full,
        Role::Participant => asker,
        Role::Public | Role::Analyst | Role::Auditor => None,
    };
    match facts.publication {
        Publication::Draft => View::Hidden,
        Publication::Published if facts.audience.admits(asker) => View::Full,
        Publication::Published if asker.is_none() => View::Hidden,
        Publication::Published => match facts.confidentiality {
            Confidentiality::Open | Confidentiality::ChathamHouse => View::Entry,
            Confidentiality::ConfidentialSafeSpace | Confidentiality::OffTheRecord => View::Hidden,
        },
    }
}

impl EventFacts {
    /// What the gate needs to know of an event.
    pub const fn of(event: &Event) -> Self {
        let publication = match event.state() {
            EventState::Draft => Publication::Draft,
            EventState::Published | EventState::Cancelled | EventState::Completed => Publication::Published,
        };
        Self { publication, audience: event.audience(), confidentiality: event.confidentiality() }
    }
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
        let unseen = PersonFacts { person: id(1), active: None, directory: None };
        for actor in [Actor::administrator(id(9)), Actor::participant(id(1)), Actor::facilitator(id(1))] {
            assert_eq!(person_view(actor, None, unseen), View::Full);
        }
    }

    #[test]
    fn others_of_the_network_see_the_entry_of_an_active_person_who_consents() {
        let (own, other) = (permit(1), permit(2));
        let seen = |asker, active, directory| {
            let facts = PersonFacts { person: id(1), active, directory };
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
    fn the_public_analysts_and_auditors_see_no_people() {
        let own = permit(1);
        let facts = PersonFacts { person: id(1), active: MEMBER, directory: Some(&own) };
        let of_both = |n| [Actor::analyst(id(n)), Actor::auditor(id(n))];
        for actor in [of_both(1), of_both(2)].concat().into_iter().chain([Actor::public()]) {
            assert_eq!(person_view(actor, MEMBER, facts), View::Hidden);
        }
    }

    /// For each audience: a member, an ally, somebody signed in who is not active, the public.
    fn views(publication: Publication, audience: Audience, confidentiality: Confidentiality) -> [View; 4] {
        let facts = EventFacts { publication, audience, confidentiality };
        let me = Actor::participant(id(1));
        [(me, MEMBER), (me, ALLY), (me, None), (Actor::public(), None)]
            .map(|(actor, asker)| event_view(actor, asker, facts))
    }

    #[test]
    fn a_published_event_is_seen_by_its_audience() {
        use View::*;
        for (audience, open, strict) in [
            (Audience::Members, [Full, Entry, Hidden, Hidden], [Full, Hidden, Hidden, Hidden]),
            (Audience::MembersAndAllies, [Full, Full, Hidden, Hidden], [Full, Full, Hidden, Hidden]),
            (Audience::Public, [Full; 4], [Full; 4]),
        ] {
            for rule in [Confidentiality::Open, Confidentiality::ChathamHouse] {
                assert_eq!(views(Publication::Published, audience, rule), open, "{audience:?} {rule:?}");
            }
            for rule in [Confidentiality::ConfidentialSafeSpace, Confidentiality::OffTheRecord] {
                assert_eq!(views(Publication::Published, audience, rule), strict, "{audience:?} {rule:?}");
            }
        }
    }

    #[test]
    fn a_draft_is_seen_by_those_who_run_events_alone() {
        for audience in [Audience::Members, Audience::MembersAndAllies, Audience::Public] {
            assert_eq!(views(Publication::Draft, audience, Confidentiality::Open), [View::Hidden; 4]);
            let confidentiality = Confidentiality::OffTheRecord;
            let facts = EventFacts { publication: Publication::Draft, audience, confidentiality };
            for actor in [Actor::administrator(id(9)), Actor::facilitator(id(9))] {
                assert_eq!(event_view(actor, None, facts), View::Full);
            }
            for actor in [Actor::analyst(id(9)), Actor::auditor(id(9))] {
                assert_eq!(event_view(actor, MEMBER, facts), View::Hidden);
            }
        }
    }

    #[test]
    fn an_analyst_and_an_auditor_see_events_as_the_public_does() {
        for audience in [Audience::Members, Audience::MembersAndAllies, Audience::Public] {
            let facts = EventFacts {
                publication: Publication::Published,
                audience,
                confidentiality: Confidentiality::Open,
            };
            let seen = |actor| event_view(actor, MEMBER, facts);
            let public = seen(Actor::public());
            assert_eq!((seen(Actor::analyst(id(1))), seen(Actor::auditor(id(1)))), (public, public));
        }
    }
}
