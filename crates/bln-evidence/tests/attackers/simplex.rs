//! The attackers' own solver: a dense two-phase simplex, which shares nothing with the audit.

use crate::facts::Facts;
use crate::view::Range;

const TOLERANCE: f64 = 1e-9;

/// The least and the most that a sum over some groups can be, people being divisible; rounded inwards to whole people.
pub(crate) fn extremes(facts: &Facts, sum: &[usize]) -> Range {
    let most = maximum(facts, sum, 1.0);
    let least = -maximum(facts, sum, -1.0);
    let [least, most] = [(least - 1e-6).ceil(), (most + 1e-6).floor()];
    #[expect(clippy::as_conversions, reason = "small whole numbers")]
    (least as i64, most as i64)
}

#[expect(clippy::as_conversions, reason = "small whole numbers")]
fn maximum(facts: &Facts, sum: &[usize], sign: f64) -> f64 {
    // Rows of "at most": every sum is at most its most, and less than nothing its least.
    let mut rows: Vec<(Vec<f64>, f64)> = Vec::new();
    for (groups, (least, most)) in &facts.sums {
        let row = |sign: f64| {
            let mut row = vec![0.0; facts.groups];
            groups.iter().for_each(|group| row[*group] = sign);
            row
        };
        rows.push((row(1.0), *most as f64));
        if *least > 0 {
            rows.push((row(-1.0), -*least as f64));
        }
    }
    let mut aim = vec![0.0; facts.groups];
    sum.iter().for_each(|group| aim[*group] = sign);
    Tableau::new(&rows, &aim).solve()
}

/// Rows, then the aim, then the aim of the first phase; columns, then the artificial one, then the right-hand sides.
struct Tableau {
    cells: Vec<Vec<f64>>,
    /// What is in each row and out in each column: variables, then slacks; the artificial one is `usize::MAX`.
    basic: Vec<usize>,
    free: Vec<usize>,
}

impl Tableau {
    fn new(rows: &[(Vec<f64>, f64)], aim: &[f64]) -> Self {
        let (m, n) = (rows.len(), aim.len());
        let mut cells: Vec<Vec<f64>> =
            rows.iter().map(|(row, most)| [row.as_slice(), &[-1.0, *most]].concat()).collect();
        cells.push(aim.iter().map(|aim| -aim).chain([0.0, 0.0]).collect());
        cells.push((0..n).map(|_| 0.0).chain([1.0, 0.0]).collect());
        Self { cells, basic: (n..n + m).collect(), free: (0..n).chain([usize::MAX]).collect() }
    }

    fn rows(&self) -> usize {
        self.basic.len()
    }

    fn last(&self) -> usize {
        self.free.len()
    }

    fn pivot(&mut self, r: usize, s: usize) {
        let inverse = 1.0 / self.cells[r][s];
        let pivot_row = self.cells[r].clone();
        for (i, row) in self.cells.iter_mut().enumerate() {
            if i != r && row[s].abs() > TOLERANCE {
                let factor = row[s] * inverse;
                for (j, cell) in row.iter_mut().enumerate() {
                    if j != s {
                        *cell -= pivot_row[j] * factor;
                    }
                }
                row[s] = -factor;
            }
        }
        for (j, cell) in self.cells[r].iter_mut().enumerate() {
            *cell = if j == s { inverse } else { *cell * inverse };
        }
        std::mem::swap(&mut self.basic[r], &mut self.free[s]);
    }

    /// Goes uphill on one aim; whether there is a top.
    fn climb(&mut self, aim: usize, artificial: bool) -> bool {
        for _ in 0..20_000 {
            let allowed = |j: &usize| artificial || self.free[*j] != usize::MAX;
            let better = |one: &usize, other: &usize| {
                self.cells[aim][*one]
                    .total_cmp(&self.cells[aim][*other])
                    .then(self.free[*one].cmp(&self.free[*other]))
            };
            let enters = (0..self.last()).filter(allowed).min_by(better).unwrap();
            if self.cells[aim][enters] > -TOLERANCE {
                return true;
            }
            let ratio = |i: &usize| self.cells[*i][self.last()] / self.cells[*i][enters];
            let nearer = |one: &usize, other: &usize| {
                ratio(one).total_cmp(&ratio(other)).then(self.basic[*one].cmp(&self.basic[*other]))
            };
            let rows = (0..self.rows()).filter(|i| self.cells[*i][enters] > TOLERANCE);
            let Some(leaves) = rows.min_by(nearer) else { return false };
            self.pivot(leaves, enters);
        }
        panic!("the simplex goes in circles");
    }

    fn solve(mut self) -> f64 {
        let (m, last) = (self.rows(), self.last());
        let lowest =
            (0..m).min_by(|one, other| self.cells[*one][last].total_cmp(&self.cells[*other][last])).unwrap();
        if self.cells[lowest][last] < -TOLERANCE {
            self.pivot(lowest, last - 1);
            assert!(self.climb(m + 1, true));
            assert!(self.cells[m + 1][last] > -1e-6, "what is shown is of some table");
            if let Some(row) = self.basic.iter().position(|basic| *basic == usize::MAX) {
                let column = (0..last).max_by(|one, other| {
                    self.cells[row][*one].abs().total_cmp(&self.cells[row][*other].abs())
                });
                self.pivot(row, column.unwrap());
            }
        }
        assert!(self.climb(m, false), "there are not endless people");
        self.cells[m][last]
    }
}
