//! Staff groups of the National Workforce Data Set.

use crate::TermError;

/// A STAFF GROUP of the National Workforce Data Set, as the NHS Data Dictionary lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StaffGroup {
    /// 01 Medical and dental.
    MedicalAndDental,
    /// 02 Students.
    Students,
    /// 03 Nursing and midwifery registered.
    NursingAndMidwifery,
    /// 04 Allied health professionals.
    AlliedHealthProfessionals,
    /// 05 Additional professional scientific and technical.
    ProfessionalScientificAndTechnical,
    /// 06 Healthcare scientists.
    HealthcareScientists,
    /// 07 Additional clinical services.
    ClinicalServices,
    /// 08 Administrative and clerical, executives who are not clinicians among them.
    AdministrativeAndClerical,
    /// 09 Estates and ancillary.
    EstatesAndAncillary,
    /// 10 Supplementary roles.
    SupplementaryRoles,
}

/// Whether work is clinical: the Workforce Race Equality Standard tells indicator 1 apart by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clinical {
    /// Clinical, doctors and dentists apart.
    Clinical,
    /// Not clinical.
    NonClinical,
}

impl StaffGroup {
    /// Every staff group, in the order of their codes.
    pub const ALL: [StaffGroup; 10] = [
        StaffGroup::MedicalAndDental,
        StaffGroup::Students,
        StaffGroup::NursingAndMidwifery,
        StaffGroup::AlliedHealthProfessionals,
        StaffGroup::ProfessionalScientificAndTechnical,
        StaffGroup::HealthcareScientists,
        StaffGroup::ClinicalServices,
        StaffGroup::AdministrativeAndClerical,
        StaffGroup::EstatesAndAncillary,
        StaffGroup::SupplementaryRoles,
    ];

    /// The national code: two digits.
    pub const fn code(self) -> &'static str {
        match self {
            StaffGroup::MedicalAndDental => "01",
            StaffGroup::Students => "02",
            StaffGroup::NursingAndMidwifery => "03",
            StaffGroup::AlliedHealthProfessionals => "04",
            StaffGroup::ProfessionalScientificAndTechnical => "05",
            StaffGroup::HealthcareScientists => "06",
            StaffGroup::ClinicalServices => "07",
            StaffGroup::AdministrativeAndClerical => "08",
            StaffGroup::EstatesAndAncillary => "09",
            StaffGroup::SupplementaryRoles => "10",
        }
    }

    /// The name in the Data Dictionary.
    pub const fn label(self) -> &'static str {
        match self {
            StaffGroup::MedicalAndDental => "Medical and Dental",
            StaffGroup::Students => "Students",
            StaffGroup::NursingAndMidwifery => "Nursing and Midwifery Registered",
            StaffGroup::AlliedHealthProfessionals => "Allied Health Professionals",
            StaffGroup::ProfessionalScientificAndTechnical => {
                "Additional Professional Scientific and Technical"
            }
            StaffGroup::HealthcareScientists => "Healthcare Scientists",
            StaffGroup::ClinicalServices => "Additional Clinical Services",
            StaffGroup::AdministrativeAndClerical => "Administrative and Clerical",
            StaffGroup::EstatesAndAncillary => "Estates and Ancillary",
            StaffGroup::SupplementaryRoles => "Supplementary Roles",
        }
    }

    /// Whether the work is clinical. A choice of this library: 01 to 07 are, but for students.
    pub const fn clinical(self) -> Clinical {
        match self {
            StaffGroup::MedicalAndDental
            | StaffGroup::NursingAndMidwifery
            | StaffGroup::AlliedHealthProfessionals
            | StaffGroup::ProfessionalScientificAndTechnical
            | StaffGroup::HealthcareScientists
            | StaffGroup::ClinicalServices => Clinical::Clinical,
            StaffGroup::Students
            | StaffGroup::AdministrativeAndClerical
            | StaffGroup::EstatesAndAncillary
            | StaffGroup::SupplementaryRoles => Clinical::NonClinical,
        }
    }

    /// Reads a code (a leading zero may be missing, as spreadsheets drop it) or a name; case and white space
    /// around it do not matter.
    ///
    /// # Errors
    ///
    /// `staff_group.unknown`.
    pub fn parse(text: &str) -> Result<Self, TermError> {
        let text = text.trim();
        StaffGroup::ALL
            .into_iter()
            .find(|group| {
                group.code() == text
                    || group.code().strip_prefix('0') == Some(text)
                    || group.label().eq_ignore_ascii_case(text)
            })
            .ok_or(TermError::StaffGroupUnknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_read_by_code_and_by_name() {
        for group in StaffGroup::ALL {
            assert_eq!(StaffGroup::parse(group.code()), Ok(group));
            assert_eq!(StaffGroup::parse(&group.label().to_uppercase()), Ok(group));
        }
        assert_eq!(StaffGroup::parse(" 3 "), Ok(StaffGroup::NursingAndMidwifery));
        for text in ["", "0", "00", "11", "1 0", "Nursing"] {
            assert_eq!(StaffGroup::parse(text), Err(TermError::StaffGroupUnknown), "{text}");
        }
    }

    #[test]
    fn the_first_seven_groups_are_clinical_but_for_students() {
        let clinical: Vec<_> =
            StaffGroup::ALL.into_iter().filter(|g| g.clinical() == Clinical::Clinical).collect();
        assert_eq!(
            clinical.iter().map(|g| g.code()).collect::<Vec<_>>(),
            ["01", "03", "04", "05", "06", "07"]
        );
    }
}
