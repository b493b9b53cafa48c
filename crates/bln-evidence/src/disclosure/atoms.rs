//! The smallest groups of people that several tables of one edition tell apart.

use std::collections::{BTreeMap, BTreeSet};

use super::blocks::{self, Dimensions};
use super::grid::MOST_CELLS;
use super::release::Release;
use super::{Label, Malformed};

/// Where a release puts the people with one value of a dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
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
pub(super) type Dimension = Vec<Vec<Side>>;

/// The dimensions that releases name, in the order of their names.
pub(super) fn dimensions<'a>(releases: &[&'a Release]) -> Vec<(&'a Label, Dimension)> {
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
    values.iter().map(|(name, values)| (*name, classes(name, values, releases))).collect()
}

/// A grid of the classes of some dimensions, whose cells are atoms.
#[derive(Debug, Clone)]
pub(super) struct Block {
    dimensions: Vec<usize>,
    shape: Vec<usize>,
    first: usize,
    len: usize,
}

impl Block {
    /// Its atoms.
    pub(super) const fn atoms(&self) -> std::ops::Range<usize> {
        self.first..self.first + self.len
    }

    /// The class of an atom in each dimension.
    pub(super) fn place(&self, atom: usize) -> Vec<usize> {
        let mut left = atom.saturating_sub(self.first);
        let mut at = vec![0; self.shape.len()];
        for (place, size) in at.iter_mut().zip(&self.shape).rev() {
            *place = left % size;
            left /= size;
        }
        at
    }

    /// The atom with these classes.
    pub(super) fn atom(&self, at: impl IntoIterator<Item = usize>) -> usize {
        self.first + at.into_iter().zip(&self.shape).fold(0, |atom, (place, size)| atom * size + place)
    }
}

/// The groups of people that some releases can tell apart: grids of classes of the dimensions that they name.
///
/// Everything that the releases show is a sum over these groups. Their order does not depend on that of axes,
/// categories or releases.
#[derive(Debug)]
pub(super) struct Atoms {
    blocks: Vec<Block>,
    /// Atoms of two blocks that are of the same people.
    same: Vec<[Vec<usize>; 2]>,
    /// For each release and each of its cells, the atoms in it.
    cells: Vec<Vec<Vec<usize>>>,
    /// Atoms of which a release says that there is nobody, as none of its categories has them.
    nobody: Vec<usize>,
}

impl Atoms {
    pub(super) fn of(releases: &[&Release]) -> Result<Self, Malformed> {
        let dimensions = dimensions(releases);
        let tells = |release: usize| -> Dimensions {
            let tells = |(_, classes): &(&Label, Dimension)| {
                classes.iter().any(|sides| sides.get(release) != Some(&Side::Anywhere))
            };
            (0..dimensions.len()).filter(|number| dimensions.get(*number).is_some_and(tells)).collect()
        };
        let mut atoms = Self { blocks: Vec::new(), same: Vec::new(), cells: Vec::new(), nobody: Vec::new() };
        atoms.lay_out((0..releases.len()).map(tells), &dimensions)?;
        for (number, release) in releases.iter().enumerate() {
            let told = tells(number);
            let within = |block: &&Block| told.iter().all(|dimension| block.dimensions.contains(dimension));
            let block = atoms.blocks.iter().find(within).cloned();
            let cells = block.map(|block| atoms.cells_of(number, release, &dimensions, &block));
            atoms.cells.push(cells.unwrap_or_default());
        }
        Ok(atoms)
    }

    fn lay_out(
        &mut self,
        sets: impl Iterator<Item = Dimensions>,
        dimensions: &[(&Label, Dimension)],
    ) -> Result<(), Malformed> {
        let sizes: Vec<usize> = dimensions.iter().map(|(_, classes)| classes.len()).collect();
        let tree = blocks::blocks(sets, &sizes);
        let mut first = 0_usize;
        for block in &tree {
            let dimensions: Vec<usize> = block.dimensions.iter().copied().collect();
            let shape: Vec<usize> =
                dimensions.iter().filter_map(|number| sizes.get(*number)).copied().collect();
            let len = shape.iter().try_fold(1_usize, |len, size| len.checked_mul(*size));
            let len = len.filter(|len| *len <= MOST_CELLS).ok_or(Malformed::TableTooLarge)?;
            self.blocks.push(Block { dimensions, shape, first, len });
            first += len;
        }
        if first > MOST_CELLS {
            return Err(Malformed::TableTooLarge);
        }
        for (block, number) in tree.iter().zip(0..) {
            let Some((other, shared)) = &block.joined else { continue };
            let [one, other] = [number, *other].map(|number| self.by_class(number, shared));
            self.same.extend(one.into_iter().zip(other).map(|(one, other)| [one, other]));
        }
        Ok(())
    }

    /// The atoms of a block by their classes of some dimensions.
    fn by_class(&self, block: usize, shared: &Dimensions) -> Vec<Vec<usize>> {
        let mut classes: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
        if let Some(block) = self.blocks.get(block) {
            for atom in block.atoms() {
                let at = block.place(atom).into_iter().zip(&block.dimensions);
                let class = at.filter(|(_, number)| shared.contains(number)).map(|(place, _)| place);
                classes.entry(class.collect()).or_default().push(atom);
            }
        }
        classes.into_values().collect()
    }

    pub(super) fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// How many atoms there are.
    pub(super) fn len(&self) -> usize {
        self.blocks.last().map_or(0, |last| last.atoms().end)
    }

    /// Atoms of two blocks that are of the same people.
    pub(super) fn same(&self) -> &[[Vec<usize>; 2]] {
        &self.same
    }

    /// The atoms of each cell of a release.
    pub(super) fn cells(&self, release: usize) -> &[Vec<usize>] {
        self.cells.get(release).map_or(&[], Vec::as_slice)
    }

    /// Atoms of nobody.
    pub(super) fn nobody(&self) -> &[usize] {
        &self.nobody
    }

    /// The groups at every level: the atoms, and their sums over every set of dimensions of a block.
    pub(super) fn groups(&self) -> BTreeSet<Vec<usize>> {
        let mut all = BTreeSet::new();
        for block in &self.blocks {
            let mut groups: BTreeMap<Vec<Option<usize>>, Vec<usize>> = BTreeMap::new();
            for atom in block.atoms() {
                for at in margins(block.place(atom)) {
                    groups.entry(at).or_default().push(atom);
                }
            }
            all.extend(groups.into_values());
        }
        all
    }

    fn cells_of(
        &mut self,
        number: usize,
        release: &Release,
        dimensions: &[(&Label, Dimension)],
        block: &Block,
    ) -> Vec<Vec<usize>> {
        let grid = release.grid();
        let mut cells = vec![Vec::new(); grid.cells()];
        for atom in block.atoms() {
            let mut at: Vec<usize> = vec![0; release.axes().len()];
            let (mut outside, mut uncovered) = (false, false);
            for (dimension, class) in block.dimensions.iter().zip(block.place(atom)) {
                let Some((name, classes)) = dimensions.get(*dimension) else { continue };
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
