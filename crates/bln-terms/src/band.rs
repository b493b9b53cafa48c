//! Agenda for Change bands, and the grades of doctors and dentists.

use crate::TermError;

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
    /// `band.unknown`.
    pub fn parse(text: &str) -> Result<Self, TermError> {
        let text = without_prefix(text.trim(), "afc");
        let text = without_prefix(text, "band");
        AfcBand::ALL
            .into_iter()
            .find(|band| band.name().eq_ignore_ascii_case(text))
            .ok_or(TermError::BandUnknown)
    }
}

/// A grade of doctors and dentists, grouped as the Workforce Race Equality Standard's publications do, with
/// consultants apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
        for band in AfcBand::ALL {
            assert_eq!(AfcBand::parse(band.name()), Ok(band));
        }
    }

    #[test]
    fn bands_read_as_people_write_them() {
        for text in ["8a", "8A", "band 8a", "Band 8A", "band8a", "AfC band 8a", " AfC 8a "] {
            assert_eq!(AfcBand::parse(text), Ok(AfcBand::Band8a), "{text}");
        }
        for text in ["", "8", "band 8", "0", "10", "8e", "band", "vsm", "ébène"] {
            assert_eq!(AfcBand::parse(text), Err(TermError::BandUnknown), "{text}");
        }
    }

    #[test]
    fn bands_ascend() {
        assert!(AfcBand::ALL.is_sorted());
        assert!(AfcBand::Band8a > AfcBand::Band7 && AfcBand::Band8d < AfcBand::Band9);
    }
}
