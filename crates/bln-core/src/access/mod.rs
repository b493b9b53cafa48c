//! Who may do what: one table, asked by every verb before anything is loaded.
//!
//! Each thing that can be asked of a network is a [`Verb`]. Its [`Row`] says for each role, and for each of the
//! actor's own data, another person's and the network's, what the [`Answer`] is. A verb without a row does not
//! compile. What an actor may see of a single record is decided after that, by [`visibility`](crate::visibility).
//!
//! The rules are this library's own choice, in the sense of UK GDPR article 5(1)(c) and (f): nobody sees or does more
//! than they need to, and whether somebody is on the list is told to nobody whom it does not concern.
//!
//! The table as a page is [`access_table`]; `docs/access.md` is what it makes.

mod answer;
mod page;
mod row;
mod rows;
mod verb;

pub use answer::Answer;
pub use page::access_table;
pub use row::{Cells, Row};
pub use verb::Verb;

use crate::{Actor, Id, Person, Refusal};

/// What a verb is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// It concerns this person.
    Person(Id<Person>),
    /// It concerns the network as a whole, or nobody in particular: an event, the programme, the directory.
    Network,
}

/// Whose data it is, seen from the actor.
///
/// Exhaustive: there is no fourth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whose {
    /// The actor's own.
    Own,
    /// Another person's, or of somebody who does not exist: the two are told apart nowhere.
    Other,
    /// The network's.
    Network,
}

impl Whose {
    /// Every one of them.
    pub const ALL: [Whose; 3] = [Whose::Own, Whose::Other, Whose::Network];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Whose::Own => "own",
            Whose::Other => "another's",
            Whose::Network => "the network's",
        }
    }

    /// Whose data something is about.
    pub fn of(actor: Actor, about: About) -> Self {
        match about {
            About::Person(person) if actor.is(person) => Whose::Own,
            About::Person(_) => Whose::Other,
            About::Network => Whose::Network,
        }
    }
}

