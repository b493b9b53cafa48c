//! What consent is given for, as codes and as types.
//!
//! A purpose is a type here so that leave to do one thing cannot be used for another:
//! [`Permit<Bulletin>`](crate::Permit) and [`Permit<Directory>`](crate::Permit) do not mix. Consent is asked for
//! each apart, never for a bundle (UK GDPR article 4(11), "specific"; recital 43).

use crate::{AccessNeeds as Needs, EthnicGroup, Invalid, InvalidKind};

/// A purpose, as a type. The list is closed: a new purpose is a new release with a new wording.
pub trait Purpose: sealed::Sealed {
    /// The same purpose as a value, for the ledger and the audit.
    const CODE: PurposeCode;
}

/// A purpose that needs to read a `T` about a person.
///
/// Leave to send a bulletin is no leave to read an ethnic group: that `Bulletin: Reads<EthnicGroup>` does not
/// hold is what makes it so.
pub trait Reads<T>: Purpose {}

/// Sending the news bulletin (Privacy and Electronic Communications Regulations 2003, regulation 22).
#[derive(Debug)]
pub enum Bulletin {}

/// Being shown to other people of the network.
#[derive(Debug)]
pub enum Directory {}

/// Counting ethnic groups, to see whom the network reaches. It never decides about a person (Data Protection
/// Act 2018, schedule 1, paragraph 8(3)).
#[derive(Debug)]
pub enum EthnicityMonitoring {}

/// Meeting a person's access needs at an event.
#[derive(Debug)]
pub enum AccessNeeds {}

/// Publishing a person's own words.
#[derive(Debug)]
pub enum Testimonial {}

/// Making known what a person is thanked for, was awarded or appointed to.
#[derive(Debug)]
pub enum Recognition {}

impl Purpose for Bulletin {
    const CODE: PurposeCode = PurposeCode::Bulletin;
}

impl Purpose for Directory {
    const CODE: PurposeCode = PurposeCode::Directory;
}

impl Purpose for EthnicityMonitoring {
    const CODE: PurposeCode = PurposeCode::EthnicityMonitoring;
}

impl Purpose for AccessNeeds {
    const CODE: PurposeCode = PurposeCode::AccessNeeds;
}

impl Purpose for Testimonial {
    const CODE: PurposeCode = PurposeCode::Testimonial;
}

impl Purpose for Recognition {
    const CODE: PurposeCode = PurposeCode::Recognition;
}

impl Reads<EthnicGroup> for EthnicityMonitoring {}
impl Reads<Needs> for AccessNeeds {}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Bulletin {}
    impl Sealed for super::Directory {}
    impl Sealed for super::EthnicityMonitoring {}
    impl Sealed for super::AccessNeeds {}
    impl Sealed for super::Testimonial {}
    impl Sealed for super::Recognition {}
}

/// What consent is given for, as a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PurposeCode {
    /// [`Bulletin`].
    Bulletin,
    /// [`Directory`].
    Directory,
    /// [`EthnicityMonitoring`].
    EthnicityMonitoring,
    /// [`AccessNeeds`].
    AccessNeeds,
    /// [`Testimonial`].
    Testimonial,
    /// [`Recognition`].
    Recognition,
}

impl PurposeCode {
    /// Every purpose.
    pub const ALL: [PurposeCode; 6] = [
        PurposeCode::Bulletin,
        PurposeCode::Directory,
        PurposeCode::EthnicityMonitoring,
        PurposeCode::AccessNeeds,
        PurposeCode::Testimonial,
        PurposeCode::Recognition,
    ];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            PurposeCode::Bulletin => "bulletin",
            PurposeCode::Directory => "directory",
            PurposeCode::EthnicityMonitoring => "ethnicity_monitoring",
            PurposeCode::AccessNeeds => "access_needs",
            PurposeCode::Testimonial => "testimonial",
            PurposeCode::Recognition => "recognition",
        }
    }

    /// Reads a stable name.
    ///
    /// # Errors
    ///
    /// `purpose.unknown`.
    pub fn parse(name: &str) -> Result<Self, Invalid> {
        PurposeCode::ALL
            .into_iter()
            .find(|purpose| purpose.name() == name)
            .ok_or(Invalid::new(InvalidKind::PurposeUnknown))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for purpose in PurposeCode::ALL {
            assert_eq!(PurposeCode::parse(purpose.name()), Ok(purpose));
        }
        assert_eq!(PurposeCode::parse("marketing").unwrap_err().kind(), InvalidKind::PurposeUnknown);
    }

    #[test]
    fn every_type_has_its_own_code() {
        let codes = [
            Bulletin::CODE,
            Directory::CODE,
            EthnicityMonitoring::CODE,
            AccessNeeds::CODE,
            Testimonial::CODE,
            Recognition::CODE,
        ];
        assert_eq!(codes, PurposeCode::ALL);
    }
}
