//! Where linear programs over one model begin.

use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Solution, Variable};

use super::model::Model;
use super::solve::{Break, Found, Missing, People, Program, Wanted, found, options, solution};

/// What is off a whole number by less than this is one.
const PART: f64 = 1e-6;

/// The most atoms that are set to a whole number one after the other.
const MOST_SET: usize = 200;

/// A program over a model that was solved with nothing wanted, so that each sum that is wanted is a few steps from
/// there rather than a program from the beginning. What comes of one does not depend on those before it.
#[derive(Debug)]
pub(super) struct Start {
    atoms: Vec<Option<Variable>>,
    breaks: Vec<Break>,
    /// How many people a sum may be short of what is wanted.
    short: Option<Variable>,
    /// `None` if the solver failed.
    solution: Option<Solution>,
}

/// The best table that a program found, with the program as it was left there.
#[derive(Debug)]
pub(super) struct Corner {
    pub(super) table: Found,
    solution: Solution,
}

impl Start {
    /// For tables with a sum that is wanted, that break as little as they can; see [`cheapest`](super::solve::cheapest).
    pub(super) fn breaking(model: &Model) -> Self {
        Self::of(model, true)
    }

    /// For tables that break nothing and come as close as they can to a sum that is wanted; the value is how many
    /// people they are short of it.
    pub(super) fn keeping(model: &Model) -> Self {
        Self::of(model, false)
    }

    fn of(model: &Model, may_break: bool) -> Self {
        let mut program = Program::new(model, OptimizationDirection::Minimize, People::Divisible, None);
        let breaks = program.readings(model, may_break);
        let short = (!may_break).then(|| program.problem.add_var(1.0, (0.0, f64::INFINITY)));
        let solution = solution(program.problem.solve_with(options())).ok();
        Self { atoms: program.atoms, breaks, short, solution }
    }

    /// The best table of divisible people with a sum of at least, or at most, so many.
    pub(super) fn reach(&self, wanted: Wanted<'_>) -> Result<Corner, Missing> {
        self.solve(wanted)
            .map(|solution| Corner { table: found(&self.atoms, &self.breaks, &solution), solution })
    }

    /// A table of whole people that is worse than a corner by less than `off`, if one is found by setting atom after
    /// atom to a whole number close by.
    pub(super) fn whole(&self, corner: Corner, off: f64) -> Option<Found> {
        let mut best = corner.solution;
        let most = best.objective() + off;
        for _ in 0..MOST_SET {
            let parts = self.atoms.iter().flatten().find_map(|atom| {
                let people = best.var_value(*atom);
                ((people - people.round()).abs() > PART).then_some((*atom, people))
            });
            let Some((atom, people)) = parts else {
                return Some(found(&self.atoms, &self.breaks, &best));
            };
            let near = people.round();
            let far = if near > people { near - 1.0 } else { near + 1.0 };
            best = [near, far].into_iter().find_map(|whole| {
                let set = solution(best.clone().fix_var(atom, whole)).ok()?;
                (set.objective() < most).then_some(set)
            })?;
        }
        None
    }

    fn solve(&self, (atoms, least, most): Wanted<'_>) -> Result<Solution, Missing> {
        let start = self.solution.clone().ok_or(Missing::Failed)?;
        let (way, people, sign) =
            if most.is_finite() { (ComparisonOp::Le, most, -1.0) } else { (ComparisonOp::Ge, least, 1.0) };
        let mut row = LinearExpr::empty();
        for atom in atoms.iter().filter_map(|atom| self.atoms.get(*atom).copied().flatten()) {
            row.add(atom, 1.0);
        }
        if let Some(short) = self.short {
            row.add(short, sign);
        }
        solution(start.add_constraint(row, way, people))
    }
}
