//! Names of states that have none in `bln-core`, because only a store writes them down.

use bln_core::{Id, Intake, Person, Reached};

/// The name of an intake.
pub(crate) const fn intake(intake: Intake) -> &'static str {
    match intake {
        Intake::Open => "open",
        Intake::Closed => "closed",
    }
}

/// The intake of a name.
pub(crate) fn parse_intake(name: &str) -> Option<Intake> {
    [Intake::Open, Intake::Closed].into_iter().find(|known| intake(*known) == name)
}

/// The name of how far an issue of the bulletin has got, without the person up to whom.
pub(crate) const fn reached(reached: Reached) -> &'static str {
    match reached {
        Reached::Nobody => "nobody",
        Reached::UpTo(_) => "up_to",
        Reached::Everybody => "everybody",
    }
}

/// How far an issue has got, from its name and the person up to whom.
pub(crate) fn parse_reached(name: &str, person: Option<Id<Person>>) -> Option<Reached> {
    match (name, person) {
        ("nobody", None) => Some(Reached::Nobody),
        ("up_to", Some(person)) => Some(Reached::UpTo(person)),
        ("everybody", None) => Some(Reached::Everybody),
        _ => None,
    }
}
