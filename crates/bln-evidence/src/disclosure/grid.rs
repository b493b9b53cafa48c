//! Cells and margins of a table by number.

use super::{Axis, Malformed};

/// The most cells of a table, margins included, and the most groups of people that are audited together.
pub(super) const MOST_CELLS: usize = 50_000;

/// The cells of a table with all its margins, numbered with the last axis fastest. The last place of each axis is its
/// total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grid {
    /// How many categories each axis has.
    sizes: Vec<usize>,
    cells: usize,
}

impl Grid {
    pub(super) fn new(sizes: Vec<usize>) -> Result<Self, Malformed> {
        let cells = sizes
            .iter()
            .try_fold(1_usize, |cells, size| cells.checked_mul(size.checked_add(1)?))
            .filter(|cells| *cells <= MOST_CELLS)
            .ok_or(Malformed::TableTooLarge)?;
        Ok(Self { sizes, cells })
    }

    pub(super) fn of(axes: &[Axis]) -> Result<Self, Malformed> {
        Self::new(axes.iter().map(|axis| axis.categories().len()).collect())
    }

    /// How many cells there are with the margins.
    pub(super) const fn cells(&self) -> usize {
        self.cells
    }

    /// The number of a cell; `None` stands for the total of an axis.
    pub(super) fn index(&self, at: &[Option<usize>]) -> Option<usize> {
        if at.len() != self.sizes.len() {
            return None;
        }
        self.sizes.iter().zip(at).try_fold(0, |index, (&size, place)| match place {
            Some(place) if *place >= size => None,
            place => Some(index * (size + 1) + place.unwrap_or(size)),
        })
    }

    /// Where a cell is.
    pub(super) fn place(&self, mut index: usize) -> Vec<Option<usize>> {
        let mut at: Vec<Option<usize>> = Vec::with_capacity(self.sizes.len());
        for &size in self.sizes.iter().rev() {
            let place = index % (size + 1);
            at.push((place < size).then_some(place));
            index /= size + 1;
        }
        at.reverse();
        at
    }

    /// Every cell, margins included, in order.
    pub(super) fn places(&self) -> impl Iterator<Item = Vec<Option<usize>>> {
        (0..self.cells).map(|index| self.place(index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_has_one_number() {
        let grid = Grid::new(vec![3, 2, 4]).unwrap();
        assert_eq!(grid.cells(), 60);
        for (index, place) in grid.places().enumerate() {
            assert_eq!(grid.index(&place), Some(index));
        }
        assert_eq!(grid.index(&[Some(3), None, None]), None);
        assert_eq!(grid.index(&[None, None]), None);
        assert_eq!(Grid::new(vec![50_000]), Err(Malformed::TableTooLarge));
        assert!(Grid::new(vec![49_999]).is_ok());
    }
}
