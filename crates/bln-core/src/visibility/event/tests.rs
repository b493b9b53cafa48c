use proptest::{prelude::*, sample::select};
use uuid::Uuid;

use super::*;
use crate::{Mode, ModeChoice, Person, RegistrationParts, RegistrationState, Sequence};

const MEMBER: Option<BelongingKind> = Some(BelongingKind::Member);
const ALLY: Option<BelongingKind> = Some(BelongingKind::Ally);
const TIES: [EventTie; 3] = [EventTie::None, EventTie::Registered, EventTie::Facilitates];

fn id(number: u128) -> Id<Person> {
    Id::new(Uuid::from_u128(number))
}

fn facts(publication: Publication, audience: Audience, confidentiality: Confidentiality) -> EventFacts {
    EventFacts { publication, audience, confidentiality, tie: EventTie::None }
}

/// For each audience: a member, an ally, somebody signed in who is not active, the public.
fn views(facts: EventFacts) -> [View; 4] {
    let me = Actor::participant(id(1));
    [(me, MEMBER), (me, ALLY), (me, None), (Actor::public(), None)]
        .map(|(actor, asker)| event_view(actor, asker, facts))
}

#[test]
fn a_published_event_is_seen_by_its_audience_and_a_strict_one_in_outline() {
    use View::*;
    for (audience, open, strict) in [
        (Audience::Members, [Full, Entry, Hidden, Hidden], [Outline, Hidden, Hidden, Hidden]),
        (Audience::MembersAndAllies, [Full, Full, Hidden, Hidden], [Outline, Outline, Hidden, Hidden]),
        (Audience::Public, [Full; 4], [Outline; 4]),
    ] {
        for rule in Confidentiality::ALL {
            let seen = views(facts(Publication::Published, audience, rule));
            assert_eq!(seen, if rule.is_strict() { strict } else { open }, "{audience:?} {rule:?}");
        }
    }
}

#[test]
fn whoever_is_registered_sees_all_of_a_published_event_and_nobody_else_does_through_them() {
    for rule in Confidentiality::ALL {
        let tied = facts(Publication::Published, Audience::Members, rule).tied(EventTie::Registered);
        for actor in [Actor::participant(id(1)), Actor::facilitator(id(1))] {
            assert_eq!(event_view(actor, None, tied), View::Full);
        }
        for actor in [Actor::public(), Actor::analyst(id(1)), Actor::auditor(id(1))] {
            assert_eq!(event_view(actor, MEMBER, tied), View::Hidden);
        }
        let draft = EventFacts { publication: Publication::Draft, ..tied };
        assert_eq!(event_view(Actor::participant(id(1)), MEMBER, draft), View::Hidden);
    }
}

#[test]
fn a_draft_is_seen_by_administrators_and_by_whoever_facilitates_it() {
    for audience in Audience::ALL {
        for rule in Confidentiality::ALL {
            let draft = facts(Publication::Draft, audience, rule);
            assert_eq!(views(draft), [View::Hidden; 4]);
            assert_eq!(event_view(Actor::administrator(id(9)), None, draft), View::Full);
            let facilitator = Actor::facilitator(id(9));
            assert_eq!(event_view(facilitator, MEMBER, draft), View::Hidden);
            assert_eq!(event_view(facilitator, None, draft.tied(EventTie::Facilitates)), View::Full);
            for actor in [Actor::analyst(id(9)), Actor::auditor(id(9))] {
                assert_eq!(event_view(actor, MEMBER, draft), View::Hidden);
            }
        }
    }
}

