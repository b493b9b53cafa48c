//! The search for what is possible: whole tables that agree with all that is shown and differ in what is suppressed.

use super::Refused;
use super::climb::{Way, climb};
use super::model::{Model, Target, Why, sum};
use super::solve::{Found, Outcome, People, Wanted, cheapest, farthest, to_f64};

/// The most linear programs for one table.
const MOST_SOLVES: usize = 4_000;

/// The most linear programs in a row for one cell.
const MOST_TRIES: usize = 6;

/// How far a bound of the solver may be off, in people. Its tolerance is 1e-7, and whole numbers are 1 apart.
const OFF: f64 = 0.01;

/// A possible value of a target, and the table in which it has it.
#[derive(Debug, Clone, Copy)]
struct Seen {
    people: i64,
    table: usize,
}

/// What is known, with a pool of whole tables that are possible given it. They show how far each target can differ.
#[derive(Debug)]
pub(super) struct Guard {
    model: Model,
    tables: Vec<Vec<i64>>,
    /// The least and the most that was seen of each target.
    seen: Vec<[Seen; 2]>,
    solves: usize,
}

impl Guard {
    /// Begins from one possible table; `None` if it is not possible.
    pub(super) fn new(model: Model, people: Vec<i64>) -> Option<Self> {
        if !model.allows(&people) {
            return None;
        }
        let mut guard = Self { model, tables: vec![people], seen: Vec::new(), solves: 0 };
        guard.catch_up();
        Some(guard)
    }

    /// The tables that were found, each possible.
    pub(super) fn tables(&self) -> &[Vec<i64>] {
        &self.tables
    }

    /// The cells of the new table that are suppressed by now.
    pub(super) fn suppressed(&self) -> Vec<usize> {
        let own = |target: &Target| match target.why {
            Why::Suppressed(cell) => Some(cell),
            Why::Before | Why::Between => None,
        };
        self.model.targets().iter().filter_map(own).collect()
    }

    /// Makes every target able to differ as it must, by suppressing more of the new table where it has to.
    ///
    /// # Errors
    /// The places in [`Model::targets`] of those that cannot, and whether that was proved.
    pub(super) fn widen(&mut self) -> Result<(), Stuck> {
        for number in 0..self.seen.len() {
            self.step(number);
        }
        let mut number = 0;
        while number < self.seen.len() {
            self.step(number);
            for tries in 0..MOST_TRIES {
                if self.is_safe(number) {
                    break;
                }
                self.solve(number, tries)?;
                self.step(number);
            }
            if !self.is_safe(number) {
                return Err(self.stuck(number, false));
            }
            number += 1;
        }
        Ok(())
    }

    fn target(&self, number: usize) -> Option<&Target> {
        self.model.targets().get(number)
    }

    fn is_wide(&self, number: usize) -> bool {
        match (self.target(number), self.seen.get(number)) {
            (Some(target), Some([low, high])) => high.people - low.people >= target.width,
            _ => true,
        }
    }

    /// Whether a target can differ as it must, or is between tables and never of few people.
    fn is_safe(&mut self, number: usize) -> bool {
        if self.is_wide(number) {
            return true;
        }
        match (self.target(number), self.seen.get(number)) {
            (Some(target), Some([low, high])) if target.why == Why::Between => {
                let seen_few = low.people <= target.threshold && high.people >= 1;
                !seen_few && cannot_be_few(&self.model, target)
            }
            _ => false,
        }
    }

    /// Tries to show that a target can differ as it must, in small steps.
    fn step(&mut self, number: usize) {
        for way in [Way::Up, Way::Down] {
            let (Some(target), Some([low, high])) = (self.target(number), self.seen.get(number)) else {
                return;
            };
            if high.people - low.people >= target.width {
                return;
            }
            let (from, goal) = match way {
                Way::Up => (high.table, low.people.saturating_add(target.width)),
                Way::Down => (low.table, (high.people - target.width).max(0)),
            };
            let Some(from) = self.tables.get(from) else { return };
            let people = climb(&self.model, from, target, way, goal);
            self.keep(people);
        }
    }

