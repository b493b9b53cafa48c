//! The nine indicators of the Workforce Race Equality Standard (WRES) of NHS England.

use crate::{TermError, WresGroup};

/// An indicator of the WRES: 1 to 4 of the workforce, 5 to 8 of the NHS Staff Survey, 9 of the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Indicator {
    /// Who works in each band, medical grade and among very senior managers, beside who works in all.
    One,
    /// How likely people are to be appointed once they are shortlisted.
    Two,
    /// How likely staff are to enter the formal disciplinary process.
    Three,
    /// How likely staff are to access training that is not mandatory, and professional development.
    Four,
    /// Harassment, bullying or abuse from patients, relatives or the public.
    Five,
    /// Harassment, bullying or abuse from staff.
    Six,
    /// Belief that there are equal opportunities for career progression or promotion.
    Seven,
    /// Discrimination from a manager, team leader or other colleagues.
    Eight,
    /// Who is on the board, beside who works in all.
    Nine,
}

/// What an indicator's value, or a published figure of it, is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// A share of a hundred.
    Percentage,
    /// A ratio of two likelihoods: 1 is parity. It is never shown with a per-cent sign.
    Ratio,
    /// A difference of two percentages.
    PercentagePoints,
    /// A number of people.
    People,
}

impl Unit {
    /// What stands after a number in this unit: `%`, nothing, ` percentage points`, ` people`.
    pub const fn suffix(self) -> &'static str {
        match self {
            Unit::Percentage => "%",
            Unit::Ratio => "",
            Unit::PercentagePoints => " percentage points",
            Unit::People => " people",
        }
    }
}

/// When an indicator says that things are worse for BME staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// When BME staff are a smaller share there than of the whole workforce.
    BelowWorkforceIsWorse,
    /// When the ratio is above 1.
    AboveOneIsWorse,
    /// When the percentage of BME staff is the higher one.
    HigherIsWorse,
    /// When the percentage of BME staff is the lower one.
    LowerIsWorse,
    /// When the difference is below zero.
    BelowZeroIsWorse,
}

/// Which group stands above the line of a ratio. It is always so that above 1 is worse for BME staff: what is good
/// has white staff above the line, what is bad BME staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Order {
    /// White over BME: indicators 2 and 4.
    WhiteOverBme,
    /// BME over white: indicator 3.
    BmeOverWhite,
}

impl Order {
    /// The group above the line, and the one below it.
    pub const fn groups(self) -> [WresGroup; 2] {
        match self {
            Order::WhiteOverBme => [WresGroup::White, WresGroup::Bme],
            Order::BmeOverWhite => [WresGroup::Bme, WresGroup::White],
        }
    }
}

/// The people that are counted above or below the line of an indicator, within each group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Counted {
    /// BME staff in a band, medical grade, or among very senior managers, by headcount.
    BmeStaffOfGrade,
    /// All staff there, those of unknown ethnicity included.
    StaffOfGrade,
    /// People appointed, from inside and outside.
    Appointed,
    /// People shortlisted, from inside and outside.
    Shortlisted,
    /// Staff who entered the formal disciplinary process.
    EnteredDisciplinary,
    /// Staff who accessed training that is not mandatory, or professional development.
    AccessedTraining,
    /// Staff on the day of the snapshot, by headcount.
    Staff,
    /// Those who answered so.
    AnsweredSo,
    /// Those who answered the question of the NHS Staff Survey.
    Answered,
    /// BME members of the board.
    BmeBoardMembers,
    /// All members of the board, those of unknown ethnicity included.
    BoardMembers,
}

impl Counted {
    /// In a few plain words, for a caption.
    pub const fn description(self) -> &'static str {
        match self {
            Counted::BmeStaffOfGrade => "BME staff in the band or grade",
            Counted::StaffOfGrade => "all staff in the band or grade, ethnicity unknown included",
            Counted::Appointed => "people appointed",
            Counted::Shortlisted => "people shortlisted",
            Counted::EnteredDisciplinary => "staff who entered the formal disciplinary process",
            Counted::AccessedTraining => "staff who accessed non-mandatory training or development",
            Counted::Staff => "staff in post on the day of the snapshot",
            Counted::AnsweredSo => "staff who said so in the NHS Staff Survey",
            Counted::Answered => "staff who answered the question in the NHS Staff Survey",
            Counted::BmeBoardMembers => "BME members of the board",
            Counted::BoardMembers => "all members of the board, ethnicity unknown included",
        }
    }
}

impl Indicator {
    /// Every indicator in order.
    pub const ALL: [Indicator; 9] = [
        Indicator::One,
        Indicator::Two,
        Indicator::Three,
        Indicator::Four,
        Indicator::Five,
        Indicator::Six,
        Indicator::Seven,
        Indicator::Eight,
        Indicator::Nine,
    ];

    /// The number, 1 to 9.
    pub const fn number(self) -> u8 {
        match self {
            Indicator::One => 1,
            Indicator::Two => 2,
            Indicator::Three => 3,
            Indicator::Four => 4,
            Indicator::Five => 5,
            Indicator::Six => 6,
            Indicator::Seven => 7,
            Indicator::Eight => 8,
            Indicator::Nine => 9,
        }
    }

