//! What everybody knows from what is shown: sums over groups of people, and what is to stay unknown.

use super::atoms::{Atoms, Block};
use super::release::Release;
use super::{Malformed, Shown};

/// What is known of a sum over atoms, less that over others: it is between two numbers of people.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reading {
    pub(super) atoms: Vec<usize>,
    /// Those others: of the same people as the first, in another block. None where a number is shown.
    pub(super) less: Vec<usize>,
    pub(super) least: i64,
    pub(super) most: i64,
    /// The cell of the new table, if it may still be suppressed.
    pub(super) cell: Option<usize>,
}

impl Reading {
    /// What it comes to.
    pub(super) fn sum(&self, people: &[i64]) -> i64 {
        sum(people, &self.atoms) - sum(people, &self.less)
    }
}

/// Why a sum over atoms must stay unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Why {
    /// It is suppressed in the new table.
    Suppressed(usize),
    /// It is suppressed in an earlier table.
    Before,
    /// No table shows it, but several together may: it matters only if it may be one of few people.
    Between,
}

/// A sum over atoms that must be able to differ.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Target {
    pub(super) atoms: Vec<usize>,
    pub(super) why: Why,
    /// By so many people.
    pub(super) width: i64,
    /// What counts as few people.
    pub(super) threshold: i64,
}

/// All that is known, and all that must not be.
#[derive(Debug)]
pub(super) struct Model {
    atoms: Atoms,
    /// Whether an atom is known to be of nobody.
    nobody: Vec<bool>,
    readings: Vec<Reading>,
    /// The readings of each atom, and whether it is added or taken away.
    reads: Vec<Vec<(usize, i64)>>,
    targets: Vec<Target>,
}

impl Model {
    /// What releases of one edition say together, of which the first is new.
    pub(super) fn of(releases: &[&Release]) -> Result<Self, Malformed> {
        let atoms = Atoms::of(releases)?;
        let mut nobody = vec![false; atoms.len()];
        let nobodies = |nobody: &mut Vec<bool>, atoms: &[usize]| {
            for atom in atoms {
                if let Some(none) = nobody.get_mut(*atom) {
                    *none = true;
                }
            }
        };
        nobodies(&mut nobody, atoms.nobody());
        let (mut readings, mut targets) = (Vec::new(), Vec::new());
        let (mut width, mut threshold) = (0, 0);
        for (number, release) in releases.iter().enumerate() {
            let rules = release.policy().rules();
            let few = i64::try_from(rules.threshold).unwrap_or(i64::MAX);
            let apart = i64::try_from(rules.least_width).unwrap_or(i64::MAX);
            (width, threshold) = (width.max(apart), threshold.max(few));
            for (cell, (shown, atoms)) in release.shown().iter().zip(atoms.cells(number)).enumerate() {
                let own = (number == 0).then_some(cell);
                match shown {
                    Shown::Suppressed => {
                        let why = own.map_or(Why::Before, Why::Suppressed);
                        targets.push(Target { atoms: atoms.clone(), why, width: apart, threshold: few });
                    }
                    Shown::Number(number) => {
                        let (least, most) =
                            release.policy().reading(*number).ok_or(Malformed::ReleaseContent)?;
                        if most == 0 {
                            nobodies(&mut nobody, atoms);
                        } else {
                            let (atoms, less) = (atoms.clone(), Vec::new());
                            readings.push(Reading { atoms, less, least, most, cell: own });
                        }
                    }
                }
            }
        }
        readings.extend(atoms.same().iter().map(|[one, other]| Reading {
            atoms: one.clone(),
            less: other.clone(),
            least: 0,
            most: 0,
            cell: None,
        }));
        if releases.len() > 1 && width > 0 {
            let shown: std::collections::BTreeSet<&Vec<usize>> =
                (0..releases.len()).flat_map(|number| atoms.cells(number)).collect();
            let hidden = atoms.groups().into_iter().filter(|group| !shown.contains(group));
            targets.extend(hidden.map(|atoms| Target { atoms, why: Why::Between, width, threshold }));
        }
        // What is known to be nobody says nothing more anywhere.
        let somebody =
            |atoms: &mut Vec<usize>| atoms.retain(|atom| !nobody.get(*atom).copied().unwrap_or(true));
        readings.iter_mut().for_each(|reading| somebody(&mut reading.atoms));
        readings.iter_mut().for_each(|reading| somebody(&mut reading.less));
        targets.iter_mut().for_each(|target| somebody(&mut target.atoms));
        targets.retain(|target| target.why != Why::Between || !target.atoms.is_empty());
        readings.sort();
        targets.sort();
        targets.dedup_by(|one, other| one.atoms == other.atoms && one.why == other.why);
        let mut model = Self { atoms, nobody, readings, reads: Vec::new(), targets };
        model.index();
        Ok(model)
    }

