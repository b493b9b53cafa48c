//! A table before it may be shown.

use std::collections::BTreeSet;

use super::grid::Grid;
use super::{Axis, Count, Label, Malformed, Policy, Population, Shown};

/// The most people of a table: far more than there are, and few enough that no sum of them overflows.
const MOST_PEOPLE: u64 = 1 << 40;

/// A table of raw counts. The only thing that can be done with it is to [`publish`](super::publish) it.
///
/// It has all its margins: the totals over every set of its axes. A cell that nobody is added to is nobody.
///
/// ```
/// use bln_evidence::disclosure::{Axis, Candidate, Count, Population};
///
/// let staff = Population::of("NHS staff")?.within("organisation", ["RX1"])?;
/// let axes = vec![Axis::new("band", ["Band 5", "Band 6"])?, Axis::new("ethnicity", ["BME", "White"])?];
/// let mut table = Candidate::new("Staff by band and ethnicity", staff, axes)?;
/// table.add(&[0, 1], Count::of(120))?;
/// assert!(table.add(&[0, 2], Count::of(1)).is_err());
/// # Ok::<(), bln_evidence::disclosure::Malformed>(())
/// ```
#[derive(Debug, Clone)]
pub struct Candidate {
    title: Label,
    population: Population,
    axes: Vec<Axis>,
    grid: Grid,
    /// With the margins.
    counts: Vec<Count>,
}

impl Candidate {
    /// A table of nobody yet.
    ///
    /// # Errors
    /// [`Malformed::LabelFormat`] for the title, [`Malformed::AxisTwice`], or [`Malformed::TableTooLarge`] for more than
    /// 50,000 cells with the margins.
    pub fn new(title: &str, population: Population, axes: Vec<Axis>) -> Result<Self, Malformed> {
        let names: BTreeSet<&Label> = axes.iter().map(Axis::label).collect();
        if names.len() != axes.len() {
            return Err(Malformed::AxisTwice);
        }
        let grid = Grid::of(&axes)?;
        let counts = vec![Count::default(); grid.cells()];
        Ok(Self { title: Label::parse(title)?, population, axes, grid, counts })
    }

    /// Adds people to a cell: the place of its category on each axis.
    ///
    /// # Errors
    /// [`Malformed::CellUnknown`], or [`Malformed::CountTooLarge`] if there would be more than 2^40 people.
    pub fn add(&mut self, cell: &[usize], people: Count) -> Result<(), Malformed> {
        let mut margins: Vec<Vec<Option<usize>>> = vec![Vec::new()];
        for &place in cell {
            margins = margins
                .into_iter()
                .flat_map(|at| [Some(place), None].map(|place| [at.as_slice(), &[place]].concat()))
                .collect();
            // No table has so many axes: 50,000 cells are at most 15 axes of one category.
            if margins.len() > self.counts.len() {
                return Err(Malformed::CellUnknown);
            }
        }
        let indices = margins.iter().map(|at| self.grid.index(at).ok_or(Malformed::CellUnknown));
        let indices = indices.collect::<Result<Vec<_>, _>>()?;
        let total = self.counts.last().copied().unwrap_or_default();
        if total.people().checked_add(people.people()).is_none_or(|sum| sum > MOST_PEOPLE) {
            return Err(Malformed::CountTooLarge);
        }
        for index in indices {
            if let Some(count) = self.counts.get_mut(index) {
                *count += people;
            }
        }
        Ok(())
    }

    /// What it is called.
    pub fn title(&self) -> &str {
        self.title.as_str()
    }

    /// Whom it counts.
    pub const fn population(&self) -> &Population {
        &self.population
    }

    /// Its axes.
    pub fn axes(&self) -> &[Axis] {
        &self.axes
    }

    pub(super) fn into_parts(self) -> (Label, Population, Vec<Axis>, Grid, Vec<Count>) {
        (self.title, self.population, self.axes, self.grid, self.counts)
    }

