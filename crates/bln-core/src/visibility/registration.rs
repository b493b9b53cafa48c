//! What may be seen of a registration.

use crate::{Actor, Confidentiality, Id, Person, visibility::View};

/// What an actor may see of a person's registration for an event under a rule, and so whether they may act on it.
///
/// Who may ask at all is for the table of [`access`](crate::access) to say. Under a
/// [strict](Confidentiality::is_strict) rule a registration is there for its person alone: nobody else, an administrator
/// neither, sees it, makes it, answers an offer for it or takes it back. People are checked in at the door, by whoever
/// was given leave: see [`admission::door`](crate::admission::door).
pub fn registration_view(actor: Actor, person: Id<Person>, rule: Confidentiality) -> View {
    if rule.is_strict() && !actor.is(person) { View::Hidden } else { View::Full }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registration_under_a_strict_rule_is_there_for_its_person_alone() {
        let id = |n| Id::new(uuid::Uuid::from_u128(n));
        let actors =
            [Actor::participant, Actor::facilitator, Actor::administrator, Actor::analyst, Actor::auditor];
        for rule in Confidentiality::ALL {
            let others = if rule.is_strict() { View::Hidden } else { View::Full };
            for actor in actors {
                assert_eq!(registration_view(actor(id(1)), id(1), rule), View::Full);
                assert_eq!(registration_view(actor(id(2)), id(1), rule), others);
            }
            assert_eq!(registration_view(Actor::public(), id(1), rule), others);
        }
    }
}
