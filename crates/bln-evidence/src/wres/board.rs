//! Indicator 9: the board beside the workforce.

use crate::exact::{Decimal, Proportion};

/// Which members of a board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Membership {
    /// Every member.
    All,
    /// Those who vote.
    Voting,
    /// The executive directors.
    Executive,
}

impl Membership {
    /// Each.
    pub const ALL: [Membership; 3] = [Membership::All, Membership::Voting, Membership::Executive];

    /// In plain words.
    pub const fn description(self) -> &'static str {
        match self {
            Membership::All => "all board members",
            Membership::Voting => "voting board members",
            Membership::Executive => "executive board members",
        }
    }
}

/// How the share of BME members of a board differs from that of the workforce.
///
/// ```
/// use bln_evidence::{exact::Proportion, wres::{BoardDifference, Membership}};
///
/// // England, 2024: 16.5 % of boards, 28.6 % of the workforce.
/// let share = |thousandths| Proportion::new(thousandths, 1000).unwrap();
/// let difference = BoardDifference::new(Membership::All, share(165), share(286));
/// assert_eq!(difference.points(1).unwrap().to_string(), "-12.1");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BoardDifference {
    membership: Membership,
    board: Proportion,
    workforce: Proportion,
}

impl BoardDifference {
    /// BME members of all members, and BME staff of all staff; both count unknown ethnicity in the whole.
    pub const fn new(membership: Membership, board: Proportion, workforce: Proportion) -> Self {
        Self { membership, board, workforce }
    }

    /// Which members.
    pub const fn membership(self) -> Membership {
        self.membership
    }

    /// BME members of all of them.
    pub const fn board(self) -> Proportion {
        self.board
    }

    /// BME staff of all staff.
    pub const fn workforce(self) -> Proportion {
        self.workforce
    }

    /// The difference in percentage points, rounded once, at the end; below zero is worse for BME staff. `None` if
    /// there is no board or no workforce.
    pub fn points(self, places: u32) -> Option<Decimal> {
        self.board.points_above(self.workforce, places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_difference_is_rounded_once() {
        // 1 of 3 less 1 of 6 is 16.66.. points; the rounded shares would give 33 - 17 = 16.
        let [board, workforce] = [(1, 3), (1, 6)].map(|(part, whole)| Proportion::new(part, whole).unwrap());
        let difference = BoardDifference::new(Membership::Voting, board, workforce);
        assert_eq!(difference.points(0).unwrap().to_string(), "17");
    }

    #[test]
    fn no_board_has_no_difference() {
        let nobody = Proportion::new(0, 0).unwrap();
        let some = Proportion::new(1, 2).unwrap();
        assert_eq!(BoardDifference::new(Membership::Executive, nobody, some).points(1), None);
    }
}
