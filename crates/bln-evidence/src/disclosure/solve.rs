//! Linear programs over what is known.
//!
//! A solution is only ever a proposal: what is believed of it is checked in whole numbers by [`Model::allows`]. The one
//! exception is the value of [`farthest`], which says how it may err.

use microlp::{
    ComparisonOp, LinearExpr, OptimizationDirection, Problem, Solution, SolveOptions, SolveOutcome, Variable,
};

use super::Refused;
use super::climb::Way;
use super::model::{Model, Target};

/// A broken reading below this is the solver's tolerance (1e-7) and no break.
const BROKEN: f64 = 1e-6;

/// How far a bound of the solver may be off, in people. Its tolerance is 1e-7, and whole numbers are 1 apart.
pub(super) const OFF: f64 = 0.01;

/// The most nodes of a search for whole numbers.
const MOST_NODES: u64 = 200;

/// Whether people come in whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum People {
    Divisible,
    Whole,
}

/// A table that a linear program found.
#[derive(Debug)]
pub(super) struct Found {
    /// People of each atom, to the nearest whole number.
    pub(super) people: Vec<i64>,
    /// What the program minimised or maximised: what it costs to suppress the cells, or how much there is of a target.
    pub(super) value: f64,
    /// Cells of the new table whose readings are not true of it.
    pub(super) cells: Vec<usize>,
}

/// Why no table was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    /// There is none.
    Impossible,
    /// The solver failed, or did not find one with the effort it was given.
    Failed,
}

/// The sums that a solution must have besides what is known: of these atoms, the least and the most.
pub(super) type Wanted<'a> = (&'a [usize], f64, f64);