/// Whether an actor may ask a verb at all. The verb has its own rules on top, and what it shows goes through
/// [`visibility`](crate::visibility).
///
/// # Errors
///
/// [`Refusal::NotAllowed`] or [`Refusal::NotFound`], as the [`Answer`] in the verb's row says.
///
/// ```
/// use bln_core::{Actor, Id, Refusal, access::{About, Verb, check}};
///
/// let (me, other) = (Id::new(uuid::Uuid::from_u128(1)), Id::new(uuid::Uuid::from_u128(2)));
/// assert_eq!(check(Actor::participant(me), Verb::Register, About::Person(me)), Ok(()));
/// assert_eq!(check(Actor::participant(me), Verb::Register, About::Person(other)), Err(Refusal::NotFound));
/// assert_eq!(check(Actor::participant(me), Verb::CreateEvent, About::Network), Err(Refusal::NotAllowed));
/// ```
pub fn check(actor: Actor, verb: Verb, about: About) -> Result<(), Refusal> {
    verb.row().answer(actor.role(), Whose::of(actor, about)).check()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Role;

    fn id(n: u128) -> Id<Person> {
        Id::new(uuid::Uuid::from_u128(n))
    }

    fn signed_in(n: u128) -> [Actor; 5] {
        [Actor::participant, Actor::facilitator, Actor::administrator, Actor::analyst, Actor::auditor]
            .map(|actor| actor(id(n)))
    }

    #[test]
    fn data_is_ones_own_anothers_or_the_networks() {
        for actor in signed_in(1) {
            assert_eq!(Whose::of(actor, About::Person(id(1))), Whose::Own);
            assert_eq!(Whose::of(actor, About::Person(id(2))), Whose::Other);
            assert_eq!(Whose::of(actor, About::Network), Whose::Network);
        }
        assert_eq!(Whose::of(Actor::public(), About::Person(id(1))), Whose::Other);
        assert_eq!(Whose::of(Actor::public(), About::Network), Whose::Network);
    }

    #[test]
    fn whoever_is_asked_about_the_wrong_thing_refuses_everybody() {
        for actor in signed_in(1) {
            assert_eq!(check(actor, Verb::Approve, About::Network), Err(Refusal::NotAllowed));
            assert_eq!(check(actor, Verb::Apply, About::Person(id(1))), Err(Refusal::NotAllowed));
        }
    }

    #[test]
    fn a_person_acts_for_themselves_and_is_told_nothing_of_others() {
        for actor in [Actor::participant(id(1)), Actor::facilitator(id(1)), Actor::analyst(id(1))] {
            for verb in [Verb::ChangePerson, Verb::Pause, Verb::AnswerConsent, Verb::AcceptOffer] {
                assert_eq!(check(actor, verb, About::Person(id(1))), Ok(()), "{actor:?} {verb:?}");
                let other = check(actor, verb, About::Person(id(2)));
                assert_eq!(other, Err(Refusal::NotFound), "{actor:?} {verb:?}");
            }
        }
    }

    /// What an auditor is there for.
    const OF_THE_AUDIT: [Verb; 5] = [
        Verb::AuditCheckpoint,
        Verb::VerifyAudit,
        Verb::AuditInclusion,
        Verb::AuditConsistency,
        Verb::AuditEntries,
    ];

    #[test]
    fn an_auditor_reads_the_audit_and_else_may_do_what_the_public_may_and_nothing_more() {
        let (public, auditor) = (Actor::public(), Actor::auditor(id(1)));
        for verb in OF_THE_AUDIT {
            assert_eq!(check(auditor, verb, About::Network), Ok(()), "{verb:?}");
            assert_eq!(check(public, verb, About::Network), Err(Refusal::NotAllowed), "{verb:?}");
        }
        for verb in Verb::ALL.iter().copied().filter(|verb| !OF_THE_AUDIT.contains(verb)) {
            for about in [About::Person(id(2)), About::Network] {
                assert_eq!(check(auditor, verb, about), check(public, verb, about), "{verb:?}");
            }
            assert!(check(auditor, verb, About::Person(id(1))).is_err(), "{verb:?}");
        }
    }

    /// What nobody does or sees for another, and the entries of the audit.
    const NOT_FOR_ADMINISTRATORS: [(Verb, Whose); 6] = [
        (Verb::RecordEthnicGroup, Whose::Other),
        (Verb::RecordAccessNeeds, Whose::Other),
        (Verb::ForgetCharacteristic, Whose::Other),
        (Verb::OwnCharacteristics, Whose::Other),
        (Verb::ApproveTestimonial, Whose::Other),
        (Verb::AuditEntries, Whose::Network),
    ];

    #[test]
    fn an_administrator_may_ask_everything_else_that_can_be_asked_but_what_is_of_those_at_one_event() {
        let administrator = Actor::administrator(id(1));
        for (verb, whose) in NOT_FOR_ADMINISTRATORS {
            let about = if whose == Whose::Network { About::Network } else { About::Person(id(2)) };
            assert_eq!(check(administrator, verb, about), Err(Refusal::NotAllowed), "{verb:?}");
        }
        let of_one_event = |verb: Verb| {
            Role::ALL.into_iter().any(|role| verb.row().answer(role, Whose::Network) == Answer::Involved)
        };
        for &verb in Verb::ALL.iter().filter(|verb| !of_one_event(**verb)) {
            // A referral is one person's alone, and of another's it is not even told that it could not be made.
            let others = |whose: &Whose| {
                NOT_FOR_ADMINISTRATORS.contains(&(verb, *whose))
                    || (verb, *whose) == (Verb::Referral, Whose::Other)
            };
            for whose in Whose::ALL.into_iter().filter(|whose| !others(whose)) {
                let answer = verb.row().answer(Role::Administrator, whose);
                assert!(!matches!(answer, Answer::NotFound | Answer::NotAllowed), "{verb:?} {whose:?}");
            }
        }
    }
}
