//! Everything that can be asked of a network.

use super::{Row, rows};

macro_rules! verbs {
    ($($(#[doc = $doc:literal])+ $verb:ident = $name:literal: $row:expr;)+) => {
        /// Everything that can be asked of a network: one for each method of `bln_service::Network`.
        ///
        /// Exhaustive on purpose: a new verb breaks the build until everybody who has to know of it does.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Verb {
            $($(#[doc = $doc])+ $verb,)+
        }

        impl Verb {
            /// Every verb, in the order of their declaration.
            pub const ALL: &'static [Verb] = &[$(Verb::$verb,)+];

            /// The name of the method.
            pub const fn name(self) -> &'static str {
                match self { $(Verb::$verb => $name,)+ }
            }

            /// What it does, in a sentence.
            pub fn summary(self) -> &'static str {
                match self { $(Verb::$verb => concat!($($doc),+),)+ }.trim()
            }

            /// Who may ask it, and about whose data.
            pub const fn row(self) -> Row {
                match self { $(Verb::$verb => $row,)+ }
            }
        }
    };
}

// A macro for the same reason as in `audit`: one line each instead of four lists, and no verb without a row.
verbs! {
    /// Applies for membership, or joins as an ally.
    Apply = "apply": rows::ANYBODY;
    /// Makes many applications at once.
    Import = "import": rows::ANYBODY;
    /// Changes a person's details.
    ChangePerson = "change_person": rows::THEMSELVES;
    /// Shows a person.
    Person = "person": rows::PEOPLE;
    /// Lists people.
    People = "people": rows::LISTS_OF_PEOPLE;
    /// Searches people by their names.
    SearchPeople = "search_people": rows::LISTS_OF_PEOPLE;
    /// Suggests people whose names are nearly so.
    PeopleLike = "people_like": rows::LISTS_OF_PEOPLE;
    /// Approves an application for membership.
    Approve = "approve": rows::ADMINISTRATORS_OF_PEOPLE;
    /// Declines an application for membership.
    Decline = "decline": rows::ADMINISTRATORS_OF_PEOPLE;
    /// Pauses a membership.
    Pause = "pause": rows::THEMSELVES;
    /// Resumes a paused membership.
    Resume = "resume": rows::THEMSELVES;
    /// Leaves the network.
    Leave = "leave": rows::THEMSELVES;
    /// Turns an ally into a member, or the reverse.
    Convert = "convert": rows::THEMSELVES;
    /// Records consent given or withdrawn.
    AnswerConsent = "answer_consent": rows::THEMSELVES;
    /// Loads the directory of NHS organisations.
    LoadOrganisations = "load_organisations": rows::ADMINISTRATORS;
    /// Shows an organisation of the directory, which is public.
    Organisation = "organisation": rows::ANYBODY;
    /// Lists the organisations of the directory, which is public.
    Organisations = "organisations": rows::ANYBODY;
    /// Plans an event or a series.
    CreateEvent = "create_event": rows::ADMINISTRATORS;
    /// Publishes an event.
    PublishEvent = "publish_event": rows::ADMINISTRATORS;
    /// Changes an event's details.
    ChangeEvent = "change_event": rows::ADMINISTRATORS;
    /// Changes how an event can be attended.
    ReshapeEvent = "reshape_event": rows::ADMINISTRATORS;
    /// Sets the number of an event's places.
    ResizeEvent = "resize_event": rows::ADMINISTRATORS;
    /// Calls an event off.
    CancelEvent = "cancel_event": rows::ADMINISTRATORS;
    /// Closes the books on an event that has ended.
    CompleteEvent = "complete_event": rows::ADMINISTRATORS;
    /// Shows an event.
    Event = "event": rows::EVENTS;
    /// Lists events.
    Programme = "programme": rows::EVENTS;
    /// Shows how many places an event has, holds and has waiting.
    Seats = "seats": rows::ADMINISTRATORS;
    /// Registers a person for an event.
    Register = "register": rows::THEMSELVES;
    /// Gives up a place, an offer or a position on the waiting list.
    CancelRegistration = "cancel_registration": rows::THEMSELVES;
    /// Accepts an offered place.
    AcceptOffer = "accept_offer": rows::THEMSELVES;
    /// Turns an offered place down.
    DeclineOffer = "decline_offer": rows::THEMSELVES;
    /// Ends offers that were not answered in time.
    ExpireOffers = "expire_offers": rows::FACILITATORS;
    /// Records that somebody with a place came.
    CheckIn = "check_in": rows::FACILITATORS_OF_PEOPLE;
    /// Gives a free place to somebody who came without one.
    WalkUp = "walk_up": rows::FACILITATORS_OF_PEOPLE;
    /// Forgets a person's registration for an event.
    RemoveRegistration = "remove_registration": rows::ADMINISTRATORS_OF_PEOPLE;
    /// Shows a person's registration for an event.
    Registration = "registration": rows::THEIR_OWN;
    /// Shows the link to join an event online, to somebody with a confirmed place.
    JoiningLink = "joining_link": rows::THEIR_OWN;
    /// Shows the network in numbers.
    Overview = "overview": rows::NUMBERS;
    /// Checks that everything stored fits together.
    Verify = "verify": rows::ADMINISTRATORS;
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{
        Role,
        access::{Answer, Whose},
    };

    #[test]
    fn every_verb_has_its_own_name_and_says_what_it_does() {
        let names: BTreeSet<_> = Verb::ALL.iter().map(|verb| verb.name()).collect();
        assert_eq!(names.len(), Verb::ALL.len());
        for verb in Verb::ALL {
            assert!(verb.summary().ends_with('.') && verb.summary().trim() == verb.summary(), "{verb:?}");
        }
    }

    #[test]
    fn every_verb_can_be_asked_something_and_the_public_owns_nothing() {
        for verb in Verb::ALL {
            let row = verb.row();
            assert!(Whose::ALL.into_iter().any(|whose| row.asks(whose)), "{verb:?}");
            assert_eq!(row.answer(Role::Public, Whose::Own), Answer::NotAsked, "{verb:?}");
        }
    }

    #[test]
    fn what_can_be_asked_of_one_role_can_be_asked_of_all() {
        for verb in Verb::ALL {
            for whose in Whose::ALL.into_iter().filter(|whose| verb.row().asks(*whose)) {
                for role in Role::ALL {
                    let none = role == Role::Public && whose == Whose::Own;
                    let asked = verb.row().answer(role, whose) != Answer::NotAsked;
                    assert_eq!(asked, !none, "{verb:?} {role:?} {whose:?}");
                }
            }
        }
    }
}
