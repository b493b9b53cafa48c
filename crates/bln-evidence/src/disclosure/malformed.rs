//! Why what was given is no table, policy or edition.

/// The reason something was refused before anything was counted: a stable code, and never the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
#[error("{}", self.code())]
#[non_exhaustive]
pub enum Malformed {
    /// A name of nothing, of more than 120 characters, or with a control character in it.
    LabelFormat,
    /// A category, or what it stands for, is there twice in one axis.
    CategoryTwice,
    /// An axis without a category.
    AxisEmpty,
    /// One dimension is the axis of a table twice.
    AxisTwice,
    /// A cell that the table does not have.
    CellUnknown,
    /// More cells, margins included, than are audited.
    TableTooLarge,
    /// More people than are counted.
    CountTooLarge,
    /// A threshold of more than 1,000 people.
    PolicyThreshold,
    /// A base of rounding of nothing, or so large that a number over the threshold would be shown as nobody.
    PolicyRounding,
    /// A least width that is not more than the threshold, or more than 10,000 people.
    PolicyWidth,
    /// A smallest group of more than 10,000 people.
    PolicyGroup,
    /// An edition with the number of the one it corrects, or a lower one.
    EditionOrder,
    /// A release whose numbers are not those of its table and its policy.
    ReleaseContent,
}

impl Malformed {
    /// The stable code, for programs: `noun.reason` in lower case. Once released, a code keeps its meaning.
    pub const fn code(self) -> &'static str {
        match self {
            Malformed::LabelFormat => "label.format",
            Malformed::CategoryTwice => "category.twice",
            Malformed::AxisEmpty => "axis.empty",
            Malformed::AxisTwice => "axis.twice",
            Malformed::CellUnknown => "cell.unknown",
            Malformed::TableTooLarge => "table.too_large",
            Malformed::CountTooLarge => "count.too_large",
            Malformed::PolicyThreshold => "policy.threshold",
            Malformed::PolicyRounding => "policy.rounding",
            Malformed::PolicyWidth => "policy.width",
            Malformed::PolicyGroup => "policy.group",
            Malformed::EditionOrder => "edition.order",
            Malformed::ReleaseContent => "release.content",
        }
    }
}
