//! Why a part of an evidence base was refused.

/// The reason a value was refused: a stable code, and never what was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
#[error("{}", self.code())]
#[non_exhaustive]
pub enum FindingError {
    /// Not an https link to a named host.
    LinkFormat,
    /// Not a year (1900 to 2200), a month of one or a day of one: `2022`, `2022-06`, `2022-06-17`.
    PublishedFormat,
    /// Not a number of at most nine digits with at most three of them after the point.
    NumberFormat,
    /// A percentage above 100.
    PercentageRange,
    /// Nobody was asked.
    NobodyAsked,
    /// Not a year from 1900 to 2200.
    YearRange,
    /// Text that is empty, too long or not one line.
    TextFormat,
    /// Not one of the four pillars, or none.
    PillarUnknown,
    /// Not one of the six high-impact actions.
    ActionUnknown,
    /// Not of the form of an evidence base.
    Format,
}

impl FindingError {
    /// The stable code, for programs: `noun.reason` in lower case. Once released, a code keeps its meaning.
    pub const fn code(self) -> &'static str {
        match self {
            Self::LinkFormat => "link.format",
            Self::PublishedFormat => "published.format",
            Self::NumberFormat => "number.format",
            Self::PercentageRange => "percentage.range",
            Self::NobodyAsked => "asked.nobody",
            Self::YearRange => "year.range",
            Self::TextFormat => "text.format",
            Self::PillarUnknown => "pillars.unknown",
            Self::ActionUnknown => "action.unknown",
            Self::Format => "evidence_base.format",
        }
    }
}
