//! The search for what is possible: whole tables that agree with all that is shown and differ in what is suppressed.

use super::climb::{Way, climb};
use super::model::{Model, Target, Why, sum};
use super::solve::{Found, Missing, OFF, People, Wanted, cannot_be_few, cheapest, farthest, to_f64};
use super::start::{Corner, Start};

/// The most linear programs for one table.
const MOST_SOLVES: usize = 4_000;

/// The most linear programs in a row for one cell.
const MOST_TRIES: usize = 6;

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
    /// Where programs begin that may break what is shown, and those that may not, until more is suppressed.
    breaking: Option<Start>,
    keeping: Option<Start>,
    solves: usize,
}

impl Guard {
    /// Begins from one possible table; `None` if it is not possible.
    pub(super) fn new(model: Model, people: Vec<i64>) -> Option<Self> {
        if !model.allows(&people) {
            return None;
        }
        let mut guard =
            Self { model, tables: vec![people], seen: Vec::new(), breaking: None, keeping: None, solves: 0 };
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
        let (mut best, mut impossible): (Option<(Corner, Wanted<'_>)>, bool) = (None, true);
        for wanted in [Some(up), (high.people >= target.width).then_some(down)].into_iter().flatten() {
            if best.as_ref().is_some_and(|(corner, _)| corner.table.cells.is_empty()) {
                break;
            }
            match self.breaking(number)?.reach(wanted) {
                Ok(corner) => {
                    let is_cheaper = |(known, _): &(Corner, _)| corner.table.value < known.table.value - OFF;
                    if best.as_ref().is_none_or(is_cheaper) {
                        best = Some((corner, wanted));
                    }
                }
                Err(Missing::Impossible) => {}
                Err(Missing::Failed) => impossible = false,
            }
        }
        if tries == 0 && best.as_ref().is_none_or(|(corner, _)| !corner.table.cells.is_empty()) {
            return self.stretch(number, &target);
        }
        let Some((corner, wanted)) = best else { return Err(self.stuck(number, impossible)) };
        let cells = corner.table.cells.clone();
        self.suppress(&cells, &target);
        if self.keep(corner.table.people.clone()) {
            return Ok(());
        }
        // The corner that was found is of parts of people. Ask for whole ones, close by at first.
        let corner = if cells.is_empty() { Some(corner) } else { self.breaking(number)?.reach(wanted).ok() };
        let close = match (corner, &self.breaking) {
            (Some(corner), Some(start)) => start.whole(corner, OFF),
            _ => None,
        };
        if close.is_some_and(|found| found.cells.is_empty() && self.keep(found.people)) {
            return Ok(());
        }
        let whole = self.ask(number, |model| cheapest(model, &[wanted], People::Whole))?;
        if let Some(found) = whole {
            self.suppress(&found.cells, &target);
            self.keep(found.people);
        }
        Ok(())
    }

    /// Looks for the least and the most of a target with nothing more suppressed, as far as it matters.
    fn stretch(&mut self, number: usize, target: &Target) -> Result<(), Stuck> {
        for way in [Way::Down, Way::Up] {
            let Some([low, high]) = self.seen.get(number).copied() else { return Ok(()) };
            if self.is_wide(number) {
                return Ok(());
            }
            let wanted = match way {
                Way::Up => (target.atoms.as_slice(), to_f64(low.people + target.width), f64::INFINITY),
                Way::Down => (target.atoms.as_slice(), 0.0, to_f64((high.people - target.width).max(0))),
            };
            if let Ok(corner) = self.keeping(number)?.reach(wanted) {
                if self.keep(corner.table.people.clone()) {
                    continue;
                }
                // Whole people are a whole number short: less than one more is the best there is.
                let close = self.keeping(number)?.whole(corner, 1.0 - OFF);
                if close.is_some_and(|found| self.keep(found.people)) {
                    continue;
                }
            }
            if let Some(found) = self.ask(number, |model| farthest(model, target, way, People::Whole))? {
                self.keep(found.people);
            }
        }
        Ok(())
    }

    fn suppress(&mut self, cells: &[usize], target: &Target) {
        if !cells.is_empty() {
            self.model.suppress(cells, target.width, target.threshold);
            (self.breaking, self.keeping) = (None, None);
            self.catch_up();
        }
    }

    /// Where a program that may break what is shown begins.
    fn breaking(&mut self, number: usize) -> Result<&Start, Stuck> {
        self.count(number)?;
        Ok(self.breaking.get_or_insert_with(|| Start::breaking(&self.model)))
    }

    /// Where a program that may not begins.
    fn keeping(&mut self, number: usize) -> Result<&Start, Stuck> {
        self.count(number)?;
        Ok(self.keeping.get_or_insert_with(|| Start::keeping(&self.model)))
    }

    fn ask(
        &mut self,
        number: usize,
        program: impl Fn(&Model) -> Result<Found, Missing>,
    ) -> Result<Option<Found>, Stuck> {
        self.count(number)?;
        Ok(program(&self.model).ok())
    }

    fn count(&mut self, number: usize) -> Result<(), Stuck> {
        self.solves += 1;
        if self.solves > MOST_SOLVES { Err(self.stuck(number, false)) } else { Ok(()) }
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
