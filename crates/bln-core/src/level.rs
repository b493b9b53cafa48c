//! Levels of seniority, as NHS staff name them.

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
        let band = || AfcBand::parse(text).map(Level::Afc);
        Level::ALL.into_iter().find(named).map_or_else(band, Ok)
    }
}

/// A band of Agenda for Change, in ascending order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AfcBand {
    /// Band 1, closed to new entrants since 1 December 2018.
    Band1,
    /// Band 2.
    Band2,
    /// Band 3.
    Band3,
    /// Band 4.
    Band4,
    /// Band 5.
    Band5,
    /// Band 6.
    Band6,
    /// Band 7.
    Band7,
    /// Band 8a.
    Band8a,
    /// Band 8b.
    Band8b,
    /// Band 8c.
    Band8c,
    /// Band 8d.
    Band8d,
    /// Band 9.
    Band9,
}

impl AfcBand {
    /// Every band, in ascending order.
    pub const ALL: [AfcBand; 12] = [
        AfcBand::Band1,
        AfcBand::Band2,
        AfcBand::Band3,
        AfcBand::Band4,
        AfcBand::Band5,
        AfcBand::Band6,
        AfcBand::Band7,
        AfcBand::Band8a,
        AfcBand::Band8b,
        AfcBand::Band8c,
        AfcBand::Band8d,
        AfcBand::Band9,
    ];

    /// The stable name: `1` to `9`, with `8a` to `8d`.
    pub const fn name(self) -> &'static str {
        match self {
            AfcBand::Band1 => "1",
            AfcBand::Band2 => "2",
            AfcBand::Band3 => "3",
            AfcBand::Band4 => "4",
            AfcBand::Band5 => "5",
            AfcBand::Band6 => "6",
            AfcBand::Band7 => "7",
            AfcBand::Band8a => "8a",
            AfcBand::Band8b => "8b",
            AfcBand::Band8c => "8c",
            AfcBand::Band8d => "8d",
            AfcBand::Band9 => "9",
        }
    }

    /// Reads a band: `8a`, `Band 8a`, `AfC band 8a`. Case and white space around it do not matter. There is no
    /// band 8 without a letter.
    ///
    /// # Errors
    ///
    /// `level.unknown`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let text = without_prefix(text.trim(), "afc");
        let text = without_prefix(text, "band");
        AfcBand::ALL
            .into_iter()
            .find(|band| band.name().eq_ignore_ascii_case(text))
            .ok_or(Invalid::new(InvalidKind::LevelUnknown))
    }
}

/// A grade of doctors and dentists, grouped as the Workforce Race Equality Standard's publications do, with
/// consultants apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum MedicalGrade {
    /// Consultant.
    Consultant,
    /// Associate specialist, specialist, specialty doctor or staff grade.
    SpecialtyAndSpecialist,
    /// Resident (formerly junior) doctor: foundation, core and specialty training.
    Resident,
    /// Any other, hospital practitioners and clinical assistants among them.
    Other,
}

/// `text` without a leading word and the white space after it.
fn without_prefix<'a>(text: &'a str, word: &str) -> &'a str {
    match text.split_at_checked(word.len()) {
        Some((first, rest)) if first.eq_ignore_ascii_case(word) => rest.trim_start(),
        _ => text,
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
            assert_eq!(AfcBand::parse(band.name()), Ok(band));
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

    #[test]
    fn bands_ascend() {
        assert!(AfcBand::ALL.is_sorted());
        assert!(AfcBand::Band8a > AfcBand::Band7 && AfcBand::Band8d < AfcBand::Band9);
    }
}
