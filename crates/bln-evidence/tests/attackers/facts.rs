//! What several tables say together, and which whole tables agree with it.

use crate::trust::{Place, places};
use crate::view::{EVERYBODY, Range, View};

/// Groups of people of whom no two share anybody, and between what numbers sums over them are.
#[derive(Clone, Default)]
pub(crate) struct Facts {
    pub(crate) groups: usize,
    pub(crate) sums: Vec<(Vec<usize>, Range)>,
}

impl Facts {
    /// Facts of a grid of groups; nothing is known yet.
    pub(crate) fn grid(sizes: &[usize]) -> Self {
        let groups = sizes.iter().product();
        Self { groups, sums: vec![((0..groups).collect(), (0, EVERYBODY))] }
    }

    /// What one table says of its own cells.
    pub(crate) fn of(view: &View, sizes: &[usize]) -> Self {
        let mut facts = Self::grid(sizes);
        facts.learn(view, |place| groups(sizes, |cell| inside(place, cell)));
        facts
    }

    /// Adds what a table says, whose cells are of the groups that are told.
    pub(crate) fn learn(&mut self, view: &View, groups: impl Fn(&Place) -> Vec<usize>) {
        self.sums.extend(view.ranges.iter().map(|(place, range)| (groups(place), *range)));
    }

    /// The least and the most that a sum can be in whole people, between two bounds. All tables are tried.
    pub(crate) fn whole(&self, sum: &[usize], (least, most): Range) -> Range {
        let can_be = |people: &i64| {
            let mut facts = self.clone();
            facts.sums.push((sum.to_vec(), (*people, *people)));
            facts.some(vec![(0, EVERYBODY); self.groups])
        };
        ((least..=most).find(can_be).unwrap(), (least..=most).rev().find(can_be).unwrap())
    }

    /// Whether there is a table of whole people at all: halves the room of a group until nothing or one table is left.
    fn some(&self, mut ranges: Vec<Range>) -> bool {
        if !self.narrow(&mut ranges) {
            return false;
        }
        let open = |(_, (least, most)): &(usize, &Range)| least < most;
        let tightest = ranges.iter().enumerate().filter(open).min_by_key(|(_, (least, most))| most - least);
        let Some((group, &(least, most))) = tightest else { return true };
        let middle = least + (most - least) / 2;
        [(least, middle), (middle + 1, most)].into_iter().any(|half| {
            let mut ranges = ranges.clone();
            ranges[group] = half;
            self.some(ranges)
        })
    }

    /// Narrows each group by each sum until nothing changes; whether anything is left.
    fn narrow(&self, ranges: &mut [Range]) -> bool {
        let mut changed = true;
        while changed {
            changed = false;
            for (groups, (least, most)) in &self.sums {
                let all: Range = groups
                    .iter()
                    .fold((0, 0), |all, group| (all.0 + ranges[*group].0, all.1 + ranges[*group].1));
                if all.0 > *most || all.1 < *least {
                    return false;
                }
                for group in groups {
                    let (low, high) = ranges[*group];
                    let now = (low.max(least - (all.1 - high)), high.min(most - (all.0 - low)));
                    if now.0 > now.1 {
                        return false;
                    }
                    if now != (low, high) {
                        ranges[*group] = now;
                        changed = true;
                        // The sums of this row have changed with it.
                        break;
                    }
                }
            }
        }
        true
    }
}

/// The groups of a grid whose cells are wanted, by number, the last axis fastest.
pub(crate) fn groups(sizes: &[usize], wanted: impl Fn(&[usize]) -> bool) -> Vec<usize> {
    let cells =
        places(sizes).into_iter().filter_map(|place| place.into_iter().collect::<Option<Vec<usize>>>());
    cells.enumerate().filter(|(_, cell)| wanted(cell)).map(|(number, _)| number).collect()
}

pub(crate) fn inside(place: &Place, cell: &[usize]) -> bool {
    place.iter().zip(cell).all(|(at, cell)| at.is_none_or(|at| at == *cell))
}
