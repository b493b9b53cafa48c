//! Invented counts of a trust, skewed as those of trusts are: most cells of most tables are small.

use std::collections::BTreeMap;

use bln_evidence::disclosure::{Axis, Candidate, Count, Population};

/// A cell or a margin: the place on each axis, `None` for its total.
pub(crate) type Place = Vec<Option<usize>>;

const AXES: [&str; 4] = ["band", "ethnicity", "staff group", "clinical"];

/// Numbers that look random, from a seed.
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn new(seed: u64) -> Self {
        Self((seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % u64::try_from(bound).unwrap()).unwrap()
    }
}

/// What is true: people by cell.
#[derive(Clone)]
pub(crate) struct Truth {
    pub(crate) axes: Vec<&'static str>,
    pub(crate) sizes: Vec<usize>,
    pub(crate) people: BTreeMap<Vec<usize>, u64>,
}

impl Truth {
    /// So many people, each category of an axis with a bit more than half as many as the one before.
    pub(crate) fn skewed(sizes: &[usize], people: usize, seed: u64) -> Self {
        let mut numbers = Numbers::new(seed);
        let axes = AXES.into_iter().take(sizes.len()).collect();
        let mut truth = Self { axes, sizes: sizes.to_vec(), people: BTreeMap::new() };
        for _ in 0..people {
            let cell = sizes.iter().map(|size| (0..size - 1).take_while(|_| numbers.below(100) < 55).count());
            *truth.people.entry(cell.collect()).or_insert(0) += 1;
        }
        truth
    }

    /// The people of a cell or margin.
    pub(crate) fn of(&self, place: &Place) -> u64 {
        let inside =
            |cell: &[usize]| place.iter().zip(cell).all(|(at, cell)| at.is_none_or(|at| at == *cell));
        self.people.iter().filter(|(cell, _)| inside(cell)).map(|(_, people)| people).sum()
    }

    /// A table of those who are wanted, over some of the axes.
    pub(crate) fn over(&self, axes: &[usize], wanted: impl Fn(&[usize]) -> bool) -> Self {
        let mut people = BTreeMap::new();
        for (cell, count) in self.people.iter().filter(|(cell, _)| wanted(cell)) {
            *people.entry(axes.iter().map(|axis| cell[*axis]).collect()).or_insert(0) += count;
        }
        Self {
            axes: axes.iter().map(|axis| self.axes[*axis]).collect(),
            sizes: axes.iter().map(|axis| self.sizes[*axis]).collect(),
            people,
        }
    }

    pub(crate) fn places(&self) -> Vec<Place> {
        places(&self.sizes)
    }

    /// A table over all axes, with categories named by their places.
    pub(crate) fn candidate(&self, population: Population) -> Candidate {
        let axes = self.axes.iter().zip(&self.sizes).map(|(name, size)| axis(name, *size));
        let mut candidate = Candidate::new("Staff", population, axes.collect()).unwrap();
        for (cell, people) in &self.people {
            candidate.add(cell, Count::of(*people)).unwrap();
        }
        candidate
    }
}

pub(crate) fn axis(name: &str, size: usize) -> Axis {
    let names: Vec<String> = (0..size).map(|number| number.to_string()).collect();
    Axis::new(name, names.iter().map(String::as_str)).unwrap()
}

pub(crate) fn staff() -> Population {
    Population::of("NHS staff").unwrap().within("organisation", ["RX1"]).unwrap()
}

/// Every cell and margin of a table.
pub(crate) fn places(sizes: &[usize]) -> Vec<Place> {
    sizes.iter().fold(vec![Vec::new()], |places, size| {
        let longer = |place: Place| {
            (0..=*size).map(move |at| [place.clone(), vec![(at < *size).then_some(at)]].concat())
        };
        places.into_iter().flat_map(longer).collect()
    })
}
