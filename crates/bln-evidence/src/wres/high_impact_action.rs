//! How success of the high-impact actions is measured, and by when something is to be done (NHS England, June 2023).

use chrono::NaiveDate;

use super::{HighImpactAction, year::day};

/// How success of an action is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Metric {
    code: &'static str,
    what: &'static str,
}

impl Metric {
    /// How success of an action is measured.
    pub const fn of(action: HighImpactAction) -> &'static [Metric] {
        match action {
            HighImpactAction::One => &[Metric {
                code: "1a",
                what: "Annual appraisal of chairs and chief executives on their objectives",
            }],
            HighImpactAction::Two => &[
                Metric { code: "2a", what: "Relative likelihood of appointment from shortlisting" },
                Metric { code: "2b", what: "Staff survey: career progression, and access to training" },
                Metric { code: "2c", what: "Year-on-year improvement in race and disability representation" },
                Metric { code: "2d", what: "Representation in senior leadership, band 8c and above" },
                Metric { code: "2e", what: "Diversity of shortlists" },
                Metric { code: "2f", what: "National Education and Training Survey: quality of training" },
            ],
            HighImpactAction::Three => &[Metric { code: "3a", what: "Pay gaps by sex, race and disability" }],
            HighImpactAction::Four => &[
                Metric { code: "4a", what: "Staff survey: action on health and wellbeing" },
                Metric { code: "4b", what: "National Education and Training Survey: wellbeing" },
            ],
            HighImpactAction::Five => &[
                Metric { code: "5a", what: "Sense of belonging of internationally recruited staff" },
                Metric { code: "5b", what: "Bullying and harassment from team or manager" },
                Metric {
                    code: "5c",
                    what: "National Education and Training Survey: internationally recruited staff",
                },
            ],
            HighImpactAction::Six => &[
                Metric { code: "6a", what: "Staff survey: bullying and harassment" },
                Metric { code: "6b", what: "Staff survey: discrimination" },
                Metric {
                    code: "6c",
                    what: "National Education and Training Survey: bullying and harassment",
                },
            ],
        }
    }

    /// The plan's own number: `2d`.
    pub const fn code(self) -> &'static str {
        self.code
    }

    /// What is measured.
    pub const fn what(self) -> &'static str {
        self.what
    }
}

/// By when something of an action is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Deadline {
    year: u16,
    what: &'static str,
}

impl Deadline {
    /// The deadlines of an action that are known. The plan has some twenty further ones for its parts, most by March 2024 and some
    /// by 2025, which no stored source lists.
    pub const fn of(action: HighImpactAction) -> &'static [Deadline] {
        match action {
            HighImpactAction::One => &[
                Deadline {
                    year: 2024,
                    what: "Every board member has objectives, and boards have reviewed their data",
                },
                Deadline { year: 2025, what: "Board members show how data and lived experience were used" },
            ],
            _ => &[],
        }
    }

    /// The last day: the plan gives the month, and it is March for each of them.
    pub fn by(self) -> NaiveDate {
        day(self.year, 3, 31)
    }

    /// What is to be done.
    pub const fn what(self) -> &'static str {
        self.what
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metric_is_numbered_as_its_action() {
        for (number, action) in (1..).zip(HighImpactAction::ALL) {
            assert!(!Metric::of(action).is_empty());
            for (letter, metric) in ('a'..).zip(Metric::of(action)) {
                assert_eq!(metric.code(), format!("{number}{letter}"));
                assert!(!metric.what().is_empty());
            }
        }
    }

    #[test]
    fn objectives_are_due_in_march_2024_and_their_use_a_year_later() {
        let due: Vec<_> =
            Deadline::of(HighImpactAction::One).iter().map(|due| due.by().to_string()).collect();
        assert_eq!(due, ["2024-03-31", "2025-03-31"]);
    }
}