    /// The indicator of a number.
    ///
    /// # Errors
    ///
    /// `indicator.unknown`.
    pub fn from_number(number: u8) -> Result<Self, TermError> {
        Indicator::ALL
            .into_iter()
            .find(|indicator| indicator.number() == number)
            .ok_or(TermError::IndicatorUnknown)
    }

    /// What it measures, in a short plain heading. The exact words of the guidance are NHS England's.
    pub const fn heading(self) -> &'static str {
        match self {
            Indicator::One => "Staff in each band and grade",
            Indicator::Two => "Likelihood of being appointed from shortlisting",
            Indicator::Three => "Likelihood of entering the formal disciplinary process",
            Indicator::Four => "Likelihood of accessing non-mandatory training and development",
            Indicator::Five => "Harassment, bullying or abuse from patients, relatives or the public",
            Indicator::Six => "Harassment, bullying or abuse from staff",
            Indicator::Seven => "Belief in equal opportunities for career progression or promotion",
            Indicator::Eight => "Discrimination from a manager, team leader or other colleagues",
            Indicator::Nine => "Board membership compared with the workforce",
        }
    }

    /// What its value is measured in.
    pub const fn unit(self) -> Unit {
        match self {
            Indicator::Two | Indicator::Three | Indicator::Four => Unit::Ratio,
            Indicator::Nine => Unit::PercentagePoints,
            _ => Unit::Percentage,
        }
    }

    /// When it says that things are worse for BME staff.
    pub const fn direction(self) -> Direction {
        match self {
            Indicator::One => Direction::BelowWorkforceIsWorse,
            Indicator::Two | Indicator::Three | Indicator::Four => Direction::AboveOneIsWorse,
            Indicator::Five | Indicator::Six | Indicator::Eight => Direction::HigherIsWorse,
            Indicator::Seven => Direction::LowerIsWorse,
            Indicator::Nine => Direction::BelowZeroIsWorse,
        }
    }

    /// Which group stands above the line; `None` if it is no ratio.
    pub const fn order(self) -> Option<Order> {
        match self {
            Indicator::Two | Indicator::Four => Some(Order::WhiteOverBme),
            Indicator::Three => Some(Order::BmeOverWhite),
            _ => None,
        }
    }

    /// The people counted above the line. Of a ratio: of each group's likelihood.
    pub const fn numerator(self) -> Counted {
        match self {
            Indicator::One => Counted::BmeStaffOfGrade,
            Indicator::Two => Counted::Appointed,
            Indicator::Three => Counted::EnteredDisciplinary,
            Indicator::Four => Counted::AccessedTraining,
            Indicator::Five | Indicator::Six | Indicator::Seven | Indicator::Eight => Counted::AnsweredSo,
            Indicator::Nine => Counted::BmeBoardMembers,
        }
    }

    /// The people counted below the line. Of a ratio: of each group's likelihood.
    ///
    /// That 1 and 9 count staff and board members of unknown ethnicity below the line is as trusts publish them
    /// (13 %, 85 % and 2 % of 7,422); `bln-evidence` gives the share of known ethnicity too.
    pub const fn denominator(self) -> Counted {
        match self {
            Indicator::One => Counted::StaffOfGrade,
            Indicator::Two => Counted::Shortlisted,
            Indicator::Three | Indicator::Four => Counted::Staff,
            Indicator::Five | Indicator::Six | Indicator::Seven | Indicator::Eight => Counted::Answered,
            Indicator::Nine => Counted::BoardMembers,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indicators_are_numbered_one_to_nine() {
        assert_eq!(Indicator::ALL.map(Indicator::number), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
        for indicator in Indicator::ALL {
            assert_eq!(Indicator::from_number(indicator.number()), Ok(indicator));
        }
        assert_eq!(Indicator::from_number(0), Err(TermError::IndicatorUnknown));
        assert_eq!(Indicator::from_number(10), Err(TermError::IndicatorUnknown));
    }

    #[test]
    fn indicators_2_and_4_put_white_staff_above_the_line_and_3_bme_staff() {
        assert_eq!(Indicator::Two.order(), Some(Order::WhiteOverBme));
        assert_eq!(Indicator::Three.order(), Some(Order::BmeOverWhite));
        assert_eq!(Indicator::Four.order(), Some(Order::WhiteOverBme));
        assert_eq!(Order::BmeOverWhite.groups(), [WresGroup::Bme, WresGroup::White]);
    }

    #[test]
    fn a_ratio_has_an_order_and_no_per_cent_sign() {
        for indicator in Indicator::ALL {
            assert_eq!(indicator.unit() == Unit::Ratio, indicator.order().is_some());
            let above_one = indicator.direction() == Direction::AboveOneIsWorse;
            assert_eq!(indicator.unit() == Unit::Ratio, above_one);
        }
        assert_eq!(Unit::Ratio.suffix(), "");
    }
}
