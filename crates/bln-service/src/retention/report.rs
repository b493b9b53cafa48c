//! What is over, in numbers.

use std::{collections::BTreeMap, fmt};

use bln_core::{Instant, retention::Category};

/// What of one category is kept for longer than its period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Over {
    /// How many records go: people, registrations, what one person said, or whatever the category is of.
    pub due: u64,
    /// When the period of the oldest of them began.
    pub oldest: Option<Instant>,
    /// How many more stay, because of a legal hold, a restriction or an open request.
    pub held: u64,
}

/// What is kept for longer than its period, or was until now. It has numbers and names nobody; they are exact, and for
/// administrators alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetentionReport {
    /// As of when.
    pub at: Instant,
    /// Every category, also those of which there is nothing.
    pub over: BTreeMap<Category, Over>,
}

impl RetentionReport {
    /// Whether there is nothing to remove.
    pub fn is_nothing_due(&self) -> bool {
        self.over.values().all(|over| over.due == 0)
    }
}

impl fmt::Display for RetentionReport {
    /// One line for each category.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Past their retention period on {}\n", self.at)?;
        for (category, over) in &self.over {
            write!(f, "{}: {} to remove", category.kept(), over.due)?;
            if let Some(oldest) = over.oldest {
                write!(f, ", the oldest from {oldest}")?;
            }
            if over.held > 0 {
                write!(f, ", {} kept for now by a legal hold, a restriction or an open request", over.held)?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_says_how_much_since_when_and_what_stays() {
        let at: Instant = "2027-03-01T09:00:00Z".parse().unwrap();
        let oldest = Some("2025-01-01T09:00:00Z".parse().unwrap());
        let left = Over { due: 2, oldest, held: 1 };
        let over = BTreeMap::from([(Category::LeftMember, left), (Category::Links, Over::default())]);
        let report = RetentionReport { at, over };
        assert!(!report.is_nothing_due());
        let text = report.to_string();
        assert!(
            text.contains("details of people who left: 2 to remove, the oldest from 2025-01-01"),
            "{text}"
        );
        assert!(text.contains("1 kept for now by a legal hold"), "{text}");
        assert!(text.contains("links in letters: 0 to remove\n"), "{text}");
    }
}