    /// Asks a linear program for a table in which a target is as far as it must be. If it would have to break some of
    /// what is shown, asks first how far the target can be without; then suppresses what it breaks.
    fn solve(&mut self, number: usize, tries: usize) -> Result<(), Stuck> {
        let (Some(target), Some([low, high])) =
            (self.target(number).cloned(), self.seen.get(number).copied())
        else {
            return Ok(());
        };
        let up = (target.atoms.as_slice(), to_f64(low.people + target.width), f64::INFINITY);
        let down = (target.atoms.as_slice(), 0.0, to_f64(high.people - target.width));
        let (mut best, mut impossible): (Option<(Found, Wanted<'_>)>, bool) = (None, true);
        for wanted in [Some(up), (high.people >= target.width).then_some(down)].into_iter().flatten() {
            match self.ask(number, |model| cheapest(model, &[wanted], People::Divisible))? {
                Outcome::Found(found) => {
                    let is_cheaper = |(known, _): &(Found, _)| found.value < known.value - OFF;
                    if best.as_ref().is_none_or(is_cheaper) {
                        best = Some((found, wanted));
                    }
                }
                Outcome::Impossible => {}
                Outcome::Failed => impossible = false,
            }
        }
        if tries == 0 && best.as_ref().is_none_or(|(found, _)| !found.cells.is_empty()) {
            return self.stretch(number, &target);
        }
        let Some((found, wanted)) = best else { return Err(self.stuck(number, impossible)) };
        self.suppress(&found.cells, &target);
        if !self.keep(found.people) {
            // The corner that was found is of parts of people. Ask for whole ones.
            let whole = self.ask(number, |model| cheapest(model, &[wanted], People::Whole))?;
            if let Outcome::Found(found) = whole {
                self.suppress(&found.cells, &target);
                self.keep(found.people);
            }
        }
        Ok(())
    }

    /// Looks for the least and the most of a target with nothing more suppressed.
    fn stretch(&mut self, number: usize, target: &Target) -> Result<(), Stuck> {
        for way in [Way::Down, Way::Up] {
            for people in [People::Divisible, People::Whole] {
                let found = self.ask(number, |model| farthest(model, target, way, people))?;
                if let Outcome::Found(found) = found
                    && self.keep(found.people)
                {
                    break;
                }
            }
        }
        Ok(())
    }

    fn suppress(&mut self, cells: &[usize], target: &Target) {
        if !cells.is_empty() {
            self.model.suppress(cells, target.width, target.threshold);
            self.catch_up();
        }
    }

    fn ask(&mut self, number: usize, program: impl Fn(&Model) -> Outcome) -> Result<Outcome, Stuck> {
        self.solves += 1;
        if self.solves > MOST_SOLVES {
            return Err(self.stuck(number, false));
        }
        Ok(program(&self.model))
    }

    /// Keeps a table if it is possible and shows something new; whether it is possible.
    fn keep(&mut self, people: Vec<i64>) -> bool {
        if !self.model.allows(&people) {
            return false;
        }
        let table = self.tables.len();
        let mut news = false;
        for (target, seen) in self.model.targets().iter().zip(&mut self.seen) {
            let [low, high] = seen;
            if high.people - low.people >= target.width {
                continue;
            }
            let now = Seen { people: sum(&people, &target.atoms), table };
            if now.people < low.people {
                *low = now;
                news = true;
            }
            if now.people > high.people {
                *high = now;
                news = true;
            }
        }
        if news {
            self.tables.push(people);
        }
        true
    }

    /// Looks the targets that are new up in all tables.
    fn catch_up(&mut self) {
        for target in self.model.targets().iter().skip(self.seen.len()) {
            let values = self.tables.iter().enumerate();
            let values = values.map(|(table, people)| Seen { people: sum(people, &target.atoms), table });
            let low = values.clone().min_by_key(|seen| seen.people);
            let high = values.max_by_key(|seen| seen.people);
            let none = Seen { people: 0, table: 0 };
            self.seen.push([low.unwrap_or(none), high.unwrap_or(none)]);
        }
    }

    fn stuck(&self, number: usize, proved: bool) -> Stuck {
        let cell = self.target(number).and_then(|target| match target.why {
            Why::Suppressed(cell) => Some(cell),
            Why::Before | Why::Between => None,
        });
        Stuck { cells: cell.into_iter().collect(), proved }
    }
}

/// Targets that cannot be protected.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stuck {
    /// Those that are cells of the new table.
    pub(super) cells: Vec<usize>,
    /// Whether nothing more can be done, rather than that nothing more was found.
    pub(super) proved: bool,
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
            Outcome::Found(found) if found.cells.is_empty() && model.allows(&found.people) => {
                return Ok(found.people);
            }
            Outcome::Found(found) if found.cells.is_empty() => {}
            Outcome::Found(_) | Outcome::Impossible => return Err(Refused::Contradicts),
            Outcome::Failed => {}
        }
    }
    Err(Refused::Unproved { cells: Vec::new() })
}

/// Whether a target is nobody for certain, or more than few people.
fn cannot_be_few(model: &Model, target: &Target) -> bool {
    // Mostly there is a part of it that is shown.
    if model.least(target) > target.threshold {
        return true;
    }
    let bound = |way| match farthest(model, target, way, People::Divisible) {
        Outcome::Found(found) => Some(found.value),
        Outcome::Impossible | Outcome::Failed => None,
    };
    bound(Way::Up).is_some_and(|most| most <= OFF)
        || bound(Way::Down).is_some_and(|least| least >= to_f64(target.threshold + 1) - OFF)
}

/// The audit: which targets are not shown to be able to differ as they must by tables that are possible, given a model
/// of exactly what is shown. Nothing is believed of how the tables were found.
pub(super) fn exposed<'a>(model: &'a Model, tables: &[Vec<i64>]) -> Vec<&'a Target> {
    let possible: Vec<&Vec<i64>> = tables.iter().filter(|people| model.allows(people)).collect();
    let differs = |target: &Target| {
        let values = || possible.iter().map(|people| sum(people, &target.atoms));
        values().max().zip(values().min()).is_some_and(|(most, least)| most - least >= target.width)
    };
    let safe =
        |target: &Target| differs(target) || (target.why == Why::Between && cannot_be_few(model, target));
    model.targets().iter().filter(|target| !safe(target)).collect()
}
