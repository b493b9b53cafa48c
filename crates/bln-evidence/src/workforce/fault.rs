//! What is wrong with rows: how often, and where.

use std::collections::BTreeMap;

use super::Field;

/// What is wrong with a row. Such a row is counted nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FaultCode {
    /// It has more or fewer fields than the header.
    Fields,
    /// It is longer than the budget allows.
    TooLong,
    /// Somebody appointed who was not shortlisted.
    AppointedNotShortlisted,
    /// A field is empty, and the mapping does not say what that means.
    Missing(Field),
    /// A field says something that neither the field nor the mapping knows.
    Unknown(Field),
}

impl FaultCode {
    /// The stable code, for programs: `noun.reason`.
    pub const fn code(self) -> &'static str {
        match self {
            FaultCode::Fields => "row.fields",
            FaultCode::TooLong => "row.too_long",
            FaultCode::AppointedNotShortlisted => "row.appointed_not_shortlisted",
            FaultCode::Missing(field) => match field {
                Field::Rows => "rows.missing",
                Field::Organisation => "organisation.missing",
                Field::Ethnicity => "ethnicity.missing",
                Field::Grade => "grade.missing",
                Field::StaffGroup => "staff_group.missing",
                Field::Clinical => "clinical.missing",
                Field::Board => "board.missing",
                Field::Shortlisted => "shortlisted.missing",
                Field::Appointed => "appointed.missing",
                Field::Disciplinary => "disciplinary.missing",
                Field::Training => "training.missing",
            },
            FaultCode::Unknown(field) => match field {
                Field::Rows => "rows.unknown",
                Field::Organisation => "organisation.unknown",
                Field::Ethnicity => "ethnicity.unknown",
                Field::Grade => "grade.unknown",
                Field::StaffGroup => "staff_group.unknown",
                Field::Clinical => "clinical.unknown",
                Field::Board => "board.unknown",
                Field::Shortlisted => "shortlisted.unknown",
                Field::Appointed => "appointed.unknown",
                Field::Disciplinary => "disciplinary.unknown",
                Field::Training => "training.unknown",
            },
        }
    }

    /// What to do about it, in a plain sentence.
    pub const fn sentence(self) -> &'static str {
        match self {
            FaultCode::Fields => {
                "The row has a different number of fields from the header. Check for stray commas."
            }
            FaultCode::TooLong => "The row is too long. Check for a quotation mark that is never closed.",
            FaultCode::AppointedNotShortlisted => {
                "The row says appointed but not shortlisted. Correct one of the two."
            }
            FaultCode::Missing(_) => {
                "The field is empty. Fill it in, or say in the mapping what empty means."
            }
            FaultCode::Unknown(_) => {
                "The field has a value that is not known. Correct it, or add the value to the mapping."
            }
        }
    }
}

/// A fault of a row, by the line that the row begins on; the header is line 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fault {
    line: u64,
    code: FaultCode,
}

impl Fault {
    /// The line that the row begins on; a line feed ends a line.
    pub const fn line(self) -> u64 {
        self.line
    }

    /// What is wrong.
    pub const fn code(self) -> FaultCode {
        self.code
    }
}

/// All faults of a file: each counted, and the first of them listed by line. Nothing of a row is in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Faults {
    rows_refused: u64,
    counts: BTreeMap<FaultCode, u64>,
    first: Vec<Fault>,
    listed: usize,
}

impl Faults {
    pub(super) fn new(listed: usize) -> Self {
        Self { listed, ..Self::default() }
    }

    /// How many rows were refused, each with one fault or more.
    pub const fn rows_refused(&self) -> u64 {
        self.rows_refused
    }

    /// How often there was each fault.
    pub fn counts(&self) -> impl Iterator<Item = (FaultCode, u64)> + '_ {
        self.counts.iter().map(|(code, count)| (*code, *count))
    }

    /// How often there was a fault.
    pub fn count(&self, code: FaultCode) -> u64 {
        self.counts.get(&code).copied().unwrap_or_default()
    }

    /// The first faults by line, as many as the budget lists.
    pub fn first(&self) -> &[Fault] {
        &self.first
    }

    /// A row that is refused.
    pub(super) fn refuse(&mut self, line: u64, codes: &[FaultCode]) {
        self.rows_refused += 1;
        for &code in codes {
            *self.counts.entry(code).or_default() += 1;
            let fault = Fault { line, code };
            // Records that end with a carriage return alone share a line: so the code decides too, whoever finds them.
            let place = self.first.partition_point(|other| *other <= fault);
            if place < self.listed {
                self.first.insert(place, fault);
                self.first.truncate(self.listed);
            }
        }
    }

    /// Both together, in the order of lines.
    pub(super) fn merge(&mut self, other: Self) {
        self.rows_refused += other.rows_refused;
        for (code, count) in other.counts {
            *self.counts.entry(code).or_default() += count;
        }
        self.first.extend(other.first);
        self.first.sort_unstable();
        self.first.truncate(self.listed);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_fault_has_a_code_of_its_own() {
        let of_fields = Field::ALL.into_iter().flat_map(|f| [FaultCode::Missing(f), FaultCode::Unknown(f)]);
        let all = [FaultCode::Fields, FaultCode::TooLong, FaultCode::AppointedNotShortlisted];
        let codes: Vec<_> = all.into_iter().chain(of_fields).map(FaultCode::code).collect();
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
        for field in Field::ALL {
            assert_eq!(FaultCode::Unknown(field).code(), format!("{}.unknown", field.name()));
            assert_eq!(FaultCode::Missing(field).code(), format!("{}.missing", field.name()));
        }
    }

    #[test]
    fn the_first_faults_are_listed_whoever_found_them() {
        let (mut one, mut other) = (Faults::new(2), Faults::new(2));
        one.refuse(9, &[FaultCode::Fields]);
        other.refuse(3, &[FaultCode::TooLong]);
        other.refuse(4, &[FaultCode::Fields, FaultCode::TooLong]);
        one.merge(other);
        assert_eq!(one.first().iter().map(|fault| fault.line()).collect::<Vec<_>>(), [3, 4]);
        assert_eq!(
            (one.rows_refused(), one.count(FaultCode::Fields), one.count(FaultCode::TooLong)),
            (3, 2, 2)
        );
    }
}