/// The cheapest table with what is wanted: one that breaks as little of the readings that may still be suppressed as
/// it can, weighed by the square root of how many people they are of.
pub(super) fn cheapest(model: &Model, wanted: &[Wanted<'_>], people: People) -> Result<Found, Missing> {
    let mut program = Program::new(model, OptimizationDirection::Minimize, people, None);
    let breaks = program.readings(model, true);
    for (atoms, least, most) in wanted {
        program.row(atoms, &[], (*least, *most), None);
    }
    program.solve(&breaks)
}

/// The table with the least or the most of a target, which is what [`Found::value`] is. Of divisible people it is a
/// bound, to the solver's tolerance: what whole people can be lies within.
pub(super) fn farthest(model: &Model, target: &Target, way: Way, people: People) -> Result<Found, Missing> {
    let direction = match way {
        Way::Up => OptimizationDirection::Maximize,
        Way::Down => OptimizationDirection::Minimize,
    };
    let mut program = Program::new(model, direction, people, Some(target));
    program.readings(model, false);
    program.solve(&[])
}

/// A possible table to begin from: one with the sums that are wanted.
///
/// # Errors
/// [`Refused::Contradicts`] if there is none, [`Refused::Unproved`] if none was found.
pub(super) fn beginning(model: &Model, wanted: &[(&[usize], i64)]) -> Result<Vec<i64>, Refused> {
    let wanted: Vec<_> =
        wanted.iter().map(|(atoms, people)| (*atoms, to_f64(*people), to_f64(*people))).collect();
    for people in [People::Divisible, People::Whole] {
        match cheapest(model, &wanted, people) {
            Ok(found) if found.cells.is_empty() && model.allows(&found.people) => {
                return Ok(found.people);
            }
            Ok(found) if found.cells.is_empty() => {}
            Ok(_) | Err(Missing::Impossible) => return Err(Refused::Contradicts),
            Err(Missing::Failed) => {}
        }
    }
    Err(Refused::Unproved { cells: Vec::new() })
}

/// Whether a target is nobody for certain, or more than few people.
pub(super) fn cannot_be_few(model: &Model, target: &Target) -> bool {
    // Mostly there is a part of it that is shown.
    if model.least(target) > target.threshold {
        return true;
    }
    let bound = |way| farthest(model, target, way, People::Divisible).ok().map(|found| found.value);
    bound(Way::Up).is_some_and(|most| most <= OFF)
        || bound(Way::Down).is_some_and(|least| least >= to_f64(target.threshold + 1) - OFF)
}

/// A cell whose reading may be broken, and by how much it is too low and too high.
pub(super) type Break = (usize, [Variable; 2]);

pub(super) struct Program {
    pub(super) problem: Problem,
    pub(super) atoms: Vec<Option<Variable>>,
}

impl Program {
    pub(super) fn new(
        model: &Model,
        direction: OptimizationDirection,
        people: People,
        aim: Option<&Target>,
    ) -> Self {
        let mut problem = Problem::new(direction);
        let aims = |atom| aim.is_some_and(|target| target.atoms.binary_search(&atom).is_ok());
        let variable = |atom| {
            let weight = if aims(atom) { 1.0 } else { 0.0 };
            (!model.is_nobody(atom)).then(|| match people {
                People::Divisible => problem.add_var(weight, (0.0, f64::INFINITY)),
                People::Whole => problem.add_integer_var(weight, (0, i32::MAX)),
            })
        };
        let atoms = (0..model.atoms()).map(variable).collect();
        Self { problem, atoms }
    }

    /// A row for each reading; for each that may be broken, its cell and by how much it is too low and too high.
    pub(super) fn readings(&mut self, model: &Model, may_break: bool) -> Vec<Break> {
        let mut breaks = Vec::new();
        for reading in model.readings() {
            let (least, most) = (to_f64(reading.least), to_f64(reading.most));
            let cell = reading.cell.filter(|_| may_break);
            let parts = cell.map(|cell| {
                let cost = most.sqrt();
                let parts = [cost, cost].map(|cost| self.problem.add_var(cost, (0.0, f64::INFINITY)));
                breaks.push((cell, parts));
                parts
            });
            self.row(&reading.atoms, &reading.less, (least, most), parts);
        }
        breaks
    }

    /// The sum of some atoms less that of others, and by how much it is too low less by how much it is too high, is
    /// between two numbers.
    fn row(
        &mut self,
        atoms: &[usize],
        less: &[usize],
        (least, most): (f64, f64),
        parts: Option<[Variable; 2]>,
    ) {
        let mut row = LinearExpr::empty();
        for (atoms, sign) in [(atoms, 1.0), (less, -1.0)] {
            for atom in atoms.iter().filter_map(|atom| self.atoms.get(*atom).copied().flatten()) {
                row.add(atom, sign);
            }
        }
        if let Some([low, high]) = parts {
            row.add(low, 1.0);
            row.add(high, -1.0);
        }
        if least < most && most.is_finite() && least > 0.0 {
            let between = self.problem.add_var(0.0, (least, most));
            row.add(between, -1.0);
            self.problem.add_constraint(row, ComparisonOp::Eq, 0.0);
        } else if least == most {
            self.problem.add_constraint(row, ComparisonOp::Eq, least);
        } else if most.is_finite() {
            self.problem.add_constraint(row, ComparisonOp::Le, most);
        } else {
            self.problem.add_constraint(row, ComparisonOp::Ge, least);
        }
    }

    fn solve(&self, breaks: &[Break]) -> Result<Found, Missing> {
        let solution = solution(self.problem.solve_with(options()))?;
        Ok(found(&self.atoms, breaks, &solution))
    }
}

pub(super) fn options() -> SolveOptions {
    let mut options = SolveOptions::default();
    options.node_limit = Some(MOST_NODES);
    options
}

pub(super) fn solution(solved: Result<SolveOutcome, microlp::Error>) -> Result<Solution, Missing> {
    match solved.map(SolveOutcome::into_solution) {
        Ok(Ok(solution)) => Ok(solution),
        Err(microlp::Error::Infeasible) => Err(Missing::Impossible),
        Ok(Err(_)) | Err(_) => Err(Missing::Failed),
    }
}

pub(super) fn found(atoms: &[Option<Variable>], breaks: &[Break], solution: &Solution) -> Found {
    let broken = |parts: &[Variable; 2]| parts.iter().any(|part| solution.var_value(*part) > BROKEN);
    let cells = breaks.iter().filter(|(_, parts)| broken(parts)).map(|(cell, _)| *cell).collect();
    let people = atoms.iter().map(|atom| atom.map_or(0, |atom| whole(solution.var_value(atom))));
    Found { people: people.collect(), value: solution.objective(), cells }
}

#[expect(clippy::as_conversions, reason = "counts are below 2^42, so they are exact")]
pub(super) fn to_f64(people: i64) -> f64 {
    people as f64
}

#[expect(clippy::as_conversions, reason = "a proposal: out of range it is cut off, and the check refuses it")]
fn whole(people: f64) -> i64 {
    people.round() as i64
}
