//! Where people can take a concern, and what they choose to take there. Nothing is kept of either.

use std::fmt;

use bln_core::{
    Actor, Id, Line, Person, Prose, Referral, Refusal, SpeakingUpRoute,
    access::{About, Verb},
};

use crate::{Network, NetworkError};

/// What somebody releases of themselves and of their concern: nothing but what is filled in.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Released {
    /// Their name, or what they want to be called.
    pub name: Option<Line<200>>,
    /// How they want to be reached.
    pub contact: Option<Line<200>>,
    /// Where they work.
    pub organisation: Option<Line<200>>,
    /// What they want to say.
    pub words: Option<Prose<4000>>,
}

// Written by hand: not even which parts there are.
impl fmt::Debug for Released {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Released(..)")
    }
}

impl Network {
    /// Where people can take a concern, in the order in which the network tells of it. Who asks is written down nowhere.
    ///
    /// # Errors
    ///
    /// None: anybody may ask.
    pub fn speaking_up_routes(&self, actor: Actor) -> Result<&[SpeakingUpRoute], NetworkError> {
        self.enter(Verb::SpeakingUpRoutes, actor, About::Network)?;
        Ok(self.profile().speaking_up())
    }

    /// Puts what a person releases into a text to take to one of the network's routes. They send it themselves: nothing is
    /// read, nothing is sent, and nothing is kept, not even that they asked.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`] for another person, and for a route that the network does not tell of.
    pub fn referral(
        &self,
        actor: Actor,
        person: Id<Person>,
        route: &SpeakingUpRoute,
        released: Released,
    ) -> Result<Referral, NetworkError> {
        self.enter(Verb::Referral, actor, About::Person(person))?;
        let route =
            self.profile().speaking_up().iter().find(|known| *known == route).ok_or(Refusal::NotFound)?;
        let Released { name, contact, organisation, words } = released;
        let referral = Referral::to(route);
        let referral = add(referral, name, Referral::releasing_name);
        let referral = add(referral, contact, Referral::releasing_contact);
        let referral = add(referral, organisation, Referral::releasing_organisation);
        Ok(add(referral, words, Referral::releasing_words))
    }
}

fn add<T>(referral: Referral, part: Option<T>, releasing: impl Fn(Referral, T) -> Referral) -> Referral {
    match part {
        Some(part) => releasing(referral, part),
        None => referral,
    }
}
