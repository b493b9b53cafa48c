//! The smallest groups of people that several tables of one edition tell apart.

use std::collections::{BTreeMap, BTreeSet};

use super::grid::MOST_CELLS;
use super::release::Release;
use super::{Label, Malformed};

/// Where a release puts the people with one value of a dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// Not in its population.
    Outside,
    /// In its population, and in no category of its axis: there is nobody.
    Uncovered,
    /// In a category of its axis.
    Category(usize),
    /// In its population; it has no axis for the dimension.
    Anywhere,
}

/// A dimension whose values are put together where no release tells them apart: for each class, where each release
/// puts it.
type Dimension = Vec<Vec<Side>>;

/// The groups of people that some releases can tell apart: a grid of classes of every dimension that they name.
///
/// Everything that the releases show is a sum over these groups. Their order does not depend on that of axes,
/// categories or releases.
#[derive(Debug)]
pub(super) struct Atoms {
    shape: Vec<usize>,
    /// For each release and each of its cells, the atoms in it.
    cells: Vec<Vec<Vec<usize>>>,
    /// Atoms of which a release says that there is nobody, as none of its categories has them.
    nobody: Vec<usize>,
}

impl Atoms {
    pub(super) fn of(releases: &[&Release]) -> Result<Self, Malformed> {
        let mut values: BTreeMap<&Label, BTreeSet<&Label>> = BTreeMap::new();
        for release in releases {
            for axis in release.axes() {
                let named = axis.categories().iter().flat_map(|category| category.values());
                values.entry(axis.label()).or_default().extend(named);
            }
            for (dimension, narrowed) in release.population().dimensions() {
                values.entry(dimension).or_default().extend(narrowed.named());
            }
        }
        let dimensions: Vec<(&Label, Dimension)> =
            values.iter().map(|(name, values)| (*name, classes(name, values, releases))).collect();
        let shape: Vec<usize> = dimensions.iter().map(|(_, classes)| classes.len()).collect();
        let count = shape
            .iter()
            .try_fold(1_usize, |count, size| count.checked_mul(*size))
            .filter(|count| *count <= MOST_CELLS)
            .ok_or(Malformed::TableTooLarge)?;
        let mut atoms = Self { shape, cells: Vec::new(), nobody: Vec::new() };
        for (number, release) in releases.iter().enumerate() {
            let cells = atoms.cells_of(number, release, &dimensions, count);
            atoms.cells.push(cells);
        }
        Ok(atoms)
    }

    /// How many classes each dimension has.
    pub(super) fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// How many atoms there are.
    pub(super) fn len(&self) -> usize {
        self.shape.iter().product()
    }

    /// The atoms of each cell of a release.
    pub(super) fn cells(&self, release: usize) -> &[Vec<usize>] {
        self.cells.get(release).map_or(&[], Vec::as_slice)
    }

    /// Atoms of nobody.
    pub(super) fn nobody(&self) -> &[usize] {
        &self.nobody
    }

    /// The groups at every level: the atoms, and their sums over every set of dimensions.
    pub(super) fn groups(&self) -> BTreeSet<Vec<usize>> {
        let mut groups: BTreeMap<Vec<Option<usize>>, Vec<usize>> = BTreeMap::new();
        for atom in 0..self.len() {
            for at in margins(self.place(atom)) {
                groups.entry(at).or_default().push(atom);
            }
        }
        groups.into_values().collect()
    }

    fn place(&self, atom: usize) -> Vec<usize> {
        place(&self.shape, atom)
    }

    fn cells_of(
        &mut self,
        number: usize,
        release: &Release,
        dimensions: &[(&Label, Dimension)],
        count: usize,
    ) -> Vec<Vec<usize>> {
        let grid = release.grid();
        let mut cells = vec![Vec::new(); grid.cells()];
        for atom in 0..count {
            let mut at: Vec<usize> = vec![0; release.axes().len()];
            let (mut outside, mut uncovered) = (false, false);
            for ((name, classes), class) in dimensions.iter().zip(self.place(atom)) {
                match classes.get(class).and_then(|sides| sides.get(number)) {
                    Some(Side::Category(category)) => {
                        let axis = release.axes().iter().position(|axis| axis.label() == *name);
                        if let Some(place) = axis.and_then(|axis| at.get_mut(axis)) {
                            *place = *category;
                        }
                    }
                    Some(Side::Uncovered) => uncovered = true,
                    Some(Side::Outside) | None => outside = true,
                    Some(Side::Anywhere) => {}
                }
            }
            if outside {
                continue;
            }
            if uncovered {
                self.nobody.push(atom);
                continue;
            }
            for margin in margins(at) {
                if let Some(cell) = grid.index(&margin).and_then(|index| cells.get_mut(index)) {
                    cell.push(atom);
                }
            }
        }
        cells
    }
}

/// Where an atom is in a grid of this shape.
pub(super) fn place(shape: &[usize], mut atom: usize) -> Vec<usize> {
    let mut at = vec![0; shape.len()];
    for (place, size) in at.iter_mut().zip(shape).rev() {
        *place = atom % size;
        atom /= size;
    }
    at
}

/// A cell and every margin it is in.
fn margins(at: Vec<usize>) -> Vec<Vec<Option<usize>>> {
    at.into_iter().fold(vec![Vec::new()], |margins, place| {
        let both =
            |at: Vec<Option<usize>>| [Some(place), None].map(|place| [at.as_slice(), &[place]].concat());
        margins.into_iter().flat_map(both).collect()
    })
}

/// The classes of a dimension, of which some release has some.
fn classes(dimension: &Label, values: &BTreeSet<&Label>, releases: &[&Release]) -> Dimension {
    let mut classes = Dimension::new();
    // Last, every value that nobody names.
    for value in values.iter().copied().map(Some).chain([None]) {
        let sides: Vec<Side> = releases.iter().map(|release| side(release, dimension, value)).collect();
        let told = sides.iter().any(|side| matches!(side, Side::Category(_) | Side::Anywhere));
        if told && !classes.contains(&sides) {
            classes.push(sides);
        }
    }
    classes
}

fn side(release: &Release, dimension: &Label, value: Option<&Label>) -> Side {
    if release.population().values(dimension).is_some_and(|values| !values.has(value)) {
        return Side::Outside;
    }
    let Some(axis) = release.axes().iter().find(|axis| axis.label() == dimension) else {
        return Side::Anywhere;
    };
    let has = |value: &Label| axis.categories().iter().position(|category| category.values().contains(value));
    value.and_then(has).map_or(Side::Uncovered, Side::Category)
}
