//! Small steps from one possible table to another.

use super::atoms::Block;
use super::model::{Model, Target, sum};

/// The most atoms of a target that steps are begun from.
const MOST_BEGINNINGS: usize = 6;

/// Which way a target is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Up,
    Down,
}

impl Way {
    pub(super) const fn sign(self) -> i64 {
        match self {
            Way::Up => 1,
            Way::Down => -1,
        }
    }
}

/// Changes people step by step, each step to a possible table, until the target is at a goal or no step is left.
///
/// A step adds people to one atom and takes as many from another, or does so around a box of the grid of atoms, so that
/// the sums along its edges stay. All in whole numbers.
pub(super) fn climb(model: &Model, people: &[i64], target: &Target, way: Way, goal: i64) -> Vec<i64> {
    let mut climber = Climber::new(model, people, target);
    let mut left = (goal - sum(people, &target.atoms)) * way.sign();
    // The atoms with most people have most to give.
    let mut beginnings = target.atoms.clone();
    beginnings.sort_by_key(|atom| (-climber.people_of(*atom), *atom));
    beginnings.truncate(MOST_BEGINNINGS);
    for begin in beginnings {
        let Some(block) = model.block(begin) else { continue };
        for other in std::iter::once(begin).chain(block.atoms().filter(|other| *other != begin)) {
            for step in steps(block, begin, other, way) {
                if left <= 0 {
                    return climber.people;
                }
                left -= climber.go(&step, way, left);
            }
        }
    }
    climber.people
}

struct Climber<'a> {
    model: &'a Model,
    people: Vec<i64>,
    /// What each reading comes to.
    sums: Vec<i64>,
    inside: Vec<bool>,
}

impl<'a> Climber<'a> {
    fn new(model: &'a Model, people: &[i64], target: &Target) -> Self {
        let sums = model.readings().iter().map(|reading| reading.sum(people)).collect();
        let mut inside = vec![false; model.atoms()];
        for atom in &target.atoms {
            if let Some(inside) = inside.get_mut(*atom) {
                *inside = true;
            }
        }
        Self { model, people: people.to_vec(), sums, inside }
    }

    fn people_of(&self, atom: usize) -> i64 {
        self.people.get(atom).copied().unwrap_or_default()
    }

    /// Takes a step as often as it can be taken, and as it is useful; how far the target went by it.
    fn go(&mut self, step: &[(usize, i64)], way: Way, left: i64) -> i64 {
        let (mut changes, mut gain) = (Vec::with_capacity(step.len() * 8), 0);
        let mut times = left;
        for &(atom, sign) in step {
            if self.model.is_nobody(atom) {
                return 0;
            }
            if sign < 0 {
                times = times.min(self.people_of(atom));
            }
            if self.inside.get(atom).copied().unwrap_or_default() {
                gain += sign;
            }
            changes.extend(self.model.reads(atom).iter().map(|(reading, added)| (*reading, sign * added)));
        }
        let gain = gain * way.sign();
        if gain <= 0 || times <= 0 {
            return 0;
        }
        changes.sort_unstable();
        let mut net: Vec<(usize, i64)> = Vec::with_capacity(changes.len());
        for (reading, sign) in changes {
            match net.last_mut() {
                Some((last, sum)) if *last == reading => *sum += sign,
                _ => net.push((reading, sign)),
            }
        }
        for (reading, change) in &net {
            let (Some(known), Some(sum)) = (self.model.readings().get(*reading), self.sums.get(*reading))
            else {
                return 0;
            };
            let room = if *change > 0 { known.most - sum } else { sum - known.least };
            if *change != 0 {
                times = times.min(room / change.abs());
            }
        }
        if times <= 0 {
            return 0;
        }
        for &(atom, sign) in step {
            if let Some(people) = self.people.get_mut(atom) {
                *people += sign * times;
            }
        }
        for (reading, change) in net {
            if let Some(sum) = self.sums.get_mut(reading) {
                *sum += change * times;
            }
        }
        gain * times
    }
}

/// The steps between two atoms of a block: the first alone, both, or the corners of the box between them.
fn steps(block: &Block, begin: usize, other: usize, way: Way) -> Vec<Vec<(usize, i64)>> {
    let sign = way.sign();
    if begin == other {
        return vec![vec![(begin, sign)]];
    }
    let pair = vec![(begin, sign), (other, -sign)];
    let (from, to) = (block.place(begin), block.place(other));
    if from.iter().zip(&to).filter(|(from, to)| from != to).count() == 1 {
        return vec![pair];
    }
    let mut corners: Vec<(Vec<usize>, i64)> = vec![(Vec::new(), sign)];
    for (from, to) in from.into_iter().zip(to) {
        let both = |(at, sign): (Vec<usize>, i64)| {
            let turn = (from != to).then(|| ([at.as_slice(), &[to]].concat(), -sign));
            std::iter::once(([at, vec![from]].concat(), sign)).chain(turn)
        };
        corners = corners.into_iter().flat_map(both).collect();
    }
    vec![pair, corners.into_iter().map(|(at, sign)| (block.atom(at), sign)).collect()]
}
