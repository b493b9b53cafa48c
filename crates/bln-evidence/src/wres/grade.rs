//! Bands and medical grades together, the clusters they are published in, and the rows of the WRES template.

use crate::terms::{AfcBand, MedicalGrade};

use super::WresError;

/// What somebody is paid as: a band of Agenda for Change, a very senior manager, or a grade of doctors and dentists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Below band 1: apprentices, for one. The WRES has a row for them.
    UnderBand1,
    /// A band of Agenda for Change.
    Afc(AfcBand),
    /// A very senior manager (VSM), executive members of the board included.
    Vsm,
    /// A doctor or dentist.
    Medical(MedicalGrade),
    /// A consultant who is a senior medical manager. Also a consultant.
    SeniorMedicalManager,
}

impl Grade {
    /// Every grade, in ascending order within each pay system.
    pub const ALL: [Grade; 19] = [
        Grade::UnderBand1,
        Grade::Afc(AfcBand::Band1),
        Grade::Afc(AfcBand::Band2),
        Grade::Afc(AfcBand::Band3),
        Grade::Afc(AfcBand::Band4),
        Grade::Afc(AfcBand::Band5),
        Grade::Afc(AfcBand::Band6),
        Grade::Afc(AfcBand::Band7),
        Grade::Afc(AfcBand::Band8a),
        Grade::Afc(AfcBand::Band8b),
        Grade::Afc(AfcBand::Band8c),
        Grade::Afc(AfcBand::Band8d),
        Grade::Afc(AfcBand::Band9),
        Grade::Vsm,
        Grade::Medical(MedicalGrade::Resident),
        Grade::Medical(MedicalGrade::SpecialtyAndSpecialist),
        Grade::Medical(MedicalGrade::Consultant),
        Grade::SeniorMedicalManager,
        Grade::Medical(MedicalGrade::Other),
    ];

    /// The stable name: `8a`, `vsm`, `consultant` and so on.
    pub const fn name(self) -> &'static str {
        match self {
            Grade::UnderBand1 => "under_1",
            Grade::Afc(band) => band.name(),
            Grade::Vsm => "vsm",
            Grade::Medical(MedicalGrade::Resident) => "resident",
            Grade::Medical(MedicalGrade::SpecialtyAndSpecialist) => "specialty",
            Grade::Medical(MedicalGrade::Consultant) => "consultant",
            Grade::Medical(MedicalGrade::Other) => "other_medical",
            Grade::SeniorMedicalManager => "senior_medical_manager",
        }
    }

    /// In plain words.
    pub const fn label(self) -> &'static str {
        match self {
            Grade::UnderBand1 => "Under band 1",
            Grade::Afc(AfcBand::Band1) => "Band 1",
            Grade::Afc(AfcBand::Band2) => "Band 2",
            Grade::Afc(AfcBand::Band3) => "Band 3",
            Grade::Afc(AfcBand::Band4) => "Band 4",
            Grade::Afc(AfcBand::Band5) => "Band 5",
            Grade::Afc(AfcBand::Band6) => "Band 6",
            Grade::Afc(AfcBand::Band7) => "Band 7",
            Grade::Afc(AfcBand::Band8a) => "Band 8a",
            Grade::Afc(AfcBand::Band8b) => "Band 8b",
            Grade::Afc(AfcBand::Band8c) => "Band 8c",
            Grade::Afc(AfcBand::Band8d) => "Band 8d",
            Grade::Afc(AfcBand::Band9) => "Band 9",
            Grade::Vsm => "Very senior manager",
            Grade::Medical(MedicalGrade::Resident) => "Resident doctor",
            Grade::Medical(MedicalGrade::SpecialtyAndSpecialist) => "Specialty or specialist doctor",
            Grade::Medical(MedicalGrade::Consultant) => "Consultant",
            Grade::Medical(MedicalGrade::Other) => "Other doctor or dentist",
            Grade::SeniorMedicalManager => "Senior medical manager",
        }
    }

    /// Reads a grade by its stable name, or a band as people write it (`Band 8a`); case and white space around it do
    /// not matter. What else a place writes, the mapping of its columns says ([`crate::workforce::Columns`]).
    ///
    /// # Errors
    ///
    /// `grade.unknown`.
    pub fn parse(text: &str) -> Result<Self, WresError> {
        let text = text.trim();
        if let Ok(band) = AfcBand::parse(text) {
            return Ok(Grade::Afc(band));
        }
        Grade::ALL
            .into_iter()
            .find(|grade| grade.name().eq_ignore_ascii_case(text))
            .ok_or(WresError::GradeUnknown)
    }

    /// The cluster that it is published in.
    pub const fn cluster(self) -> Cluster {
        match self {
            Grade::UnderBand1
            | Grade::Afc(AfcBand::Band1 | AfcBand::Band2 | AfcBand::Band3 | AfcBand::Band4) => {
                Cluster::Support
            }
            Grade::Afc(AfcBand::Band5 | AfcBand::Band6 | AfcBand::Band7) => Cluster::Middle,
            Grade::Afc(_) => Cluster::Senior,
            Grade::Vsm => Cluster::Vsm,
            Grade::Medical(MedicalGrade::Consultant | MedicalGrade::SpecialtyAndSpecialist)
            | Grade::SeniorMedicalManager => Cluster::SeniorDoctors,
            Grade::Medical(MedicalGrade::Resident) => Cluster::ResidentDoctors,
            Grade::Medical(MedicalGrade::Other) => Cluster::OtherDoctors,
        }
    }

    /// Whether it is senior leadership as the EDI improvement plan (NHS England, 2023) measures it: band 8c and above.
    pub fn is_senior_leadership(self) -> bool {
        match self {
            Grade::Afc(band) => band >= AfcBand::Band8c,
            Grade::Vsm => true,
            _ => false,
        }
    }
}

