//! Levels of seniority, as NHS staff name them.

use bln_terms::{AfcBand, MedicalGrade};

use crate::{Invalid, InvalidKind};

/// The level at which a person works.
///
/// Agenda for Change (AfC) covers all NHS staff but doctors, dentists and very senior managers. Nobody must give
/// a level, and it bars nobody: the network is open to leaders at every level.
///
/// ```
/// use bln_core::{AfcBand, Level};
///
/// assert_eq!(Level::parse("Band 8a")?, Level::Afc(AfcBand::Band8a));
/// assert_eq!(Level::Afc(AfcBand::Band8a).name(), "afc_8a");
/// assert!(AfcBand::Band8d < AfcBand::Band9);
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Level {
    /// A band of Agenda for Change.
    Afc(AfcBand),
    /// Very senior manager, executive board members among them.
    Vsm,
    /// A doctor or dentist.
    Medical(MedicalGrade),
    /// A non-executive member of a board, or its chair.
    NonExecutive,
    /// Some other level.
    Other,
    /// Asked, and chose not to say.
    PreferNotToSay,
}

impl Level {
    /// Every level, in the order a form shows them.
    pub const ALL: [Level; 20] = [
        Level::Afc(AfcBand::Band1),
        Level::Afc(AfcBand::Band2),
        Level::Afc(AfcBand::Band3),
        Level::Afc(AfcBand::Band4),
        Level::Afc(AfcBand::Band5),
        Level::Afc(AfcBand::Band6),
        Level::Afc(AfcBand::Band7),
        Level::Afc(AfcBand::Band8a),
        Level::Afc(AfcBand::Band8b),
        Level::Afc(AfcBand::Band8c),
        Level::Afc(AfcBand::Band8d),
        Level::Afc(AfcBand::Band9),
        Level::Vsm,
        Level::Medical(MedicalGrade::Consultant),
        Level::Medical(MedicalGrade::SpecialtyAndSpecialist),
        Level::Medical(MedicalGrade::Resident),
        Level::Medical(MedicalGrade::Other),
        Level::NonExecutive,
        Level::Other,
        Level::PreferNotToSay,
    ];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Level::Afc(AfcBand::Band1) => "afc_1",
            Level::Afc(AfcBand::Band2) => "afc_2",
            Level::Afc(AfcBand::Band3) => "afc_3",
            Level::Afc(AfcBand::Band4) => "afc_4",
            Level::Afc(AfcBand::Band5) => "afc_5",
            Level::Afc(AfcBand::Band6) => "afc_6",
            Level::Afc(AfcBand::Band7) => "afc_7",
            Level::Afc(AfcBand::Band8a) => "afc_8a",
            Level::Afc(AfcBand::Band8b) => "afc_8b",
            Level::Afc(AfcBand::Band8c) => "afc_8c",
            Level::Afc(AfcBand::Band8d) => "afc_8d",
            Level::Afc(AfcBand::Band9) => "afc_9",
            Level::Vsm => "vsm",
            Level::Medical(MedicalGrade::Consultant) => "medical_consultant",
            Level::Medical(MedicalGrade::SpecialtyAndSpecialist) => "medical_specialty_and_specialist",
            Level::Medical(MedicalGrade::Resident) => "medical_resident",
            Level::Medical(MedicalGrade::Other) => "medical_other",
            Level::NonExecutive => "non_executive",
            Level::Other => "other",
            Level::PreferNotToSay => "prefer_not_to_say",
        }
    }

    /// Reads a stable name, or a band as people write it: `8a`, `Band 8a`, `AfC band 8a`. Case and white space
    /// around it do not matter.
    ///
    /// # Errors
    ///
    /// `level.unknown`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        let named = |level: &Level| level.name().eq_ignore_ascii_case(text);
        let band =
            || AfcBand::parse(text).map(Level::Afc).map_err(|_| Invalid::new(InvalidKind::LevelUnknown));
        Level::ALL.into_iter().find(named).map_or_else(band, Ok)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for level in Level::ALL {
            assert_eq!(Level::parse(level.name()), Ok(level));
        }
        for band in AfcBand::ALL {
            assert_eq!(Level::Afc(band).name(), format!("afc_{}", band.name()));
        }
    }

    #[test]
    fn bands_read_as_people_write_them() {
        for text in ["8a", "8A", "band 8a", "Band 8A", "band8a", "AfC band 8a", " AfC 8a "] {
            assert_eq!(Level::parse(text), Ok(Level::Afc(AfcBand::Band8a)), "{text}");
        }
        assert_eq!(Level::parse("VSM"), Ok(Level::Vsm));
    }

    #[test]
    fn what_is_no_level_is_refused() {
        for text in ["", "8", "band 8", "0", "10", "8e", "band", "vsm 1", "ébène", "chief"] {
            assert_eq!(Level::parse(text).unwrap_err().kind(), InvalidKind::LevelUnknown, "{text}");
        }
    }
}
