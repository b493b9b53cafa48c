//! What `serde` could not read, and where it stood.

use std::fmt;

use serde::de::{self, Expected, Unexpected};

use crate::faults::Step;
use crate::{Code, Param, Problem};

/// An error of `serde`, without a word of the input: it knows the path it came up by.
#[derive(Debug)]
pub(super) struct Trouble {
    problem: Problem,
    // From the node outwards: the slot in the tree as it is now, and the step in the document as written.
    // There is no step for a name that is not the form's own.
    hops: Vec<(usize, Option<Step>)>,
    pending: Pending,
}

/// What the object in which it happened must add.
#[derive(Debug)]
enum Pending {
    Nothing,
    /// The member whose name was read last is not known.
    UnknownMember,
    /// The member whose name was read last has been read before.
    RepeatedMember(&'static str),
    /// A member of this name is not there.
    MissingMember(&'static str),
}

/// All that is to be known about a [`Trouble`].
pub(super) struct Told {
    pub(super) problem: Problem,
    /// Where it stands in the document as written.
    pub(super) at: Vec<Step>,
    /// What to take out of the tree.
    pub(super) slots: Vec<usize>,
    /// The list, and the position in it as written, that loses a member.
    pub(super) left_out: Option<(Vec<Step>, usize)>,
}

impl Trouble {
    pub(super) fn new(problem: Problem) -> Self {
        Self { problem, hops: Vec::new(), pending: Pending::Nothing }
    }

    /// A value of another type.
    pub(super) fn wrong_type(expected: &'static str) -> Self {
        Self::new(Problem::new(Code::WRONG_TYPE).with_param("expected", Param::Text(expected)))
    }

    /// Out of a member of a list or an object.
    pub(super) fn out_of(mut self, slot: usize, step: Option<Step>) -> Self {
        self.hops.push((slot, step));
        self
    }

    /// Out of the object whose member at `slot`, at this position as written, had its name read last.
    pub(super) fn out_of_object(mut self, slot: usize, position: usize) -> Self {
        match self.pending {
            Pending::UnknownMember => {
                let position = u64::try_from(position).unwrap_or(u64::MAX).saturating_add(1);
                self.problem = self.problem.with_param("position", Param::Number(position));
                self.pending = Pending::Nothing;
                self.out_of(slot, None)
            }
            Pending::RepeatedMember(name) => {
                self.pending = Pending::Nothing;
                self.out_of(slot, Some(Step::Field(name)))
            }
            Pending::Nothing | Pending::MissingMember(_) => self,
        }
    }

    pub(super) fn told(self) -> Told {
        let missing = match self.pending {
            Pending::MissingMember(name) => Some(Step::Field(name)),
            _ => None,
        };
        let outwards: Vec<_> = self.hops.into_iter().rev().collect();
        let known: Option<Vec<Step>> = outwards.iter().map(|(_, step)| *step).collect();
        let left_out = known.as_ref().and_then(|steps| match steps.split_last() {
            Some((Step::Index(index), list)) => Some((list.to_vec(), *index)),
            _ => None,
        });
        let mut at: Vec<Step> = outwards.iter().map_while(|(_, step)| *step).collect();
        if known.is_some() {
            at.extend(missing);
        }
        Told {
            problem: self.problem,
            at,
            slots: outwards.into_iter().map(|(slot, _)| slot).collect(),
            left_out,
        }
    }
}

// `serde` hands over the input in most of these. None of it is kept.
impl de::Error for Trouble {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::new(Code::FORMAT.into())
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::new(Code::FORMAT.into())
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::new(Code::FORMAT.into())
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self::new(Code::FORMAT.into())
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::new(Problem::new(Code::UNKNOWN_CHOICE).with_param("choices", Param::List(expected)))
    }

    fn unknown_field(name: &str, expected: &'static [&'static str]) -> Self {
        let problem = Problem::new(Code::UNKNOWN_FIELD);
        let problem = match nearest(name, expected) {
            Some(nearest) => problem.with_param("nearest", Param::Text(nearest)).with_message(
                "{subject} has a field that is not part of it, number {position}. The nearest one that is: {nearest}",
            ),
            None => problem,
        };
        Self { pending: Pending::UnknownMember, ..Self::new(problem) }
    }

    fn missing_field(name: &'static str) -> Self {
        Self { pending: Pending::MissingMember(name), ..Self::new(Code::MISSING.into()) }
    }

    fn duplicate_field(name: &'static str) -> Self {
        Self { pending: Pending::RepeatedMember(name), ..Self::new(Code::JSON_DUPLICATE_FIELD.into()) }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.problem.code().fmt(f)
    }
}

impl std::error::Error for Trouble {}

/// The known name that differs least from this one, if it differs by no more than two letters.
fn nearest(name: &str, known: &'static [&'static str]) -> Option<&'static str> {
    // Longer than any field by far: not a slip of the pen.
    if name.len() > 64 {
        return None;
    }
    let near = known.iter().map(|candidate| (distance(name, candidate), *candidate));
    near.filter(|(distance, _)| *distance <= 2).min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

/// The Levenshtein distance, upper and lower case being the same.
fn distance(a: &str, b: &str) -> usize {
    let b = b.as_bytes();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(b) {
            let change = diagonal + usize::from(!x.eq_ignore_ascii_case(y));
            diagonal = *cell;
            left = change.min(left + 1).min(*cell + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_counts_letters() {
        for (a, b, count) in
            [("", "abc", 3), ("name", "nmae", 2), ("name", "NAME", 0), ("kitten", "sitting", 3)]
        {
            assert_eq!((distance(a, b), distance(b, a)), (count, count), "{a} {b}");
        }
    }

    #[test]
    fn only_a_slip_of_the_pen_has_a_nearest_name() {
        const KNOWN: &[&str] = &["name", "knownAs", "emails"];
        assert_eq!(nearest("email", KNOWN), Some("emails"));
        assert_eq!(nearest("known_as", KNOWN), Some("knownAs"));
        assert_eq!(nearest("nickname", KNOWN), None);
    }
}
