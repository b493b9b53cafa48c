//! Random histories for the seat machine, a world that keeps its records, and a second machine to compare with.

pub(crate) mod naive;
pub(crate) mod sabotage;
pub(crate) mod step;
pub(crate) mod world;

use std::ops::Range;

use proptest::prelude::*;
use step::Step;

/// Histories of commands by eight people, time passing between them.
pub(crate) fn steps(length: Range<usize>) -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(one(), length)
}

fn one() -> impl Strategy<Value = Step> {
    let person = 1_u128..=8;
    let choice = prop::sample::select(&bln_core::ModeChoice::ALL[..]);
    let mode = prop::sample::select(&bln_core::Mode::ALL[..]);
    let places = (0_u32..4, 0_u32..4);
    prop_oneof![
        8 => (person.clone(), choice).prop_map(|(person, choice)| Step::Register { person, choice }),
        4 => person.clone().prop_map(|person| Step::Cancel { person }),
        3 => person.clone().prop_map(|person| Step::Accept { person }),
        2 => person.clone().prop_map(|person| Step::Decline { person }),
        2 => Just(Step::ExpireDue),
        2 => person.clone().prop_map(|person| Step::CheckIn { person }),
        2 => (person.clone(), mode).prop_map(|(person, mode)| Step::WalkUp { person, mode }),
        2 => places.prop_map(|(in_person, online)| Step::Resize { in_person, online }),
        1 => person.clone().prop_map(|person| Step::Remove { person }),
        3 => (person.clone(), person).prop_map(|(from, to)| Step::Transfer { from, to }),
        4 => (1_i64..90).prop_map(|minutes| Step::Wait { minutes }),
    ]
}