#[test]
fn an_analyst_and_an_auditor_see_events_as_the_public_does() {
    for audience in Audience::ALL {
        for rule in Confidentiality::ALL {
            let facts = facts(Publication::Published, audience, rule);
            let seen = |actor| event_view(actor, MEMBER, facts);
            let public = seen(Actor::public());
            assert_eq!((seen(Actor::analyst(id(1))), seen(Actor::auditor(id(1)))), (public, public));
        }
    }
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn registration(state: RegistrationState) -> Registration {
    Registration::from_parts(RegistrationParts {
        id: Id::new(Uuid::from_u128(5)),
        event: Id::new(Uuid::from_u128(7)),
        person: id(1),
        choice: ModeChoice::Online,
        sequence: Sequence::new(1),
        state,
        since: at("2027-06-01T09:00:00Z"),
        steps: 1,
    })
}

#[test]
fn a_tie_is_ones_own_to_this_very_event() {
    let (event, other) = (Id::new(Uuid::from_u128(7)), Id::new(Uuid::from_u128(8)));
    let waiting = registration(RegistrationState::Waiting);
    let now = at("2027-06-01T09:00:00Z");
    let tie = |actor, event| EventTie::of(actor, event, Some(&waiting), None, now);
    assert_eq!(tie(Actor::participant(id(1)), event), EventTie::Registered);
    assert_eq!(tie(Actor::participant(id(2)), event), EventTie::None);
    assert_eq!(tie(Actor::participant(id(1)), other), EventTie::None);

    let leave = Facilitation::restore(event, id(3), now, at("2027-06-10T09:00:00Z")).unwrap();
    let tie = |actor, event, at| EventTie::of(actor, event, None, Some(&leave), at);
    let early = at("2027-05-01T09:00:00Z");
    assert_eq!(tie(Actor::facilitator(id(3)), event, early), EventTie::Facilitates);
    assert_eq!(tie(Actor::facilitator(id(3)), event, at("2027-06-10T09:00:00Z")), EventTie::None);
    assert_eq!(tie(Actor::facilitator(id(3)), other, now), EventTie::None);
    for actor in [Actor::facilitator(id(4)), Actor::participant(id(3)), Actor::analyst(id(3))] {
        assert_eq!(tie(actor, event, now), EventTie::None);
    }
}

#[test]
fn who_has_left_the_list_is_tied_no_more() {
    let mode = Mode::Online;
    for (state, tie) in [
        (RegistrationState::Confirmed { mode }, EventTie::Registered),
        (RegistrationState::Attended { mode }, EventTie::Registered),
        (RegistrationState::DidNotAttend { mode }, EventTie::None),
        (RegistrationState::Cancelled, EventTie::None),
        (RegistrationState::Declined, EventTie::None),
        (RegistrationState::Expired, EventTie::None),
    ] {
        let (registration, now) = (registration(state), at("2027-06-01T09:00:00Z"));
        let found =
            EventTie::of(Actor::participant(id(1)), registration.event(), Some(&registration), None, now);
        assert_eq!(found, tie, "{state:?}");
    }
}

fn actors() -> impl Strategy<Value = Actor> {
    select(vec![
        Actor::public(),
        Actor::participant(id(1)),
        Actor::facilitator(id(1)),
        Actor::administrator(id(1)),
        Actor::analyst(id(1)),
        Actor::auditor(id(1)),
    ])
}

proptest! {
    #[test]
    fn a_stricter_rule_or_a_looser_tie_never_shows_more(
        actor in actors(),
        asker in select(vec![None, MEMBER, ALLY]),
        publication in select(vec![Publication::Draft, Publication::Published]),
        audience in select(Audience::ALL.to_vec()),
        rules in [select(Confidentiality::ALL.to_vec()), select(Confidentiality::ALL.to_vec())],
        ties in [select(TIES.to_vec()), select(TIES.to_vec())],
    ) {
        let shown = |rule, tie| event_view(actor, asker, facts(publication, audience, rule).tied(tie));
        let [open, strict] = if rules[0] <= rules[1] { rules } else { [rules[1], rules[0]] };
        let [loose, close] = if ties[0] <= ties[1] { ties } else { [ties[1], ties[0]] };
        prop_assert!(shown(strict, loose) <= shown(open, loose));
        prop_assert!(shown(open, loose) <= shown(open, close));
    }
}