/// A group of grades that shares are published by (Ethnicity facts and figures, GOV.UK).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cluster {
    /// Bands 1 to 4; with those under band 1, which is this library's own choice.
    Support,
    /// Bands 5 to 7.
    Middle,
    /// Bands 8a to 9.
    Senior,
    /// Very senior managers.
    Vsm,
    /// Consultants, associate specialists, specialty doctors and staff grade.
    SeniorDoctors,
    /// Resident (formerly junior) doctors: foundation, core and specialty training.
    ResidentDoctors,
    /// Hospital practitioners, clinical assistants and the unclassified.
    OtherDoctors,
}

impl Cluster {
    /// Every cluster.
    pub const ALL: [Cluster; 7] = [
        Cluster::Support,
        Cluster::Middle,
        Cluster::Senior,
        Cluster::Vsm,
        Cluster::SeniorDoctors,
        Cluster::ResidentDoctors,
        Cluster::OtherDoctors,
    ];

    /// In plain words.
    pub const fn label(self) -> &'static str {
        match self {
            Cluster::Support => "Support (bands 1 to 4 and under)",
            Cluster::Middle => "Middle (bands 5 to 7)",
            Cluster::Senior => "Senior (bands 8a to 9)",
            Cluster::Vsm => "Very senior managers",
            Cluster::SeniorDoctors => "Senior doctors",
            Cluster::ResidentDoctors => "Resident doctors",
            Cluster::OtherDoctors => "Other doctors",
        }
    }

    /// The grades in it.
    pub fn grades(self) -> impl Iterator<Item = Grade> {
        Grade::ALL.into_iter().filter(move |grade| grade.cluster() == self)
    }
}

