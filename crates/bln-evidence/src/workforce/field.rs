//! What a column can be.

use crate::terms::{Clinical, EthnicCategory, StaffGroup};
use crate::wres::Grade;

/// What is known of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Whom a row is about: `staff` (the default), `applicant` for an application that was not made by one of the
    /// staff in the file, `non_executive` for a member of the board who is not on the staff.
    Rows,
    /// The organisation, by ODS code.
    Organisation,
    /// The ethnic category, by code of the NHS Data Dictionary.
    Ethnicity,
    /// The band or grade; `not_recorded` for none.
    Grade,
    /// The staff group, by code or name of the National Workforce Data Set; `not_recorded` for none.
    StaffGroup,
    /// `clinical` or `non_clinical`; `not_recorded` for neither. Where it is not mapped, the staff group decides.
    Clinical,
    /// On the board: `voting`, `executive`, `voting_executive`, `other` for a member who is neither, or `none`.
    Board,
    /// Shortlisted in the year: `yes`, `no` or `not_recorded`. A whole number is yes unless it is 0.
    Shortlisted,
    /// Appointed from a shortlist in the year, in the same words.
    Appointed,
    /// Entered the formal disciplinary process in the year, in the same words.
    Disciplinary,
    /// Accessed training that is not mandatory or professional development in the year, in the same words.
    Training,
}

impl Field {
    /// Every field.
    pub const ALL: [Field; 11] = [
        Field::Rows,
        Field::Organisation,
        Field::Ethnicity,
        Field::Grade,
        Field::StaffGroup,
        Field::Clinical,
        Field::Board,
        Field::Shortlisted,
        Field::Appointed,
        Field::Disciplinary,
        Field::Training,
    ];

    /// The name in a mapping file.
    pub const fn name(self) -> &'static str {
        match self {
            Field::Rows => "rows",
            Field::Organisation => "organisation",
            Field::Ethnicity => "ethnicity",
            Field::Grade => "grade",
            Field::StaffGroup => "staff_group",
            Field::Clinical => "clinical",
            Field::Board => "board",
            Field::Shortlisted => "shortlisted",
            Field::Appointed => "appointed",
            Field::Disciplinary => "disciplinary",
            Field::Training => "training",
        }
    }

    pub(super) fn parse(name: &str) -> Option<Self> {
        Field::ALL.into_iter().find(|field| field.name() == name)
    }

    /// What a text says of the field, as a small number; `None` if it says nothing that is known. Not for
    /// organisations, which are too many for one.
    pub(super) fn code(self, text: &str) -> Option<u8> {
        let word = |words: &[(&str, u8)]| {
            words.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)).map(|(_, code)| *code)
        };
        match self {
            Field::Rows => {
                word(&[("staff", STAFF), ("applicant", APPLICANT), ("non_executive", NON_EXECUTIVE)])
            }
            Field::Organisation => None,
            Field::Ethnicity => place(&EthnicCategory::ALL, EthnicCategory::parse(text).ok()?),
            Field::Grade if is_not_recorded(text) => u8::try_from(Grade::ALL.len()).ok(),
            Field::Grade => place(&Grade::ALL, Grade::parse(text).ok()?),
            Field::StaffGroup if is_not_recorded(text) => u8::try_from(StaffGroup::ALL.len()).ok(),
            Field::StaffGroup => place(&StaffGroup::ALL, StaffGroup::parse(text).ok()?),
            Field::Clinical => word(&[
                ("clinical", CLINICAL),
                ("non_clinical", NON_CLINICAL),
                ("non-clinical", NON_CLINICAL),
                (NOT_RECORDED, CLINICAL_NOT_RECORDED),
            ]),
            Field::Board => word(&[
                ("none", 0),
                ("other", MEMBER),
                ("voting", MEMBER | VOTING),
                ("executive", MEMBER | EXECUTIVE),
                ("voting_executive", MEMBER | VOTING | EXECUTIVE),
            ]),
            Field::Shortlisted | Field::Appointed | Field::Disciplinary | Field::Training => word(&[
                ("yes", YES),
                ("no", NO),
                ("y", YES),
                ("n", NO),
                ("true", YES),
                ("false", NO),
                (NOT_RECORDED, FLAG_NOT_RECORDED),
            ])
            .or_else(|| number(text)),
        }
    }
}

pub(super) const STAFF: u8 = 0;
pub(super) const APPLICANT: u8 = 1;
pub(super) const NON_EXECUTIVE: u8 = 2;
pub(super) const CLINICAL: u8 = 0;
pub(super) const NON_CLINICAL: u8 = 1;
pub(super) const CLINICAL_NOT_RECORDED: u8 = 2;
pub(super) const MEMBER: u8 = 1;
pub(super) const VOTING: u8 = 2;
pub(super) const EXECUTIVE: u8 = 4;
pub(super) const NO: u8 = 0;
pub(super) const YES: u8 = 1;
pub(super) const FLAG_NOT_RECORDED: u8 = 2;

const NOT_RECORDED: &str = "not_recorded";

/// Whether the work of a staff group is clinical, as the code of the field.
pub(super) fn clinical_of(staff_group: u8) -> u8 {
    match StaffGroup::ALL.get(usize::from(staff_group)).map(|group| group.clinical()) {
        Some(Clinical::Clinical) => CLINICAL,
        Some(Clinical::NonClinical) => NON_CLINICAL,
        None => CLINICAL_NOT_RECORDED,
    }
}

fn is_not_recorded(text: &str) -> bool {
    text.eq_ignore_ascii_case(NOT_RECORDED)
}

fn place<T: PartialEq>(all: &[T], one: T) -> Option<u8> {
    all.iter().position(|other| *other == one).and_then(|place| u8::try_from(place).ok())
}

/// A whole number of times: none is no, any is yes.
fn number(text: &str) -> Option<u8> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| if text.bytes().all(|byte| byte == b'0') { NO } else { YES })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_reads_back_by_name() {
        for field in Field::ALL {
            assert_eq!(Field::parse(field.name()), Some(field));
        }
        assert_eq!(Field::parse("gender"), None);
    }

    #[test]
    fn a_number_of_times_is_yes_unless_it_is_none() {
        for (text, code) in [("0", NO), ("00", NO), ("1", YES), ("12", YES), ("Yes", YES), ("FALSE", NO)] {
            assert_eq!(Field::Training.code(text), Some(code), "{text}");
        }
        for text in ["", "-1", "1.5", "maybe"] {
            assert_eq!(Field::Training.code(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_not_recorded_has_a_place_after_the_last() {
        assert_eq!(Field::Grade.code("not_recorded"), Some(19));
        assert_eq!(Field::StaffGroup.code("not_recorded"), Some(10));
        assert_eq!(
            Field::Ethnicity.code("not_recorded"),
            None,
            "the Data Dictionary has a code for that: 99"
        );
        assert_eq!(Field::Ethnicity.code("99"), Some(17));
    }

    #[test]
    fn a_staff_group_says_whether_work_is_clinical() {
        assert_eq!(clinical_of(Field::StaffGroup.code("03").unwrap()), CLINICAL);
        assert_eq!(clinical_of(Field::StaffGroup.code("08").unwrap()), NON_CLINICAL);
        assert_eq!(clinical_of(10), CLINICAL_NOT_RECORDED);
    }
}