    /// What the policy shows of each cell before anything is protected that could be worked out: small numbers are
    /// suppressed, and nobody in a small group.
    pub(super) fn primary(&self, policy: &Policy) -> Vec<Shown> {
        let mut shown: Vec<Shown> = self.counts.iter().map(|count| policy.show(count.people())).collect();
        let mut nobody: Vec<Vec<Option<usize>>> = Vec::new();
        for (at, count) in self.grid.places().zip(&self.counts) {
            if count.people() == 0 && self.is_in_a_small_group(&at, policy) {
                nobody.push(at);
            }
        }
        // Totals first: of a total that is shown as nobody, every part is.
        nobody.sort_by_key(|at| at.iter().flatten().count());
        for at in nobody {
            let is_shown = |at: &[Option<usize>]| {
                let shown = self.grid.index(at).and_then(|index| shown.get(index));
                matches!(shown, Some(Shown::Number(0)))
            };
            if lines(&at).any(|line| is_shown(&line)) {
                continue;
            }
            if let Some(shown) = self.grid.index(&at).and_then(|index| shown.get_mut(index)) {
                *shown = Shown::Suppressed;
            }
        }
        shown
    }

    /// Whether a line through the cell, along one of its axes, has some people and fewer than the smallest group.
    fn is_in_a_small_group(&self, at: &[Option<usize>], policy: &Policy) -> bool {
        lines(at).any(|line| {
            let people = self.grid.index(&line).and_then(|index| self.counts.get(index));
            (1..policy.rules().smallest_group).contains(&people.map_or(0, |count| count.people()))
        })
    }
}

/// The totals of the lines through a cell, along each of its axes.
fn lines(at: &[Option<usize>]) -> impl Iterator<Item = Vec<Option<usize>>> {
    let axes = at.iter().enumerate().filter(|(_, place)| place.is_some());
    axes.map(|(axis, _)| {
        at.iter().enumerate().map(|(other, place)| place.filter(|_| other != axis)).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(cells: &[[u64; 3]]) -> Candidate {
        let bands: Vec<String> = (0..cells.len()).map(|band| format!("Band {band}")).collect();
        let axes = vec![
            Axis::new("band", bands.iter().map(String::as_str)).unwrap(),
            Axis::new("ethnicity", ["BME", "White", "Not stated"]).unwrap(),
        ];
        let mut table = Candidate::new("Staff", Population::of("NHS staff").unwrap(), axes).unwrap();
        for (band, row) in cells.iter().enumerate() {
            for (group, people) in row.iter().enumerate() {
                table.add(&[band, group], Count::of(*people)).unwrap();
            }
        }
        table
    }

    fn shown(table: &Candidate) -> Vec<String> {
        table
            .primary(&Policy::default())
            .chunks(4)
            .map(|row| row.iter().map(|cell| format!("{cell} ")).collect())
            .collect()
    }

    #[test]
    fn margins_are_the_sums_over_their_axes() {
        let table = table(&[[100, 200, 30], [7, 8, 300]]);
        assert_eq!(shown(&table), ["100 200 30 330 ", "* 10 300 315 ", "105 210 330 645 "]);
    }

    #[test]
    fn nobody_is_suppressed_in_a_small_group_and_shown_in_a_large_one() {
        assert_eq!(shown(&table(&[[0, 19, 0], [500, 500, 500]]))[0], "* 20 * 20 ");
        assert_eq!(shown(&table(&[[0, 20, 0], [500, 500, 500]]))[0], "0 20 0 20 ");
        assert_eq!(
            shown(&table(&[[0, 0, 0], [500, 500, 500]]))[0],
            "0 0 0 0 ",
            "nobody at all is a group of none"
        );
    }

    #[test]
    fn a_cell_that_is_not_there_is_not_added_to() {
        let mut table = table(&[[1, 2, 3]]);
        for cell in [&[0][..], &[0, 3], &[1, 0], &[0, 0, 0], &[0; 40]] {
            assert_eq!(table.add(cell, Count::of(1)), Err(Malformed::CellUnknown));
        }
        assert_eq!(table.add(&[0, 0], Count::of(1 << 40)), Err(Malformed::CountTooLarge));
        assert!(table.add(&[0, 0], Count::of((1 << 40) - 6)).is_ok());
    }
}
