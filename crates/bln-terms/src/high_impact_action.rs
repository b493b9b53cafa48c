//! The six high-impact actions of the NHS equality, diversity and inclusion improvement plan (NHS England, June 2023).

use crate::TermError;

/// A high-impact action: a tag for evidence and for what a network does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HighImpactAction {
    /// Objectives for chief executives, chairs and board members.
    One,
    /// Fair and inclusive recruitment and talent management.
    Two,
    /// Pay gaps.
    Three,
    /// Health inequalities in the workforce.
    Four,
    /// Internationally recruited staff.
    Five,
    /// Bullying, discrimination, harassment and physical violence.
    Six,
}

impl HighImpactAction {
    /// Every action.
    pub const ALL: [HighImpactAction; 6] = [
        HighImpactAction::One,
        HighImpactAction::Two,
        HighImpactAction::Three,
        HighImpactAction::Four,
        HighImpactAction::Five,
        HighImpactAction::Six,
    ];

    /// The stable code: `HIA1` to `HIA6`.
    pub const fn code(self) -> &'static str {
        match self {
            HighImpactAction::One => "HIA1",
            HighImpactAction::Two => "HIA2",
            HighImpactAction::Three => "HIA3",
            HighImpactAction::Four => "HIA4",
            HighImpactAction::Five => "HIA5",
            HighImpactAction::Six => "HIA6",
        }
    }

    /// Reads a code; case and white space around it do not matter.
    ///
    /// # Errors
    ///
    /// `high_impact_action.unknown`.
    pub fn parse(code: &str) -> Result<Self, TermError> {
        HighImpactAction::ALL
            .into_iter()
            .find(|action| action.code().eq_ignore_ascii_case(code.trim()))
            .ok_or(TermError::HighImpactActionUnknown)
    }

    /// What it is, in short plain words.
    pub const fn title(self) -> &'static str {
        match self {
            HighImpactAction::One => "Measurable objectives for chief executives, chairs and board members",
            HighImpactAction::Two => "Fair and inclusive recruitment and talent management",
            HighImpactAction::Three => "A plan to eliminate pay gaps",
            HighImpactAction::Four => "A plan to address health inequalities in the workforce",
            HighImpactAction::Five => {
                "Induction, onboarding and development of internationally recruited staff"
            }
            HighImpactAction::Six => {
                "An end to the conditions in which bullying, discrimination, harassment and physical violence occur"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back() {
        for action in HighImpactAction::ALL {
            assert_eq!(HighImpactAction::parse(&action.code().to_lowercase()), Ok(action));
        }
        for code in ["", "HIA0", "HIA7", "1"] {
            assert_eq!(HighImpactAction::parse(code), Err(TermError::HighImpactActionUnknown), "{code}");
        }
    }
}