    fn index(&mut self) {
        self.reads = vec![Vec::new(); self.nobody.len()];
        for (number, reading) in self.readings.iter().enumerate() {
            let both = [(&reading.atoms, 1), (&reading.less, -1)];
            for (atom, sign) in
                both.into_iter().flat_map(|(atoms, sign)| atoms.iter().map(move |atom| (atom, sign)))
            {
                if let Some(reads) = self.reads.get_mut(*atom) {
                    reads.push((number, sign));
                }
            }
        }
    }

    /// The block that an atom is in.
    pub(super) fn block(&self, atom: usize) -> Option<&Block> {
        self.atoms.blocks().iter().find(|block| block.atoms().contains(&atom))
    }

    /// The atoms of each cell of the new table.
    pub(super) fn cells(&self) -> &[Vec<usize>] {
        self.atoms.cells(0)
    }

    /// How many atoms there are.
    pub(super) const fn atoms(&self) -> usize {
        self.nobody.len()
    }

    /// Whether an atom is known to be of nobody.
    pub(super) fn is_nobody(&self, atom: usize) -> bool {
        self.nobody.get(atom).copied().unwrap_or(true)
    }

    pub(super) fn readings(&self) -> &[Reading] {
        &self.readings
    }

    /// The readings that an atom is in, and whether it is added or taken away.
    pub(super) fn reads(&self, atom: usize) -> &[(usize, i64)] {
        self.reads.get(atom).map_or(&[], Vec::as_slice)
    }

    pub(super) fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// The most that is shown of a part of a target: it has at least so many people.
    pub(super) fn least(&self, target: &Target) -> i64 {
        let inside = |atom: &usize| target.atoms.binary_search(atom).is_ok();
        let begins = target.atoms.iter().flat_map(|atom| self.reads(*atom)).filter_map(|(number, _)| {
            self.readings
                .get(*number)
                .filter(|reading| reading.least > target.threshold && reading.less.is_empty())
        });
        begins
            .filter(|reading| reading.atoms.iter().all(inside))
            .map(|reading| reading.least)
            .max()
            .unwrap_or_default()
    }

    /// Whether people could be so: whole numbers, nobody where there is nobody, and every reading true.
    pub(super) fn allows(&self, people: &[i64]) -> bool {
        people.len() == self.nobody.len()
            && people
                .iter()
                .zip(&self.nobody)
                .all(|(people, nobody)| *people >= 0 && (!nobody || *people == 0))
            && self.readings.iter().all(|reading| {
                let sum = reading.sum(people);
                reading.least <= sum && sum <= reading.most
            })
    }

    /// The same, where nothing more may be suppressed.
    pub(super) fn settled(mut self) -> Self {
        self.readings.iter_mut().for_each(|reading| reading.cell = None);
        self
    }

    /// Suppresses some readings of the new table: nothing is known of them any more, and they are to stay unknown.
    /// Everything that was possible stays possible.
    pub(super) fn suppress(&mut self, cells: &[usize], width: i64, threshold: i64) {
        let (gone, kept) = std::mem::take(&mut self.readings)
            .into_iter()
            .partition(|reading| reading.cell.is_some_and(|cell| cells.contains(&cell)));
        self.readings = kept;
        let gone: Vec<Reading> = gone;
        self.targets.extend(gone.into_iter().filter_map(|Reading { atoms, cell, .. }| {
            Some(Target { atoms, why: Why::Suppressed(cell?), width, threshold })
        }));
        self.index();
    }
}

/// How many people some atoms have.
pub(super) fn sum(people: &[i64], atoms: &[usize]) -> i64 {
    atoms.iter().filter_map(|atom| people.get(*atom)).sum()
}
