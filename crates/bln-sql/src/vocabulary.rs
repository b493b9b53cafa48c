//! Names of states that have none in `bln-core`, because only a store writes them down.

use bln_core::Intake;

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