/// A row of the WRES template for indicator 1. Clinical and non-clinical staff are apart in the rows up to VSM; the
/// medical rows are as general knowledge has them, because no stored authority gives the whole template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TemplateRow {
    /// Under band 1, a band, or VSM.
    Pay(Grade),
    /// Consultants.
    Consultants,
    /// Of the consultants, those who are senior medical managers: they are counted in both rows.
    OfWhichSeniorMedicalManagers,
    /// Non-consultant career grade.
    NonConsultantCareerGrade,
    /// Trainee grades.
    TraineeGrades,
    /// Other doctors and dentists.
    Other,
}

impl TemplateRow {
    /// Every row in the template's order.
    pub fn all() -> impl Iterator<Item = TemplateRow> {
        let pay = Grade::ALL.into_iter().take_while(|grade| !matches!(grade, Grade::Medical(_)));
        pay.map(TemplateRow::Pay).chain([
            TemplateRow::Consultants,
            TemplateRow::OfWhichSeniorMedicalManagers,
            TemplateRow::NonConsultantCareerGrade,
            TemplateRow::TraineeGrades,
            TemplateRow::Other,
        ])
    }

    /// Whether somebody of a grade is counted in it.
    pub fn counts(self, grade: Grade) -> bool {
        match self {
            TemplateRow::Pay(row) => row == grade,
            TemplateRow::Consultants => {
                matches!(grade, Grade::Medical(MedicalGrade::Consultant) | Grade::SeniorMedicalManager)
            }
            TemplateRow::OfWhichSeniorMedicalManagers => grade == Grade::SeniorMedicalManager,
            TemplateRow::NonConsultantCareerGrade => {
                grade == Grade::Medical(MedicalGrade::SpecialtyAndSpecialist)
            }
            TemplateRow::TraineeGrades => grade == Grade::Medical(MedicalGrade::Resident),
            TemplateRow::Other => grade == Grade::Medical(MedicalGrade::Other),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn grades_read_back_and_each_name_is_its_own() {
        let names: BTreeSet<_> = Grade::ALL.map(Grade::name).into();
        assert_eq!(names.len(), Grade::ALL.len());
        for grade in Grade::ALL {
            assert_eq!(Grade::parse(&format!(" {} ", grade.name().to_uppercase())), Ok(grade));
            if let Grade::Afc(_) = grade {
                assert_eq!(Grade::parse(grade.label()), Ok(grade));
            }
        }
        assert_eq!(Grade::parse("Band 8a"), Ok(Grade::Afc(AfcBand::Band8a)));
        for text in ["", "8", "medical", "band 10"] {
            assert_eq!(Grade::parse(text), Err(WresError::GradeUnknown), "{text}");
        }
    }

    #[test]
    fn every_grade_is_in_one_cluster_and_support_middle_senior_are_as_published() {
        let grades: Vec<_> = Cluster::ALL.into_iter().flat_map(Cluster::grades).collect();
        assert_eq!(grades.len(), Grade::ALL.len());
        let names = |cluster: Cluster| cluster.grades().map(Grade::name).collect::<Vec<_>>().join(" ");
        assert_eq!(names(Cluster::Support), "under_1 1 2 3 4");
        assert_eq!(names(Cluster::Middle), "5 6 7");
        assert_eq!(names(Cluster::Senior), "8a 8b 8c 8d 9");
    }

    #[test]
    fn every_grade_is_in_one_row_of_the_template_but_for_managers_who_are_consultants_too() {
        assert_eq!(TemplateRow::all().count(), 19);
        for grade in Grade::ALL {
            let rows = TemplateRow::all().filter(|row| row.counts(grade)).count();
            assert_eq!(rows, if grade == Grade::SeniorMedicalManager { 2 } else { 1 }, "{grade:?}");
        }
    }

    #[test]
    fn senior_leadership_begins_at_8c() {
        let senior: Vec<_> = Grade::ALL.into_iter().filter(|grade| grade.is_senior_leadership()).collect();
        assert_eq!(senior.iter().map(|grade| grade.name()).collect::<Vec<_>>(), ["8c", "8d", "9", "vsm"]);
    }
}
