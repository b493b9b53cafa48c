//! Registration with a professional body, by the form of its number alone.

use std::fmt;

use crate::{Invalid, InvalidKind};

/// A body that keeps a register of health professionals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ProfessionalBody {
    /// General Medical Council.
    Gmc,
    /// Nursing and Midwifery Council.
    Nmc,
    /// Health and Care Professions Council.
    Hcpc,
    /// General Pharmaceutical Council.
    Gphc,
}

impl ProfessionalBody {
    /// Every body.
    pub const ALL: [ProfessionalBody; 4] =
        [ProfessionalBody::Gmc, ProfessionalBody::Nmc, ProfessionalBody::Hcpc, ProfessionalBody::Gphc];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            ProfessionalBody::Gmc => "gmc",
            ProfessionalBody::Nmc => "nmc",
            ProfessionalBody::Hcpc => "hcpc",
            ProfessionalBody::Gphc => "gphc",
        }
    }

    /// Reads a stable name, in either case.
    ///
    /// # Errors
    ///
    /// `professional_body.unknown`.
    pub fn parse(name: &str) -> Result<Self, Invalid> {
        let name = name.trim();
        ProfessionalBody::ALL
            .into_iter()
            .find(|body| body.name().eq_ignore_ascii_case(name))
            .ok_or(Invalid::new(InvalidKind::ProfessionalBodyUnknown))
    }
}

/// A person's number on the register of a professional body, in one spelling.
///
/// Nobody needs one to join. The form is checked, and no register is asked: a number proves nothing.
///
/// | body | form | example |
/// | --- | --- | --- |
/// | GMC | seven digits (the reference number, not the consultant code `C…` or the GP code `G…`) | `1234567` |
/// | NMC | two digits, a letter, four digits, a letter | `71A2998E` |
/// | HCPC | two letters and up to six digits, filled with zeros to six | `PH95159` is `PH095159` |
/// | GPhC | seven digits, the first a 2 | `2033467` |
///
/// It is personal data: `Debug` shows the body alone.
///
/// ```
/// use bln_core::{ProfessionalBody, ProfessionalRegistration};
///
/// let registration = ProfessionalRegistration::parse(ProfessionalBody::Hcpc, "ph 95159")?;
/// assert_eq!(registration.number(), "PH095159");
/// assert_eq!(format!("{registration:?}"), "ProfessionalRegistration(Hcpc, ..)");
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProfessionalRegistration {
    body: ProfessionalBody,
    number: String,
}

impl ProfessionalRegistration {
    /// Reads a number in the form this body gives out; spaces and lower case are forgiven.
    ///
    /// # Errors
    ///
    /// `professional_number.format`.
    pub fn parse(body: ProfessionalBody, number: &str) -> Result<Self, Invalid> {
        let invalid = Invalid::new(InvalidKind::ProfessionalNumberFormat);
        // The longest form has eight characters; twice that leaves room for spaces.
        if number.trim().len() > 16 {
            return Err(invalid);
        }
        let mut number: String = number.chars().filter(|c| !c.is_whitespace()).collect();
        number.make_ascii_uppercase();
        let fits = match body {
            ProfessionalBody::Gmc => has_form(&number, "0000000"),
            ProfessionalBody::Gphc => has_form(&number, "0000000") && number.starts_with('2'),
            ProfessionalBody::Nmc => has_form(&number, "00A0000A"),
            ProfessionalBody::Hcpc => {
                if let Some((letters, digits @ (1..=6))) =
                    number.split_at_checked(2).map(|(letters, rest)| (letters, rest.len()))
                {
                    let zeros = "0".repeat(6 - digits);
                    number.insert_str(letters.len(), &zeros);
                }
                has_form(&number, "AA000000")
            }
        };
        if fits { Ok(Self { body, number }) } else { Err(invalid) }
    }

    /// Whose register it is.
    pub const fn body(&self) -> ProfessionalBody {
        self.body
    }

    /// The number in its one spelling.
    pub fn number(&self) -> &str {
        &self.number
    }
}

impl fmt::Debug for ProfessionalRegistration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ProfessionalRegistration({:?}, ..)", self.body)
    }
}

/// Whether `text` has a digit wherever `form` has `0`, and a letter A to Z wherever it has `A`.
fn has_form(text: &str, form: &str) -> bool {
    text.len() == form.len()
        && text.bytes().zip(form.bytes()).all(|(b, like)| match like {
            b'0' => b.is_ascii_digit(),
            _ => b.is_ascii_uppercase(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: ProfessionalBody, number: &str) -> Option<String> {
        ProfessionalRegistration::parse(body, number).ok().map(|read| read.number().to_owned())
    }

    #[test]
    fn names_round_trip() {
        for body in ProfessionalBody::ALL {
            assert_eq!(ProfessionalBody::parse(body.name()), Ok(body));
        }
        assert_eq!(ProfessionalBody::parse("GMC"), Ok(ProfessionalBody::Gmc));
        assert_eq!(ProfessionalBody::parse("gdc").unwrap_err().kind(), InvalidKind::ProfessionalBodyUnknown);
    }

    #[test]
    fn each_body_has_its_form() {
        use ProfessionalBody::{Gmc, Gphc, Hcpc, Nmc};
        for (body, number, expected) in [
            (Gmc, "1234567", "1234567"),
            (Nmc, "71a2998e", "71A2998E"),
            (Nmc, " 71A 2998E ", "71A2998E"),
            (Hcpc, "CH029821", "CH029821"),
            (Hcpc, "CH29821", "CH029821"),
            (Hcpc, "PH1", "PH000001"),
            (Gphc, "2033467", "2033467"),
        ] {
            assert_eq!(read(body, number).as_deref(), Some(expected), "{number}");
        }
        for (body, number) in [
            (Gmc, "123456"),
            (Gmc, "12345678"),
            (Gmc, "C1234567"),
            (Gmc, "G1234567"),
            (Gmc, "１２３４５６７"),
            (Gmc, ""),
            (Nmc, "71A29988"),
            (Nmc, "7AA2998E"),
            (Nmc, "71A2998"),
            (Hcpc, "PH"),
            (Hcpc, "PH0951590"),
            (Hcpc, "P1095159"),
            (Hcpc, "PH09515A"),
            (Hcpc, "é1"),
            (Gphc, "1033467"),
            (Gphc, "203346"),
            (Gphc, "20334670"),
        ] {
            assert_eq!(read(body, number), None, "{number}");
        }
    }

    #[test]
    fn debug_shows_no_number() {
        let registration = ProfessionalRegistration::parse(ProfessionalBody::Gmc, "1234567").unwrap();
        assert_eq!(format!("{registration:?}"), "ProfessionalRegistration(Gmc, ..)");
    }
}
