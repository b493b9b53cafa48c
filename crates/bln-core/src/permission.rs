//! Who may do what: one table, asked by every verb before anything is loaded.

use crate::{Action, Actor, Id, Person, Refusal, Role};

/// On whose behalf something is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behalf {
    /// It concerns this person.
    Person(Id<Person>),
    /// It concerns the network as a whole, or nobody in particular.
    Network,
}

/// Whether an actor may do something at all.
///
/// - An administrator may do everything.
/// - Anybody may apply or join.
/// - A participant, a facilitator or an analyst may act for themselves: change their details, pause, resume and
///   leave, convert, give and withdraw consent, register, cancel, and answer offers.
/// - A facilitator may also check people in and end offers that have expired.
///
/// # Errors
///
/// [`Refusal::NotAllowed`] where it is plain that the actor's role may not do this. Acting for somebody else is
/// [`Refusal::NotFound`]: whether that person is on the list is nobody's business.
///
/// ```
/// use bln_core::{Action, Actor, Id, Refusal, permission::{Behalf, check}};
///
/// let (me, other) = (Id::new(uuid::Uuid::from_u128(1)), Id::new(uuid::Uuid::from_u128(2)));
/// assert_eq!(check(Actor::participant(me), Action::Register, Behalf::Person(me)), Ok(()));
/// assert_eq!(check(Actor::participant(me), Action::Register, Behalf::Person(other)), Err(Refusal::NotFound));
/// assert_eq!(check(Actor::participant(me), Action::CreateEvent, Behalf::Network), Err(Refusal::NotAllowed));
/// ```
pub fn check(actor: Actor, action: Action, behalf: Behalf) -> Result<(), Refusal> {
    if actor.role() == Role::Administrator {
        return Ok(());
    }
    match (reach(action), behalf) {
        (Reach::Anybody, _) => Ok(()),
        (Reach::Themselves, Behalf::Person(person)) if actor.is(person) => Ok(()),
        (Reach::Themselves, Behalf::Person(_)) if actor.role() != Role::Public => Err(Refusal::NotFound),
        (Reach::Facilitators, _) if actor.role() == Role::Facilitator => Ok(()),
        _ => Err(Refusal::NotAllowed),
    }
}

/// How far an action reaches below administrators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    Anybody,
    Themselves,
    Facilitators,
    Administrators,
}

const fn reach(action: Action) -> Reach {
    match action {
        Action::ApplyForMembership | Action::JoinAsAlly => Reach::Anybody,
        Action::ChangePerson
        | Action::PauseMembership
        | Action::ResumeMembership
        | Action::LeaveNetwork
        | Action::ConvertMembership
        | Action::GiveConsent
        | Action::WithdrawConsent
        | Action::Register
        | Action::CancelRegistration
        | Action::AcceptOffer
        | Action::DeclineOffer => Reach::Themselves,
        Action::CheckIn | Action::ExpireOffer => Reach::Facilitators,
        Action::ApproveApplication
        | Action::DeclineApplication
        | Action::ConfigureNetwork
        | Action::LoadOrganisations
        | Action::CreateEvent
        | Action::PublishEvent
        | Action::ChangeEvent
        | Action::CancelEvent
        | Action::CompleteEvent
        | Action::ResizeEvent
        | Action::RemovePerson => Reach::Administrators,
        // Everything else is decided where it is done, by a capability.
        _ => Reach::Administrators,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u128) -> Id<Person> {
        Id::new(uuid::Uuid::from_u128(n))
    }

    #[test]
    fn the_table_of_roles_and_actions_is_as_documented() {
        let me = id(1);
        let actors = [
            Actor::public(),
            Actor::participant(me),
            Actor::facilitator(me),
            Actor::administrator(me),
            Actor::analyst(me),
        ];
        for &action in Action::ALL {
            for actor in actors {
                let (own, other) =
                    (check(actor, action, Behalf::Person(me)), check(actor, action, Behalf::Person(id(2))));
                let network = check(actor, action, Behalf::Network);
                match (actor.role(), reach(action)) {
                    (Role::Administrator, _)
                    | (_, Reach::Anybody)
                    | (Role::Facilitator, Reach::Facilitators) => {
                        assert_eq!((own, other, network), (Ok(()), Ok(()), Ok(())), "{actor:?} {action:?}");
                    }
                    (Role::Public, _) | (_, Reach::Administrators | Reach::Facilitators) => {
                        let no = Err(Refusal::NotAllowed);
                        assert_eq!((own, other, network), (no, no, no), "{actor:?} {action:?}");
                    }
                    (_, Reach::Themselves) => {
                        assert_eq!((own, other), (Ok(()), Err(Refusal::NotFound)), "{actor:?} {action:?}");
                        assert_eq!(network, Err(Refusal::NotAllowed), "{actor:?} {action:?}");
                    }
                }
            }
        }
    }
}
