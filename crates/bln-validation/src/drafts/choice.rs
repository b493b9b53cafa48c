//! What a choice made in a form lets the rest of the form say.

use crate::{Check, Code, Param, Problem};

/// What a choice takes of the fields that hang on it.
pub(super) struct Takes {
    /// What must be given with it.
    pub needs: &'static [&'static str],
    /// What may be given with it besides.
    pub may: &'static [&'static str],
}

/// A choice that was read by its name, or the choices there are.
pub(super) fn known<T>(choice: Option<T>, choices: &'static [&'static str]) -> Result<T, Problem> {
    choice.ok_or_else(|| Problem::new(Code::UNKNOWN_CHOICE).with_param("choices", Param::List(choices)))
}

/// One of the choices, for a noun that is read by the name of it.
pub(super) fn one_of(name: &str, choices: &'static [&'static str]) -> Result<&'static str, Problem> {
    known(choices.iter().copied().find(|choice| *choice == name), choices)
}

/// Holds the fields that hang on a choice, and whether each is given, against what the choice takes.
///
/// What it does not take is refused and not left behind, for what is made of these forms is kept as it is or sent: nobody
/// could add afterwards what was dropped without a word. (How somebody is named is the other way round: less is better
/// there.)
pub(super) fn hold(check: &mut Check<'_>, given: &[(&'static str, bool)], takes: &Takes) {
    for (name, given) in given {
        let needed = takes.needs.contains(name);
        if needed && !given {
            check.missing(name);
        } else if *given && !needed && !takes.may.contains(name) {
            check.fault(name, Code::NOT_WITH_CHOICE);
        }
    }
}
